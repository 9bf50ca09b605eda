/*
 * Zone files by RFC 8536 (and the fourth version of RFC 9636, where it differs in leap seconds
 * only, which no file here may have). The bytes are not trusted: every count is checked against the
 * bytes that are there before anything is read. Of a file of version 2 or later the first part, in
 * 32 bits, is passed over. Names come from contest files: only what looks like an IANA name is ever
 * opened, so no path leads out of the folder.
 */
#include "zone_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jinbang/assert.h"

enum {
    HEADER_BYTES = 44,
    TYPE_BYTES = 6,
    TYPES_MAX = 256,
    FILE_BYTES_MAX = 64 * 1024, /* the largest there are have 4 KiB */
    NAME_MAX_BYTES = 64
};

struct jb_zone {
    int64_t *changes; /* ascending; from each on, local time is of the type beside it */
    uint8_t *types;
    uint32_t change_count;
    int32_t offsets[TYPES_MAX]; /* of each type; the first holds before all changes */
    bool has_rule;              /* for what follows the last change */
    jb_zone_rule rule;
};

/* ---- reading a file ---- */

typedef struct header {
    char version;
    uint32_t utc_count, standard_count, leap_count, change_count, type_count, name_bytes;
} header;

static uint32_t u32_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int32_t i32_at(const unsigned char *at)
{
    return (int32_t)u32_at(at); /* two's complement, as the file has it */
}

static int64_t i64_at(const unsigned char *at)
{
    return (int64_t)i32_at(at) * ((int64_t)1 << 32) + u32_at(at + 4);
}

/* Takes a header off the file. */
static bool read_header(jb_slice *file, header *out)
{
    if (file->size < HEADER_BYTES || memcmp(file->bytes, "TZif", 4) != 0) {
        return false;
    }
    const unsigned char *counts = (const unsigned char *)file->bytes + 20;
    *out = (header){ .version = file->bytes[4],
                     .utc_count = u32_at(counts),
                     .standard_count = u32_at(counts + 4),
                     .leap_count = u32_at(counts + 8),
                     .change_count = u32_at(counts + 12),
                     .type_count = u32_at(counts + 16),
                     .name_bytes = u32_at(counts + 20) };
    file->bytes += HEADER_BYTES;
    file->size -= HEADER_BYTES;
    return (out->version == '\0' || (out->version >= '2' && out->version <= '4')) &&
           out->type_count >= 1 && out->type_count <= TYPES_MAX && out->leap_count == 0 &&
           out->name_bytes >= 1 && out->name_bytes <= FILE_BYTES_MAX &&
           out->change_count <= FILE_BYTES_MAX &&
           (out->utc_count == 0 || out->utc_count == out->type_count) &&
           (out->standard_count == 0 || out->standard_count == out->type_count);
}

/* Bytes of what follows a header, with times of so many bytes. */
static size_t block_size(const header *head, size_t time_bytes)
{
    return head->change_count * (time_bytes + 1) + (size_t)head->type_count * TYPE_BYTES +
           head->name_bytes + head->standard_count + head->utc_count;
}

static bool read_types(const unsigned char *at, const header *head, jb_zone *zone)
{
    for (uint32_t i = 0; i < head->type_count; i++, at += TYPE_BYTES) {
        zone->offsets[i] = i32_at(at);
        if (zone->offsets[i] < -JB_ZONE_OFFSET_MAX || zone->offsets[i] > JB_ZONE_OFFSET_MAX ||
            at[4] > 1 || at[5] >= head->name_bytes) {
            return false;
        }
    }
    return true;
}

/* Takes the block of a header off the file. */
static jb_status read_block(jb_slice *file, const header *head, size_t time_bytes, jb_zone *zone)
{
    size_t size = block_size(head, time_bytes);
    if (file->size < size) {
        return JB_ERR_CORRUPT;
    }
    const unsigned char *times = (const unsigned char *)file->bytes;
    const unsigned char *types = times + head->change_count * time_bytes;
    zone->changes = calloc(head->change_count + (size_t)1, sizeof *zone->changes);
    zone->types = calloc(head->change_count + (size_t)1, sizeof *zone->types);
    if (!zone->changes || !zone->types) {
        return JB_ERR_MEMORY;
    }
    zone->change_count = head->change_count;
    for (uint32_t i = 0; i < head->change_count; i++) {
        const unsigned char *time = times + i * time_bytes;
        zone->changes[i] = time_bytes == 8 ? i64_at(time) : i32_at(time);
        zone->types[i] = types[i];
        if ((i > 0 && zone->changes[i] <= zone->changes[i - 1]) || types[i] >= head->type_count) {
            return JB_ERR_CORRUPT;
        }
    }
    if (!read_types(types + head->change_count, head, zone)) {
        return JB_ERR_CORRUPT;
    }
    file->bytes += size;
    file->size -= size;
    return JB_OK;
}

static jb_status read_footer(jb_slice text, jb_zone *zone)
{
    if (text.size < 2 || text.bytes[0] != '\n' || text.bytes[text.size - 1] != '\n') {
        return JB_ERR_CORRUPT;
    }
    if (text.size == 2) {
        return JB_OK; /* what the last change brought stays */
    }
    zone->has_rule = true;
    return jb_zone_rule_read((jb_slice){ .bytes = text.bytes + 1, .size = text.size - 2 },
                             &zone->rule);
}

static jb_status read_file(jb_slice file, jb_zone *zone)
{
    header head;
    if (!read_header(&file, &head)) {
        return JB_ERR_CORRUPT;
    }
    if (head.version == '\0') {
        jb_status status = read_block(&file, &head, 4, zone);
        return status == JB_OK && file.size > 0 ? JB_ERR_CORRUPT : status;
    }
    char version = head.version;
    size_t first = block_size(&head, 4);
    if (file.size < first) {
        return JB_ERR_CORRUPT;
    }
    file.bytes += first;
    file.size -= first;
    if (!read_header(&file, &head) || head.version != version) {
        return JB_ERR_CORRUPT;
    }
    jb_status status = read_block(&file, &head, 8, zone);
    return status == JB_OK ? read_footer(file, zone) : status;
}

jb_status jb_zone_parse(jb_slice file, jb_zone **out)
{
    if (file.size > FILE_BYTES_MAX) {
        return JB_ERR_CORRUPT;
    }
    jb_zone *zone = calloc(1, sizeof *zone);
    if (!zone) {
        return JB_ERR_MEMORY;
    }
    jb_status status = read_file(file, zone);
    if (status != JB_OK) {
        jb_zone_close(zone);
        return status;
    }
    *out = zone;
    return JB_OK;
}

void jb_zone_close(jb_zone *zone)
{
    if (zone) {
        free(zone->changes);
        free(zone->types);
        free(zone);
    }
}

/* ---- finding a file ---- */

/* IANA names: parts of letters, digits, "_", "+" and "-" between slashes, the first letter a
 * capital. That leaves out the folders posix/ and right/, the file localtime, and every dot. */
static bool is_name(jb_slice name)
{
    if (name.size == 0 || name.size > NAME_MAX_BYTES || name.bytes[0] < 'A' ||
        name.bytes[0] > 'Z' || name.bytes[name.size - 1] == '/') {
        return false;
    }
    for (size_t i = 1; i < name.size; i++) {
        char c = name.bytes[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '_' || c == '+' || c == '-' || (c == '/' && name.bytes[i - 1] != '/');
        if (!good) {
            return false;
        }
    }
    return true;
}

/* The folder that the system keeps its zones in; TZDIR as everywhere. */
static int open_folder(void)
{
    const char *folder = getenv("TZDIR");
    return open(folder && folder[0] == '/' ? folder : "/usr/share/zoneinfo",
                O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static jb_status read_all(int fd, char *bytes, size_t *size)
{
    struct stat status;
    *size = 0;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return JB_ERR_NOT_FOUND; /* "Europe" is a folder */
    }
    while (*size <= FILE_BYTES_MAX) {
        ssize_t got = read(fd, bytes + *size, FILE_BYTES_MAX + 1 - *size);
        if (got == 0) {
            return JB_OK;
        }
        if (got < 0 && errno != EINTR) {
            return JB_ERR_CORRUPT;
        }
        *size += got > 0 ? (size_t)got : 0;
    }
    return JB_ERR_CORRUPT;
}

jb_status jb_zone_open(jb_slice name, jb_zone **out)
{
    char path[NAME_MAX_BYTES + 1];
    size_t size = 0;
    char *bytes = NULL;
    int fd = -1;
    jb_status status = JB_ERR_NOT_FOUND;
    int folder = open_folder();
    if (folder < 0) {
        return JB_ERR_IO;
    }
    if (!is_name(name)) {
        goto cleanup;
    }
    memcpy(path, name.bytes, name.size);
    path[name.size] = '\0';
    fd = openat(folder, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        goto cleanup;
    }
    bytes = malloc(FILE_BYTES_MAX + 1);
    status = bytes ? read_all(fd, bytes, &size) : JB_ERR_MEMORY;
    if (status == JB_OK) {
        status = jb_zone_parse((jb_slice){ .bytes = bytes, .size = size }, out);
    }
cleanup:
    free(bytes);
    if (fd >= 0) {
        (void)close(fd);
    }
    (void)close(folder);
    return status;
}

/* ---- asking a zone ---- */

/* Changes up to and with this second. */
static uint32_t changes_until(const jb_zone *zone, int64_t at)
{
    uint32_t low = 0;
    uint32_t high = zone->change_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (zone->changes[middle] <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int32_t offset_at(const jb_zone *zone, int64_t at)
{
    uint32_t passed = changes_until(zone, at);
    if (passed == zone->change_count && zone->has_rule) {
        return jb_zone_rule_offset(&zone->rule, at);
    }
    return zone->offsets[passed > 0 ? zone->types[passed - 1] : 0];
}

/* The first second after `at` with another offset; INT64_MAX: never. */
static int64_t next_after(const jb_zone *zone, int64_t at)
{
    int32_t offset = offset_at(zone, at);
    int64_t from = at;
    for (uint32_t i = changes_until(zone, at); i < zone->change_count; i++) {
        from = zone->changes[i];
        if (offset_at(zone, from) != offset) {
            return from;
        }
    }
    return zone->has_rule ? jb_zone_rule_next(&zone->rule, from) : INT64_MAX;
}

static int64_t seconds_of(jb_time at)
{
    jb_time near = at < JB_ZONE_TIME_MAX ? at : JB_ZONE_TIME_MAX - 1;
    return jb_floor_div(near > -JB_ZONE_TIME_MAX ? near : 1 - JB_ZONE_TIME_MAX, 1000);
}

int32_t jb_zone_offset(const jb_zone *zone, jb_time at)
{
    return offset_at(zone, seconds_of(at));
}

jb_time jb_zone_next(const jb_zone *zone, jb_time at)
{
    int64_t next = next_after(zone, seconds_of(at));
    return next < JB_ZONE_TIME_MAX / 1000 ? next * 1000 : JB_TIME_NONE;
}

/* Every stretch of one offset in which the local time could lie is asked, the earliest first. */
jb_status jb_zone_instant(const jb_zone *zone, const jb_local_time *local, jb_time *out)
{
    enum {
        REACH = JB_ZONE_OFFSET_MAX + JB_DAY_S
    };
    int64_t wall = (int64_t)jb_local_day(local) * JB_DAY_S + local->hour * 3600 +
                   local->minute * 60 + local->second;
    int64_t from = wall - REACH;
    while (from <= wall + REACH) {
        int64_t next = next_after(zone, from);
        int64_t at = wall - offset_at(zone, from);
        if (at >= from && at < next) {
            *out = at * 1000;
            return JB_OK;
        }
        if (next == INT64_MAX) {
            break;
        }
        from = next;
    }
    return JB_ERR_INVALID;
}
