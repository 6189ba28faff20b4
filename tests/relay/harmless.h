// Programs of this machine's packages that a test starts without rights, on loopback.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace waymark::relay {

/// One that nobody listened on a moment ago.
std::uint16_t free_port();
/// A folder in which such a program may write.
void give_to_harmless(const std::filesystem::path& folder);
/// Starts it in `folder`, as nobody if this is root; what it says is in `folder`/log. It dies with this process.
/// @param words  the program's path first
pid_t run_harmless(std::vector<std::string> words, const std::filesystem::path& folder);

}  // namespace waymark::relay
