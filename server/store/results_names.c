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
    uint32_t team;
    bool seen; /* there is a row */
    jb_hash hash;
} logged_name;

typedef struct name_check {
    logged_name *names; /* JB_WINDOW_PLAYERS_MAX + 1 */
    uint32_t erased;
    uint32_t player;   /* the first whose row does not fit; 0: none */
    const char *wrong; /* what is wrong with it */
} name_check;

static bool note_name(void *user, const jb_log_entry *entry)
{
    name_check *check = user;
    const jb_event *event = entry->event;

    if (event->type == JB_EVENT_JOINED) {
        check->names[event->player].joined = true;
        check->names[event->player].team = event->team;
    }
    if (event->type == JB_EVENT_JOINED || event->type == JB_EVENT_RENAMED) {
        check->names[event->player].hash = event->hash;
    }
    return true;
}

static bool complain(name_check *check, uint32_t player, const char *wrong)
{
    check->player = player;
    check->wrong = wrong;
    return false;
}

static bool check_row(void *user, const jb_participant_row *row)
{
    name_check *check = user;
    logged_name *logged;
    jb_hash hash;

    /* Row and entry are written in one transaction. */
    if (row->player > JB_WINDOW_PLAYERS_MAX || !check->names[row->player].joined) {
        return complain(check, row->player, "is in the table participant and not in the log");
    }
    logged = &check->names[row->player];
    logged->seen = true;
    if (row->team != logged->team) {
        return complain(check, row->player, "is stored in another team than in the log");
    }
    if (row->name.size == 0) {
        check->erased++;
        return true;
    }
    jb_name_hash(row->name, row->salt, &hash);
    return jb_hash_equal(&hash, &logged->hash) ||
           complain(check, row->player, "is stored by another name than the one in the log");
}

/* The first player the log knows and the table does not; 0: none. */
static uint32_t missing_player(const name_check *check)
{
    for (uint32_t player = 1; player <= JB_WINDOW_PLAYERS_MAX; player++) {
        if (check->names[player].joined && !check->names[player].seen) {
            return player;
        }
    }
    return 0;
}

static jb_status judge(const name_check *check, jb_buffer *why)
{
    const uint32_t missing = check->player == 0 ? missing_player(check) : 0;

    if (check->player > 0) {
        jb_say(why, "player %" PRIu32 " %s", check->player, check->wrong);
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
    name_check check = { .names = calloc(JB_WINDOW_PLAYERS_MAX + 1, sizeof(logged_name)) };
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
