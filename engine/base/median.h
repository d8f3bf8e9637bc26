/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef INTRO_BASE_MEDIAN_H
#define INTRO_BASE_MEDIAN_H

#include "base/common.h"

#include <introfind/context.h>

/* The median of finite numbers above 0, which stay as they are; of an even count
 * the mean of the middle two. count > 0. Seven passes, whatever their order.
 * @return INTRO_OK or INTRO_ECANCELLED */
INTRO_MUST_USE intro_status intro_i_median(intro_ctx *ctx, const double *values,
                                           size_t count, double *out);

#endif
