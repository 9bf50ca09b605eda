/*
 * Memory running out: the N-th allocation fails, for N = 1, 2, 3, ... until the work is done. Each
 * time the answer is JB_ERR_MEMORY, nothing leaks (run under the address sanitizer) and nothing
 * half done comes out.
 *
 * jb:wrap malloc calloc realloc
 */
#include "bank_fixtures.h"
#include "zip_maker.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

/* The names are the linker's. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* How many allocations still succeed; below 0: all. */
static long allocations_left = -1;

static bool take_one(void)
{
    if (allocations_left > 0) {
        allocations_left--;
        return true;
    }
    return allocations_left < 0;
}

void *__wrap_malloc(size_t size)
{
    return take_one() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return take_one() ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return take_one() ? __real_realloc(old, size) : NULL;
}

/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* cJSON lives in a shared library: it is given our functions instead. */
static void route_cjson(void)
{
    cJSON_Hooks hooks = { .malloc_fn = __wrap_malloc, .free_fn = free };
    cJSON_InitHooks(&hooks);
}

static const char contest[] =
    "{'title':{'en':'T'},'seats':'teams','teams':[{'name':'Red','members':['a']},{'name':{'en':"
    "'Blue'}}],'awards':[{'title':{'en':'A'}}],'rounds':[{'title':{'en':'R'},'format':'everyone',"
    "'draw':{'bank':'demo-2026','count':7}},{'format':'risk','values':[10,20],'by_value':{'10':"
    "{'placeholder':2},'20':{'placeholder':2}}},{'format':'turn','draw':[{'placeholder':1},"
    "{'placeholder':1}]}]}";

static const char contradictory[] =
    "{'title':{'en':'T'},'seats':'teams','teams':['A','B'],'team_score':'sum','rounds':[{'format':"
    "'turn','values':[1],'judges':3,'safe':[1],'draw':{'placeholder':1}}]}";

static void reading_a_bank_survives_every_failure(void **state)
{
    fixture_text json = fixture_json(fixture_example);
    jb_status status = JB_ERR_MEMORY;
    long count = 0;
    for (; status != JB_OK; count++) {
        jb_report report;
        jb_bank *bank = NULL;
        jb_report_init(&report);
        allocations_left = count;
        status = jb_bank_read((jb_slice){ .bytes = json.bytes, .size = json.size }, &report, &bank);
        allocations_left = -1;
        JB_TRUE(status == JB_OK || status == JB_ERR_MEMORY);
        JB_TRUE((bank != NULL) == (status == JB_OK));
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
    JB_TRUE(count > 100);
    fixture_free(&json);
}

static void making_and_loading_a_plan_survives_every_failure(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    fixture_text json = fixture_json(contest);
    jb_status status = JB_ERR_MEMORY;
    jb_buffer text;
    jb_buffer_init(&text, 0);
    for (long count = 0; status != JB_OK; count++) {
        jb_report report;
        jb_report_init(&report);
        jb_buffer_finish(&text);
        jb_buffer_init(&text, 0);
        allocations_left = count;
        status = jb_plan_make((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                              &shelf, 1, &report, &text);
        allocations_left = -1;
        JB_TRUE(status == JB_OK || status == JB_ERR_MEMORY);
        JB_TRUE((text.size > 0) == (status == JB_OK));
        jb_report_finish(&report);
    }
    status = JB_ERR_MEMORY;
    for (long count = 0; status != JB_OK; count++) {
        jb_plan *plan = NULL;
        allocations_left = count;
        status = jb_plan_load(jb_buffer_slice(&text), &plan);
        allocations_left = -1;
        JB_TRUE(status == JB_OK || status == JB_ERR_MEMORY);
        JB_TRUE((plan != NULL) == (status == JB_OK));
        jb_plan_destroy(plan);
    }
    jb_buffer_finish(&text);
    fixture_free(&json);
    fixture_shelf_finish(&shelf);
}

static void contradictions_survive_every_failure(void **state)
{
    fixture_text json = fixture_json(contradictory);
    jb_status status = JB_ERR_MEMORY;
    for (long count = 0; status != JB_OK; count++) {
        jb_report report;
        jb_report_init(&report);
        allocations_left = count;
        status = jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size },
                                  fixture_find, NULL, &report);
        allocations_left = -1;
        JB_TRUE(status == JB_OK || status == JB_ERR_MEMORY);
        if (status == JB_OK) {
            JB_EQ_U64(report.problem_count, 5);
        }
        jb_report_finish(&report);
    }
    fixture_free(&json);
}

static const char package_json[] =
    "{'format':'question-bank','version':1,'id':'p','title':{'en':'T'},'default_language':'en',"
    "'media':[{'id':'m','kind':'image','file':'m','alt':{'en':'A'}},"
    "{'id':'s','kind':'image','file':'s'},{'id':'x','kind':'image','file':'x'}],'questions':["
    "{'id':'q','type':'single','stem':{'en':'Q?'},'answer':{'correct':['a']},"
    "'media':[{'ref':'m'},{'ref':'s','place':'reveal'}],"
    "'options':[{'id':'a','media':'m'},{'id':'b','media':'s'}]},"
    "{'id':'r','type':'truefalse','stem':{'en':'R?'},'answer':{'value':true},"
    "'media':[{'ref':'x'}]}]}";

static const char package_contest[] =
    "{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':{'bank':'p','count':1}}]}";

/* bank.json, two good media and one that is no medium. */
static void make_package(jb_buffer *file)
{
    static const char svg[] =
        "<svg xmlns='http://www.w3.org/2000/svg'><style>a{fill:url(#b)}</style></svg>";
    fixture_text json = fixture_json(package_json);
    const zip_entry entries[] = {
        { .name = "bank.json", .data = { json.bytes, json.size } },
        { .name = "m", .data = { "\x89PNG\r\n\x1a\n", 8 } },
        { .name = "s", .data = { svg, sizeof svg - 1 } },
        { .name = "x", .data = { "x", 1 } },
    };
    jb_buffer_init(file, 0);
    zip_make(entries, 4, file);
    fixture_free(&json);
}

static void a_package_survives_every_failure(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    jb_status status = JB_ERR_MEMORY;
    jb_buffer file;
    long count = 0;
    make_package(&file);
    for (; status != JB_OK; count++) {
        jb_report report;
        jb_report_init(&report);
        allocations_left = count;
        status = jb_bank_read(jb_buffer_slice(&file), &report, &shelf.banks[0]);
        allocations_left = -1;
        JB_TRUE(status == JB_OK || status == JB_ERR_MEMORY);
        JB_TRUE((shelf.banks[0] != NULL) == (status == JB_OK));
        jb_report_finish(&report);
    }
    JB_TRUE(count > 50);
    JB_EQ_U64(jb_bank_count(shelf.banks[0]), 1);
    jb_buffer text;
    fixture_plan(package_contest, &shelf, 1, &text);
    status = JB_ERR_MEMORY;
    for (count = 0; status != JB_OK; count++) {
        jb_plan *plan = NULL;
        allocations_left = count;
        status = jb_plan_load(jb_buffer_slice(&text), &plan);
        allocations_left = -1;
        JB_TRUE(status == JB_OK || status == JB_ERR_MEMORY);
        JB_TRUE((plan != NULL) == (status == JB_OK));
        JB_TRUE(!plan || plan->media_count == 4);
        jb_plan_destroy(plan);
    }
    jb_buffer_finish(&text);
    jb_buffer_finish(&file);
    fixture_shelf_finish(&shelf);
}

static void problems_survive_every_failure(void **state)
{
    fixture_text json = fixture_json(
        "{'format':'question-bank','version':1,'title':{'en':'T'},'default_language':'en',"
        "'questions':[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]}");
    jb_status status = JB_ERR_MEMORY;
    for (long count = 0; status != JB_OK; count++) {
        jb_report report;
        jb_bank *bank = NULL;
        jb_report_init(&report);
        allocations_left = count;
        status = jb_bank_read((jb_slice){ .bytes = json.bytes, .size = json.size }, &report, &bank);
        allocations_left = -1;
        JB_TRUE(status == JB_OK || status == JB_ERR_MEMORY);
        assert_null(bank);
        jb_report_finish(&report);
    }
    fixture_free(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_a_bank_survives_every_failure),
        cmocka_unit_test(making_and_loading_a_plan_survives_every_failure),
        cmocka_unit_test(contradictions_survive_every_failure),
        cmocka_unit_test(a_package_survives_every_failure),
        cmocka_unit_test(problems_survive_every_failure),
    };
    route_cjson();
    return JB_RUN(tests);
}
