/* Base64, as files embed it: lines of any length, with or without padding. */
#include "jinbang/unpack.h"

/* The value of a character, or -1. */
static int value_of(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Takes the bytes that `digits` characters of six bits have filled. */
static jb_unpack_result put(uint32_t bits, int digits, size_t size_max, jb_buffer *out)
{
    for (int i = 0; i < digits - 1; i++) {
        if (out->size >= size_max) {
            return JB_UNPACK_TOO_LARGE;
        }
        jb_buffer_append_char(out, (char)(bits >> (16 - 8 * i) & 0xffU));
    }
    return out->failed ? JB_UNPACK_MEMORY : JB_UNPACK_FINE;
}

jb_unpack_result jb_base64_decode(jb_slice text, size_t size_max, jb_buffer *out)
{
    uint32_t bits = 0;
    int digits = 0;
    int padding = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.bytes[i];
        int value = value_of(c);
        if (is_space(c)) {
            continue;
        }
        if (c == '=' && digits + padding >= 2 && digits + padding < 4) {
            padding++;
            continue;
        }
        if (value < 0 || padding > 0) {
            return JB_UNPACK_DAMAGED;
        }
        bits |= (uint32_t)value << (18 - 6 * digits);
        digits++;
        if (digits == 4) {
            jb_unpack_result result = put(bits, digits, size_max, out);
            if (result != JB_UNPACK_FINE) {
                return result;
            }
            bits = 0;
            digits = 0;
        }
    }
    if (digits == 1 || (padding > 0 && digits + padding != 4)) {
        return JB_UNPACK_DAMAGED;
    }
    return digits > 0 ? put(bits, digits, size_max, out) : JB_UNPACK_FINE;
}
