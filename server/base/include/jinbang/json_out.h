#ifndef JINBANG_JSON_OUT_H
#define JINBANG_JSON_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"

/*
 * Writes JSON into a jb_buffer: commas are put where they belong, strings are escaped, numbers are
 * integers or hundredths. No tree is built. Reading is cJSON's work (protocol, bank, store).
 */
typedef struct jb_json_out {
    jb_buffer *out; /* borrowed */
    bool comma;     /* the next value needs one before it */
} jb_json_out;

void jb_json_begin(jb_json_out *json, jb_buffer *out);

void jb_json_object(jb_json_out *json); /* { */
void jb_json_object_end(jb_json_out *json);
void jb_json_array(jb_json_out *json); /* [ */
void jb_json_array_end(jb_json_out *json);

/* A member's name; the next call writes its value. The key is ASCII and needs no escaping. */
void jb_json_key(jb_json_out *json, const char *key);
/* A member's name from outside: escaped. */
void jb_json_key_slice(jb_json_out *json, jb_slice key);

void jb_json_text(jb_json_out *json, const char *text);
void jb_json_slice(jb_json_out *json, jb_slice text);
void jb_json_int(jb_json_out *json, int64_t value);
void jb_json_bool(jb_json_out *json, bool value);
void jb_json_null(jb_json_out *json);
/* 1550 is written 15.5; 1200 is written 12. */
void jb_json_hundredths(jb_json_out *json, int64_t value);
/* value * 10^-places in its shortest form. */
void jb_json_decimal(jb_json_out *json, int64_t value, int places);
/* Already JSON, copied as it is. */
void jb_json_raw(jb_json_out *json, jb_slice raw);

/* A member: key and value in one. */
void jb_json_text_member(jb_json_out *json, const char *key, const char *value);
void jb_json_slice_member(jb_json_out *json, const char *key, jb_slice value);
void jb_json_int_member(jb_json_out *json, const char *key, int64_t value);
void jb_json_bool_member(jb_json_out *json, const char *key, bool value);
void jb_json_hundredths_member(jb_json_out *json, const char *key, int64_t value);
void jb_json_decimal_member(jb_json_out *json, const char *key, int64_t value, int places);
void jb_json_raw_member(jb_json_out *json, const char *key, jb_slice value);

#endif
