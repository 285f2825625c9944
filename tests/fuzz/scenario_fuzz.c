// Any bytes, read as a scenario and as a table: no crash, no leak, no undefined behaviour; and what can be read can be
// written, read back, and is the same.
//
// The first line, if it begins with '#', is also taken as an override: `#path=value`.
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/csv_file.h"
#include "sim/scenario/scenario.h"
#include "tests/unit/scenarios/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

// Templates are looked for beneath this name's folder: the fuzzer is run in the folder of the test scenarios.
static const char *const file = "fuzz.yaml";

static SimScenario *parse(const char *text, size_t size, const SimOverride *overrides, size_t count)
{
    SimFaults *faults = sim_faults_new();
    SimScenario *scenario = sim_scenario_parse(file, text, size, &test_fields, overrides, count, faults);
    assert((scenario == NULL) == (sim_faults_count(faults) > 0));
    FILE *sink = fopen("/dev/null", "w");
    sim_faults_print(faults, sink);
    if (scenario) sim_fields_explain(&test_fields, scenario, "e", sink);
    fclose(sink);
    sim_faults_free(faults);
    return scenario;
}

// The same bytes as a table: every cell can be asked for, and stands in the file.
static void read_table(const char *text, size_t size)
{
    SimFaults *faults = sim_faults_new();
    SimCsvFile *csv = sim_csv_file_parse("fuzz.csv", text, size, faults);
    assert((csv == NULL) == (sim_faults_count(faults) > 0));
    for (size_t row = 0; csv && row < sim_csv_file_rows(csv); row++) {
        for (size_t column = 0; column < sim_csv_file_columns(csv); column++) {
            assert(strlen(sim_csv_file_cell(csv, row, column)) <= size + 2);  // a date may grow by two digits
            assert(sim_csv_file_mark(csv, row, column).line > 1);
        }
    }
    sim_csv_file_free(csv);
    sim_faults_free(faults);
}

static void write_and_read_back(const SimScenario *scenario)
{
    char *text = NULL, hash[17], hash_of_copy[17];
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    sim_scenario_write(scenario, to);
    fclose(to);
    SimScenario *copy = parse(text, size, NULL, 0);
    assert(copy || size > 400000);  // the limits of a document: a megabyte, or 200,000 events of two bytes or more
    if (copy) {
        sim_scenario_hash(scenario, hash);
        sim_scenario_hash(copy, hash_of_copy);
        assert(strcmp(hash, hash_of_copy) == 0);
    }
    sim_scenario_free(copy);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char line[200] = "";
    SimOverride override = {.path = line, .text = ""};
    size_t count = 0;
    if (size > 1 && bytes[0] == '#') {
        for (size_t i = 1; i < size && i < sizeof line && bytes[i] && bytes[i] != '\n'; i++)
            line[i - 1] = (char)bytes[i];
        char *equals = strchr(line, '=');
        if (equals) {
            *equals = '\0';
            override.text = equals + 1;
            count = 1;
        }
    }
    read_table((const char *)bytes, size);
    SimScenario *scenario = parse((const char *)bytes, size, &override, count);
    if (scenario) write_and_read_back(scenario);
    sim_scenario_free(scenario);
    return 0;
}
