/*
 * One question: its members, then options, then the answer against the options, then what is
 * allowed but probably not meant. Used twice: when a bank is read, with a report, and when a plan
 * is made, silently, to take a good question apart again.
 */
#include "bank_internal.h"

#include <string.h>

#include "jinbang/assert.h"

enum {
    TITLE_BYTES_MAX = 1020
}; /* 255 characters */

enum {
    ID,
    TYPE,
    TITLE,
    STEM,
    MARKUP,
    MEDIA,
    CATEGORY,
    TAGS,
    DIFFICULTY,
    POINTS,
    TIME_LIMIT,
    GRADING,
    SHUFFLE,
    EXPLANATION,
    HOST_NOTE,
    SOURCE,
    STATUS,
    REVISION,
    OPTIONS,
    TARGETS,
    ANSWER,
    FIELD_COUNT
};

static const jb_field question_fields[] = {
    [ID] = { .name = "id", .types = JB_IS_STRING, .required = true },
    [TYPE] = { .name = "type", .types = JB_IS_STRING, .required = true },
    [TITLE] = { .name = "title", .types = JB_IS_STRING },
    [STEM] = { .name = "stem", .types = JB_IS_OBJECT, .required = true },
    [MARKUP] = { .name = "markup", .types = JB_IS_STRING },
    [MEDIA] = { .name = "media", .types = JB_IS_ARRAY },
    [CATEGORY] = { .name = "category", .types = JB_IS_STRING },
    [TAGS] = { .name = "tags", .types = JB_IS_ARRAY },
    [DIFFICULTY] = { .name = "difficulty", .types = JB_IS_NUMBER },
    [POINTS] = { .name = "points", .types = JB_IS_NUMBER },
    [TIME_LIMIT] = { .name = "time_limit_ms", .types = JB_IS_NUMBER },
    [GRADING] = { .name = "grading", .types = JB_IS_OBJECT },
    [SHUFFLE] = { .name = "shuffle", .types = JB_IS_OBJECT },
    [EXPLANATION] = { .name = "explanation", .types = JB_IS_OBJECT },
    [HOST_NOTE] = { .name = "host_note", .types = JB_IS_OBJECT },
    [SOURCE] = { .name = "source", .types = JB_IS_OBJECT },
    [STATUS] = { .name = "status", .types = JB_IS_STRING },
    [REVISION] = { .name = "revision", .types = JB_IS_NUMBER },
    [OPTIONS] = { .name = "options", .types = JB_IS_ARRAY },
    [TARGETS] = { .name = "targets", .types = JB_IS_ARRAY },
    [ANSWER] = { .name = "answer", .types = JB_IS_OBJECT, .required = true },
};

static const jb_shape question_shape = {
    .what = "A question",
    .fields = question_fields,
    .field_count = FIELD_COUNT,
    .x_keys = true,
};

static const char *const kind_words[] = {
    [JB_KIND_SINGLE] = "single",       [JB_KIND_MULTIPLE] = "multiple",
    [JB_KIND_TRUEFALSE] = "truefalse", [JB_KIND_NUMERIC] = "numeric",
    [JB_KIND_TEXT] = "text",           [JB_KIND_ORDERING] = "ordering",
    [JB_KIND_MATCHING] = "matching",   [JB_KIND_COUNT] = NULL,
};

/* References to media: each must exist and be usable. */
static bool read_media_refs(jb_reader *reader, const jb_bank *bank, const cJSON *list)
{
    enum {
        REF,
        PLACE,
        REVEAL,
        COUNT
    };
    static const jb_field fields[] = {
        [REF] = { .name = "ref", .types = JB_IS_STRING, .required = true },
        [PLACE] = { .name = "place", .types = JB_IS_STRING },
        [REVEAL] = { .name = "reveal", .types = JB_IS_STRING },
    };
    static const jb_shape shape = { .what = "A media reference",
                                    .fields = fields,
                                    .field_count = COUNT };
    static const char *const places[] = { "stem", "reveal", "background", NULL };
    static const char *const reveals[] = { "none", "blur", "tiles", NULL };
    bool good = jb_read_length(reader, list, 0, JB_QUESTION_MEDIA_MAX);
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        const jb_medium *medium = NULL;
        const cJSON *values[COUNT];
        uint32_t word = 0;
        if (!jb_read_object(reader, node, &shape, values)) {
            good = false;
            continue;
        }
        good = (!values[PLACE] || jb_read_word(reader, values[PLACE], places, &word)) && good;
        word = 0;
        good = (!values[REVEAL] || jb_read_word(reader, values[REVEAL], reveals, &word)) && good;
        if (word > 0) {
            jb_warn(reader, values[REVEAL], "unsupported_setting",
                    "The medium is shown whole from the start.");
        }
        good = jb_media_usable(reader, node, values[REF], bank, &medium) && good;
    }
    return good;
}

/* Members that only describe the question. */
static bool read_labels(jb_reader *reader, const jb_bank *bank, const cJSON *const *values,
                        jb_question *question)
{
    static const char *const markups[] = { "plain", "markdown", NULL };
    static const char *const statuses[] = { "draft", "reviewed", "retired", NULL };
    uint32_t markup = 0;
    uint32_t status = 1;
    int64_t number = 3;
    bool good = !values[TITLE] || jb_read_string(reader, values[TITLE], TITLE_BYTES_MAX);
    good = (!values[MARKUP] || jb_read_word(reader, values[MARKUP], markups, &markup)) && good;
    if (markup == 1) {
        jb_warn(reader, values[MARKUP], "unsupported_setting",
                "Markdown is shown as it is written.");
    }
    good =
        (!values[DIFFICULTY] || jb_read_integer(reader, values[DIFFICULTY], 1, 5, &number)) && good;
    question->difficulty = (uint8_t)number;
    good =
        (!values[REVISION] || jb_read_integer(reader, values[REVISION], 1, INT32_MAX, &number)) &&
        good;
    good = (!values[STATUS] || jb_read_word(reader, values[STATUS], statuses, &status)) && good;
    question->retired = status == 2;
    good = (!values[TAGS] || jb_read_tags(reader, values[TAGS])) && good;
    question->tags = values[TAGS];
    if (values[CATEGORY] &&
        jb_id_set_find(&bank->categories, values[CATEGORY]->valuestring) == JB_ID_NONE) {
        jb_fault(reader, values[CATEGORY], "unknown_id", "The bank has no category \"%.64s\".",
                 values[CATEGORY]->valuestring);
        good = false;
    }
    return good;
}

static bool read_texts(jb_reader *reader, const cJSON *const *values, jb_question *question)
{
    bool good = jb_read_map(reader, values[STEM]);
    good = (!values[EXPLANATION] || jb_read_map(reader, values[EXPLANATION])) && good;
    good = (!values[HOST_NOTE] || jb_read_map(reader, values[HOST_NOTE])) && good;
    good = (!values[SOURCE] || jb_read_source(reader, values[SOURCE], &question->citation)) && good;
    question->stem = values[STEM];
    question->explanation = values[EXPLANATION];
    question->host_note = values[HOST_NOTE];
    return good;
}

/* A list that this kind needs or must not have. */
static bool expect_list(jb_reader *reader, const cJSON *node, const cJSON *list, const char *name,
                        bool needed)
{
    if (needed && !list) {
        jb_fault(reader, node, "missing_field", "This kind of question needs \"%s\".", name);
    } else if (!needed && list) {
        jb_fault_key(reader, list, "unexpected_field", "This kind of question has no \"%s\".",
                     name);
    }
    return needed == (list != NULL);
}

static bool read_lists(jb_reader *reader, const jb_bank *bank, const cJSON *const *values,
                       jb_question *question)
{
    bool no_options = question->kind == JB_KIND_TRUEFALSE || question->kind == JB_KIND_NUMERIC ||
                      question->kind == JB_KIND_TEXT;
    bool pairs = question->kind == JB_KIND_MATCHING;
    bool good = expect_list(reader, question->node, values[OPTIONS], "options", !no_options);
    good = expect_list(reader, question->node, values[TARGETS], "targets", pairs) && good;
    if (good && !no_options) {
        good = jb_read_options(reader, bank, values[OPTIONS], question->options,
                               &question->option_count);
    }
    if (good && pairs) {
        good = jb_read_options(reader, bank, values[TARGETS], question->targets,
                               &question->target_count);
    }
    return good;
}

/* Settings that say something about another kind of question. */
static void warn_unused(jb_reader *reader, const cJSON *const *values, const jb_question *question)
{
    if (question->settings.has_grading &&
        !jb_grading_fits(question->settings.grading, question->kind)) {
        jb_warn(reader, values[GRADING], "grading_not_for_kind",
                "\"%s\" is not for this kind of question; it is graded all or nothing.",
                jb_grading_name(question->settings.grading));
    }
    for (uint8_t i = 0; i < question->option_count; i++) {
        if (question->options[i].has_weight && question->kind != JB_KIND_SINGLE) {
            jb_warn(reader, values[OPTIONS], "unsupported_setting",
                    "Weights of options count in questions of type \"single\" only.");
            break;
        }
    }
}

bool jb_question_read(jb_reader *reader, const jb_bank *bank, const cJSON *node,
                      jb_question *question)
{
    *question = (jb_question){ .node = node, .difficulty = 3 };
    const cJSON *values[FIELD_COUNT];
    uint32_t kind = 0;
    bool good = jb_read_object(reader, node, &question_shape, values);
    if (!values[ID] || !values[TYPE] || !values[STEM] || !values[ANSWER]) {
        return false;
    }
    good = jb_read_id(reader, values[ID]) && good;
    question->id = values[ID]->valuestring;
    good = read_texts(reader, values, question) && good;
    good = read_labels(reader, bank, values, question) && good;
    const cJSON *const settings[] = { values[POINTS], values[TIME_LIMIT], values[SHUFFLE],
                                      values[GRADING] };
    good = jb_read_settings(reader, settings, &question->settings) && good;
    if (values[MEDIA]) {
        good = read_media_refs(reader, bank, values[MEDIA]) && good;
        question->media = values[MEDIA];
    }
    if (!jb_read_word(reader, values[TYPE], kind_words, &kind)) {
        return false;
    }
    question->kind = (jb_kind)kind;
    if (!read_lists(reader, bank, values, question) ||
        !jb_read_answer(reader, values[ANSWER], question) || !good) {
        return false;
    }
    warn_unused(reader, values, question);
    return jb_question_check(reader, bank->default_language, question);
}
