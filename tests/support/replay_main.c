/*
 * main() of a fuzz target when it is not built with libFuzzer: feeds it every file of a corpus
 * folder, and of each file a fixed number of damaged copies. The damage comes from a generator with
 * a fixed seed, so a run always does the same and a failure names the file and the copy.
 *
 * usage: fuzz_NAME FOLDER [COPIES]
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_SIZE_MAX ((size_t)1 << 20)
#define PATH_SIZE_MAX 4096

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Runs the target on an exact-size heap copy, so that reading past the end is seen by ASan. */
static void run_once(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (copy == NULL) {
        (void)fputs("out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    if (size > 0) {
        memcpy(copy, data, size);
    }
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

/* Cuts the end off in one copy of four, and changes up to four bytes. Returns the new size. */
static size_t damage(uint8_t *data, size_t size, uint64_t *random)
{
    if (next_random(random) % 4 == 0) {
        size = (size_t)(next_random(random) % (size + 1));
    }
    for (uint64_t i = next_random(random) % 5; i > 0 && size > 0; i--) {
        data[next_random(random) % size] = (uint8_t)next_random(random);
    }
    return size;
}

static bool replay_file(const char *path, unsigned long copies, uint8_t *data, uint8_t *copy)
{
    uint64_t random = 0x9e3779b97f4a7c15u;
    FILE *file = fopen(path, "rb");
    size_t size = 0;

    if (file == NULL) {
        (void)fprintf(stderr, "cannot open %s\n", path);
        return false;
    }
    size = fread(data, 1, FILE_SIZE_MAX, file);
    (void)fclose(file);
    (void)fprintf(stderr, "%s: %zu bytes\n", path, size);
    run_once(data, size);
    for (unsigned long i = 0; i < copies; i++) {
        memcpy(copy, data, size);
        run_once(copy, damage(copy, size, &random));
    }
    return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
    unsigned long copies = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
    uint8_t *data = malloc(FILE_SIZE_MAX);
    uint8_t *copy = malloc(FILE_SIZE_MAX);
    struct dirent **entries = NULL;
    int count = argc > 1 ? scandir(argv[1], &entries, not_hidden, by_name) : -1;
    bool good = count > 0 && data != NULL && copy != NULL;

    if (!good) {
        (void)fprintf(stderr, "no corpus to replay in %s\n", argc > 1 ? argv[1] : "(no folder)");
    }
    for (int i = 0; i < count; i++) {
        char path[PATH_SIZE_MAX];

        (void)snprintf(path, sizeof(path), "%s/%s", argv[1], entries[i]->d_name);
        good = good && replay_file(path, copies, data, copy);
        free(entries[i]);
    }
    free((void *)entries);
    free(copy);
    free(data);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
