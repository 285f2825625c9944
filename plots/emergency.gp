# The words of the picture of A&E and beds; lives.gp draws it.
title_words = place.": A&E and beds".(lives > 1 ? " with and without the ".strike : "")
array row_words[2] = ["A&E: share of patients who left within 4 hours of arriving", "general and acute beds occupied at 8 in the morning, share of open beds"]
foot_1 = "Thick lines: mean of the day and the six before it, so they follow a change within a week. Thin lines: single days. Axes do not begin at zero."
foot_2 = "Mean of ".replications.(lives > 1 ? ": the same patients on the same days in both lives. Where only one line shows, both are the same." : ".").note
