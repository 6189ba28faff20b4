#include "pack/worst.h"

#include <algorithm>

namespace waymark::pack {
namespace {

/// A text has its length in front.
constexpr std::size_t kLengthBytes = 4;
/// Version, ids, words, practice, keys, three readings of typed words, counts and marks: src/clerk/visit.cpp.
constexpr std::size_t kFixedBytes = 512;
/// 2,000 and 200 code points (docs/spec/envelope.md) of at most four bytes.
constexpr std::size_t kTextBytes = 4 * (2'000 + 200) + 2 * kLengthBytes;
/// Code, state, date, hour, days, country, year.
constexpr std::size_t kParts = 7;

std::size_t longest_state(const Question& question) {
  std::size_t longest = 0;
  for (const std::string& state : question.states) longest = std::max(longest, state.size());
  return longest;
}

std::size_t answer_bytes(const Question& question, const Answer& answer) {
  std::size_t bytes = kParts * kLengthBytes + answer.code.size() + longest_state(question);
  if (answer.date != AnswerDate::kNone) bytes += 3 * kShortAnswerBytesMax;
  if (answer.country) bytes += kShortAnswerBytesMax;
  if (answer.year) bytes += kShortAnswerBytesMax;
  return bytes;
}

/// "question.code" in the list of details that have been asked: also of an answer that was changed since.
std::size_t asked_bytes(const Question& question, const Answer& answer) {
  return kLengthBytes + question.id.size() + 1 + answer.code.size();
}

std::size_t question_bytes(const Question& question) {
  // Its id before its answers, and again in the list of questions that have been shown.
  std::size_t bytes = 2 * (kLengthBytes + question.id.size()) + 2;
  std::size_t all = 0;
  std::size_t longest = 0;
  for (const Answer& answer : question.answers) {
    const std::size_t one = answer_bytes(question, answer);
    all += one;
    bytes += asked_bytes(question, answer);
    longest = std::max(longest, one);
  }
  return bytes + (question.kind == QuestionKind::kOne ? longest : all);
}

}  // namespace

std::size_t worst_draft_bytes(const Pack& pack) {
  std::size_t bytes = kFixedBytes + kTextBytes;
  for (const Question& question : pack.questions) bytes += question_bytes(question);
  return bytes;
}

}  // namespace waymark::pack
