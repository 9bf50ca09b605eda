/*
 * Numbers for names that look alike, see jinbang/names.h. Two names are alike when they have
 * the same skeleton (jb_text_skeleton).
 */
#include "jinbang/names.h"

#include <stdio.h>

#include "jinbang/limits.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

void jb_names_finish(jb_names *names)
{
    jb_table_finish(&names->counts);
}

uint64_t jb_name_look(jb_slice name)
{
    jb_buffer skeleton;
    uint64_t look = 0;
    jb_buffer_init(&skeleton, 0);
    if (jb_text_skeleton(name, &skeleton) == JB_OK) {
        look = jb_mix_bytes(JB_MIX_START, jb_buffer_text(&skeleton), skeleton.size);
        look = look == 0 ? 1 : look;
    }
    jb_buffer_finish(&skeleton);
    return look;
}

bool jb_names_had(const jb_names *names, uint64_t look)
{
    uint32_t count = 0;
    return jb_table_get(&names->counts, look, &count);
}

/* Which one of those who look so this is, counting from 1. */
static jb_status count_look(jb_names *names, uint64_t look, uint32_t *number)
{
    if (look == 0) {
        return JB_ERR_MEMORY;
    }
    *number = 0;
    (void)jb_table_get(&names->counts, look, number);
    (*number)++;
    return jb_table_put(&names->counts, look, *number);
}

jb_status jb_names_keep(jb_names *names, uint64_t look)
{
    uint32_t number = 0;
    return count_look(names, look, &number);
}

/* Appends the number, or a later one, so that the whole looks like nobody's name. From now on it is
 * somebody's: who calls himself "Anna (2)" is not taken for the second Anna. */
static jb_status append_number(jb_names *names, jb_slice name, uint32_t number, jb_buffer *shown)
{
    const uint64_t look = jb_name_look(name);
    const size_t plain = shown->size;
    const size_t start = plain - name.size;
    uint64_t whole = 0;

    for (bool taken = true; taken; number++) {
        char text[JB_NAME_NUMBER_MAX];
        (void)snprintf(text, sizeof text, " (%u)", number);
        shown->size = plain;
        jb_buffer_append_text(shown, text);
        whole = shown->failed ? 0
                              : jb_name_look((jb_slice){ .bytes = shown->bytes + start,
                                                         .size = shown->size - start });
        if (whole == 0) {
            return JB_ERR_MEMORY;
        }
        taken = jb_names_had(names, whole);
    }
    jb_status status = jb_table_put(&names->counts, look, number - 1);
    return status == JB_OK ? jb_table_put(&names->counts, whole, 1) : status;
}

jb_status jb_names_show(jb_names *names, jb_slice name, jb_buffer *shown)
{
    if (name.size == 0) {
        return JB_OK;
    }
    uint32_t number = 0;
    jb_status status = count_look(names, jb_name_look(name), &number);
    jb_buffer_append(shown, name.bytes, name.size);
    if (status == JB_OK && number > 1 && !shown->failed) {
        status = append_number(names, name, number, shown);
    }
    return status == JB_OK && shown->failed ? JB_ERR_MEMORY : status;
}
