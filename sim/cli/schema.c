// `schema`: the JSON Schema of scenarios, for editors.
#include <stdio.h>

#include "sim/cli/cli.h"

int sim_cli_schema(int argc, char **argv, const struct sim_model *model)
{
    (void)argv;
    if (argc > 1) {
        fprintf(stderr, "usage: %s schema > scenario.schema.json\n", model->name);
        return SIM_EXIT_INPUT;
    }
    sim_fields_schema(&model->fields, stdout);
    return SIM_EXIT_DONE;
}
