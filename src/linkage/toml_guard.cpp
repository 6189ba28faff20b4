#include "linkage/toml_guard.h"

#include <algorithm>
#include <cctype>

namespace waymark::linkage {
namespace {

constexpr std::string_view kBlank = " \t";

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  std::size_t line_refused() {
    while (!rest_.empty()) {
      if (quote_.empty() ? !step_outside() : !step_inside()) return line_;
    }
    return 0;
  }

 private:
  bool step_outside() {
    const char first = rest_.front();
    const auto byte = static_cast<unsigned char>(first);
    if (first == '\n') return end_line();
    if (first == '#') return skip(std::min(rest_.find('\n'), rest_.size()));
    if (byte > '~' || (byte < ' ' && first != '\t' && first != '\r')) return false;
    if (first == '[' && at_start_ && !has_name()) return false;
    if (kBlank.find(first) == std::string_view::npos) at_start_ = false;
    for (const std::string_view quote : {"\"\"\"", "'''", "\"", "'"})
      if (rest_.starts_with(quote)) {
        quote_ = quote;
        return skip(quote.size());
      }
    return skip(1);
  }

  bool step_inside() {
    if (rest_.starts_with(quote_)) {
      const std::size_t size = quote_.size();
      quote_ = {};
      return skip(size);
    }
    if (rest_.front() == '\\' && quote_.front() == '"' && rest_.size() > 1 && rest_[1] != '\n') return skip(2);
    if (rest_.front() != '\n') return skip(1);
    if (quote_.size() == 1) quote_ = {};  // the parser will say that it never closed
    return end_line();
  }

  /// Whether a letter of names, a quote or the closing bracket follows the brackets.
  [[nodiscard]] bool has_name() const {
    std::string_view after = rest_.substr(rest_.starts_with("[[") ? 2 : 1);
    after.remove_prefix(std::min(after.find_first_not_of(kBlank), after.size()));
    if (after.empty()) return false;
    const char first = after.front();
    return std::isalnum(static_cast<unsigned char>(first)) != 0 || std::string_view("_-\"']").contains(first);
  }

  bool skip(std::size_t count) {
    rest_.remove_prefix(count);
    return true;
  }
  bool end_line() {
    ++line_;
    at_start_ = true;
    return skip(1);
  }

  std::string_view rest_;
  std::string_view quote_;
  std::size_t line_ = 1;
  bool at_start_ = true;
};

}  // namespace

std::size_t line_refused(std::string_view toml) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (toml.starts_with(kByteOrderMark)) toml.remove_prefix(kByteOrderMark.size());
  return Scanner(toml).line_refused();
}

}  // namespace waymark::linkage
