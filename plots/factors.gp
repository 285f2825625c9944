# Which factors matter: swings of one at a time (a tornado), Morris' effects, or Sobol's indices; a row for each.
method = shows[1]
title_words = place.": what matters".(lives > 1 ? " for the difference that the ".strike." makes" : "")
array heads[3] = [(lives > 1 ? "the difference, " : "")."with one factor changed at a time", "effect of a factor over its whole range", \
    "share of the variance between points"]
array first_feet[3] = [ \
    "Each factor alone at the low and the high end of its range (of a list: its first and its last value), the others as the scenario has them.", \
    "Mean size: how much a factor matters. Spread: how much that depends on the others, or on where in its range it is. Bars: 95% by bootstrap.", \
    "Total: with all that a factor does together with others. Alone: without. Where both are the same, it adds up. Bars: 95% by bootstrap."]
foot_1 = first_feet[method]
foot_2 = "Mean of ".replications.".".note
array first_words[3] = ["at the low end", "mean size of the effect (mu*)", "total"]
array second_words[3] = ["at the high end", "spread of the effect (sigma)", "alone (first order)"]
array legend_words[3] = [first_words[method], second_words[method], "the scenario as it is"]
array legend_colour[3] = [method == 1 ? sky : colour_with, method == 1 ? orange : colour_without, ink]
array legend_sign[3] = [method == 1 ? 1 : 3, method == 1 ? 1 : 3, method == 1 ? 4 : 0]
shift = method == 1 ? 0 : 0.13                   # two dots of a row do not cover each other

set multiplot
eval around
eval legend
eval canvas
plot NaN
eval clean
i = 1; r = 1; top = plot_top; bottom = plot_bottom
head_words = heads[method]
eval frame
eval head
half = 0.34
plot @dates, @numbers, \
    for [k = 1:2] 'dots_1.tsv' using (method == 1 && $5 == k ? $2 : NaN):1:3:2:($1 - half):($1 + half) \
        with boxxyerror fs solid 1 noborder lc rgb legend_colour[k], \
    for [k = 1:2] 'dots_1.tsv' using (method > 1 && $5 == k ? $2 : NaN):($1 + (k == 1 ? shift : -shift)):3:4 \
        with xerrorbars pt 7 ps 0.8 lw 1.4 lc rgb legend_colour[k], \
    'base_1.tsv' using 1:2 with lines lw 1 lc rgb ink
unset multiplot
unset output
