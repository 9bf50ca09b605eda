/*
 * Names, tokens and seats, see people.h. A name that folds to the same as an earlier one is shown
 * with a number, "Zoë (2)", so that the wall and the roster tell people apart; what is stored is
 * the name as it was given.
 */
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

enum {
    CAPACITY_FIRST = 32,
    NUMBER_MAX = 16
};

void jb_people_finish(jb_people *people)
{
    for (uint32_t i = 0; i < people->count; i++) {
        free(people->persons[i].name);
    }
    free(people->persons);
    jb_table_finish(&people->tokens);
    jb_table_finish(&people->names);
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

/* Which one of those called so this is, counting from 1; 0 when out of memory. */
static uint32_t count_name(jb_people *people, jb_slice name)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    uint32_t number = 0;
    if (jb_text_fold(name, &folded) == JB_OK) {
        uint64_t key = jb_mix_bytes(JB_MIX_START, jb_buffer_text(&folded), folded.size);
        (void)jb_table_get(&people->names, key, &number);
        number++;
        if (jb_table_put(&people->names, key, number) != JB_OK) {
            number = 0;
        }
    }
    jb_buffer_finish(&folded);
    return number;
}

static jb_status shown_name(jb_people *people, jb_slice name, jb_person *person)
{
    uint32_t number = name.size > 0 ? count_name(people, name) : 1;
    char suffix[NUMBER_MAX] = "";
    if (number > 1) {
        (void)snprintf(suffix, sizeof suffix, " (%u)", number);
    }
    size_t suffix_size = strlen(suffix);
    char *shown = number > 0 ? malloc(name.size + suffix_size + 1) : NULL;
    if (!shown) {
        return JB_ERR_MEMORY;
    }
    if (name.size > 0) {
        memcpy(shown, name.bytes, name.size);
    }
    memcpy(shown + name.size, suffix, suffix_size + 1);
    free(person->name);
    person->name = shown;
    person->name_size = name.size + suffix_size;
    return JB_OK;
}

jb_status jb_people_add(jb_people *people, jb_slice name, const jb_hash *token)
{
    if (reserve(people) != JB_OK ||
        jb_table_put(&people->tokens, token_key(token), people->count + 1) != JB_OK) {
        return JB_ERR_MEMORY;
    }
    jb_person *person = &people->persons[people->count];
    *person = (jb_person){ .token = *token, .session = JB_SESSION_NONE };
    jb_status status = shown_name(people, name, person);
    if (status == JB_OK) {
        people->count++;
    }
    return status;
}

jb_status jb_people_rename(jb_people *people, uint32_t player, jb_slice name)
{
    return shown_name(people, name, jb_people_get(people, player));
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
