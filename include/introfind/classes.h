/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * How the industry, function and seniority of a person came about.
 *
 * Each is what an input states, else a guess from company and position: by the
 * user's own table (intro_import_options.classes_file), else by the tables that
 * this library brings along, else unknown. A row of a table decides, and here is
 * said which.
 */
#ifndef INTROFIND_CLASSES_H
#define INTROFIND_CLASSES_H

#include <introfind/graph.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum intro_class_from {
    INTRO_CLASS_UNKNOWN,  /**< no row knows the company or the position */
    INTRO_CLASS_STATED,   /**< an input says it */
    INTRO_CLASS_BUILT_IN, /**< a row of a table of this library */
    INTRO_CLASS_OWN,      /**< a row of the user's table */
    INTRO_CLASS_NO_RANK,  /**< seniority: the position has no word for a rank */
    INTRO_CLASS_LOST      /**< guessed before the network was exported, by a row
                               that is not here */
} intro_class_from;

/** One class of a person. Texts are UTF-8; "" where there is none. */
typedef struct intro_class_reason {
    intro_field field; /**< industry, function or seniority */
    const char *value; /**< NULL: unknown; a row of the user's table may want
                             that, too */
    uint32_t id;       /**< of the value in LinkedIn's taxonomy; 0: none */
    const char *finer; /**< a finer industry */
    intro_class_from from;
    const char
        *file;     /**< BUILT_IN: name of a file of datasets/; OWN: as given */
    uint64_t line; /**< of the file, from 1; 0: no file */
    const char *company; /**< pattern that the row has for the company, */
    const char *title;   /**< and for the title; BUILT_IN: folded */
    intro_field text;    /**< BUILT_IN: company or position, where it matched */
    const char *words;   /**< BUILT_IN: and what did, folded */
} intro_class_reason;

typedef struct intro_class_reasons intro_class_reasons;

enum { INTRO_CLASS_REASONS = 3 };

/** Works it out anew for one person; the result borrows texts of the graph.
 *  @param out owned by the caller; untouched unless INTRO_OK
 *  @return INTRO_OK, INTRO_ENOMEM, INTRO_EDAMAGED; INTRO_EARG nobody is v */
INTRO_API INTRO_MUST_USE intro_status
intro_class_reasons_find(intro_ctx *ctx, const intro_graph *graph, intro_vid v,
                         intro_class_reasons **out);
/** NULL is accepted. */
INTRO_API void intro_class_reasons_free(intro_class_reasons *reasons);

INTRO_API intro_vid
intro_class_reasons_person(const intro_class_reasons *reasons);
/** i below INTRO_CLASS_REASONS: industry, function, seniority. */
INTRO_API const intro_class_reason *
intro_class_reason_get(const intro_class_reasons *reasons, uint32_t i);

#ifdef __cplusplus
}
#endif
#endif
