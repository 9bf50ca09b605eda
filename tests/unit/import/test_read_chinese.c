/* Questions as people type them, in many dialects: what each becomes, and where what is wrong is.
 */
#include "import_check.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "jinbang/charset.h"

typedef struct dialect {
    const char *name;
    const char *text;
    const char *questions; /* one a line, as question_line() has them; NULL: not recognised */
    const char *problems;  /* "line:code " of each */
} dialect;

static void list_problems(const jb_report *report, char *out, size_t size)
{
    size_t at = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < report->problem_count && at < size; i++) {
        const jb_problem *problem = &report->problems[i];
        at += (size_t)snprintf(out + at, size - at, "%u:%s ", problem->line, problem->code);
    }
}

static void list_questions(const jb_bank *bank, jb_buffer *out)
{
    for (uint32_t i = 0; bank && i < jb_bank_count(bank); i++) {
        jb_buffer_append_text(out, question_line(bank, i));
        jb_buffer_append_char(out, '\n');
    }
}

static void check(const dialect *rows, size_t count)
{
    char problems[2000];
    for (size_t i = 0; i < count; i++) {
        jb_report report;
        jb_buffer lines;
        jb_buffer_init(&lines, 0);
        jb_bank *bank = import_text(rows[i].text, NULL, &report);
        list_questions(bank, &lines);
        list_problems(&report, problems, sizeof problems);
        const char *wanted = rows[i].questions ? rows[i].questions : "";
        bool same = strcmp(jb_buffer_text(&lines), wanted) == 0 &&
                    strcmp(problems, rows[i].problems) == 0 &&
                    strcmp(report.format, rows[i].questions ? "chinese-text" : "") == 0;
        if (!same) {
            print_error("%s (%s):\n%s%s\nexpected:\n%s%s\n", rows[i].name, report.format,
                        jb_buffer_text(&lines), problems, wanted, rows[i].problems);
        }
        JB_TRUE(same);
        jb_bank_destroy(bank);
        jb_buffer_finish(&lines);
        jb_report_finish(&report);
    }
}

#define CHECK(rows) check((rows), sizeof(rows) / sizeof *(rows))

static const dialect sections[] = {
    { "answers below",
      "一、单选题（每题2分，共10题）\n"
      "1、最大的行星是（ ）。\n"
      "A. 地球  B. 木星\n"
      "C. 火星  D. 金星\n"
      "答案：B\n"
      "解析：木星的质量是其他行星\n"
      "总和的两倍多。\n"
      "二、多选题：\n"
      "1、下列是行星的有（ ）。\n"
      "A．月球 B．土星 C．海王星 D．天狼星\n"
      "答案：B、C\n"
      "第三部分 判断题\n"
      "1. 太阳是恒星。（√）\n"
      "2. 月球自己发光。\n"
      "答案：错\n"
      "【填空题】\n"
      "(1) 光速约为每秒____万公里。\n"
      "答案：30\n"
      "五、简答题\n"
      "1. 简述潮汐的成因。\n"
      "答：月球的引力。\n",
      "single: 最大的行星是（ ）。 / 地球 / *木星 / 火星 / 金星\n"
      "multiple: 下列是行星的有（ ）。 / 月球 / *土星 / *海王星 / 天狼星\n"
      "truefalse: 太阳是恒星。（ ） / true\n"
      "truefalse: 月球自己发光。 / false\n"
      "text: 光速约为每秒____万公里。 / 30\n",
      "20:unsupported_kind " },
    { "several blanks and sections with long heads",
      "四、填空题（每空1分，共20分）\n"
      "1、三原色是（  ）、（  ）、（  ）。 答案：红、绿、蓝\n"
      "2、__李白__的故乡在（绵阳）。\n"
      "3、水的沸点是____度。\n"
      "答案：100\n"
      "二、判断题（正确的打“√”，错误的打“×”，每题1分）\n"
      "（ √ ）1、鲸是哺乳动物。\n"
      "（×）2、蝙蝠是鸟。\n"
      "3、企鹅会飞。×\n",
      "text: 三原色是（  ）、（  ）、（  ）。 / 红 | 绿 | 蓝\n"
      "text: ____的故乡在____。 / 李白 | 绵阳\n"
      "text: 水的沸点是____度。 / 100\n"
      "truefalse: 鲸是哺乳动物。 / true\n"
      "truefalse: 蝙蝠是鸟。 / false\n"
      "truefalse: 企鹅会飞。 / false\n",
      "" },
    { "a section that is not true of all",
      "单选题：\n"
      "1. 单数的一题？\nA. 一\nB. 二\n答案：B\n"
      "2. 【多选】双数的一题？\nA. 一\nB. 二\nC. 三\n答案：BC\n",
      "single: 单数的一题？ / 一 / *二\n"
      "multiple: 双数的一题？ / 一 / *二 / *三\n",
      "" },
};

static void sections_say_the_kind(void **state)
{
    CHECK(sections);
}

static const dialect numbers[] = {
    { "styles that change",
      "[单选]1. 第一题？\nA.甲  B.乙\n答案：A\n"
      "【判断题】2、第二题。\n答案：对\n"
      "第3题 第三题？\nA、甲 B、乙\n正确答案 B\n"
      "（4）第四题？\n（A）甲（B）乙（C）丙\n【答案】C\n"
      "⑾、第十一题？\nA：甲\nB：乙\n标准答案：A\n"
      "12（. ）是第十二题。\nA.甲\nB.乙\n正确答案：B\n"
      "13《. 条例》的第十三题是？\nA.甲\nB.乙\n正确答案：A\n",
      "single: 第一题？ / *甲 / 乙\n"
      "truefalse: 第二题。 / true\n"
      "single: 第三题？ / 甲 / *乙\n"
      "single: 第四题？ / 甲 / 乙 / *丙\n"
      "single: 第十一题？ / *甲 / 乙\n"
      "single: （）是第十二题。 / 甲 / *乙\n"
      "single: 《条例》的第十三题是？ / *甲 / 乙\n",
      "" },
    { "a number on a line of its own",
      "1.\n万用表能测的是（）。\nA. 电压\nB.重量\nC.电阻\n正确答案： AC\n\n"
      "2.\n按相别分有（ ）。\nA.单相\nB.三相四\n线\n正确答案： AB\n",
      "multiple: 万用表能测的是（）。 / *电压 / 重量 / *电阻\n"
      "multiple: 按相别分有（ ）。 / *单相 / *三相四线\n",
      "" },
    { "a year behind the number, numbers that skip and begin again",
      "7.2025年的重点是（ B ）。\nA.甲 B.乙\n"
      "9.2026年的重点是（A）\nA.甲 B.乙\n"
      "1.再从头来？\nA.甲 B.乙\n答案：B\n",
      "single: 2025年的重点是（ ）。 / 甲 / *乙\n"
      "single: 2026年的重点是（ ） / *甲 / 乙\n"
      "single: 再从头来？ / 甲 / *乙\n",
      "" },
    { "none, with empty lines between",
      "哪个城市是首都？\nA、上海\nB、北京\n答案：B\n\n"
      "A型血的人可以给谁输血？\nA、A型和AB型\nB、B型\n答案：A\n\n"
      "水会结冰。\n答案：对\n",
      "single: 哪个城市是首都？ / 上海 / *北京\n"
      "single: A型血的人可以给谁输血？ / *A型和AB型 / B型\n"
      "truefalse: 水会结冰。 / true\n",
      "" },
    { "none, and no empty lines",
      "头一个问题\nA. 甲\nB. 乙\nC. 丙\n"
      "下一个问题\nA. 甲\nB. 乙\nC. 丙\n"
      "末一个问题\nA. 甲\nB. 乙\nC. 丙\n"
      "参考答案\n1.A 2.B 3.C\n",
      "single: 头一个问题 / *甲 / 乙 / 丙\n"
      "single: 下一个问题 / 甲 / *乙 / 丙\n"
      "single: 末一个问题 / 甲 / 乙 / *丙\n",
      "" },
    { "statements within a stem",
      "1. 关于下列说法：\n①第一条\n②第二条\n正确的是（ ）\nA.①\nB.①②\n答案：B\n"
      "2. 解析里有编号？\nA.是\nB.不一定\n答案：B\n解析：1. 一是。\n2. 二是。\n3. 三是。\n"
      "3. 编号之后的题？\nA.甲\nB.乙\n答案：A\n",
      "single: 关于下列说法：\n①第一条\n②第二条\n正确的是（ ） / ① / *①②\n"
      "single: 解析里有编号？ / 是 / *不一定\n"
      "single: 编号之后的题？ / *甲 / 乙\n",
      "" },
};

static void numbers_are_only_hints(void **state)
{
    CHECK(numbers);
}

static const dialect options[] = {
    { "several in a line, glued, on the stem's line",
      "1、期限是（ ）。\nA、2003年1月B、2004年1月C、2005年1月 \tD、2006年1月\n答案：D\n"
      "2、应当找谁？A、专家\tB、工程师\tC、工人\n答案：A\n"
      "3、哪一个？\nA 甲\nB 乙\nC 丙\n答案：C\n"
      "4、哪一项？\nA甲\nB乙\nC丙\n答案：B\n"
      "5、最后一个空着？\nA、甲\tB、乙\tC、\n答案：A\n"
      "6、答案贴着选项？\nA、甲\tB、乙\tC、丙丁戊己答案：C\n",
      "single: 期限是（ ）。 / 2003年1月 / 2004年1月 / 2005年1月 / *2006年1月\n"
      "single: 应当找谁？ / *专家 / 工程师 / 工人\n"
      "single: 哪一个？ / 甲 / 乙 / *丙\n"
      "single: 哪一项？ / 甲 / *乙 / 丙\n"
      "single: 最后一个空着？ / *甲 / 乙\n"
      "single: 答案贴着选项？ / 甲 / 乙 / *丙丁戊己\n",
      "" },
    { "letters in the text are no labels",
      "1、A、B、C三点共线，哪两条线段重合？\nA、AB与BC\nB、维生素C、D\nC、无\n答案：A\n"
      "2、三相表接入的是（ ）\nA.A相\nB.B相\nC.C相\n答案：AC\n",
      "single: A、B、C三点共线，哪两条线段重合？ / *AB与BC / 维生素C、D / 无\n"
      "multiple: 三相表接入的是（ ） / *A相 / B相 / *C相\n",
      "" },
    { "true and false",
      "1. 为真的一句。( )\n   true. 正确\n   false. 错误\n参考答案：true\n-----\n"
      "2. 为假的一句。( )\n   true. 正确\n   false. 错误\n参考答案：false\n-----\n"
      "3. 可选的一句。\nA.对 B.错\n答案：B\n",
      "truefalse: 为真的一句。( ) / true\n"
      "truefalse: 为假的一句。( ) / false\n"
      "truefalse: 可选的一句。 / false\n",
      "" },
    { "marked ones", "1. 哪个是偶数？\nA. 1\n*B. 2\nC. 3\n2. 哪些是奇数？\n√A. 1\nB. 2\n√C. 3\n",
      "single: 哪个是偶数？ / 1 / *2 / 3\n"
      "multiple: 哪些是奇数？ / *1 / 2 / *3\n",
      "" },
    { "a letter that stands twice",
      "1. 哪个对？\nA. 甲\nB. 乙\nB. 丙\n答案：B\n2. 好的？\nA. 甲\nB. 乙\n答案：A\n",
      "single: 好的？ / *甲 / 乙\n", "1:repeated_option " },
};

static void options_are_told_apart(void **state)
{
    CHECK(options);
}

static const dialect answers[] = {
    { "in the stem",
      "一、单选题\n1.重点在于( B )\nA.甲 B.乙\n2.主题是（A），不是别的。\nA.甲 B.乙\n"
      "3．学科是：B\nA 甲\nB 乙\n4.不正确的是 _A_\nA、甲\nB、乙\n"
      "二、多选题\n1.打好( ABC )保卫战。\nA.蓝天 B.碧水 C.净土 D.黑夜\n",
      "single: 重点在于( ) / 甲 / *乙\n"
      "single: 主题是（ ），不是别的。 / *甲 / 乙\n"
      "single: 学科是： / 甲 / *乙\n"
      "single: 不正确的是 __ / *甲 / 乙\n"
      "multiple: 打好( )保卫战。 / *蓝天 / *碧水 / *净土 / 黑夜\n",
      "" },
    { "with what else stands in the line",
      "1. (单选题, 1.0 分) (1分)哪个更大?\nA. 一\nB. "
      "二\n我的答案:A正确答案:B\n答案解析：\n知识点：\n0.0分\n"
      "2. (多选题, 2.0 分) 哪些是数?\nA. 一\nB. 二\nC. 猫\n我的答案:AC:一;猫;正确答案:AB:一;二;\n"
      "3. (判断题, 1.0 分) 二比一大。\nA. 对\nB. 错\n我的答案:错正确答案:对\n"
      "4. 三比二小？\nA. 大\nB. 小\n答案：A（见第3页）\n"
      "5. 写全的答案？\nA. 甲\nB. 乙\nC. 丙\n答案：A. 甲  C. 丙\n"
      "6. 四是奇数。\n答案：错误。四是偶数。\n",
      "single: 哪个更大? / 一 / *二\n"
      "multiple: 哪些是数? / *一 / *二 / 猫\n"
      "truefalse: 二比一大。 / true\n"
      "single: 三比二小？ / *大 / 小\n"
      "multiple: 写全的答案？ / *甲 / 乙 / *丙\n"
      "truefalse: 四是奇数。 / false\n",
      "" },
    { "that are missing or name nothing",
      "1. 没有答案？\nA. 甲\nB. 乙\n答案：\n2. 答案不在？\nA. 甲\nB. 乙\n答案：D\n3. 好的？\nA. "
      "甲\nB. "
      "乙\n答案：A\n",
      "single: 好的？ / *甲 / 乙\n", "1:no_answer 8:unknown_option " },
    { "on the next line",
      "1. 下一行？\nA. 甲\nB. 乙\n答案：\nB\n解析：\n因为乙。\n2. 再一行？\nA. 甲\nB. "
      "乙\n【答案】\nA\n",
      "single: 下一行？ / 甲 / *乙\n"
      "single: 再一行？ / *甲 / 乙\n",
      "" },
    { "in brackets, and such that cannot be told",
      "1. 题干：哪些对？\nA. 甲\nB. 乙\nC. 丙\n答案：(A)(C)\n2. 哪个对？\nA. 甲\nB. 乙\n答案：A 或 "
      "B\n"
      "3. 这个呢？\nA. 甲\nB. 乙\n答案：（B）\n",
      "multiple: 哪些对？ / *甲 / 乙 / *丙\n"
      "single: 这个呢？ / 甲 / *乙\n",
      "9:unknown_option " },
    { "before the options",
      "1. 先给答案？\n答案：B\nA. 甲\nB. 乙\n2. 又一题？\n答案：A\nA. 甲\nB. 乙\n",
      "single: 先给答案？ / 甲 / *乙\n"
      "single: 又一题？ / *甲 / 乙\n",
      "" },
    { "an answer left out, numbers",
      "1. 水的颜色（ ）\nA. 红\nB. 无\n答案：\n2. 雪的颜色（ ）\nA. 白\nB. 黑\n答案：A\n\n"
      "3. 火的颜色（ ）\nA. 红\nB. 无\n答案：\n\n4. 草的颜色（ ）\nA. 绿\nB. 黑\n答案：\nA\n",
      "single: 雪的颜色（ ） / *白 / 黑\nsingle: 草的颜色（ ） / *绿 / 黑\n",
      "1:no_answer 10:no_answer " },
    { "an answer left out, no numbers",
      "水的颜色是\nA. 红\nB. 无\n答案：\n\n雪的颜色是\nA. 白\nB. 黑\n答案：\n\nA\n",
      "single: 雪的颜色是 / *白 / 黑\n", "1:no_answer " },
    { "parted by @@@",
      "最长的河是（）。@@@正确答案：长江\n最高的山是（）峰 @@@正确答案：珠穆朗玛|珠峰\n",
      "text: 最长的河是（）。 / 长江\ntext: 最高的山是（）峰 / 珠穆朗玛; 珠峰\n", "" },
    { "everything in a line, parted by @@@",
      "1. 雪是（ ）@@@A. 白的@@@B. 黑的@@@答案：A@@@\n@@@\n2. 草是（ ）@@@A. 红的@@@B. "
      "绿的@@@答案：B\n",
      "single: 雪是（ ） / *白的 / 黑的\nsingle: 草是（ ） / 红的 / *绿的\n", "" },
    { "a label that is text",
      "1. (1分 )哪个是伪元素（C）\nA: E:first\nB: E:last\nC: E:before\nD: E:nth\n"
      "2. 下图中是（A）\nA. B. C. D.\n",
      "single: 哪个是伪元素（ ） / E:first / E:last / *E:before / E:nth\n", "6:too_few_options " },
};

static void answers_stand_anywhere(void **state)
{
    CHECK(answers);
}

static const dialect lists[] = {
    { "for each section",
      "一、单选题\n1、甲？\nA. 1  B. 2\n2、乙？\nA. 1  B. 2\n3、丙？\nA. 1  B. 2\n"
      "二、多选题\n1、丁？\nA. 1  B. 2  C. 3\n2、戊？\nA. 1  B. 2  C. 3\n"
      "三、判断题\n1、己。（ ）\n2、庚。（ ）\n"
      "四、填空题\n1、水是____。\n2、盐有____和____。\n"
      "参考答案\n一、单选题\n1-3 ABB\n二、多选题\n1.AB 2.BC\n三、判断题\n1.√ 2.×\n四、填空题\n"
      "1. H2O\n2. 钠；氯\n",
      "single: 甲？ / *1 / 2\n"
      "single: 乙？ / 1 / *2\n"
      "single: 丙？ / 1 / *2\n"
      "multiple: 丁？ / *1 / *2 / 3\n"
      "multiple: 戊？ / 1 / *2 / *3\n"
      "truefalse: 己。（ ） / true\n"
      "truefalse: 庚。（ ） / false\n"
      "text: 水是____。 / H2O\n"
      "text: 盐有____和____。 / 钠 | 氯\n",
      "" },
    { "for numbers that go on over sections",
      "一、单选题\n1. 甲？\nA. 1\nB. 2\n2. 乙？\nA. 1\nB. 2\n二、多选题\n3. 丙？\nA. 1\nB. 2\nC. "
      "3\n"
      "三、判断题\n4. 丁\n5. 戊\n答案：\n1-2 AB\n3. ABC\n4-5 √×\n",
      "single: 甲？ / *1 / 2\n"
      "single: 乙？ / 1 / *2\n"
      "multiple: 丙？ / *1 / *2 / *3\n"
      "truefalse: 丁 / true\n"
      "truefalse: 戊 / false\n",
      "" },
    { "behind their heading, and for chapters",
      "第一章 水\n一、单选题\n1. 甲？\nA. 1\nB. 2\n2. 乙？\nA. 1\nB. 2\n单选题答案：1～2：AB\n"
      "第二章 火\n一、单选题\n1. 丙？\nA. 1\nB. 2\n2. 丁？\nA. 1\nB. 2\n第二章 "
      "答案\n一、单选题\n1、B 2、A\n",
      "single: 甲？ / *1 / 2\n"
      "single: 乙？ / 1 / *2\n"
      "single: 丙？ / 1 / *2\n"
      "single: 丁？ / *1 / 2\n",
      "" },
    { "in rows, and of sections that nobody can mark",
      "绪论\n一、单选题\n1、甲？\nA、1\tB、2\n2、乙？\nA、1\tB、2\n二、材料分析题\n1．读材料：\n【"
      "材料1】\n"
      "一个故事。\n请回答：\n（1）说明了什么？\n参考答案\n绪论\n一、单选题\n题号 1 2\n答案 A B\n"
      "二、材料分析题\n1．（1）说明很多。\n（2）不说明。\n",
      "single: 甲？ / *1 / 2\n"
      "single: 乙？ / 1 / *2\n",
      "8:unsupported_kind " },
    { "one on a line, with explanations, one too many",
      "1. 甲？\nA. 1\nB. 2\n2. 乙？\nA. 1\nB. 2\n参考答案与解析\n1.参考答案：A\n解析：因为一。\n"
      "2.【答案】B【解析】因为二。\n3. A\n",
      "single: 甲？ / *1 / 2\n"
      "single: 乙？ / 1 / *2\n",
      "11:unused_answer " },
};

static void lists_at_the_end_find_their_questions(void **state)
{
    CHECK(lists);
}

static const dialect dialects[] = {
    { "keys in brackets, indented, rules and headings",
      "====================\n  第一章\n====================\n\n  【章节测验】\n\n    一、单选题\n\n"
      "      1. ** 提出了( )。\n         A. 甲\n         B. 乙\n         [答案] B\n\n"
      "    四、简答题\n\n      1. 内涵是什么?\n",
      "single: 提出了( )。 / 甲 / *乙\n", "16:unsupported_kind " },
    { "Markdown",
      "# 期末试卷\n\n## 一、单选题（每题2分，共30分）\n\n**1. 全称是？**\n\n- A. 甲\n- B. 乙\n\n"
      "**答案：** A\n\n---\n\n**2. 结果是？**\n\n```c\nint A = 1;\n1. + 2;\n```\n\n- A. 1\n- B. "
      "2\n\n"
      "**答案：** B\n\n## 二、判断题\n\n**3. `let` 有作用域。**\n\n**答案：正确**\n",
      "single: 全称是？ / *甲 / 乙\n"
      "single: 结果是？\nint A = 1;\n1. + 2; / 1 / *2\n"
      "truefalse: `let` 有作用域。 / true\n",
      "" },
    { "keys for everything",
      "题目：首都是哪里\nA. 北京\nB. 上海\n答案：A\n难度：易\n知识点：地理、城市\n出处：教材\n"
      "题型：多选题\n题目：直辖市有\n选项：\nA. 北京\nB. 上海\nC. 南京\n答案：A,B\n分值：3分\n",
      "single: 首都是哪里 / *北京 / 上海\n"
      "multiple: 直辖市有 / *北京 / *上海 / 南京\n",
      "" },
    { "English",
      "1. What is the capital of France?\nA) London\nB) Paris\nAnswer: B\n\n"
      "2. Which are prime?\na) 2   b) 4   c) 5\nAnswer: a, c\nExplanation: 4 is a\nproduct.\n\n"
      "3. The sun is a star.\nAnswer: True\n",
      "single: What is the capital of France? / London / *Paris\n"
      "multiple: Which are prime? / *2 / 4 / *5\n"
      "truefalse: The sun is a star. / true\n",
      "" },
    { "medicine",
      "(一)单选题\n1.[单选题] [难] 患者腹痛。首先应考虑\nA.胃炎\nB.阑尾炎\n[答案] B\n[解析] "
      "典型表现。\n\n"
      "A1型题\n2.正常的心率是\nA.40~60次/分\nB.60~100次/分\n正确答案：B，解析：安静时如此。\n"
      "X型题\n3.危险因素有\nA.高盐\nB.运动\nC.吸烟\n正确答案：A,C\n名词解释\n4.休克\n",
      "single: 患者腹痛。首先应考虑 / 胃炎 / *阑尾炎\n"
      "single: 正常的心率是 / 40~60次/分 / *60~100次/分\n"
      "multiple: 危险因素有 / *高盐 / 运动 / *吸烟\n",
      "20:unsupported_kind " },
    { "everything in one line",
      "单选题\n1.本质特征是（A）A.甲B.乙C.丙\n2.要求是(B) A.甲 B.乙\n判断题\n3.说得对。(对)\n"
      "4.说得不对。 F\n",
      "single: 本质特征是（ ） / *甲 / 乙 / 丙\n"
      "single: 要求是( ) / 甲 / *乙\n"
      "truefalse: 说得对。( ) / true\n"
      "truefalse: 说得不对。 / false\n",
      "" },
    { "options behind a key, with bars",
      "1、【问题】最长的河？\n【选项】A.长江|B.黄河|C.珠江\n【答案】A\n"
      "2、【问题】首都？\n【选项】A.上海|B.北京\n【答案】B\n",
      "single: 最长的河？ / *长江 / 黄河 / 珠江\n"
      "single: 首都？ / 上海 / *北京\n",
      "" },
    { "text that is no question",
      "1. 题一？\nA. 甲\nB. 乙\n答案：A\n本章完\n2. 题二？\nA. 甲\nB. 乙\n答案：B\n",
      "single: 题一？ / *甲 / 乙\n"
      "single: 题二？ / 甲 / *乙\n",
      "5:stray_text " },
    { "questions and answers without marks",
      "为什么天是蓝的？因为散射。\n谁发明了电灯？爱迪生\n地球有几颗卫星？一颗\n", NULL,
      "1:not_recognised " },
    { "prose with numbers",
      "第一章 总则\n第一条 为了规范管理，制定本办法。\n1. 本办法适用于全体员工。\n2. "
      "员工应当遵守。\n"
      "3. 解释权归公司。\n",
      NULL, "1:not_recognised " },
    { "a letter", "亲爱的朋友：\n\n你好！A同学和B同学都来了。\n答案还没有揭晓。\n", NULL,
      "1:not_recognised " },
};

static void dialects_are_read(void **state)
{
    CHECK(dialects);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_say_the_kind),
        cmocka_unit_test(numbers_are_only_hints),
        cmocka_unit_test(options_are_told_apart),
        cmocka_unit_test(answers_stand_anywhere),
        cmocka_unit_test(lists_at_the_end_find_their_questions),
        cmocka_unit_test(dialects_are_read),
    };
    return JB_RUN(tests);
}
