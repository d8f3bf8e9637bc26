/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what the inputs say to the immutable graph. Sources are handled in
 * canonical order (format, digest of the content, name), people in the order of
 * their ids and ties in the order of people, so the order of inputs leaves no
 * trace. */
#include "graph/freeze.h"

#include "base/bits.h"
#include "base/text.h"
#include "graph/restrength.h"
#include "graph/strength.h"

#include <stdlib.h>
#include <string.h>

/* --- sources in order ----------------------------------------------------------------- */

static bool comes_before(const intro_i_build_source *a,
                         const intro_i_build_source *b)
{
    if (a->format != b->format) {
        return a->format < b->format;
    }
    if (a->digest != b->digest) {
        return a->digest < b->digest;
    }
    if (a->bytes != b->bytes) {
        return a->bytes < b->bytes;
    }
    return strcmp(a->file, b->file) < 0;
}

/* Rising priority of what sources say of a person: GraphML, then exports by
 * date; of equal ones the first in canonical order says more. */
static bool says_less(const intro_i_freeze *f, uint16_t a, uint16_t b)
{
    const intro_i_build_source *const x = f->b->sources.data[a];
    const intro_i_build_source *const y = f->b->sources.data[b];
    const bool x_is_graphml = x->format == INTRO_I_FORMAT_GRAPHML;
    const bool y_is_graphml = y->format == INTRO_I_FORMAT_GRAPHML;
    if (x_is_graphml != y_is_graphml) {
        return x_is_graphml;
    }
    if (x->date != y->date) {
        return x->date < y->date;
    }
    return f->rank[a] > f->rank[b];
}

static intro_status order_sources(intro_i_freeze *f)
{
    const size_t count = f->b->sources.count;
    f->rank = intro_i_alloc(count, sizeof *f->rank);
    f->order = intro_i_alloc(count, sizeof *f->order);
    f->priority = intro_i_alloc(count, sizeof *f->priority);
    if (f->rank == NULL || f->order == NULL || f->priority == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && comes_before(f->b->sources.data[i],
                                      f->b->sources.data[f->order[at - 1]]);
             at--) {
            f->order[at] = f->order[at - 1];
        }
        f->order[at] = (uint16_t)i;
    }
    for (size_t k = 0; k < count; k++) {
        f->rank[f->order[k]] = (uint16_t)k;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && says_less(f, (uint16_t)i, f->priority[at - 1]); at--) {
            f->priority[at] = f->priority[at - 1];
        }
        f->priority[at] = (uint16_t)i;
    }
    return INTRO_OK;
}

/* --- strings ---------------------------------------------------------------------------- */

uint32_t intro_i_freeze_string(intro_i_freeze *f, uint32_t string)
{
    if (string == 0) {
        return 0;
    }
    if (f->string_of[string] == 0) {
        f->used.data[f->used.count++] = string;
        f->string_of[string] = f->g->people + (uint32_t)f->used.count;
    }
    return f->string_of[string];
}

/* Room for every string of the builder; called again when it has got more. */
static intro_status reserve_strings(intro_i_freeze *f)
{
    const uint32_t count = f->b->strings.count;
    if ((uint64_t)f->g->people + count >= UINT32_MAX) {
        return intro_i_fail(f->ctx, INTRO_ELIMIT,
                            "more than %u people and texts in the inputs",
                            (unsigned)UINT32_MAX - 1);
    }
    uint32_t *const moved = intro_i_realloc(f->string_of, count, sizeof *moved);
    if (moved == NULL || intro_i_vec_u32_reserve(&f->used, count) != INTRO_OK) {
        f->string_of = moved == NULL ? f->string_of : moved;
        return intro_i_fail_memory(f->ctx);
    }
    memset(moved + f->strings, 0, (count - f->strings) * sizeof *moved);
    f->string_of = moved;
    f->strings = count;
    return INTRO_OK;
}

intro_status intro_i_freeze_own(intro_i_freeze *f, void *block)
{
    return intro_i_graph_own(f->g, block) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(f->ctx);
}

/* Bytes and offsets of the pool up to where the graph's old pool ends; `known`
 * strings beyond the ids are in there already. */
static void copy_old_pool(const intro_i_freeze *f, char *bytes,
                          uint64_t *offsets, uint64_t *at, size_t *known)
{
    const intro_graph *const g = f->g;
    if (g->strings.count != 0) {
        memcpy(bytes, g->strings.bytes, (size_t)g->strings.size);
        memcpy(offsets, g->strings.offsets,
               ((size_t)g->strings.count + 1) * sizeof *offsets);
        *at = g->strings.size;
        *known = g->strings.count - g->people - 1;
        return;
    }
    bytes[0] = '\0';
    offsets[0] = 0;
    offsets[1] = *at = 1;
    *known = 0;
    for (uint32_t v = 0; v < g->people; v++) {
        memcpy(bytes + *at, f->who.ids[v], (size_t)f->who.id_lengths[v] + 1);
        *at += (uint64_t)f->who.id_lengths[v] + 1;
        offsets[v + 2] = *at;
    }
}

static uint64_t size_of_pool(const intro_i_freeze *f)
{
    const intro_graph *const g = f->g;
    uint64_t size = g->strings.size;
    size_t known = 0;
    if (g->strings.count != 0) {
        known = g->strings.count - g->people - 1;
    } else {
        size = 1;
        for (uint32_t v = 0; v < g->people; v++) {
            size += (uint64_t)f->who.id_lengths[v] + 1;
        }
    }
    for (size_t i = known; i < f->used.count; i++) {
        size += intro_i_strpool_length(&f->b->strings, f->used.data[i]) + 1;
    }
    return size;
}

/* The pool of the graph: "", the ids, then strings by first use. Called again
 * when there are more: the old pool is replaced. */
static intro_status store_strings(intro_i_freeze *f)
{
    intro_graph *const g = f->g;
    const intro_i_strpool *const pool = &f->b->strings;
    const uint64_t count = (uint64_t)g->people + f->used.count + 1;
    const uint64_t size = size_of_pool(f);
    char *const bytes = intro_i_alloc((size_t)size, 1);
    uint64_t *const offsets = intro_i_alloc((size_t)count + 1, sizeof *offsets);
    if (bytes == NULL || offsets == NULL) {
        intro_i_free(bytes);
        intro_i_free(offsets);
        return intro_i_fail_memory(f->ctx);
    }
    uint64_t at;
    size_t known;
    copy_old_pool(f, bytes, offsets, &at, &known);
    for (size_t i = known; i < f->used.count; i++) {
        const size_t length = intro_i_strpool_length(pool, f->used.data[i]) + 1;
        memcpy(bytes + at, intro_i_strpool_text(pool, f->used.data[i]), length);
        at += length;
        offsets[g->people + 2 + i] = at;
    }
    intro_i_graph_disown(g, g->strings.bytes);
    intro_i_graph_disown(g, g->strings.offsets);
    g->strings.bytes = bytes;
    g->strings.offsets = offsets;
    g->strings.count = (uint32_t)count;
    g->strings.size = size;
    const intro_status rc = intro_i_freeze_own(f, bytes);
    if (rc != INTRO_OK) {
        intro_i_free(offsets);
        return rc;
    }
    return intro_i_freeze_own(f, offsets);
}

/* Known fields name strings of the builder until now. */
static void name_fields(intro_i_freeze *f)
{
    for (size_t field = 0; field < INTRO_FIELD_COUNT; field++) {
        uint32_t *const values = (uint32_t *)(uintptr_t)f->g->known[field];
        for (uint32_t v = 0; values != NULL && v < f->g->people; v++) {
            values[v] = intro_i_freeze_string(f, values[v]);
        }
    }
}

/* --- records ------------------------------------------------------------------------------ */

/* Texts of reasons, files and warnings as strings of the builder, so that they
 * can be named when room for all strings is there. Names of files and of options
 * stand in them, which may be any bytes. */
static intro_status intern(intro_i_freeze *f, const char *text,
                           uint32_t *string)
{
    return intro_i_builder_raw_string(f->b, text, string);
}

static intro_status store_reasons(intro_i_freeze *f)
{
    size_t count = 0;
    for (size_t s = 0; s < f->b->sources.count; s++) {
        count += f->b->sources.data[s]->reasons.count;
    }
    intro_i_reason_record *const records =
        intro_i_alloc_zero(count, sizeof *records);
    if (records == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    f->g->reasons = records;
    INTRO_TRY(intro_i_freeze_own(f, records));
    uint32_t n = 0;
    for (size_t k = 0; k < f->b->sources.count; k++) {
        const intro_i_vec_reason *const from =
            &f->b->sources.data[f->order[k]]->reasons;
        for (size_t i = 0; i < from->count; i++, n++) {
            INTRO_TRY(intern(f, from->data[i].text, &records[n].text));
            records[n].count = from->data[i].count;
            records[n].first_line = from->data[i].first_line;
        }
    }
    f->g->reason_count = n;
    return INTRO_OK;
}

static void add_read(intro_read_counts *sum, const intro_read_counts *more)
{
    sum->nodes += more->nodes;
    sum->edges += more->edges;
    sum->self_loops += more->self_loops;
    sum->parallel += more->parallel;
    sum->undeclared_nodes += more->undeclared_nodes;
    sum->dropped += more->dropped;
    sum->graphs += more->graphs;
    sum->nested_graphs += more->nested_graphs;
    sum->hyperedges += more->hyperedges;
    sum->ports += more->ports;
}

static intro_status store_sources(intro_i_freeze *f)
{
    const size_t count = f->b->sources.count;
    intro_i_source_record *const records =
        intro_i_alloc_zero(count, sizeof *records);
    if (records == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    f->g->sources = records;
    INTRO_TRY(intro_i_freeze_own(f, records));
    uint32_t reason = 0;
    for (size_t k = 0; k < count; k++) {
        const intro_i_build_source *const s = f->b->sources.data[f->order[k]];
        intro_i_source_record *const r = &records[k];
        INTRO_TRY(intern(f, s->file, &r->file));
        r->format = s->format;
        r->owner = s->owner == UINT32_MAX
                       ? UINT32_MAX
                       : f->who.person_of[s->first_person + s->owner];
        r->first_reason = reason;
        r->reasons = (uint32_t)s->reasons.count;
        reason += r->reasons;
        r->date = s->date;
        r->rows = s->account.rows;
        r->used = s->account.used;
        r->merged = s->account.merged;
        r->skipped = s->account.skipped;
        r->digest = s->digest;
        r->bytes = s->bytes;
        add_read(&f->g->read, &s->read);
    }
    f->g->source_count = (uint32_t)count;
    return INTRO_OK;
}

/* Those of the sources in canonical order, then what the freeze itself says. */
static intro_status store_warnings(intro_i_freeze *f)
{
    uint32_t *const strings =
        intro_i_alloc_zero(f->b->warnings.count, sizeof *strings);
    if (strings == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    f->g->warnings = strings;
    INTRO_TRY(intro_i_freeze_own(f, strings));
    const size_t count = f->b->sources.count;
    size_t n = 0;
    for (size_t k = 0; k < count; k++) {
        const size_t s = f->order[k];
        const size_t end = s + 1 < count
                               ? f->b->sources.data[s + 1]->first_warning
                               : f->stated_warnings;
        const size_t first = s == 0 ? 0 : f->b->sources.data[s]->first_warning;
        for (size_t i = first; i < end; i++) {
            INTRO_TRY(intern(f, f->b->warnings.data[i], &strings[n++]));
        }
    }
    for (size_t i = count == 0 ? 0 : f->stated_warnings;
         i < f->b->warnings.count; i++) {
        INTRO_TRY(intern(f, f->b->warnings.data[i], &strings[n++]));
    }
    f->g->warning_count = (uint32_t)f->b->warnings.count;
    return INTRO_OK;
}

static void name_records(intro_i_freeze *f)
{
    intro_graph *const g = f->g;
    intro_i_reason_record *const reasons =
        (intro_i_reason_record *)(uintptr_t)g->reasons;
    intro_i_source_record *const sources =
        (intro_i_source_record *)(uintptr_t)g->sources;
    for (uint32_t i = 0; i < g->source_count; i++) {
        sources[i].file = intro_i_freeze_string(f, sources[i].file);
    }
    for (uint32_t i = 0; i < g->reason_count; i++) {
        reasons[i].text = intro_i_freeze_string(f, reasons[i].text);
    }
}

static int compare_people(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left;
    const uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Is the person marked as an owner by our own export? */
static intro_status add_exported_owners(intro_i_freeze *f,
                                        intro_i_vec_u32 *owners)
{
    for (uint32_t i = 0; i < f->g->column_count; i++) {
        const intro_column *const c = &f->g->columns[i];
        if (c->of != INTRO_OF_PERSON || c->kind != INTRO_KIND_BOOL ||
            strcmp(intro_i_graph_text(f->g, c->name),
                   INTRO_I_RESERVED_PREFIX "owner") != 0) {
            continue;
        }
        for (uint32_t v = 0; v < f->g->people; v++) {
            const intro_value value = intro_column_get(c, v);
            if (value.is_known && value.integer != 0 &&
                intro_i_vec_u32_push(owners, v) != INTRO_OK) {
                return intro_i_fail_memory(f->ctx);
            }
        }
    }
    return INTRO_OK;
}

static intro_status store_owners(intro_i_freeze *f)
{
    intro_i_vec_u32 owners;
    memset(&owners, 0, sizeof owners);
    intro_status rc = add_exported_owners(f, &owners);
    for (uint32_t s = 0; s < f->g->source_count && rc == INTRO_OK; s++) {
        if (f->g->sources[s].owner != UINT32_MAX &&
            intro_i_vec_u32_push(&owners, f->g->sources[s].owner) != INTRO_OK) {
            rc = intro_i_fail_memory(f->ctx);
        }
    }
    if (rc != INTRO_OK || owners.count == 0) {
        intro_i_vec_u32_fini(&owners);
        return rc;
    }
    qsort(owners.data, owners.count, sizeof *owners.data, compare_people);
    uint32_t kept = 1;
    for (size_t i = 1; i < owners.count; i++) {
        if (owners.data[i] != owners.data[kept - 1]) {
            owners.data[kept++] = owners.data[i];
        }
    }
    f->g->owners = owners.data;
    f->g->owner_count = kept;
    return intro_i_freeze_own(f, owners.data);
}

/* --- strengths -------------------------------------------------------------------------------- */

static intro_status set_model(intro_i_freeze *f)
{
    const intro_strength_options *const o = &f->b->options.strength;
    intro_i_strength_state *const state = &f->g->strength;
    intro_i_model_default(&state->model);
    if (o->model_file != NULL) {
        INTRO_TRY(intro_i_model_read(f->ctx, o->model_file, &state->model));
        state->model_changed = 1;
    }
    state->as_of = o->as_of != INTRO_NO_DAY
                       ? o->as_of
                       : intro_i_evidence_newest(f->g->evidence_rows,
                                                 f->g->evidence_row_count);
    size_t graphml = 0;
    for (size_t i = 0; i < f->b->sources.count; i++) {
        graphml += f->b->sources.data[i]->edge_count != 0;
    }
    state->weight_by_option =
        o->weight != NULL ? (uint32_t)INTRO_I_WEIGHT_OF_USER
                          : o->weight_is != INTRO_WEIGHT_GUESS || graphml > 1 ||
                                intro_i_freeze_export_numbers(f) != NULL;
    return INTRO_OK;
}

/* What was guessed about numbers is said. */
static intro_status say_weights(intro_i_freeze *f)
{
    enum { NAME_TOLD = 60 };
    const intro_graph *const g = f->g;
    const char *const name = f->weight_column == UINT32_MAX
                                 ? NULL
                                 : f->columns.data[f->weight_column].name;
    if (name == NULL || g->edges == 0) {
        return INTRO_OK;
    }
    const char *const meaning = intro_graph_weight_meaning(g);
    if (f->b->options.strength.weight == NULL || g->strength.guessed != 0) {
        INTRO_TRY(intro_i_builder_warn(
            f->b,
            "tie attribute \"%.*s\" is used as the weight, read as a %s%s",
            intro_i_utf8_upto(name, NAME_TOLD), name,
            meaning == NULL ? "number" : meaning,
            g->strength.guessed != 0 ? " (guessed from its values)" : ""));
    }
    if (g->strength.unweighted != 0) {
        INTRO_TRY(intro_i_builder_warn(
            f->b, "%llu of %llu ties have no \"%.*s\": they count as stated",
            (unsigned long long)g->strength.unweighted,
            (unsigned long long)g->ties, intro_i_utf8_upto(name, NAME_TOLD),
            name));
    }
    return INTRO_OK;
}

static intro_status make_strengths(intro_i_freeze *f)
{
    INTRO_TRY(set_model(f));
    const intro_i_strength_rule rule = {
        .weight_column = f->weight_column,
        .weight_is = f->b->options.strength.weight_is,
        .drop_bad =
            f->b->options.strength.bad_weight_drop || f->b->options.lenient,
        .observed_only = f->b->options.strength.observed_only};
    return intro_i_restrength(f->ctx, f->g, &rule);
}

/* --- the whole ----------------------------------------------------------------------------------- */

static intro_status freeze_all(intro_i_freeze *f)
{
    INTRO_TRY(order_sources(f));
    INTRO_TRY(intro_i_freeze_read_exports(f));
    INTRO_TRY(intro_i_identity_find(f->b, f->rank, &f->who));
    f->g->people = f->who.people;
    INTRO_TRY(intro_i_progress(f->ctx, "pooling", "steps", 1, 5));
    INTRO_TRY(intro_i_freeze_fields(f));
    INTRO_TRY(intro_i_freeze_classes(f));
    INTRO_TRY(intro_i_freeze_evidence(f));
    INTRO_TRY(intro_i_freeze_merge_columns(f));
    INTRO_TRY(reserve_strings(f));
    INTRO_TRY(intro_i_freeze_lookup(f));
    name_fields(f);
    INTRO_TRY(intro_i_progress(f->ctx, "pooling", "steps", 2, 5));
    INTRO_TRY(intro_i_freeze_ties(f));
    INTRO_TRY(intro_i_progress(f->ctx, "pooling", "steps", 3, 5));
    for (size_t i = 0; i < f->columns.count; i++) {
        uint32_t name;
        INTRO_TRY(intro_i_builder_string(f->b, f->columns.data[i].name,
                                         f->columns.data[i].name_length,
                                         &name));
    }
    INTRO_TRY(reserve_strings(f));
    INTRO_TRY(intro_i_freeze_gather_columns(f));
    intro_i_csr_fini(&f->csr);
    intro_i_evidence_fini(&f->evidence);
    intro_i_free(f->item_edge);
    f->item_edge = NULL;
    INTRO_TRY(intro_i_progress(f->ctx, "pooling", "steps", 4, 5));
    INTRO_TRY(store_reasons(f));
    INTRO_TRY(store_sources(f));
    INTRO_TRY(reserve_strings(f));
    name_records(f);
    INTRO_TRY(intro_i_freeze_class_rules(f));
    INTRO_TRY(store_strings(f));
    INTRO_TRY(store_owners(f));
    return make_strengths(f);
}

/* Warnings come last, because strengths add some: the pool is stored again when
 * there are any. */
static intro_status add_warnings(intro_i_freeze *f)
{
    INTRO_TRY(say_weights(f));
    if (f->b->warnings.count == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(store_warnings(f));
    INTRO_TRY(reserve_strings(f));
    uint32_t *const warnings = (uint32_t *)(uintptr_t)f->g->warnings;
    for (uint32_t i = 0; i < f->g->warning_count; i++) {
        warnings[i] = intro_i_freeze_string(f, warnings[i]);
    }
    return store_strings(f);
}

intro_status intro_i_builder_freeze(intro_i_builder *b, intro_graph **out)
{
    intro_i_freeze f;
    memset(&f, 0, sizeof f);
    f.ctx = b->ctx;
    f.b = b;
    f.stated_warnings = b->warnings.count;
    if (intro_i_graph_new(&f.g) != INTRO_OK) {
        return intro_i_fail_memory(b->ctx);
    }
    intro_status rc = freeze_all(&f);
    if (rc == INTRO_OK) {
        rc = add_warnings(&f);
    }
    intro_i_free(f.rank);
    intro_i_free(f.order);
    intro_i_free(f.priority);
    intro_i_identity_fini(&f.who);
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        intro_i_free(f.offered[i]);
    }
    intro_i_vec_merged_fini(&f.columns);
    intro_i_free(f.string_of);
    intro_i_vec_u32_fini(&f.used);
    intro_i_free(f.item_edge);
    intro_i_free(f.unstated);
    intro_i_evidence_fini(&f.evidence);
    intro_i_csr_fini(&f.csr);
    if (rc == INTRO_OK) {
        *out = f.g;
    } else {
        intro_graph_close(f.g);
    }
    return rc;
}
