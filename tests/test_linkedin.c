/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LinkedIn exports of every generation: who becomes a person, what becomes
 * evidence, and what is counted. Everybody here is invented. */
#include <introfind/introfind.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HEADER_2023                                                            \
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
#define HEADER_2018                                                            \
    "First Name,Last Name,Email Address,Company,Position,Connected On\n"
#define PREAMBLE                                                               \
    "Notes:\n\"When exporting your connection data, you may notice, that\n"    \
    "some of it is missing.\"\n\n"
#define MESSAGES_10                                                            \
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT " \
    "PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER\n"
#define IN "https://www.linkedin.com/in/"

static char folder[] = "/tmp/introfind-linkedin-XXXXXX";
static const char *const names[] = {
    "Connections.csv",
    "messages.csv",
    "Invitations.csv",
    "Profile.csv",
    "Positions.csv",
    "Email Addresses.csv",
    "Endorsement_Received_Info.csv",
    "Endorsement Received Info.csv",
    "Endorsement_Given_Info.csv",
    "Recommendations_Received.csv",
    "Recommendations_Given.csv",
    "guide_messages.csv",
    "Logins.csv",
};
static intro_ctx *ctx;
static intro_graph *graph;

static void clean(void)
{
    char path[300];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    intro_graph_close(graph);
    graph = NULL;
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || intro_ctx_new(&ctx) != INTRO_OK;
}

static int tear_down(void **state)
{
    (void)state;
    clean();
    intro_ctx_free(ctx);
    return rmdir(folder);
}

static int before_each(void **state)
{
    (void)state;
    clean();
    return 0;
}

static void put_bytes(const char *name, const char *bytes, size_t size)
{
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *const f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static void put(const char *name, const char *text)
{
    put_bytes(name, text, strlen(text));
}

static intro_status try_import(const intro_import_options *options)
{
    const char *const inputs[] = {folder};
    const intro_import_options defaults = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph_close(graph);
    graph = NULL;
    return intro_import_run(ctx, inputs, 1,
                            options == NULL ? &defaults : options, &graph);
}

/* Imports the folder; every row is used, merged or skipped. */
static void import(void)
{
    const intro_status rc = try_import(NULL);
    if (rc != INTRO_OK) {
        fail_msg("%s: %s", intro_ctx_error(ctx)->source,
                 intro_ctx_error(ctx)->message);
    }
    const intro_source_info info = intro_graph_source(graph, 0);
    assert_int_equal(info.rows, info.used + info.merged + info.skipped);
}

static intro_vid person(const char *name)
{
    intro_vid found = INTRO_NO_VID;
    for (intro_vid v = 0; v < intro_graph_people(graph); v++) {
        if (strcmp(intro_graph_display_name(graph, v), name) == 0) {
            assert_int_equal(found, INTRO_NO_VID);
            found = v;
        }
    }
    return found;
}

static intro_vid me(void)
{
    assert_int_equal(intro_graph_owners(graph), 1);
    return intro_graph_owner(graph, 0);
}

/* Evidence of the tie from a to b; count 0 when there is none. */
static intro_evidence evidence(intro_vid a, intro_vid b,
                               intro_evidence_kind kind)
{
    const intro_evidence none = {.count = 0};
    intro_tie tie;
    intro_evidence all[INTRO_EV_COUNT];
    if (!intro_graph_find_tie(graph, a, b, &tie)) {
        return none;
    }
    const size_t count = intro_graph_tie_evidence(graph, &tie, all);
    for (size_t i = 0; i < count; i++) {
        if (all[i].kind == kind) {
            return all[i];
        }
    }
    return none;
}

/* How often a reason that ends so was counted; *line is of the first. */
static uint64_t counted(const char *ending, uint64_t *line)
{
    const intro_source_info info = intro_graph_source(graph, 0);
    for (uint32_t i = 0; i < info.reasons; i++) {
        const intro_reason r = intro_graph_source_reason(graph, 0, i);
        const size_t length = strlen(r.reason);
        const size_t size = strlen(ending);
        if (length >= size && strcmp(r.reason + length - size, ending) == 0) {
            *line = r.first_line;
            return r.count;
        }
    }
    *line = 0;
    return 0;
}

static void every_generation_of_connections_gives_the_same_people(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEADER_2018 "Ana,\"Beispiel, PMP\",,Muster GmbH,Buyer,\"2/7/24, 3:45 "
                    "PM\"\nRavi,K.,ravi@x.example,,,\"12/12/23, 1:00 AM\"\n",
        HEADER_2018 "Ana,\"Beispiel, PMP\",,Muster GmbH,Buyer,07 Feb 2024\n"
                    "Ravi,K.,ravi@x.example,,,12 Dec 2023",
        PREAMBLE HEADER_2023
        "Ana,\"Beispiel, PMP\"," IN "ana-1a2b3c4d,,Muster GmbH,Buyer,07 Feb "
        "2024\nRavi,K.," IN "ravi-k,ravi@x.example,,,12 Dec 2023",
        "\xEF\xBB\xBF"
        "FirstName;LastName;EmailAddress;Company;Position;"
        "ConnectedOn\r\nAna;\"Beispiel, PMP\";;Muster GmbH;Buyer;7-Feb-24\r\n"
        "Ravi;K.;ravi@x.example;;;12-Dec-23\r\n",
        "\tConnected On\tPosition\tFIRST NAME\tlast_name\tCompany\tE-mail "
        "Address\n0\t2024-02-07\tBuyer\t Ana \tBeispiel,  PMP\tMuster GmbH\t\n"
        "1\t2023-12-12\t\tRavi\tK.\t\tRavi@X.example\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        put("Connections.csv", texts[i]);
        import();
        assert_int_equal(intro_graph_people(graph), 3);
        assert_int_equal(intro_graph_ties(graph), 2);
        const intro_vid ana = person("Ana Beispiel, PMP");
        const intro_vid ravi = person("Ravi K.");
        assert_int_not_equal(ana, INTRO_NO_VID);
        assert_int_not_equal(ravi, INTRO_NO_VID);
        assert_string_equal(intro_graph_field(graph, ana, INTRO_FIELD_COMPANY),
                            "Muster GmbH");
        assert_string_equal(intro_graph_field(graph, ana, INTRO_FIELD_POSITION),
                            "Buyer");
        assert_null(intro_graph_field(graph, ravi, INTRO_FIELD_COMPANY));
        assert_string_equal(intro_graph_field(graph, ravi, INTRO_FIELD_EMAIL),
                            "ravi@x.example");
        assert_int_equal(evidence(me(), ana, INTRO_EV_CONNECTION).last, 19760);
        assert_int_equal(evidence(me(), ravi, INTRO_EV_CONNECTION).last, 19703);
    }
}

static void hidden_members_are_counted_and_namesakes_stay_apart(void **state)
{
    (void)state;
    put("Connections.csv",
        PREAMBLE HEADER_2023 "Jo,Doe," IN "jo-doe-1,,A,B,01 Jan 2020\n"
                             ",,,,,,02 Jan 2020\n"
                             "Jo,Doe," IN "jo-doe-2,,A,B,01 Jan 2020\n"
                             "Jo,Doe,,,A,B,01 Jan 2020\n"
                             "Jo,Doe,,,A,B,01 Jan 2020\n"
                             "J.,Doe,http://de.linkedin.com/in/JO%2Ddoe-1/"
                             "?trk=x,,A,B,01 Jan 2019\n"
                             ",,,,,,03 Jan 2020\n");
    import();
    uint64_t line;
    assert_int_equal(intro_graph_people(graph), 5);
    assert_int_equal(counted("hidden member", &line), 2);
    assert_int_equal(line, 7);
    assert_int_equal(counted("profile URL again: merged", &line), 1);
    assert_int_equal(line, 11);
    const intro_source_info info = intro_graph_source(graph, 0);
    assert_int_equal(info.rows, 7);
    assert_int_equal(info.used, 4);
    assert_int_equal(info.merged, 1);
    assert_int_equal(info.skipped, 2);
}

static void percent_encoded_and_raw_urls_are_one_person(void **state)
{
    (void)state;
    put("Connections.csv",
        HEADER_2023 "Jos\xC3\xA9,P," IN "jos%C3%A9-p,,,,01 Jan 2020\n");
    put("messages.csv", MESSAGES_10
        "2-a==,,Me Self," IN "me-self,Jos\xC3\xA9 P," IN
        "jos\xC3\xA9-p,2024-01-15 09:05:00 UTC,,secret words,INBOX\n"
        "2-a==,,Jos\xC3\xA9 P," IN "jos\xC3\xA9-p,Me Self," IN
        "me-self,2024-01-16 09:05:00 UTC,,,INBOX\n");
    put("Endorsement_Received_Info.csv",
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last "
        "Name,Endorser Public Url,Endorsement Status\n"
        "2023/06/01 14:20:00 UTC,Go,Jos\xC3\xA9,P,www.linkedin.com/in/"
        "jos\xC3\xA9-p,ACCEPTED\n");
    import();
    assert_int_equal(intro_graph_people(graph), 2);
    assert_string_equal(intro_graph_id(graph, me()), "me-self");
    assert_string_equal(intro_graph_display_name(graph, me()), "Me Self");
    const intro_vid jose = person("Jos\xC3\xA9 P");
    assert_string_equal(intro_graph_field(graph, jose, INTRO_FIELD_URL),
                        IN "jos\xC3\xA9-p");
    const intro_evidence m = evidence(me(), jose, INTRO_EV_MESSAGES_TWO_WAY);
    assert_int_equal(m.count, 1);
    assert_int_equal(m.last, 19738);
    assert_int_equal(evidence(jose, me(), INTRO_EV_ENDORSEMENT).count_ab, 1);
    for (uint32_t i = 0; i < INTRO_FIELD_COUNT; i++) {
        const char *const text = intro_graph_field(graph, jose, (intro_field)i);
        assert_true(text == NULL || strstr(text, "secret") == NULL);
    }
}

/* Threads of two to nine people: owner, n contacts. */
static void messages_count_up_to_four_people_and_infer_up_to_eight(void **state)
{
    (void)state;
    for (int others = 1; others <= 8; others++) {
        char connections[2000] = HEADER_2023;
        char urls[1000] = "";
        char messages[4000];
        for (int i = 0; i < others; i++) {
            char row[200];
            (void)snprintf(row, sizeof row, "P,%c," IN "p-%c,,,,01 Jan 2020\n",
                           'A' + i, 'a' + i);
            strncat(connections, row,
                    sizeof connections - 1 - strlen(connections));
            (void)snprintf(row, sizeof row, "%s" IN "p-%c", i == 0 ? "" : ",",
                           'a' + i);
            strncat(urls, row, sizeof urls - 1 - strlen(urls));
        }
        put("Connections.csv", connections);
        put("Profile.csv", "First Name,Last Name\nMe,Self\n");
        (void)snprintf(messages, sizeof messages,
                       MESSAGES_10 "x,,Me Self," IN "me,\"P A, PMP,P B\","
                                   "\"%s\",2024-01-15 09:05:00 UTC,,,INBOX\n",
                       urls);
        put("messages.csv", messages);
        import();
        const int people = others + 1;
        uint64_t line;
        assert_int_equal(
            evidence(me(), person("P A"), INTRO_EV_MESSAGES_ONE_WAY).count,
            people <= 4 ? 1 : 0);
        if (others >= 2) {
            const intro_evidence small =
                evidence(person("P A"), person("P B"), INTRO_EV_SMALL_THREAD);
            assert_int_equal(small.people, people <= 8 ? people : 0);
        }
        assert_int_equal(counted("thread of more than 8 people", &line),
                         people > 8 ? 1 : 0);
    }
}

static void two_sided_strangers_become_people_and_others_are_counted(void **s)
{
    (void)s;
    put("Connections.csv", HEADER_2023 "An,One," IN "an-one,,,,01 Jan 2020\n");
    put("messages.csv",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,"
        "RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,ATTACHMENTS,IS "
        "MESSAGE DRAFT\n"
        "a,,Two Sided," IN "two,"
        "Me Self," IN "me,2024-01-15 09:05:00 UTC,,,INBOX,,No\n"
        "a,,Me Self," IN "me,"
        "Two Sided," IN "two,2024-01-16 09:05:00 UTC,,,INBOX,,No\n"
        "b,,One Sided," IN "one,"
        "Me Self," IN "me,2024-01-17 09:05:00 UTC,,,INBOX,,No\n"
        "c,,LinkedIn Member,,Me Self," IN
        "me,2024-01-17 09:05:00 UTC,,,INBOX,,No\n"
        "d,,An One," IN "an-one,Me Self," IN
        "me,2024-01-18 09:05:00 UTC,,,INBOX,,Yes\n"
        "e,Buy,Sponsor Inc,,Me Self," IN
        "me,2024-01-18 09:05:00 UTC,,,INBOX,,No\n");
    put("guide_messages.csv", MESSAGES_10 "g,,Guide," IN "guide,Me," IN
                                          "me,2024-01-15 09:05:00 UTC,,,\n");
    put("Invitations.csv",
        "From,To,Sent At,Message,Direction,inviterProfileUrl,"
        "inviteeProfileUrl\n"
        "An One,Me Self,\"6/7/23, 7:35 AM\",Hello you,INCOMING," IN "an-one," IN
        "me\n"
        "Me Self,No Answer,\"6/8/23, 7:35 AM\",Please,OUTGOING," IN "me," IN
        "no-answer\n"
        "Me Self,Two Sided,\"6/9/23, 7:35 AM\",,OUTGOING," IN "me," IN "two\n");
    import();
    uint64_t line;
    assert_int_equal(intro_graph_people(graph), 3);
    assert_string_equal(intro_graph_id(graph, me()), "me");
    const intro_vid two = person("Two Sided");
    assert_string_equal(intro_graph_id(graph, two), "two");
    assert_int_equal(evidence(me(), two, INTRO_EV_MESSAGES_TWO_WAY).count, 1);
    assert_int_equal(evidence(me(), two, INTRO_EV_CONNECTION).count, 0);
    const intro_evidence note =
        evidence(person("An One"), me(), INTRO_EV_INVITATION_NOTE);
    assert_int_equal(note.count, 1);
    assert_int_equal(note.direction, INTRO_DIR_AB);
    assert_int_equal(note.last, 19515);
    assert_int_equal(counted("messages went both ways", &line), 1);
    assert_int_equal(counted("messages went one way only", &line), 2);
    assert_int_equal(line, 4);
    assert_int_equal(counted("nobody there who can be told", &line), 1);
    assert_int_equal(counted("draft", &line), 1);
    assert_int_equal(counted("Invitations.csv: not a connection", &line), 1);
    assert_int_equal(line, 3);
    assert_int_equal(counted("without a text", &line), 1);
}

static void messages_without_urls_go_by_the_one_contact_of_a_name(void **state)
{
    (void)state;
    put("Connections.csv", HEADER_2018 "An,One,,,,01 Jan 2020\n"
                                       "Sam,Same,,,,01 Jan 2020\n"
                                       "Sam,Same,,,,02 Jan 2020\n");
    put("Profile.csv", "First Name,Last Name\nMe,Self\n");
    static const char *const forms[] = {
        "From,To,Date,Subject,Content,Direction,Folder\n"
        "an one,Me Self,\"1/21/20, 3:45 AM\",,,INCOMING,INBOX\n"
        "Me Self,An One,\"1/22/20, 3:45 AM\",,,OUTGOING,SENT\n"
        "Sam Same,Me Self,\"1/22/20, 3:45 AM\",,,INCOMING,INBOX\n",
        "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,"
        "SUBJECT,CONTENT,FOLDER\n"
        "a,,An One," IN "an-one,Me Self,2020-01-21 03:45:00 UTC,,,INBOX\n"
        "a,,Me Self," IN "me-self,An One,2020-01-22 03:45:00 UTC,,,INBOX\n"
        ",,Sam Same,,Me Self,2020-01-22 03:45:00 UTC,,,INBOX\n",
    };
    for (size_t i = 0; i < 2; i++) {
        put("messages.csv", forms[i]);
        import();
        uint64_t line;
        assert_int_equal(intro_graph_people(graph), 4);
        const intro_evidence m =
            evidence(me(), person("An One"), INTRO_EV_MESSAGES_TWO_WAY);
        assert_int_equal(m.count, 1);
        assert_int_equal(m.last, 18283);
        assert_int_equal(counted("several connections of that name", &line), 1);
        assert_int_equal(line, 4);
    }
}

static void endorsements_count_distinct_skills_a_direction(void **state)
{
    (void)state;
    put("Connections.csv", HEADER_2023 "An,One," IN "an-one,,,,01 Jan 2020\n");
    static const char rows[] =
        "Endorsement Date,Skill Name,Endorser First Name,Endorser Last "
        "Name,Endorser Public Url,Endorsement Status\n"
        "2021/01/02 00:00:00 UTC,Go,An,One,www.linkedin.com/in/an-one,"
        "ACCEPTED\n"
        "2021/01/03 00:00:00 UTC,Go,An,One,www.linkedin.com/in/an-one,"
        "ACCEPTED\n"
        "2021/01/04 00:00:00 UTC,C,An,One,,PENDING\n"
        "2021/01/05 00:00:00 UTC,R,An,One,,REJECTED\n"
        "2021/01/06 00:00:00 UTC,R,Not,Known,,ACCEPTED\n";
    put("Endorsement_Received_Info.csv", rows);
    /* the other file of 2022: the same in UTF-16, with tabs */
    char twin[2 * sizeof rows] = "\xFF\xFE";
    for (size_t i = 0; i < sizeof rows - 1; i++) {
        twin[2 + 2 * i] = rows[i] == ',' ? '\t' : rows[i];
        twin[3 + 2 * i] = '\0';
    }
    put_bytes("Endorsement Received Info.csv", twin, 2 * sizeof rows);
    import();
    uint64_t line;
    const intro_evidence e =
        evidence(person("An One"), me(), INTRO_EV_ENDORSEMENT);
    assert_int_equal(e.count_ab, 2);
    assert_int_equal(e.count_ba, 0);
    assert_int_equal(e.last, 18631);
    assert_int_equal(counted("rejected", &line), 1);
    assert_int_equal(counted("not a connection", &line), 1);
    assert_int_equal(counted("skill endorsed again", &line), 1);
    /* two files of one kind in one encoding are not told apart */
    put("Endorsement Received Info.csv", rows);
    assert_int_equal(try_import(NULL), INTRO_EFORMAT);
    assert_non_null(strstr(intro_ctx_error(ctx)->message,
                           "holds both \"Endorsement Received Info.csv\" and "
                           "\"Endorsement_Received_Info.csv\""));
}

static void recommendations_go_by_name_and_company_or_make_people(void **state)
{
    (void)state;
    put("Connections.csv",
        HEADER_2023 "Sam,Same," IN "sam-1,,Acme Inc.,,01 Jan 2020\n"
                    "Sam,Same," IN "sam-2,,Other,,01 Jan 2020\n"
                    "Sam,Same," IN "sam-3,,Twice,,01 Jan 2020\n"
                    "Sam,Same," IN "sam-4,,Twice,,01 Jan 2020\n");
    put("Recommendations_Received.csv",
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        "Sam,Same,ACME,Boss,\"Good,\nvery good\",\"01/09/13, 02:10 "
        "AM\",VISIBLE\n"
        "Sam,Same,Elsewhere,Boss,x,\"01/09/13, 02:10 AM\",VISIBLE\n"
        "Sam,Same,Twice,Boss,x,\"01/09/13, 02:10 AM\",VISIBLE\n"
        "New,Comer,Third Co,Chief,x,\"01/10/13, 02:10 AM\",VISIBLE\n");
    put("Recommendations_Given.csv",
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
        "New,Comer,Third Co,Chief,x,\"01/11/13, 02:10 AM\",\n");
    import();
    uint64_t line;
    assert_int_equal(intro_graph_people(graph), 6);
    const intro_vid comer = person("New Comer");
    assert_string_equal(intro_graph_field(graph, comer, INTRO_FIELD_COMPANY),
                        "Third Co");
    assert_string_equal(intro_graph_field(graph, comer, INTRO_FIELD_POSITION),
                        "Chief");
    const intro_evidence both = evidence(me(), comer, INTRO_EV_RECOMMENDATION);
    assert_int_equal(both.direction, INTRO_DIR_BOTH);
    assert_int_equal(both.last, 15716);
    int recommended = 0;
    for (intro_vid v = 0; v < intro_graph_people(graph); v++) {
        const intro_evidence r = evidence(v, me(), INTRO_EV_RECOMMENDATION);
        if (v != comer && v != me() && r.count_ab != 0) {
            recommended++;
            assert_string_equal(intro_graph_id(graph, v), "sam-1");
        }
    }
    assert_int_equal(recommended, 1);
    assert_int_equal(counted("several connections of that name", &line), 2);
    assert_int_equal(line, 4);
}

static void colleagues_connected_during_the_job_or_90_days_around(void **state)
{
    (void)state;
    put("Connections.csv",
        HEADER_2023 "A,In," IN "a,,Acme Inc.,,15 Jun 2016\n"
                    "B,Before," IN "b,,ACME,,01 Dec 2014\n"
                    "C,Early," IN "c,,Acme,,30 Nov 2014\n"
                    "D,After," IN "d,,Acme,,30 Mar 2020\n"
                    "E,Late," IN "e,,Acme,,31 Mar 2020\n"
                    "F,Now," IN "f,,New Co,,01 Jan 2024\n"
                    "G,Free," IN "g,,Freelance,,01 Jan 2016\n");
    put("Profile.csv", "First Name,Last Name\nMe,Self\n");
    put("Email Addresses.csv", "Email Address,Confirmed,Primary,Updated On\n"
                               "Me@Self.example,Yes,Yes,\n");
    put("Positions.csv",
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        "New Co,Head,\"two\nlines\",,Jan 2020,\n"
        "Side Co,Adviser,,,2018,\n"
        "Acme,Engineer,,,Mar 2015,Dec 2019\n"
        "Freelance,Writer,,,2015,2017\n");
    import();
    assert_string_equal(intro_graph_field(graph, me(), INTRO_FIELD_COMPANY),
                        "New Co");
    assert_string_equal(intro_graph_field(graph, me(), INTRO_FIELD_POSITION),
                        "Head");
    assert_null(intro_graph_field(graph, me(), INTRO_FIELD_EMAIL));
    static const struct {
        const char *name;
        uint32_t count;
    } wanted[] = {{"A In", 1},    {"B Before", 1}, {"C Early", 0},
                  {"D After", 1}, {"E Late", 0},   {"F Now", 1},
                  {"G Free", 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const intro_evidence e =
            evidence(me(), person(wanted[i].name), INTRO_EV_COLLEAGUE);
        assert_int_equal(e.count, wanted[i].count);
        if (wanted[i].count != 0 && i < 5) {
            assert_string_equal(e.label, "Acme");
            assert_int_equal(e.last, 18261); /* 2019-12-31 */
        }
    }
    assert_int_equal(evidence(me(), person("F Now"), INTRO_EV_COLLEAGUE).last,
                     INTRO_NO_DAY);
}

static void jobs_at_one_company_tell_together(void **state)
{
    (void)state;
    put("Connections.csv",
        HEADER_2023 "Two,Ended," IN "a,,Acme,,20 Dec 2012\n"
                    "One,Lasting," IN "b,,Acme,,15 Jun 2015\n"
                    "Only,Lasting," IN "c,,Acme,,01 Jan 2020\n");
    put("Profile.csv", "First Name,Last Name\nMe,Self\n");
    put("Positions.csv",
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        "Acme Inc.,A,,,2010,2012\nZz Co,,,,2010,\nACME,B,,,2013,2016\n"
        "Acme,C,,,2014,\nAa Co,,,,2010,\n");
    import();
    const intro_evidence ended =
        evidence(me(), person("Two Ended"), INTRO_EV_COLLEAGUE);
    assert_int_equal(ended.count, 2);
    assert_string_equal(ended.label, "ACME");
    assert_int_equal(ended.last, 17166); /* 2016-12-31 */
    const intro_evidence mixed =
        evidence(me(), person("One Lasting"), INTRO_EV_COLLEAGUE);
    assert_int_equal(mixed.count, 2);
    assert_string_equal(mixed.label, "ACME");
    assert_int_equal(mixed.last, 17166);
    const intro_evidence lasting =
        evidence(me(), person("Only Lasting"), INTRO_EV_COLLEAGUE);
    assert_int_equal(lasting.count, 1);
    assert_string_equal(lasting.label, "Acme");
    assert_int_equal(lasting.last, INTRO_NO_DAY);
}

/* In whatever order they stand. */
static void jobs_of_one_end_are_called_by_the_smaller_label(void **state)
{
    (void)state;
    static const char *const rows[] = {"Acme Ltd,A,,,2010,2016\n",
                                       "Acme,A,,,2011,2016\n",
                                       "Acme Inc.,A,,,2012,2016\n"};
    static const char *const lasting[] = {"Acme Ltd,B,,,2010,\n",
                                          "Acme Inc.,B,,,2011,\n"};
    char table[400];
    for (size_t turn = 0; turn < 6; turn++) {
        put("Connections.csv",
            HEADER_2023 "Of,Then," IN "a,,Acme,,15 Jun 2015\n"
                        "Of,Now," IN "b,,Acme,,15 Jun 2019\n");
        put("Profile.csv", "First Name,Last Name\nMe,Self\n");
        const size_t first = turn % 3;
        const size_t second = (first + 1 + turn / 3) % 3;
        (void)snprintf(
            table, sizeof table,
            "Company Name,Title,Description,Location,Started On,Finished "
            "On\n%s%s%s%s%s",
            rows[first], rows[second], rows[3 - first - second],
            lasting[turn % 2], lasting[1 - turn % 2]);
        put("Positions.csv", table);
        import();
        const intro_evidence then =
            evidence(me(), person("Of Then"), INTRO_EV_COLLEAGUE);
        assert_int_equal(then.count, 5);
        assert_string_equal(then.label, "Acme");
        const intro_evidence now =
            evidence(me(), person("Of Now"), INTRO_EV_COLLEAGUE);
        assert_int_equal(now.count, 2);
        assert_string_equal(now.label, "Acme Inc.");
    }
}

static void more_than_1000_positions_are_refused_at_their_line(void **state)
{
    (void)state;
    static char text[32 << 10];
    size_t length = (size_t)snprintf(
        text, sizeof text,
        "Company Name,Title,Description,Location,Started On,Finished On\n");
    put("Connections.csv", HEADER_2023 "A,In," IN "a,,Acme,,15 Jun 2016\n");
    for (int i = 0; i < 1001; i++) {
        if (i == 1000) {
            put("Positions.csv", text);
            import();
        }
        length += (size_t)snprintf(text + length, sizeof text - length,
                                   "Co %d,,,,2015,\n", i);
    }
    put("Positions.csv", text);
    assert_int_equal(try_import(NULL), INTRO_ELIMIT);
    assert_int_equal(intro_ctx_error(ctx)->line, 1002);
}

static void c08_a_header_alone_is_0_connections_and_no_header_an_error(void **s)
{
    (void)s;
    uint64_t line;
    put("Connections.csv", PREAMBLE HEADER_2023);
    import();
    assert_int_equal(intro_graph_people(graph), 1);
    assert_int_equal(counted("a header and no row", &line), 1);
    static const char *const bad[] = {"", "\n\n\n", PREAMBLE,
                                      "Name,Phone\na,b\n"};
    for (size_t i = 0; i < 4; i++) {
        put("Connections.csv", bad[i]);
        assert_int_equal(try_import(NULL), INTRO_EFORMAT);
    }
    assert_non_null(strstr(intro_ctx_error(ctx)->hint, "Name, Phone"));
    put("Connections.csv",
        "First Name,Middle Name,Last Name,Phonetic First Name,Organization "
        "Name,Labels,E-mail 1 - Value\nA,,B,,C,,d@e.example\n");
    assert_int_equal(try_import(NULL), INTRO_EFORMAT);
    assert_non_null(strstr(intro_ctx_error(ctx)->message, "phone book"));
}

static void c11_unusable_rows_are_counted_up_to_one_in_ten(void **state)
{
    (void)state;
    char text[4000] = HEADER_2023;
    for (int i = 0; i < 30; i++) {
        char row[100];
        (void)snprintf(row, sizeof row, "P,%d," IN "p-%d,,,,01 Jan 2020\n", i,
                       i);
        strncat(text, row, sizeof text - 1 - strlen(text));
    }
    strncat(text,
            "Too,Few\nToo,Many," IN "m,,,,01 Jan 2020,x\nBad,Day," IN
            "b,,,,31 Feb 2020\n",
            sizeof text - 1 - strlen(text));
    put("Connections.csv", text);
    import();
    uint64_t line;
    assert_int_equal(intro_graph_people(graph), 31);
    assert_int_equal(counted("too few fields", &line), 1);
    assert_int_equal(line, 32);
    assert_int_equal(counted("too many fields", &line), 1);
    assert_int_equal(counted("bad date", &line), 1);
    assert_int_equal(line, 34);
    strncat(text, "\"Quo\"te,x,,,,,01 Jan 2020\n",
            sizeof text - 1 - strlen(text));
    put("Connections.csv", text);
    assert_int_equal(try_import(NULL), INTRO_EFORMAT);
    assert_int_equal(intro_ctx_error(ctx)->line, 32);
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    options.lenient = true;
    assert_int_equal(try_import(&options), INTRO_OK);
    assert_int_equal(intro_graph_people(graph), 31);
    options.lenient = false;
    options.strict = true;
    assert_int_equal(try_import(&options), INTRO_EFORMAT);
    assert_int_equal(intro_ctx_error(ctx)->line, 32);
}

static void c12_a_file_in_windows_1252_is_read_whole_and_said(void **state)
{
    (void)state;
    put("Connections.csv", HEADER_2023 "Ana,Bee," IN "a,,,,01 Jan 2020\n"
                                       "Jos\xE9,Sm\xF8r," IN "j,,,,01 Jan "
                                       "2020\n");
    put("Recommendations_Given.csv",
        "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\r\n"
        "Jos\xE9,Sm\xF8r,,,x,\"01/10/13, 02:10 AM\",\r\n");
    import();
    uint64_t line;
    assert_int_equal(counted("read as Windows-1252", &line), 1);
    assert_int_equal(intro_graph_people(graph), 3);
    const intro_vid jose = person("Jos\xC3\xA9 Sm\xC3\xB8r");
    assert_int_equal(evidence(me(), jose, INTRO_EV_RECOMMENDATION).count, 1);
}

static void the_owner_given_by_the_user_decides(void **state)
{
    (void)state;
    put("Connections.csv", HEADER_2023 "An,One," IN "an-one,,,,01 Jan 2020\n");
    static const struct {
        const char *who;
        const char *id;
        const char *name;
    } given[] = {
        {IN "Jos%C3%A9-x/", "jos\xC3\xA9-x", NULL},
        {"url:linkedin.com/in/me", "me", NULL},
        {"id:me-2", "me-2", NULL},
        {"Me Myself", "owner", "Me Myself"},
        {"name:me@work", "owner", "me@work"},
        {"me@self.example", "owner", NULL},
    };
    for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
        intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
        options.owners = &given[i].who;
        options.owner_count = 1;
        assert_int_equal(try_import(&options), INTRO_OK);
        assert_string_equal(intro_graph_id(graph, me()), given[i].id);
        if (given[i].name != NULL) {
            assert_string_equal(intro_graph_display_name(graph, me()),
                                given[i].name);
        }
        assert_int_equal(intro_graph_people(graph), 2);
    }
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    static const char *const two[] = {"a b", "c d"};
    options.owners = two;
    options.owner_count = 2;
    assert_int_equal(try_import(&options), INTRO_EARG);
}

static void files_that_are_not_wanted_stay_closed(void **state)
{
    (void)state;
    put("Connections.csv", HEADER_2023 "An,One," IN "an-one,,,,01 Jan 2020\n");
    put("Logins.csv", "");
    char path[300];
    (void)snprintf(path, sizeof path, "%s/Logins.csv", folder);
    assert_int_equal(chmod(path, 0), 0);
    (void)snprintf(path, sizeof path, "%s/messages.csv", folder);
    assert_int_equal(symlink("/dev/zero", path), 0);
    import();
    assert_int_equal(intro_graph_people(graph), 2);
}

#define TEST(f) cmocka_unit_test_setup(f, before_each)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_generation_of_connections_gives_the_same_people),
        TEST(hidden_members_are_counted_and_namesakes_stay_apart),
        TEST(percent_encoded_and_raw_urls_are_one_person),
        TEST(messages_count_up_to_four_people_and_infer_up_to_eight),
        TEST(two_sided_strangers_become_people_and_others_are_counted),
        TEST(messages_without_urls_go_by_the_one_contact_of_a_name),
        TEST(endorsements_count_distinct_skills_a_direction),
        TEST(recommendations_go_by_name_and_company_or_make_people),
        TEST(colleagues_connected_during_the_job_or_90_days_around),
        TEST(jobs_at_one_company_tell_together),
        TEST(jobs_of_one_end_are_called_by_the_smaller_label),
        TEST(more_than_1000_positions_are_refused_at_their_line),
        TEST(c08_a_header_alone_is_0_connections_and_no_header_an_error),
        TEST(c11_unusable_rows_are_counted_up_to_one_in_ten),
        TEST(c12_a_file_in_windows_1252_is_read_whole_and_said),
        TEST(the_owner_given_by_the_user_decides),
        TEST(files_that_are_not_wanted_stay_closed),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
