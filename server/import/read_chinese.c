/*
 * Questions as people type them, in Chinese or English: text of no format, with numbers, letters
 * and words such as 答案 (docs/import.md).
 */
#include "chinese_internal.h"
#include "formats.h"

#include <string.h>

enum {
    SNIFFED = 64 * 1024,
    GOOD_MIN = 2,
    SURE = 60,
    LIKELY = 40,    /* there are options, but no answers */
    BEYOND = 96,    /* there is what Aiken, which looks alike, does not have */
    SHARE_MIN = 30, /* per cent of lines that are marks of questions */
    COLUMNS_MIN = 3 /* separators in a line of a table */
};

static void say_left_out(const cn_reader *reader)
{
    const cn_lines *lines = &reader->lines;
    if (lines->repeated > 0) {
        const cn_line *first = &lines->items[lines->repeated_first];
        jb_draft_warn(reader->draft, (jb_where){ .line = first->number, .column = 1 },
                      (jb_slice){ lines->text.bytes + first->start, first->size }, "repeated_lines",
                      "%u lines that stand again and again, as headers of pages do, were left out; "
                      "this is the first. If it is part of a question, change it a little.",
                      lines->repeated);
    }
    if (reader->stray > 0) {
        const cn_line *first = &lines->items[reader->stray_line];
        jb_draft_warn(reader->draft, (jb_where){ .line = first->number, .column = 1 },
                      (jb_slice){ lines->text.bytes + first->start, first->size }, "stray_text",
                      "%u lines between questions belong to none of them and were left out; this "
                      "is the first.",
                      reader->stray);
    }
}

void jb_chinese_text(const cn_source *source, jb_draft *draft)
{
    cn_reader reader = { .draft = draft,
                         .media = source->media,
                         .media_count = source->media_count,
                         .lines = { .places = source->places,
                                    .place_count = source->place_count } };
    if (jb_cn_read(&reader, source->text)) {
        say_left_out(&reader);
        jb_cn_emit(&reader);
    } else {
        (void)jb_draft_take(draft, SIZE_MAX, 1); /* the draft remembers that memory ran out */
    }
    jb_cn_finish(&reader);
}

/* ---- sniffing ---- */

static uint32_t bits_of(uint32_t bits)
{
    uint32_t count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* Rows with the same number of tabs or commas. */
static bool is_table(jb_slice text)
{
    static const char separators[] = { '\t', ',', '|', ';' };
    for (size_t s = 0; s < sizeof separators; s++) {
        uint32_t rows = 0;
        uint32_t same = 0;
        uint32_t wanted = 0;
        for (size_t at = 0; at < text.size;) {
            uint32_t count = 0;
            size_t start = at;
            for (; at < text.size && text.bytes[at] != '\n'; at++) {
                count += text.bytes[at] == separators[s];
            }
            at++;
            wanted = rows == 0 ? count : wanted;
            rows += at - start > 1;
            same += at - start > 1 && count == wanted;
        }
        if (wanted >= COLUMNS_MIN && rows >= 2 && same * 5 > rows * 4) {
            return true;
        }
    }
    return false;
}

/* Formats that look like this one, and files that only hold such text. */
static bool is_other(jb_slice text)
{
    static const char *const heads[] = { "<",         "{",          "[{", "[\"",      "#Q",
                                         "$CATEGORY", "//",         "/*", "#include", "import ",
                                         "package ",  "#separator", "::" };
    size_t at = 0;
    while (at < text.size && strchr(" \t\n\r", text.bytes[at])) {
        at++;
    }
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t size = strlen(heads[i]);
        if (text.size - at >= size && memcmp(text.bytes + at, heads[i], size) == 0) {
            return true;
        }
    }
    return is_table(text);
}

static int weigh(const cn_reader *reader)
{
    uint32_t good = 0;
    uint32_t chosen = 0;
    uint32_t marks = 0;
    uint32_t lines = 0;
    uint32_t beyond = reader->section_count;
    for (uint32_t i = 0; i < reader->question_count; i++) {
        const cn_question *question = &reader->questions[i];
        bool options = bits_of(question->letters) >= 2 || question->truth;
        bool answer =
            question->answered || question->in_stem || question->entry > 0 || question->marked != 0;
        bool stem = question->section > 0 && question->count > 0;
        chosen += options && question->count > 0;
        beyond += answer && !options && question->number > 0;
        good += answer && (options || stem || question->number > 0 || question->count > 1);
    }
    for (uint32_t i = 0; i < reader->lines.count; i++) {
        cn_kind kind = (cn_kind)reader->lines.items[i].kind;
        bool page = kind == CN_LINE_REPEATED || kind == CN_LINE_PAGE || kind == CN_LINE_FENCE;
        lines += !page;
        marks += !page && kind != CN_LINE_TEXT && kind != CN_LINE_HEADING && kind != CN_LINE_RULE;
    }
    if (marks * 100 < lines * SHARE_MIN) {
        return 0;
    }
    if (good >= GOOD_MIN && chosen > 0 && beyond > 0) {
        return BEYOND;
    }
    return good >= GOOD_MIN || (good == 1 && chosen == 1 && lines <= 12) ? SURE
           : chosen >= GOOD_MIN                                          ? LIKELY
                                                                         : 0;
}

int jb_chinese_likeness(jb_slice text)
{
    if (text.size > SNIFFED) {
        text.size = SNIFFED;
        while (text.size > 0 && text.bytes[text.size - 1] != '\n') {
            text.size--;
        }
    }
    if (text.size == 0 || is_other(text)) {
        return 0;
    }
    cn_reader reader = { .draft = NULL };
    int sure = jb_cn_read(&reader, text) ? weigh(&reader) : 0;
    jb_cn_finish(&reader);
    return sure;
}

int jb_sniff_chinese(const jb_import_file *file)
{
    return file->decoded ? jb_chinese_likeness(jb_import_text(file)) : 0;
}

void jb_read_chinese(const jb_import_file *file, jb_draft *draft)
{
    const cn_source source = { .text = jb_import_text(file) };
    jb_chinese_text(&source, draft);
}
