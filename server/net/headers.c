/*
 * Small readers for single HTTP header values. All of them look at text from outside: they only
 * compare and count, and whatever they do not understand is a refusal.
 */
#include "net_internal.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool blank(char c)
{
    return c == ' ' || c == '\t';
}

bool jb_host_valid(const char *host)
{
    size_t size = strlen(host);

    if (size == 0 || size > JB_HOST_MAX) {
        return false;
    }
    /* It goes into the Content-Security-Policy: nothing that could end a source or a directive. */
    for (size_t i = 0; i < size; i++) {
        if (isalnum((unsigned char)host[i]) == 0 && strchr(".-_:[]", host[i]) == NULL) {
            return false;
        }
    }
    return true;
}

bool jb_value_valid(const char *value)
{
    size_t size = strlen(value);

    if (size > JB_HEADER_VALUE_MAX) {
        return false;
    }
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)value[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

/* Bytes of "http://" or "https://" at the start, 0 if there is neither. */
static size_t scheme_size(const char *url)
{
    if (strncasecmp(url, "http://", 7) == 0) {
        return 7;
    }
    if (strncasecmp(url, "https://", 8) == 0) {
        return 8;
    }
    return 0;
}

bool jb_url_origin(const char *url, size_t *size)
{
    size_t scheme = scheme_size(url);
    size_t host = 0;

    if (scheme == 0) {
        return false;
    }
    host = strcspn(url + scheme, "/?#");
    if (host == 0) {
        return false;
    }
    *size = scheme + host;
    return true;
}

bool jb_origin_allowed(const jb_net *net, const char *origin, const char *host)
{
    size_t scheme = scheme_size(origin);

    if (origin[0] == '\0') {
        return true; /* not a browser */
    }
    if (scheme == 0) {
        return false; /* "null" too */
    }
    if (host[0] != '\0' && strcasecmp(origin + scheme, host) == 0) {
        return true;
    }
    return net->public_origin != NULL && strlen(origin) == net->public_origin_size &&
           strncasecmp(origin, net->public_origin, net->public_origin_size) == 0;
}

/* Takes the next entry of a comma-separated list, without the blanks around it. */
static bool next_entry(const char **list, jb_slice *entry)
{
    const char *at = *list;

    while (*at == ',' || blank(*at)) {
        at++;
    }
    if (*at == '\0') {
        return false;
    }
    entry->bytes = at;
    entry->size = strcspn(at, ",");
    *list = at + entry->size;
    while (entry->size > 0 && blank(entry->bytes[entry->size - 1])) {
        entry->size--;
    }
    return true;
}

bool jb_list_has(const char *list, const char *name)
{
    size_t size = strlen(name);
    jb_slice entry = { NULL, 0 };

    while (next_entry(&list, &entry)) {
        if (entry.size == size && strncasecmp(entry.bytes, name, size) == 0) {
            return true;
        }
    }
    return false;
}

/* True if the parameters after a coding say q=0, which means "not this one". */
static bool refused_by_weight(jb_slice parameters)
{
    size_t i = 0;

    while (i < parameters.size && (parameters.bytes[i] == ';' || blank(parameters.bytes[i]))) {
        i++;
    }
    if (i + 2 > parameters.size || (parameters.bytes[i] != 'q' && parameters.bytes[i] != 'Q') ||
        parameters.bytes[i + 1] != '=') {
        return false;
    }
    for (i += 2; i < parameters.size; i++) {
        if (parameters.bytes[i] != '0' && parameters.bytes[i] != '.') {
            return false;
        }
    }
    return true;
}

bool jb_accepts_gzip(const char *accept_encoding)
{
    jb_slice entry = { NULL, 0 };
    bool any = false;

    while (next_entry(&accept_encoding, &entry)) {
        size_t name = 0;
        bool yes = false;

        while (name < entry.size && entry.bytes[name] != ';' && !blank(entry.bytes[name])) {
            name++;
        }
        yes = !refused_by_weight((jb_slice){ entry.bytes + name, entry.size - name });
        if (name == 4 && strncasecmp(entry.bytes, "gzip", 4) == 0) {
            return yes;
        }
        if (name == 1 && entry.bytes[0] == '*') {
            any = yes;
        }
    }
    return any;
}

bool jb_tag_matches(const char *if_none_match, const char *tag)
{
    size_t size = strlen(tag);
    jb_slice entry = { NULL, 0 };

    while (next_entry(&if_none_match, &entry)) {
        if (entry.size == 1 && entry.bytes[0] == '*') {
            return true;
        }
        if (entry.size > 2 && strncmp(entry.bytes, "W/", 2) == 0) {
            entry.bytes += 2;
            entry.size -= 2;
        }
        if (entry.size == size + 2 && entry.bytes[0] == '"' && entry.bytes[entry.size - 1] == '"' &&
            memcmp(entry.bytes + 1, tag, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Reads digits up to the first other byte; false: there are none, or too many to count. */
static bool read_number(const char **text, size_t *number)
{
    const char *at = *text;
    size_t value = 0;

    while (isdigit((unsigned char)*at) != 0) {
        if (at - *text >= 15) {
            return false;
        }
        value = value * 10 + (size_t)(*at - '0');
        at++;
    }
    if (at == *text) {
        return false;
    }
    *text = at;
    *number = value;
    return true;
}

bool jb_range_read(const char *range, size_t size, size_t *start, size_t *length)
{
    size_t first = 0;
    size_t last = 0;

    if (strncmp(range, "bytes=", 6) != 0 || size == 0) {
        return false;
    }
    range += 6;
    if (*range == '-') { /* the last so many bytes */
        range++;
        if (!read_number(&range, &last) || *range != '\0' || last == 0) {
            return false;
        }
        *length = last < size ? last : size;
        *start = size - *length;
        return true;
    }
    if (!read_number(&range, &first) || *range++ != '-' || first >= size) {
        return false;
    }
    last = size - 1;
    if (*range != '\0' && (!read_number(&range, &last) || *range != '\0' || last < first)) {
        return false;
    }
    *start = first;
    *length = (last < size ? last + 1 : size) - first;
    return true;
}

bool jb_request_line_whole(struct lws *wsi)
{
    char version[16];

    /* libwebsockets decodes the query before it looks for the end of the line: an escaped line feed
     * there ends the request line early, and what should have been the version and the next header
     * is lost. No honest client sends one. */
    return lws_hdr_copy(wsi, version, (int)sizeof(version), WSI_TOKEN_HTTP) > 0 &&
           (strcmp(version, "HTTP/1.1") == 0 || strcmp(version, "HTTP/1.0") == 0);
}
