# The words of the picture of maternity; lives.gp draws it.
title_words = place.": births and delayed inductions".(lives > 1 ? " with and without the ".strike : "")
array row_words[2] = ["births a day", "inductions that began more than 24 hours late, a day"]
foot_1 = "Thick lines: mean of the day and the six before it, so they follow a change within a week. Thin lines: single days."
foot_2 = "Mean of ".replications.(lives > 1 ? ": the same mothers on the same days in both lives. Where only one line shows, both are the same." : ".").note
