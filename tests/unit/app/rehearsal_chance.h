/*
 * Random contest files over all formats and settings, and random lines of scripts for them: most of
 * what they say is possible at that moment, some of it is not, some of it is no script at all.
 */
#ifndef REHEARSAL_CHANCE_H
#define REHEARSAL_CHANCE_H

#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/random.h"
#include "rehearsal.h"

uint32_t chance_below(jb_random *random, uint32_t bound);
bool chance_of(jb_random *random, uint32_t percent);

/* A contest file that has no contradiction. */
void chance_contest_file(jb_random *random, jb_buffer *out);
/* A line for the contest as it stands. */
void chance_line(jb_random *random, const jb_rehearsal *rehearsal, jb_buffer *out);

#endif
