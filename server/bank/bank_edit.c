/*
 * Editing a bank: an order is taken apart, its questions take their places in the document, and the
 * whole is read again as if it came from outside, so that an edit passes every check an import
 * does. One question is one line of that document, which is how a problem finds its question.
 */
#include "bank_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    REVISION,
    PUT,
    DELETE,
    TITLE,
    FIELD_COUNT
};

enum {
    FIRST_LINE = 2, /* of the questions */
    NOT_PUT = 0
};

static const jb_field order_fields[] = {
    [REVISION] = { .name = "revision", .types = JB_IS_NUMBER, .required = true },
    [PUT] = { .name = "put", .types = JB_IS_ARRAY },
    [DELETE] = { .name = "delete", .types = JB_IS_ARRAY },
    [TITLE] = { .name = "title", .types = JB_IS_OBJECT },
};

static const jb_shape order_shape = { .what = "An edit",
                                      .fields = order_fields,
                                      .field_count = FIELD_COUNT };

struct jb_bank_order {
    cJSON *tree;
    int64_t revision;
    const cJSON *put;    /* or NULL */
    const cJSON *delete; /* or NULL */
    const cJSON *title;  /* or NULL */
};

/* A question of the new document. */
typedef struct line {
    const cJSON *node; /* NULL: taken out */
    uint32_t put;      /* its number in the order, from 1; NOT_PUT */
} line;

typedef struct edit {
    const jb_bank_order *order;
    jb_report *report;
    cJSON *tree; /* of the bank */
    jb_id_set ids;
    line *lines;
    uint32_t count;
    jb_status status;
} edit;

void jb_bank_order_destroy(jb_bank_order *order)
{
    if (order) {
        cJSON_Delete(order->tree);
        free(order);
    }
}

int64_t jb_bank_order_revision(const jb_bank_order *order)
{
    return order->revision;
}

bool jb_bank_order_renames(const jb_bank_order *order)
{
    return order->title != NULL;
}

/* Lists of objects and of ids. */
static bool check_lists(jb_reader *reader, const cJSON *const *values)
{
    const cJSON *item = NULL;
    bool good = true;
    cJSON_ArrayForEach(item, values[PUT]) {
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(item, "id");
        if (!cJSON_IsObject(item) || !cJSON_IsString(id)) {
            jb_fault(reader, item, "wrong_type", "This must be a question with an id.");
            good = false;
        }
    }
    cJSON_ArrayForEach(item, values[DELETE]) {
        if (!cJSON_IsString(item)) {
            jb_fault(reader, item, "wrong_type", "This must be the id of a question.");
            good = false;
        }
    }
    return good;
}

jb_status jb_bank_order_read(jb_slice file, jb_report *report, jb_bank_order **out)
{
    const cJSON *values[FIELD_COUNT];
    jb_slice text;
    jb_reader reader;
    *out = NULL;
    jb_bank_order *order = calloc(1, sizeof *order);
    if (!order) {
        return JB_ERR_MEMORY;
    }
    jb_reader_init(&reader, report);
    jb_read_document(&reader, file, JB_BANK_BYTES_MAX, &text, &order->tree);
    bool good = order->tree && jb_read_object(&reader, order->tree, &order_shape, values) &&
                jb_read_integer(&reader, values[REVISION], 1, INT64_C(1) << 50, &order->revision) &&
                check_lists(&reader, values);
    if (order->tree) {
        jb_reader_locate(&reader, text, order->tree);
    }
    jb_status status = jb_reader_finish(&reader);
    if (status == JB_OK && good) {
        order->put = values[PUT];
        order->delete = values[DELETE];
        order->title = values[TITLE];
        *out = order;
    } else {
        jb_bank_order_destroy(order);
    }
    return status;
}

/* ---- applying ---- */

static void fault(edit *e, uint32_t put, const char *code, const char *message)
{
    jb_problem problem = { .line = put, .column = put > 0, .severity = JB_SEVERITY_ERROR };
    (void)snprintf(problem.code, sizeof problem.code, "%s", code);
    (void)snprintf(problem.message, sizeof problem.message, "%s", message);
    if (jb_report_add(e->report, &problem) != JB_OK) {
        e->status = JB_ERR_MEMORY;
    }
}

/* The line of a question; a new one for an id that is not there yet. */
static void place(edit *e, const cJSON *node, uint32_t put)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(node, "id");
    uint32_t number = e->count;
    jb_status status = jb_id_set_add(&e->ids, jb_node_slice(id), &number);
    if (status == JB_ERR_MEMORY) {
        e->status = status;
        return;
    }
    if (put > 0 && e->lines[number].put > 0) {
        fault(e, put, "duplicate_id", "Two of these questions have the same id.");
        return;
    }
    e->lines[number] = (line){ .node = node, .put = put };
    e->count += status == JB_OK;
}

static bool take_bank(edit *e, jb_slice kept)
{
    const cJSON *questions = NULL;
    const cJSON *node = NULL;
    e->tree = cJSON_ParseWithLength(kept.bytes, kept.size);
    questions = cJSON_GetObjectItemCaseSensitive(e->tree, "questions");
    size_t most = (size_t)jb_node_length(questions) + jb_node_length(e->order->put) + 1;
    e->lines = calloc(most, sizeof *e->lines);
    if (!e->lines) {
        e->status = JB_ERR_MEMORY;
        return false;
    }
    cJSON_ArrayForEach(node, questions) {
        if (!cJSON_IsString(cJSON_GetObjectItemCaseSensitive(node, "id"))) {
            e->status = JB_ERR_CORRUPT;
            return false;
        }
        place(e, node, NOT_PUT);
    }
    e->status = e->status == JB_OK && !questions ? JB_ERR_CORRUPT : e->status;
    return e->status == JB_OK;
}

static void take_order(edit *e)
{
    const cJSON *item = NULL;
    uint32_t put = 0;
    cJSON_ArrayForEach(item, e->order->delete) {
        uint32_t number = jb_id_set_find(&e->ids, item->valuestring);
        if (number == JB_ID_NONE) {
            fault(e, 0, "unknown_id", "There is no question of an id that is to be deleted.");
        } else {
            e->lines[number].node = NULL;
        }
    }
    cJSON_ArrayForEach(item, e->order->put) {
        place(e, item, ++put);
    }
}

/* Appends a node as JSON on its line. */
static void print(edit *e, const cJSON *node, jb_buffer *out)
{
    char *text = cJSON_PrintUnformatted(node);
    if (!text) {
        e->status = JB_ERR_MEMORY;
        return;
    }
    jb_buffer_append_text(out, text);
    cJSON_free(text);
}

static void write_document(edit *e, jb_buffer *out)
{
    const cJSON *member = NULL;
    bool any = false;
    jb_json_out json;
    jb_json_begin(&json, out);
    jb_json_object(&json);
    cJSON_ArrayForEach(member, e->tree) {
        bool title = strcmp(member->string, "title") == 0 && e->order->title;
        if (strcmp(member->string, "questions") != 0) {
            jb_json_key_slice(&json, jb_slice_of(member->string));
            print(e, title ? e->order->title : member, out);
            json.comma = true;
        }
    }
    jb_json_key(&json, "questions");
    jb_json_array(&json);
    for (uint32_t i = 0; i < e->count; i++) {
        if (e->lines[i].node) {
            jb_buffer_append_text(out, any ? ",\n" : "\n");
            print(e, e->lines[i].node, out);
            any = true;
        }
    }
    jb_json_array_end(&json);
    jb_json_object_end(&json);
    e->status = e->status == JB_OK && out->failed ? JB_ERR_MEMORY : e->status;
}

/* The number in the order of what stands on a line of the document. */
static uint32_t put_of(const edit *e, uint32_t number)
{
    uint32_t at = FIRST_LINE;
    for (uint32_t i = 0; i < e->count; i++) {
        if (!e->lines[i].node) {
            continue;
        }
        if (at == number) {
            return e->lines[i].put;
        }
        at++;
    }
    return NOT_PUT;
}

/* What is wrong with the order, and what was wrong with the bank before only if it is an error. */
static void take_problems(edit *e, const jb_report *found)
{
    for (uint32_t i = 0; i < found->problem_count && e->status == JB_OK; i++) {
        jb_problem problem = found->problems[i];
        problem.line = put_of(e, problem.line);
        problem.column = problem.line > 0;
        problem.other_line = 0;
        if (problem.line > 0 || problem.severity != JB_SEVERITY_WARNING) {
            e->status = jb_report_add(e->report, &problem);
        }
    }
    e->report->errors = e->report->errors || found->errors;
    e->report->question_count = found->question_count;
    memcpy(e->report->by_kind, found->by_kind, sizeof e->report->by_kind);
}

static void read_again(edit *e, jb_bank **out)
{
    jb_buffer document;
    jb_report found;
    jb_report_init(&found);
    jb_buffer_init(&document, 0);
    write_document(e, &document);
    cJSON_Delete(e->tree); /* two trees at a time are enough */
    e->tree = NULL;
    if (e->status == JB_OK) {
        e->status = jb_bank_read_edited(jb_buffer_slice(&document), &found, out);
    }
    jb_buffer_finish(&document);
    if (e->status == JB_OK) {
        take_problems(e, &found);
    }
    jb_report_finish(&found);
}

jb_status jb_bank_order_apply(jb_bank_order *order, jb_slice kept, jb_report *report, jb_bank **out)
{
    edit e = { .order = order, .report = report, .status = JB_OK };
    *out = NULL;
    if (take_bank(&e, kept)) {
        take_order(&e);
    }
    if (e.status == JB_OK && !report->errors) {
        read_again(&e, out);
    }
    if (e.status != JB_OK || report->errors) {
        jb_bank_destroy(*out);
        *out = NULL;
    }
    jb_id_set_finish(&e.ids);
    free(e.lines);
    cJSON_Delete(e.tree);
    return e.status;
}
