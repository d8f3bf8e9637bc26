/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two halves of make_zip share. */
#ifndef TESTS_MAKE_ZIP_H
#define TESTS_MAKE_ZIP_H

/* One line on stderr, then exit status 1. */
void die(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

/* Writes the archive of this kind to path. Returns the exit status. */
int make_hostile(const char *name, const char *path);
/* Prints all kinds: name, row of the catalogue, status owed, what is wrong. */
int list_kinds(void);

#endif
