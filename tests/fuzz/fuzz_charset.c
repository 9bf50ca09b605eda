/*
 * Any bytes as a text file: what is decoded is UTF-8 with even line ends, in every encoding, and
 * stays as it is when it is decoded again. Its kept form is kept unchanged, and every byte of the
 * form that is parsed leads into the text.
 */
/* jb:uses charset */
/* jb:length 1024 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/charset.h"
#include "jinbang/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_lines(jb_slice text)
{
    jb_lines lines;
    jb_slice line;
    size_t bytes = 0;
    jb_lines_init(&lines, text);
    while (jb_lines_next(&lines, &line)) {
        JB_ASSERT(jb_utf8_valid(line));
        JB_ASSERT(jb_column_of(line, line.size) <= line.size + 1);
        bytes += line.size;
    }
    JB_ASSERT(bytes <= text.size && bytes + lines.number >= text.size);
}

static void check_tidy(jb_slice text)
{
    jb_buffer once;
    jb_buffer again;
    jb_buffer_init(&once, 0);
    jb_buffer_init(&again, 0);
    jb_status status = jb_text_tidy(text, &once);
    JB_ASSERT(status == JB_OK && jb_text_printable(jb_buffer_slice(&once)));
    JB_ASSERT(strstr(jb_buffer_text(&once), "\n\n\n") == NULL);
    status = jb_text_tidy(jb_buffer_slice(&once), &again);
    JB_ASSERT(status == JB_OK);
    JB_ASSERT(jb_slice_equal(jb_buffer_slice(&once), jb_buffer_slice(&again)));
    jb_buffer_finish(&again);
    jb_buffer_finish(&once);
}

static void check_plain(jb_slice text)
{
    jb_buffer plain;
    uint32_t *offsets = calloc(jb_text_plain_max(text), sizeof *offsets);
    JB_ASSERT(offsets != NULL);
    jb_buffer_init(&plain, 0);
    jb_status status = jb_text_plain(text, &plain, offsets);
    JB_ASSERT(status == JB_OK && jb_text_printable(jb_buffer_slice(&plain)));
    JB_ASSERT(plain.size < jb_text_plain_max(text));
    for (size_t i = 0; i < plain.size; i++) {
        JB_ASSERT(offsets[i] < text.size && offsets[i] <= offsets[i + 1]);
    }
    JB_ASSERT(offsets[plain.size] <= text.size);
    jb_buffer_finish(&plain);
    free(offsets);
}

static void check_again(const jb_decoded *decoded)
{
    jb_decoded again;
    jb_status status = jb_decode(jb_buffer_slice(&decoded->text), JB_ENCODING_MIXED, &again);
    if (status == JB_OK &&
        memchr(jb_buffer_text(&decoded->text), 0x1a, decoded->text.size) == NULL) {
        size_t mark = again.marked ? 3 : 0;
        JB_ASSERT(again.encoding == JB_ENCODING_UTF_8 &&
                  again.text.size + mark == decoded->text.size);
        JB_ASSERT(
            memcmp(jb_buffer_text(&again.text), decoded->text.bytes + mark, again.text.size) == 0);
    }
    jb_decoded_finish(&again);
}

static void decode(jb_slice file, jb_encoding wanted)
{
    jb_decoded decoded;
    jb_status status = jb_decode(file, wanted, &decoded);
    jb_slice text = jb_buffer_slice(&decoded.text);
    if (status == JB_OK) {
        JB_ASSERT(decoded.encoding != JB_ENCODING_NONE);
        JB_ASSERT(jb_utf8_valid(text) && text.size <= file.size * 3);
        JB_ASSERT(text.size == 0 || memchr(text.bytes, '\r', text.size) == NULL);
        JB_ASSERT((decoded.doubt == JB_DOUBT_STRAY) == (decoded.stray_lines > 0));
        check_lines(text);
    }
    if (status == JB_OK && text.size > 0) {
        check_tidy(text);
        check_plain(text);
        check_again(&decoded);
    }
    JB_ASSERT(status == JB_OK || (status == JB_ERR_INVALID && decoded.text.size == 0));
    jb_decoded_finish(&decoded);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const jb_slice file = { .bytes = (const char *)data, .size = size };
    for (int wanted = JB_ENCODING_NONE; wanted < JB_ENCODING_COUNT; wanted++) {
        decode(file, (jb_encoding)wanted);
    }
    return 0;
}
