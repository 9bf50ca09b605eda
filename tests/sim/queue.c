/*
 * What is to happen, in the order of time: a binary heap. Jobs at the same time happen in the order
 * in which they were put in.
 */
#include <stdlib.h>

#include "jinbang/assert.h"
#include "sim.h"

enum {
    CAPACITY_FIRST = 1024
};

static bool before(const sim_job *a, const sim_job *b)
{
    return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void swap(sim_job *a, sim_job *b)
{
    sim_job kept = *a;
    *a = *b;
    *b = kept;
}

void sim_queue_put(sim_queue *queue, sim_job job)
{
    if (queue->count == queue->capacity) {
        queue->capacity = queue->capacity ? queue->capacity * 2 : CAPACITY_FIRST;
        sim_job *jobs = realloc(queue->jobs, queue->capacity * sizeof *jobs);
        JB_ASSERT(jobs != NULL);
        queue->jobs = jobs;
    }
    job.order = queue->order++;
    size_t at = queue->count++;
    queue->jobs[at] = job;
    while (at > 0 && before(&queue->jobs[at], &queue->jobs[(at - 1) / 2])) {
        swap(&queue->jobs[at], &queue->jobs[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

bool sim_queue_take(sim_queue *queue, sim_job *job)
{
    if (queue->count == 0) {
        return false;
    }
    *job = queue->jobs[0];
    queue->jobs[0] = queue->jobs[--queue->count];
    size_t at = 0;
    for (;;) {
        size_t least = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2 && child < queue->count; child++) {
            least = before(&queue->jobs[child], &queue->jobs[least]) ? child : least;
        }
        if (least == at) {
            return true;
        }
        swap(&queue->jobs[at], &queue->jobs[least]);
        at = least;
    }
}

void sim_job_finish(sim_job *job)
{
    free(job->text);
    cJSON_Delete(job->tree);
    job->text = NULL;
    job->tree = NULL;
}

void sim_queue_finish(sim_queue *queue)
{
    for (size_t i = 0; i < queue->count; i++) {
        sim_job_finish(&queue->jobs[i]);
    }
    free(queue->jobs);
    *queue = (sim_queue){ 0 };
}
