// Uid: the unique identifier of a case (УИД) "CCLLNNNN-II-YYYY-NNNNNN-KK", with its check.
//
// Region (2 digits), kind of court (2 letters), number of the court, instance (01…09), year, number, check digits.
// With hyphens removed and letters read as A=10 … Z=35, the whole number is 1 modulo 97 (as ISO 7064 MOD 97-10).
// A УИД with a wrong check is kept as it was written and flagged; it must never serve as a key: valid() says so, and
// key() is empty. One УИД may stand at several courts (a case that was transferred).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waymark::courts {

class Uid {
 public:
  enum class State { kAbsent, kMalformed, kWrongCheck, kValid };

  Uid() = default;
  /// Any text; Cyrillic look-alikes of Latin letters (В, С, К, М, О, А …) are read as Latin ones.
  static Uid read(std::string_view text);
  /// The first thing in a text that looks like a УИД; absent if nothing does.
  static Uid find_in(std::string_view text);

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool valid() const { return state_ == State::kValid; }
  /// What was written, trimmed.
  [[nodiscard]] const std::string& written() const { return written_; }
  /// The only form that may join records: normal spelling, and only if the check fits.
  [[nodiscard]] std::optional<std::string> key() const;
  /// "26RS0001": the court where the case began; empty unless the shape is right.
  [[nodiscard]] std::string_view court() const;
  bool operator==(const Uid&) const = default;

 private:
  State state_ = State::kAbsent;
  std::string written_;
  std::string normal_;  ///< 29 characters if the shape is right
};

/// The check digits that make "26RS0001-01-2024-012553" a УИД; nothing if the shape is wrong.
std::optional<std::string> uid_check_digits(std::string_view without_check);

}  // namespace waymark::courts
