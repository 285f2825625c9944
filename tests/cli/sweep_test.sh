#!/bin/bash
# `walkout sweep`: every point is what its scenario gives when it is run by itself, though points share their pasts; the
# same store on any number of threads and shards, and after it was killed; a store that refuses what does not belong to it.
# Called as: bash sweep_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"

# --- A point is its scenario -------------------------------------------------------------------------------------------------

mkdir library
cp "$source/scenarios/library/acute_trust.yaml" library/
cat >trust.yaml <<'YAML'
walkout: 1
title: A small trust with a strike behind it and one ahead
calendar: {start: 2024-01-08, end: 2024-03-10, holidays: england}
run: {replications: 2, seed: 3, warm_up: 8 weeks}
trusts:
  - {name: Small, code: SML, based_on: library/acute_trust.yaml,
     size: {ae_attendances: 60/day, emergency_admissions: 14/day, general_acute_beds: 90, births: 2/day, rtt_pathways: 5000, residents: 70, consultants: 50}}
strikes:
  - {name: before, groups: [resident_doctors], in: both, announced: 2024-01-10T09:00, start: 2024-01-24T07:00, end: 2024-01-26T07:00}
  - {name: ahead, groups: [resident_doctors], announced: 2024-01-29T15:00, start: 2024-02-12T07:00, end: 2024-02-15T07:00}
recovery: {extra_clinics: 2/week, starts_after: 3 d}
YAML
# A column for a value of every moment from which values act: announced, start of the window, after it, from the start;
# and `response`, which acts on the strike before it in both lives.
cat >points.csv <<'CSV'
strikes[ahead].participation.weekday,strikes[ahead].demand.stay_away,recovery.overbooking,response.cancellation.lead,trusts[SML].staffing.departments[medical wards].target_day,trusts[SML].size.births,strikes[ahead].end
,,0%,,,,
40%,,,,,,
,15%,,,,,
,,10%,,,,
,,,5 d,,,
,,,,80%,,
,,,,,3/day,
,,,,,,2024-02-16T07:00
40%,15%,10%,,,,
CSV
cat >sweep.yaml <<'YAML'
walkout_sweep: 1
scenario: trust.yaml
replications: 2
design: list
points: {from: points.csv}
of: [ia_total, ia_total@strike_days, ed_4h, ed_ttt_med, rtt_total, rtt_gt52, "backlog_left/2 weeks", recovery_day, ga_occ_pct, "act_kept_pct@strike_days", calls_in, mat_births, "ia_total@window:ahead"]
YAML
sed -i 's/"backlog_left\/2 weeks", //' sweep.yaml

walkout sweep sweep.yaml -o trust.sqlite --threads 2
claim "a sweep of a hospital ends well" same "$status" 0
walkout analyse trust.sqlite -o trust
claim "and is analysed" same "$status" 0

# rows FILE POINT: trust,measure,of,period,baseline .. ci_high of a point, sorted; of a run's summary.csv POINT is 0
columns='trust measure of period baseline strike difference ci_low ci_high replications'
rows() {
    awk -F, -v point="$2" -v wanted="$columns" '
        FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; count = split(wanted, names, " "); next }
        point && $at["point"] != point { next }
        { line = ""; for (i = 1; i <= count; i++) line = line "," $at[names[i]]; print line }' "$1" | sort
}
point_is_its_scenario() { # point_is_its_scenario POINT SETTING...
    local point=$1 settings=()
    shift
    for setting in "$@"; do settings+=(--set "$setting"); done
    walkout run trust.yaml -o alone --replications 2 --threads 2 "${settings[@]}"
    rows alone/summary.csv 0 >alone.rows
    rows trust/estimates.csv "$point" >point.rows
    [ -s point.rows ] && [ -z "$(comm -13 alone.rows point.rows)" ] ||
        { comm -13 alone.rows point.rows | head -5; return 1; }
}
claim "the first point is the scenario as it is" point_is_its_scenario 1
claim "a value that acts from the announcement" point_is_its_scenario 2 'strikes[ahead].participation.weekday=40%'
claim "a value that acts from the start of the window" point_is_its_scenario 3 'strikes[ahead].demand.stay_away=15%'
claim "a value that acts after the window" point_is_its_scenario 4 'recovery.overbooking=10%'
claim "a value of the response, which acts on history too" point_is_its_scenario 5 'response.cancellation.lead=5 d'
claim "a value of the trust that acts from the announcement" point_is_its_scenario 6 \
    'trusts[SML].staffing.departments[medical wards].target_day=80%'
claim "a value that acts from the start" point_is_its_scenario 7 'trusts[SML].size.births=3/day'
claim "a window that ends later" point_is_its_scenario 8 'strikes[ahead].end=2024-02-16T07:00'
claim "several values at once" point_is_its_scenario 9 'strikes[ahead].participation.weekday=40%' \
    'strikes[ahead].demand.stay_away=15%' 'recovery.overbooking=10%'
points_differ() { ! diff -q <(rows trust/estimates.csv 1) <(rows trust/estimates.csv "$1") >/dev/null; }
for point in 2 3 4 5 6 7 8; do claim "point $point differs from the first" points_differ "$point"; done

# --- Threads, shards, interruption ---------------------------------------------------------------------------------------------

imaging_grid 4
walkout sweep grid.yaml -o one.sqlite --threads 1
claim "a sweep of services ends well" same "$status" 0
walkout analyse one.sqlite -o one
for threads in 2 7; do
    walkout sweep grid.yaml -o "threads$threads.sqlite" --threads "$threads"
    walkout analyse "threads$threads.sqlite" -o "threads$threads"
    claim "the same on $threads threads" tables_agree one "threads$threads"
done
for shard in 1 2 3 4; do walkout sweep grid.yaml -o part.sqlite --shard "$shard/4" --threads 1; done
walkout merge part-3-of-4.sqlite part-1-of-4.sqlite part-4-of-4.sqlite part-2-of-4.sqlite -o joined.sqlite
claim "shards join" same "$status" 0
walkout analyse joined.sqlite -o joined
claim "the same from four shards, joined in any order" tables_agree one joined
export SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=4 SLURM_ARRAY_TASK_COUNT=4
walkout sweep grid.yaml -o array.sqlite --threads 1
unset SLURM_ARRAY_TASK_ID SLURM_ARRAY_TASK_MIN SLURM_ARRAY_TASK_COUNT
claim "a task of an array is a shard" test -f array-2-of-4.sqlite

# At random moments of the time that it takes, until it was killed so often while it ran. What is there then is gone on
# with, and at every third kill, or when it has ended before, compared.
kills=${KILLS:-6} killed=0 started=$(date +%s%N)
walkout sweep grid.yaml -o whole.sqlite --threads 2
lasts=$((($(date +%s%N) - started) / 1000000)) # ms
for _ in $(seq $((20 * kills))); do
    [ "$killed" -lt "$kills" ] || break
    "$walkout" sweep grid.yaml -o killed.sqlite --threads 2 >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v ms=$((RANDOM % lasts)) 'BEGIN { print ms / 1000 }')"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    if [ "$?" -eq 137 ]; then
        killed=$((killed + 1))
        [ "$((killed % 3))" -eq 0 ] || continue
    fi
    walkout sweep grid.yaml -o killed.sqlite --threads 2
    walkout analyse killed.sqlite -o killed
    claim "the same after it was killed (so far $killed times)" tables_agree one killed
    rm -f killed.sqlite*
done
claim "it was killed as often as it was to be" same "$killed" "$kills"

# --- What a store refuses ------------------------------------------------------------------------------------------------------

sed 's/steps: 20/steps: 10/' grid.yaml >other.yaml
walkout sweep other.yaml -o one.sqlite
claim "a store of another design is refused" same "$status" 2
claim "and says what has changed" says 'the number of points has changed'
sed 's/capacity: 1}/capacity: 2}/' imaging.yaml >imaging.new && mv imaging.new imaging.yaml
walkout sweep grid.yaml -o one.sqlite
claim "a store of another scenario is refused" same "$status" 2
claim "and says so" says 'the scenario, what varies, or the measures that are kept has changed'
echo hello >text.sqlite
walkout sweep grid.yaml -o text.sqlite
claim "what is no store is refused" same "$status" 2
claim "and left alone" same "$(cat text.sqlite)" hello
walkout merge one.sqlite trust.sqlite -o mixed.sqlite
claim "stores of different sweeps do not join" same "$status" 2

exec 9>busy.sqlite.lock
flock 9
for time in first second; do
    walkout sweep grid.yaml -o busy.sqlite
    claim "a store that another run writes is refused, the $time time" same "$status" 2
    claim "and says so, the $time time" says 'is being written by another run'
done
walkout merge one.sqlite -o busy.sqlite
claim "nothing is joined into it either" same "$status" 2
claim "and nothing is made of it" test ! -e busy.sqlite
exec 9>&-
walkout sweep grid.yaml -o busy.sqlite
claim "it is written when that has ended" same "$status" 0
claim "and leaves no lock behind" test ! -e busy.sqlite.lock

# --- What is wrong in a sweep ---------------------------------------------------------------------------------------------------

wrong() { # wrong CLAIM MESSAGE: the sweep on standard input is refused with the message
    cat >wrong.yaml
    walkout sweep wrong.yaml -o wrong.sqlite
    claim "$1" same "$status" 2
    claim "$1: it says so" says "$2"
    claim "$1: nothing is written" test ! -e wrong.sqlite
}
head='walkout_sweep: 1
scenario: trust.yaml'
printf 'run.seed,strikes[ahead].participation.weekday\n1,30\n2,40%%\n' >cells.csv
wrong "a path that does not exist" 'wrong.yaml:3:' <<<"$head
vary: {\"strikes[ahead].participation.weekend\": [1, 2], \"strikes[ahead].participation.weekdays\": [10%]}"
wrong "a value without its unit" 'wrong.yaml:3:' <<<"$head
vary: {\"recovery.extra_clinics\": [3, 4]}"
wrong "replications that are no number" 'wrong.yaml:3:15: `replications` must be a whole number, not `many`' <<<"$head
replications: many
vary: {\"run.seed\": [1]}"
wrong "a range of what is no number" 'is no single number' <<<"$head
vary: {\"strikes[ahead].groups\": {from: 1, to: 2}}"
wrong "a measure that does not exist" 'did you mean `ia_total`?' <<<"$head
vary: {\"run.seed\": [1]}
of: [ia_totl]"
wrong "a period that does not exist" 'there is no period `window:behind`' <<<"$head
vary: {\"run.seed\": [1]}
of: [\"ia_total@window:behind\"]"
wrong "a key that does not exist" 'did you mean `replications`?' <<<"$head
replication: 3
vary: {\"run.seed\": [1]}"
{
    sed '/^strikes:/,$d' trust.yaml
    sed -n '/name: Small/,/size:/p' trust.yaml | sed 's/Small, code: SML/Other, code: OTH/'
    sed -n '/^strikes:/,$p' trust.yaml
} >two.yaml
wrong "replications judged by a median of several trusts" 'wrong.yaml:3:37: `ed_ttt_med` of several trusts makes no' \
    <<<'walkout_sweep: 1
scenario: two.yaml
replications: {precision: 10%, of: [ed_ttt_med, ia_total], at_most: 20}
vary: {"run.seed": [1, 2]}'
wrong "the best by a median of several trusts" 'wrong.yaml:4:16: `ed_ttt_med` of several trusts makes no' \
    <<<'walkout_sweep: 1
scenario: two.yaml
vary: {"run.seed": [1, 2]}
find: {lowest: ed_ttt_med}'
wrong "a design that does not exist" 'design' <<<"$head
design: sobl
vary: {\"run.seed\": [1]}"
wrong "a path that does not exist, of several values" 'wrong.yaml:3:8: there is no `run.sed`; did you mean `run.seed`' <<<"$head
vary: {\"run.sed\": [1, 2, 3]}"
claim "is told once" same "$(grep -c 'run.sed`; did' err)" 1
wrong "nothing that varies" '`vary` must say what varies' <<<"$head"
wrong "a scenario that does not exist" 'nowhere.yaml' <<<'walkout_sweep: 1
scenario: nowhere.yaml
vary: {"run.seed": [1, 2, 3]}'
wrong "a key that is given twice" 'wrong.yaml:4:8: `run.seed` is given twice' <<<"$head
vary: {\"run.seed\": [1],
       \"run.seed\": [2]}"
wrong "a value that is given twice" 'wrong.yaml:3:27: `1` is given twice' <<<"$head
vary: {\"run.seed\": [1, 2, 1]}"
wrong "a measure that is given twice" 'wrong.yaml:3:16: `ia_total@whole` is given twice' <<<"$head
of: [ia_total, ia_total@whole]
vary: {\"run.seed\": [1, 2]}"
wrong "a range without width" 'wrong.yaml:3:34: the range of `recovery.extra_clinics` has no width' <<<"$head
vary: {\"recovery.extra_clinics\": {from: 3/week, to: 3/week}}"
wrong "a factor that another writes over" 'wrong.yaml:4:8: `late` writes over what `response.cancellation.lead` has changed' <<<"$head
vary: {\"response.cancellation.lead\": [1 d, 2 d],
       late: [{name: no, set: {response: {cancellation: {lead: 1 d}}}}, {name: yes, set: {\"run.seed\": 2}}]}"
sed 's/^scenario/design: one_at_a_time\nreplications: 1\nof: [ia_total]\nscenario/' wrong.yaml >alone.yaml
walkout sweep alone.yaml -o alone.sqlite
claim "which one at a time it does not" same "$status" 0
wrong "dates that contradict each other" 'wrong.yaml:3:8: point 2, where `strikes[ahead].start` is 2024-02-16T07:00,' <<<"$head
vary: {\"strikes[ahead].start\": [2024-02-12T07:00, 2024-02-16T07:00]}"
claim "are told of the scenario too" says 'trust.yaml:10:5: strike "ahead" does not end after it starts'
wrong "a cell without its unit" 'cells.csv:2:3:' <<<"$head
design: list
points: {from: cells.csv}"
printf 'run.seed\n1\n2\n1\n' >cells.csv
cat >twins.yaml <<<"$head
replications: 1
design: list
points: {from: cells.csv}
of: [ia_total]"
walkout sweep twins.yaml -o twins.sqlite
claim "rows that repeat another are run" same "$status" 0
claim "with a warning" says 'cells.csv: warning: rows that repeat another: 1 of 3'
wrong "a hypercube without its points" 'wrong.yaml:3:9: `latin` needs the number of its points; write `count: 100`' <<<"$head
design: latin
vary: {\"recovery.extra_clinics\": {from: 0/week, to: 4/week}}"
wrong "an option of another design" 'wrong.yaml:4:15: `second_order` is for `design:` `saltelli`' <<<"$head
design: grid
second_order: on
vary: {\"run.seed\": [1]}"

# --- Pairs ---------------------------------------------------------------------------------------------------------------------

# Two rows of 2 x 2 + 2 points.
cat >pairs.yaml <<YAML
walkout_sweep: 1
scenario: trust.yaml
replications: 1
design: saltelli
count: 2
second_order: on
vary:
  recovery.extra_clinics: {from: 0/week, to: 4/week}
  "strikes[ahead].participation.weekday": {from: 20%, to: 90%}
of: [ia_total]
YAML
walkout sweep pairs.yaml -o pairs.sqlite
claim "a design for pairs has six points a row" prints "12 points"
walkout analyse pairs.sqlite -o pairs
claim "and an index of each pair" same \
    "$(awk -F, '$10 == "second" { print $1, $2, $3, $9 }' pairs/sensitivity.csv | head -1)" \
    "saltelli recovery.extra_clinics strikes[ahead].participation.weekday difference"

# --- Ranges and sections -----------------------------------------------------------------------------------------------------

cat >words.yaml <<YAML
walkout_sweep: 1
scenario: trust.yaml
replications: 1
design: latin
count: 4
vary:
  recovery.extra_clinics: {from: 0/week, to: 3/week}
  response: [{cancellation: {policy: rolling}}, {cancellation: {policy: block_early}}]
of: [ia_total]
YAML
walkout sweep words.yaml -o words.sqlite
walkout analyse words.sqlite -o words
claim "all values of a range are in the unit it is written in" same "$(sed 1d words/points.csv | cut -d, -f2 | grep -c '/week$')" 4
claim "sections are called by their values" same "$(sed 1d words/points.csv | cut -d, -f3 | sort -u | tr '\n' ' ')" "block_early rolling "

# --- Damage --------------------------------------------------------------------------------------------------------------------

cp pairs.sqlite damaged.sqlite
dd if=/dev/zero of=damaged.sqlite bs=512 seek=8 count=40 conv=notrunc 2>/dev/null
walkout sweep pairs.yaml -o damaged.sqlite
claim "a damaged store is not gone on with" test "$status" -ne 0
claim "and said to be damaged" says 'damaged.sqlite` is damaged'
walkout analyse damaged.sqlite -o damaged
claim "nor analysed" same "$status" 2
walkout merge pairs.sqlite damaged.sqlite -o mended.sqlite
claim "nor joined" same "$status" 2
claim "of which nothing is left" test ! -e mended.sqlite

# --- Before it starts ------------------------------------------------------------------------------------------------------------

walkout sweep sweep.yaml -o dry.sqlite --dry-run
claim "a dry run ends well" same "$status" 0
claim "and says how many points there are" grep -qE '^points +9 ' out
claim "and what it will cost" grep -qE 'processor hours' out
claim "and writes nothing" test ! -e dry.sqlite

finish
