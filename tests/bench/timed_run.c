// timed_run NAME COMMAND...: runs the command and prints, as figures, its wall time and its peak memory. What the
// command prints to stdout goes to stderr, where the figures do not look for it.
#include "tests/bench/figure.h"

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_command(char *command[])
{
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execvp(command[0], command);
    perror(command[0]);
    _exit(127);
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
    char name[200];
    snprintf(name, sizeof name, "%s, s", argv[1]);
    print_figure(name, taken_s);
    snprintf(name, sizeof name, "%s, MiB", argv[1]);
    print_figure(name, (double)usage.ru_maxrss / 1024);  // Linux counts in KiB
    return 0;
}
