/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/class_pattern.h"

#include "base/text.h"

#include <string.h>

intro_i_class_pattern intro_i_class_pattern_read(const char *text,
                                                 size_t length)
{
    intro_i_class_pattern p = {.text = text, .length = length};
    intro_i_text_trim(&p.text, &p.length);
    if (p.length > 1 && memchr(p.text, ' ', p.length) == NULL &&
        memchr(p.text, '*', p.length) == NULL) {
        p.is_suffix = p.text[0] == '-';
        p.is_prefix = p.text[p.length - 1] == '-' && !p.is_suffix;
    }
    if (p.is_prefix || p.is_suffix) {
        p.text += p.is_suffix ? 1 : 0;
        p.length--;
        p.open_start = p.open_end = true;
        return p;
    }
    while (p.length > 0 && p.text[0] == '*') {
        p.open_start = true;
        p.text++;
        p.length--;
    }
    while (p.length > 0 && p.text[p.length - 1] == '*') {
        p.open_end = true;
        p.length--;
    }
    intro_i_text_trim(&p.text, &p.length);
    return p;
}
