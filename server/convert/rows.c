/*
 * Rows of our table. Cells that list things (forms of an answer, tags, a pair) have separators, and
 * a backslash before what is meant as it stands; the other cells are the texts themselves. Each row
 * says that it is exact: it is read as it stands, without the guessing that rows need which people
 * have typed.
 */
#include "rows.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"

/* ---- columns ---- */

typedef struct column_words {
    const char *english;
    const char *chinese;
} column_words;

static const column_words headers[] = {
    [JB_COLUMN_ID] = { "id", "编号" },
    [JB_COLUMN_TYPE] = { "type", "题型" },
    [JB_COLUMN_CATEGORY] = { "category", "分类" },
    [JB_COLUMN_STEM] = { "question", "题干" },
    [JB_COLUMN_OPTION] = { "option_", "选项" },
    [JB_COLUMN_ANSWER] = { "answer", "答案" },
    [JB_COLUMN_TOLERANCE] = { "tolerance", "误差" },
    [JB_COLUMN_EXPLANATION] = { "explanation", "解析" },
    [JB_COLUMN_POINTS] = { "points", "分值" },
    [JB_COLUMN_TIME] = { "time_limit_s", "限时(秒)" },
    [JB_COLUMN_DIFFICULTY] = { "difficulty", "难度" },
    [JB_COLUMN_TAGS] = { "tags", "标签" },
    [JB_COLUMN_IMAGE] = { "image", "图片" },
    [JB_COLUMN_AUDIO] = { "audio", "音频" },
    [JB_COLUMN_VIDEO] = { "video", "视频" },
    [JB_COLUMN_SOURCE] = { "source", "来源" },
    [JB_COLUMN_KEEP_ORDER] = { "keep_order", "选项不乱序" },
    [JB_COLUMN_EXACT] = { "exact", "原样" },
};

static const column_words kinds[JB_KIND_COUNT] = {
    [JB_KIND_SINGLE] = { "single", "单选题" },       [JB_KIND_MULTIPLE] = { "multiple", "多选题" },
    [JB_KIND_TRUEFALSE] = { "truefalse", "判断题" }, [JB_KIND_NUMERIC] = { "numeric", "数值题" },
    [JB_KIND_TEXT] = { "text", "填空题" },           [JB_KIND_ORDERING] = { "ordering", "排序题" },
    [JB_KIND_MATCHING] = { "matching", "连线题" },
};

static const column_words truths[] = { { "false", "错" }, { "true", "对" } };
static const column_words keep_all = { "all", "全部" };
static const column_words keep_last = { "last", "末项" };
static const column_words exactly = { "yes", "是" };

static const char *word(const jb_writing *w, column_words words)
{
    return w->options->chinese ? words.chinese : words.english;
}

static void add_column(jb_columns *columns, jb_column_field field, uint8_t option,
                       const char *language)
{
    JB_ASSERT(columns->count < JB_COLUMNS_MAX);
    columns->list[columns->count++] =
        (jb_column){ .field = field, .option = option, .language = language };
}

static void add_base(jb_columns *columns, uint8_t options)
{
    columns->count = 0;
    for (int field = JB_COLUMN_ID; field <= JB_COLUMN_KEEP_ORDER; field++) {
        uint8_t last = field == JB_COLUMN_OPTION ? options : 1;
        for (uint8_t i = 0; i < last; i++) {
            add_column(columns, (jb_column_field)field, i, NULL);
        }
    }
}

void jb_columns_base(jb_columns *columns)
{
    add_base(columns, JB_COLUMN_OPTIONS);
}

/* What of a further language stands in the bank. */
typedef struct language_use {
    const char *tag;
    bool stem, explanation;
    uint8_t options;
} language_use;

enum {
    LANGUAGES_MAX = 50
};

typedef struct language_uses {
    language_use list[LANGUAGES_MAX];
    uint32_t count;
} language_uses;

static language_use *use_of(language_uses *uses, const char *tag)
{
    uint32_t i = 0;
    while (i < uses->count && strcmp(uses->list[i].tag, tag) != 0) {
        i++;
    }
    if (i == uses->count) {
        if (i == LANGUAGES_MAX) {
            return NULL;
        }
        uses->list[uses->count++] = (language_use){ .tag = tag };
    }
    return &uses->list[i];
}

static void see_map(const jb_writing *w, const cJSON *map, language_uses *uses, int option)
{
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, map) {
        language_use *use =
            strcmp(text->string, w->fallback) != 0 ? use_of(uses, text->string) : NULL;
        if (!use) {
            continue;
        }
        use->stem = use->stem || option == -1;
        use->explanation = use->explanation || option == -2;
        use->options = option + 1 > use->options ? (uint8_t)(option + 1) : use->options;
    }
}

/* Targets that no option leads to, in their order. */
static uint8_t distractors(const jb_view *view, uint8_t *list)
{
    uint8_t count = 0;
    for (uint8_t i = 0; i < view->target_count; i++) {
        bool used = false;
        for (uint8_t j = 0; j < view->option_count && !used; j++) {
            used = view->pairs[j] == i;
        }
        if (!used) {
            list[count++] = i;
        }
    }
    return count;
}

/* Cells for options that a question takes. */
static uint32_t cells_of(const jb_view *view)
{
    uint8_t list[JB_OPTIONS_MAX];
    return (uint32_t)view->option_count +
           (view->kind == JB_KIND_MATCHING ? distractors(view, list) : 0U);
}

/* The side of a pair that cell `i` of a matching shows. */
static const jb_view_option *right_side(const jb_view *view, uint8_t i)
{
    uint8_t list[JB_OPTIONS_MAX];
    if (i < view->option_count) {
        return &view->targets[view->pairs[i]];
    }
    uint8_t count = distractors(view, list);
    return i - view->option_count < count ? &view->targets[list[i - view->option_count]] : NULL;
}

static void see_question(const jb_writing *w, const jb_view *view, language_uses *uses)
{
    uint32_t cells = cells_of(view);
    see_map(w, view->stem, uses, -1);
    see_map(w, view->explanation, uses, -2);
    for (uint8_t i = 0; i < cells && i < JB_OPTIONS_MAX; i++) {
        if (i < view->option_count) {
            see_map(w, view->options[i].text, uses, i);
        }
        const jb_view_option *right = view->kind == JB_KIND_MATCHING ? right_side(view, i) : NULL;
        if (right) {
            see_map(w, right->text, uses, i);
        }
    }
}

void jb_columns_make(jb_writing *w, jb_columns *columns)
{
    jb_view view;
    language_uses uses = { .count = 0 };
    uint32_t options = JB_COLUMN_OPTIONS;
    jb_writing walk = *w;
    while (jb_view_next(&walk, &view)) {
        uint32_t cells = cells_of(&view);
        see_question(w, &view, &uses);
        options = cells > options && cells <= JB_OPTIONS_MAX ? cells : options;
    }
    add_base(columns, (uint8_t)options);
    for (uint32_t i = 0; i < uses.count; i++) {
        const language_use *use = &uses.list[i];
        if (columns->count + 2 + use->options >= JB_COLUMNS_MAX) {
            jb_cut_whole(w, "The table has no room for the language %s.", use->tag);
            continue;
        }
        if (use->stem) {
            add_column(columns, JB_COLUMN_STEM, 0, use->tag);
        }
        for (uint8_t j = 0; j < use->options; j++) {
            add_column(columns, JB_COLUMN_OPTION, j, use->tag);
        }
        if (use->explanation) {
            add_column(columns, JB_COLUMN_EXPLANATION, 0, use->tag);
        }
    }
    add_column(columns, JB_COLUMN_EXACT, 0, NULL);
}

void jb_column_header(const jb_column *column, bool chinese, jb_buffer *cell)
{
    jb_buffer_clear(cell);
    jb_buffer_append_text(cell, chinese ? headers[column->field].chinese
                                        : headers[column->field].english);
    if (column->field == JB_COLUMN_OPTION) {
        jb_buffer_append_char(cell, (char)((chinese ? 'A' : 'a') + column->option));
    }
    if (column->language) {
        jb_buffer_append_char(cell, '@');
        jb_buffer_append_text(cell, column->language);
    }
}

/* ---- lists ---- */

static const char *const form_marks[] = { "\\", "|", ";", "｜", "；", NULL };
static const char *const tag_marks[] = { "\\", "|", ";", ",", "｜", "；", "，", "、", NULL };
static const char *const pair_marks[] = { "\\", "=>", NULL };

/* Appends a text of a list: a backslash before everything that would be read as a mark. */
static void append_item(const char *text, const char *const *marks, jb_buffer *cell)
{
    for (; *text != '\0'; text++) {
        for (size_t i = 0; marks[i]; i++) {
            if (strncmp(text, marks[i], strlen(marks[i])) == 0) {
                jb_buffer_append_char(cell, '\\');
                break;
            }
        }
        jb_buffer_append_char(cell, *text);
    }
}

/* The text of a map in a column's language; NULL: there is none. */
static const char *text_of(const jb_writing *w, const cJSON *map, const char *language)
{
    const cJSON *text = NULL;
    if (map) {
        text = language ? jb_map_exact(map, language) : jb_map_text(map, w->fallback, w->fallback);
    }
    return text ? text->valuestring : NULL;
}

/* ---- options ---- */

static void write_pair(const jb_writing *w, const jb_view *view, const jb_column *column,
                       jb_buffer *cell)
{
    const jb_view_option *right = right_side(view, column->option);
    bool both = column->option < view->option_count;
    const char *target = right ? text_of(w, right->text, column->language) : NULL;
    const char *left = both ? text_of(w, view->options[column->option].text, column->language) : "";
    if (!target || !left) {
        return;
    }
    append_item(left, pair_marks, cell);
    jb_buffer_append_text(cell, both ? " => " : "=> ");
    append_item(target, pair_marks, cell);
}

static void write_option(const jb_writing *w, const jb_view *view, const jb_column *column,
                         jb_buffer *cell)
{
    if (view->kind == JB_KIND_MATCHING) {
        write_pair(w, view, column, cell);
        return;
    }
    const char *text = column->option < view->option_count
                           ? text_of(w, view->options[column->option].text, column->language)
                           : NULL;
    if (!text) {
        return;
    }
    jb_buffer_append_text(cell, text);
}

/* ---- answers ---- */

static bool is_whole_form(const cJSON *accept)
{
    const char *match = jb_string_of(accept, "match");
    return jb_number_of(accept, "weight", 1) == 1 && !(match && strcmp(match, "wildcard") == 0);
}

static void write_blanks(const jb_view *view, jb_buffer *cell)
{
    const cJSON *blank = NULL;
    const cJSON *accept = NULL;
    cJSON_ArrayForEach(blank, view->blanks) {
        bool first = true;
        jb_buffer_append_text(cell, blank == view->blanks->child ? "" : "|");
        cJSON_ArrayForEach(accept, cJSON_GetObjectItemCaseSensitive(blank, "accept")) {
            if (is_whole_form(accept)) {
                jb_buffer_append_text(cell, first ? "" : ";");
                append_item(jb_string_of(accept, "text"), form_marks, cell);
                first = false;
            }
        }
    }
}

static void write_numbers(const jb_view *view, bool tolerances, jb_buffer *cell)
{
    char tolerance[32];
    bool first = true;
    bool any = false;
    const cJSON *accept = NULL;
    cJSON_ArrayForEach(accept, view->accepts) {
        if (!is_whole_form(accept)) {
            continue;
        }
        jb_view_tolerance(accept, tolerance);
        any = any || strcmp(tolerance, "0") != 0;
        jb_buffer_append_text(cell, first ? "" : ";");
        jb_buffer_append_text(cell, tolerances ? tolerance : jb_string_of(accept, "value"));
        first = false;
    }
    if (tolerances && !any) {
        jb_buffer_clear(cell); /* none is the same as 0 */
    }
}

static void write_answer(const jb_writing *w, const jb_view *view, jb_buffer *cell)
{
    switch (view->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_MULTIPLE:
        for (uint8_t i = 0; i < view->option_count; i++) {
            if (view->options[i].right) {
                jb_buffer_append_char(cell, (char)('A' + i));
            }
        }
        break;
    case JB_KIND_TRUEFALSE:
        jb_buffer_append_text(cell, word(w, truths[view->truth]));
        break;
    case JB_KIND_NUMERIC:
        write_numbers(view, false, cell);
        break;
    case JB_KIND_TEXT:
        write_blanks(view, cell);
        break;
    case JB_KIND_ORDERING:
        for (uint8_t i = 0; i < view->option_count; i++) {
            jb_buffer_append_char(cell, (char)('A' + view->order[i]));
        }
        break;
    case JB_KIND_MATCHING:
    case JB_KIND_COUNT:
        break;
    }
}

/* ---- the rest ---- */

static void write_keep_order(const jb_writing *w, const jb_view *view, jb_buffer *cell)
{
    uint8_t fixed = 0;
    char letters[JB_OPTIONS_MAX + 1] = "";
    for (uint8_t i = 0; i < view->option_count; i++) {
        if (view->options[i].fixed || i + view->keep_last >= view->option_count) {
            letters[fixed++] = (char)('A' + i);
        }
    }
    letters[fixed] = '\0';
    if (view->keep_order) {
        jb_buffer_append_text(cell, word(w, keep_all));
    } else if (fixed == 1 && letters[0] == 'A' + view->option_count - 1) {
        jb_buffer_append_text(cell, word(w, keep_last));
    } else {
        jb_buffer_append_text(cell, letters);
    }
}

static bool is_shown(const cJSON *ref)
{
    const char *place = jb_string_of(ref, "place");
    return !place || strcmp(place, "stem") == 0;
}

static void write_media(const jb_writing *w, const jb_view *view, const char *kind, jb_buffer *cell)
{
    const cJSON *ref = NULL;
    cJSON_ArrayForEach(ref, view->media) {
        const cJSON *medium = jb_view_medium(w, jb_string_of(ref, "ref"));
        const char *own = medium ? jb_string_of(medium, "kind") : NULL;
        const char *file = medium ? jb_string_of(medium, "file") : NULL;
        file = medium && !file ? jb_string_of(medium, "url") : file;
        if (is_shown(ref) && own && file && strcmp(own, kind) == 0) {
            jb_buffer_append_text(cell, cell->size > 0 ? ";" : "");
            jb_buffer_append_text(cell, file);
        }
    }
}

static void write_decimal(int64_t value, int places, jb_buffer *cell)
{
    char text[JB_DECIMAL_TEXT_MAX];
    jb_buffer_append(cell, text, jb_decimal_format(value, places, text));
}

static void write_tags(const jb_view *view, jb_buffer *cell)
{
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, view->tags) {
        jb_buffer_append_text(cell, tag == view->tags->child ? "" : ";");
        append_item(tag->valuestring, tag_marks, cell);
    }
}

static void write_source(const jb_writing *w, const jb_view *view, jb_buffer *cell)
{
    const cJSON *citation = cJSON_GetObjectItemCaseSensitive(view->source, "citation");
    const char *url = jb_string_of(view->source, "url");
    const char *text = citation ? jb_writing_text(w, citation) : "";
    jb_buffer_append_text(cell, url ? url : text);
}

static void write_text(const jb_writing *w, const cJSON *map, const char *language, jb_buffer *cell)
{
    const char *text = text_of(w, map, language);
    jb_buffer_append_text(cell, text ? text : "");
}

static void write_setting(const jb_writing *w, const jb_view *view, jb_column_field field,
                          jb_buffer *cell)
{
    if (field == JB_COLUMN_POINTS && view->has_points) {
        write_decimal(view->points, 2, cell);
    } else if (field == JB_COLUMN_TIME && view->has_time) {
        write_decimal(view->time_ms, 3, cell);
    } else if (field == JB_COLUMN_DIFFICULTY && view->difficulty > 0) {
        write_decimal(view->difficulty, 0, cell);
    } else if (field == JB_COLUMN_KEEP_ORDER) {
        write_keep_order(w, view, cell);
    }
}

void jb_row_cell(const jb_writing *w, const jb_view *view, const jb_column *column, jb_buffer *cell)
{
    jb_buffer_clear(cell);
    switch (column->field) {
    case JB_COLUMN_ID:
        jb_buffer_append_text(cell, view->id);
        break;
    case JB_COLUMN_TYPE:
        jb_buffer_append_text(cell, word(w, kinds[view->kind]));
        break;
    case JB_COLUMN_CATEGORY:
        jb_view_category(w, view->category, "\\/", "\\\\", cell);
        break;
    case JB_COLUMN_STEM:
        write_text(w, view->stem, column->language, cell);
        break;
    case JB_COLUMN_OPTION:
        write_option(w, view, column, cell);
        break;
    case JB_COLUMN_ANSWER:
        write_answer(w, view, cell);
        break;
    case JB_COLUMN_TOLERANCE:
        if (view->kind == JB_KIND_NUMERIC) {
            write_numbers(view, true, cell);
        }
        break;
    case JB_COLUMN_EXPLANATION:
        write_text(w, view->explanation, column->language, cell);
        break;
    case JB_COLUMN_TAGS:
        write_tags(view, cell);
        break;
    case JB_COLUMN_IMAGE:
    case JB_COLUMN_AUDIO:
    case JB_COLUMN_VIDEO:
        write_media(w, view, headers[column->field].english, cell);
        break;
    case JB_COLUMN_SOURCE:
        write_source(w, view, cell);
        break;
    case JB_COLUMN_EXACT:
        jb_buffer_append_text(cell, word(w, exactly));
        break;
    case JB_COLUMN_POINTS:
    case JB_COLUMN_TIME:
    case JB_COLUMN_DIFFICULTY:
    case JB_COLUMN_KEEP_ORDER:
        write_setting(w, view, column->field, cell);
        break;
    }
}

bool jb_cell_guarded(jb_slice cell, bool bare)
{
    static const char *const starts[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
    size_t at = 0;
    while (at < cell.size && cell.bytes[at] == '\'') {
        at++;
    }
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t size = strlen(starts[i]);
        if (cell.size - at >= size && memcmp(cell.bytes + at, starts[i], size) == 0) {
            return at > 0 || !bare;
        }
    }
    return false;
}
