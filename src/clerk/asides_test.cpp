// Cards and "Is this really us?" as the clerk serves them, against a relay in memory.
#include "clerk/asides.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "clerk/clerk.h"
#include "clerk/limits.h"
#include "clerk/test_browser.h"
#include "clerk/test_relay.h"
#include "http/limits_page.h"
#include "mailbox/word_list.h"

namespace waymark::clerk {
namespace {

using testing::Browser;
using testing::kToday;
using testing::TestRelay;

constexpr const char* kPack = WAYMARK_SOURCE_DIR "/packs/military-refusal";

struct Office {
  explicit Office(Site site = {}, std::vector<pack::Card> all_cards = *pack::read_cards(kPack), bool relay_down = false)
      : cards(std::move(all_cards)) {
    relay.down = relay_down;  // before there is a clerk: it asks for the keys on its own
    for (std::string& leave : site.leave)
      if (leave.empty()) leave = "https://leave.example/";
    clerk = std::make_unique<Clerk>(
        ClerkOptions{.instance = relay.instance, .site = std::move(site), .cards = cards}, *pack::read_pack(kPack),
        *Book::load(embedded_pages(), *text::Catalogue::embedded()), ClerkWorld{clock, log, random, relay});
    clerk->add_routes(routes);
  }
  std::vector<pack::Card> cards;
  Log log{[](std::string_view) {}};
  TestRelay relay;
  ManualClock clock{start_of_day(kToday) + std::chrono::hours{12}};
  crypto::SystemRandom random;
  std::unique_ptr<Clerk> clerk;
  http::Routes routes;
};

TEST(ClerkPaths, ThePageOfLimitsNamesEachAndNoOther) {
  const Office office;
  EXPECT_EQ(http::testing::lines_of(office.routes),
            http::testing::lines_of_page(WAYMARK_SOURCE_DIR "/docs/spec/limits.md", "clerk"));
}

/// The address of a card's own page, by what stands in its title.
std::string address_of(const Office& office, Language language, std::string_view id) {
  const auto cards = pack::shown(office.cards);
  const auto found = std::ranges::find(cards, id, &pack::Card::id);
  return fmt::format("/{}/cards/{}", code_of(language), found - cards.begin() + 1);
}

TEST(CardsPage, AnybodyReadsThemInThreeLanguagesAlsoWithoutTheRelay) {
  Office office{{}, *pack::read_cards(kPack), true};  // no roster, no day keys
  Browser browser{office.routes};
  for (const auto& [language, title, source] :
       {std::tuple{Language::kRussian, "Военно-врачебная комиссия", "постановление № 565"},
        {Language::kUkrainian, "Військово-лікарська комісія", "постанова № 565"},
        {Language::kEnglish, "The military medical commission", "decree 565"}}) {
    browser.get(fmt::format("/{}/cards", code_of(language)));
    EXPECT_EQ(browser.response().status, 200);
    EXPECT_TRUE(browser.shows(title));
    const std::string address = address_of(office, language, "medical-commission");
    EXPECT_TRUE(browser.shows("href=\"" + address + "\""));
    browser.get(address);
    EXPECT_TRUE(browser.shows(title));
    EXPECT_TRUE(browser.shows(source));
    EXPECT_FALSE(browser.shows("<form"));
    EXPECT_FALSE(browser.shows("visit\" value"));
  }
  EXPECT_TRUE(browser.shows("A lawyer still has to check this text"));
  EXPECT_EQ(browser.page().find("href=\"http", browser.page().find("<main>")), std::string::npos)
      << "sources are text, not links";
}

TEST(CardsPage, TheCrisisCardStandsWholeBeforeTheList) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/cards");
  const std::size_t crisis = browser.page().find("If you are in danger now");
  EXPECT_NE(crisis, std::string::npos);
  EXPECT_LT(crisis, browser.page().find("/en/cards/2"));
  EXPECT_EQ(browser.page().find("/en/cards/1\""), std::string::npos) << "it stands here already";
}

TEST(CardsPage, TheShortTextOfEachStandsInTheList) {
  Office office;
  Browser browser{office.routes};
  browser.get("/en/cards");
  EXPECT_TRUE(browser.shows("Under article 337 a case is possible after two days"));
}

TEST(CardsPage, EveryPageOfEveryCardPassesALineOf25Packets) {
  Office office;
  Browser browser{office.routes};
  for (const Language language : kLanguages) {
    std::vector<std::string> addresses{fmt::format("/{}/cards", code_of(language))};
    for (std::size_t number = 1; number <= pack::shown(office.cards).size(); ++number)
      addresses.push_back(fmt::format("/{}/cards/{}", code_of(language), number));
    for (const std::string& address : addresses) {
      EXPECT_LE(browser.get_compressed(address).size(), 8'192U) << address;
    }
  }
}

TEST(CardsPage, ANumberThatIsNoCardShowsTheList) {
  Office office;
  Browser browser{office.routes};
  for (const std::string number : {"0", "999", "-1", "2x", "99999999999999999999999999", "crisis"}) {
    browser.get("/en/cards/" + number);
    EXPECT_EQ(browser.response().status, 200) << number;
    EXPECT_TRUE(browser.shows("href=\"/en/cards/2\"")) << number;
  }
}

TEST(CardsPage, EveryParagraphSaysOnWhatItRestsAndTheDoubtsAreThere) {
  Office office;
  Browser browser{office.routes};
  browser.get(address_of(office, Language::kEnglish, "absence-terms"));
  EXPECT_TRUE(browser.shows("Under article 337 a case is possible after two days")) << "the short text comes first";
  EXPECT_TRUE(browser.shows("[3; as reported]"));
  EXPECT_TRUE(browser.shows("What we have not checked: "));
  EXPECT_TRUE(browser.shows("Checked on 28.11.2026 against sources up to 31.03.2026"));
  browser.get(address_of(office, Language::kEnglish, "refusal"));
  EXPECT_TRUE(browser.shows("[our conclusion, ask a lawyer]"));
}

TEST(FirstPage, SaysWhoseLawAndWhoseArmyItIs) {
  Office office;
  ASSERT_TRUE(office.clerk->refresh().has_value());
  Browser browser{office.routes};
  browser.get("/uk/");
  EXPECT_TRUE(browser.shows("Якщо ви служите в ЗСУ"));
  browser.get("/ru/");
  EXPECT_TRUE(browser.shows("служба в российской армии"));
}

TEST(CardsPage, AWithdrawnCardIsNotThere) {
  auto cards = *pack::read_cards(kPack);
  const auto gone = std::ranges::find(cards, "complaint", &pack::Card::id);
  ASSERT_NE(gone, cards.end());
  Office before{{}, cards};
  gone->withdrawn = "2026-11-20";
  Office after{{}, cards};
  Browser browser{before.routes};
  browser.get("/en/cards");
  EXPECT_TRUE(browser.shows("Papers taken"));
  Browser later{after.routes};
  later.get("/en/cards");
  EXPECT_FALSE(later.shows("Papers taken"));
  for (std::size_t number = 1; number <= pack::shown(cards).size(); ++number) {
    later.get(fmt::format("/en/cards/{}", number));
    EXPECT_FALSE(later.shows("Papers taken")) << number;
  }
  later.get("/en/cards");
  EXPECT_TRUE(later.shows("If you are in danger now"));
}

TEST(CardsPage, ACardPastItsReviewSaysSo) {
  auto cards = *pack::read_cards(kPack);
  cards.front().review_by = "2000-01-01";
  Office office{{}, cards};
  Browser browser{office.routes};
  browser.get("/en/cards");
  EXPECT_TRUE(browser.shows("The review of this guide is overdue (01.01.2000)"));
  Office fresh;
  Browser other{fresh.routes};
  other.get("/en/cards");
  EXPECT_FALSE(other.shows("is overdue"));
}

TEST(UsPage, ShowsTheCheckWordsOfTheRoots) {
  Office office;
  ASSERT_TRUE(office.clerk->refresh().has_value());
  const auto roster = roster::verify_first(office.relay.rosters.front());
  std::string words;
  for (const std::uint16_t index : roster::check_words(roster->roster.roots))
    words += std::string{mailbox::word_at(Language::kRussian, index)} + " ";
  Browser browser{office.routes};
  browser.get("/ru/us");
  EXPECT_TRUE(browser.shows(words));
  EXPECT_TRUE(browser.shows("Сами по себе слова ничего не доказывают"));
  EXPECT_TRUE(browser.shows("Организация пока не сделала переносную страницу"));
}

TEST(UsPage, WithoutKeysItSaysSo) {
  Office office{{}, *pack::read_cards(kPack), true};
  Browser browser{office.routes};
  browser.get("/en/us");
  EXPECT_EQ(browser.response().status, 200);
  EXPECT_TRUE(browser.shows("The words could not be computed"));
}

TEST(SiteOfTheOrganisation, ChangesTitleLeaveAddressesAndThePortablePage) {
  const std::string sha256(64, 'a');
  Office office{{.title = {"Рецепты", "", "Recipes"},
                 .leave = {"", "", "https://weather.example/today"},
                 .mirrors = {"https://mirror.example"},
                 .portable = PortableFile{"https://files.example/page.html", sha256}}};
  ASSERT_TRUE(office.clerk->refresh().has_value());
  Browser browser{office.routes};
  browser.get("/en/us");
  EXPECT_TRUE(browser.shows("<title>Recipes</title>"));
  EXPECT_TRUE(browser.shows("href=\"https://weather.example/today\""));
  EXPECT_TRUE(browser.shows("<li>https://mirror.example</li>"));
  EXPECT_TRUE(browser.shows("href=\"https://files.example/page.html\""));
  EXPECT_TRUE(browser.shows("SHA-256: " + sha256));
  const auto& headers = browser.response().headers;
  const auto policy = std::ranges::find(headers, "Content-Security-Policy", &http::Header::name);
  ASSERT_NE(policy, headers.end());
  EXPECT_THAT(policy->value, ::testing::HasSubstr("https://weather.example"));
  browser.get("/uk/");
  EXPECT_TRUE(browser.shows("<title>Нотатки</title>")) << "what is not set is the catalogue's";
}

}  // namespace
}  // namespace waymark::clerk
