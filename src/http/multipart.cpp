#include "http/multipart.h"

#include <algorithm>

namespace waymark::http {
namespace {

constexpr std::string_view kType = "multipart/form-data";
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::size_t kBoundaryMax = 70;  // RFC 2046 section 5.1.1

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool begins(std::string_view text, std::string_view with) {
  return text.size() >= with.size() && same(text.substr(0, with.size()), with);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

/// The value of `; name=value` in a header; nothing when it is not there. No value of ours holds a semicolon.
std::optional<std::string_view> parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at + 1)) {
    const std::string_view rest = header.substr(at + 1);
    const std::string_view pair = trimmed(rest.substr(0, rest.find(';')));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && same(trimmed(pair.substr(0, equals)), name))
      return unquoted(trimmed(pair.substr(equals + 1)));
  }
  return std::nullopt;
}

/// Takes everything up to `end`, and `end` itself. Nothing when it does not come.
std::optional<std::string_view> take_until(std::string_view& text, std::string_view end) {
  const std::size_t at = text.find(end);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(at + end.size());
  return taken;
}

Result<std::string> name_in(std::string_view head) {
  std::optional<std::string_view> name;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find(kLineEnd));
    head.remove_prefix(std::min(head.size(), line.size() + kLineEnd.size()));
    if (begins(line, "content-transfer-encoding:")) return fail(Code::kMalformed, "http/multipart", "encoded field");
    if (!begins(line, "content-disposition:")) continue;
    if (parameter(line, "filename") || name) return fail(Code::kMalformed, "http/multipart", "a file");
    name = parameter(line, "name");
  }
  if (!name || name->empty()) return fail(Code::kMalformed, "http/multipart", "a field without a name");
  return std::string{*name};
}

Result<FormField> take_field(std::string_view& text, std::string_view border) {
  const auto head = take_until(text, "\r\n\r\n");
  if (!head) return fail(Code::kMalformed, "http/multipart", "cut");
  if (head->size() > kPartHeadBytesMax) return fail(Code::kTooLarge, "http/multipart");
  LET(std::string name, name_in(*head));
  const auto value = take_until(text, border);
  if (!value) return fail(Code::kMalformed, "http/multipart", "cut");
  return FormField{std::move(name), std::string{*value}};
}

Result<std::vector<FormField>> parse_parts(std::string_view text, std::string_view boundary) {
  const std::string border = "\r\n--" + std::string{boundary};
  if (!text.starts_with(std::string_view{border}.substr(kLineEnd.size())))
    return fail(Code::kMalformed, "http/multipart");
  text.remove_prefix(border.size() - kLineEnd.size());
  std::vector<FormField> fields;
  while (!text.starts_with("--")) {
    if (!text.starts_with(kLineEnd)) return fail(Code::kMalformed, "http/multipart");
    text.remove_prefix(kLineEnd.size());
    if (fields.size() == kFormFieldsMax) return fail(Code::kTooLarge, "http/multipart", "too many form fields");
    LET(FormField field, take_field(text, border));
    fields.push_back(std::move(field));
  }
  return fields;
}

}  // namespace

Result<std::vector<FormField>> read_form(std::string_view content_type, std::string_view body) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  if (type.empty() || same(type, "application/x-www-form-urlencoded")) return parse_form(body);
  const auto boundary = parameter(content_type, "boundary");
  if (!same(type, kType) || !boundary || boundary->empty() || boundary->size() > kBoundaryMax)
    return fail(Code::kMalformed, "http/multipart");
  return parse_parts(body, *boundary);
}

}  // namespace waymark::http
