// A 4-ary heap of words, the least first, for the reference loops of this folder. Words beyond the used ones are
// UINT64_MAX, so that four children can always be compared: there must be room for four more than are ever used.
#ifndef BENCH_WORD_HEAP_H
#define BENCH_WORD_HEAP_H

#include <stdint.h>

typedef struct {
    uint64_t *word;  // not owned; word[0] is the least
    uint32_t used;
} WordHeap;

static inline void word_heap_open(WordHeap *heap, uint64_t *words, uint32_t room)
{
    heap->word = words;
    heap->used = 0;
    for (uint32_t i = 0; i < room; i++) words[i] = UINT64_MAX;
}

static inline void word_heap_rise(uint64_t *words, uint32_t hole, uint64_t word)
{
    while (hole > 0 && word < words[(hole - 1) / 4]) {
        words[hole] = words[(hole - 1) / 4];
        hole = (hole - 1) / 4;
    }
    words[hole] = word;
}

static inline void word_heap_push(WordHeap *heap, uint64_t word)
{
    word_heap_rise(heap->word, heap->used++, word);
}

// Puts `word` in the place of the first: the hole sinks to the end, the word rises from there.
static inline void word_heap_replace(WordHeap *heap, uint64_t word)
{
    uint64_t *words = heap->word;
    uint32_t hole = 0;
    for (uint32_t child = 1; child < heap->used; child = 4 * hole + 1) {
        const uint32_t a = child + (words[child + 1] < words[child]);
        const uint32_t b = child + 2 + (words[child + 3] < words[child + 2]);
        const uint32_t least = words[b] < words[a] ? b : a;
        words[hole] = words[least];
        hole = least;
    }
    word_heap_rise(words, hole, word);
}

// The heap must not be empty.
static inline uint64_t word_heap_pop(WordHeap *heap)
{
    const uint64_t first = heap->word[0], last = heap->word[--heap->used];
    heap->word[heap->used] = UINT64_MAX;
    if (heap->used > 0) word_heap_replace(heap, last);
    return first;
}

#endif
