/*
 * Rahoot and Razzia: {"subject", "questions": [{"question", "answers", "solution" or "solutions",
 * "time", ...}]}, answers counted from 0; also lists of such quizzes, each then a category. Media
 * are addresses, mostly on the web.
 */
#include "formats.h"

#include <stdio.h>
#include <string.h>

#include "json_walk.h"

enum {
    SUBJECT_MAX = 200
};

typedef struct reading {
    jb_draft *draft;
    bool survey;                   /* nothing is right or wrong in it */
    char subject[SUBJECT_MAX + 1]; /* of the quiz within a list; "" */
    char texts[JB_OPTIONS_MAX][JB_JSON_SCRATCH];
} reading;

int jb_sniff_rahoot(const jb_import_file *file)
{
    jb_slice text = jb_import_text(file);
    bool solved = jb_json_mentions(text, "solution") || jb_json_mentions(text, "solutions");
    bool asks = jb_json_mentions(text, "question") && jb_json_mentions(text, "answers");
    bool quiz = jb_json_mentions(text, "questions");
    if (asks && solved) {
        return quiz ? 90 : 60;
    }
    return asks && quiz && jb_json_mentions(text, "subject") ? 70 : 0;
}

static const cJSON *member(const cJSON *node, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(node, name);
}

static void take_label(void *user, const char *key, jb_slice text, uint32_t depth)
{
    reading *r = user;
    if (strcmp(key, "gameMode") == 0) {
        r->survey = jb_slice_equal(text, jb_slice_of("survey"));
    } else if (strcmp(key, "subject") == 0 && depth == 1) {
        jb_draft_title(r->draft, text);
    } else if (strcmp(key, "subject") == 0) {
        size_t size = text.size <= SUBJECT_MAX ? text.size : 0;
        memcpy(r->subject, text.bytes, size);
        r->subject[size] = '\0';
    }
}

/* ---- what is right ---- */

/* Marks the options that the node counts. False: one of them is not there. */
static bool mark(const cJSON *node, jb_draft_question *question, uint32_t *count)
{
    double number = 0;
    if (!jb_json_number_of(node, &number) || number < 0 || number >= question->option_count ||
        number != (double)(uint32_t)number) {
        return false;
    }
    jb_draft_option *option = &question->options[(uint32_t)number];
    *count += option->right ? 0 : 1;
    option->right = true;
    return true;
}

/* Several right ones: all of them are wanted, unless the file says that one is. */
static bool take_solution(const reading *r, const cJSON *node, jb_draft_question *question)
{
    const cJSON *solution = member(node, "solutions");
    const cJSON *type = member(node, "type");
    const cJSON *item = NULL;
    uint32_t count = 0;
    bool good = true;
    solution = solution ? solution : member(node, "solution");
    if (cJSON_IsArray(solution)) {
        cJSON_ArrayForEach(item, solution) {
            good = mark(item, question, &count) && good;
        }
    } else if (solution && !cJSON_IsNull(solution)) {
        good = mark(solution, question, &count);
    }
    bool multi = cJSON_IsString(type) && strcmp(type->valuestring, "multi") == 0;
    bool single = cJSON_IsString(type) && strcmp(type->valuestring, "single") == 0;
    question->kind = multi || (count > 1 && !single) ? JB_KIND_MULTIPLE : JB_KIND_SINGLE;
    if (!good) {
        jb_draft_error(r->draft, question->where, question->stem.text, "unknown_option",
                       "The solution names an answer that is not there; answers are counted from "
                       "0.");
    } else if (count == 0) {
        jb_draft_error(r->draft, question->where, question->stem.text, "no_answer",
                       "No answer is right; give its number in \"solution\", from 0.");
    }
    return good && count > 0;
}

/* False: reported. */
static bool take_answers(reading *r, const cJSON *node, jb_draft_question *question)
{
    const cJSON *answers = member(node, "answers");
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, answers) {
        uint32_t i = question->option_count;
        if (i == JB_OPTIONS_MAX) {
            jb_draft_error(r->draft, question->where, question->stem.text, "too_many_options",
                           "A question has at most %d answers.", JB_OPTIONS_MAX);
            return false;
        }
        question->options[i].text.text = jb_json_text_of(item, r->texts[i]);
        question->option_count++;
    }
    return true;
}

/* A number to be guessed, with a margin. */
static void add_estimation(const reading *r, const cJSON *node, jb_draft_question *question)
{
    char value[JB_JSON_SCRATCH] = "";
    char margin[JB_JSON_SCRATCH] = "";
    const cJSON *solutions = member(node, "solutions");
    solutions = cJSON_IsArray(solutions) ? cJSON_GetArrayItem(solutions, 0) : solutions;
    jb_draft_accept accept = { .text = jb_json_text_of(solutions, value),
                               .tolerance = jb_json_text_of(
                                   member(member(node, "options"), "margin"), margin) };
    if (accept.text.size == 0) {
        jb_draft_error(r->draft, question->where, question->stem.text, "no_answer",
                       "There is no number in \"solutions\".");
        return;
    }
    question->kind = JB_KIND_NUMERIC;
    question->accepts = &accept;
    question->accept_count = 1;
    jb_draft_add(r->draft, question);
}

/* ---- what describes it ---- */

static void add_medium(const reading *r, jb_where where, const cJSON *path,
                       jb_draft_medium_ref *refs, uint32_t *count)
{
    if (!cJSON_IsString(path) || path->valuestring[0] == '\0') {
        return;
    }
    uint32_t medium = jb_draft_medium_at(r->draft, where, jb_slice_of(path->valuestring));
    if (medium != JB_DRAFT_MEDIA_NONE) {
        refs[(*count)++].medium = medium;
    }
}

static void describe(const reading *r, const cJSON *node, jb_draft_question *question)
{
    double seconds = 0;
    const cJSON *category = member(node, "category");
    if (jb_json_number_of(member(node, "time"), &seconds) && seconds <= JB_SECONDS_MAX) {
        question->has_time = true;
        question->time_ms = seconds > 0 ? (uint32_t)(seconds * 1000) : 0; /* -1: no limit */
    }
    question->category =
        cJSON_IsString(category) ? jb_slice_of(category->valuestring) : jb_slice_of(r->subject);
}

static void read_question(void *user, const cJSON *node, jb_where where)
{
    enum {
        MEDIA_MAX = 4
    };
    reading *r = user;
    char scratch[JB_JSON_SCRATCH];
    jb_draft_medium_ref media[MEDIA_MAX] = { { .medium = JB_DRAFT_MEDIA_NONE } };
    const cJSON *type = member(node, "type");
    const cJSON *medium = member(node, "media");
    jb_draft_question question = { .where = where, .media = media };
    question.stem.text = jb_json_text_of(member(node, "question"), scratch);
    if (question.stem.text.size == 0) {
        jb_draft_error(r->draft, where, jb_slice_of(""), "empty_stem", "The question has no text.");
        return;
    }
    if (r->survey) {
        jb_draft_unsupported(r->draft, where, question.stem.text, "unsupported_kind",
                             "A question of a survey has no right answer and cannot be played.");
        return;
    }
    describe(r, node, &question);
    bool estimation = cJSON_IsString(type) && strcmp(type->valuestring, "estimation") == 0;
    if (!estimation && (!take_answers(r, node, &question) || !take_solution(r, node, &question))) {
        return;
    }
    const cJSON *paths[MEDIA_MAX] = { cJSON_IsObject(medium) ? member(medium, "url") : medium,
                                      member(node, "image"), member(node, "video"),
                                      member(node, "audio") };
    for (int i = 0; i < MEDIA_MAX; i++) {
        add_medium(r, where, paths[i], media, &question.media_count);
    }
    if (estimation) {
        add_estimation(r, node, &question);
    } else {
        jb_draft_add(r->draft, &question);
    }
}

void jb_read_rahoot(const jb_import_file *file, jb_draft *draft)
{
    reading r = { .draft = draft };
    const jb_json_walk_handlers handlers = { .question = read_question,
                                             .label = take_label,
                                             .user = &r };
    jb_json_walk(jb_import_text(file), draft, &handlers);
}
