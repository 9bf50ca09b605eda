/*
 * Random contests, answers and commands.
 */
#include "chance.h"

#include <string.h>

uint32_t chance_below(jb_random *random, uint32_t bound)
{
    return (uint32_t)jb_random_below(random, bound);
}

bool chance_of(jb_random *random, uint32_t percent)
{
    return chance_below(random, 100) < percent;
}

static int64_t one_of(jb_random *random, const int64_t *values, uint32_t count)
{
    return values[chance_below(random, count)];
}

#define ONE_OF(random, ...)                                                                        \
    one_of((random), (const int64_t[]){ __VA_ARGS__ },                                             \
           sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

static void make_text_key(chance_contest *c, uint32_t turn, jb_random *random)
{
    static const char *const words[] = { "a", "b", "ab", "abc", "a*", "*" };
    jb_key *key = &c->turns[turn].key;
    key->blank_count = (uint8_t)(1 + chance_below(random, CHANCE_BLANKS));
    key->any_order = chance_of(random, 50);
    key->blanks = c->blanks[turn];
    for (uint32_t i = 0; i < key->blank_count; i++) {
        c->blanks[turn][i] = (jb_blank){ .accepts = c->accepts[turn][i],
                                         .accept_count = 1 + chance_below(random, 2),
                                         .edits_max = (uint8_t)chance_below(random, 2) };
        for (uint32_t j = 0; j < CHANCE_VARIANTS; j++) {
            uint32_t word = chance_below(random, 6);
            c->accepts[turn][i][j] =
                (jb_accept_text){ .folded = jb_slice_of(words[word]),
                                  .weight = (int32_t)ONE_OF(random, JB_WHOLE, JB_WHOLE, 333333),
                                  .wildcard = word >= 4 };
        }
    }
}

static void make_key(chance_contest *c, uint32_t turn, jb_random *random)
{
    jb_key *key = &c->turns[turn].key;
    *key = (jb_key){ .kind = (jb_kind)chance_below(random, JB_KIND_COUNT) };
    key->grading = (jb_grading)chance_below(random, JB_GRADING_COUNT);
    key->option_count = (uint8_t)(2 + chance_below(random, CHANCE_OPTIONS - 1));
    key->target_count = (uint8_t)(1 + chance_below(random, CHANCE_OPTIONS));
    if (key->kind == JB_KIND_TRUEFALSE) {
        key->option_count = 2;
        key->correct = 1U << chance_below(random, 2);
    } else {
        key->correct = 1 + chance_below(random, (1U << key->option_count) - 1);
    }
    if (key->kind == JB_KIND_SINGLE && chance_of(random, 30)) {
        for (uint32_t i = 0; i < CHANCE_OPTIONS; i++) {
            c->weights[turn][i] = (int32_t)ONE_OF(random, JB_WHOLE, 500000, 0, -250000);
        }
        key->weights = c->weights[turn];
    }
    for (uint8_t i = 0; i < key->option_count; i++) {
        uint8_t swap = (uint8_t)chance_below(random, i + 1U);
        key->order[i] = key->order[swap];
        key->order[swap] = i;
        key->pairs[i] = (uint8_t)chance_below(random, key->target_count);
    }
    key->numbers = c->numbers[turn];
    key->number_count = CHANCE_VARIANTS;
    for (uint32_t i = 0; i < CHANCE_VARIANTS; i++) {
        int64_t low = (int64_t)chance_below(random, 5) - 2;
        c->numbers[turn][i] = (jb_accept_number){ .low = low,
                                                  .high = low + chance_below(random, 3),
                                                  .weight = i == 0 ? JB_WHOLE : 500000 };
    }
    if (key->kind == JB_KIND_TEXT) {
        make_text_key(c, turn, random);
    }
}

static void make_turn(chance_contest *c, uint32_t turn, uint32_t round, jb_random *random)
{
    c->turns[turn] = (jb_question_rules){
        .round = round,
        .reading_ms = ONE_OF(random, 0, 0, 1, 700),
        .open_ms = ONE_OF(random, 0, 1, 3000, 3000, 9000),
        .points_right = ONE_OF(random, 1000, 1000, 250, 1, 0, -100),
        .points_wrong = ONE_OF(random, 0, 0, -1000, -333, 50),
        .points_none = ONE_OF(random, 0, 0, -500, 100),
    };
    make_key(c, turn, random);
}

static void make_round(chance_contest *c, uint32_t round, jb_random *random)
{
    uint32_t first = c->rules.turn_count;
    uint32_t left = CHANCE_TURNS - first - (CHANCE_ROUNDS - 1 - round);
    uint32_t count = 1 + chance_below(random, left < 4 ? left : 4);
    c->rounds[round] = (jb_round_rules){
        .format = JB_FORMAT_EVERYONE,
        .turn_first = first,
        .turn_count = count,
        .question_first = first,
        .question_count = count,
        .intro = chance_of(random, 40),
        .change = chance_of(random, 30),
        .speed = (jb_speed)chance_below(random, JB_SPEED_LINEAR + 1),
        .speed_floor_percent = (uint8_t)ONE_OF(random, 0, 50, 100, 33),
        .standings = (jb_standings_when)chance_below(random, JB_STANDINGS_COUNT),
        .intro_ms = ONE_OF(random, 0, 300),
        .locked_ms = ONE_OF(random, 0, 300),
        .reveal_ms = ONE_OF(random, 0, 500),
        .standings_ms = ONE_OF(random, 0, 500),
    };
    for (uint32_t i = 0; i < count; i++) {
        make_turn(c, first + i, round, random);
    }
    c->rules.turn_count += count;
    c->rules.question_count += count;
}

void chance_make(chance_contest *contest, jb_random *random)
{
    *contest =
        (chance_contest){ .rules = { .rounds = contest->rounds, .questions = contest->turns } };
    jb_rules *rules = &contest->rules;
    rules->pace = (jb_pace)chance_below(random, JB_PACE_COUNT);
    rules->late = chance_of(random, 75) ? JB_LATE_ANY : JB_LATE_LOBBY;
    rules->base = ONE_OF(random, 0, 10000, -50);
    rules->tie_count = (uint8_t)chance_below(random, 4);
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t swap = chance_below(random, i + 1);
        rules->ties[i] = rules->ties[swap];
        rules->ties[swap] = (jb_tie)i;
    }
    rules->fair_cap_ms = ONE_OF(random, 0, 150, 150, 5000);
    rules->players_max = 1 + chance_below(random, CHANCE_PLAYERS);
    rules->team_count = chance_below(random, CHANCE_TEAMS + 1);
    rules->team_required = rules->team_count > 0 && chance_of(random, 30);
    rules->team_score = (jb_team_score)chance_below(random, JB_TEAM_SCORE_WEIGHTED);
    rules->team_best = 1 + chance_below(random, 3);
    rules->team_rosters = chance_of(random, 80) ? contest->rosters : NULL;
    for (uint32_t i = 0; i < CHANCE_TEAMS; i++) {
        contest->rosters[i] = chance_below(random, 6);
    }
    rules->round_count = 1 + chance_below(random, CHANCE_ROUNDS);
    for (uint32_t i = 0; i < rules->round_count; i++) {
        make_round(contest, i, random);
    }
}

static void answer_text(jb_answer *answer, uint8_t blanks, jb_random *random)
{
    static const char *const words[] = { "a", "b", "ab", "abc", "ba", "" };
    answer->count = blanks;
    for (uint8_t i = 0; i < blanks; i++) {
        const char *word = words[chance_below(random, 6)];
        size_t size = strlen(word);
        memcpy(answer->raw + answer->raw_size, word, size);
        answer->raw_size = (uint16_t)(answer->raw_size + size);
        if (i + 1 < blanks) {
            answer->raw[answer->raw_size++] = '\n';
        }
    }
    memcpy(answer->folded, answer->raw, answer->raw_size);
    answer->folded_size = answer->raw_size;
}

static void answer_items(jb_answer *answer, const jb_key *key, jb_random *random)
{
    answer->count = key->option_count;
    for (uint8_t i = 0; i < key->option_count; i++) {
        if (key->kind == JB_KIND_MATCHING) {
            uint32_t target = chance_below(random, key->target_count + 1U);
            answer->items[i] = target < key->target_count ? (uint8_t)target : JB_NO_ITEM;
        } else {
            uint8_t swap = (uint8_t)chance_below(random, i + 1U);
            answer->items[i] = answer->items[swap];
            answer->items[swap] = i;
        }
    }
}

static void spoil(jb_answer *answer, jb_random *random)
{
    switch (chance_below(random, 6)) {
    case 0:
        answer->kind = (jb_kind)chance_below(random, JB_KIND_COUNT + 1);
        break;
    case 1:
        answer->count++;
        break;
    case 2:
        answer->options = (uint32_t)jb_random_next(random);
        break;
    case 3:
        answer->items[chance_below(random, CHANCE_OPTIONS)] = (uint8_t)jb_random_next(random);
        break;
    case 4:
        answer->raw_size = (uint16_t)jb_random_next(random);
        break;
    default:
        answer->folded_size = (uint16_t)jb_random_next(random);
        break;
    }
}

jb_answer chance_answer(const jb_key *key, jb_random *random)
{
    jb_answer answer = { .kind = key->kind };
    switch (key->kind) {
    case JB_KIND_SINGLE:
    case JB_KIND_TRUEFALSE:
        answer.options = 1U << chance_below(random, key->option_count);
        break;
    case JB_KIND_MULTIPLE:
        answer.options = 1 + chance_below(random, (1U << key->option_count) - 1);
        break;
    case JB_KIND_NUMERIC:
        answer.number = (int64_t)chance_below(random, 8) - 3;
        break;
    case JB_KIND_TEXT:
        answer_text(&answer, key->blank_count, random);
        break;
    case JB_KIND_ORDERING:
    case JB_KIND_MATCHING:
        answer_items(&answer, key, random);
        break;
    case JB_KIND_COUNT:
        break;
    }
    if (chance_of(random, 15)) {
        spoil(&answer, random);
    }
    return answer;
}

/* What moves a contest on more often than nonsense does, so that every script gets somewhere. */
static jb_command_type some_type(const jb_engine_view *view, jb_random *random)
{
    uint32_t roll = chance_below(random, 100);
    if (view->paused && roll < 50) {
        return JB_COMMAND_RESUME;
    }
    if (view->phase == JB_PHASE_LOBBY && roll < 85) {
        return roll < 79 ? JB_COMMAND_JOIN : JB_COMMAND_START;
    }
    if (view->phase == JB_PHASE_OPEN && roll < 65) {
        return roll < 60 ? JB_COMMAND_ANSWER : JB_COMMAND_EXTEND;
    }
    if (view->phase != JB_PHASE_OPEN && roll < 45) {
        return JB_COMMAND_NEXT;
    }
    if (view->undo.what != JB_UNDO_NONE && chance_of(random, 30)) {
        return JB_COMMAND_UNDO;
    }
    /* What belongs to the stage has a model of its own; one that does not exist stays in. */
    uint32_t number = chance_below(random, JB_COMMAND_ANSWER + 2);
    jb_command_type type = number > JB_COMMAND_ANSWER ? JB_COMMAND_COUNT : (jb_command_type)number;
    return type == JB_COMMAND_FINISH && chance_of(random, 80) ? JB_COMMAND_ANSWER : type;
}

jb_command chance_command(const jb_engine *engine, jb_random *random, jb_answer *answer)
{
    const jb_engine_view *view = jb_engine_look(engine);
    const jb_rules *rules = jb_engine_rules(engine);
    uint32_t turn = view->turn > 0 ? view->turn : 1;
    bool valid = view->joined > 0 && chance_of(random, 85);
    *answer = chance_answer(&rules->questions[turn - 1].key, random);
    return (jb_command){
        .type = some_type(view, random),
        .player =
            valid ? 1 + chance_below(random, view->joined) : chance_below(random, view->joined + 2),
        .team = chance_below(random, rules->team_count + 2),
        .turn = chance_of(random, 90) ? view->turn : chance_below(random, rules->turn_count + 2),
        .flag = chance_of(random, 70),
        .reason = (jb_pause_reason)chance_below(random, JB_PAUSE_COUNT),
        .ms = ONE_OF(random, 0, -5, 1, 500, 500, (jb_time)JB_SECONDS_MAX * 1000, INT64_MAX),
        .credit_ms = ONE_OF(random, 0, -20, 80, 400),
        .claim_ms = ONE_OF(random, -1, -1, 0, 100, 400, 900),
        .answer = answer,
    };
}

jb_time chance_time(const jb_engine *engine, jb_time now, jb_random *random)
{
    jb_time deadline = jb_engine_deadline(engine);
    jb_time away = deadline == JB_TIME_NONE ? 0 : deadline - now;
    switch (chance_below(random, 24)) {
    case 0:
        return now + away - 1;
    case 1:
        return now + away;
    case 2:
        return now + away + 1;
    case 3:
        return now - chance_below(random, 100);
    case 4:
        return now + chance_below(random, 5000);
    default:
        return now + chance_below(random, chance_of(random, 50) ? 1 : 100);
    }
}
