#ifndef JINBANG_IMPORT_CHINESE_INTERNAL_H
#define JINBANG_IMPORT_CHINESE_INTERNAL_H

/*
 * What the files chinese_*.c share: the reader of questions as people type them, in Chinese or
 * English, with numbers, letters and words such as 答案 but without a format. Lines are told apart
 * by what they begin with (chinese_marks.c, chinese_keys.c), gathered into questions
 * (chinese_read.c, chinese_parts.c), given the answers of lists at the end (chinese_list.c) and
 * handed on as items (chinese_item.c).
 */

#include "draft.h"
#include "item.h"

#include "jinbang/table.h"

enum {
    CN_LINES_MAX = 1000000,
    CN_LINE_BYTES_MAX = 64 * 1024, /* of one line; a longer one is no text of a question */
    CN_QUESTIONS_MAX = 200000,
    CN_NUMBER_MAX = 99999
};

/* ---- marks: what a line begins with. Text is plain (jb_text_plain) and ends with NUL. ---- */

typedef enum cn_style {
    CN_STYLE_NONE,
    CN_STYLE_PLAIN,   /* 1. 1、 1) */
    CN_STYLE_BARE,    /* "1 text": weak */
    CN_STYLE_BRACKET, /* (1) */
    CN_STYLE_WORD,    /* 第1题, Question 1 */
    CN_STYLE_CIRCLED, /* ①: mostly statements within a stem */
    CN_STYLE_TYPE     /* [单选] without a number */
} cn_style;

typedef struct cn_number {
    cn_style style;
    uint32_t value;
    size_t end;    /* of the mark; the text begins here */
    size_t opener; /* damaged, "87（. ）": where the bracket is that belongs to the text; else 0 */
    bool decimal;  /* a digit follows the point: a number only if it is the expected one */
    size_t type_from; /* "[单选]1.": the words of the type */
    size_t type_to;
    size_t answer_from; /* "(√)1.": the answer */
    size_t answer_to;
} cn_number;

typedef enum cn_strength {
    CN_STRONG, /* A. A、 A) (A) A: */
    CN_SPACED, /* "A text" */
    CN_GLUED   /* "A甲" */
} cn_strength;

typedef struct cn_option {
    int letter; /* from 0 */
    size_t end; /* of the label */
    cn_strength strength;
    bool small;  /* a. b. */
    bool truth;  /* "true.": letter 0, "false.": letter 1 */
    bool marked; /* "*B.", "√B." */
} cn_option;

typedef enum cn_role {
    CN_STEM,
    CN_OPTION,
    CN_ANSWER,
    CN_EXPLANATION,
    CN_POINTS,
    CN_DIFFICULTY,
    CN_TAGS,
    CN_CATEGORY,
    CN_SOURCE,
    CN_TYPE,
    CN_IGNORED, /* answers of a learner, results */
    CN_ROLES
} cn_role;

typedef struct cn_key {
    cn_role role;
    size_t from, end; /* of the key with its brackets and colon */
    bool bracketed;
    bool own; /* says of itself that it is a key: may stand anywhere in a line */
} cn_key;

/* White space, bullets and signs of Markdown before what a line says. */
size_t jb_cn_lead(const char *line);
bool jb_cn_number(const char *text, cn_number *out);
bool jb_cn_option(const char *text, cn_option *out);
/* A label of exactly this letter at or behind `from`, before `to`, that begins at a boundary;
 * `loose`: also right behind other text. `to` if there is none. */
size_t jb_cn_find_label(const char *text, size_t from, size_t to, const cn_option *like,
                        bool loose);
/* The type word of a section line; *type the part of the line that says it. */
bool jb_cn_section(const char *text, jb_slice *type);
/* Level 1 to 3 (编 章 节) of a chapter line; 0: none. *name is the whole. */
int jb_cn_chapter(const char *text, jb_slice *name);
/* "一、总则": a heading that is no section. */
bool jb_cn_heading(const char *text, jb_slice *name);
/* A row of dashes, "@@@". */
bool jb_cn_rule(const char *text);
/* "第 3 页 共 20 页", "- 3 -", "0.0分", "Page 3 of 20". */
bool jb_cn_page(const char *text);
/* Bytes of the character at `text`; 0 at the end. */
size_t jb_cn_char(const char *text);
uint32_t jb_cn_code(const char *text);
bool jb_cn_is_han(uint32_t c);
bool jb_cn_starts(const char *text, const char *word);
/* The size of the first of these words that the text begins with; 0: none. */
size_t jb_cn_one_of(const char *text, const char *const *words, size_t count);
#define CN_ONE_OF(text, words) jb_cn_one_of((text), (words), sizeof(words) / sizeof *(words))
/* The size of a number of up to five digits; 0: none or more. */
size_t jb_cn_digits(const char *text, uint32_t *value);
/* Behind spaces. */
const char *jb_cn_skip(const char *text);

/* chinese_keys.c: a key at the beginning of `text`. */
bool jb_cn_key_at(const char *text, cn_key *out);
/* The first key in the line at or behind `from` that may stand there. `keyed`: there was one in the
 * line before. */
bool jb_cn_key_within(const char *text, size_t from, bool keyed, cn_key *out);
/* "参考答案", "一、单选题答案": may head a list of answers. */
bool jb_cn_list_heading(const char *text);
/* How many bytes of [text, text + size) are an answer of letters or of truth; 0: it is none. What
 * follows must be set apart from it. */
size_t jb_cn_answer_head(const char *text, size_t size);
/* A bracket with an answer in it: "（ D ）", "(√)". */
bool jb_cn_answered(const char *text);

/* ---- lines ---- */

typedef enum cn_kind {
    CN_LINE_TEXT,
    CN_LINE_NUMBER,
    CN_LINE_OPTION,
    CN_LINE_KEY,
    CN_LINE_LIST,
    CN_LINE_SECTION,
    CN_LINE_CHAPTER,
    CN_LINE_HEADING,
    CN_LINE_RULE,
    CN_LINE_PAGE,
    CN_LINE_FENCE, /* ``` and what is between two of them */
    CN_LINE_REPEATED
} cn_kind;

/* A line that is not empty. */
typedef struct cn_line {
    uint32_t start, size; /* in the text, without white space at the end */
    uint32_t number;      /* from 1 */
    uint32_t value;       /* of a number; of an option its letter; of a key its role */
    uint8_t kind;
    uint8_t style;    /* cn_style, cn_strength */
    bool after_blank; /* an empty line is before it */
    bool alone;       /* a number without text */
} cn_line;

typedef struct cn_lines {
    jb_slice text;
    const uint32_t *places; /* as in cn_source */
    uint32_t place_count;
    cn_line *items;
    uint32_t count;
    size_t capacity;
    bool spaced;             /* most lines have an empty one before them, which then says nothing */
    uint32_t repeated;       /* lines that were dropped as page headers */
    uint32_t repeated_first; /* the first of them */
} cn_lines;

/* A line in its plain form. */
typedef struct cn_view {
    jb_buffer plain;
    uint32_t *offsets;
    size_t offset_capacity;
    jb_slice raw;
    uint32_t start;  /* of the line in the text */
    uint32_t number; /* of the line */
    size_t lead;     /* where what it says begins */
} cn_view;

void jb_cn_view_init(cn_view *view);
void jb_cn_view_finish(cn_view *view);
/* False: memory. */
bool jb_cn_view_set(cn_view *view, const cn_lines *lines, uint32_t index);

/* Finds and tells apart the lines. Too many or too long ones are reported if there is a draft.
 * False: memory. */
bool jb_cn_lines_read(cn_lines *lines, jb_slice text, jb_draft *draft);
void jb_cn_lines_finish(cn_lines *lines);

/* ---- questions ---- */

/* A run of text with one role; may go over several lines. */
typedef struct cn_fragment {
    uint32_t start, size;
    uint32_t line;
    uint8_t role;
    uint8_t option;
    bool glue; /* nothing comes between it and what is before it */
    bool code; /* its line ends stay */
} cn_fragment;

typedef struct cn_question {
    uint32_t first, count; /* of its fragments */
    uint32_t line;
    uint32_t number;   /* 0: it has none */
    uint32_t section;  /* 0: none */
    uint32_t category; /* 0: none */
    uint32_t group;    /* questions between which numbers rise */
    uint32_t entry;    /* of a list of answers, from 1; 0: none */
    uint32_t marked;   /* bits of options that are marked as right */
    uint32_t letters;  /* bits of options that are there */
    bool answered;     /* an answer stands with it */
    bool in_stem;      /* or in its stem */
    bool twice;        /* a letter stands twice */
    bool truth;        /* options are "true." and "false." */
} cn_question;

typedef struct cn_section_row {
    uint32_t start, size; /* of the type word in `names`; size 0: no type is known */
    uint32_t line;
    jb_type_word type;
} cn_section_row;

/* An answer in a list at the end. */
typedef struct cn_entry {
    uint32_t number;
    uint32_t line;
    uint32_t start, size; /* in the text; of a letter in a row: one character */
    uint32_t why, why_size;
    bool used;
} cn_entry;

typedef struct cn_list_group {
    uint32_t first, count; /* entries */
    uint32_t before;       /* questions that stand before the list */
    uint32_t since;        /* questions that stood before the list before it */
    jb_type_word type;
    uint32_t category;
} cn_list_group;

typedef struct cn_medium {
    uint32_t offset; /* in the text: a character U+FFFC */
    uint32_t medium;
} cn_medium;

typedef struct cn_reader {
    jb_draft *draft; /* NULL: only looking */
    cn_lines lines;
    cn_view view;
    cn_view ahead; /* for looking at lines that come */
    bool failed;

    cn_fragment *fragments;
    uint32_t fragment_count;
    size_t fragment_capacity;
    cn_question *questions;
    uint32_t question_count;
    size_t question_capacity;
    cn_section_row *sections;
    uint32_t section_count;
    size_t section_capacity;
    cn_entry *entries;
    uint32_t entry_count;
    size_t entry_capacity;
    cn_list_group *lists;
    uint32_t list_count;
    size_t list_capacity;
    jb_buffer names;      /* of sections and categories; a category ends with NUL */
    uint32_t *categories; /* where they begin in names */
    uint32_t category_count;
    size_t category_capacity;

    /* the question at work: the last one while open */
    bool open;
    cn_role role;   /* what text now would continue */
    uint8_t option; /* of which option */
    int next_letter;
    cn_option like;         /* how its options are labelled */
    bool waiting;           /* for an answer that stands on the next line */
    bool done;              /* its answer needs no more text */
    bool stem_answered;     /* "（D）" */
    bool needs_stem;        /* only its number was there so far */
    uint32_t tail;          /* index of the first line behind its last option; 0: none */
    uint32_t tail_fragment; /* how many fragments there were before it */
    bool apart;             /* the next fragment is not joined with the last one */
    bool fresh;             /* a key has just been read: what follows is a new value */
    cn_style style;
    uint32_t last_number;
    uint32_t group;
    uint32_t section, category;
    uint32_t level_start[4]; /* where a level of the category begins in `path` */
    jb_buffer path;
    bool sections_outer;
    bool chapter_in_section;
    bool in_list;
    uint32_t list_since;
    uint32_t stray, stray_line; /* lines that belong to nothing */

    const cn_medium *media;
    uint32_t media_count;
} cn_reader;

/* chinese_read.c: gathers. */
bool jb_cn_read(cn_reader *reader, jb_slice text);
void jb_cn_finish(cn_reader *reader);
/* Room for one more. */
void *jb_cn_more(cn_reader *reader, void *items, uint32_t count, size_t *capacity, size_t size);

void jb_cn_begin(cn_reader *reader, uint32_t index, uint32_t number); /* a question */
/* Nothing is missing from the question at work. */
bool jb_cn_closed(cn_reader *reader);
void jb_cn_stray(cn_reader *reader, uint32_t index); /* a line that belongs to nothing */
void jb_cn_take_text(cn_reader *reader, uint32_t index);

/* chinese_between.c: lines that are no text of a question. */
void jb_cn_take_key(cn_reader *reader, uint32_t index, const cn_key *key);
void jb_cn_take_section(cn_reader *reader);
void jb_cn_take_chapter(cn_reader *reader, uint32_t index);
void jb_cn_take_heading(cn_reader *reader, uint32_t index);
void jb_cn_take_list(cn_reader *reader, uint32_t index);

/* chinese_parts.c: puts the text of the view from `from` on to the question at work. */
void jb_cn_take(cn_reader *reader, uint32_t index, size_t from, cn_role role);
/* One option or several, of a line that begins with a label at `from`. */
void jb_cn_take_options(cn_reader *reader, uint32_t index, size_t from, const cn_option *first);
void jb_cn_add_fragment(cn_reader *reader, size_t from, size_t to, cn_role role);
/* A line of code as it is. */
void jb_cn_add_code(cn_reader *reader);

/* chinese_list.c */
/* Does a list of answers begin behind this line? */
bool jb_cn_list_follows(cn_reader *reader, uint32_t index);
/* A line of a list. False: the list has ended before it. */
bool jb_cn_list_line(cn_reader *reader, uint32_t index);
void jb_cn_list_begin(cn_reader *reader, jb_type_word type);
/* The view from `from` on, if it is a list of at least two answers. False: nothing was taken. */
bool jb_cn_list_try(cn_reader *reader, size_t from, jb_type_word type);
/* The kind that the heading of a list of answers names. */
jb_type_word jb_cn_list_type(const char *text, size_t size);
/* "单选题答案：1-5 ABCDA" in the view. */
bool jb_cn_list_in_line(cn_reader *reader);
/* chinese_match.c: finds the question of every entry. */
void jb_cn_list_match(cn_reader *reader);

/* chinese_item.c: hands all questions on. */
void jb_cn_emit(cn_reader *reader);

/* ---- for readers ---- */

/* A text that is not the file itself. */
typedef struct cn_source {
    jb_slice text;
    const cn_medium *media; /* they stand in the text as U+FFFC; offsets rise */
    uint32_t media_count;
    const uint32_t *places; /* of each line, to be told instead of its number; NULL: its number */
    uint32_t place_count;
} cn_source;

/* Reads text with questions into the draft. */
void jb_chinese_text(const cn_source *source, jb_draft *draft);
/* How sure it is that there are questions: 0 to 100. */
int jb_chinese_likeness(jb_slice text);

#endif
