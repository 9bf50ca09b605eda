/*
 * Any bytes as HTML: valid text becomes valid text of bounded size, the pictures that are told are
 * valid too, and text without tags and entities keeps all but its white space.
 */
/* jb:uses import */
/* jb:looks import */
/* jb:length 1024 */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/text.h"
#include "markup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct told {
    bool valid;
    size_t bytes;
} told;

static void take_image(void *user, jb_slice src, jb_slice alt)
{
    told *seen = user;
    seen->bytes += src.size + alt.size;
    JB_ASSERT(!seen->valid || (jb_utf8_valid(src) && jb_utf8_valid(alt)));
}

static size_t visible(jb_slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += strchr(" \t\n\r\f", text.bytes[i]) == NULL;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const jb_slice html = { .bytes = (const char *)data, .size = size };
    told seen = { .valid = jb_utf8_valid(html) };
    const jb_html_images images = { .image = take_image, .user = &seen };
    jb_buffer text;
    jb_buffer entities;
    jb_buffer_init(&text, 0);
    jb_buffer_init(&entities, 0);
    jb_html_text(html, &images, &text);
    jb_html_entities(html, &entities);
    JB_ASSERT(!text.failed && !entities.failed);
    JB_ASSERT(text.size <= size * 2 && entities.size <= size);
    JB_ASSERT(seen.bytes <= size);
    JB_ASSERT(!seen.valid || jb_utf8_valid(jb_buffer_slice(&text)));
    JB_ASSERT(!seen.valid || jb_utf8_valid(jb_buffer_slice(&entities)));
    if (seen.valid && size > 0 && !memchr(data, '<', size) && !memchr(data, '&', size)) {
        JB_ASSERT(visible(html) == visible(jb_buffer_slice(&text)));
    }
    jb_buffer_finish(&entities);
    jb_buffer_finish(&text);
    return 0;
}
