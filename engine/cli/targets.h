/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of --targets: RFC 4180, UTF-8, read whole and within limits. */
#ifndef INTRO_CLI_TARGETS_H
#define INTRO_CLI_TARGETS_H

#include <introfind/introfind.h>

typedef enum intro_i_cli_column {
    INTRO_I_COLUMN_WHO,
    INTRO_I_COLUMN_COMPANY,
    INTRO_I_COLUMN_INDUSTRY,
    INTRO_I_COLUMN_FUNCTION,
    INTRO_I_COLUMN_TITLE,
    INTRO_I_COLUMN_LOCATION,
    INTRO_I_COLUMN_COUNT
} intro_i_cli_column;

/* One row: its filled cells, the others NULL; borrowed from the list. */
typedef struct intro_i_cli_target {
    const char *cells[INTRO_I_COLUMN_COUNT];
    uint64_t line;
} intro_i_cli_target;

typedef struct intro_i_cli_targets {
    intro_i_cli_target *rows;
    size_t count;
    char *bytes;
} intro_i_cli_targets;

/* file "-": standard input. @return 0; 3, 4 or 5, what is wrong was said; 70
 * when a signal came while it was read */
int intro_i_cli_targets_read(intro_ctx *ctx, const char *file,
                             intro_i_cli_targets *out);
void intro_i_cli_targets_free(intro_i_cli_targets *targets);

#endif
