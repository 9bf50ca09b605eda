#ifndef JINBANG_ROSTER_ADD_H
#define JINBANG_ROSTER_ADD_H

#include "contest_data.h"
#include "jinbang/memory.h"
#include "jinbang/people_file.h"
#include "jinbang/roster.h"

/*
 * A list of people on its way to the roster of a contest: whose unit is which team, whose code can
 * be a code, and who is there already. Pure but for what it reads of the roster.
 */
typedef struct jb_roster_new {
    uint32_t line; /* of the file */
    uint32_t team; /* 0: none */
    const char *name;
    char code[JB_PERSONAL_CODE_SIZE]; /* as it is compared; "": one is to be made */
    uint32_t entry;                   /* once it is written */
} jb_roster_new;

typedef struct jb_roster_add {
    jb_roster_new *rows; /* to be added, in the order of the file; names are the file's */
    uint32_t count;
    jb_memory memory;
} jb_roster_add;

/* Finds out who of the file is to be added to a window contest; everybody else becomes a problem in
 * the report. JB_ERR_IO, JB_ERR_CORRUPT (see jb_db_why), JB_ERR_MEMORY. */
jb_status jb_roster_sort_out(jb_db *db, const jb_contest_data *data, const jb_people_file *file,
                             jb_report *report, jb_roster_add *out) JB_MUST_CHECK;
void jb_roster_add_finish(jb_roster_add *add);

#endif
