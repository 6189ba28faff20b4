// What every program does to itself before it touches anything: leave no core dump, take no new privileges, make
// files for its owner only.
#pragma once

#include <cstddef>

namespace waymark {

/// No core dumps and no reading of this process by others of the same user, no new privileges, umask 077.
/// Best effort: a system that refuses one of them does not stop the program. Call before threads exist.
void harden_process();

/// Raises the soft limit of open files to the hard one. @return how many this process may open now
std::size_t raise_open_files();

}  // namespace waymark
