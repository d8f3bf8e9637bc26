/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All that is said on stderr: complaints, hints, notices, the progress line.
 * And what is known of the terminal. Strangers' text is shown escaped. */
#ifndef INTRO_CLI_TERMINAL_H
#define INTRO_CLI_TERMINAL_H

#include <introfind/introfind.h>

#if defined(__GNUC__)
#define INTRO_I_CLI_PRINTF __attribute__((format(printf, 1, 2)))
#else
#define INTRO_I_CLI_PRINTF
#endif

/* One line "introfind: ..."; the progress line, if any, goes first. */
void intro_i_cli_complain(const char *format, ...) INTRO_I_CLI_PRINTF;
/* A second line, indented. */
void intro_i_cli_hint(const char *format, ...) INTRO_I_CLI_PRINTF;
/* Like complain, but nothing with --quiet. */
void intro_i_cli_remark(const char *format, ...) INTRO_I_CLI_PRINTF;

/* Escaped and cut for a message: one of a few static buffers, good for the
 * arguments of one call. */
const char *intro_i_cli_escape(const char *text);

/* Say the error of the last failed call and give the exit status of rc. */
int intro_i_cli_fail(const intro_ctx *ctx, intro_status rc);

void intro_i_cli_set_quiet(bool is_quiet);
/* Notices and progress of ctx from now on. */
void intro_i_cli_listen(intro_ctx *ctx);
/* Clear the progress line and say how many notices were held back. */
void intro_i_cli_end_listening(void);

/* Whether text results may be coloured: file as given to -o, or NULL. */
bool intro_i_cli_has_color(bool is_refused, const char *file);
/* Columns: $COLUMNS, else the terminal's, else 80; from 40 to 500. */
uint32_t intro_i_cli_width(void);

/* Help and the like to stdout. @return 0, or 4 with a complaint */
int intro_i_cli_print(const char *text);

#endif
