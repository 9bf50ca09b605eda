#include "import_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/json_out.h"

enum {
    LINE_MAX_SIZE = 4096,
    KEY_MAX_SIZE = 64
};

jb_bank *import_with(jb_slice bytes, const jb_import_options *options, jb_report *report)
{
    const char *why = "";
    jb_bank *bank = NULL;
    jb_report_init(report);
    JB_TRUE(jb_import_options_good(options, &why));
    JB_EQ_I64(jb_import(bytes, options, report, &bank), JB_OK);
    return bank;
}

jb_bank *import_bytes(jb_slice bytes, const char *format, jb_report *report)
{
    const jb_import_options options = { .format = format };
    return import_with(bytes, &options, report);
}

jb_bank *import_text(const char *text, const char *format, jb_report *report)
{
    return import_bytes(jb_slice_of(text), format, report);
}

/* ---- problems ---- */

static void print_problems(const jb_report *report)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_report_text(report, "file", &text);
    print_error("%s", jb_buffer_text(&text));
    jb_buffer_finish(&text);
}

uint32_t count_problems(const jb_report *report, const char *code)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < report->problem_count; i++) {
        count += !code || strcmp(report->problems[i].code, code) == 0;
    }
    return count;
}

void check_problem_at(const jb_report *report, const char *code, uint32_t line, const char *file,
                      int test_line)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < report->problem_count; i++) {
        const jb_problem *problem = &report->problems[i];
        found += problem->line == line && strcmp(problem->code, code) == 0;
    }
    if (found != 1) {
        print_error("%u problems \"%s\" at line %u, 1 expected. All:\n", found, code, line);
        print_problems(report);
        _fail(file, test_line);
    }
}

/* ---- the document ---- */

cJSON *bank_json(const jb_bank *bank)
{
    jb_buffer text;
    JB_TRUE(bank != NULL);
    jb_buffer_init(&text, 0);
    JB_EQ_I64(jb_bank_write(bank, &text), JB_OK);
    cJSON *json = cJSON_ParseWithLength(jb_buffer_text(&text), text.size);
    JB_TRUE(json != NULL);
    jb_buffer_finish(&text);
    return json;
}

const cJSON *json_at(const cJSON *json, const char *path)
{
    char key[KEY_MAX_SIZE];
    while (json && *path) {
        size_t size = strcspn(path, ".");
        (void)snprintf(key, sizeof key, "%.*s", (int)size, path);
        json = cJSON_IsArray(json) ? cJSON_GetArrayItem(json, (int)strtol(key, NULL, 10))
                                   : cJSON_GetObjectItemCaseSensitive(json, key);
        path += size + (path[size] == '.');
    }
    return json;
}

static const char *value_text(const cJSON *json)
{
    static char number[32];
    if (!json) {
        return NULL;
    }
    if (cJSON_IsBool(json)) {
        return cJSON_IsTrue(json) ? "true" : "false";
    }
    if (cJSON_IsNumber(json)) {
        (void)snprintf(number, sizeof number, "%.15g", json->valuedouble);
        return number;
    }
    return cJSON_GetStringValue(json);
}

const char *json_text(const cJSON *json, const char *path)
{
    return value_text(json_at(json, path));
}

const char *json_words(const cJSON *json, const char *path)
{
    const cJSON *map = json_at(json, path);
    return map ? value_text(map->child) : NULL;
}

/* ---- a question as a line ---- */

static void put(jb_buffer *out, const char *before, const char *text)
{
    jb_buffer_append_text(out, before);
    jb_buffer_append_text(out, text ? text : "?");
}

/* Where an id stands in an array of strings or of objects with ids, from 0; -1: nowhere. */
static int index_of(const cJSON *array, const char *id)
{
    int index = 0;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, array) {
        const char *text =
            cJSON_IsString(item) ? cJSON_GetStringValue(item) : json_text(item, "id");
        if (text && id && strcmp(text, id) == 0) {
            return index;
        }
        index++;
    }
    return -1;
}

static void put_options(const cJSON *question, jb_buffer *out)
{
    char place[16];
    const cJSON *option = NULL;
    const cJSON *order = json_at(question, "answer.order");
    cJSON_ArrayForEach(option, json_at(question, "options")) {
        const char *id = json_text(option, "id");
        place[0] = '\0';
        if (order) {
            (void)snprintf(place, sizeof place, "%d ", index_of(order, id) + 1);
        } else if (index_of(json_at(question, "answer.correct"), id) >= 0) {
            (void)snprintf(place, sizeof place, "*");
        }
        put(out, " / ", place);
        put(out, "", json_words(option, "text"));
    }
}

static void put_pairs(const cJSON *question, jb_buffer *out)
{
    const cJSON *options = json_at(question, "options");
    const cJSON *targets = json_at(question, "targets");
    bool used[JB_OPTIONS_MAX + 1] = { false };
    const cJSON *pair = NULL;
    cJSON_ArrayForEach(pair, json_at(question, "answer.pairs")) {
        int left = index_of(options, json_text(pair, "0"));
        int right = index_of(targets, json_text(pair, "1"));
        JB_TRUE(left >= 0 && right >= 0 && right < JB_OPTIONS_MAX);
        used[right] = true;
        put(out, " / ", json_words(cJSON_GetArrayItem(options, left), "text"));
        put(out, " => ", json_words(cJSON_GetArrayItem(targets, right), "text"));
    }
    for (int i = 0; i < cJSON_GetArraySize(targets); i++) {
        if (!used[i]) {
            put(out, " / => ", json_words(cJSON_GetArrayItem(targets, i), "text"));
        }
    }
}

static void put_accepts(const cJSON *accepts, jb_buffer *out)
{
    const cJSON *accept = NULL;
    const char *before = "";
    cJSON_ArrayForEach(accept, accepts) {
        const char *text = json_text(accept, "text");
        const char *tolerance = json_text(accept, "tolerance");
        put(out, before, text ? text : json_text(accept, "value"));
        if (tolerance && strcmp(tolerance, "0") != 0) {
            put(out, " +- ", tolerance);
        }
        before = "; ";
    }
}

const char *question_line(const jb_bank *bank, uint32_t index)
{
    static char line[LINE_MAX_SIZE];
    cJSON *json = bank_json(bank);
    jb_buffer out;
    jb_buffer_init(&out, 0);
    const cJSON *question = cJSON_GetArrayItem(json_at(json, "questions"), (int)index);
    JB_TRUE(question != NULL);
    put(&out, "", json_text(question, "type"));
    put(&out, ": ", json_words(question, "stem"));
    if (json_at(question, "targets")) {
        put_pairs(question, &out);
    } else if (json_at(question, "options")) {
        put_options(question, &out);
    } else if (json_at(question, "answer.value")) {
        put(&out, " / ", json_text(question, "answer.value"));
    } else if (json_at(question, "answer.accept")) {
        jb_buffer_append_text(&out, " / ");
        put_accepts(json_at(question, "answer.accept"), &out);
    }
    const cJSON *blank = NULL;
    const char *before = " / ";
    cJSON_ArrayForEach(blank, json_at(question, "answer.blanks")) {
        jb_buffer_append_text(&out, before);
        put_accepts(json_at(blank, "accept"), &out);
        before = " | ";
    }
    (void)snprintf(line, sizeof line, "%s", jb_buffer_text(&out));
    jb_buffer_finish(&out);
    cJSON_Delete(json);
    return line;
}
