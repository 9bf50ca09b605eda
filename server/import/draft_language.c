/*
 * In which language a file is, when nobody says: by the script of its stems. Within a script the
 * most spoken language is taken; it is a label on the text, and the organizer sees it and can
 * choose another.
 */
#include "draft_internal.h"

#include <string.h>
#include <unistr.h>

enum {
    LETTERS_ENOUGH = 200000, /* more are not counted */
    OTHERS_MIN = 5           /* per cent of letters that make a script count beside Latin */
};

typedef struct range {
    uint32_t first, last;
    jb_script script;
} range;

static const range ranges[] = {
    { 0x0041, 0x024f, JB_SCRIPT_LATIN },    { 0x0370, 0x03ff, JB_SCRIPT_GREEK },
    { 0x0400, 0x052f, JB_SCRIPT_CYRILLIC }, { 0x0590, 0x05ff, JB_SCRIPT_HEBREW },
    { 0x0600, 0x077f, JB_SCRIPT_ARABIC },   { 0x0900, 0x097f, JB_SCRIPT_DEVANAGARI },
    { 0x0e00, 0x0e7f, JB_SCRIPT_THAI },     { 0x0f00, 0x0fff, JB_SCRIPT_TIBETAN },
    { 0x1100, 0x11ff, JB_SCRIPT_HANGUL },   { 0x1800, 0x18af, JB_SCRIPT_MONGOLIAN },
    { 0x1e00, 0x1eff, JB_SCRIPT_LATIN },    { 0x3040, 0x30ff, JB_SCRIPT_KANA },
    { 0x3400, 0x9fff, JB_SCRIPT_HAN },      { 0xac00, 0xd7af, JB_SCRIPT_HANGUL },
    { 0x20000, 0x2fa1f, JB_SCRIPT_HAN },
};

/* Frequent characters that only one of the two ways of writing Chinese has, pairwise. */
static const char simplified[] = "这个们来时会学国对发说过么还没样问题书东车长门见马鸟龙选择确错误";
static const char traditional[] =
    "這個們來時會學國對發說過麼還沒樣問題書東車長門見馬鳥龍選擇確錯誤";

static bool holds(const char *list, const uint8_t *character, int size)
{
    for (const char *at = list; (at = strchr(at, (char)character[0])) != NULL; at++) {
        if (strncmp(at, (const char *)character, (size_t)size) == 0) {
            return true;
        }
    }
    return false;
}

void jb_draft_count_letters(jb_draft *draft, jb_slice text)
{
    const uint8_t *at = (const uint8_t *)text.bytes;
    size_t left = text.size;
    while (left > 0 &&
           draft->letters[JB_SCRIPT_LATIN] + draft->letters[JB_SCRIPT_HAN] < LETTERS_ENOUGH) {
        ucs4_t character = 0;
        int size = u8_mbtoucr(&character, at, left);
        if (size <= 0) {
            return;
        }
        for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
            if (character >= ranges[i].first && character <= ranges[i].last) {
                draft->letters[ranges[i].script]++;
                if (ranges[i].script == JB_SCRIPT_HAN) {
                    draft->simplified += holds(simplified, at, size);
                    draft->traditional += holds(traditional, at, size);
                }
            }
        }
        at += size;
        left -= (size_t)size;
    }
}

const char *jb_draft_language(const jb_draft *draft)
{
    static const char *const names[JB_SCRIPT_COUNT] = {
        [JB_SCRIPT_LATIN] = "en",      [JB_SCRIPT_HAN] = "zh-Hans", [JB_SCRIPT_KANA] = "ja",
        [JB_SCRIPT_HANGUL] = "ko",     [JB_SCRIPT_CYRILLIC] = "ru", [JB_SCRIPT_GREEK] = "el",
        [JB_SCRIPT_HEBREW] = "he",     [JB_SCRIPT_ARABIC] = "ar",   [JB_SCRIPT_THAI] = "th",
        [JB_SCRIPT_DEVANAGARI] = "hi", [JB_SCRIPT_TIBETAN] = "bo",  [JB_SCRIPT_MONGOLIAN] = "mn",
    };
    if (draft->options->language) {
        return draft->options->language;
    }
    uint64_t all = 0;
    jb_script best = JB_SCRIPT_LATIN;
    for (int i = 0; i < JB_SCRIPT_COUNT; i++) {
        all += draft->letters[i];
        /* Latin letters stand in texts of every language. */
        if (i != JB_SCRIPT_LATIN &&
            (best == JB_SCRIPT_LATIN || draft->letters[i] > draft->letters[best])) {
            best = draft->letters[i] > 0 ? (jb_script)i : best;
        }
    }
    if (best == JB_SCRIPT_LATIN || (uint64_t)draft->letters[best] * 100 < all * OTHERS_MIN) {
        return names[JB_SCRIPT_LATIN];
    }
    if (best == JB_SCRIPT_HAN &&
        draft->letters[JB_SCRIPT_KANA] * 10 > draft->letters[JB_SCRIPT_HAN]) {
        best = JB_SCRIPT_KANA; /* Japanese has kana among its Han */
    }
    if (best == JB_SCRIPT_HAN && draft->traditional > draft->simplified * 2) {
        return "zh-Hant";
    }
    return names[best];
}
