// Tables of counts by kind: staffing.csv, cancellations.csv, waits.csv. Printed are means over replications.
#include "sim/results/sheet.h"

static const char *const LIFE_NAMES[SIM_LIVES] = {"baseline", "strike"};

static void write_staffing(SimCsvWriter *csv, const SimOutcome *outcome, const char *site, const char *world,
                           const SimBook *book)
{
    for (size_t i = 0; i < book->count; i++) {
        const SimLedgerEntry *entry = &book->entries[i];
        sim_csv_put_date(csv, entry->date);
        sim_csv_put_text(csv, book->texts[entry->key[0]]);
        sim_csv_put_text(csv, site);
        sim_csv_put_text(csv, book->texts[entry->key[1]]);
        sim_csv_put_text(csv, book->texts[entry->key[2]]);
        sim_csv_put_text(csv, world);
        for (int v = 0; v < SIM_LEDGER_VALUES; v++) sim_csv_put_number(csv, entry->value[v] / outcome->replications);
        sim_csv_end_line(csv);
    }
}

void sim_sheet_staffing(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimFrame *frame = source->outcome->frame;
    for (uint32_t detailed = 0; detailed < sim_detailed_sites(frame); detailed++) {
        const char *site = frame->sites[frame->first_detailed_site + detailed].name;
        for (enum SimLife life = SIM_BASELINE; life < SIM_LIVES; life++) {
            write_staffing(csv, source->outcome, site, LIFE_NAMES[life],
                           sim_outcome_book(source->outcome, detailed, SIM_LEDGER_STAFFING, life));
        }
    }
}

static void write_cancellations(SimCsvWriter *csv, const SimOutcome *outcome, const char *site, const char *world,
                                const SimBook *book)
{
    for (size_t i = 0; i < book->count; i++) {
        const SimLedgerEntry *entry = &book->entries[i];
        sim_csv_put_date(csv, entry->date);
        sim_csv_put_text(csv, site);
        for (int k = 0; k < SIM_LEDGER_KEYS; k++) sim_csv_put_text(csv, book->texts[entry->key[k]]);
        sim_csv_put_text(csv, world);
        sim_csv_put_number(csv, entry->value[0] / outcome->replications);
        sim_csv_end_line(csv);
    }
}

void sim_sheet_cancellations(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimOutcome *outcome = source->outcome;
    const SimFrame *frame = outcome->frame;
    for (uint32_t detailed = 0; detailed < sim_detailed_sites(frame); detailed++) {
        const char *site = frame->sites[frame->first_detailed_site + detailed].name;
        const SimBook *baseline = sim_outcome_book(outcome, detailed, SIM_LEDGER_CANCELLATIONS, SIM_BASELINE);
        const SimBook *strike = sim_outcome_book(outcome, detailed, SIM_LEDGER_CANCELLATIONS, SIM_STRIKE);
        SimBook difference = sim_book_difference(strike, baseline);
        write_cancellations(csv, outcome, site, "baseline", baseline);
        write_cancellations(csv, outcome, site, "strike", strike);
        write_cancellations(csv, outcome, site, "difference", &difference);
        sim_book_free(&difference);
    }
}

// The first column that is formed from a log of waits, or SIM_NO_COLUMN.
static uint32_t column_of_log(const SimFrame *frame, uint32_t log)
{
    for (uint32_t i = 0; i < frame->recorded_count; i++) {
        const SimColumn *column = &frame->columns[i];
        if (column->measure->adds == SIM_ADDS_QUANTILE && frame->outline->series[column->series].log == log) return i;
    }
    return SIM_NO_COLUMN;
}

static void write_bin(SimCsvWriter *csv, const SimFrame *frame, const char *site, uint32_t column, uint32_t period,
                      const char *world, uint32_t bin, double mean_count)
{
    sim_csv_put_text(csv, site);
    sim_csv_put_text(csv, frame->columns[column].measure->name);
    sim_csv_put_text(csv, frame->columns[column].of);
    sim_csv_put_text(csv, frame->periods.at[period].name);
    sim_csv_put_text(csv, world);
    if (bin + 1 < SIM_WAIT_BINS) {
        sim_csv_put_count(csv, sim_wait_bin_edge(bin));
    } else {
        sim_csv_put_text(csv, "");
    }
    sim_csv_put_number(csv, mean_count);
    sim_csv_end_line(csv);
}

// Bins that are empty in both lives have no lines.
static void write_histogram(SimCsvWriter *csv, const SimOutcome *outcome, uint32_t detailed, uint32_t column,
                            uint32_t log, uint32_t period)
{
    const SimFrame *frame = outcome->frame;
    const char *site = frame->sites[frame->first_detailed_site + detailed].name;
    const uint64_t *baseline = sim_outcome_waits(outcome, detailed, period, log, SIM_BASELINE);
    const uint64_t *strike = sim_outcome_waits(outcome, detailed, period, log, SIM_STRIKE);
    const double replications = outcome->replications;
    for (int world = 0; world < 3; world++) {
        static const char *const WORLDS[] = {"baseline", "strike", "difference"};
        for (uint32_t bin = 0; bin < SIM_WAIT_BINS; bin++) {
            if (baseline[bin] == 0 && strike[bin] == 0) continue;
            const double counts[] = {(double)baseline[bin], (double)strike[bin],
                                     (double)strike[bin] - (double)baseline[bin]};
            write_bin(csv, frame, site, column, period, WORLDS[world], bin, counts[world] / replications);
        }
    }
}

void sim_sheet_waits(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimFrame *frame = source->outcome->frame;
    for (uint32_t detailed = 0; detailed < sim_detailed_sites(frame); detailed++) {
        for (uint32_t log = 0; log < frame->log_count; log++) {
            const uint32_t column = column_of_log(frame, log);
            if (column == SIM_NO_COLUMN) continue;
            for (uint32_t period = 0; period < frame->periods.count; period++)
                write_histogram(csv, source->outcome, detailed, column, log, period);
        }
    }
}
