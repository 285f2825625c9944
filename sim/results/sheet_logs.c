// Tables of what is in the logs: waits.csv, numbers.csv. Printed are means over replications.
#include <math.h>

#include "sim/engine/tally.h"
#include "sim/results/sheet.h"

static const char *const WORLDS[] = {"baseline", "strike", "difference"};
enum { WORLD_COUNT = 3 };

// The first column with results that is formed from a log, or SIM_NO_COLUMN.
static uint32_t column_of_log(const SimFrame *frame, uint32_t log)
{
    for (uint32_t i = 0; i < frame->recorded_count; i++) {
        const SimColumn *column = &frame->columns[i];
        if (column->measure->adds != SIM_ADDS_QUANTILE || !column->is_written) continue;
        if (frame->outline->series[column->series].log == log) return i;
    }
    return SIM_NO_COLUMN;
}

// Where a line stands: one log of one site over one period.
typedef struct {
    const SimOutcome *outcome;
    uint32_t detailed, log, column, period;
} Place;

static bool holds_numbers(const Place *place)
{
    return place->outcome->frame->log_scale[place->log] == SIM_LOG_NUMBER;
}

static void write_place(SimCsvWriter *csv, const Place *place, const char *world)
{
    const SimFrame *frame = place->outcome->frame;
    sim_csv_put_text(csv, frame->sites[frame->first_detailed_site + place->detailed].name);
    sim_csv_put_text(csv, frame->columns[place->column].measure->name);
    sim_csv_put_text(csv, frame->columns[place->column].of);
    sim_csv_put_text(csv, frame->periods.at[place->period].name);
    sim_csv_put_text(csv, world);
}

static void write_waits_line(SimCsvWriter *csv, const Place *place, const char *world, uint32_t bin, double mean_count)
{
    write_place(csv, place, world);
    if (bin + 1 < SIM_WAIT_BINS) {
        sim_csv_put_count(csv, sim_wait_bin_edge(bin));
    } else {
        sim_csv_put_text(csv, "");
    }
    sim_csv_put_number(csv, mean_count);
    sim_csv_end_line(csv);
}

static double count_in(const uint64_t *bins, uint32_t bin)
{
    return bins ? (double)bins[bin] : 0;
}

// Bins that are empty in both lives have no lines.
static void write_waits(SimCsvWriter *csv, const Place *place)
{
    if (holds_numbers(place)) return;
    const uint64_t *baseline =
        sim_outcome_waits(place->outcome, place->detailed, place->period, place->log, SIM_BASELINE);
    const uint64_t *strike = sim_outcome_waits(place->outcome, place->detailed, place->period, place->log, SIM_STRIKE);
    for (int world = 0; world < WORLD_COUNT; world++) {
        for (uint32_t bin = 0; bin < SIM_WAIT_BINS; bin++) {
            const double without = count_in(baseline, bin), with = count_in(strike, bin);
            const double counts[WORLD_COUNT] = {without, with, with - without};
            if (without > 0 || with > 0)
                write_waits_line(csv, place, WORLDS[world], bin, counts[world] / place->outcome->replications);
        }
    }
}

// The mean share of a bin; NAN if nothing was tallied in any replication.
static double share_in(const SimNumberShares *numbers, uint32_t bin)
{
    if (numbers->replications == 0) return NAN;
    return bin < numbers->bins ? numbers->shares[bin] / numbers->replications : 0;
}

// Numbers that there never were in either life have no lines.
static void write_numbers(SimCsvWriter *csv, const Place *place)
{
    if (!holds_numbers(place)) return;
    const SimNumberShares *baseline =
        sim_outcome_numbers(place->outcome, place->detailed, place->period, place->log, SIM_BASELINE);
    const SimNumberShares *strike =
        sim_outcome_numbers(place->outcome, place->detailed, place->period, place->log, SIM_STRIKE);
    const uint32_t bins = baseline->bins > strike->bins ? baseline->bins : strike->bins;
    for (int world = 0; world < WORLD_COUNT; world++) {
        for (uint32_t bin = 0; bin < bins; bin++) {
            const double without = share_in(baseline, bin), with = share_in(strike, bin);
            const double shares[WORLD_COUNT] = {without, with, with - without};
            if (!(without > 0) && !(with > 0)) continue;
            write_place(csv, place, WORLDS[world]);
            sim_csv_put_count(csv, sim_tally_edge(bin));
            sim_csv_put_number(csv, shares[world]);
            sim_csv_end_line(csv);
        }
    }
}

// Calls `write` for every log of which something is formed.
static void for_each_log(SimCsvWriter *csv, const SimOutcome *outcome,
                         void (*write)(SimCsvWriter *csv, const Place *place))
{
    const SimFrame *frame = outcome->frame;
    for (uint32_t detailed = 0; detailed < sim_detailed_sites(frame); detailed++) {
        for (uint32_t log = 0; log < frame->log_count; log++) {
            Place place = {.outcome = outcome, .detailed = detailed, .log = log, .column = column_of_log(frame, log)};
            if (place.column == SIM_NO_COLUMN) continue;
            for (; place.period < frame->periods.count; place.period++) write(csv, &place);
        }
    }
}

void sim_sheet_waits(SimCsvWriter *csv, const SimSheetSource *source)
{
    for_each_log(csv, source->outcome, write_waits);
}

void sim_sheet_numbers(SimCsvWriter *csv, const SimSheetSource *source)
{
    for_each_log(csv, source->outcome, write_numbers);
}
