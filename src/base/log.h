// Log: one line per event for the operator, without a time finer than the line's own need and without content.
//
// A line is an event name and a few numbers or stable words. The type of a field makes sure of it: text fields take
// string literals only, so that no runtime text (a name, an address, a message) can reach a log.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace waymark {

/// Text known at compile time; runtime strings do not convert.
class Literal {
 public:
  template <std::size_t N>
  consteval Literal(const char (&text)[N]) : text_(text, N - 1) {}  // NOLINT: implicit on purpose
  [[nodiscard]] constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

struct LogField {
  Literal name;
  std::variant<std::int64_t, Literal> value;
};

/// Where lines go. Safe to call from any thread.
class Log {
 public:
  using Sink = std::function<void(std::string_view line)>;
  explicit Log(Sink sink) : sink_(std::move(sink)) {}
  /// Lines to standard error.
  static Log to_stderr(Literal program);
  /// Lines to nowhere.
  static Log to_nothing();

  void event(Literal name, std::initializer_list<LogField> fields = {}) const;

 private:
  Sink sink_;
};

}  // namespace waymark
