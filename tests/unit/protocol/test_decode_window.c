/* Frames of window contests and lotteries: each field missing, wrong and right. */
#include "jb_test.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/message.h"

#define GOOD           JB_ERROR_NONE
#define BAD            JB_ERROR_BAD_FIELD
#define MISSING(field) "The field " field " is missing."
#define WRONG(field)   "The field " field " has the wrong type or is out of range."

typedef struct row {
    const char *frame; /* ' for " */
    jb_error error;
    const char *why;
} row;

static jb_error decode(const char *text, jb_message *message, jb_buffer *why)
{
    char frame[256];
    size_t size = strlen(text);
    JB_TRUE(size < sizeof frame);
    for (size_t i = 0; i < size; i++) {
        frame[i] = text[i] == '\'' ? '"' : text[i];
    }
    return jb_message_decode((jb_slice){ .bytes = frame, .size = size }, message, why);
}

static void check_row(const row *one)
{
    jb_message message;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_error error = decode(one->frame, &message, &why);
    if (error != one->error || strcmp(jb_buffer_text(&why), one->why) != 0) {
        fail_msg("%s: %s, \"%s\"", one->frame, jb_error_name(error), jb_buffer_text(&why));
    }
    if (error == JB_ERROR_NONE) {
        jb_message_finish(&message);
    }
    jb_buffer_finish(&why);
}

static void every_field_is_looked_at(void **state)
{
    static const row rows[] = {
        { "{'type':'open'}", GOOD, "" },
        { "{'type':'open','turn':200}", GOOD, "" },
        { "{'type':'open','turn':0}", BAD, WRONG("turn") },
        { "{'type':'hand_in'}", GOOD, "" },
        { "{'type':'hand_in','attempt':3}", GOOD, "" },
        { "{'type':'hand_in','attempt':0}", BAD, WRONG("attempt") },
        { "{'type':'answer','turn':1,'attempt':'2','answer':'a'}", BAD, WRONG("attempt") },
        { "{'type':'do','action':'schedule','opens_at':1764547200000,'closes_at':1767621600000}",
          GOOD, "" },
        { "{'type':'do','action':'schedule','opens_at':1764547200000}", BAD, MISSING("closes_at") },
        { "{'type':'do','action':'schedule','closes_at':1764547200000}", BAD, MISSING("opens_at") },
        { "{'type':'do','action':'schedule','opens_at':-1,'closes_at':1}", BAD, WRONG("opens_at") },
        { "{'type':'do','action':'schedule','opens_at':0,'closes_at':1e16}", BAD,
          WRONG("closes_at") },
        { "{'type':'do','action':'announce','draw':1,'text':'Lottery 2026001'}", GOOD, "" },
        { "{'type':'do','action':'announce','draw':1}", BAD, MISSING("text") },
        { "{'type':'do','action':'draw','draw':20,'text':'0423'}", GOOD, "" },
        { "{'type':'do','action':'draw','draw':21,'text':'0423'}", BAD, WRONG("draw") },
        { "{'type':'do','action':'draw','text':'0423'}", BAD, MISSING("draw") },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check_row(&rows[i]);
    }
}

static void a_schedule_keeps_its_instants(void **state)
{
    jb_message message;
    (void)state;
    JB_EQ_I64(decode("{'type':'do','action':'schedule','opens_at':1764547200000,"
                     "'closes_at':1767621600000}",
                     &message, NULL),
              JB_ERROR_NONE);
    JB_EQ_I64(message.action, JB_ACTION_SCHEDULE);
    JB_EQ_I64(message.opens_at, INT64_C(1764547200000));
    JB_EQ_I64(message.closes_at, INT64_C(1767621600000));
    jb_message_finish(&message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_is_looked_at),
        cmocka_unit_test(a_schedule_keeps_its_instants),
    };
    return JB_RUN(tests);
}
