#ifndef JINBANG_PROTOCOL_INTERNAL_H
#define JINBANG_PROTOCOL_INTERNAL_H

#include "jinbang/json_out.h"
#include "jinbang/message.h"
#include "jinbang/view.h"

/* The usual English sentence of an error. */
const char *jb_error_message(jb_error error);

/* An answer as the wire shows it: option ids, texts, pairs. */
void jb_answer_write(jb_json_out *json, const jb_answer *answer, const jb_turn_text *text);

#endif
