/* ClassQuiz: its JSON, and its .cqa with pictures. */
#include <string.h>
#include <zlib.h>

#include "import_check.h"

enum {
    PACKED_MAX = 1024 * 1024
};

#define PNG      "\x89PNG\r\n\x1a\n"
#define PICTURES "\xc7\xc7\xc7\0"
#define PICTURE  "\xc6\xc6\xc6\0"
#define DATA     "\xc5\xc5\0"

static void pack(const char *text, jb_buffer *out)
{
    z_stream stream = { .next_in = (Bytef *)(uintptr_t)text, .avail_in = (uInt)strlen(text) };
    JB_EQ_I64(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    char *room = jb_buffer_room(out, PACKED_MAX);
    JB_TRUE(room != NULL);
    stream.next_out = (Bytef *)room;
    stream.avail_out = PACKED_MAX;
    JB_EQ_I64(deflate(&stream, Z_FINISH), Z_STREAM_END);
    jb_buffer_grow(out, PACKED_MAX - stream.avail_out);
    deflateEnd(&stream);
}

/* Strings with NULs in them. */
#define ADD(buffer, text) jb_buffer_append((buffer), (text), sizeof(text) - 1)

static const char all_kinds[] =
    "{\"title\":\"<b>Mixed</b> quiz\",\"description\":\"About &amp; "
    "all\",\"cover_image\":null,\"questions\":[\n"
    "{\"question\":\"<p>One &lt; "
    "two?</p>\",\"time\":\"20\",\"type\":\"ABCD\",\"image\":null,\"answers\":"
    "[{\"right\":true,\"answer\":\"yes\",\"color\":null},{\"right\":false,\"answer\":\"no\"},{"
    "\"right\":false,\"answer\":\"\"}]},\n"
    "{\"question\":\"Which?\",\"time\":\"30\",\"type\":\"CHECK\",\"answers\":"
    "[{\"right\":true,\"answer\":\"a\"},{\"right\":true,\"answer\":\"b\"},{\"right\":false,"
    "\"answer\":\"c\"}]},\n"
    "{\"question\":\"How "
    "many?\",\"time\":\"20\",\"type\":\"RANGE\",\"answers\":{\"min\":0,\"max\":10,\"min_correct\":"
    "4,\"max_correct\":7}},\n"
    "{\"question\":\"Who?\",\"time\":\"20\",\"type\":\"TEXT\",\"answers\":[{\"answer\":\"Ann\","
    "\"case_sensitive\":false},{\"answer\":\"Anna\",\"case_sensitive\":true}]},\n"
    "{\"question\":\"In "
    "order?\",\"time\":\"20\",\"type\":\"ORDER\",\"answers\":[{\"answer\":\"first\"},{\"answer\":"
    "\"second\"},{\"answer\":\"third\"}]},\n"
    "{\"question\":\"Like?\",\"time\":\"20\",\"type\":\"VOTING\",\"answers\":[{\"answer\":\"a\"},{"
    "\"answer\":\"b\"}]},\n"
    "{\"question\":\"A slide\",\"time\":\"20\",\"type\":\"SLIDE\",\"answers\":\"text\"},\n"
    "{\"question\":\"Upside "
    "down\",\"time\":\"20\",\"type\":\"RANGE\",\"answers\":{\"min_correct\":7,\"max_correct\":4}},"
    "\n"
    "{\"question\":\"No range\",\"time\":\"20\",\"type\":\"RANGE\",\"answers\":[]}\n]}";

static void check_all_kinds(jb_bank *bank, const jb_report *report)
{
    static const char *const expected[] = {
        "single: One < two? / *yes / no",
        "multiple: Which? / *a / *b / c",
        "numeric: How many? / 5.5 +- 1.5",
        "text: Who? / Ann; Anna",
        "ordering: In order? / 1 first / 2 second / 3 third",
    };
    JB_TRUE(bank != NULL);
    JB_EQ_STR(report->format, "classquiz");
    JB_EQ_U64(jb_bank_count(bank), 5);
    for (uint32_t i = 0; i < 5; i++) {
        JB_EQ_STR(question_line(bank, i), expected[i]);
    }
    JB_EQ_U64(count_problems(report, "unsupported_kind"), 2);
    check_problem(report, "bad_number", 9);
    check_problem(report, "no_answer", 10);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_words(json, "title"), "Mixed quiz");
    JB_EQ_STR(json_words(json, "description"), "About & all");
    JB_EQ_STR(json_text(json, "questions.1.time_limit_ms"), "30000");
    JB_EQ_STR(json_text(json, "questions.3.answer.blanks.0.case_sensitive"), "true");
    cJSON_Delete(json);
}

static void every_type_alone_and_packed(void **state)
{
    jb_report report;
    jb_buffer packed;
    jb_bank *bank = import_text(all_kinds, NULL, &report);
    check_all_kinds(bank, &report);
    JB_EQ_STR(report.encoding, "utf-8");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_init(&packed, 0);
    pack(all_kinds, &packed);
    ADD(&packed, PICTURES);
    bank = import_bytes(jb_buffer_slice(&packed), NULL, &report);
    check_all_kinds(bank, &report);
    JB_EQ_STR(report.encoding, ""); /* not a text file */
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&packed);
}

static void pictures_come_with_their_questions(void **state)
{
    jb_report report;
    jb_buffer file;
    jb_medium_info first;
    jb_medium_info second;
    jb_buffer_init(&file, 0);
    pack("{\"title\":\"P\",\"description\":\"\",\"cover_image\":-1,\"questions\":["
         "{\"question\":\"A\",\"type\":\"CHECK\",\"image\":0,\"answers\":[{\"right\":true,"
         "\"answer\":\"a\"},{\"right\":false,\"answer\":\"b\"}]},"
         "{\"question\":\"B\",\"type\":\"ABCD\",\"image\":1,\"answers\":[{\"right\":true,"
         "\"answer\":\"a\"},{\"right\":false,\"answer\":\"b\"}]},"
         "{\"question\":\"C\",\"type\":\"ABCD\",\"image\":2,\"answers\":[{\"right\":true,"
         "\"answer\":\"a\"},{\"right\":false,\"answer\":\"b\"}]},"
         "{\"question\":\"D\",\"type\":\"ABCD\",\"image\":7,\"answers\":[{\"right\":true,"
         "\"answer\":\"a\"},{\"right\":false,\"answer\":\"b\"}]}]}",
         &file);
    /* The marks stand within the first picture, too. */
    ADD(&file, PICTURES PICTURE "-1" DATA PNG "cover" PICTURE "0" DATA PNG PICTURES PICTURE "x" DATA
                                "end" PICTURE "1" DATA PNG "two" PICTURE "2" DATA "no picture");
    jb_bank *bank = import_bytes(jb_buffer_slice(&file), NULL, &report);
    JB_TRUE(bank != NULL);
    JB_EQ_U64(report.question_count, 4);
    JB_EQ_U64(jb_bank_media_count(bank), 2);
    JB_TRUE(jb_bank_medium(bank, 0, &first) && jb_bank_medium(bank, 1, &second));
    JB_EQ_U64(first.bytes.size, 8 + 4 + 4 + 1 + 3 + 3);
    JB_EQ_U64(second.bytes.size, 8 + 3);
    JB_EQ_U64(count_problems(&report, "unusable_medium"), 1);
    JB_EQ_U64(count_problems(&report, "missing_medium"), 1);
    JB_FALSE(report.errors);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&file);
}

static void what_is_damaged_is_refused(void **state)
{
    jb_report report;
    jb_buffer file;
    jb_buffer_init(&file, 0);
    pack(all_kinds, &file);
    for (size_t size = 4; size < file.size; size += 7) {
        jb_bank *bank =
            import_bytes((jb_slice){ .bytes = file.bytes, .size = size }, "classquiz", &report);
        JB_TRUE(bank == NULL);
        check_problem(&report, "damaged_package", 1);
        jb_report_finish(&report);
    }
    jb_buffer_finish(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_alone_and_packed),
        cmocka_unit_test(pictures_come_with_their_questions),
        cmocka_unit_test(what_is_damaged_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
