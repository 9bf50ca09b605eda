/*
 * Any bytes as a frame from a client. What decodes must be within the limits the message promises,
 * and its answer is read against a question of every kind: what is taken must go back into the
 * engine's bounds.
 */
/* jb:length 4096 */
#include <stdint.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/message.h"
#include "jinbang/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SLICE(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
#define ITEM(id)                                                                                   \
    {                                                                                              \
        SLICE(id), SLICE("{\"id\":\"" id "\"}")                                                    \
    }

static const jb_item_text items[] = { ITEM("a"), ITEM("b"), ITEM("c") };
static const jb_item_text targets[] = { ITEM("x"), ITEM("y") };

static const jb_question_text texts[] = {
    { .kind = JB_KIND_SINGLE, .options = items, .option_count = 3 },
    { .kind = JB_KIND_MULTIPLE, .options = items, .option_count = 3 },
    { .kind = JB_KIND_TRUEFALSE },
    { .kind = JB_KIND_NUMERIC },
    { .kind = JB_KIND_TEXT, .blank_count = 2 },
    { .kind = JB_KIND_ORDERING, .options = items, .option_count = 3 },
    { .kind = JB_KIND_MATCHING,
      .options = items,
      .option_count = 3,
      .targets = targets,
      .target_count = 2 },
};

static void check_answer(const jb_answer *answer, const jb_question_text *text)
{
    JB_ASSERT(answer->kind == text->kind);
    JB_ASSERT(answer->options < 8);
    JB_ASSERT(answer->count <= 3);
    JB_ASSERT(answer->raw_size <= JB_ANSWER_TEXT_MAX);
    JB_ASSERT(answer->folded_size <= JB_ANSWER_FOLDED_MAX);
    jb_slice raw = { .bytes = answer->raw, .size = answer->raw_size };
    jb_slice folded = { .bytes = answer->folded, .size = answer->folded_size };
    JB_ASSERT(jb_utf8_valid(raw) && jb_utf8_valid(folded));
    JB_ASSERT(answer->number < INT64_C(1000000000000) * JB_MICRO);
    JB_ASSERT(answer->number > -INT64_C(1000000000000) * JB_MICRO);
}

static void check_slice(jb_slice text)
{
    JB_ASSERT(text.bytes != NULL || text.size == 0);
    JB_ASSERT(jb_utf8_valid(text));
}

static void check_message(const jb_message *message)
{
    JB_ASSERT(message->type < JB_MESSAGE_COUNT);
    JB_ASSERT(message->turn >= 0 && message->turn <= INT32_MAX);
    JB_ASSERT(message->elapsed >= -1 && message->elapsed <= INT32_MAX);
    JB_ASSERT(message->seq >= -1);
    JB_ASSERT(message->ms >= 0 && message->ms <= JB_SECONDS_MAX * 1000);
    JB_ASSERT(message->player >= 0 && message->player <= INT32_MAX);
    check_slice(message->code);
    check_slice(message->name);
    check_slice(message->team);
    check_slice(message->lang);
    check_slice(message->key);
    check_slice(message->token);
    check_slice(message->reason);
    JB_ASSERT(message->seat >= 0 && message->seat <= INT32_MAX);
    JB_ASSERT(message->other >= 0 && message->other <= INT32_MAX);
    JB_ASSERT(message->judge >= 0 && message->judge <= JB_JUDGES_MAX);
    JB_ASSERT(message->from >= 0 && message->from <= INT32_MAX);
    JB_ASSERT(message->value >= -JB_POINTS_MAX && message->value <= JB_POINTS_MAX);
    JB_ASSERT((size_t)message->verdict <= JB_VERDICT_COUNT);
    JB_ASSERT((size_t)message->foul <= JB_FOUL_COUNT);
    JB_ASSERT(message->action < JB_ACTION_COUNT && message->action != JB_ACTION_PREVIEW);
    for (size_t i = 0; message->answer && i < sizeof texts / sizeof texts[0]; i++) {
        jb_answer answer;
        if (jb_answer_read(message, &texts[i], &answer)) {
            check_answer(&answer, &texts[i]);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_message message;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_slice frame = { .bytes = (const char *)data, .size = size };
    if (jb_message_decode(frame, &message, &why) == JB_ERROR_NONE) {
        check_message(&message);
        jb_message_finish(&message);
    }
    JB_ASSERT(why.size < 160);
    jb_buffer_finish(&why);
    return 0;
}
