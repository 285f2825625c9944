// The snapshots and the audit of beds.
#include "models/hospital_rows.h"

enum { LONG_STAY_S = 7 * SIM_DAY_S, LONGER_STAY_S = 14 * SIM_DAY_S, LONGEST_STAY_S = 21 * SIM_DAY_S };

static BedsState *state_of(const Hospital *hospital)
{
    return &hospital->state->beds;
}
static const BedsPlan *plan_of(const Hospital *hospital)
{
    return &hospital->trust->beds;
}
static const Spell *spell_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_SPELLS, Spell, id);
}

static uint32_t rows_of(const Hospital *hospital)
{
    return hospital->world->tables[TABLE_SPELLS].used;
}

static bool is_adult(const Spell *spell)
{
    return spell->wanted != POOL_CHILDREN;
}
static bool has_bed(const Spell *spell)
{
    return spell->state > SPELL_WAITS;
}

// By its name for services.
static enum HospitalPool shared_pool(int pool)
{
    return (enum HospitalPool)(SHARED_MEDICAL_BEDS + pool);
}

// Beds of the pool in which patients of services lie.
static uint32_t held_by_services(const Hospital *hospital, int pool)
{
    const uint32_t held = service_pool_held(hospital, shared_pool(pool)), out = state_of(hospital)->service_outliers;
    switch (pool) {
    case POOL_MEDICAL: return held - out;
    case POOL_SURGICAL: return held + out;
    default: return held;
    }
}

static bool lies_in_bed(const Hospital *hospital, const Spell *spell)
{
    return has_bed(spell) && spell->in_bed_s <= hospital_now(hospital);
}

void beds_snapshot_morning(Hospital *hospital)
{
    const BedsPlan *plan = plan_of(hospital);
    const MeasurePlan *measures = measures_of(hospital);
    SimWorld *world = hospital->world;
    if (!plan->on) return;
    const SimTime now_s = hospital_now(hospital);
    uint32_t occupied[BED_POOLS] = {0}, outliers = 0, long_stays = 0, longer_stays = 0, longest_stays = 0;
    const uint32_t rows = rows_of(hospital);
    for (uint32_t id = 1; id < rows; id++) {
        const Spell *spell = spell_at(hospital, id);
        if (!lies_in_bed(hospital, spell)) continue;
        const SimTime stay_s = now_s - spell->in_bed_s;
        occupied[spell->lies_in]++;
        outliers += spell->lies_in != spell->wanted;
        long_stays += stay_s >= LONG_STAY_S;
        longer_stays += stay_s >= LONGER_STAY_S;
        longest_stays += stay_s >= LONGEST_STAY_S;
    }
    for (int pool = 0; pool < BED_POOLS; pool++) occupied[pool] += held_by_services(hospital, pool);
    const uint32_t all = occupied[POOL_MEDICAL] + occupied[POOL_SURGICAL] + occupied[POOL_CHILDREN];
    uint32_t core = 0, escalation = 0, in_escalation = 0;
    for (uint32_t pool = 0; pool < BED_POOLS; pool++) {
        const uint32_t core_of_pool = beds_open_core(hospital, (enum BedPool)pool, occupied[pool]);
        core += core_of_pool;
        escalation += state_of(hospital)->escalation[pool];
        in_escalation += occupied[pool] > core_of_pool ? occupied[pool] - core_of_pool : 0;
    }
    const uint32_t open = core + escalation;
    sim_set(world, measures->ga_open, open);
    sim_set(world, measures->ga_open_core, core);
    sim_set(world, measures->ga_open_escalation, escalation);
    sim_set(world, measures->bed_outliers, outliers + state_of(hospital)->service_outliers);
    sim_set(world, measures->ga_occ, all);
    sim_set(world, measures->ga_occ_core, all - in_escalation);
    sim_set(world, measures->ga_occ_escalation, in_escalation);
    sim_count_share(world, measures->ga_occ_pct, all, open);
    for (uint32_t pool = 0; pool < BED_POOLS; pool++) sim_set(world, measures->ga_occ_pool + pool, occupied[pool]);
    sim_set(world, measures->los7, long_stays);
    sim_set(world, measures->los14, longer_stays);
    sim_set(world, measures->los21, longest_stays);
}

// Of adults, as in the national return. Nobody leaves after the evening's snapshot: leaving hours end before it.
void beds_snapshot_evening(Hospital *hospital)
{
    const MeasurePlan *measures = measures_of(hospital);
    BedsState *beds = state_of(hospital);
    if (!plan_of(hospital)->on) return;
    const uint32_t all = beds->delayed + beds->left_today;
    sim_set(hospital->world, measures->nctr, beds->delayed);
    sim_set(hospital->world, measures->nctr_all, all);
    sim_count_share(hospital->world, measures->nctr_left_pct, beds->left_today, all);
    beds->left_today = 0;
}

// The audit.

static bool counters_agree(const Hospital *hospital, char *message, size_t size)
{
    const BedsState *beds = state_of(hospital);
    const uint32_t taken = hospital->world->tables[TABLE_SPELLS].taken;
    int64_t waiting = 0, held = 0;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        waiting += service_pool_others_waiting(hospital, shared_pool(pool));
        held += beds->held[pool];
        if (!hospital_agrees(sim_resource_busy(hospital->world, beds->pool[pool]),
                             (int64_t)beds->held[pool] + held_by_services(hospital, pool) + beds->cleaning[pool],
                             "beds: in use, and held by patients or being cleaned", message, size)) {
            return false;
        }
    }
    return hospital_agrees((int64_t)beds->requested, (int64_t)beds->gone + taken, "beds: requests, and gone or present",
                           message, size) &&
           hospital_agrees(waiting, beds->waiting, "beds: queues, and waiting", message, size) &&
           hospital_agrees(taken, held + beds->waiting, "beds: present, and in a bed or waiting", message, size);
}

static bool table_agrees(const Hospital *hospital, char *message, size_t size)
{
    const BedsState *beds = state_of(hospital);
    uint32_t held[BED_POOLS] = {0}, waiting = 0, delayed = 0, planned = 0, astray = 0;
    const uint32_t rows = rows_of(hospital);
    for (uint32_t id = 1; id < rows; id++) {
        const Spell *spell = spell_at(hospital, id);
        if (has_bed(spell)) held[spell->lies_in]++;
        planned += has_bed(spell) && spell->asker == ASKER_ELECTIVE;
        astray += has_bed(spell) && is_adult(spell) != (spell->lies_in != POOL_CHILDREN);
        waiting += spell->state == SPELL_WAITS;
        delayed += spell->state == SPELL_IS_DELAYED && is_adult(spell);
    }
    for (int pool = 0; pool < BED_POOLS; pool++) {
        if (!hospital_agrees(beds->held[pool], held[pool], "beds: held, and patients found", message, size)) {
            return false;
        }
    }
    return hospital_agrees(beds->waiting, waiting, "beds: waiting, and found waiting", message, size) &&
           hospital_agrees(beds->delayed, delayed, "beds: without criteria to reside, and found", message, size) &&
           hospital_agrees(beds->planned, planned, "beds: planned patients in a bed, and found", message, size) &&
           hospital_agrees(0, astray, "beds: none, and children in an adult's bed or adults in a child's", message,
                           size);
}

bool beds_audit(const Hospital *hospital, bool recount, char *message, size_t message_size)
{
    return counters_agree(hospital, message, message_size) &&
           (!recount || table_agrees(hospital, message, message_size));
}
