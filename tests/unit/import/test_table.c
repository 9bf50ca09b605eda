/*
 * Tables as CSV: headers of many makers, rows that are no questions, tables without a header, and
 * the reader of CSV itself.
 */
#include "import_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EXPECTED_MAX = 8
};

typedef struct table_row {
    const char *name;
    const char *csv;
    const char *questions[EXPECTED_MAX]; /* as question_line() says them */
    const char *problems[EXPECTED_MAX];  /* "row:code", those of the bank's checks, too */
} table_row;

static bool has_problem(const jb_report *report, const char *expected)
{
    char text[100];
    for (uint32_t i = 0; i < report->problem_count; i++) {
        const jb_problem *problem = &report->problems[i];
        (void)snprintf(text, sizeof text, "%u:%s", problem->line, problem->code);
        if (strcmp(text, expected) == 0) {
            return true;
        }
    }
    return false;
}

static void print_report(const char *name, const jb_report *report)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_report_text(report, name, &text);
    print_error("%s", jb_buffer_text(&text));
    jb_buffer_finish(&text);
}

static void check(const table_row *row, const jb_import_options *options)
{
    jb_report report;
    jb_bank *bank = import_with(jb_slice_of(row->csv), options, &report);
    uint32_t count = 0;
    uint32_t problems = 0;
    bool good = true;
    for (; count < EXPECTED_MAX && row->questions[count]; count++) {
        const char *line =
            bank && count < jb_bank_count(bank) ? question_line(bank, count) : "(nothing)";
        if (strcmp(line, row->questions[count]) != 0) {
            print_error("%s\n  is  %s\n  not %s\n", row->name, line, row->questions[count]);
            good = false;
        }
    }
    for (; problems < EXPECTED_MAX && row->problems[problems]; problems++) {
        if (!has_problem(&report, row->problems[problems])) {
            print_error("%s: no %s\n", row->name, row->problems[problems]);
            good = false;
        }
    }
    if (!good || report.question_count != count || report.problem_count != problems) {
        print_report(row->name, &report);
        print_error("%s: %u questions, %u problems\n", row->name, report.question_count,
                    report.problem_count);
        fail();
    }
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void check_all(const table_row *rows, size_t count)
{
    const jb_import_options options = { .format = "csv" };
    for (size_t i = 0; i < count; i++) {
        check(&rows[i], &options);
    }
}

#define CHECK(rows) check_all((rows), sizeof(rows) / sizeof(rows)[0])

static const table_row known_headers[] = {
    { "kahoot",
      "Quiz template\n\n\n\n\n\n\n,Question - max 120 characters,Answer 1 - max 75 characters,"
      "Answer 2 - max 75 characters,Answer 3 - max 75 characters,Answer 4 - max 75 characters,"
      "\"Time limit (sec) \xe2\x80\x93 5, 10, 20, 30, 60, 90, 120, or 240 secs\","
      "Correct answer(s) - choose at least one\n"
      "1,Example?,one,two,three,four,20,\"1,2,3,4\"\n"
      "2,Which?,2,4,8,,20,2\n3,Which ones?,2,4,8,,30,\"1,3\"\n4,,,,,,,\n5,,,,,,,\n",
      { "single: Which? / 2 / *4 / 8", "multiple: Which ones? / *2 / 4 / *8" },
      { "9:example_row", "11:several_right" } },
    { "quizizz with help",
      "Question Text,Question Type,Option 1,Option 2,Option 3,Correct Answer,Time in seconds\n"
      "\"Text of the question\n(required)\",\"Question Type\n(default is Multiple "
      "Choice)\",\"Text for option 1\n(required)\",,,\"The correct option\","
      "\"Time in seconds\n(optional)\"\n"
      "Which?,Multiple Choice,a,b,c,2,20\nWhich ones?,Checkbox,a,b,c,\"1,3\",20\n"
      "Capital?,Fill-in-the-Blank,Paris,paris,,,30\nWhy?,Open-Ended,,,,,60\nHow?,Poll,a,b,,,\n",
      { "single: Which? / a / *b / c", "multiple: Which ones? / *a / b / *c",
        "text: Capital? / Paris; paris" },
      { "2:help_row", "6:unsupported_kind", "7:unsupported_kind" } },
    { "blooket",
      "Question #,Question Text,Answer 1,Answer 2,\"Answer 3\n(Optional)\",\"Answer "
      "4\n(Optional)\",\"Time Limit (sec)\n(Max: 300 seconds)\",\"Correct Answer(s)\n(Only "
      "include Answer #)\"\n1,Which?,x,y,,,20,2\n2,\"True?\",True,False,,,20,1\n",
      { "single: Which? / x / *y", "truefalse: True? / true" },
      { NULL } },
    { "wenjuanxing",
      "题型,题目,选项1,选项2,选项3,正确答案,答案解析,分值\n"
      "单选题,甲？,A、一,B、二,C、三,B,因为,2\n多选题,乙？,A.一,B.二,C.三,\"A,C\",,3\n",
      { "single: 甲？ / 一 / *二 / 三", "multiple: 乙？ / *一 / 二 / *三" },
      { NULL } },
    { "options in one cell",
      "序号,题型,类别,题目,A|B|C|D,答案\n1,单选题,安全,甲？,A.一|B.二|C.三,B\n"
      "2,判断题,安全,乙。,Y|N,N\n3,单选题,安全,丙？,\"['一', '二\\'s', \"\"三\"\"]\",C\n",
      { "single: 甲？ / 一 / *二 / 三", "truefalse: 乙。 / false",
        "single: 丙？ / 一 / 二's / *三" },
      { NULL } },
    { "question, options, answer",
      "question,options,answer\nWhich?,red&green&blue,green\nWhich?,\"a\nb\",b\n"
      "Who?,AT&T;Verizon;Sprint,A\n",
      { "single: Which? / red / *green / blue", "single: Which? / a / *b",
        "single: Who? / *AT&T / Verizon / Sprint" },
      { "3:same_stem" } },
    { "wrong answers apart",
      "question,correct_answer,incorrect_answer_1,incorrect_answer_2\nWhich?,A1,B2,C3\n",
      { "single: Which? / *A1 / B2 / C3" },
      { NULL } },
    { "Open Trivia DB as a table",
      "category,type,difficulty,question,correct_answer,incorrect_answers\n"
      "Art,multiple,easy,Which?,A1,\"['B2', 'C3']\"\nArt,boolean,easy,Is it?,False,True\n",
      { "single: Which? / *A1 / B2 / C3", "truefalse: Is it? / false" },
      { NULL } },
    { "what is not known is said once",
      "type,difficulty,question,a,b,answer\n1,odd,Q1?,x,y,A\n1,odd,Q2?,x,y,B\n",
      { "single: Q1? / *x / y", "single: Q2? / x / *y" },
      { "2:unknown_type", "2:unknown_difficulty" } },
    { "answers beside what is correct",
      "title,question,answers,correct\nT,Which?,a|b|c,b\n",
      { "single: Which? / a / *b / c" },
      { "1:unused_column" } },
    { "chapter, section, passage",
      "章,节,材料,提问,选项1,选项2,答案,难度\n一,二,有一天。,甲？,一,二,A,适中\n",
      { "single: 有一天。\n甲？ / *一 / 二" },
      { NULL } },
    { "answer with a remark",
      "题干,A选项,B选项,C选项,正确答案(只能输入ABCD否则报错),类型\n甲？,一,二,三,AC,多选\n",
      { "multiple: 甲？ / *一 / 二 / *三" },
      { NULL } },
    { "pages in cells, and questions about tags",
      "question,A、,B.,answer\n<p>Which&nbsp;one?</p>,<p>x</p>,<p>y</p>,B\nA rule "
      "is?,<hr>,<p>,A\n",
      { "single: Which one? / x / *y", "single: A rule is? / *<hr> / <p>" },
      { NULL } },
    { "cards", "question,answer\nCapital?,Paris\n", { "text: Capital? / Paris" }, { NULL } },
};

static void headers_of_many_makers_are_known(void **state)
{
    CHECK(known_headers);
}

static void exam_treasure_says_more_than_its_columns(void **state)
{
    static const table_row row = {
        "kaoshibao",
        "题干（必填）,题型 （必填）,选项 A,选项 B,选项 C,选项 D,选项E(勿删),\"正确答案\n（必填）\","
        "解析（勿删）,章节（勿删）,难度\n"
        "甲？,单选题,一,二,三,四,,C,,第一章/第一节,易\n"
        "乙。,判断题,,,,,,A,,,难\n"
        "丙____和____。,填空题,一,二,,,,,,,\n"
        "丁,排序题,一,二,三,四,,DBAC,,,\n"
        "为何？,简答题,,,,,,因为,,,\n",
        { "single: 甲？ / 一 / 二 / *三 / 四", "truefalse: 乙。 / true",
          "text: 丙____和____。 / 一 | 二", "ordering: 丁 / 3 一 / 2 二 / 4 三 / 1 四" },
        { "6:unsupported_kind" }
    };
    check_all(&row, 1);
}

static void numbers_as_answers_are_options_only_if_nothing_contradicts(void **state)
{
    static const table_row rows[] = {
        { "numbers",
          "question,option1,option2,option3,answer\nQ1?,x,y,z,2\nQ2?,x,y,z,3\n",
          { "single: Q1? / x / *y / z", "single: Q2? / x / y / *z" },
          { NULL } },
        { "texts",
          "question,option1,option2,answer\nQ1?,2,1,2\nQ2?,1,3,3\n",
          { "single: Q1? / *2 / 1", "single: Q2? / 1 / *3" },
          { NULL } },
        { "from 0",
          "question,option1,option2,option3,answer\nQ1?,x,y,z,0\nQ2?,x,y,z,2\n",
          { "single: Q1? / *x / y / z", "single: Q2? / x / y / *z" },
          { NULL } },
        { "a list of one text",
          "题目,答案\n最长的河是（ ）。,['长江']\n最高的山是（ ）。,\"[\"\"珠峰\"\"]\"\n",
          { "text: 最长的河是（ ）。 / 长江", "text: 最高的山是（ ）。 / 珠峰" },
          { NULL } },
        { "from 0, all options in one cell",
          "type,question,options,answer\nmcq,North?,Oslo|Rome|Bonn,0\nmcq,South?,Oslo|Rome,1\n"
          "true_false,Rome is in Italy.,,true\nmcq,West?,Oslo|Rome|Bonn,2\n",
          { "single: North? / *Oslo / Rome / Bonn", "single: South? / Oslo / *Rome",
            "truefalse: Rome is in Italy. / true", "single: West? / Oslo / Rome / *Bonn" },
          { NULL } },
        { "nothing says how they count, all options in one cell",
          "question,options,answer\nSouth?,Oslo|Rome|Bonn,1\nWest?,Rome|Oslo|Bonn,2\n",
          { NULL },
          { "1:no_questions", "2:unknown_option", "3:unknown_option" } },
        { "from 0 and to the end",
          "question,option1,option2,answer\nQ1?,x,y,0\nQ2?,x,y,2\n",
          { NULL },
          { "2:unknown_option", "3:unknown_option", "1:no_questions" } },
        { "letters where numbers are usual",
          "Question,Answer 1,Answer 2,Time limit,Correct answer(s)\nQ1?,x,y,20,B\nQ2?,2,1,20,2\n",
          { "single: Q1? / x / *y", "single: Q2? / 2 / *1" },
          { NULL } },
        { "a table in an answer of a chat",
          "Here is your quiz:\n\n| Question | A | B | Answer |\n|---|:-:|---|---|\n"
          "| Q1? | x | y | B |\n",
          { "single: Q1? / x / *y" },
          { NULL } },
        { "a block in an answer of a chat",
          "Sure:\n\n```csv\nquestion,a,b,answer\nQ?,a,b,option_b\n```\nAnything else, perhaps?\n",
          { "single: Q? / a / *b" },
          { NULL } },
        { "letters asked for",
          "question,option a,option b,answer\nQ1?,x,y,2\n",
          { NULL },
          { "2:unknown_option", "1:no_questions" } },
    };
    CHECK(rows);
}

static void sections_and_second_headers_are_followed(void **state)
{
    static const table_row rows[] = {
        { "two tables",
          "消防知识竞赛,,,,\n一、单选题（每题2分）,,,,\n题目,A,B,C,答案\n甲？,一,二,三,B\n"
          "二、判断题,,,,\n题目,答案,,,\n乙。,错,,,\n三、问答题,,,,\n为何？,因为,,,\n",
          { "single: 甲？ / 一 / *二 / 三", "truefalse: 乙。 / false" },
          { "9:unsupported_kind" } },
        { "chapters",
          "题目,A,B,答案\n第一章 水,,,\n甲？,一,二,A\n备注：以下为新题,,,\n",
          { "single: 甲？ / *一 / 二" },
          { "4:no_answer" } },
        { "numbers before stems",
          "题目,A,B,答案\n1、甲？,一,二,A\n2．乙？,一,二,B\n3.丙？,一,二,B\n",
          { "single: 甲？ / *一 / 二", "single: 乙？ / 一 / *二", "single: 丙？ / 一 / *二" },
          { NULL } },
        { "numbers that belong to stems",
          "题目,A,B,答案\n1.5是什么？,一,二,A\n乙？,一,二,B\n丙？,一,二,B\n",
          { "single: 1.5是什么？ / *一 / 二", "single: 乙？ / 一 / *二",
            "single: 丙？ / 一 / *二" },
          { NULL } },
        { "moved cells",
          "题型,题目内容,选项A,选项B,选项C,正确答案,题目解析,分值,难度\n"
          "单选,甲？,一,二,三,A,,2,简单\n判断,乙。,正确,错误,A,解析,2,简单,\n",
          { "single: 甲？ / *一 / 二 / 三" },
          { "3:shifted_row" } },
    };
    CHECK(rows);
}

static void a_table_without_header_is_guessed_and_said(void **state)
{
    static const table_row rows[] = {
        { "plain",
          "1,哪一个最长？,尼罗河,长江,多瑙河,A\n2,哪一个最短？,尼罗河,长江,多瑙河,C\n"
          "3,哪一个在中国？,尼罗河,长江,多瑙河,B\n",
          { "single: 哪一个最长？ / *尼罗河 / 长江 / 多瑙河",
            "single: 哪一个最短？ / 尼罗河 / 长江 / *多瑙河",
            "single: 哪一个在中国？ / 尼罗河 / *长江 / 多瑙河" },
          { "1:guessed_columns" } },
        { "answer before options",
          "Which is the first?;B;x;y;z\nWhich is the second?;A;x;y;z\nWhich of these?;AC;x;y;z\n",
          { "single: Which is the first? / x / *y / z", "single: Which is the second? / *x / y / z",
            "multiple: Which of these? / *x / y / *z" },
          { "1:guessed_columns" } },
        { "type and truth",
          "判断题,水是湿的东西。,对\n判断题,火是冷的东西。,错\n判断题,冰是热的东西。,错\n",
          { "truefalse: 水是湿的东西。 / true", "truefalse: 火是冷的东西。 / false",
            "truefalse: 冰是热的东西。 / false" },
          { "1:guessed_columns" } },
        { "letters of friends",
          "name,age\nAnn,30\nBob,40\n",
          { NULL },
          { "1:no_header", "1:no_questions" } },
    };
    CHECK(rows);
    static const table_row told = { "columns said",
                                    "x,Capital of France?,Paris,Rome,A\n",
                                    { "single: Capital of France? / *Paris / Rome" },
                                    { NULL } };
    const jb_import_options options = { .format = "csv",
                                        .columns = "B=stem,C=option_a,D=option_b,E=answer" };
    check(&told, &options);
    const jb_import_options swapped = { .format = "csv", .columns = "B=answer,E=" };
    static const table_row swapped_row = { "a column said otherwise",
                                           "question,remark,a,b,answer\nWhich?,B,x,y,A\n",
                                           { "single: Which? / x / *y" },
                                           { "1:unused_column" } };
    check(&swapped_row, &swapped);
}

static void class_quiz_has_its_own_places(void **state)
{
    static const char csv[] =
        ",,,,,,,\n,,,,,,,\n,,,,,,,\n,,,,,,,\n,,My quiz,,,,,\n,,About it,,,,,\n"
        ",,,,,,,\n,,,,,,,\n,,,,,,,\n,,,,,,,\n,,,,,,,\n,,,,,,,\n,,,,,,,\n"
        ",Which?,x,y,z,,20,2\n,Which ones?,x,y,z,,30,\"1,3\"\n";
    static const table_row row = { "classquiz",
                                   csv,
                                   { "single: Which? / x / *y / z",
                                     "multiple: Which ones? / *x / y / *z" },
                                   { "1:guessed_columns" } };
    const jb_import_options options = { .format = "csv" };
    jb_report report;
    check(&row, &options);
    jb_bank *bank = import_with(jb_slice_of(csv), &options, &report);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_words(json, "title"), "My quiz");
    JB_EQ_STR(json_words(json, "description"), "About it");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void csv_is_read_in_all_its_forms(void **state)
{
    static const table_row rows[] = {
        { "semicolons and decimal commas",
          "question;type;answer;tolerance\nPi?;numeric;3,14;0,005\n",
          { "numeric: Pi? / 3.14 +- 0.005" },
          { NULL } },
        { "tabs",
          "question\ta\tb\tanswer\nWhich, then?\tx\ty\tB\n",
          { "single: Which, then? / x / *y" },
          { NULL } },
        { "bars", "question|a|b|answer\nWhich?|x|y|B\n", { "single: Which? / x / *y" }, { NULL } },
        { "sep=",
          "sep=;\nquestion;answer\nWhich, or what?;this\n",
          { "text: Which, or what? / this" },
          { NULL } },
        { "a delimiter nobody guesses",
          "sep=#\nquestion#a#b#answer\nWhich?#x#y#B\n",
          { "single: Which? / x / *y" },
          { NULL } },
        { "quotes",
          "question,answer\n\"Who said \"\"no\"\",\nand when?\" , \"Ann; \"\"Bob\"\"\"\nWhat?,\n",
          { "text: Who said \"no\",\nand when? / Ann; \"Bob\"" },
          { "3:no_answer" } },
        { "quotes that are none",
          "question,answer\n\"No\" is what?,a \"word\"\nWhat?,x\n",
          { "text: \"No\" is what? / a \"word\"", "text: What? / x" },
          { NULL } },
        { "a quote that stays open",
          "question,answer\n\"Who?,Ann\nWhat?,x\n",
          { "text: \"Who? / Ann", "text: What? / x" },
          { "2:open_quote" } },
        { "empty lines are rows",
          "\nquestion,answer\n\n\nWhat?,\n",
          { NULL },
          { "5:no_answer", "1:no_questions" } },
        { "no line feed at the end", "question,answer\nWhat?,x", { "text: What? / x" }, { NULL } },
        { "languages",
          "question,question@de,a,a@de,b,b@de,answer\nColour?,Farbe?,red,rot,blue,blau,A\n",
          { NULL },
          { NULL } },
    };
    check_all(rows, sizeof rows / sizeof rows[0] - 1);
    jb_report report;
    jb_bank *bank = import_text(rows[sizeof rows / sizeof rows[0] - 1].csv, "csv", &report);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.stem.en"), "Colour?");
    JB_EQ_STR(json_text(json, "questions.0.stem.de"), "Farbe?");
    JB_EQ_STR(json_text(json, "questions.0.options.1.text.de"), "blau");
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void tables_are_recognised_and_other_texts_are_not(void **state)
{
    static const struct {
        const char *text;
        const char *format;
    } rows[] = {
        { "question,a,b,answer\nWhich?,x,y,B\n", "csv" },
        { "题目\t答案\n甲？\t乙\n", "csv" },
        { "sep=;\nquestion;answer\nWhich?;this\n", "csv" },
        { "A letter, that begins, and goes on,\nwith some commas, here, and there,\n"
          "but is, all in all, no table.\n",
          "" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_report report;
        jb_bank *bank = import_text(rows[i].text, NULL, &report);
        JB_EQ_STR(report.format, rows[i].format);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

static void limits_of_tables_are_said(void **state)
{
    jb_buffer csv;
    jb_report report;
    jb_buffer_init(&csv, 0);
    jb_buffer_append_text(&csv, "question,answer\nWhat?,x");
    for (int i = 0; i < 300; i++) {
        jb_buffer_append_text(&csv, ",y");
    }
    jb_buffer_append_text(&csv, "\n\"");
    for (int i = 0; i < 70000; i++) {
        jb_buffer_append_char(&csv, 'z');
    }
    jb_buffer_append_text(&csv, "\",x\n");
    jb_bank *bank = import_bytes(jb_buffer_slice(&csv), "csv", &report);
    check_problem(&report, "too_many_columns", 2);
    check_problem(&report, "cell_too_long", 3);
    check_problem(&report, "empty_stem", 3);
    JB_EQ_U64(report.question_count, 1);
    JB_TRUE(report.rows);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    jb_buffer_finish(&csv);
}

static void the_report_says_what_was_understood(void **state)
{
    jb_report report;
    jb_bank *bank =
        import_text("Quiz\n\nquestion;colour;a;b;answer\nWhich?;red;x;y;B\n", "csv", &report);
    cJSON *json = cJSON_Parse(jb_buffer_text(&report.table));
    JB_EQ_STR(json_text(json, "delimiter"), ";");
    JB_EQ_STR(json_text(json, "sheets.0.used"), "true");
    JB_EQ_STR(json_text(json, "headers.0.row"), "3");
    JB_EQ_STR(json_text(json, "headers.0.columns.0.field"), "stem");
    JB_EQ_STR(json_text(json, "headers.0.columns.1.header"), "colour");
    JB_EQ_STR(json_text(json, "headers.0.columns.1.letter"), "B");
    JB_TRUE(cJSON_IsNull(json_at(json, "headers.0.columns.1.field")));
    JB_EQ_STR(json_text(json, "headers.0.columns.3.field"), "option_b");
    check_problem(&report, "unused_column", 3);
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void what_columns_are_is_said_in_one_form(void **state)
{
    static const struct {
        const char *columns;
        bool good;
    } rows[] = {
        { "A=stem", true },
        { "A=stem,B=option_a,AA=answer", true },
        { "b=stem@zh-Hans", true },
        { "C=", true },
        { "A=option_z", true },
        { "A", false },
        { "", false },
        { "=stem", false },
        { "A=stm", false },
        { "A=option_", false },
        { "A=option_1", false },
        { "A=stem,", false },
        { "A1=stem", false },
        { "ZZZ=stem", false },
        { "A=stem@", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const jb_import_options options = { .columns = rows[i].columns };
        const char *why = NULL;
        if (jb_import_options_good(&options, &why) != rows[i].good) {
            fail_msg("%s", rows[i].columns);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headers_of_many_makers_are_known),
        cmocka_unit_test(exam_treasure_says_more_than_its_columns),
        cmocka_unit_test(numbers_as_answers_are_options_only_if_nothing_contradicts),
        cmocka_unit_test(sections_and_second_headers_are_followed),
        cmocka_unit_test(a_table_without_header_is_guessed_and_said),
        cmocka_unit_test(class_quiz_has_its_own_places),
        cmocka_unit_test(csv_is_read_in_all_its_forms),
        cmocka_unit_test(tables_are_recognised_and_other_texts_are_not),
        cmocka_unit_test(limits_of_tables_are_said),
        cmocka_unit_test(the_report_says_what_was_understood),
        cmocka_unit_test(what_columns_are_is_said_in_one_form),
    };
    return JB_RUN(tests);
}
