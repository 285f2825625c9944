// last_time.csv: what places reported earlier, beside what is simulated.
#include <stdlib.h>

#include "sim/experiment/memory.h"
#include "sim/experiment/reported.h"
#include "sim/results/sheet.h"

static const char *footing_of(const SimOutline *outline, const SimReported *reported)
{
    switch (reported->footing) {
    case SIM_PER_WORKING_DAY: return "working_day";
    case SIM_PER_DAY: return "day";
    case SIM_PER_REPORTED: return outline->reported[reported->base].what;
    }
    return "";
}

static void write_interval(SimCsvWriter *csv, const SimEstimate *estimate)
{
    sim_csv_put_number(csv, estimate->mean);
    sim_csv_put_number(csv, estimate->ci_low);
    sim_csv_put_number(csv, estimate->ci_high);
}

static void write_line(SimCsvWriter *csv, const SimFrame *frame, const SimReported *reported,
                       const SimCompared *compared)
{
    sim_csv_put_text(csv, frame->outline->places[reported->place].code);
    sim_csv_put_text(csv, reported->window.name);
    sim_csv_put_date(csv, sim_window_first_date(&reported->window));
    sim_csv_put_date(csv, sim_window_last_date(&reported->window));
    sim_csv_put_text(csv, reported->what);
    sim_csv_put_text(csv, sim_reported_column(frame, reported)->measure->name);
    sim_csv_put_number(csv, reported->value);
    sim_csv_put_text(csv, compared->window ? compared->window->name : "");
    sim_csv_put_text(csv, compared->same_dates ? "true" : "false");
    write_interval(csv, &compared->simulated);
    sim_csv_put_text(csv, footing_of(frame->outline, reported));
    sim_csv_put_number(csv, compared->reported_per);
    write_interval(csv, &compared->simulated_per);
    sim_csv_put_text(csv, reported->source);
    sim_csv_end_line(csv);
}

void sim_sheet_reported(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimFrame *frame = source->outcome->frame;
    double *scratch = sim_zeroed((size_t)source->outcome->replications * 3, sizeof *scratch);
    for (size_t i = 0; i < frame->outline->reported_count; i++) {
        const SimReported *reported = &frame->outline->reported[i];
        for (size_t k = 0; k < sim_reported_windows(frame, reported); k++) {
            const SimCompared compared = sim_reported_compare(source->outcome, reported, k, scratch);
            write_line(csv, frame, reported, &compared);
        }
    }
    free(scratch);
}
