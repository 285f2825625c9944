// What is said beneath the page of the waiting list of the hospital by hand: 12,000 patients, 120 referrals a weekday.
#include "tests/golden/by_hand.h"

#include "models/waiting_list_formulae.h"

static void assert_printed(const SimOverride *overrides, size_t count, const char *words, const char *not_said)
{
    Lives lives = by_hand(overrides, count);
    char *text;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    waiting_list_formulae_print(&lives.plans[SIM_BASELINE]->trusts[0], to);
    fclose(to);
    if (!strstr(text, words) || (not_said && strstr(text, not_said))) fail_msg("expected `%s` in `%s`", words, text);
    free(text);
    lives_free(&lives);
}

// 600.66 a week for 18 weeks over 2.526 are 4,281; the other 7,719 take a year at 749 a week.
static void a_list_of_more_than_twice_its_target_needs_relief(void **state)
{
    (void)state;
    assert_printed(NULL, 0,
                   "load 1.00 at 601 clocks a week, target size 4281, of which this list of 12000 is more than twice: "
                   "with 749 a week it would be there in a year; pressure 2.22",
                   "within twice");
}

static void a_list_within_twice_its_target_needs_none(void **state)
{
    (void)state;
    const SimOverride fewer = {"trusts[HAN].size.rtt_pathways", "8000"};
    assert_printed(&fewer, 1, "this list 8000, within twice that; pressure 1.48", "in a year");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_more_than_twice_its_target_needs_relief),
        cmocka_unit_test(a_list_within_twice_its_target_needs_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
