/*
 * Media of a draft: bytes that stand in the file itself, or a path in its package or beside it.
 * What cannot be used is reported where it stands and left out; the question stays.
 */
#include "draft_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jinbang/charset.h"

enum {
    FIRST = 16,
    MIB = 1024 * 1024
};

static bool is_remote(jb_slice path)
{
    static const char *const schemes[] = { "http://", "https://", "//", "ftp://" };
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        size_t size = strlen(schemes[i]);
        if (path.size >= size && strncasecmp(path.bytes, schemes[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* What the bytes are. False: reported. */
static bool kind_of(jb_draft *draft, jb_where where, jb_slice bytes, jb_slice name,
                    jb_media_kind *kind)
{
    jb_media_type type = { 0 };
    const char *why = "it is no picture, sound or film that every browser shows";
    int shown = name.size > 100 ? 100 : (int)name.size;
    if (jb_media_sniff(bytes, &type)) {
        for (int i = 0; i < JB_MEDIA_KIND_COUNT; i++) {
            if ((type.kinds & (1U << i)) != 0) {
                *kind = (jb_media_kind)i;
                break;
            }
        }
    } else {
        jb_svg_result svg = jb_svg_check(bytes, &why);
        draft->failed = draft->failed || svg == JB_SVG_MEMORY;
        if (svg != JB_SVG_FINE) {
            jb_draft_warn(draft, where, name, "unusable_medium",
                          "\"%.*s\" cannot be taken: %s. The question is taken without it; save it "
                          "as PNG or JPEG.",
                          shown, name.bytes, why);
            return false;
        }
        *kind = JB_MEDIA_IMAGE;
    }
    if (bytes.size > jb_media_bytes_max(*kind)) {
        jb_draft_warn(draft, where, name, "medium_too_large",
                      "\"%.*s\" is larger than %zu MiB. The question is taken without it; make it "
                      "smaller.",
                      shown, name.bytes, jb_media_bytes_max(*kind) / MIB);
        return false;
    }
    return true;
}

static uint32_t find(const jb_draft *draft, const jb_hash *hash)
{
    for (uint32_t i = 0; i < draft->media_count; i++) {
        if (jb_hash_equal(&draft->media[i].hash, hash)) {
            return i + 1;
        }
    }
    return JB_DRAFT_MEDIA_NONE;
}

static jb_draft_media *add(jb_draft *draft, jb_where where, const jb_hash *hash)
{
    if (draft->media_count == JB_BANK_MEDIA_MAX) {
        jb_draft_warn(draft, where, jb_slice_of(""), "too_many_media",
                      "A bank holds at most %d media; this one is left out.", JB_BANK_MEDIA_MAX);
        return NULL;
    }
    if (draft->media_count == draft->media_capacity) {
        size_t capacity = draft->media_capacity == 0 ? FIRST : draft->media_capacity * 2;
        jb_draft_media *media = realloc(draft->media, capacity * sizeof *media);
        if (!media) {
            draft->failed = true;
            return NULL;
        }
        draft->media = media;
        draft->media_capacity = capacity;
    }
    jb_draft_media *medium = &draft->media[draft->media_count++];
    *medium = (jb_draft_media){ .where = where, .hash = *hash };
    jb_buffer_init(&medium->alt, JB_TEXT_BYTES_MAX);
    return medium;
}

uint32_t jb_draft_medium(jb_draft *draft, jb_where where, jb_slice bytes, jb_slice name,
                         jb_slice alt)
{
    jb_media_kind kind = JB_MEDIA_IMAGE;
    jb_hash hash;
    if (!kind_of(draft, where, bytes, name, &kind)) {
        return JB_DRAFT_MEDIA_NONE;
    }
    jb_hash_of(&bytes, 1, &hash);
    uint32_t number = find(draft, &hash);
    if (number != JB_DRAFT_MEDIA_NONE) {
        return number;
    }
    if (draft->media_bytes + bytes.size > JB_BANK_UNPACKED_MAX - JB_BANK_BYTES_MAX) {
        jb_draft_warn(
            draft, where, name, "media_too_large",
            "The media of this file are larger than %d MiB together; this one is left out.",
            (JB_BANK_UNPACKED_MAX - JB_BANK_BYTES_MAX) / MIB);
        return JB_DRAFT_MEDIA_NONE;
    }
    char *copy = jb_draft_take(draft, bytes.size + 1, 1);
    jb_draft_media *medium = copy ? add(draft, where, &hash) : NULL;
    if (!medium) {
        return JB_DRAFT_MEDIA_NONE;
    }
    memcpy(copy, bytes.bytes, bytes.size);
    draft->media_bytes += bytes.size;
    medium->bytes = (jb_slice){ .bytes = copy, .size = bytes.size };
    medium->kind = kind;
    draft->failed = draft->failed || jb_text_tidy(alt, &medium->alt) == JB_ERR_MEMORY;
    return draft->media_count;
}

uint32_t jb_draft_medium_at(jb_draft *draft, jb_where where, jb_slice path)
{
    if (is_remote(path)) {
        jb_draft_warn(draft, where, path, "remote_media",
                      "Media on the web are not fetched. Save it, and add it to the question by "
                      "hand or put it into a package.");
        return JB_DRAFT_MEDIA_NONE;
    }
    const jb_media_source *source = draft->options->media;
    jb_buffer bytes;
    jb_buffer_init(&bytes, (size_t)JB_SOUND_BYTES_MAX + 1);
    char *name = jb_draft_take(draft, path.size + 1, 1);
    uint32_t number = JB_DRAFT_MEDIA_NONE;
    jb_status status = JB_ERR_NOT_FOUND;
    if (name) {
        memcpy(name, path.bytes, path.size);
        status = source && jb_path_inside(name)
                     ? source->read(source->user, name, JB_SOUND_BYTES_MAX, &bytes)
                     : JB_ERR_NOT_FOUND;
    }
    if (status == JB_OK) {
        number = jb_draft_medium(draft, where, jb_buffer_slice(&bytes), path, jb_slice_of(""));
    } else if (status == JB_ERR_MEMORY) {
        draft->failed = true;
    } else {
        jb_draft_warn(draft, where, path,
                      status == JB_ERR_LIMIT ? "medium_too_large" : "missing_medium",
                      "\"%.*s\" %s. The question is taken without it.",
                      path.size > 100 ? 100 : (int)path.size, path.bytes,
                      status == JB_ERR_LIMIT ? "is too large" : "is not with this file");
    }
    jb_buffer_finish(&bytes);
    return number;
}

/* "media/3" is the third. */
static jb_status read_medium(void *user, const char *path, size_t size_max, jb_buffer *out)
{
    const jb_draft *draft = user;
    unsigned number = 0;
    if (sscanf(path, "media/%u", &number) != 1 || number == 0 || number > draft->media_count) {
        return JB_ERR_NOT_FOUND;
    }
    const jb_draft_media *medium = &draft->media[number - 1];
    if (medium->bytes.size > size_max) {
        return JB_ERR_LIMIT;
    }
    jb_buffer_append(out, medium->bytes.bytes, medium->bytes.size);
    return out->failed ? JB_ERR_MEMORY : JB_OK;
}

jb_media_source jb_draft_source(jb_draft *draft)
{
    return (jb_media_source){ .read = read_medium, .user = draft };
}
