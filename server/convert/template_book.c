/* The template as a workbook: the examples, and a sheet that says what goes into which column. */
#include "book.h"

#include <string.h>

enum {
    FILLED = 1000 /* rows in which types can be chosen from a list */
};

typedef struct help {
    const char *english;
    const char *chinese;
} help;

/* By field: what goes into the column. */
static const help helps[] = {
    [JB_COLUMN_ID] = { "Your own number; may be empty.", "自己的编号，可以不填。" },
    [JB_COLUMN_TYPE] = { "single, multiple, truefalse, numeric, text, ordering or matching.",
                         "单选题、多选题、判断题、数值题、填空题、排序题或连线题。" },
    [JB_COLUMN_CATEGORY] = { "A path with / between its parts.", "各级之间用 / 隔开。" },
    [JB_COLUMN_STEM] = { "The question. A gap is ____. Another language: a column such as "
                         "question@fr.",
                         "题目。空位写作 ____ 。另一种语言另加一列，例如 题干@en 。" },
    [JB_COLUMN_OPTION] = { "Options in order, without letters. Matching: left => right; "
                           "=> right is a right side too many.",
                           "按顺序填写选项，不写字母。连线题：左边 => 右边；只写 => 右边 "
                           "是多余的右项。" },
    [JB_COLUMN_ANSWER] = { "Choice: letters (A, AC). Ordering: letters in the right order. True or "
                           "false: true, false. Text: ; between accepted forms, | between blanks, "
                           "\\ before such a mark that is meant itself.",
                           "选择题填字母（A、AC），排序题按正确顺序填字母，判断题填对或错；填空题同"
                           "一空的"
                           "多种写法用 ; ，两空之间用 | ，这些符号本身前面加 \\ 。" },
    [JB_COLUMN_TOLERANCE] = { "Numbers: how far off is still right.", "数值题允许的误差。" },
    [JB_COLUMN_EXPLANATION] = { "Shown with the answer.", "公布答案时显示。" },
    [JB_COLUMN_POINTS] = { "What it is worth.", "这道题的分值。" },
    [JB_COLUMN_TIME] = { "Seconds to answer.", "答题时间，以秒计。" },
    [JB_COLUMN_DIFFICULTY] = { "1 (easy) to 5 (hard).", "1（易）到 5（难）。" },
    [JB_COLUMN_TAGS] = { "Words, with ; between them.", "多个标签用 ; 隔开。" },
    [JB_COLUMN_IMAGE] = { "The name of a file in the same package.", "同一压缩包中的文件名。" },
    [JB_COLUMN_AUDIO] = { "The name of a file in the same package.", "同一压缩包中的文件名。" },
    [JB_COLUMN_VIDEO] = { "The name of a file in the same package.", "同一压缩包中的文件名。" },
    [JB_COLUMN_SOURCE] = { "Where the fact is from: an address or a book.", "出处：网址或书名。" },
    [JB_COLUMN_KEEP_ORDER] = { "all: options are never shuffled; last: the last one stays last; or "
                               "letters of those that stay.",
                               "全部：选项不乱序；末项：最后一项留在最后；或填不动的选项字母。" },
};

static void add_list(jb_book *book, lxw_col_t column, const char *const *words)
{
    /* The library does not write to it, but its older versions do not say so. */
    void *value_list = NULL;
    memcpy(&value_list, &words, sizeof value_list);
    lxw_data_validation list = { .validate = LXW_VALIDATION_TYPE_LIST,
                                 .value_list = value_list,
                                 .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };
    lxw_error error =
        worksheet_data_validation_range(book->sheet, 1, column, FILLED, column, &list);
    book->error = book->error == LXW_NO_ERROR ? error : book->error;
}

static void write_questions(jb_book *book, const jb_columns *columns, bool chinese)
{
    static const char *const types[] = { "single", "multiple", "truefalse", "numeric",
                                         "text",   "ordering", "matching",  NULL };
    static const char *const chinese_types[] = { "单选题", "多选题", "判断题", "数值题",
                                                 "填空题", "排序题", "连线题", NULL };
    jb_book_sheet(book, chinese ? "题目" : "Questions");
    jb_book_header(book, columns, chinese);
    for (uint32_t row = 0; row < jb_template_rows(); row++) {
        for (uint32_t i = 0; i < columns->count; i++) {
            jb_book_cell(book, row + 1, i, &columns->list[i],
                         jb_slice_of(jb_template_cell(chinese, row, i)));
        }
    }
    if (book->sheet) {
        add_list(book, JB_COLUMN_TYPE, chinese ? chinese_types : types);
    }
}

static void write_help(jb_book *book, const jb_columns *columns, bool chinese)
{
    jb_buffer cell;
    lxw_row_t row = 0;
    jb_buffer_init(&cell, 0);
    jb_book_sheet(book, chinese ? "填写说明" : "Help");
    jb_book_width(book, 0, 20, NULL);
    jb_book_width(book, 1, 90, NULL);
    for (uint32_t i = 0; i < columns->count; i++) {
        const jb_column *column = &columns->list[i];
        if (column->option > 0) {
            continue;
        }
        const help *text = &helps[column->field];
        jb_column_header(column, chinese, &cell);
        jb_book_text(book, row, 0, jb_buffer_slice(&cell), book->header);
        jb_book_text(book, row, 1, jb_slice_of(chinese ? text->chinese : text->english),
                     book->help);
        row++;
    }
    book->out_of_memory = book->out_of_memory || cell.failed;
    jb_buffer_finish(&cell);
}

static void write_template(void *user, jb_book *book)
{
    const bool *chinese = user;
    jb_columns columns;
    jb_columns_base(&columns);
    write_questions(book, &columns, *chinese);
    write_help(book, &columns, *chinese);
}

jb_status jb_template_book(bool chinese, jb_buffer *out)
{
    return jb_book_make(write_template, &chinese, out);
}
