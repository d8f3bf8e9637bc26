/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A file is written under a temporary name in its own folder and renamed.
 *
 * Who writes is told by a lock (flock) on the temporary file itself: it needs
 * no file of its own, so nothing is left behind, and the system drops it when
 * the writer dies however it dies. A temporary file of the same target that is
 * locked has a living writer; one that is not is the remains of a killed one.
 * To make "look for others, then create mine" one step, it is done under a
 * short lock of the folder. The descriptor that is closed before the rename
 * (to learn of late write errors) is therefore a copy: the lock must outlive
 * the rename. Where the file system has no locks, writers do not see each
 * other; names are unique and the rename is whole, so the file is one of the
 * two, and remains stay.
 *
 * A process cannot end while it waits in fsync(), and hundreds of megabytes may
 * take it seconds: the writing itself, then the disk's own cache. So the disk
 * is kept at work behind the writing, window by window, and every few windows
 * are made permanent before the next ones. */
#define _DEFAULT_SOURCE
#include "base/sink.h"

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/osio.h"
#include "base/random.h"
#include "base/siphash.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    BUFFER_SIZE = 64 << 10,
    WINDOW = 8 << 20,
    STRIDE = 4 * WINDOW,
    NAME_KEPT = 120, /* bytes of the target's name inside the temporary one */
    PREFIX_SIZE = 256,
    FOLDER_TRIES = 200,
    FOLDER_PAUSE_NS = 5000000,
    CREATE_TRIES = 16
};

typedef enum sink_kind { SINK_STREAM, SINK_MEMORY, SINK_FILE } sink_kind;

struct intro_i_sink {
    sink_kind kind;
    bool is_held;        /* SINK_STREAM: in memory until it is released */
    intro_status failed; /* the first failure, told again by later calls */
    uint64_t position;
    char *name; /* for messages: the path */
    int fd;     /* -1: none */
    char *buffer;
    size_t used;
    intro_i_strbuf memory;

    /* SINK_FILE only, like all below; folder -1: none, name "" once it is renamed
     * or removed */
    intro_i_unfinished temporary;
    intro_ctx *ctx;     /* that knows of it */
    const char *target; /* last part of name */
    intro_i_sink_mode mode;
    uint64_t written; /* to the system */
    uint64_t begun;   /* the disk is at work on bytes up to here, */
    uint64_t synced;  /* and these are on it for good */
};

static intro_status fail_sink(intro_i_sink *sink, intro_status status)
{
    sink->failed = status;
    return status;
}

static intro_status fail_system(intro_ctx *ctx, intro_i_sink *sink,
                                const char *what)
{
    return fail_sink(sink, intro_i_fail_errno(ctx, sink->name, what));
}

static intro_status make_sink(intro_ctx *ctx, sink_kind kind, const char *name,
                              intro_i_sink **out)
{
    intro_i_sink *const sink = intro_i_alloc_zero(1, sizeof *sink);
    if (sink == NULL) {
        return intro_i_fail_memory(ctx);
    }
    sink->kind = kind;
    sink->fd = -1;
    sink->temporary.folder = -1;
    intro_i_strbuf_init(&sink->memory, 0);
    sink->name = intro_i_strndup(name, strlen(name));
    if (kind != SINK_MEMORY) {
        sink->buffer = intro_i_alloc(BUFFER_SIZE, 1);
    }
    if (sink->name == NULL || (kind != SINK_MEMORY && sink->buffer == NULL)) {
        intro_i_sink_abandon(sink);
        return intro_i_fail_memory(ctx);
    }
    *out = sink;
    return INTRO_OK;
}

/* ---- the temporary file ---- */

/* ".NAME.introfind." for the target; long names are cut and told apart by a
 * checksum, so that the temporary name is never too long where NAME is not. */
static void make_prefix(const char *target, char *prefix, size_t size)
{
    const size_t length = strlen(target);
    if (length <= NAME_KEPT) {
        (void)snprintf(prefix, size, ".%s.introfind.", target);
    } else {
        (void)snprintf(prefix, size, ".%.*s~%016" PRIx64 ".introfind.",
                       intro_i_utf8_upto(target, NAME_KEPT), target,
                       intro_i_checksum_of(target, length));
    }
}

/* PID of "PREFIXpid.16-hex-digits.tmp", 0 when the name is not of that form. */
static unsigned long long parse_pid(const char *name, const char *prefix)
{
    const size_t length = strlen(prefix);
    if (strncmp(name, prefix, length) != 0 || name[length] < '1' ||
        name[length] > '9') {
        return 0;
    }
    char *rest;
    errno = 0;
    const unsigned long long pid = strtoull(name + length, &rest, 10);
    if (errno != 0 || rest[0] != '.' ||
        strspn(rest + 1, "0123456789abcdef") != 16 ||
        strcmp(rest + 17, ".tmp") != 0) {
        return 0;
    }
    return pid;
}

/* Is another writer alive behind this temporary file? If not, removes it. */
static bool is_written(int folder, const char *name)
{
    struct stat info;
    const int fd =
        intro_i_os_openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
    if (fd < 0) {
        return false;
    }
    bool is_busy = false;
    if (intro_i_os_fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        if (intro_i_os_lock(fd) == 0) {
            (void)intro_i_os_unlink(folder, name);
        } else {
            is_busy = errno == EWOULDBLOCK;
        }
    }
    (void)intro_i_os_close(fd);
    return is_busy;
}

/* Looks through the folder for other writers of the same target. */
static intro_status look_for_others(intro_ctx *ctx, intro_i_sink *sink,
                                    const char *prefix)
{
    const int copy = fcntl(sink->temporary.folder, F_DUPFD_CLOEXEC, 0);
    DIR *const listing = copy >= 0 ? fdopendir(copy) : NULL;
    if (listing == NULL) {
        const int error = errno;
        if (copy >= 0) {
            (void)intro_i_os_close(copy);
        }
        errno = error;
        return fail_system(ctx, sink, "cannot read its folder");
    }
    rewinddir(listing);
    intro_status rc = INTRO_OK;
    const struct dirent *entry = readdir(listing);
    while (entry != NULL && rc == INTRO_OK) {
        const unsigned long long pid = parse_pid(entry->d_name, prefix);
        if (pid != 0 && is_written(sink->temporary.folder, entry->d_name)) {
            rc = fail_sink(
                sink, intro_i_fail_at(ctx, INTRO_EIO, sink->name, 0, 0,
                                      "is being written by process %llu", pid));
        }
        entry = readdir(listing);
    }
    (void)closedir(listing);
    return rc;
}

static intro_status create_temporary(intro_ctx *ctx, intro_i_sink *sink,
                                     const char *prefix)
{
    intro_i_siphash_key seed;
    intro_i_random random;
    const mode_t mode = sink->mode == INTRO_I_SINK_PRIVATE ? 0600 : 0666;
    intro_i_siphash_key_make(&seed);
    intro_i_random_init(&random, seed.k0 ^ seed.k1);
    for (int i = 0; i < CREATE_TRIES && sink->fd < 0; i++) {
        (void)snprintf(sink->temporary.name, sizeof sink->temporary.name,
                       "%s%ld.%016" PRIx64 ".tmp", prefix, (long)getpid(),
                       intro_i_random_u64(&random));
        sink->fd =
            intro_i_os_openat(sink->temporary.folder, sink->temporary.name,
                              O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
        if (sink->fd < 0 && errno != EEXIST) {
            break;
        }
    }
    if (sink->fd < 0) {
        sink->temporary.name[0] = '\0'; /* not ours to remove */
        return fail_system(ctx, sink, "cannot create a file beside it");
    }
    sink->ctx = ctx;
    intro_i_note_unfinished(ctx, &sink->temporary);
    if (intro_i_os_lock(sink->fd) != 0 && errno == EWOULDBLOCK) {
        return fail_system(ctx, sink, "cannot lock the file beside it");
    }
    if (sink->mode == INTRO_I_SINK_PRIVATE && fchmod(sink->fd, mode) != 0) {
        return fail_system(ctx, sink, "cannot keep it private");
    }
    return INTRO_OK;
}

/* Waits a second at most: the lock is held for moments, and a stranger who
 * holds it for ever must not stop us. */
static int lock_folder(const char *path)
{
    const int fd = intro_i_os_open(path, O_RDONLY | O_DIRECTORY);
    for (int i = 0; fd >= 0 && i < FOLDER_TRIES; i++) {
        if (intro_i_os_lock(fd) == 0 || errno != EWOULDBLOCK) {
            break;
        }
        const struct timespec pause = {.tv_nsec = FOLDER_PAUSE_NS};
        (void)nanosleep(&pause, NULL);
    }
    return fd;
}

/* ---- opening ---- */

/* "dir" of "dir/name", "/" of "/name", "." of "name". */
static char *copy_folder(const char *path, const char *target)
{
    const size_t length = (size_t)(target - path);
    if (length == 0) {
        return intro_i_strndup(".", 1);
    }
    return intro_i_strndup(path, length == 1 ? 1 : length - 1);
}

static intro_status check_target(intro_ctx *ctx, intro_i_sink *sink)
{
    struct stat info;
    if (sink->target[0] == '\0' || strcmp(sink->target, ".") == 0 ||
        strcmp(sink->target, "..") == 0) {
        return fail_sink(sink, intro_i_fail_at(ctx, INTRO_EIO, sink->name, 0, 0,
                                               "is not a file name"));
    }
    if (intro_i_os_lstat(sink->temporary.folder, sink->target, &info) != 0) {
        return errno == ENOENT ? INTRO_OK
                               : fail_system(ctx, sink, "cannot write");
    }
    if (S_ISREG(info.st_mode)) {
        return INTRO_OK;
    }
    (void)intro_i_fail_at(ctx, INTRO_EIO, sink->name, 0, 0,
                          "is %s; only a file can be written",
                          intro_i_os_type_words(info.st_mode));
    if (S_ISLNK(info.st_mode)) {
        intro_i_hint(ctx, "name the file it points to");
    }
    return fail_sink(sink, INTRO_EIO);
}

static intro_status open_target(intro_ctx *ctx, intro_i_sink *sink)
{
    char prefix[PREFIX_SIZE];
    const char *const slash = strrchr(sink->name, '/');
    sink->target = slash == NULL ? sink->name : slash + 1;
    char *const folder = copy_folder(sink->name, sink->target);
    if (folder == NULL) {
        return fail_sink(sink, intro_i_fail_memory(ctx));
    }
    sink->temporary.folder = intro_i_os_open(folder, O_RDONLY | O_DIRECTORY);
    intro_status rc = sink->temporary.folder < 0
                          ? fail_system(ctx, sink, "cannot open its folder")
                          : check_target(ctx, sink);
    if (rc == INTRO_OK) {
        const int lock = lock_folder(folder);
        make_prefix(sink->target, prefix, sizeof prefix);
        rc = look_for_others(ctx, sink, prefix);
        if (rc == INTRO_OK) {
            rc = create_temporary(ctx, sink, prefix);
        }
        if (lock >= 0) {
            (void)intro_i_os_close(lock);
        }
    }
    intro_i_free(folder);
    return rc;
}

intro_status intro_i_sink_open_fd(intro_ctx *ctx, int fd, const char *name,
                                  intro_i_sink **out)
{
    INTRO_TRY(make_sink(ctx, SINK_STREAM, name, out));
    (*out)->fd = fd;
    return INTRO_OK;
}

void intro_i_sink_hold(intro_i_sink *sink)
{
    sink->is_held = true;
}

intro_status intro_i_sink_open_memory(intro_ctx *ctx, size_t maximum,
                                      intro_i_sink **out)
{
    INTRO_TRY(make_sink(ctx, SINK_MEMORY, "memory", out));
    (*out)->memory.maximum = maximum;
    return INTRO_OK;
}

intro_status intro_i_sink_open_file(intro_ctx *ctx, const char *path,
                                    intro_i_sink_mode mode, intro_i_sink **out)
{
    intro_i_sink *sink;
    INTRO_TRY(make_sink(ctx, SINK_FILE, path, &sink));
    sink->mode = mode;
    const intro_status rc = open_target(ctx, sink);
    if (rc != INTRO_OK) {
        intro_i_sink_abandon(sink);
        return rc;
    }
    *out = sink;
    return INTRO_OK;
}

/* ---- writing ---- */

static intro_status sync_file(intro_ctx *ctx, intro_i_sink *sink)
{
    if (intro_i_os_fsync(sink->fd) != 0) {
        return fail_system(ctx, sink, "cannot make it permanent");
    }
    sink->synced = sink->written;
    return INTRO_OK;
}

static intro_status write_back(intro_ctx *ctx, intro_i_sink *sink)
{
    if (intro_i_os_write_back(sink->fd, sink->begun,
                              sink->written - sink->begun) != 0) {
        return fail_system(ctx, sink, "cannot write");
    }
    sink->begun = sink->written;
    if (sink->written - sink->synced >= STRIDE) {
        return sync_file(ctx, sink);
    }
    return INTRO_OK;
}

static intro_status write_out(intro_ctx *ctx, intro_i_sink *sink,
                              const void *bytes, size_t size)
{
    if (size != 0 && intro_i_os_write(sink->fd, bytes, size) != 0) {
        return fail_system(ctx, sink, "cannot write");
    }
    sink->written += size;
    if (sink->kind == SINK_FILE && sink->written - sink->begun >= WINDOW) {
        return write_back(ctx, sink);
    }
    return INTRO_OK;
}

static intro_status flush_buffer(intro_ctx *ctx, intro_i_sink *sink)
{
    const size_t used = sink->used;
    sink->used = 0;
    return write_out(ctx, sink, sink->buffer, used);
}

static intro_status append_memory(intro_ctx *ctx, intro_i_sink *sink,
                                  const void *bytes, size_t size)
{
    intro_i_strbuf_append(&sink->memory, bytes, size);
    if (sink->memory.status == INTRO_ENOMEM) {
        return fail_sink(sink, intro_i_fail_memory(ctx));
    }
    if (sink->memory.status != INTRO_OK) {
        return fail_sink(sink, intro_i_fail(ctx, sink->memory.status,
                                            "the output passes %zu bytes",
                                            sink->memory.maximum));
    }
    return INTRO_OK;
}

/* What the first failure said is gone if the context was used since. */
static intro_status fail_again(intro_ctx *ctx, const intro_i_sink *sink)
{
    if (intro_ctx_error(ctx)->status != sink->failed) {
        (void)intro_i_fail_at(ctx, sink->failed, sink->name, 0, 0,
                              "writing failed before");
    }
    return sink->failed;
}

intro_status intro_i_sink_write(intro_ctx *ctx, intro_i_sink *sink,
                                const void *bytes, size_t size)
{
    if (sink->failed != INTRO_OK) {
        return fail_again(ctx, sink);
    }
    if (sink->kind == SINK_MEMORY || sink->is_held) {
        INTRO_TRY(append_memory(ctx, sink, bytes, size));
    } else if (size <= BUFFER_SIZE - sink->used) {
        if (size != 0) {
            memcpy(sink->buffer + sink->used, bytes, size);
        }
        sink->used += size;
    } else {
        INTRO_TRY(flush_buffer(ctx, sink));
        if (size >= BUFFER_SIZE) {
            INTRO_TRY(write_out(ctx, sink, bytes, size));
        } else {
            memcpy(sink->buffer, bytes, size);
            sink->used = size;
        }
    }
    sink->position += size;
    return INTRO_OK;
}

intro_status intro_i_sink_puts(intro_ctx *ctx, intro_i_sink *sink,
                               const char *text)
{
    return intro_i_sink_write(ctx, sink, text, strlen(text));
}

uint64_t intro_i_sink_position(const intro_i_sink *sink)
{
    return sink->position;
}

/* A folder that cannot be synced (some network file systems) is not a failure:
 * the file is whole under its name all the same. */
static intro_status sync_folder(intro_ctx *ctx, intro_i_sink *sink)
{
    if (intro_i_os_fsync(sink->temporary.folder) != 0 && errno != EINVAL &&
        errno != EROFS && errno != ENOTSUP) {
        return fail_system(ctx, sink,
                           "is written, but its folder "
                           "cannot be made permanent");
    }
    return INTRO_OK;
}

/* Who was told to end changes no file any more. */
static intro_status put_in_place(intro_ctx *ctx, intro_i_sink *sink)
{
    INTRO_TRY(sync_file(ctx, sink));
    if (intro_i_poll(ctx) != INTRO_OK) {
        return fail_sink(sink, INTRO_ECANCELLED);
    }
    const int copy = fcntl(sink->fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) {
        return fail_system(ctx, sink, "cannot finish writing");
    }
    const int closing = sink->fd;
    sink->fd = copy; /* keeps the lock until the rename is done */
    if (intro_i_os_close(closing) != 0) {
        return fail_system(ctx, sink, "cannot finish writing");
    }
    INTRO_TRY(check_target(ctx, sink));
    if (intro_i_os_rename(sink->temporary.folder, sink->temporary.name,
                          sink->target) != 0) {
        return fail_system(ctx, sink, "cannot replace");
    }
    intro_i_forget_unfinished(ctx, &sink->temporary);
    sink->temporary.name[0] = '\0';
    return sync_folder(ctx, sink);
}

intro_status intro_i_sink_release(intro_ctx *ctx, intro_i_sink *sink)
{
    if (sink->failed != INTRO_OK) {
        return fail_again(ctx, sink);
    }
    if (!sink->is_held) {
        return INTRO_OK;
    }
    sink->is_held = false;
    return write_out(ctx, sink, sink->memory.data, sink->memory.length);
}

intro_status intro_i_sink_commit(intro_ctx *ctx, intro_i_sink *sink)
{
    if (sink->failed != INTRO_OK) {
        return fail_again(ctx, sink);
    }
    if (sink->kind == SINK_MEMORY) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_sink_release(ctx, sink));
    INTRO_TRY(flush_buffer(ctx, sink));
    return sink->kind == SINK_FILE ? put_in_place(ctx, sink) : INTRO_OK;
}

void intro_i_sink_abandon(intro_i_sink *sink)
{
    if (sink == NULL) {
        return;
    }
    /* Removed while still locked, so that nobody takes it for remains. */
    if (sink->temporary.name[0] != '\0') {
        (void)intro_i_os_unlink(sink->temporary.folder, sink->temporary.name);
        intro_i_forget_unfinished(sink->ctx, &sink->temporary);
    }
    if (sink->kind == SINK_FILE && sink->fd >= 0) {
        (void)intro_i_os_close(sink->fd);
    }
    if (sink->temporary.folder >= 0) {
        (void)intro_i_os_close(sink->temporary.folder);
    }
    intro_i_strbuf_fini(&sink->memory);
    intro_i_free(sink->buffer);
    intro_i_free(sink->name);
    intro_i_free(sink);
}

void intro_i_sink_forget(intro_i_sink *sink)
{
    intro_i_strbuf_truncate(&sink->memory, 0);
    sink->position = 0;
}

const char *intro_i_sink_memory(const intro_i_sink *sink, size_t *length)
{
    *length = sink->memory.length;
    return sink->memory.data;
}
