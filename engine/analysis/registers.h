/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of 128 registers of four bits (hyperloglog.h): joined along a row, and
 * read. There is a way for any processor and, where this one has AVX2, a quicker
 * one; both give the same bits. */
#ifndef INTRO_ANALYSIS_REGISTERS_H
#define INTRO_ANALYSIS_REGISTERS_H

#include "analysis/reach_lines.h"

enum { INTRO_I_REGISTERS_MOST = 14 }; /* one more is full */

/* What the registers of a line say. */
typedef struct intro_i_register_sums {
    uint64_t sum; /* 2^(most - value) over those neither 0 nor full */
    uint32_t zeros;
    uint32_t full;
} intro_i_register_sums;

typedef struct intro_i_registers_way {
    /* Each register of `to` becomes the greatest of its own and those of the
     * lines of a row. */
    void (*join)(intro_i_line *to, const intro_i_line *lines,
                 const intro_i_line_row *row);
    intro_i_register_sums (*read)(const intro_i_line *line);
} intro_i_registers_way;

extern const intro_i_registers_way intro_i_registers_portable;
/* The quickest one for this processor. */
const intro_i_registers_way *intro_i_registers_best(void);

#endif
