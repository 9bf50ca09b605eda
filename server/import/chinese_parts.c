/*
 * The text of a line is put to the question at work: keys within the line part it, options that
 * stand in one line are told apart by the letter that is expected next.
 */
#include "chinese_internal.h"

#include <string.h>

#include "jinbang/assert.h"

enum {
    TRIES = 4, /* letters A in a line that may begin its options */
    LEVEL_BYTES_MAX = 12
};

static cn_question *now(cn_reader *reader)
{
    JB_ASSERT(reader->question_count > 0);
    return &reader->questions[reader->question_count - 1];
}

/* ---- fragments ---- */

/* Where plain byte `at` is in the raw line: behind the character before it, so that pictures, which
 * the plain form drops, belong to what follows them. */
static size_t raw_at(const cn_view *view, size_t at)
{
    if (at == 0) {
        return 0;
    }
    size_t before = view->offsets[at - 1];
    size_t size = jb_cn_char(view->raw.bytes + before);
    return before + size < view->raw.size ? before + size : view->raw.size;
}

static bool has_picture(jb_slice raw)
{
    for (size_t i = 0; i + 3 <= raw.size; i++) {
        if (memcmp(raw.bytes + i, "\xef\xbf\xbc", 3) == 0) {
            return true;
        }
    }
    return false;
}

/* Only white space is between a fragment and what begins at `start`. */
static bool continues(const cn_reader *reader, const cn_fragment *last, uint32_t start)
{
    for (uint32_t i = last->start + last->size; i < start; i++) {
        if (!strchr(" \t\n\r", reader->lines.text.bytes[i])) {
            return false;
        }
    }
    return true;
}

static void push(cn_reader *reader, cn_fragment fragment)
{
    cn_question *question = now(reader);
    cn_fragment *last = reader->fragment_count > question->first
                            ? &reader->fragments[reader->fragment_count - 1]
                            : NULL;
    bool same = last && last->role == fragment.role && last->option == fragment.option;
    if (same && !reader->apart && last->code == fragment.code &&
        continues(reader, last, fragment.start)) {
        last->size = fragment.start + fragment.size - last->start;
        return;
    }
    fragment.glue = same && last->start + last->size <= fragment.start &&
                    !memchr(reader->lines.text.bytes + last->start + last->size, '\n',
                            fragment.start - last->start - last->size);
    cn_fragment *fragments = jb_cn_more(reader, reader->fragments, reader->fragment_count,
                                        &reader->fragment_capacity, sizeof *fragments);
    if (!fragments) {
        return;
    }
    reader->fragments = fragments;
    fragments[reader->fragment_count++] = fragment;
    question->count = reader->fragment_count - question->first;
    reader->apart = false;
}

void jb_cn_add_fragment(cn_reader *reader, size_t from, size_t to, cn_role role)
{
    const cn_view *view = &reader->view;
    size_t start = raw_at(view, from);
    size_t end = to < view->plain.size ? raw_at(view, to) : view->raw.size;
    while (start < end && strchr(" \t\r", view->raw.bytes[start])) {
        start++;
    }
    while (end > start && strchr(" \t\r", view->raw.bytes[end - 1])) {
        end--;
    }
    const char *text = jb_buffer_text(&view->plain);
    while (from < to && text[from] == ' ') {
        from++;
    }
    jb_slice raw = { view->raw.bytes + start, end - start };
    bool nothing = from >= to && (reader->media_count == 0 || !has_picture(raw));
    if (nothing || raw.size == 0 || role == CN_IGNORED) {
        return;
    }
    push(reader, (cn_fragment){ .start = view->start + (uint32_t)start,
                                .size = (uint32_t)raw.size,
                                .line = view->number,
                                .role = (uint8_t)role,
                                .option = role == CN_OPTION ? reader->option : 0 });
    reader->needs_stem = reader->needs_stem && role != CN_STEM;
}

void jb_cn_add_code(cn_reader *reader)
{
    const cn_view *view = &reader->view;
    if (jb_cn_starts(jb_buffer_text(&view->plain), "```")) {
        return;
    }
    bool text =
        reader->role == CN_STEM || reader->role == CN_OPTION || reader->role == CN_EXPLANATION;
    push(reader, (cn_fragment){ .start = view->start,
                                .size = (uint32_t)view->raw.size,
                                .line = view->number,
                                .role = (uint8_t)(text ? reader->role : CN_EXPLANATION),
                                .option = reader->role == CN_OPTION ? reader->option : 0,
                                .code = true });
    reader->needs_stem = reader->needs_stem && reader->role != CN_STEM;
}

/* ---- options ---- */

/* The letter at which the line that comes begins; -1: it begins no option. */
static int letter_below(const cn_reader *reader, uint32_t index)
{
    const cn_lines *lines = &reader->lines;
    for (uint32_t i = index + 1; i < lines->count; i++) {
        cn_kind kind = (cn_kind)lines->items[i].kind;
        if (kind != CN_LINE_REPEATED && kind != CN_LINE_PAGE) {
            return kind == CN_LINE_OPTION ? (int)lines->items[i].value : -1;
        }
    }
    return -1;
}

static void begin_option(cn_reader *reader, const cn_option *option)
{
    cn_question *question = now(reader);
    uint32_t bit = 1U << option->letter;
    question->twice = question->twice || (question->letters & bit) != 0;
    question->letters |= bit;
    question->marked |= option->marked ? bit : 0;
    reader->role = CN_OPTION;
    reader->option = (uint8_t)option->letter;
    reader->next_letter = option->letter + 1;
    reader->apart = true;
}

static bool all_space(const char *text, size_t from, size_t to)
{
    return from >= to || strspn(text + from, " ") >= to - from;
}

/* The label of the next option in [from, to); `to` if there is none. */
static size_t next_label(cn_reader *reader, uint32_t index, size_t from, size_t to)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    cn_option like = reader->like;
    like.letter = reader->next_letter;
    if (like.letter >= JB_OPTIONS_MAX || letter_below(reader, index) == like.letter) {
        return to;
    }
    size_t found = jb_cn_find_label(text, from, to, &like, false);
    if (found == to) {
        found = jb_cn_find_label(text, from, to, &like, true);
    }
    return found;
}

/* Is what stands behind a label at once, and looks like the next one, text? If it were one, the
 * option before it would be empty; that happens where all of a line are. */
static bool is_text(const cn_reader *reader, const char *text, size_t at, size_t to)
{
    cn_option option;
    cn_option like = reader->like;
    like.letter = reader->next_letter + 1;
    return jb_cn_option(text + at, &option) && !all_space(text, at + option.end, to) &&
           (like.letter >= JB_OPTIONS_MAX ||
            jb_cn_find_label(text, at + option.end, to, &like, true) >= to);
}

/* Text of the option at work, and of those that follow it. */
static void split_options(cn_reader *reader, uint32_t index, size_t from, size_t to)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    for (;;) {
        cn_option option;
        size_t label = next_label(reader, index, from, to);
        bool empty = !all_space(text, 0, from) && all_space(text, from, label);
        if (label < to && empty && is_text(reader, text, label, to)) {
            label = to; /* "D. E:first-child": what looks like a label is the option's text */
        }
        jb_cn_add_fragment(reader, from, label, CN_OPTION);
        if (label >= to) {
            return;
        }
        cn_option like = reader->like;
        if (!jb_cn_option(text + label, &option) || option.letter != reader->next_letter) {
            return;
        }
        begin_option(reader, &option);
        reader->like = like;
        from = label + option.end;
    }
}

void jb_cn_take_options(cn_reader *reader, uint32_t index, size_t from, const cn_option *first)
{
    begin_option(reader, first);
    jb_cn_take(reader, index, from + first->end, CN_OPTION);
}

/* Where options begin within a stem; `to` if they do not. */
static size_t options_within(cn_reader *reader, uint32_t index, size_t from, size_t to)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    for (int loose = 0; loose < 2; loose++) {
        cn_option like = { .letter = 0, .strength = CN_STRONG };
        size_t at = from;
        for (int i = 0; i < TRIES && at < to; i++) {
            cn_option option;
            at = jb_cn_find_label(text, at, to, &like, loose != 0);
            if (at >= to || !jb_cn_option(text + at, &option)) {
                break;
            }
            cn_option second = { .letter = 1, .strength = CN_STRONG };
            cn_option third = { .letter = 2, .strength = CN_STRONG };
            size_t behind = at + option.end;
            cn_option again;
            if (jb_cn_option(text + behind, &again) && again.letter == 0 &&
                again.strength == CN_STRONG) {
                at++; /* "（A）A.": the answer, then the options */
                continue;
            }
            size_t b = jb_cn_find_label(text, behind, to, &second, true);
            bool empty = all_space(text, behind, b < to ? b : to);
            size_t c = b < to ? jb_cn_find_label(text, b + 1, to, &third, true) : to;
            bool below = b == to && loose == 0 && letter_below(reader, index) == 1;
            if (!empty && (below || (b < to && (loose == 0 || c < to)))) {
                return at;
            }
            at++;
        }
    }
    return to;
}

static void take_stem(cn_reader *reader, uint32_t index, size_t from, size_t to)
{
    char *text = reader->view.plain.bytes;
    cn_question *question = now(reader);
    size_t options = question->letters == 0 ? options_within(reader, index, from, to) : to;
    char kept = text[options];
    text[options] = '\0';
    reader->stem_answered = reader->stem_answered || jb_cn_answered(text + from);
    question->in_stem = reader->stem_answered;
    text[options] = kept;
    jb_cn_add_fragment(reader, from, options, CN_STEM);
    cn_option first;
    if (options < to && jb_cn_option(text + options, &first)) {
        reader->needs_stem = false;
        reader->like = first;
        begin_option(reader, &first);
        split_options(reader, index, options + first.end, to);
    }
}

/* ---- answers ---- */

/* "A. 甲  B. 乙", "(A)(B)": the letters are the answer. */
static void take_labelled(cn_reader *reader, size_t from, size_t to)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    from += strspn(text + from, "( ");
    int letter = text[from] - 'A';
    jb_cn_add_fragment(reader, from, from + 1, CN_ANSWER);
    for (size_t at = from + 1; letter + 1 < JB_OPTIONS_MAX;) {
        size_t best = to;
        int found = 0;
        for (int i = letter + 1; i < JB_OPTIONS_MAX && i < letter + 8; i++) {
            cn_option like = { .letter = i, .strength = CN_STRONG };
            size_t label = jb_cn_find_label(text, at, best, &like, false);
            found = label < best ? i : found;
            best = label < best ? label : best;
        }
        if (best == to) {
            return;
        }
        reader->apart = true;
        best += text[best] == '(' || text[best] == '[';
        jb_cn_add_fragment(reader, best, best + 1, CN_ANSWER);
        letter = found;
        at = best + 1;
    }
}

/* What stands behind an answer explains it. */
static void take_rest(cn_reader *reader, size_t from, size_t to)
{
    static const char *const signs[] = { " ", ".", ",", ";", ":", "。", "，", "；", ")", "、" };
    const char *text = jb_buffer_text(&reader->view.plain);
    if (text[from] == ':') {
        return; /* "ABD: the texts of these options" */
    }
    for (bool again = true; again && from < to;) {
        again = false;
        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
            if (jb_cn_starts(text + from, signs[i]) && !again) {
                from += strlen(signs[i]);
                again = true;
            }
        }
    }
    if (from + 3 <= to) {
        reader->role = CN_EXPLANATION;
        jb_cn_add_fragment(reader, from, to, CN_EXPLANATION);
    }
}

/* The kind that the section says. */
static bool is_section(const cn_reader *reader, jb_kind kind)
{
    const cn_question *question = &reader->questions[reader->question_count - 1];
    const cn_section_row *section =
        question->section > 0 ? &reader->sections[question->section - 1] : NULL;
    return section && section->type.known && section->type.supported && !section->type.choice &&
           section->type.kind == kind;
}

/* What follows an answer makes another one of it. */
static bool is_joined(const char *rest)
{
    static const char *const words[] = { "或", "和", "与", "及", "or ", "and " };
    return CN_ONE_OF(rest, words) > 0;
}

static void take_answer(cn_reader *reader, size_t from, size_t to)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    cn_question *question = now(reader);
    while (from < to && text[from] == ' ') {
        from++;
    }
    reader->role = CN_ANSWER;
    if (from == to && reader->media_count == 0) {
        reader->waiting = reader->waiting || !question->answered;
        return;
    }
    bool second = question->answered && reader->fresh;
    reader->fresh = false;
    reader->waiting = false;
    if (second) {
        reader->done = true;
        return;
    }
    question->answered = true;
    size_t head = jb_cn_answer_head(text + from, to - from);
    size_t end = from + head;
    size_t rest = end + strspn(text + end, " .;)*");
    rest += jb_cn_starts(text + rest, "。") ? strlen("。") : 0;
    rest += strspn(text + rest, " *");
    bool letters = head > 0 && (unsigned char)text[from] < 0x80;
    bool sign = end < to && (text[end] == '.' || text[end] == ':' || text[end] == ')' ||
                             jb_cn_starts(text + end, "、"));
    bool bracket = letters && text[from] == '(' && rest < to && text[rest] == '(' &&
                   text[rest + 1] >= 'A' && text[rest + 1] <= 'Z' && text[rest + 2] == ')';
    if (head > 0 && is_joined(text + rest)) {
        head = 0; /* "A 或 B" is no answer that can be told */
        letters = false;
    }
    bool truth = head > 0 && !letters &&
                 (is_section(reader, JB_KIND_TRUEFALSE) ||
                  (!is_section(reader, JB_KIND_TEXT) && text[end] != ' '));
    if (head > 0 && rest >= to) {
        jb_cn_add_fragment(reader, from, end, CN_ANSWER);
        reader->done = true;
    } else if (letters && ((head == 1 && sign) || bracket) && question->letters != 0) {
        take_labelled(reader, from, to);
        reader->done = true;
    } else if ((letters && question->letters != 0) || truth) {
        jb_cn_add_fragment(reader, from, end, CN_ANSWER);
        reader->done = true;
        take_rest(reader, end, to);
    } else {
        jb_cn_add_fragment(reader, from, to, CN_ANSWER);
        reader->done = false;
    }
}

/* ---- text ---- */

static void take_part(cn_reader *reader, uint32_t index, size_t from, size_t to, cn_role role)
{
    reader->role = role;
    switch (role) {
    case CN_STEM:
        take_stem(reader, index, from, to);
        break;
    case CN_OPTION:
        if (now(reader)->letters == 0 && !now(reader)->truth) {
            take_stem(reader, index, from, to);
        } else {
            split_options(reader, index, from, to);
        }
        break;
    case CN_ANSWER:
        take_answer(reader, from, to);
        break;
    case CN_EXPLANATION:
    case CN_POINTS:
    case CN_DIFFICULTY:
    case CN_TAGS:
    case CN_CATEGORY:
    case CN_SOURCE:
    case CN_TYPE:
    case CN_IGNORED:
    case CN_ROLES:
        jb_cn_add_fragment(reader, from, to, role);
        break;
    }
}

/* "[难]", "【中等】" before a stem: its size. */
static size_t take_level(cn_reader *reader, size_t from)
{
    const char *text = jb_buffer_text(&reader->view.plain) + from;
    size_t open = jb_cn_starts(text, "【") ? strlen("【") : *text == '[' || *text == '(';
    size_t size = 0;
    while (open > 0 && text[open + size] != '\0' && size < LEVEL_BYTES_MAX &&
           !strchr("])", text[open + size]) && !jb_cn_starts(text + open + size, "】")) {
        size += jb_cn_char(text + open + size);
    }
    const char *close = text + open + size;
    bool han = open > 0 && (unsigned char)text[open] >= 0x80;
    bool ends = han && (*close == ']' || *close == ')' || jb_cn_starts(close, "】"));
    if (!ends || jb_difficulty_word((jb_slice){ text + open, size }) == 0) {
        return 0;
    }
    jb_cn_add_fragment(reader, from + open, from + open + size, CN_DIFFICULTY);
    return open + size + jb_cn_char(close);
}

void jb_cn_take(cn_reader *reader, uint32_t index, size_t from, cn_role role)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    size_t size = reader->view.plain.size;
    bool keyed = role != CN_STEM && role != CN_OPTION;
    bool wrapped = false;
    cn_key key;
    cn_number mark;
    if (role == CN_STEM && reader->needs_stem) {
        from += strspn(text + from, " *");
        if (jb_cn_number(text + from, &mark) && mark.style == CN_STYLE_TYPE && mark.type_from > 0) {
            jb_cn_add_fragment(reader, from + mark.type_from, from + mark.type_to, CN_TYPE);
            from += mark.end;
        }
        from += take_level(reader, from);
        from += jb_cn_key_at(text + from, &key) && key.role == CN_STEM ? key.end : 0;
    }
    while (jb_cn_key_within(text, from, keyed, &key)) {
        size_t to = key.from;
        bool opens = to > from && text[to - 1] == '(';
        take_part(reader, index, from, to - opens, role);
        wrapped = wrapped || opens;
        role = key.role;
        from = key.end;
        keyed = true;
        reader->fresh = true;
    }
    size_t to = size;
    if (wrapped && to > from && text[to - 1] == ')') {
        to--;
    }
    take_part(reader, index, from, to, role);
}
