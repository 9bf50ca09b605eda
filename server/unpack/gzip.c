/* One gzip member, with zlib: piece by piece, so that what its end says about its size is not
 * believed. */
#include "jinbang/unpack.h"

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

enum {
    PIECE = 16384,
    GZIP_ONLY = 16 + MAX_WBITS
};

/* True while there may be more. */
static bool take_piece(z_stream *stream, size_t *left, jb_buffer *out, jb_unpack_result *result)
{
    unsigned char piece[PIECE];
    stream->next_out = piece;
    stream->avail_out = sizeof piece;
    int state = inflate(stream, Z_NO_FLUSH);
    size_t size = sizeof piece - stream->avail_out;
    if (state != Z_OK && state != Z_STREAM_END) {
        *result = state == Z_MEM_ERROR ? JB_UNPACK_MEMORY : JB_UNPACK_DAMAGED;
    } else if (size > *left) {
        *result = JB_UNPACK_TOO_LARGE;
    } else {
        *left -= size;
        jb_buffer_append(out, piece, size);
        *result = out->failed ? JB_UNPACK_MEMORY : JB_UNPACK_FINE;
    }
    return *result == JB_UNPACK_FINE && state != Z_STREAM_END;
}

jb_unpack_result jb_gunzip(jb_slice bytes, size_t size_max, jb_buffer *out, jb_slice *rest)
{
    z_stream stream = { .next_in = (const Bytef *)bytes.bytes };
    *rest = (jb_slice){ .bytes = bytes.bytes + bytes.size };
    if (bytes.size == 0 || bytes.size > UINT_MAX) {
        return bytes.size == 0 ? JB_UNPACK_DAMAGED : JB_UNPACK_TOO_LARGE;
    }
    stream.avail_in = (uInt)bytes.size;
    if (inflateInit2(&stream, GZIP_ONLY) != Z_OK) {
        return JB_UNPACK_MEMORY;
    }
    jb_unpack_result result = JB_UNPACK_FINE;
    size_t left = out->size < size_max ? size_max - out->size : 0;
    while (take_piece(&stream, &left, out, &result)) {
    }
    size_t used = bytes.size - stream.avail_in;
    *rest = (jb_slice){ .bytes = bytes.bytes + used, .size = stream.avail_in };
    inflateEnd(&stream);
    return result;
}
