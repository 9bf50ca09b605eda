/*
 * Any bytes as an SVG picture. One that is taken holds none of the words without which nothing in
 * it could run or load; looking at it twice says the same.
 */
/* jb:length 4096 */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Does a tag of this name begin somewhere? */
static bool holds_tag(const char *text, const char *tag)
{
    size_t size = strlen(tag);
    for (const char *at = strstr(text, tag); at; at = strstr(at + 1, tag)) {
        if (strchr(" \t\r\n/>", at[size]) != NULL) {
            return true;
        }
    }
    return false;
}

/* The bytes in small letters, with a NUL at the end. */
static char *lower(const uint8_t *data, size_t size)
{
    char *text = calloc(1, size + 1);
    JB_ASSERT(text != NULL);
    for (size_t i = 0; i < size; i++) {
        text[i] = (char)tolower(data[i]);
    }
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *why = NULL;
    jb_media_type type;
    jb_slice bytes = { .bytes = (const char *)data, .size = size };
    (void)jb_media_sniff(bytes, &type);
    jb_svg_result result = jb_svg_check(bytes, &why);
    JB_ASSERT(result != JB_SVG_MEMORY);
    JB_ASSERT((result == JB_SVG_FINE) == (why == NULL));
    JB_ASSERT(jb_svg_check(bytes, NULL) == result);
    if (result == JB_SVG_FINE) {
        char *text = lower(data, size);
        JB_ASSERT(strlen(text) == size); /* XML cannot hold a NUL */
        /* In a comment or a CDATA section anything may stand. */
        if (!strstr(text, "<!--") && !strstr(text, "<![cdata[")) {
            JB_ASSERT(!holds_tag(text, "<script") && !holds_tag(text, "<foreignobject"));
            JB_ASSERT(!strstr(text, "<!doctype") && !strstr(text, "<!entity"));
        }
        JB_ASSERT(strstr(text, "http://www.w3.org/2000/svg"));
        free(text);
    }
    return 0;
}
