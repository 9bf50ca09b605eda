#ifndef JINBANG_MEDIA_H
#define JINBANG_MEDIA_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/hash.h"
#include "jinbang/status.h"

/*
 * Pictures, sound and film of a bank. What a file is, its bytes say, never its name; what is taken
 * can be shown by every current browser without a plugin and cannot do anything but be shown.
 */

typedef enum jb_media_kind {
    JB_MEDIA_IMAGE,
    JB_MEDIA_AUDIO,
    JB_MEDIA_VIDEO,
    JB_MEDIA_KIND_COUNT
} jb_media_kind;

/* "image", "audio", "video". */
const char *jb_media_kind_name(jb_media_kind kind);
/* How large a medium of this kind may be, in bytes. */
size_t jb_media_bytes_max(jb_media_kind kind);

/* Before the hash in the address of a medium. */
#define JB_MEDIA_PATH "/media/"

typedef struct jb_media_type {
    const char *mime; /* follows from the bytes alone; lives as long as the program */
    uint8_t kinds;    /* bits 1 << jb_media_kind: what it may be used as */
} jb_media_type;

/* Recognises PNG, JPEG, WebP, GIF, MP3, Ogg (Opus, Vorbis), MP4/M4A and WebM by their first bytes.
 * False: none of these. SVG is not looked for: it needs jb_svg_check. */
bool jb_media_sniff(jb_slice bytes, jb_media_type *type);

typedef enum jb_svg_result {
    JB_SVG_FINE,
    JB_SVG_NOT,    /* not XML, or its root is something else */
    JB_SVG_UNSAFE, /* holds something that a picture has no need of */
    JB_SVG_MEMORY
} jb_svg_result;

/* Reads a whole SVG file. Scripts, event handlers, foreign content, references to anything outside
 * the file (but embedded pixel images), a DOCTYPE, processing instructions and encodings other than
 * UTF-8 are refused. *why (may be NULL) gets a static English sentence unless the result is
 * JB_SVG_FINE. */
jb_svg_result jb_svg_check(jb_slice bytes, const char **why);

/*
 * Where a bank that is a plain JSON file finds its media. `read` appends the file at this path
 * (relative, forward slashes, without "..") to `out`, which is empty; it may stop as soon as that
 * holds more than size_max bytes. JB_ERR_NOT_FOUND; JB_ERR_IO: it is there and cannot be read;
 * JB_ERR_LIMIT: it is larger than size_max; JB_ERR_MEMORY.
 */
typedef struct jb_media_source {
    jb_status (*read)(void *user, const char *path, size_t size_max, jb_buffer *out);
    void *user;
} jb_media_source;

/* A path that stays inside its folder or package: relative, forward slashes, no "..". */
bool jb_path_inside(const char *path);

/* A medium of a bank. Borrowed from it. */
typedef struct jb_medium_info {
    jb_hash hash;     /* SHA-256 of the bytes */
    const char *mime; /* Content-Type */
    jb_slice bytes;   /* empty if the bank was read from what is kept */
} jb_medium_info;

#endif
