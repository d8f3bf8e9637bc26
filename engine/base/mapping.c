/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE
#include "base/mapping.h"

#include "base/context_impl.h"
#include "base/osio.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* What an empty file maps to: a file of no bytes cannot be mapped. */
static const uint8_t no_bytes[1] = {0};

intro_status intro_i_mapping_open(intro_ctx *ctx, const char *path,
                                  intro_i_mapping *out)
{
    struct stat info;
    int fd;
    intro_i_mapping made = {.data = no_bytes};
    INTRO_TRY(intro_i_os_open_input(ctx, path, false, &fd, &info));
    intro_status rc = INTRO_OK;
    made.size = (uint64_t)info.st_size;
    if (made.size > SIZE_MAX) {
        rc = intro_i_fail_at(ctx, INTRO_ELIMIT, path, 0, 0,
                             "is too large for the memory of this machine");
    } else if (made.size != 0) {
        made.base = intro_i_os_map(fd, (size_t)made.size);
        made.data = made.base;
        if (made.base == NULL) {
            rc = errno == ENOMEM
                     ? intro_i_fail_at(ctx, INTRO_ENOMEM, path, 0, 0,
                                       "needs %llu MB of address space, which "
                                       "are not there",
                                       (unsigned long long)made.size / 1000000 +
                                           1)
                     : intro_i_fail_errno(ctx, path, "cannot map into memory");
        }
    }
    (void)intro_i_os_close(fd);
    if (rc == INTRO_OK) {
        *out = made;
    }
    return rc;
}

void intro_i_mapping_close(intro_i_mapping *mapping)
{
    if (mapping == NULL) {
        return;
    }
    if (mapping->base != NULL) {
        intro_i_os_unmap(mapping->base, (size_t)mapping->size);
    }
    memset(mapping, 0, sizeof *mapping);
}

static int find_advice(intro_i_mapping_advice advice)
{
    switch (advice) {
    case INTRO_I_MAPPING_WILL_NEED:
        return MADV_WILLNEED;
    case INTRO_I_MAPPING_HUGE:
#ifdef MADV_HUGEPAGE
        return MADV_HUGEPAGE;
#else
        return MADV_NORMAL;
#endif
    case INTRO_I_MAPPING_RANDOM:
        return MADV_RANDOM;
    }
    return MADV_NORMAL;
}

void intro_i_mapping_advise(const intro_i_mapping *mapping, uint64_t offset,
                            uint64_t length, intro_i_mapping_advice advice)
{
    const long page = sysconf(_SC_PAGESIZE);
    if (mapping->base == NULL || page <= 0 || offset >= mapping->size) {
        return;
    }
    const uint64_t begin = offset - offset % (uint64_t)page;
    const uint64_t end =
        offset + intro_i_min_u64(length, mapping->size - offset);
    const int saved = errno;
    (void)madvise((unsigned char *)mapping->base + begin, (size_t)(end - begin),
                  find_advice(advice));
    errno = saved;
}
