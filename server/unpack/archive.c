/*
 * Zip files, with libzip. What an entry's header says about its size is not believed: unpacking
 * stops where the limit is. The packed sizes of all entries together are no larger than the file,
 * or entries lie over one another, which only bombs do. What an entry unpacks to counts once
 * towards the limit of the whole, however often it is read.
 */
#include "jinbang/unpack.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "jinbang/limits.h"
#include "jinbang/mix.h"
#include "jinbang/table.h"

enum {
    PIECE = 16384,
    NAME_MAX_BYTES = 2048
};

typedef struct entry {
    const char *name; /* borrowed from libzip; "" if nobody can ask for it */
    size_t counted;   /* bytes of it that the limit of the whole has seen */
    bool twice;       /* another one has this name */
} entry;

struct jb_archive {
    zip_t *zip;
    entry *entries;
    uint32_t count;
    jb_table numbers; /* of entries, by the hash of their name */
    size_t unpacked;  /* bytes of all entries so far */
    char folder[NAME_MAX_BYTES];
};

const char *jb_unpack_text(jb_unpack_result result)
{
    switch (result) {
    case JB_UNPACK_FINE:
        break;
    case JB_UNPACK_MISSING:
        return "is not there";
    case JB_UNPACK_TWICE:
        return "is there twice";
    case JB_UNPACK_TOO_LARGE:
        return "is too large";
    case JB_UNPACK_ENCRYPTED:
        return "is encrypted; pack it without a password";
    case JB_UNPACK_METHOD:
        return "is packed in a way that is not read; use plain zip (deflate)";
    case JB_UNPACK_DAMAGED:
        return "is damaged";
    case JB_UNPACK_MEMORY:
        return "needs more memory than there is";
    }
    return "";
}

bool jb_archive_is(jb_slice file)
{
    return file.size >= 4 &&
           (memcmp(file.bytes, "PK\x03\x04", 4) == 0 || memcmp(file.bytes, "PK\x05\x06", 4) == 0);
}

/* At most so many entries can be in its directory: each begins with these four bytes. Counted
 * before libzip sees the file, because it takes memory for every entry. */
static size_t count_entries(jb_slice file)
{
    size_t count = 0;
    const char *at = file.bytes;
    const char *end = file.bytes + file.size;
    while ((at = memchr(at, 'P', (size_t)(end - at))) != NULL) {
        if (end - at >= 4 && memcmp(at, "PK\x01\x02", 4) == 0) {
            count++;
        }
        at++;
    }
    return count;
}

/* The entry of this name. If there is none, *hash is where it belongs. */
static entry *find(const jb_archive *archive, const char *name, uint64_t *hash)
{
    uint32_t number = 0;
    *hash = jb_mix_bytes(JB_MIX_START, name, strlen(name));
    while (jb_table_get(&archive->numbers, *hash, &number)) {
        if (strcmp(archive->entries[number].name, name) == 0) {
            return &archive->entries[number];
        }
        *hash = jb_mix_u64(*hash, 1); /* another name with this hash */
    }
    return NULL;
}

static jb_status read_names(jb_archive *archive)
{
    for (uint32_t i = 0; i < archive->count; i++) {
        uint64_t hash = 0;
        const char *name = zip_get_name(archive->zip, i, 0);
        archive->entries[i].name = "";
        if (!name || strlen(name) >= NAME_MAX_BYTES) {
            continue;
        }
        entry *other = find(archive, name, &hash);
        if (other) {
            other->twice = true;
            archive->entries[i].name = name;
            archive->entries[i].twice = true;
            continue;
        }
        archive->entries[i].name = name;
        if (jb_table_put(&archive->numbers, hash, i) != JB_OK) {
            return JB_ERR_MEMORY;
        }
    }
    return JB_OK;
}

static bool sizes_fit(const jb_archive *archive, size_t file_size)
{
    uint64_t left = file_size;
    for (uint32_t i = 0; i < archive->count; i++) {
        zip_stat_t info;
        if (zip_stat_index(archive->zip, i, 0, &info) != 0 ||
            (info.valid & ZIP_STAT_COMP_SIZE) == 0) {
            continue; /* cannot be unpacked either */
        }
        if (info.comp_size > left) {
            return false;
        }
        left -= info.comp_size;
    }
    return true;
}

static jb_status open_zip(jb_slice file, jb_archive *archive)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(file.bytes, file.size, 0, &error);
    if (source) {
        archive->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (!archive->zip) {
            zip_source_free(source);
        }
    }
    bool memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    return archive->zip ? JB_OK : memory ? JB_ERR_MEMORY : JB_ERR_INVALID;
}

static jb_status read_directory(jb_slice file, jb_archive *archive)
{
    zip_int64_t count = zip_get_num_entries(archive->zip, 0);
    if (count < 0 || count > JB_PACKAGE_ENTRIES_MAX) {
        return JB_ERR_LIMIT;
    }
    archive->entries = calloc((size_t)count + 1, sizeof *archive->entries);
    if (!archive->entries) {
        return JB_ERR_MEMORY;
    }
    archive->count = (uint32_t)count;
    return sizes_fit(archive, file.size) ? read_names(archive) : JB_ERR_INVALID;
}

jb_status jb_archive_open(jb_slice file, jb_archive **out)
{
    *out = NULL;
    if (count_entries(file) > JB_PACKAGE_ENTRIES_MAX) {
        return JB_ERR_LIMIT;
    }
    jb_archive *archive = calloc(1, sizeof *archive);
    if (!archive) {
        return JB_ERR_MEMORY;
    }
    jb_status status = open_zip(file, archive);
    if (status == JB_OK) {
        status = read_directory(file, archive);
    }
    if (status != JB_OK) {
        jb_archive_close(archive);
        return status;
    }
    *out = archive;
    return JB_OK;
}

void jb_archive_close(jb_archive *archive)
{
    if (!archive) {
        return;
    }
    jb_table_finish(&archive->numbers);
    free(archive->entries);
    if (archive->zip) {
        zip_discard(archive->zip);
    }
    free(archive);
}

uint32_t jb_archive_count(const jb_archive *archive)
{
    return archive->count;
}

const char *jb_archive_name(const jb_archive *archive, uint32_t index)
{
    return index < archive->count ? archive->entries[index].name : "";
}

bool jb_archive_has(const jb_archive *archive, const char *name)
{
    uint64_t hash = 0;
    return find(archive, name, &hash) != NULL;
}

const char *jb_archive_folder_of(jb_archive *archive, const char *name)
{
    const entry *found = NULL;
    for (uint32_t i = 0; i < archive->count; i++) {
        const entry *one = &archive->entries[i];
        const char *slash = strchr(one->name, '/');
        if (!slash || strcmp(slash + 1, name) != 0) {
            continue;
        }
        if (found && strcmp(found->name, one->name) != 0) {
            return "";
        }
        found = one;
    }
    if (!found || jb_archive_has(archive, name)) {
        return "";
    }
    size_t size = strlen(found->name) - strlen(name);
    memcpy(archive->folder, found->name, size);
    archive->folder[size] = '\0';
    return archive->folder;
}

/* ---- unpacking ---- */

static jb_unpack_result failure_of(const zip_error_t *error)
{
    return zip_error_code_zip(error) == ZIP_ER_MEMORY ? JB_UNPACK_MEMORY : JB_UNPACK_DAMAGED;
}

/* Appends up to `left` bytes. */
static jb_unpack_result unpack(jb_archive *archive, uint32_t number, size_t left, jb_buffer *out)
{
    zip_file_t *file = zip_fopen_index(archive->zip, number, 0);
    if (!file) {
        return failure_of(zip_get_error(archive->zip));
    }
    char piece[PIECE];
    zip_int64_t size = 0;
    jb_unpack_result result = JB_UNPACK_FINE;
    do {
        size = zip_fread(file, piece, sizeof piece);
        if (size < 0) {
            result = failure_of(zip_file_get_error(file));
        } else if ((size_t)size > left) {
            result = JB_UNPACK_TOO_LARGE;
        } else {
            left -= (size_t)size;
            jb_buffer_append(out, piece, (size_t)size);
            result = out->failed ? JB_UNPACK_MEMORY : JB_UNPACK_FINE;
        }
    } while (size > 0 && result == JB_UNPACK_FINE);
    int closed = zip_fclose(file);
    return result == JB_UNPACK_FINE && closed != 0 ? JB_UNPACK_DAMAGED : result;
}

/* Whether an entry can be unpacked at all. */
static jb_unpack_result look_at(const jb_archive *archive, const entry *found)
{
    zip_stat_t info;
    if (found->twice) {
        return JB_UNPACK_TWICE;
    }
    if (zip_stat_index(archive->zip, (zip_uint64_t)(found - archive->entries), 0, &info) != 0) {
        return failure_of(zip_get_error(archive->zip));
    }
    if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && info.encryption_method != ZIP_EM_NONE) {
        return JB_UNPACK_ENCRYPTED;
    }
    if (info.comp_method != ZIP_CM_STORE && info.comp_method != ZIP_CM_DEFLATE) {
        return JB_UNPACK_METHOD; /* the others may take gigabytes of memory to unpack */
    }
    return JB_UNPACK_FINE;
}

jb_unpack_result jb_archive_read(jb_archive *archive, const char *name, size_t size_max,
                                 jb_buffer *out)
{
    uint64_t hash = 0;
    entry *found = find(archive, name, &hash);
    jb_unpack_result result = found ? look_at(archive, found) : JB_UNPACK_MISSING;
    if (result != JB_UNPACK_FINE) {
        return result;
    }
    size_t whole = JB_BANK_UNPACKED_MAX - archive->unpacked + found->counted;
    size_t left = out->size < size_max ? size_max - out->size : 0;
    size_t before = out->size;
    result =
        unpack(archive, (uint32_t)(found - archive->entries), left < whole ? left : whole, out);
    size_t size = out->size - before;
    if (size > found->counted) {
        archive->unpacked += size - found->counted;
        found->counted = size;
    }
    return result;
}
