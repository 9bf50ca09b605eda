/*
 * JSON written straight into a buffer. The only state is whether the next value needs a comma:
 * opening a container or writing a key clears it, finishing a value sets it.
 */
#include "jinbang/json_out.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"

void jb_json_begin(jb_json_out *json, jb_buffer *out)
{
    JB_ASSERT(out != NULL);
    *json = (jb_json_out){ .out = out };
}

static void value_begin(jb_json_out *json)
{
    if (json->comma) {
        jb_buffer_append_char(json->out, ',');
    }
    json->comma = true;
}

void jb_json_object(jb_json_out *json)
{
    value_begin(json);
    jb_buffer_append_char(json->out, '{');
    json->comma = false;
}

void jb_json_object_end(jb_json_out *json)
{
    jb_buffer_append_char(json->out, '}');
    json->comma = true;
}

void jb_json_array(jb_json_out *json)
{
    value_begin(json);
    jb_buffer_append_char(json->out, '[');
    json->comma = false;
}

void jb_json_array_end(jb_json_out *json)
{
    jb_buffer_append_char(json->out, ']');
    json->comma = true;
}

static void append_escape(jb_buffer *out, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    char escape[6] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };
    size_t size = sizeof escape;
    const char *at = strchr("\"\\\b\f\n\r\t", c);
    if (c && at) {
        escape[1] = "\"\\bfnrt"[at - "\"\\\b\f\n\r\t"];
        size = 2;
    }
    jb_buffer_append(out, escape, size);
}

/* The characters of a string. U+2028 and U+2029 need no escape in JSON; DEL is harmless. */
static void append_string(jb_buffer *out, jb_slice text)
{
    jb_buffer_append_char(out, '"');
    size_t start = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.bytes[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        jb_buffer_append(out, text.bytes + start, i - start);
        append_escape(out, c);
        start = i + 1;
    }
    jb_buffer_append(out, text.bytes + start, text.size - start);
    jb_buffer_append_char(out, '"');
}

void jb_json_key(jb_json_out *json, const char *key)
{
    size_t size = strlen(key);
    size_t comma = json->comma ? 1 : 0;
    char *at = jb_buffer_room(json->out, comma + size + 3);
    if (at) {
        at[0] = ','; /* or the quote in its place */
        at[comma] = '"';
        memcpy(at + comma + 1, key, size);
        memcpy(at + comma + 1 + size, "\":", 2);
        jb_buffer_grow(json->out, comma + size + 3);
    }
    json->comma = false;
}

void jb_json_key_slice(jb_json_out *json, jb_slice key)
{
    value_begin(json);
    append_string(json->out, key);
    jb_buffer_append_char(json->out, ':');
    json->comma = false;
}

void jb_json_text(jb_json_out *json, const char *text)
{
    jb_json_slice(json, jb_slice_of(text));
}

void jb_json_slice(jb_json_out *json, jb_slice text)
{
    value_begin(json);
    append_string(json->out, text.bytes ? text : jb_slice_of(""));
}

static void append_decimal(jb_json_out *json, int64_t value, int places)
{
    value_begin(json);
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(value, places, text);
    jb_buffer_append(json->out, text, size);
}

void jb_json_int(jb_json_out *json, int64_t value)
{
    append_decimal(json, value, 0);
}

void jb_json_bool(jb_json_out *json, bool value)
{
    value_begin(json);
    jb_buffer_append_text(json->out, value ? "true" : "false");
}

void jb_json_null(jb_json_out *json)
{
    value_begin(json);
    jb_buffer_append_text(json->out, "null");
}

void jb_json_hundredths(jb_json_out *json, int64_t value)
{
    append_decimal(json, value, 2);
}

void jb_json_decimal(jb_json_out *json, int64_t value, int places)
{
    append_decimal(json, value, places);
}

void jb_json_raw(jb_json_out *json, jb_slice raw)
{
    JB_ASSERT(raw.size > 0);
    value_begin(json);
    jb_buffer_append(json->out, raw.bytes, raw.size);
}

void jb_json_text_member(jb_json_out *json, const char *key, const char *value)
{
    jb_json_key(json, key);
    jb_json_text(json, value);
}

void jb_json_slice_member(jb_json_out *json, const char *key, jb_slice value)
{
    jb_json_key(json, key);
    jb_json_slice(json, value);
}

void jb_json_int_member(jb_json_out *json, const char *key, int64_t value)
{
    jb_json_key(json, key);
    jb_json_int(json, value);
}

void jb_json_bool_member(jb_json_out *json, const char *key, bool value)
{
    jb_json_key(json, key);
    jb_json_bool(json, value);
}

void jb_json_hundredths_member(jb_json_out *json, const char *key, int64_t value)
{
    jb_json_key(json, key);
    jb_json_hundredths(json, value);
}

void jb_json_decimal_member(jb_json_out *json, const char *key, int64_t value, int places)
{
    jb_json_key(json, key);
    jb_json_decimal(json, value, places);
}

void jb_json_raw_member(jb_json_out *json, const char *key, jb_slice value)
{
    jb_json_key(json, key);
    jb_json_raw(json, value);
}
