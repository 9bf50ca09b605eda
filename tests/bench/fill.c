/*
 * jb-fill: writes contests into a data folder, as the server would have left them, without a
 * server: the real engine decides, the real store keeps log and people.
 *
 *   jb-fill DIR --phones N --turns T                    one contest, cut off at its last standings
 *   jb-fill DIR --phones N --turns T --past CONTESTS    so many, finished a month ago, with results
 *
 * Prints one line of JSON: what it wrote.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contest.h"
#include "jinbang/assert.h"
#include "jinbang/results.h"

enum {
    NAME_MAX_SIZE = 32,
    MONTH_DAYS = 30,
    FIRST_CODE = 100000
};

#define DAY_MS ((jb_time)24 * 3600 * 1000)

typedef struct filling {
    jb_db *db;
    bench_contest contest;
    int64_t key;
    jb_log_head head;
    jb_buffer body;
    uint64_t entries;
} filling;

static void must(const filling *fill, jb_status status, const char *what)
{
    if (status != JB_OK) {
        fprintf(stderr, "jb-fill: %s: %s\n", what, jb_db_why(fill->db));
        exit(EXIT_FAILURE);
    }
}

static void keep_event(void *user, const jb_event *event)
{
    filling *fill = user;

    fill->body.size = 0;
    jb_event_encode(event, &fill->body);
    must(fill,
         jb_db_log_append(fill->db, fill->key, &fill->head, event->type, event->at,
                          jb_buffer_slice(&fill->body)),
         "the log");
    fill->entries++;
}

static void join(filling *fill, uint32_t player)
{
    jb_participant_row row = { .player = player };
    char name[NAME_MAX_SIZE];
    jb_slice token;
    jb_hash hash;

    (void)snprintf(name, sizeof(name), "Player %u", player);
    row.name = jb_slice_of(name);
    token = row.name; /* nobody comes back with it */
    memcpy(row.salt, &player, sizeof(player));
    jb_hash_of(&token, 1, &row.token);
    jb_name_hash(row.name, row.salt, &hash);
    must(fill, jb_db_participant_put(fill->db, fill->key, &row), "a participant");
    bench_join(&fill->contest, &hash);
}

static void insert(filling *fill, uint32_t number, jb_time created_at)
{
    char id[32];
    char code[16];
    jb_contest_row row = { .id = id,
                           .code = code,
                           .plan = jb_buffer_text(&fill->contest.text),
                           .title = "{\"en\":\"Bench\"}",
                           .created_at = created_at,
                           .open = true };

    (void)snprintf(id, sizeof(id), "bench%011u", number);
    (void)snprintf(code, sizeof(code), "%06u", FIRST_CODE + number);
    must(fill, jb_db_contest_insert(fill->db, &row, &fill->key), "the contest");
    must(fill, jb_db_log_head(fill->db, fill->key, &fill->head), "the head");
}

static void play(filling *fill, uint32_t phones, uint32_t turns)
{
    must(fill, jb_db_begin(fill->db), "begin");
    bench_create(&fill->contest);
    for (uint32_t player = 1; player <= phones; player++) {
        join(fill, player);
    }
    must(fill, jb_db_commit(fill->db), "commit");
    for (uint32_t turn = 1; turn <= turns; turn++) {
        must(fill, jb_db_begin(fill->db), "begin");
        bench_go_to(&fill->contest, JB_PHASE_OPEN, turn);
        bench_answers(&fill->contest);
        bench_go_to(&fill->contest, JB_PHASE_STANDINGS, turn);
        must(fill, jb_db_commit(fill->db), "commit");
    }
}

/* As the server does when a contest ends, and a day later. */
static void finish(filling *fill, jb_time at)
{
    jb_contest_row row = { .contest = fill->key, .plan = NULL };
    jb_results *results = NULL;
    jb_log_head head;
    jb_buffer why;

    must(fill, jb_db_begin(fill->db), "begin");
    bench_next(&fill->contest);
    must(fill, jb_db_commit(fill->db), "commit");
    JB_ASSERT(jb_engine_look(fill->contest.engine)->phase == JB_PHASE_FINISHED);
    jb_buffer_init(&why, 0);
    must(fill, jb_results_build(fill->db, &row, &fill->contest.plan->rules, &results, &why),
         "results");
    jb_buffer_finish(&why);
    must(fill, jb_results_store(fill->db, fill->key, results), "results");
    jb_results_destroy(results);
    must(fill, jb_db_contest_finish(fill->db, fill->key, at), "the end");
    must(fill, jb_db_head_show(fill->db, fill->key, at, &head), "the head");
    must(fill, jb_db_contest_close(fill->db, fill->key), "closing");
}

static uint32_t number_of(int count, char **words, const char *flag, uint32_t otherwise)
{
    for (int i = 2; i + 1 < count; i += 2) {
        if (strcmp(words[i], flag) == 0) {
            return (uint32_t)strtoul(words[i + 1], NULL, 10);
        }
    }
    return otherwise;
}

int main(int count, char **words)
{
    static filling fill;
    const uint32_t phones = number_of(count, words, "--phones", 0);
    const uint32_t turns = number_of(count, words, "--turns", 0);
    const uint32_t past = number_of(count, words, "--past", 0);
    const jb_event_sink sink = { .emit = keep_event, .user = &fill };
    const jb_time long_ago = jb_clock_wall_ms() - MONTH_DAYS * DAY_MS;
    jb_db_options options = { .mode = JB_DB_WRITE, .unsafe_fast = true };
    jb_buffer why;

    if (count < 2 || phones == 0 || phones > JB_PLAYERS_MAX || turns == 0 || turns > JB_TURNS_MAX) {
        fprintf(stderr, "usage: jb-fill DIR --phones N --turns T [--past CONTESTS]\n");
        return 2;
    }
    options.directory = words[1];
    jb_buffer_init(&why, 0);
    if (jb_db_open(&options, &fill.db, &why) != JB_OK) {
        fprintf(stderr, "jb-fill: %s\n", jb_buffer_text(&why));
        return EXIT_FAILURE;
    }
    jb_buffer_finish(&why);
    jb_buffer_init(&fill.body, 0);
    bench_open(&fill.contest, turns, sink);
    for (uint32_t number = 1; number <= (past == 0 ? 1 : past); number++) {
        insert(&fill, number, long_ago);
        play(&fill, phones, turns);
        if (past > 0) {
            finish(&fill, long_ago);
        }
        bench_again(&fill.contest);
    }
    bench_close(&fill.contest);
    jb_buffer_finish(&fill.body);
    jb_db_close(fill.db);
    printf("{\"contests\":%u,\"phones\":%u,\"turns\":%u,\"entries\":%llu,\"id\":\"bench%011u\"}\n",
           past == 0 ? 1 : past, phones, turns, (unsigned long long)fill.entries, 1u);
    return EXIT_SUCCESS;
}
