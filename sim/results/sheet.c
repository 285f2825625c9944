#include "sim/results/sheet.h"

static const SimSheetField SUMMARY[] = {
    {"trust", "string", "code of the trust, region:NAME, or ALL; empty in all tables of a scenario without trusts"},
    {"measure", "string", "name of the measure; measures.csv defines it"},
    {"of", "string", "what it is measured of; empty for the whole trust"},
    {"unit", "string", "unit of the numbers; shares run from 0 to 1"},
    {"period", "string", "whole, strike_days, window:NAME, after:NAME:N (28-day blocks), month:YYYY-MM"},
    {"baseline", "number", "without the strike: mean over replications"},
    {"strike", "number", "with the strike: mean over replications"},
    {"difference", "number", "strike minus baseline of the same replication: mean over replications"},
    {"ci_low", "number", "lower end of the 95 % t-interval of the mean difference"},
    {"ci_high", "number", "upper end of the 95 % t-interval of the mean difference"},
    {"q05", "number", "5 % quantile of the replications' differences"},
    {"q50", "number", "median of the replications' differences"},
    {"q95", "number", "95 % quantile of the replications' differences"},
    {"replications", "integer", "replications in which both lives have a value"},
    {"pairing_gain", "number", "(var B + var S) / var D: how many times fewer replications the pairing needs"}};

static const SimSheetField DAILY[] = {{"date", "date", "the day"},
                                      {"trust", "string", "code of the trust, region:NAME, or ALL"},
                                      {"measure", "string", "name of the measure"},
                                      {"of", "string", "what it is measured of; empty for the whole trust"},
                                      {"unit", "string", "unit of the numbers"},
                                      {"world", "string", "baseline, strike or difference"},
                                      {"mean", "number", "mean over replications"},
                                      {"q05", "number", "5 % quantile of the replications"},
                                      {"q25", "number", "25 % quantile of the replications"},
                                      {"q50", "number", "median of the replications"},
                                      {"q75", "number", "75 % quantile of the replications"},
                                      {"q95", "number", "95 % quantile of the replications"}};

static const SimSheetField REPLICATIONS[] = {{"replication", "integer", "number of the replication, from 1"},
                                             {"trust", "string", "code of the trust, region:NAME, or ALL"},
                                             {"measure", "string", "name of the measure"},
                                             {"of", "string", "what it is measured of; empty for the whole trust"},
                                             {"unit", "string", "unit of the numbers"},
                                             {"period", "string", "as in summary.csv"},
                                             {"baseline", "number", "without the strike"},
                                             {"strike", "number", "with the strike"},
                                             {"difference", "number", "strike minus baseline"}};

static const SimSheetField STAFFING[] = {
    {"date", "date", "the date on which the shift starts"},
    {"shift", "string", "the shift"},
    {"trust", "string", "code of the trust, region:NAME, or ALL"},
    {"department", "string", "where the post is"},
    {"group", "string", "staff group"},
    {"world", "string", "baseline or strike"},
    {"due", "number", "due in: mean over replications"},
    {"absent", "number", "absent because of a strike: mean over replications"},
    {"covering", "number", "covering for others: mean over replications"},
    {"unfilled", "number", "posts below the cover target that nobody filled: mean over replications"}};

static const SimSheetField CANCELLATIONS[] = {{"date", "date", "the date of the slot"},
                                              {"trust", "string", "code of the trust, region:NAME, or ALL"},
                                              {"service", "string", "service or specialty"},
                                              {"priority", "string", "clinical priority"},
                                              {"kind", "string", "outpatient, inpatient, day_case or diagnostic"},
                                              {"notice", "string", "suppressed, advance, short or on_the_day"},
                                              {"world", "string", "baseline, strike or difference"},
                                              {"mean", "number", "patients: mean over replications"}};

static const SimSheetField WAITS[] = {
    {"trust", "string", "code of the trust, region:NAME, or ALL"},
    {"measure", "string", "the first measure that is formed from these waits"},
    {"of", "string", "what it is measured of; empty for the whole trust"},
    {"period", "string", "as in summary.csv; the day on which a wait ended counts"},
    {"world", "string", "baseline, strike or difference"},
    {"up_to_min", "integer", "waits shorter than this and at least the edge before; empty for the last, open bin"},
    {"mean_count", "number", "how many: mean over replications"}};

static const SimSheetField NUMBERS[] = {
    {"trust", "string", "code of the trust, region:NAME, or ALL"},
    {"measure", "string", "the first measure that is formed from these numbers"},
    {"of", "string", "what it is measured of; empty for the whole trust"},
    {"period", "string", "as in summary.csv"},
    {"world", "string", "baseline, strike or difference"},
    {"number", "integer",
     "so many; from 128 on the least of a bin, which ends at the next: the number and up to a 64th"},
    {"share", "number", "share of the time during which there were so many: mean over replications"}};

static const SimSheetField REPORTED[] = {
    {"trust", "string", "code of the trust"},
    {"name", "string", "what the earlier stretch of time is called"},
    {"first_day", "date", "its first date"},
    {"last_day", "date", "its last date"},
    {"what", "string", "the reported figure, as the scenario calls it"},
    {"measure", "string", "the measure it is compared with; measures.csv defines it"},
    {"reported", "number", "the reported figure"},
    {"window", "string",
     "the simulated window it is compared with, in the life with the strike; empty if there is none"},
    {"same_dates", "boolean",
     "whether the window has the same first and last date; if not, only figures `per` compare"},
    {"simulated", "number", "simulated on the dates of the window: mean over replications"},
    {"ci_low", "number", "lower end of the 95 % t-interval of that mean"},
    {"ci_high", "number", "upper end of the 95 % t-interval of that mean"},
    {"per", "string", "the common footing: working_day (whose midday lies in it), day (24 hours), or another figure"},
    {"reported_per", "number", "the reported figure on that footing"},
    {"simulated_per", "number", "the simulated figure on that footing: mean over replications"},
    {"per_ci_low", "number", "lower end of the 95 % t-interval of that mean"},
    {"per_ci_high", "number", "upper end of the 95 % t-interval of that mean"},
    {"source", "string", "where the reported figure comes from"}};

static const SimSheetField MEASURES[] = {
    {"name", "string", "name in the other tables"},
    {"unit", "string", "unit"},
    {"title", "string", "a few words for people"},
    {"definition", "string", "the exact rule"},
    {"source", "string", "where the definition comes from"},
    {"adds", "string",
     "how days make a period and trusts make ALL: sum, share, snapshot, level, ratio, quantile, max, derived"},
    {"of", "string", "what kinds of `of` it has"}};

static const SimSheetField WINDOWS[] = {
    {"name", "string", "name of the window"},
    {"start", "datetime", "its first second"},
    {"end", "datetime", "the second after its last"},
    {"world", "string", "strike: only with the strike; both: history, in both lives"}};

#define SHEET(file_, title_, fields_, write_)                                                                          \
    {                                                                                                                  \
        .file = file_, .title = title_, .fields = fields_, .field_count = sizeof fields_ / sizeof *fields_,            \
        .write_lines = write_                                                                                          \
    }

static bool has_numbers(const SimFrame *frame)
{
    return frame->has_numbers;
}

static bool has_reported(const SimFrame *frame)
{
    return frame->outline->reported_count > 0;
}

static const SimSheet SHEETS[] = {
    SHEET("summary.csv", "Every measure over every period", SUMMARY, sim_sheet_summary),
    SHEET("daily.csv", "Chosen measures day by day", DAILY, sim_sheet_daily),
    SHEET("replications.csv", "The values of each replication", REPLICATIONS, sim_sheet_replications),
    SHEET("staffing.csv", "Who was due, absent and covering, shift by shift", STAFFING, sim_sheet_staffing),
    SHEET("cancellations.csv", "Appointments and operations moved because of a strike", CANCELLATIONS,
          sim_sheet_cancellations),
    SHEET("waits.csv", "Histograms of waits", WAITS, sim_sheet_waits),
    {.file = "numbers.csv",
     .title = "How many there were, and for how large a share of the time",
     .fields = NUMBERS,
     .field_count = sizeof NUMBERS / sizeof *NUMBERS,
     .is_needed = has_numbers,
     .write_lines = sim_sheet_numbers},
    {.file = "last_time.csv",
     .title = "What places reported earlier, beside what is simulated",
     .fields = REPORTED,
     .field_count = sizeof REPORTED / sizeof *REPORTED,
     .is_needed = has_reported,
     .write_lines = sim_sheet_reported},
    SHEET("measures.csv", "What the measures mean", MEASURES, sim_sheet_measures),
    SHEET("windows.csv", "The marked windows of time", WINDOWS, sim_sheet_windows)};

const SimSheet *sim_sheets(size_t *count)
{
    *count = sizeof SHEETS / sizeof *SHEETS;
    return SHEETS;
}

bool sim_sheet_is_needed(const SimSheet *sheet, const SimFrame *frame)
{
    return !sheet->is_needed || sheet->is_needed(frame);
}

void sim_sheet_write(const SimSheet *sheet, const SimSheetSource *source, FILE *file)
{
    SimCsvWriter csv = {.file = file};
    for (size_t i = 0; i < sheet->field_count; i++) sim_csv_put_text(&csv, sheet->fields[i].name);
    sim_csv_end_line(&csv);
    sheet->write_lines(&csv, source);
}
