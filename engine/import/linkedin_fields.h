/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One file of an export as a table: the header row is found by the names of its
 * columns (never by its place), cells are asked for by what they mean, and rows
 * that cannot be used are left out and counted. */
#ifndef INTRO_IMPORT_LINKEDIN_FIELDS_H
#define INTRO_IMPORT_LINKEDIN_FIELDS_H

#include "base/calendar.h"
#include "graph/builder.h"
#include "import/linkedin_files.h"

typedef enum intro_i_li_column {
    INTRO_I_LI_FIRST,
    INTRO_I_LI_LAST,
    INTRO_I_LI_URL,
    INTRO_I_LI_EMAIL,
    INTRO_I_LI_COMPANY,
    INTRO_I_LI_POSITION,
    INTRO_I_LI_DATE,
    INTRO_I_LI_END,
    INTRO_I_LI_THREAD,
    INTRO_I_LI_FROM,
    INTRO_I_LI_FROM_URL,
    INTRO_I_LI_TO,
    INTRO_I_LI_TO_URL,
    INTRO_I_LI_TEXT,
    INTRO_I_LI_DIRECTION,
    INTRO_I_LI_DRAFT,
    INTRO_I_LI_THREAD_DRAFT,
    INTRO_I_LI_SKILL,
    INTRO_I_LI_STATUS,
    INTRO_I_LI_COLUMNS
} intro_i_li_column;

typedef struct intro_i_li_table {
    intro_i_builder *builder;
    intro_i_li_files *files;
    intro_i_li_role role;
    intro_i_source *source;
    intro_i_csv *csv;
    intro_i_csv_record record;           /* the present row */
    int32_t columns[INTRO_I_LI_COLUMNS]; /* places in the row, -1 = none */
    size_t width;
    intro_i_date_chooser dates;
    bool is_there;     /* there is such a file, and it has a header */
    bool wants_cp1252; /* the failure was: not UTF-8 */
    uint64_t rows;
    uint64_t unusable;
    uint64_t unusable_line; /* of the first one */
    const char *unusable_reason;
} intro_i_li_table;

/* Finds the header. A file that is missing, empty or (Connections.csv apart)
 * without header gives a table without rows. The table is to be closed whatever
 * the answer. INTRO_EFORMAT: Connections.csv has no header; the hint lists the
 * names found. */
INTRO_MUST_USE intro_status intro_i_li_table_open(intro_i_builder *builder,
                                                  intro_i_li_files *files,
                                                  intro_i_li_role role,
                                                  int32_t pivot_year,
                                                  intro_i_li_table *table);
/* The next row that can be used; *got false at the end, where the digest of the
 * file is known and too many unusable rows are INTRO_EFORMAT. */
INTRO_MUST_USE intro_status intro_i_li_table_next(intro_i_li_table *table,
                                                  bool *got);
void intro_i_li_table_close(intro_i_li_table *table);

/* The trimmed cell of the present row; empty when there is no such column. */
intro_i_csv_field intro_i_li_table_get(const intro_i_li_table *table,
                                       intro_i_li_column column);
/* A cell that is a date: INTRO_OK, INTRO_ENOTFOUND for an empty one or no such
 * column, INTRO_EFORMAT. */
INTRO_MUST_USE intro_status intro_i_li_table_date(intro_i_li_table *table,
                                                  intro_i_li_column column,
                                                  intro_day *day);
/* The present row cannot be used. reason: static. */
INTRO_MUST_USE intro_status intro_i_li_table_unusable(intro_i_li_table *table,
                                                      const char *reason);

/* Counts something about a file, its name put before the reason. */
INTRO_MUST_USE intro_status intro_i_li_decide(intro_i_builder *builder,
                                              const intro_i_li_files *files,
                                              intro_i_li_role role,
                                              const char *reason, uint64_t line,
                                              uint64_t count);
/* The same for what is no decision: --strict lets it pass. */
INTRO_MUST_USE intro_status intro_i_li_reason(intro_i_builder *builder,
                                              const intro_i_li_files *files,
                                              intro_i_li_role role,
                                              const char *reason, uint64_t line,
                                              uint64_t count);

#endif
