# The rows of sweeps, for run.sh, which reads this file: how much shared pasts save, against the same points one by one,
# and what a sweep costs beyond its simulations. Processor time of one thread, reading and the store included.
#
# SWEEPS=full takes the sizes of the promises: 1,000 points with 10 replications, 10,000 points. Otherwise they are small
# enough for a coffee. One by one are fewer points, spread over the design, and counted up.

# size QUICK FULL
size() { if [ "${SWEEPS:-quick}" = full ]; then echo "$2"; else echo "$1"; fi; }

# Points that differ in the strike and in the response alone.
strike_and_response() { # strike_and_response SCENARIO STEPS OTHER_STEPS REPLICATIONS
    cat <<END
walkout_sweep: 1
scenario: $1
replications: $4
design: grid
vary:
  "strikes[January 2024].participation.weekday": {from: 30%, to: 90%, steps: $2}
  response.cancellation.lead: {from: 1 d, to: 8 d, steps: $3}
END
}

# Points that share nothing, as each has random numbers of its own: what each would take by itself.
one_by_one() { # one_by_one SCENARIO POINTS REPLICATIONS
    cat <<END
walkout_sweep: 1
scenario: $1
replications: $3
design: list
points: {from: one-by-one.csv}
END
    { echo "run.seed,strikes[January 2024].participation.weekday,response.cancellation.lead"
      awk -v points="$2" 'BEGIN {
          for (i = 0; i < points; i++) print i + 1 "," 30 + 60 * i / points "%," 1 + 7 * (i * 3 % points) / points " d" }'
    } >"$work/one-by-one.csv"
}

# run_sweep NAME FILE: times a sweep, which leaves its times in $work/timed.
run_sweep() {
    rm -f "$work/sweep.sqlite"*
    "$build/tests/bench/timed_run" "$1" "$build/walkout" sweep "$work/$2" -o "$work/sweep.sqlite" --threads 1 \
        >"$work/timed" 2>"$work/log" && return
    echo "$1: no figures: $(grep -vi warning "$work/log" | head -1 || true)" >>"$work/failed"
    return 1
}

# Times of POINTS points, from those of fewer.
for_points() { # for_points NAME POINTS MEASURED
    awk -F '\t' -v OFS='\t' -v name="$1" -v factor="$(awk -v a="$2" -v b="$3" 'BEGIN { print a / b }')" '
        $1 ~ /, processor s$/ { print name ", processor s", $2 * factor }' "$work/timed" >"$work/service"
    figures cat "$work/service"
}

# Sharing against one by one, with the floor that the calendar sets: the share of the simulated time that is left.
measure_sharing() { # measure_sharing NAME SCENARIO
    local steps other alone replications
    steps=$(size 8 40) other=$(size 8 25) alone=$(size 8 40) replications=$(size 2 10)
    strike_and_response "$2" "$steps" "$other" "$replications" >"$work/sharing.yaml"
    one_by_one "$2" "$alone" "$replications" >"$work/one-by-one.yaml"
    run_sweep "$1, shared" sharing.yaml || return 0
    for_points "$1, shared" 1 1
    run_sweep "$1, one by one" one-by-one.yaml || return 0
    for_points "$1, one by one" "$((steps * other))" "$alone"
    "$build/walkout" sweep "$work/sharing.yaml" --dry-run 2>/dev/null | awk -v OFS='\t' -v name="$1" '
        /^shared pasts/ { print name ", floor of its calendar", $3 / 100 }' >"$work/service"
    figures cat "$work/service"
}

# Bolton without the strike before, which the response would change in both lives: 120 days from the warm-up's begin to
# the announcement, 60 after it.
late_scenario() {
    cat <<END
walkout: 1
include: bolton-2024-01.yaml
title: Bolton, announced two thirds of the way in
calendar: {start: 2023-10-02, end: 2024-02-02, holidays: england}
strikes:
  - {name: January 2024, groups: [resident_doctors], announced: 2023-12-05T15:00,
     start: 2024-01-03T07:00, end: 2024-01-09T07:00, participation: {weekday: 75%, weekend: 60%}}
END
}

# A trust of which a replication of both lives takes some 20 ms.
small_scenario() {
    cat <<END
walkout: 1
title: A small trust
calendar: {start: 2024-01-08, end: 2024-02-18, holidays: england}
run: {seed: 1, warm_up: 14 d}
results: {daily: off, months: off}
trusts:
  - {name: Small, code: SML, based_on: library/acute_trust.yaml, size: {ae_attendances: 120/day,
     emergency_admissions: 34/day, general_acute_beds: 150, births: 4/day, rtt_pathways: 8000, residents: 90,
     consultants: 70}}
strikes:
  - {name: January 2024, groups: [resident_doctors], announced: 2024-01-09T15:00,
     start: 2024-01-24T07:00, end: 2024-01-26T07:00}
END
}

# Points by a Latin hypercube over values that act from the start, so that none shares a past with another.
many_points() { # many_points POINTS REPLICATIONS
    cat <<END
walkout_sweep: 1
scenario: small.yaml
replications: $2
design: latin
count: $1
tries: 1
vary:
  "trusts[SML].beds.escalation": {from: 0%, to: 10%}
  "trusts[SML].emergency.clinician_load": {from: 80%, to: 92%}
END
}

measure_overhead() {
    local points runs
    points=$(size 100 10000) runs=$(size 500 10000)
    many_points "$points" 10 >"$work/many.yaml"
    run_sweep "many points" many.yaml || return 0
    for_points "many points" 1 1
    run_scenario "their simulations" "$work/small.yaml" --threads 1 --replications "$runs" || return 0
    for_points "their simulations" "$((points * 10))" "$runs"
    awk -F '\t' -v OFS='\t' -v runs="$runs" '
        $1 ~ /, processor s$/ { print "a replication of theirs, processor ms", $2 / runs * 1000 }' \
        "$work/timed" >"$work/service"
    figures cat "$work/service"
}

prepare_sweeps() {
    cp "$source/scenarios/bolton-2024-01.yaml" "$work/"
    [ -d "$work/library" ] || cp -r "$source/scenarios/library" "$work/library"
    late_scenario >"$work/late.yaml"
    small_scenario >"$work/small.yaml"
}

measure_sweeps() {
    measure_sharing "Bolton's points" bolton-2024-01.yaml
    measure_sharing "late points" late.yaml
    measure_overhead
}
