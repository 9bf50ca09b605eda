/*
 * Names against the log. The log holds SHA-256(salt || name), so it proves who took part without
 * holding anybody's name: erasing a row's name leaves the chain whole. What is still stored must
 * give the hash that was logged last for its player.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/limits.h"
#include "jinbang/results.h"
#include "store_internal.h"

/* What the log says of one player, by number. */
typedef struct logged_name {
    bool joined;
    bool seen; /* there is a row */
    jb_hash hash;
} logged_name;

typedef struct name_check {
    logged_name *names; /* JB_PLAYERS_MAX + 1 */
    uint32_t erased;
    uint32_t differs; /* the first player whose name does not fit; 0: none */
} name_check;

static bool note_name(void *user, const jb_log_entry *entry)
{
    name_check *check = user;
    const jb_event *event = entry->event;

    if (event->type == JB_EVENT_JOINED || event->type == JB_EVENT_RENAMED) {
        check->names[event->player].joined = true;
        check->names[event->player].hash = event->hash;
    }
    return true;
}

static bool check_row(void *user, const jb_participant_row *row)
{
    name_check *check = user;
    logged_name *logged;
    jb_hash hash;

    /* A row whose event never became durable says nothing about anybody who took part. */
    if (row->player > JB_PLAYERS_MAX || !check->names[row->player].joined) {
        return true;
    }
    logged = &check->names[row->player];
    logged->seen = true;
    if (row->name.size == 0) {
        check->erased++;
        return true;
    }
    jb_name_hash(row->name, row->salt, &hash);
    if (!jb_hash_equal(&hash, &logged->hash)) {
        check->differs = row->player;
    }
    return check->differs == 0;
}

/* The first player the log knows and the table does not; 0: none. */
static uint32_t missing_player(const name_check *check)
{
    for (uint32_t player = 1; player <= JB_PLAYERS_MAX; player++) {
        if (check->names[player].joined && !check->names[player].seen) {
            return player;
        }
    }
    return 0;
}

static jb_status judge(const name_check *check, jb_buffer *why)
{
    uint32_t missing = check->differs == 0 ? missing_player(check) : 0;

    if (check->differs > 0) {
        jb_say(why, "the stored name of player %" PRIu32 " is not the one in the log",
               check->differs);
        return JB_ERR_CORRUPT;
    }
    if (missing > 0) {
        jb_say(why, "player %" PRIu32 " is in the log and not in the table participant", missing);
        return JB_ERR_CORRUPT;
    }
    return JB_OK;
}

jb_status jb_results_check_names(jb_db *db, int64_t contest, uint32_t *erased, jb_buffer *why)
{
    name_check check = { .names = calloc(JB_PLAYERS_MAX + 1, sizeof(logged_name)) };
    jb_status status;

    if (check.names == NULL) {
        jb_say(why, "memory has run out");
        return JB_ERR_MEMORY;
    }
    status = jb_db_log_read(db, contest, note_name, &check);
    if (status == JB_OK) {
        status = jb_db_participant_list(db, contest, check_row, &check);
    }
    if (status != JB_OK) {
        jb_say(why, "%s", jb_db_why(db));
    } else {
        status = judge(&check, why);
    }
    free(check.names);
    if (status == JB_OK) {
        *erased = check.erased;
    }
    return status;
}
