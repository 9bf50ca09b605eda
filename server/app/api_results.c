/* GET /api/contests/{id}/results, in every format. */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "contest_data.h"

void jb_api_contest_results(jb_db *db, jb_call *call)
{
    jb_contest_data data;
    const char *format = call->format[0] ? call->format : "json";
    bool csv = strcmp(format, "csv") == 0;
    if (!csv && strcmp(format, "json") != 0) {
        jb_call_error(call, 400, "bad_format", "The format is csv or json.");
        return;
    }
    jb_status status = jb_contest_data_read(db, call->id, &data);
    if (status != JB_OK) {
        jb_call_failed(call, status, jb_db_why(db));
        return;
    }
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_results *results = NULL;
    status = jb_contest_data_results(db, &data, &results, &why);
    if (status == JB_OK) {
        status = jb_contest_data_export(&data, results, format, &call->body);
    }
    if (status != JB_OK) {
        jb_call_failed(call, status, why.size > 0 ? jb_buffer_text(&why) : jb_db_why(db));
    } else if (csv) {
        call->content_type = "text/csv; charset=utf-8";
        (void)snprintf(call->disposition, sizeof call->disposition,
                       "attachment; filename=\"results-%s.csv\"", data.id);
    }
    jb_results_destroy(results);
    jb_buffer_finish(&why);
    jb_contest_data_finish(&data);
}
