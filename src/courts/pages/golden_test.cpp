// The nine saved pages: every field of each, against a file that was compared with the page by eye.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "courts/archive/card_json.h"
#include "courts/pages/page.h"

namespace waymark::courts {
namespace {

const std::filesystem::path kPages = std::filesystem::path{WAYMARK_SOURCE_DIR} / "tests/data/courts/pages";

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  std::stringstream buffer;
  buffer << stream.rdbuf();
  return buffer.str();
}

nlohmann::json all_of(const PageReading& page) {
  nlohmann::json json{{"kind", name_of(page.kind)}, {"encoding", name_of(page.encoding)}};
  if (!page.court_code.empty()) json["court_code"] = page.court_code;
  if (!page.court.empty()) json["court"] = page.court;
  if (page.found_in_all >= 0) json["found_in_all"] = page.found_in_all;
  if (page.first_row >= 0) json["rows"] = {page.first_row, page.last_row};
  for (const Note& note : page.notes) json["notes"].push_back({name_of(note.kind), note.text});
  for (const Card& card : page.cards) {
    nlohmann::json one = json_of(card);
    one["view"] = name_of(card.view);
    one["stage"] = name_of(card.stage);
    one["numbers"] = card.number.all();
    for (std::size_t i = 0; i < card.persons.size(); ++i)
      one["persons"][i]["normal"] = card.persons[i].articles.normal();
    for (const ActText& act : card.acts) one["act_texts"].push_back(act.text);
    json["cards"].push_back(std::move(one));
  }
  return json;
}

class Golden : public testing::TestWithParam<const char*> {};

TEST_P(Golden, EveryFieldOfThePage) {
  const std::filesystem::path file = kPages / (std::string{GetParam()} + ".html");
  const std::string bytes = bytes_of(file);
  ASSERT_FALSE(bytes.empty()) << file;
  const auto page = read_page(bytes);
  ASSERT_TRUE(page.has_value());
  const nlohmann::json now = all_of(*page);
  std::filesystem::path golden = file;
  golden.replace_extension(".json");
  if (std::getenv("WAYMARK_WRITE_GOLDEN") != nullptr) std::ofstream{golden} << now.dump(1) << '\n';
  const auto expected = nlohmann::json::parse(bytes_of(golden), nullptr, false);
  ASSERT_FALSE(expected.is_discarded()) << golden;
  EXPECT_EQ(now, expected) << nlohmann::json::diff(expected, now).dump(1).substr(0, 3000);
  for (const Card& card : page->cards) {
    const auto back = card_of(json_of(card));
    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(json_of(*back), json_of(card)) << "a card survives the archive";
  }
}

INSTANTIATE_TEST_SUITE_P(NinePages, Golden,
                         testing::Values("kirov_koap", "ksoyu_card_criminal", "ksoyu_listing_appeal_delo_id",
                                         "ksoyu_listing_bad_new", "ksoyu_listing_captcha_gate",
                                         "ksoyu_temporarily_unavailable", "leninsky_ufa_criminal", "rjuid_spb_issue321",
                                         "sudrf_captcha_form"));

}  // namespace
}  // namespace waymark::courts
