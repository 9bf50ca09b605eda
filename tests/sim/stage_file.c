/*
 * Contests with a stage: teams or people, and rounds of every format with rules drawn by lot. The
 * bank is as large as such a contest needs; its questions hold the same secrets as the other one's.
 */
#include <stdarg.h>
#include <string.h>

#include "jinbang/assert.h"
#include "sim.h"

enum {
    QUESTIONS = 60,
    MEMBERS = 2
};

__attribute__((format(printf, 2, 3))) static void put(jb_buffer *out, const char *format, ...)
{
    char text[1024];
    va_list list;
    va_start(list, format);
    int size = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    JB_ASSERT(size >= 0 && (size_t)size < sizeof text);
    jb_buffer_append_text(out, text);
}

static const char *word_of(sim *s, const char *const *words, size_t count)
{
    return words[sim_between(s, 0, (int64_t)count - 1)];
}

#define WORD(s, ...)                                                                               \
    word_of((s), (const char *const[]){ __VA_ARGS__ },                                             \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

/* ---- the bank ---- */

#define OPTION(id) "{\"id\":\"" id "\",\"text\":{\"en\":\"Option " id "\"}}"
#define ABCD       "\"options\":[" OPTION("a") "," OPTION("b") "," OPTION("c") "," OPTION("d") "],"

static const struct {
    const char *kind, *rest;
} kinds[] = {
    { "single", ABCD "\"answer\":{\"correct\":[\"b\"]}" },
    { "truefalse", "\"answer\":{\"value\":true}" },
    { "text", "\"answer\":{\"blanks\":[{\"accept\":[{\"text\":\"SECRETone\"}]}]}" },
    { "multiple", ABCD "\"answer\":{\"correct\":[\"a\",\"c\"]}" },
    { "numeric", "\"answer\":{\"accept\":[{\"value\":\"42.5\",\"tolerance\":\"0.5\"}]}" },
    { "ordering", ABCD "\"answer\":{\"order\":[\"d\",\"b\",\"a\",\"c\"]}" },
};

void sim_write_stage_bank(jb_buffer *out)
{
    put(out, "{\"format\":\"question-bank\",\"version\":1,\"id\":\"b\",\"title\":{\"en\":\"T\"},"
             "\"default_language\":\"en\",\"questions\":[");
    for (int i = 0; i < QUESTIONS; i++) {
        size_t kind = (size_t)i % (sizeof kinds / sizeof kinds[0]);
        put(out,
            "%s{\"id\":\"q%d\",\"type\":\"%s\",\"stem\":{\"en\":\"Question q%d?\"},"
            "\"explanation\":{\"en\":\"SECRET reason\"},\"host_note\":{\"en\":\"HOSTNOTE\"},%s}",
            i > 0 ? "," : "", i + 1, kinds[kind].kind, i + 1, kinds[kind].rest);
    }
    put(out, "]}");
}

/* ---- the rounds ---- */

typedef struct outline {
    bool teams, members, hall, playoff, automatic;
    int seats;    /* who take turns: teams, or so many questions of people */
    int question; /* the next that no round has */
} outline;

static void put_questions(outline *as, int count, jb_buffer *out)
{
    put(out, ",\"questions\":{\"bank\":\"b\",\"ids\":[");
    for (int i = 0; i < count; i++) {
        put(out, "%s\"q%d\"", i > 0 ? "," : "", ++as->question);
    }
    JB_ASSERT(as->question <= QUESTIONS);
    put(out, "]}");
}

static void put_turns(const outline *as, int per_seat, jb_buffer *out)
{
    if (as->teams) {
        put(out, ",\"per_seat\":%d", per_seat);
    }
}

static void put_order(sim *s, jb_buffer *out)
{
    put(out, ",\"order\":\"%s\"", WORD(s, "seat", "reverse", "high_low", "low_high", "lot"));
}

static void put_points(sim *s, jb_buffer *out)
{
    put(out, ",\"points\":{\"right\":%s,\"wrong\":%s,\"none\":%s}", WORD(s, "10", "2.5", "20"),
        WORD(s, "0", "-10", "-2.5"), WORD(s, "0", "-5"));
}

/* Points, or what seats stake before they see the question. False: nothing is staked. */
static bool put_wager(sim *s, const outline *as, jb_buffer *out)
{
    if (sim_percent(s, 55)) {
        put_points(s, out);
        return false;
    }
    put(out, ",\"wager\":{\"min\":%s,\"max\":30,\"step\":5,\"time\":%s", WORD(s, "0", "5"),
        as->automatic ? "2" : WORD(s, "0", "2", "4"));
    put(out, ",\"limit\":\"%s\",\"none\":\"%s\"}", WORD(s, "max", "score"),
        WORD(s, "keep", "lose"));
    return true;
}

static void put_oral(sim *s, jb_buffer *out)
{
    if (sim_percent(s, 40)) {
        put(out, ",\"help\":\"foul\",\"help_points\":%s", WORD(s, "0", "-2"));
    }
    put(out, ",\"answer_by\":\"%s\"", WORD(s, "any", "any", "device", "mouth"));
}

static void put_fallback(sim *s, const outline *as, jb_buffer *out)
{
    put(out, ",\"fallback\":\"%s\"", as->hall ? WORD(s, "end", "hall") : "end");
}

static void put_early(sim *s, const outline *as, jb_buffer *out)
{
    const char *then = WORD(s, "blocked", "allowed", "out", "deduct", "void", "hall");
    bool foul = then[0] != 'b' && then[0] != 'a';
    then = then[0] == 'h' && !as->hall ? "void" : then;
    put(out, ",\"early\":{\"then\":\"%s\"", then);
    if (foul) {
        put(out, ",\"points\":%s", WORD(s, "0", "-10", "-0.5"));
    }
    if (foul && sim_percent(s, 80)) {
        put(out, ",\"escalation\":[%s]",
            WORD(s, "{\"count\":2,\"points\":-20},{\"count\":3,\"bar\":true}",
                 "{\"count\":2,\"bar\":true}"));
    }
    put(out, "}");
}

static void put_buzzer(sim *s, outline *as, jb_buffer *out)
{
    put_questions(as, 4, out);
    put(out, ",\"buzz_seconds\":%s,\"tries\":%s,\"too_close\":\"%s\"", WORD(s, "3", "8"),
        WORD(s, "1", "2", "3"), WORD(s, "first", "lot", "again"));
    put_points(s, out);
    put_early(s, as, out);
    put_fallback(s, as, out);
    put_oral(s, out);
}

static void put_risk(sim *s, outline *as, jb_buffer *out)
{
    int stock = as->teams ? as->seats : 3;
    put_questions(as, 2 * stock, out);
    put(out, ",\"values\":[10,30],\"stock\":%d", stock);
    put_turns(as, (int)sim_between(s, 1, 2), out);
    put(out, ",\"distinct_values\":%s,\"may_name\":%s,\"wrong\":\"%s\"",
        as->teams ? WORD(s, "true", "false") : "false", WORD(s, "true", "false"),
        WORD(s, "minus", "zero"));
    put_order(s, out);
    put_oral(s, out);
}

static void put_settings(sim *s, jb_format format, outline *as, jb_buffer *out)
{
    int per_seat = (int)sim_between(s, 1, 2);
    switch (format) {
    case JB_FORMAT_EVERYONE:
        put_questions(as, 2, out);
        (void)put_wager(s, as, out);
        return;
    case JB_FORMAT_TURN:
        put_questions(as, as->seats * per_seat, out);
        put_turns(as, per_seat, out);
        if (!put_wager(s, as, out)) {
            put(out, ",\"tries\":%s", WORD(s, "1", "2"));
        }
        put_order(s, out);
        put_oral(s, out);
        put(out, ",\"spread\":\"%s\"", WORD(s, "rotate", "group"));
        put_fallback(s, as, out);
        put(out, "%s", as->members && per_seat == MEMBERS ? ",\"speaker\":\"member\"" : "");
        return;
    case JB_FORMAT_BUZZER:
        put_buzzer(s, as, out);
        return;
    case JB_FORMAT_RISK:
        put_risk(s, as, out);
        return;
    case JB_FORMAT_RUSH:
        put_questions(as, as->seats * 3, out);
        put_turns(as, 3, out);
        put(out, ",\"run_seconds\":%s", WORD(s, "6", "12"));
        put_points(s, out);
        put_order(s, out);
        put_oral(s, out);
        return;
    case JB_FORMAT_LADDER:
        put_questions(as, as->seats * 3, out);
        put_turns(as, 3, out);
        put(out, ",\"values\":[1,3,7],\"safe\":[2]");
        put_oral(s, out);
        return;
    case JB_FORMAT_SURVIVAL:
        put_questions(as, 3, out);
        put_points(s, out);
        put(out, ",\"survivors\":1%s", sim_percent(s, 50) ? ",\"revival\":2" : "");
        return;
    case JB_FORMAT_JUDGED:
        put_questions(as, as->seats, out);
        put_turns(as, 1, out);
        put_order(s, out);
        put(out, ",\"judges\":3,\"marks\":{\"min\":-1,\"max\":10},\"trimmed\":%s",
            WORD(s, "true", "false"));
        return;
    case JB_FORMAT_COUNT:
        return;
    }
}

static void put_round(sim *s, jb_format format, outline *as, bool overtime, jb_buffer *out)
{
    put(out, "{\"format\":\"%s\"", jb_format_name(format));
    put_settings(s, format, as, out);
    if (format != JB_FORMAT_RUSH && (as->automatic || sim_percent(s, 80))) {
        put(out, ",\"seconds\":%s", WORD(s, "3", "6", "1.5"));
    }
    put(out, "%s", sim_percent(s, 30) ? ",\"intro\":true" : "");
    if (format == JB_FORMAT_BUZZER && !as->automatic && sim_percent(s, 50)) {
        put(out, ",\"start\":\"host\"");
    } else {
        put(out, ",\"reading\":%s", WORD(s, "0", "1.5", "3"));
    }
    if (!overtime && format != JB_FORMAT_LADDER && sim_percent(s, 20)) {
        put(out, ",\"cap\":35");
    }
    put(out,
        ",\"intro_seconds\":0.5,\"locked_seconds\":0.7,\"reveal_seconds\":1,"
        "\"standings_seconds\":1,\"standings\":\"%s\"%s}",
        WORD(s, "turn", "round", "end"), overtime ? ",\"overtime\":true" : "");
}

/* ---- the file ---- */

static void put_seats(sim *s, const outline *as, jb_buffer *out)
{
    static const char *const names[] = { "Red", "Blue", "Nobody" };
    if (!as->teams) {
        return;
    }
    put(out, ",\"seats\":\"teams\",\"teams\":[");
    for (int i = 0; i < as->seats; i++) {
        put(out, "%s{\"name\":\"%s\"%s}", i > 0 ? "," : "", names[i],
            as->members ? ",\"members\":[\"Ann\",\"Ben\"]" : "");
    }
    put(out, "]");
    if (!as->members && sim_percent(s, 70)) {
        put(out, ",\"substitutions\":{\"fielded\":%s,\"max\":%s,\"when\":\"%s\"}",
            WORD(s, "1", "2"), WORD(s, "1", "2"), WORD(s, "rounds", "turns"));
    }
    put(out, ",\"hall\":{\"when\":\"%s\"", as->hall ? WORD(s, "along", "fallen") : "never");
    if (as->hall) {
        put(out, ",\"seconds\":%s,\"right\":5", as->automatic ? "2" : WORD(s, "0", "2"));
    }
    put(out, "}");
}

/* What has most to do for phones comes most often. */
static jb_format some_format(sim *s)
{
    int64_t chance = sim_between(s, 0, 99);
    if (chance < 35) {
        return sim_percent(s, 65) ? JB_FORMAT_BUZZER : JB_FORMAT_RISK;
    }
    if (chance < 55) {
        return sim_percent(s, 50) ? JB_FORMAT_EVERYONE : JB_FORMAT_TURN;
    }
    return (jb_format)sim_between(s, 0, JB_FORMAT_COUNT - 1);
}

void sim_write_stage_file(sim *s, jb_buffer *out)
{
    outline as = { .teams = sim_percent(s, 70), .seats = 3, .automatic = sim_percent(s, 50) };
    as.members = as.teams && sim_percent(s, 40);
    as.hall = as.teams && sim_percent(s, 75);
    as.playoff = sim_percent(s, 50);
    put(out, "{\"title\":{\"en\":\"Sim\"},\"pace\":\"%s\",\"base\":%s,\"fair_cap_ms\":%d",
        as.automatic ? "auto" : "host", WORD(s, "0", "100"), (int)sim_between(s, 0, 300));
    put_seats(s, &as, out);
    put(out, "%s", sim_percent(s, 20) ? ",\"floor\":-5" : "");
    put(out, ",\"tie\":[%s],\"awards\":[{\"title\":{\"en\":\"First\"},\"places\":1}],\"rounds\":[",
        as.playoff ? "\"playoff\"" : "");
    int rounds = (int)sim_between(s, 2, 4);
    for (int i = 0; i < rounds; i++) {
        put_round(s, some_format(s), &as, false, out);
        put(out, i + 1 < rounds || as.playoff ? "," : "");
    }
    if (as.playoff) {
        static const jb_format formats[] = { JB_FORMAT_EVERYONE, JB_FORMAT_BUZZER, JB_FORMAT_TURN,
                                             JB_FORMAT_JUDGED };
        put_round(s, formats[sim_between(s, 0, 3)], &as, true, out);
    }
    put(out, "]}");
}
