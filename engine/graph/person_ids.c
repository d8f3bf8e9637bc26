/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each person is called: the slug of a profile, else the id of a node
 * where it is the only one, else "owner" for who exported, else a number. */
#include "graph/identity_impl.h"

#include "base/merge_sort.h"
#include "base/names.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { POLL_EVERY = 1 << 12 };

static intro_status poll_at(const intro_i_naming *n, size_t i)
{
    return i % POLL_EVERY == 0 ? intro_i_poll(n->c->b->ctx) : INTRO_OK;
}

static bool is_graphml(const intro_i_classes *c, uint32_t person,
                       size_t *source)
{
    *source = intro_i_identity_source(c->b, person);
    return c->b->sources.data[*source]->format == INTRO_I_FORMAT_GRAPHML;
}

/* Offers a text as the id of a group: the smaller one stays. */
static void offer(intro_i_naming *n, uint32_t group, const char *text,
                  size_t length)
{
    if (n->ids[group] == NULL ||
        intro_i_compare_text(text, length, n->ids[group],
                             n->id_lengths[group]) < 0) {
        n->ids[group] = text;
        n->id_lengths[group] = (uint32_t)length;
    }
}

static intro_status take_id(intro_i_naming *n, const char *text, size_t length,
                            bool *fresh)
{
    const uint32_t before = n->taken.count;
    uint32_t string;
    const intro_status rc =
        intro_i_strpool_intern(&n->taken, text, length, &string);
    *fresh = n->taken.count != before;
    return rc == INTRO_OK ? rc : intro_i_fail_memory(n->c->b->ctx);
}

static intro_status name_by_slugs(intro_i_naming *n)
{
    intro_i_builder *const b = n->c->b;
    for (size_t i = 0; i < b->slugs.count; i++) {
        const intro_i_build_key *const key = &b->slugs.data[i];
        size_t source;
        INTRO_TRY(poll_at(n, i));
        if (!is_graphml(n->c, key->person, &source)) {
            offer(n, n->group_of[intro_i_classes_root(n->c, key->person)],
                  intro_i_strpool_text(&b->strings, key->string),
                  intro_i_strpool_length(&b->strings, key->string));
        }
    }
    for (uint32_t g = 0; g < n->groups; g++) {
        bool fresh;
        INTRO_TRY(poll_at(n, g));
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

/* Ids with the name of their file, each with the number its next copy gets:
 * files of one name in many folders may all have it. */
typedef struct prefixed {
    intro_i_strpool texts;
    intro_i_vec_u32 next; /* by string of `texts` */
    intro_i_strbuf buf;
} prefixed;

/* The number to begin with for what stands in p->buf, from 1. */
static intro_status next_copy(prefixed *p, uint32_t **out)
{
    uint32_t string;
    INTRO_TRY(
        intro_i_strpool_intern(&p->texts, p->buf.data, p->buf.length, &string));
    while (p->next.count <= string) {
        INTRO_TRY(intro_i_vec_u32_push(&p->next, 1));
    }
    *out = &p->next.data[string];
    return INTRO_OK;
}

static intro_status take_copies(intro_i_naming *n, prefixed *p)
{
    const size_t length = p->buf.length;
    uint32_t *copy;
    bool fresh = false;
    INTRO_TRY(next_copy(p, &copy));
    while (!fresh) {
        if (*copy > 1) {
            intro_i_strbuf_truncate(&p->buf, length);
            intro_i_strbuf_printf(&p->buf, "#%u", (unsigned)*copy);
        }
        ++*copy;
        INTRO_TRY(p->buf.status);
        INTRO_TRY(take_id(n, p->buf.data, p->buf.length, &fresh));
    }
    return INTRO_OK;
}

/* "BASENAME:id", made UTF-8, or "BASENAME:id#2" and so on when that is taken too. */
static intro_status prefixed_id(intro_i_naming *n, prefixed *p,
                                const intro_i_build_source *source,
                                uint32_t row, uint32_t group)
{
    const char *const base = base_name(source->file);
    intro_i_strbuf_clear(&p->buf);
    intro_status rc = intro_i_utf8_repair(base, strlen(base), &p->buf);
    intro_i_strbuf_putc(&p->buf, ':');
    intro_i_strbuf_append(&p->buf, intro_i_strpool_text(&source->ids, row + 1),
                          intro_i_strpool_length(&source->ids, row + 1));
    if (rc == INTRO_OK && p->buf.status == INTRO_OK) {
        rc = take_copies(n, p);
    }
    if (rc != INTRO_OK || p->buf.status != INTRO_OK) {
        return intro_i_fail_memory(n->c->b->ctx);
    }
    n->ids[group] =
        intro_i_arena_copy(&n->c->b->arena, p->buf.data, p->buf.length);
    n->id_lengths[group] = (uint32_t)p->buf.length;
    return n->ids[group] == NULL ? intro_i_fail_memory(n->c->b->ctx) : INTRO_OK;
}

/* Which sources hold an id: the first group seen, and whether others do too. */
typedef struct id_use {
    uint32_t group;
    bool is_shared;
} id_use;

static intro_status use_ids(intro_i_naming *n, const uint16_t *order,
                            intro_i_strpool *all, id_use *uses)
{
    for (size_t k = 0; k < n->c->b->sources.count; k++) {
        const intro_i_build_source *const s = n->c->b->sources.data[order[k]];
        if (s->format != INTRO_I_FORMAT_GRAPHML) {
            continue;
        }
        for (uint32_t i = 0; i < s->person_count; i++) {
            const uint32_t group =
                n->group_of[intro_i_classes_root(n->c, s->first_person + i)];
            const uint32_t before = all->count;
            uint32_t string;
            INTRO_TRY(poll_at(n, i));
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

/* Names the nodes of one source that have no id yet: plainly where only one
 * person has the id, or (made) with the file's name. */
static intro_status name_nodes(intro_i_naming *n, const intro_i_build_source *s,
                               const intro_i_strpool *all, const id_use *uses,
                               bool made, prefixed *p)
{
    for (uint32_t i = 0; i < s->person_count; i++) {
        const uint32_t group =
            n->group_of[intro_i_classes_root(n->c, s->first_person + i)];
        INTRO_TRY(poll_at(n, i));
        if (n->ids[group] != NULL) {
            continue;
        }
        if (made) {
            INTRO_TRY(prefixed_id(n, p, s, i, group));
            continue;
        }
        const char *const id = intro_i_strpool_text(&s->ids, i + 1);
        const size_t length = intro_i_strpool_length(&s->ids, i + 1);
        bool fresh = false;
        if (!uses[intro_i_strpool_find(all, id, length)].is_shared) {
            INTRO_TRY(take_id(n, id, length, &fresh));
        }
        if (fresh) {
            n->ids[group] = id;
            n->id_lengths[group] = (uint32_t)length;
        }
    }
    return INTRO_OK;
}

/* First all plain ids, so that no made one takes the place of a stated one. */
static intro_status name_by_nodes(intro_i_naming *n, const uint16_t *order)
{
    intro_i_builder *const b = n->c->b;
    intro_i_strpool all;
    prefixed p;
    memset(&p, 0, sizeof p);
    intro_i_strbuf_init(&p.buf, 0);
    const intro_status begun = intro_i_strpool_init(&all);
    id_use *const uses = intro_i_alloc((size_t)b->people + 1, sizeof *uses);
    intro_status rc = begun == INTRO_OK && uses != NULL
                          ? intro_i_strpool_init(&p.texts)
                          : INTRO_ENOMEM;
    if (rc == INTRO_OK) {
        rc = use_ids(n, order, &all, uses);
    }
    if (rc == INTRO_ENOMEM) {
        (void)intro_i_fail_memory(b->ctx);
    }
    for (int made = 0; made < 2 && rc == INTRO_OK; made++) {
        for (size_t k = 0; k < b->sources.count && rc == INTRO_OK; k++) {
            const intro_i_build_source *const s = b->sources.data[order[k]];
            if (s->format == INTRO_I_FORMAT_GRAPHML) {
                rc = name_nodes(n, s, &all, uses, made == 1, &p);
            }
        }
    }
    intro_i_free(uses);
    intro_i_strpool_fini(&all);
    intro_i_strpool_fini(&p.texts);
    intro_i_vec_u32_fini(&p.next);
    intro_i_strbuf_fini(&p.buf);
    return rc;
}

/* "word" or "wordN": the first number from *number on that is free. */
static intro_status made_id(intro_i_naming *n, const char *word,
                            unsigned long *number, bool plain, uint32_t group)
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
static bool is_earlier_owner(const intro_i_naming *n, const uint16_t *order,
                             size_t x, size_t y)
{
    const intro_i_build_source *const a = n->c->b->sources.data[order[x]];
    const intro_i_build_source *const b = n->c->b->sources.data[order[y]];
    if (a->owner_digest != b->owner_digest) {
        return a->owner_digest < b->owner_digest;
    }
    return x < y;
}

static uint32_t owner_group(intro_i_naming *n,
                            const intro_i_build_source *source)
{
    return n->group_of[intro_i_classes_root(n->c, source->first_person +
                                                      source->owner)];
}

/* Owners without a slug, one entry a person; the caller frees *out. */
static intro_status list_owners(intro_i_naming *n, const uint16_t *order,
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

static intro_status name_owners(intro_i_naming *n, const uint16_t *order)
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

/* Sort key of a person without any id of its own, first of what differs. */
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
    int order = intro_i_compare_text(a->owner, a->owner_length, b->owner,
                                     b->owner_length);
    if (order == 0) {
        order = intro_i_compare_text(a->name, a->name_length, b->name,
                                     b->name_length);
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

static intro_status made_key_of(intro_i_naming *n,
                                const intro_i_build_order *order,
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
        const uint32_t owner = n->group_of[intro_i_classes_root(
            n->c, source->first_person + source->owner)];
        key->owner = n->ids[owner];
        key->owner_length = n->id_lengths[owner];
    }
    const uint32_t name =
        intro_i_identity_known(b, order->person, INTRO_FIELD_NAME);
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
        &b->strings,
        intro_i_identity_known(b, order->person, INTRO_FIELD_COMPANY));
    return key->name == NULL ? intro_i_fail_memory(b->ctx) : INTRO_OK;
}

static intro_status name_the_rest(intro_i_naming *n)
{
    intro_i_builder *const b = n->c->b;
    vec_made_key keys;
    memset(&keys, 0, sizeof keys);
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < b->orders.count && rc == INTRO_OK; i++) {
        const uint32_t group =
            n->group_of[intro_i_classes_root(n->c, b->orders.data[i].person)];
        made_key key;
        rc = poll_at(n, i);
        if (rc != INTRO_OK || n->ids[group] != NULL) {
            continue;
        }
        rc = made_key_of(n, &b->orders.data[i], group, &key);
        if (rc == INTRO_OK && vec_made_key_push(&keys, key) != INTRO_OK) {
            rc = intro_i_fail_memory(b->ctx);
        }
    }
    if (rc == INTRO_OK) {
        rc = intro_i_merge_sort(b->ctx, keys.data, keys.count,
                                sizeof *keys.data, compare_made);
    }
    unsigned long number = 1;
    for (size_t i = 0; i < keys.count && rc == INTRO_OK; i++) {
        if (n->ids[keys.data[i].group] == NULL) {
            rc = made_id(n, "p", &number, false, keys.data[i].group);
        }
    }
    vec_made_key_fini(&keys);
    /* People that no importer gave an order for: in the order of the
     * records. */
    for (uint32_t g = 0; g < n->groups && rc == INTRO_OK; g++) {
        if (n->ids[g] == NULL) {
            rc = made_id(n, "p", &number, false, g);
        }
    }
    return rc;
}

intro_status intro_i_person_ids_find(intro_i_naming *n, const uint16_t *order)
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
