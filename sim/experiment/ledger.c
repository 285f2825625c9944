#include "sim/experiment/ledger.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "sim/experiment/memory.h"

void sim_book_free(SimBook *book)
{
    for (size_t i = 0; i < book->text_count; i++) free(book->texts[i]);
    free(book->texts);
    free(book->entries);
    *book = (SimBook){0};
}

// The number of a text. Ledgers have some dozens of texts at most.
static uint32_t number_of(SimBook *book, const char *text)
{
    for (size_t i = 0; i < book->text_count; i++) {
        if (strcmp(book->texts[i], text) == 0) return (uint32_t)i;
    }
    book->texts = sim_grown(book->texts, book->text_count + 1, &book->text_capacity, sizeof *book->texts);
    char *copy = sim_zeroed(strlen(text) + 1, 1);
    strcpy(copy, text);
    book->texts[book->text_count] = copy;
    return (uint32_t)book->text_count++;
}

static SimLedgerEntry *append(SimBook *book)
{
    book->entries = sim_grown(book->entries, book->count + 1, &book->capacity, sizeof *book->entries);
    SimLedgerEntry *entry = &book->entries[book->count++];
    *entry = (SimLedgerEntry){0};
    return entry;
}

static int compare(const SimBook *book, const SimLedgerEntry *a, const SimLedgerEntry *b)
{
    if (a->date != b->date) return a->date < b->date ? -1 : 1;
    for (int k = 0; k < SIM_LEDGER_KEYS; k++) {
        if (a->key[k] == b->key[k]) continue;
        return strcmp(book->texts[a->key[k]], book->texts[b->key[k]]);
    }
    return 0;
}

// Whether two entries of the same book have the same date and keys.
static bool have_same_keys(const SimLedgerEntry *a, const SimLedgerEntry *b)
{
    return a->date == b->date && memcmp(a->key, b->key, sizeof a->key) == 0;
}

// Merges the sorted halves of entries[0..count) into `sorted`: a merge sort, because order depends on the book's texts.
static void sort_entries(const SimBook *book, SimLedgerEntry *entries, SimLedgerEntry *spare, size_t count)
{
    if (count < 2) return;
    const size_t half = count / 2;
    sort_entries(book, entries, spare, half);
    sort_entries(book, entries + half, spare, count - half);
    if (compare(book, &entries[half - 1], &entries[half]) <= 0) return;  // already in order, as dates mostly are
    size_t i = 0, j = half, used = 0;
    while (i < half || j < count) {
        const bool take_left = j == count || (i < half && compare(book, &entries[i], &entries[j]) <= 0);
        spare[used++] = take_left ? entries[i++] : entries[j++];
    }
    memcpy(entries, spare, count * sizeof *entries);
}

static void add_values(SimLedgerEntry *into, const SimLedgerEntry *from)
{
    for (int v = 0; v < SIM_LEDGER_VALUES; v++) into->value[v] += from->value[v];
}

static void sort_and_join(SimBook *book)
{
    if (book->count == 0) return;
    SimLedgerEntry *spare = sim_zeroed(book->count, sizeof *spare);
    sort_entries(book, book->entries, spare, book->count);
    free(spare);
    size_t last = 0;
    for (size_t i = 1; i < book->count; i++) {
        if (have_same_keys(&book->entries[last], &book->entries[i])) {
            add_values(&book->entries[last], &book->entries[i]);
        } else {
            book->entries[++last] = book->entries[i];
        }
    }
    book->count = last + 1;
}

typedef struct {
    SimBook *book;
    const SimOutline *outline;
} Reading;

static void read_row(void *context, const SimLedgerRow *row)
{
    Reading *reading = context;
    if (row->date < reading->outline->report_first || row->date > reading->outline->report_last) return;
    SimLedgerEntry *entry = append(reading->book);
    entry->date = row->date;
    for (int k = 0; k < SIM_LEDGER_KEYS; k++) entry->key[k] = number_of(reading->book, row->key[k] ? row->key[k] : "");
    memcpy(entry->value, row->value, sizeof entry->value);
}

SimBook sim_book_read(const struct sim_model *model, const SimWorld *world, const void *plan, enum SimLedger ledger)
{
    SimBook book = {0};
    if (!model->read_ledger) return book;
    Reading reading = {.book = &book, .outline = model->outline(plan)};
    model->read_ledger(world, plan, ledger, read_row, &reading);
    sort_and_join(&book);
    return book;
}

// Adds factor times the values of `from`.
static void add_times(SimBook *into, const SimBook *from, double factor)
{
    assert(into != from);
    uint32_t *number = sim_zeroed(from->text_count, sizeof *number);
    for (size_t i = 0; i < from->text_count; i++) number[i] = number_of(into, from->texts[i]);
    for (size_t i = 0; i < from->count; i++) {
        SimLedgerEntry *entry = append(into);
        *entry = from->entries[i];
        for (int k = 0; k < SIM_LEDGER_KEYS; k++) entry->key[k] = number[from->entries[i].key[k]];
        for (int v = 0; v < SIM_LEDGER_VALUES; v++) entry->value[v] *= factor;
    }
    free(number);
    sort_and_join(into);
}

void sim_book_add(SimBook *into, const SimBook *from)
{
    add_times(into, from, 1);
}

SimBook sim_book_difference(const SimBook *strike, const SimBook *baseline)
{
    SimBook difference = {0};
    add_times(&difference, strike, 1);
    add_times(&difference, baseline, -1);
    return difference;
}
