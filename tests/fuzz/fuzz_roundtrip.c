/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Import, export, import, export: the network that comes back is the one that
 * went out, and the second export has the bytes of the first. Several inputs are
 * pooled when a NUL stands between them; then a field of ours in the first export is
 * an attribute in the second, and it is the third that has its bytes. FORM: options
 * of the first import. */
#include "fuzz.h"

#include "report/output.h"

#include <introfind/report.h>

const char fuzz_target[] = "roundtrip";

static intro_status export_graphml(intro_ctx *ctx, const intro_graph *graph,
                                   intro_output **out)
{
    const intro_export_options as = {.as = INTRO_EXPORT_GRAPHML};
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_status rc = intro_i_output_open_memory(ctx, out);
    return rc != INTRO_OK
               ? rc
               : intro_report_export(ctx, graph, &as, &options, *out);
}

static void check_people(const intro_graph *a, const intro_graph *b)
{
    FUZZ_CHECK(intro_graph_people(a) == intro_graph_people(b));
    for (intro_vid v = 0; v < intro_graph_people(a); v++) {
        FUZZ_CHECK(strcmp(intro_graph_id(a, v), intro_graph_id(b, v)) == 0);
        FUZZ_CHECK(strcmp(intro_graph_display_name(a, v),
                          intro_graph_display_name(b, v)) == 0);
        for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
            const char *const x = intro_graph_field(a, v, (intro_field)f);
            const char *const y = intro_graph_field(b, v, (intro_field)f);
            FUZZ_CHECK((x == NULL) == (y == NULL));
            FUZZ_CHECK(x == NULL || strcmp(x, y) == 0);
        }
    }
}

static void check_ties(const intro_graph *a, const intro_graph *b)
{
    FUZZ_CHECK(intro_graph_is_directed(a) == intro_graph_is_directed(b));
    FUZZ_CHECK(intro_graph_ties(a) == intro_graph_ties(b));
    FUZZ_CHECK(intro_graph_edges(a) == intro_graph_edges(b));
    for (intro_arc t = 0; t < intro_graph_ties(a); t++) {
        const intro_tie x = intro_graph_tie(a, t);
        const intro_tie y = intro_graph_tie(b, t);
        FUZZ_CHECK(x.a == y.a && x.b == y.b && x.one_way == y.one_way);
        FUZZ_CHECK(x.strength == y.strength);
        FUZZ_CHECK(x.inferred == y.inferred);
        FUZZ_CHECK(x.since == y.since && x.last == y.last);
    }
}

static void check_bytes(intro_output *a, intro_output *b)
{
    size_t x_length = 0;
    size_t y_length = 0;
    const char *const x = intro_i_output_memory(a, &x_length);
    const char *const y = intro_i_output_memory(b, &y_length);
    if (x_length != y_length || memcmp(x, y, x_length) != 0) {
        (void)fprintf(stderr, "--- first\n%s\n--- second\n%s\n", x, y);
        fuzz_die(__FILE__, __LINE__, "both exports are the same");
    }
}

/* text came out of an export of graph: is graph what it says? */
static void check_back(const fuzz_input *in, intro_ctx *ctx,
                       const intro_graph *graph, intro_output *text,
                       intro_output **again)
{
    const intro_import_options plain = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *back = NULL;
    size_t length = 0;
    const char *const bytes = intro_i_output_memory(text, &length);
    const intro_status rc =
        fuzz_import_graphml(ctx, &plain, bytes, length, &back);
    fuzz_disarm();
    if (rc != INTRO_OK) {
        if (!fuzz_is_faulty(in)) {
            (void)fprintf(stderr, "%s\n%s\n", intro_ctx_error(ctx)->message,
                          bytes);
            fuzz_die(__FILE__, __LINE__, "an export is read back");
        }
        return;
    }
    fuzz_check_graph(ctx, back);
    check_people(graph, back);
    check_ties(graph, back);
    FUZZ_CHECK(export_graphml(ctx, back, again) == INTRO_OK);
    intro_graph_close(back);
}

/* graph came from the input; what is exported must be taken back. */
static void go_round(const fuzz_input *in, intro_ctx *ctx,
                     const intro_graph *graph, bool is_pooled)
{
    intro_output *first = NULL;
    intro_output *second = NULL;
    intro_output *third = NULL;
    fuzz_arm(in);
    const intro_status rc = export_graphml(ctx, graph, &first);
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK) {
        check_back(in, ctx, graph, first, &second);
    } else {
        /* Control characters have no spelling in XML. */
        FUZZ_CHECK(fuzz_is_faulty(in) || rc == INTRO_EFORMAT);
    }
    fuzz_disarm();
    if (second != NULL && is_pooled) {
        const fuzz_input calm = {in->bytes, in->size, '0', in->form};
        check_back(&calm, ctx, graph, second, &third);
        check_bytes(second, third);
    } else if (second != NULL) {
        check_bytes(first, second);
    }
    intro_output_abandon(first);
    intro_output_abandon(second);
    intro_output_abandon(third);
}

static intro_status import_all(const fuzz_input *in, intro_ctx *ctx,
                               const intro_import_options *options,
                               size_t *count, intro_graph **out)
{
    static const char *const files[] = {"a.graphml", "b.graphml", "c.graphml"};
    const uint8_t *at = in->bytes;
    const uint8_t *const end = in->bytes + in->size;
    intro_i_builder *builder = NULL;
    intro_status rc = intro_i_builder_new(ctx, options, &builder);
    for (*count = 0; rc == INTRO_OK && *count < INTRO_COUNT_OF(files);
         ++*count) {
        const uint8_t *const nul =
            *count + 1 < INTRO_COUNT_OF(files) && at < end
                ? memchr(at, 0, (size_t)(end - at))
                : NULL;
        const uint8_t *const stop = nul != NULL ? nul : end;
        rc = text_source(ctx, builder, files[*count], at, (size_t)(stop - at));
        if (nul == NULL) {
            ++*count;
            break;
        }
        at = nul + 1;
    }
    if (rc == INTRO_OK) {
        rc = intro_i_builder_freeze(builder, out);
    }
    intro_i_builder_free(builder);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const weights[] = {NULL, "none", "weight", "w"};
    const fuzz_input in = fuzz_begin(data, size);
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph = NULL;
    size_t count;
    intro_ctx *const ctx = fuzz_ctx();
    options.lenient = (in.form & 1) != 0;
    options.graph_number = (in.form & 2) == 0;
    options.strength.bad_weight_drop = (in.form & 4) != 0;
    options.same_ids = (in.form & 8) != 0;
    options.strength.weight = weights[in.form >> 6];
    if (import_all(&in, ctx, &options, &count, &graph) == INTRO_OK) {
        go_round(&in, ctx, graph, count > 1);
        intro_graph_close(graph);
    }
    intro_ctx_free(ctx);
    return 0;
}
