/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Industry, function and seniority of a person, guessed from company and
 * position by the compiled-in tables and a user's own.
 *
 *     intro_i_classes *classes;
 *     INTRO_TRY(intro_i_classes_new(ctx, file, &classes));
 *     intro_i_guesser_init(&g, classes);
 *     INTRO_TRY(intro_i_guess_company(&g, company, size, &c));
 *     INTRO_TRY(intro_i_guess_title(&g, title, size, industry, &t));
 *     intro_i_guess_join(&g, &c, &t, &pair, &guess);
 *
 * Which rule decides depends on the two texts alone, never on other people or
 * on order. A user's rule goes before every compiled-in one; of a user's rules
 * those for both texts together go first, then for the industry those for the
 * company, for function and seniority those for the title. */
#ifndef INTRO_IMPORT_CLASSIFY_H
#define INTRO_IMPORT_CLASSIFY_H

#include "import/class_company.h"
#include "import/class_title.h"
#include "import/class_user.h"

#include <introfind/context.h>

/* Immutable once made; may be read by several threads. */
typedef struct intro_i_classes {
    intro_i_user_table user;
} intro_i_classes;

/* file: a user's rules (class_file.h), or NULL. Errors are set in the context:
 * what the file says, INTRO_ENOMEM. */
INTRO_MUST_USE intro_status intro_i_classes_new(intro_ctx *ctx,
                                                const char *file,
                                                intro_i_classes **out);
/* NULL is accepted. */
void intro_i_classes_free(intro_i_classes *classes);

/* Scratch for one thread. */
typedef struct intro_i_guesser {
    const intro_i_classes *classes;
    intro_i_company_work company;
    intro_i_title_work title;
    intro_i_strbuf company_key;
    intro_i_strbuf title_key;
    intro_i_strbuf scratch;
    intro_i_vec_word words;
} intro_i_guesser;

void intro_i_guesser_init(intro_i_guesser *guesser,
                          const intro_i_classes *classes);
void intro_i_guesser_fini(intro_i_guesser *guesser);

/* What the name of an employer gives. */
typedef struct intro_i_company_guess {
    intro_i_company_class class;
    intro_i_user_slot user;
    uint32_t industry; /* id for rules that ask for it: the user's class where
                          the taxonomy has it, else the table's; 0 unknown */
    bool has_pairs;    /* a user's rules ask for the title as well */
} intro_i_company_guess;

INTRO_MUST_USE intro_status intro_i_guess_company(intro_i_guesser *guesser,
                                                  const char *text,
                                                  size_t length,
                                                  intro_i_company_guess *out);

/* What a title gives, where the employer is of an industry (0 unknown). */
typedef struct intro_i_title_guess {
    intro_i_title_class class;
    intro_i_user_slot user;
} intro_i_title_guess;

INTRO_MUST_USE intro_status intro_i_guess_title(intro_i_guesser *guesser,
                                                const char *text, size_t length,
                                                uint32_t industry,
                                                intro_i_title_guess *out);

/* One class of a person. */
typedef struct intro_i_guess {
    intro_i_class_origin origin; /* NO_TABLE: nothing is known */
    uint32_t id;                 /* 0: unknown, or the user's own words */
    bool is_default;             /* seniority: for want of a rank word */
} intro_i_guess;

/* Both together. company, title NULL: there is none. `pair`: rules for both. The
 * classes of INTRO_I_USER_TABLE are intro_i_user_rule.label, "" for unknown. */
void intro_i_guess_join(const intro_i_classes *classes,
                        const intro_i_company_guess *company,
                        const intro_i_title_guess *title,
                        const intro_i_user_slot *pair,
                        intro_i_guess out[INTRO_I_DIMS]);

/* Everything for one person. Texts may be NULL; stated: an industry the inputs
 * state, or NULL. Where there is no company, an employer that the title names
 * stands in for it: *company_from_title. The guesser's works show how. */
typedef struct intro_i_person_guess {
    intro_i_guess guess[INTRO_I_DIMS];
    intro_i_company_guess company;
    intro_i_title_guess title;
    intro_i_user_slot pair;
    bool has_company;
    bool company_from_title;
} intro_i_person_guess;

INTRO_MUST_USE intro_status intro_i_guess_person(intro_i_guesser *guesser,
                                                 const char *company,
                                                 const char *title,
                                                 const char *stated,
                                                 intro_i_person_guess *out);

/* Label of a guess, "" when it is unknown. Static or the classes'. */
const char *intro_i_guess_label(const intro_i_classes *classes,
                                intro_i_dimension dim,
                                const intro_i_guess *guess);
/* Label of the finer industry: only of guesses of the compiled-in tables that
 * are finer than a sector; "" else. */
const char *intro_i_guess_finer(const intro_i_guess *industry);

#endif
