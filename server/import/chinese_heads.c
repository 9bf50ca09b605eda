/*
 * Lines that are no part of a question: heads of sections and chapters, rules, numbers of pages.
 */
#include "chinese_internal.h"

#include <string.h>

enum {
    SECTION_BYTES_MAX = 120, /* of a type word with what numbers it */
    CHAPTER_BYTES_MAX = 150,
    HEADING_BYTES_MAX = 90,
    RULE_MIN = 3
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- sections and chapters ---- */

static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七",
                                        "八", "九", "十", "百", "零", "〇", "两" };

/* Behind Chinese numerals. */
static const char *skip_numerals(const char *text)
{
    for (size_t size = 1; size > 0; text += size) {
        size = CN_ONE_OF(text, numerals);
    }
    return text;
}

/* "一、", "(二)", "第三部分", "1.", "I." before the word of a section. *numbered: there was one. */
static const char *skip_section_number(const char *text, bool *numbered)
{
    static const char *const parts[] = { "部分", "大题", "题型", "类", "题", "卷" };
    static const char *const signs[] = { "、", ".", ":", ")", "，", "," };
    const char *at = text;
    uint32_t value = 0;
    bool ordinal = jb_cn_starts(at, "第");
    at += ordinal ? strlen("第") : 0;
    bool bracket = *at == '(';
    at = jb_cn_skip(at + bracket);
    const char *number = at;
    at = skip_numerals(at);
    at += at == number ? jb_cn_digits(at, &value) : 0;
    at += at == number ? strspn(at, "IVX") : 0;
    if (at == number) {
        return text;
    }
    at = jb_cn_skip(at);
    size_t part = ordinal ? CN_ONE_OF(at, parts) : 0;
    size_t sign = CN_ONE_OF(jb_cn_skip(at + part), signs);
    if (part == 0 && sign == 0 && !bracket) {
        return text;
    }
    at = jb_cn_skip(at + part);
    at += sign;
    *numbered = true;
    return jb_cn_skip(at);
}

/* Cuts at what only counts or explains: "（每题2分）", "：", "共10题". */
static size_t section_head(const char *text)
{
    static const char *const ends[] = {
        "(", ":", "共", "每", "，", ",", "。", "[", "本", "/", "】"
    };
    size_t size = 0;
    while (text[size] != '\0' && (size == 0 || CN_ONE_OF(text + size, ends) == 0) &&
           !is_digit(text[size])) {
        size += jb_cn_char(text + size);
    }
    while (size > 0 && (text[size - 1] == ' ' || text[size - 1] == '*')) {
        size--;
    }
    return size;
}

static bool has(const char *text, size_t size, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= size; i++) {
        if (memcmp(text + i, word, length) == 0) {
            return true;
        }
    }
    return false;
}

/* Behind the type word stands nothing that makes a question of the line: "（1） ..." has text. */
static bool only_counts(const char *rest)
{
    const char *close = strrchr(rest, ')');
    const char *sign = *rest == '(' && close ? close + 1 : rest;
    sign += strspn(sign, " :*.#");
    sign += jb_cn_starts(sign, "】") ? strlen("】") : 0;
    sign += strspn(sign, " :*.#");
    bool counts = jb_cn_starts(sign, "共") || jb_cn_starts(sign, "每") ||
                  jb_cn_starts(sign, "本") || is_digit(*sign) || *sign == ',' ||
                  jb_cn_starts(sign, "，");
    return *sign == '\0' || *sign == '(' || counts;
}

bool jb_cn_section(const char *text, jb_slice *type)
{
    static const char *const short_words[] = { "单选", "多选",   "判断",     "填空",
                                               "选择", "不定项", "单项",     "多项",
                                               "是非", "True",   "Multiple", "Single",
                                               "Fill", "Short",  "Essay",    "TRUE" };
    static const char *const essays[] = { "名词解释", "简答", "论述", "问答", "案例分析" };
    bool numbered = false;
    bool wrapped = jb_cn_starts(text, "【") || jb_cn_starts(text, "[");
    const char *at = text + (jb_cn_starts(text, "【") ? strlen("【") : wrapped);
    at = skip_section_number(at, &numbered);
    if ((*at == 'A' || *at == 'X') && strlen(at) < 60) {
        /* "A1型题" has one right answer, "X型题" several. */
        const char *tail = at + 1 + (is_digit(at[1]) ? 1 : 0);
        if (jb_cn_starts(tail, "型题") && only_counts(tail + strlen("型题"))) {
            *type = jb_slice_of(*at == 'A' ? "单选题" : "多选题");
            return true;
        }
    }
    for (size_t i = 0; i < sizeof essays / sizeof essays[0]; i++) {
        if (strcmp(at, essays[i]) == 0) {
            *type = (jb_slice){ at, strlen(at) };
            return true;
        }
    }
    size_t size = *at != '(' ? section_head(at) : 0;
    size_t word = size;
    if (wrapped) {
        const char *close = strstr(at, "】") ? strstr(at, "】") : strchr(at, ']');
        size = close ? (size_t)(close - at) + jb_cn_char(close) : 0;
        word = close && (size_t)(close - at) < word ? (size_t)(close - at) : word;
        size = is_digit(at[word]) ? 0 : size; /* "【材料1】" */
    }
    if (size == 0 || strchr(at, '?') || strstr(at, "( )") || strstr(at, "()") ||
        word > SECTION_BYTES_MAX || !only_counts(at + size) ||
        (wrapped && at[size] != '\0' && !strchr("( :*#", at[size]))) {
        return false;
    }
    bool plain = numbered || wrapped || has(at, word, "题") || has(at, word, "uestion") ||
                 CN_ONE_OF(at, short_words) > 0;
    if (!plain || !jb_type_word_of((jb_slice){ at, word }).known) {
        return false;
    }
    *type = (jb_slice){ at, word };
    return true;
}

int jb_cn_chapter(const char *text, jb_slice *name)
{
    static const struct {
        const char *word;
        int level;
    } levels[] = { { "编", 1 }, { "篇", 1 }, { "单元", 1 }, { "模块", 1 }, { "章", 2 },
                   { "讲", 2 }, { "课", 2 }, { "节", 3 },   { "专题", 2 }, { "套", 2 } };
    const char *at = text;
    uint32_t value = 0;
    at += jb_cn_starts(at, "【") ? strlen("【") : 0;
    if (!jb_cn_starts(at, "第")) {
        return 0;
    }
    const char *start = at;
    const char *number = jb_cn_skip(at + strlen("第"));
    at = skip_numerals(number);
    at += at == number ? jb_cn_digits(at, &value) : 0;
    at = at > number ? jb_cn_skip(at) : start;
    for (size_t i = 0; at > start && i < sizeof levels / sizeof levels[0]; i++) {
        if (!jb_cn_starts(at, levels[i].word)) {
            continue;
        }
        size_t size = strlen(start);
        while (size > 0 && strchr(" =-*#:", start[size - 1])) {
            size--;
        }
        const char *tail = at + strlen(levels[i].word);
        bool sentence = strstr(tail, "。") || strchr(tail, '(') == tail || strchr(tail, '?') ||
                        strstr(tail, "，") || strstr(tail, "规定");
        if (size <= CHAPTER_BYTES_MAX && !sentence) {
            size_t close = strlen("】");
            size -= size > close && memcmp(start + size - close, "】", close) == 0 ? close : 0;
            *name = (jb_slice){ start, size };
            return levels[i].level;
        }
    }
    return 0;
}

bool jb_cn_heading(const char *text, jb_slice *name)
{
    static const char *const never[] = { "。", "?", "？", "____", "( )", "()", "答案", ";" };
    const char *at = text + (*text == '(');
    const char *behind = skip_numerals(at);
    if (behind == at || (!jb_cn_starts(behind, "、") && *behind != '.' && *behind != ')')) {
        return false;
    }
    size_t size = strlen(text);
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strstr(text, never[i])) {
            return false;
        }
    }
    *name = (jb_slice){ text, size };
    return size <= HEADING_BYTES_MAX;
}

/* ---- what is no text ---- */

bool jb_cn_rule(const char *text)
{
    size_t count = 0;
    const char *at = text;
    if (jb_cn_starts(text, "@@@")) {
        return text[strspn(text, "@")] == '\0';
    }
    if (strchr(text, '_') && text[strspn(text, "_ ")] != '\0') {
        return false; /* a gap to be filled in */
    }
    while (*at != '\0') {
        static const char *const wide[] = { "—", "─", "━", "…", "═", "－", "·", "—" };
        size_t size = strchr("-=_*~#+. ", *at) ? 1 : CN_ONE_OF(at, wide);
        if (size == 0) {
            return false;
        }
        count += *at != ' ';
        at += size;
    }
    return count >= RULE_MIN;
}

bool jb_cn_page(const char *text)
{
    static const char *const words[] = { "第", "页", "共", "Page", "page", "of", "/",
                                         "-",  " ",  "—",  ",",    "，",   "分", "." };
    bool any = false;
    bool word = false;
    for (const char *at = text; *at != '\0';) {
        size_t size = strspn(at, "0123456789");
        any = any || size > 0;
        if (size == 0) {
            size = CN_ONE_OF(at, words);
            word = word || (size > 0 && *at != ' ' && *at != '.');
        }
        if (size == 0) {
            return false;
        }
        at += size;
    }
    return any && word && strlen(text) <= 40;
}
