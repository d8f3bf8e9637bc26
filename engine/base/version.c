/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of the library that runs; configure.ac states it. */
#include <introfind/introfind.h>

const char *intro_version(void)
{
    return PACKAGE_VERSION;
}
