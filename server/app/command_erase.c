/*
 * `erase`: the names of a contest's people, or the contest as a whole, taken out of a data folder
 * that no server is using. With a server running the organizer's page does the same.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "jinbang/db.h"
#include "server.h"

enum {
    ENTRIES_AT_ONCE = 10000
};

typedef struct jb_erased {
    int64_t contest;
    bool over;
} jb_erased;

static bool take(void *user, const jb_contest_row *row)
{
    jb_erased *erased = user;
    *erased = (jb_erased){ .contest = row->contest, .over = row->finished_at > 0 };
    return false;
}

static jb_status erase_whole(jb_db *db, int64_t contest)
{
    bool more = true;
    jb_status status = jb_db_contest_retire(db, contest);
    while (status == JB_OK && more) {
        status = jb_db_contest_purge(db, contest, ENTRIES_AT_ONCE, &more);
    }
    return status;
}

static int erase(jb_db *db, const char *id, bool whole)
{
    jb_erased found = { 0 };
    jb_status status = jb_db_contest_get(db, id, take, &found);
    if (status == JB_ERR_NOT_FOUND) {
        (void)fprintf(stderr, "jinbang: there is no contest %s\n", id);
        return JB_EXIT_ERRORS;
    }
    if (status == JB_OK && !whole && !found.over) {
        (void)fprintf(stderr,
                      "jinbang: contest %s is not over; its people still need their names. "
                      "With --whole it goes as a whole\n",
                      id);
        return JB_EXIT_ERRORS;
    }
    if (status == JB_OK) {
        status =
            whole ? erase_whole(db, found.contest) : jb_db_participant_erase(db, found.contest);
    }
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s\n", jb_db_why(db));
        return JB_EXIT_MACHINE;
    }
    (void)printf("contest %s: %s\n", id,
                 whole ? "erased, with its people, its log and its results"
                       : "names erased; log and scores stay");
    return JB_EXIT_FINE;
}

int jb_command_erase(int argc, char **argv)
{
    const char *directory = "jinbang-data";
    bool whole = false;
    const jb_option options[] = {
        { "--data", "DIR", "the data folder (jinbang-data); no server may be running on it",
          &directory, NULL },
        { "--whole", NULL, "the contest itself, with its log and its results", NULL, &whole },
    };
    const jb_usage usage = { "erase",
                             "CONTEST",
                             "erase the names of a contest's people for good",
                             1,
                             1,
                             options,
                             sizeof options / sizeof options[0] };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    jb_db_options place = { .directory = directory, .mode = JB_DB_READ };
    jb_db *db = NULL;
    jb_buffer why;
    int lock = -1;
    jb_buffer_init(&why, 0);
    /* Read first: a folder that is none must not become one. */
    jb_status status = jb_db_open(&place, &db, &why);
    jb_db_close(db);
    db = NULL;
    place.mode = JB_DB_WRITE;
    if (status == JB_OK) {
        status = jb_keys_lock(directory, &lock, &why);
    }
    if (status == JB_OK) {
        status = jb_db_open(&place, &db, &why);
    }
    if (status == JB_OK) {
        result = erase(db, operands.items[0], whole);
    } else {
        (void)fprintf(stderr, "jinbang: %s\n", jb_buffer_text(&why));
        result = JB_EXIT_MACHINE;
    }
    jb_db_close(db);
    if (lock >= 0) {
        (void)close(lock);
    }
    jb_buffer_finish(&why);
    return result;
}
