/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `bridges` for people: who joins what and why, the ties by name, and what it
 * looks like from where I stand. */
#include "report/bridges_lines.h"
#include "report/words.h"

#include <math.h>

enum { LOST_SHOWN = 5, ACCESSES_SHOWN = 20, HOLES_SHOWN = 10 };

/* "Bo Li, Engineer at Acme" */
static void put_person(intro_i_lines *w, intro_vid v)
{
    const intro_graph *const graph = w->what->graph;
    const char *const position =
        intro_graph_field(graph, v, INTRO_FIELD_POSITION);
    const char *const company =
        intro_graph_field(graph, v, INTRO_FIELD_COMPANY);
    const bool has_position = position != NULL && position[0] != '\0';
    intro_i_lines_name(w, v);
    if (has_position) {
        intro_i_strbuf_puts(&w->line, ", ");
        intro_i_lines_word(w, position);
    }
    if (company != NULL && company[0] != '\0') {
        intro_i_strbuf_puts(&w->line, has_position ? " at " : ", ");
        intro_i_lines_word(w, company);
    }
}

/* --- the whole ----------------------------------------------------------------------- */

static void put_groups_known(intro_i_lines *w)
{
    const intro_bridges_facts *const f = &w->facts;
    intro_i_strbuf_puts(&w->line, "Bridges by ");
    intro_i_lines_word(w, f->by);
    if (f->groups == 0) {
        intro_i_strbuf_puts(&w->line,
                            ": nobody has one, so this is about people "
                            "and ties without groups");
    } else {
        intro_i_strbuf_puts(&w->line, ": ");
        intro_i_text_count(&w->line, f->groups, "group", "groups");
        intro_i_strbuf_printf(&w->line, "; %llu of ",
                              (unsigned long long)f->known);
        intro_i_text_count(&w->line, f->people, "person", "people");
        intro_i_strbuf_puts(&w->line,
                            f->known == 1 ? " is in one" : " are in one");
    }
    if (f->known < f->people && f->groups != 0) {
        intro_i_strbuf_puts(&w->line, ", the others are left out of what is "
                                      "about groups");
    }
    intro_i_lines_end(w, INTRO_I_STRONG, 0, 2);
}

/* How easily the network falls apart. */
static void put_cuts(intro_i_lines *w)
{
    const intro_bridges_facts *const f = &w->facts;
    if (f->cut_people == 0 && f->cut_ties == 0) {
        return;
    }
    intro_i_strbuf_puts(&w->line, "Somebody is cut off when any of ");
    intro_i_text_count(&w->line, f->cut_people, "person", "people");
    intro_i_strbuf_puts(&w->line, " leaves or any of ");
    intro_i_text_count(&w->line, f->cut_ties, "tie", "ties");
    intro_i_strbuf_puts(&w->line, " is lost.");
    intro_i_lines_end(w, INTRO_I_PLAIN, 0, 2);
}

static void put_head(intro_i_lines *w)
{
    const intro_bridges_facts *const f = &w->facts;
    const double error =
        f->groups != 0 ? f->cross_betweenness_error : f->betweenness_error;
    put_groups_known(w);
    put_cuts(w);
    if (f->betweenness_sources != 0 && !f->is_betweenness_exact) {
        intro_i_strbuf_printf(
            &w->line,
            "Betweenness is estimated from %llu people; with "
            "95 %% confidence no figure%s is off by more than ",
            (unsigned long long)f->betweenness_sources,
            f->groups != 0 ? " between groups" : "");
        intro_i_lines_short(w, error);
        intro_i_strbuf_puts(&w->line, ".");
        intro_i_lines_end(w, INTRO_I_FAINT, 0, 2);
    }
}

/* --- brokers --------------------------------------------------------------------------- */

static void put_join(intro_i_lines *w, const intro_broker *b)
{
    if (b->joins[0] == NULL) {
        return;
    }
    intro_i_strbuf_puts(&w->line,
                        b->person == w->what->me ? "join " : "joins ");
    intro_i_lines_word(w, b->joins[0]);
    intro_i_strbuf_puts(&w->line, " and ");
    intro_i_lines_word(w, b->joins[1]);
    if (b->joins_all == 1) {
        intro_i_strbuf_puts(&w->line, w->is_directed ? ": the one way"
                                                     : ": the one pair");
    } else {
        intro_i_strbuf_printf(&w->line, ": %llu of the %llu %s",
                              (unsigned long long)b->joins_open,
                              (unsigned long long)b->joins_all,
                              w->is_directed ? "ways" : "pairs");
    }
    intro_i_strbuf_puts(&w->line, b->joins_open == 1
                                      ? " between them has no other link"
                                      : " between them have no other link");
    intro_i_lines_end(w, INTRO_I_PLAIN, 4, 6);
}

static void put_roles(intro_i_lines *w, const intro_broker *b)
{
    static const char *const names[INTRO_ROLE_COUNT] = {
        "coordinator", "itinerant", "representative", "gatekeeper", "liaison"};
    if (b->group == NULL || b->brokerage == 0) {
        return;
    }
    intro_i_text_count(&w->line, b->brokerage,
                       w->is_directed ? "open way" : "open pair",
                       w->is_directed ? "open ways" : "open pairs");
    intro_i_strbuf_puts(&w->line, " around");
    for (int role = 0; role < INTRO_ROLE_COUNT; role++) {
        intro_i_strbuf_printf(&w->line, "%s %s %llu", role == 0 ? ":" : ",",
                              names[role], (unsigned long long)b->roles[role]);
        if (!isnan(b->role_z[role])) {
            intro_i_strbuf_printf(&w->line, " (z %+.1f)", b->role_z[role]);
        }
    }
    intro_i_lines_end(w, INTRO_I_PLAIN, 4, 6);
}

static void put_figures(intro_i_lines *w, const intro_broker *b)
{
    intro_i_text_count(&w->line, b->degree, "contact", "contacts");
    if (b->degree != 0) {
        intro_i_strbuf_puts(&w->line, ", effective size ");
        intro_i_lines_short(w, b->effective_size);
        intro_i_strbuf_puts(&w->line, ", constraint ");
        intro_i_lines_short(w, b->constraint);
    }
    if (!isnan(b->participation)) {
        intro_i_strbuf_puts(&w->line, ", participation ");
        intro_i_lines_short(w, b->participation);
    }
    if (!isnan(b->cross_betweenness)) {
        intro_i_strbuf_puts(&w->line, ", betweenness across groups ");
        intro_i_lines_short(w, b->cross_betweenness);
    } else if (!isnan(b->betweenness)) {
        intro_i_strbuf_puts(&w->line, ", betweenness ");
        intro_i_lines_short(w, b->betweenness);
    }
    intro_i_lines_end(w, INTRO_I_FAINT, 4, 6);
}

/* "without Bo Li, somebody in A, B and 3 other groups is cut off" */
static void put_loss(intro_i_lines *w, size_t i, const intro_broker *b)
{
    const char *const *names;
    if (!b->is_cut_person) {
        return;
    }
    const size_t count = intro_i_bridges_lost(w->what, i, &names);
    const size_t shown = count < LOST_SHOWN ? count : LOST_SHOWN;
    intro_i_strbuf_puts(&w->line, "without ");
    intro_i_lines_name(w, b->person);
    intro_i_strbuf_puts(&w->line, ", somebody");
    for (size_t k = 0; k < shown; k++) {
        intro_i_strbuf_puts(&w->line, k == 0 ? " in "
                                      : k + 1 < shown || count > shown
                                          ? ", "
                                          : " and ");
        intro_i_lines_word(w, names[k]);
    }
    if (count > shown) {
        intro_i_strbuf_puts(&w->line, " and ");
        intro_i_text_count(&w->line, count - shown, "other group",
                           "other groups");
    }
    intro_i_strbuf_puts(&w->line, " is cut off");
    intro_i_lines_end(w, INTRO_I_PLAIN, 4, 6);
}

static void put_brokers(intro_i_lines *w)
{
    const size_t count = intro_bridges_brokers(w->what->bridges);
    if (count == 0) {
        return;
    }
    intro_i_lines_section(w, w->facts.groups != 0
                                 ? "Who joins them"
                                 : "Who stands between people");
    for (size_t i = 0;
         i < count && intro_i_output_status(w->text.output) == INTRO_OK; i++) {
        const intro_broker b = intro_bridges_broker(w->what->bridges, i);
        intro_i_strbuf_printf(&w->line, "%zu. ", i + 1);
        put_person(w, b.person);
        if (b.group != NULL) {
            intro_i_strbuf_puts(&w->line, " (");
            intro_i_lines_word(w, b.group);
            intro_i_strbuf_puts(&w->line, ")");
        }
        intro_i_lines_end(w, INTRO_I_STRONG, i < 9 ? 1 : 0, 4);
        put_join(w, &b);
        put_roles(w, &b);
        put_loss(w, i, &b);
        put_figures(w, &b);
    }
    intro_i_lines_more(w, w->facts.brokers, count, "person", "people");
}

/* --- ties ------------------------------------------------------------------------------------ */

static void put_way_round(intro_i_lines *w, const intro_bridging_tie *t)
{
    if (t->is_cut_tie) {
        intro_i_strbuf_puts(&w->line, "nothing else connects them");
    } else if (t->mutual != 0) {
        intro_i_text_count(&w->line, t->mutual, "contact in common",
                           "contacts in common");
    } else {
        intro_i_strbuf_printf(&w->line,
                              "no contact in common, the way round takes %u "
                              "ties",
                              (unsigned)t->span);
    }
}

static void put_end(intro_i_lines *w, intro_vid v, const char *group)
{
    intro_i_lines_name(w, v);
    if (group != NULL) {
        intro_i_strbuf_puts(&w->line, " (");
        intro_i_lines_word(w, group);
        intro_i_strbuf_puts(&w->line, ")");
    }
}

static void put_tie(intro_i_lines *w, size_t i)
{
    const intro_bridging_tie t = intro_bridges_tie(w->what->bridges, i);
    intro_i_strbuf_printf(&w->line, "%zu. ", i + 1);
    put_end(w, t.a, t.group_a);
    intro_i_strbuf_puts(&w->line, " and ");
    put_end(w, t.b, t.group_b);
    intro_i_strbuf_puts(&w->line, ": ");
    intro_i_strbuf_puts(&w->line, intro_i_strength_word((double)t.strength));
    intro_i_strbuf_puts(&w->line, " tie (");
    intro_i_lines_short(w, (double)t.strength);
    intro_i_strbuf_puts(&w->line, t.inferred ? ", inferred), " : "), ");
    put_way_round(w, &t);
    if (!isnan(t.cross_betweenness)) {
        intro_i_strbuf_puts(&w->line, "; betweenness across groups ");
        intro_i_lines_short(w, t.cross_betweenness);
    }
    intro_i_lines_end(w, INTRO_I_PLAIN, i < 9 ? 1 : 0, 4);
}

static void put_ties(intro_i_lines *w)
{
    const size_t count = intro_bridges_ties(w->what->bridges);
    if (count == 0 && w->facts.groups < 2) {
        return;
    }
    intro_i_lines_section(w, w->facts.groups == 0 ? "Ties"
                                                  : "Ties that bridge groups");
    for (size_t i = 0;
         i < count && intro_i_output_status(w->text.output) == INTRO_OK; i++) {
        put_tie(w, i);
    }
    if (count == 0) {
        intro_i_strbuf_puts(&w->line, "none");
        intro_i_lines_end(w, INTRO_I_PLAIN, 2, 4);
    }
    intro_i_lines_more(w, w->facts.ties, count, "tie", "ties");
}

/* --- me ---------------------------------------------------------------------------------------- */

static intro_status put_hole(void *user, const char *a, const char *b)
{
    intro_i_lines *const w = user;
    intro_i_lines_word(w, a);
    intro_i_strbuf_puts(&w->line, " and ");
    intro_i_lines_word(w, b);
    intro_i_lines_end(w, INTRO_I_PLAIN, 4, 6);
    /* The first ones only: another status than INTRO_OK ends it. */
    w->holes_told++;
    return w->holes_told < HOLES_SHOWN ? INTRO_OK : INTRO_ELIMIT;
}

static void put_holes(intro_i_lines *w)
{
    const uint64_t holes = intro_bridges_holes(w->what->bridges);
    if (holes == 0) {
        return;
    }
    intro_i_strbuf_puts(&w->line, "You alone join ");
    intro_i_text_count(&w->line, holes, "pair", "pairs");
    intro_i_strbuf_puts(&w->line, " of your contacts' groups:");
    intro_i_lines_end(w, INTRO_I_PLAIN, 2, 4);
    const intro_status rc =
        intro_bridges_each_hole(w->what->bridges, put_hole, w);
    (void)rc; /* ended by put_hole, if at all */
    if (holes > HOLES_SHOWN) {
        intro_i_strbuf_printf(&w->line, "... and %llu more",
                              (unsigned long long)(holes - HOLES_SHOWN));
        intro_i_lines_end(w, INTRO_I_FAINT, 4, 6);
    }
}

static void put_me(intro_i_lines *w)
{
    const size_t count = intro_bridges_single_accesses(w->what->bridges);
    if (w->what->me == INTRO_NO_VID || w->facts.groups == 0) {
        return;
    }
    intro_i_lines_section(w, "From where you stand");
    for (size_t i = 0; i < count && i < ACCESSES_SHOWN; i++) {
        const intro_single_access s =
            intro_bridges_single_access(w->what->bridges, i);
        intro_i_strbuf_puts(&w->line, "You reach ");
        intro_i_lines_word(w, s.group);
        intro_i_strbuf_puts(&w->line, " only through ");
        intro_i_lines_name(w, s.through);
        intro_i_strbuf_puts(&w->line, ".");
        intro_i_lines_end(w, INTRO_I_PLAIN, 2, 4);
    }
    if (count > ACCESSES_SHOWN) {
        intro_i_strbuf_puts(&w->line, "... and ");
        intro_i_text_count(&w->line, count - ACCESSES_SHOWN, "group", "groups");
        intro_i_strbuf_puts(&w->line, " more through one person");
        intro_i_lines_end(w, INTRO_I_FAINT, 2, 4);
    }
    if (count == 0) {
        intro_i_strbuf_puts(&w->line, "No group hangs on a single person.");
        intro_i_lines_end(w, INTRO_I_PLAIN, 2, 4);
    }
    put_holes(w);
}

void intro_i_bridges_text(const intro_i_bridges_view *what)
{
    intro_i_lines w = {.what = what,
                       .facts = intro_bridges_get_facts(what->bridges),
                       .is_directed = intro_graph_is_directed(what->graph)};
    intro_i_text_init(&w.text, what->output, what->options);
    intro_i_strbuf_init(&w.line, 0);
    put_head(&w);
    put_brokers(&w);
    intro_i_bridges_text_groups(&w);
    intro_i_bridges_text_pairs(&w);
    put_ties(&w);
    put_me(&w);
    intro_i_strbuf_fini(&w.line);
}
