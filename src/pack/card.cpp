#include "pack/card.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <tuple>

#include "text/json.h"

namespace waymark::pack {
namespace {

using Json = nlohmann::json;
constexpr std::size_t kNameBytesMax = 40;
constexpr std::int64_t kVersionMax = 999'999;
constexpr std::int64_t kOrderMax = 9'999;
constexpr std::array<std::string_view, 19> kMembers{"format",     "id",        "version",      "order",      "crisis",
                                                    "example",    "withdrawn", "jurisdiction", "confidence", "written",
                                                    "valid_from", "checked",   "known_to",     "review_by",  "sources",
                                                    "basis",      "texts",     "for",          "public"};
constexpr std::array<std::string_view, 3> kConfidences{"law", "practice", "rumour"};
constexpr std::array<std::string_view, 4> kSures{"read", "reported", "opinion", "advice"};
constexpr std::size_t kParagraphsMax = 40;

std::unexpected<Error> malformed(std::string_view member) {
  return fail(Code::kMalformed, "pack/card", std::string(member));
}

bool is_card_id(std::string_view text) {
  if (text.empty() || text.size() > kNameBytesMax) return false;
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

template <class Names>
Result<void> only(const Json& object, const Names& names) {
  if (!object.is_object()) return malformed("object");
  for (const auto& [key, value] : object.items())
    if (std::ranges::find(names, key) == std::end(names)) return malformed(key);
  return {};
}

/// Empty when the member is not there: the checker says what is missing.
Result<std::string> optional_text(const Json& object, std::string_view key) {
  if (!object.contains(key)) return std::string{};
  return text::string_member(object, key);
}

/// Whether the day exists.
bool is_day(const std::string& date) {
  const auto digits = [&](std::size_t from, std::size_t count) {
    return std::all_of(date.begin() + static_cast<std::ptrdiff_t>(from),
                       date.begin() + static_cast<std::ptrdiff_t>(from + count),
                       [](char c) { return c >= '0' && c <= '9'; });
  };
  if (date.size() != 10 || date[4] != '-' || date[7] != '-' || !digits(0, 4) || !digits(5, 2) || !digits(8, 2))
    return false;
  const std::chrono::year_month_day day{std::chrono::year{std::stoi(date.substr(0, 4))},
                                        std::chrono::month{static_cast<unsigned>(std::stoi(date.substr(5, 2)))},
                                        std::chrono::day{static_cast<unsigned>(std::stoi(date.substr(8, 2)))}};
  return day.ok();
}

/// Empty, or a day that exists.
Result<std::string> optional_date(const Json& object, std::string_view key) {
  LET(std::string date, optional_text(object, key));
  if (!date.empty() && !is_day(date)) return malformed(key);
  return date;
}

/// Empty, or a year, a month or a day that exists: a source's date is not made more exact than it is known.
Result<std::string> source_date(const Json& source) {
  LET(std::string date, optional_text(source, "date"));
  const std::string day = date.size() == 4 ? date + "-01-01" : date.size() == 7 ? date + "-01" : date;
  if (!date.empty() && !is_day(day)) return malformed("date");
  return date;
}

Result<bool> flag(const Json& object, std::string_view key) {
  const auto found = object.find(key);
  if (found == object.end()) return false;
  if (!found->is_boolean()) return malformed(key);
  return found->get<bool>();
}

Result<std::map<Language, std::string>> parse_titles(const Json& json) {
  if (!json.is_object()) return malformed("sources.title");
  std::map<Language, std::string> titles;
  for (const auto& [code, title] : json.items()) {
    const auto language = language_from_code(code);
    if (!language.has_value() || !title.is_string()) return malformed("sources.title");
    titles.emplace(*language, title.get<std::string>());
  }
  return titles;
}

Result<std::vector<CardSource>> parse_sources(const Json& card) {
  std::vector<CardSource> sources;
  const auto found = card.find("sources");
  if (found == card.end()) return sources;
  if (!found->is_array()) return malformed("sources");
  if (found->size() > kCardSourcesMax) return fail(Code::kTooLarge, "pack/card", "sources");
  for (const Json& json : *found) {
    TRY(only(json, std::array<std::string_view, 3>{"date", "where", "title"}));
    CardSource source;
    LET(source.date, source_date(json));
    LET(source.where, optional_text(json, "where"));
    if (json.contains("title")) {
      LET(source.title, parse_titles(json["title"]));
    }
    sources.push_back(std::move(source));
  }
  return sources;
}

Result<CardBasis> parse_basis_entry(const Json& json) {
  TRY(only(json, std::array<std::string_view, 2>{"sure", "sources"}));
  LET(const std::string name, text::string_member(json, "sure"));
  const auto found = std::ranges::find(kSures, name);
  if (found == kSures.end()) return malformed("basis.sure");
  CardBasis basis{.sure = static_cast<Sure>(found - kSures.begin()), .sources = {}};
  const auto numbers = json.find("sources");
  if (numbers == json.end()) return basis;
  if (!numbers->is_array() || numbers->size() > kCardSourcesMax) return malformed("basis.sources");
  for (const Json& number : *numbers) {
    if (!number.is_number_unsigned() || number.get<std::uint64_t>() > kCardSourcesMax)
      return malformed("basis.sources");
    basis.sources.push_back(number.get<std::size_t>());
  }
  return basis;
}

Result<std::vector<CardBasis>> parse_basis(const Json& card) {
  std::vector<CardBasis> all;
  const auto found = card.find("basis");
  if (found == card.end()) return all;
  if (!found->is_array() || found->size() > kParagraphsMax) return malformed("basis");
  for (const Json& json : *found) {
    LET(CardBasis basis, parse_basis_entry(json));
    all.push_back(std::move(basis));
  }
  return all;
}

Result<std::map<Language, CardText>> parse_card_texts(const Json& card) {
  std::map<Language, CardText> texts;
  const auto found = card.find("texts");
  if (found == card.end() || !found->is_object()) return malformed("texts");
  for (const auto& [code, json] : found->items()) {
    const auto language = language_from_code(code);
    if (!language.has_value()) return malformed("texts." + code);
    TRY(only(json, std::array<std::string_view, 4>{"title", "short", "body", "doubts"}));
    CardText text;
    LET(text.title, optional_text(json, "title"));
    LET(text.brief, optional_text(json, "short"));
    LET(text.body, optional_text(json, "body"));
    LET(text.doubts, optional_text(json, "doubts"));
    texts.emplace(*language, std::move(text));
  }
  return texts;
}

/// "question.code" or, of a row of a table, "question.code=state"; as often as a file may name them.
Result<std::vector<std::string>> parse_fits(const Json& card) {
  std::vector<std::string> all;
  const auto found = card.find("for");
  if (found == card.end()) return all;
  if (!found->is_array() || found->size() > kCardFitsMax) return malformed("for");
  for (const Json& json : *found) {
    if (!json.is_string() || std::ranges::count(json.get_ref<const std::string&>(), '.') != 1) return malformed("for");
    all.push_back(json.get<std::string>());
  }
  return all;
}

Result<Confidence> parse_confidence(const Json& card) {
  LET(const std::string name, text::string_member(card, "confidence"));
  const auto found = std::ranges::find(kConfidences, name);
  if (found == kConfidences.end()) return malformed("confidence");
  return static_cast<Confidence>(found - kConfidences.begin());
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) > kCardBytesMax || error)
    return fail(Code::kTooLarge, "pack/card", path.filename().string());
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) return fail(Code::kStorage, "pack/card", path.filename().string());
  return std::move(content).str();
}

}  // namespace

std::string_view name_of(Confidence confidence) { return kConfidences.at(static_cast<std::size_t>(confidence)); }

std::string_view name_of(Sure sure) { return kSures.at(static_cast<std::size_t>(sure)); }

std::vector<std::string_view> paragraphs_of(const CardText& text) {
  std::vector<std::string_view> all;
  for (std::string_view rest = text.body; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    all.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return all;
}

Result<Card> parse_card(std::string_view json_text) {
  LET(const Json json, text::parse_json(json_text, {.bytes_max = kCardBytesMax, .depth_max = 6}));
  TRY(only(json, kMembers));
  LET(const std::string format, text::string_member(json, "format"));
  if (format != kCardFormat) return fail(Code::kUnsupported, "pack/card");
  Card card;
  LET(card.id, text::string_member(json, "id"));
  if (!is_card_id(card.id)) return malformed("id");
  LET(const std::int64_t version, text::integer_member(json, "version", 1, kVersionMax));
  LET(const std::int64_t order, text::integer_member(json, "order", 0, kOrderMax));
  card.version = static_cast<int>(version);
  card.order = static_cast<int>(order);
  LET(card.crisis, flag(json, "crisis"));
  LET(card.example, flag(json, "example"));
  if (json.contains("public")) {
    LET(card.is_public, flag(json, "public"));
  }
  LET(card.withdrawn, optional_date(json, "withdrawn"));
  if (json.contains("withdrawn") && card.withdrawn.empty()) return malformed("withdrawn");
  LET(card.jurisdiction, optional_text(json, "jurisdiction"));
  LET(card.fits, parse_fits(json));
  LET(card.confidence, parse_confidence(json));
  LET(card.written, optional_date(json, "written"));
  LET(card.valid_from, optional_date(json, "valid_from"));
  LET(card.checked, optional_date(json, "checked"));
  LET(card.known_to, optional_date(json, "known_to"));
  LET(card.review_by, optional_date(json, "review_by"));
  LET(card.sources, parse_sources(json));
  LET(card.basis, parse_basis(json));
  LET(card.texts, parse_card_texts(json));
  return card;
}

Result<std::vector<Card>> read_cards(const std::filesystem::path& pack_folder) {
  std::vector<Card> cards;
  std::error_code error;
  std::filesystem::directory_iterator files(pack_folder / "cards", error);
  if (error) return cards;
  for (const auto& entry : files) {
    const std::filesystem::path& path = entry.path();
    if (path.extension() != ".json") continue;
    if (cards.size() == kCardsMax) return fail(Code::kTooLarge, "pack/card", "cards");
    LET(const std::string content, read_file(path));
    auto card = parse_card(content);
    if (!card.has_value())
      return fail(card.error().code, "pack/card", path.filename().string() + ": " + card.error().detail);
    if (card->id != path.stem().string()) return malformed(path.filename().string() + ": id is not the file's name");
    cards.push_back(std::move(*card));
  }
  std::ranges::sort(cards, {}, [](const Card& card) { return std::tuple{!card.crisis, card.order, card.id}; });
  return cards;
}

std::vector<const Card*> shown(const std::vector<Card>& cards) {
  std::vector<const Card*> all;
  for (const Card& card : cards)
    if (card.withdrawn.empty()) all.push_back(&card);
  return all;
}

std::string iso_date(TimePoint time) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(time)};
  std::array<char, 16> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

bool past_review(const Card& card, TimePoint today) { return card.review_by < iso_date(today); }

}  // namespace waymark::pack
