#include "sim/cli/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

double sim_clock_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

SimProgress sim_progress_begin(void)
{
    const double now_s = sim_clock_s();
    return (SimProgress){.is_shown = isatty(STDERR_FILENO), .began_s = now_s, .last_s = now_s};
}

// "40 s", "12 min", "3 h 20 min"
static void write_left(double seconds, char *text, size_t size)
{
    if (seconds < 99) {
        snprintf(text, size, "%.0f s", seconds);
    } else if (seconds < 99 * 60) {
        snprintf(text, size, "%.0f min", seconds / 60);
    } else if (seconds < 1e7) {
        const int minutes = (int)(seconds / 60);
        snprintf(text, size, "%d h %d min", minutes / 60, minutes % 60);
    } else {
        snprintf(text, size, "months");
    }
}

void sim_progress_show(void *context, double share_done)
{
    SimProgress *progress = context;
    const double now_s = sim_clock_s();
    if (!progress->is_shown || now_s - progress->last_s < 0.5) return;
    progress->last_s = now_s;
    char left[40] = "?";
    if (share_done > 0.001) write_left((now_s - progress->began_s) * (1 - share_done) / share_done, left, sizeof left);
    fprintf(stderr, "\r\033[K%3.0f %% simulated, %s left", 100 * share_done, left);
    fflush(stderr);
}

void sim_progress_end(SimProgress *progress)
{
    if (progress->is_shown) fputs("\r\033[K", stderr);
    progress->is_shown = false;
}
