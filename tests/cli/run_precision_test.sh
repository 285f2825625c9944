#!/bin/bash
# `run.precision`: a run ends when its results are as precise as was asked for, the same on any threads; what was
# achieved is said; faults by line.
# Called as: bash run_precision_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"
holds() { awk "BEGIN { exit !($1) }" || { echo "not: $1"; return 1; }; }
number() { awk -F '[:,]' -v key="\"$1\"" '$1 ~ key { print $2 + 0; exit }' "$2/run.json"; } # number KEY FOLDER

mkdir library
cp "$source/scenarios/library/acute_trust.yaml" library/
cat >small.yaml <<'YAML'
walkout: 1
title: Two small trusts
calendar: {start: 2024-01-08, end: 2024-01-28, holidays: england}
run: {replications: 60, seed: 3, warm_up: 1 d, precision: [{measure: ia_total, within: 20%}, {measure: ed_att, floor: 5}]}
trusts:
  - {name: Small, code: SML, based_on: library/acute_trust.yaml, size: {ae_attendances: 60/day, emergency_admissions: 14/day, general_acute_beds: 60, births: 2/day, rtt_pathways: 500, residents: 70, consultants: 50}}
  - {name: Other, code: OTH, based_on: library/acute_trust.yaml, size: {ae_attendances: 60/day, emergency_admissions: 14/day, general_acute_beds: 60, births: 2/day, rtt_pathways: 500, residents: 70, consultants: 50}}
strikes:
  - {name: ahead, groups: [resident_doctors], announced: 2024-01-15T15:00, start: 2024-01-22T07:00, end: 2024-01-23T07:00}
YAML

walkout run small.yaml -o two --threads 2
claim "a run that is to be precise ends well" same "$status" 0
count=$(number replications two)
claim "after fewer replications than it might have taken, and no less than 10" holds "10 <= $count && $count < 60"
claim "which are all that were wanted" same "$(number replications_wanted two)" "$count"
half=$(awk -F, '$1 == "ALL" && $2 == "ia_total" && $5 == "whole" { print ($10 - $9) / 2 / $8 }' two/summary.csv)
claim "the interval of all trusts together is as narrow as was asked for" holds "$half <= 0.2"
claim "the page says how many it took" prints "$count replications, of at most 60."
claim "and how precise the result is" prints "$(awk -v half="$half" 'BEGIN { printf "%.3g %% of it; 20 %% was asked for.", 100 * half }')"
claim "and that another is exact enough" prints "+-5 is exact enough (floor)."
claim "and so do the results" grep -q "is exact enough (floor)" two/run.json
for threads in 1 7; do
    walkout run small.yaml -o threads --threads $threads
    claim "the same on $threads threads" tables_agree two threads
done
sed "s/, precision.*\]}/}/; s/replications: 60/replications: $count/" small.yaml >fixed.yaml
walkout run fixed.yaml -o fixed
claim "the same as a run of so many" diff -r --exclude=run.json --exclude=scenario.yaml two fixed

sed 's/within: 20%/within: 0.1%/' small.yaml >exact.yaml
walkout run exact.yaml -o exact --replications 12
claim "a run that takes all it may ends well" same "$status" 0
claim "with as many" same "$(number replications exact)" 12
claim "and says that it was not enough" prints "after 12 replications; 0.1 % was asked for: take more"
claim "as a warning" says "not all results are as precise as run.precision asks for"
walkout run exact.yaml -o few --replications 2
claim "two replications are two" same "$(number replications few)" 2

# --- Faults ------------------------------------------------------------------------------------------------------------------

faulty() { # faulty CLAIM SED TEXT: small.yaml changed by SED is refused with TEXT, by check and by run
    sed "$2" small.yaml >faulty.yaml
    walkout run faulty.yaml -o faulty
    claim "$1 is refused" same "$status" 2
    walkout check faulty.yaml
    claim "$1 is found by check" same "$status" 2
    claim "$1, and where" says "$3"
}
faulty "a measure that does not exist" 's/ia_total/ia_totl/' 'faulty.yaml:4:60: there is no measure `ia_totl` here; did you mean `ia_total`?'
faulty "a period that does not exist" 's/within/period: strike_day, within/' 'faulty.yaml:4:60: there is no period `strike_day`'
faulty "a measure without a value for the period" 's/measure: ia_total/measure: backlog_left, of: 1 weeks, period: strike_days/' 'faulty.yaml:4:60: '
faulty "a precision beyond the difference itself" 's/20%/120%/' '`within` must be from'
faulty "no measure" 's/measure: ia_total, //' '`measure` is missing'

# --- Interruption --------------------------------------------------------------------------------------------------------------

sed 's/within: 20%/within: 0.01%/; s/replications: 60/replications: 5000/' small.yaml >long.yaml
"$walkout" run long.yaml -o long --threads 2 >out 2>err &
pid=$!
sleep 3
kill -USR1 $pid
wait $pid
claim "a run that is told to finish writes what it has" says "of at most 5000 replications"

finish
