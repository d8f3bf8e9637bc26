/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records are joined in a union-find whose classes also form rings, so that the
 * members of a small class can be walked when a key wants to join two of them:
 * the join is refused when both hold a record of the same source. Keys are
 * handled in bytewise order, which makes refusals repeatable. */
#include "graph/identity.h"

#include "base/names.h"
#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct classes {
    intro_i_builder *b;
    const uint16_t *rank;
    uint32_t *parent;
    uint32_t *next; /* ring of the class */
} classes;

size_t intro_i_identity_source(const intro_i_builder *b, uint32_t person)
{
    size_t low = 0;
    size_t high = b->sources.count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (b->sources.data[middle]->first_person <= person) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t find_root(classes *c, uint32_t person)
{
    while (c->parent[person] != person) {
        c->parent[person] = c->parent[c->parent[person]];
        person = c->parent[person];
    }
    return person;
}

/* Do the two classes hold records of one source? */
static bool share_source(const classes *c, uint32_t p, uint32_t q)
{
    uint32_t i = p;
    do {
        const size_t source = intro_i_identity_source(c->b, i);
        uint32_t j = q;
        do {
            if (intro_i_identity_source(c->b, j) == source) {
                return true;
            }
            j = c->next[j];
        } while (j != q);
        i = c->next[i];
    } while (i != p);
    return false;
}

static intro_status count_reason(classes *c, size_t source, const char *reason,
                                 uint64_t count)
{
    intro_i_build_source *const saved = c->b->present;
    c->b->present = c->b->sources.data[source];
    const intro_status rc = intro_i_builder_reason(c->b, reason, 0, count);
    c->b->present = saved;
    return rc;
}

/* Joins two records for a reason; false in *joined when they may not be. */
static intro_status join(classes *c, uint32_t p, uint32_t q, const char *reason,
                         bool *joined)
{
    const uint32_t p_root = find_root(c, p);
    const uint32_t q_root = find_root(c, q);
    *joined = true;
    if (p_root == q_root) {
        return INTRO_OK;
    }
    if (share_source(c, p_root, q_root)) {
        *joined = false;
        return INTRO_OK;
    }
    const size_t p_source = intro_i_identity_source(c->b, p);
    const size_t q_source = intro_i_identity_source(c->b, q);
    const size_t later =
        c->rank[p_source] > c->rank[q_source] ? p_source : q_source;
    c->b->sources.data[later]->account.merged++;
    INTRO_TRY(count_reason(c, later, reason, 1));
    c->parent[q_root] = p_root;
    const uint32_t after = c->next[p_root];
    c->next[p_root] = c->next[q_root];
    c->next[q_root] = after;
    return INTRO_OK;
}

/* --- joining by keys -------------------------------------------------------- */

typedef struct text_key {
    const char *text;
    uint32_t length;
    uint32_t person;
    uint16_t rank;
} text_key;

INTRO_VEC(vec_text_key, text_key);

static int compare_text(const char *a, size_t a_length, const char *b,
                        size_t b_length)
{
    const size_t shorter = a_length < b_length ? a_length : b_length;
    const int order = memcmp(a, b, shorter);
    if (order != 0) {
        return order;
    }
    return (a_length > b_length) - (a_length < b_length);
}

static int compare_keys(const void *left, const void *right)
{
    const text_key *const a = left;
    const text_key *const b = right;
    const int order = compare_text(a->text, a->length, b->text, b->length);
    if (order != 0) {
        return order;
    }
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    return (a->person > b->person) - (a->person < b->person);
}

static intro_status push_key(classes *c, vec_text_key *keys, const char *text,
                             size_t length, uint32_t person)
{
    const text_key key = {.text = text,
                          .length = (uint32_t)length,
                          .person = person,
                          .rank =
                              c->rank[intro_i_identity_source(c->b, person)]};
    return vec_text_key_push(keys, key) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(c->b->ctx);
}

/* One run of equal keys: joins its records unless one source has two of them
 * that are different people. */
static intro_status join_run(classes *c, const text_key *run, size_t count,
                             const char *reason, const char *refused)
{
    for (size_t i = 1; i < count; i++) {
        if (run[i].rank == run[i - 1].rank &&
            find_root(c, run[i].person) != find_root(c, run[i - 1].person)) {
            return count_reason(c, intro_i_identity_source(c->b, run[i].person),
                                refused, 1);
        }
    }
    for (size_t i = 1; i < count; i++) {
        bool joined;
        INTRO_TRY(join(c, run[0].person, run[i].person, reason, &joined));
        if (!joined) {
            INTRO_TRY(count_reason(
                c, intro_i_identity_source(c->b, run[i].person), refused, 1));
        }
    }
    return INTRO_OK;
}

static intro_status join_by(classes *c, vec_text_key *keys, const char *reason,
                            const char *refused)
{
    if (keys->count != 0) {
        qsort(keys->data, keys->count, sizeof *keys->data, compare_keys);
    }
    for (size_t i = 0; i < keys->count;) {
        size_t end = i + 1;
        while (end < keys->count &&
               compare_text(keys->data[i].text, keys->data[i].length,
                            keys->data[end].text,
                            keys->data[end].length) == 0) {
            end++;
        }
        INTRO_TRY(join_run(c, keys->data + i, end - i, reason, refused));
        i = end;
    }
    return INTRO_OK;
}

static intro_status join_by_strings(classes *c, const intro_i_vec_key *from,
                                    const char *reason, const char *refused)
{
    vec_text_key keys;
    memset(&keys, 0, sizeof keys);
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < from->count && rc == INTRO_OK; i++) {
        const uint32_t s = from->data[i].string;
        rc = push_key(c, &keys, intro_i_strpool_text(&c->b->strings, s),
                      intro_i_strpool_length(&c->b->strings, s),
                      from->data[i].person);
    }
    if (rc == INTRO_OK) {
        rc = join_by(c, &keys, reason, refused);
    }
    vec_text_key_fini(&keys);
    return rc;
}

static intro_status join_by_ids(classes *c)
{
    vec_text_key keys;
    memset(&keys, 0, sizeof keys);
    intro_status rc = INTRO_OK;
    for (size_t s = 0; s < c->b->sources.count && rc == INTRO_OK; s++) {
        const intro_i_build_source *const source = c->b->sources.data[s];
        if (source->format != INTRO_I_FORMAT_GRAPHML) {
            continue;
        }
        for (uint32_t i = 0; i < source->person_count && rc == INTRO_OK; i++) {
            rc = push_key(c, &keys, intro_i_strpool_text(&source->ids, i + 1),
                          intro_i_strpool_length(&source->ids, i + 1),
                          source->first_person + i);
        }
    }
    if (rc == INTRO_OK) {
        rc = join_by(c, &keys, "merged by equal id",
                     "equal id refused as identity");
    }
    vec_text_key_fini(&keys);
    return rc;
}

static uint32_t known(const intro_i_builder *b, uint32_t person,
                      intro_field field)
{
    return person < b->known[field].count ? b->known[field].data[person] : 0;
}

/* "name \n company", both folded; nothing when either is unknown. */
static intro_status name_company_key(intro_i_builder *b, uint32_t person,
                                     intro_i_strbuf *buf)
{
    const uint32_t name = known(b, person, INTRO_FIELD_NAME);
    const uint32_t company = known(b, person, INTRO_FIELD_COMPANY);
    intro_i_strbuf_clear(buf);
    if (name == 0 || company == 0) {
        return INTRO_OK;
    }
    intro_status rc =
        intro_i_name_fold(intro_i_strpool_text(&b->strings, name),
                          intro_i_strpool_length(&b->strings, name), buf);
    const size_t name_length = buf->length;
    intro_i_strbuf_putc(buf, '\n');
    if (rc == INTRO_OK) {
        rc = intro_i_company_fold(intro_i_strpool_text(&b->strings, company),
                                  intro_i_strpool_length(&b->strings, company),
                                  buf);
    }
    if (rc == INTRO_OK) {
        rc = buf->status;
    }
    /* Names without letters say nothing of who it is. */
    if (name_length == 0 || buf->length == name_length + 1) {
        intro_i_strbuf_clear(buf);
    }
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(b->ctx) : rc;
}

static intro_status join_by_names(classes *c)
{
    vec_text_key keys;
    intro_i_strbuf buf;
    memset(&keys, 0, sizeof keys);
    intro_i_strbuf_init(&buf, 0);
    intro_status rc = INTRO_OK;
    for (uint32_t p = 0; p < c->b->people && rc == INTRO_OK; p++) {
        rc = name_company_key(c->b, p, &buf);
        if (rc == INTRO_OK && buf.length != 0) {
            const char *const copy =
                intro_i_arena_copy(&c->b->arena, buf.data, buf.length);
            rc = copy == NULL ? intro_i_fail_memory(c->b->ctx)
                              : push_key(c, &keys, copy, buf.length, p);
        }
    }
    if (rc == INTRO_OK) {
        rc = join_by(c, &keys, "merged by name and company (--merge-names)",
                     "name and company refused as identity");
    }
    intro_i_strbuf_fini(&buf);
    vec_text_key_fini(&keys);
    return rc;
}

/* --- ids -------------------------------------------------------------------- */

/* What a class may be called by. */
typedef struct naming {
    classes *c;
    uint32_t *group_of; /* root -> group */
    uint32_t groups;
    const char **ids; /* by group */
    uint32_t *id_lengths;
    intro_i_strpool taken;
} naming;

static bool is_graphml(const classes *c, uint32_t person, size_t *source)
{
    *source = intro_i_identity_source(c->b, person);
    return c->b->sources.data[*source]->format == INTRO_I_FORMAT_GRAPHML;
}

/* Offers a text as the id of a group: the smaller one stays. */
static void offer(naming *n, uint32_t group, const char *text, size_t length)
{
    if (n->ids[group] == NULL ||
        compare_text(text, length, n->ids[group], n->id_lengths[group]) < 0) {
        n->ids[group] = text;
        n->id_lengths[group] = (uint32_t)length;
    }
}

static intro_status take_id(naming *n, const char *text, size_t length,
                            bool *fresh)
{
    const uint32_t before = n->taken.count;
    uint32_t string;
    const intro_status rc =
        intro_i_strpool_intern(&n->taken, text, length, &string);
    *fresh = n->taken.count != before;
    return rc == INTRO_OK ? rc : intro_i_fail_memory(n->c->b->ctx);
}

static intro_status name_by_slugs(naming *n)
{
    intro_i_builder *const b = n->c->b;
    for (size_t i = 0; i < b->slugs.count; i++) {
        const intro_i_build_key *const key = &b->slugs.data[i];
        size_t source;
        if (!is_graphml(n->c, key->person, &source)) {
            offer(n, n->group_of[find_root(n->c, key->person)],
                  intro_i_strpool_text(&b->strings, key->string),
                  intro_i_strpool_length(&b->strings, key->string));
        }
    }
    for (uint32_t g = 0; g < n->groups; g++) {
        bool fresh;
        if (n->ids[g] == NULL) {
            continue;
        }
        /* Copied, because the pool moves when later steps add strings. */
        n->ids[g] = intro_i_arena_copy(&b->arena, n->ids[g], n->id_lengths[g]);
        if (n->ids[g] == NULL) {
            return intro_i_fail_memory(b->ctx);
        }
        INTRO_TRY(take_id(n, n->ids[g], n->id_lengths[g], &fresh));
        if (!fresh) {
            n->ids[g] = NULL; /* a slug that two people share: the first's */
        }
    }
    return INTRO_OK;
}

static const char *base_name(const char *file)
{
    const char *const slash = strrchr(file, '/');
    return slash == NULL ? file : slash + 1;
}

/* "BASENAME:id", or "BASENAME:id#2" and so on when that is taken too. */
static intro_status prefixed_id(naming *n, const intro_i_build_source *source,
                                uint32_t row, uint32_t group)
{
    const char *const base = base_name(source->file);
    const char *const id = intro_i_strpool_text(&source->ids, row + 1);
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_status rc = INTRO_OK;
    bool fresh = false;
    for (unsigned copy = 1; rc == INTRO_OK && !fresh; copy++) {
        intro_i_strbuf_clear(&buf);
        intro_i_strbuf_printf(&buf, "%s:", base);
        intro_i_strbuf_append(&buf, id,
                              intro_i_strpool_length(&source->ids, row + 1));
        if (copy > 1) {
            intro_i_strbuf_printf(&buf, "#%u", copy);
        }
        rc = buf.status == INTRO_OK ? take_id(n, buf.data, buf.length, &fresh)
                                    : intro_i_fail_memory(n->c->b->ctx);
    }
    if (rc == INTRO_OK) {
        n->ids[group] =
            intro_i_arena_copy(&n->c->b->arena, buf.data, buf.length);
        n->id_lengths[group] = (uint32_t)buf.length;
        if (n->ids[group] == NULL) {
            rc = intro_i_fail_memory(n->c->b->ctx);
        }
    }
    intro_i_strbuf_fini(&buf);
    return rc;
}

/* Which sources hold an id: the first group seen, and whether others do too. */
typedef struct id_use {
    uint32_t group;
    bool is_shared;
} id_use;

static intro_status use_ids(naming *n, const uint16_t *order,
                            intro_i_strpool *all, id_use *uses)
{
    for (size_t k = 0; k < n->c->b->sources.count; k++) {
        const intro_i_build_source *const s = n->c->b->sources.data[order[k]];
        if (s->format != INTRO_I_FORMAT_GRAPHML) {
            continue;
        }
        for (uint32_t i = 0; i < s->person_count; i++) {
            const uint32_t group =
                n->group_of[find_root(n->c, s->first_person + i)];
            const uint32_t before = all->count;
            uint32_t string;
            INTRO_TRY(intro_i_strpool_intern(
                all, intro_i_strpool_text(&s->ids, i + 1),
                intro_i_strpool_length(&s->ids, i + 1), &string));
            if (all->count != before) {
                uses[string] = (id_use){.group = group};
            } else if (uses[string].group != group) {
                uses[string].is_shared = true;
            }
        }
    }
    return INTRO_OK;
}

/* GraphML ids: plain where only one person has them, else with the file's name. */
static intro_status name_by_nodes(naming *n, const uint16_t *order)
{
    intro_i_builder *const b = n->c->b;
    intro_i_strpool all;
    if (intro_i_strpool_init(&all) != INTRO_OK) {
        return intro_i_fail_memory(b->ctx);
    }
    id_use *const uses = intro_i_alloc((size_t)b->people + 1, sizeof *uses);
    intro_status rc =
        uses == NULL ? INTRO_ENOMEM : use_ids(n, order, &all, uses);
    if (rc == INTRO_ENOMEM) {
        (void)intro_i_fail_memory(b->ctx);
    }
    /* First all plain ids, so that no made one takes the place of a stated one. */
    for (int made = 0; made < 2 && rc == INTRO_OK; made++) {
        for (size_t k = 0; k < b->sources.count && rc == INTRO_OK; k++) {
            const intro_i_build_source *const s = b->sources.data[order[k]];
            if (s->format != INTRO_I_FORMAT_GRAPHML) {
                continue;
            }
            for (uint32_t i = 0; i < s->person_count && rc == INTRO_OK; i++) {
                const uint32_t group =
                    n->group_of[find_root(n->c, s->first_person + i)];
                if (n->ids[group] != NULL) {
                    continue;
                }
                const char *const id = intro_i_strpool_text(&s->ids, i + 1);
                const size_t length = intro_i_strpool_length(&s->ids, i + 1);
                bool fresh = false;
                if (made == 0 &&
                    !uses[intro_i_strpool_find(&all, id, length)].is_shared) {
                    rc = take_id(n, id, length, &fresh);
                }
                if (fresh) {
                    n->ids[group] = id;
                    n->id_lengths[group] = (uint32_t)length;
                } else if (made == 1) {
                    rc = prefixed_id(n, s, i, group);
                }
            }
        }
    }
    intro_i_free(uses);
    intro_i_strpool_fini(&all);
    return rc;
}

/* "word" or "wordN": the first number from *number on that is free. */
static intro_status made_id(naming *n, const char *word, unsigned long *number,
                            bool plain, uint32_t group)
{
    char text[40];
    bool fresh = false;
    int length = 0;
    while (!fresh) {
        if (plain) {
            length = snprintf(text, sizeof text, "%s", word);
        } else {
            length = snprintf(text, sizeof text, "%s%lu", word, *number);
            *number += 1;
        }
        plain = false;
        INTRO_TRY(take_id(n, text, (size_t)length, &fresh));
    }
    n->ids[group] = intro_i_arena_copy(&n->c->b->arena, text, (size_t)length);
    n->id_lengths[group] = (uint32_t)length;
    return n->ids[group] == NULL ? intro_i_fail_memory(n->c->b->ctx) : INTRO_OK;
}

/* Does the export of x come before that of y? */
static bool is_earlier_owner(const naming *n, const uint16_t *order, size_t x,
                             size_t y)
{
    const intro_i_build_source *const a = n->c->b->sources.data[order[x]];
    const intro_i_build_source *const b = n->c->b->sources.data[order[y]];
    if (a->owner_digest != b->owner_digest) {
        return a->owner_digest < b->owner_digest;
    }
    return x < y;
}

static uint32_t owner_group(naming *n, const intro_i_build_source *source)
{
    return n->group_of[find_root(n->c, source->first_person + source->owner)];
}

/* Owners without a slug, one entry a person; the caller frees *out. */
static intro_status list_owners(naming *n, const uint16_t *order,
                                uint32_t **out, size_t *count)
{
    const intro_i_builder *const b = n->c->b;
    size_t *const places = intro_i_alloc(b->sources.count, sizeof *places);
    *out = intro_i_alloc(b->sources.count, sizeof **out);
    if (places == NULL || *out == NULL) {
        intro_i_free(places);
        return intro_i_fail_memory(b->ctx);
    }
    size_t found = 0;
    for (size_t k = 0; k < b->sources.count; k++) {
        const intro_i_build_source *const source = b->sources.data[order[k]];
        if (source->owner == UINT32_MAX ||
            n->ids[owner_group(n, source)] != NULL) {
            continue;
        }
        size_t at = found++;
        for (; at > 0 && is_earlier_owner(n, order, k, places[at - 1]); at--) {
            places[at] = places[at - 1];
        }
        places[at] = k;
    }
    *count = 0;
    for (size_t i = 0; i < found; i++) {
        const uint32_t group =
            owner_group(n, b->sources.data[order[places[i]]]);
        size_t same = 0;
        while (same < *count && (*out)[same] != group) {
            same++;
        }
        if (same == *count) {
            (*out)[(*count)++] = group;
        }
    }
    intro_i_free(places);
    return INTRO_OK;
}

static intro_status name_owners(naming *n, const uint16_t *order)
{
    uint32_t *groups = NULL;
    size_t count = 0;
    unsigned long number = 1;
    intro_status rc = list_owners(n, order, &groups, &count);
    for (size_t i = 0; i < count && rc == INTRO_OK; i++) {
        rc = made_id(n, "owner", &number, count == 1, groups[i]);
    }
    intro_i_free(groups);
    return rc;
}

/* Sort key of a person without any id of its own: product.md, Ids. */
typedef struct made_key {
    uint32_t group;
    const char *owner;
    size_t owner_length;
    const char *name; /* folded */
    size_t name_length;
    const char *company;
    intro_day date;
    uint64_t row;
    uint16_t rank;
} made_key;

INTRO_VEC(vec_made_key, made_key);

static int compare_made(const void *left, const void *right)
{
    const made_key *const a = left;
    const made_key *const b = right;
    int order =
        compare_text(a->owner, a->owner_length, b->owner, b->owner_length);
    if (order == 0) {
        order = compare_text(a->name, a->name_length, b->name, b->name_length);
    }
    if (order == 0) {
        order = strcmp(a->company, b->company);
    }
    if (order == 0) {
        order = (a->date > b->date) - (a->date < b->date);
    }
    if (order == 0) {
        order = (a->row > b->row) - (a->row < b->row);
    }
    if (order == 0) {
        order = (a->rank > b->rank) - (a->rank < b->rank);
    }
    return order;
}

static intro_status made_key_of(naming *n, const intro_i_build_order *order,
                                uint32_t group, made_key *key)
{
    intro_i_builder *const b = n->c->b;
    const size_t s = intro_i_identity_source(b, order->person);
    const intro_i_build_source *const source = b->sources.data[s];
    *key = (made_key){.group = group,
                      .owner = "",
                      .date = order->date,
                      .row = order->file_row,
                      .rank = n->c->rank[s]};
    if (source->owner != UINT32_MAX) {
        const uint32_t owner =
            n->group_of[find_root(n->c, source->first_person + source->owner)];
        key->owner = n->ids[owner];
        key->owner_length = n->id_lengths[owner];
    }
    const uint32_t name = known(b, order->person, INTRO_FIELD_NAME);
    intro_i_strbuf buf;
    intro_i_strbuf_init(&buf, 0);
    intro_status rc =
        intro_i_name_fold(intro_i_strpool_text(&b->strings, name),
                          intro_i_strpool_length(&b->strings, name), &buf);
    key->name = rc == INTRO_OK
                    ? intro_i_arena_copy(&b->arena, buf.data, buf.length)
                    : NULL;
    key->name_length = buf.length;
    intro_i_strbuf_fini(&buf);
    key->company = intro_i_strpool_text(
        &b->strings, known(b, order->person, INTRO_FIELD_COMPANY));
    return key->name == NULL ? intro_i_fail_memory(b->ctx) : INTRO_OK;
}

static intro_status name_the_rest(naming *n)
{
    intro_i_builder *const b = n->c->b;
    vec_made_key keys;
    memset(&keys, 0, sizeof keys);
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < b->orders.count && rc == INTRO_OK; i++) {
        const uint32_t group =
            n->group_of[find_root(n->c, b->orders.data[i].person)];
        made_key key;
        if (n->ids[group] != NULL) {
            continue;
        }
        rc = made_key_of(n, &b->orders.data[i], group, &key);
        if (rc == INTRO_OK && vec_made_key_push(&keys, key) != INTRO_OK) {
            rc = intro_i_fail_memory(b->ctx);
        }
    }
    if (rc == INTRO_OK && keys.count != 0) {
        qsort(keys.data, keys.count, sizeof *keys.data, compare_made);
    }
    unsigned long number = 1;
    for (size_t i = 0; i < keys.count && rc == INTRO_OK; i++) {
        if (n->ids[keys.data[i].group] == NULL) {
            rc = made_id(n, "p", &number, false, keys.data[i].group);
        }
    }
    vec_made_key_fini(&keys);
    /* People that no importer gave an order for: in the order of the records. */
    for (uint32_t g = 0; g < n->groups && rc == INTRO_OK; g++) {
        if (n->ids[g] == NULL) {
            rc = made_id(n, "p", &number, false, g);
        }
    }
    return rc;
}

/* --- order ------------------------------------------------------------------ */

typedef struct sort_entry {
    uint64_t prefix; /* first eight bytes, big-endian: compares as they do */
    uint32_t group;
} sort_entry;

static uint64_t prefix_of(const char *text, size_t length)
{
    uint64_t prefix = 0;
    for (size_t i = 0; i < 8; i++) {
        prefix = prefix << 8 | (i < length ? (unsigned char)text[i] : 0);
    }
    return prefix;
}

/* Least significant digit first; digits that are all alike cost one count. */
static void radix_sort(sort_entry *entries, sort_entry *scratch, size_t count)
{
    sort_entry *from = entries;
    sort_entry *to = scratch;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t at[257] = {0};
        for (size_t i = 0; i < count; i++) {
            at[(from[i].prefix >> shift & 255) + 1]++;
        }
        if (count == 0 || at[(from[0].prefix >> shift & 255) + 1] == count) {
            continue;
        }
        for (size_t d = 0; d < 256; d++) {
            at[d + 1] += at[d];
        }
        for (size_t i = 0; i < count; i++) {
            to[at[from[i].prefix >> shift & 255]++] = from[i];
        }
        sort_entry *const swap = from;
        from = to;
        to = swap;
    }
    if (from != entries) {
        memcpy(entries, from, count * sizeof *entries);
    }
}

/* What compares ids whose first eight bytes agree. */
typedef struct full_order {
    const char *text;
    uint32_t length;
    uint32_t group;
} full_order;

static int compare_full(const void *left, const void *right)
{
    const full_order *const a = left;
    const full_order *const b = right;
    return compare_text(a->text, a->length, b->text, b->length);
}

static intro_status sort_runs(naming *n, sort_entry *entries)
{
    full_order *run = NULL;
    size_t room = 0;
    for (size_t i = 0; i < n->groups;) {
        size_t end = i + 1;
        while (end < n->groups && entries[end].prefix == entries[i].prefix) {
            end++;
        }
        if (end - i > 1) {
            if (end - i > room) {
                intro_i_free(run);
                room = end - i;
                run = intro_i_alloc(room, sizeof *run);
                if (run == NULL) {
                    return intro_i_fail_memory(n->c->b->ctx);
                }
            }
            for (size_t j = i; j < end; j++) {
                run[j - i] =
                    (full_order){.text = n->ids[entries[j].group],
                                 .length = n->id_lengths[entries[j].group],
                                 .group = entries[j].group};
            }
            qsort(run, end - i, sizeof *run, compare_full);
            for (size_t j = i; j < end; j++) {
                entries[j].group = run[j - i].group;
            }
        }
        i = end;
    }
    intro_i_free(run);
    return INTRO_OK;
}

/* Groups in id order, and everybody's place in it. */
static intro_status put_in_order(naming *n, intro_i_identity *out)
{
    intro_i_builder *const b = n->c->b;
    sort_entry *const entries = intro_i_alloc(n->groups, sizeof *entries);
    sort_entry *const scratch = intro_i_alloc(n->groups, sizeof *scratch);
    uint32_t *const place = intro_i_alloc(n->groups, sizeof *place);
    out->person_of = intro_i_alloc(b->people, sizeof *out->person_of);
    out->ids = intro_i_alloc(n->groups, sizeof *out->ids);
    out->id_lengths = intro_i_alloc(n->groups, sizeof *out->id_lengths);
    intro_status rc = INTRO_OK;
    if (entries == NULL || scratch == NULL || place == NULL ||
        out->person_of == NULL || out->ids == NULL || out->id_lengths == NULL) {
        rc = intro_i_fail_memory(b->ctx);
        goto out;
    }
    for (uint32_t g = 0; g < n->groups; g++) {
        entries[g] = (sort_entry){
            .prefix = prefix_of(n->ids[g], n->id_lengths[g]), .group = g};
    }
    radix_sort(entries, scratch, n->groups);
    rc = sort_runs(n, entries);
    if (rc != INTRO_OK) {
        goto out;
    }
    for (uint32_t i = 0; i < n->groups; i++) {
        const uint32_t g = entries[i].group;
        place[g] = i;
        out->ids[i] = n->ids[g];
        out->id_lengths[i] = n->id_lengths[g];
    }
    for (uint32_t p = 0; p < b->people; p++) {
        out->person_of[p] = place[n->group_of[find_root(n->c, p)]];
    }
    out->people = n->groups;
out:
    intro_i_free(entries);
    intro_i_free(scratch);
    intro_i_free(place);
    return rc;
}

/* --- the whole -------------------------------------------------------------- */

static intro_status join_all(classes *c)
{
    if (c->b->sources.count < 2 && c->b->slugs.count == 0) {
        return INTRO_OK;
    }
    INTRO_TRY(join_by_strings(c, &c->b->slugs, "merged by profile URL",
                              "several people share a profile URL"));
    INTRO_TRY(join_by_strings(c, &c->b->emails, "merged by e-mail",
                              "several people share an e-mail"));
    if (c->b->options.same_ids) {
        INTRO_TRY(join_by_ids(c));
    }
    return c->b->options.merge_names ? join_by_names(c) : INTRO_OK;
}

static intro_status name_all(naming *n, const uint16_t *order)
{
    intro_i_builder *const b = n->c->b;
    if (b->sources.count == 1 &&
        b->sources.data[0]->format == INTRO_I_FORMAT_GRAPHML) {
        const intro_i_strpool *const ids = &b->sources.data[0]->ids;
        for (uint32_t i = 0; i < n->groups; i++) {
            n->ids[i] = intro_i_strpool_text(ids, i + 1);
            n->id_lengths[i] = (uint32_t)intro_i_strpool_length(ids, i + 1);
        }
        return INTRO_OK;
    }
    INTRO_TRY(name_by_slugs(n));
    INTRO_TRY(name_by_nodes(n, order));
    INTRO_TRY(name_owners(n, order));
    return name_the_rest(n);
}

/* Numbers the classes in canonical order of their first records. */
static void number_groups(classes *c, naming *n, const uint16_t *order)
{
    const intro_i_builder *const b = c->b;
    for (uint32_t p = 0; p < b->people; p++) {
        n->group_of[p] = UINT32_MAX;
    }
    for (size_t k = 0; k < b->sources.count; k++) {
        const intro_i_build_source *const s = b->sources.data[order[k]];
        for (uint32_t row = 0; row < s->person_count; row++) {
            const uint32_t root = find_root(c, s->first_person + row);
            if (n->group_of[root] == UINT32_MAX) {
                n->group_of[root] = n->groups++;
            }
        }
    }
}

static intro_status prepare(classes *c, naming *n, const uint16_t *order)
{
    const uint32_t people = c->b->people;
    c->parent = intro_i_alloc(people, sizeof *c->parent);
    c->next = intro_i_alloc(people, sizeof *c->next);
    n->group_of = intro_i_alloc(people, sizeof *n->group_of);
    if (c->parent == NULL || c->next == NULL || n->group_of == NULL) {
        return intro_i_fail_memory(c->b->ctx);
    }
    for (uint32_t p = 0; p < people; p++) {
        c->parent[p] = p;
        c->next[p] = p;
    }
    INTRO_TRY(join_all(c));
    number_groups(c, n, order);
    n->ids = intro_i_alloc_zero(n->groups, sizeof *n->ids);
    n->id_lengths = intro_i_alloc_zero(n->groups, sizeof *n->id_lengths);
    return n->ids == NULL || n->id_lengths == NULL
               ? intro_i_fail_memory(c->b->ctx)
               : INTRO_OK;
}

intro_status intro_i_identity_find(intro_i_builder *b, const uint16_t *rank,
                                   intro_i_identity *out)
{
    classes c = {.b = b, .rank = rank};
    naming n;
    memset(&n, 0, sizeof n);
    memset(out, 0, sizeof *out);
    n.c = &c;
    uint16_t *const order = intro_i_alloc(b->sources.count, sizeof *order);
    intro_status rc = INTRO_OK;
    if (order == NULL || intro_i_strpool_init(&n.taken) != INTRO_OK) {
        rc = intro_i_fail_memory(b->ctx);
        goto out;
    }
    for (size_t s = 0; s < b->sources.count; s++) {
        order[rank[s]] = (uint16_t)s;
    }
    rc = prepare(&c, &n, order);
    if (rc == INTRO_OK) {
        rc = name_all(&n, order);
    }
    if (rc == INTRO_OK) {
        rc = intro_i_poll(b->ctx);
    }
    if (rc == INTRO_OK) {
        rc = put_in_order(&n, out);
    }
out:
    intro_i_free(order);
    intro_i_free(c.parent);
    intro_i_free(c.next);
    intro_i_free(n.group_of);
    intro_i_free(n.ids);
    intro_i_free(n.id_lengths);
    intro_i_strpool_fini(&n.taken);
    if (rc != INTRO_OK) {
        intro_i_identity_fini(out);
    }
    return rc;
}

void intro_i_identity_fini(intro_i_identity *identity)
{
    intro_i_free(identity->person_of);
    intro_i_free(identity->ids);
    intro_i_free(identity->id_lengths);
    memset(identity, 0, sizeof *identity);
}
