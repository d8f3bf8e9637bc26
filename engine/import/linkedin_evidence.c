/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/linkedin_evidence.h"

#include "base/alloc.h"
#include "base/context_impl.h"
#include "base/merge_sort.h"

#include <string.h>
#include <strings.h>

/* Days before and after a job in which a connection still tells of it. */
enum { JOB_MARGIN = 90 };

enum { POLL_EVERY = 256 };

intro_status intro_i_li_notes_init(intro_ctx *ctx, intro_i_li_notes *notes)
{
    memset(notes, 0, sizeof *notes);
    return intro_i_strpool_init(&notes->skills) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(ctx);
}

void intro_i_li_notes_fini(intro_i_li_notes *notes)
{
    intro_i_li_vec_note_fini(&notes->notes);
    intro_i_strpool_fini(&notes->skills);
}

static bool is_word(intro_i_csv_field cell, const char *word)
{
    return cell.length == strlen(word) &&
           strncasecmp(cell.text, word, cell.length) == 0;
}

/* An undated note is one without a date; a bad date makes the row unusable. */
static intro_status read_day(intro_i_li_table *table, intro_day *day,
                             bool *is_usable)
{
    *is_usable =
        intro_i_li_table_date(table, INTRO_I_LI_DATE, day) != INTRO_EFORMAT;
    return *is_usable ? INTRO_OK : intro_i_li_table_unusable(table, "bad date");
}

static intro_status read_invitation(intro_i_li_notes *notes,
                                    intro_i_li_people *people,
                                    intro_i_li_table *table,
                                    intro_i_li_note *note)
{
    intro_i_li_who from;
    intro_i_li_who to;
    INTRO_TRY(intro_i_li_who_of(
        people, intro_i_li_table_get(table, INTRO_I_LI_FROM_URL),
        intro_i_li_table_get(table, INTRO_I_LI_FROM), &from));
    INTRO_TRY(intro_i_li_who_of(
        people, intro_i_li_table_get(table, INTRO_I_LI_TO_URL),
        intro_i_li_table_get(table, INTRO_I_LI_TO), &to));
    note->is_from_owner =
        is_word(intro_i_li_table_get(table, INTRO_I_LI_DIRECTION), "outgoing");
    note->who = note->is_from_owner ? to : from;
    note->has_text = intro_i_li_table_get(table, INTRO_I_LI_TEXT).length != 0;
    const intro_i_li_who mine = note->is_from_owner ? from : to;
    if (!notes->has_inviter) {
        notes->has_inviter = true;
        notes->inviter = mine;
    } else if (notes->inviter != mine) {
        notes->inviter = 0;
    }
    return INTRO_OK;
}

static intro_status read_endorsement(intro_i_li_notes *notes,
                                     intro_i_li_people *people,
                                     intro_i_li_table *table,
                                     intro_i_li_note *note)
{
    intro_i_csv_field name;
    INTRO_TRY(intro_i_li_join_name(
        people, intro_i_li_table_get(table, INTRO_I_LI_FIRST),
        intro_i_li_table_get(table, INTRO_I_LI_LAST), &name));
    INTRO_TRY(intro_i_li_who_of(
        people, intro_i_li_table_get(table, INTRO_I_LI_URL), name, &note->who));
    note->is_from_owner = table->role == INTRO_I_LI_ENDORSED;
    const intro_i_csv_field skill =
        intro_i_li_table_get(table, INTRO_I_LI_SKILL);
    if (intro_i_strpool_intern(&notes->skills, skill.text, skill.length,
                               &note->skill) != INTRO_OK) {
        return intro_i_fail_memory(intro_i_builder_ctx(people->builder));
    }
    return INTRO_OK;
}

static intro_status read_recommendation(intro_i_li_people *people,
                                        intro_i_li_table *table,
                                        intro_i_li_note *note)
{
    intro_i_builder *const b = people->builder;
    const intro_i_csv_field nowhere = {"", 0};
    intro_i_csv_field name;
    INTRO_TRY(intro_i_li_join_name(
        people, intro_i_li_table_get(table, INTRO_I_LI_FIRST),
        intro_i_li_table_get(table, INTRO_I_LI_LAST), &name));
    INTRO_TRY(intro_i_li_who_of(people, nowhere, name, &note->who));
    note->is_from_owner = table->role == INTRO_I_LI_RECOMMENDED;
    const intro_i_csv_field company =
        intro_i_li_table_get(table, INTRO_I_LI_COMPANY);
    const intro_i_csv_field position =
        intro_i_li_table_get(table, INTRO_I_LI_POSITION);
    INTRO_TRY(intro_i_builder_string(b, name.text, name.length, &note->name));
    INTRO_TRY(intro_i_builder_string(b, company.text, company.length,
                                     &note->company));
    return intro_i_builder_string(b, position.text, position.length,
                                  &note->position);
}

intro_status intro_i_li_notes_take(intro_i_li_notes *notes,
                                   intro_i_li_people *people,
                                   intro_i_li_table *table)
{
    intro_i_builder *const b = table->builder;
    intro_i_li_note note = {0};
    bool is_usable;
    note.role = table->role;
    note.line = table->record.line;
    if (is_word(intro_i_li_table_get(table, INTRO_I_LI_STATUS), "rejected")) {
        intro_i_builder_account(b)->skipped++;
        return intro_i_li_reason(b, table->files, table->role, "rejected",
                                 note.line, 1);
    }
    INTRO_TRY(read_day(table, &note.day, &is_usable));
    if (!is_usable) {
        return INTRO_OK;
    }
    if (table->role == INTRO_I_LI_INVITATIONS) {
        INTRO_TRY(read_invitation(notes, people, table, &note));
    } else if (table->role == INTRO_I_LI_ENDORSED ||
               table->role == INTRO_I_LI_ENDORSED_BY) {
        INTRO_TRY(read_endorsement(notes, people, table, &note));
    } else {
        INTRO_TRY(read_recommendation(people, table, &note));
    }
    return intro_i_li_vec_note_push(&notes->notes, note) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(intro_i_builder_ctx(b));
}

static bool is_recommendation(const intro_i_li_note *note)
{
    return note->role == INTRO_I_LI_RECOMMENDED ||
           note->role == INTRO_I_LI_RECOMMENDED_BY ||
           note->role == INTRO_I_LI_RECOMMENDATIONS;
}

static intro_i_csv_field field_of(const intro_i_builder *builder,
                                  uint32_t string)
{
    const char *const text = intro_i_builder_text(builder, string);
    return (intro_i_csv_field){text, strlen(text)};
}

/* A recommendation by or for somebody outside Connections.csv. */
static intro_status make_recommender(intro_i_li_people *people,
                                     const intro_i_li_files *files,
                                     intro_i_li_note *note)
{
    intro_i_builder *const b = people->builder;
    const intro_i_csv_field nothing = {"", 0};
    intro_i_li_new fresh = {0};
    INTRO_TRY(intro_i_li_join_name(people, field_of(b, note->name), nothing,
                                   &fresh.name));
    fresh.company = field_of(b, note->company);
    fresh.position = field_of(b, note->position);
    fresh.since = INTRO_NO_DAY;
    fresh.file_row = note->line;
    INTRO_TRY(intro_i_li_add(people, &fresh, &note->row));
    return intro_i_li_decide(b, files, note->role,
                             "person made: not a connection, but recommended",
                             note->line, 1);
}

/* Finds the note's person; NO_ROW was counted. */
static intro_status resolve_note(intro_i_li_people *people,
                                 const intro_i_li_files *files,
                                 intro_i_li_note *note)
{
    intro_i_builder *const b = people->builder;
    uint32_t company = 0;
    bool several;
    if (note->company != 0) {
        INTRO_TRY(
            intro_i_li_company(people, field_of(b, note->company), &company));
    }
    note->row = intro_i_li_resolve(people, note->who, company, &several);
    if (note->row == INTRO_I_LI_NO_ROW && !several && note->who != 0 &&
        is_recommendation(note)) {
        return make_recommender(people, files, note);
    }
    const bool is_known =
        note->row != INTRO_I_LI_NO_ROW && note->row != people->owner_row;
    const bool is_silent =
        note->role == INTRO_I_LI_INVITATIONS && !note->has_text;
    if (is_known && !is_silent) {
        return INTRO_OK;
    }
    note->row = INTRO_I_LI_NO_ROW;
    intro_i_builder_account(b)->skipped++;
    if (is_known) {
        return intro_i_li_reason(b, files, note->role, "without a text",
                                 note->line, 1);
    }
    return intro_i_li_decide(b, files, note->role,
                             several ? "several connections of that name"
                                     : "not a connection",
                             note->line, 1);
}

static intro_evidence_kind kind_of(const intro_i_li_note *note)
{
    if (note->role == INTRO_I_LI_INVITATIONS) {
        return INTRO_EV_INVITATION_NOTE;
    }
    return is_recommendation(note) ? INTRO_EV_RECOMMENDATION
                                   : INTRO_EV_ENDORSEMENT;
}

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* Equal skills of one person and direction next to each other, newest first;
 * the line makes the order total. */
static int compare_notes(const void *a, const void *b)
{
    const intro_i_li_note *const x = a;
    const intro_i_li_note *const y = b;
    int order = compare_u64(x->role, y->role);
    order = order != 0 ? order : compare_u64(x->row, y->row);
    order = order != 0 ? order : compare_u64(x->skill, y->skill);
    order = order != 0 ? order : (x->day < y->day) - (x->day > y->day);
    return order != 0 ? order : compare_u64(x->line, y->line);
}

static intro_status tell_note(intro_i_li_people *people,
                              const intro_i_li_files *files,
                              const intro_i_li_note *note,
                              const intro_i_li_note *before)
{
    intro_i_builder *const b = people->builder;
    intro_i_account *const account = intro_i_builder_account(b);
    if (note->skill != 0 && before != NULL && before->role == note->role &&
        before->row == note->row && before->skill == note->skill) {
        account->merged++;
        return intro_i_li_reason(b, files, note->role,
                                 "the same skill endorsed again", note->line,
                                 1);
    }
    const intro_i_item item = {
        .kind = kind_of(note),
        .a = note->is_from_owner ? people->owner_row : note->row,
        .b = note->is_from_owner ? note->row : people->owner_row,
        .count = 1,
        .first = note->day,
        .last = note->day,
    };
    account->used++;
    intro_i_builder_read(b)->edges++;
    return intro_i_builder_evidence(b, &item);
}

intro_status intro_i_li_notes_tell(intro_i_li_notes *notes,
                                   intro_i_li_people *people,
                                   const intro_i_li_files *files)
{
    intro_i_li_note *const all = notes->notes.data;
    const size_t count = notes->notes.count;
    /* recommendations first: they make people whom the others may name */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            if (is_recommendation(&all[i]) == (pass == 0)) {
                INTRO_TRY(resolve_note(people, files, &all[i]));
            }
        }
    }
    INTRO_TRY(intro_i_merge_sort(intro_i_builder_ctx(people->builder), all,
                                 count, sizeof *all, compare_notes));
    for (size_t i = 0; i < count; i++) {
        if (all[i].row != INTRO_I_LI_NO_ROW) {
            INTRO_TRY(
                tell_note(people, files, &all[i], i == 0 ? NULL : &all[i - 1]));
        }
    }
    return INTRO_OK;
}

static bool is_during(const intro_i_li_job *job, intro_day day)
{
    return day != INTRO_NO_DAY && day >= job->first - JOB_MARGIN &&
           (job->last == INTRO_NO_DAY || day <= job->last + JOB_MARGIN);
}

typedef struct labelled_job {
    intro_i_li_job job;
    const char *label;
} labelled_job;

static int compare_jobs(const void *a, const void *b)
{
    const labelled_job *const x = a;
    const labelled_job *const y = b;
    if (x->job.company != y->job.company) {
        return x->job.company < y->job.company ? -1 : 1;
    }
    return x->job.label == y->job.label ? 0 : strcmp(x->label, y->label);
}

/* By company, those of one by their labels. */
static intro_status sort_jobs(intro_i_builder *b, intro_i_li_vec_job *jobs)
{
    intro_ctx *const ctx = intro_i_builder_ctx(b);
    labelled_job *const list = intro_i_alloc(jobs->count, sizeof *list);
    if (list == NULL) {
        return intro_i_fail_memory(ctx);
    }
    for (size_t i = 0; i < jobs->count; i++) {
        list[i].job = jobs->data[i];
        list[i].label = intro_i_builder_text(b, jobs->data[i].label);
    }
    const intro_status rc =
        intro_i_merge_sort(ctx, list, jobs->count, sizeof *list, compare_jobs);
    for (size_t i = 0; rc == INTRO_OK && i < jobs->count; i++) {
        jobs->data[i] = list[i].job;
    }
    intro_i_free(list);
    return rc;
}

/* The first of the sorted jobs at a company, or their number. */
static size_t first_job(const intro_i_li_vec_job *jobs, uint32_t company)
{
    size_t begin = 0;
    size_t end = jobs->count;
    while (begin < end) {
        const size_t middle = begin + (end - begin) / 2;
        if (jobs->data[middle].company < company) {
            begin = middle + 1;
        } else {
            end = middle;
        }
    }
    return begin;
}

/* One more job into what several at one company say together: the label is that
 * of the latest, of equally late ones the bytewise smaller, which comes first. */
static void join_job(intro_i_item *item, const intro_i_li_job *job)
{
    const bool is_first = item->count == 0;
    if (is_first || job->last > item->last) {
        item->label = job->label;
        item->last = job->last;
    }
    if (job->last != INTRO_NO_DAY && (is_first || job->first < item->first)) {
        item->first = job->first;
    }
    item->count++;
}

/* Jobs that ended tell of days, those that last do not: an item for each. */
static intro_status tell_jobs(intro_i_li_people *people, uint32_t row,
                              const intro_i_li_vec_job *jobs)
{
    const intro_i_li_person *const person = &people->rows.data[row];
    intro_i_item items[2];
    if (person->company == 0) {
        return INTRO_OK;
    }
    for (int i = 0; i < 2; i++) {
        items[i] = (intro_i_item){.kind = INTRO_EV_COLLEAGUE,
                                  .a = people->owner_row,
                                  .b = row,
                                  .first = INTRO_NO_DAY,
                                  .last = INTRO_NO_DAY};
    }
    for (size_t i = first_job(jobs, person->company);
         i < jobs->count && jobs->data[i].company == person->company; i++) {
        const intro_i_li_job *const job = &jobs->data[i];
        if (is_during(job, person->since)) {
            join_job(&items[job->last == INTRO_NO_DAY], job);
        }
    }
    for (int i = 0; i < 2; i++) {
        if (items[i].count != 0) {
            INTRO_TRY(intro_i_builder_evidence(people->builder, &items[i]));
        }
    }
    return INTRO_OK;
}

intro_status intro_i_li_tell_connections(intro_i_li_people *people,
                                         intro_i_li_vec_job *jobs)
{
    INTRO_TRY(sort_jobs(people->builder, jobs));
    for (uint32_t row = 0; row < people->rows.count; row++) {
        if (row % POLL_EVERY == 0) {
            INTRO_TRY(intro_i_poll(intro_i_builder_ctx(people->builder)));
        }
        if (!people->rows.data[row].is_contact || row == people->owner_row) {
            continue;
        }
        const intro_i_item item = {
            .kind = INTRO_EV_CONNECTION,
            .a = people->owner_row,
            .b = row,
            .count = 1,
            .first = people->rows.data[row].since,
            .last = people->rows.data[row].since,
        };
        INTRO_TRY(intro_i_builder_evidence(people->builder, &item));
        intro_i_builder_read(people->builder)->edges++;
        INTRO_TRY(tell_jobs(people, row, jobs));
    }
    return INTRO_OK;
}
