/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A good snapshot, patched inside its sections, all checksums made right again,
 * opened, and asked everything. FORM: which network; whether the arrays are
 * verified when it is opened (bit 2: no, as for files of 64 MiB and more).
 *
 * The content is patches of six bytes: section (255: the header and the table),
 * 16 bits of place, how, and two bytes of value. A network that passes every
 * check must answer every question; one that was not verified may answer
 * INTRO_EDAMAGED. */
#define _GNU_SOURCE

#include "fuzz.h"

#include "base/checksum.h"
#include "base/context_impl.h"
#include "graph/watch.h"
#include "import/linkedin.h"
#include "report/output.h"
#include "snapshot/snapshot_impl.h"

#include <introfind/pages.h>
#include <introfind/paths.h>
#include <introfind/people.h>
#include <introfind/report.h>
#include <introfind/summary.h>

#include <sys/mman.h>
#include <unistd.h>

/* The opening once more, for which no file is small. */
intro_status open_unverified(intro_ctx *ctx, const char *file,
                             intro_verify verify, intro_graph **out);
#define intro_snapshot_open open_unverified
#undef INTRO_I_SNAPSHOT_SMALL
#define INTRO_I_SNAPSHOT_SMALL ((uint64_t)1)
#include "snapshot/snapshot_open.c"
#undef intro_snapshot_open

const char fuzz_target[] = "snapshot";

enum { NETWORKS = 4, PATCH = 6, PEOPLE_ASKED = 6 };

/* ---- the good snapshots ---- */

static const char undirected[] =
    "<graphml><key id='n' for='node' attr.name='name' attr.type='string'/>"
    "<key id='a' for='node' attr.name='age' attr.type='int'/>"
    "<key id='c' for='node' attr.name='company' attr.type='string'/>"
    "<key id='w' for='edge' attr.name='weight' attr.type='double'/>"
    "<key id='b' for='edge' attr.name='old' attr.type='boolean'/>"
    "<graph edgedefault='undirected'>"
    "<node id='a'><data key='n'>Ann Ask</data><data key='a'>3</data></node>"
    "<node id='b'><data key='c'>Acme</data></node><node id='c'/>"
    "<node id='d'><data key='n'>Di Far</data></node><node id='e'/>"
    "<edge source='a' target='b'><data key='w'>0.5</data></edge>"
    "<edge source='b' target='c'><data key='w'>0.25</data></edge>"
    "<edge source='b' target='c'><data key='b'>true</data></edge>"
    "<edge source='c' target='d'/><edge source='a' target='e'/>"
    "<edge source='e' target='d'><data key='w'>1</data></edge>"
    "</graph></graphml>";
static const char directed[] =
    "<graphml><graph edgedefault='directed'>"
    "<edge source='a' target='b'/><edge source='b' target='a'/>"
    "<edge source='b' target='c'/><edge source='c' target='d'/>"
    "<edge source='a' target='d'/><edge source='d' target='b'/>"
    "</graph></graphml>";
/* x is no weight of two ties. */
static const char weighed[] =
    "<graphml><key id='w' for='edge' attr.name='weight' attr.type='double'/>"
    "<key id='x' for='edge' attr.name='x' attr.type='double'/>"
    "<graph edgedefault='undirected'>"
    "<edge source='a' target='b'><data key='x'>0.5</data></edge>"
    "<edge source='b' target='c'><data key='x'>-1</data></edge>"
    "<edge source='c' target='d'><data key='x'>0.25</data></edge>"
    "<edge source='d' target='a'><data key='x'>NaN</data></edge>"
    "<edge source='a' target='c'/><edge source='d' target='e'/>"
    "</graph></graphml>";
static const char table[] =
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Bo,Li,https://www.linkedin.com/in/bo-li,b@x.example,Acme,CTO,05 Jan 2024\n"
    "Cy,Day,https://www.linkedin.com/in/cy,,Acme,Clerk,06 Feb 2021\n"
    "Di,Far,,,\"Far, Inc.\",,07 Mar 2022\n";

typedef struct blob {
    uint8_t *bytes;
    size_t size;
} blob;

static blob networks[NETWORKS];

static intro_graph *import_table(intro_ctx *ctx)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_i_builder *builder = NULL;
    intro_i_li_files files;
    intro_graph *graph = NULL;
    FUZZ_CHECK(intro_i_builder_new(ctx, &options, &builder) == INTRO_OK);
    FUZZ_CHECK(intro_i_li_files_open_single(ctx, "Connections.csv", table,
                                            sizeof table - 1,
                                            &files) == INTRO_OK);
    FUZZ_CHECK(intro_i_linkedin_read(builder, &files, "name:Ann Ask") ==
               INTRO_OK);
    FUZZ_CHECK(intro_i_builder_source_end(builder) == INTRO_OK);
    FUZZ_CHECK(intro_i_builder_freeze(builder, &graph) == INTRO_OK);
    intro_i_li_files_close(&files);
    intro_i_builder_free(builder);
    return graph;
}

static intro_graph *make_network(intro_ctx *ctx, int which)
{
    const intro_import_options options = INTRO_IMPORT_OPTIONS_INIT;
    intro_graph *graph = NULL;
    if (which == 2) {
        return import_table(ctx);
    }
    const char *const text = which == 0   ? undirected
                             : which == 1 ? directed
                                          : weighed;
    FUZZ_CHECK(fuzz_import_graphml(ctx, &options, text, strlen(text), &graph) ==
               INTRO_OK);
    return graph;
}

static blob write_network(intro_ctx *ctx, const intro_graph *graph)
{
    char path[] = "/tmp/fuzz_snapshot.XXXXXX";
    blob b = {NULL, 0};
    const int fd = mkstemp(path);
    FUZZ_CHECK(fd >= 0);
    (void)close(fd);
    FUZZ_CHECK(intro_snapshot_write(ctx, graph, path) == INTRO_OK);
    FILE *const file = fopen(path, "rb");
    FUZZ_CHECK(file != NULL);
    b.bytes = malloc(1 << 20);
    FUZZ_CHECK(b.bytes != NULL);
    b.size = fread(b.bytes, 1, 1 << 20, file);
    (void)fclose(file);
    (void)unlink(path);
    return b;
}

static void make_networks(void)
{
    for (int i = 0; i < NETWORKS && networks[i].bytes == NULL; i++) {
        intro_ctx *const ctx = fuzz_ctx();
        intro_graph *const graph = make_network(ctx, i);
        networks[i] = write_network(ctx, graph);
        intro_graph_close(graph);
        intro_ctx_free(ctx);
    }
}

/* ---- damage that no checksum shows ---- */

static void change(uint8_t *bytes, size_t size, const uint8_t *patch)
{
    static const size_t widths[] = {1, 2, 4, 8};
    const size_t width = widths[patch[3] & 3];
    const size_t place = ((size_t)patch[1] << 8 | patch[2]) % (size + 1);
    const uint16_t value = (uint16_t)(patch[4] << 8 | patch[5]);
    const size_t at = place - place % width;
    uint64_t old = 0;
    if (width > size - at) {
        return;
    }
    memcpy(&old, bytes + at, width);
    switch (patch[3] >> 2 & 3) {
    case 0:
        old = value;
        break;
    case 1:
        old += (uint64_t)(int64_t)(int16_t)value;
        break;
    case 2:
        old ^= (uint64_t)1 << (value & 63);
        break;
    default:
        old = ~(uint64_t)value;
        break;
    }
    memcpy(bytes + at, &old, width);
}

static bool lies_inside(const intro_i_snapshot_entry *entry, size_t size)
{
    return entry->offset <= size && entry->length <= size - entry->offset;
}

static void damage(blob *file, const uint8_t *patches, size_t size)
{
    intro_i_snapshot_header *const header = (void *)file->bytes;
    intro_i_snapshot_entry *const entries =
        (void *)(file->bytes + sizeof *header);
    const uint32_t sections = header->sections;
    const size_t head = sizeof *header + sections * sizeof *entries;
    for (size_t i = 0; i + PATCH <= size; i += PATCH) {
        const uint8_t *const p = patches + i;
        const intro_i_snapshot_entry *const e = &entries[p[0] % sections];
        if (p[0] == 255) {
            change(file->bytes, head, p);
        } else if (lies_inside(e, file->size)) {
            change(file->bytes + e->offset, (size_t)e->length, p);
        }
    }
    for (uint32_t i = 0; i < sections; i++) {
        if (lies_inside(&entries[i], file->size)) {
            entries[i].checksum = intro_i_checksum_of(
                file->bytes + entries[i].offset, (size_t)entries[i].length);
        }
    }
    header->checksum = 0;
    header->checksum = intro_i_checksum_of(file->bytes, head);
}

/* ---- all questions ---- */

static uint64_t sink;

static void read_text(const char *text)
{
    sink += text != NULL ? strlen(text) : 0;
}

static void ask_accessors(const intro_graph *g)
{
    intro_evidence evidence[INTRO_EV_COUNT];
    for (intro_vid v = 0; v < intro_graph_people(g); v++) {
        const intro_row out = intro_graph_row(g, v);
        const intro_row in = intro_graph_row_in(g, v);
        read_text(intro_graph_id(g, v));
        read_text(intro_graph_display_name(g, v));
        for (int f = 0; f < INTRO_FIELD_COUNT; f++) {
            read_text(intro_graph_field(g, v, (intro_field)f));
        }
        for (uint64_t i = 0; i < out.count; i++) {
            intro_tie tie;
            FUZZ_CHECK(out.people[i] < intro_graph_people(g));
            FUZZ_CHECK(out.strengths[i] >= 0 && out.strengths[i] <= 1);
            sink += intro_graph_find_tie(g, v, out.people[i], &tie);
        }
        for (uint64_t i = 0; i < in.count; i++) {
            FUZZ_CHECK(in.people[i] < intro_graph_people(g));
            FUZZ_CHECK(in.strengths[i] >= 0 && in.strengths[i] <= 1);
        }
    }
    for (intro_arc t = 0; t < intro_graph_ties(g); t++) {
        uint64_t first = 0;
        uint64_t count = 0;
        const intro_tie tie = intro_graph_tie(g, t);
        const size_t kinds = intro_graph_tie_evidence(g, &tie, evidence);
        FUZZ_CHECK(kinds <= INTRO_EV_COUNT);
        for (size_t i = 0; i < kinds; i++) {
            read_text(evidence[i].label);
        }
        intro_graph_tie_edges(g, t, &first, &count);
        FUZZ_CHECK(first + count <= intro_graph_edges(g));
    }
}

static void ask_columns(intro_ctx *ctx, const intro_graph *g)
{
    for (uint32_t i = 0; i < intro_graph_columns(g); i++) {
        const intro_column *const column = intro_graph_column(g, i);
        read_text(intro_column_name(column));
        sink += intro_column_known(column);
        for (uint64_t r = 0; r < intro_column_rows(column); r++) {
            const intro_value value = intro_column_get(column, r);
            if (value.is_known && value.kind == INTRO_KIND_STRING) {
                read_text(value.text);
            }
        }
        uint64_t distinct = 0;
        fuzz_check_told(ctx, intro_column_distinct(ctx, g, column, &distinct));
    }
    for (uint32_t i = 0; i < intro_graph_sources(g); i++) {
        const intro_source_info info = intro_graph_source(g, i);
        read_text(info.file);
        read_text(info.format);
        read_text(info.owner);
        for (uint32_t r = 0; r < info.reasons; r++) {
            read_text(intro_graph_source_reason(g, i, r).reason);
        }
    }
    for (uint32_t i = 0; i < intro_graph_warnings(g); i++) {
        read_text(intro_graph_warning(g, i));
    }
    for (uint32_t i = 0; i < intro_graph_owners(g); i++) {
        FUZZ_CHECK(intro_graph_owner(g, i) < intro_graph_people(g));
    }
    read_text(intro_graph_weight_attribute(g));
    read_text(intro_graph_weight_meaning(g));
    read_text(intro_graph_model_name(g));
    char model[64];
    sink += intro_graph_model_text(g, model, sizeof model);
}

static void write_paths(intro_ctx *ctx, const intro_graph *g,
                        const intro_paths_query *query,
                        const intro_paths *paths)
{
    const intro_path_report report = {
        .query = query, .paths = paths, .asked = "x", .explain = true};
    for (int format = 0; format < 3; format++) {
        intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
        intro_output *output = NULL;
        options.format = (intro_format)format;
        intro_status rc = intro_i_output_open_memory(ctx, &output);
        if (rc == INTRO_OK) {
            rc = intro_report_path(ctx, g, &report, &options, output);
        }
        fuzz_check_told(ctx, rc);
        intro_output_abandon(output);
    }
}

static void ask_path(intro_ctx *ctx, const intro_graph *g, intro_vid from,
                     intro_vid target, int how)
{
    intro_paths_query query = INTRO_PATHS_QUERY_INIT;
    intro_paths *paths = NULL;
    const intro_vid avoided = (target + 1) % intro_graph_people(g);
    query.from = &from;
    query.from_count = 1;
    query.targets = &target;
    query.target_count = 1;
    query.max_hops = (uint32_t)(1 + how % 5);
    query.all_chains = (how & 1) != 0;
    query.order = (intro_chain_order)(how % 3);
    query.min_strength = how % 4 == 3 ? 0.3 : 0;
    query.avoid = &avoided;
    query.avoid_count = how % 5 == 4 && avoided != from && avoided != target;
    const intro_status rc = intro_paths_find(ctx, g, &query, &paths);
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK) {
        write_paths(ctx, g, &query, paths);
        intro_paths_free(paths);
    }
}

static void ask_lookup(intro_ctx *ctx, const intro_graph *g)
{
    static const char *const words[] = {
        "a", "Ann Ask", "id:b", "li bo", "b@x.example", "linkedin.com/in/cy"};
    static const intro_condition conditions[] = {
        {"company", INTRO_MATCH_COMPANY, "Acme"},
        {"name", INTRO_MATCH_WORDS, "bo"}};
    intro_lookup *lookup = NULL;
    const intro_vid *people = NULL;
    intro_vid *selected = NULL;
    size_t count = 0;
    intro_status rc = intro_lookup_new(ctx, g, &lookup);
    fuzz_check_told(ctx, rc);
    for (size_t i = 0; rc == INTRO_OK && i < INTRO_COUNT_OF(words); i++) {
        rc = intro_lookup_find(ctx, lookup, words[i], &people, &count);
        fuzz_check_told(ctx, rc);
        for (size_t j = 0; rc == INTRO_OK && j < count; j++) {
            FUZZ_CHECK(people[j] < intro_graph_people(g));
        }
        if (rc == INTRO_OK) {
            fuzz_check_told(ctx, intro_lookup_suggest(ctx, lookup, words[i], 3,
                                                      &people, &count));
        }
    }
    intro_lookup_free(lookup);
    for (size_t i = 0; i < INTRO_COUNT_OF(conditions); i++) {
        rc = intro_people_select(ctx, g, &conditions[i], 1, &selected, &count);
        fuzz_check_told(ctx, rc);
        if (rc == INTRO_OK) {
            intro_people_free(selected);
        }
    }
}

static void ask_reports(intro_ctx *ctx, const intro_graph *g)
{
    intro_summary summary;
    intro_lookalikes alike;
    fuzz_check_told(ctx, intro_summary_compute(ctx, g, &summary));
    fuzz_check_told(ctx, intro_lookalikes_find(ctx, g, &alike));
    for (int i = 0; i < 7; i++) {
        const intro_export_options as = {.as = (intro_export_as)(i % 3),
                                         .people_table = i == 4};
        intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
        intro_output *output = NULL;
        intro_status rc = intro_i_output_open_memory(ctx, &output);
        options.format = (intro_format)(i % 3);
        if (rc == INTRO_OK) {
            rc = i < 5 ? intro_report_export(ctx, g, &as, &options, output)
                       : intro_report_info(ctx, g, true, &options, output);
        }
        fuzz_check_told(ctx, rc);
        intro_output_abandon(output);
    }
}

static void ask_pages(intro_ctx *ctx, intro_graph *g)
{
    const intro_report_options options = INTRO_REPORT_OPTIONS_INIT;
    const intro_pages_options what = INTRO_PAGES_OPTIONS_INIT;
    intro_pages *pages = NULL;
    intro_output *output = NULL;
    intro_status rc = intro_pages_new(ctx, g, &what, &pages);
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK) {
        rc = intro_i_output_open_memory(ctx, &output);
    }
    if (rc == INTRO_OK && intro_graph_people(g) != 0) {
        rc = intro_pages_person(ctx, pages, 0, &options, output);
        fuzz_check_told(ctx, rc);
    }
    if (rc == INTRO_OK && intro_graph_owners(g) != 0) {
        rc = intro_pages_team(ctx, pages, &options, output);
        fuzz_check_told(ctx, rc);
    }
    intro_output_abandon(output);
    intro_pages_free(pages);
}

static void ask_everything(intro_ctx *ctx, intro_graph *g)
{
    const intro_vid asked = intro_graph_people(g) < PEOPLE_ASKED
                                ? intro_graph_people(g)
                                : PEOPLE_ASKED;
    int how = 0;
    for (intro_vid from = 0; from < asked; from++) {
        for (intro_vid target = 0; target < asked; target++) {
            if (from != target) {
                ask_path(ctx, g, from, target, how++);
            }
        }
    }
    ask_lookup(ctx, g);
    ask_accessors(g);
    ask_columns(ctx, g);
    ask_reports(ctx, g);
    ask_pages(ctx, g);
    intro_strength_options options = INTRO_STRENGTH_OPTIONS_INIT;
    options.observed_only = true;
    options.as_of = 20000;
    const intro_status rc = intro_graph_set_strengths(ctx, g, &options);
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK) {
        ask_accessors(g);
    }
}

/* Other strengths, before anything is asked: those of an attribute, some of whose
 * values may be none; and on another day, with or without what is inferred. */
static void set_strengths(intro_ctx *ctx, intro_graph *g, uint8_t form)
{
    intro_strength_options options = INTRO_STRENGTH_OPTIONS_INIT;
    for (uint32_t i = 0; i < intro_graph_columns(g); i++) {
        const intro_column *const column = intro_graph_column(g, i);
        const intro_column_kind kind = intro_column_get_kind(column);
        if (intro_column_owner(column) == INTRO_OF_TIE &&
            (kind == INTRO_KIND_DOUBLE || kind == INTRO_KIND_INT)) {
            options.weight = intro_column_name(column);
        }
    }
    options.bad_weight_drop = true;
    options.observed_only = (form & 0x80) != 0;
    options.as_of = (form & 0x40) != 0 ? 20000 : INTRO_NO_DAY;
    const intro_status rc = intro_graph_set_strengths(ctx, g, &options);
    fuzz_check_told(ctx, rc);
}

/* ---- the target ---- */

static void open_and_ask(const fuzz_input *in, const blob *file,
                         intro_verify verify, bool is_verified)
{
    char path[64];
    intro_graph *graph = NULL;
    intro_ctx *const ctx = fuzz_ctx();
    const int fd = memfd_create("fuzz.intro", 0);
    FUZZ_CHECK(fd >= 0);
    FUZZ_CHECK(write(fd, file->bytes, file->size) == (ssize_t)file->size);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    fuzz_arm(in);
    const intro_status rc = is_verified
                                ? intro_snapshot_open(ctx, path, verify, &graph)
                                : open_unverified(ctx, path, verify, &graph);
    fuzz_check_told(ctx, rc);
    if (rc == INTRO_OK) {
        if (is_verified) {
            fuzz_check_graph(ctx, graph);
        }
        if (in->form & 8) {
            set_strengths(ctx, graph, in->form);
        }
        ask_everything(ctx, graph);
        intro_graph_close(graph);
    } else {
        FUZZ_CHECK(rc == INTRO_EDAMAGED || rc == INTRO_EVERSION ||
                   fuzz_is_faulty(in));
    }
    fuzz_disarm();
    (void)close(fd);
    intro_ctx_free(ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const fuzz_input in = fuzz_begin(data, size);
    make_networks();
    const blob *const good = &networks[(in.form & 3) % NETWORKS];
    blob file = {malloc(good->size), good->size};
    FUZZ_CHECK(file.bytes != NULL);
    memcpy(file.bytes, good->bytes, good->size);
    damage(&file, in.bytes, in.size);
    if (in.form & 4) {
        open_and_ask(&in, &file, INTRO_VERIFY_QUICK, false);
    } else {
        open_and_ask(&in, &file, INTRO_VERIFY_QUICK, true);
        open_and_ask(&in, &file, INTRO_VERIFY_FULL, true);
    }
    free(file.bytes);
    return 0;
}
