#include "sim/cli/signals.h"

#include <signal.h>
#include <unistd.h>

// The only state a signal can reach.
static atomic_int stop_wanted = SIM_GO_ON;
static volatile sig_atomic_t signal_seen;

static void on_signal(int number)
{
    if (number == SIGUSR1) {
        int expected = SIM_GO_ON;
        atomic_compare_exchange_strong(&stop_wanted, &expected, SIM_STOP_AFTER_REPLICATION);
        return;
    }
    if (signal_seen) _exit(128 + number);  // asked twice: at once, leaving unfinished files behind
    signal_seen = number;
    atomic_store(&stop_wanted, SIM_STOP_NOW);
}

const atomic_int *sim_signals_listen(void)
{
    atomic_store(&stop_wanted, SIM_GO_ON);
    signal_seen = 0;
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
    return &stop_wanted;
}

int sim_signal_seen(void)
{
    return signal_seen;
}
