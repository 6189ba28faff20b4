// Sandbox: what the clerk's process takes away from itself once it serves: the kernel refuses what a clerk never does
// (start a program, look into another process, write or make a file).
// @source docs/spec/clerk.md "The process"
#pragma once

#include <string_view>

#include "base/result.h"

namespace waymark::clerk {

/// Installs the filter for this thread and all others of the process. After it: no exec, ptrace, reading of other
/// processes, files opened for writing, made, renamed or removed, no memory made executable, no new namespaces, keys
/// or kernel modules. What is refused fails with EPERM.
/// @error kUnavailable if the kernel or libseccomp cannot do it
Result<void> install_filter();

}  // namespace waymark::clerk
