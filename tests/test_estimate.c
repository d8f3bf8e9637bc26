/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an import is said to need, against what it held at most. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/alloc.h"

#include <introfind/import.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

enum { MANY = 200000, BASE = 8 << 20 };

static char folder[] = "/tmp/introfind-estimate-XXXXXX";

typedef void write_fn(FILE *out, int i);

static void write_node(FILE *out, int i)
{
    (void)fprintf(out, "<node id=\"n%d\"/>\n", i);
}

static void write_named(FILE *out, int i)
{
    (void)fprintf(out,
                  "<node id=\"n%d\"><data key=\"n\">Ann Number%d</data></node>",
                  i, i);
}

static void write_born(FILE *out, int i)
{
    (void)fprintf(out, "<node id=\"n%d\"><data key=\"b\">%d</data></node>\n", i,
                  i);
}

/* Nodes first, then many more edges: no beginning tells of the whole. */
static void write_both(FILE *out, int i)
{
    if (i < MANY / 10) {
        write_node(out, i);
        return;
    }
    (void)fprintf(out, "<edge source=\"n%d\" target=\"n%d\"/>\n",
                  i % (MANY / 10), (i * 7919 + i / (MANY / 10)) % (MANY / 10));
}

static void write_contact(FILE *out, int i)
{
    (void)fprintf(out,
                  "Ann%d,Smith,https://www.linkedin.com/in/ann-smith-%d,,"
                  "Company %d,Buyer,05 Jan 2020\n",
                  i, i, i);
}

static void write_file(const char *path, const char *head, write_fn *fn,
                       const char *tail)
{
    FILE *const out = fopen(path, "wb");
    assert_non_null(out);
    (void)fputs(head, out);
    for (int i = 0; i < MANY; i++) {
        fn(out, i);
    }
    (void)fputs(tail, out);
    assert_int_equal(fclose(out), 0);
}

static uint64_t need_of(const char *path)
{
    intro_ctx *ctx = NULL;
    uint64_t need = UINT64_MAX;
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_import_need(ctx, &path, 1, &need), INTRO_OK);
    intro_ctx_free(ctx);
    return need;
}

static int import(const char *path)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_ctx *ctx = NULL;
    intro_graph *graph = NULL;
    if (intro_ctx_new(&ctx) != INTRO_OK ||
        intro_import_run(ctx, &path, 1, &options, &graph) != INTRO_OK) {
        return 1;
    }
    intro_graph_close(graph);
    intro_ctx_free(ctx);
    return 0;
}

/* The most that its import holds, in a process of its own. */
static uint64_t peak_of(const char *path)
{
    uint64_t *const peak = mmap(NULL, sizeof *peak, PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status = 0;
    assert_true(peak != MAP_FAILED);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const int failed = import(path);
        *peak = intro_i_alloc_peak();
        _exit(failed);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    const uint64_t bytes = *peak;
    (void)munmap(peak, sizeof *peak);
    return bytes;
}

static void the_need_is_told_within_a_factor_of_two(void **state)
{
    static const char head[] =
        "<graphml><key id=\"n\" for=\"node\" attr.name=\"name\" "
        "attr.type=\"string\"/><key id=\"b\" for=\"node\" attr.name=\"born\" "
        "attr.type=\"int\"/><graph edgedefault=\"undirected\">\n";
    static const char tail[] = "</graph></graphml>\n";
    static const struct {
        const char *name;
        const char *head;
        write_fn *fn;
        const char *tail;
    } shapes[] = {
        {"nodes.graphml", head, write_node, tail},
        {"named.graphml", head, write_named, tail},
        {"born.graphml", head, write_born, tail},
        {"both.graphml", head, write_both, tail},
        {"Connections.csv",
         "First Name,Last Name,URL,Email Address,Company,Position,"
         "Connected On\n",
         write_contact, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        write_file(shapes[i].name, shapes[i].head, shapes[i].fn,
                   shapes[i].tail);
        const uint64_t need = need_of(shapes[i].name) - BASE;
        const uint64_t peak = peak_of(shapes[i].name);
        if (need > 2 * peak || peak > 2 * need) {
            fail_msg("%s: said %llu, held %llu", shapes[i].name,
                     (unsigned long long)need, (unsigned long long)peak);
        }
        assert_int_equal(unlink(shapes[i].name), 0);
    }
}

/* Fifty people each, the most that are colleagues; by the file itself and in the
 * folder of an export. */
static void colleagues_are_counted_among_the_contacts(void **state)
{
    enum { CONTACTS = 10000, STAFF = 50 };
    static const char table[] = "firms/Connections.csv";
    (void)state;
    assert_int_equal(mkdir("firms", 0700), 0);
    FILE *const out = fopen(table, "wb");
    assert_non_null(out);
    (void)fputs("First Name,Last Name,Company,Position,Connected On\n", out);
    for (int i = 0; i < CONTACTS; i++) {
        (void)fprintf(out, "a%d,,Firm f%d%s,,\n", i, i / STAFF,
                      i % 2 == 0 ? "" : " Ltd");
    }
    assert_int_equal(fclose(out), 0);
    const uint64_t need = need_of(table) - BASE;
    const uint64_t peak = peak_of(table);
    assert_int_equal(need_of("firms") - BASE, need);
    print_message("# said %llu, held %llu\n", (unsigned long long)need,
                  (unsigned long long)peak);
    assert_true(need > 20 << 20);
    assert_true(need >= peak - BASE && need < 2 * peak);
    assert_int_equal(unlink(table), 0);
    assert_int_equal(rmdir("firms"), 0);
}

static void a_file_shorter_than_a_window_is_counted_once(void **state)
{
    (void)state;
    FILE *const out = fopen("small.graphml", "wb");
    assert_non_null(out);
    (void)fputs("<graphml><graph>", out);
    for (int i = 0; i < 100; i++) {
        write_node(out, i);
    }
    (void)fputs("</graph></graphml>", out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(need_of("small.graphml"), BASE + 100 * 92);
    assert_int_equal(unlink("small.graphml"), 0);
}

/* Of what is packed only the ratio of the beginning is known. */
static void packed_text_is_taken_for_what_it_unpacks_to(void **state)
{
    (void)state;
    gzFile out = gzopen("nodes.graphml.gz", "wb1");
    assert_non_null(out);
    assert_true(gzputs(out, "<graphml><graph>") > 0);
    for (int i = 0; i < MANY; i++) {
        assert_true(gzprintf(out, "<node id=\"n%d\"/>\n", i) > 0);
    }
    assert_true(gzputs(out, "</graph></graphml>") > 0);
    assert_int_equal(gzclose(out), Z_OK);
    struct stat info;
    assert_int_equal(stat("nodes.graphml.gz", &info), 0);
    const uint64_t need = need_of("nodes.graphml.gz") - BASE;
    assert_true(need > 2 * (uint64_t)info.st_size);
    assert_true(need < 2 * peak_of("nodes.graphml.gz"));
    assert_int_equal(unlink("nodes.graphml.gz"), 0);
}

static void an_export_is_the_sum_of_its_files(void **state)
{
    static const char table[] = "First Name,Last Name,Connected On\nA,B,\n";
    (void)state;
    assert_int_equal(mkdir("export", 0700), 0);
    FILE *out = fopen("export/Connections.csv", "wb");
    assert_non_null(out);
    (void)fputs(table, out);
    assert_int_equal(fclose(out), 0);
    out = fopen("export/messages.csv", "wb");
    assert_non_null(out);
    (void)fputs("FROM,TO,DATE\n", out);
    assert_int_equal(fclose(out), 0);
    out = fopen("export/Logins.csv", "wb");
    assert_non_null(out);
    (void)fputs("none of it is read\n", out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(need_of("export"), BASE + 9 * (sizeof table - 1) + 13);
    assert_int_equal(unlink("export/Connections.csv"), 0);
    assert_int_equal(need_of("export"), 0);
    assert_int_equal(unlink("export/messages.csv"), 0);
    assert_int_equal(unlink("export/Logins.csv"), 0);
    assert_int_equal(rmdir("export"), 0);
}

static void
what_cannot_be_told_is_0_and_a_file_that_is_not_there_an_error(void **state)
{
    const char *const none = "none";
    intro_ctx *ctx = NULL;
    uint64_t need = 1;
    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    assert_int_equal(need_of("pipe"), 0);
    assert_int_equal(unlink("pipe"), 0);
    FILE *const out = fopen("x.pdf", "wb");
    assert_non_null(out);
    (void)fputs("%PDF-1.4", out);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(need_of("x.pdf"), 0);
    assert_int_equal(unlink("x.pdf"), 0);
    assert_int_equal(intro_ctx_new(&ctx), INTRO_OK);
    assert_int_equal(intro_import_need(ctx, &none, 1, &need), INTRO_EIO);
    assert_string_equal(intro_ctx_error(ctx)->source, none);
    assert_int_equal(intro_import_need(ctx, NULL, 0, &need), INTRO_OK);
    assert_int_equal(need, 0);
    intro_ctx_free(ctx);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) != NULL && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_need_is_told_within_a_factor_of_two),
        cmocka_unit_test(colleagues_are_counted_among_the_contacts),
        cmocka_unit_test(a_file_shorter_than_a_window_is_counted_once),
        cmocka_unit_test(packed_text_is_taken_for_what_it_unpacks_to),
        cmocka_unit_test(an_export_is_the_sum_of_its_files),
        cmocka_unit_test(
            what_cannot_be_told_is_0_and_a_file_that_is_not_there_an_error),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("memory an import needs", tests,
                                       make_folder, remove_folder);
}
