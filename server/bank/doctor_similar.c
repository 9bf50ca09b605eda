/*
 * Questions that are nearly the same. Each text is cut into all its pieces of three characters; a
 * few minimal hashes of them (MinHash: Broder, "On the resemblance and containment of documents",
 * 1997), put together by twos, are nearly always equal in one place for texts that resemble each
 * other, and hardly ever for others. So each question meets only few earlier ones, with which it is
 * then compared piece by piece: the time is linear in the bank.
 */
#include "doctor.h"

#include <stdlib.h>

#include "jinbang/assert.h"
#include "jinbang/mix.h"
#include "jinbang/text.h"

enum {
    BANDS = 6,
    ROWS = 2, /* minimal hashes in a band */
    PIECE = 3 /* characters */
};

typedef struct pieces {
    uint64_t hashes[JB_DOCTOR_PIECES_MAX];
    size_t count;
} pieces;

/* Spaces, punctuation and gaps say nothing. */
static bool is_word(uint32_t c)
{
    bool ascii = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    bool symbol = (c >= 0xa0 && c < 0xc0) || (c >= 0x2000 && c < 0x2070) ||
                  (c >= 0x3000 && c < 0x3040) || (c >= 0xff00 && c < 0xff10);
    return c < 0x80 ? ascii : !symbol;
}

static uint32_t next_of(const char *text, size_t size, size_t *at)
{
    unsigned char lead = (unsigned char)text[*at];
    size_t bytes = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t c = bytes == 1 ? lead : lead & (0x7fU >> bytes);
    for (size_t i = 1; i < bytes && *at + i < size; i++) {
        c = (c << 6) | ((unsigned char)text[*at + i] & 0x3fU);
    }
    *at += bytes;
    return c;
}

static void cut(const jb_buffer *folded, pieces *out)
{
    uint64_t window = 0; /* the last three characters, 21 bits each */
    size_t seen = 0;
    out->count = 0;
    for (size_t at = 0; at < folded->size && out->count < JB_DOCTOR_PIECES_MAX;) {
        uint32_t c = next_of(folded->bytes, folded->size, &at);
        if (!is_word(c)) {
            continue;
        }
        window = ((window << 21) | c) & ((UINT64_C(1) << 63) - 1);
        if (++seen >= PIECE) {
            out->hashes[out->count++] = jb_mix_u64(JB_MIX_START, window);
        }
    }
}

static int by_value(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void sort_unique(pieces *set)
{
    size_t count = 0;
    qsort(set->hashes, set->count, sizeof set->hashes[0], by_value);
    for (size_t i = 0; i < set->count; i++) {
        if (i == 0 || set->hashes[i] != set->hashes[i - 1]) {
            set->hashes[count++] = set->hashes[i];
        }
    }
    set->count = count;
}

/* Do the sorted sets have so many percent of all their pieces in common? */
static bool alike(const pieces *a, const pieces *b, uint32_t percent)
{
    size_t common = 0;
    size_t i = 0;
    size_t j = 0;
    while (i < a->count && j < b->count) {
        if (a->hashes[i] == b->hashes[j]) {
            common++;
            i++;
            j++;
        } else if (a->hashes[i] < b->hashes[j]) {
            i++;
        } else {
            j++;
        }
    }
    return common * 100 >= percent * (a->count + b->count - common);
}

static uint64_t band_of(const pieces *set, uint32_t band, uint64_t answer)
{
    uint64_t key = jb_mix_u64(answer, band);
    for (uint32_t row = 0; row < ROWS; row++) {
        uint64_t salt = jb_mix_u64(JB_MIX_START, band * ROWS + row + 1) | 1U;
        uint64_t least = UINT64_MAX;
        for (size_t i = 0; i < set->count; i++) {
            uint64_t hash = set->hashes[i] * salt;
            hash ^= hash >> 29;
            least = hash < least ? hash : least;
        }
        key = jb_mix_u64(key, least);
    }
    return key;
}

/* The pieces of an earlier question; false without memory. */
static bool cut_earlier(const jb_doctor *doctor, uint32_t number, pieces *out)
{
    jb_buffer folded;
    const cJSON *stem =
        cJSON_GetObjectItemCaseSensitive(doctor->bank->entries[number].node, "stem");
    const cJSON *text = jb_map_text(stem, doctor->bank->default_language, "");
    jb_buffer_init(&folded, 0);
    bool good = jb_text_fold(jb_node_slice(text), &folded) == JB_OK;
    if (good) {
        cut(&folded, out);
        sort_unique(out);
    }
    jb_buffer_finish(&folded);
    return good;
}

uint32_t jb_doctor_similar(jb_doctor *doctor, const jb_question *question, uint64_t answer)
{
    pieces own;
    pieces other;
    uint32_t percent =
        question->kind == JB_KIND_TRUEFALSE ? JB_DOCTOR_SIMILAR_TRUTH : JB_DOCTOR_SIMILAR;
    uint32_t compared = JB_ID_NONE;
    uint32_t found = JB_ID_NONE;
    cut(&doctor->stem, &own);
    if (own.count < JB_DOCTOR_PIECES_MIN) {
        return JB_ID_NONE;
    }
    sort_unique(&own);
    for (uint32_t band = 0; band < BANDS; band++) {
        uint32_t number = 0;
        uint64_t key = band_of(&own, band, answer);
        if (!jb_table_get(&doctor->pieces, key, &number)) {
            if (jb_table_put(&doctor->pieces, key, doctor->bank->count) != JB_OK) {
                doctor->reader->out_of_memory = true;
                return JB_ID_NONE;
            }
            continue;
        }
        if (found != JB_ID_NONE || number == compared) {
            continue;
        }
        compared = number;
        if (!cut_earlier(doctor, number, &other)) {
            doctor->reader->out_of_memory = true;
        } else if (alike(&own, &other, percent)) {
            found = number;
        }
    }
    return found;
}
