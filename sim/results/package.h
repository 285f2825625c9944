// datapackage.json: the Frictionless description of the tables, so that any tool can read them with their types.
#ifndef SIM_RESULTS_PACKAGE_H
#define SIM_RESULTS_PACKAGE_H

#include <stdbool.h>
#include <stdio.h>

#include "sim/experiment/frame.h"

// Of the tables that results of this shape have. False if the text could not be written.
bool sim_package_write(const char *program, const SimFrame *frame, FILE *file);

#endif
