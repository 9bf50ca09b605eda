/*
 * Results as a workbook: summary, awards, ranking, teams, people, questions, entries, log; of a
 * stage first the teams, then their members and the hall; of a window contest first the units.
 *
 * Rows go to disk as they come (constant_memory), so that the size of a contest costs time and
 * not memory. The only date inside is that of the contest: the same results give the same bytes.
 */
#include "sheet.h"

#include "jinbang/assert.h"
#include "jinbang/workbook.h"

/* ---- ranking ---- */

static double name_width(const jb_export *from)
{
    double width = 0;
    for (uint32_t i = 0; i < from->results->participant_count; i++) {
        double one = jb_workbook_width(jb_buffer_slice(&from->results->participants[i].name));
        width = one > width ? one : width;
    }
    return jb_sheet_width_within(width + 2);
}

/* Where teams compete this is the ranking of the hall: everybody without a team. */
static bool is_listed(const jb_export *from, const jb_result_participant *row)
{
    return !jb_export_teams_compete(from) || row->team == 0;
}

static bool anybody_is_listed(const jb_export *from)
{
    bool listed = !jb_export_teams_compete(from);
    for (uint32_t i = 0; i < from->results->participant_count && !listed; i++) {
        listed = is_listed(from, &from->results->participants[i]);
    }
    return listed;
}

/* How many, and when the last that counts was handed in, by the clock of the contest's place. */
static void write_papers(jb_sheet *sheet, const jb_result_participant *row)
{
    jb_sheet_int(sheet, row->papers, sheet->styles->whole);
    if (row->papers > 0) {
        jb_sheet_moment(sheet, row->finished_at + jb_zone_ms(sheet->from, row->finished_at));
    } else {
        jb_sheet_empty(sheet, sheet->styles->date);
    }
}

static void write_person(jb_sheet *sheet, const jb_result_participant *row)
{
    const jb_export *from = sheet->from;
    const jb_styles *styles = sheet->styles;
    const bool hall = jb_export_teams_compete(from);
    jb_sheet_rank(sheet, row->rank);
    jb_sheet_text(sheet, jb_buffer_slice(&row->name), styles->text);
    if (!hall) {
        jb_sheet_text(sheet, jb_export_team(from, row->team), styles->text);
    }
    jb_sheet_hundredths(sheet, row->score, styles->score);
    jb_sheet_int(sheet, row->correct, styles->whole);
    jb_sheet_int(sheet, row->answered, styles->whole);
    jb_sheet_ms(sheet, row->time_ms, styles->seconds);
    if (!hall && jb_export_has_overtime(from)) {
        jb_sheet_hundredths(sheet, row->overtime, styles->score);
    }
    if (from->plan->rules.window) {
        write_papers(sheet, row);
    }
    jb_sheet_next(sheet);
}

enum {
    FIGURE_WIDTH = 12,
    MOMENT_WIDTH = 20
};

typedef struct ranking_head {
    const jb_label *labels;
    lxw_col_t count;
} ranking_head;

/* People who compete have a team, perhaps, and overtime; the hall has neither; papers are counted.
 */
static ranking_head head_of(const jb_export *from)
{
    static const jb_label labels[] = { JB_LABEL_RANK,  JB_LABEL_NAME,    JB_LABEL_TEAM,
                                       JB_LABEL_SCORE, JB_LABEL_CORRECT, JB_LABEL_ANSWERED,
                                       JB_LABEL_TIME,  JB_LABEL_OVERTIME };
    static const jb_label hall_labels[] = { JB_LABEL_RANK,    JB_LABEL_NAME,     JB_LABEL_SCORE,
                                            JB_LABEL_CORRECT, JB_LABEL_ANSWERED, JB_LABEL_TIME };
    static const jb_label paper_labels[] = {
        JB_LABEL_RANK,     JB_LABEL_NAME, JB_LABEL_UNIT,   JB_LABEL_SCORE,       JB_LABEL_CORRECT,
        JB_LABEL_ANSWERED, JB_LABEL_TIME, JB_LABEL_PAPERS, JB_LABEL_HANDED_IN_AT
    };
    if (from->plan->rules.window) {
        return (ranking_head){ paper_labels, sizeof paper_labels / sizeof paper_labels[0] };
    }
    if (jb_export_teams_compete(from)) {
        return (ranking_head){ hall_labels, sizeof hall_labels / sizeof hall_labels[0] };
    }
    lxw_col_t count = sizeof labels / sizeof labels[0];
    return (ranking_head){ labels, jb_export_has_overtime(from) ? count : (lxw_col_t)(count - 1) };
}

static void write_ranking(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_export *from = sheet->from;
    const bool hall = jb_export_teams_compete(from);
    const ranking_head head = head_of(from);
    jb_sheet_open(sheet, book, hall ? JB_LABEL_HALL : JB_LABEL_RANKING, 1);
    if (!sheet->sheet) {
        return;
    }
    jb_sheet_header(sheet, head.labels, head.count);
    for (uint32_t i = 0; i < from->results->participant_count; i++) {
        if (is_listed(from, &from->results->participants[i])) {
            write_person(sheet, &from->results->participants[i]);
        }
    }
    for (lxw_col_t i = 0; i < head.count; i++) {
        bool moment = head.labels[i] == JB_LABEL_HANDED_IN_AT;
        jb_sheet_width(sheet, i, moment ? MOMENT_WIDTH : FIGURE_WIDTH);
    }
    jb_sheet_width(sheet, 1, name_width(from));
    if (!hall) {
        jb_sheet_width(sheet, 2, jb_sheet_team_width(from));
    }
    jb_sheet_finish_table(sheet, head.count, 2);
    jb_sheet_close(sheet);
}

/* ---- log ---- */

static void write_moment(jb_sheet *sheet, jb_time at)
{
    if (at == 0) {
        jb_sheet_word(sheet, JB_LABEL_NOT_FINISHED, sheet->styles->wrapped);
    } else {
        jb_sheet_moment(sheet, at);
    }
}

static void write_fact(jb_sheet *sheet, jb_label label, jb_slice text)
{
    jb_sheet_word(sheet, label, sheet->styles->label);
    jb_sheet_text(sheet, text, sheet->styles->wrapped);
    jb_sheet_next(sheet);
}

static void write_dates(jb_sheet *sheet)
{
    jb_sheet_word(sheet, JB_LABEL_CREATED, sheet->styles->label);
    write_moment(sheet, sheet->from->created_at);
    jb_sheet_next(sheet);
    jb_sheet_word(sheet, JB_LABEL_FINISHED, sheet->styles->label);
    write_moment(sheet, sheet->from->finished_at);
    jb_sheet_next(sheet);
}

static void write_log(jb_sheet *sheet, lxw_workbook *book)
{
    const jb_export *from = sheet->from;
    char head[JB_HASH_HEX_SIZE];
    jb_sheet_open(sheet, book, JB_LABEL_LOG, 0);
    if (!sheet->sheet) {
        return;
    }
    write_fact(sheet, JB_LABEL_CONTEST, from->plan->title_text);
    write_fact(sheet, JB_LABEL_ID, jb_slice_of(from->id));
    write_fact(sheet, JB_LABEL_CODE, jb_slice_of(from->code));
    write_dates(sheet);
    jb_sheet_word(sheet, JB_LABEL_EVENTS, sheet->styles->label);
    jb_sheet_int(sheet, (int64_t)from->results->head.seq, sheet->styles->fact);
    jb_sheet_next(sheet);
    jb_hex_encode(from->results->head.hash.bytes, JB_HASH_SIZE, head);
    write_fact(sheet, JB_LABEL_HEAD, jb_slice_of(head));
    jb_buffer_append_text(&sheet->text, jb_word(sheet->words, JB_LABEL_PROOF_TEXT));
    jb_buffer_append_text(&sheet->text, "\njinbang verify ");
    jb_buffer_append_text(&sheet->text, from->id);
    jb_buffer_append_text(&sheet->text, " --data jinbang-data");
    jb_sheet_word(sheet, JB_LABEL_PROOF, sheet->styles->label);
    jb_sheet_scratch(sheet, sheet->styles->wrapped);
    jb_sheet_width(sheet, 0, 24);
    jb_sheet_width(sheet, 1, 76);
    worksheet_fit_to_pages(sheet->sheet, 1, 0);
    jb_sheet_close(sheet);
}

/* ---- the workbook ---- */

static bool has_fraction(const jb_results *results)
{
    for (uint32_t i = 0; i < results->participant_count; i++) {
        if (results->participants[i].score % 100 != 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < results->team_count; i++) {
        if (results->teams[i].score % 100 != 0) {
            return true;
        }
    }
    for (uint32_t i = 0; i < results->member_count; i++) {
        if (results->members[i].score % 100 != 0) {
            return true;
        }
    }
    for (size_t i = 0; i < results->change_count; i++) {
        if (results->changes[i].score.points % 100 != 0) {
            return true;
        }
    }
    return false;
}

static void set_properties(const jb_export *from, lxw_workbook *book, jb_sheet *sheet)
{
    jb_time at = from->finished_at > 0 ? from->finished_at : from->created_at;
    jb_buffer_init(&sheet->text, 0);
    jb_buffer_append(&sheet->text, from->plan->title_text.bytes, from->plan->title_text.size);
    jb_workbook_clean(&sheet->text);
    char title[] = "";
    lxw_doc_properties properties = {
        .title = sheet->text.bytes ? sheet->text.bytes : title,
        .created = (time_t)(at / 1000),
    };
    jb_sheet_note(sheet, workbook_set_properties(book, &properties));
    jb_buffer_finish(&sheet->text);
}

static void write_sheets(jb_sheet *sheet, lxw_workbook *book)
{
    set_properties(sheet->from, book, sheet);
    const jb_export *from = sheet->from;
    const bool stage = jb_export_teams_compete(from);
    const bool window = from->plan->rules.window != NULL;
    jb_sheet_summary(sheet, book);
    if (from->results->award_count > 0 || from->plan->rules.lottery_count > 0) {
        jb_sheet_awards(sheet, book);
    }
    if (stage) {
        jb_sheet_stage_teams(sheet, book);
    }
    if (window && from->results->team_count > 0) {
        jb_sheet_teams(sheet, book);
    }
    if (jb_export_member_count(from) > 0) {
        jb_sheet_members(sheet, book);
    }
    if (from->plan->rules.fielded > 0) {
        jb_sheet_substitutions(sheet, book);
    }
    if (anybody_is_listed(from)) {
        write_ranking(sheet, book);
    }
    if (!stage && !window && from->results->team_count > 0) {
        jb_sheet_teams(sheet, book);
    }
    /* What a paper held is in the log; as columns it would be the whole pool. */
    if (anybody_is_listed(from) && !window) {
        jb_sheet_people(sheet, book);
    }
    jb_sheet_questions(sheet, book);
    if (stage || from->results->change_count > 0) {
        jb_sheet_entries(sheet, book);
    }
    write_log(sheet, book);
}

static jb_status write_book(void *user, const char *path, jb_buffer *why)
{
    const jb_export *from = *(const jb_export *const *)user;
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    jb_words words;
    jb_styles styles;
    jb_score_book scores = { .count = 0 };
    jb_sheet sheet = { .from = from, .book = &scores, .words = &words, .styles = &styles };
    jb_status status = jb_words_open(from->plan, &words);
    status = status == JB_OK ? jb_score_book_open(from, &scores) : status;
    lxw_workbook *book = status == JB_OK ? workbook_new_opt(path, &options) : NULL;
    if (!book || !jb_styles_make(book, has_fraction(from->results), &styles)) {
        jb_buffer_append_text(why, "memory has run out");
        status = JB_ERR_MEMORY;
    } else {
        write_sheets(&sheet, book);
    }
    if (book) {
        /* Closing writes the file and frees the book, whatever happened before. */
        jb_sheet_note(&sheet, workbook_close(book));
    }
    if (status == JB_OK && sheet.out_of_memory) {
        jb_buffer_append_text(why, "memory has run out");
        status = JB_ERR_MEMORY;
    } else if (status == JB_OK && sheet.error != LXW_NO_ERROR) {
        status = jb_workbook_complain(why, lxw_strerror(sheet.error));
    }
    jb_score_book_close(&scores);
    jb_words_close(&words);
    return status;
}

jb_status jb_export_xlsx(const jb_export *from, jb_buffer *out, jb_buffer *why)
{
    return jb_workbook_make(write_book, &from, out, why);
}
