#include "models/attendance.h"

SimWords attendance_draw(const Hospital *hospital, const Attendance *patient, uint32_t purpose)
{
    const enum TrustStream stream = patient->urgency ? STREAM_EMERGENCY : STREAM_MINOR;
    return hospital_draw(hospital, stream, patient->ordinal, purpose, 0);
}

// Attendances a day in the month of this moment, relative to the year's.
static double season_at(const Hospital *hospital, enum TrustStream stream, double clock_s)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    if (!plan->is_seasonal || stream == STREAM_DIRECT) return 1;
    const SimDate date = hospital->plan->outline.first_day + (SimDate)sim_day_of((SimTime)clock_s);
    return plan->season[sim_civil(date).month - 1];
}

// The season is that of the one before: a month's first attendance comes as those of the month that has ended.
SimWords attendance_schedule_next(Hospital *hospital, enum HospitalEvent kind, enum TrustStream stream,
                                  const SimWeekly *arrivals, double *clock_s, uint32_t *ordinal)
{
    const uint32_t next = ++*ordinal;
    const SimWords words = hospital_draw(hospital, stream, next, DRAW_ARRIVAL, 0);
    const double load =
        sim_variate(&emergency_plan_of(hospital)->exponential, words.word[0]) / season_at(hospital, stream, *clock_s);
    const SimTime time_s = sim_weekly_after(arrivals, *clock_s, load, clock_s);
    if (time_s < INT64_MAX) hospital_schedule_at(hospital, kind, next, time_s, SIM_ARRIVAL);
    return words;
}

uint32_t attendance_urgency(const Hospital *hospital, uint32_t word)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    double above = sim_uniform(word);
    uint32_t urgency = 1;
    while (urgency < TRIAGE_CLASSES && (above -= plan->urgency[urgency - 1]) >= 0) urgency++;
    return urgency;
}

// Whoever is to be admitted is a child exactly if the pool of beds is the children's: the rest of the children are
// among those who are to go home.
bool attendance_is_child(const EmergencyPlan *plan, const Attendance *patient)
{
    if (plan->children <= 0) return false;
    if (patient->urgency == 0) return sim_happens(patient->care.word[3], plan->children);
    const bool is_ill = sim_happens(patient->course.word[1], plan->admitted[patient->urgency - 1]);
    return !sim_happens(patient->course.word[3], plan->adults[is_ill]);
}

void attendance_enter(Hospital *hospital, Attendance *patient, enum AttendanceStage stage)
{
    EmergencyState *ed = emergency_state(hospital);
    ed->at[patient->stage]--;
    ed->at[stage]++;
    patient->stage = (uint8_t)stage;
}

uint32_t attendance_new(Hospital *hospital, uint32_t ordinal, uint32_t urgency, enum AttendanceStage stage)
{
    const uint32_t id = sim_table_take(hospital->world, TABLE_ATTENDANCES);
    Attendance *patient = attendance_at(hospital, id);
    patient->ordinal = ordinal;
    patient->urgency = (uint8_t)urgency;
    patient->came_s = patient->arrived_s = (uint32_t)hospital_now(hospital);
    patient->stage = (uint8_t)stage;
    patient->care = attendance_draw(hospital, patient, DRAW_CARE);
    if (urgency > 0) patient->course = attendance_draw(hospital, patient, DRAW_COURSE);
    patient->is_child = attendance_is_child(emergency_plan_of(hospital), patient);
    emergency_state(hospital)->at[stage]++;
    emergency_state(hospital)->arrived++;
    return id;
}

void attendance_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s)
{
    hospital_schedule(hospital, kind, id, attendance_at(hospital, id)->slot.stamp, after_s);
}

void attendance_count(Hospital *hospital, const Attendance *patient)
{
    const MeasurePlan *measures = measures_of(hospital);
    const uint32_t day = sim_day_of(patient->arrived_s);
    sim_count_on(hospital->world, day, measures->ed_att, 1);
    if (patient->is_child) sim_count_on(hospital->world, day, measures->ed_att_children, 1);
    if (patient->urgency == 0) return;
    sim_count_on(hospital->world, day, measures->ed_att_type1, 1);
    sim_count_on(hospital->world, day, measures->ed_att_class + patient->urgency - 1, 1);
}

SimResourceId attendance_places(const Hospital *hospital, const Attendance *patient)
{
    const EmergencyState *ed = emergency_state(hospital);
    return attendance_needs_cubicle(patient) ? ed->cubicles : ed->chairs;
}

void attendance_join_for_place(Hospital *hospital, uint32_t id)
{
    Attendance *patient = attendance_at(hospital, id);
    const uint32_t priority = 2u * (patient->urgency - 1u) + (patient->by_ambulance ? 0 : 1);
    patient->place = sim_resource_join(hospital->world, attendance_places(hospital, patient), priority, id);
}

void attendance_takes_place(Hospital *hospital, Attendance *patient)
{
    patient->holds_place = true;
    emergency_state(hospital)->placed[attendance_needs_cubicle(patient)]++;
}

static void give_up_place(Hospital *hospital, Attendance *patient)
{
    if (!patient->holds_place) return;
    patient->holds_place = false;
    emergency_state(hospital)->placed[attendance_needs_cubicle(patient)]--;
    sim_resource_release(hospital->world, attendance_places(hospital, patient));
}

void attendance_depart(Hospital *hospital, uint32_t id, bool left_unseen)
{
    const MeasurePlan *measures = measures_of(hospital);
    SimWorld *world = hospital->world;
    Attendance *patient = attendance_at(hospital, id);
    const SimTime time_s = hospital_now(hospital) - patient->arrived_s;
    const double in_time = time_s <= FOUR_HOURS_S;

    sim_count_share(world, measures->ed_4h, in_time, 1);
    sim_count_share(world, measures->ed_lwbs_all_share, left_unseen, 1);
    if (patient->is_child) sim_count_share(world, measures->ed_4h_children, in_time, 1);
    if (time_s >= TWELVE_HOURS_S) sim_count(world, measures->ed_12h_arr, 1);
    if (patient->urgency) {
        sim_count_share(world, measures->ed_4h_type1, in_time, 1);
        sim_count_share(world, measures->ed_4h_class + patient->urgency - 1, in_time, 1);
        sim_count_share(world, measures->ed_lwbs_share, left_unseen, 1);
        if (left_unseen) sim_count(world, measures->ed_lwbs, 1);
        sim_log_wait(world, LOG_ED_TIME, time_s);
        give_up_place(hospital, patient);
    }
    attendance_enter(hospital, patient, ATTENDANCE_NOWHERE);
    emergency_state(hospital)->left++;
    sim_table_give_back(world, TABLE_ATTENDANCES, id);
}

// What a part of the time of tests adds to it when only this share of those whom it waits for is present: it grows in
// proportion as they are absent, up to SLOWEST times.
static double added_by(double part, double present)
{
    static const double SLOWEST = 4;
    if (present >= 1) return 0;
    return part * ((present * SLOWEST > 1 ? 1 / present : SLOWEST) - 1);
}

// Images wait for radiographers; paediatric doctors see children before it is decided what becomes of them.
double attendance_slowness_of_tests(const Hospital *hospital, const Attendance *patient)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    double slowness = 1;
    if (plan->imaging_share > 0) {
        const double present = staffing_share_present(hospital, DEPARTMENT_DIAGNOSTICS, GROUP_RADIOGRAPHERS);
        slowness += added_by(plan->imaging_share, present);
    }
    if (patient->is_child && plan->paediatric_share > 0) {
        slowness += added_by(plan->paediatric_share, staffing_strength(hospital, DEPARTMENT_PAEDIATRICS, 1));
    }
    return slowness;
}
