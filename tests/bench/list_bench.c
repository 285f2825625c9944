// A waiting list ranked by priority, then by longest wait: the engine's, and a heap written for this one list beside
// it.
//
// 100,000 wait at the start; then, every day for a year, 300 join and 300 are taken. Joining, at the start too, and
// taking are one operation each. Removal: a random patient leaves and another joins, as many times as it takes to
// turn the list over four times, so that the clearing away of void entries is in the figure.
#include "sim/engine/random.h"
#include "sim/engine/ranked.h"
#include "tests/bench/figure.h"
#include "tests/bench/word_heap.h"

#include <assert.h>
#include <stdlib.h>

enum { AT_START = 100000, DAYS = 365, A_DAY = 300, PATIENTS = AT_START + DAYS * A_DAY, REPEATS = 10 };
enum { WAITED_MOST_S = 540 * SIM_DAY_S, TURNS = 4 };

static const double OPERATIONS = AT_START + 2.0 * DAYS * A_DAY;

typedef struct {
    uint32_t priority;
    SimTime joined_s;
} Referral;

// Ten, 30 and 60 % in the three classes; who waits at the start has waited up to 540 days, the others join in order.
static Referral *draw_referrals(void)
{
    Referral *referrals = malloc((PATIENTS + 1) * sizeof *referrals);
    if (!referrals) abort();
    const SimStream stream = sim_stream((SimKey){.seed = 1}, 0, "waiting list");
    for (uint32_t id = 1; id <= PATIENTS; id++) {
        const SimWords words = sim_draw(stream, id, 0, 0);
        const double share = sim_uniform(words.word[0]);
        referrals[id].priority = share < 0.1 ? 0 : share < 0.4 ? 1 : 2;
        referrals[id].joined_s = WAITED_MOST_S;
        if (id <= AT_START)
            referrals[id].joined_s -= (SimTime)(sim_uniform(words.word[1]) * WAITED_MOST_S);
        else
            referrals[id].joined_s += (SimTime)(id - AT_START) * (SIM_DAY_S / A_DAY);
    }
    return referrals;
}

static uint32_t *no_tickets(uint32_t count)
{
    uint32_t *tickets = calloc(count + 1, sizeof *tickets);
    if (!tickets) abort();
    return tickets;
}

static uint32_t ticket_of(const void *tickets, uint32_t entity)
{
    return ((const uint32_t *)tickets)[entity];
}

static void join(SimWorld *world, SimRankedId list, const Referral *referrals, uint32_t *tickets, uint32_t id)
{
    const int64_t score = (int64_t)referrals[id].priority << 28 | referrals[id].joined_s;
    tickets[id] = sim_ranked_join(world, list, score, id);
}

// Returns a sum over those taken, the same for both lists.
static uint64_t year_of_engine(const Referral *referrals)
{
    SimWorld *world = sim_world_new();
    const SimRankedId list = sim_ranked_add(world);
    uint32_t *tickets = no_tickets(PATIENTS);
    uint32_t id = 0;
    uint64_t sum = 0;
    while (id < AT_START) join(world, list, referrals, tickets, ++id);
    for (uint32_t day = 1; day <= DAYS; day++) {
        for (uint32_t i = 0; i < A_DAY; i++) join(world, list, referrals, tickets, ++id);
        for (uint32_t i = 0; i < A_DAY; i++) {
            const uint32_t taken = sim_ranked_take_first(world, list, ticket_of, tickets);
            tickets[taken] = 0;
            sum += (uint64_t)taken * day;
        }
    }
    assert(sim_ranked_length(world, list) == AT_START);
    free(tickets);
    sim_world_free(world);
    return sum;
}

// The list by hand: one word a patient, from the top: priority, second, patient.

enum { PATIENT_BITS = 20, SECOND_BITS = 40 };

static uint64_t word_of(const Referral *referrals, uint32_t id)
{
    return (uint64_t)referrals[id].priority << (SECOND_BITS + PATIENT_BITS) |
           (uint64_t)referrals[id].joined_s << PATIENT_BITS | id;
}

static uint64_t year_by_hand(const Referral *referrals)
{
    enum { ROOM = AT_START + A_DAY + 4 };
    uint64_t *words = malloc(ROOM * sizeof *words);
    if (!words) abort();
    WordHeap heap;
    word_heap_open(&heap, words, ROOM);
    uint32_t id = 0;
    uint64_t sum = 0;
    while (id < AT_START) word_heap_push(&heap, word_of(referrals, ++id));
    for (uint32_t day = 1; day <= DAYS; day++) {
        for (uint32_t i = 0; i < A_DAY; i++) word_heap_push(&heap, word_of(referrals, ++id));
        for (uint32_t i = 0; i < A_DAY; i++) sum += (word_heap_pop(&heap) & ((1 << PATIENT_BITS) - 1)) * day;
    }
    free(words);
    return sum;
}

static void measure_years(void)
{
    Referral *referrals = draw_referrals();
    uint64_t by_engine = 0, by_hand = 0;
    double start_s = processor_s();
    for (int i = 0; i < REPEATS; i++) by_engine += year_of_engine(referrals);
    print_figure("waiting list, M operations/s", REPEATS * OPERATIONS / (processor_s() - start_s) * 1e-6);
    start_s = processor_s();
    for (int i = 0; i < REPEATS; i++) by_hand += year_by_hand(referrals);
    print_figure("waiting list by hand, M operations/s", REPEATS * OPERATIONS / (processor_s() - start_s) * 1e-6);
    if (by_engine != by_hand) abort();  // the same patients on the same days, or the comparison is none
    free(referrals);
}

// Nanoseconds a removal of a random patient and the joining of another, with `length` waiting throughout. Removals
// and joinings are timed together: what a removal leaves behind is cleared away later.
static double remove_and_join_ns(uint32_t length)
{
    SimWorld *world = sim_world_new();
    const SimRankedId list = sim_ranked_add(world);
    const SimStream stream = sim_stream((SimKey){.seed = 2}, 0, "removals");
    uint32_t *tickets = no_tickets(length);
    SimWords *words = malloc(length * sizeof *words);
    if (!words) abort();
    for (uint32_t i = 0; i < length; i++) words[i] = sim_draw(stream, i, 0, 0);
    for (uint32_t id = 1; id <= length; id++)
        tickets[id] = sim_ranked_join(world, list, (int64_t)words[id - 1].word[0], id);

    const double start_s = processor_s();
    for (uint32_t turn = 1; turn <= TURNS; turn++) {
        for (uint32_t i = 0; i < length; i++) {
            const uint32_t id = 1 + words[i].word[turn % 4] % length;
            tickets[id] = 0;
            sim_ranked_left(world, list, ticket_of, tickets);
            tickets[id] = sim_ranked_join(world, list, (int64_t)words[i].word[(turn + 1) % 4], id);
        }
    }
    const double taken_s = processor_s() - start_s;
    free(words);
    free(tickets);
    sim_world_free(world);
    return taken_s * 1e9 / (TURNS * (double)length);
}

int main(void)
{
    measure_years();
    print_figure("removal 10000, ns", remove_and_join_ns(10000));
    print_figure("removal 100000, ns", remove_and_join_ns(100000));
    print_figure("removal 1000000, ns", remove_and_join_ns(1000000));
    return 0;
}
