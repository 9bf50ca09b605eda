/* Any bytes as a file or a package of QTI; the bank that comes out is read again as kept,
 * unchanged. */
/* jb:uses import */
/* jb:length 8192 */
#include <stdint.h>

#include "import_again.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import_again(data, size, "qti");
    return 0;
}
