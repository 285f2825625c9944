#!/bin/bash
# `walkout run` on the whole hospital: the same bytes on any number of threads, tables whose sums agree, and nothing written
# where the user is wrong.
# Called as: bash run_hospital_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"
scenarios=$source/scenarios

run() { # run SCENARIO DIR ARGUMENTS...: a shorter calendar; leaves status, out and err
    walkout run "$1" -o "$2" --set calendar.start=2023-11-27 --set calendar.end=2024-01-21 \
        --set "run.warm_up=2 weeks" "${@:3}"
}
bolton="$scenarios/bolton-2024-01.yaml"

# --- The same bytes -------------------------------------------------------------------------------------------------------

tables="cancellations.csv daily.csv measures.csv replications.csv staffing.csv summary.csv waits.csv windows.csv"

run "$bolton" one --replications 3 --threads 1
claim "a run on one thread succeeds" [ $status -eq 0 ]
claim "it writes every table" eval 'for table in $tables; do [ -s "one/$table" ] || exit 1; done'
cp out printed
claim "and says what the formulae of waiting lists say" grep -qE "load 1\.00 at [0-9]+ clocks a week, target size [0-9]+" printed
run "$bolton" two --replications 3 --threads 2
claim "two threads write the same bytes" tables_agree one two
run "$bolton" seven --replications 3 --threads 7
claim "seven threads, more than replications, write the same bytes" tables_agree one seven
claim "and print the same page" diff <(grep -v seven out) <(grep -v one printed)
echo mine >seven/notes.txt
run "$bolton" seven --replications 3 --threads 2
claim "a folder of results is replaced" [ $status -eq 0 ]
claim "but for what the user keeps in it" [ "$(cat seven/notes.txt)" = mine ]
rm seven/notes.txt
claim "by the same bytes" tables_agree one seven
run "$bolton" other --replications 3 --seed 5
claim "another seed writes other bytes" eval '! tables_agree one other'
run one/scenario.yaml again --replications 3
claim "the resolved scenario writes the same tables" eval 'for t in $tables; do cmp -s "one/$t" "again/$t" || exit 1; done'

# --- Measures that are asked for --------------------------------------------------------------------------------------------

# Of every table that has measures, only the lines of these three are there, as they are among all.
asked='ed_ttt_med|ia_total|backlog_left'
lines_of_those_asked() {
    for table in summary daily replications waits; do
        grep -E "(^|,)(measure|$asked)," "one/$table.csv" | cmp -s - "few/$table.csv" || echo "$table"
    done
}
run "$bolton" few --replications 3 --set "results.measures=[${asked//|/, }]"
claim "a run that is asked for three measures succeeds" [ $status -eq 0 ]
claim "and writes their lines only, the same as among all" [ -z "$(lines_of_those_asked)" ]
claim "the page is the same" diff <(grep -v few out) <(grep -v one printed)
run "$bolton" nowhere --set "results.measures=[ia_totals]"
claim "a measure that is not there is wrong input" [ $status -eq 2 ]
claim "with the one that was meant" grep -q 'no measure `ia_totals`; did you mean `ia_total`' err

# --- Sums that agree --------------------------------------------------------------------------------------------------------

# Ten digits are printed, so sums of printed numbers agree to some units of the last.
near='function near(a, b, size) { d = a - b; return (d < 0 ? -d : d) <= 4e-9 * (size + 1) }
      function abs(x) { return x < 0 ? -x : x }'

# The awk programs print what does not agree, or that there was nothing to check.
differences_add_up() { # summary.csv: baseline + difference = strike
    awk -F, "$near"' FNR == 1 || $6 == "" || $7 == "" || $8 == "" { next }
        { rows++ } !near($6 + $8, $7, abs($6) + abs($7)) { print }
        END { if (rows < 500) print rows + 0 " rows" }' "$1/summary.csv"
}
days_add_up() { # daily.csv: the same for the means of every date
    awk -F, "$near"' FNR == 1 || $7 == "" { next } { key = $1 SUBSEP $2 SUBSEP $3 SUBSEP $4; value[key, $6] = $7; keys[key] }
        END { for (key in keys) {
                  if (!((key, "baseline") in value) || !((key, "strike") in value) || !((key, "difference") in value)) continue
                  b = value[key, "baseline"]; s = value[key, "strike"]; rows++
                  if (!near(b + value[key, "difference"], s, abs(b) + abs(s))) print key
              }
              if (rows < 3000) print rows + 0 " rows" }' "$1/daily.csv"
}
list_follows() { # daily.csv: the list of a day is that of the day before, with new pathways, less stops and removals
    awk -F, "$near"' $4 != "" || $6 == "difference" { next }
        $3 == "rtt_total" { list[$6, $1] = $7; if (!($1 in seen)) { seen[$1]; date[++days] = $1 } }
        $3 == "rtt_new" { flow[$6, $1] += $7 }
        $3 == "rtt_stop_adm" || $3 == "rtt_stop_nonadm" || $3 == "rtt_removed" || $3 == "rtt_nullified" { flow[$6, $1] -= $7 }
        END { split("baseline strike", worlds, " ")
              for (w in worlds) for (i = 2; i <= days; i++) {
                  world = worlds[w]; rows++
                  if (!near(list[world, date[i - 1]] + flow[world, date[i]], list[world, date[i]], list[world, date[i]]))
                      print world, date[i], list[world, date[i - 1]], flow[world, date[i]], list[world, date[i]]
              }
              if (rows < 100) print rows + 0 " rows" }' "$1/daily.csv"
}
replications_average() { # replications.csv: their mean is in summary.csv
    awk -F, "$near"' FNR == 1 { file++; next }
        file == 1 && $9 != "" { key = $2 SUBSEP $3 SUBSEP $4 SUBSEP $6; sum[key] += $9; size[key] += abs($7) + abs($8); count[key]++ }
        file == 2 && $8 != "" { key = $1 SUBSEP $2 SUBSEP $3 SUBSEP $5; rows++
            if (!(key in sum) || !near(sum[key] / count[key], $8, size[key])) print $0 ": " sum[key] / count[key] }
        END { if (rows < 500) print rows + 0 " rows" }' "$1/replications.csv" "$1/summary.csv"
}
moved_as_counted() { # cancellations.csv against daily.csv, over all dates, in both lives
    awk -F, "$near"' FNR == 1 { file++; next }
        file == 1 && $6 == "suppressed" { total[$7, "ia_suppressed"] += $8; next }
        file == 1 { total[$7, $5 == "diagnostic" ? "ia_diag" : "ia_total"] += $8 }
        file == 2 && ($3 == "ia_total" || $3 == "ia_suppressed" || $3 == "ia_diag") { total[$6, $3] -= $7; size[$6, $3] += $7 }
        END { for (key in size) { rows++; if (abs(total[key]) > 1e-5) print key, total[key] }
              if (rows != 9) print rows + 0 " totals"
              if (!(size["strike", "ia_total"] > 100)) print "nobody was moved" }' "$1/cancellations.csv" "$1/daily.csv"
}
absent_as_counted() { # staffing.csv against daily.csv, over all dates, in both lives
    awk -F, "$near"' FNR == 1 { file++; next }
        file == 1 { total[$6] += $8 }
        file == 2 && $3 == "ia_absent" && $6 != "difference" { total[$6] -= $7; size[$6] += $7 }
        END { for (world in size) { rows++; if (abs(total[world]) > 1e-5) print world, total[world] }
              if (rows != 2) print rows + 0 " worlds"
              if (!(size["strike"] > size["baseline"] + 100)) print "nobody was absent" }' "$1/staffing.csv" "$1/daily.csv"
}
nothing_before_announcement() { # daily.csv: no difference before 5 December
    awk -F, 'FNR > 1 && $6 == "difference" && $1 < "2023-12-05" && $7 != "" { rows++; if ($7 != 0) print }
        END { if (rows < 100) print rows + 0 " rows" }' "$1/daily.csv"
}

agrees() { # agrees CHECK FOLDER
    local found
    found=$("$1" "$2" | head -5)
    [ -z "$found" ] && return 0
    printf '%s\n' "$found" | sed 's/^/    /'
    return 1
}
claim "baseline + difference = strike in every row" agrees differences_add_up one
claim "and on every date" agrees days_add_up one
claim "the waiting list of every day follows from the day before" agrees list_follows one
claim "the summary is the mean of the replications" agrees replications_average one
claim "appointments moved add up to what is counted" agrees moved_as_counted one
claim "absences of shifts add up to what is counted" agrees absent_as_counted one
claim "nothing differs before the announcement" agrees nothing_before_announcement one

# The checks can fail: one number of a table is another.
spoil() { # spoil TABLE AWK: a copy of the results in which the program changes the table
    rm -rf spoilt
    cp -r one spoilt
    awk -F, -v OFS=, "$2"' { print }' "one/$1" >"spoilt/$1"
}
finds() { # finds CHECK: quietly
    [ -n "$("$1" spoilt)" ]
}
spoil summary.csv '$2 == "act_op" && !done { $7 += 1; done = 1 }'
claim "a wrong sum of the summary is found" finds differences_add_up
spoil daily.csv '$3 == "ed_att" && $6 == "strike" && $1 == "2024-01-05" { $7 += 1 }'
claim "a wrong day is found" finds days_add_up
spoil daily.csv '$3 == "rtt_removed" && $6 == "baseline" && $1 == "2024-01-05" { $7 += 1 }'
claim "a patient lost from the list is found" finds list_follows
spoil replications.csv '$3 == "act_op" && $6 == "whole" && $1 == 1 { $9 += 1 }'
claim "a wrong replication is found" finds replications_average
spoil cancellations.csv '$7 == "strike" && $5 == "outpatient" && !done { $8 += 1; done = 1 }'
claim "a patient moved and not counted is found" finds moved_as_counted
spoil staffing.csv '$6 == "strike" && $8 > 0 && !done { $8 -= 1; done = 1 }'
claim "a doctor absent and not counted is found" finds absent_as_counted
spoil daily.csv '$3 == "act_op" && $6 == "difference" && $1 == "2023-12-04" { $7 = 1 }'
claim "a difference before the announcement is found" finds nothing_before_announcement

# --- What the user gives is wrong -----------------------------------------------------------------------------------------------

said() { grep -qE -- "$1" err; }
mkdir mine
cp -r "$scenarios/library" mine
sed 's/^      births:/      birhts:/' "$bolton" >mine/typo.yaml
line=$(grep -n 'birhts' mine/typo.yaml | cut -d: -f1)
run mine/typo.yaml nowhere --replications 1
claim "an unknown key is wrong input" [ $status -eq 2 ]
claim "found at its line and column" said "^mine/typo.yaml:$line:7: .*birhts"
claim "with the word that was meant" said '`births`'
claim "and nothing is written" [ ! -e nowhere ]
run "$bolton" nowhere --set "strikes[January 2024].participation.weekday=175%"
claim "a share above all is wrong input" [ $status -eq 2 ]
claim "and nothing is written then" [ ! -e nowhere ]
run "$bolton" nowhere --set "strikes[January 2025].participation.weekday=60%"
claim "a strike that is not there is wrong input" [ $status -eq 2 ]
run nothing.yaml nowhere
claim "a scenario that is not there is wrong input" [ $status -eq 2 ]
claim "and nothing is written either" [ ! -e nowhere ]

mkdir foreign
echo keep >foreign/thesis.txt
run "$bolton" foreign --replications 1
claim "a folder of something else is not replaced" [ $status -eq 2 ]
claim "and is left as it was" [ "$(ls -A foreign; cat foreign/thesis.txt)" = "thesis.txt
keep" ]
echo '{"program": "another"}' >foreign/run.json
run "$bolton" foreign --replications 1
claim "nor is that of another program" [ "$status $(cat foreign/thesis.txt)" = "2 keep" ]
touch file
run "$bolton" file --replications 1
claim "nor is a file" [ "$status $(stat -c %F file)" = "2 regular empty file" ]
claim "nothing is left behind" [ -z "$(find . -maxdepth 1 -name '.*' ! -name .)" ]

finish
