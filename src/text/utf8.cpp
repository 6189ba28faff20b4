#include "text/utf8.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include "base/utf8.h"

namespace waymark::text {
namespace {

bool continues_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

icu::StringPiece piece(std::string_view text) { return {text.data(), static_cast<std::int32_t>(text.size())}; }

}  // namespace

bool is_utf8(std::string_view bytes) { return waymark::count_code_points(bytes).has_value(); }

Result<std::size_t> count_code_points(std::string_view text) {
  const std::optional<std::size_t> count = waymark::count_code_points(text);
  if (!count.has_value()) return fail(Code::kMalformed, "text/utf8");
  return *count;
}

Result<std::string_view> first_code_points(std::string_view text, std::size_t count) {
  LET(const std::size_t all, count_code_points(text));
  if (all <= count) return text;
  std::size_t at = 0;
  for (std::size_t i = 0; i < count; ++i)
    for (++at; continues_code_point(text[at]);) ++at;
  return text.substr(0, at);
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
