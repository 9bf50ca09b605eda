/* Packages for tests: small zip files, built here so that they can be wrong in every way. */
#ifndef JB_TEST_ZIP_MAKER_H
#define JB_TEST_ZIP_MAKER_H

#include <stdbool.h>
#include <stdint.h>

#include "jinbang/buffer.h"

typedef struct zip_entry {
    const char *name;
    jb_slice data;
    uint16_t method; /* told in the headers; the data is always stored as it is */
    jb_slice plain;  /* of data that is deflated: what it unpacks to */
    uint32_t claims; /* size told instead of the real one, or 0 */
    uint32_t packed; /* the same of the packed size */
    bool encrypted;  /* says so; the data is not */
    bool spoiled;    /* the checksum is wrong */
} zip_entry;

/* Appends a zip file with these entries. */
void zip_make(const zip_entry *entries, size_t count, jb_buffer *out);

#endif
