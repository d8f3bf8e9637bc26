/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "import/graphml_words.h"

#include <string.h>

const char *const intro_i_graphml_word_texts[INTRO_I_WORD_COUNT] = {
    [INTRO_I_WORD_UNKNOWN] = "",
    [INTRO_I_WORD_GRAPHML] = "graphml",
    [INTRO_I_WORD_KEY] = "key",
    [INTRO_I_WORD_DEFAULT] = "default",
    [INTRO_I_WORD_GRAPH] = "graph",
    [INTRO_I_WORD_NODE] = "node",
    [INTRO_I_WORD_EDGE] = "edge",
    [INTRO_I_WORD_DATA] = "data",
    [INTRO_I_WORD_HYPEREDGE] = "hyperedge",
    [INTRO_I_WORD_PORT] = "port",
    [INTRO_I_WORD_NODE_LABEL] = "NodeLabel",
    [INTRO_I_WORD_EDGE_LABEL] = "EdgeLabel",
    [INTRO_I_WORD_LABEL_TEXT] = "Label.Text",
    [INTRO_I_WORD_LABEL_ELEMENT] = "Label",
    [INTRO_I_WORD_ID] = "id",
    [INTRO_I_WORD_SOURCE] = "source",
    [INTRO_I_WORD_TARGET] = "target",
    [INTRO_I_WORD_DIRECTED] = "directed",
    [INTRO_I_WORD_LABEL] = "label",
    [INTRO_I_WORD_LABELS] = "labels",
    [INTRO_I_WORD_FOR] = "for",
    [INTRO_I_WORD_ATTR_NAME] = "attr.name",
    [INTRO_I_WORD_ATTR_TYPE] = "attr.type",
    [INTRO_I_WORD_YFILES_TYPE] = "yfiles.type",
    [INTRO_I_WORD_EDGEDEFAULT] = "edgedefault",
    [INTRO_I_WORD_PARSE_NODES] = "parse.nodes",
    [INTRO_I_WORD_PARSE_EDGES] = "parse.edges",
    [INTRO_I_WORD_TEXT] = "Text"};

intro_i_graphml_word intro_i_graphml_spell(const char *name)
{
    for (intro_i_graphml_word w = INTRO_I_WORD_GRAPHML; w < INTRO_I_WORD_COUNT;
         w++) {
        if (strcmp(name, intro_i_graphml_word_texts[w]) == 0) {
            return w;
        }
    }
    return INTRO_I_WORD_UNKNOWN;
}
