#include "sim/scenario/value.h"

#include <string.h>

#include "sim/scenario/quantity.h"
#include "sim/scenario/unsafe_text.h"

enum { NAME_LENGTH = 80, PATH_LENGTH = 250, PROSE_LENGTH = 2000, ITEMS_MOST = 10000 };

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
        if (*c == '\n' || *c == '\t') *c = ' ';
        if (sim_control_bytes(c) > 0) return refuse(reading, node->mark, "holds a control character; take it out");
        if (sim_direction_bytes(c) > 0)
            return refuse(reading, node->mark, "holds a character that turns the direction of text; take it out");
    }
    while (length > 0 && text[length - 1] == ' ') text[--length] = '\0';
    *copy = text;
    return true;
}

static bool read_text(const Reading *reading, const SimNode *node, void *place)
{
    char *copy = NULL;
    bool is_item = sim_kind_is_list(reading->part->row->kind);
    if (sim_node_is_empty(node)) {
        return refuse(reading, node->mark,
                      is_item ? "has no value; write it, or leave it out"
                              : "has no value; write it, or leave the line out");
    }
    if (sim_kind_item(reading->part->row->kind) == SIM_TEXT) {
        if (!check_name(reading, node)) return false;
        copy = sim_arena_text(reading->arena, node->text, strlen(node->text));
    } else if (!read_prose(reading, node, &copy)) {
        return false;
    }
    SimText text = {.text = copy, .mark = node->mark};
    if (place) memcpy(place, &text, sizeof text);
    return true;
}

// An item of a list of values must not be a list or a mapping itself.
static bool is_single(const Reading *reading, const SimNode *node)
{
    if (node->kind == SIM_NODE_SCALAR) return true;
    if (node->kind == SIM_NODE_BROKEN) return false;  // reported
    char why[SIM_WHY_BYTES];
    snprintf(why, sizeof why, "holds %s inside its list; write %s", sim_node_kind_text(node),
             sim_kind_example(reading->part->row->kind));
    return refuse(reading, node->mark, why);
}

static bool read_quantity(const Reading *reading, const SimNode *node, SimValue *value)
{
    char why[SIM_WHY_BYTES];
    if (!is_single(reading, node)) return false;
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

static bool check_list(const Reading *reading, const SimNode *node)
{
    enum SimKind kind = reading->part->row->kind;
    char why[SIM_WHY_BYTES];
    if (node->kind == SIM_NODE_LIST) return true;
    if (*node->text == '\0' || sim_node_is_empty(node)) {
        snprintf(why, sizeof why, "has no value; write %s, or leave the line out", sim_kind_example(kind));
    } else {
        snprintf(why, sizeof why, "must be %s, not `%.40s`; write %s", sim_kind_text(kind), node->text,
                 sim_kind_example(kind));
    }
    return refuse(reading, node->mark, why);
}

static bool check_count(const Reading *reading, const SimNode *list)
{
    const SimField *row = reading->part->row;
    const char *items = sim_kind_text(row->kind) + strlen("a list of ");
    char why[SIM_WHY_BYTES];
    if (row->count > 0 ? list->count == row->count : list->count > 0 && list->count <= ITEMS_MOST) return true;
    if (row->count > 0) {
        snprintf(why, sizeof why, "must be a list of %zu %s, not of %zu", row->count, items, list->count);
    } else if (list->count == 0) {
        snprintf(why, sizeof why, "must not be an empty list; write %s, or leave the line out",
                 sim_kind_example(row->kind));
    } else {
        snprintf(why, sizeof why, "must be a list of at most %d %s, not of %zu", ITEMS_MOST, items, list->count);
    }
    return refuse(reading, list->mark, why);
}

static bool read_numbers(const Reading *reading, const SimNode *node, void *place)
{
    if (!check_list(reading, node)) return false;
    SimNumbers numbers = {.values = sim_arena_take(reading->arena, node->count * sizeof(double)), .count = node->count};
    bool sound = check_count(reading, node);
    for (size_t i = 0; i < node->count; i++) {
        SimValue value = {0};
        sound = read_quantity(reading, node->members[i].node, &value) && sound;
        numbers.values[i] = value.number;
    }
    if (place && sound) memcpy(place, &numbers, sizeof numbers);
    return sound;
}

static bool read_texts(const Reading *reading, const SimNode *node, void *place)
{
    if (!check_list(reading, node)) return false;
    SimTexts texts = {.rows = sim_arena_take(reading->arena, node->count * sizeof(SimText)), .count = node->count};
    bool sound = check_count(reading, node);
    for (size_t i = 0; i < node->count; i++) {
        const SimNode *item = node->members[i].node;
        sound = is_single(reading, item) && read_text(reading, item, &texts.rows[i]) && sound;
    }
    if (place && sound) memcpy(place, &texts, sizeof texts);
    return sound;
}

bool sim_value_read(SimArena *arena, const SimPart *part, const SimNode *node, void *place, SimFaults *faults)
{
    const Reading reading = {.arena = arena, .part = part, .faults = faults};
    const SimField *row = part->row;
    if (node->kind == SIM_NODE_BROKEN) return false;
    bool may_be_list = sim_kind_is_list(row->kind);
    if (node->kind == SIM_NODE_MAP || (node->kind == SIM_NODE_LIST && !may_be_list)) {
        char why[SIM_WHY_BYTES];
        snprintf(why, sizeof why, "must be %s, not %s; write %s", sim_kind_text(row->kind), sim_node_kind_text(node),
                 sim_kind_example(row->kind));
        return refuse(&reading, node->mark, why);
    }
    if (row->kind == SIM_TEXT || row->kind == SIM_PROSE) return read_text(&reading, node, place);
    if (row->kind == SIM_CHOICES) return read_choices(&reading, node, place);
    if (row->kind == SIM_TEXTS) return read_texts(&reading, node, place);
    if (sim_kind_is_numbers(row->kind)) return read_numbers(&reading, node, place);
    SimValue value;
    if (!read_quantity(&reading, node, &value)) return false;
    sim_value_store(row, place, value);
    return true;
}

static SimNode *plain_node(SimArena *arena, const char *text, SimMark mark)
{
    size_t before = strspn(text, " "), length = strlen(text);
    while (length > before && text[length - 1] == ' ') length--;
    SimNode *node = sim_node_new(arena, SIM_NODE_SCALAR, mark, NULL);
    node->text = sim_arena_text(arena, text + before, length - before);
    return node;
}

SimNode *sim_value_node(SimArena *arena, const SimField *row, const char *text, SimMark mark, SimFaults *faults)
{
    const char *start = text + strspn(text, " ");
    bool is_list = row && sim_kind_is_list(row->kind) && strchr(start, ',') && *start != '[';
    if (!is_list && (*start == '\0' || !strchr("[{\"'", *start))) return plain_node(arena, text, mark);
    size_t length = strlen(text);
    char *yaml = sim_arena_take(arena, length + 3);
    snprintf(yaml, length + 3, is_list ? "[%s]" : "%s", text);
    SimFaults *own = sim_faults_new();
    SimDocument *document = sim_document_parse("", yaml, strlen(yaml), own);
    bool sound = sim_faults_count(own) == 0;
    sim_faults_free(own);
    if (!sound) {
        sim_document_free(document);
        if (faults) sim_fault(faults, mark, "`%.100s` cannot be read; close every bracket and quote", text);
        return NULL;
    }
    SimNode *node = sim_node_copy_as(arena, sim_document_root(document), mark);
    sim_document_free(document);
    return node;
}
