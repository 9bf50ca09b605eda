/*
 * In which languages a contest is offered: what its file says, else those that all its banks have,
 * in the order of the first bank; if they have none in common, those of the first bank; if it has
 * no bank, those of its title. And in which of them the wall speaks: what the file says, else the
 * default and the first other one.
 */
#include "contest_internal.h"

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

/* The first bank, or NULL where all questions are placeholders. */
static const jb_bank *first_bank(const jb_draw *draw)
{
    for (uint32_t i = 0; i < draw->place_count; i++) {
        if (draw->places[i].bank) {
            return draw->places[i].bank;
        }
    }
    return NULL;
}

static bool all_have(const jb_draw *draw, const char *tag)
{
    for (uint32_t i = 0; i < draw->place_count; i++) {
        if (draw->places[i].bank && !bank_has(draw->places[i].bank, tag)) {
            return false;
        }
    }
    return true;
}

static void take_from_banks(const jb_bank *first, const jb_draw *draw, jb_languages *languages)
{
    for (uint32_t i = 0; i < first->language_count; i++) {
        if (all_have(draw, first->languages[i])) {
            languages->tags[languages->count++] = first->languages[i];
        }
    }
    if (languages->count == 0) {
        memcpy(languages->tags, first->languages, sizeof first->languages);
        languages->count = first->language_count;
    }
}

/* Without any bank the contest speaks the languages of its title. */
static void take_from_title(const jb_contest *contest, jb_languages *languages)
{
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, contest->at[JB_CONTEST_TITLE]) {
        languages->tags[languages->count++] = text->string;
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

void jb_screen_language_fault(jb_reader *reader, const cJSON *tag, const cJSON *languages)
{
    jb_clash(reader, tag, languages, "contradiction",
             "\"screen_languages\" names \"%.40s\", which the contest is not offered in.",
             tag->valuestring);
}

static bool resolve_screen(jb_reader *reader, const cJSON *list, const cJSON *offered,
                           jb_languages *languages)
{
    bool good = true;
    const cJSON *tag = NULL;
    cJSON_ArrayForEach(tag, list) {
        if (!lists(languages, tag->valuestring)) {
            jb_screen_language_fault(reader, tag, offered);
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
    cJSON_ArrayForEach(tag, contest->at[JB_CONTEST_LANGUAGES]) {
        languages->tags[languages->count++] = tag->valuestring;
    }
    const jb_bank *first = first_bank(draw);
    const cJSON *stated = contest->at[JB_CONTEST_DEFAULT_LANGUAGE];
    if (languages->count == 0 && first) {
        take_from_banks(first, draw, languages);
    } else if (languages->count == 0) {
        take_from_title(contest, languages);
    }
    JB_ASSERT(languages->count > 0);
    const char *wanted = first ? first->default_language : languages->tags[0];
    wanted = stated ? stated->valuestring : wanted;
    if (lists(languages, wanted)) {
        languages->fallback = wanted;
    } else if (stated && languages->count < JB_LANGUAGES_MAX) {
        /* Only the default is stated, and the banks do not list it. */
        languages->tags[languages->count++] = wanted;
        languages->fallback = wanted;
    } else {
        languages->fallback = languages->tags[0];
    }
    const cJSON *offered = contest->at[JB_CONTEST_LANGUAGES];
    const cJSON *course =
        contest->window ? contest->window->at[JB_WINDOW_PAPER] : contest->at[JB_CONTEST_ROUNDS];
    return resolve_screen(reader, contest->at[JB_CONTEST_SCREEN_LANGUAGES],
                          offered ? offered : course, languages);
}
