/*
 * Lists of people and units: POST /api/people says what a file holds and keeps nothing. What it and
 * the import of a roster (api_roster_add.c) have in common is here, too.
 */
#include <stdlib.h>
#include <string.h>

#include "jinbang/import.h"
#include "people_call.h"

enum {
    KIND_SIZE = 16
};

static void destroy(void *own)
{
    jb_people_call *people = own;
    jb_roster_add_finish(&people->add);
    jb_people_file_destroy(people->file);
    jb_report_finish(&people->report);
    free(people);
}

jb_people_call *jb_people_begin(jb_call *call, const jb_request *request)
{
    const char *why = NULL;
    jb_people_call *people = calloc(1, sizeof *people);
    if (!people) {
        call->work = NULL;
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
        return NULL;
    }
    call->own = people;
    call->own_destroy = destroy;
    jb_report_init(&people->report);
    bool good =
        jb_api_query(request->query, "encoding", people->encoding, sizeof people->encoding) &&
        jb_api_query(request->query, "sheet", people->sheet, sizeof people->sheet);
    people->options.encoding = people->encoding[0] ? people->encoding : NULL;
    people->options.sheet = people->sheet[0] ? people->sheet : NULL;
    const jb_import_options options = { .encoding = people->options.encoding };
    if (!good) {
        jb_call_refuse(call, 400, "bad_option", "A parameter is too long or not text.");
    } else if (!jb_import_options_good(&options, &why)) {
        jb_call_refuse(call, 400, "bad_option", why);
    } else {
        return people;
    }
    return NULL;
}

bool jb_people_read(jb_call *call)
{
    jb_people_call *people = call->own;
    const jb_slice file = { .bytes = call->body_in, .size = call->body_in_size };
    jb_status status = jb_people_file_read(file, &people->options, &people->report, &people->file);
    free(call->body_in);
    call->body_in = NULL;
    if (status != JB_OK) {
        jb_call_failed(call, status, NULL);
    }
    return status == JB_OK;
}

void jb_people_write_problems(jb_json_out *json, const jb_people_call *people)
{
    jb_json_key(json, "problems");
    jb_report_problems_json(&people->report, json);
    if (people->report.problems_left_out > 0) {
        jb_json_int_member(json, "problems_left_out", people->report.problems_left_out);
    }
}

/* ---- POST /api/people ---- */

void jb_api_people_reading(jb_call *call, const jb_request *request)
{
    char kind[KIND_SIZE];
    jb_people_call *people = jb_people_begin(call, request);
    if (!people) {
        return;
    }
    bool good = jb_api_query(request->query, "kind", kind, sizeof kind);
    people->options.kind = strcmp(kind, "units") == 0 ? JB_PEOPLE_UNITS : JB_PEOPLE_ROSTER;
    if (!good || (people->options.kind == JB_PEOPLE_ROSTER && strcmp(kind, "roster") != 0)) {
        jb_call_refuse(call, 400, "bad_option", "The kind is roster or units.");
    }
}

static void write_person(jb_json_out *json, const jb_person *person)
{
    jb_json_object(json);
    jb_json_text_member(json, "name", person->name);
    jb_json_text_member(json, "unit", person->unit);
    if (person->code[0] != '\0') {
        jb_json_text_member(json, "code", person->code);
    }
    jb_json_object_end(json);
}

static void write_unit(jb_json_out *json, const jb_unit_size *unit)
{
    jb_json_object(json);
    jb_json_text_member(json, "name", unit->name);
    jb_json_key(json, "size");
    if (unit->size > 0) {
        jb_json_int(json, unit->size);
    } else {
        jb_json_null(json);
    }
    jb_json_object_end(json);
}

void jb_api_people_post(jb_db *db, jb_call *call)
{
    (void)db;
    if (!jb_people_read(call)) {
        return;
    }
    jb_json_out json;
    const jb_people_call *people = call->own;
    const jb_people_file *file = people->file;
    jb_json_begin(&json, &call->body);
    jb_json_object(&json);
    jb_json_key(&json, "people");
    jb_json_array(&json);
    for (uint32_t i = 0; file && i < file->person_count; i++) {
        write_person(&json, &file->people[i]);
    }
    jb_json_array_end(&json);
    jb_json_key(&json, "units");
    jb_json_array(&json);
    for (uint32_t i = 0; file && i < file->unit_count; i++) {
        write_unit(&json, &file->units[i]);
    }
    jb_json_array_end(&json);
    jb_people_write_problems(&json, people);
    jb_json_object_end(&json);
    if (call->body.failed) {
        jb_call_failed(call, JB_ERR_MEMORY, NULL);
    }
}
