/*
 * Memory running out while a file is read: the N-th allocation fails, for N = 1, 2, 3, ... until
 * the file is read. Each time the answer is JB_ERR_MEMORY, nothing leaks (run under the address
 * sanitizer), and what is read in the end is whole.
 *
 * jb:wrap malloc calloc realloc
 */
#include "import_check.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/people_file.h"
#include "zip_maker.h"

/* The names are the linker's. */
/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

/* How many allocations still succeed; below 0: all. */
static long allocations_left = -1;

static bool take_one(void)
{
    if (allocations_left > 0) {
        allocations_left--;
        return true;
    }
    return allocations_left < 0;
}

void *__wrap_malloc(size_t size)
{
    return take_one() ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return take_one() ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return take_one() ? __real_realloc(old, size) : NULL;
}

/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* Reads it again and again, each time with one allocation more; it holds so many questions, and
 * that many problems are said. */
static void survive(jb_slice file, const char *format, uint32_t questions, uint32_t problems)
{
    const jb_import_options options = { .format = format, .name = "quiz" };
    jb_status status = JB_ERR_MEMORY;
    long count = 0;
    for (; status != JB_OK; count++) {
        jb_report report;
        jb_bank *bank = NULL;
        jb_report_init(&report);
        allocations_left = count;
        status = jb_import(file, &options, &report, &bank);
        allocations_left = -1;
        if (status == JB_OK) {
            JB_EQ_U64(report.question_count, questions);
            JB_EQ_U64(report.problem_count, problems);
        } else {
            JB_EQ_I64(status, JB_ERR_MEMORY);
        }
        jb_bank_destroy(bank);
        jb_report_finish(&report);
    }
    JB_TRUE(count > 20);
}

static void gift_is_read_or_memory_has_run_out(void **state)
{
    survive(jb_slice_of("// [id:a] [tag:t]\n$CATEGORY: a/b\n::T:: [html]<p>q &amp; r</p>"
                        "{=a#b ~%50%c ####d}\n\nt {T}\n\nn {#1..2}\n\ns {=a* =b}\n\n"
                        "m {=a->1 =b->2}\n\ng {=a} h {=b}\n\ntext\n\nopen {"),
            "gift", 6, 3);
}

static void moodle_is_read_or_memory_has_run_out(void **state)
{
    survive(jb_slice_of("<quiz><question type=\"category\"><category><text>a</text></category>"
                        "</question><question type=\"multichoice\"><name><text>n</text></name>"
                        "<questiontext format=\"html\"><text>q<b>r</b>&nbsp;"
                        "&lt;img src=\"@@PLUGINFILE@@/x.gif\" alt=\"x\"&gt;</text>"
                        "<file name=\"x.gif\">R0lGODdhAQABAIAAAP///////ywAAAAAAQABAAACAkQBADs="
                        "</file></questiontext><answer fraction=\"100\"><text>a</text></answer>"
                        "<answer><text>b</text></answer><tags><tag>t</tag></tags></question>"
                        "<question type=\"essay\"/></quiz>"),
            "moodle-xml", 1, 1);
}

static void qti_is_read_or_memory_has_run_out(void **state)
{
    static const char manifest[] =
        "<manifest><resources><resource type=\"imsqti_item_xmlv2p1\" href=\"a.xml\"/>"
        "<resource type=\"imsqti_item_xmlv2p1\" href=\"gone.xml\"/></resources></manifest>";
    static const char item[] =
        "<assessmentItem identifier=\"q\" title=\"t\"><responseDeclaration identifier=\"R\" "
        "cardinality=\"single\" baseType=\"identifier\"><correctResponse><value>a</value>"
        "</correctResponse></responseDeclaration><itemBody><p>q<img src=\"x.gif\" alt=\"x\"/></p>"
        "<choiceInteraction responseIdentifier=\"R\"><simpleChoice identifier=\"a\">one"
        "</simpleChoice><simpleChoice identifier=\"b\">two</simpleChoice></choiceInteraction>"
        "</itemBody></assessmentItem>";
    static const char old[] =
        "<questestinterop><item ident=\"i\"><presentation><material><mattext>r</mattext>"
        "</material><response_str ident=\"r\"><render_fib/></response_str></presentation>"
        "<resprocessing><respcondition><conditionvar><varequal respident=\"r\">x</varequal>"
        "</conditionvar><setvar>1</setvar></respcondition></resprocessing></item>"
        "</questestinterop>";
    const zip_entry entries[] = {
        { .name = "imsmanifest.xml", .data = { manifest, sizeof manifest - 1 } },
        { .name = "a.xml", .data = { item, sizeof item - 1 } },
        { .name = "b.xml", .data = { old, sizeof old - 1 } },
        { .name = "x.gif", .data = { "GIF87a", 6 } },
    };
    jb_buffer zip;
    jb_buffer_init(&zip, 0);
    zip_make(entries, sizeof entries / sizeof entries[0], &zip);
    survive(jb_buffer_slice(&zip), "qti", 2, 1);
    jb_buffer_finish(&zip);
}

static void people_are_read_or_memory_has_run_out(void **state)
{
    const jb_people_options options = { .kind = JB_PEOPLE_ROSTER };
    const jb_slice text = jb_slice_of("Staff\n姓名,部门,code,手机\n张三,\"一\"\"科\"\"\",A7,1\n"
                                      "Ann,Law,,\nAnn,Law,,\n,Law,,\n");
    jb_status status = JB_ERR_MEMORY;
    long count = 0;
    for (; status != JB_OK; count++) {
        jb_report report;
        jb_people_file *file = NULL;
        jb_report_init(&report);
        allocations_left = count;
        status = jb_people_file_read(text, &options, &report, &file);
        allocations_left = -1;
        if (status == JB_OK) {
            JB_EQ_U64(file->person_count, 3);
            JB_EQ_U64(file->unit_count, 2);
            JB_EQ_STR(file->people[0].unit, "一\"科\"");
            JB_EQ_U64(report.problem_count, 3);
        } else {
            JB_EQ_I64(status, JB_ERR_MEMORY);
            JB_TRUE(file == NULL);
        }
        jb_people_file_destroy(file);
        jb_report_finish(&report);
    }
    JB_TRUE(count > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gift_is_read_or_memory_has_run_out),
        cmocka_unit_test(moodle_is_read_or_memory_has_run_out),
        cmocka_unit_test(qti_is_read_or_memory_has_run_out),
        cmocka_unit_test(people_are_read_or_memory_has_run_out),
    };
    return JB_RUN(tests);
}
