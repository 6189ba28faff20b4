#include "courts/archive/court_names.h"

#include <algorithm>
#include <set>

#include "courts/archive/reader.h"
#include "courts/ids/words.h"

namespace waymark::courts {
namespace {

constexpr int kCardsOfACourtMax = 8;
constexpr std::int64_t kFactsAtOnce = 50'000;

/// "Энский гарнизонный военный суд (Энская область)" and without the region: both name the court.
std::string without_brackets(std::string_view name) {
  const std::size_t open = name.find('(');
  return std::string{trimmed(name.substr(0, std::min(open, name.size())))};
}

}  // namespace

bool looks_like_code(std::string_view court) {
  return court.size() == 8 && is_digit(court[0]) && is_digit(court[1]) && is_digit(court[7]);
}

bool CourtNames::wants(const std::string& code) const {
  if (!looks_like_code(code) || names_.contains(code)) return false;
  const auto tried = tried_.find(code);
  return tried == tried_.end() || tried->second < kCardsOfACourtMax;
}

Result<void> CourtNames::learn(ArchiveReader& reader, const std::string& code, std::int64_t case_id) {
  if (!wants(code)) return {};
  ++tried_[code];
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

Result<std::map<std::string, std::string>> names_of_courts(ArchiveReader& reader,
                                                           const std::vector<std::string>& codes) {
  LET(const std::vector<std::string> terms, reader.terms());
  LET(const std::int64_t last, reader.last_fact_id());
  CourtNames names;
  std::set<std::string> open(codes.begin(), codes.end());
  std::map<std::string, std::string> found;
  for (std::int64_t first = 1; first <= last && !open.empty(); first += kFactsAtOnce) {
    std::vector<std::pair<std::string, std::int64_t>> cases;
    TRY(reader.for_each_fact({.first = first, .last = first + kFactsAtOnce - 1}, [&](std::span<const Fact> facts) {
      for (const Fact& fact : facts) {
        const auto term = static_cast<std::size_t>(std::max(fact.court, 0));
        if (term < terms.size() && open.contains(terms[term])) cases.emplace_back(terms[term], fact.case_id);
      }
    }));
    for (const auto& [code, case_id] : cases) TRY(names.learn(reader, code, case_id));
    std::erase_if(open, [&](const std::string& code) { return !names.wants(code); });
  }
  for (const std::string& code : codes)
    if (auto name = names.name_of(code); !name.empty()) found.emplace(code, std::move(name));
  return found;
}

}  // namespace waymark::courts
