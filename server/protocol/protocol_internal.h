#ifndef JINBANG_PROTOCOL_INTERNAL_H
#define JINBANG_PROTOCOL_INTERNAL_H

#include "jinbang/message.h"
#include "jinbang/view.h"

/* The usual English sentence of an error. */
const char *jb_error_message(jb_error error);

#endif
