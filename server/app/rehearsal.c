/*
 * The lines of a script become commands for the engine. Almost all of them are one to one; what is
 * more than that is here: who is meant, what time it is, and an answer that is only said to be
 * right or wrong.
 */
#include "rehearsal.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/format.h"
#include "jinbang/message.h"
#include "jinbang/text.h"

static const jb_refused malformed = { "malformed", "This is not one JSON object with a \"do\"." };
static const jb_refused unknown_do = { "unknown_do", "There is no such input." };
static const jb_refused bad_field = { "bad_field", "A field is missing or wrong." };
static const jb_refused time_back = {
    "bad_field", "Contest time does not go back: \"at\" is earlier than now."
};

static const jb_refused by_refusal[JB_REFUSAL_COUNT] = {
    [JB_REFUSED_NOT_NOW] = { "not_now", "That is not possible now." },
    [JB_REFUSED_LATE] = { "late", "It is too late for that: the question is closed." },
    [JB_REFUSED_BAD_TURN] = { "bad_turn", "There is no such turn." },
    [JB_REFUSED_BAD_ANSWER] = { "bad_answer", "The answer does not fit the question." },
    [JB_REFUSED_BAD_FIELD] = { "bad_field", "A field is missing or wrong." },
    [JB_REFUSED_BAD_TEAM] = { "bad_team", "There is no such team." },
    [JB_REFUSED_NO_PLAYER] = { "no_player", "There is no such participant." },
    [JB_REFUSED_JOIN_CLOSED] = { "join_closed", "Joining is closed." },
    [JB_REFUSED_FULL] = { "full", "There is no room for more." },
    [JB_REFUSED_NOT_YOUR_TURN] = { "not_your_turn", "It is another seat's turn." },
    [JB_REFUSED_BARRED] = { "barred", "This seat is out of the question or of the round." },
    [JB_REFUSED_BLOCKED] = { "blocked", "Too early: the machine takes no buzz yet." },
    [JB_REFUSED_BAD_VALUE] = { "bad_value",
                               "This round has no such value, or the seat may not stake it." },
    [JB_REFUSED_VALUE_TAKEN] = { "value_taken",
                                 "The seat has had this value, or its stock is used up." },
    [JB_REFUSED_NO_SEAT] = { "no_seat", "There is no such seat." },
    [JB_REFUSED_ON_BENCH] = { "on_bench", "Whoever this is does not play at the moment." },
    [JB_REFUSED_NO_SUBSTITUTIONS] = { "no_substitutions", "The team has no substitutions left." },
    [JB_REFUSED_NOT_BETWEEN_ROUNDS] = { "not_between_rounds",
                                        "Substitutions are between rounds only." },
    [JB_REFUSED_NOT_ON_BENCH] = { "not_on_bench", "Who is to come in is no reserve of the team." },
    [JB_REFUSED_NOT_FIELDED] = { "not_fielded", "Who is to go out does not play." },
    [JB_REFUSED_NOT_OPEN] = { "not_open", "The contest is not open now." },
    [JB_REFUSED_NO_ATTEMPTS] = { "no_attempts", "They have begun all papers they may." },
    [JB_REFUSED_NO_ATTEMPTS_TODAY] = { "no_attempts_today",
                                       "They have begun all papers they may on this day." },
    [JB_REFUSED_NO_PAPER] = { "no_paper", "They have no open paper; or, to begin one, they have." },
    [JB_REFUSED_NO_CHANGE] = { "no_change", "Everything would stay as it is." },
};

/* What an input is to the engine, and whether it is something put into a turn. */
typedef struct input_row {
    jb_command_type type;
    bool into_turn;
} input_row;

static const input_row inputs[] = {
    [JB_SCRIPT_START] = { JB_COMMAND_START, false },
    [JB_SCRIPT_NEXT] = { JB_COMMAND_NEXT, true },
    [JB_SCRIPT_TURN] = { JB_COMMAND_COUNT, false },
    [JB_SCRIPT_ANSWER] = { JB_COMMAND_ANSWER, true },
    [JB_SCRIPT_BUZZ] = { JB_COMMAND_BUZZ, true },
    [JB_SCRIPT_PICK] = { JB_COMMAND_PICK, true },
    [JB_SCRIPT_WAGER] = { JB_COMMAND_WAGER, true },
    [JB_SCRIPT_PASS] = { JB_COMMAND_PASS, true },
    [JB_SCRIPT_NAME] = { JB_COMMAND_NAME, true },
    [JB_SCRIPT_FOUL] = { JB_COMMAND_FOUL, true },
    [JB_SCRIPT_MARKS] = { JB_COMMAND_MARK, true },
    [JB_SCRIPT_HALL] = { JB_COMMAND_HALL, true },
    [JB_SCRIPT_LOCK] = { JB_COMMAND_LOCK, true },
    [JB_SCRIPT_SKIP] = { JB_COMMAND_SKIP, true },
    [JB_SCRIPT_UNDO] = { JB_COMMAND_UNDO, false },
    [JB_SCRIPT_ADJUST] = { JB_COMMAND_ADJUST, false },
    [JB_SCRIPT_ACCEPT] = { JB_COMMAND_ACCEPT, true },
    [JB_SCRIPT_VOID] = { JB_COMMAND_VOID, false },
    [JB_SCRIPT_REVERSE] = { JB_COMMAND_REVERSE, false },
    [JB_SCRIPT_PAUSE] = { JB_COMMAND_PAUSE, false },
    [JB_SCRIPT_RESUME] = { JB_COMMAND_RESUME, false },
    [JB_SCRIPT_EXTEND] = { JB_COMMAND_EXTEND, false },
    [JB_SCRIPT_SUBSTITUTE] = { JB_COMMAND_SUBSTITUTE, false },
    [JB_SCRIPT_WAIT] = { JB_COMMAND_COUNT, false },
    [JB_SCRIPT_FINISH] = { JB_COMMAND_FINISH, true },
    [JB_SCRIPT_OPEN] = { JB_COMMAND_OPEN, false },
    [JB_SCRIPT_HAND_IN] = { JB_COMMAND_HAND_IN, false },
    [JB_SCRIPT_CROWD] = { JB_COMMAND_COUNT, false },
    [JB_SCRIPT_ANNOUNCE] = { JB_COMMAND_ANNOUNCE, false },
    [JB_SCRIPT_DRAW] = { JB_COMMAND_DRAW, false },
};
_Static_assert(sizeof inputs / sizeof inputs[0] == JB_SCRIPT_DO_COUNT, "a row each");

static bool by_teams(const jb_rehearsal *rehearsal)
{
    return rehearsal->rules.seats == JB_SEATS_TEAMS;
}

static void replay(void *user, const jb_event *event)
{
    jb_rehearsal *rehearsal = user;
    if (jb_engine_apply(rehearsal->replica, event) != JB_OK && !rehearsal->broken) {
        rehearsal->broken = "an event cannot be replayed";
    }
}

jb_event_sink jb_rehearsal_sink(jb_rehearsal *rehearsal)
{
    return (jb_event_sink){ .emit = replay, .user = rehearsal };
}

jb_refusal jb_rehearsal_submit(jb_rehearsal *rehearsal, const jb_command *command)
{
    return jb_engine_submit(rehearsal->engine, command, rehearsal->now,
                            jb_rehearsal_sink(rehearsal));
}

/* As a server that is never late would. */
void jb_rehearsal_pass(jb_rehearsal *rehearsal, jb_time until)
{
    jb_time deadline = jb_engine_deadline(rehearsal->engine);
    while (deadline <= until) {
        rehearsal->now = deadline > rehearsal->now ? deadline : rehearsal->now;
        jb_engine_expire(rehearsal->engine, rehearsal->now, jb_rehearsal_sink(rehearsal));
        deadline = jb_engine_deadline(rehearsal->engine);
    }
    rehearsal->now = until;
}

static bool folds_to(jb_slice name, jb_slice folded, jb_buffer *room)
{
    jb_buffer_clear(room);
    return jb_text_fold(name, room) == JB_OK && jb_slice_equal(jb_buffer_slice(room), folded);
}

/* A team by any of its names; `folded`: as people compare them, in one form for all. */
static uint32_t find_team(const jb_rehearsal *rehearsal, jb_slice name, bool folded)
{
    uint32_t team = 0;
    uint32_t found = 0;
    const cJSON *names = NULL;
    jb_buffer room;
    jb_buffer_init(&room, 0);
    cJSON_ArrayForEach(names, (const cJSON *)rehearsal->team_names) {
        const cJSON *text = NULL;
        team++;
        cJSON_ArrayForEach(text, names) {
            jb_slice one = jb_slice_of(text->valuestring ? text->valuestring : "");
            if (found == 0 && (folded ? folds_to(one, name, &room) : jb_slice_equal(one, name))) {
                found = team;
            }
        }
    }
    jb_buffer_finish(&room);
    return found;
}

static uint32_t find_team_folded(const jb_rehearsal *rehearsal, jb_slice name)
{
    uint32_t found = 0;
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    if (jb_text_fold(name, &folded) == JB_OK) {
        found = find_team(rehearsal, jb_buffer_slice(&folded), true);
    }
    jb_buffer_finish(&folded);
    return found;
}

uint32_t jb_rehearsal_team(const jb_rehearsal *rehearsal, const jb_script_who *who)
{
    if (!who->name.bytes) {
        return who->number <= rehearsal->rules.team_count ? who->number : 0;
    }
    uint32_t team = find_team(rehearsal, who->name, false);
    return team > 0 ? team : find_team_folded(rehearsal, who->name);
}

/* The seat that is meant; 0: the line does not say. False: there is none such. */
static bool find_seat(const jb_rehearsal *rehearsal, const jb_script_who *who, uint32_t *seat)
{
    *seat = who->number;
    if (who->name.bytes) {
        *seat = by_teams(rehearsal) ? jb_rehearsal_team(rehearsal, who)
                                    : jb_cast_find(rehearsal->cast, who->name);
        return *seat > 0;
    }
    return *seat == 0 || jb_engine_seat(rehearsal->engine, *seat) != NULL;
}

/* The same for somebody in the hall. */
static bool find_person(const jb_rehearsal *rehearsal, const jb_script_who *who, uint32_t *person)
{
    *person = who->number;
    if (who->name.bytes) {
        *person = jb_cast_find(rehearsal->cast, who->name);
        return by_teams(rehearsal) && *person > 0;
    }
    return *person == 0 || (by_teams(rehearsal) && *person <= rehearsal->cast->count);
}

static bool is_crowd(const jb_rehearsal *rehearsal)
{
    jb_format format = rehearsal->rules.rounds[rehearsal->view->round].format;
    return jb_format_is_crowd(jb_format_row_of(format));
}

bool jb_rehearsal_answer(const jb_rehearsal *rehearsal, const jb_script_line *line,
                         uint32_t question, jb_answer *answer)
{
    if (line->has_verdict) {
        const jb_key *key = &rehearsal->rules.questions[question].key;
        return jb_answer_make(key, line->verdict == JB_VERDICT_RIGHT, answer);
    }
    const jb_message message = { .type = JB_MESSAGE_ANSWER, .answer = line->answer };
    return jb_answer_read(&message, &rehearsal->plan->texts[question], answer);
}

static bool read_answer(const jb_rehearsal *rehearsal, const jb_script_line *line,
                        jb_answer *answer)
{
    return jb_rehearsal_answer(rehearsal, line, rehearsal->view->question, answer);
}

/* Somebody gives an answer of their own: one of many, or in the hall. */
static jb_refusal answer(jb_rehearsal *rehearsal, const jb_script_line *line, jb_command *command,
                         uint32_t person)
{
    const jb_engine_view *view = rehearsal->view;
    if (view->turn == 0 || view->question == JB_NO_QUESTION) {
        return JB_REFUSED_NOT_NOW;
    }
    bool alone = person == 0 && !is_crowd(rehearsal);
    if (alone && line->has_verdict) {
        command->type = JB_COMMAND_VERDICT;
        return jb_rehearsal_submit(rehearsal, command);
    }
    if (line->has_verdict && line->verdict == JB_VERDICT_PARTIAL) {
        return JB_REFUSED_BAD_FIELD;
    }
    if (alone && command->seat == 0) {
        command->seat = view->stage.seat;
    }
    if (person == 0 && command->seat == 0) {
        return JB_REFUSED_NO_SEAT;
    }
    if (line->has_verdict && line->verdict == JB_VERDICT_NONE) {
        bool may = person > 0 ? jb_engine_hall_may(rehearsal->engine, person)
                              : jb_engine_may(rehearsal->engine, command->seat);
        return may && view->stage.step != JB_STEP_WAGER ? JB_ACCEPTED : JB_REFUSED_NOT_NOW;
    }
    jb_answer given;
    if (!read_answer(rehearsal, line, &given)) {
        return JB_REFUSED_BAD_ANSWER;
    }
    if (person > 0) {
        command->seat = 0;
        command->player = person;
    } else if (!alone && !by_teams(rehearsal)) {
        command->player = command->seat;
        command->seat = 0;
    }
    command->turn = view->turn;
    command->answer = &given;
    return jb_rehearsal_submit(rehearsal, command);
}

static jb_refusal accept(jb_rehearsal *rehearsal, const jb_script_line *line, jb_command *command)
{
    const jb_engine_view *view = rehearsal->view;
    jb_answer given;
    if (view->turn == 0 || view->question == JB_NO_QUESTION) {
        return JB_REFUSED_NOT_NOW;
    }
    if (!read_answer(rehearsal, line, &given)) {
        return JB_REFUSED_BAD_ANSWER;
    }
    command->flag = line->only;
    command->answer = &given;
    return jb_rehearsal_submit(rehearsal, command);
}

/* A named member of a team by name or number; 0: there is none such. */
static uint32_t find_member(const jb_rehearsal *rehearsal, uint32_t seat, const jb_script_who *who)
{
    if (!who->name.bytes) {
        return who->number;
    }
    uint32_t found = 0;
    jb_buffer wanted;
    jb_buffer room;
    jb_buffer_init(&wanted, 0);
    jb_buffer_init(&room, 0);
    if (jb_text_fold(who->name, &wanted) == JB_OK) {
        const jb_plan_team *team = &rehearsal->plan->teams[seat - 1];
        for (uint32_t i = team->member_count; i > 0; i--) {
            found = folds_to(team->members[i - 1], jb_buffer_slice(&wanted), &room) ? i : found;
        }
    }
    jb_buffer_finish(&room);
    jb_buffer_finish(&wanted);
    return found;
}

static jb_refusal substitute(jb_rehearsal *rehearsal, const jb_script_line *line,
                             jb_command *command)
{
    if (command->seat > 0 && command->seat <= rehearsal->rules.team_count) {
        command->out = find_member(rehearsal, command->seat, &line->out);
        command->in = find_member(rehearsal, command->seat, &line->in);
    }
    return jb_rehearsal_submit(rehearsal, command);
}

/* Is it another thing in a window contest than in a live one? */
static bool is_of_window(jb_script_do what)
{
    return what == JB_SCRIPT_ANSWER || what == JB_SCRIPT_FINISH || what == JB_SCRIPT_OPEN ||
           what == JB_SCRIPT_HAND_IN || what == JB_SCRIPT_CROWD;
}

static jb_refusal make_input(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t seat,
                             uint32_t other, uint32_t person)
{
    jb_command command = { .type = inputs[line->what].type,
                           .seat = seat,
                           .other = other,
                           .turn = line->turn,
                           .ms = line->ms,
                           .claim_ms = -1,
                           .judge = line->judge,
                           .value = line->value,
                           .verdict = line->verdict,
                           .foul = line->foul,
                           .text = line->reason };
    if (line->what == JB_SCRIPT_ANNOUNCE || line->what == JB_SCRIPT_DRAW) {
        return jb_rehearsal_lottery(rehearsal, line);
    }
    if (rehearsal->rules.window && is_of_window(line->what)) {
        return jb_rehearsal_window(rehearsal, line, seat);
    }
    if (line->what == JB_SCRIPT_TURN && !rehearsal->rules.window) {
        return jb_rehearsal_go(rehearsal, line, seat);
    }
    if (line->what == JB_SCRIPT_WAIT) {
        jb_rehearsal_pass(rehearsal, rehearsal->now + line->ms);
        return JB_ACCEPTED;
    }
    if (line->what == JB_SCRIPT_ANSWER) {
        return answer(rehearsal, line, &command, person);
    }
    if (line->what == JB_SCRIPT_ACCEPT && !rehearsal->rules.window) {
        return accept(rehearsal, line, &command);
    }
    if (line->what == JB_SCRIPT_SUBSTITUTE) {
        return substitute(rehearsal, line, &command);
    }
    if (line->what == JB_SCRIPT_ADJUST && person > 0) {
        command.flag = true;
        command.seat = person;
    }
    bool judges = !rehearsal->rules.window && line->what == JB_SCRIPT_REVERSE &&
                  (line->turn == 0 || line->turn == rehearsal->view->turn);
    if (line->what == JB_SCRIPT_FINISH || judges) {
        return jb_rehearsal_count(rehearsal, &command);
    }
    return jb_rehearsal_submit(rehearsal, &command);
}

/* Whoever went on to a turn, or did something in one, stands in it: the next one is another. */
static void note_turn(jb_rehearsal *rehearsal, const jb_script_line *line, uint32_t before)
{
    bool moves = line->what == JB_SCRIPT_TURN || line->what == JB_SCRIPT_UNDO;
    if (moves) {
        rehearsal->stood = rehearsal->view->turn;
    } else if (inputs[line->what].into_turn) {
        rehearsal->stood = before;
    }
}

const jb_refused *jb_rehearsal_play(jb_rehearsal *rehearsal, const jb_script_line *line)
{
    JB_ASSERT(!rehearsal->broken);
    uint32_t seat = 0;
    uint32_t other = 0;
    uint32_t person = 0;
    if (line->at < rehearsal->now - rehearsal->base) {
        return &time_back;
    }
    if (!find_seat(rehearsal, &line->seat, &seat) || !find_seat(rehearsal, &line->other, &other)) {
        return &by_refusal[JB_REFUSED_NO_SEAT];
    }
    if (!find_person(rehearsal, &line->person, &person)) {
        return &by_refusal[JB_REFUSED_NO_PLAYER];
    }
    if (line->at != JB_TIME_NONE) {
        jb_rehearsal_pass(rehearsal, rehearsal->base + line->at);
    }
    uint32_t before = rehearsal->view->turn;
    jb_refusal refusal = make_input(rehearsal, line, seat, other, person);
    const char *broken = jb_engine_check(rehearsal->engine);
    rehearsal->broken = rehearsal->broken ? rehearsal->broken : broken;
    if (refusal != JB_ACCEPTED && refusal != JB_ACCEPTED_AGAIN) {
        return &by_refusal[refusal];
    }
    note_turn(rehearsal, line, before);
    return NULL;
}

const jb_refused *jb_rehearsal_line(jb_rehearsal *rehearsal, jb_slice text, jb_buffer *why)
{
    static const jb_refused *const faults[] = { [JB_SCRIPT_FINE] = NULL,
                                                [JB_SCRIPT_EMPTY] = NULL,
                                                [JB_SCRIPT_MALFORMED] = &malformed,
                                                [JB_SCRIPT_UNKNOWN_DO] = &unknown_do,
                                                [JB_SCRIPT_BAD_FIELD] = &bad_field };
    jb_script_line line;
    jb_script_fault fault = jb_script_read(text, &line, why);
    if (fault != JB_SCRIPT_FINE) {
        return faults[fault];
    }
    const jb_refused *refused = jb_rehearsal_play(rehearsal, &line);
    jb_script_finish(&line);
    return refused;
}

bool jb_rehearsal_replays(const jb_rehearsal *rehearsal)
{
    return jb_engine_digest(rehearsal->engine) == jb_engine_digest(rehearsal->replica);
}

/* The teams' names in all languages; an empty entry for one that has none. */
static void *read_team_names(const jb_plan *plan)
{
    cJSON *list = cJSON_CreateArray();
    for (uint32_t i = 0; list && i < plan->rules.team_count; i++) {
        jb_slice map = plan->teams[i].name;
        cJSON *names = cJSON_ParseWithLength(map.bytes, map.size);
        names = names ? names : cJSON_CreateObject();
        if (!names || !cJSON_AddItemToArray(list, names)) {
            cJSON_Delete(names);
            cJSON_Delete(list);
            return NULL;
        }
    }
    return list;
}

static jb_engine *make_engine(const jb_rules *rules)
{
    size_t size = jb_engine_size(rules);
    void *memory = calloc(1, size);
    return memory ? jb_engine_init(memory, size, rules) : NULL;
}

/* The team that the script has put somebody in; 0: none that there is. */
static uint32_t team_said(const jb_rehearsal *rehearsal, uint32_t index)
{
    const jb_cast *cast = rehearsal->cast;
    const jb_cast_team *team = &cast->team[index];
    const jb_script_who who = {
        .number = team->number,
        .name = { .bytes = team->size > 0 ? jb_buffer_text(&cast->teams) + team->start : NULL,
                  .size = team->size }
    };
    return jb_rehearsal_team(rehearsal, &who);
}

static void let_in(jb_rehearsal *rehearsal, const jb_hash *hash)
{
    jb_command create = { .type = JB_COMMAND_CREATE, .hash = *hash };
    jb_refusal refusal = jb_rehearsal_submit(rehearsal, &create);
    JB_ASSERT(refusal == JB_ACCEPTED);
    const jb_rules *rules = &rehearsal->rules;
    for (uint32_t i = 0; i < rehearsal->cast->count; i++) {
        jb_command join = { .type = JB_COMMAND_JOIN };
        join.team = rules->team_required ? 1 + i % rules->team_count : 0;
        if (rules->window) {
            const uint32_t team = team_said(rehearsal, i);
            join.team = team > 0 ? team : join.team;
        }
        refusal = jb_rehearsal_submit(rehearsal, &join);
        JB_ASSERT(refusal == JB_ACCEPTED); /* there is room for exactly the cast */
    }
}

jb_status jb_rehearsal_open(jb_rehearsal *rehearsal, const jb_plan *plan, const jb_hash *hash,
                            const jb_cast *cast)
{
    *rehearsal = (jb_rehearsal){ .plan = plan, .rules = plan->rules, .cast = cast };
    const uint32_t all = cast->count + cast->crowd;
    const uint32_t most = all < plan->rules.players_max ? all : plan->rules.players_max;
    rehearsal->rules.players_max = most > 0 ? most : 1;
    rehearsal->base = plan->rules.window ? plan->rules.window->opens_at : 0;
    rehearsal->now = rehearsal->base;
    rehearsal->hash = *hash;
    rehearsal->team_names = read_team_names(plan);
    rehearsal->engine = make_engine(&rehearsal->rules);
    rehearsal->replica = make_engine(&rehearsal->rules);
    if (!rehearsal->team_names || !rehearsal->engine || !rehearsal->replica) {
        return JB_ERR_MEMORY;
    }
    rehearsal->view = jb_engine_look(rehearsal->engine);
    let_in(rehearsal, hash);
    rehearsal->broken = rehearsal->broken ? rehearsal->broken : jb_engine_check(rehearsal->engine);
    return JB_OK;
}

void jb_rehearsal_finish(jb_rehearsal *rehearsal)
{
    cJSON_Delete(rehearsal->team_names);
    free(rehearsal->engine);
    free(rehearsal->replica);
    *rehearsal = (jb_rehearsal){ .now = 0 };
}
