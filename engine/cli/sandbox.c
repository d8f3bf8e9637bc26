/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A seccomp filter, written down as the kernel takes it: no library is needed.
 * It names what is refused and lets the rest pass. A list of what is allowed
 * would be tighter, but would end the program whenever the C library chose
 * another system call for the same thing. Files stay open to us: where results
 * go is known only while commands run, and folders are listed on the way. */
#define _GNU_SOURCE
#include "cli/sandbox.h"

#include "cli/fault.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif

#if defined(__linux__) && defined(__x86_64__) && !defined(__ILP32__)
#define FILTER_ARCH AUDIT_ARCH_X86_64
#elif defined(__linux__) && defined(__aarch64__) && !defined(__AARCH64EB__)
#define FILTER_ARCH AUDIT_ARCH_AARCH64
#endif

#if defined(FILTER_ARCH) && !defined(IS_SANITIZED)

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers of the second way into the kernel of x86-64 (x32), which would pass
 * by the list. */
#define X32_BIT 0x40000000u

/* io_uring carries out calls that no filter sees. */
static const uint32_t refused[] = {
    __NR_socket,
    __NR_socketpair,
    __NR_connect,
    __NR_bind,
    __NR_listen,
    __NR_accept,
    __NR_accept4,
    __NR_sendto,
    __NR_sendmsg,
    __NR_sendmmsg,
    __NR_execve,
    __NR_execveat,
    __NR_ptrace,
    __NR_process_vm_readv,
    __NR_process_vm_writev,
#ifdef __NR_fork
    __NR_fork,
    __NR_vfork,
#endif
    __NR_unshare,
    __NR_setns,
    __NR_mount,
    __NR_umount2,
    __NR_pivot_root,
    __NR_chroot,
    __NR_bpf,
    __NR_perf_event_open,
    __NR_userfaultfd,
    __NR_keyctl,
    __NR_add_key,
    __NR_request_key,
    __NR_init_module,
    __NR_finit_module,
    __NR_delete_module,
    __NR_kexec_load,
    __NR_reboot,
    __NR_memfd_create,
#ifdef __NR_io_uring_setup
    __NR_io_uring_setup,
    __NR_io_uring_enter,
    __NR_io_uring_register,
#endif
#ifdef __NR_pidfd_getfd
    __NR_pidfd_getfd,
#endif
};

enum {
    REFUSED = sizeof refused / sizeof refused[0],
    /* Steps: 3 for the processor, 2 for x32, 2 for clone3, 4 for clone, 1 to
     * load the number, 2 a refused call, 1 to allow. */
    STEPS = 13 + 2 * REFUSED
};

#define STEP(code, value) ((struct sock_filter)BPF_STMT((code), (value)))
#define SKIP(code, value, yes, no)                                             \
    ((struct sock_filter)BPF_JUMP((code), (value), (yes), (no)))
#define LOAD(field)                                                            \
    STEP(BPF_LD | BPF_W | BPF_ABS,                                             \
         (uint32_t)offsetof(struct seccomp_data, field))
#define END(action) STEP(BPF_RET | BPF_K, (action))
#define FAIL(error) END(SECCOMP_RET_ERRNO | (uint32_t)(error))
#define IS          (BPF_JMP | BPF_JEQ | BPF_K)
#define HAS         (BPF_JMP | BPF_JSET | BPF_K)

static unsigned short fill_filter(struct sock_filter filter[STEPS])
{
    unsigned short n = 0;
    filter[n++] = LOAD(arch);
    filter[n++] = SKIP(IS, FILTER_ARCH, 1, 0);
    filter[n++] = FAIL(EPERM);
    filter[n++] = LOAD(nr);
    filter[n++] = SKIP(HAS, X32_BIT, 0, 1);
    filter[n++] = FAIL(EPERM);
    for (uint32_t i = 0; i < REFUSED; i++) {
        filter[n++] = SKIP(IS, refused[i], 0, 1);
        filter[n++] = FAIL(EPERM);
    }
#ifdef __NR_clone3
    /* Its flags lie in memory, where no filter looks; the C library falls back
     * to clone when there is no clone3. */
    filter[n++] = SKIP(IS, __NR_clone3, 0, 1);
    filter[n++] = FAIL(ENOSYS);
#endif
    /* A new thread is fine, a new process is not. */
    filter[n++] = SKIP(IS, __NR_clone, 0, 3);
    filter[n++] = LOAD(args[0]);
    filter[n++] = SKIP(HAS, CLONE_THREAD, 1, 0);
    filter[n++] = FAIL(EPERM);
    filter[n++] = END(SECCOMP_RET_ALLOW);
    return n;
}

void intro_i_cli_enter_sandbox(void)
{
    struct sock_filter filter[STEPS];
    if (!intro_i_cli_fault_allows_sandbox()) {
        return;
    }
    const int saved = errno;
    const struct sock_fprog program = {.len = fill_filter(filter),
                                       .filter = filter};
    /* The kernel wants the first before it lets a plain user do the second;
     * either may be missing, and then nothing is lost that other systems have.
     * TSYNC: libraries may have started threads when they were loaded. */
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
        (void)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER,
                      SECCOMP_FILTER_FLAG_TSYNC, &program);
    }
    errno = saved;
}

#else

void intro_i_cli_enter_sandbox(void)
{
    (void)intro_i_cli_fault_allows_sandbox();
}

#endif
