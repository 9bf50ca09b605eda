#ifndef JINBANG_HTML_H
#define JINBANG_HTML_H

/* What html.c and html_entity.c share. */

#include "markup.h"

/* The size of the entity that begins the text, and what it stands for; 0: it is none. */
size_t jb_html_entity(jb_slice text, uint32_t *character);
void jb_html_append(jb_buffer *out, uint32_t character);

#endif
