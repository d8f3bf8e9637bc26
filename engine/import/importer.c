/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/importer.h"

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/source.h"
#include "graph/strength.h"
#include "import/class_people.h"
#include "import/graphml.h"
#include "import/linkedin.h"

#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* A pipe that holds a text table is kept whole, as it may be read twice. */
#define STREAM_MAX ((size_t)64 << 20)

/* The present source is in, unless its content was there before. */
static intro_status end_source(intro_i_builder *builder, const char *path,
                               const intro_i_digest *digest)
{
    bool is_repeat = false;
    intro_i_builder_source_digest(builder, digest->hash, digest->length,
                                  &is_repeat);
    if (!is_repeat) {
        return intro_i_builder_source_end(builder);
    }
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    intro_i_builder_source_drop(builder);
    if (intro_i_builder_options(builder)->strict) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, path, 0, 0,
                               "has the same content as an earlier input");
    }
    intro_i_notice(ctx, path, 0, 1,
                   "has the same content as an earlier input: ignored");
    return INTRO_OK;
}

/* Of a folder: of the names, lengths and hashes of the files that are read. */
static intro_status folder_digest(intro_ctx *ctx, const intro_i_li_files *files,
                                  intro_i_digest *out)
{
    intro_i_checksum *const sum = intro_i_checksum_new();
    if (sum == NULL) {
        return intro_i_fail_memory(ctx);
    }
    out->length = 0;
    for (int role = 0; role < INTRO_I_LI_ROLES; role++) {
        const intro_i_li_member *const member = &files->members[role];
        if (member->path == NULL) {
            continue;
        }
        uint64_t numbers[2];
        intro_i_digest digest;
        const intro_status rc = intro_i_file_digest(ctx, member->path, &digest);
        if (rc != INTRO_OK) {
            intro_i_checksum_free(sum);
            return rc;
        }
        numbers[0] = digest.hash;
        numbers[1] = digest.length;
        intro_i_checksum_update(sum, member->base, strlen(member->base) + 1);
        intro_i_checksum_update(sum, numbers, sizeof numbers);
        out->length += digest.length;
    }
    out->hash = intro_i_checksum_value(sum);
    intro_i_checksum_free(sum);
    return INTRO_OK;
}

static intro_status read_export(intro_i_builder *builder,
                                intro_i_li_files *files, const char *owner,
                                const intro_i_digest *digest)
{
    INTRO_TRY(intro_i_linkedin_read(builder, files, owner));
    return end_source(builder, files->input,
                      files->is_single
                          ? &files->members[INTRO_I_LI_CONNECTIONS].digest
                          : digest);
}

static intro_status import_folder(intro_i_builder *builder, const char *path,
                                  const char *owner)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    intro_i_li_files files;
    intro_i_digest digest = {0, 0};
    intro_status rc = intro_i_li_files_open_folder(ctx, path, &files);
    if (rc == INTRO_OK) {
        rc = folder_digest(ctx, &files, &digest);
    }
    if (rc == INTRO_OK) {
        rc = read_export(builder, &files, owner, &digest);
    }
    intro_i_li_files_close(&files);
    return rc;
}

static intro_status import_zip(intro_i_builder *builder, const char *path,
                               const char *owner)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    intro_i_li_files files;
    intro_i_digest digest = {0, 0};
    intro_status rc = intro_i_li_files_open_zip(ctx, path, &files);
    if (rc == INTRO_OK) {
        rc = intro_i_file_digest(ctx, path, &digest);
    }
    if (rc == INTRO_OK) {
        rc = read_export(builder, &files, owner, &digest);
    }
    intro_i_li_files_close(&files);
    return rc;
}

static intro_status import_graphml(intro_i_builder *builder,
                                   intro_i_source *source)
{
    const char *const path = intro_i_source_name(source);
    INTRO_TRY(intro_i_graphml_import(builder, source));
    intro_i_digest digest = {0, 0};
    (void)intro_i_source_digest(source, &digest);
    return end_source(builder, path, &digest);
}

/* The rest of a source as one block, for content that comes only once. */
static intro_status read_stream(intro_ctx *ctx, intro_i_source *source,
                                char **bytes, size_t *size)
{
    intro_i_vec_u8 all = {0};
    intro_status rc;
    const uint8_t *block;
    size_t length;
    do {
        rc = intro_i_source_next(ctx, source, &block, &length);
        if (rc == INTRO_OK && all.count + length > STREAM_MAX) {
            rc = intro_i_fail_at(ctx, INTRO_ELIMIT, intro_i_source_name(source),
                                 0, 0, "more than 64 MiB come from a pipe");
            intro_i_hint(ctx, "save it to a file first");
        }
        if (rc == INTRO_OK &&
            intro_i_vec_u8_reserve(&all, all.count + length + 1) != INTRO_OK) {
            rc = intro_i_fail_memory(ctx);
        }
        if (rc == INTRO_OK && length != 0) {
            memcpy(all.data + all.count, block, length);
            all.count += length;
        }
    } while (rc == INTRO_OK && length != 0);
    if (rc != INTRO_OK) {
        intro_i_vec_u8_fini(&all);
        return rc;
    }
    *bytes = (char *)all.data;
    *size = all.count;
    return INTRO_OK;
}

static intro_status import_table(intro_i_builder *builder,
                                 intro_i_source *source, const char *owner)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    const char *const path = intro_i_source_name(source);
    const intro_i_digest unused = {0, 0};
    char *bytes = NULL;
    size_t size = 0;
    if (intro_i_source_is_stream(source)) {
        INTRO_TRY(read_stream(ctx, source, &bytes, &size));
    }
    intro_i_li_files files;
    intro_status rc =
        intro_i_li_files_open_single(ctx, path, bytes, size, &files);
    if (rc == INTRO_OK) {
        rc = read_export(builder, &files, owner, &unused);
    }
    intro_i_li_files_close(&files);
    intro_i_free(bytes);
    return rc;
}

/* Other graph formats that are text, by their beginning. */
static const char *other_format(const char *bytes, size_t length)
{
    static const struct {
        const char *start;
        const char *name;
    } known[] = {
        {"graph [", "GML"},     {"graph\n[", "GML"},     {"Creator", "GML"},
        {"*Vertices", "Pajek"}, {"*Network", "Pajek"},   {"digraph", "DOT"},
        {"graph {", "DOT"},     {"strict ", "DOT"},      {"dl ", "UCINET DL"},
        {"nodedef>", "GDF"},    {"BEGIN:VCARD", "vCard"}};
    while (length != 0 && (uint8_t)*bytes <= ' ') {
        bytes++;
        length--;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(known); i++) {
        const size_t size = strlen(known[i].start);
        if (length >= size && strncasecmp(bytes, known[i].start, size) == 0) {
            return known[i].name;
        }
    }
    return NULL;
}

static intro_status refuse_other(intro_ctx *ctx, const char *path,
                                 const char *name)
{
    const intro_status rc = intro_i_fail_at(
        ctx, INTRO_EFORMAT, path, 0, 0, "is %s, which is not read here", name);
    intro_i_hint(ctx, "save it as GraphML with the program it comes from");
    return rc;
}

static intro_status refuse_snapshot(intro_ctx *ctx,
                                    const intro_i_source *source)
{
    const char *const path = intro_i_source_name(source);
    if (intro_i_source_is_stream(source)) {
        const intro_status rc = intro_i_fail_at(
            ctx, INTRO_EIO, path, 0, 0, "is a pipe, and a snapshot is a file");
        intro_i_hint(ctx, "save it to a file first");
        return rc;
    }
    const intro_status rc = intro_i_fail_at(
        ctx, INTRO_EARG, path, 0, 0, "is a snapshot, not an input to import");
    intro_i_hint(ctx, "use it as it is: -n FILE");
    return rc;
}

static intro_status import_source(intro_i_builder *builder,
                                  intro_i_source *source, const char *owner,
                                  bool *took_owner)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    const char *const path = intro_i_source_name(source);
    const uint8_t *bytes;
    size_t length;
    intro_i_kind kind;
    INTRO_TRY(intro_i_source_kind(ctx, source, &kind));
    INTRO_TRY(intro_i_source_peek(ctx, source, &bytes, &length));
    switch (kind) {
    case INTRO_I_KIND_XML:
        return import_graphml(builder, source);
    case INTRO_I_KIND_ZIP:
        if (intro_i_source_is_stream(source) ||
            intro_i_source_is_packed(source)) {
            return intro_i_source_refuse(ctx, source, kind);
        }
        *took_owner = true;
        return import_zip(builder, path, owner);
    case INTRO_I_KIND_SNAPSHOT:
        return refuse_snapshot(ctx, source);
    case INTRO_I_KIND_TEXT:
    case INTRO_I_KIND_UTF16: {
        const char *const name = other_format((const char *)bytes, length);
        if (name != NULL) {
            return refuse_other(ctx, path, name);
        }
        *took_owner = true;
        return import_table(builder, source, owner);
    }
    case INTRO_I_KIND_EMPTY:
        return intro_i_fail_at(ctx, INTRO_EFORMAT, path, 0, 0,
                               "the file is empty");
    case INTRO_I_KIND_JSON:
    case INTRO_I_KIND_GZIP:
    case INTRO_I_KIND_ZSTD:
    case INTRO_I_KIND_XZ:
    case INTRO_I_KIND_BZIP2:
    case INTRO_I_KIND_ZLIB:
    case INTRO_I_KIND_PDF:
    case INTRO_I_KIND_OTHER:
        break;
    }
    return intro_i_source_refuse(ctx, source, kind);
}

intro_status intro_i_import_input(intro_i_builder *builder, const char *path,
                                  const char *owner, bool *took_owner)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    struct stat info;
    *took_owner = false;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        *took_owner = true;
        return import_folder(builder, path, owner);
    }
    intro_i_source *source;
    INTRO_TRY(intro_i_source_open_file(ctx, path, 0, &source));
    const intro_status rc = import_source(builder, source, owner, took_owner);
    intro_i_source_close(source);
    return rc;
}

static intro_status import_all(intro_i_builder *builder,
                               const char *const *files, size_t file_count,
                               const intro_import_options *options)
{
    size_t next_owner = 0;
    for (size_t i = 0; i < file_count; i++) {
        const char *const owner = next_owner < options->owner_count
                                      ? options->owners[next_owner]
                                      : NULL;
        bool took_owner;
        INTRO_TRY(intro_i_import_input(builder, files[i], owner, &took_owner));
        next_owner += took_owner ? 1 : 0;
    }
    if (next_owner < options->owner_count) {
        return intro_i_fail(intro_i_builder_ctx(builder), INTRO_EARG,
                            "--owner is given %zu times for %zu LinkedIn "
                            "inputs",
                            options->owner_count, next_owner);
    }
    return INTRO_OK;
}

/* Each decision is told once, with how often it was taken. */
static void tell_decisions(intro_ctx *ctx, const intro_graph *graph)
{
    for (uint32_t i = 0; i < intro_graph_sources(graph); i++) {
        const intro_source_info source = intro_graph_source(graph, i);
        for (uint32_t k = 0; k < source.reasons; k++) {
            const intro_reason reason = intro_graph_source_reason(graph, i, k);
            intro_i_notice(ctx, source.file, reason.first_line, reason.count,
                           "%s", reason.reason);
        }
    }
    for (uint32_t i = 0; i < intro_graph_warnings(graph); i++) {
        intro_i_notice(ctx, "", 0, 1, "%s", intro_graph_warning(graph, i));
    }
}

intro_status intro_import_run(intro_ctx *ctx, const char *const *files,
                              size_t file_count,
                              const intro_import_options *options,
                              intro_graph **out)
{
    intro_i_begin(ctx);
    if (file_count == 0) {
        return intro_i_fail(ctx, INTRO_EARG, "there is nothing to import");
    }
    if (options->strict && options->lenient) {
        return intro_i_fail(ctx, INTRO_EARG,
                            "--strict and --lenient exclude each other");
    }
    INTRO_TRY(intro_i_check_as_of(ctx, options->strength.as_of));
    intro_i_classes *classes = NULL;
    if (options->classes_file != NULL) {
        INTRO_TRY(intro_i_classes_new(ctx, options->classes_file, &classes));
    }
    intro_i_builder *builder;
    intro_status rc = intro_i_builder_new(ctx, options, &builder);
    if (rc == INTRO_OK) {
        intro_i_builder_classifier(builder, intro_i_class_people, &classes);
        rc = import_all(builder, files, file_count, options);
        if (rc == INTRO_OK) {
            rc = intro_i_builder_freeze(builder, out);
        }
        intro_i_builder_free(builder);
    }
    intro_i_classes_free(classes);
    if (rc == INTRO_OK) {
        tell_decisions(ctx, *out);
    }
    return rc;
}

intro_status intro_is_snapshot(intro_ctx *ctx, const char *file, bool *out)
{
    intro_i_begin(ctx);
    struct stat info;
    if (stat(file, &info) == 0 && !S_ISREG(info.st_mode)) {
        *out = false; /* a pipe must not lose its first bytes to a question */
        return INTRO_OK;
    }
    intro_i_source *source;
    intro_i_kind kind = INTRO_I_KIND_OTHER;
    INTRO_TRY(intro_i_source_open_file(ctx, file, 0, &source));
    const intro_status rc = intro_i_source_kind(ctx, source, &kind);
    intro_i_source_close(source);
    if (rc == INTRO_ENOMEM || rc == INTRO_EIO || rc == INTRO_ECANCELLED) {
        return rc;
    }
    *out = kind == INTRO_I_KIND_SNAPSHOT;
    intro_i_begin(ctx);
    return INTRO_OK;
}
