/* A folder for one test, removed with what is in it afterwards. */
#ifndef APP_FOLDER_H
#define APP_FOLDER_H

#include "jb_test.h"

typedef struct folder {
    char path[64];
} folder;

/* For cmocka_unit_test_setup_teardown; *state becomes a folder. */
int folder_make(void **state);
int folder_remove(void **state);

/* Writes a file into it and returns its path (static memory). */
const char *folder_file(const folder *at, const char *name, const char *text);

#endif
