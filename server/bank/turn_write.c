/*
 * One turn of a plan: the question taken apart again, every rule resolved (a round's value beats
 * the question's, the question's beats the bank's), the orders drawn, the texts copied.
 */
#include "contest_internal.h"

#include <string.h>

#include "jinbang/assert.h"

static jb_grading resolve_grading(const jb_contest_round *round, const jb_question *question,
                                  const jb_settings *bank)
{
    bool parts = question->kind == JB_KIND_ORDERING || question->kind == JB_KIND_MATCHING ||
                 question->kind == JB_KIND_TEXT;
    jb_grading grading = JB_GRADING_ALL_OR_NOTHING;
    if (question->kind == JB_KIND_MULTIPLE && round->has_multiple) {
        grading = round->multiple;
    } else if (parts && round->has_parts) {
        grading = round->parts;
    } else if (question->settings.has_grading) {
        grading = question->settings.grading;
    } else if (bank->has_grading) {
        grading = bank->grading;
    }
    return jb_grading_fits(grading, question->kind) ? grading : JB_GRADING_ALL_OR_NOTHING;
}

static jb_time resolve_open(const jb_contest_round *round, const jb_question *question,
                            const jb_settings *bank)
{
    if (round->has_seconds) {
        return round->seconds_ms;
    }
    if (question->settings.has_time) {
        return question->settings.time_ms;
    }
    return bank->has_time ? bank->time_ms : JB_TURN_OPEN_MS_DEFAULT;
}

static int64_t resolve_right(const jb_contest_round *round, const jb_question *question,
                             const jb_settings *bank)
{
    if (round->has_right) {
        return round->right;
    }
    if (question->settings.has_points) {
        return question->settings.points;
    }
    return bank->has_points ? bank->points : JB_TURN_RIGHT_DEFAULT;
}

static bool resolve_shuffle(const jb_contest_round *round, const jb_question *question,
                            const jb_settings *bank)
{
    if (round->has_shuffle) {
        return round->shuffle;
    }
    if (question->settings.has_shuffle) {
        return question->settings.shuffle;
    }
    return bank->has_shuffle ? bank->shuffle : true;
}

/* A medium as people's pages need it, frozen with the hash of its bytes. */
static void write_medium(jb_json_out *json, const jb_medium *medium, const char *place)
{
    char url[sizeof JB_MEDIA_PATH + JB_HASH_HEX_SIZE] = JB_MEDIA_PATH;
    jb_hex_encode(medium->hash.bytes, JB_HASH_SIZE, url + strlen(JB_MEDIA_PATH));
    jb_json_object(json);
    jb_json_text_member(json, "kind", jb_media_kind_name(medium->kind));
    jb_json_text_member(json, "url", url);
    if (medium->alt) {
        jb_json_key(json, "alt");
        jb_map_write(json, medium->alt);
    }
    if (place) {
        jb_json_text_member(json, "place", place);
    }
    jb_json_object_end(json);
}

/* The media of a question that are for the reveal, or the others; no member if there are none. */
static void write_media(jb_json_out *json, const char *key, const jb_bank *bank, const cJSON *refs,
                        bool reveal)
{
    jb_reader silent;
    bool any = false;
    jb_reader_init(&silent, NULL);
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, refs) {
        const cJSON *place = cJSON_GetObjectItemCaseSensitive(node, "place");
        const char *name = place ? place->valuestring : "stem";
        const jb_medium *medium = NULL;
        bool good = jb_media_usable(&silent, NULL, cJSON_GetObjectItemCaseSensitive(node, "ref"),
                                    bank, &medium);
        JB_ASSERT(good);
        if (!medium || (strcmp(name, "reveal") == 0) != reveal) {
            continue;
        }
        if (!any) {
            jb_json_key(json, key);
            jb_json_array(json);
            any = true;
        }
        write_medium(json, medium, name);
    }
    if (any) {
        jb_json_array_end(json);
    }
}

static void write_options(jb_json_out *json, const char *key, const jb_option *options,
                          uint8_t count)
{
    jb_json_key(json, key);
    jb_json_array(json);
    for (uint8_t i = 0; i < count; i++) {
        jb_json_object(json);
        jb_json_text_member(json, "id", options[i].id);
        if (options[i].text) {
            jb_json_key(json, "text");
            jb_map_write(json, options[i].text);
        }
        if (options[i].medium) {
            jb_json_key(json, "media");
            write_medium(json, options[i].medium, NULL);
        }
        jb_json_object_end(json);
    }
    jb_json_array_end(json);
}

static void write_order(jb_json_out *json, const char *key, const uint8_t *order, uint8_t count)
{
    jb_json_key(json, key);
    jb_json_array(json);
    for (uint8_t i = 0; i < count; i++) {
        jb_json_int(json, order[i]);
    }
    jb_json_array_end(json);
}

static void write_map(jb_json_out *json, const char *key, const cJSON *map)
{
    if (map) {
        jb_json_key(json, key);
        jb_map_write(json, map);
    }
}

void jb_turn_write_rules(jb_json_out *json, const jb_contest_round *round, const jb_pick *pick,
                         const jb_turn_rules *rules)
{
    jb_json_text_member(json, "grading", jb_grading_name(rules->grading));
    jb_json_int_member(json, "open_ms", rules->open_ms);
    jb_json_int_member(json, "reading_ms", round->reading_ms);
    jb_json_key(json, "points");
    jb_json_array(json);
    jb_json_int(json, rules->right);
    jb_json_int(json, round->wrong);
    jb_json_int(json, round->none);
    jb_json_array_end(json);
    if (pick->value > 0) {
        jb_json_int_member(json, "value", pick->value);
    }
}

/* Does nothing but the whole answer earn anything? */
static bool is_whole(const jb_question *question, jb_grading grading)
{
    for (uint8_t i = 0; i < question->option_count; i++) {
        if (question->options[i].has_weight) {
            return false;
        }
    }
    return grading == JB_GRADING_ALL_OR_NOTHING && question->kind != JB_KIND_TEXT &&
           question->kind != JB_KIND_NUMERIC;
}

/* What keeps its place in every paper. The items of an ordering are always shuffled: in the bank
 * they may stand in the right order. */
static void write_fixed(jb_json_out *json, const jb_question *question, bool shuffle,
                        uint8_t keep_last)
{
    uint8_t fixed[JB_OPTIONS_MAX];
    uint8_t count = 0;
    bool all = !shuffle && question->kind != JB_KIND_ORDERING;
    for (uint8_t i = 0; i < question->option_count; i++) {
        if (all || question->options[i].fixed || i + keep_last >= question->option_count) {
            fixed[count++] = i;
        }
    }
    if (count > 0) {
        write_order(json, "fixed", fixed, count);
    }
}

/* Options and targets, and the orders in which they are shown; papers draw those of the options. */
static void write_lists(jb_json_out *json, const jb_contest_round *round,
                        const jb_question *question, const jb_bank *from, bool papers,
                        jb_random *random)
{
    const jb_settings *bank = &from->settings;
    uint8_t keep_last = 0;
    if (question->settings.has_keep_last) {
        keep_last = question->settings.keep_last;
    } else if (bank->has_keep_last) {
        keep_last = bank->keep_last;
    }
    bool shuffle = resolve_shuffle(round, question, bank);
    jb_turn_order order;
    jb_turn_order_make(question, shuffle, keep_last, random, &order);
    if (papers) {
        for (uint8_t i = 0; i < question->option_count; i++) {
            order.options[i] = i;
        }
    }
    if (question->option_count > 0) {
        write_options(json, "options", question->options, question->option_count);
        write_order(json, "option_order", order.options, question->option_count);
    }
    if (papers) {
        write_fixed(json, question, shuffle, keep_last);
    }
    if (question->target_count > 0) {
        write_options(json, "targets", question->targets, question->target_count);
        write_order(json, "target_order", order.targets, question->target_count);
    }
}

/* What does not fit into a frame would never be shown. */
static bool turn_fits(jb_reader *reader, const jb_pick *pick, const jb_question *question,
                      size_t size)
{
    if (size > JB_TURN_BYTES_MAX) {
        jb_fault(
            reader, pick->draw->bank, "question_too_large",
            "The question \"%.64s\" with all its texts and languages takes %zu KiB; at most %d "
            "can be shown.",
            question->id, size / 1024, JB_TURN_BYTES_MAX / 1024);
        return false;
    }
    return true;
}

bool jb_turn_write(jb_reader *reader, jb_json_out *json, const jb_contest *contest, jb_pick *pick,
                   jb_random *random)
{
    const jb_contest_round *round = &contest->rounds[pick->round];
    const jb_bank *bank = pick->bank;
    if (!bank) {
        jb_turn_write_placeholder(json, contest, pick);
        return true;
    }
    jb_reader silent;
    jb_reader_init(&silent, NULL);
    jb_question question;
    bool good = jb_question_read(&silent, bank, bank->entries[pick->question].node, &question);
    JB_ASSERT(good);
    const jb_turn_rules rules = { .grading = resolve_grading(round, &question, &bank->settings),
                                  .open_ms = resolve_open(round, &question, &bank->settings),
                                  .right = resolve_right(round, &question, &bank->settings) };
    pick->right = rules.right;
    pick->whole = is_whole(&question, rules.grading);
    if (contest->rules.pace == JB_PACE_AUTO && rules.open_ms == 0 &&
        jb_format_limits_questions(jb_format_row_of(round->rules.format))) {
        jb_clash(reader, pick->draw->bank, contest->at[JB_CONTEST_PACE], "contradiction",
                 "\"pace\" is \"auto\", but the question \"%.64s\" has no time limit; give the "
                 "round \"seconds\".",
                 question.id);
        good = false;
    }
    size_t start = json->out->size;
    jb_json_object(json);
    jb_json_int_member(json, "round", pick->round);
    jb_json_text_member(json, "id", question.id);
    jb_json_text_member(json, "bank", bank->id);
    jb_json_text_member(json, "kind", jb_kind_name(question.kind));
    jb_turn_write_rules(json, round, pick, &rules);
    jb_json_key(json, "key");
    jb_turn_write_key(&silent, json, &question);
    write_map(json, "prompt", question.stem);
    write_media(json, "media", bank, question.media, false);
    write_media(json, "reveal_media", bank, question.media, true);
    write_lists(json, round, &question, bank, contest->window != NULL, random);
    jb_json_key(json, "answer");
    jb_turn_write_answer(&silent, json, &question, bank->default_language);
    write_map(json, "explanation", question.explanation);
    write_map(json, "source", question.citation);
    write_map(json, "host_note", question.host_note);
    write_map(json, "unit", question.unit);
    jb_json_object_end(json);
    reader->out_of_memory = reader->out_of_memory || silent.out_of_memory;
    return turn_fits(reader, pick, &question, json->out->size - start) && good;
}
