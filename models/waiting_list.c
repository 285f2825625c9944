#include "models/waiting_list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "models/hospital_rows.h"
#include "models/long_wait.h"
#include "models/sessions.h"
#include "models/waiting_list_bands.h"
#include "models/waiting_list_level.h"

static const uint32_t LOADED = 1u << 31;

// Those of a service that started on the day of this moment.
static uint32_t *clocks_of(const Hospital *hospital, uint32_t service, int64_t clock_start_s)
{
    int64_t day = clock_start_s / SIM_DAY_S;
    if (clock_start_s < 0 && clock_start_s % SIM_DAY_S != 0) day--;
    return waiting_list_clocks_of_day(hospital, day) + service;
}

void waiting_list_start_clock(Hospital *hospital, uint32_t row, int64_t start_s)
{
    Pathway *pathway = pathway_at(hospital, row);
    pathway->clock_start_s = (int32_t)start_s;
    (*clocks_of(hospital, pathway->service, start_s))++;
    hospital->state->elective.running[pathway->service]++;
    long_wait_expect(hospital, row);
}

void waiting_list_stop_clock(Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    (*clocks_of(hospital, pathway->service, pathway->clock_start_s))--;
    hospital->state->elective.running[pathway->service]--;
}

StageList waiting_list_of(const Hospital *hospital, uint32_t service, enum PathwayStage stage)
{
    return (StageList){hospital->world, hospital->state->elective.lists[service][stage], stage};
}

uint32_t waiting_list_ticket(const void *stage_list, uint32_t row)
{
    const StageList *list = stage_list;
    const Pathway *pathway = SIM_ROW(list->world, TABLE_PATHWAYS, Pathway, row);
    return pathway->stage == list->stage ? pathway->ticket : 0;
}

// Joining and leaving.

// Urgent before routine; of equal priority those moved by a strike or cancelled at the last minute first; then by
// place, or the start of the clock of those who have waited very long.
static int64_t score_of(const Hospital *hospital, uint32_t row)
{
    const Pathway *pathway = pathway_at(hospital, row);
    int64_t standing = long_wait_priority(hospital, row) * 2 + (pathway->moved == 0 && pathway->breach_day == 0);
    return standing * ((int64_t)1 << 33) + long_wait_rank_s(hospital, row) + SIM_RANKED_LEAST + ((int64_t)1 << 31);
}

void waiting_list_join(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    SimRankedId list = hospital->state->elective.lists[pathway->service][pathway->stage];
    pathway->ticket = sim_ranked_join(hospital->world, list, score_of(hospital, row), row);
}

// A place in the list of a stage: the time of joining, moved by what sets this patient apart in that list.
void waiting_list_take_place(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    SimWords words = elective_draw(hospital, row, PURPOSE_PLACE, pathway->stage);
    const SimDistribution *spread = &hospital->trust->elective.services[pathway->service].spread[pathway->stage];
    int64_t rank_s = hospital_now(hospital) + sim_variate_s(spread, words.word[0]);
    pathway->rank_s = rank_s > INT32_MAX ? INT32_MAX : (int32_t)rank_s;
    waiting_list_join(hospital, row);
}

void waiting_list_enter_stage(Hospital *hospital, uint32_t row, enum PathwayStage stage)
{
    ElectiveState *state = &hospital->state->elective;
    Pathway *pathway = pathway_at(hospital, row);
    state->waiting[pathway->stage]--;
    state->waiting[stage]++;
    pathway->stage = (uint8_t)stage;
    if (stage < WAITING_STAGES) waiting_list_take_place(hospital, row);
}

void waiting_list_leave(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    if (pathway->session) {
        session_unbook_pathway(hospital, row);
    } else if (pathway->ticket) {
        const StageList list = waiting_list_of(hospital, pathway->service, (enum PathwayStage)pathway->stage);
        pathway->ticket = 0;
        sim_ranked_left(hospital->world, list.list, waiting_list_ticket, &list);
    }
}

uint32_t waiting_list_new_pathway(Hospital *hospital, uint32_t service, uint32_t ordinal, enum PathwayStage stage,
                                  int64_t clock_start_s)
{
    uint32_t row = sim_table_append(hospital->world, TABLE_PATHWAYS);
    sim_table_append(hospital->world, TABLE_ASIDE);
    Pathway *pathway = pathway_at(hospital, row);
    pathway->service = (uint8_t)service;
    pathway->ordinal = ordinal;
    pathway->stage = (uint8_t)stage;
    waiting_list_start_clock(hospital, row, clock_start_s);
    hospital->state->elective.waiting[stage]++;
    return row;
}

void waiting_list_plan_removal(Hospital *hospital, uint32_t row, uint32_t word)
{
    double days = sim_variate(&hospital->trust->elective.removal_days, word);
    double day = floor((double)sim_day_of(hospital_now(hospital)) + 1 + days);
    if (day < hospital->plan->days) day_list_add(hospital, (uint32_t)day, DAY_REMOVALS, row);
}

enum PathwayPriority waiting_list_priority(uint32_t word, double first, double second)
{
    if (sim_happens(word, first)) return PRIORITY_URGENT;
    return sim_happens(word, first + second) ? PRIORITY_SOON : PRIORITY_ROUTINE;
}

// Loading.

static uint32_t chosen(const double *shares, uint32_t count, double u)
{
    double sum = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        sum += shares[i];
        if (u < sum) return i;
    }
    return count - 1;
}

// Where somebody on the list in balance stands.
typedef struct {
    enum PathwayPriority priority;
    double days;       // since the clock started
    double rank_days;  // place relative to who would join now without a spread
} Place;

static double draw_days(const LevelDays *days, uint32_t word)
{
    return waiting_list_level_days(days, sim_uniform(word));
}

// What sets a patient apart in a list, of whom it is known to be more than this.
static double spread_beyond(const ElectivePlan *plan, const LevelStage *level, double least, uint32_t word)
{
    const double shape = plan->spread_shape, scale = level->spread_days / tgamma(1 + 1 / shape);
    if (scale <= 0) return fmax(least, 0);
    return scale * pow(pow(fmax(least, 0) / scale, shape) - log(sim_uniform(word)), 1 / shape);
}

// Of those whose wait has not become a long one meanwhile.
static double draw_days_within(const ElectivePlan *plan, const LevelDays *days, double came_days, uint32_t word)
{
    const double most_days = (double)plan->long_wait_s / SIM_DAY_S - came_days,
                 below = plan->long_wait_s > 0 ? waiting_list_level_below(days, most_days) : 1;
    return waiting_list_level_days(days, below * sim_uniform(word));
}

static Place place_in(const ElectivePlan *plan, const LevelStage *level, SimWords words)
{
    const enum LevelPlace where = (enum LevelPlace)chosen(level->share, LEVEL_PLACES, sim_uniform(words.word[0]));
    const double came = draw_days(&level->came[where], words.word[1]);
    if (where == PLACE_UNDATED) {
        const double queueing_for = draw_days_within(plan, &level->queueing_for, came, words.word[2]);
        const double spread = spread_beyond(plan, level, queueing_for - level->shift_days, words.word[3]);
        return (Place){.priority = PRIORITY_ROUTINE, .days = came + queueing_for, .rank_days = spread - queueing_for};
    }
    const enum Standing standing = where == PLACE_DATED ? QUEUES : BOOKED_AT_ONCE;
    const double booked_for = draw_days(&level->booked_for[standing], words.word[2]);
    Place place = {
        .priority = PRIORITY_ROUTINE, .days = came + booked_for, .rank_days = -level->shift_days - booked_for};
    if (where == PLACE_AT_ONCE) place.priority = waiting_list_priority(words.word[3], level->urgent, level->soon);
    if (where == PLACE_DATED) place.days += draw_days_within(plan, &level->queued, came, words.word[3]);
    if (where == PLACE_LONG_WAIT) place.days = fmax(came, (double)plan->long_wait_s / SIM_DAY_S) + booked_for;
    return place;
}

static int32_t rank_of(double days)
{
    return (int32_t)fmin(fmax(days * SIM_DAY_S, INT32_MIN), INT32_MAX);
}

// Loaded pathways have ordinals of their own, apart from those of referrals.
static void load_pathway(Hospital *hospital, uint32_t service)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    uint32_t ordinal = LOADED | ++hospital->state->elective.loaded[service];
    SimWords words = hospital_draw_named(hospital, plan->services[service].stream.pathways, ordinal, PURPOSE_LOADED, 0);
    enum PathwayStage stage =
        (enum PathwayStage)chosen(plan->services[service].stage_share, WAITING_STAGES, sim_uniform(words.word[0]));
    SimWords where =
        hospital_draw_named(hospital, plan->services[service].stream.pathways, ordinal, PURPOSE_LOADED_PLACE, 0);
    const Place place = place_in(plan, &plan->level->stages[service][stage], where);
    const int64_t now_s = hospital_now(hospital);
    const double most_days = (double)CLOCK_DAYS_BEFORE - 1;
    uint32_t row = waiting_list_new_pathway(hospital, service, ordinal, stage,
                                            now_s - (int64_t)(fmin(place.days, most_days) * SIM_DAY_S));
    Pathway *pathway = pathway_at(hospital, row);
    pathway->priority = (uint8_t)place.priority;
    pathway->rank_s = rank_of((double)sim_day_of(now_s) + place.rank_days);
    waiting_list_plan_removal(hospital, row, words.word[1]);
    waiting_list_join(hospital, row);
    if (stage == STAGE_INPATIENT || stage == STAGE_DAY_CASE) deterioration_expect(hospital, row);
}

// The service whose loaded pathways are furthest below its share.
static uint32_t service_short_of_its_share(const Hospital *hospital)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    uint32_t total = 1, found = 0;
    double most = -1;
    for (uint32_t s = 0; s < plan->service_count; s++) total += hospital->state->elective.loaded[s];
    for (uint32_t s = 0; s < plan->service_count; s++) {
        double lacking = plan->services[s].list_share * total - hospital->state->elective.loaded[s];
        if (lacking > most) {
            most = lacking;
            found = s;
        }
    }
    return found;
}

// Loads the list at time 0.
static void load(Hospital *hospital)
{
    uint32_t pathways = (uint32_t)llround(hospital->trust->elective.list_size);
    sim_table_reserve(hospital->world, TABLE_PATHWAYS, pathways + pathways / 4);
    sim_table_reserve(hospital->world, TABLE_ASIDE, pathways + pathways / 4);
    for (uint32_t i = 0; i < pathways; i++) load_pathway(hospital, service_short_of_its_share(hospital));
}

static void take_off_one(Hospital *hospital, uint32_t row)
{
    ElectiveState *state = &hospital->state->elective;
    waiting_list_leave(hospital, row);
    Pathway *pathway = pathway_at(hospital, row);
    waiting_list_stop_clock(hospital, row);
    state->waiting[pathway->stage]--;
    state->waiting[STAGE_REMOVED]++;
    pathway->stage = STAGE_REMOVED;
    state->removed++;
}

enum { ANY_SERVICE = SERVICES_MOST };

static bool is_of(const Pathway *pathway, uint32_t service)
{
    return service == ANY_SERVICE || pathway->service == service;
}

// Takes waiting patients off by their own number, lowest first, so that all waits lose the same share.
static void take_off(Hospital *hospital, uint32_t service, int64_t have, int64_t surplus)
{
    uint32_t pathways = hospital->world->tables[TABLE_PATHWAYS].used - 1;
    double step = 1.05 * (double)surplus / (double)have;
    for (double share = step; surplus > 0 && share < 1 + step; share += step) {
        for (uint32_t row = 1; row <= pathways && surplus > 0; row++) {
            const Pathway *pathway = pathway_at(hospital, row);
            if (pathway->stage >= WAITING_STAGES || !pathway->ticket || !is_of(pathway, service)) continue;
            SimWords words = elective_draw(hospital, row, PURPOSE_STOCKTAKE, 0);
            if (!sim_happens(words.word[0], share)) continue;
            take_off_one(hospital, row);
            surplus--;
        }
    }
}

typedef struct {
    int32_t clock_start_s;
    uint32_t pathway;
} Wait;

static int longest_last(const void *a, const void *b)
{
    const Wait *x = a, *y = b;
    if (x->clock_start_s != y->clock_start_s) return x->clock_start_s > y->clock_start_s ? -1 : 1;
    return x->pathway < y->pathway ? -1 : 1;
}

// As the list in balance says, but with the shares published: each of the three parts is stretched to its own.
static double published_wait_days(const ElectivePlan *plan, double share)
{
    const LevelList *level = plan->level;
    const double own[4] = {0, plan->within_18_weeks, 1 - plan->over_52_weeks, 1};
    const double balanced[4] = {0, level->within_18_weeks, 1 - level->over_52_weeks, 1};
    const int part = share < own[1] ? 0 : share < own[2] ? 1 : 2;
    const double place = (share - own[part]) / (own[part + 1] - own[part]);
    return waiting_list_level_days(&level->waits, balanced[part] + place * (balanced[part + 1] - balanced[part]));
}

// The wait of who has `number` of `count` others below.
static int64_t wait_of_rank_s(const ElectivePlan *plan, uint32_t service, uint32_t number, uint32_t count)
{
    if (!plan->bands) return (int64_t)(published_wait_days(plan, (number + 0.5) / count) * SIM_DAY_S);
    return waiting_list_bands_wait_days(plan->bands + (size_t)service * WEEK_BANDS, number) * SIM_DAY_S;
}

// Brings the waits to the published distribution; who has waited longer than another still has.
static void spread_waits(Hospital *hospital, uint32_t service)
{
    uint32_t pathways = hospital->world->tables[TABLE_PATHWAYS].used - 1, count = 0;
    Wait *waits = malloc(((size_t)pathways + 1) * sizeof *waits);
    if (!waits) abort();
    for (uint32_t row = 1; row <= pathways; row++) {
        const Pathway *pathway = pathway_at(hospital, row);
        if (pathway->stage < WAITING_STAGES && is_of(pathway, service))
            waits[count++] = (Wait){pathway->clock_start_s, row};
    }
    qsort(waits, count, sizeof *waits, longest_last);
    for (uint32_t i = 0; i < count; i++) {
        int64_t wait_s = wait_of_rank_s(&hospital->trust->elective, service, i, count);
        waiting_list_stop_clock(hospital, waits[i].pathway);
        waiting_list_start_clock(hospital, waits[i].pathway, hospital_now(hospital) - wait_s);
    }
    free(waits);
}

// The list of a service, or all of it.
static void take_stock_of(Hospital *hospital, uint32_t service, int64_t have, int64_t wanted)
{
    for (int64_t i = have; i < wanted; i++) {
        load_pathway(hospital, service == ANY_SERVICE ? service_short_of_its_share(hospital) : service);
        hospital->state->elective.started++;
    }
    if (have > wanted) take_off(hospital, service, have, have - wanted);
    spread_waits(hospital, service);
}

void waiting_list_take_stock(Hospital *hospital)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    if (!plan->bands || !plan->bands_by_service) {
        take_stock_of(hospital, ANY_SERVICE, waiting_list_length(hospital), llround(plan->list_size));
        return;
    }
    for (uint32_t s = 0; s < plan->service_count; s++) {
        const int64_t wanted = llround(plan->services[s].list_share * plan->list_size);
        take_stock_of(hospital, s, hospital->state->elective.running[s], wanted);
    }
}

void elective_open(Hospital *hospital)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    ElectiveState *state = &hospital->state->elective;
    if (!plan->on) return;
    uint32_t days = hospital->plan->days;
    sim_table_append_many(hospital->world, TABLE_DAYS_AHEAD, days + BOOKING_HORIZON_DAYS + 60);
    state->clock_table = sim_world_add_table(hospital->world, sizeof(ClockDay));
    sim_table_append_many(hospital->world, state->clock_table, CLOCK_DAYS_BEFORE + days + 1);
    for (uint32_t s = 0; s < plan->service_count; s++) {
        for (uint32_t stage = 0; stage < WAITING_STAGES; stage++)
            state->lists[s][stage] = sim_ranked_add(hospital->world);
        // Follow-ups due at the start: what is booked ahead at once, and a fortnight's more.
        state->other_due[s] = plan->services[s].other_a_day * (BOOKING_HORIZON_DAYS + 14);
    }
    load(hospital);
    state->list_yesterday = waiting_list_length(hospital);
    for (uint32_t s = 0; s < plan->service_count; s++) elective_first_referral(hospital, s);
    hospital_schedule_at(hospital, ELECTIVE_MORNING, 0, ELECTIVE_MORNING_S, SIM_POLICY);
}
