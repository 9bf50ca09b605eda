/*
 * `verify`: can what a data folder says about a contest be believed? Only reads, works beside a
 * running server and on a backup.
 */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "contest_data.h"
#include "jinbang/json_out.h"

static void print_good(const char *id, const jb_proof *proof, const jb_noted_heads *noted,
                       const jb_contest_won *won)
{
    char head[JB_HASH_HEX_SIZE];
    jb_hex_encode(proof->head.hash.bytes, JB_HASH_SIZE, head);
    (void)printf("contest %s: %llu log entries, the chain holds, every invariant holds,\n"
                 "every score is the sum of its entries, ",
                 id, (unsigned long long)proof->head.seq);
    if (proof->compared && proof->compared_at < proof->head.seq) {
        (void)printf("the stored ranking follows from the log up to entry %llu;\n"
                     "what was corrected since is written into it at once, or at the next start.\n",
                     (unsigned long long)proof->compared_at);
    } else {
        (void)printf("%s\n", proof->compared ? "the stored ranking follows from the log."
                             : proof->finished
                                 ? "it has ended, and its ranking is not stored yet."
                                 : "it is not finished: there is no ranking stored yet.");
    }
    if (proof->heads_shown > 0) {
        (void)printf("heads that were shown: %u, all of them in this log\n", proof->heads_shown);
    }
    for (size_t i = 0; i < noted->count; i++) {
        (void)printf("noted: entry %llu begins with %s, as in this log\n",
                     (unsigned long long)noted->items[i].seq, noted->items[i].digits);
    }
    if (proof->names_erased > 0) {
        (void)printf("names erased: %u\n", proof->names_erased);
    }
    (void)printf("%shead %s\n", jb_buffer_text(&won->text), head);
}

/* `rest`: who has won, as JSON, or why it does not hold. */
static void print_json(const char *id, jb_status status, const jb_proof *proof,
                       const jb_noted_heads *noted, const jb_buffer *rest)
{
    char head[JB_HASH_HEX_SIZE];
    jb_buffer out;
    jb_json_out writer;
    jb_buffer_init(&out, 0);
    jb_hex_encode(proof->head.hash.bytes, JB_HASH_SIZE, head);
    jb_json_begin(&writer, &out);
    jb_json_object(&writer);
    jb_json_text_member(&writer, "contest", id);
    jb_json_bool_member(&writer, "ok", status == JB_OK);
    jb_json_int_member(&writer, "events", (int64_t)proof->head.seq);
    jb_json_text_member(&writer, "head", head);
    jb_json_bool_member(&writer, "finished", proof->finished);
    jb_json_bool_member(&writer, "ranking_compared", proof->compared);
    if (proof->compared) {
        jb_json_int_member(&writer, "ranking_entry", (int64_t)proof->compared_at);
    }
    jb_json_int_member(&writer, "participants", proof->participants);
    jb_json_int_member(&writer, "names_erased", proof->names_erased);
    jb_json_int_member(&writer, "heads_shown", proof->heads_shown);
    jb_json_int_member(&writer, "heads_noted", (int64_t)noted->count);
    if (status == JB_OK) {
        jb_json_raw_member(&writer, "won", jb_buffer_slice(rest));
    } else {
        jb_json_slice_member(&writer, "why", jb_buffer_slice(rest));
    }
    jb_json_object_end(&writer);
    (void)printf("%s\n", jb_buffer_text(&out));
    jb_buffer_finish(&out);
}

static int report(const char *id, const char *directory, const jb_noted_heads *noted, bool json)
{
    const jb_db_options options = { .directory = directory, .mode = JB_DB_READ };
    jb_proof proof = { 0 };
    jb_contest_won won = { .json = json };
    jb_db *db = NULL;
    jb_buffer why;
    jb_buffer_init(&why, 0);
    jb_buffer_init(&won.text, 0);
    int result = JB_EXIT_FINE;
    jb_status status = jb_db_open(&options, &db, &why);
    if (status != JB_OK) {
        (void)fprintf(stderr, "jinbang: %s\n", jb_buffer_text(&why));
        result = JB_EXIT_MACHINE;
        goto cleanup;
    }
    status = jb_contest_prove(db, id, noted, &proof, &won, &why);
    if (status == JB_ERR_NOT_FOUND) {
        (void)fprintf(stderr, "jinbang: there is no contest %s in %s\n", id, directory);
        result = JB_EXIT_ERRORS;
    } else if (status != JB_OK && status != JB_ERR_CORRUPT) {
        (void)fprintf(stderr, "jinbang: %s\n", jb_buffer_text(&why));
        result = JB_EXIT_MACHINE;
    } else {
        result = status == JB_OK ? JB_EXIT_FINE : JB_EXIT_ERRORS;
        if (json) {
            print_json(id, status, &proof, noted, status == JB_OK ? &won.text : &why);
        } else if (status == JB_OK) {
            print_good(id, &proof, noted, &won);
        } else {
            (void)printf("contest %s: NOT proved: %s\n", id, jb_buffer_text(&why));
        }
    }
cleanup:
    jb_db_close(db);
    jb_buffer_finish(&won.text);
    jb_buffer_finish(&why);
    return result;
}

int jb_command_verify(int argc, char **argv)
{
    const char *directory = "jinbang-data";
    const char *last = NULL;
    bool json = false;
    const jb_option options[] = {
        { "--data", "DIR", "the data folder, or a backup (jinbang-data)", &directory, NULL },
        { "--head", "N:HASH", "what was noted of entry N, 8 digits or more; may repeat", &last,
          NULL },
        { "--json", NULL, "print one JSON object", NULL, &json },
    };
    const jb_usage usage = { "verify",
                             "CONTEST",
                             "replay a contest's log: chain, invariants, sums, ranking",
                             1,
                             1,
                             options,
                             sizeof options / sizeof options[0] };
    jb_noted_head items[JB_OPERANDS_MAX];
    jb_noted_heads noted = { .items = items };
    jb_operands operands;
    jb_operands heads;
    int result = jb_cli_parse(&usage, argc, argv, &operands);
    if (result >= 0) {
        return result;
    }
    jb_cli_all(argc, argv, "--head", &heads);
    for (size_t i = 0; i < heads.count; i++) {
        if (jb_noted_head_read(heads.items[i], &items[i]) != JB_OK) {
            return jb_cli_wrong(&usage, "--head wants ENTRY:HASH, as 412:3f2a91bc", heads.items[i]);
        }
    }
    noted.count = heads.count;
    return report(operands.items[0], directory, &noted, json);
}
