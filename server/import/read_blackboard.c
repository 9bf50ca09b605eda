/* blackboard: to be written. */
#include "formats.h"

int jb_sniff_blackboard(const jb_import_file *file)
{
    (void)file;
    return 0;
}

void jb_read_blackboard(const jb_import_file *file, jb_draft *draft)
{
    (void)file;
    (void)draft;
}
