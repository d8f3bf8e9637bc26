/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "analysis/broker_view.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

intro_status intro_i_view_init(intro_i_view *view, const intro_i_orientation *o,
                               const intro_i_groups *groups)
{
    const size_t count = groups->count;
    *view = (intro_i_view){.o = o, .groups = groups};
    view->in = intro_i_alloc_zero(count, sizeof *view->in);
    view->out = intro_i_alloc_zero(count, sizeof *view->out);
    view->both = intro_i_alloc_zero(count, sizeof *view->both);
    view->met = intro_i_alloc(count, sizeof *view->met);
    view->marks = intro_i_alloc_zero(o->weak->people, sizeof *view->marks);
    if (view->in == NULL || view->out == NULL || view->both == NULL ||
        view->met == NULL || view->marks == NULL) {
        intro_i_view_fini(view);
        return INTRO_ENOMEM;
    }
    return INTRO_OK;
}

void intro_i_view_fini(intro_i_view *view)
{
    intro_i_vec_contact_fini(&view->contacts);
    intro_i_vec_way_fini(&view->closed);
    intro_i_free(view->in);
    intro_i_free(view->out);
    intro_i_free(view->both);
    intro_i_free(view->met);
    intro_i_free(view->marks);
    memset(view, 0, sizeof *view);
}

static int compare_groups(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void forget(intro_i_view *view)
{
    for (uint32_t i = 0; i < view->met_count; i++) {
        const uint32_t group = view->met[i];
        view->in[group] = view->out[group] = view->both[group] = 0;
    }
    view->met_count = 0;
    view->contacts.count = 0;
    view->closed.count = 0;
}

static void count_contact(intro_i_view *view, uint32_t group, uint32_t ways)
{
    if (view->in[group] == 0 && view->out[group] == 0) {
        view->met[view->met_count++] = group;
    }
    view->in[group] += (ways & INTRO_I_WAY_IN) != 0;
    view->out[group] += (ways & INTRO_I_WAY_OUT) != 0;
    view->both[group] += ways == INTRO_I_WAYS_BOTH;
}

intro_status intro_i_view_contacts(intro_i_view *view, uint32_t v)
{
    const intro_i_weak_graph *const weak = view->o->weak;
    forget(view);
    view->person = v;
    INTRO_TRY(intro_i_vec_contact_reserve(
        &view->contacts, (size_t)intro_i_weak_degree(weak, v)));
    for (uint64_t i = weak->offsets[v]; i < weak->offsets[v + 1]; i++) {
        const uint32_t w = weak->neighbours[i];
        const uint32_t group = view->groups->of[w];
        const uint32_t ways =
            weak->ways == NULL ? INTRO_I_WAYS_BOTH : weak->ways[i];
        if (group != INTRO_I_NO_GROUP) {
            view->contacts.data[view->contacts.count++] =
                (intro_i_view_contact){w, group, ways};
            count_contact(view, group, ways);
        }
    }
    qsort(view->met, view->met_count, sizeof *view->met, compare_groups);
    return INTRO_OK;
}

/* The contacts `from` and `to` are tied. */
static intro_status close_tie(intro_i_view *view, uint32_t from, uint32_t to)
{
    const intro_i_weak_graph *const weak = view->o->weak;
    const intro_i_view_contact *const a = &view->contacts.data[from];
    const intro_i_view_contact *const c = &view->contacts.data[to];
    uint64_t arc;
    if (weak->ways == NULL) {
        return intro_i_vec_way_push(&view->closed,
                                    (intro_i_view_way){from, to});
    }
    if (!intro_i_weak_find(weak, a->person, c->person, &arc)) {
        return INTRO_OK;
    }
    if ((a->ways & INTRO_I_WAY_IN) != 0 && (c->ways & INTRO_I_WAY_OUT) != 0 &&
        (weak->ways[arc] & INTRO_I_WAY_OUT) != 0) {
        INTRO_TRY(
            intro_i_vec_way_push(&view->closed, (intro_i_view_way){from, to}));
    }
    if ((c->ways & INTRO_I_WAY_IN) != 0 && (a->ways & INTRO_I_WAY_OUT) != 0 &&
        (weak->ways[arc] & INTRO_I_WAY_IN) != 0) {
        INTRO_TRY(
            intro_i_vec_way_push(&view->closed, (intro_i_view_way){to, from}));
    }
    return INTRO_OK;
}

static intro_status close_contact(intro_i_view *view, uint32_t from)
{
    const intro_i_orientation *const o = view->o;
    const uint32_t place = o->places[view->contacts.data[from].person];
    for (uint64_t i = o->offsets[place]; i < o->offsets[place + 1]; i++) {
        const uint32_t mark = view->marks[o->heads[i]];
        if (mark != 0) {
            INTRO_TRY(close_tie(view, from, mark - 1));
        }
    }
    return INTRO_OK;
}

intro_status intro_i_view_closed(intro_i_view *view)
{
    const uint32_t count = (uint32_t)view->contacts.count;
    intro_status rc = INTRO_OK;
    view->closed.count = 0;
    for (uint32_t i = 0; i < count; i++) {
        view->marks[view->o->places[view->contacts.data[i].person]] = i + 1;
    }
    for (uint32_t i = 0; i < count && rc == INTRO_OK; i++) {
        rc = close_contact(view, i);
    }
    for (uint32_t i = 0; i < count; i++) {
        view->marks[view->o->places[view->contacts.data[i].person]] = 0;
    }
    return rc;
}

uint64_t intro_i_view_between(const intro_i_view *view, uint32_t a, uint32_t b)
{
    const uint64_t in = view->in[a];
    const uint64_t out = view->out[b];
    if (view->o->weak->ways == NULL) {
        return a == b ? (in * in - in) / 2 : in * out;
    }
    return a == b ? in * out - view->both[a]
                  : in * out + (uint64_t)view->in[b] * view->out[a];
}
