/*
 * What a stage adds to the frames: the stage and the seats must be those of an entry on disk; the
 * question stays hidden until it is asked; a mark is its judge's until all are in; a phone hears of
 * nobody's answer but its own seat's.
 */
#include <string.h>

#include "sim.h"

static const cJSON *get(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key);
}

static int64_t int_of(const cJSON *tree, const char *key)
{
    const cJSON *item = get(tree, key);
    return cJSON_IsNumber(item) ? (int64_t)item->valuedouble : 0;
}

static bool flag_is(const cJSON *tree, const char *key, bool expected)
{
    return cJSON_IsTrue(get(tree, key)) == expected;
}

static bool points_are(const cJSON *item, int64_t expected)
{
    double off = cJSON_IsNumber(item) ? item->valuedouble * 100 - (double)expected : 1;
    return off > -0.5 && off < 0.5;
}

static bool word_is(const cJSON *tree, const char *key, const char *expected)
{
    const char *text = cJSON_GetStringValue(get(tree, key));
    return text && expected ? strcmp(text, expected) == 0 : !text && !expected;
}

static bool by_teams(const sim *s)
{
    return s->durable.plan->rules.seats == JB_SEATS_TEAMS;
}

/* ---- a state ---- */

static uint32_t count_bits(uint32_t bits)
{
    uint32_t count = 0;
    for (; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

static bool ruling_fits(const jb_stage *stage, const cJSON *tree)
{
    const cJSON *verdict = get(tree, "verdict");
    const cJSON *foul = get(tree, "foul");
    if ((verdict != NULL) != (stage->ruled > 0) || (foul != NULL) != (stage->fouled > 0)) {
        return false;
    }
    return (!verdict || (int_of(verdict, "seat") == stage->ruled &&
                         word_is(verdict, "is", jb_verdict_name(stage->verdict)) &&
                         points_are(get(verdict, "points"), stage->points))) &&
           (!foul || (int_of(foul, "seat") == stage->fouled &&
                      word_is(foul, "kind", jb_foul_name(stage->foul)) &&
                      points_are(get(foul, "points"), stage->foul_points)));
}

/* Nobody is shown as first while buzzes are weighed. */
static bool buzz_fits(const jb_stage *stage, const cJSON *tree)
{
    const cJSON *buzz = get(tree, "buzz");
    if (!buzz) {
        return stage->buzz_seat == 0 || stage->step == JB_STEP_CLOSE || stage->step == JB_STEP_BUZZ;
    }
    return stage->step != JB_STEP_CLOSE && int_of(buzz, "seat") == stage->buzz_seat &&
           int_of(buzz, "elapsed") == stage->buzz_ms &&
           int_of(buzz, "second") == stage->buzz_second &&
           (stage->buzz_second == 0 || (int_of(buzz, "margin") == stage->margin_ms &&
                                        int_of(buzz, "uncertainty") == stage->uncertainty_ms));
}

static bool marks_fit(const jb_stage *stage, const cJSON *tree)
{
    const cJSON *mark = NULL;
    cJSON_ArrayForEach(mark, get(tree, "marks")) {
        int64_t judge = int_of(mark, "judge");
        if (judge < 1 || judge > JB_JUDGES_MAX || !((stage->marked >> (judge - 1)) & 1U) ||
            !points_are(get(mark, "value"), stage->marks[judge - 1])) {
            return false;
        }
    }
    return !get(tree, "marked") || int_of(tree, "marked") == count_bits(stage->marked);
}

static bool stage_is(const sim_point *point, const cJSON *tree)
{
    const jb_stage *stage = &point->stage->stage;
    const char *step = stage->step == JB_STEP_NONE ? NULL : jb_step_name(stage->step);
    bool none = stage->value == 0 && !(stage->wagered && stage->owner > 0);
    bool at_stake = none ? !get(tree, "value") : points_are(get(tree, "value"), stage->value);
    return int_of(tree, "turn") == point->turn && word_is(tree, "step", step) &&
           int_of(tree, "seat") == stage->seat && int_of(tree, "owner") == stage->owner &&
           int_of(tree, "tries") == stage->tries && at_stake &&
           flag_is(tree, "hall", stage->hall) && flag_is(tree, "passed", stage->passed) &&
           ruling_fits(stage, tree) && buzz_fits(stage, tree) && marks_fit(stage, tree);
}

static bool seats_fit(const sim_stage_point *point, const cJSON *tree)
{
    uint32_t i = 0;
    const cJSON *line = NULL;
    const cJSON *seats = get(tree, "seats");
    cJSON_ArrayForEach(line, seats) {
        const sim_seat_point *seat = &point->seats[i];
        if (i++ >= point->seat_count || int_of(line, "seat") != seat->seat ||
            int_of(line, "rank") != seat->rank || !points_are(get(line, "score"), seat->score) ||
            int_of(line, "fouls") != seat->fouls || int_of(line, "rung") != seat->rung ||
            !flag_is(line, "may", seat->may) || !flag_is(line, "barred", seat->barred) ||
            !flag_is(line, "out", seat->out) || !flag_is(line, "over", seat->over) ||
            !flag_is(line, "tied", seat->tied) ||
            (seat->staked ? !points_are(get(line, "stake"), seat->stake)
                          : get(line, "stake") != NULL)) {
            return false;
        }
    }
    return !seats || i == point->seat_count;
}

bool sim_stage_fits(const sim *s, const sim_point *point, const cJSON *tree)
{
    const cJSON *stage = get(tree, "stage");
    bool seats = by_teams(s) || (point->turn > 0 && !point->crowd);
    return (stage != NULL) == point->stage->shown && (get(tree, "seats") != NULL) == seats &&
           (!stage || stage_is(point, stage)) && seats_fit(point->stage, tree);
}

bool sim_stage_tally_fits(const sim_point *point, const cJSON *tree)
{
    const cJSON *hall = get(tree, "hall");
    bool seats = !point->crowd || hall;
    return int_of(tree, "players") == (seats ? point->stage->eligible : point->active) &&
           (!hall || (int_of(hall, "answered") == point->stage->hall_answered &&
                      int_of(hall, "players") == point->stage->hall));
}

/* ---- secrets ---- */

/* The only question whose words may be read is the one that is asked. */
static void check_words(const sim *s, const sim_connection *connection, const char *text)
{
    static const char stem[] = "\"Question q";
    const sim_durable *d = &s->durable;
    const sim_point *point = &d->points[connection->shown];
    for (const char *at = strstr(text, stem); at; at = strstr(at + 1, stem)) {
        const char *id = at + sizeof stem - 2;
        jb_slice asked = point->question == JB_NO_QUESTION
                             ? (jb_slice){ 0 }
                             : d->plan->texts[point->question].question_id;
        if (asked.size == 0 || strncmp(id, asked.bytes, asked.size) != 0 || id[asked.size] != '?') {
            sim_fail(s, "a %s reads a question that is not asked: %s",
                     jb_role_name(connection->role), text);
        }
    }
}

static void check_marks(const sim *s, const sim_connection *connection, const cJSON *stage,
                        const char *text)
{
    const sim_point *point = &s->durable.points[connection->shown];
    const cJSON *mark = NULL;
    if (point->stage->stage.step != JB_STEP_MARKS || connection->role == JB_ROLE_HOST) {
        return;
    }
    if (get(stage, "mean")) {
        sim_fail(s, "a mean before all marks are in: %s", text);
    }
    cJSON_ArrayForEach(mark, get(stage, "marks")) {
        if (connection->role != JB_ROLE_JUDGE || int_of(mark, "judge") != connection->judge) {
            sim_fail(s, "a %s reads another's mark: %s", jb_role_name(connection->role), text);
        }
    }
}

void sim_check_stage(const sim *s, const sim_connection *connection, const cJSON *tree,
                     const char *text)
{
    static const char *const hidden[] = { "question",  "answer",      "tally",
                                          "host_note", "explanation", NULL };
    const sim_point *point = &s->durable.points[connection->shown];
    check_words(s, connection, text);
    check_marks(s, connection, get(tree, "stage"), text);
    for (size_t i = 0; hidden[i] && point->question == JB_NO_QUESTION; i++) {
        if (get(tree, hidden[i])) {
            sim_fail(s, "a %s is shown `%s` of no question: %s", jb_role_name(connection->role),
                     hidden[i], text);
        }
    }
}

/* ---- to one player ---- */

/* While stakes are made somebody reads their own seat's, if it has one; then what it came to. */
static void check_own_stake(const sim *s, uint32_t player, const cJSON *tree, const char *text)
{
    const jb_engine *engine = s->durable.engine;
    const jb_engine_view *view = jb_engine_look(engine);
    uint32_t seat = by_teams(s) ? sim_team_of(s, player) : player;
    int64_t stake = 0;
    bool said = jb_engine_stake(engine, view->turn, seat, &stake);
    bool told = view->stage.step == JB_STEP_WAGER
                    ? said
                    : view->stage.wagered && seat > 0 && jb_engine_eligible(engine, seat);
    if (told ? !points_are(get(tree, "stake"), stake) : get(tree, "stake") != NULL) {
        sim_fail(s, "`you` of player %u is told another stake than %lld: %s", player,
                 (long long)stake, text);
    }
}

void sim_check_own_seat(const sim *s, const sim_connection *connection, const cJSON *tree,
                        const char *text)
{
    const sim_durable *d = &s->durable;
    const jb_engine_view *view = jb_engine_look(d->engine);
    uint32_t player = connection->player;
    bool stage = view->turn > 0 && d->plan->rules.rounds[view->round].format != JB_FORMAT_EVERYONE;
    if (strstr(text, "\"Question q") || strstr(text, "SECRET r")) {
        sim_fail(s, "`you` speaks of a question: %s", text);
    }
    check_own_stake(s, player, tree, text);
    if (!by_teams(s) && !stage) {
        if (get(tree, "seat") || get(tree, "may")) {
            sim_fail(s, "`you` speaks of a seat: %s", text);
        }
        return;
    }
    uint32_t seat = by_teams(s) ? sim_team_of(s, player) : player;
    bool may = seat > 0 ? jb_engine_may(d->engine, seat) : jb_engine_hall_may(d->engine, player);
    bool bench = jb_engine_on_bench(d->engine, player);
    may = may && !bench;
    if (!get(tree, "seat") || int_of(tree, "seat") != seat || !flag_is(tree, "may", may)) {
        sim_fail(s, "`you` of player %u is for seat %lld, which %s; on disk it is %u, which %s",
                 player, (long long)int_of(tree, "seat"),
                 flag_is(tree, "may", true) ? "may" : "may not", seat, may ? "may" : "may not");
    }
    if ((get(tree, "bench") != NULL) != bench) {
        sim_fail(s, "`you` of player %u says %s bench", player,
                 bench ? "nothing of a" : "there is a");
    }
}
