/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of elements and attributes that mean something in GraphML, as small
 * numbers. Readers give equal names equal pointers, so a name is compared once. */
#ifndef INTRO_IMPORT_GRAPHML_WORDS_H
#define INTRO_IMPORT_GRAPHML_WORDS_H

#include "base/common.h"

/* Not an enum type: the places tell apart only what they know. */
enum {
    INTRO_I_WORD_UNKNOWN,
    INTRO_I_WORD_GRAPHML,
    INTRO_I_WORD_KEY,
    INTRO_I_WORD_DEFAULT,
    INTRO_I_WORD_GRAPH,
    INTRO_I_WORD_NODE,
    INTRO_I_WORD_EDGE,
    INTRO_I_WORD_DATA,
    INTRO_I_WORD_HYPEREDGE,
    INTRO_I_WORD_PORT,
    INTRO_I_WORD_NODE_LABEL,
    INTRO_I_WORD_EDGE_LABEL,
    INTRO_I_WORD_LABEL_TEXT,
    INTRO_I_WORD_LABEL_ELEMENT,
    INTRO_I_WORD_ID,
    INTRO_I_WORD_SOURCE,
    INTRO_I_WORD_TARGET,
    INTRO_I_WORD_DIRECTED,
    INTRO_I_WORD_LABEL,
    INTRO_I_WORD_LABELS,
    INTRO_I_WORD_FOR,
    INTRO_I_WORD_ATTR_NAME,
    INTRO_I_WORD_ATTR_TYPE,
    INTRO_I_WORD_YFILES_TYPE,
    INTRO_I_WORD_EDGEDEFAULT,
    INTRO_I_WORD_PARSE_NODES,
    INTRO_I_WORD_PARSE_EDGES,
    INTRO_I_WORD_TEXT,
    INTRO_I_WORD_COUNT
};

typedef unsigned intro_i_graphml_word;

/* By number; that of INTRO_I_WORD_UNKNOWN is empty. */
extern const char *const intro_i_graphml_word_texts[INTRO_I_WORD_COUNT];

enum {
    INTRO_I_WORD_CACHE = 256, /* index: 8 bits of a hash */
    INTRO_I_WORD_WAYS = 4
};

typedef struct intro_i_graphml_word_entry {
    const char *name;
    intro_i_graphml_word is;
} intro_i_graphml_word_entry;

/* Words by the pointers of one reader. Zeroed = empty. */
typedef struct intro_i_graphml_words {
    intro_i_graphml_word_entry cache[INTRO_I_WORD_CACHE];
} intro_i_graphml_words;

/* The slow way; INTRO_I_WORD_UNKNOWN for any other name. */
intro_i_graphml_word intro_i_graphml_spell(const char *name);

static inline intro_i_graphml_word
intro_i_graphml_word_of(intro_i_graphml_words *known, const char *name)
{
    const uint64_t mixed = (uint64_t)(uintptr_t)name * 0x9E3779B97F4A7C15u;
    const size_t at = (size_t)(mixed >> 56);
    intro_i_graphml_word_entry *entry = &known->cache[at];
    for (size_t i = 1; i < INTRO_I_WORD_WAYS && entry->name != name; i++) {
        if (entry->name == NULL) {
            break;
        }
        entry = &known->cache[(at + i) % INTRO_I_WORD_CACHE];
    }
    if (INTRO_UNLIKELY(entry->name != name)) {
        entry->name = name;
        entry->is = intro_i_graphml_spell(name);
    }
    return entry->is;
}

#endif
