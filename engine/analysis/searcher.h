/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers that change hands instead of being copied, for batches. */
#ifndef INTRO_ANALYSIS_SEARCHER_H
#define INTRO_ANALYSIS_SEARCHER_H

#include "base/common.h"

#include <introfind/paths.h>

/* An empty answer; INTRO_ENOMEM is for the caller to tell. */
INTRO_MUST_USE intro_status intro_i_paths_new(intro_paths **out);

/* Gives the searcher's last answer away and takes another one's room for the
 * next. */
void intro_i_searcher_swap(intro_searcher *searcher, intro_paths **paths);

#endif
