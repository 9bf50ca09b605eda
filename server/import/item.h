#ifndef JINBANG_IMPORT_ITEM_H
#define JINBANG_IMPORT_ITEM_H

/*
 * A question as people write it down: a stem, options in order, an answer as text ("C", "A、B、D",
 * "对", "北京|天津"), a type word ("单选题", "multiple") or none. Tables, Chinese plain text and
 * Aiken read their files into items; one place decides what an item means, or says why it cannot be
 * told. Rules and codes of problems: docs/import.md.
 */

#include "draft.h"

/* A piece of text and where it stands. */
typedef struct jb_item_text {
    jb_slice text;
    jb_where where;
    const jb_draft_tagged *more; /* further languages */
    uint32_t more_count;
} jb_item_text;

typedef struct jb_item {
    jb_where where; /* of the question as a whole */
    jb_slice id;
    jb_item_text type;
    jb_item_text stem;
    jb_item_text options[JB_OPTIONS_MAX]; /* may have holes: option C empty, D not */
    uint32_t option_count;                /* up to the last that is not empty */
    uint32_t option_media[JB_OPTIONS_MAX];
    jb_item_text answer;
    jb_item_text tolerance;
    jb_item_text explanation;
    jb_item_text points, time_s, difficulty, category, tags, source, keep_order, exact;
    const jb_draft_medium_ref *media;
    uint32_t media_count;
    /* What the format says about answers. */
    bool answer_is_number;  /* "1,3" are numbers of options, from 1 (Kahoot, Blooket, Quizizz) */
    bool answer_from_zero;  /* and the numbers begin with 0 */
    bool truth_letters;     /* 判断题 without options: A is true, B is false (考试宝) */
    bool blanks_in_options; /* 填空题: the answer of each blank stands in an option (考试宝) */
    bool said_type;         /* that this type word is not known was said before */
    bool said_difficulty;   /* the same of the difficulty */
    bool labels_stripped;   /* options are known to be without "A." */
    bool section_type; /* the type is that of a section: an own mark or the answer may tell more */
} jb_item;

/* Decides and adds it to the draft, or reports. */
void jb_item_add(jb_draft *draft, const jb_item *given);

/* The last option stays last if it means the others ("all of the above", 以上都对); options that
 * name letters of others ("A and C") keep their order. */
void jb_item_keep_places(jb_draft *draft, jb_draft_question *question);

/* ---- words, shared by the readers ---- */

/* What a type word means: *kind for one that can be played; false for what is none. `supported` is
 * false for 简答, essay and the like. "choice": single or multiple, by the answer. */
typedef struct jb_type_word {
    bool known;
    bool supported;
    bool choice; /* 选择题, multiple choice: one or several */
    jb_kind kind;
} jb_type_word;
/* The whole of `text` (spaces, brackets, counts and points around it are skipped). */
jb_type_word jb_type_word_of(jb_slice text);
/* 1 true, 0 false, -1 neither: 对 错 正确 错误 是 否 √ × ✓ ✗ ✔ ❌ T F true false yes no Y N. Not
 * "1", "0", "A", "B": these need to be asked about or looked up among the options. */
int jb_truth_word(jb_slice text);
/* 1 to 5 for 易 偏易 适中 偏难 难 简单 中等 困难 基础 高难度 easy medium hard 1..5 and 0.0-1.0
 * (难度系数); 0: none. */
uint8_t jb_difficulty_word(jb_slice text);
/* The label an option begins with ("A." "A、" "A．" "A)" "（A）" "A：" "A "), as its number from 0;
 * -1: none. *rest is what follows it. */
int jb_option_label(jb_slice text, jb_slice *rest);
/* An answer in the stem: "（ D ）" "( ABD )" "（√）" at its end or in its gap. The stem is written
 * to `out` with the gap empty; *answer is a part of `stem`. False: there is none, nothing is
 * written. */
bool jb_stem_answer(jb_slice stem, jb_buffer *out, jb_slice *answer);

#endif
