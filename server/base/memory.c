/*
 * Memory for many small things that live and die together: each take is one block of a list. What
 * is read into it is read rarely (plans, contest files, drafts), so a block per take is fast enough
 * and keeps every array under the eyes of the sanitizers.
 */
#include "jinbang/memory.h"

#include <stdint.h>
#include <stdlib.h>

struct jb_memory_block {
    struct jb_memory_block *next;
    max_align_t bytes[];
};

void *jb_memory_take(jb_memory *memory, size_t count, size_t size)
{
    size_t header = sizeof(struct jb_memory_block);
    if (size > 0 && count > (SIZE_MAX - header) / size) {
        return NULL;
    }
    struct jb_memory_block *block = calloc(1, header + count * size);
    if (!block) {
        return NULL;
    }
    block->next = memory->blocks;
    memory->blocks = block;
    return block->bytes;
}

void jb_memory_finish(jb_memory *memory)
{
    while (memory->blocks) {
        struct jb_memory_block *block = memory->blocks;
        memory->blocks = block->next;
        free(block);
    }
}
