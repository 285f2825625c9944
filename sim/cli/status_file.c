#include "sim/cli/status_file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/cli/progress.h"

static const double EVERY_S = 2;

SimStatusFile sim_status_file(const char *store, size_t rows_wanted)
{
    SimStatusFile status = {.rows_wanted = rows_wanted, .began_s = sim_clock_s()};
    snprintf(status.path, sizeof status.path, "%.4090s.status.json", store);
    return status;
}

static void write_now(const SimStatusFile *status, const char *state, double share_done, size_t rows)
{
    char temporary[4300];
    snprintf(temporary, sizeof temporary, "%s.tmp", status->path);
    FILE *to = fopen(temporary, "w");
    if (!to) return;  // nobody's results depend on it
    const double elapsed_s = sim_clock_s() - status->began_s;
    fprintf(to, "{\"state\": \"%s\", \"rows\": %zu, \"rows_wanted\": %zu, \"share_done\": %.4f, \"seconds\": %.1f",
            state, rows, status->rows_wanted, share_done, elapsed_s);
    if (share_done > 0.001) fprintf(to, ", \"seconds_left\": %.0f", elapsed_s * (1 - share_done) / share_done);
    fputs("}\n", to);
    if (fclose(to) == 0) rename(temporary, status->path);
}

void sim_status_file_write(SimStatusFile *status, const char *state, double share_done, size_t rows)
{
    const double now_s = sim_clock_s();
    if (now_s - status->last_s < EVERY_S) return;
    status->last_s = now_s;
    write_now(status, state, share_done, rows);
}

void sim_status_file_end(SimStatusFile *status, const char *state, size_t rows)
{
    write_now(status, state, strcmp(state, "done") == 0 ? 1 : (double)rows / (double)status->rows_wanted, rows);
}

void sim_make_folder_of(const char *path)
{
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    for (char *c = folder + 1; *c; c++) {
        if (*c != '/') continue;
        *c = '\0';
        mkdir(folder, 0777);
        *c = '/';
    }
}
