#include "pack/worst.h"

#include <algorithm>

namespace waymark::pack {
namespace {

/// A text has its length in front.
constexpr std::size_t kLengthBytes = 4;
/// Version, ids, words, practice, keys, three readings of typed words, counts and marks: src/clerk/visit.cpp.
constexpr std::size_t kFixedBytes = 512;
/// The clerk takes texts of 8,000 bytes: two messages. 200 code points of contact words are at most 800 bytes.
constexpr std::size_t kTextBytes = kClerkTextBytesMax + 4 * 200 + 2 * kLengthBytes;
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

/// One line of the envelope's answers without the question's name, with its line end.
std::size_t line_bytes(const Question& question, const Answer& answer) {
  std::size_t bytes = 2 + answer.code.size();  // '=' and the line end
  if (question.kind == QuestionKind::kTable) bytes += std::string_view{";state="}.size() + longest_state(question);
  if (answer.date != AnswerDate::kNone) bytes += std::string_view{";date=2026-11-25T10:30;precision=hour"}.size();
  if (answer.country) bytes += std::string_view{";country=KZ"}.size();
  if (answer.year) bytes += 1 + answer.year->size() + std::string_view{"=2026"}.size();
  return bytes;
}

std::size_t answers_bytes(const Question& question) {
  if (question.kind == QuestionKind::kConsent) return question.id.size() + std::string_view{"=yes\n"}.size();
  std::size_t all = 0;
  std::size_t longest = 0;
  for (const Answer& answer : question.answers) {
    const std::size_t one = line_bytes(question, answer);
    if (!answer.exclusive) all += one;
    longest = std::max(longest, one);
  }
  if (longest == 0) return 0;
  return question.id.size() + (question.kind == QuestionKind::kOne ? longest : std::max(all, longest));
}

}  // namespace

std::size_t worst_answers_bytes(const Pack& pack) {
  std::size_t bytes = 0;
  for (const Question& question : pack.questions) bytes += answers_bytes(question);
  return bytes > 0 ? bytes - 1 : 0;  // no line end after the last
}

std::size_t worst_draft_bytes(const Pack& pack) {
  std::size_t bytes = kFixedBytes + kTextBytes;
  for (const Question& question : pack.questions) bytes += question_bytes(question);
  return bytes;
}

}  // namespace waymark::pack
