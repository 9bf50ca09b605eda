/* GIFT: what Moodle reads, and the traps of what people write. */
#include "import_check.h"

#include <string.h>

/* One question: what becomes of it, or the code of the problem. */
typedef struct row {
    const char *text;
    const char *line; /* NULL: it is not taken */
    const char *code; /* NULL: no problem */
} row;

static void check_row(const row *r)
{
    jb_report report;
    jb_bank *bank = import_text(r->text, "gift", &report);
    if (r->line) {
        JB_TRUE(bank != NULL);
        JB_EQ_U64(report.question_count, 1);
        JB_EQ_STR(bank ? question_line(bank, 0) : NULL, r->line);
    } else {
        JB_TRUE(bank == NULL);
        JB_EQ_U64(count_problems(&report, "no_questions"), 1);
    }
    JB_EQ_U64(count_problems(&report, r->code ? r->code : NULL), r->code ? 1 : r->line ? 0 : 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void check_rows(const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        print_message("%s\n", rows[i].text);
        check_row(&rows[i]);
    }
}
#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof(rows)[0])

static void kinds_are_told_apart_in_order(void **state)
{
    static const row rows[] = {
        { "2+2? {=4 ~5 ~6}", "single: 2+2? / *4 / 5 / 6", NULL },
        { "Primes? {~%50%2 ~%50%3 ~%-100%4}", "multiple: Primes? / *2 / *3 / 4", NULL },
        { "Any? {=one =two ~three}", "single: Any? / *one / *two / three", NULL },
        { "Fire is hot.{T}", "truefalse: Fire is hot. / true", NULL },
        { "Ice is hot.{FALSE}", "truefalse: Ice is hot. / false", NULL },
        { "Born?{#1822:5}", "numeric: Born? / 1822 +- 5", NULL },
        { "Pi?{#3.141..3.143}", "numeric: Pi? / 3.142 +- 0.001", NULL },
        { "Cold?{#-3..-1}", "numeric: Cold? / -2 +- 1", NULL },
        { "Pi?{#=3.1416:0.001 =%50%3:0.5 ~#no}", "numeric: Pi? / 3.1416 +- 0.001; 3 +- 0.5", NULL },
        { "Capital?{=Paris =%50%Pari* =%0%Rome#no}", "text: Capital? / Paris; Pari*", NULL },
        { "Capital?{Paris}", "text: Capital? / Paris", NULL },
        { "Star?{=a\\*b}", "text: Star? / a*b", NULL },
        { "Pairs?{=a -> 1 =b -> 2 = -> 3}", "matching: Pairs? / a => 1 / b => 2 / => 3", NULL },
        { "Pairs?{=a->1#yes =b->2 =c->1}", "matching: Pairs? / a => 1 / b => 2 / c => 1", NULL },
        { "Lower case {true}", "text: Lower case / true", NULL },
    };
    CHECK_ROWS(rows);
}

static void stems_get_a_gap_where_words_follow(void **state)
{
    static const row rows[] = {
        { "Grant is {~buried =entombed} in his tomb.",
          "single: Grant is _____ in his tomb. / buried / *entombed", NULL },
        { "He is from {=Nazareth}.", "text: He is from _____. / Nazareth", NULL },
        { "The sky is blue {T}.", "truefalse: The sky is blue. / true", NULL },
        { "{=Paris ~Rome} is in France.", "single: _____ is in France. / *Paris / Rome", NULL },
        { "::Only a title::{=a ~b}", "single: Only a title / *a / b", NULL },
        { "::T::\nOver\ntwo lines{=a ~b}", "single: Over\ntwo lines / *a / b", NULL },
        { "I {=was=had been} here {=for} years.",
          "text: I _____ here _____ years. / was; had been | for", NULL },
        { "::T:: I {=was}\nhere {=for#yes}", "text: I _____\nhere _____ / was | for", NULL },
        { "\"::JS:: Is it so?{=yes ~no}\";", "single: Is it so? / *yes / no", NULL },
    };
    CHECK_ROWS(rows);
}

static void escapes_are_decoded_after_splitting(void **state)
{
    static const row rows[] = {
        { "1\\=1\\: true\\? {=\\~a\\=\\# ~\\{b\\}}", "single: 1=1: true\\? / *~a=# / {b}", NULL },
        { "A\\nB {=x ~y}", "single: A\nB / *x / y", NULL },
        { "$a \\neq b$ {=x ~y}", "single: $a \\neq b$ / *x / y", NULL },
        { "Slash {=a\\\\b ~c}", "single: Slash / *a\\b / c", NULL },
        { "::Q\\:: 1::Stem{=x ~y}", "single: Stem / *x / y", NULL },
        { "TeX $\\frac{1}{2}$? {=0.5 ~2}", "single: TeX $\\frac{1}{2}$? / *0.5 / 2", NULL },
        { "Code? {=main() { ~x}", "single: Code? / *main() { / x", NULL },
        { "Set {=$x^{2}$ ~b}", "single: Set / *$x^{2}$ / b", NULL },
    };
    CHECK_ROWS(rows);
}

static void formats_become_plain_text(void **state)
{
    static const row rows[] = {
        { "[html]<p>A <b>b</b>&nbsp;&amp; c</p>{=[html]<i>x</i> ~y}", "single: A b & c / *x / y",
          NULL },
        { "[html]<p>x</p>{=<span class=\"q\">a</span> ~&#39;b&#39;}", "single: x / *a / 'b'",
          NULL },
        { "[plain]<b> & c{=x ~y}", "single: <b> & c / *x / y", NULL },
        { "Which tag is bold?{=<b> ~<i>}", "single: Which tag is bold? / *<b> / <i>", NULL },
        { "a < b &lt; c{=x ~y}", "single: a < b < c / *x / y", NULL },
        { "x<sup>2</sup>{=x ~y}", "single: x^2 / *x / y", NULL },
        { "[Note] this{=x ~y}", "single: [Note] this / *x / y", NULL },
    };
    CHECK_ROWS(rows);
}

static void what_cannot_be_played_is_named(void **state)
{
    static const row rows[] = {
        { "Just a text.", NULL, "unsupported_kind" },
        { "Write about it {}", NULL, "unsupported_kind" },
        { "A {1:MC:~a~=b} c", NULL, "unsupported_kind" },
        { "A {:SHORTANSWER:=b} c {2:NM:=3}", NULL, "unsupported_kind" },
        { "::T:: A {1:MC:~a~=b} c\n\nmore {1:SA:=d} text\n\nend {1:SA:=e}", NULL,
          "unsupported_kind" },
        { "Anything {=*}", NULL, "unsupported_kind" },
        { "Both {TRUE FALSE}", NULL, "no_answer" },
        { "None {~a ~b}", NULL, "no_answer" },
        { "None {#}", NULL, "no_answer" },
        { "Words {#about five}", NULL, "bad_number" },
        { "Open {=a ~b", NULL, "unfinished_question" },
        { "Shut =a}", NULL, "broken_question" },
        { "Two {=a ~b} groups {=c ~d}", NULL, "broken_question" },
        { "Pairs {=a -> 1 =b}", NULL, "broken_question" },
        { "One pair {=a -> 1}", NULL, "too_few_options" },
        { "One option {~%100%a}", NULL, "too_few_options" },
        { "Empty right {~a = ~b}", NULL, "empty_option" },
        { "{=a ~b}", NULL, "empty_stem" },
    };
    CHECK_ROWS(rows);
}

static void odd_marks_are_read(void **state)
{
    static const row rows[] = {
        { "Extra {~=right ~wrong ~}", "single: Extra / *right / wrong", NULL },
        { "Weight {=%100%right ~%0%wrong}", "single: Weight / *right / wrong", NULL },
        { "Sum {~%100%a ~%100%b ~c}", "multiple: Sum / *a / *b / c", "weights_sum" },
        { "Thirds {~%33.333%a ~%33.333%b ~%33.333%c ~d}", "multiple: Thirds / *a / *b / *c / d",
          NULL },
        { "Blank lines {\n\n=a\n\n~b\n\n}", "single: Blank lines / *a / b", NULL },
        { "Braces below\n\n{=a ~b}", "single: Braces below / *a / b", NULL },
        { "Labels {~A. x =B) y ~C\xe3\x80\x81z}", "single: Labels / x / *y / z", NULL },
        { "Blood {~A type =O type}", "single: Blood / A type / *O type", NULL },
        { "Comment {\n=a\n// not this {\n~b\n}\n// end", "single: Comment / *a / b", NULL },
    };
    CHECK_ROWS(rows);
}

static const char file[] = "// [id:lost] a comment alone\n"
                           "\n"
                           "$CATEGORY: $course$/top/Rivers//Lakes/Long\n"
                           "// [id:riv-1] [tag:water] [tag:school]\n"
                           "::The Nile:: Longest?{\r\n"
                           "=Nile#right\r\n"
                           "~Rhine#no\r\n"
                           "####6,650 km}\r\n"
                           "::Dense:: dense?{=a ~b}\n"
                           "One? {T#no#Because.}\n"
                           "Two? {F}\n"
                           "\n"
                           "$CATEGORY: top\n"
                           "::Torn:: torn?{\n"
                           "=a\n"
                           "\n"
                           "::After:: after?{=a ~None of the above}\n"
                           "\n"
                           "::Code:: What is printed?\n"
                           "<pre>a = 1\n"
                           "\n"
                           "b = 2</pre>{=3 ~4}\n";

static void a_file_is_read_with_all_it_says(void **state)
{
    jb_report report;
    jb_bank *bank = import_text(file, NULL, &report);
    JB_EQ_STR(report.format, "gift");
    JB_EQ_U64(report.question_count, 6);
    JB_EQ_STR(question_line(bank, 0), "single: Longest? / *Nile / Rhine");
    JB_EQ_STR(question_line(bank, 1), "single: dense? / *a / b");
    JB_EQ_STR(question_line(bank, 2), "truefalse: One? / true");
    JB_EQ_STR(question_line(bank, 3), "truefalse: Two? / false");
    JB_EQ_STR(question_line(bank, 4), "single: after? / *a / None of the above");
    JB_EQ_STR(question_line(bank, 5), "single: What is printed?\na = 1\n\nb = 2 / *3 / 4");
    check_problem(&report, "unfinished_question", 14);
    cJSON *json = bank_json(bank);
    JB_EQ_STR(json_text(json, "questions.0.id"), "riv-1");
    JB_EQ_STR(json_text(json, "questions.0.title"), "The Nile");
    JB_EQ_STR(json_text(json, "questions.0.tags.1"), "school");
    JB_EQ_STR(json_words(json, "questions.0.explanation"), "6,650 km");
    JB_EQ_STR(json_words(json, "questions.0.options.1.feedback"), "no");
    JB_EQ_STR(json_text(json, "questions.4.options.1.fixed"), "true");
    JB_EQ_STR(json_text(json, "questions.0.source.imported_from.line"), "5");
    JB_EQ_STR(json_text(json, "questions.3.source.imported_from.line"), "11");
    JB_EQ_STR(json_words(json, "questions.2.explanation"), "Because.");
    JB_EQ_STR(json_words(json, "categories.0.title"), "Rivers/Lakes");
    JB_EQ_STR(json_words(json, "categories.1.title"), "Long");
    JB_EQ_STR(json_text(json, "questions.2.category"), "c2");
    JB_TRUE(json_text(json, "questions.4.category") == NULL);
    cJSON_Delete(json);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* In a file in which every question has a title, what has none belongs to the one before. */
static void a_blank_line_in_a_stem_is_kept_where_titles_tell(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("::A:: a?{=x ~y}\n\n::B:: int b;\n\nint c;{=x ~y}\n\n"
                                "::C:: c?{=x ~y}\n",
                                NULL, &report);
    JB_EQ_U64(report.question_count, 3);
    JB_EQ_U64(report.problem_count, 0);
    JB_EQ_STR(question_line(bank, 1), "single: int b;\n\nint c; / *x / y");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
    bank = import_text("a?{=x ~y}\n\n::B:: int b;\n\nint c;{=x ~y}\n\n::C:: c?{=x ~y}\nd?{T}", NULL,
                       &report);
    JB_EQ_U64(report.question_count, 4);
    check_problem(&report, "unsupported_kind", 3);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

/* A text without answers ends where the next title begins, a blank line or not. */
static void a_text_between_titles_is_reported_by_itself(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("::A:: a?{T}\n::B:: Read this.\n::C:: c?{#4}\n::D:: d:\n"
                                "::still d{=x ~y}\n",
                                NULL, &report);
    JB_EQ_U64(report.question_count, 3);
    check_problem(&report, "unsupported_kind", 2);
    JB_EQ_STR(question_line(bank, 1), "numeric: c? / 4");
    JB_EQ_STR(question_line(bank, 2), "single: d:\n::still d / *x / y");
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void a_picture_that_is_not_there_is_said(void **state)
{
    jb_report report;
    jb_bank *bank = import_text("[html]<p>What? <img src=\"@@PLUGINFILE@@/x%20y.png\"></p>"
                                "<img src=\"https\\://example.org/z.png\">{=a ~b}",
                                NULL, &report);
    JB_EQ_U64(report.question_count, 1);
    check_problem(&report, "missing_medium", 1);
    check_problem(&report, "remote_media", 1);
    jb_bank_destroy(bank);
    jb_report_finish(&report);
}

static void other_formats_are_not_taken_for_it(void **state)
{
    static const char *const texts[] = {
        "What is it?\nA) this\nB) that\nANSWER: A\n",
        "{\"results\":[{\"question\":\"{=a}\"}]}",
        "[{\"q\":\"{=a}\"}]",
        "<quiz><question>{=a ~b}</question></quiz>",
        "a { color: red; }\nb { margin: 0 }\n",
        "\\newcommand{\\x}[1]{#1}\n\\begin{a}{=b}\n\\end{a}{c}{d}",
        "int main() { return 0; }\n",
        "\xe4\xb8\x80\xe3\x80\x81\xe5\x8d\x95\xe9\x80\x89\xe9\xa2\x98\n1. x\nA. y\n",
        "question,answer\n\"a {b}\",c\n",
        "",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        jb_report report;
        jb_bank *bank = import_text(texts[i], NULL, &report);
        JB_TRUE(strcmp(report.format, "gift") != 0);
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_are_told_apart_in_order),
        cmocka_unit_test(stems_get_a_gap_where_words_follow),
        cmocka_unit_test(escapes_are_decoded_after_splitting),
        cmocka_unit_test(formats_become_plain_text),
        cmocka_unit_test(what_cannot_be_played_is_named),
        cmocka_unit_test(odd_marks_are_read),
        cmocka_unit_test(a_file_is_read_with_all_it_says),
        cmocka_unit_test(a_blank_line_in_a_stem_is_kept_where_titles_tell),
        cmocka_unit_test(a_text_between_titles_is_reported_by_itself),
        cmocka_unit_test(a_picture_that_is_not_there_is_said),
        cmocka_unit_test(other_formats_are_not_taken_for_it),
    };
    return JB_RUN(tests);
}
