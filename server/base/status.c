/*
 * Names of operating errors, for log lines and messages on the command line.
 */
#include "jinbang/status.h"

const char *jb_status_text(jb_status status)
{
    switch (status) {
    case JB_OK:
        return "fine";
    case JB_ERR_MEMORY:
        return "out of memory";
    case JB_ERR_LIMIT:
        return "over a limit";
    case JB_ERR_INVALID:
        return "invalid";
    case JB_ERR_NOT_FOUND:
        return "not found";
    case JB_ERR_EXISTS:
        return "exists already";
    case JB_ERR_IO:
        return "input/output error";
    case JB_ERR_CORRUPT:
        return "corrupt data";
    case JB_ERR_BUSY:
        return "not possible now";
    }
    return "unknown status";
}
