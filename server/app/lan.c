/*
 * The address under which other machines reach this one, for links when the server listens on all
 * addresses.
 */
#define _DEFAULT_SOURCE /* IFF_UP and IFF_LOOPBACK */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>

#include "server.h"

/* The first IPv4 address that is not loopback: what phones in the same network can reach. */
bool jb_lan_address(char out[JB_ADDRESS_SIZE])
{
    struct ifaddrs *list = NULL;
    bool found = false;
    if (getifaddrs(&list) != 0) {
        return false;
    }
    for (const struct ifaddrs *at = list; at && !found; at = at->ifa_next) {
        bool usable = at->ifa_addr && at->ifa_addr->sa_family == AF_INET &&
                      (at->ifa_flags & IFF_UP) && !(at->ifa_flags & IFF_LOOPBACK);
        if (usable) {
            struct sockaddr_in address;
            memcpy(&address, at->ifa_addr, sizeof address);
            found = inet_ntop(AF_INET, &address.sin_addr, out, JB_ADDRESS_SIZE) != NULL;
        }
    }
    freeifaddrs(list);
    return found;
}
