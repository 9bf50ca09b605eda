/* What a medium is by its bytes, and which SVG files are only pictures. */
#include "bank_fixtures.h"

#include <string.h>

#include "jinbang/limits.h"
#include "jinbang/media.h"

enum {
    IMAGE = 1U << JB_MEDIA_IMAGE,
    AUDIO = 1U << JB_MEDIA_AUDIO,
    VIDEO = 1U << JB_MEDIA_VIDEO
};

#define BYTES(text)                                                                                \
    {                                                                                              \
        (text), sizeof(text) - 1                                                                   \
    }
#define ZEROS24 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static const struct {
    jb_slice bytes;
    const char *mime; /* NULL: not known */
    unsigned kinds;
} files[] = {
    { BYTES("\x89PNG\r\n\x1a\nrest"), "image/png", IMAGE },
    { BYTES("\x89PNG\r\n\x1a"), NULL, 0 },
    { BYTES("\xff\xd8\xff\xe0"), "image/jpeg", IMAGE },
    { BYTES("GIF89a"), "image/gif", IMAGE },
    { BYTES("GIF87a"), "image/gif", IMAGE },
    { BYTES("GIF88a"), NULL, 0 },
    { BYTES("RIFF\1\2\3\4WEBPVP8 "), "image/webp", IMAGE },
    { BYTES("RIFF\1\2\3\4WAVEfmt "), NULL, 0 },
    { BYTES("ID3\4"), "audio/mpeg", AUDIO },
    { BYTES("\xff\xfb\x90\x64"), "audio/mpeg", AUDIO },
    { BYTES("\xff\xf3\x40\xc0"), "audio/mpeg", AUDIO },
    { BYTES("\xff\xf1\x50\x80"), NULL, 0 }, /* AAC */
    { BYTES("\xff\xfb\xf0\x64"), NULL, 0 }, /* no such rate */
    { BYTES("\xff\xfb\x9c\x64"), NULL, 0 },
    { BYTES("\xff\xeb\x90\x64"), NULL, 0 }, /* no such version */
    { BYTES("\xff\xfb\x90"), NULL, 0 },
    { BYTES("OggS" ZEROS24 "OpusHead"), "audio/ogg", AUDIO },
    { BYTES("OggS" ZEROS24 "\1vorbis"), "audio/ogg", AUDIO },
    { BYTES("OggS" ZEROS24 "\x80theora"), NULL, 0 },
    { BYTES("OggS"), NULL, 0 },
    { BYTES("\0\0\0\x20"
            "ftypM4A \0"),
      "audio/mp4", AUDIO },
    { BYTES("\0\0\0\x20"
            "ftypisom\0"),
      "video/mp4", AUDIO | VIDEO },
    { BYTES("\0\0\0\x20"
            "ftypmp42\0"),
      "video/mp4", AUDIO | VIDEO },
    { BYTES("\0\0\0\x20"
            "ftypavif\0"),
      NULL, 0 },
    { BYTES("<scrftypM4A \0"), NULL, 0 }, /* it begins like a page */
    { BYTES("\0\0\0\x20"
            "ftypheic\0"),
      NULL, 0 },
    { BYTES("\0\0\0\x20"
            "ftypqt  \0"),
      NULL, 0 },
    { BYTES("\x1a\x45\xdf\xa3\x93\x42\x82\x88webm"), "video/webm", AUDIO | VIDEO },
    { BYTES("\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska"), NULL, 0 },
    { BYTES("%PDF-1.7"), NULL, 0 },
    { BYTES("PK\3\4"), NULL, 0 },
    { BYTES("MZ"), NULL, 0 },
    { BYTES("<svg xmlns='http://www.w3.org/2000/svg'/>"), NULL, 0 },
    { BYTES(""), NULL, 0 },
};

static void the_first_bytes_say_what_a_file_is(void **state)
{
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        jb_media_type type = { .mime = "untouched" };
        bool known = jb_media_sniff(files[i].bytes, &type);
        JB_EQ_STR(known ? type.mime : NULL, files[i].mime);
        if (known) {
            JB_EQ_U64(type.kinds, files[i].kinds);
        }
    }
}

static void every_kind_has_a_name_and_a_limit(void **state)
{
    JB_EQ_STR(jb_media_kind_name(JB_MEDIA_IMAGE), "image");
    JB_EQ_STR(jb_media_kind_name(JB_MEDIA_AUDIO), "audio");
    JB_EQ_STR(jb_media_kind_name(JB_MEDIA_VIDEO), "video");
    JB_EQ_SIZE(jb_media_bytes_max(JB_MEDIA_IMAGE), JB_IMAGE_BYTES_MAX);
    JB_EQ_SIZE(jb_media_bytes_max(JB_MEDIA_AUDIO), JB_SOUND_BYTES_MAX);
    JB_EQ_SIZE(jb_media_bytes_max(JB_MEDIA_VIDEO), JB_SOUND_BYTES_MAX);
}

#define SVG(inside) "<svg xmlns='http://www.w3.org/2000/svg'>" inside "</svg>"
#define XLINK(inside)                                                                              \
    "<svg xmlns='http://www.w3.org/2000/svg' xmlns:x='http://www.w3.org/1999/xlink'>" inside       \
    "</svg>"

static const char *const pictures[] = {
    SVG("<path d='M0 0h9'/>"),
    "<?xml version='1.0' encoding='UTF-8'?>\n<!-- by hand -->" SVG("<g><rect/></g>"),
    "\xef\xbb\xbf" SVG(""),
    "<?xml version='1.0' encoding='us-ascii'?>" SVG(""),
    "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:g/></s:svg>",
    XLINK("<use x:href='#a'/><use href='#b'/>"),
    SVG("<image href='data:image/png;base64,AAAA'/>"),
    SVG("<image href=' DATA:image/jpeg;base64,AAAA'/>"),
    SVG("<rect fill='url(#a)' style='stroke:url( \"#b\" )'/>"),
    SVG("<style>.a{fill:red;mask:url(#m)}</style>"),
    SVG("<style><![CDATA[.a>.b{fill:red}]]></style><style/>"),
    SVG("<text font-size='9'>on <tspan>click</tspan> \xe9\x87\x91</text>"),
    SVG("<animate attributeName='opacity' to='1'/><set attributeName='x' to='1'/>"),
    SVG("<g i:label='C:\\dir' i:onclick='x' xmlns:i='urn:inkscape'/>"),
    SVG("<!-- <script>x</script> -->"),
    SVG("<metadata><r:RDF xmlns:r='urn:rdf'><r:about>x</r:about></r:RDF></metadata>"),
};

static void a_picture_is_taken(void **state)
{
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        const char *why = "untouched";
        if (jb_svg_check(jb_slice_of(pictures[i]), &why) != JB_SVG_FINE) {
            print_error("%s\nrefused: %s\n", pictures[i], why);
            fail();
        }
        assert_null(why);
    }
}

static const struct {
    const char *text;
    jb_svg_result result;
    const char *why; /* part of the sentence */
} refused[] = {
    { SVG("<script>x</script>"), JB_SVG_UNSAFE, "script" },
    { SVG("<script xmlns='urn:other'/>"), JB_SVG_UNSAFE, "script" },
    { SVG("<SCRIPT/>"), JB_SVG_UNSAFE, "script" },
    { SVG("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>"),
      JB_SVG_UNSAFE, "not a picture" },
    { SVG("<p xmlns='http://www.w3.org/1999/xhtml'/>"), JB_SVG_UNSAFE, "not a picture" },
    { SVG("<iframe/>"), JB_SVG_UNSAFE, "not a picture" },
    { SVG("<audio/>"), JB_SVG_UNSAFE, "not a picture" },
    { SVG("<g onload='x'/>"), JB_SVG_UNSAFE, "event handler" },
    { SVG("<g ONCLICK='x'/>"), JB_SVG_UNSAFE, "event handler" },
    { "<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", JB_SVG_UNSAFE, "event handler" },
    { SVG("<image href='https://example.org/x.png'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<image href='//example.org/x.png'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<image href='x.png'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<image src='x.png'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<image href=''/>"), JB_SVG_UNSAFE, "outside" },
    { XLINK("<use x:href='other.svg#a'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<a href='javascript:x'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<a href='&#10;java&#9;script:x'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<image href='data:text/html,x'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<image href='data:image/svg+xml,x'/>"), JB_SVG_UNSAFE, "outside" },
    { SVG("<g xml:base='https://example.org/'/>"), JB_SVG_UNSAFE, "xml:base" },
    { SVG("<set attributeName='href' to='#'/>"), JB_SVG_UNSAFE, "animates" },
    { SVG("<animate attributeName='xlink:href'/>"), JB_SVG_UNSAFE, "animates" },
    { SVG("<set attributeName=' onclick'/>"), JB_SVG_UNSAFE, "animates" },
    { SVG("<g style='fill:url(https://example.org/)'/>"), JB_SVG_UNSAFE, "style" },
    { SVG("<g fill='URL( x)'/>"), JB_SVG_UNSAFE, "style" },
    { SVG("<g fill='u\\72l(x)'/>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style>@import 'x';</style>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style>a{b:url(\"x\")}</style>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style>a{b:ur<![CDATA[l(x)]]>}</style>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style>a{b:image-set('x')}</style>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style>a{b:image('x')}</style>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style>a{b:SRC('x')}</style>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style>@\\69mport 'x'</style>"), JB_SVG_UNSAFE, "style" },
    { SVG("<style><g/></style>"), JB_SVG_UNSAFE, "elements" },
    { "<!DOCTYPE svg>" SVG(""), JB_SVG_UNSAFE, "DOCTYPE" },
    { "<!DOCTYPE svg [<!ENTITY a 'b'>]>" SVG("&a;"), JB_SVG_UNSAFE, "DOCTYPE" },
    { "<?xml-stylesheet href='x'?>" SVG(""), JB_SVG_UNSAFE, "instruction" },
    { "<?xml version='1.0' encoding='ISO-8859-1'?>" SVG(""), JB_SVG_UNSAFE, "UTF-8" },
    { "<?xml version='1.0' encoding='utf-7'?>" SVG(""), JB_SVG_UNSAFE, "UTF-8" },
    { "<svg/>", JB_SVG_NOT, "root" },
    { "<html xmlns='http://www.w3.org/1999/xhtml'/>", JB_SVG_NOT, "root" },
    { "<g xmlns='http://www.w3.org/2000/svg'/>", JB_SVG_NOT, "root" },
    { SVG("<g>"), JB_SVG_NOT, "well-formed" },
    { SVG("&a;"), JB_SVG_NOT, "well-formed" },
    { SVG("\xff"), JB_SVG_NOT, "UTF-8" },
    { SVG("") SVG(""), JB_SVG_NOT, "well-formed" },
    { "", JB_SVG_NOT, "well-formed" },
    { "GIF89a", JB_SVG_NOT, "well-formed" },
};

static void what_is_more_than_a_picture_is_refused(void **state)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        const char *why = NULL;
        jb_svg_result result = jb_svg_check(jb_slice_of(refused[i].text), &why);
        if (result != refused[i].result || !why || !strstr(why, refused[i].why)) {
            print_error("%s\nis %d: %s\n", refused[i].text, (int)result, why ? why : "fine");
            fail();
        }
    }
}

static void elements_do_not_stand_in_each_other_without_end(void **state)
{
    jb_buffer text;
    const char *why = NULL;
    for (int depth = 99; depth <= 100; depth++) {
        jb_buffer_init(&text, 0);
        jb_buffer_append_text(&text, "<svg xmlns='http://www.w3.org/2000/svg'>");
        for (int i = 0; i < depth; i++) {
            jb_buffer_append_text(&text, "<g>");
        }
        for (int i = 0; i < depth; i++) {
            jb_buffer_append_text(&text, "</g>");
        }
        jb_buffer_append_text(&text, "</svg>");
        JB_EQ_I64(jb_svg_check(jb_buffer_slice(&text), &why),
                  depth < 100 ? JB_SVG_FINE : JB_SVG_UNSAFE);
        jb_buffer_finish(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_bytes_say_what_a_file_is),
        cmocka_unit_test(every_kind_has_a_name_and_a_limit),
        cmocka_unit_test(a_picture_is_taken),
        cmocka_unit_test(what_is_more_than_a_picture_is_refused),
        cmocka_unit_test(elements_do_not_stand_in_each_other_without_end),
    };
    return JB_RUN(tests);
}
