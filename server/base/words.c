/*
 * Words that no name may hold, see jinbang/words.h. Words and names are compared by their skeletons
 * (jb_text_skeleton) in two forms: with one space between words and at both ends, and squeezed,
 * with letters and digits alone. The words stand in one buffer, each in both forms with a NUL; a
 * list has a few hundred, and a name is compared with each when somebody joins.
 */
#include "jinbang/words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "jinbang/assert.h"
#include "jinbang/text.h"

enum {
    FIRST_IDEOGRAPHIC = 0x2e80 /* from here on words stand without spaces */
};

typedef struct jb_word {
    size_t spaced; /* in the text */
    size_t squeezed;
    bool anywhere;
} jb_word;

struct jb_words {
    jb_buffer text;
    jb_word *words;
    size_t count;
    size_t capacity;
};

/* Signs that people write for letters. */
static ucs4_t letter_for(ucs4_t c)
{
    static const char signs[] = "@$3457!+";
    static const char letters[] = "aseastit";
    const char *found = c > 0 && c < 0x80 ? strchr(signs, (int)c) : NULL;
    return found ? (ucs4_t)letters[found - signs] : c;
}

/* Appends both forms. True: there is an ideograph or a kana in it. */
static bool append_forms(jb_slice skeleton, jb_buffer *spaced, jb_buffer *squeezed)
{
    const uint8_t *at = (const uint8_t *)skeleton.bytes;
    size_t left = skeleton.size;
    bool ideographic = false;
    bool gap = true;
    while (left > 0) {
        uint8_t bytes[6];
        ucs4_t c = 0;
        int size = u8_mbtouc(&c, at, left);
        at += size;
        left -= (size_t)size;
        c = letter_for(c);
        if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_M)) {
            continue;
        }
        if (!uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N)) {
            gap = true;
            continue;
        }
        ideographic = ideographic || c >= FIRST_IDEOGRAPHIC;
        size = u8_uctomb(bytes, c, (ptrdiff_t)sizeof bytes);
        JB_ASSERT(size > 0);
        if (gap) {
            jb_buffer_append_char(spaced, ' ');
            gap = false;
        }
        jb_buffer_append(spaced, bytes, (size_t)size);
        jb_buffer_append(squeezed, bytes, (size_t)size);
    }
    jb_buffer_append_char(spaced, ' ');
    return ideographic;
}

static bool add_word(jb_words *words, const jb_word *word)
{
    if (words->count == words->capacity) {
        size_t capacity = words->capacity ? words->capacity * 2 : 64;
        jb_word *larger = realloc(words->words, capacity * sizeof *larger);
        if (!larger) {
            return false;
        }
        words->words = larger;
        words->capacity = capacity;
    }
    words->words[words->count++] = *word;
    return true;
}

static jb_status read_line(jb_words *words, jb_slice line)
{
    jb_buffer skeleton;
    jb_buffer spaced;
    jb_buffer squeezed;
    jb_buffer_init(&skeleton, 0);
    jb_buffer_init(&spaced, 0);
    jb_buffer_init(&squeezed, 0);
    jb_word word = { .anywhere = memchr(line.bytes, '*', line.size) != NULL };
    jb_status status = jb_text_skeleton(line, &skeleton);
    if (status == JB_OK) {
        bool ideographic = append_forms(jb_buffer_slice(&skeleton), &spaced, &squeezed);
        word.anywhere = word.anywhere || ideographic;
        status = spaced.failed || squeezed.failed ? JB_ERR_MEMORY : JB_OK;
    }
    if (status == JB_OK && squeezed.size > 0) {
        word.spaced = words->text.size;
        jb_buffer_append(&words->text, jb_buffer_text(&spaced), spaced.size + 1);
        word.squeezed = words->text.size;
        jb_buffer_append(&words->text, jb_buffer_text(&squeezed), squeezed.size + 1);
        status = words->text.failed || !add_word(words, &word) ? JB_ERR_MEMORY : JB_OK;
    }
    jb_buffer_finish(&squeezed);
    jb_buffer_finish(&spaced);
    jb_buffer_finish(&skeleton);
    return status;
}

/* Without the mark that some editors begin a file with. */
static jb_slice without_mark(jb_slice file)
{
    bool marked = file.size >= 3 && memcmp(file.bytes, "\xef\xbb\xbf", 3) == 0;
    return marked ? (jb_slice){ file.bytes + 3, file.size - 3 } : file;
}

jb_status jb_words_create(jb_slice file, jb_words **out)
{
    *out = NULL;
    jb_slice left = without_mark(file);
    jb_words *words = calloc(1, sizeof *words);
    if (!words) {
        return JB_ERR_MEMORY;
    }
    jb_buffer_init(&words->text, 0);
    jb_status status = JB_OK;
    while (left.size > 0 && status == JB_OK) {
        const char *end = memchr(left.bytes, '\n', left.size);
        size_t size = end ? (size_t)(end - left.bytes) : left.size;
        if (left.bytes[0] != '#' && size > 0) {
            status = read_line(words, (jb_slice){ left.bytes, size });
        }
        left.bytes += size + (end ? 1 : 0);
        left.size -= size + (end ? 1 : 0);
    }
    if (status != JB_OK) {
        jb_words_destroy(words);
        return status;
    }
    *out = words;
    return JB_OK;
}

void jb_words_destroy(jb_words *words)
{
    if (words) {
        jb_buffer_finish(&words->text);
        free(words->words);
        free(words);
    }
}

static bool holds(const jb_words *words, const jb_word *word, const char *spaced,
                  const char *squeezed)
{
    const char *alone = words->text.bytes + word->squeezed;
    return word->anywhere ? strstr(squeezed, alone) != NULL
                          : strcmp(squeezed, alone) == 0 ||
                                strstr(spaced, words->text.bytes + word->spaced) != NULL;
}

bool jb_words_in(const jb_words *words, jb_slice name)
{
    bool found = false;
    jb_buffer skeleton;
    jb_buffer spaced;
    jb_buffer squeezed;
    if (!words) {
        return false;
    }
    jb_buffer_init(&skeleton, 0);
    jb_buffer_init(&spaced, 0);
    jb_buffer_init(&squeezed, 0);
    if (jb_text_skeleton(name, &skeleton) == JB_OK) {
        (void)append_forms(jb_buffer_slice(&skeleton), &spaced, &squeezed);
        for (size_t i = 0; i < words->count && !found; i++) {
            found =
                holds(words, &words->words[i], jb_buffer_text(&spaced), jb_buffer_text(&squeezed));
        }
    }
    jb_buffer_finish(&squeezed);
    jb_buffer_finish(&spaced);
    jb_buffer_finish(&skeleton);
    return found;
}
