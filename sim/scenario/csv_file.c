#include "sim/scenario/csv_file.h"

#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "sim/engine/calendar.h"
#include "sim/scenario/arena.h"
#include "sim/scenario/nearest.h"
#include "sim/scenario/source_file.h"

typedef struct {
    const char *text;
    int line, column;
} Cell;

struct SimCsvFile {
    SimArena *arena;
    const char *file;
    char *bytes;  // of the file: cells are unquoted and closed in place
    Cell *headings;
    size_t columns;
    Cell *cells;  // rows x columns
    size_t rows, capacity;
};

// Where the reader is in the file.
typedef struct {
    SimCsvFile *csv;
    SimFaults *faults;
    const char *end;  // of the bytes
    char *at;
    char separator;
    int line;
    const char *line_begins;
    Cell row[SIM_CSV_COLUMNS + 1];
    size_t count;   // cells of the row, also those that were not kept
    bool has_text;  // any cell of the row holds something
} Reader;

static SimMark mark_at(const SimCsvFile *csv, const Cell *cell)
{
    return (SimMark){.file = csv->file, .line = cell->line, .column = cell->column};
}

static int column_of(const Reader *reader, const char *place)
{
    ptrdiff_t column = place - reader->line_begins + 1;
    return column < INT_MAX ? (int)column : INT_MAX;
}

static SimMark here(const Reader *reader)
{
    return (SimMark){.file = reader->csv->file, .line = reader->line, .column = column_of(reader, reader->at)};
}

// Takes a line end of any kind; false if none stands here.
static bool take_line_end(Reader *reader)
{
    if (reader->at >= reader->end || (*reader->at != '\n' && *reader->at != '\r')) return false;
    reader->at += reader->at[0] == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n' ? 2 : 1;
    reader->line++;
    reader->line_begins = reader->at;
    return true;
}

// A quoted cell, from its first quote to behind its last: doubled quotes become one, line breaks blanks.
static bool take_quoted(Reader *reader, char **to)
{
    SimMark begin = here(reader);
    reader->at++;
    for (;;) {
        if (reader->at >= reader->end) {
            return sim_fault(reader->faults, begin, "a quote begins here and is never closed; close it with `\"`");
        }
        if (take_line_end(reader)) {
            *(*to)++ = ' ';
            continue;
        }
        if (*reader->at == '"') {
            reader->at++;
            if (reader->at >= reader->end || *reader->at != '"') return true;
        }
        *(*to)++ = *reader->at++;
    }
}

static bool ends_cell(const Reader *reader)
{
    return reader->at >= reader->end || *reader->at == reader->separator || *reader->at == '\n' || *reader->at == '\r';
}

// Reads one cell, unquoted in place. False if reading cannot go on.
static bool take_cell(Reader *reader, char **begin, char **end)
{
    while (!ends_cell(reader) && *reader->at == ' ') reader->at++;
    *begin = *end = reader->at;
    if (reader->at < reader->end && *reader->at == '"') {
        if (!take_quoted(reader, end)) return false;
        while (!ends_cell(reader) && *reader->at == ' ') reader->at++;
        if (!ends_cell(reader)) {
            return sim_fault(reader->faults, here(reader),
                             "text stands behind a closing quote; write a quote inside a cell twice (`\"\"`)");
        }
    } else {
        while (!ends_cell(reader)) reader->at++;
        *end = reader->at;
    }
    while (*end > *begin && (*end)[-1] == ' ') (*end)--;
    while (*begin < *end && **begin == ' ') (*begin)++;
    return true;
}

static void keep_cell(Reader *reader, const char *begin, const char *end, int line, int column)
{
    if (end > begin) reader->has_text = true;
    if (reader->count <= SIM_CSV_COLUMNS) {
        reader->row[reader->count] = (Cell){.text = begin, .line = line, .column = column};
    }
    reader->count++;
}

// Reads one row, blank or not. False if reading cannot go on.
static bool take_row(Reader *reader)
{
    reader->count = 0;
    reader->has_text = false;
    for (;;) {
        int line = reader->line, column = column_of(reader, reader->at);
        char *begin, *end;
        if (!take_cell(reader, &begin, &end)) return false;
        keep_cell(reader, begin, end, line, column);
        bool goes_on = reader->at < reader->end && *reader->at == reader->separator;
        if (goes_on) {
            reader->at++;
        } else {
            take_line_end(reader);  // before the byte is overwritten
        }
        *end = '\0';
        if (!goes_on) return true;
        if (reader->count > SIM_CSV_COLUMNS) {
            return sim_fault(reader->faults, mark_at(reader->csv, &reader->row[SIM_CSV_COLUMNS]),
                             "more than %d columns; take out those that are not asked for", SIM_CSV_COLUMNS);
        }
    }
}

static const char *separator_name(char separator)
{
    return separator == '\t' ? "a tab" : separator == ';' ? "`;`" : "`,`";
}

// Two digits or one, and what follows them.
static const char *read_small(const char *text, int *number)
{
    if (!isdigit((unsigned char)text[0])) return NULL;
    *number = text[0] - '0';
    if (!isdigit((unsigned char)text[1])) return text + 1;
    *number = *number * 10 + (text[1] - '0');
    return text + 2;
}

// 3/1/2024, with or without a time, becomes 2024-01-03.
static bool put_date_in_order(const Reader *reader, Cell *cell)
{
    int day, month, year = 0;
    const char *c = read_small(cell->text, &day);
    if (!c || *c++ != '/' || !(c = read_small(c, &month)) || *c++ != '/') return true;
    for (int i = 0; i < 4; i++, c++) {
        if (!isdigit((unsigned char)*c)) return true;
        year = year * 10 + (*c - '0');
    }
    if (*c != '\0' && *c != ' ') return true;
    if (!sim_date_exists(year, month, day)) {
        return sim_fault(reader->faults, mark_at(reader->csv, cell),
                         "`%.20s` is read as day/month/year, and there is no such day; write year-month-day, as in "
                         "`2024-01-03`",
                         cell->text);
    }
    char ordered[40];
    int length = snprintf(ordered, sizeof ordered, "%04d-%02d-%02d%.16s", year, month, day, c);
    cell->text = sim_arena_text(reader->csv->arena, ordered, (size_t)length);
    return true;
}

// As many cells as there are headings; what stands beyond them must be empty.
static bool is_even(const Reader *reader)
{
    const SimCsvFile *csv = reader->csv;
    size_t columns = csv->columns;
    SimMark first = mark_at(csv, &reader->row[0]);
    if (reader->count < columns) {
        return sim_fault(reader->faults, first, "this row has %zu cells, but there are %zu headings; keep empty cells",
                         reader->count, columns);
    }
    for (size_t i = columns; i < reader->count; i++) {
        if (*reader->row[i].text == '\0') continue;
        return sim_fault(reader->faults, mark_at(csv, &reader->row[i]),
                         "`%.40s` stands in a column without a heading; give it one in line %d, or quote a text that "
                         "holds %s",
                         reader->row[i].text, csv->headings[0].line, separator_name(reader->separator));
    }
    return true;
}

// Keeps a row. False if reading cannot go on.
static bool keep_row(Reader *reader)
{
    SimCsvFile *csv = reader->csv;
    if (!is_even(reader)) return true;  // told; the rest is still checked
    if (csv->rows >= SIM_CSV_ROWS || (csv->rows + 1) * csv->columns > SIM_CSV_CELLS) {
        return sim_fault(reader->faults, mark_at(csv, &reader->row[0]),
                         "more than %zu rows of %zu columns; keep only what the scenario needs", csv->rows,
                         csv->columns);
    }
    csv->cells = sim_arena_grow(csv->arena, csv->cells, csv->rows, &csv->capacity, csv->columns * sizeof *csv->cells);
    Cell *row = csv->cells + csv->rows++ * csv->columns;
    memcpy(row, reader->row, csv->columns * sizeof *row);
    for (size_t i = 0; i < csv->columns; i++) put_date_in_order(reader, &row[i]);
    return true;
}

// Letters alike in either case; blanks, `-` and `_` alike.
static int plain_letter(char c)
{
    return c == ' ' || c == '-' ? '_' : tolower((unsigned char)c);
}

bool sim_csv_heading_is(const char *heading, const char *key)
{
    for (; *heading && *key; heading++, key++) {
        if (plain_letter(*heading) != plain_letter(*key)) return false;
    }
    return *heading == *key;
}

static bool check_headings(const Reader *reader)
{
    const SimCsvFile *csv = reader->csv;
    bool sound = true;
    for (size_t i = 0; i < csv->columns; i++) {
        const Cell *heading = &csv->headings[i];
        if (*heading->text == '\0') {
            sound = sim_fault(reader->faults, mark_at(csv, heading), "column %zu has no heading; give it one", i + 1);
            continue;
        }
        for (size_t k = 0; k < i; k++) {
            if (!sim_csv_heading_is(csv->headings[k].text, heading->text)) continue;
            sound = sim_fault(reader->faults, mark_at(csv, heading), "there are two columns `%.60s`; keep one of them",
                              heading->text);
        }
    }
    return sound;
}

// The separator that the line of headings uses most, outside quotes.
static char find_separator(const Reader *reader)
{
    static const char separators[] = ",;\t";
    size_t counts[3] = {0};
    bool is_quoted = false;
    for (const char *c = reader->at; c < reader->end && (is_quoted || (*c != '\n' && *c != '\r')); c++) {
        if (*c == '"') is_quoted = !is_quoted;
        const char *found = is_quoted || *c == '\0' ? NULL : strchr(separators, *c);
        if (found) counts[found - separators]++;
    }
    size_t best = 0;
    for (size_t i = 1; i < 3; i++) {
        if (counts[i] > counts[best]) best = i;
    }
    return separators[best];
}

// `sep=;`, which spreadsheets write into a first line of its own.
static bool take_separator_line(Reader *reader)
{
    bool is_there = reader->end - reader->at >= 5 && strncmp(reader->at, "sep=", 4) == 0 &&
                    (reader->end - reader->at == 5 || reader->at[5] == '\r' || reader->at[5] == '\n');
    if (!is_there || !strchr(",;\t", reader->at[4])) return false;
    reader->separator = reader->at[4];
    reader->at += 5;
    take_line_end(reader);
    return true;
}

static bool take_headings(Reader *reader)
{
    SimCsvFile *csv = reader->csv;
    bool is_told = take_separator_line(reader);
    do {
        if (reader->at >= reader->end) {
            return sim_fault(reader->faults, (SimMark){.file = csv->file, .line = 1, .column = 1},
                             "the file is empty; begin with a line of headings");
        }
        if (!is_told) reader->separator = find_separator(reader);
        if (!take_row(reader)) return false;
    } while (!reader->has_text);
    csv->columns = reader->count;
    while (*reader->row[csv->columns - 1].text == '\0') csv->columns--;
    csv->headings = sim_arena_take(csv->arena, csv->columns * sizeof *csv->headings);
    memcpy(csv->headings, reader->row, csv->columns * sizeof *csv->headings);
    return check_headings(reader);
}

// What is no table of text at all, told by its first bytes.
static bool is_text(const SimCsvFile *csv, size_t length, SimFaults *faults)
{
    SimMark whole = {.file = csv->file};
    if (length > SIM_CSV_BYTES) {
        return sim_fault(faults, whole, "the file is larger than %d MiB; keep only the rows that the scenario needs",
                         SIM_CSV_BYTES >> 20);
    }
    if (length >= 4 && memcmp(csv->bytes, "PK\x03\x04", 4) == 0) {
        return sim_fault(faults, whole, "is a workbook, not text; save it as `CSV UTF-8 (comma delimited)`");
    }
    if (length >= 2 && (memcmp(csv->bytes, "\xFF\xFE", 2) == 0 || memcmp(csv->bytes, "\xFE\xFF", 2) == 0)) {
        return sim_fault(faults, whole, "is text in UTF-16; save it as `CSV UTF-8 (comma delimited)`");
    }
    return true;
}

// Where a byte stands, for what is wrong with single bytes.
static SimMark mark_of_byte(const SimCsvFile *csv, size_t place)
{
    int line = 1;
    size_t begin = 0;
    for (size_t i = 0; i < place; i++) {
        bool ends = csv->bytes[i] == '\n' || (csv->bytes[i] == '\r' && csv->bytes[i + 1] != '\n');
        if (ends) line++;
        if (ends) begin = i + 1;
    }
    return (SimMark){.file = csv->file, .line = line, .column = (int)(place - begin) + 1};
}

// The bytes of the character that begins here; 0 if it is none of UTF-8.
static size_t character_bytes(const unsigned char *c, size_t left)
{
    size_t bytes = c[0] < 0x80 ? 1 : c[0] >= 0xc2 && c[0] < 0xe0 ? 2 : c[0] >= 0xe0 && c[0] < 0xf0 ? 3 : 4;
    if (bytes > left || c[0] >= 0xf5 || (c[0] >= 0x80 && c[0] < 0xc2)) return 0;
    bool too_long_a_spelling = (c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xf0 && c[1] < 0x90);
    bool no_character = (c[0] == 0xed && c[1] >= 0xa0) || (c[0] == 0xf4 && c[1] >= 0x90);
    if (too_long_a_spelling || no_character) return 0;
    for (size_t i = 1; i < bytes; i++) {
        if ((c[i] & 0xc0) != 0x80) return 0;
    }
    return bytes;
}

static bool holds_characters(const SimCsvFile *csv, size_t length, SimFaults *faults)
{
    size_t bytes;
    for (size_t i = 0; i < length; i += bytes) {
        if (csv->bytes[i] == '\0') {
            return sim_fault(faults, mark_of_byte(csv, i), "a NUL character stands here; take it out");
        }
        bytes = character_bytes((const unsigned char *)csv->bytes + i, length - i);
        if (bytes == 0) {
            return sim_fault(faults, mark_of_byte(csv, i),
                             "a character here is not UTF-8; save the file as `CSV UTF-8 (comma delimited)`");
        }
    }
    return true;
}

static bool read_rows(SimCsvFile *csv, size_t length, SimFaults *faults)
{
    Reader *reader = sim_arena_take(csv->arena, sizeof *reader);
    *reader = (Reader){.csv = csv, .faults = faults, .at = csv->bytes, .end = csv->bytes + length, .line = 1};
    if (length >= 3 && memcmp(csv->bytes, "\xEF\xBB\xBF", 3) == 0) reader->at += 3;
    reader->line_begins = reader->at;
    if (!take_headings(reader)) return false;
    while (reader->at < reader->end) {
        if (!take_row(reader)) return false;
        if (reader->has_text && !keep_row(reader)) return false;
    }
    return true;
}

SimCsvFile *sim_csv_file_parse(const char *file, const char *text, size_t length, SimFaults *faults)
{
    SimArena *arena = sim_arena_new();
    SimCsvFile *csv = sim_arena_take(arena, sizeof *csv);
    csv->arena = arena;
    csv->file = sim_arena_text(arena, file, strlen(file));
    size_t kept = length > SIM_CSV_BYTES ? 0 : length;
    csv->bytes = sim_arena_text(arena, text, kept);
    size_t faults_before = sim_faults_found(faults);
    if (is_text(csv, length, faults) && holds_characters(csv, length, faults)) read_rows(csv, length, faults);
    if (sim_faults_found(faults) == faults_before) return csv;
    sim_csv_file_free(csv);
    return NULL;
}

SimCsvFile *sim_csv_file_read(const char *folder, const char *name, SimMark asked, SimFaults *faults)
{
    SimSource source = sim_source_read_beneath(folder, name, asked, "a CSV file", SIM_CSV_BYTES, faults);
    if (!source.bytes) return NULL;
    SimCsvFile *csv = sim_csv_file_parse(source.file, source.bytes, source.length, faults);
    sim_source_free(&source);
    return csv;
}

void sim_csv_file_free(SimCsvFile *csv)
{
    if (csv) sim_arena_free(csv->arena);
}

size_t sim_csv_file_columns(const SimCsvFile *csv)
{
    return csv->columns;
}
size_t sim_csv_file_rows(const SimCsvFile *csv)
{
    return csv->rows;
}
const char *sim_csv_file_heading(const SimCsvFile *csv, size_t column)
{
    return csv->headings[column].text;
}
SimMark sim_csv_file_heading_mark(const SimCsvFile *csv, size_t column)
{
    return mark_at(csv, &csv->headings[column]);
}
const char *sim_csv_file_cell(const SimCsvFile *csv, size_t row, size_t column)
{
    return csv->cells[row * csv->columns + column].text;
}
SimMark sim_csv_file_mark(const SimCsvFile *csv, size_t row, size_t column)
{
    return mark_at(csv, &csv->cells[row * csv->columns + column]);
}
