#ifndef JINBANG_STANDING_H
#define JINBANG_STANDING_H

#include "contest_data.h"
#include "jinbang/view.h"

/*
 * A contest that is not live any more (it is over, and the server has been started since), as its
 * log says it stands: what the arena would have of it, to be looked at in the same way. The clerk
 * keeps the last one, so that who asks again need not wait for the log to be read again.
 */
typedef struct jb_standing jb_standing;

/* Reads a contest by id or code, or finds that *kept is still right; *kept is then replaced. For
 * one thread. JB_ERR_NOT_FOUND; JB_ERR_CORRUPT, JB_ERR_IO, JB_ERR_MEMORY: `why` may have a
 * sentence, else jb_db_why() has it. After a failure *kept is NULL. */
jb_status jb_standing_read(jb_db *db, const char *id, jb_standing **kept,
                           jb_buffer *why) JB_MUST_CHECK;
void jb_standing_destroy(jb_standing *standing); /* NULL is fine */

/* Borrowed until the next read. */
const jb_scene *jb_standing_scene(const jb_standing *standing);
const jb_plan *jb_standing_plan(const jb_standing *standing);

#endif
