/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main() of a fuzzer in `make check`: every committed input of its target, each
 * once as it stands, then with the allocator failing at many places, and then
 * cut short. Names that end in .hex hold hexadecimal digits and # comments.
 *
 *     fuzz_NAME [FILE...]      these files instead of $top_srcdir/tests/fuzz/
 *                              corpus/NAME
 *
 * What is wrong ends the program by a signal; the line before says where. */
#include "fuzz.h"

#include <ctype.h>
#include <dirent.h>

enum { INPUT_MAX = 1 << 20, CUTS = 24, WARM_UP = 2 };

static uint8_t input[INPUT_MAX];
static unsigned told;

static void tell(bool is_good, const char *file, const char *what)
{
    (void)printf("%sok %u - %s: %s\n", is_good ? "" : "not ", ++told, file,
                 what);
    (void)fflush(stdout);
}

/* ---- one file ---- */

static int hex_value(int c)
{
    return c <= '9' ? c - '0' : tolower(c) - 'a' + 10;
}

static size_t decode_hex(uint8_t *bytes, size_t size)
{
    size_t used = 0;
    int high = -1;
    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == '#') {
            while (i < size && bytes[i] != '\n') {
                i++;
            }
        } else if (isxdigit(bytes[i])) {
            if (high < 0) {
                high = hex_value(bytes[i]);
            } else {
                bytes[used++] = (uint8_t)(high << 4 | hex_value(bytes[i]));
                high = -1;
            }
        }
    }
    return used;
}

static bool load(const char *path, size_t *size)
{
    FILE *const file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    *size = fread(input, 1, sizeof input, file);
    const bool is_good = ferror(file) == 0 && feof(file) != 0;
    (void)fclose(file);
    const size_t length = strlen(path);
    if (length > 4 && strcmp(path + length - 4, ".hex") == 0) {
        *size = decode_hex(input, *size);
    }
    return is_good;
}

/* A copy of exactly the size, so that the sanitizers see each step beyond. */
static void run(const uint8_t *bytes, size_t size)
{
    uint8_t *const copy = malloc(size + (size == 0));
    if (copy == NULL) {
        abort();
    }
    if (size != 0) {
        memcpy(copy, bytes, size);
    }
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_with_faults(size_t size)
{
    static uint8_t armed[INPUT_MAX + 3];
    const bool is_bare = size < 2 || input[0] == '<';
    const size_t head = is_bare ? 3 : 0;
    memcpy(armed + head, input, size);
    if (is_bare) {
        memcpy(armed, "00\n", 3);
    }
    for (unsigned fault = 0; fault < 256; fault += fault < 40 ? 1 : 7) {
        if (fault != '<') {
            armed[0] = (uint8_t)fault;
            run(armed, size + head);
        }
    }
}

static void replay(const char *path, const char *name)
{
    size_t size = 0;
    if (!load(path, &size)) {
        tell(false, name, "cannot be read");
        return;
    }
    /* The XML library keeps tables from its first documents on. */
    for (int i = 0; i < WARM_UP; i++) {
        run(input, size);
    }
    const uint64_t held = intro_i_alloc_bytes();
    run(input, size);
    tell(intro_i_alloc_bytes() == held, name, "holds");
#ifdef INTRO_FAULT_INJECTION
    run_with_faults(size);
    tell(true, name, "holds when allocations fail");
#else
    (void)run_with_faults;
#endif
    for (size_t i = 1; i <= CUTS; i++) {
        run(input, size * i / (CUTS + 1));
    }
    tell(true, name, "holds when it is cut short");
}

/* ---- all of them ---- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void replay_folder(const char *folder)
{
    char *names[1000];
    size_t count = 0;
    DIR *const dir = opendir(folder);
    const struct dirent *entry;
    while (dir != NULL && count < 1000 && (entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.') {
            names[count] = strdup(entry->d_name);
            count += names[count] != NULL;
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        replay(path, names[i]);
        free(names[i]);
    }
    if (count == 0) {
        tell(false, folder, "has no inputs");
    }
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        replay(argv[i], argv[i]);
    }
    if (argc < 2) {
        char folder[4096];
        const char *const top = getenv("top_srcdir");
        (void)snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s",
                       top != NULL ? top : ".", fuzz_target);
        replay_folder(folder);
    }
    (void)printf("1..%u\n", told);
    return 0;
}
