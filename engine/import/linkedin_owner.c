/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/linkedin_owner.h"

#include "base/context_impl.h"

#include <string.h>

enum { CANDIDATES_MAX = 16 };

void intro_i_li_owner_init(intro_i_li_owner *owner)
{
    memset(owner, 0, sizeof *owner);
    intro_i_strbuf_init(&owner->name, 0);
    owner->company_since = INTRO_NO_DAY;
}

void intro_i_li_owner_fini(intro_i_li_owner *owner)
{
    intro_i_strbuf_fini(&owner->name);
    intro_i_vec_u32_fini(&owner->emails);
    intro_i_li_vec_job_fini(&owner->jobs);
}

static intro_status out_of_memory(const intro_i_li_people *people)
{
    return intro_i_fail_memory(intro_i_builder_ctx(people->builder));
}

static intro_status set_name(intro_i_li_owner *owner, intro_i_li_people *people,
                             intro_i_csv_field name)
{
    intro_i_strbuf_clear(&owner->name);
    intro_i_strbuf_append(&owner->name, name.text, name.length);
    if (owner->name.status != INTRO_OK) {
        return out_of_memory(people);
    }
    const intro_i_csv_field kept = {owner->name.data, owner->name.length};
    return intro_i_li_name(people, kept, &owner->name_key);
}

/* *is_email false: the text is no address. */
static intro_status add_email(intro_i_li_owner *owner,
                              intro_i_li_people *people, intro_i_csv_field text,
                              bool *is_email)
{
    intro_i_strbuf address;
    intro_i_strbuf_init(&address, 0);
    uint32_t string = 0;
    intro_status rc = intro_i_email_normalise(text.text, text.length, &address);
    *is_email = rc == INTRO_OK;
    if (rc == INTRO_OK) {
        rc = intro_i_builder_string(people->builder, address.data,
                                    address.length, &string);
        if (rc == INTRO_OK &&
            intro_i_vec_u32_push(&owner->emails, string) != INTRO_OK) {
            rc = out_of_memory(people);
        }
    } else {
        rc = rc == INTRO_ENOMEM ? out_of_memory(people) : INTRO_OK;
    }
    intro_i_strbuf_fini(&address);
    return rc;
}

/* The text behind a prefix, or NULL. */
static const char *behind(const char *who, const char *prefix)
{
    const size_t length = strlen(prefix);
    return strncmp(who, prefix, length) == 0 ? who + length : NULL;
}

static intro_status give_slug(intro_i_li_owner *owner,
                              intro_i_li_people *people, const char *slug)
{
    intro_i_strbuf url;
    intro_i_strbuf_init(&url, 0);
    intro_i_strbuf_puts(&url, "linkedin.com/in/");
    intro_i_strbuf_puts(&url, slug);
    const intro_i_csv_field field = {url.data, url.length};
    const intro_status rc = url.status == INTRO_OK
                                ? intro_i_li_slug(people, field, &owner->slug)
                                : out_of_memory(people);
    intro_i_strbuf_fini(&url);
    return rc;
}

intro_status intro_i_li_owner_given(intro_i_li_owner *owner,
                                    intro_i_li_people *people, const char *who)
{
    const char *const url = behind(who, "url:");
    const char *const email = behind(who, "email:");
    const char *const name = behind(who, "name:");
    const char *const id = behind(who, "id:");
    if (id != NULL) {
        return give_slug(owner, people, id);
    }
    if (name == NULL && email == NULL) {
        const char *const text = url != NULL ? url : who;
        const intro_i_csv_field field = {text, strlen(text)};
        INTRO_TRY(intro_i_li_slug(people, field, &owner->slug));
        if (owner->slug != 0) {
            return INTRO_OK;
        }
        if (url != NULL) {
            return intro_i_fail(intro_i_builder_ctx(people->builder),
                                INTRO_EARG, "\"%s\" is no profile URL", url);
        }
    }
    if (name == NULL) {
        const char *const text = email != NULL ? email : who;
        bool is_email;
        INTRO_TRY(add_email(
            owner, people, (intro_i_csv_field){text, strlen(text)}, &is_email));
        if (is_email) {
            return INTRO_OK;
        }
        if (email != NULL) {
            return intro_i_fail(intro_i_builder_ctx(people->builder),
                                INTRO_EARG, "\"%s\" is no e-mail address",
                                email);
        }
    }
    const char *const text = name != NULL ? name : who;
    return set_name(owner, people, (intro_i_csv_field){text, strlen(text)});
}

intro_status intro_i_li_owner_profile(intro_i_li_owner *owner,
                                      intro_i_li_people *people,
                                      intro_i_li_table *table)
{
    intro_i_csv_field name;
    INTRO_TRY(intro_i_li_join_name(
        people, intro_i_li_table_get(table, INTRO_I_LI_FIRST),
        intro_i_li_table_get(table, INTRO_I_LI_LAST), &name));
    if (name.length != 0 && owner->name.length == 0) {
        INTRO_TRY(set_name(owner, people, name));
    }
    intro_i_builder_account(table->builder)->used++;
    return INTRO_OK;
}

intro_status intro_i_li_owner_email(intro_i_li_owner *owner,
                                    intro_i_li_people *people,
                                    intro_i_li_table *table)
{
    bool is_email;
    INTRO_TRY(add_email(owner, people,
                        intro_i_li_table_get(table, INTRO_I_LI_EMAIL),
                        &is_email));
    if (!is_email) {
        return intro_i_li_table_unusable(table, "no e-mail address");
    }
    intro_i_builder_account(table->builder)->used++;
    return INTRO_OK;
}

intro_status intro_i_li_owner_position(intro_i_li_owner *owner,
                                       intro_i_li_people *people,
                                       intro_i_li_table *table)
{
    intro_i_builder *const b = table->builder;
    const intro_i_csv_field company =
        intro_i_li_table_get(table, INTRO_I_LI_COMPANY);
    const intro_i_csv_field position =
        intro_i_li_table_get(table, INTRO_I_LI_POSITION);
    const intro_i_csv_field from = intro_i_li_table_get(table, INTRO_I_LI_DATE);
    const intro_i_csv_field until = intro_i_li_table_get(table, INTRO_I_LI_END);
    const int32_t pivot = table->dates.pivot_year;
    intro_i_li_job job = {0, 0, INTRO_NO_DAY, INTRO_NO_DAY};
    intro_day ignored;
    if (intro_i_period_parse(from.text, from.length, pivot, &job.first,
                             &ignored) != INTRO_OK ||
        (until.length != 0 &&
         intro_i_period_parse(until.text, until.length, pivot, &ignored,
                              &job.last) != INTRO_OK)) {
        return intro_i_li_table_unusable(table, "bad date");
    }
    INTRO_TRY(intro_i_li_company(people, company, &job.company));
    INTRO_TRY(
        intro_i_builder_string(b, company.text, company.length, &job.label));
    if (job.last == INTRO_NO_DAY && (owner->company_since == INTRO_NO_DAY ||
                                     job.first > owner->company_since)) {
        owner->company = job.label;
        owner->company_since = job.first;
        INTRO_TRY(intro_i_builder_string(b, position.text, position.length,
                                         &owner->position));
    }
    intro_i_builder_account(b)->used++;
    if (job.company == 0) {
        return INTRO_OK;
    }
    if (owner->jobs.count == INTRO_I_LI_JOBS_MAX) {
        return intro_i_fail_at(intro_i_builder_ctx(b), INTRO_ELIMIT,
                               table->files->members[table->role].path,
                               table->record.line, 0, "more than %d positions",
                               INTRO_I_LI_JOBS_MAX);
    }
    return intro_i_li_vec_job_push(&owner->jobs, job) == INTRO_OK
               ? INTRO_OK
               : out_of_memory(people);
}

static uint32_t name_of_slug(const intro_i_li_people *people, uint32_t slug)
{
    if (slug >= people->slug_name.count || people->slug_name.data[slug] == 0) {
        return 0;
    }
    return people->names.key_of.data[people->slug_name.data[slug]];
}

/* May this slug be the owner's? Nobody is his own connection. */
static bool is_possible(const intro_i_li_people *people, uint32_t slug)
{
    return slug != 0 &&
           intro_i_li_row_of_slug(people, slug) == INTRO_I_LI_NO_ROW;
}

/* The only slug with the owner's name, 0 when there are none or several. */
static uint32_t slug_by_name(const intro_i_li_people *people, uint32_t name)
{
    uint32_t found = 0;
    for (uint32_t slug = 1; name != 0 && slug < people->slug_name.count;
         slug++) {
        if (name_of_slug(people, slug) == name && is_possible(people, slug)) {
            if (found != 0) {
                return 0;
            }
            found = slug;
        }
    }
    return found;
}

/* Who stands in every row of messages, or on one side of every invitation; the
 * name decides between several. */
static uint32_t find_slug(const intro_i_li_owner *owner,
                          const intro_i_li_people *people,
                          const intro_i_li_messages *messages,
                          const intro_i_li_notes *notes)
{
    intro_i_li_who constant[CANDIDATES_MAX];
    const size_t count =
        intro_i_li_messages_constant(messages, false, constant, CANDIDATES_MAX);
    const uint32_t inviter =
        (notes->inviter & 1) == 0 ? notes->inviter >> 1 : 0;
    uint32_t only = 0;
    size_t possible = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t slug = constant[i] >> 1;
        if (!is_possible(people, slug)) {
            continue;
        }
        if (owner->name_key != 0 &&
            name_of_slug(people, slug) == owner->name_key) {
            return slug;
        }
        only = slug == inviter ? slug : only;
        only = possible == 0 ? slug : only;
        possible++;
    }
    if (possible == 1 || (only != 0 && only == inviter)) {
        return only;
    }
    if (is_possible(people, inviter)) {
        return inviter;
    }
    return slug_by_name(people, owner->name_key);
}

/* A name that the messages or the invitations know, when Profile.csv has none:
 * a spelling, "" = none. */
static uint32_t find_name(const intro_i_li_owner *owner,
                          const intro_i_li_people *people,
                          const intro_i_li_messages *messages,
                          const intro_i_li_notes *notes)
{
    if (owner->slug < people->slug_name.count &&
        people->slug_name.data[owner->slug] != 0) {
        return people->slug_name.data[owner->slug];
    }
    intro_i_li_who constant[2];
    uint32_t key = 0;
    if (intro_i_li_messages_constant(messages, true, constant, 2) == 1) {
        key = constant[0] >> 1;
    } else if ((notes->inviter & 1) != 0) {
        key = notes->inviter >> 1;
    }
    for (uint32_t s = 1; key != 0 && s < people->names.key_of.count; s++) {
        if (people->names.key_of.data[s] == key) {
            return s;
        }
    }
    return 0;
}

static intro_status make_owner(const intro_i_li_owner *owner,
                               intro_i_li_people *people)
{
    intro_i_builder *const b = people->builder;
    const intro_i_csv_field nothing = {"", 0};
    const intro_i_csv_field name = {owner->name.data, owner->name.length};
    intro_i_li_new fresh = {0};
    fresh.name = name;
    fresh.slug = owner->slug;
    fresh.email = nothing;
    fresh.since = INTRO_NO_DAY;
    fresh.is_owner = true;
    fresh.company.text = intro_i_builder_text(b, owner->company);
    fresh.company.length = strlen(fresh.company.text);
    fresh.position.text = intro_i_builder_text(b, owner->position);
    fresh.position.length = strlen(fresh.position.text);
    uint32_t row;
    return intro_i_li_add(people, &fresh, &row);
}

intro_status intro_i_li_owner_choose(intro_i_li_owner *owner,
                                     intro_i_li_people *people,
                                     const intro_i_li_messages *messages,
                                     const intro_i_li_notes *notes,
                                     uint64_t digest)
{
    intro_i_builder *const b = people->builder;
    const uint32_t found = find_slug(owner, people, messages, notes);
    if (owner->slug == 0) {
        owner->slug = found;
    } else if (found != owner->slug) {
        people->owner_alias = found; /* the slug was changed since */
    }
    if (owner->name.length == 0) {
        const uint32_t spelling = find_name(owner, people, messages, notes);
        const intro_i_csv_field nothing = {"", 0};
        intro_i_csv_field known;
        known.text = intro_i_strpool_text(&people->names.spellings, spelling);
        known.length = strlen(known.text);
        INTRO_TRY(intro_i_li_join_name(people, known, nothing, &known));
        INTRO_TRY(set_name(owner, people, known));
    }
    people->owner_slug = owner->slug;
    people->owner_name = owner->name_key;
    const uint32_t row = intro_i_li_row_of_slug(people, owner->slug);
    if (row == INTRO_I_LI_NO_ROW) {
        INTRO_TRY(make_owner(owner, people));
    } else {
        people->owner_row = row;
    }
    for (size_t i = 0; i < owner->emails.count; i++) {
        INTRO_TRY(
            intro_i_builder_email(b, people->owner_row, owner->emails.data[i]));
    }
    intro_i_builder_owner(b, people->owner_row, digest);
    return INTRO_OK;
}
