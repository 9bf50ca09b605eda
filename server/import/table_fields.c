/* What a header says. It is folded, and what is in brackets and behind a dash is dropped: "Question
 * - max 120 characters", "题干（必填）". */
#include "table_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/text.h"

enum {
    HEADER_MAX = 200
};

typedef struct alias {
    const char *word; /* as clean() leaves it */
    jb_field field;
    bool weak;
} alias;

static const alias aliases[] = {
    { "question", JB_FIELD_STEM, false },
    { "questions", JB_FIELD_STEM, false },
    { "questiontext", JB_FIELD_STEM, false },
    { "questionstem", JB_FIELD_STEM, false },
    { "questiontitle", JB_FIELD_STEM, false },
    { "questioncontent", JB_FIELD_STEM, false },
    { "questionbody", JB_FIELD_STEM, false },
    { "questiondescription", JB_FIELD_STEM, false },
    { "stem", JB_FIELD_STEM, false },
    { "prompt", JB_FIELD_STEM, false },
    { "problem", JB_FIELD_STEM, false },
    { "content", JB_FIELD_STEM, true },
    { "title", JB_FIELD_STEM, true },
    { "text", JB_FIELD_STEM, true },
    { "q", JB_FIELD_STEM, true },
    { "name", JB_FIELD_STEM, true },
    { "题干", JB_FIELD_STEM, false },
    { "题目", JB_FIELD_STEM, false },
    { "题目内容", JB_FIELD_STEM, false },
    { "题目题干", JB_FIELD_STEM, false },
    { "题目名称", JB_FIELD_STEM, false },
    { "题目标题", JB_FIELD_STEM, false },
    { "题目描述", JB_FIELD_STEM, false },
    { "题干内容", JB_FIELD_STEM, false },
    { "题面", JB_FIELD_STEM, false },
    { "试题", JB_FIELD_STEM, false },
    { "试题内容", JB_FIELD_STEM, false },
    { "试题题干", JB_FIELD_STEM, false },
    { "试题题目", JB_FIELD_STEM, false },
    { "试题名称", JB_FIELD_STEM, false },
    { "试题标题", JB_FIELD_STEM, false },
    { "考题", JB_FIELD_STEM, false },
    { "问题", JB_FIELD_STEM, false },
    { "问题内容", JB_FIELD_STEM, false },
    { "问题描述", JB_FIELD_STEM, false },
    { "提问", JB_FIELD_STEM, false },
    { "題目", JB_FIELD_STEM, false },
    { "題幹", JB_FIELD_STEM, false },
    { "問題", JB_FIELD_STEM, false },
    { "标题", JB_FIELD_STEM, true },
    { "内容", JB_FIELD_STEM, true },
    { "type", JB_FIELD_TYPE, false },
    { "questiontype", JB_FIELD_TYPE, false },
    { "qtype", JB_FIELD_TYPE, false },
    { "kind", JB_FIELD_TYPE, false },
    { "题型", JB_FIELD_TYPE, false },
    { "题目类型", JB_FIELD_TYPE, false },
    { "类型", JB_FIELD_TYPE, false },
    { "试题类型", JB_FIELD_TYPE, false },
    { "题目题型", JB_FIELD_TYPE, false },
    { "试题题型", JB_FIELD_TYPE, false },
    { "问题类型", JB_FIELD_TYPE, false },
    { "題型", JB_FIELD_TYPE, false },
    { "options", JB_FIELD_OPTIONS, false },
    { "choices", JB_FIELD_OPTIONS, false },
    { "alternatives", JB_FIELD_OPTIONS, false },
    { "answeroptions", JB_FIELD_OPTIONS, false },
    { "answerchoices", JB_FIELD_OPTIONS, false },
    { "possibleanswers", JB_FIELD_OPTIONS, false },
    { "选项", JB_FIELD_OPTIONS, false },
    { "选项内容", JB_FIELD_OPTIONS, false },
    { "试题选项", JB_FIELD_OPTIONS, false },
    { "题目选项", JB_FIELD_OPTIONS, false },
    { "备选答案", JB_FIELD_OPTIONS, false },
    { "备选项", JB_FIELD_OPTIONS, false },
    { "可选项", JB_FIELD_OPTIONS, false },
    { "選項", JB_FIELD_OPTIONS, false },
    { "incorrectanswers", JB_FIELD_WRONG, false },
    { "wronganswers", JB_FIELD_WRONG, false },
    { "incorrect", JB_FIELD_WRONG, false },
    { "distractors", JB_FIELD_WRONG, false },
    { "干扰项", JB_FIELD_WRONG, false },
    { "错误选项", JB_FIELD_WRONG, false },
    { "answer", JB_FIELD_ANSWER, false },
    { "answers", JB_FIELD_ANSWER, true },
    { "ans", JB_FIELD_ANSWER, false },
    { "correct", JB_FIELD_ANSWER, false },
    { "correctanswer", JB_FIELD_ANSWER, false },
    { "correctanswers", JB_FIELD_ANSWER, false },
    { "correctoption", JB_FIELD_ANSWER, false },
    { "correctoptions", JB_FIELD_ANSWER, false },
    { "correctchoice", JB_FIELD_ANSWER, false },
    { "correctresponse", JB_FIELD_ANSWER, false },
    { "correctans", JB_FIELD_ANSWER, false },
    { "correctindex", JB_FIELD_ANSWER, false },
    { "correctanswerindex", JB_FIELD_ANSWER, false },
    { "answerindex", JB_FIELD_ANSWER, false },
    { "rightanswer", JB_FIELD_ANSWER, false },
    { "right", JB_FIELD_ANSWER, false },
    { "answerkey", JB_FIELD_ANSWER, false },
    { "key", JB_FIELD_ANSWER, false },
    { "solution", JB_FIELD_ANSWER, false },
    { "solutions", JB_FIELD_ANSWER, false },
    { "答案", JB_FIELD_ANSWER, false },
    { "正确答案", JB_FIELD_ANSWER, false },
    { "正确选项", JB_FIELD_ANSWER, false },
    { "正确项", JB_FIELD_ANSWER, false },
    { "标准答案", JB_FIELD_ANSWER, false },
    { "参考答案", JB_FIELD_ANSWER, false },
    { "试题答案", JB_FIELD_ANSWER, false },
    { "题目答案", JB_FIELD_ANSWER, false },
    { "本题答案", JB_FIELD_ANSWER, false },
    { "正確答案", JB_FIELD_ANSWER, false },
    { "tolerance", JB_FIELD_TOLERANCE, false },
    { "误差", JB_FIELD_TOLERANCE, false },
    { "允许误差", JB_FIELD_TOLERANCE, false },
    { "explanation", JB_FIELD_EXPLANATION, false },
    { "explanations", JB_FIELD_EXPLANATION, false },
    { "answerexplanation", JB_FIELD_EXPLANATION, false },
    { "feedback", JB_FIELD_EXPLANATION, false },
    { "rationale", JB_FIELD_EXPLANATION, false },
    { "analysis", JB_FIELD_EXPLANATION, false },
    { "解析", JB_FIELD_EXPLANATION, false },
    { "答案解析", JB_FIELD_EXPLANATION, false },
    { "题目解析", JB_FIELD_EXPLANATION, false },
    { "试题解析", JB_FIELD_EXPLANATION, false },
    { "解析说明", JB_FIELD_EXPLANATION, false },
    { "答案说明", JB_FIELD_EXPLANATION, false },
    { "答案详解", JB_FIELD_EXPLANATION, false },
    { "试题详解", JB_FIELD_EXPLANATION, false },
    { "详解", JB_FIELD_EXPLANATION, false },
    { "解释", JB_FIELD_EXPLANATION, false },
    { "points", JB_FIELD_POINTS, false },
    { "point", JB_FIELD_POINTS, false },
    { "score", JB_FIELD_POINTS, false },
    { "marks", JB_FIELD_POINTS, false },
    { "mark", JB_FIELD_POINTS, false },
    { "分值", JB_FIELD_POINTS, false },
    { "分数", JB_FIELD_POINTS, false },
    { "题目分值", JB_FIELD_POINTS, false },
    { "试题分值", JB_FIELD_POINTS, false },
    { "试题分数", JB_FIELD_POINTS, false },
    { "time", JB_FIELD_TIME, false },
    { "timelimit", JB_FIELD_TIME, false },
    { "timelimits", JB_FIELD_TIME, false },
    { "timelimitsec", JB_FIELD_TIME, false },
    { "timelimitseconds", JB_FIELD_TIME, false },
    { "timeinseconds", JB_FIELD_TIME, false },
    { "timeseconds", JB_FIELD_TIME, false },
    { "seconds", JB_FIELD_TIME, false },
    { "duration", JB_FIELD_TIME, false },
    { "限时", JB_FIELD_TIME, false },
    { "时间", JB_FIELD_TIME, false },
    { "时限", JB_FIELD_TIME, false },
    { "答题时间", JB_FIELD_TIME, false },
    { "作答时间", JB_FIELD_TIME, false },
    { "difficulty", JB_FIELD_DIFFICULTY, false },
    { "difficultylevel", JB_FIELD_DIFFICULTY, false },
    { "level", JB_FIELD_DIFFICULTY, false },
    { "难度", JB_FIELD_DIFFICULTY, false },
    { "难度系数", JB_FIELD_DIFFICULTY, false },
    { "难度等级", JB_FIELD_DIFFICULTY, false },
    { "难易度", JB_FIELD_DIFFICULTY, false },
    { "难易程度", JB_FIELD_DIFFICULTY, false },
    { "题目难度", JB_FIELD_DIFFICULTY, false },
    { "试题难度", JB_FIELD_DIFFICULTY, false },
    { "難度", JB_FIELD_DIFFICULTY, false },
    { "category", JB_FIELD_CATEGORY, false },
    { "subcategory", JB_FIELD_CATEGORY, false },
    { "subject", JB_FIELD_CATEGORY, false },
    { "topic", JB_FIELD_CATEGORY, false },
    { "chapter", JB_FIELD_CATEGORY, false },
    { "section", JB_FIELD_CATEGORY, false },
    { "章节", JB_FIELD_CATEGORY, false },
    { "章", JB_FIELD_CATEGORY, false },
    { "节", JB_FIELD_CATEGORY, false },
    { "分类", JB_FIELD_CATEGORY, false },
    { "类别", JB_FIELD_CATEGORY, false },
    { "科目", JB_FIELD_CATEGORY, false },
    { "学科", JB_FIELD_CATEGORY, false },
    { "课程", JB_FIELD_CATEGORY, false },
    { "模块", JB_FIELD_CATEGORY, false },
    { "知识点", JB_FIELD_CATEGORY, false },
    { "知识点分类", JB_FIELD_CATEGORY, false },
    { "所属章节", JB_FIELD_CATEGORY, false },
    { "所属分类", JB_FIELD_CATEGORY, false },
    { "所属知识点", JB_FIELD_CATEGORY, false },
    { "知识点一级", JB_FIELD_CATEGORY, false },
    { "知识点二级", JB_FIELD_CATEGORY, false },
    { "知识点三级", JB_FIELD_CATEGORY, false },
    { "目录", JB_FIELD_CATEGORY, false },
    { "题目分类", JB_FIELD_CATEGORY, false },
    { "题目类别", JB_FIELD_CATEGORY, false },
    { "试题分类", JB_FIELD_CATEGORY, false },
    { "试题类别", JB_FIELD_CATEGORY, false },
    { "題庫", JB_FIELD_CATEGORY, false },
    { "题库", JB_FIELD_CATEGORY, false },
    { "课题", JB_FIELD_CATEGORY, false },
    { "主题", JB_FIELD_CATEGORY, false },
    { "材料", JB_FIELD_MATERIAL, false },
    { "背景材料", JB_FIELD_MATERIAL, false },
    { "案例", JB_FIELD_MATERIAL, false },
    { "passage", JB_FIELD_MATERIAL, false },
    { "tags", JB_FIELD_TAGS, false },
    { "tag", JB_FIELD_TAGS, false },
    { "keywords", JB_FIELD_TAGS, false },
    { "标签", JB_FIELD_TAGS, false },
    { "关键词", JB_FIELD_TAGS, false },
    { "关键字", JB_FIELD_TAGS, false },
    { "知识点标签", JB_FIELD_TAGS, false },
    { "知识标签", JB_FIELD_TAGS, false },
    { "image", JB_FIELD_IMAGE, false },
    { "images", JB_FIELD_IMAGE, false },
    { "imagelink", JB_FIELD_IMAGE, false },
    { "imageurl", JB_FIELD_IMAGE, false },
    { "imagefile", JB_FIELD_IMAGE, false },
    { "picture", JB_FIELD_IMAGE, false },
    { "attachment", JB_FIELD_IMAGE, false },
    { "图片", JB_FIELD_IMAGE, false },
    { "图片链接", JB_FIELD_IMAGE, false },
    { "题目图片", JB_FIELD_IMAGE, false },
    { "题干图片", JB_FIELD_IMAGE, false },
    { "配图", JB_FIELD_IMAGE, false },
    { "附件", JB_FIELD_IMAGE, false },
    { "audio", JB_FIELD_AUDIO, false },
    { "音频", JB_FIELD_AUDIO, false },
    { "video", JB_FIELD_VIDEO, false },
    { "视频", JB_FIELD_VIDEO, false },
    { "source", JB_FIELD_SOURCE, false },
    { "reference", JB_FIELD_SOURCE, false },
    { "citation", JB_FIELD_SOURCE, false },
    { "来源", JB_FIELD_SOURCE, false },
    { "出处", JB_FIELD_SOURCE, false },
    { "法规出处", JB_FIELD_SOURCE, false },
    { "题目来源", JB_FIELD_SOURCE, false },
    { "试题来源", JB_FIELD_SOURCE, false },
    { "出题依据", JB_FIELD_SOURCE, false },
    { "依据", JB_FIELD_SOURCE, false },
    { "keeporder", JB_FIELD_KEEP_ORDER, false },
    { "选项不乱序", JB_FIELD_KEEP_ORDER, false },
    { "exact", JB_FIELD_EXACT, false },
    { "原样", JB_FIELD_EXACT, false },
    { "id", JB_FIELD_ID, false },
    { "questionid", JB_FIELD_ID, false },
    { "编号", JB_FIELD_ID, false },
    { "题目编号", JB_FIELD_ID, false },
    { "试题编号", JB_FIELD_ID, false },
    { "number", JB_FIELD_NUMBER, false },
    { "no", JB_FIELD_NUMBER, false },
    { "nr", JB_FIELD_NUMBER, false },
    { "#", JB_FIELD_NUMBER, false },
    { "question#", JB_FIELD_NUMBER, false },
    { "questionno", JB_FIELD_NUMBER, false },
    { "questionnumber", JB_FIELD_NUMBER, false },
    { "index", JB_FIELD_NUMBER, false },
    { "序号", JB_FIELD_NUMBER, false },
    { "题号", JB_FIELD_NUMBER, false },
    { "序", JB_FIELD_NUMBER, false },
};

/* Words before or behind the letter or number of an option. */
static const alias numbered[] = {
    { "option", JB_FIELD_OPTION, false },
    { "opt", JB_FIELD_OPTION, false },
    { "answer", JB_FIELD_OPTION, false },
    { "ans", JB_FIELD_OPTION, false },
    { "answeroption", JB_FIELD_OPTION, false },
    { "answertext", JB_FIELD_OPTION, false },
    { "choice", JB_FIELD_OPTION, false },
    { "alternative", JB_FIELD_OPTION, false },
    { "response", JB_FIELD_OPTION, false },
    { "选项", JB_FIELD_OPTION, false },
    { "答案", JB_FIELD_OPTION, false },
    { "答案选项", JB_FIELD_OPTION, false },
    { "备选", JB_FIELD_OPTION, false },
    { "备选项", JB_FIELD_OPTION, false },
    { "备选答案", JB_FIELD_OPTION, false },
    { "可选项", JB_FIELD_OPTION, false },
    { "試題選項", JB_FIELD_OPTION, false },
    { "選項", JB_FIELD_OPTION, false },
    { "试题选项", JB_FIELD_OPTION, false },
    { "题目选项", JB_FIELD_OPTION, false },
    { "项", JB_FIELD_OPTION, false },
    { "incorrectanswer", JB_FIELD_WRONG, false },
    { "wronganswer", JB_FIELD_WRONG, false },
    { "incorrect", JB_FIELD_WRONG, false },
    { "wrong", JB_FIELD_WRONG, false },
    { "distractor", JB_FIELD_WRONG, false },
    { "incorrectoption", JB_FIELD_WRONG, false },
    { "wrongoption", JB_FIELD_WRONG, false },
    { "错误选项", JB_FIELD_WRONG, false },
    { "错误答案", JB_FIELD_WRONG, false },
    { "干扰项", JB_FIELD_WRONG, false },
    { "干扰选项", JB_FIELD_WRONG, false },
};

/* ---- cleaning ---- */

/* Cuts " - max 120 characters" and the like. */
static void cut_remark(char *text)
{
    static const char *const dashes[] = { " - ", " \xe2\x80\x93 ", " \xe2\x80\x94 " };
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        char *at = strstr(text, dashes[i]);
        if (at) {
            *at = '\0';
        }
    }
}

static size_t bracket_size(const char *at, bool *open)
{
    bool begins = *at == '(' || *at == '[' || strncmp(at, "【", 3) == 0 || *at == '{';
    bool ends = *at == ')' || *at == ']' || strncmp(at, "】", 3) == 0 || *at == '}';
    *open = begins;
    return !begins && !ends ? 0 : (unsigned char)*at >= 0x80 ? 3 : 1;
}

/* Drops what is in brackets, white space and signs. A header that is nothing but brackets keeps
 * what is in them. */
static void drop_signs(char *text, bool brackets)
{
    size_t size = 0;
    int depth = 0;
    for (const char *at = text; *at;) {
        bool open = false;
        size_t part = bracket_size(at, &open);
        if (part > 0) {
            depth += open ? 1 : depth > 0 ? -1 : 0;
            at += part;
            continue;
        }
        if (strncmp(at, "、", 3) == 0) {
            at += 3;
            continue;
        }
        if ((depth == 0 || !brackets) && !strchr(" \t\n*_-.:\"'\r", *at)) {
            text[size++] = *at;
        }
        at++;
    }
    text[size] = '\0';
}

static bool clean(jb_slice header, char out[HEADER_MAX])
{
    jb_buffer folded;
    char kept[HEADER_MAX];
    jb_buffer_init(&folded, 0);
    bool good = header.size > 0 && header.size < HEADER_MAX &&
                jb_text_fold(header, &folded) == JB_OK && folded.size < HEADER_MAX;
    if (good) {
        memcpy(out, jb_buffer_text(&folded), folded.size + 1);
        cut_remark(out);
        memcpy(kept, out, strlen(out) + 1);
        drop_signs(out, true);
        if (out[0] == '\0') {
            memcpy(out, kept, strlen(kept) + 1);
            drop_signs(out, false);
        }
    }
    jb_buffer_finish(&folded);
    return good && out[0] != '\0';
}

/* "stem@en": cuts the language off. */
static void take_language(char *text, jb_slice header, jb_column *column)
{
    char *at = strchr(text, '@');
    const char *tag = memchr(header.bytes, '@', header.size);
    if (!at || !tag) {
        return;
    }
    size_t size = (size_t)(header.bytes + header.size - tag) - 1;
    bool good = size >= 2 && size <= JB_LANG_TAG_MAX;
    for (size_t i = 1; good && i <= size; i++) {
        char c = tag[i];
        good =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || (c >= '0' && c <= '9');
    }
    if (good) {
        *at = '\0';
        memcpy(column->language, tag + 1, size);
        column->language[size] = '\0';
    }
}

/* ---- options ---- */

/* The whole of the text as a letter (from 0), a number from 1, or 一 to 八. -1: none of these. */
static int number_of(const char *text, size_t size, bool *is_number)
{
    static const char *const han[] = { "一", "二", "三", "四", "五", "六", "七", "八" };
    *is_number = false;
    if (size == 1 && text[0] >= 'a' && text[0] <= 'z') {
        return text[0] - 'a';
    }
    for (int i = 0; i < 8; i++) {
        if (size == strlen(han[i]) && memcmp(text, han[i], size) == 0) {
            *is_number = true;
            return i;
        }
    }
    int number = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9' || number > JB_OPTIONS_MAX) {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    *is_number = true;
    return size > 0 && number >= 1 && number <= JB_OPTIONS_MAX ? number - 1 : -1;
}

static bool find_option(const char *text, jb_column *column)
{
    size_t size = strlen(text);
    int number = size == 1 ? number_of(text, size, &column->numbered) : -1;
    jb_field field = JB_FIELD_OPTION;
    bool letter = number >= 0 && number < 8 && !column->numbered;
    for (size_t i = 0; i < sizeof numbered / sizeof numbered[0] && !letter; i++) {
        size_t word = strlen(numbered[i].word);
        if (size <= word) {
            continue;
        }
        number = memcmp(text, numbered[i].word, word) == 0
                     ? number_of(text + word, size - word, &column->numbered)
                     : -1;
        if (number < 0 && memcmp(text + size - word, numbered[i].word, word) == 0) {
            number = number_of(text, size - word, &column->numbered);
        }
        letter = number >= 0;
        field = numbered[i].field;
    }
    if (!letter) {
        column->numbered = false;
        return false;
    }
    column->field = field;
    column->option = (uint8_t)number;
    return true;
}

/* "a|b|c|d": the options in one cell, separated as the header is. */
static bool is_options(const char *text)
{
    size_t letters = 0;
    for (; *text; text++) {
        if (*text == (char)('a' + letters)) {
            letters++;
        } else if (!strchr("|/,;&#", *text)) {
            return false;
        }
    }
    return letters >= 2;
}

/* ---- public ---- */

jb_column jb_table_column_of(jb_slice header)
{
    char text[HEADER_MAX];
    jb_column column = { .field = JB_FIELD_NONE };
    if (!clean(header, text)) {
        return column;
    }
    take_language(text, header, &column);
    if (jb_column_is_option(header, &column)) {
        return column;
    }
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        if (strcmp(aliases[i].word, text) == 0) {
            column.field = aliases[i].field;
            column.weak = aliases[i].weak;
            return column;
        }
    }
    if (!find_option(text, &column) && is_options(text)) {
        column.field = JB_FIELD_OPTIONS;
    }
    return column;
}

static const char *const names[JB_FIELD_COUNT] = {
    [JB_FIELD_ID] = "id",
    [JB_FIELD_TYPE] = "type",
    [JB_FIELD_CATEGORY] = "category",
    [JB_FIELD_MATERIAL] = "material",
    [JB_FIELD_STEM] = "stem",
    [JB_FIELD_OPTION] = "option_",
    [JB_FIELD_OPTIONS] = "options",
    [JB_FIELD_WRONG] = "wrong",
    [JB_FIELD_ANSWER] = "answer",
    [JB_FIELD_TOLERANCE] = "tolerance",
    [JB_FIELD_EXPLANATION] = "explanation",
    [JB_FIELD_POINTS] = "points",
    [JB_FIELD_TIME] = "time",
    [JB_FIELD_DIFFICULTY] = "difficulty",
    [JB_FIELD_TAGS] = "tags",
    [JB_FIELD_IMAGE] = "image",
    [JB_FIELD_AUDIO] = "audio",
    [JB_FIELD_VIDEO] = "video",
    [JB_FIELD_SOURCE] = "source",
    [JB_FIELD_KEEP_ORDER] = "keep_order",
    [JB_FIELD_EXACT] = "exact",
};

const char *jb_column_name(const jb_column *column, char out[64])
{
    if (!names[column->field]) {
        return NULL;
    }
    char letter[2] = { (char)('a' + column->option), '\0' };
    (void)snprintf(out, 64, "%s%s%s%s", names[column->field],
                   column->field == JB_FIELD_OPTION ? letter : "",
                   column->language[0] != '\0' ? "@" : "", column->language);
    return out;
}

const char *jb_column_letters(uint32_t column, char out[8])
{
    char reversed[8];
    size_t size = 0;
    for (; column > 0 && size < 7; column = (column - 1) / 26) {
        reversed[size++] = (char)('A' + (column - 1) % 26);
    }
    for (size_t i = 0; i < size; i++) {
        out[i] = reversed[size - 1 - i];
    }
    out[size] = '\0';
    return out;
}

bool jb_column_spec(jb_slice piece, uint32_t *number, jb_column *column)
{
    const char *equals = memchr(piece.bytes, '=', piece.size);
    *number = 0;
    *column = (jb_column){ .field = JB_FIELD_NONE };
    for (const char *at = piece.bytes; equals && at < equals; at++) {
        char c = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
        if (c < 'A' || c > 'Z' || *number > JB_TABLE_COLUMNS_MAX) {
            return false;
        }
        *number = *number * 26 + (uint32_t)(c - 'A') + 1;
    }
    if (!equals || *number == 0 || *number > JB_TABLE_COLUMNS_MAX) {
        return false;
    }
    jb_slice name = { equals + 1, (size_t)(piece.bytes + piece.size - equals) - 1 };
    const char *at = name.size > 0 ? memchr(name.bytes, '@', name.size) : NULL;
    size_t size = at ? (size_t)(at - name.bytes) : name.size;
    if (name.size == 0) {
        return true;
    }
    for (jb_field field = JB_FIELD_ID; field < JB_FIELD_COUNT; field++) {
        size_t known = strlen(names[field]);
        bool option = field == JB_FIELD_OPTION;
        if (size == known + option && memcmp(name.bytes, names[field], known) == 0 &&
            (!option || (name.bytes[known] >= 'a' && name.bytes[known] <= 'z'))) {
            column->field = field;
            column->option = option ? (uint8_t)(name.bytes[known] - 'a') : 0;
            char copy[HEADER_MAX] = "@";
            take_language(copy, name, column);
            return !at || column->language[0] != '\0';
        }
    }
    return false;
}

bool jb_columns_good(const char *columns)
{
    for (const char *at = columns;;) {
        const char *end = strchr(at, ',');
        jb_slice piece = { at, end ? (size_t)(end - at) : strlen(at) };
        uint32_t number = 0;
        jb_column column;
        if (!jb_column_spec(piece, &number, &column)) {
            return false;
        }
        if (!end) {
            return true;
        }
        at = end + 1;
    }
}
