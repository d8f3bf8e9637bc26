/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/linkedin_messages.h"

#include "base/context_impl.h"

#include <string.h>
#include <strings.h>

/* More participants than this are counted, not kept. */
enum { PARTS_KEPT = 16 };

intro_status intro_i_li_messages_init(intro_ctx *ctx,
                                      intro_i_li_messages *messages)
{
    memset(messages, 0, sizeof *messages);
    return intro_i_strpool_init(&messages->ids) == INTRO_OK
               ? INTRO_OK
               : intro_i_fail_memory(ctx);
}

void intro_i_li_messages_fini(intro_i_li_messages *messages)
{
    intro_i_strpool_fini(&messages->ids);
    intro_i_vec_u32_fini(&messages->thread_of);
    intro_i_li_vec_thread_fini(&messages->threads);
    intro_i_li_vec_part_fini(&messages->parts);
    for (int kind = 0; kind < 2; kind++) {
        intro_i_vec_u32_fini(&messages->seen[kind]);
        intro_i_vec_u32_fini(&messages->stamp[kind]);
    }
}

static intro_status fresh_thread(intro_i_li_messages *m, uint64_t line,
                                 uint32_t *thread)
{
    *thread = (uint32_t)m->threads.count;
    const intro_i_li_thread fresh = {0, 0, 0, 0, line, INTRO_NO_DAY, false};
    return intro_i_li_vec_thread_push(&m->threads, fresh);
}

/* The thread of a row; rows without a conversation id are threads alone. */
static intro_status find_thread(intro_i_li_messages *m,
                                const intro_i_li_table *table, uint32_t *thread)
{
    const intro_i_csv_field id = intro_i_li_table_get(table, INTRO_I_LI_THREAD);
    if (id.length == 0) {
        return fresh_thread(m, table->record.line, thread);
    }
    uint32_t string;
    INTRO_TRY(intro_i_strpool_intern(&m->ids, id.text, id.length, &string));
    if (string <= m->thread_of.count) {
        *thread = m->thread_of.data[string - 1];
        return INTRO_OK;
    }
    INTRO_TRY(fresh_thread(m, table->record.line, thread));
    return intro_i_vec_u32_push(&m->thread_of, *thread);
}

/* Counts the row for somebody, once. */
static intro_status count_row(intro_i_li_messages *m, intro_i_li_who who)
{
    const uint32_t key = who >> 1;
    intro_i_vec_u32 *const seen = &m->seen[who & 1];
    intro_i_vec_u32 *const stamp = &m->stamp[who & 1];
    while (seen->count <= key) {
        INTRO_TRY(intro_i_vec_u32_push(seen, 0));
        INTRO_TRY(intro_i_vec_u32_push(stamp, 0));
    }
    if (stamp->data[key] != m->rows) {
        stamp->data[key] = m->rows;
        seen->data[key]++;
    }
    return INTRO_OK;
}

static void count_message(intro_i_li_part *part, intro_day day)
{
    part->first = part->sent == 0 || day < part->first ? day : part->first;
    part->last = part->sent == 0 || day > part->last ? day : part->last;
    part->sent++;
}

/* Somebody is in a thread; day is INTRO_NO_DAY for a recipient. */
static intro_status take_part(intro_i_li_messages *m, uint32_t thread,
                              intro_i_li_who who, intro_day day)
{
    intro_i_li_thread *const t = &m->threads.data[thread];
    if (who == 0) {
        t->has_unknown = true;
        return INTRO_OK;
    }
    INTRO_TRY(count_row(m, who));
    uint32_t *link = &t->head;
    while (*link != 0 && m->parts.data[*link - 1].who != who) {
        link = &m->parts.data[*link - 1].next;
    }
    if (*link == 0) {
        if (t->parts == PARTS_KEPT) {
            return INTRO_OK;
        }
        const intro_i_li_part fresh = {who, 0, INTRO_NO_DAY, INTRO_NO_DAY,
                                       t->head};
        INTRO_TRY(intro_i_li_vec_part_push(&m->parts, fresh));
        t->head = (uint32_t)m->parts.count;
        t->parts++;
        link = &t->head;
    }
    if (day != INTRO_NO_DAY) {
        count_message(&m->parts.data[*link - 1], day);
    }
    return INTRO_OK;
}

/* RECIPIENT PROFILE URLS: joined with commas, which no slug holds. */
static intro_status take_urls(intro_i_li_messages *m, intro_i_li_people *people,
                              uint32_t thread, intro_i_csv_field urls,
                              intro_i_csv_field names)
{
    const intro_i_csv_field nameless = {"", 0};
    const char *p = urls.text;
    const char *const end = urls.text + urls.length;
    const bool is_alone = memchr(p, ',', urls.length) == NULL;
    while (p < end) {
        const char *const comma = memchr(p, ',', (size_t)(end - p));
        const char *const stop = comma == NULL ? end : comma;
        const intro_i_csv_field url = {p, (size_t)(stop - p)};
        intro_i_li_who who = 0;
        if (url.length != 0) {
            INTRO_TRY(intro_i_li_who_of(people, url,
                                        is_alone ? names : nameless, &who));
            INTRO_TRY(take_part(m, thread, who, INTRO_NO_DAY));
        }
        p = stop + (comma == NULL ? 0 : 1);
    }
    return INTRO_OK;
}

/* People a TO cell seems to name: commas inside a name have a blank behind. */
static uint32_t count_names(intro_i_csv_field names)
{
    uint32_t count = 1;
    for (size_t i = 0; i + 1 < names.length; i++) {
        count += names.text[i] == ',' && names.text[i + 1] != ' ';
    }
    return count;
}

/* Recipients without URLs: a cell with one name can be told, one with several
 * cannot be split safely and only says how many they are. */
static intro_status take_names(intro_i_li_messages *m,
                               intro_i_li_people *people, uint32_t thread,
                               intro_i_csv_field names)
{
    if (names.length == 0) {
        return INTRO_OK;
    }
    const intro_i_csv_field nowhere = {"", 0};
    intro_i_li_who who;
    INTRO_TRY(intro_i_li_who_of(people, nowhere, names, &who));
    const uint32_t count = count_names(names);
    if (count == 1 || (who >> 1 < people->bearers.count &&
                       people->bearers.data[who >> 1].contacts != 0)) {
        return take_part(m, thread, who, INTRO_NO_DAY);
    }
    intro_i_li_thread *const t = &m->threads.data[thread];
    if (t->most_named < count + 1) {
        t->most_named = count + 1;
    }
    return INTRO_OK;
}

static bool is_yes(intro_i_csv_field cell)
{
    return cell.length == 3 && strncasecmp(cell.text, "yes", 3) == 0;
}

static intro_status read_row(intro_i_li_messages *m, intro_i_li_people *people,
                             intro_i_li_table *table, intro_day day)
{
    if (m->rows == UINT32_MAX || m->parts.count >= UINT32_MAX - PARTS_KEPT) {
        return intro_i_fail_at(
            intro_i_builder_ctx(people->builder), INTRO_ELIMIT,
            table->files->members[table->role].path, table->record.line, 0,
            "more than %u messages", (unsigned)UINT32_MAX);
    }
    m->rows++;
    uint32_t thread;
    INTRO_TRY(find_thread(m, table, &thread));
    m->threads.data[thread].rows++;
    if (day > m->threads.data[thread].newest) {
        m->threads.data[thread].newest = day;
    }
    intro_i_li_who sender;
    INTRO_TRY(intro_i_li_who_of(
        people, intro_i_li_table_get(table, INTRO_I_LI_FROM_URL),
        intro_i_li_table_get(table, INTRO_I_LI_FROM), &sender));
    INTRO_TRY(take_part(m, thread, sender, day));
    const intro_i_csv_field names = intro_i_li_table_get(table, INTRO_I_LI_TO);
    const intro_i_csv_field urls =
        intro_i_li_table_get(table, INTRO_I_LI_TO_URL);
    return urls.length != 0 ? take_urls(m, people, thread, urls, names)
                            : take_names(m, people, thread, names);
}

intro_status intro_i_li_messages_take(intro_i_li_messages *messages,
                                      intro_i_li_people *people,
                                      intro_i_li_table *table)
{
    intro_i_builder *const b = table->builder;
    intro_day day;
    if (is_yes(intro_i_li_table_get(table, INTRO_I_LI_DRAFT)) ||
        is_yes(intro_i_li_table_get(table, INTRO_I_LI_THREAD_DRAFT))) {
        intro_i_builder_account(b)->skipped++;
        return intro_i_li_reason(b, table->files, table->role, "draft",
                                 table->record.line, 1);
    }
    if (intro_i_li_table_date(table, INTRO_I_LI_DATE, &day) != INTRO_OK) {
        return intro_i_li_table_unusable(table, "bad date");
    }
    const intro_status rc = read_row(messages, people, table, day);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(intro_i_builder_ctx(b))
                              : rc;
}

size_t intro_i_li_messages_constant(const intro_i_li_messages *messages,
                                    bool by_name, intro_i_li_who *out,
                                    size_t room)
{
    const intro_i_vec_u32 *const seen = &messages->seen[by_name];
    uint32_t most = messages->rows - messages->rows / 10;
    size_t count = 0;
    for (uint32_t key = 1; key < seen->count && messages->rows != 0; key++) {
        if (seen->data[key] > most) {
            most = seen->data[key];
            count = 0;
        }
        if (seen->data[key] == most && count < room) {
            out[count++] = key << 1 | (by_name ? 1 : 0);
        }
    }
    return count;
}

/* One person of a thread, all spellings put together. */
typedef struct speaker {
    uint32_t row; /* NO_ROW: not known */
    intro_i_li_who who;
    intro_i_li_part said;
} speaker;

typedef struct cast {
    speaker speakers[PARTS_KEPT];
    size_t count;
    uint32_t people;  /* of the thread, the owner included */
    bool has_several; /* a name that several contacts bear */
    bool has_stranger;
    intro_i_li_part owner_said;
} cast;

static void add_part(intro_i_li_part *to, const intro_i_li_part *more)
{
    if (more->sent == 0) {
        return;
    }
    const bool is_first = to->sent == 0;
    to->first = is_first || more->first < to->first ? more->first : to->first;
    to->last = is_first || more->last > to->last ? more->last : to->last;
    to->sent += more->sent;
}

static void add_speaker(cast *c, uint32_t row, const intro_i_li_part *part)
{
    for (size_t i = 0; i < c->count; i++) {
        speaker *const s = &c->speakers[i];
        if (row != INTRO_I_LI_NO_ROW ? s->row == row : s->who == part->who) {
            add_part(&s->said, part);
            return;
        }
    }
    c->speakers[c->count++] = (speaker){row, part->who, *part};
}

static void gather_cast(const intro_i_li_messages *m,
                        const intro_i_li_people *people,
                        const intro_i_li_thread *thread, cast *c)
{
    memset(c, 0, sizeof *c);
    for (uint32_t at = thread->head; at != 0;) {
        const intro_i_li_part *const part = &m->parts.data[at - 1];
        bool several;
        const uint32_t row = intro_i_li_resolve(people, part->who, 0, &several);
        at = part->next;
        if (row == people->owner_row && row != INTRO_I_LI_NO_ROW) {
            add_part(&c->owner_said, part);
            continue;
        }
        c->has_several = c->has_several || several;
        c->has_stranger = c->has_stranger || row == INTRO_I_LI_NO_ROW;
        add_speaker(c, row, part);
    }
    c->people = (uint32_t)c->count + 1 + (thread->has_unknown ? 1 : 0);
    if (thread->most_named > c->people) {
        c->people = thread->most_named;
    }
    if (thread->parts == PARTS_KEPT) {
        c->people = PARTS_KEPT;
    }
}

/* Did messages go both ways? Bits by slug of somebody not known yet. */
enum { WROTE = 1, WAS_WRITTEN_TO = 2 };

static intro_status find_strangers(const intro_i_li_messages *m,
                                   const intro_i_li_people *people,
                                   intro_i_vec_u32 *met, intro_i_vec_u64 *lines)
{
    for (size_t i = 0; i < m->threads.count; i++) {
        cast c;
        gather_cast(m, people, &m->threads.data[i], &c);
        for (size_t s = 0; s < c.count && c.people <= INTRO_I_LI_TALK_MAX;
             s++) {
            const speaker *const one = &c.speakers[s];
            const uint32_t slug = one->who >> 1;
            if (one->row != INTRO_I_LI_NO_ROW || (one->who & 1) != 0) {
                continue;
            }
            while (met->count <= slug) {
                INTRO_TRY(intro_i_vec_u32_push(met, 0));
                INTRO_TRY(intro_i_vec_u64_push(lines, 0));
            }
            if (met->data[slug] == 0) {
                lines->data[slug] = m->threads.data[i].line;
            }
            met->data[slug] |= (one->said.sent != 0 ? WROTE : 0) |
                               (c.owner_said.sent != 0 ? WAS_WRITTEN_TO : 0);
        }
    }
    return INTRO_OK;
}

/* People are made of those who wrote and were written to. */
static intro_status make_people(const intro_i_li_messages *m,
                                intro_i_li_people *people,
                                const intro_i_li_files *files)
{
    intro_i_vec_u32 met = {0};
    intro_i_vec_u64 lines = {0};
    intro_status rc = find_strangers(m, people, &met, &lines);
    if (rc != INTRO_OK) {
        rc = intro_i_fail_memory(intro_i_builder_ctx(people->builder));
    }
    for (uint32_t slug = 1; slug < met.count && rc == INTRO_OK; slug++) {
        if (met.data[slug] != (WROTE | WAS_WRITTEN_TO)) {
            continue;
        }
        intro_i_li_new fresh = {0};
        const uint32_t name =
            slug < people->slug_name.count ? people->slug_name.data[slug] : 0;
        fresh.name.text = intro_i_strpool_text(&people->names.spellings, name);
        fresh.name.length = strlen(fresh.name.text);
        fresh.slug = slug;
        fresh.since = INTRO_NO_DAY;
        fresh.file_row = lines.data[slug];
        uint32_t row;
        rc = intro_i_li_add(people, &fresh, &row);
        if (rc == INTRO_OK) {
            rc = intro_i_li_decide(people->builder, files, INTRO_I_LI_MESSAGES,
                                   "person made: not a connection, but "
                                   "messages went both ways",
                                   lines.data[slug], 1);
        }
    }
    intro_i_vec_u32_fini(&met);
    intro_i_vec_u64_fini(&lines);
    return rc;
}

static intro_status tell_said(intro_i_li_people *people, uint32_t from,
                              uint32_t to, const intro_i_li_part *said)
{
    if (said->sent == 0) {
        return INTRO_OK;
    }
    const intro_i_item item = {
        .kind = INTRO_EV_MESSAGES_TWO_WAY,
        .a = from,
        .b = to,
        .count = said->sent,
        .first = said->first,
        .last = said->last,
    };
    return intro_i_builder_evidence(people->builder, &item);
}

/* Evidence of one thread; *told: there was some. */
static intro_status tell_cast(intro_i_li_people *people, const cast *c,
                              intro_day newest, bool *told)
{
    *told = false;
    if (c->people > INTRO_I_LI_THREAD_MAX) {
        return INTRO_OK;
    }
    for (size_t i = 0; i < c->count; i++) {
        const speaker *const one = &c->speakers[i];
        if (one->row == INTRO_I_LI_NO_ROW) {
            continue;
        }
        if (c->people <= INTRO_I_LI_TALK_MAX) {
            *told = *told || one->said.sent + c->owner_said.sent != 0;
            INTRO_TRY(
                tell_said(people, people->owner_row, one->row, &c->owner_said));
            INTRO_TRY(
                tell_said(people, one->row, people->owner_row, &one->said));
        }
        for (size_t j = 0; j < i; j++) {
            if (c->speakers[j].row == INTRO_I_LI_NO_ROW) {
                continue;
            }
            const intro_i_item item = {
                .kind = INTRO_EV_SMALL_THREAD,
                .a = one->row,
                .b = c->speakers[j].row,
                .count = 1,
                .people = (uint16_t)c->people,
                .first = newest,
                .last = newest,
            };
            *told = true;
            INTRO_TRY(intro_i_builder_evidence(people->builder, &item));
        }
    }
    return INTRO_OK;
}

/* Why a thread gave nothing. */
static intro_status tell_unused(const intro_i_li_people *people,
                                const intro_i_li_files *files,
                                const intro_i_li_thread *thread, const cast *c)
{
    intro_i_builder *const b = people->builder;
    intro_i_builder_account(b)->skipped += thread->rows;
    if (c->people > INTRO_I_LI_THREAD_MAX) {
        return intro_i_li_reason(b, files, INTRO_I_LI_MESSAGES,
                                 "thread of more than 8 people", thread->line,
                                 thread->rows);
    }
    if (c->has_several) {
        return intro_i_li_decide(b, files, INTRO_I_LI_MESSAGES,
                                 "several connections of that name",
                                 thread->line, thread->rows);
    }
    if (c->has_stranger) {
        return intro_i_li_decide(b, files, INTRO_I_LI_MESSAGES,
                                 "not a connection, and messages went one way "
                                 "only",
                                 thread->line, thread->rows);
    }
    return intro_i_li_reason(b, files, INTRO_I_LI_MESSAGES,
                             c->count == 0 ? "nobody there who can be told"
                                           : "thread of 5 to 8 people with one "
                                             "connection only",
                             thread->line, thread->rows);
}

intro_status intro_i_li_messages_tell(const intro_i_li_messages *messages,
                                      intro_i_li_people *people,
                                      const intro_i_li_files *files)
{
    INTRO_TRY(make_people(messages, people, files));
    for (size_t i = 0; i < messages->threads.count; i++) {
        const intro_i_li_thread *const thread = &messages->threads.data[i];
        cast c;
        bool told;
        gather_cast(messages, people, thread, &c);
        INTRO_TRY(tell_cast(people, &c, thread->newest, &told));
        if (!told) {
            INTRO_TRY(tell_unused(people, files, thread, &c));
            continue;
        }
        intro_i_builder_account(people->builder)->used += thread->rows;
        intro_i_builder_read(people->builder)->edges += thread->rows;
    }
    return INTRO_OK;
}
