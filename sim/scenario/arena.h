// Memory that lives as long as one document or one scenario: asked for in small pieces, given back all at once.
//
// Reading is bounded by the limits in document.h, so memory that runs out here is the machine's trouble, not the
// user's: the program says how much was wanted and aborts.
#ifndef SIM_SCENARIO_ARENA_H
#define SIM_SCENARIO_ARENA_H

#include <stddef.h>

typedef struct SimArena SimArena;

SimArena *sim_arena_new(void);
void sim_arena_free(SimArena *arena);  // NULL does nothing

// Zeroed; never NULL, also for 0 bytes.
void *sim_arena_take(SimArena *arena, size_t bytes);
char *sim_arena_text(SimArena *arena, const char *text, size_t length);

// Room for one more row in an array that doubles: returns the array, moved if it had to grow.
void *sim_arena_grow(SimArena *arena, void *rows, size_t used, size_t *capacity, size_t row_bytes);

#endif
