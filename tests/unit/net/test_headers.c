/*
 * The readers of single header values, with what clients and attackers send.
 */
#include "jb_test.h"

#include <string.h>

#include "net_internal.h"

static void hosts_are_names_addresses_and_ports_only(void **state)
{
    char long_host[300];

    JB_TRUE(jb_host_valid("quiz.example:8080"));
    JB_TRUE(jb_host_valid("[::1]:80"));
    JB_FALSE(jb_host_valid(""));
    JB_FALSE(jb_host_valid("a b"));
    JB_FALSE(jb_host_valid("a;b"));
    JB_FALSE(jb_host_valid("a,b"));
    JB_FALSE(jb_host_valid("a/b"));
    JB_FALSE(jb_host_valid("a'b"));
    memset(long_host, 'a', sizeof(long_host));
    long_host[255] = '\0';
    JB_TRUE(jb_host_valid(long_host));
    long_host[255] = 'a';
    long_host[256] = '\0';
    JB_FALSE(jb_host_valid(long_host));
}

static void values_cannot_end_their_line(void **state)
{
    JB_TRUE(jb_value_valid("attachment; filename=\"\xe6\x96\x87.csv\""));
    JB_FALSE(jb_value_valid("a\r\nb"));
    JB_FALSE(jb_value_valid("a\nb"));
    JB_FALSE(jb_value_valid("a\x7f"));
}

static void origin_is_scheme_host_and_port(void **state)
{
    size_t size = 0;

    JB_TRUE(jb_url_origin("https://a.b:8/c?d", &size));
    JB_EQ_SIZE(size, strlen("https://a.b:8"));
    JB_TRUE(jb_url_origin("http://a", &size));
    JB_EQ_SIZE(size, strlen("http://a"));
    JB_FALSE(jb_url_origin("ftp://a", &size));
    JB_FALSE(jb_url_origin("https:///x", &size));
    JB_FALSE(jb_url_origin("a.b", &size));
}

static void lists_are_compared_by_whole_entries(void **state)
{
    JB_TRUE(jb_list_has("jinbang.v1", "jinbang.v1"));
    JB_TRUE(jb_list_has("a, JINBANG.v1 ,b", "jinbang.v1"));
    JB_FALSE(jb_list_has("jinbang.v10", "jinbang.v1"));
    JB_FALSE(jb_list_has("", "jinbang.v1"));
    JB_FALSE(jb_list_has(",, ,", "jinbang.v1"));
}

static void a_range_is_one_part_or_the_whole(void **state)
{
    static const struct {
        const char *range;
        size_t start;
        size_t length; /* 0: the whole */
    } rows[] = {
        { "bytes=0-0", 0, 1 },
        { "bytes=0-9", 0, 10 },
        { "bytes=3-5", 3, 3 },
        { "bytes=3-", 3, 7 },
        { "bytes=3-99", 3, 7 },
        { "bytes=9-9", 9, 1 },
        { "bytes=-1", 9, 1 },
        { "bytes=-10", 0, 10 },
        { "bytes=-99", 0, 10 },
        { "bytes=999999999999999-", 0, 0 },
        { "bytes=10-", 0, 0 },
        { "bytes=10-11", 0, 0 },
        { "bytes=5-4", 0, 0 },
        { "bytes=-0", 0, 0 },
        { "bytes=-", 0, 0 },
        { "bytes=", 0, 0 },
        { "bytes=0", 0, 0 },
        { "bytes=0-1,3-4", 0, 0 },
        { "bytes=0-1 ", 0, 0 },
        { "bytes= 0-1", 0, 0 },
        { "bytes=a-1", 0, 0 },
        { "bytes=0-b", 0, 0 },
        { "bytes=--1", 0, 0 },
        { "bytes=+1-2", 0, 0 },
        { "bytes=0x1-2", 0, 0 },
        { "bytes=1-99999999999999999999", 0, 0 },
        { "bytes=99999999999999999999-", 0, 0 },
        { "Bytes=0-1", 0, 0 },
        { "lines=0-1", 0, 0 },
        { "0-1", 0, 0 },
        { "", 0, 0 },
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t start = 77;
        size_t length = 77;
        bool part = jb_range_read(rows[i].range, 10, &start, &length);

        if (part != (rows[i].length > 0)) {
            print_error("%s\n", rows[i].range);
        }
        JB_TRUE(part == (rows[i].length > 0));
        JB_EQ_SIZE(start, part ? rows[i].start : 77);
        JB_EQ_SIZE(length, part ? rows[i].length : 77);
    }
    size_t start = 0;
    size_t length = 0;

    JB_FALSE(jb_range_read("bytes=0-", 0, &start, &length));
    JB_FALSE(jb_range_read("bytes=-1", 0, &start, &length));
}

static void gzip_is_taken_unless_weighed_zero(void **state)
{
    JB_TRUE(jb_accepts_gzip("gzip"));
    JB_TRUE(jb_accepts_gzip("br, deflate,GZIP;q=0.5"));
    JB_TRUE(jb_accepts_gzip("*"));
    JB_TRUE(jb_accepts_gzip("gzip; q=1"));
    JB_FALSE(jb_accepts_gzip("gzip;q=0"));
    JB_FALSE(jb_accepts_gzip("gzip; q=0.000, *"));
    JB_FALSE(jb_accepts_gzip("br"));
    JB_FALSE(jb_accepts_gzip(""));
    JB_FALSE(jb_accepts_gzip("gzipped"));
}

static void tags_match_weak_strong_and_star(void **state)
{
    JB_TRUE(jb_tag_matches("\"abc\"", "abc"));
    JB_TRUE(jb_tag_matches("W/\"abc\"", "abc"));
    JB_TRUE(jb_tag_matches("\"x\", \"abc\"", "abc"));
    JB_TRUE(jb_tag_matches("*", "abc"));
    JB_FALSE(jb_tag_matches("abc", "abc"));
    JB_FALSE(jb_tag_matches("\"abcd\"", "abc"));
    JB_FALSE(jb_tag_matches("", "abc"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_names_addresses_and_ports_only),
        cmocka_unit_test(values_cannot_end_their_line),
        cmocka_unit_test(origin_is_scheme_host_and_port),
        cmocka_unit_test(lists_are_compared_by_whole_entries),
        cmocka_unit_test(a_range_is_one_part_or_the_whole),
        cmocka_unit_test(gzip_is_taken_unless_weighed_zero),
        cmocka_unit_test(tags_match_weak_strong_and_star),
    };
    return JB_RUN(tests);
}
