# The waiting list in both lives, and beneath it the difference; or in the one life there is.
title_words = place.": the waiting list".(lives > 1 ? " with and without the ".strike : "")
foot_1 = "Lines: mean of ".replications.". ".(lives > 1 ? \
    "The bands show how far single replications lie apart, not how sure the mean is. The upper axis" : "The axis"). \
    " does not begin at zero."
foot_2 = "The waiting list counts patients referred to a consultant who have not yet been treated.".note
array legend_words[4] = ["with the ".strike, "without", "middle half of the replications", "middle 90%"]
array legend_colour[4] = [colour_with, colour_without, 0xE8A27A, 0xF6D7C4]
array legend_sign[4] = [lives > 1 ? 3 : 0, lives > 1 ? 3 : 0, lives > 1, lives > 1]

set multiplot
eval around
eval legend
eval canvas
plot NaN
eval clean
i = 1
eval strip
plot @names
r = 1; top = plot_top; bottom = lives > 1 ? plot_top + (plot_bottom - plot_top - row_gap) * 0.48 : plot_bottom
head_words = "patients on the waiting list, at the end of the day"
eval frame
eval head
show_dates = lives == 1
plot @windows, @dates, @numbers, \
    'list.tsv' using 1:2 with lines lw 2 lc rgb colour_without, \
    'list.tsv' using (lives > 1 ? $1 : NaN):3 with lines lw 2 lc rgb colour_with
if (lives > 1) {
r = 2; top = bottom + row_gap; bottom = plot_bottom
head_words = "difference: patients more with the ".strike." than without"
eval frame
eval head
show_dates = 1
plot @windows, @dates, @numbers, \
    'list.tsv' using 1:5:8 with filledcurves fs solid 1 noborder fc rgb legend_colour[4], \
    'list.tsv' using 1:6:7 with filledcurves fs solid 1 noborder fc rgb legend_colour[3], \
    0 with lines lw 1 lc rgb soft, \
    'list.tsv' using 1:4 with lines lw 2.2 lc rgb colour_with
}
unset multiplot
unset output
