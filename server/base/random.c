/*
 * The deterministic generator: SplitMix64 (Steele, Lea, Flood 2014). Bounded numbers by rejection,
 * so that every value is equally likely.
 */
#include "jinbang/random.h"

#include "jinbang/assert.h"

void jb_random_seed(jb_random *random, uint64_t seed)
{
    random->state = seed;
}

uint64_t jb_random_next(jb_random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = random->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t jb_random_below(jb_random *random, uint64_t bound)
{
    JB_ASSERT(bound > 0);
    /* The numbers below 2^64 mod bound would make the low results likelier. */
    uint64_t threshold = (UINT64_C(0) - bound) % bound;
    for (;;) {
        uint64_t value = jb_random_next(random);
        if (value >= threshold) {
            return value % bound;
        }
    }
}

void jb_random_shuffle(jb_random *random, uint32_t *items, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = (size_t)jb_random_below(random, i);
        uint32_t item = items[i - 1];
        items[i - 1] = items[j];
        items[j] = item;
    }
}
