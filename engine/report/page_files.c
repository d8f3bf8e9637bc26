/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_files.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "report/distinct.h"

#include <stdio.h>
#include <string.h>

/* Bytes of a name that are kept: room for "-", a number and ".html". */
enum { STEM_MAX = 56 };

/* Names that are the overview's, or that some systems keep for devices. */
static bool is_taken(const char *stem)
{
    static const char *const words[] = {"index", "con", "prn", "aux", "nul"};
    for (size_t i = 0; i < INTRO_COUNT_OF(words); i++) {
        if (strcmp(stem, words[i]) == 0) {
            return true;
        }
    }
    return (strncmp(stem, "com", 3) == 0 || strncmp(stem, "lpt", 3) == 0) &&
           stem[3] >= '0' && stem[3] <= '9' && stem[4] == '\0';
}

/* Folded text is small letters of any script with single blanks; what is not
 * ASCII goes, blanks become dashes. */
static void keep_ascii(const char *folded, size_t length, char *stem)
{
    size_t used = 0;
    for (size_t i = 0; i < length && used < STEM_MAX; i++) {
        const char c = folded[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            stem[used++] = c;
        } else if (c == ' ' && used != 0 && stem[used - 1] != '-') {
            stem[used++] = '-';
        }
    }
    while (used != 0 && stem[used - 1] == '-') {
        used--;
    }
    stem[used] = '\0';
}

static intro_status make_stem(const intro_i_page_names *names, intro_vid v,
                              char *stem)
{
    if (intro_i_is_redacted(names)) {
        (void)snprintf(stem, STEM_MAX + 1, "person-%u",
                       (unsigned)names->numbers[v]);
        return INTRO_OK;
    }
    const char *const name = intro_graph_display_name(names->graph, v);
    intro_i_strbuf folded;
    intro_i_strbuf_init(&folded, 0);
    const intro_status rc = intro_i_text_fold(name, strlen(name), &folded);
    if (rc == INTRO_OK) {
        keep_ascii(folded.data, folded.length, stem);
        if (stem[0] == '\0' || is_taken(stem)) {
            (void)snprintf(stem, STEM_MAX + 1, "person-%u", (unsigned)v + 1);
        }
    }
    intro_i_strbuf_fini(&folded);
    return rc;
}

static intro_status name_files(intro_ctx *ctx, const intro_i_page_names *names,
                               uint32_t owners, intro_i_page_file *files)
{
    intro_i_distinct used;
    intro_status rc = intro_i_distinct_init(&used);
    for (uint32_t i = 0; i < owners && rc == INTRO_OK; i++) {
        char stem[STEM_MAX + 1];
        char name[sizeof stem + INTRO_I_DISTINCT_ROOM];
        rc = make_stem(names, intro_graph_owner(names->graph, i), stem);
        if (rc == INTRO_OK) {
            rc = intro_i_distinct_make(&used, stem, '-', name);
        }
        if (rc == INTRO_OK) {
            (void)snprintf(files[i], sizeof files[i], "%s.html", name);
            rc = intro_i_poll(ctx);
        }
    }
    intro_i_distinct_fini(&used);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}

intro_status intro_i_page_files(intro_ctx *ctx, const intro_i_page_names *names,
                                intro_i_page_file **out)
{
    const uint32_t owners = intro_graph_owners(names->graph);
    intro_i_page_file *const files =
        intro_i_alloc((size_t)owners + 1, sizeof *files);
    if (files == NULL) {
        return intro_i_fail_memory(ctx);
    }
    const intro_status rc = name_files(ctx, names, owners, files);
    if (rc != INTRO_OK) {
        intro_i_free(files);
        return rc;
    }
    *out = files;
    return INTRO_OK;
}
