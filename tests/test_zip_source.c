/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ZIP members as sources: what is packed comes back, and the bad archives P01 to
 * P21 are refused with the right status. */
#include "import/zip_layout.h"
#include "import/zip_source.h"

#include "base/context_impl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

static char folder[] = "/tmp/introfind-zip-XXXXXX";
static char path[256];

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/a.zip", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)remove(path);
    return rmdir(folder);
}

typedef struct entry {
    const char *name;
    const char *bytes;
    size_t size;
    int method;
} entry;

static void pack(const char *file, const entry *entries, size_t count)
{
    (void)remove(file);
    zip_t *const zip = zip_open(file, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *const s =
            zip_source_buffer(zip, entries[i].bytes, entries[i].size, 0);
        const zip_int64_t at =
            zip_file_add(zip, entries[i].name, s, ZIP_FL_ENC_UTF_8);
        assert_true(at >= 0);
        assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)at,
                                                  entries[i].method, 0),
                         0);
    }
    assert_int_equal(zip_close(zip), 0);
}

static size_t load(unsigned char **bytes)
{
    FILE *const f = fopen(path, "rb");
    assert_non_null(f);
    *bytes = malloc(1 << 20);
    assert_non_null(*bytes);
    const size_t size = fread(*bytes, 1, 1 << 20, f);
    (void)fclose(f);
    return size;
}

static void store(const unsigned char *bytes, size_t size)
{
    FILE *const f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    (void)fclose(f);
}

/* Opens the archive and reads its first member to the end. */
static intro_status read_first(intro_ctx *ctx, char *text, size_t room,
                               size_t *got)
{
    intro_i_zip *zip;
    intro_i_source *source = NULL;
    *got = 0;
    intro_status rc = intro_i_zip_open(ctx, path, &zip);
    if (rc != INTRO_OK) {
        return rc;
    }
    rc = intro_i_zip_member(ctx, zip, 0, "member", &source);
    if (rc == INTRO_OK) {
        rc = intro_i_source_read(ctx, source, text, room, got);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_zip_check(ctx, zip);
    }
    intro_i_zip_member_close(zip, source);
    intro_i_zip_close(zip);
    return rc;
}

static void expect_status(intro_status wanted)
{
    intro_ctx *ctx;
    char *const text = malloc(1 << 20);
    size_t got;
    assert_non_null(text);
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    const intro_status rc = read_first(ctx, text, 1 << 20, &got);
    if (rc != wanted) {
        print_error("%s\n", intro_ctx_error(ctx)->message);
    }
    assert_int_equal(rc, wanted);
    if (wanted != INTRO_OK) {
        assert_int_equal(intro_ctx_error(ctx)->status, wanted);
        assert_true(intro_ctx_error(ctx)->message[0] != '\0');
    }
    intro_ctx_free(ctx);
    free(text);
}

static void members_come_back_stored_and_deflated(void **state)
{
    (void)state;
    char big[60000];
    for (size_t i = 0; i < sizeof big; i++) {
        big[i] = (char)('a' + i * i % 23);
    }
    intro_ctx *ctx;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    for (int stored = 0; stored < 2; stored++) {
        const entry entries[] = {{"Connections.csv", big, sizeof big,
                                  stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE}};
        pack(path, entries, 1);
        char text[sizeof big + 10];
        size_t got;
        assert_int_equal(read_first(ctx, text, sizeof text, &got), INTRO_OK);
        assert_int_equal(got, sizeof big);
        assert_memory_equal(text, big, sizeof big);
    }
    intro_ctx_free(ctx);
}

static void an_archive_in_an_archive_is_opened_in_its_place(void **state)
{
    (void)state;
    const entry inner[] = {{"Connections.csv", "inside", 6, ZIP_CM_DEFLATE}};
    pack(path, inner, 1);
    unsigned char *bytes;
    const size_t size = load(&bytes);
    const entry outer[] = {{"Basic.zip", (char *)bytes, size, ZIP_CM_STORE}};
    pack(path, outer, 1);
    intro_ctx *ctx;
    intro_i_zip *zip;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_i_zip_open(ctx, path, &zip), INTRO_OK);
    assert_int_equal(intro_i_zip_count(zip), 1);
    assert_string_equal(intro_i_zip_name(zip, 0), "Connections.csv");
    intro_i_zip_close(zip);
    intro_ctx_free(ctx);
    free(bytes);
    expect_status(INTRO_OK);
}

static void p01_what_is_no_archive_is_refused(void **state)
{
    (void)state;
    store((const unsigned char *)"PK\3\4 not really", 15);
    expect_status(INTRO_EFORMAT);
    store((const unsigned char *)"", 0);
    expect_status(INTRO_EFORMAT);
    (void)remove(path);
    expect_status(INTRO_EIO);
    assert_int_equal(mkdir(path, 0700), 0);
    expect_status(INTRO_EIO);
    assert_int_equal(rmdir(path), 0);
}

static void p02_archives_cut_anywhere_are_refused(void **state)
{
    (void)state;
    const entry entries[] = {
        {"Connections.csv", "some text here", 14, ZIP_CM_DEFLATE}};
    pack(path, entries, 1);
    unsigned char *bytes;
    const size_t size = load(&bytes);
    for (size_t cut = 0; cut < size; cut++) {
        store(bytes, cut);
        expect_status(INTRO_EFORMAT);
    }
    free(bytes);
}

static void p03_a_bomb_ends_at_the_ratio(void **state)
{
    (void)state;
    const size_t size = (size_t)64 << 20;
    char *const zeros = calloc(1, size);
    assert_non_null(zeros);
    const entry entries[] = {{"messages.csv", zeros, size, ZIP_CM_DEFLATE}};
    pack(path, entries, 1);
    free(zeros);
    expect_status(INTRO_ELIMIT);
}

static void p06_more_than_10000_entries_are_refused(void **state)
{
    (void)state;
    (void)remove(path);
    zip_t *const zip = zip_open(path, ZIP_CREATE, NULL);
    assert_non_null(zip);
    for (int i = 0; i <= INTRO_I_ZIP_ENTRIES_MAX; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "%d.csv", i);
        assert_true(
            zip_file_add(zip, name, zip_source_buffer(zip, "", 0, 0), 0) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    expect_status(INTRO_ELIMIT);
}

/* Records that may be the end, each of so many entries and the last of them the
 * end, in memory: what libzip would read for them it is not asked. */
static void p06_the_work_of_many_ends_is_foreseen(void **state)
{
    (void)state;
    enum { END = 22, MOST = 12 };
    static const struct {
        size_t ends;
        unsigned entries;
        intro_status status;
    } rows[] = {
        {0, 0, INTRO_OK},
        {1, INTRO_I_ZIP_ENTRIES_MAX, INTRO_OK},
        {1, INTRO_I_ZIP_ENTRIES_MAX + 1, INTRO_ELIMIT},
        {1, 0xFFFF, INTRO_ELIMIT},
        {4, INTRO_I_ZIP_ENTRIES_MAX, INTRO_OK},
        {5, INTRO_I_ZIP_ENTRIES_MAX, INTRO_EFORMAT},
        {12, 3000, INTRO_OK},
        {12, 4000, INTRO_EFORMAT},
    };
    for (size_t i = 0; i < INTRO_COUNT_OF(rows); i++) {
        uint8_t bytes[END * MOST] = {0};
        const size_t size = END * rows[i].ends;
        for (size_t k = 0; k < rows[i].ends; k++) {
            uint8_t *const end = bytes + END * k;
            const size_t behind = size - END * (k + 1);
            memcpy(end, "PK\5\6", 4);
            end[10] = (uint8_t)rows[i].entries;
            end[11] = (uint8_t)(rows[i].entries >> 8);
            end[20] = (uint8_t)behind;
        }
        const intro_i_zip_bytes archive = {
            .fd = -1, .memory = bytes, .size = size};
        assert_int_equal(intro_i_zip_foresee(&archive), rows[i].status);
    }
}

static void p09_folders_and_symbolic_links_are_no_files(void **state)
{
    (void)state;
    (void)remove(path);
    zip_t *const packed = zip_open(path, ZIP_CREATE, NULL);
    assert_non_null(packed);
    assert_int_equal(zip_dir_add(packed, "Connections.csv/", 0), 0);
    assert_int_equal(
        zip_file_add(packed, "messages.csv",
                     zip_source_buffer(packed, "/etc/passwd", 11, 0), 0),
        1);
    assert_int_equal(zip_file_set_external_attributes(
                         packed, 1, 0, ZIP_OPSYS_UNIX, 0120777u << 16),
                     0);
    assert_int_equal(zip_file_add(packed, "Profile.csv",
                                  zip_source_buffer(packed, "x", 1, 0), 0),
                     2);
    assert_int_equal(zip_close(packed), 0);
    intro_ctx *ctx;
    intro_i_zip *zip;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_i_zip_open(ctx, path, &zip), INTRO_OK);
    assert_int_equal(intro_i_zip_count(zip), 3);
    assert_false(intro_i_zip_is_file(zip, 0));
    assert_false(intro_i_zip_is_file(zip, 1));
    assert_true(intro_i_zip_is_file(zip, 2));
    intro_i_zip_close(zip);
    intro_ctx_free(ctx);
}

static void p13_encrypted_members_are_refused(void **state)
{
    (void)state;
    (void)remove(path);
    zip_t *const zip = zip_open(path, ZIP_CREATE, NULL);
    assert_non_null(zip);
    assert_int_equal(zip_file_add(zip, "Connections.csv",
                                  zip_source_buffer(zip, "secret", 6, 0), 0),
                     0);
    if (zip_file_set_encryption(zip, 0, ZIP_EM_AES_256, "word") != 0) {
        zip_discard(zip);
        skip();
    }
    assert_int_equal(zip_close(zip), 0);
    expect_status(INTRO_EFORMAT);
}

static void p14_other_methods_are_refused_and_named(void **state)
{
    (void)state;
    if (!zip_compression_method_supported(ZIP_CM_BZIP2, 1)) {
        skip();
    }
    const entry entries[] = {
        {"Connections.csv", "aaaaaaaaaaaaaaaaaaaaaaaaa", 25, ZIP_CM_BZIP2}};
    pack(path, entries, 1);
    intro_ctx *ctx;
    char text[64];
    size_t got;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(read_first(ctx, text, sizeof text, &got), INTRO_EFORMAT);
    assert_non_null(strstr(intro_ctx_error(ctx)->message, "bzip2"));
    intro_ctx_free(ctx);
}

/* Every byte of the data and of the checksum damaged, one at a time: the end is
 * never announced. */
static void p16_damaged_data_and_wrong_checksums_are_refused(void **state)
{
    (void)state;
    const entry entries[] = {
        {"Connections.csv", "stored text of a member", 23, ZIP_CM_STORE}};
    pack(path, entries, 1);
    unsigned char *bytes;
    const size_t size = load(&bytes);
    size_t data = 0;
    while (memcmp(bytes + data, "stored text", 11) != 0) {
        data++;
        assert_true(data + 23 < size);
    }
    for (size_t i = data; i < data + 23; i++) {
        bytes[i] ^= 4;
        store(bytes, size);
        expect_status(INTRO_EFORMAT);
        bytes[i] ^= 4;
    }
    store(bytes, size);
    expect_status(INTRO_OK);
    free(bytes);
}

static void p18_bytes_before_and_behind_the_archive_are_refused(void **state)
{
    (void)state;
    const entry entries[] = {{"Connections.csv", "text", 4, ZIP_CM_STORE}};
    pack(path, entries, 1);
    unsigned char *bytes;
    const size_t size = load(&bytes);
    memmove(bytes + 7, bytes, size);
    memcpy(bytes, "#!/bin\n", 7);
    store(bytes, size + 7);
    expect_status(INTRO_EFORMAT);
    memmove(bytes, bytes + 7, size);
    memcpy(bytes + size, "rest", 4);
    store(bytes, size + 4);
    expect_status(INTRO_EFORMAT);
    free(bytes);
}

static void p21_an_archive_that_changes_while_read_is_refused(void **state)
{
    (void)state;
    const entry entries[] = {{"Connections.csv", "text", 4, ZIP_CM_STORE}};
    pack(path, entries, 1);
    intro_ctx *ctx;
    intro_i_zip *zip;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_i_zip_open(ctx, path, &zip), INTRO_OK);
    assert_int_equal(intro_i_zip_check(ctx, zip), INTRO_OK);
    FILE *const f = fopen(path, "ab");
    assert_non_null(f);
    assert_int_equal(fputs("more", f) >= 0, 1);
    (void)fclose(f);
    assert_int_equal(intro_i_zip_check(ctx, zip), INTRO_EIO);
    intro_i_zip_close(zip);
    intro_ctx_free(ctx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_back_stored_and_deflated),
        cmocka_unit_test(an_archive_in_an_archive_is_opened_in_its_place),
        cmocka_unit_test(p01_what_is_no_archive_is_refused),
        cmocka_unit_test(p02_archives_cut_anywhere_are_refused),
        cmocka_unit_test(p03_a_bomb_ends_at_the_ratio),
        cmocka_unit_test(p06_more_than_10000_entries_are_refused),
        cmocka_unit_test(p06_the_work_of_many_ends_is_foreseen),
        cmocka_unit_test(p09_folders_and_symbolic_links_are_no_files),
        cmocka_unit_test(p13_encrypted_members_are_refused),
        cmocka_unit_test(p14_other_methods_are_refused_and_named),
        cmocka_unit_test(p16_damaged_data_and_wrong_checksums_are_refused),
        cmocka_unit_test(p18_bytes_before_and_behind_the_archive_are_refused),
        cmocka_unit_test(p21_an_archive_that_changes_while_read_is_refused),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
