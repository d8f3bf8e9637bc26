/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places are counted from the middle of the frame until the end. */
#include "analysis/layout.h"

#include "base/alloc.h"
#include "base/context_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 160, PUSHES = 150, GRID_MAX = 128, SPOTS_MAX = 20000 };

/* A turn by the golden angle: what sunflowers do. */
#define TURN_COSINE (-0.73736887807831990)
#define TURN_SINE   0.67549029426152364
/* Discs keep this much of the unit between them. */
#define GAP 1.2
/* So much of the way to the middle an island goes in a round. */
#define DRIFT 0.02
/* Few people are spread no further than this. */
#define LARGER_MOST 3.0

typedef struct island {
    double x;
    double y;
    double radius;
    double move_x;
    double move_y;
    uint32_t size;
} island;

/* Nodes by the cell of a grid: those of cell c are nodes[start[c]] to
 * nodes[start[c + 1] - 1], in order. */
typedef struct grid {
    uint32_t columns;
    uint32_t rows;
    double cell;
    uint32_t *start; /* GRID_MAX x GRID_MAX + 1 */
    uint32_t *nodes;
    uint32_t *cell_of;
} grid;

typedef struct state {
    const intro_i_layout_plan *plan;
    double *x;
    double *y;
    double *force_x;
    double *force_y;
    uint32_t *degrees; /* ties that pull */
    double spacing;    /* the distance that neighbours like to keep */
    double widest;     /* greatest radius of a disc */
    bool has_pushed;   /* two discs touched in this round */
    island *islands;
    uint64_t *order; /* islands by falling size, number in the low half */
    grid grid;
} state;

/* --- the grid ------------------------------------------------------------- */

static uint32_t cell_at(double place, double cell, uint32_t cells)
{
    const double at = place / cell;
    if (!(at > 0)) {
        return 0;
    }
    return at >= (double)cells ? cells - 1 : (uint32_t)at;
}

static uint32_t cells_along(double length, double cell)
{
    const double cells = length / cell + 1;
    return cells < GRID_MAX ? (uint32_t)cells : GRID_MAX;
}

/* Cells no smaller than `reach`: who is nearer stands in one of the nine. */
static void fill_grid(state *s, double reach)
{
    const intro_i_layout_plan *const plan = s->plan;
    grid *const g = &s->grid;
    const double longer =
        plan->width > plan->height ? plan->width : plan->height;
    g->cell = reach > longer / GRID_MAX ? reach : longer / GRID_MAX;
    g->columns = cells_along(plan->width, g->cell);
    g->rows = cells_along(plan->height, g->cell);
    const uint32_t cells = g->columns * g->rows;
    memset(g->start, 0, ((size_t)cells + 1) * sizeof *g->start);
    for (uint32_t i = 0; i < plan->count; i++) {
        g->cell_of[i] =
            cell_at(s->y[i] + plan->height / 2, g->cell, g->rows) * g->columns +
            cell_at(s->x[i] + plan->width / 2, g->cell, g->columns);
        g->start[g->cell_of[i] + 1]++;
    }
    for (uint32_t c = 0; c < cells; c++) {
        g->start[c + 1] += g->start[c];
    }
    for (uint32_t i = 0; i < plan->count; i++) {
        g->nodes[g->start[g->cell_of[i]]++] = i;
    }
    for (uint32_t c = cells; c > 0; c--) {
        g->start[c] = g->start[c - 1];
    }
    g->start[0] = 0;
}

typedef void pair_fn(state *s, uint32_t i, uint32_t j, double reach);

/* Every pair i < j of the same or neighbouring cells once. */
static void visit_pairs(state *s, double reach, pair_fn *visit)
{
    const grid *const g = &s->grid;
    for (uint32_t i = 0; i < s->plan->count; i++) {
        const uint32_t row = g->cell_of[i] / g->columns;
        const uint32_t column = g->cell_of[i] % g->columns;
        const uint32_t last_row = row + 1 < g->rows ? row + 1 : row;
        const uint32_t last = column + 1 < g->columns ? column + 1 : column;
        for (uint32_t r = row == 0 ? 0 : row - 1; r <= last_row; r++) {
            for (uint32_t c = column == 0 ? 0 : column - 1; c <= last; c++) {
                const uint32_t cell = r * g->columns + c;
                for (uint32_t k = g->start[cell]; k < g->start[cell + 1]; k++) {
                    if (g->nodes[k] > i) {
                        visit(s, i, g->nodes[k], reach);
                    }
                }
            }
        }
    }
}

/* --- where to begin ------------------------------------------------------- */

static int compare_falling(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

static uint32_t island_at(const state *s, uint32_t k)
{
    return UINT32_MAX - (uint32_t)s->order[k];
}

static void measure_islands(state *s)
{
    const intro_i_layout_plan *const plan = s->plan;
    for (uint32_t i = 1; i < plan->count; i++) {
        island *const land = &s->islands[plan->groups[i]];
        const double r = (double)plan->radii[i] + GAP + s->spacing / 4;
        land->size++;
        land->radius += r * r; /* the area first */
    }
    for (uint32_t g = 0; g < plan->group_count; g++) {
        s->islands[g].radius =
            1.1 * sqrt(s->islands[g].radius) + s->spacing / 4;
        s->order[g] = (uint64_t)s->islands[g].size << 32 | (UINT32_MAX - g);
    }
    qsort(s->order, plan->group_count, sizeof *s->order, compare_falling);
}

static bool is_free(const state *s, uint32_t placed, double x, double y,
                    double radius)
{
    for (uint32_t k = 0; k < placed; k++) {
        const island *const other = &s->islands[island_at(s, k)];
        const double dx = other->x - x;
        const double dy = other->y - y;
        const double apart = other->radius + radius;
        if (dx * dx + dy * dy < apart * apart) {
            return false;
        }
    }
    return true;
}

/* The greatest islands come first; each takes the first free spot of a spiral
 * that is as much wider than high as the frame. */
static void place_islands(state *s)
{
    const double stretch = sqrt(sqrt(s->plan->width / s->plan->height));
    const double step = s->spacing / 2;
    for (uint32_t k = 0; k < s->plan->group_count; k++) {
        island *const land = &s->islands[island_at(s, k)];
        double cosine = 1;
        double sine = 0;
        for (uint32_t spot = 0; spot < SPOTS_MAX; spot++) {
            const double from = step * sqrt((double)spot);
            const double turned = cosine * TURN_COSINE - sine * TURN_SINE;
            sine = cosine * TURN_SINE + sine * TURN_COSINE;
            cosine = turned;
            land->x = from * cosine * stretch;
            land->y = from * sine / stretch;
            if (is_free(s, k, land->x, land->y, land->radius)) {
                break;
            }
        }
    }
}

/* The first of an island in its middle, the others around, as in a sunflower. */
static void place_nodes(state *s)
{
    const intro_i_layout_plan *const plan = s->plan;
    for (uint32_t g = 0; g < plan->group_count; g++) {
        s->islands[g].move_x = 1; /* the turn of the last one placed */
        s->islands[g].move_y = 0;
        s->islands[g].size = 0;
    }
    s->x[0] = 0;
    s->y[0] = 0;
    for (uint32_t i = 1; i < plan->count; i++) {
        island *const land = &s->islands[plan->groups[i]];
        const double from = (s->spacing / 2 + (double)plan->radii[i]) *
                            sqrt((double)land->size);
        s->x[i] = land->x + from * land->move_x;
        s->y[i] = land->y + from * land->move_y;
        const double turned =
            land->move_x * TURN_COSINE - land->move_y * TURN_SINE;
        land->move_y = land->move_x * TURN_SINE + land->move_y * TURN_COSINE;
        land->move_x = turned;
        land->size++;
    }
}

/* --- forces --------------------------------------------------------------- */

static void repel(state *s, uint32_t i, uint32_t j, double reach)
{
    const double dx = s->x[i] - s->x[j];
    const double dy = s->y[i] - s->y[j];
    const double square = dx * dx + dy * dy;
    if (square >= reach * reach) {
        return;
    }
    /* Two in one spot part along the x axis. */
    const double away = square > 1e-9 ? s->spacing * s->spacing / square : 0;
    const double push_x = square > 1e-9 ? dx * away : s->spacing;
    s->force_x[i] += push_x;
    s->force_x[j] -= push_x;
    s->force_y[i] += dy * away;
    s->force_y[j] -= dy * away;
}

/* Ties between islands pull a tenth: they turn people to the side of the island
 * they are tied to and leave it whole. Busy people are not pulled harder. */
static void pull(state *s)
{
    const intro_i_layout_plan *const plan = s->plan;
    for (uint64_t t = 0; t < plan->tie_count; t++) {
        const uint32_t a = plan->ties[t].a;
        const uint32_t b = plan->ties[t].b;
        if (a == 0) {
            continue;
        }
        const double dx = s->x[b] - s->x[a];
        const double dy = s->y[b] - s->y[a];
        const double near = plan->groups[a] == plan->groups[b] ? 0.5 : 0.05;
        const double force = near * (0.5 + (double)plan->ties[t].strength);
        const double at_a = force / (double)(s->degrees[a] + 1);
        const double at_b = force / (double)(s->degrees[b] + 1);
        s->force_x[a] += dx * at_a;
        s->force_y[a] += dy * at_a;
        s->force_x[b] -= dx * at_b;
        s->force_y[b] -= dy * at_b;
    }
}

static void centre_islands(state *s)
{
    const intro_i_layout_plan *const plan = s->plan;
    for (uint32_t g = 0; g < plan->group_count; g++) {
        s->islands[g].x = 0;
        s->islands[g].y = 0;
        s->islands[g].move_x = 0;
        s->islands[g].move_y = 0;
    }
    for (uint32_t i = 1; i < plan->count; i++) {
        s->islands[plan->groups[i]].x += s->x[i];
        s->islands[plan->groups[i]].y += s->y[i];
    }
    for (uint32_t g = 0; g < plan->group_count; g++) {
        island *const land = &s->islands[g];
        if (land->size != 0) {
            land->x /= (double)land->size;
            land->y /= (double)land->size;
        }
    }
}

/* Islands that overlap move apart, the smaller one more; all drift back to the
 * middle a little. */
static void part_islands(state *s)
{
    const uint32_t count = s->plan->group_count;
    for (uint32_t p = 0; p < count; p++) {
        island *const a = &s->islands[island_at(s, p)];
        a->move_x -= a->x * DRIFT;
        a->move_y -= a->y * DRIFT;
        for (uint32_t q = 0; q < p; q++) {
            island *const b = &s->islands[island_at(s, q)];
            const double dx = a->x - b->x;
            const double dy = a->y - b->y;
            const double apart = sqrt(dx * dx + dy * dy);
            const double wanted = a->radius + b->radius;
            if (apart >= wanted || apart < 1e-9) {
                continue;
            }
            const double by = (wanted - apart) / apart * 0.5;
            const double whole = a->radius + b->radius;
            a->move_x += dx * by * b->radius / whole;
            a->move_y += dy * by * b->radius / whole;
            b->move_x -= dx * by * a->radius / whole;
            b->move_y -= dy * by * a->radius / whole;
        }
    }
}

static void move(state *s, double most)
{
    const intro_i_layout_plan *const plan = s->plan;
    for (uint32_t i = 1; i < plan->count; i++) {
        const island *const land = &s->islands[plan->groups[i]];
        /* Back to the island: no more than neighbours push inside it, firmly
         * from outside. */
        const double dx = land->x - s->x[i];
        const double dy = land->y - s->y[i];
        const double from = sqrt(dx * dx + dy * dy);
        const double home =
            from > land->radius ? 0.8 : 0.4 * s->spacing / land->radius;
        const double fx = s->force_x[i] + dx * home;
        const double fy = s->force_y[i] + dy * home;
        const double size = sqrt(fx * fx + fy * fy);
        const double scale = size > most ? most / size : 1;
        s->x[i] += fx * scale + land->move_x;
        s->y[i] += fy * scale + land->move_y;
    }
}

static intro_status run_rounds(intro_ctx *ctx, state *s)
{
    const uint32_t count = s->plan->count;
    for (int round = 0; round < ROUNDS; round++) {
        INTRO_TRY(intro_i_poll(ctx));
        const double heat = (double)(ROUNDS - round) / ROUNDS;
        memset(s->force_x, 0, count * sizeof *s->force_x);
        memset(s->force_y, 0, count * sizeof *s->force_y);
        fill_grid(s, 2 * s->spacing);
        visit_pairs(s, 2 * s->spacing, repel);
        pull(s);
        centre_islands(s);
        part_islands(s);
        move(s, s->spacing * (0.05 + 0.6 * heat));
    }
    return INTRO_OK;
}

/* --- the end -------------------------------------------------------------- */

static double clamp(double value, double most)
{
    return value > most ? most : value < -most ? -most : value;
}

/* Into the frame as a whole, by one shift and one scale. */
static void fit(state *s)
{
    const intro_i_layout_plan *const plan = s->plan;
    double left = 0;
    double right = 0;
    double top = 0;
    double bottom = 0;
    for (uint32_t i = 0; i < plan->count; i++) {
        left = s->x[i] < left ? s->x[i] : left;
        right = s->x[i] > right ? s->x[i] : right;
        top = s->y[i] < top ? s->y[i] : top;
        bottom = s->y[i] > bottom ? s->y[i] : bottom;
    }
    const double margin = 2 * (s->widest + GAP);
    const double wide = (plan->width - margin) / (right - left + 1);
    const double high = (plan->height - margin) / (bottom - top + 1);
    const double scale = clamp(wide < high ? wide : high, LARGER_MOST);
    for (uint32_t i = 0; i < plan->count; i++) {
        s->x[i] = (s->x[i] - (left + right) / 2) * scale;
        s->y[i] = (s->y[i] - (top + bottom) / 2) * scale;
    }
}

static void push(state *s, uint32_t i, uint32_t j, double reach)
{
    (void)reach;
    const double dx = s->x[i] - s->x[j];
    const double dy = s->y[i] - s->y[j];
    const double ri = (double)s->plan->radii[i];
    const double rj = (double)s->plan->radii[j];
    const double wanted = (ri + rj) * (i == 0 ? 1.5 : 1.0) + GAP;
    const double square = dx * dx + dy * dy;
    if (square >= wanted * wanted) {
        return;
    }
    s->has_pushed = true;
    const double apart = sqrt(square);
    const double by = apart > 1e-6 ? (wanted - apart) / apart / 2 : 0;
    const double push_x = apart > 1e-6 ? dx * by : wanted / 2;
    if (i == 0) {
        s->x[j] -= 2 * push_x;
        s->y[j] -= 2 * dy * by;
        return;
    }
    s->x[i] += push_x;
    s->x[j] -= push_x;
    s->y[i] += dy * by;
    s->y[j] -= dy * by;
}

static void keep_inside(state *s)
{
    const intro_i_layout_plan *const plan = s->plan;
    for (uint32_t i = 1; i < plan->count; i++) {
        const double r = (double)plan->radii[i] + GAP;
        s->x[i] = clamp(s->x[i], plan->width / 2 - r);
        s->y[i] = clamp(s->y[i], plan->height / 2 - r);
    }
}

static intro_status part_discs(intro_ctx *ctx, state *s)
{
    s->has_pushed = true;
    for (int round = 0; round < PUSHES && s->has_pushed; round++) {
        INTRO_TRY(intro_i_poll(ctx));
        s->has_pushed = false;
        fill_grid(s, 2.5 * s->widest + GAP);
        visit_pairs(s, 0, push);
        keep_inside(s);
    }
    return INTRO_OK;
}

/* --- the whole ------------------------------------------------------------ */

static intro_status make_room(intro_ctx *ctx, state *s)
{
    const size_t count = s->plan->count;
    const size_t groups = s->plan->group_count;
    s->force_x = intro_i_alloc(count, sizeof *s->force_x);
    s->force_y = intro_i_alloc(count, sizeof *s->force_y);
    s->degrees = intro_i_alloc_zero(count, sizeof *s->degrees);
    s->islands = intro_i_alloc_zero(groups + 1, sizeof *s->islands);
    s->order = intro_i_alloc(groups + 1, sizeof *s->order);
    s->grid.start =
        intro_i_alloc((size_t)GRID_MAX * GRID_MAX + 1, sizeof *s->grid.start);
    s->grid.nodes = intro_i_alloc(count, sizeof *s->grid.nodes);
    s->grid.cell_of = intro_i_alloc(count, sizeof *s->grid.cell_of);
    return s->force_x == NULL || s->force_y == NULL || s->degrees == NULL ||
                   s->islands == NULL || s->order == NULL ||
                   s->grid.start == NULL || s->grid.nodes == NULL ||
                   s->grid.cell_of == NULL
               ? intro_i_fail_memory(ctx)
               : INTRO_OK;
}

static void free_room(state *s)
{
    intro_i_free(s->force_x);
    intro_i_free(s->force_y);
    intro_i_free(s->degrees);
    intro_i_free(s->islands);
    intro_i_free(s->order);
    intro_i_free(s->grid.start);
    intro_i_free(s->grid.nodes);
    intro_i_free(s->grid.cell_of);
}

static void measure(state *s)
{
    const intro_i_layout_plan *const plan = s->plan;
    for (uint32_t i = 0; i < plan->count; i++) {
        if ((double)plan->radii[i] > s->widest) {
            s->widest = (double)plan->radii[i];
        }
    }
    for (uint64_t t = 0; t < plan->tie_count; t++) {
        if (plan->ties[t].a != 0) {
            s->degrees[plan->ties[t].a]++;
            s->degrees[plan->ties[t].b]++;
        }
    }
    s->spacing = 0.55 * sqrt(plan->width * plan->height / (double)plan->count);
    measure_islands(s);
}

intro_status intro_i_layout_compute(intro_ctx *ctx,
                                    const intro_i_layout_plan *plan, double *x,
                                    double *y)
{
    state s;
    memset(&s, 0, sizeof s);
    s.plan = plan;
    s.x = x;
    s.y = y;
    intro_status rc = make_room(ctx, &s);
    if (rc == INTRO_OK) {
        measure(&s);
        place_islands(&s);
        place_nodes(&s);
        rc = run_rounds(ctx, &s);
    }
    if (rc == INTRO_OK) {
        fit(&s);
        rc = part_discs(ctx, &s);
    }
    for (uint32_t i = 0; i < plan->count && rc == INTRO_OK; i++) {
        x[i] += plan->width / 2;
        y[i] += plan->height / 2;
    }
    free_room(&s);
    return rc;
}
