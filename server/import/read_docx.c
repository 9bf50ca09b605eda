/*
 * Word documents: their text is read as questions that people type (read_chinese.c), or as Aiken or
 * GIFT if it is that. Places are paragraphs.
 */
#include "docx.h"

#include <stdlib.h>

enum {
    SURE = 90
};

int jb_sniff_docx(const jb_import_file *file)
{
    return file->archive && jb_archive_has(file->archive, "word/document.xml") ? SURE : 0;
}

static void read_text(docx *d)
{
    jb_decoded decoded = { .encoding = JB_ENCODING_UTF_8, .text = d->text };
    const jb_import_file file = { .bytes = jb_buffer_slice(&d->text),
                                  .decoded = &decoded,
                                  .options = d->file->options };
    const cn_source source = { .text = jb_buffer_slice(&d->text),
                               .media = d->media,
                               .media_count = d->media_count,
                               .places = d->places,
                               .place_count = d->place_count };
    int typed = jb_chinese_likeness(source.text);
    int aiken = d->media_count == 0 ? jb_sniff_aiken(&file) : 0;
    int gift = d->media_count == 0 ? jb_sniff_gift(&file) : 0;
    if (aiken > typed && aiken >= gift) {
        jb_read_aiken(&file, d->draft);
    } else if (gift > typed) {
        jb_read_gift(&file, d->draft);
    } else {
        jb_chinese_text(&source, d->draft);
    }
}

void jb_read_docx(const jb_import_file *file, jb_draft *draft)
{
    docx d = { .file = file, .draft = draft };
    jb_buffer_init(&d.text, 3 * (size_t)DOCX_PART_BYTES_MAX); /* ¹ has more bytes than 1 */
    if (!jb_sniff_docx(file)) {
        jb_draft_error(draft, (jb_where){ .line = 1 }, jb_slice_of(""), "not_this_format",
                       "This is no .docx document.");
        return;
    }
    jb_docx_read_parts(&d);
    if (!d.failed && jb_docx_read_text(&d)) {
        read_text(&d);
    }
    if (d.failed) {
        (void)jb_draft_take(draft, SIZE_MAX, 1);
    }
    free(d.media);
    free(d.places);
    jb_buffer_finish(&d.text);
    jb_memory_finish(&d.memory);
}
