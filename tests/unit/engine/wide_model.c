/*
 * The plain model of wide_model.h.
 */
#include "wide_model.h"

#include "jinbang/decimal.h"

typedef struct sum {
    int64_t score;
    jb_time time_ms;
    uint32_t correct;
    jb_time finished_at; /* JB_TIME_NONE: no paper */
    uint32_t papers;
    int64_t best;
} sum;

static void hand_in(plain *m, plain_paper *paper, jb_time late)
{
    paper->open = false;
    paper->took = m->running - late - paper->began;
    paper->finished_at = m->now - late;
}

static bool is_running(const plain *m)
{
    return m->phase == JB_PHASE_OPEN && !m->paused;
}

void plain_time(plain *m, jb_time now)
{
    jb_time paper_ms = m->rules->window->paper_ms;
    jb_time by = now > m->now ? now - m->now : 0;
    m->now += by;
    m->running += is_running(m) ? by : 0;
    for (uint32_t i = 0; i < m->joined && is_running(m) && paper_ms > 0; i++) {
        plain_person *person = &m->people[i];
        plain_paper *paper = person->count > 0 ? &person->papers[person->count - 1] : NULL;
        if (paper && paper->open && m->running - paper->began >= paper_ms) {
            hand_in(m, paper, m->running - paper->began - paper_ms);
        }
    }
}

/* ---- commands ---- */

static plain_paper *newest(plain *m, uint32_t player)
{
    plain_person *person = &m->people[player - 1];
    return person->count > 0 ? &person->papers[person->count - 1] : NULL;
}

static int32_t day_of(const plain *m)
{
    const jb_window_rules *window = m->rules->window;
    int64_t offset = 0;
    for (uint32_t i = 0; i < window->span_count; i++) {
        offset = window->spans[i].from <= m->now || i == 0 ? window->spans[i].offset_s : offset;
    }
    return (int32_t)((m->now + offset * 1000) / WIDE_DAY_MS);
}

static bool may_open(plain *m, uint32_t player)
{
    const jb_window_rules *window = m->rules->window;
    const plain_person *person = &m->people[player - 1];
    const plain_paper *paper = newest(m, player);
    uint32_t today = 0;
    for (uint32_t i = 0; i < person->count; i++) {
        today += person->papers[i].day == day_of(m);
    }
    return is_running(m) && !(paper && paper->open) &&
           (window->attempts_max == 0 || person->count < window->attempts_max) &&
           (window->attempts_per_day == 0 || today < window->attempts_per_day);
}

static plain_verdict open_paper(plain *m, const jb_engine *engine, uint32_t player)
{
    if (!may_open(m, player)) {
        return MODEL_REFUSES;
    }
    plain_person *person = &m->people[player - 1];
    JB_TRUE(person->count < MODEL_PAPERS);
    plain_paper *paper = &person->papers[person->count++];
    *paper = (plain_paper){ .began = m->running, .day = day_of(m), .open = true };
    for (uint32_t place = 1; place <= m->rules->window->paper_count; place++) {
        jb_paper_item item = { .question = 0 };
        JB_TRUE(jb_engine_paper_item(engine, player, place, &item, NULL));
        paper->questions[place - 1] = item.question;
        paper->said[place - 1] = -1;
    }
    return MODEL_TAKES;
}

static plain_verdict show(plain *m, uint32_t player, uint32_t place)
{
    plain_paper *paper = newest(m, player);
    if (!paper || !paper->open || m->paused || m->rules->window->question_ms == 0) {
        return MODEL_REFUSES;
    }
    if (place == paper->shown) {
        return MODEL_AGAIN;
    }
    if (place != paper->shown + 1 || place > m->rules->window->paper_count) {
        return MODEL_REFUSES;
    }
    paper->shown = place;
    paper->shown_at = m->running;
    return MODEL_TAKES;
}

static int option_of(const jb_answer *answer)
{
    for (int i = 0; i < 4; i++) {
        if (answer->kind == JB_KIND_SINGLE && answer->options == UINT32_C(1) << i) {
            return i;
        }
    }
    return -1;
}

static plain_verdict answer(plain *m, const jb_command *command)
{
    const jb_window_rules *window = m->rules->window;
    plain_paper *paper = newest(m, command->player);
    uint32_t place = command->turn;
    int option = option_of(command->answer);
    if (!paper || place == 0 || place > window->paper_count) {
        return MODEL_REFUSES;
    }
    bool by_one = window->question_ms > 0;
    bool change = window->change && !by_one && window->reveal != JB_REVEAL_AT_ONCE;
    if (paper->said[place - 1] >= 0 && (!change || paper->said[place - 1] == option)) {
        return MODEL_AGAIN;
    }
    bool in_time =
        !by_one || (place == paper->shown && m->running - paper->shown_at < window->question_ms);
    if (!paper->open || m->paused || !in_time || option < 0) {
        return MODEL_REFUSES;
    }
    paper->said[place - 1] = option;
    return MODEL_TAKES;
}

static plain_verdict about_paper(plain *m, const jb_engine *engine, const jb_command *command)
{
    if (command->player == 0 || command->player > m->joined || !m->people[command->player - 1].in) {
        return MODEL_REFUSES;
    }
    if (command->type == JB_COMMAND_OPEN) {
        return command->turn > 0 ? show(m, command->player, command->turn)
                                 : open_paper(m, engine, command->player);
    }
    if (command->type == JB_COMMAND_ANSWER) {
        return answer(m, command);
    }
    plain_paper *paper = newest(m, command->player);
    if (!paper || !paper->open || m->paused) {
        return MODEL_REFUSES;
    }
    hand_in(m, paper, 0);
    return MODEL_TAKES;
}

static plain_verdict take_out(plain *m, const jb_command *command)
{
    plain_person *person = command->player > 0 && command->player <= m->joined
                               ? &m->people[command->player - 1]
                               : NULL;
    if (!person || person->banned || (!person->in && !command->flag)) {
        return MODEL_REFUSES;
    }
    person->in = false;
    person->banned = command->flag;
    return MODEL_TAKES;
}

static plain_verdict finish(plain *m)
{
    if (m->phase == JB_PHASE_FINISHED) {
        return MODEL_REFUSES;
    }
    for (uint32_t player = 1; player <= m->joined; player++) {
        plain_paper *paper = newest(m, player);
        if (paper && paper->open) {
            hand_in(m, paper, 0);
        }
    }
    m->phase = JB_PHASE_FINISHED;
    m->paused = false;
    return MODEL_TAKES;
}

static plain_verdict pause(plain *m, bool paused)
{
    if (m->phase != JB_PHASE_OPEN || m->paused == paused) {
        return MODEL_REFUSES;
    }
    m->paused = paused;
    return MODEL_TAKES;
}

static plain_verdict join(plain *m, const jb_command *command)
{
    if (m->phase == JB_PHASE_FINISHED || command->team > m->rules->team_count ||
        m->joined == m->rules->players_max) {
        return MODEL_REFUSES;
    }
    m->people[m->joined++] = (plain_person){ .in = true, .team = command->team };
    return MODEL_TAKES;
}

static plain_verdict adjust(plain *m, const jb_command *command)
{
    if (command->seat == 0 || command->seat > m->joined || command->value == 0) {
        return MODEL_REFUSES;
    }
    m->people[command->seat - 1].adjusted += command->value;
    return MODEL_TAKES;
}

plain_verdict plain_command(plain *m, const jb_engine *engine, const jb_command *command)
{
    if (command->type == JB_COMMAND_OPEN || command->type == JB_COMMAND_ANSWER ||
        command->type == JB_COMMAND_HAND_IN) {
        return about_paper(m, engine, command);
    }
    if (command->type == JB_COMMAND_JOIN) {
        return join(m, command);
    }
    if (command->type == JB_COMMAND_REMOVE) {
        return take_out(m, command);
    }
    if (command->type == JB_COMMAND_ADJUST) {
        return adjust(m, command);
    }
    if (command->type == JB_COMMAND_FINISH) {
        return finish(m);
    }
    if (command->type == JB_COMMAND_START) {
        bool waits = m->phase == JB_PHASE_LOBBY;
        m->phase = waits ? JB_PHASE_OPEN : m->phase;
        return waits ? MODEL_TAKES : MODEL_REFUSES;
    }
    bool pauses = command->type == JB_COMMAND_PAUSE || command->type == JB_COMMAND_RESUME;
    return pauses ? pause(m, command->type == JB_COMMAND_PAUSE) : MODEL_REFUSES;
}

/* ---- comparison ---- */

static int64_t worth_of(const plain *m, const plain_paper *paper, uint32_t *correct)
{
    int64_t score = 0;
    *correct = 0;
    for (uint32_t i = 0; i < m->rules->window->paper_count; i++) {
        const jb_question_rules *question = &m->rules->questions[paper->questions[i]];
        score += paper->said[i] < 0    ? question->points_none
                 : paper->said[i] == 0 ? question->points_right
                                       : question->points_wrong;
        *correct += paper->said[i] == 0;
    }
    return score;
}

static bool counts_more(jb_attempts rule, const sum *paper, const sum *so_far)
{
    if (so_far->papers == 0 || rule == JB_ATTEMPTS_LAST) {
        return true;
    }
    return rule == JB_ATTEMPTS_BEST &&
           (paper->score > so_far->score ||
            (paper->score == so_far->score && paper->time_ms < so_far->time_ms));
}

/* What all papers handed in come to. */
static sum counted(const plain *m, const plain_person *person)
{
    jb_attempts rule = m->rules->window->attempts;
    sum all = { .finished_at = JB_TIME_NONE };
    for (uint32_t i = 0; i < person->count; i++) {
        const plain_paper *paper = &person->papers[i];
        sum one = { .time_ms = paper->took, .finished_at = paper->finished_at };
        one.score = worth_of(m, paper, &one.correct);
        if (paper->open) {
            continue;
        }
        int64_t best = all.papers == 0 || one.score > all.best ? one.score : all.best;
        uint32_t papers = all.papers + 1;
        if (rule == JB_ATTEMPTS_SUM) {
            all.score += one.score;
            all.time_ms += one.time_ms;
            all.correct += one.correct;
            all.finished_at = one.finished_at;
        } else if (counts_more(rule, &one, &all)) {
            all = one;
        }
        all.papers = papers;
        all.best = best;
    }
    return all;
}

static int64_t score_of(const plain *m, uint32_t player)
{
    const plain_person *person = &m->people[player - 1];
    return m->rules->base + person->adjusted + counted(m, person).score;
}

static bool is_ranked(const plain *m, uint32_t player)
{
    return m->people[player - 1].in && counted(m, &m->people[player - 1]).papers > 0;
}

/* Above 0: a is ahead of b. */
static int64_t ahead(const plain *m, uint32_t a, uint32_t b)
{
    const sum x = counted(m, &m->people[a - 1]);
    const sum y = counted(m, &m->people[b - 1]);
    int64_t by = score_of(m, a) - score_of(m, b);
    for (uint8_t i = 0; i < m->rules->tie_count && by == 0; i++) {
        jb_tie tie = m->rules->ties[i];
        by = tie == JB_TIE_TIME      ? y.time_ms - x.time_ms
             : tie == JB_TIE_CORRECT ? (int64_t)x.correct - (int64_t)y.correct
                                     : y.finished_at - x.finished_at;
    }
    return by;
}

static const char *compare_rank(const plain *m, const jb_engine *engine, uint32_t player)
{
    uint32_t rank = 1;
    uint32_t place = 1;
    for (uint32_t other = 1; other <= m->joined; other++) {
        if (other == player || !is_ranked(m, other)) {
            continue;
        }
        int64_t by = ahead(m, other, player);
        rank += by > 0;
        place += by > 0 || (by == 0 && other < player);
    }
    const jb_seat *seat = jb_engine_player(engine, player);
    bool ranked = is_ranked(m, player);
    bool same = seat->rank == (ranked ? rank : 0) && seat->place == (ranked ? place : 0);
    return same ? NULL : "a rank";
}

static const char *compare_person(const plain *m, const jb_engine *engine, uint32_t player)
{
    const plain_person *person = &m->people[player - 1];
    const jb_paper *paper = jb_engine_paper(engine, player);
    const jb_seat *seat = jb_engine_player(engine, player);
    const sum all = counted(m, person);
    bool open = person->count > 0 && person->papers[person->count - 1].open;
    if ((paper->state == JB_PAPER_OPEN) != open || paper->attempts != person->count ||
        paper->papers != all.papers) {
        return "how many papers were begun and handed in";
    }
    if (seat->score != score_of(m, player) || seat->time_ms != all.time_ms ||
        seat->correct != all.correct || paper->finished_at != all.finished_at ||
        (all.papers > 0 && paper->best != all.best)) {
        return "what counts";
    }
    jb_time paper_ms = m->rules->window->paper_ms;
    const plain_paper *last = &person->papers[person->count - (person->count > 0)];
    if (open && is_running(m) && paper_ms > 0 &&
        paper->ends_at != m->now + paper_ms - (m->running - last->began)) {
        return "when a paper ends";
    }
    for (uint32_t place = 1; person->count > 0 && place <= m->rules->window->paper_count; place++) {
        jb_paper_item item;
        jb_answer answer;
        (void)jb_engine_paper_item(engine, player, place, &item, &answer);
        if (item.answered != (last->said[place - 1] >= 0) ||
            (item.answered && answer.options != UINT32_C(1) << last->said[place - 1])) {
            return "what was answered";
        }
    }
    return compare_rank(m, engine, player);
}

static int64_t unit_score(const plain *m, const jb_unit *unit, uint32_t roster, int64_t best)
{
    uint32_t took = unit->took_part;
    uint32_t most = roster > took ? roster : took;
    switch (m->rules->team_score) {
    case JB_TEAM_SCORE_SUM:
        return unit->sum;
    case JB_TEAM_SCORE_BEST:
        return best;
    case JB_TEAM_SCORE_MEAN:
        return took > 0 ? jb_mul_div(unit->sum, 1, took) : 0;
    case JB_TEAM_SCORE_TURNOUT:
        return most > 0 ? jb_mul_div(unit->sum, 1, most) : 0;
    case JB_TEAM_SCORE_WEIGHTED: {
        int64_t turnout = roster > 0 ? jb_mul_div(took, 10000, most) : 0;
        int64_t mean = took > 0 ? jb_mul_div(unit->sum, 1, took) : 0;
        int64_t percent = jb_mul_div(mean, 10000, m->rules->window->full);
        return jb_mul_div(turnout * m->rules->weight_turnout + percent * m->rules->weight_mean, 1,
                          JB_WHOLE);
    }
    case JB_TEAM_SCORE_COUNT:
        break;
    }
    return 0;
}

static const char *compare_unit(const plain *m, const jb_engine *engine, uint32_t team)
{
    const jb_unit *real = jb_engine_unit(engine, team);
    jb_unit unit = { .took_part = 0 };
    int64_t best = INT64_MIN; /* the best one alone: team_best is 1 */
    for (uint32_t player = 1; player <= m->joined; player++) {
        if (m->people[player - 1].team != team || !is_ranked(m, player)) {
            continue;
        }
        int64_t score = score_of(m, player);
        unit.took_part++;
        unit.passed += score >= m->rules->window->pass;
        unit.sum += score;
        best = score > best ? score : best;
    }
    if (real->took_part != unit.took_part || real->sum != unit.sum || real->passed != unit.passed) {
        return "who took part for a unit, or their sum";
    }
    best = unit.took_part > 0 ? best : 0;
    return jb_engine_team(engine, team)->score ==
                   unit_score(m, &unit, m->rules->team_rosters[team - 1], best)
               ? NULL
               : "a unit's score";
}

const char *plain_compare(const plain *m, jb_engine *engine)
{
    const jb_engine_view *view = jb_engine_look(engine);
    if (view->joined != m->joined || view->phase != m->phase || view->paused != m->paused) {
        return "joined, phase or pause";
    }
    jb_engine_rank(engine);
    const char *wrong = NULL;
    for (uint32_t player = 1; player <= m->joined && !wrong; player++) {
        wrong = compare_person(m, engine, player);
    }
    for (uint32_t team = 1; team <= m->rules->team_count && !wrong; team++) {
        wrong = compare_unit(m, engine, team);
    }
    return wrong;
}
