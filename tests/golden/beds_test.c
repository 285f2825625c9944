// Beds: one stay by hand, who goes first, who lies where, and how many are occupied at 08:00.
#include "tests/golden/bolton.h"
#include "tests/golden/hospital_world.h"

#include <math.h>

// A trust of Bolton's size, without a strike.
#define BOLTON                                                                                                         \
    "walkout: 1\n"                                                                                                     \
    "title: Bolton\n"                                                                                                  \
    "calendar: {start: 2023-11-06, end: 2023-11-30}\n" BOLTON_TRUST("")

enum { HOUR = SIM_HOUR_S, WARD_ROUND_HOUR = 9 };

static Lives bolton_between(const char *start, const char *end, const char *elective)
{
    const SimOverride overrides[] = {{"calendar.start", start},
                                     {"calendar.end", end},
                                     {"run.warm_up", "8 weeks"},
                                     {"trusts[Bolton].elective", elective},
                                     {"trusts[Bolton].maternity", "off"}};
    return lives_parse(BOLTON, overrides, sizeof overrides / sizeof overrides[0]);
}

static HospitalPlan *baseline(const Lives *lives)
{
    return lives->plans[SIM_BASELINE];
}

static BedsPlan *beds_of(const Lives *lives)
{
    return &baseline(lives)->trusts[0].beds;
}

// Empty wards to which nobody comes of themselves; a clinical stay takes two days, everybody is reviewed by the first
// round, nobody is delayed, and patients leave at 15:00.
static Lives empty_wards(void)
{
    Lives lives = bolton_between("2023-11-06", "2023-11-30", "off");
    TrustPlan *trust = &baseline(&lives)->trusts[0];
    BedsPlan *beds = &trust->beds;
    trust->emergency.on = false;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        beds->occupied[pool] = 0;
        beds->stay[pool] = (SimDistribution){.mean = 2 * SIM_DAY_S};
        beds->delayed[pool] = 0;
    }
    beds->planned_stay = (SimDistribution){.mean = 2 * SIM_DAY_S};
    beds->delayed_planned = 0;
    beds->reviewed[0] = beds->reviewed[1] = 1;
    beds->leaving_hour = (SimDistribution){.mean = 15 * HOUR};
    beds->cleaning_s = HOUR;
    beds->nurses_stretch = 1;
    for (int pool = 0; pool < BED_POOLS; pool++) beds->escalation[pool] = 0;
    return lives;
}

static BedsState *state_of(SimWorld *world)
{
    return &SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1)->beds;
}

static const Spell *spell_at(SimWorld *world, uint32_t spell)
{
    return SIM_ROW(world, TABLE_SPELLS, Spell, spell);
}

// Direct admissions stand for emergency patients of any urgency: nobody else has to be told.
static uint32_t request(SimWorld *world, const HospitalPlan *plan, enum BedPool pool, uint32_t priority)
{
    static uint32_t subject;
    Hospital hospital = hospital_at(world, plan);
    subject++;
    return beds_request(
        &hospital,
        (BedRequest){.pool = pool, .asker = ASKER_DIRECT, .subject = subject, .person = subject, .priority = priority});
}

static bool is_granted(SimWorld *world, uint32_t spell)
{
    return spell_at(world, spell)->state != SPELL_WAITS;
}

// --- One stay by hand ---

static void a_patient_is_ready_reviewed_on_the_next_round_leaves_and_the_bed_is_cleaned(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, 11 * HOUR);
    const uint32_t spell = request(world, plan, POOL_MEDICAL, 2);
    const SimResourceId medical = state_of(world)->pool[POOL_MEDICAL];
    assert_int_equal(spell_at(world, spell)->state, SPELL_IN_CARE);
    run_to(world, plan, 2 * SIM_DAY_S + 11 * HOUR + 1);
    assert_int_equal(spell_at(world, spell)->ready_s, 2 * SIM_DAY_S + 11 * HOUR);  // too late for that day's round
    assert_int_equal(spell_at(world, spell)->state, SPELL_IN_CARE);
    run_to(world, plan, 3 * SIM_DAY_S + WARD_ROUND_HOUR * HOUR + 1);
    assert_int_equal(spell_at(world, spell)->state, SPELL_IS_LEAVING);
    run_to(world, plan, 3 * SIM_DAY_S + 15 * HOUR + 1);
    assert_int_equal(state_of(world)->gone, 1);
    assert_int_equal(sim_resource_busy(world, medical), 1);  // the bed is being cleaned
    assert_int_equal((int)amount_of(world, 3, plan->measures.discharges), 1);
    run_to(world, plan, 3 * SIM_DAY_S + 16 * HOUR + 1);
    assert_int_equal(sim_resource_busy(world, medical), 0);
    assert_int_equal((int)amount_of(world, 3, plan->measures.ga_occ), 1);
    assert_int_equal((int)amount_of(world, 0, plan->measures.ga_occ), 0);  // came after 08:00
    run_to(world, plan, 5 * SIM_DAY_S);
    assert_int_equal((int)amount_of(world, 4, plan->measures.ga_occ), 0);
    assert_int_equal((int)amount_of(world, 3, plan->measures.nctr_all), 1);
    assert_int_equal((int)amount_of(world, 3, plan->measures.nctr), 0);
    assert_int_equal((int)amount_of(world, 3, plan->measures.nctr_left_pct), 1);
    assert_int_equal((int)sim_daily(world, 3, plan->measures.nctr_left_pct)->weight, 1);
    sim_world_free(world);
    lives_free(&lives);
}

// Who came at 08:00 has stayed 7, 14 and 21 days at 08:00; who came a second later has not.
static void long_stays_are_of_whole_days_at_eight(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    for (int pool = 0; pool < BED_POOLS; pool++)
        beds_of(&lives)->stay[pool] = (SimDistribution){.mean = 60 * SIM_DAY_S};
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, 8 * HOUR);
    const uint32_t first = request(world, plan, POOL_MEDICAL, 2);
    run_to(world, plan, 8 * HOUR + 1);
    const uint32_t second = request(world, plan, POOL_MEDICAL, 2);
    const uint32_t first_s = (uint32_t)spell_at(world, first)->in_bed_s;
    assert_int_equal(first_s, 8 * HOUR);
    assert_int_equal(spell_at(world, second)->in_bed_s, 8 * HOUR + 1);
    run_to(world, plan, 23 * SIM_DAY_S);
    const uint32_t series[] = {plan->measures.los7, plan->measures.los14, plan->measures.los21};
    for (uint32_t i = 0; i < 3; i++) {
        const uint32_t day = 7 * (i + 1);
        assert_int_equal((int)amount_of(world, day - 1, series[i]), 0);
        assert_int_equal((int)amount_of(world, day, series[i]), 1);
        assert_int_equal((int)amount_of(world, day + 1, series[i]), 2);
    }
    sim_world_free(world);
    lives_free(&lives);
}

static void without_review_nobody_leaves(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    beds_of(&lives)->reviewed[0] = beds_of(&lives)->reviewed[1] = 0;
    SimWorld *world = world_new(plan, 0);
    for (int i = 0; i < 10; i++) request(world, plan, POOL_MEDICAL, 2);
    run_to(world, plan, 10 * SIM_DAY_S);
    assert_int_equal(state_of(world)->held[POOL_MEDICAL], 10);
    assert_true(amount_whole(world, plan, plan->measures.discharges) == 0);
    assert_int_equal((int)amount_of(world, 9, plan->measures.los7), 10);
    assert_int_equal((int)amount_of(world, 9, plan->measures.los14), 0);
    assert_int_equal((int)sim_daily(world, 5, plan->measures.ward_reviewed_pct)->weight, 10);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Who goes first, who lies where ---

static void emergencies_go_before_planned_patients_by_urgency_then_order(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    beds_of(&lives)->usable[POOL_CHILDREN] = 1;
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, HOUR);
    const uint32_t first = request(world, plan, POOL_CHILDREN, 4);
    const uint32_t planned = request(world, plan, POOL_CHILDREN, BED_CLASS_PLANNED);
    const uint32_t later = request(world, plan, POOL_CHILDREN, 2), last = request(world, plan, POOL_CHILDREN, 2);
    assert_true(is_granted(world, first));
    assert_false(is_granted(world, planned));
    assert_false(is_granted(world, later));
    run_to(world, plan, 4 * SIM_DAY_S);  // the first has left
    assert_true(is_granted(world, later));
    assert_false(is_granted(world, last));
    assert_false(is_granted(world, planned));
    Hospital hospital = hospital_at(world, plan);
    beds_withdraw(&hospital, planned);
    run_to(world, plan, 8 * SIM_DAY_S);
    assert_true(is_granted(world, last));
    assert_int_equal(state_of(world)->waiting, 0);
    sim_world_free(world);
    lives_free(&lives);
}

static void a_medical_emergency_lies_in_a_surgical_bed_while_more_than_the_reserve_are_free(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    BedsPlan *beds = beds_of(&lives);
    beds->usable[POOL_MEDICAL] = 1;
    beds->usable[POOL_SURGICAL] = 3;
    beds->outlier_reserve = 2;
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, HOUR);
    const uint32_t home = request(world, plan, POOL_MEDICAL, 2), outlier = request(world, plan, POOL_MEDICAL, 2);
    const uint32_t waits = request(world, plan, POOL_MEDICAL, 0);
    const uint32_t planned = request(world, plan, POOL_MEDICAL, BED_CLASS_PLANNED);
    assert_int_equal(spell_at(world, home)->lies_in, POOL_MEDICAL);
    assert_int_equal(spell_at(world, outlier)->lies_in, POOL_SURGICAL);
    assert_int_equal(spell_at(world, outlier)->wanted, POOL_MEDICAL);
    assert_false(is_granted(world, waits));
    assert_false(is_granted(world, planned));
    sim_world_free(world);
    lives_free(&lives);
}

static void hospital_without_usable_beds_keeps_everybody_waiting(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    for (int pool = 0; pool < BED_POOLS; pool++) beds_of(&lives)->usable[pool] = 0;
    SimWorld *world = world_new(plan, 0);
    for (int i = 0; i < 10; i++) request(world, plan, POOL_MEDICAL, 2);
    run_to(world, plan, 3 * SIM_DAY_S);
    assert_int_equal(state_of(world)->waiting, 10);
    assert_true(amount_whole(world, plan, plan->measures.em_adm) == 0);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Escalation beds ---

static void set_escalation(const Lives *lives, uint32_t beds)
{
    BedsPlan *plan = beds_of(lives);
    for (int pool = 0; pool < BED_POOLS; pool++) plan->usable[pool] = plan->open[pool] = 20;
    plan->escalation[POOL_MEDICAL] = beds;
    plan->escalation_opens = 1;
    plan->escalation_closes = 0.9;
    plan->nurses_stretch = 1.25;
    plan->outlier_reserve = 20;
}

// Twenty-three patients at one in the morning for twenty beds. The next change of shift is at 08:00; they leave at
// 15:00 two days after.
static uint32_t waiting_after_the_next_shift(const Lives *lives, double escalation_at_eight[2])
{
    const HospitalPlan *plan = baseline(lives);
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, HOUR);
    for (int i = 0; i < 23; i++) request(world, plan, POOL_MEDICAL, 2);
    assert_int_equal(state_of(world)->waiting, 3);
    run_to(world, plan, 8 * HOUR + 1);
    const uint32_t waiting = state_of(world)->waiting;
    run_to(world, plan, 8 * SIM_DAY_S);
    escalation_at_eight[0] = amount_of(world, 1, plan->measures.ga_open_escalation);
    escalation_at_eight[1] = amount_of(world, 7, plan->measures.ga_open_escalation);
    assert_true(amount_of(world, 1, plan->measures.ga_open_core) == 3 * 20);
    sim_world_free(world);
    return waiting;
}

static void escalation_beds_open_for_those_who_wait_and_close_when_they_have_left(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    set_escalation(&lives, 5);
    double open[2];
    assert_int_equal(waiting_after_the_next_shift(&lives, open), 0);
    assert_true(open[0] == 3 && open[1] == 0);
    set_escalation(&lives, 2);  // no more than there are
    assert_int_equal(waiting_after_the_next_shift(&lives, open), 1);
    assert_true(open[0] == 2);
    set_escalation(&lives, 0);
    assert_int_equal(waiting_after_the_next_shift(&lives, open), 3);
    assert_true(open[0] == 0);
    lives_free(&lives);
}

static void escalation_beds_need_nurses_with_time_to_spare(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    set_escalation(&lives, 5);
    beds_of(&lives)->nurses_stretch = 1.05;  // one bed more than the twenty
    double open[2];
    assert_int_equal(waiting_after_the_next_shift(&lives, open), 2);
    assert_true(open[0] == 1);
    lives_free(&lives);
}

static void patients_in_the_beds_of_another_pool_are_counted(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    beds_of(&lives)->usable[POOL_MEDICAL] = 1;
    beds_of(&lives)->outlier_reserve = 2;
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, HOUR);
    for (int i = 0; i < 4; i++) request(world, plan, POOL_MEDICAL, 2);
    run_to(world, plan, SIM_DAY_S);
    assert_int_equal((int)amount_of(world, 0, plan->measures.bed_outliers), 3);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Delays outside ---

// Everybody waits for care outside, for a day and a half from the round on Friday.
static uint32_t gone_by_sunday_night(double leave_on_rest_days)
{
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    BedsPlan *beds = beds_of(&lives);
    beds->delayed[POOL_MEDICAL] = 1;
    beds->delay[0] = (SimDistribution){.mean = 1.5 * SIM_DAY_S};
    beds->long_delay_share = 0;
    beds->outside_rest_day = leave_on_rest_days;
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, SIM_DAY_S + 11 * HOUR);
    for (int i = 0; i < 40; i++) request(world, plan, POOL_MEDICAL, 2);
    run_to(world, plan, 6 * SIM_DAY_S);
    assert_int_equal((int)amount_of(world, 4, plan->measures.nctr), 40);
    run_to(world, plan, 7 * SIM_DAY_S);
    const uint32_t gone = (uint32_t)state_of(world)->gone;
    run_to(world, plan, 8 * SIM_DAY_S);
    assert_int_equal(state_of(world)->gone, 40);  // on Monday
    sim_world_free(world);
    lives_free(&lives);
    return gone;
}

static void who_waits_for_care_outside_rarely_leaves_at_the_weekend(void **state)
{
    (void)state;
    assert_int_equal(gone_by_sunday_night(1), 40);
    assert_int_equal(gone_by_sunday_night(0), 0);
    const uint32_t half = gone_by_sunday_night(0.5);  // a binomial of 40, 4 standard deviations
    assert_true(half > 7 && half < 33);
}

static void some_wait_for_care_outside_for_long(void **state)
{
    (void)state;
    Lives lives = empty_wards();
    const HospitalPlan *plan = baseline(&lives);
    BedsPlan *beds = beds_of(&lives);
    beds->delayed[POOL_MEDICAL] = 0.5;
    beds->delay[0] = (SimDistribution){.mean = SIM_DAY_S};
    beds->delay[1] = (SimDistribution){.mean = 30 * SIM_DAY_S};
    beds->long_delay_share = 0.5;
    SimWorld *world = world_new(plan, 0);
    run_to(world, plan, SIM_DAY_S + 11 * HOUR);
    for (int i = 0; i < 200; i++) request(world, plan, POOL_MEDICAL, 2);
    run_to(world, plan, 25 * SIM_DAY_S);
    const double long_stays = amount_of(world, 24, plan->measures.los21);
    if (fabs(long_stays - 50) > 4 * 6.2) fail_msg("%g of 200 wait long, not 50", long_stays);  // binomial, 4 deviations
    assert_true(amount_of(world, 24, plan->measures.nctr) == long_stays);
    sim_world_free(world);
    lives_free(&lives);
}

// --- The fit ---

// The length of stay is solved so that beds occupied = admissions a day x mornings in bed (Little's law at 08:00). The
// mean of 18 months differs between replications with a standard deviation of 0.3 % (measured over 8), so 2 % are the
// fit's own error, of which about 1 % is known (patients who leave A&E unseen), and four standard errors.
static void the_beds_occupied_at_eight_are_those_given(void **state)
{
    (void)state;
    Lives lives = bolton_between("2023-06-05", "2024-11-30", "on");
    const HospitalPlan *plan = baseline(&lives);
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const double days = plan->days - plan->first_reported;
    const double occupied = amount_between(world, plan->first_reported, plan->days, plan->measures.ga_occ) / days;
    const double open = amount_between(world, plan->first_reported, plan->days, plan->measures.ga_open) / days;
    if (fabs(occupied - 551) > 0.02 * 551) fail_msg("%.1f beds are occupied at 08:00, not 551", occupied);
    const double core = amount_between(world, plan->first_reported, plan->days, plan->measures.ga_open_core) / days;
    const double more =
        amount_between(world, plan->first_reported, plan->days, plan->measures.ga_open_escalation) / days;
    if (fabs(open - 614) > 0.01 * 614) fail_msg("%.1f beds are open at 08:00, not 614", open);
    assert_true(fabs(core + more - open) < 1e-6);
    assert_true(more > 1);
    const MeasurePlan *of = &plan->measures;
    for (uint32_t day = plan->first_reported; day < plan->days; day++) {
        const double in_core = amount_of(world, day, of->ga_occ_core);
        const double in_escalation = amount_of(world, day, of->ga_occ_escalation);
        assert_true(in_core + in_escalation == amount_of(world, day, of->ga_occ));
        assert_true(in_core <= amount_of(world, day, of->ga_open_core));
        assert_true(in_escalation <= amount_of(world, day, of->ga_open_escalation));
    }
    assert_true(amount_between(world, plan->first_reported, plan->days, of->ga_occ_escalation) > 0);
    sim_world_free(world);
    lives_free(&lives);
}

static void pools_hold_all_beds_and_no_pool_uses_more_than_it_has(void **state)
{
    (void)state;
    Lives lives = bolton_between("2023-11-06", "2023-11-30", "on");
    const BedsPlan *beds = beds_of(&lives);
    uint32_t open = 0, escalation = 0;
    for (int pool = 0; pool < BED_POOLS; pool++) {
        open += beds->open[pool];
        assert_true(beds->usable[pool] <= beds->open[pool]);
        assert_true(beds->usable[pool] + beds->escalation[pool] >= beds->occupied[pool] - 1);
        escalation += beds->escalation[pool];
    }
    assert_int_equal(escalation, 18);  // 3 % of 614; half of them are usually open
    assert_int_equal(open, 614 - 9);
    lives_free(&lives);
}

static void is_a_fault(const char *path, const char *value)
{
    const SimOverride overrides[] = {{path, value}};
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(SCENARIOS_FOLDER "/in_memory.yaml", BOLTON, strlen(BOLTON),
                                               &hospital_model.fields, overrides, 1, faults);
    assert_non_null(scenario);
    assert_null(hospital_plan_new(scenario, SIM_BASELINE, faults));
    assert_true(sim_faults_count(faults) > 0);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
}

static size_t warnings_of(const SimOverride *overrides, size_t count)
{
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(SCENARIOS_FOLDER "/in_memory.yaml", BOLTON, strlen(BOLTON),
                                               &hospital_model.fields, overrides, count, faults);
    assert_non_null(scenario);
    HospitalPlan *plan = hospital_plan_new(scenario, SIM_BASELINE, faults);
    assert_non_null(plan);
    const size_t warnings = sim_warnings_count(faults);
    hospital_plan_free(plan);
    sim_scenario_free(scenario);
    sim_faults_free(faults);
    return warnings;
}

static size_t warnings_with(const char *occupied, const char *escalation)
{
    const SimOverride overrides[] = {{"trusts[Bolton].size.general_acute_beds_occupied", occupied},
                                     {"trusts[Bolton].beds.escalation", escalation}};
    return warnings_of(overrides, 2);
}

static void a_full_hospital_with_ample_free_beds_is_warned_of_short_waits(void **state)
{
    (void)state;
    const size_t usual = warnings_with("568", "3%");
    assert_int_equal(warnings_with("568", "12%"), usual + 1);
    assert_int_equal(warnings_with("540", "12%"), warnings_with("540", "3%"));  // it is not full
}

static void beds_that_are_not_counted_without_a_and_e_are_warned_of(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{"trusts[Bolton].emergency", "off"}, {"trusts[Bolton].beds.on", "off"}};
    assert_int_equal(warnings_of(overrides, 1), 1);
    assert_int_equal(warnings_of(overrides, 2), 0);
}

static void more_occupied_than_open_is_a_fault(void **state)
{
    (void)state;
    is_a_fault("trusts[Bolton].size.general_acute_beds_occupied", "700");
}

static void escalation_that_closes_before_it_opens_is_a_fault(void **state)
{
    (void)state;
    is_a_fault("trusts[Bolton].beds.escalation_closes", "120%");
}

// Six weeks with a quarter fewer medical beds than are needed, when every surgical bed that may be is an outlier's.
typedef struct {
    double cancelled, emergency_most, beds_for_emergencies;
} FullHospital;

static FullHospital full_hospital(const char *ring_fenced)
{
    const SimOverride overrides[] = {{"calendar.start", "2023-11-06"},
                                     {"calendar.end", "2023-12-17"},
                                     {"run.warm_up", "4 weeks"},
                                     {"trusts[Bolton].beds.ring_fenced", ring_fenced},
                                     {"trusts[Bolton].beds.outlier_reserve", "0"},
                                     {"trusts[Bolton].maternity", "off"}};
    Lives lives = lives_parse(BOLTON, overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = baseline(&lives);
    BedsPlan *beds = beds_of(&lives);
    beds->usable[POOL_MEDICAL] -= beds->usable[POOL_MEDICAL] / 4;
    FullHospital full = {.beds_for_emergencies =
                             (double)beds->usable[POOL_SURGICAL] + beds->escalation[POOL_SURGICAL] - beds->ring_fenced};
    SimWorld *world = world_new(plan, 0);
    for (uint32_t day = plan->first_reported; day < plan->days; day++) {
        run_to(world, plan, day * SIM_DAY_S + 7 * HOUR);
        const BedsState *state = state_of(world);
        full.emergency_most = fmax(full.emergency_most, (double)state->held[POOL_SURGICAL] - state->planned);
    }
    run_to(world, plan, end_of(plan));
    full.cancelled = amount_between(world, plan->first_reported, plan->days, plan->measures.qmco_cause + CAUSE_NO_BED);
    sim_world_free(world);
    lives_free(&lives);
    return full;
}

static void planned_patients_find_ring_fenced_beds_in_a_full_hospital_and_are_cancelled_without_them(void **state)
{
    (void)state;
    const FullHospital open = full_hospital("0%"), fenced = full_hospital("60%");
    if (!(open.cancelled > 100 && fenced.cancelled == 0)) {
        fail_msg("%g cancelled with ring-fenced beds, %g without", fenced.cancelled, open.cancelled);
    }
    if (!(fenced.emergency_most <= fenced.beds_for_emergencies && open.emergency_most > fenced.beds_for_emergencies)) {
        fail_msg("emergency patients in %g of %g beds, and %g", fenced.emergency_most, fenced.beds_for_emergencies,
                 open.emergency_most);
    }
}

// Every request is granted, waiting, withdrawn or gone; the audit recounts each week.
static void a_hospital_with_too_few_beds_loses_nobody(void **state)
{
    (void)state;
    Lives lives = bolton_between("2023-11-06", "2023-12-31", "on");
    const HospitalPlan *plan = baseline(&lives);
    beds_of(&lives)->usable[POOL_MEDICAL] -= 60;
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const BedsState *beds = state_of(world);
    assert_true(beds->waiting > 0);
    assert_int_equal(beds->requested, beds->gone + world->tables[TABLE_SPELLS].taken);
    assert_true(amount_whole(world, plan, plan->measures.ed_12h_dta) > 100);
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_patient_is_ready_reviewed_on_the_next_round_leaves_and_the_bed_is_cleaned),
        cmocka_unit_test(long_stays_are_of_whole_days_at_eight),
        cmocka_unit_test(without_review_nobody_leaves),
        cmocka_unit_test(emergencies_go_before_planned_patients_by_urgency_then_order),
        cmocka_unit_test(a_medical_emergency_lies_in_a_surgical_bed_while_more_than_the_reserve_are_free),
        cmocka_unit_test(hospital_without_usable_beds_keeps_everybody_waiting),
        cmocka_unit_test(escalation_beds_open_for_those_who_wait_and_close_when_they_have_left),
        cmocka_unit_test(escalation_beds_need_nurses_with_time_to_spare),
        cmocka_unit_test(patients_in_the_beds_of_another_pool_are_counted),
        cmocka_unit_test(who_waits_for_care_outside_rarely_leaves_at_the_weekend),
        cmocka_unit_test(some_wait_for_care_outside_for_long),
        cmocka_unit_test(the_beds_occupied_at_eight_are_those_given),
        cmocka_unit_test(pools_hold_all_beds_and_no_pool_uses_more_than_it_has),
        cmocka_unit_test(a_full_hospital_with_ample_free_beds_is_warned_of_short_waits),
        cmocka_unit_test(beds_that_are_not_counted_without_a_and_e_are_warned_of),
        cmocka_unit_test(planned_patients_find_ring_fenced_beds_in_a_full_hospital_and_are_cancelled_without_them),
        cmocka_unit_test(more_occupied_than_open_is_a_fault),
        cmocka_unit_test(escalation_that_closes_before_it_opens_is_a_fault),
        cmocka_unit_test(a_hospital_with_too_few_beds_loses_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
