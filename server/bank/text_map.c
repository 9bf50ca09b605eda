/*
 * Text maps (language tag to text) and what is measured on a text: its width on a screen, its gaps,
 * whether anything of it is left after folding.
 */
#include "bank_internal.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/text.h"

const cJSON *jb_map_exact(const cJSON *map, const char *language)
{
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, map) {
        if (strcmp(text->string, language) == 0) {
            return text;
        }
    }
    return NULL;
}

/* The tag itself, then without its last part, and so on. */
static const cJSON *find_with_parents(const cJSON *map, const char *language)
{
    char tag[JB_LANG_TAG_MAX + 1] = "";
    if (strlen(language) > JB_LANG_TAG_MAX) {
        return NULL;
    }
    (void)snprintf(tag, sizeof tag, "%s", language);
    for (;;) {
        const cJSON *text = jb_map_exact(map, tag);
        char *dash = strrchr(tag, '-');
        if (text || !dash) {
            return text;
        }
        *dash = '\0';
    }
}

const cJSON *jb_map_text(const cJSON *map, const char *language, const char *fallback)
{
    const cJSON *text = find_with_parents(map, language);
    if (!text) {
        text = find_with_parents(map, fallback);
    }
    return text ? text : map->child;
}

void jb_map_write(jb_json_out *json, const cJSON *map)
{
    jb_json_object(json);
    const cJSON *text = NULL;
    cJSON_ArrayForEach(text, map) {
        jb_json_text_member(json, text->string, text->valuestring);
    }
    jb_json_object_end(json);
}

typedef struct range {
    uint32_t first;
    uint32_t last;
} range;

/* Characters two columns wide: Han, kana, hangul, full-width forms. The clients choose their text
 * sizes by the same table (clients/shared/fit.ts). */
static bool is_wide(uint32_t c)
{
    static const range wide[] = {
        { 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0x33ff }, { 0x3400, 0x4dbf },
        { 0x4e00, 0x9fff }, { 0xa000, 0xa4cf }, { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff },
        { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x20000, 0x3fffd },
    };
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
        if (c >= wide[i].first && c <= wide[i].last) {
            return true;
        }
    }
    return false;
}

/* Takes the next character off a valid text; 0 at its end. */
static uint32_t next_character(jb_slice *text)
{
    if (text->size == 0) {
        return 0;
    }
    unsigned char lead = (unsigned char)text->bytes[0];
    size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    JB_ASSERT(size <= text->size);
    uint32_t c = size == 1 ? lead : lead & (0x7fU >> size);
    for (size_t i = 1; i < size; i++) {
        c = (c << 6) | ((unsigned char)text->bytes[i] & 0x3fU);
    }
    text->bytes += size;
    text->size -= size;
    return c;
}

uint32_t jb_text_width(const char *text)
{
    uint32_t width = 0;
    jb_slice rest = jb_slice_of(text);
    for (uint32_t c = next_character(&rest); c != 0; c = next_character(&rest)) {
        width += is_wide(c) ? 2 : 1;
    }
    return width;
}

uint32_t jb_text_gaps(const char *text)
{
    uint32_t gaps = 0;
    uint32_t underscores = 0;
    bool open = false;  /* inside a bracket that held nothing but space so far */
    bool empty = false; /* and not even that; full-width brackets count then too */
    bool wide = false;
    jb_slice rest = jb_slice_of(text);
    for (uint32_t c = next_character(&rest); c != 0; c = next_character(&rest)) {
        underscores = c == '_' ? underscores + 1 : 0;
        gaps += underscores == 3;
        if (c == '(' || c == 0xff08) {
            open = true;
            empty = true;
            wide = c == 0xff08;
        } else if (c == ')' || c == 0xff09) {
            gaps += open && (wide || !empty);
            open = false;
        } else {
            open = open && (c == ' ' || c == 0x3000 || c == 0xa0);
            empty = false;
        }
    }
    return gaps;
}

bool jb_text_folds_empty(jb_reader *reader, const char *text)
{
    /* Nearly every text begins with something plain to see; folding is only for the rest. */
    if (text[0] > ' ' && text[0] < 0x7f) {
        return false;
    }
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    jb_status status = jb_text_fold(jb_slice_of(text), &folded);
    JB_ASSERT(status != JB_ERR_INVALID);
    reader->out_of_memory = reader->out_of_memory || status != JB_OK;
    bool empty = status == JB_OK && folded.size == 0;
    jb_buffer_finish(&folded);
    return empty;
}
