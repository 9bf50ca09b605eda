/*
 * Can the tie key "correct" separate equal scores? Where every right answer is worth the same and
 * nothing else gives or takes points, equal scores are equal numbers of right answers. Only the
 * questions that were drawn can tell.
 */
#include "contest_internal.h"

/* Do right answers alone give points in this round? */
static bool only_right_counts(const jb_contest_round *round)
{
    const jb_round_rules *rules = &round->rules;
    bool costs = rules->help_points != 0;
    for (uint8_t i = 0; i < rules->foul_count; i++) {
        costs = costs || rules->fouls[i].points != 0;
    }
    return jb_setting_fits(JB_SETTING_POINTS, rules->format) && !costs && !rules->has_cap &&
           rules->speed == JB_SPEED_NONE && rules->streak_bonus == 0 && round->wrong == 0 &&
           round->none == 0;
}

bool jb_contest_check_correct(jb_reader *reader, const jb_contest *contest, const jb_draw *draw)
{
    const cJSON *key = NULL;
    const cJSON *item = NULL;
    uint32_t index = 0;
    cJSON_ArrayForEach(item, contest->at[JB_CONTEST_TIE]) {
        key = contest->rules.ties[index++] == JB_TIE_CORRECT ? item : key;
    }
    const jb_pick *first = NULL;
    for (uint32_t i = 0; i < draw->pick_count && key; i++) {
        const jb_pick *pick = &draw->picks[i];
        const jb_contest_round *round = &contest->rounds[pick->round];
        if (round->rules.overtime) {
            continue;
        }
        first = first ? first : pick;
        if (!only_right_counts(round) || !pick->whole || pick->right != first->right) {
            return true;
        }
    }
    if (!key || !first || contest->rules.has_floor) {
        return true;
    }
    const jb_contest_round *round = &contest->rounds[first->round];
    const cJSON *points = round->at[JB_SETTING_POINTS];
    jb_clash(reader, key, points ? points : round->at[JB_SETTING_FORMAT], "tie_cannot_separate",
             "Every right answer is worth the same and nothing else counts, so equal scores are "
             "equal numbers of right answers; take \"correct\" out.");
    return false;
}
