/*
 * XML as events, with expat. A document is read in pieces, so that memory does not grow with its
 * size; depth, attributes and the number of different names are limited, because expat remembers
 * names. DOCTYPE is refused, and with it every entity a document could declare; entities of HTML
 * that people leave in XML (&nbsp;) are made characters.
 */
#include "markup.h"

#include <expat.h>
#include <string.h>

#include "jinbang/mix.h"
#include "jinbang/table.h"
#include "jinbang/text.h"

enum {
    PIECE = 1024 * 1024, /* large, because expat looks at an unfinished tag again with each */
    NAMES_MAX = 4096,    /* of elements and attributes */
    TAG_MAX = 8 * 1024 * 1024,
    HEAD = 200,        /* in which a declaration ends */
    NAME_MAX_SIZE = 40 /* of an encoding */
};

typedef struct xml_reading {
    const jb_xml_handlers *handlers;
    void *user;
    XML_Parser parser;
    jb_table names; /* hashes of those seen */
    uint32_t depth;
    jb_where before; /* lines, and columns of the first line, that were skipped */
    jb_xml_result result;
    const char *why;
} xml_reading;

static void stop(xml_reading *reading, jb_xml_result result, const char *why)
{
    if (reading->result == JB_XML_FINE) {
        reading->result = result;
        reading->why = why;
        (void)XML_StopParser(reading->parser, XML_FALSE);
    }
}

static jb_where where_now(const xml_reading *reading)
{
    uint32_t line = (uint32_t)XML_GetCurrentLineNumber(reading->parser);
    uint32_t column = (uint32_t)XML_GetCurrentColumnNumber(reading->parser) + 1;
    return (jb_where){ .line = reading->before.line + line,
                       .column = line == 1 ? reading->before.column + column : column };
}

/* Remembers that a name was seen; stops when there are too many. */
static void count_name(xml_reading *reading, const char *name)
{
    uint32_t value = 0;
    uint64_t hash = jb_mix_bytes(JB_MIX_START, name, strlen(name));
    if (jb_table_get(&reading->names, hash, &value)) {
        return;
    }
    if (reading->names.count == NAMES_MAX) {
        stop(reading, JB_XML_BAD, "It has more different names of elements than can be right.");
    } else if (jb_table_put(&reading->names, hash, 1) != JB_OK) {
        stop(reading, JB_XML_MEMORY, "Memory ran out.");
    }
}

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static bool is_namespace(const char *name)
{
    return strncmp(name, "xmlns", 5) == 0 && (name[5] == '\0' || name[5] == ':');
}

/* Copies the attributes with or those without a prefix; the latter come first, so that they are
 * found if a local name stands twice. */
static size_t copy_attributes(xml_reading *reading, const XML_Char **from, bool prefixed,
                              const char **to, size_t count)
{
    for (size_t i = 0; from[i]; i += 2) {
        if (is_namespace(from[i]) || (strchr(from[i], ':') != NULL) != prefixed) {
            continue;
        }
        if (count == JB_XML_ATTRIBUTES_MAX) {
            stop(reading, JB_XML_BAD, "An element has more attributes than can be right.");
            break;
        }
        to[2 * count] = local_name(from[i]);
        to[2 * count + 1] = from[i + 1];
        count++;
    }
    return count;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    xml_reading *reading = user;
    const char *own[2 * JB_XML_ATTRIBUTES_MAX + 1];
    if (reading->result != JB_XML_FINE) {
        return;
    }
    count_name(reading, name);
    for (size_t i = 0; attributes[i]; i += 2) {
        count_name(reading, attributes[i]);
    }
    size_t count = copy_attributes(reading, attributes, false, own, 0);
    count = copy_attributes(reading, attributes, true, own, count);
    own[2 * count] = NULL;
    if (reading->depth == JB_XML_DEPTH_MAX) {
        stop(reading, JB_XML_DEEP, "Its elements are nested too deep.");
    }
    reading->depth++;
    if (reading->result == JB_XML_FINE &&
        !reading->handlers->open(reading->user, local_name(name), own, where_now(reading))) {
        stop(reading, JB_XML_STOPPED, "");
    }
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    xml_reading *reading = user;
    reading->depth--;
    if (reading->result == JB_XML_FINE &&
        !reading->handlers->close(reading->user, local_name(name))) {
        stop(reading, JB_XML_STOPPED, "");
    }
}

static void give_text(xml_reading *reading, jb_slice text)
{
    if (reading->result == JB_XML_FINE && !reading->handlers->text(reading->user, text)) {
        stop(reading, JB_XML_STOPPED, "");
    }
}

static void XMLCALL on_text(void *user, const XML_Char *text, int size)
{
    give_text(user, (jb_slice){ .bytes = text, .size = (size_t)size });
}

/* An entity nobody declared: mostly one of HTML. */
static void XMLCALL on_entity(void *user, const XML_Char *name, int is_parameter)
{
    xml_reading *reading = user;
    jb_buffer entity;
    jb_buffer text;
    if (is_parameter) {
        return;
    }
    jb_buffer_init(&entity, 0);
    jb_buffer_init(&text, 0);
    jb_buffer_append_char(&entity, '&');
    jb_buffer_append_text(&entity, name);
    jb_buffer_append_char(&entity, ';');
    jb_html_entities(jb_buffer_slice(&entity), &text);
    if (entity.failed || text.failed) {
        stop(reading, JB_XML_MEMORY, "Memory ran out.");
    }
    give_text(reading, jb_buffer_slice(&text));
    jb_buffer_finish(&entity);
    jb_buffer_finish(&text);
}

static void XMLCALL on_doctype(void *user, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public_id, int internal)
{
    (void)name;
    (void)system;
    (void)public_id;
    (void)internal;
    stop(user, JB_XML_DOCTYPE,
         "It has a DOCTYPE, which can hide things and is not read; take that line out.");
}

static const char *why_of(enum XML_Error error)
{
    static const char stray[] = "A character stands where it must not: mostly a < or & that should "
                                "be &lt; or &amp;.";
    static const char open[] = "It ends in the middle of a tag, a comment or CDATA.";
    static const struct {
        enum XML_Error error;
        const char *why;
    } reasons[] = {
        { XML_ERROR_NO_ELEMENTS, "It ends before anything is in it, or before its elements are "
                                 "closed." },
        { XML_ERROR_TAG_MISMATCH, "An element is closed that is not the one opened last." },
        { XML_ERROR_DUPLICATE_ATTRIBUTE, "An attribute stands twice in one tag." },
        { XML_ERROR_JUNK_AFTER_DOC_ELEMENT, "Something follows the end of the document." },
        { XML_ERROR_UNCLOSED_TOKEN, open },
        { XML_ERROR_UNCLOSED_CDATA_SECTION, open },
        { XML_ERROR_BAD_CHAR_REF, "A number of a character (&#...;) is none." },
        { XML_ERROR_INVALID_TOKEN, stray },
        { XML_ERROR_MISPLACED_XML_PI, "Something stands before <?xml." },
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].error == error) {
            return reasons[i].why;
        }
    }
    return "It is not well-formed XML.";
}

/* ---- the bytes ---- */

static bool is_control(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/* Control characters are not allowed in XML, and yet people paste them: each becomes a space. */
static bool replace_controls(jb_slice *document, jb_buffer *own)
{
    size_t at = 0;
    while (at < document->size && !is_control(document->bytes[at])) {
        at++;
    }
    if (at == document->size) {
        return true;
    }
    if (own->size == 0) {
        jb_buffer_append(own, document->bytes, document->size);
    }
    for (; at < own->size; at++) {
        own->bytes[at] = is_control(own->bytes[at]) ? ' ' : own->bytes[at];
    }
    *document = jb_buffer_slice(own);
    return !own->failed;
}

/* What <?xml encoding="..."?> says; "" if it says nothing. */
static void declared_encoding(jb_slice document, char name[NAME_MAX_SIZE])
{
    static const char key[] = "encoding";
    size_t size = document.size < HEAD ? document.size : HEAD;
    name[0] = '\0';
    for (size_t i = 0; i + sizeof key < size && document.bytes[i] != '>'; i++) {
        if (memcmp(document.bytes + i, key, sizeof key - 1) != 0) {
            continue;
        }
        size_t at = i + sizeof key - 1;
        while (at < size && strchr(" \t\r\n=", document.bytes[at]) != NULL) {
            at++;
        }
        char quote = at < size ? document.bytes[at] : '\0';
        const char *first = document.bytes + at + 1;
        const char *end =
            quote == '"' || quote == '\'' ? memchr(first, quote, size - at - 1) : NULL;
        if (end && end - first < NAME_MAX_SIZE) {
            memcpy(name, first, (size_t)(end - first));
            name[end - first] = '\0';
        }
        return;
    }
}

/* What is valid UTF-8 is that, whatever it declares: text of another encoding is practically never,
 * and what was decoded before still holds its old declaration. */
static bool is_utf8(jb_slice document)
{
    return document.size == 0 || jb_utf8_valid(document); /* which holds no NUL */
}

jb_encoding jb_xml_encoding(jb_slice document)
{
    static const char start[] = "<?xml";
    char name[NAME_MAX_SIZE];
    if (document.size < sizeof start || memcmp(document.bytes, start, sizeof start - 1) != 0 ||
        is_utf8(document)) {
        return JB_ENCODING_NONE;
    }
    declared_encoding(document, name);
    jb_encoding declared = jb_encoding_of(name);
    bool one_byte = declared != JB_ENCODING_UTF_8 && declared != JB_ENCODING_UTF_16LE &&
                    declared != JB_ENCODING_UTF_16BE; /* those are not so, as it begins */
    return one_byte ? declared : JB_ENCODING_NONE;
}

/* The document as UTF-8; `decoded` holds it if it had to be made. */
static jb_xml_result make_utf8(jb_slice *document, jb_decoded *decoded)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (is_utf8(*document)) {
        if (document->size >= 3 && memcmp(document->bytes, mark, 3) == 0) {
            document->bytes += 3;
            document->size -= 3;
        }
        return JB_XML_FINE;
    }
    jb_status status = jb_decode(*document, jb_xml_encoding(*document), decoded);
    *document = jb_buffer_slice(&decoded->text);
    return status == JB_OK ? JB_XML_FINE : status == JB_ERR_MEMORY ? JB_XML_MEMORY : JB_XML_BAD;
}

/* White space before <?xml is an error to expat, and nothing to people. */
static void skip_blank(jb_slice *document, jb_where *before)
{
    while (document->size > 0 && strchr(" \t\r\n", document->bytes[0]) != NULL) {
        bool line = document->bytes[0] == '\n';
        before->line += line;
        before->column = line ? 0 : before->column + 1;
        document->bytes++;
        document->size--;
    }
}

static void parse(xml_reading *reading, jb_slice document)
{
    size_t at = 0;
    do {
        size_t rest = document.size - at;
        size_t size = rest < PIECE ? rest : PIECE;
        bool last = size == rest;
        if (XML_Parse(reading->parser, document.bytes + at, (int)size, last) != XML_STATUS_OK) {
            enum XML_Error error = XML_GetErrorCode(reading->parser);
            stop(reading, error == XML_ERROR_NO_MEMORY ? JB_XML_MEMORY : JB_XML_BAD, why_of(error));
            return;
        }
        at += size;
        /* Of a tag that does not end expat keeps every attribute, at several times its text. */
        XML_Index done = XML_GetCurrentByteIndex(reading->parser);
        if (!last && done >= 0 && at - (size_t)done > TAG_MAX) {
            stop(reading, JB_XML_BAD, "A tag is longer than can be right.");
            return;
        }
    } while (at < document.size);
}

static jb_xml_result read_utf8(jb_slice document, const jb_xml_handlers *handlers, void *user,
                               jb_where *where, const char **why)
{
    xml_reading reading = { .handlers = handlers,
                            .user = user,
                            .parser = XML_ParserCreate("UTF-8") };
    if (!reading.parser) {
        *why = "Memory ran out.";
        return JB_XML_MEMORY;
    }
    XML_SetUserData(reading.parser, &reading);
    XML_SetElementHandler(reading.parser, on_start, on_end);
    XML_SetCharacterDataHandler(reading.parser, on_text);
    XML_SetStartDoctypeDeclHandler(reading.parser, on_doctype);
    /* As if there were a DTD that is not read: entities nobody knows are told, not an error. */
    (void)XML_UseForeignDTD(reading.parser, XML_TRUE);
    skip_blank(&document, &reading.before);
    XML_SetSkippedEntityHandler(reading.parser, on_entity);
    parse(&reading, document);
    if (reading.result != JB_XML_FINE) {
        *where = where_now(&reading);
        *why = reading.why;
    }
    XML_ParserFree(reading.parser);
    jb_table_finish(&reading.names);
    return reading.result;
}

jb_xml_result jb_xml_read(jb_slice document, const jb_xml_handlers *handlers, void *user,
                          jb_where *where, const char **why)
{
    jb_decoded decoded = { 0 };
    jb_buffer own;
    jb_buffer_init(&own, 0);
    *where = (jb_where){ .line = 1, .column = 1 };
    *why = "";
    jb_xml_result result = make_utf8(&document, &decoded);
    if (result != JB_XML_FINE) {
        *why = "It is not text in any encoding.";
    }
    if (result == JB_XML_FINE && !replace_controls(&document, &own)) {
        result = JB_XML_MEMORY;
    }
    if (result == JB_XML_FINE) {
        result = read_utf8(document, handlers, user, where, why);
    }
    jb_decoded_finish(&decoded);
    jb_buffer_finish(&own);
    return result;
}

const char *jb_xml_code(jb_xml_result result)
{
    return result == JB_XML_DOCTYPE ? "doctype" : result == JB_XML_DEEP ? "too_deep" : "bad_xml";
}

const char *jb_xml_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i]; i += 2) {
        if (strcmp(attributes[i], name) == 0) {
            return attributes[i + 1];
        }
    }
    return NULL;
}

/* Behind what begins at the text with `open`, at the end of `shut`. False: it does not. */
static bool skip_over(jb_slice *text, const char *open, const char *shut)
{
    size_t size = strlen(open);
    size_t end = strlen(shut);
    if (text->size < size || memcmp(text->bytes, open, size) != 0) {
        return false;
    }
    for (size_t i = size; i + end <= text->size; i++) {
        if (memcmp(text->bytes + i, shut, end) == 0) {
            text->bytes += i + end;
            text->size -= i + end;
            return true;
        }
    }
    return false;
}

/* "<!DOCTYPE a [ ... ]>" */
static bool skip_doctype(jb_slice *text)
{
    const char *end = text->size > 0 ? memchr(text->bytes, '>', text->size) : NULL;
    const char *subset = end ? memchr(text->bytes, '[', (size_t)(end - text->bytes)) : NULL;
    return skip_over(text, "<!", subset ? "]>" : ">");
}

void jb_xml_root(jb_slice text, char name[JB_XML_ROOT_SIZE])
{
    jb_where before = { 0 };
    bool more = true;
    name[0] = '\0';
    if (text.size >= 3 && memcmp(text.bytes, "\xef\xbb\xbf", 3) == 0) {
        text.bytes += 3;
        text.size -= 3;
    }
    while (more) {
        skip_blank(&text, &before);
        more =
            skip_over(&text, "<!--", "-->") || skip_over(&text, "<?", "?>") || skip_doctype(&text);
    }
    size_t size = 0;
    for (size_t i = 1; i < text.size && text.bytes[0] == '<'; i++) {
        char c = text.bytes[i];
        if (strchr(" \t\r\n/>", c) != NULL || size + 1 == JB_XML_ROOT_SIZE) {
            break;
        }
        name[size++] = c;
        size = c == ':' ? 0 : size;
    }
    name[size] = '\0';
}
