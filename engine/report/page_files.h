/* SPDX-License-Identifier: GPL-2.0-or-later */
/* File names for the pages of a team. */
#ifndef INTRO_REPORT_PAGE_FILES_H
#define INTRO_REPORT_PAGE_FILES_H

#include "report/page_names.h"

enum { INTRO_I_PAGE_FILE = 80 };

typedef char intro_i_page_file[INTRO_I_PAGE_FILE];

/* One for each owner: the name in small ASCII letters, digits and dashes
 * ("person-17" when redacted), a number where two would be equal, ".html". To be
 * freed with intro_i_free(). INTRO_OK, INTRO_ENOMEM, INTRO_ECANCELLED. */
INTRO_MUST_USE intro_status intro_i_page_files(intro_ctx *ctx,
                                               const intro_i_page_names *names,
                                               intro_i_page_file **out);

#endif
