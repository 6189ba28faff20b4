#include "memory/search.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/check.h"

namespace waymark::memory {
namespace {

constexpr std::size_t kStep = 1U << 20U;
// The buffer of the search is a mapping of its own, which the search leaves out.
std::array<std::uint8_t, kStep + kNeedleBytes> buffer;

bool fits(const std::uint8_t* at, const Needle& turned) {
  for (std::size_t i = 0; i < kNeedleBytes; ++i) {
    if (static_cast<std::uint8_t>(at[i] ^ kTurned) != turned[i]) return false;
  }
  return true;
}

std::size_t count_in_buffer(std::size_t size, const Needle& turned) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + kNeedleBytes <= size && i < kStep; ++i) count += fits(buffer.data() + i, turned) ? 1 : 0;
  return count;
}

std::size_t count_between(int memory, std::uintptr_t start, std::uintptr_t end, const Needle& turned) {
  std::size_t count = 0;
  const auto own = reinterpret_cast<std::uintptr_t>(buffer.data());
  for (std::uintptr_t at = start; at < end; at += kStep) {
    const std::size_t size = std::min<std::size_t>(buffer.size(), end - at);
    if (at < own + buffer.size() && own < at + size) continue;
    const ssize_t read = ::pread(memory, buffer.data(), size, static_cast<off_t>(at));
    if (read > 0) count += count_in_buffer(static_cast<std::size_t>(read), turned);
  }
  return count;
}

}  // namespace

Needle turned_over(const std::string& word) {
  CHECK(word.size() == kNeedleBytes);
  Needle turned{};
  std::ranges::transform(word, turned.begin(), [](char letter) { return static_cast<std::uint8_t>(letter ^ kTurned); });
  return turned;
}

std::size_t count_in_memory(const Needle& turned) {
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  CHECK(memory >= 0);
  std::size_t count = 0;
  std::ifstream maps{"/proc/self/maps"};
  for (std::string line; std::getline(maps, line);) {
    if (line.find(" rw") == std::string::npos || line.find("[vvar") != std::string::npos) continue;
    std::uintptr_t start = 0;
    std::uintptr_t end = 0;
    const std::size_t dash = line.find('-');
    std::from_chars(line.data(), line.data() + dash, start, 16);
    std::from_chars(line.data() + dash + 1, line.data() + line.find(' '), end, 16);
    count += count_between(memory, start, end, turned);
  }
  ::close(memory);
  buffer.fill(0);
  return count;
}

}  // namespace waymark::memory
