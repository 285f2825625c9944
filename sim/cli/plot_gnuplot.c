#define _GNU_SOURCE  // posix_spawn_file_actions_addchdir_np, prlimit
#include "sim/cli/plot_gnuplot.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMEOUT_S = 60, PROCESSOR_S = 45, FILE_BYTES = 64 << 20, SCRIPTS_MAX = 15 };

static volatile sig_atomic_t signal_caught;  // the one global: a signal handler has no other way to speak

static void on_signal(int number)
{
    signal_caught = number;
}

void sim_plot_catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int sim_plot_signal(void)
{
    return signal_caught;
}

// Starts it stopped short of nothing: limits are set from outside right after. Returns errno.
static int start(pid_t *child, const char *folder, const char *const scripts[])
{
    char home[4096];
    snprintf(home, sizeof home, "HOME=%s", folder);
    char *const environment[] = {home, "PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", NULL};
    const char *arguments[SCRIPTS_MAX + 3] = {"gnuplot", "-d"};
    for (size_t i = 0; i < SCRIPTS_MAX && scripts[i]; i++) arguments[i + 2] = scripts[i];
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return ENOMEM;
    int reason = posix_spawn_file_actions_addchdir_np(&actions, folder);
    if (!reason) reason = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (!reason) {
        reason = posix_spawn_file_actions_addopen(&actions, 1, "gnuplot.log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    }
    if (!reason) reason = posix_spawn_file_actions_adddup2(&actions, 1, 2);
    // The list of arguments is not written to, whatever its type says.
    if (!reason) reason = posix_spawnp(child, "gnuplot", &actions, NULL, (char *const *)(void *)arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    return reason;
}

static void limit(pid_t child, __rlimit_resource_t resource, rlim_t most)
{
    const struct rlimit both = {.rlim_cur = most, .rlim_max = most};
    prlimit(child, resource, &both, NULL);  // a child that has already ended needs none
}

// Waits for the child's end, or ends it. False if it did not end by itself in time.
static bool wait_for(pid_t child, int *status)
{
    const struct timespec pause = {.tv_nsec = 5 * 1000 * 1000};
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const time_t until = now.tv_sec + TIMEOUT_S;
    for (;;) {
        const pid_t ended = waitpid(child, status, WNOHANG);
        if (ended == child) return true;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if ((ended < 0 && errno != EINTR) || signal_caught || now.tv_sec > until) break;
        nanosleep(&pause, NULL);
    }
    kill(child, SIGKILL);
    while (waitpid(child, status, 0) < 0 && errno == EINTR) continue;
    return false;
}

// The first lines of what gnuplot wrote, without anything a terminal would obey.
static void print_log(const char *folder, FILE *notes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/gnuplot.log", folder);
    FILE *log = fopen(path, "r");
    if (!log) return;
    int byte;
    for (int lines = 0, bytes = 0; lines < 12 && bytes < 2000 && (byte = getc(log)) != EOF; bytes++) {
        lines += byte == '\n';
        fputc(byte == '\n' || (byte < 0x80 && isprint(byte)) ? byte : '?', notes);
    }
    fclose(log);
}

enum SimPlotOutcome sim_plot_gnuplot(const char *folder, const char *const scripts[], FILE *notes)
{
    pid_t child;
    const int reason = start(&child, folder, scripts);
    if (reason == ENOENT) return PLOT_MISSING_PROGRAM;
    if (reason) {
        fprintf(notes, "gnuplot cannot be started: %s\n", strerror(reason));
        return PLOT_FAILED;
    }
    limit(child, RLIMIT_CPU, PROCESSOR_S);
    limit(child, RLIMIT_FSIZE, FILE_BYTES);
    limit(child, RLIMIT_CORE, 0);
    int status = 0;
    const bool ended = wait_for(child, &status);
    if (signal_caught) return PLOT_INTERRUPTED;
    if (ended && WIFEXITED(status) && WEXITSTATUS(status) == 0) return PLOT_DRAWN;
    // Where the program is missing, some systems say so only through the child's exit status.
    if (ended && WIFEXITED(status) && WEXITSTATUS(status) == 127) return PLOT_MISSING_PROGRAM;
    if (!ended) fprintf(notes, "gnuplot took more than %d seconds and was stopped\n", TIMEOUT_S);
    print_log(folder, notes);
    return PLOT_FAILED;
}
