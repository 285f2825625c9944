# Who was due in, who was on strike, who covered and what nobody covered, day by day.
title_words = place.": who was on strike, and who covered"
head_words = "shifts of staff a day"
foot_1 = "Wide bars: everybody due in, of the groups on strike. Narrow bars: posts among the lost ones that others filled, and those nobody filled; the rest was not replaced."
foot_2 = "A shift counts on the day it begins. Mean of ".replications.".".note
array legend_words[4] = ["came to work", "on strike", "covered by others", "needed, but filled by nobody"]
array legend_colour[4] = [silver, red, blue, ink]
array legend_sign[4] = [1, 1, 1, 1]
inner = narrow ? 0 : 0.3

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
        'staff.tsv' using ($1 + 0.5):($2 / 2):($1 + inset):($1 + 1 - inset):(0):2 \
            with boxxyerror fs solid 1 noborder lc rgb silver, \
        'staff.tsv' using ($3 > $2 ? $1 + 0.5 : NaN):(($2 + $3) / 2):($1 + inset):($1 + 1 - inset):2:3 \
            with boxxyerror fs solid 1 noborder lc rgb red, \
        'staff.tsv' using ($4 > 0 ? $1 + 0.5 : NaN):($2 + $4 / 2):($1 + inner):($1 + 1 - inner):2:($2 + $4) \
            with boxxyerror fs solid 1 border rgb (narrow ? blue : white) lw 0.8 lc rgb blue, \
        'staff.tsv' using ($5 > 0 ? $1 + 0.5 : NaN):($2 + $4 + $5 / 2):($1 + inner):($1 + 1 - inner):($2 + $4):($2 + $4 + $5) \
            with boxxyerror fs solid 1 border rgb (narrow ? ink : white) lw 0.8 lc rgb ink
}
unset multiplot
unset output
