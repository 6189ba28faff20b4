// Answer: one coded answer to a question of a pack, such as `left=yes;date=2026-11-20;precision=about`.
//
// Only the grammar is checked here; which questions and codes exist is the pack's matter. Library envelope_message.
// @source docs/spec/envelope.md "Fields"
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waymark::envelope {

inline constexpr std::size_t kAnswerBytesMax = 256;
inline constexpr std::size_t kAnswerNameBytesMax = 40;
inline constexpr std::size_t kAnswerValueBytesMax = 60;
/// A case keeps no more of one fact (desk/queue/situation.cpp): more would make its row unreadable.
inline constexpr std::size_t kAnswerDetailsMax = 8;

enum class Precision : std::uint8_t { kExact, kHour, kDay, kAbout, kMonth, kUnknown };

struct AnswerDetail {
  std::string key;
  std::string value;
  bool operator==(const AnswerDetail&) const = default;
};

struct Answer {
  std::string question;
  std::string code;
  std::vector<AnswerDetail> details = {};  ///< in the order of the sender
  bool operator==(const Answer&) const = default;

  /// The value of the detail with this key; nothing if there is none.
  [[nodiscard]] std::optional<std::string_view> detail(std::string_view key) const;
  /// kUnknown if it is not given.
  [[nodiscard]] Precision precision() const;
};

/// @error kMalformed for anything outside the grammar (a key twice, an unknown precision, an impossible date, a country
///        that is not two capitals, more than kAnswerDetailsMax details); kTooLarge over kAnswerBytesMax bytes
Result<Answer> parse_answer(std::string_view text);

/// What is left of an answer that is not all of the grammar.
struct ReadAnswer {
  std::optional<Answer> answer;  ///< without the details that are none; nothing if question or code are none
  bool whole = true;             ///< nothing was left out
};
/// For the reader of envelopes: "my leave ends" is kept when only its date cannot be. A date that is left out takes its
/// precision along.
ReadAnswer read_answer(std::string_view text);
/// The text form. The answer is checked by parsing it again before it is sealed.
std::string write_answer(const Answer& answer);

}  // namespace waymark::envelope
