/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/panel.h"

#include "base/alloc.h"

#include <string.h>

static size_t count_cells(const intro_i_panel *panel)
{
    return (size_t)panel->people * panel->stride;
}

intro_status intro_i_panel_init(intro_i_panel *panel, uint32_t people,
                                uint32_t width)
{
    *panel = (intro_i_panel){.people = people, .width = width, .stride = 1};
    while (panel->stride < width) {
        panel->stride *= 2;
    }
    uint16_t *const cells =
        intro_i_alloc(people, panel->stride * sizeof *cells);
    if (cells == NULL) {
        return INTRO_ENOMEM;
    }
    memset(cells, 0xff, count_cells(panel) * sizeof *cells);
    panel->narrow = panel->own = cells;
    return INTRO_OK;
}

intro_i_panel intro_i_panel_of(const intro_i_groups *groups, uint32_t people)
{
    return (intro_i_panel){
        .people = people, .width = 1, .stride = 1, .wide = groups->of};
}

void intro_i_panel_fini(intro_i_panel *panel)
{
    intro_i_free(panel->own);
    memset(panel, 0, sizeof *panel);
}

static intro_status widen(intro_i_panel *panel)
{
    const size_t count = count_cells(panel);
    uint32_t *const cells = intro_i_alloc(count, sizeof *cells);
    if (cells == NULL) {
        return INTRO_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        cells[i] = panel->narrow[i] == INTRO_I_PANEL_NARROW ? INTRO_I_NO_GROUP
                                                            : panel->narrow[i];
    }
    intro_i_free(panel->own);
    panel->narrow = NULL;
    panel->wide = panel->own = cells;
    return INTRO_OK;
}

intro_status intro_i_panel_set(intro_i_panel *panel, uint32_t a,
                               const intro_i_groups *groups)
{
    const size_t stride = panel->stride;
    if (panel->narrow != NULL && groups->count > INTRO_I_PANEL_NARROW) {
        INTRO_TRY(widen(panel));
    }
    if (panel->narrow == NULL) {
        uint32_t *const cells = panel->own;
        for (size_t v = 0; v < panel->people; v++) {
            cells[v * stride + a] = groups->of[v];
        }
        return INTRO_OK;
    }
    uint16_t *const cells = panel->own;
    for (size_t v = 0; v < panel->people; v++) {
        /* Of no group: all ones in either width. */
        cells[v * stride + a] = (uint16_t)groups->of[v];
    }
    return INTRO_OK;
}

void intro_i_panel_column(const intro_i_panel *panel, uint32_t a,
                          const uint32_t *people, uint32_t count, uint32_t none,
                          uint32_t *out)
{
    const size_t stride = panel->stride;
    if (panel->narrow != NULL) {
        const uint16_t *const cells = panel->narrow + a;
        for (uint32_t k = 0; k < count; k++) {
            const uint32_t group = cells[people[k] * stride];
            out[k] = group == INTRO_I_PANEL_NARROW ? none : group;
        }
        return;
    }
    const uint32_t *const cells = panel->wide + a;
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t group = cells[people[k] * stride];
        out[k] = group == INTRO_I_NO_GROUP ? none : group;
    }
}

intro_status intro_i_panel_init_one(intro_i_panel *panel, uint32_t people,
                                    const intro_i_groups *groups)
{
    INTRO_TRY(intro_i_panel_init(panel, people, 1));
    const intro_status rc = intro_i_panel_set(panel, 0, groups);
    if (rc != INTRO_OK) {
        intro_i_panel_fini(panel);
    }
    return rc;
}
