/*
 * Banks in packages: what comes out of a good one, and what each fault costs. How packed data is
 * unpacked is tested over HTTP (tests/integration/media.test.mjs) and by the fuzz corpus; here
 * every entry is stored.
 */
#include "bank_fixtures.h"
#include "bank_internal.h"
#include "zip_maker.h"

#include <stdio.h>
#include <string.h>

#define PNG "\x89PNG\r\n\x1a\n"
#define SVG "<svg xmlns='http://www.w3.org/2000/svg'/>"
#define HEAD(media)                                                                                \
    "{'format':'question-bank','version':1,'id':'p','title':{'en':'P'},'default_language':'en',"   \
    "\n'media':[" media "],\n'questions':["
#define ALT "'alt':{'en':'A'}"
#define TRUEFALSE(id, rest)                                                                        \
    "{'id':'" id "','type':'truefalse','stem':{'en':'" id "?'},'answer':{'value':true}" rest "}"
#define WITH    TRUEFALSE("with", ",'media':[{'ref':'m'}]")
#define WITHOUT TRUEFALSE("without", "")
/* One medium, one question that needs it and one that does not. */
#define ONE(rest)                                                                                  \
    HEAD("{'id':'m','kind':'image','file':'media/m'," ALT rest "}") WITH "," WITHOUT "]}"

/* Packs bank.json (with ' for ") and other entries, and reads that. */
static jb_bank *read_packed(const char *document, const zip_entry *others, size_t count,
                            jb_report *report)
{
    zip_entry entries[8];
    fixture_text json = fixture_json(document);
    jb_buffer file;
    jb_bank *bank = NULL;
    JB_TRUE(count < 8);
    entries[0] = (zip_entry){ .name = "bank.json", .data = { json.bytes, json.size } };
    for (size_t i = 0; i < count; i++) {
        entries[i + 1] = others[i];
    }
    jb_buffer_init(&file, 0);
    zip_make(entries, count + 1, &file);
    jb_report_init(report);
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(&file), report, &bank), JB_OK);
    jb_buffer_finish(&file); /* nothing of the bank leads into it */
    fixture_free(&json);
    return bank;
}

static const char media_document[] = HEAD(
    "{'id':'p','kind':'image','file':'media/p'," ALT "},"
    "{'id':'s','kind':'image','file':'media/s.svg'," ALT "},"
    "{'id':'w','kind':'image','url':'https://example.org/w.png'}")
    TRUEFALSE(
        "one",
        ",'media':[{'ref':'p'},{'ref':'s','place':'reveal'},"
        "{'ref':'p','place':'background'}]") ","
                                             "{'id':'two','type':'single','stem':{'en':'Which?'},'"
                                             "answer':{'correct':['a']},'options':["
                                             "{'id':'a','media':'p'},{'id':'b','text':{'en':'B'},'"
                                             "media':'s'},{'id':'c','media':'s'}]},"
                                             "{'id':'three','type':'matching','stem':{'en':'Pairs'}"
                                             ",'options':["
                                             "{'id':'a','media':'p'},{'id':'b','text':{'en':'B'}}],"
                                             "'targets':["
                                             "{'id':'x','media':'s'},{'id':'y','text':{'en':'Y'}}],"
                                             "'answer':{'pairs':[['a','x'],['b','y']]}}]}";

static const zip_entry media_files[] = {
    { .name = "media/p", .data = { PNG "p", sizeof PNG } },
    { .name = "media/s.svg", .data = { SVG, sizeof SVG - 1 } },
    { .name = "media/unused", .data = { "x", 1 } },
};

static jb_bank *read_media_bank(void)
{
    jb_report report;
    jb_bank *bank = read_packed(media_document, media_files, 3, &report);
    assert_non_null(bank);
    JB_EQ_U64(report.problem_count, 0);
    JB_EQ_STR(report.format, "json");
    JB_EQ_U64(report.question_count, 3);
    jb_report_finish(&report);
    return bank;
}

static void a_package_gives_a_bank_with_its_media(void **state)
{
    jb_bank *bank = read_media_bank();
    jb_medium_info medium;
    jb_hash hash;
    JB_EQ_U64(jb_bank_media_count(bank), 3);
    JB_TRUE(jb_bank_medium(bank, 0, &medium));
    JB_EQ_STR(medium.mime, "image/png");
    JB_TRUE(jb_slice_equal(medium.bytes, jb_slice_of(PNG "p")));
    jb_hash_of(&medium.bytes, 1, &hash);
    JB_TRUE(jb_hash_equal(&hash, &medium.hash));
    JB_TRUE(jb_bank_medium(bank, 1, &medium));
    JB_EQ_STR(medium.mime, "image/svg+xml");
    JB_FALSE(jb_bank_medium(bank, 2, &medium)); /* on the web: never fetched */
    jb_bank_destroy(bank);
}

static void what_is_kept_has_the_media_without_their_bytes(void **state)
{
    jb_bank *bank = read_media_bank();
    jb_bank *kept = NULL;
    jb_buffer text;
    jb_report report;
    jb_medium_info before;
    jb_medium_info after;
    jb_buffer_init(&text, 0);
    JB_EQ_I64(jb_bank_write(bank, &text), JB_OK);
    JB_TRUE(strstr(jb_buffer_text(&text), "\"mime\":\"image/svg+xml\"") != NULL);
    JB_TRUE(strstr(jb_buffer_text(&text), "\"bytes\":9") != NULL);
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read_kept(jb_buffer_slice(&text), &report, &kept), JB_OK);
    assert_non_null(kept);
    JB_EQ_U64(jb_bank_count(kept), 3);
    for (uint32_t i = 0; i < 2; i++) {
        JB_TRUE(jb_bank_medium(bank, i, &before));
        JB_TRUE(jb_bank_medium(kept, i, &after));
        JB_TRUE(jb_hash_equal(&before.hash, &after.hash));
        JB_EQ_STR(after.mime, before.mime);
        JB_EQ_SIZE(after.bytes.size, 0);
    }
    JB_FALSE(jb_bank_medium(kept, 2, &after));
    jb_report_finish(&report);
    jb_bank_destroy(kept);
    /* The same document without the package: what only pictures say cannot be asked. */
    kept = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(&text), &report, &kept), JB_OK);
    assert_non_null(kept);
    JB_EQ_U64(jb_bank_count(kept), 1);
    JB_FALSE(jb_bank_medium(kept, 0, &after));
    jb_report_finish(&report);
    jb_bank_destroy(kept);
    jb_buffer_finish(&text);
    jb_bank_destroy(bank);
}

#define CONTEST                                                                                    \
    "{'title':{'en':'C'},'rounds':[{'format':'everyone',"                                          \
    "'questions':{'bank':'p','ids':['one','two','three']}}]}"

/* The text of a medium in a plan. */
static void medium_text(const jb_bank *bank, uint32_t index, const char *place, char out[200])
{
    jb_medium_info medium;
    char hex[JB_HASH_HEX_SIZE];
    JB_TRUE(jb_bank_medium(bank, index, &medium));
    jb_hex_encode(medium.hash.bytes, JB_HASH_SIZE, hex);
    (void)snprintf(out, 200, "{'kind':'image','url':'/media/%s','alt':{'en':'A'}%s%s%s}", hex,
                   place ? ",'place':'" : "", place ? place : "", place ? "'" : "");
}

static void check_list(jb_slice list, const char *first, const char *second)
{
    char text[500];
    (void)snprintf(text, sizeof text, "[%s%s%s]", first, second ? "," : "", second ? second : "");
    FIXTURE_SLICE(list, text);
}

static void a_plan_freezes_media_apart_from_those_of_the_reveal(void **state)
{
    char first[200];
    char second[200];
    char text[500];
    fixture_shelf shelf = { .banks = { read_media_bank() }, .count = 1 };
    const jb_bank *bank = shelf.banks[0];
    jb_plan *plan = fixture_load(CONTEST, &shelf, 1);
    const jb_question_text *turn = &plan->texts[0];
    medium_text(bank, 0, "stem", first);
    medium_text(bank, 0, "background", second);
    check_list(turn->media, first, second);
    medium_text(bank, 1, "reveal", first);
    check_list(turn->reveal_media, first, NULL);
    turn = &plan->texts[1];
    JB_EQ_SIZE(turn->media.size, 0);
    JB_EQ_SIZE(turn->reveal_media.size, 0);
    medium_text(bank, 0, NULL, first);
    (void)snprintf(text, sizeof text, "{'id':'a','media':%s}", first);
    FIXTURE_SLICE(turn->options[0].json, text);
    medium_text(bank, 1, NULL, second);
    (void)snprintf(text, sizeof text, "{'id':'b','text':{'en':'B'},'media':%s}", second);
    FIXTURE_SLICE(turn->options[1].json, text);
    (void)snprintf(text, sizeof text, "{'id':'x','media':%s}", second);
    FIXTURE_SLICE(plan->texts[2].targets[0].json, text);
    FIXTURE_SLICE(plan->texts[2].targets[1].json, "{'id':'y','text':{'en':'Y'}}");
    /* Three with the question, three options, an option and a target: all that must be kept. */
    JB_EQ_U64(plan->media_count, 8);
    jb_medium_info medium;
    JB_TRUE(jb_bank_medium(bank, 0, &medium));
    JB_TRUE(jb_hash_equal(&plan->media[0], &medium.hash));
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

/* Loads the plan with one piece of its text replaced by another of the same length. */
static jb_status load_changed(const jb_buffer *plan, const char *piece, const char *other)
{
    jb_plan *loaded = NULL;
    jb_buffer copy;
    jb_buffer_init(&copy, 0);
    jb_buffer_append(&copy, plan->bytes, plan->size);
    char *at = strstr(copy.bytes, piece);
    assert_non_null(at);
    JB_EQ_SIZE(strlen(other), strlen(piece));
    memcpy(at, other, strlen(other));
    jb_status status = jb_plan_load(jb_buffer_slice(&copy), &loaded);
    JB_TRUE((loaded != NULL) == (status == JB_OK));
    jb_plan_destroy(loaded);
    jb_buffer_finish(&copy);
    return status;
}

static void a_plan_with_other_media_than_we_write_is_corrupt(void **state)
{
    fixture_shelf shelf = { .banks = { read_media_bank() }, .count = 1 };
    jb_buffer plan;
    fixture_plan(CONTEST, &shelf, 1, &plan);
    JB_EQ_I64(load_changed(&plan, "\"image\"", "\"audio\""), JB_OK);
    JB_EQ_I64(load_changed(&plan, "\"image\"", "\"smell\""), JB_ERR_CORRUPT);
    JB_EQ_I64(load_changed(&plan, "\"/media/", "\"/mediX/"), JB_ERR_CORRUPT);
    JB_EQ_I64(load_changed(&plan, "\"stem\"", "\"stum\""), JB_ERR_CORRUPT);
    JB_EQ_I64(load_changed(&plan, "\"place\"", "\"plaze\""), JB_ERR_CORRUPT);
    JB_EQ_I64(load_changed(&plan, "\"url\"", "\"uri\""), JB_ERR_CORRUPT);
    jb_buffer_finish(&plan);
    fixture_shelf_finish(&shelf);
}

typedef struct fault_row {
    const char *document;
    const char *code;
    zip_entry entry;
} fault_row;

#define DATA(text) .data = { (text), sizeof(text) - 1 }

static const fault_row faults[] = {
    { ONE(""), "missing_medium", { .name = "media/other", DATA(PNG) } },
    { ONE(""), "missing_medium", { .name = "MEDIA/M", DATA(PNG) } },
    { ONE(""), "encrypted_entry", { .name = "media/m", DATA(PNG), .encrypted = true } },
    { ONE(""), "unsupported_compression", { .name = "media/m", DATA(PNG), .method = 14 } },
    { ONE(""), "damaged_medium", { .name = "media/m", DATA(PNG), .method = 8 } },
    { ONE(""), "damaged_medium", { .name = "media/m", DATA(PNG), .spoiled = true } },
    { ONE(""), "unknown_medium_type", { .name = "media/m", DATA("text") } },
    { ONE(""), "unknown_medium_type", { .name = "media/m", DATA("") } },
    { ONE(""), "unsafe_svg", { .name = "media/m", DATA("<!DOCTYPE svg>" SVG) } },
    { ONE(""), "wrong_kind", { .name = "media/m", DATA("ID3\4") } },
    { ONE(",'bytes':7"), "size_differs", { .name = "media/m", DATA(PNG) } },
    { ONE(",'bytes':8.5"), "size_differs", { .name = "media/m", DATA(PNG) } },
    { ONE(",'sha256':'00'"), "hash_differs", { .name = "media/m", DATA(PNG) } },
};

static void a_medium_that_is_wrong_costs_the_question_that_needs_it(void **state)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        jb_report report;
        jb_bank *bank = read_packed(faults[i].document, &faults[i].entry, 1, &report);
        const jb_problem *problem = fixture_problem(&report, faults[i].code);
        if (!problem || !fixture_problem(&report, "unusable_medium") || report.problem_count != 2) {
            print_error("%s: %u problems, the first is %s\n", faults[i].code, report.problem_count,
                        report.problem_count > 0 ? report.problems[0].code : "none");
            fail();
        }
        JB_EQ_U64(problem->line, 2);
        JB_EQ_I64(problem->severity, JB_SEVERITY_ERROR);
        assert_non_null(bank);
        JB_EQ_U64(jb_bank_count(bank), 1);
        JB_EQ_STR(bank->entries[0].id, "without");
        jb_medium_info medium;
        JB_FALSE(jb_bank_medium(bank, 0, &medium));
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

static void two_entries_of_one_name_are_a_fault(void **state)
{
    const zip_entry both[] = { { .name = "media/m", DATA(PNG "1") },
                               { .name = "media/m", DATA(PNG "2") } };
    jb_report report;
    jb_bank *bank = read_packed(ONE(""), both, 2, &report);
    JB_TRUE(fixture_problem(&report, "duplicate_entry") != NULL);
    JB_EQ_U64(jb_bank_count(bank), 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_medium_without_words_is_warned_about_where_it_stands(void **state)
{
    jb_report report;
    const zip_entry entry = { .name = "media/m", DATA(PNG) };
    jb_bank *bank = read_packed(HEAD("{'id':'m','kind':'image','file':'media/m'}") WITH "]}",
                                &entry, 1, &report);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, "missing_alt");
    JB_EQ_U64(report.problems[0].line, 2);
    JB_EQ_U64(report.problems[0].column, 10);
    JB_EQ_U64(jb_bank_count(bank), 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void options_of_the_same_picture_look_the_same(void **state)
{
    jb_report report;
    const zip_entry entry = { .name = "media/m", DATA(PNG) };
    jb_bank *bank = read_packed(HEAD("{'id':'m','kind':'image','file':'media/m'," ALT
                                     "}") "{'id':'q','type':'single','stem':{'en':'Q?'},'answer':{'"
                                          "correct':['a']},'options':["
                                          "{'id':'a','media':'m'},\n{'id':'b','media':'m'},{'id':'"
                                          "c','text':{'en':'C'},'media':'m'},"
                                          "{'id':'d','text':{'en':'C'}}]}]}",
                                &entry, 1, &report);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, "same_options");
    JB_EQ_U64(report.problems[0].line, 4);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* Reads bytes that are no good package; the one problem stands at their beginning. */
static void check_refused(const jb_buffer *file, const char *code)
{
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read(jb_buffer_slice(file), &report, &bank), JB_OK);
    assert_null(bank);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, code);
    JB_EQ_U64(report.problems[0].line, 1);
    JB_EQ_U64(report.problems[0].column, 1);
    jb_report_finish(&report);
}

static void check_entries(const zip_entry *entries, size_t count, const char *code)
{
    jb_buffer file;
    jb_buffer_init(&file, 0);
    zip_make(entries, count, &file);
    check_refused(&file, code);
    jb_buffer_finish(&file);
}

static void a_package_without_a_readable_bank_is_refused(void **state)
{
    const zip_entry none = { .name = "media/m", DATA(PNG) };
    const zip_entry folders[] = { { .name = "a/bank.json", DATA("{}") },
                                  { .name = "b/bank.json", DATA("{}") } };
    const zip_entry twice[] = { { .name = "bank.json", DATA("{}") },
                                { .name = "bank.json", DATA("{}") } };
    const zip_entry deep = { .name = "a/b/bank.json", DATA("{}") };
    const zip_entry encrypted = { .name = "bank.json", DATA("{}"), .encrypted = true };
    const zip_entry method = { .name = "bank.json", DATA("{}"), .method = 9 };
    const zip_entry spoiled = { .name = "bank.json", DATA("{}"), .spoiled = true };
    const zip_entry empty = { .name = "bank.json", DATA("") };
    const zip_entry other = { .name = "bank.json", DATA("[]") };
    check_entries(NULL, 0, "no_bank");
    check_entries(&none, 1, "no_bank");
    check_entries(folders, 2, "no_bank");
    check_entries(&deep, 1, "no_bank");
    check_entries(twice, 2, "duplicate_entry");
    check_entries(&encrypted, 1, "encrypted_entry");
    check_entries(&method, 1, "unsupported_compression");
    check_entries(&spoiled, 1, "damaged_package");
    check_entries(&empty, 1, "empty_file");
    check_entries(&other, 1, "wrong_format");
}

static void a_file_that_only_begins_like_a_package_is_damaged(void **state)
{
    const zip_entry entry = { .name = "bank.json", DATA("{}") };
    jb_buffer file;
    jb_buffer_init(&file, 0);
    zip_make(&entry, 1, &file);
    for (size_t size = 4; size < file.size; size++) {
        jb_buffer cut;
        jb_buffer_init(&cut, 0);
        jb_buffer_append(&cut, file.bytes, size);
        check_refused(&cut, "damaged_package");
        jb_buffer_finish(&cut);
    }
    jb_buffer_finish(&file);
}

static void limits_are_told_before_they_cost_anything(void **state)
{
    jb_buffer file;
    jb_buffer_init(&file, 0);
    jb_buffer_append(&file, "PK\3\4", 4);
    for (int i = 0; i <= JB_PACKAGE_ENTRIES_MAX; i++) {
        jb_buffer_append(&file, "PK\1\2", 4);
    }
    check_refused(&file, "too_many_entries");
    while (!file.failed && file.size <= JB_PACKAGE_BYTES_MAX) {
        jb_buffer_append(&file, "PK\3\4PK\3\4PK\3\4PK\3\4", 16);
    }
    JB_FALSE(file.failed);
    check_refused(&file, "too_large");
    jb_buffer_finish(&file);
}

/* ---- other sources ---- */

typedef struct small_source {
    jb_status status;
    size_t size;
    const char *path;
} small_source;

static jb_status read_small(void *user, const char *path, size_t size_max, jb_buffer *out)
{
    small_source *source = user;
    source->path = path;
    JB_EQ_SIZE(size_max, JB_IMAGE_BYTES_MAX);
    jb_buffer_append(out, PNG, sizeof PNG - 1);
    while (out->size < source->size) {
        jb_buffer_append_char(out, 'x');
    }
    return source->status;
}

static void media_of_a_json_file_come_from_its_source(void **state)
{
    static const struct {
        jb_status status;
        size_t size;
        const char *code; /* NULL: fine */
    } rows[] = {
        { JB_OK, 8, NULL },
        { JB_OK, JB_IMAGE_BYTES_MAX, NULL },
        { JB_OK, JB_IMAGE_BYTES_MAX + 1, "medium_too_large" },
        { JB_ERR_LIMIT, 8, "medium_too_large" },
        { JB_ERR_NOT_FOUND, 0, "missing_medium" },
        { JB_ERR_IO, 0, "damaged_medium" },
    };
    fixture_text json = fixture_json(ONE(""));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        small_source small = { .status = rows[i].status, .size = rows[i].size };
        const jb_media_source source = { .read = read_small, .user = &small };
        jb_report report;
        jb_bank *bank = NULL;
        jb_report_init(&report);
        JB_EQ_I64(jb_bank_read_with((jb_slice){ json.bytes, json.size }, &source, &report, &bank),
                  JB_OK);
        JB_EQ_U64(jb_bank_count(bank), rows[i].code ? 1 : 2);
        JB_TRUE(!rows[i].code || fixture_problem(&report, rows[i].code) != NULL);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
    small_source broken = { .status = JB_ERR_MEMORY };
    const jb_media_source source = { .read = read_small, .user = &broken };
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read_with((jb_slice){ json.bytes, json.size }, &source, &report, &bank),
              JB_ERR_MEMORY);
    assert_null(bank);
    jb_report_finish(&report);
    fixture_free(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_package_gives_a_bank_with_its_media),
        cmocka_unit_test(what_is_kept_has_the_media_without_their_bytes),
        cmocka_unit_test(a_plan_freezes_media_apart_from_those_of_the_reveal),
        cmocka_unit_test(a_plan_with_other_media_than_we_write_is_corrupt),
        cmocka_unit_test(a_medium_that_is_wrong_costs_the_question_that_needs_it),
        cmocka_unit_test(two_entries_of_one_name_are_a_fault),
        cmocka_unit_test(a_medium_without_words_is_warned_about_where_it_stands),
        cmocka_unit_test(options_of_the_same_picture_look_the_same),
        cmocka_unit_test(a_package_without_a_readable_bank_is_refused),
        cmocka_unit_test(a_file_that_only_begins_like_a_package_is_damaged),
        cmocka_unit_test(limits_are_told_before_they_cost_anything),
        cmocka_unit_test(media_of_a_json_file_come_from_its_source),
    };
    return JB_RUN(tests);
}
