/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/labels.h"

#include "base/text.h"

#include <string.h>

enum { SPOTS = 9 };

/* Widths in hundredths of the font's size, upwards, of the widest of the fonts
 * that pages ask for (DejaVu Sans). */
typedef struct face {
    unsigned char ascii[95];
    unsigned char other; /* any other letter of one column */
} face;

static const face plain_face = {
    {32,  41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34,
     64,  64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54,
     100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
     61,  79, 70, 64, 62, 74, 69, 99, 69, 62, 69, 40, 34, 40, 84, 50,
     50,  62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62,
     64,  64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84},
    80};

static const face bold_face = {
    {35,  46, 53, 84, 70, 101, 88, 31,  46, 46, 53, 84, 38, 42,  38, 37,
     70,  70, 70, 70, 70, 70,  70, 70,  70, 70, 40, 40, 84, 84,  84, 59,
     100, 78, 77, 74, 84, 69,  69, 83,  84, 38, 38, 78, 64, 100, 84, 86,
     74,  86, 78, 73, 69, 82,  78, 111, 78, 73, 73, 46, 37, 46,  84, 50,
     50,  68, 72, 60, 72, 68,  44, 72,  72, 35, 35, 67, 35, 105, 72, 69,
     72,  72, 50, 60, 48, 72,  66, 93,  65, 66, 59, 72, 37, 72,  84},
    95};

/* One character's width in hundredths of the size: the ellipsis of a cut fills
 * the square, wide ones a little more, marks have none. */
static double width_of(const face *f, const char *text, size_t step, uint32_t c,
                       int *columns)
{
    enum { ELLIPSIS = 0x2026 };
    if (c >= 0x20 && c < 0x7F) {
        *columns = 1;
        return (double)f->ascii[c - 0x20];
    }
    *columns = intro_i_text_width(text, step);
    if (*columns <= 0) {
        return 0;
    }
    if (c == ELLIPSIS) {
        return 100;
    }
    return *columns == 1 ? f->other : 105;
}

static double width_in(const face *f, const char *text, double size)
{
    const size_t length = strlen(text);
    double hundredths = 0;
    for (size_t i = 0; i < length;) {
        uint32_t c;
        int columns;
        const size_t step = intro_i_utf8_next(text + i, length - i, &c);
        hundredths += width_of(f, text + i, step, c, &columns);
        i += step;
    }
    return hundredths / 100 * size;
}

double intro_i_label_width(const char *text, double size)
{
    return width_in(&plain_face, text, size);
}

double intro_i_label_width_bold(const char *text, double size)
{
    return width_in(&bold_face, text, size);
}

size_t intro_i_label_columns(const char *text, double size, double room,
                             size_t most)
{
    const size_t length = strlen(text);
    const double ellipsis = size;
    double width = 0;
    size_t used = 0;    /* columns so far */
    size_t fitting = 0; /* with an ellipsis behind */
    for (size_t i = 0; i < length;) {
        uint32_t c;
        int columns;
        const size_t step = intro_i_utf8_next(text + i, length - i, &c);
        width +=
            width_of(&plain_face, text + i, step, c, &columns) / 100 * size;
        used += columns < 0 ? 0 : (size_t)columns;
        if (width > room) {
            return fitting + 1 < most ? fitting + 1 : most;
        }
        if (width + ellipsis <= room) {
            fitting = used;
        }
        i += step;
    }
    return most;
}

/* The spot's place for the corner of the text's box. */
static void try_spot(intro_i_label *label, int spot)
{
    const double gap = 2;
    const double out = label->radius + gap;
    const double slant = label->radius * 0.7071 + gap;
    const double middle = label->y - label->height / 2;
    const double centre = label->x - label->width / 2;
    const double above = label->y - label->height;
    const double left = label->x - label->width;
    const double spots[SPOTS][2] = {
        {centre, middle},                  /* on it */
        {label->x + out, middle},          /* right */
        {left - out, middle},              /* left */
        {centre, above - out},             /* above */
        {centre, label->y + out},          /* below */
        {label->x + slant, above - slant}, /* the corners */
        {label->x + slant, label->y + slant},
        {left - slant, above - slant},
        {left - slant, label->y + slant}};
    label->left = spots[spot][0];
    label->top = spots[spot][1];
}

static bool is_inside(const intro_i_label *label, double width, double height)
{
    return label->left >= 0 && label->top >= 0 &&
           label->left + label->width <= width &&
           label->top + label->height <= height;
}

static bool overlap(const intro_i_label *a, const intro_i_label *b)
{
    return a->left < b->left + b->width && b->left < a->left + a->width &&
           a->top < b->top + b->height && b->top < a->top + a->height;
}

/* Does the text of one cover the disc of the other? */
static bool covers(const intro_i_label *text, const intro_i_label *disc)
{
    return text->left < disc->x + disc->radius &&
           disc->x - disc->radius < text->left + text->width &&
           text->top < disc->y + disc->radius &&
           disc->y - disc->radius < text->top + text->height;
}

static bool is_free(const intro_i_label *labels, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (labels[j].is_placed &&
            (overlap(&labels[i], &labels[j]) ||
             (!labels[j].is_centred && covers(&labels[i], &labels[j])))) {
            return false;
        }
    }
    return true;
}

static double distance_to(const intro_i_label *text, const intro_i_label *disc)
{
    const double x = text->left + text->width / 2 - disc->x;
    const double y = text->top + text->height / 2 - disc->y;
    return x * x + y * y;
}

/* A name that stands nearer to the middle of another island than to that of its
 * own would be taken for the other's. */
static bool is_misleading(const intro_i_label *labels, size_t count, size_t i)
{
    const double own = distance_to(&labels[i], &labels[i]);
    for (size_t j = 0; labels[i].is_centred && j < count; j++) {
        if (labels[j].is_centred && distance_to(&labels[i], &labels[j]) < own) {
            return true;
        }
    }
    return false;
}

void intro_i_labels_place(intro_i_label *labels, size_t count, double width,
                          double height)
{
    for (size_t i = 0; i < count; i++) {
        intro_i_label *const label = &labels[i];
        label->is_placed = false;
        for (int spot = label->is_centred ? 0 : 1; spot < SPOTS; spot++) {
            try_spot(label, spot);
            if (is_inside(label, width, height) && is_free(labels, i) &&
                !is_misleading(labels, count, i)) {
                label->is_placed = true;
                break;
            }
        }
    }
}
