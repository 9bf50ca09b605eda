/* tables: to be written. */
#include "table.h"

bool jb_columns_good(const char *columns)
{
    return columns[0] != '\0';
}
