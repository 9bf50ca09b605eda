#ifndef JINBANG_NAMES_H
#define JINBANG_NAMES_H

#include "jinbang/buffer.h"
#include "jinbang/status.h"
#include "jinbang/table.h"

/*
 * Telling people of one name apart. A name that looks the same as an earlier one (jb_text_skeleton)
 * is shown with a number, "Zoë (2)": on the wall, in the roster and in the results alike. No two
 * are shown alike, also if somebody brings a number along. What is stored is the name as it was
 * given. Names are put in by the order of players.
 */
typedef struct jb_names {
    jb_table counts; /* hash of the folded name -> how many have had it */
} jb_names;

void jb_names_finish(jb_names *names);

/* A number for what the name looks like: equal for names with the same skeleton. 0: no memory. */
uint64_t jb_name_look(jb_slice name);
/* Has somebody had a name that looks so? */
bool jb_names_had(const jb_names *names, uint64_t look);

/* Counts one that is shown already. JB_ERR_MEMORY. */
jb_status jb_names_keep(jb_names *names, uint64_t look) JB_MUST_CHECK;

/* Appends the name as it is to be shown, and counts it. An empty name (erased) stays empty.
 * JB_ERR_MEMORY. */
jb_status jb_names_show(jb_names *names, jb_slice name, jb_buffer *shown) JB_MUST_CHECK;

#endif
