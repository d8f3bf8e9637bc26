/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE /* sync_file_range */
#include "base/osio.h"

#include "base/context_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

/* The most the kernel moves at once; also keeps the sum inside ssize_t. */
enum { MOST_AT_ONCE = 1 << 30 };

#ifdef INTRO_FAULT_INJECTION
static _Atomic unsigned fault_mask;
static _Atomic uint64_t fault_after = UINT64_MAX;
static _Atomic int fault_errno;
static _Atomic bool fault_for_ever;
static _Atomic uint64_t calls_seen;
static _Atomic size_t short_most;
static _Atomic unsigned interrupt_turn;

void intro_i_os_fail_after(unsigned mask, uint64_t after, int error,
                           bool for_ever)
{
    atomic_store(&fault_mask, mask);
    atomic_store(&fault_errno, error);
    atomic_store(&fault_for_ever, for_ever);
    atomic_store(&calls_seen, 0);
    atomic_store(&fault_after, after);
}

uint64_t intro_i_os_calls(void)
{
    return atomic_load(&calls_seen);
}

void intro_i_os_set_short(size_t most)
{
    atomic_store(&short_most, most);
}

static bool must_fail(unsigned kind)
{
    if ((atomic_load(&fault_mask) & kind) == 0) {
        return false;
    }
    const uint64_t seen = atomic_fetch_add(&calls_seen, 1);
    const uint64_t at = atomic_load(&fault_after);
    if (at == UINT64_MAX ||
        (atomic_load(&fault_for_ever) ? seen < at : seen != at)) {
        return false;
    }
    const int error = atomic_load(&fault_errno);
    if (error < 0) {
        (void)kill(getpid(), -error);
        return false;
    }
    errno = error;
    return true;
}

/* Signals come also between the pieces of one call. */
static void pass_piece(unsigned kind)
{
    if (atomic_load(&fault_errno) < 0) {
        (void)must_fail(kind);
    }
}

static size_t cut_size(size_t size)
{
    const size_t most = atomic_load(&short_most);
    return most != 0 && size > most ? most : size;
}

static bool must_interrupt(void)
{
    if (atomic_load(&short_most) == 0 ||
        atomic_fetch_add(&interrupt_turn, 1) % 2 != 0) {
        return false;
    }
    errno = EINTR;
    return true;
}
#else
static bool must_fail(unsigned kind)
{
    (void)kind;
    return false;
}

static void pass_piece(unsigned kind)
{
    (void)kind;
}

static size_t cut_size(size_t size)
{
    return size;
}

static bool must_interrupt(void)
{
    return false;
}
#endif

static ssize_t read_once(int fd, void *buffer, size_t size)
{
    if (must_interrupt()) {
        return -1;
    }
    pass_piece(INTRO_I_OS_READ);
    return read(fd, buffer,
                cut_size(size < MOST_AT_ONCE ? size : MOST_AT_ONCE));
}

static ssize_t read_once_at(int fd, void *buffer, size_t size, uint64_t offset)
{
    if (must_interrupt()) {
        return -1;
    }
    pass_piece(INTRO_I_OS_READ);
    return pread(fd, buffer,
                 cut_size(size < MOST_AT_ONCE ? size : MOST_AT_ONCE),
                 (off_t)offset);
}

static ssize_t write_once(int fd, const void *bytes, size_t size)
{
    if (must_interrupt()) {
        return -1;
    }
    pass_piece(INTRO_I_OS_WRITE);
    return write(fd, bytes,
                 cut_size(size < MOST_AT_ONCE ? size : MOST_AT_ONCE));
}

/* 1 ready, 0 not in time, -1 failure; an EINTR counts as "not in time", so that
 * a signal lets the caller look at its cancel flag. */
static int wait_ready(int fd, short events, int timeout_ms)
{
    struct pollfd waiting = {.fd = fd, .events = events};
    const int ready = poll(&waiting, 1, timeout_ms);
    return ready < 0 && errno == EINTR ? 0 : ready;
}

int intro_i_os_open(const char *path, int flags)
{
    return intro_i_os_openat(AT_FDCWD, path, flags, 0);
}

int intro_i_os_openat(int folder, const char *name, int flags, mode_t mode)
{
    if (must_fail(INTRO_I_OS_OPEN)) {
        return -1;
    }
    for (;;) {
        const int fd = openat(folder, name, flags | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EINTR) {
            return fd;
        }
    }
}

ssize_t intro_i_os_read(int fd, void *buffer, size_t size)
{
    size_t done = 0;
    if (must_fail(INTRO_I_OS_READ)) {
        return -1;
    }
    while (done < size) {
        const ssize_t got = read_once(fd, (char *)buffer + done, size - done);
        if (got > 0) {
            done += (size_t)got;
        } else if (got == 0) {
            break;
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return (ssize_t)done;
}

ssize_t intro_i_os_read_at(int fd, void *buffer, size_t size, uint64_t offset)
{
    size_t done = 0;
    if (must_fail(INTRO_I_OS_READ)) {
        return -1;
    }
    while (done < size) {
        const ssize_t got =
            read_once_at(fd, (char *)buffer + done, size - done, offset + done);
        if (got > 0) {
            done += (size_t)got;
        } else if (got == 0) {
            break;
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return (ssize_t)done;
}

ssize_t intro_i_os_read_stream(int fd, void *buffer, size_t size,
                               int timeout_ms)
{
    if (must_fail(INTRO_I_OS_READ)) {
        return -1;
    }
    const int ready = wait_ready(fd, POLLIN, timeout_ms);
    if (ready == 0) {
        errno = EAGAIN;
    }
    if (ready <= 0) {
        return -1;
    }
    for (;;) {
        const ssize_t got = read_once(fd, buffer, size);
        if (got >= 0 || errno != EINTR) {
            return got;
        }
    }
}

int intro_i_os_write(int fd, const void *bytes, size_t size)
{
    size_t done = 0;
    if (must_fail(INTRO_I_OS_WRITE)) {
        return -1;
    }
    while (done < size) {
        const ssize_t put =
            write_once(fd, (const char *)bytes + done, size - done);
        if (put > 0) {
            done += (size_t)put;
        } else if (put == 0) {
            errno = EIO;
            return -1;
        } else if (errno == EAGAIN) {
            if (wait_ready(fd, POLLOUT, -1) < 0) {
                return -1;
            }
        } else if (errno != EINTR) {
            return -1;
        }
    }
    return 0;
}

int intro_i_os_rewind(int fd)
{
    if (must_fail(INTRO_I_OS_READ)) {
        return -1;
    }
    return lseek(fd, 0, SEEK_SET) == 0 ? 0 : -1;
}

int intro_i_os_fsync(int fd)
{
    if (must_fail(INTRO_I_OS_FSYNC)) {
        return -1;
    }
    for (;;) {
        const int rc = fsync(fd);
        if (rc == 0 || errno != EINTR) {
            return rc;
        }
    }
}

int intro_i_os_write_back(int fd, uint64_t from, uint64_t size)
{
    if (must_fail(INTRO_I_OS_FSYNC)) {
        return -1;
    }
#ifdef SYNC_FILE_RANGE_WRITE
    const int rc =
        sync_file_range(fd, (off_t)from, (off_t)size, SYNC_FILE_RANGE_WRITE);
    /* An error of the disk is told once: who ignores it here would hear
     * nothing of it from fsync(). All others say that it cannot be had. */
    return rc != 0 && (errno == EIO || errno == ENOSPC || errno == EDQUOT) ? -1
                                                                           : 0;
#else
    (void)fd;
    (void)from;
    (void)size;
    return 0;
#endif
}

int intro_i_os_rename(int folder, const char *from, const char *to)
{
    if (must_fail(INTRO_I_OS_RENAME)) {
        return -1;
    }
    return renameat(folder, from, folder, to);
}

/* Linux frees the descriptor also when close() is interrupted, so a retry could
 * close a stranger's. */
int intro_i_os_close(int fd)
{
    if (must_fail(INTRO_I_OS_CLOSE)) {
        const int error = errno;
        (void)close(fd);
        errno = error;
        return -1;
    }
    const int rc = close(fd);
    return rc != 0 && errno == EINTR ? 0 : rc;
}

void *intro_i_os_map(int fd, size_t size)
{
    if (must_fail(INTRO_I_OS_MMAP)) {
        return NULL;
    }
    void *const address = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    return address == MAP_FAILED ? NULL : address;
}

void intro_i_os_unmap(void *address, size_t size)
{
    (void)munmap(address, size);
}

int intro_i_os_unlink(int folder, const char *name)
{
    if (must_fail(INTRO_I_OS_UNLINK)) {
        return -1;
    }
    return unlinkat(folder, name, 0);
}

int intro_i_os_stat(const char *path, struct stat *out)
{
    if (must_fail(INTRO_I_OS_STAT)) {
        return -1;
    }
    return stat(path, out);
}

int intro_i_os_fstat(int fd, struct stat *out)
{
    if (must_fail(INTRO_I_OS_STAT)) {
        return -1;
    }
    return fstat(fd, out);
}

int intro_i_os_lstat(int folder, const char *name, struct stat *out)
{
    if (must_fail(INTRO_I_OS_STAT)) {
        return -1;
    }
    return fstatat(folder, name, out, AT_SYMLINK_NOFOLLOW);
}

int intro_i_os_lock(int fd)
{
    if (must_fail(INTRO_I_OS_LOCK)) {
        return -1;
    }
    for (;;) {
        const int rc = flock(fd, LOCK_EX | LOCK_NB);
        if (rc == 0 || errno != EINTR) {
            return rc;
        }
    }
}

intro_status intro_i_os_open_input(intro_ctx *ctx, const char *path,
                                   bool allow_stream, int *fd,
                                   struct stat *info)
{
    /* Non-blocking: opening a pipe nobody writes to must not hang, and reading
     * it must stay open to cancellation. No effect on regular files. */
    const int opened = intro_i_os_open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (opened < 0) {
        const int error = errno;
        if (error == ENXIO && intro_i_os_lstat(AT_FDCWD, path, info) == 0 &&
            S_ISSOCK(info->st_mode)) {
            return intro_i_fail_at(ctx, INTRO_EIO, path, 0, 0,
                                   "is a socket, not a file");
        }
        errno = error;
        return intro_i_fail_errno(ctx, path, "cannot open");
    }
    intro_status rc = INTRO_OK;
    if (intro_i_os_fstat(opened, info) != 0) {
        rc = intro_i_fail_errno(ctx, path, "cannot open");
    } else if (!S_ISREG(info->st_mode) &&
               !(allow_stream && S_ISFIFO(info->st_mode))) {
        rc = intro_i_fail_at(ctx, INTRO_EIO, path, 0, 0, "is %s, not a file",
                             intro_i_os_type_words(info->st_mode));
    }
    if (rc != INTRO_OK) {
        (void)intro_i_os_close(opened);
        return rc;
    }
    *fd = opened;
    return INTRO_OK;
}

const char *intro_i_os_type_words(mode_t mode)
{
    if (S_ISDIR(mode)) {
        return "a folder";
    }
    if (S_ISCHR(mode) || S_ISBLK(mode)) {
        return "a device";
    }
    if (S_ISSOCK(mode)) {
        return "a socket";
    }
    if (S_ISFIFO(mode)) {
        return "a pipe";
    }
    return S_ISLNK(mode) ? "a symbolic link" : "a file";
}
