/* What is right in a question, as text: to know whether two questions have the same answer, and
 * whether a question's own text tells it. */
#include "doctor.h"

#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

/* Mixes a text as typed answers are compared. */
static uint64_t mix_text(jb_doctor *doctor, uint64_t hash, const char *text)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    if (jb_text_fold(jb_slice_of(text), &folded) == JB_ERR_MEMORY) {
        doctor->reader->out_of_memory = true;
    }
    hash = jb_mix_bytes(hash, jb_buffer_text(&folded), folded.size);
    jb_buffer_finish(&folded);
    return hash;
}

static uint64_t mix_option(jb_doctor *doctor, uint64_t hash, const jb_option *option)
{
    if (option->medium) {
        hash = jb_mix_bytes(hash, option->medium->hash.bytes, JB_HASH_SIZE);
    }
    return option->text
               ? mix_text(
                     doctor, hash,
                     jb_map_text(option->text, doctor->bank->default_language, "")->valuestring)
               : hash;
}

/* Options whose order does not matter. */
static uint64_t mix_right(jb_doctor *doctor, const jb_question *question)
{
    uint64_t sum = 0;
    for (uint8_t i = 0; i < question->option_count; i++) {
        if ((question->correct & (1U << i)) != 0) {
            sum += mix_option(doctor, JB_MIX_START, &question->options[i]);
        }
    }
    return sum;
}

static uint64_t mix_typed(jb_doctor *doctor, const jb_question *question)
{
    uint64_t hash = JB_MIX_START;
    const cJSON *node = NULL;
    cJSON_ArrayForEach(node, question->accepts) {
        const cJSON *value = cJSON_GetObjectItemCaseSensitive(node, "value");
        hash = mix_text(doctor, hash, value->valuestring);
    }
    cJSON_ArrayForEach(node, question->blanks) {
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(node, "accept");
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(list->child, "text");
        hash = mix_text(doctor, hash, text->valuestring);
    }
    return hash;
}

uint64_t jb_doctor_answer(jb_doctor *doctor, const jb_question *question)
{
    uint64_t hash = jb_mix_u64(JB_MIX_START, question->kind);
    const cJSON *ref = NULL;
    /* "What is this?" is another question under another picture. */
    cJSON_ArrayForEach(ref, question->media) {
        const cJSON *id = cJSON_GetObjectItemCaseSensitive(ref, "ref");
        hash = jb_mix_bytes(hash, id->valuestring, strlen(id->valuestring));
    }
    if (question->kind == JB_KIND_ORDERING || question->kind == JB_KIND_MATCHING) {
        for (uint8_t i = 0; i < question->option_count; i++) {
            uint8_t at = question->kind == JB_KIND_ORDERING ? question->order[i] : i;
            hash = mix_option(doctor, hash, &question->options[at]);
            hash = question->kind == JB_KIND_MATCHING
                       ? mix_option(doctor, hash, &question->targets[question->pairs[i]])
                       : hash;
        }
        return hash;
    }
    if (question->kind == JB_KIND_TRUEFALSE) {
        return jb_mix_u64(hash, question->correct);
    }
    return jb_mix_u64(hash, question->option_count > 0 ? mix_right(doctor, question)
                                                       : mix_typed(doctor, question));
}

/* ---- told by the stem ---- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0xc3;
}

/* Does the folded stem hold the text? Words of letters must stand alone: "rain" is not in "train".
 * Han has no spaces, so that anything of it may be a word. */
static bool stem_holds(const jb_buffer *stem, const jb_buffer *text)
{
    const char *bytes = jb_buffer_text(stem);
    bool han = text->size > 0 && (unsigned char)text->bytes[0] >= 0xe2;
    for (const char *at = strstr(bytes, jb_buffer_text(text)); at;
         at = strstr(at + 1, jb_buffer_text(text))) {
        bool before = at == bytes || !is_letter(at[-1]);
        bool after = !is_letter(at[text->size]);
        if (han || (before && after)) {
            return true;
        }
    }
    return false;
}

/* Is the text in the stem? One that is too short or only a number may be there by chance. */
static bool tells(jb_doctor *doctor, const char *text, bool right)
{
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    bool told = false;
    if (jb_text_fold(jb_slice_of(text), &folded) == JB_ERR_MEMORY) {
        doctor->reader->out_of_memory = true;
    } else if (folded.size > 0) {
        bool number = strspn(folded.bytes, "0123456789.,%-+ ") == folded.size;
        bool enough = !number && jb_text_width(folded.bytes) >= JB_DOCTOR_TOLD_HAN;
        told = (enough || !right) && stem_holds(&doctor->stem, &folded);
    }
    jb_buffer_finish(&folded);
    return told;
}

static const char *told_option(jb_doctor *doctor, const jb_question *question)
{
    const char *found = NULL;
    for (uint8_t i = 0; i < question->option_count; i++) {
        const cJSON *map = question->options[i].text;
        const char *text =
            map ? jb_map_text(map, doctor->bank->default_language, "")->valuestring : "";
        bool right = (question->correct & (1U << i)) != 0;
        if (right && tells(doctor, text, true)) {
            found = text;
        } else if (!right && tells(doctor, text, false)) {
            return NULL;
        }
    }
    return found;
}

const char *jb_doctor_told(jb_doctor *doctor, const jb_question *question)
{
    if (question->kind == JB_KIND_SINGLE) {
        return told_option(doctor, question);
    }
    const cJSON *blank = NULL;
    cJSON_ArrayForEach(blank, question->blanks) {
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(blank, "accept");
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(list->child, "text");
        if (tells(doctor, text->valuestring, true)) {
            return text->valuestring;
        }
    }
    return NULL;
}
