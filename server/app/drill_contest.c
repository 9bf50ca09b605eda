/*
 * The contest of a drill, see drill_contest.h.
 */
#include "drill_contest.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/drill.h"
#include "jinbang/hash.h"
#include "jinbang/json_out.h"
#include "jinbang/random.h"

enum {
    TARGET_SIZE = 256,
    NAME_BYTES = 4,
    CREATED = 201,
    NO_CONTENT = 204,
    SECONDS = 3600 /* nobody is to be late because this machine is slow */
};

/* ---- where ---- */

static bool copy(char *out, size_t room, const char *from, size_t size)
{
    if (size == 0 || size >= room) {
        return false;
    }
    memcpy(out, from, size);
    out[size] = '\0';
    return true;
}

bool jb_drill_url(const char *url, jb_drill_server *out)
{
    static const char scheme[] = "http://";
    const char *host = url + sizeof scheme - 1;
    if (strncmp(url, scheme, sizeof scheme - 1) != 0) {
        return false;
    }
    bool bracket = host[0] == '[';
    host += bracket;
    size_t size = strcspn(host, bracket ? "]/" : ":/");
    const char *after = host + size;
    if (!copy(out->host, sizeof out->host, host, size) || (bracket && *after++ != ']')) {
        return false;
    }
    if (*after != ':') {
        (void)snprintf(out->port, sizeof out->port, "80");
    } else {
        size = strspn(++after, "0123456789");
        if (!copy(out->port, sizeof out->port, after, size)) {
            return false;
        }
        after += size;
    }
    return strcmp(after, "") == 0 || strcmp(after, "/") == 0;
}

/* ---- asking the server ---- */

/* What it says is wrong, or else only the number. */
static jb_status refused(const jb_buffer *answer, int status, const char *what, jb_buffer *why)
{
    char number[40];
    cJSON *tree = cJSON_ParseWithLength(jb_buffer_text(answer), answer->size);
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(tree, "error");
    const char *message = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(error, "message"));
    jb_buffer_append_text(why, what);
    jb_buffer_append_text(why, ": ");
    jb_buffer_append_text(why, message ? message : "the server refused");
    (void)snprintf(number, sizeof number, " (HTTP status %d)", status);
    jb_buffer_append_text(why, number);
    cJSON_Delete(tree);
    return JB_ERR_INVALID;
}

/* Asks; another status than `wanted` is a failure of `what`. */
static jb_status ask(const jb_drill_server *server, const jb_drill_call *what, int wanted,
                     jb_buffer *answer, jb_buffer *why)
{
    jb_drill_call call = *what;
    int status = 0;
    call.host = server->host;
    call.port = server->port;
    call.key = server->key[0] != '\0' ? server->key : NULL;
    jb_status result = jb_drill_http(&call, &status, answer, why);
    if (result == JB_OK && status != wanted) {
        char name[TARGET_SIZE];
        (void)snprintf(name, sizeof name, "%s %s", call.method, call.target);
        result = refused(answer, status, name, why);
    }
    return result;
}

static bool take(const cJSON *tree, const char *key, char *out, size_t room)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(tree, key));
    return text && copy(out, room, text, strlen(text));
}

/* ---- what is made ---- */

static void write_text(jb_json_out *json, const char *key, const char *en, const char *zh)
{
    jb_json_key(json, key);
    jb_json_object(json);
    jb_json_text_member(json, "en", en);
    jb_json_text_member(json, "zh-Hans", zh);
    jb_json_object_end(json);
}

static void write_option(jb_json_out *json, const char *id, const char *en, const char *zh)
{
    jb_json_object(json);
    jb_json_text_member(json, "id", id);
    write_text(json, "text", en, zh);
    jb_json_object_end(json);
}

static void write_question(jb_json_out *json, uint32_t number)
{
    char id[16];
    (void)snprintf(id, sizeof id, "q%" PRIu32, number);
    jb_json_object(json);
    jb_json_text_member(json, "id", id);
    jb_json_text_member(json, "type", "single");
    write_text(json, "stem", "A drill: which of these creatures has six legs?",
               "演练：下面哪一种动物有六条腿？");
    jb_json_key(json, "options");
    jb_json_array(json);
    write_option(json, "a", "The ant", "蚂蚁");
    write_option(json, "b", "The spider", "蜘蛛");
    write_option(json, "c", "The crab", "螃蟹");
    write_option(json, "d", "The horse", "马");
    jb_json_array_end(json);
    jb_json_key(json, "answer");
    jb_json_raw(json, jb_slice_of("{\"correct\":[\"a\"]}"));
    jb_json_object_end(json);
}

static void write_bank(jb_buffer *out, const char *name, uint32_t questions)
{
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    jb_json_text_member(&json, "format", "question-bank");
    jb_json_int_member(&json, "version", 1);
    jb_json_text_member(&json, "id", name);
    write_text(&json, "title", "Drill", "演练");
    jb_json_text_member(&json, "default_language", "en");
    jb_json_key(&json, "questions");
    jb_json_array(&json);
    for (uint32_t i = 1; i <= questions; i++) {
        write_question(&json, i);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
}

static void write_file(jb_buffer *out, const char *bank, uint32_t questions, uint32_t players)
{
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    write_text(&json, "title", "Drill", "演练");
    jb_json_int_member(&json, "players_max", players);
    jb_json_key(&json, "rounds");
    jb_json_array(&json);
    jb_json_object(&json);
    jb_json_text_member(&json, "format", "everyone");
    jb_json_int_member(&json, "seconds", SECONDS);
    jb_json_text_member(&json, "standings", "turn");
    jb_json_key(&json, "questions");
    jb_json_object(&json);
    jb_json_text_member(&json, "bank", bank);
    jb_json_key(&json, "ids");
    jb_json_array(&json);
    for (uint32_t i = 1; i <= questions; i++) {
        char id[16];
        (void)snprintf(id, sizeof id, "q%" PRIu32, i);
        jb_json_text(&json, id);
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    jb_json_object_end(&json);
    jb_json_array_end(&json);
    jb_json_object_end(&json);
}

static jb_status make_bank(const jb_drill_server *server, uint32_t questions, jb_drill_contest *out,
                           jb_buffer *why)
{
    unsigned char bytes[NAME_BYTES];
    char hex[2 * NAME_BYTES + 1];
    char name[JB_DRILL_ID_SIZE];
    jb_buffer bank;
    jb_buffer answer;
    jb_buffer_init(&bank, 0);
    jb_buffer_init(&answer, 0);
    jb_random_secret(bytes, sizeof bytes);
    jb_hex_encode(bytes, sizeof bytes, hex);
    (void)snprintf(name, sizeof name, "drill-%s", hex);
    write_bank(&bank, name, questions);
    jb_drill_call call = { .method = "POST",
                           .target = "/api/banks?name=drill&format=json",
                           .body = jb_buffer_slice(&bank) };
    jb_status status = bank.failed ? JB_ERR_MEMORY : ask(server, &call, CREATED, &answer, why);
    if (status == JB_OK) {
        cJSON *tree = cJSON_ParseWithLength(jb_buffer_text(&answer), answer.size);
        if (!take(tree, "id", out->bank, sizeof out->bank)) {
            jb_buffer_append_text(why, "the server did not say which bank it made");
            status = JB_ERR_INVALID;
        }
        cJSON_Delete(tree);
    }
    jb_buffer_finish(&answer);
    jb_buffer_finish(&bank);
    return status;
}

jb_status jb_drill_contest_make(const jb_drill_server *server, uint32_t questions, uint32_t players,
                                jb_drill_contest *out, jb_buffer *why)
{
    jb_buffer file;
    jb_buffer answer;
    *out = (jb_drill_contest){ .bank = "" };
    jb_status status = make_bank(server, questions, out, why);
    if (status != JB_OK) {
        return status;
    }
    jb_buffer_init(&file, 0);
    jb_buffer_init(&answer, 0);
    write_file(&file, out->bank, questions, players);
    jb_drill_call call = { .method = "POST",
                           .target = "/api/contests",
                           .body = jb_buffer_slice(&file) };
    status = file.failed ? JB_ERR_MEMORY : ask(server, &call, CREATED, &answer, why);
    if (status == JB_OK) {
        cJSON *tree = cJSON_ParseWithLength(jb_buffer_text(&answer), answer.size);
        if (!take(tree, "id", out->id, sizeof out->id) ||
            !take(tree, "code", out->code, sizeof out->code) ||
            !take(tree, "host_key", out->host_key, sizeof out->host_key) ||
            !take(tree, "screen_key", out->screen_key, sizeof out->screen_key)) {
            jb_buffer_append_text(why, "the server did not say which contest it made");
            status = JB_ERR_INVALID;
        }
        cJSON_Delete(tree);
    }
    jb_buffer_finish(&answer);
    jb_buffer_finish(&file);
    return status;
}

static jb_status remove_one(const jb_drill_server *server, const char *target, jb_buffer *why)
{
    jb_buffer answer;
    jb_buffer_init(&answer, 0);
    jb_drill_call call = { .method = "DELETE", .target = target };
    jb_status status = ask(server, &call, NO_CONTENT, &answer, why);
    jb_buffer_finish(&answer);
    return status;
}

jb_status jb_drill_contest_remove(const jb_drill_server *server, jb_drill_contest *contest,
                                  jb_buffer *why)
{
    char target[TARGET_SIZE];
    jb_status status = JB_OK;
    if (contest->id[0] != '\0') {
        (void)snprintf(target, sizeof target, "/api/contests/%s?confirm=%s", contest->id,
                       contest->code);
        status = remove_one(server, target, why);
    }
    if (status == JB_OK) {
        contest->id[0] = '\0';
        if (contest->bank[0] != '\0') {
            (void)snprintf(target, sizeof target, "/api/banks/%s", contest->bank);
            status = remove_one(server, target, why);
        }
    }
    if (status == JB_OK) {
        contest->bank[0] = '\0';
    }
    return status;
}
