/*
 * What the server's process has used, as the kernel counts it: schedstat has nanoseconds on a CPU,
 * softirq included, of every thread.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "drill_internal.h"

enum {
    PATH_SIZE = 64,
    LINE_SIZE = 256
};

int64_t jb_now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now); /* the clock of the kernel's stamps */
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t cpu_of_thread(int32_t pid, const char *thread)
{
    char path[PATH_SIZE + LINE_SIZE];
    int64_t used = 0;
    (void)snprintf(path, sizeof path, "/proc/%" PRId32 "/task/%s/schedstat", pid, thread);
    FILE *file = fopen(path, "r");
    if (file) {
        if (fscanf(file, "%" SCNd64, &used) != 1) {
            used = 0;
        }
        (void)fclose(file);
    }
    return used;
}

static DIR *folder_of(int32_t pid, const char *name)
{
    char path[PATH_SIZE];
    (void)snprintf(path, sizeof path, "/proc/%" PRId32 "/%s", pid, name);
    return pid > 0 ? opendir(path) : NULL;
}

int64_t jb_process_cpu(int32_t pid)
{
    DIR *threads = folder_of(pid, "task");
    int64_t used = 0;
    if (!threads) {
        return -1;
    }
    for (const struct dirent *entry = readdir(threads); entry; entry = readdir(threads)) {
        used += entry->d_name[0] == '.' ? 0 : cpu_of_thread(pid, entry->d_name);
    }
    (void)closedir(threads);
    return used;
}

static int64_t files_of(int32_t pid)
{
    DIR *files = folder_of(pid, "fd");
    int64_t count = 0;
    if (!files) {
        return -1;
    }
    for (const struct dirent *entry = readdir(files); entry; entry = readdir(files)) {
        count += entry->d_name[0] != '.';
    }
    (void)closedir(files);
    return count;
}

static int64_t rss_of(int32_t pid)
{
    char path[PATH_SIZE];
    char line[LINE_SIZE];
    int64_t kib = -1;
    (void)snprintf(path, sizeof path, "/proc/%" PRId32 "/status", pid);
    FILE *file = pid > 0 ? fopen(path, "r") : NULL;
    if (!file) {
        return -1;
    }
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "VmRSS: %" SCNd64, &kib) == 1) {
            break;
        }
    }
    (void)fclose(file);
    return kib;
}

void jb_process_look(int32_t pid, jb_drill_process *out)
{
    out->rss_kib = rss_of(pid);
    out->open_files = files_of(pid);
}
