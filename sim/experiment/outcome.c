#include "sim/experiment/outcome.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/engine/tally.h"
#include "sim/experiment/memory.h"

void sim_unit_free(const SimFrame *frame, SimUnit *unit)
{
    if (!unit) return;
    for (int life = 0; life < SIM_LIVES; life++) {
        // a life that never departs from the baseline shares its reduction
        if (life == SIM_BASELINE || unit->lives[life] != unit->lives[SIM_BASELINE])
            sim_reduction_free(frame, unit->lives[life]);
        for (int ledger = 0; ledger < SIM_LEDGERS; ledger++) sim_book_free(&unit->books[ledger][life]);
    }
    free(unit);
}

typedef struct {
    uint32_t bins, minutes_each;
} Stretch;

static const Stretch STRETCHES[] = {{12, 5}, {20, 15}, {18, 60}, {27, 1440}, {100, 10080}};
enum { STRETCH_COUNT = sizeof STRETCHES / sizeof *STRETCHES };

uint32_t sim_wait_bin(uint32_t minutes)
{
    uint32_t start = 0, bin = 0;
    for (int i = 0; i < STRETCH_COUNT; i++) {
        const uint32_t end = start + STRETCHES[i].bins * STRETCHES[i].minutes_each;
        if (minutes < end) return bin + (minutes - start) / STRETCHES[i].minutes_each;
        start = end;
        bin += STRETCHES[i].bins;
    }
    return SIM_WAIT_BINS - 1;
}

uint32_t sim_wait_bin_edge(uint32_t bin)
{
    uint32_t start = 0;
    for (int i = 0; i < STRETCH_COUNT; i++) {
        if (bin < STRETCHES[i].bins) return start + (bin + 1) * STRETCHES[i].minutes_each;
        start += STRETCHES[i].bins * STRETCHES[i].minutes_each;
        bin -= STRETCHES[i].bins;
    }
    return UINT32_MAX;
}

static size_t row_of(const SimOutcome *outcome, uint32_t site, uint32_t column, uint32_t period, enum SimLife life)
{
    const SimFrame *frame = outcome->frame;
    const size_t row = ((size_t)site * frame->column_count + column) * frame->periods.count + period;
    return (row * SIM_LIVES + (size_t)life) * outcome->planned;
}

static size_t day_row_of(const SimOutcome *outcome, uint32_t detailed, uint32_t kept, uint32_t day, enum SimLife life)
{
    const SimFrame *frame = outcome->frame;
    const size_t row = ((size_t)detailed * frame->kept_count + kept) * frame->days + day;
    return (row * SIM_LIVES + (size_t)life) * outcome->planned;
}

static size_t log_row_of(const SimOutcome *outcome, uint32_t detailed, uint32_t period, uint32_t log, enum SimLife life)
{
    const SimFrame *frame = outcome->frame;
    const size_t row = ((size_t)detailed * frame->periods.count + period) * frame->log_count + log;
    return row * SIM_LIVES + (size_t)life;
}

SimOutcome *sim_outcome_new(SimFrame *frame, uint32_t planned)
{
    SimOutcome *outcome = sim_zeroed(1, sizeof *outcome);
    outcome->frame = frame;
    outcome->planned = outcome->wanted = planned;
    const uint32_t detailed = sim_detailed_sites(frame);
    outcome->values = sim_zeroed(row_of(outcome, frame->site_count, 0, 0, SIM_BASELINE), sizeof *outcome->values);
    outcome->days = sim_zeroed(day_row_of(outcome, detailed, 0, 0, SIM_BASELINE), sizeof *outcome->days);
    const size_t log_rows = log_row_of(outcome, detailed, 0, 0, SIM_BASELINE);
    outcome->waits = sim_zeroed(log_rows, sizeof *outcome->waits);
    if (frame->has_numbers) outcome->numbers = sim_zeroed(log_rows, sizeof *outcome->numbers);
    outcome->sums = sim_zeroed((size_t)frame->site_count * SIM_LIVES, sizeof *outcome->sums);
    outcome->books = sim_zeroed((size_t)detailed * SIM_LEDGERS * SIM_LIVES, sizeof *outcome->books);
    return outcome;
}

static void free_logs(SimOutcome *outcome)
{
    const size_t rows = log_row_of(outcome, sim_detailed_sites(outcome->frame), 0, 0, SIM_BASELINE);
    for (size_t i = 0; i < rows; i++) free(outcome->waits[i]);
    for (size_t i = 0; outcome->numbers && i < rows; i++) free(outcome->numbers[i].shares);
    free(outcome->waits);
    free(outcome->numbers);
}

void sim_outcome_free(SimOutcome *outcome)
{
    if (!outcome) return;
    free_logs(outcome);
    for (size_t i = 0; i < (size_t)sim_detailed_sites(outcome->frame) * SIM_LEDGERS * SIM_LIVES; i++)
        sim_book_free(&outcome->books[i]);
    for (size_t i = 0; i < (size_t)outcome->frame->site_count * SIM_LIVES; i++)
        sim_reduction_free(outcome->frame, outcome->sums[i]);
    free(outcome->sums);
    free(outcome->books);
    free(outcome->values);
    free(outcome->days);
    sim_frame_free(outcome->frame);
    free(outcome);
}

const double *sim_outcome_values(const SimOutcome *outcome, uint32_t site, uint32_t column, uint32_t period,
                                 enum SimLife life)
{
    return outcome->values + row_of(outcome, site, column, period, life);
}

const double *sim_outcome_days(const SimOutcome *outcome, uint32_t detailed, uint32_t kept, uint32_t day,
                               enum SimLife life)
{
    return outcome->days + day_row_of(outcome, detailed, kept, day, life);
}

const uint64_t *sim_outcome_waits(const SimOutcome *outcome, uint32_t detailed, uint32_t period, uint32_t log,
                                  enum SimLife life)
{
    return outcome->waits[log_row_of(outcome, detailed, period, log, life)];
}

const SimNumberShares *sim_outcome_numbers(const SimOutcome *outcome, uint32_t detailed, uint32_t period, uint32_t log,
                                           enum SimLife life)
{
    assert(outcome->frame->log_scale[log] == SIM_LOG_NUMBER);
    return &outcome->numbers[log_row_of(outcome, detailed, period, log, life)];
}

SimBook *sim_outcome_book(const SimOutcome *outcome, uint32_t detailed, enum SimLedger ledger, enum SimLife life)
{
    return &outcome->books[((size_t)detailed * SIM_LEDGERS + (size_t)ledger) * SIM_LIVES + (size_t)life];
}

static SimPair value_of(const SimFrame *frame, const SimReduction *const lives[SIM_LIVES], uint32_t column,
                        uint32_t period)
{
    if (column >= frame->recorded_count) return sim_derive(frame, lives, column, period);
    return (SimPair){.in = {sim_period_value(frame, lives[SIM_BASELINE], column, period),
                            sim_period_value(frame, lives[SIM_STRIKE], column, period)}};
}

static void fold_values(SimOutcome *outcome, uint32_t site, const SimReduction *const lives[SIM_LIVES])
{
    const SimFrame *frame = outcome->frame;
    for (uint32_t column = 0; column < frame->column_count; column++) {
        for (uint32_t period = 0; period < frame->periods.count; period++) {
            const SimPair pair = value_of(frame, lives, column, period);
            for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++)
                outcome->values[row_of(outcome, site, column, period, life) + outcome->replications] = pair.in[life];
        }
    }
}

static void fold_days(SimOutcome *outcome, uint32_t detailed, const SimReduction *const lives[SIM_LIVES])
{
    const SimFrame *frame = outcome->frame;
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
        for (uint32_t kept = 0; kept < frame->kept_count; kept++) {
            for (uint32_t day = 0; day < frame->days; day++) {
                outcome->days[day_row_of(outcome, detailed, kept, day, life) + outcome->replications] =
                    sim_day_value(frame, lives[life], kept, day);
            }
        }
    }
}

// In whole minutes, of a value of a log of waits.
static uint32_t minutes_of(uint32_t value, enum SimLogScale scale)
{
    if (scale == SIM_LOG_MINUTES) return value;
    const uint64_t middle_s = (sim_tally_edge(value) + sim_tally_edge(value + 1) - 1) / 2;
    return (uint32_t)(middle_s / SIM_MINUTE_S);
}

static void fold_waits(uint64_t **waits, const SimHistogram *from, enum SimLogScale scale)
{
    if (!*waits) *waits = sim_zeroed(SIM_WAIT_BINS, sizeof **waits);
    for (size_t i = 0; i < from->used; i++)
        (*waits)[sim_wait_bin(minutes_of(from->bins[i].value, scale))] += from->bins[i].count;
}

static void make_room_for_bin(SimNumberShares *numbers, uint32_t bin)
{
    if (bin < numbers->bins) return;
    double *shares = sim_zeroed(bin + 1, sizeof *shares);
    if (numbers->bins > 0) memcpy(shares, numbers->shares, numbers->bins * sizeof *shares);
    free(numbers->shares);
    numbers->shares = shares;
    numbers->bins = bin + 1;
}

static void fold_numbers(SimNumberShares *numbers, const SimHistogram *from)
{
    make_room_for_bin(numbers, from->bins[from->used - 1].value);
    for (size_t i = 0; i < from->used; i++)
        numbers->shares[from->bins[i].value] += (double)from->bins[i].count / (double)from->total;
    numbers->replications++;
}

static void fold_logs(SimOutcome *outcome, uint32_t detailed, enum SimLife life, const SimReduction *reduction)
{
    const SimFrame *frame = outcome->frame;
    for (uint32_t period = 0; period < frame->periods.count; period++) {
        for (uint32_t log = 0; log < frame->log_count; log++) {
            const SimHistogram *from = &reduction->period_waits[(size_t)period * frame->log_count + log];
            const size_t row = log_row_of(outcome, detailed, period, log, life);
            if (from->used == 0 || sim_is_standing(frame->log_scale[log])) continue;
            if (frame->log_scale[log] == SIM_LOG_NUMBER) {
                fold_numbers(&outcome->numbers[row], from);
            } else {
                fold_waits(&outcome->waits[row], from, frame->log_scale[log]);
            }
        }
    }
}

static void fold_books(SimOutcome *outcome, uint32_t detailed, const SimUnit *unit)
{
    for (enum SimLedger ledger = SIM_LEDGER_STAFFING; ledger < SIM_LEDGERS; ledger++) {
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++)
            sim_book_add(sim_outcome_book(outcome, detailed, ledger, life), &unit->books[ledger][life]);
    }
}

static void fold_lives(SimOutcome *outcome, uint32_t site, const SimReduction *const lives[SIM_LIVES])
{
    fold_values(outcome, site, lives);
    if (site < outcome->frame->first_detailed_site) return;
    fold_days(outcome, site - outcome->frame->first_detailed_site, lives);
    for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++)
        fold_logs(outcome, site - outcome->frame->first_detailed_site, life, lives[life]);
}

// Adds a place's lives to a site of several places; the last of them completes it.
static void fold_into_sum(SimOutcome *outcome, uint32_t site, uint32_t place, const SimUnit *unit)
{
    const SimFrame *frame = outcome->frame;
    SimReduction **sums = outcome->sums + (size_t)site * SIM_LIVES;
    for (int life = 0; life < SIM_LIVES; life++) {
        if (!sums[life]) sums[life] = sim_reduction_new(frame);
        sim_reduction_add(frame, sums[life], unit->lives[life]);
    }
    if (place != frame->sites[site].places[frame->sites[site].place_count - 1]) return;
    fold_lives(outcome, site, (const SimReduction *const[SIM_LIVES]){sums[SIM_BASELINE], sums[SIM_STRIKE]});
    for (int life = 0; life < SIM_LIVES; life++) {
        sim_reduction_free(frame, sums[life]);
        sums[life] = NULL;
    }
}

static bool has_place(const SimSite *site, uint32_t place)
{
    for (uint32_t i = 0; i < site->place_count; i++) {
        if (site->places[i] == place) return true;
    }
    return false;
}

void sim_outcome_fold(SimOutcome *outcome, const SimUnit *unit)
{
    const SimFrame *frame = outcome->frame;
    const uint32_t place = outcome->next_place;
    for (uint32_t site = 0; site < frame->site_count; site++) {
        if (!has_place(&frame->sites[site], place)) continue;
        if (site >= frame->first_detailed_site) fold_books(outcome, site - frame->first_detailed_site, unit);
        if (frame->sites[site].place_count > 1) {
            fold_into_sum(outcome, site, place, unit);
        } else {
            fold_lives(outcome, site, (const SimReduction *const[SIM_LIVES]){unit->lives[0], unit->lives[1]});
        }
    }
    outcome->events += unit->events;
    outcome->next_place++;
    if (outcome->next_place == frame->outline->place_count) {
        outcome->next_place = 0;
        outcome->replications++;
    }
}
