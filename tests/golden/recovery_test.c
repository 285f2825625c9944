// Catching up, in the hospital by hand: what each way adds, and what it needs.
#include "tests/golden/by_hand.h"
#include "tests/golden/said.h"

#include "models/rescheduling.h"
#include "models/sessions.h"
#include "models/waiting_list.h"

enum { SLOTS = 12, A_DAY = 120, WEEKS = 6 };

#define RUN(overrides) run_by_hand(overrides, sizeof(overrides) / sizeof(overrides)[0])

static double counted(const Run *run, enum SimLife life, uint32_t series)
{
    return amount_whole(run->worlds[life], run->lives.plans[life], series);
}

#define OF_PLAN(run, name) ((run)->lives.plans[SIM_STRIKE]->measures.name)

static double held(const Run *run, enum ExtraSession kind)
{
    return counted(run, SIM_STRIKE, OF_PLAN(run, rec_extra_sessions) + (uint32_t)kind - EXTRA_NONE - 1);
}

static double added_at_end(const Run *run)
{
    const uint32_t day = run->lives.plans[SIM_STRIKE]->days - 1, series = OF_PLAN(run, rtt_total);
    return amount_of(run->worlds[SIM_STRIKE], day, series) - amount_of(run->worlds[SIM_BASELINE], day, series);
}

#define NO_CLINICS                                                                                                     \
    {                                                                                                                  \
        "recovery.extra_clinics", "0/week"                                                                             \
    }

static void without_recovery_the_backlog_stays(void **state)
{
    (void)state;
    const SimOverride none[] = {NO_CLINICS};
    Run run = RUN(none);
    for (int kind = EXTRA_NONE + 1; kind < EXTRA_SESSIONS; kind++) {
        assert_true(held(&run, (enum ExtraSession)kind) == 0);
    }
    assert_true(added_at_end(&run) == 3 * A_DAY);
    run_free(&run);
}

// The history of both lives is not recovered from.
static void recovery_is_for_strikes_of_the_strike_life(void **state)
{
    (void)state;
    const SimOverride history[] = {{"strikes[three days].in", "both"}};
    Run run = RUN(history);
    assert_true(held(&run, EXTRA_CLINIC) == 0);
    assert_true(counted(&run, SIM_BASELINE, OF_PLAN(&run, ia_total)) == 3 * A_DAY);
    run_free(&run);
    run = run_by_hand(NULL, 0);
    assert_true(held(&run, EXTRA_CLINIC) == 30);
    assert_true(counted(&run, SIM_BASELINE, OF_PLAN(&run, rec_extra_sessions)) == 0);
    run_free(&run);
}

static void own_clinics_need_consultants_who_are_free(void **state)
{
    (void)state;
    const SimOverride nobody[] = {{"recovery.consultants", "0%"}};
    Run run = RUN(nobody);
    assert_true(held(&run, EXTRA_CLINIC) == 0);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_unstaffed)) == 30);
    assert_true(added_at_end(&run) == 3 * A_DAY);
    run_free(&run);
    // Of 475 x 25 % surgeons 1 % is one for each half-day: of four clinics a day two can be held.
    const SimOverride few[] = {{"recovery.consultants", "1%"}, {"recovery.extra_clinics", "20/week"}};
    run = RUN(few);
    assert_true(held(&run, EXTRA_CLINIC) == 60);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_staff_sessions)) == 60);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_unstaffed)) == 60);
    run_free(&run);
}

// Five clinics on each of six Saturdays, with nobody of the trust free.
static void insourced_clinics_need_no_consultants(void **state)
{
    (void)state;
    const SimOverride outside[] = {
        NO_CLINICS, {"recovery.insourced_clinics", "5/week"}, {"recovery.consultants", "0%"}};
    Run run = RUN(outside);
    assert_true(held(&run, EXTRA_INSOURCED_CLINIC) == 5 * WEEKS);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_staff_sessions)) == 0);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_extra_patients)) == 5 * WEEKS * SLOTS);
    assert_true(added_at_end(&run) == 3 * A_DAY - 5 * WEEKS * SLOTS);
    run_free(&run);
}

// Of 360 slots, each filled with probability 0.5: standard error sqrt(90) = 9.5.
static void not_everybody_can_come_at_short_notice(void **state)
{
    (void)state;
    const SimOverride half[] = {{"recovery.filled", "50%"}};
    Run run = RUN(half);
    const double seen = counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_extra_patients));
    assert_true(held(&run, EXTRA_CLINIC) == 30);
    assert_true(seen > 180 - 38 && seen < 180 + 38);
    assert_true(added_at_end(&run) == 3 * A_DAY - seen);
    run_free(&run);
}

static uint32_t sessions_on(const SimWorld *world, uint32_t day)
{
    uint32_t sessions = 0;
    for (uint32_t half = 0; half < HALVES; half++) {
        uint32_t row = SIM_ROW(world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[half];
        for (; row; row = SIM_ROW(world, TABLE_SESSIONS, Session, row)->next_same_day) sessions++;
    }
    return sessions;
}

// For Monday, 25 March: three days before is Friday at 07:00.
static void extra_clinics_are_opened_with_the_notice_given(void **state)
{
    (void)state;
    const SimOverride notice[] = {{"recovery.notice", "3 d"}};
    Lives lives = by_hand(notice, 1);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const uint32_t monday = day_number(plan, 2024, 3, 25);
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 3, 22, 7));
    assert_int_equal(sessions_on(world, monday), 10);
    run_to(world, plan, moment(plan, 2024, 3, 22, 7) + 1);
    assert_int_equal(sessions_on(world, monday), 11);
    sim_world_free(world);
    lives_free(&lives);
}

// A tenth of 120 slots on each of 30 working days; each clinic's 1.2 are rounded by its own lot, so the standard error
// of 300 clinics is sqrt(300 x 0.2 x 0.8) = 6.9.
static void overbooking_adds_patients_to_the_clinics_there_are(void **state)
{
    (void)state;
    const SimOverride more[] = {NO_CLINICS, {"recovery.overbooking", "10%"}};
    Run run = RUN(more);
    const double added = counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_overbooked));
    assert_true(added > 360 - 28 && added < 360 + 28);
    assert_true(added_at_end(&run) == 3 * A_DAY - added);
    run_free(&run);
}

// Five lists of three cases a weekday for inpatients, of which surgery has four and gynaecology, where everybody is P2,
// one.
#define TWO_SERVICES                                                                                                   \
    NO_CLINICS, {"trusts[HAN].size.rtt_pathways", "2000"}, {"trusts[HAN].size.outpatient_appointments", "12/day"},     \
        {"trusts[HAN].elective.referrals", "10.7260273972602747/day"}, {"trusts[HAN].elective.slots.clinic", "15"},    \
        {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0.5, 0]"},                                                   \
        {"trusts[HAN].elective.services[surgery].share", "80%"},                                                       \
        {"trusts[HAN].elective.services[surgery].to_treatment", "100%"},                                               \
        {"trusts[HAN].elective.services[gynaecology].share", "20%"},                                                   \
        {"trusts[HAN].elective.services[gynaecology].to_treatment", "100%"},                                           \
        {"trusts[HAN].elective.services[gynaecology].to_diagnostics", "0%"},                                           \
        {"trusts[HAN].elective.services[gynaecology].day_case", "0%"},                                                 \
        {"trusts[HAN].elective.services[gynaecology].p2", "100%"},                                                     \
        {"trusts[HAN].elective.services[gynaecology].p3", "0%"},                                                       \
    {                                                                                                                  \
        "trusts[HAN].elective.booked_ahead.theatre", "[0, 0, 0, 0.3, 0.3, 1]"                                          \
    }

static void emptied_lists_go_to_the_service_with_the_most_p2_and_p3(void **state)
{
    (void)state;
    const SimOverride kept[] = {TWO_SERVICES};
    const SimOverride given[] = {TWO_SERVICES, {"recovery.rearranged_lists", "5/week"}};
    Run runs[2] = {RUN(kept), RUN(given)};
    uint32_t p2[2] = {0};
    for (int i = 0; i < 2; i++) {
        const SimTable *pathways = &runs[i].worlds[SIM_STRIKE]->tables[TABLE_PATHWAYS];
        for (uint32_t row = 1; row < pathways->used; row++) {
            const Pathway *pathway = SIM_ROW(runs[i].worlds[SIM_STRIKE], TABLE_PATHWAYS, Pathway, row);
            p2[i] += pathway->stage == STAGE_INPATIENT && pathway->priority == PRIORITY_URGENT;
        }
    }
    assert_true(held(&runs[0], EXTRA_REARRANGED_LIST) == 0);
    const double lists = held(&runs[1], EXTRA_REARRANGED_LIST);
    assert_true(lists >= 20);
    // Of three places each, all of whose patients have their beds before the list begins.
    const double patients = counted(&runs[1], SIM_STRIKE, OF_PLAN(&runs[1], rec_extra_patients));
    assert_true(patients > 2 * lists && patients <= 3 * lists);
    assert_true(p2[1] + 50 < p2[0]);
    run_free(&runs[0]);
    run_free(&runs[1]);
}

// Theatre lists of a day: those of the template, and those that recovery has opened.
typedef struct {
    uint32_t lists, emptied, booked, extra, extra_of_gynaecology;
    uint32_t fewest, most;  // booked into any
    uint32_t emptied_row;   // the last of those emptied
} Lists;

static Lists lists_of(const Hospital *hospital, uint32_t day)
{
    Lists found = {.fewest = UINT32_MAX};
    for (uint32_t half = 0; half < HALVES; half++) {
        for (uint32_t row = sessions_of_half(hospital, day, (enum Half)half); row;) {
            const Session *session = SIM_ROW(hospital->world, TABLE_SESSIONS, Session, row);
            if (session_is_theatre_list(session) && session->state == SESSION_HELD) found.emptied_row = row;
            row = session->next_same_day;
            if (!session_is_theatre_list(session)) continue;
            if (session->extra) {
                const char *service = hospital->trust->elective.services[session->service].name;
                found.extra++;
                found.extra_of_gynaecology += strcmp(service, "gynaecology") == 0;
                continue;
            }
            found.lists++;
            found.emptied += session->state == SESSION_HELD;
            found.booked += session_booked(session);
            if (session_booked(session) < found.fewest) found.fewest = session_booked(session);
            if (session_booked(session) > found.most) found.most = session_booked(session);
        }
    }
    return found;
}

// On the morning a week before, of every Monday to Friday: the patients of the emptied list keep their day.
static void the_list_with_the_fewest_patients_is_emptied_into_the_others_of_its_day(void **state)
{
    (void)state;
    SimOverride given[] = {TWO_SERVICES, {"recovery.rearranged_lists", "5/week"}};
    const size_t count = sizeof given / sizeof given[0];
    given[count - 2].text = "[0, 0, 0, 0.2, 0.5, 1]";
    Lives lives = by_hand(given, count);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    uint32_t rearranged = 0, of_unequal = 0;
    for (int date = 25; date <= 29; date++) {
        SimWorld *world = world_run(plan, 0, moment(plan, 2024, 3, date - 7, 7));
        SimWorld *earlier = sim_world_fork(world);
        const Hospital hospital = hospital_at(world, plan);
        const Lists before = lists_of(&hospital, day_number(plan, 2024, 3, date));
        run_to(world, plan, moment(plan, 2024, 3, date - 7, 7) + 1);
        const Lists after = lists_of(&hospital, day_number(plan, 2024, 3, date));
        assert_int_equal(before.extra, 0);
        assert_int_equal(after.lists, before.lists);
        assert_true(after.booked >= before.booked);
        if (after.emptied_row) {
            const Session *emptied = SIM_ROW(earlier, TABLE_SESSIONS, Session, after.emptied_row);
            assert_int_equal(session_booked(emptied), before.fewest);
            of_unequal += before.fewest < before.most;
        }
        sim_world_free(earlier);
        assert_int_equal(after.emptied, after.extra);
        assert_int_equal(after.extra_of_gynaecology, after.extra);
        rearranged += after.extra;
        sim_world_free(world);
    }
    assert_true(rearranged >= 3 && of_unequal >= 2);
    lives_free(&lives);
}

// Every list is booked to its last place eight weeks ahead.
static void full_lists_are_not_rearranged(void **state)
{
    (void)state;
    SimOverride full[] = {TWO_SERVICES, {"recovery.rearranged_lists", "5/week"}};
    const size_t count = sizeof full / sizeof full[0];
    full[count - 2].text = "[1, 1, 1, 1, 1, 1]";
    Run run = run_by_hand(full, count);
    assert_true(held(&run, EXTRA_REARRANGED_LIST) == 0);
    run_free(&run);
}

// Clinics only: surgery has four fifths of the referrals, gynaecology one fifth, and both two weeks of them waiting.
static void extra_clinics_of_a_week_go_where_most_wait_for_each(void **state)
{
    (void)state;
    const SimOverride two[] = {{"trusts[HAN].size.outpatient_appointments", "100/day"},
                               {"trusts[HAN].elective.services[surgery].share", "80%"},
                               {"trusts[HAN].elective.services[gynaecology].share", "20%"},
                               {"trusts[HAN].elective.services[gynaecology].urgent", "0%"},
                               {"trusts[HAN].elective.services[gynaecology].soon", "0%"},
                               {"trusts[HAN].elective.services[gynaecology].to_treatment", "0%"},
                               {"trusts[HAN].elective.services[gynaecology].to_diagnostics", "0%"},
                               {"trusts[HAN].elective.services[gynaecology].to_treatment_after_tests", "0%"}};
    Run run = RUN(two);
    const SimTable *sessions = &run.worlds[SIM_STRIKE]->tables[TABLE_SESSIONS];
    uint32_t of[2] = {0};
    for (uint32_t row = 1; row < sessions->used; row++) {
        const Session *session = SIM_ROW(run.worlds[SIM_STRIKE], TABLE_SESSIONS, Session, row);
        const char *service = run.lives.plans[SIM_STRIKE]->trusts[0].elective.services[session->service].name;
        if (session->extra == EXTRA_CLINIC) of[strcmp(service, "gynaecology") == 0]++;
    }
    assert_int_equal(of[0] + of[1], 30);
    assert_in_range(of[1], 4, 8);
    run_free(&run);
}

// Everybody waits for an operation as a day case, on lists of three; nobody is free on a working day for what is held
// on Saturdays.
#define DAY_CASES                                                                                                      \
    NO_CLINICS, {"trusts[HAN].size.rtt_pathways", "2000"},                                                             \
        {"trusts[HAN].size.outpatient_appointments", "10.7260273972602747/day"},                                       \
        {"trusts[HAN].elective.referrals", "10.7260273972602747/day"}, {"trusts[HAN].elective.slots.clinic", "15"},    \
        {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0, 0.5]"},                                                   \
        {"trusts[HAN].elective.services[surgery].to_treatment", "100%"},                                               \
    {                                                                                                                  \
        "trusts[HAN].elective.services[surgery].day_case", "100%"                                                      \
    }

// Of 118.75 surgeons and 76 anaesthetists 1.4 % are one of each for a half-day, 1 % are a surgeon and no anaesthetist.
static void weekend_lists_take_a_surgeon_and_an_anaesthetist(void **state)
{
    (void)state;
    const SimOverride both[] = {DAY_CASES, {"recovery.weekend_lists", "2/week"}, {"recovery.consultants", "1.4%"}};
    const SimOverride surgeons[] = {DAY_CASES, {"recovery.weekend_lists", "2/week"}, {"recovery.consultants", "1%"}};
    Run run = RUN(both);
    const HospitalPlan *plan = run.lives.plans[SIM_STRIKE];
    assert_true(held(&run, EXTRA_WEEKEND_LIST) == 2 * WEEKS);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_staff_sessions)) == 2 * 2 * WEEKS);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_extra_patients)) == 2 * WEEKS * 3);
    double on_saturdays = 0;
    for (uint32_t day = day_number(plan, 2024, 3, 9); day < plan->days; day += 7)
        on_saturdays += amount_of(run.worlds[SIM_STRIKE], day, plan->measures.act_elective);
    assert_true(on_saturdays == 2 * WEEKS * 3);
    run_free(&run);
    run = RUN(surgeons);
    assert_true(held(&run, EXTRA_WEEKEND_LIST) == 0);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_unstaffed)) == 2 * WEEKS);
    run_free(&run);
}

static void insourced_lists_bring_their_own_staff(void **state)
{
    (void)state;
    const SimOverride outside[] = {DAY_CASES, {"recovery.insourced_lists", "2/week"}, {"recovery.consultants", "0%"}};
    Run run = RUN(outside);
    assert_true(held(&run, EXTRA_INSOURCED_LIST) == 2 * WEEKS);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_staff_sessions)) == 0);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_extra_patients)) == 2 * WEEKS * 3);
    run_free(&run);
}

// Fifteen slots are added to the clinic of each of 30 working days, and nothing to its five lists of three.
static void overbooking_leaves_theatre_lists_alone(void **state)
{
    (void)state;
    const SimOverride more[] = {DAY_CASES, {"recovery.overbooking", "100%"}};
    Run run = RUN(more);
    assert_true(counted(&run, SIM_STRIKE, OF_PLAN(&run, rec_overbooked)) == 30 * 15);
    run_free(&run);
}

// Of two who wait with equal priority, whoever a strike has moved goes first, however long the other has waited.
static void who_was_moved_goes_first_among_equals(void **state)
{
    (void)state;
    const SimOverride nobody_is_protected = {"response.protected.long_wait", "150 weeks"};
    Lives lives = by_hand(&nobody_is_protected, 1);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 8));
    Hospital hospital = hospital_at(world, plan);
    const uint32_t day = day_number(plan, 2024, 2, 15);
    const uint32_t row = SIM_ROW(world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[HALF_MORNING];
    uint32_t patients[SLOTS];
    for (uint32_t i = 0; i < SLOTS; i++) {
        patients[i] = session_pathway(&hospital, SIM_ROW(world, TABLE_SESSIONS, Session, row), i);
        SIM_ROW(world, TABLE_PATHWAYS, Pathway, patients[i])->rank_s = INT32_MAX;  // would come last
    }
    session_cancel(&hospital, row, CHANNEL_PULLED, false);
    SIM_ROW(world, TABLE_SESSIONS, Session, row)->state = SESSION_OPEN;
    for (uint32_t i = 0; i < SLOTS; i++) assert_true(session_book_next(&hospital, row, SLOT_NEW));
    for (uint32_t i = 0; i < SLOTS; i++) {
        assert_int_equal(SIM_ROW(world, TABLE_PATHWAYS, Pathway, patients[i])->session, row);
    }
    sim_world_free(world);
    lives_free(&lives);
}

#define TEAM_OF(number)                                                                                                \
    {"trusts[HAN].bookings", "on"}, {"trusts[HAN].bookings.agents", number},                                           \
        {"trusts[HAN].bookings.message.reaches", "100%"}, {"trusts[HAN].bookings.rebooking", "1 h"},                   \
        {"trusts[HAN].bookings.call.length", "1 h"}, {"trusts[HAN].bookings.inbound.calls", "0/day"},                  \
    {                                                                                                                  \
        "trusts[HAN].bookings.inbound.calls_per_move", "0"                                                             \
    }

static double still_moved(const Run *run, int month, int day)
{
    const HospitalPlan *plan = run->lives.plans[SIM_STRIKE];
    return amount_of(run->worlds[SIM_STRIKE], day_number(plan, 2024, month, day), plan->measures.moved_waiting);
}

// 360 patients are told on 26 February and need an hour of an agent each: forty agents do it in a day, one in forty
// days of nine hours; and twelve calls of an hour for each extra clinic do not fit into a day of one agent.
static void a_small_team_is_the_bottleneck_of_recovery(void **state)
{
    (void)state;
    const SimOverride many[] = {TEAM_OF("40")}, one[] = {TEAM_OF("1")}, none[] = {TEAM_OF("0")};
    Run runs[3] = {RUN(many), RUN(one), RUN(none)};
    for (int i = 0; i < 3; i++) {
        const HospitalPlan *plan = runs[i].lives.plans[SIM_STRIKE];
        assert_true(counted(&runs[i], SIM_STRIKE, plan->measures.ia_total) == 3 * A_DAY);
    }
    assert_true(still_moved(&runs[0], 4, 26) == 0);
    assert_true(still_moved(&runs[2], 4, 26) == 3 * A_DAY);
    // Without agents the extra clinics stay empty too.
    assert_true(counted(&runs[0], SIM_STRIKE, OF_PLAN(&runs[0], rec_extra_patients)) == 30 * SLOTS);
    assert_true(counted(&runs[1], SIM_STRIKE, OF_PLAN(&runs[1], rec_extra_patients)) < 30 * SLOTS);
    assert_true(counted(&runs[2], SIM_STRIKE, OF_PLAN(&runs[2], rec_extra_patients)) == 0);
    assert_true(added_at_end(&runs[0]) < added_at_end(&runs[1]));
    assert_true(added_at_end(&runs[1]) < added_at_end(&runs[2]));
    for (int i = 0; i < 3; i++) run_free(&runs[i]);
}

// One agent, an hour each; at 08:30 twelve are moved, of whom the last to be moved is urgent. The first is being
// rebooked when the urgent one joins the queue, who is next.
static void the_urgent_are_rebooked_first(void **state)
{
    (void)state;
    const SimOverride one[] = {TEAM_OF("1")};
    Lives lives = by_hand(one, sizeof one / sizeof one[0]);
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    SimWorld *world = world_run(plan, 0, moment(plan, 2024, 2, 12, 8.5));
    Hospital hospital = hospital_at(world, plan);
    const uint32_t day = day_number(plan, 2024, 2, 22);
    const uint32_t row = SIM_ROW(world, TABLE_DAYS_AHEAD, ElectiveDay, day + 1)->first_session[HALF_MORNING];
    Session *session = SIM_ROW(world, TABLE_SESSIONS, Session, row);
    const uint32_t urgent = session_pathway(&hospital, session, 0), other = session_pathway(&hospital, session, 1);
    SIM_ROW(world, TABLE_PATHWAYS, Pathway, urgent)->priority = PRIORITY_URGENT;
    session->urgent++;
    session_cancel(&hospital, row, CHANNEL_PULLED, false);
    run_to(world, plan, moment(plan, 2024, 2, 12, 11.5) - 1);
    const bool is_done = SIM_ROW(world, TABLE_PATHWAYS, Pathway, urgent)->untold == 0;
    uint32_t done = 0;
    for (uint32_t i = 0; i < SLOTS; i++) {
        const uint32_t pathway = *SIM_ROW(world, TABLE_BOOKINGS, uint32_t, session->first_booking + i);
        done += SIM_ROW(world, TABLE_PATHWAYS, Pathway, pathway)->untold == 0;
    }
    assert_true(done >= 2 && done < SLOTS);
    assert_true(is_done);
    assert_true(SIM_ROW(world, TABLE_PATHWAYS, Pathway, other)->untold);
    sim_world_free(world);
    lives_free(&lives);
}

// Five lists of three operations a weekday, all booked; three days of them are cancelled a week ahead.
#define OPERATIONS                                                                                                     \
    NO_CLINICS, {"trusts[HAN].size.rtt_pathways", "4000"}, {"trusts[HAN].size.outpatient_appointments", "12/day"},     \
        {"trusts[HAN].elective.referrals", "10.7260273972602747/day"}, {"trusts[HAN].elective.slots.clinic", "15"},    \
        {"trusts[HAN].elective.list_stages", "[0.5, 0, 0, 0.5, 0]"},                                                   \
    {                                                                                                                  \
        "trusts[HAN].elective.services[surgery].to_treatment", "100%"                                                  \
    }

// Nobody can be told: all turn up, which is a cancellation on the day, and of operations one at the last minute. If all
// are told by message none is.
static void who_is_not_reached_turns_up_and_is_cancelled_on_the_day(void **state)
{
    (void)state;
    const SimOverride silent[] = {OPERATIONS, TEAM_OF("0"), {"trusts[HAN].bookings.message.reaches", "0%"}};
    const SimOverride told[] = {OPERATIONS, TEAM_OF("0")};
    Run runs[2] = {RUN(silent), RUN(told)};
    const uint32_t advance = OF_PLAN(&runs[0], ia_ip), on_the_day = advance + NOTICE_ON_THE_DAY - NOTICE_ADVANCE;
    assert_true(counted(&runs[0], SIM_STRIKE, on_the_day) == 45);
    assert_true(counted(&runs[0], SIM_STRIKE, advance) == 0);
    assert_true(counted(&runs[0], SIM_STRIKE, OF_PLAN(&runs[0], qmco_lastmin)) == 45);
    assert_true(counted(&runs[1], SIM_STRIKE, on_the_day) == 0);
    assert_true(counted(&runs[1], SIM_STRIKE, advance) == 45);
    assert_true(counted(&runs[1], SIM_STRIKE, OF_PLAN(&runs[1], qmco_lastmin)) == 0);
    for (int i = 0; i < 2; i++) run_free(&runs[i]);
}

static void assert_fault(const char *path, const char *value, const char *words)
{
    const SimOverride wrong = {path, value};
    assert_said(said_of_file(SCENARIOS_FOLDER "/bolton-2024-01.yaml", &wrong, 1, SIM_BASELINE), words);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    assert_fault("recovery.notice", "1 h", "notice");
    assert_fault("recovery.filled", "120%", "filled");
    assert_fault("recovery.overbooking", "-5%", "overbooking");
    assert_fault("trusts[RMC].bookings.call.shape", "normal", "gamma");
    assert_fault("trusts[RMC].maternity.shares.category_1", "70%", "`category_1` that is not larger");
    assert_fault("trusts[RMC].maternity.life_preserving", "120%", "life_preserving");
    assert_fault("recovery.extra_clinic", "5/week", "extra_clinics");  // did you mean
}

// Line 95 of the scenario is that of its recovery. A report that ends before it begins is the planner's choice.
static void recovery_that_never_comes_is_warned_of(void **state)
{
    (void)state;
    static const char any[] = "warning: `recovery` changes nothing";
    const struct {
        SimOverride of;
        const char *words;
    } cases[] = {
        {{"strikes[three days].in", "both"}, ":95:11: warning: `recovery` changes nothing: it follows strikes"},
        {{"recovery.for", "0 d"}, ":95:11: warning: `recovery` changes nothing: it lasts no day"},
        {{"recovery.extra_clinics", "0/week"}, NULL},
        {{"recovery.starts_after", "200 d"}, NULL}};
    char text[BY_HAND_MOST];
    by_hand_read(text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Said said = said_of(text, &cases[i].of, 1, SIM_STRIKE);
        if (cases[i].words ? !strstr(said.text, cases[i].words) : strstr(said.text, any) != NULL)
            fail_msg("case %zu: `%s`", i, said.text);
        said_free(&said);
        said = said_of(text, &cases[i].of, 1, SIM_BASELINE);
        assert_null(strstr(said.text, any));
        said_free(&said);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_recovery_the_backlog_stays),
        cmocka_unit_test(recovery_is_for_strikes_of_the_strike_life),
        cmocka_unit_test(own_clinics_need_consultants_who_are_free),
        cmocka_unit_test(insourced_clinics_need_no_consultants),
        cmocka_unit_test(not_everybody_can_come_at_short_notice),
        cmocka_unit_test(extra_clinics_are_opened_with_the_notice_given),
        cmocka_unit_test(overbooking_adds_patients_to_the_clinics_there_are),
        cmocka_unit_test(emptied_lists_go_to_the_service_with_the_most_p2_and_p3),
        cmocka_unit_test(the_list_with_the_fewest_patients_is_emptied_into_the_others_of_its_day),
        cmocka_unit_test(full_lists_are_not_rearranged),
        cmocka_unit_test(extra_clinics_of_a_week_go_where_most_wait_for_each),
        cmocka_unit_test(weekend_lists_take_a_surgeon_and_an_anaesthetist),
        cmocka_unit_test(insourced_lists_bring_their_own_staff),
        cmocka_unit_test(overbooking_leaves_theatre_lists_alone),
        cmocka_unit_test(who_was_moved_goes_first_among_equals),
        cmocka_unit_test(a_small_team_is_the_bottleneck_of_recovery),
        cmocka_unit_test(who_is_not_reached_turns_up_and_is_cancelled_on_the_day),
        cmocka_unit_test(the_urgent_are_rebooked_first),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(recovery_that_never_comes_is_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
