/* GET /api/contests/{id}/results, in every format. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "api.h"
#include "contest_data.h"
#include "file_name.h"

/* By the title and the day it ended, or began, where the server stands. A spreadsheet is taken
 * away, JSON may be looked at. */
static void name_file(jb_call *call, const jb_contest_data *data, jb_export_format format)
{
    time_t at = (time_t)((data->finished_at > 0 ? data->finished_at : data->created_at) / 1000);
    struct tm day;
    jb_buffer name;
    jb_buffer_init(&name, sizeof call->disposition);
    jb_buffer_append_text(&name, format == JB_EXPORT_JSON ? "inline; " : "attachment; ");
    if (localtime_r(&at, &day)) {
        jb_file_name_write(data->plan->title_text, &day, jb_export_name(format), &name);
        (void)snprintf(call->disposition, sizeof call->disposition, "%s", jb_buffer_text(&name));
    }
    jb_buffer_finish(&name);
}

void jb_api_contest_results(jb_db *db, jb_call *call)
{
    jb_contest_data data;
    jb_export_format format = jb_export_find(call->format[0] ? call->format : "json");
    if (format == JB_EXPORT_COUNT) {
        jb_call_error(call, 400, "bad_format", "The format is json, csv, xlsx or log.");
        return;
    }
    jb_status status = jb_contest_data_read(db, call->id, &data);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_buffer_init(&call->body, JB_EXPORT_BYTES_MAX);
    status = jb_contest_data_export(db, &data, format, call->answers, &call->body, &why);
    if (status != JB_OK) {
        jb_call_failed(call, status, why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db));
    } else {
        call->content_type = jb_export_type(format);
        name_file(call, &data, format);
    }
    jb_buffer_finish(&why);
    jb_contest_data_finish(&data);
}
