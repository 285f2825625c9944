# Up to four numbers in both lives, or in the one there is: days around the windows and, at the right, the whole time. The
# words are in emergency.gp, maternity.gp, present.gp and waits.gp.
array legend_words[4] = ["with the ".strike, lives > 1 ? "without" : "mean of seven days", "single days with", \
    lives > 1 ? "single days without" : "single days"]
array legend_colour[4] = [colour_with, colour_without, paler(colour_with), paler(colour_without)]
array legend_sign[4] = [lives > 1 ? 3 : 0, lives > 1 || !by_day ? 3 : 0, lives > 1 && !by_day ? 4 : 0, by_day ? 0 : 4]

set multiplot
eval around
eval legend
eval canvas
plot NaN
eval clean
do for [i = 1:panels] {
    eval strip
    plot @names
    row_height = (plot_bottom - plot_top - row_gap * (rows - 1)) / rows
    do for [r = 1:rows] {
        top = plot_top + (r - 1) * (row_height + row_gap)
        bottom = top + row_height
        head_words = row_words[shows[r]]
        with = sprintf("with_%d.tsv", r)
        without = sprintf("without_%d.tsv", r)
        eval frame
        eval head
        show_dates = r == rows
        show_numbers = i == 1
        plot @windows, @dates, @numbers, \
            without using (overview[i] ? NaN : $1):2 with lines lw 1 lc rgb legend_colour[4], \
            with using (overview[i] || lives == 1 ? NaN : $1):2 with lines lw 1 lc rgb legend_colour[3], \
            without using 1:3 with lines lw (overview[i] ? 1.6 : 2.6) lc rgb colour_without, \
            with using (lives == 1 ? NaN : $1):3 with lines lw (overview[i] ? 1.6 : 2.6) lc rgb colour_with
    }
}
unset multiplot
unset output
