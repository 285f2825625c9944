#!/bin/sh
# Fuzzes the scenario reader for so many seconds (60 if not said), from the tests' scenarios as a corpus. Needs clang and
# its runtime. A crash is left beside the corpus, with the command that repeats it.
set -eu
seconds=${1:-60}
source=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
flags=$(pkg-config --cflags --libs yaml-0.1 jansson gsl)
# shellcheck disable=SC2086
clang -std=c17 -D_POSIX_C_SOURCE=200809L -g -O1 -fsanitize=fuzzer,address,undefined -I"$source" -o scenario_fuzz \
    "$source"/tests/fuzz/scenario_fuzz.c "$source"/sim/scenario/*.c "$source"/sim/engine/*.c $flags -lm
mkdir corpus
cp -r "$source"/tests/unit/scenarios/library . 2>/dev/null || true
cp -r "$source"/tests/unit/scenarios/tables . 2>/dev/null || true
find "$source/tests/unit/scenarios" "$source/scenarios" \( -name '*.yaml' -o -name '*.csv' \) -size -64k -exec cp {} corpus/ \;
./scenario_fuzz -max_total_time="$seconds" -rss_limit_mb=2048 -print_final_stats=1 corpus
