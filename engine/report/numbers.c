/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/numbers.h"

#include "base/text.h"

#include <math.h>

void intro_i_format_short(double value, char out[32])
{
    double factor = 100;
    if (!isfinite(value) || value <= 0) {
        intro_i_format_double(value, out);
        return;
    }
    while (value * factor < 10 && factor < 1e30) {
        factor *= 10;
    }
    intro_i_format_double(floor(value * factor + 0.5) / factor, out);
}
