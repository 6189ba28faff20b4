#include "text/catalogue.h"

#include <algorithm>
#include <mutex>
#include <optional>

#include <unicode/fmtable.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/unistr.h>

#include "text/json.h"

namespace waymark::text {
namespace {

constexpr std::size_t kCatalogueBytesMax = 1'048'576;

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

icu::Formattable formattable(const std::variant<std::int64_t, std::string>& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return icu::Formattable(*number);
  return icu::Formattable(unicode(std::get<std::string>(value)));
}

}  // namespace

/// MessageFormat caches inside const calls, so that each message has its own lock.
struct Catalogue::Message {
  std::string pattern;
  std::string plain;  ///< the text when the pattern has no argument
  bool has_arguments = false;
  std::unique_ptr<icu::MessageFormat> format;
  mutable std::mutex lock;
};

Catalogue::Catalogue() = default;
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

Result<Catalogue> Catalogue::embedded() { return parse(embedded_files()); }

Result<Catalogue> Catalogue::parse(std::span<const CatalogueFile> files) {
  Catalogue catalogue;
  for (const CatalogueFile& file : files) TRY(catalogue.add(file));
  return catalogue;
}

Result<void> Catalogue::add(const CatalogueFile& file) {
  LET(const nlohmann::json json, parse_json(file.json, {.bytes_max = kCatalogueBytesMax, .depth_max = 2}));
  if (!json.is_object()) return fail(Code::kMalformed, "text/catalogue", file.area);
  const icu::Locale locale(std::string(code_of(file.language)).c_str());
  Messages& messages = languages_[file.language];
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) return fail(Code::kMalformed, "text/catalogue", key);
    auto message = std::make_unique<Message>();
    message->pattern = value.get<std::string>();
    UErrorCode status = U_ZERO_ERROR;
    message->format = std::make_unique<icu::MessageFormat>(unicode(message->pattern), locale, status);
    if (U_FAILURE(status)) return fail(Code::kMalformed, "text/catalogue", key);
    icu::UnicodeString out;
    message->format->format(nullptr, nullptr, 0, out, status);
    out.toUTF8String(message->plain);
    const bool fresh = messages.emplace(key, std::move(message)).second;
    if (!fresh) return fail(Code::kMalformed, "text/catalogue", key);
    messages.at(key)->has_arguments = !arguments_of(file.language, key).empty();
  }
  return {};
}

const Catalogue::Message* Catalogue::find(Language language, std::string_view key) const {
  const auto messages = languages_.find(language);
  if (messages == languages_.end()) return nullptr;
  const auto found = messages->second.find(key);
  return found == messages->second.end() ? nullptr : found->second.get();
}

std::string Catalogue::text(Language language, std::string_view key, const Arguments& arguments) const {
  const Message* message = find(language, key);
  if (message == nullptr) return std::string(key);
  if (!message->has_arguments) return message->plain;
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : arguments) {
    names.push_back(unicode(name));
    values.push_back(formattable(value));
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out;
  {
    const std::lock_guard hold(message->lock);
    message->format->format(names.data(), values.data(), static_cast<std::int32_t>(values.size()), out, status);
  }
  if (U_FAILURE(status)) return std::string(key);
  std::string utf8;
  return out.toUTF8String(utf8);
}

bool Catalogue::has(Language language, std::string_view key) const { return find(language, key) != nullptr; }

std::vector<std::string> Catalogue::keys(Language language) const {
  std::vector<std::string> all;
  const auto messages = languages_.find(language);
  if (messages == languages_.end()) return all;
  for (const auto& [key, message] : messages->second) all.push_back(key);
  return all;
}

std::vector<std::string> Catalogue::arguments_of(Language language, std::string_view key) const {
  std::vector<std::string> names;
  const Message* message = find(language, key);
  if (message == nullptr) return names;
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern pattern(unicode(message->pattern), nullptr, status);
  if (U_FAILURE(status)) return names;
  for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
    const icu::MessagePattern::Part& part = pattern.getPart(i);
    if (part.getType() != UMSGPAT_PART_TYPE_ARG_NAME && part.getType() != UMSGPAT_PART_TYPE_ARG_NUMBER) continue;
    std::string name;
    names.push_back(pattern.getSubstring(part).toUTF8String(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace waymark::text
