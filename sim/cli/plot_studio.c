#define _XOPEN_SOURCE 700  // realpath, mkdtemp
#include "sim/cli/plot_studio.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/cli/plot_text.h"
#include "sim/results/folder.h"

enum { PATH_SIZE = 4096 };

bool sim_plot_is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// WALKOUT_PLOTS, else the folder of the source tree, else where it was installed.
static bool find_scripts(SimPlotStudio *studio)
{
    const char *const chosen = getenv("WALKOUT_PLOTS");
    const char *const places[] = {SIM_PLOTS_SOURCE, SIM_PLOTS_INSTALLED};
    const char *found = chosen && chosen[0] ? chosen : NULL;
    for (size_t i = 0; !found && i < 2; i++) {
        if (sim_plot_is_folder(places[i])) found = places[i];
    }
    // An absolute path, because gnuplot works elsewhere; it begins with a slash, so gnuplot takes it for nothing else.
    char *absolute = found ? realpath(found, NULL) : NULL;
    const bool fits = absolute && strlen(absolute) < sizeof studio->scripts;
    if (fits) snprintf(studio->scripts, sizeof studio->scripts, "%s", absolute);
    free(absolute);
    return fits && sim_plot_is_folder(studio->scripts);
}

static bool make_private_folder(SimPlotStudio *studio)
{
    char *absolute = realpath(studio->folder, NULL);
    bool made = absolute && (size_t)snprintf(studio->hidden, sizeof studio->hidden, "%s/.plots.XXXXXX", absolute) <
                                sizeof studio->hidden;
    free(absolute);
    made = made && mkdtemp(studio->hidden) != NULL;
    if (!made) studio->hidden[0] = '\0';
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

static bool take_picture(const SimPlotStudio *studio, const char *name, const char *code, const char *ending)
{
    char from[PATH_SIZE], to[PATH_SIZE], safe[65];
    sim_plot_file_name(safe, code);
    snprintf(from, sizeof from, "%s/plot.%s", studio->hidden, ending);
    const int length =
        snprintf(to, sizeof to, "%s/plots/%s%s%s.%s", studio->folder, name, safe[0] ? "_" : "", safe, ending);
    struct stat status;
    if ((size_t)length >= sizeof to || stat(from, &status) != 0 || status.st_size == 0) return false;
    if (strcmp(ending, "svg") == 0 && !remove_titles(from)) return false;
    if (rename(from, to) != 0) return false;
    sim_folder_note(studio->folder, to + strlen(studio->folder) + 1);
    return true;
}

static enum SimPlotOutcome run_scripts(const SimPlotStudio *studio, const char *words, const char *drawing)
{
    const char *const names[] = {"common.gp", words, "svg.gp", drawing, "png.gp", drawing};
    char paths[6][PATH_SIZE];
    const char *scripts[7] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < 6; i++) {
        if (!names[i]) continue;
        snprintf(paths[count], sizeof paths[count], "%s/%s", studio->scripts, names[i]);
        scripts[count] = paths[count];
        count++;
    }
    return sim_plot_gnuplot(studio->hidden, scripts, stderr);
}

bool sim_plot_studio_open(SimPlotStudio *studio, const char *folder)
{
    char plots[PATH_SIZE];
    *studio = (SimPlotStudio){.folder = folder};
    const int length = snprintf(plots, sizeof plots, "%s/plots", folder);
    if (!find_scripts(studio)) {
        fprintf(stderr, "walkout plot: the gnuplot scripts are not where they were installed; say where with "
                        "WALKOUT_PLOTS=FOLDER\n");
        return false;
    }
    if ((size_t)length >= sizeof plots || (mkdir(plots, 0777) != 0 && errno != EEXIST) ||
        !make_private_folder(studio)) {
        fprintf(stderr, "walkout plot: cannot write into %s: %s\n", folder, strerror(errno));
        return false;
    }
    sim_plot_catch_signals();
    return true;
}

void sim_plot_studio_close(SimPlotStudio *studio)
{
    char plots[PATH_SIZE];
    remove_folder(studio->hidden, 4);
    snprintf(plots, sizeof plots, "%s/plots", studio->folder);
    if (studio->drawn == 0) rmdir(plots);  // unless it holds older pictures
}

enum SimPlotOutcome sim_plot_studio_draw(SimPlotStudio *studio, const char *name, const char *code, const char *words,
                                         const char *drawing)
{
    const enum SimPlotOutcome outcome = run_scripts(studio, words, drawing);
    if (outcome != PLOT_DRAWN) return outcome;
    if (!take_picture(studio, name, code, "svg") || !take_picture(studio, name, code, "png")) {
        fprintf(stderr, "walkout plot: gnuplot left no picture %s, or it cannot be put into %s/plots\n", name,
                studio->folder);
        return PLOT_FAILED;
    }
    studio->drawn++;
    return PLOT_DRAWN;
}

int sim_plot_studio_report(const SimPlotStudio *studio, enum SimPlotOutcome outcome)
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
    if (studio->drawn > 0)
        printf("%zu picture%s in %s/plots (SVG and PNG)\n", studio->drawn, studio->drawn > 1 ? "s" : "",
               studio->folder);
    return 0;
}
