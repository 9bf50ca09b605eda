/*
 * A set of ids with a number each: open addressing, linear probing, doubled when half full. It
 * answers "have we seen this?" for questions, media, categories and, by hash alone, for stems.
 */
#include "bank_internal.h"

#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"

enum {
    SIZE_MIN = 16
};

void jb_id_set_finish(jb_id_set *set)
{
    free(set->entries);
    *set = (jb_id_set){ 0 };
}

/* The entry that holds the key, or the free one where it belongs. */
static jb_id_entry *slot_of(jb_id_entry *entries, size_t size, uint64_t hash, jb_slice key)
{
    JB_ASSERT(size > 0);
    for (size_t at = (size_t)hash & (size - 1);; at = (at + 1) & (size - 1)) {
        jb_id_entry *entry = &entries[at];
        if (!entry->used || (entry->hash == hash && jb_slice_equal(entry->key, key))) {
            return entry;
        }
    }
}

static bool grow(jb_id_set *set)
{
    size_t size = set->size > 0 ? set->size * 2 : SIZE_MIN;
    jb_id_entry *entries = calloc(size, sizeof *entries);
    if (!entries) {
        return false;
    }
    for (size_t i = 0; i < set->size; i++) {
        if (set->entries[i].used) {
            *slot_of(entries, size, set->entries[i].hash, set->entries[i].key) = set->entries[i];
        }
    }
    free(set->entries);
    set->entries = entries;
    set->size = size;
    return true;
}

static jb_status add(jb_id_set *set, uint64_t hash, jb_slice key, uint32_t *value)
{
    if (set->count * 2 >= set->size && !grow(set)) {
        return JB_ERR_MEMORY;
    }
    jb_id_entry *entry = slot_of(set->entries, set->size, hash, key);
    if (entry->used) {
        *value = entry->value;
        return JB_ERR_EXISTS;
    }
    *entry = (jb_id_entry){ .key = key, .hash = hash, .value = *value, .used = true };
    set->count++;
    return JB_OK;
}

jb_status jb_id_set_add(jb_id_set *set, jb_slice key, uint32_t *value)
{
    JB_ASSERT(*value != JB_ID_NONE);
    return add(set, jb_mix_bytes(JB_MIX_START, key.bytes, key.size), key, value);
}

jb_status jb_id_set_add_hash(jb_id_set *set, uint64_t hash, uint32_t *value)
{
    return add(set, hash, (jb_slice){ .bytes = "", .size = 0 }, value);
}

uint32_t jb_id_set_find(const jb_id_set *set, const char *key)
{
    if (set->size == 0) {
        return JB_ID_NONE;
    }
    jb_slice slice = jb_slice_of(key);
    uint64_t hash = jb_mix_bytes(JB_MIX_START, slice.bytes, slice.size);
    const jb_id_entry *entry = slot_of(set->entries, set->size, hash, slice);
    return entry->used ? entry->value : JB_ID_NONE;
}
