/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading back what our own export wrote beside standard GraphML, so that
 * exporting and importing gives the same network. A source is an export of ours
 * when its ties have the text attribute `introfind_evidence`.
 *
 * Of an edge with that text the text says everything: its evidence becomes items
 * as if a LinkedIn input had stated them, and the edge is a stated tie only when
 * the text has an entry `weight` or `stated`. `introfind_w`, there when other
 * weights were in force than the default rule gives, is w, and an edge without it
 * had none, whatever its other attributes say (kept as NaN); --weight goes before
 * it. Known fields that clashed with an attribute come back from introfind_NAME,
 * and of those that `introfind_guessed` names it is remembered that they were.
 * What is made again at export (strength, inferred, ...) is dropped. */
#include "graph/freeze.h"

#include "base/bits.h"
#include "base/names.h"
#include "graph/evidence_text.h"
#include "graph/restrength.h"

#include <math.h>
#include <string.h>

/* Tie attributes the export makes itself; the second name is used where an input
 * attribute has the first. */
static const char *const made_names[] = {"strength", "inferred", "one_way",
                                         "since", "last"};

static size_t find_named(const intro_i_build_source *s, intro_column_of of,
                         const char *name)
{
    for (size_t i = 0; i < s->columns.count; i++) {
        const intro_i_build_column *const c = s->columns.data[i];
        if (c->of == of && strlen(name) == c->name_length &&
            memcmp(c->name, name, c->name_length) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* Place of an attribute that the export made: introfind_NAME if there, else
 * NAME. */
static size_t find_made(const intro_i_build_source *s, intro_column_of of,
                        const char *name)
{
    char reserved[40] = INTRO_I_RESERVED_PREFIX;
    const size_t at = strlen(reserved);
    const size_t length = strlen(name);
    if (at + length >= sizeof reserved) {
        return SIZE_MAX;
    }
    memcpy(reserved + at, name, length + 1);
    const size_t found = find_named(s, of, reserved);
    return found != SIZE_MAX ? found : find_named(s, of, name);
}

static void remove_column(intro_i_build_source *s, size_t at)
{
    intro_i_build_column *const c = s->columns.data[at];
    intro_i_free(c->values);
    intro_i_free(c->present);
    intro_i_free(c);
    s->columns.count--;
    memmove(&s->columns.data[at], &s->columns.data[at + 1],
            (s->columns.count - at) * sizeof s->columns.data[0]);
}

/* --- one edge -------------------------------------------------------------------- */

/* What the text of one edge says about its number. */
typedef enum number_said { SAID_NOTHING, SAID_WEIGHT, SAID_STATED } number_said;

/* Directed kinds become an item each way. */
static intro_status add_items(intro_i_freeze *f, uint16_t source, uint64_t edge,
                              const intro_i_evidence_entry *entry)
{
    intro_i_builder *const b = f->b;
    const intro_i_evidence_row *const row = &entry->row;
    intro_i_build_item kept = {.source = source};
    kept.item = (intro_i_item){.kind = (intro_evidence_kind)row->kind,
                               .a = b->edge_a.data[edge],
                               .b = b->edge_b.data[edge],
                               .count = row->count_ab,
                               .people = row->people,
                               .first = row->first,
                               .last = row->last};
    INTRO_TRY(intro_i_builder_string(b, entry->label, strlen(entry->label),
                                     &kept.item.label));
    if (row->count_ab != 0 || row->count_ba == 0) {
        if (intro_i_vec_item_push(&b->items, kept) != INTRO_OK) {
            return intro_i_fail_memory(f->ctx);
        }
    }
    if (row->count_ba != 0) {
        kept.item.a = b->edge_b.data[edge];
        kept.item.b = b->edge_a.data[edge];
        kept.item.count = row->count_ba;
        if (intro_i_vec_item_push(&b->items, kept) != INTRO_OK) {
            return intro_i_fail_memory(f->ctx);
        }
    }
    if ((row->flags & INTRO_I_EV_UNDATED) != 0 && row->last != INTRO_NO_DAY) {
        kept.item.count = 0;
        kept.item.first = kept.item.last = INTRO_NO_DAY;
        if (intro_i_vec_item_push(&b->items, kept) != INTRO_OK) {
            return intro_i_fail_memory(f->ctx);
        }
    }
    return INTRO_OK;
}

static intro_status read_edge(intro_i_freeze *f, uint16_t source, uint64_t edge,
                              uint32_t string, number_said *said, double *value)
{
    const intro_i_build_source *const s = f->b->sources.data[source];
    /* Strings move when one is added: the text is copied first. */
    const size_t size = intro_i_strpool_length(&f->b->strings, string);
    const char *text = intro_i_arena_copy(
        &f->b->arena, intro_i_strpool_text(&f->b->strings, string), size);
    if (text == NULL) {
        return intro_i_fail_memory(f->ctx);
    }
    size_t length = size;
    int previous = -1;
    *said = SAID_NOTHING;
    for (;;) {
        intro_i_evidence_entry entry;
        const intro_status rc =
            intro_i_evidence_parse(&text, &length, previous, &entry);
        if (rc == INTRO_ENOTFOUND) {
            return INTRO_OK;
        }
        if (rc != INTRO_OK) {
            return intro_i_fail_at(
                f->ctx, INTRO_EFORMAT, s->file,
                intro_i_builder_edge_line(f->b, edge), 0,
                "attribute introfind_evidence of this tie is damaged");
        }
        previous = entry.row.kind;
        if (entry.row.kind == INTRO_EV_STATED) {
            *said = SAID_STATED;
        } else if (entry.row.kind == INTRO_EV_WEIGHT) {
            *said = SAID_WEIGHT;
            *value = entry.row.value;
        } else {
            INTRO_TRY(add_items(f, source, edge, &entry));
        }
    }
}

/* --- one source ------------------------------------------------------------------- */

static intro_status mark_unstated(intro_i_freeze *f, uint64_t edge)
{
    if (f->unstated == NULL) {
        f->unstated =
            intro_i_alloc_zero(intro_i_bits_words(f->b->edge_a.count), 8);
        if (f->unstated == NULL) {
            return intro_i_fail_memory(f->ctx);
        }
    }
    intro_i_bits_set(f->unstated, edge);
    f->dropped++;
    return INTRO_OK;
}

static intro_status mark_without_number(intro_i_freeze *f,
                                        const intro_i_build_source *s,
                                        intro_i_build_column *numbers)
{
    intro_status rc = intro_i_build_column_reserve(numbers, s->edge_count);
    for (uint64_t row = 0; row < s->edge_count && rc == INTRO_OK; row++) {
        if (!intro_i_build_column_has(numbers, row)) {
            rc = intro_i_build_column_set_double(numbers, row, (double)NAN);
        }
    }
    return rc == INTRO_OK ? rc : intro_i_builder_fail_column(f->b, rc);
}

static intro_status read_source(intro_i_freeze *f, uint16_t source,
                                size_t evidence, size_t strength)
{
    intro_i_build_source *const s = f->b->sources.data[source];
    const intro_i_build_column *const texts = s->columns.data[evidence];
    intro_i_build_column *const numbers =
        strength == SIZE_MAX ? NULL : s->columns.data[strength];
    for (uint64_t row = 0; row < s->edge_count; row++) {
        if (!intro_i_build_column_has(texts, row)) {
            continue;
        }
        const uint64_t edge = s->first_edge + row;
        number_said said;
        double value = 0;
        INTRO_TRY(read_edge(f, source, edge,
                            ((const uint32_t *)texts->values)[row], &said,
                            &value));
        if (said == SAID_WEIGHT && numbers != NULL) {
            const intro_status rc =
                intro_i_build_column_set_double(numbers, row, value);
            if (rc != INTRO_OK) {
                return intro_i_builder_fail_column(f->b, rc);
            }
        }
        if (said != SAID_WEIGHT && numbers != NULL &&
            intro_i_build_column_has(numbers, row)) {
            intro_i_bits_clear(numbers->present, row);
        }
        if (said == SAID_NOTHING) {
            INTRO_TRY(mark_unstated(f, edge));
        }
    }
    return numbers == NULL ? INTRO_OK : mark_without_number(f, s, numbers);
}

/* --- guesses --------------------------------------------------------------- */

/* Marks the fields that "industry;function" names. */
static intro_status offer(intro_i_builder *b, uint32_t person,
                          const char *words)
{
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        const char *const name =
            intro_field_name((intro_field)(INTRO_I_FIRST_GUESSED + i));
        if (strstr(words, name) == NULL) {
            continue;
        }
        if (b->offered[i] == NULL) {
            b->offered[i] =
                intro_i_alloc_zero(intro_i_bits_words(b->people), 8);
            if (b->offered[i] == NULL) {
                return intro_i_fail_memory(b->ctx);
            }
        }
        intro_i_bits_set(b->offered[i], person);
    }
    return INTRO_OK;
}

/* Was every value of the column guessed? Then it is our own field. */
static bool is_all_offered(const intro_i_builder *b,
                           const intro_i_build_source *s,
                           const intro_i_build_column *c, size_t place)
{
    for (uint32_t row = 0; row < s->person_count; row++) {
        if (intro_i_build_column_has(c, row) &&
            !intro_i_bits_get(b->offered[place], s->first_person + row)) {
            return false;
        }
    }
    return true;
}

/* Attributes that hold guesses alone are none of the input's. */
static void take_back(intro_i_builder *b, intro_i_build_source *s)
{
    for (size_t i = 0; i < INTRO_I_GUESSED; i++) {
        const intro_field field = (intro_field)(INTRO_I_FIRST_GUESSED + i);
        const char *const name = intro_field_name(field);
        const size_t at = find_named(s, INTRO_OF_PERSON, name);
        if (b->offered[i] != NULL && at != SIZE_MAX &&
            find_made(s, INTRO_OF_PERSON, name) == at &&
            is_all_offered(b, s, s->columns.data[at], i)) {
            b->known_own |= (uint32_t)1 << field;
            remove_column(s, at);
        }
    }
    const size_t finer = find_made(s, INTRO_OF_PERSON,
                                   intro_field_name(INTRO_FIELD_SUBINDUSTRY));
    if (finer != SIZE_MAX) {
        remove_column(s, finer);
    }
}

/* Which classes were guessed. */
static intro_status read_guessed(intro_i_freeze *f, intro_i_build_source *s)
{
    const size_t at = find_named(s, INTRO_OF_PERSON, INTRO_I_EXPORT_GUESSED);
    if (at == SIZE_MAX || s->columns.data[at]->kind != INTRO_KIND_STRING) {
        return INTRO_OK;
    }
    const intro_i_build_column *const c = s->columns.data[at];
    for (uint32_t row = 0; row < s->person_count; row++) {
        if (intro_i_build_column_has(c, row)) {
            INTRO_TRY(
                offer(f->b, s->first_person + row,
                      intro_i_strpool_text(
                          &f->b->strings, ((const uint32_t *)c->values)[row])));
        }
    }
    remove_column(s, at);
    take_back(f->b, s);
    return INTRO_OK;
}

/* --- known fields -------------------------------------------------------------- */

/* The field a person's attribute `introfind_NAME` holds, or INTRO_FIELD_COUNT. */
static intro_field field_of(const intro_i_build_column *c)
{
    const size_t prefix = strlen(INTRO_I_RESERVED_PREFIX);
    if (c->of != INTRO_OF_PERSON || c->kind != INTRO_KIND_STRING ||
        c->name_length <= prefix ||
        memcmp(c->name, INTRO_I_RESERVED_PREFIX, prefix) != 0) {
        return INTRO_FIELD_COUNT;
    }
    for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
        const char *const name = intro_field_name((intro_field)f);
        if (strlen(name) == c->name_length - prefix &&
            memcmp(name, c->name + prefix, c->name_length - prefix) == 0) {
            return (intro_field)f;
        }
    }
    return INTRO_FIELD_COUNT;
}

/* URLs and addresses are identities as well. */
static intro_status read_key(intro_i_builder *b, uint32_t row,
                             intro_field field, uint32_t string)
{
    if (field != INTRO_FIELD_URL && field != INTRO_FIELD_EMAIL) {
        return INTRO_OK;
    }
    intro_i_strbuf key;
    intro_i_strbuf_init(&key, 0);
    const char *const text = intro_i_strpool_text(&b->strings, string);
    const size_t length = intro_i_strpool_length(&b->strings, string);
    intro_status rc = field == INTRO_FIELD_URL
                          ? intro_i_profile_slug(text, length, &key)
                          : intro_i_email_normalise(text, length, &key);
    uint32_t made = 0;
    if (rc == INTRO_OK) {
        rc = intro_i_builder_string(b, key.data, key.length, &made);
    } else {
        rc = rc == INTRO_ENOMEM ? intro_i_fail_memory(b->ctx) : INTRO_OK;
    }
    intro_i_strbuf_fini(&key);
    if (rc != INTRO_OK || made == 0) {
        return rc;
    }
    return field == INTRO_FIELD_URL ? intro_i_builder_slug(b, row, made)
                                    : intro_i_builder_email(b, row, made);
}

static intro_status read_field(intro_i_freeze *f, intro_i_build_source *s,
                               const intro_i_build_column *c, intro_field field)
{
    intro_status rc = INTRO_OK;
    f->b->present = s;
    for (uint32_t row = 0; row < s->person_count && rc == INTRO_OK; row++) {
        if (!intro_i_build_column_has(c, row)) {
            continue;
        }
        const uint32_t string = ((const uint32_t *)c->values)[row];
        rc = intro_i_builder_field(f->b, row, field, string, true);
        if (rc == INTRO_OK) {
            rc = read_key(f->b, row, field, string);
        }
    }
    f->b->present = NULL;
    return rc;
}

static intro_status read_fields(intro_i_freeze *f, intro_i_build_source *s)
{
    for (size_t i = 0; i < s->columns.count;) {
        const intro_field field = field_of(s->columns.data[i]);
        if (field == INTRO_FIELD_COUNT) {
            i++;
            continue;
        }
        INTRO_TRY(read_field(f, s, s->columns.data[i], field));
        remove_column(s, i);
    }
    return INTRO_OK;
}

intro_status intro_i_freeze_read_exports(intro_i_freeze *f)
{
    for (size_t i = 0; i < f->b->sources.count; i++) {
        intro_i_build_source *const s = f->b->sources.data[i];
        size_t evidence =
            find_named(s, INTRO_OF_TIE, INTRO_I_RESERVED_PREFIX "evidence");
        size_t strength = find_named(s, INTRO_OF_TIE, INTRO_I_EXPORT_STRENGTH);
        if (evidence == SIZE_MAX ||
            s->columns.data[evidence]->kind != INTRO_KIND_STRING ||
            (strength != SIZE_MAX &&
             s->columns.data[strength]->kind != INTRO_KIND_DOUBLE)) {
            continue;
        }
        if (strength != SIZE_MAX && f->b->options.strength.weight != NULL) {
            remove_column(s, strength);
            strength = SIZE_MAX;
            evidence =
                find_named(s, INTRO_OF_TIE, INTRO_I_RESERVED_PREFIX "evidence");
        }
        INTRO_TRY(read_source(f, (uint16_t)i, evidence, strength));
        remove_column(s, evidence);
        for (size_t m = 0; m < INTRO_COUNT_OF(made_names); m++) {
            const size_t at = find_made(s, INTRO_OF_TIE, made_names[m]);
            if (at != SIZE_MAX) {
                remove_column(s, at);
            }
        }
        INTRO_TRY(read_guessed(f, s));
        INTRO_TRY(read_fields(f, s));
    }
    return INTRO_OK;
}
