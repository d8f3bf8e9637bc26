/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of people asked for one after the other. */
#include <introfind/people.h>

#include "base/alloc.h"
#include "base/context_impl.h"
#include "graph/value_index.h"
#include "graph/watch.h"

#include <string.h>

INTRO_VEC(vec_index, intro_i_value_index);

struct intro_selector {
    const intro_graph *graph;
    vec_index indexes; /* one for each pair of attribute and match asked of */
};

intro_status intro_selector_new(intro_ctx *ctx, const intro_graph *graph,
                                intro_selector **out)
{
    intro_i_begin(ctx);
    intro_selector *const selector = intro_i_alloc_zero(1, sizeof *selector);
    if (selector == NULL) {
        return intro_i_fail_memory(ctx);
    }
    selector->graph = graph;
    *out = selector;
    return INTRO_OK;
}

void intro_selector_free(intro_selector *selector)
{
    if (selector == NULL) {
        return;
    }
    for (size_t i = 0; i < selector->indexes.count; i++) {
        intro_i_value_index_fini(&selector->indexes.data[i]);
    }
    vec_index_fini(&selector->indexes);
    intro_i_free(selector);
}

/* NULL in *out when the values are no texts. */
static intro_status find_index(intro_ctx *ctx, intro_selector *s,
                               const intro_condition *condition,
                               const intro_i_value_index **out)
{
    intro_i_attribute values;
    *out = NULL;
    INTRO_TRY(
        intro_i_attribute_find(ctx, s->graph, condition->attribute, &values));
    if (!intro_i_value_index_fits(&values)) {
        return INTRO_OK;
    }
    for (size_t i = 0; i < s->indexes.count; i++) {
        const intro_i_value_index *const index = &s->indexes.data[i];
        if (index->match == condition->match &&
            index->values.field == values.field &&
            index->values.column == values.column) {
            *out = index;
            return INTRO_OK;
        }
    }
    if (vec_index_reserve(&s->indexes, s->indexes.count + 1) != INTRO_OK) {
        return intro_i_fail_memory(ctx);
    }
    intro_i_value_index *const index = &s->indexes.data[s->indexes.count];
    INTRO_TRY(intro_i_value_index_init(ctx, s->graph, &values, condition->match,
                                       index));
    s->indexes.count++;
    *out = index;
    return INTRO_OK;
}

/* Both rising. */
static void intersect(intro_i_vec_u32 *kept, const intro_i_vec_u32 *other)
{
    size_t to = 0;
    size_t j = 0;
    for (size_t i = 0; i < kept->count; i++) {
        while (j < other->count && other->data[j] < kept->data[i]) {
            j++;
        }
        if (j < other->count && other->data[j] == kept->data[i]) {
            kept->data[to++] = kept->data[i];
        }
    }
    kept->count = to;
}

/* false in *is_done when a condition is about no texts. */
static intro_status find_by_indexes(intro_ctx *ctx, intro_selector *s,
                                    const intro_condition *conditions,
                                    size_t count, intro_i_vec_u32 *found,
                                    bool *is_done)
{
    intro_i_vec_u32 more;
    memset(&more, 0, sizeof more);
    *is_done = count != 0;
    intro_status rc = intro_i_poll(ctx);
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        const intro_i_value_index *index;
        rc = find_index(ctx, s, &conditions[i], &index);
        if (rc == INTRO_OK && index == NULL) {
            *is_done = false;
            continue;
        }
        more.count = 0;
        if (rc == INTRO_OK) {
            rc = intro_i_value_index_find(ctx, index, &conditions[i],
                                          i == 0 ? found : &more);
        }
        if (rc == INTRO_OK && i != 0) {
            intersect(found, &more);
        }
    }
    intro_i_vec_u32_fini(&more);
    return rc;
}

intro_status intro_selector_find(intro_ctx *ctx, intro_selector *selector,
                                 const intro_condition *conditions,
                                 size_t condition_count, intro_vid **people,
                                 size_t *count)
{
    intro_i_begin(ctx);
    intro_i_vec_u32 found;
    memset(&found, 0, sizeof found);
    bool is_done;
    intro_status rc = find_by_indexes(ctx, selector, conditions,
                                      condition_count, &found, &is_done);
    if (rc == INTRO_OK && is_done) {
        rc = intro_i_watch_tell(ctx, selector->graph->strings.watch);
    }
    if (rc != INTRO_OK || !is_done) {
        intro_i_vec_u32_fini(&found);
        return rc != INTRO_OK
                   ? rc
                   : intro_people_select(ctx, selector->graph, conditions,
                                         condition_count, people, count);
    }
    *people = found.data;
    *count = found.count;
    return INTRO_OK;
}
