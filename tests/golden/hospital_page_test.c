// Which measures of the hospital stand on the page that a run prints.
#include "models/page.h"
#include "tests/golden/hospital_world.h"

#define TRUST(flows)                                                                                                   \
    "walkout: 1\ncalendar: {start: 2024-01-01, end: 2024-03-03}\n"                                                     \
    "trusts:\n  - {name: North, code: NOR, based_on: library/acute_trust.yaml, size: {ae_attendances: 400/day}" flows  \
    "}\n"
#define STRIKE STRIKE_OF("resident_doctors")
#define STRIKE_OF(groups) "strikes:\n" WINDOW_OF("S", groups, "06", "07")
#define WINDOW_OF(name, groups, start, end)                                                                            \
    "  - {name: " name ", groups: [" groups "], announced: 2024-01-08, start: 2024-02-" start "T07:00, "               \
    "end: 2024-02-" end "T07:00}\n"

static bool has_line(const char *scenario, const char *line)
{
    Lives lives = lives_parse(scenario, NULL, 0);
    const char *const *lines;
    size_t count;
    bool is_there = false;
    page_lines(lives.plans[SIM_STRIKE], &lines, &count);
    for (size_t i = 0; i < count; i++) is_there |= strcmp(lines[i], line) == 0;
    lives_free(&lives);
    return is_there;
}

static void flows_that_are_off_have_no_line(void **state)
{
    (void)state;
    static const struct {
        const char *off, *line;
    } flows[] = {{TRUST(", maternity: off") STRIKE, "mat_births"},
                 {TRUST(", emergency: off") STRIKE, "ed_att"},
                 {TRUST(", emergency: off") STRIKE, "ga_occ_pct"},
                 {TRUST(", elective: off") STRIKE, "ia_total"},
                 {TRUST(", bookings: off") STRIKE, "calls_in"}};
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) {
        assert_true(has_line(TRUST("") STRIKE, flows[i].line));
        assert_false(has_line(flows[i].off, flows[i].line));
    }
}

static void what_strikes_do_has_lines_only_if_there_is_one(void **state)
{
    (void)state;
    static const char *const of_strikes[] = {"ia_total", "ia_suppressed", "ia_absent", "cover_unfilled"};
    for (size_t i = 0; i < sizeof of_strikes / sizeof *of_strikes; i++) {
        assert_true(has_line(TRUST("") STRIKE, of_strikes[i]));
        assert_false(has_line(TRUST(""), of_strikes[i]));
    }
    assert_true(has_line(TRUST(""), "rtt_le18_pct"));
    assert_false(has_line(TRUST("") STRIKE, "rtt_le18_pct"));
}

// Ambulance staff are not a trust's: none of them can be absent there, but patients are not brought.
static void ambulance_staff_are_nobody_s_absent_staff(void **state)
{
    (void)state;
    static const char *const of_staff[] = {"ia_absent", "cover_unfilled"};
    for (size_t i = 0; i < sizeof of_staff / sizeof *of_staff; i++) {
        assert_false(has_line(TRUST("") STRIKE_OF("ambulance_staff"), of_staff[i]));
        assert_true(has_line(TRUST("") STRIKE_OF("ambulance_staff, nurses"), of_staff[i]));
    }
    assert_true(has_line(TRUST("") STRIKE_OF("ambulance_staff"), "amb_not_conveyed"));
    assert_false(has_line(TRUST("") STRIKE_OF("nurses"), "amb_not_conveyed"));
    assert_false(has_line(TRUST(", emergency: off") STRIKE_OF("ambulance_staff"), "amb_not_conveyed"));
    // All other lines of strikes stand: appointments may be moved for any.
    assert_true(has_line(TRUST("") STRIKE_OF("ambulance_staff"), "ia_total"));
}

// Whichever window calls them out.
static void staff_of_any_window_have_their_lines(void **state)
{
    (void)state;
    static const char ambulances_first[] = TRUST("") STRIKE_OF("ambulance_staff") WINDOW_OF("T", "nurses", "13", "14");
    static const char nurses_first[] = TRUST("") STRIKE_OF("nurses") WINDOW_OF("T", "ambulance_staff", "13", "14");
    static const char *const lines[] = {"ia_absent", "cover_unfilled", "amb_not_conveyed"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        assert_true(has_line(ambulances_first, lines[i]));
        assert_true(has_line(nurses_first, lines[i]));
    }
}

#define PARAMEDICS                                                                                                     \
    ", staffing: {rosters: [{name: P, department: emergency, group: ambulance_staff, shift: night, weekday: 1, "       \
    "rest_day: 1}]}"
#define OTHER_TRUST(flows)                                                                                             \
    "  - {name: South, code: SOU, based_on: library/acute_trust.yaml, size: {ae_attendances: 400/day}" flows "}\n"

// A trust whose rosters have paramedics in A&E has staff who can be absent, whichever of the trusts it is.
static void staff_count_wherever_a_trust_has_them_in_its_rosters(void **state)
{
    (void)state;
    static const char *const of_staff[] = {"ia_absent", "cover_unfilled"};
    for (size_t i = 0; i < sizeof of_staff / sizeof *of_staff; i++) {
        assert_false(has_line(TRUST("") OTHER_TRUST("") STRIKE_OF("ambulance_staff"), of_staff[i]));
        assert_true(has_line(TRUST(PARAMEDICS) OTHER_TRUST("") STRIKE_OF("ambulance_staff"), of_staff[i]));
        assert_true(has_line(TRUST("") OTHER_TRUST(PARAMEDICS) STRIKE_OF("ambulance_staff"), of_staff[i]));
    }
}

// A roster on which nobody is due on the days of the strike is nobody who could be absent: no midwife is due without
// maternity, and a roster of rest days has nobody on a Tuesday.
#define ON_REST_DAYS                                                                                                   \
    ", staffing: {rosters: [{name: P, department: emergency, group: ambulance_staff, shift: night, weekday: 0, "       \
    "rest_day: 1}]}"
static void staff_count_only_if_anybody_is_due_on_a_day_of_the_strike(void **state)
{
    (void)state;
    static const char *const of_staff[] = {"ia_absent", "cover_unfilled"};
    static const char tuesday[] = TRUST(ON_REST_DAYS) STRIKE_OF("ambulance_staff");
    static const char saturday[] = TRUST(ON_REST_DAYS) "strikes:\n" WINDOW_OF("S", "ambulance_staff", "10", "11");
    for (size_t i = 0; i < sizeof of_staff / sizeof *of_staff; i++) {
        assert_true(has_line(TRUST("") STRIKE_OF("midwives"), of_staff[i]));
        assert_false(has_line(TRUST(", maternity: off") STRIKE_OF("midwives"), of_staff[i]));
        assert_false(has_line(tuesday, of_staff[i]));
        assert_true(has_line(saturday, of_staff[i]));
    }
}

// The flow of any trust has its line.
static void a_flow_that_one_trust_has_has_its_line(void **state)
{
    (void)state;
    assert_true(has_line(TRUST(", maternity: off") OTHER_TRUST("") STRIKE, "mat_births"));
    assert_true(has_line(TRUST("") OTHER_TRUST(", maternity: off") STRIKE, "mat_births"));
    assert_false(has_line(TRUST(", maternity: off") OTHER_TRUST(", maternity: off") STRIKE, "mat_births"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_that_are_off_have_no_line),
        cmocka_unit_test(what_strikes_do_has_lines_only_if_there_is_one),
        cmocka_unit_test(ambulance_staff_are_nobody_s_absent_staff),
        cmocka_unit_test(staff_of_any_window_have_their_lines),
        cmocka_unit_test(staff_count_wherever_a_trust_has_them_in_its_rosters),
        cmocka_unit_test(staff_count_only_if_anybody_is_due_on_a_day_of_the_strike),
        cmocka_unit_test(a_flow_that_one_trust_has_has_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
