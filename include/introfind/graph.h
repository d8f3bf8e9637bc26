/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * The immutable network: people, ties, strengths, evidence and attributes.
 *
 *     for (intro_vid v = 0; v < intro_graph_people(g); v++) {
 *         const intro_row row = intro_graph_row(g, v);
 *         for (uint64_t i = 0; i < row.count; i++)
 *             use(v, row.people[i], row.strengths[i]);
 *     }
 *     intro_graph_close(g);
 *
 * A graph comes from intro_import_run() or intro_snapshot_open(). Every pointer
 * it hands out is borrowed and lives until intro_graph_close(). Many threads may
 * read one graph.
 */
#ifndef INTROFIND_GRAPH_H
#define INTROFIND_GRAPH_H

#include <introfind/context.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct intro_graph intro_graph;

/** Known fields of a person. */
typedef enum intro_field {
    INTRO_FIELD_NAME,
    INTRO_FIELD_COMPANY,
    INTRO_FIELD_POSITION,
    INTRO_FIELD_INDUSTRY,
    INTRO_FIELD_FUNCTION,
    INTRO_FIELD_SENIORITY,
    INTRO_FIELD_LOCATION,
    INTRO_FIELD_EMAIL,
    INTRO_FIELD_URL,
    INTRO_FIELD_SUBINDUSTRY, /**< a finer industry, where one was guessed */
    INTRO_FIELD_COUNT
} intro_field;

/** Kinds of evidence, in the order of the table of the strength model. */
typedef enum intro_evidence_kind {
    INTRO_EV_CONNECTION,
    INTRO_EV_MESSAGES_TWO_WAY,
    INTRO_EV_MESSAGES_ONE_WAY,
    INTRO_EV_RECOMMENDATION,
    INTRO_EV_ENDORSEMENT,
    INTRO_EV_INVITATION_NOTE,
    INTRO_EV_COLLEAGUE,
    INTRO_EV_SAME_EMPLOYER_NOW,
    INTRO_EV_SMALL_THREAD,
    INTRO_EV_WEIGHT,
    INTRO_EV_STATED,
    INTRO_EV_COUNT
} intro_evidence_kind;

typedef enum intro_direction {
    INTRO_DIR_NONE, /**< the kind has no direction */
    INTRO_DIR_AB,   /**< a wrote to / endorsed / recommended / invited b */
    INTRO_DIR_BA,
    INTRO_DIR_BOTH
} intro_direction;

/** One kind of evidence on a tie, with what it contributes. */
typedef struct intro_evidence {
    intro_evidence_kind kind;
    intro_direction direction;
    uint32_t count;    /**< n of the model: least of both ways, skills, items */
    uint32_t count_ab; /**< items from a to b */
    uint32_t count_ba;
    uint32_t people;   /**< people of the thread or employer; 0 elsewhere */
    intro_day first;   /**< INTRO_NO_DAY when unknown */
    intro_day last;    /**< newest date; INTRO_NO_DAY when unknown */
    bool undated;      /**< an item has no date: no fading with age */
    const char *label; /**< employer's name, or "" */
    double p;          /**< probability before saturation and fading */
    double saturation; /**< n/(n+h), 1 for kinds without h */
    double fading;     /**< max(f, 2^(-age/H)) */
    double q;          /**< p x saturation x fading; w for weight and stated */
} intro_evidence;

/** The arcs of one person: `count` neighbours in rising order. */
typedef struct intro_row {
    const intro_vid *people;
    const float *strengths; /**< in (0, 1]; 0 = left out by --observed-only */
    uint64_t count;
    intro_arc first; /**< arc number of people[0] */
} intro_row;

/** A tie as seen from person a to person b. */
typedef struct intro_tie {
    intro_arc tie; /**< below intro_graph_ties() */
    intro_vid a;
    intro_vid b;
    float strength;  /**< of the direction a to b */
    bool inferred;   /**< all its evidence is derived */
    bool one_way;    /**< an introduction passes only from a to b */
    intro_day since; /**< date of the connection, or INTRO_NO_DAY */
    intro_day last;  /**< newest dated evidence, or INTRO_NO_DAY */
} intro_tie;

INTRO_API void intro_graph_close(intro_graph *graph);

INTRO_API uint32_t intro_graph_people(const intro_graph *graph);
/** Undirected ties once; in a directed network a tie both ways counts once and
 *  two opposite one-way ties twice. Inferred ties included. */
INTRO_API uint64_t intro_graph_ties(const intro_graph *graph);
INTRO_API uint64_t intro_graph_inferred_ties(const intro_graph *graph);
INTRO_API bool intro_graph_is_directed(const intro_graph *graph);

/** Ties that lead out of / into a person; equal in an undirected network. */
INTRO_API intro_row intro_graph_row(const intro_graph *graph, intro_vid v);
INTRO_API intro_row intro_graph_row_in(const intro_graph *graph, intro_vid v);

/** UTF-8, NUL-terminated, never NULL; rises bytewise with v. */
INTRO_API const char *intro_graph_id(const intro_graph *graph, intro_vid v);
/** UTF-8 or NULL when unknown. */
INTRO_API const char *intro_graph_field(const intro_graph *graph, intro_vid v,
                                        intro_field field);
/** "name", "company", ...; the words of ATTR. */
INTRO_API const char *intro_field_name(intro_field field);
/** Was the value guessed from company and position, no input saying it? Only an
 *  industry, function or seniority can be; a subindustry always is. */
INTRO_API bool intro_graph_is_guessed(const intro_graph *graph, intro_vid v,
                                      intro_field field);
/** How many people's values were guessed. O(people / 64). */
INTRO_API uint64_t intro_graph_guessed(const intro_graph *graph,
                                       intro_field field);
/** The name if known, else the id. */
INTRO_API const char *intro_graph_display_name(const intro_graph *graph,
                                               intro_vid v);

/** The tie that leads from a to b. @return false when there is none. */
INTRO_API bool intro_graph_find_tie(const intro_graph *graph, intro_vid a,
                                    intro_vid b, intro_tie *out);
/** The i-th tie, a < b for one that goes both ways. i < intro_graph_ties(). */
INTRO_API intro_tie intro_graph_tie(const intro_graph *graph, intro_arc i);

/** Evidence of a tie as seen from tie->a to tie->b, by kind, at most
 *  INTRO_EV_COUNT entries. @return how many were written */
INTRO_API size_t intro_graph_tie_evidence(const intro_graph *graph,
                                          const intro_tie *tie,
                                          intro_evidence out[INTRO_EV_COUNT]);
/** "messages_two_way", ... */
INTRO_API const char *intro_evidence_name(intro_evidence_kind kind);
/** true for same_employer_now and small_thread. */
INTRO_API bool intro_evidence_is_inferred(intro_evidence_kind kind);

/** The day strengths are taken at; INTRO_NO_DAY when the data have no dates. */
INTRO_API intro_day intro_graph_as_of(const intro_graph *graph);

/** People whose exports were pooled, in id order. */
INTRO_API uint32_t intro_graph_owners(const intro_graph *graph);
INTRO_API intro_vid intro_graph_owner(const intro_graph *graph, uint32_t i);

/* --- attributes of the inputs ------------------------------------------- */

typedef enum intro_column_kind {
    INTRO_KIND_STRING,
    INTRO_KIND_INT, /**< int64_t */
    INTRO_KIND_DOUBLE,
    INTRO_KIND_BOOL,
    INTRO_KIND_DAY
} intro_column_kind;

typedef enum intro_column_of { INTRO_OF_PERSON, INTRO_OF_TIE } intro_column_of;

typedef struct intro_column intro_column;

typedef struct intro_value {
    bool is_known;
    intro_column_kind kind;
    const char *text; /**< STRING */
    int64_t integer;  /**< INT, BOOL (0/1), DAY */
    double real;      /**< DOUBLE */
} intro_value;

INTRO_API uint32_t intro_graph_columns(const intro_graph *graph);
INTRO_API const intro_column *intro_graph_column(const intro_graph *graph,
                                                 uint32_t i);
INTRO_API const char *intro_column_name(const intro_column *column);
INTRO_API intro_column_of intro_column_owner(const intro_column *column);
INTRO_API intro_column_kind intro_column_get_kind(const intro_column *column);
/** "string", "int", "double", "boolean", "day" */
INTRO_API const char *intro_column_kind_name(intro_column_kind kind);
/** Rows: people, or stated edges (intro_graph_edges()). */
INTRO_API uint64_t intro_column_rows(const intro_column *column);
INTRO_API intro_value intro_column_get(const intro_column *column,
                                       uint64_t row);
/** Rows with a value. O(rows / 64). */
INTRO_API uint64_t intro_column_known(const intro_column *column);

/** Stated edges of GraphML inputs, parallel ones included, self-loops not: the
 *  rows of tie columns. Those of tie t are [first, first + count). */
INTRO_API uint64_t intro_graph_edges(const intro_graph *graph);
INTRO_API void intro_graph_tie_edges(const intro_graph *graph, intro_arc tie,
                                     uint64_t *first, uint64_t *count);

/* --- where it came from --------------------------------------------------- */

typedef struct intro_reason {
    const char *reason;
    uint64_t count;
    uint64_t first_line; /**< 0 when it has no meaning */
} intro_reason;

typedef struct intro_source_info {
    const char *file;   /**< as given; U+FFFD for each byte not UTF-8 */
    const char *format; /**< "graphml", "linkedin", "linkedin-csv" */
    const char *owner;  /**< id of the owner, or NULL */
    uint64_t rows;
    uint64_t used;
    uint64_t merged;
    uint64_t skipped;
    uint32_t reasons;
} intro_source_info;

/** What the files state, before anything is made, dropped or merged. */
typedef struct intro_read_counts {
    uint64_t nodes;
    uint64_t edges;
    uint64_t self_loops;
    uint64_t parallel;
    uint64_t undeclared_nodes;
    uint64_t dropped;
    uint64_t graphs;
    uint64_t nested_graphs;
    uint64_t hyperedges;
    uint64_t ports;
} intro_read_counts;

INTRO_API uint32_t intro_graph_sources(const intro_graph *graph);
INTRO_API intro_source_info intro_graph_source(const intro_graph *graph,
                                               uint32_t i);
INTRO_API intro_reason intro_graph_source_reason(const intro_graph *graph,
                                                 uint32_t source, uint32_t i);
INTRO_API intro_read_counts intro_graph_read_counts(const intro_graph *graph);
INTRO_API uint32_t intro_graph_warnings(const intro_graph *graph);
INTRO_API const char *intro_graph_warning(const intro_graph *graph, uint32_t i);

/** Attribute the weights came from or NULL; "strength", "count", "cost" or
 *  NULL; name of the model. */
INTRO_API const char *intro_graph_weight_attribute(const intro_graph *graph);
INTRO_API const char *intro_graph_weight_meaning(const intro_graph *graph);
INTRO_API const char *intro_graph_model_name(const intro_graph *graph);

/* --- strengths by other rules --------------------------------------------- */

typedef enum intro_weight_meaning {
    INTRO_WEIGHT_GUESS,
    INTRO_WEIGHT_STRENGTH,
    INTRO_WEIGHT_COUNT,
    INTRO_WEIGHT_COST
} intro_weight_meaning;

typedef struct intro_strength_options {
    const char *weight; /**< attribute name, "none", or NULL: by aliases */
    intro_weight_meaning weight_is;
    const char *model_file; /**< NULL: the default model (import) */
    intro_day as_of;        /**< of the years 1 to 9999; INTRO_NO_DAY: newest
                                   date of any evidence (import) */
    bool observed_only;
    bool bad_weight_drop; /**< skip ties with an unusable weight */
} intro_strength_options;

#define INTRO_STRENGTH_OPTIONS_INIT                                            \
    {                                                                          \
        NULL, INTRO_WEIGHT_GUESS, NULL, INTRO_NO_DAY, false, false             \
    }

/** Recompute every strength from the evidence under other options. What the
 *  options leave open (NULL, INTRO_WEIGHT_GUESS, INTRO_NO_DAY, false) stays as it
 *  is in force. Call before anything else reads the graph; on failure it is as it was.
 *  @return INTRO_OK; INTRO_EARG for an unknown attribute or a bad model file;
 *  INTRO_EFORMAT for unusable weights; INTRO_ENOMEM. Cost: O(ties). */
INTRO_API INTRO_MUST_USE intro_status intro_graph_set_strengths(
    intro_ctx *ctx, intro_graph *graph, const intro_strength_options *options);

/** One `kind.parameter = value` a line, of the model in force; written into
 *  text (size bytes, NUL-terminated); @return bytes needed without the NUL. */
INTRO_API size_t intro_graph_model_text(const intro_graph *graph, char *text,
                                        size_t size);

#ifdef __cplusplus
}
#endif
#endif
