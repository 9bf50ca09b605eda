/*
 * Any Word document: the bytes as a zip file if they begin like one; else as its document and its
 * numbering, separated by a line of "----", packed here so that checksums are right.
 */
/* jb:uses import */
/* jb:with support/zip_maker.c */
/* jb:length 8192 */
#include "zip_maker.h"

#include <stdint.h>
#include <string.h>

#include "import_again.h"
#include "jinbang/unpack.h"

#define SEPARATOR "\n----\n"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jb_slice text = { .bytes = (const char *)data, .size = size };
    if (jb_archive_is(text)) {
        import_again(data, size, "docx");
        return 0;
    }
    size_t separator = strlen(SEPARATOR);
    size_t end = 0;
    while (end + separator <= size && memcmp(text.bytes + end, SEPARATOR, separator) != 0) {
        end++;
    }
    bool found = end + separator <= size;
    jb_slice document = { .bytes = text.bytes, .size = found ? end : size };
    jb_slice numbering =
        found ? (jb_slice){ .bytes = text.bytes + end + separator, .size = size - end - separator }
              : jb_slice_of("<numbering/>");
    const zip_entry entries[] = {
        { .name = "word/document.xml", .data = document },
        { .name = "word/numbering.xml", .data = numbering },
        { .name = "word/_rels/document.xml.rels",
          .data = jb_slice_of("<Relationships><Relationship Id='a' Target='media/a.gif'/>"
                              "<Relationship Id='b' Target='../b'/></Relationships>") },
        { .name = "word/media/a.gif", .data = jb_slice_of("GIF89a\1\0\1\0\0\0\0;") },
    };
    jb_buffer packed;
    jb_buffer_init(&packed, 0);
    zip_make(entries, sizeof entries / sizeof entries[0], &packed);
    import_again((const uint8_t *)packed.bytes, packed.size, "docx");
    jb_buffer_finish(&packed);
    return 0;
}
