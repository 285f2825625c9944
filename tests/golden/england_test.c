// scenarios/england-2023-04.yaml: the acute trusts of England from a table, against what is published for the country.
#include "tests/golden/hospital_world.h"

#include <math.h>

enum { REGIONS = 7 };

static Lives england(void)
{
    return lives_read(SCENARIOS_FOLDER "/england-2023-04.yaml", NULL, 0);
}

static const TrustFields *trust_fields_of(const Lives *lives, size_t trust)
{
    return lives->plans[SIM_STRIKE]->trusts[trust].fields;
}

// Sums of the sizes of all trusts.
static TrustSize sum_of_sizes(const Lives *lives)
{
    TrustSize sum = {0};
    for (size_t i = 0; i < lives->plans[SIM_STRIKE]->trust_count; i++) {
        const TrustSize *size = &trust_fields_of(lives, i)->size;
        sum.ae_attendances += size->ae_attendances;
        sum.emergency_admissions += size->emergency_admissions;
        sum.general_acute_beds += size->general_acute_beds;
        sum.general_acute_beds_occupied += size->general_acute_beds_occupied;
        sum.births += trust_fields_of(lives, i)->maternity.on ? size->births : 0;
        sum.rtt_pathways += size->rtt_pathways;
        sum.outpatient_appointments += size->outpatient_appointments;
        sum.residents += size->residents;
        sum.consultants += size->consultants;
    }
    return sum;
}

static void is_share_of(double sum, double published, double least, double most)
{
    if (sum < least * published || sum > most * published)
        fail_msg("%.0f is %.1f %% of the published %.0f", sum, 100 * sum / published, published);
}

// Walk-in centres, specialist, mental health and independent providers are not among the trusts: so the sums fall short
// of England's totals where those have a part, and not where they have none.
static void the_trusts_add_up_to_nearly_all_of_england(void **state)
{
    (void)state;
    Lives lives = england();
    const TrustSize sum = sum_of_sizes(&lives);
    assert_true(lives.plans[SIM_STRIKE]->trust_count >= 120);
    is_share_of(sum.ae_attendances * 30, 1905094, 0.98, 1.05);        // NHS England, April 2023; walk-in centres: few
    is_share_of(sum.emergency_admissions * 30, 490378, 0.98, 1.08);   // NHS England, April 2023, a quiet month
    is_share_of(sum.general_acute_beds, 100088, 0.96, 1.0);           // NHS England, April 2023
    is_share_of(sum.general_acute_beds_occupied, 92441, 0.96, 1.01);  // 92.36 % of them
    is_share_of(sum.births * 365, 547244, 0.92, 1.0);                 // NHS Maternity Statistics 2022-23
    is_share_of(sum.rtt_pathways, 7200033, 0.88, 0.96);               // NHS England, RTT, December 2022
    is_share_of(sum.outpatient_appointments * 365, 124.9e6, 0.85, 0.95);  // Hospital Outpatient Activity 2019-20
    is_share_of(sum.residents, 75000, 0.9, 1.0);                          // quoted in 2023
    is_share_of(sum.consultants, 57000, 0.9, 1.0);                        // recalled
    lives_free(&lives);
}

static void every_trust_is_in_one_of_seven_regions(void **state)
{
    (void)state;
    Lives lives = england();
    const char *regions[REGIONS + 1] = {0};
    size_t known = 0;
    for (size_t i = 0; i < lives.plans[SIM_STRIKE]->trust_count; i++) {
        const char *region = trust_fields_of(&lives, i)->region.text;
        size_t k = 0;
        while (k < known && strcmp(regions[k], region) != 0) k++;
        if (k == known) regions[known++] = region;
        assert_true(strlen(region) > 0 && known <= REGIONS);
    }
    assert_int_equal(known, REGIONS);
    lives_free(&lives);
}

// A row's own figures stay as they are; what it leaves empty is scaled from the average trust by its beds.
static void a_row_is_taken_as_published_and_completed_from_its_beds(void **state)
{
    (void)state;
    Lives lives = england();
    const TrustFields *trust = NULL;
    for (size_t i = 0; i < lives.plans[SIM_STRIKE]->trust_count; i++) {
        if (strcmp(trust_fields_of(&lives, i)->code.text, "RJE") == 0) trust = trust_fields_of(&lives, i);
    }
    assert_non_null(trust);
    assert_string_equal(trust->name.text, "University Hospitals of North Midlands NHS Trust");
    assert_true(fabs(trust->size.ae_attendances - 731.0) < 1e-6);
    assert_true(fabs(trust->size.general_acute_beds - 1359.2) < 1e-6);
    assert_true(fabs(trust->size.residents - 625 * 1359.2 / 850) < 1e-6);
    lives_free(&lives);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_trusts_add_up_to_nearly_all_of_england),
        cmocka_unit_test(every_trust_is_in_one_of_seven_regions),
        cmocka_unit_test(a_row_is_taken_as_published_and_completed_from_its_beds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
