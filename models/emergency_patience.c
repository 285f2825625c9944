// Who waits too long for a first clinician gives up. Most are seen before: so the event is scheduled only within the
// hour in which it would come, in the place it would have had from the start.
#include "models/attendance.h"

static void schedule_giving_up(Hospital *hospital, const Patience *patience)
{
    const SimEvent event = {.time_s = patience->gives_up_s,
                            .subject = patience->attendance,
                            .stamp = patience->stamp,
                            .kind = ED_GIVES_UP,
                            .order = SIM_COMPLETION};
    sim_schedule_in_place(hospital->world, event, patience->place_of_event);
}

void attendance_may_give_up(Hospital *hospital, uint32_t id, SimTime time_s)
{
    const Patience patience = {.attendance = id,
                               .stamp = attendance_at(hospital, id)->slot.stamp,
                               .gives_up_s = (uint32_t)time_s,
                               .place_of_event = sim_reserve_place(hospital->world)};
    if (patience.gives_up_s < emergency_state(hospital)->looked_until_s) {
        schedule_giving_up(hospital, &patience);
    } else {
        const uint32_t row = sim_table_append(hospital->world, TABLE_PATIENCE);
        *SIM_ROW(hospital->world, TABLE_PATIENCE, Patience, row) = patience;
    }
}

void attendance_look_for_patience(Hospital *hospital)
{
    EmergencyState *ed = emergency_state(hospital);
    SimTable *table = &hospital->world->tables[TABLE_PATIENCE];
    Patience *waiting = table->rows;
    uint32_t kept = 1;  // row 0 is nobody
    ed->looked_until_s = (uint32_t)hospital_now(hospital) + SIM_HOUR_S;
    hospital_schedule_at(hospital, PATIENCE_ENDS, 0, ed->looked_until_s, SIM_CAPACITY);
    for (uint32_t row = 1; row < table->used; row++) {
        const Patience patience = waiting[row];
        if (attendance_at(hospital, patience.attendance)->slot.stamp != patience.stamp) continue;
        if (patience.gives_up_s < ed->looked_until_s) {
            schedule_giving_up(hospital, &patience);
        } else {
            waiting[kept++] = patience;
        }
    }
    table->used = kept;
}
