#ifndef JINBANG_PEOPLE_CALL_H
#define JINBANG_PEOPLE_CALL_H

#include "api.h"
#include "jinbang/people_file.h"
#include "roster_add.h"

/* A call that brings a list of people or units: what api_people.c and api_roster_add.c share. */
enum {
    JB_PEOPLE_SHEET_SIZE = 256,
    JB_PEOPLE_ENCODING_SIZE = 24
};

typedef struct jb_people_call {
    jb_people_options options;
    char encoding[JB_PEOPLE_ENCODING_SIZE];
    char sheet[JB_PEOPLE_SHEET_SIZE];
    jb_report report;
    jb_people_file *file; /* once it is read; NULL: it cannot be used */
    jb_roster_add add;    /* of a roster */
    int64_t contest;
    uint32_t from, at; /* rows of `add`: told to the arena, written */
    uint32_t skipped;  /* of them: taken meanwhile */
} jb_people_call;

/* On the loop: reads the parameters. NULL: the call was refused. */
jb_people_call *jb_people_begin(jb_call *call, const jb_request *request);
/* On the clerk's thread: reads the file. False: it failed, which the call says. */
bool jb_people_read(jb_call *call);
/* The members about what is wrong with the file. */
void jb_people_write_problems(jb_json_out *json, const jb_people_call *people);

#endif
