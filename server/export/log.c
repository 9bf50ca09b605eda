/* The log itself, for those who want to check the chain with tools of their own. */
#include "jinbang/export.h"

#include "jinbang/decimal.h"

static void append_number(jb_buffer *out, int64_t value)
{
    char text[JB_DECIMAL_TEXT_MAX];
    size_t size = jb_decimal_format(value, 0, text);
    text[size++] = ' ';
    jb_buffer_append(out, text, size);
}

/* A body is JSON of ours without line breaks, and the hash has no spaces: a line can be taken apart
 * from both ends. */
static bool append_entry(void *user, const jb_log_entry *entry)
{
    jb_buffer *out = user;
    char hash[JB_HASH_HEX_SIZE];
    jb_hex_encode(entry->hash.bytes, JB_HASH_SIZE, hash);
    append_number(out, (int64_t)entry->seq);
    append_number(out, entry->event->at);
    jb_buffer_append_text(out, jb_event_name(entry->event->type));
    jb_buffer_append_char(out, ' ');
    jb_buffer_append(out, entry->body.bytes, entry->body.size);
    jb_buffer_append_char(out, ' ');
    jb_buffer_append_text(out, hash);
    jb_buffer_append_char(out, '\n');
    return !out->failed;
}

jb_status jb_export_log(jb_db *db, int64_t contest, jb_buffer *out, jb_buffer *why)
{
    jb_status status = jb_db_log_read(db, contest, append_entry, out);
    if (status == JB_OK && out->failed) {
        status = JB_ERR_MEMORY;
    }
    if (status != JB_OK && why) {
        jb_buffer_append_text(why, out->failed ? "memory has run out" : jb_db_why(db));
    }
    return status;
}
