/*
 * Random contest files and scripts, written as text.
 */
#include "rehearsal_chance.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum {
    ROUNDS_MAX = 4,
    SEATS_MAX = 5,
    PER_SEAT_MAX = 2
};

uint32_t chance_below(jb_random *random, uint32_t bound)
{
    return (uint32_t)jb_random_below(random, bound);
}

bool chance_of(jb_random *random, uint32_t percent)
{
    return chance_below(random, 100) < percent;
}

__attribute__((format(printf, 2, 3))) static void put(jb_buffer *out, const char *format, ...)
{
    char text[512];
    va_list list;
    va_start(list, format);
    (void)vsnprintf(text, sizeof text, format, list);
    va_end(list);
    jb_buffer_append_text(out, text);
}

static const char *word(jb_random *random, const char *const *words, uint32_t count)
{
    return words[chance_below(random, count)];
}

#define WORD(random, ...)                                                                          \
    word((random), (const char *const[]){ __VA_ARGS__ },                                           \
         sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

typedef struct outline {
    bool teams;
    uint32_t seats;
    bool members;
    bool hall;
    bool playoff;
} outline;

static void put_points(jb_random *random, jb_buffer *out)
{
    put(out, ",\"points\":{\"right\":%s,\"wrong\":%s,\"none\":%s}", WORD(random, "10", "2.5", "20"),
        WORD(random, "0", "-10", "-2.5"), WORD(random, "0", "-5"));
}

/* Of formats in which those who may answer are known before. False: nothing is staked. */
static bool put_wager(jb_random *random, jb_buffer *out)
{
    if (chance_of(random, 60)) {
        return false;
    }
    put(out, ",\"wager\":{\"max\":30,\"time\":%s,\"limit\":\"%s\",\"none\":\"%s\"}",
        WORD(random, "0", "20"), WORD(random, "max", "score"), WORD(random, "keep", "lose"));
    return true;
}

static void put_early(jb_random *random, const outline *as, jb_buffer *out)
{
    const char *then = WORD(random, "blocked", "allowed", "out", "deduct", "void", "hall");
    bool free = then[0] == 'b' || then[0] == 'a';
    if (then[0] == 'h' && !as->hall) {
        then = "void";
    }
    put(out, ",\"early\":{\"then\":\"%s\"", then);
    if (!free) {
        put(out, ",\"points\":%s", WORD(random, "0", "-10", "-0.5"));
    }
    if (!free && chance_of(random, 60)) {
        put(out, ",\"escalation\":[{\"count\":2,\"points\":-20},{\"count\":3,\"bar\":true}]");
    }
    put(out, "}");
}

static void put_order(jb_random *random, jb_buffer *out)
{
    put(out, ",\"order\":\"%s\"", WORD(random, "seat", "reverse", "high_low", "low_high", "lot"));
}

/* Of formats in which one seat answers by mouth. */
static void put_oral(jb_random *random, jb_buffer *out)
{
    if (chance_of(random, 40)) {
        put(out, ",\"help\":\"foul\",\"help_points\":%s", WORD(random, "0", "-2"));
    }
    if (chance_of(random, 40)) {
        put(out, ",\"begin\":{\"seconds\":10,\"late\":\"%s\"}", WORD(random, "turn", "round"));
    }
}

static void put_draw(const outline *as, uint32_t per_seat, jb_buffer *out)
{
    put(out, ",\"draw\":{\"placeholder\":%" PRIu32 "},\"per_seat\":%" PRIu32, as->seats * per_seat,
        per_seat);
}

static void put_risk(jb_random *random, const outline *as, uint32_t per_seat, jb_buffer *out)
{
    uint32_t stock = (as->seats * per_seat + 1) / 2 + 1;
    bool distinct = per_seat <= 2 && chance_of(random, 40);
    stock = distinct ? as->seats : stock;
    put(out,
        ",\"by_value\":{\"10\":{\"placeholder\":%" PRIu32 "},\"30\":{\"placeholder\":%" PRIu32 "}}",
        stock, stock);
    put(out, ",\"values\":[10,30],\"stock\":%" PRIu32 ",\"per_seat\":%" PRIu32, stock, per_seat);
    put(out, ",\"distinct_values\":%s,\"may_name\":%s,\"wrong\":\"%s\"",
        distinct ? "true" : "false", WORD(random, "true", "false"), WORD(random, "minus", "zero"));
}

static void put_settings(jb_random *random, jb_format format, const outline *as, jb_buffer *out)
{
    uint32_t per_seat = 1 + chance_below(random, PER_SEAT_MAX);
    switch (format) {
    case JB_FORMAT_EVERYONE:
        put(out, ",\"draw\":{\"placeholder\":3}");
        if (!put_wager(random, out)) {
            put_points(random, out);
        }
        break;
    case JB_FORMAT_TURN:
        put_draw(as, per_seat, out);
        if (!put_wager(random, out)) {
            put_points(random, out);
            put(out, ",\"tries\":%s", WORD(random, "1", "2"));
        }
        put_order(random, out);
        put_oral(random, out);
        put(out, ",\"spread\":\"%s\"", WORD(random, "rotate", "group"));
        if (as->members) {
            put(out, ",\"speaker\":\"member\"");
        }
        break;
    case JB_FORMAT_BUZZER:
        put(out, ",\"draw\":{\"placeholder\":5},\"buzz_seconds\":15,\"tries\":%s",
            WORD(random, "1", "2", "3"));
        put_points(random, out);
        put_early(random, as, out);
        if (as->hall) {
            put(out, ",\"fallback\":\"%s\"", WORD(random, "end", "hall"));
        }
        break;
    case JB_FORMAT_RISK:
        put_risk(random, as, per_seat, out);
        put_order(random, out);
        break;
    case JB_FORMAT_RUSH:
        put_draw(as, per_seat + 2, out);
        put(out, ",\"run_seconds\":30");
        put_points(random, out);
        put_order(random, out);
        break;
    case JB_FORMAT_LADDER:
        put_draw(as, 3, out);
        put(out, ",\"values\":[1,3,7],\"safe\":[2]");
        break;
    case JB_FORMAT_SURVIVAL:
        put(out, ",\"draw\":{\"placeholder\":4},\"survivors\":1%s",
            chance_of(random, 50) ? ",\"revival\":3" : "");
        break;
    case JB_FORMAT_JUDGED:
        put_draw(as, per_seat, out);
        put(out, ",\"judges\":3,\"marks\":{\"min\":0,\"max\":10},\"trimmed\":%s",
            WORD(random, "true", "false"));
        break;
    case JB_FORMAT_COUNT:
        break;
    }
}

static void put_round(jb_random *random, jb_format format, const outline *as, bool overtime,
                      jb_buffer *out)
{
    put(out, "{\"format\":\"%s\"", jb_format_name(format));
    put_settings(random, format, as, out);
    if (format != JB_FORMAT_RUSH && chance_of(random, 70)) {
        put(out, ",\"seconds\":20");
    }
    if (chance_of(random, 50)) {
        put(out, ",\"intro\":true");
    }
    if (format == JB_FORMAT_BUZZER && chance_of(random, 60)) {
        put(out, ",\"start\":\"host\"");
    } else if (format != JB_FORMAT_RUSH && chance_of(random, 30)) {
        put(out, ",\"reading\":5");
    }
    if (!overtime && format != JB_FORMAT_LADDER && chance_of(random, 30)) {
        put(out, ",\"cap\":35");
    }
    put(out, ",\"standings\":\"%s\"%s}", WORD(random, "turn", "round", "end"),
        overtime ? ",\"overtime\":true" : "");
}

static void put_seats(jb_random *random, const outline *as, jb_buffer *out)
{
    if (!as->teams) {
        return;
    }
    put(out, "\"seats\":\"teams\",\"teams\":[");
    for (uint32_t i = 1; i <= as->seats; i++) {
        put(out, "%s{\"name\":{\"en\":\"Team %" PRIu32 "\",\"zh-Hans\":\"%" PRIu32 "队\"}%s}",
            i > 1 ? "," : "", i, i, as->members ? ",\"members\":[\"Ann\",\"Ben\"]" : "");
    }
    put(out, "],\"hall\":{\"when\":\"%s\"},", as->hall ? WORD(random, "along", "fallen") : "never");
}

void chance_contest_file(jb_random *random, jb_buffer *out)
{
    const outline as = { .teams = chance_of(random, 75),
                         .seats = 3 + chance_below(random, SEATS_MAX - 2),
                         .members = chance_of(random, 50),
                         .hall = chance_of(random, 60),
                         .playoff = chance_of(random, 60) };
    outline plain = as;
    plain.members = as.teams && as.members;
    plain.hall = as.teams && as.hall;
    put(out, "{\"title\":{\"en\":\"Chance\"},");
    put_seats(random, &plain, out);
    put(out, "\"base\":%s,", WORD(random, "0", "100"));
    if (chance_of(random, 20)) {
        put(out, "\"floor\":-5,");
    }
    put(out, "\"tie\":[%s],", as.playoff ? "\"playoff\"" : "");
    put(out,
        "\"awards\":[{\"title\":{\"en\":\"First\"},\"places\":1},{\"title\":{\"en\":\"Next\"},"
        "\"places\":%s}],\"rounds\":[",
        WORD(random, "1", "2"));
    uint32_t rounds = 1 + chance_below(random, ROUNDS_MAX - 1);
    for (uint32_t i = 0; i < rounds; i++) {
        jb_format format = (jb_format)chance_below(random, JB_FORMAT_COUNT);
        put_round(random, format, &plain, false, out);
        put(out, i + 1 < rounds || as.playoff ? "," : "");
    }
    if (as.playoff) {
        static const jb_format formats[] = { JB_FORMAT_EVERYONE, JB_FORMAT_BUZZER, JB_FORMAT_TURN,
                                             JB_FORMAT_JUDGED };
        put_round(random, formats[chance_below(random, 4)], &plain, true, out);
    }
    put(out, "]}");
}

/* Somebody by number, by name, or who is not there. */
static void put_who(jb_random *random, const jb_rehearsal *rehearsal, const char *key,
                    uint32_t seat, jb_buffer *out)
{
    if (chance_of(random, 3)) {
        put(out, ",\"%s\":\"nobody\"", key);
    } else if (seat > 0 && rehearsal->rules.seats == JB_SEATS_TEAMS && chance_of(random, 30)) {
        put(out, ",\"%s\":\"%" PRIu32 "队\"", key, seat);
    } else {
        put(out, ",\"%s\":%" PRIu32, key, seat);
    }
}

/* A verdict word, with points where they belong. */
static void put_verdict(jb_random *random, jb_buffer *out)
{
    const char *is = WORD(random, "right", "wrong", "none", "right", "wrong", "partial");
    put(out, ",\"is\":\"%s\"%s", is, is[0] == 'p' ? ",\"points\":\"1.25\"" : "");
}

static void put_turn(jb_random *random, const jb_rehearsal *rehearsal, uint32_t seat,
                     jb_buffer *out)
{
    put(out, "{\"do\":\"turn\"");
    if (chance_of(random, 30)) {
        put_who(random, rehearsal, "seat", seat, out);
    }
    if (chance_of(random, 15)) {
        put(out, ",\"format\":\"%s\"",
            jb_format_name((jb_format)chance_below(random, JB_FORMAT_COUNT)));
    }
    if (chance_of(random, 10)) {
        put(out, ",\"round\":%" PRIu32, 1 + chance_below(random, ROUNDS_MAX));
    }
    if (chance_of(random, 12)) {
        put(out, ",\"phase\":\"%s\"",
            WORD(random, "intro", "reading", "open", "locked", "reveal", "standings"));
    }
}

/* What the present step waits for, mostly by the seat it waits for. */
static void put_expected(jb_random *random, const jb_rehearsal *rehearsal, uint32_t seat,
                         jb_buffer *out)
{
    const jb_stage *stage = &rehearsal->view->stage;
    uint32_t own = stage->seat > 0 && chance_of(random, 90) ? stage->seat : seat;
    switch (stage->step) {
    case JB_STEP_PICK:
        if (chance_of(random, 15)) {
            put(out, "{\"do\":\"pass\"");
        } else if (chance_of(random, 15)) {
            put(out, "{\"do\":\"name\",\"other\":%" PRIu32, seat);
        } else {
            put(out, "{\"do\":\"pick\",\"value\":%s", WORD(random, "10", "30", "10", "30", "20"));
        }
        put_who(random, rehearsal, "seat", own, out);
        return;
    case JB_STEP_BUZZ:
    case JB_STEP_CLOSE:
        put(out, "{\"do\":\"buzz\"");
        put_who(random, rehearsal, "seat", seat, out);
        return;
    case JB_STEP_WAGER:
        if (chance_of(random, 30)) {
            put(out, "{\"do\":\"next\"");
            return;
        }
        put(out, "{\"do\":\"wager\",\"value\":%s", WORD(random, "0", "10", "30", "15"));
        put_who(random, rehearsal, "seat", own, out);
        return;
    case JB_STEP_MARKS:
        put(out, "{\"do\":\"marks\",\"judge\":%" PRIu32 ",\"value\":%s",
            1 + chance_below(random, 4), WORD(random, "0", "8.5", "10", "\"7.25\"", "11"));
        return;
    case JB_STEP_HALL:
        put(out, "{\"do\":\"answer\",\"person\":%" PRIu32, 1 + chance_below(random, 3));
        put_verdict(random, out);
        return;
    case JB_STEP_NONE:
    case JB_STEP_ANSWER:
    case JB_STEP_COUNT:
        break;
    }
    put(out, "{\"do\":\"answer\"");
    put_who(random, rehearsal, "seat", own, out);
    if (chance_of(random, 10)) {
        put(out, ",\"answer\":\"%s\"", WORD(random, "a", "b", "c", "x"));
    } else {
        put_verdict(random, out);
    }
}

static void put_later(jb_random *random, const jb_rehearsal *rehearsal, uint32_t seat,
                      jb_buffer *out)
{
    uint32_t turn = 1 + chance_below(random, rehearsal->view->turn + 1);
    switch (chance_below(random, 4)) {
    case 0:
        put(out, "{\"do\":\"adjust\",\"points\":%s,\"reason\":\"the jury\"",
            WORD(random, "10", "-10", "\"2.5\""));
        put_who(random, rehearsal, "seat", seat, out);
        return;
    case 1:
        put(out, "{\"do\":\"void\",\"turn\":%" PRIu32, turn);
        return;
    case 2:
        put(out, "{\"do\":\"accept\",\"answer\":\"%s\",\"only\":%s", WORD(random, "b", "c"),
            WORD(random, "true", "false"));
        return;
    default:
        put(out, "{\"do\":\"reverse\",\"turn\":%" PRIu32, turn);
        put_who(random, rehearsal, "seat", seat, out);
        put_verdict(random, out);
        return;
    }
}

static void put_other(jb_random *random, const jb_rehearsal *rehearsal, uint32_t seat,
                      jb_buffer *out)
{
    switch (chance_below(random, 6)) {
    case 0:
        put(out, "{\"do\":\"wait\",\"ms\":%s", WORD(random, "10", "4000", "20000"));
        return;
    case 1:
        put(out, "{\"do\":\"foul\",\"kind\":\"%s\"", WORD(random, "early", "help", "late"));
        put_who(random, rehearsal, "seat", seat, out);
        return;
    case 2:
        put(out, "{\"do\":\"buzz\"");
        put_who(random, rehearsal, "seat", seat, out);
        return;
    case 3:
        put(out, "{\"do\":\"answer\",\"person\":%" PRIu32, 1 + chance_below(random, 3));
        put_verdict(random, out);
        return;
    case 4:
        put(out, "{\"do\":\"name\",\"other\":%" PRIu32, seat);
        return;
    default:
        put(out, "{\"do\":\"%s\"",
            WORD(random, "undo", "undo", "hall", "lock", "skip", "pause", "resume", "resume",
                 "start"));
        return;
    }
}

void chance_line(jb_random *random, const jb_rehearsal *rehearsal, jb_buffer *out)
{
    uint32_t seats = rehearsal->view->seats;
    uint32_t seat = 1 + chance_below(random, seats + (chance_of(random, 5) ? 1 : 0));
    uint32_t dice = chance_below(random, 100);
    bool unsolved = rehearsal->view->phase == JB_PHASE_LOCKED && rehearsal->view->hall > 0;
    if (rehearsal->view->paused && dice < 50) {
        put(out, "{\"do\":\"resume\"}");
        return;
    }
    if (unsolved && dice >= 90) {
        put(out, "{\"do\":\"hall\"}");
        return;
    }
    if (dice < 22) {
        put_turn(random, rehearsal, seat, out);
    } else if (dice < 70) {
        put_expected(random, rehearsal, seat, out);
    } else if (dice < 78) {
        put_later(random, rehearsal, seat, out);
    } else if (dice < 90) {
        put_other(random, rehearsal, seat, out);
    } else if (dice < 99) {
        put(out, "{\"do\":\"next\"");
    } else {
        put(out, "{\"do\":[");
    }
    put(out, "}");
}
