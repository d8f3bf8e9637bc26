/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Real files of many writers: the counts of their manifest, which an independent
 * program made. And the data sets of the tree, read in pieces of every size.
 * What is not there is skipped with a message. */
#include "base/strbuf.h"
#include "graph/builder_impl.h"
#include "import/graphml.h"
#include "import/graphml_sax.h"

#include <jansson.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FIELDS = 24, PATH_LENGTH = 1024, LINE_LENGTH = 8192 };

typedef struct reading {
    intro_ctx *ctx;
    intro_i_builder *builder;
    intro_status status;
} reading;

static reading read_file(const char *path, size_t slice)
{
    static const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    reading r;
    intro_i_source *source;
    assert_int_equal(intro_ctx_new(&r.ctx), INTRO_OK);
    assert_int_equal(intro_i_builder_new(r.ctx, &options, &r.builder),
                     INTRO_OK);
    assert_int_equal(
        intro_i_builder_source_begin(r.builder, path, INTRO_I_FORMAT_GRAPHML),
        INTRO_OK);
    assert_int_equal(intro_i_source_open_file(r.ctx, path, 0, &source),
                     INTRO_OK);
    r.status = intro_i_graphml_read_slices(r.builder, source, slice);
    intro_i_source_close(source);
    return r;
}

static void done(reading *r)
{
    intro_i_builder_free(r->builder);
    intro_ctx_free(r->ctx);
}

static FILE *open_shared(const char *name, char path[PATH_LENGTH])
{
    const char *const top = getenv("INTRO_SHARED_DATA");
    (void)snprintf(path, PATH_LENGTH, "%s/graphml/%s",
                   top != NULL ? top : "../shared/data", name);
    FILE *const f = fopen(path, "rb");
    if (f == NULL) {
        print_message("%s is not there\n", path);
    }
    return f;
}

static void source_path(const char *name, char path[PATH_LENGTH])
{
    const char *const top = getenv("top_srcdir");
    (void)snprintf(path, PATH_LENGTH, "%s/datasets/%s", top != NULL ? top : ".",
                   name);
}

/* One record of RFC 4180 in place; no field of the manifest spans lines. */
static size_t split_record(char *line, char *fields[FIELDS])
{
    size_t count = 0;
    char *in = line;
    while (count < FIELDS) {
        char *out = in;
        bool is_quoted = *in == '"';
        fields[count++] = in;
        in += is_quoted;
        while (*in != '\0' && *in != '\n' && (is_quoted || *in != ',')) {
            if (is_quoted && in[0] == '"' && in[1] == '"') {
                in++;
            } else if (is_quoted && *in == '"') {
                is_quoted = false;
                in++;
                continue;
            }
            *out++ = *in++;
        }
        const char stop = *in;
        *out = '\0';
        if (stop != ',') {
            break;
        }
        in++;
    }
    return count;
}

enum {
    COLUMN_FILE = 0,
    COLUMN_EXPECT = 5,
    COLUMN_EDGEDEFAULT = 6,
    COLUMN_NODES = 7,
    COLUMN_EDGES = 8,
    COLUMN_SELF_LOOPS = 9,
    COLUMN_UNDECLARED = 11,
    COLUMN_MARKED_DIRECTED = 12,
    COLUMN_MARKED_UNDIRECTED = 13,
    COLUMN_GRAPHS = 14,
    COLUMN_NESTED = 15,
    COLUMN_HYPEREDGES = 16,
    COLUMN_PORTS = 17,
    COLUMNS = 18
};

static uint64_t number(const char *text)
{
    return strtoull(text, NULL, 10);
}

static void check_counts(const reading *r, char *fields[FIELDS])
{
    const intro_read_counts *const c = intro_i_builder_read(r->builder);
    assert_int_equal(c->nodes, number(fields[COLUMN_NODES]));
    assert_int_equal(c->edges, number(fields[COLUMN_EDGES]));
    assert_int_equal(c->self_loops, number(fields[COLUMN_SELF_LOOPS]));
    assert_int_equal(c->undeclared_nodes, number(fields[COLUMN_UNDECLARED]));
    assert_int_equal(c->graphs, number(fields[COLUMN_GRAPHS]));
    assert_int_equal(c->nested_graphs, number(fields[COLUMN_NESTED]));
    assert_int_equal(c->ports, number(fields[COLUMN_PORTS]));
    assert_int_equal(c->hyperedges, number(fields[COLUMN_HYPEREDGES]));
    assert_int_equal(r->builder->people, c->nodes + c->undeclared_nodes);
    const uint64_t edges = c->edges - c->self_loops;
    assert_int_equal(r->builder->edge_a.count, edges);
    uint64_t one_way = 0;
    for (uint64_t e = 0; e < edges; e++) {
        one_way += intro_i_builder_is_one_way(r->builder, e);
    }
    if (c->self_loops == 0) {
        assert_int_equal(one_way,
                         strcmp(fields[COLUMN_EDGEDEFAULT], "directed") == 0
                             ? edges - number(fields[COLUMN_MARKED_UNDIRECTED])
                             : number(fields[COLUMN_MARKED_DIRECTED]));
    }
}

static void check_file(char *fields[FIELDS])
{
    char path[PATH_LENGTH];
    FILE *const f = open_shared(fields[COLUMN_FILE], path);
    assert_non_null(f);
    (void)fclose(f);
    reading r = read_file(path, INTRO_I_XML_SLICE);
    const intro_error *const e = intro_ctx_error(r.ctx);
    print_message("%s: %s\n", fields[COLUMN_FILE],
                  r.status == INTRO_OK ? "read" : e->message);
    if (strcmp(fields[COLUMN_EXPECT], "import") == 0) {
        assert_int_equal(r.status, INTRO_OK);
        check_counts(&r, fields);
    } else {
        assert_int_equal(r.status, INTRO_EFORMAT);
        assert_int_not_equal(e->line, 0);
    }
    done(&r);
}

static void every_file_gives_the_counts_of_the_manifest(void **state)
{
    (void)state;
    char path[PATH_LENGTH];
    char line[LINE_LENGTH];
    char *fields[FIELDS];
    unsigned files = 0;
    FILE *const f = open_shared("MANIFEST.csv", path);
    if (f == NULL) {
        skip();
    }
    assert_non_null(fgets(line, sizeof line, f));
    while (fgets(line, sizeof line, f) != NULL) {
        assert_true(split_record(line, fields) >= COLUMNS);
        const char *const end = strrchr(fields[COLUMN_FILE], '.');
        if (end != NULL && strcmp(end, ".xz") == 0) {
            print_message("%s: left out, it is packed\n", fields[COLUMN_FILE]);
            continue;
        }
        check_file(fields);
        files++;
    }
    (void)fclose(f);
    assert_true(files >= 40);
}

/* --- attributes ----------------------------------------------------------- */

static const intro_i_build_column *find_column(const reading *r, bool is_node,
                                               const char *name)
{
    const intro_i_vec_column *const all = &r->builder->present->columns;
    for (size_t i = 0; i < all->count; i++) {
        if ((all->data[i]->of == INTRO_OF_PERSON) == is_node &&
            strcmp(all->data[i]->name, name) == 0) {
            return all->data[i];
        }
    }
    return NULL;
}

typedef struct totals {
    uint64_t explicit_values;
    uint64_t numbers;
    double sum;
    uint64_t keys;
} totals;

/* Of all keys of one name, which make one attribute. */
static totals add_up(const json_t *attributes, const char *element,
                     const char *name)
{
    totals t = {0, 0, 0, 0};
    size_t i;
    const json_t *a;
    json_array_foreach((json_t *)(uintptr_t)attributes, i, a)
    {
        if (strcmp(json_string_value(json_object_get(a, "element")), element) !=
                0 ||
            strcmp(json_string_value(json_object_get(a, "name")), name) != 0) {
            continue;
        }
        t.keys++;
        t.explicit_values += (uint64_t)json_integer_value(
            json_object_get(a, "with_explicit_value"));
        t.numbers +=
            (uint64_t)json_integer_value(json_object_get(a, "numeric_values"));
        t.sum += json_number_value(json_object_get(a, "numeric_sum"));
    }
    return t;
}

static void check_numbers(const intro_i_build_column *c, const totals *t)
{
    uint64_t known = 0;
    double sum = 0;
    for (uint64_t row = 0; row < c->rows; row++) {
        if (intro_i_build_column_has(c, row)) {
            known++;
            sum += c->kind == INTRO_KIND_INT
                       ? (double)((const int64_t *)c->values)[row]
                       : ((const double *)c->values)[row];
        }
    }
    assert_int_equal(known, t->numbers);
    assert_true(fabs(sum - t->sum) <= 1e-6 * (1 + fabs(t->sum)));
}

static void check_texts(const reading *r, const intro_i_build_column *c,
                        const totals *t, uint64_t distinct)
{
    uint64_t known = 0;
    uint64_t seen = 0;
    uint8_t *const marks = calloc(r->builder->strings.count, 1);
    assert_non_null(marks);
    for (uint64_t row = 0; row < c->rows; row++) {
        if (intro_i_build_column_has(c, row)) {
            known++;
            uint8_t *const mark = &marks[((const uint32_t *)c->values)[row]];
            seen += *mark == 0;
            *mark = 1;
        }
    }
    free(marks);
    /* The manifest counts an empty value as one. */
    assert_true(known <= t->explicit_values);
    if (t->keys == 1) {
        assert_true(seen == distinct ||
                    (known < t->explicit_values && seen + 1 == distinct));
    }
}

static unsigned check_attributes(const reading *r, const json_t *attributes)
{
    const bool has_loops = intro_i_builder_read(r->builder)->self_loops != 0;
    unsigned checked = 0;
    size_t i;
    const json_t *a;
    json_array_foreach((json_t *)(uintptr_t)attributes, i, a)
    {
        const char *const element =
            json_string_value(json_object_get(a, "element"));
        const bool is_node = strcmp(element, "node") == 0;
        const char *const name = json_string_value(json_object_get(a, "name"));
        const totals t = add_up(attributes, element, name);
        if ((!is_node && strcmp(element, "edge") != 0) ||
            (!is_node && has_loops) || t.explicit_values == 0 ||
            json_integer_value(
                json_object_get(a, "values_with_child_elements")) != 0) {
            continue;
        }
        const intro_i_build_column *const c = find_column(r, is_node, name);
        if (c == NULL) {
            fail_msg("no attribute \"%s\"", name);
        } else if (c->kind == INTRO_KIND_STRING) {
            check_texts(r, c, &t,
                        (uint64_t)json_integer_value(
                            json_object_get(a, "distinct_values")));
        } else if (c->kind != INTRO_KIND_BOOL) {
            check_numbers(c, &t);
        }
        checked++;
    }
    return checked;
}

static void every_attribute_has_the_values_of_the_manifest(void **state)
{
    (void)state;
    char path[PATH_LENGTH];
    unsigned checked = 0;
    FILE *f = open_shared("MANIFEST.attributes.json", path);
    if (f == NULL) {
        skip();
    }
    json_t *const manifest = json_loadf(f, 0, NULL);
    (void)fclose(f);
    assert_non_null(manifest);
    const char *file;
    json_t *entry;
    json_object_foreach(manifest, file, entry)
    {
        const char *const end = strrchr(file, '.');
        if (strncmp(file, "malformed/", 10) == 0 ||
            (end != NULL && strcmp(end, ".xz") == 0)) {
            continue;
        }
        f = open_shared(file, path);
        if (f == NULL) {
            continue;
        }
        (void)fclose(f);
        reading r = read_file(path, INTRO_I_XML_SLICE);
        if (r.status == INTRO_OK) {
            print_message("%s\n", file);
            checked +=
                check_attributes(&r, json_object_get(entry, "attributes"));
        }
        done(&r);
    }
    json_decref(manifest);
    print_message("%u attributes compared\n", checked);
    assert_true(checked > 100);
}

/* --- the data sets of the tree -------------------------------------------- */

static uint64_t mix(uint64_t hash, const void *bytes, size_t length)
{
    const uint8_t *const p = bytes;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ p[i]) * 1099511628211u;
    }
    return hash;
}

/* All of a reading in one number, outcome and place of an error included. */
static uint64_t fingerprint(const reading *r)
{
    const intro_i_builder *const b = r->builder;
    uint64_t h = mix(1469598103934665603u, &r->status, sizeof r->status);
    if (r->status != INTRO_OK) {
        const intro_error *const e = intro_ctx_error(r->ctx);
        h = mix(h, &e->line, sizeof e->line);
        return mix(h, e->message, strlen(e->message));
    }
    h = mix(h, intro_i_builder_read(r->builder), sizeof(intro_read_counts));
    h = mix(h, b->present->ids.bytes, (size_t)b->present->ids.size);
    h = mix(h, b->strings.bytes, (size_t)b->strings.size);
    h = mix(h, b->edge_a.data, b->edge_a.count * sizeof *b->edge_a.data);
    h = mix(h, b->edge_b.data, b->edge_b.count * sizeof *b->edge_b.data);
    h = mix(h, b->edge_line.data,
            b->edge_line.count * sizeof *b->edge_line.data);
    for (size_t f = 0; f < INTRO_FIELD_COUNT; f++) {
        h = mix(h, b->known[f].data,
                b->known[f].count * sizeof *b->known[f].data);
    }
    for (size_t i = 0; i < b->present->columns.count; i++) {
        const intro_i_build_column *const c = b->present->columns.data[i];
        h = mix(h, c->name, c->name_length);
        if (c->rows != 0) {
            h = mix(h, c->values, (size_t)c->rows * intro_i_kind_size(c->kind));
        }
    }
    return h;
}

static void the_size_of_the_pieces_changes_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {
        "dialects/cytoscape.graphml",  "dialects/gephi.graphml",
        "dialects/graph-tool.graphml", "dialects/graphstream.graphml",
        "dialects/igraph.graphml",     "dialects/jung.graphml",
        "dialects/neo4j-apoc.graphml", "dialects/netlogo.graphml",
        "dialects/networkx.graphml",   "dialects/nodexl.graphml",
        "dialects/prefixed.graphml",   "dialects/socnetv.graphml",
        "dialects/tinkerpop.graphml",  "dialects/yed.graphml",
        "dialects/yfiles.graphml",     "karate.graphml",
        "good-office.graphml",         "good-multi-key.graphml",
        "bad-duplicate-node.graphml",  "bad-truncated.graphml",
        "bad-value.graphml",           "bad-xxe.graphml"};
    static const size_t slices[] = {1, 2, 3, 7, 4096};
    unsigned files = 0;
    for (size_t i = 0; i < INTRO_COUNT_OF(names); i++) {
        char path[PATH_LENGTH];
        source_path(names[i], path);
        FILE *const f = fopen(path, "rb");
        if (f == NULL) {
            continue;
        }
        (void)fclose(f);
        files++;
        reading whole = read_file(path, INTRO_I_XML_SLICE);
        const bool is_good = strncmp(names[i], "bad-", 4) != 0;
        print_message("%s\n", names[i]);
        assert_int_equal(whole.status, is_good ? INTRO_OK : INTRO_EFORMAT);
        for (size_t k = 0; k < INTRO_COUNT_OF(slices); k++) {
            reading pieces = read_file(path, slices[k]);
            assert_true(fingerprint(&pieces) == fingerprint(&whole));
            done(&pieces);
        }
        done(&whole);
    }
    if (files == 0) {
        print_message("the data sets are not there\n");
        skip();
    }
}

/* What each writer's file must give beyond its counts: the names. */
static void every_dialect_gives_the_names_of_its_people(void **state)
{
    (void)state;
    static const char *const names[] = {
        "dialects/cytoscape.graphml",  "dialects/gephi.graphml",
        "dialects/graph-tool.graphml", "dialects/neo4j-apoc.graphml",
        "dialects/networkx.graphml",   "dialects/prefixed.graphml",
        "dialects/socnetv.graphml"};
    static const char *const people[] = {"Odalys Brandt", "Ravi Steen",
                                         "Kirsi Obafemi"};
    for (size_t i = 0; i < INTRO_COUNT_OF(names); i++) {
        char path[PATH_LENGTH];
        source_path(names[i], path);
        FILE *const f = fopen(path, "rb");
        if (f == NULL) {
            print_message("the data sets are not there\n");
            skip();
        }
        (void)fclose(f);
        reading r = read_file(path, INTRO_I_XML_SLICE);
        assert_int_equal(r.status, INTRO_OK);
        for (uint32_t v = 0; v < INTRO_COUNT_OF(people); v++) {
            assert_string_equal(
                intro_i_builder_text(
                    r.builder,
                    intro_i_builder_get_field(r.builder, v, INTRO_FIELD_NAME)),
                people[v]);
        }
        done(&r);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_gives_the_counts_of_the_manifest),
        cmocka_unit_test(every_attribute_has_the_values_of_the_manifest),
        cmocka_unit_test(the_size_of_the_pieces_changes_nothing),
        cmocka_unit_test(every_dialect_gives_the_names_of_its_people),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("graphml_corpus", tests, NULL, NULL);
}
