/*
 * A sequence of messages from several roles into the real arena over a store that commits when it
 * is told: two players, one in the hall, host, screen, judge, and connections that have not said
 * who they are. The first line says which contest it is (teams, small, change, stage); each further
 * line is one thing that happens:
 *
 *   3 {'type':'ping','t0':1}    session 3 says this (' is written for "; $3 is its token)
 *   +  -3  ~                    somebody connects; session 3 hangs up; it sends a binary frame
 *   c  b  m  t500  r            commit; the disk breaks; is mended; time passes; the process dies
 *
 * After each: the arena's invariants; every frame is JSON with a type; nobody but the host sees the
 * key before the reveal; no more acks than what was said and is on disk. At the end the log that is
 * on disk gives the same contest again, and its chain, sums and names hold.
 */
/* jb:uses app */
/* jb:looks app */
/* jb:with unit/arena/hall.c */
/* jb:length 4096 */
/* jb:copies 5 */
#include "hall.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contest_data.h"
#include "jinbang/assert.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    LINES_MAX = 80,
    PEOPLE = 12, /* who may be connected at once */
    LINE_MAX = 900,
    TOKEN_SIZE = 40
};

typedef struct person {
    jb_session session;
    char role[12];
    char token[TOKEN_SIZE];
    uint32_t said;  /* what may be acknowledged */
    uint32_t acked; /* since the connection was made */
} person;

static struct {
    hall h;
    person people[PEOPLE];
    bool broken;
} it;

static bool is(const cJSON *tree, const char *key, const char *value)
{
    return strcmp(hall_text(tree, key), value) == 0;
}

/* The key is for the host alone while the question can be answered. */
static void check_secret(const person *one, const cJSON *tree)
{
    bool before =
        is(tree, "phase", "reading") || is(tree, "phase", "open") || is(tree, "phase", "locked");
    if (strcmp(one->role, "host") == 0) {
        return;
    }
    JB_ASSERT(!before || !cJSON_HasObjectItem(tree, "answer"));
    JB_ASSERT(!before || !cJSON_HasObjectItem(tree, "explanation"));
    JB_ASSERT(!cJSON_HasObjectItem(tree, "host_note") && !cJSON_HasObjectItem(tree, "undo"));
}

static void look_at(person *one, const cJSON *tree)
{
    JB_ASSERT(cJSON_IsObject(tree) && hall_text(tree, "type")[0] != '\0');
    if (is(tree, "type", "welcome")) {
        (void)snprintf(one->role, sizeof one->role, "%s", hall_text(tree, "role"));
        if (is(tree, "role", "player")) {
            (void)snprintf(one->token, sizeof one->token, "%s", hall_text(tree, "token"));
            JB_ASSERT(strlen(one->token) == 32);
        }
    } else if (is(tree, "type", "state")) {
        JB_ASSERT(one->role[0] != '\0');
        check_secret(one, tree);
    } else if (is(tree, "type", "ack")) {
        one->acked++;
        JB_ASSERT(one->acked <= one->said);
    } else if (is(tree, "type", "error")) {
        JB_ASSERT(hall_text(tree, "code")[0] != '\0' && hall_text(tree, "message")[0] != '\0');
    } else if (is(tree, "type", "roster") || is(tree, "type", "paper")) {
        JB_ASSERT(strcmp(one->role, "host") == 0);
    }
}

static void read_all(void)
{
    for (int i = 0; i < PEOPLE; i++) {
        person *one = &it.people[i];
        while (one->session) {
            cJSON *tree = hall_next(&it.h, one->session);
            if (!tree) {
                break;
            }
            look_at(one, tree);
            cJSON_Delete(tree);
        }
        /* Whom the arena hangs up on is gone. */
        if (one->session && hall_seat_of(&it.h, one->session)->closed != 0) {
            hall_hang_up(&it.h, one->session);
            one->session = JB_SESSION_NONE;
        }
    }
}

static person *connect_one(void)
{
    for (int i = 0; i < PEOPLE; i++) {
        if (!it.people[i].session) {
            it.people[i].session = hall_connect(&it.h);
            it.people[i].role[0] = '\0';
            it.people[i].said = it.people[i].acked = 0;
            return &it.people[i];
        }
    }
    return NULL;
}

/* Copies a line, with tokens put in. */
static void write_line(const char *text, size_t size, char out[LINE_MAX])
{
    size_t used = 0;
    for (size_t i = 0; i < size && used + TOKEN_SIZE < LINE_MAX; i++) {
        if (text[i] == '$' && i + 1 < size && isdigit((unsigned char)text[i + 1])) {
            const char *token = it.people[text[++i] - '0'].token;
            memcpy(out + used, token, strlen(token));
            used += strlen(token);
        } else {
            out[used++] = text[i] == '\0' ? ' ' : text[i];
        }
    }
    out[used] = '\0';
}

static void say(person *one, const char *text, size_t size)
{
    char line[LINE_MAX];
    write_line(text, size, line);
    one->said++;
    uint32_t acked = one->acked;
    bool nothing_on_disk = it.broken && one->acked == 0;
    hall_say(&it.h, one->session, line);
    read_all();
    /* With a disk that refuses nothing new is acknowledged. */
    JB_ASSERT(!nothing_on_disk || one->acked == acked);
}

static person *person_at(char digit)
{
    if (!isdigit((unsigned char)digit) || !it.people[digit - '0'].session) {
        return NULL;
    }
    return &it.people[digit - '0'];
}

static void restart(void)
{
    for (int i = 0; i < PEOPLE; i++) {
        it.people[i].session = JB_SESSION_NONE;
    }
    it.broken = false;
    hall_break_disk(false);
    hall_restart(&it.h, 1000);
}

static void happen(const char *line, size_t size)
{
    person *one = person_at(line[0]);
    if (one && size > 2 && line[1] == ' ') {
        say(one, line + 2, size - 2);
    } else if (one && size > 1 && line[1] == '~') {
        jb_arena_binary(it.h.arena, one->session);
    } else if (line[0] == '-' && size > 1 && (one = person_at(line[1])) != NULL) {
        hall_hang_up(&it.h, one->session);
        one->session = JB_SESSION_NONE;
    } else if (line[0] == '+') {
        (void)connect_one();
    } else if (line[0] == 'c') {
        hall_commit(&it.h);
    } else if (line[0] == 'b' || line[0] == 'm') {
        it.broken = line[0] == 'b';
        hall_break_disk(it.broken);
    } else if (line[0] == 't') {
        it.h.now +=
            size > 1 && isdigit((unsigned char)line[1]) ? strtol(line + 1, NULL, 10) % 1000000 : 1;
        jb_arena_tick(it.h.arena, it.h.now);
    } else if (line[0] == 'r') {
        restart();
    }
    JB_ASSERT(jb_arena_check(it.h.arena) == NULL);
    read_all();
}

/* What is on disk, looked at as jinbang verify does. */
static void prove(void)
{
    jb_db *db = NULL;
    jb_proof proof;
    jb_buffer why;
    const jb_db_options options = { .directory = it.h.directory, .mode = JB_DB_READ };
    jb_buffer_init(&why, 0);
    jb_status status = jb_db_open(&options, &db, NULL);
    JB_ASSERT(status == JB_OK);
    status = jb_contest_prove(db, HALL_CODE, NULL, &proof, NULL, &why);
    JB_ASSERT(status == JB_OK && proof.names_erased == 0);
    jb_db_close(db);
    jb_buffer_finish(&why);
}

static unsigned options_of(const char *line, size_t size)
{
    static const struct {
        const char *word;
        unsigned option;
    } words[] = { { "teams", HALL_TEAMS },
                  { "small", HALL_SMALL },
                  { "change", HALL_CHANGE },
                  { "stage", HALL_STAGE } };
    unsigned options = 0;
    char text[64] = "";
    memcpy(text, line, size < sizeof text ? size : sizeof text - 1);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        options |= strstr(text, words[i].word) ? words[i].option : 0;
    }
    return options;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(1, size + 1); /* so that numbers at the end end */
    JB_ASSERT(text != NULL);
    memcpy(text, data, size);
    memset(&it, 0, sizeof it);
    char *stop = text + strcspn(text, "\n");
    hall_open(&it.h, options_of(text, (size_t)(stop - text)));
    for (int lines = 0; *stop == '\n' && lines < LINES_MAX; lines++) {
        const char *line = stop + 1;
        stop = stop + 1 + strcspn(line, "\n");
        happen(line, (size_t)(stop - line));
    }
    it.broken = false;
    hall_break_disk(false);
    hall_commit(&it.h);
    read_all();
    prove();
    restart();
    prove();
    hall_close(&it.h);
    free(text);
    return 0;
}
