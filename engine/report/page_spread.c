/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/page_spread.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <string.h>

/* The number of a group that is there: names rise. */
static uint32_t number_of(const intro_i_groups *groups, const char *name)
{
    uint32_t low = 0;
    uint32_t high = groups->count - 1;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (strcmp(groups->names[middle], name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

intro_status intro_i_spread_init(intro_ctx *ctx, const intro_pages *pages,
                                 intro_i_page_attribute of,
                                 const intro_i_reading *reading,
                                 intro_i_spread *out)
{
    size_t column;
    size_t count;
    memset(out, 0, sizeof *out);
    out->groups = &pages->groups[of];
    out->counts =
        intro_i_alloc_zero((size_t)out->groups->count + 1, sizeof *out->counts);
    out->order =
        intro_i_alloc((size_t)out->groups->count + 1, sizeof *out->order);
    if (out->counts == NULL || out->order == NULL) {
        intro_i_spread_fini(out);
        return intro_i_fail_memory(ctx);
    }
    if (!intro_i_reading_column(pages, of, &column)) {
        return INTRO_OK;
    }
    out->list = intro_portrait_groups(reading->portrait, column, &count);
    out->figures = reading->figures->by[column];
    out->met = out->figures.categories;
    for (size_t i = 0; i < count; i++) {
        out->order[i] = number_of(out->groups, out->list[i].name);
        out->counts[out->order[i]] = out->list[i].contacts;
    }
    return INTRO_OK;
}

void intro_i_spread_fini(intro_i_spread *spread)
{
    intro_i_free(spread->counts);
    intro_i_free(spread->order);
    memset(spread, 0, sizeof *spread);
}
