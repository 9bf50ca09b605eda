/* XML as events: names, places, limits, and what is refused. */
#include "jb_test.h"

#include <stdio.h>
#include <string.h>

#include "markup.h"

typedef struct trace {
    jb_buffer out;
    const char *stop_at; /* the element at which the reader stops */
} trace;

static bool on_open(void *user, const char *name, const char *const *attributes, jb_where where)
{
    trace *t = user;
    char place[32];
    (void)snprintf(place, sizeof place, "@%u:%u", where.line, where.column);
    jb_buffer_append_char(&t->out, '<');
    jb_buffer_append_text(&t->out, name);
    jb_buffer_append_text(&t->out, place);
    for (size_t i = 0; attributes[i]; i += 2) {
        jb_buffer_append_char(&t->out, ' ');
        jb_buffer_append_text(&t->out, attributes[i]);
        jb_buffer_append_char(&t->out, '=');
        jb_buffer_append_text(&t->out, attributes[i + 1]);
    }
    jb_buffer_append_char(&t->out, '>');
    return !t->stop_at || strcmp(name, t->stop_at) != 0;
}

static bool on_text(void *user, jb_slice text)
{
    trace *t = user;
    jb_buffer_append(&t->out, text.bytes, text.size);
    return true;
}

static bool on_close(void *user, const char *name)
{
    trace *t = user;
    jb_buffer_append_text(&t->out, "</");
    jb_buffer_append_text(&t->out, name);
    jb_buffer_append_char(&t->out, '>');
    return true;
}

/* What happens, as text; static. */
static const char *events(jb_slice document, const char *stop_at, jb_xml_result *result,
                          jb_where *where)
{
    static char text[2048];
    static const jb_xml_handlers handlers = { .open = on_open, .text = on_text, .close = on_close };
    trace t = { .stop_at = stop_at };
    const char *why = NULL;
    jb_buffer_init(&t.out, 0);
    *result = jb_xml_read(document, &handlers, &t, where, &why);
    JB_EQ_I64(why[0] == '\0', *result == JB_XML_FINE || *result == JB_XML_STOPPED);
    (void)snprintf(text, sizeof text, "%s", jb_buffer_text(&t.out));
    jb_buffer_finish(&t.out);
    return text;
}

static const char *fine(const char *document)
{
    jb_xml_result result = JB_XML_BAD;
    jb_where where;
    const char *text = events(jb_slice_of(document), NULL, &result, &where);
    JB_EQ_I64(result, JB_XML_FINE);
    return text;
}

static void refused(const char *document, jb_xml_result expected, uint32_t line)
{
    jb_xml_result result = JB_XML_FINE;
    jb_where where = { 0 };
    (void)events(jb_slice_of(document), NULL, &result, &where);
    JB_EQ_I64(result, expected);
    JB_EQ_U64(where.line, line);
}

static void names_are_local_and_places_are_those_of_the_file(void **state)
{
    JB_EQ_STR(fine("<x:a xmlns:x=\"urn:x\" x:id=\"2\" id=\"1\">\n \xe4\xb8\xad<b/></x:a>"),
              "<a@1:1 id=1 id=2>\n \xe4\xb8\xad<b@2:3></b></a>");
    JB_EQ_STR(fine("\n\n  <?xml version=\"1.0\"?><a/>"), "<a@3:24></a>");
    JB_EQ_STR(fine("\xef\xbb\xbf<a/>"), "<a@1:1></a>");
    /* Prefixes need not be declared. */
    JB_EQ_STR(fine("<m:a><m:b/></m:a>"), "<a@1:1><b@1:6></b></a>");
}

static void the_attribute_without_prefix_is_found_first(void **state)
{
    const char *const attributes[] = { "id", "own", "id", "other", NULL };
    JB_EQ_STR(jb_xml_attribute(attributes, "id"), "own");
    JB_TRUE(jb_xml_attribute(attributes, "name") == NULL);
}

static void texts_entities_and_cdata_are_characters(void **state)
{
    JB_EQ_STR(fine("<a>1 &lt; 2 &#65;&#x4e2d;<![CDATA[<b>&amp;]]>&eacute;</a>"),
              "<a@1:1>1 < 2 A\xe4\xb8\xad<b>&amp;\xc3\xa9</a>");
    JB_EQ_STR(fine("<a>&nbsp;</a>"), "<a@1:1>\xc2\xa0</a>");
    JB_EQ_STR(fine("<a>x\x0b"
                   "y</a>"),
              "<a@1:1>x y</a>"); /* not allowed, and pasted all the same */
}

static void encodings_are_those_that_the_bytes_tell(void **state)
{
    static const char wide[] = "\xff\xfe<\0a\0>\0\x2d\x4e<\0/\0a\0>\0";
    jb_xml_result result = JB_XML_BAD;
    jb_where where;
    jb_slice utf16 = { .bytes = wide, .size = sizeof wide - 1 };
    JB_EQ_STR(events(utf16, NULL, &result, &where), "<a@1:1>\xe4\xb8\xad</a>");
    JB_EQ_STR(fine("<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>caf\xe9</a>"),
              "<a@1:44>caf\xc3\xa9</a>");
    JB_EQ_STR(fine("<?xml version=\"1.0\" encoding=\"GBK\"?><a>\xd6\xd0</a>"),
              "<a@1:37>\xe4\xb8\xad</a>");
    /* It was decoded before, and still says what it was. */
    JB_EQ_STR(fine("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>\xc3\xa9</a>"),
              "<a@1:40>\xc3\xa9</a>");
    JB_EQ_I64(jb_xml_encoding(jb_slice_of("<?xml encoding=\"latin1\"?><a>\xe9</a>")),
              JB_ENCODING_WINDOWS_1252);
    JB_EQ_I64(jb_xml_encoding(jb_slice_of("<?xml encoding=\"latin1\"?><a>e</a>")),
              JB_ENCODING_NONE);
}

static void what_can_do_harm_is_refused(void **state)
{
    refused("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", JB_XML_DOCTYPE, 1);
    refused("<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"a.dtd\"><a/>", JB_XML_DOCTYPE, 2);
    jb_buffer deep;
    jb_buffer_init(&deep, 0);
    for (int i = 0; i <= JB_XML_DEPTH_MAX; i++) {
        jb_buffer_append_text(&deep, "<a>");
    }
    refused(jb_buffer_text(&deep), JB_XML_DEEP, 1);
    jb_buffer_clear(&deep);
    jb_buffer_append_text(&deep, "<a");
    for (int i = 0; i <= JB_XML_ATTRIBUTES_MAX; i++) {
        char attribute[24];
        (void)snprintf(attribute, sizeof attribute, " a%d=\"\"", i);
        jb_buffer_append_text(&deep, attribute);
    }
    jb_buffer_append_text(&deep, "/>");
    refused(jb_buffer_text(&deep), JB_XML_BAD, 1);
    jb_buffer_clear(&deep);
    jb_buffer_append_text(&deep, "<a>\n");
    for (int i = 0; i < 5000; i++) {
        char element[24];
        (void)snprintf(element, sizeof element, "<a%d/>", i);
        jb_buffer_append_text(&deep, element);
    }
    refused(jb_buffer_text(&deep), JB_XML_BAD, 2);
    jb_buffer_finish(&deep);
}

static void what_is_broken_has_its_place(void **state)
{
    refused("", JB_XML_BAD, 1);
    refused("<a>\n<b></a>", JB_XML_BAD, 2);
    refused("<a>\n\n&b</a>", JB_XML_BAD, 3);
    refused("<a>\n<b", JB_XML_BAD, 2);
    refused("<a/>\n<b/>", JB_XML_BAD, 2);
    refused("<a b=\"1\"\nb=\"2\"/>", JB_XML_BAD, 2);
    refused("\x01\x02\x03", JB_XML_BAD, 1);
}

static void a_reader_may_stop(void **state)
{
    jb_xml_result result = JB_XML_FINE;
    jb_where where;
    const char *text = events(jb_slice_of("<a><b/><c/></a>"), "b", &result, &where);
    JB_EQ_STR(text, "<a@1:1><b@1:4>");
    JB_EQ_I64(result, JB_XML_STOPPED);
}

static void the_root_is_found_behind_what_stands_before_it(void **state)
{
    static const char *const rows[][2] = {
        { "<?xml version=\"1.0\"?>\n<!-- <no/> --><q:quiz a=\"1\">", "quiz" },
        { "\xef\xbb\xbf <!DOCTYPE a><a/>", "a" },
        { "text <a/>", "" },
        { "", "" },
        { "<", "" },
        { "<!-- never ended", "!--" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char name[JB_XML_ROOT_SIZE];
        jb_xml_root(jb_slice_of(rows[i][0]), name);
        JB_EQ_STR(name, rows[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_local_and_places_are_those_of_the_file),
        cmocka_unit_test(the_attribute_without_prefix_is_found_first),
        cmocka_unit_test(texts_entities_and_cdata_are_characters),
        cmocka_unit_test(encodings_are_those_that_the_bytes_tell),
        cmocka_unit_test(what_can_do_harm_is_refused),
        cmocka_unit_test(what_is_broken_has_its_place),
        cmocka_unit_test(a_reader_may_stop),
        cmocka_unit_test(the_root_is_found_behind_what_stands_before_it),
    };
    return JB_RUN(tests);
}
