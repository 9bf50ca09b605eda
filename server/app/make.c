/*
 * Making things in the store: a bank from a file, a contest from a contest file and the banks it
 * draws from. Both run where the database is, and write all or nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/clock.h"
#include "jinbang/import.h"
#include "jinbang/plan.h"
#include "jinbang/random.h"
#include "server.h"

enum {
    TRIES_MAX = 100,
    BANKS_MAX = 64
};

/* ---- banks ---- */

static bool note_bank(void *user, const jb_bank_row *row)
{
    bool *there = user;
    (void)row;
    *there = true;
    return false;
}

jb_status jb_bank_is_there(jb_db *db, const char *id, bool *there)
{
    bool found = false;
    jb_status status = jb_db_bank_get(db, id, note_bank, &found);
    if (status != JB_OK && status != JB_ERR_NOT_FOUND) {
        return status;
    }
    *there = found;
    return JB_OK;
}

/* The document's own id if it is free, so that contest files can name it; else numbered. */
static jb_status insert_bank(jb_db *db, const jb_bank *bank, const char *name, const char *document,
                             char *id)
{
    const char *own = jb_bank_id(bank);
    jb_status status = JB_ERR_EXISTS;
    for (int try = 1; try <= TRIES_MAX && status == JB_ERR_EXISTS; try++) {
        if (try == 1) {
            (void)snprintf(id, JB_BANK_ID_SIZE, "%s", own[0] ? own : "bank-1");
        } else {
            (void)snprintf(id, JB_BANK_ID_SIZE, "%s-%d", own[0] ? own : "bank", try);
        }
        jb_bank_row row = { .id = id,
                            .name = name && name[0] ? name : jb_bank_title(bank),
                            .document = document,
                            .question_count = jb_bank_count(bank),
                            .created_at = jb_clock_wall_ms() };
        status = jb_db_bank_insert(db, &row);
    }
    return status;
}

/* The bank and its media, within a transaction. */
static jb_status keep_bank(jb_db *db, const jb_bank *bank, const char *name, const char *document,
                           char *id)
{
    jb_medium_info medium;
    jb_status status = insert_bank(db, bank, name, document, id);
    for (uint32_t i = 0; i < jb_bank_media_count(bank) && status == JB_OK; i++) {
        if (!jb_bank_medium(bank, i, &medium)) {
            continue;
        }
        status = jb_db_media_put(db, &medium.hash, medium.mime, medium.bytes);
        if (status == JB_OK) {
            status = jb_db_media_of_bank(db, id, &medium.hash);
        }
    }
    return status;
}

jb_status jb_keep_bank(jb_db *db, const jb_bank *bank, const char *name, const char *document,
                       char *id)
{
    id[0] = '\0';
    jb_status status = jb_db_begin(db);
    if (status != JB_OK) {
        return status;
    }
    status = keep_bank(db, bank, name, document, id);
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_db_rollback(db);
        id[0] = '\0';
    }
    return status;
}

jb_status jb_make_bank(jb_db *db, const jb_bank_import *import, jb_report *report, char *id)
{
    const jb_import_options options = { .name = import->name, .media = import->media };
    jb_bank *bank = NULL;
    jb_buffer document;
    jb_buffer_init(&document, 0);
    id[0] = '\0';
    jb_status status = jb_import(import->file, &options, report, &bank);
    if (status == JB_OK && bank && !import->dry_run) {
        status = jb_bank_write(bank, &document);
        if (status == JB_OK) {
            status = jb_keep_bank(db, bank, import->name, jb_buffer_text(&document), id);
        }
    }
    jb_bank_destroy(bank);
    jb_buffer_finish(&document);
    return status;
}

/* ---- contests ---- */

/* Banks read for one contest, so that a bank that several rounds draw from is read once. */
typedef struct jb_shelf {
    jb_db *db;
    jb_bank *banks[BANKS_MAX];
    char *ids[BANKS_MAX];
    size_t count;
    jb_status status;
} jb_shelf;

static bool take_bank(void *user, const jb_bank_row *row)
{
    jb_shelf *shelf = user;
    jb_report report;
    jb_report_init(&report);
    shelf->status =
        jb_bank_read_kept(jb_slice_of(row->document), &report, &shelf->banks[shelf->count]);
    jb_report_finish(&report);
    return false;
}

static const jb_bank *find_bank(void *user, const char *id)
{
    jb_shelf *shelf = user;
    for (size_t i = 0; i < shelf->count; i++) {
        if (strcmp(shelf->ids[i], id) == 0) {
            return shelf->banks[i];
        }
    }
    if (shelf->count == BANKS_MAX) {
        shelf->status = JB_ERR_LIMIT;
        return NULL;
    }
    jb_status status = jb_db_bank_get(shelf->db, id, take_bank, shelf);
    if (status != JB_OK || !shelf->banks[shelf->count]) {
        shelf->status = status == JB_ERR_NOT_FOUND ? shelf->status : status;
        return NULL;
    }
    shelf->ids[shelf->count] = strdup(id);
    if (!shelf->ids[shelf->count]) {
        jb_bank_destroy(shelf->banks[shelf->count]);
        shelf->banks[shelf->count] = NULL;
        shelf->status = JB_ERR_MEMORY;
        return NULL;
    }
    return shelf->banks[shelf->count++];
}

static void shelf_finish(jb_shelf *shelf)
{
    for (size_t i = 0; i < shelf->count; i++) {
        jb_bank_destroy(shelf->banks[i]);
        free(shelf->ids[i]);
    }
}

static void random_id(char id[JB_CONTEST_ID_SIZE])
{
    /* Without letters that are mistaken for digits or for each other; the length divides 256. */
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz023456789";
    _Static_assert(sizeof letters == 33, "32 letters, so that every one is equally likely");
    unsigned char bytes[JB_CONTEST_ID_SIZE - 1];
    jb_random_secret(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        id[i] = letters[bytes[i] % 32];
    }
    id[sizeof bytes] = '\0';
}

static void random_code(char code[JB_CODE_DIGITS + 1])
{
    uint64_t seed = 0;
    jb_random_secret(&seed, sizeof seed);
    jb_random random;
    jb_random_seed(&random, seed);
    /* No leading zero: people leave it out when they type. */
    (void)snprintf(code, JB_CODE_DIGITS + 1, "%u",
                   100000U + (unsigned)jb_random_below(&random, 900000));
}

/* A row with an id and a code that nobody has. */
static jb_status insert_contest(jb_db *db, const jb_plan *plan, jb_made_contest *made)
{
    jb_buffer title;
    jb_buffer_init(&title, 0);
    jb_buffer_append(&title, plan->title.bytes, plan->title.size);
    jb_status status = title.failed ? JB_ERR_MEMORY : JB_ERR_EXISTS;
    for (int try = 0; try < TRIES_MAX && status == JB_ERR_EXISTS; try++) {
        random_id(made->id);
        random_code(made->code);
        jb_contest_row row = { .id = made->id,
                               .code = made->code,
                               .plan = jb_buffer_text(&made->plan),
                               .title = jb_buffer_text(&title),
                               .created_at = jb_clock_wall_ms(),
                               .open = true };
        status = jb_db_contest_insert(db, &row, &made->contest);
    }
    jb_buffer_finish(&title);
    return status;
}

/* The contest and what it needs of the banks' media, which outlives the banks; all or nothing. */
static jb_status keep_contest(jb_db *db, const jb_plan *plan, jb_made_contest *made)
{
    jb_status status = jb_db_begin(db);
    if (status != JB_OK) {
        return status;
    }
    const jb_window_rules *window = plan->rules.window;
    status = insert_contest(db, plan, made);
    if (status == JB_OK && window) {
        status = jb_db_contest_schedule(db, made->contest, window->opens_at, window->closes_at);
    }
    for (uint32_t i = 0; i < plan->media_count && status == JB_OK; i++) {
        status = jb_db_media_of_contest(db, made->contest, &plan->media[i]);
    }
    if (status == JB_OK) {
        status = jb_db_commit(db);
    }
    if (status != JB_OK) {
        jb_db_rollback(db);
    }
    return status;
}

jb_status jb_make_plan(jb_db *db, jb_slice file, jb_report *report, jb_buffer *plan)
{
    jb_shelf shelf = { .db = db };
    uint64_t seed = 0;
    jb_random_secret(&seed, sizeof seed);
    jb_status status = jb_plan_make(file, find_bank, &shelf, seed, report, plan);
    status = status == JB_OK ? shelf.status : status;
    shelf_finish(&shelf);
    return status;
}

jb_status jb_make_contest(jb_db *db, jb_slice file, jb_report *report, jb_made_contest *made)
{
    jb_plan *plan = NULL;
    jb_status status = jb_make_plan(db, file, report, &made->plan);
    if (status != JB_OK || report->errors) {
        return status;
    }
    status = jb_plan_load(jb_buffer_slice(&made->plan), &plan);
    if (status == JB_OK) {
        status = keep_contest(db, plan, made);
    }
    jb_plan_destroy(plan);
    return status;
}
