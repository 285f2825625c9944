// timed_run NAME COMMAND...: runs the command and prints, as figures, its wall time, its processor time on all cores
// and its peak memory. What the command prints to stdout goes to stderr, where nobody looks for figures.
#include "tests/bench/figure.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_command(char *command[])
{
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
}

static double time_s(struct timeval time)
{
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

static void print_named(const char *name, const char *what, double value)
{
    char figure[200];
    snprintf(figure, sizeof figure, "%s, %s", name, what);
    print_figure(figure, value);
}

int main(int argc, char *argv[])
{
    if (argc < 3) return 2;
    const double start_s = wall_s();
    const pid_t child = fork();
    if (child == 0) run_command(argv + 2);
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child) return 1;
    const double taken_s = wall_s() - start_s;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return 1;

    struct rusage usage;
    if (getrusage(RUSAGE_CHILDREN, &usage) != 0) return 1;
    print_named(argv[1], "s", taken_s);
    print_named(argv[1], "processor s", time_s(usage.ru_utime) + time_s(usage.ru_stime));
    print_named(argv[1], "MiB", (double)usage.ru_maxrss / 1024);  // Linux counts in KiB
    return 0;
}
