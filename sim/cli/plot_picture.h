// What all pictures have in common: panels side by side over stretches of time, rows of panels over one another, shaded
// windows with their names on flags, words around it. Everything is written as data files into a private folder, where
// the scripts of plots/ find it; plots/README.md lists the files.
#ifndef SIM_CLI_PLOT_PICTURE_H
#define SIM_CLI_PLOT_PICTURE_H

#include "sim/cli/plot_axis.h"

enum { SIM_PLOT_PANELS = 6, SIM_PLOT_ROWS = 4 };
// Where nothing is to be drawn, a point far outside: gnuplot refuses empty files, and points that are all undefined.
#define SIM_PLOT_NOWHERE (-1e6)

typedef struct {
    double left, right;       // pixels
    double first, last;       // dates, or what the axis counts
    const SimPlotAxis *axis;  // below it; NULL: dates
    bool is_overview;         // small, beside the others, over the whole time: no flags, no daily values
} SimPlotPanel;

typedef struct {
    const SimPlotResults *results;
    const SimPlotPlace *place;
    const char *folder;
    SimPlotPanel panels[SIM_PLOT_PANELS];
    size_t panel_count;
    int row_count;
    double low[SIM_PLOT_ROWS], high[SIM_PLOT_ROWS];
    int shows[SIM_PLOT_ROWS];  // what a row shows, for scripts that can leave a row out
    bool is_one_life;          // the two lives are the same: one line is enough
    bool is_by_day;            // thick lines are single days, not means of seven
    char subtitle[SIM_PLOT_TEXT];
    char note[SIM_PLOT_TEXT];
    bool failed;  // a file could not be written
} SimPlotPicture;

// One panel from `first` to `last`.
void sim_plot_picture_whole(SimPlotPicture *picture, double first, double last);
// Panels around the windows of the strike, from so many days before each to so many after, within `first` and `last`;
// windows near each other share one, and too many of them become one long panel. True if the panels leave out so much
// of the time that an overview is of use.
bool sim_plot_picture_around_windows(SimPlotPicture *picture, double before, double after, double first, double last);
// Squeezes the panels to make room for one more, over the whole time.
void sim_plot_picture_add_overview(SimPlotPicture *picture, double first, double last);
// True if a panel other than the overview shows that date.
bool sim_plot_picture_shows(const SimPlotPicture *picture, SimDate date);

// "strike", or "strikes" if the two lives differ in several.
const char *sim_plot_strikes(const SimPlotResults *results);

// Adds a row of panels with a vertical axis over these values.
void sim_plot_picture_add_row(SimPlotPicture *picture, int shows, double low, double high, int ticks,
                              enum SimPlotNumber number);
// The same with an axis of one's own.
void sim_plot_picture_add_row_with(SimPlotPicture *picture, int shows, const SimPlotAxis *axis);

// A data file of the picture; NULL, and the picture has failed, if it cannot be made. Closing NULL does nothing.
FILE *sim_plot_picture_open(SimPlotPicture *picture, const char *name);
void sim_plot_picture_close(SimPlotPicture *picture, FILE *file);
// A number and what follows it; an unknown number is a gap.
void sim_plot_number(FILE *file, double number, char after);

// Writes the files that every picture has. False if any file of the picture failed.
bool sim_plot_picture_finish(SimPlotPicture *picture);

#endif
