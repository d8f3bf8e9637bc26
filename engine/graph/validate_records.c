/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of validate that stays small however large the network is; every
 * opening of a snapshot runs it. It touches only the ends of the great arrays
 * and the strings that the records name. */
#include "graph/validate.h"

#include "base/calendar.h"
#include "graph/validate_impl.h"

#include <inttypes.h>
#include <math.h>

static bool check_ends(const uint64_t *offsets, uint64_t count, uint64_t end,
                       const char *section, intro_i_finding *finding)
{
    if (offsets[0] != 0 || offsets[count] != end) {
        return intro_i_find(finding, section,
                            "runs from %" PRIu64 " to %" PRIu64
                            " instead of 0 to %" PRIu64,
                            offsets[0], offsets[count], end);
    }
    return true;
}

static bool check_counts(const intro_graph *g, intro_i_finding *finding)
{
    if (g->people > INTRO_MAX_PEOPLE || g->ties > INTRO_MAX_TIES ||
        g->strings.count <= g->people) {
        return intro_i_find(finding, "graph",
                            "%" PRIu32 " people and %" PRIu64
                            " ties do not fit %" PRIu32 " strings or the limit",
                            g->people, g->ties, g->strings.count);
    }
    const bool is_possible = g->is_directed
                                 ? g->arcs >= g->ties && g->arcs <= 2 * g->ties
                                 : g->arcs == 2 * g->ties;
    if (!is_possible) {
        return intro_i_find(finding, "graph",
                            "%" PRIu64 " ties cannot have %" PRIu64 " arcs",
                            g->ties, g->arcs);
    }
    if (g->tie_edges == NULL && g->edges != 0 && g->edges != g->ties) {
        return intro_i_find(finding, "graph",
                            "%" PRIu64 " stated edges belong to no tie",
                            g->edges);
    }
    if (g->known_own >> INTRO_FIELD_COUNT != 0) {
        return intro_i_find(finding, "graph", "unknown field");
    }
    return true;
}

static bool check_all_ends(const intro_graph *g, intro_i_finding *finding)
{
    if (!check_ends(g->strings.offsets, g->strings.count, g->strings.size,
                    "string_offsets", finding) ||
        !check_ends(g->out_offsets, g->people, g->arcs, "out_offsets",
                    finding)) {
        return false;
    }
    if (g->is_directed ? !check_ends(g->in_offsets, g->people, g->arcs,
                                     "in_offsets", finding)
                       : !check_ends(g->tie_start, g->people, g->ties,
                                     "tie_start", finding)) {
        return false;
    }
    if (g->tie_edges != NULL &&
        !check_ends(g->tie_edges, g->ties, g->edges, "tie_edges", finding)) {
        return false;
    }
    if (g->evidence_tie_count == 0) {
        return g->evidence_row_count == 0 ||
               intro_i_find(finding, "evidence_offsets", "names no tie");
    }
    return check_ends(g->evidence_offsets, g->evidence_tie_count,
                      g->evidence_row_count, "evidence_offsets", finding);
}

static bool check_sources(const intro_graph *g, intro_i_finding *finding)
{
    for (uint32_t i = 0; i < g->source_count; i++) {
        const intro_i_source_record *const source = &g->sources[i];
        if (!intro_i_check_string(g, source->file) ||
            !intro_i_check_string(g, source->format) ||
            (source->owner != UINT32_MAX &&
             (source->owner >= g->people ||
              !intro_i_check_string(g, source->owner + 1))) ||
            source->first_reason > g->reason_count ||
            source->reasons > g->reason_count - source->first_reason) {
            return intro_i_find(finding, "sources",
                                "source %" PRIu32 " names what is not there",
                                i);
        }
    }
    for (uint32_t i = 0; i < g->reason_count; i++) {
        if (!intro_i_check_string(g, g->reasons[i].text) ||
            g->reasons[i].padding != 0) {
            return intro_i_find(finding, "reasons",
                                "reason %" PRIu32 " has no text", i);
        }
    }
    for (uint32_t i = 0; i < g->warning_count; i++) {
        if (!intro_i_check_string(g, g->warnings[i])) {
            return intro_i_find(finding, "warnings",
                                "warning %" PRIu32 " has no text", i);
        }
    }
    return true;
}

static bool check_class_rules(const intro_graph *g, intro_i_finding *finding)
{
    for (uint32_t i = 0; i < g->class_rule_count; i++) {
        const intro_i_class_record *const rule = &g->class_rules[i];
        bool is_good = intro_i_check_string(g, rule->file) &&
                       intro_i_check_string(g, rule->company) &&
                       intro_i_check_string(g, rule->title);
        for (size_t k = 0; is_good && k < INTRO_I_GUESSED; k++) {
            is_good = intro_i_check_string(g, rule->classes[k]);
        }
        if (!is_good) {
            return intro_i_find(finding, "class_rules",
                                "rule %" PRIu32 " names what is not there", i);
        }
        if (i > 0 && rule->line <= rule[-1].line) {
            return intro_i_find(finding, "class_rules",
                                "rule %" PRIu32 " is not after its predecessor",
                                i);
        }
    }
    return true;
}

static bool check_owners(const intro_graph *g, intro_i_finding *finding)
{
    for (uint32_t i = 0; i < g->owner_count; i++) {
        if (g->owners[i] >= g->people ||
            (i > 0 && g->owners[i] <= g->owners[i - 1]) ||
            !intro_i_check_string(g, g->owners[i] + 1)) {
            return intro_i_find(finding, "owners",
                                "owner %" PRIu32 " is not a person in order",
                                i);
        }
    }
    return true;
}

static bool check_column_records(const intro_graph *g, intro_i_finding *finding)
{
    for (uint32_t i = 0; i < g->column_count; i++) {
        const intro_column *const column = &g->columns[i];
        if (column->kind > INTRO_KIND_DAY || column->of > INTRO_OF_TIE ||
            !intro_i_check_string(g, column->name) ||
            column->rows !=
                (column->of == INTRO_OF_PERSON ? g->people : g->edges)) {
            return intro_i_find(finding, "columns",
                                "column %" PRIu32
                                " has a kind, owner, name or length that "
                                "cannot be",
                                i);
        }
    }
    return true;
}

/* NaN = the kind has no such parameter. */
static bool is_parameter(double value)
{
    return isnan(value) || (isfinite(value) && value >= 0);
}

/* A strength fades by half within days, and to a floor. */
static bool is_fading(const intro_i_kind_model *kind)
{
    return isnan(kind->half_life_days) ||
           (kind->half_life_days > 0 && !isnan(kind->floor));
}

static bool check_strength(const intro_graph *g, intro_i_finding *finding)
{
    const intro_i_strength_state *const s = &g->strength;
    for (size_t i = 0; i < INTRO_COUNT_OF(s->model.kinds); i++) {
        const intro_i_kind_model *const kind = &s->model.kinds[i];
        /* A weight is a number of its own; every other kind has p. */
        const bool has_p = i == INTRO_EV_WEIGHT || !isnan(kind->p);
        if (!has_p || !is_parameter(kind->p) || kind->p > 1 ||
            !is_parameter(kind->h) || !is_parameter(kind->half_life_days) ||
            !is_parameter(kind->floor) || kind->floor > 1 || !is_fading(kind)) {
            return intro_i_find(finding, "strength",
                                "a parameter of the model is out of range");
        }
    }
    if (!(s->model.clamp_low > 0 && s->model.clamp_low <= s->model.clamp_high &&
          s->model.clamp_high <= 1)) {
        return intro_i_find(finding, "strength",
                            "the bounds of the model are out of range");
    }
    if (s->model_changed > 1 || !intro_i_check_string(g, s->weight) ||
        s->meaning > INTRO_WEIGHT_COST ||
        s->weight_by_option > INTRO_I_WEIGHT_OF_USER || s->guessed > 1 ||
        s->unweighted > g->ties || !intro_i_is_day(s->as_of)) {
        return intro_i_find(finding, "strength",
                            "a name, flag, count or day is out of range");
    }
    return true;
}

bool intro_i_check_records(const intro_graph *g, intro_i_finding *finding)
{
    if (!check_counts(g, finding) || !check_all_ends(g, finding)) {
        return false;
    }
    if (g->strings.offsets[1] != 1 || !intro_i_check_string(g, 0)) {
        return intro_i_find(finding, "string_offsets", "string 0 is not empty");
    }
    return check_sources(g, finding) && check_class_rules(g, finding) &&
           check_owners(g, finding) && check_column_records(g, finding) &&
           check_strength(g, finding);
}
