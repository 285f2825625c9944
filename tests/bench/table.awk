# Prints the table of table.txt (first file) from figures (second file: round, name and value, with tabs between):
# the median over the rounds with least and most, and the median of the rounds' ratios to the reference.

function median(values, count,    i, j, held) { # sorts values[1..count]
    for (i = 2; i <= count; i++) {
        held = values[i]
        for (j = i - 1; j >= 1 && values[j] > held; j--) values[j + 1] = values[j]
        values[j + 1] = held
    }
    return count % 2 ? values[(count + 1) / 2] : (values[count / 2] + values[count / 2 + 1]) / 2
}

function verdict(value, target,    words) {
    if (target == "") return ""
    split(target, words, " ")
    if (words[1] == ">=") return value >= words[2] ? "met" : "MISSED"
    if (words[1] == "<=") return value <= words[2] ? "met" : "MISSED"
    return value < words[2] ? "met" : "MISSED"
}

function print_row(label, figure, target, reference, ratio_target,    round, count, ratios, values, middle, ratio) {
    count = ratios = 0
    for (round = 1; round <= rounds; round++) {
        if (!((round, figure) in value_of)) continue
        values[++count] = value_of[round, figure]
        if (reference != "" && (round, reference) in value_of)
            ratio_of[++ratios] = value_of[round, figure] / value_of[round, reference]
    }
    if (count == 0) {
        printf "%-50s %10s\n", label, "-"
        return
    }
    middle = median(values, count)
    printf "%-50s %10.4g %21s %9s %-6s", label, middle, sprintf("%.4g to %.4g", values[1], values[count]), target,
        verdict(middle, target)
    if (ratios > 0) {
        ratio = median(ratio_of, ratios)
        printf " %6.2f of %-36s %8s %s", ratio, reference, ratio_target, verdict(ratio, ratio_target)
    }
    printf "\n"
}

BEGIN { FS = "\t" }

FNR == NR {
    if ($0 ~ /^#/) next
    row[++rows] = $0
    split($0, column, "|")
    has_row[column[2]] = 1
    next
}

{
    value_of[$1, $2] = $3
    if ($1 > rounds) rounds = $1
    if (!($2 in is_known)) {
        is_known[$2] = 1
        figure[++figures] = $2
    }
}

END {
    printf "%-50s %10s %21s %9s %-6s %s\n", "", "median", "least to most", "target", "", " ratio to a reference in the same round"
    for (i = 1; i <= rows; i++) {
        split(row[i] "||||", column, "|")
        print_row(column[1], column[2], column[3], column[4], column[5])
    }
    print "\nBesides"
    for (i = 1; i <= figures; i++)
        if (!(figure[i] in has_row)) print_row(figure[i], figure[i])
}
