/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exports of a team, as the archive of 2026 lays them out. Profile URLs are
 * ASCII, made of the family name and the id number in hex. */
#include "base/alloc.h"
#include "base/random.h"
#include "base/vec.h"
#include "network_impl.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { PATH_MAX_BYTES = 1024, DAYS_BACK = 10 * 12 * 28, LAST_YEAR = 2025 };

typedef struct member {
    uint32_t id;
    intro_i_vec_u32 contacts;
} member;

typedef struct team {
    const bench_network *net;
    intro_i_random random;
    uint32_t count;
    member *members;
    uint32_t messages; /* rows in each, 0: by the number of contacts */
    const char *dir;
} team;

static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr",
                                       "May", "Jun", "Jul", "Aug",
                                       "Sep", "Oct", "Nov", "Dec"};
static const char *const contents[8] = {
    "Thank you, that helps a lot.",
    "Could we talk on Thursday? I am free from ten.",
    "Here are the notes, as promised.\n\nBest,\nthe team",
    "Great to meet you at the workshop!",
    "She said \"yes, gladly\", so I will put you in touch.",
    "Any news from the pilot?",
    "Congratulations on the new role!",
    "I will be in town next week; coffee?"};
static const char *const skills[6] = {"Negotiation",   "Statistics",
                                      "Leadership",    "Public Speaking",
                                      "Data Analysis", "Writing"};

static const char connection_notes[] =
    "Notes:\n"
    "\"When exporting your connection data, you may notice that some of the "
    "email addresses are missing. You will only see email addresses for "
    "connections who have allowed their connections to see or download their "
    "email address using this setting "
    "https://www.linkedin.com/psettings/privacy/email. You can learn more here "
    "https://www.linkedin.com/help/linkedin/answer/261\"\n\n"
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
static const char message_header[] =
    "\"CONVERSATION ID\",\"CONVERSATION TITLE\",\"FROM\",\"SENDER PROFILE "
    "URL\",\"TO\",\"RECIPIENT PROFILE URLS\",\"DATE\",\"SUBJECT\",\"CONTENT\","
    "\"FOLDER\",\"ATTACHMENTS\",\"IS MESSAGE DRAFT\",\"IS CONVERSATION "
    "DRAFT\"\n";

/* A day, counted back from the last one; every month has 28 of them. */
typedef struct date {
    uint32_t year;
    uint32_t month; /* 0 to 11 */
    uint32_t day;
} date;

static date date_back(uint32_t back)
{
    const uint32_t day = DAYS_BACK - 1 - back % DAYS_BACK;
    const date when = {LAST_YEAR - 9 + day / 336, day / 28 % 12, day % 28 + 1};
    return when;
}

static void put_url(const bench_network *net, uint32_t id, bench_out *out)
{
    bench_person person;
    bench_network_person(net, id, &person);
    char slug[BENCH_TEXT_MAX + 16];
    size_t used = 0;
    for (const char *c = person.family; *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z') {
            slug[used++] = (char)(*c - 'A' + 'a');
        } else if (*c >= 'a' && *c <= 'z') {
            slug[used++] = *c;
        }
    }
    snprintf(slug + used, sizeof slug - used, "-%08x", (unsigned)id);
    bench_out_text(out, "www.linkedin.com/in/");
    bench_out_text(out, slug);
}

static void put_name(const bench_network *net, uint32_t id, bench_out *out)
{
    bench_person person;
    bench_network_person(net, id, &person);
    bench_out_text(out, person.given);
    bench_out_text(out, " ");
    bench_out_text(out, person.family);
}

/* Quoted only where a reader needs it. */
static void put_cell(bench_out *out, const char *text)
{
    if (strpbrk(text, ",\"\n") != NULL) {
        bench_out_csv(out, text);
    } else {
        bench_out_text(out, text);
    }
}

static void write_connections(team *t, const member *m, bench_out *out)
{
    bench_out_text(out, connection_notes);
    const size_t n = m->contacts.count;
    for (size_t i = 0; i < n; i++) {
        bench_person person;
        bench_network_person(t->net, m->contacts.data[i], &person);
        const date when = date_back((uint32_t)(i * DAYS_BACK / n));
        put_cell(out, person.given);
        bench_out_text(out, ",");
        put_cell(out, person.family);
        bench_out_text(out, ",https://");
        put_url(t->net, m->contacts.data[i], out);
        bench_out_text(out, ",,");
        put_cell(out, person.company);
        bench_out_text(out, ",");
        put_cell(out, person.position);
        bench_out_text(out, ",");
        bench_out_padded(out, when.day, 2);
        bench_out_text(out, " ");
        bench_out_text(out, months[when.month]);
        bench_out_text(out, " ");
        bench_out_number(out, when.year);
        bench_out_text(out, i + 1 < n ? "\n" : "");
    }
}

static void write_message(team *t, uint32_t from, uint32_t to,
                          uint64_t conversation, uint32_t back, bench_out *out)
{
    const date when = date_back(back);
    bench_out_text(out, "\"2-");
    bench_out_padded(out, conversation, 20);
    bench_out_text(out, "==\",\"\",\"");
    put_name(t->net, from, out);
    bench_out_text(out, "\",\"https://");
    put_url(t->net, from, out);
    bench_out_text(out, "\",\"");
    put_name(t->net, to, out);
    bench_out_text(out, "\",\"https://");
    put_url(t->net, to, out);
    bench_out_text(out, "\",\"");
    bench_out_number(out, when.year);
    bench_out_text(out, "-");
    bench_out_padded(out, when.month + 1, 2);
    bench_out_text(out, "-");
    bench_out_padded(out, when.day, 2);
    bench_out_text(out, " ");
    bench_out_padded(out, intro_i_random_below(&t->random, 24), 2);
    bench_out_text(out, ":");
    bench_out_padded(out, intro_i_random_below(&t->random, 60), 2);
    bench_out_text(out, ":");
    bench_out_padded(out, intro_i_random_below(&t->random, 60), 2);
    bench_out_text(out, " UTC\",\"\",");
    bench_out_csv(out, contents[intro_i_random_below(&t->random, 8)]);
    bench_out_text(out, ",\"INBOX\",\"\",\"No\",\"No\"\n");
}

static void write_messages(team *t, const member *m, bench_out *out)
{
    bench_out_text(out, message_header);
    if (m->contacts.count == 0) {
        return;
    }
    const uint64_t rows =
        t->messages > 0 ? t->messages : 4 * (uint64_t)m->contacts.count;
    uint64_t row = 0;
    while (row < rows) {
        const uint32_t other =
            m->contacts
                .data[intro_i_random_below(&t->random, m->contacts.count)];
        const uint64_t conversation = intro_i_random_u64(&t->random);
        const uint64_t length = 1 + intro_i_random_below(&t->random, 8);
        uint32_t back = (uint32_t)intro_i_random_below(&t->random, 336);
        bool is_owner = intro_i_random_below(&t->random, 2) == 0;
        for (uint64_t i = 0; i < length && row < rows; i++, row++) {
            write_message(t, is_owner ? m->id : other, is_owner ? other : m->id,
                          conversation, back, out);
            back += (uint32_t)intro_i_random_below(&t->random, 90);
            is_owner =
                intro_i_random_below(&t->random, 4) == 0 ? is_owner : !is_owner;
        }
    }
}

static void write_invitations(team *t, const member *m, bench_out *out)
{
    bench_out_text(out, "From,To,Sent At,Message,Direction,inviterProfileUrl,"
                        "inviteeProfileUrl\n");
    for (size_t i = 0; i < m->contacts.count; i += 20) {
        const uint32_t other = m->contacts.data[i];
        const date when = date_back((uint32_t)(i % 168));
        put_name(t->net, m->id, out);
        bench_out_text(out, ",");
        put_name(t->net, other, out);
        bench_out_text(out, ",\"");
        bench_out_number(out, when.month + 1);
        bench_out_text(out, "/");
        bench_out_number(out, when.day);
        bench_out_text(out, "/");
        bench_out_padded(out, when.year % 100, 2);
        bench_out_text(out, ", 9:05 AM\",");
        bench_out_text(out, i % 40 == 0 ? "Good to meet you" : "");
        bench_out_text(out, ",OUTGOING,https://");
        put_url(t->net, m->id, out);
        bench_out_text(out, ",https://");
        put_url(t->net, other, out);
        bench_out_text(out, "\n");
    }
}

static void write_endorsements(team *t, const member *m, bench_out *out)
{
    bench_out_text(out, "Endorsement Date,Skill Name,Endorser First Name,"
                        "Endorser Last Name,Endorser Public Url,Endorsement "
                        "Status\n");
    for (size_t i = 0; i < m->contacts.count; i += 10) {
        const date when = date_back((uint32_t)(i % DAYS_BACK));
        bench_person person;
        bench_network_person(t->net, m->contacts.data[i], &person);
        bench_out_number(out, when.year);
        bench_out_text(out, "/");
        bench_out_padded(out, when.month + 1, 2);
        bench_out_text(out, "/");
        bench_out_padded(out, when.day, 2);
        bench_out_text(out, " 14:20:00 UTC,");
        bench_out_text(out, skills[i / 10 % INTRO_COUNT_OF(skills)]);
        bench_out_text(out, ",");
        bench_out_text(out, person.given);
        bench_out_text(out, ",");
        bench_out_text(out, person.family);
        bench_out_text(out, ",");
        put_url(t->net, m->contacts.data[i], out);
        bench_out_text(out, ",ACCEPTED\n");
    }
}

static void write_profile(team *t, const member *m, bench_out *out)
{
    bench_person person;
    bench_network_person(t->net, m->id, &person);
    bench_out_text(out, "First Name,Last Name,Maiden Name,Address,Birth Date,"
                        "Headline,Summary,Industry,Zip Code,Geo Location,"
                        "Twitter Handles,Websites,Instant Messengers\n");
    bench_out_text(out, person.given);
    bench_out_text(out, ",");
    bench_out_text(out, person.family);
    bench_out_text(out, ",,,,");
    put_cell(out, person.position);
    bench_out_text(out, ",,");
    put_cell(out, person.industry);
    bench_out_text(out, ",,,,,\n");
}

static void write_positions(team *t, const member *m, bench_out *out)
{
    bench_person person;
    bench_network_person(t->net, m->id, &person);
    bench_out_text(out, "Company Name,Title,Description,Location,Started On,"
                        "Finished On\n");
    put_cell(out, person.company);
    bench_out_text(out, ",");
    put_cell(out, person.position);
    bench_out_text(out, ",,,Mar 2019,\n");
}

typedef void write_fn(team *t, const member *m, bench_out *out);

static bool write_member(team *t, uint32_t number)
{
    static const struct {
        const char *name;
        write_fn *write;
    } files[] = {{"Profile.csv", write_profile},
                 {"Positions.csv", write_positions},
                 {"Connections.csv", write_connections},
                 {"messages.csv", write_messages},
                 {"Invitations.csv", write_invitations},
                 {"Endorsement_Received_Info.csv", write_endorsements}};
    char path[PATH_MAX_BYTES];
    snprintf(path, sizeof path, "%s/member-%u", t->dir, number + 1);
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        return false;
    }
    for (size_t i = 0; i < INTRO_COUNT_OF(files); i++) {
        snprintf(path, sizeof path, "%s/member-%u/%s", t->dir, number + 1,
                 files[i].name);
        bench_out *const out = bench_out_open(path, false);
        if (out == NULL) {
            return false;
        }
        files[i].write(t, &t->members[number], out);
        if (!bench_out_close(out, NULL, NULL)) {
            return false;
        }
    }
    return true;
}

/* The ties of the members, in the order of the network, then strangers. */
static intro_status gather_contacts(team *t, uint32_t wanted, uint8_t *seen)
{
    uint64_t at = 0;
    bench_tie tie;
    while (bench_network_next(t->net, &at, &tie)) {
        for (uint32_t i = 0; i < t->count; i++) {
            member *const m = &t->members[i];
            if (m->id == tie.a || m->id == tie.b) {
                INTRO_TRY(intro_i_vec_u32_push(&m->contacts,
                                               m->id == tie.a ? tie.b : tie.a));
            }
        }
    }
    const uint64_t people = t->net->spec.people;
    for (uint32_t i = 0; i < t->count; i++) {
        member *const m = &t->members[i];
        memset(seen, 0, people);
        seen[m->id] = 1;
        for (size_t j = 0; j < m->contacts.count; j++) {
            seen[m->contacts.data[j]] = 1;
        }
        /* Half of all people at most: strangers are found at once. */
        while (m->contacts.count < wanted && m->contacts.count < people / 2) {
            const uint32_t id =
                (uint32_t)intro_i_random_below(&t->random, people);
            if (!seen[id]) {
                seen[id] = 1;
                INTRO_TRY(intro_i_vec_u32_push(&m->contacts, id));
            }
        }
    }
    return INTRO_OK;
}

static intro_status write_team(team *t, uint32_t connections)
{
    uint32_t *const ids = intro_i_alloc(t->count, sizeof *ids);
    uint8_t *const seen = intro_i_alloc(t->net->spec.people, 1);
    intro_status rc = INTRO_ENOMEM;
    if (ids != NULL && seen != NULL) {
        bench_network_team(t->net, t->count, ids);
        for (uint32_t i = 0; i < t->count; i++) {
            t->members[i].id = ids[i];
        }
        rc = gather_contacts(t, connections, seen);
    }
    for (uint32_t i = 0; i < t->count && rc == INTRO_OK; i++) {
        rc = write_member(t, i) ? INTRO_OK : INTRO_EIO;
    }
    intro_i_free(ids);
    intro_i_free(seen);
    return rc;
}

intro_status bench_network_linkedin(const bench_network *network,
                                    uint32_t members, uint32_t connections,
                                    uint32_t messages, const char *dir)
{
    team t = {.net = network, .count = members, .messages = messages};
    t.dir = dir;
    if (members < 1 || members > network->spec.people) {
        return INTRO_EARG;
    }
    if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
        return INTRO_EIO;
    }
    intro_i_random_init_part(&t.random, network->spec.seed, 5);
    t.members = intro_i_alloc_zero(members, sizeof *t.members);
    if (t.members == NULL) {
        return INTRO_ENOMEM;
    }
    const intro_status rc = write_team(&t, connections);
    for (uint32_t i = 0; i < members; i++) {
        intro_i_vec_u32_fini(&t.members[i].contacts);
    }
    intro_i_free(t.members);
    return rc;
}
