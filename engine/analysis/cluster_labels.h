/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters in words: the values that are more frequent in them than in the whole
 * network, most telling first. How telling a value is, is its share p of the
 * people whose value is known times ln(p / q), q being its share in the network:
 * what it adds to the relative entropy of the two. So neither what everybody has
 * nor what two people share by chance comes first. "unknown", "n/a" and the like
 * are no values here. */
#ifndef INTRO_ANALYSIS_CLUSTER_LABELS_H
#define INTRO_ANALYSIS_CLUSTER_LABELS_H

#include "analysis/groups.h"
#include "analysis/members.h"
#include "base/strbuf.h"

#include <introfind/clusters.h>

enum { INTRO_I_LABEL_ATTRIBUTES = 5 };

/* One attribute, counted cluster by cluster. */
typedef struct intro_i_label_counts {
    const intro_i_groups *groups;
    uint64_t known;   /* people of the network with a value */
    uint32_t *counts; /* by group; 0 between clusters */
    uint32_t *met;    /* groups of this cluster */
    bool *is_value;   /* by group */
} intro_i_label_counts;

typedef struct intro_i_labeler {
    const intro_i_members *members;
    intro_i_label_counts attributes[INTRO_I_LABEL_ATTRIBUTES];
    size_t count;
} intro_i_labeler;

/* Borrows everything. attributes: the first is what top groups are about; at most
 * INTRO_I_LABEL_ATTRIBUTES, of which each may be empty. INTRO_OK,
 * INTRO_ENOMEM. */
INTRO_MUST_USE intro_status
intro_i_labeler_init(intro_ctx *ctx, const intro_i_members *members,
                     const intro_i_groups *const *attributes, size_t count,
                     intro_i_labeler *out);
/* A zeroed one is accepted. */
void intro_i_labeler_fini(intro_i_labeler *labeler);

/* The top groups of the first attribute. @return how many: values of at least two
 * people, more frequent than in the network. O(people of it). */
uint32_t intro_i_label_groups(intro_i_labeler *labeler, uint32_t cluster,
                              intro_top_group out[INTRO_CLUSTER_GROUPS]);

/* The one or two most telling values of any attribute, "Reinsurance and Risk" of
 * one, "Acme, Reinsurance" of two, appended to buf; of a tenth of those with a
 * value and a twentieth of the cluster at least. Nothing when there is none. */
void intro_i_label_words(intro_i_labeler *labeler, uint32_t cluster,
                         intro_i_strbuf *buf);
/* The words of every cluster; out: members->count, NULL where there are none, as
 * long as texts. INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(people). */
INTRO_MUST_USE intro_status intro_i_label_all(intro_ctx *ctx,
                                              intro_i_labeler *labeler,
                                              intro_i_arena *texts,
                                              const char **out);

#endif
