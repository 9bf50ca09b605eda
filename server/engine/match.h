#ifndef JINBANG_MATCH_H
#define JINBANG_MATCH_H

#include "jinbang/rules.h"

/* What share (parts per million) of a blank the folded text earns: the best weight among the
 * accepted variants that match it. Never below 0. */
int32_t jb_match_blank(const jb_blank *blank, jb_slice folded);

#endif
