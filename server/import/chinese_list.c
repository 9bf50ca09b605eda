/*
 * Answers that stand at the end of a text, or of a chapter: "1-5 ABCDA", "1.A 2.B", one on a line.
 * They are kept until all is read (chinese_match.c).
 */
#include "chinese_internal.h"

#include <string.h>

enum {
    SKIP_MAX = 4,           /* headings between the heading of a list and its first answer */
    HEADING_BYTES_MAX = 60, /* before the answers in one line */
    LETTERS_ENOUGH = 5      /* a line of letters alone is one of answers */
};

/* ---- entries ---- */

static uint32_t text_at(const cn_view *view, size_t at)
{
    size_t size = view->plain.size;
    return view->start + (at < size ? view->offsets[at] : (uint32_t)view->raw.size);
}

static void add_entry(cn_reader *reader, uint32_t number, size_t from, size_t to)
{
    cn_entry *entries = jb_cn_more(reader, reader->entries, reader->entry_count,
                                   &reader->entry_capacity, sizeof *entries);
    if (!entries) {
        return;
    }
    reader->entries = entries;
    uint32_t start = text_at(&reader->view, from);
    uint32_t end = text_at(&reader->view, to);
    entries[reader->entry_count++] = (cn_entry){ .number = number,
                                                 .line = reader->view.number,
                                                 .start = start,
                                                 .size = end > start ? end - start : 0 };
    reader->lists[reader->list_count - 1].count++;
}

void jb_cn_list_begin(cn_reader *reader, jb_type_word type)
{
    cn_list_group *lists = jb_cn_more(reader, reader->lists, reader->list_count,
                                      &reader->list_capacity, sizeof *lists);
    if (!lists) {
        return;
    }
    reader->lists = lists;
    if (!reader->in_list) {
        reader->list_since =
            reader->list_count > 0 ? lists[reader->list_count - 1].before : reader->list_since;
    }
    lists[reader->list_count++] = (cn_list_group){ .first = reader->entry_count,
                                                   .before = reader->question_count,
                                                   .since = reader->list_since,
                                                   .type = type };
    reader->in_list = true;
    reader->open = false;
}

static size_t read_number(const char *text, uint32_t *value)
{
    size_t size = 0;
    *value = 0;
    while (text[size] >= '0' && text[size] <= '9' && size < 5) {
        *value = *value * 10 + (uint32_t)(text[size++] - '0');
    }
    return size;
}

static size_t dash(const char *text)
{
    static const char *const dashes[] = {
        "--", "-", "~", "～", "—", "–", "－", "至", "到", "‐", "−"
    };
    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        if (jb_cn_starts(text, dashes[i])) {
            return strlen(dashes[i]);
        }
    }
    return 0;
}

/* One sign of an answer: a capital letter, √, 对 ...; 0: none. */
static size_t sign_of(const char *text)
{
    static const char *const words[] = { "正确", "错误", "√", "×", "对", "错", "✓", "✗", "✔", "✘" };
    if (*text >= 'A' && *text <= 'Z') {
        return 1;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (jb_cn_starts(text, words[i])) {
            return strlen(words[i]);
        }
    }
    return 0;
}

/* Signs from `from` on that belong to numbers from first on, last of them or any (0): one for each,
 * or one group of letters for each. Returns where they end; 0: they are not as many. */
static size_t take_signs(cn_reader *reader, size_t from, uint32_t first, uint32_t last)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    uint32_t signs = 0;
    uint32_t groups = 0;
    size_t end = from;
    bool space = true;
    for (size_t at = from; text[at] != '\0';) {
        size_t sign = sign_of(text + at);
        bool between = strchr(" ,;/|.", text[at]) != NULL || jb_cn_starts(text + at, "、");
        if (sign == 0 && !between) {
            break;
        }
        groups += sign > 0 && space;
        signs += sign > 0;
        space = sign == 0;
        at += sign > 0 ? sign : jb_cn_char(text + at);
        end = sign > 0 ? at : end;
    }
    uint32_t wanted = last > 0 ? last - first + 1 : signs;
    bool each = signs == wanted;
    if (signs == 0 || (!each && groups != wanted)) {
        return 0;
    }
    uint32_t number = first;
    for (size_t at = from; at < end && !reader->failed;) {
        size_t sign = sign_of(text + at);
        size_t to = at + sign;
        while (!each && sign > 0 && to < end && sign_of(text + to) > 0) {
            to += sign_of(text + to);
        }
        if (sign > 0) {
            add_entry(reader, number++, at, to);
        }
        at = sign > 0 ? to : at + jb_cn_char(text + at);
    }
    return end;
}

/* "1-5 ABCDA". Returns where it ends; 0: it is none. */
static size_t take_range(cn_reader *reader, size_t from)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    uint32_t first = 0;
    uint32_t last = 0;
    size_t at = from + (jb_cn_starts(text + from, "第") ? strlen("第") : 0);
    at += text[at] == '(';
    size_t size = read_number(text + at, &first);
    at += size + strspn(text + at + size, " .");
    size_t middle = size > 0 ? dash(text + at) : 0;
    at += middle + strspn(text + at + middle, " ");
    size = middle > 0 ? read_number(text + at, &last) : 0;
    at += size;
    if (size == 0 || last <= first || last - first > 1000) {
        return 0;
    }
    at += jb_cn_starts(text + at, "题") ? strlen("题") : 0;
    for (bool again = true; again;) {
        again = text[at] != '\0' && (strchr(" .:)", text[at]) || jb_cn_starts(text + at, "、"));
        at += again ? jb_cn_char(text + at) : 0;
    }
    cn_key key;
    at += jb_cn_key_at(text + at, &key) && key.role == CN_ANSWER ? key.end : 0;
    return take_signs(reader, at, first, last);
}

/* The number of a pair, "1." "(1)" "1、" "第1题", *end behind it. */
static bool pair_number(const char *text, uint32_t *number, size_t *end)
{
    cn_number mark;
    if (jb_cn_number(text, &mark) && mark.style != CN_STYLE_TYPE && mark.opener == 0) {
        *number = mark.value;
        *end = mark.end;
        return mark.value > 0;
    }
    size_t size = read_number(text, number);
    *end = size;
    return size > 0 && *number > 0 && sign_of(text + size) > 0;
}

/* Where the pair of number + 1 begins; the end of the text if it is not there. */
static size_t next_pair(const char *text, size_t from, uint32_t number, bool any)
{
    for (size_t at = from; text[at] != '\0'; at += jb_cn_char(text + at)) {
        uint32_t found = 0;
        size_t end = 0;
        bool digit = (text[at] >= '0' && text[at] <= '9') || text[at] == '(';
        char last = at > from ? text[at - 1] : ' ';
        bool before = (last >= '0' && last <= '9') || last == '.' || last == '-';
        cn_number mark;
        bool glued = any && last != ' ' && last != ';' && last != ')';
        if (digit && !before && pair_number(text + at, &found, &end) && found == number + 1 &&
            (!glued || (jb_cn_number(text + at, &mark) && mark.style != CN_STYLE_BARE))) {
            return at;
        }
    }
    return strlen(text);
}

/* The answer of one pair and what explains it. */
static void take_pair(cn_reader *reader, uint32_t number, size_t from, size_t to)
{
    char *text = reader->view.plain.bytes;
    cn_key key;
    char kept = text[to];
    text[to] = '\0';
    bool answer = jb_cn_key_at(text + from, &key) && key.role == CN_ANSWER;
    from += answer ? key.end : 0;
    bool why = jb_cn_key_within(text, from, true, &key) && key.role != CN_ANSWER;
    size_t end = why ? key.from : to;
    text[to] = kept;
    size_t head = jb_cn_answer_head(text + from, end - from);
    while (end > from && strchr(" ;,", text[end - 1])) {
        end--;
    }
    bool rest = head > 0 && from + head < end && (unsigned char)text[from] < 0x80 &&
                strchr(" (.", text[from + head]);
    add_entry(reader, number, from, rest ? from + head : end);
    if (why && key.role == CN_EXPLANATION && !reader->failed) {
        cn_entry *entry = &reader->entries[reader->entry_count - 1];
        entry->why = text_at(&reader->view, key.end);
        entry->why_size = text_at(&reader->view, to) - entry->why;
    }
}

/* A row of letters alone: answers of the questions that come next. Returns where it ends; 0: it is
 * none. */
static size_t take_row(cn_reader *reader, size_t from)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    const cn_list_group *list = &reader->lists[reader->list_count - 1];
    size_t size = strspn(text + from, "ABCDEFGHT√×对错 ,");
    uint32_t next = list->count > 0 ? reader->entries[reader->entry_count - 1].number + 1 : 1;
    if (sign_of(text + from) == 0 || size < LETTERS_ENOUGH || text[from + size] != '\0') {
        return 0;
    }
    return take_signs(reader, from, next, 0);
}

/* Entries of the view; how many. `any`: a pair may hold any text; `rows`: letters may stand without
 * numbers. */
static uint32_t take_entries(cn_reader *reader, size_t from, bool any, bool rows)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    uint32_t before = reader->entry_count;
    size_t at = from + strspn(text + from, " ,;:.");
    while (text[at] != '\0' && !reader->failed) {
        uint32_t number = 0;
        size_t end = take_range(reader, at);
        if (end == 0 && rows && reader->entry_count == before) {
            end = take_row(reader, at);
        }
        if (end > 0) {
            at = end + strspn(text + end, " ,;.");
            at += jb_cn_starts(text + at, "。") ? strlen("。") : 0;
            continue;
        }
        if (!pair_number(text + at, &number, &end)) {
            break;
        }
        size_t value = at + end + strspn(text + at + end, " :");
        size_t to = next_pair(text, value, number, any);
        cn_key key;
        bool keyed = jb_cn_key_at(text + value, &key);
        size_t head = jb_cn_answer_head(text + value, to - value);
        if (!any && !keyed && head == 0) {
            break;
        }
        take_pair(reader, number, value, to);
        at = to;
    }
    return reader->entry_count - before;
}

bool jb_cn_list_try(cn_reader *reader, size_t from, jb_type_word type)
{
    uint32_t lists = reader->list_count;
    uint32_t entries = reader->entry_count;
    uint32_t since = reader->list_since;
    bool in_list = reader->in_list;
    bool open = reader->open;
    jb_cn_list_begin(reader, type);
    if (reader->failed || take_entries(reader, from, false, false) >= 2) {
        return true;
    }
    reader->list_count = lists;
    reader->entry_count = entries;
    reader->list_since = since;
    reader->in_list = in_list;
    reader->open = open;
    return false;
}

jb_type_word jb_cn_list_type(const char *text, size_t size)
{
    static const char *const words[] = { "单选", "单项", "多选", "多项",     "不定项",
                                         "判断", "是非", "填空", "选择",     "简答",
                                         "论述", "问答", "案例", "名词解释", "计算" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *found = strstr(text, words[i]);
        if (found && (size_t)(found - text) < size) {
            return jb_type_word_of(jb_slice_of(words[i]));
        }
    }
    return (jb_type_word){ 0 };
}

bool jb_cn_list_in_line(cn_reader *reader)
{
    const char *text = jb_buffer_text(&reader->view.plain);
    cn_key key;
    return jb_cn_key_within(text, reader->view.lead, false, &key) && key.role == CN_ANSWER &&
           key.from < HEADING_BYTES_MAX && jb_cn_list_type(text, key.from).known &&
           jb_cn_list_try(reader, key.end, jb_cn_list_type(text, key.from));
}

/* ---- lines ---- */

static bool is_typed(jb_type_word type)
{
    return type.known && (!type.supported || type.kind == JB_KIND_TEXT);
}

/* A line that can only be one of answers. */
static bool looks_like_entry(const char *text, bool any)
{
    uint32_t number = 0;
    uint32_t last = 0;
    if (jb_cn_starts(text, "题号 ")) {
        return true;
    }
    size_t end = read_number(text, &number);
    size_t middle = end > 0 ? dash(text + end + strspn(text + end, " ")) : 0;
    if (middle > 0 && read_number(text + end + strspn(text + end, " ") + middle +
                                      strspn(text + end + strspn(text + end, " ") + middle, " "),
                                  &last) > 0) {
        return last > number;
    }
    if (sign_of(text) > 0 && strlen(text) >= LETTERS_ENOUGH) {
        return text[strspn(text, "ABCDEFGHT√×对错 ,")] == '\0';
    }
    if (!pair_number(text, &number, &end)) {
        return false;
    }
    const char *value = jb_cn_skip(text + end);
    cn_key key;
    if (any || (jb_cn_key_at(value, &key) && key.role <= CN_EXPLANATION)) {
        return true;
    }
    size_t head = jb_cn_answer_head(value, strlen(value));
    const char *rest = value + head + strspn(value + head, " .;,");
    return head > 0 &&
           (*rest == '\0' || (*rest >= '0' && *rest <= '9') || *rest == '(' ||
            jb_cn_starts(rest, "【") || jb_cn_starts(rest, "。") || jb_cn_key_at(rest, &key));
}

bool jb_cn_list_follows(cn_reader *reader, uint32_t index)
{
    const cn_lines *lines = &reader->lines;
    jb_type_word type = { 0 };
    uint32_t skipped = 0;
    uint32_t from = lines->items[index].kind == CN_LINE_SECTION ? index : index + 1;
    for (uint32_t i = from; i < lines->count && skipped < SKIP_MAX; i++) {
        cn_kind kind = (cn_kind)lines->items[i].kind;
        if (kind == CN_LINE_RULE || kind == CN_LINE_PAGE || kind == CN_LINE_REPEATED) {
            continue;
        }
        if (!jb_cn_view_set(&reader->ahead, lines, i)) {
            reader->failed = true;
            return false;
        }
        const char *text = jb_buffer_text(&reader->ahead.plain) + reader->ahead.lead;
        jb_slice name;
        if (kind == CN_LINE_SECTION && jb_cn_section(text, &name)) {
            const char *rest = text + strcspn(text, ":0123456789");
            if (*rest != '\0' && looks_like_entry(rest + strspn(rest, ": "), false)) {
                return true;
            }
            type = jb_type_word_of(name);
        }
        bool answer =
            kind == CN_LINE_KEY && lines->items[i].alone && lines->items[i].value == CN_ANSWER;
        cn_kind next = i + 1 < lines->count ? (cn_kind)lines->items[i + 1].kind : CN_LINE_TEXT;
        bool name_only = kind == CN_LINE_TEXT && strlen(text) < HEADING_BYTES_MAX &&
                         (next == CN_LINE_SECTION || next == CN_LINE_CHAPTER);
        if (kind == CN_LINE_SECTION || kind == CN_LINE_CHAPTER || kind == CN_LINE_HEADING ||
            kind == CN_LINE_LIST || answer || name_only) {
            skipped++;
            continue;
        }
        bool options = i + 1 < lines->count && lines->items[i + 1].kind == CN_LINE_OPTION;
        return looks_like_entry(text, is_typed(type) && !options);
    }
    return false;
}

/* "题号 1 2 3" in the line before, "答案 A B C" in the view from `from` on. */
static bool take_rows(cn_reader *reader, uint32_t index, size_t from)
{
    const char *answers = jb_buffer_text(&reader->view.plain);
    if (index == 0 || !jb_cn_view_set(&reader->ahead, &reader->lines, index - 1)) {
        return false;
    }
    const char *numbers = jb_buffer_text(&reader->ahead.plain) + reader->ahead.lead;
    if (!jb_cn_starts(numbers, "题号")) {
        return false;
    }
    numbers = jb_cn_skip(numbers + strlen("题号"));
    bool any = false;
    for (size_t at = from; answers[at] != '\0' && !reader->failed;) {
        uint32_t number = 0;
        size_t size = read_number(numbers, &number);
        size_t word = strcspn(answers + at, " ");
        if (size == 0 || word == 0) {
            break;
        }
        add_entry(reader, number, at, at + word);
        numbers = jb_cn_skip(numbers + size);
        at += word + strspn(answers + at + word, " ");
        any = true;
    }
    return any;
}

/* A line that continues the last entry, or explains it. */
static void continue_entry(cn_reader *reader)
{
    const cn_list_group *list = &reader->lists[reader->list_count - 1];
    cn_view *view = &reader->view;
    const char *text = jb_buffer_text(&view->plain) + view->lead;
    cn_key key = { .end = 0 };
    if (list->count == 0) {
        return;
    }
    cn_entry *entry = &reader->entries[reader->entry_count - 1];
    bool keyed = jb_cn_key_at(text, &key);
    uint32_t start = text_at(view, view->lead + key.end);
    uint32_t end = view->start + (uint32_t)view->raw.size;
    if (keyed && key.role == CN_ANSWER && entry->size == 0) {
        entry->start = start;
        entry->size = end - start;
    } else if ((keyed && key.role == CN_EXPLANATION) ||
               (!keyed && entry->why_size == 0 && !is_typed(list->type))) {
        entry->why = start;
        entry->why_size = end - start;
    } else if (!keyed && entry->why_size > 0) {
        entry->why_size = end - entry->why;
    } else if (!keyed) {
        entry->size = end - entry->start;
    }
}

bool jb_cn_list_line(cn_reader *reader, uint32_t index)
{
    const cn_line *line = &reader->lines.items[index];
    cn_kind kind = (cn_kind)line->kind;
    const char *text = jb_buffer_text(&reader->view.plain) + reader->view.lead;
    jb_slice type;
    cn_key key;
    if (kind == CN_LINE_RULE || kind == CN_LINE_PAGE || kind == CN_LINE_REPEATED) {
        return true;
    }
    if (kind == CN_LINE_SECTION && jb_cn_section(text, &type)) {
        size_t from =
            (size_t)(text - jb_buffer_text(&reader->view.plain)) + strcspn(text, ":0123456789");
        jb_type_word word = jb_type_word_of(type);
        if (jb_cn_list_try(reader, from, word)) {
            return true;
        }
        bool follows = jb_cn_list_follows(reader, index);
        if (follows) {
            jb_cn_list_begin(reader, word);
        }
        return follows;
    }
    if (kind == CN_LINE_CHAPTER || kind == CN_LINE_HEADING || kind == CN_LINE_LIST ||
        kind == CN_LINE_SECTION) {
        bool follows = jb_cn_list_follows(reader, index);
        if (follows) {
            jb_cn_list_begin(reader, (jb_type_word){ 0 });
        }
        return follows;
    }
    const cn_lines *lines = &reader->lines;
    bool options = index + 1 < lines->count && lines->items[index + 1].kind == CN_LINE_OPTION &&
                   lines->items[index + 1].value == 0;
    if (kind == CN_LINE_NUMBER && options) {
        return false;
    }
    size_t from = reader->view.lead;
    if (kind == CN_LINE_TEXT && jb_cn_list_in_line(reader)) {
        return true;
    }
    if (kind == CN_LINE_KEY && jb_cn_key_at(text, &key) && key.role == CN_ANSWER) {
        from += key.end;
        if (take_rows(reader, index, from)) {
            return true;
        }
    } else if (kind == CN_LINE_KEY) {
        continue_entry(reader);
        return true;
    }
    if (take_entries(reader, from, is_typed(reader->lists[reader->list_count - 1].type), true) ==
        0) {
        continue_entry(reader);
    }
    return true;
}
