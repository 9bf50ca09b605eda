/*
 * Any bytes as a text from outside: a name, a host's message, a typed answer, a title. What comes
 * out of cleaning is clean, cleaning it again changes nothing, and the same holds for folding; it
 * goes through JSON and into the name of a file whole.
 */
/* jb:uses app */
/* jb:looks app */
/* jb:length 512 */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "file_name.h"
#include "jinbang/assert.h"
#include "jinbang/json_out.h"
#include "jinbang/limits.h"
#include "jinbang/names.h"
#include "jinbang/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef jb_status cleaning(jb_slice text, jb_buffer *out);

/* What a cleaning takes, it leaves alone the second time. Returns whether it took the text. */
static bool twice(cleaning *clean, jb_slice text, size_t graphemes_max)
{
    jb_buffer once;
    jb_buffer again;
    jb_buffer_init(&once, 0);
    jb_buffer_init(&again, 0);
    jb_status status = clean(text, &once);
    jb_slice cleaned = jb_buffer_slice(&once);
    if (status == JB_OK) {
        JB_ASSERT(jb_utf8_valid(cleaned) && jb_text_printable(cleaned));
        JB_ASSERT(jb_text_graphemes(cleaned) <= graphemes_max);
        JB_ASSERT(cleaned.size == 0 ||
                  (cleaned.bytes[0] != ' ' && cleaned.bytes[cleaned.size - 1] != ' '));
        JB_ASSERT(strstr(jb_buffer_text(&once), "  ") == NULL);
        JB_ASSERT(memchr(cleaned.bytes ? cleaned.bytes : "", '\n', cleaned.size) == NULL);
        status = clean(cleaned, &again);
        JB_ASSERT(status == JB_OK);
        JB_ASSERT(jb_slice_equal(jb_buffer_slice(&again), cleaned));
    } else {
        JB_ASSERT(status == JB_ERR_INVALID || status == JB_ERR_LIMIT);
        JB_ASSERT(once.size == 0);
    }
    jb_buffer_finish(&again);
    jb_buffer_finish(&once);
    return status == JB_OK;
}

/* The second of two equal names is told from the first. */
static void show_names(jb_slice name)
{
    jb_names names = { 0 };
    jb_buffer shown[2];
    for (int i = 0; i < 2; i++) {
        jb_buffer_init(&shown[i], 0);
        jb_status status = jb_names_show(&names, name, &shown[i]);
        JB_ASSERT(status == JB_OK);
        JB_ASSERT(shown[i].size <= name.size + JB_NAME_NUMBER_MAX);
    }
    JB_ASSERT(jb_slice_equal(jb_buffer_slice(&shown[0]), name));
    JB_ASSERT(!jb_slice_equal(jb_buffer_slice(&shown[0]), jb_buffer_slice(&shown[1])));
    jb_buffer_finish(&shown[0]);
    jb_buffer_finish(&shown[1]);
    jb_names_finish(&names);
}

static void fold(jb_slice text)
{
    jb_buffer once;
    jb_buffer again;
    jb_buffer_init(&once, 0);
    jb_buffer_init(&again, 0);
    jb_status status = jb_text_fold(text, &once);
    JB_ASSERT((status == JB_OK) == jb_utf8_valid(text));
    if (status == JB_OK) {
        JB_ASSERT(jb_utf8_valid(jb_buffer_slice(&once)));
        status = jb_text_fold(jb_buffer_slice(&once), &again);
        JB_ASSERT(status == JB_OK);
        JB_ASSERT(jb_slice_equal(jb_buffer_slice(&once), jb_buffer_slice(&again)));
    }
    jb_buffer_finish(&again);
    jb_buffer_finish(&once);
}

static void cut(jb_slice text)
{
    for (size_t most = 0; most < 4; most++) {
        size_t size = jb_text_cut(text, most);
        JB_ASSERT(size <= text.size && size <= most * 32);
        jb_slice start = { .bytes = text.bytes, .size = size };
        JB_ASSERT(jb_utf8_valid(start) && jb_text_graphemes(start) <= most);
    }
}

static void through_json(jb_slice text)
{
    jb_buffer out;
    jb_json_out json;
    jb_buffer_init(&out, 0);
    jb_json_begin(&json, &out);
    jb_json_slice(&json, text);
    cJSON *tree = cJSON_ParseWithLength(jb_buffer_text(&out), out.size);
    const char *value = cJSON_GetStringValue(tree);
    JB_ASSERT(value != NULL && strlen(value) == text.size);
    JB_ASSERT(text.size == 0 || memcmp(value, text.bytes, text.size) == 0);
    cJSON_Delete(tree);
    jb_buffer_finish(&out);
}

/* A header value: nothing in it ends it early, and no folder is named. */
static void as_file(jb_slice title)
{
    const struct tm day = { .tm_year = 126, .tm_mon = 10, .tm_mday = 22 };
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_file_name_write(title, &day, "csv", &out);
    const char *text = jb_buffer_text(&out);
    size_t quotes = 0;
    for (const char *at = text; *at; at++) {
        JB_ASSERT(*at >= 0x20 && *at < 0x7f && *at != '/' && *at != '\\');
        quotes += *at == '"';
    }
    JB_ASSERT(quotes == 2 && strncmp(text, "filename=\"", 10) == 0);
    JB_ASSERT(strstr(text, "2026-11-22.csv\"; filename*=UTF-8''") != NULL);
    JB_ASSERT(out.size < 1000); /* the header's place is 1,024 bytes */
    jb_buffer_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_slice text = { .bytes = (const char *)data, .size = size };
    if (twice(jb_name_clean, text, JB_NAME_GRAPHEMES_MAX)) {
        jb_buffer name;
        jb_buffer_init(&name, 0);
        jb_status status = jb_name_clean(text, &name);
        JB_ASSERT(status == JB_OK && name.size > 0);
        show_names(jb_buffer_slice(&name));
        jb_buffer_finish(&name);
    }
    (void)twice(jb_message_clean, text, JB_MESSAGE_GRAPHEMES_MAX);
    fold(text);
    if (jb_utf8_valid(text)) {
        cut(text);
        through_json(text);
        as_file(text);
    } else {
        JB_ASSERT(!jb_text_printable(text));
    }
    return 0;
}
