#ifndef JINBANG_SCRIPT_H
#define JINBANG_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/answer.h"
#include "jinbang/buffer.h"
#include "jinbang/clock.h"
#include "jinbang/event.h"

/*
 * Reading rehearsal scripts (docs/rehearsal.md): JSON Lines, one input a line. A line is read by
 * itself; what it means for a contest is rehearsal.c's work.
 */
enum {
    JB_SCRIPT_FILE_MAX = 16 * 1024 * 1024,
    JB_SCRIPT_LINE_MAX = 64 * 1024,
    JB_SCRIPT_LINES_MAX = 100000,
    JB_SCRIPT_FIELDS_MAX = 32
};

/* Contest time goes no further in a rehearsal: a year. */
#define JB_SCRIPT_TIME_MAX (INT64_C(366) * 24 * 3600 * 1000)

typedef enum jb_script_do {
    JB_SCRIPT_START,
    JB_SCRIPT_NEXT,
    JB_SCRIPT_TURN, /* goes on to a turn */
    JB_SCRIPT_ANSWER,
    JB_SCRIPT_BUZZ,
    JB_SCRIPT_PICK,
    JB_SCRIPT_WAGER,
    JB_SCRIPT_PASS,
    JB_SCRIPT_NAME,
    JB_SCRIPT_FOUL,
    JB_SCRIPT_MARKS,
    JB_SCRIPT_HALL,
    JB_SCRIPT_LOCK,
    JB_SCRIPT_SKIP,
    JB_SCRIPT_UNDO,
    JB_SCRIPT_ADJUST,
    JB_SCRIPT_ACCEPT,
    JB_SCRIPT_VOID,
    JB_SCRIPT_REVERSE,
    JB_SCRIPT_PAUSE,
    JB_SCRIPT_RESUME,
    JB_SCRIPT_EXTEND,
    JB_SCRIPT_SUBSTITUTE,
    JB_SCRIPT_WAIT,
    JB_SCRIPT_FINISH,
    /* window contests, and lotteries of all */
    JB_SCRIPT_OPEN, /* with a seat: their next paper; without: the contest */
    JB_SCRIPT_HAND_IN,
    JB_SCRIPT_CROWD, /* generated people */
    JB_SCRIPT_ANNOUNCE,
    JB_SCRIPT_DRAW,
    JB_SCRIPT_DO_COUNT
} jb_script_do;

const char *jb_script_do_name(jb_script_do what); /* NULL out of range */

/* Somebody: by number, or by name. Neither: the line does not say. */
typedef struct jb_script_who {
    uint32_t number; /* from 1; 0: not by number */
    jb_slice name;   /* bytes NULL: not by name */
} jb_script_who;

/* One line. Texts are borrowed from its tree. */
typedef struct jb_script_line {
    void *tree; /* freed by jb_script_finish */
    jb_script_do what;
    jb_time at;            /* JB_TIME_NONE: time stands still */
    jb_script_who seat;    /* who answers, picks, ... */
    jb_script_who other;   /* name: who is to answer instead */
    jb_script_who person;  /* answer: somebody in the hall */
    jb_script_who out, in; /* substitute: named members of a team */
    bool has_verdict;      /* `is` */
    jb_verdict verdict;
    bool has_value;     /* `value`, `points` */
    int64_t value;      /* hundredths */
    const void *answer; /* a real one: for jb_answer_read; NULL: none */
    jb_foul foul;
    uint32_t judge;
    uint32_t turn;  /* 0: the present one */
    uint32_t round; /* turn: number from 1; 0: any */
    bool has_format;
    jb_format format;
    jb_phase phase; /* turn: where to stop */
    jb_time ms;
    bool only; /* accept */
    jb_slice reason;
    jb_script_who team; /* of the seat, or of a crowd */
    uint32_t people;    /* crowd: how many join */
    uint32_t take_part; /* and how many of them take a paper */
    int64_t mean;       /* of those: hundredths */
    uint32_t seed;      /* 0: none */
    uint32_t draw;      /* a lottery, from 1; 0: none is named */
    jb_slice number;    /* draw: the public number */
} jb_script_line;

/* Why a line cannot be read; the codes are those of the wire where it has one for it. */
typedef enum jb_script_fault {
    JB_SCRIPT_FINE,
    JB_SCRIPT_EMPTY,     /* nothing on it, or a comment: nothing to do */
    JB_SCRIPT_MALFORMED, /* not one JSON object with a `do` */
    JB_SCRIPT_UNKNOWN_DO,
    JB_SCRIPT_BAD_FIELD
} jb_script_fault;

/* Reads one line, without its line feed. `why` gets a sentence naming what is wrong; with
 * JB_SCRIPT_FINE the fields that mean nothing to this input, if there are any: they are ignored, as
 * on the wire. On a fault *line holds nothing to finish. */
jb_script_fault jb_script_read(jb_slice text, jb_script_line *line, jb_buffer *why);
void jb_script_finish(jb_script_line *line);

/* Takes the next line off the rest of a script. False: there is none. A byte order mark before the
 * first and a carriage return at the end are no part of it. */
bool jb_script_next(jb_slice *rest, jb_slice *line);
/* Skips the byte order mark with which a script may begin. */
jb_slice jb_script_begin(jb_slice script);

#endif
