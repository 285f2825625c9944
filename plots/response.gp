# The difference that the strike makes, at each value of what varies: a panel for each factor.
title_words = place.(lives > 1 ? ": the difference that the ".strike." makes" : ": at each value of what varies")
array names[panels]
set autoscale
any_line = 0; any_base = 0
do for [k = 1:panels] {
    stats 'rows.tsv' every ::(k - 1)::(k - 1) using (w = strcol(2), l = int($3), b = int($4), 1) nooutput
    names[k] = w; any_line = any_line || l; any_base = any_base || b
}
foot_1 = "A dot is a point of the sweep".(lives > 1 ? ", with the 95% interval of its mean" : "").". Where several have the same value, the line joins their means."
foot_2 = (lives > 1 ? "Difference: with the ".strike." minus without, of the same patients. " : "")."Mean of ".replications.".".note
array legend_words[3] = ["a point of the sweep", "mean at a value", "the scenario as it is"]
array legend_colour[3] = [colour_with, colour_without, green]
array legend_sign[3] = [3, any_line ? 3 : 0, any_base ? 3 : 0]

set multiplot
eval around
eval legend
eval canvas
plot NaN
eval clean
do for [i = 1:panels] {
    r = 1; top = plot_top; bottom = plot_bottom
    head_words = subtitle
    show_numbers = i == 1
    eval frame
    set label 1 names[i] at screen px(left[i]), py(plot_top - 14) left font ",11" tc rgb ink
    plot @dates, @numbers, \
        0 with lines lw 1 lc rgb soft, \
        sprintf("dots_%d.tsv", i) using 1:2:3:4 with yerrorbars pt 7 ps 0 lw 1 lc rgb paler(colour_with), \
        sprintf("base_%d.tsv", i) using 1:2 with lines lw 1.6 dt 2 lc rgb green, \
        sprintf("line_%d.tsv", i) using 1:2 with lines lw 2 lc rgb colour_without, \
        sprintf("dots_%d.tsv", i) using 1:2 with points pt 7 ps 0.5 lc rgb colour_with
}
unset multiplot
unset output
