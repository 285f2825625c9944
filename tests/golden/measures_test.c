// The table of measures and the series the hospital records into.
#include "models/measures.h"

#include "models/staffing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool has_text(const char *text)
{
    return text && text[0] != '\0';
}

static const char *const series_names[] = {
#define SERIES_NAME(name, of) #name,
    HOSPITAL_SERIES(SERIES_NAME)
#undef SERIES_NAME
};
enum { NAMES = sizeof series_names / sizeof series_names[0] };

// Rows of all blocks but that of services, one after the other; then NULL.
static const SimMeasure *row_at(size_t number)
{
    for (size_t b = 0; b + 1 < MEASURE_BLOCKS; b++) {
        if (number < hospital_measures[b]->count) return &hospital_measures[b]->rows[number];
        number -= hospital_measures[b]->count;
    }
    return NULL;
}

static const SimMeasure *row_named(const char *name)
{
    for (size_t i = 0; row_at(i); i++)
        if (strcmp(row_at(i)->name, name) == 0) return row_at(i);
    return NULL;
}

static void every_series_has_a_row_with_a_definition_and_a_source(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        const SimMeasure *row = row_named(series_names[i]);
        if (!row) fail_msg("%s has no row", series_names[i]);
        if (row->adds == SIM_ADDS_DERIVED) fail_msg("%s is recorded and derived", row->name);
        if (!has_text(row->definition) || !has_text(row->source) || !has_text(row->title) || !has_text(row->unit))
            fail_msg("%s lacks a text", row->name);
    }
}

static void every_row_without_series_is_derived_from_one_that_has(void **state)
{
    (void)state;
    for (size_t i = 0; row_at(i); i++) {
        const SimMeasure *row = row_at(i);
        if (strcmp(row->of, "service") == 0) continue;  // its columns are added by the names of the services
        bool recorded = false;
        for (size_t name = 0; name < NAMES; name++) recorded |= strcmp(series_names[name], row->name) == 0;
        if (recorded) continue;
        if (row->adds != SIM_ADDS_DERIVED || row->derived == SIM_DERIVED_NOT) fail_msg("%s is not derived", row->name);
        assert_non_null(row->from);
        assert_non_null(row_named(row->from));
        assert_true(has_text(row->definition) && has_text(row->source) && has_text(row->title));
    }
}

static void no_name_occurs_twice(void **state)
{
    (void)state;
    for (size_t i = 0; row_at(i); i++)
        for (size_t k = 0; k < i; k++) assert_string_not_equal(row_at(i)->name, row_at(k)->name);
}

static void series_of_one_measure_stand_in_a_row_and_are_called_by_their_members(void **state)
{
    (void)state;
    MeasurePlan measures;
    measures_plan(&measures, MEASURES_OF_HOSPITAL);
    assert_int_equal(measures.ed_att, 0);
    assert_string_equal(measures.series[measures.ed_att].of, "");
    assert_int_equal(measures.ed_4h, measures.ed_att_class + 5);
    assert_string_equal(measures.series[measures.ed_att_class + 4].of, "triage/class 5");
    assert_string_equal(measures.series[measures.ia_absent + GROUP_RESIDENTS].of, "resident_doctors");
    assert_string_equal(measures.series[measures.ia_absent + GROUP_SAS].of, "sas_doctors");
    assert_string_equal(measures.series[measures.cover_unfilled + DEPARTMENT_MATERNITY].of, "maternity");
    assert_string_equal(measures.series[measures.ia_op + 2].of, "on_the_day");
    assert_int_equal(measures.moved_seen + 1, measures.count);
    for (size_t i = 0; i < measures.count; i++) assert_non_null(measures.series[i].measure);
    measures_plan_free(&measures);
}

static void quantiles_name_their_log_and_nothing_else_does(void **state)
{
    (void)state;
    MeasurePlan measures;
    measures_plan(&measures, MEASURES_OF_HOSPITAL);
    for (size_t i = 0; i < measures.count; i++) {
        const SimSeries *series = &measures.series[i];
        const bool is_quantile = series->measure->adds == SIM_ADDS_QUANTILE;
        assert_int_equal(series->log != LOG_NONE, is_quantile);
        assert_int_equal(series->measure->quantile > 0, is_quantile);
    }
    measures_plan_free(&measures);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_series_has_a_row_with_a_definition_and_a_source),
        cmocka_unit_test(every_row_without_series_is_derived_from_one_that_has),
        cmocka_unit_test(no_name_occurs_twice),
        cmocka_unit_test(series_of_one_measure_stand_in_a_row_and_are_called_by_their_members),
        cmocka_unit_test(quantiles_name_their_log_and_nothing_else_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
