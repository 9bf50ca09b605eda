/*
 * A batch: records waiting to be written, in order, with their bytes. The loop thread fills one
 * while the writer works through another; handing over is swapping the two.
 */
#ifndef JINBANG_STORE_BATCH_H
#define JINBANG_STORE_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/store.h"

/* What may wait in one batch. At 20,000 answers a second this is a disk that has stood still for
 * most of half a minute; then it is better to say so than to take all the memory there is. */
enum {
    JB_BATCH_RECORDS_MAX = 500000,
    JB_BATCH_BYTES_MAX = 64 * 1024 * 1024
};

typedef enum jb_record_kind {
    JB_RECORD_EVENT,       /* bytes: the body */
    JB_RECORD_PARTICIPANT, /* bytes: the row, then the name */
    JB_RECORD_CLOCK,
    JB_RECORD_ROSTER,   /* bytes: the row, then code and name, each with its NUL */
    JB_RECORD_SCHEDULE, /* at, closes_at */
    JB_RECORD_JOB
} jb_record_kind;

/* A job between the call that asked for it and the call of its `done`. */
typedef struct jb_job_node {
    jb_job job;
    struct jb_job_node *next;
} jb_job_node;

typedef struct jb_record {
    jb_record_kind kind;
    jb_event_type type;
    int64_t contest;
    jb_time at;        /* of the event, or the clock */
    jb_time closes_at; /* of a schedule */
    jb_ticket ticket;
    size_t offset; /* of its bytes */
    size_t size;
    jb_job_node *node;
} jb_record;

typedef struct jb_batch {
    jb_record *records;
    size_t count;
    size_t capacity;
    jb_buffer bytes;
} jb_batch;

void jb_batch_init(jb_batch *batch);
/* Jobs still in it are freed without having run. */
void jb_batch_finish(jb_batch *batch);

/* Adds a record whose bytes are those appended to batch->bytes since `offset`. False: a limit is
 * reached or memory has run out; the batch is as it was at `offset`. */
bool jb_batch_add(jb_batch *batch, const jb_record *record, size_t offset);

/* Forgets the records, keeps the jobs. */
void jb_batch_drop_records(jb_batch *batch);
/* Empties it. Jobs must have been taken out. Gives back memory that only a burst needed. */
void jb_batch_clear(jb_batch *batch);

jb_slice jb_batch_bytes(const jb_batch *batch, const jb_record *record);

#endif
