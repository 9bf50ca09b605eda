/*
 * Who of a list of people is to be added to a roster. Names of teams and people are compared
 * folded; what is known is kept in sorted lists, so that a hundred thousand rows take moments.
 */
#include "roster_add.h"

#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jinbang/text.h"

enum {
    FIRST = 256,
    TEAM_TEXT_SIZE = 16
};

/* A text that is known, and what it stands for. */
typedef struct known {
    const char *text;
    uint32_t number;
} known;

typedef struct known_list {
    known *items;
    uint32_t count;
    size_t capacity;
} known_list;

typedef struct sorting {
    const jb_contest_data *data;
    const jb_people_file *file;
    jb_report *report;
    jb_roster_add *out;
    known_list teams;  /* folded names -> team */
    known_list codes;  /* of the roster, then of the file */
    known_list people; /* of the roster: name and team */
    uint32_t there;    /* entries of the roster */
    jb_status status;
} sorting;

static int compare(const void *a, const void *b)
{
    const known *first = a;
    const known *second = b;
    return strcmp(first->text, second->text);
}

static void sort(known_list *list)
{
    if (list->count > 1) {
        qsort(list->items, list->count, sizeof *list->items, compare);
    }
}

/* NULL: it is not known. The list is sorted. */
static const known *find(const known_list *list, const char *text)
{
    const known wanted = { .text = text };
    return list->count > 0 ? bsearch(&wanted, list->items, list->count, sizeof wanted, compare)
                           : NULL;
}

static const char *kept(sorting *s, jb_slice text)
{
    char *copy = jb_memory_take(&s->out->memory, text.size + 1, 1);
    if (!copy) {
        s->status = JB_ERR_MEMORY;
        return "";
    }
    memcpy(copy, text.bytes, text.size);
    return copy;
}

static void add(sorting *s, known_list *list, const char *text, uint32_t number)
{
    if (list->count == list->capacity) {
        size_t more = list->capacity == 0 ? FIRST : list->capacity * 2;
        known *items = realloc(list->items, more * sizeof *items);
        if (!items) {
            s->status = JB_ERR_MEMORY;
            return;
        }
        list->items = items;
        list->capacity = more;
    }
    list->items[list->count++] = (known){ .text = text, .number = number };
}

/* A text folded, with a team behind it unless that is 0. */
static const char *key_of(sorting *s, const char *text, uint32_t team)
{
    char number[TEAM_TEXT_SIZE];
    jb_buffer folded;
    jb_buffer_init(&folded, 0);
    bool good = jb_text_fold(jb_slice_of(text), &folded) == JB_OK;
    (void)snprintf(number, sizeof number, "\n%" PRIu32, team);
    jb_buffer_append_text(&folded, team > 0 ? number : "");
    s->status = good && !folded.failed ? s->status : JB_ERR_MEMORY;
    const char *key = kept(s, jb_buffer_slice(&folded));
    jb_buffer_finish(&folded);
    return key;
}

static void say(sorting *s, jb_severity severity, const jb_person *person, const char *code,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

static void say(sorting *s, jb_severity severity, const jb_person *person, const char *code,
                const char *format, ...)
{
    jb_problem problem = { .line = person->line, .column = 1, .severity = severity };
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(problem.message, sizeof problem.message, format, arguments);
    va_end(arguments);
    (void)snprintf(problem.code, sizeof problem.code, "%s", code);
    (void)snprintf(problem.excerpt, sizeof problem.excerpt, "%.150s", person->name);
    if (jb_report_add(s->report, &problem) != JB_OK) {
        s->status = JB_ERR_MEMORY;
    }
}

/* ---- what is known ---- */

/* A team is found by its name in any of its languages. */
static void learn_team(sorting *s, uint32_t number)
{
    const jb_slice map = s->data->plan->teams[number - 1].name;
    cJSON *tree = cJSON_ParseWithLength(map.bytes, map.size);
    const cJSON *text = NULL;
    if (!tree) {
        s->status = JB_ERR_MEMORY;
    }
    cJSON_ArrayForEach(text, tree) {
        if (cJSON_IsString(text)) {
            add(s, &s->teams, key_of(s, text->valuestring, 0), number);
        }
    }
    cJSON_Delete(tree);
}

static bool learn_entry(void *user, const jb_roster_row *row)
{
    sorting *s = user;
    s->there++;
    add(s, &s->codes, kept(s, jb_slice_of(row->code)), row->entry);
    if (row->name) {
        add(s, &s->people, key_of(s, row->name, row->team), row->entry);
    }
    return s->status == JB_OK;
}

static void learn(sorting *s, jb_db *db)
{
    for (uint32_t i = 1; i <= s->data->plan->rules.team_count; i++) {
        learn_team(s, i);
    }
    jb_status status = jb_db_roster_list(db, s->data->contest, 0, learn_entry, s);
    s->status = s->status == JB_OK ? status : s->status;
    sort(&s->teams);
    sort(&s->codes);
    sort(&s->people);
}

/* ---- rows ---- */

/* False: the row is left out; reported. */
static bool take_team(sorting *s, const jb_person *person, uint32_t *team)
{
    const jb_rules *rules = &s->data->plan->rules;
    *team = 0;
    if (rules->team_count == 0) {
        return true; /* said once, for all */
    }
    if (person->unit[0] == '\0') {
        if (rules->team_required) {
            say(s, JB_SEVERITY_ERROR, person, "no_unit",
                "Everybody in this contest belongs to a unit, and this row has none.");
        }
        return !rules->team_required;
    }
    const known *found = find(&s->teams, key_of(s, person->unit, 0));
    if (!found) {
        say(s, JB_SEVERITY_ERROR, person, "unknown_unit",
            "The contest has no unit called \"%.120s\".", person->unit);
        return false;
    }
    *team = found->number;
    return true;
}

/* Of a row that brings no code: is somebody of this name there already? */
static bool is_there(sorting *s, const jb_person *person, uint32_t team)
{
    const known *found = find(&s->people, key_of(s, person->name, team));
    if (found) {
        say(s, JB_SEVERITY_WARNING, person, "already_there",
            "Somebody of this name and unit is on the roster already (number %" PRIu32
            "); this row was left out. Give a code to add another person of this name.",
            found->number);
    }
    return found != NULL;
}

/* False: the row is left out; reported. */
static bool take_code(sorting *s, const jb_person *person, uint32_t team, jb_roster_new *row)
{
    if (!jb_personal_code_read(jb_slice_of(person->code), row->code)) {
        say(s, JB_SEVERITY_ERROR, person, "bad_code",
            "A code has 1 to 32 letters, digits, '-', '_' and '.'.");
        return false;
    }
    const known *taken = find(&s->codes, row->code);
    if (!taken) {
        return true;
    }
    const known *same = find(&s->people, key_of(s, person->name, team));
    if (same && same->number == taken->number) {
        say(s, JB_SEVERITY_WARNING, person, "already_there",
            "This person is on the roster already, with this code.");
    } else {
        say(s, JB_SEVERITY_ERROR, person, "code_taken",
            "Somebody else on the roster has this code.");
    }
    return false;
}

static void take_person(sorting *s, const jb_person *person)
{
    uint32_t team = 0;
    jb_roster_new *row = &s->out->rows[s->out->count];
    if (!take_team(s, person, &team)) {
        return;
    }
    *row = (jb_roster_new){ .line = person->line, .team = team, .name = person->name };
    bool fits =
        person->code[0] != '\0' ? take_code(s, person, team, row) : !is_there(s, person, team);
    s->out->count += fits;
}

static int compare_codes(const void *a, const void *b)
{
    const jb_roster_new *const *first = a;
    const jb_roster_new *const *second = b;
    int order = strcmp((*first)->code, (*second)->code);
    return order != 0 ? order : (*first)->line < (*second)->line ? -1 : 1;
}

/* Of several rows with one code the first is kept. */
static void drop_same_codes(sorting *s)
{
    jb_roster_add *out = s->out;
    jb_roster_new **sorted = calloc((size_t)out->count + 1, sizeof *sorted);
    uint32_t count = 0;
    uint32_t left = 0;
    for (uint32_t i = 0; sorted && i < out->count; i++) {
        if (out->rows[i].code[0] != '\0') {
            sorted[count++] = &out->rows[i];
        }
    }
    if (count > 1) {
        qsort(sorted, count, sizeof(jb_roster_new *), compare_codes);
    }
    for (uint32_t i = 1, first = 0; i < count; i++) {
        if (strcmp(sorted[i]->code, sorted[first]->code) != 0) {
            first = i;
            continue;
        }
        const jb_person person = { .line = sorted[i]->line, .name = sorted[i]->name };
        say(s, JB_SEVERITY_ERROR, &person, "code_taken", "Row %" PRIu32 " has the same code.",
            sorted[first]->line);
        sorted[i]->line = 0; /* to be left out */
    }
    s->status = sorted ? s->status : JB_ERR_MEMORY;
    free(sorted);
    for (uint32_t i = 0; i < out->count; i++) {
        if (out->rows[i].line > 0) {
            out->rows[left++] = out->rows[i];
        }
    }
    out->count = left;
}

/* No more than can take part. */
static void cut(sorting *s)
{
    uint32_t most = s->data->plan->rules.players_max;
    most = most < JB_ENTRIES_MAX ? most : JB_ENTRIES_MAX;
    uint32_t room = s->there < most ? most - s->there : 0;
    if (s->out->count > room) {
        const jb_person person = { .line = s->out->rows[room].line,
                                   .name = s->out->rows[room].name };
        say(s, JB_SEVERITY_ERROR, &person, "full",
            "From here on nobody was added: at most %" PRIu32 " people take part in this contest.",
            most);
        s->out->count = room;
    }
}

jb_status jb_roster_sort_out(jb_db *db, const jb_contest_data *data, const jb_people_file *file,
                             jb_report *report, jb_roster_add *out)
{
    sorting s = { .data = data, .file = file, .report = report, .out = out, .status = JB_OK };
    *out = (jb_roster_add){ .rows = calloc((size_t)file->person_count + 1, sizeof *out->rows) };
    s.status = out->rows ? JB_OK : JB_ERR_MEMORY;
    if (s.status == JB_OK) {
        learn(&s, db);
    }
    for (uint32_t i = 0; i < file->person_count && s.status == JB_OK; i++) {
        take_person(&s, &file->people[i]);
    }
    if (s.status == JB_OK && data->plan->rules.team_count == 0 && file->unit_count > 0) {
        const jb_person person = { .line = file->units[0].line, .name = file->units[0].name };
        say(&s, JB_SEVERITY_WARNING, &person, "no_units",
            "This contest has no units; those of the list were left out.");
    }
    if (s.status == JB_OK) {
        drop_same_codes(&s);
        cut(&s);
        jb_report_sort(report);
    }
    free(s.teams.items);
    free(s.codes.items);
    free(s.people.items);
    if (s.status != JB_OK) {
        jb_roster_add_finish(out);
    }
    return s.status;
}

void jb_roster_add_finish(jb_roster_add *add)
{
    free(add->rows);
    jb_memory_finish(&add->memory);
    *add = (jb_roster_add){ .rows = NULL };
}
