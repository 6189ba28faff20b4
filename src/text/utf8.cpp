#include "text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/utf8.h>

namespace waymark::text {
namespace {

/// Moves `at` behind the next code point; false if the bytes there are not one.
bool step(std::string_view bytes, std::int32_t& at) {
  UChar32 code_point = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  U8_NEXT(bytes.data(), at, static_cast<std::int32_t>(bytes.size()), code_point);
#pragma GCC diagnostic pop
  return code_point >= 0;
}

bool fits(std::string_view bytes) { return bytes.size() <= static_cast<std::size_t>(INT32_MAX); }

icu::StringPiece piece(std::string_view text) { return {text.data(), static_cast<std::int32_t>(text.size())}; }

}  // namespace

bool is_utf8(std::string_view bytes) { return count_code_points(bytes).has_value(); }

Result<std::size_t> count_code_points(std::string_view text) {
  if (!fits(text)) return fail(Code::kMalformed, "text/utf8");
  std::size_t count = 0;
  for (std::int32_t at = 0; static_cast<std::size_t>(at) < text.size(); ++count)
    if (!step(text, at)) return fail(Code::kMalformed, "text/utf8");
  return count;
}

Result<std::string_view> first_code_points(std::string_view text, std::size_t count) {
  LET(const std::size_t all, count_code_points(text));
  if (all <= count) return text;
  std::int32_t at = 0;
  for (std::size_t i = 0; i < count; ++i) step(text, at);
  return text.substr(0, static_cast<std::size_t>(at));
}

Result<std::string> nfc(std::string_view text) {
  if (text.size() > kNfcBytesMax) return fail(Code::kTooLarge, "text/nfc");
  if (!is_utf8(text)) return fail(Code::kMalformed, "text/nfc");
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return fail(Code::kUnavailable, "text/nfc", u_errorName(status));
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
  normalizer->normalizeUTF8(0, piece(text), sink, nullptr, status);
  if (U_FAILURE(status)) return fail(Code::kUnavailable, "text/nfc", u_errorName(status));
  return out;
}

std::string unix_lines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

Result<std::string> folded(std::string_view text) {
  if (!is_utf8(text)) return fail(Code::kMalformed, "text/folded");
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
  icu::CaseMap::utf8ToLower("", 0, piece(text), sink, nullptr, status);
  if (U_FAILURE(status)) return fail(Code::kUnavailable, "text/folded", u_errorName(status));
  return out;
}

}  // namespace waymark::text
