#ifndef JINBANG_STATUS_H
#define JINBANG_STATUS_H

/*
 * The one list of operating errors. A function that can fail for reasons outside the program
 * (disk, memory, a named limit, bad input) returns a jb_status; the caller handles it. Mistakes in
 * the program itself are JB_ASSERTs. A peer's mistakes are refusals (engine.h, protocol.h).
 */

typedef enum jb_status {
    JB_OK = 0,
    JB_ERR_MEMORY,    /* allocation failed */
    JB_ERR_LIMIT,     /* a limit of limits.h would be exceeded */
    JB_ERR_INVALID,   /* input is not what it must be */
    JB_ERR_NOT_FOUND, /* no such thing */
    JB_ERR_EXISTS,    /* there is one already */
    JB_ERR_IO,        /* file, disk, socket */
    JB_ERR_CORRUPT,   /* stored data does not hold together */
    JB_ERR_BUSY       /* not possible right now */
} jb_status;

#define JB_MUST_CHECK __attribute__((warn_unused_result))

/* A short English name, such as "not found". Never NULL. */
const char *jb_status_text(jb_status status);

#endif
