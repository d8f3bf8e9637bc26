/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups of people by several attributes, those of a person beside each other:
 * neighbours are anywhere, and one look into memory finds all groups of one. Cells
 * have 16 bits until an attribute has too many groups for that, then 32. */
#ifndef INTRO_ANALYSIS_PANEL_H
#define INTRO_ANALYSIS_PANEL_H

#include "analysis/groups.h"

typedef struct intro_i_panel {
    uint32_t people;
    uint32_t width;         /* attributes */
    uint32_t stride;        /* cells from person to person, a power of two */
    const uint16_t *narrow; /* groups of v from v * stride on; or NULL: */
    const uint32_t *wide;
    void *own;
} intro_i_panel;

enum { INTRO_I_PANEL_NARROW = UINT16_MAX }; /* narrow: of no group */

/* Nobody is in a group. INTRO_ENOMEM leaves nothing to free. 2 bytes a cell. */
INTRO_MUST_USE intro_status intro_i_panel_init(intro_i_panel *panel,
                                               uint32_t people, uint32_t width);
/* One attribute, its groups copied: half as wide, so that more of them fit into
 * caches. */
INTRO_MUST_USE intro_status intro_i_panel_init_one(
    intro_i_panel *panel, uint32_t people, const intro_i_groups *groups);
/* One attribute, borrowing the groups; not to be freed. */
intro_i_panel intro_i_panel_of(const intro_i_groups *groups, uint32_t people);
/* A zeroed one is accepted. */
void intro_i_panel_fini(intro_i_panel *panel);

/* Copies the groups by attribute a. INTRO_ENOMEM: when cells became wide. O(people),
 * O(people x width) then. */
INTRO_MUST_USE intro_status intro_i_panel_set(intro_i_panel *panel, uint32_t a,
                                              const intro_i_groups *groups);

/* The group of v by attribute a, or INTRO_I_NO_GROUP. */
static inline uint32_t intro_i_panel_group(const intro_i_panel *panel,
                                           uint32_t v, uint32_t a)
{
    const size_t at = (size_t)v * panel->stride + a;
    if (panel->narrow == NULL) {
        return panel->wide[at];
    }
    return panel->narrow[at] == INTRO_I_PANEL_NARROW ? INTRO_I_NO_GROUP
                                                     : panel->narrow[at];
}

/* Those of many people into `out`; people without a group get `none`, which is no
 * group's number. */
void intro_i_panel_column(const intro_i_panel *panel, uint32_t a,
                          const uint32_t *people, uint32_t count, uint32_t none,
                          uint32_t *out);

static inline void intro_i_panel_ask(const intro_i_panel *panel, uint32_t v)
{
    const size_t at = (size_t)v * panel->stride;
    if (panel->narrow != NULL) {
        INTRO_PREFETCH(panel->narrow + at);
    } else {
        INTRO_PREFETCH(panel->wide + at);
    }
}

#endif
