/* Frames from clients: each message with each of its fields missing, wrong and right. */
#include "jb_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/message.h"
#include "protocol_internal.h"

/* Decodes an exact-size copy, so that a look past its end is seen by ASan. */
static jb_error decode(const char *frame, size_t size, jb_message *message, char *why)
{
    jb_buffer buffer;
    jb_buffer_init(&buffer, 0);
    char *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    memcpy(copy, frame, size);
    jb_error error = jb_message_decode((jb_slice){ copy, size }, message, &buffer);
    if (why) {
        (void)snprintf(why, 200, "%s", jb_buffer_text(&buffer));
    }
    jb_buffer_finish(&buffer);
    free(copy);
    return error;
}

/* Writes ' for " so that the tables can be read. */
static size_t unquote(const char *text, char *out, size_t size)
{
    size_t length = strlen(text);
    JB_TRUE(length < size);
    for (size_t i = 0; i <= length; i++) {
        out[i] = text[i] == '\'' ? '"' : text[i];
    }
    return length;
}

typedef struct row {
    const char *frame; /* ' for " */
    jb_error error;
    const char *why;
} row;

static void check_rows(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char frame[1024];
        char why[200] = "";
        jb_message message;
        size_t size = unquote(rows[i].frame, frame, sizeof frame);
        jb_error error = decode(frame, size, &message, why);
        if (error != rows[i].error || (rows[i].why && strcmp(why, rows[i].why) != 0)) {
            fail_msg("%s: %s, \"%s\"", rows[i].frame, jb_error_name(error), why);
        }
        if (error == JB_ERROR_NONE) {
            jb_message_finish(&message);
        }
    }
}

#define CHECK(rows) check_rows((rows), sizeof(rows) / sizeof((rows)[0]))
#define GOOD        JB_ERROR_NONE
#define BAD         JB_ERROR_BAD_FIELD
#define MISSING(f)  "The field " f " is missing."
#define WRONG(f)    "The field " f " has the wrong type or is out of range."

static void what_is_not_a_message_is_malformed(void **state)
{
    static const row rows[] = {
        { "", JB_ERROR_MALFORMED, "" },
        { " ", JB_ERROR_MALFORMED, "" },
        { "{", JB_ERROR_MALFORMED, "" },
        { "null", JB_ERROR_MALFORMED, "" },
        { "1", JB_ERROR_MALFORMED, "" },
        { "'hello'", JB_ERROR_MALFORMED, "" },
        { "[]", JB_ERROR_MALFORMED, "" },
        { "[{'type':'ping','t0':1}]", JB_ERROR_MALFORMED, "" },
        { "{}", JB_ERROR_MALFORMED, "" },
        { "{'type':1}", JB_ERROR_MALFORMED, "" },
        { "{'type':null}", JB_ERROR_MALFORMED, "" },
        { "{'type':['ping']}", JB_ERROR_MALFORMED, "" },
        { "{'Type':'ping','t0':1}", JB_ERROR_MALFORMED, "" },
        { "{'type':'ping','t0':1}x", JB_ERROR_MALFORMED, "" },
        { "{'type':'ping','t0':1}{}", JB_ERROR_MALFORMED, "" },
        { "{'type':'ping','t0':1,}", JB_ERROR_MALFORMED, "" },
        { "{'type':'ping','t0':'\\ud800'}", JB_ERROR_MALFORMED, "" },
        { "{'type':''}", JB_ERROR_UNKNOWN_TYPE, "" },
        { "{'type':'PING','t0':1}", JB_ERROR_UNKNOWN_TYPE, "" },
        { "{'type':'dance'}", JB_ERROR_UNKNOWN_TYPE, "" },
    };
    CHECK(rows);
}

static void white_space_around_a_message_is_fine(void **state)
{
    static const row rows[] = {
        { "{'type':'ping','t0':1} \t\r\n", GOOD, "" },
        { " \n{'type':'ping','t0':1}", GOOD, "" },
    };
    CHECK(rows);
}

static void hello_names_what_is_wrong_with_it(void **state)
{
    static const row rows[] = {
        { "{'type':'hello','role':'player','code':'482913','name':'Ann'}", GOOD, "" },
        { "{'type':'hello','role':'player','code':'482913','token':'00'}", GOOD, "" },
        { "{'type':'hello','role':'player','code':'1','name':'A','team':'R','lang':'de'}", GOOD,
          "" },
        { "{'type':'hello','role':'player','code':'1','name':'A','team':null}", GOOD, "" },
        { "{'type':'hello','role':'player','code':'1','personal_code':'K7Q2-M9FX'}", GOOD, "" },
        { "{'type':'hello','role':'player','code':'1','personal_code':''}", BAD,
          WRONG("personal_code") },
        { "{'type':'hello','role':'player','code':'1','personal_code':7}", BAD,
          WRONG("personal_code") },
        { "{'type':'hello','role':'host','code':'1','key':'k'}", GOOD, "" },
        { "{'type':'hello','role':'screen','code':'1','key':''}", GOOD, "" },
        { "{'type':'hello','role':'judge','code':'1','key':'k'}", GOOD, "" },
        { "{'type':'hello','role':'judge','code':'1','key':'k','judge':3}", GOOD, "" },
        { "{'type':'hello','role':'judge','code':'1','key':'k','judge':0}", BAD, WRONG("judge") },
        { "{'type':'hello','role':'judge','code':'1','key':'k','judge':16}", BAD, WRONG("judge") },
        { "{'type':'hello','role':'player','name':'Ann'}", BAD, MISSING("code") },
        { "{'type':'hello','role':'player','code':482913,'name':'A'}", BAD, WRONG("code") },
        { "{'type':'hello','role':'player','code':'','name':'A'}", BAD, WRONG("code") },
        { "{'type':'hello','role':'player','code':null,'name':'A'}", BAD, WRONG("code") },
        { "{'type':'hello','role':'player','code':'1'}", BAD,
          "The field name is missing (or token, to come back)." },
        { "{'type':'hello','role':'player','code':'1','name':7}", BAD, WRONG("name") },
        { "{'type':'hello','role':'player','code':'1','name':'A','team':2}", BAD, WRONG("team") },
        { "{'type':'hello','role':'player','code':'1','name':'A','lang':[]}", BAD, WRONG("lang") },
        { "{'type':'hello','role':'player','code':'1','name':'A',"
          "'lang':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'}",
          BAD, WRONG("lang") },
        { "{'type':'hello','role':'player','code':'1','token':true}", BAD, WRONG("token") },
        { "{'type':'hello','role':'host','code':'1'}", BAD, MISSING("key") },
        { "{'type':'hello','role':'host','code':'1','key':1}", BAD, WRONG("key") },
        { "{'type':'hello','code':'1','name':'A'}", BAD,
          "The field role must be player, host, screen or judge." },
        { "{'type':'hello','role':'none','code':'1','name':'A'}", BAD,
          "The field role must be player, host, screen or judge." },
        { "{'type':'hello','role':1,'code':'1','name':'A'}", BAD,
          "The field role must be player, host, screen or judge." },
    };
    CHECK(rows);
}

static void answer_names_what_is_wrong_with_it(void **state)
{
    static const row rows[] = {
        { "{'type':'answer','turn':1,'answer':'a'}", GOOD, "" },
        { "{'type':'answer','turn':1,'answer':null}", GOOD, "" },
        { "{'type':'answer','turn':0,'answer':[]}", GOOD, "" },
        { "{'type':'answer','turn':2147483647,'answer':{}}", GOOD, "" },
        { "{'type':'answer','turn':1,'answer':'a','elapsed':0}", GOOD, "" },
        { "{'type':'answer','turn':1,'answer':'a','elapsed':2.75}", GOOD, "" },
        { "{'type':'answer','turn':1,'answer':'a','elapsed':null}", GOOD, "" },
        { "{'type':'answer','answer':'a'}", BAD, MISSING("turn") },
        { "{'type':'answer','turn':1}", BAD, MISSING("answer") },
        { "{'type':'answer','turn':'1','answer':'a'}", BAD, WRONG("turn") },
        { "{'type':'answer','turn':null,'answer':'a'}", BAD, WRONG("turn") },
        { "{'type':'answer','turn':1.5,'answer':'a'}", BAD, WRONG("turn") },
        { "{'type':'answer','turn':-1,'answer':'a'}", BAD, WRONG("turn") },
        { "{'type':'answer','turn':2147483648,'answer':'a'}", BAD, WRONG("turn") },
        { "{'type':'answer','turn':1e999,'answer':'a'}", BAD, WRONG("turn") },
        { "{'type':'answer','turn':-1e999,'answer':'a'}", BAD, WRONG("turn") },
        { "{'type':'answer','turn':1,'answer':'a','elapsed':-1}", BAD, WRONG("elapsed") },
        { "{'type':'answer','turn':1,'answer':'a','elapsed':-0.5}", BAD, WRONG("elapsed") },
        { "{'type':'answer','turn':1,'answer':'a','elapsed':1e300}", BAD, WRONG("elapsed") },
        { "{'type':'answer','turn':1,'answer':'a','elapsed':'5'}", BAD, WRONG("elapsed") },
    };
    CHECK(rows);
}

static void ping_takes_any_finite_number(void **state)
{
    static const row rows[] = {
        { "{'type':'ping','t0':-1.5e10}", GOOD, "" },
        { "{'type':'ping'}", BAD, MISSING("t0") },
        { "{'type':'ping','t0':'1'}", BAD, WRONG("t0") },
        { "{'type':'ping','t0':null}", BAD, WRONG("t0") },
        { "{'type':'ping','t0':1e999}", BAD, WRONG("t0") },
    };
    CHECK(rows);
}

static void do_names_what_its_action_lacks(void **state)
{
    static const row rows[] = {
        { "{'type':'do','action':'start'}", GOOD, "" },
        { "{'type':'do','action':'next','seq':0}", GOOD, "" },
        { "{'type':'do','action':'next','seq':9007199254740992}", GOOD, "" },
        { "{'type':'do','action':'pause'}", GOOD, "" },
        { "{'type':'do','action':'resume'}", GOOD, "" },
        { "{'type':'do','action':'lock'}", GOOD, "" },
        { "{'type':'do','action':'skip'}", GOOD, "" },
        { "{'type':'do','action':'finish'}", GOOD, "" },
        { "{'type':'do','action':'extend','ms':1}", GOOD, "" },
        { "{'type':'do','action':'extend','ms':3600000}", GOOD, "" },
        { "{'type':'do','action':'admit','on':false}", GOOD, "" },
        { "{'type':'do','action':'kick','player':1}", GOOD, "" },
        { "{'type':'do','action':'ban','player':20000}", GOOD, "" },
        { "{'type':'do','action':'rename','player':1,'name':''}", GOOD, "" },
        { "{'type':'do','action':'undo'}", GOOD, "" },
        { "{'type':'do','action':'blank','on':true}", GOOD, "" },
        { "{'type':'do','action':'message','text':''}", GOOD, "" },
        { "{'type':'do','action':'message','text':'Five minutes','seq':7}", GOOD, "" },
        { "{'type':'do','action':'blank'}", BAD, MISSING("on") },
        { "{'type':'do','action':'blank','on':'yes'}", BAD, WRONG("on") },
        { "{'type':'do','action':'message'}", BAD, MISSING("text") },
        { "{'type':'do','action':'message','text':null}", BAD, MISSING("text") },
        { "{'type':'do','action':'message','text':['a']}", BAD, WRONG("text") },
        { "{'type':'do'}", BAD, MISSING("action") },
        { "{'type':'do','action':5}", BAD, MISSING("action") },
        { "{'type':'do','action':'explode'}", JB_ERROR_UNKNOWN_ACTION, "" },
        { "{'type':'do','action':'next','seq':-1}", BAD, WRONG("seq") },
        { "{'type':'do','action':'next','seq':'1'}", BAD, WRONG("seq") },
        { "{'type':'do','action':'next','seq':1e17}", BAD, WRONG("seq") },
        { "{'type':'do','action':'extend'}", BAD, MISSING("ms") },
        { "{'type':'do','action':'extend','ms':0}", BAD, WRONG("ms") },
        { "{'type':'do','action':'extend','ms':3600001}", BAD, WRONG("ms") },
        { "{'type':'do','action':'extend','ms':1.25}", BAD, WRONG("ms") },
        { "{'type':'do','action':'admit'}", BAD, MISSING("on") },
        { "{'type':'do','action':'admit','on':1}", BAD, WRONG("on") },
        { "{'type':'do','action':'admit','on':null}", BAD, MISSING("on") },
        { "{'type':'do','action':'kick'}", BAD, MISSING("player") },
        { "{'type':'do','action':'kick','player':0}", BAD, WRONG("player") },
        { "{'type':'do','action':'ban','player':-4}", BAD, WRONG("player") },
        { "{'type':'do','action':'ban','player':'Ann'}", BAD, WRONG("player") },
        { "{'type':'do','action':'rename','player':1}", BAD, MISSING("name") },
        { "{'type':'do','action':'rename','name':'B'}", BAD, MISSING("player") },
        { "{'type':'do','action':'rename','player':1,'name':{}}", BAD, WRONG("name") },
    };
    CHECK(rows);
}

static void messages_of_the_stage_name_what_is_wrong_with_them(void **state)
{
    static const row rows[] = {
        { "{'type':'buzz','turn':3}", GOOD, "" },
        { "{'type':'buzz','turn':3,'elapsed':12.75}", GOOD, "" },
        { "{'type':'pass','turn':3}", GOOD, "" },
        { "{'type':'pick','turn':3,'value':10}", GOOD, "" },
        { "{'type':'name','turn':3,'other':2}", GOOD, "" },
        { "{'type':'mark','turn':3,'value':9.75}", GOOD, "" },
        { "{'type':'mark','turn':3,'value':0,'seat':4}", GOOD, "" },
        { "{'type':'wager','turn':3,'value':0}", GOOD, "" },
        { "{'type':'wager','turn':3}", BAD, MISSING("value") },
        { "{'type':'wager','value':10}", BAD, MISSING("turn") },
        { "{'type':'wager','turn':3,'value':10.005}", BAD, WRONG("value") },
        { "{'type':'buzz'}", BAD, MISSING("turn") },
        { "{'type':'buzz','turn':0}", BAD, WRONG("turn") },
        { "{'type':'buzz','turn':3,'elapsed':-1}", BAD, WRONG("elapsed") },
        { "{'type':'pass','turn':'3'}", BAD, WRONG("turn") },
        { "{'type':'pick','turn':3}", BAD, MISSING("value") },
        { "{'type':'pick','turn':3,'value':'10'}", BAD, WRONG("value") },
        { "{'type':'pick','turn':3,'value':null}", BAD, WRONG("value") },
        { "{'type':'name','turn':3}", BAD, MISSING("other") },
        { "{'type':'name','turn':3,'other':0}", BAD, WRONG("other") },
        { "{'type':'mark','turn':3}", BAD, MISSING("value") },
        { "{'type':'mark','turn':3,'value':9.755}", BAD, WRONG("value") },
        { "{'type':'mark','turn':3,'value':9,'seat':0}", BAD, WRONG("seat") },
    };
    CHECK(rows);
}

static void do_on_the_stage_names_what_its_action_lacks(void **state)
{
    static const row rows[] = {
        { "{'type':'do','action':'take'}", GOOD, "" },
        { "{'type':'do','action':'paper','from':12}", GOOD, "" },
        { "{'type':'do','action':'verdict','is':'right'}", GOOD, "" },
        { "{'type':'do','action':'verdict','is':'partial','points':2.5,'seat':2}", GOOD, "" },
        { "{'type':'do','action':'foul','seat':1,'kind':'help'}", GOOD, "" },
        { "{'type':'do','action':'buzz','seat':1}", GOOD, "" },
        { "{'type':'do','action':'pick','value':30}", GOOD, "" },
        { "{'type':'do','action':'name','other':2,'seat':1}", GOOD, "" },
        { "{'type':'do','action':'wager','value':30,'seat':1}", GOOD, "" },
        { "{'type':'do','action':'wager','seat':1}", BAD, MISSING("value") },
        { "{'type':'do','action':'pass'}", GOOD, "" },
        { "{'type':'do','action':'mark','judge':15,'value':9.5}", GOOD, "" },
        { "{'type':'do','action':'hall'}", GOOD, "" },
        { "{'type':'do','action':'adjust','seat':1,'points':-10,'reason':'x'}", GOOD, "" },
        { "{'type':'do','action':'accept','turn':1,'answer':'b','only':true}", GOOD, "" },
        { "{'type':'do','action':'void','turn':1}", GOOD, "" },
        { "{'type':'do','action':'reverse','turn':1,'seat':1,'is':'none'}", GOOD, "" },
        { "{'type':'do','action':'paper','from':0}", BAD, WRONG("from") },
        { "{'type':'do','action':'verdict'}", BAD, MISSING("is") },
        { "{'type':'do','action':'verdict','is':'Right'}", BAD, WRONG("is") },
        { "{'type':'do','action':'verdict','is':2}", BAD, WRONG("is") },
        { "{'type':'do','action':'verdict','is':'partial'}", BAD, MISSING("points") },
        { "{'type':'do','action':'verdict','is':'right','points':1}", BAD,
          "The field points goes with partial only." },
        { "{'type':'do','action':'verdict','is':'right','seat':0}", BAD, WRONG("seat") },
        { "{'type':'do','action':'foul','seat':1}", BAD, MISSING("kind") },
        { "{'type':'do','action':'foul','kind':'late'}", BAD, MISSING("seat") },
        { "{'type':'do','action':'foul','seat':1,'kind':'rude'}", BAD, WRONG("kind") },
        { "{'type':'do','action':'buzz'}", BAD, MISSING("seat") },
        { "{'type':'do','action':'pick'}", BAD, MISSING("value") },
        { "{'type':'do','action':'name'}", BAD, MISSING("other") },
        { "{'type':'do','action':'mark','value':9}", BAD, MISSING("judge") },
        { "{'type':'do','action':'mark','judge':16,'value':9}", BAD, WRONG("judge") },
        { "{'type':'do','action':'mark','judge':1}", BAD, MISSING("value") },
        { "{'type':'do','action':'adjust','seat':1,'points':1}", BAD, MISSING("reason") },
        { "{'type':'do','action':'adjust','seat':1,'points':1,'reason':''}", BAD, WRONG("reason") },
        { "{'type':'do','action':'adjust','seat':1,'reason':'x'}", BAD, MISSING("points") },
        { "{'type':'do','action':'adjust','seat':1,'points':1,'reason':'x','hall':1}", BAD,
          WRONG("hall") },
        { "{'type':'do','action':'accept','turn':1}", BAD, MISSING("answer") },
        { "{'type':'do','action':'accept','answer':'b'}", BAD, MISSING("turn") },
        { "{'type':'do','action':'void'}", BAD, MISSING("turn") },
        { "{'type':'do','action':'void','turn':0}", BAD, WRONG("turn") },
        { "{'type':'do','action':'reverse','turn':1,'is':'wrong'}", BAD, MISSING("seat") },
        { "{'type':'do','action':'reverse','turn':1,'seat':1,'is':'partial'}", BAD,
          MISSING("points") },
    };
    CHECK(rows);
}

static void a_preview_holds_a_correction(void **state)
{
    static const row rows[] = {
        { "{'type':'do','action':'preview','of':{'action':'void','turn':4}}", GOOD, "" },
        { "{'type':'do','action':'preview'}", BAD, MISSING("of") },
        { "{'type':'do','action':'preview','of':'void'}", BAD, WRONG("of") },
        { "{'type':'do','action':'preview','of':{}}", BAD, MISSING("action") },
        { "{'type':'do','action':'preview','of':{'action':'void'}}", BAD, MISSING("turn") },
        { "{'type':'do','action':'preview','of':{'action':'verdict','is':'right'}}", BAD,
          "The field of must be adjust, accept, void or reverse." },
        { "{'type':'do','action':'preview','of':{'action':'preview','of':{}}}", BAD,
          "The field of must be adjust, accept, void or reverse." },
        { "{'type':'do','action':'preview','of':{'action':'dance'}}", JB_ERROR_UNKNOWN_ACTION, "" },
    };
    CHECK(rows);
    jb_message message;
    char frame[200];
    size_t size = unquote("{'type':'do','action':'preview','seq':9,'turn':1,'of':{'action':"
                          "'reverse','turn':4,'seat':2,'is':'partial','points':-0.5,'seq':3}}",
                          frame, sizeof frame);
    JB_EQ_I64(decode(frame, size, &message, NULL), GOOD);
    JB_TRUE(message.preview);
    JB_EQ_I64(message.action, JB_ACTION_REVERSE);
    JB_EQ_I64(message.seq, 9);
    JB_EQ_I64(message.turn, 4);
    JB_EQ_I64(message.seat, 2);
    JB_EQ_I64(message.verdict, JB_VERDICT_PARTIAL);
    JB_EQ_I64(message.value, -50);
    jb_message_finish(&message);
}

/* Every hundredth there is arrives as itself; what lies between two is refused. */
static void points_are_whole_hundredths_to_the_last(void **state)
{
    static const struct {
        const char *text;
        jb_error error;
        int64_t value;
    } points[] = {
        { "0", GOOD, 0 },
        { "-0", GOOD, 0 },
        { "0.01", GOOD, 1 },
        { "0.1", GOOD, 10 },
        { "0.29", GOOD, 29 },
        { "1.10", GOOD, 110 },
        { "2.675", BAD, 0 },
        { "1.005", BAD, 0 },
        { "0.30000000000000004", BAD, 0 },
        { "4.35", GOOD, 435 },
        { "8.2e0", GOOD, 820 },
        { "-1033.55", GOOD, -103355 },
        { "1e2", GOOD, 10000 },
        { "1000000", GOOD, JB_POINTS_MAX },
        { "1000000.01", BAD, 0 },
        { "-1000000", GOOD, -JB_POINTS_MAX },
        { "-1000000.01", BAD, 0 },
        { "1e300", BAD, 0 },
        { "1e999", BAD, 0 },
        { "999999.99", GOOD, 99999999 },
    };
    char frame[100];
    jb_message message;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        int size = snprintf(frame, sizeof frame, "{\"type\":\"pick\",\"turn\":1,\"value\":%s}",
                            points[i].text);
        jb_error error = decode(frame, (size_t)size, &message, NULL);
        if (error != points[i].error || (error == GOOD && message.value != points[i].value)) {
            fail_msg("%s: %s", points[i].text, jb_error_name(error));
        }
        if (error == GOOD) {
            jb_message_finish(&message);
        }
    }
    for (int64_t value = -100000; value <= 100000; value++) {
        int size =
            snprintf(frame, sizeof frame, "{\"type\":\"pick\",\"turn\":1,\"value\":%s%lld.%02lld}",
                     value < 0 ? "-" : "", (long long)(value < 0 ? -value : value) / 100,
                     (long long)(value < 0 ? -value : value) % 100);
        JB_EQ_I64(decode(frame, (size_t)size, &message, NULL), GOOD);
        JB_EQ_I64(message.value, value);
        jb_message_finish(&message);
    }
}

static void fields_arrive_as_they_were_sent(void **state)
{
    jb_message message;
    char frame[400];
    size_t size = unquote("{'type':'hello','role':'player','code':'482913','name':'Zo\\u00eb',"
                          "'team':'Red','lang':'zh-Hans','token':'abc'}",
                          frame, sizeof frame);
    JB_EQ_I64(decode(frame, size, &message, NULL), GOOD);
    JB_EQ_I64(message.type, JB_MESSAGE_HELLO);
    JB_EQ_I64(message.role, JB_ROLE_PLAYER);
    JB_TRUE(jb_slice_equal(message.code, jb_slice_of("482913")));
    JB_TRUE(jb_slice_equal(message.name, jb_slice_of("Zo\xc3\xab")));
    JB_TRUE(jb_slice_equal(message.team, jb_slice_of("Red")));
    JB_TRUE(jb_slice_equal(message.lang, jb_slice_of("zh-Hans")));
    JB_TRUE(jb_slice_equal(message.token, jb_slice_of("abc")));
    JB_TRUE(message.key.bytes == NULL);
    jb_message_finish(&message);
    size = unquote("{'type':'do','action':'rename','player':12,'name':'B','seq':99}", frame,
                   sizeof frame);
    JB_EQ_I64(decode(frame, size, &message, NULL), GOOD);
    JB_EQ_I64(message.action, JB_ACTION_RENAME);
    JB_EQ_I64(message.player, 12);
    JB_EQ_I64(message.seq, 99);
    jb_message_finish(&message);
    size = unquote("{'type':'answer','turn':4,'answer':[1],'elapsed':2500.9}", frame, sizeof frame);
    JB_EQ_I64(decode(frame, size, &message, NULL), GOOD);
    JB_EQ_I64(message.turn, 4);
    JB_EQ_I64(message.elapsed, 2500);
    JB_TRUE(message.answer != NULL);
    jb_message_finish(&message);
}

static void absent_fields_say_so(void **state)
{
    jb_message message;
    const char frame[] = "{\"type\":\"do\",\"action\":\"next\"}";
    JB_EQ_I64(decode(frame, sizeof frame - 1, &message, NULL), GOOD);
    JB_EQ_I64(message.seq, -1);
    JB_EQ_I64(message.elapsed, -1);
    JB_EQ_I64(message.player, 0);
    JB_EQ_I64(message.ms, 0);
    JB_TRUE(message.name.bytes == NULL);
    jb_message_finish(&message);
}

static void unknown_fields_are_ignored(void **state)
{
    static const row rows[] = {
        { "{'x':{'y':[1,2,{}]},'type':'ping','t0':1,'turn':'no turn'}", GOOD, "" },
        { "{'type':'do','action':'next','future':null,'answer':1}", GOOD, "" },
    };
    CHECK(rows);
}

static void bytes_that_are_not_utf8_are_malformed(void **state)
{
    static const char *const names[] = {
        "\xff", "\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\x80z"
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char frame[200];
        jb_message message;
        int size = snprintf(frame, sizeof frame,
                            "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"1\","
                            "\"name\":\"%s\"}",
                            names[i]);
        JB_EQ_I64(decode(frame, (size_t)size, &message, NULL), JB_ERROR_MALFORMED);
        JB_EQ_I64(message.type, JB_MESSAGE_COUNT);
    }
    jb_message message;
    JB_EQ_I64(decode("{\"type\":\"ping\",\0\"t0\":1}", 22, &message, NULL), JB_ERROR_MALFORMED);
}

static void deep_nesting_is_malformed_and_harmless(void **state)
{
    char frame[JB_FRAME_PLAYER_MAX];
    jb_message message;
    memset(frame, '[', sizeof frame);
    JB_EQ_I64(decode(frame, sizeof frame, &message, NULL), JB_ERROR_MALFORMED);
    static const char head[] = "{\"type\":\"answer\",\"turn\":1,\"answer\":";
    memcpy(frame, head, sizeof head - 1);
    size_t deep = (sizeof frame - sizeof head) / 2;
    memset(frame + sizeof head - 1, '[', deep);
    memset(frame + sizeof head - 1 + deep, ']', deep);
    frame[sizeof head - 1 + 2 * deep] = '}';
    JB_EQ_I64(decode(frame, sizeof head + 2 * deep, &message, NULL), JB_ERROR_MALFORMED);
}

static void expect_name(const char *frame, const char *name)
{
    jb_message message;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_message_decode(jb_slice_of(frame), &message, &why), JB_ERROR_NONE);
    JB_EQ_SIZE(message.name.size, strlen(name));
    JB_EQ_MEM(message.name.bytes, name, strlen(name));
    jb_message_finish(&message);
    jb_buffer_finish(&why);
}

#define HELLO(name) "{\"type\":\"hello\",\"role\":\"player\",\"code\":\"1\",\"name\":\"" name "\"}"

static void an_escaped_nul_does_not_end_a_text(void **state)
{
    expect_name(HELLO("a\\u0000b"), "a\001b");
    expect_name(HELLO("\\u0000"), "\001");
    expect_name(HELLO("\\u0000\\u0000"), "\001\001");
    expect_name(HELLO("\\\\\\u0000"), "\\\001");
    expect_name(HELLO("a\\\\u0000"), "a\\u0000");
}

static void every_prefix_of_a_message_is_malformed(void **state)
{
    const char frame[] = "{\"type\":\"answer\",\"turn\":12,\"answer\":[\"a\",true,1.5e3],"
                         "\"elapsed\":77}";
    jb_message message;
    for (size_t size = 0; size < sizeof frame - 1; size++) {
        JB_EQ_I64(decode(frame, size, &message, NULL), JB_ERROR_MALFORMED);
    }
    JB_EQ_I64(decode(frame, sizeof frame - 1, &message, NULL), GOOD);
    jb_message_finish(&message);
}

static void every_word_of_the_wire_has_its_name(void **state)
{
    JB_EQ_STR(jb_role_name(JB_ROLE_JUDGE), "judge");
    JB_TRUE(jb_role_name(JB_ROLE_COUNT) == NULL);
    JB_EQ_STR(jb_action_name(JB_ACTION_FINISH), "finish");
    JB_TRUE(jb_action_name(JB_ACTION_COUNT) == NULL);
    JB_TRUE(jb_message_name(JB_MESSAGE_COUNT) == NULL);
    JB_TRUE(jb_error_name(JB_ERROR_COUNT) == NULL);
    for (int i = 0; i < JB_ERROR_COUNT; i++) {
        JB_TRUE(strlen(jb_error_name((jb_error)i)) > 0);
    }
    JB_EQ_STR(jb_error_name(JB_ERROR_STORE_FAILED), "store_failed");
}

static void every_error_has_a_name_and_words(void **state)
{
    for (int i = 0; i < JB_ERROR_COUNT; i++) {
        bool none = i == JB_ERROR_NONE;
        assert_true(none || jb_error_name((jb_error)i)[0] != '\0');
        assert_true(none || jb_error_message((jb_error)i)[0] != '\0');
    }
    assert_null(jb_error_name(JB_ERROR_COUNT));
    JB_EQ_STR(jb_error_message(JB_ERROR_COUNT), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_a_message_is_malformed),
        cmocka_unit_test(white_space_around_a_message_is_fine),
        cmocka_unit_test(hello_names_what_is_wrong_with_it),
        cmocka_unit_test(answer_names_what_is_wrong_with_it),
        cmocka_unit_test(ping_takes_any_finite_number),
        cmocka_unit_test(do_names_what_its_action_lacks),
        cmocka_unit_test(messages_of_the_stage_name_what_is_wrong_with_them),
        cmocka_unit_test(do_on_the_stage_names_what_its_action_lacks),
        cmocka_unit_test(a_preview_holds_a_correction),
        cmocka_unit_test(points_are_whole_hundredths_to_the_last),
        cmocka_unit_test(fields_arrive_as_they_were_sent),
        cmocka_unit_test(absent_fields_say_so),
        cmocka_unit_test(unknown_fields_are_ignored),
        cmocka_unit_test(bytes_that_are_not_utf8_are_malformed),
        cmocka_unit_test(deep_nesting_is_malformed_and_harmless),
        cmocka_unit_test(an_escaped_nul_does_not_end_a_text),
        cmocka_unit_test(every_prefix_of_a_message_is_malformed),
        cmocka_unit_test(every_word_of_the_wire_has_its_name),
        cmocka_unit_test(every_error_has_a_name_and_words),
    };
    return JB_RUN(tests);
}
