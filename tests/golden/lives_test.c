// Two lives of one hospital: the same until the strike is announced, with the same patients after it, and different
// because of the strike alone.
#include "tests/golden/hospital_world.h"

#include <math.h>

#define BOLTON SCENARIOS_FOLDER "/bolton-2024-01.yaml"
#define SHORTER                                                                                                        \
    {"calendar.start", "2023-11-06"}, {"calendar.end", "2024-01-31"},                                                  \
    {                                                                                                                  \
        "run.warm_up", "2 weeks"                                                                                       \
    }

enum { LIST_OF_OVERRIDES = 16 };

static Lives bolton(const SimOverride *more, size_t more_count)
{
    SimOverride overrides[LIST_OF_OVERRIDES] = {SHORTER};
    for (size_t i = 0; i < more_count; i++) overrides[3 + i] = more[i];
    return lives_read(BOLTON, overrides, 3 + more_count);
}

typedef struct {
    Lives lives;
    SimWorld *worlds[SIM_LIVES];  // run to the end
} Bolton;

static int run_bolton(void **state)
{
    static Bolton run;
    *state = &run;
    run.lives = bolton(NULL, 0);
    for (int life = 0; life < SIM_LIVES; life++) {
        run.worlds[life] = world_run(run.lives.plans[life], 0, end_of(run.lives.plans[life]));
    }
    return 0;
}

static int free_bolton(void **state)
{
    Bolton *run = *state;
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(run->worlds[life]);
    lives_free(&run->lives);
    return 0;
}

// --- The past is shared ----------------------------------------------------------------------------------------------

static void both_lives_are_the_same_byte_for_byte_until_the_announcement(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *const *plans = (const HospitalPlan *const *)run->lives.plans;
    const SimTime part_s = plans[SIM_STRIKE]->outline.lives_part_s;
    assert_int_equal(part_s, moment(plans[SIM_STRIKE], 2023, 12, 5, 15));
    for (uint32_t replication = 1; replication <= 3; replication++) {
        SimWorld *worlds[SIM_LIVES];
        for (int life = 0; life < SIM_LIVES; life++) {
            worlds[life] = hospital_new(plans[life], 0, (SimKey){.seed = SEED, .replication = replication});
            run_to(worlds[life], plans[life], part_s);
        }
        assert_same_world(worlds[SIM_BASELINE], worlds[SIM_STRIKE]);
        for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    }
}

static void they_differ_from_the_announcement_on(void **state)
{
    const Bolton *run = *state;
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        const HospitalPlan *plan = run->lives.plans[life];
        worlds[life] = world_run(plan, 0, run->lives.plans[SIM_STRIKE]->outline.lives_part_s + 1);
    }
    assert_true(differ(worlds[SIM_BASELINE], worlds[SIM_STRIKE]));
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
}

static void no_series_differs_on_a_day_before_the_announcement(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    const uint32_t part_day = sim_day_of(plan->outline.lives_part_s);
    assert_int_equal(part_day, day_number(plan, 2023, 12, 5));
    for (uint32_t day = 0; day < part_day; day++) {
        for (uint32_t series = 0; series < plan->measures.count; series++) {
            const SimDaily *in[SIM_LIVES] = {sim_daily(run->worlds[SIM_BASELINE], day, series),
                                             sim_daily(run->worlds[SIM_STRIKE], day, series)};
            char text[120];
            if (memcmp(in[SIM_BASELINE], in[SIM_STRIKE], sizeof(SimDaily)) == 0) continue;
            fail_msg("%s differs on day %u: %g and %g", series_text(plan, series, text), day, in[SIM_BASELINE]->amount,
                     in[SIM_STRIKE]->amount);
        }
    }
}

static void a_fork_of_the_baseline_at_the_announcement_lives_the_strike_life(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *strike = run->lives.plans[SIM_STRIKE];
    SimWorld *baseline = world_run(run->lives.plans[SIM_BASELINE], 0, strike->outline.lives_part_s);
    SimWorld *forked = hospital_fork(baseline, strike);
    run_to(forked, strike, end_of(strike));
    assert_same_world(forked, run->worlds[SIM_STRIKE]);
    sim_world_free(baseline);
    sim_world_free(forked);
}

// --- A strike without effect -----------------------------------------------------------------------------------------

static void assert_same_lives(const SimOverride *overrides, size_t count)
{
    Lives lives = bolton(overrides, count);
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        worlds[life] = world_run(lives.plans[life], 0, end_of(lives.plans[life]));
    }
    assert_true(lives.plans[SIM_STRIKE]->strike.window_count > lives.plans[SIM_BASELINE]->strike.window_count);
    assert_same_world(worlds[SIM_BASELINE], worlds[SIM_STRIKE]);
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
}

#define NOBODY_STRIKES_IN(name)                                                                                        \
    {"strikes[" name "].participation.weekday", "0%"}, {"strikes[" name "].participation.weekend", "0%"},              \
    {                                                                                                                  \
        "strikes[" name "].demand.stay_away", "0%"                                                                     \
    }
#define NO_RECOVERY                                                                                                    \
    {"recovery.extra_clinics", "0/week"},                                                                              \
    {                                                                                                                  \
        "recovery.weekend_lists", "0/week"                                                                             \
    }

static void strikes_in_which_nobody_takes_part_change_nothing(void **state)
{
    (void)state;
    const SimOverride none[] = {NOBODY_STRIKES_IN("December 2023"), NOBODY_STRIKES_IN("January 2024"), NO_RECOVERY};
    assert_same_lives(none, sizeof none / sizeof none[0]);
}

static void beside_a_real_strike_in_both_lives_it_changes_nothing_either(void **state)
{
    (void)state;
    const SimOverride none[] = {NOBODY_STRIKES_IN("January 2024"), NO_RECOVERY};
    assert_same_lives(none, sizeof none / sizeof none[0]);
}

// The forecast alone moves appointments, so the test above can fail.
static void a_forecast_alone_makes_the_lives_differ(void **state)
{
    (void)state;
    const SimOverride forecast[] = {NOBODY_STRIKES_IN("January 2024"),
                                    NO_RECOVERY,
                                    {"strikes[January 2024].participation.forecast_weekday", "75%"}};
    Lives lives = bolton(forecast, sizeof forecast / sizeof forecast[0]);
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        worlds[life] = world_run(lives.plans[life], 0, end_of(lives.plans[life]));
    }
    assert_true(differ(worlds[SIM_BASELINE], worlds[SIM_STRIKE]));
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
}

// What a trust decides after the announcement concerns planned care and the bookings team. Without them nothing differs
// until the strike begins: not a patient, not a shift, not a birth, not a bed.
static void between_announcement_and_start_only_planned_care_differs(void **state)
{
    (void)state;
    const SimOverride unplanned[] = {{"trusts[RMC].elective", "off"}, {"trusts[RMC].bookings", "off"}};
    Lives lives = bolton(unplanned, 2);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const SimTime start_s = moment(plan, 2024, 1, 3, 7);
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) worlds[life] = world_run(lives.plans[life], 0, start_s);
    assert_true(plan->outline.lives_part_s < start_s - 20 * (SimTime)SIM_DAY_S);
    assert_same_world(worlds[SIM_BASELINE], worlds[SIM_STRIKE]);
    for (int life = 0; life < SIM_LIVES; life++) run_to(worlds[life], lives.plans[life], start_s + SIM_DAY_S);
    assert_true(differ(worlds[SIM_BASELINE], worlds[SIM_STRIKE]));
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
}

// With planned care: arrivals, staff, midwives and births are the same until then, whatever beds planned patients
// leave. New clocks are not: whoever misses a first appointment starts another, and other patients are given the places
// that the strike will take.
static void until_the_start_arrivals_staff_and_births_are_the_same(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    static const char *const same[] = {"ia_due",     "ia_absent",      "mat_births",  "mat_births_mode",
                                       "mat_dtd_30", "mat_inductions", "mat_diverted"};
    const uint32_t start = day_number(plan, 2024, 1, 3);
    uint32_t compared = 0;
    for (uint32_t series = 0; series < plan->measures.count; series++) {
        bool is_same = false;
        for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
            is_same = is_same || strcmp(plan->measures.series[series].measure->name, same[i]) == 0;
        if (!is_same) continue;
        compared++;
        for (uint32_t day = 0; day < start; day++) {
            assert_float_equal(amount_of(run->worlds[SIM_STRIKE], day, series),
                               amount_of(run->worlds[SIM_BASELINE], day, series), 0);
        }
    }
    assert_true(compared >= sizeof same / sizeof same[0]);
}

// --- The same patients -----------------------------------------------------------------------------------------------

static uint32_t patients_in_a_and_e(const SimWorld *world)
{
    return world->tables[TABLE_ATTENDANCES].used;
}

static const Attendance *attendance_of(const SimWorld *world, uint32_t row)
{
    return SIM_ROW(world, TABLE_ATTENDANCES, Attendance, row);
}

// The patient in the other world's department who has this one's ordinal in the same process, or NULL.
static const Attendance *same_patient(const SimWorld *other, const Attendance *patient)
{
    for (uint32_t row = 1; row < patients_in_a_and_e(other); row++) {
        const Attendance *found = attendance_of(other, row);
        if (found->stage == ATTENDANCE_NOWHERE || found->ordinal != patient->ordinal) continue;
        if ((found->urgency == 0) == (patient->urgency == 0)) return found;
    }
    return NULL;
}

static uint32_t join_attendances(const SimWorld *baseline, const SimWorld *strike)
{
    uint32_t joined = 0;
    for (uint32_t row = 1; row < patients_in_a_and_e(baseline); row++) {
        const Attendance *patient = attendance_of(baseline, row);
        if (patient->stage == ATTENDANCE_NOWHERE) continue;
        const Attendance *twin = same_patient(strike, patient);
        if (!twin) continue;  // has left
        joined++;
        assert_int_equal(twin->came_s, patient->came_s);
        assert_int_equal(twin->urgency, patient->urgency);
        assert_int_equal(twin->by_ambulance, patient->by_ambulance);
    }
    return joined;
}

static uint64_t arrivals_in(const SimWorld *world)
{
    return SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1)->emergency.arrived;
}

// Every five hours from two days before the strike to two days after it; everybody comes to A&E as usual.
static void patients_of_a_and_e_come_at_the_same_second_with_the_same_urgency(void **state)
{
    (void)state;
    const SimOverride everybody[] = {{"strikes[January 2024].demand.stay_away", "0%"},
                                     {"strikes[December 2023].demand.stay_away", "0%"},
                                     {"trusts[Bolton NHS Foundation Trust].primary_care.appointments", "0/day"}};
    Lives lives = bolton(everybody, 3);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *worlds[SIM_LIVES] = {world_new(lives.plans[SIM_BASELINE], 0), world_new(plan, 0)};
    uint32_t joined = 0;
    const SimTime last_s = moment(plan, 2024, 1, 11, 0);
    for (SimTime now_s = moment(plan, 2024, 1, 1, 1); now_s < last_s; now_s += 5 * SIM_HOUR_S) {
        for (int life = 0; life < SIM_LIVES; life++) run_to(worlds[life], lives.plans[life], now_s);
        assert_int_equal(arrivals_in(worlds[SIM_STRIKE]), arrivals_in(worlds[SIM_BASELINE]));
        joined += join_attendances(worlds[SIM_BASELINE], worlds[SIM_STRIKE]);
    }
    assert_true(joined > 1000);
    assert_true(differ(worlds[SIM_BASELINE], worlds[SIM_STRIKE]));
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
}

static void as_many_of_each_urgency_come_but_for_those_who_stay_away_or_are_sent(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    const uint32_t counted = plan->days - 7;  // all but those still inside at the end
    double missing[TRIAGE_CLASSES];
    for (uint32_t urgency = 0; urgency < TRIAGE_CLASSES; urgency++) {
        const uint32_t series = plan->measures.ed_att_class + urgency;
        missing[urgency] = amount_between(run->worlds[SIM_BASELINE], 0, counted, series) -
                           amount_between(run->worlds[SIM_STRIKE], 0, counted, series);
    }
    // The clock of somebody handed over by ambulance across the last midnight may start on either side of it.
    for (int urgency = 0; urgency < 2; urgency++) assert_true(fabs(missing[urgency]) <= 1);
    const double sent = amount_whole(run->worlds[SIM_STRIKE], plan, plan->measures.ed_from_gp) -
                        amount_whole(run->worlds[SIM_BASELINE], plan, plan->measures.ed_from_gp);
    assert_true(missing[2] < 0 && missing[2] >= -sent - 1);
    const uint32_t stayed_away = plan->measures.ed_stayed_away;
    const double away = amount_whole(run->worlds[SIM_STRIKE], plan, stayed_away) -
                        amount_whole(run->worlds[SIM_BASELINE], plan, stayed_away);
    assert_true(away > 20);
    const double fewer = missing[2] + missing[3] + missing[4] + sent;
    assert_true(fewer > 0 && fewer < away);  // some of them come after all
}

// A planned patient has one stay, whose numbers do not depend on how often the operation was moved before it.
static void planned_patients_stay_as_long_in_both_lives(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 1, 8, 0));
    uint32_t of_moved = 0;
    for (SimTime now_s = sim_now(world); now_s < end_of(plan); now_s += SIM_DAY_S) {
        run_to(world, plan, now_s);
        for (uint32_t row = 1; row < world->tables[TABLE_SPELLS].used; row++) {
            const Spell *spell = SIM_ROW(world, TABLE_SPELLS, Spell, row);
            if (spell->state == SPELL_NOBODY || spell->asker != ASKER_ELECTIVE || spell->subject == 0) continue;
            assert_int_equal(spell->person, spell->subject);
            assert_int_equal(spell->visit, 0);
            of_moved += SIM_ROW(world, TABLE_ASIDE, PathwayAside, spell->subject)->visits > 0;
        }
    }
    assert_true(of_moved > 10);
    sim_world_free(world);
}

static bool is_to_be_operated(const Pathway *pathway)
{
    return pathway->stage == STAGE_INPATIENT || pathway->stage == STAGE_DAY_CASE || pathway->stage == STAGE_ADMITTED;
}

static bool awaits_decision(const Pathway *pathway)
{
    return pathway->stage <= STAGE_REVIEW;
}

static bool is_in_tests(const Pathway *pathway)
{
    return pathway->stage > STAGE_FIRST && pathway->stage <= STAGE_REVIEW;
}

// With nobody missing appointments (which starts a new clock) and no operations after tests, the stage in which a
// pathway stands tells what became of its first appointment.
static void pathways_have_the_same_nature_and_need_the_same_care(void **state)
{
    (void)state;
    const SimOverride plain[] = {{"trusts[RMC].elective.dna.share", "0%"},
                                 {"trusts[RMC].elective.services[medicine].to_treatment_after_tests", "0%"},
                                 {"trusts[RMC].elective.services[surgery].to_treatment_after_tests", "0%"},
                                 {"trusts[RMC].elective.services[gynaecology].to_treatment_after_tests", "0%"},
                                 {"trusts[RMC].elective.services[children].to_treatment_after_tests", "0%"},
                                 {"trusts[RMC].elective.list_stages", "[1, 0, 0, 0, 0]"}};
    Lives lives = bolton(plain, sizeof plain / sizeof plain[0]);
    SimWorld *worlds[SIM_LIVES];
    for (int life = 0; life < SIM_LIVES; life++) {
        worlds[life] = world_run(lives.plans[life], 0, end_of(lives.plans[life]));
    }
    const uint32_t pathways = worlds[SIM_BASELINE]->tables[TABLE_PATHWAYS].used;
    assert_int_equal(worlds[SIM_STRIKE]->tables[TABLE_PATHWAYS].used, pathways);
    uint32_t in_another_stage = 0, moved = 0, operated_in_both = 0;
    for (uint32_t row = 1; row < pathways; row++) {
        const Pathway *a = SIM_ROW(worlds[SIM_BASELINE], TABLE_PATHWAYS, Pathway, row);
        const Pathway *b = SIM_ROW(worlds[SIM_STRIKE], TABLE_PATHWAYS, Pathway, row);
        assert_int_equal(a->service, b->service);
        assert_int_equal(a->clock_start_s, b->clock_start_s);
        if (awaits_decision(a) && awaits_decision(b)) assert_int_equal(a->priority, b->priority);
        if (a->stage == STAGE_FIRST && b->stage == STAGE_FIRST) assert_int_equal(a->rank_s, b->rank_s);
        if (is_to_be_operated(a) && is_to_be_operated(b)) assert_int_equal(a->priority, b->priority);
        operated_in_both += is_to_be_operated(a) && is_to_be_operated(b);
        const bool contradict = (is_to_be_operated(a) && (is_in_tests(b) || b->stage == STAGE_TREATED)) ||
                                (is_to_be_operated(b) && (is_in_tests(a) || a->stage == STAGE_TREATED));
        if (contradict) fail_msg("pathway %u stands in stage %u and, with the strike, in %u", row, a->stage, b->stage);
        in_another_stage += a->stage != b->stage;
        moved += b->moved > 0;
    }
    assert_true(in_another_stage > 100 && moved > 10 && operated_in_both > 100);
    for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    lives_free(&lives);
}

// --- And the strike makes a difference -------------------------------------------------------------------------------

static void after_the_strike_the_lives_differ_in_what_it_moves(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    const MeasurePlan *measures = &plan->measures;
    assert_true(differ(run->worlds[SIM_BASELINE], run->worlds[SIM_STRIKE]));
    const uint32_t first = day_number(plan, 2024, 1, 3), last = day_number(plan, 2024, 1, 10);
    for (int life = 0; life < SIM_LIVES; life++) {
        const double moved = amount_between(run->worlds[life], first, last, measures->ia_total);
        const double absent = amount_between(run->worlds[life], first, last, measures->ia_absent + GROUP_RESIDENTS);
        assert_int_equal(moved > 100, life == SIM_STRIKE);
        assert_int_equal(absent > 100, life == SIM_STRIKE);
    }
    const uint32_t list = measures->rtt_total;
    assert_true(amount_of(run->worlds[SIM_STRIKE], last, list) >
                amount_of(run->worlds[SIM_BASELINE], last, list) + 100);
}

static void the_strike_of_december_happens_in_both(void **state)
{
    const Bolton *run = *state;
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    const uint32_t first = day_number(plan, 2023, 12, 20), last = day_number(plan, 2023, 12, 23);
    const uint32_t absent = plan->measures.ia_absent + GROUP_RESIDENTS;
    const double in_baseline = amount_between(run->worlds[SIM_BASELINE], first, last, absent);
    assert_true(in_baseline > 100);
    assert_true(amount_between(run->worlds[SIM_STRIKE], first, last, absent) == in_baseline);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_lives_are_the_same_byte_for_byte_until_the_announcement),
        cmocka_unit_test(they_differ_from_the_announcement_on),
        cmocka_unit_test(no_series_differs_on_a_day_before_the_announcement),
        cmocka_unit_test(a_fork_of_the_baseline_at_the_announcement_lives_the_strike_life),
        cmocka_unit_test(strikes_in_which_nobody_takes_part_change_nothing),
        cmocka_unit_test(beside_a_real_strike_in_both_lives_it_changes_nothing_either),
        cmocka_unit_test(a_forecast_alone_makes_the_lives_differ),
        cmocka_unit_test(between_announcement_and_start_only_planned_care_differs),
        cmocka_unit_test(until_the_start_arrivals_staff_and_births_are_the_same),
        cmocka_unit_test(patients_of_a_and_e_come_at_the_same_second_with_the_same_urgency),
        cmocka_unit_test(as_many_of_each_urgency_come_but_for_those_who_stay_away_or_are_sent),
        cmocka_unit_test(planned_patients_stay_as_long_in_both_lives),
        cmocka_unit_test(pathways_have_the_same_nature_and_need_the_same_care),
        cmocka_unit_test(after_the_strike_the_lives_differ_in_what_it_moves),
        cmocka_unit_test(the_strike_of_december_happens_in_both),
    };
    return cmocka_run_group_tests(tests, run_bolton, free_bolton);
}
