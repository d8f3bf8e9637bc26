/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The caller's thread fills blocks from the source and hands out the records of
 * those that are scanned; a second thread scans. The blocks are a ring: `filled`
 * and `taken` count what the caller did, `scanned` what the scanner did. The
 * second thread touches no context, and the order of the blocks is that of the
 * document, so the result is the same with one thread and with two. */
#include "import/graphml_lane.h"

#include "base/context_impl.h"
#include "base/parallel.h"
#include "import/graphml_scan.h"

#include <string.h>

enum {
    RING = 4,
    THREAD_FROM = 1 << 20,
    THREAD_STACK = 512 << 10,
    PROGRESS_STEP = 1 << 20
};

typedef struct lane {
    intro_ctx *ctx;
    intro_i_source *source;
    const intro_i_lane_handler *handler;
    intro_i_scanner *scanner;
    intro_i_scan_block ring[RING];
    intro_status status[RING]; /* of the scan of a block */
    uint64_t filled;           /* these three under the lock */
    uint64_t scanned;
    uint64_t taken;
    bool stop; /* under the lock */
    bool is_ended;
    bool has_thread;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t fed;
    uint64_t next_report;
    intro_i_xml_attribute attributes[INTRO_I_SCAN_ATTRIBUTES];
} lane;

/* --- the scanning thread -------------------------------------------------- */

static bool wait_for_block(lane *l)
{
    (void)pthread_mutex_lock(&l->lock);
    while (!l->stop && l->scanned == l->filled) {
        (void)pthread_cond_wait(&l->changed, &l->lock);
    }
    const bool goes_on = !l->stop;
    (void)pthread_mutex_unlock(&l->lock);
    return goes_on;
}

static void *run_scanner(void *arg)
{
    lane *const l = arg;
    intro_status rc = INTRO_OK;
    while (rc == INTRO_OK && wait_for_block(l)) {
        const size_t at = (size_t)(l->scanned % RING);
        rc = intro_i_scan(l->scanner, &l->ring[at]);
        (void)pthread_mutex_lock(&l->lock);
        l->status[at] = rc;
        l->scanned++;
        (void)pthread_cond_broadcast(&l->changed);
        (void)pthread_mutex_unlock(&l->lock);
    }
    return NULL;
}

/* Goes on alone where the system has no thread to give. */
static void start_thread(lane *l)
{
    if (intro_ctx_threads(l->ctx) < 2 ||
        intro_i_source_total(l->source) < THREAD_FROM ||
        pthread_mutex_init(&l->lock, NULL) != 0) {
        return;
    }
    if (pthread_cond_init(&l->changed, NULL) != 0) {
        (void)pthread_mutex_destroy(&l->lock);
        return;
    }
    l->has_thread =
        intro_i_thread_start(&l->thread, THREAD_STACK, run_scanner, l);
    if (!l->has_thread) {
        (void)pthread_cond_destroy(&l->changed);
        (void)pthread_mutex_destroy(&l->lock);
    }
}

static void stop_thread(lane *l)
{
    if (l->has_thread) {
        (void)pthread_mutex_lock(&l->lock);
        l->stop = true;
        (void)pthread_cond_broadcast(&l->changed);
        (void)pthread_mutex_unlock(&l->lock);
        (void)pthread_join(l->thread, NULL);
        (void)pthread_cond_destroy(&l->changed);
        (void)pthread_mutex_destroy(&l->lock);
    }
}

/* --- blocks --------------------------------------------------------------- */

static intro_status fill_block(lane *l)
{
    intro_i_scan_block *const block = &l->ring[l->filled % RING];
    INTRO_TRY(
        intro_i_source_swap(l->ctx, l->source, &block->body, &block->length));
    block->is_last = block->length == 0;
    l->is_ended = block->is_last;
    l->fed += block->length;
    if (l->has_thread) {
        (void)pthread_mutex_lock(&l->lock);
        l->filled++;
        (void)pthread_cond_broadcast(&l->changed);
        (void)pthread_mutex_unlock(&l->lock);
    } else {
        l->filled++;
    }
    return INTRO_OK;
}

/* Is there a block to go on with? */
static bool is_scanned(lane *l)
{
    if (!l->has_thread) {
        return false;
    }
    (void)pthread_mutex_lock(&l->lock);
    const bool is_ready = l->scanned != l->taken;
    (void)pthread_mutex_unlock(&l->lock);
    return is_ready;
}

/* The block at `taken`, scanned. */
static intro_status wait_for_scan(lane *l)
{
    if (!l->has_thread) {
        return intro_i_scan(l->scanner, &l->ring[l->taken % RING]);
    }
    (void)pthread_mutex_lock(&l->lock);
    while (l->scanned == l->taken) {
        (void)pthread_cond_wait(&l->changed, &l->lock);
    }
    const intro_status rc = l->status[l->taken % RING];
    (void)pthread_mutex_unlock(&l->lock);
    return rc;
}

/* --- records -------------------------------------------------------------- */

static inline intro_i_graphml_text text_of(const intro_i_scan_block *block,
                                           intro_i_scan_slice slice)
{
    return (intro_i_graphml_text){intro_i_scan_bytes(block) + slice.at,
                                  slice.length};
}

static inline intro_i_numbered_id id_of(const intro_i_scan_block *block,
                                        intro_i_scan_slice slice,
                                        uint32_t number)
{
    return (intro_i_numbered_id){intro_i_scan_bytes(block) + slice.at,
                                 slice.length, number};
}

static const char *word_of(const lane *l, intro_i_graphml_text name)
{
    for (size_t i = 0; i < l->handler->word_count; i++) {
        const char *const word = l->handler->words[i];
        if (strncmp(word, name.bytes, name.length) == 0 &&
            word[name.length] == '\0') {
            return word;
        }
    }
    return "";
}

/* A START with its ATTRIBUTEs; *at is the last of them. */
static intro_status give_start(lane *l, const intro_i_scan_block *block,
                               size_t *at)
{
    const intro_i_scan_record *const r = block->records.data;
    const size_t first = *at;
    size_t count = 0;
    while (first + count + 1 < block->records.count &&
           r[first + count + 1].kind == INTRO_I_SCAN_ATTRIBUTE) {
        const intro_i_scan_record *const a = &r[first + count + 1];
        l->attributes[count].name = word_of(l, text_of(block, a->one));
        l->attributes[count].value = intro_i_scan_bytes(block) + a->two.at;
        l->attributes[count].length = a->two.length;
        count++;
    }
    *at = first + count;
    const intro_i_xml_element element = {
        .name = word_of(l, text_of(block, r[first].one)),
        .space = NULL,
        .attributes = l->attributes,
        .count = count,
        .line = block->first_line + r[first].line};
    return l->handler->start(l->handler->user, &element);
}

static intro_status give_node(const intro_i_lane_handler *h,
                              const intro_i_scan_block *block,
                              const intro_i_scan_record *r)
{
    const intro_i_numbered_id id = id_of(block, r->one, r->is.numbers[0]);
    return h->node(h->user, &id, block->first_line + r->line);
}

static intro_status give_edge(const intro_i_lane_handler *h,
                              const intro_i_scan_block *block,
                              const intro_i_scan_record *r)
{
    const intro_i_numbered_id source = id_of(block, r->one, r->is.numbers[0]);
    const intro_i_numbered_id target = id_of(block, r->two, r->is.numbers[1]);
    return h->edge(h->user, &source, &target, block->first_line + r->line);
}

static intro_status give_data(const intro_i_lane_handler *h,
                              const intro_i_scan_block *block,
                              const intro_i_scan_record *r)
{
    return h->data(h->user, text_of(block, r->one), text_of(block, r->two),
                   r->has_value ? &r->is.value : NULL,
                   block->first_line + r->line);
}

static intro_status give_records(lane *l, const intro_i_scan_block *block)
{
    const intro_i_lane_handler *const h = l->handler;
    for (size_t i = 0; i < block->records.count; i++) {
        const intro_i_scan_record *const r = &block->records.data[i];
        const uint64_t line = block->first_line + r->line;
        intro_status rc = INTRO_OK;
        switch ((intro_i_scan_kind)r->kind) {
        case INTRO_I_SCAN_NODE:
            rc = give_node(h, block, r);
            break;
        case INTRO_I_SCAN_EDGE:
            rc = give_edge(h, block, r);
            break;
        case INTRO_I_SCAN_DATA:
            rc = give_data(h, block, r);
            break;
        case INTRO_I_SCAN_START:
            rc = give_start(l, block, &i);
            break;
        case INTRO_I_SCAN_TEXT:
            rc = h->text(h->user, intro_i_scan_bytes(block) + r->one.at,
                         r->one.length);
            break;
        case INTRO_I_SCAN_END:
            rc = h->end(h->user, line);
            break;
        case INTRO_I_SCAN_ATTRIBUTE:
            break;
        }
        INTRO_TRY(rc);
        if (r->is_closed) {
            INTRO_TRY(h->end(h->user, line));
        }
    }
    return h->drop_bytes(h->user);
}

/* --- the whole ------------------------------------------------------------ */

static intro_status report(lane *l)
{
    if (l->fed < l->next_report) {
        return INTRO_OK;
    }
    l->next_report = l->fed + PROGRESS_STEP;
    return intro_i_progress(l->ctx, "reading", "bytes",
                            intro_i_source_position(l->source),
                            intro_i_source_total(l->source));
}

static intro_status run(lane *l)
{
    const uint64_t ahead = l->has_thread ? RING : 1;
    for (;;) {
        do {
            if (l->is_ended || l->filled - l->taken == ahead) {
                break;
            }
            INTRO_TRY(fill_block(l));
        } while (!is_scanned(l));
        if (l->taken == l->filled) {
            return INTRO_OK;
        }
        INTRO_TRY(wait_for_scan(l));
        INTRO_TRY(give_records(l, &l->ring[l->taken % RING]));
        l->taken++;
        INTRO_TRY(report(l));
    }
}

static intro_status make(lane *l)
{
    l->scanner = intro_i_scanner_new();
    intro_status rc = l->scanner == NULL ? INTRO_ENOMEM : INTRO_OK;
    for (size_t i = 0; rc == INTRO_OK && i < RING; i++) {
        rc = intro_i_scan_block_init(&l->ring[i]);
    }
    return rc;
}

intro_status intro_i_graphml_lane_read(intro_ctx *ctx, intro_i_source *source,
                                       const intro_i_lane_handler *handler)
{
    lane *const l = intro_i_alloc_zero(1, sizeof *l);
    if (l == NULL) {
        return intro_i_fail_memory(ctx);
    }
    l->ctx = ctx;
    l->source = source;
    l->handler = handler;
    l->next_report = PROGRESS_STEP;
    intro_status rc = make(l);
    if (rc == INTRO_OK) {
        start_thread(l);
        rc = run(l);
        stop_thread(l);
    }
    for (size_t i = 0; i < RING; i++) {
        intro_i_scan_block_fini(&l->ring[i]);
    }
    intro_i_scanner_free(l->scanner);
    intro_i_free(l);
    return rc == INTRO_ENOMEM ? intro_i_fail_memory(ctx) : rc;
}
