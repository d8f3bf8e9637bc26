/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals: the first of SIGINT, SIGTERM and SIGHUP asks the running call to
 * stop and clean up, the second ends the program at once. */
#ifndef INTRO_CLI_SIGNALS_H
#define INTRO_CLI_SIGNALS_H

#include <introfind/introfind.h>

/* Descriptors 0 to 2 that were closed are opened, so that no file of ours gets
 * one of these numbers; writing to a closed stdout still fails. */
void intro_i_cli_guard_descriptors(void);
void intro_i_cli_watch_signals(intro_ctx *ctx);
/* For commands that have no file to clean up: one that has not stopped 120 ms
 * after the signal, say because it waits for somebody to read its output, is
 * ended then. */
void intro_i_cli_end_promptly(void);
/* Wait until fd can be read. A signal that comes at any moment ends the wait.
 * @return false when a signal was caught */
bool intro_i_cli_wait_readable(int fd);
/* ctx is about to go: signals from now on only end the program. */
void intro_i_cli_forget_context(void);
/* End by the signal that was caught, as its sender expects. Returns only when
 * there was none. */
void intro_i_cli_raise_caught(void);

#endif
