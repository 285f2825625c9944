#include "models/hospital.h"

#include <inttypes.h>
#include <stdio.h>

#include "models/cover.h"
#include "models/recovery.h"
#include "sim/engine/events_inline.h"

static Hospital hospital_in_hand(SimWorld *world, const HospitalPlan *plan)
{
    HospitalState *state = SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1);
    return (Hospital){.world = world,
                      .plan = plan,
                      .trust = &plan->trusts[state->place],
                      .state = state,
                      .key = {.seed = state->seed, .replication = state->replication}};
}

void hospital_schedule_at(Hospital *hospital, enum HospitalEvent kind, uint32_t subject, SimTime time_s,
                          enum SimOrder order)
{
    sim_schedule(hospital->world,
                 (SimEvent){.time_s = time_s, .subject = subject, .kind = (uint8_t)kind, .order = (uint8_t)order});
}

void hospital_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t subject, uint32_t stamp, SimTime after_s)
{
    sim_schedule(hospital->world, (SimEvent){.time_s = hospital_now(hospital) + after_s,
                                             .subject = subject,
                                             .stamp = stamp,
                                             .kind = (uint8_t)kind,
                                             .order = SIM_COMPLETION});
}

SimWords hospital_draw_named(const Hospital *hospital, uint32_t process, uint32_t entity, uint32_t purpose,
                             uint32_t block)
{
    SimStream stream = {.key = hospital->key, .place = hospital->trust->place_hash, .stream = process};
    return sim_draw(stream, entity, purpose, block);
}

SimWords hospital_draw(const Hospital *hospital, enum TrustStream stream, uint32_t entity, uint32_t purpose,
                       uint32_t block)
{
    return hospital_draw_named(hospital, hospital->trust->stream_hash[stream], entity, purpose, block);
}

bool hospital_is_rest_day(const Hospital *hospital, uint32_t day)
{
    return hospital->plan->rest_day[day];
}

bool hospital_agrees(int64_t left, int64_t right, const char *what, char *message, size_t message_size)
{
    if (left == right) return true;
    snprintf(message, message_size, "%s: %" PRId64 " is not %" PRId64, what, left, right);
    return false;
}

// Books are closed every day; of services alone, if there are no results by date, at the end of every stretch of days
// that belong to the same periods.
static uint32_t day_of_next_closing(const HospitalPlan *plan, uint32_t day)
{
    if (plan->has_trusts || plan->is_daily) return day;
    while (day + 1 < plan->days && plan->stretch_of_day[day + 1] == plan->stretch_of_day[day]) day++;
    return day;
}

// The recurring events of a day, scheduled from the day before. The last closing is a life's last second.
static void schedule_day(Hospital *hospital, uint32_t day)
{
    const HospitalPlan *plan = hospital->plan;
    if (plan->has_trusts) {
        SimTime midnight_s = (SimTime)day * SIM_DAY_S;
        hospital_schedule_at(hospital, BEDS_SNAPSHOT, 0, midnight_s + 8 * SIM_HOUR_S, SIM_SNAPSHOT);
        hospital_schedule_at(hospital, EVENING_SNAPSHOT, 0, midnight_s + SIM_DAY_S - SIM_MINUTE_S, SIM_SNAPSHOT);
    }
    const SimTime closes_s = (SimTime)(day_of_next_closing(plan, day) + 1) * SIM_DAY_S;
    const SimTime end_s = closes_s < plan->end_s || day >= plan->days ? closes_s : plan->end_s;
    hospital_schedule_at(hospital, DAY_CLOSES, 0, end_s - 1, SIM_DAY_CLOSE);
}

SimWorld *hospital_new(const void *plan, size_t place, SimKey key)
{
    const HospitalPlan *hospital_plan = plan;
    SimWorld *world = sim_world_new();
    sim_world_add_table(world, sizeof(HospitalState));
    sim_world_add_table(world, sizeof(Attendance));
    sim_world_add_table(world, sizeof(Patience));
    sim_world_add_table(world, sizeof(Spell));
    sim_world_add_table(world, sizeof(Birth));
    sim_world_add_table(world, sizeof(Pathway));
    sim_world_add_table(world, sizeof(PathwayAside));
    sim_world_add_table(world, sizeof(Session));
    sim_world_add_table(world, sizeof(uint32_t));
    sim_world_add_table(world, sizeof(DayBlock));
    sim_world_add_table(world, sizeof(ElectiveDay));
    sim_world_add_table(world, sizeof(Task));
    sim_world_add_table(world, sizeof(StaffingEntry));
    sim_world_add_table(world, sizeof(MovedEntry));
    sim_world_add_table(world, sizeof(ServicePatient));
    sim_world_add_table(world, sizeof(ServiceCell));
    sim_world_add_table(world, sizeof(ServiceFlow));
    sim_world_add_table(world, sizeof(ServiceCrowd));
    sim_world_add_table(world, sizeof(ServiceSourceState));
    sim_records_open(world, hospital_plan->record_count, (uint32_t)hospital_plan->measures.count);
    sim_table_append(world, TABLE_HOSPITAL);
    HospitalState *state = SIM_ROW(world, TABLE_HOSPITAL, HospitalState, 1);
    state->place = (uint32_t)place;
    state->seed = key.seed;
    state->replication = key.replication;

    Hospital hospital = hospital_in_hand(world, hospital_plan);
    schedule_day(&hospital, 0);
    if (hospital_plan->has_trusts) {
        staffing_open(&hospital);
        beds_open(&hospital);
        emergency_open(&hospital);
        maternity_open(&hospital);
        booking_open(&hospital);
        elective_open(&hospital);
    }
    service_open(&hospital);
    return world;
}

SimWorld *hospital_fork(const SimWorld *world, const void *plan)
{
    (void)plan;  // the future lies in the plan that run_until is given; the past does not depend on it
    return sim_world_fork(world);
}

static bool flows_agree(Hospital *hospital, bool recount, char *message, size_t size)
{
    return emergency_audit(hospital, recount, message, size) && beds_audit(hospital, recount, message, size) &&
           maternity_audit(hospital, recount, message, size) && elective_audit(hospital, recount, message, size) &&
           booking_audit(hospital, recount, message, size) && staffing_audit(hospital, message, size);
}

static bool audit(Hospital *hospital, bool recount, char *message, size_t size)
{
    char text[200];
    if (hospital->plan->has_trusts && !flows_agree(hospital, recount, message, size)) return false;
    if (!service_audit(hospital, recount, message, size)) return false;
    if (recount && !sim_resources_agree(hospital->world, text, sizeof text)) {
        snprintf(message, size, "%s", text);
        return false;
    }
    return true;
}

static void close_services(Hospital *hospital, uint32_t day)
{
    const HospitalPlan *plan = hospital->plan;
    const SimTime until_s = hospital_now(hospital) + 1;
    service_write(hospital, plan->record_of_day[day], until_s);
    if (plan->stretch_of_day[day] != plan->stretch_of_day[day + 1]) service_write_tallies(hospital, day, until_s);
}

// The books of a day are closed in its last second, after all else, so that they carry its date.
static bool close_day(Hospital *hospital, char *message, size_t message_size)
{
    const HospitalPlan *plan = hospital->plan;
    uint32_t day = sim_day_of(hospital_now(hospital));
    if (plan->has_trusts) {
        staffing_close_day(hospital);
        elective_close_day(hospital);
        booking_close_day(hospital);
    }
    if (hospital->trust->services.service_count > 0) close_services(hospital, day);
    char what[300];
    bool recount = day + 1 == plan->days || (plan->recount_weekly && (day + 1) % 7 == 0);
    if (!audit(hospital, recount, what, sizeof what)) {
        char date[11];
        SimDate closed = hospital->plan->outline.first_day + (SimDate)day;
        snprintf(message, message_size, "the audit at the end of %s failed: %s", sim_date_text(closed, date), what);
        return false;
    }
    schedule_day(hospital, day + 1);
    return true;
}

static void decide(Hospital *hospital, const Decision *decision)
{
    switch (decision->kind) {
    case DECISION_ANNOUNCED: cover_cut_back(hospital, decision->day); break;
    case DECISION_CUT: cover_cut(hospital, decision->day); break;
    case DECISION_CALLED_OFF: call_off_reinstate(hospital, decision->day); break;
    case DECISION_RECOVERY: recovery_prepare_day(hospital, decision->day); break;
    case DECISION_CAPACITY: service_capacities_change(hospital); break;
    }
}

// All that can happen, and who handles it.
static bool handle(Hospital *hospital, const SimEvent *event, char *message, size_t message_size)
{
    switch ((enum HospitalEvent)event->kind) {
    case DAY_CLOSES: return close_day(hospital, message, message_size);
    case BEDS_SNAPSHOT:
        beds_snapshot_morning(hospital);
        emergency_snapshot(hospital);
        maternity_snapshot(hospital);
        break;
    case EVENING_SNAPSHOT: beds_snapshot_evening(hospital); break;
    case SHIFT_STARTS: staffing_shift_starts(hospital, event->subject); break;
    case SHIFT_ENDS: staffing_shift_ends(hospital, event->subject); break;
    case ED_ARRIVES:
    case ED_RETURNS:
    case ED_HANDED_OVER:
    case ED_TRIAGED:
    case ED_GIVES_UP:
    case ED_ASSESSED:
    case ED_TESTED:
    case ED_REVIEWED:
    case ED_REACHES_WARD:
    case ED_GOES_TO_SDEC:
    case MINOR_ARRIVES:
    case MINOR_TREATED:
    case DIRECT_ARRIVES:
    case PRACTICES_OPEN:
    case PATIENCE_ENDS: emergency_handle(hospital, *event); break;
    case WARD_ROUND:
    case SPELL_LEAVES:
    case BED_CLEANED: beds_handle(hospital, *event); break;
    case LABOUR_ARRIVES:
    case INDUCTION_DUE:
    case INDUCTION_RETRIES:
    case LABOUR_BEGINS:
    case LABOUR_ENDS:
    case CAESAREAN_DUE:
    case CAESAREAN_ENDS:
    case INSTRUMENTAL_ENDS:
    case MOTHER_LEAVES:
    case INDUCTION_STARTED:
    case LABOUR_NEEDS_REVIEW:
    case LABOUR_REVIEWED:
    case CAESAREAN_RETURNS:
    case CAESAREAN_LIST_ENDS:
    case MOTHER_RECOVERS:
    case MATERNITY_CLOSES:
    case MATERNITY_MORNING: maternity_handle(hospital, *event); break;
    case REFERRAL_ARRIVES:
    case ELECTIVE_MORNING:
    case INPATIENTS_ARRIVE:
    case ELECTIVE_BED_CUTOFF:
    case SESSIONS_RUN: elective_handle(hospital, *event); break;
    case CALL_ENDS:
    case CALL_IS_TRIED_AGAIN:
    case CALLER_RINGS:
    case CALLER_RINGS_BACK:
    case CALLER_GIVES_UP:
    case CALL_SLOT_PASSES:
    case AGENTS_CHANGE: booking_handle(hospital, *event); break;
    case SERVICE_ARRIVES: return service_is_bearable(hospital, message, message_size);
    case SERVICE_REACHES_STEP:
    case SERVICE_ENDS:
    case SERVICE_ENDS_PLAINLY:
    case SERVICE_GIVES_UP:
    case SERVICE_CAPACITY_CHANGES:
    case SERVICE_SNAPSHOT:  // see service_run
    case EVENT_NONE:
    case HOSPITAL_EVENTS: break;
    }
    return true;
}

// Events that come before (until_s, order) in the order within a second. Those of services, which have little else to
// do in a second, do not go by way of the page above.
static bool run_before(Hospital *hospital, SimTime until_s, uint32_t order, char *message, size_t message_size)
{
    const uint64_t limit = sim_limit(until_s, order);
    const bool has_services = hospital->trust->services.service_count > 0;
    SimEvent event;
    while (has_services ? service_run(hospital, limit, &event)
                        : sim_next_below_inline(hospital->world, limit, &event)) {
        if (!handle(hospital, &event, message, message_size)) return false;
    }
    sim_wait_until(hospital->world, until_s);
    return true;
}

// Events up to until_s, with the plan's dated decisions between them: a decision comes after capacities have changed
// and before anybody moves. Decisions at until_s belong to the next stretch.
bool hospital_run_until(SimWorld *world, const void *plan, SimTime until_s, char *message, size_t message_size)
{
    Hospital hospital = hospital_in_hand(world, plan);
    const StrikePlan *strike = &hospital.plan->strike;
    const Decision *next = strike_next_decision(strike, sim_now(world));
    const Decision *end = next ? strike->decisions + strike->decision_count : NULL;
    for (; next && next != end && next->time_s < until_s; next++) {
        if (!run_before(&hospital, next->time_s, SIM_POLICY, message, message_size)) return false;
        decide(&hospital, next);
    }
    return run_before(&hospital, until_s, 0, message, message_size);
}
