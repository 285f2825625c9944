// Which measures of services stand on the page that a run prints.
#include "models/page.h"
#include "tests/golden/service_world.h"

enum { PAGE_BYTES = 2000 };

// Theatre, recovery and ward after one another: a place in recovery and a bed must be free, or the patient stays.
static const char *const THEATRE =
    FOR_A_DAY "resources: [{name: theatres, capacity: 2}, {name: bays, capacity: BAYS}, {name: beds, capacity: 8}]\n"
              "services:\n"
              "  - name: surgery\n"
              "    arrivals: [{rate: 1/h, to: STEP}]\n"
              "    steps:\n"
              "      - {name: operation, resource: theatres, duration: {mean: 1 h}}\n"
              "      - {name: recovery, resource: bays, duration: {mean: 1 h}, space: 3, when_full: block}\n"
              "      - {name: ward, resource: beds, duration: {mean: 1 d}, space: 8, when_full: block}\n"
              "      - {name: way home, duration: {mean: 1 h}}\n";

static void assert_page(const char *bays, const char *step, const char *expected)
{
    char text[PAGE_BYTES], page[PAGE_BYTES] = "";
    const char *at_bays = strstr(THEATRE, "BAYS"), *at_step = strstr(THEATRE, "STEP");
    snprintf(text, sizeof text, "%.*s%s%.*s%s%s", (int)(at_bays - THEATRE), THEATRE, bays, (int)(at_step - at_bays - 4),
             at_bays + 4, step, at_step + 4);
    Lives lives = lives_parse(text, NULL, 0);
    const char *const *lines;
    size_t count;
    page_lines(lives.plans[SIM_BASELINE], &lines, &count);
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(page);
        const bool is_of_step = strstr(lines[i], "wait/") || strstr(lines[i], "away") || strstr(lines[i], "blocked");
        if (is_of_step) snprintf(page + length, sizeof page - length, "%s\n", lines[i]);
    }
    assert_string_equal(page, expected);
    lives_free(&lives);
}

static void a_step_whose_space_is_its_servers_has_no_wait_but_blocks_the_one_before(void **state)
{
    (void)state;
    assert_page("3", "operation", "svc_wait/operation\nsvc_blocked_time/operation\nsvc_blocked_time/recovery\n");
}

static void a_step_with_more_space_than_servers_has_a_wait(void **state)
{
    (void)state;
    assert_page("2", "operation",
                "svc_wait/operation\nsvc_blocked_time/operation\nsvc_wait/recovery\nsvc_blocked_time/recovery\n");
}

static void a_step_that_blocks_turns_away_whoever_comes_from_outside(void **state)
{
    (void)state;
    assert_page("3", "recovery",
                "svc_wait/operation\nsvc_blocked_time/operation\nsvc_turned_away_share/recovery\n"
                "svc_blocked_time/recovery\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_whose_space_is_its_servers_has_no_wait_but_blocks_the_one_before),
        cmocka_unit_test(a_step_with_more_space_than_servers_has_a_wait),
        cmocka_unit_test(a_step_that_blocks_turns_away_whoever_comes_from_outside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
