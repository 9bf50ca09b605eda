/* Frames and heads as a client reads and writes them. */
#include "wire.h"

#include <stdlib.h>
#include <string.h>

#include "jb_test.h"

#define ACCEPTED "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

enum {
    MASK = 0x5a17c3e9
};

static jb_slice bytes_of(const char *bytes, size_t size)
{
    return (jb_slice){ .bytes = bytes, .size = size };
}

static void the_request_asks_for_our_protocol(void **state)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_wire_ask("127.0.0.1:8080", &out);
    JB_EQ_STR(jb_buffer_text(&out),
              "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUpgrade: websocket\r\n"
              "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Protocol: jinbang.v1\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    jb_buffer_finish(&out);
}

static void an_upgrade_is_taken_with_what_follows_it_left(void **state)
{
    static const char text[] =
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n" ACCEPTED "\r\n\x81\x02hi";
    size_t used = 0;
    int status = 0;
    JB_EQ_I64(jb_wire_answer(bytes_of(text, sizeof text - 1), &used, &status), JB_WIRE_WHOLE);
    JB_EQ_SIZE(used, sizeof text - 1 - 4);
    JB_EQ_I64(status, 101);
}

static void an_upgrade_waits_for_its_last_byte(void **state)
{
    static const char text[] = "HTTP/1.1 101 Switching Protocols\r\n" ACCEPTED "\r\n";
    for (size_t size = 0; size < sizeof text - 1; size++) {
        size_t used = 77;
        int status = 0;
        JB_EQ_I64(jb_wire_answer(bytes_of(text, size), &used, &status), JB_WIRE_MORE);
        JB_EQ_SIZE(used, 77);
    }
}

static void an_upgrade_that_proves_nothing_is_bad(void **state)
{
    static const struct {
        const char *text;
        int status;
    } bad[] = {
        { "HTTP/1.1 503 Busy\r\n" ACCEPTED "\r\n", 503 },
        { "HTTP/1.1 101 Yes\r\n\r\n", 101 },
        { "HTTP/1.1 101 Yes\r\nSec-WebSocket-Accept: x\r\n\r\n", 101 },
        { "HTTP/1.1 101 Yes\r\nX-Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n", 101 },
        { "HTTP/1.1 1x1 No\r\n" ACCEPTED "\r\n", 0 },
        { "SSH-2.0-OpenSSH\r\n\r\n", 0 },
        { "\r\n\r\n", 0 },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t used = 0;
        int status = -1;
        JB_EQ_I64(jb_wire_answer(jb_slice_of(bad[i].text), &used, &status), JB_WIRE_BAD);
        JB_EQ_I64(status, bad[i].status);
    }
}

static void a_head_without_end_is_bad_at_its_limit(void **state)
{
    static char text[JB_WIRE_HEAD_MAX];
    size_t used = 0;
    int status = 0;
    memset(text, 'a', sizeof text);
    JB_EQ_I64(jb_wire_answer(bytes_of(text, sizeof text - 1), &used, &status), JB_WIRE_MORE);
    JB_EQ_I64(jb_wire_answer(bytes_of(text, sizeof text), &used, &status), JB_WIRE_BAD);
}

static void frames_of_every_length_are_read(void **state)
{
    static const struct {
        const char *header;
        size_t header_size, size;
    } frames[] = {
        { "\x81\x00", 2, 0 },
        { "\x81\x7d", 2, 125 },
        { "\x81\x7e\x00\x7e", 4, 126 },
        { "\x81\x7e\xff\xff", 4, 65535 },
        { "\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10, 65536 },
        { "\x81\x7f\x00\x00\x00\x00\x00\x10\x00\x00", 10, JB_DRILL_FRAME_MAX },
    };
    char *bytes = malloc(JB_DRILL_FRAME_MAX + 16);
    JB_TRUE(bytes != NULL);
    for (size_t i = 0; i < sizeof frames / sizeof frames[0]; i++) {
        size_t whole = frames[i].header_size + frames[i].size;
        jb_wire_frame frame;
        size_t used = 0;
        memset(bytes, 'x', whole + 1);
        memcpy(bytes, frames[i].header, frames[i].header_size);
        JB_EQ_I64(jb_wire_read(bytes_of(bytes, whole + 1), &frame, &used), JB_WIRE_WHOLE);
        JB_EQ_SIZE(used, whole);
        JB_EQ_I64(frame.opcode, JB_WIRE_TEXT);
        JB_EQ_SIZE(frame.payload.size, frames[i].size);
        JB_TRUE(frame.payload.bytes == bytes + frames[i].header_size);
        JB_EQ_I64(jb_wire_read(bytes_of(bytes, whole - 1), &frame, &used), JB_WIRE_MORE);
        JB_EQ_I64(jb_wire_read(bytes_of(bytes, frames[i].header_size - 1), &frame, &used),
                  JB_WIRE_MORE);
    }
    free(bytes);
}

static void what_our_server_never_sends_is_bad(void **state)
{
    static const char *const bad[] = {
        "\x01\x00",                                 /* a beginning without end */
        "\x80\x00",                                 /* a continuation */
        "\x82\x00",                                 /* binary */
        "\xc1\x00",                                 /* compressed */
        "\x81\x80\x01\x01\x01\x01",                 /* masked */
        "\x83\x00",                                 /* no such kind */
        "\x8b\x00",                                 /* no such kind */
        "\x89\x7e\x00\x7e",                         /* a ping that is too long */
        "\x09\x00",                                 /* a ping in parts */
        "\x81\x7f\x00\x00\x00\x00\x00\x10\x00\x01", /* one byte too many */
        "\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff",
    };
    static const size_t sizes[] = { 2, 2, 2, 2, 6, 2, 2, 4, 2, 10, 10 };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        jb_wire_frame frame;
        size_t used = 0;
        JB_EQ_I64(jb_wire_read(bytes_of(bad[i], sizes[i]), &frame, &used), JB_WIRE_BAD);
    }
}

static void control_frames_are_told_apart(void **state)
{
    jb_wire_frame frame;
    size_t used = 0;
    JB_EQ_I64(jb_wire_read(bytes_of("\x89\x04ping", 6), &frame, &used), JB_WIRE_WHOLE);
    JB_EQ_I64(frame.opcode, JB_WIRE_PING);
    JB_EQ_I64(jb_wire_read(bytes_of("\x8a\x00", 2), &frame, &used), JB_WIRE_WHOLE);
    JB_EQ_I64(frame.opcode, JB_WIRE_PONG);
    JB_EQ_I64(jb_wire_read(bytes_of("\x88\x02\x03\xf0", 4), &frame, &used), JB_WIRE_WHOLE);
    JB_EQ_I64(frame.opcode, JB_WIRE_CLOSE);
    JB_EQ_U64(jb_wire_close_code(frame.payload), 1008);
    JB_EQ_U64(jb_wire_close_code(jb_slice_of("")), 1005);
}

static void what_is_written_is_masked_and_whole(void **state)
{
    static const size_t sizes[] = { 0, 1, 5, 125, 126, 300, JB_WIRE_SEND_MAX };
    char text[JB_WIRE_SEND_MAX];
    char out[JB_WIRE_SEND_MAX + JB_WIRE_HEADER_MAX];
    const uint32_t mask = MASK;
    for (size_t i = 0; i < sizeof text; i++) {
        text[i] = (char)('a' + i % 26);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        size_t header = sizes[i] < 126 ? 6 : 8;
        size_t size = jb_wire_write(JB_WIRE_TEXT, bytes_of(text, sizes[i]), mask, out);
        JB_EQ_SIZE(size, header + sizes[i]);
        JB_EQ_U64((unsigned char)out[0], 0x81);
        JB_EQ_U64((unsigned char)out[1], 0x80 | (sizes[i] < 126 ? sizes[i] : 126));
        if (header == 8) {
            JB_EQ_U64((unsigned)(unsigned char)out[2] << 8 | (unsigned char)out[3], sizes[i]);
        }
        JB_EQ_MEM(out + header - 4, &mask, 4);
        for (size_t at = 0; at < sizes[i]; at++) {
            out[header + at] = (char)(out[header + at] ^ out[header - 4 + at % 4]);
        }
        JB_EQ_MEM(out + header, text, sizes[i]);
    }
}

static void a_mask_of_nothing_is_a_mistake(void **state)
{
    char out[JB_WIRE_SEND_MAX + JB_WIRE_HEADER_MAX];
    expect_assert_failure(jb_wire_write(JB_WIRE_TEXT, jb_slice_of("x"), 0, out));
}

static void a_response_has_status_and_body(void **state)
{
    static const struct {
        const char *text;
        int status;
        const char *body;
    } good[] = {
        { "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}", 201, "{}" },
        { "HTTP/1.1 201 Created\r\ncontent-length:2\r\n\r\n{}more", 201, "{}" },
        { "HTTP/1.0 200 OK\r\n\r\nuntil the end", 200, "until the end" },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, "" },
    };
    static const char *const bad[] = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n{}",
        "HTTP/2 200\r\n\r\n",
        "hello\r\n\r\n",
    };
    int status = 0;
    jb_slice body = { .bytes = "", .size = 0 };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        JB_TRUE(jb_wire_response(jb_slice_of(good[i].text), &status, &body));
        JB_EQ_I64(status, good[i].status);
        JB_TRUE(jb_slice_equal(body, jb_slice_of(good[i].body)));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        JB_FALSE(jb_wire_response(jb_slice_of(bad[i]), &status, &body));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_request_asks_for_our_protocol),
        cmocka_unit_test(an_upgrade_is_taken_with_what_follows_it_left),
        cmocka_unit_test(an_upgrade_waits_for_its_last_byte),
        cmocka_unit_test(an_upgrade_that_proves_nothing_is_bad),
        cmocka_unit_test(a_head_without_end_is_bad_at_its_limit),
        cmocka_unit_test(frames_of_every_length_are_read),
        cmocka_unit_test(what_our_server_never_sends_is_bad),
        cmocka_unit_test(control_frames_are_told_apart),
        cmocka_unit_test(what_is_written_is_masked_and_whole),
        cmocka_unit_test(a_mask_of_nothing_is_a_mistake),
        cmocka_unit_test(a_response_has_status_and_body),
    };
    return JB_RUN(tests);
}
