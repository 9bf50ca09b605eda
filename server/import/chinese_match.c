/*
 * Each list of answers is matched with the questions of its section, by the order of sections and
 * by numbers, which may begin again in each.
 */
#include "chinese_internal.h"

#include <stdlib.h>

#include "jinbang/mix.h"

enum {
    RANGES_NEAR = 500 /* runs of questions among which those of a list are looked for */
};

/* Questions between which numbers rise. */
typedef struct range {
    uint32_t first, count;
    jb_type_word type;
    bool used;
} range;

typedef struct matching {
    cn_reader *reader;
    range *ranges;
    uint32_t range_count;
    uint32_t unused;  /* the first of them */
    jb_table numbers; /* of a range and a number: the question, from 1 */
} matching;

static uint64_t key_of(uint32_t place, uint32_t number)
{
    return jb_mix_u64(jb_mix_u64(JB_MIX_START, place), number);
}

static bool find_ranges(matching *m)
{
    const cn_reader *reader = m->reader;
    m->ranges = calloc(reader->question_count + 1, sizeof *m->ranges);
    if (!m->ranges) {
        return false;
    }
    for (uint32_t i = 0; i < reader->question_count; i++) {
        const cn_question *question = &reader->questions[i];
        if (i == 0 || question->group != reader->questions[i - 1].group) {
            m->ranges[m->range_count++] = (range){ .first = i };
            m->ranges[m->range_count - 1].type = question->section > 0
                                                     ? reader->sections[question->section - 1].type
                                                     : (jb_type_word){ 0 };
        }
        range *at = &m->ranges[m->range_count - 1];
        at->count++;
        uint32_t number = question->number > 0 ? question->number : at->count;
        uint32_t seen = 0;
        uint64_t key = key_of(m->range_count - 1, number);
        if (!jb_table_get(&m->numbers, key, &seen) &&
            jb_table_put(&m->numbers, key, i + 1) != JB_OK) {
            return false;
        }
    }
    return true;
}

static bool same_type(jb_type_word list, jb_type_word questions)
{
    if (!list.known || !questions.known || (list.choice && questions.choice)) {
        return true;
    }
    bool choice = questions.kind == JB_KIND_SINGLE || questions.kind == JB_KIND_MULTIPLE;
    if (list.choice) {
        return questions.supported && choice;
    }
    if (questions.choice) {
        return list.supported && (list.kind == JB_KIND_SINGLE || list.kind == JB_KIND_MULTIPLE);
    }
    return list.supported == questions.supported &&
           (!list.supported || list.kind == questions.kind);
}

/* The first range that this list can be about. */
static uint32_t range_for(matching *m, const cn_list_group *list)
{
    while (m->unused < m->range_count && m->ranges[m->unused].used) {
        m->unused++;
    }
    uint32_t end =
        m->unused + RANGES_NEAR < m->range_count ? m->unused + RANGES_NEAR : m->range_count;
    for (uint32_t since = list->since;; since = 0) {
        for (uint32_t i = m->unused; i < end; i++) {
            const range *at = &m->ranges[i];
            if (!at->used && at->first >= since && at->first < list->before &&
                same_type(list->type, at->type)) {
                return i;
            }
        }
        if (since == 0) {
            return m->range_count;
        }
    }
}

static void match(matching *m, cn_list_group *list)
{
    cn_reader *reader = m->reader;
    uint32_t at = range_for(m, list);
    uint32_t last = 0;
    for (uint32_t i = list->first; i < list->first + list->count; i++) {
        cn_entry *entry = &reader->entries[i];
        uint32_t found = 0;
        bool again = i > list->first && entry->number <= last;
        if (again && at < m->range_count) {
            m->ranges[at].used = true; /* numbers begin again: the next questions */
            uint32_t next = range_for(m, list);
            at = next < m->range_count ? next : at;
        }
        last = entry->number;
        uint32_t end = at + RANGES_NEAR < m->range_count ? at + RANGES_NEAR : m->range_count;
        for (uint32_t j = at; j < end && m->ranges[j].first < list->before; j++) {
            if ((j == at || !m->ranges[j].used) && same_type(list->type, m->ranges[j].type) &&
                jb_table_get(&m->numbers, key_of(j, entry->number), &found)) {
                m->ranges[at].used = m->ranges[at].used || j > at;
                at = j;
                break;
            }
        }
        entry->used = list->type.known && !list->type.supported; /* nobody misses these */
        if (found > 0) {
            entry->used = true;
            cn_question *question = &reader->questions[found - 1];
            question->entry = question->entry == 0 ? i + 1 : question->entry;
        }
    }
    if (at < m->range_count) {
        m->ranges[at].used = true;
    }
}

static void say_unused(cn_reader *reader)
{
    uint32_t count = 0;
    uint32_t line = 0;
    for (uint32_t i = 0; i < reader->entry_count; i++) {
        line = !reader->entries[i].used && count == 0 ? reader->entries[i].line : line;
        count += !reader->entries[i].used;
    }
    if (count > 0 && reader->draft) {
        jb_draft_warn(reader->draft, (jb_where){ .line = line, .column = 1 }, jb_slice_of(""),
                      "unused_answer",
                      "%u answers of the list at the end belong to no question that was found; "
                      "this is the first. Look whether numbers and sections agree.",
                      count);
    }
}

void jb_cn_list_match(cn_reader *reader)
{
    matching m = { .reader = reader };
    if (reader->list_count == 0) {
        return;
    }
    if (!find_ranges(&m)) {
        reader->failed = true;
    }
    for (uint32_t i = 0; i < reader->list_count && !reader->failed; i++) {
        if (reader->lists[i].count > 0) {
            match(&m, &reader->lists[i]);
        }
    }
    free(m.ranges);
    jb_table_finish(&m.numbers);
    say_unused(reader);
}
