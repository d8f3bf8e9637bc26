/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tags written as nearly all writers of GraphML write them, recognised at once:
 *
 *     <node id="...">   <edge source="..." target="...">   </node>   </edge>
 *     <data key="...">...</data>
 *
 * the first two also closed by "/>" or " />"; values and text in plain ASCII
 * without references. Anything else is left to the scanner (graphml_scan.c), for
 * which this is a short cut: what is recognised here means there the same.
 *
 * All pointers are into text that ends in INTRO_I_SHAPE_PAD bytes NUL. */
#ifndef INTRO_IMPORT_GRAPHML_SHAPES_H
#define INTRO_IMPORT_GRAPHML_SHAPES_H

#include "base/common.h"

#include <string.h>

#if defined(__SSE2__) && defined(__GNUC__)
#include <emmintrin.h>
#endif

enum { INTRO_I_SHAPE_PAD = 16 };

/* What was recognised; pieces that a tag does not have stay as they were. */
typedef struct intro_i_shape {
    const char *one; /* id, source, key */
    const char *two; /* target, text */
    size_t one_length;
    size_t two_length;
    bool is_empty; /* no end tag follows */
} intro_i_shape;

#if defined(__SSE2__) && defined(__GNUC__)

/* Bit i: byte i at p is none of ASCII's printable ones, or an ampersand or "<".
 * As signed numbers those beyond ASCII are below the blank. */
static inline unsigned intro_i_shape_odd(__m128i bytes)
{
    const __m128i odd =
        _mm_or_si128(_mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')),
                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))),
                     _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('&')),
                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8('<'))));
    return (unsigned)_mm_movemask_epi8(odd);
}

/* Where a value ends or goes on with something special: a quote, "&", "<", what
 * is not printable or not ASCII. */
static inline const char *intro_i_shape_value(const char *p)
{
    for (;; p += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        const __m128i quotes =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                         _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\'')));
        const unsigned stops =
            intro_i_shape_odd(bytes) | (unsigned)_mm_movemask_epi8(quotes);
        if (stops != 0) {
            return p + __builtin_ctz(stops);
        }
    }
}

/* The same for text: "]" instead of the quotes. */
static inline const char *intro_i_shape_text(const char *p)
{
    for (;; p += sizeof(__m128i)) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)p);
        const unsigned stops = intro_i_shape_odd(bytes) |
                               (unsigned)_mm_movemask_epi8(
                                   _mm_cmpeq_epi8(bytes, _mm_set1_epi8(']')));
        if (stops != 0) {
            return p + __builtin_ctz(stops);
        }
    }
}

#else

static inline bool intro_i_shape_is_odd(char c)
{
    return (unsigned char)c < ' ' || (unsigned char)c >= 0x7F || c == '&' ||
           c == '<';
}

static inline const char *intro_i_shape_value(const char *p)
{
    while (!intro_i_shape_is_odd(*p) && *p != '"' && *p != '\'') {
        p++;
    }
    return p;
}

static inline const char *intro_i_shape_text(const char *p)
{
    while (!intro_i_shape_is_odd(*p) && *p != ']') {
        p++;
    }
    return p;
}

#endif

/* Does the literal stand at p? It is no longer than the padding. */
#define INTRO_I_SHAPE_IS(p, literal)                                           \
    (memcmp((p), (literal), sizeof(literal) - 1) == 0)

/* ">", "/>" or " />" behind a value's quote: what is behind, or NULL. */
static inline const char *intro_i_shape_close(const char *p,
                                              intro_i_shape *shape)
{
    if (p[0] == '>') {
        shape->is_empty = false;
        return p + 1;
    }
    p += p[0] == ' ';
    shape->is_empty = true;
    return p[0] == '/' && p[1] == '>' ? p + 2 : NULL;
}

/* Each gives what is behind the tag at p, or NULL. */

static inline const char *intro_i_shape_node(const char *p,
                                             intro_i_shape *shape)
{
    static const char open[] = "<node id=\"";
    if (!INTRO_I_SHAPE_IS(p, open)) {
        return NULL;
    }
    shape->one = p + sizeof open - 1;
    const char *const end = intro_i_shape_value(shape->one);
    shape->one_length = (size_t)(end - shape->one);
    return *end == '"' ? intro_i_shape_close(end + 1, shape) : NULL;
}

static inline const char *intro_i_shape_edge(const char *p,
                                             intro_i_shape *shape)
{
    static const char open[] = "<edge source=\"";
    static const char middle[] = "\" target=\"";
    if (!INTRO_I_SHAPE_IS(p, open)) {
        return NULL;
    }
    shape->one = p + sizeof open - 1;
    const char *end = intro_i_shape_value(shape->one);
    shape->one_length = (size_t)(end - shape->one);
    if (*end != '"' || !INTRO_I_SHAPE_IS(end, middle)) {
        return NULL;
    }
    shape->two = end + sizeof middle - 1;
    end = intro_i_shape_value(shape->two);
    shape->two_length = (size_t)(end - shape->two);
    return *end == '"' ? intro_i_shape_close(end + 1, shape) : NULL;
}

/* With its text and end tag. */
static inline const char *intro_i_shape_data(const char *p,
                                             intro_i_shape *shape)
{
    static const char open[] = "<data key=\"";
    static const char close[] = "</data>";
    if (!INTRO_I_SHAPE_IS(p, open)) {
        return NULL;
    }
    shape->one = p + sizeof open - 1;
    const char *end = intro_i_shape_value(shape->one);
    shape->one_length = (size_t)(end - shape->one);
    if (end[0] != '"' || end[1] != '>') {
        return NULL;
    }
    shape->two = end + 2;
    end = intro_i_shape_text(shape->two);
    shape->two_length = (size_t)(end - shape->two);
    shape->is_empty = true;
    return *end == '<' && INTRO_I_SHAPE_IS(end, close) ? end + sizeof close - 1
                                                       : NULL;
}

/* The end tag of a name of four letters, as "node" and "edge" are. */
static inline const char *intro_i_shape_end(const char *p, const char *name)
{
    return p[0] == '<' && p[1] == '/' && memcmp(p + 2, name, 4) == 0 &&
                   p[6] == '>'
               ? p + 7
               : NULL;
}

#endif
