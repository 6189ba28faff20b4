// A page of a court: any bytes give a reading, a page that is no answer speaks of no case (but a list that breaks off:
// its whole rows are read), and every card survives the archive.
#include "base/check.h"
#include "courts/archive/card_json.h"
#include "courts/pages/page.h"

#include <nlohmann/json.hpp>

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto page = courts::read_page(text_of({data, size}));
  if (!page) return 0;
  CHECK(courts::is_answer(page->kind) || page->kind == courts::PageKind::kTruncated || page->cards.empty());
  for (const courts::Card& card : page->cards) {
    const std::string written = courts::json_of(card).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    const auto back = courts::card_of(nlohmann::json::parse(written));
    CHECK(back.has_value());
    CHECK(courts::json_of(*back).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) == written);
  }
  return 0;
}
