/* Lists of people and units, as offices and schools have them. */
#include "import_check.h"
#include "people.h"
#include "zip_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/people_file.h"

static jb_people_file *read_bytes(jb_slice file, const jb_people_options *options,
                                  jb_report *report)
{
    jb_people_file *people = NULL;
    jb_report_init(report);
    jb_status status = jb_people_file_read(file, options, report, &people);
    assert_int_equal(status, JB_OK);
    return people;
}

static jb_people_file *read_roster(const char *text, jb_report *report)
{
    const jb_people_options options = { .kind = JB_PEOPLE_ROSTER };
    return read_bytes(jb_slice_of(text), &options, report);
}

static jb_people_file *read_units(const char *text, jb_report *report)
{
    const jb_people_options options = { .kind = JB_PEOPLE_UNITS };
    return read_bytes(jb_slice_of(text), &options, report);
}

/* "2 Ann/Sales/K7; 3 Bob//": the people with their rows. */
static void check_people(const jb_people_file *file, const char *expected)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    for (uint32_t i = 0; file && i < file->person_count; i++) {
        char line[16];
        const jb_person *person = &file->people[i];
        (void)snprintf(line, sizeof line, "%s%u ", i > 0 ? "; " : "", person->line);
        jb_buffer_append_text(&text, line);
        jb_buffer_append_text(&text, person->name);
        jb_buffer_append_text(&text, "/");
        jb_buffer_append_text(&text, person->unit);
        jb_buffer_append_text(&text, "/");
        jb_buffer_append_text(&text, person->code);
    }
    JB_EQ_STR(jb_buffer_text(&text), expected);
    jb_buffer_finish(&text);
}

/* "Sales 2; Law 1" */
static void check_units(const jb_people_file *file, const char *expected)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    for (uint32_t i = 0; file && i < file->unit_count; i++) {
        char size[16];
        jb_buffer_append_text(&text, i > 0 ? "; " : "");
        jb_buffer_append_text(&text, file->units[i].name);
        (void)snprintf(size, sizeof size, " %u", file->units[i].size);
        jb_buffer_append_text(&text, size);
    }
    JB_EQ_STR(jb_buffer_text(&text), expected);
    jb_buffer_finish(&text);
}

static void done(jb_people_file *file, jb_report *report)
{
    jb_people_file_destroy(file);
    jb_report_finish(report);
}

/* ---- columns ---- */

static void columns_are_found_by_their_chinese_header(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("序号,编号,所在部门*,姓 名（必填）\n"
                                       "1,A7,安全科,张三\n"
                                       "2,,财务科,李四\n",
                                       &report);
    check_people(file, "2 张三/安全科/A7; 3 李四/财务科/");
    check_units(file, "安全科 1; 财务科 1");
    JB_EQ_U64(report.problem_count, 0);
    done(file, &report);
}

static void columns_are_found_by_their_english_header_below_a_title(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("Staff of the year\n\nFull Name;Dept.;Code\n"
                                       "Ann;Sales;k7q2\nBob; Sales ;\n",
                                       &report);
    check_people(file, "4 Ann/Sales/k7q2; 5 Bob/Sales/");
    check_units(file, "Sales 2");
    JB_EQ_U64(report.problem_count, 0);
    done(file, &report);
}

static void without_a_header_columns_have_an_order(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("张三\t安全科\tA7\nAnn\tLaw\n", &report);
    check_people(file, "1 张三/安全科/A7; 2 Ann/Law/");
    check_problem(&report, "guessed_columns", 1);
    JB_EQ_U64(report.problem_count, 1);
    done(file, &report);
    file = read_units("Sales,12\nLaw,3\n", &report);
    check_units(file, "Sales 12; Law 3");
    done(file, &report);
    file = read_roster("Ann\nBob\n", &report);
    check_people(file, "1 Ann//; 2 Bob//");
    done(file, &report);
}

static void a_header_without_names_is_no_list_of_people(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("部门,手机号\n安全科,13800138000\n", &report);
    assert_null(file);
    assert_true(report.errors);
    check_problem(&report, "no_name_column", 1);
    JB_EQ_U64(report.problem_count, 1);
    done(file, &report);
    file = read_units("人数,序号\n3,1\n", &report);
    assert_null(file);
    check_problem(&report, "no_unit_column", 1);
    done(file, &report);
}

static void a_header_that_comes_again_is_no_person(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("name,unit\nAnn,Law\nname,unit\nBob,Law\n", &report);
    check_people(file, "2 Ann/Law/; 4 Bob/Law/");
    done(file, &report);
}

static void words_of_headers(void **state)
{
    static const struct {
        const char *header;
        jb_people_field field;
    } rows[] = {
        { "姓名", JB_PEOPLE_NAME },         { " NAME: ", JB_PEOPLE_TITLE },
        { "部门/班级", JB_PEOPLE_UNIT },    { "Class", JB_PEOPLE_UNIT },
        { "学号", JB_PEOPLE_STAFF_NUMBER }, { "Personal Code", JB_PEOPLE_CODE },
        { "人数（人）", JB_PEOPLE_SIZE },   { "身份证号", JB_PEOPLE_PRIVATE },
        { "联系电话", JB_PEOPLE_PRIVATE },  { "Mobile number", JB_PEOPLE_PRIVATE },
        { "ID Number", JB_PEOPLE_PRIVATE }, { "E-mail", JB_PEOPLE_PRIVATE },
        { "家庭住址", JB_PEOPLE_PRIVATE },  { "序号", JB_PEOPLE_NUMBER },
        { "性别", JB_PEOPLE_NONE },         { "", JB_PEOPLE_NONE },
        { "\xff", JB_PEOPLE_NONE },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        JB_EQ_I64(jb_people_field_of(jb_slice_of(rows[i].header)), rows[i].field);
    }
}

/* ---- what is not kept ---- */

static void columns_of_identity_and_phones_are_left_out(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("姓名,身份证号码,手机,班级,性别\n"
                                       "张三,11010519491231002X,13800138000,一班,男\n",
                                       &report);
    check_people(file, "2 张三/一班/");
    JB_EQ_U64(count_problems(&report, "private_column"), 2);
    JB_EQ_U64(count_problems(&report, "unused_column"), 1);
    JB_EQ_U64(report.problem_count, 3);
    assert_false(report.errors);
    done(file, &report);
}

static void cells_with_such_numbers_are_left_out_and_not_shown(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("name,unit,code\n"
                                       "Ann,Law,138 0013 8000\n"
                                       "Bob,Law,11010519491231002X\n"
                                       "13800138000,Law,\n"
                                       "Cid,110105194912310021,\n",
                                       &report);
    check_people(file, "2 Ann/Law/; 3 Bob/Law/");
    JB_EQ_U64(count_problems(&report, "private_value"), 3);
    for (uint32_t i = 0; i < report.problem_count; i++) {
        assert_null(strstr(report.problems[i].excerpt, "1380"));
        assert_null(strstr(report.problems[i].message, "1101"));
        JB_EQ_STR(report.problems[i].excerpt, "");
    }
    done(file, &report);
}

static void what_is_private(void **state)
{
    static const char *const yes[] = { "13800138000",           "+86 138-0013-8000",
                                       "110105194912310021",    "11010519491231002x",
                                       "110105 491231 002",     "01012345678",
                                       "１３８００１３８０００" };
    static const char *const no[] = { "",         "张三",
                                      "20240101", "A13800138000",
                                      "12345",    "21345678901",
                                      "K7Q2M9FX", "110105199913320021",
                                      "x",        "2024010112345678" };
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
        assert_true(jb_people_is_private(jb_slice_of(yes[i])));
    }
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
        assert_false(jb_people_is_private(jb_slice_of(no[i])));
    }
}

static void numbers_that_others_know_are_codes_with_a_warning(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("学号,姓名\n20240101,张三\n", &report);
    check_people(file, "2 张三//20240101");
    check_problem(&report, "known_codes", 1);
    done(file, &report);
}

/* ---- rows ---- */

static void rows_with_errors_are_left_out(void **state)
{
    jb_report report;
    char text[1200] = "name,unit\nAnn,Law\n,Law\n\xe2\x80\xae"
                      "x,Law\n";
    for (int i = 0; i < JB_NAME_GRAPHEMES_MAX + 1; i++) {
        memcpy(text + strlen(text), "x", 2);
    }
    memcpy(text + strlen(text), ",Law\nBob,\n", 11);
    jb_people_file *file = read_roster(text, &report);
    check_people(file, "2 Ann/Law/; 6 Bob//");
    check_problem(&report, "no_name", 3);
    check_problem(&report, "bad_name", 4);
    check_problem(&report, "too_long", 5);
    assert_true(report.errors);
    done(file, &report);
}

static void names_that_are_spaced_out_are_closed_up(void **state)
{
    jb_report report;
    jb_people_file *file =
        read_roster("姓名\n张　三\n欧 阳 修\n山田 太郎\nAnn Lee\n𠮷 田\n", &report);
    check_people(file, "2 张三//; 3 欧阳修//; 4 山田 太郎//; 5 Ann Lee//; 6 𠮷田//");
    done(file, &report);
}

static void people_of_one_name_are_told_apart_by_codes_or_warned_of(void **state)
{
    jb_report report;
    jb_people_file *file = read_roster("name,unit,code\nAnn,Law,\nann,LAW,\nAnn,Sales,\n"
                                       "Bob,Law,1a\nBob,Law,1b\n",
                                       &report);
    JB_EQ_U64(file->person_count, 5);
    check_units(file, "Law 4; Sales 1");
    check_problem(&report, "same_person", 3);
    JB_EQ_U64(report.problem_count, 1);
    done(file, &report);
}

static void more_people_than_a_contest_takes_are_not_read(void **state)
{
    jb_report report;
    jb_buffer text;
    char line[32];
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "name,unit\n");
    for (int i = 0; i < JB_ENTRIES_MAX + 3; i++) {
        (void)snprintf(line, sizeof line, "P%d,U%d\n", i, i % (JB_TEAMS_MAX + 1));
        jb_buffer_append_text(&text, line);
    }
    jb_people_file *file = read_roster(jb_buffer_text(&text), &report);
    JB_EQ_U64(file->person_count, JB_ENTRIES_MAX);
    JB_EQ_U64(file->unit_count, JB_TEAMS_MAX);
    check_problem(&report, "too_many_people", JB_ENTRIES_MAX + 2);
    check_problem(&report, "too_many_units", JB_TEAMS_MAX + 2);
    jb_buffer_finish(&text);
    done(file, &report);
}

/* ---- units ---- */

static void units_have_sizes(void **state)
{
    jb_report report;
    jb_people_file *file = read_units("单位名称,应参加人数\n一车间,\"1,200\"\n二车间,３５人\n"
                                      "三车间,about 30\n四车间,\n一车间,5\n合计,1235\n",
                                      &report);
    check_units(file, "一车间 1200; 二车间 35; 三车间 0; 四车间 0");
    JB_EQ_U64(file->person_count, 0);
    check_problem(&report, "bad_size", 4);
    check_problem(&report, "same_unit", 6);
    check_problem(&report, "total_row", 7);
    JB_EQ_U64(report.problem_count, 3);
    done(file, &report);
}

static void a_size_is_a_number_within_limits(void **state)
{
    static const char *const bad[] = { "", "-3", "3.5", "1000001", "人", ",", "12x", "1e3" };
    uint32_t size = 7;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(jb_people_size(jb_slice_of(bad[i]), &size));
    }
    JB_EQ_U64(size, 7);
    assert_true(jb_people_size(jb_slice_of("1,000,000 人"), &size));
    JB_EQ_U64(size, JB_UNIT_SIZE_MAX);
}

/* ---- files ---- */

static void what_is_no_table_is_refused(void **state)
{
    static const struct {
        const char *text;
        const char *code;
    } rows[] = {
        { "", "empty_file" },
        { "\n\n", "no_rows" },
        { "<html></html>", "not_recognised" },
        { "{\"a\": 1}", "not_recognised" },
        { "%PDF-1.7 x", "foreign_format" },
        { "name\n", "no_people" },
        { "PK\x03\x04 and nothing behind it", "damaged_package" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_report report;
        jb_people_file *file = read_roster(rows[i].text, &report);
        assert_null(file);
        assert_true(report.errors);
        JB_EQ_STR(report.problems[0].code, rows[i].code);
        done(file, &report);
    }
    jb_report report;
    const jb_people_options options = { .kind = JB_PEOPLE_ROSTER };
    char *large = calloc(1, JB_PEOPLE_BYTES_MAX + 1);
    assert_non_null(large);
    const jb_slice bytes = { .bytes = large, .size = JB_PEOPLE_BYTES_MAX + 1 };
    jb_people_file *file = read_bytes(bytes, &options, &report);
    assert_null(file);
    check_problem(&report, "too_large", 1);
    done(file, &report);
    free(large);
}

static void the_encoding_is_found_or_told(void **state)
{
    /* "姓名,班级\n张三,一班\n" */
    static const char gbk[] =
        "\xd0\xd5\xc3\xfb,\xb0\xe0\xbc\xb6\n\xd5\xc5\xc8\xfd,\xd2\xbb\xb0\xe0\n";
    jb_report report;
    jb_people_options options = { .kind = JB_PEOPLE_ROSTER, .encoding = "gb18030" };
    jb_people_file *file = read_bytes(jb_slice_of(gbk), &options, &report);
    check_people(file, "2 张三/一班/");
    JB_EQ_STR(report.encoding, "gb18030");
    done(file, &report);
    options.encoding = NULL;
    file = read_bytes(jb_slice_of(gbk), &options, &report);
    check_people(file, "2 张三/一班/");
    done(file, &report);
}

#define CELL(place, text) "<c r='" place "' t='inlineStr'><is><t>" text "</t></is></c>"
#define PART(text)        .data = { (text), sizeof(text) - 1 }

static void a_sheet_of_a_workbook_is_chosen(void **state)
{
    static const char book[] = "<workbook xmlns:r='r'><sheets><sheet name='Help' r:id='a'/>"
                               "<sheet name='名单' r:id='b'/></sheets></workbook>";
    static const char rels[] =
        "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/1.xml'/>"
        "<Relationship Id='b' Type='x/worksheet' Target='worksheets/2.xml'/></Relationships>";
    static const char help[] = "<worksheet><sheetData><row r='1'>" CELL(
        "A1", "How to fill it in") "</row></sheetData></worksheet>";
    static const char people[] = "<worksheet><sheetData><row r='1'>" CELL("A1", "班级")
        CELL("B1", "姓名") "</row><row r='2'>" CELL("A2", "一班")
            CELL("B2", "张三") "</row><row r='3' hidden='1'>" CELL(
                "B3", "李四") "</row></sheetData><mergeCells><mergeCell ref='A2:A3'/></mergeCells>"
                              "</worksheet>";
    const zip_entry entries[] = {
        { .name = "xl/workbook.xml", PART(book) },
        { .name = "xl/_rels/workbook.xml.rels", PART(rels) },
        { .name = "xl/worksheets/1.xml", PART(help) },
        { .name = "xl/worksheets/2.xml", PART(people) },
    };
    jb_report report;
    jb_buffer file;
    jb_people_options options = { .kind = JB_PEOPLE_ROSTER };
    jb_buffer_init(&file, 0);
    zip_make(entries, 4, &file);
    jb_people_file *made = read_bytes(jb_buffer_slice(&file), &options, &report);
    check_people(made, "2 张三/一班/; 3 李四/一班/");
    check_problem(&report, "other_sheet", 1);
    check_problem(&report, "hidden_rows", 3);
    JB_EQ_STR(report.format, "xlsx");
    done(made, &report);
    options.sheet = "Help";
    made = read_bytes(jb_buffer_slice(&file), &options, &report);
    check_people(made, "1 How to fill it in//");
    done(made, &report);
    options.sheet = "None";
    made = read_bytes(jb_buffer_slice(&file), &options, &report);
    assert_null(made);
    check_problem(&report, "no_sheet", 1);
    done(made, &report);
    jb_buffer_finish(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_found_by_their_chinese_header),
        cmocka_unit_test(columns_are_found_by_their_english_header_below_a_title),
        cmocka_unit_test(without_a_header_columns_have_an_order),
        cmocka_unit_test(a_header_without_names_is_no_list_of_people),
        cmocka_unit_test(a_header_that_comes_again_is_no_person),
        cmocka_unit_test(words_of_headers),
        cmocka_unit_test(columns_of_identity_and_phones_are_left_out),
        cmocka_unit_test(cells_with_such_numbers_are_left_out_and_not_shown),
        cmocka_unit_test(what_is_private),
        cmocka_unit_test(numbers_that_others_know_are_codes_with_a_warning),
        cmocka_unit_test(rows_with_errors_are_left_out),
        cmocka_unit_test(names_that_are_spaced_out_are_closed_up),
        cmocka_unit_test(people_of_one_name_are_told_apart_by_codes_or_warned_of),
        cmocka_unit_test(more_people_than_a_contest_takes_are_not_read),
        cmocka_unit_test(units_have_sizes),
        cmocka_unit_test(a_size_is_a_number_within_limits),
        cmocka_unit_test(what_is_no_table_is_refused),
        cmocka_unit_test(the_encoding_is_found_or_told),
        cmocka_unit_test(a_sheet_of_a_workbook_is_chosen),
    };
    return JB_RUN(tests);
}
