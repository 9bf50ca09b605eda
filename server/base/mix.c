/*
 * A 64-bit running hash: the finalizer of SplitMix64 over each word. Pure: the engine uses it for
 * its digest.
 */
#include "jinbang/mix.h"

uint64_t jb_mix_u64(uint64_t hash, uint64_t value)
{
    uint64_t z = hash ^ (value + JB_MIX_START + (hash << 6) + (hash >> 2));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

uint64_t jb_mix_bytes(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) {
        word = (word << 8) | at[i];
        if (i % 8 == 7) {
            hash = jb_mix_u64(hash, word);
            word = 0;
        }
    }
    return jb_mix_u64(jb_mix_u64(hash, word), size);
}
