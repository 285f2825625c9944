// Patients whose appointments are moved: told by message, call or letter, and rebooked; and slots offered to others.
#include "models/booking_office.h"
#include "models/short_notice.h"

// What an agent does.

static bool call_reaches(const Hospital *hospital, const Task *task)
{
    return sim_happens(booking_draw(hospital, task, CALLS_DRAW_CALL + task->tries).word[0],
                       booking_plan_of(hospital)->call_reaches);
}

static SimTime begin_call(const Hospital *hospital, Task *task)
{
    task->stage = TASK_ON_CALL;
    if (!call_reaches(hospital, task)) return booking_plan_of(hospital)->no_answer_s;
    return sim_variate_s(&booking_plan_of(hospital)->call,
                         booking_draw(hospital, task, CALLS_DRAW_CALL + task->tries).word[1]);
}

static SimTime begin_rebooking(const Hospital *hospital, Task *task)
{
    task->stage = TASK_REBOOKED_NOW;
    return sim_variate_s(&booking_plan_of(hospital)->rebooking, booking_draw(hospital, task, CALLS_DRAW_TASK).word[2]);
}

static SimTime begin_offer(const Hospital *hospital, Task *task)
{
    task->stage = TASK_OFFERS;
    sim_slot_bump(&task->slot);  // the slot does not pass any more
    return sim_variate_s(&booking_plan_of(hospital)->call, booking_draw(hospital, task, CALLS_DRAW_OFFER).word[1]);
}

SimTime booking_moved_begins(Hospital *hospital, Task *task)
{
    switch ((enum TaskStage)task->stage) {
    case TASK_AWAITS_CALL: return begin_call(hospital, task);
    case TASK_AWAITS_OFFER: return begin_offer(hospital, task);
    default: return begin_rebooking(hospital, task);
    }
}

// Moved appointments.

static void await_call(Hospital *hospital, uint32_t id)
{
    booking_await_agent(hospital, id, TASK_AWAITS_CALL, booking_class_of_slot(hospital, booking_task(hospital, id)));
}

static void await_rebooking(Hospital *hospital, uint32_t id)
{
    const uint32_t pathway = booking_task(hospital, id)->pathway;
    const uint32_t priority = pathway ? pathway_at(hospital, pathway)->priority : (uint32_t)PRIORITY_ROUTINE;
    booking_await_agent(hospital, id, TASK_AWAITS_REBOOKING, CLASS_REBOOK + priority);
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
    Task *task = booking_task(hospital, id);
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
    booking_state(hospital)->pending--;
    booking_give_back(hospital, id);
}

static void rebooked(Hospital *hospital, uint32_t id)
{
    const MovedAppointment moved = moved_of(booking_task(hospital, id));
    const double hours = (double)(hospital_now(hospital) - booking_task(hospital, id)->taken_on_s) / SIM_HOUR_S;
    sim_count_share(hospital->world, measures_of(hospital)->calls_rebook_mean, hours, 1);
    finish_task(hospital, id);
    elective_patient_rebooked(hospital, &moved);
}

static uint32_t take_on(Hospital *hospital, const MovedAppointment *moved)
{
    const uint32_t id = booking_new_task(hospital);
    Task *task = booking_task(hospital, id);
    task->pathway = moved->pathway;
    task->key = moved->key;
    task->visit = moved->visit;
    task->session = moved->session;
    task->slot_s = (uint32_t)moved->slot_s;
    task->taken_on_s = (uint32_t)hospital_now(hospital);
    task->origin = moved->pathway ? ORIGIN_PATHWAY : ORIGIN_FOLLOW_UP;
    task->on_the_day = moved->on_the_day;
    booking_state(hospital)->pending++;
    return id;
}

void booking_tell(Hospital *hospital, const MovedAppointment *moved)
{
    if (!booking_plan_of(hospital)->on) {
        elective_patient_told(hospital, moved, !moved->on_the_day);
        elective_patient_rebooked(hospital, moved);
        return;
    }
    const uint32_t id = take_on(hospital, moved);
    booking_expect_callers(hospital, id);
    const SimTime left_s = moved->slot_s - hospital_now(hospital);
    if (moved->on_the_day || left_s <= 0) {
        told(hospital, id, false);
        await_rebooking(hospital, id);
        booking_serve(hospital);
        return;
    }
    sim_count(hospital->world, measures_of(hospital)->calls_messages, booking_plan_of(hospital)->messages);
    if (sim_happens(booking_draw(hospital, booking_task(hospital, id), CALLS_DRAW_TASK).word[0],
                    booking_plan_of(hospital)->message_reaches)) {
        told(hospital, id, true);
        await_rebooking(hospital, id);
    } else {
        booking_schedule(hospital, CALL_SLOT_PASSES, id, left_s);
        await_call(hospital, id);
    }
    booking_serve(hospital);
}

// Nobody answered: tried again later, in the end by letter. Whoever has turned up by now need only be rebooked.
static void was_not_reached(Hospital *hospital, uint32_t id)
{
    Task *task = booking_task(hospital, id);
    task->tries++;
    if (task->is_told) {
        await_rebooking(hospital, id);
    } else if (task->tries < booking_plan_of(hospital)->tries) {
        task->stage = TASK_BETWEEN_CALLS;
        booking_schedule_in_working_time(hospital, CALL_IS_TRIED_AGAIN, id, booking_plan_of(hospital)->retry_h);
    } else {
        task->stage = TASK_BY_LETTER;
        booking_schedule(hospital, CALL_IS_TRIED_AGAIN, id, booking_plan_of(hospital)->letter_s);
    }
}

// Slots at short notice.

void booking_offer(Hospital *hospital, const SlotOffer *offer)
{
    const Session *session = session_at(hospital, offer->session);
    const uint32_t id = booking_new_task(hospital);
    Task *task = booking_task(hospital, id);
    task->session = offer->session;
    task->key = elective_task_key(hospital, session->service, session->key);
    task->visit = (uint32_t)session->day << 8 | (offer->number & 0xff);
    task->slot_s = (uint32_t)offer->slot_s;
    task->taken_on_s = (uint32_t)hospital_now(hospital);
    task->origin = ORIGIN_FOLLOW_UP;
    task->use = (uint8_t)offer->use;
    task->can_come = sim_happens(booking_draw(hospital, task, CALLS_DRAW_OFFER).word[0], offer->share) != 0;
    if (!booking_plan_of(hospital)->on) {
        if (task->can_come) short_notice_book(hospital, offer->session, (enum SlotUse)offer->use);
        booking_give_back(hospital, id);
        return;
    }
    booking_schedule(hospital, CALL_SLOT_PASSES, id, offer->slot_s - hospital_now(hospital));
    booking_await_agent(hospital, id, TASK_AWAITS_OFFER, booking_class_of_slot(hospital, task));
    booking_serve(hospital);
}

static void end_offer(Hospital *hospital, uint32_t id)
{
    const Task offered = *booking_task(hospital, id);
    booking_give_back(hospital, id);
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
        const Task *task = booking_task(hospital, id);
        if (task->stage != TASK_AWAITS_REBOOKING || !task->pathway) continue;
        const Pathway *pathway = pathway_at(hospital, task->pathway);
        if (pathway->service != service || pathway->stage != stage) continue;
        if (best && !goes_before(pathway, best)) continue;
        best = pathway;
        found = id;
    }
    if (!found) return 0;
    const uint32_t pathway = booking_task(hospital, found)->pathway;
    booking_leave_queue(hospital, booking_task(hospital, found));
    sim_slot_bump(&booking_task(hospital, found)->slot);
    finish_task(hospital, found);
    return pathway;
}

static bool can_be_withdrawn(const Task *task, uint32_t session)
{
    if (task->session != session) return false;
    return task->stage == TASK_AWAITS_CALL || task->stage == TASK_BETWEEN_CALLS || task->stage == TASK_BY_LETTER;
}

uint32_t booking_withdraw(Hospital *hospital, uint32_t session,
                          void (*keeps)(Hospital *hospital, const MovedAppointment *moved))
{
    uint32_t withdrawn = 0;
    for (uint32_t id = 1; id < hospital->world->tables[TABLE_TASKS].used; id++) {
        Task *task = booking_task(hospital, id);
        if (!can_be_withdrawn(task, session)) continue;
        const MovedAppointment moved = moved_of(task);
        booking_leave_queue(hospital, task);
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
    const Task *task = booking_task(hospital, id);
    if (task->stage == TASK_ON_CALL && !call_reaches(hospital, task)) {
        was_not_reached(hospital, id);
        return;
    }
    if (!task->is_told) told(hospital, id, true);
    rebooked(hospital, id);
}

void booking_moved_ends(Hospital *hospital, uint32_t id)
{
    if (booking_task(hospital, id)->stage == TASK_OFFERS) {
        end_offer(hospital, id);
    } else {
        end_outbound(hospital, id);
    }
}

void booking_moved_is_tried_again(Hospital *hospital, uint32_t id)
{
    if (booking_task(hospital, id)->stage == TASK_BETWEEN_CALLS) {
        await_call(hospital, id);
    } else {
        sim_slot_bump(&booking_task(hospital, id)->slot);  // the slot may pass now
        told(hospital, id, true);
        await_rebooking(hospital, id);
    }
    booking_serve(hospital);
}

// The patient turns up. A call that is on the line goes on; other attempts end.
void booking_moved_slot_passes(Hospital *hospital, uint32_t id)
{
    if (booking_task(hospital, id)->stage == TASK_AWAITS_OFFER) {
        booking_leave_queue(hospital, booking_task(hospital, id));
        booking_give_back(hospital, id);
        return;
    }
    told(hospital, id, false);
    Task *task = booking_task(hospital, id);
    if (task->stage == TASK_ON_CALL) return;
    sim_slot_bump(&task->slot);
    booking_leave_queue(hospital, task);
    await_rebooking(hospital, id);
    booking_serve(hospital);
}
