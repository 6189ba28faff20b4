// A clerk with a relay in memory, and the walk to its button "Send". Test code only.
#pragma once

#include <gtest/gtest.h>

#include <mutex>

#include "clerk/clerk.h"
#include "clerk/test_browser.h"
#include "clerk/test_relay.h"

namespace waymark::clerk::testing {

/// SystemRandom is safe from any thread; a seeded one is not.
struct Office {
  explicit Office(LaneLimits lanes = {}, PostLimits post = {}) {
    auto pack = pack::read_pack(WAYMARK_SOURCE_DIR "/packs/military-refusal");
    auto book = Book::load(embedded_pages(), *text::Catalogue::embedded());
    clerk = std::make_unique<Clerk>(
        ClerkOptions{.instance = relay.instance,
                     .site = {.leave = {"https://ru.example/x", "https://uk.example/", "https://en.example/"}},
                     .cards = *pack::read_cards(WAYMARK_SOURCE_DIR "/packs/military-refusal"),
                     .lanes = lanes,
                     .post = post},
        std::move(*pack), std::move(*book), ClerkWorld{clock, log, random, relay});
    EXPECT_TRUE(clerk->refresh().has_value());
    clerk->add_routes(routes);
  }

  std::mutex mutex;
  std::string logged;
  Log log{[this](std::string_view line) {
    const std::lock_guard lock{mutex};
    logged.append(line).append("\n");
  }};
  TestRelay relay;
  ManualClock clock{start_of_day(kToday) + std::chrono::hours{12}};
  crypto::SystemRandom random;
  std::unique_ptr<Clerk> clerk;
  http::Routes routes;
};

/// From the empty form to the page with the button "Send".
inline std::vector<std::string> walk_to_send(Browser& browser, Fields answers, const std::string& language = "ru") {
  browser.get("/" + language + "/write");
  answers.push_back({"consent", "yes"});
  browser.press("go_answers", answers);
  browser.press("go_words");
  const std::vector<std::string> words = browser.words();
  EXPECT_EQ(words.size(), 8U);
  browser.press("go_practice");
  Fields picks;
  const auto positions = browser.asked_positions();
  for (std::size_t k = 0; k < positions.size(); ++k) {
    const std::string name = "pick" + std::to_string(k);
    picks.push_back({name, browser.number_of(name, words.at(positions[k] - 1))});
  }
  browser.press("go_check", picks);
  return words;
}

inline std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace waymark::clerk::testing
