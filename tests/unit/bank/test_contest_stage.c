/* The stage's settings: defaults of each format, what is stated, cells and questions, placeholders.
 */
#include "bank_fixtures.h"

#include <stdio.h>
#include <string.h>

#define AB     "'teams':['A','B'],"
#define PLACED "'draw':{'placeholder':4}"

/* Freezes a contest of placeholders. */
static jb_plan *load(const char *file)
{
    fixture_shelf shelf = { .count = 0 };
    return fixture_load(file, &shelf, 1);
}

static jb_plan *load_round(const char *before, const char *round)
{
    char file[2000];
    (void)snprintf(file, sizeof file, "{'title':{'en':'T'},%s'rounds':[%s]}", before, round);
    return load(file);
}

static void written_is(const jb_plan *plan, const char *part, const char *file, int line)
{
    fixture_text wanted = fixture_json(part);
    jb_buffer out;
    jb_buffer_init(&out, 0);
    JB_EQ_I64(jb_plan_rules_json(plan, &out), JB_OK);
    if (!strstr(jb_buffer_text(&out), wanted.bytes)) {
        print_error("%s\nis not in\n%s\n", wanted.bytes, jb_buffer_text(&out));
        _fail(file, line);
    }
    jb_buffer_finish(&out);
    fixture_free(&wanted);
}
#define WRITTEN(plan, part) written_is((plan), (part), __FILE__, __LINE__)

/* The settings of a format that everybody leaves out, as GET /api/contests/{id} shows them. */
static void each_format_has_its_defaults(void **state)
{
    static const struct {
        const char *round, *written;
    } rows[] = {
        { "{'format':'turn'," PLACED "}",
          "'points':{'wrong':0,'none':0},'change':false,'standings':'turn','per_seat':2,'order':"
          "'seat','spread':'rotate','speaker':'any','answer_by':'any','help':'allowed','start':"
          "'reading','tries':1,'fallback':'end','overtime':false}" },
        { "{'format':'turn','wager':{'max':50}," PLACED "}",
          "'wager':{'min':0,'max':50,'step':10,'time':20,'limit':'max','none':'keep'},'change':"
          "false,"
          "'standings':'turn','per_seat':2," },
        { "{'format':'everyone','wager':{'max':7.5,'min':0.5,'time':0,'limit':'score','none':'lose'"
          "}," PLACED "}",
          "'wager':{'min':0.5,'max':7.5,'step':7,'time':0,'limit':'score','none':'lose'},'speed':'"
          "none',"
          "'change':false," },
        { "{'format':'buzzer'," PLACED "}",
          "'points':{'wrong':-10,'none':-10},'change':false,'standings':'turn','answer_by':'any',"
          "'help':'allowed','start':'reading','buzz_seconds':20,'early':{'then':'blocked'},"
          "'too_close':'first','tries':1,'fallback':'end','overtime':false}" },
        { "{'format':'risk','draw':{'placeholder':6}}",
          "'change':false,'standings':'turn','per_seat':1,'order':'seat','spread':'rotate',"
          "'speaker':'any','answer_by':'any','help':'allowed','start':'reading','values':[10,20,30]"
          ","
          "'stock':2,'distinct_values':false,'may_name':false,'wrong':'minus','overtime':false}" },
        { "{'format':'rush'," PLACED "}",
          "'points':{'wrong':0,'none':0},'standings':'turn','per_seat':2,'order':'seat',"
          "'answer_by':'any','help':'allowed','start':'reading','run_seconds':60,'overtime':"
          "false}" },
        { "{'format':'ladder','draw':{'placeholder':6}}",
          "'change':false,'standings':'turn','per_seat':3,'order':'seat','answer_by':'any','help':"
          "'allowed','start':'reading','values':[10,20,30],'safe':[],'overtime':false}" },
        { "{'format':'survival'," PLACED "}",
          "'points':{'wrong':0,'none':0},'speed':'none','change':false,'standings':'turn',"
          "'answer_by':'any','start':'reading','survivors':1}" },
        { "{'format':'judged','draw':{'placeholder':2}}",
          "'standings_seconds':6,'standings':'turn','per_seat':1,'order':'seat','spread':'rotate',"
          "'speaker':'any','start':'reading','judges':3,'marks':{'min':0,'max':10},'trimmed':false,"
          "'overtime':false}" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_plan *plan = load_round("'seats':'teams'," AB, rows[i].round);
        WRITTEN(plan, rows[i].written);
        WRITTEN(plan, "'seats':'teams','teams':[{'name':{'und':'A'}},{'name':{'und':'B'}}],"
                      "'team_required':false,'individual':false,'base':0,'tie':[],'awards':[],'one_"
                      "prize':true,'draws':[],"
                      "'hall':{'when':'along','right':10,'seconds':20},");
        jb_plan_destroy(plan);
    }
}

/* Written out and read again, a file says the same. */
static const char stage[] =
    "{'format':'jinbang-contest','version':1,'title':{'en':'T'},'languages':['en'],"
    "'default_language':'en','screen_languages':['en'],'pace':'host','late':'any','seats':'teams',"
    "'teams':[{'name':{'en':'A'},'roster':9,'members':['a','b']},{'name':{'en':'B'},'members':["
    "'c','d']}],'team_required':false,'individual':true,'base':100,'floor':-20.5,'tie':['correct',"
    "'last','playoff'],'awards':[{'title':{'en':'First'},'places':1,'for':'team','by':'score'},"
    "{'title':{'en':'Best'},'places':3,'for':'participant','by':'score','at_least':12.5},{'title':"
    "{'en':'Second'},'places':1,'for':'team','by':'score'}],'one_prize':false,'draws':[{'title':{'"
    "en':'Lot'},'winners':2,'at_least':0.5}],'hall':{'when':'fallen','right':5,"
    "'seconds':7.5},'fair_cap_ms':0,'players_max':50,'approve':false,'rounds':["
    "{'format':'turn','draw':[{'placeholder':3},{'placeholder':1}],'seconds':30,'reading':2,"
    "'intro':true,'intro_seconds':4,'locked_seconds':1.5,'reveal_seconds':8,'standings_seconds':6,"
    "'points':{'right':2.5,'wrong':-1,'none':-2},'streak':{'bonus':1,'max':3},'change':false,"
    "'standings':'round','per_seat':2,'order':'reverse','spread':'group','speaker':'member',"
    "'answer_by':'mouth','help':'foul','help_points':-2,'start':'reading','begin':{'seconds':10,"
    "'late':'round'},'tries':2,'fallback':'hall','cap':20,'overtime':false},"
    "{'format':'buzzer','draw':{'placeholder':5},'seconds':15,'reading':0,'intro':false,"
    "'intro_seconds':4,'locked_seconds':1.5,'reveal_seconds':8,'standings_seconds':6,'points':"
    "{'right':20,'wrong':-20,'none':-20},'change':false,'standings':'turn','answer_by':'any',"
    "'help':'allowed','start':'host','buzz_seconds':12,'early':{'then':'out','points':-5,"
    "'escalation':[{'count':2,'points':-20,'bar':false},{'count':3,'points':0,'bar':true}]},"
    "'too_close':'again','tries':2,'fallback':'end','limit':3,'overtime':false},"
    "{'format':'risk','by_value':{'20':{'placeholder':3},'40.5':{'placeholder':3}},'seconds':60,"
    "'reading':0,'intro':false,'intro_seconds':4,'locked_seconds':1.5,'reveal_seconds':8,"
    "'standings_seconds':6,'change':false,'standings':'turn','per_seat':2,'order':{'by':'low_high',"
    "'equals':'lot'},'spread':'rotate','speaker':'any','answer_by':'device','help':'allowed',"
    "'start':'reading','values':[20,40.5],'stock':3,'distinct_values':true,'may_name':true,'wrong':"
    "'zero','overtime':false},"
    "{'format':'survival','draw':{'placeholder':4},'reading':0,'intro':false,'intro_seconds':4,"
    "'locked_seconds':1.5,'reveal_seconds':8,'standings_seconds':6,'points':{'right':10,'wrong':0,"
    "'none':0},'speed':{'kind':'steps','points':[10,8,8,0]},'change':false,'standings':'turn',"
    "'answer_by':'any','start':'reading','survivors':1,'revival':3},"
    "{'format':'ladder','draw':{'placeholder':6},'reading':0,'intro':false,'intro_seconds':4,"
    "'locked_seconds':1.5,'reveal_seconds':8,'standings_seconds':6,'change':false,'standings':"
    "'turn','per_seat':3,'order':'lot','answer_by':'any','help':'allowed','start':'reading',"
    "'values':[1,5,25],'safe':[1,3],'overtime':false},"
    "{'format':'judged','draw':{'placeholder':2},'seconds':300,'reading':0,'intro':false,"
    "'intro_seconds':4,'locked_seconds':1.5,'reveal_seconds':8,'standings_seconds':6,'standings':"
    "'turn','per_seat':1,'order':'seat','spread':'rotate','speaker':'any','start':'reading',"
    "'judges':5,'marks':{'min':1,'max':9.9},'trimmed':true,'overtime':false},"
    "{'format':'everyone','draw':{'placeholder':3},'reading':0,'intro':false,'intro_seconds':4,"
    "'locked_seconds':1.5,'reveal_seconds':8,'standings_seconds':6,'points':{'wrong':0,'none':0},"
    "'speed':{'kind':'bounded','bonus':0.01},'change':false,'standings':'turn','answer_by':'any',"
    "'start':'reading','overtime':true}]}";

static void everything_stated_is_kept(void **state)
{
    jb_plan *plan = load(stage);
    WRITTEN(plan, stage);
    jb_plan_destroy(plan);
}

static void the_contest_arrives(void **state)
{
    jb_plan *plan = load(stage);
    const jb_rules *rules = &plan->rules;
    JB_EQ_I64(rules->seats, JB_SEATS_TEAMS);
    JB_EQ_I64(rules->base, 10000);
    JB_TRUE(rules->has_floor);
    JB_EQ_I64(rules->floor, -2050);
    JB_EQ_U64(rules->tie_count, 3);
    JB_EQ_I64(rules->ties[2], JB_TIE_PLAYOFF);
    JB_EQ_U64(rules->award_count, 2);
    JB_EQ_U64(rules->award_ends[0], 1);
    JB_EQ_U64(rules->award_ends[1], 2);
    JB_EQ_I64(rules->hall, JB_HALL_FALLEN);
    JB_EQ_I64(rules->hall_right, 500);
    JB_EQ_I64(rules->hall_ms, 7500);
    JB_EQ_U64(rules->team_members[1], 2);
    JB_TRUE(plan->individual);
    JB_EQ_U64(plan->teams[1].member_count, 2);
    FIXTURE_SLICE(plan->teams[1].members[0], "c");
    FIXTURE_SLICE(plan->teams[1].members[1], "d");
    JB_EQ_U64(plan->award_count, 3);
    FIXTURE_SLICE(plan->awards[1].title, "{'en':'Best'}");
    JB_EQ_I64(plan->awards[1].to, JB_AWARD_FOR_PARTICIPANT);
    JB_EQ_U64(plan->awards[1].places, 3);
    JB_TRUE(plan->awards[1].has_least);
    JB_EQ_I64(plan->awards[1].at_least, 1250);
    JB_FALSE(plan->awards[0].has_least);
    jb_plan_destroy(plan);
}

static void turns_and_fouls_arrive(void **state)
{
    jb_plan *plan = load(stage);
    const jb_round_rules *turn = &plan->rules.rounds[0];
    JB_EQ_I64(turn->order, JB_ORDER_REVERSE);
    JB_EQ_I64(turn->spread, JB_SPREAD_GROUP);
    JB_EQ_U64(turn->per_seat, 2);
    JB_EQ_I64(turn->speaker, JB_SPEAKER_MEMBER);
    JB_EQ_I64(turn->answer_by, JB_ANSWER_BY_MOUTH);
    JB_EQ_I64(turn->help_points, -200);
    JB_EQ_I64(turn->begin_ms, 10000);
    JB_TRUE(turn->late_forfeits_round);
    JB_EQ_U64(turn->tries, 2);
    JB_EQ_I64(turn->fallback, JB_FALLBACK_HALL);
    JB_TRUE(turn->has_cap);
    JB_EQ_I64(turn->cap, 2000);
    JB_EQ_I64(turn->streak_bonus, 100);
    JB_EQ_I64(turn->streak_max, 300);
    const jb_round_rules *buzzer = &plan->rules.rounds[1];
    JB_EQ_I64(buzzer->start, JB_START_HOST);
    JB_EQ_I64(buzzer->buzz_ms, 12000);
    JB_EQ_I64(buzzer->too_close, JB_TOO_CLOSE_AGAIN);
    JB_EQ_U64(buzzer->limit, 3);
    JB_EQ_I64(buzzer->early, JB_EARLY_OUT);
    JB_EQ_U64(buzzer->foul_count, 3);
    JB_EQ_U64(buzzer->fouls[0].count, 1);
    JB_EQ_I64(buzzer->fouls[0].points, -500);
    JB_EQ_I64(buzzer->fouls[1].points, -2000);
    JB_FALSE(buzzer->fouls[1].bar);
    JB_EQ_U64(buzzer->fouls[2].count, 3);
    JB_TRUE(buzzer->fouls[2].bar);
    const jb_question_rules *question = &plan->rules.questions[buzzer->question_first];
    JB_EQ_I64(question->points_right, 2000);
    JB_EQ_I64(question->points_wrong, -2000);
    JB_EQ_I64(question->points_none, -2000);
    JB_EQ_I64(question->open_ms, 15000);
    jb_plan_destroy(plan);
}

static void what_belongs_to_a_format_arrives(void **state)
{
    jb_plan *plan = load(stage);
    const jb_round_rules *risk = &plan->rules.rounds[2];
    JB_EQ_I64(risk->order, JB_ORDER_LOW_HIGH);
    JB_EQ_I64(risk->equals, JB_ORDER_EQUALS_LOT);
    JB_EQ_U64(risk->value_count, 2);
    JB_EQ_I64(risk->values[1], 4050);
    JB_EQ_U64(risk->stock, 3);
    JB_TRUE(risk->distinct_values);
    JB_TRUE(risk->may_name);
    JB_TRUE(risk->wrong_zero);
    JB_EQ_I64(risk->answer_by, JB_ANSWER_BY_DEVICE);
    const jb_round_rules *survival = &plan->rules.rounds[3];
    JB_EQ_U64(survival->survivors, 1);
    JB_EQ_U64(survival->revival, 3);
    JB_EQ_I64(survival->speed, JB_SPEED_STEPS);
    JB_EQ_U64(survival->step_count, 4);
    JB_EQ_I64(survival->steps[1], 800);
    const jb_round_rules *ladder = &plan->rules.rounds[4];
    JB_EQ_U64(ladder->safe, 5);
    JB_EQ_I64(ladder->values[2], 2500);
    JB_EQ_I64(ladder->order, JB_ORDER_LOT);
    JB_EQ_I64(ladder->spread, JB_SPREAD_GROUP);
    const jb_round_rules *judged = &plan->rules.rounds[5];
    JB_EQ_U64(judged->judges, 5);
    JB_EQ_I64(judged->mark_min, 100);
    JB_EQ_I64(judged->mark_max, 990);
    JB_TRUE(judged->trimmed);
    JB_EQ_I64(plan->rules.questions[judged->question_first].open_ms, 300000);
    const jb_round_rules *last = &plan->rules.rounds[6];
    JB_TRUE(last->overtime);
    JB_EQ_I64(last->speed, JB_SPEED_BOUNDED);
    JB_EQ_I64(last->speed_bonus, 1);
    jb_plan_destroy(plan);
}

/* Cells and questions are two things: two teams here. */
static void cells_follow_from_the_seats(void **state)
{
    static const struct {
        const char *round;
        uint32_t cells, questions, per_seat;
    } rows[] = {
        { "{'format':'turn','per_seat':3,'draw':{'bank':'demo-2026'}}", 6, 6, 3 },
        { "{'format':'turn','draw':{'placeholder':5}}", 4, 5, 2 },
        { "{'format':'turn'}", 2, 2, 1 },
        { "{'format':'rush','per_seat':10}", 20, 20, 10 },
        { "{'format':'ladder','values':[1,2,3,4]}", 8, 8, 4 },
        { "{'format':'risk','per_seat':2}", 4, 12, 2 },
        { "{'format':'risk','stock':5,'values':[1,2]}", 2, 10, 1 },
        { "{'format':'risk','draw':{'placeholder':12}}", 2, 12, 1 },
        { "{'format':'risk','by_value':{'10':{'placeholder':4},'20':{'bank':'demo-2026'},'30':"
          "{'bank':'demo-2026'}}}",
          2, 12, 1 },
        { "{'format':'judged'}", 2, 2, 1 },
        { "{'format':'buzzer','draw':{'placeholder':7},'limit':5}", 7, 7, 0 },
        { "{'format':'buzzer'}", 10, 10, 0 },
        { "{'format':'survival','draw':[{'placeholder':3},{'placeholder':4}]}", 7, 7, 0 },
        { "{'format':'turn','per_seat':4,'draw':[{'placeholder':3},{'bank':'demo-2026'}]}", 8, 8,
          4 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[600];
        (void)snprintf(text, sizeof text,
                       "{'title':{'en':'T'},'seats':'teams'," AB
                       "'rounds':[{'format':'everyone','draw':{'placeholder':3}},"
                       "%s,{'format':'everyone','draw':{'placeholder':1}}]}",
                       rows[i].round);
        fixture_text json = fixture_json(text);
        jb_report report;
        jb_buffer out;
        jb_plan *plan = NULL;
        jb_report_init(&report);
        jb_buffer_init(&out, 0);
        const jb_plan_order order = { .file = { .bytes = json.bytes, .size = json.size },
                                      .placeholders = true };
        JB_EQ_I64(jb_plan_make_as(&order, &report, &out), JB_OK);
        JB_FALSE(report.errors);
        JB_EQ_I64(jb_plan_load(jb_buffer_slice(&out), &plan), JB_OK);
        const jb_round_rules *round = &plan->rules.rounds[1];
        JB_EQ_U64(round->turn_first, 3);
        JB_EQ_U64(round->turn_count, rows[i].cells);
        JB_EQ_U64(round->question_first, 3);
        JB_EQ_U64(round->question_count, rows[i].questions);
        JB_EQ_U64(round->per_seat, rows[i].per_seat);
        JB_EQ_U64(plan->rules.turn_count, rows[i].cells + 4);
        JB_EQ_U64(plan->rules.question_count, rows[i].questions + 4);
        jb_plan_destroy(plan);
        jb_buffer_finish(&out);
        jb_report_finish(&report);
        fixture_free(&json);
    }
}

static void participants_take_what_the_draw_gives(void **state)
{
    jb_plan *plan = load_round("", "{'format':'turn','draw':{'placeholder':9}},"
                                   "{'format':'risk','draw':{'placeholder':6}},"
                                   "{'format':'ladder','draw':{'placeholder':6}}");
    const jb_round_rules *rounds = plan->rules.rounds;
    JB_EQ_U64(rounds[0].turn_count, 9);
    JB_EQ_U64(rounds[0].per_seat, 0);
    JB_EQ_U64(rounds[1].turn_count, 6);
    JB_EQ_U64(rounds[1].stock, 2);
    JB_EQ_U64(rounds[2].turn_count, 6);
    JB_EQ_U64(rounds[2].per_seat, 3);
    JB_EQ_U64(plan->rules.tie_count, 0);
    JB_EQ_I64(plan->rules.hall, JB_HALL_NEVER);
    jb_plan_destroy(plan);
}

#define EASY(id, level)                                                                            \
    "{'id':'" id "','type':'truefalse','stem':{'en':'" id "'},'difficulty':" level ",'answer':{"   \
    "'value':true}}"

static void values_have_questions_of_their_own(void **state)
{
    fixture_shelf shelf = { .count = 1 };
    shelf.banks[0] =
        fixture_bank("{'format':'question-bank','version':1,'id':'b','title':{'en':'T'},"
                     "'default_language':'en','questions':[" EASY("hard1", "5") "," EASY(
                         "easy1", "1") "," EASY("hard2", "5") "," EASY("easy2", "1") "]}");
    jb_plan *plan = fixture_load(
        "{'title':{'en':'T'},'seats':'teams'," AB "'rounds':[{'format':'risk','values':[10,50],"
        "'by_value':{'50':{'bank':'b','difficulty':[5,5]},'10':{'bank':'b','difficulty':[1,1]}}}]}",
        &shelf, 3);
    for (uint32_t i = 0; i < 4; i++) {
        JB_EQ_I64(plan->rules.questions[i].value, i < 2 ? 1000 : 5000);
        JB_EQ_I64(plan->texts[i].question_id.bytes[0], i < 2 ? 'e' : 'h');
    }
    jb_plan_destroy(plan);
    /* Each climb of a ladder has one question of each rung. */
    plan = fixture_load(
        "{'title':{'en':'T'},'seats':'teams'," AB "'rounds':[{'format':'ladder','values':[10,50],"
        "'by_value':{'50':{'bank':'b','difficulty':[5,5]},'10':{'bank':'b','difficulty':[1,1]}}}]}",
        &shelf, 3);
    for (uint32_t i = 0; i < 4; i++) {
        JB_EQ_I64(plan->rules.questions[i].value, 0);
        JB_EQ_I64(plan->texts[i].question_id.bytes[0], i % 2 == 0 ? 'e' : 'h');
    }
    jb_plan_destroy(plan);
    fixture_shelf_finish(&shelf);
}

static void placeholders_have_four_options_and_the_first_is_right(void **state)
{
    jb_plan *plan = load_round("", "{'format':'everyone','draw':{'placeholder':2},'points':3}");
    JB_EQ_U64(plan->rules.question_count, 2);
    const jb_question_text *text = &plan->texts[1];
    FIXTURE_SLICE(text->question_id, "placeholder-1-2");
    FIXTURE_SLICE(text->prompt, "{'zh-Hans':'第2题','en':'Question 2'}");
    JB_EQ_I64(text->kind, JB_KIND_SINGLE);
    JB_EQ_U64(text->option_count, 4);
    FIXTURE_SLICE(text->options[3].json, "{'id':'d','text':{'und':'D'}}");
    FIXTURE_SLICE(text->answer, "['a']");
    JB_EQ_U64(plan->rules.questions[1].key.correct, 1);
    JB_EQ_I64(plan->rules.questions[1].points_right, 300);
    FIXTURE_SLICE(plan->languages, "['en']");
    FIXTURE_SLICE(plan->prompt_texts[0], "Question 1");
    jb_plan_destroy(plan);
}

static void placeholders_stand_in_only_when_asked(void **state)
{
    fixture_text json = fixture_json("{'title':{'en':'T'},'rounds':[{'format':'everyone','draw':"
                                     "{'bank':'nowhere','count':3}},{'format':'buzzer'}]}");
    jb_plan_order order = { .file = { .bytes = json.bytes, .size = json.size } };
    jb_report report;
    jb_buffer plan;
    jb_report_init(&report);
    jb_buffer_init(&plan, 0);
    JB_EQ_I64(jb_plan_make_as(&order, &report, &plan), JB_OK);
    JB_TRUE(report.errors);
    JB_EQ_SIZE(plan.size, 0);
    assert_non_null(fixture_problem(&report, "missing_field"));
    jb_report_finish(&report);
    order.placeholders = true;
    JB_EQ_I64(jb_plan_make_as(&order, &report, &plan), JB_OK);
    JB_FALSE(report.errors);
    JB_EQ_U64(report.problem_count, 2);
    JB_EQ_STR(report.problems[0].code, "placeholder_questions");
    JB_EQ_STR(report.problems[1].code, "placeholder_questions");
    jb_plan *loaded = NULL;
    JB_EQ_I64(jb_plan_load(jb_buffer_slice(&plan), &loaded), JB_OK);
    JB_EQ_U64(loaded->rules.question_count, 13);
    jb_plan_destroy(loaded);
    jb_buffer_finish(&plan);
    jb_report_finish(&report);
    fixture_free(&json);
}

/* Equal numbers of right answers are equal scores only where nothing else counts. */
static void correct_separates_where_points_differ(void **state)
{
    static const char *const rounds[] = {
        "{'format':'everyone'," PLACED ",'points':10},{'format':'everyone'," PLACED ",'points':20}",
        "{'format':'everyone'," PLACED ",'points':{'right':10,'wrong':-5}}",
        "{'format':'everyone'," PLACED ",'points':10,'speed':{'kind':'linear'}}",
        "{'format':'everyone'," PLACED ",'points':10},{'format':'judged'," PLACED "}",
    };
    for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++) {
        jb_plan_destroy(load_round("'tie':['correct'],", rounds[i]));
    }
}

/* Where nothing is said, helping is no foul; a round that has no such setting leaves it to the
 * host. */
static void help_is_allowed_or_a_foul(void **state)
{
    static const struct {
        const char *round;
        bool allowed;
    } rows[] = {
        { "{'format':'turn'," PLACED "}", true },
        { "{'format':'turn'," PLACED ",'help':'allowed'}", true },
        { "{'format':'buzzer'," PLACED ",'help':'foul'}", false },
        { "{'format':'turn'," PLACED ",'help_points':-5}", false },
        { "{'format':'judged','draw':{'placeholder':2}}", false },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        jb_plan *plan = load_round("'seats':'teams'," AB, rows[i].round);
        JB_EQ_I64(plan->rules.rounds[0].help_allowed, rows[i].allowed);
        jb_plan_destroy(plan);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_format_has_its_defaults),
        cmocka_unit_test(help_is_allowed_or_a_foul),
        cmocka_unit_test(everything_stated_is_kept),
        cmocka_unit_test(the_contest_arrives),
        cmocka_unit_test(turns_and_fouls_arrive),
        cmocka_unit_test(what_belongs_to_a_format_arrives),
        cmocka_unit_test(cells_follow_from_the_seats),
        cmocka_unit_test(participants_take_what_the_draw_gives),
        cmocka_unit_test(values_have_questions_of_their_own),
        cmocka_unit_test(placeholders_have_four_options_and_the_first_is_right),
        cmocka_unit_test(placeholders_stand_in_only_when_asked),
        cmocka_unit_test(correct_separates_where_points_differ),
    };
    return JB_RUN(tests);
}
