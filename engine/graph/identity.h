/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When two records are one person, and what each person is called. */
#ifndef INTRO_GRAPH_IDENTITY_H
#define INTRO_GRAPH_IDENTITY_H

#include "graph/builder_impl.h"

typedef struct intro_i_identity {
    uint32_t people;     /* after merging */
    uint32_t *person_of; /* builder's person -> person in id order */
    const char **ids;    /* by person; borrowed from the builder */
    uint32_t *id_lengths;
} intro_i_identity;

/* Merge records of different sources: by profile slug, then by e-mail, by equal
 * GraphML ids with --same-ids, by folded name and company with --merge-names. A
 * key that several records of one source share merges nobody, and two records
 * of one source never become one person. Each merge is counted with its reason
 * in the source that is later in canonical order.
 *
 * `rank` gives the place of each source in canonical order, so that the
 * result does not depend on the order of inputs. INTRO_OK, INTRO_ENOMEM,
 * INTRO_ECANCELLED. O(people log people). */
INTRO_MUST_USE intro_status intro_i_identity_find(intro_i_builder *builder,
                                                  const uint16_t *rank,
                                                  intro_i_identity *out);
void intro_i_identity_fini(intro_i_identity *identity);

/* The source a builder's person belongs to. O(log sources). */
size_t intro_i_identity_source(const intro_i_builder *builder, uint32_t person);

#endif
