/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/sectors.h"

#include "base/taxonomy.h"

#include <string.h>

static bool is_listed(const uint32_t *list, uint32_t count, uint32_t id)
{
    uint32_t i = 0;
    while (i < count && list[i] != id) {
        i++;
    }
    return i < count;
}

/* The sectors that hold a group; false when a group is no industry. */
static bool list_present(const intro_i_groups *groups, uint32_t *present,
                         uint32_t *count)
{
    *count = 0;
    for (uint32_t i = 0; i < groups->count; i++) {
        const char *const name = groups->names[i];
        const uint32_t sector = intro_i_industry_sector(
            intro_i_class_of_label(INTRO_I_INDUSTRIES, name, strlen(name)));
        if (sector == 0) {
            return false;
        }
        if (!is_listed(present, *count, sector)) {
            present[(*count)++] = sector;
        }
    }
    return true;
}

/* Into its place by label. */
static void insert(uint32_t *list, uint32_t count, uint32_t id)
{
    const char *const label = intro_i_class_label(INTRO_I_INDUSTRIES, id);
    uint32_t i = count;
    for (; i > 0 && strcmp(intro_i_class_label(INTRO_I_INDUSTRIES, list[i - 1]),
                           label) > 0;
         i--) {
        list[i] = list[i - 1];
    }
    list[i] = id;
}

uint32_t intro_i_sectors_absent(const intro_i_groups *groups, uint32_t *absent,
                                uint32_t *sectors)
{
    uint32_t present[INTRO_I_SECTORS];
    uint32_t present_count;
    uint32_t count = 0;
    *sectors = 0;
    if (!list_present(groups, present, &present_count)) {
        return 0;
    }
    for (uint32_t id = intro_i_industry_next_sector(0);
         id != 0 && *sectors < INTRO_I_SECTORS;
         id = intro_i_industry_next_sector(id)) {
        (*sectors)++;
        if (!is_listed(present, present_count, id)) {
            insert(absent, count++, id);
        }
    }
    return count;
}
