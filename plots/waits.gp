# The words of the picture of waits at the steps of services; lives.gp draws it.
title_words = place.": mean wait in minutes at each step".(lives > 1 ? ", with and without the ".strike : "")
array row_words[rows]
do for [r = 1:rows] {
    stats 'rows.tsv' every ::(r - 1)::(r - 1) using (w = strcol(2), 1) nooutput
    row_words[r] = w.": minutes waited on average by those whose turn came that day"
}
foot_1 = "From coming to the step to the start of service, zero waits included.". \
    (by_day ? "" : " Thick lines: mean of the day and the six before it.")
foot_2 = "Mean of ".replications.(lives > 1 ? ": the same patients on the same days in both lives. Where only one line shows, both are the same." : ".").note
