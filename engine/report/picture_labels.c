/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Labels: one set for screens and paper, a shorter one in larger type for
 * phones. */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "report/labels.h"
#include "report/picture_parts.h"

#include <string.h>

enum {
    NAMES_MOST = 36, /* people with a label */
    NAME_COLUMNS = 26,
    ISLAND_COLUMNS = 30
};

#define NAME_SIZE        11.0
#define ISLAND_SIZE      13.5
#define ISLAND_SIZE_TINY 24.0 /* on a phone the picture is a third as large */

typedef struct label_set {
    intro_i_label labels[NAMES_MOST + INTRO_I_PICTURE_ISLANDS + 2];
    uint32_t of[NAMES_MOST + INTRO_I_PICTURE_ISLANDS + 2]; /* island, place */
    size_t count;
    size_t islands; /* the first ones */
} label_set;

/* Empties a buffer; that memory was too short for it is not forgotten. */
static void reuse(const intro_i_drawing *d, intro_i_strbuf *buf)
{
    if (buf->status != INTRO_OK) {
        intro_i_output_fail(d->html->output, intro_i_fail_memory(d->page->ctx));
    }
    intro_i_strbuf_clear(buf);
}

static void spell_island(const intro_i_drawing *d, uint32_t k,
                         intro_i_strbuf *out)
{
    const uint32_t group = d->picture->islands[k].group;
    reuse(d, out);
    if (group == INTRO_I_NO_GROUP) {
        intro_i_strbuf_puts(out, "others");
    } else {
        intro_i_group_text(&d->pages->names, intro_i_picture_names(d), group,
                           out);
    }
}

static void spell_person(const intro_i_drawing *d, uint32_t p,
                         intro_i_strbuf *out)
{
    const intro_vid v = d->picture->net.people[p];
    reuse(d, out);
    if (intro_i_is_redacted(&d->pages->names)) {
        intro_i_strbuf_printf(out, "Person %u",
                              (unsigned)d->pages->names.numbers[v]);
    } else {
        intro_i_strbuf_puts(out, intro_graph_display_name(d->pages->graph, v));
    }
}

typedef double width_rule(const char *text, double size);

/* The width of the text cut as it will be shown. */
static double measure(intro_i_strbuf *text, size_t columns, double size,
                      width_rule *width_by)
{
    intro_i_strbuf shown;
    intro_i_strbuf_init(&shown, 0);
    const intro_status rc =
        intro_i_text_escape_cut(text->data, text->length, columns, &shown);
    const double width = rc == INTRO_OK ? width_by(shown.data, size) : 0;
    intro_i_strbuf_fini(&shown);
    if (rc != INTRO_OK) {
        text->status = rc;
    }
    return width;
}

static void add_label(label_set *set, uint32_t of, double x, double y,
                      double radius, double width, double size)
{
    intro_i_label *const label = &set->labels[set->count];
    memset(label, 0, sizeof *label);
    label->x = x;
    label->y = y;
    label->radius = radius;
    label->width = width;
    label->height = size * 1.25;
    set->of[set->count++] = of;
}

/* Me first, then the islands, then people: the strongest contacts. */
static void place_labels(intro_i_drawing *d, label_set *set, double island_size,
                         size_t people, intro_i_strbuf *text)
{
    const intro_i_picture *const picture = d->picture;
    set->count = 0;
    add_label(set, 0, picture->x[0], picture->y[0], (double)picture->radii[0],
              intro_i_label_width_bold("you", island_size), island_size);
    for (uint32_t k = 0; k < picture->island_count; k++) {
        const intro_i_island *const island = &picture->islands[k];
        if (island->people == 0) {
            continue;
        }
        spell_island(d, k, text);
        add_label(set, k, island->x, island->y, 0,
                  measure(text, ISLAND_COLUMNS, island_size,
                          intro_i_label_width_bold),
                  island_size);
        set->labels[set->count - 1].is_centred = true;
    }
    set->islands = set->count;
    for (uint32_t p = 1; p <= picture->net.contacts && p <= people; p++) {
        spell_person(d, p, text);
        add_label(set, p, picture->x[p], picture->y[p],
                  (double)picture->radii[p],
                  measure(text, NAME_COLUMNS, NAME_SIZE, intro_i_label_width),
                  NAME_SIZE);
    }
    intro_i_labels_place(set->labels, set->count, INTRO_I_PICTURE_WIDTH,
                         INTRO_I_PICTURE_HEIGHT);
}

static void put_label(intro_i_drawing *d, const intro_i_label *label,
                      const char *text, size_t columns, double size)
{
    if (label->is_placed) {
        intro_i_html_put(d->html, "<text");
        intro_i_html_place_as(d->html, "x", label->left);
        intro_i_html_place_as(d->html, "y", label->top + size);
        intro_i_html_put(d->html, ">");
        intro_i_html_cut(d->html, text, columns);
        intro_i_html_put(d->html, "</text>\n");
    }
}

static void put_labels(intro_i_drawing *d, const label_set *set,
                       const char *kind, double island_size,
                       intro_i_strbuf *text)
{
    intro_i_html_format(d->html, "<g class=\"isles%s\">\n", kind);
    put_label(d, &set->labels[0], "you", ISLAND_COLUMNS, island_size);
    for (size_t i = 1; i < set->islands; i++) {
        spell_island(d, set->of[i], text);
        put_label(d, &set->labels[i], text->data, ISLAND_COLUMNS, island_size);
    }
    intro_i_html_put(d->html, "</g>\n");
    if (set->count == set->islands) {
        return;
    }
    intro_i_html_put(d->html, "<g class=\"names\">\n");
    for (size_t i = set->islands; i < set->count; i++) {
        spell_person(d, set->of[i], text);
        put_label(d, &set->labels[i], text->data, NAME_COLUMNS, NAME_SIZE);
    }
    intro_i_html_put(d->html, "</g>\n");
}

intro_status intro_i_picture_put_labels(intro_i_drawing *d)
{
    label_set *const set = intro_i_alloc(1, sizeof *set);
    intro_i_strbuf text;
    if (set == NULL) {
        return intro_i_fail_memory(d->page->ctx);
    }
    intro_i_strbuf_init(&text, 0);
    place_labels(d, set, ISLAND_SIZE, NAMES_MOST, &text);
    put_labels(d, set, " wide", ISLAND_SIZE, &text);
    place_labels(d, set, ISLAND_SIZE_TINY, 0, &text);
    put_labels(d, set, " tiny", ISLAND_SIZE_TINY, &text);
    reuse(d, &text);
    intro_i_strbuf_fini(&text);
    intro_i_free(set);
    return INTRO_OK;
}
