#!/bin/bash
# What the layout promises: dependencies point one way, the workshop knows no hospital, the hospital has no queues or
# random numbers of its own, and nothing depends on the machine's clock.
# Called as: bash architecture_test.sh WALKOUT_BINARY SOURCE_FOLDER
set -u
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/failed"

none() { # none CLAIM: the lines on standard input are what breaks it
    local found
    found=$(cat)
    if [ -z "$found" ]; then
        echo "ok: $1"
    else
        echo "FAILED: $1"
        printf '%s\n' "$found" | head -20 | sed 's/^/    /'
        echo "$1" >>"$work/failed"  # a pipe's last command cannot set a variable
    fi
}
# code FILE...: file:line:text without comments and string literals (a comment's apostrophe, or a quote in one, is gone
# before quotes are looked for)
code() {
    awk '{
        line = $0
        gsub(/\\"/, "", line)
        gsub(/"[^"]*"/, "\"\"", line)
        sub(/\/\/.*/, "", line)
        if (line ~ /[^ \t]/) print FILENAME ":" FNR ":" line
    }' "$@"
}
sources() { find "$@" -name '*.[ch]' | sort; } # sources FOLDER...
includes_beyond() { # includes_beyond FOLDER ALLOWED: lines in FOLDER that include a file of ours outside ALLOWED
    grep -nE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' $(sources "$1") | grep -vE "\"($2)/[^/]*\""
}

# --- Dependencies point one way -------------------------------------------------------------------------------------------

check_includes() {
    includes_beyond sim/engine 'sim/engine' | none "the engine includes only the engine"
    includes_beyond sim/scenario 'sim/(engine|scenario)' | none "the scenario language includes only the engine besides itself"
    includes_beyond sim/experiment 'sim/(engine|scenario|experiment)' |
        none "experiments include only engine and scenario besides themselves"
    includes_beyond sim/results 'sim/(engine|scenario|experiment|results)' |
        none "results include only experiment, scenario and engine besides themselves"
    includes_beyond sim/cli 'sim/(engine|scenario|experiment|results|cli)' | none "the commands include only the workshop"
    grep -rn 'models/' sim --include='*.[ch]' | none "nothing in the workshop names the folder of models"
    includes_beyond models '(sim/(engine|scenario|experiment|cli)|models)' |
        none "models include only the workshop and themselves"
    grep -ln '"sim/cli/' $(sources models) | grep -vE '^models/(main|figures|service_figures|figure_parts)\.[ch]$' |
        none "of the models only main and the figures know the commands"
    find sim -mindepth 2 -maxdepth 2 -type d | none "the workshop's folders have no folders"
    find sim -mindepth 1 -maxdepth 1 -type d | grep -vE '^sim/(engine|scenario|experiment|results|cli)$' |
        none "the workshop has five folders"
}

# --- The workshop knows no hospital -----------------------------------------------------------------------------------------

# `strike` is the name of a life, and `strike_days` that of a period, in the tables that a run writes: these words, and
# what the code calls them by, are all that is allowed; in the commands also the example of a path and the plural.
allowed_words() {
    cat <<'WORDS'
sim/engine/measure.h strike
sim/(experiment|results|cli)/[^ ]* (strike|SIM_STRIKE|strike_days)
sim/experiment/[^ ]* (last_strike_day|is_strike|mark_strike_days|add_strike_days|sim_last_strike_window)
sim/(experiment/sweep_f|results/answer)[^ ]* SIM_OF_STRIKE
sim/results/(store|analysis)[^ ]* (OUTPUT_STRIKE|[a-zN]*_strike(_weight)?)
sim/cli/summary.c (belongs_to_strike_days|sim_last_strike_window)
sim/cli/plot_[^ ]* (PLOT_STRIKE|strikes|sim_plot_strikes)
sim/cli/(run|explain).c strikes
WORDS
}

check_words() {
    grep -rni 'hospital' sim | none "the word hospital does not occur in the workshop"
    allowed_words | sed 's/^/^/; s/$/$/' >"$work/allowed"
    # A control character may stand before a word in a literal: \tstrike.
    grep -rnoiE '\\?[a-z0-9_]*strik[a-z0-9_]*' sim | sed -E 's/:([0-9]+):(\\[nt])?/ \1 /' |
        awk '{ print $1, $3, $2 }' | while read -r file word line; do
        echo "$file $word" | grep -qE -f "$work/allowed" || echo "$file:$line: $word"
    done | none "the word strike occurs in the workshop only as the name of a life and of a period"
}

# --- The hospital's servers, queues and random numbers are the engine's -------------------------------------------------------

number_type='(u?int(8|16|32|64)?(_t)?|unsigned|size_t|double|float|long|Sim[A-Za-z]*Id)'

check_models() {
    # A member that counts servers or people in a queue, or chains or orders those who wait. A limit of a field is not one.
    code $(sources models) | grep -E "^[^:]*:[0-9]+:[[:space:]]+$number_type [^()]*\\b[a-z_]*(busy|idle|in_use|in_service|queue|queued|heap|servers?|backlog|fifo)[a-z_]*\\b[^()]*;" |
        grep -vE 'divert_queue|= ' | none "no state of the models counts servers or holds a queue"
    code $(sources models) | grep -E '\b(next_waiting|next_in_queue|next_in_line|prev(ious)?_waiting|queue_(head|tail|first|last)|(first|last)_(waiting|in_queue))\b' |
        none "nobody who waits is chained by the models"
    code $(sources models) | grep -E '\b(enqueue|dequeue|heapify|sift_(up|down)|heap_[a-z]+|queue_(push|pop|join|take))\b' |
        none "the models have no queue or heap of their own"
    grep -nE '#include "sim/engine/(heap|rows)\.h"' $(sources models) | none "the models do not reach into the engine's heaps"
    code $(sources models) | grep -E '\bSIM_TABLE_(EVENT|RESOURCES|PLACES|CLOCK)' |
        none "the models touch resources, queues and events only through the engine"
    for flow in emergency beds maternity booking; do
        grep -qE 'sim_resource_(take_next|take|join)\(' models/$flow*.c || echo "models/$flow.c"
    done | none "A&E, beds, maternity and the bookings team use the engine's servers"
    grep -LE 'sim_ranked_' models/waiting_list.c | none "the waiting list is one of the engine's"
}

# --- Nothing depends on the machine -------------------------------------------------------------------------------------------

check_determinism() {
    local simulated
    simulated=$(sources models sim/engine)
    code $simulated | grep -E '\b(s?rand(om)?|[dlm]rand48|rand_r|arc4random[a-z_]*|getentropy|getrandom|gsl_rng[a-z_]*)[[:space:]]*\(|\bgsl_rng\b|\bgsl_ran_' |
        grep -vE '\bgsl_ran_[a-z]+_pdf\(' |
        none "no random numbers but the engine's"
    code $simulated | grep -E '\b(time|clock|gettimeofday|clock_gettime|localtime(_r)?|gmtime(_r)?|mktime|strftime|getenv|setlocale|getpid)[[:space:]]*\(' |
        none "no clock, environment or process number in what is simulated"
    code $(sources models sim/engine) | grep -E "\b(int|unsigned|long|short|float)( int)? (time|[a-z_]*_time|[a-z_]*_s)\b[^(]" |
        none "times are SimTime, or 32 bits in an entity"
    code $(sources models sim) | grep -E '\b(_Thread_local|thread_local|__thread)\b' | none "no variables of a thread"
    code $(sources models sim/engine sim/scenario sim/experiment sim/results) |
        grep -E '^[^:]*:[0-9]+:(static )?(volatile )?(unsigned )?[A-Za-z_][A-Za-z0-9_]* \*?[a-z_][A-Za-z0-9_]*(\[[^]]*\])*( =.*|;)$' |
        grep -vE ':[0-9]+:(typedef|return|extern|static const|const|struct|enum|union|else|goto|case)\b' |
        none "no variables of a file that can change"
    code $(sources models sim/engine sim/scenario sim/experiment sim/results) |
        grep -E '^[^:]*:[0-9]+:[[:space:]]+static ' | grep -vE 'static (const|inline)\b|static [a-z]+ \*?const\b|\*const [a-z_]+\[' |
        none "no variables of a function that stay"
    code $(sources models) | grep -vE '^models/(main|figures|measures|ledger)\.c' |
        grep -E '\b(printf|puts|putchar|exit|fopen|system|popen)[[:space:]]*\(' | none "the flows neither print nor exit nor open files"
}

check_includes
check_words
check_models
check_determinism

# The test can fail: every rule finds what is planted against it.
if [ "${3:-}" != planted ]; then
    mkdir "$work/tree"
    cp -r sim models "$work/tree"
    cd "$work/tree" || exit 1
    {
        echo '#include "sim/scenario/scenario.h"'
        echo '#include "models/hospital.h"'
    } >>sim/engine/random.c
    echo '#include "sim/results/csv.h"' >>sim/experiment/run.c
    echo '#include "sim/cli/summary.h"' >>sim/results/csv.c
    echo '#include "sim/cli/cli.h"' >>models/beds.c
    echo '// striking' >>sim/experiment/run.c
    printf 'static uint32_t counter;\nstatic int next(void)\n{\n    static int last_s = 0;\n    return rand() + (int)time(NULL);\n}\n' >>models/cover.c
    printf 'typedef struct {\n    uint32_t doctors_busy;\n    uint32_t next_waiting;\n} Own;\nvoid enqueue(Own *own);\n' >>models/beds.h
    echo 'static _Thread_local int kept;' >>sim/engine/events.c
    sed -i 's/sim_resource_/own_/g' models/booking*.c
    planted=$(bash "$OLDPWD/tests/cli/architecture_test.sh" "$1" . planted)
    for claim in "the engine includes only" "experiments include only" "results include only" "names the folder of models" \
        "only main and the figures" "word hospital" "the word strike" "counts servers" "is chained by the models" \
        "no queue or heap" "use the engine's servers" "no random numbers" "no clock" "times are SimTime" \
        "of a thread" "of a file that can change" "of a function that stay"; do
        printf '%s\n' "$planted" | grep -q "^FAILED: .*$claim" || echo "$claim"
    done | none "every rule finds what is planted against it"
fi

failures=$(wc -l <"$work/failed")
echo "$failures failed"
exit $((failures > 0))
