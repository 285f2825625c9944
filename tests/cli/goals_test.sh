#!/bin/bash
# `find:` of a sweep: a search finds the least servers that theory names, the same on any threads and after it was killed;
# the best of points, clear winners and ties; quantiles between ranks; what is wrong is told by line.
# Called as: bash goals_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"

well() { # well ARGUMENT...: a command that must end well
    walkout "$@"
    [ "$status" = 0 ] || { cat err; claim "$1 $2 ends well" false; }
}

# --- The least servers -----------------------------------------------------------------------------------------------------------

# Five patients an hour, an hour each. Erlang's C: 6 servers make them wait 35.3 minutes on average, 7 9.7, 8 3.3. Over
# 2000 hours of 10 replications a mean's standard error is below a tenth of it.
cat >desk.yaml <<'YAML'
walkout: 1
title: A desk
run: {horizon: 2000 h, replications: 10, seed: 1}
resources: [{name: servers, capacity: 6}]
services:
  - name: desk
    classes: [{name: all, share: 100%}]
    arrivals: [{name: walk-in, rates: [5/h]}]
    steps: [{name: serve, resource: servers, duration: {mean: 60 min}}]
YAML
search() { # search FROM TO LIMIT: the least servers with which the mean wait is at most LIMIT minutes
    cat <<YAML
walkout_sweep: 1
scenario: desk.yaml
replications: 10
find:
  least: "resources[servers].capacity"
  from: $1
  to: $2
  within: 1
  such_that: {measure: svc_wait/serve, world: strike, at_most: $3}
YAML
}
search 5 80 18 >search.yaml
walkout sweep search.yaml -o one.sqlite --threads 1
claim "a search ends well" same "$status" 0
claim "and finds what theory says" prints 'is at most 18: 7 ('
claim "with the value before it" prints 'With 6 it is '
claim "and says that the interval meets the goal" prints 'There the whole 95 % interval meets the goal, too.'
walkout analyse one.sqlite -o one
claim "its store is analysed" same "$status" 0
claim "answer.csv has the answer" grep -qE '^,3,7,.*,answer$' one/answer.csv
claim "and the points that were run alone" test "$(wc -l <one/answer.csv)" -lt 14
claim "as estimates.csv has" test "$(wc -l <one/estimates.csv)" -eq "$(wc -l <one/answer.csv)"
for threads in 2 7; do
    well sweep search.yaml -o "threads$threads.sqlite" --threads "$threads"
    well analyse "threads$threads.sqlite" -o "threads$threads"
    claim "the same on $threads threads" tables_agree one "threads$threads"
done
for kill in 1 2 3 4; do
    "$walkout" sweep search.yaml -o killed.sqlite --threads 2 >/dev/null 2>&1 &
    pid=$!
    sleep "0.$((RANDOM % 3))$((RANDOM % 10))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
done
well sweep search.yaml -o killed.sqlite --threads 2
well analyse killed.sqlite -o killed
claim "the same after it was killed" tables_agree one killed

search 5 6 18 >short.yaml
well sweep short.yaml -o short.sqlite
claim "a goal beyond the range is not reached" prints 'Not reached: even with resources[servers].capacity = 6'
search 9 20 18 >late.yaml
well sweep late.yaml -o late.sqlite
claim "a goal met at once" prints '9 ('
claim "says that the search began there" prints 'where the search began'
sed 's/least: "/most: "/; s/at_most: 18/at_least: 18/' search.yaml >most.yaml
well sweep most.yaml -o most.sqlite
claim "the most servers with which the wait is still long" prints 'is at least 18: 6 ('
claim "and the one beyond" prints 'With 7 it is '
sed 's/at_most: 18/at_most: 19/' search.yaml >other.yaml
walkout sweep other.yaml -o one.sqlite
claim "a store of another question is refused" same "$status" 2
claim "and says so" says 'what is to be found has changed'
walkout sweep search.yaml -o shard.sqlite --shard 1/2
claim "a search has no shards" same "$status" 2
claim "and says where, and what to do instead" says "search.yaml:"
well sweep search.yaml --dry-run
claim "a dry run says how many points a search may run" prints 'a search: about '

# --- The best of points ----------------------------------------------------------------------------------------------------------

cat >best.yaml <<'YAML'
walkout_sweep: 1
scenario: desk.yaml
replications: 10
vary: {"resources[servers].capacity": [8, 6, 9, 7]}
find: {lowest: svc_wait/serve, world: strike}
YAML
well sweep best.yaml -o best.sqlite
claim "the best is found" prints 'Lowest svc_wait/serve (minutes, strike life): 9 ('
claim "and differs from all others" prints '3 of the 3 others differ from it'
well analyse best.sqlite -o best
claim "the ranking" same "$(cut -d, -f1-3 best/answer.csv | tail -n +2 | tr '\n' ' ')" '1,3,9 2,1,8 3,4,7 4,2,6 '
sed 's/lowest/highest/' best.yaml >worst.yaml
well sweep worst.yaml -o worst.sqlite
claim "the worst is found" prints 'Highest svc_wait/serve (minutes, strike life): 6 ('
# Nobody waits with 40 servers or more: no difference at all. Both lives are the same without a strike.
sed 's/\[8, 6, 9, 7\]/[40, 6, 50]/' best.yaml >ties.yaml
well sweep ties.yaml -o ties.sqlite
claim "ties cannot be told apart" prints 'Cannot be told from it: 50 (+0, 0 to 0). 1 of the 2 others differs'
sed 's/, world: strike//' best.yaml >nothing.yaml
well sweep nothing.yaml -o nothing.sqlite
claim "no difference between the lives: all are ties" prints 'Cannot be told from it: 6 (+0, 0 to 0), 9 (+0, 0 to 0), 7 (+0, 0 to 0)'

# --- Quantiles -------------------------------------------------------------------------------------------------------------------

claim "the median of ten has an interval" grep -qE '^1,.*,0\.5,[^,]*,[^,]+,[^,]+,0\.97[0-9]*,10,6$' best/quantiles.csv
claim "their 95th percentile has none: 72 are needed" grep -qE '^1,.*,0\.95,[^,]*,,,,10,72$' best/quantiles.csv

# --- What is wrong ---------------------------------------------------------------------------------------------------------------

wrong() { # wrong CLAIM MESSAGE: the sweep on standard input is refused with the message
    cat >wrong.yaml
    walkout sweep wrong.yaml -o wrong.sqlite
    claim "$1" same "$status" 2
    claim "$1: it says so" says "$2"
    claim "$1: nothing is written" test ! -e wrong.sqlite
}
wrong "a search of what is no number" 'wrong.yaml:5:10: `resources[servers].name` is no single number' \
    < <(search 5 80 18 | sed 's/capacity/name/')
wrong "a search without a goal" 'say what must be reached' < <(search 5 80 18 | grep -v such_that)
wrong "a goal without a limit" 'wrong.yaml:9:14: a goal has either `at_most` or `at_least`' \
    < <(search 5 80 18 | sed 's/, at_most: 18//')
wrong "a range that ends before it begins" 'wrong.yaml:7:7: `to` must be more than `from`' < <(search 9 5 18)
wrong "steps without a width" 'say how exact the answer must be' < <(search 5 80 18 | grep -v within)
wrong "a search that varies something else" 'wrong.yaml:10:7: a search varies what it searches' \
    < <(search 5 80 18; echo 'vary: {"run.seed": [1, 2]}')
wrong "a measure that does not exist" 'did you mean `svc_wait`?' < <(search 5 80 18 | sed 's/svc_wait/svc_wai/')
wrong "a world that does not exist" 'world' < <(search 5 80 18 | sed 's/world: strike/world: future/')
wrong "two questions" '`find` asks for one thing' < <(sed 's/lowest:/highest: svc_wait, lowest:/' best.yaml)
wrong "a key that does not exist" 'did you mean `within`?' < <(search 5 80 18 | sed 's/within/withing/')
wrong "a single point" '1 points: which is best' < <(sed 's/\[8, 6, 9, 7\]/[8]/' best.yaml)

# --- The examples ------------------------------------------------------------------------------------------------------------------

for example in bolton-catch-up bolton-worst-week bolton-notice; do
    walkout sweep "$source/scenarios/$example.yaml" -o wrong.sqlite --dry-run
    claim "$example can be run" same "$status" 0
done

finish
