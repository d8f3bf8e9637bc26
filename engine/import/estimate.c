/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How much memory an import will take, told beforehand. What an element of each
 * kind costs was measured with a million of them (one thread, 64-bit): the
 * strings, the builder's arrays and the frozen graph beside them. Of a file of
 * XML the elements are counted in a few windows; of what is packed only the ratio
 * of its beginning is known, so its elements are taken for ties, the cheapest. */
#include <introfind/import.h>

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/source.h"
#include "import/estimate_colleagues.h"
#include "import/linkedin_files.h"

#include <string.h>

enum { WINDOW = 64 << 10, WINDOWS = 16 };

/* Bytes of memory for ... */
enum {
    COST_BASE = 8 << 20, /* an import of nothing */
    COST_NODE = 92,
    COST_EDGE = 33,
    COST_DATA = 40,    /* a number 12, a text of its own 110 */
    COST_CONTACTS = 9, /* a byte of Connections.csv */
    COST_PAIR = 128,   /* two colleagues of it */
    COST_OTHERS = 1    /* a byte of another file of an export */
};

static uint64_t count_tags(const char *bytes, size_t length, const char *tag)
{
    const size_t size = strlen(tag);
    uint64_t count = 0;
    for (const char *p = bytes; length >= size;) {
        const char *const next = memchr(p, '<', length - size + 1);
        if (next == NULL) {
            break;
        }
        count += memcmp(next, tag, size) == 0;
        length -= (size_t)(next + 1 - p);
        p = next + 1;
    }
    return count;
}

static uint64_t cost_of(const char *bytes, size_t length)
{
    return count_tags(bytes, length, "<node ") * COST_NODE +
           count_tags(bytes, length, "<edge ") * COST_EDGE +
           count_tags(bytes, length, "<data ") * COST_DATA;
}

/* Windows spread over a file. */
static intro_status sample_file(intro_ctx *ctx, const char *path, int fd,
                                uint64_t size, uint64_t *need)
{
    char *const window = intro_i_alloc(WINDOW, 1);
    uint64_t looked = 0;
    uint64_t cost = 0;
    if (window == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (uint64_t i = 0; i < WINDOWS; i++) {
        const uint64_t at =
            size <= WINDOW ? 0 : (size - WINDOW) / (WINDOWS - 1) * i;
        const ssize_t got = intro_i_os_read_at(fd, window, WINDOW, at);
        if (got < 0) {
            const intro_status rc =
                intro_i_fail_errno(ctx, path, "cannot read");
            intro_i_free(window);
            return rc;
        }
        cost += cost_of(window, (size_t)got);
        looked += (uint64_t)got;
        if (size <= WINDOW) {
            break;
        }
    }
    intro_i_free(window);
    *need = looked == 0
                ? 0
                : (uint64_t)((double)cost * ((double)size / (double)looked));
    return INTRO_OK;
}

static intro_status need_of_xml(intro_ctx *ctx, const char *path,
                                uint64_t *need)
{
    int fd;
    struct stat info;
    INTRO_TRY(intro_i_os_open_input(ctx, path, false, &fd, &info));
    const intro_status rc =
        sample_file(ctx, path, fd, (uint64_t)info.st_size, need);
    (void)intro_i_os_close(fd);
    return rc;
}

/* Connections.csv of so many bytes. */
static intro_status need_of_contacts(intro_ctx *ctx, intro_i_li_files *files,
                                     uint64_t size, uint64_t *need)
{
    uint64_t pairs;
    INTRO_TRY(intro_i_estimate_colleagues(ctx, files, size, &pairs));
    *need = size * COST_CONTACTS + pairs * COST_PAIR;
    return INTRO_OK;
}

static intro_status need_of_table(intro_ctx *ctx, const char *path,
                                  uint64_t size, uint64_t *need)
{
    intro_i_li_files files;
    intro_status rc = intro_i_li_files_open_single(ctx, path, NULL, 0, &files);
    if (rc == INTRO_OK) {
        rc = need_of_contacts(ctx, &files, size, need);
    }
    intro_i_li_files_close(&files);
    return rc;
}

/* A file, by its first block. */
static intro_status need_of_file(intro_ctx *ctx, const char *path,
                                 intro_i_source *source, intro_i_kind *kind,
                                 uint64_t *need)
{
    const uint8_t *bytes;
    size_t length;
    INTRO_TRY(intro_i_source_kind(ctx, source, kind));
    INTRO_TRY(intro_i_source_peek(ctx, source, &bytes, &length));
    const uint64_t size = intro_i_source_total(source);
    const uint64_t used = intro_i_source_position(source);
    const bool is_packed = intro_i_source_is_packed(source);
    const uint64_t plain =
        is_packed && used != 0
            ? (uint64_t)((double)size * ((double)length / (double)used))
            : size;
    if (*kind == INTRO_I_KIND_XML && !is_packed) {
        return need_of_xml(ctx, path, need);
    }
    if (*kind == INTRO_I_KIND_XML) {
        *need = plain / 2;
    } else if (*kind == INTRO_I_KIND_TEXT || *kind == INTRO_I_KIND_UTF16) {
        return need_of_table(ctx, path, plain, need);
    }
    return INTRO_OK;
}

/* The files of an export that are read. */
static intro_status need_of_export(intro_ctx *ctx, const char *path,
                                   bool is_folder, uint64_t *need)
{
    intro_i_li_files files;
    intro_status rc = is_folder
                          ? intro_i_li_files_open_folder(ctx, path, &files)
                          : intro_i_li_files_open_zip(ctx, path, &files);
    for (int role = 0; role < INTRO_I_LI_ROLES && rc == INTRO_OK; role++) {
        const intro_i_li_member *const member = &files.members[role];
        struct stat info = {0};
        uint64_t size = 0;
        if (member->path == NULL) {
            continue;
        }
        if (!is_folder) {
            size = intro_i_zip_size(files.zip, member->index);
        } else if (intro_i_os_stat(member->path, &info) == 0) {
            size = (uint64_t)info.st_size;
        } else {
            rc = intro_i_fail_errno(ctx, member->path, "cannot be looked at");
        }
        uint64_t own = size * COST_OTHERS;
        if (rc == INTRO_OK && role == INTRO_I_LI_CONNECTIONS) {
            rc = need_of_contacts(ctx, &files, size, &own);
        }
        *need += own;
    }
    intro_i_li_files_close(&files);
    return rc;
}

static intro_status need_of_input(intro_ctx *ctx, const char *path,
                                  uint64_t *need)
{
    struct stat info;
    *need = 0;
    if (intro_i_os_stat(path, &info) != 0) {
        return intro_i_fail_errno(ctx, path, "cannot be looked at");
    }
    if (S_ISDIR(info.st_mode)) {
        return need_of_export(ctx, path, true, need);
    }
    if (!S_ISREG(info.st_mode)) {
        return INTRO_OK; /* a pipe must not lose its first bytes to a question */
    }
    intro_i_source *source;
    intro_i_kind kind = INTRO_I_KIND_OTHER;
    INTRO_TRY(intro_i_source_open_file(ctx, path, 0, &source));
    intro_status rc = need_of_file(ctx, path, source, &kind, need);
    intro_i_source_close(source);
    if (rc == INTRO_OK && kind == INTRO_I_KIND_ZIP) {
        rc = need_of_export(ctx, path, false, need);
    }
    return rc;
}

intro_status intro_import_need(intro_ctx *ctx, const char *const *files,
                               size_t file_count, uint64_t *bytes)
{
    uint64_t all = 0;
    intro_i_begin(ctx);
    for (size_t i = 0; i < file_count; i++) {
        uint64_t need;
        const intro_status rc = need_of_input(ctx, files[i], &need);
        if (rc == INTRO_ENOMEM || rc == INTRO_EIO || rc == INTRO_ECANCELLED) {
            return rc;
        }
        /* What is wrong in an input is for its import to say. */
        all += rc == INTRO_OK ? need : 0;
    }
    intro_i_begin(ctx);
    *bytes = all == 0 ? 0 : all + COST_BASE;
    return INTRO_OK;
}
