#include "sim/scenario/document.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "sim/scenario/source_file.h"
#include "sim/scenario/yaml_words.h"

struct SimDocument {
    SimArena *arena;
    const char *file;
    SimNode *root;
};

// A map or list that is being read.
typedef struct {
    SimNode *node;
    const char *key;  // the key whose value comes next; NULL if a key comes next, or in a list
    SimMark key_mark;
    bool key_is_dropped;  // its value is read and thrown away
} Level;

typedef struct {
    SimDocument *document;
    SimFaults *faults;
    Level levels[SIM_DOCUMENT_DEPTH];
    int depth;
    size_t events;
    int documents;
} Builder;

static SimMark mark_of(const Builder *builder, yaml_mark_t mark)
{
    return (SimMark){.file = builder->document->file,
                     .line = mark.line < INT_MAX ? (int)mark.line + 1 : INT_MAX,
                     .column = mark.column < INT_MAX ? (int)mark.column + 1 : INT_MAX};
}

static int by_key(const void *left, const void *right)
{
    const SimMember *a = *(const SimMember *const *)left, *b = *(const SimMember *const *)right;
    int order = strcmp(a->key, b->key);
    return order ? order : (a < b ? -1 : 1);
}

// Sorted, so that a file made of one enormous mapping is not compared key by key with itself.
static void find_duplicate_keys(Builder *builder, const SimNode *map)
{
    if (map->count < 2) return;
    const SimMember **sorted = malloc(map->count * sizeof *sorted);
    if (!sorted) return;
    for (size_t i = 0; i < map->count; i++) sorted[i] = &map->members[i];
    qsort(sorted, map->count, sizeof *sorted, by_key);
    for (size_t i = 1; i < map->count; i++) {
        if (strcmp(sorted[i - 1]->key, sorted[i]->key) != 0) continue;
        sim_fault(builder->faults, sorted[i]->key_mark,
                  "`%.60s` is given twice (first in line %d); keep one of the two", sorted[i]->key,
                  sorted[i - 1]->key_mark.line);
    }
    free(sorted);
}

static void attach(Builder *builder, SimNode *node)
{
    if (builder->depth == 0) {
        builder->document->root = node;
        return;
    }
    Level *level = &builder->levels[builder->depth - 1];
    SimNode *parent = level->node;
    if (!(parent->kind == SIM_NODE_MAP && level->key_is_dropped)) {
        parent->members = sim_arena_grow(builder->document->arena, parent->members, parent->count, &parent->capacity,
                                         sizeof(SimMember));
        parent->members[parent->count++] = (SimMember){.key = level->key, .key_mark = level->key_mark, .node = node};
    }
    level->key = NULL;
    level->key_is_dropped = false;
}

static bool a_key_comes_next(const Builder *builder)
{
    if (builder->depth == 0) return false;
    const Level *level = &builder->levels[builder->depth - 1];
    return level->node->kind == SIM_NODE_MAP && !level->key;
}

static void take_key(Builder *builder, const char *key, SimMark mark, bool dropped)
{
    Level *level = &builder->levels[builder->depth - 1];
    level->key = key;
    level->key_mark = mark;
    level->key_is_dropped = dropped;
}

// Anchors and tags are reported and otherwise ignored, so that what follows is still checked.
static void refuse_decoration(Builder *builder, const yaml_char_t *anchor, const yaml_char_t *tag, SimMark mark)
{
    if (anchor) {
        sim_fault(builder->faults, mark,
                  "anchors such as `&%.40s` are not understood; write the value out where it is used",
                  (const char *)anchor);
    }
    static const char standard[] = "tag:yaml.org,2002:";
    if (tag) {
        const char *text = (const char *)tag;
        bool is_standard = strncmp(text, standard, sizeof standard - 1) == 0;
        sim_fault(builder->faults, mark, "tags such as `%s%.40s` are not understood; write the value alone",
                  is_standard ? "!!" : "", is_standard ? text + sizeof standard - 1 : text);
    }
}

static bool open_level(Builder *builder, enum SimNodeKind kind, SimMark mark)
{
    if (builder->depth == SIM_DOCUMENT_DEPTH) {
        return sim_fault(builder->faults, mark,
                         "more than %d levels inside one another; a scenario needs fewer than ten", SIM_DOCUMENT_DEPTH);
    }
    bool is_key = a_key_comes_next(builder);
    if (is_key) {
        sim_fault(builder->faults, mark,
                  "a key must be a single word, not a list or a mapping; quote text that begins "
                  "with `[` or `{`");
    }
    SimNode *node = sim_node_new(builder->document->arena, kind, mark, NULL);
    if (is_key) {
        take_key(builder, "?", mark, true);  // the complex key itself is read into a node that nobody holds
    } else {
        attach(builder, node);
    }
    builder->levels[builder->depth++] = (Level){.node = node, .key_is_dropped = false};
    return true;
}

static void take_scalar(Builder *builder, const yaml_event_t *event, SimMark mark)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    refuse_decoration(builder, event->data.scalar.anchor, event->data.scalar.tag, mark);
    bool has_nul = memchr(text, '\0', length) != NULL;
    bool too_long = length > SIM_DOCUMENT_SCALAR_BYTES;
    if (has_nul) sim_fault(builder->faults, mark, "a NUL character stands in this text; take it out");
    if (too_long) {
        sim_fault(builder->faults, mark, "a single value of %zu bytes; the longest allowed is %d", length,
                  SIM_DOCUMENT_SCALAR_BYTES);
    }
    bool quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    if (a_key_comes_next(builder)) {
        bool merges = !quoted && strcmp(text, "<<") == 0;
        if (merges) sim_fault(builder->faults, mark, "merge keys (`<<`) are not understood; write the values out");
        take_key(builder, sim_arena_text(builder->document->arena, text, too_long || has_nul ? 0 : length), mark,
                 merges || too_long || has_nul);
        return;
    }
    bool broken = has_nul || too_long;
    SimNode *node = sim_node_new(builder->document->arena, broken ? SIM_NODE_BROKEN : SIM_NODE_SCALAR, mark, NULL);
    if (!broken) node->text = sim_arena_text(builder->document->arena, text, length);
    node->quoted = quoted;
    attach(builder, node);
}

static void take_alias(Builder *builder, const yaml_event_t *event, SimMark mark)
{
    sim_fault(builder->faults, mark,
              "aliases such as `*%.40s` are not understood; write the value out (or quote it, if "
              "the star belongs to it)",
              (const char *)event->data.alias.anchor);
    if (a_key_comes_next(builder)) {
        take_key(builder, "*", mark, true);
        return;
    }
    attach(builder, sim_node_new(builder->document->arena, SIM_NODE_BROKEN, mark, NULL));
}

static void close_level(Builder *builder)
{
    Level *level = &builder->levels[--builder->depth];
    if (level->node->kind == SIM_NODE_MAP) find_duplicate_keys(builder, level->node);
}

// False if reading cannot go on.
static bool take_event(Builder *builder, const yaml_event_t *event)
{
    SimMark mark = mark_of(builder, event->start_mark);
    if (++builder->events > SIM_DOCUMENT_EVENTS) {
        return sim_fault(builder->faults, mark, "more than %d values in one file; split it or make it smaller",
                         SIM_DOCUMENT_EVENTS);
    }
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (builder->documents++ == 0) return true;
        return sim_fault(builder->faults, mark,
                         "a second document begins here; a scenario is one document, without "
                         "`---` in the middle");
    case YAML_ALIAS_EVENT: take_alias(builder, event, mark); return true;
    case YAML_SCALAR_EVENT: take_scalar(builder, event, mark); return true;
    case YAML_SEQUENCE_START_EVENT:
        refuse_decoration(builder, event->data.sequence_start.anchor, event->data.sequence_start.tag, mark);
        return open_level(builder, SIM_NODE_LIST, mark);
    case YAML_MAPPING_START_EVENT:
        refuse_decoration(builder, event->data.mapping_start.anchor, event->data.mapping_start.tag, mark);
        return open_level(builder, SIM_NODE_MAP, mark);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: close_level(builder); return true;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT: break;
    }
    return true;
}

static bool build(Builder *builder, const char *text, size_t length)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) return false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    bool sound = true, ended = false;
    while (sound && !ended) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            sound = sim_yaml_fault(builder->faults, builder->document->file, &parser, text, length);
            break;
        }
        ended = event.type == YAML_STREAM_END_EVENT;
        sound = take_event(builder, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return sound;
}

SimDocument *sim_document_parse(const char *file, const char *text, size_t length, SimFaults *faults)
{
    SimArena *arena = sim_arena_new();
    SimDocument *document = sim_arena_take(arena, sizeof *document);
    document->arena = arena;
    document->file = sim_arena_text(arena, file, strlen(file));
    Builder *builder = sim_arena_take(arena, sizeof *builder);
    *builder = (Builder){.document = document, .faults = faults};

    SimMark top = {.file = document->file, .line = 1, .column = 1};
    bool sound;
    if (length > SIM_DOCUMENT_BYTES) {
        sound =
            sim_fault(faults, (SimMark){.file = document->file},
                      "the file is larger than %d KiB; a scenario is text of a few pages", SIM_DOCUMENT_BYTES / 1024);
    } else {
        sound = build(builder, text, length);
    }
    if (sound && !document->root) sound = sim_fault(faults, top, "the file is empty; begin with `walkout: 1`");
    if (sound) return document;
    sim_document_free(document);
    return NULL;
}

static SimDocument *parse_source(SimSource source, SimFaults *faults)
{
    if (!source.bytes) return NULL;
    SimDocument *document = sim_document_parse(source.file, source.bytes, source.length, faults);
    sim_source_free(&source);
    return document;
}

SimDocument *sim_document_read(const char *file, SimFaults *faults)
{
    return parse_source(sim_source_read(file, "a YAML file", SIM_DOCUMENT_BYTES, faults), faults);
}

SimDocument *sim_document_read_beneath(const char *folder, const char *name, SimMark asked, SimFaults *faults)
{
    return parse_source(sim_source_read_beneath(folder, name, asked, "a YAML file", SIM_DOCUMENT_BYTES, faults),
                        faults);
}

void sim_document_free(SimDocument *document)
{
    if (document) sim_arena_free(document->arena);
}

SimNode *sim_document_root(const SimDocument *document)
{
    return document->root;
}
const char *sim_document_file(const SimDocument *document)
{
    return document->file;
}
SimArena *sim_document_arena(const SimDocument *document)
{
    return document->arena;
}
