/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is missing in the network of a person, for people to read. */
#include "analysis/sectors.h"
#include "base/taxonomy.h"
#include "report/breadth_view.h"
#include "report/words.h"

enum { SINGLES_SHOWN = 8 };

static void put_gap(intro_i_breadth_view *w, const intro_portrait_gap *gap)
{
    intro_i_view_stranger(w, gap->name);
    intro_i_view_put(w, " (");
    intro_i_view_count(w, gap->people, "person", "people");
    intro_i_view_put(w, "): ");
    if (gap->ties == 0) {
        intro_i_strbuf_printf(&w->line, "nobody within %d ties",
                              (int)INTRO_MAX_HOPS);
    } else {
        intro_i_view_person(w, gap->chain[gap->ties]);
        intro_i_strbuf_printf(&w->line, ", %lu ties away; ",
                              (unsigned long)gap->ties);
        intro_i_view_person(w, gap->chain[1]);
        intro_i_view_put(w, " would introduce (");
        intro_i_view_strength(w, intro_i_warmth_word(gap->warmth), gap->warmth);
        intro_i_view_put(w, ")");
    }
    intro_i_view_line(w, INTRO_I_PLAIN, 3, 5);
}

static void put_gaps(intro_i_breadth_view *w)
{
    size_t groups;
    size_t count;
    const intro_portrait_gap *const gaps =
        intro_portrait_gaps(w->portrait, &count);
    const intro_i_attribute_words *const words = intro_i_view_words(w, 0);
    (void)intro_portrait_groups(w->portrait, 0, &groups);
    if (count == 0) {
        intro_i_view_put(w, w->is_me ? "You have a contact in every "
                                     : "They have a contact in every ");
        intro_i_view_put(w, words->one);
        intro_i_view_put(w, " of this network.");
        intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
        return;
    }
    const size_t missing = intro_portrait_missing(w->portrait);
    intro_i_view_put(w, "Nobody in ");
    intro_i_strbuf_printf(&w->line, "%lu of ", (unsigned long)missing);
    intro_i_view_count(w, groups, words->one, words->many);
    intro_i_view_put(w, missing > count ? "; the nearest of these:" : ":");
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
    for (size_t i = 0; i < count; i++) {
        put_gap(w, &gaps[i]);
    }
}

static void put_single(intro_i_breadth_view *w,
                       const intro_portrait_group *group)
{
    intro_i_view_stranger(w, group->name);
    intro_i_view_put(w, " (");
    intro_i_view_person(w, group->only);
    intro_i_view_put(w, group->only_is_weak ? ", weakly tied)" : ")");
}

static void put_singles(intro_i_breadth_view *w)
{
    size_t count;
    size_t singles = 0;
    const intro_portrait_group *const groups =
        intro_portrait_groups(w->portrait, 0, &count);
    const intro_i_attribute_words *const words = intro_i_view_words(w, 0);
    for (size_t i = 0; i < count; i++) {
        singles += groups[i].contacts == 1;
    }
    if (singles == 0) {
        return;
    }
    intro_i_view_count(w, singles, words->one, words->many);
    intro_i_view_put(w, singles == 1 ? " hangs on a single contact: "
                                     : " hang on a single contact each: ");
    for (size_t i = 0, shown = 0; i < count && shown < SINGLES_SHOWN; i++) {
        if (groups[i].contacts == 1) {
            intro_i_view_put(w, shown == 0 ? "" : ", ");
            put_single(w, &groups[i]);
            shown++;
        }
    }
    if (singles > SINGLES_SHOWN) {
        intro_i_strbuf_printf(&w->line, ", and %lu more",
                              (unsigned long)(singles - SINGLES_SHOWN));
    }
    intro_i_view_put(w, ".");
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
}

/* Of the people of the network, not of the contacts: industries that nobody has
 * are no values, and a network of one export has hardly any gaps. */
static void put_sectors(intro_i_breadth_view *w)
{
    uint32_t absent[INTRO_I_SECTORS];
    uint32_t sectors;
    const uint32_t count =
        intro_i_sectors_absent(&w->breadth->groups[0], absent, &sectors);
    if (count == 0) {
        return;
    }
    intro_i_strbuf_printf(&w->line,
                          "Nobody of this network is known to work in %lu of "
                          "the %lu sectors: ",
                          (unsigned long)count, (unsigned long)sectors);
    for (uint32_t i = 0; i < count; i++) {
        intro_i_view_put(w, i == 0 ? "" : "; ");
        intro_i_view_put(w, intro_i_class_label(INTRO_I_INDUSTRIES, absent[i]));
    }
    intro_i_view_put(w, ".");
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
}

void intro_i_view_missing(intro_i_breadth_view *w)
{
    intro_i_view_heading(w, "What is missing");
    put_gaps(w);
    put_sectors(w);
    put_singles(w);
}
