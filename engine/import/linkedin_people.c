/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/linkedin_people.h"

#include "base/context_impl.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define PROFILE_URL "https://www.linkedin.com/in/"

typedef intro_status fold_fn(const char *text, size_t length,
                             intro_i_strbuf *out);

static intro_status out_of_memory(const intro_i_li_people *people,
                                  intro_status rc)
{
    intro_ctx *const ctx = intro_i_builder_ctx(people->builder);
    if (rc == INTRO_ELIMIT) {
        return intro_i_fail(ctx, rc, "too many different names");
    }
    return intro_i_fail_memory(ctx);
}

static intro_status keys_init(intro_i_li_keys *keys)
{
    INTRO_TRY(intro_i_strpool_init(&keys->spellings));
    return intro_i_strpool_init(&keys->keys);
}

static void keys_fini(intro_i_li_keys *keys)
{
    intro_i_strpool_fini(&keys->spellings);
    intro_i_strpool_fini(&keys->keys);
    intro_i_vec_u32_fini(&keys->key_of);
}

/* A vector that is read by number: longer, with zeros. */
static intro_status stretch(intro_i_vec_u32 *vec, size_t count)
{
    if (count <= vec->count) {
        return INTRO_OK;
    }
    INTRO_TRY(intro_i_vec_u32_reserve(vec, count));
    memset(vec->data + vec->count, 0, (count - vec->count) * sizeof(uint32_t));
    vec->count = count;
    return INTRO_OK;
}

static intro_status find_key(intro_i_li_people *people, intro_i_li_keys *keys,
                             fold_fn *fold, intro_i_csv_field text,
                             uint32_t *key)
{
    *key = 0;
    if (text.length == 0) {
        return INTRO_OK;
    }
    uint32_t spelling;
    INTRO_TRY(intro_i_strpool_intern(&keys->spellings, text.text, text.length,
                                     &spelling));
    if (spelling < keys->key_of.count) {
        *key = keys->key_of.data[spelling];
        return INTRO_OK;
    }
    intro_i_strbuf_clear(&people->scratch);
    const intro_status rc = fold(text.text, text.length, &people->scratch);
    if (rc == INTRO_ENOMEM || rc == INTRO_ELIMIT) {
        return rc;
    }
    if (rc == INTRO_OK && people->scratch.length != 0) {
        INTRO_TRY(intro_i_strpool_intern(&keys->keys, people->scratch.data,
                                         people->scratch.length, key));
    }
    if (*key > INTRO_I_LI_MOST_KEYS) {
        return INTRO_ELIMIT;
    }
    INTRO_TRY(stretch(&keys->key_of, spelling));
    return intro_i_vec_u32_push(&keys->key_of, *key);
}

static intro_status fold_employer(const char *text, size_t length,
                                  intro_i_strbuf *out)
{
    INTRO_TRY(intro_i_company_fold(text, length, out));
    if (intro_i_company_is_none(out->data, out->length)) {
        intro_i_strbuf_clear(out);
    }
    return INTRO_OK;
}

intro_status intro_i_li_people_init(intro_i_li_people *people,
                                    intro_i_builder *builder)
{
    memset(people, 0, sizeof *people);
    people->builder = builder;
    people->owner_row = INTRO_I_LI_NO_ROW;
    intro_i_strbuf_init(&people->scratch, 0);
    intro_i_strbuf_init(&people->joined, 0);
    intro_i_strbuf_init(&people->company, 0);
    intro_i_strbuf_init(&people->position, 0);
    intro_status rc = keys_init(&people->slugs);
    if (rc == INTRO_OK) {
        rc = keys_init(&people->names);
    }
    if (rc == INTRO_OK) {
        rc = keys_init(&people->companies);
    }
    if (rc != INTRO_OK) {
        return out_of_memory(people, rc);
    }
    static const char deleted[] = "LinkedIn Member";
    return intro_i_li_name(people,
                           (intro_i_csv_field){deleted, sizeof deleted - 1},
                           &people->deleted_member);
}

void intro_i_li_people_fini(intro_i_li_people *people)
{
    keys_fini(&people->slugs);
    keys_fini(&people->names);
    keys_fini(&people->companies);
    intro_i_li_vec_person_fini(&people->rows);
    intro_i_li_vec_bearers_fini(&people->bearers);
    intro_i_li_vec_namesake_fini(&people->namesakes);
    intro_i_vec_u32_fini(&people->slug_row);
    intro_i_vec_u32_fini(&people->slug_name);
    intro_i_strbuf_fini(&people->scratch);
    intro_i_strbuf_fini(&people->joined);
    intro_i_strbuf_fini(&people->company);
    intro_i_strbuf_fini(&people->position);
}

intro_status intro_i_li_slug(intro_i_li_people *people, intro_i_csv_field url,
                             uint32_t *slug)
{
    const intro_status rc =
        find_key(people, &people->slugs, intro_i_profile_slug, url, slug);
    return rc == INTRO_OK ? rc : out_of_memory(people, rc);
}

intro_status intro_i_li_name(intro_i_li_people *people, intro_i_csv_field name,
                             uint32_t *key)
{
    const intro_status rc =
        find_key(people, &people->names, intro_i_name_fold, name, key);
    return rc == INTRO_OK ? rc : out_of_memory(people, rc);
}

intro_status intro_i_li_company(intro_i_li_people *people,
                                intro_i_csv_field company, uint32_t *key)
{
    const intro_status rc =
        find_key(people, &people->companies, fold_employer, company, key);
    return rc == INTRO_OK ? rc : out_of_memory(people, rc);
}

/* Appends the words of a text with one blank between them. */
static void append_words(intro_i_strbuf *out, intro_i_csv_field text)
{
    bool wants_blank = out->length != 0;
    for (size_t i = 0; i < text.length;) {
        const size_t begin = i;
        while (i < text.length && (uint8_t)text.text[i] > ' ') {
            i++;
        }
        if (i != begin) {
            if (wants_blank) {
                intro_i_strbuf_putc(out, ' ');
            }
            intro_i_strbuf_append(out, text.text + begin, i - begin);
            wants_blank = true;
        } else {
            i++;
        }
    }
}

intro_status intro_i_li_join_name(intro_i_li_people *people,
                                  intro_i_csv_field first,
                                  intro_i_csv_field last,
                                  intro_i_csv_field *name)
{
    intro_i_strbuf *const joined = &people->joined;
    intro_i_strbuf_clear(joined);
    append_words(joined, first);
    append_words(joined, last);
    *name = (intro_i_csv_field){joined->data, joined->length};
    return joined->status == INTRO_OK ? INTRO_OK
                                      : out_of_memory(people, joined->status);
}

intro_status intro_i_li_name_slug(intro_i_li_people *people, uint32_t slug,
                                  intro_i_csv_field name)
{
    if (slug < people->slug_name.count && people->slug_name.data[slug] != 0) {
        return INTRO_OK;
    }
    uint32_t key;
    INTRO_TRY(intro_i_li_name(people, name, &key));
    if (key == 0 || key == people->deleted_member) {
        return INTRO_OK;
    }
    const intro_status rc = stretch(&people->slug_name, (size_t)slug + 1);
    if (rc != INTRO_OK) {
        return out_of_memory(people, rc);
    }
    people->slug_name.data[slug] =
        intro_i_strpool_find(&people->names.spellings, name.text, name.length);
    return INTRO_OK;
}

intro_status intro_i_li_who_of(intro_i_li_people *people, intro_i_csv_field url,
                               intro_i_csv_field name, intro_i_li_who *who)
{
    uint32_t key;
    *who = 0;
    INTRO_TRY(intro_i_li_slug(people, url, &key));
    if (key != 0) {
        *who = key << 1;
        return intro_i_li_name_slug(people, key, name);
    }
    INTRO_TRY(intro_i_li_name(people, name, &key));
    if (key != 0 && key != people->deleted_member) {
        *who = key << 1 | 1;
    }
    return INTRO_OK;
}

intro_status intro_i_li_set_field(intro_i_li_people *people, uint32_t row,
                                  intro_field field, intro_i_csv_field text)
{
    intro_i_strbuf_clear(&people->scratch);
    append_words(&people->scratch, text);
    if (people->scratch.status != INTRO_OK) {
        return out_of_memory(people, people->scratch.status);
    }
    if (people->scratch.length == 0) {
        return INTRO_OK;
    }
    uint32_t string;
    INTRO_TRY(intro_i_builder_string(people->builder, people->scratch.data,
                                     people->scratch.length, &string));
    return intro_i_builder_field(people->builder, row, field, string, true);
}

/* The identity keys and their fields. */
static intro_status set_identity(intro_i_li_people *people, uint32_t row,
                                 const intro_i_li_new *fresh)
{
    intro_i_builder *const b = people->builder;
    intro_i_strbuf *const scratch = &people->scratch;
    uint32_t string;
    if (fresh->slug != 0) {
        const char *const slug =
            intro_i_strpool_text(&people->slugs.keys, fresh->slug);
        INTRO_TRY(intro_i_builder_string(b, slug, strlen(slug), &string));
        INTRO_TRY(intro_i_builder_slug(b, row, string));
        intro_i_strbuf_clear(scratch);
        intro_i_strbuf_puts(scratch, PROFILE_URL);
        intro_i_strbuf_puts(scratch, slug);
        if (scratch->status != INTRO_OK) {
            return out_of_memory(people, scratch->status);
        }
        INTRO_TRY(
            intro_i_builder_string(b, scratch->data, scratch->length, &string));
        INTRO_TRY(intro_i_builder_field(b, row, INTRO_FIELD_URL, string, true));
    }
    intro_i_strbuf_clear(scratch);
    const intro_status rc = intro_i_email_normalise(
        fresh->email.text, fresh->email.length, scratch);
    if (rc == INTRO_ENOMEM || rc == INTRO_ELIMIT) {
        return out_of_memory(people, rc);
    }
    if (rc == INTRO_OK) {
        INTRO_TRY(
            intro_i_builder_string(b, scratch->data, scratch->length, &string));
        INTRO_TRY(intro_i_builder_email(b, row, string));
        if (!fresh->is_owner) {
            INTRO_TRY(
                intro_i_builder_field(b, row, INTRO_FIELD_EMAIL, string, true));
        }
    }
    return INTRO_OK;
}

/* Enters a person into the tables that resolve. */
static intro_status enter(intro_i_li_people *people, uint32_t row,
                          const intro_i_li_person *person)
{
    INTRO_TRY(intro_i_li_vec_person_push(&people->rows, *person));
    if (person->slug != 0) {
        INTRO_TRY(stretch(&people->slug_row, (size_t)person->slug + 1));
        people->slug_row.data[person->slug] = row + 1;
    }
    if (person->is_owner) {
        people->owner_row = row;
        return INTRO_OK;
    }
    while (people->bearers.count <= person->name) {
        const intro_i_li_bearers none = {0, 0, 0, 0};
        INTRO_TRY(intro_i_li_vec_bearers_push(&people->bearers, none));
    }
    intro_i_li_bearers *const bearers = &people->bearers.data[person->name];
    if (person->is_contact) {
        bearers->contacts++;
        bearers->contact = row;
    } else {
        bearers->others++;
        bearers->other = row;
    }
    return INTRO_OK;
}

static intro_status keep_text(const intro_i_li_people *people,
                              intro_i_strbuf *buffer, intro_i_csv_field *text)
{
    intro_i_strbuf_clear(buffer);
    intro_i_strbuf_append(buffer, text->text, text->length);
    *text = (intro_i_csv_field){buffer->data, buffer->length};
    return buffer->status == INTRO_OK ? INTRO_OK
                                      : out_of_memory(people, buffer->status);
}

intro_status intro_i_li_add(intro_i_li_people *people,
                            const intro_i_li_new *fresh, uint32_t *row)
{
    intro_i_builder *const b = people->builder;
    intro_i_li_person person = {0};
    person.slug = fresh->slug;
    person.since = fresh->since;
    person.is_contact = fresh->is_contact;
    person.is_owner = fresh->is_owner;
    intro_i_csv_field company = fresh->company;
    intro_i_csv_field position = fresh->position;
    INTRO_TRY(keep_text(people, &people->company, &company));
    INTRO_TRY(keep_text(people, &people->position, &position));
    INTRO_TRY(intro_i_li_name(people, fresh->name, &person.name));
    INTRO_TRY(intro_i_li_company(people, company, &person.company));
    INTRO_TRY(intro_i_builder_person(b, row));
    INTRO_TRY(
        intro_i_li_set_field(people, *row, INTRO_FIELD_NAME, fresh->name));
    INTRO_TRY(intro_i_li_set_field(people, *row, INTRO_FIELD_COMPANY, company));
    INTRO_TRY(
        intro_i_li_set_field(people, *row, INTRO_FIELD_POSITION, position));
    INTRO_TRY(set_identity(people, *row, fresh));
    INTRO_TRY(intro_i_builder_order(b, *row, fresh->since, fresh->file_row));
    const intro_status rc = enter(people, *row, &person);
    return rc == INTRO_OK ? rc : out_of_memory(people, rc);
}

uint32_t intro_i_li_row_of_slug(const intro_i_li_people *people, uint32_t slug)
{
    if (slug == 0 || slug >= people->slug_row.count ||
        people->slug_row.data[slug] == 0) {
        return INTRO_I_LI_NO_ROW;
    }
    return people->slug_row.data[slug] - 1;
}

/* By name, then company; the row makes the order total. */
static int compare_namesakes(const void *a, const void *b)
{
    const intro_i_li_namesake *const x = a;
    const intro_i_li_namesake *const y = b;
    if (x->name != y->name) {
        return x->name < y->name ? -1 : 1;
    }
    if (x->company != y->company) {
        return x->company < y->company ? -1 : 1;
    }
    return (x->row > y->row) - (x->row < y->row);
}

intro_status intro_i_li_index_contacts(intro_i_li_people *people)
{
    intro_i_li_vec_namesake *const all = &people->namesakes;
    all->count = 0;
    for (uint32_t row = 0; row < people->rows.count; row++) {
        const intro_i_li_person *const p = &people->rows.data[row];
        if (!p->is_contact || p->is_owner || p->company == 0 ||
            people->bearers.data[p->name].contacts < 2) {
            continue;
        }
        const intro_i_li_namesake one = {p->name, p->company, row};
        const intro_status rc = intro_i_li_vec_namesake_push(all, one);
        if (rc != INTRO_OK) {
            return out_of_memory(people, rc);
        }
    }
    if (all->count != 0) {
        qsort(all->data, all->count, sizeof *all->data, compare_namesakes);
    }
    return INTRO_OK;
}

/* Of several contacts of a name the only one of the company. */
static uint32_t choose_by_company(const intro_i_li_people *people,
                                  uint32_t name, uint32_t company)
{
    const intro_i_li_vec_namesake *const all = &people->namesakes;
    const intro_i_li_namesake wanted = {name, company, 0};
    size_t begin = 0;
    size_t end = all->count;
    while (begin < end) {
        const size_t middle = begin + (end - begin) / 2;
        if (compare_namesakes(&all->data[middle], &wanted) < 0) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    size_t after = begin;
    while (after < all->count && after < begin + 2 &&
           all->data[after].name == name &&
           all->data[after].company == company) {
        after++;
    }
    return after == begin + 1 ? all->data[begin].row : INTRO_I_LI_NO_ROW;
}

static uint32_t resolve_name(const intro_i_li_people *people, uint32_t name,
                             uint32_t company, bool *several)
{
    if (name == 0 || name >= people->bearers.count) {
        return INTRO_I_LI_NO_ROW;
    }
    const intro_i_li_bearers *const bearers = &people->bearers.data[name];
    if (bearers->contacts == 1) {
        return bearers->contact;
    }
    if (bearers->contacts == 0 && bearers->others == 1) {
        return bearers->other;
    }
    uint32_t row = INTRO_I_LI_NO_ROW;
    if (bearers->contacts > 1 && company != 0) {
        row = choose_by_company(people, name, company);
    }
    *several =
        row == INTRO_I_LI_NO_ROW && bearers->contacts + bearers->others > 1;
    return row;
}

uint32_t intro_i_li_resolve(const intro_i_li_people *people, intro_i_li_who who,
                            uint32_t company, bool *several)
{
    *several = false;
    const uint32_t key = who >> 1;
    if (key == 0) {
        return INTRO_I_LI_NO_ROW;
    }
    if ((who & 1) != 0) {
        return key == people->owner_name
                   ? people->owner_row
                   : resolve_name(people, key, company, several);
    }
    if (key == people->owner_alias) {
        return people->owner_row;
    }
    const uint32_t row = intro_i_li_row_of_slug(people, key);
    if (row != INTRO_I_LI_NO_ROW || key >= people->slug_name.count ||
        people->slug_name.data[key] == 0) {
        return row;
    }
    /* exports before 2023 have URLs in other files than Connections.csv: the
     * one contact of the name, provided that it has no URL of its own */
    const uint32_t name =
        people->names.key_of.data[people->slug_name.data[key]];
    if (people->owner_slug == 0 && name == people->owner_name && name != 0) {
        return people->owner_row;
    }
    bool ignored = false;
    const uint32_t namesake = resolve_name(people, name, company, &ignored);
    return namesake != INTRO_I_LI_NO_ROW &&
                   people->rows.data[namesake].slug == 0
               ? namesake
               : INTRO_I_LI_NO_ROW;
}
