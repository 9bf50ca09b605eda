/*
 * Random window contests and random commands for them: everything the rules allow, and now and then
 * what they do not.
 */
#ifndef WIDE_PLAY_H
#define WIDE_PLAY_H

#include "chance.h"
#include "wide.h"

void wide_make(wide *c, jb_random *random);
/* Its answer, text and winners are kept in *kept. */
typedef struct wide_kept {
    jb_answer answer;
    uint32_t winners[64];
} wide_kept;
jb_command wide_command(const jb_engine *engine, jb_random *random, wide_kept *kept);
/* How much later the next command comes: mostly a little, or just when a paper ends. */
jb_time wide_pause(const jb_engine *engine, jb_time now, jb_random *random);

#endif
