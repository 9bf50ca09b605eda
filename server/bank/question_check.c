/*
 * What a schema cannot say about a question: languages that are missing, gaps that do not fit the
 * blanks, texts too long for a screen, options that look the same.
 */
#include "bank_internal.h"

#include <inttypes.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/text.h"

/* Widths at which the screen has to use smaller type (design: clients, text-size classes). */
enum {
    STEM_LONG = 200,
    STEM_VERY_LONG = 320,
    OPTION_LONG = 48,
    OPTION_VERY_LONG = 90
};

/* The widest language of the stem. */
static void check_stem_length(jb_reader *reader, const cJSON *stem)
{
    uint32_t width = 0;
    const cJSON *widest = NULL;
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, stem) {
        uint32_t own = jb_text_width(text->valuestring);
        widest = own > width ? text : widest;
        width = own > width ? own : width;
    }
    if (width > STEM_VERY_LONG) {
        jb_warn(reader, widest, "very_long_stem",
                "The question is %" PRIu32 " characters wide; nobody reads more than %d in time.",
                width, STEM_VERY_LONG);
    } else if (width > STEM_LONG) {
        jb_warn(reader, widest, "long_stem",
                "The question is %" PRIu32 " characters wide; more than %d are shown small.", width,
                STEM_LONG);
    }
}

static bool check_stem(jb_reader *reader, const char *default_language, const jb_question *question)
{
    bool good = true;
    if (!jb_map_exact(question->stem, default_language)) {
        jb_fault(reader, question->stem, "missing_default_language",
                 "The question has no text in the bank's default language \"%s\".",
                 default_language);
        good = false;
    }
    uint32_t blanks = question->blanks ? jb_node_length(question->blanks) : 0;
    const cJSON *text = NULL;
    check_stem_length(reader, question->stem);
    cJSON_ArrayForEach(text, question->stem) {
        uint32_t gaps = question->blanks ? jb_text_gaps(text->valuestring) : 0;
        if (gaps > 0 && gaps != blanks) {
            jb_fault(reader, text, "gap_count",
                     "The question has %" PRIu32 " gaps but the answer has %" PRIu32 " blanks.",
                     gaps, blanks);
            good = false;
        }
    }
    return good;
}

/* The widest option of both lists in any language. */
typedef struct widest {
    const cJSON *text;
    uint32_t width;
} widest;

static void find_widest(const jb_option *options, uint8_t count, widest *found)
{
    for (uint8_t i = 0; i < count; i++) {
        const cJSON *text = NULL;
        cJSON_ArrayForEach(text, options[i].text) {
            uint32_t width = jb_text_width(text->valuestring);
            *found = width > found->width ? (widest){ .text = text, .width = width } : *found;
        }
    }
}

static void check_option_lengths(jb_reader *reader, const jb_question *question)
{
    widest found = { .text = NULL };
    find_widest(question->options, question->option_count, &found);
    find_widest(question->targets, question->target_count, &found);
    if (found.width > OPTION_LONG) {
        bool very = found.width > OPTION_VERY_LONG;
        jb_warn(reader, found.text, very ? "very_long_option" : "long_option",
                "The option is %" PRIu32 " characters wide; more than %d %s.", found.width,
                very ? OPTION_VERY_LONG : OPTION_LONG,
                very ? "hardly fit on a phone" : "are shown small");
    }
}

/* Says that a list of options lacks a language of the stem. False: it was said. */
static bool check_languages(jb_reader *reader, const cJSON *stem, const jb_option *options,
                            uint8_t count)
{
    const cJSON *language = NULL;
    cJSON_ArrayForEach(language, stem) {
        for (uint8_t i = 0; i < count; i++) {
            if (options[i].text && !jb_map_exact(options[i].text, language->string)) {
                jb_warn(reader, options[i].text, "missing_language",
                        "The question is there in \"%s\" but option \"%.64s\" is not.",
                        language->string, options[i].id);
                return false;
            }
        }
    }
    return true;
}

/* Appends an option as typed answers are compared. */
static void fold_option(jb_reader *reader, const char *language, const char *fallback,
                        const jb_option *option, jb_buffer *folded)
{
    if (option->text) {
        const cJSON *text = jb_map_text(option->text, language, fallback);
        jb_status status = jb_text_fold(jb_node_slice(text), folded);
        JB_ASSERT(status != JB_ERR_INVALID);
        reader->out_of_memory = reader->out_of_memory || status != JB_OK;
    }
}

/* Do two options look the same in this language? False: it was said. */
static bool check_same(jb_reader *reader, const char *language, const char *fallback,
                       const jb_option *options, uint8_t count)
{
    jb_buffer folded;
    jb_slice seen[JB_OPTIONS_MAX];
    size_t starts[JB_OPTIONS_MAX + 1] = { 0 };
    bool said = false;
    jb_buffer_init(&folded, 0);
    for (uint8_t i = 0; i < count; i++) {
        fold_option(reader, language, fallback, &options[i], &folded);
        starts[i + 1] = folded.size;
    }
    for (uint8_t i = 0; i < count && !said; i++) {
        seen[i] = (jb_slice){ .bytes = jb_buffer_text(&folded) + starts[i],
                              .size = starts[i + 1] - starts[i] };
        for (uint8_t j = 0; j < i && !said; j++) {
            /* A medium makes them look different, unless it is the same one. */
            said = options[i].medium == options[j].medium && jb_slice_equal(seen[i], seen[j]);
            if (said) {
                jb_warn(reader,
                        options[i].text ? jb_map_text(options[i].text, language, fallback)
                                        : options[i].node,
                        "same_options", "Options \"%.64s\" and \"%.64s\" look the same in \"%s\".",
                        options[j].id, options[i].id, language);
            }
        }
    }
    jb_buffer_finish(&folded);
    return !said;
}

bool jb_question_check(jb_reader *reader, const char *default_language, const jb_question *question)
{
    bool good = check_stem(reader, default_language, question);
    if (reader->report == NULL) {
        return good; /* the rest are warnings, which nobody would see */
    }
    check_option_lengths(reader, question);
    if (check_languages(reader, question->stem, question->options, question->option_count)) {
        (void)check_languages(reader, question->stem, question->targets, question->target_count);
    }
    bool differ = true;
    const cJSON *language = NULL;
    cJSON_ArrayForEach(language, question->stem) {
        differ = differ && check_same(reader, language->string, default_language, question->options,
                                      question->option_count);
        differ = differ && check_same(reader, language->string, default_language, question->targets,
                                      question->target_count);
    }
    return good;
}
