/*
 * What an answer names: options by letter, number or text, or true and false. Everything is
 * compared as typed answers are (jb_text_fold), so that full-width letters and case do not matter.
 */
#include "item_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/text.h"

enum {
    PARTS_MAX = JB_OPTIONS_MAX + 1
};

void *jb_making_take(jb_making *making, size_t count, size_t size)
{
    void *memory = jb_memory_take(&making->memory, count, size);
    if (!memory) {
        jb_draft_fail(making->draft);
    }
    return memory;
}

jb_slice jb_making_fold(jb_making *making, jb_slice text)
{
    jb_buffer folded;
    jb_slice out = { .bytes = "", .size = 0 };
    jb_buffer_init(&folded, 0);
    if (jb_text_fold(text, &folded) == JB_OK && folded.size > 0) {
        char *copy = jb_making_take(making, folded.size, 1);
        if (copy) {
            memcpy(copy, folded.bytes, folded.size);
            out = jb_slice_trim((jb_slice){ copy, folded.size });
        }
    }
    jb_buffer_finish(&folded);
    return out;
}

bool jb_making_has(const jb_making *making, uint32_t option)
{
    return option < making->option_count &&
           (making->options[option].size > 0 ||
            making->item->option_media[option] != JB_DRAFT_MEDIA_NONE);
}

bool jb_making_moved(const jb_making *making)
{
    jb_slice points = jb_slice_trim(making->item->points.text);
    return points.size > 0 && (unsigned char)points.bytes[0] >= 'A' &&
           jb_difficulty_word(points) > 0;
}

void jb_answer_error(jb_making *making, const char *code, const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const jb_item *item = making->item;
    bool moved = jb_making_moved(making);
    bool inside = making->answer.size > 0 && (unsigned char)making->answer.bytes[0] >= 'A' &&
                  jb_difficulty_word(making->answer) > 0;
    if (moved || inside) {
        jb_draft_error(
            making->draft, making->answer_where, making->stem, "shifted_row",
            "The cells of this row seem to have moved: \"%.*s\" stands where %s belongs. "
            "Move them back.",
            moved ? (int)item->points.text.size : (int)making->answer.size,
            moved ? item->points.text.bytes : making->answer.bytes,
            moved ? "the score" : "the answer");
        return;
    }
    jb_draft_error(making->draft, making->answer_where, making->stem, code, "%s", message);
}

/* ---- what stands around an answer ---- */

static bool cut_start(jb_slice *text, const char *word)
{
    size_t size = strlen(word);
    if (text->size <= size || memcmp(text->bytes, word, size) != 0) {
        return false;
    }
    *text = jb_slice_trim((jb_slice){ text->bytes + size, text->size - size });
    return true;
}

static bool cut_end(jb_slice *text, const char *word)
{
    size_t size = strlen(word);
    if (text->size <= size || memcmp(text->bytes + text->size - size, word, size) != 0) {
        return false;
    }
    *text = jb_slice_trim((jb_slice){ text->bytes, text->size - size });
    return true;
}

/* "(A)", "[A]", "\"A\"", "答案:A", "选项A", "option a", "A项", "A." of a folded text. */
static jb_slice unwrapped(jb_slice text)
{
    static const char *const starts[] = { "(",      "[",    "{",    "【",     "\"", "'",      "“",
                                          "‘",      "答案", "正确", "选项",   "选", "option", "_",
                                          "answer", "为",   ":",    "choice", "应" };
    static const char *const ends[] = { ")",    "]",  "}", "】", "\"", "'", "”", "’",
                                        "选项", "项", ".", "。", ";",  ",", "、" };
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
            again = cut_start(&text, starts[i]) || again;
        }
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            again = cut_end(&text, ends[i]) || again;
        }
    }
    return text;
}

static bool separates(uint32_t c)
{
    return c == ' ' || c == ',' || c == 0x3001 || c == ';' || c == '|' || c == '/' || c == '&' ||
           c == '+' || c == '.' || c == 0x3002 || c == 0x548c /* 和 */ || c == '>' || c == '-' ||
           c == 0x2192 || c == '"' || c == '\'' || c == '[' || c == ']' || c == '(' || c == ')' ||
           c == 0xb7;
}

/* ---- letters and numbers ---- */

/* Adds an option by its number from 0. False: named before. */
static bool add_name(jb_making *making, jb_names *names, uint32_t option, char letter)
{
    if (!jb_making_has(making, option)) {
        names->missing = (char)(names->missing ? names->missing : letter);
        return true;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        if (names->options[i] == option) {
            return false;
        }
    }
    names->options[names->count++] = (uint8_t)option;
    return true;
}

/* "abd", "a, b and d": letters of options. */
static jb_named read_letters(jb_making *making, jb_slice answer, jb_names *names)
{
    uint32_t seen = 0;
    jb_slice rest = answer;
    while (rest.size > 0) {
        if (rest.size > 4 && memcmp(rest.bytes, "and ", 4) == 0 && seen != 0) {
            rest = (jb_slice){ rest.bytes + 4, rest.size - 4 };
            continue;
        }
        uint32_t c = jb_plain_next(&rest);
        if (separates(c)) {
            continue;
        }
        if (c < 'a' || c > 'z' || (seen & 1U << (c - 'a')) != 0) {
            return JB_NAMED_NOTHING;
        }
        seen |= 1U << (c - 'a');
        (void)add_name(making, names, c - 'a', (char)(c - 'a' + 'A'));
    }
    return seen == 0 ? JB_NAMED_NOTHING : names->missing ? JB_NAMED_MISSING : JB_NAMED_FINE;
}

/* "1,3": numbers of options, mostly from 1. */
static jb_named read_numbers(jb_making *making, jb_slice answer, jb_names *names)
{
    uint32_t base = making->item->answer_from_zero ? 0 : 1;
    uint32_t number = 0;
    bool open = false;
    bool any = false;
    jb_slice rest = answer;
    for (;;) {
        bool end = rest.size == 0;
        uint32_t c = end ? ' ' : jb_plain_next(&rest);
        if (c >= '0' && c <= '9' && number < 100) {
            number = number * 10 + (c - '0');
            open = true;
            continue;
        }
        if (!separates(c)) {
            return JB_NAMED_NOTHING;
        }
        char digit = (char)(number < 10 ? '0' + number : '?');
        if (open && !add_name(making, names, number - base, digit)) {
            return JB_NAMED_NOTHING;
        }
        any = any || open;
        open = false;
        number = 0;
        if (end) {
            return !any ? JB_NAMED_NOTHING : names->missing ? JB_NAMED_MISSING : JB_NAMED_FINE;
        }
    }
}

bool jb_only_letters(jb_making *making, jb_slice answer)
{
    jb_slice rest = jb_slice_trim(answer);
    uint32_t last = 0;
    (void)making;
    while (rest.size > 0) {
        uint32_t c = jb_plain_next(&rest);
        if (last > 0 && (c == ',' || c == ' ' || c == 0x3001 || c == ';' || c == '|')) {
            continue;
        }
        if (c < 'A' || c > 'H' || c <= last) {
            return false;
        }
        last = c;
    }
    return last > 0;
}

/* ---- texts ---- */

/* The one option with this text; -1: none, or several. */
static int option_with(const jb_slice *folded, uint32_t count, jb_slice text)
{
    int found = -1;
    for (uint32_t i = 0; i < count; i++) {
        if (folded[i].size > 0 && jb_slice_equal(folded[i], text)) {
            if (found >= 0) {
                return -1;
            }
            found = (int)i;
        }
    }
    return found;
}

/* "a. beijing": a label and the text of that very option. */
static int labelled_option(const jb_slice *folded, uint32_t count, jb_slice text)
{
    jb_slice rest;
    int label = jb_option_label_glued(text, &rest);
    return label >= 0 && (uint32_t)label < count && folded[label].size > 0 &&
                   jb_slice_equal(folded[label], jb_slice_trim(rest))
               ? label
               : -1;
}

static int named_by(const jb_slice *folded, uint32_t count, jb_slice text)
{
    text = jb_slice_trim(text);
    int option = option_with(folded, count, text);
    return option >= 0 ? option : labelled_option(folded, count, text);
}

/* Parts between `separator`, each the text of an option. */
static bool read_parts(jb_making *making, const jb_slice *folded, jb_slice answer,
                       const char *separator, jb_names *names)
{
    size_t size = strlen(separator);
    const char *start = answer.bytes;
    const char *end = answer.bytes + answer.size;
    for (const char *at = start; at <= end; at++) {
        bool cut = at == end || ((size_t)(end - at) >= size && memcmp(at, separator, size) == 0);
        if (!cut) {
            continue;
        }
        int option =
            named_by(folded, making->option_count, (jb_slice){ start, (size_t)(at - start) });
        if (option < 0 || !add_name(making, names, (uint32_t)option, '?')) {
            return false;
        }
        start = at + size;
        at = at == end ? at : start - 1;
    }
    return names->count > 0;
}

static bool read_texts(jb_making *making, jb_slice answer, jb_names *names)
{
    static const char *const separators[] = { "|", ";", "、", ",", "&", ">", "→", "/", " " };
    jb_slice folded[JB_OPTIONS_MAX];
    for (uint32_t i = 0; i < making->option_count; i++) {
        folded[i] = jb_making_fold(making, making->options[i]);
    }
    int option = named_by(folded, making->option_count, answer);
    if (option >= 0) {
        return add_name(making, names, (uint32_t)option, '?');
    }
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        names->count = 0;
        if (memchr(answer.bytes, separators[i][0], answer.size) &&
            read_parts(making, folded, answer, separators[i], names)) {
            return true;
        }
    }
    names->count = 0;
    return false;
}

jb_named jb_read_names(jb_making *making, jb_slice answer, jb_names *names)
{
    jb_slice whole = jb_making_fold(making, answer);
    jb_slice core = unwrapped(whole);
    jb_names by_text = { .count = 0 };
    *names = (jb_names){ .count = 0 };
    if (making->item->answer_is_number) {
        jb_named numbers = read_numbers(making, core, names);
        if (numbers != JB_NAMED_NOTHING) {
            return numbers;
        }
        *names = (jb_names){ .count = 0 };
    }
    bool text = read_texts(making, whole, &by_text);
    jb_named letters = read_letters(making, core, names);
    /* A single letter is a letter, even if an option says so; more than that is first a text. */
    if (text && (letters == JB_NAMED_NOTHING || core.size > 1 || letters == JB_NAMED_MISSING)) {
        *names = by_text;
        return JB_NAMED_FINE;
    }
    if (text && letters == JB_NAMED_FINE && by_text.options[0] != names->options[0]) {
        jb_draft_warn(
            making->draft, making->answer_where, making->stem, "letter_or_text",
            "The answer \"%.*s\" was taken for the letter of an option, but another option "
            "has it as its text. Look at this question.",
            (int)core.size, core.bytes);
    }
    return letters;
}

/* ---- true and false ---- */

void jb_truth_options(const jb_making *making, uint32_t *trues, uint32_t *falses)
{
    *trues = 0;
    *falses = 0;
    for (uint32_t i = 0; i < making->option_count; i++) {
        int truth = making->options[i].size > 0 ? jb_truth_word(making->options[i]) : -1;
        *trues += truth == 1;
        *falses += truth == 0;
    }
}

/* The truth that the answer names among options such as 对 and 错; -1: it names none. Options that
 * stand further right than A and B are meant in their order. */
static int named_truth(jb_making *making)
{
    jb_names names;
    uint32_t nth = 0;
    jb_named named = jb_read_names(making, making->answer, &names);
    if (named == JB_NAMED_FINE && names.count == 1) {
        return jb_truth_word(making->options[names.options[0]]);
    }
    if (named != JB_NAMED_MISSING || names.count > 0 || making->filled != 2) {
        return -1;
    }
    uint32_t wanted = names.missing == 'A' || names.missing == '1'   ? 1
                      : names.missing == 'B' || names.missing == '2' ? 2
                                                                     : 0;
    for (uint32_t i = 0; i < making->option_count; i++) {
        nth += jb_making_has(making, i);
        if (jb_making_has(making, i) && nth == wanted) {
            return jb_truth_word(making->options[i]);
        }
    }
    return -1;
}

/* Marks that are truth only where a truth is asked for. */
static int loose_truth(jb_slice answer)
{
    static const struct {
        const char *word;
        int truth;
    } words[] = { { "x", 0 },  { "v", 1 },  { "正", 1 }, { "误", 0 },
                  { "非", 0 }, { "勾", 1 }, { "叉", 0 }, { "o", 1 } };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (jb_slice_equal(answer, jb_slice_of(words[i].word))) {
            return words[i].truth;
        }
    }
    return -1;
}

int jb_read_truth(jb_making *making)
{
    uint32_t trues = 0;
    uint32_t falses = 0;
    jb_slice core = unwrapped(jb_making_fold(making, making->answer));
    int truth = jb_truth_word(core);
    if (truth < 0 && making->filled > 0) {
        jb_truth_options(making, &trues, &falses);
        truth = trues == 1 && falses == 1 ? named_truth(making) : -1;
    }
    truth = truth < 0 ? loose_truth(core) : truth;
    if (truth < 0 && core.size == 1 && making->filled == 0 && making->item->truth_letters &&
        (core.bytes[0] == 'a' || core.bytes[0] == 'b')) {
        truth = core.bytes[0] == 'a';
    }
    if (truth >= 0) {
        return truth;
    }
    jb_slice code = jb_slice_trim(making->answer);
    truth = code.size > 0 ? jb_draft_code(making->draft, code) : -1;
    bool letter = core.size == 1 && (core.bytes[0] == 'a' || core.bytes[0] == 'b');
    if (truth < 0 && core.size == 1 &&
        ((core.bytes[0] >= '0' && core.bytes[0] <= '9') || (letter && making->filled == 0))) {
        jb_draft_ask(making->draft, making->answer_where, making->stem, code);
    } else if (truth < 0) {
        jb_answer_error(making, "unknown_option",
                        "\"%.*s\" is neither true nor false; write 对 or 错, true or false.",
                        code.size > 60 ? 60 : (int)code.size, code.bytes);
    }
    return truth;
}
