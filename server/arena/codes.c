/*
 * Personal codes, see codes.h. Texts are blocks of their own: a code changes once in a while, a
 * name never.
 */
#include "codes.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/hash.h"

enum {
    CAPACITY_FIRST = 32
};

void jb_codes_finish(jb_codes *codes)
{
    for (uint32_t i = 0; i < codes->count; i++) {
        free(codes->rows[i].code);
        free(codes->rows[i].name);
    }
    free(codes->rows);
    free(codes->owned);
    jb_table_finish(&codes->by_code);
    jb_table_finish(&codes->by_entry);
    *codes = (jb_codes){ 0 };
}

static uint64_t key_of(const char *code)
{
    jb_hash hash;
    uint64_t key = 0;
    jb_slice text = jb_slice_of(code);
    jb_hash_of(&text, 1, &hash);
    memcpy(&key, hash.bytes, sizeof key);
    return key;
}

/* Spreads numbers that follow each other over a table. */
static uint64_t key_of_entry(uint32_t entry)
{
    return (uint64_t)entry * UINT64_C(0x9e3779b97f4a7c15);
}

/* Row + 1; 0: none. */
static uint32_t row_of(const jb_codes *codes, const jb_roster_row *row)
{
    uint32_t found = 0;
    if (row->entry > 0 && jb_table_get(&codes->by_entry, key_of_entry(row->entry), &found)) {
        return found;
    }
    return row->player > 0 && row->player <= codes->owned_size ? codes->owned[row->player - 1] : 0;
}

static jb_status reserve(jb_codes *codes)
{
    if (codes->count < codes->capacity) {
        return JB_OK;
    }
    uint32_t capacity = codes->capacity ? codes->capacity * 2 : CAPACITY_FIRST;
    jb_code_row *rows = realloc(codes->rows, capacity * sizeof *rows);
    if (!rows) {
        return JB_ERR_MEMORY;
    }
    codes->rows = rows;
    codes->capacity = capacity;
    return JB_OK;
}

static jb_status own(jb_codes *codes, uint32_t player, uint32_t row)
{
    if (player > codes->owned_size) {
        uint32_t size = codes->owned_size ? codes->owned_size : CAPACITY_FIRST;
        while (size < player) {
            size *= 2;
        }
        uint32_t *owned = realloc(codes->owned, size * sizeof *owned);
        if (!owned) {
            return JB_ERR_MEMORY;
        }
        memset(owned + codes->owned_size, 0, (size - codes->owned_size) * sizeof *owned);
        codes->owned = owned;
        codes->owned_size = size;
    }
    codes->owned[player - 1] = row;
    return JB_OK;
}

/* Another text in place of *kept; NULL: it stays. */
static jb_status keep(char **kept, const char *text)
{
    char *copy = text ? strdup(text) : NULL;
    if (!text) {
        return JB_OK;
    }
    if (copy) {
        free(*kept);
        *kept = copy;
    }
    return copy ? JB_OK : JB_ERR_MEMORY;
}

static jb_status set_row(jb_codes *codes, uint32_t number, const jb_roster_row *row)
{
    jb_code_row *kept = &codes->rows[number - 1];
    jb_status status = keep(&kept->code, row->code);
    kept->team = row->team;
    if (status == JB_OK) {
        status = keep(&kept->name, row->name);
    }
    if (status == JB_OK && row->entry > 0) {
        kept->entry = row->entry;
        status = jb_table_put(&codes->by_entry, key_of_entry(row->entry), number);
    }
    if (status == JB_OK && row->player > 0) {
        kept->player = row->player;
        status = own(codes, row->player, number);
    }
    return status == JB_OK ? jb_table_put(&codes->by_code, key_of(kept->code), number) : status;
}

jb_status jb_codes_put(jb_codes *codes, const jb_roster_row *row)
{
    uint32_t number = row_of(codes, row);
    if (number == 0) {
        if (reserve(codes) != JB_OK) {
            return JB_ERR_MEMORY;
        }
        codes->rows[codes->count] = (jb_code_row){ 0 };
        number = ++codes->count;
    }
    return set_row(codes, number, row);
}

const jb_code_row *jb_codes_find(const jb_codes *codes, const char *code)
{
    uint32_t number = 0;
    if (!jb_table_get(&codes->by_code, key_of(code), &number)) {
        return NULL;
    }
    const jb_code_row *row = &codes->rows[number - 1];
    return strcmp(row->code, code) == 0 ? row : NULL;
}

const char *jb_codes_of(const jb_codes *codes, uint32_t player)
{
    uint32_t number = player > 0 && player <= codes->owned_size ? codes->owned[player - 1] : 0;
    return number > 0 ? codes->rows[number - 1].code : "";
}

void jb_codes_erase(jb_codes *codes)
{
    for (uint32_t i = 0; i < codes->count; i++) {
        free(codes->rows[i].name);
        codes->rows[i].name = NULL;
    }
}
