/*
 * Looks up an embedded web file by its path. The table is generated and sorted by path, so a
 * binary search finds an entry; the path comes from outside and is only ever compared.
 */
#include "jinbang/assets.h"

#include <string.h>

const jb_asset *jb_assets_find(const char *path)
{
    size_t count = 0;
    const jb_asset *table = jb_assets_table(&count);
    size_t low = 0;
    size_t high = path == NULL ? 0 : count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, table[middle].path);

        if (order == 0) {
            return &table[middle];
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}
