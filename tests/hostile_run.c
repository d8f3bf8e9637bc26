/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs a command the way a hostile place would, and holds it to bounds.
 *
 *     hostile_run [OPTION...] COMMAND [WORD...]
 *     hostile_run --socket PATH        makes a socket file, and ends
 *     hostile_run --maps FILE          0 when a program built like this one can map
 *                                      the whole of it, else 1
 *
 *   --cpu S          99 when it took more than S seconds of processor time
 *   --rss MB         99 when it held more than MB MiB at any time
 *   --as MB, --stack KB, --fsize BYTES, --nofile N, --nproc N, --cpu-limit S
 *                    resource limits of the command
 *   --no-pipe-signal SIGPIPE is ignored
 *   --signal N --after US [--again US]
 *                    send signal N after so many microseconds (and once more)
 *   --within MS      99 when it lived longer than this after the signal
 *   --pty COLUMNS    stdout and stderr are a terminal; its bytes come out here
 *   --listen TEMPLATE FILE
 *                    listens on a port of this machine and writes FILE with the
 *                    port for each @PORT@; 98 when anybody called
 *
 * The exit status is that of the command, 128 + N when signal N ended it.
 * Sanitizers cost time and memory that are not the program's: bounds on time
 * are ten times as wide then (and without optimisation), and those on memory are
 * not looked at.
 */
#define _GNU_SOURCE

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#ifndef __has_feature
#define __has_feature(name) 0
#endif
#if defined(__SANITIZE_THREAD__) || __has_feature(thread_sanitizer)
#define HAS_ROOM  0 /* for great maps: sometimes */
#define SANITIZED 1
#elif defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define HAS_ROOM  1
#define SANITIZED 1
#else
#define HAS_ROOM  1
#define SANITIZED 0
#endif
#ifdef __OPTIMIZE__
#define SLOW SANITIZED
#else
#define SLOW 1
#endif

enum { BROKEN = 99, CALLED = 98, LIMITS = 8 };

typedef struct limit {
    int what;
    rlim_t value;
} limit;

typedef struct wishes {
    double cpu;
    double rss;
    limit limits[LIMITS];
    size_t limit_count;
    bool ignores_pipe;
    int signal;
    long after;
    long again;
    long within;
    int columns;
    int listener;
} wishes;

static void die(const char *what)
{
    fprintf(stderr, "hostile_run: %s: %s\n", what, strerror(errno));
    exit(BROKEN);
}

static bool can_map(const char *path)
{
    struct stat info;
    const int fd = open(path, O_RDONLY);
    if (fd < 0 || fstat(fd, &info) != 0) {
        perror(path);
        exit(98);
    }
    return HAS_ROOM && mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE,
                            fd, 0) != MAP_FAILED;
}

static int make_socket(const char *path)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    if (fd < 0 || strlen(path) >= sizeof name.sun_path) {
        die(path);
    }
    memcpy(name.sun_path, path, strlen(path));
    if (bind(fd, (const struct sockaddr *)&name, sizeof name) != 0) {
        die(path);
    }
    return 0;
}

/* ---- a web server that nobody must call --------------------------------- */

static void fill_template(const char *from, const char *to, unsigned port)
{
    static char text[1 << 16];
    FILE *in = fopen(from, "rb");
    FILE *out = fopen(to, "wb");

    if (in == NULL || out == NULL) {
        die("template");
    }
    const size_t length = fread(text, 1, sizeof text - 1, in);
    text[length] = '\0';
    const char *rest = text;
    for (const char *at; (at = strstr(rest, "@PORT@")) != NULL;) {
        fprintf(out, "%.*s%u", (int)(at - rest), rest, port);
        rest = at + strlen("@PORT@");
    }
    fputs(rest, out);
    fclose(in);
    if (fclose(out) != 0) {
        die(to);
    }
}

static int start_listening(const char *from, const char *to)
{
    struct sockaddr_in name = {.sin_family = AF_INET};
    socklen_t size = sizeof name;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&name, size) != 0 ||
        listen(fd, 4) != 0 ||
        getsockname(fd, (struct sockaddr *)&name, &size) != 0) {
        die("listening");
    }
    fill_template(from, to, ntohs(name.sin_port));
    return fd;
}

static bool was_called(int listener)
{
    struct pollfd poller = {.fd = listener, .events = POLLIN};
    return listener >= 0 && poll(&poller, 1, 0) > 0;
}

/* ---- the command -------------------------------------------------------- */

static void become(const wishes *w, char **command, int terminal)
{
    if (terminal >= 0) {
        (void)setsid();
        if (dup2(terminal, STDOUT_FILENO) < 0 ||
            dup2(terminal, STDERR_FILENO) < 0) {
            die("terminal");
        }
    }
    if (signal(SIGPIPE, w->ignores_pipe ? SIG_IGN : SIG_DFL) == SIG_ERR) {
        die("SIGPIPE");
    }
    for (size_t i = 0; i < w->limit_count; i++) {
        /* At the hard limit of processor time there is no second word. */
        const rlim_t more = w->limits[i].what == (int)RLIMIT_CPU ? 9 : 0;
        const struct rlimit both = {w->limits[i].value,
                                    w->limits[i].value + more};
        if (setrlimit((__rlimit_resource_t)w->limits[i].what, &both) != 0) {
            die("limit");
        }
    }
    execvp(command[0], command);
    die(command[0]);
}

static int open_terminal(int columns, int *slave)
{
    const struct winsize size = {.ws_row = 24,
                                 .ws_col = (unsigned short)columns};
    struct termios mode;
    const int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);

    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) {
        die("pty");
    }
    *slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*slave < 0 || ioctl(*slave, TIOCSWINSZ, &size) != 0 ||
        tcgetattr(*slave, &mode) != 0) {
        die("pty");
    }
    mode.c_oflag &= ~(tcflag_t)OPOST;
    if (tcsetattr(*slave, TCSANOW, &mode) != 0) {
        die("pty");
    }
    return master;
}

static void copy_terminal(int master)
{
    char bytes[4096];
    /* Reading fails with EIO once the last writer has closed its end. */
    for (ssize_t got; (got = read(master, bytes, sizeof bytes)) > 0;) {
        (void)fwrite(bytes, 1, (size_t)got, stdout);
    }
    (void)fflush(stdout);
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void pause_for(long microseconds)
{
    struct timespec t = {microseconds / 1000000, microseconds % 1000000 * 1000};
    while (nanosleep(&t, &t) != 0 && errno == EINTR) {
    }
}

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static bool is_within(const wishes *w, const struct rusage *used, double lived)
{
    const double factor = SLOW ? 10 : 1;
    const double cpu = seconds(used->ru_utime) + seconds(used->ru_stime);
    const double rss = (double)used->ru_maxrss / 1024;
    bool fits = true;

    if (w->cpu > 0 && cpu > w->cpu * factor) {
        fprintf(stderr, "hostile_run: took %.2f s of processor time\n", cpu);
        fits = false;
    }
    if (w->rss > 0 && !SANITIZED && rss > w->rss) {
        fprintf(stderr, "hostile_run: held %.0f MiB\n", rss);
        fits = false;
    }
    if (w->within > 0 && lived * 1000 > (double)w->within * factor) {
        fprintf(stderr, "hostile_run: lived for %.0f ms after the signal\n",
                lived * 1000);
        fits = false;
    }
    return fits;
}

static int run(const wishes *w, char **command)
{
    struct rusage used;
    int terminal = -1;
    int master = -1;
    int status = 0;
    double signalled = 0;

    if (w->columns > 0) {
        master = open_terminal(w->columns, &terminal);
    }
    const pid_t child = fork();
    if (child < 0) {
        die("fork");
    }
    if (child == 0) {
        become(w, command, terminal);
    }
    if (terminal >= 0) {
        (void)close(terminal);
        copy_terminal(master);
    }
    if (w->signal > 0) {
        pause_for(w->after);
        signalled = now();
        (void)kill(child, w->signal);
        if (w->again > 0) {
            pause_for(w->again);
            (void)kill(child, w->signal);
        }
    }
    while (wait4(child, &status, 0, &used) < 0) {
        if (errno != EINTR) {
            die("wait");
        }
    }
    if (!is_within(w, &used, signalled > 0 ? now() - signalled : 0)) {
        return BROKEN;
    }
    if (was_called(w->listener)) {
        fputs("hostile_run: somebody called the port\n", stderr);
        return CALLED;
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void add_limit(wishes *w, int what, const char *value, rlim_t unit)
{
    if (w->limit_count == LIMITS) {
        errno = E2BIG;
        die("limits");
    }
    w->limits[w->limit_count].what = what;
    w->limits[w->limit_count].value = strtoull(value, NULL, 10) * unit;
    w->limit_count++;
}

static bool take_limit(wishes *w, const char *option, const char *value)
{
    static const struct {
        const char *name;
        int what;
        rlim_t unit;
    } known[] = {
        {"--as", (int)RLIMIT_AS, 1 << 20}, {"--stack", (int)RLIMIT_STACK, 1024},
        {"--fsize", (int)RLIMIT_FSIZE, 1}, {"--nofile", (int)RLIMIT_NOFILE, 1},
        {"--nproc", (int)RLIMIT_NPROC, 1}, {"--cpu-limit", (int)RLIMIT_CPU, 1},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(option, known[i].name) == 0) {
            add_limit(w, known[i].what, value, known[i].unit);
            return true;
        }
    }
    return false;
}

static bool take_number(wishes *w, const char *option, const char *value)
{
    if (strcmp(option, "--cpu") == 0) {
        w->cpu = strtod(value, NULL);
    } else if (strcmp(option, "--rss") == 0) {
        w->rss = strtod(value, NULL);
    } else if (strcmp(option, "--signal") == 0) {
        w->signal = (int)strtol(value, NULL, 10);
    } else if (strcmp(option, "--after") == 0) {
        w->after = strtol(value, NULL, 10);
    } else if (strcmp(option, "--again") == 0) {
        w->again = strtol(value, NULL, 10);
    } else if (strcmp(option, "--within") == 0) {
        w->within = strtol(value, NULL, 10);
    } else if (strcmp(option, "--pty") == 0) {
        w->columns = (int)strtol(value, NULL, 10);
    } else {
        return take_limit(w, option, value);
    }
    return true;
}

int main(int argc, char **argv)
{
    wishes w = {.listener = -1};
    int i = 1;

    if (argc == 3 && strcmp(argv[1], "--socket") == 0) {
        return make_socket(argv[2]);
    }
    if (argc == 3 && strcmp(argv[1], "--maps") == 0) {
        return can_map(argv[2]) ? 0 : 1;
    }
    while (i < argc && strncmp(argv[i], "--", 2) == 0) {
        if (strcmp(argv[i], "--no-pipe-signal") == 0) {
            w.ignores_pipe = true;
            i++;
        } else if (i + 2 < argc && strcmp(argv[i], "--listen") == 0) {
            w.listener = start_listening(argv[i + 1], argv[i + 2]);
            i += 3;
        } else if (i + 1 < argc && take_number(&w, argv[i], argv[i + 1])) {
            i += 2;
        } else {
            errno = EINVAL;
            die(argv[i]);
        }
    }
    if (i >= argc) {
        errno = EINVAL;
        die("no command");
    }
    return run(&w, argv + i);
}
