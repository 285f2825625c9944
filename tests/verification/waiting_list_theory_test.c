// V11 and V14 through the hospital's own waiting list and rosters, not through a declared service: the trust of
// tests/golden/scenarios/by_hand.yaml, in which everybody attends, every slot is booked as soon as somebody waits for
// it, and clinics are all there is.
//
// Every test is a t-test of independent replications with a fixed seed against an exact mean, two-sided at 1e-4
// (VERIFICATION.md), with a standard error of at most 0.8 % of what is tested, so that 5 % would be seen. A patient is
// booked with two days' notice at least: whoever is referred on a day can be seen from the third day after it on.
#include "tests/golden/by_hand.h"

#include <gsl/gsl_randist.h>

#include "models/sessions.h"
#include "tests/verification/replications.h"

enum { WEEKDAYS = 261, DAYS = 365 };  // of the year from Monday, 1 January 2024

static double t_limit(int replications)
{
    assert_in_range(replications, 50, 2500);
    return replications >= 100 ? 4.055 : 4.236;  // those of 100 and of 50, which are larger than their own
}

// The standard error must not exceed what the test is worth.
static void assert_mean(const char *what, const Sample *sample, double exact, double most_error)
{
    const double mean = sample_mean(sample), error = sample_error(sample);
    print_message("%s: %.4f, exact %.4f, standard error %.4f, t %.2f\n", what, mean, exact, error,
                  (mean - exact) / error);
    assert_true(error > 0 && error < most_error);
    if (fabs(mean - exact) > t_limit(sample->count) * error) fail_msg("%s is not as theory says", what);
}

static uint32_t weekdays_before(uint32_t day)
{
    return day / 7 * 5 + (day % 7 < 5 ? day % 7 : 5);
}

// Patients a day of the year that are so many on each of its weekdays.
static void write_rate(char *text, size_t size, double a_weekday)
{
    snprintf(text, size, "%.17g/day", a_weekday * WEEKDAYS / DAYS);
}

// V11c: daily slots

// Ten slots on a weekday, and nine referrals (Poisson): so few until the end of August, the rest of the year's later.
enum { SLOTS = 10, LIST_DAYS = 244, CAN_WAIT = 400, LIST_AT_START = 25 };
static const double REFERRED = 9;

static Lives daily_slots(void)
{
    char referrals[64], monthly[400], list[16];
    const double early = weekdays_before(LIST_DAYS), share = REFERRED / SLOTS;
    const double later = (WEEKDAYS - share * early) / (WEEKDAYS - early);
    write_rate(referrals, sizeof referrals, SLOTS);
    snprintf(monthly, sizeof monthly,
             "[%.17g, %.17g, %.17g, %.17g, %.17g, %.17g, %.17g, %.17g, %.17g, %.17g, %.17g, %.17g]", share, share,
             share, share, share, share, share, share, later, later, later, later);
    snprintf(list, sizeof list, "%d", LIST_AT_START);
    const SimOverride overrides[] = {{"calendar.start", "2024-01-01"},
                                     {"calendar.end", "2024-08-31"},
                                     {"run.warm_up", "0 d"},
                                     {"strikes[three days].in", "both"},
                                     {"strikes[three days].participation.weekday", "0%"},
                                     {"strikes[three days].participation.weekend", "0%"},
                                     {"trusts[HAN].size.rtt_pathways", list},
                                     {"trusts[HAN].size.outpatient_appointments", referrals},
                                     {"trusts[HAN].elective.referrals", referrals},
                                     {"trusts[HAN].elective.slots.clinic", "10"},
                                     {"trusts[HAN].elective.monthly.referrals", monthly}};
    return by_hand(overrides, sizeof overrides / sizeof overrides[0]);
}

// Those who can be seen and have not been: at the start none before the third day, then everybody on the list.
typedef struct {
    double p[CAN_WAIT];
} Left;

static Left shifted_by_poisson(const Left *left, double mean)
{
    Left next = {{0}};
    for (int come = 0; come < 60; come++) {
        const double chance = gsl_ran_poisson_pdf((unsigned)come, mean);
        for (int n = 0; n < CAN_WAIT; n++) next.p[n + come < CAN_WAIT ? n + come : CAN_WAIT - 1] += chance * left->p[n];
    }
    return next;
}

static Left after_slots(const Left *left, int slots)
{
    Left next = {{0}};
    for (int n = 0; n < CAN_WAIT; n++) next.p[n > slots ? n - slots : 0] += left->p[n];
    return next;
}

static double mean_of(const Left *left)
{
    double mean = 0;
    for (int n = 0; n < CAN_WAIT; n++) mean += n * left->p[n];
    return mean;
}

static bool is_weekday(int day)
{
    return day >= 0 && day % 7 < 5;
}

// Exact means over days 0 to LIST_DAYS - 1 of the list at the end of the day, and over weekdays with clinics that
// somebody can be booked into of the chance that a slot stays free: by convolution, day after day.
static void theory_of_daily_slots(double *list, double *free_slot)
{
    Left left = {{0}};
    left.p[LIST_AT_START] = 1;
    double sum = 0, with_free = 0;
    int clinics = 0;
    for (int day = 0; day < LIST_DAYS; day++) {
        if (is_weekday(day - 1 - SHORTEST_NOTICE_DAYS)) left = shifted_by_poisson(&left, REFERRED);
        if (is_weekday(day) && day >= SHORTEST_NOTICE_DAYS) {
            for (int n = 0; n < SLOTS; n++) with_free += left.p[n];
            left = after_slots(&left, SLOTS);
            clinics++;
        }
        sum += mean_of(&left);
        for (int ago = 0; ago <= SHORTEST_NOTICE_DAYS; ago++) sum += is_weekday(day - ago) ? REFERRED : 0;
    }
    *list = sum / LIST_DAYS;
    *free_slot = with_free / clinics;
}

static void the_list_of_daily_slots_is_as_long_as_theory_says(void **state)
{
    (void)state;
    enum { REPLICATIONS = 300 };
    Lives lives = daily_slots();
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    assert_int_equal(plan->days, LIST_DAYS);
    Sample lists = {0}, free_slots = {0};
    for (uint32_t number = 1; number <= REPLICATIONS; number++) {
        SimWorld *world = replication(plan, 0, number, end_of(plan));
        double with_free = 0, clinics = 0;
        for (uint32_t day = SHORTEST_NOTICE_DAYS; day < plan->days; day++) {
            if (day % 7 >= 5) continue;
            with_free += amount_of(world, day, plan->measures.act_op) < SLOTS;
            clinics++;
        }
        sample_add(&lists, amount_whole(world, plan, plan->measures.rtt_total) / plan->days);
        sample_add(&free_slots, with_free / clinics);
        sim_world_free(world);
    }
    double list, free_slot;
    theory_of_daily_slots(&list, &free_slot);
    assert_mean("list of daily slots", &lists, list, 0.008 * list);
    assert_mean("share of clinics with a free slot", &free_slots, free_slot, 0.008);
    lives_free(&lives);
}

// V11a: a list with removals

// Twelve slots on a weekday keep the list level where twenty are referred; three quarters of them do not.
enum { REFERRED_A_WEEKDAY = 20, LEVEL_SLOTS = 12, KEPT_SLOTS = 9, REMOVED_FOR_DAYS = 364 };
static const double HAZARD = 0.004;  // a day

static Lives list_with_removals(void)
{
    char referrals[64], list[64];
    write_rate(referrals, sizeof referrals, REFERRED_A_WEEKDAY);
    snprintf(list, sizeof list, "%.17g", (REFERRED_A_WEEKDAY - LEVEL_SLOTS) * (double)WEEKDAYS / DAYS / HAZARD);
    const SimOverride overrides[] = {{"calendar.start", "2024-01-01"},
                                     {"calendar.end", "2024-12-29"},
                                     {"run.warm_up", "0 d"},
                                     {"strikes[three days].in", "both"},
                                     {"strikes[three days].participation.weekday", "0%"},
                                     {"strikes[three days].participation.weekend", "0%"},
                                     {"trusts[HAN].size.rtt_pathways", list},
                                     {"trusts[HAN].size.outpatient_appointments", referrals},
                                     {"trusts[HAN].elective.referrals", referrals},
                                     {"trusts[HAN].elective.removals", "0.004/day"},
                                     {"trusts[HAN].elective.capacity", "75%"},
                                     {"trusts[HAN].elective.slots.clinic", "9"}};
    return by_hand(overrides, sizeof overrides / sizeof overrides[0]);
}

// Every patient leaves with the same chance on every morning; all slots are booked, and those of patients who leave in
// the two days before them are lost. So the mean list moves on by m' = m exp(-theta) + referred - seen.
static double theory_of_removals(uint32_t loaded)
{
    double list = loaded;
    for (int day = 0; day < REMOVED_FOR_DAYS; day++) {
        list *= exp(-HAZARD);
        if (!is_weekday(day)) continue;
        list += REFERRED_A_WEEKDAY;
        if (day >= SHORTEST_NOTICE_DAYS) list -= KEPT_SLOTS * exp(-HAZARD * SHORTEST_NOTICE_DAYS);
    }
    return list;
}

static void a_list_with_removals_grows_as_theory_says(void **state)
{
    (void)state;
    enum { REPLICATIONS = 60 };
    Lives lives = list_with_removals();
    const HospitalPlan *plan = lives.plans[SIM_BASELINE];
    Sample lists = {0};
    uint32_t loaded = (uint32_t)llround(plan->trusts[0].elective.list_size);
    for (uint32_t number = 1; number <= REPLICATIONS; number++) {
        SimWorld *world = replication(plan, 0, number, REMOVED_FOR_DAYS * (SimTime)SIM_DAY_S);
        sample_add(&lists, amount_of(world, REMOVED_FOR_DAYS - 1, plan->measures.rtt_total));
        sim_world_free(world);
    }
    const double exact = theory_of_removals(loaded);
    assert_true(exact > loaded + 200);
    assert_mean("list with removals after 52 weeks", &lists, exact, 0.008 * exact);
    lives_free(&lives);
}

// V11b: what is left of a backlog

// Consultants stay away for two weeks, 14 clinics of 12 a day; nothing is done about the backlog. Patients leave the
// list at the same rate whether they are part of it or not, and clinics see as many in both lives: of the difference
// between the lives exp(-theta t) is left after t days.
static void a_backlog_leaves_at_the_rate_of_removals(void **state)
{
    (void)state;
    enum { REPLICATIONS = 50 };
    const SimOverride overrides[] = {{"calendar.end", "2025-03-31"},
                                     {"run.warm_up", "1 week"},
                                     {"strikes[three days].start", "2024-03-04T07:00"},
                                     {"strikes[three days].end", "2024-03-16T07:00"},
                                     {"trusts[HAN].size.rtt_pathways", "6000"},
                                     {"trusts[HAN].elective.removals", "0.004/day"},
                                     {"recovery.extra_clinics", "0/week"}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const uint32_t friday = day_number(plan, 2024, 3, 15), list = plan->measures.rtt_total;
    Sample at_90 = {0}, at_365 = {0};
    double backlog = 0;
    for (uint32_t number = 1; number <= REPLICATIONS; number++) {
        SimWorld *worlds[SIM_LIVES];
        for (int life = 0; life < SIM_LIVES; life++)
            worlds[life] = replication(lives.plans[life], 0, number, (SimTime)(friday + 366) * SIM_DAY_S);
        double more[3];
        for (int i = 0; i < 3; i++) {
            const uint32_t day = friday + (i == 0 ? 0 : i == 1 ? 90 : 365);
            more[i] = amount_of(worlds[SIM_STRIKE], day, list) - amount_of(worlds[SIM_BASELINE], day, list);
        }
        backlog += more[0] / REPLICATIONS;
        sample_add(&at_90, more[1] - more[0] * exp(-HAZARD * 90));
        sample_add(&at_365, more[2] - more[0] * exp(-HAZARD * 365));
        for (int life = 0; life < SIM_LIVES; life++) sim_world_free(worlds[life]);
    }
    print_message("a backlog of %.0f\n", backlog);
    assert_true(backlog > 700);
    assert_mean("backlog after 90 days, beyond theory", &at_90, 0, 0.008 * backlog);
    assert_mean("backlog after 365 days, beyond theory", &at_365, 0, 0.008 * backlog);
    lives_free(&lives);
}

// V14: turn-out

// 40 people due, each absent with the same probability p, a beta of mean 0.33 and sd 0.10 over trusts: the number
// absent has mean 13.2 and variance n m (1 - m) + (n^2 - n) sd^2 = 24.444 (8.844 if p were known).
static void forty_people_due_are_absent_as_theory_says(void **state)
{
    (void)state;
    enum { REPLICATIONS = 2500, DUE = 40 };
    // between_trusts is the sd where half take part: 0.10 / (2 sqrt(0.33 0.67)).
    const SimOverride overrides[] = {{"trusts[HAN].size.rtt_pathways", "1"},
                                     {"trusts[HAN].elective", "off"},
                                     {"trusts[HAN].staffing.rosters[medical wards day].weekday", "40"},
                                     {"strikes[three days].groups", "[resident_doctors]"},
                                     {"strikes[three days].participation.weekday", "33%"},
                                     {"strikes[three days].participation.between_trusts", "10.633392%"}};
    Lives lives = by_hand(overrides, sizeof overrides / sizeof overrides[0]);
    const HospitalPlan *plan = lives.plans[SIM_STRIKE];
    const StaffingPlan *staffing = &plan->trusts[0].staffing;
    uint32_t roster = 0;
    while (staffing->rosters[roster].due[0] != DUE) assert_true(++roster < staffing->roster_count);
    Sample absent = {0}, variance = {0};
    for (uint32_t number = 1; number <= REPLICATIONS; number++) {
        SimWorld *world = hospital_new(plan, 0, (SimKey){.seed = SEED, .replication = number});
        const Hospital hospital = hospital_at(world, plan);
        const double people = staffing_absent(&hospital, roster, day_number(plan, 2024, 3, 5));
        sample_add(&absent, people);
        sample_add(&variance, (people - 13.2) * (people - 13.2));
        sim_world_free(world);
    }
    assert_mean("absent of forty", &absent, 13.2, 0.008 * 13.2);
    assert_mean("their variance", &variance, 24.444, 0.03 * 24.444);  // without the spread it would be 8.844
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_list_of_daily_slots_is_as_long_as_theory_says),
        cmocka_unit_test(a_list_with_removals_grows_as_theory_says),
        cmocka_unit_test(a_backlog_leaves_at_the_rate_of_removals),
        cmocka_unit_test(forty_people_due_are_absent_as_theory_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
