/*
 * Any bytes as what a server sends to the load generator: the head of an upgrade and frames after
 * it, piece by piece or at once; the same bytes as an answer of the HTTP interface, and as the text
 * of a message. What is read lies within what was given; a beginning never says other than the
 * whole, only that there is more to come; nothing beyond the limits is taken.
 */
/* jb:uses drill */
/* jb:looks drill */
/* jb:length 4096 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "mark.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
    BEGINNINGS_MAX = 64
};

static bool within(jb_slice part, jb_slice whole)
{
    return part.size == 0 ||
           (part.bytes >= whole.bytes && part.bytes + part.size <= whole.bytes + whole.size);
}

static void check_answer(jb_slice whole)
{
    size_t used = 0;
    int status = 0;
    jb_wire_result result = jb_wire_answer(whole, &used, &status);
    JB_ASSERT(result != JB_WIRE_WHOLE || (used <= whole.size && used <= JB_WIRE_HEAD_MAX));
    JB_ASSERT(result != JB_WIRE_WHOLE || status == 101);
    for (size_t size = 0; size < whole.size && size < BEGINNINGS_MAX; size++) {
        size_t part = 0;
        jb_wire_result before =
            jb_wire_answer((jb_slice){ .bytes = whole.bytes, .size = size }, &part, &status);
        JB_ASSERT(before == JB_WIRE_MORE || (before == result && part == used));
    }
}

/* Frame after frame; each is told by its beginning no other way. Returns what is left. */
static jb_slice check_frames(jb_slice rest)
{
    for (;;) {
        jb_wire_frame frame;
        jb_wire_frame again;
        size_t used = 0;
        size_t part = 0;
        jb_wire_result result = jb_wire_read(rest, &frame, &used);
        if (result != JB_WIRE_WHOLE) {
            return rest;
        }
        JB_ASSERT(used >= 2 && used <= rest.size && within(frame.payload, rest));
        JB_ASSERT(frame.payload.size <= JB_DRILL_FRAME_MAX);
        JB_ASSERT(frame.opcode < JB_WIRE_CLOSE || frame.payload.size <= JB_WIRE_CONTROL_MAX);
        for (size_t size = 0; size < used && size < BEGINNINGS_MAX; size++) {
            JB_ASSERT(jb_wire_read((jb_slice){ .bytes = rest.bytes, .size = size }, &again,
                                   &part) == JB_WIRE_MORE);
        }
        rest = (jb_slice){ .bytes = rest.bytes + used, .size = rest.size - used };
    }
}

static void check_response(jb_slice whole)
{
    int status = 0;
    jb_slice body;
    if (jb_wire_response(whole, &status, &body)) {
        JB_ASSERT(status > 0 && status < 1000 && within(body, whole));
    }
}

static void check_mark(jb_slice text)
{
    jb_mark mark;
    jb_mark_read(text, &mark);
    JB_ASSERT(within(mark.word, text));
    JB_ASSERT(memchr(mark.word.bytes, '"', mark.word.size) == NULL);
    JB_ASSERT(mark.type == JB_MARK_STATE || (!mark.open && !mark.asked));
    JB_ASSERT(mark.type == JB_MARK_YOU || (!mark.answered && !mark.graded));
    JB_ASSERT(mark.asked || mark.type != JB_MARK_STATE || mark.turn == 0);
}

/* What is written is read by whoever takes the mask off. */
static void check_write(jb_slice text)
{
    char out[JB_WIRE_SEND_MAX + JB_WIRE_HEADER_MAX];
    jb_wire_frame frame;
    size_t used = 0;
    text.size = text.size < JB_WIRE_SEND_MAX ? text.size : (size_t)JB_WIRE_SEND_MAX;
    size_t size = jb_wire_write(JB_WIRE_TEXT, text, UINT32_C(0x01020304), out);
    size_t header = size - text.size;
    for (size_t i = 0; i < text.size; i++) {
        out[header - 4 + i] = (char)(out[header + i] ^ (i % 4 == 0   ? 4
                                                        : i % 4 == 1 ? 3
                                                        : i % 4 == 2 ? 2
                                                                     : 1));
    }
    out[1] = (char)(out[1] & 0x7f);
    JB_ASSERT(jb_wire_read((jb_slice){ .bytes = out, .size = size - 4 }, &frame, &used) ==
              JB_WIRE_WHOLE);
    JB_ASSERT(jb_slice_equal(frame.payload, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Exactly as large, so that a byte too far is seen. */
    char *bytes = malloc(size > 0 ? size : 1);
    JB_ASSERT(bytes != NULL);
    if (size > 0) {
        memcpy(bytes, data, size);
    }
    jb_slice whole = { .bytes = bytes, .size = size };
    check_answer(whole);
    check_response(whole);
    check_mark(whole);
    check_write(whole);
    (void)check_frames(whole);
    free(bytes);
    return 0;
}
