/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * How broad networks are: how the contacts of people spread over industries and
 * other attributes, how far people reach, and how they compare.
 *
 *     intro_breadth_options o = INTRO_BREADTH_OPTIONS_INIT;
 *     rc = intro_breadth_new(ctx, g, &o, &breadth);
 *     for (uint64_t i = 0; i < intro_breadth_count(breadth); i++) {
 *         const intro_breadth_row *row = intro_breadth_row_at(breadth, i);
 *         use(row->person, row->by[0].effective, row->reach2);
 *     }
 *     intro_breadth_free(breadth);
 *
 * Figures that are not defined are NaN: of somebody without contacts, or without
 * a contact whose value is known. Shares are over known values only.
 */
#ifndef INTROFIND_BREADTH_H
#define INTROFIND_BREADTH_H

#include <introfind/paths.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How contacts spread over the values of an attribute. */
typedef struct intro_diversity {
    uint32_t known;       /**< contacts with a value */
    uint32_t categories;  /**< distinct values: Hill number of order 0 */
    double blau;          /**< 1 - sum p^2, p the share of each value */
    double shannon;       /**< S = -sum p ln p */
    double effective;     /**< exp(S), Hill number of order 1: as many values,
                               equally frequent, would be as diverse */
    double effective_low; /**< 95 % band (Hutcheson 1970), within [1, known] */
    double effective_high;
    double ei_index; /**< (E - I)/(E + I): ties to other values against those
                          to the own; NaN also when the own is unknown */
} intro_diversity;

/** One person. */
typedef struct intro_breadth_row {
    intro_vid person;
    uint32_t degree; /**< people tied to him either way */
    uint32_t strong_ties;
    uint32_t weak_ties; /**< weaker than the median tie, or hardly anybody knows
                             both ends; the others are strong */
    const intro_diversity *by; /**< one an attribute */
    double constraint;         /**< Burt's, unweighted, on the whole network */
    double effective_size;     /**< Burt's, unweighted */
    uint32_t reach2;           /**< people within two ties along their
                                    direction, the person not counted */
    uint32_t reach3;
    double reach2_industries; /**< distinct known industries of those within two
                                   ties; NaN when the network has none */
    double percentile; /**< of `effective` of the first attribute among people
                            with at least INTRO_BREADTH_KNOWN_LEAST contacts of
                            known value, mid-rank, 0 to 100; NaN for others */
} intro_breadth_row;

enum { INTRO_BREADTH_KNOWN_LEAST = 5, INTRO_BREADTH_BY_MAX = 64 };

typedef struct intro_breadth_options {
    const char *const *by; /**< attributes, as on the command line; count 0:
                                those of industry, function, company, seniority
                                and location that the network has */
    size_t by_count;       /**< at most INTRO_BREADTH_BY_MAX, each once */
    const intro_vid
        *people; /**< whose rows, rising, distinct; NULL: everybody's */
    size_t people_count;
    bool is_weighted; /**< contacts count by strength, not one each */
    const char *sort; /**< a column; NULL or "id": by id. Numbers fall, names
                            rise, unknown ones stand last, equal ones by id */
    uint64_t top;     /**< first rows of that order only; 0: all */
    uint64_t seed;    /**< of the estimates of reach */
    uint64_t exact_below; /**< everybody's reach is exact below so many ties,
                               estimated by HyperLogLog otherwise */
} intro_breadth_options;

#define INTRO_BREADTH_OPTIONS_INIT                                             \
    {                                                                          \
        NULL, 0, NULL, 0, false, NULL, 0, 1, 1000000                           \
    }

typedef struct intro_breadth intro_breadth;

/** What of the rows takes a whole pass is found here; how contacts spread, when a
 *  row is read.
 *
 *  @return INTRO_OK; INTRO_EARG for an attribute that the network has not (the
 *  hint lists those it has) or that is named twice, an unknown column, people
 *  that do not rise; INTRO_ENOMEM; INTRO_ECANCELLED; INTRO_EDAMAGED.
 *
 *  Cost: for named people O(people + ties) and what is within three ties of
 *  them; for everybody that, every triangle, and 16 x ties lines of 64 bytes
 *  where reach is estimated. About 60 bytes a person are kept. The graph is
 *  borrowed. */
INTRO_API INTRO_MUST_USE intro_status
intro_breadth_new(intro_ctx *ctx, const intro_graph *graph,
                  const intro_breadth_options *options, intro_breadth **out);
INTRO_API void intro_breadth_free(intro_breadth *breadth);

INTRO_API size_t intro_breadth_attributes(const intro_breadth *breadth);
/** As it was given. */
INTRO_API const char *intro_breadth_attribute(const intro_breadth *breadth,
                                              size_t i);
/** false: reach2 and reach3 are estimates, relative standard error 3.3 %. */
INTRO_API bool intro_breadth_reach_is_exact(const intro_breadth *breadth);
/** false: reach2_industries is unknown. */
INTRO_API bool intro_breadth_has_industries(const intro_breadth *breadth);

INTRO_API uint64_t intro_breadth_count(const intro_breadth *breadth);
/** Row i of the order; borrowed until the next call with this breadth.
 *  O(degree). Not for several threads at once. */
INTRO_API const intro_breadth_row *intro_breadth_row_at(intro_breadth *breadth,
                                                        uint64_t i);

/** Columns of the table: id, name, degree, strong_ties, weak_ties, of each
 *  attribute ATTR_known, ATTR_categories, ATTR_blau, ATTR_shannon,
 *  ATTR_effective, ATTR_effective_low, ATTR_effective_high, ATTR_ei_index, then
 *  constraint, effective_size, reach2, reach3, reach2_industries, percentile. */
INTRO_API size_t intro_breadth_columns(const intro_breadth *breadth);
/** Borrowed. */
INTRO_API const char *intro_breadth_column(const intro_breadth *breadth,
                                           size_t column);
/** The number in a column behind name; NaN when it is unknown. */
INTRO_API double intro_breadth_value(const intro_breadth *breadth,
                                     const intro_breadth_row *row,
                                     size_t column);

/* --- over the years --------------------------------------------------------- */

/** The contacts of a person whose date of connection is known, at the end of a
 *  year; groups and strengths are those of today. */
typedef struct intro_breadth_year {
    int32_t year;
    uint32_t contacts;         /**< connected until then */
    const intro_diversity *by; /**< one an attribute */
} intro_breadth_year;

/** Every year from the first date of row i to that of the newest, or of
 *  intro_graph_as_of() when that is later; none without dates. Of a longer time
 *  without a new contact there are the first 50 years and the last. Borrowed
 *  until the next call with this breadth.
 *  @param undated receives the contacts without a date; may be NULL
 *  @return INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. O(degree log degree + years
 *  + groups for each year in which somebody came), years at most 52 a contact.
 *  Not for several threads at once. */
INTRO_API INTRO_MUST_USE intro_status intro_breadth_trend(
    intro_ctx *ctx, intro_breadth *breadth, uint64_t i,
    const intro_breadth_year **years, size_t *count, uint32_t *undated);

/* --- one person -------------------------------------------------------------- */

/** A value of an attribute, for one person. */
typedef struct intro_portrait_group {
    const char *name;
    uint32_t contacts;
    double share;         /**< of the contacts with a value; weighted, of their
                          strengths; NaN when there are none */
    uint64_t people;      /**< of the network */
    double network_share; /**< of the people with a value */
    intro_vid only;       /**< the contact when there is just one, else
                               INTRO_NO_VID */
    bool only_is_weak;    /**< and the tie to that one is */
} intro_portrait_group;

/** A value without a contact, and the nearest person who has it. */
typedef struct intro_portrait_gap {
    const char *name;
    uint64_t people; /**< of the network */
    uint32_t ties;   /**< to the nearest; 0: nobody within INTRO_MAX_HOPS */
    double warmth;   /**< of the warmest chain of so many ties */
    const intro_vid *chain; /**< ties + 1 people: the person, who introduces,
                                 ..., the nearest; NULL when ties is 0 */
} intro_portrait_gap;

typedef struct intro_portrait intro_portrait;

/** What stands around the person of row i. @param gaps_most gaps to find a way
 *  into: the nearest, of these the ones of most people
 *  @return INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. The breadth is borrowed.
 *  O(people + ties), and the cost of a question to intro_paths_find() for each
 *  gap. */
INTRO_API INTRO_MUST_USE intro_status intro_portrait_new(intro_ctx *ctx,
                                                         intro_breadth *breadth,
                                                         uint64_t i,
                                                         size_t gaps_most,
                                                         intro_portrait **out);
INTRO_API void intro_portrait_free(intro_portrait *portrait);

/** The row; lives as long as the portrait. */
INTRO_API const intro_breadth_row *
intro_portrait_row(const intro_portrait *portrait);
/** All values of an attribute: those with contacts first, by falling contacts,
 *  then by falling people of the network, then by name. */
INTRO_API const intro_portrait_group *
intro_portrait_groups(const intro_portrait *portrait, size_t attribute,
                      size_t *count);
/** Of the first attribute: by ties, none last, then by falling warmth, people,
 *  then by name; at most gaps_most. */
INTRO_API const intro_portrait_gap *
intro_portrait_gaps(const intro_portrait *portrait, size_t *count);
/** How many gaps there are. Groups of the person alone are none. */
INTRO_API size_t intro_portrait_missing(const intro_portrait *portrait);

/** The others of the network. */
typedef struct intro_breadth_network {
    double mean_degree;    /**< of everybody */
    double mean_effective; /**< by the first attribute, of those compared */
    uint32_t compared;     /**< people with a percentile */
} intro_breadth_network;
INTRO_API intro_breadth_network
intro_breadth_others(const intro_breadth *breadth);

#ifdef __cplusplus
}
#endif
#endif
