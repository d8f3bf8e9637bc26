/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages are put together in one buffer and written with one call, so that
 * lines of several programs on one terminal do not mix. */
#include "cli/terminal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cli/values.h"

enum {
    LINE_MAX_BYTES = 4096,
    ESCAPED_MAX = 512,
    ESCAPED_SLOTS = 8,
    NOTICE_KINDS = 128,
    NOTICES_A_KIND = 5
};

typedef struct notice_kind {
    uint64_t key;
    uint64_t said;
    uint64_t held;
    char example[151];
} notice_kind;

/* The state of the one terminal there is. */
static struct {
    bool is_quiet;
    bool has_progress; /* a progress line stands on the terminal */
    bool may_progress;
    const char *phase;
    uint64_t phase_done; /* where the phase began */
    struct timespec start;
    struct timespec phase_start;
    struct timespec shown;
    notice_kind kinds[NOTICE_KINDS];
    size_t kind_count;
    uint64_t other_held;
} state;

/* --- messages ------------------------------------------------------------- */

static void write_all(const char *bytes, size_t length)
{
    while (length > 0) {
        const ssize_t n = write(STDERR_FILENO, bytes, length);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return;
        }
        bytes += n;
        length -= (size_t)n;
    }
}

static void clear_progress(void)
{
    if (state.has_progress) {
        write_all("\r\033[K", 4);
        state.has_progress = false;
    }
}

#if defined(__GNUC__)
__attribute__((format(printf, 2, 0)))
#endif
static void
say(const char *prefix, const char *format, va_list args)
{
    char line[LINE_MAX_BYTES];
    const int head = snprintf(line, sizeof line, "%s", prefix);
    size_t used = head > 0 ? (size_t)head : 0;
    const int n = vsnprintf(line + used, sizeof line - used - 1, format, args);
    if (n > 0) {
        used += (size_t)n < sizeof line - used - 1 ? (size_t)n
                                                   : sizeof line - used - 2;
    }
    line[used++] = '\n';
    clear_progress();
    write_all(line, used);
}

void intro_i_cli_complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("introfind: ", format, args);
    va_end(args);
}

void intro_i_cli_hint(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    say("  ", format, args);
    va_end(args);
}

void intro_i_cli_remark(const char *format, ...)
{
    if (state.is_quiet) {
        return;
    }
    va_list args;
    va_start(args, format);
    say("introfind: ", format, args);
    va_end(args);
}

const char *intro_i_cli_escape(const char *text)
{
    static char slots[ESCAPED_SLOTS][ESCAPED_MAX];
    static size_t next;
    char *out = slots[next];
    next = (next + 1) % ESCAPED_SLOTS;
    return intro_escape_text(text, out, ESCAPED_MAX);
}

/* --- errors --------------------------------------------------------------- */

static int give_exit_status(intro_status rc)
{
    switch (rc) {
    case INTRO_OK:
        return 0;
    case INTRO_ENOTFOUND:
        return 1;
    case INTRO_EARG:
    case INTRO_EAMBIGUOUS:
        return 2;
    case INTRO_EFORMAT:
        return 3;
    case INTRO_EIO:
        return 4;
    case INTRO_ENOMEM:
    case INTRO_ELIMIT:
        return 5;
    case INTRO_EDAMAGED:
    case INTRO_EVERSION:
        return 6;
    case INTRO_ECANCELLED:
    case INTRO_EBUG:
        return 70;
    }
    return 70;
}

int intro_i_cli_fail(const intro_ctx *ctx, intro_status rc)
{
    char message[4 * INTRO_MESSAGE_MAX];
    char hint[4 * INTRO_MESSAGE_MAX];
    const intro_error *e = intro_ctx_error(ctx);
    /* A signal is its own message. */
    if (rc == INTRO_ECANCELLED && intro_ctx_is_cancelled(ctx)) {
        return give_exit_status(rc);
    }
    const bool has_words = e->status == rc && e->message[0] != '\0';
    (void)intro_escape_text(has_words ? e->message : intro_status_name(rc),
                            message, sizeof message);
    (void)intro_escape_text(has_words ? e->hint : "", hint, sizeof hint);
    const char *bug = rc == INTRO_EBUG ? "internal error: " : "";
    if (!has_words || e->source[0] == '\0') {
        intro_i_cli_complain("%s%s", bug, message);
    } else if (e->line == 0) {
        intro_i_cli_complain("%s: %s%s", intro_i_cli_escape(e->source), bug,
                             message);
    } else if (e->column == 0) {
        intro_i_cli_complain("%s:%llu: %s%s", intro_i_cli_escape(e->source),
                             (unsigned long long)e->line, bug, message);
    } else {
        intro_i_cli_complain("%s:%llu: column %llu: %s%s",
                             intro_i_cli_escape(e->source),
                             (unsigned long long)e->line,
                             (unsigned long long)e->column, bug, message);
    }
    if (hint[0] != '\0') {
        intro_i_cli_hint("%s", hint);
    }
    if (rc == INTRO_EBUG) {
        intro_i_cli_hint("this is a bug of introfind %s, please report it",
                         intro_version());
    }
    return give_exit_status(rc);
}

/* --- notices -------------------------------------------------------------- */

/* Notices are of one kind when they differ only in numbers and quoted text. */
static uint64_t give_kind(const char *message)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    bool is_quoted = false;
    for (const char *s = message; *s != '\0'; s++) {
        if (*s == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && (*s < '0' || *s > '9')) {
            hash = (hash ^ (unsigned char)*s) * UINT64_C(1099511628211);
        }
    }
    return hash;
}

static notice_kind *find_kind(const char *message)
{
    const uint64_t key = give_kind(message);
    for (size_t i = 0; i < state.kind_count; i++) {
        if (state.kinds[i].key == key) {
            return &state.kinds[i];
        }
    }
    if (state.kind_count == NOTICE_KINDS) {
        return NULL;
    }
    notice_kind *kind = &state.kinds[state.kind_count++];
    kind->key = key;
    return kind;
}

static void take_notice(void *user, const intro_notice *notice)
{
    char message[2 * INTRO_MESSAGE_MAX];
    char times[48] = "";
    (void)user;
    if (state.is_quiet) {
        return;
    }
    notice_kind *kind = find_kind(notice->message);
    if (kind == NULL) {
        state.other_held++;
        return;
    }
    (void)intro_escape_text(notice->message, message, sizeof message);
    if (kind->said == NOTICES_A_KIND) {
        kind->held++;
        (void)intro_escape_text(notice->message, kind->example,
                                sizeof kind->example);
        return;
    }
    kind->said++;
    if (notice->count > 1) {
        (void)snprintf(times, sizeof times, " (%llu times)",
                       (unsigned long long)notice->count);
    }
    const char *source = notice->source != NULL ? notice->source : "";
    if (source[0] == '\0') {
        intro_i_cli_remark("%s%s", message, times);
    } else if (notice->line == 0) {
        intro_i_cli_remark("%s: %s%s", intro_i_cli_escape(source), message,
                           times);
    } else {
        intro_i_cli_remark("%s:%llu: %s%s", intro_i_cli_escape(source),
                           (unsigned long long)notice->line, message, times);
    }
}

/* --- progress ------------------------------------------------------------- */

static double give_seconds(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) +
           (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

static void spell_amount(double amount, const char *unit, char *out,
                         size_t size)
{
    static const char *const marks[] = {"", "k", "M", "G", "T"};
    size_t mark = 0;
    while (amount >= 1000 && mark < 4) {
        amount /= 1000;
        mark++;
    }
    const bool is_bytes = strcmp(unit, "bytes") == 0;
    (void)snprintf(out, size, "%.*f %s%s%s", mark > 0 ? 1 : 0, amount,
                   marks[mark], mark > 0 && !is_bytes ? " " : "",
                   is_bytes ? "B" : unit);
}

static void show_progress(const intro_progress *p, double elapsed)
{
    char done[48];
    char rate[48] = "";
    char line[256];
    size_t used;
    const double speed = elapsed > 0.2 && p->done >= state.phase_done
                             ? (double)(p->done - state.phase_done) / elapsed
                             : 0;
    spell_amount((double)p->done, p->unit, done, sizeof done);
    if (speed > 0) {
        spell_amount(speed, p->unit, rate, sizeof rate);
    }
    int n = snprintf(line, sizeof line, "\r%s: %s", p->phase, done);
    used = n > 0 ? (size_t)n : 0;
    if (p->total > 0 && p->total >= p->done) {
        n = snprintf(line + used, sizeof line - used, ", %.0f%%",
                     100.0 * (double)p->done / (double)p->total);
        used += n > 0 ? (size_t)n : 0;
    }
    if (speed > 0) {
        n = snprintf(line + used, sizeof line - used, ", %s/s", rate);
        used += n > 0 ? (size_t)n : 0;
    }
    if (speed > 0 && p->total > p->done) {
        n = snprintf(line + used, sizeof line - used, ", %.0f s left",
                     (double)(p->total - p->done) / speed);
        used += n > 0 ? (size_t)n : 0;
    }
    /* Never the last column: some terminals wrap there. */
    const size_t width = intro_i_cli_width();
    if (used > width) {
        used = width;
    }
    write_all(line, used);
    write_all("\033[K", 3);
    state.has_progress = true;
}

static bool take_progress(void *user, const intro_progress *p)
{
    struct timespec now;
    (void)user;
    if (!state.may_progress || clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
        return true;
    }
    if (state.phase == NULL || strcmp(state.phase, p->phase) != 0) {
        state.phase = p->phase;
        state.phase_start = now;
        state.phase_done = p->done;
    }
    if (give_seconds(state.start, now) < 0.5 ||
        (state.has_progress && give_seconds(state.shown, now) < 0.1)) {
        return true;
    }
    show_progress(p, give_seconds(state.phase_start, now));
    state.shown = now;
    return true;
}

void intro_i_cli_set_quiet(bool is_quiet)
{
    state.is_quiet = is_quiet;
}

static bool is_dumb_terminal(void)
{
    const char *term = getenv("TERM");
    return term == NULL || term[0] == '\0' || strcmp(term, "dumb") == 0;
}

void intro_i_cli_listen(intro_ctx *ctx)
{
    state.may_progress = !state.is_quiet && !is_dumb_terminal() &&
                         isatty(STDERR_FILENO) == 1 &&
                         clock_gettime(CLOCK_MONOTONIC, &state.start) == 0;
    intro_ctx_set_notice(ctx, take_notice, NULL);
    intro_ctx_set_progress(ctx, take_progress, NULL);
}

void intro_i_cli_end_listening(void)
{
    clear_progress();
    for (size_t i = 0; i < state.kind_count; i++) {
        const notice_kind *kind = &state.kinds[i];
        if (kind->held > 0) {
            intro_i_cli_remark("... and %llu more like: %s",
                               (unsigned long long)kind->held, kind->example);
        }
    }
    if (state.other_held > 0) {
        intro_i_cli_remark("... and %llu notices of other kinds",
                           (unsigned long long)state.other_held);
    }
    state.kind_count = 0;
    state.other_held = 0;
    memset(state.kinds, 0, sizeof state.kinds);
}

/* --- the terminal --------------------------------------------------------- */

bool intro_i_cli_has_color(bool is_refused, const char *file)
{
    const char *no_color = getenv("NO_COLOR");
    if (is_refused || (no_color != NULL && no_color[0] != '\0')) {
        return false;
    }
    if (file != NULL && strcmp(file, "-") != 0) {
        return false;
    }
    return !is_dumb_terminal() && isatty(STDOUT_FILENO) == 1;
}

uint32_t intro_i_cli_width(void)
{
    const char *stated = getenv("COLUMNS");
    uint64_t columns = 0;
    struct winsize size;
    if (stated == NULL || !intro_i_cli_read_integer(stated, &columns) ||
        columns == 0) {
        columns = 80;
        if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
            columns = size.ws_col;
        }
    }
    if (columns < 40) {
        return 40;
    }
    return columns > 500 ? 500 : (uint32_t)columns;
}

int intro_i_cli_print(const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        const ssize_t n = write(STDOUT_FILENO, text, length);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            intro_i_cli_complain("write error: %s", strerror(errno));
            return 4;
        }
        text += n;
        length -= (size_t)n;
    }
    return 0;
}
