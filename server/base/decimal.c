/*
 * Decimal numbers as scaled integers: parsing, formatting, and a product divided without overflow.
 * Pure: the engine uses this file.
 */
#include "jinbang/decimal.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/limits.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Reads the digits after the point into *value, which already holds the whole part. */
static jb_status parse_places(jb_slice text, size_t at, int places, int64_t *value)
{
    int seen = 0;
    for (; at < text.size; at++) {
        if (!is_digit(text.bytes[at])) {
            return JB_ERR_INVALID;
        }
        int digit = text.bytes[at] - '0';
        if (seen < places) {
            *value = *value * 10 + digit;
            seen++;
        } else if (digit != 0) {
            return JB_ERR_LIMIT;
        }
    }
    for (; seen < places; seen++) {
        *value *= 10;
    }
    return JB_OK;
}

jb_status jb_decimal_parse(jb_slice text, int places, int64_t *value)
{
    JB_ASSERT(places >= 0 && places <= JB_DECIMAL_PLACES_MAX);
    size_t at = 0;
    bool negative = text.size > 0 && text.bytes[0] == '-';
    if (negative) {
        at++;
    }
    size_t first = at;
    int64_t number = 0;
    int digits = 0;
    for (; at < text.size && is_digit(text.bytes[at]); at++) {
        digits += digits > 0 || text.bytes[at] != '0';
        if (digits > JB_DECIMAL_DIGITS_MAX) {
            return JB_ERR_LIMIT;
        }
        number = number * 10 + (text.bytes[at] - '0');
    }
    if (at == first) {
        return JB_ERR_INVALID;
    }
    if (at < text.size && (text.bytes[at] != '.' || at + 1 == text.size)) {
        return JB_ERR_INVALID;
    }
    jb_status status = parse_places(text, at < text.size ? at + 1 : at, places, &number);
    if (status != JB_OK) {
        return status;
    }
    *value = negative ? -number : number;
    return JB_OK;
}

size_t jb_decimal_format(int64_t value, int places, char out[JB_DECIMAL_TEXT_MAX])
{
    JB_ASSERT(places >= 0 && places <= JB_DECIMAL_PLACES_MAX);
    char reversed[JB_DECIMAL_TEXT_MAX];
    size_t size = 0;
    uint64_t rest = value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
    bool wanted = false;
    for (int place = 0; place < places; place++, rest /= 10) {
        char digit = (char)('0' + rest % 10);
        wanted = wanted || digit != '0';
        if (wanted) {
            reversed[size++] = digit;
        }
    }
    if (wanted) {
        reversed[size++] = '.';
    }
    do {
        reversed[size++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        reversed[size++] = '-';
    }
    for (size_t i = 0; i < size; i++) {
        out[i] = reversed[size - 1 - i];
    }
    out[size] = '\0';
    return size;
}

/* (high, low) = a * b */
static void multiply_wide(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
    uint64_t a_low = a & UINT32_MAX;
    uint64_t a_high = a >> 32;
    uint64_t b_low = b & UINT32_MAX;
    uint64_t b_high = b >> 32;
    uint64_t low_low = a_low * b_low;
    uint64_t cross = a_high * b_low + (low_low >> 32);
    uint64_t cross_low = (cross & UINT32_MAX) + a_low * b_high;
    *low = (cross_low << 32) | (low_low & UINT32_MAX);
    *high = a_high * b_high + (cross >> 32) + (cross_low >> 32);
}

static uint64_t magnitude(int64_t value)
{
    return value < 0 ? UINT64_C(0) - (uint64_t)value : (uint64_t)value;
}

int64_t jb_mul_div(int64_t a, int64_t b, int64_t c)
{
    JB_ASSERT(c > 0);
    uint64_t high = 0;
    uint64_t low = 0;
    multiply_wide(magnitude(a), magnitude(b), &high, &low);
    bool negative = (a < 0) != (b < 0);
    uint64_t divisor = (uint64_t)c;
    uint64_t quotient = 0;
    uint64_t rest = 0;
    /* Points and times fit into one word. */
    if (high == 0 && low <= (uint64_t)INT64_MAX) {
        rest = low % divisor;
        quotient = low / divisor + (rest >= divisor - rest);
        return negative ? -(int64_t)quotient : (int64_t)quotient;
    }
    /* Schoolbook division, a bit at a time; quotients over 63 bits are clamped. */
    for (int bit = 127; bit >= 0; bit--) {
        uint64_t next = bit >= 64 ? (high >> (bit - 64)) & 1 : (low >> bit) & 1;
        rest = (rest << 1) | next;
        bool fits = rest >= divisor;
        if (fits) {
            rest -= divisor;
        }
        if (quotient >> 62) {
            return negative ? INT64_MIN : INT64_MAX;
        }
        quotient = (quotient << 1) | (fits ? 1 : 0);
    }
    quotient += rest >= divisor - rest;
    if (quotient > (uint64_t)INT64_MAX) {
        return negative ? INT64_MIN : INT64_MAX;
    }
    return negative ? -(int64_t)quotient : (int64_t)quotient;
}

/* Both the number and its hundredths divided again are the double nearest to the same decimal, so
 * they are equal exactly if it had no more than two decimals. */
bool jb_decimal_hundredths(double number, int64_t *value)
{
    const double unit = (double)JB_POINTS_UNIT;
    const double most = (double)JB_POINTS_MAX / unit;
    if (!(number <= most && number >= -most)) {
        return false;
    }
    *value = (int64_t)(number * unit + (number < 0 ? -0.5 : 0.5));
    double again = (double)*value / unit;
    return !(again < number || again > number);
}
