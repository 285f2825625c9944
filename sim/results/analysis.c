#include "sim/results/analysis.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/estimate.h"
#include "sim/experiment/memory.h"
#include "sim/experiment/multiple.h"
#include "sim/experiment/order_interval.h"
#include "sim/experiment/sensitivity.h"
#include "sim/results/csv.h"

enum { TABLES = 5 };

static const char *const NAMES[TABLES] = {"points.csv", "estimates.csv", "comparisons.csv", "sensitivity.csv",
                                          "quantiles.csv"};
enum Table { TABLE_POINTS, TABLE_ESTIMATES, TABLE_COMPARISONS, TABLE_SENSITIVITY, TABLE_QUANTILES };

typedef struct {
    const SimStored *stored;
    SimAnalysis analysis;
    SimCsvWriter csv[TABLES];
    const SimStoredSite *site;  // in hand
    double *values;             // of the site
    uint32_t *counts;           // of each point: replications that are there
} Writer;

static void put_texts(SimCsvWriter *csv, const char *const texts[], size_t count)
{
    for (size_t i = 0; i < count; i++) sim_csv_put_text(csv, texts[i]);
}

static void put_measure(const Writer *writer, SimCsvWriter *csv, size_t measure)
{
    const SimStoredMeasure *of = &writer->stored->measures[measure];
    const char *const texts[] = {writer->site->name, of->measure, of->of, of->unit, of->period};
    put_texts(csv, texts, 5);
}

static const double *series(const Writer *writer, size_t measure, enum SimLife life, size_t point)
{
    return &writer->values[sim_stored_at(writer->stored, measure, life, point, 0)];
}

static void put_interval(SimCsvWriter *csv, SimInterval interval)
{
    sim_csv_put_number(csv, interval.value);
    sim_csv_put_number(csv, interval.low);
    sim_csv_put_number(csv, interval.high);
}

// Points

static void write_points(Writer *writer)
{
    const SimStored *stored = writer->stored;
    SimCsvWriter *csv = &writer->csv[TABLE_POINTS];
    sim_csv_put_text(csv, "point");
    for (size_t i = 0; i < stored->factor_count; i++) sim_csv_put_text(csv, stored->factors[i]);
    sim_csv_end_line(csv);
    for (size_t point = 0; point < stored->point_count; point++) {
        sim_csv_put_count(csv, point + 1);
        for (size_t i = 0; i < stored->factor_count; i++)
            sim_csv_put_text(csv, stored->texts[point * stored->factor_count + i]);
        sim_csv_end_line(csv);
    }
}

// Estimates

static void write_estimates(const Writer *writer, size_t measure, size_t point)
{
    SimCsvWriter *csv = (SimCsvWriter *)&writer->csv[TABLE_ESTIMATES];
    const uint32_t replications = writer->stored->replications;
    double *scratch = sim_zeroed(4 * (size_t)replications, sizeof *scratch);
    const SimPaired paired = sim_paired(series(writer, measure, SIM_BASELINE, point),
                                        series(writer, measure, SIM_STRIKE, point), replications, scratch);
    free(scratch);
    const SimEstimate *difference = &paired.difference;
    const double numbers[] = {paired.baseline.mean, paired.strike.mean, difference->mean, difference->ci_low,
                              difference->ci_high,  difference->q05,    difference->q50,  difference->q95};
    sim_csv_put_count(csv, point + 1);
    put_measure(writer, csv, measure);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sim_csv_put_number(csv, numbers[i]);
    sim_csv_put_count(csv, paired.count);
    sim_csv_put_number(csv, paired.pairing_gain);
    sim_csv_end_line(csv);
}

// Quantiles of the difference over the replications, each between two of the values that there are.

static void write_quantile(const Writer *writer, size_t measure, size_t point, double quantile, const double *sorted,
                           uint32_t count)
{
    SimCsvWriter *csv = (SimCsvWriter *)&writer->csv[TABLE_QUANTILES];
    const SimRanks ranks = sim_order_ranks(count, quantile, 0.95);
    sim_csv_put_count(csv, point + 1);
    put_measure(writer, csv, measure);
    sim_csv_put_number(csv, quantile);
    sim_csv_put_number(csv, sim_sample_quantile(sorted, count, quantile));
    sim_csv_put_number(csv, ranks.is_available ? sorted[ranks.low - 1] : NAN);
    sim_csv_put_number(csv, ranks.is_available ? sorted[ranks.high - 1] : NAN);
    sim_csv_put_number(csv, ranks.is_available ? ranks.coverage : NAN);
    sim_csv_put_count(csv, count);
    sim_csv_put_count(csv, sim_order_fewest(quantile, 0.95));
    sim_csv_end_line(csv);
}

static void write_quantiles(const Writer *writer, size_t measure, size_t point)
{
    static const double quantiles[] = {0.05, 0.5, 0.95};
    const uint32_t replications = writer->stored->replications;
    const double *baseline = series(writer, measure, SIM_BASELINE, point);
    const double *strike = series(writer, measure, SIM_STRIKE, point);
    double *defined = sim_zeroed(replications, sizeof *defined);
    for (uint32_t i = 0; i < replications; i++) defined[i] = strike[i] - baseline[i];
    const uint32_t count = (uint32_t)sim_defined(defined, replications, defined);
    sim_sort_sample(defined, count);
    for (size_t i = 0; count > 0 && i < sizeof quantiles / sizeof *quantiles; i++)
        write_quantile(writer, measure, point, quantiles[i], defined, count);
    free(defined);
}

// Comparisons

static void write_comparison(const Writer *writer, size_t measure, size_t point, const double *differences,
                             const SimComparison *comparison)
{
    SimCsvWriter *csv = (SimCsvWriter *)&writer->csv[TABLE_COMPARISONS];
    const uint32_t replications = writer->stored->replications;
    double *scratch = sim_zeroed(replications + 1, sizeof *scratch),
           *defined = sim_zeroed(replications + 1, sizeof *defined);
    const size_t count = sim_defined(differences, replications, defined);
    const SimEstimate estimate = sim_estimate(defined, count, scratch);
    sim_csv_put_count(csv, point + 1);
    sim_csv_put_count(csv, writer->analysis.reference + 1);
    put_measure(writer, csv, measure);
    sim_csv_put_number(csv, estimate.mean);
    sim_csv_put_number(csv, estimate.ci_low);
    sim_csv_put_number(csv, estimate.ci_high);
    sim_csv_put_count(csv, comparison->count);
    sim_csv_put_number(csv, comparison->p);
    sim_csv_put_number(csv, comparison->holm);
    sim_csv_put_text(csv, isnan(comparison->holm) ? "" : comparison->is_different ? "yes" : "no");
    sim_csv_end_line(csv);
    free(scratch);
    free(defined);
}

static void write_comparisons(const Writer *writer, size_t measure)
{
    const SimStored *stored = writer->stored;
    const size_t points = stored->point_count, reference = writer->analysis.reference;
    const uint32_t replications = stored->replications;
    if (points < 2) return;
    double *differences = sim_zeroed((points - 1) * replications, sizeof *differences);
    SimComparison *results = sim_zeroed(points - 1, sizeof *results);
    const double *to = series(writer, measure, SIM_STRIKE, reference);
    for (size_t point = 0, row = 0; point < points; point++) {
        if (point == reference) continue;
        const double *of = series(writer, measure, SIM_STRIKE, point);
        for (uint32_t i = 0; i < replications; i++) differences[row * replications + i] = of[i] - to[i];
        row++;
    }
    sim_compare_many(differences, points - 1, replications, writer->analysis.level, results);
    for (size_t point = 0, row = 0; point < points; point++) {
        if (point == reference) continue;
        if (writer->counts[point] > 0)
            write_comparison(writer, measure, point, &differences[row * replications], &results[row]);
        row++;
    }
    free(differences);
    free(results);
}

// Sensitivity

// What is explained: the difference that the strike makes, or the strike life by itself.
enum Output { OUTPUT_DIFFERENCE, OUTPUT_STRIKE, OUTPUTS };
static const char *const OUTPUT_WORDS[OUTPUTS] = {"difference", "strike"};

typedef struct {
    const Writer *writer;
    size_t measure;
    enum Output output;
    double *means;  // of each point over its replications
    SimNoise noise;
} Output;

static Output output_of(const Writer *writer, size_t measure, enum Output kind)
{
    const SimStored *stored = writer->stored;
    const uint32_t replications = stored->replications;
    double *values = sim_zeroed(stored->point_count * replications + 1, sizeof *values);
    Output output = {.writer = writer, .measure = measure, .output = kind};
    output.means = sim_zeroed(stored->point_count, sizeof *output.means);
    for (size_t point = 0; point < stored->point_count; point++) {
        const double *baseline = series(writer, measure, SIM_BASELINE, point);
        const double *strike = series(writer, measure, SIM_STRIKE, point);
        double sum = 0, count = 0;
        for (uint32_t i = 0; i < replications; i++) {
            const double value = kind == OUTPUT_STRIKE ? strike[i] : strike[i] - baseline[i];
            values[point * replications + i] = value;
            if (isnan(value)) continue;
            sum += value;
            count++;
        }
        output.means[point] = count > 0 ? sum / count : NAN;
    }
    output.noise = sim_replication_noise(values, stored->point_count, replications);
    free(values);
    return output;
}

// `other`: the factor with which it is paired; "" if none.
static void write_paired_index(const Output *output, const char *method, size_t factor, const char *other,
                               const char *statistic, SimInterval interval)
{
    SimCsvWriter *csv = (SimCsvWriter *)&output->writer->csv[TABLE_SENSITIVITY];
    sim_csv_put_text(csv, method);
    sim_csv_put_text(csv, output->writer->stored->factors[factor]);
    sim_csv_put_text(csv, other);
    put_measure(output->writer, csv, output->measure);
    sim_csv_put_text(csv, OUTPUT_WORDS[output->output]);
    sim_csv_put_text(csv, statistic);
    put_interval(csv, interval);
    sim_csv_put_number(csv, output->noise.share);
    sim_csv_end_line(csv);
}

static void write_index(const Output *output, const char *method, size_t factor, const char *statistic,
                        SimInterval interval)
{
    write_paired_index(output, method, factor, "", statistic, interval);
}

static SimInterval just(double value)
{
    return (SimInterval){value, NAN, NAN};
}

static void write_swings(const Output *output)
{
    const SimStored *stored = output->writer->stored;
    SimSwing *swings = sim_zeroed(stored->factor_count, sizeof *swings);
    sim_swings(stored->design, output->means, swings);
    for (size_t i = 0; i < stored->factor_count; i++) {
        const size_t factor = swings[i].factor;
        write_index(output, "one_at_a_time", factor, "base", just(swings[i].base));
        write_index(output, "one_at_a_time", factor, "at_low", just(swings[i].at_low));
        write_index(output, "one_at_a_time", factor, "at_high", just(swings[i].at_high));
        write_index(output, "one_at_a_time", factor, "swing", just(swings[i].swing));
    }
    free(swings);
}

static const SimBootstrap BOOTSTRAP = {.resamples = SIM_RESAMPLES, .seed = 1};

static void write_morris(const Output *output)
{
    const SimStored *stored = output->writer->stored;
    SimMorris *effects = sim_zeroed(stored->factor_count, sizeof *effects);
    sim_morris(stored->design, output->means, BOOTSTRAP, effects);
    for (size_t i = 0; i < stored->factor_count; i++) {
        write_index(output, "morris", i, "mu", effects[i].mu);
        write_index(output, "morris", i, "mu_star", effects[i].mu_star);
        write_index(output, "morris", i, "sigma", effects[i].sigma);
    }
    free(effects);
}

static void write_pairs(const Output *output)
{
    const SimStored *stored = output->writer->stored;
    const size_t factors = stored->factor_count;
    SimInterval *pairs = sim_zeroed(factors * factors, sizeof *pairs);
    sim_sobol_pairs(stored->design, output->means, BOOTSTRAP, pairs);
    for (size_t i = 0; i < factors; i++) {
        for (size_t k = i + 1; k < factors; k++)
            write_paired_index(output, "saltelli", i, stored->factors[k], "second", pairs[i * factors + k]);
    }
    free(pairs);
}

static void write_shares(const Output *output)
{
    const SimStored *stored = output->writer->stored;
    SimShares *shares = sim_zeroed(stored->factor_count, sizeof *shares);
    sim_sobol_shares(stored->design, output->means, BOOTSTRAP, shares);
    for (size_t i = 0; i < stored->factor_count; i++) {
        write_index(output, "saltelli", i, "first", shares[i].first);
        write_index(output, "saltelli", i, "total", shares[i].total);
    }
    free(shares);
    if (stored->design->plan.second_order) write_pairs(output);
}

static void write_sensitivity(const Writer *writer, size_t measure)
{
    if (!writer->stored->design) return;
    for (enum Output kind = OUTPUT_DIFFERENCE; kind < OUTPUTS; kind++) {
        Output output = output_of(writer, measure, kind);
        switch (writer->stored->design->plan.kind) {
        case SIM_DESIGN_ONE_AT_A_TIME: write_swings(&output); break;
        case SIM_DESIGN_MORRIS: write_morris(&output); break;
        case SIM_DESIGN_SALTELLI: write_shares(&output); break;
        case SIM_DESIGN_GRID:
        case SIM_DESIGN_LATIN:
        case SIM_DESIGN_SOBOL: break;
        }
        free(output.means);
    }
}

// The whole

static void write_headers(Writer *writer)
{
    static const char *const estimates[] = {"point",    "trust",  "measure",      "of",          "unit",    "period",
                                            "baseline", "strike", "difference",   "ci_low",      "ci_high", "q05",
                                            "q50",      "q95",    "replications", "pairing_gain"};
    static const char *const comparisons[] = {"point",        "reference", "trust",  "measure",     "of",
                                              "unit",         "period",    "change", "ci_low",      "ci_high",
                                              "replications", "p",         "p_holm", "is_different"};
    static const char *const sensitivity[] = {"method", "factor", "with",    "trust",      "measure",
                                              "of",     "unit",   "period",  "output",     "statistic",
                                              "value",  "ci_low", "ci_high", "noise_share"};
    static const char *const quantiles[] = {"point",    "trust",        "measure", "of",     "unit",
                                            "period",   "quantile",     "value",   "ci_low", "ci_high",
                                            "coverage", "replications", "needed"};
    put_texts(&writer->csv[TABLE_QUANTILES], quantiles, sizeof quantiles / sizeof *quantiles);
    put_texts(&writer->csv[TABLE_ESTIMATES], estimates, sizeof estimates / sizeof *estimates);
    put_texts(&writer->csv[TABLE_COMPARISONS], comparisons, sizeof comparisons / sizeof *comparisons);
    put_texts(&writer->csv[TABLE_SENSITIVITY], sensitivity, sizeof sensitivity / sizeof *sensitivity);
    for (int i = TABLE_ESTIMATES; i < TABLES; i++) sim_csv_end_line(&writer->csv[i]);
}

static void write_site(Writer *writer)
{
    for (size_t measure = 0; measure < writer->stored->measure_count; measure++) {
        for (size_t point = 0; point < writer->stored->point_count; point++) {
            if (writer->counts[point] == 0) continue;
            write_estimates(writer, measure, point);
            write_quantiles(writer, measure, point);
        }
        write_comparisons(writer, measure);
        write_sensitivity(writer, measure);
    }
}

static bool write_sites(Writer *writer, SimFolder *folder)
{
    const SimStored *stored = writer->stored;
    writer->values = sim_zeroed(sim_stored_size(stored) + 1, sizeof *writer->values);
    writer->counts = sim_zeroed(stored->point_count, sizeof *writer->counts);
    bool is_read = sim_stored_counts(stored, stored->replications, writer->counts);
    for (size_t i = 0; is_read && i < stored->site_count; i++) {
        writer->site = &stored->sites[i];
        is_read = sim_stored_read(stored, i, writer->values);
        if (is_read) write_site(writer);
    }
    free(writer->values);
    free(writer->counts);
    if (!is_read) snprintf(folder->why, sizeof folder->why, "the store cannot be read to its end");
    return is_read;
}

bool sim_analysis_write(SimFolder *folder, const SimStored *stored, SimAnalysis analysis)
{
    Writer writer = {.stored = stored, .analysis = analysis};
    bool sound = true;
    for (int i = 0; sound && i < TABLES; i++) {
        writer.csv[i].file = sim_folder_create(folder, NAMES[i]);
        sound = writer.csv[i].file != NULL;
    }
    if (sound) write_headers(&writer);
    if (sound) write_points(&writer);
    sound = sound && write_sites(&writer, folder);
    for (int i = 0; i < TABLES; i++) {
        if (writer.csv[i].file) sound = sim_folder_close(folder, NAMES[i], writer.csv[i].file) && sound;
    }
    return sound;
}
