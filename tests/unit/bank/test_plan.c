/* Making plans: determinism, draws, precedence of settings, orders of options. */
#include "bank_fixtures.h"

#include <stdio.h>
#include <string.h>

#define ONE_ROUND(members) "{'title':{'en':'T'},'rounds':[{'format':'everyone'," members "}]}"

/* Forty true-or-false and ten text questions; tags by tens, difficulties 1 to 5 in turn. */
static jb_bank *big_bank(void)
{
    jb_buffer text;
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(&text, "{'format':'question-bank','version':1,'id':'big','title':{'en':"
                                 "'T'},'default_language':'en','questions':[");
    for (int i = 0; i < 50; i++) {
        char question[256];
        (void)snprintf(question, sizeof question,
                       "%s{'id':'q%d','type':'%s','stem':{'en':'Question %d'},'answer':%s,"
                       "'tags':['t%d','all'],'difficulty':%d,'status':'%s'}",
                       i > 0 ? "," : "", i, i < 40 ? "truefalse" : "text", i,
                       i < 40 ? "{'value':true}" : "{'blanks':[{'accept':[{'text':'x'}]}]}", i / 10,
                       i % 5 + 1, i == 49 ? "retired" : "reviewed");
        jb_buffer_append_text(&text, question);
    }
    jb_buffer_append_text(&text, "]}");
    jb_bank *bank = fixture_bank(jb_buffer_text(&text));
    jb_buffer_finish(&text);
    return bank;
}

static void open_big(fixture_shelf *shelf)
{
    shelf->banks[0] = big_bank();
    shelf->count = 1;
}

/* Number of the question a turn asks: "q17" is 17. */
static int number_of(const jb_plan *plan, uint32_t turn)
{
    int number = 0;
    char id[16];
    (void)snprintf(id, sizeof id, "%.*s", (int)plan->texts[turn].question_id.size,
                   plan->texts[turn].question_id.bytes);
    for (const char *at = id + 1; *at != '\0'; at++) {
        number = number * 10 + (*at - '0');
    }
    return number;
}

static void the_same_seed_gives_the_same_bytes(void **state)
{
    static const char file[] = ONE_ROUND("'draw':{'bank':'big','count':20}");
    fixture_shelf shelf;
    jb_buffer plans[3];
    open_big(&shelf);
    fixture_plan(file, &shelf, 42, &plans[0]);
    fixture_plan(file, &shelf, 42, &plans[1]);
    fixture_plan(file, &shelf, 43, &plans[2]);
    JB_EQ_STR(jb_buffer_text(&plans[0]), jb_buffer_text(&plans[1]));
    JB_TRUE(strcmp(jb_buffer_text(&plans[0]), jb_buffer_text(&plans[2])) != 0);
    assert_non_null(strstr(jb_buffer_text(&plans[0]), "\"seed\":\"000000000000002a\""));
    for (int i = 0; i < 3; i++) {
        jb_buffer_finish(&plans[i]);
    }
    fixture_shelf_finish(&shelf);
}

static void a_draw_repeats_nothing_and_takes_all_it_may(void **state)
{
    fixture_shelf shelf;
    open_big(&shelf);
    for (uint64_t seed = 0; seed < 20; seed++) {
        jb_plan *plan =
            fixture_load("{'title':{'en':'T'},'rounds':["
                         "{'format':'everyone','draw':{'bank':'big','count':30}},"
                         "{'format':'everyone','questions':{'bank':'big','ids':['q49','q3']}},"
                         "{'format':'everyone','draw':{'bank':'big','count':18}}]}",
                         &shelf, seed);
        bool seen[50] = { false };
        JB_EQ_U64(plan->rules.turn_count, 50);
        for (uint32_t i = 0; i < 50; i++) {
            JB_FALSE(seen[number_of(plan, i)]);
            seen[number_of(plan, i)] = true;
        }
        JB_EQ_I64(number_of(plan, 30), 49);
        JB_EQ_I64(number_of(plan, 31), 3);
        jb_plan_destroy(plan);
    }
    fixture_shelf_finish(&shelf);
}

static void a_round_that_takes_any_leaves_what_only_another_can_take(void **state)
{
    fixture_shelf shelf;
    open_big(&shelf);
    for (uint64_t seed = 0; seed < 20; seed++) {
        jb_plan *plan =
            fixture_load("{'title':{'en':'T'},'rounds':["
                         "{'format':'everyone','draw':{'bank':'big','count':40}},"
                         "{'format':'everyone','draw':{'bank':'big','count':9,'kinds':['text']}}]}",
                         &shelf, seed);
        JB_EQ_U64(plan->rules.turn_count, 49);
        for (uint32_t i = 0; i < 40; i++) {
            JB_TRUE(number_of(plan, i) < 40);
        }
        for (uint32_t i = 40; i < 49; i++) {
            JB_TRUE(number_of(plan, i) >= 40 && number_of(plan, i) < 49);
        }
        jb_plan_destroy(plan);
    }
    fixture_shelf_finish(&shelf);
}

static void draws_keep_to_tags_kinds_and_difficulty(void **state)
{
    fixture_shelf shelf;
    open_big(&shelf);
    jb_plan *plan = fixture_load(
        "{'title':{'en':'T'},'rounds':["
        "{'format':'everyone','draw':{'bank':'big','count':5,'kinds':['text']}},"
        "{'format':'everyone','draw':{'bank':'big','count':6,'tags':['t1','none','t2']}},"
        "{'format':'everyone','draw':{'bank':'big','count':4,'difficulty':[2,3],'tags':['t0']}}]}",
        &shelf, 9);
    for (uint32_t i = 0; i < 5; i++) {
        JB_TRUE(number_of(plan, i) >= 40 && number_of(plan, i) < 49);
    }
    for (uint32_t i = 5; i < 11; i++) {
        JB_TRUE(number_of(plan, i) >= 10 && number_of(plan, i) < 30);
    }
    for (uint32_t i = 11; i < 15; i++) {
        JB_TRUE(number_of(plan, i) < 10);
        JB_TRUE(number_of(plan, i) % 5 == 1 || number_of(plan, i) % 5 == 2);
    }
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void order_bank_takes_the_first_that_fit(void **state)
{
    fixture_shelf shelf;
    open_big(&shelf);
    jb_plan *plan = fixture_load(
        ONE_ROUND("'draw':{'bank':'big','count':3,'difficulty':[5,5],'order':'bank'}"), &shelf, 9);
    JB_EQ_I64(number_of(plan, 0), 4);
    JB_EQ_I64(number_of(plan, 1), 9);
    JB_EQ_I64(number_of(plan, 2), 14);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void a_question_named_in_two_rounds_is_an_error(void **state)
{
    fixture_shelf shelf;
    open_big(&shelf);
    fixture_text json =
        fixture_json("{'title':{'en':'T'},'rounds':["
                     "{'format':'everyone','questions':{'bank':'big','ids':[^'q1']}},\n"
                     "{'format':'everyone','questions':{'bank':'big','ids':['q2',@'q1']}}]}");
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                               &shelf, &report),
              JB_OK);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, "repeated_question");
    JB_EQ_U64(report.problems[0].other_line, json.other_line);
    JB_EQ_U64(report.problems[0].other_column, json.other_column);
    JB_EQ_U64(report.problems[0].line, json.line);
    JB_EQ_U64(report.problems[0].column, json.column);
    jb_report_finish(&report);
    fixture_free(&json);
    fixture_shelf_finish(&shelf);
}

#define SETTINGS_BANK(defaults)                                                                    \
    "{'format':'question-bank','version':1,'id':'s','title':{'en':'T'},'default_language':'"       \
    "en'" defaults ",'questions':["                                                                \
    "{'id':'own','type':'multiple','stem':{'en':'Own'},'options':[{'id':'a','text':{'en':'A'}},"   \
    "{'id':'b','text':{'en':'B'}}],'answer':{'correct':['a']},'points':7.5,"                       \
    "'time_limit_ms':7000,'grading':{'mode':'subset_half'},'shuffle':{'options':false}},"          \
    "{'id':'plain','type':'multiple','stem':{'en':'Plain'},'options':[{'id':'a','text':"           \
    "{'en':'A'}},{'id':'b','text':{'en':'B'}}],'answer':{'correct':['a']}},"                       \
    "{'id':'order','type':'ordering','stem':{'en':'Order'},'options':[{'id':'a','text':"           \
    "{'en':'A'}},{'id':'b','text':{'en':'B'}}],'answer':{'order':['b','a']}}]}"

static void check_turn(const jb_plan *plan, uint32_t turn, int64_t points, jb_time open_ms,
                       jb_grading grading)
{
    JB_EQ_I64(plan->rules.questions[turn].points_right, points);
    JB_EQ_I64(plan->rules.questions[turn].open_ms, open_ms);
    JB_EQ_I64(plan->rules.questions[turn].key.grading, grading);
}

static void round_beats_question_beats_bank(void **state)
{
    static const char by_default[] =
        ONE_ROUND("'questions':{'bank':'s','ids':['own','plain','order']}");
    static const char by_round[] =
        ONE_ROUND("'questions':{'bank':'s','ids':['own','plain','order']},'points':3,'seconds':4,"
                  "'grading':{'multiple':'all_or_nothing','parts':'per_part'}");
    fixture_shelf shelf = { .count = 1 };

    shelf.banks[0] = fixture_bank(SETTINGS_BANK(""));
    jb_plan *plan = fixture_load(by_default, &shelf, 1);
    check_turn(plan, 0, 750, 7000, JB_GRADING_SUBSET_HALF);
    check_turn(plan, 1, 1000, 20000, JB_GRADING_ALL_OR_NOTHING);
    check_turn(plan, 2, 1000, 20000, JB_GRADING_ALL_OR_NOTHING);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);

    shelf.count = 1;
    shelf.banks[0] = fixture_bank(SETTINGS_BANK(",'defaults':{'points':2,'time_limit_ms':0,"
                                                "'grading':{'mode':'right_minus_wrong'}}"));
    plan = fixture_load(by_default, &shelf, 1);
    check_turn(plan, 0, 750, 7000, JB_GRADING_SUBSET_HALF);
    check_turn(plan, 1, 200, 0, JB_GRADING_RIGHT_MINUS_WRONG);
    check_turn(plan, 2, 200, 0, JB_GRADING_ALL_OR_NOTHING);
    jb_plan_destroy(plan);

    plan = fixture_load(by_round, &shelf, 1);
    check_turn(plan, 0, 300, 4000, JB_GRADING_ALL_OR_NOTHING);
    check_turn(plan, 1, 300, 4000, JB_GRADING_ALL_OR_NOTHING);
    check_turn(plan, 2, 300, 4000, JB_GRADING_PER_PART);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void a_question_without_limit_cannot_be_played_automatically(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(SETTINGS_BANK(",'defaults':{'time_limit_ms':0}"));
    fixture_text json =
        fixture_json("{'title':{'en':'T'},'pace':'auto','rounds':[{'format':'everyone',"
                     "'questions':{'bank':@'s','ids':['own','plain']}}]}");
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                               &shelf, &report),
              JB_OK);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, "contradiction");
    JB_EQ_U64(report.problems[0].column, json.column);
    jb_report_finish(&report);
    fixture_free(&json);
    fixture_shelf_finish(&shelf);
}

#define OPTION(id) "{'id':'" id "','text':{'en':'" id "'}}"
#define AB         OPTION("a") "," OPTION("b")
#define XY         OPTION("x") "," OPTION("y")
#define FIXED_B    "{'id':'b','text':{'en':'b'},'fixed':true}"

static const char order_bank[] =
    "{'format':'question-bank','version':1,'id':'o','title':{'en':'T'},'default_language':'en',"
    "'questions':["
    "{'id':'fixed','type':'single','stem':{'en':'1'},'shuffle':{'keep_last':1},"
    "'options':[" OPTION(
        "a") "," FIXED_B ",{'id':'c','text':{'en':'c'}},"
             "{'id':'d','text':{'en':'d'}},{'id':'e','text':{'en':'e'}}],'answer':{'correct':['a']}"
             "},"
             "{'id':'still','type':'single','stem':{'en':'2'},'shuffle':{'options':false},"
             "'options':[" AB ",{'id':'c','text':{'en':'c'}}],'answer':{'correct':['a']}},"
             "{'id':'order','type':'ordering','stem':{'en':'3'},'options':[" AB "],"
             "'answer':{'order':['a','b']}},"
             "{'id':'pairs','type':'matching','stem':{'en':'4'},'options':[" AB "],"
             "'targets':[" XY "],'answer':{'pairs':[['a','x'],['b','y']]}},"
             "{'id':'true','type':'truefalse','stem':{'en':'5'},'answer':{'value':false}}]}";

static void orders_are_full_and_respect_what_stays(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(order_bank);
    bool moved = false;
    for (uint64_t seed = 0; seed < 40; seed++) {
        jb_plan *plan = fixture_load(
            ONE_ROUND("'questions':{'bank':'o','ids':['fixed','still','order','pairs','true']}"),
            &shelf, seed);
        const jb_question_text *fixed = &plan->texts[0];
        JB_EQ_U64(fixed->option_count, 5);
        JB_EQ_U64(fixed->option_order[1], 1);
        JB_EQ_U64(fixed->option_order[4], 4);
        JB_EQ_I64(fixed->option_order[0] + fixed->option_order[2] + fixed->option_order[3], 5);
        moved = moved || fixed->option_order[0] != 0;
        for (uint8_t i = 0; i < 3; i++) {
            JB_EQ_U64(plan->texts[1].option_order[i], i);
        }
        JB_EQ_U64(plan->texts[2].option_order[0], 1);
        JB_EQ_U64(plan->texts[2].option_order[1], 0);
        const jb_question_text *pairs = &plan->texts[3];
        JB_TRUE(pairs->target_order[0] != pairs->option_order[0]);
        JB_EQ_U64(plan->texts[4].option_count, 0);
        jb_plan_destroy(plan);
    }
    JB_TRUE(moved);
    fixture_shelf_finish(&shelf);
}

static void no_order_gives_the_answer_away_even_unshuffled(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] = fixture_bank(order_bank);
    jb_plan *plan =
        fixture_load(ONE_ROUND("'questions':{'bank':'o','ids':['fixed','order','pairs']},"
                               "'shuffle_options':false"),
                     &shelf, 3);
    for (uint8_t i = 0; i < 5; i++) {
        JB_EQ_U64(plan->texts[0].option_order[i], i);
    }
    JB_EQ_U64(plan->texts[1].option_order[0], 1);
    JB_EQ_U64(plan->texts[2].option_order[0], 0);
    JB_EQ_U64(plan->texts[2].target_order[0], 1);
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void languages_are_those_all_banks_have(void **state)
{
    fixture_shelf shelf = { .count = 2 };
    shelf.banks[0] =
        fixture_bank("{'format':'question-bank','version':1,'id':'one','title':{'fr':'T'},"
                     "'default_language':'fr','languages':['en','fr','ar'],'questions':[{'id':'q',"
                     "'type':'truefalse','stem':{'fr':'Q'},'answer':{'value':true}}]}");
    shelf.banks[1] =
        fixture_bank("{'format':'question-bank','version':1,'id':'two','title':{'ar':'T'},"
                     "'default_language':'ar','languages':['fr','ar'],'questions':[{'id':'q',"
                     "'type':'truefalse','stem':{'ar':'Q'},'answer':{'value':true}}]}");
    jb_plan *plan = fixture_load(
        "{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':{'bank':'one','count':1}},"
        "{'format':'everyone','draw':{'bank':'two','count':1}}]}",
        &shelf, 1);
    FIXTURE_SLICE(plan->languages, "['fr','ar']");
    FIXTURE_SLICE(plan->default_language, "'fr'");
    FIXTURE_SLICE(plan->screen_languages, "['fr','ar']");
    jb_plan_destroy(plan);
    plan = fixture_load("{'title':{'en':'T'},'default_language':'en','rounds':[{'format':"
                        "'everyone','draw':{'bank':'two','count':1}}]}",
                        &shelf, 1);
    FIXTURE_SLICE(plan->languages, "['fr','ar','en']");
    FIXTURE_SLICE(plan->default_language, "'en'");
    FIXTURE_SLICE(plan->screen_languages, "['en','fr']");
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void the_wall_speaks_one_or_two_languages(void **state)
{
    static const struct {
        const char *stated, *shown;
    } rows[] = {
        { "'languages':['en']", "['en']" },
        { "'languages':['fr','en','ar'],'default_language':'en'", "['en','fr']" },
        { "'languages':['fr','en','ar'],'screen_languages':['ar']", "['ar']" },
        { "'languages':['fr','en'],'screen_languages':['en','fr']", "['en','fr']" },
        { "'late':'any'", "['en']" },
    };
    fixture_shelf shelf;
    open_big(&shelf);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char file[300];
        (void)snprintf(file, sizeof file,
                       "{'title':{'en':'T'},%s,'rounds':[{'format':'everyone',"
                       "'draw':{'bank':'big','count':1}}]}",
                       rows[i].stated);
        jb_plan *plan = fixture_load(file, &shelf, 1);
        FIXTURE_SLICE(plan->screen_languages, rows[i].shown);
        jb_plan_destroy(plan);
    }
    fixture_shelf_finish(&shelf);
}

static void a_retired_question_may_be_named_with_a_warning(void **state)
{
    fixture_shelf shelf;
    open_big(&shelf);
    fixture_text json = fixture_json(ONE_ROUND("'questions':{'bank':'big','ids':['q49']}"));
    jb_report report;
    jb_report_init(&report);
    JB_EQ_I64(jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                               &shelf, &report),
              JB_OK);
    JB_EQ_U64(report.problem_count, 1);
    JB_EQ_STR(report.problems[0].code, "retired_question");
    JB_FALSE(report.errors);
    jb_report_finish(&report);
    fixture_free(&json);
    fixture_shelf_finish(&shelf);
}

/* Questions that show one medium, described in so many languages at such length. */
static jb_bank *wordy_bank(int languages, int questions)
{
    static char words[20001];
    jb_buffer text;
    jb_report report;
    jb_bank *bank = NULL;
    memset(words, 'w', sizeof words - 1);
    jb_buffer_init(&text, 0);
    jb_buffer_append_text(
        &text, "{'format':'question-bank','version':1,'id':'w','title':{'en':'T'},"
               "'default_language':'en','media':[{'id':'m','kind':'image','file':'m.png',"
               "'mime':'image/png','sha256':'0123456789abcdef0123456789abcdef"
               "0123456789abcdef0123456789abcdef','alt':{");
    for (int i = 0; i < languages; i++) {
        const char tag[] = { (char)('a' + i / 26), (char)('a' + i % 26), '\0' };
        jb_buffer_append_text(&text, i > 0 ? ",'" : "'");
        jb_buffer_append_text(&text, tag);
        jb_buffer_append_text(&text, "':'");
        jb_buffer_append_text(&text, words);
        jb_buffer_append_text(&text, "'");
    }
    jb_buffer_append_text(&text, "}}],'questions':[");
    for (int i = 0; i < questions; i++) {
        char question[200];
        (void)snprintf(question, sizeof question,
                       "%s{'id':'q%d','type':'truefalse','stem':{'en':'Question %d'},"
                       "'media':[{'ref':'m'}],'answer':{'value':true}}",
                       i > 0 ? "," : "", i, i);
        jb_buffer_append_text(&text, question);
    }
    jb_buffer_append_text(&text, "]}");
    fixture_text json = fixture_json(jb_buffer_text(&text));
    jb_report_init(&report);
    JB_EQ_I64(
        jb_bank_read_kept((jb_slice){ .bytes = json.bytes, .size = json.size }, &report, &bank),
        JB_OK);
    assert_non_null(bank);
    jb_report_finish(&report);
    fixture_free(&json);
    jb_buffer_finish(&text);
    return bank;
}

/* The code of the one problem of a contest that draws them all; "" if there is none. */
static void problem_of_all(int languages, int questions, char code[40])
{
    fixture_shelf shelf = { .count = 1 };
    char file[128];
    jb_report report;
    shelf.banks[0] = wordy_bank(languages, questions);
    (void)snprintf(file, sizeof file, ONE_ROUND("'draw':{'bank':'w','count':%d}"), questions);
    fixture_text json = fixture_json(file);
    jb_report_init(&report);
    JB_EQ_I64(jb_contest_check((jb_slice){ .bytes = json.bytes, .size = json.size }, fixture_find,
                               &shelf, &report),
              JB_OK);
    JB_TRUE(report.problem_count <= 1);
    (void)snprintf(code, 40, "%s", report.problem_count > 0 ? report.problems[0].code : "");
    jb_report_finish(&report);
    fixture_free(&json);
    fixture_shelf_finish(&shelf);
}

static void what_fits_no_frame_or_no_plan_is_not_drawn(void **state)
{
    char code[40];
    problem_of_all(26, 1, code);
    JB_EQ_STR(code, "");
    problem_of_all(27, 1, code);
    JB_EQ_STR(code, "question_too_large");
    problem_of_all(26, 130, code);
    JB_EQ_STR(code, "contest_too_large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_bytes),
        cmocka_unit_test(a_draw_repeats_nothing_and_takes_all_it_may),
        cmocka_unit_test(a_round_that_takes_any_leaves_what_only_another_can_take),
        cmocka_unit_test(draws_keep_to_tags_kinds_and_difficulty),
        cmocka_unit_test(order_bank_takes_the_first_that_fit),
        cmocka_unit_test(a_question_named_in_two_rounds_is_an_error),
        cmocka_unit_test(round_beats_question_beats_bank),
        cmocka_unit_test(a_question_without_limit_cannot_be_played_automatically),
        cmocka_unit_test(orders_are_full_and_respect_what_stays),
        cmocka_unit_test(no_order_gives_the_answer_away_even_unshuffled),
        cmocka_unit_test(languages_are_those_all_banks_have),
        cmocka_unit_test(the_wall_speaks_one_or_two_languages),
        cmocka_unit_test(a_retired_question_may_be_named_with_a_warning),
        cmocka_unit_test(what_fits_no_frame_or_no_plan_is_not_drawn),
    };
    return JB_RUN(tests);
}
