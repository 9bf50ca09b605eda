/* The tables that organizers fill in: the columns, and a row for each kind of question. */
#include "rows.h"

#include <string.h>

#include "jinbang/assert.h"

enum {
    EXAMPLES = 8
};

/* Cells of the base columns, up to the last that is not empty. */
typedef struct example {
    const char *cells[24];
} example;

static const example english[EXAMPLES] = {
    { { "q1", "single", "Geography/Rivers", "Which river is the longest?", "Nile", "Yangtze",
        "Danube", "None of these", [12] = "A", [14] = "About 6,650 km.", "10", "20", "2",
        "river", [22] = "https://example.org", "last" } },
    { { "q2", "multiple", "Biology", "Which of these are mammals?", "Whale", "Shark",
        "Bat", [12] = "AC", [15] = "10", "20", "1" } },
    { { "q3", "truefalse", "Safety",
        "The emergency number in the EU is 112.", [12] = "true", [15] = "5", "10", "1" } },
    { { "q4", "numeric", "Mathematics", "Pi to three places?", [12] = "3.142",
        "0.0005", [15] = "10", "30", "3" } },
    { { "q5", "text", "Astronomy",
        "Name one of the two moons of Mars.", [12] = "Phobos;Deimos", [15] = "10", "30", "2" } },
    { { "q6", "text", "Physics",
        "An atom has ____ and ____ in its nucleus.", [12] = "protons;proton|neutrons;neutron",
        [14] = "Two blanks: | between blanks, ; between accepted forms.", "10", "30", "2" } },
    { { "q7", "ordering", "History", "Put in order of time", "Moon landing", "First powered flight",
        "Printing press", [12] = "CBA", [15] = "10", "40", "2" } },
    { { "q8", "matching", "Geography", "Match country and capital", "Canada => Ottawa",
        "Japan => Tokyo", "Italy => Rome", [15] = "10", "40", "2" } },
};

static const example chinese_rows[EXAMPLES] = {
    { { "q1", "单选题", "地理/河流", "世界上最长的河流是？", "尼罗河", "长江", "多瑙河",
        "以上都不是", [12] = "A", [14] = "约6650千米。", "10", "20", "2",
        "河流", [22] = "https://example.org", "末项" } },
    { { "q2", "多选题", "生物", "下列哪些是哺乳动物？", "鲸", "鲨鱼",
        "蝙蝠", [12] = "AC", [15] = "10", "20", "1" } },
    { { "q3", "判断题", "消防", "火警电话是119。", [12] = "对", [15] = "5", "10", "1" } },
    { { "q4", "数值题", "数学", "圆周率（三位小数）是多少？", [12] = "3.142", "0.0005", [15] = "10",
        "30", "3" } },
    { { "q5", "填空题", "天文",
        "火星的一颗卫星叫____。", [12] = "火卫一;福波斯;Phobos", [15] = "10", "30", "2" } },
    { { "q6", "填空题", "文献", "文献的两个要素是____和____。", [12] = "知识|载体",
        [14] = "两个空之间用 | ，同一空的多种写法用 ; 。", "10", "30", "2" } },
    { { "q7", "排序题", "节日", "按一年中的先后排列", "中秋节", "端午节",
        "元宵节", [12] = "CBA", [15] = "10", "40", "2" } },
    { { "q8", "连线题", "地理", "国家与首都连线", "加拿大 => 渥太华", "日本 => 东京",
        "意大利 => 罗马", [15] = "10", "40", "2" } },
};

uint32_t jb_template_rows(void)
{
    return EXAMPLES;
}

const char *jb_template_cell(bool chinese, uint32_t row, uint32_t column)
{
    const example *rows = chinese ? chinese_rows : english;
    JB_ASSERT(row < EXAMPLES && column < sizeof rows[row].cells / sizeof rows[row].cells[0]);
    const char *cell = rows[row].cells[column];
    return cell ? cell : "";
}

static jb_status write_csv(bool chinese, jb_buffer *out)
{
    jb_buffer cell;
    jb_columns columns;
    jb_buffer_init(&cell, 0);
    jb_columns_base(&columns);
    jb_csv_begin(out);
    for (uint32_t i = 0; i < columns.count; i++) {
        jb_column_header(&columns.list[i], chinese, &cell);
        jb_csv_cell(jb_buffer_slice(&cell), i + 1 == columns.count, out);
    }
    for (uint32_t row = 0; row < EXAMPLES; row++) {
        for (uint32_t i = 0; i < columns.count; i++) {
            jb_csv_cell(jb_slice_of(jb_template_cell(chinese, row, i)), i + 1 == columns.count,
                        out);
        }
    }
    bool failed = cell.failed || out->failed;
    jb_buffer_finish(&cell);
    return failed ? JB_ERR_MEMORY : JB_OK;
}

jb_status jb_convert_template(const char *format, bool chinese, jb_buffer *out)
{
    if (strcmp(format, "xlsx") == 0) {
        return jb_template_book(chinese, out);
    }
    return strcmp(format, "csv") == 0 ? write_csv(chinese, out) : JB_ERR_NOT_FOUND;
}
