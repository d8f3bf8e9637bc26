/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Snapshots and the file system: links, writers and readers at once, failing
 * calls. Ids such as S17 are rows of the catalogue of bad inputs. */
#include "snapshot_blob.h"

#include "base/osio.h"
#include "base/random.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

/* --- files (S14, S16, S17, S20 to S25) ----------------------------------- */

static void
S14_links_are_followed_for_reading_and_refused_for_writing(void **state)
{
    (void)state;
    char link_name[80];
    intro_graph *opened = NULL;
    intro_graph *const g = hand_graph(&small_plan);
    write_graph(g);
    (void)snprintf(link_name, sizeof link_name, "%s/link", folder);
    assert_int_equal(symlink(file, link_name), 0);
    assert_int_equal(
        intro_snapshot_open(ctx, link_name, INTRO_VERIFY_QUICK, &opened),
        INTRO_OK);
    intro_graph_close(opened);
    assert_int_equal(intro_snapshot_write(ctx, g, link_name), INTRO_EIO);
    assert_int_equal(unlink(link_name), 0);
    assert_int_equal(mkfifo(link_name, 0600), 0);
    assert_int_equal(
        intro_snapshot_open(ctx, link_name, INTRO_VERIFY_QUICK, &opened),
        INTRO_EIO);
    assert_int_equal(intro_snapshot_write(ctx, g, link_name), INTRO_EIO);
    assert_int_equal(unlink(link_name), 0);
    assert_int_equal(
        intro_snapshot_open(ctx, folder, INTRO_VERIFY_QUICK, &opened),
        INTRO_EIO);
    assert_int_equal(intro_snapshot_write(ctx, g, folder), INTRO_EIO);
    intro_graph_close(g);
}

static void
S16_an_open_snapshot_keeps_its_data_when_the_file_is_replaced(void **state)
{
    (void)state;
    intro_graph *const old = hand_graph(&small_plan);
    intro_graph *const new = hand_graph(&directed_plan);
    intro_graph *opened = NULL;
    write_graph(old);
    assert_int_equal(open_file(&opened), INTRO_OK);
    write_graph(new);
    hand_assert_equal(old, opened);
    intro_graph_close(opened);
    assert_int_equal(open_file(&opened), INTRO_OK);
    hand_assert_equal(new, opened);
    intro_graph_close(opened);
    intro_graph_close(new);
    intro_graph_close(old);
}

typedef struct rival {
    const intro_graph *graph;
    intro_ctx *ctx;
    intro_status status;
} rival;

static bool write_meanwhile(void *user, const intro_progress *progress)
{
    rival *const r = user;
    (void)progress;
    r->status = intro_snapshot_write(r->ctx, r->graph, file);
    return true;
}

static void S17_of_two_writers_at_once_one_is_told_and_one_wins(void **state)
{
    (void)state;
    intro_graph *const g = hand_graph(&small_plan);
    intro_graph *const other = hand_graph(&directed_plan);
    intro_graph *opened = NULL;
    rival r = {.graph = other, .status = INTRO_OK};
    assert_int_equal(intro_ctx_new(&r.ctx), INTRO_OK);
    intro_ctx_set_progress(ctx, write_meanwhile, &r);
    write_graph(g);
    intro_ctx_set_progress(ctx, NULL, NULL);
    assert_int_equal(r.status, INTRO_EIO);
    assert_non_null(strstr(intro_ctx_error(r.ctx)->message, "being written"));
    assert_int_equal(open_file(&opened), INTRO_OK);
    hand_assert_equal(g, opened);
    intro_graph_close(opened);
    intro_ctx_free(r.ctx);
    intro_graph_close(other);
    intro_graph_close(g);
}

/* The folder holds the old file, byte for byte, and nothing else. */
static void assert_untouched(const blob *old)
{
    const blob now = read_file();
    assert_int_equal(old->size, now.size);
    assert_memory_equal(old->bytes, now.bytes, old->size);
    free(now.bytes);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(folder), 0); /* so the folder was empty */
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(old->bytes, old->size);
}

static bool read_meanwhile(void *user, const intro_progress *progress)
{
    rival *const r = user;
    intro_graph *opened = NULL;
    (void)progress;
    r->status = intro_snapshot_open(r->ctx, file, INTRO_VERIFY_FULL, &opened);
    assert_int_equal(r->status, INTRO_OK);
    hand_assert_equal(r->graph, opened);
    intro_graph_close(opened);
    r->status = INTRO_EAMBIGUOUS; /* a mark: has been here */
    return true;
}

static void S18_a_reader_during_a_write_sees_the_old_file(void **state)
{
    (void)state;
    intro_graph *const g = hand_graph(&small_plan);
    intro_graph *const old = hand_graph(&directed_plan);
    intro_ctx *fresh; /* has not reported lately */
    rival r = {.graph = old, .status = INTRO_OK};
    assert_int_equal(intro_ctx_new(&r.ctx), INTRO_OK);
    assert_int_equal(intro_ctx_new(&fresh), INTRO_OK);
    write_graph(old);
    intro_ctx_set_progress(fresh, read_meanwhile, &r);
    assert_int_equal(intro_snapshot_write(fresh, g, file), INTRO_OK);
    assert_int_equal(r.status, INTRO_EAMBIGUOUS);
    intro_ctx_free(fresh);
    intro_ctx_free(r.ctx);
    intro_graph_close(old);
    intro_graph_close(g);
}

static void write_until_killed(const intro_graph *a, const intro_graph *b)
{
    for (;;) {
        if (intro_snapshot_write(ctx, a, file) != INTRO_OK ||
            intro_snapshot_write(ctx, b, file) != INTRO_OK) {
            _exit(1);
        }
    }
}

static void S19_a_writer_killed_at_any_time_leaves_a_whole_file(void **state)
{
    (void)state;
    intro_graph *const a = hand_graph(&small_plan);
    intro_graph *const b = hand_graph(&directed_plan);
    intro_i_random random;
    intro_i_random_init(&random, 19);
    write_graph(a);
    for (int round = 0; round < 40; round++) {
        intro_graph *opened = NULL;
        const struct timespec wait = {
            0, 1000 * (long)intro_i_random_below(&random, 8000)};
        const pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            write_until_killed(a, b);
        }
        (void)nanosleep(&wait, NULL);
        int status;
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(open_file(&opened), INTRO_OK);
        hand_assert_equal(opened->is_directed ? b : a, opened);
        intro_graph_close(opened);
    }
    write_graph(a); /* clears what the dead left */
    const blob now = read_file();
    assert_untouched(&now);
    free(now.bytes);
    intro_graph_close(b);
    intro_graph_close(a);
}

static bool refuse(void *user, const intro_progress *progress)
{
    (void)user;
    (void)progress;
    return false;
}

static void a_cancelled_write_leaves_the_old_file_and_nothing_else(void **state)
{
    (void)state;
    const blob old = make_blob(&directed_plan);
    intro_graph *const g = hand_graph(&small_plan);
    intro_ctx *fresh; /* has not reported lately */
    assert_int_equal(intro_ctx_new(&fresh), INTRO_OK);
    intro_ctx_set_progress(fresh, refuse, NULL);
    assert_int_equal(intro_snapshot_write(fresh, g, file), INTRO_ECANCELLED);
    intro_ctx_free(fresh);
    assert_untouched(&old);
    intro_graph_close(g);
    free(old.bytes);
}

static void strings_no_reader_takes_leave_the_old_file(void **state)
{
    (void)state;
    static const char wrong[] = {'\xFF', '\xC3', '\0'};
    const blob old = make_blob(&directed_plan);
    for (size_t i = 0; i < sizeof wrong; i++) {
        intro_graph *const g = hand_graph(&small_plan);
        HAND_EDIT(char, g->strings.bytes)[g->strings.offsets[1]] = wrong[i];
        assert_int_equal(intro_snapshot_write(ctx, g, file), INTRO_EBUG);
        assert_non_null(strstr(intro_ctx_error(ctx)->message,
                               "graph array 'string_bytes'"));
        assert_untouched(&old);
        intro_graph_close(g);
    }
    free(old.bytes);
}

static void S21_a_folder_that_is_not_there_is_told(void **state)
{
    (void)state;
    char missing[80];
    intro_graph *g = NULL;
    (void)snprintf(missing, sizeof missing, "%s/none/net.intro", folder);
    intro_graph *const graph = hand_graph(&small_plan);
    assert_int_equal(intro_snapshot_write(ctx, graph, missing), INTRO_EIO);
    assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOENT);
    assert_int_equal(intro_snapshot_open(ctx, missing, INTRO_VERIFY_FULL, &g),
                     INTRO_EIO);
    intro_graph_close(graph);
}

static void S23_the_mode_is_0600_whatever_the_umask(void **state)
{
    (void)state;
    static const mode_t masks[] = {0, 077, 022, 0277};
    intro_graph *const g = hand_graph(&small_plan);
    for (size_t i = 0; i < INTRO_COUNT_OF(masks); i++) {
        struct stat info;
        const mode_t old = umask(masks[i]);
        const intro_status rc = intro_snapshot_write(ctx, g, file);
        (void)umask(old);
        assert_int_equal(rc, INTRO_OK);
        assert_int_equal(stat(file, &info), 0);
        assert_int_equal(info.st_mode & 07777, 0600);
        (void)unlink(file);
    }
    intro_graph_close(g);
}

#ifdef INTRO_FAULT_INJECTION
static void
S20_S24_any_failing_call_of_the_system_keeps_the_old_file(void **state)
{
    (void)state;
    const unsigned kinds = INTRO_I_OS_OPEN | INTRO_I_OS_WRITE |
                           INTRO_I_OS_FSYNC | INTRO_I_OS_RENAME |
                           INTRO_I_OS_CLOSE;
    intro_graph *const g = hand_graph(&small_plan);
    const blob old = make_blob(&directed_plan);
    intro_status rc = INTRO_EIO;
    uint64_t k = 0;
    intro_i_os_set_short(500);
    for (; rc != INTRO_OK && k < 10000; k++) {
        intro_i_os_fail_after(kinds, k, ENOSPC, false);
        rc = intro_snapshot_write(ctx, g, file);
        const uint64_t calls = intro_i_os_calls();
        intro_i_os_fail_after(INTRO_I_OS_ALL, UINT64_MAX, 0, false);
        if (rc == INTRO_OK && calls > k) {
            /* A failure the writer could do without, such as a close of the
             * folder: then the new file must be whole. */
            intro_graph *opened = NULL;
            assert_int_equal(open_file(&opened), INTRO_OK);
            hand_assert_equal(g, opened);
            intro_graph_close(opened);
            write_file(old.bytes, old.size);
            rc = INTRO_EIO;
        } else if (rc != INTRO_OK) {
            assert_int_equal(rc, INTRO_EIO);
            assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOSPC);
            const blob now = read_file();
            /* Past the rename the new one may be there: old or new, whole. */
            intro_graph *opened = NULL;
            assert_int_equal(open_file(&opened), INTRO_OK);
            if (now.size == old.size &&
                memcmp(now.bytes, old.bytes, old.size) == 0) {
                assert_untouched(&old);
            } else {
                hand_assert_equal(g, opened);
                write_file(old.bytes, old.size);
            }
            intro_graph_close(opened);
            free(now.bytes);
        }
    }
    intro_i_os_set_short(0);
    assert_true(k > 5 && k < 10000);
    free(old.bytes);
    intro_graph_close(g);
}

static void memory_that_runs_out_leaves_nothing_behind(void **state)
{
    (void)state;
    intro_graph *const g = hand_graph(&small_plan);
    const uint64_t held = intro_i_alloc_bytes();
    intro_status rc = INTRO_ENOMEM;
    for (uint64_t k = 0; rc != INTRO_OK; k++) {
        intro_i_alloc_fail_after(k, false);
        rc = intro_snapshot_write(ctx, g, file);
        intro_i_alloc_fail_after(UINT64_MAX, false);
        assert_true(rc == INTRO_OK || rc == INTRO_ENOMEM);
        assert_int_equal(rc, intro_ctx_error(ctx)->status);
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    rc = INTRO_ENOMEM;
    for (uint64_t k = 0; rc != INTRO_OK; k++) {
        intro_graph *opened = NULL;
        intro_i_alloc_fail_after(k, false);
        rc = open_file(&opened);
        intro_i_alloc_fail_after(UINT64_MAX, false);
        assert_true(rc == INTRO_OK || rc == INTRO_ENOMEM);
        assert_int_equal(rc, intro_ctx_error(ctx)->status);
        if (rc == INTRO_OK) {
            intro_graph_close(opened);
        }
        assert_int_equal(intro_i_alloc_bytes(), held);
    }
    intro_graph_close(g);
}
#endif

static void a_cancelled_opening_says_so(void **state)
{
    (void)state;
    intro_graph *g = NULL;
    const blob b = make_blob(&small_plan);
    intro_ctx_cancel(ctx);
    assert_int_equal(open_file(&g), INTRO_ECANCELLED);
    intro_ctx_clear_cancel(ctx);
    assert_null(g);
    free(b.bytes);
}

int main(void)
{
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    const struct CMUnitTest tests[] = {
        SNAPSHOT_TEST(
            S14_links_are_followed_for_reading_and_refused_for_writing),
        SNAPSHOT_TEST(
            S16_an_open_snapshot_keeps_its_data_when_the_file_is_replaced),
        SNAPSHOT_TEST(S17_of_two_writers_at_once_one_is_told_and_one_wins),
        SNAPSHOT_TEST(S18_a_reader_during_a_write_sees_the_old_file),
        SNAPSHOT_TEST(S19_a_writer_killed_at_any_time_leaves_a_whole_file),
        SNAPSHOT_TEST(a_cancelled_write_leaves_the_old_file_and_nothing_else),
        SNAPSHOT_TEST(strings_no_reader_takes_leave_the_old_file),
        SNAPSHOT_TEST(S21_a_folder_that_is_not_there_is_told),
        SNAPSHOT_TEST(S23_the_mode_is_0600_whatever_the_umask),
#ifdef INTRO_FAULT_INJECTION
        SNAPSHOT_TEST(
            S20_S24_any_failing_call_of_the_system_keeps_the_old_file),
        SNAPSHOT_TEST(memory_that_runs_out_leaves_nothing_behind),
#endif
        SNAPSHOT_TEST(a_cancelled_opening_says_so),
    };
    return cmocka_run_group_tests_name("snapshot files", tests, set_up,
                                       tear_down);
}
