/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _DEFAULT_SOURCE
#include "comma_locale.h"

#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/introfind-locale-XXXXXX";

static bool runs(char *const words[])
{
    int status = -1;
    const pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stderr) != NULL) {
            (void)execvp(words[0], words);
        }
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static char *word(const char *text)
{
    return (char *)(uintptr_t)text;
}

static void remove_folder(void)
{
    char *const words[] = {word("rm"), word("-rf"), folder, NULL};
    (void)runs(words);
}

static bool make_locale(void)
{
    static bool is_made;
    char path[sizeof folder + 8];
    if (is_made) {
        return true;
    }
    if (mkdtemp(folder) == NULL) {
        return false;
    }
    (void)atexit(remove_folder);
    (void)snprintf(path, sizeof path, "%s/de_DE", folder);
    char *const words[] = {
        word("localedef"),  word("-i"), word("de_DE"), word("-f"),
        word("ISO-8859-1"), path,       NULL};
    is_made = runs(words) && setenv("LOCPATH", folder, 1) == 0;
    return is_made;
}

bool set_comma_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8",
                                        "fr_FR.UTF-8", "de_DE"};
    bool is_set = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !is_set; i++) {
        is_set = setlocale(LC_ALL, names[i]) != NULL;
    }
    is_set = is_set || (make_locale() && setlocale(LC_ALL, "de_DE") != NULL);
    return is_set && strcmp(localeconv()->decimal_point, ",") == 0;
}

void unset_comma_locale(void)
{
    (void)setlocale(LC_ALL, "C");
}
