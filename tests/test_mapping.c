/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/context_impl.h"
#include "base/mapping.h"
#include "base/osio.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_mapping.XXXXXX";
static char path[64];
static char other[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/data", folder);
    (void)snprintf(other, sizeof other, "%s/other", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(other);
    return rmdir(folder);
}

static intro_ctx *make_context(void)
{
    intro_ctx *ctx;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    return ctx;
}

static void put_file(const char *at, const void *bytes, size_t length)
{
    FILE *const file = fopen(at, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void a_map_shows_the_bytes_of_the_file(void **state)
{
    (void)state;
    static unsigned char bytes[10000];
    intro_ctx *const ctx = make_context();
    intro_i_mapping map;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i % 251);
    }
    put_file(path, bytes, sizeof bytes);
    assert_int_equal(intro_i_mapping_open(ctx, path, &map), INTRO_OK);
    assert_int_equal(map.size, sizeof bytes);
    assert_memory_equal(map.data, bytes, sizeof bytes);
    for (int advice = INTRO_I_MAPPING_WILL_NEED;
         advice <= INTRO_I_MAPPING_RANDOM; advice++) {
        intro_i_mapping_advise(&map, 5, UINT64_MAX,
                               (intro_i_mapping_advice)advice);
        intro_i_mapping_advise(&map, UINT64_MAX, 1,
                               (intro_i_mapping_advice)advice);
    }
    assert_memory_equal(map.data, bytes, sizeof bytes);
    intro_i_mapping_close(&map);
    assert_null(map.data);
    intro_i_mapping_close(&map);
    intro_i_mapping_close(NULL);
    intro_ctx_free(ctx);
}

static void bounds_are_kept_also_where_sums_wrap(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_mapping map;
    put_file(path, "0123456789", 10);
    assert_int_equal(intro_i_mapping_open(ctx, path, &map), INTRO_OK);
    assert_ptr_equal(intro_i_mapping_at(&map, 0, 10), map.data);
    assert_ptr_equal(intro_i_mapping_at(&map, 9, 1), map.data + 9);
    assert_ptr_equal(intro_i_mapping_at(&map, 10, 0), map.data + 10);
    assert_null(intro_i_mapping_at(&map, 0, 11));
    assert_null(intro_i_mapping_at(&map, 10, 1));
    assert_null(intro_i_mapping_at(&map, 11, 0));
    assert_null(intro_i_mapping_at(&map, 5, UINT64_MAX - 3));
    assert_null(intro_i_mapping_at(&map, UINT64_MAX, 2));
    intro_i_mapping_close(&map);
    intro_ctx_free(ctx);
}

static void an_empty_file_is_an_empty_map(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_mapping map;
    put_file(path, "", 0);
    assert_int_equal(intro_i_mapping_open(ctx, path, &map), INTRO_OK);
    assert_int_equal(map.size, 0);
    assert_non_null(intro_i_mapping_at(&map, 0, 0));
    assert_null(intro_i_mapping_at(&map, 0, 1));
    intro_i_mapping_advise(&map, 0, 1, INTRO_I_MAPPING_WILL_NEED);
    intro_i_mapping_close(&map);
    intro_ctx_free(ctx);
}

static void a_replaced_file_stays_visible_as_it_was(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_mapping map;
    put_file(path, "old", 3);
    put_file(other, "newer", 5);
    assert_int_equal(intro_i_mapping_open(ctx, path, &map), INTRO_OK);
    assert_int_equal(rename(other, path), 0);
    assert_memory_equal(map.data, "old", 3);
    intro_i_mapping_close(&map);
    intro_ctx_free(ctx);
}

static void links_are_followed_and_what_is_no_file_is_refused(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_mapping map;
    put_file(path, "data", 4);
    assert_int_equal(symlink(path, other), 0);
    assert_int_equal(intro_i_mapping_open(ctx, other, &map), INTRO_OK);
    assert_memory_equal(map.data, "data", 4);
    intro_i_mapping_close(&map);
    assert_int_equal(unlink(other), 0);
    assert_int_equal(intro_i_mapping_open(ctx, folder, &map), INTRO_EIO);
    assert_string_equal(intro_ctx_error(ctx)->message,
                        "is a folder, not a file");
    assert_int_equal(intro_i_mapping_open(ctx, "/dev/zero", &map), INTRO_EIO);
    assert_int_equal(mkfifo(other, 0600), 0);
    assert_int_equal(intro_i_mapping_open(ctx, other, &map), INTRO_EIO);
    assert_string_equal(intro_ctx_error(ctx)->message, "is a pipe, not a file");
    assert_int_equal(unlink(other), 0);
    assert_int_equal(intro_i_mapping_open(ctx, other, &map), INTRO_EIO);
    assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOENT);
    intro_ctx_free(ctx);
}

static void a_huge_sparse_file_costs_nothing_to_open(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_mapping map;
    put_file(path, "x", 1);
    if (getenv("INTRO_TEST_VALGRIND") != NULL ||
        truncate(path, (off_t)1 << 40) != 0) {
        intro_ctx_free(ctx);
        skip();
    }
    const intro_status rc = intro_i_mapping_open(ctx, path, &map);
    if (rc == INTRO_OK) {
        assert_true(map.size == (uint64_t)1 << 40);
        assert_int_equal(map.data[0], 'x');
        intro_i_mapping_close(&map);
    } else {
        assert_int_equal(rc, INTRO_ENOMEM); /* a limit on address space */
    }
    intro_ctx_free(ctx);
}

#ifdef INTRO_FAULT_INJECTION
static void failing_calls_are_told_and_leave_no_map(void **state)
{
    (void)state;
    put_file(path, "data", 4);
    static const unsigned kinds[] = {INTRO_I_OS_OPEN, INTRO_I_OS_STAT,
                                     INTRO_I_OS_MMAP};
    intro_ctx *const ctx = make_context();
    for (size_t i = 0; i < INTRO_COUNT_OF(kinds); i++) {
        intro_i_mapping map = {0};
        intro_i_os_fail_after(kinds[i], 0, EACCES, false);
        assert_int_equal(intro_i_mapping_open(ctx, path, &map), INTRO_EIO);
        intro_i_os_fail_after(0, UINT64_MAX, 0, false);
        assert_int_equal(intro_ctx_error(ctx)->system_errno, EACCES);
        assert_null(map.data);
    }
    intro_i_mapping map;
    intro_i_os_fail_after(INTRO_I_OS_MMAP, 0, ENOMEM, false);
    assert_int_equal(intro_i_mapping_open(ctx, path, &map), INTRO_ENOMEM);
    intro_i_os_fail_after(0, UINT64_MAX, 0, false);
    intro_ctx_free(ctx);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_shows_the_bytes_of_the_file),
        cmocka_unit_test(bounds_are_kept_also_where_sums_wrap),
        cmocka_unit_test(an_empty_file_is_an_empty_map),
        cmocka_unit_test(a_replaced_file_stays_visible_as_it_was),
        cmocka_unit_test(links_are_followed_and_what_is_no_file_is_refused),
        cmocka_unit_test(a_huge_sparse_file_costs_nothing_to_open),
#ifdef INTRO_FAULT_INJECTION
        cmocka_unit_test(failing_calls_are_told_and_leave_no_map),
#endif
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
