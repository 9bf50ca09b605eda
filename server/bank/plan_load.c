/*
 * Loading a plan. The rules come from the contest file inside it, read by the same reader as any
 * contest file; the questions are read one by one and checked against the rounds. Texts are handed
 * out as slices of the plan itself: whoever wants one names the node, and at the end one walk finds
 * all of them. Everything belongs to the plan and goes with it.
 */
#include "contest_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

/* The public part comes first, so that a plan can be found from it. */
typedef struct plan_owner {
    jb_plan plan;
    jb_memory memory;
    cJSON *tree;
    char *text;
    jb_slice contest; /* the contest file inside the text */
} plan_owner;

void jb_plan_want(jb_plan_loader *loader, const cJSON *node, jb_slice *slice)
{
    if (!node) {
        return;
    }
    if (loader->place_count == loader->place_capacity) {
        size_t capacity = loader->place_capacity > 0 ? loader->place_capacity * 2 : 64;
        jb_place *places = realloc(loader->places, capacity * sizeof *places);
        if (places) {
            loader->places = places;
        }
        jb_plan_wish *wishes = realloc(loader->wishes, capacity * sizeof *wishes);
        if (wishes) {
            loader->wishes = wishes;
        }
        if (!places || !wishes) {
            loader->reader.out_of_memory = true;
            return;
        }
        loader->place_capacity = capacity;
    }
    loader->places[loader->place_count] =
        (jb_place){ .node = node, .index = (uint32_t)loader->place_count };
    loader->wishes[loader->place_count].slice = slice;
    loader->place_count++;
}

void jb_plan_need(jb_plan_loader *loader, const jb_hash *medium)
{
    if (loader->media_count == loader->media_capacity) {
        size_t capacity = loader->media_capacity > 0 ? loader->media_capacity * 2 : 16;
        jb_hash *media = realloc(loader->media, capacity * sizeof *media);
        if (!media) {
            loader->reader.out_of_memory = true;
            return;
        }
        loader->media = media;
        loader->media_capacity = capacity;
    }
    loader->media[loader->media_count++] = *medium;
}

void *jb_plan_take(jb_plan_loader *loader, size_t count, size_t size)
{
    void *memory = jb_memory_take(loader->memory, count, size);
    loader->reader.out_of_memory = loader->reader.out_of_memory || memory == NULL;
    return memory;
}

/* The names are part of the plan's tree, which lives as long as the plan. */
static bool load_members(jb_plan_loader *loader, const jb_contest_team *from, jb_plan_team *team)
{
    jb_slice *members = jb_plan_take(loader, from->member_count, sizeof *members);
    if (!members) {
        return false;
    }
    uint32_t count = 0;
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, from->members) {
        members[count++] = jb_node_slice(member);
    }
    team->members = members;
    team->member_count = count;
    return true;
}

static bool load_teams(jb_plan_loader *loader, const jb_contest *contest, const char *language,
                       jb_plan *plan)
{
    jb_plan_team *teams = jb_plan_take(loader, contest->team_count, sizeof *teams);
    uint32_t *rosters = jb_plan_take(loader, contest->team_count, sizeof *rosters);
    uint32_t *members = jb_plan_take(loader, contest->team_count, sizeof *members);
    if (!teams || !rosters || !members) {
        return false;
    }
    for (uint32_t i = 0; i < contest->team_count; i++) {
        const jb_contest_team *team = &contest->teams[i];
        if (!cJSON_IsObject(team->name) || !load_members(loader, team, &teams[i])) {
            return false;
        }
        jb_plan_want(loader, team->name, &teams[i].name);
        teams[i].label = jb_node_slice(jb_map_text(team->name, language, ""));
        teams[i].roster = team->roster;
        rosters[i] = team->roster;
        members[i] = team->member_count;
    }
    plan->teams = teams;
    plan->rules.team_rosters = rosters;
    plan->rules.team_members = members;
    plan->rules.team_count = contest->team_count;
    return true;
}

static bool load_awards(jb_plan_loader *loader, const jb_contest *contest, jb_plan *plan)
{
    jb_plan_award *awards = jb_plan_take(loader, contest->award_count, sizeof *awards);
    jb_award_rules *rules = jb_plan_take(loader, contest->award_count, sizeof *rules);
    if (!awards || !rules) {
        return false;
    }
    for (uint32_t i = 0; i < contest->award_count; i++) {
        const jb_contest_award *award = &contest->awards[i];
        awards[i] = (jb_plan_award){ .places = award->places,
                                     .to = award->to,
                                     .has_least = award->has_least,
                                     .at_least = award->at_least,
                                     .by = award->by };
        rules[i] = (jb_award_rules){ .team = award->to == JB_AWARD_FOR_TEAM,
                                     .by = award->by,
                                     .places = award->places,
                                     .has_least = award->has_least,
                                     .at_least = award->at_least };
        jb_plan_want(loader, award->title, &awards[i].title);
    }
    plan->rules.awards = rules;
    plan->rules.award_rule_count = contest->award_count;
    plan->awards = awards;
    plan->award_count = contest->award_count;
    plan->individual = contest->individual;
    return true;
}

static bool load_lotteries(jb_plan_loader *loader, const jb_contest *contest, jb_plan *plan)
{
    jb_lottery_rules *rules = jb_plan_take(loader, contest->lottery_count, sizeof *rules);
    jb_slice *titles = jb_plan_take(loader, contest->lottery_count, sizeof *titles);
    if (!rules || !titles) {
        return false;
    }
    for (uint32_t i = 0; i < contest->lottery_count; i++) {
        rules[i] = contest->lotteries[i].rules;
        jb_plan_want(loader, contest->lotteries[i].title, &titles[i]);
    }
    plan->rules.lotteries = rules;
    plan->rules.lottery_count = contest->lottery_count;
    plan->lottery_titles = titles;
    return true;
}

static bool load_rounds(jb_plan_loader *loader, const jb_contest *contest, jb_plan *plan)
{
    jb_round_rules *rounds = jb_plan_take(loader, contest->round_count, sizeof *rounds);
    jb_slice *titles = jb_plan_take(loader, contest->round_count, sizeof *titles);
    if (!rounds || !titles) {
        return false;
    }
    uint32_t turns = 0;
    uint32_t questions = 0;
    for (uint32_t i = 0; i < contest->round_count; i++) {
        const jb_contest_round *round = &contest->rounds[i];
        rounds[i] = round->rules;
        rounds[i].turn_first = turns;
        rounds[i].turn_count = round->cells;
        rounds[i].question_first = questions;
        rounds[i].question_count = round->count;
        turns += round->cells;
        questions += round->count;
        jb_plan_want(loader, round->at[JB_SETTING_TITLE], &titles[i]);
    }
    plan->rules.rounds = rounds;
    plan->rules.round_count = contest->round_count;
    plan->rules.turn_count = turns;
    plan->rules.question_count = questions;
    plan->round_titles = titles;
    return true;
}

/* A menu's questions lie value by value; no other round has values of its questions. */
static bool value_fits(const jb_round_rules *round, uint32_t number, int64_t value)
{
    if (jb_format_row_of(round->format)->right_won != JB_RIGHT_WON_BY_PICK) {
        return value == 0;
    }
    uint32_t place = (number - round->question_first) / round->stock;
    return place < round->value_count && value == round->values[place];
}

/* Does the question lie in its round, and is it of the value that is asked for there? */
static bool in_round(const jb_plan *plan, uint32_t number, const jb_question_rules *question)
{
    if (question->round >= plan->rules.round_count) {
        return false;
    }
    const jb_round_rules *round = &plan->rules.rounds[question->round];
    return number >= round->question_first &&
           number - round->question_first < round->question_count && question->fixed == 0 &&
           value_fits(round, number, question->value);
}

static bool load_questions(jb_plan_loader *loader, const cJSON *list, const char *language,
                           jb_plan *plan)
{
    uint32_t count = plan->rules.question_count;
    if (!jb_read_length(&loader->reader, list, count, count)) {
        return false;
    }
    jb_question_rules *questions = jb_plan_take(loader, count, sizeof *questions);
    jb_question_text *texts = jb_plan_take(loader, count, sizeof *texts);
    jb_slice *prompts = jb_plan_take(loader, count, sizeof *prompts);
    jb_plan_source *sources = jb_plan_take(loader, count, sizeof *sources);
    if (!questions || !texts || !prompts || !sources) {
        return false;
    }
    uint32_t number = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        jb_turn_nodes nodes;
        if (!jb_turn_load(loader, node, &questions[number], &texts[number], &nodes) ||
            (!plan->rules.window && !in_round(plan, number, &questions[number]))) {
            return false;
        }
        if (nodes.bank) {
            sources[number].bank = jb_node_slice(nodes.bank);
            sources[number].id = texts[number].question_id;
        }
        prompts[number] = jb_node_slice(jb_map_text(nodes.prompt, language, ""));
        number++;
    }
    plan->rules.questions = questions;
    plan->texts = texts;
    plan->sources = sources;
    plan->prompt_texts = prompts;
    return true;
}

/* Plans made before walls had languages of their own do not say them: the default language, and the
 * first other one. */
static bool load_screen(jb_plan_loader *loader, const jb_contest *contest, jb_plan *plan)
{
    if (contest->at[JB_CONTEST_SCREEN_LANGUAGES]) {
        jb_plan_want(loader, contest->at[JB_CONTEST_SCREEN_LANGUAGES], &plan->screen_languages);
        return true;
    }
    const size_t size = (size_t)JB_SCREEN_LANGUAGES_MAX * (JB_LANG_TAG_MAX + 3) + 2;
    const char *fallback = contest->at[JB_CONTEST_DEFAULT_LANGUAGE]->valuestring;
    const char *other = NULL;
    const cJSON *tag = NULL;
    char *text = jb_plan_take(loader, size, 1);
    cJSON_ArrayForEach(tag, contest->at[JB_CONTEST_LANGUAGES]) {
        if (!other && strcmp(tag->valuestring, fallback) != 0) {
            other = tag->valuestring;
        }
    }
    if (!text) {
        return false;
    }
    int length = other ? snprintf(text, size, "[\"%s\",\"%s\"]", fallback, other)
                       : snprintf(text, size, "[\"%s\"]", fallback);
    plan->screen_languages = (jb_slice){ .bytes = text, .size = (size_t)length };
    return true;
}

/* Rounds or a window, and the questions that they ask. */
static bool load_course(jb_plan_loader *loader, const jb_contest *contest, const cJSON *window,
                        const cJSON *questions, jb_plan *plan)
{
    const char *language = contest->at[JB_CONTEST_DEFAULT_LANGUAGE]->valuestring;
    if (!contest->window) {
        return !window && load_rounds(loader, contest, plan) &&
               load_questions(loader, questions, language, plan);
    }
    jb_section *sections = jb_plan_take(loader, contest->round_count, sizeof *sections);
    return sections && jb_plan_load_window(loader, contest, window, questions, sections, plan) &&
           load_questions(loader, questions, language, plan) &&
           jb_plan_fill_sections(contest, plan->rules.questions, plan->rules.question_count,
                                 sections);
}

static bool load_contest(jb_plan_loader *loader, const cJSON *file, const cJSON *window,
                         const cJSON *questions, plan_owner *owner)
{
    jb_plan *plan = &owner->plan;
    jb_contest contest;
    if (!jb_contest_read(&loader->reader, file, loader->memory, false, &contest) ||
        !contest.at[JB_CONTEST_LANGUAGES] || !contest.at[JB_CONTEST_DEFAULT_LANGUAGE]) {
        return false;
    }
    const char *language = contest.at[JB_CONTEST_DEFAULT_LANGUAGE]->valuestring;
    plan->rules = contest.rules;
    plan->title_text = jb_node_slice(jb_map_text(contest.at[JB_CONTEST_TITLE], language, ""));
    jb_plan_want(loader, contest.at[JB_CONTEST_TITLE], &plan->title);
    jb_plan_want(loader, contest.at[JB_CONTEST_LANGUAGES], &plan->languages);
    jb_plan_want(loader, contest.at[JB_CONTEST_DEFAULT_LANGUAGE], &plan->default_language);
    jb_plan_want(loader, file, &owner->contest);
    return load_screen(loader, &contest, plan) &&
           load_teams(loader, &contest, contest.at[JB_CONTEST_LANGUAGES]->child->valuestring,
                      plan) &&
           load_awards(loader, &contest, plan) && load_lotteries(loader, &contest, plan) &&
           load_course(loader, &contest, window, questions, plan);
}

static bool load_tree(jb_plan_loader *loader, plan_owner *owner)
{
    enum {
        FORMAT,
        VERSION,
        SEED,
        CONTEST,
        WINDOW, /* of window contests, and there always */
        QUESTIONS,
        TURNS, /* their name before a question and a turn were two things */
        COUNT
    };
    static const jb_field fields[] = {
        [FORMAT] = { .name = "format", .types = JB_IS_STRING, .required = true },
        [VERSION] = { .name = "version", .types = JB_IS_NUMBER, .required = true },
        [SEED] = { .name = "seed", .types = JB_IS_STRING, .required = true },
        [CONTEST] = { .name = "contest", .types = JB_IS_OBJECT, .required = true },
        [WINDOW] = { .name = "window", .types = JB_IS_OBJECT },
        [QUESTIONS] = { .name = "questions", .types = JB_IS_ARRAY },
        [TURNS] = { .name = "turns", .types = JB_IS_ARRAY },
    };
    static const jb_shape shape = { .what = "A plan", .fields = fields, .field_count = COUNT };
    const cJSON *values[COUNT];
    if (!jb_read_object(&loader->reader, owner->tree, &shape, values) ||
        (values[QUESTIONS] == NULL) == (values[TURNS] == NULL)) {
        return false;
    }
    const cJSON *questions = values[QUESTIONS] ? values[QUESTIONS] : values[TURNS];
    return strcmp(values[FORMAT]->valuestring, "jinbang-plan") == 0 &&
           cJSON_GetNumberValue(values[VERSION]) == 1 &&
           load_contest(loader, values[CONTEST], values[WINDOW], questions, owner);
}

/* What was gathered while loading becomes part of the plan. */
static bool keep_media(jb_plan_loader *loader, jb_plan *plan)
{
    jb_hash *media = jb_plan_take(loader, loader->media_count, sizeof *media);
    if (!media) {
        return false;
    }
    if (loader->media_count > 0) {
        memcpy(media, loader->media, loader->media_count * sizeof *media);
    }
    plan->media = media;
    plan->media_count = (uint32_t)loader->media_count;
    return true;
}

/* Turns the wanted nodes into slices of the text. */
static void fill_slices(jb_plan_loader *loader, jb_slice text, const cJSON *tree)
{
    jb_locate(text, tree, loader->places, loader->place_count);
    for (size_t i = 0; i < loader->place_count; i++) {
        const jb_place *place = &loader->places[i];
        JB_ASSERT(place->end > place->start && place->end <= text.size);
        *loader->wishes[place->index].slice =
            (jb_slice){ .bytes = text.bytes + place->start, .size = place->end - place->start };
    }
}

jb_status jb_plan_load(jb_slice plan, jb_plan **out)
{
    *out = NULL;
    plan_owner *owner = calloc(1, sizeof *owner);
    if (!owner) {
        return JB_ERR_MEMORY;
    }
    bool good = false;
    jb_slice text = { .bytes = NULL, .size = plan.size };
    jb_status status = JB_ERR_MEMORY;
    jb_plan_loader loader = { .memory = &owner->memory };
    jb_reader_init(&loader.reader, NULL);
    owner->text = malloc(plan.size + 1);
    if (!owner->text) {
        goto cleanup;
    }
    if (plan.size > 0) {
        memcpy(owner->text, plan.bytes, plan.size);
    }
    text.bytes = owner->text;
    jb_read_document(&loader.reader, text, JB_PLAN_BYTES_MAX, &text, &owner->tree);
    good = owner->tree && load_tree(&loader, owner) && keep_media(&loader, &owner->plan);
    status = jb_reader_finish(&loader.reader);
    if (status == JB_OK && !good) {
        status = JB_ERR_CORRUPT;
    }
    if (status == JB_OK) {
        fill_slices(&loader, text, owner->tree);
        *out = &owner->plan;
    }
cleanup:
    free(loader.media);
    free(loader.wishes);
    free(loader.places);
    if (status != JB_OK) {
        jb_plan_destroy(&owner->plan);
    }
    return status;
}

/* The whole of which the public plan is the first part. */
static plan_owner *owner_of(jb_plan *plan)
{
    return (plan_owner *)(void *)plan;
}

void jb_plan_destroy(jb_plan *plan)
{
    if (!plan) {
        return;
    }
    plan_owner *owner = owner_of(plan);
    jb_memory_finish(&owner->memory);
    cJSON_Delete(owner->tree);
    free(owner->text);
    free(owner);
}

jb_status jb_plan_rules_json(const jb_plan *plan, jb_buffer *out)
{
    JB_ASSERT(plan != NULL);
    const plan_owner *owner = (const plan_owner *)(const void *)plan;
    jb_buffer_append(out, owner->contest.bytes, owner->contest.size);
    return out->failed ? JB_ERR_MEMORY : JB_OK;
}
