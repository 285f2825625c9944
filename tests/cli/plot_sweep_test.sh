#!/bin/bash
# `walkout plot` of a sweep: what is drawn of each design, of which trusts, what is left out; hostile names run nothing.
# Called as: bash plot_sweep_test.sh WALKOUT_BINARY SOURCE_FOLDER
. "$(dirname "$0")/claims.sh"
command -v gnuplot >/dev/null || { echo "gnuplot is not installed: skipped"; exit 77; }
export WALKOUT_PLOTS="$source/plots"
pictures() { (cd "$1/plots" 2>/dev/null && ls -- *.svg) | tr '\n' ' '; } # pictures FOLDER

# Two steps that take as long as they take: the time in all is their sum.
cat >path.yaml <<'YAML'
walkout: 1
title: Two steps
calendar: {start: 2024-01-01, end: 2024-01-14}
run: {warm_up: 1 d, replications: 2, seed: 5}
results: {daily: off, months: off}
services:
  - name: path
    arrivals: [{name: all, rates: [4/h]}]
    steps:
      - {name: one, duration: {shape: deterministic, mean: 2 h}, next: [{to: two}]}
      - {name: two, duration: {shape: deterministic, mean: 90 min}}
YAML
analysed() { # analysed DESIGN OPTION...: a sweep of both steps, analysed into a folder named by its design
    {
        printf '%s\n' 'walkout_sweep: 1' 'scenario: path.yaml' 'replications: 2' "design: $1" "${@:2}" 'vary:'
        echo '  "services[path].steps[one].duration.mean": {from: 1 h, to: 3 h}'
        echo '  "services[path].steps[two].duration.mean": {from: 60 min, to: 120 min}'
        echo 'of: [svc_time/path]'
    } >"$1.yaml"
    walkout sweep "$1.yaml" -o "$1.sqlite"
    walkout analyse "$1.sqlite" -o "$1"
    walkout plot "$1"
}
for design in grid one_at_a_time latin morris saltelli; do
    case $design in
    grid | one_at_a_time) analysed $design ;;
    latin) analysed $design 'count: 9' ;;
    *) analysed $design 'count: 4' ;;
    esac
    claim "$design is drawn" same "$status" 0
    case $design in
    grid | latin) claim "$design: the response alone" same "$(pictures $design)" 'response_svc_time_path.svg ' ;;
    *) claim "$design: and what matters" same "$(pictures $design)" 'factors_svc_time_path.svg response_svc_time_path.svg ' ;;
    esac
    claim "$design: names what varies, with its unit" grep -q 'steps\[two\].duration.mean, min' $design/plots/response_svc_time_path.svg
done
claim "as pixels too" test -s morris/plots/factors_svc_time_path.png
claim "a tornado says so" grep -q 'with one factor changed at a time' one_at_a_time/plots/factors_svc_time_path.svg
claim "Morris' effects are named" grep -q 'mu\*' morris/plots/factors_svc_time_path.svg
claim "Sobol's indices too" grep -q 'first order' saltelli/plots/factors_svc_time_path.svg
claim "where both lives are the same, no strike is spoken of" eval '! grep -q strike grid/plots/*.svg'
claim "nothing else is left" same "$(ls -A grid | grep -c '^\.plots')" 0

# A strike, two trusts, and a measure that is always 0: three tables, by hand.
made() { # made FOLDER FACTOR
    mkdir -p "$1"
    echo '{"program": "walkout", "analysis_of": "sweep"}' >"$1/run.json"
    printf 'point,%s\n1,30%%\n2,60%%\n3,90%%\n' "$2" >"$1/points.csv"
    awk 'BEGIN {
        print "point,trust,measure,of,unit,period,baseline,strike,difference,ci_low,ci_high,q05,q50,q95,replications,pairing_gain"
        for (trust = 0; trust < 3; trust++) for (point = 1; point < 4; point++) for (zero = 0; zero < 2; zero++)
            printf "%d,%s,%s,,people,whole,100,%d,%d,%d,%d,,,,9,5\n", point, trust == 2 ? "ALL" : "T" trust,
                zero ? "nothing" : "moved", 100 * !zero + point * 10, point * 10 * !zero, (point * 10 - 3) * !zero,
                (point * 10 + 3) * !zero }' | sed '/nothing/s/,100,[0-9]*,0/,0,0,0/' >"$1/estimates.csv"
    echo method,factor,with,trust,measure,of,unit,period,output,statistic,value,ci_low,ci_high,noise_share >"$1/sensitivity.csv"
}
made hand participation
walkout plot hand
claim "of several trusts all together are drawn" same "$(pictures hand)" 'response_moved.svg '
claim "with the strike" grep -q 'the difference that the strike makes' hand/plots/response_moved.svg
claim "what is always 0 is named" says 'no picture response of nothing: it is 0 at every point'
walkout plot hand --trust T1
claim "one trust can be asked for" test -s hand/plots/response_moved_T1.png
walkout plot hand --trust T9
claim "one that is not there gives no picture" same "$status" 1
rm hand/points.csv
walkout plot hand
claim "without its points nothing is drawn" same "$status" 1
claim "and it says what is missing" says 'points.csv'
echo 'point,a' >hand/points.csv
walkout plot hand
claim "nor of no points" test "$status" -le 1

for name in '"`touch pwned`' "';system('touch pwned')" '@names' '%s%n' '$(touch pwned)'; do
    rm -rf evil
    made evil "\"${name//\"/\"\"}\""
    sed -i '/T[01]/d' evil/estimates.csv
    walkout plot evil
    claim "a factor named ${name:0:12} is drawn" test -s evil/plots/response_moved.svg
done
claim "and nothing was run" test -z "$(find . -name 'pwned*')"

finish
