/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph/attribute.h"

#include "base/context_impl.h"
#include "base/text.h"
#include "graph/builder.h"
#include "graph/restrength.h"

#include <introfind/people.h>

#include <string.h>

static bool same_letters(const char *a, const char *b)
{
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        const char x = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
        const char y = *b >= 'A' && *b <= 'Z' ? (char)(*b - 'A' + 'a') : *b;
        if (x != y) {
            return false;
        }
    }
    return *a == *b;
}

static void list_name(intro_i_strbuf *list, const char *name)
{
    intro_i_strbuf_puts(list, list->length == 0 ? "" : ", ");
    intro_i_strbuf_puts(list, name);
}

static const intro_column *find_column(const intro_graph *g, const char *name)
{
    for (uint32_t i = 0; i < g->column_count; i++) {
        if (g->columns[i].of == INTRO_OF_PERSON &&
            same_letters(intro_column_name(&g->columns[i]), name)) {
            return &g->columns[i];
        }
    }
    return NULL;
}

static intro_status refuse(intro_ctx *ctx, const intro_graph *g,
                           const char *attribute)
{
    enum { NAME_TOLD = 80 };
    intro_i_strbuf list;
    intro_i_strbuf_init(&list, INTRO_MESSAGE_MAX - 64);
    for (uint32_t i = 0; i < g->column_count; i++) {
        const char *const name = intro_column_name(&g->columns[i]);
        if (g->columns[i].of == INTRO_OF_PERSON &&
            strncmp(name, INTRO_I_RESERVED_PREFIX,
                    strlen(INTRO_I_RESERVED_PREFIX)) != 0) {
            list_name(&list, name);
        }
    }
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        const char *const name = intro_field_name((intro_field)f);
        if (g->known[f] != NULL && find_column(g, name) == NULL) {
            list_name(&list, name);
        }
    }
    (void)intro_i_fail(ctx, INTRO_EARG,
                       "people of this network have no attribute \"%.*s\"",
                       intro_i_utf8_upto(attribute, NAME_TOLD), attribute);
    intro_i_hint(ctx, "attributes: %s", list.length == 0 ? "none" : list.data);
    intro_i_strbuf_fini(&list);
    return INTRO_EARG;
}

static const uint32_t *find_field(const intro_graph *g, const char *name)
{
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        if (g->known[f] != NULL &&
            same_letters(intro_field_name((intro_field)f), name)) {
            return g->known[f];
        }
    }
    return NULL;
}

static bool has_exports(const intro_graph *g)
{
    for (uint32_t i = 0; i < g->source_count; i++) {
        if (g->sources[i].format != INTRO_I_FORMAT_GRAPHML) {
            return true;
        }
    }
    return false;
}

bool intro_i_attribute_is_there(const intro_graph *g, const char *attribute,
                                intro_i_attribute *out)
{
    const bool ours = attribute[0] == '@';
    const char *const name = attribute + (ours ? 1 : 0);
    memset(out, 0, sizeof *out);
    out->field = find_field(g, name);
    const intro_column *const column = ours ? NULL : find_column(g, name);
    if (column != NULL && (out->field == NULL || !has_exports(g) ||
                           column->kind != INTRO_KIND_STRING)) {
        out->column = column;
        out->field = NULL;
    }
    if (out->column != NULL || out->field != NULL) {
        return true;
    }
    if (g->clusters != NULL && same_letters("cluster", name)) {
        out->clusters = g->clusters;
        return true;
    }
    return false;
}

intro_status intro_i_attribute_find(intro_ctx *ctx, const intro_graph *g,
                                    const char *attribute,
                                    intro_i_attribute *out)
{
    return intro_i_attribute_is_there(g, attribute, out)
               ? INTRO_OK
               : refuse(ctx, g, attribute);
}

bool intro_graph_wants_clusters(const intro_graph *graph, const char *attribute)
{
    const bool ours = attribute[0] == '@';
    return graph->clusters == NULL &&
           same_letters("cluster", attribute + (ours ? 1 : 0)) &&
           (ours || find_column(graph, attribute) == NULL);
}
