/* What files are called that people take away. */
#include "jb_test.h"

#include <string.h>

#include "file_name.h"
#include "jinbang/text.h"

static void is(const char *title, const char *expected)
{
    const struct tm day = { .tm_year = 126, .tm_mon = 10, .tm_mday = 22 };
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_file_name_write(jb_slice_of(title), &day, "csv", &out);
    JB_FALSE(out.failed);
    JB_EQ_STR(jb_buffer_text(&out), expected);
    jb_buffer_finish(&out);
}

static void a_bank_has_no_day(void **state)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_file_name_write(jb_slice_of("River quiz"), NULL, "xlsx", &out);
    JB_EQ_STR(jb_buffer_text(&out),
              "filename=\"River quiz.xlsx\"; filename*=UTF-8''River%20quiz.xlsx");
    jb_buffer_clear(&out);
    jb_file_name_write(jb_slice_of("题"), NULL, "csv", &out);
    JB_EQ_STR(jb_buffer_text(&out), "filename=\"questions.csv\"; filename*=UTF-8''%E9%A2%98.csv");
    jb_buffer_clear(&out);
    jb_file_name_write(jb_slice_of(""), NULL, "csv", &out);
    JB_EQ_STR(jb_buffer_text(&out), "filename=\"questions.csv\"; filename*=UTF-8''questions.csv");
    jb_buffer_finish(&out);
}

static void a_title_and_a_date_in_both_spellings(void **state)
{
    is("Spring contest", "filename=\"Spring contest 2026-11-22.csv\"; "
                         "filename*=UTF-8''Spring%20contest%202026-11-22.csv");
    is("春季 Quiz", "filename=\"Quiz 2026-11-22.csv\"; "
                    "filename*=UTF-8''%E6%98%A5%E5%AD%A3%20Quiz%202026-11-22.csv");
    is("春季", "filename=\"results 2026-11-22.csv\"; "
               "filename*=UTF-8''%E6%98%A5%E5%AD%A3%202026-11-22.csv");
}

static void nothing_that_a_header_or_a_file_system_trips_over(void **state)
{
    is("../a\"b\\c;d", "filename=\"a b c d 2026-11-22.csv\"; "
                       "filename*=UTF-8''-a-b-c%3Bd%202026-11-22.csv");
    is(" . ", "filename=\"results 2026-11-22.csv\"; filename*=UTF-8''results%202026-11-22.csv");
    is("", "filename=\"results 2026-11-22.csv\"; filename*=UTF-8''results%202026-11-22.csv");
}

static void a_long_title_is_cut_between_characters(void **state)
{
    char title[3 * 300 + 1];
    const struct tm day = { .tm_year = 126, .tm_mon = 10, .tm_mday = 22 };
    const char *whole = NULL;
    jb_buffer out;
    for (size_t i = 0; i < 300; i++) {
        memcpy(title + 3 * i, "榜", 3);
    }
    title[sizeof title - 1] = '\0';
    jb_buffer_init(&out, 0);
    jb_file_name_write(jb_slice_of(title), &day, "csv", &out);
    whole = strstr(jb_buffer_text(&out), "UTF-8''") + 7;
    JB_EQ_I64((int64_t)strlen(whole), 60 * 9 + (int64_t)strlen("%202026-11-22.csv"));
    jb_buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bank_has_no_day),
        cmocka_unit_test(a_title_and_a_date_in_both_spellings),
        cmocka_unit_test(nothing_that_a_header_or_a_file_system_trips_over),
        cmocka_unit_test(a_long_title_is_cut_between_characters),
    };
    return JB_RUN(tests);
}
