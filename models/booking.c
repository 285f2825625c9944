#include "models/booking.h"

#include "models/hospital_rows.h"
#include "models/short_notice.h"

#include <assert.h>
#include <math.h>

enum TaskOrigin { ORIGIN_PATHWAY, ORIGIN_FOLLOW_UP, ORIGIN_ANYWAY };

// Classes of the queue: callers first, then patients to be told and slots to be offered, soonest first, then those to
// be rebooked, by their priority.
enum { CLASS_CALLER, CLASS_TODAY, CLASS_REBOOK = SIM_CLASSES - PRIORITIES, CLASS_LATER = CLASS_REBOOK - 1 };

static BookingState *state_of(const Hospital *hospital)
{
    return &hospital->state->booking;
}
static const BookingPlan *plan_of(const Hospital *hospital)
{
    return &hospital->trust->booking;
}
static Task *task_at(const Hospital *hospital, uint32_t id)
{
    return SIM_ROW(hospital->world, TABLE_TASKS, Task, id);
}

static SimWords draw(const Hospital *hospital, const Task *task, uint32_t purpose)
{
    assert(task->origin != ORIGIN_ANYWAY);  // such a caller's numbers are drawn with the time of the call
    const uint32_t block = task->visit & 0xffffff;
    return hospital_draw(hospital, STREAM_TASKS, task->key,
                         purpose + (task->origin == ORIGIN_FOLLOW_UP ? CALLS_OF_FOLLOW_UP : 0), block);
}

static void schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s)
{
    hospital_schedule(hospital, kind, id, task_at(hospital, id)->slot.stamp, after_s);
}

static uint32_t new_task(Hospital *hospital)
{
    state_of(hospital)->taken_on++;
    return sim_table_take(hospital->world, TABLE_TASKS);
}

static void give_back(Hospital *hospital, uint32_t id)
{
    task_at(hospital, id)->stage = TASK_NOWHERE;
    sim_table_give_back(hospital->world, TABLE_TASKS, id);
    state_of(hospital)->done++;
}

// The moment at which the office has been open for so many hours from now on; bank holidays are stepped over.
static SimTime working_time_after(const Hospital *hospital, double hours)
{
    const SimTime now_s = hospital_now(hospital);
    double exact_s;
    SimTime time_s = sim_weekly_after(&plan_of(hospital)->opening, (double)now_s, hours, &exact_s);
    if (time_s == INT64_MAX) time_s = now_s + (SimTime)(hours * SIM_HOUR_S);
    while (sim_day_of(time_s) < hospital->plan->days && hospital_is_rest_day(hospital, sim_day_of(time_s)))
        time_s += SIM_DAY_S;
    return time_s;
}

static void schedule_in_working_time(Hospital *hospital, enum HospitalEvent kind, uint32_t id, double hours)
{
    schedule(hospital, kind, id, working_time_after(hospital, hours) - hospital_now(hospital));
}

// What an agent does with whoever is next.

static bool call_reaches(const Hospital *hospital, const Task *task)
{
    return sim_happens(draw(hospital, task, CALLS_DRAW_CALL + task->tries).word[0], plan_of(hospital)->call_reaches);
}

static SimTime begin_call(const Hospital *hospital, Task *task)
{
    task->stage = TASK_ON_CALL;
    if (!call_reaches(hospital, task)) return plan_of(hospital)->no_answer_s;
    return sim_variate_s(&plan_of(hospital)->call, draw(hospital, task, CALLS_DRAW_CALL + task->tries).word[1]);
}

static SimTime begin_rebooking(const Hospital *hospital, Task *task)
{
    task->stage = TASK_REBOOKED_NOW;
    return sim_variate_s(&plan_of(hospital)->rebooking, draw(hospital, task, CALLS_DRAW_TASK).word[2]);
}

static SimTime answer(Hospital *hospital, Task *task)
{
    task->stage = TASK_ANSWERED;
    sim_slot_bump(&task->slot);  // the caller does not give up any more
    sim_count(hospital->world, measures_of(hospital)->calls_answered, 1);
    const SimTime waited_s = hospital_now(hospital) - task->taken_on_s;
    sim_count_share(hospital->world, measures_of(hospital)->calls_in_wait, (double)waited_s / SIM_MINUTE_S, 1);
    return sim_variate_s(&plan_of(hospital)->call, task->call_word);
}

static SimTime begin_offer(const Hospital *hospital, Task *task)
{
    task->stage = TASK_OFFERS;
    sim_slot_bump(&task->slot);  // the slot does not pass any more
    return sim_variate_s(&plan_of(hospital)->call, draw(hospital, task, CALLS_DRAW_OFFER).word[1]);
}

static SimTime begin_work(Hospital *hospital, Task *task)
{
    switch ((enum TaskStage)task->stage) {
    case TASK_RINGS: return answer(hospital, task);
    case TASK_AWAITS_CALL: return begin_call(hospital, task);
    case TASK_AWAITS_OFFER: return begin_offer(hospital, task);
    default: return begin_rebooking(hospital, task);
    }
}

static void give_agents(Hospital *hospital)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, state_of(hospital)->agents, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Task *task = task_at(hospital, taken.entity);
        task->place = 0;
        schedule(hospital, CALL_ENDS, taken.entity, begin_work(hospital, task));
    }
}

void booking_serve(Hospital *hospital)
{
    give_agents(hospital);
}

static void await_agent(Hospital *hospital, uint32_t id, enum TaskStage stage, uint32_t priority)
{
    Task *task = task_at(hospital, id);
    task->stage = (uint8_t)stage;
    task->place = sim_resource_join(hospital->world, state_of(hospital)->agents, priority, id);
}

static void leave_queue(Hospital *hospital, Task *task)
{
    if (task->place) sim_resource_leave(hospital->world, state_of(hospital)->agents, task->place);
    task->place = 0;
}

// Moved appointments.

static uint32_t class_of_slot(const Hospital *hospital, const Task *task)
{
    const uint32_t today = sim_day_of(hospital_now(hospital)), day = sim_day_of(task->slot_s);
    const uint32_t days = day > today ? day - today : 0;
    return days < CLASS_LATER - CLASS_TODAY ? CLASS_TODAY + days : CLASS_LATER;
}

static void await_call(Hospital *hospital, uint32_t id)
{
    await_agent(hospital, id, TASK_AWAITS_CALL, class_of_slot(hospital, task_at(hospital, id)));
}

static void await_rebooking(Hospital *hospital, uint32_t id)
{
    const uint32_t pathway = task_at(hospital, id)->pathway;
    const uint32_t priority = pathway ? pathway_at(hospital, pathway)->priority : (uint32_t)PRIORITY_ROUTINE;
    await_agent(hospital, id, TASK_AWAITS_REBOOKING, CLASS_REBOOK + priority);
}

static MovedAppointment moved_of(const Task *task)
{
    return (MovedAppointment){.pathway = task->pathway,
                              .key = task->key,
                              .visit = task->visit,
                              .session = task->session,
                              .slot_s = task->slot_s,
                              .on_the_day = task->on_the_day};
}

// The patient knows, or has turned up for an appointment that does not take place. Once for each task.
static void told(Hospital *hospital, uint32_t id, bool in_time)
{
    Task *task = task_at(hospital, id);
    task->is_told = 1;
    SimDaily *of_slot = sim_daily(hospital->world, sim_day_of(task->slot_s), measures_of(hospital)->calls_told_pct);
    of_slot->amount += in_time;
    of_slot->weight += 1;
    const SimTime minutes = (hospital_now(hospital) - task->taken_on_s) / SIM_MINUTE_S;
    if (in_time) sim_count_share(hospital->world, measures_of(hospital)->calls_delay_mean, (double)minutes, 1);
    const MovedAppointment moved = moved_of(task);
    elective_patient_told(hospital, &moved, in_time);
}

static void finish_task(Hospital *hospital, uint32_t id)
{
    state_of(hospital)->pending--;
    give_back(hospital, id);
}

static void rebooked(Hospital *hospital, uint32_t id)
{
    const MovedAppointment moved = moved_of(task_at(hospital, id));
    const double hours = (double)(hospital_now(hospital) - task_at(hospital, id)->taken_on_s) / SIM_HOUR_S;
    sim_count_share(hospital->world, measures_of(hospital)->calls_rebook_mean, hours, 1);
    finish_task(hospital, id);
    elective_patient_rebooked(hospital, &moved);
}

// Callers whom a moved appointment causes: each has a row from the start, and rings when its time has come.

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

static void expect_callers(Hospital *hospital, uint32_t task_id)
{
    const Task cause = *task_at(hospital, task_id);
    const uint32_t callers = number_of_callers(plan_of(hospital)->callers_a_move,
                                               sim_uniform(draw(hospital, &cause, CALLS_DRAW_TASK).word[1]));
    for (uint32_t i = 0; i < callers; i++) {
        const uint32_t id = new_task(hospital);
        Task *caller = task_at(hospital, id);
        caller->stage = TASK_WILL_RING;
        caller->key = cause.key;
        caller->visit = cause.visit;
        caller->origin = cause.origin;
        caller->tries = (uint8_t)i;
        const SimWords words = draw(hospital, caller, CALLS_DRAW_CALLER + i);
        set_words(caller, words);
        const double hours =
            plan_of(hospital)->callers_after_h * sim_variate(&plan_of(hospital)->exponential, words.word[0]);
        schedule_in_working_time(hospital, CALLER_RINGS_BACK, id, hours);
    }
}

static uint32_t take_on(Hospital *hospital, const MovedAppointment *moved)
{
    const uint32_t id = new_task(hospital);
    Task *task = task_at(hospital, id);
    task->pathway = moved->pathway;
    task->key = moved->key;
    task->visit = moved->visit;
    task->session = moved->session;
    task->slot_s = (uint32_t)moved->slot_s;
    task->taken_on_s = (uint32_t)hospital_now(hospital);
    task->origin = moved->pathway ? ORIGIN_PATHWAY : ORIGIN_FOLLOW_UP;
    task->on_the_day = moved->on_the_day;
    state_of(hospital)->pending++;
    return id;
}

void booking_tell(Hospital *hospital, const MovedAppointment *moved)
{
    if (!plan_of(hospital)->on) {
        elective_patient_told(hospital, moved, !moved->on_the_day);
        elective_patient_rebooked(hospital, moved);
        return;
    }
    const uint32_t id = take_on(hospital, moved);
    expect_callers(hospital, id);
    const SimTime left_s = moved->slot_s - hospital_now(hospital);
    if (moved->on_the_day || left_s <= 0) {
        told(hospital, id, false);
        await_rebooking(hospital, id);
        give_agents(hospital);
        return;
    }
    sim_count(hospital->world, measures_of(hospital)->calls_messages, plan_of(hospital)->messages);
    if (sim_happens(draw(hospital, task_at(hospital, id), CALLS_DRAW_TASK).word[0],
                    plan_of(hospital)->message_reaches)) {
        told(hospital, id, true);
        await_rebooking(hospital, id);
    } else {
        schedule(hospital, CALL_SLOT_PASSES, id, left_s);
        await_call(hospital, id);
    }
    give_agents(hospital);
}

// Nobody answered: tried again later, in the end by letter. Whoever has turned up by now need only be rebooked.
static void was_not_reached(Hospital *hospital, uint32_t id)
{
    Task *task = task_at(hospital, id);
    task->tries++;
    if (task->is_told) {
        await_rebooking(hospital, id);
    } else if (task->tries < plan_of(hospital)->tries) {
        task->stage = TASK_BETWEEN_CALLS;
        schedule_in_working_time(hospital, CALL_IS_TRIED_AGAIN, id, plan_of(hospital)->retry_h);
    } else {
        task->stage = TASK_BY_LETTER;
        schedule(hospital, CALL_IS_TRIED_AGAIN, id, plan_of(hospital)->letter_s);
    }
}

// Slots at short notice.

void booking_offer(Hospital *hospital, const SlotOffer *offer)
{
    const Session *session = session_at(hospital, offer->session);
    const uint32_t id = new_task(hospital);
    Task *task = task_at(hospital, id);
    task->session = offer->session;
    task->key = elective_task_key(hospital, session->service, session->key);
    task->visit = (uint32_t)session->day << 8 | (offer->number & 0xff);
    task->slot_s = (uint32_t)offer->slot_s;
    task->taken_on_s = (uint32_t)hospital_now(hospital);
    task->origin = ORIGIN_FOLLOW_UP;
    task->use = (uint8_t)offer->use;
    task->can_come = sim_happens(draw(hospital, task, CALLS_DRAW_OFFER).word[0], offer->share) != 0;
    if (!plan_of(hospital)->on) {
        if (task->can_come) short_notice_book(hospital, offer->session, (enum SlotUse)offer->use);
        give_back(hospital, id);
        return;
    }
    schedule(hospital, CALL_SLOT_PASSES, id, offer->slot_s - hospital_now(hospital));
    await_agent(hospital, id, TASK_AWAITS_OFFER, class_of_slot(hospital, task));
    give_agents(hospital);
}

static void end_offer(Hospital *hospital, uint32_t id)
{
    const Task offered = *task_at(hospital, id);
    give_back(hospital, id);
    sim_count(hospital->world, measures_of(hospital)->calls_out, 1);
    if (offered.can_come) short_notice_book(hospital, offered.session, (enum SlotUse)offered.use);
}

// Of two patients who wait to be rebooked: true if the first goes first.
static bool goes_before(const Pathway *first, const Pathway *second)
{
    if (first->priority != second->priority) return first->priority < second->priority;
    return first->rank_s < second->rank_s;
}

uint32_t booking_take_moved(Hospital *hospital, uint32_t service, uint32_t stage)
{
    uint32_t found = 0;
    const Pathway *best = NULL;
    for (uint32_t id = 1; id < hospital->world->tables[TABLE_TASKS].used; id++) {
        const Task *task = task_at(hospital, id);
        if (task->stage != TASK_AWAITS_REBOOKING || !task->pathway) continue;
        const Pathway *pathway = pathway_at(hospital, task->pathway);
        if (pathway->service != service || pathway->stage != stage) continue;
        if (best && !goes_before(pathway, best)) continue;
        best = pathway;
        found = id;
    }
    if (!found) return 0;
    const uint32_t pathway = task_at(hospital, found)->pathway;
    leave_queue(hospital, task_at(hospital, found));
    sim_slot_bump(&task_at(hospital, found)->slot);
    finish_task(hospital, found);
    return pathway;
}

static bool can_be_withdrawn(const Task *task, uint32_t session)
{
    if (task->session != session || task->is_told) return false;
    return task->stage == TASK_AWAITS_CALL || task->stage == TASK_BETWEEN_CALLS || task->stage == TASK_BY_LETTER;
}

uint32_t booking_withdraw(Hospital *hospital, uint32_t session,
                          void (*keeps)(Hospital *hospital, const MovedAppointment *moved))
{
    uint32_t withdrawn = 0;
    for (uint32_t id = 1; id < hospital->world->tables[TABLE_TASKS].used; id++) {
        Task *task = task_at(hospital, id);
        if (!can_be_withdrawn(task, session)) continue;
        const MovedAppointment moved = moved_of(task);
        leave_queue(hospital, task);
        sim_slot_bump(&task->slot);
        finish_task(hospital, id);
        keeps(hospital, &moved);
        withdrawn++;
    }
    return withdrawn;
}

static void end_outbound(Hospital *hospital, uint32_t id)
{
    sim_count(hospital->world, measures_of(hospital)->calls_out, 1);
    const Task *task = task_at(hospital, id);
    if (task->stage == TASK_ON_CALL && !call_reaches(hospital, task)) {
        was_not_reached(hospital, id);
        return;
    }
    if (!task->is_told) told(hospital, id, true);
    rebooked(hospital, id);
}

static void end_call(Hospital *hospital, uint32_t id)
{
    sim_resource_release(hospital->world, state_of(hospital)->agents);
    switch ((enum TaskStage)task_at(hospital, id)->stage) {
    case TASK_ANSWERED: give_back(hospital, id); break;
    case TASK_OFFERS: end_offer(hospital, id); break;
    default: end_outbound(hospital, id); break;
    }
    give_agents(hospital);
}

static void try_again(Hospital *hospital, uint32_t id)
{
    if (task_at(hospital, id)->stage == TASK_BETWEEN_CALLS) {
        await_call(hospital, id);
    } else {
        sim_slot_bump(&task_at(hospital, id)->slot);  // the slot may pass now
        told(hospital, id, true);
        await_rebooking(hospital, id);
    }
    give_agents(hospital);
}

// The patient turns up. A call that is on the line goes on; other attempts end.
static void slot_passes(Hospital *hospital, uint32_t id)
{
    if (task_at(hospital, id)->stage == TASK_AWAITS_OFFER) {
        leave_queue(hospital, task_at(hospital, id));
        give_back(hospital, id);
        return;
    }
    told(hospital, id, false);
    Task *task = task_at(hospital, id);
    if (task->stage == TASK_ON_CALL) return;
    sim_slot_bump(&task->slot);
    leave_queue(hospital, task);
    await_rebooking(hospital, id);
    give_agents(hospital);
}

// Callers.

static void ring(Hospital *hospital, uint32_t id)
{
    sim_count(hospital->world, measures_of(hospital)->calls_in, 1);
    task_at(hospital, id)->taken_on_s = (uint32_t)hospital_now(hospital);
    await_agent(hospital, id, TASK_RINGS, CLASS_CALLER);
    give_agents(hospital);
    const Task *caller = task_at(hospital, id);
    if (caller->stage != TASK_RINGS) return;  // answered at once
    const double patience = sim_variate(&plan_of(hospital)->exponential, caller->patience_word);
    schedule(hospital, CALLER_GIVES_UP, id, (SimTime)(plan_of(hospital)->patience_s * patience));
}

static void schedule_caller(Hospital *hospital)
{
    BookingState *office = state_of(hospital);
    const uint32_t ordinal = ++office->next_caller;
    office->caller_words = hospital_draw(hospital, STREAM_CALLS, ordinal, CALLS_DRAW_CALLER, 0);
    const double load = sim_variate(&plan_of(hospital)->exponential, office->caller_words.word[0]);
    const SimTime time_s =
        sim_weekly_after(&plan_of(hospital)->inbound, office->caller_clock_s, load, &office->caller_clock_s);
    if (time_s < INT64_MAX) hospital_schedule_at(hospital, CALLER_RINGS, ordinal, time_s, SIM_ARRIVAL);
}

static void caller_rings(Hospital *hospital, uint32_t ordinal)
{
    const SimWords words = state_of(hospital)->caller_words;
    schedule_caller(hospital);
    if (hospital_is_rest_day(hospital, sim_day_of(hospital_now(hospital)))) return;  // bank holidays
    const uint32_t id = new_task(hospital);
    Task *caller = task_at(hospital, id);
    caller->key = ordinal;
    caller->origin = ORIGIN_ANYWAY;
    set_words(caller, words);
    ring(hospital, id);
}

static void give_up(Hospital *hospital, uint32_t id)
{
    leave_queue(hospital, task_at(hospital, id));
    sim_count(hospital->world, measures_of(hospital)->calls_abandoned, 1);
    give_back(hospital, id);
}

// The office opens and closes. Each morning the queue is put in order of the appointments' dates again, as they have
// come nearer; in a class the order stays.

static void order_queue(Hospital *hospital)
{
    const SimResourceId agents = state_of(hospital)->agents;
    for (uint32_t priority = CLASS_TODAY; priority <= CLASS_LATER; priority++) {
        for (uint32_t left = sim_resource_waiting_in(hospital->world, agents, priority); left > 0; left--) {
            uint32_t id;
            sim_resource_walk(hospital->world, agents, priority, 0, &id);
            if (service_goes_to_the_back(hospital, id)) continue;
            Task *task = task_at(hospital, id);
            leave_queue(hospital, task);
            await_agent(hospital, id, (enum TaskStage)task->stage, class_of_slot(hospital, task));
        }
    }
}

static void change_agents(Hospital *hospital)
{
    const BookingPlan *plan = plan_of(hospital);
    const SimTime now_s = hospital_now(hospital), time_s = now_s % SIM_DAY_S, midnight_s = now_s - time_s;
    const bool is_open = time_s >= plan->opens_s && time_s < plan->closes_s;
    const uint32_t agents = plan->agents[hospital_is_rest_day(hospital, sim_day_of(now_s))];
    sim_resource_set_capacity(hospital->world, state_of(hospital)->agents, is_open ? agents : 0);
    if (is_open) order_queue(hospital);
    give_agents(hospital);
    const SimTime next_s = is_open                  ? plan->closes_s
                           : time_s < plan->opens_s ? plan->opens_s
                                                    : SIM_DAY_S + plan->opens_s;
    hospital_schedule_at(hospital, AGENTS_CHANGE, 0, midnight_s + next_s, SIM_CAPACITY);
}

void booking_open(Hospital *hospital)
{
    if (!plan_of(hospital)->on) return;
    state_of(hospital)->agents = sim_resource_add(hospital->world, 0);
    change_agents(hospital);
    schedule_caller(hospital);
}

void booking_close_day(Hospital *hospital)
{
    if (!plan_of(hospital)->on) return;
    sim_set(hospital->world, measures_of(hospital)->calls_pending, (double)state_of(hospital)->pending);
}

static bool recount_agrees(const Hospital *hospital, char *message, size_t size)
{
    int64_t at[TASK_STAGES] = {0}, places = 0;
    for (uint32_t id = 1; id < hospital->world->tables[TABLE_TASKS].used; id++) {
        at[task_at(hospital, id)->stage]++;
        if (task_at(hospital, id)->stage != TASK_NOWHERE) places += task_at(hospital, id)->place != 0;
    }
    const BookingState *office = state_of(hospital);
    const int64_t waiting = at[TASK_AWAITS_CALL] + at[TASK_AWAITS_REBOOKING] + at[TASK_RINGS] + at[TASK_AWAITS_OFFER];
    const int64_t busy = at[TASK_ON_CALL] + at[TASK_REBOOKED_NOW] + at[TASK_ANSWERED] + at[TASK_OFFERS];
    const int64_t pending = at[TASK_AWAITS_CALL] + at[TASK_ON_CALL] + at[TASK_BETWEEN_CALLS] + at[TASK_BY_LETTER] +
                            at[TASK_AWAITS_REBOOKING] + at[TASK_REBOOKED_NOW];
    return hospital_agrees(waiting, service_pool_others_waiting(hospital, SHARED_BOOKINGS_TEAM),
                           "waiting for the bookings team", message, size) &&
           hospital_agrees(places, waiting, "places in the queue of the bookings team", message, size) &&
           hospital_agrees(busy, service_pool_busy_for_others(hospital, SHARED_BOOKINGS_TEAM), "agents busy", message,
                           size) &&
           hospital_agrees(pending, office->pending, "moved appointments pending", message, size);
}

bool booking_audit(const Hospital *hospital, bool recount, char *message, size_t message_size)
{
    if (!plan_of(hospital)->on) return true;
    const BookingState *office = state_of(hospital);
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
    if (event.stamp != task_at(hospital, event.subject)->slot.stamp) return;
    switch ((enum HospitalEvent)event.kind) {
    case CALL_ENDS: end_call(hospital, event.subject); break;
    case CALL_IS_TRIED_AGAIN: try_again(hospital, event.subject); break;
    case CALL_SLOT_PASSES: slot_passes(hospital, event.subject); break;
    case CALLER_RINGS_BACK: ring(hospital, event.subject); break;
    case CALLER_GIVES_UP: give_up(hospital, event.subject); break;
    default: break;
    }
}
