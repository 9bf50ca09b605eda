/* A response body that many requests share: counted, freed with the last one that needs it. */
#include "net_internal.h"

#include <stdlib.h>

#include "jinbang/assert.h"

struct jb_body {
    jb_buffer bytes;
    uint32_t users;
};

jb_body *jb_body_create(jb_buffer *bytes)
{
    jb_body *body = calloc(1, sizeof(*body));

    JB_ASSERT(!bytes->failed);
    if (body == NULL) {
        return NULL;
    }
    body->bytes = *bytes;
    body->users = 1;
    jb_buffer_init(bytes, 0);
    return body;
}

jb_body *jb_body_keep(jb_body *body)
{
    body->users++;
    return body;
}

void jb_body_drop(jb_body *body)
{
    if (body == NULL) {
        return;
    }
    JB_ASSERT(body->users > 0);
    if (--body->users == 0) {
        jb_buffer_finish(&body->bytes);
        free(body);
    }
}

jb_slice jb_body_bytes(const jb_body *body)
{
    return jb_buffer_slice(&body->bytes);
}
