#!/bin/bash
# `walkout calibrate`: a service time is recovered from its published wait; fields that act only through their product
# are not told apart; what is reported as fitted is what a run of those values gives; faults by line; any threads.
# Called as: bash calibrate_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"

holds() { awk "BEGIN { exit !($1) }" || { echo "not: $1"; return 1; }; }
cell() { # cell FILE ROW COLUMN: a cell of a table without commas in its cells
    awk -F, -v row="$2" -v column="$3" 'FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        FNR == row + 1 { print $at[column] }' "$1"
}

# --- A known answer ------------------------------------------------------------------------------------------------------

# M/M/2 with 1.5 arrivals an hour and a mean service of 1 h: load a = 1.5, P(wait) = a^2 / (2 - a) / (1 + a + a^2 / (2 - a)) =
# 0.642857, mean wait = P(wait) / (2 - 1.5) = 1.285714 h = 77.143 min (Erlang's C formula).
cat >queue.yaml <<'YAML'
walkout: 1
title: A queue with two servers
calendar: {start: 2024-01-01, end: 2024-12-31}
run: {warm_up: 14 d, replications: 20, seed: 1}
results: {daily: off, months: off}
resources:
  - {name: servers, capacity: 2}
services:
  - name: queue
    arrivals:
      - {name: all, rate: 1.5/h}
    steps:
      - {name: serve, resource: servers, duration: {mean: 50 min}}
YAML
cat >wait.yaml <<'YAML'
walkout_calibration: 1
scenario: queue.yaml
replications: 20
fit:
  "services[queue].steps[serve].duration.mean": {from: 30 min, to: 75 min}
to:
  - {measure: svc_wait/serve, world: baseline, value: 77.143, error: 3, source: Erlang's C formula for a service of 1 h}
samples: 100
starts: 2
YAML
walkout calibrate wait.yaml -o wait --threads 2
claim "a calibration ends well" same "$status" 0
low=$(cell wait/calibration.csv 1 low) high=$(cell wait/calibration.csv 1 high) fitted=$(cell wait/calibration.csv 1 fitted)
claim "the true service time of 60 min is within the interval" holds "$low <= 60 && 60 <= $high"
claim "and the interval is narrow: the figure knows the wait to 3 of 77 min" holds "$high - $low < 6"
claim "and the fitted value is in it" holds "$low <= $fitted && $fitted <= $high"
claim "the field is identified" same "$(cell wait/calibration.csv 1 identified)" yes
claim "the figure is met on the replications it was fitted on" holds "$(cell wait/targets.csv 1 z)^2 < 0.01"
# Four standard errors of both means together.
claim "and on fresh ones within their error" holds \
    "($(cell wait/targets.csv 1 fresh) - $(cell wait/targets.csv 1 at_fit))^2 < 16 * ($(cell wait/targets.csv 1 fresh_standard_error)^2 + $(cell wait/targets.csv 1 standard_error)^2)"
claim "it prints what to give beside the scenario" prints "--set \"services[queue].steps[serve].duration.mean=$fitted min\""

"$walkout" run queue.yaml -o run --set "services[queue].steps[serve].duration.mean=$fitted min" >/dev/null 2>&1
claim "a run of the fitted value gives what is reported of it" same "$(cell wait/targets.csv 1 at_fit)" \
    "$(awk -F, '$2 == "svc_wait" && $3 == "serve" && $5 == "whole" { print $6 }' run/summary.csv)"
claim "the fragment is a scenario's keys" grep -q "mean: $fitted min  # fitted \[$low min, $high min\]" wait/fitted.yaml
claim "and names the source of the figure" grep -q "Erlang's C formula for a service of 1 h" wait/fitted.yaml

walkout calibrate wait.yaml -o alone --threads 1
claim "the same on one thread" diff -r --exclude=run.json wait alone
walkout calibrate wait.yaml -o wait --threads 2
claim "a folder of its own is replaced" same "$status" 0

# --- What cannot be told apart ---------------------------------------------------------------------------------------------

# Present of M/M/infinity is rate times mean stay: 10.
cat >ward.yaml <<'YAML'
walkout: 1
title: A ward with beds for all
calendar: {start: 2024-01-01, end: 2024-03-31}
run: {warm_up: 14 d, replications: 4, seed: 1}
results: {daily: off, months: off}
services:
  - name: ward
    arrivals:
      - {name: all, rate: 1/h}
    steps:
      - {name: stay, duration: {mean: 10 h}}
YAML
cat >product.yaml <<'YAML'
walkout_calibration: 1
scenario: ward.yaml
replications: 4
fit:
  "services[ward].arrivals[all].rate": {from: 0.5/h, to: 2/h}
  "services[ward].steps[stay].duration.mean": {from: 5 h, to: 20 h}
  run.warm_up: {from: 10 d, to: 30 d}
to:
  - {measure: svc_present/stay, value: 10, error: 2%}
starts: 2
YAML
walkout calibrate product.yaml -o product
claim "a calibration of a product ends well" same "$status" 0
claim "arrivals are not identified" same "$(cell product/calibration.csv 1 why_not)" \
    "services[ward].steps[stay].duration.mean can stand in for it"
claim "nor are stays" same "$(cell product/calibration.csv 2 why_not)" "services[ward].arrivals[all].rate can stand in for it"
claim "of a field without effect nothing is known" same "$(cell product/calibration.csv 3 why_not)" "the figures say nothing of it"
claim "their product is" holds "($(cell product/calibration.csv 1 fitted) * $(cell product/calibration.csv 2 fitted) - 10)^2 < 1"

sed -i '/duration.mean/d; /warm_up/d; s/starts: 2/starts: 1/' product.yaml
sed 's/^  - {measure.*/  - {measure: svc_present\/stay, value: 10, error: 2%}\n  - {measure: svc_time\/ward, value: 600, error: 10}/' product.yaml >two.yaml
walkout calibrate two.yaml -o two
claim "alone the rate is identified" same "$(cell two/calibration.csv 1 identified)" yes

# --- Earlier figures ---------------------------------------------------------------------------------------------------------

mkdir library
cp "$source/scenarios/library/acute_trust.yaml" library/
cat >trust.yaml <<'YAML'
walkout: 1
title: A small trust, told what moved
calendar: {start: 2024-01-08, end: 2024-02-25, holidays: england}
run: {replications: 2, seed: 3, warm_up: 4 weeks}
trusts:
  - {name: Small, code: SML, based_on: library/acute_trust.yaml,
     size: {ae_attendances: 60/day, emergency_admissions: 14/day, general_acute_beds: 90, births: 2/day, rtt_pathways: 5000, residents: 70, consultants: 50},
     last_time: [{name: earlier, start: 2023-09-20T07:00, end: 2023-09-23T07:00, due: 60, absent: 30, source: its return}]}
strikes:
  - {name: ahead, groups: [resident_doctors], announced: 2024-01-29T15:00, start: 2024-02-12T07:00, end: 2024-02-15T07:00}
YAML
cat >trust-calibration.yaml <<'YAML'
walkout_calibration: 1
scenario: trust.yaml
replications: 2
fit: {"strikes[ahead].participation.weekday": {from: 20%, to: 90%}}
to: [{last_time: earlier, error: 5%}]
samples: 20
starts: 1
evaluations: 10
YAML
walkout calibrate trust-calibration.yaml -o trust
claim "a trust's own earlier figures are enough" same "$status" 0
claim "the absent are met as a share of those due" same "$(awk -F, '$1 ~ /absent/ { print $4 }' trust/targets.csv)" 0.5
participation=$(cell trust/calibration.csv 1 fitted)
claim "half of those due being absent, half take part" holds "$participation > 40 && $participation < 60"

# --- Fields of each trust ------------------------------------------------------------------------------------------------------

# Attendances of three weeks are 21 times the rate: 80 a day and 60 a day. The third trust has no figure.
cat >trusts.yaml <<'YAML'
walkout: 1
title: Small trusts
calendar: {start: 2024-01-08, end: 2024-01-28, holidays: england}
run: {replications: 2, seed: 3, warm_up: 1 d}
trusts:
  - {name: Small, code: SML, based_on: library/acute_trust.yaml, size: {ae_attendances: 60/day, emergency_admissions: 14/day, general_acute_beds: 60, births: 2/day, rtt_pathways: 500, residents: 70, consultants: 50}}
  - {name: None, code: NON, based_on: library/acute_trust.yaml, size: {ae_attendances: 60/day, emergency_admissions: 14/day, general_acute_beds: 60, births: 2/day, rtt_pathways: 500, residents: 70, consultants: 50}}
  - {name: Other, code: OTH, based_on: library/acute_trust.yaml, size: {ae_attendances: 60/day, emergency_admissions: 14/day, general_acute_beds: 60, births: 2/day, rtt_pathways: 500, residents: 70, consultants: 50}}
strikes:
  - {name: ahead, groups: [resident_doctors], announced: 2024-01-15T15:00, start: 2024-01-22T07:00, end: 2024-01-23T07:00}
YAML
cat >each.yaml <<'YAML'
walkout_calibration: 1
scenario: trusts.yaml
replications: 2
fit_each_trust: {"trusts[*].size.ae_attendances": {from: 40/day, to: 120/day}}
to:
  - {measure: ed_att, trust: SML, world: baseline, value: 1680, error: 30, source: 80 a day}
  - {measure: ed_att, trust: OTH, world: baseline, value: 1260, error: 30, source: 60 a day}
YAML
walkout calibrate each.yaml -o each --threads 2
claim "a field of each trust is fitted" same "$status" 0
claim "of the trusts with figures" same "$(cut -d, -f1 each/calibration.csv | tr '\n' ' ')" \
    "field trusts[SML].size.ae_attendances trusts[OTH].size.ae_attendances "
claim "and the others are named" prints "left as the scenario has them: NON"
# Two replications: the mean's error is that of a Poisson count, 29 of 1680 and 25 of 1260, so 3.4 and 2.8 % of the rate
# with the figure's; four of them.
claim "the first has its own value" holds "($(cell each/calibration.csv 1 fitted) - 80)^2 < (4 * 0.034 * 80)^2 && $(cell each/calibration.csv 1 low) < 80 && 80 < $(cell each/calibration.csv 1 high)"
claim "the other has another" holds "($(cell each/calibration.csv 2 fitted) - 60)^2 < (4 * 0.028 * 60)^2 && $(cell each/calibration.csv 2 low) < 62 && 58 < $(cell each/calibration.csv 2 high)"
claim "both figures are met" holds "$(cell each/targets.csv 1 z)^2 < 0.05 && $(cell each/targets.csv 2 z)^2 < 0.05"
claim "each by a value of its own in the fragment" same "$(grep -c 'ae_attendances: .* # fitted' each/fitted.yaml)" 2
walkout calibrate each.yaml -o each-alone --threads 1
claim "the same on one thread" diff -r --exclude=run.json each each-alone
"$walkout" run trusts.yaml -o each-run --set "trusts[SML].size.ae_attendances=$(cell each/calibration.csv 1 fitted)/day" \
    --set "trusts[OTH].size.ae_attendances=$(cell each/calibration.csv 2 fitted)/day" >/dev/null 2>&1
claim "a run of the fitted values gives what is reported of them" same \
    "$(cell each/targets.csv 1 at_fit) $(cell each/targets.csv 2 at_fit)" \
    "$(awk -F, '($1 == "SML" || $1 == "OTH") && $2 == "ed_att" && $3 == "" && $5 == "whole" { printf "%s%s", n++ ? " " : "", $6 }' each-run/summary.csv)"

# With a shared field whose figures are those of both trusts: beds in use do not matter for attendances.
sed 's/^fit_each/fit: {run.warm_up: {from: 1 d, to: 3 d}}\nsamples: 20\nstarts: 1\nevaluations: 10\nfit_each/' each.yaml >both.yaml
walkout calibrate both.yaml -o both
claim "beside a shared field" same "$status" 0
claim "of which these figures say nothing" same "$(cell both/calibration.csv 1 identified)" no
claim "each trust's field is fitted within its search" holds "($(cell both/calibration.csv 2 fitted) - 80)^2 < (4 * 0.034 * 80)^2"
claim "and each evaluation says which values were best there" same \
    "$(awk -F, 'NR > 1 && $9 != "" && ($7 - 1680)^2 > 60^2 { n++ } END { print n + 0 }' both/evaluations.csv)" 0

# --- Faults ------------------------------------------------------------------------------------------------------------------

faulty() { # faulty CLAIM SED TEXT: wait.yaml changed by SED is refused with TEXT
    sed "$2" wait.yaml >faulty.yaml
    walkout calibrate faulty.yaml -o faulty
    claim "$1" same "$status" 2
    claim "$1, and says so" says "$3"
}
faulty "a key that does not exist" 's/^samples/sample/' 'faulty.yaml:8:1: '
faulty "a measure that does not exist" 's/svc_wait/svc_wit/' 'did you mean `svc_wait'
faulty "a period that does not exist" 's/svc_wait\/serve/&@month:2030-01/' 'faulty.yaml:7:'
faulty "a field that does not exist" 's/duration.mean/duration.men/' 'faulty.yaml:5:'
faulty "no range" 's/{from: 30 min, to: 75 min}/[30 min, 75 min]/' 'write `{from: a, to: b}`'
faulty "an empty range" 's/to: 75 min/to: 30 min/' 'has no width'
faulty "no figures" '/measure/d' '`to` must say which figures'
faulty "a trust that does not exist" 's/world: baseline/trust: NIX/' 'NIX'
faulty "no earlier figures" 's/^to:/to: last_time/; /measure/d' 'no `last_time` figures'
each_faulty() { # each_faulty CLAIM SED TEXT: the same of each.yaml
    sed "$2" each.yaml >faulty.yaml
    walkout calibrate faulty.yaml -o faulty
    claim "$1" same "$status" 2
    claim "$1, and says so" says "$3"
}
each_faulty "fit_each_trust without a field" 's/^fit_each.*/fit_each_trust: {}/' 'faulty.yaml:4:17: `fit_each_trust` must say'
each_faulty "of one trust" 's/trusts\[\*\]/trusts[SML]/' 'faulty.yaml:4:18: `trusts[SML].size.ae_attendances` is no field of every trust'
each_faulty "two fields" 's/}}$/}, run.warm_up: {from: 1 d, to: 2 d}}/' 'faulty.yaml:4:80: one field is fitted for each trust'
each_faulty "of items that are no trusts" 's/trusts\[\*\].*{from: 40.day, to: 120.day}/strikes[*].participation.weekday": {from: 10%, to: 90%}/' \
    'faulty.yaml:4:18: no item of `strikes` is called `SML`'
each_faulty "a field that all share too" \
    's/^fit_each/fit: {"trusts[OTH].size.ae_attendances": {from: 1\/day, to: 2\/day}}\nfit_each/' 'faulty.yaml:4:7: '
faulty "a single replication" 's/^replications: 20/replications: 1/' 'faulty.yaml:3:'
claim "nothing is written of what is refused" test ! -e faulty
walkout calibrate wait.yaml
claim "a folder must be named" same "$status" 2
mkdir foreign && touch foreign/precious
walkout calibrate wait.yaml -o foreign
claim "a folder of somebody else's is left alone" same "$status" 2

# --- Interruption --------------------------------------------------------------------------------------------------------------

sed 's/^replications: 20/replications: 2000/' wait.yaml >long.yaml
"$walkout" calibrate long.yaml -o long >out 2>err &
pid=$!
sleep 2
kill -INT $pid
wait $pid
status=$?
claim "an interrupted calibration ends with 130" same "$status" 130
claim "and leaves nothing behind" test ! -e long

finish
