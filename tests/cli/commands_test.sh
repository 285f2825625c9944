# The small commands from outside: bash commands_test.sh WALKOUT SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"
cp -r "$source/scenarios/library" "$work"

claim "check passes the scenarios" status 0 "$walkout" check "$source/scenarios/bolton-2024-01.yaml"
claim "and says so" prints "OK"
for example in "$source"/scenarios/services/*.yaml; do
    claim "check passes $(basename "$example")" status 0 "$walkout" check "$example"
    claim "and complains of nothing" test ! -s "$work/err"
done

cp "$source/scenarios/bolton-2024-01.yaml" "$work/right.yaml"
sed 's/groups:/gruops:/; s/366\/day/366/' "$source/scenarios/bolton-2024-01.yaml" >"$work/wrong.yaml"
claim "check refuses a wrong one with status 2" status 2 "$walkout" check "$work/wrong.yaml"
claim "it says where and what to write" says "wrong.yaml:16:23: \`size.ae_attendances\`"
claim "it names the nearest key" says "did you mean \`groups\`"
claim "all mistakes are reported at once" test "$(grep -c 'gruops' "$work/err")" -eq 2
claim "run refuses it too" status 2 "$walkout" run "$work/wrong.yaml" -o "$work/results"
claim "and writes nothing" test ! -e "$work/results"
claim "a file that is not there is status 2" status 2 "$walkout" check "$work/none.yaml"

claim "explain knows a key" status 0 "$walkout" explain participation
claim "with its default and source" prints "75 % of residents"
claim "explain shows a scenario" status 0 "$walkout" explain "$source/scenarios/bolton-2024-01.yaml"
claim "with the origin of values" prints "library/acute_trust.yaml:"
claim "explain refuses what it does not know" status 2 "$walkout" explain partcipation
claim "and names the nearest" says "participation"

births="trusts[RMC].size.births"
claim "check takes values beside the file" status 0 "$walkout" check "$work/right.yaml" --set "$births=9/day"
claim "and finds what is wrong with them" status 2 "$walkout" check "$work/right.yaml" --set "$births=many"
claim "explain shows them" status 0 "$walkout" explain size.births "$work/right.yaml" --set "$births=9/day"
claim "in force" prints "births = 9/day"
claim "explain needs a scenario for them" status 2 "$walkout" explain size.births --set "$births=9/day"

cat >"$work/trusts.yaml" <<'END'
walkout: 1
calendar: {start: 2024-01-01, end: 2024-03-31}
trusts: {from: trusts.csv, based_on: library/acute_trust.yaml}
END
printf 'Name;Code;Region;ae_attendances (per day);general_acute_beds;births\nNorth;RN;East;300;500;10/day\nSouth;RS;East;400;;12/day\n' >"$work/trusts.csv"
claim "trusts come from a table" status 0 "$walkout" explain size.ae_attendances "$work/trusts.yaml"
claim "each with its row" prints "trusts[South].size.ae_attendances = 400/day  (trusts.csv:3)"
claim "what a row leaves out is imputed" status 0 "$walkout" explain "trusts[RS].size.general_acute_beds" "$work/trusts.yaml"
claim "and says so" prints "imputed"
claim "a path reaches a row's value" status 0 "$walkout" explain size.births "$work/trusts.yaml" --set "trusts[RS].size.births=7/day"
claim "and changes it" prints "trusts[South].size.births = 7/day"
sed -i 's/500/many/' "$work/trusts.csv"
claim "a wrong cell is status 2" status 2 "$walkout" check "$work/trusts.yaml"
claim "told with line and column" says "trusts.csv:2:19: \`size.general_acute_beds\`"

cp -r "$source/scenarios/data" "$source/scenarios/own-files.yaml" "$work"
sed -i '6s/evening/evenign/' "$work/data/own-rota.csv"
sed -i '9s/surgery/surgrey/; 3s/14,12/14,15/' "$work/data/own-sessions.csv"
claim "wrong rows of rota and sessions are status 2" status 2 "$walkout" check "$work/own-files.yaml"
claim "told with the line of the rota" says "own-rota.csv:6:12: there is no shift \"evenign\""
claim "with that of an unknown service" says "own-sessions.csv:9:18: there is no service \"surgrey\""
claim "and with that of more patients than slots" says "own-sessions.csv:3:1: 15 patients are booked into 14 slots"

claim "schema is printed" status 0 "$walkout" schema
claim "as JSON Schema" prints "json-schema.org/draft/2020-12/schema"
claim "with the keys of the language" prints "ae_attendances"
if [ -c /dev/full ]; then
    printed_to() { "$walkout" schema >"$1" 2>"$work/err"; }
    printed_to /dev/full
    claim "what cannot be printed is status 1" test $? -eq 1
    claim "and says why" says "No space left on device"
fi
claim "a reader who goes away is none of our business" bash -c '"$0" schema | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}' "$walkout"

claim "help is printed" status 0 "$walkout" --help
claim "with the commands" prints "explain"
claim "the version is printed" status 0 "$walkout" --version
claim "an unknown command is status 2" status 2 "$walkout" rnu
claim "and the nearest is named" says "run"
claim "without a command it is status 2" status 2 "$walkout"
for command in run check explain plot schema; do
    claim "$command has help" status 0 "$walkout" "$command" --help
done

finish
