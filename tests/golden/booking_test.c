// The bookings team in a hospital that has nothing else. Moved appointments are follow-ups of the empty session, so
// that the measure of appointments moved counts how often planned care was told.
#include "models/hospital.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 84 };

typedef struct {
    TrustFields fields;
    TrustPlan trust;
    HospitalPlan plan;
    double by_hour[24];
    SimWorld *world;
    uint32_t moved;  // so far
} Office;

// Seven agents from 08:00 to 17:00 on working days and 365 calls a day: a trust of Bolton's size.
static void fill_fields(Office *office)
{
    for (int hour = 8; hour < 17; hour++) office->by_hour[hour] = 1;
    char code[] = "TST";
    office->fields.code.text = malloc(sizeof code);
    memcpy(office->fields.code.text, code, sizeof code);
    office->fields.booking = (BookingFields){.on = true,
                                             .agents = 7,
                                             .opens = 8 * SIM_HOUR_S,
                                             .closes = 17 * SIM_HOUR_S,
                                             .call = 5 * SIM_MINUTE_S,
                                             .call_cv = 0.6,
                                             .no_answer = SIM_MINUTE_S,
                                             .rebooking = 3 * SIM_MINUTE_S,
                                             .message_reaches = 0.6,
                                             .messages = 1,
                                             .call_reaches = 0.6,
                                             .tries = 4,
                                             .retry = 4 * SIM_HOUR_S,
                                             .letter = 2 * SIM_DAY_S,
                                             .inbound = 365,
                                             .inbound_by_hour = {.values = office->by_hour, .count = 24},
                                             .patience = 6 * SIM_MINUTE_S,
                                             .callers_a_move = 1.3,
                                             .callers_after = 9 * SIM_HOUR_S};
}

static void fill_plan(Office *office)
{
    HospitalPlan *plan = &office->plan;
    plan->tables = sim_tables_new();
    plan->days = DAYS;
    plan->bank_holidays = true;
    plan->has_trusts = true;
    plan->record_count = DAYS;
    plan->end_s = (SimTime)DAYS * SIM_DAY_S;
    plan->outline.first_day = sim_date(2023, 11, 6);  // a Monday
    plan->rest_day = calloc(DAYS + 400, 1);
    assert_non_null(plan->rest_day);
    for (int32_t day = 0; day < DAYS + 400; day++) {
        const SimDate date = plan->outline.first_day + day;
        plan->rest_day[day] = sim_weekday(date) >= 5 || sim_is_bank_holiday_in_england(date);
    }
    measures_plan(&plan->measures, MEASURES_OF_HOSPITAL);
    plan->strike.decisions = calloc(1, sizeof *plan->strike.decisions);  // none
    plan->trusts = &office->trust;
    plan->trust_count = 1;
    office->trust.fields = &office->fields;
    office->trust.place_hash = sim_hash32("TST");
    for (uint32_t stream = 0; stream < TRUST_STREAMS; stream++) office->trust.stream_hash[stream] = stream + 1;
}

static Office *new_office(void)
{
    Office *office = calloc(1, sizeof *office);
    assert_non_null(office);
    fill_fields(office);
    fill_plan(office);
    return office;
}

// An office in which every call takes six minutes, is answered, and nobody rings.
static Office *new_steady_office(void)
{
    Office *office = new_office();
    BookingFields *fields = &office->fields.booking;
    fields->agents = 6;
    fields->opens = 0;
    fields->closes = SIM_DAY_S;
    fields->call = fields->rebooking = 6 * SIM_MINUTE_S;
    fields->call_cv = fields->message_reaches = fields->inbound = fields->callers_a_move = 0;
    fields->call_reaches = 1;
    return office;
}

static void open_office(Office *office)
{
    SimFaults *faults = sim_faults_new();
    assert_true(booking_plan(&office->plan, &office->trust, faults));
    sim_faults_free(faults);
    office->world = hospital_new(&office->plan, 0, (SimKey){.seed = 7});
    sim_table_append(office->world, TABLE_SESSIONS);
}

static void free_office(Office *office)
{
    sim_world_free(office->world);
    measures_plan_free(&office->plan.measures);
    sim_tables_free(office->plan.tables);
    free(office->plan.rest_day);
    free(office->plan.strike.decisions);
    free(office->fields.code.text);
    free(office);
}

static Hospital hospital_of(const Office *office)
{
    HospitalState *state = SIM_ROW(office->world, TABLE_HOSPITAL, HospitalState, 1);
    return (Hospital){
        .world = office->world, .plan = &office->plan, .trust = &office->trust, .state = state, .key = {.seed = 7}};
}

static const BookingState *booking_of(const Office *office)
{
    return &SIM_ROW(office->world, TABLE_HOSPITAL, HospitalState, 1)->booking;
}

static void run_until(Office *office, SimTime until_s)
{
    char message[300] = "";
    if (!hospital_run_until(office->world, &office->plan, until_s, message, sizeof message)) fail_msg("%s", message);
}

static void move(Office *office, uint32_t appointments, SimTime slot_s, bool on_the_day)
{
    Hospital hospital = hospital_of(office);
    for (uint32_t i = 0; i < appointments; i++) {
        const MovedAppointment moved = {
            .key = ++office->moved, .visit = 1, .session = 1, .slot_s = slot_s, .on_the_day = on_the_day};
        booking_tell(&hospital, &moved);
    }
}

static double total(const Office *office, uint32_t series)
{
    double sum = 0;
    for (uint32_t day = 0; day < DAYS; day++) sum += sim_daily(office->world, day, series)->amount;
    return sum;
}

static double total_weight(const Office *office, uint32_t series)
{
    double sum = 0;
    for (uint32_t day = 0; day < DAYS; day++) sum += sim_daily(office->world, day, series)->weight;
    return sum;
}

static void assert_near(double value, double wanted, double tolerance)
{
    if (!(fabs(value - wanted) <= tolerance)) fail_msg("%g is not within %g of %g", value, tolerance, wanted);
}

static void audit(const Office *office)
{
    const Hospital hospital = hospital_of(office);
    char message[300] = "";
    if (!booking_audit(&hospital, true, message, sizeof message)) fail_msg("%s", message);
    if (!sim_resources_agree(office->world, message, sizeof message)) fail_msg("%s", message);
}

// 600 tasks at once, 6 agents, 6 minutes each: the last ends after exactly 600 minutes. They end
// six at a time, after 1 to 100 calls, so the mean delay is 50.5 calls = 303 minutes.
static void six_hundred_calls_take_six_agents_six_hundred_minutes(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    open_office(office);
    const SimTime from_s = 9 * SIM_HOUR_S, until_s = from_s + 600 * SIM_MINUTE_S;
    run_until(office, from_s);
    move(office, 600, 20 * SIM_DAY_S, false);
    run_until(office, until_s);
    assert_int_equal(booking_of(office)->pending, 6);
    run_until(office, until_s + 1);
    assert_int_equal(booking_of(office)->pending, 0);
    const MeasurePlan *measures = &office->plan.measures;
    assert_near(total(office, measures->calls_out), 600, 0);
    assert_near(total(office, measures->calls_delay_mean), 600 * 303.0, 0);
    assert_near(total(office, measures->ia_total), 600, 0);
    const SimAreas areas = sim_resource_areas(office->world, booking_of(office)->agents);
    assert_int_equal(areas.busy_s, 600 * 6 * SIM_MINUTE_S);
    audit(office);
    free_office(office);
}

static void the_soonest_appointments_are_told_first(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    move(office, 60, 5 * SIM_DAY_S, false);
    move(office, 60, 2 * SIM_DAY_S, false);
    // An hour later the six who were called at once and 54 of the second lot have been told.
    run_until(office, 10 * SIM_HOUR_S + 1);
    uint32_t soon = 0, late = 0;
    for (uint32_t id = 1; id < office->world->tables[TABLE_TASKS].used; id++) {
        const Task *task = SIM_ROW(office->world, TABLE_TASKS, Task, id);
        soon += task->stage != TASK_NOWHERE && task->slot_s == 2 * SIM_DAY_S;
        late += task->stage != TASK_NOWHERE && task->slot_s == 5 * SIM_DAY_S;
    }
    assert_int_equal(soon, 60 - 54);
    assert_int_equal(late, 60 - 6);
    free_office(office);
}

// Yesterday's appointments for tomorrow are as urgent today as today's for tomorrow, and go first.
static void the_queue_keeps_the_order_of_dates_overnight(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    office->fields.booking.agents = 0;
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    move(office, 1, 2 * SIM_DAY_S + 9 * SIM_HOUR_S, false);
    run_until(office, SIM_DAY_S + 9 * SIM_HOUR_S);
    move(office, 1, 2 * SIM_DAY_S + 9 * SIM_HOUR_S, false);
    uint32_t first = 0;
    const Hospital hospital = hospital_of(office);
    for (uint32_t priority = 0; priority < SIM_CLASSES && !first; priority++)
        sim_resource_walk(hospital.world, booking_of(office)->agents, priority, 0, &first);
    assert_int_equal(SIM_ROW(office->world, TABLE_TASKS, Task, first)->key, 1);
    assert_int_equal(sim_resource_waiting_in(hospital.world, booking_of(office)->agents, 2), 2);
    free_office(office);
}

// One agent, who is on a call when a patient is to be told and, after that, somebody rings: whoever rings goes first.
static void callers_go_before_patients_to_be_told(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    office->fields.booking.agents = 1;
    office->fields.booking.callers_a_move = 1;
    office->fields.booking.callers_after = SIM_HOUR_S;
    office->fields.booking.patience = 10 * SIM_DAY_S;
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    move(office, 200, 5 * SIM_DAY_S, false);
    const MeasurePlan *measures = &office->plan.measures;
    run_until(office, 14 * SIM_HOUR_S);
    // Ten tasks an hour: by now nearly all of about 200 callers have rung, and only patients told at the start were.
    const double answered = total(office, measures->calls_answered), told = total(office, measures->calls_told_pct);
    assert_near(answered + told, 50, 1);
    assert_true(answered > 40);
    free_office(office);
}

static void who_is_not_told_in_time_turns_up(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    office->fields.booking.agents = 0;
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    const SimTime slot_s = 2 * SIM_DAY_S + 9 * SIM_HOUR_S;
    move(office, 50, slot_s, false);
    const uint32_t told_on_the_day = office->plan.measures.ia_op + NOTICE_ON_THE_DAY - NOTICE_ADVANCE;
    run_until(office, slot_s);
    assert_near(total(office, told_on_the_day), 0, 0);
    run_until(office, slot_s + 1);
    assert_near(total(office, told_on_the_day), 50, 0);
    assert_near(total(office, office->plan.measures.calls_told_pct), 0, 0);
    assert_near(total_weight(office, office->plan.measures.calls_told_pct), 50, 0);
    assert_int_equal(booking_of(office)->pending, 50);  // they are still to be rebooked
    audit(office);
    free_office(office);
}

// Nobody answers: after the last call a letter takes two days, arrives before the appointment, and that is all.
static void a_letter_tells_whom_nobody_reached(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    office->fields.booking.call_reaches = 0;
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    move(office, 40, 7 * SIM_DAY_S, false);
    run_until(office, 6 * SIM_DAY_S);
    const MeasurePlan *measures = &office->plan.measures;
    assert_near(total(office, measures->calls_told_pct), 40, 0);
    assert_near(total(office, measures->calls_out), 40 * (4 + 1), 0);  // four calls, and the rebooking
    assert_int_equal(booking_of(office)->pending, 0);
    run_until(office, 8 * SIM_DAY_S);
    assert_near(total(office, measures->ia_total), 40, 0);
    free_office(office);
}

// A letter that comes while the team is away: the patient knows, and does not turn up, though nobody has rebooked yet.
static void who_has_a_letter_does_not_turn_up(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    office->fields.booking.call_reaches = 0;
    open_office(office);
    run_until(office, 3 * SIM_DAY_S + 9 * SIM_HOUR_S);  // a Thursday: the letters come on Saturday
    move(office, 40, 6 * SIM_DAY_S + 12 * SIM_HOUR_S, false);
    run_until(office, 7 * SIM_DAY_S);
    const MeasurePlan *measures = &office->plan.measures;
    assert_near(total(office, measures->ia_total), 40, 0);
    assert_near(total(office, measures->calls_told_pct), 40, 0);
    assert_int_equal(booking_of(office)->pending, 40);
    free_office(office);
}

static void a_cancellation_on_the_day_is_counted_at_once(void **state)
{
    (void)state;
    Office *office = new_office();
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    move(office, 20, 10 * SIM_HOUR_S, true);
    assert_near(total(office, office->plan.measures.ia_op + NOTICE_ON_THE_DAY - NOTICE_ADVANCE), 20, 0);
    assert_near(total(office, office->plan.measures.calls_messages), 0, 0);
    assert_int_equal(booking_of(office)->pending, 20);
    free_office(office);
}

// A call of six minutes, in which a date is found: a tenth of an hour.
static void rebooking_is_timed_from_the_cancellation(void **state)
{
    (void)state;
    Office *office = new_steady_office();
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    move(office, 1, 20 * (SimTime)SIM_DAY_S, false);
    run_until(office, SIM_DAY_S);
    const MeasurePlan *measures = &office->plan.measures;
    assert_near(total_weight(office, measures->calls_rebook_mean), 1, 0);
    assert_near(total(office, measures->calls_rebook_mean), 0.1, 1e-6);
    assert_near(total(office, measures->calls_delay_mean), 6, 0);
    free_office(office);
}

// With slots weeks ahead everybody is told in time: by a message, one of four calls, or a letter.
static void everybody_is_told_once_and_rebooked(void **state)
{
    (void)state;
    Office *office = new_office();
    open_office(office);
    for (uint32_t day = 0; day < 5; day++) {
        run_until(office, day * (SimTime)SIM_DAY_S + 12 * SIM_HOUR_S);
        move(office, 400, 60 * (SimTime)SIM_DAY_S, false);
        audit(office);
    }
    const MeasurePlan *measures = &office->plan.measures;
    assert_near(total(office, measures->calls_messages), 2000, 0);
    const double left = sim_daily(office->world, 3, measures->calls_pending)->amount;
    assert_true(left > 400 && left < 1600);  // at the end of the fourth day, with 1,600 moved so far
    run_until(office, 50 * (SimTime)SIM_DAY_S);
    audit(office);
    assert_int_equal(booking_of(office)->pending, 0);
    assert_near(sim_daily(office->world, 49, measures->calls_pending)->amount, 0, 0);
    assert_near(total_weight(office, measures->calls_rebook_mean), 2000, 0);
    assert_near(total(office, measures->ia_total), 2000, 0);
    assert_near(total(office, measures->calls_told_pct), 2000, 0);
    assert_near(total_weight(office, measures->calls_told_pct), 2000, 0);
    const double offered = total(office, measures->calls_in);
    assert_near(offered, total(office, measures->calls_answered) + total(office, measures->calls_abandoned), 0);
    free_office(office);
}

static double share_told_at_once(Office *office)
{
    open_office(office);
    run_until(office, 6 * SIM_HOUR_S);
    move(office, 2000, 10 * (SimTime)SIM_DAY_S, false);
    return total(office, office->plan.measures.calls_told_pct) / 2000;
}

// Standard error of the share: sqrt(0.6 x 0.4 / 2000) = 0.011.
static void a_message_reaches_its_share_at_once(void **state)
{
    (void)state;
    Office *office = new_office();
    assert_near(share_told_at_once(office), 0.6, 4 * sqrt(0.6 * 0.4 / 2000));
    free_office(office);
}

// In a walk-out that moves 120 appointments on each working day Bolton's team answered about 500 calls a day (Bolton
// NHS Foundation Trust, January 2024).
static void moved_appointments_bring_callers(void **state)
{
    (void)state;
    Office *office = new_office();
    open_office(office);
    for (uint32_t day = 14; day < 26; day++) {
        if (office->plan.rest_day[day]) continue;
        run_until(office, day * (SimTime)SIM_DAY_S + 12 * SIM_HOUR_S);
        move(office, 120, (day + 2) * (SimTime)SIM_DAY_S + 9 * SIM_HOUR_S, false);
    }
    run_until(office, 40 * (SimTime)SIM_DAY_S);
    const uint32_t series = office->plan.measures.calls_in;
    double usual = 0, in_walk_out = 0;
    for (uint32_t day = 7; day < 12; day++) usual += sim_daily(office->world, day, series)->amount / 5;
    for (uint32_t day = 21; day < 26; day++) in_walk_out += sim_daily(office->world, day, series)->amount / 5;
    assert_near(usual, 365, 4 * sqrt(365.0 / 5));
    assert_near(in_walk_out, 365 + 120 * 1.3, 4 * sqrt(521.0 / 5));
    for (uint32_t day = 0; day < 40; day++)
        if (office->plan.rest_day[day]) assert_near(sim_daily(office->world, day, series)->amount, 0, 0);
    audit(office);
    free_office(office);
}

// Erlang-A: 6 agents, 66 calls an hour of 5 minutes (exponential patience of 6 minutes) for nine hours. The chain of
// births and deaths with these rates gives the share that gives up; calls are lognormal here, so a rough bound.
static void impatient_callers_give_up_as_in_erlang_a(void **state)
{
    (void)state;
    Office *office = new_office();
    office->fields.booking.agents = 6;
    office->fields.booking.inbound = 66 * 24;
    office->fields.booking.opens = 0;
    office->fields.booking.closes = SIM_DAY_S;
    office->fields.booking.call_cv = 1;
    for (int hour = 0; hour < 24; hour++) office->by_hour[hour] = 1;
    open_office(office);
    run_until(office, DAYS * (SimTime)SIM_DAY_S);
    double weight = 1, sum = 1, lost = 0;
    for (int callers = 1; callers < 200; callers++) {
        const double waiting = callers > 6 ? callers - 6 : 0;
        weight *= 66.0 / ((callers < 6 ? callers : 6) * 12.0 + waiting * 10.0);
        sum += weight;
        lost += weight * waiting * 10.0 / 66.0;
    }
    const double offered = total(office, office->plan.measures.calls_in);
    const double abandoned = total(office, office->plan.measures.calls_abandoned);
    assert_near(abandoned / offered, lost / sum, 0.05 * lost / sum);
    free_office(office);
}

// V7 of the verification list through the team itself: 6 agents, 62.5 calls an hour of 5 minutes, patience of 3
// minutes, all exponential: 12.8772 % give up. The standard error is that of the days' shares.
static void callers_give_up_as_theory_says(void **state)
{
    (void)state;
    Office *office = new_office();
    BookingFields *fields = &office->fields.booking;
    fields->agents = 6;
    fields->opens = 0;
    fields->closes = SIM_DAY_S;
    fields->call_shape = CALL_GAMMA;
    fields->call_cv = 1;
    fields->inbound = 62.5 * 24;
    fields->patience = 3 * SIM_MINUTE_S;
    for (int hour = 0; hour < 24; hour++) office->by_hour[hour] = 1;
    open_office(office);
    run_until(office, DAYS * (SimTime)SIM_DAY_S);
    const double share =
        total(office, office->plan.measures.calls_abandoned) / total(office, office->plan.measures.calls_in);
    double squares = 0, days = 0;
    for (uint32_t day = 0; day < DAYS; day++) {
        const double offered = sim_daily(office->world, day, office->plan.measures.calls_in)->amount;
        if (offered < 1) continue;
        const double of_day = sim_daily(office->world, day, office->plan.measures.calls_abandoned)->amount / offered;
        squares += (of_day - share) * (of_day - share);
        days++;
    }
    const double error = sqrt(squares / (days * (days - 1)));
    assert_true(error < 0.004);
    assert_near(share, 0.128772, 4 * error);
    // All wait 0.3863 minutes on average; those who are answered no longer than twice that, and each is counted.
    const uint32_t waits = office->plan.measures.calls_in_wait;
    assert_near(total_weight(office, waits), total(office, office->plan.measures.calls_answered), 0);
    assert_near(total(office, waits) / total_weight(office, waits), 0.386, 0.2);
    free_office(office);
}

// V13 of the verification list through the team itself: 600 patients to be told at once, 6 agents, calls of 6 minutes,
// exponential. The last is told after 608.7 minutes on average (variance 647.69), a patient after 300.525; delays are
// counted in whole minutes, which takes off half of one.
static void six_hundred_exponential_calls_take_as_long_as_theory_says(void **state)
{
    (void)state;
    enum { OFFICES = 100, STEP_S = 12 };
    double last = 0, mean = 0, squares = 0;
    for (uint32_t i = 0; i < OFFICES; i++) {
        Office *office = new_steady_office();
        office->fields.booking.call_shape = CALL_GAMMA;
        office->fields.booking.call_cv = 1;
        open_office(office);
        office->moved = 1000 * i;  // other patients in each
        SimTime now_s = SIM_HOUR_S;
        run_until(office, now_s);
        move(office, 600, 20 * SIM_DAY_S, false);
        for (; booking_of(office)->pending > 0; now_s += STEP_S) run_until(office, now_s + STEP_S);
        last += ((double)(now_s - SIM_HOUR_S) - STEP_S / 2.0) / SIM_MINUTE_S / OFFICES;
        const double of_office = total(office, office->plan.measures.calls_delay_mean) / 600;
        mean += of_office / OFFICES;
        squares += of_office * of_office / OFFICES;
        free_office(office);
    }
    assert_near(last, 608.7, 4 * sqrt(647.69 / OFFICES));
    assert_near(mean, 300.525 - 0.5, 4 * sqrt((squares - mean * mean) / OFFICES));
}

// Tasks have their numbers from what was moved: the team's size changes when, not who.
static void whom_a_call_reaches_does_not_depend_on_the_order(void **state)
{
    (void)state;
    double told[2], callers[2];
    for (int larger = 0; larger < 2; larger++) {
        Office *office = new_office();
        office->fields.booking.agents = larger ? 20 : 7;
        office->fields.booking.inbound = 0;
        told[larger] = share_told_at_once(office);
        run_until(office, 60 * (SimTime)SIM_DAY_S);
        callers[larger] = total(office, office->plan.measures.calls_in);
        free_office(office);
    }
    assert_near(told[0], told[1], 0);
    assert_near(callers[0], callers[1], 0);
    assert_near(callers[0] / 2000, 1.3, 4 * sqrt(1.3 / 2000));
}

static void an_office_that_is_off_tells_everybody_at_once(void **state)
{
    (void)state;
    Office *office = new_office();
    office->fields.booking.on = false;
    open_office(office);
    run_until(office, 9 * SIM_HOUR_S);
    move(office, 30, 2 * SIM_DAY_S, false);
    assert_near(total(office, office->plan.measures.ia_total), 30, 0);
    run_until(office, 3 * SIM_DAY_S);
    assert_near(total(office, office->plan.measures.calls_in), 0, 0);
    free_office(office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(six_hundred_calls_take_six_agents_six_hundred_minutes),
        cmocka_unit_test(the_soonest_appointments_are_told_first),
        cmocka_unit_test(the_queue_keeps_the_order_of_dates_overnight),
        cmocka_unit_test(callers_go_before_patients_to_be_told),
        cmocka_unit_test(who_is_not_told_in_time_turns_up),
        cmocka_unit_test(a_letter_tells_whom_nobody_reached),
        cmocka_unit_test(who_has_a_letter_does_not_turn_up),
        cmocka_unit_test(a_cancellation_on_the_day_is_counted_at_once),
        cmocka_unit_test(rebooking_is_timed_from_the_cancellation),
        cmocka_unit_test(everybody_is_told_once_and_rebooked),
        cmocka_unit_test(a_message_reaches_its_share_at_once),
        cmocka_unit_test(moved_appointments_bring_callers),
        cmocka_unit_test(impatient_callers_give_up_as_in_erlang_a),
        cmocka_unit_test(callers_give_up_as_theory_says),
        cmocka_unit_test(six_hundred_exponential_calls_take_as_long_as_theory_says),
        cmocka_unit_test(whom_a_call_reaches_does_not_depend_on_the_order),
        cmocka_unit_test(an_office_that_is_off_tells_everybody_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
