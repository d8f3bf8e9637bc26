/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one person stands between: his contacts who have a group, and which ways
 * from one to another over him are closed by a tie (brokerage.h). From it follow
 * his roles, under these groups or others, and the pairs of groups he joins. */
#ifndef INTRO_ANALYSIS_BROKER_VIEW_H
#define INTRO_ANALYSIS_BROKER_VIEW_H

#include "analysis/brokerage.h"
#include "base/vec.h"

typedef struct intro_i_view_contact {
    uint32_t person;
    uint32_t group; /* known */
    uint32_t ways;  /* INTRO_I_WAY_..., seen from the person */
} intro_i_view_contact;

/* The way contacts[from] -> person -> contacts[to] is closed. In an undirected
 * network one of the two ways of a pair. */
typedef struct intro_i_view_way {
    uint32_t from;
    uint32_t to;
} intro_i_view_way;

INTRO_VEC(intro_i_vec_contact, intro_i_view_contact);
INTRO_VEC(intro_i_vec_way, intro_i_view_way);

/* Scratch of one thread: 4 bytes a person, 12 a group. */
typedef struct intro_i_view {
    const intro_i_orientation *o;
    const intro_i_groups *groups;
    uint32_t person;
    intro_i_vec_contact contacts; /* by person */
    intro_i_vec_way closed;
    uint32_t *in;   /* by group: contacts tied to the person */
    uint32_t *out;  /* by group: contacts he is tied to; undirected: as in */
    uint32_t *both; /* by group: contacts in both */
    uint32_t *met;  /* groups of contacts, rising */
    uint32_t met_count;
    uint32_t *marks; /* place: 1 + index of a contact, or 0 */
} intro_i_view;

/* Borrows both. No context, so that threads can call it. INTRO_OK or
 * INTRO_ENOMEM, which leaves nothing to free. */
INTRO_MUST_USE intro_status intro_i_view_init(intro_i_view *view,
                                              const intro_i_orientation *o,
                                              const intro_i_groups *groups);
/* A zeroed one is accepted. */
void intro_i_view_fini(intro_i_view *view);

/* Looks from person v: contacts and their counts by group. INTRO_OK,
 * INTRO_ENOMEM. O(degree log degree). */
INTRO_MUST_USE intro_status intro_i_view_contacts(intro_i_view *view,
                                                  uint32_t v);
/* Then: the closed ways. INTRO_OK, INTRO_ENOMEM. O(contacts x longest row of the
 * orientation). */
INTRO_MUST_USE intro_status intro_i_view_closed(intro_i_view *view);

/* Ways (undirected: pairs) between contacts in group a and in group b, closed
 * ones included; either direction counts. */
uint64_t intro_i_view_between(const intro_i_view *view, uint32_t a, uint32_t b);

#endif
