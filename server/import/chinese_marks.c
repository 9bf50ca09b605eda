/*
 * What a line begins with: the number of a question or the label of an option. Each mark is looked
 * at alone here; whether it is one where it stands, the reader decides.
 */
#include "chinese_internal.h"

#include <string.h>

enum {
    TYPE_BYTES_MAX = 60,
    YEAR_DIGITS = 4,
    ANSWER_BYTES_MAX = 24
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

size_t jb_cn_one_of(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (*text == *words[i] && jb_cn_starts(text, words[i])) {
            return strlen(words[i]);
        }
    }
    return 0;
}

size_t jb_cn_lead(const char *line)
{
    static const char *const bullets[] = { "- ", "* ", "+ ", "> ", "•", "◆", "●", "■", "▲", "★" };
    const char *at = jb_cn_skip(line);
    for (bool again = true; again;) {
        size_t size = CN_ONE_OF(at, bullets);
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

size_t jb_cn_digits(const char *text, uint32_t *value)
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
    return CN_ONE_OF(text, signs);
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
    size_t open = CN_ONE_OF(text, opens);
    const char *at = jb_cn_skip(text + open);
    size_t size = open > 0 ? jb_cn_digits(at, &out->value) : 0;
    at = jb_cn_skip(at + size);
    size_t close = size > 0 ? CN_ONE_OF(at, closes) : 0;
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
    size_t word = CN_ONE_OF(text, words);
    const char *at = jb_cn_skip(text + word);
    size_t size = word > 0 ? jb_cn_digits(at, &out->value) : 0;
    if (size == 0) {
        return false;
    }
    at = jb_cn_skip(at + size);
    size_t end = CN_ONE_OF(at, ends);
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
    size_t size = jb_cn_digits(text, &out->value);
    if (size == 0) {
        return false;
    }
    const char *at = text + size;
    size_t opener = CN_ONE_OF(at, openers);
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
    size_t open = CN_ONE_OF(text, opens);
    size_t word = open == 0 ? CN_ONE_OF(text, words) : 0;
    if (word > 0) {
        out->type_to = word;
        return word;
    }
    if (open == 0) {
        return 0;
    }
    for (size_t i = open; text[i] != '\0' && i < TYPE_BYTES_MAX; i += jb_cn_char(text + i)) {
        size_t close = CN_ONE_OF(text + i, closes);
        if (close > 0) {
            jb_type_word type = jb_type_word_of((jb_slice){ text + open, i - open });
            out->type_from = open;
            out->type_to = i;
            return type.known ? i + close : 0;
        }
    }
    return 0;
}

/* "( √ )1.", "（A）2、", "( )3.": a bracket for the answer before the number. */
static bool answer_first(const char *text, cn_number *out)
{
    size_t size = *text == '(' ? strcspn(text + 1, ")") : 0;
    const char *close = text + 1 + size;
    cn_number number = { .style = CN_STYLE_NONE };
    if (*text != '(' || *close != ')' || size > ANSWER_BYTES_MAX) {
        return false;
    }
    const char *inside = jb_cn_skip(text + 1);
    size_t end = size;
    while (end > 0 && text[end] == ' ') {
        end--;
    }
    size_t width = text + 1 + end > inside ? (size_t)(text + 1 + end - inside) : 0;
    const char *behind = jb_cn_skip(close + 1);
    if ((width > 0 && jb_cn_answer_head(inside, width) != width) ||
        !plain_number(behind, &number) || number.style != CN_STYLE_PLAIN || number.opener > 0) {
        return false;
    }
    *out = number;
    out->end += (size_t)(behind - text);
    out->answer_from = (size_t)(inside - text);
    out->answer_to = out->answer_from + width;
    return true;
}

bool jb_cn_number(const char *text, cn_number *out)
{
    *out = (cn_number){ .style = CN_STYLE_NONE };
    if (any_number(text, out) || answer_first(text, out)) {
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
    size_t size = CN_ONE_OF(text, marks);
    return size > 0 ? (size_t)(jb_cn_skip(text + size) - text) : 0;
}

/* "[ ]" of a list to be ticked, "□". */
static size_t empty_mark(const char *text)
{
    static const char *const marks[] = { "[ ]", "□", "☐", "○", "◯" };
    size_t size = CN_ONE_OF(text, marks);
    return size > 0 ? (size_t)(jb_cn_skip(text + size) - text) : 0;
}

/* The label at `text`. */
static bool label(const char *text, cn_option *out)
{
    static const char *const opens[] = { "(", "[", "【", "〔", "<" };
    static const char *const closes[] = { ")", "]", "】", "〕", ">" };
    static const char *const strong[] = { ".", "、", ")", ":", "﹒", "﹑", "·", "]" };
    size_t open = CN_ONE_OF(text, opens);
    const char *at = jb_cn_skip(text + open);
    if (!is_letter(*at)) {
        return false;
    }
    out->small = *at >= 'a';
    out->letter = *at - (out->small ? 'a' : 'A');
    const char *behind = at + 1;
    const char *next = jb_cn_skip(behind);
    size_t sign = open > 0 ? CN_ONE_OF(next, closes) : CN_ONE_OF(next, strong);
    if (sign > 0) {
        size_t more = open > 0 ? CN_ONE_OF(next + sign, strong) : 0; /* "(A)." */
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
        good = good &&
               (option.strength == CN_STRONG || (option.strength <= like->strength &&
                                                 (wide || start == 0 || text[start - 1] == ' ')));
        if (good) {
            return start;
        }
    }
    return to;
}
