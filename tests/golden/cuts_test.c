// What cover costs: which sessions are cut under each policy, who is moved out of them, who keeps a place, what is
// filled again, and what is given back later.
#include "tests/golden/by_hand.h"

#include "models/cover.h"
#include "models/rescheduling.h"
#include "models/sessions.h"

#include <math.h>

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { SLOTS = 12, A_DAY = 120, CASES = 3 };

static double whole(const Run *run, uint32_t series)
{
    return amount_whole(run->worlds[SIM_STRIKE], run->lives.plans[SIM_STRIKE], series);
}

static const MeasurePlan *measures_of(const Run *run)
{
    return &run->lives.plans[SIM_STRIKE]->measures;
}

// --- Policies --------------------------------------------------------------------------------------------------------

// Two surgeons each morning and afternoon stand in for residents: four of ten clinics.
#define SURGEONS_COVER                                                                                                 \
    {"strikes[three days].groups", "[resident_doctors]"},                                                              \
        {"trusts[HAN].staffing.departments[diagnostics].target_day", "100%"},                                          \
    {                                                                                                                  \
        "trusts[HAN].staffing.departments[diagnostics].covered_by", "surgery"                                          \
    }

// Of the five clinics of each half-day at least the share is held, whatever the cover; its posts stay empty.
static void maintain_keeps_its_share_and_leaves_posts_unfilled(void **state)
{
    (void)state;
    const struct {
        const char *policy, *share;
        double clinics, unfilled;
    } cases[] = {
        {"rolling", "80%", 12, 0}, {"maintain", "60%", 12, 0}, {"maintain", "80%", 6, 6}, {"maintain", "100%", 0, 12}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const SimOverride kept[] = {SURGEONS_COVER,
                                    {"response.cancellation.policy", cases[i].policy},
                                    {"response.cancellation.maintain", cases[i].share}};
        Run run = run_by_hand(kept, COUNT(kept));
        const MeasurePlan *measures = measures_of(&run);
        assert_float_equal(whole(&run, measures->sessions_pulled), cases[i].clinics, 0);
        assert_float_equal(whole(&run, measures->ia_total), cases[i].clinics * SLOTS, 0);
        assert_float_equal(whole(&run, measures->cover_unfilled + DEPARTMENT_DIAGNOSTICS), cases[i].unfilled, 0);
        run_free(&run);
    }
}

// A tenth of the slots goes with the residents; where that is all that may be lost, nobody is pulled.
static void maintain_counts_what_is_lost_without_residents(void **state)
{
    (void)state;
    SimOverride kept[] = {SURGEONS_COVER,
                          {"response.cancellation.policy", "maintain"},
                          {"response.cancellation.maintain", "90%"},
                          {"response.sessions.resident_share", "100%"}};
    Run run = run_by_hand(kept, COUNT(kept));
    assert_float_equal(whole(&run, measures_of(&run)->sessions_pulled), 0, 0);
    const double lost = whole(&run, measures_of(&run)->ia_total);
    assert_true(lost >= 0.08 * 3 * A_DAY && lost <= 0.12 * 3 * A_DAY);
    run_free(&run);
}

// Four posts a day lack their residents. What was foreseen is filled to the target; on the day, only so far.
static void on_the_day_sessions_are_cut_only_as_far_as_the_trust_cannot_make_do(void **state)
{
    (void)state;
    const struct {
        const char *forecast, *make_do;
        double clinics, unfilled;
    } cases[] = {{"0%", "100%", 12, 0}, {"0%", "50%", 6, 6}, {"0%", "0%", 0, 12}, {"100%", "0%", 12, 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const SimOverride posts[] = {SURGEONS_COVER,
                                     {"strikes[three days].participation.forecast_weekday", cases[i].forecast},
                                     {"response.cancellation.make_do", cases[i].make_do}};
        Run run = run_by_hand(posts, COUNT(posts));
        const MeasurePlan *measures = measures_of(&run);
        assert_float_equal(whole(&run, measures->sessions_pulled), cases[i].clinics, 0);
        assert_float_equal(whole(&run, measures->ia_total), cases[i].clinics * SLOTS, 0);
        assert_float_equal(whole(&run, measures->cover_unfilled + DEPARTMENT_DIAGNOSTICS), cases[i].unfilled, 0);
        run_free(&run);
    }
}

static void sessions_that_no_doctor_leads_run_on(void **state)
{
    (void)state;
    const SimOverride led_by_others[] = {{"trusts[HAN].elective.services[surgery].doctor_led", "0%"}};
    Run run = run_by_hand(led_by_others, 1);
    assert_float_equal(whole(&run, measures_of(&run)->ia_total), 0, 0);
    assert_float_equal(whole(&run, measures_of(&run)->ia_suppressed), 0, 0);
    run_free(&run);
}

// --- What is not lost after all --------------------------------------------------------------------------------------

// All thirty clinics are cut by the forecast; then nobody strikes.
static void slots_given_away_in_vain_are_filled_again_with_their_probability(void **state)
{
    (void)state;
    const struct {
        const char *share;
        double least, most;
    } cases[] = {{"0%", 0, 0}, {"100%", 3 * A_DAY, 3 * A_DAY}, {"30%", 70, 146}};  // 108, +- 4.4 standard deviations
    for (size_t i = 0; i < COUNT(cases); i++) {
        const SimOverride feared[] = {{"strikes[three days].participation.weekday", "0%"},
                                      {"strikes[three days].participation.forecast_weekday", "100%"},
                                      {"response.cancellation.refill", cases[i].share}};
        Run run = run_by_hand(feared, COUNT(feared));
        const MeasurePlan *measures = measures_of(&run);
        const uint32_t monday = day_number(run.lives.plans[SIM_STRIKE], 2024, 3, 4);
        const double refilled = whole(&run, measures->ia_refilled);
        assert_true(refilled >= cases[i].least && refilled <= cases[i].most);
        assert_float_equal(whole(&run, measures->ia_total), 3 * A_DAY, 0);  // who was moved was moved
        const double seen = amount_between(run.worlds[SIM_STRIKE], monday, monday + 3, measures->act_op);
        assert_float_equal(seen, refilled, 0);
        run_free(&run);
    }
}

static void nothing_is_filled_again_where_all_strike_who_were_feared_to(void **state)
{
    (void)state;
    const SimOverride all[] = {{"response.cancellation.refill", "100%"}};
    Run run = run_by_hand(all, 1);
    assert_float_equal(whole(&run, measures_of(&run)->ia_refilled), 0, 0);
    run_free(&run);
}

// Whoever is on a list has a bed at 08:15, and so an operation. A list of the afternoon that is given up at 13:00, when
// the afternoon's residents turn out to be missing, has lost no place that nobody was booked into.
static void operations_done_before_a_list_is_given_up_leave_no_empty_places(void **state)
{
    (void)state;
    const SimOverride unexpected[] = {SURGEONS_COVER,
                                      {"strikes[three days].participation.forecast_weekday", "0%"},
                                      {"response.cancellation.make_do", "100%"},
                                      {"trusts[HAN].staffing.rosters[diagnostics day].weekday", "0"},
                                      {"recovery.extra_clinics", "0/week"},
                                      {"trusts[HAN].size.rtt_pathways", "4000"},
                                      {"trusts[HAN].size.outpatient_appointments", "12/day"},
                                      {"trusts[HAN].elective.referrals", "10.7260273972602747/day"},
                                      {"trusts[HAN].elective.slots.clinic", "15"},
                                      {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0.5, 0]"},
                                      {"trusts[HAN].elective.services[surgery].to_treatment", "100%"}};
    Run run = run_by_hand(unexpected, COUNT(unexpected));
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    const SimTable *sessions = &run.worlds[SIM_STRIKE]->tables[TABLE_SESSIONS];
    const uint32_t monday = day_number(plan, 2024, 3, 4);
    uint32_t given_up = 0;
    for (uint32_t row = 1; row < sessions->used; row++) {
        const Session *session = SIM_ROW(run.worlds[SIM_STRIKE], TABLE_SESSIONS, Session, row);
        if (session->day < monday || session->day > monday + 2 || session->half != HALF_AFTERNOON) continue;
        given_up += session->kind == SESSION_INPATIENT_LIST && session_is_cut(session);
    }
    assert_true(given_up > 0);
    assert_float_equal(whole(&run, measures_of(&run)->ia_suppressed), 0, 0);
    run_free(&run);
}

// --- Time off in lieu ------------------------------------------------------------------------------------------------

// Four surgeons a day for three days at half a session each: six clinics, after a week and within four.
static void shifts_covered_are_given_back_as_sessions_within_four_weeks(void **state)
{
    (void)state;
    SimOverride owed[] = {SURGEONS_COVER, {"trusts[HAN].staffing.time_off.sessions", "0.5"}};
    for (size_t count = COUNT(owed) - 1; count <= COUNT(owed); count++) {
        Run run = run_by_hand(owed, count);
        const MeasurePlan *measures = measures_of(&run);
        const double clinics = count == COUNT(owed) ? 6 : 0;
        const uint32_t monday = day_number(run.lives.plans[SIM_STRIKE], 2024, 3, 4);
        const SimWorld *world = run.worlds[SIM_STRIKE];
        assert_float_equal(whole(&run, measures->toil_sessions), clinics, 0);
        assert_float_equal(amount_between(world, monday + 8, monday + 2 + 29, measures->toil_sessions), clinics, 0);
        assert_float_equal(whole(&run, measures->ia_channel + CHANNEL_TIME_OFF), clinics * SLOTS, 0);
        assert_float_equal(whole(&run, measures->ia_total), (12 + clinics) * SLOTS, 0);
        run_free(&run);
    }
}

// A third are urgent; of ten clinics six are given back, no more urgent than any that is held in the same half-day.
static void time_off_takes_the_least_urgent_sessions(void **state)
{
    (void)state;
    const SimOverride urgent[] = {{"trusts[HAN].elective.services[surgery].urgent", "30%"}};
    Lives lives = by_hand(urgent, 1);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 12));
    Hospital hospital = hospital_at(world, plan);
    const uint32_t tuesday = day_number(plan, 2024, 2, 20);
    uint32_t urgent_of[HALVES][16], count[HALVES] = {0}, rows[HALVES][16];
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t row = sessions_of_half(&hospital, tuesday, (enum Half)half); row;) {
            const Session *session = SIM_ROW(world, TABLE_SESSIONS, Session, row);
            rows[half][count[half]] = row;
            urgent_of[half][count[half]++] = session->urgent;
            row = session->next_same_day;
        }
        assert_int_equal(count[half], 5);
    }
    assert_int_equal(cover_cut_for_time_off(&hospital, tuesday, SPECIALTY_SURGERY, 6), 6);
    bool differ_in_urgency = false;
    for (uint32_t half = 0; half < HALVES; half++) {
        uint32_t most_cut = 0, least_held = UINT32_MAX, cut = 0;
        for (uint32_t i = 0; i < 5; i++) {
            const bool is_cut = session_is_cut(SIM_ROW(world, TABLE_SESSIONS, Session, rows[half][i]));
            const uint32_t patients = urgent_of[half][i];
            cut += is_cut;
            if (is_cut && patients > most_cut) most_cut = patients;
            if (!is_cut && patients < least_held) least_held = patients;
            differ_in_urgency |= patients != urgent_of[half][0];
        }
        assert_int_equal(cut, 3);
        assert_true(most_cut <= least_held);
    }
    assert_true(differ_in_urgency);
    sim_world_free(world);
    lives_free(&lives);
}

// --- Theatre lists closed to booking ---------------------------------------------------------------------------------

static void theatre_lists_are_closed_ahead_if_the_response_says_so(void **state)
{
    (void)state;
    SimOverride lists[] = {{"calendar.start", "2023-12-04"},
                           {"strikes[three days].announced", "2024-01-01T07:00"},
                           {"trusts[HAN].size.rtt_pathways", "4000"},
                           {"trusts[HAN].size.outpatient_appointments", "10.7260273972602747/day"},
                           {"trusts[HAN].elective.referrals", "10.7260273972602747/day"},
                           {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0.5, 0]"},
                           {"trusts[HAN].elective.slots.clinic", "15"},
                           {"trusts[HAN].elective.services[surgery].to_treatment", "100%"},
                           {"recovery.extra_clinics", "0/week"},
                           {"response.cancellation.cut_back_theatre", "off"}};
    const double procedures[2] = {15 * CASES, 0};
    for (int closed = 0; closed < 2; closed++) {
        lists[9].text = closed ? "on" : "off";
        Run run = run_by_hand(lists, COUNT(lists));
        const MeasurePlan *measures = measures_of(&run);
        double moved = 0;
        for (uint32_t notice = 0; notice < 3; notice++) moved += whole(&run, measures->ia_ip + notice);
        assert_float_equal(moved, procedures[closed], 0);
        run_free(&run);
    }
}

// --- Whom a strike moves last ----------------------------------------------------------------------------------------

// A trust whose posts must all be filled: much is cut, and comparable sessions run on beside what is cut.
static const char HARD[] =
    "walkout: 1\n"
    "calendar: {start: 2024-01-01, end: 2024-02-04}\n"
    "run: {warm_up: 8 weeks}\n"
    "trusts:\n"
    "  - name: North\n"
    "    code: NOR\n"
    "    based_on: library/acute_trust.yaml\n"
    "    size: {ae_attendances: 400/day, rtt_pathways: 35000, residents: 420, consultants: 260}\n"
    "    emergency: off\n"
    "    maternity: off\n"
    "    beds: {on: off}\n"
    "strikes:\n"
    "  - {name: hard, groups: [resident_doctors, consultants], announced: 2024-01-03T15:00,\n"
    "     start: 2024-01-22T07:00, end: 2024-01-26T07:00,\n"
    "     participation: {weekday: 60%, by: [{group: consultants, weekday: 40%}]}}\n";

static Lives hard(const SimOverride *overrides, size_t count)
{
    return lives_parse(HARD, overrides, count);
}

enum { BOOKED_MOST = 20000 };

// A protected patient with a slot on the day that is decided about.
typedef struct {
    uint32_t pathway, session, use;
} Booked;

static uint32_t use_of(const Pathway *pathway)
{
    return pathway->stage == STAGE_REVIEW ? SLOT_REVIEW : SLOT_NEW;
}

static uint32_t protected_of_day(const Hospital *hospital, uint32_t day, Booked booked[BOOKED_MOST])
{
    uint32_t count = 0;
    for (enum Half half = 0; half < HALVES; half++) {
        for (uint32_t row = sessions_of_half(hospital, day, half); row;
             row = session_at(hospital->world, row)->next_same_day) {
            const Session *session = session_at(hospital->world, row);
            for (uint32_t i = 0; i < session_pathways(session); i++) {
                const uint32_t patient = session_pathway(hospital, session, i);
                const Pathway *pathway = pathway_at(hospital->world, patient);
                if (!rescheduling_protects(hospital, pathway)) continue;
                assert_true(count < BOOKED_MOST);
                booked[count++] = (Booked){patient, row, use_of(pathway)};
            }
        }
    }
    return count;
}

// Somebody not protected is still booked into a session of the day that is comparable with this one and goes ahead.
static bool somebody_else_keeps_a_place(const Hospital *hospital, const Booked *moved)
{
    const Session *own = session_at(hospital->world, moved->session);
    for (enum Half half = 0; half < HALVES; half++) {
        if (session_starts_s(own->day, half) <= hospital_now(hospital)) continue;
        for (uint32_t row = sessions_of_half(hospital, own->day, half); row;
             row = session_at(hospital->world, row)->next_same_day) {
            const Session *session = session_at(hospital->world, row);
            if (session->state != SESSION_OPEN || session->service != own->service || session->kind != own->kind)
                continue;
            for (uint32_t i = 0; i < session_pathways(session); i++) {
                const Pathway *pathway = pathway_at(hospital->world, session_pathway(hospital, session, i));
                if (use_of(pathway) == moved->use && !rescheduling_protects(hospital, pathway)) return true;
            }
        }
    }
    return false;
}

// Runs to a moment at which sessions of the day are cut and past it; returns how many protected patients it moved.
static uint32_t check_moment(SimWorld *world, const HospitalPlan *plan, uint32_t day, SimTime time_s)
{
    static Booked booked[BOOKED_MOST];
    run_to(world, plan, time_s);
    Hospital hospital = hospital_at(world, plan);
    const uint32_t count = protected_of_day(&hospital, day, booked);
    run_to(world, plan, time_s + 1);
    hospital = hospital_at(world, plan);
    uint32_t moved = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Pathway *pathway = pathway_at(world, booked[i].pathway);
        if (pathway->session || pathway->moved == 0 || !session_is_cut(session_at(world, booked[i].session))) continue;
        moved++;
        assert_false(somebody_else_keeps_a_place(&hospital, &booked[i]));
    }
    return moved;
}

// By the plan at midday seven days before, and on the day when the first shifts have come in.
static void nobody_protected_is_moved_while_somebody_else_keeps_a_comparable_place(void **state)
{
    (void)state;
    Lives lives = hard(NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const uint32_t monday = day_number(plan, 2024, 1, 22);
    uint32_t moved = 0;
    double reseated = 0;
    for (uint32_t replication = 1; replication <= 8; replication++) {
        SimWorld *world = hospital_new(plan, 0, (SimKey){.seed = SEED, .replication = replication});
        for (uint32_t day = monday; day < monday + 4; day++)
            moved += check_moment(world, plan, day, (SimTime)(day - 7) * SIM_DAY_S + 12 * SIM_HOUR_S);
        for (uint32_t day = monday; day < monday + 4; day++)
            moved += check_moment(world, plan, day, (SimTime)day * SIM_DAY_S + 8 * SIM_HOUR_S);
        run_to(world, plan, end_of(plan));
        reseated += amount_whole(world, plan, plan->measures.ia_reseated);
        sim_world_free(world);
    }
    print_message("%u protected patients moved, %.0f kept a place\n", moved, reseated);
    assert_true(moved > 20);
    assert_true(reseated > 100);
    lives_free(&lives);
}

static double moved_urgent(const char *is_protected)
{
    const SimOverride last[] = {{"response.protected.urgent", is_protected}};
    Lives lives = hard(last, 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const double moved = amount_whole(world, plan, plan->measures.ia_cancer);
    sim_world_free(world);
    lives_free(&lives);
    return moved;
}

static void fewer_urgent_patients_move_if_they_are_protected(void **state)
{
    (void)state;
    const double with = moved_urgent("on"), without = moved_urgent("off");
    print_message("%.0f urgent patients moved, %.0f without protection\n", with, without);
    assert_true(with < 0.75 * without);
}

static void who_has_waited_long_is_protected_too(void **state)
{
    (void)state;
    Lives lives = by_hand(NULL, 0);
    SimWorld *world = world_run(lives.plans[SIM_STRIKE], 0, moment(lives.plans[SIM_STRIKE], 2024, 2, 26, 0));
    const Hospital hospital = hospital_at(world, lives.plans[SIM_STRIKE]);
    Pathway pathway = {.priority = PRIORITY_ROUTINE};
    const SimTime limit_s = hospital_now(&hospital) - 65 * 7 * SIM_DAY_S;
    pathway.clock_start_s = (int32_t)limit_s;
    assert_true(rescheduling_protects(&hospital, &pathway));
    pathway.clock_start_s = (int32_t)limit_s + 1;
    assert_false(rescheduling_protects(&hospital, &pathway));
    pathway.priority = PRIORITY_SOON;
    assert_false(rescheduling_protects(&hospital, &pathway));
    pathway.priority = PRIORITY_URGENT;
    assert_true(rescheduling_protects(&hospital, &pathway));
    sim_world_free(world);
    lives_free(&lives);
}

// --- Sums ------------------------------------------------------------------------------------------------------------

static void causes_and_kinds_add_up_to_all_that_is_rescheduled(void **state)
{
    (void)state;
    Lives lives = hard(NULL, 0);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const MeasurePlan *measures = &plan->measures;
    SimWorld *world = world_run(plan, 0, end_of(plan));
    const uint32_t last = day_number(plan, 2024, 1, 28);  // all told by the end
    double causes = 0, kinds = 0, all = amount_between(world, 0, last, measures->ia_total), filled = 0, needed = 0;
    for (uint32_t notice = 0; notice < 3; notice++) {
        all += amount_between(world, 0, last, measures->ia_diag + notice);
    }
    for (uint32_t channel = 0; channel < MOVE_CHANNELS; channel++) {
        causes += amount_between(world, 0, last, measures->ia_channel + channel);
    }
    for (uint32_t kind = 0; kind < MOVE_KINDS; kind++)
        kinds += amount_between(world, 0, last, measures->ia_kind + kind);
    assert_true(all > 500);
    assert_float_equal(causes, all, 0);
    assert_float_equal(kinds, all, 0);
    static const enum MoveChannel some[] = {CHANNEL_PULLED, CHANNEL_RESIDENT, CHANNEL_CONSULTANT, CHANNEL_REST};
    for (size_t i = 0; i < COUNT(some); i++) {
        assert_true(amount_between(world, 0, last, measures->ia_channel + some[i]) > 0);
    }
    for (uint32_t source = 0; source < COVER_SOURCES; source++) {
        filled += amount_whole(world, plan, measures->cover_by + source);
    }
    for (uint32_t department = 0; department < DEPARTMENTS; department++) {
        filled += amount_whole(world, plan, measures->cover_unfilled + department);
        needed += amount_whole(world, plan, measures->cover_needed + department);
    }
    assert_true(fabs(filled - needed) < 0.02 * needed);  // whole posts for parts of them
    sim_world_free(world);
    lives_free(&lives);
}

// --- The response to targets -----------------------------------------------------------------------------------------

// The cover that is called safe is what cancellations depend on most: more of it never costs fewer slots, and no step
// of five points costs a cliff.
static void cancellations_rise_smoothly_with_the_cover_target(void **state)
{
    (void)state;
    enum { STEPS = 13 };
    double lost[STEPS];
    for (int step = 0; step < STEPS; step++) {
        char share[16];
        snprintf(share, sizeof share, "%d%%", 40 + 5 * step);
        const SimOverride targets[] = {{"trusts[NOR].staffing.departments[medical wards].target_day", share},
                                       {"trusts[NOR].staffing.departments[surgical wards].target_day", share},
                                       {"trusts[NOR].staffing.departments[medical take].target_day", share},
                                       {"trusts[NOR].staffing.departments[surgical take].target_day", share},
                                       {"trusts[NOR].staffing.time_off.sessions", "0"}};
        Lives lives = hard(targets, COUNT(targets));
        const HospitalPlan *plan = lives.plans[SIM_STRIKE];
        lost[step] = 0;
        for (uint32_t replication = 1; replication <= 3; replication++) {
            SimWorld *world = hospital_new(plan, 0, (SimKey){.seed = SEED, .replication = replication});
            run_to(world, plan, end_of(plan));
            lost[step] += amount_whole(world, plan, plan->measures.ia_total) +
                          amount_whole(world, plan, plan->measures.ia_suppressed);
            sim_world_free(world);
        }
        print_message("%s: %.0f\n", share, lost[step]);
        lives_free(&lives);
    }
    for (int step = 1; step < STEPS; step++) {
        assert_true(lost[step] >= lost[step - 1]);
        assert_true(lost[step] - lost[step - 1] < (lost[STEPS - 1] - lost[0]) / 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maintain_keeps_its_share_and_leaves_posts_unfilled),
        cmocka_unit_test(maintain_counts_what_is_lost_without_residents),
        cmocka_unit_test(on_the_day_sessions_are_cut_only_as_far_as_the_trust_cannot_make_do),
        cmocka_unit_test(sessions_that_no_doctor_leads_run_on),
        cmocka_unit_test(slots_given_away_in_vain_are_filled_again_with_their_probability),
        cmocka_unit_test(nothing_is_filled_again_where_all_strike_who_were_feared_to),
        cmocka_unit_test(shifts_covered_are_given_back_as_sessions_within_four_weeks),
        cmocka_unit_test(operations_done_before_a_list_is_given_up_leave_no_empty_places),
        cmocka_unit_test(time_off_takes_the_least_urgent_sessions),
        cmocka_unit_test(theatre_lists_are_closed_ahead_if_the_response_says_so),
        cmocka_unit_test(nobody_protected_is_moved_while_somebody_else_keeps_a_comparable_place),
        cmocka_unit_test(fewer_urgent_patients_move_if_they_are_protected),
        cmocka_unit_test(who_has_waited_long_is_protected_too),
        cmocka_unit_test(causes_and_kinds_add_up_to_all_that_is_rescheduled),
        cmocka_unit_test(cancellations_rise_smoothly_with_the_cover_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
