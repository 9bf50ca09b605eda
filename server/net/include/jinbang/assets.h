/*
 * The web clients inside the program: every file of clients/dist, compressed at build time and
 * placed in read-only data. The table behind this header is generated (tools/cmake/JbEmbed.cmake).
 */
#ifndef JINBANG_ASSETS_H
#define JINBANG_ASSETS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct jb_asset {
    const char *path;          /* as asked for over HTTP: "/assets/x.js", "/play/index.html" */
    const char *mime;          /* value for Content-Type */
    const char *etag;          /* 16 hexadecimal digits of the content's SHA-256, no quotes */
    const unsigned char *gzip; /* the file as one gzip stream, for Content-Encoding: gzip */
    size_t gzip_size;          /* bytes */
    bool immutable;            /* the name carries a hash of the content: may be cached for ever */
} jb_asset;

/*
 * Finds the asset with exactly this path. Returns NULL if there is none, or if path is NULL.
 * What is returned lives as long as the program.
 */
const jb_asset *jb_assets_find(const char *path);

/*
 * The whole table, sorted by path in byte order; *count receives the number of entries, which is 0
 * in a build made without the clients. Never returns NULL. Lives as long as the program.
 */
const jb_asset *jb_assets_table(size_t *count);

#endif
