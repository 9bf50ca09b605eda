#ifndef JINBANG_IMPORT_ITEM_EXACT_H
#define JINBANG_IMPORT_ITEM_EXACT_H

#include "item.h"

/* A row that our own writer of tables has written (server/convert/rows.c): every cell means what it
 * says, lists have their separators and a backslash before what is meant as it stands, and nothing
 * is guessed. False: it is not of that form (somebody has edited it), nothing was done, and it is
 * to be read as any other row. */
bool jb_item_exact(jb_draft *draft, const jb_item *item);

#endif
