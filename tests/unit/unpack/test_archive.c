/* Zip files, good and hostile. */
#include "jb_test.h"
#include "jinbang/limits.h"
#include "jinbang/unpack.h"
#include "zip_maker.h"

#include <stdlib.h>
#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

#define DATA(text) .data = { (text), sizeof(text) - 1 }

static jb_status open_entries(const zip_entry *entries, size_t count, jb_buffer *file,
                              jb_archive **archive)
{
    jb_buffer_init(file, 0);
    zip_make(entries, count, file);
    return jb_archive_open(jb_buffer_slice(file), archive);
}

/* Bytes deflated without a header, as zip has them. */
static jb_slice deflated(jb_slice plain)
{
    z_stream stream = { .next_in = (const Bytef *)plain.bytes, .avail_in = (uInt)plain.size };
    JB_EQ_I64(deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&stream, plain.size);
    char *bytes = malloc(room);
    assert_non_null(bytes);
    stream.next_out = (Bytef *)bytes;
    stream.avail_out = (uInt)room;
    JB_EQ_I64(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return (jb_slice){ bytes, room - stream.avail_out };
}

static void entries_are_found_by_name_and_unpacked(void **state)
{
    static const char plain[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab";
    jb_slice packed = deflated(jb_slice_of(plain));
    const zip_entry entries[] = {
        { .name = "x/one", DATA("first") },
        { .name = "x/two", .data = packed, .plain = jb_slice_of(plain), .method = 8 },
        { .name = "\xe4\xb8\x80", DATA("") },
    };
    jb_buffer file;
    jb_buffer out;
    jb_archive *archive = NULL;
    JB_EQ_I64(open_entries(entries, 3, &file, &archive), JB_OK);
    JB_TRUE(jb_archive_is(jb_buffer_slice(&file)));
    JB_EQ_U64(jb_archive_count(archive), 3);
    JB_EQ_STR(jb_archive_name(archive, 1), "x/two");
    JB_EQ_STR(jb_archive_name(archive, 2), "\xe4\xb8\x80");
    JB_EQ_STR(jb_archive_name(archive, 3), "");
    JB_TRUE(jb_archive_has(archive, "x/one"));
    JB_FALSE(jb_archive_has(archive, "one"));
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_archive_read(archive, "x/one", 100, &out), JB_UNPACK_FINE);
    JB_EQ_I64(jb_archive_read(archive, "x/two", 100, &out), JB_UNPACK_FINE);
    JB_TRUE(strncmp(jb_buffer_text(&out), "firstaaaa", 9) == 0);
    JB_EQ_SIZE(out.size, 5 + strlen(plain));
    JB_EQ_I64(jb_archive_read(archive, "x/two", 5 + strlen(plain), &out), JB_UNPACK_TOO_LARGE);
    JB_EQ_I64(jb_archive_read(archive, "x", 100, &out), JB_UNPACK_MISSING);
    JB_EQ_SIZE(out.size, 5 + strlen(plain));
    JB_EQ_STR(jb_archive_folder_of(archive, "one"), "x/");
    JB_EQ_STR(jb_archive_folder_of(archive, "x/one"), "");
    JB_EQ_STR(jb_archive_folder_of(archive, "three"), "");
    jb_buffer_finish(&out);
    jb_archive_close(archive);
    jb_buffer_finish(&file);
    free((void *)(uintptr_t)packed.bytes);
}

static void a_folder_is_one_folder_or_none(void **state)
{
    static const struct {
        const char *names[3];
        const char *folder;
    } rows[] = {
        { { "a/m.xml", "a/b", "c" }, "a/" },     { { "a/m.xml", "b/m.xml", "c" }, "" },
        { { "a/m.xml", "m.xml", "c" }, "" },     { { "a/b/m.xml", "b", "c" }, "" },
        { { "a/m.xml", "a/m.xml", "c" }, "a/" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_buffer file;
        jb_archive *archive = NULL;
        zip_entry entries[3];
        for (size_t n = 0; n < 3; n++) {
            entries[n] = (zip_entry){ .name = rows[i].names[n], DATA("x") };
        }
        JB_EQ_I64(open_entries(entries, 3, &file, &archive), JB_OK);
        JB_EQ_STR(jb_archive_folder_of(archive, "m.xml"), rows[i].folder);
        jb_archive_close(archive);
        jb_buffer_finish(&file);
    }
}

static void an_entry_that_cannot_be_unpacked_says_why(void **state)
{
    static const struct {
        zip_entry entry;
        jb_unpack_result result;
    } rows[] = {
        { { .name = "e", DATA("0123456789abcdef"), .encrypted = true }, JB_UNPACK_ENCRYPTED },
        { { .name = "e", DATA("0123456789"), .method = 14 }, JB_UNPACK_METHOD },
        { { .name = "e", DATA("0123456789"), .method = 8 }, JB_UNPACK_DAMAGED },
        { { .name = "e", DATA("0123456789"), .spoiled = true }, JB_UNPACK_DAMAGED },
        { { .name = "e", DATA("01234567890") }, JB_UNPACK_TOO_LARGE },
        { { .name = "f", DATA("0") }, JB_UNPACK_MISSING },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_buffer file;
        jb_buffer out;
        jb_archive *archive = NULL;
        JB_EQ_I64(open_entries(&rows[i].entry, 1, &file, &archive), JB_OK);
        jb_buffer_init(&out, 0);
        JB_EQ_I64(jb_archive_read(archive, "e", 10, &out), rows[i].result);
        JB_TRUE(out.size <= 10);
        JB_TRUE(jb_unpack_text(rows[i].result)[0] != '\0');
        jb_buffer_finish(&out);
        jb_archive_close(archive);
        jb_buffer_finish(&file);
    }
    JB_EQ_STR(jb_unpack_text(JB_UNPACK_FINE), "");
}

static void two_entries_of_one_name_are_not_chosen_between(void **state)
{
    const zip_entry entries[] = { { .name = "e", DATA("1") }, { .name = "e", DATA("2") } };
    jb_buffer file;
    jb_buffer out;
    jb_archive *archive = NULL;
    JB_EQ_I64(open_entries(entries, 2, &file, &archive), JB_OK);
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_archive_read(archive, "e", 10, &out), JB_UNPACK_TWICE);
    JB_EQ_SIZE(out.size, 0);
    jb_buffer_finish(&out);
    jb_archive_close(archive);
    jb_buffer_finish(&file);
}

/* Each entry is small when packed and 16 MiB when not; what they claim to be is one byte. */
static void bombs_stop_at_the_limit_of_the_whole(void **state)
{
    enum {
        LARGE = 16 * 1024 * 1024
    };
    char *zeros = calloc(LARGE, 1);
    assert_non_null(zeros);
    jb_slice plain = { zeros, LARGE };
    jb_slice packed = deflated(plain);
    static const char *const names[] = { "1", "2", "3", "4", "5" };
    zip_entry entries[5];
    for (size_t i = 0; i < 5; i++) {
        entries[i] = (zip_entry){ .name = names[i], .data = packed, .plain = plain, .method = 8 };
    }
    jb_buffer file;
    jb_buffer out;
    jb_archive *archive = NULL;
    JB_EQ_I64(open_entries(entries, 5, &file, &archive), JB_OK);
    jb_buffer_init(&out, 0);
    for (size_t i = 0; i < 8; i++) { /* the same one again costs nothing */
        jb_buffer_clear(&out);
        JB_EQ_I64(jb_archive_read(archive, names[i / 2], LARGE, &out), JB_UNPACK_FINE);
        JB_EQ_SIZE(out.size, LARGE);
    }
    jb_buffer_clear(&out);
    JB_EQ_I64(jb_archive_read(archive, "5", LARGE, &out), JB_UNPACK_TOO_LARGE);
    jb_archive_close(archive);
    jb_buffer_finish(&file);
    entries[0].claims = 1;
    JB_EQ_I64(open_entries(entries, 1, &file, &archive), JB_OK);
    jb_buffer_clear(&out);
    JB_TRUE(jb_archive_read(archive, "1", 1000, &out) != JB_UNPACK_FINE);
    JB_TRUE(out.size <= 1000);
    jb_archive_close(archive);
    jb_buffer_finish(&file);
    jb_buffer_finish(&out);
    free(zeros);
    free((void *)(uintptr_t)packed.bytes);
}

static void what_is_no_zip_file_or_overlaps_is_refused(void **state)
{
    const zip_entry over = { .name = "e", DATA("1"), .packed = 1000 };
    jb_buffer file;
    jb_archive *archive = NULL;
    JB_EQ_I64(open_entries(&over, 1, &file, &archive), JB_ERR_INVALID);
    assert_null(archive);
    jb_buffer_finish(&file);
    JB_FALSE(jb_archive_is(jb_slice_of("PK\3")));
    JB_FALSE(jb_archive_is(jb_slice_of("PK is text")));
    JB_EQ_I64(jb_archive_open(jb_slice_of("PK\3\4 and no more"), &archive), JB_ERR_INVALID);
    jb_buffer_init(&file, 0);
    for (int i = 0; i <= JB_PACKAGE_ENTRIES_MAX; i++) {
        jb_buffer_append_text(&file, "PK\1\2");
    }
    JB_EQ_I64(jb_archive_open(jb_buffer_slice(&file), &archive), JB_ERR_LIMIT);
    jb_buffer_finish(&file);
    jb_archive_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_found_by_name_and_unpacked),
        cmocka_unit_test(a_folder_is_one_folder_or_none),
        cmocka_unit_test(an_entry_that_cannot_be_unpacked_says_why),
        cmocka_unit_test(two_entries_of_one_name_are_not_chosen_between),
        cmocka_unit_test(bombs_stop_at_the_limit_of_the_whole),
        cmocka_unit_test(what_is_no_zip_file_or_overlaps_is_refused),
    };
    return JB_RUN(tests);
}
