/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/linkedin_fields.h"

#include "base/context_impl.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    HEADER_SEARCH = 64,
    TITLE_MAX = 64,
    NAMES_TOLD = 20,
    TITLE_TOLD = 40,
    REASON_MAX = 160
};

/* What columns may be called, squeezed: lower case, without blanks, underscores
 * and hyphens; names of one column separated by a blank. The translated ones
 * are reported, not proven. */
typedef struct column_names {
    intro_i_li_column column;
    bool is_required;
    const char *names;
} column_names;

typedef struct table_form {
    const column_names *columns;
    size_t count;
} table_form;

static const column_names connections_columns[] = {
    {INTRO_I_LI_FIRST, true, "firstname vorname prénom"},
    {INTRO_I_LI_LAST, false, "lastname nachname nom"},
    {INTRO_I_LI_URL, false, "url profileurl linkedinurl"},
    {INTRO_I_LI_EMAIL, false, "emailaddress email emailadresse adresseemail"},
    {INTRO_I_LI_COMPANY, false, "company unternehmen entreprise"},
    {INTRO_I_LI_POSITION, false, "position jobtitle poste"},
    {INTRO_I_LI_DATE, false, "connectedon verbundenam datedeconnexion"},
};
static const column_names profile_columns[] = {
    {INTRO_I_LI_FIRST, true, "firstname"},
    {INTRO_I_LI_LAST, true, "lastname"},
};
static const column_names emails_columns[] = {
    {INTRO_I_LI_EMAIL, true, "emailaddress"},
};
static const column_names positions_columns[] = {
    {INTRO_I_LI_COMPANY, true, "companyname"},
    {INTRO_I_LI_POSITION, false, "title"},
    {INTRO_I_LI_DATE, true, "startedon"},
    {INTRO_I_LI_END, true, "finishedon"},
};
static const column_names messages_columns[] = {
    {INTRO_I_LI_THREAD, false, "conversationid"},
    {INTRO_I_LI_FROM, true, "from"},
    {INTRO_I_LI_FROM_URL, false, "senderprofileurl"},
    {INTRO_I_LI_TO, true, "to"},
    {INTRO_I_LI_TO_URL, false, "recipientprofileurls"},
    {INTRO_I_LI_DATE, true, "date"},
    {INTRO_I_LI_DRAFT, false, "ismessagedraft"},
    {INTRO_I_LI_THREAD_DRAFT, false, "isconversationdraft"},
};
static const column_names invitations_columns[] = {
    {INTRO_I_LI_FROM, true, "from"},
    {INTRO_I_LI_TO, true, "to"},
    {INTRO_I_LI_DATE, true, "sentat"},
    {INTRO_I_LI_TEXT, false, "message"},
    {INTRO_I_LI_DIRECTION, true, "direction"},
    {INTRO_I_LI_FROM_URL, false, "inviterprofileurl"},
    {INTRO_I_LI_TO_URL, false, "inviteeprofileurl"},
};
static const column_names endorsements_columns[] = {
    {INTRO_I_LI_DATE, false, "endorsementdate"},
    {INTRO_I_LI_SKILL, true, "skillname"},
    {INTRO_I_LI_FIRST, true, "endorserfirstname endorseefirstname"},
    {INTRO_I_LI_LAST, true, "endorserlastname endorseelastname"},
    {INTRO_I_LI_URL, false, "endorserpublicurl endorseepublicurl"},
    {INTRO_I_LI_STATUS, false, "endorsementstatus"},
};
static const column_names recommendations_columns[] = {
    {INTRO_I_LI_FIRST, true, "firstname"},
    {INTRO_I_LI_LAST, true, "lastname"},
    {INTRO_I_LI_COMPANY, false, "company"},
    {INTRO_I_LI_POSITION, false, "jobtitle"},
    {INTRO_I_LI_DATE, true, "creationdate"},
};

#define FORM(array)                                                            \
    {                                                                          \
        array, INTRO_COUNT_OF(array)                                           \
    }
static const table_form forms[INTRO_I_LI_ROLES] = {
    [INTRO_I_LI_CONNECTIONS] = FORM(connections_columns),
    [INTRO_I_LI_PROFILE] = FORM(profile_columns),
    [INTRO_I_LI_EMAILS] = FORM(emails_columns),
    [INTRO_I_LI_POSITIONS] = FORM(positions_columns),
    [INTRO_I_LI_MESSAGES] = FORM(messages_columns),
    [INTRO_I_LI_INVITATIONS] = FORM(invitations_columns),
    [INTRO_I_LI_ENDORSED_BY] = FORM(endorsements_columns),
    [INTRO_I_LI_ENDORSED] = FORM(endorsements_columns),
    [INTRO_I_LI_RECOMMENDED_BY] = FORM(recommendations_columns),
    [INTRO_I_LI_RECOMMENDED] = FORM(recommendations_columns),
    [INTRO_I_LI_RECOMMENDATIONS] = FORM(recommendations_columns),
};

/* Columns of phone books that also have a First Name (Google, Outlook). */
static const char *const foreign_titles[] = {
    "phoneticfirstname", "labels", "organizationname",
    "groupmembership",   "fileas", "phone1value"};

/* The title in the form of the tables above; too long ones are cut. */
static size_t squeeze_title(intro_i_csv_field cell, char out[TITLE_MAX])
{
    size_t kept = 0;
    for (size_t i = 0; i < cell.length && kept < TITLE_MAX - 1; i++) {
        const char c = cell.text[i];
        if (c != ' ' && c != '_' && c != '-' && c != '\t') {
            out[kept++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
    }
    out[kept] = '\0';
    return kept;
}

/* Is the word one of those in the blank-separated list? */
static bool is_listed(const char *list, const char *word, size_t length)
{
    while (*list != '\0') {
        const size_t size = strcspn(list, " ");
        if (size == length && memcmp(list, word, size) == 0) {
            return true;
        }
        list += size + (list[size] == ' ' ? 1 : 0);
    }
    return false;
}

static bool is_foreign(const char *title)
{
    for (size_t i = 0; i < INTRO_COUNT_OF(foreign_titles); i++) {
        if (strcmp(title, foreign_titles[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Places of the columns in a row taken as header; of two columns of one name the
 * first counts. *has_foreign: a column no LinkedIn file has. */
static void map_columns(const table_form *form,
                        const intro_i_csv_record *record,
                        int32_t columns[INTRO_I_LI_COLUMNS], bool *has_foreign)
{
    for (size_t i = 0; i < INTRO_I_LI_COLUMNS; i++) {
        columns[i] = -1;
    }
    *has_foreign = false;
    for (size_t i = 0; i < record->count; i++) {
        char title[TITLE_MAX];
        const size_t length = squeeze_title(record->fields[i], title);
        *has_foreign = *has_foreign || is_foreign(title);
        for (size_t c = 0; c < form->count && length != 0; c++) {
            int32_t *const place = &columns[form->columns[c].column];
            if (*place < 0 &&
                is_listed(form->columns[c].names, title, length)) {
                *place = (int32_t)i;
                break;
            }
        }
    }
}

static bool has_required(const table_form *form, const int32_t *columns)
{
    for (size_t c = 0; c < form->count; c++) {
        if (form->columns[c].is_required &&
            columns[form->columns[c].column] < 0) {
            return false;
        }
    }
    return true;
}

static bool is_header(intro_i_li_role role, const intro_i_csv_record *record,
                      int32_t columns[INTRO_I_LI_COLUMNS])
{
    bool has_foreign;
    map_columns(&forms[role], record, columns, &has_foreign);
    if (!has_required(&forms[role], columns)) {
        return false;
    }
    return role != INTRO_I_LI_CONNECTIONS ||
           (!has_foreign &&
            (columns[INTRO_I_LI_DATE] >= 0 || columns[INTRO_I_LI_LAST] >= 0));
}

static bool has_linkedin(const char *name)
{
    for (; *name != '\0'; name++) {
        if (strncasecmp(name, "linkedin", 8) == 0) {
            return true;
        }
    }
    return false;
}

/* A file of any name must show more, as phone books and other files of an export
 * have names in them too. */
static bool is_single_header(const intro_i_li_member *member,
                             const int32_t columns[INTRO_I_LI_COLUMNS])
{
    return columns[INTRO_I_LI_DATE] >= 0 || columns[INTRO_I_LI_URL] >= 0 ||
           (columns[INTRO_I_LI_EMAIL] >= 0 &&
            columns[INTRO_I_LI_COMPANY] >= 0 &&
            columns[INTRO_I_LI_POSITION] >= 0 && has_linkedin(member->base));
}

static const char *prefix_reason(const intro_i_li_files *files,
                                 intro_i_li_role role, const char *reason,
                                 char out[REASON_MAX])
{
    enum { NAME_TOLD = 60 };
    const char *const base = files->members[role].base;
    (void)snprintf(out, REASON_MAX, "%.*s: %s",
                   intro_i_utf8_upto(base, NAME_TOLD), base, reason);
    return out;
}

intro_status intro_i_li_decide(intro_i_builder *builder,
                               const intro_i_li_files *files,
                               intro_i_li_role role, const char *reason,
                               uint64_t line, uint64_t count)
{
    char text[REASON_MAX];
    return intro_i_builder_decide(
        builder, prefix_reason(files, role, reason, text), line, count);
}

intro_status intro_i_li_reason(intro_i_builder *builder,
                               const intro_i_li_files *files,
                               intro_i_li_role role, const char *reason,
                               uint64_t line, uint64_t count)
{
    char text[REASON_MAX];
    return intro_i_builder_reason(
        builder, prefix_reason(files, role, reason, text), line, count);
}

/* Of the rows looked at in vain: the titles of the widest, for the message. */
typedef struct header_search {
    bool is_found;
    bool is_empty; /* no row but empty ones */
    bool has_foreign;
    size_t widest;
    intro_i_strbuf titles;
} header_search;

static void remember_titles(header_search *search,
                            const intro_i_csv_record *record)
{
    if (record->count <= search->widest) {
        return;
    }
    search->widest = record->count;
    intro_i_strbuf_clear(&search->titles);
    for (size_t i = 0; i < record->count && i < NAMES_TOLD; i++) {
        const intro_i_csv_field *const cell = &record->fields[i];
        intro_i_strbuf_puts(&search->titles, i == 0 ? "" : ", ");
        intro_i_strbuf_append(&search->titles, cell->text,
                              cell->length <= TITLE_TOLD
                                  ? cell->length
                                  : intro_i_utf8_whole(cell->text, TITLE_TOLD));
    }
}

/* Reads up to the header with one separator. */
static intro_status search_header(intro_i_li_table *table, char separator,
                                  header_search *search)
{
    intro_ctx *const ctx = intro_i_builder_ctx(table->builder);
    const intro_i_csv_encoding encoding =
        table->files->members[table->role].encoding;
    INTRO_TRY(
        intro_i_li_file_open(ctx, table->files, table->role, &table->source));
    INTRO_TRY(
        intro_i_csv_open(ctx, table->source, separator, encoding, &table->csv));
    for (int i = 0; i < HEADER_SEARCH; i++) {
        INTRO_TRY(intro_i_csv_next(table->csv, &table->record));
        if (table->record.count == 0) {
            return INTRO_OK;
        }
        if (table->record.is_blank) {
            continue;
        }
        search->is_empty = false;
        if (is_header(table->role, &table->record, table->columns) &&
            (!table->files->is_single ||
             is_single_header(&table->files->members[table->role],
                              table->columns))) {
            table->width = table->record.count;
            search->is_found = true;
            return INTRO_OK;
        }
        bool has_foreign;
        int32_t columns[INTRO_I_LI_COLUMNS];
        map_columns(&forms[table->role], &table->record, columns, &has_foreign);
        search->has_foreign = search->has_foreign || has_foreign;
        remember_titles(search, &table->record);
    }
    return INTRO_OK;
}

static void close_reading(intro_i_li_table *table)
{
    intro_i_csv_close(table->csv);
    intro_i_li_file_close(table->files, table->source);
    table->csv = NULL;
    table->source = NULL;
}

static intro_status tell_no_header(intro_i_li_table *table,
                                   const header_search *search)
{
    intro_ctx *const ctx = intro_i_builder_ctx(table->builder);
    const char *const path = table->files->members[table->role].path;
    if (table->role != INTRO_I_LI_CONNECTIONS) {
        return intro_i_li_decide(table->builder, table->files, table->role,
                                 search->is_empty ? "empty file"
                                                  : "no known header: left out",
                                 1, 1);
    }
    if (search->is_empty) {
        return intro_i_fail_at(ctx, INTRO_EFORMAT, path, 0, 0,
                               "the file is empty");
    }
    const intro_status rc = intro_i_fail_at(
        ctx, INTRO_EFORMAT, path, 0, 0,
        search->has_foreign
            ? "this is a phone book, not LinkedIn's list of connections"
            : "no row among the first 64 has the columns First Name and "
              "Connected On or Last Name");
    intro_i_hint(ctx, "columns found: %s", search->titles.data);
    return rc;
}

intro_status intro_i_li_table_open(intro_i_builder *builder,
                                   intro_i_li_files *files,
                                   intro_i_li_role role, int32_t pivot_year,
                                   intro_i_li_table *table)
{
    static const char separators[] = {',', ';', '\t'};
    memset(table, 0, sizeof *table);
    table->builder = builder;
    table->files = files;
    table->role = role;
    intro_i_date_chooser_init(&table->dates, pivot_year);
    if (files->members[role].path == NULL) {
        return INTRO_OK;
    }
    header_search search = {0};
    search.is_empty = true;
    intro_i_strbuf_init(&search.titles, 400);
    intro_status rc = INTRO_OK;
    for (size_t i = 0; i < sizeof separators && !search.is_found; i++) {
        close_reading(table);
        rc = search_header(table, separators[i], &search);
        if (rc != INTRO_OK) {
            table->wants_cp1252 =
                table->csv != NULL && intro_i_csv_is_not_utf8(table->csv);
            break;
        }
    }
    table->is_there = search.is_found;
    if (rc == INTRO_OK && !search.is_found) {
        rc = tell_no_header(table, &search);
    }
    intro_i_strbuf_fini(&search.titles);
    if (rc == INTRO_OK && table->is_there &&
        files->members[role].encoding == INTRO_I_CSV_CP1252) {
        rc = intro_i_li_decide(builder, files, role,
                               "not UTF-8: read as Windows-1252", 1, 1);
    }
    return rc;
}

/* More than one row in ten, or all of them, could not be used: then the file is
 * not what it was taken for, or damaged. */
static intro_status judge_unusable(intro_i_li_table *table)
{
    if (table->unusable == 0 ||
        intro_i_builder_options(table->builder)->lenient ||
        (table->unusable < table->rows &&
         table->unusable <= table->rows / 10)) {
        return INTRO_OK;
    }
    intro_ctx *const ctx = intro_i_builder_ctx(table->builder);
    const intro_status rc = intro_i_fail_at(
        ctx, INTRO_EFORMAT, table->files->members[table->role].path,
        table->unusable_line, 0,
        "%llu of %llu rows cannot be used; the first: %s",
        (unsigned long long)table->unusable, (unsigned long long)table->rows,
        table->unusable_reason);
    intro_i_hint(ctx, "--lenient skips such rows");
    return rc;
}

static intro_status finish(intro_i_li_table *table)
{
    (void)intro_i_source_digest(table->source,
                                &table->files->members[table->role].digest);
    return judge_unusable(table);
}

intro_status intro_i_li_table_unusable(intro_i_li_table *table,
                                       const char *reason)
{
    if (table->unusable == 0) {
        table->unusable_line = table->record.line;
        table->unusable_reason = reason;
    }
    table->unusable++;
    intro_i_builder_account(table->builder)->skipped++;
    return intro_i_li_decide(table->builder, table->files, table->role, reason,
                             table->record.line, 1);
}

intro_status intro_i_li_table_next(intro_i_li_table *table, bool *got)
{
    *got = false;
    while (table->is_there) {
        const intro_status rc = intro_i_csv_next(table->csv, &table->record);
        if (rc != INTRO_OK) {
            table->wants_cp1252 = intro_i_csv_is_not_utf8(table->csv);
            return rc;
        }
        if (table->record.count == 0) {
            return finish(table);
        }
        if (table->record.is_blank) {
            continue;
        }
        table->rows++;
        intro_i_builder_account(table->builder)->rows++;
        if (table->record.is_malformed) {
            INTRO_TRY(intro_i_li_table_unusable(
                table, "a quote inside a field, or text after one"));
        } else if (table->record.count < table->width) {
            INTRO_TRY(intro_i_li_table_unusable(table, "too few fields"));
        } else if (table->record.count > table->width) {
            INTRO_TRY(intro_i_li_table_unusable(table, "too many fields"));
        } else {
            *got = true;
            return INTRO_OK;
        }
    }
    return INTRO_OK;
}

void intro_i_li_table_close(intro_i_li_table *table)
{
    close_reading(table);
}

intro_i_csv_field intro_i_li_table_get(const intro_i_li_table *table,
                                       intro_i_li_column column)
{
    const int32_t place = table->columns[column];
    if (place < 0) {
        return (intro_i_csv_field){"", 0};
    }
    intro_i_csv_field cell = table->record.fields[place];
    intro_i_text_trim(&cell.text, &cell.length);
    return cell;
}

intro_status intro_i_li_table_date(intro_i_li_table *table,
                                   intro_i_li_column column, intro_day *day)
{
    const intro_i_csv_field cell = intro_i_li_table_get(table, column);
    *day = INTRO_NO_DAY;
    if (cell.length == 0) {
        return INTRO_ENOTFOUND;
    }
    return intro_i_date_chooser_parse(&table->dates, cell.text, cell.length,
                                      day);
}
