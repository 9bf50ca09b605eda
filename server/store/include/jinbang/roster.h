#ifndef JINBANG_ROSTER_H
#define JINBANG_ROSTER_H

#include "jinbang/store.h"

/*
 * Who may take part in a window contest, and the personal codes that lead them to their papers: one
 * person, one entry, one participant. Where anybody may take part an entry is made when somebody
 * joins. The roster is no part of the log.
 */
typedef struct jb_roster_row {
    uint32_t entry;   /* from 1, in the order in which they came; 0 for insert: the next one */
    uint32_t team;    /* 0: none */
    uint32_t player;  /* 0: has not joined */
    const char *code; /* as it is compared: see jb_personal_code_read */
    const char *name; /* NULL: erased or not known */
} jb_roster_row;

/* Rows are borrowed for the call. A callback that returns false stops. */
typedef bool (*jb_roster_each)(void *user, const jb_roster_row *row);

/* JB_ERR_EXISTS: the contest has this code already. Sets *entry. Not in a transaction of its own.
 */
jb_status jb_db_roster_insert(jb_db *db, int64_t contest, const jb_roster_row *row,
                              uint32_t *entry) JB_MUST_CHECK;
/* By entry; team 0: all. */
jb_status jb_db_roster_list(jb_db *db, int64_t contest, uint32_t team, jb_roster_each each,
                            void *user) JB_MUST_CHECK;
/* One entry. JB_ERR_NOT_FOUND. */
jb_status jb_db_roster_get(jb_db *db, int64_t contest, uint32_t entry, jb_roster_each each,
                           void *user) JB_MUST_CHECK;
/* Gives an entry another code. JB_ERR_NOT_FOUND, JB_ERR_EXISTS. */
jb_status jb_db_roster_code(jb_db *db, int64_t contest, uint32_t entry,
                            const char *code) JB_MUST_CHECK;
/* Forgets the names; jb_db_participant_erase does, too. */
jb_status jb_db_roster_erase(jb_db *db, int64_t contest) JB_MUST_CHECK;

/* Somebody has joined: the entry gets its player, or, where row->entry is 0, a new entry is written
 * whole (one whose code is taken by then is not). Not in a transaction of its own. */
jb_status jb_db_roster_joined(jb_db *db, int64_t contest, const jb_roster_row *row) JB_MUST_CHECK;

/* A record of the store, as in store.h, which does that; in the same transaction as the event
 * JOINED (jb_store_hold). */
jb_ticket jb_store_roster(jb_store *store, int64_t contest, const jb_roster_row *row);

/* A new personal code, as it is compared: 8 characters of Crockford's base 32 from the system's
 * randomness. */
void jb_personal_code_make(char out[JB_PERSONAL_CODE_SIZE]);
/* A code as people are shown it, which reads the same: one of ours as "K7Q2-M9FX", one that an
 * organizer brought as it is. */
enum {
    JB_PERSONAL_CODE_SHOWN = JB_PERSONAL_CODE_SIZE + 1
};
void jb_personal_code_show(const char *code, char out[JB_PERSONAL_CODE_SHOWN]);
/* What somebody typed as it is compared: upper case, without spaces and hyphens, O as 0, I and L
 * as 1, full-width characters as the narrow ones. Codes that an organizer brings (1 to 32 letters,
 * digits, '-', '_' and '.') are read the same way. False: no code. */
bool jb_personal_code_read(jb_slice typed, char out[JB_PERSONAL_CODE_SIZE]);

#endif
