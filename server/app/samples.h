#ifndef JINBANG_SAMPLES_H
#define JINBANG_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>

#include "jinbang/bank.h"
#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * The sample banks and the demo's contest file, as they stand in questions/ at build time, inside
 * the program. Nothing here knows their names.
 */

/* One file below questions/banks. Generated (CMakeLists.txt). */
typedef struct jb_embedded {
    const char *path; /* "x.bank.json", "media/x/y.svg" */
    const char *start;
    const char *end;
} jb_embedded;

extern const jb_embedded jb_embedded_files[];
extern const size_t jb_embedded_count;

/* A sample bank. */
typedef struct jb_sample {
    char *id;            /* the bank's own */
    jb_slice file;       /* the bank; lives as long as the program */
    jb_buffer described; /* members of a JSON object: title, questions, languages */
} jb_sample;

typedef struct jb_samples {
    jb_sample *items; /* in the order of their file names */
    size_t count;
} jb_samples;

/* Reads every sample. One with errors, without an id or with the id of another is left out, with a
 * line in the log. JB_ERR_MEMORY. */
jb_status jb_samples_load(jb_samples *samples) JB_MUST_CHECK;
void jb_samples_finish(jb_samples *samples);
/* NULL: there is none of this id. */
const jb_sample *jb_samples_find(const jb_samples *samples, const char *id);

/* Media of the samples, by path. */
extern const jb_media_source jb_samples_media;

#endif
