/*
 * Names, tokens and seats, see people.h.
 */
#include "people.h"

#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"

enum {
    CAPACITY_FIRST = 32,
    NAMES_A_PERSON = 3, /* one, the whole of a numbered one, and one that was given up */
    NAMES_SPARE = 64
};

void jb_people_finish(jb_people *people)
{
    for (uint32_t i = 0; i < people->count; i++) {
        free(people->persons[i].name);
    }
    free(people->persons);
    jb_table_finish(&people->tokens);
    jb_names_finish(&people->names);
    *people = (jb_people){ 0 };
}

static uint64_t token_key(const jb_hash *hash)
{
    uint64_t key = 0;
    memcpy(&key, hash->bytes, sizeof key);
    return key;
}

static jb_status reserve(jb_people *people)
{
    if (people->count < people->capacity) {
        return JB_OK;
    }
    uint32_t capacity = people->capacity ? people->capacity * 2 : CAPACITY_FIRST;
    jb_person *persons = realloc(people->persons, capacity * sizeof *persons);
    if (!persons) {
        return JB_ERR_MEMORY;
    }
    people->persons = persons;
    people->capacity = capacity;
    return JB_OK;
}

static jb_status shown_name(jb_people *people, jb_slice name, jb_person *person)
{
    jb_buffer shown;
    jb_buffer_init(&shown, 0);
    jb_status status = jb_names_show(&people->names, name, &shown);
    char *copy = status == JB_OK ? strdup(jb_buffer_text(&shown)) : NULL;
    if (copy) {
        free(person->name);
        person->name = copy;
        person->name_size = shown.size;
        person->look = jb_name_look(name);
    }
    jb_buffer_finish(&shown);
    return copy ? JB_OK : JB_ERR_MEMORY;
}

jb_status jb_people_add(jb_people *people, jb_slice name, const jb_hash *token)
{
    if (reserve(people) != JB_OK ||
        jb_table_put(&people->tokens, token_key(token), people->count + 1) != JB_OK) {
        return JB_ERR_MEMORY;
    }
    jb_person *person = &people->persons[people->count];
    *person =
        (jb_person){ .token = *token, .session = JB_SESSION_NONE, .away_since = JB_TIME_NONE };
    jb_status status = shown_name(people, name, person);
    if (status == JB_OK) {
        people->count++;
    }
    return status;
}

/* The name, and the whole of one that was given a number, are somebody's. */
static jb_status keep_name(jb_names *names, const jb_person *person)
{
    const char *name = person->name;
    const bool numbered = person->name_size > 0 && name[person->name_size - 1] == ')';
    jb_status status = person->look != 0 ? jb_names_keep(names, person->look) : JB_OK;
    uint64_t whole = numbered ? jb_name_look(jb_slice_of(name)) : person->look;
    if (status == JB_OK && numbered && whole == 0) {
        status = JB_ERR_MEMORY;
    }
    return status == JB_OK && whole != person->look ? jb_names_keep(names, whole) : status;
}

/* Names that people had before they were given others would be more and more. Without memory for
 * that they stay until the next rename. */
static void forget_old_names(jb_people *people)
{
    jb_names names = { 0 };
    jb_status status = JB_OK;
    if (people->names.counts.count <= NAMES_A_PERSON * (size_t)people->count + NAMES_SPARE) {
        return;
    }
    for (uint32_t i = 0; i < people->count && status == JB_OK; i++) {
        status = keep_name(&names, &people->persons[i]);
    }
    if (status == JB_OK) {
        jb_names_finish(&people->names);
        people->names = names;
    } else {
        jb_names_finish(&names);
    }
}

jb_status jb_people_rename(jb_people *people, uint32_t player, jb_slice name)
{
    jb_status status = shown_name(people, name, jb_people_get(people, player));
    forget_old_names(people);
    return status;
}

void jb_people_erase(jb_people *people)
{
    for (uint32_t i = 0; i < people->count; i++) {
        memset(people->persons[i].name, 0, people->persons[i].name_size);
        people->persons[i].name_size = 0;
        people->persons[i].look = 0;
    }
    jb_names_finish(&people->names);
}

uint32_t jb_people_like(const jb_people *people, uint64_t look, uint32_t after)
{
    if (!jb_names_had(&people->names, look)) {
        return 0; /* as nearly always */
    }
    for (uint32_t i = after; i < people->count; i++) {
        if (people->persons[i].look == look) {
            return i + 1;
        }
    }
    return 0;
}

uint32_t jb_people_by_token(const jb_people *people, jb_slice token)
{
    jb_hash hash;
    uint32_t player = 0;
    jb_hash_of(&token, 1, &hash);
    if (!jb_table_get(&people->tokens, token_key(&hash), &player) || player > people->count) {
        return 0;
    }
    return jb_hash_equal(&people->persons[player - 1].token, &hash) ? player : 0;
}

jb_person *jb_people_get(const jb_people *people, uint32_t player)
{
    JB_ASSERT(player > 0 && player <= people->count);
    return &people->persons[player - 1];
}
