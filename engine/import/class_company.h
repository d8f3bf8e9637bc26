/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The industry of an employer, from its name alone.
 *
 * The name is folded without legal forms (base/names.h). It is looked for among
 * the well-known employers: whole; without words such as "Deutschland" or
 * "Group" at its ends; by its first words. Else words in it decide: rules that
 * are not weak before weak ones, longer phrases before shorter, later ones
 * before earlier ("Hotel Software" makes software). */
#ifndef INTRO_IMPORT_CLASS_COMPANY_H
#define INTRO_IMPORT_CLASS_COMPANY_H

#include "base/strbuf.h"
#include "import/class_rows.h"

/* Which table decided. */
typedef enum intro_i_class_table {
    INTRO_I_NO_TABLE,
    INTRO_I_COMPANIES,
    INTRO_I_COMPANY_WORDS,
    INTRO_I_TITLES,
    INTRO_I_USER_TABLE
} intro_i_class_table;

/* A row of a table: from 1, 0 = none. */
typedef struct intro_i_class_origin {
    intro_i_class_table table;
    uint32_t row;
} intro_i_class_origin;

typedef struct intro_i_company_class {
    uint16_t industry; /* id, as fine as the table has it; 0 unknown */
    bool is_none;      /* names no employer ("freelance", "-") */
    intro_i_class_origin origin;
} intro_i_company_class;

/* Scratch of the calls below, and what they found on the way. Zeroed memory, then
 * init; not for two threads at once. */
typedef struct intro_i_company_work {
    intro_i_strbuf key; /* folded, without legal forms */
    size_t core_at;     /* key without what a DROP rule takes off: */
    size_t core_length; /* where it begins and its length */
    intro_i_vec_word words;
    intro_i_strbuf stems; /* as many words */
    intro_i_vec_word stem_words;
} intro_i_company_work;

void intro_i_company_work_init(intro_i_company_work *work);
void intro_i_company_work_fini(intro_i_company_work *work);

/* INTRO_OK (*out may say unknown), INTRO_ENOMEM. Text that is not UTF-8 is
 * unknown. Linear in the length, but for a few look-ups a word. */
INTRO_MUST_USE intro_status intro_i_company_classify(
    const char *name, size_t length, intro_i_company_work *work,
    intro_i_company_class *out);

#endif
