// Reading the scenarios of this folder with the table of the tests; for tests that have entered it.
#ifndef TESTS_SCENARIOS_READING_H
#define TESTS_SCENARIOS_READING_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/scenarios/table.h"

#define assert_near(a, b) assert_true(fabs((a) - (b)) <= 1e-9 * fabs(b) + 1e-12)

static inline char *faults_text(const SimFaults *faults)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_faults_print(faults, to);
    fclose(to);
    return text;
}

typedef struct {
    SimFaults *faults;
    SimScenario *scenario;
    const Scenario *root;
} Reading;

static inline Reading read_with(const char *file, const SimOverride *overrides, size_t count)
{
    Reading reading = {.faults = sim_faults_new()};
    reading.scenario = sim_scenario_read(file, &test_fields, overrides, count, reading.faults);
    reading.root = reading.scenario ? sim_scenario_root(reading.scenario) : NULL;
    return reading;
}

static inline Reading read_sound(const char *file)
{
    Reading reading = read_with(file, NULL, 0);
    if (reading.scenario) return reading;
    char *text = faults_text(reading.faults);
    fail_msg("%s", text);
    return reading;
}

static inline Reading read_one(const char *path, const char *text)
{
    const SimOverride override = {path, text};
    return read_with("good.yaml", &override, 1);
}

static inline Reading parsed(const char *text)
{
    Reading reading = {.faults = sim_faults_new()};
    reading.scenario = sim_scenario_parse("good.yaml", text, strlen(text), &test_fields, NULL, 0, reading.faults);
    reading.root = reading.scenario ? sim_scenario_root(reading.scenario) : NULL;
    return reading;
}

static inline void done(Reading reading)
{
    sim_scenario_free(reading.scenario);
    sim_faults_free(reading.faults);
}

static inline void assert_faults(Reading reading, const char *expected)
{
    char *text = faults_text(reading.faults);
    assert_string_equal(text, expected);
    assert_null(reading.scenario);
    free(text);
    done(reading);
}

static inline char *written(const SimScenario *scenario)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_scenario_write(scenario, to);
    fclose(to);
    return text;
}

#endif
