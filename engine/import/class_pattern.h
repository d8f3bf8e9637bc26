/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the rules of industry, function and seniority match, as it is written in
 * tables: "acme" is a whole name, "acme *" one that begins so, "* acme" one that
 * ends so, "*acme*" one that has these words anywhere; "-leiter" and "vertrieb-"
 * are words that end or begin so. Blanks beside a star do not count. */
#ifndef INTRO_IMPORT_CLASS_PATTERN_H
#define INTRO_IMPORT_CLASS_PATTERN_H

#include "base/common.h"

typedef struct intro_i_class_pattern {
    const char *text; /* what is left without the marks, trimmed */
    size_t length;
    bool open_start; /* words may come before */
    bool open_end;
    bool is_prefix; /* affixes are open on both sides */
    bool is_suffix;
} intro_i_class_pattern;

/* Takes the marks off; the text is borrowed. A star or hyphen elsewhere is a
 * sign like others. */
intro_i_class_pattern intro_i_class_pattern_read(const char *text,
                                                 size_t length);

#endif
