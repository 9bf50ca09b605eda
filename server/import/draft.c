/*
 * The draft: what a reader has made of a file so far. Questions are written as JSON at once, so
 * that a file's text is in memory twice at most.
 */
#include "draft_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/charset.h"
#include "jinbang/json_in.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

enum {
    FIRST = 64,
    ID_TRIES = 1000,
    LINE_END = 2, /* a comma and a line feed */
    /* With the head, categories and media it is a document that is read. */
    LANGUAGE_USUAL = 8,       /* bytes of a language tag */
    AROUND_MAX = 1024 * 1024, /* bytes of head, categories and media */
    WEIGHT_MAX = JB_TREE_BYTES_MAX - 4 * 1024 * 1024
};

/* "1=true,0=false": the options were found good before. */
static void read_codes(jb_draft *draft, const char *codes)
{
    for (const char *at = codes; at && *at;) {
        const char *end = strchr(at, ',');
        size_t size = end ? (size_t)(end - at) : strlen(at);
        const char *equals = memchr(at, '=', size);
        JB_ASSERT(equals != NULL);
        size_t key = (size_t)(equals - at);
        if (draft->code_count < JB_DRAFT_CODES_MAX && key < JB_ASK_CODE_SIZE) {
            jb_draft_code_row *row = &draft->codes[draft->code_count++];
            memcpy(row->text, at, key);
            row->text[key] = '\0';
            row->truth = equals[1] == 't';
        }
        at = end ? end + 1 : NULL;
    }
}

void jb_draft_init(jb_draft *draft, const jb_import_options *options, const char *format,
                   jb_report *report)
{
    *draft = (jb_draft){ .options = options, .report = report, .format = format };
    jb_buffer_init(&draft->questions, (size_t)JB_BANK_BYTES_MAX);
    jb_buffer_init(&draft->title, JB_TEXT_BYTES_MAX);
    jb_buffer_init(&draft->description, JB_TEXT_BYTES_MAX);
    jb_buffer_init(&draft->license, JB_TEXT_BYTES_MAX);
    jb_buffer_init(&draft->url, JB_TEXT_BYTES_MAX);
    jb_buffer_init(&draft->scratch, 0);
    read_codes(draft, options->codes);
}

void jb_draft_finish(jb_draft *draft)
{
    for (uint32_t i = 0; i < draft->media_count; i++) {
        jb_buffer_finish(&draft->media[i].alt);
    }
    free(draft->media);
    free(draft->holes);
    free(draft->lines);
    free(draft->categories);
    jb_table_finish(&draft->ids);
    jb_table_finish(&draft->category_ids);
    jb_buffer_finish(&draft->questions);
    jb_buffer_finish(&draft->title);
    jb_buffer_finish(&draft->description);
    jb_buffer_finish(&draft->license);
    jb_buffer_finish(&draft->url);
    jb_buffer_finish(&draft->scratch);
    jb_memory_finish(&draft->memory);
}

void *jb_draft_take(jb_draft *draft, size_t count, size_t size)
{
    void *memory = jb_memory_take(&draft->memory, count, size);
    draft->failed = draft->failed || !memory;
    return memory;
}

bool jb_draft_failed(const jb_draft *draft)
{
    return draft->failed;
}

void jb_draft_fail(jb_draft *draft)
{
    draft->failed = true;
}

/* ---- problems ---- */

/* The beginning of a text, tidy and on one line. */
static void make_excerpt(jb_slice text, char out[JB_DRAFT_EXCERPT])
{
    jb_buffer tidy;
    jb_buffer_init(&tidy, 0);
    out[0] = '\0';
    text.size = text.size > JB_DRAFT_EXCERPT * 2 ? JB_DRAFT_EXCERPT * 2 : text.size;
    while (text.size > 0 && !jb_utf8_valid(text)) {
        text.size--;
    }
    if (text.size > 0 && jb_text_tidy(text, &tidy) == JB_OK) {
        size_t size = tidy.size < JB_DRAFT_EXCERPT ? tidy.size : JB_DRAFT_EXCERPT - 1;
        while (!jb_utf8_valid((jb_slice){ .bytes = tidy.bytes, .size = size })) {
            size--;
        }
        for (size_t i = 0; i < size; i++) {
            out[i] = tidy.bytes[i] == '\n' ? ' ' : tidy.bytes[i];
        }
        out[size] = '\0';
    }
    jb_buffer_finish(&tidy);
}

static void add_problem(jb_draft *draft, jb_severity severity, jb_where where, jb_slice excerpt,
                        const char *code, const char *message)
{
    jb_problem problem = { .line = where.line > 0 ? where.line : 1,
                           .column = where.column > 0 ? where.column : 1,
                           .severity = severity };
    (void)snprintf(problem.code, sizeof problem.code, "%s", code);
    (void)snprintf(problem.message, sizeof problem.message, "%s", message);
    make_excerpt(excerpt, problem.excerpt);
    if (jb_report_add(draft->report, &problem) != JB_OK) {
        draft->failed = true;
    }
}

void jb_draft_error(jb_draft *draft, jb_where where, jb_slice excerpt, const char *code,
                    const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add_problem(draft, JB_SEVERITY_ERROR, where, excerpt, code, message);
}

void jb_draft_warn(jb_draft *draft, jb_where where, jb_slice excerpt, const char *code,
                   const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add_problem(draft, JB_SEVERITY_WARNING, where, excerpt, code, message);
}

void jb_draft_unsupported(jb_draft *draft, jb_where where, jb_slice excerpt, const char *code,
                          const char *format, ...)
{
    char message[JB_PROBLEM_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    add_problem(draft, JB_SEVERITY_UNSUPPORTED, where, excerpt, code, message);
}

static int code_told(const jb_draft *draft, jb_slice code)
{
    for (uint32_t i = 0; i < draft->code_count; i++) {
        if (jb_slice_equal(code, jb_slice_of(draft->codes[i].text))) {
            return draft->codes[i].truth;
        }
    }
    return -1;
}

/* Of 1 and 0, and of A and B, who says one says the other. */
int jb_draft_code(const jb_draft *draft, jb_slice code)
{
    static const char *const pairs[][2] = { { "1", "0" }, { "A", "B" }, { "a", "b" } };
    int truth = code_told(draft, code);
    for (size_t i = 0; i < 6 && truth < 0; i++) {
        if (jb_slice_equal(code, jb_slice_of(pairs[i / 2][i % 2]))) {
            int other = code_told(draft, jb_slice_of(pairs[i / 2][1 - i % 2]));
            truth = other < 0 ? -1 : !other;
        }
    }
    return truth;
}

void jb_draft_ask(jb_draft *draft, jb_where where, jb_slice excerpt, jb_slice code)
{
    jb_report *report = draft->report;
    uint32_t i = 0;
    while (i < report->ask_count && !jb_slice_equal(code, jb_slice_of(report->asks[i].code))) {
        i++;
    }
    if (i == report->ask_count && i < JB_ASKS_MAX && code.size < JB_ASK_CODE_SIZE) {
        jb_ask *ask = &report->asks[report->ask_count++];
        *ask = (jb_ask){ .line = where.line };
        memcpy(ask->code, code.bytes, code.size);
    }
    if (i < report->ask_count) {
        report->asks[i].count++;
    }
    jb_draft_error(draft, where, excerpt, "ambiguous_code",
                   "The answer \"%.*s\" means true in some files and false in others; say which "
                   "with --code %.*s=true or --code %.*s=false.",
                   (int)code.size, code.bytes, (int)code.size, code.bytes, (int)code.size,
                   code.bytes);
}

/* ---- the whole ---- */

static void keep_text(jb_draft *draft, jb_buffer *into, jb_slice text)
{
    jb_buffer_clear(into);
    draft->failed = draft->failed || jb_text_tidy(text, into) == JB_ERR_MEMORY;
}

void jb_draft_title(jb_draft *draft, jb_slice title)
{
    keep_text(draft, &draft->title, title);
}

void jb_draft_description(jb_draft *draft, jb_slice description)
{
    keep_text(draft, &draft->description, description);
}

void jb_draft_license(jb_draft *draft, jb_slice license, jb_slice source_url)
{
    keep_text(draft, &draft->license, license);
    keep_text(draft, &draft->url, source_url);
}

void jb_draft_table(jb_draft *draft, jb_slice json)
{
    jb_buffer_clear(&draft->report->table);
    jb_buffer_append(&draft->report->table, json.bytes, json.size);
    draft->failed = draft->failed || draft->report->table.failed;
}

/* ---- questions ---- */

static uint64_t hash_of(const char *id)
{
    return jb_mix_bytes(JB_MIX_START, id, strlen(id));
}

static bool id_good(jb_slice id)
{
    if (id.size == 0 || id.size > JB_ID_MAX) {
        return false;
    }
    for (size_t i = 0; i < id.size; i++) {
        char c = id.bytes[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!word && (i == 0 || (c != '.' && c != '_' && c != '-'))) {
            return false;
        }
    }
    return true;
}

/* The file's own id if it can be one and is new, else a new one. Generated ids are checked too,
 * because a file may hold such. */
static bool choose_id(jb_draft *draft, jb_slice own, char id[JB_ID_MAX + 1])
{
    uint32_t number = 0;
    if (id_good(own)) {
        memcpy(id, own.bytes, own.size);
        id[own.size] = '\0';
        if (!jb_table_get(&draft->ids, hash_of(id), &number)) {
            return true;
        }
    }
    for (uint32_t try = 0; try < ID_TRIES; try++) {
        if (try == 0) {
            (void)snprintf(id, JB_ID_MAX + 1, "q%u", draft->count + 1);
        } else {
            (void)snprintf(id, JB_ID_MAX + 1, "q%u.%u", draft->count + 1, try);
        }
        if (!jb_table_get(&draft->ids, hash_of(id), &number)) {
            return true;
        }
    }
    return false;
}

static bool reserve_line(jb_draft *draft)
{
    if (draft->count < draft->line_capacity) {
        return true;
    }
    size_t capacity = draft->line_capacity == 0 ? FIRST : draft->line_capacity * 2;
    jb_draft_line *lines = realloc(draft->lines, capacity * sizeof *lines);
    if (!lines) {
        return false;
    }
    draft->lines = lines;
    draft->line_capacity = capacity;
    return true;
}

/* The beginning of a stem, in the draft's memory. */
static const char *excerpt_of(jb_draft *draft, jb_slice stem)
{
    char excerpt[JB_DRAFT_EXCERPT];
    make_excerpt(stem, excerpt);
    size_t size = strlen(excerpt) + 1;
    char *copy = jb_draft_take(draft, size, 1);
    return copy ? memcpy(copy, excerpt, size) : "";
}

/* What the tree of the line that begins here will take. */
static size_t weigh(const jb_draft *draft, size_t before)
{
    jb_scan scan;
    jb_scan_init(&scan, (jb_slice){ .bytes = draft->questions.bytes + before,
                                    .size = draft->questions.size - before - LINE_END });
    jb_token token = jb_scan_next(&scan);
    while (token != JB_TOKEN_END && token != JB_TOKEN_FAULT) {
        token = jb_scan_next(&scan);
    }
    return scan.weight;
}

/* Does the document still fit with languages filled in, and with what stands around the questions?
 */
static bool fits(const jb_draft *draft)
{
    return draft->questions.size + draft->hole_count * LANGUAGE_USUAL + AROUND_MAX <=
           (size_t)JB_BANK_BYTES_MAX;
}

static void add_too_large(jb_draft *draft, const jb_draft_question *question)
{
    jb_draft_error(draft, question->where, question->stem.text, "too_large",
                   "The bank becomes too large here; the rest is left out. Split the file.");
    draft->questions.failed = true;
}

void jb_draft_add(jb_draft *draft, const jb_draft_question *question)
{
    char id[JB_ID_MAX + 1];
    if (draft->failed || draft->questions.failed) {
        return;
    }
    if (draft->count == JB_BANK_QUESTIONS_MAX) {
        jb_draft_error(draft, question->where, question->stem.text, "too_many_questions",
                       "A bank holds at most %d questions; the rest is left out. Split the file.",
                       JB_BANK_QUESTIONS_MAX);
        draft->questions.failed = true;
        return;
    }
    size_t before = draft->questions.size;
    size_t holes = draft->hole_count;
    if (!reserve_line(draft) || !choose_id(draft, question->id, id)) {
        draft->failed = true;
        return;
    }
    bool good = jb_draft_write(draft, question, id);
    if (!draft->failed && (draft->questions.failed || !fits(draft))) {
        add_too_large(draft, question);
    } else if (good && !draft->failed) {
        draft->weight += weigh(draft, before);
        if (draft->weight > WEIGHT_MAX) {
            add_too_large(draft, question);
        }
    }
    if (!good || draft->questions.failed || draft->failed) {
        draft->questions.size = before;
        draft->hole_count = holes;
        return;
    }
    draft->failed = jb_table_put(&draft->ids, hash_of(id), draft->count) != JB_OK;
    draft->lines[draft->count++] =
        (jb_draft_line){ .where = question->where,
                         .excerpt = excerpt_of(draft, question->stem.text) };
    jb_draft_count_letters(draft, question->stem.text);
}
