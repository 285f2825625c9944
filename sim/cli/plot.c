// `walkout plot DIR`: pictures of the results of a run, drawn by gnuplot.
#define _XOPEN_SOURCE 700  // realpath, mkdtemp
#include "sim/cli/cli.h"
#include "sim/cli/options.h"
#include "sim/cli/plot_figure.h"
#include "sim/cli/plot_gnuplot.h"
#include "sim/results/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRUSTS_MOST = 20, CHOICES_MOST = 64, FOLDER_SIZE = 4000, PATH_SIZE = 4096 };

typedef struct {
    const char *folder;              // of the results
    const char *only[CHOICES_MOST];  // codes of the trusts to draw; all if none
    size_t only_count;
    char scripts[FOLDER_SIZE];  // the folder of the scripts, absolute
    char hidden[FOLDER_SIZE];   // the private folder, within the results
    size_t drawn, skipped;
    const struct sim_model *model;
} PlotCommand;

static const char usage[] =
    "usage: walkout plot DIR [--trust CODE]...\n"
    "\n"
    "Draws the results of a run: DIR/plots/*.svg and *.png, one picture a file, for each trust\n"
    "and for all together (above 20 trusts only for all and for regions).\n"
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

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// WALKOUT_PLOTS, else the folder of the source tree, else where it was installed.
static bool find_scripts(PlotCommand *command)
{
    const char *const chosen = getenv("WALKOUT_PLOTS");
    const char *const places[] = {SIM_PLOTS_SOURCE, SIM_PLOTS_INSTALLED};
    const char *found = chosen && chosen[0] ? chosen : NULL;
    for (size_t i = 0; !found && i < 2; i++) {
        if (is_folder(places[i])) found = places[i];
    }
    // An absolute path, because gnuplot works elsewhere; it begins with a slash, so gnuplot takes it for nothing else.
    char *absolute = found ? realpath(found, NULL) : NULL;
    const bool fits = absolute && strlen(absolute) < sizeof command->scripts;
    if (fits) snprintf(command->scripts, sizeof command->scripts, "%s", absolute);
    free(absolute);
    return fits && is_folder(command->scripts);
}

static bool make_private_folder(PlotCommand *command)
{
    char *absolute = realpath(command->folder, NULL);
    bool made = absolute && (size_t)snprintf(command->hidden, sizeof command->hidden, "%s/.plots.XXXXXX", absolute) <
                                sizeof command->hidden;
    free(absolute);
    made = made && mkdtemp(command->hidden) != NULL;
    if (!made) command->hidden[0] = '\0';
    return made;
}

// Empties a folder of ours, which holds files and perhaps gnuplot's cache of fonts, and removes it.
static void remove_folder(const char *path, int depth)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        char inside[PATH_SIZE];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if ((size_t)snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name) >= sizeof inside) continue;
        if (unlink(inside) != 0 && depth > 0) remove_folder(inside, depth - 1);
    }
    if (folder) closedir(folder);
    rmdir(path);
}

// The whole text of a file of the private folder, to be freed; NULL if it cannot be read.
static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "r");
    struct stat status;
    if (!file) return NULL;
    char *text = fstat(fileno(file), &status) == 0 ? malloc((size_t)status.st_size + 1) : NULL;
    if (text) text[fread(text, 1, (size_t)status.st_size, file)] = '\0';
    fclose(file);
    return text;
}

// gnuplot gives each part of an SVG a title, which browsers show under the mouse: "gnuplot_plot_3". Takes them out.
static bool remove_titles(const char *path)
{
    char *text = read_whole(path);
    FILE *file = text ? fopen(path, "w") : NULL;
    const char *rest = text;
    for (const char *title; file && (title = strstr(rest, "<title>"));) {
        const char *end = strstr(title, "</title>");
        if (!end) break;
        fwrite(rest, 1, (size_t)(title - rest), file);
        rest = end + strlen("</title>");
    }
    bool written = file && fputs(rest, file) >= 0;
    if (file && fclose(file) != 0) written = false;
    free(text);
    return written;
}

static bool take_picture(const PlotCommand *command, const char *name, const char *code, const char *ending)
{
    char from[PATH_SIZE], to[PATH_SIZE], safe[65];
    sim_plot_file_name(safe, code);
    snprintf(from, sizeof from, "%s/plot.%s", command->hidden, ending);
    const int length =
        snprintf(to, sizeof to, "%s/plots/%s%s%s.%s", command->folder, name, safe[0] ? "_" : "", safe, ending);
    struct stat status;
    if ((size_t)length >= sizeof to || stat(from, &status) != 0 || status.st_size == 0) return false;
    if (strcmp(ending, "svg") == 0 && !remove_titles(from)) return false;
    if (rename(from, to) != 0) return false;
    sim_folder_note(command->folder, to + strlen(command->folder) + 1);
    return true;
}

static enum SimPlotOutcome run_scripts(const PlotCommand *command, const SimPlotFigure *figure)
{
    const char *const names[] = {"common.gp", figure->words, "svg.gp", figure->drawing, "png.gp", figure->drawing};
    char paths[6][PATH_SIZE];
    const char *scripts[7] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < 6; i++) {
        if (!names[i]) continue;
        snprintf(paths[count], sizeof paths[count], "%s/%s", command->scripts, names[i]);
        scripts[count] = paths[count];
        count++;
    }
    return sim_plot_gnuplot(command->hidden, scripts, stderr);
}

// One picture of one place.
static enum SimPlotOutcome draw(PlotCommand *command, const SimPlotResults *results, const SimPlotPlace *place,
                                const SimPlotFigure *figure)
{
    SimPlotPicture picture = {.results = results, .place = place, .folder = command->hidden};
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
        fprintf(stderr, "walkout plot: cannot write data files into %s: %s\n", command->hidden, strerror(errno));
        return PLOT_FAILED;
    }
    const enum SimPlotOutcome outcome = run_scripts(command, figure);
    if (outcome != PLOT_DRAWN) return outcome;
    if (!take_picture(command, figure->name, place->code, "svg") ||
        !take_picture(command, figure->name, place->code, "png")) {
        fprintf(stderr, "walkout plot: gnuplot left no picture %s, or it cannot be put into %s/plots\n", figure->name,
                command->folder);
        return PLOT_FAILED;
    }
    command->drawn++;
    return PLOT_DRAWN;
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

static int report(const PlotCommand *command, const SimPlotResults *results, enum SimPlotOutcome outcome)
{
    switch (outcome) {
    case PLOT_INTERRUPTED: return 128 + sim_plot_signal();
    case PLOT_MISSING_PROGRAM:
        fprintf(stderr, "walkout plot: gnuplot is not installed; install it, on Debian: apt-get install gnuplot-nox\n");
        return 1;
    case PLOT_FAILED:
        fprintf(stderr,
                "walkout plot: stopped; if it is gnuplot's fault: version 5.4 or later is needed, as Debian has "
                "it: apt-get install gnuplot-nox\n");
        return 1;
    case PLOT_DRAWN: break;
    }
    if (command->drawn == 0) return nothing_drawn(command, results);
    printf("%zu picture%s in %s/plots (SVG and PNG)\n", command->drawn, command->drawn > 1 ? "s" : "", command->folder);
    return 0;
}

static int plot_results(PlotCommand *command, const SimPlotResults *results)
{
    if (results->place_count == 0) return nothing_drawn(command, results);
    char plots[PATH_SIZE];
    const int length = snprintf(plots, sizeof plots, "%s/plots", command->folder);
    if (!find_scripts(command)) {
        fprintf(stderr, "walkout plot: the gnuplot scripts are not where they were installed; say where with "
                        "WALKOUT_PLOTS=FOLDER\n");
        return 1;
    }
    if ((size_t)length >= sizeof plots || (mkdir(plots, 0777) != 0 && errno != EEXIST) ||
        !make_private_folder(command)) {
        fprintf(stderr, "walkout plot: cannot write into %s: %s\n", command->folder, strerror(errno));
        return 1;
    }
    sim_plot_catch_signals();
    const enum SimPlotOutcome outcome = draw_all(command, results);
    remove_folder(command->hidden, 4);
    if (command->drawn == 0) rmdir(plots);  // unless it holds older pictures
    return report(command, results, outcome);
}

int sim_cli_plot(int argc, char **argv, const struct sim_model *model)
{
    PlotCommand command = {.model = model};
    const int early = read_arguments(&command, argc, argv);
    if (early >= 0) return early;
    if (!is_folder(command.folder)) return wrong_use("there is no results folder ", command.folder);
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
