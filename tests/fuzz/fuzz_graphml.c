/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GraphML in pieces of many sizes, and through the scanner of plain documents:
 * the same people, ties, attributes and errors whatever the way. What is
 * accepted must become a valid graph. FORM: size of the pieces, options. */
#include "fuzz.h"

#include "base/strbuf.h"
#include "graph/builder_impl.h"
#include "import/graphml_sax.h"

const char fuzz_target[] = "graphml";

typedef enum way { BY_PIECES, BY_SCANNER, AS_THE_PROGRAM } way;

typedef struct reading {
    intro_ctx *ctx;
    intro_i_builder *builder;
    intro_status status;
    intro_i_strbuf dump;
} reading;

/* ---- all that was read, as text ---- */

static void dump_columns(const intro_i_builder *b, intro_column_of of,
                         uint64_t row, intro_i_strbuf *out)
{
    const intro_i_vec_column *const all = &b->present->columns;
    for (size_t i = 0; i < all->count; i++) {
        const intro_i_build_column *const c = all->data[i];
        if (c->of != of || !intro_i_build_column_has(c, row)) {
            continue;
        }
        intro_i_strbuf_printf(out, " %s=", c->name);
        switch (c->kind) {
        case INTRO_KIND_STRING:
            intro_i_strbuf_puts(
                out,
                intro_i_builder_text(b, ((const uint32_t *)c->values)[row]));
            break;
        case INTRO_KIND_DOUBLE:
            intro_i_strbuf_printf(out, "%a", ((const double *)c->values)[row]);
            break;
        case INTRO_KIND_INT:
            intro_i_strbuf_printf(out, "%lld",
                                  (long long)((const int64_t *)c->values)[row]);
            break;
        case INTRO_KIND_BOOL:
            intro_i_strbuf_printf(out, "%d", ((const uint8_t *)c->values)[row]);
            break;
        case INTRO_KIND_DAY:
            intro_i_strbuf_printf(out, "%d", ((const int32_t *)c->values)[row]);
            break;
        }
    }
}

static void dump_source(intro_i_builder *b, intro_i_strbuf *out)
{
    const intro_read_counts *const read = intro_i_builder_read(b);
    intro_i_strbuf_printf(
        out, "%llu %llu %llu %llu %llu %llu\n", (unsigned long long)read->nodes,
        (unsigned long long)read->edges, (unsigned long long)read->self_loops,
        (unsigned long long)read->undeclared_nodes,
        (unsigned long long)read->graphs, (unsigned long long)read->hyperedges);
    const intro_i_vec_reason *const reasons = &b->present->reasons;
    for (size_t i = 0; i < reasons->count; i++) {
        intro_i_strbuf_printf(out, "%s: %llu from %llu\n",
                              reasons->data[i].text,
                              (unsigned long long)reasons->data[i].count,
                              (unsigned long long)reasons->data[i].first_line);
    }
}

static void dump_all(reading *r)
{
    intro_i_builder *const b = r->builder;
    intro_i_strbuf *const out = &r->dump;
    dump_source(b, out);
    for (uint32_t v = 0; v < b->people; v++) {
        intro_i_strbuf_puts(
            out, intro_i_strpool_text(intro_i_builder_ids(b), v + 1));
        for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
            const uint32_t s = intro_i_builder_get_field(b, v, (intro_field)f);
            intro_i_strbuf_printf(out, "[%s]", intro_i_builder_text(b, s));
        }
        dump_columns(b, INTRO_OF_PERSON, v, out);
        intro_i_strbuf_putc(out, '\n');
    }
    for (size_t i = 0; i < b->edge_a.count; i++) {
        intro_i_strbuf_printf(out, "%u%s%u", b->edge_a.data[i],
                              intro_i_builder_is_one_way(b, i) ? ">" : "-",
                              b->edge_b.data[i]);
        dump_columns(b, INTRO_OF_TIE, i, out);
        intro_i_strbuf_putc(out, '\n');
    }
}

/* ---- one reading ---- */

static intro_status read_by(way how, reading *r, intro_i_source *source,
                            size_t slice)
{
    if (how == AS_THE_PROGRAM) {
        return intro_i_graphml_import(r->builder, source);
    }
    const intro_status rc = intro_i_builder_source_begin(
        r->builder, "fuzz.graphml", INTRO_I_FORMAT_GRAPHML);
    if (rc != INTRO_OK) {
        return rc;
    }
    return how == BY_SCANNER
               ? intro_i_graphml_read_plain(r->builder, source)
               : intro_i_graphml_read_slices(r->builder, source, slice);
}

static reading read_input(const fuzz_input *in, way how,
                          const intro_import_options *options, size_t slice)
{
    reading r = {fuzz_ctx(), NULL, INTRO_OK, {0}};
    intro_i_source *source = NULL;
    intro_i_strbuf_init(&r.dump, 0);
    fuzz_arm(in);
    r.status = intro_i_builder_new(r.ctx, options, &r.builder);
    if (r.status == INTRO_OK) {
        r.status = intro_i_source_open_memory(r.ctx, "fuzz.graphml", in->bytes,
                                              in->size, 0, &source);
    }
    if (r.status == INTRO_OK) {
        r.status = read_by(how, &r, source, slice);
    }
    if (how != BY_SCANNER || r.status != INTRO_ENOTFOUND) {
        fuzz_check_told(r.ctx, r.status);
    }
    if (!fuzz_is_faulty(in) && r.status == INTRO_OK) {
        dump_all(&r);
    }
    intro_i_source_close(source);
    return r;
}

static void finish(const fuzz_input *in, reading *r, bool is_frozen)
{
    if (r->status == INTRO_OK && is_frozen) {
        intro_graph *graph = NULL;
        intro_status rc = intro_i_builder_source_end(r->builder);
        if (rc == INTRO_OK) {
            rc = intro_i_builder_freeze(r->builder, &graph);
        }
        fuzz_check_told(r->ctx, rc);
        fuzz_disarm();
        if (rc == INTRO_OK) {
            fuzz_check_graph(r->ctx, graph);
            intro_graph_close(graph);
        } else {
            FUZZ_CHECK(fuzz_is_faulty(in) || rc == INTRO_EFORMAT ||
                       rc == INTRO_ELIMIT || rc == INTRO_EARG);
        }
    }
    fuzz_disarm();
    intro_i_builder_free(r->builder);
    intro_i_strbuf_fini(&r->dump);
    intro_ctx_free(r->ctx);
}

/* Which words the XML library has for what is not XML depends on how much of it
 * it has before it; whether it is refused does not. */
static void check_same(const reading *a, const reading *b)
{
    FUZZ_CHECK(a->status == b->status);
    if (a->status == INTRO_OK) {
        FUZZ_CHECK(a->dump.length == b->dump.length);
        FUZZ_CHECK(memcmp(a->dump.data, b->dump.data, a->dump.length) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t slices[] = {1, 2, 3, 7, 16, 61, 256, 4096};
    const fuzz_input in = fuzz_begin(data, size);
    intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    options.lenient = (in.form & 0x08) != 0;
    options.graph_number = (in.form & 0x10) == 0;
    options.strict = !options.lenient && (in.form & 0x40) != 0;
    options.strength.bad_weight_drop = (in.form & 0x80) != 0;
    reading whole = read_input(&in, BY_PIECES, &options, INTRO_I_XML_SLICE);
    if (!fuzz_is_faulty(&in)) {
        reading pieces =
            read_input(&in, BY_PIECES, &options, slices[in.form & 7]);
        check_same(&whole, &pieces);
        finish(&in, &pieces, false);
        reading plain = read_input(&in, BY_SCANNER, &options, 0);
        if (plain.status == INTRO_OK) {
            check_same(&whole, &plain);
        }
        finish(&in, &plain, false);
    }
    finish(&in, &whole, true);
    reading program = read_input(&in, AS_THE_PROGRAM, &options, 0);
    finish(&in, &program, true);
    return 0;
}
