/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Who and what joins the groups of a network: industries, companies, places, or
 * any other attribute of people.
 *
 *     intro_bridges_options o = INTRO_BRIDGES_OPTIONS_INIT;
 *     intro_bridges *b;
 *     rc = intro_bridges_find(ctx, graph, &o, &b);
 *     for (size_t i = 0; i < intro_bridges_brokers(b); i++)
 *         use(intro_bridges_broker(b, i));
 *     intro_bridges_free(b);
 *
 * In a directed network brokerage and betweenness follow the arcs, structural
 * holes take a tie in both directions together, and everything else is taken on
 * the weak graph: one undirected tie a pair of people, as strong as the stronger
 * direction. Undefined numbers are NaN. Results are the same for any number of
 * threads.
 */
#ifndef INTROFIND_BRIDGES_H
#define INTROFIND_BRIDGES_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum intro_betweenness_kind {
    INTRO_BETWEENNESS_DEFAULT, /**< exact up to 20,000 people, else a sample */
    INTRO_BETWEENNESS_EXACT,
    INTRO_BETWEENNESS_SAMPLE,
    INTRO_BETWEENNESS_NONE
} intro_betweenness_kind;

enum {
    INTRO_PAIR_BROKERS = 5,
    /** Pairs of groups that no tie joins are listed, too, when there are at most
     *  so many pairs in all. */
    INTRO_ALL_GROUP_PAIRS = 1000000,
    /** JSON lists so many of the pairs that nobody else than me joins; a notice
     *  says how many there are when there are more. */
    INTRO_HOLES_LISTED = 1000000,
    INTRO_BRIDGES_TOP = 20
};

typedef struct intro_bridges_options {
    const char *by; /**< attribute of people; NULL: industry, and no groups when
                         the network does not have it */
    uint64_t top;   /**< most brokers, pairs and ties, each; 0: all */
    const char
        *between[2]; /**< two groups: only their pair and their ties; NULL
                                 and NULL: all */
    intro_betweenness_kind betweenness;
    bool by_warmth;   /**< paths of greatest strength instead of fewest ties */
    bool is_weighted; /**< strengths in place of ties in participation, within_z
                           and ei_index */
    uint64_t
        permutations; /**< shuffles of the groups for z of roles; 0: none */
    uint64_t seed;
    intro_vid me; /**< whose own view is wanted, or INTRO_NO_VID */
} intro_bridges_options;

#define INTRO_BRIDGES_OPTIONS_INIT                                             \
    {                                                                          \
        NULL, INTRO_BRIDGES_TOP, {NULL, NULL}, INTRO_BETWEENNESS_DEFAULT,      \
            false, false, 0, 1, INTRO_NO_VID                                   \
    }

/** A group; the text lives as long as the graph and the result. */
typedef struct intro_group {
    const char *name;
    uint64_t people;
    uint64_t internal_ties;
    uint64_t external_ties; /**< to people of other groups */
    double ei_index; /**< (external - 2 internal) / (external + 2 internal) */
} intro_group;

/** Two groups, or one with itself. */
typedef struct intro_group_pair {
    const char *a; /**< not behind b */
    const char *b;
    uint64_t ties;
    double strength; /**< sum */
    double expected; /**< ties, if people tied at random */
    double ratio;    /**< ties / expected */
    uint32_t broker_count;
    intro_vid brokers[INTRO_PAIR_BROKERS]; /**< with most open ways */
    uint64_t open[INTRO_PAIR_BROKERS];     /**< those ways */
} intro_group_pair;

/** The five roles of Gould and Fernandez. */
typedef enum intro_role {
    INTRO_ROLE_COORDINATOR,    /**< A A A */
    INTRO_ROLE_ITINERANT,      /**< A B A */
    INTRO_ROLE_REPRESENTATIVE, /**< A A B */
    INTRO_ROLE_GATEKEEPER,     /**< A B B */
    INTRO_ROLE_LIAISON,        /**< A B C */
    INTRO_ROLE_COUNT
} intro_role;

typedef struct intro_broker {
    intro_vid person;
    const char *group; /**< or NULL; roles and within_z are then undefined */
    uint32_t degree;   /**< of the weak graph */
    uint64_t roles[INTRO_ROLE_COUNT]; /**< open ways around the person */
    uint64_t brokerage;               /**< all of them, each once */
    double role_z[INTRO_ROLE_COUNT];  /**< NaN without permutations */
    double brokerage_z; /**< NaN: no shuffle of the groups changes the sum */
    double constraint;  /**< NaN, like all of these, without contacts */
    double effective_size;
    double efficiency;
    double hierarchy;
    double constraint_weighted;
    double effective_size_weighted;
    double participation; /**< NaN without a contact that has a group */
    double within_z;
    double betweenness; /**< NaN when not wanted */
    double cross_betweenness;
    bool is_cut_person;
    const char *joins[2]; /**< groups with most open ways over the person from
                               one to the other; NULL: there are none */
    uint64_t joins_open;  /**< those ways */
    uint64_t joins_all;   /**< with the closed ones */
} intro_broker;

typedef struct intro_bridging_tie {
    intro_vid a; /**< a < b */
    intro_vid b;
    const char *group_a; /**< or NULL */
    const char *group_b;
    float strength;
    bool inferred; /**< all its evidence is derived */
    bool is_cut_tie;
    uint32_t span;   /**< ties on the way round it; 0: there is none */
    uint32_t mutual; /**< common neighbours */
    double overlap;  /**< NaN for two people whose only tie it is */
    double cross_betweenness;
} intro_bridging_tie;

/** A group that I come to through one person: everybody of it whom I reach
 *  within two ties I reach over, or it is, this person. */
typedef struct intro_single_access {
    const char *group;
    intro_vid through;
} intro_single_access;

/** What the whole network is like. */
typedef struct intro_bridges_facts {
    const char *by; /**< the attribute */
    uint64_t people;
    uint64_t known; /**< people with a group */
    uint64_t groups;
    uint64_t pairs; /**< what is listed is the top of so many */
    uint64_t brokers;
    uint64_t ties;
    uint64_t cut_people;
    uint64_t cut_ties;
    uint64_t betweenness_sources; /**< 0: not wanted */
    bool is_betweenness_exact;
    double betweenness_error;       /**< of a sample: with 95 % confidence no */
    double cross_betweenness_error; /**< figure is farther off */
} intro_bridges_facts;

typedef struct intro_bridges intro_bridges;

/** Notices say what is missing and how a sample was taken.
 *
 *  @param graph borrowed until intro_bridges_free()
 *  @return INTRO_OK; INTRO_EARG for an attribute that the network lacks (the hint
 *  lists those it has), two equal groups, or a `me` that is nobody;
 *  INTRO_ENOTFOUND for a group of `between` that nobody is in; INTRO_ENOMEM;
 *  INTRO_ECANCELLED; INTRO_EDAMAGED.
 *  Cost: betweenness, else some listings of the triangles: about a second each
 *  for ten million ties. */
INTRO_API INTRO_MUST_USE intro_status
intro_bridges_find(intro_ctx *ctx, const intro_graph *graph,
                   const intro_bridges_options *options, intro_bridges **out);
/** NULL is accepted. */
INTRO_API void intro_bridges_free(intro_bridges *bridges);

INTRO_API intro_bridges_facts
intro_bridges_get_facts(const intro_bridges *bridges);

/** By people, then name. */
INTRO_API size_t intro_bridges_groups(const intro_bridges *bridges);
INTRO_API intro_group intro_bridges_group(const intro_bridges *bridges,
                                          size_t i);
/** Groups i and k (or one with itself), whether listed or not; brokers are left
 *  out. O(log pairs). */
INTRO_API intro_group_pair intro_bridges_between(const intro_bridges *bridges,
                                                 size_t i, size_t k);
/** By ties, then names. */
INTRO_API size_t intro_bridges_pairs(const intro_bridges *bridges);
INTRO_API intro_group_pair intro_bridges_pair(const intro_bridges *bridges,
                                              size_t i);
/** By cross-betweenness, brokerage, then id, undefined last; by betweenness, then
 *  id, when there are no groups. */
INTRO_API size_t intro_bridges_brokers(const intro_bridges *bridges);
INTRO_API intro_broker intro_bridges_broker(const intro_bridges *bridges,
                                            size_t i);
/** Names of the groups with somebody cut off, without broker i, from the largest
 *  part that remains of his component; in order, borrowed until the next call.
 *  One thread at a time. */
INTRO_API INTRO_MUST_USE intro_status
intro_bridges_groups_lost(intro_ctx *ctx, intro_bridges *bridges, size_t i,
                          const char *const **names, size_t *count);
/** Ties between different groups, all ties when there are no groups: by
 *  cross-betweenness, strength, then ids; undefined last. */
INTRO_API size_t intro_bridges_ties(const intro_bridges *bridges);
INTRO_API intro_bridging_tie intro_bridges_tie(const intro_bridges *bridges,
                                               size_t i);

/** Of `me`; nothing without one. Groups in order. */
INTRO_API size_t intro_bridges_single_accesses(const intro_bridges *bridges);
INTRO_API intro_single_access
intro_bridges_single_access(const intro_bridges *bridges, size_t i);
/** Pairs of groups of my contacts that nobody else joins: no tie leads from one
 *  to the other and nobody is tied to both, but for me. */
INTRO_API uint64_t intro_bridges_holes(const intro_bridges *bridges);

/** Called for each hole by (a, b); other than INTRO_OK ends it. One thread at a
 *  time. */
typedef intro_status intro_bridges_hole_fn(void *user, const char *a,
                                           const char *b);
INTRO_API INTRO_MUST_USE intro_status intro_bridges_each_hole(
    intro_bridges *bridges, intro_bridges_hole_fn *fn, void *user);

#ifdef __cplusplus
}
#endif
#endif
