/*
 * Counts failures (wrong codes, malformed frames) by client address, so that guessing is slow while
 * a hall of twenty thousand phones behind one address can still join: only failures count. Memory
 * is a table of fixed size; an address has a few places where it may stand, and when they are all
 * taken the one with the oldest and smallest count makes room. Counting is by minute: the minute
 * before is weighed by the part of it that lies in the last sixty seconds.
 *
 * Of an IPv6 address the first 64 bits count, which is what one household or phone is given.
 * Addresses are never written anywhere.
 */
#include "net_internal.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "jinbang/random.h"

enum {
    MINUTE_MS = 60000,
    PLACES = 8,
    NETWORK_BYTES = 8,
    TEXT_MAX = 64
};

static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

_Static_assert(JB_ADDRESSES_MAX % PLACES == 0, "places must not run over the end");

jb_status jb_addresses_open(jb_addresses *addresses)
{
    addresses->rows = calloc(JB_ADDRESSES_MAX, sizeof(*addresses->rows));
    if (addresses->rows == NULL) {
        return JB_ERR_MEMORY;
    }
    jb_random_secret(&addresses->seed, sizeof(addresses->seed));
    return JB_OK;
}

void jb_addresses_close(jb_addresses *addresses)
{
    free(addresses->rows);
    addresses->rows = NULL;
}

static void from_v4(const void *four, jb_address *address)
{
    memcpy(address->bytes, mapped, sizeof(mapped));
    memcpy(address->bytes + sizeof(mapped), four, 4);
}

static void from_v6(const unsigned char *sixteen, jb_address *address)
{
    if (memcmp(sixteen, mapped, sizeof(mapped)) == 0) {
        memcpy(address->bytes, sixteen, sizeof(address->bytes));
        return;
    }
    memset(address->bytes, 0, sizeof(address->bytes));
    memcpy(address->bytes, sixteen, NETWORK_BYTES);
}

bool jb_address_of(const struct sockaddr *from, jb_address *address, bool *loopback)
{
    if (from->sa_family == AF_INET) {
        struct sockaddr_in v4;

        memcpy(&v4, from, sizeof(v4));
        from_v4(&v4.sin_addr, address);
        *loopback = (ntohl(v4.sin_addr.s_addr) >> 24) == 127;
        return true;
    }
    if (from->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;

        memcpy(&v6, from, sizeof(v6));
        from_v6(v6.sin6_addr.s6_addr, address);
        *loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr) != 0 ||
                    (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr) != 0 && v6.sin6_addr.s6_addr[12] == 127);
        return true;
    }
    return false;
}

bool jb_address_parse(jb_slice text, jb_address *address)
{
    char copy[TEXT_MAX];
    unsigned char bytes[16];

    if (text.size == 0 || text.size >= sizeof(copy)) {
        return false;
    }
    memcpy(copy, text.bytes, text.size);
    copy[text.size] = '\0';
    if (inet_pton(AF_INET, copy, bytes) == 1) {
        from_v4(bytes, address);
        return true;
    }
    if (inet_pton(AF_INET6, copy, bytes) == 1) {
        from_v6(bytes, address);
        return true;
    }
    return false;
}

bool jb_address_forwarded(const char *header, jb_address *address)
{
    const char *last = strrchr(header, ',');
    jb_slice text = jb_slice_of(last == NULL ? header : last + 1);

    while (text.size > 0 && (text.bytes[0] == ' ' || text.bytes[0] == '\t')) {
        text.bytes++;
        text.size--;
    }
    while (text.size > 0 &&
           (text.bytes[text.size - 1] == ' ' || text.bytes[text.size - 1] == '\t')) {
        text.size--;
    }
    return jb_address_parse(text, address);
}

uint64_t jb_address_stand_in(const jb_addresses *addresses, const jb_address *address)
{
    return jb_mix_bytes(~addresses->seed, address->bytes, sizeof(address->bytes));
}

/* The address's row, or the one it may take over. */
static jb_address_row *row_for(jb_addresses *addresses, const jb_address *address)
{
    uint64_t hash = jb_mix_bytes(addresses->seed, address->bytes, sizeof(address->bytes));
    jb_address_row *group = &addresses->rows[hash % (JB_ADDRESSES_MAX / PLACES) * PLACES];
    jb_address_row *oldest = &group[0];

    for (size_t i = 0; i < PLACES; i++) {
        jb_address_row *row = &group[i];

        if (memcmp(row->address.bytes, address->bytes, sizeof(address->bytes)) == 0) {
            return row;
        }
        if (row->minute < oldest->minute ||
            (row->minute == oldest->minute && row->now < oldest->now)) {
            oldest = row;
        }
    }
    *oldest = (jb_address_row){ .address = *address };
    return oldest;
}

bool jb_address_failure(jb_addresses *addresses, const jb_address *address, jb_time now)
{
    jb_address_row *row = row_for(addresses, address);
    int64_t minute = now / MINUTE_MS + 1; /* 0 is a row that was never used */
    int64_t left = MINUTE_MS - now % MINUTE_MS;
    int64_t weighed = 0;

    JB_ASSERT(now >= 0);
    if (row->minute != minute) {
        row->before = row->minute == minute - 1 ? row->now : 0;
        row->now = 0;
        row->minute = minute;
    }
    if (row->now < UINT32_MAX) {
        row->now++;
    }
    weighed = (int64_t)row->before * left / MINUTE_MS + row->now;
    return weighed > JB_FAILURES_PER_MINUTE;
}
