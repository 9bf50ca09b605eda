/*
 * Open Trivia DB: answers of its API, and dumps of any shape that keep its members (question,
 * correct_answer, incorrect_answers). Texts are HTML-escaped, or all in base64 or percent-encoded,
 * as the API was asked; which it is shows in each question by itself.
 */
#include "formats.h"

#include <string.h>

#include "item.h"
#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "json_walk.h"
#include "markup.h"

enum {
    WRONG_MAX = JB_OPTIONS_MAX - 1,
    TEXTS = WRONG_MAX + 6 /* stem, type, right answer, category, explanation, difficulty */
};

typedef enum coding {
    CODING_HTML,
    CODING_BASE64,
    CODING_PERCENT
} text_coding;

typedef struct reading {
    jb_draft *draft;
    jb_buffer texts[TEXTS]; /* decoded, reused */
    size_t used;
} reading;

int jb_sniff_opentdb(const jb_import_file *file)
{
    jb_slice text = jb_import_text(file);
    bool questions =
        jb_json_mentions(text, "correct_answer") && jb_json_mentions(text, "incorrect_answers");
    bool answer = jb_json_mentions(text, "response_code") && jb_json_mentions(text, "results");
    return questions ? 95 : answer ? 90 : 0;
}

/* ---- texts ---- */

static int hex(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Nothing but what percent-encoding leaves, and at least one character that it encoded. */
static bool is_percent(const cJSON *string)
{
    bool any = false;
    if (!cJSON_IsString(string)) {
        return false;
    }
    for (const char *at = string->valuestring; *at; at++) {
        bool word = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
                    (*at >= '0' && *at <= '9') || strchr("-_.~+", *at);
        if (*at == '%' && hex(at[1]) >= 0 && hex(at[2]) >= 0) {
            any = true;
            at += 2;
        } else if (!word) {
            return false;
        }
    }
    return any;
}

static text_coding coding_of(const cJSON *type, const cJSON *question)
{
    if (cJSON_IsString(type) && (strcmp(type->valuestring, "bXVsdGlwbGU=") == 0 ||
                                 strcmp(type->valuestring, "Ym9vbGVhbg==") == 0)) {
        return CODING_BASE64; /* "multiple", "boolean" */
    }
    return is_percent(question) ? CODING_PERCENT : CODING_HTML;
}

static void decode_percent(jb_slice text, jb_buffer *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i] == '+' ? ' ' : text.bytes[i];
        if (c == '%' && i + 2 < text.size && hex(text.bytes[i + 1]) >= 0 &&
            hex(text.bytes[i + 2]) >= 0) {
            c = (char)(hex(text.bytes[i + 1]) * 16 + hex(text.bytes[i + 2]));
            i += 2;
        }
        jb_buffer_append_char(out, c);
    }
}

/* The text of a node in a buffer of the reading; what cannot be decoded stays as it is. */
static jb_slice text_of(reading *r, text_coding coding, const cJSON *node)
{
    char scratch[JB_JSON_SCRATCH];
    jb_slice text = jb_json_text_of(node, scratch);
    JB_ASSERT(r->used < TEXTS);
    jb_buffer *out = &r->texts[r->used++];
    jb_buffer_clear(out);
    if (coding == CODING_BASE64) {
        if (jb_base64_decode(text, JB_TEXT_BYTES_MAX, out) != JB_UNPACK_FINE) {
            jb_buffer_clear(out);
            jb_buffer_append(out, text.bytes, text.size);
        }
    } else if (coding == CODING_PERCENT) {
        decode_percent(text, out);
    } else {
        jb_html_entities(text, out);
    }
    return jb_buffer_slice(out);
}

/* ---- questions ---- */

static const cJSON *member(const cJSON *node, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(node, name);
}

/* True or false: of that type, or without a type but with nothing else to choose from. */
static bool is_truth(jb_slice type, jb_slice right, const jb_slice *wrong, uint32_t count)
{
    if (type.size > 0) {
        return jb_slice_equal(type, jb_slice_of("boolean"));
    }
    return count == 1 && jb_truth_word(right) >= 0 &&
           jb_truth_word(right) + jb_truth_word(wrong[0]) == 1;
}

/* The right answer stands apart in the file; its place among the options follows from the stem, so
 * that it is the same every time and not always the first. */
static void add_options(jb_draft_question *question, jb_slice right, const jb_slice *wrong,
                        uint32_t count)
{
    uint64_t mixed =
        jb_mix_bytes(JB_MIX_START, question->stem.text.bytes, question->stem.text.size);
    uint32_t place = (uint32_t)((mixed >> 32) % (count + 1));
    for (uint32_t i = 0; i <= count; i++) {
        uint32_t other = i < place ? i : i - 1;
        question->options[i] = (jb_draft_option){ .text.text = i == place ? right : wrong[other],
                                                  .right = i == place };
    }
    question->option_count = count + 1;
}

/* False: reported. */
static bool read_wrong(reading *r, text_coding coding, const cJSON *node, jb_slice *wrong,
                       uint32_t *count)
{
    const cJSON *item = NULL;
    *count = 0;
    cJSON_ArrayForEach(item, node) {
        if (*count == WRONG_MAX) {
            return false;
        }
        wrong[(*count)++] = text_of(r, coding, item);
    }
    return cJSON_IsArray(node);
}

static void describe(reading *r, text_coding coding, const cJSON *node, jb_draft_question *question)
{
    const cJSON *difficulty = member(node, "difficulty");
    question->category = text_of(r, coding, member(node, "category"));
    question->explanation.text = text_of(r, coding, member(node, "explanation"));
    question->difficulty = jb_difficulty_word(text_of(r, coding, difficulty));
    question->has_difficulty = question->difficulty > 0;
    if (question->category.size > 0 && member(node, "type") && difficulty) {
        question->license = jb_slice_of("CC BY-SA 4.0"); /* with all that the database says */
        question->url = jb_slice_of("https://opentdb.com");
    }
}

static void add_truth(reading *r, jb_draft_question *question, jb_slice right)
{
    int truth = jb_truth_word(right);
    question->kind = JB_KIND_TRUEFALSE;
    question->truth = truth == 1;
    if (truth < 0) {
        jb_draft_error(r->draft, question->where, question->stem.text, "unknown_option",
                       "The right answer of a true/false question must be True or False.");
        return;
    }
    jb_draft_add(r->draft, question);
}

static void read_question(void *user, const cJSON *node, jb_where where)
{
    reading *r = user;
    jb_slice wrong[WRONG_MAX];
    uint32_t count = 0;
    text_coding coding = coding_of(member(node, "type"), member(node, "question"));
    r->used = 0;
    jb_draft_question question = { .where = where };
    question.stem.text = text_of(r, coding, member(node, "question"));
    jb_slice type = text_of(r, coding, member(node, "type"));
    jb_slice right = text_of(r, coding, member(node, "correct_answer"));
    bool listed = read_wrong(r, coding, member(node, "incorrect_answers"), wrong, &count);
    describe(r, coding, node, &question);
    bool choice = type.size == 0 || jb_slice_equal(type, jb_slice_of("multiple"));
    if (question.stem.text.size == 0) {
        jb_draft_error(r->draft, where, right, "empty_stem", "The question has no text.");
    } else if (right.size == 0) {
        jb_draft_error(r->draft, where, question.stem.text, "no_answer",
                       "There is no \"correct_answer\"; add it.");
    } else if (is_truth(type, right, wrong, count)) {
        add_truth(r, &question, right);
    } else if (!choice) {
        jb_draft_unsupported(r->draft, where, question.stem.text, "unsupported_kind",
                             "Questions of the type \"%.*s\" cannot be played.",
                             type.size > 40 ? 40 : (int)type.size, type.bytes);
    } else if (!listed) {
        jb_draft_error(r->draft, where, question.stem.text, "too_few_options",
                       "\"incorrect_answers\" must be a list of at most %d texts.", WRONG_MAX);
    } else {
        question.kind = JB_KIND_SINGLE;
        add_options(&question, right, wrong, count);
        jb_draft_add(r->draft, &question);
    }
}

void jb_read_opentdb(const jb_import_file *file, jb_draft *draft)
{
    reading r = { .draft = draft };
    const jb_json_walk_handlers handlers = { .question = read_question, .user = &r };
    for (size_t i = 0; i < TEXTS; i++) {
        jb_buffer_init(&r.texts[i], 0);
    }
    jb_json_walk(jb_import_text(file), draft, &handlers);
    for (size_t i = 0; i < TEXTS; i++) {
        jb_buffer_finish(&r.texts[i]);
    }
}
