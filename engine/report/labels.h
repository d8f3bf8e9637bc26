/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Labels in a picture: each beside its place, none on another, those that find
 * no room left out. */
#ifndef INTRO_REPORT_LABELS_H
#define INTRO_REPORT_LABELS_H

#include "base/common.h"

typedef struct intro_i_label {
    double x; /* what is labelled: a disc */
    double y;
    double radius;
    double width; /* of the text */
    double height;
    bool is_centred; /* may stand on its disc: the name of an island */
    /* Set by intro_i_labels_place(): */
    bool is_placed;
    double left; /* of the box of the text */
    double top;
} intro_i_label;

/* Places labels in their order, so the first are the most important: right of
 * the disc, left, above, below, then the corners, inside a frame of width x
 * height, off every label before and off what those label; the name of an island
 * nowhere nearer to another island's middle than to its own. O(count^2). */
void intro_i_labels_place(intro_i_label *labels, size_t count, double width,
                          double height);

/* About how wide a text is in a common sans-serif font of `size`, rather too
 * much than too little; UTF-8. */
double intro_i_label_width(const char *text, double size);
/* The same in bold, as the names of islands are. */
double intro_i_label_width_bold(const char *text, double size);
/* To how many columns a text has to be cut to be no wider than `room`; most when
 * all of it fits. */
size_t intro_i_label_columns(const char *text, double size, double room,
                             size_t most);

#endif
