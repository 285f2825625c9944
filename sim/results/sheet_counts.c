// Tables of counts by kind: staffing.csv, cancellations.csv. Printed are means over replications.
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
