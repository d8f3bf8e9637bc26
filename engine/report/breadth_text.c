/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One person's network for people to read: what is there and how sure that is,
 * how it compares, how it grew. */
#include "base/context_impl.h"
#include "report/breadth_view.h"
#include "report/numbers.h"

#include <math.h>

enum { GROUPS_SHOWN = 5, GAPS_SHOWN = 10 };

/* Above this the ends of the band are far apart. */
static const double rough_band = 1.5;

/* --- ties -------------------------------------------------------------------- */

static void put_balance(intro_i_breadth_view *w)
{
    const intro_breadth_row *const row = w->row;
    const double weak = (double)row->weak_ties / row->degree;
    intro_i_view_count(w, row->degree, "contact", "contacts");
    intro_i_view_put(w, ": ");
    intro_i_view_count(w, row->strong_ties, "strong tie", "strong ties");
    intro_i_view_put(w, " and ");
    intro_i_view_count(w, row->weak_ties, "weak one", "weak ones");
    intro_i_view_put(
        w, weak >= 0.8   ? ". Nearly all are weak: news comes in, but few "
                           "would pass an introduction on."
           : weak <= 0.2 ? ". Nearly all are strong: introductions get "
                           "through, but few lead to other circles."
                         : ". Weak ties bring news from other circles, strong "
                           "ones carry introductions.");
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
}

static void put_holes(intro_i_breadth_view *w)
{
    const intro_breadth_row *const row = w->row;
    const double efficiency = row->effective_size / row->degree;
    char text[32];
    intro_i_view_put(w, efficiency >= 0.8   ? "Hardly any of "
                        : efficiency >= 0.5 ? "Some of "
                                            : "Most of ");
    intro_i_view_put(w, intro_i_view_your(w));
    intro_i_view_put(w, " contacts know each other: effective size ");
    intro_i_put_tenths(&w->line, row->effective_size);
    intro_i_strbuf_printf(&w->line, " of %lu, constraint ",
                          (unsigned long)row->degree);
    intro_i_format_short(row->constraint, text);
    intro_i_view_put(w, text);
    intro_i_view_put(w, ".");
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
}

static void put_reach(intro_i_breadth_view *w)
{
    const intro_breadth_row *const row = w->row;
    const bool is_exact = w->breadth->is_exact;
    intro_i_view_put(w, "Within two ties ");
    intro_i_view_put(w, is_exact ? "" : "about ");
    intro_i_view_count(w, row->reach2, "person", "people");
    if (!isnan(row->reach2_industries)) {
        intro_i_view_put(w, " in ");
        intro_i_view_count(w, (uint64_t)row->reach2_industries, "industry",
                           "industries");
    }
    intro_i_view_put(w, is_exact ? ", within three " : ", within three about ");
    intro_i_view_count(w, row->reach3, "person", "people");
    intro_i_view_put(w, is_exact ? " (counted)."
                                 : " (estimated, standard error 3.3 %).");
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
}

/* --- an attribute -------------------------------------------------------------- */

/* A single group is a fact about those known, no estimate. */
static void put_effective(intro_i_breadth_view *w, const intro_diversity *d,
                          const intro_i_attribute_words *words)
{
    if (d->categories > 1) {
        intro_i_view_put(w, ", as diverse as ");
        intro_i_put_tenths(&w->line, d->effective);
        intro_i_view_put(w, " equally filled ");
        intro_i_view_put(w, words->many);
        intro_i_view_put(w, " (95 % band ");
        intro_i_put_tenths(&w->line, d->effective_low);
        intro_i_view_put(w, " to ");
        intro_i_put_tenths(&w->line, d->effective_high);
        intro_i_view_put(w, ")");
    }
    intro_i_view_put(w, ".");
    if (d->known < INTRO_BREADTH_KNOWN_LEAST ||
        d->effective_high >= rough_band * d->effective_low) {
        intro_i_view_put(w, " That is a rough figure: ");
        intro_i_view_count(w, d->known, "contact is", "contacts are");
        intro_i_view_put(w, " few.");
    }
}

static void put_ei(intro_i_breadth_view *w, const intro_diversity *d,
                   const intro_i_attribute_words *words)
{
    if (isnan(d->ei_index)) {
        return;
    }
    /* Ties to others are (1 + E-I) / 2 of all. */
    intro_i_view_put(w, " ");
    intro_i_view_percent(w, (1 + d->ei_index) / 2);
    intro_i_view_put(w, " of them are outside ");
    intro_i_view_put(w, intro_i_view_your(w));
    intro_i_view_put(w, " own ");
    intro_i_view_put(w, words->one);
    intro_i_view_put(w, ".");
}

static void put_most(intro_i_breadth_view *w, uint32_t a)
{
    size_t count;
    const intro_portrait_group *const groups =
        intro_portrait_groups(w->portrait, a, &count);
    const uint32_t met = w->row->by[a].categories;
    for (uint32_t i = 0; i < met && i < GROUPS_SHOWN; i++) {
        intro_i_view_put(w, i == 0 ? "" : ", ");
        intro_i_view_stranger(w, groups[i].name);
        intro_i_strbuf_printf(&w->line, " %lu (",
                              (unsigned long)groups[i].contacts);
        intro_i_view_percent(w, groups[i].share);
        intro_i_view_put(w, ")");
    }
    if (met > GROUPS_SHOWN) {
        intro_i_view_put(w, ", and ");
        intro_i_strbuf_printf(&w->line, "%lu more",
                              (unsigned long)(met - GROUPS_SHOWN));
    }
    intro_i_view_line(w, INTRO_I_FAINT, 3, 5);
}

static void put_attribute(intro_i_breadth_view *w, uint32_t a)
{
    const intro_diversity *const d = &w->row->by[a];
    const intro_i_attribute_words *const words = intro_i_view_words(w, a);
    intro_i_view_put(w, "By ");
    intro_i_view_stranger(w, w->breadth->names[a]);
    intro_i_view_put(w, ": ");
    if (d->known == 0) {
        intro_i_view_put(w, "of no contact known.");
        intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
        return;
    }
    intro_i_strbuf_printf(&w->line, "known of %lu of ",
                          (unsigned long)d->known);
    intro_i_view_count(w, w->row->degree, "contact", "contacts");
    intro_i_view_put(w, ", in ");
    intro_i_view_count(w, d->categories, words->one, words->many);
    put_effective(w, d, words);
    put_ei(w, d, words);
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
    put_most(w, a);
}

/* --- the others ----------------------------------------------------------------- */

static void put_comparison(intro_i_breadth_view *w)
{
    const intro_breadth_network others = intro_breadth_others(w->breadth);
    intro_i_view_heading(w, "Compared with the others");
    intro_i_strbuf_printf(&w->line,
                          "%lu contacts; people of this network have ",
                          (unsigned long)w->row->degree);
    intro_i_put_tenths(&w->line, others.mean_degree);
    intro_i_view_put(w, " on average.");
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
    if (w->breadth->width == 0) {
        return;
    }
    intro_i_view_put(w, "By ");
    intro_i_view_stranger(w, w->breadth->names[0]);
    if (isnan(w->row->percentile)) {
        intro_i_strbuf_printf(
            &w->line,
            ": no comparison, because it is known of fewer than %d contacts.",
            (int)INTRO_BREADTH_KNOWN_LEAST);
    } else if (others.compared == 1) {
        intro_i_view_put(w, ": there is nobody to compare with.");
    } else {
        /* Rounded down: nobody is above all the others and himself. */
        intro_i_view_put(w, ": more diverse than ");
        intro_i_put_tenths(&w->line, floor(w->row->percentile));
        intro_i_view_put(w, " %");
        intro_i_view_put(w, " of the ");
        intro_i_strbuf_printf(&w->line, "%lu people of whom enough is known; ",
                              (unsigned long)others.compared);
        intro_i_view_put(w, "their average is ");
        intro_i_put_tenths(&w->line, others.mean_effective);
        intro_i_view_put(w, ".");
    }
    intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
}

/* --- the years ------------------------------------------------------------------------ */

static void put_years(intro_i_breadth_view *w,
                      const intro_report_options *options, uint64_t i)
{
    const intro_breadth_year *years;
    size_t count;
    uint32_t undated;
    const intro_status rc = intro_breadth_trend(w->text.output->ctx, w->breadth,
                                                i, &years, &count, &undated);
    intro_report_options table = *options;
    table.format = INTRO_FORMAT_TEXT;
    if (rc != INTRO_OK) {
        intro_i_output_fail(w->text.output, rc);
        return;
    }
    if (count == 0) {
        return;
    }
    intro_i_view_heading(w, "At the end of each year");
    intro_i_breadth_years_head(w->breadth, &table, false, w->text.output);
    const size_t first =
        count > INTRO_I_YEARS_SHOWN ? count - INTRO_I_YEARS_SHOWN : 0;
    for (size_t k = first; k < count; k++) {
        intro_i_breadth_put_year(w->breadth, INTRO_NO_VID, &years[k], &table,
                                 w->text.output);
    }
    intro_i_view_put(w, "By what contacts are today.");
    if (first > 0) {
        intro_i_view_put(w, " Earlier years: --trend.");
    }
    if (undated > 0) {
        intro_i_view_put(w, " ");
        intro_i_view_count(w, undated, "contact has", "contacts have");
        intro_i_view_put(w, " no date and count in no year.");
    }
    intro_i_view_line(w, INTRO_I_FAINT, 0, 3);
}

/* --- the whole -------------------------------------------------------------------------- */

static void write_view(intro_i_breadth_view *w,
                       const intro_report_options *options, uint64_t i)
{
    intro_i_view_person(w, w->row->person);
    intro_i_view_put(w, w->is_me ? " (you)" : "");
    intro_i_view_line(w, INTRO_I_STRONG, 0, 3);
    if (w->row->degree == 0) {
        intro_i_view_put(w, "Nobody is tied to this person.");
        intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
        return;
    }
    put_balance(w);
    put_holes(w);
    put_reach(w);
    intro_i_text_blank(&w->text);
    for (uint32_t a = 0; a < w->breadth->width; a++) {
        put_attribute(w, a);
    }
    if (w->breadth->width == 0) {
        intro_i_view_put(
            w, "Nothing is known of contacts by which to compare them.");
        intro_i_view_line(w, INTRO_I_PLAIN, 0, 3);
    }
    put_comparison(w);
    if (w->breadth->width > 0) {
        intro_i_view_missing(w);
    }
    put_years(w, options, i);
}

intro_status intro_report_portrait(intro_ctx *ctx, intro_breadth *breadth,
                                   uint64_t i, bool is_me,
                                   const intro_report_options *options,
                                   intro_output *output)
{
    intro_portrait *portrait = NULL;
    intro_i_begin(ctx);
    intro_i_output_use(ctx, output);
    INTRO_TRY(intro_portrait_new(ctx, breadth, i, GAPS_SHOWN, &portrait));
    intro_i_breadth_view w = {.breadth = breadth,
                              .portrait = portrait,
                              .row = intro_portrait_row(portrait),
                              .is_me = is_me};
    intro_i_text_init(&w.text, output, options);
    intro_i_strbuf_init(&w.line, 0);
    write_view(&w, options, i);
    intro_i_strbuf_fini(&w.line);
    intro_portrait_free(portrait);
    return intro_i_output_status(output);
}
