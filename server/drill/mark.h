#ifndef JINBANG_DRILL_MARK_H
#define JINBANG_DRILL_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"

/*
 * What a message is, seen by a few words in it and without reading it as JSON: a hall of thousands
 * of phones gets too many. That is safe, because the words hold quotation marks, which inside a
 * text of the message would be escaped.
 */
typedef enum jb_mark_type {
    JB_MARK_OTHER,
    JB_MARK_WELCOME,
    JB_MARK_STATE,
    JB_MARK_YOU,
    JB_MARK_ACK,
    JB_MARK_ERROR,
    JB_MARK_BYE,
    JB_MARK_PONG,
    JB_MARK_WAITING,
    JB_MARK_RAW
} jb_mark_type;

typedef struct jb_mark {
    jb_mark_type type;
    uint32_t turn; /* of an ack, a `you`, a state's question; 0: none */
    bool open;     /* state: the phase is `open` */
    bool asked;    /* state: it holds a question */
    bool answered; /* you: true */
    bool graded;   /* you: says whether that was right */
    jb_slice word; /* welcome: token; error: code; bye: reason; else empty. Borrowed */
    uint64_t t0;   /* pong */
} jb_mark;

void jb_mark_read(jb_slice text, jb_mark *out);

#endif
