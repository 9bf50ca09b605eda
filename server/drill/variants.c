/*
 * What phones may answer, made from the host's state of an open question: each option of a choice,
 * and for other kinds what fits, right or not, because the server must store and grade it all the
 * same.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "drill_internal.h"

typedef char variants_of[JB_VARIANTS_MAX][JB_ANSWER_SIZE];

static bool add(const cJSON *answer, char *out)
{
    return answer && cJSON_PrintPreallocated((cJSON *)(uintptr_t)answer, out, JB_ANSWER_SIZE, 0);
}

/* Each option by itself, or in a list of one. */
static uint32_t options_of(const cJSON *options, bool listed, variants_of out)
{
    uint32_t count = 0;
    const cJSON *option = NULL;
    cJSON_ArrayForEach(option, options) {
        const char *id = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(option, "id"));
        if (id && count < JB_VARIANTS_MAX) {
            cJSON *answer = listed ? cJSON_CreateStringArray(&id, 1) : cJSON_CreateString(id);
            count += add(answer, out[count]);
            cJSON_Delete(answer);
        }
    }
    return count;
}

/* All options in their order, or each with one of the targets. */
static uint32_t whole_of(const cJSON *options, const cJSON *targets, variants_of out)
{
    cJSON *answer = cJSON_CreateArray();
    const cJSON *option = NULL;
    const cJSON *target = targets ? targets->child : NULL;
    cJSON_ArrayForEach(option, options) {
        const char *ids[2] = { cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(option, "id")),
                               cJSON_GetStringValue(
                                   cJSON_GetObjectItemCaseSensitive(target, "id")) };
        if (targets && ids[0] && ids[1]) {
            (void)cJSON_AddItemToArray(answer, cJSON_CreateStringArray(ids, 2));
        } else if (!targets && ids[0]) {
            (void)cJSON_AddItemToArray(answer, cJSON_CreateString(ids[0]));
        }
        target = target ? target->next : NULL;
    }
    uint32_t count = add(answer, out[0]);
    cJSON_Delete(answer);
    return count;
}

static uint32_t texts_of(const cJSON *question, variants_of out)
{
    const cJSON *blanks = cJSON_GetObjectItemCaseSensitive(question, "blanks");
    int count = cJSON_IsNumber(blanks) && blanks->valueint > 0 ? blanks->valueint : 1;
    cJSON *answer = cJSON_CreateArray();
    for (int i = 0; i < count; i++) {
        (void)cJSON_AddItemToArray(answer, cJSON_CreateString("drill"));
    }
    uint32_t added = add(answer, out[0]);
    cJSON_Delete(answer);
    return added;
}

static uint32_t words(const char *first, const char *second, variants_of out)
{
    (void)snprintf(out[0], JB_ANSWER_SIZE, "%s", first);
    (void)snprintf(out[1], JB_ANSWER_SIZE, "%s", second);
    return 2;
}

uint32_t jb_variants_of(const cJSON *state, char variants[JB_VARIANTS_MAX][JB_ANSWER_SIZE])
{
    const cJSON *question = cJSON_GetObjectItemCaseSensitive(state, "question");
    const cJSON *options = cJSON_GetObjectItemCaseSensitive(question, "options");
    const cJSON *targets = cJSON_GetObjectItemCaseSensitive(question, "targets");
    const char *kind = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(question, "kind"));
    if (!kind) {
        return 0;
    }
    if (strcmp(kind, "single") == 0 || strcmp(kind, "multiple") == 0) {
        return options_of(options, strcmp(kind, "multiple") == 0, variants);
    }
    if (strcmp(kind, "truefalse") == 0) {
        return words("true", "false", variants);
    }
    if (strcmp(kind, "numeric") == 0) {
        return words("1", "2", variants);
    }
    if (strcmp(kind, "text") == 0) {
        return texts_of(question, variants);
    }
    if (strcmp(kind, "ordering") == 0) {
        return whole_of(options, NULL, variants);
    }
    return strcmp(kind, "matching") == 0 && targets ? whole_of(options, targets, variants) : 0;
}
