#!/bin/bash
# `walkout run` on services of a user's own: the same bytes on any number of threads, the numbers present to the second,
# and nothing written where the user is wrong or a queue grows without end.
# Called as: bash services_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"

run() { # run SCENARIO DIR ARGUMENTS...; leaves status, out and err
    walkout run "$1" -o "$2" "${@:3}"
}

# --- The same bytes -------------------------------------------------------------------------------------------------------

cat >department.yaml <<'YAML'
walkout: 1
title: A department of services, with a strike
calendar: {start: 2024-01-03, end: 2024-01-20}
run: {replications: 9, warm_up: 2 d}
resources:
  - {name: doctors, capacity: 5, on_fall: interrupt, order: preemptive,
     changes: [{start: 2024-01-10T07:00, end: 2024-01-13T07:00, capacity: 2, in: strike}]}
  - {name: beds, capacity: 20}
services:
  - name: clinic
    limits: [1 h]
    snapshots: ["08:00"]
    classes: [{name: urgent, share: 30%, priority: 1}, {name: routine, share: 70%, priority: 2}]
    arrivals: [{name: all, rate: 12/h, batch: {shape: geometric, mean: 1.2}}]
    steps:
      - {name: see, resource: doctors, duration: {mean: 22 min}, patience: {mean: 6 h}}
      - {name: test, duration: {mean: 1 h}, next: [{to: see, share: 10%}, {to: stay, share: 40%}]}
      - {name: stay, resource: beds, space: 25, when_full: block, duration: {mean: 4 h}}
YAML

run department.yaml one --threads 1
claim "a run on one thread succeeds" [ $status -eq 0 ]
cp out printed
for threads in 2 7; do
    run department.yaml "many$threads" --threads $threads
    claim "$threads threads write the same bytes" tables_agree one "many$threads"
    claim "and print the same page" diff <(grep -v "many$threads" out) <(grep -v one printed)
done
run department.yaml other --threads 2 --seed 99
claim "another seed writes others" eval '! tables_agree one other'

# --- Numbers present, to the second ---------------------------------------------------------------------------------------

cat >ward.yaml <<'YAML'
walkout: 1
calendar: {end: 2024-01-01}
run: {replications: 2}
services:
  - name: ward
    arrivals: [{name: early, times: ["06:00"]}, {name: late, times: ["12:00"]}]
    steps: [{name: stay, duration: {shape: deterministic, mean: 18 h}}]
YAML
run ward.yaml ward
claim "a run without resources succeeds" [ $status -eq 0 ]
shares() { grep ",baseline," ward/numbers.csv | grep ",whole," | cut -d, -f6,7 | tr '\n' ' '; }
claim "shares of the time of each number present add up" [ "$(shares)" = "0,0.25 1,0.25 2,0.5 " ]

# --- What is wrong --------------------------------------------------------------------------------------------------------

sed 's/to: stay, share/to: stai, share/' department.yaml >wrong.yaml
run wrong.yaml wrong
claim "a step that is not there is the user's fault" [ $status -eq 2 ]
claim "it is named with its place and the nearest" \
    grep -q '^wrong.yaml:17:80: there is no step "stai" here; did you mean "stay"?' err
claim "nothing is written" [ ! -e wrong ]

sed 's|rate: 12/h|rate: 3000000/h|' department.yaml >unstable.yaml
run unstable.yaml unstable --threads 1 --replications 1
claim "a queue that grows without end stops the run" [ $status -eq 1 ]
claim "which says where it is" grep -q 'wait at step "see": more come than can be served' err
claim "and writes nothing" [ ! -e unstable ]

finish
