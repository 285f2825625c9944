#include "sim/scenario/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Piece {
    struct Piece *next;
    max_align_t bytes[];
} Piece;

struct SimArena {
    Piece *pieces;
};

static void *wanted(void *memory, size_t bytes)
{
    if (memory) return memory;
    fprintf(stderr, "out of memory: %zu bytes were wanted while reading a scenario\n", bytes);
    abort();
}

SimArena *sim_arena_new(void)
{
    return wanted(calloc(1, sizeof(SimArena)), sizeof(SimArena));
}

void sim_arena_free(SimArena *arena)
{
    if (!arena) return;
    for (Piece *piece = arena->pieces; piece;) {
        Piece *next = piece->next;
        free(piece);
        piece = next;
    }
    free(arena);
}

void *sim_arena_take(SimArena *arena, size_t bytes)
{
    Piece *piece = wanted(calloc(1, sizeof(Piece) + bytes), bytes);
    piece->next = arena->pieces;
    arena->pieces = piece;
    return piece->bytes;
}

char *sim_arena_text(SimArena *arena, const char *text, size_t length)
{
    char *copy = sim_arena_take(arena, length + 1);
    if (length > 0) memcpy(copy, text, length);
    return copy;
}

void *sim_arena_grow(SimArena *arena, void *rows, size_t used, size_t *capacity, size_t row_bytes)
{
    if (used < *capacity) return rows;
    *capacity = *capacity ? *capacity * 2 : 4;
    void *grown = sim_arena_take(arena, *capacity * row_bytes);
    if (used > 0) memcpy(grown, rows, used * row_bytes);
    return grown;
}
