/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Packs ZIPs for the tests and the demo, so that no binary file lies in the
 * tree.
 *
 *     make_zip [--seed N] [--prefix FOLDER/] [--zip-zip] OUT.zip DIR
 *     make_zip --hostile KIND OUT.zip
 *     make_zip --list
 *
 * A good archive has the files of DIR as root entries (below FOLDER/ with
 * --prefix), deflated, sorted by name or shuffled by the seed. It is written by
 * libzip, a writer that is not ours; --zip-zip puts it into another one.
 *
 * A hostile archive is written byte by byte here, because no library agrees to
 * write it. --list prints KIND, the row of the catalogue of bad inputs it stands
 * for, the exit status `introfind import` owes it, and what is wrong with it.
 */
#define _GNU_SOURCE

#include "make_zip.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zip.h>

void die(const char *format, ...)
{
    va_list words;

    fputs("make_zip: ", stderr);
    va_start(words, format);
    vfprintf(stderr, format, words);
    va_end(words);
    fputc('\n', stderr);
    exit(1);
}

/* ---- good archives, by libzip ------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    const char *const *x = a;
    const char *const *y = b;

    return strcmp(*x, *y);
}

/* The regular files of a folder, sorted. */
static char **read_folder(const char *folder, size_t *count)
{
    DIR *dir = opendir(folder);
    char **names = NULL;
    const struct dirent *entry;

    if (dir == NULL) {
        die("%s: %s", folder, strerror(errno));
    }
    *count = 0;
    while ((entry = readdir(dir)) != NULL) {
        struct stat info;

        if (fstatat(dirfd(dir), entry->d_name, &info, 0) != 0 ||
            !S_ISREG(info.st_mode)) {
            continue;
        }
        names = realloc(names, (*count + 1) * sizeof *names);
        if (names == NULL || (names[*count] = strdup(entry->d_name)) == NULL) {
            die("out of memory");
        }
        (*count)++;
    }
    closedir(dir);
    if (*count == 0) {
        die("%s: no file to pack", folder);
    }
    qsort(names, *count, sizeof *names, compare_names);
    return names;
}

/* Fisher and Yates over a 64-bit xorshift: the same seed, the same order. */
static void shuffle(char **names, size_t count, uint64_t seed)
{
    uint64_t x = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;

    for (size_t i = count; i > 1; i--) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        size_t j = (size_t)(x % i);
        char *swap = names[i - 1];

        names[i - 1] = names[j];
        names[j] = swap;
    }
}

static zip_t *open_new(const char *path)
{
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code);

    if (zip == NULL) {
        die("%s: libzip error %d", path, code);
    }
    return zip;
}

static void add_file(zip_t *zip, const char *file, const char *name)
{
    zip_source_t *source = zip_source_file(zip, file, 0, 0);
    zip_int64_t index;

    if (source == NULL ||
        (index = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8)) < 0 ||
        zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 9) !=
            0 ||
        /* 2026-03-14 12:00, so that the same files give the same bytes. */
        zip_file_set_dostime(zip, (zip_uint64_t)index, 0x6000, 0x5c6e, 0) !=
            0) {
        die("%s: %s", file, zip_strerror(zip));
    }
}

static void close_new(zip_t *zip, const char *path)
{
    if (zip_close(zip) != 0) {
        die("%s: %s", path, zip_strerror(zip));
    }
}

static void join(char *out, size_t room, const char *a, const char *b,
                 const char *c)
{
    int length = snprintf(out, room, "%s%s%s", a, b, c);

    if (length < 0 || (size_t)length >= room) {
        die("%s: the name is too long", b);
    }
}

static int pack_folder(const char *path, const char *folder, const char *prefix,
                       const char *seed, bool zip_zip)
{
    char inner[4096];
    char file[4096];
    char name[4096];
    size_t count;
    char **names = read_folder(folder, &count);

    if (seed != NULL) {
        shuffle(names, count, strtoull(seed, NULL, 10));
    }
    join(inner, sizeof inner, path, zip_zip ? ".inner" : "", "");
    zip_t *zip = open_new(inner);

    for (size_t i = 0; i < count; i++) {
        join(file, sizeof file, folder, "/", names[i]);
        join(name, sizeof name, prefix, names[i], "");
        add_file(zip, file, name);
    }
    close_new(zip, inner);
    if (zip_zip) {
        zip = open_new(path);
        add_file(zip, inner, "Complete_LinkedInDataExport_03-14-2026.zip");
        close_new(zip, path);
        if (remove(inner) != 0) {
            die("%s: %s", inner, strerror(errno));
        }
    }
    for (size_t i = 0; i < count; i++) {
        free(names[i]);
    }
    free(names);
    return 0;
}

int main(int argc, char **argv)
{
    const char *seed = NULL;
    const char *prefix = "";
    bool zip_zip = false;
    int i = 1;

    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        return list_kinds();
    }
    if (argc == 4 && strcmp(argv[1], "--hostile") == 0) {
        return make_hostile(argv[2], argv[3]);
    }
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--zip-zip") == 0) {
            zip_zip = true;
        } else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            seed = argv[++i];
        } else if (strcmp(argv[i], "--prefix") == 0 && i + 1 < argc) {
            prefix = argv[++i];
        } else {
            break;
        }
    }
    if (argc - i != 2 || argv[i][0] == '-') {
        die("usage: make_zip [--seed N] [--prefix FOLDER/] [--zip-zip] OUT.zip "
            "DIR | --hostile KIND OUT.zip | --list");
    }
    return pack_folder(argv[i], argv[i + 1], prefix, seed, zip_zip);
}
