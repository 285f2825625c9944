# Vector graphics with real text.
set terminal svg size 1000,640 noenhanced font 'Arial,Helvetica,Liberation Sans,DejaVu Sans,sans-serif,12' background "#FFFFFF"
set output 'plot.svg'
