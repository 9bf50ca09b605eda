/* The shared helpers of the bank tests. */
#include "bank_fixtures.h"

#include <stdlib.h>
#include <string.h>

const char fixture_example[] =
    "{\n"
    "  'format': 'question-bank', 'version': 1, 'id': 'demo-2026',\n"
    "  'title': {'en': 'All types once', 'zh-Hans': '题型示例'},\n"
    "  'default_language': 'zh-Hans', 'languages': ['zh-Hans', 'en'], 'license': 'CC0-1.0"
    "',\n"
    "  'defaults': {'points': 10, 'time_limit_ms': 20000, 'shuffle': {'options': true, 'p"
    "er_participant': false}, 'grading': {'mode': 'all_or_nothing', 'floor_zero': true}},\n"
    "  'categories': [{'id': 'geo', 'title': {'zh-Hans': '地理', 'en': 'Geography'}}, {'i"
    "d': 'geo-river', 'parent': 'geo', 'title': {'zh-Hans': '河流', 'en': 'Rivers'}}],\n"
    "  'media': [{'id': 'm1', 'kind': 'image', 'file': 'media/delta.webp', 'mime': 'image"
    "/webp', 'alt': {'zh-Hans': '河口三角洲的航拍照片', 'en': 'Aerial photo of a river de"
    "lta'}}],\n"
    "  'questions': [\n"
    "    {'id': 'q1', 'type': 'single', 'stem': {'zh-Hans': '世界上最长的河流是？', 'en':"
    " 'Which river is the longest?'}, 'category': 'geo-river', 'difficulty': 2, 'tags': ["
    "'river'],\n"
    "     'media': [{'ref': 'm1', 'place': 'reveal'}],\n"
    "     'options': [{'id': 'a', 'text': {'zh-Hans': '尼罗河', 'en': 'Nile'}}, {'id': 'b"
    "', 'text': {'zh-Hans': '长江', 'en': 'Yangtze'}}, {'id': 'c', 'text': {'zh-Hans': '"
    "以上都不是', 'en': 'None of these'}, 'fixed': true}],\n"
    "     'answer': {'correct': ['a']}, 'explanation': {'zh-Hans': '约6650千米。', 'en': "
    "'About 6,650 km.'}, 'source': {'url': 'https://example.org/rivers', 'license': 'CC-B"
    "Y-4.0', 'imported_from': {'format': 'xlsx', 'file': 'rivers.xlsx', 'row': 2}}},\n"
    "    {'id': 'q2', 'type': 'multiple', 'stem': {'zh-Hans': '下列哪些是哺乳动物？'}, 'o"
    "ptions': [{'id': 'a', 'text': {'zh-Hans': '鲸'}}, {'id': 'b', 'text': {'zh-Hans': '"
    "鲨鱼'}}, {'id': 'c', 'text': {'zh-Hans': '蝙蝠'}}], 'answer': {'correct': ['a', 'c']"
    "}, 'grading': {'mode': 'right_minus_wrong', 'floor_zero': true}},\n"
    "    {'id': 'q3', 'type': 'truefalse', 'stem': {'zh-Hans': '火警电话是119。'}, 'answe"
    "r': {'value': true}},\n"
    "    {'id': 'q4', 'type': 'numeric', 'stem': {'en': 'Pi to three places?', 'zh-Hans':"
    " '圆周率（三位小数）？'}, 'answer': {'accept': [{'value': '3.142', 'tolerance': '0.0"
    "005'}, {'value': '3.14', 'tolerance': '0', 'weight': 0.5}]}},\n"
    "    {'id': 'q5', 'type': 'text', 'stem': {'zh-Hans': '文献三要素是____、____、____。"
    "'}, 'answer': {'any_order': true, 'blanks': [{'accept': [{'text': '知识'}]}, {'accep"
    "t': [{'text': '载体'}, {'text': '媒体', 'weight': 0.5}]}, {'accept': [{'text': '记录"
    "方式'}]}]}},\n"
    "    {'id': 'q6', 'type': 'ordering', 'stem': {'zh-Hans': '按时间先后排列节日'}, 'opt"
    "ions': [{'id': 'a', 'text': {'zh-Hans': '中秋节'}}, {'id': 'b', 'text': {'zh-Hans': "
    "'端午节'}}, {'id': 'c', 'text': {'zh-Hans': '元宵节'}}], 'answer': {'order': ['c', '"
    "b', 'a']}},\n"
    "    {'id': 'q7', 'type': 'matching', 'stem': {'en': 'Capitals', 'zh-Hans': '首都连线"
    "'}, 'options': [{'id': 'l1', 'text': {'en': 'Canada'}}, {'id': 'l2', 'text': {'en': "
    "'Japan'}}], 'targets': [{'id': 'r1', 'text': {'en': 'Ottawa'}}, {'id': 'r2', 'text':"
    " {'en': 'Tokyo'}}, {'id': 'r3', 'text': {'en': 'Rome'}}], 'answer': {'pairs': [['l1'"
    ", 'r1'], ['l2', 'r2']]}, 'x-note': 'distractor Rome'}\n"
    "  ]\n"
    "}\n";

/* Line and column, counted as the reader does. */
typedef struct fixture_place {
    uint32_t line;
    uint32_t column;
} fixture_place;

static void go_on(fixture_place *place, char c)
{
    if (c == '\n') {
        place->line++;
        place->column = 1;
    } else if (((unsigned char)c & 0xc0) != 0x80) {
        place->column++;
    }
}

fixture_text fixture_json(const char *text)
{
    fixture_text copy = { .bytes = malloc(strlen(text) + 1), .line = 0, .column = 0 };
    fixture_place place = { 1, 1 };
    assert_non_null(copy.bytes);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '@' && copy.line == 0) {
            copy.line = place.line;
            copy.column = place.column;
            continue;
        }
        if (*at == '^' && copy.other_line == 0) {
            copy.other_line = place.line;
            copy.other_column = place.column;
            continue;
        }
        copy.bytes[copy.size++] = *at == '\'' ? '"' : *at;
        go_on(&place, *at);
    }
    copy.bytes[copy.size] = '\0';
    if (copy.line == 0) {
        copy.line = place.line;
        copy.column = place.column;
    }
    return copy;
}

void fixture_free(fixture_text *text)
{
    free(text->bytes);
    text->bytes = NULL;
}

static void print_problems(const jb_report *report)
{
    for (uint32_t i = 0; i < report->problem_count; i++) {
        print_error("%u:%u %s: %s\n", report->problems[i].line, report->problems[i].column,
                    report->problems[i].code, report->problems[i].message);
    }
}

jb_bank *fixture_bank(const char *text)
{
    fixture_text json = fixture_json(text);
    jb_report report;
    jb_bank *bank = NULL;
    jb_report_init(&report);
    JB_EQ_I64(jb_bank_read((jb_slice){ .bytes = json.bytes, .size = json.size }, &report, &bank),
              JB_OK);
    if (report.errors) {
        print_problems(&report);
    }
    JB_FALSE(report.errors);
    assert_non_null(bank);
    jb_report_finish(&report);
    fixture_free(&json);
    return bank;
}

const jb_problem *fixture_problem(const jb_report *report, const char *code)
{
    for (uint32_t i = 0; i < report->problem_count; i++) {
        if (strcmp(report->problems[i].code, code) == 0) {
            return &report->problems[i];
        }
    }
    return NULL;
}

const jb_bank *fixture_find(void *user, const char *id)
{
    const fixture_shelf *shelf = user;
    for (uint32_t i = 0; i < shelf->count; i++) {
        if (strcmp(jb_bank_id(shelf->banks[i]), id) == 0) {
            return shelf->banks[i];
        }
    }
    return NULL;
}

void fixture_shelf_finish(fixture_shelf *shelf)
{
    for (uint32_t i = 0; i < shelf->count; i++) {
        jb_bank_destroy(shelf->banks[i]);
    }
    shelf->count = 0;
}

void fixture_plan(const char *contest, fixture_shelf *shelf, uint64_t seed, jb_buffer *plan)
{
    fixture_text json = fixture_json(contest);
    jb_report report;
    jb_report_init(&report);
    jb_buffer_init(plan, 0);
    JB_EQ_I64(jb_plan_make((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                           shelf, seed, &report, plan),
              JB_OK);
    if (report.errors) {
        print_problems(&report);
    }
    JB_FALSE(report.errors);
    JB_TRUE(plan->size > 0);
    jb_report_finish(&report);
    fixture_free(&json);
}

jb_plan *fixture_load(const char *contest, fixture_shelf *shelf, uint64_t seed)
{
    jb_buffer text;
    jb_plan *plan = NULL;
    fixture_plan(contest, shelf, seed, &text);
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&text), &plan), JB_OK);
    jb_buffer_finish(&text);
    assert_non_null(plan);
    return plan;
}

void fixture_slice_is(jb_slice slice, const char *text, const char *file, int line)
{
    fixture_text expected = fixture_json(text);
    bool same = slice.size == expected.size &&
                (slice.size == 0 || memcmp(slice.bytes, expected.bytes, slice.size) == 0);
    if (!same) {
        print_error("is %.*s, expected %s\n", (int)slice.size,
                    slice.bytes == NULL ? "" : slice.bytes, expected.bytes);
        _fail(file, line);
    }
    fixture_free(&expected);
}

void fixture_contest_problem(const char *document, fixture_shelf *shelf, const char *code,
                             jb_severity severity)
{
    fixture_text json = fixture_json(document);
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                               shelf, &report),
              JB_OK);
    const jb_problem *problem = code ? fixture_problem(&report, code) : NULL;
    bool good = code ? problem && report.problem_count == 1 && problem->severity == severity &&
                           problem->line == json.line && problem->column == json.column &&
                           problem->other_line == json.other_line &&
                           problem->other_column == json.other_column
                     : report.problem_count == 0;
    if (!good) {
        print_error("in %s\nexpected %u:%u (%u:%u) %s\n", json.bytes, json.line, json.column,
                    json.other_line, json.other_column, code ? code : "nothing");
        for (uint32_t i = 0; i < report.problem_count; i++) {
            print_error("is %u:%u (%u:%u) %s: %s\n", report.problems[i].line,
                        report.problems[i].column, report.problems[i].other_line,
                        report.problems[i].other_column, report.problems[i].code,
                        report.problems[i].message);
        }
        fail();
    }
    jb_report_finish(&report);
    fixture_free(&json);
}
