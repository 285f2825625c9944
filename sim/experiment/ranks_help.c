// All ranks but 0: they do what rank 0 hands out.
#include "sim/experiment/ranks_round.h"

#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

static bool ask_for_unit(void *context, size_t *unit)
{
    const Round *round = context;
    uint64_t answer;
    sim_ranks_send(round->ranks, 0, TAG_WANT, NULL, 0);
    sim_ranks_await(round->ranks, TAG_UNIT, &answer, sizeof answer);
    *unit = answer;
    return answer != NO_UNIT;
}

static bool send_row(void *context, const SimSweepRow *row)
{
    const Round *round = context;
    const size_t half = 2 * round->own.sweep->wanted_count, length = sim_round_row_length(round->own.sweep);
    double *packed = sim_zeroed(length, sizeof *packed);
    const double head[ROW_HEAD] = {(double)row->point, (double)row->place, row->replication};
    memcpy(packed, head, sizeof head);
    memcpy(packed + ROW_HEAD, row->values, half * sizeof *packed);
    memcpy(packed + ROW_HEAD + half, row->weights, half * sizeof *packed);
    sim_ranks_send(round->ranks, 0, TAG_ROW, packed, length * sizeof *packed);
    free(packed);
    return true;
}

static void help_once(SimRanks *ranks, const SimSweepRun *run, const Head *head)
{
    Round round = {.ranks = ranks, .own = *run};
    round.own.replications = head->replications;
    round.own.first_replication = head->first_replication;
    round.own.shard = head->shard;
    round.own.shards = head->shards;
    round.own.shards_are_chunks = head->shards_are_chunks;
    round.own.next_unit = ask_for_unit;
    round.own.keep_row = send_row;
    sim_round_answer_own(&round);
    round.there = sim_zeroed(sim_round_bytes(&round.own), 1);
    sim_ranks_await(ranks, TAG_THERE, round.there, sim_round_bytes(&round.own));
    pthread_t thread;
    const bool is_begun = sim_round_begin(&round, &thread);
    while (!atomic_load(&round.is_ended)) {
        sim_round_heed(&round, run->stop);
        if (sim_ranks_receive(ranks, TAG_HALT, NULL, 0)) sim_round_halt(&round, SIM_STOP_NOW);
        sim_ranks_pause();
    }
    if (is_begun) pthread_join(thread, NULL);
    sim_ranks_send(ranks, 0, TAG_DONE, &round.done, sizeof round.done);
    sim_round_end(&round);
}

int sim_ranks_help(SimRanks *ranks, const SimSweepRun *run)
{
    Head head;
    for (sim_ranks_await(ranks, TAG_ROUND, &head, sizeof head); !head.is_end;
         sim_ranks_await(ranks, TAG_ROUND, &head, sizeof head))
        help_once(ranks, run, &head);
    return head.status;
}
