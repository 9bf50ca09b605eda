/* What others may ask of a bank that was read, and writing it down again. */
#include "bank_internal.h"

#include <stdlib.h>

#include "jinbang/assert.h"

void jb_bank_destroy(jb_bank *bank)
{
    if (!bank) {
        return;
    }
    jb_id_set_finish(&bank->ids);
    jb_id_set_finish(&bank->media);
    jb_id_set_finish(&bank->categories);
    free(bank->entries);
    cJSON_Delete(bank->tree);
    free(bank);
}

uint32_t jb_bank_count(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return bank->count;
}

const char *jb_bank_id(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return bank->id;
}

const char *jb_bank_title(const jb_bank *bank)
{
    JB_ASSERT(bank != NULL);
    return jb_map_text(bank->title, bank->default_language, "")->valuestring;
}

jb_status jb_bank_write(const jb_bank *bank, jb_buffer *out)
{
    JB_ASSERT(bank != NULL);
    char *text = cJSON_PrintUnformatted(bank->tree);
    if (!text) {
        return JB_ERR_MEMORY;
    }
    jb_buffer_append_text(out, text);
    cJSON_free(text);
    return out->failed ? JB_ERR_MEMORY : JB_OK;
}
