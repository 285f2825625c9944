#!/bin/bash
# `last_time` of scenarios/own-files.yaml, a CSV: earlier strikes stand beside the simulated on the page and in a table.
# Called as: bash last_time_page_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"
cp -r "$source/scenarios" "$work" || exit 1
cd "$work/scenarios" || exit 1

run() { # run SCENARIO DIR ARGUMENTS...: a short calendar; leaves status, out and err
    walkout run "$1" -o "$2" --set calendar.end=2026-03-29 --set "run.warm_up=2 weeks" \
        --replications 2 "${@:3}"
}
count() { # count PATTERN FILE NUMBER: so many lines match
    [ "$(grep -cE -- "$1" "$2")" -eq "$3" ]
}

run own-files.yaml one
claim "a scenario with earlier strikes runs" [ $status -eq 0 ]
claim "the page has a part for them" count '^Last time +reported +simulated  95 % interval$' out 1
claim "which names each with its dates" count '^  December 2025: 17 December 2025 to 22 December 2025, not simulated$' out 1
claim "prints what was reported, on a common footing" count '^    share of those due +48\.5 %$' out 1
claim "and what is simulated beside it" count '^      Thursday week +[0-9.,]+( %)?  [-0-9.,]+ to [0-9.,]+$' out 8
claim "the table has a line for each figure" count '^XGH,(November|December) 2025,' one/last_time.csv 8
claim "with its measure and window" count ',absent,ia_absent,318,Thursday week,false,' one/last_time.csv 1
claim "and the data package describes it" count '"path": "last_time.csv"' one/datapackage.json 1
claim "its columns too" count '"name": "simulated_per"' one/datapackage.json 1

# The strike that is simulated, as if it had been reported.
cat >data/own-last-time.csv <<'CSV'
name,start,end,due,absent,rescheduled
The same,2026-03-12,2026-03-14,200,100,300
CSV
run own-files.yaml same
claim "a strike on the dates of a window stands beside that window" \
    count '^    Appointments and procedures rescheduled +300 +[0-9]+' out 1
claim "its dates are not said to be another's" count 'not simulated' out 0
claim "the table says so" count '^XGH,The same,.*,Thursday week,true,' same/last_time.csv 3
expected=$(awk -F, '$2 == "ia_total" && $5 == "window:Thursday week" { print $7 }' same/summary.csv)
claim "with the number of the summary" count ",rescheduled,ia_total,300,Thursday week,true,$expected," same/last_time.csv 1

grep -v 'last_time:' own-files.yaml >without.yaml
run without.yaml without
claim "without earlier strikes there is no part of the page" count '^Last time' out 0
claim "no table" [ ! -e without/last_time.csv ]
claim "and nothing else differs" diff -rq --exclude=run.json --exclude=datapackage.json --exclude=last_time.csv \
    --exclude=scenario.yaml --exclude=.files same without

# What is wrong in the file.
sed -i 's/,100,300/,201,300/' data/own-last-time.csv
run own-files.yaml nowhere
claim "more absent than due is wrong input" [ $status -eq 2 ]
claim "found in the file, at its line" count 'data/own-last-time.csv:2:1: .*more staff were absent \(201\) than were due' err 1
sed -i 's/2026-03-14,/14th March,/' data/own-last-time.csv
run own-files.yaml nowhere
claim "a date that is none is found in its cell" count 'data/own-last-time.csv:2:21: ' err 1
claim "and nothing is written" [ ! -e nowhere ]

finish
