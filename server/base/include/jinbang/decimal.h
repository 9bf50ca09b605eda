#ifndef JINBANG_DECIMAL_H
#define JINBANG_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/status.h"

/*
 * Decimal numbers without binary rounding. Two scales are used: points are whole hundredths,
 * numbers in answers whole millionths (up to 12 digits before the point and 6 after it).
 */

enum {
    JB_DECIMAL_DIGITS_MAX = 12,
    JB_DECIMAL_PLACES_MAX = 6,
    JB_DECIMAL_TEXT_MAX = 32
};

#define JB_MICRO INT64_C(1000000)

/* Reads "-3.14" into whole 10^-places. A leading "+", spaces around it, full-width forms already
 * folded away, and a decimal comma or thousands separators are NOT accepted: JB_ERR_INVALID.
 * More digits than fit or than `places` allows (other than zeros): JB_ERR_LIMIT. */
jb_status jb_decimal_parse(jb_slice text, int places, int64_t *value) JB_MUST_CHECK;

/* Whole hundredths of a JSON number: points. False: more than two decimals, or beyond
 * JB_POINTS_MAX. */
bool jb_decimal_hundredths(double number, int64_t *value);

/* Writes value * 10^-places in its shortest form ("15.5", "-2", "0"). Returns the length. */
size_t jb_decimal_format(int64_t value, int places, char out[JB_DECIMAL_TEXT_MAX]);

/* a * b / c, rounded half away from zero. c > 0. Exact inside (128 bits); the result is clamped
 * to the range of int64. */
int64_t jb_mul_div(int64_t a, int64_t b, int64_t c);

#endif
