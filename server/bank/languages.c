/*
 * In which languages a contest is offered: what its file says, else those that all its banks have,
 * in the order of the first bank; if they have none in common, those of the first bank. And in
 * which of them the wall speaks: what the file says, else the default and the first other one.
 */
#include "bank_internal.h"

#include <string.h>

#include "jinbang/assert.h"

static bool bank_has(const jb_bank *bank, const char *tag)
{
    for (uint32_t i = 0; i < bank->language_count; i++) {
        if (strcmp(bank->languages[i], tag) == 0) {
            return true;
        }
    }
    return false;
}

static bool all_have(const jb_contest *contest, const jb_draw *draw, const char *tag)
{
    for (uint32_t i = 0; i < contest->round_count; i++) {
        if (!bank_has(draw->banks[i], tag)) {
            return false;
        }
    }
    return true;
}

static void take_from_banks(const jb_contest *contest, const jb_draw *draw, jb_languages *languages)
{
    const jb_bank *first = draw->banks[0];
    for (uint32_t i = 0; i < first->language_count; i++) {
        if (all_have(contest, draw, first->languages[i])) {
            languages->tags[languages->count++] = first->languages[i];
        }
    }
    if (languages->count == 0) {
        memcpy(languages->tags, first->languages, sizeof first->languages);
        languages->count = first->language_count;
    }
}

static bool lists(const jb_languages *languages, const char *tag)
{
    for (uint32_t i = 0; i < languages->count; i++) {
        if (strcmp(languages->tags[i], tag) == 0) {
            return true;
        }
    }
    return false;
}

void jb_screen_language_fault(jb_reader *reader, const cJSON *tag)
{
    jb_fault(reader, tag, "contradiction",
             "\"screen_languages\" names \"%.40s\", which the contest is not offered in.",
             tag->valuestring);
}

static bool resolve_screen(jb_reader *reader, const cJSON *list, jb_languages *languages)
{
    bool good = true;
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, list) {
        if (!lists(languages, tag->valuestring)) {
            jb_screen_language_fault(reader, tag);
            good = false;
        }
        languages->screen[languages->screen_count++] = tag->valuestring;
    }
    if (list) {
        return good;
    }
    languages->screen[languages->screen_count++] = languages->fallback;
    for (uint32_t i = 0; i < languages->count; i++) {
        if (languages->screen_count < JB_SCREEN_LANGUAGES_MAX &&
            strcmp(languages->tags[i], languages->fallback) != 0) {
            languages->screen[languages->screen_count++] = languages->tags[i];
        }
    }
    return true;
}

bool jb_languages_resolve(jb_reader *reader, const jb_contest *contest, const jb_draw *draw,
                          jb_languages *languages)
{
    *languages = (jb_languages){ 0 };
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, contest->languages) {
        languages->tags[languages->count++] = tag->valuestring;
    }
    if (!contest->languages) {
        take_from_banks(contest, draw, languages);
    }
    JB_ASSERT(languages->count > 0);
    const char *wanted = contest->default_language ? contest->default_language->valuestring
                                                   : draw->banks[0]->default_language;
    if (lists(languages, wanted)) {
        languages->fallback = wanted;
    } else if (contest->default_language && languages->count < JB_LANGUAGES_MAX) {
        /* Only the default is stated, and the banks do not list it. */
        languages->tags[languages->count++] = wanted;
        languages->fallback = wanted;
    } else {
        languages->fallback = languages->tags[0];
    }
    return resolve_screen(reader, contest->screen_languages, languages);
}
