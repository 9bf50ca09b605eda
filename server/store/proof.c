/*
 * The proof of a contest, step by step; the first step that fails ends it. What a step looks at is
 * in its own file; here are the order, and the heads: those that were kept when they were shown and
 * those that somebody has noted must be entries of this log. It is they who find that a log was cut
 * off at its end, for what is left of it is whole in itself.
 */
#include "jinbang/proof.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "store_internal.h"

/* ---- heads ---- */

jb_status jb_noted_head_read(const char *text, jb_noted_head *out)
{
    jb_noted_head noted = { .seq = 0 };
    size_t size = 0;
    char *end = NULL;

    if (!isdigit((unsigned char)text[0])) {
        return JB_ERR_INVALID;
    }
    noted.seq = strtoull(text, &end, 10);
    if (*end != ':' || noted.seq == 0 || noted.seq > INT64_MAX) {
        return JB_ERR_INVALID;
    }
    for (const char *at = end + 1; *at != '\0'; at++) {
        if (strchr(" .-_", *at) != NULL) {
            continue;
        }
        if (!isxdigit((unsigned char)*at) || size == JB_HASH_HEX_SIZE - 1) {
            return JB_ERR_INVALID;
        }
        noted.digits[size++] = (char)tolower((unsigned char)*at);
    }
    if (size < JB_NOTED_DIGITS_MIN) {
        return JB_ERR_INVALID;
    }
    *out = noted;
    return JB_OK;
}

typedef struct head_check {
    const jb_proof_of *of;
    jb_log_head *shown; /* in the order of the log */
    size_t shown_count;
    size_t shown_at; /* the next to be met */
    uint64_t last;   /* number of the last entry */
    uint64_t wrong;  /* an entry with another hash; 0: none */
    bool is_noted;   /* it was noted, not only kept */
    bool out_of_memory;
} head_check;

static bool keep_head(void *user, const jb_shown_head *shown)
{
    head_check *check = user;
    jb_log_head *grown = realloc(check->shown, (check->shown_count + 1) * sizeof(*check->shown));

    check->out_of_memory = grown == NULL;
    if (grown != NULL) {
        check->shown = grown;
        check->shown[check->shown_count++] = shown->head;
    }
    return !check->out_of_memory;
}

static bool is_as_noted(const head_check *check, const jb_log_entry *entry)
{
    char hex[JB_HASH_HEX_SIZE];

    jb_hex_encode(entry->hash.bytes, JB_HASH_SIZE, hex);
    for (size_t i = 0; i < check->of->noted_count; i++) {
        const jb_noted_head *noted = &check->of->noted[i];

        if (noted->seq == entry->seq && strncmp(noted->digits, hex, strlen(noted->digits)) != 0) {
            return false;
        }
    }
    return true;
}

static bool is_as_shown(head_check *check, const jb_log_entry *entry)
{
    const jb_log_head *shown = NULL;

    if (check->shown_at < check->shown_count) {
        shown = &check->shown[check->shown_at];
    }
    if (shown == NULL || shown->seq != entry->seq) {
        return true;
    }
    check->shown_at++;
    return jb_hash_equal(&shown->hash, &entry->hash);
}

static bool meet_entry(void *user, const jb_log_entry *entry)
{
    head_check *check = user;

    check->last = entry->seq;
    check->is_noted = !is_as_noted(check, entry);
    if (check->is_noted || !is_as_shown(check, entry)) {
        check->wrong = entry->seq;
    }
    return check->wrong == 0;
}

/* The first head behind the end of the log; 0: none. */
static uint64_t head_beyond(const head_check *check, bool *is_noted)
{
    *is_noted = false;
    for (size_t i = 0; i < check->of->noted_count; i++) {
        if (check->of->noted[i].seq > check->last) {
            *is_noted = true;
            return check->of->noted[i].seq;
        }
    }
    return check->shown_at < check->shown_count ? check->shown[check->shown_at].seq : 0;
}

static jb_status judge_heads(const head_check *check, jb_buffer *why)
{
    bool is_noted = false;
    const uint64_t beyond = head_beyond(check, &is_noted);

    if (check->wrong > 0) {
        jb_say(why, "entry %" PRIu64 " is another than the one whose hash was %s", check->wrong,
               check->is_noted ? "noted" : "shown");
        return JB_ERR_CORRUPT;
    }
    if (beyond > 0) {
        jb_say(why,
               "the log ends with entry %" PRIu64 ", but the hash of entry %" PRIu64
               " was %s: its end was cut off",
               check->last, beyond, is_noted ? "noted" : "shown");
        return JB_ERR_CORRUPT;
    }
    return JB_OK;
}

static jb_status check_heads(jb_db *db, const jb_proof_of *of, jb_proof *proof, jb_buffer *why)
{
    const int64_t contest = of->contest->contest;
    head_check check = { .of = of };
    jb_status status = jb_db_head_list(db, contest, keep_head, &check);

    if (status == JB_OK && !check.out_of_memory) {
        status = jb_db_log_read(db, contest, meet_entry, &check);
    }
    if (check.out_of_memory) {
        status = JB_ERR_MEMORY;
        jb_say(why, "memory has run out");
    } else if (status != JB_OK) {
        jb_say(why, "%s", jb_db_why(db));
    } else {
        status = judge_heads(&check, why);
    }
    proof->heads_shown = status == JB_OK ? (uint32_t)check.shown_count : 0;
    free(check.shown);
    return status;
}

/* ---- what else hangs on a contest ---- */

static jb_status check_title(const jb_proof_of *of, jb_buffer *why)
{
    if (of->title.size > 0 && !jb_slice_equal(of->title, jb_slice_of(of->contest->title))) {
        jb_say(why, "the stored title is not the one in the plan");
        return JB_ERR_CORRUPT;
    }
    return JB_OK;
}

/* It proves nothing, but without one that can be there is no going on. */
static jb_status check_clock(jb_db *db, int64_t contest, jb_buffer *why)
{
    jb_time clock = 0;
    jb_status status = jb_db_clock_get(db, contest, &clock);

    if (status != JB_OK) {
        jb_say(why, "%s", jb_db_why(db));
    }
    return status;
}

static jb_status check_media(jb_db *db, const jb_proof_of *of, jb_buffer *why)
{
    jb_status status = JB_OK;

    for (size_t i = 0; i < of->media_count && status == JB_OK; i++) {
        jb_buffer mime;
        jb_buffer bytes;

        jb_buffer_init(&mime, 0);
        jb_buffer_init(&bytes, 0);
        status = jb_db_media_get(db, &of->media[i], &mime, &bytes);
        jb_buffer_finish(&mime);
        jb_buffer_finish(&bytes);
        if (status == JB_ERR_NOT_FOUND || status == JB_ERR_CORRUPT) {
            char hex[JB_HASH_HEX_SIZE];

            jb_hex_encode(of->media[i].bytes, JB_HASH_SIZE, hex);
            jb_say(why, "a picture, sound or film of the plan %s: %s",
                   status == JB_ERR_NOT_FOUND ? "is missing" : "has been changed", hex);
            return JB_ERR_CORRUPT;
        }
        if (status != JB_OK) {
            jb_say(why, "%s", jb_db_why(db));
        }
    }
    return status;
}

/* Stored results that do not know of the newest entries, all of them made after the end. */
static jb_status compare_older(jb_db *db, const jb_proof_of *of, uint64_t at, jb_buffer *why)
{
    jb_results *older = NULL;
    jb_status status = jb_results_build_at(db, of->contest, of->rules, at, &older, why);

    if (status == JB_OK && !older->finished) {
        jb_say(why, "the stored results end with entry %" PRIu64 ", before the contest has ended",
               at);
        status = JB_ERR_CORRUPT;
    }
    if (status == JB_OK) {
        status = jb_results_compare(db, of->contest->contest, older, why);
    }
    jb_results_destroy(older);
    return status;
}

/* A contest that is over has its results with its date. They are a copy, written as soon as it has
 * ended, and again after a correction; or at the next start. */
static jb_status check_results(jb_db *db, const jb_proof_of *of, const jb_results *results,
                               jb_proof *proof, jb_buffer *why)
{
    const int64_t contest = of->contest->contest;
    jb_status status = jb_results_stored_at(db, contest, &proof->compared_at);

    if (status == JB_OK && proof->compared_at > 0 && proof->compared_at < results->head.seq) {
        status = compare_older(db, of, proof->compared_at, why);
    } else if (status == JB_OK) {
        status = jb_results_compare(db, contest, results, why);
    } else {
        jb_say(why, "%s", jb_db_why(db));
    }
    proof->compared = status == JB_OK;
    if (status != JB_ERR_NOT_FOUND) {
        return status;
    }
    if (of->contest->finished_at == 0) {
        jb_buffer_clear(why);
        return JB_OK;
    }
    if (!results->finished) {
        jb_buffer_clear(why);
        jb_say(why, "the contest has ended, but its log has no end");
    }
    return JB_ERR_CORRUPT;
}

/* ---- all of it ---- */

static jb_status check_all(jb_db *db, const jb_proof_of *of, const jb_results *results,
                           jb_proof *proof, jb_buffer *why)
{
    const int64_t contest = of->contest->contest;
    jb_status status = check_heads(db, of, proof, why);

    if (status == JB_OK) {
        status = check_results(db, of, results, proof, why);
    }
    if (status == JB_OK) {
        status = jb_results_check_sums(db, of->contest, of->rules, results, why);
    }
    if (status == JB_OK) {
        status = jb_results_check_names(db, contest, &proof->names_erased, why);
    }
    if (status == JB_OK) {
        status = check_title(of, why);
    }
    if (status == JB_OK) {
        status = check_clock(db, contest, why);
    }
    if (status == JB_OK) {
        status = check_media(db, of, why);
    }
    return status;
}

jb_status jb_proof_make(jb_db *db, const jb_proof_of *of, jb_proof *proof, jb_buffer *why)
{
    jb_results *results = NULL;
    jb_status status = jb_db_begin(db);

    *proof = (jb_proof){ .compared = false };
    if (status != JB_OK) {
        jb_say(why, "%s", jb_db_why(db));
        return status;
    }
    status = jb_results_build(db, of->contest, of->rules, &results, why);
    if (status == JB_OK) {
        proof->head = results->head;
        proof->finished = results->finished;
        proof->participants = results->participant_count;
        status = check_all(db, of, results, proof, why);
    }
    if (status == JB_OK && of->proved != NULL) {
        of->proved(of->user, results);
    }
    jb_results_destroy(results);
    jb_db_rollback(db);
    return status;
}
