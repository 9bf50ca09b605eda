/*
 * `jinbang demo`: a server with the sample banks and a contest ready to be joined. A contest that
 * was under way in the same data folder goes on; otherwise a new one is made, and sample banks that
 * are not there are imported. All of them and the contest file are in the program.
 */
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/clock.h"
#include "server.h"

/* Generated from questions/ (CMakeLists.txt). */
extern const char jb_demo_contest[];
extern const char jb_demo_contest_end[];

typedef struct jb_demo {
    jb_server_config config;
    char id[JB_CONTEST_ID_SIZE];
    char code[JB_CODE_DIGITS + 1];
    char url[JB_URL_MAX];
} jb_demo;

static jb_slice embedded(const char *start, const char *end)
{
    return (jb_slice){ .bytes = start, .size = (size_t)(end - start) };
}

static bool take_unfinished(void *user, const jb_contest_row *row)
{
    jb_demo *demo = user;
    if (!row->open || row->finished_at > 0) {
        return true;
    }
    (void)snprintf(demo->id, sizeof demo->id, "%s", row->id);
    (void)snprintf(demo->code, sizeof demo->code, "%s", row->code);
    return false;
}

/* Imports what is not there yet. */
static jb_status import_samples(jb_db *db, const jb_samples *samples)
{
    jb_status status = JB_OK;
    for (size_t i = 0; i < samples->count && status == JB_OK; i++) {
        jb_report report;
        char id[JB_BANK_ID_SIZE];
        bool there = false;
        jb_bank_import import = { .file = samples->items[i].file, .media = &jb_samples_media };
        status = jb_bank_is_there(db, samples->items[i].id, &there);
        if (status == JB_OK && !there) {
            jb_report_init(&report);
            status = jb_make_bank(db, &import, &report, id);
            jb_report_finish(&report);
        }
    }
    return status;
}

/* Makes the sample banks and a contest from one of them. */
static jb_status make_demo(jb_db *db, const jb_samples *samples, jb_demo *demo,
                           jb_made_contest *made, jb_buffer *why)
{
    jb_report report;
    jb_report_init(&report);
    jb_status status = import_samples(db, samples);
    if (status == JB_OK) {
        status = jb_make_contest(db, embedded(jb_demo_contest, jb_demo_contest_end), &report, made);
    }
    if (status == JB_OK && report.errors) {
        jb_report_text(&report, "the sample contest", why);
        status = JB_ERR_INVALID;
    } else if (status != JB_OK) {
        jb_buffer_append_text(why, jb_db_why(db));
    }
    (void)snprintf(demo->id, sizeof demo->id, "%s", made->id);
    (void)snprintf(demo->code, sizeof demo->code, "%s", made->code);
    jb_report_finish(&report);
    return status;
}

/* One character a pair of rows, dark on light whatever the terminal's colours are. */
static void print_qr(const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code) {
        return; /* the link stands above; the picture is a convenience */
    }
    const int quiet = 2;
    for (int y = -quiet; y < code->width + quiet; y += 2) {
        (void)printf("  \x1b[30;47m");
        for (int x = -quiet; x < code->width + quiet; x++) {
            bool inside = x >= 0 && x < code->width;
            bool upper =
                inside && y >= 0 && y < code->width && (code->data[y * code->width + x] & 1U);
            bool lower = inside && y + 1 >= 0 && y + 1 < code->width &&
                         (code->data[(y + 1) * code->width + x] & 1U);
            (void)printf("%s", upper && lower ? "\u2588"
                               : upper        ? "\u2580"
                               : lower        ? "\u2584"
                                              : " ");
        }
        (void)printf("\x1b[0m\n");
    }
    QRcode_free(code);
}

static void print_link(const jb_server *server, const jb_demo *demo, const char *label,
                       jb_role role)
{
    jb_buffer link;
    jb_buffer_init(&link, 0);
    jb_server_link(server, role, demo->id, demo->code, &link);
    (void)printf("%-8s %s\n", label, jb_buffer_text(&link));
    if (role == JB_ROLE_PLAYER) {
        print_qr(jb_buffer_text(&link));
    }
    jb_buffer_finish(&link);
}

static void print_organizer(const jb_server *server, const jb_demo *demo, jb_buffer *why)
{
    jb_buffer link;
    jb_buffer_init(&link, 0);
    if (jb_server_organizer_link(server, demo->config.data, &link, why) == JB_OK) {
        (void)printf("%-8s %s\n", "organize", jb_buffer_text(&link));
    }
    jb_buffer_finish(&link);
}

/* The server runs; the contest is put into the arena and its links are printed. */
static jb_status demo_ready(jb_server *server, void *user)
{
    jb_demo *demo = user;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_made_contest made = { 0 };
    jb_buffer_init(&made.plan, 0);
    jb_db *db = NULL;
    jb_db_options options = { .directory = demo->config.data, .mode = JB_DB_WRITE };
    jb_status status = jb_db_open(&options, &db, &why);
    if (status == JB_OK) {
        status = jb_db_contest_list(db, take_unfinished, demo);
    }
    if (status == JB_OK && !demo->id[0]) {
        status = make_demo(db, &server->samples, demo, &made, &why);
        if (status == JB_OK) {
            status = jb_arena_add(server->arena, made.contest, made.id, made.code,
                                  jb_buffer_slice(&made.plan), jb_clock_monotonic_ms());
        }
    }
    if (status == JB_OK) {
        (void)printf("\n");
        print_link(server, demo, "join", JB_ROLE_PLAYER);
        print_link(server, demo, "host", JB_ROLE_HOST);
        print_link(server, demo, "screen", JB_ROLE_SCREEN);
        print_organizer(server, demo, &why);
        (void)printf("\nOpen the screen link on the projector and the host link for yourself; "
                     "stop with Ctrl-C.\n");
        (void)fflush(stdout);
    } else {
        (void)fprintf(stderr, "jinbang: the demo contest could not be made: %s\n",
                      why.size > 0 ? jb_buffer_text(&why) : jb_status_text(status));
    }
    jb_db_close(db);
    jb_buffer_finish(&made.plan);
    jb_buffer_finish(&why);
    return status;
}

int jb_command_demo(int argc, char **argv)
{
    jb_demo demo = { .config = { .listen = "0.0.0.0:8080", .data = "jinbang-data" } };
    jb_option options[JB_SERVER_OPTIONS];
    jb_server_option_rows(&demo.config, options);
    const jb_usage usage = {
        "demo", "", "run a server with sample banks and a contest", 0, 0, options, JB_SERVER_OPTIONS
    };
    jb_operands operands;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    return jb_server_run(&demo.config, demo_ready, &demo);
}
