#ifndef JINBANG_MIX_H
#define JINBANG_MIX_H

#include <stddef.h>
#include <stdint.h>

/* A 64-bit running hash for comparing states and for hash tables. Not for secrets. */

#define JB_MIX_START UINT64_C(0x9e3779b97f4a7c15)

uint64_t jb_mix_u64(uint64_t hash, uint64_t value);
uint64_t jb_mix_bytes(uint64_t hash, const void *bytes, size_t size);

#endif
