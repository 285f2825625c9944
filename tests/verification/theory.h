// What theory knows, computed in other ways than by the closed forms in the scenario files: from state probabilities,
// mean-value equations, level crossings, uniformisation and quadrature. Times are in hours, rates per hour.
#ifndef TESTS_VERIFICATION_THEORY_H
#define TESTS_VERIFICATION_THEORY_H

#include <stddef.h>

// A birth-death process on 0 .. states - 1, cut where nobody is any more.
enum { STATES_MOST = 1600 };
typedef struct {
    double arrival, service, gives_up;  // rates: of arrivals, of a busy server, of somebody waiting
    int servers, states;
    double p[STATES_MOST];
} Chain;

// `room` is how many are let in, 0 for any number.
void chain_solve(Chain *chain, int servers, double arrival, double service, double gives_up, int room);
double chain_present(const Chain *chain);
double chain_waiting(const Chain *chain);
double chain_busy(const Chain *chain);
double chain_at_least(const Chain *chain, int number);
// P(wait > t) and P(time in system > t), first come first served without giving up: who finds n there waits for
// n - servers + 1 departures.
double chain_wait_over(const Chain *chain, double t);
double chain_time_over(const Chain *chain, double t);
// The t at which `over` of a chain falls to `share`.
double chain_quantile(const Chain *chain, double (*over)(const Chain *, double), double share);
// Mean wait of those who are served, by steps: whoever stands behind j others moves up at servers * service + j *
// gives_up.
double chain_wait_of_served(const Chain *chain);
// Asymptotic variance of the time average of f(n): present or waiting (Burman; VERIFICATION.md).
double chain_variance(const Chain *chain, double (*of)(const Chain *, int));
double number_present(const Chain *chain, int n);
double number_waiting(const Chain *chain, int n);

// Waits by class under non-preemptive priorities, from the mean-value equations
// W_k = W0 + sum_(i <= k) rho_i W_i + W_k sum_(i < k) rho_i.
void priority_waits(double residual, const double *loads, int classes, double *waits);

// Erlang's loss probability by its definition as a ratio of sums.
double loss(int servers, double load);

// P(S > u) of a service time, and E[S^2] = 2 integral of u P(S > u) du by quadrature.
typedef struct {
    enum { CONSTANT, GAMMA, LOGNORMAL, TWO_EXPONENTIALS } shape;
    double mean, scv;
    double first_share, first_mean, second_mean;  // of two exponentials
} Service;
double service_over(const Service *service, double u);
double service_second_moment(const Service *service);

// The number present at t without limit of servers: integral of the rate at t - u times P(S > u). The rate is a table
// of `count` values, each for `every` hours, repeating from 0.
double present_without_limit(const double *rates, size_t count, double every, const Service *service, double t);

// Batches of `size` (fixed) or geometric with mean 2 (`size` 0) to one server: mean number present, by level crossings
// service p_(n+1) = rate sum_(i <= n) p_i P(X > n - i).
double batch_present(double rate, double service, int size);

// X' = max(0, X + A - slots), A Poisson: E[X] by Spitzer's identity, and P(X + A >= slots) by iteration.
double slots_left_over(double mean, int slots);
double slots_all_used(double mean, int slots);

// A distribution over the number present that is moved on by uniformisation; in `overrun` some of the servers who ought
// to have gone still finish: rows 0 .. 5 for so many of them.
enum { PRESENT_MOST = 260, OVERRUN_MOST = 6 };
typedef struct {
    double p[OVERRUN_MOST][PRESENT_MOST];
} Numbers;
void numbers_empty(Numbers *numbers);
// The servers fall to `servers` and those who are at work beyond finish first.
void numbers_fall(Numbers *numbers, int servers);
void numbers_settle(Numbers *numbers);  // nobody overruns any more
void numbers_move(Numbers *numbers, int servers, double arrival, double service, double hours);
double numbers_mean(const Numbers *numbers);
double numbers_variance(const Numbers *numbers);
double numbers_at_least(const Numbers *numbers, int number);

#endif
