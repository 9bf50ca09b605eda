/*
 * Preloaded, it lets nobody listen: what a port below 1024 is to a program without the permission,
 * also where the tests run as root.
 */
#include <errno.h>
#include <sys/socket.h>

int bind(int fd, const struct sockaddr *address, socklen_t size)
{
    (void)fd;
    (void)address;
    (void)size;
    errno = EACCES;
    return -1;
}
