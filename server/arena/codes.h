#ifndef JINBANG_CODES_H
#define JINBANG_CODES_H

#include "jinbang/roster.h"
#include "jinbang/table.h"

/*
 * The personal codes of one window contest: from a code to an entry of the roster, and from there
 * to a participant. Entries that are made when somebody joins have no number here before the next
 * start: the writer gives it.
 */
typedef struct jb_code_row {
    uint32_t entry;  /* 0: not known */
    uint32_t team;   /* 0: none */
    uint32_t player; /* 0: has not joined */
    char *code;
    char *name; /* NULL: erased or not given */
} jb_code_row;

typedef struct jb_codes {
    jb_code_row *rows;
    uint32_t count;
    uint32_t capacity;
    jb_table by_code;  /* first 8 bytes of the code's hash -> row + 1; old codes stay in it */
    jb_table by_entry; /* -> row + 1 */
    uint32_t *owned;   /* by player - 1: row + 1; 0: none */
    uint32_t owned_size;
} jb_codes;

void jb_codes_finish(jb_codes *codes);
/* Adds a row, or changes the one of the same entry or, where that is 0 or not known yet, of the
 * same player. JB_ERR_MEMORY: it may be there without being found. */
jb_status jb_codes_put(jb_codes *codes, const jb_roster_row *row) JB_MUST_CHECK;
/* By a code as it is compared. NULL: nobody has it. Borrowed until the next change. */
const jb_code_row *jb_codes_find(const jb_codes *codes, const char *code);
/* The code of a participant; "": they have none. */
const char *jb_codes_of(const jb_codes *codes, uint32_t player);
/* Forgets all names. */
void jb_codes_erase(jb_codes *codes);

#endif
