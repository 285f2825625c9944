// What libyaml finds wrong, in words for people who do not know YAML's grammar.
#ifndef SIM_SCENARIO_YAML_WORDS_H
#define SIM_SCENARIO_YAML_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <yaml.h>

#include "sim/scenario/fault.h"

// Reports the error a parser stopped with. `text` is what it was reading. Always returns false.
bool sim_yaml_fault(SimFaults *faults, const char *file, const yaml_parser_t *parser, const char *text, size_t length);

#endif
