/*
 * Re-judging: what is decided after a turn was played. A turn is made void, a verdict is reversed,
 * an answer is accepted, a score adjusted; the log keeps what was and gets the differences. Stages
 * that were played in an order of the old scores are not played again.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

static bool changes_all(jb_event_type type)
{
    return type == JB_EVENT_ANNULLED || type == JB_EVENT_ACCEPTED;
}

static jb_score difference(const jb_engine *engine, const jb_table *table, uint32_t number,
                           int64_t points)
{
    const jb_given *given = jb_table_given(table, engine->revision.turn, number);
    uint32_t round = jb_rules_round_of(engine->rules, engine->revision.turn);
    return (jb_score){ .seat = number,
                       .points = points - given->points,
                       .elapsed_ms = given->elapsed_ms,
                       .answered = given->answered,
                       .hall = jb_table_is_hall(engine, table),
                       .overtime = engine->rules->rounds[round].overtime &&
                                   !jb_table_is_hall(engine, table),
                       .member = given->member };
}

/* Does what a device said count by the corrections of this turn? `only` says whether anything else
 * may. */
static bool is_accepted(const jb_engine *engine, const jb_given *given, bool *only)
{
    bool found = false;
    *only = false;
    for (uint32_t i = 0; i < engine->accepted_count; i++) {
        const jb_accepted *accepted = &engine->accepted[i];
        if (accepted->turn == engine->revision.turn) {
            found = found || jb_answer_hash(&accepted->answer) == given->answer;
            *only = *only || accepted->only;
        }
    }
    return found;
}

/* The key or an accepted answer has changed what a device's answer is worth. */
static bool accepted_of(const jb_engine *engine, const jb_table *table, uint32_t number,
                        jb_score *score)
{
    const jb_given *given = jb_table_given(table, engine->revision.turn, number);
    bool only = false;
    if (given->answer == 0 || !given->scored) {
        return false;
    }
    bool right = is_accepted(engine, given, &only);
    jb_verdict verdict = right ? JB_VERDICT_RIGHT : JB_VERDICT_WRONG;
    if ((!right && !only) || (jb_verdict)given->verdict == verdict) {
        return false;
    }
    const jb_event ruled = { .turn = engine->revision.turn, .seat = number, .verdict = verdict };
    *score = difference(engine, table, number, jb_points_of(engine, table, &ruled));
    score->correct = right;
    return true;
}

static bool reversed_of(const jb_engine *engine, const jb_table *table, uint32_t number,
                        jb_score *score)
{
    const jb_revision *revision = &engine->revision;
    const jb_played *played = &engine->played[revision->turn - 1];
    if (jb_table_is_hall(engine, table) ||
        (number != revision->seat &&
         !(number == played->owner && revision->seat == played->seat))) {
        return false;
    }
    const jb_event ruled = { .turn = revision->turn,
                             .seat = revision->seat,
                             .verdict = revision->verdict,
                             .value = revision->value };
    int64_t points[2];
    jb_turn_worth(engine, &ruled, points);
    bool own = number == revision->seat;
    const jb_given *given = jb_table_given(table, revision->turn, number);
    if (!own && !given->scored && points[1] == 0) {
        return false;
    }
    *score = difference(engine, table, number,
                        own ? jb_points_of(engine, table, &ruled)
                            : jb_limited_in(engine, revision->turn, number, points[1]));
    score->correct = own && revision->verdict == JB_VERDICT_RIGHT;
    score->answered = own ? revision->verdict != JB_VERDICT_NONE : given->answered;
    return own || score->points != 0;
}

/* The entry with which a correction changes what a seat was given. False: it does not. */
static bool revision_of(const jb_engine *engine, const jb_table *table, uint32_t number,
                        jb_score *score)
{
    const jb_revision *revision = &engine->revision;
    const jb_given *given = jb_table_given(table, revision->turn, number);
    if (revision->type == JB_EVENT_ANNULLED) {
        *score = difference(engine, table, number, 0);
        score->answered = false;
        return given->scored;
    }
    if (revision->type == JB_EVENT_ACCEPTED) {
        return accepted_of(engine, table, number, score);
    }
    if (revision->type == JB_EVENT_REVERSED) {
        return reversed_of(engine, table, number, score);
    }
    return false;
}

static void emit_table(jb_engine *engine, const jb_table *table, jb_event *event,
                       jb_event_sink sink)
{
    for (uint32_t number = 1; number <= jb_table_count(engine, table); number++) {
        if (!revision_of(engine, table, number, &engine->scores[event->score_count])) {
            continue;
        }
        event->score_count++;
        if (event->score_count == JB_SCORES_PER_EVENT) {
            jb_emit(engine, event, sink);
            event->score_count = 0;
        }
    }
}

void jb_emit_revised(jb_engine *engine, jb_event_sink sink)
{
    jb_event event = { .type = JB_EVENT_REVISED,
                       .at = engine->now,
                       .turn = engine->revision.turn,
                       .scores = engine->scores };
    emit_table(engine, engine->compete, &event, sink);
    if (jb_engine_by_teams(engine)) {
        emit_table(engine, &engine->people, &event, sink);
    }
    if (event.score_count > 0) {
        jb_emit(engine, &event, sink);
    }
}

/* A turn that has been decided: over, or ruled. */
static bool is_decided(const jb_engine *engine, uint32_t turn)
{
    const jb_engine_view *view = &engine->view;
    if (turn == 0 || turn > view->turn || !engine->played[turn - 1].begun ||
        engine->played[turn - 1].annulled || engine->played[turn - 1].question == JB_NO_QUESTION) {
        return false;
    }
    return turn < view->turn || view->phase >= JB_PHASE_REVEAL;
}

/* Can the verdict on this seat in that turn be reversed? */
static bool is_reversible(const jb_engine *engine, uint32_t turn, uint32_t seat)
{
    const jb_engine_view *view = &engine->view;
    if (turn == 0 || turn > view->turn || !jb_engine_seat(engine, seat)) {
        return false;
    }
    const jb_played *played = &engine->played[turn - 1];
    uint32_t round = jb_rules_round_of(engine->rules, turn);
    const jb_format_row *row = jb_format_row_of(engine->rules->rounds[round].format);
    if (!played->begun || played->annulled || played->question == JB_NO_QUESTION ||
        row->worth == JB_WORTH_RUNG) {
        return false; /* what a climb led to cannot be taken apart: adjust the score */
    }
    const jb_given *given = jb_table_given(engine->compete, turn, seat);
    return jb_format_is_crowd(row) ? given->asked : given->scored && given->asked;
}

/* What the cap of a round kept from a right answer, it has where another one gives it up. Answers
 * of a crowd are left as they were: what speed had earned them is not known any more. */
static bool gets_more(const jb_engine *engine, uint32_t turn, uint32_t seat)
{
    const jb_given *given = jb_table_given(engine->compete, turn, seat);
    if (given->verdict != JB_VERDICT_RIGHT || !is_reversible(engine, turn, seat)) {
        return false;
    }
    const jb_event right = { .turn = turn, .seat = seat, .verdict = JB_VERDICT_RIGHT };
    int64_t points[2];
    jb_turn_worth(engine, &right, points);
    return jb_limited_in(engine, turn, seat, points[0]) > given->points;
}

static void fill_cap(jb_engine *engine, uint32_t changed, jb_event_sink sink)
{
    const jb_round_rules *round = &engine->rules->rounds[jb_rules_round_of(engine->rules, changed)];
    if (!round->has_cap || jb_format_is_crowd(jb_format_row_of(round->format))) {
        return;
    }
    uint32_t last = round->turn_first + round->turn_count;
    last = last < engine->view.turn ? last : engine->view.turn;
    for (uint32_t seat = 1; seat <= jb_table_count(engine, engine->compete); seat++) {
        for (uint32_t turn = round->turn_first + 1; turn <= last; turn++) {
            if (turn == changed || !gets_more(engine, turn, seat)) {
                continue;
            }
            jb_event event = { .type = JB_EVENT_REVERSED,
                               .at = engine->now,
                               .turn = turn,
                               .seat = seat,
                               .verdict = JB_VERDICT_RIGHT };
            jb_emit(engine, &event, sink);
            jb_emit_revised(engine, sink);
        }
    }
}

static jb_status apply_adjusted(jb_engine *engine, const jb_event *event)
{
    const jb_seat *seat =
        event->flag ? jb_engine_player(engine, event->seat) : jb_engine_seat(engine, event->seat);
    bool hall = event->flag && jb_engine_by_teams(engine);
    if (!seat || event->score_count != 1 || event->scores[0].seat != event->seat ||
        event->scores[0].hall != hall || event->scores[0].overtime || event->scores[0].answered ||
        event->scores[0].correct || event->scores[0].member != 0 ||
        event->scores[0].elapsed_ms != 0 || event->scores[0].points > JB_POINTS_MAX ||
        event->scores[0].points < -JB_POINTS_MAX ||
        (engine->rules->has_floor && seat->score + event->scores[0].points < engine->rules->floor &&
         event->scores[0].points < 0)) {
        return JB_ERR_CORRUPT;
    }
    jb_entry_plain(engine, &event->scores[0]);
    return JB_OK;
}

/* Can answers to this turn be judged anew: was it asked, and is it not void? */
static bool is_acceptable(const jb_engine *engine, uint32_t turn)
{
    const jb_engine_view *view = &engine->view;
    bool unseen = view->phase < JB_PHASE_READING || view->stage.step == JB_STEP_WAGER;
    if (turn == 0 || turn > view->turn || (turn == view->turn && unseen)) {
        return false;
    }
    const jb_played *played = &engine->played[turn - 1];
    return played->begun && !played->annulled && played->question != JB_NO_QUESTION;
}

static const jb_key *key_of(const jb_engine *engine, uint32_t turn)
{
    return &engine->rules->questions[engine->played[turn - 1].question].key;
}

static jb_status apply_accepted(jb_engine *engine, const jb_event *event)
{
    if (!is_acceptable(engine, event->turn) || !event->answer ||
        engine->accepted_count == JB_ACCEPTED_MAX ||
        !jb_answer_fits(key_of(engine, event->turn), event->answer)) {
        return JB_ERR_CORRUPT;
    }
    engine->accepted[engine->accepted_count++] =
        (jb_accepted){ .turn = event->turn, .only = event->flag, .answer = *event->answer };
    return JB_OK;
}

static bool revised_fits(const jb_engine *engine, const jb_event *event)
{
    if (event->turn != engine->revision.turn || event->turn == 0 || event->score_count == 0 ||
        event->score_count > JB_SCORES_PER_EVENT) {
        return false;
    }
    const jb_score *last = NULL;
    for (uint32_t i = 0; i < event->score_count; i++) {
        const jb_score *score = &event->scores[i];
        const jb_table *table = score->hall ? &engine->people : engine->compete;
        jb_score expected;
        if (score->seat == 0 || score->seat > jb_table_count(engine, table) ||
            (score->hall && !jb_engine_by_teams(engine)) ||
            (last && (last->hall > score->hall ||
                      (last->hall == score->hall && last->seat >= score->seat))) ||
            !revision_of(engine, table, score->seat, &expected) ||
            !jb_scores_equal(score, &expected)) {
            return false;
        }
        last = score;
    }
    return true;
}

static jb_status apply_revised(jb_engine *engine, const jb_event *event)
{
    if (!revised_fits(engine, event)) {
        return JB_ERR_CORRUPT;
    }
    for (uint32_t i = 0; i < event->score_count; i++) {
        jb_entry_revised(engine, &event->scores[i]);
    }
    if (event->turn == engine->view.turn) {
        jb_rank_fastest(engine);
    }
    return JB_OK;
}

jb_status jb_apply_revision(jb_engine *engine, const jb_event *event)
{
    jb_status status = JB_OK;
    if (event->type == JB_EVENT_ADJUSTED) {
        status = apply_adjusted(engine, event);
    } else if (event->type == JB_EVENT_ACCEPTED) {
        status = apply_accepted(engine, event);
    } else if (event->type == JB_EVENT_REVISED) {
        status = apply_revised(engine, event);
    } else if (event->type == JB_EVENT_ANNULLED) {
        status = is_decided(engine, event->turn) ? JB_OK : JB_ERR_CORRUPT;
    } else {
        bool good = is_reversible(engine, event->turn, event->seat) &&
                    (size_t)event->verdict < JB_VERDICT_COUNT && event->value <= JB_POINTS_MAX &&
                    event->value >= -JB_POINTS_MAX;
        status = good ? JB_OK : JB_ERR_CORRUPT;
    }
    if (status != JB_OK) {
        return status;
    }
    jb_undo_forget(engine);
    if (event->type == JB_EVENT_ANNULLED) {
        engine->played[event->turn - 1].annulled = true;
    }
    if (changes_all(event->type) || event->type == JB_EVENT_REVERSED) {
        engine->revision = (jb_revision){ .type = event->type,
                                          .turn = event->turn,
                                          .seat = event->seat,
                                          .verdict = event->verdict,
                                          .value = event->value };
    }
    jb_rank_touch(engine);
    return JB_OK;
}

static jb_refusal adjust(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_rules *rules = engine->rules;
    const jb_seat *seat = command->flag ? jb_engine_player(engine, command->seat)
                                        : jb_engine_seat(engine, command->seat);
    if (!seat) {
        return JB_REFUSED_NO_SEAT;
    }
    if (command->value > JB_POINTS_MAX || command->value < -JB_POINTS_MAX ||
        command->text.size > JB_REASON_BYTES_MAX) {
        return JB_REFUSED_BAD_FIELD;
    }
    int64_t points = command->value;
    if (rules->has_floor && points < 0 && seat->score + points < rules->floor) {
        points = seat->score > rules->floor ? rules->floor - seat->score : 0;
    }
    if (points == 0) {
        return JB_REFUSED_NO_CHANGE;
    }
    bool hall = command->flag && jb_engine_by_teams(engine);
    engine->scores[0] = (jb_score){ .seat = command->seat, .points = points, .hall = hall };
    jb_event event = { .type = JB_EVENT_ADJUSTED,
                       .at = engine->now,
                       .seat = command->seat,
                       .flag = command->flag,
                       .text = command->text,
                       .scores = engine->scores,
                       .score_count = 1 };
    jb_emit(engine, &event, sink);
    return JB_ACCEPTED;
}

static jb_refusal accept(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    uint32_t turn = command->turn > 0 ? command->turn : view->turn;
    if (turn == 0 || turn > view->turn) {
        return JB_REFUSED_BAD_TURN;
    }
    if (!is_acceptable(engine, turn)) {
        return JB_REFUSED_NOT_NOW;
    }
    if (!command->answer || !jb_answer_fits(key_of(engine, turn), command->answer)) {
        return JB_REFUSED_BAD_ANSWER;
    }
    if (engine->accepted_count == JB_ACCEPTED_MAX) {
        return JB_REFUSED_FULL;
    }
    jb_event event = { .type = JB_EVENT_ACCEPTED,
                       .at = engine->now,
                       .turn = turn,
                       .answer = command->answer,
                       .flag = command->flag };
    jb_emit(engine, &event, sink);
    jb_emit_revised(engine, sink);
    fill_cap(engine, turn, sink);
    return JB_ACCEPTED;
}

static jb_refusal annul(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    const jb_engine_view *view = &engine->view;
    uint32_t turn = command->turn > 0 ? command->turn : view->turn;
    if (turn == 0 || turn > view->turn) {
        return JB_REFUSED_BAD_TURN;
    }
    if (engine->played[turn - 1].annulled) {
        return JB_REFUSED_NO_CHANGE;
    }
    if (turn == view->turn && jb_is_asked(view)) {
        if (view->paused) {
            return JB_REFUSED_NOT_NOW;
        }
        jb_void_turn(engine, sink);
        if (view->phase != JB_PHASE_LOCKED) {
            jb_go(engine, JB_PHASE_LOCKED, turn, engine->now, sink);
        }
        return JB_ACCEPTED;
    }
    if (!is_decided(engine, turn)) {
        return JB_REFUSED_BAD_TURN;
    }
    jb_event event = { .type = JB_EVENT_ANNULLED, .at = engine->now, .turn = turn };
    jb_emit(engine, &event, sink);
    jb_emit_revised(engine, sink);
    fill_cap(engine, turn, sink);
    return JB_ACCEPTED;
}

static jb_refusal reverse(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    uint32_t turn = command->turn > 0 ? command->turn : engine->view.turn;
    uint32_t seat = command->seat;
    if (turn == 0 || turn > engine->view.turn) {
        return JB_REFUSED_BAD_TURN;
    }
    if (!jb_engine_seat(engine, seat)) {
        return JB_REFUSED_NO_SEAT;
    }
    if ((size_t)command->verdict >= JB_VERDICT_COUNT || command->value > JB_POINTS_MAX ||
        command->value < -JB_POINTS_MAX) {
        return JB_REFUSED_BAD_FIELD;
    }
    if (!is_reversible(engine, turn, seat)) {
        return JB_REFUSED_NOT_NOW;
    }
    const jb_given *given = jb_table_given(engine->compete, turn, seat);
    bool partial = command->verdict == JB_VERDICT_PARTIAL;
    if ((jb_verdict)given->verdict == command->verdict &&
        (!partial || given->points == command->value)) {
        return JB_REFUSED_NO_CHANGE;
    }
    jb_event event = { .type = JB_EVENT_REVERSED,
                       .at = engine->now,
                       .turn = turn,
                       .seat = seat,
                       .verdict = command->verdict,
                       .value = partial ? command->value : 0 };
    jb_emit(engine, &event, sink);
    jb_emit_revised(engine, sink);
    fill_cap(engine, turn, sink);
    return JB_ACCEPTED;
}

jb_refusal jb_decide_revision(jb_engine *engine, const jb_command *command, jb_event_sink sink)
{
    typedef jb_refusal (*decide_fn)(jb_engine *, const jb_command *, jb_event_sink);
    static const decide_fn decide[JB_COMMAND_COUNT] = {
        [JB_COMMAND_ADJUST] = adjust,
        [JB_COMMAND_ACCEPT] = accept,
        [JB_COMMAND_VOID] = annul,
        [JB_COMMAND_REVERSE] = reverse,
    };
    JB_ASSERT(decide[command->type] != NULL);
    return decide[command->type](engine, command, sink);
}
