/* gzip and base64. */
#include "jb_test.h"
#include "jinbang/unpack.h"

#include <string.h>
#define ZLIB_CONST
#include <zlib.h>

/* A gzip member of the text, and something behind it. */
static jb_slice gzipped(const char *text, const char *behind, unsigned char out[500])
{
    z_stream stream = { .next_in = (const Bytef *)text, .avail_in = (uInt)strlen(text) };
    JB_EQ_I64(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_out = out;
    stream.avail_out = 400;
    JB_EQ_I64(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t size = 400 - stream.avail_out;
    deflateEnd(&stream);
    memcpy(out + size, behind, strlen(behind));
    return (jb_slice){ (const char *)out, size + strlen(behind) };
}

static void a_member_is_unpacked_and_the_rest_is_left(void **state)
{
    unsigned char bytes[500];
    jb_slice file = gzipped("{\"title\":1}", "\xc7\xc7\xc7\0", bytes);
    jb_slice rest;
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_gunzip(file, 100, &out, &rest), JB_UNPACK_FINE);
    JB_EQ_STR(jb_buffer_text(&out), "{\"title\":1}");
    JB_EQ_SIZE(rest.size, 3);
    JB_EQ_MEM(rest.bytes, "\xc7\xc7\xc7", 3);
    jb_buffer_finish(&out);
}

static void a_damaged_or_large_member_is_refused(void **state)
{
    static const char long_text[] =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    unsigned char bytes[500];
    jb_slice file = gzipped(long_text, "", bytes);
    jb_slice rest;
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_gunzip(file, strlen(long_text) - 1, &out, &rest), JB_UNPACK_TOO_LARGE);
    for (size_t size = 0; size < file.size; size++) {
        jb_buffer_clear(&out);
        JB_EQ_I64(jb_gunzip((jb_slice){ file.bytes, size }, 1000, &out, &rest), JB_UNPACK_DAMAGED);
    }
    bytes[file.size - 1] ^= 1; /* the size at its end */
    jb_buffer_clear(&out);
    JB_EQ_I64(jb_gunzip(file, 1000, &out, &rest), JB_UNPACK_DAMAGED);
    JB_EQ_I64(jb_gunzip(jb_slice_of("{\"title\":1}"), 1000, &out, &rest), JB_UNPACK_DAMAGED);
    jb_buffer_finish(&out);
}

static void base64_is_read_as_files_have_it(void **state)
{
    static const struct {
        const char *text;
        const char *plain; /* NULL: damaged */
    } rows[] = {
        { "", "" },
        { "TQ==", "M" },
        { "TWE=", "Ma" },
        { "TWFu", "Man" },
        { " T W\r\nF u\tTQ = =\n", "ManM" },
        { "TWE", "Ma" },
        { "TQ", "M" },
        { "+/+/", "\xfb\xff\xbf" },
        { "T", NULL },
        { "T===", NULL },
        { "TQ=", NULL },
        { "=", NULL },
        { "TWFu=", NULL },
        { "TQ==TQ==", NULL },
        { "TW*u", NULL },
        { "TW-_", NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_buffer out;
        jb_buffer_init(&out, 0);
        jb_unpack_result result = jb_base64_decode(jb_slice_of(rows[i].text), 100, &out);
        JB_EQ_I64(result, rows[i].plain ? JB_UNPACK_FINE : JB_UNPACK_DAMAGED);
        if (rows[i].plain) {
            JB_EQ_STR(jb_buffer_text(&out), rows[i].plain);
        }
        jb_buffer_finish(&out);
    }
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_base64_decode(jb_slice_of("TWFu"), 2, &out), JB_UNPACK_TOO_LARGE);
    JB_EQ_I64(jb_base64_decode(jb_slice_of("TWE="), 4, &out), JB_UNPACK_FINE);
    jb_buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_member_is_unpacked_and_the_rest_is_left),
        cmocka_unit_test(a_damaged_or_large_member_is_refused),
        cmocka_unit_test(base64_is_read_as_files_have_it),
    };
    return JB_RUN(tests);
}
