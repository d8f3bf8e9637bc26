/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that read GraphML share. graphml.c goes through the document with
 * an explicit stack of the elements that mean something; whatever else a file holds
 * is passed over by counting depth. Graphs and keys are opened and closed by
 * graphml_document.c, nodes and edges by graphml_elements.c, data by
 * graphml_data.c. */
#ifndef INTRO_IMPORT_GRAPHML_MACHINE_H
#define INTRO_IMPORT_GRAPHML_MACHINE_H

#include "base/text.h"
#include "import/graphml_people.h"
#include "import/graphml_sax.h"
#include "import/graphml_words.h"

/* Where the machine stands: the kind of the innermost element. */
typedef enum intro_i_graphml_place {
    INTRO_I_PLACE_OUTSIDE,
    INTRO_I_PLACE_GRAPHML,
    INTRO_I_PLACE_KEY,
    INTRO_I_PLACE_DEFAULT,
    INTRO_I_PLACE_GRAPH,
    INTRO_I_PLACE_NODE,
    INTRO_I_PLACE_EDGE,
    INTRO_I_PLACE_DATA,
    INTRO_I_PLACE_PORT
} intro_i_graphml_place;

typedef struct intro_i_graphml_frame {
    intro_i_graphml_place place;
    bool is_directed;  /* GRAPH: edgedefault */
    bool has_children; /* DATA, DEFAULT: elements inside */
    uint64_t row;      /* NODE, EDGE: or INTRO_I_GRAPHML_NO_ROW */
    uint64_t element;  /* NODE, EDGE: number among all */
    uint64_t line;
    uint64_t nodes; /* GRAPH: direct children */
    uint64_t edges;
    uint64_t stated_nodes; /* GRAPH: parse.nodes, UINT64_MAX = none */
    uint64_t stated_edges;
} intro_i_graphml_frame;

/* What becomes of text. */
typedef enum intro_i_graphml_text_use {
    INTRO_I_TEXT_NONE,
    INTRO_I_TEXT_VALUE,
    INTRO_I_TEXT_LABEL
} intro_i_graphml_text_use;

/* The attributes of a <key> until its end. */
typedef struct intro_i_graphml_open_key {
    intro_i_strbuf bytes; /* id, name, type one after the other */
    size_t name_at;
    size_t type_at;
    bool has_name;
    bool has_type;
    bool is_graphics;
    intro_i_graphml_of of;
    uint64_t line;
} intro_i_graphml_open_key;

typedef struct intro_i_graphml_machine {
    intro_i_builder *builder;
    intro_ctx *ctx;
    const char *file;
    const intro_import_options *options;
    intro_read_counts *read;
    intro_i_account *account;
    intro_i_graphml_keys *keys;
    intro_i_graphml_frame frames[INTRO_I_XML_OPEN + 1];
    size_t depth;   /* frames[depth] is the innermost */
    size_t skipped; /* depth inside an element that is passed over */
    intro_i_graphml_text_use text_use;
    intro_i_strbuf text;  /* of <data> or <default> */
    intro_i_strbuf label; /* of a drawing inside <data> */
    size_t inside;        /* depth below <data> or <default> */
    size_t label_inside;  /* `inside` of the label's element, 0 = none */
    uint64_t graphs;      /* top-level ones met */
    uint64_t elements;
    uint64_t edge_rows;
    uint64_t data_line;
    intro_i_graphml_key *data_key; /* NULL: not stored */
    intro_i_graphml_open_key key;
    intro_i_graphml_people people;
    intro_i_graphml_words words;
} intro_i_graphml_machine;

/* Sets INTRO_EFORMAT at a line of the file and returns it. */
intro_status intro_i_graphml_fail(intro_i_graphml_machine *m, uint64_t line,
                                  const char *message);
/* Something the file must not say, that --lenient passes over. */
INTRO_MUST_USE intro_status intro_i_graphml_refuse(intro_i_graphml_machine *m,
                                                   uint64_t line,
                                                   const char *message);
/* NULL: the tag has none. */
const intro_i_xml_attribute *
intro_i_graphml_attribute(intro_i_graphml_machine *m,
                          const intro_i_xml_element *e,
                          intro_i_graphml_word wanted);
/* A new innermost element. */
intro_i_graphml_frame *intro_i_graphml_enter(intro_i_graphml_machine *m,
                                             intro_i_graphml_place where,
                                             uint64_t line);
/* The element that begins is passed over with all it holds. */
void intro_i_graphml_skip(intro_i_graphml_machine *m);

static inline bool intro_i_graphml_is_blank(const char *bytes, size_t length)
{
    intro_i_text_trim(&bytes, &length);
    return length == 0;
}

static inline intro_i_graphml_text
intro_i_graphml_text_of(const intro_i_xml_attribute *a)
{
    return a == NULL ? (intro_i_graphml_text){NULL, 0}
                     : (intro_i_graphml_text){a->value, a->length};
}

/* The events of graphml_sax.h; user is the machine. */
INTRO_MUST_USE intro_status
intro_i_graphml_take_start(void *user, const intro_i_xml_element *e);
INTRO_MUST_USE intro_status intro_i_graphml_take_end(void *user, uint64_t line);
INTRO_MUST_USE intro_status intro_i_graphml_take_text(void *user,
                                                      const char *bytes,
                                                      size_t length);
/* The short events of graphml_lane.h. */
INTRO_MUST_USE intro_status intro_i_graphml_take_node(
    void *user, const intro_i_numbered_id *id, uint64_t line);
INTRO_MUST_USE intro_status
intro_i_graphml_take_edge(void *user, const intro_i_numbered_id *source,
                          const intro_i_numbered_id *target, uint64_t line);
INTRO_MUST_USE intro_status intro_i_graphml_take_data(void *user,
                                                      intro_i_graphml_text key,
                                                      intro_i_graphml_text text,
                                                      const double *value,
                                                      uint64_t line);

/* Elements at their start tag, and what their end asks for. */
INTRO_MUST_USE intro_status intro_i_graphml_start_node(
    intro_i_graphml_machine *m, const intro_i_xml_element *e);
INTRO_MUST_USE intro_status intro_i_graphml_start_edge(
    intro_i_graphml_machine *m, const intro_i_xml_element *e);
INTRO_MUST_USE intro_status intro_i_graphml_start_graph(
    intro_i_graphml_machine *m, const intro_i_xml_element *e, bool is_nested);
INTRO_MUST_USE intro_status intro_i_graphml_end_graph(
    intro_i_graphml_machine *m, const intro_i_graphml_frame *f);
INTRO_MUST_USE intro_status intro_i_graphml_start_key(
    intro_i_graphml_machine *m, const intro_i_xml_element *e);
INTRO_MUST_USE intro_status intro_i_graphml_end_key(intro_i_graphml_machine *m);
INTRO_MUST_USE intro_status intro_i_graphml_start_data(
    intro_i_graphml_machine *m, const intro_i_xml_element *e);
INTRO_MUST_USE intro_status
intro_i_graphml_end_data(intro_i_graphml_machine *m);
/* Elements inside <data>: drawings, of which only the first label is read. */
INTRO_MUST_USE intro_status intro_i_graphml_start_inside(
    intro_i_graphml_machine *m, const intro_i_xml_element *e);
void intro_i_graphml_end_inside(intro_i_graphml_machine *m);

#endif
