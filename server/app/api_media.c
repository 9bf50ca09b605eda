/*
 * GET /media/{hash}: a medium by the SHA-256 of its bytes, for anybody who knows it; the pages know
 * those of what they show, and nobody can guess the others. What an address holds never changes, so
 * browsers keep it for good. The bytes come from the cache, or once from the database on the writer
 * thread for all who ask meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "media_cache.h"

/* One reading on its way to the writer thread and back. */
typedef struct media_job {
    jb_server *server;
    jb_hash hash;
    jb_status status;
    jb_buffer mime;
    jb_buffer bytes;
} media_job;

/* Opened by itself, an SVG file is a document: this one may show itself and nothing else. */
static const char svg_policy[] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                                 "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
                                 "sandbox";

static void respond_missing(jb_server *server, uint64_t request)
{
    if (jb_net_request_failure(server->net, request)) {
        jb_api_refuse(server, request, 429, "too_many",
                      "Too many failures; try again in a minute.");
    } else {
        jb_api_refuse(server, request, 404, "not_found", "There is no such medium.");
    }
}

static void respond(jb_server *server, uint64_t request, const jb_hash *hash,
                    const jb_media_found *found)
{
    if (found->status == JB_ERR_NOT_FOUND) {
        respond_missing(server, request);
        return;
    }
    if (found->status != JB_OK) {
        jb_api_refuse(server, request, 503, "store_failed", "The medium cannot be read.");
        return;
    }
    char etag[JB_HASH_HEX_SIZE];
    jb_hex_encode(hash->bytes, JB_HASH_SIZE, etag);
    bool svg = strcmp(found->mime, "image/svg+xml") == 0;
    jb_response response = { .status = 200,
                             .content_type = found->mime,
                             .shared = found->body,
                             .etag = etag,
                             .policy = svg ? svg_policy : NULL,
                             .ranges = true,
                             .cache = JB_CACHE_FOR_EVER };
    jb_net_respond(server->net, request, &response);
}

static void tell_waiter(void *user, uint64_t waiter, const jb_media_found *found)
{
    const media_job *job = user;
    respond(job->server, waiter, &job->hash, found);
}

static void job_finish(media_job *job)
{
    jb_media_read read = { .hash = job->hash,
                           .status = job->status,
                           .mime = jb_buffer_text(&job->mime),
                           .bytes = &job->bytes };
    jb_media_cache_give(job->server->media, &read, tell_waiter, job);
    jb_buffer_finish(&job->mime);
    jb_buffer_finish(&job->bytes);
    free(job);
}

static void job_work(jb_db *db, void *arg)
{
    media_job *job = arg;
    job->status = jb_db_media_get(db, &job->hash, &job->mime, &job->bytes);
}

static void job_done(void *arg)
{
    job_finish(arg);
}

/* Sends somebody to the database. */
static void read_medium(jb_server *server, const jb_hash *hash)
{
    media_job *job = calloc(1, sizeof *job);
    if (!job) {
        /* Nobody else can be waiting: it was asked for just now. */
        jb_media_read read = { .hash = *hash, .status = JB_ERR_MEMORY };
        media_job failed = { .server = server, .hash = *hash };
        jb_media_cache_give(server->media, &read, tell_waiter, &failed);
        return;
    }
    job->server = server;
    job->hash = *hash;
    jb_buffer_init(&job->mime, 0);
    jb_buffer_init(&job->bytes, 0);
    jb_job order = { .work = job_work, .done = job_done, .arg = job };
    jb_status status = jb_store_run(server->store, &order);
    if (status != JB_OK) {
        job->status = status;
        job_finish(job);
    }
}

/* 64 small hexadecimal digits, as every link of ours is written. */
static bool read_hash(const char *id, jb_hash *hash)
{
    return strlen(id) == JB_HASH_HEX_SIZE - 1 &&
           strspn(id, "0123456789abcdef") == JB_HASH_HEX_SIZE - 1 &&
           jb_hex_decode(jb_slice_of(id), hash->bytes, JB_HASH_SIZE) == JB_OK;
}

void jb_api_media(jb_server *server, const jb_request *request, const char *id)
{
    jb_hash hash;
    jb_media_found found;
    if (!read_hash(id, &hash)) {
        respond_missing(server, request->id);
        return;
    }
    switch (jb_media_cache_ask(server->media, &hash, request->id, &found)) {
    case JB_MEDIA_HERE:
        respond(server, request->id, &hash, &found);
        break;
    case JB_MEDIA_READ:
        read_medium(server, &hash);
        break;
    case JB_MEDIA_WAIT:
        break;
    case JB_MEDIA_FAILED:
        jb_api_refuse(server, request->id, 503, "store_failed", "Out of memory.");
        break;
    }
}
