/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One person's network for people to read: what is there and how sure that is,
 * what is missing and who leads there, how it compares, how it grew. */
#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/text.h"
#include "report/breadth_parts.h"
#include "report/numbers.h"
#include "report/text_writer.h"
#include "report/words.h"

#include <math.h>

enum { GROUPS_SHOWN = 5, SINGLES_SHOWN = 8, GAPS_SHOWN = 10 };

/* Above this the ends of the band are far apart. */
static const double rough_band = 1.5;

typedef struct view {
    intro_breadth *breadth;
    const intro_portrait *portrait;
    const intro_breadth_row *row;
    bool is_me;
    intro_i_text text;
    intro_i_strbuf line; /* a paragraph in the making */
} view;

/* --- words ------------------------------------------------------------------- */

static void put(view *w, const char *words)
{
    intro_i_strbuf_puts(&w->line, words);
}

static void put_stranger(view *w, const char *text)
{
    intro_i_text_stranger(&w->line, text);
}

static void put_person(view *w, intro_vid v)
{
    put_stranger(w, intro_graph_display_name(w->breadth->graph, v));
}

static void put_count(view *w, uint64_t count, const char *one,
                      const char *many)
{
    intro_i_text_count(&w->line, count, one, many);
}

static void put_percent(view *w, double share)
{
    intro_i_put_tenths(&w->line, floor(100 * share + 0.5));
    put(w, " %");
}

/* "strong 0.57" */
static void put_strength(view *w, const char *word, double value)
{
    char text[32];
    put(w, word);
    intro_i_strbuf_putc(&w->line, ' ');
    intro_i_format_short(value, text);
    put(w, text);
}

static void end_line(view *w, intro_i_style style, size_t first, size_t rest)
{
    if (w->line.status != INTRO_OK) {
        intro_i_output_fail(w->text.output,
                            intro_i_fail_memory(w->text.output->ctx));
    }
    intro_i_text_paragraph(&w->text, style, first, rest, w->line.data);
    intro_i_strbuf_clear(&w->line);
}

static void heading(view *w, const char *words)
{
    intro_i_text_blank(&w->text);
    put(w, words);
    end_line(w, INTRO_I_STRONG, 0, 0);
}

static const char *your(const view *w)
{
    return w->is_me ? "your" : "their";
}

/* What the values of an attribute are called. */
typedef struct attribute_words {
    const char *attribute;
    const char *one;
    const char *many;
} attribute_words;

static const attribute_words *words_of(const view *w, uint32_t a)
{
    static const attribute_words all[] = {
        {"industry", "industry", "industries"},
        {"function", "function", "functions"},
        {"company", "company", "companies"},
        {"seniority", "level of seniority", "levels of seniority"},
        {"location", "location", "locations"},
        {"cluster", "cluster", "clusters"},
        {NULL, "group", "groups"}};
    const char *const name = w->breadth->names[a];
    size_t i = 0;
    while (all[i].attribute != NULL &&
           strcmp(name + (name[0] == '@'), all[i].attribute) != 0) {
        i++;
    }
    return &all[i];
}

/* --- ties -------------------------------------------------------------------- */

static void put_balance(view *w)
{
    const intro_breadth_row *const row = w->row;
    const double weak = (double)row->weak_ties / row->degree;
    put_count(w, row->degree, "contact", "contacts");
    put(w, ": ");
    put_count(w, row->strong_ties, "strong tie", "strong ties");
    put(w, " and ");
    put_count(w, row->weak_ties, "weak one", "weak ones");
    put(w, weak >= 0.8   ? ". Nearly all are weak: news comes in, but few "
                           "would pass an introduction on."
           : weak <= 0.2 ? ". Nearly all are strong: introductions get "
                           "through, but few lead to other circles."
                         : ". Weak ties bring news from other circles, strong "
                           "ones carry introductions.");
    end_line(w, INTRO_I_PLAIN, 0, 3);
}

static void put_holes(view *w)
{
    const intro_breadth_row *const row = w->row;
    const double efficiency = row->effective_size / row->degree;
    char text[32];
    put(w, efficiency >= 0.8   ? "Hardly any of "
           : efficiency >= 0.5 ? "Some of "
                               : "Most of ");
    put(w, your(w));
    put(w, " contacts know each other: effective size ");
    intro_i_put_tenths(&w->line, row->effective_size);
    intro_i_strbuf_printf(&w->line, " of %lu, constraint ",
                          (unsigned long)row->degree);
    intro_i_format_short(row->constraint, text);
    put(w, text);
    put(w, ".");
    end_line(w, INTRO_I_PLAIN, 0, 3);
}

static void put_reach(view *w)
{
    const intro_breadth_row *const row = w->row;
    const bool is_exact = w->breadth->is_exact;
    put(w, "Within two ties ");
    put(w, is_exact ? "" : "about ");
    put_count(w, row->reach2, "person", "people");
    if (!isnan(row->reach2_industries)) {
        put(w, " in ");
        put_count(w, (uint64_t)row->reach2_industries, "industry",
                  "industries");
    }
    put(w, is_exact ? ", within three " : ", within three about ");
    put_count(w, row->reach3, "person", "people");
    put(w, is_exact ? " (counted)." : " (estimated, standard error 3.3 %).");
    end_line(w, INTRO_I_PLAIN, 0, 3);
}

/* --- an attribute -------------------------------------------------------------- */

static void put_effective(view *w, const intro_diversity *d,
                          const attribute_words *words)
{
    put(w, "as diverse as ");
    intro_i_put_tenths(&w->line, d->effective);
    put(w, " equally filled ");
    put(w, words->many);
    put(w, " (95 % band ");
    intro_i_put_tenths(&w->line, d->effective_low);
    put(w, " to ");
    intro_i_put_tenths(&w->line, d->effective_high);
    put(w, ").");
    if (d->effective_high >= rough_band * d->effective_low) {
        put(w, " That is a rough figure: ");
        put_count(w, d->known, "contact is", "contacts are");
        put(w, " few.");
    }
}

static void put_ei(view *w, const intro_diversity *d,
                   const attribute_words *words)
{
    if (isnan(d->ei_index)) {
        return;
    }
    /* Ties to others are (1 + E-I) / 2 of all. */
    put(w, " ");
    put_percent(w, (1 + d->ei_index) / 2);
    put(w, " of them are outside ");
    put(w, your(w));
    put(w, " own ");
    put(w, words->one);
    put(w, ".");
}

static void put_most(view *w, uint32_t a)
{
    size_t count;
    const intro_portrait_group *const groups =
        intro_portrait_groups(w->portrait, a, &count);
    const uint32_t met = w->row->by[a].categories;
    for (uint32_t i = 0; i < met && i < GROUPS_SHOWN; i++) {
        put(w, i == 0 ? "" : ", ");
        put_stranger(w, groups[i].name);
        intro_i_strbuf_printf(&w->line, " %lu (",
                              (unsigned long)groups[i].contacts);
        put_percent(w, groups[i].share);
        put(w, ")");
    }
    if (met > GROUPS_SHOWN) {
        put(w, ", and ");
        intro_i_strbuf_printf(&w->line, "%lu more",
                              (unsigned long)(met - GROUPS_SHOWN));
    }
    end_line(w, INTRO_I_FAINT, 3, 5);
}

static void put_attribute(view *w, uint32_t a)
{
    const intro_diversity *const d = &w->row->by[a];
    const attribute_words *const words = words_of(w, a);
    put(w, "By ");
    put_stranger(w, w->breadth->names[a]);
    put(w, ": ");
    if (d->known == 0) {
        put(w, "of no contact known.");
        end_line(w, INTRO_I_PLAIN, 0, 3);
        return;
    }
    intro_i_strbuf_printf(&w->line, "known of %lu of ",
                          (unsigned long)d->known);
    put_count(w, w->row->degree, "contact", "contacts");
    put(w, ", in ");
    put_count(w, d->categories, words->one, words->many);
    put(w, ", ");
    put_effective(w, d, words);
    put_ei(w, d, words);
    end_line(w, INTRO_I_PLAIN, 0, 3);
    put_most(w, a);
}

/* --- the others ----------------------------------------------------------------- */

static void put_comparison(view *w)
{
    const intro_breadth_network others = intro_breadth_others(w->breadth);
    heading(w, "Compared with the others");
    intro_i_strbuf_printf(&w->line,
                          "%lu contacts; people of this network have ",
                          (unsigned long)w->row->degree);
    intro_i_put_tenths(&w->line, others.mean_degree);
    put(w, " on average.");
    end_line(w, INTRO_I_PLAIN, 0, 3);
    if (w->breadth->width == 0) {
        return;
    }
    put(w, "By ");
    put_stranger(w, w->breadth->names[0]);
    if (isnan(w->row->percentile)) {
        intro_i_strbuf_printf(
            &w->line,
            ": no comparison, because it is known of fewer than %d contacts.",
            (int)INTRO_BREADTH_KNOWN_LEAST);
    } else if (others.compared == 1) {
        put(w, ": there is nobody to compare with.");
    } else {
        /* Rounded down: nobody is above all the others and himself. */
        put(w, ": more diverse than ");
        intro_i_put_tenths(&w->line, floor(w->row->percentile));
        put(w, " %");
        put(w, " of the ");
        intro_i_strbuf_printf(&w->line, "%lu people of whom enough is known; ",
                              (unsigned long)others.compared);
        put(w, "their average is ");
        intro_i_put_tenths(&w->line, others.mean_effective);
        put(w, ".");
    }
    end_line(w, INTRO_I_PLAIN, 0, 3);
}

/* --- what is missing ---------------------------------------------------------------- */

static void put_gap(view *w, const intro_portrait_gap *gap)
{
    put_stranger(w, gap->name);
    put(w, " (");
    put_count(w, gap->people, "person", "people");
    put(w, "): ");
    if (gap->ties == 0) {
        intro_i_strbuf_printf(&w->line, "nobody within %d ties",
                              (int)INTRO_MAX_HOPS);
    } else {
        put_person(w, gap->chain[gap->ties]);
        intro_i_strbuf_printf(&w->line, ", %lu ties away; ",
                              (unsigned long)gap->ties);
        put_person(w, gap->chain[1]);
        put(w, " would introduce (");
        put_strength(w, intro_i_warmth_word(gap->warmth), gap->warmth);
        put(w, ")");
    }
    end_line(w, INTRO_I_PLAIN, 3, 5);
}

static void put_gaps(view *w)
{
    size_t groups;
    size_t count;
    const intro_portrait_gap *const gaps =
        intro_portrait_gaps(w->portrait, &count);
    const attribute_words *const words = words_of(w, 0);
    (void)intro_portrait_groups(w->portrait, 0, &groups);
    heading(w, "What is missing");
    if (count == 0) {
        put(w, w->is_me ? "You have a contact in every "
                        : "They have a contact in every ");
        put(w, words->one);
        put(w, " of this network.");
        end_line(w, INTRO_I_PLAIN, 0, 3);
        return;
    }
    const size_t missing = intro_portrait_missing(w->portrait);
    put(w, "Nobody in ");
    intro_i_strbuf_printf(&w->line, "%lu of ", (unsigned long)missing);
    put_count(w, groups, words->one, words->many);
    put(w, missing > count ? "; the nearest of these:" : ":");
    end_line(w, INTRO_I_PLAIN, 0, 3);
    for (size_t i = 0; i < count; i++) {
        put_gap(w, &gaps[i]);
    }
}

static void put_single(view *w, const intro_portrait_group *group)
{
    put_stranger(w, group->name);
    put(w, " (");
    put_person(w, group->only);
    put(w, group->only_is_weak ? ", weakly tied)" : ")");
}

static void put_singles(view *w)
{
    size_t count;
    size_t singles = 0;
    const intro_portrait_group *const groups =
        intro_portrait_groups(w->portrait, 0, &count);
    const attribute_words *const words = words_of(w, 0);
    for (size_t i = 0; i < count; i++) {
        singles += groups[i].contacts == 1;
    }
    if (singles == 0) {
        return;
    }
    put_count(w, singles, words->one, words->many);
    put(w, singles == 1 ? " hangs on a single contact: "
                        : " hang on a single contact each: ");
    for (size_t i = 0, shown = 0; i < count && shown < SINGLES_SHOWN; i++) {
        if (groups[i].contacts == 1) {
            put(w, shown == 0 ? "" : ", ");
            put_single(w, &groups[i]);
            shown++;
        }
    }
    if (singles > SINGLES_SHOWN) {
        intro_i_strbuf_printf(&w->line, ", and %lu more",
                              (unsigned long)(singles - SINGLES_SHOWN));
    }
    put(w, ".");
    end_line(w, INTRO_I_PLAIN, 0, 3);
}

/* --- the years ------------------------------------------------------------------------ */

static void put_years(view *w, const intro_report_options *options, uint64_t i)
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
    heading(w, "At the end of each year");
    intro_i_breadth_years_head(w->breadth, &table, false, w->text.output);
    const size_t first =
        count > INTRO_I_YEARS_SHOWN ? count - INTRO_I_YEARS_SHOWN : 0;
    for (size_t k = first; k < count; k++) {
        intro_i_breadth_put_year(w->breadth, INTRO_NO_VID, &years[k], &table,
                                 w->text.output);
    }
    put(w, "By what contacts are today.");
    if (first > 0) {
        put(w, " Earlier years: --trend.");
    }
    if (undated > 0) {
        put(w, " ");
        put_count(w, undated, "contact has", "contacts have");
        put(w, " no date and count in no year.");
    }
    end_line(w, INTRO_I_FAINT, 0, 3);
}

/* --- the whole -------------------------------------------------------------------------- */

static void write_view(view *w, const intro_report_options *options, uint64_t i)
{
    put_person(w, w->row->person);
    put(w, w->is_me ? " (you)" : "");
    end_line(w, INTRO_I_STRONG, 0, 3);
    if (w->row->degree == 0) {
        put(w, "Nobody is tied to this person.");
        end_line(w, INTRO_I_PLAIN, 0, 3);
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
        put(w, "Nothing is known of contacts by which to compare them.");
        end_line(w, INTRO_I_PLAIN, 0, 3);
    }
    put_comparison(w);
    if (w->breadth->width > 0) {
        put_gaps(w);
        put_singles(w);
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
    view w = {.breadth = breadth,
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
