/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Function and seniority of a person, from the title alone or together with the
 * employer's industry.
 *
 * The title is cut into roles; the first that a rule knows decides. What follows
 * "former", "seeking" or "assistant to" does not count. Phrases are found left to
 * right, the longest first, so "chief of staff" is no chief.
 *  - Function: rules that are not weak before weak ones, then what stands earlier
 *    in the role, then longer phrases, then the later one.
 *  - Seniority: the highest rank word of the first stretch between commas that
 *    has one, held down by words such as "intern"; without any, entry.
 *  - Industry: what a profession tells of the employer ("nurse"). */
#ifndef INTRO_IMPORT_CLASS_TITLE_H
#define INTRO_IMPORT_CLASS_TITLE_H

#include "base/strbuf.h"
#include "import/class_rows.h"
#include "import/title_parts.h"

/* Rows of titles.csv count from 1, 0 = none. */
typedef struct intro_i_title_class {
    uint8_t function;
    uint8_t seniority;
    uint16_t industry; /* of the employer, when its name does not tell */
    uint16_t function_row;
    uint16_t seniority_row; /* 0 with a seniority: entry, for want of a rank */
    uint16_t industry_row;
    bool industry_alone;  /* only of who names no employer */
    bool depends;         /* a rule looked at the employer's industry */
    uint32_t employer_at; /* in the title, behind "at"; length 0: none */
    uint32_t employer_length;
} intro_i_title_class;

/* Scratch, and what the call found on the way. Zeroed memory, then init. */
typedef struct intro_i_title_work {
    intro_i_vec_part
        parts; /* of the title, with the use that was made of them */
    intro_i_strbuf folded;
    intro_i_strbuf stems;
    intro_i_vec_word words; /* of the stems */
    intro_i_vec_u32 word_part;
} intro_i_title_work;

void intro_i_title_work_init(intro_i_title_work *work);
void intro_i_title_work_fini(intro_i_title_work *work);

/* industry: of the employer, 0 unknown. INTRO_OK (unknown classes are 0) or
 * INTRO_ENOMEM; a title that is not UTF-8 tells nothing. Linear. */
INTRO_MUST_USE intro_status intro_i_title_classify(const char *title,
                                                   size_t length,
                                                   uint32_t industry,
                                                   intro_i_title_work *work,
                                                   intro_i_title_class *out);

#endif
