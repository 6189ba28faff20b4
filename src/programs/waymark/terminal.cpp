#include "programs/waymark/terminal.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "programs/waymark/speech.h"

namespace waymark::program {
namespace {

constexpr std::size_t kSecretBytesMax = 4'096;
constexpr std::size_t kFileBytesMax = 65'536;

/// Closes a descriptor that it owns.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// Switches the terminal's echo off while it lives.
class SilentTerminal {
 public:
  explicit SilentTerminal(int descriptor) : descriptor_(descriptor) {
    if (tcgetattr(descriptor, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(descriptor, TCSAFLUSH, &silent) == 0;
  }
  ~SilentTerminal() {
    if (changed_) tcsetattr(descriptor_, TCSAFLUSH, &before_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

 private:
  int descriptor_;
  termios before_{};
  bool changed_ = false;
};

enum class Until { kLineEnd, kFileEnd };

/// Reads into locked memory only. Reads single bytes up to a line end, so that nothing behind it is taken away.
OrStop<SecretBytes> read_bytes(int descriptor, std::size_t most, Until until) {
  SecretBytes buffer(most + 1);
  std::size_t filled = 0;
  while (filled <= most) {
    const std::size_t want = until == Until::kLineEnd ? 1 : most + 1 - filled;
    const ssize_t count = read(descriptor, buffer.writable().data() + filled, want);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::unexpected(Stop{Exit::kStorage, say("file.read", {{"detail", std::strerror(errno)}})});
    if (count == 0) break;
    if (until == Until::kLineEnd && buffer.view()[filled] == '\n') break;
    filled += static_cast<std::size_t>(count);
  }
  if (filled > most) return std::unexpected(Stop{Exit::kUsage, say("file.too-long")});
  return SecretBytes::copy_of(buffer.view().first(filled));
}

SecretBytes without_line_end(const SecretBytes& line) {
  ByteView view = line.view();
  if (!view.empty() && view.back() == '\r') view = view.first(view.size() - 1);
  return SecretBytes::copy_of(view);
}

OrStop<SecretBytes> ask(std::string_view prompt) {
  const Descriptor terminal(open("/dev/tty", O_RDWR | O_CLOEXEC));
  if (terminal.number() < 0) return std::unexpected(Stop{Exit::kUsage, say("terminal.none")});
  const std::string text = std::string{prompt} + ": ";
  if (write(terminal.number(), text.data(), text.size()) < 0)
    return std::unexpected(Stop{Exit::kUsage, say("terminal.refuses")});
  const SilentTerminal silent(terminal.number());
  auto line = read_bytes(terminal.number(), kSecretBytesMax, Until::kLineEnd);
  (void)!write(terminal.number(), "\n", 1);
  return line;
}

}  // namespace

OrStop<SecretBytes> read_secret(const SecretSource& source, std::string_view prompt) {
  if (!source.file.empty()) {
    const Descriptor file(open(source.file.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0)
      return std::unexpected(
          Stop{Exit::kUsage, say("file.open", {{"file", source.file}, {"detail", std::strerror(errno)}})});
    const auto line = read_bytes(file.number(), kSecretBytesMax, Until::kLineEnd);
    if (!line) return std::unexpected(line.error());
    return without_line_end(*line);
  }
  auto line = source.descriptor >= 0 ? read_bytes(source.descriptor, kSecretBytesMax, Until::kLineEnd) : ask(prompt);
  if (!line) return std::unexpected(line.error());
  return without_line_end(*line);
}

void tell_terminal(std::string_view text) {
  const Descriptor terminal(open("/dev/tty", O_WRONLY | O_CLOEXEC));
  if (terminal.number() >= 0) (void)!write(terminal.number(), text.data(), text.size());
}

OrStop<SecretBytes> read_new_secret(const SecretSource& source, std::string_view prompt) {
  auto first = read_secret(source, prompt);
  if (!first || !source.file.empty() || source.descriptor >= 0) return first;
  const auto second = read_secret(source, say("terminal.again"));
  if (!second) return std::unexpected(second.error());
  if (!equal_constant_time(first->view(), second->view()))
    return std::unexpected(Stop{Exit::kUsage, say("terminal.differ")});
  return first;
}

OrStop<SecretBytes> read_file(const std::filesystem::path& path) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0)
    return std::unexpected(
        Stop{Exit::kUsage, say("file.open", {{"file", path.string()}, {"detail", std::strerror(errno)}})});
  return read_bytes(file.number(), kFileBytesMax, Until::kFileEnd);
}

OrStop<void> write_new_file(const std::filesystem::path& path, ByteView content) {
  const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.number() < 0)
    return std::unexpected(
        Stop{Exit::kStorage, say("file.write", {{"file", path.string()}, {"detail", std::strerror(errno)}})});
  std::size_t written = 0;
  while (written < content.size()) {
    const ssize_t count = write(file.number(), content.data() + written, content.size() - written);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      return std::unexpected(
          Stop{Exit::kStorage, say("file.write", {{"file", path.string()}, {"detail", std::strerror(errno)}})});
    written += static_cast<std::size_t>(count);
  }
  if (fsync(file.number()) != 0)
    return std::unexpected(Stop{Exit::kStorage, say("file.keep", {{"file", path.string()}})});
  return {};
}

}  // namespace waymark::program
