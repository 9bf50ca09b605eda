/*
 * A contest read back from the store, and its results in words: the plan gives the prompts, option
 * ids and team names that the results themselves do not hold.
 */
#include "contest_data.h"

#include <stdlib.h>
#include <string.h>

static bool take_row(void *user, const jb_contest_row *row)
{
    jb_contest_data *data = user;
    data->contest = row->contest;
    data->id = strdup(row->id);
    data->code = strdup(row->code);
    data->title = strdup(row->title);
    data->plan_text = strdup(row->plan);
    data->created_at = row->created_at;
    data->finished_at = row->finished_at;
    data->open = row->open;
    data->players = row->players;
    return false;
}

jb_status jb_contest_data_read(jb_db *db, const char *id, jb_contest_data *data)
{
    *data = (jb_contest_data){ 0 };
    jb_status status = jb_db_contest_get(db, id, take_row, data);
    if (status == JB_OK && (!data->id || !data->code || !data->title || !data->plan_text)) {
        status = JB_ERR_MEMORY;
    }
    if (status == JB_OK) {
        status = jb_plan_load(jb_slice_of(data->plan_text), &data->plan);
    }
    if (status != JB_OK) {
        jb_contest_data_finish(data);
    }
    return status;
}

void jb_contest_data_finish(jb_contest_data *data)
{
    jb_plan_destroy(data->plan);
    free(data->id);
    free(data->code);
    free(data->title);
    free(data->plan_text);
    *data = (jb_contest_data){ 0 };
}

jb_status jb_contest_data_results(jb_db *db, const jb_contest_data *data, jb_results **results,
                                  jb_buffer *why)
{
    jb_contest_row row = {
        .contest = data->contest, .id = data->id, .code = data->code, .plan = data->plan_text
    };
    return jb_results_build(db, &row, &data->plan->rules, results, why);
}

/* Memory that the labels point into. */
typedef struct jb_label_arrays {
    jb_slice *teams;
    jb_slice *prompts;
    jb_slice *ids;
    jb_kind *kinds;
    jb_slice *options;     /* JB_OPTIONS_MAX a turn */
    const jb_slice **rows; /* a pointer a turn into options */
} jb_label_arrays;

static bool allocate(jb_label_arrays *arrays, const jb_rules *rules)
{
    size_t turns = rules->turn_count;
    arrays->teams = calloc(rules->team_count + 1, sizeof *arrays->teams);
    arrays->prompts = calloc(turns, sizeof *arrays->prompts);
    arrays->ids = calloc(turns, sizeof *arrays->ids);
    arrays->kinds = calloc(turns, sizeof *arrays->kinds);
    arrays->options = calloc(turns * JB_OPTIONS_MAX, sizeof *arrays->options);
    arrays->rows = calloc(turns, sizeof *arrays->rows);
    return arrays->teams && arrays->prompts && arrays->ids && arrays->kinds && arrays->options &&
           arrays->rows;
}

static void release(jb_label_arrays *arrays)
{
    free(arrays->teams);
    free(arrays->prompts);
    free(arrays->ids);
    free(arrays->kinds);
    free(arrays->options);
    free(arrays->rows);
}

static void fill(jb_label_arrays *arrays, const jb_plan *plan)
{
    for (uint32_t i = 0; i < plan->rules.team_count; i++) {
        arrays->teams[i] = plan->teams[i].label;
    }
    for (uint32_t turn = 0; turn < plan->rules.turn_count; turn++) {
        const jb_turn_text *text = &plan->texts[turn];
        arrays->prompts[turn] = text->prompt;
        arrays->ids[turn] = text->question_id;
        arrays->kinds[turn] = text->kind;
        arrays->rows[turn] = &arrays->options[(size_t)turn * JB_OPTIONS_MAX];
        for (uint8_t i = 0; i < text->option_count; i++) {
            arrays->options[(size_t)turn * JB_OPTIONS_MAX + i] = text->options[i].id;
        }
        if (text->kind == JB_KIND_TRUEFALSE) {
            arrays->options[(size_t)turn * JB_OPTIONS_MAX] = jb_slice_of("false");
            arrays->options[(size_t)turn * JB_OPTIONS_MAX + 1] = jb_slice_of("true");
        }
    }
}

jb_status jb_contest_data_export(const jb_contest_data *data, const jb_results *results,
                                 const char *format, jb_buffer *out)
{
    const jb_plan *plan = data->plan;
    bool csv = strcmp(format, "csv") == 0;
    if (!csv && strcmp(format, "json") != 0) {
        return JB_ERR_INVALID;
    }
    jb_label_arrays arrays = { 0 };
    jb_status status = JB_ERR_MEMORY;
    if (allocate(&arrays, &plan->rules)) {
        fill(&arrays, plan);
        jb_result_labels labels = { .contest_id = jb_slice_of(data->id),
                                    .title = plan->title,
                                    .team_names = arrays.teams,
                                    .team_rosters = plan->rules.team_rosters,
                                    .team_count = plan->rules.team_count,
                                    .prompts = arrays.prompts,
                                    .prompt_texts = plan->prompt_texts,
                                    .question_ids = arrays.ids,
                                    .kinds = arrays.kinds,
                                    .option_ids = arrays.rows,
                                    .turn_count = plan->rules.turn_count };
        if (csv) {
            jb_results_csv(results, &labels, out);
        } else {
            jb_results_json(results, &labels, out);
        }
        status = out->failed ? JB_ERR_MEMORY : JB_OK;
    }
    release(&arrays);
    return status;
}
