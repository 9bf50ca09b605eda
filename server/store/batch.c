/*
 * A vector of records and one run of bytes that they point into by offset, so that growing moves
 * nothing but memory. See batch.h.
 */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

/* A batch that has grown beyond this gives its memory back once it is empty. */
static const size_t kept_records = 4096;
static const size_t kept_bytes = (size_t)1024 * 1024;

static const size_t first_capacity = 64;

void jb_batch_init(jb_batch *batch)
{
    *batch = (jb_batch){ .records = NULL };
    jb_buffer_init(&batch->bytes, JB_BATCH_BYTES_MAX);
}

void jb_batch_finish(jb_batch *batch)
{
    jb_batch_drop_records(batch);
    for (size_t i = 0; i < batch->count; i++) {
        free(batch->records[i].node);
    }
    free(batch->records);
    batch->records = NULL;
    batch->count = 0;
    batch->capacity = 0;
    jb_buffer_finish(&batch->bytes);
}

static bool reserve(jb_batch *batch)
{
    size_t capacity = batch->capacity == 0 ? first_capacity : batch->capacity * 2;
    jb_record *records;

    if (batch->count >= JB_BATCH_RECORDS_MAX) {
        return false;
    }
    if (batch->count < batch->capacity) {
        return true;
    }
    records = realloc(batch->records, capacity * sizeof(*records));
    if (records == NULL) {
        return false;
    }
    batch->records = records;
    batch->capacity = capacity;
    return true;
}

bool jb_batch_add(jb_batch *batch, const jb_record *record, size_t offset)
{
    jb_record *added;

    JB_ASSERT(offset <= batch->bytes.size);
    JB_ASSERT((record->kind == JB_RECORD_JOB) == (record->node != NULL));
    if (batch->bytes.failed || !reserve(batch)) {
        batch->bytes.size = offset;
        batch->bytes.failed = false;
        return false;
    }
    added = &batch->records[batch->count++];
    *added = *record;
    added->offset = offset;
    added->size = batch->bytes.size - offset;
    return true;
}

void jb_batch_drop_records(jb_batch *batch)
{
    size_t kept = 0;

    for (size_t i = 0; i < batch->count; i++) {
        if (batch->records[i].kind == JB_RECORD_JOB) {
            batch->records[kept++] = batch->records[i];
        }
    }
    batch->count = kept;
    /* Jobs have no bytes. */
    jb_buffer_finish(&batch->bytes);
    jb_buffer_clear(&batch->bytes);
}

void jb_batch_clear(jb_batch *batch)
{
    batch->count = 0;
    if (batch->capacity > kept_records) {
        free(batch->records);
        batch->records = NULL;
        batch->capacity = 0;
    }
    if (batch->bytes.capacity > kept_bytes) {
        jb_buffer_finish(&batch->bytes);
    }
    jb_buffer_clear(&batch->bytes);
}

jb_slice jb_batch_bytes(const jb_batch *batch, const jb_record *record)
{
    JB_ASSERT(record->offset + record->size <= batch->bytes.size);
    return (jb_slice){ .bytes = jb_buffer_text(&batch->bytes) + record->offset,
                       .size = record->size };
}
