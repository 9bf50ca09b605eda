/*
 * What a question of Moodle XML means, by its type. A fraction is what an answer is worth in
 * percent: 100 is right; where several are to be chosen, every positive one is; 0 is only there for
 * its feedback.
 */
#include "moodle.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "item.h"
#include "markup.h"

enum {
    GRADE_SIZE = 32
};

static const double whole = 99.9; /* percent: 100 with rounding */

/* ---- texts and files ---- */

static bool same_name(const jb_moodle_file *file, jb_slice name)
{
    jb_slice base = file->name;
    for (size_t i = jb_slice_find(base, 0, '/'); i < base.size; i = jb_slice_find(base, 0, '/')) {
        base = jb_slice_part(base, i + 1, base.size);
    }
    return jb_slice_equal(file->name, name) || jb_slice_equal(base, name);
}

/* A file of the question by its name; one of the text's own area first. */
static jb_moodle_file *find_file(jb_moodle_question *question, uint32_t area, jb_slice name)
{
    jb_moodle_file *found = NULL;
    name.size = jb_slice_find(name, 0, '?'); /* "x.png?time=123" */
    for (uint32_t i = 0; i < question->file_count; i++) {
        jb_moodle_file *file = &question->files[i];
        if (same_name(file, name) && (!found || (file->area == area && found->area != area))) {
            found = file;
        }
    }
    return found;
}

/* A question and the area whose text is being read. */
typedef struct file_search {
    jb_pieces *pieces;
    jb_moodle_question *question;
    uint32_t area;
} file_search;

static uint32_t find_medium(void *user, jb_slice name, jb_slice alt, bool *known)
{
    file_search *search = user;
    jb_moodle_file *file = find_file(search->question, search->area, name);
    *known = file != NULL;
    if (!file) {
        return JB_DRAFT_MEDIA_NONE;
    }
    if (!file->added) {
        file->added = true;
        file->medium = jb_draft_medium(search->pieces->draft, search->question->where, file->bytes,
                                       file->name, alt);
    }
    return file->medium;
}

static void point_at(jb_pieces *pieces, const jb_moodle_text *text)
{
    file_search *search = pieces->user;
    search->area = text->area;
}

static jb_slice plain(jb_pieces *pieces, const jb_moodle_text *text)
{
    point_at(pieces, text);
    return jb_pieces_text(pieces, text->text, text->form);
}

/* Sounds and films stand in links and elements of their own: whatever names a file of the question
 * shows it. */
static void show_others(jb_pieces *pieces, const jb_moodle_text *text, bool reveal)
{
    static const char mark[] = "@@PLUGINFILE@@/";
    jb_slice rest = text->text;
    for (size_t at = jb_slice_find(rest, 0, '@'); at < rest.size;
         at = jb_slice_find(rest, at + 1, '@')) {
        jb_slice here = jb_slice_part(rest, at, rest.size);
        if (!jb_slice_begins(here, mark)) {
            continue;
        }
        size_t end = sizeof mark - 1;
        while (end < here.size && strchr("\"'<> \n)", here.bytes[end]) == NULL) {
            end++;
        }
        jb_pieces_show(pieces, jb_slice_part(here, sizeof mark - 1, end), reveal);
    }
}

static jb_slice shown(jb_pieces *pieces, const jb_moodle_text *text, bool reveal)
{
    point_at(pieces, text);
    jb_slice out = jb_pieces_shown(pieces, text->text, text->form, reveal);
    show_others(pieces, text, reveal);
    return out;
}

static uint32_t kept_answers(const jb_moodle_question *from)
{
    return from->answer_count > JB_MOODLE_ANSWERS_MAX ? JB_MOODLE_ANSWERS_MAX : from->answer_count;
}

/* What is said to an answer becomes the explanation where nothing else is. */
static void explain(jb_pieces *pieces, const jb_moodle_answer *answer, jb_draft_question *question)
{
    if (question->explanation.text.size == 0) {
        question->explanation.text = plain(pieces, &answer->feedback);
    }
}

/* ---- choice ---- */

/* Fills an option. False: there is nothing to be shown. */
static bool read_option(jb_pieces *pieces, const jb_moodle_answer *answer, jb_draft_option *option)
{
    *option = (jb_draft_option){ 0 };
    point_at(pieces, &answer->text);
    jb_pieces_option(pieces, answer->text.text, answer->text.form, option);
    option->feedback.text = plain(pieces, &answer->feedback);
    return option->text.text.size > 0 || option->medium != JB_DRAFT_MEDIA_NONE;
}

static void add_choice(jb_pieces *pieces, const jb_moodle_question *from,
                       jb_draft_question *question)
{
    bool right_empty = false;
    bool any_right = false;
    question->kind = from->several ? JB_KIND_MULTIPLE : JB_KIND_SINGLE;
    for (uint32_t i = 0; i < kept_answers(from); i++) {
        const jb_moodle_answer *answer = &from->answers[i];
        jb_draft_option option;
        bool right = from->several ? answer->fraction > 0 : answer->fraction >= whole;
        if (!read_option(pieces, answer, &option)) {
            right_empty = right_empty || right;
            continue;
        }
        option.right = right;
        option.weight = answer->fraction / 100;
        option.has_weight = answer->fraction != 0 && (from->several || !right);
        any_right = any_right || right;
        if (question->option_count < JB_OPTIONS_MAX) {
            question->options[question->option_count] = option;
        }
        question->option_count += question->option_count <= JB_OPTIONS_MAX;
    }
    if (right_empty) {
        jb_draft_error(pieces->draft, question->where, question->stem.text, "empty_option",
                       "The right option shows nothing: it has no text and no picture that could "
                       "be read.");
    } else if (!any_right) {
        jb_draft_error(pieces->draft, question->where, question->stem.text, "no_answer",
                       from->several ? "No option has a positive fraction, so none is right."
                                     : "No option has a fraction of 100, so none is right; where "
                                       "several are, say <single>false</single>.");
    } else {
        if (from->several) {
            jb_pieces_weights(pieces, question);
        }
        jb_item_keep_places(pieces->draft, question);
        jb_pieces_labels(question);
        jb_draft_add(pieces->draft, question);
    }
}

/* 1 true, 0 false, -1 neither. */
static int truth_of(jb_slice text)
{
    static const char *const words[] = { "false", "f", "true", "t" };
    text = jb_pieces_trim(text);
    for (int i = 0; i < 4; i++) {
        if (strlen(words[i]) == text.size && strncasecmp(words[i], text.bytes, text.size) == 0) {
            return i >= 2;
        }
    }
    return -1;
}

static void add_truth(jb_pieces *pieces, const jb_moodle_question *from,
                      jb_draft_question *question)
{
    const jb_moodle_answer *right = NULL;
    const jb_moodle_answer *wrong = NULL;
    uint32_t count = 0;
    for (uint32_t i = 0; i < kept_answers(from); i++) {
        const jb_moodle_answer *answer = &from->answers[i];
        right = answer->fraction >= whole ? answer : right;
        wrong = answer->fraction >= whole ? wrong : answer;
        count += answer->fraction >= whole;
    }
    int truth = right ? truth_of(plain(pieces, &right->text)) : -1;
    if (count != 1 || truth < 0) {
        jb_draft_error(pieces->draft, question->where, question->stem.text, "no_answer",
                       "Exactly one of the answers \"true\" and \"false\" must have a fraction of "
                       "100.");
        return;
    }
    question->kind = JB_KIND_TRUEFALSE;
    question->truth = truth == 1;
    explain(pieces, right, question);
    if (wrong) {
        explain(pieces, wrong, question);
    }
    jb_draft_add(pieces->draft, question);
}

/* ---- typed answers ---- */

static void add_text(jb_pieces *pieces, const jb_moodle_question *from, jb_draft_question *question)
{
    bool open = false; /* anything is right */
    uint32_t good = 0;
    jb_draft_accept *accepts = jb_pieces_take(pieces, kept_answers(from) + 1, sizeof *accepts);
    for (uint32_t i = 0; accepts && i < kept_answers(from); i++) {
        const jb_moodle_answer *answer = &from->answers[i];
        jb_slice text = plain(pieces, &answer->text);
        if (text.size == 0 || answer->fraction <= 0) {
            continue;
        }
        open = open || jb_slice_equal(text, jb_slice_of("*"));
        accepts[good].weight = answer->fraction / 100;
        accepts[good].text = jb_pieces_stars(pieces, text, &accepts[good].wildcard);
        good++;
        explain(pieces, answer, question);
    }
    question->kind = JB_KIND_TEXT;
    question->case_sensitive = from->case_sensitive;
    question->accepts = accepts;
    question->accept_count = good;
    if (open) {
        jb_draft_unsupported(pieces->draft, question->where, question->stem.text,
                             "unsupported_kind",
                             "Every answer to this question is right (*), so it cannot be played; "
                             "write the answers that are.");
    } else if (accepts) {
        jb_draft_add(pieces->draft, question);
    }
}

static void add_number(jb_pieces *pieces, const jb_moodle_question *from,
                       jb_draft_question *question)
{
    uint32_t good = 0;
    jb_draft_accept *accepts = jb_pieces_take(pieces, kept_answers(from) + 1, sizeof *accepts);
    for (uint32_t i = 0; accepts && i < kept_answers(from); i++) {
        const jb_moodle_answer *answer = &from->answers[i];
        jb_slice text = plain(pieces, &answer->text);
        if (text.size == 0 || answer->fraction <= 0 || jb_slice_equal(text, jb_slice_of("*"))) {
            continue;
        }
        accepts[good++] = (jb_draft_accept){ .text = text,
                                             .tolerance = answer->tolerance,
                                             .weight = answer->fraction / 100 };
        explain(pieces, answer, question);
    }
    question->kind = JB_KIND_NUMERIC;
    question->accepts = accepts;
    question->accept_count = good;
    question->unit.text = from->unit;
    if (accepts) {
        jb_draft_add(pieces->draft, question);
    }
}

/* ---- matching, ordering ---- */

static void add_matching(jb_pieces *pieces, const jb_moodle_question *from,
                         jb_draft_question *question)
{
    question->kind = JB_KIND_MATCHING;
    for (uint32_t i = 0; i < kept_answers(from); i++) {
        const jb_moodle_answer *answer = &from->answers[i];
        jb_draft_option option = { 0 };
        point_at(pieces, &answer->text);
        jb_pieces_option(pieces, answer->text.text, answer->text.form, &option);
        jb_slice right = plain(pieces, &answer->right);
        bool left = option.text.text.size > 0 || option.medium != JB_DRAFT_MEDIA_NONE;
        if (right.size == 0 && !left) {
            continue;
        }
        if (right.size == 0) {
            jb_draft_error(pieces->draft, question->where, question->stem.text, "broken_question",
                           "Pair %" PRIu32 " has no right side; write its answer.", i + 1);
            return;
        }
        uint32_t target = jb_pieces_target(question, right);
        if (left && question->option_count < JB_OPTIONS_MAX) {
            question->options[question->option_count] = option;
            question->pairs[question->option_count] = (uint8_t)target;
        }
        question->option_count += left && question->option_count <= JB_OPTIONS_MAX;
    }
    if (question->option_count < 2 || question->target_count < 2) {
        jb_draft_error(pieces->draft, question->where, question->stem.text, "too_few_options",
                       "The question needs at least two pairs with different right sides.");
        return;
    }
    jb_draft_add(pieces->draft, question);
}

/* The answers are in the right order, or their fractions are 1, 2, 3 ... */
static void add_ordering(jb_pieces *pieces, const jb_moodle_question *from,
                         jb_draft_question *question)
{
    question->kind = JB_KIND_ORDERING;
    double fractions[JB_OPTIONS_MAX] = { 0 };
    for (uint32_t i = 0; i < kept_answers(from); i++) {
        jb_draft_option option;
        if (!read_option(pieces, &from->answers[i], &option)) {
            continue;
        }
        if (question->option_count < JB_OPTIONS_MAX) {
            fractions[question->option_count] = from->answers[i].fraction;
            question->order[question->option_count] = (uint8_t)question->option_count;
            question->options[question->option_count] = option;
        }
        question->option_count += question->option_count <= JB_OPTIONS_MAX;
    }
    uint32_t count = question->option_count > JB_OPTIONS_MAX ? 0 : question->option_count;
    for (uint32_t i = 1; i < count; i++) { /* few, and stable: equal ones stay as they are */
        uint8_t option = question->order[i];
        uint32_t j = i;
        for (; j > 0 && fractions[question->order[j - 1]] > fractions[option]; j--) {
            question->order[j] = question->order[j - 1];
        }
        question->order[j] = option;
    }
    jb_draft_add(pieces->draft, question);
}

/* ---- all ---- */

static void add_unsupported(jb_pieces *pieces, const jb_moodle_question *from,
                            jb_draft_question *question)
{
    static const struct {
        const char *type;
        const char *advice;
    } kinds[] = {
        { "essay", "An essay cannot be played: nobody but a person can mark it." },
        { "description", "This is a text without a question." },
        { "cloze", "A cloze question cannot be played; make a question of each gap." },
        { "gapselect", "A text with words to choose cannot be played; make a question of each "
                       "gap." },
        { "random", "A random question stands for others and holds none." },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (jb_slice_equal(from->type, jb_slice_of(kinds[i].type))) {
            jb_draft_unsupported(pieces->draft, question->where, question->stem.text,
                                 "unsupported_kind", "%s", kinds[i].advice);
            return;
        }
    }
    if (from->type.size == 0) {
        jb_draft_error(pieces->draft, question->where, question->stem.text, "unknown_type",
                       "The question does not say of which type it is: write type=\"multichoice\" "
                       "or another.");
        return;
    }
    int shown_size = from->type.size > 40 ? 40 : (int)from->type.size;
    jb_draft_unsupported(pieces->draft, question->where, question->stem.text, "unsupported_kind",
                         "Questions of the type \"%.*s\" cannot be played; make one or more of "
                         "the types multichoice, truefalse, shortanswer, numerical, matching or "
                         "ordering of it.",
                         shown_size, from->type.bytes);
}

static void read_grade(const jb_moodle_question *from, jb_draft_question *question)
{
    char text[GRADE_SIZE];
    jb_slice_string(from->grade, text, sizeof text);
    question->points = strtod(text, NULL);
    question->has_points = isfinite(question->points) && question->points > 0;
}

typedef void adder(jb_pieces *pieces, const jb_moodle_question *from, jb_draft_question *question);

static adder *adder_of(jb_slice type)
{
    static const struct {
        const char *type;
        adder *add;
    } rows[] = {
        { "multichoice", add_choice },     { "multichoiceset", add_choice },
        { "oumultiresponse", add_choice }, { "truefalse", add_truth },
        { "shortanswer", add_text },       { "numerical", add_number },
        { "matching", add_matching },      { "match", add_matching },
        { "ordering", add_ordering },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (jb_slice_equal(type, jb_slice_of(rows[i].type))) {
            return rows[i].add;
        }
    }
    return add_unsupported;
}

void jb_moodle_add(jb_pieces *pieces, jb_moodle_question *from, jb_slice category)
{
    file_search search = { .pieces = pieces, .question = from };
    jb_draft_question question = { .where = from->where,
                                   .id = from->id,
                                   .category = category,
                                   .tags = from->tags,
                                   .tag_count = from->tag_count,
                                   .keep_order = from->keep_order };
    adder *add = adder_of(from->type);
    bool played = add != add_unsupported;
    pieces->find = find_medium;
    pieces->user = &search;
    from->several = from->several || jb_slice_equal(from->type, jb_slice_of("multichoiceset")) ||
                    jb_slice_equal(from->type, jb_slice_of("oumultiresponse"));
    question.title = plain(pieces, &from->name);
    /* What is not played needs no pictures. */
    question.stem.text = played ? shown(pieces, &from->stem, false) : plain(pieces, &from->stem);
    if (question.stem.text.size == 0) {
        question.stem.text = question.title;
    }
    if (played) {
        question.explanation.text = shown(pieces, &from->general, true);
    }
    read_grade(from, &question);
    if (from->answer_count > JB_MOODLE_ANSWERS_MAX) {
        jb_draft_warn(pieces->draft, from->where, question.stem.text, "many_answers",
                      "The question has %" PRIu32 " answers; only the first %d were read.",
                      from->answer_count, JB_MOODLE_ANSWERS_MAX);
    }
    jb_pieces_give(pieces, &question);
    add(pieces, from, &question);
    pieces->find = NULL;
    pieces->user = NULL;
}
