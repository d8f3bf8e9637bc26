/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one door to files. Every call retries EINTR and finishes short writes, so
 * callers see either the whole effect or a failure with errno set. Built with
 * INTRO_FAULT_INJECTION a countdown fails the k-th call with a chosen errno; it
 * is what the tests of "nothing partial remains" stand on. Thread-safe. */
#ifndef INTRO_BASE_OSIO_H
#define INTRO_BASE_OSIO_H

#include "base/common.h"

#include <introfind/context.h>

#include <sys/stat.h>
#include <sys/types.h>

/* Kinds of calls, for the mask of the countdown. */
enum {
    INTRO_I_OS_OPEN = 1,
    INTRO_I_OS_READ = 2,
    INTRO_I_OS_WRITE = 4,
    INTRO_I_OS_FSYNC = 8,
    INTRO_I_OS_RENAME = 16,
    INTRO_I_OS_CLOSE = 32,
    INTRO_I_OS_MMAP = 64,
    INTRO_I_OS_UNLINK = 128,
    INTRO_I_OS_STAT = 256,
    INTRO_I_OS_LOCK = 512,
    INTRO_I_OS_ALL = 1023
};

/* A descriptor with O_CLOEXEC added, or -1. */
INTRO_MUST_USE int intro_i_os_open(const char *path, int flags);
INTRO_MUST_USE int intro_i_os_openat(int folder, const char *name, int flags,
                                     mode_t mode);
/* Bytes got: less than size only at the end of the file; -1 on failure. */
INTRO_MUST_USE ssize_t intro_i_os_read(int fd, void *buffer, size_t size);
/* The same from an offset; where others read on is not moved. */
INTRO_MUST_USE ssize_t intro_i_os_read_at(int fd, void *buffer, size_t size,
                                          uint64_t offset);
/* Back to the first byte; fails as a read does. */
INTRO_MUST_USE int intro_i_os_rewind(int fd);
/* What is there now, waiting at most timeout_ms for it: bytes got, 0 at the
 * end, -1 on failure; errno is EAGAIN when nothing came. For pipes. */
INTRO_MUST_USE ssize_t intro_i_os_read_stream(int fd, void *buffer, size_t size,
                                              int timeout_ms);
/* 0 when every byte went out, else -1. Waits on a full non-blocking pipe. */
INTRO_MUST_USE int intro_i_os_write(int fd, const void *bytes, size_t size);
INTRO_MUST_USE int intro_i_os_fsync(int fd);
/* The system begins to put these bytes on the disk and does not wait for them;
 * nothing where it cannot. Makes nothing permanent: that is fsync(), which then
 * has less to wait for. -1 when the disk failed. */
INTRO_MUST_USE int intro_i_os_write_back(int fd, uint64_t from, uint64_t size);
/* Both names are in the folder. */
INTRO_MUST_USE int intro_i_os_rename(int folder, const char *from,
                                     const char *to);
/* The descriptor is gone also when this fails. */
int intro_i_os_close(int fd);
/* Read-only private map; NULL on failure. */
INTRO_MUST_USE void *intro_i_os_map(int fd, size_t size);
void intro_i_os_unmap(void *address, size_t size);
int intro_i_os_unlink(int folder, const char *name);
/* Follows a symbolic link. */
INTRO_MUST_USE int intro_i_os_stat(const char *path, struct stat *out);
INTRO_MUST_USE int intro_i_os_fstat(int fd, struct stat *out);
/* Does not follow a symbolic link. */
INTRO_MUST_USE int intro_i_os_lstat(int folder, const char *name,
                                    struct stat *out);

/* Exclusive lock of the open file without waiting; it ends when the last copy
 * of the descriptor is closed. -1 with EWOULDBLOCK: another one has it; with
 * another errno: the file system has no locks. */
INTRO_MUST_USE int intro_i_os_lock(int fd);

/* Opens an existing file for reading, speaks through the context when that
 * fails: INTRO_EIO, also for a folder, device, socket and, unless streams are
 * allowed, a pipe. Pipes are opened non-blocking: intro_i_os_read_stream(). */
INTRO_MUST_USE intro_status intro_i_os_open_input(intro_ctx *ctx,
                                                  const char *path,
                                                  bool allow_stream, int *fd,
                                                  struct stat *info);

/* "a folder", "a device", "a socket", "a pipe", "a symbolic link", "a file". */
const char *intro_i_os_type_words(mode_t mode);

#ifdef INTRO_FAULT_INJECTION
/* Fail the call after `after` good ones among those of the mask with `error`:
 * once, or every later one too. UINT64_MAX switches it off. A negative error
 * fails nothing but sends the process the signal of that number before the call
 * is made; the pieces of a read or write are calls then, too. */
void intro_i_os_fail_after(unsigned mask, uint64_t after, int error,
                           bool for_ever);
/* Calls of the mask seen since the last intro_i_os_fail_after(). */
uint64_t intro_i_os_calls(void);
/* Every read and write moves at most this many bytes per system call, with an
 * EINTR before each; 0 switches it off. */
void intro_i_os_set_short(size_t most);
#endif

#endif
