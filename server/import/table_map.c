/*
 * From a header to a map of columns; where there is none, from what the organizer says, from the
 * shape of ClassQuiz' sheet, or from what stands in the columns.
 */
#include "table_internal.h"

#include <string.h>

#include "jinbang/text.h"

enum {
    HEADER_CELL_MAX = 160, /* bytes: longer cells are no headers */
    GUESS_ROWS = 200,
    GUESS_ROWS_MIN = 3,
    QUIZ_TITLE_ROW = 5,
    QUIZ_TITLE_COLUMN = 3,
    QUIZ_FIRST_ROW = 14
};

jb_slice jb_row_text(const jb_row *row, uint32_t column)
{
    uint32_t low = 0;
    uint32_t high = row->cell_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (row->cells[middle].column < column) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < row->cell_count && row->cells[low].column == column ? row->cells[low].text
                                                                     : jb_slice_of("");
}

bool jb_map_has(const jb_map *map, jb_field field)
{
    for (uint32_t i = 1; i <= map->column_max; i++) {
        if (map->columns[i].field == field) {
            return true;
        }
    }
    return false;
}

static uint32_t count_fields(const jb_map *map, jb_field field)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i <= map->column_max; i++) {
        count += map->columns[i].field == field;
    }
    return count;
}

static void set_column(jb_map *map, uint32_t number, const jb_column *column)
{
    map->columns[number] = *column;
    map->column_max = number > map->column_max ? number : map->column_max;
}

static bool has(jb_slice text, const char *part)
{
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.bytes + i, part, size) == 0) {
            return true;
        }
    }
    return false;
}

static void apply_columns(const char *columns, jb_map *map)
{
    for (const char *at = columns; at && *at;) {
        const char *end = strchr(at, ',');
        uint32_t number = 0;
        jb_column column;
        if (jb_column_spec((jb_slice){ at, end ? (size_t)(end - at) : strlen(at) }, &number,
                           &column)) {
            set_column(map, number, &column);
        }
        at = end ? end + 1 : NULL;
    }
}

/* ---- headers ---- */

/* "title" is the stem only if nothing says "question"; "answers" holds the options if another
 * column says what is correct. Of columns that say the same the first counts. */
static void settle(jb_map *map)
{
    bool strong[JB_FIELD_COUNT] = { false };
    bool options = jb_map_has(map, JB_FIELD_OPTION) || jb_map_has(map, JB_FIELD_OPTIONS);
    for (uint32_t i = 1; i <= map->column_max; i++) {
        const jb_column *column = &map->columns[i];
        strong[column->field] =
            strong[column->field] || (!column->weak && column->language[0] == '\0');
    }
    for (uint32_t i = 1; i <= map->column_max; i++) {
        jb_column *column = &map->columns[i];
        bool repeated = false;
        if (column->weak && strong[column->field]) {
            column->field =
                column->field == JB_FIELD_ANSWER && !options ? JB_FIELD_OPTIONS : JB_FIELD_NONE;
        }
        for (uint32_t j = 1; j < i; j++) {
            const jb_column *other = &map->columns[j];
            repeated =
                repeated || (other->field == column->field && other->option == column->option &&
                             strcmp(other->language, column->language) == 0);
        }
        bool many = column->field == JB_FIELD_NONE || column->field == JB_FIELD_CATEGORY ||
                    column->field == JB_FIELD_WRONG || column->field == JB_FIELD_NUMBER;
        if (repeated && !many) {
            column->field = JB_FIELD_NONE;
        }
    }
}

static bool good_map(const jb_map *map)
{
    uint32_t options = count_fields(map, JB_FIELD_OPTION);
    return jb_map_has(map, JB_FIELD_STEM) &&
           (jb_map_has(map, JB_FIELD_ANSWER) || options >= 2 || jb_map_has(map, JB_FIELD_OPTIONS));
}

bool jb_map_header(const jb_row *row, const char *columns, jb_map *map)
{
    bool stem = false;
    bool kept = false; /* 选项E(勿删) */
    int quizizz = 0;
    *map = (jb_map){ .row = row->number };
    for (uint32_t i = 0; i < row->cell_count; i++) {
        const jb_cell *cell = &row->cells[i];
        if (cell->text.size > HEADER_CELL_MAX || cell->column > JB_TABLE_COLUMNS_MAX) {
            continue;
        }
        jb_column column = jb_table_column_of(cell->text);
        if (column.field == JB_FIELD_NONE) {
            continue;
        }
        set_column(map, cell->column, &column);
        stem = stem || column.field == JB_FIELD_STEM;
        kept = kept || has(cell->text, "勿删");
        map->kahoot = map->kahoot || has(cell->text, "choose at least one") ||
                      has(cell->text, "max 75 char") || has(cell->text, "max 60 char");
        map->numbers = map->numbers || map->kahoot || has(cell->text, "nly include Answer #") ||
                       has(cell->text, "orrect answer(s)") || has(cell->text, "orrect Answer(s)");
        quizizz += has(cell->text, "uestion Text") + has(cell->text, "uestion Type") +
                   has(cell->text, "ption 1");
    }
    if (!stem) {
        return false;
    }
    map->numbers = map->numbers || quizizz == 3;
    map->exam_treasure = kept;
    settle(map);
    bool good = good_map(map);
    apply_columns(columns, map);
    return good;
}

/* ---- what all rows say ---- */

/* What the numbers in an answer such as "1,3" are. */
typedef struct numbers {
    bool any; /* the answer is nothing but numbers */
    uint32_t lowest, highest;
} numbers;

static numbers numbers_in(jb_slice text)
{
    numbers found = { .lowest = UINT32_MAX };
    uint32_t number = 0;
    bool open = false;
    jb_slice rest = jb_slice_trim(text);
    while (rest.size > 0 || open) {
        uint32_t c = rest.size > 0 ? jb_plain_next(&rest) : ',';
        if (c >= '0' && c <= '9') {
            number = number < 1000 ? number * 10 + (c - '0') : number;
            open = true;
        } else if (c == ',' || c == ' ' || c == ';' || c == '|' || c == 0x3001 || c == '&') {
            found.any = found.any || open;
            found.lowest = open && number < found.lowest ? number : found.lowest;
            found.highest = open && number > found.highest ? number : found.highest;
            open = false;
            number = 0;
        } else {
            return (numbers){ .any = false };
        }
    }
    return found;
}

static bool equals_folded(jb_slice a, jb_slice b)
{
    jb_buffer first;
    jb_buffer second;
    jb_buffer_init(&first, 0);
    jb_buffer_init(&second, 0);
    bool equal = jb_text_fold(a, &first) == JB_OK && jb_text_fold(b, &second) == JB_OK &&
                 jb_slice_equal(jb_buffer_slice(&first), jb_buffer_slice(&second));
    jb_buffer_finish(&first);
    jb_buffer_finish(&second);
    return equal;
}

static bool is_option_text(const jb_map *map, const jb_row *row, jb_slice answer)
{
    for (uint32_t i = 0; i < row->cell_count; i++) {
        const jb_cell *cell = &row->cells[i];
        if (cell->column <= map->column_max &&
            map->columns[cell->column].field == JB_FIELD_OPTION &&
            equals_folded(cell->text, answer)) {
            return true;
        }
    }
    return false;
}

static jb_slice field_text(const jb_map *map, const jb_row *row, jb_field field)
{
    for (uint32_t i = 0; i < row->cell_count; i++) {
        uint32_t column = row->cells[i].column;
        if (column <= map->column_max && map->columns[column].field == field) {
            return row->cells[i].text;
        }
    }
    return jb_slice_of("");
}

size_t jb_stem_number(jb_slice stem)
{
    jb_slice rest = stem;
    size_t digits = 0;
    uint32_t c = jb_plain_next(&rest);
    while (c == ' ') {
        c = jb_plain_next(&rest);
    }
    while (c >= '0' && c <= '9' && digits < 5) {
        digits++;
        c = jb_plain_next(&rest);
    }
    if (digits == 0 || (c != '.' && c != 0x3001 && c != ')' && c != 0xff0e)) {
        return 0;
    }
    size_t size = stem.size - rest.size;
    uint32_t next = jb_plain_next(&rest);
    return c == '.' && next >= '0' && next <= '9' ? 0 : size;
}

static bool has_numbered(const jb_map *map)
{
    for (uint32_t i = 1; i <= map->column_max; i++) {
        if (map->columns[i].field == JB_FIELD_OPTION && map->columns[i].numbered) {
            return true;
        }
    }
    return false;
}

/* The options of "Rome|Oslo", all in one cell; 0: the cell does not part them so. *holds: the
 * answer is the text of one. */
static uint32_t count_parts(jb_slice cell, jb_slice answer, bool *holds)
{
    uint32_t parts = 0;
    size_t start = 0;
    for (size_t i = 0; i <= cell.size; i++) {
        if (i == cell.size || cell.bytes[i] == '|') {
            *holds = *holds || equals_folded((jb_slice){ cell.bytes + start, i - start }, answer);
            start = i + 1;
            parts++;
        }
    }
    return parts > 1 ? parts : 0;
}

/* What the answers of a table look like together. */
typedef struct answers {
    uint32_t count;
    uint32_t numbers; /* that could be those of options */
    uint32_t texts;   /* of these, texts of options as well */
    bool zero, last;  /* the first number of one way to count, the last of the other */
} answers;

static void look_at_answer(const jb_map *map, const jb_row *row, uint32_t options, answers *all)
{
    jb_slice answer = field_text(map, row, JB_FIELD_ANSWER);
    numbers found = numbers_in(answer);
    bool holds = !found.any; /* which is looked at for numbers only */
    if (options == 0) {
        options = count_parts(field_text(map, row, JB_FIELD_OPTIONS), answer, &holds);
    }
    bool fits = found.any && found.highest <= options;
    all->count += answer.size > 0 && options > 0;
    all->numbers += fits;
    all->texts += fits && (holds || is_option_text(map, row, answer));
    all->zero = all->zero || (fits && found.lowest == 0);
    all->last = all->last || (fits && found.highest == options);
}

void jb_map_look(jb_map *map, const jb_sheet *sheet, uint32_t first, uint32_t end)
{
    uint32_t stems = 0;
    uint32_t begin = 0;
    answers all = { .count = 0 };
    uint32_t options = count_fields(map, JB_FIELD_OPTION);
    bool numbered = has_numbered(map) || (options == 0 && count_fields(map, JB_FIELD_OPTIONS) > 0);
    for (uint32_t i = first; i < end; i++) {
        const jb_row *row = &sheet->rows[i];
        jb_slice stem = field_text(map, row, JB_FIELD_STEM);
        stems += stem.size > 0;
        begin += stem.size > 0 && jb_stem_number(stem) > 0;
        if (numbered && stem.size > 0) {
            look_at_answer(map, row, options, &all);
        }
    }
    map->stem_numbers = stems >= 3 && begin * 10 >= stems * 9;
    /* Where 0 is an option they are counted from 0, unless there is the last one from 1, too.
     * Options in one cell have no numbers that say so: one of both must be there. */
    bool clear = options > 0 ? !all.zero || !all.last : all.zero != all.last;
    map->from_zero = !map->numbers && all.zero && clear;
    map->numbers = map->numbers || (clear && all.numbers > 0 && all.texts < all.numbers &&
                                    all.numbers * 2 > all.count);
}

/* ---- guesses ---- */

typedef struct looks {
    uint32_t cells;
    uint32_t types;
    uint32_t answers; /* letters, words of truth */
    uint32_t texts;   /* equal to another cell of the row */
    uint32_t numbers;
    uint64_t bytes;
} looks;

static bool is_letters(jb_slice text)
{
    jb_slice rest = jb_slice_trim(text);
    size_t letters = 0;
    while (rest.size > 0) {
        uint32_t c = jb_plain_next(&rest);
        c = c >= 'a' && c <= 'h' ? c - 'a' + 'A' : c;
        if (c >= 'A' && c <= 'H') {
            letters++;
        } else if (letters == 0 || !(c == ',' || c == ' ' || c == 0x3001 || c == ';' || c == '|')) {
            return false;
        }
    }
    return letters > 0 && letters <= 8;
}

static bool is_number(jb_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!strchr("0123456789.", text.bytes[i])) {
            return false;
        }
    }
    return text.size > 0;
}

static void look_at(const jb_row *row, looks columns[JB_TABLE_COLUMNS_MAX + 1])
{
    for (uint32_t i = 0; i < row->cell_count; i++) {
        const jb_cell *cell = &row->cells[i];
        looks *column = &columns[cell->column];
        column->cells++;
        column->bytes += cell->text.size;
        column->types += cell->text.size < 40 && jb_type_word_of(cell->text).known;
        column->answers +=
            cell->text.size < 40 &&
            (is_letters(cell->text) || (cell->text.size > 1 && jb_truth_word(cell->text) >= 0));
        column->numbers += is_number(cell->text);
        for (uint32_t j = 0; j < i; j++) {
            if (row->cells[j].text.size > 0 && jb_slice_equal(row->cells[j].text, cell->text)) {
                column->texts++;
                break;
            }
        }
    }
}

static uint32_t answer_column(const looks *columns, uint32_t rows)
{
    uint32_t best = 0;
    uint32_t most = 0;
    for (uint32_t i = 1; i <= JB_TABLE_COLUMNS_MAX; i++) {
        uint32_t fits =
            columns[i].answers > columns[i].texts ? columns[i].answers : columns[i].texts;
        if (fits * 10 >= columns[i].cells * 9 && columns[i].cells * 10 >= rows * 8 &&
            fits >= most) {
            most = fits;
            best = i;
        }
    }
    return best;
}

static uint32_t stem_column(const looks *columns, uint32_t rows, uint32_t answer)
{
    uint32_t best = 0;
    uint64_t longest = 0;
    for (uint32_t i = 1; i <= JB_TABLE_COLUMNS_MAX; i++) {
        bool full = columns[i].cells * 10 >= rows * 9;
        bool words = columns[i].types * 2 < columns[i].cells;
        if (i != answer && full && words && columns[i].bytes > longest) {
            longest = columns[i].bytes;
            best = i;
        }
    }
    return best;
}

/* Options follow the stem without a gap; the answer may stand between. */
static uint32_t take_options(const looks *columns, uint32_t rows, uint32_t stem, uint32_t answer,
                             jb_map *map)
{
    uint32_t count = 0;
    for (uint32_t i = stem + 1; i <= JB_TABLE_COLUMNS_MAX && count < JB_OPTIONS_MAX; i++) {
        if (i == answer && count > 0) {
            break;
        }
        if (i == answer) {
            continue;
        }
        if (columns[i].cells == 0 || columns[i].types * 2 > columns[i].cells ||
            (count < 2 && columns[i].cells * 10 < rows * 4)) {
            break;
        }
        const jb_column column = { .field = JB_FIELD_OPTION, .option = (uint8_t)count++ };
        set_column(map, i, &column);
    }
    return count;
}

static bool guess_columns(const jb_sheet *sheet, jb_map *map)
{
    looks columns[JB_TABLE_COLUMNS_MAX + 1] = { { 0 } };
    uint32_t rows = sheet->row_count < GUESS_ROWS ? sheet->row_count : GUESS_ROWS;
    for (uint32_t i = 0; i < rows; i++) {
        look_at(&sheet->rows[i], columns);
    }
    uint32_t answer = answer_column(columns, rows);
    uint32_t stem = stem_column(columns, rows, answer);
    if (rows < GUESS_ROWS_MIN || answer == 0 || stem == 0) {
        return false;
    }
    uint32_t options = take_options(columns, rows, stem, answer, map);
    bool truths = columns[answer].answers * 10 >= columns[answer].cells * 9 && options == 0;
    if (options < 2 && !truths) {
        return false;
    }
    set_column(map, stem, &(jb_column){ .field = JB_FIELD_STEM });
    set_column(map, answer, &(jb_column){ .field = JB_FIELD_ANSWER });
    for (uint32_t i = 1; i <= JB_TABLE_COLUMNS_MAX; i++) {
        if (map->columns[i].field == JB_FIELD_NONE && columns[i].cells > 0 &&
            columns[i].types * 10 >= columns[i].cells * 8) {
            set_column(map, i, &(jb_column){ .field = JB_FIELD_TYPE });
            break;
        }
    }
    for (uint32_t i = 1; i < stem; i++) {
        if (map->columns[i].field == JB_FIELD_NONE && columns[i].cells > 0 &&
            columns[i].numbers == columns[i].cells) {
            set_column(map, i, &(jb_column){ .field = JB_FIELD_NUMBER });
        }
    }
    return true;
}

/* ClassQuiz' template: title in C5, questions from row 14 on in B to H. */
static bool is_class_quiz(const jb_sheet *sheet, jb_map *map)
{
    bool title = false;
    uint32_t questions = 0;
    for (uint32_t i = 0; i < sheet->row_count; i++) {
        const jb_row *row = &sheet->rows[i];
        title = title ||
                (row->number == QUIZ_TITLE_ROW && jb_row_text(row, QUIZ_TITLE_COLUMN).size > 0);
        if (row->number < QUIZ_FIRST_ROW || jb_row_text(row, 2).size == 0) {
            continue;
        }
        numbers right = numbers_in(jb_row_text(row, 8));
        if (!right.any || right.lowest < 1 || right.highest > 4 ||
            !is_number(jb_row_text(row, 7))) {
            return false;
        }
        questions++;
    }
    if (!title || questions == 0) {
        return false;
    }
    set_column(map, 2, &(jb_column){ .field = JB_FIELD_STEM });
    for (uint32_t i = 0; i < 4; i++) {
        set_column(map, 3 + i, &(jb_column){ .field = JB_FIELD_OPTION, .option = (uint8_t)i });
    }
    set_column(map, 7, &(jb_column){ .field = JB_FIELD_TIME });
    set_column(map, 8, &(jb_column){ .field = JB_FIELD_ANSWER });
    map->numbers = true;
    map->row = QUIZ_FIRST_ROW - 1;
    return true;
}

bool jb_map_guess(const jb_sheet *sheet, const char *columns, jb_map *map)
{
    *map = (jb_map){ .row = 0 };
    if (columns) {
        apply_columns(columns, map);
        if (good_map(map)) {
            return true;
        }
    }
    *map = (jb_map){ .row = 0 };
    bool good = is_class_quiz(sheet, map) || guess_columns(sheet, map);
    apply_columns(columns, map);
    return good;
}
