// `schema`: the JSON Schema of scenarios, for editors.
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "sim/cli/cli.h"

int sim_cli_schema(int argc, char **argv, const struct sim_model *model)
{
    if (argc > 1) {
        const bool asked = strcmp(argv[1], "--help") == 0;
        fprintf(asked ? stdout : stderr, "usage: %s schema > scenario.schema.json\n", model->name);
        return asked ? SIM_EXIT_DONE : SIM_EXIT_INPUT;
    }
    sim_fields_schema(&model->fields, stdout);
    return SIM_EXIT_DONE;
}
