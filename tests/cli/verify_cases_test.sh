# The command `verify` from outside: bash verify_cases_test.sh WALKOUT SOURCE_FOLDER
# A release build runs every case at the quick tier, which is the short form of verification that belongs to every
# change; builds that are made to be slow run a few.
. "$(dirname "$0")/claims.sh"
cases=$source/scenarios/verification

runs_files() { [ "$(awk '/ (pass|FAIL) / { print $1 }' "$work/out" | sort -u | tr '\n' ' ')" = "$1" ]; }
is_silent() { [ ! -s "$work/err" ]; }
without_times() { sed 's/ *[0-9.]* s$//; s/; [0-9.]* s$//' "$1"; }

# Theory.
if "$walkout" --version | grep -q ' Release)'; then
    chosen=""
else
    chosen="V5 v06-loss05-exponential V9 v12-window-hand-over v13-tasks-deterministic V11e"
fi
# shellcheck disable=SC2086
claim "every case passes" status 0 "$walkout" verify $chosen
claim "and the summary says so" grep -q ' pass, 0 FAIL; ' "$work/out"
claim "nothing else is said where there is no terminal" is_silent
grep FAIL "$work/out" | grep -v ' 0 FAIL;'
tail -n 1 "$work/out"

# Which cases.
claim "a number stands for all its files" status 0 "$walkout" verify v13-tasks-det V5
claim "in the order they were asked for, whatever their zeros" runs_files "v05-mm3k10 v05-mm4k12 v13-tasks-deterministic "
claim "upper and lower case are alike, and nothing runs twice" status 0 "$walkout" verify V13-TASKS-DET v13-tasks-det
claim "(one case)" prints " of 1 case, "
claim "a path is a case" status 0 "$walkout" verify "$cases/v13-tasks-deterministic.yaml"
claim "an unknown case is status 2" status 2 "$walkout" verify v12-windw-finish
claim "the nearest is named" says 'did you mean `v12-window-finish`?'
claim "and what there is" says "There are: V0 V1 V2 V3 V3b V3c V4"
claim "nothing runs if one name is wrong" status 2 "$walkout" verify V5 V16
claim "(nothing)" test ! -s "$work/out"
claim "another folder can be named" status 2 env WALKOUT_SCENARIOS="$work" "$walkout" verify
claim "and must hold cases" says "WALKOUT_SCENARIOS"

# Bytes.
claim "verdicts on one thread" status 0 "$walkout" verify V5 --threads 1
cp "$work/out" "$work/one"
claim "and on three" status 0 "$walkout" verify V5 --threads 3
claim "are the same" test "$(without_times "$work/one")" = "$(without_times "$work/out")"

# What fails.
sed 's/exact: 600/exact: 601/' "$cases/v13-tasks-deterministic.yaml" >"$work/biased.yaml"
claim "a wrong value is status 1" status 1 "$walkout" verify "$work/biased.yaml"
claim "and says FAIL" grep -q 'svc_time_longest.* 601 .* FAIL ' "$work/out"
sed 's/exact: 0.0563/exact: 0.0593/' "$cases/v05-mm3k10.yaml" >"$work/biased.yaml"
claim "a bias of 5 % is seen" status 1 "$walkout" verify "$work/biased.yaml"
claim "in the measure that has it" grep -q 'svc_turned_away_share.* FAIL ' "$work/out"
claim "and in no other" grep -q ' 1 FAIL;' "$work/out"
sed 's/quick: .*/quick: 5/' "$cases/v05-mm3k10.yaml" >"$work/weak.yaml"
claim "too few replications are no test" status 1 "$walkout" verify "$work/weak.yaml"
claim "and more are asked for" prints "more replications are needed"
claim "a fresh seed is printed" status 1 "$walkout" verify --fresh-seed "$work/biased.yaml"
claim "and a failing case is run once more" prints "once more with another seed"
claim "with a seed of its own" test "$(grep -c '^ *seed ' "$work/out")" -eq 2
claim "one failure counts once" grep -q ' 1 FAIL;' "$work/out"

# What is wrong.
sed 's/svc_busy, of: agents/svc_busi, of: agents/; s/of: bookings, exact: 303/of: booking, exact: 303/' \
    "$cases/v13-tasks-deterministic.yaml" >"$work/wrong.yaml"
claim "a measure that does not exist is status 2" status 2 "$walkout" verify "$work/wrong.yaml"
claim "the nearest is named" says 'there is no measure `svc_busi` here; did you mean `svc_busy`?'
claim "and for what it is of" says 'not measured of `booking`; did you mean `bookings`?'
claim "with its line" grep -q 'wrong.yaml:[0-9]*:[0-9]*: ' "$work/err"
claim "a scenario without checks is status 2" status 2 "$walkout" verify "$source/scenarios/bolton-2024-01.yaml"
claim "and is told what to write" says 'write `verify:`'
claim "a tier has a name" status 2 "$walkout" verify --tier slow
claim "a value must follow" status 2 "$walkout" verify --tier
claim "threads are counted" status 2 "$walkout" verify --threads none
claim "an unknown option is status 2" status 2 "$walkout" verify --fresh
claim "help is printed" status 0 "$walkout" verify --help
claim "with the rule" prints "1e-4"
claim "theory is printed" status 0 "$walkout" verify --theory v13-tasks-deterministic
claim "beside each check" prints "100 rounds of 6 min"

finish
