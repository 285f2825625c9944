// Tables of values: summary.csv, daily.csv, replications.csv.
#include <math.h>
#include <stdlib.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"
#include "sim/results/sheet.h"

static bool has_lines(const SimFrame *frame, uint32_t column, uint32_t period)
{
    return frame->columns[column].is_written && sim_column_has_period(frame, column, period);
}

static void write_column(SimCsvWriter *csv, const SimFrame *frame, uint32_t column)
{
    sim_csv_put_text(csv, frame->columns[column].measure->name);
    sim_csv_put_text(csv, frame->columns[column].of);
    sim_csv_put_text(csv, frame->columns[column].measure->unit);
}

static void write_summary_line(SimCsvWriter *csv, const SimOutcome *outcome, uint32_t site, uint32_t column,
                               uint32_t period, double *scratch)
{
    const SimFrame *frame = outcome->frame;
    const SimPaired paired =
        sim_paired(sim_outcome_values(outcome, site, column, period, SIM_BASELINE),
                   sim_outcome_values(outcome, site, column, period, SIM_STRIKE), outcome->replications, scratch);
    sim_csv_put_text(csv, frame->sites[site].name);
    write_column(csv, frame, column);
    sim_csv_put_text(csv, frame->periods.at[period].name);
    sim_csv_put_number(csv, paired.baseline.mean);
    sim_csv_put_number(csv, paired.strike.mean);
    sim_csv_put_number(csv, paired.difference.mean);
    sim_csv_put_number(csv, paired.difference.ci_low);
    sim_csv_put_number(csv, paired.difference.ci_high);
    sim_csv_put_number(csv, paired.difference.q05);
    sim_csv_put_number(csv, paired.difference.q50);
    sim_csv_put_number(csv, paired.difference.q95);
    sim_csv_put_count(csv, paired.count);
    sim_csv_put_number(csv, paired.pairing_gain);
    sim_csv_end_line(csv);
}

void sim_sheet_summary(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimFrame *frame = source->outcome->frame;
    double *scratch = sim_zeroed((size_t)source->outcome->replications * 4, sizeof *scratch);
    for (uint32_t site = 0; site < frame->site_count; site++) {
        for (uint32_t column = 0; column < frame->column_count; column++) {
            for (uint32_t period = 0; period < frame->periods.count; period++) {
                if (has_lines(frame, column, period))
                    write_summary_line(csv, source->outcome, site, column, period, scratch);
            }
        }
    }
    free(scratch);
}

static void write_daily_line(SimCsvWriter *csv, const SimFrame *frame, uint32_t day, uint32_t site, uint32_t column,
                             const char *world, const SimEstimate *estimate)
{
    sim_csv_put_date(csv, frame->report_first + (SimDate)day);
    sim_csv_put_text(csv, frame->sites[site].name);
    write_column(csv, frame, column);
    sim_csv_put_text(csv, world);
    sim_csv_put_number(csv, estimate->mean);
    sim_csv_put_number(csv, estimate->q05);
    sim_csv_put_number(csv, estimate->q25);
    sim_csv_put_number(csv, estimate->q50);
    sim_csv_put_number(csv, estimate->q75);
    sim_csv_put_number(csv, estimate->q95);
    sim_csv_end_line(csv);
}

static void write_day(SimCsvWriter *csv, const SimOutcome *outcome, uint32_t day, uint32_t site, double *scratch)
{
    const SimFrame *frame = outcome->frame;
    const uint32_t detailed = site - frame->first_detailed_site;
    for (uint32_t kept = 0; kept < frame->kept_count; kept++) {
        const uint32_t column = frame->kept[kept];
        if (!frame->columns[column].is_daily) continue;
        const SimPaired paired =
            sim_paired(sim_outcome_days(outcome, detailed, kept, day, SIM_BASELINE),
                       sim_outcome_days(outcome, detailed, kept, day, SIM_STRIKE), outcome->replications, scratch);
        write_daily_line(csv, frame, day, site, column, "baseline", &paired.baseline);
        write_daily_line(csv, frame, day, site, column, "strike", &paired.strike);
        write_daily_line(csv, frame, day, site, column, "difference", &paired.difference);
    }
}

void sim_sheet_daily(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimFrame *frame = source->outcome->frame;
    double *scratch = sim_zeroed((size_t)source->outcome->replications * 4, sizeof *scratch);
    for (uint32_t day = 0; day < frame->days; day++) {
        for (uint32_t site = frame->first_detailed_site; site < frame->site_count; site++)
            write_day(csv, source->outcome, day, site, scratch);
    }
    free(scratch);
}

static void write_replication_line(SimCsvWriter *csv, const SimOutcome *outcome, uint32_t replication, uint32_t site,
                                   uint32_t column, uint32_t period)
{
    const SimFrame *frame = outcome->frame;
    const double baseline = sim_outcome_values(outcome, site, column, period, SIM_BASELINE)[replication];
    const double strike = sim_outcome_values(outcome, site, column, period, SIM_STRIKE)[replication];
    sim_csv_put_count(csv, replication + 1);
    sim_csv_put_text(csv, frame->sites[site].name);
    write_column(csv, frame, column);
    sim_csv_put_text(csv, frame->periods.at[period].name);
    sim_csv_put_number(csv, baseline);
    sim_csv_put_number(csv, strike);
    sim_csv_put_number(csv, strike - baseline);
    sim_csv_end_line(csv);
}

void sim_sheet_replications(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimFrame *frame = source->outcome->frame;
    for (uint32_t replication = 0; replication < source->outcome->replications; replication++) {
        for (uint32_t site = 0; site < frame->site_count; site++) {
            for (uint32_t column = 0; column < frame->column_count; column++) {
                for (uint32_t period = 0; period < frame->periods.count; period++) {
                    if (has_lines(frame, column, period))
                        write_replication_line(csv, source->outcome, replication, site, column, period);
                }
            }
        }
    }
}
