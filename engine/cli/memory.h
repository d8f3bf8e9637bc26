/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory that there is, and what an import will need of it. */
#ifndef INTRO_CLI_MEMORY_H
#define INTRO_CLI_MEMORY_H

#include "cli/options.h"

#include <introfind/introfind.h>

/* Before an import: an input that needs twice the limit (--limit-memory, or that
 * of the system for the process) is refused; one that needs more than the
 * machine or the control group has is remarked on, since it may be swapped or
 * killed. @return 0, or 5 with a complaint; what the context says */
int intro_i_cli_check_memory(intro_ctx *ctx, const intro_i_cli_args *args,
                             const char *const *files, size_t count);

/* Says the error of an import that failed; one for which memory was out with what
 * would have been needed. @return the exit status of rc */
int intro_i_cli_fail_import(intro_ctx *ctx, const intro_i_cli_args *args,
                            const char *const *files, size_t count,
                            intro_status rc);

#endif
