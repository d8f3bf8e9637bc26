/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows R01, R11, R12, S20 and S24 of the catalogue of bad inputs, end to end:
 * the whole program runs in a child again and again, and each time the next
 * allocation or call of the system fails. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The program itself, to be called as a function. */
int introfind_main(int argc, char **argv);
#define main introfind_main
#include "cli/main.c"
#undef main

#include "base/alloc.h"
#include "base/osio.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef INTRO_FAULT_INJECTION

enum { WORDS_MAX = 12, TEXT_MAX = 1 << 16 };

typedef struct command {
    const char *name;
    const char *words[WORDS_MAX];
    const char *result; /* the file that -o names, or NULL: stdout */
    int status;         /* when nothing fails */
} command;

static const command commands[] = {
    {"import GraphML",
     {"introfind", "import", "--quiet", "-o", "result", "office.graphml"},
     "result",
     0},
    {"import LinkedIn",
     {"introfind", "import", "--quiet", "--owner", "Me", "-o", "result",
      "Connections.csv"},
     "result",
     0},
    {"import both",
     {"introfind", "import", "--owner", "Me", "-o", "result", "office.graphml",
      "Connections.csv"},
     "result",
     0},
    {"info",
     {"introfind", "info", "--format", "json", "-n", "net.intro"},
     NULL,
     0},
    {"info of an input",
     {"introfind", "info", "-n", "office.graphml", "-o", "result"},
     "result",
     0},
    {"path",
     {"introfind", "path", "-n", "net.intro", "--from", "ada", "finn",
      "--explain"},
     NULL,
     0},
    {"path in JSON",
     {"introfind", "path", "-n", "net.intro", "--from", "ada", "--all-chains",
      "--format", "json", "finn"},
     NULL,
     0},
    {"path to nobody",
     {"introfind", "path", "-n", "net.intro", "--from", "ada", "zzz"},
     NULL,
     1},
    {"export GraphML",
     {"introfind", "export", "-n", "net.intro", "--as", "graphml", "-o",
      "result"},
     "result",
     0},
    {"export CSV",
     {"introfind", "export", "-n", "net.intro", "--as", "csv"},
     NULL,
     0},
    {"export JSON lines",
     {"introfind", "export", "-n", "net.intro", "--as", "jsonl"},
     NULL,
     0},
    {"report",
     {"introfind", "report", "-n", "net.intro", "ada", "-o", "result"},
     "result",
     0},
    {"redacted report",
     {"introfind", "report", "-n", "net.intro", "ada", "--redact"},
     NULL,
     0},
    {"an input refused",
     {"introfind", "import", "-o", "result", "bad.graphml"},
     "result",
     3},
};

/* What a child does before it becomes the program. */
typedef struct fault {
    uint64_t at;
    bool is_memory;
    bool for_ever;
    unsigned calls; /* mask of INTRO_I_OS_ */
    int error;
    size_t most; /* bytes a call may move, 0: all */
} fault;

/* Written by the child, read by the parent. */
typedef struct news {
    uint64_t seen;
} news;

static news *shared;

static void write_text(const char *path, const char *text)
{
    FILE *const file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static size_t read_text(const char *path, char *text)
{
    FILE *const file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    const size_t length = fread(text, 1, TEXT_MAX, file);
    assert_int_equal(fclose(file), 0);
    return length;
}

static void redirect(const char *path, int to)
{
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || dup2(fd, to) < 0) {
        _exit(97);
    }
    (void)close(fd);
}

static void be_the_program(const command *c, const fault *f)
{
    char *argv[WORDS_MAX + 1] = {NULL};
    int argc = 0;
    redirect("out", STDOUT_FILENO);
    redirect("err", STDERR_FILENO);
    while (argc < WORDS_MAX && c->words[argc] != NULL) {
        argv[argc] = (char *)(uintptr_t)c->words[argc];
        argc++;
    }
    if (f->is_memory) {
        intro_i_alloc_fail_after(f->at, f->for_ever);
    } else if (f->calls != 0) {
        intro_i_os_fail_after(f->calls, f->at, f->error, f->for_ever);
    }
    intro_i_os_set_short(f->most);
    const int status = introfind_main(argc, argv);
    shared->seen = f->is_memory ? intro_i_alloc_requests() : intro_i_os_calls();
    intro_i_alloc_fail_after(UINT64_MAX, false);
    /* Through atexit, so that leaks are looked for. */
    exit(status);
}

/* Runs it in a child; the exit status. */
static int run(const command *c, const fault *f)
{
    int status = 0;
    shared->seen = UINT64_MAX;
    (void)fflush(NULL);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        be_the_program(c, f);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFSIGNALED(status)) {
        fail_msg("%s: signal %d at %llu", c->name, WTERMSIG(status),
                 (unsigned long long)f->at);
    }
    return WEXITSTATUS(status);
}

/* What came out of the last run. */
static size_t result_of(const command *c, char *text)
{
    return read_text(c->result != NULL ? c->result : "out", text);
}

static void assert_nothing_left(const command *c, const fault *f)
{
    FILE *const list = fopen("left", "wb");
    assert_non_null(list);
    assert_int_equal(fclose(list), 0);
    /* Temporary files stand beside their target and carry its name. */
    char line[256] = "";
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        redirect("left", STDOUT_FILENO);
        (void)execlp("find", "find", ".", "-name", "*result?*", (char *)NULL);
        _exit(97);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    FILE *const left = fopen("left", "rb");
    assert_non_null(left);
    const char *const first = fgets(line, sizeof line, left);
    assert_int_equal(fclose(left), 0);
    if (first != NULL) {
        fail_msg("%s: left behind %s at %llu", c->name, line,
                 (unsigned long long)f->at);
    }
}

/* One failure: the program ends with the status it owes, and what it had to
 * replace is as it was; or it did without and everything is as it should be. An
 * import whose accounting cannot be printed has written its snapshot, and what
 * fails behind the rename (fsync, close of the folder) finds the new file. */
static bool check_one(const command *c, const fault *f, int owed,
                      const char *wanted, size_t wanted_length)
{
    static char got[TEXT_MAX];
    if (c->result != NULL) {
        write_text(c->result, "old");
    }
    const int status = run(c, f);
    const size_t length = result_of(c, got);
    const bool is_whole =
        length == wanted_length && memcmp(got, wanted, length) == 0;
    const bool may_be_late =
        strcmp(c->words[1], "import") == 0 ||
        (f->calls & (INTRO_I_OS_FSYNC | INTRO_I_OS_CLOSE)) != 0;
    const bool is_old = length == 3 && memcmp(got, "old", 3) == 0;
    if (status != c->status && status != owed) {
        fail_msg("%s: status %d at %llu", c->name, status,
                 (unsigned long long)f->at);
    }
    if (status == 0) {
        assert_true(is_whole);
    } else if (c->result != NULL && !is_old && !(is_whole && may_be_late)) {
        fail_msg("%s: the old file is gone at %llu", c->name,
                 (unsigned long long)f->at);
    }
    return shared->seen <= f->at;
}

static void check_all(const command *c, fault f, int owed)
{
    static char wanted[TEXT_MAX];
    const fault none = {0};
    const uint64_t step = getenv("INTRO_TEST_LONG") != NULL ? 1 : 3;
    if (c->result != NULL) {
        write_text(c->result, "old");
    }
    assert_int_equal(run(c, &none), c->status);
    const size_t length = result_of(c, wanted);
    bool is_through = false;
    /* The first ones all, then every third, each time others. */
    for (f.at = 0; !is_through; f.at += f.at < 50 ? 1 : step) {
        is_through = check_one(c, &f, owed, wanted, length);
    }
    assert_nothing_left(c, &f);
}

static void
R01_no_failing_allocation_crashes_leaks_or_leaves_anything(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        for (int for_ever = 0; for_ever < 2; for_ever++) {
            const fault f = {.is_memory = true, .for_ever = for_ever != 0};
            check_all(&commands[i], f, 5);
        }
    }
}

static void R11_short_and_interrupted_calls_change_nothing(void **state)
{
    static char wanted[TEXT_MAX];
    static char got[TEXT_MAX];
    static const size_t sizes[] = {1, 7, 4096};
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const command *const c = &commands[i];
        const fault none = {0};
        assert_int_equal(run(c, &none), c->status);
        const size_t length = result_of(c, wanted);
        for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
            const fault f = {.most = sizes[k]};
            assert_int_equal(run(c, &f), c->status);
            assert_int_equal(result_of(c, got), length);
            assert_memory_equal(got, wanted, length);
        }
    }
}

static void check_calls(unsigned calls, int error, int owed)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        const fault f = {.calls = calls, .error = error};
        check_all(&commands[i], f, owed);
    }
}

static void R12_a_read_error_anywhere_is_a_file_error(void **state)
{
    (void)state;
    check_calls(INTRO_I_OS_READ, EIO, 4);
}

static void S20_a_full_disk_at_any_write_keeps_the_old_file(void **state)
{
    (void)state;
    check_calls(INTRO_I_OS_WRITE, ENOSPC, 4);
}

static void S24_errors_of_fsync_close_and_rename_keep_the_old_file(void **state)
{
    (void)state;
    check_calls(INTRO_I_OS_FSYNC, EIO, 4);
    check_calls(INTRO_I_OS_CLOSE, EIO, 4);
    check_calls(INTRO_I_OS_RENAME, EIO, 4);
}

static void S24_any_other_failing_call_is_told_or_done_without(void **state)
{
    (void)state;
    check_calls(INTRO_I_OS_OPEN, EMFILE, 4);
    check_calls(INTRO_I_OS_MMAP, ENOMEM, 5);
    check_calls(INTRO_I_OS_STAT, EIO, 4);
    check_calls(INTRO_I_OS_LOCK, ENOLCK, 4);
}

static int make_folder(void **state)
{
    static char folder[] = "/tmp/introfind-faults-XXXXXX";
    const fault none = {0};
    const command import = {
        "import",
        {"introfind", "import", "--quiet", "-o", "net.intro", "office.graphml"},
        "net.intro",
        0};
    *state = folder;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED || mkdtemp(folder) == NULL || chdir(folder) != 0) {
        return -1;
    }
    write_text("office.graphml",
               "<graphml><key id=\"n\" for=\"node\" attr.name=\"name\" "
               "attr.type=\"string\"/><key id=\"w\" for=\"edge\" "
               "attr.name=\"weight\" attr.type=\"double\"/>"
               "<graph edgedefault=\"undirected\"><node id=\"ada\">"
               "<data key=\"n\">Ada</data></node><node id=\"bo\"/>"
               "<node id=\"finn\"/><edge source=\"ada\" target=\"bo\">"
               "<data key=\"w\">2</data></edge><edge source=\"bo\" "
               "target=\"finn\"/><edge source=\"ada\" target=\"x\"/>"
               "<edge source=\"x\" target=\"finn\"/></graph></graphml>\n");
    write_text("bad.graphml", "<graphml>\n<graph><node/></graph></graphml>\n");
    write_text("Connections.csv",
               "First Name,Last Name,URL,Email Address,Company,Position,"
               "Connected On\n"
               "Ada,Brandt,https://www.linkedin.com/in/ada-brandt,,Acme,"
               "Engineer,01 Feb 2021\n"
               "Bela,Cole,https://www.linkedin.com/in/bela-cole,,Acme,Buyer,"
               "14 Mar 2022\n");
    return run(&import, &none);
}

static int remove_folder(void **state)
{
    static const char *const files[] = {"office.graphml",
                                        "bad.graphml",
                                        "Connections.csv",
                                        "net.intro",
                                        "result",
                                        "out",
                                        "err",
                                        "left"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)unlink(files[i]);
    }
    (void)munmap(shared, sizeof *shared);
    return chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            R01_no_failing_allocation_crashes_leaks_or_leaves_anything),
        cmocka_unit_test(R11_short_and_interrupted_calls_change_nothing),
        cmocka_unit_test(R12_a_read_error_anywhere_is_a_file_error),
        cmocka_unit_test(S20_a_full_disk_at_any_write_keeps_the_old_file),
        cmocka_unit_test(
            S24_errors_of_fsync_close_and_rename_keep_the_old_file),
        cmocka_unit_test(S24_any_other_failing_call_is_told_or_done_without),
    };
    if (getenv("CMOCKA_MESSAGE_OUTPUT") == NULL) {
        cmocka_set_message_output(CM_OUTPUT_TAP);
    }
    return cmocka_run_group_tests_name("faults", tests, make_folder,
                                       remove_folder);
}

#else

int main(void)
{
    (void)puts("1..0 # SKIP built without --enable-fault-injection");
    return 0;
}

#endif
