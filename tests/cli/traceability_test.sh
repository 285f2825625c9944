#!/bin/bash
# The tables of models/README.md that lead from the texts to the model: every key, measure, test and scenario they name
# exists.
# Called as: bash traceability_test.sh WALKOUT_BINARY SOURCE_FOLDER
set -u
walkout=$(realpath "$1")
source_folder=$(realpath "$2")
page="$source_folder/models/README.md"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# names COLUMN: what stands between backticks in a column of the tables (the first is 2)
names() {
    awk -F'|' -v column="$1" '
        /^## / { is_here = $0 == "## From the texts to the model" }
        is_here && /^\|/ && NF == 7 {
            parts = split($column, part, "`")
            for (i = 2; i <= parts; i += 2) print part[i]
        }' "$page" | sort -u
}

"$walkout" explain | grep -v '^ ' | grep . > "$work/keys"
grep -ho '\.name = "[a-z0-9_]*"' "$source_folder"/models/*measures.c | cut -d'"' -f2 > "$work/measures"
grep -hoE 'cmocka_unit_test[a-z_]*\([a-z0-9_]+' "$source_folder"/tests/*/*_test.c | sed 's/.*(//' > "$work/tests"

for key in $(names 4); do
    grep -qxF -e "$key" -e "trusts[].$key" "$work/keys" || fail "there is no key $key"
done
for measure in $(names 5); do grep -qxF "$measure" "$work/measures" || fail "there is no measure $measure"; done
for test in $(names 6); do grep -qxF "$test" "$work/tests" || fail "there is no test $test"; done
for scenario in $(grep -o '(`scenarios/[^`]*`)' "$page" | tr -d '(`)'); do
    [ -f "$source_folder/$scenario" ] || fail "there is no $scenario"
done

# Nothing was looked for in vain: every row has a name in each of the three columns, and there are rows enough.
rows=$(awk -F'|' '/^## / { is_here = $0 == "## From the texts to the model" }
    is_here && /^\|/ && NF == 7 && $2 !~ /the text says|---/ {
        rows++
        if ($4 !~ /`/ || $5 !~ /`/ || $6 !~ /`/) print "row without a name:" $2 > "/dev/stderr"
    }
    END { print rows + 0 }' "$page" 2> "$work/lacking")
if [ -s "$work/lacking" ]; then fail "$(cat "$work/lacking")"; fi
[ "$rows" -ge 30 ] || fail "only $rows rows"
[ "$(names 4 | wc -l)" -ge 60 ] || fail "only $(names 4 | wc -l) keys"

[ "$failures" -eq 0 ] && echo "ok: $rows rows, $(names 4 | wc -l) keys, $(names 5 | wc -l) measures, $(names 6 | wc -l) tests"
exit $((failures > 0))
