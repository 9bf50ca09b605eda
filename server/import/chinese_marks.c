/*
 * What a line begins with: the number of a question, the label of an option, the head of a section
 * or chapter, or nothing of these. Each mark is looked at alone here; whether it is one where it
 * stands, the reader decides.
 */
#include "chinese_internal.h"

#include <string.h>

enum {
    SECTION_BYTES_MAX = 120, /* of a type word with what numbers it */
    CHAPTER_BYTES_MAX = 150,
    HEADING_BYTES_MAX = 90,
    RULE_MIN = 3,
    TYPE_BYTES_MAX = 60,
    YEAR_DIGITS = 4
};

/* ---- characters ---- */

size_t jb_cn_char(const char *text)
{
    unsigned char c = (unsigned char)text[0];
    size_t size = c == 0 ? 0 : c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    for (size_t i = 1; i < size; i++) {
        if (text[i] == '\0') {
            return i;
        }
    }
    return size;
}

uint32_t jb_cn_code(const char *text)
{
    size_t size = jb_cn_char(text);
    const unsigned char *at = (const unsigned char *)text;
    if (size < 2) {
        return at[0];
    }
    uint32_t c = at[0] & (0xffU >> (size + 1));
    for (size_t i = 1; i < size; i++) {
        c = c << 6 | (at[i] & 0x3fU);
    }
    return c;
}

bool jb_cn_is_han(uint32_t c)
{
    return (c >= 0x3400 && c <= 0x9fff) || (c >= 0x20000 && c <= 0x2fa1f) ||
           (c >= 0xf900 && c <= 0xfaff) || (c >= 0x2e80 && c <= 0x2fdf);
}

bool jb_cn_starts(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

const char *jb_cn_skip(const char *text)
{
    return text + strspn(text, " ");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The size of the first of these words that the text begins with; 0: none. */
static size_t one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (jb_cn_starts(text, words[i])) {
            return strlen(words[i]);
        }
    }
    return 0;
}

#define ONE_OF(text, words) one_of((text), (words), sizeof(words) / sizeof *(words))

size_t jb_cn_lead(const char *line)
{
    static const char *const bullets[] = { "- ", "* ", "+ ", "> ", "•", "◆", "●", "■", "▲", "★" };
    const char *at = jb_cn_skip(line);
    for (bool again = true; again;) {
        size_t size = ONE_OF(at, bullets);
        size_t hashes = strspn(at, "#");
        if (size == 0 && hashes > 0 && hashes <= 6 && at[hashes] == ' ') {
            size = hashes;
        }
        if (size == 0 && jb_cn_starts(at, "**") && at[2] != ' ' && at[2] != '*') {
            size = 2;
        }
        if (size == 0 && at[0] == '*' && is_digit(at[1])) {
            size = 1;
        }
        again = size > 0;
        at = jb_cn_skip(at + size);
    }
    return (size_t)(at - line);
}

/* ---- numbers ---- */

/* Up to five digits; 0: none or more. */
static size_t digits(const char *text, uint32_t *value)
{
    size_t size = 0;
    *value = 0;
    while (is_digit(text[size]) && size < 6) {
        *value = *value * 10 + (uint32_t)(text[size] - '0');
        size++;
    }
    return size <= 5 ? size : 0;
}

/* What may stand behind a number: its size. */
static size_t number_sign(const char *text)
{
    static const char *const signs[] = { ".", "、", ")", ":", "。", "·", "]", "】", "﹒", "﹑" };
    return ONE_OF(text, signs);
}

/* "①" and its relatives. */
static bool circled(const char *text, cn_number *out)
{
    uint32_t c = jb_cn_code(text);
    size_t size = jb_cn_char(text);
    if (c >= 0x2460 && c <= 0x2473) {
        out->value = c - 0x2460 + 1;
        out->style = CN_STYLE_CIRCLED;
    } else if (c >= 0x2474 && c <= 0x2487) {
        out->value = c - 0x2474 + 1;
        out->style = CN_STYLE_BRACKET;
    } else if (c >= 0x2488 && c <= 0x249b) {
        out->value = c - 0x2488 + 1;
        out->style = CN_STYLE_PLAIN;
    } else {
        return false;
    }
    size_t sign = number_sign(text + size);
    out->end = size + sign;
    return true;
}

/* "(1)", "[1]", "【1】". */
static bool bracketed(const char *text, cn_number *out)
{
    static const char *const opens[] = { "(", "[", "【", "〔" };
    static const char *const closes[] = { ")", "]", "】", "〕" };
    size_t open = ONE_OF(text, opens);
    const char *at = jb_cn_skip(text + open);
    size_t size = open > 0 ? digits(at, &out->value) : 0;
    at = jb_cn_skip(at + size);
    size_t close = size > 0 ? ONE_OF(at, closes) : 0;
    if (close == 0) {
        return false;
    }
    at += close;
    size_t sign = number_sign(at);
    out->end = (size_t)(at - text) + sign;
    out->style = CN_STYLE_BRACKET;
    return true;
}

/* "第1题", "题1:", "Question 1.", "Q1:". */
static bool worded(const char *text, cn_number *out)
{
    static const char *const words[] = { "第",        "题目",      "试题",      "问题", "题",
                                         "Question ", "QUESTION ", "question ", "Q" };
    static const char *const ends[] = { "小题", "题", "道题", "道" };
    size_t word = ONE_OF(text, words);
    const char *at = jb_cn_skip(text + word);
    size_t size = word > 0 ? digits(at, &out->value) : 0;
    if (size == 0) {
        return false;
    }
    at = jb_cn_skip(at + size);
    size_t end = ONE_OF(at, ends);
    bool ordinal = jb_cn_starts(text, "第");
    if (ordinal && end == 0) {
        return false;
    }
    at = jb_cn_skip(at + end);
    size_t sign = number_sign(at);
    if (!ordinal && sign == 0 && *at != '\0') {
        return false;
    }
    out->end = (size_t)(at - text) + sign;
    out->style = CN_STYLE_WORD;
    return true;
}

/* "1.", "1、", "1 ", "87（. ）". */
static bool plain_number(const char *text, cn_number *out)
{
    static const char *const openers[] = { "(", "《", "“", "\"", "【", "〈", "「", "『", "[" };
    size_t size = digits(text, &out->value);
    if (size == 0) {
        return false;
    }
    const char *at = text + size;
    size_t opener = ONE_OF(at, openers);
    if (opener > 0 && (at[opener] == '.' || jb_cn_starts(at + opener, "、"))) {
        out->opener = size;
        out->end = size + opener + (at[opener] == '.' ? 1 : strlen("、"));
        out->style = CN_STYLE_PLAIN;
        return true;
    }
    const char *behind = jb_cn_skip(at);
    size_t sign = number_sign(behind);
    if (sign > 0 && behind[0] == ':' && is_digit(behind[1])) {
        return false; /* a time */
    }
    if (sign > 0) {
        /* "9.2025年": four digits are a year, not decimals. */
        out->decimal = behind[0] == '.' && is_digit(behind[1]) &&
                       strspn(behind + 1, "0123456789") < YEAR_DIGITS;
        out->end = (size_t)(behind - text) + sign;
        /* "1.、" and "1.)" */
        sign = number_sign(text + out->end);
        out->end += out->decimal || text[out->end] == '.' || is_digit(text[out->end]) ? 0 : sign;
        out->style = CN_STYLE_PLAIN;
        return true;
    }
    if (behind > at || *at == '\0') {
        out->end = (size_t)(behind - text);
        out->style = CN_STYLE_BARE;
        return true;
    }
    return false;
}

static bool any_number(const char *text, cn_number *out)
{
    return circled(text, out) || bracketed(text, out) || worded(text, out) ||
           plain_number(text, out);
}

/* "[单选]", "(多选题)", "单选题" before a number or text: the size of what to skip. */
static size_t type_mark(const char *text, cn_number *out)
{
    static const char *const opens[] = { "[", "(", "【", "〔", "<" };
    static const char *const closes[] = { "]", ")", "】", "〕", ">" };
    static const char *const words[] = { "单选题", "多选题", "判断题", "填空题", "选择题",
                                         "单选",   "多选",   "判断",   "填空" };
    size_t open = ONE_OF(text, opens);
    size_t word = open == 0 ? ONE_OF(text, words) : 0;
    if (word > 0) {
        out->type_to = word;
        return word;
    }
    if (open == 0) {
        return 0;
    }
    for (size_t i = open; text[i] != '\0' && i < TYPE_BYTES_MAX; i += jb_cn_char(text + i)) {
        size_t close = ONE_OF(text + i, closes);
        if (close > 0) {
            jb_type_word type = jb_type_word_of((jb_slice){ text + open, i - open });
            out->type_from = open;
            out->type_to = i;
            return type.known ? i + close : 0;
        }
    }
    return 0;
}

bool jb_cn_number(const char *text, cn_number *out)
{
    *out = (cn_number){ .style = CN_STYLE_NONE };
    if (any_number(text, out)) {
        return true;
    }
    *out = (cn_number){ .style = CN_STYLE_NONE };
    size_t mark = type_mark(text, out);
    if (mark == 0) {
        return false;
    }
    cn_number number = { .style = CN_STYLE_NONE };
    size_t space = strspn(text + mark, " ");
    bool bracket = out->type_from > 0;
    if (any_number(text + mark + space, &number) && number.style != CN_STYLE_CIRCLED) {
        out->style = number.style == CN_STYLE_BARE ? CN_STYLE_PLAIN : number.style;
        out->value = number.value;
        out->end = mark + space + number.end;
        out->opener = number.opener > 0 ? mark + space + number.opener : 0;
        out->decimal = number.decimal;
        return true;
    }
    out->style = CN_STYLE_TYPE;
    out->end = mark + space;
    return bracket && text[out->end] != '\0';
}

/* ---- options ---- */

static bool truth_label(const char *text, cn_option *out)
{
    static const char *const words[] = { "true", "True", "TRUE", "false", "False", "FALSE" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i]);
        if (jb_cn_starts(text, words[i]) &&
            (text[size] == '.' || jb_cn_starts(text + size, "、"))) {
            *out = (cn_option){ .letter = i >= 3,
                                .truth = true,
                                .end = size + (text[size] == '.' ? 1 : strlen("、")) };
            return true;
        }
    }
    return false;
}

/* A sign of a right option before its label. */
static size_t right_mark(const char *text)
{
    static const char *const marks[] = { "*", "√", "✓", "✔", "☑", "✅", "[x]", "[X]", "(√)" };
    size_t size = ONE_OF(text, marks);
    return size > 0 ? (size_t)(jb_cn_skip(text + size) - text) : 0;
}

/* "[ ]" of a list to be ticked, "□". */
static size_t empty_mark(const char *text)
{
    static const char *const marks[] = { "[ ]", "□", "☐", "○", "◯" };
    size_t size = ONE_OF(text, marks);
    return size > 0 ? (size_t)(jb_cn_skip(text + size) - text) : 0;
}

/* The label at `text`. */
static bool label(const char *text, cn_option *out)
{
    static const char *const opens[] = { "(", "[", "【", "〔", "<" };
    static const char *const closes[] = { ")", "]", "】", "〕", ">" };
    static const char *const strong[] = { ".", "、", ")", ":", "﹒", "﹑", "·", "]" };
    size_t open = ONE_OF(text, opens);
    const char *at = jb_cn_skip(text + open);
    if (!is_letter(*at)) {
        return false;
    }
    out->small = *at >= 'a';
    out->letter = *at - (out->small ? 'a' : 'A');
    const char *behind = at + 1;
    const char *next = jb_cn_skip(behind);
    size_t sign = open > 0 ? ONE_OF(next, closes) : ONE_OF(next, strong);
    if (sign > 0) {
        size_t more = open > 0 ? ONE_OF(next + sign, strong) : 0; /* "(A)." */
        out->end = (size_t)(next - text) + sign + more;
        out->strength = CN_STRONG;
        return true;
    }
    if (open > 0 || out->small || is_letter(*behind)) {
        return false;
    }
    out->end = (size_t)(next - text);
    out->strength = next > behind ? CN_SPACED : CN_GLUED;
    return *next != '\0' && *next != '-' && *next != '+' && *next != '=' && *next != '/';
}

bool jb_cn_option(const char *text, cn_option *out)
{
    *out = (cn_option){ .letter = 0 };
    if (truth_label(text, out)) {
        return true;
    }
    size_t right = right_mark(text);
    size_t skip = right > 0 ? right : empty_mark(text);
    if (!label(text + skip, out) || (skip > 0 && out->strength == CN_GLUED)) {
        return false;
    }
    out->end += skip;
    out->marked = right > 0;
    return true;
}

/* May a label begin here, the character before being `c`? */
static bool boundary(const char *text, size_t at, bool loose)
{
    char c = at > 0 ? text[at - 1] : ' ';
    if (loose) {
        return !is_letter(c);
    }
    if ((unsigned char)c < 0x80) {
        return strchr(" ).?;:!|,_]\"'", c) != NULL;
    }
    static const char *const before[] = { "。", "】", "”", "》", "、", "…", "√", "×" };
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        size_t size = strlen(before[i]);
        if (at >= size && memcmp(text + at - size, before[i], size) == 0) {
            return true;
        }
    }
    return false;
}

size_t jb_cn_find_label(const char *text, size_t from, size_t to, const cn_option *like, bool loose)
{
    char letter = (char)((like->small ? 'a' : 'A') + like->letter);
    for (size_t i = from; i < to; i++) {
        const char *found = memchr(text + i, letter, to - i);
        if (!found) {
            return to;
        }
        i = (size_t)(found - text);
        size_t start = i;
        cn_option option = { .letter = -1 };
        bool bracket = start > from && strchr("([<", text[start - 1]) != NULL;
        if (bracket && label(text + start - 1, &option) && option.strength == CN_STRONG) {
            return start - 1;
        }
        option = (cn_option){ .letter = -1 };
        bool good = !bracket && boundary(text, start, loose) && label(text + start, &option) &&
                    option.letter == like->letter;
        bool wide = start >= 2 && text[start - 1] == ' ' && text[start - 2] == ' ';
        good = good && (option.strength == CN_STRONG ||
                        (option.strength <= like->strength && (wide || text[start - 1] == ' ')));
        if (good) {
            return start;
        }
    }
    return to;
}

/* ---- sections and chapters ---- */

static const char *const numerals[] = { "一", "二", "三", "四", "五", "六", "七",
                                        "八", "九", "十", "百", "零", "〇", "两" };

/* Behind Chinese numerals. */
static const char *skip_numerals(const char *text)
{
    for (size_t size = 1; size > 0; text += size) {
        size = ONE_OF(text, numerals);
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
    at += at == number ? digits(at, &value) : 0;
    at += at == number ? strspn(at, "IVX") : 0;
    if (at == number) {
        return text;
    }
    at = jb_cn_skip(at);
    size_t part = ordinal ? ONE_OF(at, parts) : 0;
    size_t sign = ONE_OF(jb_cn_skip(at + part), signs);
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
    while (text[size] != '\0' && (size == 0 || ONE_OF(text + size, ends) == 0) &&
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
    bool numbered = false;
    bool wrapped = jb_cn_starts(text, "【") || jb_cn_starts(text, "[");
    const char *at = text + (jb_cn_starts(text, "【") ? strlen("【") : wrapped);
    at = skip_section_number(at, &numbered);
    size_t size = *at != '(' ? section_head(at) : 0;
    size_t word = size;
    if (wrapped) {
        const char *close = strstr(at, "】") ? strstr(at, "】") : strchr(at, ']');
        size = close ? (size_t)(close - at) + jb_cn_char(close) : 0;
        word = close && (size_t)(close - at) < word ? (size_t)(close - at) : word;
    }
    if (size == 0 || strchr(at, '?') || strstr(at, "( )") || strstr(at, "()") ||
        word > SECTION_BYTES_MAX || !only_counts(at + size) ||
        (wrapped && at[size] != '\0' && !strchr("( :*#", at[size]))) {
        return false;
    }
    /* "A1型题": one right answer; "X型题": several. */
    if (has(at, word, "型题") && (*at == 'A' || *at == 'X') && word <= 12) {
        *type = jb_slice_of(*at == 'A' ? "单选题" : "多选题");
        return true;
    }
    bool plain = numbered || wrapped || has(at, word, "题") || has(at, word, "uestion") ||
                 ONE_OF(at, short_words) > 0;
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
    at += at == number ? digits(at, &value) : 0;
    at = at > number ? jb_cn_skip(at) : start;
    for (size_t i = 0; at > start && i < sizeof levels / sizeof levels[0]; i++) {
        size_t word = strlen(levels[i].word);
        size_t size = strlen(start);
        while (size > 0 && strchr(" =-*#:", start[size - 1])) {
            size--;
        }
        const char *tail = at + word;
        bool sentence = strstr(tail, "。") || strchr(tail, '(') == tail || strchr(tail, '?') ||
                        strstr(tail, "，") || strstr(tail, "规定");
        if (jb_cn_starts(at, levels[i].word) && size <= CHAPTER_BYTES_MAX && !sentence) {
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
    while (*at != '\0') {
        static const char *const wide[] = { "—", "─", "━", "…", "═", "－", "·", "—" };
        size_t size = strchr("-=_*~#+. ", *at) ? 1 : ONE_OF(at, wide);
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
            size = ONE_OF(at, words);
            word = word || (size > 0 && *at != ' ' && *at != '.');
        }
        if (size == 0) {
            return false;
        }
        at += size;
    }
    return any && word && strlen(text) <= 40;
}
