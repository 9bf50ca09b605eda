/*
 * Score entries: what an answer, a verdict or a foul is worth, and what an entry changes. A score
 * is the base plus the sum of its entries, always; rounding is done once, in jb_points_for.
 */
#include "engine_internal.h"
#include "jinbang/assert.h"

/* What share of the question an answer earns: by the corrections of this turn, then by the key. */
static jb_share grade(const jb_engine *engine, const jb_answer *answer)
{
    bool only = false;
    for (uint32_t i = 0; i < engine->accepted_count; i++) {
        const jb_accepted *accepted = &engine->accepted[i];
        if (accepted->turn != engine->view.turn) {
            continue;
        }
        if (jb_answer_hash(&accepted->answer) == jb_answer_hash(answer)) {
            return (jb_share){ .num = 1, .den = 1 };
        }
        only = only || accepted->only;
    }
    if (only) {
        return (jb_share){ .num = 0, .den = 1 };
    }
    return jb_answer_grade(&jb_engine_question(engine)->key, answer);
}

/* How many points a right answer gets for its place among the right ones. */
static int64_t points_by_place(const jb_engine *engine, const jb_round_rules *round,
                               jb_time elapsed_ms)
{
    uint32_t place = 0;
    while (place + 1 < round->step_count && engine->step_times[place] < elapsed_ms) {
        place++;
    }
    return round->steps[place];
}

void jb_steps_update(jb_engine *engine)
{
    const jb_round_rules *round = jb_engine_round(engine);
    if (round->speed != JB_SPEED_STEPS) {
        return;
    }
    for (uint32_t i = 0; i < JB_STEPS_MAX; i++) {
        engine->step_times[i] = JB_TIME_NONE;
    }
    engine->step_turn = engine->view.turn;
    const jb_table *table = engine->compete;
    for (uint32_t number = 1; number <= jb_table_count(engine, table); number++) {
        const jb_answer *answer = jb_table_answer(engine, table, number);
        if (!answer || !jb_seat_eligible(engine, number)) {
            continue;
        }
        jb_share share = grade(engine, answer);
        if (share.num < share.den) {
            continue;
        }
        jb_time elapsed = table->seats[number - 1].elapsed_ms;
        for (uint32_t i = 0; i < round->step_count && elapsed != JB_TIME_NONE; i++) {
            if (elapsed < engine->step_times[i]) {
                jb_time swap = engine->step_times[i];
                engine->step_times[i] = elapsed;
                elapsed = swap;
            }
        }
    }
}

/* What a right answer is worth with its speed, but not by its place among others. */
static int64_t speedy_points(const jb_question_rules *question, const jb_round_rules *round,
                             jb_time elapsed_ms, jb_time window_ms)
{
    const jb_share whole = { .num = 1, .den = 1 };
    int64_t points = jb_points_for(question, round, whole, elapsed_ms, window_ms);
    if (round->speed == JB_SPEED_BOUNDED && window_ms > 0) {
        jb_time left = window_ms > elapsed_ms ? window_ms - elapsed_ms : 0;
        points += round->speed_bonus * left / window_ms; /* never rounded up: it is bounded */
    }
    return points;
}

static int64_t streak_bonus(const jb_round_rules *round, const jb_seat *seat)
{
    int64_t streak = round->streak_bonus * (int64_t)seat->streak;
    return streak < round->streak_max ? streak : round->streak_max;
}

static int64_t crowd_points(const jb_engine *engine, const jb_question_rules *question,
                            const jb_seat *seat, jb_share share)
{
    const jb_round_rules *round = jb_engine_round(engine);
    if (share.num < share.den) {
        return jb_points_for(question, round, share, seat->elapsed_ms, engine->window_ms);
    }
    int64_t points = round->speed == JB_SPEED_STEPS
                         ? points_by_place(engine, round, seat->elapsed_ms)
                         : speedy_points(question, round, seat->elapsed_ms, engine->window_ms);
    return points + streak_bonus(round, seat);
}

/* What the other turns of a round have gained so far. */
static int64_t gained_beside(const jb_engine *engine, const jb_round_rules *round, uint32_t seat,
                             uint32_t except)
{
    int64_t gained = 0;
    for (uint32_t i = 1; i <= round->turn_count; i++) {
        uint32_t turn = round->turn_first + i;
        if (turn != except && turn <= engine->view.turn) {
            int64_t points = jb_table_given(engine->compete, turn, seat)->points;
            gained += points > 0 ? points : 0;
        }
    }
    return gained;
}

int64_t jb_limited_in(const jb_engine *engine, uint32_t turn, uint32_t seat, int64_t points)
{
    const jb_rules *rules = engine->rules;
    const jb_round_rules *round = &rules->rounds[jb_rules_round_of(rules, turn)];
    if (round->overtime) {
        return points; /* it decides a tie and is not in the score */
    }
    if (round->has_cap && points > 0) {
        int64_t left = round->cap - gained_beside(engine, round, seat, turn);
        left = left > 0 ? left : 0;
        points = points < left ? points : left;
    }
    int64_t score = engine->compete->seats[seat - 1].score -
                    jb_table_given(engine->compete, turn, seat)->points;
    if (rules->has_floor && points < 0 && score + points < rules->floor) {
        points = score > rules->floor ? rules->floor - score : 0;
    }
    return points;
}

static bool in_overtime(const jb_engine *engine)
{
    return engine->view.turn > 0 && jb_engine_round(engine)->overtime;
}

jb_score jb_plain_score(const jb_engine *engine, uint32_t seat, int64_t points)
{
    bool overtime = in_overtime(engine);
    const jb_rules *rules = engine->rules;
    int64_t score = engine->compete->seats[seat - 1].score;
    if (!overtime && rules->has_floor && points < 0 && score + points < rules->floor) {
        points = score > rules->floor ? rules->floor - score : 0;
    }
    return (jb_score){ .seat = seat, .points = points, .overtime = overtime };
}

bool jb_score_of(const jb_engine *engine, const jb_table *table, uint32_t number, jb_score *score)
{
    const jb_seat *seat = &table->seats[number - 1];
    bool hall = jb_table_is_hall(engine, table);
    const jb_answer *answer = jb_table_answer(engine, table, number);
    *score = (jb_score){ .seat = number, .hall = hall };
    if (hall) {
        bool has_it = seat->scored_turn == engine->view.turn; /* a verdict was undone since */
        if (seat->status != JB_PLAYER_IN || !answer || seat->team > 0 || has_it) {
            return false;
        }
        jb_share share = grade(engine, answer);
        score->answered = true;
        score->correct = share.num == share.den;
        score->elapsed_ms = seat->elapsed_ms;
        score->points = score->correct ? engine->rules->hall_right : 0;
        return true;
    }
    if (!jb_format_is_crowd(jb_engine_row(engine)) || !jb_seat_eligible(engine, number)) {
        return false;
    }
    const jb_question_rules question = jb_worth_to(engine, engine->view.turn, number);
    score->overtime = in_overtime(engine);
    if (!answer) {
        score->points = jb_limited_in(engine, engine->view.turn, number, question.points_none);
        return question.points_none != 0;
    }
    jb_share share = grade(engine, answer);
    score->answered = true;
    score->correct = share.num == share.den;
    score->elapsed_ms = seat->elapsed_ms;
    score->points = jb_limited_in(engine, engine->view.turn, number,
                                  crowd_points(engine, &question, seat, share));
    return true;
}

static bool missing_in(const jb_engine *engine, const jb_table *table)
{
    for (uint32_t number = 1; number <= jb_table_count(engine, table); number++) {
        jb_score score;
        if (table->seats[number - 1].scored_turn != engine->view.turn &&
            jb_score_of(engine, table, number, &score)) {
            return true;
        }
    }
    return false;
}

bool jb_scores_missing(const jb_engine *engine)
{
    return missing_in(engine, engine->compete) ||
           (jb_engine_by_teams(engine) && missing_in(engine, &engine->people));
}

jb_verdict jb_verdict_by_key(const jb_engine *engine, uint32_t seat, const jb_answer *answer,
                             int64_t *points)
{
    jb_share share = grade(engine, answer);
    *points = 0;
    if (share.num == 0) {
        return JB_VERDICT_WRONG;
    }
    if (share.num == share.den) {
        return JB_VERDICT_RIGHT;
    }
    const jb_question_rules worth = jb_worth_to(engine, engine->view.turn, seat);
    if (jb_engine_row(engine)->worth != JB_WORTH_POINTS) {
        return JB_VERDICT_WRONG; /* a value is earned or lost whole: incomplete is wrong */
    }
    *points = jb_points_for(&worth, jb_engine_round(engine), share,
                            jb_engine_seat(engine, seat)->elapsed_ms, engine->window_ms);
    return JB_VERDICT_PARTIAL;
}

/* What the rung below which a fall does not go is worth. */
static int64_t safe_value(const jb_round_rules *round, uint32_t rung)
{
    for (uint32_t i = rung; i > 0; i--) {
        if ((round->safe >> (i - 1)) & 1U) {
            return round->values[i - 1];
        }
    }
    return 0;
}

static int64_t rung_points(const jb_engine *engine, uint32_t seat, jb_verdict verdict)
{
    const jb_round_rules *round = jb_engine_round(engine);
    uint32_t rung = jb_seat_in_round(engine, seat).rung;
    int64_t have = rung > 0 ? round->values[rung - 1] : 0;
    if (verdict == JB_VERDICT_RIGHT) {
        return round->values[rung] - have;
    }
    return safe_value(round, rung) - have;
}

static int64_t question_points(const jb_question_rules *question, jb_verdict verdict)
{
    switch (verdict) {
    case JB_VERDICT_RIGHT:
        return question->points_right;
    case JB_VERDICT_WRONG:
        return question->points_wrong;
    case JB_VERDICT_NONE:
        return question->points_none;
    case JB_VERDICT_PARTIAL:
    case JB_VERDICT_COUNT:
        break;
    }
    return 0;
}

void jb_turn_worth(const jb_engine *engine, const jb_event *ruled, int64_t points[2])
{
    const jb_played *played = &engine->played[ruled->turn - 1];
    uint32_t index = jb_rules_round_of(engine->rules, ruled->turn);
    const jb_round_rules *round = &engine->rules->rounds[index];
    const jb_question_rules question = jb_worth_to(engine, ruled->turn, ruled->seat);
    bool right = ruled->verdict == JB_VERDICT_RIGHT;
    points[0] = 0;
    points[1] = 0;
    if (ruled->verdict == JB_VERDICT_PARTIAL) {
        points[0] = ruled->value;
        return;
    }
    switch (jb_format_row_of(round->format)->worth) {
    case JB_WORTH_POINTS:
        points[0] = question_points(&question, ruled->verdict);
        return;
    case JB_WORTH_VALUE:
        if (ruled->seat != played->owner) {
            /* Named: right, the named seat has the value; otherwise who named it. */
            points[right ? 0 : 1] = question.value;
        } else {
            points[0] = right ? question.value : round->wrong_zero ? 0 : -question.value;
        }
        return;
    case JB_WORTH_RUNG:
        points[0] = rung_points(engine, ruled->seat, ruled->verdict);
        return;
    }
}

/* Another try in the same turn, a verdict on the same seat, add up: limits are for the sum. */
static jb_score answer_score(const jb_engine *engine, uint32_t seat, int64_t points)
{
    uint32_t turn = engine->view.turn;
    int64_t have = jb_table_given(engine->compete, turn, seat)->points;
    return (jb_score){ .seat = seat,
                       .points = jb_limited_in(engine, turn, seat, have + points) - have,
                       .overtime = in_overtime(engine) };
}

uint32_t jb_verdict_scores(const jb_engine *engine, const jb_event *ruled, jb_score scores[2])
{
    const jb_engine_view *view = &engine->view;
    int64_t points[2];
    jb_turn_worth(engine, ruled, points);
    if (ruled->verdict == JB_VERDICT_RIGHT && jb_engine_row(engine)->worth == JB_WORTH_POINTS) {
        points[0] += streak_bonus(jb_engine_round(engine), jb_engine_seat(engine, ruled->seat));
    }
    scores[0] = answer_score(engine, ruled->seat, points[0]);
    scores[0].answered = ruled->verdict != JB_VERDICT_NONE;
    scores[0].correct = ruled->verdict == JB_VERDICT_RIGHT;
    scores[0].elapsed_ms = ruled->elapsed_ms;
    scores[0].member = ruled->seat == view->stage.owner ? view->stage.member : 0;
    if (points[1] == 0) {
        return 1;
    }
    scores[1] = answer_score(engine, view->stage.owner, points[1]);
    return 2;
}

/* The place of a right answer among those that counted as right in a turn that was played. */
static int64_t points_by_place_in(const jb_engine *engine, const jb_round_rules *round,
                                  uint32_t turn, uint32_t number)
{
    const jb_table *table = engine->compete;
    const jb_given *own = jb_table_given(table, turn, number);
    uint32_t place = 0;
    for (uint32_t n = 1; n <= jb_table_count(engine, table) && place + 1 < round->step_count; n++) {
        const jb_given *given = jb_table_given(table, turn, n);
        place += n != number && given->verdict == JB_VERDICT_RIGHT &&
                 given->elapsed_ms < own->elapsed_ms;
    }
    return round->steps[place];
}

int64_t jb_points_of(const jb_engine *engine, const jb_table *table, const jb_event *ruled)
{
    const jb_played *played = &engine->played[ruled->turn - 1];
    const jb_round_rules *round =
        &engine->rules->rounds[jb_rules_round_of(engine->rules, ruled->turn)];
    bool right = ruled->verdict == JB_VERDICT_RIGHT;
    if (jb_table_is_hall(engine, table)) {
        return right ? engine->rules->hall_right : 0;
    }
    int64_t points[2];
    if (jb_format_is_crowd(jb_format_row_of(round->format)) && right) {
        const jb_given *given = jb_table_given(table, ruled->turn, ruled->seat);
        const jb_question_rules question = jb_worth_to(engine, ruled->turn, ruled->seat);
        points[0] = round->speed == JB_SPEED_STEPS
                        ? points_by_place_in(engine, round, ruled->turn, ruled->seat)
                        : speedy_points(&question, round, given->elapsed_ms, played->window_ms);
    } else {
        jb_turn_worth(engine, ruled, points);
    }
    return jb_limited_in(engine, ruled->turn, ruled->seat, points[0]);
}

bool jb_scores_equal(const jb_score *a, const jb_score *b)
{
    return a->seat == b->seat && a->points == b->points && a->elapsed_ms == b->elapsed_ms &&
           a->answered == b->answered && a->correct == b->correct && a->hall == b->hall &&
           a->overtime == b->overtime && a->member == b->member;
}

/* Score or overtime of a seat, and the sum of everything. */
static jb_seat *add_points(jb_engine *engine, const jb_score *score)
{
    jb_table *table = score->hall ? &engine->people : engine->compete;
    jb_seat *seat = &table->seats[score->seat - 1];
    if (score->overtime) {
        seat->overtime += score->points;
    } else {
        seat->score += score->points;
        engine->points_logged += score->points;
    }
    return seat;
}

static void add_member(jb_engine *engine, const jb_score *score, int by)
{
    if (score->member == 0 || !engine->rules->team_members) {
        return;
    }
    jb_member *member = &engine->members[(score->seat - 1) * JB_MEMBERS_MAX + (score->member - 1)];
    member->score += by * score->points;
    member->asked += (uint32_t)by;
    member->correct += score->correct ? (uint32_t)by : 0;
}

void jb_entry_plain(jb_engine *engine, const jb_score *score)
{
    (void)add_points(engine, score);
}

static void note_right(jb_engine *engine, jb_seat *seat, jb_time elapsed_ms)
{
    seat->correct++;
    seat->time_ms += elapsed_ms;
    seat->last_right_at = engine->view.opens_at + elapsed_ms;
    if (elapsed_ms < seat->fastest_ms) {
        seat->fastest_ms = elapsed_ms;
    }
}

void jb_entry_answer(jb_engine *engine, const jb_score *score)
{
    jb_engine_view *view = &engine->view;
    jb_table *table = score->hall ? &engine->people : engine->compete;
    jb_seat *seat = add_points(engine, score);
    jb_given *given = jb_table_given(table, view->turn, score->seat);
    seat->scored_points =
        seat->scored_turn == view->turn ? seat->scored_points + score->points : score->points;
    seat->scored_correct =
        score->correct || (seat->scored_turn == view->turn && seat->scored_correct);
    seat->scored_turn = view->turn;
    given->points += (int32_t)score->points;
    given->elapsed_ms = (int32_t)score->elapsed_ms;
    given->verdict = (uint8_t)(score->correct                         ? JB_VERDICT_RIGHT
                               : score->answered && score->points > 0 ? JB_VERDICT_PARTIAL
                               : score->answered                      ? JB_VERDICT_WRONG
                                                                      : JB_VERDICT_NONE);
    given->member = (uint8_t)score->member;
    given->scored = true;
    given->answered = given->answered || score->answered;
    const jb_answer *answer = jb_table_answer(engine, table, score->seat);
    given->answer = answer ? jb_answer_hash(answer) : 0;
    engine->played[view->turn - 1].opened_at = view->opens_at;
    if (score->correct) {
        note_right(engine, seat, score->elapsed_ms);
        view->right += !score->hall && seat->status == JB_PLAYER_IN;
    }
    add_member(engine, score, 1);
}

void jb_entry_asked(jb_engine *engine, jb_table *table, uint32_t number, bool right)
{
    jb_seat *seat = &table->seats[number - 1];
    jb_given *given = jb_table_given(table, engine->view.turn, number);
    if (given->asked) {
        return; /* the turn is revealed once more: a verdict was undone */
    }
    given->asked = true;
    seat->asked++;
    seat->streak = right ? seat->streak + 1 : 0;
    if (seat->streak > seat->best_streak) {
        seat->best_streak = seat->streak;
    }
}

void jb_entry_recount(jb_engine *engine, jb_table *table, uint32_t number)
{
    jb_seat *seat = &table->seats[number - 1];
    seat->correct = 0;
    seat->time_ms = 0;
    seat->last_right_at = JB_TIME_NONE;
    seat->fastest_ms = JB_TIME_NONE;
    seat->asked = 0;
    seat->streak = 0;
    seat->best_streak = 0;
    for (uint32_t turn = 1; turn <= engine->view.turn; turn++) {
        const jb_given *given = jb_table_given(table, turn, number);
        bool right = given->verdict == JB_VERDICT_RIGHT;
        if (given->asked) {
            seat->asked++;
            seat->streak = right ? seat->streak + 1 : 0;
            seat->best_streak = seat->streak > seat->best_streak ? seat->streak : seat->best_streak;
        }
        if (!right) {
            continue;
        }
        seat->correct++;
        seat->time_ms += given->elapsed_ms;
        seat->last_right_at = engine->played[turn - 1].opened_at + given->elapsed_ms;
        if (given->elapsed_ms < seat->fastest_ms) {
            seat->fastest_ms = given->elapsed_ms;
        }
    }
}

void jb_entry_undo(jb_engine *engine, const jb_score *score)
{
    jb_score back = *score;
    back.points = -score->points;
    jb_seat *seat = add_points(engine, &back);
    jb_given *given = jb_table_given(engine->compete, engine->view.turn, score->seat);
    given->points -= (int32_t)score->points;
    add_member(engine, score, -1);
    seat->scored_points -= score->points;
}

/* The verdict that points and rightness make of an entry. */
static jb_verdict verdict_of(const jb_score *score, int64_t points)
{
    if (score->correct) {
        return JB_VERDICT_RIGHT;
    }
    if (!score->answered) {
        return JB_VERDICT_NONE;
    }
    return points > 0 ? JB_VERDICT_PARTIAL : JB_VERDICT_WRONG;
}

void jb_entry_revised(jb_engine *engine, const jb_score *score)
{
    const jb_revision *revision = &engine->revision;
    jb_table *table = score->hall ? &engine->people : engine->compete;
    jb_seat *seat = add_points(engine, score);
    jb_given *given = jb_table_given(table, revision->turn, score->seat);
    bool was_right = given->verdict == JB_VERDICT_RIGHT;
    bool annulled = revision->type == JB_EVENT_ANNULLED;
    given->points += (int32_t)score->points;
    bool reversed = revision->type == JB_EVENT_REVERSED && revision->seat == score->seat;
    jb_verdict verdict = reversed ? revision->verdict : verdict_of(score, given->points);
    given->verdict = (uint8_t)(annulled ? JB_VERDICT_NONE : verdict);
    given->scored = !annulled;
    given->asked = given->asked && !annulled;
    given->answered = score->answered;
    jb_entry_recount(engine, table, score->seat);
    if (score->member > 0 && engine->rules->team_members) {
        jb_member *member =
            &engine->members[(score->seat - 1) * JB_MEMBERS_MAX + (score->member - 1)];
        member->score += score->points;
        member->correct += (uint32_t)(score->correct - was_right);
        member->asked -= annulled;
    }
    if (seat->scored_turn != engine->view.turn || revision->turn != engine->view.turn) {
        return;
    }
    seat->scored_points += score->points;
    seat->scored_correct = score->correct;
    bool counted = !score->hall && seat->status == JB_PLAYER_IN;
    engine->view.right += counted ? (uint32_t)(score->correct - was_right) : 0;
}
