/* SPDX-License-Identifier: GPL-2.0-or-later */
/* main() of a fuzzer in `make check`: every committed input of its target, each
 * once as it stands, then with the allocator failing at many places, and then
 * cut short. Files that end in .hex hold hexadecimal digits and # comments, and
 * an empty line between two inputs.
 *
 *     fuzz_NAME [FILE...]      these files instead of $top_srcdir/tests/fuzz/
 *                              corpus/NAME
 *
 * What is wrong ends the program by a signal; the line before says where. */
#include "fuzz.h"

#include <ctype.h>
#include <dirent.h>

enum { INPUT_MAX = 1 << 20, CUTS = 24, WARM_UP = 2 };

static uint8_t loaded[INPUT_MAX];
static uint8_t input[INPUT_MAX]; /* the one that is replayed */
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

/* The next input of a .hex file, up to an empty line; *at moves behind it. */
static size_t decode_hex(const uint8_t *text, size_t size, size_t *at)
{
    size_t used = 0;
    int high = -1;
    bool is_blank_line = false;
    while (*at < size && !(is_blank_line && used != 0 && text[*at] == '\n')) {
        const uint8_t c = text[(*at)++];
        is_blank_line = c == '\n';
        if (c == '#') {
            while (*at < size && text[*at] != '\n') {
                (*at)++;
            }
        } else if (isxdigit(c)) {
            if (high < 0) {
                high = hex_value(c);
            } else {
                input[used++] = (uint8_t)(high << 4 | hex_value(c));
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
    *size = fread(loaded, 1, sizeof loaded, file);
    const bool is_good = ferror(file) == 0 && feof(file) != 0;
    (void)fclose(file);
    return is_good;
}

static bool is_hex(const char *path)
{
    const size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".hex") == 0;
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
#ifdef INTRO_FAULT_INJECTION
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
#else
    (void)size;
#endif
}

/* false: something is kept that was not kept the time before. */
static bool replay_input(size_t size)
{
    /* The XML library keeps tables from its first documents on. */
    for (int i = 0; i < WARM_UP; i++) {
        run(input, size);
    }
    const uint64_t held = intro_i_alloc_bytes();
    run(input, size);
    const bool is_good = intro_i_alloc_bytes() == held;
    run_with_faults(size);
    for (size_t i = 1; i <= CUTS; i++) {
        run(input, size * i / (CUTS + 1));
    }
    return is_good;
}

static void replay(const char *path, const char *name)
{
    size_t size = 0;
    if (!load(path, &size)) {
        tell(false, name, "cannot be read");
        return;
    }
    if (!is_hex(path)) {
        memcpy(input, loaded, size);
        tell(replay_input(size), name, "holds and keeps nothing");
        return;
    }
    unsigned number = 0;
    for (size_t at = 0; at < size;) {
        const size_t length = decode_hex(loaded, size, &at);
        char what[64];
        if (length != 0) {
            (void)snprintf(what, sizeof what, "input %u holds, keeps nothing",
                           ++number);
            tell(replay_input(length), name, what);
        }
    }
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
        char path[8192];
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
