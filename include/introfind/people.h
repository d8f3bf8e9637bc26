/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Naming people: WHO (one person) and sets of targets.
 */
#ifndef INTROFIND_PEOPLE_H
#define INTROFIND_PEOPLE_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct intro_lookup intro_lookup;

/** A finder for one graph. Word and suggestion tables are made when first
 *  needed. Not for several threads at once. */
INTRO_API INTRO_MUST_USE intro_status intro_lookup_new(intro_ctx *ctx,
                                                       const intro_graph *graph,
                                                       intro_lookup **out);
INTRO_API void intro_lookup_free(intro_lookup *lookup);

/** People who answer to `who`: by id, profile URL, e-mail, whole name, then all
 *  words in any order; the first of these kinds that matches anybody decides.
 *  `id:`, `url:`, `email:`, `name:` force a kind.
 *
 *  @param people receives a borrowed array in id order, valid until the next
 *                call with this lookup
 *  @return INTRO_OK, *count 0 when nobody matches; INTRO_ENOMEM */
INTRO_API INTRO_MUST_USE intro_status
intro_lookup_find(intro_ctx *ctx, intro_lookup *lookup, const char *who,
                  const intro_vid **people, size_t *count);

/** Up to `wanted` people whose names or ids are spelt most like `who`, nearest
 *  first, then by id. */
INTRO_API INTRO_MUST_USE intro_status
intro_lookup_suggest(intro_ctx *ctx, intro_lookup *lookup, const char *who,
                     size_t wanted, const intro_vid **people, size_t *count);

/** How a condition compares. */
typedef enum intro_match {
    INTRO_MATCH_COMPANY, /**< equal, without case and legal suffix */
    INTRO_MATCH_EQUAL,   /**< equal, without case */
    INTRO_MATCH_WORDS,   /**< holds all the words */
    INTRO_MATCH_CLASS    /**< equal, without case; of industry, function and
                              seniority the id of LinkedIn's taxonomy stands for
                              its label, and an industry may be the finer one */
} intro_match;

/** One condition of a set; conditions are combined with AND. */
typedef struct intro_condition {
    const char *attribute; /**< without case: the input's own attributes, then
                                known fields and `cluster`; '@' forces ours */
    intro_match match;
    const char *value;
} intro_condition;

/** Everybody who meets all conditions, in id order; malloc-like array to be
 *  released with intro_people_free().
 *  @return INTRO_OK (count may be 0); INTRO_EARG for an unknown attribute, the
 *  hint lists those there are; INTRO_ENOMEM */
INTRO_API INTRO_MUST_USE intro_status intro_people_select(
    intro_ctx *ctx, const intro_graph *graph, const intro_condition *conditions,
    size_t condition_count, intro_vid **people, size_t *count);
INTRO_API void intro_people_free(intro_vid *people);

/** Asks for many sets: what the values of an attribute are is looked at once for
 *  each way of comparing them, not for every set. */
typedef struct intro_selector intro_selector;

/** @param graph outlives the selector and gets no clusters meanwhile
 *  @return INTRO_OK or INTRO_ENOMEM */
INTRO_API INTRO_MUST_USE intro_status intro_selector_new(
    intro_ctx *ctx, const intro_graph *graph, intro_selector **out);
/** NULL is accepted. */
INTRO_API void intro_selector_free(intro_selector *selector);

/** As intro_people_select(), with the same result. Of texts, a set costs about as
 *  much as it has people; numbers are walked over each time. */
INTRO_API INTRO_MUST_USE intro_status intro_selector_find(
    intro_ctx *ctx, intro_selector *selector, const intro_condition *conditions,
    size_t condition_count, intro_vid **people, size_t *count);

/** Does this attribute mean the cluster of a person, in a network whose clusters
 *  nobody has looked for yet? It is unknown until then. */
INTRO_API bool intro_graph_wants_clusters(const intro_graph *graph,
                                          const char *attribute);

#ifdef __cplusplus
}
#endif
#endif
