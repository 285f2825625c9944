// `walkout plot DIR`: pictures of the results of a run, drawn by gnuplot.
#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/cli/plot_figure.h"
#include "sim/cli/plot_studio.h"
#include "sim/cli/plot_sweep.h"

#include <errno.h>
#include <string.h>

enum { TRUSTS_MOST = 20, CHOICES_MOST = 64 };

typedef struct {
    const char *folder;              // of the results
    const char *only[CHOICES_MOST];  // codes of the trusts to draw; all if none
    size_t only_count;
    size_t skipped;
    SimPlotStudio studio;
    const struct sim_model *model;
} PlotCommand;

static const char usage[] =
    "usage: walkout plot DIR [--trust CODE]...\n"
    "\n"
    "Draws the results of a run: DIR/plots/*.svg and *.png, one picture a file, for each trust\n"
    "and for all together (above 20 trusts only for all and for regions).\n"
    "Of a sweep, of the folder that `analyse` wrote, for all together: the difference that the\n"
    "strike makes at each value of what varies, and which factors matter.\n"
    "\n"
    "  --trust CODE   only this trust (or ALL, or region:NAME); can be given again\n"
    "\n"
    "Needs gnuplot. WALKOUT_PLOTS names another folder of scripts.\n";

// Exit status of wrong use, after saying what is wrong. What a user wrote is shown without control characters.
static int wrong_use(const char *what, const char *argument)
{
    char shown[SIM_PLOT_TEXT];
    sim_plot_text(shown, argument, 100);
    fprintf(stderr, "walkout plot: %s%s\n", what, shown);
    return 2;
}

// Returns -1 to go on, else an exit status.
static int read_arguments(PlotCommand *command, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (sim_asks_for_help(argv[i])) {
            fputs(usage, stdout);
            return 0;
        }
        if (strcmp(argv[i], "--trust") == 0) {
            if (i + 1 == argc || command->only_count == CHOICES_MOST) {
                return wrong_use("write the code of one trust after --trust, at most 64 times", "");
            }
            command->only[command->only_count++] = argv[++i];
        } else if (argv[i][0] == '-') {
            return wrong_use("there is no option ", argv[i]);
        } else if (command->folder) {
            return wrong_use("draws one results folder at a time; one too many: ", argv[i]);
        } else {
            command->folder = argv[i];
        }
    }
    if (command->folder) return -1;
    fputs(usage, stderr);
    return 2;
}

// One picture of one place.
static enum SimPlotOutcome draw(PlotCommand *command, const SimPlotResults *results, const SimPlotPlace *place,
                                const SimPlotFigure *figure)
{
    SimPlotPicture picture = {.results = results, .place = place, .folder = command->studio.hidden};
    char safe[65];
    sim_plot_file_name(safe, place->code);
    const char *reason = figure->prepare(&picture);
    if (reason) {
        if (*reason)
            fprintf(stderr, "walkout plot: no picture %s%s%s: %s\n", figure->name, safe[0] ? " of " : "", safe, reason);
        command->skipped++;
        return PLOT_DRAWN;
    }
    if (!sim_plot_picture_finish(&picture)) {
        fprintf(stderr, "walkout plot: cannot write data files into %s: %s\n", command->studio.hidden, strerror(errno));
        return PLOT_FAILED;
    }
    return sim_plot_studio_draw(&command->studio, figure->name, place->code, figure->words, figure->drawing);
}

static bool is_wanted(const PlotCommand *command, const SimPlotPlace *place, size_t trusts)
{
    for (size_t i = 0; i < command->only_count; i++) {
        if (strcmp(command->only[i], place->code) == 0) return true;
    }
    if (command->only_count > 0) return false;
    if (strcmp(place->code, "ALL") == 0) return true;
    return place->is_total == (trusts > TRUSTS_MOST);  // regions instead of very many trusts
}

static enum SimPlotOutcome draw_all(PlotCommand *command, const SimPlotResults *results)
{
    size_t trusts = 0;
    for (size_t i = 0; i < results->place_count; i++) trusts += !results->places[i].is_total;
    for (size_t i = 0; i < results->place_count; i++) {
        if (!is_wanted(command, &results->places[i], trusts)) continue;
        for (size_t k = 0; k < command->model->figure_count; k++) {
            const enum SimPlotOutcome outcome =
                draw(command, results, &results->places[i], &command->model->figures[k]);
            if (outcome != PLOT_DRAWN) return outcome;
        }
    }
    return PLOT_DRAWN;
}

// Results may be whole and yet have nothing that a picture shows. That is no failure; tables that cannot be read are,
// and so is a trust that is not there.
static int nothing_drawn(const PlotCommand *command, const SimPlotResults *results)
{
    const bool is_wanted_there = command->skipped > 0 || command->only_count == 0;
    if (results->faults > 0 || !is_wanted_there) {
        fprintf(stderr, "walkout plot: nothing was drawn\n");
        return 1;
    }
    if (results->dated_rows == 0) {
        printf(
            "No pictures: %s has no results by date; write `results: {daily: on}` in the scenario and run it again\n",
            command->folder);
        return 0;
    }
    printf("No pictures: %s has nothing day by day that one of them shows\n", command->folder);
    return 0;
}

static int plot_results(PlotCommand *command, const SimPlotResults *results)
{
    if (results->place_count == 0) return nothing_drawn(command, results);
    if (!sim_plot_studio_open(&command->studio, command->folder)) return 1;
    const enum SimPlotOutcome outcome = draw_all(command, results);
    sim_plot_studio_close(&command->studio);
    if (outcome == PLOT_DRAWN && command->studio.drawn == 0) return nothing_drawn(command, results);
    return sim_plot_studio_report(&command->studio, outcome);
}

int sim_cli_plot(int argc, char **argv, const struct sim_model *model)
{
    PlotCommand command = {.model = model};
    const int early = read_arguments(&command, argc, argv);
    if (early >= 0) return early;
    if (!sim_plot_is_folder(command.folder)) return wrong_use("there is no results folder ", command.folder);
    if (sim_plot_is_of_sweep(command.folder))
        return sim_plot_sweep(model, command.folder, command.only, command.only_count);
    SimPlotResults results;
    sim_plot_results_read(&results, command.folder, stderr);
    int status;
    if (results.tables == 0) {
        status = wrong_use("not a results folder (no run.json and none of a run's tables): ", command.folder);
    } else {
        status = plot_results(&command, &results);
    }
    sim_plot_results_free(&results);
    return status;
}
