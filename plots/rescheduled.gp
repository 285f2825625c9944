# Appointments that the strike moved, by the day they were due and by kind.
title_words = place.": appointments moved because of the ".strike
head_words = "appointments a day, by the day they were due"
foot_1 = "A bar is one day: what was due then and was given another date, or never offered, because of the ".strike."."
foot_2 = "Mean of ".replications.": the same patients on the same days, with the ".strike." and without.".note
array legend_words[5] = ["outpatient", "scans and tests", "day case", "inpatient", "never offered: dates left free ahead of the ".strike]
array legend_colour[5] = [blue, green, sky, orange, narrow ? silver : ink]
array legend_sign[5] = [1, 1, 1, 1, shows[1] * (narrow ? 1 : 2)]

set multiplot
eval around
eval legend
eval canvas
plot NaN
eval clean
do for [i = 1:panels] {
    eval strip
    plot @names
    r = 1; top = plot_top; bottom = plot_bottom
    show_numbers = i == 1
    eval frame
    eval head
    plot @windows, @dates, @numbers, \
        for [k = 1:4] 'bars.tsv' using ($4 == k - 1 ? $1 + 0.5 : NaN):(($2 + $3) / 2):($1 + inset):($1 + 1 - inset):2:3 \
            with boxxyerror fs solid 1 noborder lc rgb legend_colour[k], \
        'bars.tsv' using ($4 == 4 ? $1 + 0.5 : NaN):(($2 + $3) / 2):($1 + inset):($1 + 1 - inset):2:3 \
            with boxxyerror fs solid 1 border rgb legend_colour[5] lw 1 lc rgb (narrow ? silver : white)
}
unset multiplot
unset output
