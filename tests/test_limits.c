/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Row G28 of the catalogue of bad inputs: more edges and people than 32 bits can
 * number, with a builder that is compiled for 1,000 and 600. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The builder of this program in the place of the library's. */
#define INTRO_I_MOST_EDGES  ((uint64_t)1000)
#define INTRO_I_MOST_PEOPLE ((uint64_t)600)
#include "graph/builder.c"

#include "base/strbuf.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/introfind-limits-XXXXXX";
static const char edges_words[] = "more than 1000 edges in the inputs";
static const char people_words[] = "more than 600 people";

/* People first, then edges among 500 ids. */
static void write_network(FILE *out, const char *kind, int nodes, int edges)
{
    (void)fprintf(out, "<graphml><graph edgedefault=\"%s\">", kind);
    for (int i = 0; i < nodes; i++) {
        (void)fprintf(out, "<node id=\"n%d\"/>\n", i);
    }
    for (int i = 0; i < edges; i++) {
        (void)fprintf(out, "<edge source=\"n%d\" target=\"n%d\"/>\n", i % 500,
                      (i + 1 + i / 500) % 500);
    }
    (void)fputs("</graph></graphml>", out);
}

/* *words: of the failure. */
static intro_status import(const char *const *files, size_t count,
                           intro_graph **graph, char words[INTRO_MESSAGE_MAX])
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_ctx *ctx = NULL;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    const intro_status rc =
        intro_import_run(ctx, files, count, &options, graph);
    (void)snprintf(words, INTRO_MESSAGE_MAX, "%s",
                   intro_ctx_error(ctx)->message);
    intro_ctx_free(ctx);
    return rc;
}

static void assert_imports(const char *kind, int nodes, int edges)
{
    char words[INTRO_MESSAGE_MAX];
    const char *const file = "net.graphml";
    intro_graph *graph = NULL;
    FILE *const out = fopen(file, "wb");
    assert_non_null(out);
    write_network(out, kind, nodes, edges);
    assert_int_equal(fclose(out), 0);
    if (import(&file, 1, &graph, words) != INTRO_OK) {
        fail_msg("%d nodes, %d edges: %s", nodes, edges, words);
    }
    assert_int_equal(intro_graph_edges(graph), edges);
    intro_graph_close(graph);
}

static void assert_too_many(const char *kind, int nodes, int edges,
                            const char *wanted)
{
    char words[INTRO_MESSAGE_MAX];
    const char *const file = "net.graphml";
    intro_graph *graph = NULL;
    FILE *const out = fopen(file, "wb");
    assert_non_null(out);
    write_network(out, kind, nodes, edges);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(import(&file, 1, &graph, words), INTRO_ELIMIT);
    assert_null(graph);
    assert_non_null(strstr(words, wanted));
}

static void G28_the_last_edge_and_person_fit_and_the_next_do_not(void **state)
{
    static const char *const kinds[] = {"undirected", "directed"};
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(kinds); i++) {
        assert_imports(kinds[i], 600, 1000);
        assert_too_many(kinds[i], 600, 1001, edges_words);
        assert_too_many(kinds[i], 601, 1, people_words);
        assert_too_many(kinds[i], 0, 40000, edges_words);
    }
}

static void G28_the_limit_is_of_all_inputs_together(void **state)
{
    static const char *const files[] = {"a.graphml", "b.graphml"};
    char words[INTRO_MESSAGE_MAX];
    intro_graph *graph = NULL;
    (void)state;
    for (int i = 0; i < 2; i++) {
        FILE *const out = fopen(files[i], "wb");
        assert_non_null(out);
        write_network(out, "undirected", 500 + i, 501);
        assert_int_equal(fclose(out), 0);
    }
    assert_int_equal(import(files, 2, &graph, words), INTRO_ELIMIT);
    assert_true(strstr(words, people_words) != NULL ||
                strstr(words, edges_words) != NULL);
}

/* A pipe that never ends; the writer ends by SIGPIPE. */
static void G28_a_pipe_without_end_ends_at_the_limit(void **state)
{
    const char *const file = "pipe.graphml";
    char words[INTRO_MESSAGE_MAX];
    intro_graph *graph = NULL;
    int status = 0;
    (void)state;
    assert_int_equal(mkfifo(file, 0600), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        FILE *const out = fopen(file, "wb");
        (void)fputs("<graphml><graph edgedefault=\"directed\">", out);
        for (unsigned i = 0;; i++) {
            (void)fprintf(out, "<edge source=\"n%u\" target=\"n%u\"/>\n",
                          i % 500, (i + 1 + i / 500) % 500);
        }
    }
    assert_int_equal(import(&file, 1, &graph, words), INTRO_ELIMIT);
    assert_non_null(strstr(words, edges_words));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE);
}

static void G28_contacts_are_people_too(void **state)
{
    const char *const file = "Connections.csv";
    char words[INTRO_MESSAGE_MAX];
    (void)state;
    for (int more = 0; more < 2; more++) {
        intro_graph *graph = NULL;
        FILE *const out = fopen(file, "wb");
        assert_non_null(out);
        (void)fputs("First Name,Last Name,Connected On\n", out);
        for (int i = 0; i < 599 + more; i++) {
            (void)fprintf(out, "A%d,B,01 Jan 2020\n", i);
        }
        assert_int_equal(fclose(out), 0);
        const intro_status rc = import(&file, 1, &graph, words);
        assert_int_equal(rc, more == 0 ? INTRO_OK : INTRO_ELIMIT);
        assert_true(more == 0 || strstr(words, people_words) != NULL);
        intro_graph_close(graph);
    }
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    static const char *const files[] = {"net.graphml", "a.graphml", "b.graphml",
                                        "pipe.graphml", "Connections.csv"};
    (void)state;
    for (size_t i = 0; i < INTRO_COUNT_OF(files); i++) {
        (void)unlink(files[i]);
    }
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(G28_the_last_edge_and_person_fit_and_the_next_do_not),
        cmocka_unit_test(G28_the_limit_is_of_all_inputs_together),
        cmocka_unit_test(G28_a_pipe_without_end_ends_at_the_limit),
        cmocka_unit_test(G28_contacts_are_people_too),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("limits", tests, make_folder,
                                       remove_folder);
}
