#ifndef JINBANG_JSON_IN_H
#define JINBANG_JSON_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/limits.h"

/*
 * Strict JSON, token by token, without building anything: the judge of what is JSON. cJSON only
 * sees text, or pieces of one, that went through here.
 */
typedef enum jb_token {
    JB_TOKEN_END,
    JB_TOKEN_KEY,
    JB_TOKEN_SCALAR,
    JB_TOKEN_OPEN,
    JB_TOKEN_CLOSE,
    JB_TOKEN_FAULT
} jb_token;

typedef enum jb_scan_state {
    JB_SCAN_VALUE,       /* a value must come */
    JB_SCAN_FIRST_VALUE, /* a value or ] */
    JB_SCAN_FIRST_KEY,   /* a key or } */
    JB_SCAN_AFTER        /* a comma, a closing bracket or the end */
} jb_scan_state;

typedef struct jb_scan {
    jb_slice text;
    size_t at;     /* first byte not read yet */
    size_t start;  /* first byte of the last token, or where the fault is */
    size_t weight; /* about what cJSON takes for everything so far, in bytes of memory */
    jb_scan_state state;
    uint32_t depth;
    bool in_object[JB_JSON_DEPTH_MAX];
    const char *fault_code; /* "bad_json" or "too_deep" */
    const char *fault;      /* a clause: "a colon was expected after the name" */
} jb_scan;

/* `text` is valid UTF-8 and borrowed. */
void jb_scan_init(jb_scan *scan, jb_slice text);
/* After JB_TOKEN_END or JB_TOKEN_FAULT it must not be called again. A key's token begins at its
 * quotation mark and ends behind its colon. */
jb_token jb_scan_next(jb_scan *scan);

/* Counts lines and columns, from 1, while going forward through a text. */
typedef struct jb_cursor {
    jb_slice text;
    size_t at;
    uint32_t line;
    uint32_t column;
} jb_cursor;

void jb_cursor_init(jb_cursor *cursor, jb_slice text);
/* To an offset that is not before the last one. */
void jb_cursor_go(jb_cursor *cursor, size_t offset);

#endif
