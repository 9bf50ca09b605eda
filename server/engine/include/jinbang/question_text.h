#ifndef JINBANG_QUESTION_TEXT_H
#define JINBANG_QUESTION_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/rules.h"

/*
 * What a turn says to people, as ready-made JSON, so that a view is put together by copying. The
 * engine's own code never reads it: the shape stands here because the bank module makes it and the
 * protocol module shows it, and those two do not know each other. All slices are borrowed from the
 * plan they came from; an empty slice means "there is none".
 */
typedef struct jb_item_text {
    jb_slice id;   /* as in the bank, not JSON */
    jb_slice json; /* {"id":"a","text":{...},"media":{...}}, of the last two at least one */
} jb_item_text;

typedef struct jb_question_text {
    jb_kind kind;
    jb_slice question_id;        /* not JSON */
    jb_slice prompt;             /* text map */
    jb_slice explanation;        /* text map */
    jb_slice source;             /* text map: the citation */
    jb_slice host_note;          /* text map */
    jb_slice unit;               /* numeric: text map */
    jb_slice media;              /* array, not empty: shown from the start */
    jb_slice reveal_media;       /* array, not empty: shown from the reveal on */
    jb_slice answer;             /* array: the accepted answers as protocol.md states them */
    const jb_item_text *options; /* by the bank's order: index = option number of the key */
    uint8_t option_count;        /* 0 for truefalse, numeric and text */
    const jb_item_text *targets;
    uint8_t target_count;
    uint8_t blank_count;
    uint8_t option_order[JB_OPTIONS_MAX]; /* shown at place i: option number */
    uint8_t target_order[JB_OPTIONS_MAX];
} jb_question_text;

#endif
