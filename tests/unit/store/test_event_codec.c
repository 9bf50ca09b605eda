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
    jb_event_parts parts;
} decoded;

static jb_status decode(const char *kind, const char *body, decoded *out)
{
    return jb_event_decode(kind, 5, body, &out->event, &out->parts);
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
        JB_EQ_I64(a->scores[i].hall, b->scores[i].hall);
        JB_EQ_I64(a->scores[i].overtime, b->scores[i].overtime);
        JB_EQ_U64(a->scores[i].member, b->scores[i].member);
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
    JB_EQ_U64(a->seat, b->seat);
    JB_EQ_U64(a->other, b->other);
    JB_EQ_U64(a->member, b->member);
    JB_EQ_U64(a->out, b->out);
    JB_EQ_U64(a->in, b->in);
    JB_EQ_U64(a->question, b->question);
    JB_EQ_U64(a->judge, b->judge);
    JB_EQ_I64(a->value, b->value);
    JB_EQ_I64(a->verdict, b->verdict);
    JB_EQ_I64(a->foul, b->foul);
    JB_EQ_SIZE(a->text.size, b->text.size);
    JB_EQ_I64(a->text.size == 0 || memcmp(a->text.bytes, b->text.bytes, a->text.size) == 0, 1);
    JB_EQ_I64(a->phase, b->phase);
    JB_EQ_I64(a->reason, b->reason);
    JB_EQ_I64(a->undo, b->undo);
    JB_EQ_I64(a->flag, b->flag);
    JB_EQ_I64(a->ms, b->ms);
    JB_EQ_I64(a->ends_at, b->ends_at);
    JB_EQ_I64(a->elapsed_ms, b->elapsed_ms);
    JB_EQ_MEM(a->hash.bytes, b->hash.bytes, sizeof(a->hash.bytes));
    JB_EQ_U64(a->attempt, b->attempt);
    JB_EQ_U64(a->seed, b->seed);
    JB_EQ_U64(a->hand_in, b->hand_in);
    JB_EQ_U64(a->draw, b->draw);
    JB_EQ_U64(a->winner_count, b->winner_count);
    for (uint32_t i = 0; i < a->winner_count; i++) {
        JB_EQ_U64(a->winners[i], b->winners[i]);
    }
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
        random_event(&random, &made.event, &made.parts);
        jb_buffer_clear(&body);
        jb_event_encode(&made.event, &body);
        JB_FALSE(body.failed);
        JB_EQ_I64(jb_event_decode(jb_event_name(made.event.type), made.event.at,
                                  jb_buffer_text(&body), &back.event, &back.parts),
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
static const struct {
    const char *kind;
    const char *body;
} documented[] = {
    { "created", "{\"plan\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":2,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":100000,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":2,\"member\":20,\"name\":\"" H64 "\"}" },
    { "renamed", "{\"player\":7,\"member\":3,\"name\":\"" H64 "\"}" },
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
    { "undone", "{\"what\":\"verdict\",\"turn\":3,\"seat\":2,\"ends_at\":null,"
                "\"scores\":[[2,\"-10\",812,1,0]]}" },
    { "undone", "{\"what\":\"substitution\",\"seat\":2,\"out\":1,\"in\":4}" },
    { "answered", "{\"player\":9,\"seat\":2,\"turn\":2,\"elapsed\":1,\"answer\":"
                  "{\"kind\":\"truefalse\",\"options\":[1]}}" },
    { "answered", "{\"seat\":2,\"turn\":2,\"elapsed\":1,\"answer\":"
                  "{\"kind\":\"single\",\"options\":[1]}}" },
    { "scored", "{\"turn\":1,\"scores\":[[9,\"10\",812,1,1,1],[2,\"5\",0,1,1,2],"
                "[3,\"10\",7,1,1,0,4],[4,\"0\",7,1,0,3,20]]}" },
    { "buzzed", "{\"turn\":5,\"seat\":2,\"player\":9,\"elapsed\":812,\"uncertainty\":40}" },
    { "buzzed", "{\"turn\":5,\"seat\":2,\"elapsed\":0,\"uncertainty\":0}" },
    { "won", "{\"turn\":5,\"seat\":2,\"ends_at\":23000}" },
    { "won", "{\"turn\":5,\"ends_at\":null}" },
    { "picked", "{\"turn\":5,\"seat\":2,\"value\":\"30\",\"question\":0,\"ends_at\":null}" },
    { "named", "{\"turn\":5,\"seat\":2,\"other\":3}" },
    { "staked", "{\"turn\":5,\"seat\":2,\"player\":4,\"value\":\"30\"}" },
    { "staked", "{\"turn\":5,\"seat\":2,\"value\":\"0\"}" },
    { "passed", "{\"turn\":5,\"seat\":2}" },
    { "ruled", "{\"turn\":5,\"seat\":2,\"verdict\":\"right\",\"by_key\":false,"
               "\"elapsed\":4100,\"ends_at\":null,\"scores\":[[2,\"10\",4100,1,1]]}" },
    { "ruled", "{\"turn\":5,\"seat\":2,\"verdict\":\"partial\",\"points\":\"2.5\","
               "\"by_key\":true,\"elapsed\":0,\"ends_at\":7}" },
    { "fouled", "{\"turn\":5,\"seat\":2,\"foul\":\"early\",\"ends_at\":null,"
                "\"scores\":[[2,\"-10\",0,0,0]]}" },
    { "fouled", "{\"turn\":5,\"seat\":2,\"foul\":\"help\",\"ends_at\":9}" },
    { "marked", "{\"turn\":5,\"seat\":2,\"judge\":15,\"value\":\"9.25\"}" },
    { "marked", "{\"turn\":5,\"seat\":2,\"judge\":1,\"value\":\"9\","
                "\"scores\":[[2,\"9.13\",0,1,0]]}" },
    { "hall", "{\"turn\":5,\"ends_at\":40000}" },
    { "adjusted", "{\"seat\":2,\"reason\":\"left the stage\",\"scores\":"
                  "[[2,\"-5\",0,0,0]]}" },
    { "adjusted", "{\"seat\":9,\"hall\":true,\"reason\":\"\",\"scores\":"
                  "[[9,\"5\",0,0,0,1]]}" },
    { "accepted", "{\"turn\":5,\"answer\":{\"kind\":\"text\",\"text\":[\"colour\"]}}" },
    { "accepted", "{\"turn\":5,\"answer\":{\"kind\":\"single\",\"options\":[3]},"
                  "\"only\":true}" },
    { "annulled", "{\"turn\":5}" },
    { "reversed", "{\"turn\":5,\"seat\":2,\"verdict\":\"wrong\"}" },
    { "reversed", "{\"turn\":5,\"seat\":2,\"verdict\":\"partial\",\"points\":\"5\"}" },
    { "revised", "{\"turn\":5,\"scores\":[[2,\"-20\",0,1,0]]}" },
    { "approve", "{\"on\":true}" },
    { "substituted", "{\"turn\":0,\"seat\":2,\"out\":1,\"in\":20000}" },
    { "substituted", "{\"turn\":1000,\"seat\":1000,\"out\":17,\"in\":4}" },
    { "opened", "{\"player\":100000,\"attempt\":2,\"seed\":\"00ff00112233abcd\","
                "\"ends_at\":1796000000000}" },
    { "opened", "{\"player\":1,\"attempt\":4294967295,\"seed\":\"0000000000000000\"}" },
    { "shown", "{\"player\":1,\"turn\":20}" },
    { "handed_in", "{\"player\":1,\"attempt\":1,\"why\":\"own\",\"score\":\"90\","
                   "\"scores\":[[1,\"90\",812000,1,0]]}" },
    { "handed_in", "{\"player\":1,\"attempt\":2,\"why\":\"limit\",\"score\":\"-1.5\","
                   "\"scores\":[[1,\"-91.5\",0,0,0]]}" },
    { "handed_in", "{\"player\":1,\"attempt\":3,\"why\":\"close\",\"score\":\"200000000\","
                   "\"scores\":[[1,\"400000000\",0,1,1]]}" },
    { "scheduled", "{\"opens_at\":1795000000000,\"closes_at\":1796000000000}" },
    { "announced", "{\"draw\":1,\"source\":\"SSE 收盘\",\"eligible\":100000}" },
    { "announced", "{\"draw\":20,\"source\":\"\",\"eligible\":0}" },
    { "drawn", "{\"draw\":1,\"number\":\"3.14 \\\"pi\\\"\",\"commitment\":\"" H64
               "\",\"winners\":[3,100000,1]}" },
    { "drawn", "{\"draw\":20,\"number\":\"7\",\"commitment\":\"" H64 "\",\"winners\":[]}" },
};

static void bodies_look_as_documented(void **state)
{
    decoded made;
    jb_buffer again;

    jb_buffer_init(&again, 0);
    for (size_t i = 0; i < sizeof(documented) / sizeof(documented[0]); i++) {
        if (decode(documented[i].kind, documented[i].body, &made) != JB_OK) {
            print_error("refused: %s %s\n", documented[i].kind, documented[i].body);
            fail();
        }
        jb_buffer_clear(&again);
        jb_event_encode(&made.event, &again);
        JB_EQ_STR(jb_buffer_text(&again), documented[i].body);
    }
    jb_buffer_finish(&again);
}

#define RULED     "{\"turn\":1,\"seat\":1,\"verdict\":"
#define HANDED_IN "{\"player\":1,\"attempt\":1,\"why\":"
#define DRAWN     "{\"draw\":1,\"number\":\"7\",\"commitment\":\"" H64 "\","
#define ANSWERED  "{\"player\":1,\"turn\":2,\"elapsed\":1,\"answer\":"

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
    { "joined", "{\"player\":100001,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1.0,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1.5,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":\"1\",\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":0,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":1001,\"name\":\"" H64 "\"}" },
    { "joined", "{\"name\":\"" H64 "\",\"player\":1}" },
    { "joined", "{\"Player\":1,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":1,\"member\":0,\"name\":\"" H64 "\"}" },
    { "joined", "{\"player\":1,\"team\":1,\"member\":21,\"name\":\"" H64 "\"}" },
    { "substituted", "{\"turn\":1,\"seat\":1,\"out\":0,\"in\":2}" },
    { "substituted", "{\"turn\":1,\"seat\":1,\"in\":1,\"out\":2}" },
    { "substituted", "{\"turn\":1001,\"seat\":1,\"out\":1,\"in\":2}" },
    { "substituted", "{\"turn\":1,\"seat\":1,\"out\":1}" },
    { "undone", "{\"what\":\"substitution\",\"seat\":1,\"out\":1}" },
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
    { "undone", "{\"what\":\"verdict\",\"turn\":1,\"ends_at\":null}" },
    { "undone", "{\"what\":\"verdict\",\"turn\":1,\"seat\":0,\"ends_at\":null}" },
    { "undone", "{\"what\":\"verdict\",\"turn\":1,\"seat\":1,\"ends_at\":null,\"scores\":[]}" },
    { "undone", "{\"what\":\"lock\",\"turn\":1,\"seat\":1,\"ends_at\":null}" },
    { "undone", "{\"what\":\"lock\",\"turn\":1,\"ends_at\":null,"
                "\"scores\":[[1,\"1\",0,0,0]]}" },
    { "answered", "{\"player\":1,\"seat\":0,\"turn\":2,\"elapsed\":1,\"answer\":"
                  "{\"kind\":\"single\",\"options\":[1]}}" },
    { "answered", "{\"player\":1,\"seat\":100001,\"turn\":2,\"elapsed\":1,\"answer\":"
                  "{\"kind\":\"single\",\"options\":[1]}}" },
    { "answered", "{\"turn\":2,\"elapsed\":1,\"answer\":{\"kind\":\"single\",\"options\":[1]}}" },
    { "answered", "{\"player\":0,\"seat\":1,\"turn\":2,\"elapsed\":1,\"answer\":"
                  "{\"kind\":\"single\",\"options\":[1]}}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1,0]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1,4]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1,-1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1,true]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1,1,0]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1,0,21]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"10\",812,1,1,1,1,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[100001,\"10\",812,1,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"21474836.48\",812,1,1]]}" },
    { "scored", "{\"turn\":1,\"scores\":[[1,\"-21474836.48\",812,1,1]]}" },
    { "buzzed", "{\"seat\":2,\"elapsed\":0,\"uncertainty\":0}" },
    { "buzzed", "{\"turn\":0,\"seat\":2,\"elapsed\":0,\"uncertainty\":0}" },
    { "buzzed", "{\"turn\":1,\"elapsed\":0,\"uncertainty\":0}" },
    { "buzzed", "{\"turn\":1,\"seat\":0,\"elapsed\":0,\"uncertainty\":0}" },
    { "buzzed", "{\"turn\":1,\"seat\":2,\"player\":0,\"elapsed\":0,\"uncertainty\":0}" },
    { "buzzed", "{\"turn\":1,\"seat\":2,\"elapsed\":-1,\"uncertainty\":0}" },
    { "buzzed", "{\"turn\":1,\"seat\":2,\"elapsed\":0,\"uncertainty\":-1}" },
    { "buzzed", "{\"turn\":1,\"seat\":2,\"elapsed\":0}" },
    { "won", "{\"turn\":1,\"seat\":0,\"ends_at\":null}" },
    { "won", "{\"turn\":1,\"seat\":1}" },
    { "won", "{\"turn\":1001,\"seat\":1,\"ends_at\":null}" },
    { "won", "{\"turn\":1,\"seat\":1,\"ends_at\":-5}" },
    { "picked", "{\"turn\":1,\"seat\":1,\"value\":30,\"question\":0,\"ends_at\":null}" },
    { "picked", "{\"turn\":1,\"seat\":1,\"value\":\"1000000.01\",\"question\":0,"
                "\"ends_at\":null}" },
    { "picked", "{\"turn\":1,\"seat\":1,\"value\":\"30\",\"question\":-1,\"ends_at\":null}" },
    { "picked", "{\"turn\":1,\"seat\":1,\"value\":\"30\",\"question\":26000,\"ends_at\":null}" },
    { "picked", "{\"turn\":1,\"seat\":1,\"value\":\"30\",\"ends_at\":null}" },
    { "picked", "{\"turn\":1,\"seat\":1,\"question\":1,\"ends_at\":null}" },
    { "staked", "{\"turn\":1,\"seat\":1}" },
    { "staked", "{\"turn\":1,\"value\":\"30\"}" },
    { "staked", "{\"turn\":1,\"seat\":1,\"value\":30}" },
    { "staked", "{\"turn\":1,\"seat\":1,\"value\":\"30\",\"player\":2}" },
    { "staked", "{\"turn\":1,\"seat\":1,\"player\":0,\"value\":\"30\"}" },
    { "named", "{\"turn\":1,\"seat\":1}" },
    { "named", "{\"turn\":1,\"seat\":1,\"other\":0}" },
    { "named", "{\"turn\":1,\"seat\":1,\"other\":100001}" },
    { "passed", "{\"turn\":1}" },
    { "passed", "{\"seat\":1,\"turn\":1}" },
    { "ruled", RULED "\"right\",\"elapsed\":0,\"ends_at\":null}" },
    { "ruled", RULED "\"right\",\"by_key\":0,\"elapsed\":0,\"ends_at\":null}" },
    { "ruled", RULED "\"maybe\",\"by_key\":true,\"elapsed\":0,\"ends_at\":null}" },
    { "ruled", RULED "\"right\",\"points\":\"1\",\"by_key\":true,\"elapsed\":0,"
                     "\"ends_at\":null}" },
    { "ruled", RULED "\"partial\",\"by_key\":true,\"elapsed\":0,\"ends_at\":null}" },
    { "ruled", RULED "\"partial\",\"points\":\"-1000000.01\",\"by_key\":true,\"elapsed\":0,"
                     "\"ends_at\":null}" },
    { "ruled", RULED "\"right\",\"by_key\":true,\"elapsed\":-1,\"ends_at\":null}" },
    { "ruled", RULED "\"right\",\"by_key\":true,\"elapsed\":0}" },
    { "ruled", RULED "\"right\",\"by_key\":true,\"elapsed\":0,\"ends_at\":null,"
                     "\"scores\":[]}" },
    { "ruled", RULED "\"right\",\"by_key\":true,\"elapsed\":0,\"ends_at\":null,"
                     "\"scores\":[[0,\"1\",0,0,0]]}" },
    { "fouled", "{\"turn\":1,\"seat\":1,\"foul\":\"rude\",\"ends_at\":null}" },
    { "fouled", "{\"turn\":1,\"seat\":1,\"ends_at\":null}" },
    { "fouled", "{\"turn\":1,\"seat\":1,\"foul\":\"late\"}" },
    { "fouled", "{\"turn\":1,\"foul\":\"late\",\"ends_at\":null}" },
    { "fouled", "{\"turn\":1,\"seat\":1,\"foul\":\"late\",\"ends_at\":null,\"scores\":{}}" },
    { "marked", "{\"turn\":1,\"seat\":1,\"judge\":0,\"value\":\"1\"}" },
    { "marked", "{\"turn\":1,\"seat\":1,\"judge\":16,\"value\":\"1\"}" },
    { "marked", "{\"turn\":1,\"seat\":1,\"judge\":1}" },
    { "marked", "{\"turn\":1,\"seat\":1,\"judge\":1,\"value\":\"1.0\"}" },
    { "marked", "{\"turn\":1,\"judge\":1,\"value\":\"1\"}" },
    { "hall", "{\"turn\":1}" },
    { "hall", "{\"turn\":0,\"ends_at\":null}" },
    { "adjusted", "{\"seat\":1,\"reason\":\"\"}" },
    { "adjusted", "{\"seat\":0,\"reason\":\"\",\"scores\":[]}" },
    { "adjusted", "{\"seat\":1,\"scores\":[]}" },
    { "adjusted", "{\"seat\":1,\"hall\":false,\"reason\":\"\",\"scores\":[]}" },
    { "adjusted", "{\"seat\":1,\"hall\":1,\"reason\":\"\",\"scores\":[]}" },
    { "adjusted", "{\"seat\":1,\"reason\":7,\"scores\":[]}" },
    { "adjusted", "{\"seat\":1,\"reason\":\"\xff\",\"scores\":[]}" },
    { "adjusted", "{\"seat\":1,\"reason\":\"a\\u0000b\",\"scores\":[]}" },
    { "accepted", "{\"turn\":1}" },
    { "accepted", "{\"turn\":1,\"answer\":{\"kind\":\"single\",\"options\":[26]}}" },
    { "accepted", "{\"turn\":1,\"answer\":{\"kind\":\"single\",\"options\":[2]},"
                  "\"only\":false}" },
    { "annulled", "{\"turn\":0}" },
    { "annulled", "{}" },
    { "reversed", "{\"turn\":1,\"seat\":1}" },
    { "reversed", "{\"turn\":1,\"verdict\":\"right\"}" },
    { "reversed", "{\"turn\":1,\"seat\":1,\"verdict\":\"partial\"}" },
    { "reversed", "{\"turn\":1,\"seat\":1,\"verdict\":\"wrong\",\"points\":\"1\"}" },
    { "revised", "{\"turn\":1}" },
    { "approve", "{}" },
    { "revised", "{\"scores\":[]}" },
    { "revised", "{\"turn\":1,\"scores\":[[1,\"1\",0,0]]}" },
    { "opened", "{\"player\":1,\"attempt\":1}" },
    { "opened", "{\"player\":1,\"attempt\":0,\"seed\":\"00ff00112233abcd\"}" },
    { "opened", "{\"player\":1,\"attempt\":1,\"seed\":\"00FF00112233ABCD\"}" },
    { "opened", "{\"player\":1,\"attempt\":1,\"seed\":\"00ff00112233ab\"}" },
    { "opened", "{\"player\":1,\"attempt\":1,\"seed\":\"00ff00112233abcd\","
                "\"ends_at\":null}" },
    { "opened", "{\"player\":1,\"attempt\":1,\"seed\":\"00ff00112233abcd\","
                "\"ends_at\":-1}" },
    { "shown", "{\"player\":1,\"turn\":0}" },
    { "shown", "{\"player\":0,\"turn\":1}" },
    { "handed_in", HANDED_IN "\"late\",\"score\":\"1\",\"scores\":[[1,\"1\",0,1,0]]}" },
    { "handed_in", HANDED_IN "\"own\",\"score\":1,\"scores\":[[1,\"1\",0,1,0]]}" },
    { "handed_in", HANDED_IN "\"own\",\"score\":\"1\"}" },
    { "handed_in", HANDED_IN "\"own\",\"score\":\"1\",\"scores\":[]}" },
    { "handed_in", HANDED_IN "\"own\",\"score\":\"1\",\"scores\":[[1,\"1\",0,1,0],"
                             "[2,\"1\",0,1,0]]}" },
    { "handed_in", HANDED_IN "\"own\",\"score\":\"200000000.01\","
                             "\"scores\":[[1,\"1\",0,1,0]]}" },
    { "handed_in", HANDED_IN "\"own\",\"score\":\"1\","
                             "\"scores\":[[1,\"400000000.01\",0,1,0]]}" },
    { "scheduled", "{\"opens_at\":5}" },
    { "scheduled", "{\"opens_at\":5,\"closes_at\":null}" },
    { "scheduled", "{\"closes_at\":6,\"opens_at\":5}" },
    { "announced", "{\"draw\":0,\"source\":\"a\",\"eligible\":1}" },
    { "announced", "{\"draw\":21,\"source\":\"a\",\"eligible\":1}" },
    { "announced", "{\"draw\":1,\"eligible\":1}" },
    { "announced", "{\"draw\":1,\"source\":\"a\",\"eligible\":100001}" },
    { "drawn", DRAWN "\"winners\":[0]}" },
    { "drawn", DRAWN "\"winners\":[100001]}" },
    { "drawn", DRAWN "\"winners\":[\"1\"]}" },
    { "drawn", DRAWN "\"winners\":1}" },
    { "drawn", "{\"draw\":1,\"number\":\"7\",\"winners\":[1]}" },
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

    JB_EQ_I64(jb_event_decode("resumed", -1, "{}", &made.event, &made.parts), JB_ERR_CORRUPT);
    JB_EQ_I64(jb_event_decode("resumed", INT64_MAX, "{}", &made.event, &made.parts),
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
    JB_EQ_U64(made.parts.answer.raw_size, JB_ANSWER_TEXT_MAX);
    memset(body + size, 'a', JB_ANSWER_TEXT_MAX + 1);
    memcpy(body + size + JB_ANSWER_TEXT_MAX + 1, "\"]}}", sizeof("\"]}}"));
    JB_EQ_I64(decode("answered", body, &made), JB_ERR_CORRUPT);
}

static void too_long_reasons_are_refused(void **state)
{
    char body[2048] = "{\"seat\":1,\"reason\":\"";
    const char end[] = "\",\"scores\":[]}";
    size_t size = strlen(body);
    decoded made;

    memset(body + size, 'a', JB_REASON_BYTES_MAX);
    memcpy(body + size + JB_REASON_BYTES_MAX, end, sizeof(end));
    JB_EQ_I64(decode("adjusted", body, &made), JB_OK);
    JB_EQ_SIZE(made.event.text.size, JB_REASON_BYTES_MAX);
    memset(body + size, 'a', JB_REASON_BYTES_MAX + 1);
    memcpy(body + size + JB_REASON_BYTES_MAX + 1, end, sizeof(end));
    JB_EQ_I64(decode("adjusted", body, &made), JB_ERR_CORRUPT);
}

/* A kind without a row above would be one that nobody has looked at. */
static void every_kind_is_among_the_documented(void **state)
{
    for (jb_event_type type = 0; type < JB_EVENT_COUNT; type++) {
        bool found = false;

        for (size_t i = 0; i < sizeof(documented) / sizeof(documented[0]); i++) {
            found = found || strcmp(documented[i].kind, jb_event_name(type)) == 0;
        }
        if (!found) {
            print_error("no body of kind %s\n", jb_event_name(type));
            fail();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_events_survive_the_way_there_and_back),
        cmocka_unit_test(bodies_look_as_documented),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(times_out_of_range_are_refused),
        cmocka_unit_test(too_long_texts_are_refused),
        cmocka_unit_test(too_long_reasons_are_refused),
        cmocka_unit_test(every_kind_is_among_the_documented),
    };

    return JB_RUN(tests);
}
