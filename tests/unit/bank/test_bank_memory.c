/*
 * Memory running out: the N-th allocation fails, for N = 1, 2, 3, ... until the work is done. Each
 * time the answer is JB_ERR_MEMORY, nothing leaks (run under the address sanitizer) and nothing
 * half done comes out.
 *
 * jb:wrap malloc calloc realloc
 */
#include "bank_fixtures.h"

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
    "{'title':{'en':'T'},'teams':['Red',{'name':{'en':'Blue'}}],'rounds':[{'title':{'en':'R'},"
    "'format':'everyone','draw':{'bank':'demo-2026','count':7}}]}";

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
        cmocka_unit_test(problems_survive_every_failure),
    };
    route_cjson();
    return JB_RUN(tests);
}
