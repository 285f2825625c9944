#include "sim/results/csv.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static void begin_cell(SimCsvWriter *csv)
{
    if (csv->cells++ > 0) fputc(',', csv->file);
}

void sim_csv_put_text(SimCsvWriter *csv, const char *text)
{
    begin_cell(csv);
    const bool looks_like_formula = text[0] != '\0' && strchr("=+-@\t\r", text[0]);
    const bool needs_quotes = strpbrk(text, ",\"\r\n") != NULL;
    if (needs_quotes) fputc('"', csv->file);
    if (looks_like_formula) fputc('\'', csv->file);
    for (const char *c = text; *c; c++) {
        if (*c == '"') fputc('"', csv->file);
        fputc(*c, csv->file);
    }
    if (needs_quotes) fputc('"', csv->file);
}

const char *sim_number_text(double value, char text[static SIM_NUMBER_TEXT])
{
    text[0] = '\0';
    if (isnan(value)) return text;
    snprintf(text, SIM_NUMBER_TEXT, "%.10g", value);
    if (strcmp(text, "-0") == 0) strcpy(text, "0");
    return text;
}

void sim_csv_put_number(SimCsvWriter *csv, double value)
{
    char text[SIM_NUMBER_TEXT];
    begin_cell(csv);
    fputs(sim_number_text(value, text), csv->file);
}

void sim_csv_put_count(SimCsvWriter *csv, uint64_t value)
{
    begin_cell(csv);
    fprintf(csv->file, "%" PRIu64, value);
}

void sim_csv_put_date(SimCsvWriter *csv, SimDate date)
{
    char text[11];
    begin_cell(csv);
    fputs(sim_date_text(date, text), csv->file);
}

void sim_csv_end_line(SimCsvWriter *csv)
{
    fputc('\n', csv->file);
    csv->cells = 0;
}
