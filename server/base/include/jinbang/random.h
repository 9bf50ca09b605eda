#ifndef JINBANG_RANDOM_H
#define JINBANG_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Two kinds of chance. jb_random is a small deterministic generator (SplitMix64: Steele, Lea,
 * Flood, "Fast splittable pseudorandom number generators", 2014) whose whole state is one number:
 * draws and shuffles come from it, so that a seed in the log reproduces them everywhere.
 * jb_random_secret asks the operating system, for tokens and keys.
 */
typedef struct jb_random {
    uint64_t state;
} jb_random;

void jb_random_seed(jb_random *random, uint64_t seed);
uint64_t jb_random_next(jb_random *random);
/* Uniform in [0, bound), without modulo bias. bound > 0. */
uint64_t jb_random_below(jb_random *random, uint64_t bound);
/* Fisher-Yates over count items. */
void jb_random_shuffle(jb_random *random, uint32_t *items, size_t count);

/* Fills with bytes from getrandom(2); aborts if the system has none to give. */
void jb_random_secret(void *bytes, size_t size);

#endif
