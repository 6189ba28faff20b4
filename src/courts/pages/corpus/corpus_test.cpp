// The corpus: pages of every portal, whole and broken, each with what must be read of it. Prints how many of the
// expected values were read and how much was read that no page says; neither may get worse.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "courts/archive/archive.h"
#include "courts/archive/card_json.h"
#include "courts/ids/words.h"
#include "courts/pages/corpus/portals.h"
#include "courts/pages/page.h"

namespace waymark::courts {
namespace {

using corpus::Json;

const std::filesystem::path kCorpus = std::filesystem::path{WAYMARK_SOURCE_DIR} / "tests/data/courts/corpus";
constexpr std::size_t kPagesMin = 60;

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

void put(Json& json, const char* key, const CourtDate& date) {
  put(json, key, date.known() ? iso_day(*date.known()) : date.written);
}

Json seen_of(const Person& person) {
  Json json = Json::object();
  put(json, "name", person.name);
  put(json, "role", person.role);
  put(json, "articles", person.articles.normal());
  put(json, "decided", person.decided);
  put(json, "result", person.result);
  return json;
}

Json seen_of(const Event& event) {
  const CourtDate& date = event.date;
  return {date.known() ? iso_day(*date.known()) : date.written, event.time, event.name, event.result};
}

/// What a card holds that is counted or shown; sections are kept besides and not compared here.
Json seen_of(const Card& card) {
  Json json = {{"view", name_of(card.view)}, {"stage", name_of(card.stage)}, {"numbers", card.number.all()}};
  if (!card.number.understood) put(json, "number_not_understood", card.number.written);
  put(json, "court", card.court);
  put(json, "court_code", card.court_code);
  put(json, "uid", card.uid.key().value_or(""));
  put(json, "received", card.received);
  put(json, "decided", card.decided);
  put(json, "in_force", card.in_force);
  put(json, "judge", card.judge);
  put(json, "result", card.result);
  put(json, "category", card.category);
  put(json, "lower_region", card.lower.region);
  put(json, "lower_court", card.lower.court);
  put(json, "lower_number", card.lower.number);
  put(json, "lower_judge", card.lower.judge);
  put(json, "act",
      card.act_state == ActState::kNotLooked   ? ""
      : card.act_state == ActState::kPublished ? "published"
                                               : "absent");
  for (const Person& person : card.persons) json["persons"].push_back(seen_of(person));
  for (const Event& event : card.events) json["events"].push_back(seen_of(event));
  for (const Party& party : card.parties) json["parties"].push_back({party.role, party.name});
  for (const ActText& act : card.acts) {
    const auto lines = split(act.text, "\n");
    if (!lines.empty()) json["acts"].push_back({lines.front(), lines.back()});
  }
  return json;
}

Json seen_of(const PageReading& page) {
  Json json = {{"kind", name_of(page.kind)}, {"cards", Json::array()}};
  if (page.found_in_all >= 0) json["found_in_all"] = page.found_in_all;
  for (const Card& card : page.cards) json["cards"].push_back(seen_of(card));
  std::set<std::pair<std::string, std::string>> notes;
  for (const Note& note : page.notes) notes.emplace(name_of(note.kind), note.text);
  for (const auto& [kind, text] : notes) json["notes"].push_back({kind, text});
  return json;
}

/// "/cards/0/judge" → its value, for every value.
std::map<std::string, std::string> leaves(const Json& json) {
  std::map<std::string, std::string> out;
  if (json.empty()) return out;
  const Json flat = json.flatten();
  for (const auto& [path, value] : flat.items())
    if (!value.empty() || value.is_number()) out[path] = value.is_string() ? value.get<std::string>() : value.dump();
  return out;
}

struct Score {
  std::size_t pages = 0, expected = 0, read = 0, values_invented = 0, records = 0, records_invented = 0,
              records_missed = 0;
  std::vector<std::string> wrong;
};

void compare(const std::string& name, const Json& expected, const Json& seen, Score& score) {
  const auto wanted = leaves(expected), got = leaves(seen);
  for (const auto& [path, value] : wanted) {
    ++score.expected;
    const auto found = got.find(path);
    if (found != got.end() && found->second == value)
      ++score.read;
    else
      score.wrong.push_back(
          fmt::format("{} {}: «{}» instead of «{}»", name, path, found == got.end() ? "" : found->second, value));
  }
  for (const auto& [path, value] : got) {
    if (wanted.contains(path)) continue;
    ++score.values_invented;
    score.wrong.push_back(fmt::format("{} {}: «{}» which the page does not say", name, path, value));
  }
  const std::size_t records = expected.contains("cards") ? expected["cards"].size() : 0, read = seen["cards"].size();
  score.records += records;
  score.records_invented += std::max(records, read) - records;
  score.records_missed += records - std::min(records, read);
}

std::vector<std::filesystem::path> corpus_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{kCorpus})
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_in(const std::filesystem::path& file) {
  std::stringstream buffer;
  buffer << std::ifstream{file, std::ios::binary}.rdbuf();
  return buffer.str();
}

/// A description whose page is that of another one ("of") with other damage, or its own.
std::string page_of(const Json& description) {
  const std::string other = corpus::text_of(description, "of");
  const Json page =
      other.empty() ? description.at("page") : Json::parse(text_in(kCorpus / (other + ".json"))).at("page");
  return corpus::damaged(corpus::draw(page), corpus::list_of(description, "damage"));
}

TEST(Corpus, EveryFieldOfEveryPortalAndNothingElse) {
  Score score;
  for (const std::filesystem::path& file : corpus_files()) {
    const Json description = Json::parse(text_in(file), nullptr, false);
    ASSERT_FALSE(description.is_discarded()) << file;
    const std::string bytes = page_of(description);
    ASSERT_FALSE(bytes.empty()) << file;
    if (const char* folder = std::getenv("WAYMARK_CORPUS_PAGES"))
      std::ofstream{std::filesystem::path{folder} / (file.stem().string() + ".html"), std::ios::binary} << bytes;
    const auto page = read_page(bytes);
    ASSERT_TRUE(page.has_value()) << file;
    compare(file.stem().string(), description.at("expect"), seen_of(*page), score);
    ++score.pages;
    for (const Card& card : page->cards)
      EXPECT_EQ(json_of(card_of(json_of(card)).value()), json_of(card)) << file << ": a card survives the archive";
  }
  for (const std::string& line : score.wrong) std::cout << line << '\n';
  std::cout << fmt::format(
      "corpus: {} pages, {} records; recall {}/{} = {:.4f}; records invented {}, missed {}; values "
      "invented {}\n",
      score.pages, score.records, score.read, score.expected,
      static_cast<double>(score.read) / static_cast<double>(score.expected), score.records_invented,
      score.records_missed, score.values_invented);
  EXPECT_GE(score.pages, kPagesMin);
  EXPECT_EQ(score.read, score.expected);
  EXPECT_EQ(score.records_invented, 0U);
  EXPECT_EQ(score.values_invented, 0U);
}

}  // namespace
}  // namespace waymark::courts
