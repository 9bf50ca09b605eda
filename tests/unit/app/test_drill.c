/* Where a drill goes, and what it says in the end. */
#include <stdio.h>
#include <string.h>

#include "drill_contest.h"
#include "drill_report.h"
#include "jb_test.h"

static void an_address_is_read(void **state)
{
    static const struct {
        const char *url, *host, *port;
    } good[] = {
        { "http://127.0.0.1:8080", "127.0.0.1", "8080" },
        { "http://quiz.local/", "quiz.local", "80" },
        { "http://[::1]:9000/", "::1", "9000" },
        { "http://[fe80::1]", "fe80::1", "80" },
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        jb_drill_server server;
        JB_TRUE(jb_drill_url(good[i].url, &server));
        JB_EQ_STR(server.host, good[i].host);
        JB_EQ_STR(server.port, good[i].port);
    }
}

static void what_is_no_address_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "127.0.0.1:8080",
        "https://127.0.0.1",
        "http://",
        "http://:80",
        "http:///x",
        "http://h:",
        "http://h:x",
        "http://h:123456",
        "http://h:80/path",
        "http://[::1",
        "http://[::1]x",
        "http://h@i:80 ",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        jb_drill_server server;
        JB_FALSE(jb_drill_url(bad[i], &server));
    }
}

static jb_drill_report full_report(void)
{
    jb_drill_report report;
    jb_drill_figures step = { .expected = 10,
                              .done = 10,
                              .first_ns = 900000,
                              .half_ns = 3000000,
                              .p99_ns = 8000000,
                              .last_ns = 9400000,
                              .took_ns = 1500000000,
                              .bytes = 100 };
    jb_drill_report_init(&report, 10);
    jb_drill_report_add(&report.joined, &step);
    jb_drill_report_add(&report.question, &step);
    jb_drill_report_add(&report.answers, &step);
    jb_drill_report_add(&report.results, &step);
    jb_drill_report_add(&report.back, &step);
    report.questions = 1;
    return report;
}

static void counts_add_up_and_the_worst_time_stands(void **state)
{
    jb_drill_report report = full_report();
    const jb_drill_figures worse = {
        .expected = 10, .done = 8, .lost = 2, .wrong = 1, .last_ns = 20000000, .first_ns = -1
    };
    jb_drill_report_add(&report.question, &worse);
    JB_EQ_U64(report.question.expected, 20);
    JB_EQ_U64(report.question.done, 18);
    JB_EQ_I64(report.question.last_ns, 20000000);
    JB_EQ_I64(report.question.first_ns, 900000);
    JB_EQ_U64(jb_drill_report_lost(&report), 3);
}

static void a_good_hall_is_told_so(void **state)
{
    jb_drill_report report = full_report();
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_drill_report_text(&report, &out);
    JB_EQ_STR(
        jb_buffer_text(&out),
        "joined     10 of 10 in 1.5 s\n"
        "question   10 of 10: on the first phone after 0.9 ms, on half of them after 3.0 ms, on "
        "the last one after 9.4 ms\n"
        "answers    10 of 10 safe on disk: half after 3.0 ms, 99 of 100 after 8.0 ms, the "
        "slowest after 9.4 ms\n"
        "results    10 of 10, with standings: on the last phone after 9.4 ms\n"
        "reconnect  10 of 10 back after 1.5 s, all cut off at once\n"
        "lost       nothing\n"
        "\nTimes are the worst of 1 question.\n"
        "10 phones: question on the last one after 9.4 ms; nothing was lost.\n");
    jb_buffer_finish(&out);
}

static void a_loss_is_named_with_its_reason(void **state)
{
    jb_drill_report report = full_report();
    jb_buffer out;
    report.answers.lost = 3;
    report.questions = 2;
    (void)snprintf(report.why, sizeof report.why, "the server refused: full");
    jb_buffer_init(&out, 0);
    jb_drill_report_text(&report, &out);
    JB_TRUE(strstr(jb_buffer_text(&out), "lost       3: the server refused: full\n") != NULL);
    JB_TRUE(strstr(jb_buffer_text(&out), "worst of 2 questions.\n10 phones are too many here") !=
            NULL);
    JB_TRUE(strstr(jb_buffer_text(&out), "nothing") == NULL);
    jb_buffer_finish(&out);
}

static void json_has_null_where_nothing_came(void **state)
{
    jb_drill_report report;
    jb_buffer out;
    jb_drill_report_init(&report, 5);
    jb_buffer_init(&out, 0);
    jb_drill_report_json(&report, &out);
    JB_TRUE(strstr(jb_buffer_text(&out), "\"first_ms\":null") != NULL);
    JB_TRUE(strstr(jb_buffer_text(&out), "\"why\"") == NULL);
    JB_TRUE(strstr(jb_buffer_text(&out), "\"lost\":0}\n") != NULL);
    jb_buffer_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_read),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(counts_add_up_and_the_worst_time_stands),
        cmocka_unit_test(a_good_hall_is_told_so),
        cmocka_unit_test(a_loss_is_named_with_its_reason),
        cmocka_unit_test(json_has_null_where_nothing_came),
    };
    return JB_RUN(tests);
}
