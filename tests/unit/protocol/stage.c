/* See stage.h. */
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLICE(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
#define ITEM(id)                                                                                   \
    {                                                                                              \
        SLICE(id), SLICE("{\"id\":\"" id "\",\"text\":{\"en\":\"Item " id "\"}}")                  \
    }

enum {
    STEP_MS = 1000,
    READING_MS = 3000,
    OPEN_MS = 20000
};

static const jb_item_text items[] = { ITEM("a"), ITEM("b"), ITEM("c") };
static const jb_item_text targets[] = { ITEM("x"), ITEM("y") };

const jb_question_text stage_texts[STAGE_TURNS] = {
    { .kind = JB_KIND_SINGLE,
      .prompt = SLICE("{\"en\":\"One?\"}"),
      .answer = SLICE("[\"b\"]"),
      .explanation = SLICE("{\"en\":\"Because\"}"),
      .source = SLICE("{\"en\":\"A book\"}"),
      .host_note = SLICE("{\"en\":\"Say it slowly\"}"),
      .media = SLICE("[{\"kind\":\"image\",\"url\":\"/m\",\"alt\":{},\"place\":\"stem\"}]"),
      .reveal_media = SLICE("[{\"kind\":\"audio\",\"url\":\"/r\",\"place\":\"reveal\"}]"),
      .options = items,
      .option_count = 3,
      .option_order = { 2, 0, 1 } },
    { .kind = JB_KIND_MULTIPLE,
      .prompt = SLICE("{\"en\":\"Some?\"}"),
      .answer = SLICE("[\"a\",\"c\"]"),
      .reveal_media = SLICE("[{\"kind\":\"image\",\"url\":\"/x\",\"place\":\"reveal\"},"
                            "{\"kind\":\"image\",\"url\":\"/y\",\"place\":\"reveal\"}]"),
      .options = items,
      .option_count = 3,
      .option_order = { 0, 1, 2 } },
    { .kind = JB_KIND_TRUEFALSE, .prompt = SLICE("{\"en\":\"So?\"}"), .answer = SLICE("[true]") },
    { .kind = JB_KIND_NUMERIC,
      .prompt = SLICE("{\"en\":\"How much?\"}"),
      .answer = SLICE("[\"2.5\"]"),
      .unit = SLICE("{\"en\":\"km\"}") },
    { .kind = JB_KIND_TEXT,
      .prompt = SLICE("{\"en\":\"Which?\"}"),
      .answer = SLICE("[[\"Paris\"],[\"Rome\"]]"),
      .blank_count = 2 },
    { .kind = JB_KIND_ORDERING,
      .prompt = SLICE("{\"en\":\"In order?\"}"),
      .answer = SLICE("[\"c\",\"a\",\"b\"]"),
      .options = items,
      .option_count = 3,
      .option_order = { 0, 1, 2 } },
    { .kind = JB_KIND_MATCHING,
      .prompt = SLICE("{\"en\":\"Which to which?\"}"),
      .answer = SLICE("[[\"a\",\"y\"],[\"b\",\"x\"]]"),
      .options = items,
      .option_count = 2,
      .option_order = { 0, 1 },
      .targets = targets,
      .target_count = 2,
      .target_order = { 1, 0 } },
};

static const jb_accept_number numbers[] = { { 2000000, 3000000, JB_WHOLE } };
static const jb_accept_text paris[] = { { SLICE("paris"), JB_WHOLE, false } };
static const jb_accept_text rome[] = { { SLICE("rome"), JB_WHOLE, false } };
static const jb_blank blanks[] = { { paris, 1, 0 }, { rome, 1, 0 } };

static const jb_key keys[STAGE_TURNS] = {
    { .kind = JB_KIND_SINGLE, .option_count = 3, .correct = 2 },
    { .kind = JB_KIND_MULTIPLE, .option_count = 3, .correct = 5 },
    { .kind = JB_KIND_TRUEFALSE, .option_count = 2, .correct = 2 },
    { .kind = JB_KIND_NUMERIC, .numbers = numbers, .number_count = 1 },
    { .kind = JB_KIND_TEXT, .blanks = blanks, .blank_count = 2 },
    { .kind = JB_KIND_ORDERING, .option_count = 3, .order = { 2, 0, 1 } },
    { .kind = JB_KIND_MATCHING, .option_count = 2, .target_count = 2, .pairs = { 1, 0 } },
};

static jb_slice name_of(void *user, uint32_t player)
{
    const stage *s = user;
    return jb_slice_of(s->names[player]);
}

static void presence_of(void *user, uint32_t player, jb_presence *presence)
{
    (void)user;
    *presence = (jb_presence){ .online = player % 2 == 1,
                               .round_trip_ms = player == 1 ? 42 : -1,
                               .away_since = player == 2 ? 1234 : JB_TIME_NONE };
}

static void make_rules(stage *s)
{
    s->rules = (jb_rules){ .pace = JB_PACE_HOST,
                           .fair_cap_ms = 150,
                           .players_max = STAGE_PLAYERS_MAX,
                           .team_count = 2,
                           .rounds = s->rounds,
                           .round_count = 2,
                           .questions = s->turns,
                           .turn_count = STAGE_TURNS,
                           .question_count = STAGE_TURNS };
    s->rounds[0] =
        (jb_round_rules){ .turn_first = 0, .turn_count = 3, .question_count = 3, .intro = true };
    s->rounds[1] = (jb_round_rules){
        .turn_first = 3, .turn_count = 4, .question_first = 3, .question_count = 4, .change = true
    };
    for (uint32_t i = 0; i < STAGE_TURNS; i++) {
        s->turns[i] = (jb_question_rules){ .key = keys[i],
                                           .round = i < 3 ? 0 : 1,
                                           .reading_ms = READING_MS,
                                           .open_ms = OPEN_MS,
                                           .points_right = 1050 };
    }
}

void stage_init_with(stage *s, void (*change)(stage *s))
{
    *s = (stage){ .now = 0 };
    make_rules(s);
    if (change) {
        change(s);
    }
    s->round_titles[0] = jb_slice_of("{\"en\":\"First\"}");
    s->team_names[0] = jb_slice_of("{\"en\":\"Red\"}");
    s->team_names[1] = jb_slice_of("{\"en\":\"Blue\"}");
    s->team_labels[0] = jb_slice_of("Red");
    s->team_labels[1] = jb_slice_of("Blue");
    size_t size = jb_engine_size(&s->rules);
    void *memory = calloc(1, size);
    assert_non_null(memory);
    s->engine = jb_engine_init(memory, size, &s->rules);
    s->scene = (jb_scene){ .engine = s->engine,
                           .texts = stage_texts,
                           .round_titles = s->round_titles,
                           .team_names = s->team_names,
                           .team_labels = s->team_labels,
                           .title = jb_slice_of("{\"en\":\"Quiz\"}"),
                           .languages = jb_slice_of("[\"en\"]"),
                           .default_language = jb_slice_of("\"en\""),
                           .screen_languages = jb_slice_of("[\"en\"]"),
                           .id = jb_slice_of("0123456789abcdef"),
                           .code = jb_slice_of("482913"),
                           .join_url = jb_slice_of("http://h/482913"),
                           .people = { .name = name_of, .presence = presence_of, .user = s },
                           .seq = 7 };
    JB_EQ_I64(stage_do(s, JB_COMMAND_CREATE), JB_ACCEPTED);
}

void stage_init(stage *s)
{
    stage_init_with(s, NULL);
}

void stage_finish(stage *s)
{
    free(s->engine);
}

static jb_refusal submit(stage *s, const jb_command *command)
{
    jb_event_sink sink = { 0 };
    jb_refusal refusal = jb_engine_submit(s->engine, command, s->now, sink);
    s->scene.now = s->now;
    return refusal;
}

jb_refusal stage_submit(stage *s, jb_command command)
{
    s->now += 500;
    return submit(s, &command);
}

uint32_t stage_join(stage *s, const char *name, uint32_t team)
{
    jb_command command = { .type = JB_COMMAND_JOIN, .team = team };
    JB_EQ_I64(submit(s, &command), JB_ACCEPTED);
    uint32_t player = jb_engine_look(s->engine)->joined;
    s->names[player] = name;
    return player;
}

jb_refusal stage_do(stage *s, jb_command_type type)
{
    jb_command command = { .type = type };
    return submit(s, &command);
}

void stage_go(stage *s, uint32_t turn, jb_phase phase)
{
    const jb_engine_view *view = jb_engine_look(s->engine);
    while (view->turn < turn || view->phase != phase) {
        s->now += STEP_MS;
        JB_EQ_I64(stage_do(s, JB_COMMAND_NEXT), JB_ACCEPTED);
    }
    JB_EQ_U64(view->turn, turn);
}

void stage_open(stage *s, uint32_t turn)
{
    stage_go(s, turn, JB_PHASE_OPEN);
}

void stage_answer(stage *s, uint32_t player, const char *answer)
{
    uint32_t turn = jb_engine_look(s->engine)->turn;
    cJSON *tree = cJSON_Parse(answer);
    jb_message message = { .answer = tree };
    jb_answer read;
    JB_TRUE(jb_answer_read(&message, &stage_texts[turn - 1], &read));
    cJSON_Delete(tree);
    s->now += 250;
    jb_command command = {
        .type = JB_COMMAND_ANSWER, .player = player, .turn = turn, .answer = &read, .claim_ms = -1
    };
    JB_EQ_I64(submit(s, &command), JB_ACCEPTED);
}

/* ---- reading ---- */

cJSON *stage_parse(jb_buffer *frame)
{
    JB_FALSE(frame->failed);
    cJSON *tree = cJSON_Parse(jb_buffer_text(frame));
    assert_non_null(tree);
    jb_buffer_finish(frame);
    return tree;
}

cJSON *stage_state(stage *s, jb_role role)
{
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_state(&s->scene, role, &frame, NULL);
    return stage_parse(&frame);
}

cJSON *stage_you(stage *s, uint32_t player)
{
    jb_buffer frame;
    jb_buffer_init(&frame, 0);
    jb_view_you(&s->scene, player, &frame);
    return stage_parse(&frame);
}

static const cJSON *member(const cJSON *tree, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, key);
    if (!item) {
        fail_msg("no member %s", key);
    }
    return item;
}

const char *stage_text(const cJSON *tree, const char *key)
{
    const char *text = cJSON_GetStringValue(member(tree, key));
    return text ? text : "not a text";
}

double stage_number(const cJSON *tree, const char *key)
{
    return cJSON_GetNumberValue(member(tree, key));
}

bool stage_bool(const cJSON *tree, const char *key)
{
    JB_TRUE(cJSON_IsBool(member(tree, key)));
    return cJSON_IsTrue(member(tree, key));
}

const char *stage_json(const cJSON *tree, const char *key)
{
    static char kept[4096];
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, key);
    char *printed = item ? cJSON_PrintUnformatted(item) : NULL;
    (void)snprintf(kept, sizeof kept, "%s", printed ? printed : "");
    free(printed);
    return kept;
}

bool stage_has(const cJSON *tree, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(tree, key) != NULL;
}
