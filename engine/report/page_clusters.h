/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clusters of the network and one's doors into them. */
#ifndef INTRO_REPORT_PAGE_CLUSTERS_H
#define INTRO_REPORT_PAGE_CLUSTERS_H

#include "analysis/my_doors.h"
#include "report/page_parts.h"

/* People of a cluster that pages tell of. */
enum { INTRO_I_CLUSTER_LEAST = 3 };

void intro_i_page_clusters(intro_i_page *page, const intro_i_my_doors *doors);

#endif
