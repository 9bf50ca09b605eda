/* Words that people write into banks: kinds of questions, true and false, difficulties. */
#include "item.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/text.h"

enum {
    WORD_MAX = 200 /* bytes: longer texts are no words */
};

/* ---- words of any kind ---- */

/* The text folded (full-width and case gone), between brackets, quotes and points; NUL-terminated.
 * False: too long to be a word. */
static bool fold_word(jb_slice text, char out[WORD_MAX])
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    bool good =
        text.size < WORD_MAX && jb_text_fold(text, &folded) == JB_OK && folded.size < WORD_MAX;
    if (good) {
        memcpy(out, jb_buffer_text(&folded), folded.size + 1);
    }
    jb_buffer_finish(&folded);
    return good;
}

/* What is around words: one of these at either end is dropped. */
static const char *const around[] = {
    " ",  "(",  ")", "[", "]", "{", "}",  "\"",           "'",
    ".",  ",",  ":", ";", "!", "*", "#",  "\xe3\x80\x90", "\xe3\x80\x91",
    "。", "、", "“", "”", "‘", "’", "「", "」",           "\xef\xb8\x8f"
};

static void trim_around(char *word)
{
    size_t size = strlen(word);
    bool again = true;
    while (again && size > 0) {
        again = false;
        for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
            size_t part = strlen(around[i]);
            if (size >= part && memcmp(word, around[i], part) == 0) {
                size -= part;
                memmove(word, word + part, size + 1);
                again = true;
            }
            if (size >= part && memcmp(word + size - part, around[i], part) == 0) {
                size -= part;
                word[size] = '\0';
                again = true;
            }
        }
    }
}

/* ---- kinds ---- */

typedef struct type_row {
    const char *word; /* as simplify() leaves it */
    jb_type_word type;
} type_row;

#define PLAYS(of)                                                                                  \
    {                                                                                              \
        .known = true, .supported = true, .kind = (of)                                             \
    }
#define CHOICE                                                                                     \
    {                                                                                              \
        .known = true, .supported = true, .choice = true, .kind = JB_KIND_SINGLE                   \
    }
#define NOT                                                                                        \
    {                                                                                              \
        .known = true                                                                              \
    }

static const type_row types[] = {
    { "单选", PLAYS(JB_KIND_SINGLE) },
    { "单项选择", PLAYS(JB_KIND_SINGLE) },
    { "单项", PLAYS(JB_KIND_SINGLE) },
    { "单选择", PLAYS(JB_KIND_SINGLE) },
    { "单一选择", PLAYS(JB_KIND_SINGLE) },
    { "單選", PLAYS(JB_KIND_SINGLE) },
    { "單項選擇", PLAYS(JB_KIND_SINGLE) },
    { "single", PLAYS(JB_KIND_SINGLE) },
    { "singlechoice", PLAYS(JB_KIND_SINGLE) },
    { "singleanswer", PLAYS(JB_KIND_SINGLE) },
    { "singleselect", PLAYS(JB_KIND_SINGLE) },
    { "singleselection", PLAYS(JB_KIND_SINGLE) },
    { "singlechoicequestion", PLAYS(JB_KIND_SINGLE) },
    { "sc", PLAYS(JB_KIND_SINGLE) },
    { "radio", PLAYS(JB_KIND_SINGLE) },
    { "dropdown", PLAYS(JB_KIND_SINGLE) },
    { "选择", CHOICE },
    { "選擇", CHOICE },
    { "选择型", CHOICE },
    { "客观", CHOICE },
    { "choice", CHOICE },
    { "multiplechoice", CHOICE },
    { "multichoice", CHOICE },
    { "mcq", CHOICE },
    { "mc", CHOICE },
    { "quiz", CHOICE },
    { "多选", PLAYS(JB_KIND_MULTIPLE) },
    { "多项选择", PLAYS(JB_KIND_MULTIPLE) },
    { "多项", PLAYS(JB_KIND_MULTIPLE) },
    { "多選", PLAYS(JB_KIND_MULTIPLE) },
    { "多項選擇", PLAYS(JB_KIND_MULTIPLE) },
    { "复选", PLAYS(JB_KIND_MULTIPLE) },
    { "复选择", PLAYS(JB_KIND_MULTIPLE) },
    { "不定项", PLAYS(JB_KIND_MULTIPLE) },
    { "不定项选择", PLAYS(JB_KIND_MULTIPLE) },
    { "不定向选择", PLAYS(JB_KIND_MULTIPLE) },
    { "不定选", PLAYS(JB_KIND_MULTIPLE) },
    { "任选", PLAYS(JB_KIND_MULTIPLE) },
    { "multiple", PLAYS(JB_KIND_MULTIPLE) },
    { "multi", PLAYS(JB_KIND_MULTIPLE) },
    { "multipleanswer", PLAYS(JB_KIND_MULTIPLE) },
    { "multipleanswers", PLAYS(JB_KIND_MULTIPLE) },
    { "multiplecorrect", PLAYS(JB_KIND_MULTIPLE) },
    { "multipleresponse", PLAYS(JB_KIND_MULTIPLE) },
    { "multipleselect", PLAYS(JB_KIND_MULTIPLE) },
    { "multipleselection", PLAYS(JB_KIND_MULTIPLE) },
    { "multiselect", PLAYS(JB_KIND_MULTIPLE) },
    { "multianswer", PLAYS(JB_KIND_MULTIPLE) },
    { "selectall", PLAYS(JB_KIND_MULTIPLE) },
    { "selectallthatapply", PLAYS(JB_KIND_MULTIPLE) },
    { "checkbox", PLAYS(JB_KIND_MULTIPLE) },
    { "checkboxes", PLAYS(JB_KIND_MULTIPLE) },
    { "msq", PLAYS(JB_KIND_MULTIPLE) },
    { "ma", PLAYS(JB_KIND_MULTIPLE) },
    { "判断", PLAYS(JB_KIND_TRUEFALSE) },
    { "判斷", PLAYS(JB_KIND_TRUEFALSE) },
    { "判断对错", PLAYS(JB_KIND_TRUEFALSE) },
    { "判断正误", PLAYS(JB_KIND_TRUEFALSE) },
    { "判断选择", PLAYS(JB_KIND_TRUEFALSE) },
    { "判别", PLAYS(JB_KIND_TRUEFALSE) },
    { "是非", PLAYS(JB_KIND_TRUEFALSE) },
    { "是非判断", PLAYS(JB_KIND_TRUEFALSE) },
    { "正误", PLAYS(JB_KIND_TRUEFALSE) },
    { "正误判断", PLAYS(JB_KIND_TRUEFALSE) },
    { "对错", PLAYS(JB_KIND_TRUEFALSE) },
    { "truefalse", PLAYS(JB_KIND_TRUEFALSE) },
    { "trueorfalse", PLAYS(JB_KIND_TRUEFALSE) },
    { "trueandfalse", PLAYS(JB_KIND_TRUEFALSE) },
    { "tf", PLAYS(JB_KIND_TRUEFALSE) },
    { "torf", PLAYS(JB_KIND_TRUEFALSE) },
    { "boolean", PLAYS(JB_KIND_TRUEFALSE) },
    { "bool", PLAYS(JB_KIND_TRUEFALSE) },
    { "yesno", PLAYS(JB_KIND_TRUEFALSE) },
    { "yesorno", PLAYS(JB_KIND_TRUEFALSE) },
    { "judge", PLAYS(JB_KIND_TRUEFALSE) },
    { "judgement", PLAYS(JB_KIND_TRUEFALSE) },
    { "judgment", PLAYS(JB_KIND_TRUEFALSE) },
    { "填空", PLAYS(JB_KIND_TEXT) },
    { "填充", PLAYS(JB_KIND_TEXT) },
    { "文本", PLAYS(JB_KIND_TEXT) },
    { "text", PLAYS(JB_KIND_TEXT) },
    { "fillintheblank", PLAYS(JB_KIND_TEXT) },
    { "fillintheblanks", PLAYS(JB_KIND_TEXT) },
    { "fillinblank", PLAYS(JB_KIND_TEXT) },
    { "fillinblanks", PLAYS(JB_KIND_TEXT) },
    { "fillin", PLAYS(JB_KIND_TEXT) },
    { "fillblank", PLAYS(JB_KIND_TEXT) },
    { "fillblanks", PLAYS(JB_KIND_TEXT) },
    { "fill", PLAYS(JB_KIND_TEXT) },
    { "fib", PLAYS(JB_KIND_TEXT) },
    { "fitb", PLAYS(JB_KIND_TEXT) },
    { "blank", PLAYS(JB_KIND_TEXT) },
    { "blanks", PLAYS(JB_KIND_TEXT) },
    { "gap", PLAYS(JB_KIND_TEXT) },
    { "shortanswer", PLAYS(JB_KIND_TEXT) },
    { "typeanswer", PLAYS(JB_KIND_TEXT) },
    { "typetheanswer", PLAYS(JB_KIND_TEXT) },
    { "typing", PLAYS(JB_KIND_TEXT) },
    { "数值", PLAYS(JB_KIND_NUMERIC) },
    { "数字", PLAYS(JB_KIND_NUMERIC) },
    { "數值", PLAYS(JB_KIND_NUMERIC) },
    { "numeric", PLAYS(JB_KIND_NUMERIC) },
    { "numerical", PLAYS(JB_KIND_NUMERIC) },
    { "number", PLAYS(JB_KIND_NUMERIC) },
    { "estimate", PLAYS(JB_KIND_NUMERIC) },
    { "排序", PLAYS(JB_KIND_ORDERING) },
    { "排列", PLAYS(JB_KIND_ORDERING) },
    { "ordering", PLAYS(JB_KIND_ORDERING) },
    { "order", PLAYS(JB_KIND_ORDERING) },
    { "reorder", PLAYS(JB_KIND_ORDERING) },
    { "sequence", PLAYS(JB_KIND_ORDERING) },
    { "sorting", PLAYS(JB_KIND_ORDERING) },
    { "sort", PLAYS(JB_KIND_ORDERING) },
    { "puzzle", PLAYS(JB_KIND_ORDERING) },
    { "连线", PLAYS(JB_KIND_MATCHING) },
    { "連線", PLAYS(JB_KIND_MATCHING) },
    { "配对", PLAYS(JB_KIND_MATCHING) },
    { "匹配", PLAYS(JB_KIND_MATCHING) },
    { "搭配", PLAYS(JB_KIND_MATCHING) },
    { "matching", PLAYS(JB_KIND_MATCHING) },
    { "match", PLAYS(JB_KIND_MATCHING) },
    { "简答", NOT },
    { "簡答", NOT },
    { "问答", NOT },
    { "問答", NOT },
    { "论述", NOT },
    { "計算", NOT },
    { "计算", NOT },
    { "计算分析", NOT },
    { "名词解释", NOT },
    { "名词", NOT },
    { "案例分析", NOT },
    { "案例", NOT },
    { "案例选择", NOT },
    { "材料分析", NOT },
    { "材料", NOT },
    { "分析", NOT },
    { "综合分析", NOT },
    { "综合", NOT },
    { "综合应用", NOT },
    { "综合能力", NOT },
    { "主观", NOT },
    { "改错", NOT },
    { "作文", NOT },
    { "写作", NOT },
    { "翻译", NOT },
    { "阅读理解", NOT },
    { "阅读", NOT },
    { "完形填空", NOT },
    { "完型填空", NOT },
    { "应用", NOT },
    { "编程", NOT },
    { "程序", NOT },
    { "程序设计", NOT },
    { "操作", NOT },
    { "实操", NOT },
    { "实践", NOT },
    { "证明", NOT },
    { "作图", NOT },
    { "画图", NOT },
    { "绘图", NOT },
    { "识图", NOT },
    { "辨析", NOT },
    { "解答", NOT },
    { "解释", NOT },
    { "默写", NOT },
    { "听力", NOT },
    { "口语", NOT },
    { "组合", NOT },
    { "复合", NOT },
    { "套", NOT },
    { "共用题干", NOT },
    { "投票", NOT },
    { "问卷", NOT },
    { "调查", NOT },
    { "讨论", NOT },
    { "essay", NOT },
    { "openended", NOT },
    { "open", NOT },
    { "openanswer", NOT },
    { "freetext", NOT },
    { "freeresponse", NOT },
    { "longanswer", NOT },
    { "paragraph", NOT },
    { "poll", NOT },
    { "survey", NOT },
    { "vote", NOT },
    { "voting", NOT },
    { "draw", NOT },
    { "drawing", NOT },
    { "wordcloud", NOT },
    { "brainstorm", NOT },
    { "slide", NOT },
    { "description", NOT },
    { "cloze", NOT },
    { "draganddrop", NOT },
    { "dragdrop", NOT },
    { "hotspot", NOT },
    { "audioresponse", NOT },
    { "videoresponse", NOT },
    { "fileupload", NOT },
    { "upload", NOT },
    { "calculated", NOT },
    { "flashcard", NOT },
};

static bool starts_with(const char *text, const char *part)
{
    return strncmp(text, part, strlen(part)) == 0;
}

/* "一、", "12.", "第三部分": what numbers a section. */
static const char *skip_number(const char *word)
{
    static const char *const digits[] = { "一", "二", "三", "四", "五", "六",
                                          "七", "八", "九", "十", "第" };
    static const char *const ends[] = { "、", ".", ":", ")", "部分", "大题", " " };
    const char *at = word;
    bool again = true;
    while (again) {
        again = *at >= '0' && *at <= '9';
        at += again;
        for (size_t i = 0; i < sizeof digits / sizeof digits[0] && !again; i++) {
            again = starts_with(at, digits[i]);
            at += again ? strlen(digits[i]) : 0;
        }
    }
    const char *number = at;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0] && number > word; i++) {
        at += starts_with(at, ends[i]) ? strlen(ends[i]) : 0;
    }
    return at > number ? at : word;
}

/* Cuts "(每题2分)", "共20题", " 20题" behind the word. */
static void cut_counts(char *word)
{
    static const char *const begin[] = {
        "(", "[", "\xe3\x80\x90", ":", "共", "每", "本题", "本大题"
    };
    for (char *at = word; *at; at++) {
        bool cut = at > word && *at >= '0' && *at <= '9';
        for (size_t i = 0; i < sizeof begin / sizeof begin[0] && at > word && !cut; i++) {
            cut = starts_with(at, begin[i]);
        }
        if (cut) {
            *at = '\0';
            return;
        }
    }
}

/* Leaves letters only, and of these not what all kinds have in common: "题", "question". */
static void simplify(char *word)
{
    static const char *const common[] = { "试题", "题型",      "题目",    "题",
                                          "題",   "questions", "question" };
    size_t size = 0;
    for (const char *at = word; *at; at++) {
        if (!strchr(" -_/|\\.", *at)) {
            word[size++] = *at;
        }
    }
    word[size] = '\0';
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        size_t part = strlen(common[i]);
        if (size > part && memcmp(word + size - part, common[i], part) == 0) {
            size -= part;
            word[size] = '\0';
            break;
        }
    }
}

static jb_type_word find_type(const char *word)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].word, word) == 0) {
            return types[i].type;
        }
    }
    return (jb_type_word){ 0 };
}

jb_type_word jb_type_word_of(jb_slice text)
{
    char word[WORD_MAX];
    char core[WORD_MAX];
    if (!fold_word(text, word)) {
        return (jb_type_word){ 0 };
    }
    trim_around(word);
    const char *start = skip_number(word);
    memcpy(core, start, strlen(start) + 1);
    trim_around(core);
    cut_counts(core);
    trim_around(core);
    simplify(core);
    return find_type(core);
}

/* ---- true and false ---- */

int jb_truth_word(jb_slice text)
{
    static const struct {
        const char *word;
        int truth;
    } words[] = {
        { "对", 1 },     { "正确", 1 },    { "是", 1 },         { "真", 1 },        { "對", 1 },
        { "√", 1 },      { "✓", 1 },       { "✔", 1 },          { "☑", 1 },         { "✅", 1 },
        { "t", 1 },      { "true", 1 },    { "yes", 1 },        { "y", 1 },         { "正確", 1 },
        { "对的", 1 },   { "正确的", 1 },  { "right", 1 },      { "correct", 1 },   { "是的", 1 },
        { "wahr", 1 },   { "richtig", 1 }, { "vrai", 1 },       { "verdadero", 1 }, { "vero", 1 },
        { "错", 0 },     { "错误", 0 },    { "否", 0 },         { "假", 0 },        { "錯", 0 },
        { "×", 0 },      { "✗", 0 },       { "✘", 0 },          { "❌", 0 },         { "✕", 0 },
        { "f", 0 },      { "false", 0 },   { "no", 0 },         { "n", 0 },         { "錯誤", 0 },
        { "错的", 0 },   { "错误的", 0 },  { "wrong", 0 },      { "incorrect", 0 }, { "不是", 0 },
        { "falsch", 0 }, { "faux", 0 },    { "falso", 0 },      { "不对", 0 },      { "不正确", 0 },
        { "╳", 0 },      { "✖", 0 },       { "verdadeiro", 1 },
    };
    char word[WORD_MAX];
    if (!fold_word(text, word)) {
        return -1;
    }
    trim_around(word);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, word) == 0) {
            return words[i].truth;
        }
    }
    return -1;
}

/* ---- difficulties ---- */

/* A share of right answers, as 难度系数 is: 0.9 is easy. */
static uint8_t of_share(double share)
{
    return share >= 0.8 ? 1 : share >= 0.6 ? 2 : share >= 0.4 ? 3 : share >= 0.2 ? 4 : 5;
}

uint8_t jb_difficulty_word(jb_slice text)
{
    static const struct {
        const char *word;
        uint8_t difficulty;
    } words[] = {
        { "易", 1 },        { "容易", 1 },      { "简单", 1 },     { "基础", 1 },   { "easy", 1 },
        { "very easy", 1 }, { "较易", 2 },      { "偏易", 2 },     { "较简单", 2 }, { "初级", 1 },
        { "适中", 3 },      { "中等", 3 },      { "中", 3 },       { "一般", 3 },   { "medium", 3 },
        { "moderate", 3 },  { "normal", 3 },    { "中级", 3 },     { "普通", 3 },   { "偏难", 4 },
        { "较难", 4 },      { "difficult", 5 }, { "难", 5 },       { "困难", 5 },   { "高难度", 5 },
        { "hard", 5 },      { "very hard", 5 }, { "高级", 5 },     { "低", 1 },     { "高", 5 },
        { "low", 1 },       { "high", 5 },      { "1", 1 },        { "2", 2 },      { "3", 3 },
        { "4", 4 },         { "5", 5 },         { "中等难度", 3 }, { "简单题", 1 }, { "中等题", 3 },
        { "难题", 5 },      { "很难", 5 },      { "很简单", 1 },   { "簡單", 1 },   { "困難", 5 },
    };
    char word[WORD_MAX];
    if (!fold_word(text, word)) {
        return 0;
    }
    if (word[0] == '0' && word[1] == '.') {
        char *end = NULL;
        double share = strtod(word, &end);
        return *end == '\0' ? of_share(share) : 0;
    }
    if (strcmp(word, "1.0") == 0) {
        return 1;
    }
    trim_around(word);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, word) == 0) {
            return words[i].difficulty;
        }
    }
    return 0;
}
