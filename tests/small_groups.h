/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups of people made up for a test, without an attribute behind them. */
#ifndef INTRO_TESTS_SMALL_GROUPS_H
#define INTRO_TESTS_SMALL_GROUPS_H

#include "analysis/groups.h"

/* Each group drawn with the same chance, nobody unknown; with `unknown` a share
 * of the people has no group. Groups that nobody got are there, with size 0. */
void small_groups_draw(intro_i_groups *groups, uint64_t seed, uint32_t people,
                       uint32_t count, double unknown);
/* A copy of these numbers, INTRO_I_NO_GROUP or below `count`. */
void small_groups_set(intro_i_groups *groups, const uint32_t *of,
                      uint32_t people, uint32_t count);

/* Freed with intro_i_groups_fini(). */

#endif
