/*
 * Files that are something else than a bank of questions in a format that can be read: named, and
 * refused with what helps. Everything is seen in the first bytes, in names of entries, or, of the
 * files of old Office programs, in the names of their streams.
 */
#include "formats.h"

#include <string.h>
#include <strings.h>

#include "jinbang/media.h"

enum {
    LOOK = 4096, /* bytes of a text, or before the mark of a PDF */
    TAR_MARK = 257,
    MIMETYPE_MAX = 200
};

#define AS_XLSX "open it in Excel, WPS or LibreOffice and save it as .xlsx."
#define AS_DOCX "open it in Word, WPS or LibreOffice and save it as .docx or as plain text."
#define COPY_TEXT                                                                                  \
    "copy its text into a text file or a Word file (.docx), or put the questions into the "        \
    "template."
#define UNPACK "unpack it and import the files in it one by one."

typedef struct mark {
    size_t at;
    size_t size;
    const char *bytes;
    const char *advice;
} mark;

/* At a fixed place in the file. */
static const mark marks[] = {
    { 0, 5, "{\\rtf", "This is a rich text file (RTF); " AS_DOCX },
    { 0, 16, "SQLite format 3",
      "This is a database; export the questions from the program that made it, best as .xlsx." },
    { 0, 6, "7z\xbc\xaf\x27\x1c", "This is a 7z archive; " UNPACK },
    { 0, 6, "Rar!\x1a\x07", "This is a RAR archive; " UNPACK },
    { 0, 6,
      "\xfd"
      "7zXZ",
      "This is an xz archive; " UNPACK },
    { 0, 4, "\x28\xb5\x2f\xfd", "This is a zstd archive; " UNPACK },
    { 4, 6, "1AY&SY", "This is a bzip2 archive; " UNPACK },
    { TAR_MARK, 5, "ustar", "This is a tar archive; " UNPACK },
    { 0, 4, "II*\0", "This is a picture. Its text cannot be read; type the questions." },
    { 0, 4, "MM\0*", "This is a picture. Its text cannot be read; type the questions." },
    { 4, 8, "ftypheic", "This is a picture. Its text cannot be read; type the questions." },
    { 4, 8, "ftypmif1", "This is a picture. Its text cannot be read; type the questions." },
    { 0, 4, "8BPS", "This is a picture. Its text cannot be read; type the questions." },
};

/* Names of streams in an OLE file, in UTF-16. */
static const mark streams[] = {
    { 0, 32, "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
      "This file is protected by a password; open it and save it without one." },
    { 0, 16, "W\0o\0r\0k\0b\0o\0o\0k\0", "This is an old Excel file (.xls); " AS_XLSX },
    { 0, 24, "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "This is an old Word file (.doc); " AS_DOCX },
    { 0, 20, "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0",
      "These are slides of PowerPoint (.ppt); " COPY_TEXT },
    { 0, 8, "B\0o\0o\0k\0", "This is a very old Excel file (.xls); " AS_XLSX },
};

/* An entry of a zip file; one that ends in a slash stands for everything below it. */
static const mark entries[] = {
    { 0, 0, "collection.anki2",
      "This is a deck of Anki (.apkg). In Anki choose File, Export, \"Notes in Plain Text\" and "
      "import that." },
    { 0, 0, "collection.anki21",
      "This is a deck of Anki (.apkg). In Anki choose File, Export, "
      "\"Notes in Plain Text\" and import that." },
    { 0, 0, "collection.anki21b",
      "This is a deck of Anki (.apkg). In Anki choose File, Export, "
      "\"Notes in Plain Text\" and import that." },
    { 0, 0, "ppt/presentation.xml", "These are slides of PowerPoint (.pptx); " COPY_TEXT },
    { 0, 0, "xl/workbook.bin", "This is a binary Excel file (.xlsb); " AS_XLSX },
    { 0, 0, "META-INF/container.xml", "This is a book (.epub); " COPY_TEXT },
    { 0, 0, "Index/Document.iwa",
      "This is a file of Numbers, Pages or Keynote; export it as Excel (.xlsx) or Word (.docx)." },
    { 0, 0, "Index.zip",
      "This is a file of Numbers, Pages or Keynote; export it as Excel (.xlsx) or Word (.docx)." },
    { 0, 0, "moodle_backup.xml",
      "This is a backup of a Moodle course. In Moodle open the question bank, choose Export and "
      "\"Moodle XML format\", and import that." },
};

/* How the "mimetype" of an OpenDocument file ends. */
static const mark documents[] = {
    { 0, 0, "spreadsheet", "This is an OpenDocument spreadsheet (.ods); " AS_XLSX },
    { 0, 0, "text", "This is an OpenDocument text (.odt); " AS_DOCX },
    { 0, 0, "presentation", "These are OpenDocument slides (.odp); " COPY_TEXT },
};

/* In the beginning of a text that begins with a tag. */
static const mark texts[] = {
    { 0, 0, "urn:schemas-microsoft-com:office:spreadsheet",
      "This is an Excel file of 2003 (XML); " AS_XLSX },
    { 0, 0, "urn:schemas-microsoft-com:office:excel",
      "This is a web page that Excel has saved; " AS_XLSX },
    { 0, 0, "schemas.microsoft.com/office/word/2003/wordml",
      "This is a Word file of 2003 (XML); " AS_DOCX },
    { 0, 0, "urn:schemas-microsoft-com:office:word",
      "This is a web page that Word has saved; " AS_DOCX },
    { 0, 0, "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
      "This is a flat OpenDocument file; save it as .xlsx or .docx." },
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool stands_at(jb_slice bytes, size_t at, const char *word, size_t size)
{
    return bytes.size >= at && bytes.size - at >= size && memcmp(bytes.bytes + at, word, size) == 0;
}

static bool holds(jb_slice bytes, const char *word, size_t size)
{
    const char *at = bytes.bytes;
    const char *end = bytes.bytes + bytes.size;
    while (at < end && (at = memchr(at, word[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) >= size && memcmp(at, word, size) == 0) {
            return true;
        }
        at++;
    }
    return false;
}

static jb_slice beginning(jb_slice bytes)
{
    bytes.size = bytes.size < LOOK ? bytes.size : LOOK;
    return bytes;
}

/* The advice of the first mark that stands in the file; NULL: none does. */
static const char *by_marks(jb_slice bytes)
{
    for (size_t i = 0; i < COUNT(marks); i++) {
        if (stands_at(bytes, marks[i].at, marks[i].bytes, marks[i].size)) {
            return marks[i].advice;
        }
    }
    if (stands_at(bytes, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8)) {
        for (size_t i = 0; i < COUNT(streams); i++) {
            if (holds(bytes, streams[i].bytes, streams[i].size)) {
                return streams[i].advice;
            }
        }
        return "This is a file of an old Office program; save it as .xlsx or .docx.";
    }
    if (holds(beginning(bytes), "%PDF-", 5)) {
        return "This is a PDF. Ask for the file it was made from, or " COPY_TEXT;
    }
    return NULL;
}

static const char *by_kind(const jb_import_file *file)
{
    jb_media_type type = { 0 };
    if (!jb_media_sniff(file->bytes, &type)) {
        return NULL;
    }
    if ((type.kinds & (1U << JB_MEDIA_IMAGE)) != 0) {
        return "This is a picture. Its text cannot be read; type the questions.";
    }
    /* A text may begin with "ID3". */
    return file->decoded ? NULL : "This is a sound or a film; there is nothing in it to import.";
}

static const char *by_mimetype(const jb_import_file *file)
{
    const char *advice = NULL;
    jb_buffer type;
    jb_buffer_init(&type, 0);
    if (jb_archive_has(file->archive, "mimetype") &&
        jb_archive_read(file->archive, "mimetype", MIMETYPE_MAX, &type) == JB_UNPACK_FINE &&
        strstr(jb_buffer_text(&type), "opendocument")) {
        for (size_t i = 0; i < COUNT(documents) && !advice; i++) {
            advice = strstr(jb_buffer_text(&type), documents[i].bytes) ? documents[i].advice : NULL;
        }
    }
    jb_buffer_finish(&type);
    return advice;
}

static const char *by_entries(const jb_import_file *file)
{
    for (size_t i = 0; i < COUNT(entries); i++) {
        if (jb_archive_has(file->archive, entries[i].bytes)) {
            return entries[i].advice;
        }
    }
    return by_mimetype(file);
}

/* A page: it says so, or it has a head or a body. A question may well begin with "<html>". */
static bool is_page(const char *text)
{
    char start[LOOK + 1];
    size_t size = strlen(text) < LOOK ? strlen(text) : LOOK;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        start[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    start[size] = '\0';
    return strncmp(start, "<!doctype html", 14) == 0 ||
           (strstr(start, "<html") && (strstr(start, "<head") || strstr(start, "<body")));
}

static const char *by_text(const jb_import_file *file)
{
    const char *text = jb_buffer_text(&file->decoded->text);
    text += strspn(text, " \n\t");
    if (text[0] != '<') {
        return NULL;
    }
    jb_slice start = beginning(jb_slice_of(text));
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (holds(start, texts[i].bytes, strlen(texts[i].bytes))) {
            return texts[i].advice;
        }
    }
    return is_page(text) ? "This is a web page; " COPY_TEXT : NULL;
}

static bool is_gzip(jb_slice bytes)
{
    return stands_at(bytes, 0, "\x1f\x8b\x08", 3);
}

bool jb_foreign(const jb_import_file *file, const char **advice)
{
    *advice = NULL;
    if (file->archive) {
        *advice = by_entries(file);
    } else if (is_gzip(file->bytes)) {
        *advice = jb_sniff_classquiz(file) > 0 ? NULL : "This is a gzip archive; " UNPACK;
    } else {
        *advice = by_marks(file->bytes);
        *advice = *advice ? *advice : by_kind(file);
        *advice = *advice || !file->decoded ? *advice : by_text(file);
    }
    return *advice != NULL;
}
