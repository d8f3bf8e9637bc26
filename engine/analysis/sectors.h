/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sectors of LinkedIn's industries that nobody is in. */
#ifndef INTRO_ANALYSIS_SECTORS_H
#define INTRO_ANALYSIS_SECTORS_H

#include "analysis/groups.h"

enum { INTRO_I_SECTORS = 32 };

/* Sectors, by label, that hold none of the groups. 0 when a group is no industry
 * of base/taxonomy.h: another input has sectors of its own.
 * @param absent receives the ids, at most INTRO_I_SECTORS
 * @param sectors receives how many sectors there are
 * O(industries + groups log industries). */
uint32_t intro_i_sectors_absent(const intro_i_groups *groups, uint32_t *absent,
                                uint32_t *sectors);

#endif
