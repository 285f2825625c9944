// Words and numbers for pictures. All text that a user wrote passes through here before gnuplot sees it in a data file.
#ifndef SIM_CLI_PLOT_TEXT_H
#define SIM_CLI_PLOT_TEXT_H

#include "sim/engine/calendar.h"

#include <stddef.h>

enum { SIM_PLOT_TEXT = 512 };  // bytes that hold any text of at most 120 characters

// Makes text safe and fit for a picture: valid UTF-8 on one line, at most `characters` of them (the last an ellipsis if
// it was cut), without control characters, invisible marks of writing direction, tabs, double quotes and backslashes
// (gnuplot gives the last three a meaning in data files). Never empty: a blank stands for nothing.
void sim_plot_text(char to[static SIM_PLOT_TEXT], const char *from, size_t characters);
// How many characters a text has; `text` is valid UTF-8.
size_t sim_plot_text_length(const char *text);
// The same text as a part of a file name: letters, digits, _ and -; anything else is replaced by _, at most 64 of them.
void sim_plot_file_name(char to[static 65], const char *from);

// "1,204", "-12", "0.4": whole numbers from ten on, one decimal below.
const char *sim_plot_count(char to[static 32], double number);
// "3 Jan 2024"
const char *sim_plot_date(char to[static 32], SimDate date);
const char *sim_plot_month(int month);  // 1 is "Jan"

#endif
