/* One round of a contest file: its text and times here, its parts each in their own file. */
#include "contest_internal.h"

#include <inttypes.h>

#include "jinbang/assert.h"

bool jb_read_milliseconds(jb_reader *reader, const cJSON *node, int64_t seconds_max, jb_time *value)
{
    double seconds = cJSON_GetNumberValue(node);
    if (!(seconds >= 0 && seconds <= (double)seconds_max)) {
        jb_fault(reader, node, "out_of_range", "\"%.40s\" must be from 0 to %" PRId64 " seconds.",
                 node->string ? node->string : "this", seconds_max);
        return false;
    }
    *value = (jb_time)(seconds * 1000 + 0.5);
    return true;
}

static bool read_times(jb_reader *reader, jb_contest_round *round)
{
    const cJSON *const *at = round->at;
    round->rules.intro_ms = 4000;
    round->rules.locked_ms = 1500;
    round->rules.reveal_ms = 8000;
    round->rules.standings_ms = 6000;
    jb_time *const waits[] = { &round->rules.intro_ms, &round->rules.locked_ms,
                               &round->rules.reveal_ms, &round->rules.standings_ms };
    bool good = true;
    for (int i = 0; i < 4; i++) {
        const cJSON *node = at[JB_SETTING_INTRO_SECONDS + i];
        good = (!node || jb_read_milliseconds(reader, node, JB_WAIT_SECONDS_MAX, waits[i])) && good;
    }
    if (at[JB_SETTING_READING]) {
        good = jb_read_milliseconds(reader, at[JB_SETTING_READING], JB_WAIT_SECONDS_MAX,
                                    &round->reading_ms) &&
               good;
    }
    /* Where questions have no limit, there is none unless the file says so. */
    round->has_seconds = !jb_format_limits_questions(jb_format_row_of(round->rules.format));
    if (at[JB_SETTING_SECONDS]) {
        good = jb_read_milliseconds(reader, at[JB_SETTING_SECONDS], JB_SECONDS_MAX,
                                    &round->seconds_ms) &&
               good;
        round->has_seconds = true;
    }
    return good;
}

static const char *standings_name(uint32_t when)
{
    return jb_standings_when_name((jb_standings_when)when);
}

bool jb_contest_round_read(jb_reader *reader, const cJSON *node, const jb_round_context *context,
                           jb_contest_round *round)
{
    *round = (jb_contest_round){ .node = node };
    uint32_t when = JB_STANDINGS_TURN;
    uint32_t before = reader->faults;
    bool good = jb_contest_settings_read(reader, node, round);
    const cJSON *const *at = round->at;
    if (!cJSON_IsObject(node) || !at[JB_SETTING_FORMAT]) {
        return false;
    }
    good = (!at[JB_SETTING_TITLE] || jb_read_map(reader, at[JB_SETTING_TITLE])) && good;
    good = read_times(reader, round) && good;
    good = jb_contest_points_read(reader, round) && good;
    good = jb_contest_stage_read(reader, round) && good;
    good = jb_contest_wager_read(reader, round) && good;
    bool values_good = jb_contest_values_read(reader, round);
    good = (!at[JB_SETTING_STANDINGS] ||
            jb_read_name(reader, at[JB_SETTING_STANDINGS], standings_name, &when)) &&
           good;
    round->has_shuffle = at[JB_SETTING_SHUFFLE_OPTIONS] != NULL;
    round->shuffle = jb_node_bool(at[JB_SETTING_SHUFFLE_OPTIONS], true);
    round->rules.intro = jb_node_bool(at[JB_SETTING_INTRO], false);
    round->rules.change = jb_node_bool(at[JB_SETTING_CHANGE], false);
    round->rules.standings = (jb_standings_when)when;
    /* How many questions there are may follow from the values. */
    good = values_good && jb_contest_draws_read(reader, context, round) && good;
    JB_ASSERT(good || reader->faults > before || reader->out_of_memory);
    return good;
}
