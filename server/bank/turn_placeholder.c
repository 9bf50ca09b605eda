/*
 * A question whose text is not at hand: the host reads it from paper, or nobody does because the
 * contest is rehearsed. Single choice, four options, the first is right.
 */
#include "contest_internal.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    OPTIONS = 4
};

static void write_prompt(jb_json_out *json, uint32_t number)
{
    char text[64];
    jb_json_key(json, "prompt");
    jb_json_object(json);
    (void)snprintf(text, sizeof text, "第%" PRIu32 "题", number);
    jb_json_text_member(json, "zh-Hans", text);
    (void)snprintf(text, sizeof text, "Question %" PRIu32, number);
    jb_json_text_member(json, "en", text);
    jb_json_object_end(json);
}

static void write_options(jb_json_out *json)
{
    jb_json_key(json, "options");
    jb_json_array(json);
    for (int i = 0; i < OPTIONS; i++) {
        const char id[] = { (char)('a' + i), '\0' };
        const char text[] = { (char)('A' + i), '\0' };
        jb_json_object(json);
        jb_json_text_member(json, "id", id);
        jb_json_key(json, "text");
        jb_json_object(json);
        jb_json_text_member(json, "und", text);
        jb_json_object_end(json);
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
    jb_json_key(json, "option_order");
    jb_json_array(json);
    for (int i = 0; i < OPTIONS; i++) {
        jb_json_int(json, i);
    }
    jb_json_array_end(json);
}

void jb_turn_write_placeholder(jb_json_out *json, const jb_contest *contest, jb_pick *pick)
{
    const jb_contest_round *round = &contest->rounds[pick->round];
    const jb_turn_rules rules = {
        .grading = JB_GRADING_ALL_OR_NOTHING,
        .open_ms = round->has_seconds ? round->seconds_ms : JB_TURN_OPEN_MS_DEFAULT,
        .right = round->has_right ? round->right : JB_TURN_RIGHT_DEFAULT,
    };
    char id[48];
    (void)snprintf(id, sizeof id, "placeholder-%" PRIu32 "-%" PRIu32, pick->round + 1,
                   pick->question + 1);
    pick->right = rules.right;
    pick->whole = true;
    jb_json_object(json);
    jb_json_int_member(json, "round", pick->round);
    jb_json_text_member(json, "id", id);
    jb_json_text_member(json, "kind", jb_kind_name(JB_KIND_SINGLE));
    jb_turn_write_rules(json, round, pick, &rules);
    jb_json_key(json, "key");
    jb_json_object(json);
    jb_json_key(json, "correct");
    jb_json_array(json);
    jb_json_int(json, 0);
    jb_json_array_end(json);
    jb_json_object_end(json);
    write_prompt(json, pick->question + 1);
    write_options(json);
    jb_json_key(json, "answer");
    jb_json_array(json);
    jb_json_text(json, "a");
    jb_json_array_end(json);
    jb_json_object_end(json);
}
