/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/sink.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/test_sink.XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/data", folder);
    return 0;
}

static int empty_folder(void **state)
{
    (void)state;
    DIR *const listing = opendir(folder);
    if (listing == NULL) {
        return -1;
    }
    for (const struct dirent *e = readdir(listing); e != NULL;
         e = readdir(listing)) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0) {
            (void)unlinkat(dirfd(listing), e->d_name, 0);
            (void)unlinkat(dirfd(listing), e->d_name, AT_REMOVEDIR);
        }
    }
    return closedir(listing);
}

static int remove_folder(void **state)
{
    return empty_folder(state) == 0 ? rmdir(folder) : -1;
}

static size_t count_entries(void)
{
    size_t count = 0;
    DIR *const listing = opendir(folder);
    assert_non_null(listing);
    while (readdir(listing) != NULL) {
        count++;
    }
    (void)closedir(listing);
    return count - 2;
}

static intro_ctx *make_context(void)
{
    intro_ctx *ctx;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    return ctx;
}

static void put_file(const char *at, const char *text)
{
    FILE *const file = fopen(at, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void expect_file(const char *text)
{
    char buffer[200] = "";
    FILE *const file = fopen(path, "r");
    assert_non_null(file);
    const size_t length = fread(buffer, 1, sizeof buffer - 1, file);
    assert_int_equal(length, strlen(text));
    assert_memory_equal(buffer, text, length);
    (void)fclose(file);
}

static intro_status write_file(intro_ctx *ctx, const char *text)
{
    intro_i_sink *sink;
    INTRO_TRY(intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink));
    intro_status rc = intro_i_sink_puts(ctx, sink, text);
    if (rc == INTRO_OK) {
        rc = intro_i_sink_commit(ctx, sink);
    }
    intro_i_sink_abandon(sink);
    return rc;
}

static void a_file_appears_at_the_commit_and_whole(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    put_file(path, "old");
    assert_int_equal(
        intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink),
        INTRO_OK);
    assert_int_equal(intro_i_sink_puts(ctx, sink, "new "), INTRO_OK);
    assert_int_equal(intro_i_sink_write(ctx, sink, "text", 4), INTRO_OK);
    assert_int_equal(intro_i_sink_position(sink), 8);
    expect_file("old");
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_OK);
    expect_file("new text");
    intro_i_sink_abandon(sink);
    expect_file("new text");
    assert_int_equal(count_entries(), 1);
    intro_ctx_free(ctx);
}

static void an_abandoned_file_leaves_nothing_behind(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    for (int turn = 0; turn < 2; turn++) {
        assert_int_equal(
            intro_i_sink_open_file(ctx, path, INTRO_I_SINK_PRIVATE, &sink),
            INTRO_OK);
        assert_int_equal(intro_i_sink_puts(ctx, sink, "half"), INTRO_OK);
        assert_int_equal(count_entries(), 1 + turn);
        intro_i_sink_abandon(sink);
        assert_int_equal(count_entries(), turn);
        put_file(path, "old");
    }
    expect_file("old");
    intro_i_sink_abandon(NULL);
    intro_ctx_free(ctx);
}

/* What a handler does that ends the process: the sinks live on, for no use. */
static void what_is_unfinished_can_be_discarded(void **state)
{
    (void)state;
    enum { SINKS = 6, NOTED = 4 };
    intro_ctx *const ctx = make_context();
    intro_i_sink *sinks[SINKS];
    char names[SINKS][80];
    put_file(path, "old");
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < SINKS; i++) {
            (void)snprintf(names[i], sizeof names[i], "%s/data%d", folder, i);
            assert_int_equal(intro_i_sink_open_file(
                                 ctx, names[i], INTRO_I_SINK_SHARED, &sinks[i]),
                             INTRO_OK);
            assert_int_equal(intro_i_sink_puts(ctx, sinks[i], "half"),
                             INTRO_OK);
        }
        assert_int_equal(count_entries(), 1 + SINKS);
        /* a place is free again once a file is finished or given up */
        assert_int_equal(intro_i_sink_commit(ctx, sinks[0]), INTRO_OK);
        intro_i_sink_abandon(sinks[1]);
        assert_int_equal(
            intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sinks[1]),
            INTRO_OK);
        assert_int_equal(count_entries(), 1 + SINKS);
        intro_ctx_discard_unfinished(ctx);
        assert_int_equal(count_entries(), 2 + (SINKS - 1) - (NOTED - 1));
        expect_file("old");
        for (int i = 0; i < SINKS; i++) {
            intro_i_sink_abandon(sinks[i]);
        }
        assert_int_equal(count_entries(), 2);
        intro_ctx_discard_unfinished(ctx);
        assert_int_equal(count_entries(), 2);
        assert_int_equal(unlink(names[0]), 0);
    }
    intro_ctx_free(ctx);
}

/* Told to end after the last byte was written: the file is not replaced. */
static void a_cancelled_commit_keeps_the_old_file(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    put_file(path, "old");
    assert_int_equal(
        intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink),
        INTRO_OK);
    assert_int_equal(intro_i_sink_puts(ctx, sink, "new"), INTRO_OK);
    intro_ctx_cancel(ctx);
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_ECANCELLED);
    intro_ctx_clear_cancel(ctx);
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_ECANCELLED);
    intro_i_sink_abandon(sink);
    expect_file("old");
    assert_int_equal(count_entries(), 1);
    intro_ctx_free(ctx);
}

static void all_sizes_of_writes_come_out_in_order(void **state)
{
    (void)state;
    static const size_t sizes[] = {1,     65535,  1,  65536, 0,
                                   65537, 300000, 10, 70};
    static unsigned char bytes[300000];
    static unsigned char got[600000];
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    intro_i_sink *memory;
    size_t total = 0;
    size_t length;
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (unsigned char)(i * 31 + i / 255);
    }
    assert_int_equal(
        intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink),
        INTRO_OK);
    assert_int_equal(intro_i_sink_open_memory(ctx, 0, &memory), INTRO_OK);
    for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
        assert_int_equal(intro_i_sink_write(ctx, sink, bytes, sizes[i]),
                         INTRO_OK);
        assert_int_equal(intro_i_sink_write(ctx, memory, bytes, sizes[i]),
                         INTRO_OK);
        total += sizes[i];
        assert_int_equal(intro_i_sink_position(sink), total);
        assert_int_equal(intro_i_sink_position(memory), total);
    }
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_OK);
    assert_int_equal(intro_i_sink_commit(ctx, memory), INTRO_OK);
    FILE *const file = fopen(path, "rb");
    assert_int_equal(fread(got, 1, sizeof got, file), total);
    (void)fclose(file);
    size_t at = 0;
    for (size_t i = 0; i < INTRO_COUNT_OF(sizes); i++) {
        assert_memory_equal(got + at, bytes, sizes[i]);
        at += sizes[i];
    }
    assert_memory_equal(intro_i_sink_memory(memory, &length), got, total);
    assert_int_equal(length, total);
    intro_i_sink_abandon(sink);
    intro_i_sink_abandon(memory);
    intro_ctx_free(ctx);
}

static void a_memory_sink_keeps_its_maximum(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    assert_int_equal(intro_i_sink_open_memory(ctx, 5, &sink), INTRO_OK);
    assert_int_equal(intro_i_sink_puts(ctx, sink, "12345"), INTRO_OK);
    assert_int_equal(intro_i_sink_puts(ctx, sink, "6"), INTRO_ELIMIT);
    intro_i_begin(ctx);
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_ELIMIT);
    assert_int_equal(intro_ctx_error(ctx)->status, INTRO_ELIMIT);
    intro_i_sink_abandon(sink);
    intro_ctx_free(ctx);
}

static void expect_mode(mode_t mask, intro_i_sink_mode mode, mode_t wanted)
{
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    struct stat info;
    const mode_t saved = umask(mask);
    assert_int_equal(intro_i_sink_open_file(ctx, path, mode, &sink), INTRO_OK);
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_OK);
    intro_i_sink_abandon(sink);
    (void)umask(saved);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 07777, wanted);
    intro_ctx_free(ctx);
}

static void modes_are_private_or_follow_the_umask(void **state)
{
    (void)state;
    expect_mode(0, INTRO_I_SINK_PRIVATE, 0600);
    expect_mode(0277, INTRO_I_SINK_PRIVATE, 0600);
    expect_mode(0, INTRO_I_SINK_SHARED, 0666);
    expect_mode(027, INTRO_I_SINK_SHARED, 0640);
}

static void expect_refused(const char *at, const char *words)
{
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    assert_int_equal(
        intro_i_sink_open_file(ctx, at, INTRO_I_SINK_SHARED, &sink), INTRO_EIO);
    assert_string_equal(intro_ctx_error(ctx)->source, at);
    if (strstr(intro_ctx_error(ctx)->message, words) == NULL) {
        print_error("\"%s\" lacks \"%s\"\n", intro_ctx_error(ctx)->message,
                    words);
        fail();
    }
    intro_ctx_free(ctx);
}

static void what_is_no_file_is_refused_and_untouched(void **state)
{
    (void)state;
    char victim[64];
    char long_name[400];
    struct stat info;
    (void)snprintf(victim, sizeof victim, "%s/victim", folder);
    put_file(victim, "precious");
    assert_int_equal(symlink(victim, path), 0);
    expect_refused(path, "is a symbolic link");
    expect_file("precious");
    (void)unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_refused(path, "is a pipe");
    (void)unlink(path);
    assert_int_equal(mkdir(path, 0700), 0);
    expect_refused(path, "is a folder");
    expect_refused("/dev/null", "is a device");
    expect_refused("/dev/stdout", "is a symbolic link");
    expect_refused("/nowhere/data", "No such file");
    expect_refused("/dev/null/data", "Not a directory");
    expect_refused("", "is not a file name");
    expect_refused("/tmp/", "is not a file name");
    expect_refused("/tmp/..", "is not a file name");
    memset(long_name, 'n', sizeof long_name);
    (void)memcpy(long_name, "/tmp/", 5);
    long_name[5 + 256] = '\0';
    expect_refused(long_name, "File name too long");
    assert_int_equal(stat("/dev/null", &info), 0);
    assert_true(S_ISCHR(info.st_mode));
    assert_int_equal(count_entries(), 2);
}

static void a_name_of_the_greatest_length_can_be_written(void **state)
{
    (void)state;
    char at[400];
    struct stat info;
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    const int used = snprintf(at, sizeof at, "%s/", folder);
    assert_true(used > 0);
    memset(at + used, 'n', 255);
    at[used + 255] = '\0';
    assert_int_equal(
        intro_i_sink_open_file(ctx, at, INTRO_I_SINK_PRIVATE, &sink), INTRO_OK);
    /* Its neighbour with the same beginning is another file. */
    intro_i_sink *other;
    at[used + 254] = '\0';
    assert_int_equal(
        intro_i_sink_open_file(ctx, at, INTRO_I_SINK_PRIVATE, &other),
        INTRO_OK);
    intro_i_sink_abandon(other);
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_OK);
    intro_i_sink_abandon(sink);
    at[used + 254] = 'n';
    assert_int_equal(stat(at, &info), 0);
    assert_int_equal(unlink(at), 0);
    intro_ctx_free(ctx);
}

static void a_second_writer_is_refused_by_name_at_once(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_sink *first;
    char words[64];
    int ready[2];
    int stop[2];
    char byte = 0;
    put_file(path, "old");
    assert_int_equal(pipe(ready), 0);
    assert_int_equal(pipe(stop), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(stop[1]);
        const bool is_open =
            intro_i_sink_open_file(ctx, path, INTRO_I_SINK_PRIVATE, &first) ==
            INTRO_OK;
        (void)!write(ready[1], &byte, 1);
        (void)!read(stop[0], &byte, 1); /* until the parent is done */
        const bool is_done =
            is_open && intro_i_sink_puts(ctx, first, "child") == INTRO_OK &&
            intro_i_sink_commit(ctx, first) == INTRO_OK;
        if (is_open) {
            intro_i_sink_abandon(first);
        }
        intro_ctx_free(ctx);
        _exit(is_done ? 0 : 1);
    }
    (void)close(stop[0]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    (void)snprintf(words, sizeof words, "is being written by process %ld",
                   (long)child);
    expect_refused(path, words);
    expect_file("old");
    (void)close(stop[1]);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    expect_file("child");
    assert_int_equal(write_file(ctx, "parent"), INTRO_OK);
    expect_file("parent");
    assert_int_equal(count_entries(), 1);
    (void)close(ready[0]);
    (void)close(ready[1]);
    intro_ctx_free(ctx);
}

static void of_many_writers_at_once_each_is_refused_or_whole(void **state)
{
    (void)state;
    enum { WRITERS = 8 };
    pid_t children[WRITERS];
    unsigned won = 0;
    for (size_t i = 0; i < WRITERS; i++) {
        children[i] = fork();
        assert_true(children[i] >= 0);
        if (children[i] == 0) {
            intro_ctx *ctx;
            char text[100];
            memset(text, 'a' + (int)i, sizeof text - 1);
            text[sizeof text - 1] = '\0';
            if (intro_ctx_new(&ctx) != INTRO_OK) {
                _exit(2);
            }
            const intro_status rc = write_file(ctx, text);
            const bool is_told = strstr(intro_ctx_error(ctx)->message,
                                        "is being written by") != NULL;
            intro_ctx_free(ctx);
            _exit(rc == INTRO_OK ? 0 : is_told ? 1 : 2);
        }
    }
    for (size_t i = 0; i < WRITERS; i++) {
        int status;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
        won += WEXITSTATUS(status) == 0;
    }
    assert_true(won >= 1);
    assert_int_equal(count_entries(), 1);
    char buffer[200];
    FILE *const file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fread(buffer, 1, sizeof buffer, file), 99);
    for (size_t i = 1; i < 99; i++) {
        assert_int_equal(buffer[i], buffer[0]);
    }
    (void)fclose(file);
}

static void the_remains_of_a_killed_writer_are_removed_by_the_next(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    char other[64];
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink) ==
            INTRO_OK) {
            (void)raise(SIGKILL);
        }
        _exit(1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(count_entries(), 1);
    /* A writer of another file leaves them alone. */
    (void)snprintf(other, sizeof other, "%s/datum", folder);
    assert_int_equal(
        intro_i_sink_open_file(ctx, other, INTRO_I_SINK_SHARED, &sink),
        INTRO_OK);
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_OK);
    intro_i_sink_abandon(sink);
    assert_int_equal(count_entries(), 2);
    /* So do strangers' files with a name only like ours. */
    char stranger[100];
    (void)snprintf(stranger, sizeof stranger, "%s/.data.introfind.12.tmp",
                   folder);
    put_file(stranger, "mine");
    assert_int_equal(write_file(ctx, "new"), INTRO_OK);
    expect_file("new");
    assert_int_equal(access(stranger, F_OK), 0);
    assert_int_equal(count_entries(), 3);
    intro_ctx_free(ctx);
}

static void a_full_device_and_a_closed_pipe_are_told(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_sink *sink;
    static char bytes[200000];
    const int full = open("/dev/full", O_WRONLY);
    if (full >= 0) {
        assert_int_equal(intro_i_sink_open_fd(ctx, full, "output", &sink),
                         INTRO_OK);
        assert_int_equal(intro_i_sink_puts(ctx, sink, "x"), INTRO_OK);
        assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_EIO);
        assert_int_equal(intro_ctx_error(ctx)->system_errno, ENOSPC);
        assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_EIO);
        intro_i_sink_abandon(sink);
        (void)close(full);
    }
    int ends[2];
    struct sigaction ignore = {0};
    struct sigaction saved;
    ignore.sa_handler = SIG_IGN;
    assert_int_equal(sigaction(SIGPIPE, &ignore, &saved), 0);
    assert_int_equal(pipe(ends), 0);
    (void)close(ends[0]);
    assert_int_equal(intro_i_sink_open_fd(ctx, ends[1], "output", &sink),
                     INTRO_OK);
    assert_int_equal(intro_i_sink_write(ctx, sink, bytes, sizeof bytes),
                     INTRO_EIO);
    assert_int_equal(intro_ctx_error(ctx)->system_errno, EPIPE);
    intro_i_sink_abandon(sink);
    assert_int_equal(fcntl(ends[1], F_GETFD) >= 0, 1);
    (void)close(ends[1]);
    (void)sigaction(SIGPIPE, &saved, NULL);
    intro_ctx_free(ctx);
}

static void a_held_stream_goes_out_whole_or_not_at_all(void **state)
{
    (void)state;
    enum { LENGTH = 100000 };
    static char bytes[LENGTH];
    intro_ctx *const ctx = make_context();
    for (int is_committed = 0; is_committed < 2; is_committed++) {
        struct stat info;
        intro_i_sink *sink;
        const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_true(fd >= 0);
        assert_int_equal(intro_i_sink_open_fd(ctx, fd, "output", &sink),
                         INTRO_OK);
        intro_i_sink_hold(sink);
        for (int piece = 0; piece < 3; piece++) {
            assert_int_equal(
                intro_i_sink_write(ctx, sink, bytes, LENGTH - (size_t)piece),
                INTRO_OK);
        }
        assert_int_equal(fstat(fd, &info), 0);
        assert_int_equal(info.st_size, 0);
        if (is_committed) {
            assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_OK);
        }
        intro_i_sink_abandon(sink);
        assert_int_equal(fstat(fd, &info), 0);
        assert_int_equal(info.st_size, is_committed ? 3 * LENGTH - 3 : 0);
        (void)close(fd);
    }
    assert_int_equal(unlink(path), 0);
    intro_ctx_free(ctx);
}

static void a_limit_on_file_sizes_keeps_the_old_file(void **state)
{
    (void)state;
    put_file(path, "old");
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        static char bytes[100000];
        const struct rlimit limit = {50000, 50000};
        struct sigaction ignore = {0};
        intro_ctx *ctx;
        intro_i_sink *sink;
        ignore.sa_handler = SIG_IGN;
        if (sigaction(SIGXFSZ, &ignore, NULL) != 0 ||
            setrlimit(RLIMIT_FSIZE, &limit) != 0 ||
            intro_ctx_new(&ctx) != INTRO_OK ||
            intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink) !=
                INTRO_OK) {
            _exit(2);
        }
        const intro_status rc =
            intro_i_sink_write(ctx, sink, bytes, sizeof bytes);
        intro_i_sink_abandon(sink);
        const bool is_told =
            rc == INTRO_EIO && intro_ctx_error(ctx)->system_errno == EFBIG;
        intro_ctx_free(ctx);
        _exit(is_told ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    expect_file("old");
    assert_int_equal(count_entries(), 1);
}

#ifdef INTRO_FAULT_INJECTION
static void no_failing_call_harms_the_old_file_or_leaves_remains(void **state)
{
    (void)state;
    /* Removing may fail too, but then remains are all one can have. */
    const unsigned mask = INTRO_I_OS_ALL & ~(unsigned)INTRO_I_OS_UNLINK;
    for (int turn = 0; turn < 2; turn++) {
        const uint64_t held = intro_i_alloc_bytes();
        intro_status rc = INTRO_EIO;
        unsigned failures = 0;
        for (uint64_t k = 0; k < 60; k++) {
            intro_ctx *const ctx = make_context();
            (void)unlink(path);
            put_file(path, "old");
            intro_i_os_fail_after(mask, k, ENOSPC, turn == 1);
            rc = write_file(ctx, "new");
            intro_i_os_fail_after(0, UINT64_MAX, 0, false);
            if (rc == INTRO_OK) {
                expect_file("new");
            } else {
                assert_int_equal(rc, INTRO_EIO);
                assert_int_equal(intro_ctx_error(ctx)->status, INTRO_EIO);
                failures++;
                /* Only the sync of the folder comes after the rename. */
                if (strstr(intro_ctx_error(ctx)->message, "its folder") ==
                        NULL ||
                    strstr(intro_ctx_error(ctx)->message, "is written") ==
                        NULL) {
                    expect_file("old");
                } else {
                    expect_file("new");
                }
            }
            assert_int_equal(count_entries(), 1);
            intro_ctx_free(ctx);
            assert_true(intro_i_alloc_bytes() == held);
        }
        assert_int_equal(rc, INTRO_OK);
        assert_true(failures >= 8);
    }
}

static void sync_and_close_errors_keep_the_old_file(void **state)
{
    (void)state;
    static const unsigned kinds[] = {INTRO_I_OS_FSYNC, INTRO_I_OS_RENAME,
                                     INTRO_I_OS_WRITE};
    intro_ctx *const ctx = make_context();
    put_file(path, "old");
    for (size_t i = 0; i < INTRO_COUNT_OF(kinds); i++) {
        intro_i_os_fail_after(kinds[i], 0, EIO, false);
        assert_int_equal(write_file(ctx, "new"), INTRO_EIO);
        intro_i_os_fail_after(0, UINT64_MAX, 0, false);
        assert_int_equal(intro_ctx_error(ctx)->system_errno, EIO);
        assert_string_equal(intro_ctx_error(ctx)->source, path);
        expect_file("old");
        assert_int_equal(count_entries(), 1);
    }
    /* Counted from the commit on, the first close is that of the data. */
    intro_i_sink *sink;
    assert_int_equal(
        intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink),
        INTRO_OK);
    intro_i_os_fail_after(INTRO_I_OS_CLOSE, 0, EIO, false);
    assert_int_equal(intro_i_sink_commit(ctx, sink), INTRO_EIO);
    intro_i_os_fail_after(0, UINT64_MAX, 0, false);
    intro_i_sink_abandon(sink);
    expect_file("old");
    assert_int_equal(count_entries(), 1);
    intro_ctx_free(ctx);
}

/* 40 MiB in pieces of 1 MiB: five windows, the first four of them a stride. */
static intro_status write_windows(intro_ctx *ctx, const char *piece)
{
    intro_i_sink *sink;
    INTRO_TRY(intro_i_sink_open_file(ctx, path, INTRO_I_SINK_SHARED, &sink));
    intro_status rc = INTRO_OK;
    for (int i = 0; i < 40 && rc == INTRO_OK; i++) {
        rc = intro_i_sink_write(ctx, sink, piece, 1 << 20);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_sink_commit(ctx, sink);
    }
    intro_i_sink_abandon(sink);
    return rc;
}

static void a_large_file_is_sent_to_the_disk_while_it_is_written(void **state)
{
    (void)state;
    /* Five beginnings, one sync behind the fourth, file and folder. */
    enum { CALLS = 5 + 1 + 2, STRIDE = 4 };
    intro_ctx *const ctx = make_context();
    char *const piece = intro_i_alloc_zero(1 << 20, 1);
    assert_non_null(piece);
    put_file(path, "old");
    for (uint64_t k = 0; k <= STRIDE; k += STRIDE) {
        intro_i_os_fail_after(INTRO_I_OS_FSYNC, k, EIO, false);
        assert_int_equal(write_windows(ctx, piece), INTRO_EIO);
        assert_int_equal(intro_i_os_calls(), k + 1);
        intro_i_os_fail_after(0, UINT64_MAX, 0, false);
        assert_int_equal(intro_ctx_error(ctx)->system_errno, EIO);
        expect_file("old");
        assert_int_equal(count_entries(), 1);
    }
    intro_i_os_fail_after(INTRO_I_OS_FSYNC, UINT64_MAX, 0, false);
    assert_int_equal(write_windows(ctx, piece), INTRO_OK);
    assert_int_equal(intro_i_os_calls(), CALLS);
    intro_i_os_fail_after(0, UINT64_MAX, 0, false);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_size, 40 << 20);
    intro_i_free(piece);
    intro_ctx_free(ctx);
}

static void without_locks_files_are_still_replaced_whole(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    put_file(path, "old");
    intro_i_os_fail_after(INTRO_I_OS_LOCK, 0, ENOLCK, true);
    assert_int_equal(write_file(ctx, "new"), INTRO_OK);
    intro_i_os_fail_after(0, UINT64_MAX, 0, false);
    expect_file("new");
    assert_int_equal(count_entries(), 1);
    intro_ctx_free(ctx);
}

static void no_failing_allocation_leaves_remains(void **state)
{
    (void)state;
    intro_status rc = INTRO_ENOMEM;
    for (uint64_t k = 0; rc != INTRO_OK; k++) {
        assert_true(k < 50);
        intro_ctx *const ctx = make_context();
        intro_i_alloc_fail_after(k, false);
        rc = write_file(ctx, "new");
        intro_i_alloc_fail_after(UINT64_MAX, false);
        assert_true(rc == INTRO_OK || rc == INTRO_ENOMEM);
        assert_int_equal(count_entries(), rc == INTRO_OK ? 1 : 0);
        intro_ctx_free(ctx);
    }
}

static void interrupted_short_writes_change_nothing(void **state)
{
    (void)state;
    intro_ctx *const ctx = make_context();
    intro_i_os_set_short(3);
    assert_int_equal(write_file(ctx, "rather long for three bytes"), INTRO_OK);
    intro_i_os_set_short(0);
    expect_file("rather long for three bytes");
    intro_ctx_free(ctx);
}
#endif

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, empty_folder)
    const struct CMUnitTest tests[] = {
        TEST(a_file_appears_at_the_commit_and_whole),
        TEST(an_abandoned_file_leaves_nothing_behind),
        TEST(what_is_unfinished_can_be_discarded),
        TEST(a_cancelled_commit_keeps_the_old_file),
        TEST(all_sizes_of_writes_come_out_in_order),
        TEST(a_memory_sink_keeps_its_maximum),
        TEST(modes_are_private_or_follow_the_umask),
        TEST(what_is_no_file_is_refused_and_untouched),
        TEST(a_name_of_the_greatest_length_can_be_written),
        TEST(a_second_writer_is_refused_by_name_at_once),
        TEST(of_many_writers_at_once_each_is_refused_or_whole),
        TEST(the_remains_of_a_killed_writer_are_removed_by_the_next),
        TEST(a_full_device_and_a_closed_pipe_are_told),
        TEST(a_held_stream_goes_out_whole_or_not_at_all),
        TEST(a_limit_on_file_sizes_keeps_the_old_file),
#ifdef INTRO_FAULT_INJECTION
        TEST(no_failing_call_harms_the_old_file_or_leaves_remains),
        TEST(sync_and_close_errors_keep_the_old_file),
        TEST(a_large_file_is_sent_to_the_disk_while_it_is_written),
        TEST(without_locks_files_are_still_replaced_whole),
        TEST(no_failing_allocation_leaves_remains),
        TEST(interrupted_short_writes_change_nothing),
#endif
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
