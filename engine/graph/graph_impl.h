/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The immutable graph as flat arrays. The same arrays lie on the heap after an
 * import or in a mapped snapshot; nobody can tell the difference.
 *
 * Numbering. People are numbered in bytewise order of their ids, and strings
 * 1 .. people of the pool are those ids in that order, so the id of v is string
 * v + 1 and comparing numbers compares ids.
 *
 * Ties. Undirected network: tie numbers follow (smaller end, greater end); the
 * ties whose smaller end is v are tie_start[v] .. tie_start[v + 1] - 1 and are
 * the last arcs of row v, so no array maps arcs to ties. Directed network: ties
 * are ordered by (smaller end, greater end, a tie both ways, smaller to greater,
 * greater to smaller); arc_tie and tie_arc map both ways (tie_arc: its arc from
 * the smaller end, or its only arc).
 *
 * Evidence. A tie that is not in evidence_ties has only what GraphML says of it:
 * its strength is then w itself, of kind `stated` when its bit in tie_stated is
 * set, else of kind `weight`. A tie with evidence rows that GraphML states too
 * has a row of kind weight or stated that holds w in `value`. */
#ifndef INTRO_GRAPH_GRAPH_IMPL_H
#define INTRO_GRAPH_GRAPH_IMPL_H

#include "base/common.h"
#include "base/vec.h"

#include <introfind/graph.h>

typedef struct intro_i_watch intro_i_watch;

typedef struct intro_i_strings {
    const char *bytes;       /* every string followed by a NUL */
    const uint64_t *offsets; /* count + 1, from 0 to size */
    uint32_t count;          /* string 0 ("") included */
    uint64_t size;
    intro_i_watch *watch; /* watch.h; NULL: all arrays were verified or made
                             here */
} intro_i_strings;

enum { INTRO_I_EV_UNDATED = 1 };

/* One kind of evidence on one tie, as stored; a is the smaller end of the tie
 * (for a one-way tie: its tail). 32 bytes, the snapshot's layout. */
typedef struct intro_i_evidence_row {
    uint8_t kind;      /* intro_evidence_kind */
    uint8_t flags;     /* INTRO_I_EV_* */
    uint16_t people;   /* of the thread or employer, 0 elsewhere */
    uint32_t count_ab; /* items from a to b; undirected kinds count here */
    uint32_t count_ba;
    int32_t first; /* INTRO_NO_DAY when unknown */
    int32_t last;
    uint32_t label; /* string, 0 none */
    double value;   /* w of weight and stated, 0 elsewhere */
} intro_i_evidence_row;

_Static_assert(sizeof(intro_i_evidence_row) == 32, "snapshot layout");

struct intro_column {
    const intro_i_strings *strings;
    uint32_t name; /* string */
    uint8_t kind;  /* intro_column_kind */
    uint8_t of;    /* intro_column_of */
    uint64_t rows;
    const void *values; /* STRING u32, INT i64, DOUBLE f64, BOOL u8, DAY i32 */
    const uint64_t *present; /* bits, NULL = every row has a value */
};

/* Bytes of one value of a kind. */
size_t intro_i_kind_size(intro_column_kind kind);

typedef struct intro_i_source_record { /* snapshot layout, 72 bytes */
    uint32_t file;                     /* string */
    uint32_t format;
    uint32_t owner; /* person, UINT32_MAX none */
    uint32_t first_reason;
    uint32_t reasons;
    int32_t date; /* of the export, INTRO_NO_DAY */
    uint64_t rows;
    uint64_t used;
    uint64_t merged;
    uint64_t skipped;
    uint64_t digest; /* XXH3-64 of the content */
    uint64_t bytes;
} intro_i_source_record;

_Static_assert(sizeof(intro_i_source_record) == 72, "snapshot layout");

/* Classes that are guessed where no input says them: three fields in a row. */
enum { INTRO_I_FIRST_GUESSED = INTRO_FIELD_INDUSTRY, INTRO_I_GUESSED = 3 };

_Static_assert(INTRO_FIELD_FUNCTION == INTRO_FIELD_INDUSTRY + 1 &&
                   INTRO_FIELD_SENIORITY == INTRO_FIELD_INDUSTRY + 2,
               "guessed fields follow each other");

/* A row of a user's table of classes that decided something; texts are as
 * written, 0 = an empty cell. */
typedef struct intro_i_class_record { /* snapshot layout, 32 bytes */
    uint32_t file;                    /* strings */
    uint32_t company;
    uint32_t title;
    uint32_t classes[INTRO_I_GUESSED];
    uint64_t line;
} intro_i_class_record;

_Static_assert(sizeof(intro_i_class_record) == 32, "snapshot layout");

typedef struct intro_i_reason_record { /* snapshot layout, 24 bytes */
    uint32_t text;                     /* string */
    uint32_t padding;
    uint64_t count;
    uint64_t first_line;
} intro_i_reason_record;

/* Parameters of one kind in the strength model. NaN = the kind has none. */
typedef struct intro_i_kind_model {
    double p;
    double h;
    double half_life_days;
    double floor;
} intro_i_kind_model;

typedef struct intro_i_model {
    intro_i_kind_model kinds[INTRO_EV_COUNT];
    double clamp_low;
    double clamp_high;
} intro_i_model;

enum { INTRO_I_WEIGHT_OF_USER = 2 };

/* How the strengths in force were made. */
typedef struct intro_i_strength_state { /* snapshot layout */
    intro_i_model model;
    uint32_t model_changed;    /* 1: a user's file overrides noisy-or/1 */
    uint32_t weight;           /* string: attribute in use, 0 = none */
    uint32_t meaning;          /* intro_weight_meaning, GUESS = no weights */
    int32_t as_of;             /* INTRO_NO_DAY: no dates */
    uint32_t weight_by_option; /* 1: other weights than the default rule gives
                                  for the tie attributes as they are;
                                  INTRO_I_WEIGHT_OF_USER: --weight said so */
    uint32_t guessed;          /* the meaning was guessed */
    uint64_t unweighted;       /* ties without the number */
} intro_i_strength_state;

/* Arrays that set_strengths may replace by heap blocks. */
typedef struct intro_i_owned {
    void **data;
    size_t count;
    size_t capacity;
} intro_i_owned;

struct intro_graph {
    uint32_t people;
    bool is_directed;
    uint64_t ties;
    uint64_t arcs;
    uint64_t edges;
    intro_i_strings strings;

    const uint64_t *out_offsets; /* people + 1 */
    const uint32_t *out_people;  /* arcs, each row rising */
    const float *out_strengths;  /* arcs */
    const uint64_t *in_offsets;  /* undirected: the same arrays as out_ */
    const uint32_t *in_people;
    const float *in_strengths;

    const uint64_t *tie_start;    /* undirected: people + 1 */
    const uint64_t *arc_tie;      /* directed: arcs */
    const uint64_t *tie_arc;      /* directed: ties */
    const uint64_t *tie_inferred; /* bits, NULL = none is inferred */
    const uint64_t *tie_stated;   /* bits, NULL = none is only stated */

    uint64_t evidence_tie_count;
    const uint64_t *evidence_ties;    /* rising */
    const uint64_t *evidence_offsets; /* evidence_tie_count + 1 */
    uint64_t evidence_row_count;
    const intro_i_evidence_row *evidence_rows; /* per tie by kind */

    const uint64_t *tie_edges;    /* ties + 1; NULL = edge i states tie i (or
                                  edges == 0) */
    const uint16_t *edge_sources; /* edges; NULL = all of one source */

    const uint32_t *known[INTRO_FIELD_COUNT]; /* strings; NULL = none known */
    uint32_t known_own; /* bit f: field f holds what no input attribute says */
    const uint64_t *guessed[INTRO_I_GUESSED]; /* bits; NULL = nobody's */

    intro_column *columns;
    uint32_t column_count;

    /* Names, profile slugs and e-mails folded and hashed (lookup_hash), sorted
     * by (hash, person). */
    uint64_t lookup_count;
    const uint64_t *lookup_hashes;
    const uint32_t *lookup_people;

    uint32_t source_count;
    const intro_i_source_record *sources;
    uint32_t reason_count;
    const intro_i_reason_record *reasons;
    uint32_t warning_count;
    const uint32_t *warnings; /* strings */
    uint32_t owner_count;
    const uint32_t *owners; /* people, rising */
    uint32_t class_rule_count;
    const intro_i_class_record *class_rules; /* by line */
    intro_read_counts read;
    intro_i_strength_state strength;
    bool observed_only;
    bool has_left_out; /* some tie may have strength 0: it counts as absent */

    const uint32_t *clusters; /* people: numbers from 0, made by an analysis of
                                 this network; NULL until then */
    uint32_t cluster_count;

    intro_i_owned owned; /* heap blocks freed with the graph */
    void *mapping;       /* intro_i_mapping of a snapshot, or NULL */
    void (*mapping_close)(void *mapping);
};

/* A zeroed graph; fill it, then intro_graph_close() frees it. */
INTRO_MUST_USE intro_status intro_i_graph_new(intro_graph **out);
/* The graph takes a heap block (freed with it). On INTRO_ENOMEM the block was
 * freed already. */
INTRO_MUST_USE intro_status intro_i_graph_own(intro_graph *graph, void *block);
/* Free a block early that the graph owns. */
void intro_i_graph_disown(intro_graph *graph, const void *block);

/* The graph takes `clusters` (a heap block with a number below count for every
 * person; freed also on failure), in place of those it had. */
INTRO_MUST_USE intro_status intro_i_graph_set_clusters(intro_graph *graph,
                                                       uint32_t *clusters,
                                                       uint32_t count);

enum { INTRO_I_CLUSTER_NAME = 16 };
/* "c1" for cluster 0. @return its length */
size_t intro_i_cluster_name(uint32_t cluster, char name[INTRO_I_CLUSTER_NAME]);

/* Is string s one? For strings under a watch; notes when it is not. */
bool intro_i_watch_string(const intro_i_strings *strings, uint32_t s);

static inline bool intro_i_has_string(const intro_i_strings *strings,
                                      uint32_t s)
{
    return strings->watch == NULL || intro_i_watch_string(strings, s);
}

static inline const char *intro_i_graph_text(const intro_graph *g, uint32_t s)
{
    return intro_i_has_string(&g->strings, s)
               ? g->strings.bytes + g->strings.offsets[s]
               : "";
}

/* Strings lie anywhere in memory: where one lies is asked for first, and when that
 * has come, the string. */
static inline void intro_i_graph_ask_place(const intro_graph *g, uint32_t s)
{
    INTRO_PREFETCH(g->strings.offsets + s);
}

static inline void intro_i_graph_ask_text(const intro_graph *g, uint32_t s)
{
    if (s < g->strings.count) {
        INTRO_PREFETCH(g->strings.bytes + g->strings.offsets[s]);
    }
}

static inline size_t intro_i_graph_text_length(const intro_graph *g, uint32_t s)
{
    return intro_i_has_string(&g->strings, s)
               ? (size_t)(g->strings.offsets[s + 1] - g->strings.offsets[s] - 1)
               : 0;
}

/* Tie of the out-arc number `arc` of row v. O(1). */
intro_arc intro_i_graph_arc_tie(const intro_graph *g, intro_vid v,
                                intro_arc arc);
/* Evidence rows stored for a tie; NULL and 0 when there are none. O(log). */
const intro_i_evidence_row *
intro_i_graph_evidence(const intro_graph *g, intro_arc tie, size_t *count);

/* What lookup_hashes holds: kind 'n' folded whole name, 'u' profile slug, 'e'
 * normalised e-mail. A fixed hash (XXH3-64 of kind byte + text): it is stored. */
uint64_t intro_i_lookup_hash(char kind, const char *text, size_t length);

#endif
