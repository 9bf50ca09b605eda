/*
 * What a medium is, by its first bytes: a table of signatures, and a closer look where one
 * container holds several things. Names and declared types are never asked.
 */
#include "jinbang/media.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/limits.h"

enum {
    IMAGE = 1U << JB_MEDIA_IMAGE,
    AUDIO = 1U << JB_MEDIA_AUDIO,
    VIDEO = 1U << JB_MEDIA_VIDEO,
    EBML_LOOK = 64 /* bytes in which a WebM file says that it is one */
};

const char *jb_media_kind_name(jb_media_kind kind)
{
    static const char *const names[JB_MEDIA_KIND_COUNT] = { "image", "audio", "video" };
    JB_ASSERT(kind < JB_MEDIA_KIND_COUNT);
    return names[kind];
}

size_t jb_media_bytes_max(jb_media_kind kind)
{
    JB_ASSERT(kind < JB_MEDIA_KIND_COUNT);
    return kind == JB_MEDIA_IMAGE ? JB_IMAGE_BYTES_MAX : JB_SOUND_BYTES_MAX;
}

/* Do these bytes stand at this place? */
static bool holds(jb_slice bytes, size_t at, const char *wanted, size_t size)
{
    return bytes.size >= at + size && memcmp(bytes.bytes + at, wanted, size) == 0;
}

static bool holds_within(jb_slice bytes, size_t look, const char *wanted, size_t size)
{
    for (size_t at = 0; at < look; at++) {
        if (holds(bytes, at, wanted, size)) {
            return true;
        }
    }
    return false;
}

/* An MPEG audio frame of layer III, where no ID3 tag stands before it. */
static bool is_mp3_frame(jb_slice bytes)
{
    if (bytes.size < 4) {
        return false;
    }
    const unsigned char *b = (const unsigned char *)bytes.bytes;
    bool sync = b[0] == 0xff && (b[1] & 0xe0U) == 0xe0;
    bool version = (b[1] & 0x18U) != 0x08;
    bool layer = (b[1] & 0x06U) == 0x02;
    bool rate = (b[2] & 0xf0U) != 0xf0 && (b[2] & 0xf0U) != 0 && (b[2] & 0x0cU) != 0x0c;
    return sync && version && layer && rate;
}

/* "ftyp" and a brand: films and sound, but not the still pictures that use the same container. The
 * size before it is small, or the file could begin like a text. */
static bool is_mp4(jb_slice bytes, jb_media_type *type)
{
    static const char brands[][5] = { "isom", "iso2", "iso3", "iso4", "iso5", "iso6",
                                      "iso7", "iso8", "iso9", "mp41", "mp42", "avc1",
                                      "dash", "M4V ", "M4VH", "M4VP", "MSNV" };
    if (!holds(bytes, 0, "\0\0", 2) || !holds(bytes, 4, "ftyp", 4)) {
        return false;
    }
    if (holds(bytes, 8, "M4A ", 4) || holds(bytes, 8, "M4B ", 4)) {
        *type = (jb_media_type){ .mime = "audio/mp4", .kinds = AUDIO };
        return true;
    }
    for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++) {
        if (holds(bytes, 8, brands[i], 4)) {
            /* Sound alone may be in it, too; the type follows from the bytes, not from its use. */
            *type = (jb_media_type){ .mime = "video/mp4", .kinds = AUDIO | VIDEO };
            return true;
        }
    }
    return false;
}

bool jb_media_sniff(jb_slice bytes, jb_media_type *type)
{
    static const struct {
        const char *bytes;
        size_t size;
        jb_media_type type;
    } starts[] = {
        { "\x89PNG\r\n\x1a\n", 8, { .mime = "image/png", .kinds = IMAGE } },
        { "\xff\xd8\xff", 3, { .mime = "image/jpeg", .kinds = IMAGE } },
        { "GIF87a", 6, { .mime = "image/gif", .kinds = IMAGE } },
        { "GIF89a", 6, { .mime = "image/gif", .kinds = IMAGE } },
        { "ID3", 3, { .mime = "audio/mpeg", .kinds = AUDIO } },
    };
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (holds(bytes, 0, starts[i].bytes, starts[i].size)) {
            *type = starts[i].type;
            return true;
        }
    }
    if (holds(bytes, 0, "RIFF", 4) && holds(bytes, 8, "WEBP", 4)) {
        *type = (jb_media_type){ .mime = "image/webp", .kinds = IMAGE };
    } else if (holds(bytes, 0, "OggS", 4) &&
               (holds(bytes, 28, "OpusHead", 8) || holds(bytes, 28, "\x01vorbis", 7))) {
        *type = (jb_media_type){ .mime = "audio/ogg", .kinds = AUDIO };
    } else if (holds(bytes, 0, "\x1a\x45\xdf\xa3", 4) &&
               holds_within(bytes, EBML_LOOK, "webm", 4)) {
        *type = (jb_media_type){ .mime = "video/webm", .kinds = AUDIO | VIDEO };
    } else if (is_mp3_frame(bytes)) {
        *type = (jb_media_type){ .mime = "audio/mpeg", .kinds = AUDIO };
    } else {
        return is_mp4(bytes, type);
    }
    return true;
}
