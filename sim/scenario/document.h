// A YAML file as a tree of nodes that know where they were written.
//
// Only what a scenario needs is understood: mappings, lists and scalars, one document. Anchors, aliases, tags and merge
// keys are faults (a few hundred bytes of aliases can stand for gigabytes). Scalars stay text: what `no`, `010` or
// `7:00` mean is decided by the field that reads them, never by YAML.
#ifndef SIM_SCENARIO_DOCUMENT_H
#define SIM_SCENARIO_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/scenario/arena.h"
#include "sim/scenario/fault.h"

enum {
    SIM_DOCUMENT_BYTES = 1 << 20,
    SIM_DOCUMENT_DEPTH = 32,
    SIM_DOCUMENT_EVENTS = 200000,
    SIM_DOCUMENT_SCALAR_BYTES = 64 << 10
};

enum SimNodeKind {
    SIM_NODE_SCALAR,
    SIM_NODE_MAP,
    SIM_NODE_LIST,
    SIM_NODE_BROKEN  // something was written here that has already been reported
};

typedef struct SimNode SimNode;

typedef struct {
    const char *key;  // NULL for the items of a list
    SimMark key_mark;
    SimNode *node;
} SimMember;

struct SimNode {
    enum SimNodeKind kind;
    SimMark mark;
    const char *text;  // of a scalar, without NUL bytes inside
    bool quoted;
    bool is_row;          // a record made of a row of a table
    const SimNode *twin;  // of an item that an override added: the template's item, without a name, that it completes
    SimMember *members;   // of a map (in the order written) or a list
    size_t count, capacity;
};

typedef struct SimDocument SimDocument;

// Reads a regular file of UTF-8. NULL, with faults, if it cannot be read or is not YAML; faults without NULL where the
// rest of the tree is sound (duplicate keys, anchors, ...).
SimDocument *sim_document_read(const char *file, SimFaults *faults);

// The same for a file named in another one: `name` is relative to `folder` and must stay beneath it, symbolic links
// included. `asked` is where it was named; faults about finding it are reported there.
SimDocument *sim_document_read_beneath(const char *folder, const char *name, SimMark asked, SimFaults *faults);

// The same for text in memory. `file` is what marks call it.
SimDocument *sim_document_parse(const char *file, const char *text, size_t length, SimFaults *faults);

void sim_document_free(SimDocument *document);  // NULL does nothing; frees all its nodes and the marks' file name

SimNode *sim_document_root(const SimDocument *document);
const char *sim_document_file(const SimDocument *document);
SimArena *sim_document_arena(const SimDocument *document);

// The value of a key, or NULL. `map` may be NULL or no map: then nothing is found.
SimNode *sim_node_find(const SimNode *map, const char *key);
// The text of a key that holds a value; NULL if there is none, or it is empty.
const char *sim_node_text(const SimNode *map, const char *key);
// What an item of a list of records is called: the text of its key `name`, or else `code`; NULL if it has neither.
const char *sim_node_name(const SimNode *map);
// The item of a list that is called so (by name or by code), or NULL.
SimNode *sim_node_named(const SimNode *list, const char *name);
// A plain scalar with nothing in it, as after `key:`.
bool sim_node_is_empty(const SimNode *node);
// "a list", "a mapping" or "a value".
const char *sim_node_kind_text(const SimNode *node);

SimNode *sim_node_new(SimArena *arena, enum SimNodeKind kind, SimMark mark, const char *text);
// A copy that owns its texts and keys: its document may go away, but for the file name of its marks. The second says
// that everything in it was written at one place.
SimNode *sim_node_copy(SimArena *arena, const SimNode *node);
SimNode *sim_node_copy_as(SimArena *arena, const SimNode *node, SimMark mark);
// Puts a value under a key, in place of the one that was there. NULL as key appends to a list.
void sim_node_set(SimArena *arena, SimNode *map, const char *key, SimMark key_mark, SimNode *value);

#endif
