// The resolved scenario as YAML, and its hash.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/fingerprint.h"
#include "sim/scenario/quantity.h"
#include "sim/scenario/resolved.h"
#include "sim/scenario/value.h"

typedef struct {
    const SimScenario *scenario;
    FILE *to;
    int indent;
    bool begins_item;  // the next line is the first of an item of a list
    bool has_comments;
} Writer;

static void write_record(Writer *writer, const SimResolved *record);

// What a file may call itself must neither end the comment it stands in nor be something else than UTF-8.
static void print_safely(const char *text, FILE *to)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool is_plain = *c >= 0x20 && *c < 0x7f;
        fputc(!is_plain ? '?' : *c, to);
    }
}

// Relative to the scenario's folder, so that the same scenario reads the same wherever it lies.
static void print_place(const SimScenario *scenario, SimMark mark, FILE *to)
{
    const char *folder = scenario->library.folder, *file = mark.file ? mark.file : "";
    size_t length = strlen(folder);
    if (mark.line > 0 && strncmp(file, folder, length) == 0 && file[length] == '/') file += length + 1;
    print_safely(file, to);
    if (mark.line > 0) fprintf(to, ":%d", mark.line);
}

void sim_origin_print(const SimScenario *scenario, const SimPart *part, const SimOrigin *origin, FILE *to)
{
    switch (origin->source) {
    case SIM_WRITTEN:
    case SIM_TEMPLATE: print_place(scenario, origin->mark, to); break;
    case SIM_SCALED:
    case SIM_IMPUTED:
        fputs(origin->source == SIM_IMPUTED ? "imputed: " : "", to);
        print_place(scenario, origin->mark, to);
        fprintf(to, " x %.4g (%s)", origin->ratio, origin->ratio_key);
        break;
    case SIM_DEFAULT:
        fputs("default: ", to);
        print_safely(part->row->source ? part->row->source : "assumed", to);
        break;
    case SIM_NOT_GIVEN:
    case SIM_SOURCES: fputs("not given", to); break;
    }
}

static bool is_kept(const SimResolved *record, const SimPart *part)
{
    if (part == record->part->based_on) return false;  // what it gave is written out
    if (sim_part_is_list(part)) {
        return sim_value_is_set(part->row, sim_place(record, part)) || sim_has_default(part->row);
    }
    return part->row && sim_value_is_set(part->row, sim_place(record, part));
}

static bool has_values(const SimResolved *record, const SimPart *section)
{
    for (size_t i = 0; i < section->count; i++) {
        const SimPart *part = section->parts[i];
        if (is_kept(record, part) || (sim_part_is_section(part) && has_values(record, part))) return true;
    }
    return false;
}

static void begin_line(Writer *writer, const char *key)
{
    int spaces = writer->begins_item ? writer->indent - 2 : writer->indent;
    fprintf(writer->to, "%*s%s%s:", spaces, "", writer->begins_item ? "- " : "", key);
    writer->begins_item = false;
}

static void end_line(const Writer *writer, const SimResolved *record, const SimPart *part)
{
    if (writer->has_comments) {
        fputs("  # ", writer->to);
        sim_origin_print(writer->scenario, part, &record->origins[part->slot], writer->to);
    }
    fputc('\n', writer->to);
}

static void write_value(Writer *writer, const SimResolved *record, const SimPart *part)
{
    begin_line(writer, part->key);
    fputc(' ', writer->to);
    sim_value_write(part->row, sim_place(record, part), writer->to);
    end_line(writer, record, part);
}

// Rows of a table that hold nothing but single values stay rows; not in a hash, which knows nothing of where values
// come from.
static bool is_flat_row(const SimResolved *item)
{
    if (!item->own || !item->own->is_row) return false;
    for (size_t i = 0; i < item->part->count; i++) {
        const SimPart *part = item->part->parts[i];
        if (sim_part_is_list(part) || sim_part_is_section(part)) return false;
    }
    return true;
}

static void write_row(Writer *writer, const SimResolved *item)
{
    bool is_first = true;
    fprintf(writer->to, "%*s- {", writer->indent - 2, "");
    for (size_t i = 0; i < item->part->count; i++) {
        const SimPart *part = item->part->parts[i];
        if (!is_kept(item, part)) continue;
        fprintf(writer->to, "%s%s: ", is_first ? "" : ", ", part->key);
        sim_value_write(part->row, sim_place(item, part), writer->to);
        is_first = false;
    }
    fputc('}', writer->to);
    fputs("  # ", writer->to);
    print_place(writer->scenario, item->own->mark, writer->to);
    fputc('\n', writer->to);
}

static void write_list(Writer *writer, const SimResolved *record, const SimPart *part)
{
    const SimRecords *records = sim_place(record, part);
    begin_line(writer, part->key);
    fputs(records->count == 0 ? " []\n" : "\n", writer->to);
    writer->indent += 4;
    for (size_t i = 0; i < records->count; i++) {
        const SimResolved *item = &record->lists[part->slot][i];
        if (writer->has_comments && is_flat_row(item)) {
            write_row(writer, item);
            continue;
        }
        writer->begins_item = true;
        write_record(writer, item);
        if (writer->begins_item) fprintf(writer->to, "%*s- {}\n", writer->indent - 2, "");
        writer->begins_item = false;
    }
    writer->indent -= 4;
}

static void write_parts(Writer *writer, const SimResolved *record, const SimPart *above)
{
    for (size_t i = 0; i < above->count; i++) {
        const SimPart *part = above->parts[i];
        bool is_section = sim_part_is_section(part);
        if (sim_part_is_list(part)) {
            if (is_kept(record, part)) write_list(writer, record, part);
        } else if (is_section && !sim_is_switched_off(record, part) && has_values(record, part)) {
            begin_line(writer, part->key);
            fputc('\n', writer->to);
            writer->indent += 2;
            write_parts(writer, record, part);
            writer->indent -= 2;
        } else if (is_kept(record, part)) {
            write_value(writer, record, part);
        }
    }
}

static void write_record(Writer *writer, const SimResolved *record)
{
    const SimPart *based_on = record->part->based_on;
    const SimText *template = based_on ? sim_place(record, based_on) : NULL;
    if (writer->has_comments && template && template->text) {
        fprintf(writer->to, "%*s# based on %s\n", writer->indent - 2, "", template->text);
    }
    write_parts(writer, record, record->part);
}

void sim_scenario_write(const SimScenario *scenario, FILE *to)
{
    Writer writer = {.scenario = scenario, .to = to, .has_comments = true};
    write_record(&writer, &scenario->root);
}

void sim_scenario_hash(const SimScenario *scenario, char hash[static 17])
{
    char *text = NULL;
    size_t length = 0;
    FILE *to = open_memstream(&text, &length);
    if (to) {
        Writer writer = {.scenario = scenario, .to = to};
        write_record(&writer, &scenario->root);
    }
    if (!to || fclose(to) != 0) {
        fprintf(stderr, "out of memory while a scenario was hashed\n");
        abort();
    }
    snprintf(hash, 17, "%016" PRIx64, sim_fingerprint(SIM_FINGERPRINT, text, length));
    free(text);
}

static void count_sources(const SimResolved *record, const SimPart *above, size_t counts[static SIM_SOURCES])
{
    for (size_t i = 0; i < above->count; i++) {
        const SimPart *part = above->parts[i];
        if (sim_part_is_list(part)) {
            const SimRecords *records = sim_place(record, part);
            for (size_t k = 0; k < records->count; k++) {
                const SimResolved *item = &record->lists[part->slot][k];
                count_sources(item, item->part, counts);
            }
            continue;
        }
        bool is_off = sim_part_is_section(part) && sim_is_switched_off(record, part);
        if (part->row) counts[record->origins[part->slot].source]++;
        if (!is_off) count_sources(record, part, counts);
    }
}

void sim_scenario_summary(const SimScenario *scenario, FILE *to)
{
    size_t counts[SIM_SOURCES] = {0};
    count_sources(&scenario->root, scenario->grammar.root, counts);
    for (size_t i = 0; i < scenario->grammar.root->count; i++) {
        const SimPart *part = scenario->grammar.root->parts[i];
        if (!sim_part_is_list(part) || scenario->root.origins[part->slot].source == SIM_NOT_GIVEN) continue;
        fprintf(to, "%s: %zu, ", part->key, ((const SimRecords *)sim_place(&scenario->root, part))->count);
    }
    size_t from_templates = counts[SIM_TEMPLATE] + counts[SIM_SCALED];
    fprintf(to, "values: %zu written, %zu from templates, %zu imputed, %zu defaults", counts[SIM_WRITTEN],
            from_templates, counts[SIM_IMPUTED], counts[SIM_DEFAULT]);
}
