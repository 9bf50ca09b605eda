/* Any bytes as a file of whatever format it looks like: recognised, read or refused, and kept. */
/* jb:uses import */
/* jb:length 8192 */
#include <stdint.h>

#include "import_again.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import_again(data, size, NULL);
    return 0;
}
