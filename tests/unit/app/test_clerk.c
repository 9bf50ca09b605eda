/* The clerk: its jobs run on a thread of their own, in order, reading only. */
#include "jb_test.h"

#include <pthread.h>
#include <string.h>

#include "clerk.h"
#include "folder.h"

/* A door that jobs wait at until the test opens it, and what they noted on the way. */
typedef struct ledger {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool open;
    int entered; /* at the door */
    int woken;
    char worked[JB_CLERK_JOBS_MAX + 1];
    char done[JB_CLERK_JOBS_MAX + 1];
    pthread_t worker;
    bool read_only;
} ledger;

typedef struct task {
    ledger *at;
    char name;
    bool waits;
} task;

static void note(char *list, char name)
{
    list[strlen(list)] = name;
}

static void work(jb_db *db, void *arg)
{
    const task *t = arg;
    ledger *at = t->at;
    (void)pthread_mutex_lock(&at->mutex);
    at->entered++;
    (void)pthread_cond_broadcast(&at->changed);
    while (t->waits && !at->open) {
        (void)pthread_cond_wait(&at->changed, &at->mutex);
    }
    note(at->worked, db ? t->name : '-');
    at->worker = pthread_self();
    at->read_only = db && jb_db_clock_set(db, 1, 1) != JB_OK;
    (void)pthread_mutex_unlock(&at->mutex);
}

static void done(void *arg)
{
    const task *t = arg;
    note(t->at->done, t->name);
}

static void wake(void *user)
{
    ledger *at = user;
    (void)pthread_mutex_lock(&at->mutex);
    at->woken++;
    (void)pthread_cond_broadcast(&at->changed);
    (void)pthread_mutex_unlock(&at->mutex);
}

static void wait_for(ledger *at, const int *count, int wanted)
{
    (void)pthread_mutex_lock(&at->mutex);
    while (*count < wanted) {
        (void)pthread_cond_wait(&at->changed, &at->mutex);
    }
    (void)pthread_mutex_unlock(&at->mutex);
}

static void *open_door(void *arg)
{
    ledger *at = arg;
    (void)pthread_mutex_lock(&at->mutex);
    at->open = true;
    (void)pthread_cond_broadcast(&at->changed);
    (void)pthread_mutex_unlock(&at->mutex);
    return NULL;
}

static jb_clerk *open_clerk(const folder *where, ledger *at)
{
    const jb_db_options options = { .directory = where->path, .mode = JB_DB_WRITE };
    jb_clerk *clerk = NULL;
    jb_db *db = NULL;
    JB_EQ_I64(jb_db_open(&options, &db, NULL), JB_OK);
    jb_db_close(db);
    *at = (ledger){ .open = false };
    (void)pthread_mutex_init(&at->mutex, NULL);
    (void)pthread_cond_init(&at->changed, NULL);
    JB_EQ_I64(jb_clerk_open(where->path, wake, at, &clerk, NULL), JB_OK);
    return clerk;
}

static void ask(jb_clerk *clerk, task *t)
{
    JB_EQ_I64(jb_clerk_run(clerk, &(jb_job){ .work = work, .done = done, .arg = t }), JB_OK);
}

static void jobs_run_elsewhere_in_order_and_are_done_here(void **state)
{
    ledger at;
    jb_clerk *clerk = open_clerk(*state, &at);
    task tasks[] = { { &at, 'a', true }, { &at, 'b', false }, { &at, 'c', false } };
    for (int i = 0; i < 3; i++) {
        ask(clerk, &tasks[i]);
    }
    wait_for(&at, &at.entered, 1);
    jb_clerk_poll(clerk); /* the first is still at work: nothing is done, and nobody waits */
    JB_EQ_STR(at.done, "");
    (void)open_door(&at);
    wait_for(&at, &at.woken, 3);
    JB_EQ_STR(at.worked, "abc");
    JB_EQ_STR(at.done, "");
    jb_clerk_poll(clerk);
    JB_EQ_STR(at.done, "abc");
    JB_FALSE(pthread_equal(at.worker, pthread_self()));
    JB_TRUE(at.read_only);
    jb_clerk_close(clerk);
}

static void what_waits_at_the_end_is_given_up_and_done(void **state)
{
    ledger at;
    jb_clerk *clerk = open_clerk(*state, &at);
    task first = { &at, 'a', true };
    task second = { &at, 'b', false };
    ask(clerk, &first);
    ask(clerk, &second);
    wait_for(&at, &at.entered, 1);
    pthread_t opener;
    JB_EQ_I64(pthread_create(&opener, NULL, open_door, &at), 0);
    jb_clerk_close(clerk);
    JB_EQ_I64(pthread_join(opener, NULL), 0);
    JB_EQ_SIZE(strlen(at.worked), 2);
    JB_TRUE(at.worked[0] == 'a' && (at.worked[1] == 'b' || at.worked[1] == '-'));
    JB_EQ_STR(at.done, "ab");
}

static void too_many_at_once_are_refused(void **state)
{
    ledger at;
    jb_clerk *clerk = open_clerk(*state, &at);
    task tasks[JB_CLERK_JOBS_MAX];
    for (int i = 0; i < JB_CLERK_JOBS_MAX; i++) {
        tasks[i] = (task){ &at, 'x', true };
        ask(clerk, &tasks[i]);
    }
    const jb_job more = { .work = work, .done = done, .arg = &tasks[0] };
    JB_EQ_I64(jb_clerk_run(clerk, &more), JB_ERR_LIMIT);
    (void)open_door(&at);
    wait_for(&at, &at.woken, JB_CLERK_JOBS_MAX);
    JB_EQ_I64(jb_clerk_run(clerk, &more), JB_ERR_LIMIT); /* none has been polled */
    jb_clerk_poll(clerk);
    JB_EQ_SIZE(strlen(at.done), JB_CLERK_JOBS_MAX);
    jb_clerk_close(clerk);
}

static void without_a_database_there_is_no_clerk(void **state)
{
    const folder *where = *state;
    jb_clerk *clerk = NULL;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    JB_EQ_I64(jb_clerk_open(where->path, wake, NULL, &clerk, &why), JB_ERR_NOT_FOUND);
    JB_TRUE(clerk == NULL && why.size > 0);
    jb_clerk_close(clerk);
    jb_buffer_finish(&why);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(jobs_run_elsewhere_in_order_and_are_done_here),
        IN_FOLDER(what_waits_at_the_end_is_given_up_and_done),
        IN_FOLDER(too_many_at_once_are_refused),
        IN_FOLDER(without_a_database_there_is_no_clerk),
    };
    return JB_RUN(tests);
}
