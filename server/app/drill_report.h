#ifndef JINBANG_DRILL_REPORT_H
#define JINBANG_DRILL_REPORT_H

#include <stdint.h>

#include "jinbang/buffer.h"
#include "jinbang/drill.h"

/*
 * What a drill came to: of each kind of step all counts together and the worst times.
 */
typedef struct jb_drill_report {
    uint32_t phones;
    uint32_t questions; /* that were played */
    jb_drill_figures joined;
    jb_drill_figures question;
    jb_drill_figures answers;
    jb_drill_figures results;
    jb_drill_figures back; /* after all were cut off at once */
    char why[JB_DRILL_WHY_SIZE];
} jb_drill_report;

void jb_drill_report_init(jb_drill_report *report, uint32_t phones);
/* One more step of a kind. */
void jb_drill_report_add(jb_drill_figures *all, const jb_drill_figures *step);
/* Messages that did not come, or said other than what was acknowledged. */
uint64_t jb_drill_report_lost(const jb_drill_report *report);

/* In plain words, several lines; as one JSON object and a line end. */
void jb_drill_report_text(const jb_drill_report *report, jb_buffer *out);
void jb_drill_report_json(const jb_drill_report *report, jb_buffer *out);

#endif
