/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many pairs of colleagues a table of contacts will make: an employer of k
 * people makes k (k - 1) / 2, up to 24 ties for each of them. */
#ifndef INTRO_IMPORT_ESTIMATE_COLLEAGUES_H
#define INTRO_IMPORT_ESTIMATE_COLLEAGUES_H

#include "import/linkedin_files.h"

/* Counted in the first MiB of Connections.csv, which is `size` bytes in all, and
 * taken for the rest; what is wrong in it ends the count, and its import will say.
 * INTRO_OK, INTRO_EIO, INTRO_ENOMEM, INTRO_ECANCELLED; the context says which. */
INTRO_MUST_USE intro_status intro_i_estimate_colleagues(intro_ctx *ctx,
                                                        intro_i_li_files *files,
                                                        uint64_t size,
                                                        uint64_t *pairs);

#endif
