#include "folder.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int folder_make(void **state)
{
    folder *at = calloc(1, sizeof *at);
    (void)snprintf(at->path, sizeof at->path, "/tmp/jinbang-app-XXXXXX");
    JB_TRUE(mkdtemp(at->path) != NULL);
    *state = at;
    return 0;
}

int folder_remove(void **state)
{
    folder *at = *state;
    DIR *directory = opendir(at->path);
    const struct dirent *entry = NULL;
    while (directory && (entry = readdir(directory)) != NULL) {
        char path[400];
        (void)snprintf(path, sizeof path, "%s/%s", at->path, entry->d_name);
        (void)unlink(path); /* "." and ".." stay */
    }
    (void)closedir(directory);
    (void)rmdir(at->path);
    free(at);
    return 0;
}

const char *folder_file(const folder *at, const char *name, const char *text)
{
    static char path[400];
    (void)snprintf(path, sizeof path, "%s/%s", at->path, name);
    FILE *file = fopen(path, "wb");
    JB_TRUE(file != NULL);
    JB_EQ_SIZE(fwrite(text, 1, strlen(text), file), strlen(text));
    JB_EQ_I64(fclose(file), 0);
    return path;
}
