#!/bin/bash
# `mpirun walkout sweep`: the same store on 1, 2 and 3 ranks as without mpirun; a rank that is killed, and mpirun, lose
# nothing that was kept; a failure on any rank ends all; SIGTERM keeps what is finished.
# Called as: bash mpi_test.sh WALKOUT_BINARY SOURCE_FOLDER [short], of a build with -DWALKOUT_MPI=ON; `short` leaves most
# interruptions out. Exit status 77: skipped.
command -v mpirun >/dev/null || { echo "skipped: there is no mpirun (Debian: openmpi-bin, libopenmpi-dev)"; exit 77; }
ldd "$1" | grep -q libmpi || { echo "skipped: $1 is built without MPI (-DWALKOUT_MPI=ON)"; exit 77; }
short=${3:-}
. "$(dirname "$0")/../cli/claims.sh"
# More ranks than processors, as root if need be, each free to use any processor.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_btl=self,vader,tcp

ranks() { # ranks COUNT ARGUMENT...
    timeout 300 mpirun -n "$1" "$walkout" "${@:2}" >out 2>err
    status=$?
}
agrees() { # agrees STORE FOLDER: the store is analysed to the same bytes as FOLDER
    rm -rf analysed
    "$walkout" analyse "$1" -o analysed >/dev/null && diff -rq --exclude=run.json "$2" analysed
}

imaging_grid 4
{
    sed '/^replications/d; /^of:/d' grid.yaml | sed 's/steps: 20/steps: 3/; s/to: 20/to: 3/'
    echo 'of: [svc_wait/scan, svc_left/CT]'
    echo 'replications: {precision: 10%, of: [svc_wait/scan], at_most: 12}'
} >precise.yaml

# --- The same on any number of ranks ------------------------------------------------------------------------------------

for sweep in grid precise; do
    walkout sweep $sweep.yaml -o $sweep.sqlite --threads 2
    claim "$sweep: without mpirun it ends well" same "$status" 0
    "$walkout" analyse $sweep.sqlite -o $sweep >/dev/null
    for count in 1 2 3; do
        ranks $count sweep $sweep.yaml -o $sweep-$count.sqlite
        claim "$sweep: on $count ranks it ends well" same "$status" 0
        claim "$sweep: the same on $count ranks" agrees $sweep-$count.sqlite $sweep
    done
done
claim "says how many ranks there are" says '3 ranks, 1 threads each'
ranks 2 sweep grid.yaml -o threads.sqlite --threads 2
claim "the same on 2 ranks of 2 threads" agrees threads.sqlite grid
for shard in 1 2; do ranks 2 sweep grid.yaml -o part.sqlite --shard $shard/2; done
walkout merge part-1-of-2.sqlite part-2-of-2.sqlite -o joined.sqlite
claim "the same from two shards on 2 ranks each" agrees joined.sqlite grid
ranks 3 sweep grid.yaml -o grid-3.sqlite
claim "nothing is left to do the second time" grep -q '(240 were there)' out

# --- Interruption --------------------------------------------------------------------------------------------------------

long=$([ "$short" ] && echo 30 || echo 100)
sed "s/replications: 4/replications: $long/" grid.yaml >long.yaml
walkout sweep long.yaml -o long.sqlite
"$walkout" analyse long.sqlite -o long >/dev/null
rank_process() { pgrep -f "^$walkout sweep long.yaml -o $1" | sort -n | sed -n "$2p"; } # rank_process STORE WHICH
interrupt() { # interrupt STORE SIGNAL WHO [WHICH]: 3 ranks; when rows are there, ends the process `mpirun` or the `rank`
    mpirun -n 3 "$walkout" sweep long.yaml -o "$1" >out 2>err &
    local pid=$!
    for _ in $(seq 300); do grep -q '"rows": [1-9]' "$1.status.json" 2>/dev/null && break; sleep 0.1; done
    local victim=$pid
    [ "$3" = mpirun ] || victim=$(rank_process "$1" "$4")
    kill "-$2" "$victim" || echo "nobody to be ended"
    wait $pid
    status=$?
    for _ in $(seq 50); do [ -z "$(rank_process "$1" 1)" ] && break; sleep 0.1; done
}
goes_on() { # goes_on STORE: something was kept, and it ends as if nothing had happened
    [ -z "$(rank_process "$1" 1)" ] || { echo "ranks are still there"; return 1; }
    ranks 2 sweep long.yaml -o "$1"
    grep -oE '[0-9]+ were there' out
    ! grep -qE "\((0|$((60 * long))) were there" out && [ "$status" = 0 ] && agrees "$1" long
}
if [ ! "$short" ]; then
    interrupt worker.sqlite KILL rank 2
    claim "a rank that is killed ends the job" test "$status" -ne 0
    claim "and it goes on" goes_on worker.sqlite
    interrupt writer.sqlite KILL rank 1
    claim "so does one whose rank 0 may be killed" goes_on writer.sqlite
    interrupt mpirun.sqlite KILL mpirun
    claim "and one whose mpirun is killed" goes_on mpirun.sqlite
    interrupt stopped.sqlite TERM mpirun
    claim "SIGTERM stops it" test "$status" -ne 0
    claim "what was finished is said to be kept" says 'what was finished is in'
    claim "and it goes on" goes_on stopped.sqlite
fi
interrupt told.sqlite TERM rank 3
claim "one rank that is told to stop stops all" same "$status" 143
claim "and it goes on" goes_on told.sqlite

# --- Failures ------------------------------------------------------------------------------------------------------------

ranks 3 sweep nowhere.yaml -o nowhere.sqlite
claim "a sweep that is not there is refused" same "$status" 2
claim "once" same "$(grep -c 'nowhere.yaml' err)" 1
# Of more than 200 points only some are laid out before it starts: what is wrong with the 62nd shows on some rank.
{
    echo run.seed,calendar.end
    for point in $(seq 230); do echo "$point,$([ "$point" = 62 ] && echo 2020-01-01)"; done
} >points.csv
cat >faulty.yaml <<'YAML'
walkout_sweep: 1
scenario: imaging.yaml
replications: 1
design: list
points: {from: points.csv}
of: [svc_wait/scan]
YAML
ranks 3 sweep faulty.yaml -o faulty.sqlite
claim "a failure on any rank ends all" same "$status" 1
claim "and is told" says 'calendar.end lies before calendar.start'
claim "and what was finished is kept" grep -q '"state": "failed", "rows": [1-9]' faulty.sqlite.status.json
echo hello >text.sqlite
ranks 3 sweep grid.yaml -o text.sqlite
claim "what is no store is refused" same "$status" 2

finish
