#include "tests/verification/theory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// Birth-death processes.

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static double departure(const Chain *chain, int n)
{
    const int busy = smaller(n, chain->servers);
    return chain->service * busy + chain->gives_up * (n - busy);
}

void chain_solve(Chain *chain, int servers, double arrival, double service, double gives_up, int room)
{
    *chain = (Chain){.arrival = arrival, .service = service, .gives_up = gives_up, .servers = servers};
    chain->states = room > 0 ? room + 1 : STATES_MOST;
    double sum = chain->p[0] = 1;
    for (int n = 1; n < chain->states; n++) {
        chain->p[n] = chain->p[n - 1] * arrival / departure(chain, n);
        sum += chain->p[n];
        if (chain->p[n] < 1e3) continue;
        for (int i = 0; i <= n; i++) chain->p[i] /= 1e3;  // a long list is far from empty
        sum /= 1e3;
    }
    for (int n = 0; n < chain->states; n++) chain->p[n] /= sum;
}

double number_present(const Chain *chain, int n)
{
    (void)chain;
    return n;
}

double number_waiting(const Chain *chain, int n)
{
    return n - smaller(n, chain->servers);
}

static double mean_of(const Chain *chain, double (*of)(const Chain *, int))
{
    double sum = 0;
    for (int n = 0; n < chain->states; n++) sum += of(chain, n) * chain->p[n];
    return sum;
}

double chain_present(const Chain *chain)
{
    return mean_of(chain, number_present);
}

double chain_waiting(const Chain *chain)
{
    return mean_of(chain, number_waiting);
}

double chain_busy(const Chain *chain)
{
    return chain_present(chain) - chain_waiting(chain);
}

double chain_at_least(const Chain *chain, int number)
{
    double sum = 0;
    for (int n = chain->states - 1; n >= number; n--) sum += chain->p[n];
    return sum;
}

double chain_wait_over(const Chain *chain, double t)
{
    const double rate = chain->servers * chain->service;
    double sum = 0;
    for (int n = chain->states - 1; n >= chain->servers; n--)
        sum += chain->p[n] * gsl_cdf_gamma_Q(t, n - chain->servers + 1, 1 / rate);
    return sum;
}

// Of one server: n + 1 services.
double chain_time_over(const Chain *chain, double t)
{
    double sum = 0;
    for (int n = chain->states - 1; n >= 0; n--) sum += chain->p[n] * gsl_cdf_gamma_Q(t, n + 1, 1 / chain->service);
    return sum;
}

double chain_quantile(const Chain *chain, double (*over)(const Chain *, double), double share)
{
    double low = 0, high = 1000;
    for (int step = 0; step < 60; step++) {
        const double middle = (low + high) / 2;
        *(over(chain, middle) > share ? &low : &high) = middle;
    }
    return low;
}

double chain_wait_of_served(const Chain *chain)
{
    double served = 1, wait = 0, sum = 0, all_served = 0;
    for (int n = 0; n < chain->states; n++) {
        if (n >= chain->servers) {
            const double moves = chain->servers * chain->service + (n - chain->servers) * chain->gives_up;
            const double leaves = moves + chain->gives_up;
            wait = moves / leaves * (wait + served / leaves);
            served *= moves / leaves;
        }
        sum += chain->p[n] * wait;
        all_served += chain->p[n] * served;
    }
    return sum / all_served;
}

double chain_variance(const Chain *chain, double (*of)(const Chain *, int))
{
    const double mean = mean_of(chain, of);
    double below = 0, above = 0, sum = 0;
    double *from_below = calloc((size_t)chain->states, sizeof *from_below);
    for (int n = 0; n < chain->states; n++) from_below[n] = below += (of(chain, n) - mean) * chain->p[n];
    // From the nearer tail: the sum over all is nothing, so the sum below is what is missing above.
    for (int n = chain->states - 1; n > 0; n--) {
        above += (of(chain, n) - mean) * chain->p[n];
        const double partial = of(chain, n) > mean ? -above : from_below[n - 1];
        if (chain->p[n - 1] > 1e-280) sum += partial * partial / (chain->arrival * chain->p[n - 1]);
    }
    free(from_below);
    return 2 * sum;
}

void priority_waits(double residual, const double *loads, int classes, double *waits)
{
    double ahead = residual, before = 0;  // work of those who go first; load of classes that overtake
    for (int k = 0; k < classes; k++) {
        waits[k] = ahead / (1 - loads[k] - before);
        ahead += loads[k] * waits[k];
        before += loads[k];
    }
}

double loss(int servers, double load)
{
    double sum = 0, term = 1;  // load^k / k!, over the last
    for (int k = servers; k >= 0; k--) {
        sum += term;
        term *= k / load;
    }
    return 1 / sum;
}

// Services.

double service_over(const Service *service, double u)
{
    if (u <= 0) return 1;
    switch (service->shape) {
    case CONSTANT: return u < service->mean ? 1 : 0;
    case GAMMA: return gsl_cdf_gamma_Q(u, 1 / service->scv, service->mean * service->scv);
    case LOGNORMAL: {
        const double variance = log(1 + service->scv);
        return gsl_cdf_lognormal_Q(u, log(service->mean) - variance / 2, sqrt(variance));
    }
    case TWO_EXPONENTIALS: break;
    }
    return service->first_share * exp(-u / service->first_mean) +
           (1 - service->first_share) * exp(-u / service->second_mean);
}

static double weighted_over(double u, void *service)
{
    return 2 * u * service_over(service, u);
}

static double over_at(double u, void *service)
{
    return service_over(service, u);
}

enum { WORKSPACE = 1000 };

double service_second_moment(const Service *service)
{
    if (service->shape == CONSTANT) return service->mean * service->mean;
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(WORKSPACE);
    gsl_function f = {.function = weighted_over, .params = (void *)service};
    double sum = 0, error;
    gsl_integration_qagiu(&f, 0, 0, 1e-11, WORKSPACE, workspace, &sum, &error);
    gsl_integration_workspace_free(workspace);
    return sum;
}

static double integral_over(const Service *service, double from, double to, gsl_integration_workspace *workspace)
{
    if (service->shape == CONSTANT) return fmin(to, service->mean) - fmin(from, service->mean);
    gsl_function f = {.function = over_at, .params = (void *)service};
    double sum = 0, error;
    gsl_integration_qag(&f, from, to, 1e-15, 1e-11, WORKSPACE, GSL_INTEG_GAUSS31, workspace, &sum, &error);
    return sum;
}

double present_without_limit(const double *rates, size_t count, double every, const Service *service, double t)
{
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(WORKSPACE);
    double sum = 0;
    // Backwards from t, piece by piece, until nobody of a piece is left.
    for (int64_t piece = (int64_t)ceil(t / every) - 1;; piece--) {
        const double from = fmax(0, t - ((double)piece + 1) * every), to = t - (double)piece * every;
        const int64_t number = ((piece % (int64_t)count) + (int64_t)count) % (int64_t)count;
        sum += rates[number] * integral_over(service, from, to, workspace);
        if (service_over(service, to) < 1e-13) break;
    }
    gsl_integration_workspace_free(workspace);
    return sum;
}

// P(X > k) of a batch.
static double batch_over(int size, int k)
{
    return size > 0 ? (k < size ? 1 : 0) : pow(0.5, k);
}

double batch_present(double rate, double service, int size)
{
    enum { LEVELS = 600 };
    double p[LEVELS] = {1}, sum = 1, mean = 0;
    for (int n = 0; n + 1 < LEVELS; n++) {
        double up = 0;
        for (int i = 0; i <= n; i++) up += p[i] * batch_over(size, n - i);
        p[n + 1] = rate * up / service;
        sum += p[n + 1];
        mean += (n + 1) * p[n + 1];
    }
    return mean / sum;
}

// Slots.

// E[(S - least)+] of a Poisson number: the sum of (k - least) p_k, where k p_k = mean p_(k-1).
static double excess(double mean, int least)
{
    return mean * gsl_cdf_poisson_Q((unsigned)least - 1, mean) - least * gsl_cdf_poisson_Q((unsigned)least, mean);
}

double slots_left_over(double mean, int slots)
{
    double sum = 0;
    for (int n = 1; n <= 6000; n++) sum += excess(mean * n, slots * n) / n;
    return sum;
}

double slots_all_used(double mean, int slots)
{
    enum { LEFT = 500, COME = 60 };
    double now[LEFT] = {1}, then[LEFT];
    for (int day = 0; day < 6000; day++) {
        memset(then, 0, sizeof then);
        for (int come = 0; come < COME; come++) {
            const double chance = gsl_ran_poisson_pdf((unsigned)come, mean);
            for (int left = 0; left < LEFT; left++) {
                const int next = left + come - slots;
                then[next < 0 ? 0 : smaller(next, LEFT - 1)] += chance * now[left];
            }
        }
        memcpy(now, then, sizeof now);
    }
    double all = 0;
    for (int left = 0; left < LEFT; left++) {
        all += now[left] * (left >= slots ? 1 : gsl_cdf_poisson_Q((unsigned)(slots - left - 1), mean));
    }
    return all;
}

// Numbers present through time.

void numbers_empty(Numbers *numbers)
{
    *numbers = (Numbers){0};
    numbers->p[0][0] = 1;
}

void numbers_fall(Numbers *numbers, int servers)
{
    Numbers fallen = {0};
    for (int n = 0; n < PRESENT_MOST; n++) {
        const int working = smaller(n, servers + OVERRUN_MOST - 1);
        fallen.p[working > servers ? working - servers : 0][n] += numbers->p[0][n];
    }
    *numbers = fallen;
}

void numbers_settle(Numbers *numbers)
{
    for (int over = 1; over < OVERRUN_MOST; over++) {
        for (int n = 0; n < PRESENT_MOST; n++) {
            numbers->p[0][n] += numbers->p[over][n];
            numbers->p[over][n] = 0;
        }
    }
}

// One transition of the chain that jumps at `rate`, to itself where nothing happens.
static void jump(const Numbers *from, Numbers *to, int servers, double arrival, double service, double rate)
{
    memset(to, 0, sizeof *to);
    for (int over = 0; over < OVERRUN_MOST; over++) {
        for (int n = 0; n < PRESENT_MOST; n++) {
            const double here = from->p[over][n];
            if (!(here > 0)) continue;
            const double up = n + 1 < PRESENT_MOST ? arrival / rate : 0;
            const double down = service * (over > 0 ? servers + over : smaller(n, servers)) / rate;
            if (up > 0) to->p[over][n + 1] += up * here;
            if (down > 0) to->p[over > 0 ? over - 1 : 0][n - 1] += down * here;
            to->p[over][n] += (1 - up - down) * here;
        }
    }
}

void numbers_move(Numbers *numbers, int servers, double arrival, double service, double hours)
{
    const double rate = arrival + service * (servers + OVERRUN_MOST);
    Numbers state = *numbers, next, sum = {0};
    double weight = exp(-rate * hours), total = 0;
    for (int k = 0; total < 1 - 1e-15 && k < 500; k++) {
        for (int over = 0; over < OVERRUN_MOST; over++) {
            for (int n = 0; n < PRESENT_MOST; n++) sum.p[over][n] += weight * state.p[over][n];
        }
        total += weight;
        weight *= rate * hours / (k + 1);
        jump(&state, &next, servers, arrival, service, rate);
        state = next;
    }
    *numbers = sum;
}

static double moment(const Numbers *numbers, double about, int power)
{
    double sum = 0;
    for (int over = 0; over < OVERRUN_MOST; over++) {
        for (int n = 0; n < PRESENT_MOST; n++) sum += numbers->p[over][n] * pow(n - about, power);
    }
    return sum;
}

double numbers_mean(const Numbers *numbers)
{
    return moment(numbers, 0, 1);
}

double numbers_variance(const Numbers *numbers)
{
    return moment(numbers, numbers_mean(numbers), 2);
}

double numbers_at_least(const Numbers *numbers, int number)
{
    double sum = 0;
    for (int n = number; n < PRESENT_MOST; n++) {
        for (int over = 0; over < OVERRUN_MOST; over++) sum += numbers->p[over][n];
    }
    return sum;
}
