/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The power is cut in the middle of a command, again and again:
 *
 *   fault_power [OPTION]... COMMAND...
 *
 *   --file FILE     what the command writes, in this folder; it must be what it
 *                   was, byte for byte, or whole, and whole when the command had
 *                   ended
 *   --seeds N       so many outcomes of each cut; default 8
 *   --lying         fsync of a file does nothing; for seeing that this finds it
 *
 * Before each call that changes the disk the machine stops. What was written to a
 * file and not forced out by fsync may be there, in part, as zeros, or not at
 * all; a name that was made, or put in the place of another, may not be there
 * until its folder was forced out. A seed chooses. Then the next run must clear
 * up and be whole. Run in a folder where nobody else writes.
 *
 * The program is part of this one, linked so that its calls of the system come
 * here first (-Wl,--wrap). Ends with 0 when all was well. */
#define _GNU_SOURCE

int introfind_main(int argc, char **argv);
#define main introfind_main
#include "cli/main.c"
#undef main

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BROKEN = 99, FILES = 8, NAME_ROOM = 256, PAGE = 4096, SHOWN = 5 };

typedef struct bytes {
    char *data; /* NULL: no such file */
    size_t length;
} bytes;

/* A file that the command made. */
typedef struct disk_file {
    int fd; /* -1: closed */
    char name[NAME_ROOM];
    off_t written;
    off_t forced;   /* by fsync */
    bool is_listed; /* its name has reached the disk */
    bool has_moved; /* it stands at another name by now */
    char old_name[NAME_ROOM];
    bool move_is_listed;
} disk_file;

static const char *target;
static bytes old_file;
static bytes new_file;
static bool is_lying;
static uint64_t cut_at = UINT64_MAX;
static uint64_t state;
static uint64_t calls;
static disk_file files[FILES];
static size_t file_count;

int __real_openat(int folder, const char *name, int flags, ...);
ssize_t __real_write(int fd, const void *from, size_t size);
int __real_fsync(int fd);
int __real_renameat(int folder, const char *from, int other, const char *to);
int __real_unlinkat(int folder, const char *name, int flags);
int __real_close(int fd);
int __wrap_openat(int folder, const char *name, int flags, ...);
ssize_t __wrap_write(int fd, const void *from, size_t size);
int __wrap_fsync(int fd);
int __wrap_renameat(int folder, const char *from, int other, const char *to);
int __wrap_unlinkat(int folder, const char *name, int flags);
int __wrap_close(int fd);

static void die(const char *what)
{
    fprintf(stderr, "fault_power: %s: %s\n", what, strerror(errno));
    _exit(BROKEN);
}

static uint64_t next_random(void)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static void write_file(const char *name, const bytes *content)
{
    if (content->data == NULL) {
        (void)unlink(name);
        return;
    }
    FILE *const out = fopen(name, "wb");
    if (out == NULL ||
        fwrite(content->data, 1, content->length, out) != content->length ||
        fclose(out) != 0) {
        die(name);
    }
}

static bytes read_file(const char *name)
{
    bytes b = {NULL, 0};
    struct stat info;
    FILE *const in = fopen(name, "rb");
    if (in == NULL) {
        return b;
    }
    if (fstat(fileno(in), &info) != 0) {
        die(name);
    }
    b.length = (size_t)info.st_size;
    b.data = malloc(b.length + 1);
    if (b.data == NULL || fread(b.data, 1, b.length, in) != b.length) {
        die(name);
    }
    fclose(in);
    return b;
}

/* --- what the disk has after the cut -------------------------------------- */

/* Bytes that no fsync forced out: a length somewhere, and pages that are zeros. */
static void lose_bytes(const disk_file *f, const char *name)
{
    static const char zeros[PAGE];
    if (f->forced == f->written) {
        return;
    }
    const int fd = __real_openat(AT_FDCWD, name, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        die(name);
    }
    const off_t loose = f->written - f->forced;
    const off_t kept =
        next_random() % 3 == 0 ? 0 : (off_t)(next_random() % (uint64_t)loose);
    const bool is_long = next_random() % 2 == 0;
    const off_t length = f->forced + (is_long ? loose : kept);
    if (ftruncate(fd, length) != 0) {
        die(name);
    }
    for (off_t at = f->forced; at < length; at += PAGE) {
        if (is_long ? at >= f->forced + kept : next_random() % 4 == 0) {
            const off_t size = length - at < PAGE ? length - at : PAGE;
            if (pwrite(fd, zeros, (size_t)size, at) != size) {
                die(name);
            }
        }
    }
    (void)__real_close(fd);
}

static bool has_reached(bool is_listed)
{
    return is_listed || next_random() % 2 == 0;
}

static void stop_the_machine(void)
{
    for (size_t i = 0; i < file_count; i++) {
        const disk_file *const f = &files[i];
        lose_bytes(f, f->name);
        if (f->has_moved && !has_reached(f->move_is_listed)) {
            /* The old name is back, and what stood at the new one. */
            if (rename(f->name, f->old_name) != 0) {
                die(f->name);
            }
            write_file(f->name, &old_file);
            if (!has_reached(f->is_listed)) {
                (void)unlink(f->old_name);
            }
        } else if (!f->has_moved && !has_reached(f->is_listed)) {
            (void)unlink(f->name);
        }
    }
    (void)kill(getpid(), SIGKILL);
}

static void count_call(void)
{
    if (calls++ == cut_at) {
        stop_the_machine();
    }
}

/* --- the calls ------------------------------------------------------------ */

static disk_file *find_fd(int fd)
{
    for (size_t i = 0; i < file_count; i++) {
        if (files[i].fd == fd) {
            return &files[i];
        }
    }
    return NULL;
}

static disk_file *find_name(const char *name)
{
    for (size_t i = 0; i < file_count; i++) {
        if (strcmp(files[i].name, name) == 0) {
            return &files[i];
        }
    }
    return NULL;
}

int __wrap_openat(int folder, const char *name, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    if ((flags & O_CREAT) == 0) {
        return __real_openat(folder, name, flags);
    }
    count_call();
    const int fd = __real_openat(folder, name, flags, mode);
    if (fd >= 0 && file_count < FILES) {
        disk_file *const f = &files[file_count++];
        memset(f, 0, sizeof *f);
        f->fd = fd;
        (void)snprintf(f->name, sizeof f->name, "%s", name);
    }
    return fd;
}

ssize_t __wrap_write(int fd, const void *from, size_t size)
{
    disk_file *const f = find_fd(fd);
    if (f == NULL) {
        return __real_write(fd, from, size);
    }
    count_call();
    const ssize_t n = __real_write(fd, from, size);
    f->written += n > 0 ? n : 0;
    return n;
}

int __wrap_fsync(int fd)
{
    disk_file *const f = find_fd(fd);
    count_call();
    if (f != NULL && is_lying) {
        return 0;
    }
    const int rc = __real_fsync(fd);
    if (f != NULL) {
        f->forced = f->written;
        return rc;
    }
    for (size_t i = 0; i < file_count; i++) { /* the folder */
        files[i].is_listed = true;
        files[i].move_is_listed = files[i].has_moved;
    }
    return rc;
}

int __wrap_renameat(int folder, const char *from, int other, const char *to)
{
    disk_file *const f = find_name(from);
    count_call();
    const int rc = __real_renameat(folder, from, other, to);
    if (rc == 0 && f != NULL) {
        (void)snprintf(f->old_name, sizeof f->old_name, "%s", from);
        (void)snprintf(f->name, sizeof f->name, "%s", to);
        f->has_moved = true;
    }
    return rc;
}

int __wrap_unlinkat(int folder, const char *name, int flags)
{
    disk_file *const f = find_name(name);
    count_call();
    const int rc = __real_unlinkat(folder, name, flags);
    if (rc == 0 && f != NULL) {
        *f = files[--file_count];
    }
    return rc;
}

int __wrap_close(int fd)
{
    disk_file *const f = find_fd(fd);
    if (f != NULL) {
        f->fd = -1;
    }
    return __real_close(fd);
}

/* --- runs ----------------------------------------------------------------- */

/* *is_done: the command had ended before its cut came. */
static int run(char **command, uint64_t at, uint64_t seed, bool *is_done)
{
    int count = 0;
    int status = 0;
    int done[2];
    char byte;
    if (pipe(done) != 0) {
        die("pipe");
    }
    (void)fflush(NULL);
    const pid_t child = fork();
    if (child < 0) {
        die("fork");
    }
    if (child == 0) {
        const int out = open(".cut.out", O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (out < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) {
            die(".cut.out");
        }
        while (command[count] != NULL) {
            count++;
        }
        cut_at = at;
        state = seed;
        calls = 0;
        const int ended = introfind_main(count, command);
        if (at != UINT64_MAX) {
            if (__real_write(done[1], "", 1) != 1) {
                die("pipe");
            }
            stop_the_machine();
        }
        exit(ended);
    }
    (void)close(done[1]);
    if (waitpid(child, &status, 0) != child) {
        die("wait");
    }
    *is_done = read(done[0], &byte, 1) == 1;
    (void)close(done[0]);
    return status;
}

static bool is_same(const bytes *a, const bytes *b)
{
    return (a->data == NULL) == (b->data == NULL) && a->length == b->length &&
           (a->data == NULL || memcmp(a->data, b->data, a->length) == 0);
}

static size_t count_names(void)
{
    size_t count = 0;
    DIR *const folder = opendir(".");
    if (folder == NULL) {
        die("folder");
    }
    while (readdir(folder) != NULL) {
        count++;
    }
    closedir(folder);
    return count;
}

/* A fault, or NULL. */
static const char *try_cut(char **command, uint64_t at, uint64_t seed,
                           size_t names, bool *is_done)
{
    bool ignored;
    write_file(target, &old_file);
    const int status = run(command, at, seed, is_done);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
        return "did not end by the cut";
    }
    bytes got = read_file(target);
    const bool is_old = is_same(&got, &old_file);
    const bool is_new = is_same(&got, &new_file);
    free(got.data);
    if (!is_old && !is_new) {
        return "neither the old file nor the new one";
    }
    if (*is_done && !is_new) {
        return "the command had ended, and the old file is back";
    }
    if (run(command, UINT64_MAX, 0, &ignored) != 0) {
        return "the next run fails";
    }
    got = read_file(target);
    const bool is_whole = is_same(&got, &new_file);
    free(got.data);
    if (!is_whole) {
        return "the next run writes something else";
    }
    return count_names() == names ? NULL : "the next run leaves remains";
}

static int cut_everywhere(char **command, uint64_t seeds)
{
    uint64_t runs = 0;
    uint64_t bad = 0;
    bool is_done = false;
    uint64_t at = 0;
    write_file(target, &old_file);
    if (run(command, UINT64_MAX, 0, &is_done) != 0) {
        die("the command fails");
    }
    new_file = read_file(target);
    const size_t names = count_names();
    for (; !is_done; at++) {
        for (uint64_t seed = 1; seed <= seeds; seed++) {
            const char *const fault =
                try_cut(command, at, seed, names, &is_done);
            runs++;
            bad += fault != NULL;
            if (fault != NULL && bad <= SHOWN) {
                printf("call %llu, seed %llu: %s\n", (unsigned long long)at,
                       (unsigned long long)seed, fault);
            }
        }
    }
    write_file(target, &old_file);
    printf("%llu calls, %llu cuts, %llu wrong\n", (unsigned long long)at - 1,
           (unsigned long long)runs, (unsigned long long)bad);
    return bad == 0 && at > 5 ? 0 : 1;
}

int main(int argc, char **argv)
{
    uint64_t seeds = 8;
    int i = 1;
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--lying") == 0) {
            is_lying = true;
        } else if (strcmp(argv[i], "--file") == 0) {
            target = argv[++i];
        } else if (strcmp(argv[i], "--seeds") == 0) {
            seeds = strtoull(argv[++i], NULL, 10);
        }
    }
    if (i >= argc || target == NULL) {
        errno = EINVAL;
        die("usage");
    }
    old_file = read_file(target);
    const int status = cut_everywhere(argv + i, seeds);
    free(old_file.data);
    free(new_file.data);
    return status;
}
