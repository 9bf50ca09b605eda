/* Any bytes as questions that people typed; the bank that comes out is read again as kept. */
/* jb:uses import */
/* jb:length 4096 */
#include <stdint.h>

#include "import_again.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    import_again(data, size, "chinese-text");
    return 0;
}
