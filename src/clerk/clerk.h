// Clerk: the pages for people whose browser runs no scripts. It seals in their place and forgets.
//
// Nothing about anybody is kept between two requests: what a visit needs travels inside the page, sealed under a key
// that lives in memory for a quarter of an hour. Slow work waits in two bounded queues (slow_lane.h).
// @source docs/spec/clerk.md
#pragma once

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.h"
#include "clerk/asides.h"
#include "clerk/card_shelf.h"
#include "clerk/page_writer.h"
#include "clerk/pages.h"
#include "clerk/slow_lane.h"
#include "clerk/underway.h"
#include "clerk/vault.h"
#include "http/routes.h"

namespace waymark::clerk {

struct ClerkOptions {
  crypto::InstanceId instance;
  Site site;  ///< with all three of `leave`
  std::vector<pack::Card> cards = {};
  LaneLimits lanes = {};
  PostLimits post = {};
  std::optional<roster::Floor> floor = {};  ///< what the configuration pins; nothing older is believed
};

/// References outlive the clerk.
struct ClerkWorld {
  const Clock& clock;
  const Log& log;
  crypto::Random& random;  ///< safe from any thread
  RelayLink& relay;
};

class Clerk {
 public:
  Clerk(ClerkOptions options, pack::Pack pack, Book book, const ClerkWorld& world);
  /// Finishes what was begun, then wipes every key.
  ~Clerk();
  Clerk(const Clerk&) = delete;
  Clerk& operator=(const Clerk&) = delete;

  void add_routes(http::Routes& routes);
  /// Fetches the organisation's keys now; the clerk does it itself every few minutes.
  Result<void> refresh() { return organisation_.refresh(); }
  /// The same for the public cards.
  Result<void> refresh_cards() { return cards_.refresh(); }

 private:
  struct Asked;  // one request of a visit: its language, form and visit
  class Answer;  // where the answer goes
  using Step = void (Clerk::*)(Asked&, Answer);

  [[nodiscard]] PageContext context(Language language) const;
  [[nodiscard]] std::string us(const PageContext& here);
  void get_page(const http::Request& request, http::Responder respond, Language language, std::string_view page);
  void get_card(const http::Request& request, http::Responder respond, Language language);
  void post_visit(http::Request request, http::Responder respond, Language language);
  void dispatch(Asked asked, Answer answer);

  void answers(Asked& asked, Answer answer);
  void change(Asked& asked, Answer answer);
  void review(Asked& asked, Answer answer);
  void words(Asked& asked, Answer answer);
  void other_words(Asked& asked, Answer answer);
  void practice(Asked& asked, Answer answer);
  void check_practice(Asked& asked, Answer answer);
  void send(Asked& asked, Answer answer);
  void kept(Asked& asked, Answer answer);
  /// Empty when nothing is to be said about it.
  [[nodiscard]] std::string places_line(Language language, Places places) const;
  void open_words(Asked& asked, Answer answer);
  void choose(Asked& asked, Answer answer, std::size_t candidate);
  void replies(Asked& asked, Answer answer);
  /// @param from how many of the newest replies to pass over
  void replies_from(Asked& asked, Answer answer, std::size_t from);
  void remove_reply(Asked& asked, Answer answer, mailbox::Place place);
  void more(Asked& asked, Answer answer);
  void rest(Asked& asked, Answer answer);
  void send_more(Asked& asked, Answer answer);
  void show_rest(Asked& asked, Answer& answer);
  void erase(Asked& asked, Answer answer);
  void erase_all(Asked& asked, Answer answer);
  void end(Asked& asked, Answer answer);

  /// The first message; its text is the whole one. @error kInvalid when an answer cannot be sent
  Result<Content> first_content(Language language, const Draft& draft) const;
  void show_words(Asked& asked, Answer& answer);
  void show_inbox(Asked& asked, Answer& answer, std::string_view notice_key, std::size_t from = 0);
  void show_problem(const Asked& asked, Answer& answer, const Error& error);
  /// The sentences about keys that are out of their dates, with this server's date and that of the keys.
  [[nodiscard]] std::vector<std::string> about_dates(Language language, const Error& error) const;
  /// Arguments of such a sentence: today, and the day of the keys.
  [[nodiscard]] text::Arguments dates(Language language, std::uint32_t keys_day) const;
  void not_sent(Asked& asked, Answer& answer, SendOutcome outcome, std::string_view again);
  void over(Language language, Answer& answer);
  void bad(Language language, Answer& answer);
  [[nodiscard]] std::string bad_page(Language language) const;
  /// Runs `work` on a lane, or says honestly that there are too many people. `again`: the button that tries again.
  void on_lane(Lane lane, Asked asked, Answer answer, std::string_view again,
               std::move_only_function<void(Asked&, Answer&)> work);
  [[nodiscard]] std::string seal(Language language, Answer& answer, const Visit& visit);
  void chores_loop();

  const ClerkOptions options_;
  const pack::Pack pack_;
  const Book book_;
  const ClerkWorld world_;
  const PageWriter writer_;
  Vault vault_;
  Organisation organisation_;
  CardShelf cards_;
  PostOffice post_;
  Remembered ended_;
  Underway underway_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread chores_;
  std::unique_ptr<SlowLane> lanes_;  // last: its tasks use the others
};

}  // namespace waymark::clerk
