# The small commands from outside: bash commands_test.sh WALKOUT SOURCE_FOLDER
set -u
walkout=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$source/scenarios/library" "$work"
failures=0

claim() { # sentence, then a command that must succeed
    sentence=$1
    shift
    if ! "$@"; then
        echo "FAILED: $sentence"
        failures=$((failures + 1))
    fi
}
status() { # expected status, then a command
    expected=$1
    shift
    "$@" >"$work/out" 2>"$work/err"
    [ $? -eq "$expected" ]
}
says() { grep -qF -- "$1" "$work/out"; }
complains() { grep -qF -- "$1" "$work/err"; }

claim "check passes the scenarios" status 0 "$walkout" check "$source/scenarios/bolton-2024-01.yaml"
claim "and says so" says "OK"
for example in "$source"/scenarios/services/*.yaml; do
    claim "check passes $(basename "$example")" status 0 "$walkout" check "$example"
    claim "and complains of nothing" test ! -s "$work/err"
done

sed 's/groups:/gruops:/; s/366\/day/366/' "$source/scenarios/bolton-2024-01.yaml" >"$work/wrong.yaml"
claim "check refuses a wrong one with status 2" status 2 "$walkout" check "$work/wrong.yaml"
claim "it says where and what to write" complains "wrong.yaml:16:23: \`size.ae_attendances\`"
claim "it names the nearest key" complains "did you mean \`groups\`"
claim "all mistakes are reported at once" test "$(grep -c 'gruops' "$work/err")" -eq 2
claim "run refuses it too" status 2 "$walkout" run "$work/wrong.yaml" -o "$work/results"
claim "and writes nothing" test ! -e "$work/results"
claim "a file that is not there is status 2" status 2 "$walkout" check "$work/none.yaml"

claim "explain knows a key" status 0 "$walkout" explain participation
claim "with its default and source" says "75 % of residents"
claim "explain shows a scenario" status 0 "$walkout" explain "$source/scenarios/bolton-2024-01.yaml"
claim "with the origin of values" says "library/acute_trust.yaml:"
claim "explain refuses what it does not know" status 2 "$walkout" explain partcipation
claim "and names the nearest" complains "participation"

claim "schema is printed" status 0 "$walkout" schema
claim "as JSON Schema" says "json-schema.org/draft/2020-12/schema"
claim "with the keys of the language" says "ae_attendances"

claim "help is printed" status 0 "$walkout" --help
claim "with the commands" says "explain"
claim "the version is printed" status 0 "$walkout" --version
claim "an unknown command is status 2" status 2 "$walkout" rnu
claim "and the nearest is named" complains "run"
claim "without a command it is status 2" status 2 "$walkout"
for command in run check explain plot schema; do
    claim "$command has help" status 0 "$walkout" "$command" --help
done

[ "$failures" -eq 0 ]
