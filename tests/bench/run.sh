#!/bin/bash
# Measures what the engine promises, and prints one table: tests/bench/run.sh [ROUNDS]
#
# Builds in Release (build-bench/ in the source folder, or $BUILD), then runs every program and scenario of this folder
# once a round, five rounds if not said, so that a figure and its reference meet the same machine. Medians are printed
# with their targets; nothing is asserted. ONLY=sweeps measures sweeps alone, and SWEEPS=full in the sizes of the promises
# (sweeps.sh).
set -euo pipefail
rounds=${1:-5}
source=$(cd "$(dirname "$0")/../.." && pwd)
build=${BUILD:-$source/build-bench}
bench=$source/tests/bench
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$bench/sweeps.sh"

build_all() {
    cmake -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release >/dev/null
    cmake --build "$build" --parallel "$(nproc)" --target walkout engine_bench list_bench hospital_bench \
        ward_loop ward_bare mm1_loop timed_run >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; exit 1; }
}

# figures COMMAND...: keeps the figures that the command prints, under the round's number.
figures() {
    "$@" | awk -v round="$round" -F '\t' -v OFS='\t' 'NF == 2 { print round, $0 }' >>"$work/figures"
}

# run_scenario NAME SCENARIO OPTION...: times a run, which leaves its results in $work/NAME and its times in
# $work/timed. A run that fails is told of at the end.
run_scenario() {
    local name=$1 scenario=$2
    shift 2
    "$build/tests/bench/timed_run" "$name" "$build/walkout" run "$scenario" -o "$work/$name" "$@" \
        >"$work/timed" 2>"$work/log" && return
    echo "$name: no figures: $(grep -vi warning "$work/log" | head -1 || true)" >>"$work/failed"
    return 1
}

# Patients of a run of services: all who came into a service, in all replications.
service_figures() { # service_figures NAME: needs the run's time among the figures
    awk -F, -v name="$1" -v round="$round" -v OFS='\t' '
        FNR == 1 && NR > 1 { nextfile }
        NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        $column["period"] != "whole" || $column["trust"] ~ /^(ALL|region:.*)$/ { next }
        $column["measure"] == "svc_in" && $column["of"] !~ "/" {
            patients += $column["baseline"] * $column["replications"]
        }
        $column["measure"] == "svc_wait" { print name ", wait at " $column["of"] ", min", $column["baseline"] }
        END { print name ", M patients", patients * 1e-6 }' "$work/$1/summary.csv" >"$work/service"
    figures cat "$work/service"
    awk -F '\t' -v OFS='\t' -v name="$1" '
        $1 == name ", M patients" { patients = $2 }
        $1 == name ", processor s" { seconds = $2 }
        END { print name ", M patients/s", patients / seconds }' "$work/service" "$work/timed" >"$work/rate"
    figures cat "$work/rate"
}

run_service() { # run_service NAME
    run_scenario "$1" "$bench/$1.yaml" --threads 1 || return 0
    figures cat "$work/timed"
    service_figures "$1"
}

# Events of a run and processor time for each.
event_figures() { # event_figures NAME
    awk -F '[:,]' '/"events":/ { print $2 + 0 }' "$work/$1/run.json" >"$work/events"
    awk -F '\t' -v OFS='\t' -v name="$1" -v events="$(cat "$work/events")" '
        $1 == name ", processor s" {
            print name ", M events", events * 1e-6
            print name ", ns an event", $2 * 1e9 / events
        }' "$work/timed" >"$work/service"
    figures cat "$work/service"
}

# So many trusts like Bolton, two weeks with a strike of two days; 125 replications of a trust whatever their number.
growth_scenario() { # growth_scenario TRUSTS
    cat <<END
walkout: 1
title: Growth
calendar: {start: 2024-01-08, end: 2024-01-21, holidays: england}
run: {replications: $((125 / $1)), seed: 1, warm_up: 7 d}
trusts:
END
    for trust in $(seq "$1"); do
        echo "  - {name: Trust $trust, code: T$trust, based_on: library/acute_trust.yaml, size: {ae_attendances: 366/day,"
        echo "     emergency_admissions: 95.8/day, general_acute_beds: 614, births: 15.1/day, rtt_pathways: 44526,"
        echo "     outpatient_appointments: 8700/week, residents: 330, consultants: 290}}"
    done
    echo "strikes:"
    echo "  - {name: January 2024, groups: [resident_doctors], announced: 2024-01-08T15:00,"
    echo "     start: 2024-01-10T07:00, end: 2024-01-12T07:00, participation: {weekday: 75%, weekend: 60%}}"
}

# growth_figures TRUSTS: after loading, which each trust costs once, however long it is simulated.
growth_figures() {
    local name="growth $1"
    awk -F '\t' -v OFS='\t' -v name="$name" -v trusts="$1" '
        FNR == NR { if ($1 == name ", loading, processor s") loading = $2; next }
        $1 == name ", processor s" {
            print name ", processor s", $2 - loading
            print name ", loading of a trust, ms", loading * 1e3 / trusts
        }' "$work/timed" "$work/whole" >"$work/after_loading"
    cp "$work/after_loading" "$work/timed"
    figures cat "$work/timed"
    event_figures "$name"
}

prepare_growth() {
    cp -r "$source/scenarios/library" "$work/library"
    for trusts in 1 5 25 125; do growth_scenario "$trusts" >"$work/growth_$trusts.yaml"; done
}

# Patients of a year: who came, who was referred, and who waits at its end; in one life.
england_figures() {
    event_figures England
    awk -F, '
        $1 != "ALL" || $3 != "" || $5 != "whole" { next }
        $2 == "ed_att" || $2 == "em_adm" || $2 == "mat_births" || $2 == "rtt_new" || $2 == "rtt_total" { all += $6 }
        $2 == "ed_adm" { all -= $6 }  # they came to A&E before
        END { print all }' "$work/England/summary.csv" >"$work/patients"
    awk -F '\t' -v OFS='\t' -v patients="$(cat "$work/patients")" -v events="$(cat "$work/events")" '
        $1 == "England, s" { seconds = $2 }
        $1 == "England, MiB" { bytes = $2 * 1048576 }
        END {
            print "England, M patients", patients * 1e-6
            print "England, bytes a patient", bytes / patients
            print "England, M events/s", events * 1e-6 / seconds
        }' "$work/timed" >"$work/service"
    figures cat "$work/service"
    rm -r "$work/England"
}

# A year of all acute trusts, patient by patient, in both lives: once.
measure_england() {
    if run_scenario England "$source/scenarios/england-2023-04.yaml" --threads 2 --replications 1; then
        figures cat "$work/timed"
        england_figures
    fi
}

measure_hospital() {
    figures "$build/tests/bench/hospital_bench"
    if run_scenario Bolton "$source/scenarios/bolton-2024-01.yaml" --threads 2 --replications 30; then
        figures cat "$work/timed"
        event_figures Bolton
    fi
    if [ "$round" -gt 3 ]; then return; fi  # growth is slow to measure: three rounds have to do
    for trusts in 1 5 25 125; do
        if run_scenario "growth $trusts" "$work/growth_$trusts.yaml" --threads 1; then
            cp "$work/timed" "$work/whole"
            "$build/tests/bench/timed_run" "growth $trusts, loading" "$build/walkout" check \
                "$work/growth_$trusts.yaml" >"$work/timed" 2>>"$work/log"
            growth_figures "$trusts"
        fi
    done
}

measure_round() {
    if [ "$round" -eq 1 ]; then measure_sweeps; fi
    if [ "${ONLY:-}" = sweeps ]; then return; fi
    figures "$build/tests/bench/engine_bench"
    figures "$build/tests/bench/list_bench"
    figures "$build/tests/bench/ward_loop"
    figures "$build/tests/bench/ward_bare"
    run_service ward
    if run_scenario "ward on 2 cores" "$bench/ward.yaml" --threads 2; then figures cat "$work/timed"; fi
    figures "$build/tests/bench/mm1_loop"
    run_service mm1
    run_service mm1_hours
    measure_hospital
    if [ "$round" -eq 1 ]; then measure_england; fi
}

build_all
prepare_growth
prepare_sweeps
touch "$work/figures" "$work/failed"
for round in $(seq "$rounds"); do
    echo "round $round of $rounds" >&2
    measure_round
done
echo "$(uname -m), $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1); $rounds rounds"
awk -f "$bench/table.awk" "$bench/table.txt" "$work/figures"
sort -u "$work/failed"
