/*
 * Reading rehearsal scripts, by two tables: fields with how each is read, inputs with the fields
 * they need and may have. What is wrong with a line is said in a sentence, and the next line is
 * read as if it had not been there.
 */
#include "script.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "jinbang/decimal.h"
#include "jinbang/limits.h"
#include "jinbang/text.h"

typedef enum field {
    FIELD_AT,
    FIELD_SEAT,
    FIELD_OTHER,
    FIELD_PERSON,
    FIELD_IS,
    FIELD_ANSWER,
    FIELD_VALUE,
    FIELD_POINTS,
    FIELD_KIND,
    FIELD_JUDGE,
    FIELD_TURN,
    FIELD_ROUND,
    FIELD_FORMAT,
    FIELD_PHASE,
    FIELD_MS,
    FIELD_ONLY,
    FIELD_REASON,
    FIELD_OUT,
    FIELD_IN,
    FIELD_TEAM,
    FIELD_PEOPLE,
    FIELD_TAKE_PART,
    FIELD_MEAN,
    FIELD_SEED,
    FIELD_DRAW,
    FIELD_NUMBER,
    FIELD_COUNT
} field;

static bool read_whole(const cJSON *item, int64_t min, int64_t max, int64_t *value)
{
    if (!cJSON_IsNumber(item) ||
        !(item->valuedouble >= (double)min && item->valuedouble <= (double)max)) {
        return false;
    }
    *value = (int64_t)item->valuedouble;
    return !((double)*value < item->valuedouble || (double)*value > item->valuedouble);
}

static bool read_number(const cJSON *item, uint32_t *number)
{
    int64_t value = 0;
    if (!read_whole(item, 1, INT32_MAX, &value)) {
        return false;
    }
    *number = (uint32_t)value;
    return true;
}

static bool read_time(const cJSON *item, jb_time min, jb_time *time)
{
    return read_whole(item, min, JB_SCRIPT_TIME_MAX, time);
}

static bool read_who(const cJSON *item, jb_script_who *who)
{
    if (!cJSON_IsString(item)) {
        return read_number(item, &who->number);
    }
    who->name = jb_slice_of(item->valuestring);
    return who->name.size > 0 && who->name.size <= JB_NAME_BYTES_MAX;
}

/* A number with at most two decimals, or the same as text. */
static bool read_hundredths(const cJSON *item, int64_t *value)
{
    if (cJSON_IsString(item)) {
        return jb_decimal_parse(jb_slice_of(item->valuestring), 2, value) == JB_OK &&
               *value <= JB_POINTS_MAX && *value >= -JB_POINTS_MAX;
    }
    return cJSON_IsNumber(item) && jb_decimal_hundredths(item->valuedouble, value);
}

typedef const char *(*word_of)(int value);

static const char *verdict_word(int value)
{
    return jb_verdict_name((jb_verdict)value);
}

static const char *foul_word(int value)
{
    return jb_foul_name((jb_foul)value);
}

static const char *format_word(int value)
{
    return jb_format_name((jb_format)value);
}

static const char *phase_word(int value)
{
    return jb_phase_name((jb_phase)value);
}

/* One of the words from `first` up to `count`. */
static bool read_word(const cJSON *item, word_of word, int first, int count, int *value)
{
    for (int i = first; cJSON_IsString(item) && i < count; i++) {
        if (strcmp(item->valuestring, word(i)) == 0) {
            *value = i;
            return true;
        }
    }
    return false;
}

/* One of a closed list of words. */
static bool read_words(field which, const cJSON *item, jb_script_line *line)
{
    int value = 0;
    bool good = false;
    if (which == FIELD_IS) {
        good = read_word(item, verdict_word, 0, JB_VERDICT_COUNT, &value);
        line->has_verdict = good;
        line->verdict = (jb_verdict)value;
    } else if (which == FIELD_KIND) {
        good = read_word(item, foul_word, 0, JB_FOUL_COUNT, &value);
        line->foul = (jb_foul)value;
    } else if (which == FIELD_FORMAT) {
        good = read_word(item, format_word, 0, JB_FORMAT_COUNT, &value);
        line->has_format = good;
        line->format = (jb_format)value;
    } else {
        good = read_word(item, phase_word, JB_PHASE_INTRO, JB_PHASE_FINISHED, &value);
        line->phase = (jb_phase)value;
    }
    return good;
}

/* What only window contests and lotteries have. */
static bool read_of_window(field which, const cJSON *item, jb_script_line *line)
{
    int64_t value = 0;
    if (which == FIELD_TEAM) {
        return read_who(item, &line->team);
    }
    if (which == FIELD_MEAN) {
        return read_hundredths(item, &line->mean);
    }
    if (which == FIELD_NUMBER) {
        line->number = cJSON_IsString(item) ? jb_slice_of(item->valuestring) : (jb_slice){ 0 };
        return line->number.size > 0 && line->number.size <= JB_REASON_BYTES_MAX;
    }
    if (which == FIELD_SEED) {
        return read_number(item, &line->seed);
    }
    if (which == FIELD_DRAW) {
        return read_number(item, &line->draw);
    }
    bool good = read_whole(item, which == FIELD_PEOPLE ? 1 : 0, JB_WINDOW_PLAYERS_MAX, &value);
    *(which == FIELD_PEOPLE ? &line->people : &line->take_part) = (uint32_t)value;
    return good;
}

static bool read_field(field which, const cJSON *item, jb_script_line *line)
{
    switch (which) {
    case FIELD_AT:
        return read_time(item, 0, &line->at);
    case FIELD_MS:
        return read_time(item, line->what == JB_SCRIPT_WAIT ? 0 : 1, &line->ms);
    case FIELD_SEAT:
        return read_who(item, &line->seat);
    case FIELD_OTHER:
        return read_who(item, &line->other);
    case FIELD_PERSON:
        return read_who(item, &line->person);
    case FIELD_OUT:
        return read_who(item, &line->out);
    case FIELD_IN:
        return read_who(item, &line->in);
    case FIELD_ANSWER:
        line->answer = item;
        return true;
    case FIELD_VALUE:
    case FIELD_POINTS:
        line->has_value = read_hundredths(item, &line->value);
        return line->has_value;
    case FIELD_JUDGE:
        return read_number(item, &line->judge);
    case FIELD_TURN:
        return read_number(item, &line->turn);
    case FIELD_ROUND:
        return read_number(item, &line->round);
    case FIELD_ONLY:
        line->only = cJSON_IsTrue(item);
        return cJSON_IsBool(item);
    case FIELD_REASON:
        line->reason = cJSON_IsString(item) ? jb_slice_of(item->valuestring) : (jb_slice){ 0 };
        return line->reason.size > 0 && line->reason.size <= JB_REASON_BYTES_MAX;
    case FIELD_IS:
    case FIELD_KIND:
    case FIELD_FORMAT:
    case FIELD_PHASE:
        return read_words(which, item, line);
    case FIELD_TEAM:
    case FIELD_PEOPLE:
    case FIELD_TAKE_PART:
    case FIELD_MEAN:
    case FIELD_SEED:
    case FIELD_DRAW:
    case FIELD_NUMBER:
    case FIELD_COUNT:
        break;
    }
    return read_of_window(which, item, line);
}

static const char *const field_names[] = {
    [FIELD_AT] = "at",         [FIELD_SEAT] = "seat",
    [FIELD_OTHER] = "other",   [FIELD_PERSON] = "person",
    [FIELD_IS] = "is",         [FIELD_ANSWER] = "answer",
    [FIELD_VALUE] = "value",   [FIELD_POINTS] = "points",
    [FIELD_KIND] = "kind",     [FIELD_JUDGE] = "judge",
    [FIELD_TURN] = "turn",     [FIELD_ROUND] = "round",
    [FIELD_FORMAT] = "format", [FIELD_PHASE] = "phase",
    [FIELD_MS] = "ms",         [FIELD_ONLY] = "only",
    [FIELD_REASON] = "reason", [FIELD_OUT] = "out",
    [FIELD_IN] = "in",         [FIELD_TEAM] = "team",
    [FIELD_PEOPLE] = "people", [FIELD_TAKE_PART] = "take_part",
    [FIELD_MEAN] = "mean",     [FIELD_SEED] = "seed",
    [FIELD_DRAW] = "draw",     [FIELD_NUMBER] = "number",
};
_Static_assert(sizeof field_names / sizeof field_names[0] == FIELD_COUNT, "a name each");

#define BIT(name) (UINT32_C(1) << FIELD_##name)

/* Every input may say when it is made. */
typedef struct do_row {
    const char *name;
    uint32_t needs;
    uint32_t takes; /* beside what it needs */
} do_row;

static const do_row rows[] = {
    [JB_SCRIPT_START] = { "start", 0, 0 },
    [JB_SCRIPT_NEXT] = { "next", 0, 0 },
    [JB_SCRIPT_TURN] = { "turn", 0, BIT(SEAT) | BIT(FORMAT) | BIT(ROUND) | BIT(PHASE) },
    [JB_SCRIPT_ANSWER] = { "answer", 0,
                           BIT(SEAT) | BIT(PERSON) | BIT(IS) | BIT(ANSWER) | BIT(POINTS) |
                               BIT(TURN) | BIT(TEAM) },
    [JB_SCRIPT_BUZZ] = { "buzz", BIT(SEAT), 0 },
    [JB_SCRIPT_PICK] = { "pick", BIT(VALUE), BIT(SEAT) },
    [JB_SCRIPT_WAGER] = { "wager", BIT(VALUE), BIT(SEAT) },
    [JB_SCRIPT_PASS] = { "pass", 0, BIT(SEAT) },
    [JB_SCRIPT_NAME] = { "name", BIT(OTHER), BIT(SEAT) },
    [JB_SCRIPT_FOUL] = { "foul", BIT(KIND), BIT(SEAT) },
    [JB_SCRIPT_MARKS] = { "marks", BIT(JUDGE) | BIT(VALUE), BIT(SEAT) },
    [JB_SCRIPT_HALL] = { "hall", 0, 0 },
    [JB_SCRIPT_LOCK] = { "lock", 0, 0 },
    [JB_SCRIPT_SKIP] = { "skip", 0, 0 },
    [JB_SCRIPT_UNDO] = { "undo", 0, 0 },
    [JB_SCRIPT_ADJUST] = { "adjust", BIT(POINTS) | BIT(REASON), BIT(SEAT) | BIT(PERSON) },
    [JB_SCRIPT_ACCEPT] = { "accept", BIT(ANSWER), BIT(TURN) | BIT(ONLY) },
    [JB_SCRIPT_VOID] = { "void", 0, BIT(TURN) },
    [JB_SCRIPT_REVERSE] = { "reverse", BIT(SEAT) | BIT(IS), BIT(TURN) | BIT(POINTS) },
    [JB_SCRIPT_PAUSE] = { "pause", 0, 0 },
    [JB_SCRIPT_RESUME] = { "resume", 0, 0 },
    [JB_SCRIPT_EXTEND] = { "extend", BIT(MS), 0 },
    [JB_SCRIPT_SUBSTITUTE] = { "substitute", BIT(SEAT) | BIT(OUT) | BIT(IN), 0 },
    [JB_SCRIPT_WAIT] = { "wait", BIT(MS), 0 },
    [JB_SCRIPT_FINISH] = { "finish", 0, 0 },
    [JB_SCRIPT_OPEN] = { "open", 0, BIT(SEAT) | BIT(TEAM) | BIT(SEED) },
    [JB_SCRIPT_HAND_IN] = { "hand_in", BIT(SEAT), 0 },
    [JB_SCRIPT_CROWD] = { "crowd", BIT(PEOPLE),
                          BIT(TEAM) | BIT(TAKE_PART) | BIT(MEAN) | BIT(SEED) | BIT(MS) },
    [JB_SCRIPT_ANNOUNCE] = { "announce", BIT(DRAW), BIT(REASON) },
    [JB_SCRIPT_DRAW] = { "draw", BIT(DRAW) | BIT(NUMBER), 0 },
};
_Static_assert(sizeof rows / sizeof rows[0] == JB_SCRIPT_DO_COUNT, "a row each");

const char *jb_script_do_name(jb_script_do what)
{
    return (size_t)what < JB_SCRIPT_DO_COUNT ? rows[what].name : NULL;
}

static jb_script_fault bad_field(jb_buffer *why, const char *name, const char *what)
{
    jb_buffer_append_text(why, "The field \"");
    jb_buffer_append_text(why, name);
    jb_buffer_append_text(why, "\" ");
    jb_buffer_append_text(why, what);
    return JB_SCRIPT_BAD_FIELD;
}

/* A text of the line in a message: as much of it as a person needs to find it. */
static void append_found(jb_buffer *why, const char *text)
{
    enum {
        SHOWN_MAX = 40
    };
    jb_slice all = jb_slice_of(text);
    size_t size = jb_text_printable(all) ? jb_text_cut(all, SHOWN_MAX) : 0;
    jb_buffer_append(why, all.bytes, size);
    jb_buffer_append_text(why, size < all.size ? "..." : "");
}

/* A field that nobody reads is most often one that was mistyped: it is worth a word. */
static void note_unknown(const cJSON *tree, uint32_t known, jb_buffer *why)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, tree) {
        bool found = strcmp(item->string, "do") == 0;
        for (int i = 0; i < FIELD_COUNT && !found; i++) {
            found = ((known >> i) & 1U) && strcmp(item->string, field_names[i]) == 0;
        }
        if (!found) {
            jb_buffer_append_text(why, why->size > 0 ? ", " : "");
            append_found(why, item->string);
        }
    }
}

/* What one field cannot say alone. */
static jb_script_fault check_line(const jb_script_line *line, jb_buffer *why)
{
    bool answer = line->what == JB_SCRIPT_ANSWER;
    if (answer && line->has_verdict == (line->answer != NULL)) {
        return bad_field(why, "is", "or \"answer\" must be there, one of the two.");
    }
    bool partial = line->has_verdict && line->verdict == JB_VERDICT_PARTIAL;
    if ((answer || line->what == JB_SCRIPT_REVERSE) && partial != line->has_value) {
        return bad_field(why, "points",
                         partial ? "is missing: how many is \"partial\" worth?"
                                 : "goes with \"is\": \"partial\" only.");
    }
    bool seat = line->seat.number > 0 || line->seat.name.bytes;
    bool person = line->person.number > 0 || line->person.name.bytes;
    if (seat && person) {
        return bad_field(why, "person", "means somebody in the hall; a seat is not.");
    }
    if (line->what == JB_SCRIPT_CROWD && line->take_part > line->people) {
        return bad_field(why, "take_part", "are more than there are people.");
    }
    if (line->what == JB_SCRIPT_ADJUST && !seat && !person) {
        return bad_field(why, "seat", "is missing.");
    }
    return JB_SCRIPT_FINE;
}

static jb_script_fault read_fields(const cJSON *tree, jb_script_line *line, jb_buffer *why)
{
    const do_row *row = &rows[line->what];
    uint32_t known = BIT(AT) | row->needs | row->takes;
    for (int i = 0; i < FIELD_COUNT; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, field_names[i]);
        if (!((known >> i) & 1U)) {
            continue;
        }
        if (!item || cJSON_IsNull(item)) {
            if ((row->needs >> i) & 1U) {
                return bad_field(why, field_names[i], "is missing.");
            }
            continue;
        }
        if (!read_field((field)i, item, line)) {
            return bad_field(why, field_names[i], "has the wrong type or is out of range.");
        }
    }
    jb_script_fault fault = check_line(line, why);
    if (fault == JB_SCRIPT_FINE) {
        note_unknown(tree, known, why);
    }
    return fault;
}

static jb_script_fault check_names(const cJSON *tree, jb_buffer *why)
{
    if (cJSON_GetArraySize(tree) > JB_SCRIPT_FIELDS_MAX) {
        jb_buffer_append_text(why, "There are too many fields.");
        return JB_SCRIPT_BAD_FIELD;
    }
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, tree) {
        for (const cJSON *other = item->next; other; other = other->next) {
            if (strcmp(item->string, other->string) == 0) {
                jb_buffer_append_text(why, "A field stands there twice: ");
                append_found(why, item->string);
                return JB_SCRIPT_BAD_FIELD;
            }
        }
    }
    return JB_SCRIPT_FINE;
}

static jb_script_fault read_tree(const cJSON *tree, jb_script_line *line, jb_buffer *why)
{
    const cJSON *what = cJSON_GetObjectItemCaseSensitive(tree, "do");
    if (!cJSON_IsObject(tree) || !cJSON_IsString(what)) {
        jb_buffer_append_text(why, "This is not one JSON object with a \"do\".");
        return JB_SCRIPT_MALFORMED;
    }
    jb_script_fault fault = check_names(tree, why);
    if (fault != JB_SCRIPT_FINE) {
        return fault;
    }
    int found = 0;
    while (found < JB_SCRIPT_DO_COUNT && strcmp(what->valuestring, rows[found].name) != 0) {
        found++;
    }
    if (found == JB_SCRIPT_DO_COUNT) {
        jb_buffer_append_text(why, "There is no such input: ");
        append_found(why, what->valuestring);
        return JB_SCRIPT_UNKNOWN_DO;
    }
    line->what = (jb_script_do)found;
    return read_fields(tree, line, why);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static jb_slice trimmed(jb_slice text)
{
    while (text.size > 0 && is_space(text.bytes[0])) {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 && is_space(text.bytes[text.size - 1])) {
        text.size--;
    }
    return text;
}

/* How deep brackets stand in each other, outside texts. A NUL could end a text early: as a byte
 * UTF-8 checking finds it, escaped it is looked for here. */
static bool is_tame(jb_slice text)
{
    static const char nul[] = "u0000";
    size_t depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (in_text && c == '\\') {
            if (text.size - i > sizeof nul - 1 && memcmp(text.bytes + i + 1, nul, 5) == 0) {
                return false;
            }
            i++;
        } else if (c == '"') {
            in_text = !in_text;
        } else if (!in_text && (c == '{' || c == '[')) {
            depth++;
        } else if (!in_text && (c == '}' || c == ']') && depth > 0) {
            depth--;
        }
        if (depth > JB_JSON_DEPTH_MAX) {
            return false;
        }
    }
    return true;
}

jb_script_fault jb_script_read(jb_slice text, jb_script_line *line, jb_buffer *why)
{
    *line = (jb_script_line){ .at = JB_TIME_NONE, .phase = JB_PHASE_OPEN };
    text = trimmed(text);
    if (text.size == 0 || text.bytes[0] == '#') {
        return JB_SCRIPT_EMPTY;
    }
    if (text.size > JB_SCRIPT_LINE_MAX) {
        jb_buffer_append_text(why, "The line is too long.");
        return JB_SCRIPT_MALFORMED;
    }
    const char *end = NULL;
    cJSON *tree = NULL;
    if (jb_utf8_valid(text) && is_tame(text)) {
        tree = cJSON_ParseWithLengthOpts(text.bytes, text.size, &end, false);
    }
    if (!tree || end != text.bytes + text.size) {
        cJSON_Delete(tree);
        jb_buffer_append_text(why, "This is not one JSON object with a \"do\".");
        return JB_SCRIPT_MALFORMED;
    }
    jb_script_fault fault = read_tree(tree, line, why);
    if (fault == JB_SCRIPT_FINE) {
        line->tree = tree;
    } else {
        cJSON_Delete(tree);
    }
    return fault;
}

void jb_script_finish(jb_script_line *line)
{
    cJSON_Delete(line->tree);
    line->tree = NULL;
}

jb_slice jb_script_begin(jb_slice script)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (script.size >= 3 && memcmp(script.bytes, mark, 3) == 0) {
        script.bytes += 3;
        script.size -= 3;
    }
    return script;
}

bool jb_script_next(jb_slice *rest, jb_slice *line)
{
    if (rest->size == 0) {
        return false;
    }
    const char *feed = memchr(rest->bytes, '\n', rest->size);
    size_t size = feed ? (size_t)(feed - rest->bytes) : rest->size;
    *line = (jb_slice){ .bytes = rest->bytes, .size = size };
    size_t taken = feed ? size + 1 : size;
    rest->bytes += taken;
    rest->size -= taken;
    return true;
}
