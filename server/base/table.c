/*
 * A small hash table, see jinbang/table.h. Linear probing; doubled when three quarters are full.
 */
#include "jinbang/table.h"

#include <stdlib.h>

enum {
    CAPACITY_FIRST = 64
};

void jb_table_finish(jb_table *table)
{
    free(table->entries);
    table->entries = NULL;
    table->capacity = 0;
    table->count = 0;
}

/* The entry that holds the key or, if none does, the free one where it belongs. */
static jb_table_entry *locate(jb_table_entry *entries, size_t capacity, uint64_t key)
{
    size_t at = (size_t)key & (capacity - 1);
    while (entries[at].used && entries[at].key != key) {
        at = (at + 1) & (capacity - 1);
    }
    return &entries[at];
}

bool jb_table_get(const jb_table *table, uint64_t key, uint32_t *value)
{
    if (table->capacity == 0) {
        return false;
    }
    const jb_table_entry *entry = locate(table->entries, table->capacity, key);
    if (entry->used) {
        *value = entry->value;
    }
    return entry->used;
}

static jb_status grow(jb_table *table)
{
    size_t capacity = table->capacity ? table->capacity * 2 : CAPACITY_FIRST;
    jb_table_entry *entries = calloc(capacity, sizeof *entries);
    if (!entries) {
        return JB_ERR_MEMORY;
    }
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->entries[i].used) {
            *locate(entries, capacity, table->entries[i].key) = table->entries[i];
        }
    }
    free(table->entries);
    table->entries = entries;
    table->capacity = capacity;
    return JB_OK;
}

jb_status jb_table_put(jb_table *table, uint64_t key, uint32_t value)
{
    if (table->count * 4 >= table->capacity * 3) {
        jb_status status = grow(table);
        if (status != JB_OK) {
            return status;
        }
    }
    jb_table_entry *entry = locate(table->entries, table->capacity, key);
    table->count += !entry->used;
    *entry = (jb_table_entry){ .key = key, .value = value, .used = true };
    return JB_OK;
}
