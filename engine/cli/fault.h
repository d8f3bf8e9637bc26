/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Faults on demand, for the tests. Only a build with --enable-fault-injection
 * has them; in every other one these functions do nothing and read nothing.
 *
 *   INTRO_FAULT_ALLOC=K[,forever]    the allocation after K good ones fails
 *   INTRO_FAULT_IO=MASK:K:ERROR[,forever]
 *                                    the call after K good ones among the kinds
 *                                    of MASK (base/osio.h) fails with that errno;
 *                                    a negative ERROR sends us the signal of
 *                                    that number instead; K "-": only count
 *   INTRO_FAULT_SHORT=BYTES          reads and writes in pieces of so many bytes
 *   INTRO_FAULT_REPORT=FILE          at the end: "alloc N io N", what was asked
 *   INTRO_TEST_PLANT=socket|exec|fork|ptrace
 *                                    SIGUSR1 makes us try that and say on stderr
 *                                    what came of it
 *   INTRO_TEST_NO_SANDBOX=1          do without the sandbox
 *   INTRO_TEST_GROUPS=FOLDER         where /proc/self/cgroup and /sys/fs/cgroup
 *                                    are */
#ifndef INTRO_CLI_FAULT_H
#define INTRO_CLI_FAULT_H

#include <stdbool.h>

/* To be called first. */
void intro_i_cli_fault_begin(void);
/* false when a test wants to do without. */
bool intro_i_cli_fault_allows_sandbox(void);
/* What stands before the paths of the control groups; "". */
const char *intro_i_cli_fault_group_root(void);

#endif
