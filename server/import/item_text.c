/* Questions whose answers are typed: numbers and texts. */
#include "item_internal.h"

#include <stdio.h>
#include <string.h>

#include "draft_internal.h"

#include "jinbang/bank.h"
#include "jinbang/charset.h"
#include "jinbang/decimal.h"

enum {
    PARTS_MAX = 64,
    CIRCLED = 1, /* a separator: ① ② ③ */
    FORMS = 2    /* ; or | */
};

static jb_slice find(jb_slice text, const char *part)
{
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.bytes + i, part, size) == 0) {
            return (jb_slice){ text.bytes + i, text.size - i };
        }
    }
    return (jb_slice){ .size = 0 };
}

/* Parts that are not empty; PARTS_MAX + 1: too many. */
static uint32_t split(jb_slice text, uint32_t separator, jb_slice parts[PARTS_MAX])
{
    uint32_t count = 0;
    jb_slice rest = text;
    const char *start = text.bytes;
    for (;;) {
        const char *at = rest.bytes;
        bool end = rest.size == 0;
        uint32_t c = end ? 0 : jb_plain_next(&rest);
        bool cut = end || c == separator || (separator == CIRCLED && c >= 0x2460 && c <= 0x2473) ||
                   (separator == FORMS && (c == ';' || c == '|'));
        if (!cut) {
            continue;
        }
        jb_slice part = jb_slice_trim((jb_slice){ start, (size_t)(at - start) });
        start = rest.bytes;
        if (part.size > 0 && count == PARTS_MAX) {
            return PARTS_MAX + 1;
        }
        if (part.size > 0) {
            parts[count++] = part;
        }
        if (end) {
            return count;
        }
    }
}

static bool fail_empty(jb_making *making)
{
    jb_answer_error(making, "no_answer", "There is no answer. Write it down.");
    return false;
}

/* Room for `count` more accepted answers. */
static jb_draft_accept *add_accepts(jb_making *making, uint32_t count)
{
    jb_draft_question *question = &making->question;
    jb_draft_accept *all = jb_making_take(making, question->accept_count + count, sizeof *all);
    if (!all) {
        return NULL;
    }
    if (question->accept_count > 0) {
        memcpy(all, question->accepts, question->accept_count * sizeof *all);
    }
    question->accepts = all;
    question->accept_count += count;
    return all + question->accept_count - count;
}

/* ---- numbers ---- */

static bool to_micro(jb_slice text, int64_t *value)
{
    char number[JB_DRAFT_NUMBER_SIZE];
    bool rounded = false;
    return jb_draft_number(jb_slice_trim(text), number, &rounded) &&
           jb_decimal_parse(jb_slice_of(number), JB_DECIMAL_PLACES_MAX, value) == JB_OK;
}

static jb_slice keep_micro(jb_making *making, int64_t value)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(value, JB_DECIMAL_PLACES_MAX, text);
    char *copy = jb_making_take(making, size, 1);
    if (!copy) {
        return jb_slice_of("");
    }
    memcpy(copy, text, size);
    return (jb_slice){ copy, size };
}

/* "3.141..3.142", "1~9", "3.14±0.01"; "1-9", too, where nothing else can be meant. */
static bool read_range(jb_making *making, jb_slice text, jb_draft_accept *accept)
{
    static const char *const marks[] = { "..", "…", "~", "～", "至", "±", "+/-", "-", "–", "—" };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        int64_t low = 0;
        int64_t high = 0;
        size_t size = strlen(marks[i]);
        size_t sign = text.size > 0; /* a minus sign at the beginning is none */
        jb_slice from = find((jb_slice){ text.bytes + sign, text.size - sign }, marks[i]);
        jb_slice left = { text.bytes, (size_t)(from.size > 0 ? from.bytes - text.bytes : 0) };
        if (from.size == 0 || !to_micro(left, &low) ||
            !to_micro((jb_slice){ from.bytes + size, from.size - size }, &high)) {
            continue;
        }
        bool around = strcmp(marks[i], "±") == 0 || strcmp(marks[i], "+/-") == 0;
        if (!around && (high < low || (low + high) % 2 != 0)) {
            return false;
        }
        accept->text = around ? left : keep_micro(making, (low + high) / 2);
        accept->tolerance = keep_micro(making, around ? high : (high - low) / 2);
        return true;
    }
    return false;
}

bool jb_make_numeric(jb_making *making)
{
    jb_slice parts[PARTS_MAX];
    uint32_t count = split(making->answer, ';', parts);
    if (count == 0) {
        return fail_empty(making);
    }
    if (count > PARTS_MAX) {
        jb_answer_error(making, "bad_number", "The answer is a list of more than %d numbers.",
                        PARTS_MAX);
        return false;
    }
    jb_draft_accept *accepts = add_accepts(making, count);
    for (uint32_t i = 0; accepts && i < count; i++) {
        int64_t value = 0;
        accepts[i].text = parts[i];
        accepts[i].tolerance = jb_slice_trim(making->item->tolerance.text);
        if (!to_micro(parts[i], &value) && !read_range(making, parts[i], &accepts[i])) {
            jb_answer_error(making, "bad_number",
                            "\"%.*s\" is not a number that can be read for certain; write it as "
                            "3.14, or a range as 3.1..3.2.",
                            parts[i].size > 60 ? 60 : (int)parts[i].size, parts[i].bytes);
            return false;
        }
    }
    making->question.kind = JB_KIND_NUMERIC;
    return accepts != NULL;
}

/* ---- texts ---- */

/* The accepted forms of one blank; forms 0: the text is the only one. */
static bool add_blank(jb_making *making, uint32_t blank, jb_slice text, uint32_t forms)
{
    jb_slice parts[PARTS_MAX] = { text };
    uint32_t count = forms != 0 ? split(text, forms, parts) : 1;
    if (count > PARTS_MAX || count == 0) {
        parts[0] = text;
        count = 1;
    }
    jb_draft_accept *accepts = add_accepts(making, count);
    for (uint32_t i = 0; accepts && i < count; i++) {
        accepts[i].text = parts[i];
        accepts[i].blank = (uint8_t)blank;
    }
    return accepts != NULL;
}

static uint32_t count_gaps(jb_making *making)
{
    jb_buffer tidy;
    jb_buffer_init(&tidy, 0);
    uint32_t gaps =
        jb_text_tidy(making->stem, &tidy) == JB_OK ? jb_text_gaps(jb_buffer_text(&tidy)) : 0;
    jb_buffer_finish(&tidy);
    return gaps;
}

static bool fail_gaps(jb_making *making, uint32_t gaps)
{
    jb_answer_error(making, "gap_count",
                    "The question has %u gaps, and the answer is not one for each. Write | between "
                    "the answers of the gaps.",
                    gaps);
    return false;
}

static bool fail_blanks(jb_making *making)
{
    jb_answer_error(making, "too_many_blanks",
                    "The answer has more than %d blanks. Write ; between forms of one blank.",
                    JB_BLANKS_MAX);
    return false;
}

/* Answers that stand in the options: one for each blank, or the accepted forms of the only one. */
static bool take_from_options(jb_making *making, uint32_t gaps)
{
    bool each = making->item->blanks_in_options ? making->filled > 1 : gaps > 1;
    uint32_t blank = 0;
    bool good = true;
    if (gaps > 0 && each && gaps != making->filled) {
        return fail_gaps(making, gaps);
    }
    if (each && making->filled > JB_BLANKS_MAX) {
        return fail_blanks(making);
    }
    for (uint32_t i = 0; i < making->option_count && good; i++) {
        if (making->options[i].size > 0) {
            good = add_blank(making, blank, making->options[i], ';');
            blank += each;
        }
    }
    return good;
}

/* "a|b||c": two bars between blanks, one between forms. */
static bool take_double_bars(jb_making *making, uint32_t gaps)
{
    uint32_t blank = 0;
    bool good = true;
    jb_slice rest = making->answer;
    while (good && rest.bytes) {
        jb_slice bars = find(rest, "||");
        jb_slice part = jb_slice_trim((jb_slice){ rest.bytes, rest.size - bars.size });
        if (part.size > 0 && blank == JB_BLANKS_MAX) {
            return fail_blanks(making);
        }
        good = part.size == 0 || add_blank(making, blank, part, FORMS);
        blank += part.size > 0;
        rest =
            (jb_slice){ bars.size > 0 ? bars.bytes + 2 : NULL, bars.size > 0 ? bars.size - 2 : 0 };
    }
    return gaps > 0 && blank != gaps ? fail_gaps(making, gaps) : good;
}

/* One part of the answer for each gap, if any separator gives as many. */
static bool take_parts(jb_making *making, uint32_t gaps)
{
    static const uint32_t separators[] = { '|', ';', 0x3001, ',', CIRCLED, '/', ' ' };
    jb_slice parts[PARTS_MAX];
    if (gaps != 1 && find(making->answer, "||").size > 0) {
        return take_double_bars(making, gaps);
    }
    if (gaps == 1) { /* bars cannot stand between blanks */
        return add_blank(making, 0, making->answer, FORMS);
    }
    bool bars = memchr(making->answer.bytes, '|', making->answer.size) != NULL;
    uint32_t count = split(making->answer, '|', parts);
    for (size_t i = 1;
         !bars && gaps > 1 && count != gaps && i < sizeof separators / sizeof separators[0]; i++) {
        count = split(making->answer, separators[i], parts);
    }
    if (gaps > 0 && count != gaps) {
        return fail_gaps(making, gaps);
    }
    if (count > JB_BLANKS_MAX) {
        return fail_blanks(making);
    }
    bool good = true;
    for (uint32_t i = 0; i < count && good; i++) {
        good = add_blank(making, i, parts[i], bars || count == 1 ? ';' : 0);
    }
    return good;
}

/* "['Oslo']", as programs write a list of one: what stands in it. */
static jb_slice unwrap_one(jb_slice answer)
{
    const char *bytes = answer.bytes;
    if (answer.size < 5 || bytes[0] != '[' || bytes[answer.size - 1] != ']' ||
        (bytes[1] != '\'' && bytes[1] != '"') || bytes[answer.size - 2] != bytes[1]) {
        return answer;
    }
    jb_slice inner = { bytes + 2, answer.size - 4 };
    return memchr(inner.bytes, bytes[1], inner.size) ? answer : jb_slice_trim(inner);
}

bool jb_make_text(jb_making *making)
{
    jb_names names;
    making->answer = unwrap_one(making->answer);
    uint32_t gaps = count_gaps(making);
    making->question.kind = JB_KIND_TEXT;
    if (making->answer.size == 0 && making->filled > 0) {
        return take_from_options(making, gaps);
    }
    /* 考试宝: the answer may name the options that hold the blanks. */
    if (making->item->blanks_in_options && making->filled > 0 &&
        jb_only_letters(making, making->answer) &&
        jb_read_names(making, making->answer, &names) == JB_NAMED_FINE &&
        names.count == making->filled) {
        return take_from_options(making, gaps);
    }
    return making->answer.size == 0 ? fail_empty(making) : take_parts(making, gaps);
}
