/*
 * questions/schema/contest.schema.json and the reader are two descriptions of one format: the same
 * members, the same words in every closed list, the same formats for every setting.
 */
#include "bank_fixtures.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contest_internal.h"

static cJSON *read_schema(void)
{
    enum {
        SIZE_MAX_BYTES = 1 << 20
    };
    char path[600];
    (void)snprintf(path, sizeof path, "%s/questions/schema/contest.schema.json",
                   getenv("JB_SOURCE_DIR"));
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, SIZE_MAX_BYTES + 1);
    assert_non_null(text);
    JB_TRUE(fread(text, 1, SIZE_MAX_BYTES, file) > 0);
    JB_EQ_I64(fclose(file), 0);
    cJSON *schema = cJSON_Parse(text);
    assert_non_null(schema);
    free(text);
    return schema;
}

/* "a.b.0.c"; lists of the schema are never longer than ten. */
static const cJSON *at(const cJSON *node, const char *path)
{
    const char *rest = path;
    while (*rest != '\0') {
        char part[60];
        size_t size = strcspn(rest, ".");
        JB_TRUE(size < sizeof part);
        memcpy(part, rest, size);
        part[size] = '\0';
        node = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, part[0] - '0')
                                   : cJSON_GetObjectItemCaseSensitive(node, part);
        if (!node) {
            print_error("the schema has no %s (at %s)\n", path, part);
        }
        assert_non_null(node);
        rest += size;
        rest += *rest == '.';
    }
    return node;
}

static bool lists(const cJSON *list, const char *word)
{
    const cJSON *item = NULL;
    cJSON_ArrayForEach(item, list) {
        if (strcmp(item->valuestring, word) == 0) {
            return true;
        }
    }
    return false;
}

static void settings_of_a_round_are_the_same(void **state)
{
    cJSON *schema = read_schema();
    const cJSON *members = at(schema, "$defs.round.properties");
    JB_EQ_I64(cJSON_GetArraySize(members), JB_SETTING_COUNT);
    for (uint32_t i = 0; i < JB_SETTING_COUNT; i++) {
        (void)at(members, jb_setting_name((jb_setting)i));
    }
    cJSON_Delete(schema);
}

static void each_setting_fits_the_same_formats(void **state)
{
    cJSON *schema = read_schema();
    const cJSON *uses = at(schema, "$defs.round.dependentSchemas");
    for (uint32_t i = 0; i < JB_SETTING_COUNT; i++) {
        const char *name = jb_setting_name((jb_setting)i);
        const cJSON *use = cJSON_GetObjectItemCaseSensitive(uses, name);
        const cJSON *formats = use ? at(use, "properties.format.enum") : NULL;
        for (uint32_t format = 0; format < JB_FORMAT_COUNT; format++) {
            bool fits = !formats || lists(formats, jb_format_name((jb_format)format));
            if (fits != jb_setting_fits((jb_setting)i, (jb_format)format)) {
                print_error("%s in %s\n", name, jb_format_name((jb_format)format));
                fail();
            }
        }
    }
    cJSON_Delete(schema);
}

/* Reads the words of one list out of the reader: a file with a word that is none of them is told
 * which there are. `%s` in the file stands for the word. */
static void words_of_reader(const char *file, char *words, size_t size)
{
    fixture_text json = fixture_json(file);
    const jb_plan_order order = { .file = { .bytes = json.bytes, .size = json.size },
                                  .placeholders = true };
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(jb_plan_make_as(&order, &report, NULL), JB_OK);
    const jb_problem *problem = fixture_problem(&report, "unknown_value");
    if (!problem) {
        print_error("no unknown word in %s\n", file);
    }
    assert_non_null(problem);
    const char *list = strstr(problem->message, "is none of ");
    assert_non_null(list);
    (void)snprintf(words, size, "%s", list + strlen("is none of "));
    jb_report_finish(&report);
    fixture_free(&json);
}

#define CONTEST(members)                                                                           \
    "{'title':{'en':'T'}," members "'rounds':[{'format':'everyone','draw':{'placeholder':1}}]}"
#define WINDOW(members)                                                                            \
    "{'title':{'en':'T'},'window':{'opens_at':'2026-12-01T08:00','closes_at':'2026-12-02T08:00',"  \
    "'time_zone':'UTC','paper':[{'placeholder':9,'count':2}]," members "}}"
#define ROUND(members) "{'title':{'en':'T'},'rounds':[{'draw':{'placeholder':2}," members "}]}"

/* A closed list of the schema, and a file in which the reader finds no word of it. */
typedef struct closed_list {
    const char *path, *file;
} closed_list;

static void compare_lists(const closed_list *rows, size_t count)
{
    cJSON *schema = read_schema();
    for (size_t i = 0; i < count; i++) {
        char words[JB_PROBLEM_MESSAGE_SIZE];
        char stated[JB_PROBLEM_MESSAGE_SIZE] = "";
        words_of_reader(rows[i].file, words, sizeof words);
        const cJSON *item = NULL;
        cJSON_ArrayForEach(item, at(schema, rows[i].path)) {
            size_t used = strlen(stated);
            (void)snprintf(stated + used, sizeof stated - used, "%s\"%s\"", used > 0 ? ", " : "",
                           item->valuestring);
        }
        size_t end = strlen(stated);
        (void)snprintf(stated + end, sizeof stated - end, ".");
        JB_EQ_STR(words, stated);
    }
    cJSON_Delete(schema);
}

static void closed_lists_of_windows_have_the_same_words(void **state)
{
    static const closed_list rows[] = {
        { "properties.window.properties.reveal.enum", WINDOW("'reveal':'?'") },
        { "properties.window.properties.entry.enum", WINDOW("'entry':'?'") },
        { "properties.window.properties.attempts.properties.count.enum",
          WINDOW("'attempts':{'max':2,'count':'?'}") },
        { "properties.window.properties.grading.properties.multiple.enum",
          WINDOW("'grading':{'multiple':'?'}") },
        { "properties.window.properties.grading.properties.parts.enum",
          WINDOW("'grading':{'parts':'?'}") },
    };
    compare_lists(rows, sizeof rows / sizeof rows[0]);
}

static void closed_lists_have_the_same_words(void **state)
{
    static const closed_list rows[] = {
        { "properties.pace.enum", CONTEST("'pace':'?',") },
        { "properties.late.enum", CONTEST("'late':'?',") },
        { "properties.seats.enum", CONTEST("'seats':'?',") },
        { "properties.team_score.oneOf.0.enum", CONTEST("'team_score':'?',") },
        { "properties.tie.items.enum", CONTEST("'tie':['?'],") },
        { "properties.awards.items.properties.for.enum",
          CONTEST("'awards':[{'title':{'en':'A'},'for':'?'}],") },
        { "properties.awards.items.properties.by.enum",
          CONTEST("'awards':[{'title':{'en':'A'},'by':'?'}],") },
        { "properties.hall.properties.when.enum",
          CONTEST("'seats':'teams','teams':['A'],'hall':{'when':'?'},") },
        { "properties.substitutions.properties.when.enum",
          CONTEST(
              "'seats':'teams','teams':['A'],'substitutions':{'fielded':1,'max':1,'when':'?'},") },
        { "$defs.kind.enum",
          "{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':{'bank':'b',"
          "'kinds':['?']}}]}" },
        { "$defs.draw.properties.order.enum",
          "{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':{'bank':'b','order':'?'}}]}" },
        { "$defs.round.properties.format.enum", ROUND("'format':'?'") },
        { "$defs.round.properties.standings.enum", ROUND("'format':'turn','standings':'?'") },
        { "$defs.round.properties.order.oneOf.0.enum", ROUND("'format':'turn','order':'?'") },
        { "$defs.round.properties.order.oneOf.1.properties.by.enum",
          ROUND("'format':'turn','order':{'by':'?'}") },
        { "$defs.round.properties.order.oneOf.1.properties.equals.enum",
          ROUND("'format':'turn','order':{'by':'high_low','equals':'?'}") },
        { "$defs.round.properties.spread.enum", ROUND("'format':'turn','spread':'?'") },
        { "$defs.round.properties.speaker.enum", ROUND("'format':'turn','speaker':'?'") },
        { "$defs.round.properties.answer_by.enum", ROUND("'format':'turn','answer_by':'?'") },
        { "$defs.round.properties.help.enum", ROUND("'format':'turn','help':'?'") },
        { "$defs.round.properties.start.enum", ROUND("'format':'turn','start':'?'") },
        { "$defs.round.properties.begin.properties.late.enum",
          ROUND("'format':'turn','begin':{'seconds':1,'late':'?'}") },
        { "$defs.round.properties.early.oneOf.0.enum", ROUND("'format':'buzzer','early':'?'") },
        { "$defs.round.properties.early.oneOf.1.properties.then.enum",
          ROUND("'format':'buzzer','early':{'then':'?'}") },
        { "$defs.round.properties.fallback.enum", ROUND("'format':'buzzer','fallback':'?'") },
        { "$defs.round.properties.too_close.enum", ROUND("'format':'buzzer','too_close':'?'") },
        { "$defs.round.properties.wrong.enum", ROUND("'format':'risk','wrong':'?'") },
        { "$defs.round.properties.wager.properties.limit.enum",
          ROUND("'format':'turn','wager':{'max':50,'limit':'?'}") },
        { "$defs.round.properties.wager.properties.none.enum",
          ROUND("'format':'turn','wager':{'max':50,'none':'?'}") },
        { "$defs.round.properties.grading.properties.multiple.enum",
          ROUND("'format':'turn','grading':{'multiple':'?'}") },
        { "$defs.round.properties.grading.properties.parts.enum",
          ROUND("'format':'turn','grading':{'parts':'?'}") },
    };
    compare_lists(rows, sizeof rows / sizeof rows[0]);
}

/* Every member of the contest that the schema names is known to the reader, and the other way. */
static void members_of_the_contest_are_the_same(void **state)
{
    cJSON *schema = read_schema();
    const cJSON *members = at(schema, "properties");
    JB_EQ_I64(cJSON_GetArraySize(members), JB_CONTEST_FIELD_COUNT);
    const cJSON *member = NULL;
    cJSON_ArrayForEach(member, members) {
        char file[300];
        (void)snprintf(file, sizeof file, "{'%s':null}", member->string);
        fixture_text json = fixture_json(file);
        jb_report report;
        jb_report_init(&report);
        JB_EQ_I64(jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, NULL, NULL,
                                   &report),
                  JB_OK);
        assert_non_null(fixture_problem(&report, "wrong_type"));
        assert_null(fixture_problem(&report, "unknown_key"));
        jb_report_finish(&report);
        fixture_free(&json);
    }
    cJSON_Delete(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_of_a_round_are_the_same),
        cmocka_unit_test(each_setting_fits_the_same_formats),
        cmocka_unit_test(closed_lists_have_the_same_words),
        cmocka_unit_test(closed_lists_of_windows_have_the_same_words),
        cmocka_unit_test(members_of_the_contest_are_the_same),
    };
    return JB_RUN(tests);
}
