#include "models/booking.h"

#include "models/booking_office.h"

#include <assert.h>
#include <math.h>

// Tasks, and callers, as rows of a table.

SimWords booking_draw(const Hospital *hospital, const Task *task, uint32_t purpose)
{
    assert(task->origin != ORIGIN_ANYWAY);  // such a caller's numbers are drawn with the time of the call
    const uint32_t block = task->visit & 0xffffff;
    return hospital_draw(hospital, STREAM_TASKS, task->key,
                         purpose + (task->origin == ORIGIN_FOLLOW_UP ? CALLS_OF_FOLLOW_UP : 0), block);
}

void booking_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s)
{
    hospital_schedule(hospital, kind, id, booking_task(hospital, id)->slot.stamp, after_s);
}

uint32_t booking_new_task(Hospital *hospital)
{
    booking_state(hospital)->taken_on++;
    return sim_table_take(hospital->world, TABLE_TASKS);
}

void booking_give_back(Hospital *hospital, uint32_t id)
{
    booking_task(hospital, id)->stage = TASK_NOWHERE;
    sim_table_give_back(hospital->world, TABLE_TASKS, id);
    booking_state(hospital)->done++;
}

// The moment at which the office has been open for so many hours from now on; bank holidays are stepped over.
static SimTime working_time_after(const Hospital *hospital, double hours)
{
    const SimTime now_s = hospital_now(hospital);
    double exact_s;
    SimTime time_s = sim_weekly_after(&booking_plan_of(hospital)->opening, (double)now_s, hours, &exact_s);
    if (time_s == INT64_MAX) time_s = now_s + (SimTime)(hours * SIM_HOUR_S);
    while (sim_day_of(time_s) < hospital->plan->days && hospital_is_rest_day(hospital, sim_day_of(time_s)))
        time_s += SIM_DAY_S;
    return time_s;
}

void booking_schedule_in_working_time(Hospital *hospital, enum HospitalEvent kind, uint32_t id, double hours)
{
    booking_schedule(hospital, kind, id, working_time_after(hospital, hours) - hospital_now(hospital));
}

// The queue.

uint32_t booking_class_of_slot(const Hospital *hospital, const Task *task)
{
    const uint32_t today = sim_day_of(hospital_now(hospital)), day = sim_day_of(task->slot_s);
    const uint32_t days = day > today ? day - today : 0;
    return days < CLASS_LATER - CLASS_TODAY ? CLASS_TODAY + days : CLASS_LATER;
}

void booking_await_agent(Hospital *hospital, uint32_t id, enum TaskStage stage, uint32_t priority)
{
    Task *task = booking_task(hospital, id);
    task->stage = (uint8_t)stage;
    task->place = sim_resource_join(hospital->world, booking_state(hospital)->agents, priority, id);
}

void booking_leave_queue(Hospital *hospital, Task *task)
{
    if (task->place) sim_resource_leave(hospital->world, booking_state(hospital)->agents, task->place);
    task->place = 0;
}

// What an agent does with whoever is next.

static SimTime answer(Hospital *hospital, Task *task)
{
    task->stage = TASK_ANSWERED;
    sim_slot_bump(&task->slot);  // the caller does not give up any more
    sim_count(hospital->world, measures_of(hospital)->calls_answered, 1);
    const SimTime waited_s = hospital_now(hospital) - task->taken_on_s;
    sim_count_share(hospital->world, measures_of(hospital)->calls_in_wait, (double)waited_s / SIM_MINUTE_S, 1);
    return sim_variate_s(&booking_plan_of(hospital)->call, task->call_word);
}

static SimTime begin_work(Hospital *hospital, Task *task)
{
    return task->stage == TASK_RINGS ? answer(hospital, task) : booking_moved_begins(hospital, task);
}

void booking_serve(Hospital *hospital)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, booking_state(hospital)->agents, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Task *task = booking_task(hospital, taken.entity);
        task->place = 0;
        booking_schedule(hospital, CALL_ENDS, taken.entity, begin_work(hospital, task));
    }
}

static void end_call(Hospital *hospital, uint32_t id)
{
    sim_resource_release(hospital->world, booking_state(hospital)->agents);
    if (booking_task(hospital, id)->stage == TASK_ANSWERED) {
        booking_give_back(hospital, id);
    } else {
        booking_moved_ends(hospital, id);
    }
    booking_serve(hospital);
}

// Callers. Those whom a moved appointment causes: each has a row from the start, and rings when its time has come.

static uint32_t number_of_callers(double mean, double uniform)
{
    double probability = exp(-mean), sum = probability;
    uint32_t callers = 0;
    while (uniform > sum && callers < CALLERS_MOST) {
        callers++;
        probability *= mean / callers;
        sum += probability;
    }
    return callers;
}

static void set_words(Task *caller, SimWords words)
{
    caller->call_word = words.word[1];
    caller->patience_word = words.word[2];
}

void booking_expect_callers(Hospital *hospital, uint32_t task_id)
{
    const Task cause = *booking_task(hospital, task_id);
    const uint32_t callers = number_of_callers(booking_plan_of(hospital)->callers_a_move,
                                               sim_uniform(booking_draw(hospital, &cause, CALLS_DRAW_TASK).word[1]));
    for (uint32_t i = 0; i < callers; i++) {
        const uint32_t id = booking_new_task(hospital);
        Task *caller = booking_task(hospital, id);
        caller->stage = TASK_WILL_RING;
        caller->key = cause.key;
        caller->visit = cause.visit;
        caller->origin = cause.origin;
        caller->tries = (uint8_t)i;
        const SimWords words = booking_draw(hospital, caller, CALLS_DRAW_CALLER + i);
        set_words(caller, words);
        const double hours = booking_plan_of(hospital)->callers_after_h *
                             sim_variate(&booking_plan_of(hospital)->exponential, words.word[0]);
        booking_schedule_in_working_time(hospital, CALLER_RINGS_BACK, id, hours);
    }
}

static void ring(Hospital *hospital, uint32_t id)
{
    sim_count(hospital->world, measures_of(hospital)->calls_in, 1);
    booking_task(hospital, id)->taken_on_s = (uint32_t)hospital_now(hospital);
    booking_await_agent(hospital, id, TASK_RINGS, CLASS_CALLER);
    booking_serve(hospital);
    const Task *caller = booking_task(hospital, id);
    if (caller->stage != TASK_RINGS) return;  // answered at once
    const double patience = sim_variate(&booking_plan_of(hospital)->exponential, caller->patience_word);
    booking_schedule(hospital, CALLER_GIVES_UP, id, (SimTime)(booking_plan_of(hospital)->patience_s * patience));
}

static void schedule_caller(Hospital *hospital)
{
    BookingState *office = booking_state(hospital);
    const uint32_t ordinal = ++office->next_caller;
    office->caller_words = hospital_draw(hospital, STREAM_CALLS, ordinal, CALLS_DRAW_CALLER, 0);
    const double load = sim_variate(&booking_plan_of(hospital)->exponential, office->caller_words.word[0]);
    const SimTime time_s =
        sim_weekly_after(&booking_plan_of(hospital)->inbound, office->caller_clock_s, load, &office->caller_clock_s);
    if (time_s < INT64_MAX) hospital_schedule_at(hospital, CALLER_RINGS, ordinal, time_s, SIM_ARRIVAL);
}

static void caller_rings(Hospital *hospital, uint32_t ordinal)
{
    const SimWords words = booking_state(hospital)->caller_words;
    schedule_caller(hospital);
    if (hospital_is_rest_day(hospital, sim_day_of(hospital_now(hospital)))) return;  // bank holidays
    const uint32_t id = booking_new_task(hospital);
    Task *caller = booking_task(hospital, id);
    caller->key = ordinal;
    caller->origin = ORIGIN_ANYWAY;
    set_words(caller, words);
    ring(hospital, id);
}

static void give_up(Hospital *hospital, uint32_t id)
{
    booking_leave_queue(hospital, booking_task(hospital, id));
    sim_count(hospital->world, measures_of(hospital)->calls_abandoned, 1);
    booking_give_back(hospital, id);
}

// The office opens and closes. Each morning the queue is put in order of the appointments' dates again, as they have
// come nearer; in a class the order stays.

static void order_queue(Hospital *hospital)
{
    const SimResourceId agents = booking_state(hospital)->agents;
    for (uint32_t priority = CLASS_TODAY; priority <= CLASS_LATER; priority++) {
        for (uint32_t left = sim_resource_waiting_in(hospital->world, agents, priority); left > 0; left--) {
            uint32_t id;
            sim_resource_walk(hospital->world, agents, priority, 0, &id);
            if (service_goes_to_the_back(hospital, id)) continue;
            Task *task = booking_task(hospital, id);
            booking_leave_queue(hospital, task);
            booking_await_agent(hospital, id, (enum TaskStage)task->stage, booking_class_of_slot(hospital, task));
        }
    }
}

static void change_agents(Hospital *hospital)
{
    const BookingPlan *plan = booking_plan_of(hospital);
    const SimTime now_s = hospital_now(hospital), time_s = now_s % SIM_DAY_S, midnight_s = now_s - time_s;
    const bool is_open = time_s >= plan->opens_s && time_s < plan->closes_s;
    const uint32_t agents = plan->agents[hospital_is_rest_day(hospital, sim_day_of(now_s))];
    sim_resource_set_capacity(hospital->world, booking_state(hospital)->agents, is_open ? agents : 0);
    if (is_open) order_queue(hospital);
    booking_serve(hospital);
    const SimTime next_s = is_open                  ? plan->closes_s
                           : time_s < plan->opens_s ? plan->opens_s
                                                    : SIM_DAY_S + plan->opens_s;
    hospital_schedule_at(hospital, AGENTS_CHANGE, 0, midnight_s + next_s, SIM_CAPACITY);
}

void booking_open(Hospital *hospital)
{
    if (!booking_plan_of(hospital)->on) return;
    booking_state(hospital)->agents = sim_resource_add(hospital->world, 0);
    change_agents(hospital);
    schedule_caller(hospital);
}

void booking_close_day(Hospital *hospital)
{
    if (!booking_plan_of(hospital)->on) return;
    sim_set(hospital->world, measures_of(hospital)->calls_pending, (double)booking_state(hospital)->pending);
}

// Patients of pathways who count as neither told nor rebooked.
static int64_t untold(const Hospital *hospital)
{
    int64_t patients = 0;
    for (uint32_t row = 1; row < hospital->world->tables[TABLE_PATHWAYS].used; row++)
        patients += pathway_at(hospital, row)->untold;
    return patients;
}

static bool recount_agrees(const Hospital *hospital, char *message, size_t size)
{
    int64_t at[TASK_STAGES] = {0}, places = 0, of_pathways = 0;
    for (uint32_t id = 1; id < hospital->world->tables[TABLE_TASKS].used; id++) {
        const Task *task = booking_task(hospital, id);
        at[task->stage]++;
        if (task->stage == TASK_NOWHERE) continue;
        places += task->place != 0;
        of_pathways += task->pathway != 0;
    }
    const BookingState *office = booking_state(hospital);
    const int64_t waiting = at[TASK_AWAITS_CALL] + at[TASK_AWAITS_REBOOKING] + at[TASK_RINGS] + at[TASK_AWAITS_OFFER];
    const int64_t busy = at[TASK_ON_CALL] + at[TASK_REBOOKED_NOW] + at[TASK_ANSWERED] + at[TASK_OFFERS];
    const int64_t pending = at[TASK_AWAITS_CALL] + at[TASK_ON_CALL] + at[TASK_BETWEEN_CALLS] + at[TASK_BY_LETTER] +
                            at[TASK_AWAITS_REBOOKING] + at[TASK_REBOOKED_NOW];
    return hospital_agrees(waiting, service_pool_others_waiting(hospital, SHARED_BOOKINGS_TEAM),
                           "waiting for the bookings team", message, size) &&
           hospital_agrees(untold(hospital), of_pathways, "patients untold, and tasks to tell them", message, size) &&
           hospital_agrees(places, waiting, "places in the queue of the bookings team", message, size) &&
           hospital_agrees(busy, service_pool_busy_for_others(hospital, SHARED_BOOKINGS_TEAM), "agents busy", message,
                           size) &&
           hospital_agrees(pending, office->pending, "moved appointments pending", message, size);
}

bool booking_audit(const Hospital *hospital, bool recount, char *message, size_t message_size)
{
    if (!booking_plan_of(hospital)->on) return true;
    const BookingState *office = booking_state(hospital);
    if (!hospital_agrees(office->taken_on, office->done + hospital->world->tables[TABLE_TASKS].taken,
                         "bookings: tasks and callers come and gone", message, message_size))
        return false;
    return !recount || recount_agrees(hospital, message, message_size);
}

void booking_handle(Hospital *hospital, SimEvent event)
{
    switch ((enum HospitalEvent)event.kind) {
    case AGENTS_CHANGE: change_agents(hospital); return;
    case CALLER_RINGS: caller_rings(hospital, event.subject); return;
    default: break;
    }
    if (event.stamp != booking_task(hospital, event.subject)->slot.stamp) return;
    switch ((enum HospitalEvent)event.kind) {
    case CALL_ENDS: end_call(hospital, event.subject); break;
    case CALL_IS_TRIED_AGAIN: booking_moved_is_tried_again(hospital, event.subject); break;
    case CALL_SLOT_PASSES: booking_moved_slot_passes(hospital, event.subject); break;
    case CALLER_RINGS_BACK: ring(hospital, event.subject); break;
    case CALLER_GIVES_UP: give_up(hospital, event.subject); break;
    default: break;
    }
}
