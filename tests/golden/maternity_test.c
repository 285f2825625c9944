// Maternity in a hospital that has nothing else: an average unit with 12.3 deliveries a day.
#include "models/births.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SHIFT_DAY, SHIFT_NIGHT, DAYS = 3 * 365 };
enum { ROSTER_MIDWIVES_DAY, ROSTER_MIDWIVES_NIGHT, ROSTER_DOCTORS_DAY, ROSTER_DOCTORS_NIGHT, ROSTERS };

typedef struct {
    TrustFields fields;
    TrustPlan trust;
    HospitalPlan plan;
    double by_hour[24];
    SimWorld *world;
} Unit;

static void fill_fields(Unit *unit)
{
    for (int hour = 0; hour < 24; hour++) unit->by_hour[hour] = 1;
    char code[] = "TST";
    unit->fields.code.text = malloc(sizeof code);
    memcpy(unit->fields.code.text, code, sizeof code);
    unit->fields.size.births = 12.3;
    unit->fields.maternity = (MaternityFields){.on = true,
                                               .rooms = 9,
                                               .postnatal_beds = 24,
                                               .planned_caesarean = 0.186,
                                               .emergency_caesarean = 0.234,
                                               .instrumental = 0.12,
                                               .induced = 0.33,
                                               .urgent = 0.6,
                                               .labour = 9 * SIM_HOUR_S,
                                               .labour_cv = 0.5,
                                               .labour_by_hour = {.values = unit->by_hour, .count = 24},
                                               .reviewed = 0.8,
                                               .review = 45 * SIM_MINUTE_S,
                                               .instrument = 40 * SIM_MINUTE_S,
                                               .recovery = 2 * SIM_HOUR_S,
                                               .second_team = true,
                                               .theatre = SIM_HOUR_S,
                                               .theatre_cv = 0.3,
                                               .delivery = 30 * SIM_MINUTE_S,
                                               .delivery_cv = 0.45,
                                               .list_starts = 8.5 * SIM_HOUR_S,
                                               .list_ends = 14 * SIM_HOUR_S,
                                               .induction_from = 8 * SIM_HOUR_S,
                                               .induction_until = 16 * SIM_HOUR_S,
                                               .induction_start = 45 * SIM_MINUTE_S,
                                               .induction_to_labour = SIM_DAY_S,
                                               .induction_to_labour_cv = 0.6,
                                               .spare_rooms = 2,
                                               .spare_midwives = 3,
                                               .spare_doctors = 1,
                                               .retry = 2 * SIM_HOUR_S,
                                               .relaxed_after = 48 * SIM_HOUR_S,
                                               .stay = {25 * SIM_HOUR_S, 38 * SIM_HOUR_S, 43.5 * SIM_HOUR_S, 0},
                                               .stay_cv = 0.7,
                                               .divert_queue = 2,
                                               .divert_after = 2 * SIM_HOUR_S};
}

static RosterPlan roster(enum Department department, enum StaffGroup group, int shift, uint32_t people)
{
    return (RosterPlan){
        .department = (uint8_t)department, .group = (uint8_t)group, .shift = (uint8_t)shift, .due = {people, people}};
}

static void fill_staffing(StaffingPlan *staffing)
{
    staffing->shift_count = 2;
    staffing->shifts[SHIFT_DAY] = (ShiftPlan){.starts_s = 8 * SIM_HOUR_S, .lasts_s = 12 * SIM_HOUR_S, .name = "day"};
    staffing->shifts[SHIFT_NIGHT] =
        (ShiftPlan){.starts_s = 20 * SIM_HOUR_S, .lasts_s = 12 * SIM_HOUR_S, .night = true, .name = "night"};
    staffing->roster_count = ROSTERS;
    staffing->rosters[ROSTER_MIDWIVES_DAY] = roster(DEPARTMENT_MATERNITY, GROUP_MIDWIVES, SHIFT_DAY, 7);
    staffing->rosters[ROSTER_MIDWIVES_NIGHT] = roster(DEPARTMENT_MATERNITY, GROUP_MIDWIVES, SHIFT_NIGHT, 7);
    staffing->rosters[ROSTER_DOCTORS_DAY] = roster(DEPARTMENT_OBSTETRICS, GROUP_RESIDENTS, SHIFT_DAY, 4);
    staffing->rosters[ROSTER_DOCTORS_NIGHT] = roster(DEPARTMENT_OBSTETRICS, GROUP_RESIDENTS, SHIFT_NIGHT, 2);
}

static void fill_plan(Unit *unit)
{
    HospitalPlan *plan = &unit->plan;
    plan->tables = sim_tables_new();
    plan->days = DAYS;
    plan->bank_holidays = true;
    plan->has_trusts = true;
    plan->record_count = DAYS;
    plan->end_s = (SimTime)DAYS * SIM_DAY_S;
    plan->outline.first_day = sim_date(2023, 1, 2);
    plan->rest_day = calloc(DAYS + 400, 1);
    assert_non_null(plan->rest_day);
    for (int32_t day = 0; day < DAYS + 400; day++) {
        const SimDate date = plan->outline.first_day + day;
        plan->rest_day[day] = sim_weekday(date) >= 5 || sim_is_bank_holiday_in_england(date);
    }
    measures_plan(&plan->measures, MEASURES_OF_HOSPITAL);
    plan->strike.decisions = calloc(1, sizeof *plan->strike.decisions);  // none
    plan->trusts = &unit->trust;
    plan->trust_count = 1;
    unit->trust.fields = &unit->fields;
    unit->trust.place_hash = sim_hash32("TST");
    for (uint32_t stream = 0; stream < TRUST_STREAMS; stream++) unit->trust.stream_hash[stream] = stream + 1;
}

// A unit before its world is made: a test may change its fields and staffing.
static Unit *new_unit(void)
{
    Unit *unit = calloc(1, sizeof *unit);
    assert_non_null(unit);
    fill_fields(unit);
    fill_staffing(&unit->trust.staffing);
    fill_plan(unit);
    return unit;
}

static void open_unit(Unit *unit)
{
    SimFaults *faults = sim_faults_new();
    assert_true(maternity_plan(&unit->plan, &unit->trust, faults));
    sim_faults_free(faults);
    unit->world = hospital_new(&unit->plan, 0, (SimKey){.seed = 7});
}

static void free_unit(Unit *unit)
{
    sim_world_free(unit->world);
    measures_plan_free(&unit->plan.measures);
    sim_tables_free(unit->plan.tables);
    free(unit->plan.rest_day);
    free(unit->plan.strike.decisions);
    free(unit->fields.code.text);
    free(unit);
}

static void run_until(Unit *unit, SimTime until_s)
{
    char message[300] = "";
    if (!hospital_run_until(unit->world, &unit->plan, until_s, message, sizeof message)) fail_msg("%s", message);
}

static Hospital hospital_of(const Unit *unit)
{
    HospitalState *state = SIM_ROW(unit->world, TABLE_HOSPITAL, HospitalState, 1);
    return (Hospital){
        .world = unit->world, .plan = &unit->plan, .trust = &unit->trust, .state = state, .key = {.seed = 7}};
}

static const MaternityState *maternity_of(const Unit *unit)
{
    return &SIM_ROW(unit->world, TABLE_HOSPITAL, HospitalState, 1)->maternity;
}

static double total(const Unit *unit, uint32_t series, uint32_t from, uint32_t until)
{
    double sum = 0;
    for (uint32_t day = from; day < until; day++) sum += sim_daily(unit->world, day, series)->amount;
    return sum;
}

static void assert_near(double value, double wanted, double tolerance)
{
    if (!(fabs(value - wanted) <= tolerance)) fail_msg("%g is not within %g of %g", value, tolerance, wanted);
}

static double utilisation(const Unit *unit, SimResourceId resource)
{
    const SimAreas areas = sim_resource_areas(unit->world, resource);
    return (double)areas.busy_s / (double)(areas.rostered_s + areas.overrun_s);
}

static void audit(const Unit *unit)
{
    const Hospital hospital = hospital_of(unit);
    char message[300] = "";
    if (!maternity_audit(&hospital, true, message, sizeof message)) fail_msg("%s", message);
    if (!sim_resources_agree(unit->world, message, sizeof message)) fail_msg("%s", message);
}

// Spontaneous labours are Poisson with 48.4 % of 12.3 x 365 = 4,490 deliveries; what is booked comes exactly. So the
// standard error of a year is sqrt(2173) = 46.6. Mothers still inside and diverted ones are left out on both sides.
static void a_year_has_its_due_number_of_births(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    open_unit(unit);
    run_until(unit, (SimTime)DAYS * SIM_DAY_S);
    const MeasurePlan *measures = &unit->plan.measures;
    for (uint32_t year = 0; year < 3; year++) {
        const double births = total(unit, measures->mat_births, 365 * year, 365 * (year + 1));
        const double diverted = total(unit, measures->mat_diverted, 365 * year, 365 * (year + 1));
        const double edge = year == 0 ? 15 : 0;  // the unit begins empty: labours last, inductions take a day or two
        assert_near(births + diverted + edge, 12.3 * 365, 4 * 46.6);
    }
    free_unit(unit);
}

// Shares of n = 12,000 births: the standard error of a share p is at most sqrt(p (1 - p) / n).
static void modes_come_in_their_shares(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    open_unit(unit);
    run_until(unit, (SimTime)DAYS * SIM_DAY_S);
    const MeasurePlan *measures = &unit->plan.measures;
    const double wanted[BIRTH_MODES] = {1 - 0.186 - 0.234 - 0.12, 0.12, 0.234, 0.186};
    const double births = total(unit, measures->mat_births, 56, DAYS);
    double sum = 0;
    for (uint32_t mode = 0; mode < BIRTH_MODES; mode++) {
        const double counted = total(unit, measures->mat_births_mode + mode, 56, DAYS);
        const double error = sqrt(wanted[mode] * (1 - wanted[mode]) / births);
        assert_near(counted / births, wanted[mode], 4 * error);
        sum += counted;
    }
    assert_near(sum, births, 0);
    const double inductions = total(unit, measures->mat_inductions, 56, DAYS);
    assert_near(inductions, 0.33 * 12.3 * (DAYS - 56), 10);
    free_unit(unit);
}

static double share_of_inductions_over(const Unit *unit, uint32_t minutes)
{
    double over = 0, all = 0;
    for (uint32_t row = 1; row < unit->world->tables[SIM_TABLE_WAITS].used; row++) {
        const SimWait *wait = SIM_ROW(unit->world, SIM_TABLE_WAITS, SimWait, row);
        if (wait->log != LOG_INDUCTION) continue;
        all++;
        over += wait->minutes > minutes;
    }
    return over / all;
}

// What a head of midwifery would expect of an average unit: rooms half full, midwives two thirds of their time one to
// one, some inductions waiting for hours and few for more than a day, the unit hardly ever closed.
static void an_ordinary_year_looks_like_one(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    open_unit(unit);
    run_until(unit, (SimTime)DAYS * SIM_DAY_S);
    const MaternityState *maternity = maternity_of(unit);
    assert_in_range((uint32_t)(100 * utilisation(unit, maternity->rooms)), 45, 65);
    assert_in_range((uint32_t)(100 * utilisation(unit, maternity->midwives)), 60, 75);
    assert_in_range((uint32_t)(100 * utilisation(unit, maternity->postnatal)), 65, 85);
    assert_in_range((uint32_t)(100 * share_of_inductions_over(unit, 6 * 60)), 20, 45);
    assert_in_range((uint32_t)(1000 * share_of_inductions_over(unit, 24 * 60)), 10, 90);
    const MeasurePlan *measures = &unit->plan.measures;
    const double closed_hours = total(unit, measures->mat_closed_hours, 0, DAYS);
    assert_true(closed_hours >= 0 && closed_hours < 0.01 * DAYS * 24);
    const double inductions = total(unit, measures->mat_inductions, 0, DAYS);
    assert_near(total(unit, measures->mat_induction_delay_24h, 0, DAYS),
                share_of_inductions_over(unit, 24 * 60) * inductions, 0.1 * inductions / 100);  // whole minutes
    const double urgent = total(unit, measures->mat_caesareans + CATEGORY_1, 0, DAYS) +
                          total(unit, measures->mat_caesareans + CATEGORY_2, 0, DAYS);
    const double over_30 = total(unit, measures->mat_dtd_30, 0, DAYS),
                 over_75 = total(unit, measures->mat_dtd_75, 0, DAYS);
    assert_true(over_75 > 0 && over_75 < over_30 && over_30 < urgent);
    double waited = 0, planned = 0;
    for (uint32_t day = 0; day < DAYS; day++) {
        waited += sim_daily(unit->world, day, measures->mat_elcs_wait)->amount;
        planned += sim_daily(unit->world, day, measures->mat_elcs_wait)->weight;
    }
    assert_near(planned, total(unit, measures->mat_caesareans + CATEGORY_4, 0, DAYS), 2);  // born after midnight
    assert_in_range((uint32_t)(waited / planned), 30, 24 * 60);
    const double beds = total(unit, measures->mat_postnatal_occ, 50, DAYS) / (DAYS - 50);
    assert_near(beds, utilisation(unit, maternity->postnatal) * unit->fields.maternity.postnatal_beds, 0.15 * beds);
    free_unit(unit);
}

// Two midwives fewer than usual: inductions start later, but do not pile up, for the overdue ask for less.
static void a_short_staffed_unit_keeps_up_with_its_inductions(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    for (int shift = ROSTER_MIDWIVES_DAY; shift <= ROSTER_MIDWIVES_NIGHT; shift++)
        unit->trust.staffing.rosters[shift].due[0] = unit->trust.staffing.rosters[shift].due[1] = 5;
    open_unit(unit);
    run_until(unit, (SimTime)DAYS * SIM_DAY_S);
    const double started = total(unit, unit->plan.measures.mat_inductions, 56, DAYS);
    assert_near(started, 0.33 * 12.3 * (DAYS - 56), 20);
    assert_true(share_of_inductions_over(unit, 6 * 60) > 0.5);
    free_unit(unit);
}

// Induction planned for 08:00, started by 08:45, labour a day later at 08:45, birth at 17:45, ready for a bed at 19:45,
// home 25 hours after that.
static void one_mother_by_hand(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    unit->fields.size.births = 1;
    MaternityFields *fields = &unit->fields.maternity;
    fields->induced = 1;
    fields->planned_caesarean = fields->emergency_caesarean = fields->instrumental = fields->reviewed = 0;
    fields->induction_until = fields->induction_from;
    fields->labour_cv = fields->induction_to_labour_cv = fields->stay_cv = 0;
    open_unit(unit);
    const SimTime born_s = SIM_DAY_S + 17 * SIM_HOUR_S + 45 * SIM_MINUTE_S;
    const SimTime home_s = born_s + 2 * SIM_HOUR_S + 25 * SIM_HOUR_S;
    run_until(unit, born_s);
    assert_int_equal(maternity_of(unit)->delivered, 0);
    run_until(unit, born_s + 1);
    assert_int_equal(maternity_of(unit)->delivered, 1);
    assert_near(sim_daily(unit->world, 1, unit->plan.measures.mat_births)->amount, 1, 0);
    run_until(unit, home_s);
    assert_int_equal(maternity_of(unit)->left, 0);
    run_until(unit, home_s + 1);
    assert_int_equal(maternity_of(unit)->left, 1);
    assert_near(share_of_inductions_over(unit, 0), 0, 0);
    free_unit(unit);
}

// All that come in are inside or have left, whenever one looks.
static void nobody_is_lost(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    open_unit(unit);
    for (SimTime day = 1; day <= 100; day++) {
        run_until(unit, day * SIM_DAY_S - 3 * SIM_HOUR_S);
        audit(unit);
    }
    free_unit(unit);
}

// Ten days without a doctor: nobody is delivered by one, everybody waits, and all are delivered when they are back.
static void without_doctors_mothers_wait_and_nobody_is_lost(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    unit->fields.maternity.rooms = 200;
    unit->fields.maternity.postnatal_beds = 200;
    open_unit(unit);
    run_until(unit, 60 * SIM_DAY_S);
    RosterPlan *rosters = unit->trust.staffing.rosters;
    const RosterPlan kept[2] = {rosters[ROSTER_DOCTORS_DAY], rosters[ROSTER_DOCTORS_NIGHT]};
    memset(rosters[ROSTER_DOCTORS_DAY].due, 0, sizeof rosters[0].due);
    memset(rosters[ROSTER_DOCTORS_NIGHT].due, 0, sizeof rosters[0].due);
    run_until(unit, 61 * SIM_DAY_S);
    const MeasurePlan *measures = &unit->plan.measures;
    const double assisted = total(unit, measures->mat_births_mode + BIRTH_INSTRUMENTAL, 0, 61);
    run_until(unit, 70 * SIM_DAY_S);
    audit(unit);
    assert_near(total(unit, measures->mat_births_mode + BIRTH_INSTRUMENTAL, 0, 70), assisted, 0);
    assert_near(total(unit, measures->mat_inductions, 62, 70), 0, 0);
    assert_true(total(unit, measures->mat_births_mode + BIRTH_SPONTANEOUS, 62, 70) > 0);
    assert_true(total(unit, measures->mat_elcs_moved, 62, 70) > 0);

    rosters[ROSTER_DOCTORS_DAY] = kept[0];
    rosters[ROSTER_DOCTORS_NIGHT] = kept[1];
    run_until(unit, 120 * SIM_DAY_S);
    audit(unit);
    assert_true(total(unit, measures->mat_dtd_75, 70, 80) > 0);
    // Of all who came in, only those who came lately are still there, and nobody waits for a list that never comes.
    for (uint32_t id = 1; id < unit->world->tables[TABLE_BIRTHS].used; id++)
        assert_int_not_equal(SIM_ROW(unit->world, TABLE_BIRTHS, Birth, id)->stage, BIRTH_MOVED);
    const MaternityState *maternity = maternity_of(unit);
    assert_in_range(maternity->entered - maternity->left, 1, 6 * 12);
    const double births = total(unit, measures->mat_births, 0, 120) + total(unit, measures->mat_diverted, 0, 120);
    assert_near(births, 12.3 * 120 - 15, 4 * sqrt(0.484 * 12.3 * 120));
    free_unit(unit);
}

static void no_planned_caesarean_begins_on_a_rest_day(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    open_unit(unit);
    run_until(unit, 365 * SIM_DAY_S);
    const uint32_t series = unit->plan.measures.mat_births_mode + BIRTH_PLANNED_CAESAREAN;
    double working_days = 0, births = 0;
    for (uint32_t day = 0; day < 365; day++) {
        const double amount = sim_daily(unit->world, day, series)->amount;
        if (unit->plan.rest_day[day]) assert_near(amount, 0, 0);
        working_days += !unit->plan.rest_day[day];
        births += amount;
    }
    const double a_working_day = 12.3 * 0.186 * 365.25 / (365.25 * 5 / 7 - 8);
    assert_near(births, a_working_day * working_days, 4);  // those moved over the end of the year
    free_unit(unit);
}

// A unit with one room closes when more than two mothers wait for two hours, and says for how long.
static void a_crowded_unit_diverts_new_labours(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    unit->fields.maternity.rooms = 1;
    open_unit(unit);
    run_until(unit, 30 * SIM_DAY_S);
    audit(unit);
    const MeasurePlan *measures = &unit->plan.measures;
    assert_true(total(unit, measures->mat_diverted, 0, 30) > 10);
    for (uint32_t day = 0; day < 29; day++) {
        const double hours = sim_daily(unit->world, day, measures->mat_closed_hours)->amount;
        assert_true(hours >= 0 && hours <= 24.0001);
    }
    const Hospital hospital = hospital_of(unit);
    assert_int_equal(maternity_of(unit)->entered + (int64_t)total(unit, measures->mat_diverted, 0, 31),
                     maternity_of(unit)->next_labour - 1 + maternity_of(unit)->next_caesarean +
                         maternity_of(unit)->next_induction);
    assert_true(hospital_now(&hospital) == 30 * SIM_DAY_S);
    free_unit(unit);
}

// Without a second team a caesarean of category 1 waits for the one before; with it, not.
static void a_second_team_shortens_urgent_caesareans(void **state)
{
    (void)state;
    double late[2];
    for (int teams = 0; teams < 2; teams++) {
        Unit *unit = new_unit();
        unit->fields.maternity.second_team = teams == 1;
        open_unit(unit);
        run_until(unit, (SimTime)DAYS * SIM_DAY_S);
        late[teams] = total(unit, unit->plan.measures.mat_dtd_75, 0, DAYS);
        free_unit(unit);
    }
    assert_true(late[1] < late[0] / 2);
}

// One theatre, in use; three more come, least urgent first.
static void caesareans_go_by_their_category(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    unit->fields.size.births = 0;
    unit->fields.maternity.second_team = false;
    open_unit(unit);
    run_until(unit, 10 * SIM_HOUR_S);
    Hospital hospital = hospital_of(unit);
    uint32_t mothers[CAESAREAN_CATEGORIES];
    for (uint32_t i = 0; i < CAESAREAN_CATEGORIES; i++) {
        mothers[i] = birth_new(&hospital, ONSET_SPONTANEOUS, 1 + i);
        caesarean_needed(&hospital, mothers[i], (enum CaesareanCategory)(CATEGORY_4 - i));
        maternity_give_doctors(&hospital);
    }
    const uint32_t order[] = {mothers[0], mothers[3], mothers[2], mothers[1]};  // the first had begun
    for (uint32_t i = 0; i < CAESAREAN_CATEGORIES; i++) {
        assert_int_equal(birth_at(&hospital, order[i])->stage, BIRTH_IN_THEATRE);
        while (birth_at(&hospital, order[i])->stage == BIRTH_IN_THEATRE) {
            run_until(unit, hospital_now(&hospital) + 1);
        }
    }
    free_unit(unit);
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    (void)state;
    Unit *first = new_unit(), *second = new_unit();
    open_unit(first);
    open_unit(second);
    run_until(first, 100 * SIM_DAY_S);
    for (SimTime day = 1; day <= 100; day++) run_until(second, day * SIM_DAY_S);
    uint32_t table, row;
    assert_false(sim_world_first_difference(first->world, second->world, &table, &row));
    free_unit(first);
    free_unit(second);
}

static void a_unit_without_births_stays_empty(void **state)
{
    (void)state;
    Unit *unit = new_unit();
    unit->fields.size.births = 0;
    open_unit(unit);
    run_until(unit, 30 * SIM_DAY_S);
    audit(unit);
    assert_int_equal(maternity_of(unit)->entered, 0);
    free_unit(unit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_has_its_due_number_of_births),
        cmocka_unit_test(modes_come_in_their_shares),
        cmocka_unit_test(an_ordinary_year_looks_like_one),
        cmocka_unit_test(a_short_staffed_unit_keeps_up_with_its_inductions),
        cmocka_unit_test(one_mother_by_hand),
        cmocka_unit_test(nobody_is_lost),
        cmocka_unit_test(without_doctors_mothers_wait_and_nobody_is_lost),
        cmocka_unit_test(no_planned_caesarean_begins_on_a_rest_day),
        cmocka_unit_test(a_crowded_unit_diverts_new_labours),
        cmocka_unit_test(a_second_team_shortens_urgent_caesareans),
        cmocka_unit_test(caesareans_go_by_their_category),
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(a_unit_without_births_stays_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
