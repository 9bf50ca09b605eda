/* See small_contest.h. */
#include "small_contest.h"

#include <stdlib.h>
#include <string.h>

static void fill_rules(small_contest *small)
{
    static const struct {
        jb_kind kind;
        uint8_t options;
        uint32_t correct;
        int64_t right;
        int64_t wrong;
    } turns[] = {
        { JB_KIND_SINGLE, 4, 1u << 1, 1050, 0 }, { JB_KIND_TRUEFALSE, 2, 1u << 1, 1000, -250 },
        { JB_KIND_MULTIPLE, 4, 0x5, 1000, 0 },   { JB_KIND_SINGLE, 4, 1u << 1, 1000, 0 },
        { JB_KIND_SINGLE, 4, 1u << 1, 1000, 0 }, { JB_KIND_SINGLE, 4, 1u << 1, 1000, 0 },
    };

    small->round = (jb_round_rules){
        .format = JB_FORMAT_EVERYONE,
        .turn_count = 6,
        .question_count = 6,
        .change = true,
        .speed = JB_SPEED_NONE,
        .standings = JB_STANDINGS_TURN,
    };
    for (size_t i = 0; i < sizeof(turns) / sizeof(turns[0]); i++) {
        small->turns[i] = (jb_question_rules){
            .key = { .kind = turns[i].kind,
                     .grading = JB_GRADING_ALL_OR_NOTHING,
                     .option_count = turns[i].options,
                     .correct = turns[i].correct },
            .open_ms = 20000,
            .points_right = turns[i].right,
            .points_wrong = turns[i].wrong,
        };
    }
    small->rosters[0] = 4;
    small->rules = (jb_rules){
        .pace = JB_PACE_HOST,
        .late = JB_LATE_ANY,
        .fair_cap_ms = 150,
        .players_max = 100,
        .team_score = JB_TEAM_SCORE_SUM,
        .team_count = 2,
        .team_rosters = small->rosters,
        .rounds = &small->round,
        .round_count = 1,
        .questions = small->turns,
        .turn_count = 6,
        .question_count = 6,
    };
}

static void log_event(void *user, const jb_event *event)
{
    small_contest *small = user;
    jb_buffer body;

    jb_buffer_init(&body, 0);
    jb_event_encode(event, &body);
    JB_EQ_I64(jb_db_log_append(small->db, small->row.contest, &small->head, event->type, event->at,
                               jb_buffer_slice(&body)),
              JB_OK);
    jb_buffer_finish(&body);
}

static void submit(small_contest *small, const jb_command *command, jb_time now)
{
    const jb_event_sink sink = { .emit = log_event, .user = small };

    JB_EQ_I64(jb_engine_submit(small->engine, command, now, sink), JB_ACCEPTED);
}

static void act(small_contest *small, jb_command_type type, jb_time now)
{
    const jb_command command = { .type = type };

    submit(small, &command, now);
}

/* On to this phase, all at one moment. */
static void go_to(small_contest *small, jb_phase phase, uint32_t turn, jb_time now)
{
    const jb_engine_view *view = jb_engine_look(small->engine);

    for (int i = 0; i < 10 && (view->phase != phase || view->turn != turn); i++) {
        act(small, JB_COMMAND_NEXT, now);
    }
    JB_EQ_I64(view->phase, phase);
    JB_EQ_U64(view->turn, turn);
}

static void join(small_contest *small, uint32_t player, uint32_t team, const char *name)
{
    jb_participant_row row = { .player = player, .team = team, .name = jb_slice_of(name) };
    jb_command command = { .type = JB_COMMAND_JOIN, .team = team };

    memset(row.salt, (int)player, sizeof(row.salt));
    jb_name_hash(row.name, row.salt, &command.hash);
    JB_EQ_I64(jb_db_participant_put(small->db, small->row.contest, &row), JB_OK);
    submit(small, &command, 10 + player);
}

/* `at`: after the opening. */
static void answer(small_contest *small, uint32_t player, uint32_t options, jb_time at)
{
    const jb_engine_view *view = jb_engine_look(small->engine);
    const jb_answer given = {
        .kind = small->turns[view->turn - 1].key.kind,
        .options = options,
    };
    const jb_command command = {
        .type = JB_COMMAND_ANSWER,
        .player = player,
        .turn = view->turn,
        .claim_ms = -1,
        .answer = &given,
    };

    submit(small, &command, view->opens_at + at);
}

static void play_lobby(small_contest *small)
{
    const jb_slice plan = jb_slice_of(SMALL_PLAN);
    jb_command create = { .type = JB_COMMAND_CREATE };
    const jb_command kick = { .type = JB_COMMAND_REMOVE, .player = 4 };

    jb_hash_of(&plan, 1, &create.hash);
    submit(small, &create, 0);
    join(small, 1, 1, "Ann");
    join(small, 2, 2, "=Bo");
    join(small, 3, 1, "Cy");
    join(small, 4, 0, "Di");
    submit(small, &kick, 20);
}

static void play_two_turns(small_contest *small)
{
    act(small, JB_COMMAND_START, 1000);
    go_to(small, JB_PHASE_OPEN, 1, 1000);
    answer(small, 1, 1u << 1, 500);
    answer(small, 3, 1u << 3, 600);
    answer(small, 2, 1u << 2, 800);
    answer(small, 3, 1u << 2, 1000);
    go_to(small, JB_PHASE_OPEN, 2, 3000);
    answer(small, 1, 1u << 1, 300);
    answer(small, 2, 1u << 0, 400);
}

static void play_undone(small_contest *small)
{
    act(small, JB_COMMAND_SKIP, 4000);
    go_to(small, JB_PHASE_OPEN, 3, 4500);
    act(small, JB_COMMAND_UNDO, 5000);
    go_to(small, JB_PHASE_REVEAL, 2, 5500);
    act(small, JB_COMMAND_FINISH, 6000);
}

static void play_rest(small_contest *small)
{
    go_to(small, JB_PHASE_OPEN, 3, 6000);
    answer(small, 3, 0xa, 200);
    answer(small, 1, 0x3, 600);
    answer(small, 2, 0x5, 700);
    go_to(small, JB_PHASE_OPEN, 4, 9000);
    answer(small, 1, 1u << 1, 100);
    act(small, JB_COMMAND_SKIP, 9500);
    act(small, JB_COMMAND_FINISH, 9900);
}

void small_play(small_contest *small, jb_db *db, small_until until)
{
    size_t size;

    memset(small, 0, sizeof(*small));
    fill_rules(small);
    small->db = db;
    small->row.contest = add_contest(db, "123456");
    small->row.plan = SMALL_PLAN;
    size = jb_engine_size(&small->rules);
    small->memory = calloc(1, size);
    JB_TRUE(small->memory != NULL);
    small->engine = jb_engine_init(small->memory, size, &small->rules);
    JB_EQ_I64(jb_db_log_head(db, small->row.contest, &small->head), JB_OK);
    play_lobby(small);
    if (until >= SMALL_TURN_2) {
        play_two_turns(small);
    }
    if (until == SMALL_UNDONE) {
        play_undone(small);
    }
    if (until == SMALL_END) {
        play_rest(small);
    }
}

void small_finish(small_contest *small)
{
    free(small->memory);
}
