#!/bin/bash
# scenarios/england-2023-04.yaml, cut down to three small trusts and five weeks, runs and adds them up by region.
# Called as: bash england_run_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"
cp -r "$source/scenarios" "$work" || exit 1
cd "$work/scenarios" || exit 1

# The value of a measure of a trust in April's window, with the strike.
moved() { # moved TRUST
    awk -F, -v trust="$1" '$1 == trust && $2 == "ia_total" && $3 == "" && $5 == "window:April 2023" { print $7 }' \
        results/summary.csv
}
sums_up() { # sums_up WHOLE PART...: the whole is more than nothing and the sum of its parts
    local whole sum=0 part
    whole=$(moved "$1")
    for part in "${@:2}"; do sum=$((sum + $(moved "$part"))); done
    [ "${whole:-0}" -gt 0 ] && [ "$whole" -eq "$sum" ]
}

table=data/england-trusts.csv
grep -E '^name,|,(RJN|R1F|RBS),' $table >short.csv && mv short.csv $table
"$walkout" run england-2023-04.yaml -o results --replications 1 --set run.warm_up=7d \
    --set calendar.start=2023-03-20 --set calendar.end=2023-04-23 >out 2>err
claim "three trusts of England run" [ $? -eq 0 ]
claim "England is the sum of its trusts" sums_up ALL RJN R1F RBS
claim "a region is the sum of its trusts" sums_up "region:North West" RJN RBS
claim "the other has the third alone" sums_up "region:South East" R1F
claim "a trust without maternity has no births" [ "$(grep -c '^RBS,mat_births,,births,whole,0,0,0,' results/summary.csv)" -eq 1 ]

sed -i 's/,RJN,North West,[0-9.]*,/,RJN,North West,twelve,/' $table
"$walkout" check england-2023-04.yaml >out 2>err
claim "what is wrong in a row is told with its line and column" \
    grep -q "^$table:4:40: .*size.ae_attendances. must be a rate" err

finish
