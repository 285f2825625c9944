#!/bin/bash
# A sweep as an array of a real Slurm: a controller and a node on this machine, started under a folder of their own and
# ended afterwards. One task is killed and queued again, another is told that its time is up; merged, the bytes are those
# of the plain run.
# Called as root: bash slurm_test.sh WALKOUT_BINARY SOURCE_FOLDER [short]; `short` interrupts nothing. Exit status 77: skipped.
for program in slurmctld slurmd munged sbatch; do
    command -v $program >/dev/null || PATH=$PATH:/usr/sbin command -v $program >/dev/null ||
        { echo "skipped: there is no $program (Debian: slurm-wlm, munge)"; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo "skipped: starting a Slurm needs root"; exit 77; }
short=${3:-}
PATH=$PATH:/usr/sbin
TMPDIR=/tmp . "$(dirname "$0")/../cli/claims.sh" # short: names of sockets are
chmod 755 "$work"
export WALKOUT=$walkout

await() { # await SECONDS CONDITION...
    local until=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $until ] || return 1
        sleep 0.3
    done
}

# --- A cluster -----------------------------------------------------------------------------------------------------------

end_cluster() {
    scancel --quiet --user root 2>/dev/null && sleep 1
    local name pid
    for name in slurmd slurmctld munged; do
        pid=$(cat $name.pid 2>/dev/null) || continue
        kill "$pid" && await 10 eval "! kill -0 $pid 2>/dev/null"
    done
    cd / && rm -rf "$work"
}
trap end_cluster EXIT

ports=$((20000 + RANDOM % 20000))
export SLURM_CONF=$work/slurm.conf
mkdir state spool
head -c 128 /dev/urandom >munge.key
chmod 700 . && chmod 400 munge.key
cat >slurm.conf <<CONF
ClusterName=loopback
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmctldPort=$ports
SlurmdPort=$((ports + 1))
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=1,sched_interval=1,sched_min_interval=0
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
KillWait=5
NodeName=$(hostname) NodeAddr=127.0.0.1 CPUs=4 RealMemory=1000 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=60 State=UP
CONF
munged --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munged.pid" \
    --log-file="$work/munged.log" --seed-file="$work/munged.seed" --num-threads=2 --force 2>munged.err
await 10 test -S munge.socket || { cat munged.err munged.log; echo "FAILED: munged does not start"; exit 1; }
slurmctld -c
slurmd -c
is_up() { sinfo --noheader --format=%t 2>/dev/null | grep -q idle; }
await 60 is_up || { sinfo; tail -5 slurmctld.log slurmd.log; echo "FAILED: the cluster does not start"; exit 1; }
echo "a node is up after $SECONDS s"

# --- The plain run -------------------------------------------------------------------------------------------------------

imaging_grid $([ "$short" ] && echo 4 || echo 160)
"$WALKOUT" sweep grid.yaml -o plain.sqlite >/dev/null 2>&1
"$WALKOUT" analyse plain.sqlite -o plain >/dev/null
echo "the plain run has ended after $SECONDS s"

# --- The array -----------------------------------------------------------------------------------------------------------

# As the sample has it, but for four tasks of one processor.
job=$(sbatch --parsable --array=1-4 --cpus-per-task=1 --mem-per-cpu=0 --time=10 --output=task-%a.out \
    "$source/scenarios/cluster/sweep-array.sbatch" grid.yaml array.sqlite)
claim "the sample is taken" test -n "$job"
merge=$(sbatch --parsable --dependency="afterok:$job" --cpus-per-task=1 --output=merge.out --wrap \
    "$WALKOUT merge array-*-of-4.sqlite -o array.sqlite")
state() { scontrol show job "$1" | sed -n 's/.*JobState=\([A-Z]*\).*/\1/p' | head -1; } # state JOB
restarts() { scontrol show job "$1" | sed -n 's/.*Restarts=\([0-9]*\).*/\1/p' | head -1; }
rows() { sed -n 's/.*"rows": \([0-9]*\),.*/\1/p' "array-$1-of-4.sqlite.status.json" 2>/dev/null; }
has_rows() { [ "$(rows "$1")" -gt 0 ] 2>/dev/null; }
if [ ! "$short" ]; then
    claim "task 2 has kept rows" await 60 has_rows 2
    victim=$(pgrep -f "^$WALKOUT sweep grid.yaml -o array.sqlite" | while read -r pid; do
        tr '\0' '\n' <"/proc/$pid/environ" | grep -qx SLURM_ARRAY_TASK_ID=2 && echo "$pid"; done)
    claim "it is killed" kill -9 "$victim"
    has_restarted() { [ "$(restarts "${job}_$1")" -gt 0 ] 2>/dev/null; }
    claim "and queued again by itself" await 60 has_restarted 2
    claim "task 3 has kept rows" await 60 has_rows 3
    claim "its time is up" scancel --batch --signal=USR1 "${job}_3"
    claim "it is queued again by itself" await 60 has_restarted 3
fi
has_ended() { case $(state "$1") in COMPLETED | FAILED | CANCELLED | TIMEOUT) ;; *) return 1 ;; esac; }
claim "the merge has ended" await 200 has_ended "$merge"
claim "and well" test "$(state "$merge")" = COMPLETED
[ "$(state "$merge")" = COMPLETED ] || squeue
echo "the array has ended after $SECONDS s"
grep -hE 'rows in' task-*.out merge.out
were_there() { grep -ohE '[0-9]+ were there' "task-$1.out" | tail -1; }
if [ ! "$short" ]; then
    claim "task 2 went on from where it was" test "$(were_there 2)" != "0 were there"
    claim "task 3 too" test "$(were_there 3)" != "0 were there"
fi
"$WALKOUT" analyse array.sqlite -o array >/dev/null
claim "the same as the plain run" diff -r --exclude=run.json plain array

finish
