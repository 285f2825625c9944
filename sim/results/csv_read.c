#include "sim/results/csv_read.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COLUMNS_MAX = 256, ROW_MAX = 1 << 20, ROW_FIRST = 4096 };

// Where a row is while it is read.
enum RowState { FIELD_BEGINS, FIELD_PLAIN, FIELD_QUOTED, QUOTE_IN_QUOTED };

struct SimCsv {
    FILE *file;
    char *header;  // the names, each closed by a NUL
    uint32_t name_start[COLUMNS_MAX];
    int name_count;
    char *row;  // the fields, each closed by a NUL
    size_t length, room;
    uint32_t start[COLUMNS_MAX];
    int count;
    uint64_t line;  // the line being read, from 1
    char fault[160];
};

static bool broken(SimCsv *csv, const char *what)
{
    snprintf(csv->fault, sizeof csv->fault, "line %llu: %s", (unsigned long long)csv->line, what);
    return false;
}

static bool put(SimCsv *csv, int byte)
{
    if (csv->length == csv->room) {
        if (csv->room >= ROW_MAX) return broken(csv, "a row of more than 1 MiB");
        char *wider = realloc(csv->row, csv->room * 2);
        if (!wider) return broken(csv, "no memory for the row");
        csv->row = wider;
        csv->room *= 2;
    }
    csv->row[csv->length++] = (char)byte;
    return true;
}

static bool begin_field(SimCsv *csv)
{
    if (csv->count == COLUMNS_MAX) return broken(csv, "more than 256 fields");
    csv->start[csv->count++] = (uint32_t)csv->length;
    return true;
}

// One row, blank or not. False at the end of the file and at a fault.
static bool read_row(SimCsv *csv)
{
    csv->length = 0;
    csv->count = 0;
    csv->line++;
    enum RowState state = FIELD_BEGINS;
    if (!begin_field(csv)) return false;
    for (;;) {
        int byte = getc_unlocked(csv->file);
        if (byte == '\r' && state != FIELD_QUOTED) {
            byte = getc_unlocked(csv->file);
            if (byte != '\n' && byte != EOF) return broken(csv, "a carriage return within a field");
        }
        if (byte == 0) return broken(csv, "a NUL byte");
        if (byte == EOF) {
            if (ferror(csv->file)) return broken(csv, strerror(errno));
            if (state == FIELD_QUOTED) return broken(csv, "a quoted field without its closing quote");
            if (state == FIELD_BEGINS && csv->count == 1) return false;
            return put(csv, 0);
        }
        if (state == FIELD_QUOTED) {
            csv->line += byte == '\n';
            if (byte == '"') {
                state = QUOTE_IN_QUOTED;
            } else if (!put(csv, byte)) {
                return false;
            }
        } else if (byte == '\n') {
            return put(csv, 0);
        } else if (byte == ',') {
            if (!put(csv, 0) || !begin_field(csv)) return false;
            state = FIELD_BEGINS;
        } else if (byte == '"' && state == FIELD_BEGINS) {
            state = FIELD_QUOTED;
        } else if (state == QUOTE_IN_QUOTED && byte != '"') {
            return broken(csv, "text after a closing quote");
        } else {
            if (!put(csv, byte)) return false;
            state = state == QUOTE_IN_QUOTED ? FIELD_QUOTED : FIELD_PLAIN;
        }
    }
}

static bool is_blank(const SimCsv *csv)
{
    return csv->count == 1 && csv->row[0] == '\0';
}

static void skip_byte_order_mark(FILE *file)
{
    unsigned char mark[3];
    if (fread(mark, 1, 3, file) != 3 || memcmp(mark, "\xEF\xBB\xBF", 3) != 0) rewind(file);
}

// A regular file, or NULL with errno. A pipe is not waited for.
static FILE *open_regular(const char *path)
{
    int descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return NULL;
    struct stat status;
    FILE *file = NULL;
    if (fstat(descriptor, &status) == 0) {
        errno = EINVAL;
        if (S_ISREG(status.st_mode)) file = fdopen(descriptor, "r");
    }
    if (!file) {
        const int reason = errno;
        close(descriptor);
        errno = reason;
    }
    return file;
}

SimCsv *sim_csv_open(const char *path, char *message, size_t message_size)
{
    FILE *file = open_regular(path);
    if (!file) {
        snprintf(message, message_size, "%s", errno == EINVAL ? "is no regular file" : strerror(errno));
        return NULL;
    }
    SimCsv *csv = calloc(1, sizeof *csv);
    if (csv) csv->row = malloc(ROW_FIRST);
    if (!csv || !csv->row) {
        snprintf(message, message_size, "no memory to read it");
        fclose(file);
        free(csv);
        return NULL;
    }
    csv->file = file;
    csv->room = ROW_FIRST;
    skip_byte_order_mark(file);
    if (!read_row(csv) || is_blank(csv) || !(csv->header = malloc(csv->length))) {
        snprintf(message, message_size, "%s", csv->fault[0] ? csv->fault : "has no header line");
        sim_csv_close(csv);
        return NULL;
    }
    memcpy(csv->header, csv->row, csv->length);
    memcpy(csv->name_start, csv->start, sizeof csv->start);
    csv->name_count = csv->count;
    csv->count = 0;
    return csv;
}

void sim_csv_close(SimCsv *csv)
{
    if (!csv) return;
    fclose(csv->file);
    free(csv->header);
    free(csv->row);
    free(csv);
}

const char *sim_csv_heading(const SimCsv *csv, int column)
{
    return column < csv->name_count ? csv->header + csv->name_start[column] : NULL;
}

int sim_csv_column(const SimCsv *csv, const char *name)
{
    for (int column = 0; column < csv->name_count; column++) {
        if (strcmp(csv->header + csv->name_start[column], name) == 0) return column;
    }
    return -1;
}

bool sim_csv_columns(const SimCsv *csv, const char *const names[], size_t count, int columns[], char *message,
                     size_t message_size)
{
    for (size_t i = 0; i < count; i++) {
        columns[i] = sim_csv_column(csv, names[i]);
        if (columns[i] < 0) {
            snprintf(message, message_size, "has no column \"%s\"", names[i]);
            return false;
        }
    }
    return true;
}

bool sim_csv_next(SimCsv *csv)
{
    if (csv->fault[0]) return false;
    do {
        if (!read_row(csv)) {
            csv->count = 0;
            return false;
        }
    } while (is_blank(csv) && csv->name_count > 1);
    if (csv->count == csv->name_count) return true;
    char what[80];
    snprintf(what, sizeof what, "%d fields where the header names %d", csv->count, csv->name_count);
    csv->count = 0;
    return broken(csv, what);
}

const char *sim_csv_fault(const SimCsv *csv)
{
    return csv->fault[0] ? csv->fault : NULL;
}

const char *sim_csv_text(const SimCsv *csv, int column)
{
    return column < 0 || column >= csv->count ? "" : csv->row + csv->start[column];
}

double sim_csv_number(const SimCsv *csv, int column)
{
    const char *text = sim_csv_text(csv, column);
    if (text[0] == '\0' || text[strspn(text, "0123456789+-.eE")] != '\0') return NAN;
    char *end;
    const double number = strtod(text, &end);
    return *end == '\0' && isfinite(number) ? number : NAN;
}
