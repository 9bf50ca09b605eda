/*
 * Where a node stands in the text. cJSON keeps no positions, but it keeps every value in the order
 * of the text; so one walk of scanner and tree side by side visits the same values in the same
 * order, and nodes that somebody asked for get their offsets on the way. One walk answers for any
 * number of places.
 */
#include "bank_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "jinbang/assert.h"

static int by_node(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)((const jb_place *)a)->node;
    uintptr_t right = (uintptr_t)((const jb_place *)b)->node;
    return (left > right) - (left < right);
}

/* Index of the first place whose node is not before this one. */
static size_t first_of(const jb_place *places, size_t count, const cJSON *node)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((uintptr_t)places[middle].node < (uintptr_t)node) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

typedef struct place_walk {
    jb_place *places;
    size_t count;
    const cJSON *next; /* the node the next value belongs to */
    const cJSON *open[JB_JSON_DEPTH_MAX];
    size_t depth;
    size_t key; /* offset of the last key */
} place_walk;

static void mark_start(place_walk *walk, const cJSON *node, size_t start)
{
    for (size_t i = first_of(walk->places, walk->count, node);
         i < walk->count && walk->places[i].node == node; i++) {
        walk->places[i].start = start;
        walk->places[i].key = node->string ? walk->key : start;
    }
}

static void mark_end(place_walk *walk, const cJSON *node, size_t end)
{
    for (size_t i = first_of(walk->places, walk->count, node);
         i < walk->count && walk->places[i].node == node; i++) {
        walk->places[i].end = end;
    }
}

/* One step of both walks: a value begins, or a container ends. */
static void step(place_walk *walk, jb_token token, const jb_scan *scan)
{
    if (token == JB_TOKEN_KEY) {
        walk->key = scan->start;
        return;
    }
    if (token == JB_TOKEN_CLOSE) {
        JB_ASSERT(walk->depth > 0);
        JB_ASSERT(walk->next == NULL);
        const cJSON *closed = walk->open[--walk->depth];
        mark_end(walk, closed, scan->at);
        walk->next = closed->next;
        return;
    }
    JB_ASSERT(walk->next != NULL);
    const cJSON *node = walk->next;
    mark_start(walk, node, scan->start);
    if (token == JB_TOKEN_OPEN) {
        walk->open[walk->depth++] = node;
        walk->next = node->child;
    } else {
        mark_end(walk, node, scan->at);
        walk->next = node->next;
    }
}

void jb_locate(jb_slice text, const cJSON *tree, jb_place *places, size_t count)
{
    if (count == 0) {
        return;
    }
    qsort(places, count, sizeof *places, by_node);
    place_walk walk = { .places = places, .count = count, .next = tree };
    jb_scan scan;
    jb_scan_init(&scan, text);
    jb_token token = jb_scan_next(&scan);
    while (token != JB_TOKEN_END) {
        JB_ASSERT(token != JB_TOKEN_FAULT);
        step(&walk, token, &scan);
        token = jb_scan_next(&scan);
    }
}

/* Appends "/name" or "/index", with the escapes of RFC 6901. */
static size_t add_step(const cJSON *node, uint32_t index, char *pointer, size_t size)
{
    char number[16];
    const char *name = node->string;
    if (!name) {
        (void)snprintf(number, sizeof number, "%" PRIu32, index);
        name = number;
    }
    size_t at = size;
    if (at + 1 < JB_POINTER_SIZE) {
        pointer[at++] = '/';
    }
    for (; *name != '\0' && at + 2 < JB_POINTER_SIZE; name++) {
        if (*name == '~' || *name == '/') {
            pointer[at++] = '~';
            pointer[at++] = *name == '~' ? '0' : '1';
        } else {
            pointer[at++] = *name;
        }
    }
    return at;
}

void jb_pointer_of(const cJSON *tree, const cJSON *node, char pointer[JB_POINTER_SIZE])
{
    const cJSON *path[JB_JSON_DEPTH_MAX + 1] = { tree };
    uint32_t index[JB_JSON_DEPTH_MAX + 1] = { 0 };
    size_t depth = 0;
    while (path[depth] != node) {
        if (path[depth]->child) {
            JB_ASSERT(depth < JB_JSON_DEPTH_MAX);
            path[depth + 1] = path[depth]->child;
            index[++depth] = 0;
            continue;
        }
        while (depth > 0 && !path[depth]->next) {
            depth--;
        }
        JB_ASSERT(depth > 0);
        path[depth] = path[depth]->next;
        index[depth]++;
    }
    size_t size = 0;
    for (size_t i = 1; i <= depth; i++) {
        size = add_step(path[i], index[i], pointer, size);
    }
    pointer[size] = '\0';
}

void jb_cursor_init(jb_cursor *cursor, jb_slice text)
{
    *cursor = (jb_cursor){ .text = text, .line = 1, .column = 1 };
}

void jb_cursor_go(jb_cursor *cursor, size_t offset)
{
    JB_ASSERT(offset >= cursor->at);
    for (; cursor->at < offset && cursor->at < cursor->text.size; cursor->at++) {
        unsigned char c = (unsigned char)cursor->text.bytes[cursor->at];
        if (c == '\n') {
            cursor->line++;
            cursor->column = 1;
        } else if ((c & 0xc0) != 0x80) {
            cursor->column++;
        }
    }
}
