/* Reductions, see project.h. All work on copies. */
#include "project.h"

#include <stdio.h>
#include <string.h>

#include "jinbang/decimal.h"

static cJSON *member(const cJSON *node, const char *name)
{
    return !node ? NULL : cJSON_GetObjectItemCaseSensitive(node, name);
}

static void drop(cJSON *node, const char *name)
{
    cJSON_DeleteItemFromObjectCaseSensitive(node, name);
}

static const char *string_of(const cJSON *node, const char *name)
{
    const cJSON *value = member(node, name);
    return cJSON_IsString(value) ? value->valuestring : NULL;
}

static bool is_string(const cJSON *node, const char *name, const char *text)
{
    const char *own = string_of(node, name);
    return own && strcmp(own, text) == 0;
}

static void put_string(cJSON *node, const char *name, const char *text)
{
    drop(node, name);
    assert_non_null(cJSON_AddStringToObject(node, name, text));
}

static int index_of(const cJSON *list, const char *id)
{
    int index = 0;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, list) {
        if (is_string(node, "id", id)) {
            return index;
        }
        index++;
    }
    fail();
    return -1;
}

/* ---- names that a file does not keep ---- */

/* A path in place of the id of a category. */
static void name_category(const cJSON *tree, cJSON *question)
{
    char path[2000] = "";
    char longer[4100];
    const char *id = string_of(question, "category");
    if (!id) {
        return;
    }
    const cJSON *list = member(tree, "categories");
    while (id) {
        const cJSON *node = cJSON_GetArrayItem(list, index_of(list, id));
        int size = snprintf(longer, sizeof longer, "%.900s > %s",
                            member(node, "title")->child->valuestring, path);
        assert_in_range(size, 1, (int)sizeof path - 1);
        memcpy(path, longer, (size_t)size + 1);
        id = string_of(node, "parent");
    }
    for (char *at = path; *at != '\0'; at++) {
        *at = *at == '\n' ? ' ' : *at; /* a path is one line */
    }
    put_string(question, "category", path);
}

/* The hash of the bytes in place of the id of a medium. */
static void name_media(const cJSON *tree, cJSON *question)
{
    cJSON *ref = NULL;
    const cJSON *list = member(tree, "media");
    cJSON_ArrayForEach(ref, member(question, "media")) {
        const cJSON *medium = cJSON_GetArrayItem(list, index_of(list, string_of(ref, "ref")));
        put_string(ref, "ref", string_of(medium, "sha256"));
    }
}

/* Options by their place. */
static void name_ids(cJSON *ids, const cJSON *options, char prefix)
{
    for (cJSON *id = ids->child; id; id = id->next) {
        char name[8];
        (void)snprintf(name, sizeof name, "%c%d", prefix, index_of(options, id->valuestring));
        assert_non_null(cJSON_SetValuestring(id, name) ? id : NULL);
    }
}

/* ---- tables ---- */

/* Media that are shown with the question stay. */
static void keep_shown(cJSON *question)
{
    cJSON *list = member(question, "media");
    cJSON *ref = list ? list->child : NULL;
    while (ref) {
        cJSON *next = ref->next;
        if (is_string(ref, "place", "reveal")) {
            cJSON_Delete(cJSON_DetachItemViaPointer(list, ref));
        } else {
            drop(ref, "place");
        }
        ref = next;
    }
    if (list && !list->child) {
        drop(question, "media");
    }
}

/* What a bank says for all its questions stands with each. */
static void push_down(const cJSON *tree, cJSON *question)
{
    static const char *const names[] = { "points", "time_limit_ms" };
    const cJSON *defaults = member(tree, "defaults");
    for (size_t i = 0; i < 2; i++) {
        const cJSON *value = defaults ? member(defaults, names[i]) : NULL;
        if (value && !member(question, names[i])) {
            cJSON_AddItemToObject(question, names[i], cJSON_Duplicate(value, true));
        }
    }
}

/* Only accepted forms that give every point; no wildcards; tolerances in the unit of the number. */
static void keep_whole(cJSON *list)
{
    cJSON *accept = list ? list->child : NULL;
    while (accept) {
        cJSON *next = accept->next;
        if (member(accept, "weight") || member(accept, "match")) {
            cJSON_Delete(cJSON_DetachItemViaPointer(list, accept));
        }
        accept = next;
    }
}

static void settle_tolerances(cJSON *list)
{
    cJSON *accept = NULL;
    cJSON_ArrayForEach(accept, list) {
        int64_t value = 0;
        int64_t tolerance = 0;
        char text[JB_DECIMAL_TEXT_MAX];
        const char *own = string_of(accept, "tolerance");
        JB_EQ_I64(jb_decimal_parse(jb_slice_of(own ? own : "0"), 6, &tolerance), JB_OK);
        JB_EQ_I64(jb_decimal_parse(jb_slice_of(string_of(accept, "value")), 6, &value), JB_OK);
        if (is_string(accept, "tolerance_kind", "relative")) {
            tolerance = jb_mul_div(value < 0 ? -value : value, tolerance, JB_MICRO);
        }
        drop(accept, "tolerance_kind");
        (void)jb_decimal_format(tolerance, 6, text);
        put_string(accept, "tolerance", text);
    }
}

static void reduce_options(cJSON *question)
{
    static const char *const gone[] = { "id", "weight", "feedback", "media" };
    cJSON *option = NULL;
    cJSON_ArrayForEach(option, member(question, "options")) {
        if (member(question, "shuffle")) {
            drop(option, "fixed"); /* all keep their place */
        }
        for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++) {
            drop(option, gone[i]);
        }
    }
}

/* Targets in the order in which options lead to them, then the others: pairs become their texts. */
static void reduce_pairs(cJSON *question)
{
    cJSON *answer = member(question, "answer");
    cJSON *targets = member(question, "targets");
    cJSON *pairs = cJSON_CreateArray();
    bool used[JB_OPTIONS_MAX] = { false };
    const cJSON *option = NULL;
    cJSON_ArrayForEach(option, member(question, "options")) {
        const cJSON *pair = member(answer, "pairs")->child;
        while (!is_string(option, "id", pair->child->valuestring)) {
            pair = pair->next;
        }
        int target = index_of(targets, pair->child->next->valuestring);
        used[target] = true;
        cJSON_AddItemToArray(pairs, cJSON_Duplicate(member(option, "text"), true));
        cJSON_AddItemToArray(
            pairs, cJSON_Duplicate(member(cJSON_GetArrayItem(targets, target), "text"), true));
    }
    for (int i = 0; i < cJSON_GetArraySize(targets); i++) {
        if (!used[i]) {
            cJSON_AddItemToArray(
                pairs, cJSON_Duplicate(member(cJSON_GetArrayItem(targets, i), "text"), true));
        }
    }
    drop(question, "targets");
    drop(question, "answer");
    cJSON_AddItemToObject(question, "answer", pairs);
}

static void reduce_answer(cJSON *question)
{
    cJSON *answer = member(question, "answer");
    cJSON *options = member(question, "options");
    cJSON *blank = NULL;
    if (member(answer, "correct")) {
        name_ids(member(answer, "correct"), options, 'o');
    } else if (member(answer, "order")) {
        name_ids(member(answer, "order"), options, 'o');
    } else if (member(answer, "pairs")) {
        reduce_pairs(question);
        answer = NULL;
    } else if (member(answer, "accept")) {
        keep_whole(member(answer, "accept"));
        settle_tolerances(member(answer, "accept"));
        drop(answer, "unit");
    }
    cJSON_ArrayForEach(blank, member(answer, "blanks")) {
        keep_whole(member(blank, "accept"));
        drop(blank, "case_sensitive");
    }
    drop(answer, "any_order");
    reduce_options(question);
}

/* One citation, or an address. */
static void reduce_source(cJSON *question)
{
    cJSON *citation = member(member(question, "source"), "citation");
    while (citation && citation->child->next) {
        cJSON_Delete(cJSON_DetachItemViaPointer(citation, citation->child->next));
    }
}

cJSON *project_table(const cJSON *tree)
{
    cJSON *questions = cJSON_Duplicate(member(tree, "questions"), true);
    cJSON *question = NULL;
    assert_non_null(questions);
    cJSON_ArrayForEach(question, questions) {
        drop(question, "title");
        drop(question, "host_note");
        push_down(tree, question);
        keep_shown(question);
        name_category(tree, question);
        name_media(tree, question);
        reduce_source(question);
        reduce_answer(question);
    }
    return questions;
}

/* ---- essence ---- */

static void put_copy(cJSON *to, const char *name, const cJSON *node)
{
    if (node) {
        cJSON_AddItemToObject(to, name, cJSON_Duplicate(node, true));
    }
}

static cJSON *essence_of(const cJSON *from)
{
    cJSON *question = cJSON_Duplicate(from, true);
    cJSON *answer = member(question, "answer");
    cJSON *out = cJSON_CreateObject();
    cJSON *blank = NULL;
    put_copy(out, "type", member(question, "type"));
    cJSON_AddStringToObject(out, "stem", member(question, "stem")->child->valuestring);
    if (member(answer, "order")) {
        cJSON *order = cJSON_AddArrayToObject(out, "order");
        const cJSON *id = NULL;
        cJSON_ArrayForEach(id, member(answer, "order")) {
            const cJSON *list = member(question, "options");
            const cJSON *option = cJSON_GetArrayItem(list, index_of(list, id->valuestring));
            cJSON_AddItemToArray(order,
                                 cJSON_CreateString(member(option, "text")->child->valuestring));
        }
        cJSON_Delete(question);
        return out;
    }
    if (member(answer, "pairs")) {
        reduce_pairs(question);
        answer = NULL;
    } else if (member(answer, "accept")) {
        settle_tolerances(member(answer, "accept"));
        drop(answer, "unit");
    } else if (member(answer, "correct")) {
        name_ids(member(answer, "correct"), member(question, "options"), 'o');
    }
    cJSON_ArrayForEach(blank, member(answer, "blanks")) {
        cJSON *accept = NULL;
        drop(blank, "case_sensitive");
        cJSON_ArrayForEach(accept, member(blank, "accept")) {
            if (!strchr(string_of(accept, "text"), '*')) {
                drop(accept, "match"); /* there is nothing that could stand for anything */
            }
        }
    }
    drop(answer, "any_order");
    put_copy(out, "answer", member(question, "answer"));
    cJSON *options = cJSON_AddArrayToObject(out, "options");
    const cJSON *option = NULL;
    cJSON_ArrayForEach(option, member(question, "options")) {
        cJSON_AddItemToArray(options,
                             cJSON_CreateString(member(option, "text")->child->valuestring));
    }
    cJSON_Delete(question);
    return out;
}

/* Maps of texts become the text of their first language. */
static void flatten(cJSON *node)
{
    cJSON *text = node->child;
    while (text) {
        cJSON *next = text->next;
        if (cJSON_IsObject(text) && text->child && cJSON_IsString(text->child) &&
            strcmp(text->child->string, "en") == 0) {
            cJSON_ReplaceItemViaPointer(node, text, cJSON_CreateString(text->child->valuestring));
        }
        text = next;
    }
}

cJSON *project_essence(const cJSON *tree, const jb_report *left_out)
{
    cJSON *out = cJSON_CreateArray();
    uint32_t number = 0;
    const cJSON *question = NULL;
    cJSON_ArrayForEach(question, member(tree, "questions")) {
        number++;
        if (left_out && check_problem(left_out, "left_out", number)) {
            continue;
        }
        cJSON *essence = essence_of(question);
        if (cJSON_IsArray(member(essence, "answer"))) {
            flatten(member(essence, "answer"));
        }
        cJSON_AddItemToArray(out, essence);
    }
    return out;
}
