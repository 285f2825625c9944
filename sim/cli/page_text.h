// Numbers, dates and labels as the planner's page prints them.
#ifndef SIM_CLI_PAGE_TEXT_H
#define SIM_CLI_PAGE_TEXT_H

#include <stdio.h>

#include "sim/engine/calendar.h"

enum { SIM_PLAIN_TEXT = 40, SIM_LABEL_WIDTH = 42 };

// "1,234,567.8": a number as people read it. Returns text.
const char *sim_plain_number(double value, int decimals, char text[static SIM_PLAIN_TEXT]);

// "3 January 2024". Returns text.
const char *sim_plain_date(SimDate date, char text[static SIM_PLAIN_TEXT]);

// Prints the label, on as many lines as it needs, the last one filled up with blanks. Blanks at its
// beginning (fewer than half of SIM_LABEL_WIDTH) indent all of them.
void sim_print_label(const char *label, FILE *to);

#endif
