/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A user's own rules (--classes FILE): they win over the compiled-in ones.
 *
 * A CSV with a header of any of company, title, industry, function, seniority,
 * in any order; others are passed over. A row has a company or a title as a
 * pattern (class_pattern.h), or both as whole names, and at least one class: a
 * taxonomy id, one of its labels, words of the user's own (not for seniority), or
 * "unknown", which leaves the class open. Companies are
 * compared as employers are, without case, accents and legal forms; titles
 * without case and accents. A whole name goes before phrases, longer phrases
 * before shorter, those at an end before those anywhere; of rows with one pattern
 * the last that has the class counts. */
#ifndef INTRO_IMPORT_CLASS_USER_H
#define INTRO_IMPORT_CLASS_USER_H

#include "base/arena.h"
#include "base/strbuf.h"
#include "import/phrases.h"

/* The three classes of a person. */
typedef enum intro_i_dimension {
    INTRO_I_DIM_INDUSTRY,
    INTRO_I_DIM_FUNCTION,
    INTRO_I_DIM_SENIORITY,
    INTRO_I_DIMS
} intro_i_dimension;

/* One row of the file; all texts are the table's. */
typedef struct intro_i_user_rule {
    uint64_t line;
    const char *company; /* as written, "" none */
    const char *title;
    const char *label[INTRO_I_DIMS]; /* NULL: says nothing of it; "": unknown */
    uint32_t id[INTRO_I_DIMS];       /* in the taxonomy, 0 none */
} intro_i_user_rule;

INTRO_VEC(intro_i_vec_user_rule, intro_i_user_rule);

/* Rules that one pattern has, by dimension: row from 1, 0 none. */
typedef struct intro_i_user_slot {
    uint32_t rule[INTRO_I_DIMS];
} intro_i_user_slot;

INTRO_VEC(intro_i_vec_user_slot, intro_i_user_slot);

/* Rules of one column, or of both together. */
typedef struct intro_i_user_space {
    intro_i_strpool whole;
    intro_i_vec_user_slot whole_slots;  /* by string */
    intro_i_phrases phrases;            /* value: 1 + place of three slots: */
    intro_i_vec_user_slot phrase_slots; /* at the start, at the end, anywhere */
} intro_i_user_space;

typedef struct intro_i_user_table {
    const char *file; /* as given; "" when there is none */
    intro_i_arena arena;
    intro_i_vec_user_rule rules;
    intro_i_user_space companies;
    intro_i_user_space titles;
    intro_i_user_space pairs; /* whole: "company\x1ftitle" */
    intro_i_strpool pair_companies;
    intro_i_strbuf key; /* scratch */
} intro_i_user_table;

/* Zeroed memory into a table without rules. fini always follows, also a failed
 * init. */
INTRO_MUST_USE intro_status intro_i_user_table_init(intro_i_user_table *table,
                                                    const char *file);
void intro_i_user_table_fini(intro_i_user_table *table);

/* A row of the file; cells that are not there are empty. */
typedef struct intro_i_user_cells {
    const char *text[2 + INTRO_I_DIMS]; /* company, title, the classes */
    size_t length[2 + INTRO_I_DIMS];
} intro_i_user_cells;

/* What is wrong with a row: `words` of the cell, or of the row when cell is
 * INTRO_I_USER_ROW. */
enum { INTRO_I_USER_COMPANY, INTRO_I_USER_TITLE, INTRO_I_USER_CLASS };
enum { INTRO_I_USER_ROW = 2 + INTRO_I_DIMS };
typedef struct intro_i_user_wrong {
    const char *words;
    int cell;
} intro_i_user_wrong;

/* Adds a row; the cells are UTF-8, trimmed, and are copied. INTRO_OK; INTRO_EARG
 * with *wrong set; INTRO_ENOMEM, INTRO_ELIMIT. */
INTRO_MUST_USE intro_status intro_i_user_table_add(
    intro_i_user_table *table, const intro_i_user_cells *cells, uint64_t line,
    intro_i_user_wrong *wrong);

/* Appends what a row compares: the employer's key or the folded title. Text that
 * is not UTF-8 has none. */
INTRO_MUST_USE intro_status intro_i_user_company_key(const char *text,
                                                     size_t length,
                                                     intro_i_strbuf *out);
INTRO_MUST_USE intro_status intro_i_user_title_key(const char *text,
                                                   size_t length,
                                                   intro_i_strbuf *out);
/* The rules for such a key, rows 0 where there is none. INTRO_OK, INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_user_find(const intro_i_user_space *space,
                                              const intro_i_strbuf *key,
                                              intro_i_vec_word *scratch,
                                              intro_i_user_slot *out);
/* The rules for both together, the company one of pair_companies; `scratch` holds
 * the two keys for a while. */
INTRO_MUST_USE intro_status intro_i_user_find_pair(
    const intro_i_user_table *table, const intro_i_strbuf *company,
    const intro_i_strbuf *title, intro_i_strbuf *scratch,
    intro_i_user_slot *out);

#endif
