/* Loading plans: all seven kinds field by field, and damaged plans refused. */
#include "bank_fixtures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/engine.h"
#include "jinbang/random.h"

static const char all_kinds[] =
    "{'title':{'en':'All kinds','zh-Hans':'题型'},'teams':['Red',{'name':{'en':'Blue','zh-Hans':"
    "'蓝队'},'roster':5}],'team_score':{'best':3},'base':100,'tie':['correct','last'],"
    "'fair_cap_ms':80,'players_max':500,'late':'lobby','team_required':true,'rounds':["
    "{'title':{'en':'One'},'format':'everyone','questions':{'bank':'demo-2026',"
    "'ids':['q1','q2','q3']},'reading':1.5,'points':{'right':5,'wrong':-2.5,'none':-1},"
    "'speed':{'kind':'linear','floor':30},'change':true,'intro':true},"
    "{'format':'everyone','questions':{'bank':'demo-2026','ids':['q4','q5','q6','q7']},"
    "'grading':{'parts':'per_part'},'standings':'round','reveal_seconds':2}]}";

static jb_plan *load_all_kinds(fixture_shelf *shelf)
{
    shelf->banks[0] = fixture_bank(fixture_example);
    shelf->count = 1;
    return fixture_load(all_kinds, shelf, 5);
}

static void the_contest_arrives_in_the_rules(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load_all_kinds(&shelf);
    const jb_rules *rules = &plan->rules;
    JB_EQ_I64(rules->pace, JB_PACE_HOST);
    JB_EQ_I64(rules->late, JB_LATE_LOBBY);
    JB_EQ_I64(rules->base, 10000);
    JB_EQ_U64(rules->tie_count, 2);
    JB_EQ_I64(rules->ties[0], JB_TIE_CORRECT);
    JB_EQ_I64(rules->ties[1], JB_TIE_LAST);
    JB_EQ_I64(rules->fair_cap_ms, 80);
    JB_EQ_U64(rules->players_max, 500);
    JB_TRUE(rules->team_required);
    JB_EQ_I64(rules->team_score, JB_TEAM_SCORE_BEST);
    JB_EQ_U64(rules->team_best, 3);
    JB_EQ_U64(rules->team_count, 2);
    JB_EQ_U64(rules->team_rosters[0], 0);
    JB_EQ_U64(rules->team_rosters[1], 5);
    FIXTURE_SLICE(plan->teams[0].name, "{'und':'Red'}");
    FIXTURE_SLICE(plan->teams[0].label, "Red");
    FIXTURE_SLICE(plan->teams[1].name, "{'en':'Blue','zh-Hans':'蓝队'}");
    FIXTURE_SLICE(plan->teams[1].label, "蓝队");
    JB_EQ_U64(plan->teams[1].roster, 5);
    FIXTURE_SLICE(plan->title, "{'en':'All kinds','zh-Hans':'题型'}");
    FIXTURE_SLICE(plan->title_text, "题型");
    FIXTURE_SLICE(plan->languages, "['zh-Hans','en']");
    FIXTURE_SLICE(plan->default_language, "'zh-Hans'");
    FIXTURE_SLICE(plan->screen_languages, "['zh-Hans','en']");
    JB_EQ_U64(rules->round_count, 2);
    JB_EQ_U64(rules->turn_count, 7);
    FIXTURE_SLICE(plan->round_titles[0], "{'en':'One'}");
    JB_EQ_SIZE(plan->round_titles[1].size, 0);
    const jb_round_rules *one = &rules->rounds[0];
    JB_EQ_I64(one->format, JB_FORMAT_EVERYONE);
    JB_EQ_U64(one->turn_first, 0);
    JB_EQ_U64(one->turn_count, 3);
    JB_TRUE(one->intro);
    JB_TRUE(one->change);
    JB_EQ_I64(one->speed, JB_SPEED_LINEAR);
    JB_EQ_U64(one->speed_floor_percent, 30);
    JB_EQ_I64(one->standings, JB_STANDINGS_TURN);
    JB_EQ_I64(one->intro_ms, 4000);
    JB_EQ_I64(one->locked_ms, 1500);
    JB_EQ_I64(one->reveal_ms, 8000);
    JB_EQ_I64(one->standings_ms, 6000);
    const jb_round_rules *two = &rules->rounds[1];
    JB_EQ_U64(two->turn_first, 3);
    JB_EQ_U64(two->turn_count, 4);
    JB_EQ_I64(two->standings, JB_STANDINGS_ROUND);
    JB_EQ_I64(two->reveal_ms, 2000);
    JB_EQ_I64(rules->questions[0].reading_ms, 1500);
    JB_EQ_I64(rules->questions[0].points_right, 500);
    JB_EQ_I64(rules->questions[0].points_wrong, -250);
    JB_EQ_I64(rules->questions[0].points_none, -100);
    JB_EQ_I64(rules->questions[3].points_right, 1000);
    for (uint32_t i = 0; i < 7; i++) {
        JB_EQ_U64(rules->questions[i].round, i < 3 ? 0 : 1);
        JB_EQ_I64(rules->questions[i].open_ms, 20000);
        JB_EQ_I64(plan->texts[i].kind, (jb_kind)i);
        JB_EQ_I64(rules->questions[i].key.kind, (jb_kind)i);
    }
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void choices_arrive(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load_all_kinds(&shelf);
    const jb_question_text *single = &plan->texts[0];
    const jb_key *key = &plan->rules.questions[0].key;
    JB_EQ_U64(key->option_count, 3);
    JB_EQ_U64(key->correct, 1);
    assert_null(key->weights);
    JB_EQ_I64(key->grading, JB_GRADING_ALL_OR_NOTHING);
    FIXTURE_SLICE(single->question_id, "q1");
    FIXTURE_SLICE(single->prompt, "{'zh-Hans':'世界上最长的河流是？','en':'Which river is the "
                                  "longest?'}");
    FIXTURE_SLICE(single->options[1].id, "b");
    FIXTURE_SLICE(single->options[1].json, "{'id':'b','text':{'zh-Hans':'长江','en':'Yangtze'}}");
    JB_EQ_U64(single->option_order[2], 2);
    FIXTURE_SLICE(single->answer, "['a']");
    FIXTURE_SLICE(single->explanation, "{'zh-Hans':'约6650千米。','en':'About 6,650 km.'}");
    JB_EQ_SIZE(single->media.size, 0);
    JB_EQ_SIZE(single->host_note.size, 0);
    JB_EQ_SIZE(single->source.size, 0);
    FIXTURE_SLICE(plan->prompt_texts[0], "世界上最长的河流是？");
    key = &plan->rules.questions[1].key;
    JB_EQ_U64(key->correct, 5);
    JB_EQ_I64(key->grading, JB_GRADING_RIGHT_MINUS_WRONG);
    FIXTURE_SLICE(plan->texts[1].answer, "['a','c']");
    key = &plan->rules.questions[2].key;
    JB_EQ_U64(key->option_count, 2);
    JB_EQ_U64(key->correct, 2);
    JB_EQ_U64(plan->texts[2].option_count, 0);
    FIXTURE_SLICE(plan->texts[2].answer, "[true]");
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void typed_answers_arrive_folded(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load_all_kinds(&shelf);
    const jb_key *key = &plan->rules.questions[3].key;
    JB_EQ_U64(key->number_count, 2);
    JB_EQ_I64(key->numbers[0].low, 3141500);
    JB_EQ_I64(key->numbers[0].high, 3142500);
    JB_EQ_I64(key->numbers[1].low, 3140000);
    JB_EQ_I64(key->numbers[1].weight, 500000);
    FIXTURE_SLICE(plan->texts[3].answer, "['3.142','3.14']");
    key = &plan->rules.questions[4].key;
    JB_EQ_U64(key->blank_count, 3);
    JB_EQ_U64(plan->texts[4].blank_count, 3);
    JB_TRUE(key->any_order);
    JB_EQ_I64(key->grading, JB_GRADING_PER_PART);
    JB_EQ_U64(key->blanks[1].accept_count, 2);
    FIXTURE_SLICE(key->blanks[1].accepts[1].folded, "媒体");
    JB_EQ_I64(key->blanks[1].accepts[1].weight, 500000);
    JB_EQ_U64(key->blanks[1].edits_max, 0);
    FIXTURE_SLICE(plan->texts[4].answer, "[['知识'],['载体','媒体'],['记录方式']]");
    jb_plan_destroy(plan);
    shelf.banks[1] = fixture_bank(
        "{'format':'question-bank','version':1,'id':'t','title':{'en':'T'},"
        "'default_language':'en','questions':[{'id':'q','type':'text','stem':{'en':'Q'},"
        "'answer':{'blanks':[{'accept':[{'text':'  ＣＯＬＯＵＲ*','match':'wildcard'},{'text':"
        "'Hue','weight':0}],'max_edits':2,'show':{'en':'Colour'}}]},'host_note':{'en':'N'},"
        "'source':{'citation':{'en':'C'}}},{'id':'n','type':'numeric','stem':{'en':'N'},"
        "'answer':{'accept':[{'value':'-1.50'}],'unit':{'en':'km'}}},"
        "{'id':'w','type':'single','stem':{'en':'W'},'options':[{'id':'a','text':{'en':'A'}},"
        "{'id':'b','text':{'en':'B'},'weight':0.25},{'id':'c','text':{'en':'C'}}],"
        "'answer':{'correct':['c']}}]}");
    shelf.count = 2;
    plan = fixture_load("{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':{'bank':'t',"
                        "'count':3,'order':'bank'}}]}",
                        &shelf, 1);
    const jb_blank *blank = &plan->rules.questions[0].key.blanks[0];
    FIXTURE_SLICE(blank->accepts[0].folded, "colour*");
    JB_TRUE(blank->accepts[0].wildcard);
    JB_FALSE(blank->accepts[1].wildcard);
    JB_EQ_U64(blank->edits_max, 2);
    FIXTURE_SLICE(plan->texts[0].answer, "[['Colour','  ＣＯＬＯＵＲ*']]");
    FIXTURE_SLICE(plan->texts[0].host_note, "{'en':'N'}");
    FIXTURE_SLICE(plan->texts[0].source, "{'en':'C'}");
    FIXTURE_SLICE(plan->texts[1].unit, "{'en':'km'}");
    FIXTURE_SLICE(plan->texts[1].answer, "['-1.5']");
    const int32_t *weights = plan->rules.questions[2].key.weights;
    assert_non_null(weights);
    JB_EQ_I64(weights[0], 0);
    JB_EQ_I64(weights[1], 250000);
    JB_EQ_I64(weights[2], JB_WHOLE);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void orderings_and_matchings_arrive(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load_all_kinds(&shelf);
    const jb_key *key = &plan->rules.questions[5].key;
    JB_EQ_U64(key->option_count, 3);
    JB_EQ_U64(key->order[0], 2);
    JB_EQ_U64(key->order[1], 1);
    JB_EQ_U64(key->order[2], 0);
    FIXTURE_SLICE(plan->texts[5].answer, "['c','b','a']");
    key = &plan->rules.questions[6].key;
    JB_EQ_U64(key->option_count, 2);
    JB_EQ_U64(key->target_count, 3);
    JB_EQ_U64(key->pairs[0], 0);
    JB_EQ_U64(key->pairs[1], 1);
    JB_EQ_U64(plan->texts[6].target_count, 3);
    FIXTURE_SLICE(plan->texts[6].targets[2].json, "{'id':'r3','text':{'en':'Rome'}}");
    FIXTURE_SLICE(plan->texts[6].answer, "[['l1','r1'],['l2','r2']]");
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

/* Everything a plan points at can be read: run under the address sanitizer. */
static uint64_t touch(const jb_plan *plan)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < plan->rules.turn_count; i++) {
        const jb_question_text *text = &plan->texts[i];
        const jb_key *key = &plan->rules.questions[i].key;
        sum += text->prompt.size + (uint64_t)text->prompt.bytes[0];
        sum += (uint64_t)text->answer.bytes[text->answer.size - 1];
        for (uint8_t j = 0; j < text->option_count; j++) {
            JB_TRUE(text->option_order[j] < text->option_count);
            sum += (uint64_t)text->options[text->option_order[j]].json.bytes[0];
        }
        for (uint8_t j = 0; j < text->target_count; j++) {
            JB_TRUE(text->target_order[j] < text->target_count);
            sum += (uint64_t)text->targets[text->target_order[j]].id.bytes[0];
        }
        for (uint8_t j = 0; j < key->blank_count; j++) {
            sum += key->blanks[j].accepts[0].folded.size;
        }
        JB_TRUE(plan->rules.questions[i].round < plan->rules.round_count);
    }
    return sum;
}

static void damaged_plans_are_refused_or_whole(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    jb_buffer text;
    fixture_plan(all_kinds, &shelf, 5, &text);
    const uint64_t seed = 20261122;
    print_message("seed %llu\n", (unsigned long long)seed);
    static const char pool[] = "{}[]\",:0123456789-truefalsnxz \\.\x01\xff";
    jb_random random;
    jb_random_seed(&random, seed);
    char *copy = malloc(text.size);
    assert_non_null(copy);
    uint32_t loaded = 0;
    for (int i = 0; i < 4000; i++) {
        memcpy(copy, text.bytes, text.size);
        size_t size = text.size;
        if (jb_random_below(&random, 8) == 0) {
            size = (size_t)jb_random_below(&random, size);
        }
        for (uint64_t n = jb_random_below(&random, 3) + 1; n > 0 && size > 0; n--) {
            copy[jb_random_below(&random, size)] = pool[jb_random_below(&random, sizeof pool - 1)];
        }
        jb_plan *plan = NULL;
        jb_status status = jb_plan_load((jb_slice){ .bytes = copy, .size = size }, &plan);
        JB_TRUE(status == JB_OK || status == JB_ERR_CORRUPT);
        JB_TRUE((plan != NULL) == (status == JB_OK));
        if (plan) {
            JB_TRUE(touch(plan) > 0);
            loaded++;
            jb_plan_destroy(plan);
        }
    }
    JB_TRUE(loaded > 0 && loaded < 4000);
    free(copy);
    jb_buffer_finish(&text);
    fixture_shelf_finish(&shelf);
}

/* Replaces one piece of a good plan; it must be there. */
static void replaced(const jb_buffer *plan, const char *from, const char *to, jb_buffer *out)
{
    fixture_text old = fixture_json(from);
    fixture_text new = fixture_json(to);
    const char *at = strstr(plan->bytes, old.bytes);
    if (!at) {
        print_error("not in the plan: %s\n%s\n", old.bytes, plan->bytes);
    }
    assert_non_null(at);
    jb_buffer_clear(out);
    jb_buffer_append(out, plan->bytes, (size_t)(at - plan->bytes));
    jb_buffer_append(out, new.bytes, new.size);
    jb_buffer_append_text(out, at + old.size);
    fixture_free(&old);
    fixture_free(&new);
}

static void every_index_is_checked(void **state)
{
    static const struct {
        const char *from, *to;
    } rows[] = {
        { "'jinbang-plan','version':1", "'jinbang-plan','version':2" },
        { "'format':'jinbang-plan'", "'format':'jinbang-contest'" },
        { "'count':5", "'count':4" },
        { "'players_max':20000", "'players_max':0" },
        { "'languages':['zh-Hans','en'],", "" },
        { "'kind':'single'", "'kind':'multiple2'" },
        { "'kind':'truefalse'", "'kind':'numeric'" },
        { "'round':0", "'round':1" },
        { "'round':0", "'round':-1" },
        { "'open_ms':20000", "'open_ms':-1" },
        { "'points':[1000,0,0]", "'points':[1000,0]" },
        { "'points':[1000,0,0]", "'points':[-1000,0,0]" },
        { "'key':{'correct':[0]}", "'key':{'correct':[3]}" },
        { "'key':{'correct':[0]}", "'key':{'correct':[]}" },
        { "'key':{'correct':[0]}", "'key':{'correct':[0,0]}" },
        { "'key':{'correct':[0]}", "'key':{'correct':[0.5]}" },
        { "'key':{'correct':[0]}", "'key':{'correct':[0],'weights':[1]}" },
        { "'key':{'correct':[0]}", "'key':{'order':[0]}" },
        { "'key':{'correct':[1]}", "'key':{'correct':[0,1]}" },
        { "'order':[2,1,0]", "'order':[2,1]" },
        { "'order':[2,1,0]", "'order':[2,1,1]" },
        { "'pairs':[0,1]", "'pairs':[0,3]" },
        { "'pairs':[0,1]", "'pairs':[0]" },
        { "['3.1415','3.1425',1000000]", "['3.1425','3.1415',1000000]" },
        { "['3.1415','3.1425',1000000]", "['3.1415','3.1425',1000001]" },
        { "['3.1415','3.1425',1000000]", "['3.1415','x',1000000]" },
        { "'grading':'per_part'", "'grading':'subset_half'" },
        { "'id':'b'", "'id':'a'" },
        { "'answer':[", "'answered':[" },
        { "'prompt':{", "'prompt':{'e':1," },
        { "'edits':0", "'edits':6" },
        { "'questions':[", "'questions':[{}," },
        { "'questions':[", "'turns':[],'questions':[" },
        { "'questions':[", "'asked':[" },
        { "'points':[1000,0,0],", "'points':[1000,0,0],'value':1000," },
    };
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    jb_buffer text;
    jb_buffer changed;
    jb_buffer_init(&changed, 0);
    fixture_plan("{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':{'bank':'demo-2026',"
                 "'count':5,'order':'bank'},'grading':{'parts':'per_part'}},{'format':'everyone',"
                 "'draw':{'bank':'demo-2026','count':2,'order':'bank'}}]}",
                 &shelf, 1, &text);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_plan *plan = NULL;
        replaced(&text, rows[i].from, rows[i].to, &changed);
        jb_status status = jb_plan_load(jb_buffer_slice(&changed), &plan);
        if (status != JB_ERR_CORRUPT) {
            print_error("%s -> %s\n", rows[i].from, rows[i].to);
        }
        JB_EQ_I64(status, JB_ERR_CORRUPT);
        assert_null(plan);
    }
    jb_buffer_finish(&changed);
    jb_buffer_finish(&text);
    fixture_shelf_finish(&shelf);
}

static void plans_from_before_the_walls_languages_are_taken(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(fixture_example);
    jb_buffer text;
    jb_buffer changed;
    jb_plan *plan = NULL;
    jb_buffer_init(&changed, 0);
    fixture_plan("{'title':{'en':'T'},'default_language':'en','rounds':[{'format':'everyone',"
                 "'draw':{'bank':'demo-2026','count':1}}]}",
                 &shelf, 1, &text);
    replaced(&text, "'screen_languages':['en','zh-Hans'],", "", &changed);
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&changed), &plan), JB_OK);
    FIXTURE_SLICE(plan->screen_languages, "['en','zh-Hans']");
    jb_plan_destroy(plan);
    jb_buffer_finish(&changed);
    jb_buffer_finish(&text);
    fixture_shelf_finish(&shelf);
}

static void the_engine_takes_the_rules(void **state)
{
    fixture_shelf shelf;
    jb_plan *plan = load_all_kinds(&shelf);
    size_t size = jb_engine_size(&plan->rules);
    void *memory = calloc(1, size);
    assert_non_null(memory);
    assert_non_null(jb_engine_init(memory, size, &plan->rules));
    free(memory);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static char *read_whole(const char *path, size_t *size)
{
    char full[600];
    (void)snprintf(full, sizeof full, "%s/%s", getenv("JB_SOURCE_DIR"), path);
    FILE *file = fopen(full, "rb");
    assert_non_null(file);
    char *bytes = calloc(1, 1 << 20);
    assert_non_null(bytes);
    *size = fread(bytes, 1, 1 << 20, file);
    JB_EQ_I64(fclose(file), 0);
    return bytes;
}

/* Contests that were made before there was a stage are still in people's databases. */
static void plans_made_earlier_load_as_they_were(void **state)
{
    static const char *const paths[] = { "tests/fuzz/corpus/contest/plan_all_kinds.json",
                                         "tests/fuzz/corpus/contest/plan_everything.json" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        size_t size = 0;
        char *bytes = read_whole(paths[i], &size);
        jb_plan *plan = NULL;
        assert_non_null(strstr(bytes, "\"turns\":["));
        JB_EQ_I64(jb_plan_load((jb_slice){ .bytes = bytes, .size = size }, &plan), JB_OK);
        const jb_rules *rules = &plan->rules;
        JB_EQ_I64(rules->seats, JB_SEATS_PEOPLE);
        JB_EQ_I64(rules->hall, JB_HALL_NEVER);
        JB_EQ_U64(rules->award_count, 0);
        JB_EQ_U64(rules->question_count, rules->turn_count);
        JB_FALSE(plan->individual);
        for (uint32_t n = 0; n < rules->round_count; n++) {
            const jb_round_rules *round = &rules->rounds[n];
            JB_EQ_I64(round->format, JB_FORMAT_EVERYONE);
            JB_EQ_U64(round->question_first, round->turn_first);
            JB_EQ_U64(round->question_count, round->turn_count);
            JB_FALSE(round->overtime);
            JB_FALSE(round->has_cap);
            JB_EQ_U64(round->tries, 1);
        }
        jb_plan_destroy(plan);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_contest_arrives_in_the_rules),
        cmocka_unit_test(choices_arrive),
        cmocka_unit_test(typed_answers_arrive_folded),
        cmocka_unit_test(orderings_and_matchings_arrive),
        cmocka_unit_test(damaged_plans_are_refused_or_whole),
        cmocka_unit_test(every_index_is_checked),
        cmocka_unit_test(plans_made_earlier_load_as_they_were),
        cmocka_unit_test(plans_from_before_the_walls_languages_are_taken),
        cmocka_unit_test(the_engine_takes_the_rules),
    };
    return JB_RUN(tests);
}
