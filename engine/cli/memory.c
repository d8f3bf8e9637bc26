/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE
#include "cli/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/fault.h"
#include "cli/terminal.h"

enum {
    PATH_ROOM = 4096,
    SIZE_ROOM = 32,
    GREATEST_NEED = 200 /* times the size of an input: the bound on packing */
};

/* --- what there is -------------------------------------------------------- */

typedef struct memory_limit {
    uint64_t bytes; /* UINT64_MAX: none */
    const char *remedy;
} memory_limit;

static uint64_t limit_of(int resource)
{
    struct rlimit limit;
    return getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY
               ? UINT64_MAX
               : (uint64_t)limit.rlim_cur;
}

/* The least of those under which an allocation fails. */
static memory_limit find_limit(const intro_i_cli_args *args)
{
    memory_limit limit = {UINT64_MAX, ""};
    const uint64_t own = intro_i_cli_integer(args, INTRO_I_OPT_LIMIT_MEMORY, 0);
    const uint64_t space = limit_of(RLIMIT_AS);
    const uint64_t data = limit_of(RLIMIT_DATA);
    if (own != 0) {
        limit = (memory_limit){own, "raise --limit-memory"};
    }
    if (space < limit.bytes) {
        limit = (memory_limit){space, "raise the limit on address space: "
                                      "ulimit -v"};
    }
    if (data < limit.bytes) {
        limit = (memory_limit){data, "raise the limit on data: ulimit -d"};
    }
    return limit;
}

/* The number in a file of the control groups; UINT64_MAX for "max" and when
 * there is none. */
static uint64_t read_group_limit(const char *folder, const char *name)
{
    char path[PATH_ROOM + 64];
    uint64_t value = UINT64_MAX;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *const file = fopen(path, "r");
    if (file != NULL) {
        if (fscanf(file, "%" SCNu64, &value) != 1) {
            value = UINT64_MAX;
        }
        (void)fclose(file);
    }
    return value;
}

/* The least limit of a group and of those around it. */
static uint64_t read_groups(const char *mount, const char *group,
                            const char *name)
{
    char folder[PATH_ROOM];
    uint64_t least = UINT64_MAX;
    const size_t root = strlen(mount);
    if (snprintf(folder, sizeof folder, "%s%s", mount, group) >=
        (int)sizeof folder) {
        return least;
    }
    for (;;) {
        const uint64_t limit = read_group_limit(folder, name);
        least = limit < least ? limit : least;
        char *const slash = strrchr(folder, '/');
        if (slash == NULL || (size_t)(slash - folder) < root) {
            return least;
        }
        *slash = '\0';
    }
}

/* Of Linux: version 2 has a line "0::GROUP", version 1 one with "memory". */
static uint64_t find_group_limit(void)
{
    char line[PATH_ROOM];
    char mount[PATH_ROOM];
    uint64_t least = UINT64_MAX;
    const char *const root = intro_i_cli_fault_group_root();
    (void)snprintf(mount, sizeof mount, "%s/proc/self/cgroup", root);
    FILE *const file = fopen(mount, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        const bool is_second = strncmp(line, "0::", 3) == 0;
        char *const group = is_second ? line + 3 : strstr(line, ":memory:");
        if (group == NULL) {
            continue;
        }
        char *const begin = is_second ? group : group + 8;
        begin[strcspn(begin, "\n")] = '\0';
        (void)snprintf(mount, sizeof mount, "%s/sys/fs/cgroup%s", root,
                       is_second ? "" : "/memory");
        const uint64_t limit = read_groups(
            mount, begin, is_second ? "memory.max" : "memory.limit_in_bytes");
        least = limit < least ? limit : least;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return least;
}

static uint64_t find_machine_memory(void)
{
    const long pages = sysconf(_SC_PHYS_PAGES);
    const long size = sysconf(_SC_PAGESIZE);
    const uint64_t all =
        pages > 0 && size > 0 ? (uint64_t)pages * (uint64_t)size : UINT64_MAX;
    const uint64_t group = find_group_limit();
    return group < all ? group : all;
}

/* --- what is said --------------------------------------------------------- */

/* "3.1 GB", "256 MB", "12 kB" */
static const char *write_size(uint64_t bytes, char out[SIZE_ROOM])
{
    if (bytes >= UINT64_C(1000000000)) {
        (void)snprintf(out, SIZE_ROOM, "%.1f GB", (double)bytes / 1e9);
    } else if (bytes >= 1000000) {
        (void)snprintf(out, SIZE_ROOM, "%.0f MB", (double)bytes / 1e6);
    } else {
        (void)snprintf(out, SIZE_ROOM, "%.0f kB", (double)bytes / 1e3);
    }
    return out;
}

/* May the inputs need so much at all? Looking at them is not free. */
static bool may_need(const char *const *files, size_t count, uint64_t bytes)
{
    uint64_t all = 0;
    for (size_t i = 0; i < count; i++) {
        struct stat info;
        all += stat(files[i], &info) == 0 && S_ISREG(info.st_mode)
                   ? (uint64_t)info.st_size
                   : 0;
    }
    return all > bytes / GREATEST_NEED;
}

int intro_i_cli_check_memory(intro_ctx *ctx, const intro_i_cli_args *args,
                             const char *const *files, size_t count)
{
    const memory_limit limit = find_limit(args);
    const uint64_t machine = find_machine_memory();
    char needed[SIZE_ROOM];
    char given[SIZE_ROOM];
    uint64_t need = 0;
    if (limit.bytes == UINT64_MAX && !may_need(files, count, machine)) {
        return 0;
    }
    const intro_status rc = intro_import_need(ctx, files, count, &need);
    if (rc != INTRO_OK) {
        return intro_i_cli_fail(ctx, rc);
    }
    if (need / 2 > limit.bytes) {
        intro_i_cli_complain("%s%sneeds about %s of memory, the limit is %s",
                             count == 1 ? intro_i_cli_escape(files[0]) : "",
                             count == 1 ? ": " : "", write_size(need, needed),
                             write_size(limit.bytes, given));
        intro_i_cli_hint("%s", limit.remedy);
        return 5;
    }
    if (need > machine) {
        intro_i_cli_remark("this needs about %s of memory, and there are %s",
                           write_size(need, needed),
                           write_size(machine, given));
    }
    return 0;
}

int intro_i_cli_fail_import(intro_ctx *ctx, const intro_i_cli_args *args,
                            const char *const *files, size_t count,
                            intro_status rc)
{
    const memory_limit limit = find_limit(args);
    char needed[SIZE_ROOM];
    char given[SIZE_ROOM];
    uint64_t need = 0;
    const int status = intro_i_cli_fail(ctx, rc);
    if (rc == INTRO_ENOMEM && limit.bytes != UINT64_MAX &&
        intro_import_need(ctx, files, count, &need) == INTRO_OK &&
        need > limit.bytes / 2) {
        intro_i_cli_hint("it needs about %s, the limit is %s: %s",
                         write_size(need, needed),
                         write_size(limit.bytes, given), limit.remedy);
    }
    return status;
}
