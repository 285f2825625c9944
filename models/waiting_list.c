#include "models/waiting_list.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "models/hospital.h"
#include "models/sessions.h"

enum { CLOCK_DAYS_BEFORE = 1500 };

static const uint32_t LOADED = 1u << 31;
static const double LONGEST_WAIT_S = 3.0 * 365 * SIM_DAY_S;  // assumed; hardly anybody waits longer

static Pathway *pathway_at(const Hospital *hospital, uint32_t pathway)
{
    return SIM_ROW(hospital->world, TABLE_PATHWAYS, Pathway, pathway);
}

static uint32_t *clocks_at(const Hospital *hospital, int64_t day)
{
    if (day < -CLOCK_DAYS_BEFORE) day = -CLOCK_DAYS_BEFORE;
    return SIM_ROW(hospital->world, hospital->state->elective.clock_table, uint32_t,
                   (uint32_t)(day + CLOCK_DAYS_BEFORE + 1));
}

uint32_t *waiting_list_clocks(const Hospital *hospital, int64_t clock_start_s)
{
    int64_t day = clock_start_s / SIM_DAY_S;
    if (clock_start_s < 0 && clock_start_s % SIM_DAY_S != 0) day--;
    return clocks_at(hospital, day);
}

static uint32_t ticket_of(const void *context, uint32_t pathway)
{
    return SIM_ROW((const SimWorld *)context, TABLE_PATHWAYS, Pathway, pathway)->ticket;
}

// Joining and leaving.

// Urgent before routine; of equal priority those moved by a strike or cancelled at the last minute first; then by
// place.
static int64_t score_of(const Pathway *pathway)
{
    int64_t standing = pathway->priority * 2 + (pathway->moved == 0 && pathway->breach_day == 0);
    return standing * ((int64_t)1 << 33) + pathway->rank_s + ((int64_t)1 << 31);
}

void waiting_list_join(Hospital *hospital, uint32_t row)
{
    Pathway *pathway = pathway_at(hospital, row);
    SimRankedId list = hospital->state->elective.lists[pathway->service][pathway->stage];
    pathway->ticket = sim_ranked_join(hospital->world, list, score_of(pathway), row);
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
        SimRankedId list = hospital->state->elective.lists[pathway->service][pathway->stage];
        pathway->ticket = 0;
        sim_ranked_left(hospital->world, list, ticket_of, hospital->world);
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
    pathway->clock_start_s = (int32_t)clock_start_s;
    (*waiting_list_clocks(hospital, clock_start_s))++;
    hospital->state->elective.waiting[stage]++;
    return row;
}

static RemovalBlock *block_with_room(Hospital *hospital, uint32_t day)
{
    ElectiveDay *removed_on = SIM_ROW(hospital->world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1);
    const uint32_t last = removed_on->removals;
    RemovalBlock *block = SIM_ROW(hospital->world, TABLE_REMOVALS, RemovalBlock, last);
    if (last && block->count < REMOVALS_OF_BLOCK) return block;
    removed_on->removals = sim_table_append(hospital->world, TABLE_REMOVALS);
    block = SIM_ROW(hospital->world, TABLE_REMOVALS, RemovalBlock, removed_on->removals);
    block->next = last;
    return block;
}

void waiting_list_plan_removal(Hospital *hospital, uint32_t row, uint32_t word)
{
    double days = sim_variate(&hospital->trust->elective.removal_days, word);
    double day = floor((double)sim_day_of(hospital_now(hospital)) + 1 + days);
    if (day >= hospital->plan->days) return;
    RemovalBlock *block = block_with_room(hospital, (uint32_t)day);
    block->pathways[block->count++] = row;
}

enum PathwayPriority waiting_list_priority(uint32_t word, double first, double second)
{
    if (sim_happens(word, first)) return PRIORITY_URGENT;
    return sim_happens(word, first + second) ? PRIORITY_SOON : PRIORITY_ROUTINE;
}

// Loading.

// What is left of the wait of somebody found waiting in a level list: uniform over the part that all share, else the
// excess of a Weibull wait, whose power by the shape is a Gamma(1/shape) variate.
static int64_t remaining_wait_s(const ElectivePlan *plan, const ServicePlan *service, enum PathwayStage stage,
                                SimWords words)
{
    double common_s = service->wait_s[stage] * (1 - plan->spread), own_s = service->wait_s[stage] * plan->spread;
    double u = sim_uniform(words.word[0]);
    if (service->wait_s[stage] <= 0 || u < 1 - plan->spread)
        return (int64_t)(u * service->wait_s[stage]) - (int64_t)common_s;
    double scale_s = own_s / tgamma(1 + 1 / plan->spread_shape);
    return (int64_t)(scale_s * pow(sim_variate(&plan->excess, words.word[1]), 1 / plan->spread_shape));
}

// How long somebody has waited who stands at this share of the list, by the two published shares.
static int64_t published_wait_s(const ElectivePlan *plan, double share)
{
    double wait_s = plan->wait_scale_s * pow(-log(1 - share), 1 / plan->wait_shape);
    return (int64_t)fmin(wait_s, LONGEST_WAIT_S);
}

static uint32_t chosen(const double *shares, uint32_t count, double u)
{
    double sum = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        sum += shares[i];
        if (u < sum) return i;
    }
    return count - 1;
}

// Loaded pathways have ordinals of their own, apart from those of referrals.
static void load_pathway(Hospital *hospital, uint32_t service)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    uint32_t ordinal = LOADED | ++hospital->state->elective.loaded[service];
    SimWords words = hospital_draw_named(hospital, plan->services[service].stream.pathways, ordinal, PURPOSE_LOADED, 0);
    enum PathwayStage stage = (enum PathwayStage)chosen(plan->services[service].stage_share, WAITING_STAGES, sim_uniform(words.word[1]));
    int64_t age_s = published_wait_s(plan, sim_uniform(words.word[2]));
    int64_t now_s = hospital_now(hospital);
    uint32_t row = waiting_list_new_pathway(hospital, service, ordinal, stage, now_s - age_s);
    Pathway *pathway = pathway_at(hospital, row);
    const ServicePlan *planned = &plan->services[service];
    bool operation = stage == STAGE_INPATIENT || stage == STAGE_DAY_CASE;
    // The urgent wait a fraction of the others' time, so they are a smaller share of the list than of referrals: half
    // (assumed).
    pathway->priority = (uint8_t)(operation ? waiting_list_priority(words.word[3], planned->p2 / 2, planned->p3)
                                            : waiting_list_priority(words.word[3], planned->urgent / 2, planned->soon));
    SimWords place = elective_draw(hospital, row, PURPOSE_LOADED_PLACE, 0);
    pathway->rank_s = (int32_t)(now_s + remaining_wait_s(plan, planned, stage, place));
    waiting_list_plan_removal(hospital, row, place.word[2]);
    waiting_list_join(hospital, row);
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

void waiting_list_load(Hospital *hospital)
{
    uint32_t pathways = (uint32_t)llround(hospital->trust->elective.list_size);
    sim_table_reserve(hospital->world, TABLE_PATHWAYS, pathways + pathways / 4);
    sim_table_reserve(hospital->world, TABLE_ASIDE, pathways + pathways / 4);
    for (uint32_t i = 0; i < pathways; i++) load_pathway(hospital, service_short_of_its_share(hospital));
}

static int64_t on_list(const Hospital *hospital)
{
    int64_t count = 0;
    for (int stage = 0; stage < WAITING_STAGES; stage++) count += hospital->state->elective.waiting[stage];
    return count;
}

static void take_off_one(Hospital *hospital, uint32_t row)
{
    ElectiveState *state = &hospital->state->elective;
    waiting_list_leave(hospital, row);
    Pathway *pathway = pathway_at(hospital, row);
    (*waiting_list_clocks(hospital, pathway->clock_start_s))--;
    state->waiting[pathway->stage]--;
    state->waiting[STAGE_REMOVED]++;
    pathway->stage = STAGE_REMOVED;
    state->removed++;
}

// Takes waiting patients off by their own number, lowest first, so that all waits lose the same share.
static void take_off(Hospital *hospital, int64_t surplus)
{
    uint32_t pathways = hospital->world->tables[TABLE_PATHWAYS].used - 1;
    double step = 1.05 * (double)surplus / (double)on_list(hospital);
    for (double share = step; surplus > 0 && share < 1 + step; share += step) {
        for (uint32_t row = 1; row <= pathways && surplus > 0; row++) {
            const Pathway *pathway = pathway_at(hospital, row);
            if (pathway->stage >= WAITING_STAGES || !pathway->ticket) continue;
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

// Brings the waits to the published distribution; who has waited longer than another still has.
static void spread_waits(Hospital *hospital)
{
    uint32_t pathways = hospital->world->tables[TABLE_PATHWAYS].used - 1, count = 0;
    Wait *waits = malloc(((size_t)pathways + 1) * sizeof *waits);
    if (!waits) abort();
    for (uint32_t row = 1; row <= pathways; row++) {
        const Pathway *pathway = pathway_at(hospital, row);
        if (pathway->stage < WAITING_STAGES) waits[count++] = (Wait){pathway->clock_start_s, row};
    }
    qsort(waits, count, sizeof *waits, longest_last);
    for (uint32_t i = 0; i < count; i++) {
        Pathway *pathway = pathway_at(hospital, waits[i].pathway);
        int64_t wait_s = published_wait_s(&hospital->trust->elective, (i + 0.5) / count);
        (*waiting_list_clocks(hospital, pathway->clock_start_s))--;
        pathway->clock_start_s = (int32_t)(hospital_now(hospital) - wait_s);
        (*waiting_list_clocks(hospital, pathway->clock_start_s))++;
    }
    free(waits);
}

void waiting_list_take_stock(Hospital *hospital)
{
    int64_t wanted = llround(hospital->trust->elective.list_size), have = on_list(hospital);
    for (int64_t i = have; i < wanted; i++) {
        load_pathway(hospital, service_short_of_its_share(hospital));
        hospital->state->elective.started++;
    }
    if (have > wanted) take_off(hospital, have - wanted);
    spread_waits(hospital);
}

// Counting.

// The wait in weeks at or below which a share of the list lies: exactly by days, or as the NHS estimates it from weekly
// bands, by a straight line inside the band.
static double quantile_weeks(const Hospital *hospital, int64_t today, int64_t total, double share, bool from_bands)
{
    double wanted = share * (double)total, below = 0, band = 0;
    for (int64_t age = 0; age <= today + CLOCK_DAYS_BEFORE; age++) {
        band += *clocks_at(hospital, today - age);
        bool band_ends = !from_bands || age % 7 == 6;
        if (!band_ends) continue;
        double width = from_bands ? 1 : 1.0 / 7, start = from_bands ? (double)(age / 7) : (double)age / 7;
        if (below + band >= wanted) return start + (from_bands && band > 0 ? (wanted - below) / band * width : width);
        below += band;
        band = 0;
    }
    return 0;
}

static void count_waits(Hospital *hospital, int64_t total)
{
    const MeasurePlan *measures = &hospital->plan->measures;
    int64_t today = sim_day_of(hospital_now(hospital)), within_18 = 0, younger = 0, over[3] = {0};
    static const int64_t limits[3] = {52 * 7, 65 * 7, 78 * 7};
    for (int64_t age = 0; age <= limits[2]; age++) {
        younger += *clocks_at(hospital, today - age);
        if (age == 126) within_18 = younger;
        for (int i = 0; i < 3; i++) {
            if (age == limits[i]) over[i] = total - younger;
        }
    }
    sim_count_share(hospital->world, measures->rtt_le18_pct, (double)within_18, (double)total);
    sim_set(hospital->world, measures->rtt_gt52, (double)over[0]);
    sim_set(hospital->world, measures->rtt_gt65, (double)over[1]);
    sim_set(hospital->world, measures->rtt_gt78, (double)over[2]);
    // Weighted by the list, so that trusts can be put together.
    const struct {
        uint32_t series;
        double share;
        bool from_bands;
    } quantiles[] = {{measures->rtt_median, 0.5, true},
                     {measures->rtt_p92, 0.92, true},
                     {measures->rtt_median_exact, 0.5, false},
                     {measures->rtt_p92_exact, 0.92, false}};
    for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++) {
        double weeks = quantile_weeks(hospital, today, total, quantiles[i].share, quantiles[i].from_bands);
        sim_count_share(hospital->world, quantiles[i].series, weeks * (double)total, (double)total);
    }
}

void elective_close_day(Hospital *hospital)
{
    if (!hospital->trust->elective.on) return;
    ElectiveState *state = &hospital->state->elective;
    const MeasurePlan *measures = &hospital->plan->measures;
    if (sim_day_of(hospital_now(hospital)) + 1 == hospital->plan->first_reported) waiting_list_take_stock(hospital);
    int64_t total = on_list(hospital);
    sim_set(hospital->world, measures->rtt_total, (double)total);
    for (uint32_t stage = 0; stage < WAITING_STAGES; stage++) {
        sim_set(hospital->world, measures->rtt_stage + stage, state->waiting[stage]);
    }
    count_waits(hospital, total);
    double follow_ups = 0;
    for (uint32_t s = 0; s < hospital->trust->elective.service_count; s++) follow_ups += state->other_due[s];
    sim_set(hospital->world, measures->follow_up_waiting, floor(follow_ups));
    sim_set(hospital->world, measures->moved_waiting, state->moved_waiting);
    state->list_yesterday += state->started - state->stopped_admitted - state->stopped_not_admitted - state->removed;
    state->started = state->stopped_admitted = state->stopped_not_admitted = state->removed = 0;
}

// Audit.

static bool recount(const Hospital *hospital, char *message, size_t size)
{
    const ElectiveState *state = &hospital->state->elective;
    const SimTable *table = &hospital->world->tables[TABLE_PATHWAYS];
    int64_t by_stage[PATHWAY_STAGES] = {0}, listed[SERVICES_MOST][WAITING_STAGES] = {{0}}, lost = 0;
    for (uint32_t row = 1; row < table->used; row++) {
        const Pathway *pathway = pathway_at(hospital, row);
        by_stage[pathway->stage]++;
        if (pathway->stage >= WAITING_STAGES) continue;
        if (pathway->ticket) listed[pathway->service][pathway->stage]++;
        lost += !pathway->ticket && !pathway->session && !pathway->untold;
    }
    for (int stage = 0; stage < PATHWAY_STAGES; stage++) {
        if (!hospital_agrees(by_stage[stage], state->waiting[stage], "pathways in a stage, counted and kept", message,
                             size)) {
            return false;
        }
    }
    for (uint32_t s = 0; s < hospital->trust->elective.service_count; s++) {
        for (uint32_t stage = 0; stage < WAITING_STAGES; stage++) {
            int64_t length = sim_ranked_length(hospital->world, state->lists[s][stage]);
            if (!hospital_agrees(listed[s][stage], length, "pathways in a list, counted and kept", message, size)) {
                return false;
            }
        }
    }
    return hospital_agrees(lost, 0, "pathways that neither wait, nor are booked, nor are being told", message, size);
}

bool elective_audit(const Hospital *hospital, bool with_recount, char *message, size_t size)
{
    if (!hospital->trust->elective.on) return true;
    if (!hospital_agrees(on_list(hospital), hospital->state->elective.list_yesterday,
                         "waiting list: yesterday's and new less stops and removals, against today's", message, size)) {
        return false;
    }
    return !with_recount || recount(hospital, message, size);
}

void elective_open(Hospital *hospital)
{
    const ElectivePlan *plan = &hospital->trust->elective;
    ElectiveState *state = &hospital->state->elective;
    if (!plan->on) return;
    uint32_t days = hospital->plan->days;
    sim_table_append_many(hospital->world, TABLE_DAYS_AHEAD, days + BOOKING_HORIZON_DAYS + 60);
    state->clock_table = sim_world_add_table(hospital->world, sizeof(uint32_t));
    sim_table_append_many(hospital->world, state->clock_table, CLOCK_DAYS_BEFORE + days + 2);
    for (uint32_t s = 0; s < plan->service_count; s++) {
        for (uint32_t stage = 0; stage < WAITING_STAGES; stage++)
            state->lists[s][stage] = sim_ranked_add(hospital->world);
        // Follow-ups due at the start: what is booked ahead at once, and a fortnight's more.
        state->other_due[s] = plan->services[s].other_a_day * (BOOKING_HORIZON_DAYS + 14);
    }
    waiting_list_load(hospital);
    state->list_yesterday = on_list(hospital);
    for (uint32_t s = 0; s < plan->service_count; s++) elective_first_referral(hospital, s);
    hospital_schedule_at(hospital, ELECTIVE_MORNING, 0, 7 * SIM_HOUR_S, SIM_POLICY);
}
