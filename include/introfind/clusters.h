/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Clusters: people who are tied to each other more closely than to the rest; the
 * weak ties that join them; and which of them one person reaches over weak ties
 * only, through whom.
 *
 *     rc = intro_clusters_attach(ctx, g, &options);  // --by cluster, @cluster
 *
 *     intro_clusters_options o = INTRO_CLUSTERS_OPTIONS_INIT;
 *     o.me = me;
 *     rc = intro_clusters_find(ctx, g, &o, &clusters);
 *     for (size_t i = 0; i < intro_clusters_count(clusters); i++)
 *         use(intro_clusters_at(clusters, i));
 *     intro_clusters_free(clusters);
 *
 * Everything but `reach` and the chains is taken on the weak graph: one
 * undirected tie a pair of people, as strong as the stronger direction; the
 * clusters add both directions up. Undefined numbers are NaN. Results are the
 * same for any number of threads.
 */
#ifndef INTROFIND_CLUSTERS_H
#define INTROFIND_CLUSTERS_H

#include <introfind/paths.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct intro_clusters_options {
    double resolution; /**< above 0, finite; more gives smaller clusters */
    uint64_t seed;
    /* what intro_clusters_attach() does not look at */
    const char *by;    /**< attribute of people that novelty and top groups are
                              about; NULL: industry, and nothing when the network
                              does not have it */
    double weak_below; /**< ties weaker than this are weak; below 0: than the
                              median */
    double overlap_most; /**< and so are those of at most this overlap */
    uint64_t top;        /**< most weak ties; 0: all */
    intro_vid me;        /**< whose own view is wanted, or INTRO_NO_VID */
    bool expand; /**< find whom `me` asks for an introduction into each */
} intro_clusters_options;

enum {
    INTRO_CLUSTERS_TOP = 20,
    INTRO_CLUSTER_GROUPS = 3,  /**< most top groups of a cluster */
    INTRO_CLUSTER_DECILES = 9, /**< steps of the percolation */
    INTRO_CLUSTER_ID = 16      /**< bytes of "c1" and the like with the NUL */
};

#define INTRO_CLUSTERS_OPTIONS_INIT                                            \
    {                                                                          \
        1.0, 1, NULL, -1.0, 0.05, INTRO_CLUSTERS_TOP, INTRO_NO_VID, false      \
    }

/** Finds the clusters of a network and keeps them with it, as the attribute
 *  `cluster` of everybody: c1, c2, ... by falling size, then by smallest id. Not
 *  while another thread reads the graph. Clusters kept before are replaced.
 *
 *  They maximise modularity (strengths as weights, those of both directions added
 *  up) by the Leiden algorithm of Traag, Waltman and van Eck 2019; each is
 *  connected. The same seed gives the same clusters for any number of threads.
 *
 *  @param options NULL for INTRO_CLUSTERS_OPTIONS_INIT
 *  @return INTRO_OK; INTRO_EARG for a resolution out of range; INTRO_ENOMEM;
 *  INTRO_ECANCELLED; INTRO_EDAMAGED. About 2 s for 10^7 ties with 2 threads; 60
 *  bytes a person and 16 a tie while it runs, 4 a person kept. */
INTRO_API INTRO_MUST_USE intro_status intro_clusters_attach(
    intro_ctx *ctx, intro_graph *graph, const intro_clusters_options *options);

/* --- results ---------------------------------------------------------------- */

/** How a person stands to a cluster, in the order in which they are listed. */
typedef enum intro_access {
    INTRO_ACCESS_WEAK, /**< all doors are weak ties */
    INTRO_ACCESS_STRONG,
    INTRO_ACCESS_NONE, /**< there is no door */
    INTRO_ACCESS_MEMBER,
    INTRO_ACCESS_UNKNOWN /**< whose view? `me` is nobody */
} intro_access;

/** A tie into a cluster from `me`, or from somebody of the own cluster who is
 *  tied to `me`. */
typedef struct intro_door {
    intro_vid via;
    intro_vid to; /**< in the cluster */
    float strength;
    bool inferred;  /**< all its evidence is derived */
    bool weak;      /**< by strength or by structure */
    bool dormant;   /**< nothing new for three years, not weak until then */
    double overlap; /**< NaN: nobody else knows either */
} intro_door;

/** A value that is more frequent in a cluster than in the network. */
typedef struct intro_top_group {
    const char *name;
    uint64_t people; /**< of the cluster */
    double share;    /**< of those of the cluster whose value is known */
    double lift;     /**< this share by that of the network, above 1 */
} intro_top_group;

typedef struct intro_cluster {
    uint32_t number; /**< 1 for "c1" */
    uint64_t people;
    const char *label; /**< in words, or NULL; borrowed */
    uint32_t group_count;
    intro_top_group groups[INTRO_CLUSTER_GROUPS]; /**< by share x log lift */
    uint64_t inside_ties;
    uint64_t outside_ties;
    double conductance; /**< outside ties by the ends of ties inside or outside,
                             whichever is fewer */
    intro_access access;
    const intro_door *doors; /**< by falling strength, then ids */
    uint64_t door_count;
    intro_vid single_door; /**< who stands at every door as `via`, else as `to`;
                                never `me`; or INTRO_NO_VID */
    double
        novelty; /**< share of the people of known value whose value no direct
                         tie of `me` has */
    uint64_t novel; /**< those people */
    uint64_t reach; /**< people of it within three ties of `me` */
} intro_cluster;

/** A weak tie between two clusters. */
typedef struct intro_weak_tie {
    intro_vid a; /**< a < b */
    intro_vid b;
    float strength;
    bool inferred;
    bool cut;              /**< nothing else joins its two ends */
    double overlap;        /**< NaN: nobody else knows either */
    uint32_t mutual;       /**< common neighbours */
    uint32_t span;         /**< ties on the way round it; 0: a cut tie */
    uint32_t from_cluster; /**< number of a's */
    uint32_t to_cluster;
    uint64_t
        score; /**< people whom a or b has within three ties only over it */
} intro_weak_tie;

/** What remains without the ties below a decile of the strengths. */
typedef struct intro_percolation {
    double below;
    uint64_t ties_removed;
    uint64_t components;
    uint64_t largest; /**< people of the largest one */
} intro_percolation;

typedef struct intro_clusters_facts {
    double modularity; /**< NaN without ties */
    double resolution;
    uint64_t seed;
    uint64_t people;
    uint64_t ties;     /**< of the weak graph */
    const char *by;    /**< attribute, NULL: the network has no industry */
    double weak_below; /**< the threshold in force; NaN without ties */
    double overlap_most;
    uint64_t weak_ties; /**< weak and between clusters; the list is their top */
    uint64_t bridging;  /**< ties between clusters */
    uint64_t components; /**< of the whole */
    uint64_t largest;    /**< people of the largest one */
    intro_vid me;
} intro_clusters_facts;

typedef struct intro_clusters intro_clusters;

/** Finds the clusters, attaches them as intro_clusters_attach() does, and looks
 *  at them.
 *
 *  @param graph borrowed until intro_clusters_free(), with these clusters
 *  @return INTRO_OK; INTRO_EARG for a value out of range, an attribute that the
 *  network lacks (the hint lists those it has) or a `me` that is nobody;
 *  INTRO_ENOMEM; INTRO_ECANCELLED; INTRO_EDAMAGED.
 *  Cost: that of the clusters, one listing of the triangles, and a question to
 *  intro_paths_find() for each cluster with `expand`. */
INTRO_API INTRO_MUST_USE intro_status intro_clusters_find(
    intro_ctx *ctx, intro_graph *graph, const intro_clusters_options *options,
    intro_clusters **out);
/** NULL is accepted. */
INTRO_API void intro_clusters_free(intro_clusters *clusters);

INTRO_API intro_clusters_facts
intro_clusters_get_facts(const intro_clusters *clusters);

/** With a `me` by access, then falling novelty x reach, size, then number;
 *  without one by number. */
INTRO_API size_t intro_clusters_count(const intro_clusters *clusters);
INTRO_API const intro_cluster *intro_clusters_at(const intro_clusters *clusters,
                                                 size_t i);
/** "c1", ... */
INTRO_API const char *intro_cluster_id(uint32_t number,
                                       char id[INTRO_CLUSTER_ID]);
/** Number of a person's cluster. */
INTRO_API uint32_t intro_clusters_of(const intro_clusters *clusters,
                                     intro_vid v);
/** The label of a cluster by number, or NULL. */
INTRO_API const char *intro_clusters_label(const intro_clusters *clusters,
                                           uint32_t number);

/** Cut ties first, then by falling span, rising overlap, falling strength, then
 *  ids. */
INTRO_API size_t intro_clusters_weak_ties(const intro_clusters *clusters);
INTRO_API const intro_weak_tie *
intro_clusters_weak_tie(const intro_clusters *clusters, size_t i);

/** The INTRO_CLUSTER_DECILES deciles, rising; 0 without ties. */
INTRO_API size_t intro_clusters_steps(const intro_clusters *clusters);
INTRO_API intro_percolation intro_clusters_step(const intro_clusters *clusters,
                                                size_t i);

/** With `expand`: the warmest chain of at most three ties from `me` to anybody
 *  of the cluster in row i; a direct tie is one of one tie, with introducer
 *  INTRO_NO_VID. hops is 0 where there is none. Borrowed. */
INTRO_API intro_chain intro_clusters_chain(const intro_clusters *clusters,
                                           size_t i);

#ifdef __cplusplus
}
#endif
#endif
