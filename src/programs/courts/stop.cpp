#include "programs/courts/commands.h"

namespace waymark::program {
namespace {

/// What to do is for people, the number behind it ("(sqlite 14)") for nobody who reads this.
std::string without_number(std::string detail) {
  const std::size_t number = detail.rfind(" (sqlite ");
  if (number != std::string::npos && detail.ends_with(")")) {
    detail.resize(number);
    if (!detail.ends_with('?')) detail += '.';
  }
  return detail;
}

}  // namespace

Stop stop_for(const Error& error, const std::string& subject) {
  const std::string why = error.detail.empty() ? describe(error) + "." : without_number(error.detail);
  const std::string sentence = subject + ": " + why;
  switch (error.code) {
    case Code::kInvalid: return {Exit::kUsage, sentence};
    case Code::kStorage:
    case Code::kFull: return {Exit::kStorage, sentence};
    case Code::kMalformed:
    case Code::kTruncated:
    case Code::kTooLarge:
    case Code::kNotFound:
    case Code::kConflict:
    case Code::kUnsupported: return {Exit::kInput, sentence};
    default: return {Exit::kFailed, sentence};
  }
}

}  // namespace waymark::program
