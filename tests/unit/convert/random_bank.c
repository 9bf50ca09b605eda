/*
 * Banks by chance. Texts are put together from pieces that mean something to one format or another;
 * all are tidy (as jb_text_tidy leaves them) and different within their question.
 */
#include "convert_check.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/json_out.h"
#include "jinbang/random.h"

typedef struct maker {
    jb_random random;
    jb_json_out json;
    uint32_t languages;  /* 1 to 3 */
    uint32_t categories; /* so many; each may be the parent of the next */
    uint32_t media;
    uint32_t serial; /* of the text that comes next */
} maker;

static const char *const tags[] = { "en", "zh-Hans", "ar" };

static const char *const pieces[] = {
    "\"quoted\"",
    "one\ntwo",
    "=SUM(1)",
    "a|b",
    "x;y",
    "p => q",
    "p -> q",
    "A. Nile",
    "007",
    "\xe9\x95\xbf\xe6\xb1\x9f",
    "\\",
    "\\;",
    "@home",
    "+1",
    "-5",
    "'tis",
    "'=x",
    "<b>",
    "a<b & c>d",
    "&amp;",
    "{curly}",
    "~tilde",
    "#1",
    "::",
    "%50%",
    "[html]",
    "//",
    "a/b",
    "A\xe5\x9e\x8b",
    "]]>",
    "*",
    "TRUE",
    "$x^2$",
    "\xf0\x9f\x98\x80",
    "\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7",
    "1\xe3\x80\x81\xe7\x94\xb2",
    "\xef\xbc\x9d\xef\xbc\x9b",
    "a,b",
    "_x0041_",
    "\xe7\x94\xb2\xe3\x80\x81\xe4\xb9\x99",
    "3.5%",
    "1/2",
    "null",
    "\\n",
    "\"",
    "ANSWER: A",
};

static uint32_t below(maker *m, uint32_t bound)
{
    return (uint32_t)jb_random_below(&m->random, bound);
}

static bool chance(maker *m, uint32_t percent)
{
    return below(m, 100) < percent;
}

/* Pieces and, so that no two are equal, a number. */
static void write_string(maker *m, const char *key)
{
    char text[200];
    size_t size = 0;
    uint32_t count = 1 + below(m, 3);
    text[0] = '\0';
    for (uint32_t i = 0; i < count; i++) {
        const char *piece = pieces[below(m, sizeof pieces / sizeof pieces[0])];
        size += (size_t)snprintf(text + size, sizeof text - size, "%s%s", i > 0 ? " " : "", piece);
    }
    (void)snprintf(text + size, sizeof text - size, " %u", m->serial++);
    if (key) {
        jb_json_text_member(&m->json, key, text);
    } else {
        jb_json_text(&m->json, text);
    }
}

static void write_map(maker *m, const char *key)
{
    jb_json_key(&m->json, key);
    jb_json_object(&m->json);
    for (uint32_t i = 0; i < m->languages; i++) {
        if (i == 0 || chance(m, 80)) {
            write_string(m, tags[i]);
        }
    }
    jb_json_object_end(&m->json);
}

static void write_id(maker *m, const char *key, char prefix, uint32_t number)
{
    char id[16];
    (void)snprintf(id, sizeof id, "%c%u", prefix, number);
    if (key) {
        jb_json_text_member(&m->json, key, id);
    } else {
        jb_json_text(&m->json, id);
    }
}

/* ---- answers ---- */

static void write_options(maker *m, const char *key, char prefix, uint32_t count, bool fixed)
{
    jb_json_key(&m->json, key);
    jb_json_array(&m->json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_object(&m->json);
        write_id(m, "id", prefix, i + 1);
        write_map(m, "text");
        if (m->media > 0 && chance(m, 10)) {
            write_id(m, "media", 'm', 1 + below(m, m->media));
        }
        if (fixed && chance(m, 10)) {
            jb_json_bool_member(&m->json, "fixed", true);
        }
        if (fixed && chance(m, 10)) {
            jb_json_raw_member(&m->json, "weight", jb_slice_of(chance(m, 50) ? "0.5" : "-0.25"));
        }
        if (fixed && chance(m, 10)) {
            write_map(m, "feedback");
        }
        jb_json_object_end(&m->json);
    }
    jb_json_array_end(&m->json);
}

static void write_choice(maker *m, uint32_t options, uint32_t right)
{
    uint32_t order[26];
    for (uint32_t i = 0; i < options; i++) {
        order[i] = i + 1;
    }
    jb_random_shuffle(&m->random, order, options);
    bool chosen[27] = { false };
    for (uint32_t i = 0; i < right; i++) {
        chosen[order[i]] = true;
    }
    jb_json_key(&m->json, "correct");
    jb_json_array(&m->json);
    for (uint32_t i = 1; i <= options; i++) {
        if (chosen[i]) {
            write_id(m, NULL, 'o', i);
        }
    }
    jb_json_array_end(&m->json);
}

static void write_order(maker *m, uint32_t options)
{
    uint32_t order[26];
    for (uint32_t i = 0; i < options; i++) {
        order[i] = i + 1;
    }
    jb_random_shuffle(&m->random, order, options);
    jb_json_key(&m->json, "order");
    jb_json_array(&m->json);
    for (uint32_t i = 0; i < options; i++) {
        write_id(m, NULL, 'o', order[i]);
    }
    jb_json_array_end(&m->json);
}

static void write_pairs(maker *m, uint32_t options, uint32_t targets)
{
    jb_json_key(&m->json, "pairs");
    jb_json_array(&m->json);
    for (uint32_t i = 1; i <= options; i++) {
        jb_json_array(&m->json);
        write_id(m, NULL, 'o', i);
        write_id(m, NULL, 't', 1 + below(m, targets));
        jb_json_array_end(&m->json);
    }
    jb_json_array_end(&m->json);
}

static void write_weight(maker *m)
{
    if (chance(m, 20)) {
        jb_json_raw_member(&m->json, "weight", jb_slice_of("0.5"));
    }
}

static void write_numbers(maker *m)
{
    static const char *const values[] = { "0", "-5", "3.142", "1000000", "0.001", "-0.5" };
    static const char *const tolerances[] = { "0", "0.0005", "2", "0.05" };
    uint32_t count = 1 + below(m, 2);
    jb_json_key(&m->json, "accept");
    jb_json_array(&m->json);
    for (uint32_t i = 0; i < count; i++) {
        jb_json_object(&m->json);
        jb_json_text_member(&m->json, "value", values[below(m, 6)]);
        if (chance(m, 60)) {
            jb_json_text_member(&m->json, "tolerance", tolerances[below(m, 4)]);
        }
        if (chance(m, 20)) {
            jb_json_text_member(&m->json, "tolerance_kind", "relative");
        }
        if (i > 0) {
            write_weight(m);
        }
        jb_json_object_end(&m->json);
    }
    jb_json_array_end(&m->json);
    if (chance(m, 20)) {
        write_map(m, "unit");
    }
}

static void write_blanks(maker *m, uint32_t blanks)
{
    jb_json_key(&m->json, "blanks");
    jb_json_array(&m->json);
    for (uint32_t i = 0; i < blanks; i++) {
        uint32_t count = 1 + below(m, 3);
        jb_json_object(&m->json);
        jb_json_key(&m->json, "accept");
        jb_json_array(&m->json);
        for (uint32_t j = 0; j < count; j++) {
            jb_json_object(&m->json);
            write_string(m, "text");
            if (j > 0) {
                write_weight(m);
            }
            if (j > 0 && chance(m, 10)) {
                jb_json_text_member(&m->json, "match", "wildcard");
            }
            jb_json_object_end(&m->json);
        }
        jb_json_array_end(&m->json);
        if (chance(m, 10)) {
            jb_json_bool_member(&m->json, "case_sensitive", true);
        }
        jb_json_object_end(&m->json);
    }
    jb_json_array_end(&m->json);
    if (blanks > 1 && chance(m, 20)) {
        jb_json_bool_member(&m->json, "any_order", true);
    }
}

static void write_answer(maker *m, jb_kind kind)
{
    uint32_t options = 2 + below(m, chance(m, 10) ? 12 : 4);
    uint32_t targets = options + below(m, 3);
    if (kind == JB_KIND_SINGLE || kind == JB_KIND_MULTIPLE || kind == JB_KIND_ORDERING ||
        kind == JB_KIND_MATCHING) {
        write_options(m, "options", 'o', options, kind == JB_KIND_SINGLE);
    }
    if (kind == JB_KIND_MATCHING) {
        write_options(m, "targets", 't', targets, false);
    }
    jb_json_key(&m->json, "answer");
    jb_json_object(&m->json);
    if (kind == JB_KIND_SINGLE) {
        write_choice(m, options, options > 2 && chance(m, 10) ? 2 : 1);
    } else if (kind == JB_KIND_MULTIPLE) {
        write_choice(m, options, 1 + below(m, options));
    } else if (kind == JB_KIND_TRUEFALSE) {
        jb_json_bool_member(&m->json, "value", chance(m, 50));
    } else if (kind == JB_KIND_NUMERIC) {
        write_numbers(m);
    } else if (kind == JB_KIND_TEXT) {
        write_blanks(m, 1 + below(m, 3));
    } else if (kind == JB_KIND_ORDERING) {
        write_order(m, options);
    } else {
        write_pairs(m, options, targets);
    }
    jb_json_object_end(&m->json);
}

/* ---- what describes a question ---- */

static void write_labels(maker *m)
{
    if (m->categories > 0 && chance(m, 70)) {
        write_id(m, "category", 'c', 1 + below(m, m->categories));
    }
    if (chance(m, 40)) {
        jb_json_key(&m->json, "tags");
        jb_json_array(&m->json);
        write_string(m, NULL);
        write_string(m, NULL);
        jb_json_array_end(&m->json);
    }
    if (chance(m, 50)) {
        jb_json_int_member(&m->json, "difficulty", 1 + below(m, 5));
    }
    if (chance(m, 40)) {
        jb_json_hundredths_member(&m->json, "points", below(m, 100000));
    }
    if (chance(m, 40)) {
        jb_json_int_member(&m->json, "time_limit_ms", below(m, 60000));
    }
    if (chance(m, 40)) {
        write_map(m, "explanation");
    }
    if (chance(m, 10)) {
        write_map(m, "host_note");
    }
    if (chance(m, 10)) {
        write_string(m, "title");
    }
    if (chance(m, 10)) {
        jb_json_raw_member(&m->json, "shuffle", jb_slice_of("{\"options\":false}"));
    }
}

static void write_references(maker *m)
{
    if (m->media > 0 && chance(m, 30)) {
        jb_json_key(&m->json, "media");
        jb_json_array(&m->json);
        jb_json_object(&m->json);
        write_id(m, "ref", 'm', 1 + below(m, m->media));
        if (chance(m, 40)) {
            jb_json_text_member(&m->json, "place", chance(m, 50) ? "reveal" : "stem");
        }
        jb_json_object_end(&m->json);
        jb_json_array_end(&m->json);
    }
    if (chance(m, 30)) {
        jb_json_key(&m->json, "source");
        jb_json_object(&m->json);
        if (chance(m, 50)) {
            jb_json_text_member(&m->json, "url", "https://example.org/?a=1,2;3");
        } else {
            write_map(m, "citation");
        }
        jb_json_object_end(&m->json);
    }
}

static void write_head(maker *m)
{
    jb_json_text_member(&m->json, "format", "question-bank");
    jb_json_int_member(&m->json, "version", 1);
    jb_json_text_member(&m->json, "id", "by-chance");
    write_map(m, "title");
    jb_json_text_member(&m->json, "default_language", tags[0]);
    if (chance(m, 40)) {
        jb_json_raw_member(&m->json, "defaults",
                           jb_slice_of("{\"points\":10,\"time_limit_ms\":12500}"));
    }
    jb_json_key(&m->json, "categories");
    jb_json_array(&m->json);
    for (uint32_t i = 1; i <= m->categories; i++) {
        jb_json_object(&m->json);
        write_id(m, "id", 'c', i);
        if (i > 1 && chance(m, 50)) {
            write_id(m, "parent", 'c', 1 + below(m, i - 1));
        }
        write_map(m, "title");
        jb_json_object_end(&m->json);
    }
    jb_json_array_end(&m->json);
    jb_json_key(&m->json, "media");
    jb_json_array(&m->json);
    for (uint32_t i = 1; i <= m->media; i++) {
        char file[24];
        (void)snprintf(file, sizeof file, "media/%u.gif", i);
        jb_json_object(&m->json);
        write_id(m, "id", 'm', i);
        jb_json_text_member(&m->json, "kind", "image");
        jb_json_text_member(&m->json, "file", file);
        write_map(m, "alt");
        jb_json_object_end(&m->json);
    }
    jb_json_array_end(&m->json);
}

void random_bank(uint64_t seed, uint32_t questions, jb_buffer *out)
{
    maker m = { .serial = 1 };
    jb_random_seed(&m.random, seed);
    jb_json_begin(&m.json, out);
    m.languages = 1 + below(&m, 3);
    m.categories = below(&m, 5);
    m.media = below(&m, 4);
    jb_json_object(&m.json);
    write_head(&m);
    jb_json_key(&m.json, "questions");
    jb_json_array(&m.json);
    for (uint32_t i = 0; i < questions; i++) {
        jb_kind kind = (jb_kind)((i + seed) % JB_KIND_COUNT);
        jb_json_object(&m.json);
        write_id(&m, "id", 'q', i + 1);
        jb_json_text_member(&m.json, "type", jb_kind_name(kind));
        write_map(&m, "stem");
        write_labels(&m);
        write_references(&m);
        write_answer(&m, kind);
        jb_json_object_end(&m.json);
    }
    jb_json_array_end(&m.json);
    jb_json_object_end(&m.json);
}
