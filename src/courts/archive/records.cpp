#include "courts/archive/records.h"

#include <array>

#include "courts/archive/archive.h"
#include "courts/ids/words.h"

namespace waymark::courts {

std::string_view name_of(View view) {
  constexpr std::array<std::string_view, kViews + 1> kNames = {"", "card", "uid-row", "list-row", "scrape"};
  return kNames[static_cast<std::size_t>(view)];
}

std::string_view name_of(PageKind kind) {
  switch (kind) {
    case PageKind::kUnknown: return "not recognised";
    case PageKind::kCard: return "card";
    case PageKind::kList: return "list";
    case PageKind::kUidList: return "list by UID";
    case PageKind::kActText: return "act text";
    case PageKind::kScrape: return "rows of a file";
    case PageKind::kNothingFound: return "nothing found";
    case PageKind::kCaptcha: return "captcha";
    case PageKind::kThrottled: return "throttled";
    case PageKind::kUnavailable: return "temporarily unavailable";
    case PageKind::kSearchForm: return "search form";
    case PageKind::kTruncated: return "cut off";
  }
  return "";
}

std::string case_key(const Card& card) {
  std::string court = card.court_code.empty() ? plain(card.court) : card.court_code;
  if (card.court_code.empty() && !card.region.empty()) court += " / " + plain(card.region);
  if (card.number.understood) {
    std::string key = court + "|" + card.number.main.normal();
    // The number of the case that a complaint became tells two records of one site apart; that of a material does not.
    for (const SingleNumber& one : card.number.other) {
      if (!one.index.starts_with("М")) key += " [" + one.normal() + "]";
    }
    return key;
  }
  if (const auto uid = card.uid.key()) return court + "|" + *uid;
  return card.number.written.empty() ? std::string{} : court + "|" + plain(card.number.written);
}

}  // namespace waymark::courts
