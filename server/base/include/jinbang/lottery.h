#ifndef JINBANG_LOTTERY_H
#define JINBANG_LOTTERY_H

#include <stdint.h>

#include "jinbang/hash.h"

/*
 * A draw that everybody can check. The contest publishes the hash of the log's entry with which it
 * announced the draw (the commitment: it covers who is eligible and everything before), then the
 * host enters a public number that nobody could know when that was published. The ticket of a
 * participant is
 *
 *     SHA-256(commitment in lower-case hexadecimal, LF, the number as it was entered, LF,
 *             number of the draw from 1 in decimal, LF, number of the participant in decimal)
 *
 * and the smallest tickets, as big-endian numbers, win, the smallest first.
 *
 * Writes min(count, winners) numbers to `out`, which may not be `eligible`. JB_ERR_MEMORY.
 */
jb_status jb_lottery_draw(const jb_hash *commitment, jb_slice number, uint32_t draw,
                          const uint32_t *eligible, uint32_t count, uint32_t winners,
                          uint32_t *out) JB_MUST_CHECK;

#endif
