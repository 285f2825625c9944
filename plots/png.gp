# Pixels, at twice the size for sharp screens and print.
if (strstrt(GPVAL_TERMINALS, "pngcairo") > 0) {
    set terminal pngcairo size 2000,1280 noenhanced font 'Arial,12' fontscale 1.5 linewidth 2 pointscale 2 background "#FFFFFF"
} else {
    set terminal png truecolor size 1000,640 noenhanced font 'arial,9' background "#FFFFFF"
}
set output 'plot.png'
