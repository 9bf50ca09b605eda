/* foreign: to be written. */
#include "formats.h"

bool jb_foreign(const jb_import_file *file, const char **code, const char **advice)
{
    (void)file;
    (void)code;
    (void)advice;
    return false;
}
