#include "models/attendance.h"
#include "models/minor_injuries.h"

enum {
    AMBULANCE_CLOCK_STARTS_S = 15 * SIM_MINUTE_S,  // after the ambulance's arrival at the latest
    CLASS_OF_DIRECT = 2                            // direct admissions wait for a bed like patients of urgency 3
};

static uint32_t now_of(const Hospital *hospital)
{
    return (uint32_t)hospital_now(hospital);
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

// Clinicians take patients by urgency; in each urgency first whoever was called before and had no cubicle then, then
// reviews, then new patients.
enum { CLASS_CALLED, CLASS_REVIEW, CLASS_NEW, CLASSES_OF_URGENCY };

static SimResourceId queue_of(const Hospital *hospital, const Attendance *patient)
{
    const EmergencyState *ed = emergency_state(hospital);
    return attendance_is_minor(hospital, patient) ? ed->minors : ed->clinicians;
}

static void join_for_clinician(Hospital *hospital, uint32_t id, uint32_t class_of_urgency)
{
    Attendance *patient = attendance_at(hospital, id);
    const uint32_t urgency = attendance_is_minor(hospital, patient) ? 1 : patient->urgency;
    const uint32_t priority = CLASSES_OF_URGENCY * (urgency - 1u) + class_of_urgency;
    patient->place = sim_resource_join(hospital->world, queue_of(hospital, patient), priority, id);
}

// Clinicians who see a patient, of either kind.

static double pace_of(const Hospital *hospital, const Attendance *patient)
{
    const EmergencyState *ed = emergency_state(hospital);
    return patient->with_minors ? ed->minors_pace : ed->pace;
}

static void release_clinician(Hospital *hospital, const Attendance *patient)
{
    const EmergencyState *ed = emergency_state(hospital);
    sim_resource_release(hospital->world, patient->with_minors ? ed->minors : ed->clinicians);
}

static void start_assessment(Hospital *hospital, uint32_t id)
{
    const EmergencyPlan *plan = emergency_plan_of(hospital);
    Attendance *patient = attendance_at(hospital, id);
    sim_slot_bump(&patient->slot);  // the patient will no longer give up
    attendance_enter(hospital, patient, ATTENDANCE_IN_ASSESSMENT);
    sim_log_wait(hospital->world, LOG_ED_TREATMENT, hospital_now(hospital) - patient->arrived_s);
    const bool is_minor = attendance_is_minor(hospital, patient);
    const double takes_s = sim_variate(is_minor ? &plan->minors.assessment : &plan->assessment, patient->care.word[1]);
    attendance_schedule(hospital, ED_ASSESSED, id, (SimTime)(takes_s / pace_of(hospital, patient) + 0.5));
    sim_count(hospital->world, measures_of(hospital)->ed_minors_seen, patient->with_minors);
}

static void start_review(Hospital *hospital, uint32_t id)
{
    Attendance *patient = attendance_at(hospital, id);
    attendance_enter(hospital, patient, ATTENDANCE_IN_REVIEW);
    const double takes_s = sim_variate(&emergency_plan_of(hospital)->review, patient->care.word[3]);
    attendance_schedule(hospital, ED_REVIEWED, id, (SimTime)(takes_s / pace_of(hospital, patient) + 0.5));
}

// A clinician has called a patient, who has a place or gets one, or else steps aside until one is free.
static void see(Hospital *hospital, uint32_t id, bool with_minors)
{
    Attendance *patient = attendance_at(hospital, id);
    patient->place = 0;
    patient->with_minors = with_minors;
    if (patient->stage == ATTENDANCE_WAITS_FOR_REVIEW) {
        start_review(hospital, id);
        return;
    }
    if (!patient->holds_place && sim_resource_take(hospital->world, attendance_places(hospital, patient))) {
        attendance_takes_place(hospital, patient);
    }
    if (patient->holds_place) {
        start_assessment(hospital, id);
        return;
    }
    release_clinician(hospital, patient);
    attendance_enter(hospital, patient, ATTENDANCE_WAITS_FOR_PLACE);
    attendance_join_for_place(hospital, id);
}

// Free clinicians take whoever is first: those of the minors stream its patients, the others their own, and the
// stream's while none of their own waits.
static void call_patients(Hospital *hospital)
{
    SimWorld *world = hospital->world;
    const EmergencyState *ed = emergency_state(hospital);
    SimTaken taken;
    while (sim_resource_take_next(world, ed->clinicians, &taken)) {
        if (!service_is_taken(hospital, taken)) see(hospital, taken.entity, false);
    }
    if (!ed->minors) return;
    while (sim_resource_take_next(world, ed->minors, &taken)) see(hospital, taken.entity, true);
    uint32_t first;
    while (sim_resource_free(world, ed->clinicians) > 0) {
        const SimPlaceId place = minors_first(world, ed->minors, &first);
        if (!place) return;
        sim_resource_leave(world, ed->minors, place);
        sim_resource_take(world, ed->clinicians);
        see(hospital, first, false);
    }
}

// A free place goes to the most urgent of those who wait for one: in an ambulance, or called by a clinician before.
static void next_in_places(Hospital *hospital, SimResourceId places)
{
    SimTaken taken;
    while (sim_resource_take_next(hospital->world, places, &taken)) {
        if (service_is_taken(hospital, taken)) continue;
        Attendance *patient = attendance_at(hospital, taken.entity);
        attendance_takes_place(hospital, patient);
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
    const SimResourceId places = attendance_places(hospital, attendance_at(hospital, id));
    attendance_depart(hospital, id, left_unseen);
    next_in_places(hospital, places);
    call_patients(hospital);
}

// The steps of a patient's way, in the order in which they are met.

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
    attendance_join_for_place(hospital, id);
    next_in_places(hospital, attendance_places(hospital, patient));
}

static void walk_in(Hospital *hospital, uint32_t ordinal, uint32_t urgency)
{
    const uint32_t id = attendance_new(hospital, ordinal, urgency, ATTENDANCE_WAITS_FOR_TRIAGE);
    Attendance *patient = attendance_at(hospital, id);
    attendance_count(hospital, patient);
    patient->place = sim_resource_join(hospital->world, emergency_state(hospital)->triage, 0, id);
    start_triage(hospital);
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

// Patience counts from arrival; who has none left by now does not sit down.
static void wait_for_clinician(Hospital *hospital, uint32_t id)
{
    Attendance *patient = attendance_at(hospital, id);
    const uint32_t word = attendance_draw(hospital, patient, DRAW_PATIENCE).word[0];
    const SimTime gives_up_s = patient->arrived_s + sim_variate_s(&emergency_plan_of(hospital)->patience, word);
    if (gives_up_s <= hospital_now(hospital)) {
        leave_room(hospital, id, true);
        return;
    }
    attendance_enter(hospital, patient, ATTENDANCE_WAITS_FOR_CLINICIAN);
    join_for_clinician(hospital, id, CLASS_NEW);
    call_patients(hospital);
    if (patient->stage != ATTENDANCE_IN_ASSESSMENT) attendance_may_give_up(hospital, id, gives_up_s);
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
    const SimResourceId queue = was_called ? attendance_places(hospital, patient) : queue_of(hospital, patient);
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
        const uint32_t word = attendance_draw(hospital, patient, DRAW_PATIENCE).word[1];
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
    const bool is_minor = attendance_is_minor(hospital, patient);
    release_clinician(hospital, patient);
    if (sim_happens(patient->course.word[0], is_minor ? plan->minors.tests_share : plan->tests_share)) {
        attendance_enter(hospital, patient, ATTENDANCE_IN_TESTS);
        const uint32_t word = patient->care.word[2];
        const double takes_s = sim_variate(is_minor ? &plan->minors.tests : &plan->tests, word);
        attendance_schedule(hospital, ED_TESTED, id,
                            (SimTime)(takes_s * attendance_slowness_of_tests(hospital, patient) + 0.5));
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
    release_clinician(hospital, attendance_at(hospital, id));
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
    if (plan->minors.on) ed->minors = sim_resource_add(hospital->world, 0);
    emergency_staff_changed(hospital);
    schedule_attendance(hospital);
    minor_injuries_schedule_next(hospital);
    schedule_direct(hospital);
    demand_open(hospital);
    attendance_look_for_patience(hospital);
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
    case PATIENCE_ENDS: attendance_look_for_patience(hospital); break;
    default: break;
    }
}
