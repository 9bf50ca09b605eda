#ifndef JINBANG_MEDIA_FOLDER_H
#define JINBANG_MEDIA_FOLDER_H

#include "jinbang/media.h"

/* Media beside a bank file on the command line. Only regular files below the bank's own folder are
 * read, and no symbolic link is followed. */
typedef struct jb_media_folder {
    int folder; /* descriptor, or -1: everything is missing */
    jb_media_source source;
} jb_media_folder;

/* The source points into *folder, which must stay where it is. */
void jb_media_folder_open(jb_media_folder *folder, const char *bank_path);
void jb_media_folder_close(jb_media_folder *folder);

#endif
