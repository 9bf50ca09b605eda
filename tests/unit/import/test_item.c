/* What an item means: rows of type word, stem, options, answer, and the question that comes of it,
 * or the code of the problem. */
#include "draft_internal.h"
#include "import_check.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

#define OPTIONS 10

typedef struct item_row {
    const char *type;
    const char *stem;
    const char *options[OPTIONS];
    const char *answer;
    const char *result; /* "kind: ..." as question_line() says it, or "!code" */
} item_row;

typedef enum item_flag {
    NUMBERS = 1, /* answers are numbers of options */
    LETTERS = 2, /* A and B are true and false */
    BLANKS = 4,  /* options hold blanks */
    SECTION = 8  /* the type is a section's */
} item_flag;

static jb_item item_of(const item_row *row, unsigned flags)
{
    jb_item item = { .where = { 7, 1 } };
    item.type = (jb_item_text){ .text = jb_slice_of(row->type), .where = { 7, 2 } };
    item.stem = (jb_item_text){ .text = jb_slice_of(row->stem), .where = { 7, 3 } };
    item.answer = (jb_item_text){ .text = jb_slice_of(row->answer), .where = { 7, 20 } };
    for (uint32_t i = 0; i < OPTIONS; i++) {
        if (row->options[i]) {
            item.options[i] =
                (jb_item_text){ .text = jb_slice_of(row->options[i]), .where = { 7, 4 + i } };
            item.option_count = i + 1;
        }
    }
    item.answer_is_number = (flags & NUMBERS) != 0;
    item.truth_letters = (flags & LETTERS) != 0;
    item.blanks_in_options = (flags & BLANKS) != 0;
    item.section_type = (flags & SECTION) != 0;
    return item;
}

/* The question that came of an item, and its problems. */
typedef struct outcome {
    jb_report report;
    jb_report found;
    jb_bank *bank;
} outcome;

static void make(const jb_item *item, const char *codes, outcome *out)
{
    jb_draft draft;
    jb_buffer document;
    const jb_import_options options = { .codes = codes };
    out->bank = NULL;
    jb_report_init(&out->report);
    jb_report_init(&out->found);
    jb_buffer_init(&document, 0);
    jb_draft_init(&draft, &options, "test", &out->report);
    jb_item_add(&draft, item);
    JB_FALSE(jb_draft_failed(&draft));
    if (draft.count > 0) {
        JB_EQ_I64(jb_draft_document(&draft, &document), JB_OK);
        JB_EQ_I64(jb_bank_read(jb_buffer_slice(&document), &out->found, &out->bank), JB_OK);
    }
    jb_draft_finish(&draft);
    jb_buffer_finish(&document);
}

static void unmake(outcome *made)
{
    jb_bank_destroy(made->bank);
    jb_report_finish(&made->report);
    jb_report_finish(&made->found);
}

static const char *first_code(const outcome *made)
{
    for (uint32_t i = 0; i < made->report.problem_count; i++) {
        if (made->report.problems[i].severity != JB_SEVERITY_WARNING) {
            return made->report.problems[i].code;
        }
    }
    return made->found.problem_count > 0 ? made->found.problems[0].code : "nothing";
}

static void check(const item_row *row, const char *codes, unsigned flags)
{
    outcome made;
    char result[1000];
    jb_item item = item_of(row, flags);
    make(&item, codes, &made);
    if (made.bank && jb_bank_count(made.bank) == 1) {
        (void)snprintf(result, sizeof result, "%s", question_line(made.bank, 0));
    } else {
        (void)snprintf(result, sizeof result, "!%s", first_code(&made));
    }
    if (strcmp(result, row->result) != 0) {
        print_error("%s | %s | %s\n  is  %s\n  not %s\n", row->type, row->stem, row->answer, result,
                    row->result);
        fail();
    }
    unmake(&made);
}

static void check_all(const item_row *rows, size_t count, const char *codes, unsigned flags)
{
    for (size_t i = 0; i < count; i++) {
        check(&rows[i], codes, flags);
    }
}

#define CHECK(rows, codes, flags) check_all((rows), sizeof(rows) / sizeof(rows)[0], codes, flags)

static void a_type_word_decides(void **state)
{
    static const item_row rows[] = {
        { "单选题", "甲？", { "一", "二" }, "B", "single: 甲？ / 一 / *二" },
        { "【单选】", "甲？", { "一", "二" }, "b", "single: 甲？ / 一 / *二" },
        { "一、单项选择题（每题2分，共40分）",
          "甲？",
          { "一", "二" },
          "Ｂ",
          "single: 甲？ / 一 / *二" },
        { "单选题", "甲？", { "一", "二", "三" }, "AB", "!too_many_answers" },
        { "多选题", "甲？", { "一", "二", "三" }, "AC", "multiple: 甲？ / *一 / 二 / *三" },
        { "多选题", "甲？", { "一", "二", "三" }, "A", "multiple: 甲？ / *一 / 二 / 三" },
        { "不定项选择题", "甲？", { "一", "二", "三" }, "C", "multiple: 甲？ / 一 / 二 / *三" },
        { "选择题", "甲？", { "一", "二", "三" }, "C", "single: 甲？ / 一 / 二 / *三" },
        { "Multiple Choice", "Q?", { "1", "2", "3" }, "A,C", "multiple: Q? / *1 / 2 / *3" },
        { "Multiple Choice", "Q?", { "True", "False" }, "B", "single: Q? / True / *False" },
        { "multiple_select", "Q?", { "1", "2", "3" }, "A", "multiple: Q? / *1 / 2 / 3" },
        { "True/False", "Q?", { NULL }, "FALSE", "truefalse: Q? / false" },
        { "判断题", "甲。", { NULL }, "√", "truefalse: 甲。 / true" },
        { "是非题", "甲。", { NULL }, "错误。", "truefalse: 甲。 / false" },
        { "判断题", "甲。", { NULL }, "X", "truefalse: 甲。 / false" },
        { "填空题", "甲是____。", { NULL }, "北京", "text: 甲是____。 / 北京" },
        { "简答题", "为何？", { NULL }, "因为", "!unsupported_kind" },
        { "案例分析题", "为何？", { "一", "二" }, "A", "!unsupported_kind" },
        { "Open-Ended", "Why?", { NULL }, "", "!unsupported_kind" },
        { "Poll", "Why?", { "a", "b" }, "", "!unsupported_kind" },
        { "化学", "甲？", { "一", "二" }, "B", "single: 甲？ / 一 / *二" },
        { "3", "甲。", { NULL }, "1", "!unknown_type" },
    };
    CHECK(rows, NULL, 0);
}

static void without_a_type_options_and_answer_decide(void **state)
{
    static const item_row rows[] = {
        { "", "Q?", { "x", "y", "z" }, "C", "single: Q? / x / y / *z" },
        { "", "Q?", { "x", "y", "z" }, "A, B and C", "multiple: Q? / *x / *y / *z" },
        { "", "Q?", { "x", "y", "z" }, "A and C", "multiple: Q? / *x / y / *z" },
        { "", "Q?", { "Paris", "Rome", "Bad" }, "rome", "single: Q? / Paris / *Rome / Bad" },
        { "", "Q?", { "Paris", "Rome", "Bad" }, "Bad", "single: Q? / Paris / Rome / *Bad" },
        { "",
          "Q?",
          { "Paris", "Rome", "Bonn" },
          "Rome|Bonn",
          "multiple: Q? / Paris / *Rome / *Bonn" },
        { "", "Q?", { "Paris", "Rome" }, "B. Rome", "single: Q? / Paris / *Rome" },
        { "", "Q?", { "Paris", "Rome" }, "Oslo", "!unknown_option" },
        { "", "Q?", { "True", "False" }, "A", "truefalse: Q? / true" },
        { "", "Q?", { "错", "对" }, "A", "truefalse: Q? / false" },
        { "", "Q?", { "Yes", "No", "Perhaps" }, "A", "single: Q? / *Yes / No / Perhaps" },
        { "", "Q.", { NULL }, "正确", "truefalse: Q. / true" },
        { "", "Symbol of nitrogen?", { NULL }, "N", "text: Symbol of nitrogen? / N" },
        { "",
          "Capital?",
          { NULL },
          "Paris;paris, France",
          "text: Capital? / Paris; paris, France" },
        { "", "甲？", { NULL }, "AC", "!too_few_options" },
        { "", "甲？", { "一" }, "A", "!too_few_options" },
        { "", "甲？", { "一", "二" }, "", "!no_answer" },
        { "", "Pairs", { "a => 1", "b => 2" }, "", "matching: Pairs / a => 1 / b => 2" },
        { "",
          "甲？（多选题）",
          { "一", "二", "三" },
          "A",
          "multiple: 甲？（多选题） / *一 / 二 / 三" },
        { "", "[判断题] 甲。", { NULL }, "T", "truefalse: 甲。 / true" },
        { "", "甲？ A.一 B.二 C.三", { NULL }, "B", "single: 甲？ / 一 / *二 / 三" },
    };
    CHECK(rows, NULL, 0);
}

static void answers_are_written_in_many_ways(void **state)
{
    static const char *const answers[] = {
        "ABD",   "A,B,D",      "A、B、D",           "A|B|D",      "A B D",   "A;B;D",
        "abd",   "Ａ，Ｂ；Ｄ", "[A,B,D]",           "（ABD）",    "a/b/d",   "A. B. D.",
        "A+B+D", "答案：ABD",  "\"A\",\"B\",\"D\"", "一、二、四", "一|二|四"
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        item_row row = { "多选题",
                         "甲？",
                         { "一", "二", "三", "四" },
                         answers[i],
                         "multiple: 甲？ / *一 / *二 / 三 / *四" };
        check(&row, NULL, 0);
    }
    static const item_row numbers[] = {
        { "", "Q?", { "2", "4", "8" }, "2", "single: Q? / 2 / *4 / 8" },
        { "", "Q?", { "2", "4", "8" }, "1,3", "multiple: Q? / *2 / 4 / *8" },
        { "", "Q?", { "True", "False" }, "2", "truefalse: Q? / false" },
        { "", "Q?", { "2", "4" }, "3", "!unknown_option" },
        { "", "Q?", { "2", "4" }, "0", "!unknown_option" },
        { "", "Q?", { "2", "4" }, "4294967297", "!unknown_option" },
    };
    CHECK(numbers, NULL, NUMBERS);
}

static void options_may_have_holes_and_labels(void **state)
{
    static const item_row rows[] = {
        { "多选", "甲？", { "一", "二", "三", "" }, "ACD", "!unknown_option" },
        { "单选", "甲？", { "一", "", "三" }, "C", "single: 甲？ / 一 / *三" },
        { "单选", "甲？", { "一", "", "三" }, "B", "!unknown_option" },
        { "单选", "甲？", { "A.一", "B．二", "C、三" }, "C", "single: 甲？ / 一 / 二 / *三" },
        { "单选", "甲？", { "（A）一", "(B) 二" }, "B", "single: 甲？ / 一 / *二" },
        { "单选", "甲？", { "A一", "B二", "C三" }, "C", "single: 甲？ / 一 / 二 / *三" },
        { "单选",
          "甲？",
          { "A型血", "B型血", "O型血" },
          "C",
          "single: 甲？ / A型血 / B型血 / *O型血" },
        { "单选", "甲？", { "A型", "B型", "C型" }, "C", "single: 甲？ / A型 / B型 / *C型" },
        { "single",
          "Q?",
          { "Apple", "Banana", "Cherry" },
          "C",
          "single: Q? / Apple / Banana / *Cherry" },
        { "single", "Q?", { "A. one", "two" }, "B", "single: Q? / A. one / *two" },
        { "单选", "甲？", { "一", "二（正确答案）" }, "", "single: 甲？ / 一 / *二" },
    };
    CHECK(rows, NULL, 0);
}

static void truth_is_looked_up_and_never_guessed(void **state)
{
    static const item_row rows[] = {
        { "判断题", "甲。", { "A.对", "B.错" }, "B", "truefalse: 甲。 / false" },
        { "判断题", "甲。", { "错误", "正确" }, "B", "truefalse: 甲。 / true" },
        { "判断题", "甲。", { "", "", "", "", "正确", "错误" }, "B", "truefalse: 甲。 / false" },
        { "判断题", "甲。", { "", "", "", "", "正确", "错误" }, "E", "truefalse: 甲。 / true" },
        { "判断题", "甲。", { "", "", "正确", "错误" }, "A", "truefalse: 甲。 / true" },
        { "判断题", "甲。", { "", "", "正确", "错误" }, "错误", "truefalse: 甲。 / false" },
        { "判断题", "甲。", { "Y/N" }, "N", "truefalse: 甲。 / false" },
        { "判断题", "甲。", { "Y|N" }, "A", "truefalse: 甲。 / true" },
        { "判断题", "甲。", { "合法", "违法" }, "B", "single: 甲。 / 合法 / *违法" },
        { "判断题", "甲。", { NULL }, "A", "!ambiguous_code" },
        { "判断题", "甲。", { NULL }, "1", "!ambiguous_code" },
        { "判断题", "甲。", { "对", "错" }, "1", "!ambiguous_code" },
        { "判断题", "甲。", { NULL }, "北京", "!unknown_option" },
        { "判断题", "甲。", { NULL }, "", "!no_answer" },
    };
    CHECK(rows, NULL, 0);
    static const item_row told[] = {
        { "判断题", "甲。", { NULL }, "1", "truefalse: 甲。 / true" },
        { "判断题", "甲。", { NULL }, "0", "truefalse: 甲。 / false" },
        { "判断题", "甲。", { NULL }, "2", "!ambiguous_code" },
    };
    CHECK(told, "1=true,0=false", 0);
    CHECK(told, "1=true", 0);
    CHECK(told, "0=false", 0);
    static const item_row letters[] = {
        { "判断题", "甲。", { NULL }, "A", "truefalse: 甲。 / true" },
        { "判断题", "甲。", { NULL }, "B", "truefalse: 甲。 / false" },
        { "判断题", "甲。", { "错", "对" }, "B", "truefalse: 甲。 / true" },
        { "判断题", "甲。", { NULL }, "C", "!unknown_option" },
    };
    CHECK(letters, NULL, LETTERS);
}

static void codes_that_nobody_explained_are_asked_about(void **state)
{
    const item_row row = { "判断题", "甲。", { NULL }, "1", "" };
    jb_item item = item_of(&row, 0);
    outcome made;
    make(&item, NULL, &made);
    JB_EQ_U64(made.report.ask_count, 1);
    JB_EQ_STR(made.report.asks[0].code, "1");
    JB_EQ_U64(made.report.asks[0].line, 7);
    check_problem(&made.report, "ambiguous_code", 7);
    unmake(&made);
}

static void gaps_are_filled_in_their_order(void **state)
{
    static const item_row rows[] = {
        { "填空题", "甲____乙____。", { NULL }, "一|二;两", "text: 甲____乙____。 / 一 | 二; 两" },
        { "填空题", "甲（ ）乙（  ）。", { NULL }, "一；二", "text: 甲（ ）乙（  ）。 / 一 | 二" },
        { "填空题", "甲（）乙（）。", { NULL }, "一、二", "text: 甲（）乙（）。 / 一 | 二" },
        { "填空题", "甲（）乙（）。", { NULL }, "一 二", "text: 甲（）乙（）。 / 一 | 二" },
        { "填空题", "甲（）乙（）。", { NULL }, "①一②二", "text: 甲（）乙（）。 / 一 | 二" },
        { "填空题", "甲（）乙（）。", { NULL }, "一，二，三", "!gap_count" },
        { "填空题", "甲（）。", { NULL }, "一、二", "text: 甲（）。 / 一、二" },
        { "填空题", "甲（）。", { NULL }, "一|二；两", "text: 甲（）。 / 一; 二; 两" },
        { "填空题", "甲（）乙（）。", { NULL }, "一||二|两", "text: 甲（）乙（）。 / 一 | 二; 两" },
        { "填空题", "甲（）乙（）。", { NULL }, "一||二||三", "!gap_count" },
        { "填空题", "首都是（北京）。", { NULL }, "北京", "text: 首都是（ ）。 / 北京" },
        { "Fill-in-the-Blank",
          "Capital?",
          { "Paris", "paris" },
          "",
          "text: Capital? / Paris; paris" },
        { "填空题", "甲？", { "一", "二" }, "A", "single: 甲？ / *一 / 二" },
    };
    CHECK(rows, NULL, 0);
    static const item_row blanks[] = {
        { "填空题", "甲____乙____。", { "一", "二" }, "", "text: 甲____乙____。 / 一 | 二" },
        { "填空题", "甲和乙。", { "一", "二" }, "AB", "text: 甲和乙。 / 一 | 二" },
        { "填空题", "甲____。", { "一", "二" }, "", "!gap_count" },
    };
    CHECK(blanks, NULL, BLANKS);
}

static void numbers_have_tolerances_and_ranges(void **state)
{
    static const item_row rows[] = {
        { "数值题", "Pi?", { NULL }, "3.14", "numeric: Pi? / 3.14" },
        { "numeric", "Pi?", { NULL }, "3.141..3.142", "numeric: Pi? / 3.1415 +- 0.0005" },
        { "numeric", "Pi?", { NULL }, "3.14±0.01", "numeric: Pi? / 3.14 +- 0.01" },
        { "数值", "几？", { NULL }, "1-9", "numeric: 几？ / 5 +- 4" },
        { "数值", "几？", { NULL }, "-9", "numeric: 几？ / -9" },
        { "数值", "几？", { NULL }, "-9..-7", "numeric: 几？ / -8 +- 1" },
        { "数值", "几？", { NULL }, "many", "!bad_number" },
        { "数值", "几？", { NULL }, "9..1", "!bad_number" },
        { "数值", "几？", { NULL }, "", "!no_answer" },
    };
    CHECK(rows, NULL, 0);
}

static void orders_and_pairs(void **state)
{
    static const item_row rows[] = {
        { "排序题", "甲", { "一", "二", "三" }, "CAB", "ordering: 甲 / 2 一 / 3 二 / 1 三" },
        { "排序题", "甲", { "一", "二", "三" }, "三>一>二", "ordering: 甲 / 2 一 / 3 二 / 1 三" },
        { "排序题", "甲", { "一", "二", "三" }, "CA", "!bad_order" },
        { "排序题", "甲", { "一", "二", "三" }, "CAD", "!unknown_option" },
        { "连线题",
          "甲",
          { "一 => 1", "二→2", "=> 3" },
          "",
          "matching: 甲 / 一 => 1 / 二 => 2 / => 3" },
        { "连线题", "甲", { "一 => 1", "二" }, "", "!bad_pair" },
    };
    CHECK(rows, NULL, 0);
}

static void the_answer_leaves_the_stem(void **state)
{
    static const item_row rows[] = {
        { "单选", "甲是（ B ）。", { "一", "二" }, "", "single: 甲是（ ）。 / 一 / *二" },
        { "单选", "甲是（B）", { "一", "二" }, "B", "single: 甲是（ ） / 一 / *二" },
        { "单选",
          "维生素（C）是（ B ）。",
          { "一", "二" },
          "",
          "single: 维生素（C）是（ ）。 / 一 / *二" },
        { "单选",
          "维生素（C）是什么？",
          { "一", "二" },
          "A",
          "single: 维生素（C）是什么？ / *一 / 二" },
        { "多选",
          "甲( A、B )。",
          { "一", "二", "三" },
          "AB",
          "multiple: 甲( )。 / *一 / *二 / 三" },
        { "判断题", "甲。（√）", { NULL }, "", "truefalse: 甲。（ ） / true" },
        { "判断题", "甲。（×）", { NULL }, "错", "truefalse: 甲。（ ） / false" },
    };
    CHECK(rows, NULL, 0);
}

static void a_section_is_not_always_right_about_its_questions(void **state)
{
    static const item_row rows[] = {
        { "单选题", "甲。", { NULL }, "√", "truefalse: 甲。 / true" },
        { "单选题", "[多选]甲？", { "一", "二", "三" }, "AB", "multiple: 甲？ / *一 / *二 / 三" },
    };
    CHECK(rows, NULL, SECTION);
}

static void closing_options_keep_their_place(void **state)
{
    static const struct {
        const char *option;
        const char *fixed;   /* of the last option */
        const char *shuffle; /* of the options */
    } rows[] = {
        { "以上都对", "true", NULL },
        { "None of the above", "true", NULL },
        { "三", NULL, NULL },
        { "A和B", NULL, "false" },
        { "Both A and B", NULL, "false" },
        { "A、B都对", NULL, "false" },
        { "plan B", NULL, NULL },
        { "AB型", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        item_row row = { "单选", "甲？", { "一", "二", rows[i].option }, "C", "" };
        jb_item item = item_of(&row, 0);
        outcome made;
        make(&item, NULL, &made);
        assert_non_null(made.bank);
        cJSON *json = bank_json(made.bank);
        JB_EQ_STR(json_text(json, "questions.0.options.2.fixed"), rows[i].fixed);
        JB_EQ_STR(json_text(json, "questions.0.shuffle.options"), rows[i].shuffle);
        cJSON_Delete(json);
        unmake(&made);
    }
}

static void what_stands_beside_a_question_is_taken(void **state)
{
    const item_row row = { "单选", "甲？", { "一", "二" }, "B", "" };
    jb_item item = item_of(&row, 0);
    outcome made;
    item.points.text = jb_slice_of("2.5分");
    item.time_s.text = jb_slice_of("1 min");
    item.difficulty.text = jb_slice_of("偏难");
    item.tags.text = jb_slice_of("水，山; 水、");
    item.source.text = jb_slice_of("https://example.org/a");
    item.category.text = jb_slice_of("一/二");
    item.keep_order.text = jb_slice_of("末项");
    item.explanation.text = jb_slice_of("因为");
    make(&item, NULL, &made);
    JB_EQ_U64(made.report.problem_count, 0);
    cJSON *json = bank_json(made.bank);
    JB_EQ_STR(json_text(json, "questions.0.points"), "2.5");
    JB_EQ_STR(json_text(json, "questions.0.time_limit_ms"), "60000");
    JB_EQ_STR(json_text(json, "questions.0.difficulty"), "4");
    JB_EQ_STR(json_text(json, "questions.0.tags.0"), "水");
    JB_EQ_STR(json_text(json, "questions.0.tags.1"), "山");
    JB_EQ_STR(json_text(json, "questions.0.tags.2"), NULL);
    JB_EQ_STR(json_text(json, "questions.0.source.url"), "https://example.org/a");
    JB_EQ_STR(json_text(json, "questions.0.category"), "c2");
    JB_EQ_STR(json_text(json, "questions.0.options.1.fixed"), "true");
    JB_EQ_STR(json_words(json, "questions.0.explanation"), "因为");
    cJSON_Delete(json);
    unmake(&made);
    item.time_s.text = jb_slice_of("0:01:30");
    make(&item, NULL, &made);
    json = bank_json(made.bank);
    JB_EQ_STR(json_text(json, "questions.0.time_limit_ms"), "90000");
    cJSON_Delete(json);
    unmake(&made);
    item.points.text = jb_slice_of("lots");
    item.time_s.text = jb_slice_of("99999");
    item.difficulty.text = jb_slice_of("紫");
    item.keep_order.text = jb_slice_of("maybe");
    make(&item, NULL, &made);
    JB_EQ_U64(count_problems(&made.report, "bad_number"), 2);
    check_problem(&made.report, "unknown_difficulty", 7);
    check_problem(&made.report, "unknown_order", 7);
    JB_EQ_U64(jb_bank_count(made.bank), 1);
    unmake(&made);
}

static void cells_that_moved_are_named(void **state)
{
    const item_row row = { "单选", "甲？", { "一", "二" }, "解释", "" };
    jb_item item = item_of(&row, 0);
    outcome made;
    item.points.text = jb_slice_of("简单");
    make(&item, NULL, &made);
    check_problem(&made.report, "shifted_row", 7);
    JB_EQ_U64(made.report.problems[0].column, 20);
    assert_null(made.bank);
    unmake(&made);
    /* An answer that could be one does not help, unless the difficulty stands where it belongs. */
    const item_row good = { "填空", "甲？", { NULL }, "解释", "" };
    item = item_of(&good, 0);
    item.points.text = jb_slice_of("简单");
    make(&item, NULL, &made);
    check_problem(&made.report, "shifted_row", 7);
    unmake(&made);
    item.difficulty.text = jb_slice_of("难");
    make(&item, NULL, &made);
    check_problem(&made.report, "bad_number", 7);
    JB_EQ_U64(jb_bank_count(made.bank), 1);
    unmake(&made);
    const item_row inside = { "判断", "甲。", { NULL }, "简单", "!shifted_row" };
    check(&inside, NULL, 0);
}

static void difficulties_and_truths_have_words(void **state)
{
    static const struct {
        const char *word;
        uint8_t difficulty;
    } rows[] = { { "易", 1 },   { "偏易", 2 }, { "适中", 3 },  { "偏难", 4 }, { "难", 5 },
                 { "简单", 1 }, { "Hard", 5 }, { "3", 3 },     { "0.85", 1 }, { "0.3", 4 },
                 { "6", 0 },    { "", 0 },     { "０．９", 1 } };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        JB_EQ_U64(jb_difficulty_word(jb_slice_of(rows[i].word)), rows[i].difficulty);
    }
    JB_EQ_I64(jb_truth_word(jb_slice_of("✔️")), 1);
    JB_EQ_I64(jb_truth_word(jb_slice_of("（ 对 ）")), 1);
    JB_EQ_I64(jb_truth_word(jb_slice_of("Ｆ")), 0);
    JB_EQ_I64(jb_truth_word(jb_slice_of("❌")), 0);
    JB_EQ_I64(jb_truth_word(jb_slice_of("1")), -1);
    JB_EQ_I64(jb_truth_word(jb_slice_of("A")), -1);
    JB_EQ_I64(jb_truth_word(jb_slice_of("")), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_type_word_decides),
        cmocka_unit_test(without_a_type_options_and_answer_decide),
        cmocka_unit_test(answers_are_written_in_many_ways),
        cmocka_unit_test(options_may_have_holes_and_labels),
        cmocka_unit_test(truth_is_looked_up_and_never_guessed),
        cmocka_unit_test(codes_that_nobody_explained_are_asked_about),
        cmocka_unit_test(gaps_are_filled_in_their_order),
        cmocka_unit_test(numbers_have_tolerances_and_ranges),
        cmocka_unit_test(orders_and_pairs),
        cmocka_unit_test(the_answer_leaves_the_stem),
        cmocka_unit_test(a_section_is_not_always_right_about_its_questions),
        cmocka_unit_test(closing_options_keep_their_place),
        cmocka_unit_test(what_stands_beside_a_question_is_taken),
        cmocka_unit_test(cells_that_moved_are_named),
        cmocka_unit_test(difficulties_and_truths_have_words),
    };
    return JB_RUN(tests);
}
