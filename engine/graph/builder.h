/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mutable phase: importers record what each input says, person by person and
 * edge by edge; intro_i_builder_freeze() pools it into an immutable graph.
 *
 * One input = one source. Sources are filled one after the other, so the people
 * and edges of a source are consecutive. "Row" means: for people pid -
 * first_person of the source, for edges the edge's number within the source.
 *
 * Nothing is visible until freeze, and a source that turns out unusable can be
 * taken back whole (intro_i_builder_source_drop). */
#ifndef INTRO_GRAPH_BUILDER_H
#define INTRO_GRAPH_BUILDER_H

#include "base/arena.h"
#include "base/strpool.h"
#include "base/vec.h"
#include "graph/graph_impl.h"

#include <introfind/import.h>

typedef struct intro_i_builder intro_i_builder;

typedef enum intro_i_format {
    INTRO_I_FORMAT_GRAPHML,
    INTRO_I_FORMAT_LINKEDIN,     /* ZIP or folder */
    INTRO_I_FORMAT_LINKEDIN_CSV, /* a single Connections.csv */
    INTRO_I_FORMAT_COUNT
} intro_i_format;

/* "graphml", "linkedin", "linkedin-csv" */
const char *intro_i_format_name(intro_i_format format);

INTRO_MUST_USE intro_status intro_i_builder_new(
    intro_ctx *ctx, const intro_import_options *options, intro_i_builder **out);
void intro_i_builder_free(intro_i_builder *builder);

/* Begin a source. file is copied; it may be any bytes, as reasons and warnings may:
 * messages show them, and what is kept of them is made UTF-8 at freeze. */
INTRO_MUST_USE intro_status intro_i_builder_source_begin(
    intro_i_builder *builder, const char *file, intro_i_format format);
/* Content digest of the present source (known once it is read) and date of the
 * export. *is_repeat is true when an earlier source has the same digest, length
 * and format: then call source_drop. */
void intro_i_builder_source_digest(intro_i_builder *builder, uint64_t digest,
                                   uint64_t bytes, bool *is_repeat);
void intro_i_builder_source_date(intro_i_builder *builder, intro_day date);
/* End the present source: it is in. */
INTRO_MUST_USE intro_status
intro_i_builder_source_end(intro_i_builder *builder);
/* Take back everything of the present source. */
void intro_i_builder_source_drop(intro_i_builder *builder);

/* --- accounting of the present source ------------------------------------ */

/* Rows read / used / merged / skipped of the present source: add to them. */
typedef struct intro_i_account {
    uint64_t rows;
    uint64_t used;
    uint64_t merged;
    uint64_t skipped;
} intro_i_account;
intro_i_account *intro_i_builder_account(intro_i_builder *builder);

/* Count one more of a reason ("hidden member", "undeclared node made", ...).
 * reason is copied at its first use; line is of its first occurrence (0 none).
 * Every decision about odd input goes through here; cli says each once per
 * source. */
INTRO_MUST_USE intro_status intro_i_builder_reason(intro_i_builder *builder,
                                                   const char *reason,
                                                   uint64_t line,
                                                   uint64_t count);
/* A decision: with --strict it is INTRO_EFORMAT at that line (message =
 * reason), else counted as by intro_i_builder_reason(). */
INTRO_MUST_USE intro_status intro_i_builder_decide(intro_i_builder *builder,
                                                   const char *reason,
                                                   uint64_t line,
                                                   uint64_t count);
/* A sentence for `info`'s warnings. */
INTRO_MUST_USE intro_status intro_i_builder_warn(intro_i_builder *builder,
                                                 const char *format, ...)
    INTRO_PRINTF(2, 3);
/* What the files state; importers add to it. */
intro_read_counts *intro_i_builder_read(intro_i_builder *builder);
intro_ctx *intro_i_builder_ctx(intro_i_builder *builder);
const intro_import_options *
intro_i_builder_options(const intro_i_builder *builder);
/* The present source's file name as given. */
const char *intro_i_builder_file(const intro_i_builder *builder);

/* --- strings --------------------------------------------------------------- */

/* Intern a value. Must be valid UTF-8 without NUL (the importer checked). */
INTRO_MUST_USE intro_status intro_i_builder_string(intro_i_builder *builder,
                                                   const char *bytes,
                                                   size_t length,
                                                   uint32_t *string);
/* The same for bytes that may be anything (names of files, arguments, what is said
 * of them): each one that is not UTF-8 becomes U+FFFD. */
INTRO_MUST_USE intro_status intro_i_builder_raw_string(intro_i_builder *builder,
                                                       const char *bytes,
                                                       uint32_t *string);
/* As intro_i_builder_string() for many, in two steps: all are announced, then each is interned
 * (base/strpool.h). */
INTRO_MUST_USE intro_status intro_i_builder_expect(intro_i_builder *builder,
                                                   intro_i_strpool_key *keys,
                                                   size_t count);
INTRO_MUST_USE intro_status intro_i_builder_expected(intro_i_builder *builder,
                                                     intro_i_strpool_key *key);
const char *intro_i_builder_text(const intro_i_builder *builder,
                                 uint32_t string);
/* Strings are numbered below this. */
uint32_t intro_i_builder_string_count(const intro_i_builder *builder);

/* --- people ---------------------------------------------------------------- */

/* GraphML: the ids of the present source. Intern node ids here (batch calls are
 * fastest), then make sure that people exist up to the number of ids with
 * people_up_to(): string i of the pool is the person with row i - 1. */
intro_i_strpool *intro_i_builder_ids(intro_i_builder *builder);
INTRO_MUST_USE intro_status
intro_i_builder_people_up_to(intro_i_builder *builder, uint32_t rows);

/* LinkedIn: one more person; *row is its number in the present source. Its id
 * is made at freeze: slug, else "owner", else p1, p2, ... */
INTRO_MUST_USE intro_status intro_i_builder_person(intro_i_builder *builder,
                                                   uint32_t *row);
/* A known field of a person of the present source; string 0 clears it. `own`
 * says that no input attribute of the same source holds it. */
INTRO_MUST_USE intro_status intro_i_builder_field(intro_i_builder *builder,
                                                  uint32_t row,
                                                  intro_field field,
                                                  uint32_t string, bool own);
uint32_t intro_i_builder_get_field(const intro_i_builder *builder, uint32_t row,
                                   intro_field field);
/* Identity keys: profile slug as made by intro_i_profile_slug(), normalised
 * e-mail (a person may have several). */
INTRO_MUST_USE intro_status intro_i_builder_slug(intro_i_builder *builder,
                                                 uint32_t row, uint32_t string);
INTRO_MUST_USE intro_status intro_i_builder_email(intro_i_builder *builder,
                                                  uint32_t row,
                                                  uint32_t string);
/* For the ids made for people without a slug (p1, p2, ... by owner, folded
 * name, company, date and row): Connected On and the row of the file. */
INTRO_MUST_USE intro_status intro_i_builder_order(intro_i_builder *builder,
                                                  uint32_t row, intro_day date,
                                                  uint64_t file_row);
/* The person whose export the present source is; digest of its Connections.csv
 * orders owners without a slug. */
void intro_i_builder_owner(intro_i_builder *builder, uint32_t row,
                           uint64_t connections_digest);

/* --- attributes ------------------------------------------------------------ */

typedef struct intro_i_build_column intro_i_build_column;

/* A new attribute of the present source; the pointer lives until freeze. Two of
 * one name in one source: the caller merges kinds that fit and
 * calls once, or the second is named apart ("weight", "weight.2"). */
INTRO_MUST_USE intro_status intro_i_builder_column(
    intro_i_builder *builder, intro_column_of of, const char *name,
    size_t name_length, intro_column_kind kind, intro_i_build_column **out);
/* The attribute's name is one of this field: where several inputs name the field in
 * different ways, an export says the field beside them. */
void intro_i_build_column_feeds(intro_i_build_column *column, intro_field field);
/* Widen INT to DOUBLE in place (two numeric keys of one name). */
INTRO_MUST_USE intro_status
intro_i_build_column_to_double(intro_i_build_column *column);
intro_column_kind intro_i_build_column_kind(const intro_i_build_column *column);
/* Set the value of a row; rows may come in any order, cheapest when rising. The
 * last value set wins. Kind must fit: set_int for INT, BOOL (0/1) and DAY.
 * INTRO_ENOMEM or INTRO_ELIMIT without words: intro_i_builder_fail_column(). */
INTRO_MUST_USE intro_status intro_i_build_column_set_int(
    intro_i_build_column *column, uint64_t row, int64_t value);
INTRO_MUST_USE intro_status intro_i_build_column_set_double(
    intro_i_build_column *column, uint64_t row, double value);
INTRO_MUST_USE intro_status intro_i_build_column_set_string(
    intro_i_build_column *column, uint64_t row, uint32_t string);
/* Room for so many rows at once. */
INTRO_MUST_USE intro_status
intro_i_build_column_reserve(intro_i_build_column *column, uint64_t rows);
/* Says what these answered: memory is out, or columns grew far beyond what the
 * inputs state in them. */
intro_status intro_i_builder_fail_column(intro_i_builder *builder,
                                         intro_status rc);
bool intro_i_build_column_has(const intro_i_build_column *column, uint64_t row);
/* Every row of the source that has no value at the end gets this one (GraphML
 * <default>). The number or string as above. */
void intro_i_build_column_default_int(intro_i_build_column *column,
                                      int64_t value);
void intro_i_build_column_default_double(intro_i_build_column *column,
                                         double value);
void intro_i_build_column_default_string(intro_i_build_column *column,
                                         uint32_t string);

/* --- ties ------------------------------------------------------------------ */

/* A stated edge between two people (rows) of the present source. Self-loops are
 * the caller's to drop and count. Number of the edge = calls so far. line (of
 * the file) is kept for messages about its weight when keep_lines was called.
 * INTRO_ELIMIT above 2^32 - 2 edges. */
INTRO_MUST_USE intro_status intro_i_builder_edge(intro_i_builder *builder,
                                                 uint32_t a, uint32_t b,
                                                 bool one_way, uint64_t line);
/* Many undirected edges at once. */
INTRO_MUST_USE intro_status intro_i_builder_edges(intro_i_builder *builder,
                                                  const uint32_t *a,
                                                  const uint32_t *b,
                                                  const uint64_t *lines,
                                                  size_t count);
uint64_t intro_i_builder_edge_count(const intro_i_builder *builder);

/* LinkedIn: one item of evidence between two people (rows) of the present
 * source. For kinds with a direction it goes from a to b. Messages of either
 * direction use INTRO_EV_MESSAGES_TWO_WAY; freeze decides what they are. Items
 * of one (pair, kind) within a source add up; label of the newest is kept. */
typedef struct intro_i_item {
    intro_evidence_kind kind;
    uint32_t a;
    uint32_t b;
    uint32_t count;
    uint16_t people; /* small_thread: k */
    intro_day first; /* INTRO_NO_DAY = this item has no date */
    intro_day last;
    uint32_t label; /* builder string or 0 */
} intro_i_item;
INTRO_MUST_USE intro_status intro_i_builder_evidence(intro_i_builder *builder,
                                                     const intro_i_item *item);

/* --- classes --------------------------------------------------------------- */

/* What the freeze wants guessed, by person of the network. Values are strings of
 * the builder, 0 unknown. */
typedef struct intro_i_class_request {
    uint32_t people;
    const uint32_t *companies; /* NULL: nobody has one */
    const uint32_t *positions; /* NULL: nobody has one */
    /* Industry, function, seniority; what is there already is what inputs say
     * and stays, but for what an export of ours says was guessed: */
    uint32_t *values[INTRO_I_GUESSED];
    const uint64_t *offered[INTRO_I_GUESSED]; /* bits; NULL = none */
    uint64_t *guessed[INTRO_I_GUESSED];       /* bits to be set */
    uint32_t *finer;                          /* a finer industry */
    bool renews[INTRO_I_GUESSED]; /* to be set: a guess is not what an input's
                                     attribute says */
} intro_i_class_request;

typedef intro_status intro_i_classify_fn(void *user, intro_i_builder *builder,
                                         intro_i_class_request *request);
/* Who is asked, once, in the freeze; nobody by default. */
void intro_i_builder_classifier(intro_i_builder *builder,
                                intro_i_classify_fn *classify, void *user);
/* A row of a user's table that decided something, to be kept for explaining;
 * strings of the builder, rows by rising line. */
INTRO_MUST_USE intro_status intro_i_builder_class_rule(
    intro_i_builder *builder, const intro_i_class_record *rule);

/* --- the end --------------------------------------------------------------- */

/* Pool all sources: identity, ids, ties, inferred ties, strengths, indexes. The
 * result does not depend on the order of the sources. The builder's memory is
 * given back step by step; afterwards only intro_i_builder_free() is allowed. */
INTRO_MUST_USE intro_status intro_i_builder_freeze(intro_i_builder *builder,
                                                   intro_graph **out);

#endif
