/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the program gives up before it reads a stranger's file: the network,
 * other programs and other processes. A fault in a parser that lets a hostile
 * file run code then finds no way out of the machine. */
#ifndef INTRO_CLI_SANDBOX_H
#define INTRO_CLI_SANDBOX_H

/* For good, for this thread and all it starts; call before any is started.
 * Refused calls fail with EPERM. Does nothing where the kernel or the processor
 * is not one that it knows, and under AddressSanitizer and ThreadSanitizer,
 * whose reports need what is refused here. */
void intro_i_cli_enter_sandbox(void);

#endif
