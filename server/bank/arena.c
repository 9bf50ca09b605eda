/*
 * Memory for many small things that live and die together: each take is one block of a list. Plans
 * and contest files are read rarely, so a block per take is fast enough and keeps every array under
 * the eyes of the sanitizers.
 */
#include "bank_internal.h"

#include <stdlib.h>

struct jb_arena_block {
    struct jb_arena_block *next;
    max_align_t bytes[];
};

void *jb_arena_take(jb_arena *arena, size_t count, size_t size)
{
    size_t header = sizeof(struct jb_arena_block);
    if (size > 0 && count > (SIZE_MAX - header) / size) {
        return NULL;
    }
    struct jb_arena_block *block = calloc(1, header + count * size);
    if (!block) {
        return NULL;
    }
    block->next = arena->blocks;
    arena->blocks = block;
    return block->bytes;
}

void jb_arena_finish(jb_arena *arena)
{
    while (arena->blocks) {
        struct jb_arena_block *block = arena->blocks;
        arena->blocks = block->next;
        free(block);
    }
}
