#ifndef JINBANG_VAULT_H
#define JINBANG_VAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * A data folder as a whole: copied, checked and only then put in its place. For backups, and for
 * the way back.
 */
typedef struct jb_vault_order {
    const char *from;   /* a data folder, also one that a server is writing to, or a backup */
    const char *to;     /* must not exist, or be an empty folder; the folder it is in must exist */
    bool even_broken;   /* contests that cannot be proved do not stand in the way */
    uint64_t starts_on; /* added to the count of starts: how many may have followed the backup */
} jb_vault_order;

typedef struct jb_vault_report {
    uint32_t contests;
    uint32_t broken;    /* of them, that cannot be proved */
    jb_buffer problems; /* a line for each; the caller's to init and finish */
} jb_vault_report;

/* Database, keys and count of starts, nobody else can read them. All of it is on disk when this
 * returns, under its name: `to` is there whole or, after any failure or crash, as it was before (a
 * crash may leave a folder TO.XXXXXX beside it). JB_ERR_EXISTS: there is something at `to`.
 * JB_ERR_CORRUPT: the copy does not hold and was taken away again; with report->broken only because
 * of contests that cannot be proved. `why` gets one sentence. */
jb_status jb_vault_copy(const jb_vault_order *order, jb_vault_report *report,
                        jb_buffer *why) JB_MUST_CHECK;

#endif
