#include "sim/experiment/farm.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "sim/experiment/memory.h"

enum { MEANWHILE_NS = 200000000, SECOND_NS = 1000000000 };

typedef struct {
    const SimFarm *farm;
    pthread_mutex_t lock;  // guards all that follows
    pthread_cond_t changed;
    size_t next_unit;
    bool is_over;
    uint32_t working;  // threads
} Yard;

static bool take_unit(Yard *yard, size_t *unit)
{
    const SimFarm *farm = yard->farm;
    pthread_mutex_lock(&yard->lock);
    const bool is_left = !yard->is_over && yard->next_unit < farm->unit_count;
    *unit = yard->next_unit;
    const bool begins = is_left && (!farm->may_begin || farm->may_begin(farm->context, unit));
    if (begins) yard->next_unit++;
    pthread_mutex_unlock(&yard->lock);
    return begins;
}

static void leave(Yard *yard)
{
    pthread_mutex_lock(&yard->lock);
    yard->working--;
    pthread_cond_signal(&yard->changed);
    pthread_mutex_unlock(&yard->lock);
}

static void end_it(Yard *yard)
{
    pthread_mutex_lock(&yard->lock);
    yard->is_over = true;
    pthread_mutex_unlock(&yard->lock);
}

static void *work(void *context)
{
    Yard *yard = context;
    size_t unit;
    while (take_unit(yard, &unit)) {
        if (!yard->farm->work(yard->farm->context, unit)) end_it(yard);
    }
    leave(yard);
    return NULL;
}

static void wait_for_workers(Yard *yard)
{
    pthread_mutex_lock(&yard->lock);
    while (yard->working > 0) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += MEANWHILE_NS;
        if (until.tv_nsec >= SECOND_NS) {
            until.tv_nsec -= SECOND_NS;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&yard->changed, &yard->lock, &until);
        pthread_mutex_unlock(&yard->lock);
        if (yard->farm->meanwhile) yard->farm->meanwhile(yard->farm->context);
        pthread_mutex_lock(&yard->lock);
    }
    pthread_mutex_unlock(&yard->lock);
}

// Returns how many threads were started.
static uint32_t start_workers(Yard *yard, pthread_t *threads, uint32_t wanted)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    uint32_t started = 0;
    pthread_mutex_lock(&yard->lock);
    while (started < wanted && pthread_create(&threads[started], NULL, work, yard) == 0) started++;
    yard->working = started;
    pthread_mutex_unlock(&yard->lock);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

bool sim_farm(const SimFarm *farm)
{
    Yard yard = {.farm = farm};
    const size_t useful = farm->unit_count < farm->threads ? farm->unit_count : farm->threads;
    if (useful == 0) return true;
    pthread_t *threads = sim_zeroed(useful, sizeof *threads);
    pthread_mutex_init(&yard.lock, NULL);
    pthread_cond_init(&yard.changed, NULL);
    const uint32_t started = start_workers(&yard, threads, (uint32_t)useful);
    wait_for_workers(&yard);
    for (uint32_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    pthread_cond_destroy(&yard.changed);
    pthread_mutex_destroy(&yard.lock);
    free(threads);
    return started > 0;
}
