/*
 * Questions that were gathered become items: the pieces of a text are joined (nothing between two
 * Han characters at a line's end, a space between words), what only describes the question leaves
 * the stem, and the answer is taken from where it stands.
 */
#include "chinese_internal.h"

#include <string.h>

#include "jinbang/charset.h"

enum {
    CODE_WIDE = 0x2e80, /* from here on characters need no space between them */
    POINTS_MAX = 40,    /* bytes of "（本题2分）" */
    MARK_LETTERS_MAX = 6,
    STATEMENT_BYTES_MAX = 75 /* of a line that is probably not wrapped */
};

/* Where a text of the item stands in the joined text. */
typedef struct joined_text {
    size_t start, size;
    uint32_t line, from; /* of its first fragment */
} joined_text;

typedef struct making {
    cn_reader *reader;
    const cn_question *question;
    jb_buffer joined;
    jb_buffer filled; /* a stem and an answer that were taken apart */
    joined_text roles[CN_ROLES];
    joined_text options[JB_OPTIONS_MAX];
    jb_draft_medium_ref media[JB_QUESTION_MEDIA_MAX];
    uint32_t media_count;
    jb_item item;
} making;

/* ---- joining ---- */

static uint32_t last_code(const jb_buffer *out, size_t start)
{
    size_t at = out->size;
    while (at > start && ((unsigned char)out->bytes[--at] & 0xc0U) == 0x80U) {
    }
    return out->size > start ? jb_cn_code(out->bytes + at) : 0;
}

/* What comes between the text so far and a line that continues it. */
static void append_break(jb_buffer *out, size_t start, const char *next)
{
    cn_number number;
    uint32_t last = last_code(out, start);
    uint32_t first = jb_cn_code(next);
    if (out->size == start || first == 0) {
        return;
    }
    bool statement = jb_cn_number(next, &number) &&
                     (number.style == CN_STYLE_CIRCLED || number.style == CN_STYLE_BRACKET);
    bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    bool code = (last < 0x80 && last != 0 && strchr("{};", (int)last)) || first == '}' ||
                (letter && (last == 0xff1f || last == 0xff1a || last == 0x3002));
    if (statement || code) {
        jb_buffer_append_char(out, '\n');
    } else if (last < CODE_WIDE && first < CODE_WIDE && !(last >= 0x2014 && last <= 0x2026)) {
        jb_buffer_append_char(out, ' ');
    }
}

/* Signs of bold text go, except where they are a power: "2 ** 3". */
static void append_line(jb_buffer *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool bold = i + 1 < size && text[i] == '*' && text[i + 1] == '*';
        bool spaced = bold && i > 0 && text[i - 1] == ' ' && i + 2 < size && text[i + 2] == ' ';
        if (bold && !spaced) {
            i++;
        } else {
            jb_buffer_append_char(out, text[i]);
        }
    }
}

static void append_fragment(making *m, const cn_fragment *fragment, size_t start)
{
    const char *text = m->reader->lines.text.bytes + fragment->start;
    jb_buffer *out = &m->joined;
    bool first = true;
    bool listed = false;
    if (fragment->code) {
        jb_buffer_append_text(out, out->size > start ? "\n" : "");
        jb_buffer_append(out, text, fragment->size);
        jb_buffer_append_char(out, '\n');
        return;
    }
    for (size_t at = 0; at < fragment->size;) {
        const char *end = memchr(text + at, '\n', fragment->size - at);
        size_t size = end ? (size_t)(end - text) - at : fragment->size - at;
        size_t lead = 0;
        while (lead < size && strchr(" \t\r", text[at + lead])) {
            lead++;
        }
        char head[64];
        size_t copy = size - lead < sizeof head - 1 ? size - lead : sizeof head - 1;
        memcpy(head, text + at + lead, copy);
        head[copy] = '\0';
        cn_number number;
        bool statement = jb_cn_number(head, &number) && number.style == CN_STYLE_CIRCLED;
        if (listed && !statement && !first) {
            jb_buffer_append_char(out, '\n'); /* behind the last of some statements */
        } else if (!first || !fragment->glue) {
            append_break(out, start, head);
        }
        listed = statement && size < STATEMENT_BYTES_MAX;
        append_line(out, text + at + lead, size - lead);
        while (out->size > start && strchr(" \t\r", out->bytes[out->size - 1])) {
            out->bytes[--out->size] = '\0';
        }
        first = false;
        at += size + 1;
    }
}

static void take_media(making *m, const cn_fragment *fragment)
{
    const cn_reader *reader = m->reader;
    uint32_t low = 0;
    uint32_t high = reader->media_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (reader->media[middle].offset < fragment->start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (;
         low < reader->media_count && reader->media[low].offset < fragment->start + fragment->size;
         low++) {
        uint32_t *place = &m->item.option_media[fragment->option];
        if (fragment->role == CN_OPTION && *place == JB_DRAFT_MEDIA_NONE) {
            *place = reader->media[low].medium;
            m->item.option_count = m->item.option_count > fragment->option ? m->item.option_count
                                                                           : fragment->option + 1U;
        } else if (m->media_count < JB_QUESTION_MEDIA_MAX) {
            m->media[m->media_count++] =
                (jb_draft_medium_ref){ .medium = reader->media[low].medium,
                                       .reveal = fragment->role == CN_ANSWER ||
                                                 fragment->role == CN_EXPLANATION };
        }
    }
}

static void join(making *m, joined_text *piece, cn_role role, uint8_t option)
{
    const cn_reader *reader = m->reader;
    piece->start = m->joined.size;
    for (uint32_t i = 0; i < m->question->count; i++) {
        const cn_fragment *fragment = &reader->fragments[m->question->first + i];
        if (fragment->role != role || fragment->option != option) {
            continue;
        }
        if (piece->line == 0) {
            piece->line = fragment->line;
            piece->from = fragment->start;
        }
        append_fragment(m, fragment, piece->start);
        take_media(m, fragment);
    }
    piece->size = m->joined.size - piece->start;
    jb_buffer_append_char(&m->joined, '\0');
}

static uint32_t column_of(const cn_reader *reader, uint32_t at)
{
    uint32_t start = at;
    while (start > 0 && reader->lines.text.bytes[start - 1] != '\n') {
        start--;
    }
    return jb_column_of((jb_slice){ reader->lines.text.bytes + start, at - start + 1 }, at - start);
}

static jb_item_text text_of(const making *m, const joined_text *piece)
{
    jb_item_text text = { .text = { m->joined.bytes + piece->start, piece->size } };
    if (piece->line > 0) {
        text.where = (jb_where){ .line = piece->line, .column = column_of(m->reader, piece->from) };
    }
    return text;
}

/* ---- what describes the question ---- */

/* "（2分）" at the beginning of the stem or at its end: points. */
static bool cut_points(jb_slice *stem, jb_slice *points, bool end)
{
    jb_buffer plain;
    uint32_t offsets[POINTS_MAX * 2];
    size_t size = stem->size < POINTS_MAX ? stem->size : POINTS_MAX;
    size_t start = end ? stem->size - size : 0;
    while (start < stem->size && ((unsigned char)stem->bytes[start] & 0xc0U) == 0x80U) {
        start++;
        size--;
    }
    while (!end && size > 0 && size < stem->size &&
           ((unsigned char)stem->bytes[size] & 0xc0U) == 0x80U) {
        size--;
    }
    jb_buffer_init(&plain, 0);
    bool found = false;
    if (jb_text_plain((jb_slice){ stem->bytes + start, size }, &plain, offsets) == JB_OK) {
        const char *text = jb_buffer_text(&plain);
        const char *open = end ? strrchr(text, '(') : text;
        const char *close = open && *open == '(' ? strchr(open, ')') : NULL;
        const char *digit = close ? strpbrk(open, "0123456789") : NULL;
        const char *unit = digit ? digit + strspn(digit, "0123456789. ") : NULL;
        found = unit && jb_cn_starts(unit, "分") &&
                unit + strlen("分") + strspn(unit + strlen("分"), " ") == close &&
                (!end || close[1 + strspn(close + 1, " .")] == '\0') &&
                (digit == open + 1 || jb_cn_starts(open + 1, "本题") || open[1] == ' ');
        if (found) {
            size_t from = (size_t)(digit - text);
            size_t to = from + strspn(digit, "0123456789.");
            *points =
                (jb_slice){ stem->bytes + start + offsets[from], offsets[to] - offsets[from] };
            size_t cut = start + offsets[end ? (size_t)(open - text) : (size_t)(close + 1 - text)];
            *stem = end ? (jb_slice){ stem->bytes, cut }
                        : (jb_slice){ stem->bytes + cut, stem->size - cut };
        }
    }
    jb_buffer_finish(&plain);
    return found;
}

/* "5分" without its word. */
static jb_slice digits_of(jb_slice text)
{
    size_t size = 0;
    while (size < text.size && strchr(" 0123456789.", text.bytes[size])) {
        size++;
    }
    return (jb_slice){ text.bytes, size };
}

/* ---- the answer ---- */

static bool all_answer(jb_slice text)
{
    jb_buffer plain;
    jb_buffer_init(&plain, 0);
    bool good = text.size > 0 && text.size < 60 && jb_text_plain(text, &plain, NULL) == JB_OK &&
                plain.size > 0 &&
                jb_cn_answer_head(jb_buffer_text(&plain), plain.size) == plain.size;
    jb_buffer_finish(&plain);
    return good;
}

/* "Which is right：A", "____B", "_C_": letters at the end of the stem of a question with options.
 * *size is what is left of the stem. */
static bool letters_at_end(jb_slice stem, jb_slice *letters)
{
    size_t end = stem.size;
    static const char *const tails[] = { "。", "．", ".", "_", " ", "；", ";" };
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof tails / sizeof tails[0] && !again; i++) {
            size_t size = strlen(tails[i]);
            again = end > size && memcmp(stem.bytes + end - size, tails[i], size) == 0;
            end -= again ? size : 0;
        }
    }
    size_t start = end;
    while (start > 0 && end - start < MARK_LETTERS_MAX && stem.bytes[start - 1] >= 'A' &&
           stem.bytes[start - 1] <= 'H' &&
           (start == end || stem.bytes[start - 1] < stem.bytes[start])) {
        start--;
    }
    static const char *const before[] = { "：", ":", "_", "（", "(", "？", "?", "。", "）", ")" };
    size_t gap = start;
    while (gap > 0 && stem.bytes[gap - 1] == ' ') {
        gap--;
    }
    bool good = false;
    for (size_t i = 0; i < sizeof before / sizeof before[0] && !good && start < end; i++) {
        size_t size = strlen(before[i]);
        good = gap >= size && memcmp(stem.bytes + gap - size, before[i], size) == 0;
    }
    *letters = (jb_slice){ stem.bytes + start, end - start };
    return good;
}

/* "It is so。√": the sign of truth at the end of a stem without options. */
static bool truth_at_end(const making *m, jb_slice *truth)
{
    static const struct {
        const char *word;
        bool apart; /* is a word, so only behind a sentence */
    } words[] = { { "√", false }, { "×", false }, { "✓", false },   { "✗", false },
                  { "✔", false }, { "✘", false }, { "正确", true }, { "错误", true },
                  { "对", true }, { "错", true }, { "T", true },    { "F", true } };
    static const char *const before[] = { "。", " ", "？", "!", "！", "." };
    jb_slice stem = m->item.stem.text;
    const cn_question *question = m->question;
    bool truefalse = false;
    if (question->section > 0) {
        jb_type_word type = m->reader->sections[question->section - 1].type;
        truefalse = type.known && type.kind == JB_KIND_TRUEFALSE && type.supported;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i].word);
        bool good = stem.size > size &&
                    memcmp(stem.bytes + stem.size - size, words[i].word, size) == 0 &&
                    (truefalse || !words[i].apart);
        bool apart = !words[i].apart;
        for (size_t j = 0; j < sizeof before / sizeof before[0] && good && !apart; j++) {
            size_t sign = strlen(before[j]);
            apart = stem.size >= size + sign &&
                    memcmp(stem.bytes + stem.size - size - sign, before[j], sign) == 0;
        }
        if (good && apart) {
            *truth = (jb_slice){ stem.bytes + stem.size - size, size };
            return true;
        }
    }
    return false;
}

/* The answer leaves the end of the stem; a gap stays one. */
static void take_end(making *m, jb_slice found, char letters[JB_OPTIONS_MAX + 1])
{
    jb_item *item = &m->item;
    size_t start = (size_t)(found.bytes - m->joined.bytes);
    size_t stem = (size_t)(item->stem.text.bytes - m->joined.bytes);
    memcpy(letters, found.bytes, found.size);
    item->answer.text = (jb_slice){ letters, found.size };
    item->answer.where = item->stem.where;
    if (start > stem && m->joined.bytes[start - 1] == '_') {
        memset(m->joined.bytes + start, '_', found.size);
        item->stem.text.size = start + found.size - stem;
    } else if (start > stem && strchr("(", m->joined.bytes[start - 1])) {
        memset(m->joined.bytes + start, ' ', found.size);
    } else {
        item->stem.text.size = start - stem;
    }
}

/* The section says that there are gaps to be filled. */
static bool asks_for_text(const making *m)
{
    if (m->question->section == 0 || m->item.option_count > 0) {
        return false;
    }
    jb_type_word type = m->reader->sections[m->question->section - 1].type;
    return type.known && type.supported && !type.choice && type.kind == JB_KIND_TEXT;
}

/* The bracket or the underscores at `at`: the size of the whole, and what is filled in. */
static size_t filled_gap(const char *at, const char *end, jb_slice *inside)
{
    static const char *const opens[] = { "（", "(", "【" };
    static const char *const closes[] = { "）", ")", "】" };
    size_t lines = 0;
    while (at + lines < end && at[lines] == '_') {
        lines++;
    }
    for (size_t i = 0; i < 3 && lines == 0; i++) {
        size_t open = strlen(opens[i]);
        if ((size_t)(end - at) <= open || memcmp(at, opens[i], open) != 0) {
            continue;
        }
        for (const char *to = at + open; to < end; to++) {
            for (size_t j = 0; j < 3; j++) {
                size_t close = strlen(closes[j]);
                if ((size_t)(end - to) >= close && memcmp(to, closes[j], close) == 0) {
                    *inside = (jb_slice){ at + open, (size_t)(to - at) - open };
                    return (size_t)(to - at) + close;
                }
            }
        }
        return 0;
    }
    const char *to = at + lines;
    while (lines >= 2 && to < end && *to != '_') {
        to++;
    }
    if (lines < 2 || to == end || to[1] != '_' || to == at + lines) {
        return 0;
    }
    *inside = (jb_slice){ at + lines, (size_t)(to - at) - lines };
    while (to < end && *to == '_') {
        to++;
    }
    return (size_t)(to - at);
}

/* "The capital is（北京）." in a section of gaps, without another answer: what is filled in leaves
 * the stem. The new stem and the answer are written behind the joined texts. */
static void take_filled(making *m)
{
    jb_item *item = &m->item;
    jb_buffer stem;
    jb_buffer answer;
    jb_buffer_init(&stem, 0);
    jb_buffer_init(&answer, 0);
    const char *end = item->stem.text.bytes + item->stem.text.size;
    bool good = true;
    for (const char *at = item->stem.text.bytes; at < end;) {
        jb_slice inside = { .size = 0 };
        size_t size = filled_gap(at, end, &inside);
        if (size == 0) {
            jb_buffer_append_char(&stem, *at++);
            continue;
        }
        bool empty = true;
        for (size_t i = 0; i < inside.size; i++) {
            empty = empty && strchr(" \xe3\x80_", inside.bytes[i]) != NULL;
        }
        good = good && !empty && !memchr(inside.bytes, '|', inside.size);
        jb_buffer_append_text(&answer, answer.size > 0 ? "|" : "");
        jb_buffer_append(&answer, inside.bytes, inside.size);
        jb_buffer_append_text(&stem, "____");
        at += size;
    }
    if (good && answer.size > 0 && !stem.failed && !answer.failed) {
        jb_buffer_clear(&m->filled);
        jb_buffer_append(&m->filled, stem.bytes, stem.size);
        jb_buffer_append(&m->filled, answer.bytes, answer.size);
        item->stem.text = (jb_slice){ m->filled.bytes, stem.size };
        item->answer.text = (jb_slice){ m->filled.bytes + stem.size, answer.size };
        item->answer.where = item->stem.where;
    }
    m->reader->failed = m->reader->failed || stem.failed || answer.failed || m->filled.failed;
    jb_buffer_finish(&stem);
    jb_buffer_finish(&answer);
}

static void take_entry(making *m)
{
    const cn_reader *reader = m->reader;
    const cn_entry *entry = &reader->entries[m->question->entry - 1];
    const char *text = reader->lines.text.bytes;
    jb_item *item = &m->item;
    item->answer.text = (jb_slice){ text + entry->start, entry->size };
    item->answer.where =
        (jb_where){ .line = entry->line, .column = column_of(reader, entry->start) };
    if (entry->why_size > 0 && item->explanation.text.size == 0) {
        item->explanation.text = (jb_slice){ text + entry->why, entry->why_size };
    }
}

static void find_answer(making *m, char letters[JB_OPTIONS_MAX + 1])
{
    jb_item *item = &m->item;
    jb_slice found;
    if (item->answer.text.size > 0) {
        return;
    }
    if (m->question->entry > 0) {
        take_entry(m);
        return;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
        if ((m->question->marked & 1U << i) != 0) {
            letters[count++] = (char)('A' + i);
        }
    }
    if (count > 0) {
        item->answer.text = (jb_slice){ letters, count };
    } else if (all_answer(item->explanation.text)) {
        item->answer = item->explanation;
        item->explanation = (jb_item_text){ .more_count = 0 };
    } else if (item->option_count >= 2 ? letters_at_end(item->stem.text, &found)
                                       : truth_at_end(m, &found)) {
        take_end(m, found, letters);
    } else if (asks_for_text(m)) {
        take_filled(m);
    }
}

/* ---- items ---- */

static void describe(making *m)
{
    const cn_reader *reader = m->reader;
    const cn_question *question = m->question;
    jb_item *item = &m->item;
    jb_slice points = { .size = 0 };
    item->labels_stripped = true;
    item->type = text_of(m, &m->roles[CN_TYPE]);
    if (item->type.text.size == 0 && question->section > 0) {
        const cn_section_row *section = &reader->sections[question->section - 1];
        item->type.text = (jb_slice){ reader->names.bytes + section->start, section->size };
        item->type.where = (jb_where){ .line = section->line, .column = 1 };
        item->section_type = true;
    }
    item->category = text_of(m, &m->roles[CN_CATEGORY]);
    if (item->category.text.size == 0 && question->category > 0) {
        item->category.text =
            jb_slice_of(reader->names.bytes + reader->categories[question->category - 1]);
    }
    item->points = text_of(m, &m->roles[CN_POINTS]);
    item->points.text = digits_of(item->points.text);
    jb_slice stem = item->stem.text;
    if (cut_points(&stem, &points, false) || cut_points(&stem, &points, true)) {
        item->points.text = item->points.text.size > 0 ? item->points.text : points;
        item->stem.text = stem;
    }
    item->difficulty = text_of(m, &m->roles[CN_DIFFICULTY]);
    item->tags = text_of(m, &m->roles[CN_TAGS]);
    item->source = text_of(m, &m->roles[CN_SOURCE]);
    item->media = m->media;
    item->media_count = m->media_count;
}

/* "A.甲；B.乙；": what parts options is none of them. */
static void cut_semicolon(const making *m, joined_text *option)
{
    const char *end = m->joined.bytes + option->start + option->size;
    size_t wide = strlen("；");
    if (option->size > 1 && (end[-1] == ';' || end[-1] == '|')) {
        option->size--;
    } else if (option->size > wide && memcmp(end - wide, "；", wide) == 0) {
        option->size -= wide;
    }
}

static void make(making *m)
{
    char letters[JB_OPTIONS_MAX + 1];
    jb_item *item = &m->item;
    const cn_question *question = m->question;
    jb_buffer_clear(&m->joined);
    memset(m->roles, 0, sizeof m->roles);
    memset(m->options, 0, sizeof m->options);
    memset(item, 0, sizeof *item);
    m->media_count = 0;
    for (int role = 0; role < CN_ROLES; role++) {
        if (role != CN_OPTION) {
            join(m, &m->roles[role], (cn_role)role, 0);
        }
    }
    for (uint32_t i = 0; i < JB_OPTIONS_MAX && question->letters >> i != 0; i++) {
        join(m, &m->options[i], CN_OPTION, (uint8_t)i);
        cut_semicolon(m, &m->options[i]);
    }
    item->where = (jb_where){ .line = question->line, .column = 1 };
    item->stem = text_of(m, &m->roles[CN_STEM]);
    item->answer = text_of(m, &m->roles[CN_ANSWER]);
    item->explanation = text_of(m, &m->roles[CN_EXPLANATION]);
    for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
        item->options[i] = text_of(m, &m->options[i]);
        item->option_count = item->options[i].text.size > 0 ? i + 1 : item->option_count;
    }
    describe(m);
    find_answer(m, letters);
    if (question->twice) {
        jb_draft_error(m->reader->draft, item->where, item->stem.text, "repeated_option",
                       "A letter stands before two options, so it cannot be told which of them "
                       "the answer means. Give each option a letter of its own.");
    } else {
        jb_item_add(m->reader->draft, item);
    }
}

void jb_cn_emit(cn_reader *reader)
{
    making m = { .reader = reader };
    jb_buffer_init(&m.joined, 0);
    jb_buffer_init(&m.filled, 0);
    for (uint32_t i = 0; i < reader->question_count && !jb_draft_failed(reader->draft); i++) {
        m.question = &reader->questions[i];
        if (m.question->count > 0) {
            make(&m);
        }
        reader->failed = reader->failed || m.joined.failed;
    }
    jb_buffer_finish(&m.joined);
    jb_buffer_finish(&m.filled);
}
