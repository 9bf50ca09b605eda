/* The doctor, see doctor.h: the rounds at each question, and what is said of the whole bank. */
#include "doctor.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

void jb_doctor_init(jb_doctor *doctor, jb_reader *reader, const jb_bank *bank, const cJSON *source)
{
    *doctor = (jb_doctor){ .reader = reader, .bank = bank, .has_source = source != NULL };
    jb_buffer_init(&doctor->stem, 0);
}

void jb_doctor_finish(jb_doctor *doctor)
{
    jb_buffer_finish(&doctor->stem);
    jb_id_set_finish(&doctor->stems);
    jb_id_set_finish(&doctor->said);
    jb_table_finish(&doctor->pieces);
}

static const cJSON *own_text(const jb_doctor *doctor, const cJSON *map)
{
    return jb_map_text(map, doctor->bank->default_language, "");
}

/* ---- a question and those before it ---- */

static void note_memory(jb_doctor *doctor, jb_status status)
{
    doctor->reader->out_of_memory = doctor->reader->out_of_memory || status == JB_ERR_MEMORY;
}

/* Warns if another question asks the same: once for each text, because "Which is right?" may stand
 * over a hundred questions. */
static bool check_same(jb_doctor *doctor, const jb_question *question, const cJSON *text)
{
    uint64_t hash = jb_mix_bytes(JB_MIX_START, jb_buffer_text(&doctor->stem), doctor->stem.size);
    uint32_t other = doctor->bank->count;
    uint32_t again = 0;
    jb_status status = jb_id_set_add_hash(&doctor->stems, hash, &other);
    note_memory(doctor, status);
    if (status != JB_ERR_EXISTS) {
        return false;
    }
    status = jb_id_set_add_hash(&doctor->said, hash, &again);
    note_memory(doctor, status);
    if (status == JB_OK) {
        jb_warn(doctor->reader, text, "same_stem", "\"%.64s\" and \"%.64s\" ask the same.",
                doctor->bank->entries[other].id, question->id);
    }
    return true;
}

static void check_similar(jb_doctor *doctor, const jb_question *question, const cJSON *text)
{
    uint64_t answer = jb_doctor_answer(doctor, question);
    uint32_t other = jb_doctor_similar(doctor, question, answer);
    if (other != JB_ID_NONE) {
        jb_warn(doctor->reader, text, "similar_question",
                "\"%.64s\" asks nearly the same and has the same answer; one of the two is enough.",
                doctor->bank->entries[other].id);
    }
}

static void check_told(jb_doctor *doctor, const jb_question *question, const cJSON *text)
{
    const char *told = jb_doctor_told(doctor, question);
    if (told) {
        jb_warn(doctor->reader, text, "answer_in_stem",
                "The question tells its answer: \"%.120s\" stands in it.", told);
    }
}

/* ---- where right options stand, and how long they are ---- */

static uint32_t option_width(const jb_doctor *doctor, const jb_option *option)
{
    return option->text ? jb_text_width(own_text(doctor, option->text)->valuestring) : 0;
}

static void count_choice(jb_doctor *doctor, const jb_question *question)
{
    uint8_t right = 0;
    uint32_t widest_wrong = 0;
    uint8_t count = question->option_count;
    if (question->kind != JB_KIND_SINGLE || (question->correct & (question->correct - 1)) != 0) {
        return;
    }
    double chance = 1.0 / count;
    for (uint8_t i = 0; i < count; i++) {
        uint32_t width = option_width(doctor, &question->options[i]);
        bool is_right = (question->correct & (1U << i)) != 0;
        right = is_right ? i : right;
        widest_wrong = !is_right && width > widest_wrong ? width : widest_wrong;
        doctor->expected[i] += chance;
        doctor->variance[i] += chance * (1 - chance);
    }
    doctor->choices++;
    doctor->right_at[right]++;
    if (count > 2 && widest_wrong > 0) {
        uint32_t width = option_width(doctor, &question->options[right]);
        doctor->long_choices++;
        doctor->longest_right += width * 100 >= widest_wrong * JB_DOCTOR_LONGER ? 1 : 0;
    }
}

void jb_doctor_see(jb_doctor *doctor, const jb_question *question)
{
    const cJSON *text = own_text(doctor, question->stem);
    jb_buffer_clear(&doctor->stem);
    jb_status status = jb_text_fold(jb_node_slice(text), &doctor->stem);
    JB_ASSERT(status != JB_ERR_INVALID);
    note_memory(doctor, status);
    if (status != JB_OK) {
        return;
    }
    if (!check_same(doctor, question, text)) {
        check_similar(doctor, question, text);
    }
    check_told(doctor, question, text);
    count_choice(doctor, question);
    const cJSON *source = cJSON_GetObjectItemCaseSensitive(question->node, "source");
    bool said = cJSON_GetObjectItemCaseSensitive(source, "citation") ||
                cJSON_GetObjectItemCaseSensitive(source, "url") ||
                cJSON_GetObjectItemCaseSensitive(source, "author");
    doctor->sourceless += said ? 0 : 1;
    for (uint32_t i = 0; i < doctor->bank->language_count; i++) {
        doctor->present[i] += jb_map_exact(question->stem, doctor->bank->languages[i]) ? 1 : 0;
    }
}

/* ---- the whole bank ---- */

/* The place at which right options stand far more often than chance puts them there. */
static void conclude_places(jb_doctor *doctor, const cJSON *place)
{
    char counts[160] = "";
    size_t size = 0;
    uint32_t worst = 0;
    uint32_t last = 0;
    for (uint32_t i = 0; i < JB_OPTIONS_MAX; i++) {
        last = doctor->expected[i] > 0 ? i : last;
        double more = doctor->right_at[i] - doctor->expected[i];
        worst = more > doctor->right_at[worst] - doctor->expected[worst] ? i : worst;
    }
    double expected = doctor->expected[worst];
    double right = doctor->right_at[worst];
    if (doctor->choices < JB_DOCTOR_CHOICES_MIN || right * 100 < expected * JB_DOCTOR_SHARE ||
        right - expected < JB_DOCTOR_ERRORS * sqrt(doctor->variance[worst])) {
        return;
    }
    for (uint32_t i = 0; i <= last && size < sizeof counts; i++) {
        int more = snprintf(counts + size, sizeof counts - size, "%s%c %" PRIu32, i > 0 ? ", " : "",
                            'A' + i, doctor->right_at[i]);
        size += more > 0 ? (size_t)more : 0;
    }
    jb_warn(doctor->reader, place, "key_position",
            "Of %" PRIu32 " questions with one right option it is %c in %" PRIu32
            " (%s); who guesses %c wins. Shuffle the options or move the right ones.",
            doctor->choices, 'A' + worst, doctor->right_at[worst], counts, 'A' + worst);
}

static void conclude_lengths(jb_doctor *doctor, const cJSON *place)
{
    if (doctor->long_choices >= JB_DOCTOR_CHOICES_MIN &&
        doctor->longest_right * 100 > doctor->long_choices * JB_DOCTOR_LONGEST_SHARE) {
        jb_warn(doctor->reader, place, "longest_option",
                "In %" PRIu32 " of %" PRIu32 " questions the right option is by far the longest, "
                "so that it can be seen without knowing. Write the others as fully.",
                doctor->longest_right, doctor->long_choices);
    }
}

void jb_doctor_conclude(jb_doctor *doctor, const cJSON *place)
{
    const jb_bank *bank = doctor->bank;
    conclude_places(doctor, place);
    conclude_lengths(doctor, place);
    for (uint32_t i = 0; i < bank->language_count; i++) {
        if (doctor->present[i] < bank->count) {
            jb_warn(doctor->reader, place, "missing_translation",
                    "%" PRIu32 " of %" PRIu32 " questions are not there in \"%s\"; they are shown "
                    "in \"%s\".",
                    bank->count - doctor->present[i], bank->count, bank->languages[i],
                    bank->default_language);
        }
    }
    if (!doctor->has_source && doctor->sourceless > 0 && bank->count >= JB_DOCTOR_SOURCES_FROM) {
        jb_warn(doctor->reader, place, "missing_source",
                "%" PRIu32 " of %" PRIu32 " questions do not say where their fact is from; with a "
                "source an objection is settled at once.",
                doctor->sourceless, bank->count);
    }
}
