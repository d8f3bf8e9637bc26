/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for clusters: the employer, else the industry, that most of its people
 * share. */
#ifndef INTRO_ANALYSIS_CLUSTER_LABELS_H
#define INTRO_ANALYSIS_CLUSTER_LABELS_H

#include "analysis/groups.h"

/* labels: one for each cluster, borrowed from the groups, NULL where fewer than a
 * third of those with a value share one, or fewer than two; to be freed with
 * intro_i_free(). INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(people log
 * people). */
INTRO_MUST_USE intro_status intro_i_cluster_labels(
    intro_ctx *ctx, const intro_i_groups *clusters,
    const intro_i_groups *companies, const intro_i_groups *industries,
    uint32_t people, const char ***labels);

#endif
