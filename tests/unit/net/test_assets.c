/* The embedded web clients: the lookup over the table this build carries, which may be empty. */
#include "jb_test.h"

#include <string.h>

#include "jinbang/assets.h"

static void every_entry_is_found_by_its_path(void **state)
{
    size_t count = 0;
    const jb_asset *table = jb_assets_table(&count);

    for (size_t i = 0; i < count; i++) {
        JB_TRUE(jb_assets_find(table[i].path) == &table[i]);
    }
}

static void paths_rise_strictly(void **state)
{
    size_t count = 0;
    const jb_asset *table = jb_assets_table(&count);

    for (size_t i = 1; i < count; i++) {
        JB_TRUE(strcmp(table[i - 1].path, table[i].path) < 0);
    }
}

static void every_entry_is_complete(void **state)
{
    size_t count = 0;
    const jb_asset *table = jb_assets_table(&count);

    for (size_t i = 0; i < count; i++) {
        JB_EQ_I64(table[i].path[0], '/');
        JB_TRUE(strchr(table[i].mime, '/') != NULL);
        JB_EQ_SIZE(strlen(table[i].etag), 16);
        JB_TRUE(table[i].gzip_size > 18); /* header and trailer of a gzip stream */
        JB_EQ_MEM(table[i].gzip, "\x1f\x8b", 2);
        JB_EQ_I64(table[i].immutable, strncmp(table[i].path, "/assets/", 8) == 0);
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    JB_TRUE(jb_assets_find("/assets/no-such-file.js") == NULL);
    JB_TRUE(jb_assets_find("/play/index.htm") == NULL);
    JB_TRUE(jb_assets_find("/") == NULL);
    JB_TRUE(jb_assets_find("") == NULL);
    JB_TRUE(jb_assets_find("\xff") == NULL);
    JB_TRUE(jb_assets_find(NULL) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_is_found_by_its_path),
        cmocka_unit_test(paths_rise_strictly),
        cmocka_unit_test(every_entry_is_complete),
        cmocka_unit_test(what_is_not_there_is_not_found),
    };
    return JB_RUN(tests);
}
