/* Lotteries of a contest: "draws". Who wins is decided by a public number, not by this file. */
#include "contest_internal.h"

static bool read_lottery(jb_reader *reader, const cJSON *node, jb_contest_lottery *lottery)
{
    enum {
        TITLE,
        WINNERS,
        AT_LEAST,
        COUNT
    };
    static const jb_field fields[] = {
        [TITLE] = { .name = "title", .types = JB_IS_OBJECT, .required = true },
        [WINNERS] = { .name = "winners", .types = JB_IS_NUMBER },
        [AT_LEAST] = { .name = "at_least", .types = JB_IS_NUMBER },
    };
    static const jb_shape shape = {
        .what = "A lottery",
        .fields = fields,
        .field_count = COUNT,
        .x_keys = true,
    };
    const cJSON *values[COUNT];
    int64_t winners = 1;
    bool good = jb_read_object(reader, node, &shape, values);
    good = (!values[TITLE] || jb_read_map(reader, values[TITLE])) && good;
    good = (!values[WINNERS] ||
            jb_read_integer(reader, values[WINNERS], 1, JB_WINNERS_MAX, &winners)) &&
           good;
    *lottery = (jb_contest_lottery){ .node = node,
                                     .title = values[TITLE],
                                     .winners_node = values[WINNERS],
                                     .least_node = values[AT_LEAST],
                                     .rules = { .winners = (uint32_t)winners } };
    if (values[AT_LEAST]) {
        good = jb_read_points(reader, values[AT_LEAST], -JB_POINTS_MAX, &lottery->rules.at_least) &&
               good;
        lottery->rules.has_least = true;
    }
    return good;
}

bool jb_contest_lotteries_read(jb_reader *reader, const cJSON *node, jb_memory *memory,
                               jb_contest *contest)
{
    if (!node) {
        return true;
    }
    if (!jb_read_length(reader, node, 0, JB_LOTTERIES_MAX)) {
        return false;
    }
    contest->lotteries = jb_memory_take(memory, jb_node_length(node), sizeof *contest->lotteries);
    if (!contest->lotteries) {
        reader->out_of_memory = true;
        return false;
    }
    bool good = true;
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, node) {
        good = read_lottery(reader, item, &contest->lotteries[contest->lottery_count++]) && good;
    }
    return good;
}
