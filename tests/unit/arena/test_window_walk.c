/*
 * A window contest on random ways: phones come and go, begin, answer and hand in, while the process
 * dies, the disk refuses, the system's clock is set, and the host pauses. Whatever happens: what
 * was acknowledged is in the paper, a paper that was handed in stays so, and nobody's time is
 * shortened.
 */
#include "hall.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/random.h"

enum {
    PHONES = 5,
    QUESTIONS = 3,
    STEPS = 250,
    SEEDS = 12,
    SLACK_MS = 2500, /* the clock is noted every second, and looked at every second */
    MINUTE_MS = 60 * 1000
};

typedef struct phone {
    char code[16];
    jb_session session; /* JB_SESSION_NONE: away */
    int64_t attempt;    /* the newest it has heard of */
    bool handed_in;
    char acked[QUESTIONS + 1]; /* by place: 'a', 'b', 't', 'f'; 0: nothing */
    char sent[QUESTIONS + 1];  /* the newest, perhaps lost */
    char kinds[QUESTIONS + 1]; /* 's' or 't' */
    jb_time left;              /* of an open paper when it last heard; -1: not known */
    jb_time heard_at;          /* working time of the server then */
} phone;

typedef struct walk {
    hall h;
    jb_random random;
    phone phones[PHONES];
    jb_time up; /* how long the server has been up so far */
    bool ill;
    bool paused;
    uint64_t seed;
} walk;

static uint64_t lot(walk *w, uint64_t below)
{
    return jb_random_below(&w->random, below);
}

/* ---- what phones hear ---- */

static char short_of(const cJSON *answer)
{
    const char *text = cJSON_GetStringValue(answer);
    return text ? text[0] : cJSON_IsTrue(answer) ? 't' : cJSON_IsFalse(answer) ? 'f' : '\0';
}

static void hear_questions(walk *w, phone *p, const cJSON *questions)
{
    const cJSON *question = NULL;
    cJSON_ArrayForEach(question, questions) {
        int64_t turn = hall_int(question, "turn");
        char now = short_of(cJSON_GetObjectItem(question, "answer"));
        p->kinds[turn] = hall_text(question, "kind")[0];
        if (p->acked[turn] && now != p->acked[turn] && now != p->sent[turn]) {
            fail_msg("seed %llu: the ack of place %d was a lie", (unsigned long long)w->seed,
                     (int)turn);
        }
        if (now) {
            p->acked[turn] = now; /* it has been taken, whether the ack came or not */
        }
    }
}

static void hear_left(walk *w, phone *p, const cJSON *attempt)
{
    int64_t ends_at = hall_int(attempt, "ends_at");
    jb_time left = ends_at >= 0 ? ends_at - hall_int(attempt, "now") : hall_int(attempt, "left_ms");
    if (p->left >= 0 && left + SLACK_MS < p->left - (w->up - p->heard_at)) {
        fail_msg("seed %llu: %lld ms are left of %lld, after %lld", (unsigned long long)w->seed,
                 (long long)left, (long long)p->left, (long long)(w->up - p->heard_at));
    }
    p->left = left;
    p->heard_at = w->up;
}

static void hear_attempt(walk *w, phone *p, const cJSON *attempt)
{
    int64_t number = hall_int(attempt, "attempt");
    bool handed_in = strcmp(hall_text(attempt, "state"), "handed_in") == 0;
    if (number < p->attempt || (number == p->attempt && p->handed_in && !handed_in)) {
        fail_msg("seed %llu: a paper is gone", (unsigned long long)w->seed);
    }
    if (number > p->attempt) {
        memset(p->acked, 0, sizeof p->acked);
        memset(p->sent, 0, sizeof p->sent);
        p->left = -1;
    }
    p->attempt = number;
    p->handed_in = handed_in;
    (void)snprintf(p->code, sizeof p->code, "%s", hall_text(attempt, "personal_code"));
    hear_questions(w, p, cJSON_GetObjectItem(attempt, "questions"));
    if (strcmp(hall_text(attempt, "state"), "open") == 0) {
        hear_left(w, p, attempt);
    }
}

static void hear_all(walk *w)
{
    for (int i = 0; i < PHONES; i++) {
        phone *p = &w->phones[i];
        cJSON *tree = p->session ? hall_next(&w->h, p->session) : NULL;
        for (; tree; tree = hall_next(&w->h, p->session)) {
            if (strcmp(hall_text(tree, "type"), "attempt") == 0) {
                hear_attempt(w, p, tree);
            } else if (strcmp(hall_text(tree, "type"), "ack") == 0) {
                int64_t turn = hall_int(tree, "turn");
                p->acked[turn] = p->sent[turn];
            }
            cJSON_Delete(tree);
        }
    }
}

/* ---- what happens ---- */

static void come_or_go(walk *w, phone *p, int number)
{
    char text[160];
    if (p->session) {
        hall_hang_up(&w->h, p->session);
        p->session = JB_SESSION_NONE;
        return;
    }
    if (p->code[0]) {
        p->session = hall_come(&w->h, p->code);
        return;
    }
    p->session = hall_connect(&w->h);
    (void)snprintf(text, sizeof text,
                   "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'P%d'}", number);
    hall_say(&w->h, p->session, text);
}

static void answer(walk *w, phone *p)
{
    char text[80];
    int turn = 1 + (int)lot(w, QUESTIONS);
    bool first = lot(w, 2) == 0;
    bool choice = p->kinds[turn] == 's';
    p->sent[turn] = choice ? (first ? 'a' : 'b') : (first ? 't' : 'f');
    (void)snprintf(text, sizeof text, "{'type':'answer','turn':%d,'answer':%s}", turn,
                   choice ? (first ? "'a'" : "'b'") : (first ? "true" : "false"));
    hall_say(&w->h, p->session, text);
    /* One thing after the other, as pages do: what is acknowledged is what was sent last. */
    hall_commit(&w->h);
    hear_all(w);
}

static void pass(walk *w, jb_time ms)
{
    for (jb_time end = w->h.now + ms; w->h.now < end;) {
        jb_time before = w->h.now;
        hall_pass(&w->h, end - w->h.now < MINUTE_MS ? end - w->h.now : MINUTE_MS);
        w->up += w->h.now - before;
        hear_all(w);
    }
}

static void crash(walk *w)
{
    hall_break_disk(false);
    w->ill = false;
    hall_restart(&w->h, (jb_time)lot(w, 20 * MINUTE_MS));
    for (int i = 0; i < PHONES; i++) {
        w->phones[i].session = JB_SESSION_NONE;
    }
}

static void trouble(walk *w)
{
    switch (lot(w, 5)) {
    case 0:
        crash(w);
        break;
    case 1:
        w->ill = !w->ill;
        hall_break_disk(w->ill);
        break;
    case 2:
        w->h.wall += (jb_time)lot(w, 30 * MINUTE_MS);
        break;
    case 3:
        w->h.wall -= (jb_time)lot(w, 30 * MINUTE_MS);
        break;
    default:
        if (!w->ill) {
            w->paused = !w->paused;
            hall_host_do(&w->h, w->paused ? "pause" : "resume");
        }
        break;
    }
}

static void step(walk *w)
{
    int number = (int)lot(w, PHONES);
    phone *p = &w->phones[number];
    uint64_t what = lot(w, 16);
    if (what == 0) {
        trouble(w);
    } else if (what < 4) {
        pass(w, (jb_time)lot(w, 4 * MINUTE_MS));
    } else if (what < 6 || !p->session) {
        come_or_go(w, p, number);
    } else if (what < 8) {
        hall_say(&w->h, p->session, "{'type':'open'}");
    } else if (what < 9) {
        hall_say(&w->h, p->session, "{'type':'hand_in'}");
    } else if (p->attempt > 0) {
        answer(w, p);
    }
    if (lot(w, 3) > 0) {
        hall_commit(&w->h);
    }
    hear_all(w);
}

/* All is well again: everybody comes back and sees what they have been promised. */
static void look_at_the_end(walk *w)
{
    crash(w);
    if (w->paused) {
        hall_host_do(&w->h, "resume");
    }
    pass(w, 30 * 1000);
    for (int i = 0; i < PHONES; i++) {
        phone *p = &w->phones[i];
        if (p->code[0]) {
            p->session = hall_come(&w->h, p->code);
            hall_commit(&w->h);
            hear_all(w);
        }
    }
}

static void nobody_loses_anything(void **state)
{
    int64_t papers = 0;
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        walk w = { .seed = seed };
        jb_random_seed(&w.random, seed);
        for (int i = 0; i < PHONES; i++) {
            w.phones[i].left = -1;
        }
        hall_open(&w.h, HALL_WINDOW);
        pass(&w, MINUTE_MS);
        for (int i = 0; i < STEPS; i++) {
            step(&w);
        }
        look_at_the_end(&w);
        for (int i = 0; i < PHONES; i++) {
            papers += w.phones[i].attempt;
        }
        hall_close(&w.h);
    }
    JB_TRUE(papers > SEEDS * PHONES / 2); /* they have done something */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_loses_anything),
    };
    return JB_RUN(tests);
}
