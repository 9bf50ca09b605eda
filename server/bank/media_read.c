/*
 * The bank's list of media: each entry by itself, then, where its bytes can be had, what they are.
 * A medium whose bytes are not at hand (a bank sent as JSON alone, a medium on the web) is left out
 * with a warning where it is used; one whose bytes are wrong is an error here and where it is used,
 * and costs the questions that need it.
 */
#include "bank_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    PATH_MAX_BYTES = 300 * 4,
    URL_MAX = 2000,
    MIME_MAX = 100,
    NAME_MAX_BYTES = 2048, /* of an entry of a package, with its folder */
    MIB = 1024 * 1024
};

enum {
    ID,
    KIND,
    FILE_NAME,
    URL,
    MIME,
    BYTES,
    SHA256,
    ALT,
    CAPTIONS,
    START,
    END,
    CREDIT,
    COUNT
};

static const jb_field media_fields[] = {
    [ID] = { .name = "id", .types = JB_IS_STRING, .required = true },
    [KIND] = { .name = "kind", .types = JB_IS_STRING, .required = true },
    [FILE_NAME] = { .name = "file", .types = JB_IS_STRING },
    [URL] = { .name = "url", .types = JB_IS_STRING },
    [MIME] = { .name = "mime", .types = JB_IS_STRING },
    [BYTES] = { .name = "bytes", .types = JB_IS_NUMBER },
    [SHA256] = { .name = "sha256", .types = JB_IS_STRING },
    [ALT] = { .name = "alt", .types = JB_IS_OBJECT },
    [CAPTIONS] = { .name = "captions", .types = JB_IS_OBJECT },
    [START] = { .name = "start_ms", .types = JB_IS_NUMBER },
    [END] = { .name = "end_ms", .types = JB_IS_NUMBER },
    [CREDIT] = { .name = "credit", .types = JB_IS_STRING },
};

static const jb_shape media_shape = { .what = "A medium",
                                      .fields = media_fields,
                                      .field_count = COUNT };

bool jb_path_inside(const char *path)
{
    if (path[0] == '\0' || path[0] == '/' || strchr(path, '\\') != NULL) {
        return false;
    }
    for (const char *part = path; part != NULL;) {
        const char *slash = strchr(part, '/');
        size_t size = slash ? (size_t)(slash - part) : strlen(part);
        if (size == 2 && memcmp(part, "..", 2) == 0) {
            return false;
        }
        part = slash ? slash + 1 : NULL;
    }
    return true;
}

/* The entry without its bytes. */
static bool read_entry(jb_reader *reader, const cJSON *node, const cJSON **values, uint32_t *kind)
{
    static const char *const kinds[] = { "image", "audio", "video", NULL };
    bool good = jb_read_object(reader, node, &media_shape, values);
    good = (!values[ID] || jb_read_id(reader, values[ID])) && good;
    good = (!values[KIND] || jb_read_word(reader, values[KIND], kinds, kind)) && good;
    good = (!values[ALT] || jb_read_map(reader, values[ALT])) && good;
    good = (!values[URL] || jb_read_string(reader, values[URL], URL_MAX)) && good;
    good = (!values[MIME] || jb_read_string(reader, values[MIME], MIME_MAX)) && good;
    if (good && (values[FILE_NAME] == NULL) == (values[URL] == NULL)) {
        jb_fault(reader, node, "contradiction", "A medium needs either \"file\" or \"url\".");
        good = false;
    }
    for (int i = CAPTIONS; i <= END; i++) {
        if (values[i]) {
            jb_warn(reader, values[i], "unsupported_setting",
                    "\"captions\", \"start_ms\" and \"end_ms\" are kept but not used yet.");
        }
    }
    if (values[FILE_NAME]) {
        good = jb_read_string(reader, values[FILE_NAME], PATH_MAX_BYTES) && good;
        if (good && !jb_path_inside(values[FILE_NAME]->valuestring)) {
            jb_fault(reader, values[FILE_NAME], "bad_path",
                     "\"file\" must be a relative path with forward slashes and without \"..\".");
            good = false;
        }
    }
    return good;
}

jb_unpack_result jb_intake_read(const jb_intake *intake, const char *path, size_t size_max,
                                jb_buffer *out)
{
    char name[NAME_MAX_BYTES];
    int size = snprintf(name, sizeof name, "%s%s", intake->folder, path);
    if (size < 0 || (size_t)size >= sizeof name) {
        return JB_UNPACK_MISSING;
    }
    return jb_archive_read(intake->archive, name, size_max, out);
}

static jb_unpack_result read_source(const jb_media_source *source, const char *path,
                                    size_t size_max, jb_buffer *out)
{
    switch (source->read(source->user, path, size_max, out)) {
    case JB_OK:
        return out->size > size_max ? JB_UNPACK_TOO_LARGE : JB_UNPACK_FINE;
    case JB_ERR_NOT_FOUND:
        return JB_UNPACK_MISSING;
    case JB_ERR_LIMIT:
        return JB_UNPACK_TOO_LARGE;
    case JB_ERR_MEMORY:
        return JB_UNPACK_MEMORY;
    case JB_ERR_INVALID:
    case JB_ERR_EXISTS:
    case JB_ERR_IO:
    case JB_ERR_CORRUPT:
    case JB_ERR_BUSY:
        break;
    }
    return JB_UNPACK_DAMAGED;
}

static void fault_intake(jb_reader *reader, const cJSON *file, jb_unpack_result result,
                         size_t size_max)
{
    const char *name = file->valuestring;
    switch (result) {
    case JB_UNPACK_MISSING:
        jb_fault(reader, file, "missing_medium", "There is no file \"%.100s\" with this bank.",
                 name);
        break;
    case JB_UNPACK_TOO_LARGE:
        jb_fault(reader, file, "medium_too_large",
                 "\"%.100s\" is larger than the %zu MiB that a medium of this kind may have.", name,
                 size_max / MIB);
        break;
    case JB_UNPACK_ENCRYPTED:
        jb_fault(reader, file, "encrypted_entry",
                 "\"%.100s\" is encrypted; pack it without a password.", name);
        break;
    case JB_UNPACK_TWICE:
        jb_fault(reader, file, "duplicate_entry", "\"%.100s\" is in the package twice.", name);
        break;
    case JB_UNPACK_METHOD:
        jb_fault(reader, file, "unsupported_compression",
                 "\"%.100s\" is packed in a way that is not read; use plain zip (deflate).", name);
        break;
    case JB_UNPACK_DAMAGED:
        jb_fault(reader, file, "damaged_medium", "\"%.100s\" is damaged and cannot be read.", name);
        break;
    case JB_UNPACK_MEMORY:
        reader->out_of_memory = true;
        break;
    case JB_UNPACK_FINE:
        break;
    }
}

/* Gets the bytes. BAD: they cannot be used, and the report says why. A document that says what the
 * bytes are has been written from a bank, and alone: media that are not beside it are left out. */
static jb_medium_state take_bytes(jb_reader *reader, jb_intake *intake, const cJSON *const *values,
                                  jb_medium *medium)
{
    const cJSON *file = values[FILE_NAME];
    size_t kind_max = jb_media_bytes_max(medium->kind);
    size_t left = JB_BANK_UNPACKED_MAX - intake->unpacked;
    size_t size_max = kind_max < left ? kind_max : left;
    jb_unpack_result result =
        intake->archive ? jb_intake_read(intake, file->valuestring, size_max, &medium->bytes)
                        : read_source(intake->source, file->valuestring, size_max, &medium->bytes);
    if (result == JB_UNPACK_TOO_LARGE && size_max < kind_max) {
        jb_fault(reader, file, "package_too_large",
                 "With \"%.100s\" the bank has more than %d MiB of media.", file->valuestring,
                 JB_BANK_UNPACKED_MAX / MIB);
        return JB_MEDIUM_BAD;
    }
    if (result == JB_UNPACK_MISSING && !intake->archive && values[SHA256]) {
        jb_warn(reader, file, "missing_medium",
                "\"%.100s\" is not beside the file and is left out; a package (.qbank) takes its "
                "media along.",
                file->valuestring);
        return JB_MEDIUM_LEFT_OUT;
    }
    fault_intake(reader, file, result, kind_max);
    if (result != JB_UNPACK_FINE) {
        return JB_MEDIUM_BAD;
    }
    intake->unpacked += medium->bytes.size;
    return JB_MEDIUM_GOOD;
}

/* An XML file is looked at as a picture; everything else is known by its first bytes. */
static bool find_type(jb_reader *reader, const cJSON *file, jb_medium *medium, jb_media_type *type)
{
    jb_slice bytes = jb_buffer_slice(&medium->bytes);
    const char *why = NULL;
    if (jb_media_sniff(bytes, type)) {
        return true;
    }
    switch (jb_svg_check(bytes, &why)) {
    case JB_SVG_FINE:
        *type = (jb_media_type){ .mime = "image/svg+xml", .kinds = 1U << JB_MEDIA_IMAGE };
        return true;
    case JB_SVG_UNSAFE:
        jb_fault(reader, file, "unsafe_svg", "\"%.100s\" cannot be taken: %s.", file->valuestring,
                 why);
        return false;
    case JB_SVG_NOT:
        break;
    case JB_SVG_MEMORY:
        reader->out_of_memory = true;
        return false;
    }
    jb_fault(reader, file, "unknown_medium_type",
             "\"%.100s\" is none of PNG, JPEG, WebP, GIF, SVG, MP3, Ogg, M4A, MP4 and WebM.",
             file->valuestring);
    return false;
}

/* What the bank says about the bytes against what they are. */
static bool check_claims(jb_reader *reader, const cJSON *const *values, jb_medium *medium)
{
    bool good = true;
    jb_slice bytes = jb_buffer_slice(&medium->bytes);
    jb_hash_of(&bytes, 1, &medium->hash);
    if (values[BYTES] && cJSON_GetNumberValue(values[BYTES]) != (double)bytes.size) {
        jb_fault(reader, values[BYTES], "size_differs",
                 "The file has %zu bytes; it is not the one that the bank means.", bytes.size);
        good = false;
    }
    jb_hash claimed;
    if (values[SHA256] &&
        (jb_hex_decode(jb_node_slice(values[SHA256]), claimed.bytes, JB_HASH_SIZE) != JB_OK ||
         !jb_hash_equal(&claimed, &medium->hash))) {
        jb_fault(reader, values[SHA256], "hash_differs",
                 "The file has another SHA-256; it is not the one that the bank means.");
        good = false;
    }
    return good;
}

static bool check_content(jb_reader *reader, const cJSON *const *values, jb_medium *medium)
{
    jb_media_type type = { .mime = NULL };
    if (!find_type(reader, values[FILE_NAME], medium, &type)) {
        return false;
    }
    if ((type.kinds & (1U << medium->kind)) == 0) {
        jb_fault(reader, values[KIND], "wrong_kind", "\"%.100s\" is %s, which is no \"%s\".",
                 values[FILE_NAME]->valuestring, type.mime, jb_media_kind_name(medium->kind));
        return false;
    }
    medium->mime = type.mime;
    return check_claims(reader, values, medium);
}

/* What an earlier import has written: type and hash, and the bytes are in the store. */
static bool take_kept(const cJSON *const *values, jb_medium *medium)
{
    if (!values[FILE_NAME] || !values[MIME] || !values[SHA256]) {
        return false;
    }
    medium->mime = values[MIME]->valuestring;
    return jb_hex_decode(jb_node_slice(values[SHA256]), medium->hash.bytes, JB_HASH_SIZE) == JB_OK;
}

bool jb_media_read(jb_reader *reader, jb_intake *intake, cJSON *node, jb_medium *medium)
{
    const cJSON *values[COUNT];
    uint32_t kind = 0;
    if (!read_entry(reader, node, values, &kind)) {
        return false;
    }
    medium->node = node;
    medium->id = values[ID]->valuestring;
    medium->kind = (jb_media_kind)kind;
    medium->alt = values[ALT];
    medium->state = JB_MEDIUM_LEFT_OUT;
    jb_buffer_init(&medium->bytes, 0);
    if (intake->kept) {
        medium->state = take_kept(values, medium) ? JB_MEDIUM_GOOD : JB_MEDIUM_LEFT_OUT;
    } else if (values[FILE_NAME] && (intake->archive || intake->source)) {
        medium->state = take_bytes(reader, intake, values, medium);
        if (medium->state == JB_MEDIUM_GOOD && !check_content(reader, values, medium)) {
            medium->state = JB_MEDIUM_BAD;
        }
        if (medium->state == JB_MEDIUM_GOOD && !medium->alt) {
            jb_warn(reader, node, "missing_alt",
                    "\"%.64s\" has no \"alt\": people who cannot see or hear it get nothing.",
                    medium->id);
        }
    }
    if (medium->state == JB_MEDIUM_BAD) {
        jb_buffer_finish(&medium->bytes);
    }
    return true;
}

bool jb_media_usable(jb_reader *reader, const cJSON *place, const cJSON *ref, const jb_bank *bank,
                     const jb_medium **medium)
{
    const char *id = ref->valuestring;
    uint32_t index = jb_id_set_find(&bank->media, id);
    *medium = NULL;
    if (index == JB_ID_NONE) {
        jb_fault(reader, ref, "unknown_id", "The bank has no medium \"%.64s\".", id);
        return false;
    }
    const jb_medium *found = &bank->media_list[index];
    if (found->state == JB_MEDIUM_BAD) {
        jb_fault(reader, ref, "unusable_medium", "The medium \"%.64s\" cannot be used.", id);
        return false;
    }
    if (found->state == JB_MEDIUM_GOOD) {
        *medium = found;
    } else if (place) {
        jb_warn(reader, place, "media_left_out", "The medium \"%.64s\" is left out.", id);
    }
    return true;
}

/* Puts a member in, or in place of the one that is there. */
static bool put_member(cJSON *node, const char *name, cJSON *value)
{
    cJSON_DeleteItemFromObjectCaseSensitive(node, name);
    if (!value || !cJSON_AddItemToObject(node, name, value)) {
        cJSON_Delete(value);
        return false;
    }
    return true;
}

bool jb_media_settle(jb_bank *bank)
{
    bool good = true;
    for (uint32_t i = 0; i < bank->media_count; i++) {
        const jb_medium *medium = &bank->media_list[i];
        if (medium->state == JB_MEDIUM_GOOD) {
            char hex[JB_HASH_HEX_SIZE];
            jb_hex_encode(medium->hash.bytes, JB_HASH_SIZE, hex);
            good = put_member(medium->node, "sha256", cJSON_CreateString(hex)) && good;
            good = put_member(medium->node, "mime", cJSON_CreateString(medium->mime)) && good;
            good =
                put_member(medium->node, "bytes", cJSON_CreateNumber((double)medium->bytes.size)) &&
                good;
        } else {
            /* Without it nobody takes this for a medium whose bytes are kept. */
            cJSON_DeleteItemFromObjectCaseSensitive(medium->node, "sha256");
        }
    }
    return good;
}
