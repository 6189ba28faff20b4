#include "courts/archive/court_names.h"

#include <algorithm>

#include "courts/archive/reader.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

constexpr int kCardsOfACourtMax = 8;

/// "Энский гарнизонный военный суд (Энская область)" and without the region: both name the court.
std::string without_brackets(std::string_view name) {
  const std::size_t open = name.find('(');
  return std::string{trimmed(name.substr(0, std::min(open, name.size())))};
}

}  // namespace

bool looks_like_code(std::string_view court) {
  return court.size() == 8 && is_digit(court[0]) && is_digit(court[1]) && is_digit(court[7]);
}

std::int32_t region_of(std::string_view court_code) {
  if (court_code.size() < 2 || !is_digit(court_code[0]) || !is_digit(court_code[1])) return 0;
  return (court_code[0] - '0') * 10 + (court_code[1] - '0');
}

Result<void> CourtNames::learn(ArchiveReader& reader, const std::string& code, std::int64_t case_id) {
  if (!looks_like_code(code) || names_.contains(code) || ++tried_[code] > kCardsOfACourtMax) return {};
  const auto card = reader.card(case_id);
  if (!card && card.error().code != Code::kNotFound) return std::unexpected(card.error());
  if (!card || card->court.empty()) return {};
  names_[code] = card->court;
  const auto [place, is_new] = codes_.emplace(plain(card->court), code);
  if (!is_new && place->second != code) place->second.clear();
  return {};
}

std::string CourtNames::name_of(const std::string& code) const {
  const auto found = names_.find(code);
  return found == names_.end() ? std::string{} : found->second;
}

std::string CourtNames::code_or_name(const std::string& folded) const {
  for (const std::string& name : {folded, without_brackets(folded), folded.substr(0, folded.find(" / "))}) {
    const auto found = codes_.find(name);
    if (found != codes_.end() && !found->second.empty()) return found->second;
  }
  return folded;
}

Result<CourtNames> CourtNames::of_courts(ArchiveReader& reader, const std::vector<std::string>& courts) {
  CourtNames names;
  for (const std::string& code : courts) {
    if (!looks_like_code(code)) continue;
    LET(const auto cases, reader.cases_of_court(code, kCardsOfACourtMax));
    for (const std::int64_t one : cases) TRY(names.learn(reader, code, one));
  }
  return names;
}

}  // namespace waymark::courts
