/* What stands beside a question: points, time, difficulty, tags, source, order. What cannot be
 * understood is warned about and left out. */
#include "item_internal.h"

#include <string.h>

#include "draft_internal.h"

#include "jinbang/decimal.h"

enum {
    TAGS_MAX = 100,
    NUMBER_MAX = 24
};

static void warn(jb_making *making, const jb_item_text *text, const char *code, const char *what,
                 const char *how)
{
    jb_slice shown = jb_slice_trim(text->text);
    jb_draft_warn(making->draft, text->where.line > 0 ? text->where : making->item->where,
                  making->stem, code, "\"%.*s\" is no %s and was left out; %s.",
                  shown.size > 60 ? 60 : (int)shown.size, shown.bytes, what, how);
}

/* The number that a folded text begins with, in millionths, and what follows it: "20 s", "2分". */
static bool leading_number(jb_slice folded, int64_t *value, jb_slice *rest)
{
    char number[JB_DRAFT_NUMBER_SIZE];
    bool rounded = false;
    size_t size = 0;
    while (size < folded.size && size < NUMBER_MAX &&
           ((folded.bytes[size] >= '0' && folded.bytes[size] <= '9') || folded.bytes[size] == '.' ||
            folded.bytes[size] == ',')) {
        size++;
    }
    *rest = jb_slice_trim((jb_slice){ folded.bytes + size, folded.size - size });
    return size > 0 && jb_draft_number((jb_slice){ folded.bytes, size }, number, &rounded) &&
           jb_decimal_parse(jb_slice_of(number), JB_DECIMAL_PLACES_MAX, value) == JB_OK;
}

static bool is_one_of(jb_slice text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (jb_slice_equal(text, jb_slice_of(words[i]))) {
            return true;
        }
    }
    return false;
}

#define IS(text, ...)                                                                              \
    is_one_of((text), (const char *const[]){ __VA_ARGS__ },                                        \
              sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static void take_points(jb_making *making)
{
    int64_t value = 0;
    jb_slice rest;
    jb_slice text = jb_making_fold(making, making->item->points.text);
    if (text.size == 0) {
        return;
    }
    if (!leading_number(text, &value, &rest) || value > 1000000 * JB_MICRO ||
        !IS(rest, "", "分", "points", "point", "pts", "pt", "p", "点", "marks", "mark")) {
        warn(making, &making->item->points, "bad_number", "number of points", "write it as 2.5");
        return;
    }
    making->question.has_points = true;
    making->question.points = (double)value / (double)JB_MICRO;
}

/* "1:30" and "0:01:30": what is behind the first number. */
static bool add_clock(jb_slice *rest, int64_t *value)
{
    int parts = 0;
    while (rest->size >= 3 && rest->bytes[0] == ':' && parts < 2) {
        char tens = rest->bytes[1];
        char ones = rest->bytes[2];
        if (tens < '0' || tens > '5' || ones < '0' || ones > '9') {
            return false;
        }
        *value = *value * 60 + ((tens - '0') * 10 + (ones - '0')) * JB_MICRO;
        *rest = (jb_slice){ rest->bytes + 3, rest->size - 3 };
        parts++;
    }
    return true;
}

static void take_time(jb_making *making)
{
    int64_t value = 0;
    jb_slice rest;
    jb_slice text = jb_making_fold(making, making->item->time_s.text);
    if (text.size == 0) {
        return;
    }
    bool good = leading_number(text, &value, &rest) && add_clock(&rest, &value);
    if (good && IS(rest, "分", "分钟", "min", "minute", "minutes", "m")) {
        value *= 60;
    } else {
        good = good && IS(rest, "", "秒", "秒钟", "s", "sec", "secs", "second", "seconds");
    }
    if (!good || value > JB_SECONDS_MAX * JB_MICRO) {
        warn(making, &making->item->time_s, "bad_number", "time in seconds up to 3600",
             "write it as 20");
        return;
    }
    making->question.has_time = value > 0;
    making->question.time_ms = (uint32_t)(value / 1000);
}

static void take_difficulty(jb_making *making)
{
    jb_slice text = jb_slice_trim(making->item->difficulty.text);
    uint8_t difficulty = text.size > 0 ? jb_difficulty_word(text) : 0;
    if (text.size > 0 && difficulty == 0 && !making->item->said_difficulty) {
        warn(making, &making->item->difficulty, "unknown_difficulty", "difficulty",
             "write 1 to 5, or easy, medium, hard (易, 适中, 难)");
    }
    making->question.has_difficulty = difficulty > 0;
    making->question.difficulty = difficulty;
}

static bool separates(uint32_t c)
{
    return c == ',' || c == ';' || c == '|' || c == 0x3001;
}

static void take_tags(jb_making *making)
{
    jb_slice text = making->item->tags.text;
    jb_slice *tags = text.size > 0 ? jb_making_take(making, TAGS_MAX, sizeof *tags) : NULL;
    uint32_t count = 0;
    const char *start = text.bytes;
    for (jb_slice rest = text; tags && start && count < TAGS_MAX;) {
        const char *at = rest.bytes;
        bool end = rest.size == 0;
        bool line = !end && *at == '\n';
        uint32_t c = end ? 0 : jb_plain_next(&rest);
        if (!end && !line && !separates(c)) {
            continue;
        }
        jb_slice tag = jb_slice_trim((jb_slice){ start, (size_t)(at - start) });
        if (tag.size > 0) {
            tags[count++] = tag;
        }
        start = end ? NULL : rest.bytes;
    }
    making->question.tags = tags;
    making->question.tag_count = count;
}

static void take_source(jb_making *making)
{
    jb_slice text = jb_slice_trim(making->item->source.text);
    bool url = (text.size > 8 && memcmp(text.bytes, "https://", 8) == 0) ||
               (text.size > 7 && memcmp(text.bytes, "http://", 7) == 0);
    if (url && !memchr(text.bytes, ' ', text.size) && !memchr(text.bytes, '\n', text.size)) {
        making->question.url = text;
    } else {
        making->question.citation = text;
    }
}

static void take_order(jb_making *making)
{
    jb_draft_question *question = &making->question;
    jb_slice text = jb_making_fold(making, making->item->keep_order.text);
    if (IS(text, "last", "末项", "最后一项", "末位")) {
        if (question->option_count > 0) {
            question->options[question->option_count - 1].fixed = true;
        }
    } else if (IS(text, "yes", "y", "true", "1", "是", "对", "√", "all", "x", "不乱序", "全部")) {
        question->keep_order = true;
    } else if (text.size > 0 && !IS(text, "no", "n", "false", "0", "否", "错", "×", "乱序", "-")) {
        warn(making, &making->item->keep_order, "unknown_order", "word about the order of options",
             "write yes, last or nothing (是, 末项)");
    }
}

void jb_make_settings(jb_making *making)
{
    take_points(making);
    take_time(making);
    take_difficulty(making);
    take_tags(making);
    take_source(making);
    take_order(making);
}
