/* Who a connection is: joining, coming back, keys, and everything that is refused. */
#include "hall.h"

#include <string.h>

#define HELLO(rest) "{'type':'hello','role':'player','code':'" HALL_CODE "'," rest "}"

static void a_player_is_welcomed_only_when_the_join_is_on_disk(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_connect(&h);
    hall_say(&h, ann, HELLO("'name':'  Ann  Lee '"));
    assert_null(hall_next(&h, ann));
    hall_commit(&h);
    cJSON *welcome = hall_next(&h, ann);
    JB_EQ_STR(hall_text(welcome, "type"), "welcome");
    JB_EQ_STR(hall_text(welcome, "role"), "player");
    JB_EQ_STR(hall_text(welcome, "name"), "Ann Lee");
    JB_EQ_I64(hall_int(welcome, "player"), 1);
    JB_EQ_SIZE(strlen(hall_text(welcome, "token")), 32);
    cJSON_Delete(welcome);
    cJSON *next = hall_next(&h, ann);
    JB_EQ_STR(hall_text(next, "type"), "state");
    cJSON_Delete(next);
    next = hall_next(&h, ann);
    JB_EQ_STR(hall_text(next, "type"), "you");
    cJSON_Delete(next);
    assert_null(hall_next(&h, ann));
    hall_close(&h);
}

static void what_a_guesser_would_try_is_refused_and_counted(void **state)
{
    static const char *const frames[] = {
        "{'type':'hello','role':'player','code':'000000','name':'A'}",
        "{'type':'hello','role':'host','code':'" HALL_CODE "','key':'0'}",
        "{'type':'hello','role':'screen','code':'" HALL_CODE "','key':''}",
        HELLO("'token':'00112233445566778899aabbccddeeff'"),
        HELLO("'token':''"),
    };
    static const char *const codes[] = { "no_contest", "bad_key", "bad_key", "bad_token",
                                         "bad_token" };
    hall h;
    hall_open(&h, 0);
    jb_session session = hall_connect(&h);
    for (uint32_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        hall_say(&h, session, frames[i]);
        hall_refused(&h, session, codes[i]);
        JB_EQ_U64(h.failures, i + 1);
    }
    JB_EQ_U64(hall_seat_of(&h, session)->closed, 0);
    hall_close(&h);
}

static void too_many_failures_close_the_connection(void **state)
{
    hall h;
    hall_open(&h, 0);
    h.failures_max = 2;
    jb_session session = hall_connect(&h);
    hall_say(&h, session, HELLO("'token':'x'"));
    hall_refused(&h, session, "bad_token");
    hall_say(&h, session, HELLO("'token':'x'"));
    hall_refused(&h, session, "too_many");
    JB_EQ_U64(hall_seat_of(&h, session)->closed, JB_CLOSE_POLICY);
    hall_close(&h);
}

static void names_and_teams_are_checked(void **state)
{
    hall h;
    hall_open(&h, HALL_TEAMS);
    jb_session session = hall_connect(&h);
    hall_say(&h, session, HELLO("'name':'  ','team':'Red'"));
    hall_refused(&h, session, "bad_name");
    hall_say(&h, session, HELLO("'name':'A\\u202eB','team':'Red'"));
    hall_refused(&h, session, "bad_name");
    hall_say(&h, session, HELLO("'name':'A','team':'Green'"));
    hall_refused(&h, session, "bad_team");
    hall_say(&h, session, HELLO("'name':'A'"));
    hall_refused(&h, session, "bad_team");
    JB_EQ_U64(h.failures, 0);
    hall_say(&h, session, HELLO("'name':'A','team':' bLUE '"));
    hall_commit(&h);
    cJSON *welcome = hall_take(&h, session, "welcome");
    JB_EQ_STR(hall_text(welcome, "team"), "Blue");
    cJSON_Delete(welcome);
    hall_close(&h);
}

static void look_alikes_get_a_number(void **state)
{
    hall h;
    hall_open(&h, 0);
    hall_join(&h, "Ann", NULL);
    jb_session other = hall_connect(&h);
    hall_say(&h, other, HELLO("'name':'ANN'"));
    hall_commit(&h);
    cJSON *welcome = hall_take(&h, other, "welcome");
    JB_EQ_STR(hall_text(welcome, "name"), "ANN (2)");
    cJSON_Delete(welcome);
    hall_close(&h);
}

static void a_closed_door_and_a_full_house_let_nobody_in(void **state)
{
    hall h;
    hall_open(&h, HALL_SMALL);
    hall_join(&h, "Ann", NULL);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'admit','on':false}");
    hall_commit(&h);
    jb_session session = hall_connect(&h);
    hall_say(&h, session, HELLO("'name':'Bo'"));
    hall_refused(&h, session, "join_closed");
    hall_say(&h, h.host, "{'type':'do','action':'admit','on':true}");
    hall_join(&h, "Bo", NULL);
    hall_say(&h, session, HELLO("'name':'Cy'"));
    hall_refused(&h, session, "full");
    hall_close(&h);
}

static void a_refusal_waits_for_what_it_tells_of(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    hall_join(&h, "Ann", token);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'ban','player':1}");
    jb_session again = hall_connect(&h);
    hall_hello_token(&h, again, token);
    assert_null(hall_next(&h, again));
    hall_commit(&h);
    hall_refused(&h, again, "banned");
    hall_close(&h);
}

static void hello_comes_first_and_once(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session session = hall_connect(&h);
    hall_say(&h, session, "{'type':'answer','turn':1,'answer':'a'}");
    hall_refused(&h, session, "hello_first");
    hall_say(&h, session, "{'type':'do','action':'next'}");
    hall_refused(&h, session, "hello_first");
    hall_say(&h, session, "{'type':'ping','t0':7}");
    cJSON *pong = hall_take(&h, session, "pong");
    JB_EQ_I64(hall_int(pong, "t0"), 7);
    cJSON_Delete(pong);
    jb_session ann = hall_join(&h, "Ann", NULL);
    hall_say(&h, ann, HELLO("'name':'Bo'"));
    hall_refused(&h, ann, "hello_twice");
    hall_close(&h);
}

static void roles_may_only_do_what_is_theirs(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    jb_session screen = hall_watch(&h, JB_ROLE_SCREEN);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    JB_EQ_SIZE(hall_seat_of(&h, h.host)->message_max, JB_FRAME_HOST_MAX);
    JB_EQ_SIZE(hall_seat_of(&h, screen)->message_max, 0);
    hall_say(&h, ann, "{'type':'do','action':'start'}");
    hall_refused(&h, ann, "forbidden");
    hall_say(&h, screen, "{'type':'do','action':'start'}");
    hall_refused(&h, screen, "forbidden");
    hall_say(&h, h.host, "{'type':'answer','turn':1,'answer':'a'}");
    hall_refused(&h, h.host, "forbidden");
    hall_say(&h, ann, "{'type':'mark','turn':1,'value':9}");
    hall_refused(&h, ann, "forbidden");
    hall_say(&h, ann, "{'type':'wager','turn':1,'value':10}");
    hall_refused(&h, ann, "bad_turn");
    hall_say(&h, screen, "{'type':'wager','turn':1,'value':10}");
    hall_refused(&h, screen, "forbidden");
    hall_say(&h, screen, "{'type':'buzz','turn':1}");
    hall_refused(&h, screen, "forbidden");
    hall_say(&h, ann, "{'type':'buzz','turn':1}");
    hall_refused(&h, ann, "bad_turn");
    hall_close(&h);
}

static void the_newest_connection_of_a_token_wins(void **state)
{
    char token[40];
    hall h;
    hall_open(&h, 0);
    jb_session old = hall_join(&h, "Ann", token);
    jb_session new = hall_connect(&h);
    hall_hello_token(&h, new, token);
    cJSON *bye = hall_take(&h, old, "bye");
    JB_EQ_STR(hall_text(bye, "reason"), "replaced");
    cJSON_Delete(bye);
    JB_EQ_U64(hall_seat_of(&h, old)->closed, JB_CLOSE_REPLACED);
    cJSON *welcome = hall_take(&h, new, "welcome");
    JB_EQ_I64(hall_int(welcome, "player"), 1);
    JB_EQ_STR(hall_text(welcome, "token"), token);
    cJSON_Delete(welcome);
    hall_say(&h, old, "{'type':'ping','t0':1}");
    JB_TRUE(hall_has_none(&h, old, "pong"));
    hall_hang_up(&h, old);
    jb_contest_info info;
    JB_TRUE(jb_arena_find(h.arena, HALL_CODE, &info));
    JB_EQ_U64(info.online, 1);
    JB_EQ_U64(info.players, 1);
    hall_hang_up(&h, new);
    JB_TRUE(jb_arena_find(h.arena, "0123456789abcdef", &info));
    JB_EQ_U64(info.online, 0);
    JB_FALSE(jb_arena_find(h.arena, "no such", &info));
    hall_close(&h);
}

static void the_tenth_malformed_frame_in_a_row_closes(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session session = hall_connect(&h);
    for (int i = 0; i < 9; i++) {
        hall_say(&h, session, "{");
        hall_refused(&h, session, "malformed");
    }
    hall_say(&h, session, "{'type':'ping','t0':1}"); /* a good one begins the count anew */
    for (int i = 0; i < 9; i++) {
        jb_arena_binary(h.arena, session);
        hall_refused(&h, session, "malformed");
        JB_EQ_U64(hall_seat_of(&h, session)->closed, 0);
    }
    hall_say(&h, session, "{'type':'hello'}");
    hall_refused(&h, session, "bad_field");
    JB_EQ_U64(hall_seat_of(&h, session)->closed, JB_CLOSE_POLICY);
    hall_close(&h);
}

static void an_error_says_what_it_is_about(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session session = hall_connect(&h);
    hall_say(&h, session, "{'type':'answer','turn':1}");
    cJSON *error = hall_take(&h, session, "error");
    JB_EQ_STR(hall_text(error, "code"), "bad_field");
    JB_EQ_STR(hall_text(error, "re"), "answer");
    JB_EQ_STR(hall_text(error, "message"), "The field answer is missing.");
    cJSON_Delete(error);
    hall_close(&h);
}

static void keys_follow_from_secret_role_and_contest(void **state)
{
    unsigned char secret[JB_SECRET_SIZE] = { 1 };
    char keys[4][JB_KEY_SIZE];
    jb_arena_key(secret, JB_ROLE_HOST, "a", keys[0]);
    jb_arena_key(secret, JB_ROLE_SCREEN, "a", keys[1]);
    jb_arena_key(secret, JB_ROLE_HOST, "b", keys[2]);
    secret[31] = 1;
    jb_arena_key(secret, JB_ROLE_HOST, "a", keys[3]);
    for (int i = 0; i < 4; i++) {
        JB_EQ_SIZE(strlen(keys[i]), 32);
        for (int j = 0; j < i; j++) {
            JB_TRUE(strcmp(keys[i], keys[j]) != 0);
        }
    }
    secret[31] = 0;
    jb_arena_key(secret, JB_ROLE_HOST, "a", keys[1]);
    JB_EQ_STR(keys[1], keys[0]);
}

static void shutdown_says_bye_to_everybody(void **state)
{
    hall h;
    hall_open(&h, 0);
    jb_session ann = hall_join(&h, "Ann", NULL);
    jb_session stranger = hall_connect(&h);
    jb_arena_shutdown(h.arena);
    jb_session all[] = { ann, stranger };
    for (int i = 0; i < 2; i++) {
        cJSON *bye = hall_take(&h, all[i], "bye");
        JB_EQ_STR(hall_text(bye, "reason"), "shutdown");
        cJSON_Delete(bye);
        JB_EQ_U64(hall_seat_of(&h, all[i])->closed, JB_CLOSE_SHUTDOWN);
    }
    hall_close(&h);
}

/* The socket took nothing while they waited: what is over is not said any more. */
static void who_has_been_let_in_is_not_told_to_wait(void **state)
{
    hall h;
    hall_open(&h, 0);
    h.host = hall_watch(&h, JB_ROLE_HOST);
    hall_say(&h, h.host, "{'type':'do','action':'approve','on':true}");
    hall_commit(&h);
    jb_session ann = hall_connect(&h);
    hall_say(&h, ann, "{'type':'hello','role':'player','code':'" HALL_CODE "','name':'Ann'}");
    hall_say(&h, h.host, "{'type':'do','action':'let','on':true}");
    hall_commit(&h);
    cJSON_Delete(hall_take(&h, ann, "welcome"));
    JB_TRUE(hall_has_none(&h, ann, "waiting"));
    hall_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_player_is_welcomed_only_when_the_join_is_on_disk),
        cmocka_unit_test(what_a_guesser_would_try_is_refused_and_counted),
        cmocka_unit_test(too_many_failures_close_the_connection),
        cmocka_unit_test(names_and_teams_are_checked),
        cmocka_unit_test(look_alikes_get_a_number),
        cmocka_unit_test(a_closed_door_and_a_full_house_let_nobody_in),
        cmocka_unit_test(a_refusal_waits_for_what_it_tells_of),
        cmocka_unit_test(hello_comes_first_and_once),
        cmocka_unit_test(roles_may_only_do_what_is_theirs),
        cmocka_unit_test(the_newest_connection_of_a_token_wins),
        cmocka_unit_test(the_tenth_malformed_frame_in_a_row_closes),
        cmocka_unit_test(an_error_says_what_it_is_about),
        cmocka_unit_test(keys_follow_from_secret_role_and_contest),
        cmocka_unit_test(shutdown_says_bye_to_everybody),
        cmocka_unit_test(who_has_been_let_in_is_not_told_to_wait),
    };
    return JB_RUN(tests);
}
