/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_names.h"

#include "base/alloc.h"
#include "base/checksum.h"
#include "base/context_impl.h"
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_COLUMNS = 60, POLL_EVERY = 65536 };

/* --- people --------------------------------------------------------------- */

static intro_status seed_of(intro_ctx *ctx, const intro_graph *graph,
                            uint64_t *seed)
{
    intro_i_checksum *const sum = intro_i_checksum_new();
    if (sum == NULL) {
        return intro_i_fail_memory(ctx);
    }
    intro_status rc = INTRO_OK;
    for (uint32_t v = 0; v < graph->people && rc == INTRO_OK; v++) {
        const char *const id = intro_graph_id(graph, v);
        intro_i_checksum_update(sum, id, strlen(id) + 1);
        rc = v % POLL_EVERY == 0 ? intro_i_poll(ctx) : INTRO_OK;
    }
    *seed = intro_i_checksum_value(sum);
    intro_i_checksum_free(sum);
    return rc;
}

static void shuffle(uint32_t *numbers, uint32_t count, uint64_t seed)
{
    intro_i_random random;
    intro_i_random_init(&random, seed);
    for (uint32_t v = 0; v < count; v++) {
        const uint32_t other =
            (uint32_t)intro_i_random_below(&random, (uint64_t)v + 1);
        numbers[v] = numbers[other];
        numbers[other] = v + 1;
    }
}

intro_status intro_i_page_names_init(intro_ctx *ctx, const intro_graph *graph,
                                     bool redact, intro_i_page_names *out)
{
    uint64_t seed = 0;
    out->graph = graph;
    out->numbers = NULL;
    if (!redact) {
        return INTRO_OK;
    }
    INTRO_TRY(seed_of(ctx, graph, &seed));
    out->numbers =
        intro_i_alloc_zero((size_t)graph->people + 1, sizeof *out->numbers);
    if (out->numbers == NULL) {
        return intro_i_fail_memory(ctx);
    }
    shuffle(out->numbers, graph->people, seed);
    return INTRO_OK;
}

void intro_i_page_names_fini(intro_i_page_names *names)
{
    intro_i_free(names->numbers);
    names->numbers = NULL;
}

void intro_i_put_person_text(intro_i_html *html,
                             const intro_i_page_names *names, intro_vid v,
                             size_t columns)
{
    if (intro_i_is_redacted(names)) {
        intro_i_html_format(html, "Person %u", (unsigned)names->numbers[v]);
    } else {
        intro_i_html_cut(html, intro_graph_display_name(names->graph, v),
                         columns);
    }
}

void intro_i_put_person(intro_i_html *html, const intro_i_page_names *names,
                        intro_vid v)
{
    intro_i_html_put(html, "<bdi>");
    intro_i_put_person_text(html, names, v, NAME_COLUMNS);
    intro_i_html_put(html, "</bdi>");
}

const char *intro_i_page_field(const intro_i_page_names *names, intro_vid v,
                               intro_field field)
{
    const char *const value = intro_i_is_redacted(names)
                                  ? NULL
                                  : intro_graph_field(names->graph, v, field);
    return value == NULL || value[0] == '\0' ? NULL : value;
}

void intro_i_put_role(intro_i_html *html, const intro_i_page_names *names,
                      intro_vid v)
{
    const char *const position =
        intro_i_page_field(names, v, INTRO_FIELD_POSITION);
    const char *const company =
        intro_i_page_field(names, v, INTRO_FIELD_COMPANY);
    if (position != NULL) {
        intro_i_html_put(html, ", ");
        intro_i_html_name(html, position, NAME_COLUMNS);
    }
    if (company != NULL) {
        intro_i_html_put(html, position != NULL ? " at " : ", ");
        intro_i_html_name(html, company, NAME_COLUMNS);
    }
}

/* --- groups --------------------------------------------------------------- */

static int compare_falling(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

intro_status intro_i_group_names_init(intro_ctx *ctx,
                                      const intro_i_groups *groups,
                                      const char *word,
                                      intro_i_group_names *out)
{
    const size_t count = groups->count;
    uint64_t *const keys = intro_i_alloc(count + 1, sizeof *keys);
    out->word = word;
    out->labels = NULL;
    out->groups = groups;
    out->numbers = intro_i_alloc(count + 1, sizeof *out->numbers);
    if (keys == NULL || out->numbers == NULL) {
        intro_i_free(keys);
        intro_i_group_names_fini(out);
        return intro_i_fail_memory(ctx);
    }
    for (uint32_t g = 0; g < count; g++) {
        keys[g] = groups->sizes[g] << 32 | (UINT32_MAX - g);
    }
    qsort(keys, count, sizeof *keys, compare_falling);
    for (uint32_t rank = 0; rank < count; rank++) {
        out->numbers[UINT32_MAX - (uint32_t)keys[rank]] = rank + 1;
    }
    intro_i_free(keys);
    return INTRO_OK;
}

void intro_i_group_names_fini(intro_i_group_names *names)
{
    intro_i_free(names->numbers);
    names->numbers = NULL;
}

static const char *label_of(const intro_i_group_names *groups, uint32_t group)
{
    return groups->labels == NULL ? NULL : groups->labels[group];
}

void intro_i_group_text(const intro_i_page_names *names,
                        const intro_i_group_names *groups, uint32_t group,
                        intro_i_strbuf *out)
{
    if (intro_i_is_redacted(names)) {
        intro_i_strbuf_printf(out, "%s %u", groups->word,
                              (unsigned)groups->numbers[group]);
        return;
    }
    intro_i_strbuf_puts(out, groups->groups->names[group]);
    if (label_of(groups, group) != NULL) {
        intro_i_strbuf_puts(out, " ");
        intro_i_strbuf_puts(out, label_of(groups, group));
    }
}

void intro_i_put_group_text(intro_i_html *html, const intro_i_page_names *names,
                            const intro_i_group_names *groups, uint32_t group,
                            size_t columns)
{
    if (intro_i_is_redacted(names)) {
        intro_i_html_format(html, "%s %u", groups->word,
                            (unsigned)groups->numbers[group]);
        return;
    }
    intro_i_html_cut(html, groups->groups->names[group], columns);
    if (label_of(groups, group) != NULL) {
        intro_i_html_put(html, " ");
        intro_i_html_cut(html, label_of(groups, group), columns);
    }
}

void intro_i_put_group(intro_i_html *html, const intro_i_page_names *names,
                       const intro_i_group_names *groups, uint32_t group)
{
    intro_i_html_put(html, "<bdi>");
    intro_i_put_group_text(html, names, groups, group, NAME_COLUMNS);
    intro_i_html_put(html, "</bdi>");
}
