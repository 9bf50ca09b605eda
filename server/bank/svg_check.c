/*
 * Is this SVG file a picture and nothing more? Expat takes it apart; whatever could act, load or
 * point outside is a refusal, not something to be cleaned: what is kept is byte for byte what was
 * given. Browsers show it in an <img>, where none of this would run anyway, and the server sends it
 * with a policy of its own; this is the first of three fences.
 */
#include "jinbang/media.h"

#include <expat.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "jinbang/text.h"

enum {
    DEPTH_MAX = 100
};

/* Between namespace and local name, as Expat joins them; no namespace can hold it. */
#define SEPARATOR '\n'

typedef struct svg_reading {
    XML_Parser parser;
    jb_svg_result result;
    const char *why;
    jb_buffer style; /* text of the <style> that is open */
    int depth;
    int style_depth; /* where it was opened; 0: none is open */
} svg_reading;

static void refuse(svg_reading *reading, jb_svg_result result, const char *why)
{
    if (reading->result == JB_SVG_FINE) {
        reading->result = result;
        reading->why = why;
        (void)XML_StopParser(reading->parser, XML_FALSE);
    }
}

/* The name without its namespace; *space is what stands before it, "" if nothing does. */
static const char *local_name(const char *name, jb_slice *space)
{
    const char *at = strrchr(name, SEPARATOR);
    *space = (jb_slice){ .bytes = name, .size = at ? (size_t)(at - name) : 0 };
    return at ? at + 1 : name;
}

static const char *skip_blank(const char *text)
{
    while (*text != '\0' && (unsigned char)*text <= 0x20) {
        text++;
    }
    return text;
}

/* "#part" of the same file, or an image of pixels within the reference itself. */
static bool points_inside(const char *reference)
{
    static const char *const embedded[] = { "data:image/png;", "data:image/jpeg;",
                                            "data:image/jpg;", "data:image/gif;",
                                            "data:image/webp;" };
    const char *at = skip_blank(reference);
    if (*at == '#') {
        return true;
    }
    for (size_t i = 0; i < sizeof embedded / sizeof embedded[0]; i++) {
        if (strncasecmp(at, embedded[i], strlen(embedded[i])) == 0) {
            return true;
        }
    }
    return false;
}

/* CSS, in an attribute or a <style>. Escapes are refused because they can spell anything. */
static bool style_stays_inside(const char *text)
{
    static const char *const refused[] = { "@import", "image-set(",  "image(",
                                           "src(",    "expression(", "javascript:" };
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\\') {
            return false;
        }
        for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
            if (strncasecmp(at, refused[i], strlen(refused[i])) == 0) {
                return false;
            }
        }
        if (strncasecmp(at, "url(", 4) == 0) {
            const char *reference = skip_blank(at + 4);
            if (*reference == '"' || *reference == '\'') {
                reference++;
            }
            if (!points_inside(reference)) {
                return false;
            }
        }
    }
    return true;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcasecmp(name, *names) == 0) {
            return true;
        }
    }
    return false;
}

/* What an animation may not touch. */
static bool is_live_attribute(const char *name)
{
    const char *colon = strrchr(name, ':');
    const char *local = skip_blank(colon ? colon + 1 : name);
    return strncasecmp(local, "href", 4) == 0 || strncasecmp(local, "on", 2) == 0;
}

static void check_attribute(svg_reading *reading, const char *name, const char *value)
{
    jb_slice space;
    const char *local = local_name(name, &space);
    if (strcasecmp(local, "href") == 0 || strcasecmp(local, "src") == 0) {
        if (!points_inside(value)) {
            refuse(reading, JB_SVG_UNSAFE, "it points to something outside itself");
        }
    } else if (space.size == 0 && strncasecmp(local, "on", 2) == 0) {
        refuse(reading, JB_SVG_UNSAFE, "it holds an event handler");
    } else if (strcasecmp(local, "base") == 0) {
        refuse(reading, JB_SVG_UNSAFE, "it changes what its references mean (xml:base)");
    } else if (strcasecmp(local, "attributeName") == 0) {
        if (is_live_attribute(value)) {
            refuse(reading, JB_SVG_UNSAFE, "it animates a reference or an event handler");
        }
    } else if (space.size == 0 && !style_stays_inside(value)) {
        refuse(reading, JB_SVG_UNSAFE, "its style points to something outside itself");
    }
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    static const char svg[] = "http://www.w3.org/2000/svg";
    static const char xhtml[] = "http://www.w3.org/1999/xhtml";
    static const char *const refused[] = { "script", "foreignObject", "iframe",  "frame",
                                           "object", "embed",         "applet",  "audio",
                                           "video",  "canvas",        "link",    "meta",
                                           "base",   "form",          "handler", "listener",
                                           NULL };
    svg_reading *reading = user;
    jb_slice space;
    const char *local = local_name(name, &space);
    if (reading->depth == 0 &&
        (strcmp(local, "svg") != 0 || !jb_slice_equal(space, jb_slice_of(svg)))) {
        refuse(reading, JB_SVG_NOT, "its root is not <svg xmlns=\"http://www.w3.org/2000/svg\">");
        return;
    }
    reading->depth++;
    if (reading->depth > DEPTH_MAX) {
        refuse(reading, JB_SVG_UNSAFE, "its elements stand too deep in each other");
    } else if (jb_slice_equal(space, jb_slice_of(xhtml)) || is_one_of(local, refused)) {
        refuse(reading, JB_SVG_UNSAFE, "it holds a script or other content that is not a picture");
    } else if (reading->style_depth > 0) {
        refuse(reading, JB_SVG_UNSAFE, "its <style> holds elements");
    } else if (strcasecmp(local, "style") == 0) {
        reading->style_depth = reading->depth;
        jb_buffer_clear(&reading->style);
    }
    for (size_t i = 0; attributes[i]; i += 2) {
        check_attribute(reading, attributes[i], attributes[i + 1]);
    }
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    svg_reading *reading = user;
    (void)name;
    if (reading->depth == reading->style_depth) {
        reading->style_depth = 0;
        if (reading->style.failed) {
            refuse(reading, JB_SVG_MEMORY, "memory has run out");
        } else if (!style_stays_inside(jb_buffer_text(&reading->style))) {
            refuse(reading, JB_SVG_UNSAFE, "its style points to something outside itself");
        }
    }
    reading->depth--;
}

static void XMLCALL on_text(void *user, const XML_Char *text, int size)
{
    svg_reading *reading = user;
    if (reading->style_depth > 0) {
        jb_buffer_append(&reading->style, text, (size_t)size);
    }
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public_id, int internal)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    refuse(user, JB_SVG_UNSAFE, "it has a DOCTYPE; take that line out");
}

static void XMLCALL on_instruction(void *user, const XML_Char *target, const XML_Char *data)
{
    (void)target;
    (void)data;
    refuse(user, JB_SVG_UNSAFE, "it holds a processing instruction such as a style sheet");
}

/* Browsers believe the declaration; here everything is read as UTF-8, so the two must agree. */
static void XMLCALL on_declaration(void *user, const XML_Char *version, const XML_Char *encoding,
                                   int standalone)
{
    (void)version;
    (void)standalone;
    if (encoding && strcasecmp(encoding, "utf-8") != 0 && strcasecmp(encoding, "us-ascii") != 0) {
        refuse(user, JB_SVG_UNSAFE, "it is not encoded as UTF-8");
    }
}

jb_svg_result jb_svg_check(jb_slice bytes, const char **why)
{
    svg_reading reading = { .parser = XML_ParserCreateNS("UTF-8", SEPARATOR) };
    if (!reading.parser) {
        return JB_SVG_MEMORY;
    }
    jb_buffer_init(&reading.style, 0);
    XML_SetUserData(reading.parser, &reading);
    XML_SetElementHandler(reading.parser, on_start, on_end);
    XML_SetCharacterDataHandler(reading.parser, on_text);
    XML_SetStartDoctypeDeclHandler(reading.parser, on_doctype);
    XML_SetProcessingInstructionHandler(reading.parser, on_instruction);
    XML_SetXmlDeclHandler(reading.parser, on_declaration);
    /* Expat would follow the byte order mark of UTF-16 whatever it has been told. */
    if (bytes.size > INT_MAX || !jb_utf8_valid(bytes)) {
        refuse(&reading, JB_SVG_NOT, "it is not a UTF-8 text");
    } else if (XML_Parse(reading.parser, bytes.bytes, (int)bytes.size, 1) != XML_STATUS_OK &&
               reading.result == JB_SVG_FINE) {
        bool memory = XML_GetErrorCode(reading.parser) == XML_ERROR_NO_MEMORY;
        refuse(&reading, memory ? JB_SVG_MEMORY : JB_SVG_NOT, "it is not well-formed XML");
    }
    XML_ParserFree(reading.parser);
    jb_buffer_finish(&reading.style);
    if (why) {
        *why = reading.why;
    }
    return reading.result;
}
