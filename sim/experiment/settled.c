#include "sim/experiment/settled.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/warm_up.h"

enum { WEEK = 7 };
static const double LEAST_SHARE = 0.02, LEVEL = 0.99;

// Of one replication, or of all (`replications` of them from `first` on); NAN unless the whole week counts.
static double week_mean(const double *days, const bool *is_counted, uint32_t week, uint32_t all, uint32_t first,
                        uint32_t count)
{
    double sum = 0;
    for (uint32_t day = week * WEEK; day < (week + 1) * WEEK; day++) {
        if (!is_counted[day]) return NAN;
        for (uint32_t i = first; i < first + count; i++) sum += days[(size_t)day * all + i];
    }
    return sum / ((double)WEEK * count);
}

// Means of the weeks from..to; NAN if there are none.
static double weeks_mean(const double *weeks, uint32_t from, uint32_t to)
{
    double sum = 0, count = 0;
    for (uint32_t week = from; week < to; week++) {
        if (isnan(weeks[week])) continue;
        sum += weeks[week];
        count++;
    }
    return count > 0 ? sum / count : NAN;
}

static void fill_weeks(const double *days, const bool *is_counted, uint32_t week_count, uint32_t all, uint32_t first,
                       uint32_t count, double *weeks)
{
    for (uint32_t week = 0; week < week_count; week++)
        weeks[week] = week_mean(days, is_counted, week, all, first, count);
}

static bool is_sure(const double *differences, uint32_t count, double rest)
{
    const double mean = sim_sample_mean(differences, count), sd = sim_sample_sd(differences, count, mean);
    const double half = gsl_cdf_tdist_Pinv((1 + LEVEL) / 2, count - 1) * sd / sqrt(count);
    return fabs(mean) > half && fabs(mean) > LEAST_SHARE * fabs(rest);
}

SimSettled sim_settled(const double *days, const bool *is_counted, uint32_t day_count, uint32_t replications)
{
    const uint32_t week_count = day_count / WEEK;
    SimSettled settled = {.is_settled = true, .before = NAN, .rest = NAN};
    if (replications < SIM_SETTLED_REPLICATIONS || week_count < SIM_SETTLED_WEEKS) return settled;
    double *weeks = sim_zeroed(week_count + replications, sizeof *weeks), *differences = weeks + week_count;
    fill_weeks(days, is_counted, week_count, replications, 0, replications, weeks);
    uint32_t defined = 0;
    for (uint32_t week = 0; week < week_count; week++) defined += isnan(weeks[week]) ? 0 : 1;
    settled.is_known = defined >= SIM_SETTLED_WEEKS;
    const SimWarmUp warm_up = sim_mser(weeks, week_count, 1);
    settled.cut_weeks = (uint32_t)warm_up.cut;
    if (settled.is_known && settled.cut_weeks > 0) {
        settled.before = weeks_mean(weeks, 0, settled.cut_weeks);
        settled.rest = weeks_mean(weeks, settled.cut_weeks, week_count);
        for (uint32_t i = 0; i < replications; i++) {
            fill_weeks(days, is_counted, week_count, replications, i, 1, weeks);
            differences[i] = weeks_mean(weeks, 0, settled.cut_weeks) - weeks_mean(weeks, settled.cut_weeks, week_count);
        }
        settled.is_settled = !is_sure(differences, replications, settled.rest);
    }
    free(weeks);
    return settled;
}

// Days of the report that belong to no window of the baseline life, nor to the week after it.
static bool *counted_days(const SimFrame *frame)
{
    bool *is_counted = sim_zeroed(frame->days + 1, sizeof *is_counted);
    for (uint32_t day = 0; day < frame->days; day++) {
        is_counted[day] = true;
        for (size_t i = 0; i < frame->outline->window_count; i++) {
            const SimWindow *window = &frame->outline->windows[i];
            const int64_t date = (int64_t)frame->report_first + day;
            if (window->in_both && date >= sim_window_first_date(window) && date <= sim_window_last_date(window) + WEEK)
                is_counted[day] = false;
        }
    }
    return is_counted;
}

static bool is_looked_at(const SimColumn *column)
{
    return column->is_daily && column->kept != SIM_NO_COLUMN && column->measure->adds == SIM_ADDS_SNAPSHOT;
}

void sim_each_unsettled(const SimOutcome *outcome,
                        void (*tell)(void *context, const SimSite *site, const SimColumn *column, SimSettled settled),
                        void *context)
{
    const SimFrame *frame = outcome->frame;
    const uint32_t replications = outcome->replications;
    bool *is_counted = counted_days(frame);
    double *days = sim_zeroed((size_t)frame->days * replications + 1, sizeof *days);
    for (uint32_t site = frame->first_detailed_site; site < frame->site_count; site++) {
        for (uint32_t i = 0; i < frame->column_count; i++) {
            const SimColumn *column = &frame->columns[i];
            if (!is_looked_at(column)) continue;
            for (uint32_t day = 0; day < frame->days; day++) {
                const double *values =
                    sim_outcome_days(outcome, site - frame->first_detailed_site, column->kept, day, SIM_BASELINE);
                for (uint32_t r = 0; r < replications; r++) days[(size_t)day * replications + r] = values[r];
            }
            const SimSettled settled = sim_settled(days, is_counted, frame->days, replications);
            if (!settled.is_settled) tell(context, &frame->sites[site], column, settled);
        }
    }
    free(days);
    free(is_counted);
}
