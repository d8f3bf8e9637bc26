/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/linkedin.h"

#include "base/context_impl.h"
#include "import/linkedin_owner.h"

#include <string.h>

/* Two-digit years while the export's own year is not known: 00 to 68 are of this
 * century, as POSIX has it. The newest connection tells nothing: messages and
 * invitations may be years younger. */
enum { PIVOT_UNKNOWN = 2068 };

typedef struct reading {
    intro_i_builder *builder;
    intro_i_li_files *files;
    intro_i_li_people people;
    intro_i_li_owner owner;
    intro_i_li_messages messages;
    intro_i_li_notes notes;
    intro_day newest;      /* Connected On */
    intro_day export_date; /* from the name of the input */
    int32_t pivot_year;
} reading;

/* One row. */
typedef intro_status read_fn(reading *r, intro_i_li_table *table);

/* MM-DD-YYYY in the last part of the input's name. */
static intro_day date_of_name(const char *input)
{
    static const char form[] = "dd-dd-dddd";
    size_t length = strlen(input);
    while (length != 0 && input[length - 1] == '/') {
        length--;
    }
    size_t begin = length;
    while (begin != 0 && input[begin - 1] != '/') {
        begin--;
    }
    for (size_t at = begin; at + sizeof form - 1 <= length; at++) {
        int32_t numbers[3] = {0, 0, 0};
        size_t number = 0;
        size_t i = 0;
        for (; form[i] != '\0'; i++) {
            const char c = input[at + i];
            if (form[i] == '-' ? c != '-' : c < '0' || c > '9') {
                break;
            }
            if (c == '-') {
                number++;
            } else {
                numbers[number] = numbers[number] * 10 + (c - '0');
            }
        }
        if (form[i] == '\0' &&
            intro_i_civil_is_valid(numbers[2], numbers[0], numbers[1])) {
            return intro_i_day_from_civil(numbers[2], numbers[0], numbers[1]);
        }
    }
    return INTRO_NO_DAY;
}

static intro_status merge_connection(reading *r, intro_i_li_table *table,
                                     uint32_t row, intro_day day)
{
    intro_i_li_person *const person = &r->people.rows.data[row];
    if (day != INTRO_NO_DAY &&
        (person->since == INTRO_NO_DAY || day < person->since)) {
        person->since = day;
    }
    intro_i_builder_account(r->builder)->merged++;
    return intro_i_li_decide(r->builder, r->files, table->role,
                             "the same profile URL again: merged",
                             table->record.line, 1);
}

static intro_status add_connection(reading *r, intro_i_li_table *table,
                                   intro_i_li_new *fresh)
{
    const intro_i_csv_field url = intro_i_li_table_get(table, INTRO_I_LI_URL);
    INTRO_TRY(intro_i_li_slug(&r->people, url, &fresh->slug));
    if (url.length != 0 && fresh->slug == 0) {
        INTRO_TRY(intro_i_li_reason(r->builder, r->files, table->role,
                                    "URL is not that of a profile",
                                    table->record.line, 1));
    }
    if (fresh->since > r->newest) {
        r->newest = fresh->since;
    }
    const uint32_t row = intro_i_li_row_of_slug(&r->people, fresh->slug);
    if (row != INTRO_I_LI_NO_ROW) {
        return merge_connection(r, table, row, fresh->since);
    }
    uint32_t ignored;
    intro_i_builder_account(r->builder)->used++;
    intro_i_builder_read(r->builder)->nodes++;
    return intro_i_li_add(&r->people, fresh, &ignored);
}

static intro_status read_connection(reading *r, intro_i_li_table *table)
{
    intro_i_builder *const b = r->builder;
    const uint64_t line = table->record.line;
    intro_i_li_new fresh = {0};
    INTRO_TRY(intro_i_li_join_name(
        &r->people, intro_i_li_table_get(table, INTRO_I_LI_FIRST),
        intro_i_li_table_get(table, INTRO_I_LI_LAST), &fresh.name));
    if (fresh.name.length == 0 &&
        intro_i_li_table_get(table, INTRO_I_LI_URL).length == 0) {
        intro_i_builder_account(b)->skipped++;
        return intro_i_li_decide(b, r->files, table->role, "hidden member",
                                 line, 1);
    }
    const intro_status rc =
        intro_i_li_table_date(table, INTRO_I_LI_DATE, &fresh.since);
    if (rc == INTRO_EFORMAT) {
        return intro_i_li_table_unusable(table, "bad date");
    }
    if (rc == INTRO_ENOTFOUND) {
        INTRO_TRY(
            intro_i_li_reason(b, r->files, table->role, "no date", line, 1));
    }
    fresh.company = intro_i_li_table_get(table, INTRO_I_LI_COMPANY);
    fresh.position = intro_i_li_table_get(table, INTRO_I_LI_POSITION);
    fresh.email = intro_i_li_table_get(table, INTRO_I_LI_EMAIL);
    fresh.file_row = table->record.number;
    fresh.is_contact = true;
    return add_connection(r, table, &fresh);
}

/* Behind the last connection. */
static intro_status end_connections(reading *r, const intro_i_li_table *table)
{
    if (table->rows == 0) {
        INTRO_TRY(intro_i_li_reason(r->builder, r->files, table->role,
                                    "0 connections: the file has a header and "
                                    "no row",
                                    1, 1));
    }
    intro_i_builder_source_date(r->builder, r->export_date != INTRO_NO_DAY
                                                ? r->export_date
                                                : r->newest);
    return INTRO_OK;
}

static intro_status read_profile(reading *r, intro_i_li_table *table)
{
    return intro_i_li_owner_profile(&r->owner, &r->people, table);
}

static intro_status read_email(reading *r, intro_i_li_table *table)
{
    return intro_i_li_owner_email(&r->owner, &r->people, table);
}

static intro_status read_position(reading *r, intro_i_li_table *table)
{
    return intro_i_li_owner_position(&r->owner, &r->people, table);
}

static intro_status read_message(reading *r, intro_i_li_table *table)
{
    return intro_i_li_messages_take(&r->messages, &r->people, table);
}

static intro_status read_note(reading *r, intro_i_li_table *table)
{
    return intro_i_li_notes_take(&r->notes, &r->people, table);
}

static read_fn *const readers[INTRO_I_LI_ROLES] = {
    [INTRO_I_LI_CONNECTIONS] = read_connection,
    [INTRO_I_LI_PROFILE] = read_profile,
    [INTRO_I_LI_EMAILS] = read_email,
    [INTRO_I_LI_POSITIONS] = read_position,
    [INTRO_I_LI_MESSAGES] = read_message,
    [INTRO_I_LI_INVITATIONS] = read_note,
    [INTRO_I_LI_ENDORSED_BY] = read_note,
    [INTRO_I_LI_ENDORSED] = read_note,
    [INTRO_I_LI_RECOMMENDED_BY] = read_note,
    [INTRO_I_LI_RECOMMENDED] = read_note,
    [INTRO_I_LI_RECOMMENDATIONS] = read_note,
};

static intro_status read_rows(reading *r, intro_i_li_table *table)
{
    for (;;) {
        bool got;
        INTRO_TRY(intro_i_li_table_next(table, &got));
        if (!got) {
            break;
        }
        INTRO_TRY(readers[table->role](r, table));
    }
    return table->role == INTRO_I_LI_CONNECTIONS ? end_connections(r, table)
                                                 : INTRO_OK;
}

/* *again: the file is to be read as Windows-1252, the failure is no failure. */
static intro_status read_file(reading *r, intro_i_li_role role, bool *again)
{
    intro_i_li_table table;
    intro_status rc = intro_i_li_table_open(r->builder, r->files, role,
                                            r->pivot_year, &table);
    if (rc == INTRO_OK) {
        rc = read_rows(r, &table);
    }
    if (rc != INTRO_OK && table.wants_cp1252) {
        r->files->members[role].encoding = INTRO_I_CSV_CP1252;
        *again = true;
    }
    intro_i_li_table_close(&table);
    return rc;
}

static intro_status read_files(reading *r, const char *owner, bool *again)
{
    if (owner != NULL) {
        INTRO_TRY(intro_i_li_owner_given(&r->owner, &r->people, owner));
    }
    for (int role = 0; role < INTRO_I_LI_ROLES; role++) {
        if (r->files->members[role].path != NULL) {
            INTRO_TRY(read_file(r, (intro_i_li_role)role, again));
        }
    }
    INTRO_TRY(intro_i_li_owner_choose(
        &r->owner, &r->people, &r->messages, &r->notes,
        r->files->members[INTRO_I_LI_CONNECTIONS].digest.hash));
    INTRO_TRY(intro_i_li_index_contacts(&r->people));
    INTRO_TRY(intro_i_li_tell_connections(&r->people, &r->owner.jobs));
    INTRO_TRY(intro_i_li_messages_tell(&r->messages, &r->people, r->files));
    INTRO_TRY(intro_i_li_notes_tell(&r->notes, &r->people, r->files));
    if (r->files->zip != NULL) {
        return intro_i_zip_check(intro_i_builder_ctx(r->builder),
                                 r->files->zip);
    }
    return INTRO_OK;
}

static intro_status read_once(intro_i_builder *builder, intro_i_li_files *files,
                              const char *owner, bool *again)
{
    intro_ctx *const ctx = intro_i_builder_ctx(builder);
    reading r;
    memset(&r, 0, sizeof r);
    r.builder = builder;
    r.files = files;
    r.newest = INTRO_NO_DAY;
    r.export_date = date_of_name(files->input);
    r.pivot_year = PIVOT_UNKNOWN;
    if (r.export_date != INTRO_NO_DAY) {
        intro_i_civil_from_day(r.export_date, &r.pivot_year, NULL, NULL);
    }
    *again = false;
    intro_i_li_owner_init(&r.owner);
    intro_status rc = intro_i_li_messages_init(ctx, &r.messages);
    const intro_status notes_rc = intro_i_li_notes_init(ctx, &r.notes);
    const intro_status people_rc = intro_i_li_people_init(&r.people, builder);
    rc = rc == INTRO_OK ? notes_rc : rc;
    rc = rc == INTRO_OK ? people_rc : rc;
    if (rc == INTRO_OK) {
        rc = intro_i_builder_source_begin(builder, files->input,
                                          files->is_single
                                              ? INTRO_I_FORMAT_LINKEDIN_CSV
                                              : INTRO_I_FORMAT_LINKEDIN);
    }
    if (rc == INTRO_OK) {
        rc = read_files(&r, owner, again);
        if (rc != INTRO_OK) {
            intro_i_builder_source_drop(builder);
        }
    }
    intro_i_li_people_fini(&r.people);
    intro_i_li_notes_fini(&r.notes);
    intro_i_li_messages_fini(&r.messages);
    intro_i_li_owner_fini(&r.owner);
    return rc;
}

intro_status intro_i_linkedin_read(intro_i_builder *builder,
                                   intro_i_li_files *files, const char *owner)
{
    bool again;
    intro_status rc = read_once(builder, files, owner, &again);
    while (again) {
        /* what failed was a guess, and is no error to remember */
        intro_i_begin(intro_i_builder_ctx(builder));
        rc = read_once(builder, files, owner, &again);
    }
    return rc;
}
