/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is looked at before a single pointer is made (the frame), and what is
 * looked at when the whole content has to be right. */
#include "snapshot/snapshot_impl.h"

#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/parallel.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

static const uint8_t magic[] = INTRO_I_SNAPSHOT_MAGIC_BYTES;

static const char reimport[] = "import the original files again";

/* --- is it one? ---------------------------------------------------------- */

/* Line ends translated, the eighth bit dropped, or another charset assumed. */
static bool is_text_damaged(const uint8_t *bytes, size_t size)
{
    static const char *const prefixes[] = {"\x09IFS", "\xC2\x89IFS",
                                           "\xEF\xBF\xBDIFS", "?IFS\r\n\x1A"};
    for (size_t i = 0; i < INTRO_COUNT_OF(prefixes); i++) {
        const size_t length = strlen(prefixes[i]);
        if (size >= length && memcmp(bytes, prefixes[i], length) == 0) {
            return true;
        }
    }
    if (size < 6 || memcmp(bytes, magic, 4) != 0) {
        return false;
    }
    size_t i = 4;
    while (i < size && i < 8 && (bytes[i] == '\r' || bytes[i] == '\n')) {
        i++;
    }
    if (i == size || bytes[i] != 0x1A) {
        return i == size && size < 8; /* ended by the 0x1A */
    }
    return size < 8 || memcmp(bytes, magic, 8) != 0;
}

static int count_wrong_bits(const uint8_t *bytes)
{
    int wrong = 0;
    for (size_t i = 0; i < sizeof magic; i++) {
        wrong += __builtin_popcount((unsigned)(bytes[i] ^ magic[i]));
    }
    return wrong;
}

bool intro_i_snapshot_recognise(const void *bytes, size_t size)
{
    enum { TOLERATED = 8 };
    if (size >= 4 && memcmp(bytes, magic, 4) == 0) {
        return true;
    }
    return is_text_damaged(bytes, size) ||
           (size >= sizeof magic && count_wrong_bits(bytes) <= TOLERATED);
}

intro_status intro_i_snapshot_damage(intro_ctx *ctx, const char *file,
                                     uint32_t kind, uint32_t index,
                                     const char *what)
{
    char name[INTRO_I_SECTION_NAME];
    return intro_i_fail_at(
        ctx, INTRO_EDAMAGED, file, 0, 0, "snapshot section '%s' is damaged: %s",
        intro_i_snapshot_section_name(kind, index, name), what);
}

/* For the parts of the frame, which have no kind. */
static intro_status say_frame(intro_ctx *ctx, const char *file,
                              const char *section, const char *what)
{
    return intro_i_fail_at(ctx, INTRO_EDAMAGED, file, 0, 0,
                           "snapshot section '%s' is damaged: %s", section,
                           what);
}

static intro_status check_magic(intro_ctx *ctx, const char *file,
                                const intro_i_mapping *mapping)
{
    const size_t shown = (size_t)intro_i_min_u64(mapping->size, sizeof magic);
    if (mapping->size == 0) {
        return say_frame(ctx, file, "header", "the file is empty");
    }
    if (is_text_damaged(mapping->data, shown)) {
        (void)say_frame(ctx, file, "header",
                        "the file was damaged by text-mode transfer");
        intro_i_hint(ctx, "copy it again in binary mode");
        return INTRO_EDAMAGED;
    }
    if (memcmp(mapping->data, magic, shown) != 0) {
        return say_frame(ctx, file, "header",
                         "this is no snapshot, or its first bytes are wrong");
    }
    if (mapping->size <
        sizeof(intro_i_snapshot_header) + sizeof(intro_i_snapshot_trailer)) {
        return say_frame(ctx, file, "header", "the file is cut short");
    }
    return INTRO_OK;
}

/* --- header -------------------------------------------------------------- */

static void copy_made_by(const intro_i_snapshot_header *header,
                         char out[INTRO_I_SNAPSHOT_MADE_BY + 1])
{
    size_t i = 0;
    for (; i < INTRO_I_SNAPSHOT_MADE_BY && header->made_by[i] != '\0'; i++) {
        const char c = header->made_by[i];
        out[i] = '?';
        if (c >= ' ' && c <= '~') {
            out[i] = c;
        }
    }
    out[i] = '\0';
}

static intro_status check_version(intro_ctx *ctx, const char *file,
                                  const intro_i_snapshot_header *header)
{
    static const uint8_t words[] = INTRO_I_SNAPSHOT_WORDS;
    char made_by[INTRO_I_SNAPSHOT_MADE_BY + 1];
    if (header->endian == INTRO_I_SNAPSHOT_REVERSED) {
        (void)intro_i_fail_at(
            ctx, INTRO_EVERSION, file, 0, 0,
            "the snapshot was made on a machine of another byte order");
        intro_i_hint(ctx, "%s", reimport);
        return INTRO_EVERSION;
    }
    if (header->endian != INTRO_I_SNAPSHOT_ENDIAN) {
        return say_frame(ctx, file, "header", "the byte order mark is wrong");
    }
    copy_made_by(header, made_by);
    if (header->major != INTRO_I_SNAPSHOT_MAJOR) {
        (void)intro_i_fail_at(
            ctx, INTRO_EVERSION, file, 0, 0,
            "the snapshot has format %u.%u, made by %s; this introfind reads "
            "format %d",
            header->major, header->minor, made_by, INTRO_I_SNAPSHOT_MAJOR);
        intro_i_hint(ctx, "%s%s",
                     header->major > INTRO_I_SNAPSHOT_MAJOR
                         ? "use that version or a newer one, or "
                         : "",
                     reimport);
        return INTRO_EVERSION;
    }
    if (memcmp(header->words, words, sizeof words) != 0) {
        (void)intro_i_fail_at(
            ctx, INTRO_EVERSION, file, 0, 0,
            "the snapshot was made by %s with other word sizes", made_by);
        intro_i_hint(ctx, "%s", reimport);
        return INTRO_EVERSION;
    }
    return INTRO_OK;
}

/* Does the table fit the file? Then checksum of both, which also tells that the
 * fields not looked at otherwise are what the writer meant. */
static intro_status check_header(intro_ctx *ctx, const char *file,
                                 const intro_i_mapping *mapping)
{
    const intro_i_snapshot_header *const header =
        intro_i_snapshot_header_of(mapping);
    if (header->file_length != mapping->size) {
        return intro_i_fail_at(
            ctx, INTRO_EDAMAGED, file, 0, 0,
            "snapshot section 'header' is damaged: the file has %" PRIu64
            " bytes instead of %" PRIu64,
            mapping->size, header->file_length);
    }
    const uint64_t room =
        mapping->size - sizeof *header - sizeof(intro_i_snapshot_trailer);
    if (header->header_size != sizeof *header ||
        header->entry_size != sizeof(intro_i_snapshot_entry) ||
        header->sections > room / sizeof(intro_i_snapshot_entry)) {
        return say_frame(ctx, file, "header", "the table does not fit");
    }
    intro_i_checksum *const sum = intro_i_checksum_new();
    if (sum == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_i_snapshot_header copy = *header;
    copy.checksum = 0;
    intro_i_checksum_update(sum, &copy, sizeof copy);
    intro_i_checksum_update(sum, intro_i_snapshot_table_of(mapping),
                            header->sections * sizeof(intro_i_snapshot_entry));
    const uint64_t value = intro_i_checksum_value(sum);
    intro_i_checksum_free(sum);
    if (value != header->checksum) {
        return say_frame(ctx, file, "header",
                         "the checksum of header and table differs");
    }
    if (header->zero != 0) {
        return say_frame(ctx, file, "header", "a reserved field is not zero");
    }
    for (size_t i = 0; i < sizeof header->reserved; i++) {
        if (header->reserved[i] != 0) {
            return say_frame(ctx, file, "header",
                             "a reserved field is not zero");
        }
    }
    return INTRO_OK;
}

/* --- table --------------------------------------------------------------- */

static intro_status check_entry(intro_ctx *ctx, const char *file,
                                const intro_i_snapshot_entry *entry,
                                uint64_t turn, uint64_t end)
{
    char name[INTRO_I_SECTION_NAME];
    const bool is_unknown =
        strcmp(intro_i_snapshot_section_name(entry->kind, entry->index, name),
               "unknown") == 0;
    if (entry->offset != turn || entry->length > end - turn) {
        return intro_i_snapshot_damage(ctx, file, entry->kind, entry->index,
                                       "it is not where its turn is");
    }
    if (entry->element == 0 || entry->length % entry->element != 0 ||
        (entry->flags & ~(uint32_t)INTRO_I_SNAPSHOT_REQUIRED) != 0 ||
        (!is_unknown && entry->flags != intro_i_snapshot_flags(entry->kind))) {
        return intro_i_snapshot_damage(ctx, file, entry->kind, entry->index,
                                       "its size or flags cannot be");
    }
    if (is_unknown && (entry->flags & INTRO_I_SNAPSHOT_REQUIRED) != 0) {
        (void)intro_i_fail_at(ctx, INTRO_EVERSION, file, 0, 0,
                              "the snapshot needs section %" PRIu32
                              ", which this introfind does not know",
                              entry->kind);
        intro_i_hint(ctx, "use a newer introfind, or %s", reimport);
        return INTRO_EVERSION;
    }
    return INTRO_OK;
}

static intro_status check_table(intro_ctx *ctx, const char *file,
                                const intro_i_mapping *mapping)
{
    const uint32_t count = intro_i_snapshot_header_of(mapping)->sections;
    const intro_i_snapshot_entry *const table =
        intro_i_snapshot_table_of(mapping);
    const uint64_t end = mapping->size - sizeof(intro_i_snapshot_trailer);
    uint64_t turn = intro_i_snapshot_align(sizeof(intro_i_snapshot_header) +
                                           count * sizeof *table);
    for (uint32_t i = 0; i < count; i++) {
        if (turn > end) {
            return say_frame(ctx, file, "table", "it passes the end");
        }
        if (i > 0 && (table[i].kind < table[i - 1].kind ||
                      (table[i].kind == table[i - 1].kind &&
                       table[i].index <= table[i - 1].index))) {
            return intro_i_snapshot_damage(ctx, file, table[i].kind,
                                           table[i].index,
                                           "it is there twice or out of order");
        }
        INTRO_TRY(check_entry(ctx, file, &table[i], turn, end));
        turn = intro_i_snapshot_align(turn + table[i].length);
    }
    intro_i_snapshot_trailer trailer;
    memcpy(&trailer, mapping->data + end, sizeof trailer);
    if (turn != end || trailer.file_length != mapping->size ||
        memcmp(trailer.end, "IFS end\n", sizeof trailer.end) != 0) {
        return say_frame(ctx, file, "trailer",
                         "it does not close the file as the header says");
    }
    return INTRO_OK;
}

intro_status intro_i_snapshot_check_frame(intro_ctx *ctx, const char *file,
                                          const intro_i_mapping *mapping)
{
    INTRO_TRY(check_magic(ctx, file, mapping));
    INTRO_TRY(check_version(ctx, file, intro_i_snapshot_header_of(mapping)));
    INTRO_TRY(check_header(ctx, file, mapping));
    return check_table(ctx, file, mapping);
}

/* --- content ------------------------------------------------------------- */

typedef struct summing {
    const intro_i_mapping *mapping;
    const intro_i_snapshot_entry *table;
    uint32_t count;
    atomic_bool is_wrong;
} summing;

/* The section's checksum, and the zeros up to the next one. */
static bool is_section_whole(const summing *work, uint64_t i)
{
    const intro_i_snapshot_entry *const entry = &work->table[i];
    const uint8_t *const data = work->mapping->data;
    const uint64_t end = entry->offset + entry->length;
    for (uint64_t at = end; at < intro_i_snapshot_align(end); at++) {
        if (data[at] != 0) {
            return false;
        }
    }
    return intro_i_checksum_of(data + entry->offset, (size_t)entry->length) ==
           entry->checksum;
}

static intro_status sum_section(void *arg, intro_i_worker *worker,
                                uint64_t begin, uint64_t end)
{
    summing *const work = arg;
    for (uint64_t i = begin; i < end; i++) {
        if (!is_section_whole(work, i)) {
            atomic_store(&work->is_wrong, true);
            return intro_i_worker_fail(worker, INTRO_EDAMAGED, "found");
        }
    }
    return INTRO_OK;
}

intro_status intro_i_snapshot_check_sums(intro_ctx *ctx, const char *file,
                                         const intro_i_mapping *mapping)
{
    summing work = {.mapping = mapping,
                    .table = intro_i_snapshot_table_of(mapping),
                    .count = intro_i_snapshot_header_of(mapping)->sections};
    intro_i_mapping_advise(mapping, 0, mapping->size,
                           INTRO_I_MAPPING_WILL_NEED);
    const uint64_t table_end =
        sizeof(intro_i_snapshot_header) + work.count * sizeof *work.table;
    for (uint64_t at = table_end; at < intro_i_snapshot_align(table_end);
         at++) {
        if (mapping->data[at] != 0) {
            return say_frame(ctx, file, "table", "bytes after it are not zero");
        }
    }
    /* Starting threads costs more than summing a small file. */
    const uint64_t grain =
        mapping->size < INTRO_I_SNAPSHOT_SMALL / 16 ? work.count + 1u : 1;
    const intro_status rc = intro_i_parallel_phase(
        ctx, "verifying", "sections", work.count, grain, sum_section, &work);
    if (!atomic_load(&work.is_wrong)) {
        return rc;
    }
    uint32_t i = 0;
    while (i + 1 < work.count && is_section_whole(&work, i)) {
        i++;
    }
    return intro_i_snapshot_damage(ctx, file, work.table[i].kind,
                                   work.table[i].index, "its checksum differs");
}
