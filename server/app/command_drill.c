/*
 * `drill`: a hall's own test against the server that it will use. Phones, a host and a screen of
 * this program play a contest on it; nothing of the server is switched off or asked to look away
 * for that.
 *
 * With a contest's code and its host's key that contest is played to its end, if nobody is in it.
 * With the organizer's key a contest is made for it and removed afterwards. That key goes to this
 * machine only: what is sent over a network in clear can be read there, and it opens everything.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cli.h"
#include "drill_contest.h"
#include "drill_report.h"
#include "jinbang/limits.h"

enum {
    PATH_SIZE = 4096,
    KEY_FILE_MAX = 4096,
    IN_FLIGHT = 256,
    QUESTIONS_MAX = 1000,
    SECONDS_MAX = 600
};

/* What was asked for. */
typedef struct wishes {
    const char *phones_text;
    const char *url;
    const char *code;
    const char *host_key;
    const char *key;
    const char *data;
    const char *questions_text;
    const char *seconds_text;
    const char *patience_text;
    bool json;
    uint32_t phones;
    uint32_t questions;
    uint32_t seconds;
    uint32_t patience; /* s */
    jb_drill_server server;
    jb_drill_contest contest;
    bool own; /* the contest is made here */
} wishes;

static bool number(const char *text, uint32_t least, uint32_t most, uint32_t *out)
{
    char *end = NULL;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (errno != 0 || text[0] < '0' || text[0] > '9' || *end != '\0' || value < least ||
        value > most) {
        return false;
    }
    *out = (uint32_t)value;
    return true;
}

/* Returns -1 to go on, else the exit status. */
static int check_wishes(const jb_usage *usage, wishes *wish)
{
    if (!number(wish->phones_text, 1, JB_PLAYERS_MAX, &wish->phones)) {
        return jb_cli_wrong(usage, "--phones is a number from 1 to 20000", wish->phones_text);
    }
    if (!number(wish->questions_text, 1, QUESTIONS_MAX, &wish->questions)) {
        return jb_cli_wrong(usage, "--questions is a number from 1 to 1000", wish->questions_text);
    }
    if (!number(wish->seconds_text, 0, SECONDS_MAX, &wish->seconds)) {
        return jb_cli_wrong(usage, "--seconds is a number from 0 to 600", wish->seconds_text);
    }
    if (!number(wish->patience_text, 1, SECONDS_MAX, &wish->patience)) {
        return jb_cli_wrong(usage, "--patience is a number from 1 to 600", wish->patience_text);
    }
    if (!jb_drill_url(wish->url, &wish->server)) {
        return jb_cli_wrong(usage, "--url is http://HOST:PORT; https is not spoken here",
                            wish->url);
    }
    if (!wish->code != !wish->host_key) {
        return jb_cli_wrong(usage, "--code and --host-key go together", NULL);
    }
    if (wish->code && wish->key) {
        return jb_cli_wrong(usage, "either --code or --key", NULL);
    }
    wish->own = !wish->code;
    if (wish->own && !jb_drill_is_here(wish->server.host)) {
        return jb_cli_wrong(
            usage,
            "the organizer's key is sent to this machine only; for another one make "
            "a contest there and name its --code and --host-key",
            wish->url);
    }
    return -1;
}

/* The key that was named, or that of the data folder. */
static int find_key(wishes *wish)
{
    char path[PATH_SIZE];
    size_t size = 0;
    if (wish->key) {
        (void)snprintf(wish->server.key, sizeof wish->server.key, "%s", wish->key);
        return JB_EXIT_FINE;
    }
    (void)snprintf(path, sizeof path, "%s/admin.key", wish->data);
    char *text = jb_cli_read_file(path, KEY_FILE_MAX, &size);
    if (!text) {
        (void)fprintf(stderr,
                      "jinbang: name the server's data folder with --data, or --key, or the "
                      "--code and --host-key of a contest\n");
        return JB_EXIT_MACHINE;
    }
    (void)snprintf(wish->server.key, sizeof wish->server.key, "%.*s", (int)strcspn(text, "\r\n"),
                   text);
    free(text);
    return JB_EXIT_FINE;
}

/* ---- playing ---- */

typedef struct play {
    jb_drill *drill;
    jb_drill_report report;
    uint32_t questions; /* at most */
    uint32_t over_ms;
} play;

static void note_why(play *self)
{
    const char *why = jb_drill_why(self->drill);
    if (why[0] != '\0' && self->report.why[0] == '\0') {
        (void)snprintf(self->report.why, sizeof self->report.why, "%s", why);
    }
}

static jb_status play_question(play *self)
{
    jb_drill_figures step;
    jb_drill_figures standings;
    jb_status status = jb_drill_question(self->drill, &step);
    if (status != JB_OK) {
        return status;
    }
    jb_drill_report_add(&self->report.question, &step);
    note_why(self);
    status = jb_drill_answers(self->drill, self->over_ms, &step);
    if (status != JB_OK) {
        return status;
    }
    jb_drill_report_add(&self->report.answers, &step);
    note_why(self);
    status = jb_drill_results(self->drill, &step, &standings);
    if (status == JB_OK) {
        jb_drill_report_add(&self->report.results, &step);
        jb_drill_report_add(&self->report.results, &standings);
        self->report.questions++;
    }
    return status;
}

/* Everybody leaves the room and comes back. */
static jb_status play_storm(play *self)
{
    jb_drill_figures step;
    (void)jb_drill_drop(self->drill);
    jb_status status = jb_drill_join(self->drill, 0, &step);
    if (status == JB_OK) {
        jb_drill_report_add(&self->report.back, &step);
    }
    return status;
}

static jb_status play_all(play *self)
{
    jb_drill_figures step;
    jb_status status = jb_drill_open_desk(self->drill);
    if (status == JB_OK && (!jb_drill_in_lobby(self->drill) || jb_drill_players(self->drill) > 0)) {
        (void)snprintf(self->report.why, sizeof self->report.why,
                       "there are people in this contest, or it has begun: a drill does not play "
                       "among them");
        return JB_ERR_BUSY;
    }
    if (status == JB_OK && jb_drill_over_days(self->drill)) {
        (void)snprintf(self->report.why, sizeof self->report.why,
                       "this contest lasts for days and has no host who leads it: a drill plays "
                       "live contests");
        return JB_ERR_BUSY;
    }
    if (status == JB_OK) {
        status = jb_drill_join(self->drill, IN_FLIGHT, &step);
    }
    if (status != JB_OK) {
        note_why(self);
        return status;
    }
    jb_drill_report_add(&self->report.joined, &step);
    note_why(self);
    while (status == JB_OK && self->report.questions < self->questions &&
           !jb_drill_stopped(self->drill)) {
        status = play_question(self);
        if (status == JB_OK && self->report.questions == 1) {
            status = play_storm(self);
        }
        if (status != JB_ERR_NOT_FOUND) {
            note_why(self);
        }
    }
    /* A contest may have fewer questions than were asked for. */
    bool enough = self->report.questions > 0 && status == JB_ERR_NOT_FOUND;
    jb_status ended = jb_drill_end(self->drill);
    return status != JB_OK && !enough ? status : ended;
}

/* ---- the command ---- */

static int print_report(const jb_drill_report *report, bool json)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    if (json) {
        jb_drill_report_json(report, &out);
    } else {
        jb_drill_report_text(report, &out);
    }
    (void)fwrite(jb_buffer_text(&out), 1, out.size, stdout);
    jb_buffer_finish(&out);
    return jb_drill_report_lost(report) > 0 ? JB_EXIT_ERRORS : JB_EXIT_FINE;
}

static int play_contest(const wishes *wish, int stop_file)
{
    const jb_drill_contest *contest = &wish->contest;
    bool screen = contest->screen_key[0] != '\0';
    const jb_drill_options options = { .host = wish->server.host,
                                       .port = wish->server.port,
                                       .code = contest->code,
                                       .host_key = contest->host_key,
                                       .screen_key = screen ? contest->screen_key : NULL,
                                       .phones = wish->phones,
                                       .patience_ms = wish->patience * 1000,
                                       .stop_file = stop_file,
                                       .seed = 1 };
    play self = { .questions = wish->questions, .over_ms = wish->seconds * 1000 };
    int result = JB_EXIT_MACHINE;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_drill_report_init(&self.report, wish->phones);
    jb_status status = jb_drill_create(&options, &self.drill, &why);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s\n",
                      why.size > 0 ? jb_buffer_text(&why) : jb_status_text(status));
        goto cleanup;
    }
    status = play_all(&self);
    result = JB_EXIT_ERRORS;
    if (jb_drill_stopped(self.drill)) {
        (void)fprintf(stderr, "jinbang: the drill was stopped\n");
    } else if (status != JB_OK) {
        note_why(&self);
        (void)fprintf(stderr, "jinbang: %s\n",
                      self.report.why[0] != '\0' ? self.report.why : jb_status_text(status));
    } else {
        result = print_report(&self.report, wish->json);
    }
cleanup:
    jb_drill_destroy(self.drill);
    jb_buffer_finish(&why);
    return result;
}

/* Nothing of the drill stays; if it does, it is said where. */
static int tidy_up(wishes *wish, int result)
{
    jb_buffer why;
    jb_buffer_init(&why, 0);
    if (jb_drill_contest_remove(&wish->server, &wish->contest, &why) != JB_OK) {
        (void)fprintf(stderr,
                      "jinbang: the drill's contest %s and bank %s could not be removed: %s\n",
                      wish->contest.code, wish->contest.bank, jb_buffer_text(&why));
        result = result == JB_EXIT_FINE ? JB_EXIT_MACHINE : result;
    }
    jb_buffer_finish(&why);
    return result;
}

static int drill_own(wishes *wish, int stop_file)
{
    jb_buffer why;
    int result = find_key(wish);
    if (result != JB_EXIT_FINE) {
        return result;
    }
    jb_buffer_init(&why, 0);
    jb_status status =
        jb_drill_contest_make(&wish->server, wish->questions, wish->phones, &wish->contest, &why);
    if (status == JB_OK) {
        result = play_contest(wish, stop_file);
    } else {
        (void)fprintf(stderr, "jinbang: %s\n",
                      why.size > 0 ? jb_buffer_text(&why) : jb_status_text(status));
        result = JB_EXIT_MACHINE;
    }
    jb_buffer_finish(&why);
    return tidy_up(wish, result);
}

static int drill_given(wishes *wish, int stop_file)
{
    (void)snprintf(wish->contest.code, sizeof wish->contest.code, "%s", wish->code);
    (void)snprintf(wish->contest.host_key, sizeof wish->contest.host_key, "%s", wish->host_key);
    return play_contest(wish, stop_file);
}

/* Whoever interrupts a drill wants it to clean up, too. */
static int open_stop_file(void)
{
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &signals, NULL);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

int jb_command_drill(int argc, char **argv)
{
    wishes wish = { .phones_text = "100",
                    .url = "http://127.0.0.1:8080",
                    .data = "jinbang-data",
                    .questions_text = "5",
                    .seconds_text = "3",
                    .patience_text = "30" };
    const jb_option options[] = {
        { "--phones", "N", "how many phones (100)", &wish.phones_text, NULL },
        { "--url", "URL", "the server (http://127.0.0.1:8080)", &wish.url, NULL },
        { "--data", "DIR", "its data folder, for the organizer's key (jinbang-data)", &wish.data,
          NULL },
        { "--key", "KEY", "the organizer's key itself", &wish.key, NULL },
        { "--code", "CODE", "play this contest to its end, instead of one of its own", &wish.code,
          NULL },
        { "--host-key", "KEY", "the key of that contest's host", &wish.host_key, NULL },
        { "--questions", "N", "how many questions, at most (5)", &wish.questions_text, NULL },
        { "--seconds", "S", "phones answer within this time (3); 0: all at once",
          &wish.seconds_text, NULL },
        { "--patience", "S", "what does not come for so long is lost (30)", &wish.patience_text,
          NULL },
        { "--json", NULL, "print one JSON object", NULL, &wish.json },
    };
    const jb_usage usage = { "drill", "",      "try a running server with many phones", 0,
                             0,       options, sizeof options / sizeof options[0] };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result < 0) {
        result = check_wishes(&usage, &wish);
    }
    if (result >= 0) {
        return result;
    }
    int stop_file = open_stop_file();
    result = wish.own ? drill_own(&wish, stop_file) : drill_given(&wish, stop_file);
    if (stop_file >= 0) {
        (void)close(stop_file);
    }
    return result;
}
