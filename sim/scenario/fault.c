#include "sim/scenario/fault.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/arena.h"
#include "sim/scenario/unsafe_text.h"

enum {
    FAULT_BYTES = 1200,
    FAULTS_KEPT = 500  // a file that breaks in more places is told how many are left
};

typedef struct {
    SimMark mark;
    const char *text;
    size_t order;
    bool is_warning;
} Entry;

struct SimFaults {
    SimArena *arena;
    Entry *entries;
    size_t used, capacity;
    size_t faults, warnings;  // all of them, kept or not
    size_t found;             // faults, each as often as it was found
};

SimFaults *sim_faults_new(void)
{
    SimArena *arena = sim_arena_new();
    SimFaults *faults = sim_arena_take(arena, sizeof *faults);
    faults->arena = arena;
    return faults;
}

void sim_faults_free(SimFaults *faults)
{
    if (faults) sim_arena_free(faults->arena);
}

// Whatever a file holds must not reach a terminal as a command, nor make what stands there read otherwise.
static void make_printable(char *text)
{
    while (*text) {
        const size_t unsafe = sim_control_bytes(text) + sim_direction_bytes(text);
        memset(text, '?', unsafe);
        text += unsafe > 0 ? unsafe : 1;
    }
}

// The plans of both lives find the same fault: it is told once.
static bool is_known(const SimFaults *faults, SimMark mark, const char *text)
{
    for (size_t i = 0; i < faults->used; i++) {
        const Entry *entry = &faults->entries[i];
        bool same_place = entry->mark.line == mark.line && entry->mark.column == mark.column &&
                          !entry->mark.file == !mark.file && (!mark.file || strcmp(entry->mark.file, mark.file) == 0);
        if (same_place && strcmp(entry->text, text) == 0) return true;
    }
    return false;
}

static void keep(SimFaults *faults, SimMark mark, bool is_warning, const char *format, va_list arguments)
{
    char text[FAULT_BYTES];
    vsnprintf(text, sizeof text, format, arguments);
    make_printable(text);
    if (!is_warning) faults->found++;
    if (is_known(faults, mark, text)) return;
    size_t *count = is_warning ? &faults->warnings : &faults->faults;
    if ((*count)++ >= FAULTS_KEPT) return;
    if (mark.file) {
        char *file = sim_arena_text(faults->arena, mark.file, strlen(mark.file));
        make_printable(file);
        mark.file = file;
    }
    faults->entries =
        sim_arena_grow(faults->arena, faults->entries, faults->used, &faults->capacity, sizeof *faults->entries);
    faults->entries[faults->used] = (Entry){.mark = mark,
                                            .text = sim_arena_text(faults->arena, text, strlen(text)),
                                            .order = faults->used,
                                            .is_warning = is_warning};
    faults->used++;
}

bool sim_fault(SimFaults *faults, SimMark mark, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    keep(faults, mark, false, format, arguments);
    va_end(arguments);
    return false;
}

void sim_warn(SimFaults *faults, SimMark mark, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    keep(faults, mark, true, format, arguments);
    va_end(arguments);
}

size_t sim_faults_count(const SimFaults *faults)
{
    return faults->faults;
}

size_t sim_faults_found(const SimFaults *faults)
{
    return faults->found;
}

size_t sim_faults_in(const SimFaults *faults, const char *file)
{
    size_t count = 0;
    for (size_t i = 0; file && i < faults->used; i++) {
        const Entry *entry = &faults->entries[i];
        count += !entry->is_warning && entry->mark.file && strcmp(entry->mark.file, file) == 0;
    }
    return count;
}

size_t sim_warnings_count(const SimFaults *faults)
{
    return faults->warnings < FAULTS_KEPT ? faults->warnings : FAULTS_KEPT;
}

const char *sim_warning_text(const SimFaults *faults, size_t index)
{
    for (size_t i = 0; i < faults->used; i++) {
        if (faults->entries[i].is_warning && index-- == 0) return faults->entries[i].text;
    }
    return NULL;
}

static int by_place(const void *left, const void *right)
{
    const Entry *a = left, *b = right;
    if (!a->mark.file != !b->mark.file) return a->mark.file ? 1 : -1;
    int files = a->mark.file ? strcmp(a->mark.file, b->mark.file) : 0;
    if (files) return files;
    if (a->mark.line != b->mark.line) return a->mark.line < b->mark.line ? -1 : 1;
    if (a->mark.column != b->mark.column) return a->mark.column < b->mark.column ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

void sim_faults_print(const SimFaults *faults, FILE *to)
{
    // Sorting moves only a copy: what is printed first does not change what is counted.
    Entry *sorted = sim_arena_take(faults->arena, (faults->used + 1) * sizeof *sorted);
    if (faults->used > 0) memcpy(sorted, faults->entries, faults->used * sizeof *sorted);
    qsort(sorted, faults->used, sizeof *sorted, by_place);
    for (size_t i = 0; i < faults->used; i++) {
        const Entry *entry = &sorted[i];
        if (entry->mark.file) fprintf(to, "%s:", entry->mark.file);
        if (entry->mark.file && entry->mark.line > 0) fprintf(to, "%d:%d:", entry->mark.line, entry->mark.column);
        fprintf(to, "%s%s%s\n", entry->mark.file ? " " : "", entry->is_warning ? "warning: " : "", entry->text);
    }
    if (faults->faults > FAULTS_KEPT) fprintf(to, "... and %zu more\n", faults->faults - FAULTS_KEPT);
}
