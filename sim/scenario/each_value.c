// Every value in force of a scenario, one by one: with its row, its path and a fingerprint of what it is.
#include <stdio.h>
#include <string.h>

#include "sim/scenario/fingerprint.h"
#include "sim/scenario/resolved.h"
#include "sim/scenario/value.h"

enum { PATH_BYTES = 600 };

typedef struct {
    void (*see)(void *context, const SimValueInForce *value);
    void *context;
    char path[PATH_BYTES];
} Walk;

static void walk_record(Walk *walk, const SimResolved *record, size_t length);

static uint64_t hash_text(uint64_t hash, const SimText *text)
{
    return text->text ? sim_fingerprint(hash, text->text, strlen(text->text) + 1) : sim_fingerprint(hash, "\1", 1);
}

static uint64_t hash_texts(uint64_t hash, const SimTexts *texts)
{
    for (size_t i = 0; i < texts->count; i++) hash = hash_text(hash, &texts->rows[i]);
    return hash;
}

static uint64_t hash_value(const SimField *row, const void *place)
{
    const uint64_t hash = SIM_FINGERPRINT;
    switch (row->kind) {
    case SIM_TEXT:
    case SIM_PROSE: return hash_text(hash, place);
    case SIM_TEXTS: return hash_texts(hash, place);
    case SIM_NUMBERS:
    case SIM_DURATIONS:
    case SIM_RATES:
    case SIM_SHARES:
    case SIM_CLOCKS: {
        const SimNumbers *numbers = place;
        return numbers->count ? sim_fingerprint(hash, numbers->values, numbers->count * sizeof(double)) : hash;
    }
    case SIM_CHOICE: return sim_fingerprint(hash, place, sizeof(int));
    case SIM_CHOICES: return sim_fingerprint(hash, place, sizeof(uint32_t));
    case SIM_SWITCH: return sim_fingerprint(hash, place, sizeof(bool));
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: return sim_fingerprint(hash, place, sizeof(int64_t));
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: return sim_fingerprint(hash, place, sizeof(double));
    case SIM_RECORDS: break;
    }
    return hash;
}

static const char *item_name(const SimResolved *item)
{
    return item->bytes ? ((const SimRecordHead *)item->bytes)->name : "";
}

// The order of the items of a list is a value of its own.
static uint64_t hash_order(const SimResolved *items, size_t count)
{
    uint64_t hash = SIM_FINGERPRINT;
    for (size_t i = 0; i < count; i++) {
        const char *name = item_name(&items[i]);
        hash = sim_fingerprint(hash, name, strlen(name) + 1);
    }
    return hash;
}

static size_t append(Walk *walk, size_t length, const char *text)
{
    const size_t room = sizeof walk->path - 1 - length, all = strlen(text), more = all < room ? all : room;
    memcpy(walk->path + length, text, more);
    walk->path[length + more] = '\0';
    return length + more;
}

static void tell(Walk *walk, const SimField *row, uint64_t hash)
{
    walk->see(walk->context, &(SimValueInForce){.row = row, .path = walk->path, .hash = hash});
}

static void walk_list(Walk *walk, const SimResolved *record, const SimPart *part, size_t length)
{
    const SimRecords *records = sim_place(record, part);
    const SimResolved *items = record->lists[part->slot];
    tell(walk, part->row, hash_order(items, records->count));
    for (size_t i = 0; i < records->count; i++) {
        const char *name = item_name(&items[i]);
        char place[24];
        snprintf(place, sizeof place, "%zu", i + 1);
        size_t end = append(walk, length, "[");
        end = append(walk, end, name && *name ? name : place);
        end = append(walk, end, "]");
        walk_record(walk, &items[i], end);
    }
}

static void walk_parts(Walk *walk, const SimResolved *record, const SimPart *above, size_t length)
{
    for (size_t i = 0; i < above->count; i++) {
        const SimPart *part = above->parts[i];
        if (part == record->part->based_on) continue;
        size_t end = length > 0 ? append(walk, length, ".") : length;
        end = append(walk, end, part->key);
        if (sim_part_is_list(part)) {
            walk_list(walk, record, part, end);
        } else {
            if (part->row) tell(walk, part->row, hash_value(part->row, sim_place(record, part)));
            if (sim_part_is_section(part) && !sim_is_switched_off(record, part)) walk_parts(walk, record, part, end);
        }
        walk->path[length] = '\0';
    }
}

static void walk_record(Walk *walk, const SimResolved *record, size_t length)
{
    walk_parts(walk, record, record->part, length);
}

void sim_scenario_each_value(const SimScenario *scenario, void (*see)(void *context, const SimValueInForce *value),
                             void *context)
{
    Walk walk = {.see = see, .context = context};
    walk_record(&walk, &scenario->root, 0);
}
