#include "jb_test.h"

#include <stdio.h>
#include <string.h>

#include "markup.h"

typedef struct html_case {
    const char *html;
    const char *text;
} html_case;

static void check(const html_case *row)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_buffer_append_text(&out, "before ");
    jb_html_text(jb_slice_of(row->html), NULL, &out);
    JB_EQ_STR(jb_buffer_text(&out) + strlen("before "), row->text);
    jb_buffer_finish(&out);
}

static const html_case rows[] = {
    { "", "" },
    { "plain", "plain" },
    { "<p>one</p>\n<p>two</p>", "one\ntwo" },
    { "<P CLASS=\"x\">One</P>", "One" },
    { "one<br>two<BR/>three<br />", "one\ntwo\nthree" },
    { "  a \n\t b  ", "a b" },
    { "a<b>b</b>c <i>d</i>", "abc d" },
    { "<div><div>a</div></div><div>b</div>", "a\nb" },
    { "<ul><li>a</li><li> b </li></ul>c", "• a\n• b\nc" },
    { "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc" },
    { "<pre>a\n  b</pre> c", "a\n  b\nc" },
    { "x<sup>2</sup> and H<sub>2</sub>O", "x^2 and H_2O" },
    { "10<sup>-3</sup> e<sup>n+1</sup> x<sub>i,j</sub>", "10^-3 e^(n+1) x_(i,j)" },
    { "a<sup></sup>b", "ab" },
    { "x<sup><i>n</i></sup>y", "x^ny" },
    { "<!-- not < this > --><!DOCTYPE html><?xml version='1'?>shown", "shown" },
    { "a<!---->b<!-->c-->d", "abd" },
    { "<style>p { x > y }</style><script>if (a<b) {}</script>shown", "shown" },
    { "<img src=\"x.png\" alt=\"a > b\">after", "after" },
    { "<a href='x\"y'>link</a> <a href=x>b</a>", "link b" },
    { "<o:p>office</o:p><span lang=EN-US>x</span>", "officex" },

    { "a < b and c > d", "a < b and c > d" },
    { "if a<b and c>d then", "if a<b and c>d then" },
    { "#include <stdio.h> vector<int> map<std::string, T>",
      "#include <stdio.h> vector<int> map<std::string, T>" },
    { "1<2 <3 <", "1<2 <3 <" },
    { "no end <p class=", "no end <p class=" },
    { "<div title=\"no end>text</div>", "text" },
    { "<!-- no end", "<!-- no end" },
    { "<style>no end", "no end" },

    { "&lt;b&gt; &amp;amp; &quot;x&quot; &apos;", "<b> &amp; \"x\" '" },
    { "&eacute;&Eacute;&hellip;&rarr;&alpha;&euro;&thetasym;", "éÉ…→α€ϑ" },
    { "&#233;&#xE9;&#XE9;&#128512;&#x1F600;", "ééé😀😀" },
    { "&#039;&#39 x&#150;", "'' x–" },
    { "&#0;&#xD800;&#99999999999;", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
    { "a&nbsp;b&nbsp;&nbsp;c", "a b  c" },
    { "co&shy;op", "coop" },
    { "AT&T R&D & &; &nosuch; &copy=1 a&b;", "AT&T R&D & &; &nosuch; &copy=1 a&b;" },
    { "a&nbsp b &amp c", "a b & c" },
    { "中&nbsp;文<br>（ ）", "中 文\n（ ）" },
};

static void html_becomes_the_text_a_browser_shows(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(&rows[i]);
    }
}

static void entities_alone_leave_tags(void **state)
{
    jb_buffer out;
    jb_buffer_init(&out, 0);
    jb_html_entities(jb_slice_of("<b> &quot;Cr&egrave;me&quot; &#039;&shy;&pi; AT&T"), &out);
    JB_EQ_STR(jb_buffer_text(&out), "<b> \"Crème\" 'π AT&T");
    jb_buffer_finish(&out);
}

static void keep_image(void *user, jb_slice src, jb_slice alt)
{
    jb_buffer *seen = user;
    jb_buffer_append_char(seen, '[');
    jb_buffer_append(seen, src.bytes, src.size);
    jb_buffer_append_char(seen, '|');
    jb_buffer_append(seen, alt.bytes, alt.size);
    jb_buffer_append_char(seen, ']');
}

static void images_are_told_and_not_shown(void **state)
{
    jb_buffer out;
    jb_buffer seen;
    jb_buffer_init(&out, 0);
    jb_buffer_init(&seen, 0);
    jb_html_images images = { .image = keep_image, .user = &seen };
    jb_html_text(jb_slice_of("a<IMG alt='A &amp; B' SRC=\"x.png?a=1&amp;b=2\"/>b<img src=y.png>"),
                 &images, &out);
    JB_EQ_STR(jb_buffer_text(&out), "ab");
    JB_EQ_STR(jb_buffer_text(&seen), "[x.png?a=1&b=2|A & B][y.png|]");
    jb_buffer_finish(&seen);
    jb_buffer_finish(&out);
}

/* Each of these would take minutes if anything were searched for again and again. */
static void broken_html_is_read_in_linear_time(void **state)
{
    static const char *const pieces[] = { "<p ",       "<!--",      "<!",       "<style>",
                                          "<p a=\"",   "<p a='\"",  "<b x=\"'", "<a \"><a '",
                                          "<script>x", "&#1234567", "<sup>",    "<sup>a b</sup>",
                                          "<!--x->",   "<?",        "</p" };
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        jb_buffer html;
        jb_buffer out;
        jb_buffer_init(&html, 0);
        jb_buffer_init(&out, 0);
        while (html.size < 300000) {
            jb_buffer_append_text(&html, pieces[i]);
        }
        jb_html_text(jb_buffer_slice(&html), NULL, &out);
        JB_FALSE(out.failed);
        JB_TRUE(out.size <= html.size);
        jb_buffer_finish(&out);
        jb_buffer_finish(&html);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(html_becomes_the_text_a_browser_shows),
        cmocka_unit_test(entities_alone_leave_tags),
        cmocka_unit_test(images_are_told_and_not_shown),
        cmocka_unit_test(broken_html_is_read_in_linear_time),
    };
    return JB_RUN(tests);
}
