# The words of the picture of patients at the steps of services; lives.gp draws it.
title_words = place.": patients at each step".(lives > 1 ? ", with and without the ".strike : "")
array row_words[rows]
do for [r = 1:rows] {
    stats 'rows.tsv' every ::(r - 1)::(r - 1) using (w = strcol(2), 1) nooutput
    row_words[r] = w.": patients there, mean of the day"
}
foot_1 = "Patients at a step wait, are served, or have finished and cannot leave yet.". \
    (by_day ? "" : " Thick lines: mean of the day and the six before it.")
foot_2 = "Mean of ".replications.(lives > 1 ? ": the same patients on the same days in both lives. Where only one line shows, both are the same." : ".").note
