/*
 * What of a bank a format holds: the document is reduced to it, on both sides of a round trip, so
 * that what is left must be equal. The reductions are the whole list of what is not held.
 */
#ifndef JB_TEST_CONVERT_PROJECT_H
#define JB_TEST_CONVERT_PROJECT_H

#include "convert_check.h"

/* Our tables: the questions of a document (docs/import.md, "Writing"). */
cJSON *project_table(const cJSON *tree);
/* GIFT and Moodle XML: kinds, texts and right answers of the questions whose numbers (from 1) are
 * not in `left_out`. */
cJSON *project_essence(const cJSON *tree, const jb_report *left_out);

#endif
