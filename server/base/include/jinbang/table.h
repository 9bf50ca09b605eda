#ifndef JINBANG_TABLE_H
#define JINBANG_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/status.h"

/* A hash table from 64-bit keys to 32-bit values, open addressing. A key may stand in it once. The
 * keys are hashes themselves, so that they need no further mixing. Entries are never removed. */
typedef struct jb_table_entry {
    uint64_t key;
    uint32_t value;
    bool used;
} jb_table_entry;

typedef struct jb_table {
    jb_table_entry *entries;
    size_t capacity; /* 0 or a power of two, never quite full */
    size_t count;
} jb_table;

void jb_table_finish(jb_table *table);
/* False if the key is not there. */
bool jb_table_get(const jb_table *table, uint64_t key, uint32_t *value);
/* Inserts or replaces. JB_ERR_MEMORY leaves the table as it was. */
jb_status jb_table_put(jb_table *table, uint64_t key, uint32_t value) JB_MUST_CHECK;

#endif
