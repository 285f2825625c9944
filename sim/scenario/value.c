#include "sim/scenario/value.h"

#include <math.h>
#include <string.h>

#include "sim/scenario/quantity.h"

enum { NAME_LENGTH = 80, PATH_LENGTH = 250, PROSE_LENGTH = 2000, NUMBERS_MOST = 10000 };

typedef struct {
    SimArena *arena;
    const SimPart *part;
    SimFaults *faults;  // may be NULL
} Reading;

static bool refuse(const Reading *reading, SimMark mark, const char *why)
{
    if (!reading->faults) return false;
    char name[200];
    sim_part_name(reading->part, name, sizeof name);
    return sim_fault(reading->faults, mark, "`%s` %s", name, why);
}

static void store(const SimField *row, void *place, SimValue value)
{
    if (!place) return;
    switch (row->kind) {
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: memcpy(place, &value.whole, sizeof value.whole); break;
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: memcpy(place, &value.number, sizeof value.number); break;
    case SIM_CHOICE: memcpy(place, &value.choice, sizeof value.choice); break;
    case SIM_SWITCH: memcpy(place, &value.on, sizeof value.on); break;
    case SIM_CHOICES:
    case SIM_NUMBERS:
    case SIM_TEXT:
    case SIM_PROSE:
    case SIM_RECORDS: break;
    }
}

static SimValue load(const SimField *row, const void *place)
{
    SimValue value = {0};
    switch (row->kind) {
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: memcpy(&value.whole, place, sizeof value.whole); break;
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: memcpy(&value.number, place, sizeof value.number); break;
    case SIM_CHOICE: memcpy(&value.choice, place, sizeof value.choice); break;
    case SIM_SWITCH: memcpy(&value.on, place, sizeof value.on); break;
    case SIM_CHOICES:
    case SIM_NUMBERS:
    case SIM_TEXT:
    case SIM_PROSE:
    case SIM_RECORDS: break;
    }
    return value;
}

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Names end up in tables, plots, file names and reports: a small alphabet is safe in all of them. The value of
// `based_on` is a path and may hold `/` as well.
static bool check_name(const Reading *reading, const SimNode *node)
{
    bool is_path = reading->part->holder->based_on == reading->part;
    size_t most = is_path ? PATH_LENGTH : NAME_LENGTH;
    const char *text = node->text;
    char why[SIM_WHY_BYTES];
    if (*text == '\0') return refuse(reading, node->mark, "must not be empty; write a name");
    if (strlen(text) > most) {
        snprintf(why, sizeof why, "must not be longer than %zu characters", most);
        return refuse(reading, node->mark, why);
    }
    for (const char *c = text; *c; c++) {
        bool allowed = is_letter_or_digit(*c) || (c > text && strchr(" .,'()&-_", *c)) || (is_path && *c == '/');
        if (allowed) continue;
        char culprit[40] = "a character outside ASCII";
        if (*c > ' ' && *c < 0x7f) snprintf(culprit, sizeof culprit, "`%c`", *c);
        snprintf(why, sizeof why,
                 "must be a name%s, not `%.40s`: %s cannot stand %s; letters, digits, space and . , ' ( ) & - _ can",
                 is_path ? " of a file" : "", text, culprit, c == text ? "at its beginning" : "in it");
        return refuse(reading, node->mark, why);
    }
    if (text[strlen(text) - 1] == ' ') return refuse(reading, node->mark, "must not end with a space");
    return true;
}

static bool is_control(const unsigned char *c)
{
    return (*c < 0x20 && *c != '\n' && *c != '\t') || *c == 0x7f || (*c == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0);
}

// What comes from a file has been decoded by libyaml; what comes from the command line has not.
static bool is_utf8(const unsigned char *c)
{
    while (*c) {
        int more = *c < 0x80                 ? 0
                   : *c >= 0xc2 && *c < 0xe0 ? 1
                   : *c >= 0xe0 && *c < 0xf0 ? 2
                   : *c >= 0xf0 && *c < 0xf5 ? 3
                                             : -1;
        if (more < 0) return false;
        bool too_long_a_spelling = (*c == 0xe0 && c[1] < 0xa0) || (*c == 0xf0 && c[1] < 0x90);
        bool no_character = (*c == 0xed && c[1] >= 0xa0) || (*c == 0xf4 && c[1] >= 0x90);
        if (too_long_a_spelling || no_character) return false;
        for (c++; more > 0; more--, c++) {
            if ((*c & 0xc0) != 0x80) return false;
        }
    }
    return true;
}

// Line breaks and tabs of long texts become spaces; those at the end go.
static bool read_prose(const Reading *reading, const SimNode *node, char **copy)
{
    size_t length = strlen(node->text);
    if (length > PROSE_LENGTH) return refuse(reading, node->mark, "must not be longer than 2000 bytes");
    char *text = sim_arena_text(reading->arena, node->text, length);
    if (!is_utf8((unsigned char *)text)) return refuse(reading, node->mark, "is not UTF-8 text");
    for (char *c = text; *c; c++) {
        if (is_control((unsigned char *)c))
            return refuse(reading, node->mark, "holds a control character; take it out");
        if (*c == '\n' || *c == '\t') *c = ' ';
    }
    while (length > 0 && text[length - 1] == ' ') text[--length] = '\0';
    *copy = text;
    return true;
}

static bool read_text(const Reading *reading, const SimNode *node, void *place)
{
    char *copy = NULL;
    if (sim_node_is_empty(node)) return refuse(reading, node->mark, "has no value; write it, or leave the line out");
    if (reading->part->row->kind == SIM_TEXT) {
        if (!check_name(reading, node)) return false;
        copy = sim_arena_text(reading->arena, node->text, strlen(node->text));
    } else if (!read_prose(reading, node, &copy)) {
        return false;
    }
    SimText text = {.text = copy, .mark = node->mark};
    if (place) memcpy(place, &text, sizeof text);
    return true;
}

static bool read_quantity(const Reading *reading, const SimNode *node, SimValue *value)
{
    char why[SIM_WHY_BYTES];
    if (node->kind != SIM_NODE_SCALAR) {
        const SimField *row = reading->part->row;
        snprintf(why, sizeof why, "holds %s inside its list; write %s", sim_node_kind_text(node),
                 sim_kind_example(row->kind));
        return node->kind == SIM_NODE_BROKEN ? false : refuse(reading, node->mark, why);
    }
    return sim_quantity_read(reading->part->row, node->text, value, why) || refuse(reading, node->mark, why);
}

static bool read_choices(const Reading *reading, const SimNode *node, void *place)
{
    uint32_t set = 0;
    bool sound = true;
    size_t count = node->kind == SIM_NODE_LIST ? node->count : 1;
    if (count == 0)
        return refuse(reading, node->mark, "must not be an empty list; name at least one, or leave the line out");
    for (size_t i = 0; i < count; i++) {
        SimValue value;
        bool good = read_quantity(reading, node->kind == SIM_NODE_LIST ? node->members[i].node : node, &value);
        if (good) set |= UINT32_C(1) << value.choice;
        sound = sound && good;
    }
    if (place && sound) memcpy(place, &set, sizeof set);
    return sound;
}

static bool read_numbers(const Reading *reading, const SimNode *node, void *place)
{
    const SimField *row = reading->part->row;
    char why[SIM_WHY_BYTES];
    if (node->kind != SIM_NODE_LIST) {
        snprintf(why, sizeof why, "must be a list of numbers, not `%.40s`; write `[1, 2.5]`", node->text);
        return refuse(reading, node->mark, why);
    }
    if (node->count == 0 || (row->count > 0 && node->count != row->count) || node->count > NUMBERS_MOST) {
        snprintf(why, sizeof why,
                 row->count > 0 ? "must be a list of %zu numbers, not of %zu"
                                : "must not be empty or too long; %zu to %zu numbers",
                 row->count > 0 ? row->count : 1, row->count > 0 ? node->count : (size_t)NUMBERS_MOST);
        return refuse(reading, node->mark, why);
    }
    SimNumbers numbers = {.values = sim_arena_take(reading->arena, node->count * sizeof(double)), .count = node->count};
    bool sound = true;
    for (size_t i = 0; i < node->count; i++) {
        SimValue value = {0};
        sound = read_quantity(reading, node->members[i].node, &value) && sound;
        numbers.values[i] = value.number;
    }
    if (place && sound) memcpy(place, &numbers, sizeof numbers);
    return sound;
}

bool sim_value_read(SimArena *arena, const SimPart *part, const SimNode *node, void *place, SimFaults *faults)
{
    const Reading reading = {.arena = arena, .part = part, .faults = faults};
    const SimField *row = part->row;
    if (node->kind == SIM_NODE_BROKEN) return false;
    bool may_be_list = row->kind == SIM_CHOICES || row->kind == SIM_NUMBERS;
    if (node->kind == SIM_NODE_MAP || (node->kind == SIM_NODE_LIST && !may_be_list)) {
        char why[SIM_WHY_BYTES];
        snprintf(why, sizeof why, "must be %s, not %s; write %s", sim_kind_text(row->kind), sim_node_kind_text(node),
                 sim_kind_example(row->kind));
        return refuse(&reading, node->mark, why);
    }
    if (row->kind == SIM_TEXT || row->kind == SIM_PROSE) return read_text(&reading, node, place);
    if (row->kind == SIM_CHOICES) return read_choices(&reading, node, place);
    if (row->kind == SIM_NUMBERS) return read_numbers(&reading, node, place);
    SimValue value;
    if (!read_quantity(&reading, node, &value)) return false;
    store(row, place, value);
    return true;
}

void sim_value_unset(const SimField *row, void *place)
{
    SimValue value = {0};
    if (row->kind == SIM_CHOICE) {
        value.choice = -1;
    } else if (sim_kind_is_whole(row->kind)) {
        value.whole = SIM_UNSET;
    } else if (row->kind != SIM_SWITCH) {
        value.number = NAN;
    }
    store(row, place, value);
    if (row->kind == SIM_CHOICES) memset(place, 0, sizeof(uint32_t));
    if (row->kind == SIM_NUMBERS) memset(place, 0, sizeof(SimNumbers));
    if (row->kind == SIM_RECORDS) memset(place, 0, sizeof(SimRecords));
    if (row->kind == SIM_TEXT || row->kind == SIM_PROSE) memset(place, 0, sizeof(SimText));
}

bool sim_value_is_set(const SimField *row, const void *place)
{
    switch (row->kind) {
    case SIM_RECORDS: return ((const SimRecords *)place)->count > 0;
    case SIM_TEXT:
    case SIM_PROSE: return ((const SimText *)place)->text != NULL;
    case SIM_NUMBERS: return ((const SimNumbers *)place)->values != NULL;
    case SIM_CHOICE: return load(row, place).choice >= 0;
    case SIM_CHOICES: return *(const uint32_t *)place != 0;
    case SIM_SWITCH: return true;
    case SIM_COUNT:
    case SIM_DATE_DAY:
    case SIM_MOMENT: return load(row, place).whole != SIM_UNSET;
    case SIM_AMOUNT:
    case SIM_SHARE:
    case SIM_DURATION:
    case SIM_RATE:
    case SIM_CLOCK: break;
    }
    return sim_is_set(load(row, place).number);
}

static SimValue scaled(const SimField *row, SimValue value, double ratio)
{
    if (!sim_kind_is_whole(row->kind)) return (SimValue){.number = value.number * ratio};
    double whole = round((double)value.whole * ratio);
    if (value.whole >= 1 && whole < 1 && ratio > 0) whole = 1;
    return (SimValue){.whole = fabs(whole) < 9e15 ? (int64_t)whole : INT64_MAX};
}

bool sim_value_scale(const SimField *row, void *place, double ratio, char *why)
{
    if (row->kind == SIM_NUMBERS) {
        SimNumbers *numbers = place;
        for (size_t i = 0; i < numbers->count; i++) {
            SimValue value = {.number = numbers->values[i] * ratio};
            if (!sim_quantity_in_range(row, value, why)) return false;
        }
        for (size_t i = 0; i < numbers->count; i++) numbers->values[i] *= ratio;
        return true;
    }
    SimValue value = scaled(row, load(row, place), ratio);
    if (!sim_quantity_in_range(row, value, why)) return false;
    store(row, place, value);
    return true;
}

double sim_value_number(const SimField *row, const void *place)
{
    if (!sim_kind_scales(row->kind) || row->kind == SIM_NUMBERS || !sim_value_is_set(row, place)) return NAN;
    SimValue value = load(row, place);
    return sim_kind_is_whole(row->kind) ? (double)value.whole : value.number;
}

static void write_quoted(const char *text, FILE *to)
{
    fputc('"', to);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\') fputc('\\', to);
        fputc(*c, to);
    }
    fputc('"', to);
}

static void write_choices(const SimField *row, uint32_t set, FILE *to)
{
    char word[SIM_QUANTITY_BYTES];
    bool first = true;
    fputc('[', to);
    for (int i = 0; i < 32 && sim_choice_word(row->choices, i, word); i++) {
        if (!(set >> i & 1)) continue;
        fprintf(to, "%s%s", first ? "" : ", ", word);
        first = false;
    }
    fputc(']', to);
}

void sim_value_write(const SimField *row, const void *place, FILE *to)
{
    char text[SIM_QUANTITY_BYTES];
    if (row->kind == SIM_TEXT || row->kind == SIM_PROSE) {
        write_quoted(((const SimText *)place)->text, to);
    } else if (row->kind == SIM_CHOICES) {
        write_choices(row, *(const uint32_t *)place, to);
    } else if (row->kind == SIM_NUMBERS) {
        const SimNumbers *numbers = place;
        for (size_t i = 0; i < numbers->count; i++) {
            sim_number_print(numbers->values[i], text);
            fprintf(to, "%s%s", i ? ", " : "[", text);
        }
        fputc(']', to);
    } else {
        sim_quantity_print(row, load(row, place), text);
        fputs(text, to);
    }
}

static SimNode *plain_node(SimArena *arena, const char *text, SimMark mark)
{
    size_t before = strspn(text, " "), length = strlen(text);
    while (length > before && text[length - 1] == ' ') length--;
    SimNode *node = sim_node_new(arena, SIM_NODE_SCALAR, mark, NULL);
    node->text = sim_arena_text(arena, text + before, length - before);
    return node;
}

// A copy that owns its keys too: the document it comes from goes away.
static SimNode *adopt(SimArena *arena, const SimNode *node, SimMark mark)
{
    SimNode *copy = sim_node_new(arena, node->kind, mark, node->text);
    copy->quoted = node->quoted;
    for (size_t i = 0; i < node->count; i++) {
        sim_node_set(arena, copy, node->members[i].key, mark, adopt(arena, node->members[i].node, mark));
    }
    return copy;
}

SimNode *sim_value_node(SimArena *arena, const SimField *row, const char *text, SimMark mark, SimFaults *faults)
{
    const char *start = text + strspn(text, " ");
    bool is_list = row && (row->kind == SIM_NUMBERS || row->kind == SIM_CHOICES) && strchr(start, ',') && *start != '[';
    if (!is_list && (*start == '\0' || !strchr("[{\"'", *start))) return plain_node(arena, text, mark);
    size_t length = strlen(text);
    char *yaml = sim_arena_take(arena, length + 3);
    snprintf(yaml, length + 3, is_list ? "[%s]" : "%s", text);
    SimFaults *unheard = faults ? NULL : sim_faults_new();
    SimDocument *document =
        sim_document_parse(mark.file ? mark.file : "a default", yaml, strlen(yaml), faults ? faults : unheard);
    sim_faults_free(unheard);
    if (!document) return NULL;
    SimNode *node = adopt(arena, sim_document_root(document), mark);
    sim_document_free(document);
    return node;
}
