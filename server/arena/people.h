#ifndef JINBANG_PEOPLE_H
#define JINBANG_PEOPLE_H

#include "jinbang/clock.h"
#include "jinbang/hash.h"
#include "jinbang/names.h"
#include "jinbang/session.h"
#include "jinbang/store.h"

/*
 * The people of one contest: what they are called, which token is theirs, which session speaks for
 * them. The engine knows none of this. Players are numbered from 1.
 */
typedef struct jb_person {
    char *name; /* as shown: look-alikes are told apart; "" if erased */
    size_t name_size;
    uint64_t look;      /* what the name looks like; 0: erased */
    jb_hash token;      /* SHA-256 of the token */
    jb_session session; /* the newest connection; JB_SESSION_NONE: away */
    jb_time away_since; /* contest clock; JB_TIME_NONE: not since this server has been up */
} jb_person;

typedef struct jb_people {
    jb_person *persons;
    uint32_t count;
    uint32_t capacity;
    jb_table tokens; /* first 8 bytes of the token's hash -> player */
    jb_names names;
} jb_people;

void jb_people_finish(jb_people *people);
/* Adds player number count + 1. The name is clean. JB_ERR_MEMORY leaves everything as it was. */
jb_status jb_people_add(jb_people *people, jb_slice name, const jb_hash *token) JB_MUST_CHECK;
jb_status jb_people_rename(jb_people *people, uint32_t player, jb_slice name) JB_MUST_CHECK;
/* The first player from `after` + 1 on whose name looks like this one; 0: nobody. */
uint32_t jb_people_like(const jb_people *people, uint64_t look, uint32_t after);
/* Forgets what everybody is called; tokens and numbers stay. */
void jb_people_erase(jb_people *people);
/* 0: nobody has this token (32 hexadecimal digits). */
uint32_t jb_people_by_token(const jb_people *people, jb_slice token);
jb_person *jb_people_get(const jb_people *people, uint32_t player);

#endif
