// The program's commands, one file each. A command gets its own name as argv[0] and returns the exit status:
// 0 done, 1 failed while running, 2 what the user gave is wrong, 130 or 143 interrupted by SIGINT or SIGTERM.
// Only this folder prints to the terminal.
#ifndef SIM_CLI_CLI_H
#define SIM_CLI_CLI_H

#include "sim/experiment/model.h"

enum { SIM_EXIT_DONE = 0, SIM_EXIT_FAILED = 1, SIM_EXIT_INPUT = 2 };

// The whole program: what main() of a model calls.
int sim_main(int argc, char **argv, const struct sim_model *model);

int sim_cli_run(int argc, char **argv, const struct sim_model *model);
int sim_cli_check(int argc, char **argv, const struct sim_model *model);
int sim_cli_explain(int argc, char **argv, const struct sim_model *model);
int sim_cli_plot(int argc, char **argv, const struct sim_model *model);
int sim_cli_schema(int argc, char **argv, const struct sim_model *model);
int sim_cli_sweep(int argc, char **argv, const struct sim_model *model);
int sim_cli_analyse(int argc, char **argv, const struct sim_model *model);
int sim_cli_calibrate(int argc, char **argv, const struct sim_model *model);
int sim_cli_merge(int argc, char **argv, const struct sim_model *model);
int sim_cli_verify(int argc, char **argv, const struct sim_model *model);

#endif
