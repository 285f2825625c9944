#include "models/attendance.h"
#include "models/minor_injuries.h"

enum {
    AMBULANCE_CLOCK_STARTS_S = 15 * SIM_MINUTE_S,  // after the ambulance's arrival at the latest
    FOUR_HOURS_S = 4 * SIM_HOUR_S,
    TWELVE_HOURS_S = 12 * SIM_HOUR_S,
    CLASS_OF_DIRECT = 2  // direct admissions wait for a bed like patients of urgency 3
};

static const MeasurePlan *measures_of(const Hospital *hospital)
{
    return &hospital->plan->measures;
}

static uint32_t now_of(const Hospital *hospital)
{
    return (uint32_t)hospital_now(hospital);
}

static SimWords draw(const Hospital *hospital, const Attendance *patient, uint32_t purpose)
{
    const enum TrustStream stream = patient->urgency ? STREAM_EMERGENCY : STREAM_MINOR;
    return hospital_draw(hospital, stream, patient->ordinal, purpose, 0);
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
    patient->came_s = patient->arrived_s = now_of(hospital);
    patient->stage = (uint8_t)stage;
    patient->care = draw(hospital, patient, DRAW_CARE);
    if (urgency > 0) patient->course = draw(hospital, patient, DRAW_COURSE);
    patient->is_child = attendance_is_child(emergency_plan_of(hospital), patient);
    emergency_state(hospital)->at[stage]++;
    emergency_state(hospital)->arrived++;
    return id;
}

void attendance_schedule(Hospital *hospital, enum HospitalEvent kind, uint32_t id, SimTime after_s)
{
    hospital_schedule(hospital, kind, id, attendance_at(hospital, id)->slot.stamp, after_s);
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

static void schedule_attendance(Hospital *hospital)
{
    EmergencyState *ed = emergency_state(hospital);
    ed->arrival_words =
        attendance_schedule_next(hospital, ED_ARRIVES, STREAM_EMERGENCY, &emergency_plan_of(hospital)->arrivals,
                                 &ed->arrival_clock_s, &ed->next_attendance);
}

static void schedule_direct(Hospital *hospital)
{
    EmergencyState *ed = emergency_state(hospital);
    attendance_schedule_next(hospital, DIRECT_ARRIVES, STREAM_DIRECT, &emergency_plan_of(hospital)->direct_arrivals,
                             &ed->direct_clock_s, &ed->next_direct);
}

// Places: a cubicle for urgency 1 to 3, a chair for the rest, from handover or the start of assessment to departure.

static bool needs_cubicle(const Attendance *patient)
{
    return patient->urgency <= LEAST_URGENT_IN_CUBICLE;
}

static SimResourceId places_for(const Hospital *hospital, const Attendance *patient)
{
    const EmergencyState *ed = emergency_state(hospital);
    return needs_cubicle(patient) ? ed->cubicles : ed->chairs;
}

static void join_for_place(Hospital *hospital, uint32_t id)
{
    Attendance *patient = attendance_at(hospital, id);
    const uint32_t priority = 2u * (patient->urgency - 1u) + (patient->by_ambulance ? 0 : 1);
    patient->place = sim_resource_join(hospital->world, places_for(hospital, patient), priority, id);
}

static void now_holds_place(Hospital *hospital, Attendance *patient)
{
    patient->holds_place = true;
    emergency_state(hospital)->placed[needs_cubicle(patient)]++;
}

static void give_up_place(Hospital *hospital, Attendance *patient)
{
    if (!patient->holds_place) return;
    patient->holds_place = false;
    emergency_state(hospital)->placed[needs_cubicle(patient)]--;
    sim_resource_release(hospital->world, places_for(hospital, patient));
}

// Clinicians take patients by urgency; in each urgency first whoever was called before and had no cubicle then, then
// reviews, then new patients.
enum { CLASS_CALLED, CLASS_REVIEW, CLASS_NEW, CLASSES_OF_URGENCY };

static void join_for_clinician(Hospital *hospital, uint32_t id, uint32_t class_of_urgency)
{
    Attendance *patient = attendance_at(hospital, id);
    const uint32_t priority = CLASSES_OF_URGENCY * (patient->urgency - 1u) + class_of_urgency;
    patient->place = sim_resource_join(hospital->world, emergency_state(hospital)->clinicians, priority, id);
}

// Departure, of whatever kind. The place is free afterwards: follow with next_in_places and call_patients.
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

static void start_assessment(Hospital *hospital, uint32_t id)
{
    Attendance *patient = attendance_at(hospital, id);
    sim_slot_bump(&patient->slot);  // the patient will no longer give up
    attendance_enter(hospital, patient, ATTENDANCE_IN_ASSESSMENT);
    sim_log_wait(hospital->world, LOG_ED_TREATMENT, hospital_now(hospital) - patient->arrived_s);
    const double takes_s = sim_variate(&emergency_plan_of(hospital)->assessment, patient->care.word[1]);
    attendance_schedule(hospital, ED_ASSESSED, id, (SimTime)(takes_s / emergency_state(hospital)->pace + 0.5));
}

static void start_review(Hospital *hospital, uint32_t id)
{
    Attendance *patient = attendance_at(hospital, id);
    attendance_enter(hospital, patient, ATTENDANCE_IN_REVIEW);
    const double takes_s = sim_variate(&emergency_plan_of(hospital)->review, patient->care.word[3]);
    attendance_schedule(hospital, ED_REVIEWED, id, (SimTime)(takes_s / emergency_state(hospital)->pace + 0.5));
}

// A free clinician takes the first patient who has a cubicle or gets one; the others step aside until one is free.
static void call_patients(Hospital *hospital)
{
    SimWorld *world = hospital->world;
    const SimResourceId clinicians = emergency_state(hospital)->clinicians;
    SimTaken taken;
    while (sim_resource_take_next(world, clinicians, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Attendance *patient = attendance_at(hospital, taken.entity);
        patient->place = 0;
        if (patient->stage == ATTENDANCE_WAITS_FOR_REVIEW) {
            start_review(hospital, taken.entity);
            continue;
        }
        if (!patient->holds_place && sim_resource_take(world, places_for(hospital, patient))) {
            now_holds_place(hospital, patient);
        }
        if (patient->holds_place) {
            start_assessment(hospital, taken.entity);
            continue;
        }
        sim_resource_release(world, clinicians);
        attendance_enter(hospital, patient, ATTENDANCE_WAITS_FOR_PLACE);
        join_for_place(hospital, taken.entity);
    }
}

// A free place goes to the most urgent of those who wait for one: in an ambulance, or called by a clinician before.
static void next_in_places(Hospital *hospital, SimResourceId places)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, places, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Attendance *patient = attendance_at(hospital, taken.entity);
        now_holds_place(hospital, patient);
        if (patient->stage == ATTENDANCE_IN_AMBULANCE) {
            patient->place = 0;
            attendance_enter(hospital, patient, ATTENDANCE_IN_HANDOVER);
            const uint32_t word = patient->care.word[0];
            attendance_schedule(hospital, ED_HANDED_OVER, taken.entity,
                                sim_variate_s(&emergency_plan_of(hospital)->handover, word));
        } else {
            attendance_enter(hospital, patient, ATTENDANCE_WAITS_FOR_CLINICIAN);
            join_for_clinician(hospital, taken.entity, CLASS_CALLED);
        }
    }
}

// Somebody has left: the place and the clinician go to the next.
static void leave_room(Hospital *hospital, uint32_t id, bool left_unseen)
{
    const SimResourceId places = places_for(hospital, attendance_at(hospital, id));
    attendance_depart(hospital, id, left_unseen);
    next_in_places(hospital, places);
    call_patients(hospital);
}

// The steps of a patient's way, in the order in which they are met.

void attendance_count(Hospital *hospital, const Attendance *patient)
{
    const uint32_t day = sim_day_of(patient->arrived_s);
    sim_count_on(hospital->world, day, measures_of(hospital)->ed_att, 1);
    if (patient->is_child) sim_count_on(hospital->world, day, measures_of(hospital)->ed_att_children, 1);
    if (patient->urgency == 0) return;
    sim_count_on(hospital->world, day, measures_of(hospital)->ed_att_type1, 1);
    sim_count_on(hospital->world, day, measures_of(hospital)->ed_att_class + patient->urgency - 1, 1);
}

// Nurses take walk-in patients in order of arrival: nobody knows their urgency yet.
static void start_triage(Hospital *hospital)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, emergency_state(hospital)->triage, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Attendance *patient = attendance_at(hospital, taken.entity);
        patient->place = 0;
        attendance_enter(hospital, patient, ATTENDANCE_IN_TRIAGE);
        const uint32_t word = patient->care.word[0];
        attendance_schedule(hospital, ED_TRIAGED, taken.entity,
                            sim_variate_s(&emergency_plan_of(hospital)->triage, word));
    }
}

static void come_by_ambulance(Hospital *hospital, uint32_t ordinal, uint32_t urgency)
{
    const uint32_t id = attendance_new(hospital, ordinal, urgency, ATTENDANCE_IN_AMBULANCE);
    Attendance *patient = attendance_at(hospital, id);
    patient->by_ambulance = true;
    join_for_place(hospital, id);
    next_in_places(hospital, places_for(hospital, patient));
}

static void walk_in(Hospital *hospital, uint32_t ordinal, uint32_t urgency)
{
    const uint32_t id = attendance_new(hospital, ordinal, urgency, ATTENDANCE_WAITS_FOR_TRIAGE);
    Attendance *patient = attendance_at(hospital, id);
    attendance_count(hospital, patient);
    patient->place = sim_resource_join(hospital->world, emergency_state(hospital)->triage, 0, id);
    start_triage(hospital);
}

uint32_t attendance_urgency(const Hospital *hospital, uint32_t word)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    double above = sim_uniform(word);
    uint32_t urgency = 1;
    while (urgency < TRIAGE_CLASSES && (above -= plan->urgency[urgency - 1]) >= 0) urgency++;
    return urgency;
}

// False if no ambulance brings them because of a strike, and they do not come by themselves.
static bool arrive(Hospital *hospital, uint32_t ordinal, uint32_t urgency, SimWords words)
{
    const double by_ambulance = emergency_plan_of(hospital)->ambulance[urgency - 1];
    if (!sim_happens(words.word[2], by_ambulance)) {
        walk_in(hospital, ordinal, urgency);
        return true;
    }
    const enum Conveyance conveyance = demand_conveyance(hospital, ordinal, urgency);
    if (conveyance != CONVEYED) sim_count(hospital->world, measures_of(hospital)->amb_not_conveyed, 1);
    if (conveyance == CONVEYED) come_by_ambulance(hospital, ordinal, urgency);
    if (conveyance == COMES_BY_OWN_MEANS) walk_in(hospital, ordinal, urgency);
    return conveyance != NOT_CONVEYED;
}

// Who stayed away keeps the ordinal, and with it every attribute.
static void return_later(Hospital *hospital, uint32_t ordinal)
{
    const SimWords words = hospital_draw(hospital, STREAM_EMERGENCY, ordinal, DRAW_ARRIVAL, 0);
    const uint32_t urgency =
        demand_is_extra(ordinal) ? demand_urgency(hospital, ordinal) : attendance_urgency(hospital, words.word[1]);
    arrive(hospital, ordinal, urgency, words);
}

static void would_arrive(Hospital *hospital, uint32_t ordinal)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    const SimWords words = emergency_state(hospital)->arrival_words;
    const uint32_t urgency = attendance_urgency(hospital, words.word[1]);
    const double share = demand_stays_away(hospital, hospital_now(hospital), urgency, plan->urgency);
    schedule_attendance(hospital);
    demand_bring_others(hospital, ordinal);
    if (sim_happens(words.word[3], share) || !arrive(hospital, ordinal, urgency, words)) {
        demand_stay_away(hospital, ordinal);
    }
}

// Most patients are seen before they give up. So the event is scheduled only within the hour in which it would come,
// in the place it would have had from the start.

static void schedule_giving_up(Hospital *hospital, const Patience *patience)
{
    const SimEvent event = {.time_s = patience->gives_up_s,
                            .subject = patience->attendance,
                            .stamp = patience->stamp,
                            .kind = ED_GIVES_UP,
                            .order = SIM_COMPLETION};
    sim_schedule_in_place(hospital->world, event, patience->place_of_event);
}

static void may_give_up(Hospital *hospital, uint32_t id, SimTime time_s)
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

static void look_for_patience(Hospital *hospital)
{
    EmergencyState *ed = emergency_state(hospital);
    SimTable *table = &hospital->world->tables[TABLE_PATIENCE];
    Patience *waiting = table->rows;
    uint32_t kept = 1;  // row 0 is nobody
    ed->looked_until_s = now_of(hospital) + SIM_HOUR_S;
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

// Patience counts from arrival; who has none left by now does not sit down.
static void wait_for_clinician(Hospital *hospital, uint32_t id)
{
    Attendance *patient = attendance_at(hospital, id);
    const uint32_t word = draw(hospital, patient, DRAW_PATIENCE).word[0];
    const SimTime gives_up_s = patient->arrived_s + sim_variate_s(&emergency_plan_of(hospital)->patience, word);
    if (gives_up_s <= hospital_now(hospital)) {
        leave_room(hospital, id, true);
        return;
    }
    attendance_enter(hospital, patient, ATTENDANCE_WAITS_FOR_CLINICIAN);
    join_for_clinician(hospital, id, CLASS_NEW);
    call_patients(hospital);
    if (patient->stage != ATTENDANCE_IN_ASSESSMENT) may_give_up(hospital, id, gives_up_s);
}

// The clock of an ambulance patient starts at handover, or 15 minutes after the ambulance came if that is earlier.
static void hand_over(Hospital *hospital, uint32_t id)
{
    const MeasurePlan *measures = measures_of(hospital);
    Attendance *patient = attendance_at(hospital, id);
    const uint32_t now_s = now_of(hospital);
    const uint32_t took_s = now_s - patient->came_s;
    sim_count(hospital->world, measures->amb_ho, 1);
    if (took_s > 15 * SIM_MINUTE_S) sim_count(hospital->world, measures->amb_ho_15, 1);
    if (took_s > 30 * SIM_MINUTE_S) sim_count(hospital->world, measures->amb_ho_30, 1);
    if (took_s > 60 * SIM_MINUTE_S) sim_count(hospital->world, measures->amb_ho_60, 1);
    if (took_s > AMBULANCE_CLOCK_STARTS_S) {
        patient->arrived_s = patient->came_s + AMBULANCE_CLOCK_STARTS_S;
    } else {
        patient->arrived_s = now_s;
    }
    attendance_count(hospital, patient);
    sim_log_wait(hospital->world, LOG_ED_ASSESSMENT, now_s - patient->arrived_s);  // assessed while handed over
    wait_for_clinician(hospital, id);
}

static void finish_triage(Hospital *hospital, uint32_t id)
{
    const Attendance *patient = attendance_at(hospital, id);
    sim_log_wait(hospital->world, LOG_ED_ASSESSMENT, hospital_now(hospital) - patient->arrived_s);
    sim_resource_release(hospital->world, emergency_state(hospital)->triage);
    start_triage(hospital);
    wait_for_clinician(hospital, id);
}

static void give_up(Hospital *hospital, uint32_t id)
{
    const Attendance *patient = attendance_at(hospital, id);
    const bool was_called = patient->stage == ATTENDANCE_WAITS_FOR_PLACE;
    const SimResourceId queue = was_called ? places_for(hospital, patient) : emergency_state(hospital)->clinicians;
    sim_resource_leave(hospital->world, queue, patient->place);
    leave_room(hospital, id, true);
}

// Home, or the decision to admit: to SDEC, or to a ward, for which the patient waits in the same place.
static void decide(Hospital *hospital, uint32_t id)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    Attendance *patient = attendance_at(hospital, id);
    const SimWords words = patient->course;
    if (!sim_happens(words.word[1], plan->admitted[patient->urgency - 1])) {
        leave_room(hospital, id, false);
        return;
    }
    patient->decided_s = now_of(hospital);
    if (sim_happens(words.word[2], plan->zero_day)) {
        attendance_enter(hospital, patient, ATTENDANCE_GOES_TO_SDEC);
        const uint32_t word = draw(hospital, patient, DRAW_PATIENCE).word[1];
        attendance_schedule(hospital, ED_GOES_TO_SDEC, id, sim_variate_s(&plan->sdec_transfer, word));
        return;
    }
    attendance_enter(hospital, patient, ATTENDANCE_WAITS_FOR_BED);
    const BedRequest request = {.pool =
                                    patient->is_child ? POOL_CHILDREN : beds_emergency_pool(hospital, words.word[3]),
                                .asker = ASKER_EMERGENCY,
                                .subject = id,
                                .person = patient->ordinal,
                                .priority = patient->urgency - 1u};
    beds_request(hospital, request);
}

static void finish_assessment(Hospital *hospital, uint32_t id)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    Attendance *patient = attendance_at(hospital, id);
    sim_resource_release(hospital->world, emergency_state(hospital)->clinicians);
    if (sim_happens(patient->course.word[0], plan->tests_share)) {
        attendance_enter(hospital, patient, ATTENDANCE_IN_TESTS);
        const uint32_t word = patient->care.word[2];
        attendance_schedule(
            hospital, ED_TESTED, id,
            (SimTime)(sim_variate(&plan->tests, word) * attendance_slowness_of_tests(hospital, patient) + 0.5));
    } else {
        decide(hospital, id);
    }
    call_patients(hospital);
}

static void finish_tests(Hospital *hospital, uint32_t id)
{
    attendance_enter(hospital, attendance_at(hospital, id), ATTENDANCE_WAITS_FOR_REVIEW);
    join_for_clinician(hospital, id, CLASS_REVIEW);
    call_patients(hospital);
}

static void finish_review(Hospital *hospital, uint32_t id)
{
    sim_resource_release(hospital->world, emergency_state(hospital)->clinicians);
    decide(hospital, id);
    call_patients(hospital);
}

void emergency_bed_granted(Hospital *hospital, uint32_t attendance, uint32_t spell, SimTime transfer_s)
{
    Attendance *patient = attendance_at(hospital, attendance);
    patient->spell = spell;
    attendance_enter(hospital, patient, ATTENDANCE_IN_TRANSFER);
    attendance_schedule(hospital, ED_REACHES_WARD, attendance, transfer_s);
}

static void be_admitted(Hospital *hospital, uint32_t id)
{
    const MeasurePlan *measures = measures_of(hospital);
    SimWorld *world = hospital->world;
    const uint32_t waited_s = now_of(hospital) - attendance_at(hospital, id)->decided_s;
    sim_count(world, measures->ed_adm, 1);
    sim_count(world, measures->em_adm, 1);
    if (waited_s > FOUR_HOURS_S) sim_count(world, measures->ed_4h_dta, 1);
    if (waited_s > TWELVE_HOURS_S) sim_count(world, measures->ed_12h_dta, 1);
    sim_count_share(world, measures->ed_12h_dta_pct, waited_s > TWELVE_HOURS_S, 1);
    leave_room(hospital, id, false);
}

void emergency_serve(Hospital *hospital)
{
    start_triage(hospital);
    next_in_places(hospital, emergency_state(hospital)->cubicles);
    next_in_places(hospital, emergency_state(hospital)->chairs);
    call_patients(hospital);
    minor_injuries_serve(hospital);
}

void emergency_admit_directly(Hospital *hospital, uint32_t person, enum BedPool pool)
{
    if (!hospital->trust->beds.on) {
        sim_count(hospital->world, hospital->plan->measures.em_adm, 1);
        return;
    }
    beds_request(
        hospital,
        (BedRequest){
            .pool = pool, .asker = ASKER_DIRECT, .subject = person, .person = person, .priority = CLASS_OF_DIRECT});
}

static void arrive_directly(Hospital *hospital, uint32_t ordinal)
{
    schedule_direct(hospital);
    const SimWords words = hospital_draw(hospital, STREAM_DIRECT, ordinal, DRAW_COURSE, 0);
    emergency_admit_directly(hospital, ordinal, beds_emergency_pool(hospital, words.word[3]));
}

void emergency_staff_changed(Hospital *hospital)
{
    EmergencyState *ed = emergency_state(hospital);
    if (!ed->clinicians) return;  // not open yet, or switched off
    attendance_staff(hospital, ed);
    start_triage(hospital);
    call_patients(hospital);
    minor_injuries_serve(hospital);
}

void emergency_open(Hospital *hospital)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    EmergencyState *ed = emergency_state(hospital);
    if (!plan->on) return;
    ed->triage = sim_resource_add(hospital->world, plan->triage_nurses);
    ed->clinicians = sim_resource_add(hospital->world, 0);
    ed->cubicles = sim_resource_add(hospital->world, plan->cubicles);
    ed->chairs = sim_resource_add(hospital->world, plan->chairs);
    ed->practitioners = sim_resource_add(hospital->world, 0);
    emergency_staff_changed(hospital);
    schedule_attendance(hospital);
    minor_injuries_schedule_next(hospital);
    schedule_direct(hospital);
    demand_open(hospital);
    look_for_patience(hospital);
}

static bool is_called_off(const Hospital *hospital, SimEvent event)
{
    switch ((enum HospitalEvent)event.kind) {
    case ED_ARRIVES:
    case ED_RETURNS:
    case MINOR_ARRIVES:
    case PRACTICES_OPEN:
    case PATIENCE_ENDS:
    case DIRECT_ARRIVES: return false;  // of somebody who is in no table yet
    default: return event.stamp != attendance_at(hospital, event.subject)->slot.stamp;
    }
}

void emergency_handle(Hospital *hospital, SimEvent event)
{
    if (is_called_off(hospital, event)) return;
    switch ((enum HospitalEvent)event.kind) {
    case ED_ARRIVES: would_arrive(hospital, event.subject); break;
    case ED_RETURNS: return_later(hospital, event.subject); break;
    case ED_HANDED_OVER: hand_over(hospital, event.subject); break;
    case ED_TRIAGED: finish_triage(hospital, event.subject); break;
    case ED_GIVES_UP: give_up(hospital, event.subject); break;
    case ED_ASSESSED: finish_assessment(hospital, event.subject); break;
    case ED_TESTED: finish_tests(hospital, event.subject); break;
    case ED_REVIEWED: finish_review(hospital, event.subject); break;
    case ED_REACHES_WARD:
    case ED_GOES_TO_SDEC: be_admitted(hospital, event.subject); break;
    case MINOR_ARRIVES: minor_injuries_arrive(hospital, event.subject); break;
    case MINOR_TREATED: minor_injuries_finish(hospital, event.subject); break;
    case DIRECT_ARRIVES: arrive_directly(hospital, event.subject); break;
    case PRACTICES_OPEN: demand_morning(hospital); break;
    case PATIENCE_ENDS: look_for_patience(hospital); break;
    default: break;
    }
}
