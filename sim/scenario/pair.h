// The items of a list in force: what the user wrote of each, and what a template says about it.
//
// Items of one name belong together. Those without a name cannot be told apart: the user's take the place of all that
// the template has. An item is addressed by its name or its code, and one that has neither by its place in the list in
// force, counted from 1: `next[2]`.
#ifndef SIM_SCENARIO_PAIR_H
#define SIM_SCENARIO_PAIR_H

#include "sim/scenario/document.h"
#include "sim/scenario/grammar.h"

// What the user and the template say about one key or one item; NULL where they say nothing.
typedef struct {
    const SimNode *own, *template;
} SimSaid;

// Fills `pairs`, which has room for the items of both lists, in the order in force: the template's, then those that
// only the user has. Returns how many. Either list may be NULL or no list; items that are no mappings are left out.
size_t sim_items_pair(const SimPart *part, const SimNode *own, const SimNode *template, SimSaid *pairs);
size_t sim_items_most(const SimNode *own, const SimNode *template);

// The index of the item that is addressed so; `count` if there is none.
size_t sim_items_find(const SimSaid *pairs, size_t count, const char *selector);

// The name of an item; NULL if neither side gives one.
const char *sim_said_name(SimSaid said);

// The place that a text of `length` bytes means, from 1; 0 if it is no such number.
size_t sim_item_place(const char *text, size_t length);

#endif
