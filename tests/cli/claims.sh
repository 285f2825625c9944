# What suites in shell share. Sourced with the arguments WALKOUT_BINARY SOURCE_FOLDER; goes to an empty folder of its own.
set -u
walkout=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

claim() { # claim NAME CONDITION...: the condition is a command
    local name=$1
    shift
    if "$@"; then echo "ok: $name"; else echo "FAILED: $name"; failures=$((failures + 1)); fi
}
walkout() { timeout 300 "$walkout" "$@" >out 2>err; status=$?; } # leaves status, out and err
status() { # status EXPECTED COMMAND...: leaves out and err
    "${@:2}" >"$work/out" 2>"$work/err"
    [ $? -eq "$1" ]
}
says() { grep -qF -- "$1" "$work/err" || { cat "$work/err"; return 1; }; } # says TEXT: the last command's stderr has it
prints() { grep -qF -- "$1" "$work/out" || { cat "$work/out" "$work/err"; return 1; }; }
same() { [ "$1" = "$2" ] || { echo "$1 is not $2"; return 1; }; }
tables_agree() { diff -rq --exclude=run.json "$1" "$2"; } # tables_agree FOLDER FOLDER
imaging_grid() { # imaging_grid REPLICATIONS: grid.yaml, a sweep of 60 points of services
    cp "$source/scenarios/services/imaging-strike.yaml" imaging.yaml
    cat >grid.yaml <<YAML
walkout_sweep: 1
scenario: imaging.yaml
replications: $1
design: grid
vary:
  "services[CT].arrivals[emergencies].rates": [[1/h], [1.5/h], [2/h]]
  "run.seed": {from: 1, to: 20, steps: 20}
of: [svc_wait/scan, svc_left/CT]
YAML
}
finish() { # the last line of a suite
    echo "$failures failed"
    exit $((failures > 0))
}
