#ifndef JINBANG_MEMORY_H
#define JINBANG_MEMORY_H

#include <stddef.h>

/* Memory that goes all at once: many small things that live and die together. */
typedef struct jb_memory {
    struct jb_memory_block *blocks;
} jb_memory;

/* Zeroed memory for count things; NULL when memory runs out. count 0 gives a valid pointer. */
void *jb_memory_take(jb_memory *memory, size_t count, size_t size);
void jb_memory_finish(jb_memory *memory);

#endif
