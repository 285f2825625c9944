# Read first, before every picture: what the program wrote about it, sizes, colours, and pieces that all pictures use.
# Text of users (names of trusts and windows) is read from data files as values, and is never part of a command.

set encoding utf8
set datafile separator "\t"
set datafile commentschars ""

stats 'words.tsv' using (place = strcol("place"), subtitle = strcol("subtitle"), note = strcol("note"), \
    replications = strcol("replications"), strike = strcol("strike"), 1) nooutput
stats 'about.tsv' using (panels = int(column("panels")), rows = int(column("rows")), lanes = int(column("lanes")), \
    lives = int(column("lives")), by_day = int(column("by_day")), 1) nooutput
if (strlen(note) > 0) { note = " ".note }

# Panels side by side, from left to right: where each is (in pixels) and which dates it shows (days since 1970).
array left[panels]
array right[panels]
array first[panels]
array last[panels]
array overview[panels]
do for [i = 1:panels] {
    stats 'panels.tsv' every ::(i - 1)::(i - 1) using (l = $1, r = $2, f = $3, e = $4, o = int($5), 1) nooutput
    left[i] = l; right[i] = r; first[i] = f; last[i] = e; overview[i] = o
}
# Bars of single days touch each other where a day is only a few pixels wide.
narrow = (right[1] - left[1]) / (last[1] - first[1]) < 6
inset = narrow ? 0 : 0.13
array low[4]
array high[4]
array shows[4]
do for [i = 1:4] {
    stats 'about.tsv' using (l = column(sprintf("low_%d", i)), h = column(sprintf("high_%d", i)), \
        s = int(column(sprintf("shows_%d", i))), 1) nooutput
    low[i] = l; high[i] = h; shows[i] = s
}

# A picture is 1000 by 640 pixels; y counts from the top. Text is measured in pixels too.
width = 1000.0
height = 640.0
px(x) = x / width
py(y) = 1 - y / height
margin = 20
lane = 17                                        # height of a lane of window names
head_y = 108                                     # what the first row shows, above the names of the windows
plot_top = 122 + lane * (lanes > 0 ? lanes : 1)
plot_bottom = height - 90
row_gap = 44                                     # between two rows, with room for the head of the lower one

# Okabe and Ito's palette, which colour-blind people can tell apart; greys for text and frames.
ink = 0x222222
white = 0xFFFFFF
soft = 0x5F6368
silver = 0xAEB9C4
faint = 0xD9DCE0
shade = 0xF8E7D2                           # a window of the strike
shade_both = 0xE9EBEE                      # a window that happened in both lives
blue = 0x0072B2
sky = 0x56B4E9
green = 0x009E73
orange = 0xE69F00
red = 0xD55E00
purple = 0xCC79A7
colour_with = red
colour_without = 0x33495D
paler(c) = ((c & 0xFEFEFE) >> 1) + 0x7F7F7F   # half way to white

# Long titles get smaller letters, so that they end within the picture.
title_size(words) = strlen(words) < 104 ? 17 : 17 * 104.0 / strlen(words)
subtitle_size(words) = strlen(words) < 150 ? 12 : 12 * 150.0 / strlen(words)
sized(size) = sprintf(",%.1f", size)

# Pieces, run with `eval`.
# Words around the plots: title, subtitle and two lines of footnote.
around = 'set label 1 title_words at screen px(margin), py(26) left font sized(title_size(title_words)) tc rgb ink; '. \
    'set label 2 subtitle at screen px(margin), py(50) left font sized(subtitle_size(subtitle)) tc rgb soft; '. \
    'set label 3 foot_1 at screen px(margin), py(height - 30) left font ",10.5" tc rgb soft; '. \
    'set label 4 foot_2 at screen px(margin), py(height - 13) left font ",10.5" tc rgb soft'
# The legend, from arrays of words, colours and signs: 1 area, 2 outline, 3 thick line, 4 thin line, 0 left out.
legend = 'x = margin; do for [k = 1:|legend_words|] { '. \
    'if (legend_sign[k] == 1) { set object k rect from screen px(x), py(81) to screen px(x + 22), py(70) '. \
    'fs solid 1 noborder fc rgb legend_colour[k] }; '. \
    'if (legend_sign[k] == 2) { set object k rect from screen px(x), py(81) to screen px(x + 22), py(70) '. \
    'fs empty border rgb legend_colour[k] fc rgb legend_colour[k] }; '. \
    'if (legend_sign[k] > 2) { set arrow k from screen px(x), py(75.5) to screen px(x + 22), py(75.5) nohead '. \
    'lw (legend_sign[k] == 3 ? 2.6 : 1) lc rgb legend_colour[k] }; '. \
    'if (legend_sign[k] > 0) { set label (10 + k) legend_words[k] at screen px(x + 28), py(75) left font ",11.5" '. \
    'tc rgb ink; x = x + 54 + 5.6 * strlen(legend_words[k]) } }'
# An empty plot over the whole picture, which carries the words and the legend.
canvas = 'unset key; unset border; unset tics; unset grid; set lmargin at screen 0; set rmargin at screen 1; '. \
    'set tmargin at screen 1; set bmargin at screen 0; set xrange [0:1]; set yrange [0:1]'
clean = 'unset label; unset object; unset arrow'
# The strip above panel i with poles and names of windows.
strip = 'unset border; unset tics; unset grid; unset label; set lmargin at screen px(left[i]); '. \
    'set rmargin at screen px(right[i]); set xrange [first[i]:last[i]]; set yrange [0:(lanes > 0 ? lanes : 1)]; '. \
    'set tmargin at screen py(plot_top - lane * (lanes > 0 ? lanes : 1)); set bmargin at screen py(plot_top)'
# The frame of panel i in row r between the pixels `top` and `bottom`: axes, dates, and above it what it shows.
frame = 'unset label; set border 3 lw 1 lc rgb soft; set lmargin at screen px(left[i]); '. \
    'set rmargin at screen px(right[i]); set tmargin at screen py(top); set bmargin at screen py(bottom); '. \
    'set xrange [first[i]:last[i]]; set yrange [low[r]:high[r]]; set y2range [0:1]; '. \
    'set xtics () out nomirror font ",10.5" tc rgb ink; set ytics () out nomirror font ",10.5" tc rgb ink; '. \
    'set tics scale 0.6; set grid ytics lt 1 lw 0.8 lc rgb faint'
head = 'set label 1 (i == 1 ? head_words : overview[i] ? "the whole time" : "") '. \
    'at screen px(i == 1 ? margin : left[i]), py(r == 1 ? head_y : top - 14) left font ",12" tc rgb ink'

# Parts of plot commands, used as @names: what the windows are called, in a strip; and in a frame the shaded windows, the
# dates below and the numbers at the left, unless they stand elsewhere.
show_dates = 1
show_numbers = 1
flags(i) = sprintf("flags_%d.tsv", i)
away(i) = first[i] - 1e6                         # outside the strip, where nothing is drawn
names = 'flags(i) using 1:(0):(0):($3 + ($4 > 0 ? 0.1 : 0.9)) with vectors nohead lw 1 lc rgb soft, '. \
    'flags(i) using ($5 > 0 ? away(i) : $2):($3 + 0.5):6 with labels left offset 0.5, 0 font ",11" tc rgb ink, '. \
    'flags(i) using ($5 > 0 ? $1 : away(i)):($3 + 0.5):6 with labels right offset -0.5, 0 font ",11" tc rgb ink'
windows = '"windows.tsv" using (($1 + $2) / 2):(0.5):1:2:(0):(1):($3 > 0 ? shade_both : shade) axes x1y2 '. \
    'with boxxyerror fs solid 1 noborder lc rgb variable'
dates = 'sprintf("dates_%d.tsv", i) using 1:(-1):xtic(substr(strcol(2), 1, 48 * show_dates)) axes x1y2 with dots lc rgb ink'
numbers = 'sprintf("numbers_%d.tsv", r) using (first[i]):1:ytic(substr(strcol(2), 1, 48 * show_numbers)) with dots lc rgb faint'
