// Reading secrets from files, descriptors or the terminal (never from the command line) and writing secret files.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "programs/waymark/exit_code.h"

namespace waymark::program {

template <class T>
using OrStop = std::expected<T, Stop>;

/// Where a secret comes from; with neither given, the terminal is asked.
struct SecretSource {
  std::string file;
  int descriptor = -1;
};

/// One line; a line end is cut off. The terminal does not show what is typed.
OrStop<SecretBytes> read_secret(const SecretSource& source, std::string_view prompt);
/// The same, asked twice on a terminal.
OrStop<SecretBytes> read_new_secret(const SecretSource& source, std::string_view prompt);
/// Writes to the terminal, if there is one: what must not end up in a file that the output goes to.
void tell_terminal(std::string_view text);
/// A whole small file (at most 64 KiB).
OrStop<SecretBytes> read_file(const std::filesystem::path& file);
/// A new file of mode 0600, durable; refuses to overwrite.
OrStop<void> write_new_file(const std::filesystem::path& file, ByteView content);

}  // namespace waymark::program
