/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of snapshots share: one file in a folder of its own, and its
 * bytes as a header, a table and sections that may be changed and made to look
 * right again. Included once by each program. */
#ifndef INTRO_TESTS_SNAPSHOT_BLOB_H
#define INTRO_TESTS_SNAPSHOT_BLOB_H

#include "hand_graph.h"

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "snapshot/snapshot_impl.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_snapshot.XXXXXX";
static char file[64];
static intro_ctx *ctx;

static const hand_plan small_plan = {7, 12, 0.3, false, true};
static const hand_plan directed_plan = {8, 12, 0.3, true, true};

static inline int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL || intro_ctx_new(&ctx) != INTRO_OK) {
        return -1;
    }
    (void)snprintf(file, sizeof file, "%s/net.intro", folder);
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    (void)unlink(file);
    return rmdir(folder);
}

static inline int remove_file(void **state)
{
    (void)state;
    (void)unlink(file);
    return 0;
}

typedef struct blob {
    unsigned char *bytes;
    size_t size;
} blob;

static inline blob read_file(void)
{
    blob b;
    struct stat info;
    const int fd = open(file, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &info), 0);
    b.size = (size_t)info.st_size;
    b.bytes = malloc(b.size + 1);
    assert_non_null(b.bytes);
    assert_int_equal(read(fd, b.bytes, b.size), (ssize_t)b.size);
    (void)close(fd);
    return b;
}

static inline void write_file(const void *bytes, size_t size)
{
    const int fd = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (ssize_t)size);
    (void)close(fd);
}

static inline void write_graph(const intro_graph *g)
{
    if (intro_snapshot_write(ctx, g, file) != INTRO_OK) {
        fail_msg("%s", intro_ctx_error(ctx)->message);
    }
}

/* The bytes of the snapshot of a planned graph. */
static inline blob make_blob(const hand_plan *plan)
{
    intro_graph *const g = hand_graph(plan);
    write_graph(g);
    intro_graph_close(g);
    return read_file();
}

static inline intro_status open_file(intro_graph **g)
{
    return intro_snapshot_open(ctx, file, INTRO_VERIFY_QUICK, g);
}

static inline intro_status open_bytes(const void *bytes, size_t size)
{
    intro_graph *g = NULL;
    write_file(bytes, size);
    const intro_status rc = open_file(&g);
    if (rc == INTRO_OK) {
        (void)hand_walk(g);
        intro_graph_close(g);
    }
    return rc;
}

static inline void expect(const blob *b, intro_status status, const char *words)
{
    assert_int_equal(open_bytes(b->bytes, b->size), status);
    assert_int_equal(intro_ctx_error(ctx)->status, status);
    assert_string_equal(intro_ctx_error(ctx)->source, file);
    if (strstr(intro_ctx_error(ctx)->message, words) == NULL) {
        fail_msg("\"%s\" does not say \"%s\"", intro_ctx_error(ctx)->message,
                 words);
    }
}

static inline intro_i_snapshot_header *header_of(const blob *b)
{
    return (void *)b->bytes;
}

static inline intro_i_snapshot_entry *table_of(const blob *b)
{
    return (void *)(b->bytes + sizeof(intro_i_snapshot_header));
}

static inline intro_i_snapshot_entry *entry_of(const blob *b, uint32_t kind,
                                               uint32_t number)
{
    for (uint32_t i = 0; i < header_of(b)->sections; i++) {
        if (table_of(b)[i].kind == kind && table_of(b)[i].index == number) {
            return &table_of(b)[i];
        }
    }
    fail_msg("no section %u", kind);
    return NULL;
}

static inline void *section_of(const blob *b, uint32_t kind)
{
    return b->bytes + entry_of(b, kind, 0)->offset;
}

/* The header's checksum made right, whatever the table says. */
static inline void repair_header(const blob *b)
{
    intro_i_snapshot_header *const header = header_of(b);
    const size_t all =
        sizeof *header + header->sections * sizeof(intro_i_snapshot_entry);
    if (all > b->size) {
        return;
    }
    header->checksum = 0;
    header->checksum = intro_i_checksum_of(b->bytes, all);
}

static inline void repair_all(const blob *b)
{
    for (uint32_t i = 0; i < header_of(b)->sections &&
                         (i + 1) * sizeof *table_of(b) < b->size - 128;
         i++) {
        intro_i_snapshot_entry *const entry = &table_of(b)[i];
        if (entry->offset <= b->size &&
            entry->length <= b->size - entry->offset) {
            entry->checksum = intro_i_checksum_of(b->bytes + entry->offset,
                                                  (size_t)entry->length);
        }
    }
    repair_header(b);
}

#define SNAPSHOT_TEST(name) cmocka_unit_test_teardown(name, remove_file)

#endif
