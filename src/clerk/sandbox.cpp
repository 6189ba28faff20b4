#include "clerk/sandbox.h"

#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>

namespace waymark::clerk {
namespace {

using Filter = std::unique_ptr<void, decltype([](void* context) { seccomp_release(context); })>;

/// What a clerk has no business doing once it serves.
constexpr std::array kRefused{
    SCMP_SYS(execve),
    SCMP_SYS(execveat),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(kcmp),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(creat),
    SCMP_SYS(openat2),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat),
    SCMP_SYS(mknod),
    SCMP_SYS(mknodat),
    SCMP_SYS(unlink),
    SCMP_SYS(unlinkat),
    SCMP_SYS(rmdir),
    SCMP_SYS(rename),
    SCMP_SYS(renameat),
    SCMP_SYS(renameat2),
    SCMP_SYS(link),
    SCMP_SYS(linkat),
    SCMP_SYS(symlink),
    SCMP_SYS(symlinkat),
    SCMP_SYS(truncate),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(fchown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(setxattr),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(setns),
    SCMP_SYS(unshare),
    SCMP_SYS(memfd_create),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(reboot),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(personality),
    SCMP_SYS(setuid),
    SCMP_SYS(setgid),
    SCMP_SYS(setresuid),
    SCMP_SYS(setresgid),
    SCMP_SYS(io_uring_setup),
};

/// Every one of these bits alone makes an open one that writes.
constexpr std::array<scmp_datum_t, 5> kWritingFlags{O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND};

bool refuse(void* filter, int call) { return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0; }

/// A call whose argument has all of these bits.
bool refuse_bits(void* filter, int call, unsigned argument, scmp_datum_t bits) {
  const scmp_arg_cmp all_of{argument, SCMP_CMP_MASKED_EQ, bits, bits};
  return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), call, 1, &all_of) == 0;
}

bool add_rules(void* filter) {
  for (const int call : kRefused) {
    // Names that this processor does not have are negative; there is nothing to refuse then.
    if (call >= 0 && !refuse(filter, call)) return false;
  }
  for (const scmp_datum_t flag : kWritingFlags) {
    if (!refuse_bits(filter, SCMP_SYS(openat), 2, flag)) return false;
    if (SCMP_SYS(open) >= 0 && !refuse_bits(filter, SCMP_SYS(open), 1, flag)) return false;
  }
  return refuse_bits(filter, SCMP_SYS(mprotect), 2, PROT_EXEC) &&
         refuse_bits(filter, SCMP_SYS(mmap), 2, PROT_WRITE | PROT_EXEC);
}

}  // namespace

Result<void> install_filter() {
  const Filter filter{seccomp_init(SCMP_ACT_ALLOW)};
  if (!filter) return fail(Code::kUnavailable, "clerk/sandbox", "seccomp_init");
  if (seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1) != 0)
    return fail(Code::kUnavailable, "clerk/sandbox", "tsync");
  if (!add_rules(filter.get())) return fail(Code::kUnavailable, "clerk/sandbox", "rules");
  if (const int error = seccomp_load(filter.get()); error != 0)
    return fail(Code::kUnavailable, "clerk/sandbox", std::to_string(-error));
  return {};
}

}  // namespace waymark::clerk
