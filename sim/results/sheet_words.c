// Tables that explain the others: measures.csv, windows.csv.
#include "sim/results/sheet.h"

static const char *words_of(enum SimAdds adds)
{
    switch (adds) {
    case SIM_ADDS_SUM: return "sum";
    case SIM_ADDS_SHARE: return "share";
    case SIM_ADDS_SNAPSHOT: return "snapshot";
    case SIM_ADDS_LEVEL: return "level";
    case SIM_ADDS_LEVEL_SHARE: return "level share";
    case SIM_ADDS_RATIO: return "ratio";
    case SIM_ADDS_QUANTILE: return "quantile";
    case SIM_ADDS_MAX: return "max";
    case SIM_ADDS_DERIVED: return "derived";
    }
    return "";
}

// Whether some measure of the block occurs in these results: a scenario without services needs no words about them.
static bool occurs(const SimMeasureBlock *block, const SimFrame *frame)
{
    for (uint32_t i = 0; i < frame->column_count; i++) {
        for (size_t k = 0; k < block->count; k++) {
            if (frame->columns[i].measure == &block->rows[k]) return true;
        }
    }
    return false;
}

void sim_sheet_measures(SimCsvWriter *csv, const SimSheetSource *source)
{
    for (size_t b = 0; b < source->model->measure_block_count; b++) {
        const SimMeasureBlock *block = source->model->measures[b];
        if (!occurs(block, source->outcome->frame)) continue;
        for (size_t i = 0; i < block->count; i++) {
            const SimMeasure *measure = &block->rows[i];
            const char *cells[] = {measure->name,   measure->unit,           measure->title, measure->definition,
                                   measure->source, words_of(measure->adds), measure->of};
            for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) sim_csv_put_text(csv, cells[k] ? cells[k] : "");
            sim_csv_end_line(csv);
        }
    }
}

// "2024-01-03T07:00:00"
static void write_moment(SimCsvWriter *csv, int64_t seconds)
{
    const SimDate date = (SimDate)(seconds / SIM_DAY_S - (seconds % SIM_DAY_S < 0));
    const int second = (int)(seconds - (int64_t)date * SIM_DAY_S);
    char day[11], moment[40];
    snprintf(moment, sizeof moment, "%sT%02d:%02d:%02d", sim_date_text(date, day), second / SIM_HOUR_S,
             second / SIM_MINUTE_S % 60, second % 60);
    sim_csv_put_text(csv, moment);
}

void sim_sheet_windows(SimCsvWriter *csv, const SimSheetSource *source)
{
    const SimOutline *outline = source->outcome->frame->outline;
    for (size_t i = 0; i < outline->window_count; i++) {
        const SimWindow *window = &outline->windows[i];
        sim_csv_put_text(csv, window->name);
        write_moment(csv, window->start);
        write_moment(csv, window->end);
        sim_csv_put_text(csv, window->in_both ? "both" : "strike");
        sim_csv_end_line(csv);
    }
}
