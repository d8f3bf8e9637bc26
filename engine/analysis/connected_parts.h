/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clusters whose members hold together: one that does not becomes several, which
 * never lowers modularity. */
#ifndef INTRO_ANALYSIS_CONNECTED_PARTS_H
#define INTRO_ANALYSIS_CONNECTED_PARTS_H

#include "analysis/level.h"

/* of: clusters of people, *count of them; changed so that the members of each are
 * connected by ties among them. Numbers: without gaps in the order of least
 * members. INTRO_ENOMEM, INTRO_ECANCELLED. Mostly two ties of each person are
 * looked at (Sutton, Ben-Nun and Barak 2018); 12 bytes a person. */
INTRO_MUST_USE intro_status
intro_i_connect_clusters(intro_i_crew *crew, const intro_i_level *people,
                         uint32_t *of, uint32_t *count);

#endif
