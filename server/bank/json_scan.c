/*
 * Strict JSON, token by token, without building anything. It is the judge of what is JSON: cJSON
 * only sees text that went through here, so its lenience (control characters, odd numbers, NUL in
 * strings, any depth) does not matter. The same walk later finds where a node stands in the text.
 */
#include "bank_internal.h"

#include <string.h>

#include "jinbang/assert.h"

void jb_scan_init(jb_scan *scan, jb_slice text)
{
    *scan = (jb_scan){ .text = text, .state = JB_SCAN_VALUE };
}

static jb_token fault(jb_scan *scan, size_t at, const char *message)
{
    scan->start = at;
    scan->fault_code = "bad_json";
    scan->fault = message;
    return JB_TOKEN_FAULT;
}

/* The byte at an offset; 0 at the end, which no valid text holds. */
static char byte_at(const jb_scan *scan, size_t at)
{
    if (at >= scan->text.size) {
        return '\0';
    }
    return scan->text.bytes[at];
}

static void skip_space(jb_scan *scan)
{
    while (scan->at < scan->text.size && strchr(" \t\r\n", scan->text.bytes[scan->at]) != NULL &&
           scan->text.bytes[scan->at] != '\0') {
        scan->at++;
    }
}

/* Four hexadecimal digits; -1 if they are not. */
static int hex_at(const jb_scan *scan, size_t at)
{
    int value = 0;
    for (size_t i = 0; i < 4; i++) {
        char c = byte_at(scan, at + i);
        int digit = -1;
        if (c >= '0' && c <= '9') {
            digit = c - '0';
        } else if (c >= 'a' && c <= 'f') {
            digit = c - 'a' + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = c - 'A' + 10;
        }
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value;
}

/* Reads the escape at the backslash scan->at stands on. NULL, or what is wrong. */
static const char *scan_escape(jb_scan *scan)
{
    char c = byte_at(scan, scan->at + 1);
    if (c != '\0' && strchr("\"\\/bfnrt", c) != NULL) {
        scan->at += 2;
        return NULL;
    }
    if (c != 'u') {
        return "only \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX are escapes in JSON";
    }
    int unit = hex_at(scan, scan->at + 2);
    if (unit < 0) {
        return "\\u needs four hexadecimal digits";
    }
    if (unit == 0) {
        return "\\u0000 is not allowed in a text";
    }
    if (unit >= 0xdc00 && unit <= 0xdfff) {
        return "half of a surrogate pair";
    }
    scan->at += 6;
    if (unit < 0xd800 || unit > 0xdbff) {
        return NULL;
    }
    int low = byte_at(scan, scan->at) == '\\' && byte_at(scan, scan->at + 1) == 'u'
                  ? hex_at(scan, scan->at + 2)
                  : -1;
    if (low < 0xdc00 || low > 0xdfff) {
        return "half of a surrogate pair";
    }
    scan->at += 6;
    return NULL;
}

/* Reads the string that begins at scan->at. False: the fault is set. */
static bool scan_string(jb_scan *scan)
{
    size_t start = scan->at;
    scan->at++;
    for (;;) {
        unsigned char c = (unsigned char)byte_at(scan, scan->at);
        if (scan->at >= scan->text.size) {
            (void)fault(scan, start, "this string has no closing quotation mark");
            return false;
        }
        if (c < 0x20) {
            (void)fault(scan, scan->at,
                        "a control character inside a string; write a line break as \\n");
            return false;
        }
        if (c == '"') {
            scan->at++;
            scan->start = start;
            return true;
        }
        const char *message = c == '\\' ? scan_escape(scan) : NULL;
        if (message) {
            (void)fault(scan, scan->at, message);
            return false;
        }
        scan->at += c != '\\';
    }
}

static size_t skip_digits(const jb_scan *scan, size_t at)
{
    while (byte_at(scan, at) >= '0' && byte_at(scan, at) <= '9') {
        at++;
    }
    return at;
}

static jb_token scan_number(jb_scan *scan)
{
    size_t start = scan->at;
    size_t at = start + (byte_at(scan, start) == '-');
    size_t whole = at;
    at = skip_digits(scan, at);
    if (at == whole) {
        return fault(scan, start, "a minus sign without a number");
    }
    if (byte_at(scan, whole) == '0' && at > whole + 1) {
        return fault(scan, start, "a number must not begin with 0");
    }
    if (byte_at(scan, at) == '.') {
        size_t places = at + 1;
        at = skip_digits(scan, places);
        if (at == places) {
            return fault(scan, start, "digits must follow a decimal point");
        }
    }
    if (byte_at(scan, at) == 'e' || byte_at(scan, at) == 'E') {
        at++;
        at += byte_at(scan, at) == '+' || byte_at(scan, at) == '-';
        size_t exponent = at;
        at = skip_digits(scan, exponent);
        if (at == exponent) {
            return fault(scan, start, "digits must follow an exponent");
        }
    }
    if (at - start > JB_NUMBER_BYTES_MAX) {
        return fault(scan, start, "this number has too many digits");
    }
    scan->at = at;
    scan->start = start;
    return JB_TOKEN_SCALAR;
}

static jb_token scan_word(jb_scan *scan)
{
    static const char *const words[] = { "true", "false", "null" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t size = strlen(words[i]);
        if (scan->text.size - scan->at >= size &&
            memcmp(scan->text.bytes + scan->at, words[i], size) == 0) {
            scan->start = scan->at;
            scan->at += size;
            return JB_TOKEN_SCALAR;
        }
    }
    return fault(scan, scan->at,
                 "a value was expected: a text in \"\", a number, true, false, "
                 "null, { or [");
}

static jb_token scan_open(jb_scan *scan, bool object)
{
    if (scan->depth == JB_JSON_DEPTH_MAX) {
        (void)fault(scan, scan->at, "objects and lists are nested too deeply");
        scan->fault_code = "too_deep";
        return JB_TOKEN_FAULT;
    }
    scan->in_object[scan->depth++] = object;
    scan->start = scan->at++;
    scan->state = object ? JB_SCAN_FIRST_KEY : JB_SCAN_FIRST_VALUE;
    return JB_TOKEN_OPEN;
}

static jb_token scan_close(jb_scan *scan)
{
    JB_ASSERT(scan->depth > 0);
    scan->depth--;
    scan->start = scan->at++;
    scan->state = JB_SCAN_AFTER;
    return JB_TOKEN_CLOSE;
}

static jb_token scan_value(jb_scan *scan)
{
    char c = byte_at(scan, scan->at);
    if (c == '{' || c == '[') {
        return scan_open(scan, c == '{');
    }
    scan->state = JB_SCAN_AFTER;
    if (scan->at >= scan->text.size) {
        return fault(scan, scan->at, "the file ends too early");
    }
    if (c == '"') {
        return scan_string(scan) ? JB_TOKEN_SCALAR : JB_TOKEN_FAULT;
    }
    return c == '-' || (c >= '0' && c <= '9') ? scan_number(scan) : scan_word(scan);
}

static jb_token scan_key(jb_scan *scan)
{
    if (byte_at(scan, scan->at) != '"') {
        return fault(scan, scan->at,
                     scan->at < scan->text.size ? "a name in quotation marks was expected"
                                                : "the file ends too early");
    }
    if (!scan_string(scan)) {
        return JB_TOKEN_FAULT;
    }
    size_t start = scan->start;
    skip_space(scan);
    if (byte_at(scan, scan->at) != ':') {
        return fault(scan, scan->at, "a colon was expected after the name");
    }
    scan->at++;
    scan->start = start;
    scan->state = JB_SCAN_VALUE;
    return JB_TOKEN_KEY;
}

/* After a value: a comma and what follows it, a closing bracket, or the end. */
static jb_token scan_after(jb_scan *scan)
{
    char c = byte_at(scan, scan->at);
    if (scan->depth == 0) {
        scan->start = scan->at;
        return scan->at >= scan->text.size
                   ? JB_TOKEN_END
                   : fault(scan, scan->at, "nothing may follow the end of the document");
    }
    bool object = scan->in_object[scan->depth - 1];
    if (c == (object ? '}' : ']')) {
        return scan_close(scan);
    }
    if (c != ',') {
        const char *message = object ? "a comma or } was expected" : "a comma or ] was expected";
        return fault(scan, scan->at,
                     scan->at < scan->text.size ? message : "the file ends too early");
    }
    scan->at++;
    skip_space(scan);
    return object ? scan_key(scan) : scan_value(scan);
}

/* The memory of a token: a node and its strings, each in a block of its own. */
static size_t weight_of(const jb_scan *scan, jb_token token)
{
    enum {
        NODE = 80,      /* a cJSON and what malloc() adds */
        STRING_MIN = 32 /* the smallest block */
    };
    size_t size = scan->at - scan->start + 16;
    size = size < STRING_MIN ? STRING_MIN : size;
    switch (token) {
    case JB_TOKEN_KEY:
        return size;
    case JB_TOKEN_SCALAR:
        return scan->text.bytes[scan->start] == '"' ? NODE + size : NODE;
    case JB_TOKEN_OPEN:
        return NODE;
    case JB_TOKEN_CLOSE:
    case JB_TOKEN_END:
    case JB_TOKEN_FAULT:
        break;
    }
    return 0;
}

static jb_token next_token(jb_scan *scan)
{
    skip_space(scan);
    char c = byte_at(scan, scan->at);
    switch (scan->state) {
    case JB_SCAN_FIRST_VALUE:
        return c == ']' ? scan_close(scan) : scan_value(scan);
    case JB_SCAN_VALUE:
        return scan_value(scan);
    case JB_SCAN_FIRST_KEY:
        return c == '}' ? scan_close(scan) : scan_key(scan);
    case JB_SCAN_AFTER:
        break;
    }
    return scan_after(scan);
}

jb_token jb_scan_next(jb_scan *scan)
{
    JB_ASSERT(scan->fault_code == NULL);
    jb_token token = next_token(scan);
    scan->weight += weight_of(scan, token);
    return token;
}
