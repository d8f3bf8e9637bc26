/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A locale whose numbers have a comma, for those that must not have one. */
#ifndef TESTS_COMMA_LOCALE_H
#define TESTS_COMMA_LOCALE_H

#include <stdbool.h>

/* Makes it the locale of this process: one that is installed, else one compiled
 * by localedef into a folder that goes away at exit. false: there is neither. */
bool set_comma_locale(void);
/* Back to "C". */
void unset_comma_locale(void);

#endif
