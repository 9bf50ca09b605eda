/*
 * Tickets of a lottery: SHA-256 over texts that everybody can type, so that anybody can draw again
 * with a shell.
 */
#include "jinbang/lottery.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/buffer.h"

typedef struct ticket {
    jb_hash hash;
    uint32_t player;
} ticket;

/* By the hash as a big-endian number; the lower number first of equal ones. */
static int compare_tickets(const void *left, const void *right)
{
    const ticket *a = left;
    const ticket *b = right;
    int order = memcmp(a->hash.bytes, b->hash.bytes, JB_HASH_SIZE);
    return order != 0 ? order : (a->player > b->player) - (a->player < b->player);
}

static void make_tickets(jb_hasher *hasher, jb_slice start, ticket *tickets, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        char digits[sizeof "4294967295"];
        (void)snprintf(digits, sizeof digits, "%" PRIu32, tickets[i].player);
        jb_hasher_of(hasher, (const jb_slice[2]){ start, jb_slice_of(digits) }, 2,
                     &tickets[i].hash);
    }
}

jb_status jb_lottery_draw(const jb_hash *commitment, jb_slice number, uint32_t draw,
                          const uint32_t *eligible, uint32_t count, uint32_t winners, uint32_t *out)
{
    char hex[JB_HASH_HEX_SIZE];
    char digits[sizeof "\n4294967295\n"];
    jb_buffer start;
    jb_buffer_init(&start, 0);
    jb_hex_encode(commitment->bytes, JB_HASH_SIZE, hex);
    jb_buffer_append_text(&start, hex);
    jb_buffer_append_char(&start, '\n');
    jb_buffer_append(&start, number.bytes, number.size);
    (void)snprintf(digits, sizeof digits, "\n%" PRIu32 "\n", draw);
    jb_buffer_append_text(&start, digits);
    ticket *tickets = calloc(count > 0 ? count : 1, sizeof *tickets);
    jb_hasher *hasher = jb_hasher_create();
    bool good = tickets && hasher && !start.failed;
    for (uint32_t i = 0; good && i < count; i++) {
        tickets[i].player = eligible[i];
    }
    if (good) {
        make_tickets(hasher, jb_buffer_slice(&start), tickets, count);
        qsort(tickets, count, sizeof *tickets, compare_tickets);
    }
    for (uint32_t i = 0; good && i < count && i < winners; i++) {
        out[i] = tickets[i].player;
    }
    free(tickets);
    jb_hasher_destroy(hasher);
    jb_buffer_finish(&start);
    return good ? JB_OK : JB_ERR_MEMORY;
}
