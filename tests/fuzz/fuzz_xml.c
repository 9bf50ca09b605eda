/*
 * Any bytes as XML: elements are closed in the order in which they were opened, none deeper than
 * the limit, places move forward, and the same bytes give the same events however often they are
 * read.
 */
/* jb:uses import */
/* jb:looks import */
/* jb:length 4096 */
#include <stdint.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "markup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct watching {
    uint32_t depth;
    uint64_t open[JB_XML_DEPTH_MAX]; /* hashes of names */
    jb_where last;
    uint64_t hash; /* of all events */
} watching;

static uint64_t hash_of(const char *text)
{
    return jb_mix_bytes(JB_MIX_START, text, strlen(text));
}

static bool on_open(void *user, const char *name, const char *const *attributes, jb_where where)
{
    watching *w = user;
    size_t count = 0;
    JB_ASSERT(w->depth < JB_XML_DEPTH_MAX);
    w->open[w->depth++] = hash_of(name);
    bool on =
        where.line > w->last.line || (where.line == w->last.line && where.column > w->last.column);
    JB_ASSERT(on);
    w->last = where;
    w->hash = jb_mix_u64(w->hash, hash_of(name));
    for (; attributes[count]; count += 2) {
        JB_ASSERT(jb_xml_attribute(attributes, attributes[count]) != NULL);
        w->hash = jb_mix_u64(w->hash, hash_of(attributes[count + 1]));
    }
    JB_ASSERT(count <= 2 * (size_t)JB_XML_ATTRIBUTES_MAX);
    return true;
}

static bool on_text(void *user, jb_slice text)
{
    watching *w = user;
    w->hash = jb_mix_bytes(w->hash, text.bytes, text.size);
    return true;
}

static bool on_close(void *user, const char *name)
{
    watching *w = user;
    JB_ASSERT(w->depth > 0);
    JB_ASSERT(w->open[--w->depth] == hash_of(name));
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const jb_xml_handlers handlers = { .open = on_open, .text = on_text, .close = on_close };
    jb_slice document = { .bytes = (const char *)data, .size = size };
    char root[JB_XML_ROOT_SIZE];
    watching first = { 0 };
    watching second = { 0 };
    jb_where where;
    const char *why = NULL;
    jb_xml_result result = jb_xml_read(document, &handlers, &first, &where, &why);
    JB_ASSERT(where.line > 0 && where.column > 0);
    JB_ASSERT((result == JB_XML_FINE) == (why[0] == '\0'));
    JB_ASSERT(result != JB_XML_FINE || first.depth == 0);
    jb_xml_result again = jb_xml_read(document, &handlers, &second, &where, &why);
    JB_ASSERT(again == result && first.hash == second.hash);
    jb_xml_root(document, root);
    JB_ASSERT(strlen(root) < JB_XML_ROOT_SIZE);
    return 0;
}
