/*
 * A package: a zip file (.qbank) with bank.json and the media it names. Nothing of it is ever
 * written to a disk, so the names in it can lead nowhere; they are only compared. Entries nobody
 * names are not unpacked. What an entry's header says about its size is not believed: unpacking
 * stops where the limit is.
 */
#include "bank_internal.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

enum {
    PIECE = 16384,
    NAME_MAX_BYTES = 2048
};

#define BANK_NAME "bank.json"

struct jb_package {
    zip_t *zip;
    jb_id_set names; /* entry name, borrowed from libzip, to its number */
    bool *twice;     /* of each entry: another one has this name */
    size_t prefix;   /* bytes of the folder that everything is in */
    char name[NAME_MAX_BYTES];
};

bool jb_package_is(jb_slice file)
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

/* "folder/bank.json" where the whole package was packed with the folder it was in. */
static size_t folder_size(const char *name)
{
    const char *slash = strchr(name, '/');
    return slash && strcmp(slash + 1, BANK_NAME) == 0 ? (size_t)(slash - name) + 1 : 0;
}

static jb_status read_names(jb_package *package, uint32_t count)
{
    uint32_t folders = 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *name = zip_get_name(package->zip, i, 0);
        uint32_t number = i;
        if (!name || strlen(name) >= sizeof package->name) {
            continue; /* nobody can ask for it */
        }
        jb_status status = jb_id_set_add(&package->names, jb_slice_of(name), &number);
        if (status == JB_ERR_EXISTS) {
            package->twice[number] = true;
        } else if (status != JB_OK) {
            return status;
        }
        size_t folder = folder_size(name);
        if (folder > 0 && status == JB_OK) {
            folders++;
            memcpy(package->name, name, folder);
            package->prefix = folder;
        }
    }
    if (jb_id_set_find(&package->names, BANK_NAME) != JB_ID_NONE || folders != 1) {
        package->prefix = 0;
    }
    return JB_OK;
}

static jb_status open_zip(jb_slice file, jb_package *package)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(file.bytes, file.size, 0, &error);
    if (source) {
        package->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
        if (!package->zip) {
            zip_source_free(source);
        }
    }
    bool memory = zip_error_code_zip(&error) == ZIP_ER_MEMORY;
    zip_error_fini(&error);
    return package->zip ? JB_OK : memory ? JB_ERR_MEMORY : JB_ERR_INVALID;
}

jb_status jb_package_open(jb_slice file, jb_package **out)
{
    *out = NULL;
    if (count_entries(file) > JB_PACKAGE_ENTRIES_MAX) {
        return JB_ERR_LIMIT;
    }
    jb_package *package = calloc(1, sizeof *package);
    if (!package) {
        return JB_ERR_MEMORY;
    }
    jb_status status = open_zip(file, package);
    if (status == JB_OK) {
        zip_int64_t count = zip_get_num_entries(package->zip, 0);
        bool fits = count >= 0 && count <= JB_PACKAGE_ENTRIES_MAX;
        package->twice = fits ? calloc((size_t)count + 1, sizeof *package->twice) : NULL;
        status = !fits            ? JB_ERR_LIMIT
                 : package->twice ? read_names(package, (uint32_t)count)
                                  : JB_ERR_MEMORY;
    }
    if (status != JB_OK) {
        jb_package_close(package);
        return status;
    }
    *out = package;
    return JB_OK;
}

void jb_package_close(jb_package *package)
{
    if (!package) {
        return;
    }
    jb_id_set_finish(&package->names);
    free(package->twice);
    if (package->zip) {
        zip_discard(package->zip);
    }
    free(package);
}

static jb_intake_result failure_of(const zip_error_t *error)
{
    return zip_error_code_zip(error) == ZIP_ER_MEMORY ? JB_INTAKE_MEMORY : JB_INTAKE_DAMAGED;
}

static jb_intake_result unpack(jb_package *package, uint32_t number, size_t size_max,
                               jb_buffer *out)
{
    zip_file_t *entry = zip_fopen_index(package->zip, number, 0);
    if (!entry) {
        return failure_of(zip_get_error(package->zip));
    }
    char piece[PIECE];
    zip_int64_t size = 0;
    jb_intake_result result = JB_INTAKE_FINE;
    do {
        size = zip_fread(entry, piece, sizeof piece);
        if (size < 0) {
            result = failure_of(zip_file_get_error(entry));
        } else if (out->size + (size_t)size > size_max) {
            result = JB_INTAKE_TOO_LARGE;
        } else {
            jb_buffer_append(out, piece, (size_t)size);
            result = out->failed ? JB_INTAKE_MEMORY : JB_INTAKE_FINE;
        }
    } while (size > 0 && result == JB_INTAKE_FINE);
    int closed = zip_fclose(entry);
    return result == JB_INTAKE_FINE && closed != 0 ? JB_INTAKE_DAMAGED : result;
}

jb_intake_result jb_package_read(jb_package *package, const char *path, size_t size_max,
                                 jb_buffer *out)
{
    size_t size = strlen(path);
    if (package->prefix + size >= sizeof package->name) {
        return JB_INTAKE_MISSING;
    }
    memcpy(package->name + package->prefix, path, size + 1);
    uint32_t number = jb_id_set_find(&package->names, package->name);
    zip_stat_t info;
    if (number == JB_ID_NONE) {
        return JB_INTAKE_MISSING;
    }
    if (package->twice[number]) {
        return JB_INTAKE_TWICE;
    }
    if (zip_stat_index(package->zip, number, 0, &info) != 0) {
        return failure_of(zip_get_error(package->zip));
    }
    if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && info.encryption_method != ZIP_EM_NONE) {
        return JB_INTAKE_ENCRYPTED;
    }
    if (info.comp_method != ZIP_CM_STORE && info.comp_method != ZIP_CM_DEFLATE) {
        return JB_INTAKE_METHOD; /* the others may take gigabytes of memory to unpack */
    }
    return unpack(package, number, size_max, out);
}

jb_intake_result jb_package_bank(jb_package *package, jb_buffer *out)
{
    return jb_package_read(package, BANK_NAME, JB_BANK_BYTES_MAX, out);
}
