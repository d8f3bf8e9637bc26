/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XXH3-64 (seed 0): catches accidents, not attackers. About 10 GB/s. */
#ifndef INTRO_BASE_CHECKSUM_H
#define INTRO_BASE_CHECKSUM_H

#include "base/common.h"

typedef struct intro_i_checksum intro_i_checksum;

uint64_t intro_i_checksum_of(const void *bytes, size_t size);

/* Streaming; the value is that of all updates put together. NULL: no memory. */
INTRO_MUST_USE intro_i_checksum *intro_i_checksum_new(void);
void intro_i_checksum_update(intro_i_checksum *sum, const void *bytes,
                             size_t size);
/* May be asked in the middle. */
uint64_t intro_i_checksum_value(const intro_i_checksum *sum);
/* Back to the empty input. */
void intro_i_checksum_reset(intro_i_checksum *sum);
/* NULL is accepted. */
void intro_i_checksum_free(intro_i_checksum *sum);

#endif
