/* What --listen says. */
#include <stdlib.h>
#include <string.h>

#include "server.h"

bool jb_listen_parse(const char *listen, char address[JB_ADDRESS_SIZE], uint16_t *port)
{
    const char *colon = strrchr(listen, ':');
    char *end = NULL;
    if (!colon || colon[1] < '0' || colon[1] > '9') { /* no sign, no blank */
        return false;
    }
    long number = strtol(colon + 1, &end, 10);
    bool brackets = listen[0] == '[' && colon > listen && colon[-1] == ']';
    const char *start = brackets ? listen + 1 : listen;
    size_t size = (size_t)(colon - start) - (brackets ? 1 : 0);
    if (*end != '\0' || number > UINT16_MAX || size == 0 || size >= JB_ADDRESS_SIZE) {
        return false;
    }
    memcpy(address, start, size);
    address[size] = '\0';
    *port = (uint16_t)number;
    return true;
}
