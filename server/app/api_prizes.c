/*
 * Certificates: who has won what in a contest that is over, each with a link that confirms it. The
 * code in the link is derived from the contest, the prize and the winner; nothing is stored, so a
 * code that was never given out confirms nothing, and neither does one whose prize has gone to
 * somebody else since.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "watch.h"

enum {
    CODE_SIZE = 128,
    PRIZE_SIZE = CODE_SIZE - JB_KEY_SIZE, /* the code without its key */
    CODE_PARTS = 4
};

static const char bearer[] = "Bearer ";

/* "ID.a1.17.KEY": award 1 (d: lottery) of participant or team 17. */
static void write_code(const jb_server *server, const char *id, const jb_prize *prize,
                       char out[CODE_SIZE])
{
    char text[PRIZE_SIZE];
    char key[JB_KEY_SIZE];
    jb_hash hash;
    int size = snprintf(text, sizeof text, "%s.%c%" PRIu32 ".%" PRIu32, id,
                        prize->lottery ? 'd' : 'a', prize->index + 1, prize->number);
    jb_buffer keyed;
    jb_buffer_init(&keyed, 0);
    jb_buffer_append_text(&keyed, "confirm:");
    jb_buffer_append(&keyed, text, (size_t)size);
    jb_hash_keyed((jb_slice){ .bytes = (const char *)server->secret, .size = JB_SECRET_SIZE },
                  jb_buffer_slice(&keyed), &hash);
    jb_buffer_finish(&keyed);
    jb_hex_encode(hash.bytes, (JB_KEY_SIZE - 1) / 2, key);
    (void)snprintf(out, CODE_SIZE, "%s.%s", text, key);
}

/* What the code says; its key is not looked at. False: it is no code. */
static bool read_code(const char *code, char id[JB_CONTEST_ID_SIZE], jb_prize *prize)
{
    char parts[CODE_PARTS][JB_KEY_SIZE];
    for (size_t i = 0; i < CODE_PARTS; i++) {
        size_t size = strcspn(code, ".");
        bool last = i + 1 == CODE_PARTS;
        if (size == 0 || size >= sizeof parts[i] || (code[size] == '\0') != last) {
            return false;
        }
        memcpy(parts[i], code, size);
        parts[i][size] = '\0';
        code += size + !last;
    }
    uint32_t index = 0;
    size_t id_size = strlen(parts[0]);
    if (id_size >= JB_CONTEST_ID_SIZE || (parts[1][0] != 'a' && parts[1][0] != 'd') ||
        !jb_api_number(parts[1] + 1, JB_AWARDS_MAX, &index) ||
        !jb_api_number(parts[2], JB_WINDOW_PLAYERS_MAX, &prize->number)) {
        return false;
    }
    memcpy(id, parts[0], id_size + 1);
    prize->lottery = parts[1][0] == 'd';
    prize->index = index - 1;
    return true;
}

static void look_at_prizes(jb_watch *watch, const jb_scene *scene, const jb_plan *plan)
{
    if (jb_engine_look(scene->engine)->phase == JB_PHASE_FINISHED) {
        jb_json_out json;
        jb_json_begin(&json, &watch->text);
        jb_json_object(&json);
        jb_json_raw_member(&json, "title", scene->title);
        jb_watch_prizes(watch, scene, plan);
    }
}

/* ---- names ---- */

/* The names of winners as they were given: a certificate has no number behind a name. */
typedef struct winner_names {
    const jb_watch *watch;
    uint32_t *order; /* prizes of participants, by their numbers */
    uint32_t count, at;
    char **names; /* by prize; NULL: erased */
    bool failed;
} winner_names;

static bool take_name(void *user, const jb_participant_row *row)
{
    winner_names *winners = user;
    const jb_prize *prizes = winners->watch->prizes;
    for (;
         winners->at < winners->count && prizes[winners->order[winners->at]].number <= row->player;
         winners->at++) {
        uint32_t prize = winners->order[winners->at];
        if (prizes[prize].number == row->player && row->name.size > 0) {
            winners->names[prize] = strndup(row->name.bytes, row->name.size);
            winners->failed = winners->failed || !winners->names[prize];
        }
    }
    return winners->at < winners->count && !winners->failed;
}

/* Prizes of participants in the order of their winners: few of them, so that a simple sort does. */
typedef struct numbered {
    uint32_t number;
    uint32_t prize;
} numbered;

static int compare(const void *a, const void *b)
{
    const numbered *first = a;
    const numbered *second = b;
    return first->number < second->number ? -1 : first->number > second->number;
}

static bool order_prizes(winner_names *winners)
{
    const jb_watch *watch = winners->watch;
    numbered *rows = calloc((size_t)watch->prize_count + 1, sizeof *rows);
    for (uint32_t i = 0; rows && i < watch->prize_count; i++) {
        if (!watch->prizes[i].team) {
            rows[winners->count++] = (numbered){ watch->prizes[i].number, i };
        }
    }
    if (rows && winners->count > 1) {
        qsort(rows, winners->count, sizeof *rows, compare);
    }
    for (uint32_t i = 0; rows && i < winners->count; i++) {
        winners->order[i] = rows[i].prize;
    }
    free(rows);
    return rows != NULL;
}

static void names_finish(winner_names *winners)
{
    for (uint32_t i = 0; winners->names && i < winners->watch->prize_count; i++) {
        free(winners->names[i]);
    }
    free(winners->names);
    free(winners->order);
}

static jb_status read_names(jb_db *db, winner_names *winners)
{
    size_t room = (size_t)winners->watch->prize_count + 1;
    winners->order = calloc(room, sizeof *winners->order);
    winners->names = calloc(room, sizeof *winners->names);
    if (!winners->order || !winners->names || !order_prizes(winners)) {
        return JB_ERR_MEMORY;
    }
    jb_status status = winners->count > 0
                           ? jb_db_participant_list(db, winners->watch->contest, take_name, winners)
                           : JB_OK;
    return winners->failed ? JB_ERR_MEMORY : status;
}

/* ---- the head of the log ---- */

static bool take_head(void *user, const jb_shown_head *shown)
{
    jb_log_head *head = user;
    *head = shown->head;
    return true;
}

/* What people were shown at the end, and may have noted. */
static jb_status write_head(jb_db *db, const jb_watch *watch, jb_json_out *json)
{
    char hex[JB_HASH_HEX_SIZE];
    jb_log_head head = { .seq = 0 };
    jb_status status = jb_db_head_list(db, watch->contest, take_head, &head);
    if (status == JB_OK && head.seq == 0) {
        status = jb_db_log_head(db, watch->contest, &head);
    }
    if (status == JB_OK) {
        jb_hex_encode(head.hash.bytes, JB_HASH_SIZE, hex);
        jb_json_int_member(json, "finished_at", watch->finished_at);
        jb_json_text_member(json, "head", hex);
    }
    return status;
}

/* ---- GET /api/contests/{id}/certificates ---- */

void jb_api_certificates_opening(jb_call *call, const jb_request *request)
{
    (void)request;
    (void)jb_watch_begin(call, look_at_prizes);
}

/* Award, name and unit of a prize. */
static void write_prize(jb_json_out *json, const winner_names *winners, uint32_t index)
{
    const jb_watch *watch = winners->watch;
    const jb_prize *prize = &watch->prizes[index];
    jb_slice label = jb_watch_label(watch, index);
    jb_json_raw_member(json, "award", jb_watch_title(watch, index));
    if (prize->team) {
        jb_json_slice_member(json, "name", label);
    } else if (winners->names[index]) {
        jb_json_text_member(json, "name", winners->names[index]);
    }
    if (!prize->team && label.size > 0) {
        jb_json_slice_member(json, "team", label);
    }
}

static void write_certificate(jb_json_out *json, const winner_names *winners, uint32_t index,
                              const char *id)
{
    char code[CODE_SIZE];
    jb_buffer url;
    const jb_server *server = winners->watch->call->server;
    const jb_prize *prize = &winners->watch->prizes[index];
    write_code(server, id, prize, code);
    jb_buffer_init(&url, 0);
    jb_buffer_append_text(&url, server->public_url);
    jb_buffer_append_text(&url, "/confirm#");
    jb_buffer_append_text(&url, code);
    jb_json_object(json);
    write_prize(json, winners, index);
    jb_json_text_member(json, "for", prize->team ? "team" : "participant");
    jb_json_bool_member(json, "lottery", prize->lottery);
    jb_json_int_member(json, "rank", prize->rank);
    if (prize->has_score) {
        jb_json_hundredths_member(json, "score", prize->score);
    }
    jb_json_slice_member(json, "confirm_url", jb_buffer_slice(&url));
    jb_json_object_end(json);
    jb_buffer_finish(&url);
}

static bool take_id(void *user, const jb_contest_row *row)
{
    char *id = user;
    (void)snprintf(id, JB_CONTEST_ID_SIZE, "%s", row->id);
    return false;
}

/* Hands over what was written, or says why not. */
static void end_answer(jb_db *db, jb_call *call, jb_status status)
{
    jb_watch *watch = call->own;
    if (status == JB_OK && watch->text.failed) {
        status = JB_ERR_MEMORY;
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, status == JB_ERR_MEMORY ? NULL : jb_db_why(db));
        return;
    }
    jb_buffer_finish(&call->body);
    call->body = watch->text;
    jb_buffer_init(&watch->text, 0);
}

void jb_api_certificates(jb_db *db, jb_call *call)
{
    char id[JB_CONTEST_ID_SIZE] = "";
    jb_watch *watch = call->own;
    winner_names winners = { .watch = watch };
    jb_json_out json;
    if (!jb_watch_read(db, call)) {
        return;
    }
    if (watch->phase != JB_PHASE_FINISHED) {
        jb_call_error(call, 409, "running", "This contest is not over.");
        return;
    }
    jb_status status = jb_db_contest_get(db, call->id, take_id, id);
    if (status == JB_OK) {
        status = read_names(db, &winners);
    }
    jb_json_begin(&json, &watch->text);
    json.comma = true;
    if (status == JB_OK) {
        status = write_head(db, watch, &json);
    }
    jb_json_key(&json, "certificates");
    jb_json_array(&json);
    for (uint32_t i = 0; i < watch->prize_count && status == JB_OK; i++) {
        write_certificate(&json, &winners, i, id);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    end_answer(db, call, status);
    names_finish(&winners);
}

/* ---- GET /api/confirm ---- */

static void refuse_code(jb_call *call)
{
    jb_call_error(call, 404, "not_found", "This code confirms nothing.");
}

void jb_api_confirm_opening(jb_call *call, const jb_request *request)
{
    char id[JB_CONTEST_ID_SIZE];
    char right[CODE_SIZE];
    jb_prize prize = { .lottery = false };
    const char *code = request->authorization + sizeof bearer - 1;
    bool good = strncmp(request->authorization, bearer, sizeof bearer - 1) == 0 &&
                strlen(code) < CODE_SIZE && read_code(code, id, &prize);
    if (good) {
        write_code(call->server, id, &prize, right);
        good = jb_secret_equal(jb_slice_of(code), jb_slice_of(right));
    }
    if (good) {
        (void)snprintf(call->id, sizeof call->id, "%s", id);
        (void)snprintf(call->name, sizeof call->name, "%s", code);
        (void)jb_watch_begin(call, look_at_prizes);
    } else if (jb_net_request_failure(call->server->net, call->request)) {
        jb_call_refuse(call, 429, "too_many", "Too many failures; try again in a minute.");
    } else {
        call->work = NULL;
        refuse_code(call);
    }
}

/* The prize that the code is about; prize_count: nobody has it like this any more. */
static uint32_t find_prize(const jb_watch *watch, const jb_prize *wanted)
{
    uint32_t i = 0;
    while (i < watch->prize_count &&
           (watch->prizes[i].lottery != wanted->lottery ||
            watch->prizes[i].index != wanted->index || watch->prizes[i].number != wanted->number)) {
        i++;
    }
    return i;
}

void jb_api_confirm(jb_db *db, jb_call *call)
{
    char id[JB_CONTEST_ID_SIZE];
    jb_json_out json;
    jb_prize wanted = { .lottery = false };
    jb_watch *watch = call->own;
    winner_names winners = { .watch = watch };
    if (!jb_watch_read(db, call)) {
        return;
    }
    uint32_t index =
        read_code(call->name, id, &wanted) ? find_prize(watch, &wanted) : watch->prize_count;
    if (watch->phase != JB_PHASE_FINISHED || index == watch->prize_count) {
        refuse_code(call);
        return;
    }
    jb_status status = read_names(db, &winners);
    jb_json_begin(&json, &watch->text);
    json.comma = true;
    if (status == JB_OK) {
        write_prize(&json, &winners, index);
        status = write_head(db, watch, &json);
    }
    jb_json_object_end(&json);
    end_answer(db, call, status);
    names_finish(&winners);
}
