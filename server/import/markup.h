#ifndef JINBANG_IMPORT_MARKUP_H
#define JINBANG_IMPORT_MARKUP_H

/*
 * XML and HTML. XML is read with expat as events, with limits, without DOCTYPE and entities of its
 * own. HTML is only ever turned into plain text.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "draft.h"
#include "jinbang/buffer.h"
#include "jinbang/charset.h"

enum {
    JB_XML_DEPTH_MAX = 100,
    JB_XML_ATTRIBUTES_MAX = 64,
    JB_XML_ROOT_SIZE = 32
};

/* Handlers may stop the reading (false), for example when they have no more memory. Names are local
 * names, without prefix. Attributes as of expat: name, value, ..., NULL; names without prefix. */
typedef struct jb_xml_handlers {
    bool (*open)(void *user, const char *name, const char *const *attributes, jb_where where);
    bool (*text)(void *user, jb_slice text);
    bool (*close)(void *user, const char *name);
} jb_xml_handlers;

typedef enum jb_xml_result {
    JB_XML_FINE,
    JB_XML_STOPPED,
    JB_XML_BAD,     /* not well-formed; *where, *why */
    JB_XML_DOCTYPE, /* it has a DOCTYPE: refused */
    JB_XML_DEEP,
    JB_XML_MEMORY
} jb_xml_result;

/* Reads a whole document in UTF-8 or UTF-16 (what else it declares is decoded by the charset layer
 * first). `why` is a static English sentence. */
jb_xml_result jb_xml_read(jb_slice document, const jb_xml_handlers *handlers, void *user,
                          jb_where *where, const char **why);
/* The code of the problem that a document cannot be read (further): "bad_xml", "doctype",
 * "too_deep".
 */
const char *jb_xml_code(jb_xml_result result);
/* The encoding that a document declares if its bytes are of none that is known without that; else
 * JB_ENCODING_NONE. */
jb_encoding jb_xml_encoding(jb_slice document);
/* The local name of the first element, cut to fit: "" if the text does not begin as XML does. */
void jb_xml_root(jb_slice text, char name[JB_XML_ROOT_SIZE]);
/* The value of an attribute, or NULL. */
const char *jb_xml_attribute(const char *const *attributes, const char *name);

/* The plain text of a piece of HTML: tags gone, blocks and <br> on lines of their own, <li> with "•
 * ", <sup> and <sub> as ^ and _ with what they hold, entities (all of HTML 4, numeric ones, &nbsp;
 * as a space, &shy; dropped) made characters, <script>, <style> and comments dropped, white space
 * as a browser shows it. `image` (may be NULL) is told the src and alt of every <img>. What merely
 * looks like a tag ("a < b") stays. Appends. */
typedef struct jb_html_images {
    void (*image)(void *user, jb_slice src, jb_slice alt);
    void *user;
} jb_html_images;
void jb_html_text(jb_slice html, const jb_html_images *images, jb_buffer *out);
/* Entities alone made characters ("&quot;", "&#039;", "&eacute;"); tags stay. Appends. */
void jb_html_entities(jb_slice text, jb_buffer *out);

#endif
