/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inputs are told by their content, pooled whatever their order, and taken once.
 * The sample network must give the counts of datasets/README.md; shared data,
 * where there are any, those of their EXPECTED.csv. */
#include <introfind/introfind.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <cmocka.h>

#define CONNECTIONS                                                            \
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"   \
    "An,One,https://www.linkedin.com/in/an-one,,Acme,Buyer,01 Jan 2020\n"      \
    "Bo,Two,,,Acme,Seller,02 Jan 2020\n"

static char folder[] = "/tmp/introfind-importer-XXXXXX";
static char path[300];
static intro_ctx *ctx;
static int notices;

static void count_notice(void *user, const intro_notice *notice)
{
    (void)user;
    notices += strstr(notice->message, "same content") != NULL;
}

static int set_up(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL || intro_ctx_new(&ctx) != INTRO_OK) {
        return -1;
    }
    intro_ctx_set_notice(ctx, count_notice, NULL);
    (void)snprintf(path, sizeof path, "%s/input", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    intro_ctx_free(ctx);
    (void)unlink(path);
    return rmdir(folder);
}

static void put(const char *bytes, size_t size)
{
    FILE *const f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static intro_graph *import(const char *const *inputs, size_t count)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph = NULL;
    if (intro_import_run(ctx, inputs, count, &options, &graph) != INTRO_OK) {
        fail_msg("%s: %s", intro_ctx_error(ctx)->source,
                 intro_ctx_error(ctx)->message);
    }
    return graph;
}

static intro_status refusal(const char *bytes, size_t size)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    const char *const inputs[] = {path};
    intro_graph *graph = NULL;
    put(bytes, size);
    const intro_status rc = intro_import_run(ctx, inputs, 1, &options, &graph);
    assert_null(graph);
    return rc;
}

static void the_kind_of_an_input_is_told_by_its_content(void **state)
{
    (void)state;
    const char *const inputs[] = {path};
    put(CONNECTIONS, strlen(CONNECTIONS));
    intro_graph *g = import(inputs, 1);
    assert_int_equal(intro_graph_people(g), 3);
    assert_string_equal(intro_graph_source(g, 0).format, "linkedin-csv");
    intro_graph_close(g);

    static const char graphml[] = "<graphml><graph edgedefault='undirected'>"
                                  "<node id='a'/><node id='b'/>"
                                  "<edge source='a' target='b'/>"
                                  "</graph></graphml>";
    put(graphml, sizeof graphml - 1);
    g = import(inputs, 1);
    assert_int_equal(intro_graph_ties(g), 1);
    assert_string_equal(intro_graph_source(g, 0).format, "graphml");
    intro_graph_close(g);

    (void)unlink(path);
    zip_t *const zip = zip_open(path, ZIP_CREATE, NULL);
    assert_non_null(zip);
    assert_int_equal(
        zip_file_add(
            zip, "Basic_LinkedInDataExport/CONNECTIONS (1).csv",
            zip_source_buffer(zip, CONNECTIONS, strlen(CONNECTIONS), 0), 0),
        0);
    assert_int_equal(zip_close(zip), 0);
    g = import(inputs, 1);
    assert_int_equal(intro_graph_people(g), 3);
    assert_string_equal(intro_graph_source(g, 0).format, "linkedin");
    intro_graph_close(g);
}

static void other_formats_are_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        const char *word;
    } other[] = {{"graph [\n  directed 0\n]\n", "GML"},
                 {"*Vertices 3\n1 \"a\"\n", "Pajek"},
                 {"digraph g { a -> b }\n", "DOT"},
                 {"BEGIN:VCARD\nFN:A\n", "vCard"},
                 {"{\"nodes\": []}", "JSON"},
                 {"%PDF-1.7\n", "PDF"},
                 {"", "empty"}};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        assert_int_equal(refusal(other[i].bytes, strlen(other[i].bytes)),
                         INTRO_EFORMAT);
        if (strstr(intro_ctx_error(ctx)->message, other[i].word) == NULL) {
            fail_msg("%s: %s", other[i].word, intro_ctx_error(ctx)->message);
        }
    }
    (void)unlink(path);
    const char *const inputs[] = {path};
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph;
    assert_int_equal(intro_import_run(ctx, inputs, 1, &options, &graph),
                     INTRO_EIO);
    assert_int_equal(intro_import_run(ctx, inputs, 0, &options, &graph),
                     INTRO_EARG);
}

static void an_input_given_twice_counts_once_and_is_said(void **state)
{
    (void)state;
    const char *const inputs[] = {path, path, path};
    put(CONNECTIONS, strlen(CONNECTIONS));
    notices = 0;
    intro_graph *const g = import(inputs, 3);
    assert_int_equal(notices, 2);
    assert_int_equal(intro_graph_people(g), 3);
    assert_int_equal(intro_graph_sources(g), 1);
    intro_graph_close(g);
}

static void a_snapshot_is_told_and_not_imported(void **state)
{
    (void)state;
    const char *const inputs[] = {path};
    bool is_snapshot = true;
    put(CONNECTIONS, strlen(CONNECTIONS));
    assert_int_equal(intro_is_snapshot(ctx, path, &is_snapshot), INTRO_OK);
    assert_false(is_snapshot);
    assert_int_equal(intro_is_snapshot(ctx, folder, &is_snapshot), INTRO_OK);
    assert_false(is_snapshot);
    intro_graph *const g = import(inputs, 1);
    assert_int_equal(intro_snapshot_write(ctx, g, path), INTRO_OK);
    intro_graph_close(g);
    assert_int_equal(intro_is_snapshot(ctx, path, &is_snapshot), INTRO_OK);
    assert_true(is_snapshot);
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph;
    assert_int_equal(intro_import_run(ctx, inputs, 1, &options, &graph),
                     INTRO_EARG);
    assert_non_null(strstr(intro_ctx_error(ctx)->hint, "-n"));
    (void)unlink(path);
    assert_int_equal(intro_is_snapshot(ctx, path, &is_snapshot), INTRO_EIO);
}

static const char *top(void)
{
    const char *const given = getenv("top_srcdir");
    return given != NULL ? given : "..";
}

/* Everything that must not depend on the order of inputs, as one number. */
static double sum_of(const intro_graph *g)
{
    double sum = 0;
    for (uint64_t t = 0; t < intro_graph_ties(g); t++) {
        const intro_tie tie = intro_graph_tie(g, t);
        sum += (double)tie.strength * (double)(tie.a * 7919u + tie.b + 1);
    }
    return sum;
}

static void the_sample_network_has_the_counts_of_its_readme(void **state)
{
    (void)state;
    static const char *const parts[] = {"nora-lindqvist", "tomas-okafor",
                                        "mei-castellanos", "older-2021",
                                        "alumni.graphml"};
    char paths[5][300];
    const char *inputs[5];
    const char *backwards[5];
    for (int i = 0; i < 5; i++) {
        (void)snprintf(paths[i], sizeof paths[i], "%s/datasets/sample/%s",
                       top(), parts[i]);
        inputs[i] = paths[i];
        backwards[4 - i] = paths[i];
    }
    if (access(paths[4], R_OK) != 0) {
        skip();
    }
    intro_graph *const g = import(inputs, 5);
    assert_int_equal(intro_graph_people(g), 679);
    assert_int_equal(intro_graph_ties(g), 3810);
    assert_int_equal(intro_graph_inferred_ties(g), 2910);
    assert_int_equal(intro_graph_owners(g), 4);
    intro_graph *const other = import(backwards, 5);
    assert_int_equal(intro_graph_people(other), 679);
    for (intro_vid v = 0; v < 679; v++) {
        assert_string_equal(intro_graph_id(g, v), intro_graph_id(other, v));
    }
    assert_true(sum_of(g) == sum_of(other));
    intro_graph_close(g);
    intro_graph_close(other);
}

/* Cells of a line without quotes. */
static size_t split(char *line, char **cells, size_t room)
{
    size_t count = 0;
    for (char *p = line; count < room; p++) {
        cells[count++] = p;
        p += strcspn(p, ",\r\n");
        if (*p != ',') {
            *p = '\0';
            break;
        }
        *p = '\0';
    }
    return count;
}

static void shared_connections_have_their_expected_counts(void **state)
{
    (void)state;
    char base[300];
    char name[400];
    const char *const given = getenv("INTRO_SHARED_DATA");
    (void)snprintf(base, sizeof base, "%s%s", given != NULL ? given : top(),
                   given != NULL ? "/linkedin" : "/../shared/data/linkedin");
    (void)snprintf(name, sizeof name, "%s/EXPECTED.csv", base);
    FILE *const f = fopen(name, "r");
    if (f == NULL) {
        print_message("# no shared data: skipped\n");
        skip();
    }
    char line[1000];
    int files = 0;
    assert_non_null(fgets(line, sizeof line, f));
    while (fgets(line, sizeof line, f) != NULL) {
        /* file, bytes, newline, preamble_lines, header, data_rows,
         * rows_with_a_name, distinct_names, distinct_urls, ... */
        char *cells[16];
        assert_int_equal(split(line, cells, 16), 16);
        (void)snprintf(name, sizeof name, "%s/%s", base, cells[0]);
        const char *const inputs[] = {name};
        intro_graph *const g = import(inputs, 1);
        const intro_source_info info = intro_graph_source(g, 0);
        const uint64_t rows = strtoull(cells[5], NULL, 10);
        const uint64_t named = strtoull(cells[6], NULL, 10);
        const uint64_t urls = strtoull(cells[8], NULL, 10);
        assert_int_equal(info.rows, rows);
        assert_int_equal(info.skipped, rows - named);
        assert_int_equal(info.used, urls);
        assert_int_equal(info.merged, named - urls);
        assert_int_equal(intro_graph_people(g), urls + 1);
        intro_graph_close(g);
        files++;
    }
    (void)fclose(f);
    assert_true(files > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kind_of_an_input_is_told_by_its_content),
        cmocka_unit_test(other_formats_are_refused_by_name),
        cmocka_unit_test(an_input_given_twice_counts_once_and_is_said),
        cmocka_unit_test(a_snapshot_is_told_and_not_imported),
        cmocka_unit_test(the_sample_network_has_the_counts_of_its_readme),
        cmocka_unit_test(shared_connections_have_their_expected_counts),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
