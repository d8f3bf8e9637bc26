/* SPDX-License-Identifier: GPL-2.0-or-later */
/* WHO and selector words on a network with awkward names. The content is lines:
 * WHO, then an attribute and a value. FORM: how the condition compares. */
#include "fuzz.h"

#include <introfind/people.h>

const char fuzz_target[] = "who";

enum { PEOPLE = 12, WORDS_MAX = 1 << 12 };

static const char network[] =
    "<graphml><key id='n' for='node' attr.name='name' attr.type='string'/>"
    "<key id='c' for='node' attr.name='company' attr.type='string'/>"
    "<key id='u' for='node' attr.name='url' attr.type='string'/>"
    "<key id='e' for='node' attr.name='email' attr.type='string'/>"
    "<key id='a' for='node' attr.name='age' attr.type='int'/>"
    "<graph edgedefault='undirected'>"
    "<node id='p0'><data key='n'>Ana Mar&#xED;a L&#xF3;pez</data>"
    "<data key='c'>Acme, Inc.</data><data key='a'>7</data></node>"
    "<node id='p1'><data key='n'>ana maria lopez</data>"
    "<data key='c'>ACME GmbH</data></node>"
    "<node id='p2'><data key='n'>&#x674E; &#x5C0F;&#x9F99;</data>"
    "<data key='u'>https://www.linkedin.com/in/Li-Long/</data></node>"
    "<node id='id:p2'><data key='e'>A.B@Example.ORG</data></node>"
    "<node id='&#x200B;'><data key='n'>&#x202E;evil</data></node>"
    "<node id='. .'><data key='n'>x</data></node>"
    "<node id='name:x'/><node id='P0'/>"
    "<node id='p8'><data key='n'>Stra&#xDF;e &#xFB01;sh &#x130;</data></node>"
    "<node id='p9'><data key='n'>Ng</data></node>"
    "<node id='q'><data key='n'>van der Berg, Jan</data></node>"
    "<node id='r'><data key='n'>O'Neil-Smith III</data></node>"
    "<edge source='p0' target='p1'/></graph></graphml>";

static const intro_graph *get_network(void)
{
    static intro_graph *graph;
    if (graph == NULL) {
        const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
        intro_ctx *const ctx = fuzz_ctx();
        FUZZ_CHECK(fuzz_import_graphml(ctx, &options, network,
                                       sizeof network - 1, &graph) == INTRO_OK);
        FUZZ_CHECK(intro_graph_people(graph) == PEOPLE);
        intro_ctx_free(ctx);
    }
    return graph;
}

/* Rising and in range. */
static void check_people(const intro_vid *people, size_t count)
{
    FUZZ_CHECK(count <= PEOPLE);
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(people[i] < PEOPLE);
        FUZZ_CHECK(i == 0 || people[i - 1] < people[i]);
    }
}

/* What must be found, whatever the rules of spelling are. */
static bool is_named_exactly(const intro_graph *graph, const char *who,
                             intro_vid *out)
{
    const char *const id = strncmp(who, "id:", 3) == 0 ? who + 3 : who;
    for (intro_vid v = 0; v < PEOPLE; v++) {
        if (strcmp(intro_graph_id(graph, v), id) == 0) {
            *out = v;
            return strncmp(who, "id:", 3) == 0;
        }
    }
    return false;
}

static void check_suggestions(const intro_vid *people, size_t count,
                              size_t wanted)
{
    FUZZ_CHECK(count <= wanted);
    for (size_t i = 0; i < count; i++) {
        FUZZ_CHECK(people[i] < PEOPLE);
        for (size_t j = 0; j < i; j++) {
            FUZZ_CHECK(people[i] != people[j]);
        }
    }
}

static void look_up(const fuzz_input *in, intro_ctx *ctx, const char *who)
{
    const intro_graph *const graph = get_network();
    intro_lookup *lookup = NULL;
    const intro_vid *people = NULL;
    size_t count = 0;
    intro_vid exact;
    fuzz_arm(in);
    intro_status rc = intro_lookup_new(ctx, graph, &lookup);
    if (rc == INTRO_OK) {
        rc = intro_lookup_find(ctx, lookup, who, &people, &count);
    }
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK) {
        check_people(people, count);
        if (is_named_exactly(graph, who, &exact)) {
            FUZZ_CHECK(count == 1 && people[0] == exact);
        }
        const size_t wanted = 1 + (in->form & 7);
        rc = intro_lookup_suggest(ctx, lookup, who, wanted, &people, &count);
        fuzz_check_told(ctx, rc);
        if (rc == INTRO_OK) {
            check_suggestions(people, count, wanted);
        }
    }
    FUZZ_CHECK(rc == INTRO_OK || fuzz_is_faulty(in));
    fuzz_disarm();
    intro_lookup_free(lookup);
}

static void select_people(const fuzz_input *in, intro_ctx *ctx,
                          const intro_condition *conditions, size_t count)
{
    intro_vid *people = NULL;
    size_t found = 0;
    fuzz_arm(in);
    const intro_status rc = intro_people_select(ctx, get_network(), conditions,
                                                count, &people, &found);
    fuzz_disarm();
    fuzz_check_told(ctx, rc);
    FUZZ_CHECK(rc == INTRO_OK || rc == INTRO_EARG || fuzz_is_faulty(in));
    if (rc == INTRO_OK) {
        check_people(people, found);
        intro_people_free(people);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const intro_match matches[] = {INTRO_MATCH_COMPANY,
                                          INTRO_MATCH_EQUAL, INTRO_MATCH_WORDS,
                                          INTRO_MATCH_CLASS};
    const fuzz_input in = fuzz_begin(data, size);
    char text[WORDS_MAX + 1];
    char *words[5] = {text, NULL, NULL, NULL, NULL};
    const size_t length = in.size < WORDS_MAX ? in.size : WORDS_MAX;
    (void)get_network();
    memcpy(text, in.bytes, length);
    text[length] = '\0';
    for (int i = 1; i < 5; i++) {
        words[i] = words[i - 1] + strcspn(words[i - 1], "\n");
        if (*words[i] != '\0') {
            *words[i]++ = '\0';
        }
    }
    intro_ctx *const ctx = fuzz_ctx();
    look_up(&in, ctx, words[0]);
    const intro_condition conditions[2] = {
        {words[1], matches[(in.form >> 3) % 4], words[2]},
        {words[3], matches[(in.form >> 5) % 4], words[4]}};
    select_people(&in, ctx, conditions, 1 + (in.form & 1));
    intro_ctx_free(ctx);
    return 0;
}
