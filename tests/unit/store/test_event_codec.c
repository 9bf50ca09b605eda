/*
 * Events to text and back. Whatever the engine can make survives the way there and back; whatever
 * the encoder would not have written is refused.
 */
#include "store_support.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <time.h>

#define H64 "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct decoded {
    jb_event event;
    jb_answer answer;
    jb_score scores[JB_SCORES_PER_EVENT];
} decoded;

static jb_status decode(const char *kind, const char *body, decoded *out)
{
    return jb_event_decode(kind, 5, body, &out->event, &out->answer, out->scores);
}

static void same_scores(const jb_event *a, const jb_event *b)
{
    JB_EQ_U64(a->score_count, b->score_count);
    for (uint32_t i = 0; i < a->score_count; i++) {
        JB_EQ_U64(a->scores[i].seat, b->scores[i].seat);
        JB_EQ_I64(a->scores[i].points, b->scores[i].points);
        JB_EQ_I64(a->scores[i].elapsed_ms, b->scores[i].elapsed_ms);
        JB_EQ_I64(a->scores[i].answered, b->scores[i].answered);
        JB_EQ_I64(a->scores[i].correct, b->scores[i].correct);
    }
}

static void same_answer(const jb_answer *a, const jb_answer *b)
{
    JB_TRUE(jb_answer_equal(a, b));
    JB_EQ_U64(a->options, b->options);
    JB_EQ_I64(a->number, b->number);
    JB_EQ_MEM(a->items, b->items, sizeof(a->items));
    JB_EQ_U64(a->folded_size, b->folded_size);
    JB_EQ_MEM(a->folded, b->folded, sizeof(a->folded));
    JB_EQ_MEM(a->raw, b->raw, sizeof(a->raw));
}

static void same_event(const jb_event *a, const jb_event *b)
{
    JB_EQ_I64(a->type, b->type);
    JB_EQ_I64(a->at, b->at);
    JB_EQ_U64(a->player, b->player);
    JB_EQ_U64(a->team, b->team);
    JB_EQ_U64(a->turn, b->turn);
    JB_EQ_I64(a->phase, b->phase);
    JB_EQ_I64(a->reason, b->reason);
    JB_EQ_I64(a->undo, b->undo);
    JB_EQ_I64(a->flag, b->flag);
    JB_EQ_I64(a->ms, b->ms);
    JB_EQ_I64(a->ends_at, b->ends_at);
    JB_EQ_I64(a->elapsed_ms, b->elapsed_ms);
    JB_EQ_MEM(a->hash.bytes, b->hash.bytes, sizeof(a->hash.bytes));
    JB_EQ_I64(a->answer == NULL, b->answer == NULL);
    if (a->answer != NULL && b->answer != NULL) {
        same_answer(a->answer, b->answer);
    }
    same_scores(a, b);
}

static void random_events_survive_the_way_there_and_back(void **state)
{
    const char *given = getenv("JB_SEED"); /* NOLINT(concurrency-mt-unsafe): one thread */
    uint64_t seed = given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
    decoded made;
    decoded back;
    jb_random random;
    jb_buffer body;
    jb_buffer again;

    print_message("JB_SEED=%" PRIu64 "\n", seed);
    jb_random_seed(&random, seed);
    jb_buffer_init(&body, 0);
    jb_buffer_init(&again, 0);
    for (int i = 0; i < 3000; i++) {
        random_event(&random, &made.event, &made.answer, made.scores);
        jb_buffer_clear(&body);
        jb_event_encode(&made.event, &body);
        JB_FALSE(body.failed);
        JB_EQ_I64(jb_event_decode(jb_event_name(made.event.type), made.event.at,
                                  jb_buffer_text(&body), &back.event, &back.answer, back.scores),
                  JB_OK);
        same_event(&back.event, &made.event);
        jb_buffer_clear(&again);
        jb_event_encode(&back.event, &again);
        JB_EQ_STR(jb_buffer_text(&again), jb_buffer_text(&body));
    }
    jb_buffer_finish(&body);
    jb_buffer_finish(&again);
}

/* The shapes that other programs may read, one of each. */
static void bodies_look_as_documented(void **state)
{
    static const struct {
        const char *kind;
        const char *body;
    } rows[] = {
        { "created", "{\"plan\":\"" H64 "\"}" },
        { "joined", "{\"player\":1,\"team\":2,\"name\":\"" H64 "\"}" },
        { "joined", "{\"player\":20000,\"name\":\"" H64 "\"}" },
        { "renamed", "{\"player\":7,\"name\":\"" H64 "\"}" },
        { "removed", "{\"player\":7,\"banned\":true}" },
        { "admit", "{\"on\":false}" },
        { "phase", "{\"phase\":\"open\",\"turn\":3,\"ends_at\":23000}" },
        { "phase", "{\"phase\":\"locked\",\"turn\":3,\"ends_at\":null}" },
        { "paused", "{\"reason\":\"host\"}" },
        { "resumed", "{}" },
        { "extended", "{\"ms\":5000}" },
        { "answered", "{\"player\":1,\"turn\":2,\"elapsed\":812,\"answer\":"
                      "{\"kind\":\"multiple\",\"options\":[0,2]}}" },
        { "answered", "{\"player\":1,\"turn\":2,\"elapsed\":0,\"answer\":"
                      "{\"kind\":\"numeric\",\"number\":\"-3.14\"}}" },
        { "answered", "{\"player\":1,\"turn\":2,\"elapsed\":1,\"answer\":"
                      "{\"kind\":\"ordering\",\"order\":[2,0,1]}}" },
        { "answered", "{\"player\":1,\"turn\":2,\"elapsed\":1,\"answer\":"
                      "{\"kind\":\"matching\",\"of\":3,\"pairs\":[[0,1],[2,0]]}}" },
        { "answered", "{\"player\":1,\"turn\":2,\"elapsed\":1,\"answer\":"
                      "{\"kind\":\"text\",\"text\":[\"a\",\"\"]}}" },
        { "answered", "{\"player\":1,\"turn\":2,\"elapsed\":1,\"answer\":"
                      "{\"kind\":\"text\",\"text\":[\"Ä \"],\"folded\":[\"ä\"]}}" },
        { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1],[2,\"-2.5\",0,0,0]]}" },
        { "voided", "{\"turn\":1000}" },
        { "undone", "{\"what\":\"lock\",\"turn\":3,\"ends_at\":23000}" },
        { "undone", "{\"what\":\"skip\",\"turn\":3,\"ends_at\":null}" },
        { "undone", "{\"what\":\"remove\",\"player\":7}" },
    };
    decoded made;
    jb_buffer again;

    jb_buffer_init(&again, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (decode(rows[i].kind, rows[i].body, &made) != JB_OK) {
            print_error("refused: %s %s\n", rows[i].kind, rows[i].body);
            fail();
        }
        jb_buffer_clear(&again);
        jb_event_encode(&made.event, &again);
        JB_EQ_STR(jb_buffer_text(&again), rows[i].body);
    }
    jb_buffer_finish(&again);
}

#define ANSWERED "{\"player\":1,\"turn\":2,\"elapsed\":1,\"answer\":"

static const struct {
    const char *kind;
    const char *body;
} refused[] = {
    { "unknown", "{}" },
    { "resumed", "" },
    { "resumed", "[]" },
    { "resumed", "null" },
    { "resumed", "{} " },
    { "resumed", " {}" },
    { "resumed", "{}{}" },
    { "resumed", "{\"more\":1}" },
    { "created", "{}" },
    { "created", "{\"plan\":\"00\"}" },
    { "created", "{\"plan\":7}" },
    { "created", "{\"plan\":\"00112233445566778899AABBCCDDEEFF"
                 "00112233445566778899aabbccddeeff\"}" },
    { "created", "{\"plan\":\"" H64 "\",\"plan\":\"" H64 "\"}" },
    { "joined", "{\"player\":0,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":20001,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1.0,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1.5,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":\"1\",\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":0,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":1001,\"name\":\"" H64 "\"}" },
    { "joined", "{\"name\":\"" H64 "\",\"player\":1}" },
    { "joined", "{\"Player\":1,\"name\":\"" H64 "\"}" },
    { "renamed", "{\"player\":1}" },
    { "removed", "{\"player\":1,\"banned\":1}" },
    { "admit", "{\"on\":\"true\"}" },
    { "phase", "{\"phase\":\"nowhere\",\"turn\":1,\"ends_at\":null}" },
    { "phase", "{\"phase\":\"open\",\"turn\":1001,\"ends_at\":null}" },
    { "phase", "{\"phase\":\"open\",\"turn\":-1,\"ends_at\":null}" },
    { "phase", "{\"phase\":\"open\",\"turn\":1}" },
    { "phase", "{\"phase\":\"open\",\"turn\":1,\"ends_at\":-1}" },
    { "phase", "{\"phase\":\"open\",\"turn\":1,\"ends_at\":1e300}" },
    { "phase", "{\"phase\":\"open\",\"turn\":1,\"ends_at\":1e3}" },
    { "paused", "{\"reason\":\"because\"}" },
    { "extended", "{\"ms\":0}" },
    { "extended", "{\"ms\":3600001}" },
    { "answered", ANSWERED "{}}" },
    { "answered", ANSWERED "7}" },
    { "answered", ANSWERED "{\"kind\":\"single\"}}" },
    { "answered", ANSWERED "{\"kind\":\"other\",\"options\":[1]}}" },
    { "answered", ANSWERED "{\"kind\":\"single\",\"options\":[26]}}" },
    { "answered", ANSWERED "{\"kind\":\"single\",\"options\":[-1]}}" },
    { "answered", ANSWERED "{\"kind\":\"multiple\",\"options\":[2,0]}}" },
    { "answered", ANSWERED "{\"kind\":\"multiple\",\"options\":[0,0]}}" },
    { "answered", ANSWERED "{\"kind\":\"multiple\",\"options\":[\"0\"]}}" },
    { "answered", ANSWERED "{\"kind\":\"numeric\",\"number\":3}}" },
    { "answered", ANSWERED "{\"kind\":\"numeric\",\"number\":\"3.0\"}}" },
    { "answered", ANSWERED "{\"kind\":\"numeric\",\"number\":\"03\"}}" },
    { "answered", ANSWERED "{\"kind\":\"numeric\",\"number\":\"-0\"}}" },
    { "answered", ANSWERED "{\"kind\":\"numeric\",\"number\":\"1234567890123\"}}" },
    { "answered", ANSWERED "{\"kind\":\"ordering\",\"order\":[]}}" },
    { "answered", ANSWERED "{\"kind\":\"ordering\",\"order\":[99]}}" },
    { "answered", ANSWERED "{\"kind\":\"ordering\",\"order\":[0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,"
                           "7,8,9,0,1,2,3,4,5,6]}}" },
    { "answered", ANSWERED "{\"kind\":\"matching\",\"pairs\":[[0,1]]}}" },
    { "answered", ANSWERED "{\"kind\":\"matching\",\"of\":1,\"pairs\":[[1,0]]}}" },
    { "answered", ANSWERED "{\"kind\":\"matching\",\"of\":2,\"pairs\":[[1,0],[0,0]]}}" },
    { "answered", ANSWERED "{\"kind\":\"matching\",\"of\":2,\"pairs\":[[0,0,0]]}}" },
    { "answered", ANSWERED "{\"kind\":\"matching\",\"of\":2,\"pairs\":[0,0]}}" },
    { "answered", ANSWERED "{\"kind\":\"matching\",\"of\":27,\"pairs\":[]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":\"a\"}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[1]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[\"a\\nb\"]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[\"a\\u0000b\"]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[\"\\u0061\"]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[\"\xff\"]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[\"a\"],\"folded\":[\"a\"]}}" },
    { "answered", ANSWERED "{\"kind\":\"text\",\"text\":[\"a\"],\"folded\":[\"b\",\"c\"]}}" },
    { "scored", "{\"turn\":1}" },
    { "scored", "{\"turn\":0,\"scores\":[]}" },
    { "scored", "{\"turn\":1,\"scores\":[1]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,10,812,1,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10.001\",812,1,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,2,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[0,\"10\",812,1,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",-1,1,1]]}" },
    { "voided", "{\"turn\":0}" },
    { "undone", "{}" },
    { "undone", "{\"what\":\"none\"}" },
    { "undone", "{\"what\":\"none\",\"turn\":1,\"ends_at\":null}" },
    { "undone", "{\"what\":\"extend\",\"turn\":1,\"ends_at\":null}" },
    { "undone", "{\"what\":\"lock\"}" },
    { "undone", "{\"what\":\"lock\",\"turn\":1}" },
    { "undone", "{\"what\":\"lock\",\"turn\":0,\"ends_at\":null}" },
    { "undone", "{\"what\":\"lock\",\"turn\":1,\"ends_at\":-1}" },
    { "undone", "{\"what\":\"lock\",\"ends_at\":null,\"turn\":1}" },
    { "undone", "{\"what\":\"skip\",\"player\":1}" },
    { "undone", "{\"what\":\"remove\"}" },
    { "undone", "{\"what\":\"remove\",\"player\":0}" },
    { "undone", "{\"what\":\"remove\",\"player\":1,\"ends_at\":null}" },
    { "undone", "{\"what\":\"remove\",\"player\":1,\"turn\":1}" },
};

static void everything_else_is_refused(void **state)
{
    decoded made;

    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        if (decode(refused[i].kind, refused[i].body, &made) != JB_ERR_CORRUPT) {
            print_error("taken: %s %s\n", refused[i].kind, refused[i].body);
            fail();
        }
    }
}

static void times_out_of_range_are_refused(void **state)
{
    decoded made;

    JB_EQ_I64(jb_event_decode("resumed", -1, "{}", &made.event, &made.answer, made.scores),
              JB_ERR_CORRUPT);
    JB_EQ_I64(jb_event_decode("resumed", INT64_MAX, "{}", &made.event, &made.answer, made.scores),
              JB_ERR_CORRUPT);
}

static void too_long_texts_are_refused(void **state)
{
    char body[2048] = ANSWERED "{\"kind\":\"text\",\"text\":[\"";
    size_t size = strlen(body);
    decoded made;

    memset(body + size, 'a', JB_ANSWER_TEXT_MAX);
    memcpy(body + size + JB_ANSWER_TEXT_MAX, "\"]}}", sizeof("\"]}}"));
    JB_EQ_I64(decode("answered", body, &made), JB_OK);
    JB_EQ_U64(made.answer.raw_size, JB_ANSWER_TEXT_MAX);
    memset(body + size, 'a', JB_ANSWER_TEXT_MAX + 1);
    memcpy(body + size + JB_ANSWER_TEXT_MAX + 1, "\"]}}", sizeof("\"]}}"));
    JB_EQ_I64(decode("answered", body, &made), JB_ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_events_survive_the_way_there_and_back),
        cmocka_unit_test(bodies_look_as_documented),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(times_out_of_range_are_refused),
        cmocka_unit_test(too_long_texts_are_refused),
    };

    return JB_RUN(tests);
}
