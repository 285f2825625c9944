// Theatre lists: who is cancelled at the last minute and why, when they are operated on instead, who ranks before whom,
// and what becomes of those who wait.
#include "models/last_minute.h"
#include "models/sessions.h"
#include "models/waiting_list.h"
#include "tests/golden/by_hand.h"
#include "tests/golden/said.h"

#include <math.h>

#define HAN "trusts[HAN]."
#define ELECTIVE HAN "elective."
enum { SIGMAS = 4 };

// Patients who stay, on theatre lists of `cases` a weekday; the list has 4,000 patients, half of them in clinics.
// Nothing starts before the calendar does that is not the same in all.
#define THEATRES                                                                                                       \
    {HAN "size.rtt_pathways", "4000"}, {HAN "size.outpatient_appointments", "12/day"},                                 \
        {ELECTIVE "referrals", "12/day"}, {ELECTIVE "slots.clinic", "15"},                                             \
        {ELECTIVE "list_stages", "[0.5, 0, 0, 0.5, 0]"}, {ELECTIVE "services[surgery].to_treatment", "100%"},          \
    {                                                                                                                  \
        "recovery.extra_clinics", "0/week"                                                                             \
    }

static uint32_t next_list(const SimWorld *world, uint32_t row)
{
    while (row && session_at(world, row)->kind != SESSION_INPATIENT_LIST) row = session_at(world, row)->next_same_day;
    return row;
}

static uint32_t first_list(const SimWorld *world, uint32_t day, enum Half half)
{
    return next_list(world, SIM_ROW(world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[half]);
}

static uint32_t patient_of(const SimWorld *world, uint32_t list, uint32_t number)
{
    return *SIM_ROW(world, TABLE_BOOKINGS, uint32_t, session_at(world, list)->first_booking + number);
}

static double run_for(const SimOverride *overrides, size_t count, uint32_t (*series)(const MeasurePlan *))
{
    Lives lives = by_hand(overrides, count);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const double sum = amount_whole(world, plan, series(&plan->measures));
    sim_world_free(world);
    lives_free(&lives);
    return sum;
}

// --- A new date ------------------------------------------------------------------------------------------------------

// Every list of the next eight weeks is full but for one place, on Wednesday in a week. Who is cancelled on Monday, 12
// February, and is the last of the waiting list gets it.
static uint32_t day_of_new_date(const char *own_lists)
{
    const SimOverride overrides[] = {THEATRES, {ELECTIVE "theatre.own_lists", own_lists}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const uint32_t monday = day_number(plan, 2024, 2, 12);
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 7.5));
    Hospital hospital = hospital_at(world, plan);
    const uint32_t patient = patient_of(world, first_list(world, monday, HALF_MORNING), 0);
    pathway_at(world, patient)->rank_s = INT32_MAX;
    const uint32_t free_list = first_list(world, monday + 9, HALF_AFTERNOON);
    session_unbook_pathway(&hospital, patient_of(world, free_list, 0));
    session_unbook_pathway(&hospital, patient);
    last_minute_count(&hospital, patient, monday, CAUSE_EQUIPMENT);
    last_minute_rebook(&hospital, patient);
    const uint32_t list = pathway_at(world, patient)->session;
    const uint32_t day = list ? session_at(world, list)->day - monday : 0;
    assert_true(list == 0 ? pathway_at(world, patient)->ticket > 0 : list == free_list);
    sim_world_free(world);
    lives_free(&lives);
    return day;
}

static void who_is_cancelled_at_the_last_minute_gets_the_first_free_place(void **state)
{
    (void)state;
    assert_int_equal(day_of_new_date("100/week"), 9);
    assert_int_equal(day_of_new_date("0/week"), 0);  // no list suits: waits for the next place in the booking curve
}

static uint32_t breaches(const MeasurePlan *measures)
{
    return measures->qmco_28d;
}

// A tenth of the operations of lists that are filled along the booking curve of the template.
static void fewer_wait_28_days_if_more_lists_suit_them(void **state)
{
    (void)state;
    const char *lists[] = {"0/week", "1/week", "100/week"};
    double over[3];
    for (int i = 0; i < 3; i++) {
        const SimOverride overrides[] = {THEATRES,
                                         {ELECTIVE "last_minute.equipment", "20%"},
                                         {ELECTIVE "list_stages", "[0.9, 0, 0, 0.1, 0]"},
                                         {ELECTIVE "services[surgery].p3", "50%"},
                                         {ELECTIVE "booked_ahead.theatre", "[0.05, 0.10, 0.30, 0.70, 0.90, 0.95]"},
                                         {ELECTIVE "theatre.own_lists", lists[i]}};
        over[i] = run_for(overrides, sizeof overrides / sizeof overrides[0], breaches);
    }
    if (!(over[0] > 1.5 * over[1] && over[1] > 1.5 * over[2])) fail_msg("%g, %g, %g", over[0], over[1], over[2]);
}

// --- Causes ----------------------------------------------------------------------------------------------------------

static void assert_share(double count, double of, double share)
{
    const double error = sqrt(of * share * (1 - share));
    if (fabs(count - of * share) > SIGMAS * error) {
        fail_msg("%g of %g are not %g %%: %g standard errors", count, of, share * 100, (count - of * share) / error);
    }
}

// Of all who come, each cause keeps its share from being operated on (binomial), whether or not it did before.
static void operations_are_cancelled_for_each_cause_in_its_share(void **state)
{
    (void)state;
    const double shares[DRAWN_CAUSES] = {0.10, 0.05, 0.03, 0.02};
    const SimOverride overrides[] = {THEATRES,
                                     {ELECTIVE "last_minute.staff", "10%"},
                                     {ELECTIVE "last_minute.emergency", "5%"},
                                     {ELECTIVE "last_minute.equipment", "3%"},
                                     {ELECTIVE "last_minute.other", "2%"}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const MeasurePlan *measures = &plan->measures;
    const double cancelled = amount_whole(world, plan, measures->qmco_lastmin);
    const double came = cancelled + amount_whole(world, plan, measures->act_elective);
    double sum = 0;
    for (uint32_t cause = 0; cause < LAST_MINUTE_CAUSES; cause++) {
        const double count = amount_whole(world, plan, measures->qmco_cause + cause);
        assert_share(count, came, cause < DRAWN_CAUSES ? shares[cause] : 0);
        sum += count;
    }
    assert_float_equal(sum, cancelled, 0);
    assert_true(came > 1500);
    sim_world_free(world);
    lives_free(&lives);
}

static void causes_that_are_more_than_all_operations_are_a_fault(void **state)
{
    (void)state;
    char text[BY_HAND_MOST];
    by_hand_read(text);
    const SimOverride overrides[] = {{ELECTIVE "last_minute.staff", "60%"}, {ELECTIVE "last_minute.other", "60%"}};
    Said said = said_of(text, overrides, 2, SIM_BASELINE);
    assert_true(said.is_refused);
    assert_int_equal(said.faults, 1);
    said_free(&said);
}

// Lists of two cases, whose times have mean and standard deviation of one slot (lognormal, sigma^2 = ln 2): the second
// does not begin if the first takes more than 2 x 1.25 - 1 slots, with probability 1 - Phi((ln 1.5 + ln 2 / 2) /
// sigma).
static void a_case_that_takes_long_costs_the_next_as_often_as_theory_says(void **state)
{
    (void)state;
    const SimOverride overrides[] = {THEATRES,
                                     {ELECTIVE "slots.inpatient", "2"},
                                     {ELECTIVE "theatre.case", "100%"},
                                     {ELECTIVE "theatre.case_cv", "1"},
                                     {ELECTIVE "theatre.overrun", "25%"}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const MeasurePlan *measures = &plan->measures;
    const double cancelled = amount_whole(world, plan, measures->qmco_cause + CAUSE_OVERRUN);
    const double lists = (cancelled + amount_whole(world, plan, measures->act_elective)) / 2;
    const double sigma = sqrt(log(2)), share = 0.5 * erfc((log(1.5) + log(2) / 2) / sigma / sqrt(2));
    assert_true(lists > 700);
    assert_share(cancelled, lists, share);
    assert_float_equal(amount_whole(world, plan, measures->qmco_lastmin), cancelled, 0);
    sim_world_free(world);
    lives_free(&lives);
}

// Nobody is operated on after the first case of a list, but P2 come first.
static void the_urgent_are_operated_on_first(void **state)
{
    (void)state;
    const SimOverride overrides[] = {THEATRES, {ELECTIVE "theatre.case", "100%"}, {ELECTIVE "theatre.overrun", "0%"}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    LastMinutePlan *last_minute = &lives.plans[SIM_BASELINE]->trusts[0].elective.last_minute;
    const uint32_t monday = day_number(plan, 2024, 2, 12);
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 8));
    Hospital hospital = hospital_at(world, plan);
    last_minute->overrun = -0.5;  // one case of three, and half of the next
    const uint32_t list = first_list(world, monday, HALF_MORNING), patients = session_pathways(session_at(world, list));
    assert_int_equal(patients, 3);
    const uint32_t last = patient_of(world, list, patients - 1);
    pathway_at(world, last)->priority = PRIORITY_URGENT;
    session_at(world, list)->urgent = 1;
    last_minute_screen(&hospital, list);
    assert_int_equal(session_pathways(session_at(world, list)), 1);
    assert_int_equal(patient_of(world, list, 0), last);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Places kept for the urgent --------------------------------------------------------------------------------------

typedef struct {
    uint32_t slots, booked, urgent;
} Places;

static Places places_ahead(const SimWorld *world, uint32_t today, uint32_t first_ahead, uint32_t last_ahead)
{
    Places places = {0};
    for (uint32_t day = today + first_ahead; day <= today + last_ahead; day++) {
        for (uint32_t half = 0; half < HALVES; half++) {
            for (uint32_t row = first_list(world, day, (enum Half)half); row;
                 row = next_list(world, session_at(world, row)->next_same_day)) {
                places.slots += session_slots(session_at(world, row));
                places.booked += session_pathways(session_at(world, row));
                places.urgent += session_at(world, row)->urgent;
            }
        }
    }
    return places;
}

// A third of lists of three cases, of which a fifth of the patients are P2; everything is booked eight weeks ahead.
static void places_are_kept_for_p2_until_a_week_before(void **state)
{
    (void)state;
    const char *kept[] = {"0%", "33.3333333333%"};
    for (int i = 0; i < 2; i++) {
        const SimOverride overrides[] = {
            THEATRES, {ELECTIVE "reserve.theatre", kept[i]}, {ELECTIVE "services[surgery].p2", "5%"}};
        Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
        const HospitalPlan *plan = lives.plans[SIM_BASELINE];
        SimWorld *world = world_run(plan, 0, moment(plan, 2024, 3, 1, 12));
        const uint32_t today = day_number(plan, 2024, 3, 1);
        const Places near = places_ahead(world, today, 2, 7), far = places_ahead(world, today, 8, 42);
        assert_int_equal(near.booked, near.slots);
        assert_true(far.booked <= far.slots && far.slots > 200);
        if (i == 0) assert_int_equal(far.booked, far.slots);
        if (i == 1) assert_true(3 * (far.booked - far.urgent) <= 2 * far.slots);
        if (i == 1) assert_true(3 * far.booked < 3 * far.slots);
        sim_world_free(world);
        lives_free(&lives);
    }
}

// --- Who has waited very long ----------------------------------------------------------------------------------------

// A patient who stands last on the list, and whose wait becomes a long one tomorrow afternoon: the first places are
// given to others tomorrow morning, and to this patient on the day after.
static bool is_booked(const char *long_wait, double days_later)
{
    const SimOverride overrides[] = {{ELECTIVE "long_wait", long_wait}};
    Lives lives = by_hand(overrides, 1);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const SimTime now_s = moment(plan, 2024, 2, 12, 12);
    SimWorld *world = world_run(plan, 0, now_s);
    Hospital hospital = hospital_at(world, plan);
    uint32_t row = world->tables[TABLE_PATHWAYS].used - 1;
    while (!pathway_at(world, row)->ticket) row--;
    waiting_list_leave(&hospital, row);
    pathway_at(world, row)->rank_s = INT32_MAX;
    waiting_list_join(&hospital, row);
    waiting_list_stop_clock(&hospital, row);
    waiting_list_start_clock(&hospital, row, now_s + 27 * SIM_HOUR_S - 65 * 7 * SIM_DAY_S);
    run_to(world, plan, now_s + (SimTime)(days_later * SIM_DAY_S));
    const bool booked = pathway_at(world, row)->session > 0;
    sim_world_free(world);
    lives_free(&lives);
    return booked;
}

static void whoever_has_waited_65_weeks_goes_before_other_routine_patients_from_that_day_on(void **state)
{
    (void)state;
    assert_false(is_booked("65 weeks", 1));
    assert_true(is_booked("65 weeks", 2));
    assert_false(is_booked("0 s", 2));
    assert_false(is_booked("66 weeks", 2));
}

static uint32_t over_78(const MeasurePlan *measures)
{
    return measures->rtt_gt78;
}

static void few_wait_78_weeks_if_65_rank_before_others(void **state)
{
    (void)state;
    const SimOverride off[] = {{ELECTIVE "long_wait", "0 s"}}, on[] = {{ELECTIVE "long_wait", "65 weeks"}};
    assert_true(run_for(on, 1, over_78) < 0.6 * run_for(off, 1, over_78));
}

// A patient who moved up left a void entry behind, whose number may be that of an entry in another list.
static void a_ticket_of_another_list_says_nothing(void **state)
{
    (void)state;
    Lives lives = by_hand(NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 12));
    const Hospital hospital = hospital_at(world, plan);
    uint32_t row = 1;
    while (!pathway_at(world, row)->ticket) row++;
    const Pathway *pathway = pathway_at(world, row);
    const StageList own = waiting_list_of(&hospital, pathway->service, STAGE_FIRST);
    const StageList other = waiting_list_of(&hospital, pathway->service, STAGE_REVIEW);
    assert_int_equal(pathway->stage, STAGE_FIRST);
    assert_int_equal(waiting_list_ticket(&own, row), pathway->ticket);
    assert_int_equal(waiting_list_ticket(&other, row), 0);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Services of one's own -------------------------------------------------------------------------------------------

// The twelve specialties of the library in the place of the four services of the template.
static void specialties_of_the_library_have_lists_of_their_own(void **state)
{
    (void)state;
    static const char text[] = "walkout: 1\n"
                               "calendar: {start: 2024-02-05, end: 2024-02-18}\n"
                               "run: {warm_up: 2 weeks, replications: 1, seed: 1}\n"
                               "trusts:\n"
                               "  - name: Many\n"
                               "    code: MNY\n"
                               "    based_on: library/acute_trust.yaml\n"
                               "    size: {ae_attendances: 90/day, rtt_pathways: 12000}\n"
                               "    emergency: off\n"
                               "    beds: {on: off}\n"
                               "    maternity: off\n"
                               "    elective: {services: {from: library/specialties.csv}}\n";
    Lives lives = lives_parse(text, NULL, 0);
    const ElectivePlan *plan = &lives.plans[SIM_BASELINE]->trusts[0].elective;
    assert_int_equal(plan->service_count, 12);
    double eyes = 0;
    for (uint32_t s = 0; s < plan->service_count; s++) {
        const ServicePlan *service = &plan->services[s];
        if (strcmp(service->name, "ophthalmology") == 0) eyes = service->slots[SESSION_DAY_CASE_LIST][SLOT_NEW];
        assert_true(service->sessions_a_day[SESSION_CLINIC] > 0);
    }
    assert_float_equal(eyes, 7, 1e-9);
    SimWorld *world = world_run(lives.plans[SIM_BASELINE], 0, end_of(lives.plans[SIM_BASELINE]));
    const uint32_t last = lives.plans[SIM_BASELINE]->days - 1;
    double lists = 0, long_waits = 0;
    for (uint32_t s = 0; s < plan->service_count; s++) {
        const ServicePlan *service = &plan->services[s];
        const double list = amount_of(world, last, service->total_series);
        lists += list;
        long_waits += amount_of(world, last, service->gt52_series);
        const double due = service->list_share * 12000;
        if (!(fabs(list - due) < 0.1 * due)) fail_msg("%s: %g wait, not about %g", service->name, list, due);
    }
    assert_float_equal(lists, amount_of(world, last, lives.plans[SIM_BASELINE]->measures.rtt_total), 0);
    assert_float_equal(long_waits, amount_of(world, last, lives.plans[SIM_BASELINE]->measures.rtt_gt52), 0);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Getting worse ---------------------------------------------------------------------------------------------------

// 4,000 patients wait for operations, all P4; there are no lists and nobody comes. Of those who become P3 with a hazard
// a and emergencies with a hazard b, (1 - exp(-(a + b) t)) a / (a + b) and b / (a + b) have after t days, and P3 stay
// as they are.
static void patients_get_worse_as_often_as_theory_says(void **state)
{
    (void)state;
    const SimOverride overrides[] = {{HAN "size.rtt_pathways", "4000"},
                                     {ELECTIVE "referrals", "0/day"},
                                     {ELECTIVE "capacity", "0%"},
                                     {ELECTIVE "list_stages", "[0, 0, 0, 1, 0]"},
                                     {ELECTIVE "deterioration.to_higher", "[0/day, 0.003/day]"},
                                     {ELECTIVE "deterioration.to_emergency", "[0/day, 0/day, 0.001/day]"}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    const MeasurePlan *measures = &plan->measures;
    const uint32_t days = plan->first_reported - 2;  // before the list is brought to its size
    SimWorld *world = world_run(plan, 0, (SimTime)days * SIM_DAY_S + 12 * SIM_HOUR_S);
    const double worse = 1 - exp(-0.004 * days);  // the first can be noticed on the morning after
    const double higher = amount_whole(world, plan, measures->el_deteriorated + PRIORITY_ROUTINE - 1);
    const double emergencies = amount_whole(world, plan, measures->el_to_emergency + PRIORITY_ROUTINE);
    assert_share(higher, 4000, worse * 0.75);
    assert_share(emergencies, 4000, worse * 0.25);
    assert_float_equal(amount_whole(world, plan, measures->el_deteriorated), 0, 0);
    assert_float_equal(amount_whole(world, plan, measures->em_adm), emergencies, 0);
    assert_float_equal(amount_whole(world, plan, measures->rtt_stop_adm), emergencies, 0);
    assert_float_equal(amount_whole(world, plan, measures->act_elective), 0, 0);
    sim_world_free(world);
    lives_free(&lives);
}

static void who_becomes_p2_is_operated_on_before_the_others(void **state)
{
    (void)state;
    const SimOverride overrides[] = {THEATRES, {ELECTIVE "deterioration.to_higher", "[1/day, 0.001/day]"}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const uint32_t pathways = world->tables[TABLE_PATHWAYS].used;
    uint32_t waiting[PRIORITIES] = {0}, done[PRIORITIES] = {0};
    for (uint32_t row = 1; row < pathways; row++) {
        const Pathway *pathway = pathway_at(world, row);
        if (pathway->stage == STAGE_INPATIENT) waiting[pathway->priority] += !pathway->session;
        if (pathway->stage == STAGE_ADMITTED) done[pathway->priority]++;
    }
    assert_true(amount_whole(world, plan, plan->measures.el_deteriorated) > 100);
    assert_true(done[PRIORITY_URGENT] > 50 && waiting[PRIORITY_URGENT] < 10);
    assert_true(waiting[PRIORITY_ROUTINE] > 500);
    sim_world_free(world);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_cancelled_at_the_last_minute_gets_the_first_free_place),
        cmocka_unit_test(fewer_wait_28_days_if_more_lists_suit_them),
        cmocka_unit_test(operations_are_cancelled_for_each_cause_in_its_share),
        cmocka_unit_test(causes_that_are_more_than_all_operations_are_a_fault),
        cmocka_unit_test(a_case_that_takes_long_costs_the_next_as_often_as_theory_says),
        cmocka_unit_test(the_urgent_are_operated_on_first),
        cmocka_unit_test(places_are_kept_for_p2_until_a_week_before),
        cmocka_unit_test(whoever_has_waited_65_weeks_goes_before_other_routine_patients_from_that_day_on),
        cmocka_unit_test(few_wait_78_weeks_if_65_rank_before_others),
        cmocka_unit_test(a_ticket_of_another_list_says_nothing),
        cmocka_unit_test(specialties_of_the_library_have_lists_of_their_own),
        cmocka_unit_test(patients_get_worse_as_often_as_theory_says),
        cmocka_unit_test(who_becomes_p2_is_operated_on_before_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
