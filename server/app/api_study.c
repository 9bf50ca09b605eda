/*
 * Banks for practice: the switch, and the questions with their answers for whoever has the code.
 * The code is a bank's own, or that of a window contest whose file says `study`, until it opens. A
 * plan is made or read either way, so that both say a question in the same words as a contest does.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "contest_data.h"
#include "jinbang/decimal.h"
#include "jinbang/roster.h"

enum {
    BANKS_MAX = 64,
    MILLIONTHS = 6
};

/* ---- POST /api/banks/{id}/study ---- */

void jb_api_study_switching(jb_call *call, const jb_request *request)
{
    cJSON *tree = cJSON_ParseWithLength(call->body_in, call->body_in_size);
    const cJSON *on = cJSON_GetObjectItemCaseSensitive(tree, "on");
    (void)request;
    if (!cJSON_IsBool(on)) {
        jb_call_refuse(call, 400, "bad_field", "The body is {\"on\": true} or false.");
    }
    call->study = cJSON_IsTrue(on) != 0;
    cJSON_Delete(tree);
}

static bool note_code(void *user, const jb_bank_row *row)
{
    (void)snprintf(user, JB_PERSONAL_CODE_SIZE, "%s", row->study ? row->study : "");
    return false;
}

void jb_api_study_switch(jb_db *db, jb_call *call)
{
    char code[JB_PERSONAL_CODE_SIZE] = "";
    jb_json_out json;
    jb_status status = jb_db_bank_get(db, call->id, note_code, code);
    if (status == JB_OK && !call->study) {
        status = jb_db_bank_study(db, call->id, NULL);
    } else if (status == JB_OK && code[0] == '\0') {
        do { /* 40 bits: that two banks have the same is not to be expected */
            jb_personal_code_make(code);
            status = jb_db_bank_study(db, call->id, code);
        } while (status == JB_ERR_EXISTS);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "code");
    if (call->study) {
        jb_json_text(&json, code);
    } else {
        jb_json_null(&json);
    }
    jb_json_object_end(&json);
}

/* ---- GET /api/study ---- */

static void refuse(jb_call *call)
{
    jb_call_refuse(call, 404, "no_study", "Nothing can be practised under this code now.");
}

/* A contest's code is looked up here, because only the loop knows whether it has opened. */
void jb_api_study_opening(jb_call *call, const jb_request *request)
{
    char typed[JB_PERSONAL_CODE_SIZE];
    jb_contest_info info;
    bool good = jb_api_query(request->query, "code", typed, sizeof typed) &&
                jb_personal_code_read(jb_slice_of(typed), call->name);
    call->id[0] = '\0';
    if (good && strlen(typed) == JB_CODE_DIGITS) {
        good = jb_arena_find(call->server->arena, typed, &info) && info.plan->rules.window &&
               info.plan->rules.window->study && info.phase == JB_PHASE_LOBBY;
        if (good) {
            (void)snprintf(call->id, sizeof call->id, "%s", info.id);
        }
    }
    if (good) {
        return;
    }
    if (jb_net_request_failure(call->server->net, call->request)) {
        jb_call_refuse(call, 429, "too_many", "Too many failures; try again in a minute.");
    } else {
        refuse(call);
    }
}

/* A bank whose tags are asked for, question by question in about its own order. */
typedef struct tagged {
    jb_slice id;
    cJSON *tree;
    const cJSON *questions;
    const cJSON *next;
} tagged;

typedef struct study {
    jb_db *db;
    jb_plan *plan;
    jb_json_out json;
    tagged banks[BANKS_MAX];
    size_t bank_count;
    char bank[JB_BANK_ID_SIZE]; /* that is practised; "": a contest is */
    char *name;
} study;

static bool take_tree(void *user, const jb_bank_row *row)
{
    tagged *bank = user;
    bank->tree = cJSON_Parse(row->document);
    bank->questions = cJSON_GetObjectItemCaseSensitive(bank->tree, "questions");
    return false;
}

static tagged *tagged_of(study *of, jb_slice id)
{
    for (size_t i = 0; i < of->bank_count; i++) {
        if (jb_slice_equal(of->banks[i].id, id)) {
            return &of->banks[i];
        }
    }
    if (of->bank_count == BANKS_MAX || id.size >= JB_BANK_ID_SIZE) {
        return NULL;
    }
    tagged *bank = &of->banks[of->bank_count++];
    char text[JB_BANK_ID_SIZE];
    memcpy(text, id.bytes, id.size);
    text[id.size] = '\0';
    bank->id = id;
    if (jb_db_bank_get(of->db, text, take_tree, bank) != JB_OK) {
        bank->questions = NULL; /* it is gone, and its tags with it */
    }
    return bank;
}

/* The bank's own question, or NULL. What is asked for next usually stands next. */
static const cJSON *find_question(tagged *bank, jb_slice id)
{
    const cJSON *first = bank->questions ? bank->questions->child : NULL;
    const cJSON *at = bank->next ? bank->next : first;
    const cJSON *began = at;
    while (at) {
        const cJSON *its = cJSON_GetObjectItemCaseSensitive(at, "id");
        const cJSON *following = at->next ? at->next : first;
        if (cJSON_IsString(its) && jb_slice_equal(jb_slice_of(its->valuestring), id)) {
            bank->next = following;
            return at;
        }
        at = following == began ? NULL : following;
    }
    return NULL;
}

static void write_tags(study *of, const jb_plan_source *source)
{
    tagged *bank = source->bank.size > 0 ? tagged_of(of, source->bank) : NULL;
    const cJSON *question = bank ? find_question(bank, source->id) : NULL;
    const cJSON *tags = cJSON_GetObjectItemCaseSensitive(question, "tags");
    const cJSON *tag = NULL;
    if (cJSON_GetArraySize(tags) == 0) {
        return;
    }
    jb_json_key(&of->json, "tags");
    jb_json_array(&of->json);
    cJSON_ArrayForEach(tag, tags) {
        if (cJSON_IsString(tag)) {
            jb_json_text(&of->json, tag->valuestring);
        }
    }
    jb_json_array_end(&of->json);
}

static void write_raw(jb_json_out *json, const char *key, jb_slice raw)
{
    if (raw.size > 0) {
        jb_json_raw_member(json, key, raw);
    }
}

static void write_items(jb_json_out *json, const char *key, const jb_item_text *items,
                        uint8_t count)
{
    if (count == 0) {
        return;
    }
    jb_json_key(json, key);
    jb_json_array(json);
    for (uint8_t i = 0; i < count; i++) {
        jb_json_raw(json, items[i].json);
    }
    jb_json_array_end(json);
}

/* Numbers that are right, as decimal strings; both ends of a range are. */
static void write_ranges(jb_json_out *json, const jb_key *key)
{
    if (key->kind != JB_KIND_NUMERIC) {
        return;
    }
    jb_json_key(json, "ranges");
    jb_json_array(json);
    for (uint32_t i = 0; i < key->number_count; i++) {
        const int64_t ends[] = { key->numbers[i].low, key->numbers[i].high };
        jb_json_array(json);
        for (size_t end = 0; end < 2; end++) {
            char text[JB_DECIMAL_TEXT_MAX];
            (void)jb_decimal_format(ends[end], MILLIONTHS, text);
            jb_json_text(json, text);
        }
        jb_json_array_end(json);
    }
    jb_json_array_end(json);
}

static void write_question(study *of, uint32_t index)
{
    const jb_question_text *text = &of->plan->texts[index];
    jb_json_out *json = &of->json;
    jb_json_object(json);
    jb_json_slice_member(json, "id", text->question_id);
    jb_json_text_member(json, "kind", jb_kind_name(text->kind));
    jb_json_raw_member(json, "prompt", text->prompt);
    write_items(json, "options", text->options, text->option_count);
    write_items(json, "targets", text->targets, text->target_count);
    if (text->kind == JB_KIND_TEXT) {
        jb_json_int_member(json, "blanks", text->blank_count);
    }
    write_raw(json, "unit", text->unit);
    write_raw(json, "media", text->media);
    write_tags(of, &of->plan->sources[index]);
    jb_json_raw_member(json, "right", text->answer);
    write_ranges(json, &of->plan->rules.questions[index].key);
    write_raw(json, "explanation", text->explanation);
    write_raw(json, "source", text->source);
    jb_json_object_end(json);
}

static void write_study(study *of, jb_buffer *out)
{
    jb_json_out *json = &of->json;
    jb_json_begin(json, out);
    jb_json_object(json);
    if (of->name) {
        jb_json_key(json, "title");
        jb_json_object(json);
        jb_json_text_member(json, "und", of->name);
        jb_json_object_end(json);
    } else {
        jb_json_raw_member(json, "title", of->plan->title);
    }
    jb_json_raw_member(json, "languages", of->plan->languages);
    jb_json_raw_member(json, "default_language", of->plan->default_language);
    jb_json_key(json, "questions");
    jb_json_array(json);
    for (uint32_t i = 0; i < of->plan->rules.question_count; i++) {
        write_question(of, i);
    }
    jb_json_array_end(json);
    jb_json_object_end(json);
}

static bool take_studied(void *user, const jb_bank_row *row)
{
    study *of = user;
    (void)snprintf(of->bank, sizeof of->bank, "%s", row->id);
    of->name = strdup(row->name);
    return false;
}

/* A contest that nobody plays, whose papers would be drawn from the whole bank. */
static jb_status plan_of_bank(study *of)
{
    jb_report report;
    jb_buffer file;
    jb_buffer text;
    jb_json_out json;
    jb_report_init(&report);
    jb_buffer_init(&file, 0);
    jb_buffer_init(&text, 0);
    jb_json_begin(&json, &file);
    jb_json_object(&json);
    jb_json_raw_member(&json, "title", jb_slice_of("{\"und\":\"-\"}"));
    jb_json_key(&json, "window");
    jb_json_object(&json);
    jb_json_text_member(&json, "opens_at", "2026-01-01T00:00");
    jb_json_text_member(&json, "closes_at", "2026-01-02T00:00");
    jb_json_text_member(&json, "time_zone", "UTC");
    jb_json_bool_member(&json, "shuffle_options", false);
    jb_json_key(&json, "paper");
    jb_json_array(&json);
    jb_json_object(&json);
    jb_json_text_member(&json, "bank", of->bank);
    jb_json_int_member(&json, "count", 1);
    jb_json_object_end(&json);
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    jb_json_object_end(&json);
    jb_status status = jb_make_plan(of->db, jb_buffer_slice(&file), &report, &text);
    if (status == JB_OK) {
        status = report.errors ? JB_ERR_INVALID : jb_plan_load(jb_buffer_slice(&text), &of->plan);
    }
    jb_buffer_finish(&text);
    jb_buffer_finish(&file);
    jb_report_finish(&report);
    return status;
}

static jb_status plan_of_contest(study *of, const char *id)
{
    jb_contest_data data;
    jb_status status = jb_contest_data_read(of->db, id, &data);
    if (status == JB_OK) {
        of->plan = data.plan;
        data.plan = NULL;
        jb_contest_data_finish(&data);
    }
    return status;
}

void jb_api_study(jb_db *db, jb_call *call)
{
    study of = { .db = db };
    jb_status status = JB_OK;
    if (call->id[0] != '\0') {
        status = plan_of_contest(&of, call->id);
    } else {
        status = jb_db_bank_studied(db, call->name, take_studied, &of);
        status = status == JB_OK && !of.name ? JB_ERR_MEMORY : status;
        status = status == JB_OK ? plan_of_bank(&of) : status;
    }
    if (status == JB_ERR_NOT_FOUND || status == JB_ERR_INVALID) {
        refuse(call);
    } else if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
    } else {
        write_study(&of, &call->body);
    }
    for (size_t i = 0; i < of.bank_count; i++) {
        cJSON_Delete(of.banks[i].tree);
    }
    jb_plan_destroy(of.plan);
    free(of.name);
}
