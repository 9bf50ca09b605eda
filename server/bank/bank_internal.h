#ifndef JINBANG_BANK_INTERNAL_H
#define JINBANG_BANK_INTERNAL_H

/*
 * What the files of the bank module share. The order is that of the work: text is scanned, read
 * into a cJSON tree, checked against shapes; problems remember the node they are about and get
 * their line and column at the end; banks and contest files become structs; a draw picks questions;
 * a plan is written and loaded.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "jinbang/bank.h"
#include "jinbang/bank_tree.h"
#include "jinbang/buffer.h"
#include "jinbang/json_in.h"
#include "jinbang/json_out.h"
#include "jinbang/limits.h"
#include "jinbang/media.h"
#include "jinbang/memory.h"
#include "jinbang/plan.h"
#include "jinbang/random.h"
#include "jinbang/rules.h"
#include "jinbang/unpack.h"

enum {
    JB_LANGUAGES_MAX = 50, /* in one document */
    JB_SCREEN_LANGUAGES_MAX = 2,
    JB_TAGS_MAX = 100,        /* of one question, or asked for by one draw */
    JB_WORDS_MAX = 16,        /* values of an enumeration that a file may name */
    JB_NUMBER_BYTES_MAX = 40, /* of one JSON number */
    JB_POINTER_SIZE = 80,     /* bytes of a JSON pointer in a message */
    JB_PLAN_BYTES_MAX = 64 * 1024 * 1024,
    JB_TURN_BYTES_MAX =
        JB_FRAME_OUT_MAX / 2 /* of a plan; with the rest of a state it fits a frame */
};

/* ---- json_locate.c: from nodes of a cJSON tree back to the text ---- */

typedef struct jb_place {
    const cJSON *node; /* NULL: `start` is given already */
    uint32_t index;    /* the caller's own number */
    bool at_key;
    size_t key; /* first byte of the member's key, if it has one */
    size_t start;
    size_t end; /* after the last byte */
} jb_place;

/* Finds the bytes of all places in one walk. `text` is the valid JSON `tree` was parsed from. The
 * places are put into another order. */
void jb_locate(jb_slice text, const cJSON *tree, jb_place *places, size_t count);

/* The JSON pointer of a node such as /rounds/2/stock; cut off if it does not fit. "" is the whole.
 */
void jb_pointer_of(const cJSON *tree, const cJSON *node, char pointer[JB_POINTER_SIZE]);

/* ---- reader.c: problems and where they are ---- */

typedef struct jb_reader {
    jb_report *report; /* NULL: problems are counted and forgotten */
    jb_place *places;  /* one for each problem of the report */
    jb_place *others;  /* the other place of those that have one */
    uint32_t other_count;
    const cJSON *tree;  /* for pointers in messages; NULL: not known */
    uint32_t faults;    /* errors and unsupported things so far */
    bool feedback_said; /* that feedback is not shown: once is enough, banks are full of it */
    bool out_of_memory;
} jb_reader;

void jb_reader_init(jb_reader *reader, jb_report *report);
/* Gives every problem its line and column and sorts them by it. */
void jb_reader_locate(jb_reader *reader, jb_slice text, const cJSON *tree);
/* JB_ERR_MEMORY if memory ran out on the way. */
jb_status jb_reader_finish(jb_reader *reader) JB_MUST_CHECK;

void jb_fault(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Two places contradict each other. The message gets the pointers of both, the problem the lines of
 * both. */
void jb_clash(jb_reader *reader, const cJSON *node, const cJSON *other, const char *code,
              const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The same for two members, told at their keys. */
void jb_clash_keys(jb_reader *reader, const cJSON *node, const cJSON *other, const char *code,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));
/* The same where a contest can be played, but probably not as it was meant. */
void jb_clash_warn(jb_reader *reader, const cJSON *node, const cJSON *other, const char *code,
                   const char *format, ...) __attribute__((format(printf, 5, 6)));
void jb_fault_key(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void jb_fault_at(jb_reader *reader, size_t offset, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void jb_unsupported(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void jb_warn(jb_reader *reader, const cJSON *node, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- json_read.c: checked access ---- */

enum {
    JB_IS_STRING = 1,
    JB_IS_NUMBER = 2,
    JB_IS_BOOL = 4,
    JB_IS_ARRAY = 8,
    JB_IS_OBJECT = 16
};

typedef struct jb_field {
    const char *name;
    uint8_t types;
    bool required;
} jb_field;

/* What an object may hold. */
typedef struct jb_shape {
    const char *what; /* for messages: "a question" */
    const jb_field *fields;
    uint32_t field_count;
    bool x_keys; /* keys "x-..." are allowed and not looked into */
} jb_shape;

/* Reads a whole file: *text is the file without a byte order mark, *tree belongs to the caller. On
 * a fault *tree is NULL and the problem already has its place. */
void jb_read_document(jb_reader *reader, jb_slice file, size_t size_max, jb_slice *text,
                      cJSON **tree);

/* Takes an object apart: values[i] belongs to fields[i], NULL if it is not there or of a wrong
 * type. False if anything was wrong. */
bool jb_read_object(jb_reader *reader, const cJSON *node, const jb_shape *shape,
                    const cJSON **values);
bool jb_read_integer(jb_reader *reader, const cJSON *node, int64_t low, int64_t high,
                     int64_t *value);
/* A JSON number as whole 10^-places; low and high in that unit. */
bool jb_read_scaled(jb_reader *reader, const cJSON *node, int places, const int64_t range[2],
                    int64_t *value);
/* A decimal string as whole millionths. */
bool jb_read_decimal(jb_reader *reader, const cJSON *node, int64_t *value);
/* One of a list of words. */
bool jb_read_word(jb_reader *reader, const cJSON *node, const char *const *words, uint32_t *index);
/* One of the values of an enumeration, by their names: those of the engine's jb_*_name functions.
 */
typedef const char *(*jb_name_of)(uint32_t value);
bool jb_read_name(jb_reader *reader, const cJSON *node, jb_name_of name_of, uint32_t *index);
bool jb_read_id(jb_reader *reader, const cJSON *node);
bool jb_read_language(jb_reader *reader, const cJSON *node);
/* A list of different language tags, 1 to JB_LANGUAGES_MAX. */
bool jb_read_languages(jb_reader *reader, const cJSON *node);
/* A text map: language tag to text. */
bool jb_read_map(jb_reader *reader, const cJSON *node);
/* A plain string of at most `bytes_max` bytes that people can read. */
bool jb_read_string(jb_reader *reader, const cJSON *node, size_t bytes_max);
/* Tags: different short strings. */
bool jb_read_tags(jb_reader *reader, const cJSON *node);
bool jb_read_length(jb_reader *reader, const cJSON *node, uint32_t low, uint32_t high);

/* An equal string before this one in its list, or NULL. */
const cJSON *jb_equal_before(const cJSON *list, const cJSON *item);
uint32_t jb_node_length(const cJSON *array);
/* The value of a bool node; `fallback` for NULL. */
bool jb_node_bool(const cJSON *node, bool fallback);
jb_slice jb_node_slice(const cJSON *string);

/* ---- text_map.c: maps from language to text; more of it is public (bank_tree.h) ---- */

void jb_map_write(jb_json_out *json, const cJSON *map);
/* True if folding leaves nothing to compare. Failing for memory is remembered in the reader. */
bool jb_text_folds_empty(jb_reader *reader, const char *text);

/* ---- id_set.c: which ids there are ---- */

typedef struct jb_id_entry {
    jb_slice key;
    uint64_t hash;
    uint32_t value;
    bool used;
} jb_id_entry;

typedef struct jb_id_set {
    jb_id_entry *entries;
    size_t size; /* a power of two, or 0 */
    size_t count;
} jb_id_set;

#define JB_ID_NONE UINT32_MAX

void jb_id_set_finish(jb_id_set *set);
/* JB_ERR_EXISTS leaves the set as it is; *value then is the one kept. Keys are borrowed. */
jb_status jb_id_set_add(jb_id_set *set, jb_slice key, uint32_t *value) JB_MUST_CHECK;
/* The same for a text known only by its hash. */
jb_status jb_id_set_add_hash(jb_id_set *set, uint64_t hash, uint32_t *value) JB_MUST_CHECK;
/* JB_ID_NONE if it is not there. */
uint32_t jb_id_set_find(const jb_id_set *set, const char *key);

/* ---- questions ---- */

/* What bank, question and round may each say; `has_` tells whether they do. */
typedef struct jb_settings {
    bool has_points, has_time, has_grading, has_shuffle, has_keep_last;
    bool shuffle;
    uint8_t keep_last;
    jb_grading grading;
    int64_t points;
    jb_time time_ms;
} jb_settings;

typedef struct jb_medium jb_medium;

typedef struct jb_option {
    const cJSON *node;
    const char *id;
    const cJSON *text;       /* NULL: only a medium */
    const jb_medium *medium; /* NULL: none, or left out */
    int32_t weight;          /* parts per million */
    bool has_weight;
    bool fixed;
} jb_option;

/* A question taken apart. Everything is borrowed from the bank's tree. */
typedef struct jb_question {
    const cJSON *node;
    const char *id;
    jb_kind kind;
    uint8_t difficulty;
    bool retired;
    const cJSON *stem, *explanation, *host_note, *citation, *unit;
    const cJSON *tags;
    const cJSON *media; /* array of references, or NULL */
    jb_settings settings;
    jb_option options[JB_OPTIONS_MAX];
    jb_option targets[JB_OPTIONS_MAX];
    uint8_t option_count;
    uint8_t target_count;
    uint32_t correct; /* bits; truefalse: bit 1 for true, bit 0 for false */
    uint8_t order[JB_OPTIONS_MAX];
    uint8_t pairs[JB_OPTIONS_MAX];
    const cJSON *accepts; /* numeric: array */
    const cJSON *blanks;  /* text: array */
    bool any_order;
} jb_question;

/* One accepted text of a blank. */
typedef struct jb_accept {
    const char *text;
    int32_t weight;
    bool wildcard;
} jb_accept;

typedef struct jb_blank_source {
    const cJSON *accepts; /* array */
    const cJSON *show;    /* text map or NULL */
    uint8_t edits_max;
} jb_blank_source;

/* question_read.c. False if the question cannot be played. */
bool jb_question_read(jb_reader *reader, const jb_bank *bank, const cJSON *node,
                      jb_question *question);
/* settings.c */
bool jb_read_points(jb_reader *reader, const cJSON *node, int64_t low, int64_t *value);
bool jb_read_weight(jb_reader *reader, const cJSON *node, int32_t *weight);
/* values: points, time_limit_ms, shuffle, grading; NULL where not stated. */
bool jb_read_settings(jb_reader *reader, const cJSON *const values[4], jb_settings *settings);
bool jb_grading_fits(jb_grading grading, jb_kind kind);
/* question_options.c */
bool jb_read_options(jb_reader *reader, const jb_bank *bank, const cJSON *list, jb_option *options,
                     uint8_t *count);
int jb_option_find(const jb_option *options, uint8_t count, const char *id);
/* question_answer.c */
bool jb_read_answer(jb_reader *reader, const cJSON *node, jb_question *question);
bool jb_read_accept_number(jb_reader *reader, const cJSON *node, jb_accept_number *number,
                           int64_t *value);
bool jb_read_blank(jb_reader *reader, const cJSON *node, jb_blank_source *blank);
bool jb_read_accept(jb_reader *reader, const cJSON *node, jb_accept *accept);
/* question_check.c: what is allowed but probably not meant. */
bool jb_question_check(jb_reader *reader, const char *default_language,
                       const jb_question *question);
/* source.c: citations. */
bool jb_read_source(jb_reader *reader, const cJSON *node, const cJSON **citation);

/* ---- media ---- */

/* Where the media of a bank come from: none of the three means that they are not at hand. */
typedef struct jb_intake {
    jb_archive *archive; /* a package: zip file with bank.json and the media it names */
    const char *folder;  /* that everything in the archive is in, with a slash; or "" */
    const jb_media_source *source;
    bool kept;       /* in the store, from an earlier import */
    bool edited;     /* and then changed */
    size_t unpacked; /* bytes so far */
} jb_intake;

typedef enum jb_medium_state {
    JB_MEDIUM_LEFT_OUT, /* its bytes are not at hand */
    JB_MEDIUM_GOOD,
    JB_MEDIUM_BAD /* reported */
} jb_medium_state;

struct jb_medium {
    cJSON *node;
    const char *id;
    jb_media_kind kind;
    jb_medium_state state;
    const cJSON *alt; /* or NULL */
    jb_hash hash;     /* of a good one, as what follows */
    const char *mime; /* lives as long as the bank */
    jb_buffer bytes;  /* empty when kept */
};

/* media_read.c. One file of a package: appended to `out`, which holds at most size_max bytes then.
 */
jb_unpack_result jb_intake_read(const jb_intake *intake, const char *path, size_t size_max,
                                jb_buffer *out) JB_MUST_CHECK;
/* False: the entry itself is faulty, and *medium is as it was. */
bool jb_media_read(jb_reader *reader, jb_intake *intake, cJSON *node, jb_medium *medium);
/* Looks up a reference. False: the question cannot be played. *medium is NULL for one that is left
 * out, with a warning at `place` unless that is NULL. */
bool jb_media_usable(jb_reader *reader, const cJSON *place, const cJSON *ref, const jb_bank *bank,
                     const jb_medium **medium);
/* Writes into the tree what is known about the media now. False: no memory. */
bool jb_media_settle(jb_bank *bank);

/* ---- banks ---- */

typedef struct jb_entry {
    const cJSON *node;
    const char *id;
    const cJSON *tags;
    jb_kind kind;
    uint8_t difficulty;
    bool retired;
} jb_entry;

/* bank_read.c: as jb_bank_read_kept, with all that an import would be told. */
jb_status jb_bank_read_edited(jb_slice document, jb_report *report, jb_bank **out) JB_MUST_CHECK;

struct jb_bank {
    cJSON *tree;
    const char *id;
    const cJSON *title;
    const char *default_language;
    const char *languages[JB_LANGUAGES_MAX];
    uint32_t language_count;
    jb_settings settings;
    jb_entry *entries;
    uint32_t count;
    jb_id_set ids;   /* question id to its number */
    jb_id_set media; /* media id to its index in the list */
    jb_medium *media_list;
    uint32_t media_count;
    jb_id_set categories; /* category ids */
};

/* ---- plans ---- */

/* turn_order.c: the orders in which options and targets are shown. */
typedef struct jb_turn_order {
    uint8_t options[JB_OPTIONS_MAX];
    uint8_t targets[JB_OPTIONS_MAX];
} jb_turn_order;

void jb_turn_order_make(const jb_question *question, bool shuffle, uint8_t keep_last,
                        jb_random *random, jb_turn_order *order);

/* plan_load.c: what loading a plan needs at hand. */
typedef struct jb_plan_wish {
    jb_slice *slice;
} jb_plan_wish;

typedef struct jb_plan_loader {
    jb_reader reader;     /* silent */
    jb_memory *memory;    /* of the plan */
    jb_place *places;     /* nodes whose text is wanted */
    jb_plan_wish *wishes; /* where it goes */
    size_t place_count;
    size_t place_capacity;
    jb_hash *media; /* of every medium so far */
    size_t media_count;
    size_t media_capacity;
} jb_plan_loader;

/* The slice will be the text of the node, as soon as loading is done. NULL nodes are skipped. */
void jb_plan_want(jb_plan_loader *loader, const cJSON *node, jb_slice *slice);
/* Memory of the plan; NULL when it runs out, which the loader remembers. */
void *jb_plan_take(jb_plan_loader *loader, size_t count, size_t size);

/* A medium that the plan names. */
void jb_plan_need(jb_plan_loader *loader, const jb_hash *medium);

/* turn_media.c: one medium, or a list of them (NULL is fine). False: not as this program writes it.
 */
bool jb_turn_load_medium(jb_plan_loader *loader, const cJSON *node, bool placed);
bool jb_turn_load_media(jb_plan_loader *loader, const cJSON *list, jb_slice *slice);

/* What else is read of a question than its rules and texts. */
typedef struct jb_turn_nodes {
    const cJSON *prompt;
    const cJSON *bank; /* where it is from; NULL: a placeholder, or a plan that did not say yet */
} jb_turn_nodes;

/* turn_load.c. False: not a turn this program made, or no memory. */
bool jb_turn_load(jb_plan_loader *loader, const cJSON *node, jb_question_rules *rules,
                  jb_question_text *text, jb_turn_nodes *nodes);
/* key_load.c. Counts of options and targets are in the key already. */
bool jb_key_load(jb_plan_loader *loader, const cJSON *node, jb_key *key);
/* A list of different numbers below `bound`, `count` of them or (count 0) at least one. */
bool jb_load_items(jb_plan_loader *loader, const cJSON *node, uint8_t bound, uint8_t *items,
                   uint8_t *count);

#endif
