/*
 * Window contests as their participants see them: what the contest is like, one's own paper, and
 * what was right of an answer. Nothing of a key is put into a paper before the engine says that it
 * may be shown to its owner.
 */
#include "jinbang/assert.h"
#include "protocol_internal.h"

enum {
    SECOND_MS = 1000
};

static void number_if(jb_json_out *json, const char *key, int64_t number)
{
    if (number > 0) {
        jb_json_int_member(json, key, number);
    }
}

static void write_attempts(jb_json_out *json, const jb_window_rules *rules)
{
    jb_json_key(json, "attempts");
    jb_json_object(json);
    number_if(json, "max", rules->attempts_max);
    number_if(json, "per_day", rules->attempts_per_day);
    jb_json_text_member(json, "count", jb_attempts_name(rules->attempts));
    jb_json_object_end(json);
}

void jb_view_window_times(const jb_engine *engine, jb_time *opens_at, jb_time *closes_at)
{
    const jb_window_view *window = jb_engine_window(engine);
    const jb_engine_view *view = jb_engine_look(engine);
    bool opened = view->phase != JB_PHASE_LOBBY && view->opens_at < window->opens_at;
    bool closed = view->phase == JB_PHASE_FINISHED && view->closed_at < window->closes_at;
    *opens_at = opened ? view->opens_at : window->opens_at;
    *closes_at = closed ? view->closed_at : window->closes_at;
}

void jb_view_window(jb_json_out *json, const jb_engine *engine, jb_slice time_zone)
{
    const jb_window_rules *rules = jb_engine_rules(engine)->window;
    jb_time opens_at = 0;
    jb_time closes_at = 0;
    JB_ASSERT(rules != NULL);
    jb_view_window_times(engine, &opens_at, &closes_at);
    jb_json_object(json);
    jb_json_int_member(json, "opens_at", opens_at);
    jb_json_int_member(json, "closes_at", closes_at);
    jb_json_slice_member(json, "time_zone", time_zone);
    jb_json_int_member(json, "questions", rules->paper_count);
    jb_json_hundredths_member(json, "full", rules->full);
    if (rules->has_pass) {
        jb_json_hundredths_member(json, "pass", rules->pass);
    }
    number_if(json, "seconds", rules->paper_ms / SECOND_MS);
    number_if(json, "question_seconds", rules->question_ms / SECOND_MS);
    write_attempts(json, rules);
    jb_json_text_member(json, "reveal", jb_reveal_when_name(rules->reveal));
    jb_json_text_member(json, "entry", jb_entry_by_name(rules->entry));
    jb_json_bool_member(json, "change", rules->change);
    if (rules->study && jb_engine_look(engine)->phase == JB_PHASE_LOBBY) {
        jb_json_bool_member(json, "study", true);
    }
    jb_json_object_end(json);
}

void jb_view_window_state(jb_json_out *json, const jb_scene *scene, jb_role role)
{
    jb_json_key(json, "window");
    jb_view_window(json, scene->engine, scene->extra->time_zone);
    if (role == JB_ROLE_HOST || role == JB_ROLE_SCREEN) {
        jb_json_key(json, "board");
        jb_view_board(json, scene, false);
    }
}

/* ---- one's own paper ---- */

static bool stands_still(const jb_scene *scene)
{
    return jb_engine_look(scene->engine)->paused || scene->fault != NULL;
}

static bool is_over(const jb_scene *scene)
{
    return jb_engine_look(scene->engine)->phase == JB_PHASE_FINISHED;
}

/* May its owner know what a paper that is handed in has brought? */
static bool tells_score(const jb_scene *scene)
{
    const jb_window_rules *rules = jb_engine_rules(scene->engine)->window;
    return rules->reveal != JB_REVEAL_CLOSE || is_over(scene);
}

/* What was right. Without `notes` a paper that is too large for a frame may still fit. */
static void write_right(jb_json_out *json, const jb_question_text *text, const jb_paper_item *item,
                        bool notes)
{
    jb_json_bool_member(json, "correct", item->answered && item->correct);
    jb_json_hundredths_member(json, "got", item->points);
    jb_view_raw(json, "right", text->answer);
    if (notes) {
        jb_view_raw(json, "explanation", text->explanation);
        jb_view_raw(json, "source", text->source);
    }
}

static void write_place(jb_json_out *json, const jb_scene *scene, uint32_t player, uint32_t place,
                        bool notes)
{
    jb_paper_item item;
    jb_answer answer;
    if (!jb_engine_paper_item(scene->engine, player, place, &item, &answer)) {
        return;
    }
    const jb_question_text *text = &scene->texts[item.question];
    bool reveals = jb_engine_paper_reveals(scene->engine, player, place);
    jb_json_object(json);
    jb_json_int_member(json, "turn", place);
    jb_json_text_member(json, "kind", jb_kind_name(text->kind));
    jb_view_raw(json, "prompt", text->prompt);
    jb_view_items(json, "options", text->options, item.order, text->option_count);
    jb_view_items(json, "targets", text->targets, text->target_order, text->target_count);
    if (text->kind == JB_KIND_TEXT) {
        jb_json_int_member(json, "blanks", text->blank_count);
    }
    jb_view_raw(json, "unit", text->unit);
    jb_view_media(json, text, reveals);
    jb_json_hundredths_member(
        json, "points", jb_engine_rules(scene->engine)->questions[item.question].points_right);
    if (item.answered) {
        jb_json_key(json, "answer");
        jb_answer_write(json, &answer, text);
    }
    if (reveals) {
        write_right(json, text, &item, notes);
    }
    jb_json_object_end(json);
}

/* Is this place of the paper put into the frame? Of an open one what its owner works at; of one
 * that is handed in what is revealed. */
static bool shows_place(const jb_scene *scene, uint32_t player, uint32_t place)
{
    const jb_paper *paper = jb_engine_paper(scene->engine, player);
    if (paper->state == JB_PAPER_OPEN) {
        bool one_by_one = jb_engine_rules(scene->engine)->window->question_ms > 0;
        return !one_by_one || paper->shown == place;
    }
    return jb_engine_paper_reveals(scene->engine, player, place);
}

static void write_questions(jb_json_out *json, const jb_scene *scene, uint32_t player, bool notes)
{
    uint32_t count = jb_engine_rules(scene->engine)->window->paper_count;
    uint32_t first = 1;
    while (first <= count && !shows_place(scene, player, first)) {
        first++;
    }
    if (first > count) {
        return;
    }
    jb_json_key(json, "questions");
    jb_json_array(json);
    for (uint32_t place = first; place <= count; place++) {
        if (shows_place(scene, player, place)) {
            write_place(json, scene, player, place, notes);
        }
    }
    jb_json_array_end(json);
}

static void write_answered(jb_json_out *json, const jb_scene *scene, uint32_t player)
{
    uint32_t count = jb_engine_rules(scene->engine)->window->paper_count;
    jb_json_key(json, "answered");
    jb_json_array(json);
    for (uint32_t place = 1; place <= count; place++) {
        jb_paper_item item;
        if (jb_engine_paper_item(scene->engine, player, place, &item, NULL) && item.answered) {
            jb_json_int(json, place);
        }
    }
    jb_json_array_end(json);
}

/* When time will hand in an open paper, by the contest clock. */
static jb_time end_of(const jb_scene *scene, const jb_paper *paper)
{
    jb_time closes = jb_engine_window(scene->engine)->closes_at + scene->extra->ahead_ms;
    return paper->ends_at < closes ? paper->ends_at : closes;
}

static void write_open(jb_json_out *json, const jb_scene *scene, uint32_t player)
{
    const jb_paper *paper = jb_engine_paper(scene->engine, player);
    jb_time ends_at = end_of(scene, paper);
    if (stands_still(scene)) {
        jb_json_int_member(json, "left_ms", ends_at > scene->now ? ends_at - scene->now : 0);
    } else {
        jb_json_int_member(json, "ends_at", ends_at);
    }
    if (paper->shown > 0) {
        jb_time closes = jb_engine_paper_closes(scene->engine, player);
        jb_json_int_member(json, "shown", paper->shown);
        if (closes != JB_TIME_NONE && !stands_still(scene)) {
            jb_json_int_member(json, "closes_at", closes);
        }
    }
}

static void write_handed_in(jb_json_out *json, const jb_scene *scene, const jb_paper *paper)
{
    jb_json_int_member(json, "handed_in_at", paper->handed_in_at);
    jb_json_text_member(json, "why", jb_hand_in_name(paper->why));
    if (tells_score(scene)) {
        jb_json_hundredths_member(json, "score", paper->score);
        jb_json_int_member(json, "correct", paper->correct);
    }
}

static void write_total(jb_json_out *json, const jb_scene *scene, uint32_t player)
{
    const jb_window_rules *rules = jb_engine_rules(scene->engine)->window;
    const jb_seat *seat = jb_engine_player(scene->engine, player);
    const jb_paper *paper = jb_engine_paper(scene->engine, player);
    if (paper->papers == 0 || !tells_score(scene)) {
        return;
    }
    jb_json_key(json, "total");
    jb_json_object(json);
    jb_json_hundredths_member(json, "score", seat->score);
    jb_json_int_member(json, "papers", paper->papers);
    if (rules->has_pass) {
        jb_json_bool_member(json, "passed", seat->score >= rules->pass);
    }
    if (is_over(scene) && seat->rank > 0) {
        uint32_t ranked = 0;
        (void)jb_engine_ranking(scene->engine, &ranked);
        jb_json_int_member(json, "rank", seat->rank);
        jb_json_int_member(json, "of", ranked);
    }
    jb_json_object_end(json);
}

static bool has_won(const jb_lottery *lottery, uint32_t player)
{
    bool won = false;
    for (uint32_t i = 0; i < lottery->winner_count && lottery->drawn && !won; i++) {
        won = lottery->winners[i] == player;
    }
    return won;
}

/* What they are called up for, awards before lotteries. */
static void write_won(jb_json_out *json, const jb_scene *scene, uint32_t player)
{
    const jb_rules *rules = jb_engine_rules(scene->engine);
    const jb_extra *extra = scene->extra;
    uint32_t count = 0;
    for (uint32_t i = 0; i < extra->award_count + rules->lottery_count; i++) {
        bool award = i < extra->award_count;
        uint32_t draw = award ? 0 : i - extra->award_count;
        bool won =
            award ? extra->awards[i].number == player && !rules->awards[extra->awards[i].award].team
                  : has_won(jb_engine_lottery(scene->engine, draw), player);
        if (!won) {
            continue;
        }
        if (count++ == 0) {
            jb_json_key(json, "awards");
            jb_json_array(json);
        }
        jb_json_raw(json, award ? extra->award_titles[extra->awards[i].award]
                                : extra->lottery_titles[draw]);
    }
    if (count > 0) {
        jb_json_array_end(json);
    }
}

static void write_may_open(jb_json_out *json, const jb_scene *scene, const jb_attempt_of *of)
{
    uint32_t today = UINT32_MAX;
    uint32_t left = jb_engine_attempts_left(scene->engine, of->player, &today);
    jb_json_bool_member(json, "may_open", of->why_not == NULL);
    if (of->why_not) {
        jb_json_text_member(json, "why_not", of->why_not);
    }
    if (left != UINT32_MAX) {
        jb_json_int_member(json, "left", left);
    }
    if (today != UINT32_MAX) {
        jb_json_int_member(json, "left_today", today);
    }
}

static void write_attempt(jb_json_out *json, const jb_scene *scene, const jb_attempt_of *of,
                          bool notes)
{
    static const char *const states[] = { "none", "open", "handed_in" };
    const jb_paper *paper = jb_engine_paper(scene->engine, of->player);
    JB_ASSERT(paper != NULL);
    jb_json_object(json);
    jb_json_text_member(json, "type", "attempt");
    jb_json_int_member(json, "now", scene->now);
    jb_json_text_member(json, "state", states[paper->state]);
    jb_json_int_member(json, "attempt", paper->attempt);
    write_may_open(json, scene, of);
    if (paper->state != JB_PAPER_NONE) {
        jb_json_int_member(json, "started_at", paper->started_at);
        write_answered(json, scene, of->player);
    }
    if (paper->state == JB_PAPER_OPEN) {
        write_open(json, scene, of->player);
    } else if (paper->state == JB_PAPER_HANDED_IN) {
        write_handed_in(json, scene, paper);
    }
    write_total(json, scene, of->player);
    if (is_over(scene)) {
        write_won(json, scene, of->player);
    }
    jb_json_text_member(json, "personal_code", of->personal_code);
    if (paper->state != JB_PAPER_NONE) {
        write_questions(json, scene, of->player, notes);
    }
    jb_json_object_end(json);
}

void jb_view_attempt(const jb_scene *scene, const jb_attempt_of *of, jb_buffer *out)
{
    size_t start = out->size;
    bool fits = false;
    for (int notes = 1; notes >= 0 && !fits; notes--) {
        jb_json_out json;
        out->size = start;
        out->failed = false;
        jb_json_begin(&json, out);
        write_attempt(&json, scene, of, notes == 1);
        fits = !out->failed;
    }
}

bool jb_view_checked(const jb_scene *scene, uint32_t player, uint32_t turn, jb_buffer *out)
{
    jb_paper_item item;
    if (!jb_engine_paper_item(scene->engine, player, turn, &item, NULL) || !item.answered ||
        !jb_engine_paper_reveals(scene->engine, player, turn)) {
        return false;
    }
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "type", "checked");
    jb_json_int_member(&json, "turn", turn);
    write_right(&json, &scene->texts[item.question], &item, true);
    jb_json_object_end(&json);
    return true;
}
