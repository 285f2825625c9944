#include "models/hospital_rows.h"

#include <assert.h>
#include <math.h>

// Purposes of the random numbers of a stay, in the stream of whoever lies in the bed.
enum {
    DRAW_STAY = BEDS_FIRST_PURPOSE,  // clinical stay; is delayed; how long; hour of leaving. Block: visit
    DRAW_TRANSFER,  // from the grant to the bed, or for those there at the start the part of the stay left; leaves for
                    // care outside on a rest day
    DRAW_REVIEW     // is reviewed. Block: day
};

enum { WITHOUT_LIMIT = 1000000 };           // beds of a pool where beds are switched off
static const double FILLED_AT_START = 0.9;  // of the beds that will be occupied; the warm-up fills the rest

static BedsState *state_of(const Hospital *hospital)
{
    return &hospital->state->beds;
}
static const BedsPlan *plan_of(const Hospital *hospital)
{
    return &hospital->trust->beds;
}
static Spell *spell_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_SPELLS, Spell, id);
}

static uint32_t rows_of(const Hospital *hospital)
{
    return hospital->world->tables[TABLE_SPELLS].used;
}

static SimWords draw(const Hospital *hospital, const Spell *spell, uint32_t purpose, uint32_t block)
{
    if (spell->asker == ASKER_ELECTIVE) return elective_draw(hospital, spell->person, purpose, block);
    return hospital_draw(hospital, (enum TrustStream)spell->stream, spell->person, purpose, block);
}

static bool is_emergency(const Spell *spell)
{
    return spell->asker != ASKER_ELECTIVE;
}
static bool is_adult(const Spell *spell)
{
    return spell->wanted != POOL_CHILDREN;
}

static enum TrustStream stream_of(enum BedAsker asker)
{
    switch (asker) {
    case ASKER_EMERGENCY: return STREAM_EMERGENCY;
    case ASKER_DIRECT: return STREAM_DIRECT;
    case ASKER_ELECTIVE: break;
    }
    return STREAM_BEDS;  // a pathway has a stream of its service
}

enum BedPool beds_emergency_pool(const Hospital *hospital, uint32_t word)
{
    const BedsPlan *plan = plan_of(hospital);
    uint32_t pool = POOL_MEDICAL;
    while (pool + 1 < BED_POOLS && !sim_happens(word, plan->emergency_pools[pool])) pool++;
    return (enum BedPool)pool;
}

// Allocation.

static SimTime clinical_stay_s(const Hospital *hospital, const Spell *spell)
{
    const BedsPlan *plan = plan_of(hospital);
    const SimDistribution *stay = is_emergency(spell) ? &plan->stay[spell->wanted] : &plan->planned_stay;
    return sim_variate_s(stay, draw(hospital, spell, DRAW_STAY, spell->visit).word[0]);
}

// Tells whoever asked. Direct admissions count as admitted now.
static void tell_asker(Hospital *hospital, const Spell *spell, uint32_t id, SimTime transfer_s)
{
    switch ((enum BedAsker)spell->asker) {
    case ASKER_EMERGENCY: emergency_bed_granted(hospital, spell->subject, id, transfer_s); break;
    case ASKER_DIRECT: sim_count(hospital->world, measures_of(hospital)->em_adm, 1); break;
    case ASKER_ELECTIVE: elective_bed_granted(hospital, spell->subject, id, transfer_s); break;
    }
}

// The bed is the patient's from now on; who comes from A&E lies in it after the transfer.
static void grant(Hospital *hospital, uint32_t id, enum BedPool pool)
{
    BedsState *beds = state_of(hospital);
    Spell *spell = spell_at(hospital, id);
    SimTime transfer_s = 0;
    if (spell->asker == ASKER_EMERGENCY) {
        const uint32_t word = draw(hospital, spell, DRAW_TRANSFER, spell->visit).word[0];
        transfer_s = sim_variate_s(&plan_of(hospital)->transfer, word);
    }
    spell->place = 0;
    spell->state = SPELL_IN_CARE;
    spell->lies_in = (uint8_t)pool;
    spell->in_bed_s = (int32_t)(hospital_now(hospital) + transfer_s);
    beds->waiting--;
    beds->held[pool]++;
    beds->planned += !is_emergency(spell);
    spell->ready_s = (uint32_t)(hospital_now(hospital) + transfer_s + clinical_stay_s(hospital, spell));
    tell_asker(hospital, spell, id, transfer_s);
}

// The first emergency patient who waits for a medical bed, or 0.
static uint32_t first_medical_emergency(const Hospital *hospital)
{
    for (uint32_t priority = 0; priority < BED_CLASS_PLANNED_URGENT; priority++) {
        uint32_t id = 0;
        if (sim_resource_walk(hospital->world, state_of(hospital)->pool[POOL_MEDICAL], priority, 0, &id)) return id;
    }
    return 0;
}

static void place_in_surgical_bed(Hospital *hospital, uint32_t id)
{
    const bool of_service = service_is_patient(id);
    const SimPlaceId place = of_service ? service_place(hospital, id) : spell_at(hospital, id)->place;
    sim_resource_leave(hospital->world, state_of(hospital)->pool[POOL_MEDICAL], place);
    sim_resource_take(hospital->world, state_of(hospital)->pool[POOL_SURGICAL]);
    if (of_service) {
        state_of(hospital)->service_outliers++;
        service_is_taken_on(hospital, id);
    } else {
        grant(hospital, id, POOL_SURGICAL);
    }
}

// Beds of the pool that are kept free for planned patients now: the ring-fenced ones in which none of them lies.
static uint32_t kept_for_planned(const Hospital *hospital, enum BedPool pool)
{
    const uint32_t ring_fenced = plan_of(hospital)->ring_fenced, planned = state_of(hospital)->planned;
    return pool == POOL_SURGICAL && ring_fenced > planned ? ring_fenced - planned : 0;
}

// The first planned patient of the waiting list who waits for a bed, or 0; patients of services are none.
static uint32_t first_planned(const Hospital *hospital)
{
    for (uint32_t priority = BED_CLASS_PLANNED_URGENT; priority <= BED_CLASS_PLANNED; priority++) {
        const SimResourceId surgical = state_of(hospital)->pool[POOL_SURGICAL];
        uint32_t id = 0;
        SimPlaceId place = 0;
        while ((place = sim_resource_walk(hospital->world, surgical, priority, place, &id))) {
            if (!service_is_patient(id) && !is_emergency(spell_at(hospital, id))) return id;
        }
    }
    return 0;
}

static void place_in_ring_fenced_beds(Hospital *hospital)
{
    const SimResourceId surgical = state_of(hospital)->pool[POOL_SURGICAL];
    while (sim_resource_free(hospital->world, surgical) > 0) {
        const uint32_t id = first_planned(hospital);
        if (!id) return;
        sim_resource_leave(hospital->world, surgical, spell_at(hospital, id)->place);
        sim_resource_take(hospital->world, surgical);
        grant(hospital, id, POOL_SURGICAL);
    }
}

// Surgical beds that medical patients leave free.
static uint32_t kept_from_outliers(const Hospital *hospital)
{
    const uint32_t reserve = plan_of(hospital)->outlier_reserve, kept = kept_for_planned(hospital, POOL_SURGICAL);
    return reserve > kept ? reserve : kept;
}

// Medical emergency patients, those of services too, lie in surgical beds while there are more than the reserve.
static void place_outliers(Hospital *hospital)
{
    SimWorld *world = hospital->world;
    const SimResourceId medical = state_of(hospital)->pool[POOL_MEDICAL];
    const SimResourceId surgical = state_of(hospital)->pool[POOL_SURGICAL];
    while (sim_resource_waiting(world, medical) > 0 &&
           sim_resource_free(world, surgical) > kept_from_outliers(hospital)) {
        const uint32_t id = first_medical_emergency(hospital);
        if (!id) return;
        place_in_surgical_bed(hospital, id);
    }
}

// Beds that are free go to those who wait for them.
static void allocate(Hospital *hospital, enum BedPool pool)
{
    SimTaken taken;
    const SimResourceId beds = state_of(hospital)->pool[pool];
    while (sim_resource_free(hospital->world, beds) > kept_for_planned(hospital, pool) &&
           sim_resource_take_next(hospital->world, beds, &taken)) {
        if (!service_is_taken(hospital, taken)) grant(hospital, taken.entity, pool);
    }
    if (kept_for_planned(hospital, pool) > 0) place_in_ring_fenced_beds(hospital);
    if (pool != POOL_CHILDREN) place_outliers(hospital);
}

void beds_serve(Hospital *hospital, enum BedPool pool)
{
    allocate(hospital, pool);
}

uint32_t beds_request(Hospital *hospital, BedRequest request)
{
    BedsState *beds = state_of(hospital);
    const uint32_t id = sim_table_take(hospital->world, TABLE_SPELLS);
    Spell *spell = spell_at(hospital, id);
    spell->subject = request.subject;
    spell->person = request.person;
    spell->visit = request.visit;
    spell->state = SPELL_WAITS;
    spell->asker = (uint8_t)request.asker;
    spell->wanted = (uint8_t)request.pool;
    spell->stream = (uint8_t)stream_of(request.asker);
    spell->place = sim_resource_join(hospital->world, beds->pool[request.pool], request.priority, id);
    beds->requested++;
    beds->waiting++;
    allocate(hospital, request.pool);
    return id;
}

static void forget(Hospital *hospital, uint32_t id)
{
    spell_at(hospital, id)->state = SPELL_NOBODY;
    state_of(hospital)->gone++;
    sim_table_give_back(hospital->world, TABLE_SPELLS, id);
}

void beds_withdraw(Hospital *hospital, uint32_t spell)
{
    const Spell *request = spell_at(hospital, spell);
    assert(request->state == SPELL_WAITS);
    sim_resource_leave(hospital->world, state_of(hospital)->pool[request->wanted], request->place);
    state_of(hospital)->waiting--;
    forget(hospital, spell);
}

// From ready to gone.

// Whoever becomes ready in the second of a round waits for the next.
static bool is_ready(const Hospital *hospital, const Spell *spell)
{
    return spell->state == SPELL_IN_CARE && spell->ready_s < hospital_now(hospital);
}

// There is a place outside after an ordinary delay or a long one; on rest days places are taken up by some only, and
// the others leave on the next working day.
static SimTime outside_is_ready_s(const Hospital *hospital, const Spell *spell, SimTime now_s, uint32_t word,
                                  bool is_long)
{
    const BedsPlan *plan = plan_of(hospital);
    const SimTime ready_s = now_s + sim_variate_s(&plan->delay[is_long], word);
    uint32_t day = sim_day_of(ready_s);
    if (day >= hospital->plan->days || !hospital_is_rest_day(hospital, day)) return ready_s;
    if (sim_happens(draw(hospital, spell, DRAW_TRANSFER, spell->visit).word[1], plan->outside_rest_day)) return ready_s;
    while (day < hospital->plan->days && hospital_is_rest_day(hospital, day)) day++;
    return (SimTime)day * SIM_DAY_S;
}

// Reviewed: leaves today at an hour of the patient's own, or, with no criteria to reside, on the day on which there is
// a place outside.
static void arrange_leaving(Hospital *hospital, uint32_t id)
{
    const BedsPlan *plan = plan_of(hospital);
    Spell *spell = spell_at(hospital, id);
    const SimTime now_s = hospital_now(hospital);
    const SimWords words = draw(hospital, spell, DRAW_STAY, spell->visit);
    const double delayed = is_emergency(spell) ? plan->delayed[spell->wanted] : plan->delayed_planned;
    SimTime able_s = now_s;
    spell->state = SPELL_IS_LEAVING;
    if (sim_happens(words.word[1], delayed)) {
        able_s = outside_is_ready_s(hospital, spell, now_s, words.word[2],
                                    sim_happens(words.word[1], delayed * plan->long_delay_share));
        spell->state = SPELL_IS_DELAYED;
        if (is_adult(spell)) state_of(hospital)->delayed++;
    }
    const SimTime midnight_s = able_s / SIM_DAY_S * SIM_DAY_S;
    const SimTime leaves_s = midnight_s + sim_variate_s(&plan->leaving_hour, words.word[3]);
    hospital_schedule(hospital, SPELL_LEAVES, id, spell->slot.stamp, leaves_s > now_s ? leaves_s - now_s : 0);
}

static enum Department wards_of(enum BedPool pool)
{
    static const enum Department wards[BED_POOLS] = {DEPARTMENT_MEDICAL_WARDS, DEPARTMENT_SURGICAL_WARDS,
                                                     DEPARTMENT_PAEDIATRICS};
    return wards[pool];
}

// Senior doctors on the wards now, as a share of those who are due; more than all changes nothing.
static double strength_of(const Hospital *hospital, enum BedPool pool)
{
    const double strength = staffing_strength(hospital, wards_of(pool), plan_of(hospital)->senior_weight);
    return strength < 1 ? strength : 1;
}

// Everybody who is ready is reviewed if the patient's own number of the day says so at today's strength of the ward.
static void make_ward_round(Hospital *hospital)
{
    const BedsPlan *plan = plan_of(hospital);
    const uint32_t day = sim_day_of(hospital_now(hospital));
    const double in_normal_times = plan->reviewed[hospital_is_rest_day(hospital, day)];
    double reviewed[BED_POOLS];
    for (int pool = 0; pool < BED_POOLS; pool++) {
        reviewed[pool] = in_normal_times * strength_of(hospital, (enum BedPool)pool);
    }
    hospital_schedule_at(hospital, WARD_ROUND, 0, hospital_now(hospital) + SIM_DAY_S, SIM_POLICY);
    const uint32_t rows = rows_of(hospital);
    uint32_t ready = 0, seen = 0;
    for (uint32_t id = 1; id < rows; id++) {
        const Spell *spell = spell_at(hospital, id);
        if (!is_ready(hospital, spell)) continue;
        ready++;
        if (!sim_happens(draw(hospital, spell, DRAW_REVIEW, day).word[0], reviewed[spell->wanted])) continue;
        seen++;
        arrange_leaving(hospital, id);
    }
    sim_count_share(hospital->world, measures_of(hospital)->ward_reviewed_pct, seen, ready);
}

// The bed is cleaned before the next patient gets it.
static void clean(Hospital *hospital, enum BedPool pool)
{
    state_of(hospital)->cleaning[pool]++;
    hospital_schedule(hospital, BED_CLEANED, pool, 0, plan_of(hospital)->cleaning_s);
}

void beds_vacate(Hospital *hospital, enum BedPool pool)
{
    BedsState *beds = state_of(hospital);
    const bool another_moves_in = pool == POOL_MEDICAL && beds->service_outliers > 0;
    if (another_moves_in) beds->service_outliers--;
    clean(hospital, another_moves_in ? POOL_SURGICAL : pool);
}

static void leave(Hospital *hospital, uint32_t id)
{
    BedsState *beds = state_of(hospital);
    const Spell *spell = spell_at(hospital, id);
    const enum BedPool pool = (enum BedPool)spell->lies_in;
    if (spell->state == SPELL_IS_DELAYED && is_adult(spell)) beds->delayed--;
    beds->held[pool]--;
    beds->planned -= !is_emergency(spell);
    if (is_adult(spell)) beds->left_today++;
    if (plan_of(hospital)->on) sim_count(hospital->world, measures_of(hospital)->discharges, 1);
    forget(hospital, id);
    clean(hospital, pool);
}

static void finish_cleaning(Hospital *hospital, enum BedPool pool)
{
    state_of(hospital)->cleaning[pool]--;
    sim_resource_release(hospital->world, state_of(hospital)->pool[pool]);
    allocate(hospital, pool);
}

// Those who are there at the start: what is left of a stay met at a random moment is a uniform part of a stay drawn in
// proportion to its length, which for a lognormal is the stay itself times 1 + cv^2 (renewal theory).
static void admit_at_start(Hospital *hospital, enum BedPool pool, uint32_t person)
{
    BedsState *beds = state_of(hospital);
    if (!sim_resource_take(hospital->world, beds->pool[pool])) return;
    const uint32_t id = sim_table_take(hospital->world, TABLE_SPELLS);
    Spell *spell = spell_at(hospital, id);
    spell->person = person;
    spell->state = SPELL_IN_CARE;
    spell->asker = ASKER_DIRECT;
    spell->wanted = spell->lies_in = (uint8_t)pool;
    spell->stream = STREAM_BEDS;
    const double stay_s = (double)clinical_stay_s(hospital, spell) * plan_of(hospital)->residual;
    const double left_s = stay_s * sim_uniform(draw(hospital, spell, DRAW_TRANSFER, 0).word[0]);
    spell->in_bed_s = (int32_t)(left_s - stay_s);
    beds->requested++;
    beds->held[pool]++;
    spell->ready_s = (uint32_t)left_s;
}

// Escalation beds, and nurses.

// Beds that the nurses at work can look after, relative to core beds: above 1 if they can stretch to more.
static double nursed(const Hospital *hospital, enum BedPool pool)
{
    return plan_of(hospital)->nurses_stretch * staffing_share_present(hospital, wards_of(pool), GROUP_NURSES);
}

// Core beds that can be used and have nurses.
static uint32_t staffed_of_usable(const Hospital *hospital, enum BedPool pool, double share)
{
    const uint32_t usable = plan_of(hospital)->usable[pool];
    return share >= 1 ? usable : (uint32_t)(usable * share);
}

uint32_t beds_closed(const Hospital *hospital, enum BedPool pool)
{
    return plan_of(hospital)->usable[pool] - staffed_of_usable(hospital, pool, nursed(hospital, pool));
}

uint32_t beds_open_core(const Hospital *hospital, enum BedPool pool, uint32_t occupied)
{
    const uint32_t core = plan_of(hospital)->open[pool], escalation = state_of(hospital)->escalation[pool];
    const double share = nursed(hospital, pool);
    uint32_t staffed = share >= 1 ? core : (uint32_t)(core * share);
    if (staffed + escalation < occupied) staffed = occupied - escalation;
    return staffed < core ? staffed : core;
}

// Escalation beds open for those who are more than the threshold, as far as nurses reach, and close when the core beds
// are empty enough again.
static void escalate(Hospital *hospital, enum BedPool pool, double spare_share)
{
    BedsState *beds = state_of(hospital);
    const BedsPlan *plan = plan_of(hospital);
    const double usable = plan->usable[pool];
    const double asked = sim_resource_busy(hospital->world, beds->pool[pool]) +
                         (double)sim_resource_waiting(hospital->world, beds->pool[pool]);
    const double nurses_for = spare_share > 0 ? spare_share * usable : 0;
    if (asked < plan->escalation_closes * usable) beds->escalation[pool] = 0;
    const double wanted = ceil(asked - plan->escalation_opens * usable);
    const double most = fmin(plan->escalation[pool], floor(nurses_for));
    const double kept = fmax(beds->escalation[pool], wanted);
    beds->escalation[pool] = (uint32_t)fmax(fmin(kept, most), 0);
}

void beds_staff_changed(Hospital *hospital)
{
    const BedsPlan *plan = plan_of(hospital);
    BedsState *beds = state_of(hospital);
    if (!plan->on || !beds->pool[POOL_MEDICAL]) return;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        const double share = nursed(hospital, (enum BedPool)pool);
        escalate(hospital, (enum BedPool)pool, share - 1);
        const uint32_t beds_now = staffed_of_usable(hospital, (enum BedPool)pool, share) + beds->escalation[pool];
        if (sim_resource_capacity(hospital->world, beds->pool[pool]) == beds_now) continue;
        sim_resource_set_capacity(hospital->world, beds->pool[pool], beds_now);
        allocate(hospital, (enum BedPool)pool);
    }
}

void beds_open(Hospital *hospital)
{
    const BedsPlan *plan = plan_of(hospital);
    BedsState *beds = state_of(hospital);
    for (int pool = 0; pool < BED_POOLS; pool++) {
        beds->pool[pool] = sim_resource_add(hospital->world, plan->on ? plan->usable[pool] : WITHOUT_LIMIT);
    }
    uint32_t person = 0;
    for (int pool = 0; pool < BED_POOLS && plan->on; pool++) {
        const uint32_t patients = (uint32_t)(FILLED_AT_START * plan->occupied[pool]);
        for (uint32_t i = 0; i < patients; i++) admit_at_start(hospital, (enum BedPool)pool, ++person);
    }
    hospital_schedule_at(hospital, WARD_ROUND, 0, plan->ward_round_s, SIM_POLICY);
}

static bool is_called_off(const Hospital *hospital, SimEvent event)
{
    return event.kind == SPELL_LEAVES && event.stamp != spell_at(hospital, event.subject)->slot.stamp;
}

void beds_handle(Hospital *hospital, SimEvent event)
{
    if (is_called_off(hospital, event)) return;
    switch ((enum HospitalEvent)event.kind) {
    case WARD_ROUND: make_ward_round(hospital); break;
    case SPELL_LEAVES: leave(hospital, event.subject); break;
    case BED_CLEANED: finish_cleaning(hospital, (enum BedPool)event.subject); break;
    default: break;
    }
}
