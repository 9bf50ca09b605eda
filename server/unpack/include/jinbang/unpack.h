#ifndef JINBANG_UNPACK_H
#define JINBANG_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * Files that hold files: zip archives, gzip, base64. Everything is unpacked in memory, piece by
 * piece and no further than a limit, whatever headers say; nothing is written to a disk, so names
 * in an archive can lead nowhere: they are only compared. Entries nobody names are not unpacked.
 */

typedef enum jb_unpack_result {
    JB_UNPACK_FINE,
    JB_UNPACK_MISSING,   /* no such entry */
    JB_UNPACK_TWICE,     /* two entries have this name */
    JB_UNPACK_TOO_LARGE, /* more than the limit */
    JB_UNPACK_ENCRYPTED,
    JB_UNPACK_METHOD, /* neither stored nor deflated */
    JB_UNPACK_DAMAGED,
    JB_UNPACK_MEMORY
} jb_unpack_result;

/* What is the matter, as a clause: "is damaged". "" for FINE. */
const char *jb_unpack_text(jb_unpack_result result);

/* ---- zip ---- */

typedef struct jb_archive jb_archive;

/* Its first bytes say so. */
bool jb_archive_is(jb_slice file);
/* `file` is borrowed until the archive is closed. All entries together may unpack to
 * JB_BANK_UNPACKED_MAX bytes. JB_ERR_INVALID: not a zip file, or damaged; JB_ERR_LIMIT: more than
 * JB_PACKAGE_ENTRIES_MAX entries; JB_ERR_MEMORY. */
jb_status jb_archive_open(jb_slice file, jb_archive **out) JB_MUST_CHECK;
void jb_archive_close(jb_archive *archive); /* NULL is fine */

uint32_t jb_archive_count(const jb_archive *archive);
/* The name of an entry, from 0; "" for one that nobody can ask for. Borrowed. */
const char *jb_archive_name(const jb_archive *archive, uint32_t index);
/* Everything is in one folder, "folder/" (a package that was packed with the folder it was in): its
 * name with the slash if `name` is in exactly one folder and not at the top; else "". Borrowed. */
const char *jb_archive_folder_of(jb_archive *archive, const char *name);
bool jb_archive_has(const jb_archive *archive, const char *name);
/* Appends the entry of this name to `out`, which holds at most size_max bytes afterwards. */
jb_unpack_result jb_archive_read(jb_archive *archive, const char *name, size_t size_max,
                                 jb_buffer *out) JB_MUST_CHECK;

/* ---- gzip, base64 ---- */

/* Unpacks the gzip member that the bytes begin with; *rest is what follows it. */
jb_unpack_result jb_gunzip(jb_slice bytes, size_t size_max, jb_buffer *out,
                           jb_slice *rest) JB_MUST_CHECK;
/* White space is skipped, padding may be missing. DAMAGED: anything else is in it. */
jb_unpack_result jb_base64_decode(jb_slice text, size_t size_max, jb_buffer *out) JB_MUST_CHECK;

#endif
