/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The picture of the network around a person, its legend and its table. Marks
 * and rows of the table come in the same order, which is how the script of the
 * page knows whose mark is whose; ties are drawn from centre to centre in whole
 * units, which is how it knows whose neighbours are whose. */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "report/picture_parts.h"

#include <stdlib.h>

enum { TIES_MOST = 6000 };

/* --- marks ---------------------------------------------------------------- */

static unsigned colour_of(const intro_i_drawing *d, uint32_t island)
{
    return d->picture->islands[island].group == INTRO_I_NO_GROUP
               ? INTRO_I_PICTURE_COLOURS
               : island % INTRO_I_PICTURE_COLOURS;
}

/* A command of a path with one or two numbers. */
static void put_one(intro_i_drawing *d, const char *command, double value)
{
    intro_i_html_put(d->html, command);
    intro_i_html_place(d->html, value);
}

static void put_two(intro_i_drawing *d, const char *command, double x, double y)
{
    put_one(d, command, x);
    put_one(d, " ", y);
}

/* Disc, square, triangle or diamond around a centre: another for the next
 * island, and another again where the colours begin anew. The middle of each
 * one's box is its centre. */
static void put_mark(intro_i_drawing *d, uint32_t island, double x, double y,
                     double r)
{
    const uint32_t shape =
        (island + 2 * (island / INTRO_I_PICTURE_COLOURS)) % 4;
    if (shape == 0) {
        intro_i_html_put(d->html, "<circle");
        intro_i_html_place_as(d->html, "cx", x);
        intro_i_html_place_as(d->html, "cy", y);
        intro_i_html_place_as(d->html, "r", r);
        intro_i_html_put(d->html, "/>");
    } else if (shape == 1) {
        put_two(d, "<path d=\"M", x - 0.9 * r, y - 0.9 * r);
        put_one(d, "h", 1.8 * r);
        put_one(d, "v", 1.8 * r);
        put_one(d, "h", -1.8 * r);
        intro_i_html_put(d->html, "z\"/>");
    } else if (shape == 2) {
        put_two(d, "<path d=\"M", x, y - r);
        put_two(d, "l", r, 2 * r);
        put_one(d, "h", -2 * r);
        intro_i_html_put(d->html, "z\"/>");
    } else {
        put_two(d, "<path d=\"M", x, y - 1.1 * r);
        put_two(d, "l", 1.1 * r, 1.1 * r);
        put_two(d, "l", -1.1 * r, 1.1 * r);
        put_two(d, "l", -1.1 * r, -1.1 * r);
        intro_i_html_put(d->html, "z\"/>");
    }
}

/* Those of one island that are contacts, or that are not. */
static void put_ring(intro_i_drawing *d, uint32_t island, bool is_second,
                     uint32_t *at)
{
    const intro_i_picture *const picture = d->picture;
    const uint32_t count = picture->net.count - 1;
    uint32_t i = *at;
    if (i == count || picture->island_of[picture->order[i]] != island ||
        (picture->order[i] > picture->net.contacts) != is_second) {
        return;
    }
    intro_i_html_format(d->html, "<g class=\"k%u%s\">", colour_of(d, island),
                        is_second ? " ring2" : "");
    for (; i < count; i++) {
        const uint32_t p = picture->order[i];
        if (picture->island_of[p] != island ||
            (p > picture->net.contacts) != is_second) {
            break;
        }
        put_mark(d, island, picture->x[p], picture->y[p],
                 (double)picture->radii[p]);
    }
    intro_i_html_put(d->html, "</g>\n");
    *at = i;
}

static void put_people(intro_i_drawing *d)
{
    uint32_t at = 0;
    intro_i_html_put(d->html, "<g class=\"people\">\n");
    for (uint32_t k = 0; k < d->picture->island_count; k++) {
        put_ring(d, k, false, &at);
        put_ring(d, k, true, &at);
    }
    intro_i_html_put(d->html, "</g>\n<circle class=\"me\"");
    intro_i_html_place_as(d->html, "cx", d->picture->x[0]);
    intro_i_html_place_as(d->html, "cy", d->picture->y[0]);
    intro_i_html_place_as(d->html, "r", (double)d->picture->radii[0]);
    intro_i_html_put(d->html, "/>\n");
}

/* --- ties ----------------------------------------------------------------- */

enum { LINE_WEAK, LINE_FAIR, LINE_STRONG, LINE_FAR, LINES };

static int line_of(const intro_i_picture *picture, const intro_i_ego_tie *tie)
{
    if (picture->island_of[tie->a] != picture->island_of[tie->b]) {
        return LINE_FAR;
    }
    return tie->strength >= 0.5F   ? LINE_STRONG
           : tie->strength >= 0.2F ? LINE_FAIR
                                   : LINE_WEAK;
}

static int compare_strengths(const void *a, const void *b)
{
    const float x = *(const float *)a;
    const float y = *(const float *)b;
    return (x < y) - (x > y);
}

/* The strength below which ties are too many to be drawn; ties of just this
 * strength are drawn while there is room. */
static intro_status find_least(intro_i_drawing *d, float *least,
                               uint64_t *equal)
{
    const intro_i_ego_net *const net = &d->picture->net;
    uint64_t count = 0;
    *least = 0;
    *equal = TIES_MOST;
    if (net->tie_count <= TIES_MOST) {
        return INTRO_OK;
    }
    float *const list = intro_i_alloc((size_t)net->tie_count, sizeof *list);
    if (list == NULL) {
        return intro_i_fail_memory(d->page->ctx);
    }
    for (uint64_t t = 0; t < net->tie_count; t++) {
        if (net->ties[t].a != 0) {
            list[count++] = net->ties[t].strength;
        }
    }
    qsort(list, (size_t)count, sizeof *list, compare_strengths);
    if (count > TIES_MOST) {
        *least = list[TIES_MOST];
        *equal = 0;
        while (*equal < TIES_MOST && list[TIES_MOST - 1 - *equal] == *least) {
            ++*equal;
        }
    }
    intro_i_free(list);
    return INTRO_OK;
}

static intro_status put_ties(intro_i_drawing *d)
{
    static const char *const kinds[LINES] = {"t0", "t1", "t2", "t0 far"};
    const intro_i_picture *const picture = d->picture;
    float least;
    uint64_t room;
    INTRO_TRY(find_least(d, &least, &room));
    intro_i_html_put(d->html, "<g class=\"ties\">\n");
    /* Far ones first, so that they lie below. */
    for (int pass = 0; pass < LINES; pass++) {
        const int line = (pass + LINE_FAR) % LINES;
        uint64_t left = room;
        intro_i_html_format(d->html, "<path class=\"%s\" d=\"", kinds[line]);
        for (uint64_t t = 0; t < picture->net.tie_count; t++) {
            const intro_i_ego_tie *const tie = &picture->net.ties[t];
            if (tie->a == 0 || tie->strength < least ||
                (tie->strength == least && left == 0)) {
                continue;
            }
            left -= tie->strength == least;
            if (line_of(picture, tie) == line) {
                put_two(d, "M", picture->x[tie->a], picture->y[tie->a]);
                put_two(d, "L", picture->x[tie->b], picture->y[tie->b]);
            }
        }
        intro_i_html_put(d->html, "\"/>\n");
    }
    intro_i_html_put(d->html, "</g>\n");
    return INTRO_OK;
}

/* --- around it ------------------------------------------------------------ */

static const char *word_of_islands(const intro_i_drawing *d)
{
    return d->picture->attribute == INTRO_I_PAGE_CLUSTER ? "cluster"
                                                         : "industry";
}

static void put_image(intro_i_drawing *d)
{
    intro_i_html_format(
        d->html,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
        "aria-labelledby=\"map-t map-d\" viewBox=\"0 0 %d %d\">\n"
        "<title id=\"map-t\">The network around you</title>"
        "<desc id=\"map-d\">You in the middle, ",
        INTRO_I_PICTURE_WIDTH, INTRO_I_PICTURE_HEIGHT);
    intro_i_html_things(d->html, d->picture->net.count - 1, "person", "people");
    intro_i_html_format(d->html, " around you, grouped by %s.</desc>\n",
                        word_of_islands(d));
}

static void put_tools(intro_i_drawing *d)
{
    intro_i_html_put(
        d->html,
        "<div class=\"tools\" hidden=\"\">"
        "<label for=\"find\">Find people</label>"
        "<input id=\"find\" type=\"search\" autocomplete=\"off\" "
        "spellcheck=\"false\"/>"
        "<button type=\"button\" data-step=\"in\" "
        "aria-label=\"Zoom in (+)\">+</button>"
        "<button type=\"button\" data-step=\"out\" "
        "aria-label=\"Zoom out (\xE2\x88\x92)\">\xE2\x88\x92</button>"
        "<button type=\"button\" data-step=\"reset\">Whole picture</button>"
        "<output id=\"found\" for=\"find\" aria-live=\"polite\"></output>"
        "</div>\n");
}

static void put_legend(intro_i_drawing *d)
{
    intro_i_html_put(d->html, "<ul class=\"legend\">\n");
    for (uint32_t k = 0; k < d->picture->island_count; k++) {
        const intro_i_island *const island = &d->picture->islands[k];
        if (island->people == 0) {
            continue;
        }
        intro_i_html_format(d->html,
                            "<li><svg viewBox=\"0 0 20 20\" class=\"k%u\" "
                            "aria-hidden=\"true\">",
                            colour_of(d, k));
        put_mark(d, k, 10, 10, 8);
        intro_i_html_put(d->html, "</svg>");
        if (island->group == INTRO_I_NO_GROUP) {
            intro_i_html_put(d->html, "others");
        } else {
            intro_i_put_group(d->html, &d->pages->names,
                              intro_i_picture_names(d), island->group);
        }
        intro_i_html_put(d->html, " <span class=\"soft\">");
        intro_i_html_count(d->html, island->people);
        intro_i_html_put(d->html, "</span></li>\n");
    }
    intro_i_html_put(d->html, "</ul>\n");
}

/* --- the section ---------------------------------------------------------- */

static void put_caption(intro_i_drawing *d)
{
    const intro_i_ego_net *const net = &d->picture->net;
    intro_i_html_put(d->html, "<figcaption>");
    intro_i_html_things(d->html, net->contacts, "contact", "contacts");
    if (net->degree > net->contacts) {
        intro_i_html_put(d->html, ", the strongest of ");
        intro_i_html_count(d->html, net->degree);
    }
    if (net->count - 1 > net->contacts) {
        intro_i_html_put(d->html, ", and ");
        intro_i_html_count(d->html, net->count - 1 - net->contacts);
        intro_i_html_put(d->html, " more within two ties (paler)");
    }
    intro_i_html_format(d->html,
                        ". Colour and shape tell the %s; a larger mark is a "
                        "stronger tie; dashed lines join two groups.%s",
                        word_of_islands(d),
                        net->tie_count > TIES_MOST
                            ? " Only the strongest 6,000 ties are drawn."
                            : "");
    intro_i_html_put(d->html, "</figcaption>\n");
}

static intro_status draw(intro_i_drawing *d)
{
    static const intro_i_section section = {"picture", "Picture"};
    intro_i_page_section(d->page, &section);
    intro_i_html_put(d->html, "<figure class=\"map\">\n");
    put_caption(d);
    put_tools(d);
    intro_i_html_put(d->html, "<div class=\"view\" role=\"group\" "
                              "aria-label=\"Picture; arrows move it, plus and "
                              "minus zoom\">\n");
    put_image(d);
    INTRO_TRY(put_ties(d));
    put_people(d);
    INTRO_TRY(intro_i_picture_put_labels(d));
    intro_i_html_put(d->html, "</svg>\n</div>\n<p class=\"note\" "
                              "aria-live=\"polite\"></p>\n");
    put_legend(d);
    intro_i_picture_put_table(d);
    intro_i_html_put(d->html, "</figure>\n");
    intro_i_page_define(
        d->page,
        "Places follow from forces: people who are tied lie near each other, "
        "and those of one group on one island. Distances between islands say "
        "nothing. Your own ties are not drawn: everybody but the paler people "
        "has one.");
    intro_i_html_put(d->html, "</section>\n");
    return INTRO_OK;
}

intro_status intro_i_page_picture(intro_i_page *page)
{
    intro_i_picture picture;
    INTRO_TRY(intro_i_picture_init(page->ctx, page->pages, page->me, &picture));
    intro_i_drawing d = {page, &page->html, page->pages, &picture};
    const intro_status rc = draw(&d);
    intro_i_picture_fini(&picture);
    return rc;
}
