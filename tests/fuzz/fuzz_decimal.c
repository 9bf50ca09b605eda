/*
 * Any bytes as a decimal number: the first byte says with how many places, the rest is the text.
 * What is taken is written in its shortest form, which reads as the same number; it is the number
 * that an addition digit by digit gives; and scaling it goes through 128 bits as it should.
 */
/* jb:length 64 */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/decimal.h"
#include "jinbang/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The same number, read in the simplest way. Only for what has been taken: no other signs. */
static int64_t by_digits(jb_slice text, int places)
{
    int64_t value = 0;
    int after = -1;
    bool negative = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        if (c == '-') {
            negative = true;
        } else if (c == '.') {
            after = 0;
        } else if (after < places) {
            JB_ASSERT(c >= '0' && c <= '9');
            value = value * 10 + (c - '0');
            after += after >= 0 ? 1 : 0;
        } else {
            JB_ASSERT(c == '0'); /* more places than there are, but they say nothing */
        }
    }
    for (after = after < 0 ? 0 : after; after < places; after++) {
        value *= 10;
    }
    return negative ? -value : value;
}

static void check_number(jb_slice text, int places, int64_t value)
{
    char out[JB_DECIMAL_TEXT_MAX];
    int64_t again = 0;
    size_t size = jb_decimal_format(value, places, out);
    jb_slice shortest = { .bytes = out, .size = size };
    JB_ASSERT(size == strlen(out) && size <= text.size + 1); /* ".5" is "0.5" */
    JB_ASSERT(jb_decimal_parse(shortest, places, &again) == JB_OK && again == value);
    JB_ASSERT(by_digits(text, places) == value);
    JB_ASSERT(jb_mul_div(value, JB_MICRO, JB_MICRO) == value);
    JB_ASSERT(jb_mul_div(value, -3, 3) == -value);
    if (places == 2) {
        int64_t hundredths = 0;
        bool fits = jb_decimal_hundredths((double)value / 100.0, &hundredths);
        JB_ASSERT(fits == (value >= -JB_POINTS_MAX && value <= JB_POINTS_MAX));
        JB_ASSERT(!fits || hundredths == value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    int places = data[0] % (JB_DECIMAL_PLACES_MAX + 1);
    jb_slice text = { .bytes = (const char *)data + 1, .size = size - 1 };
    int64_t value = INT64_C(0x5a5a5a5a);
    jb_status status = jb_decimal_parse(text, places, &value);
    if (status == JB_OK) {
        check_number(text, places, value);
    } else {
        JB_ASSERT(status == JB_ERR_INVALID || status == JB_ERR_LIMIT);
        JB_ASSERT(value == INT64_C(0x5a5a5a5a));
    }
    return 0;
}
