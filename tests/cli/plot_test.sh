#!/bin/bash
# `walkout plot`: draws, says what it leaves out, and never runs what a user wrote.
# Called as: bash plot_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"
sample="$source/tests/unit/results_sample"
export WALKOUT_PLOTS="$source/plots"

fresh() { # fresh NAME: a copy of the sample that may be changed
    rm -rf "$1"
    cp -r "$sample" "$1"
    chmod -R u+w "$1"
}
# services FOLDER CODE STRIKE_FACTOR: adds six steps of services to daily.csv, 1 to 20 January 2024. One has classes, one is
# small, two have no waits; the numbers of the strike are STRIKE_FACTOR times those without it.
services() {
    awk -v code="$2" -v factor="$3" 'BEGIN {
        steps = split("scan,scan/urgent,ward,recovery,transport,theatre", name, ",")
        split("3,1,40,2,0.1,5", present, ","); split("30,10,0,0,7,90", wait, ",")
        for (day = 1; day <= 20; day++) for (i = 1; i <= steps; i++) for (life = 0; life < 2; life++) {
            size = life ? factor : 1
            row = sprintf("2024-01-%02d,%s,%%s,%s,%%s,%s,%%s,,,,,\n", day, code, name[i], life ? "strike" : "baseline")
            printf row, "svc_present", "patients", present[i] * size
            printf row, "svc_wait", "minutes", wait[i] * size
        }
    }' >>"$1/daily.csv"
}
plot() { # plot ARGUMENTS...: leaves status, out and err
    "$walkout" plot "$@" >"$work/out" 2>"$work/err"
    status=$?
}
said() { grep -q -- "$1" "$work/err"; }
pictures() { find "$1/plots" -name "*.$2" -size +1k -printf x | wc -c; }
left_behind() { [ -n "$(find "$1" -name '.plots.*')" ]; }

# What the user gives is wrong.
plot nowhere
claim "a folder that is not there is wrong input" [ $status -eq 2 ]
mkdir empty
plot empty
claim "an empty folder is no results folder" [ $status -eq 2 ]
claim "and is left empty" [ -z "$(ls -A empty)" ]
plot
claim "without a folder the use is shown" [ $status -eq 2 ]
plot --nonsense
claim "an unknown option is wrong input" [ $status -eq 2 ]

# gnuplot is missing, fails, or does not end.
fresh results
mkdir nothing
PATH="$work/nothing" "$walkout" plot results >out 2>err
status=$?
claim "without gnuplot it fails" [ $status -eq 1 ]
claim "and says how to get it" said "apt-get install gnuplot-nox"
mkdir fails
printf '#!/bin/sh\necho it is broken >&2\nexit 3\n' >fails/gnuplot
chmod +x fails/gnuplot
PATH="$work/fails:$PATH" "$walkout" plot results >out 2>err
status=$?
claim "a gnuplot that fails is a failure" [ $status -eq 1 ]
claim "whose message is shown" said "it is broken"
claim "no hidden folder stays behind" eval '! left_behind results'
mkdir hangs
printf '#!/bin/sh\nexec sleep 50\n' >hangs/gnuplot
chmod +x hangs/gnuplot
PATH="$work/hangs:$PATH" "$walkout" plot results >out 2>err &
plotter=$!
for _ in $(seq 100); do
    left_behind results && break
    sleep 0.05
done
sleep 0.2
kill -TERM $plotter
wait $plotter
status=$?
claim "SIGTERM stops a gnuplot that hangs" [ $status -eq 143 ]
claim "and cleans up" eval '! left_behind results'

if ! command -v gnuplot >/dev/null; then
    echo "gnuplot is not installed: the rest is skipped"
    exit $((failures > 0))
fi

# Drawing.
fresh results
plot results
claim "the sample is drawn" [ $status -eq 0 ]
claim "as five vector graphics" [ "$(pictures results svg)" -eq 5 ]
claim "and five pixel graphics" [ "$(pictures results png)" -eq 5 ]
claim "with real text" grep -q "Sample Hospitals NHS Trust: appointments moved because of the strike" \
    results/plots/rescheduled_ABC.svg
claim "which names the window" grep -q "January 2024" results/plots/waiting_list_ABC.svg
claim "and the replications" grep -q "30 paired replications" results/plots/waiting_list_ABC.svg
claim "lost shifts are of those called out" \
    grep -q "Resident doctors: 126 of 168 shifts called out lost (75%)" results/plots/staff_ABC.svg
claim "shares that the summary does not have are means of days" \
    grep -q "Mean of the strike days: 7" results/plots/emergency_ABC.svg
claim "without names of measures" eval '! grep -qE "rtt_total|ed_4h|ga_occ|mat_|day_case|resident_doctors" results/plots/*.svg'
claim "nothing else is left" [ "$(ls -A results | sort | tr '\n' ' ')" = "$( (ls "$sample"; echo plots) | sort | tr '\n' ' ')" ]
fresh night
awk -F, -v OFS=, '$1 == "2024-01-05" && $2 == "night" { $8 = 0 } { print }' "$sample/staffing.csv" >night/staffing.csv
plot night
claim "a shift that is not struck is not called out, whatever else is on its date" \
    grep -q "Resident doctors: 116 of 154 shifts called out lost (75%)" night/plots/staff_ABC.svg
rm -rf night
plot results --trust XYZ
claim "a trust that is not there gives no picture" [ $status -eq 1 ]
plot results/
claim "pictures are replaced" [ $status -eq 0 ]

# Missing parts.
fresh results
rm results/daily.csv
plot results
claim "without daily.csv what is left is drawn" [ $status -eq 0 ]
claim "which is two pictures" [ "$(pictures results svg)" -eq 2 ]
claim "and the others are named" said "no picture waiting_list of ABC"
fresh results
echo 'ABC,ed_4h,,share,strike_days,0.7012,0.7345,0.0333,0,0,0,0,0,30,5' >>results/summary.csv
plot results
claim "with it they are of all patients, as on the page" \
    grep -q "Over the strike days: 73.5% left A&amp;E within 4 hours with the strike, 70.1% without" results/plots/emergency_ABC.svg
fresh results
grep -v ga_occ_pct results/daily.csv >daily && mv daily results/daily.csv
plot results
claim "without a measure its panel is left out" grep -q "no daily bed occupancy" results/plots/emergency_ABC.svg
fresh results
rm results/windows.csv results/run.json results/summary.csv
plot results
claim "without windows and names it still draws" [ "$(pictures results svg)" -eq 5 ]
claim "naming the trust by its code" grep -q "Trust ABC" results/plots/staff_ABC.svg
fresh results
printf '2024-01-09,ABC,"rtt_total\n' >>results/daily.csv
plot results
claim "a broken table is used up to the break" [ "$(pictures results svg)" -eq 5 ]
claim "and said to be broken" said "daily.csv: line .*closing quote"
fresh results
rm results/daily.csv
mkfifo results/daily.csv
plot results
claim "a pipe is not waited for" [ $status -eq 0 ]

# Results without anything a picture shows: of services alone, with no name of a place and nothing day by day.
fresh results
for table in daily staffing cancellations windows; do
    head -1 "$sample/$table.csv" >results/$table.csv
done
printf '%s\n,svc_wait,"reception, front",minutes,whole,1,1,0,0,0,0,0,0,30,\n' "$(head -1 "$sample/summary.csv")" \
    >results/summary.csv
plot results
claim "results without anything to draw are no failure" [ $status -eq 0 ]
claim "and said to be such" grep -q "No pictures" out
claim "because there is nothing by date" grep -q "no results by date; write .results: {daily: on}" out
claim "and no folder is left" [ ! -e results/plots ]
sed -n '1p;/ga_occ_pct/p' "$sample/daily.csv" | sed 's/,ga_occ_pct,/,svc_queue,/' >results/daily.csv
plot results
claim "nor are those with other measures day by day" [ $status -eq 0 ]
echo '"broken' >>results/daily.csv
plot results
claim "but a table that cannot be read is one" [ $status -eq 1 ]

# A trust without maternity.
fresh results
awk -F, -v OFS=, '$3 ~ /^mat_/ { for (i = 7; i <= NF; i++) if ($i != "") $i = 0 } { print }' results/daily.csv >daily.csv
mv daily.csv results/daily.csv
plot results
claim "without births there is no picture of them" said "no picture maternity of ABC: there are no births"
claim "and all others" [ "$(pictures results svg)" -eq 4 ]

# Services alone: two pictures of their own, and no word of the hospital's.
only_services() {
    fresh results
    head -1 "$sample/daily.csv" >results/daily.csv
    rm results/staffing.csv results/cancellations.csv
    head -1 "$sample/staffing.csv" >results/staffing.csv
    head -1 "$sample/cancellations.csv" >results/cancellations.csv
    services results "" "$1"
    plot results
}
shows() { grep -q ">$2: " "results/plots/$1.svg"; }
only_services 1.5
claim "services alone are drawn" [ $status -eq 0 ]
claim "as two pictures" [ "$(pictures results svg) $(pictures results png)" = "2 2" ]
claim "and nothing is said of the hospital's" [ ! -s err ]
for step in scan ward recovery theatre; do claim "$step is shown" shows present $step; done
claim "but not the smallest of five" eval '! shows present transport'
claim "which the footnote says" grep -q "The 4 of 5 steps with the highest means" results/plots/present.svg
claim "nor a class by itself" eval '! grep -q urgent results/plots/*.svg'
for step in scan transport theatre; do claim "the wait for $step is shown" shows waits $step; done
claim "but not where nobody waits" eval '! shows waits ward && ! shows waits recovery'
claim "both lives are shown" grep -q ">with the strike<" results/plots/waits.svg
claim "and compared" grep -q "Mean of the strike days: scan 45.0 with the strike, 30.0 without" results/plots/waits.svg
claim "and the window named" grep -q "January 2024" results/plots/waits.svg
only_services 1
claim "lives that are the same are one line" eval '! grep -q ">with the strike<" results/plots/waits.svg'
claim "whose mean is said" grep -q "Mean of the days: scan 30.0; transport 7.0; theatre 90.0" results/plots/waits.svg
sed -i '/^date/p;/2024-01-05/!d' results/daily.csv
plot results
claim "a single day gives no picture" grep -q "No pictures" out
claim "and is said to be one" said "no picture waits: the results are of a single day"

# Services of a trust stand beside its hospital.
fresh results
services results ABC 1.5
plot results
claim "services of a trust are drawn beside the hospital" [ "$(pictures results svg)" -eq 7 ]
claim "under the name of the trust" grep -q "Sample Hospitals NHS Trust: patients at each step" results/plots/present_ABC.svg

# Text of users is never run, by gnuplot or a shell: in every text field of every table, and in the folder's name.
# gnuplot works in a folder that is removed afterwards, so the commands name a place that stays.
mark="$work/pwned"
evil="'\"\`touch $mark\`\$(touch $mark)\\n!touch $mark"
quoted=${evil//\"/\"\"}
lines="'\"\"\`touch $mark\`\$(touch $mark)
!touch $mark
system('touch $mark')"
escaped=${evil//\\/\\\\}
escaped=${escaped//\"/\\\"}
folder="$work/e'\"\`touch pwned\`\$(touch pwned);!touch pwned
x"
for text in "$quoted" "$lines" "< touch $mark" "| touch $mark" "@names" "%s%n"; do
    fresh results
    services results ABC 1.5
    rm -rf "$folder"
    for table in results/*.csv; do
        content=$(<"$table")
        for word in ABC "January 2024" resident_doctors emergency wards surgery P3 scan/urgent scan; do
            content=${content//"$word"/"\"$text\""}
        done
        printf '%s\n' "$content" >"$table"
    done
    content=$(<results/run.json)
    content=${content//"Sample Hospitals NHS Trust"/"$escaped"}
    printf '%s\n' "$content" >results/run.json
    mv results "$folder"
    plot "$folder"
    claim "pictures are drawn of: ${text:0:12}..." [ "$(pictures "$folder" svg)" -eq 7 ]
    claim "with status 0" [ $status -eq 0 ]
    claim "and file names are tame" [ -z "$(find "$folder/plots" -type f -printf '%f\n' | grep -v '^[A-Za-z0-9_-]*\.[a-z]*$')" ]
done
fresh results
content=$(<results/run.json)
printf '%s\n' "${content//"Sample Hospitals NHS Trust"/"$escaped"}" >results/run.json
plot results
claim "a name from run.json is shown as text" grep -qF "touch $mark" results/plots/staff_ABC.svg
claim "nothing was run" [ ! -e "$mark" ]
claim "nothing was left in other places" [ -z "$(find "$work" "$WALKOUT_PLOTS" -name 'pwned*')" ]
# The test can fail: a script that puts a name into a command runs it.
cp -r "$WALKOUT_PLOTS" scripts
chmod -R u+w scripts
echo 'eval "set title \"".place."\""' >>scripts/common.gp
WALKOUT_PLOTS="$work/scripts" plot results
claim "a script with a hole is found out" [ -e "$mark" ]

finish
