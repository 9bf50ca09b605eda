/*
 * Another program at the database, for tests that look into it behind the server's back:
 *
 *   db log FILE CONTEST   prints the log of a contest as JSON lines {"seq","kind","at","body"}
 *   db hold FILE          says "ready"; after a line takes the write lock, says "held", and lets go
 *                         when its input ends
 *   db read FILE          the same with a reader's snapshot, which keeps the log from being moved
 *   db touch FILE         commits something that changes nothing, so that others read anew
 *   db sql FILE SQL       runs statements; the file is made if it is missing
 *
 * Built by disk.mjs.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static int print_column(void *unused, int count, char **values, char **names)
{
    (void)unused;
    (void)count;
    (void)names;
    return puts(values[0]) < 0;
}

static int print_log(sqlite3 *db, const char *contest)
{
    char *sql = sqlite3_mprintf(
        "SELECT json_object('seq', e.seq, 'kind', e.kind, 'at', e.at, 'body', json(e.body)) "
        "FROM event e JOIN contest c ON c.contest = e.contest WHERE c.id = %Q ORDER BY e.seq",
        contest);
    int code = sqlite3_exec(db, sql, print_column, NULL, NULL);
    sqlite3_free(sql);
    return code;
}

static int hold(sqlite3 *db, const char *sql)
{
    (void)puts("ready");
    (void)fflush(stdout);
    (void)getchar();
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        (void)puts("held");
        (void)fflush(stdout);
        while (getchar() != EOF) {
        }
        code = sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    }
    return code;
}

int main(int argc, char **argv)
{
    sqlite3 *db = NULL;
    int code = SQLITE_MISUSE;
    if (argc < 3 || sqlite3_open_v2(argv[2], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                    NULL) != SQLITE_OK) {
        (void)fprintf(stderr, "%s\n", db ? sqlite3_errmsg(db) : "usage: db WHAT FILE");
        return 2;
    }
    (void)sqlite3_busy_timeout(db, 5000);
    if (strcmp(argv[1], "log") == 0 && argc == 4) {
        code = print_log(db, argv[3]);
    } else if (strcmp(argv[1], "sql") == 0 && argc == 4) {
        code = sqlite3_exec(db, argv[3], NULL, NULL, NULL);
    } else if (strcmp(argv[1], "hold") == 0) {
        code = hold(db, "BEGIN IMMEDIATE");
    } else if (strcmp(argv[1], "read") == 0) {
        code = hold(db, "BEGIN; SELECT count(*) FROM event");
    } else if (strcmp(argv[1], "touch") == 0) {
        code = sqlite3_exec(db,
                            "UPDATE contest SET title = title || ' ';"
                            "UPDATE contest SET title = rtrim(title)",
                            NULL, NULL, NULL);
    }
    if (code != SQLITE_OK) {
        (void)fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    }
    (void)sqlite3_close(db);
    return code == SQLITE_OK ? 0 : 1;
}
