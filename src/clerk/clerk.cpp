#include "clerk/clerk.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "clerk/asked.h"
#include "clerk/limits.h"
#include "http/multipart.h"

namespace waymark::clerk {
namespace {

constexpr std::string_view kButtonPrefix = "go_";
constexpr std::chrono::seconds kChoresEvery{5};

/// "https://example.org" of "https://example.org/page"; the configuration has checked that it begins like that.
std::string origin_of(std::string_view address) {
  const std::size_t host = address.find("://") + 3;
  return std::string{address.substr(0, std::min(address.find('/', host), address.size()))};
}

std::vector<std::string> origins_of(const std::array<std::string, 3>& addresses) {
  std::vector<std::string> origins;
  for (const std::string& address : addresses) {
    const std::string origin = origin_of(address);
    if (std::ranges::find(origins, origin) == origins.end()) origins.push_back(origin);
  }
  return origins;
}

/// The button's name after "go_"; of several the first.
std::string button_of(const std::vector<http::FormField>& form) {
  for (const http::FormField& field : form) {
    if (field.name.starts_with(kButtonPrefix)) return field.name.substr(kButtonPrefix.size());
  }
  return {};
}

template <class Number>
std::optional<Number> number_after(std::string_view text, std::string_view prefix, std::string_view& rest) {
  if (!text.starts_with(prefix)) return std::nullopt;
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + prefix.size(), end, number);
  if (error != std::errc{}) return std::nullopt;
  rest = {stop, static_cast<std::size_t>(end - stop)};
  return number;
}

std::optional<mailbox::Place> place_of(std::string_view button) {
  std::string_view rest;
  const auto week = number_after<std::uint32_t>(button, "delete_", rest);
  if (!week) return std::nullopt;
  const auto slot = number_after<unsigned>(rest, "_", rest);
  if (!slot || *slot >= mailbox::kSlots || !rest.empty()) return std::nullopt;
  return mailbox::Place{*week, static_cast<std::uint8_t>(*slot)};
}

Cards not_withdrawn(const std::vector<pack::Card>& cards) {
  Cards shown;
  for (const pack::Card* card : pack::shown(cards)) shown.push_back(*card);
  return shown;
}

}  // namespace

Clerk::Clerk(ClerkOptions options, pack::Pack pack, Book book, const ClerkWorld& world)
    : options_(std::move(options)),
      pack_(std::move(pack)),
      book_(std::move(book)),
      world_(world),
      writer_(book_.style(), origins_of(options_.site.leave)),
      vault_(options_.instance, world.clock, world.random),
      organisation_(options_.instance, options_.floor, world.relay, world.clock),
      cards_(not_withdrawn(options_.cards), organisation_, world.relay, world.clock),
      post_(options_.instance, world.relay, organisation_, world.clock, world.random, options_.post),
      ended_(world.clock),
      lanes_(std::make_unique<SlowLane>(options_.lanes)) {
  chores_ = std::thread{[this] { chores_loop(); }};
}

Clerk::~Clerk() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  post_.stop();
  chores_.join();
}

void Clerk::chores_loop() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    lock.unlock();
    vault_.rotate();
    organisation_.refresh_if_old();
    cards_.refresh_if_old();
    lock.lock();
    wake_.wait_for(lock, kChoresEvery, [this] { return stopping_; });
  }
}

PageContext Clerk::context(Language language) const {
  const std::size_t index = static_cast<std::size_t>(language) - 1;
  const std::string& title = options_.site.title.at(index);
  return {.book = book_,
          .pack = pack_,
          .language = language,
          .leave = options_.site.leave.at(index),
          .title = title.empty() ? book_.say(language, "intake.title") : title,
          .today = unix_day(world_.clock.now())};
}

void Clerk::add_routes(http::Routes& routes) {
  constexpr http::PathRule kPage{.body_bytes_max = 0};
  constexpr http::PathRule kForm{.body_bytes_max = kFormBytesMax};
  const auto get = [&](const std::string& path, Language language, std::string_view page) {
    routes.on(
        "GET", path,
        [this, language, page](const http::Request& request, http::Responder respond) {
          get_page(request, std::move(respond), language, page);
        },
        kPage);
  };
  get("/", Language::kEnglish, "chooser");
  for (const Language language : kLanguages) {
    const std::string folder = "/" + std::string{code_of(language)};
    get(folder + "/", language, "before");
    get(folder + "/write", language, "form");
    get(folder + "/return", language, "return");
    get(folder + "/cards", language, "cards");
    routes.on(
        "GET", folder + "/cards/*",
        [this, language](const http::Request& request, http::Responder respond) {
          get_card(request, std::move(respond), language);
        },
        kPage);
    get(folder + "/us", language, "us");
    // A page that was sent as a form has this address; asked for by itself it holds nothing.
    get(folder + "/visit", language, "over");
    routes.on(
        "POST", folder + "/visit",
        [this, language](http::Request request, http::Responder respond) {
          post_visit(std::move(request), std::move(respond), language);
        },
        kForm);
  }
}

std::string Clerk::us(const PageContext& here) {
  const auto keys = organisation_.current();
  if (!keys) return us_page(here, std::nullopt, options_.site);
  return us_page(here, Known{(*keys)->roster.roster, organisation_.check_words(**keys)}, options_.site);
}

void Clerk::get_page(const http::Request& request, http::Responder respond, Language language, std::string_view page) {
  Answer answer{writer_, std::move(respond), std::string{request.header("accept-encoding")}};
  const PageContext here = context(language);
  if (page == "chooser") return answer.page(chooser_page(here));
  if (page == "over") return over(language, answer);
  // These two also when the relay gives no keys: cards need none, and a missing roster is an answer to "is this us?".
  if (page == "cards") return answer.page(cards_page(here, *cards_.current(language), 1, world_.clock.now()));
  if (page == "us") return answer.page(us(here));
  const auto keys = organisation_.current();
  if (!keys) return show_problem({.language = language, .form = {}, .visit = {}}, answer, keys.error());
  if (page == "return") return answer.page(return_page(here, ""));
  if (page == "form") return answer.page(form_page(here, {.questions = asked(pack_, {})}, {}, {}, ""));
  const roster::Roster& roster = (*keys)->roster.roster;
  answer.page(before_page(here, roster.name, roster.relays));
}

void Clerk::get_card(const http::Request& request, http::Responder respond, Language language) {
  Answer answer{writer_, std::move(respond), std::string{request.header("accept-encoding")}};
  const CardsPtr cards = cards_.current(language);
  const TimePoint now = world_.clock.now();
  std::string_view asked = request.parts.at(0);
  const bool list = asked.starts_with(kListPage);
  if (list) asked.remove_prefix(kListPage.size());
  std::size_t number = 0;
  const auto [end, wrong] = std::from_chars(asked.data(), asked.data() + asked.size(), number);
  const bool whole = wrong == std::errc{} && end == asked.data() + asked.size();
  if (list && whole) return answer.page(cards_page(context(language), *cards, number, now));
  // A number from an older list: the list shows which there are.
  if (!whole || number == 0 || number > cards->size())
    return answer.page(cards_page(context(language), *cards, 1, now));
  answer.page(card_page(context(language), (*cards)[number - 1], number, now));
}

void Clerk::post_visit(http::Request request, http::Responder respond, Language language) {
  Answer answer{writer_, std::move(respond), std::string{request.header("accept-encoding")}};
  auto form = http::read_form(request.header("content-type"), text_of(request.body));
  wipe(request.body);
  if (!form) return bad(language, answer);
  const std::string button = button_of(*form);
  Asked asked{.language = language, .form = std::move(*form), .visit = new_visit(world_.random), .button = button};
  if (const auto field = http::value_of(asked.form, "visit")) {
    auto visit = vault_.open(*field);
    if (!visit || ended_.has(visit->id)) return over(language, answer);
    asked.visit = std::move(*visit);
    asked.has_blob = true;
  }
  dispatch(std::move(asked), std::move(answer));
}

void Clerk::dispatch(Asked asked, Answer answer) {
  const std::string button = asked.button;
  if (button == "answers") return answers(asked, std::move(answer));
  if (button == "open") return open_words(asked, std::move(answer));
  if (!asked.has_blob) return bad(asked.language, answer);
  static constexpr std::array<std::pair<std::string_view, Step>, 15> kSteps{{
      {"review", &Clerk::review},
      {"change", &Clerk::change},
      {"words", &Clerk::words},
      {"other_words", &Clerk::other_words},
      {"practice", &Clerk::practice},
      {"check", &Clerk::check_practice},
      {"send", &Clerk::send},
      {"kept", &Clerk::kept},
      {"refresh", &Clerk::replies},
      {"more", &Clerk::more},
      {"rest", &Clerk::rest},
      {"send_more", &Clerk::send_more},
      {"erase", &Clerk::erase},
      {"erase_all", &Clerk::erase_all},
      {"end", &Clerk::end},
  }};
  for (const auto& [name, step] : kSteps) {
    if (button == name) return (this->*step)(asked, std::move(answer));
  }
  if (const auto place = place_of(button)) return remove_reply(asked, std::move(answer), *place);
  std::string_view rest;
  if (const auto candidate = number_after<std::size_t>(button, "choose_", rest))
    return choose(asked, std::move(answer), *candidate);
  if (const auto from = number_after<std::size_t>(button, "older_", rest))
    return replies_from(asked, std::move(answer), *from);
  bad(asked.language, answer);
}

/// Empty when it fails; `answer` shows an error page then. The checker refuses packs whose drafts could be too large.
std::string Clerk::seal(Language language, Answer& answer, const Visit& visit) {
  auto sealed = vault_.seal(visit);
  if (sealed) return std::move(*sealed);
  world_.log.event("not-sealed");
  answer.show_instead(bad_page(language));
  return {};
}

void Clerk::on_lane(Lane lane, Asked asked, Answer answer, std::string_view again,
                    std::move_only_function<void(Asked&, Answer&)> work) {
  // Outside the task, because a refused task must leave the answer here.
  struct Job {
    Asked asked;
    Answer answer;
    std::move_only_function<void(Asked&, Answer&)> work;
  };
  Underway::Place place = underway_.enter(asked.visit.id);
  const bool taken = place.taken();
  if (taken) answer.hold(std::move(place));
  auto job = std::make_unique<Job>(Job{std::move(asked), std::move(answer), std::move(work)});
  Job* const borrowed = job.get();
  http::WorkerPool::Task task = [job = std::move(job)] { job->work(job->asked, job->answer); };
  if (taken && lanes_->submit(lane, std::move(task))) return;
  world_.log.event("busy");
  const PageContext here = context(borrowed->asked.language);
  Notice notice{.title = book_.say(here.language, "clerk.busy.title"),
                .lines = {book_.say(here.language, "clerk.busy.text")}};
  notice.again = "go_" + std::string{again};
  notice.again_label = book_.say(here.language, "intake.send.try_now");
  borrowed->answer.page(notice_page(here, notice, seal(here.language, borrowed->answer, borrowed->asked.visit)), 503);
}

text::Arguments Clerk::dates(Language language, std::uint32_t keys_day) const {
  const PageContext here = context(language);
  return {{"another", book_.say(language, "intake.another_way")},
          {"today", date_text(here, here.today)},
          {"issued", date_text(here, keys_day)},
          {"until", date_text(here, keys_day)}};
}

std::vector<std::string> Clerk::about_dates(Language language, const Error& error) const {
  const KeysPtr keys = organisation_.newest();
  if (error.code == Code::kExpired) {
    std::vector<std::string> lines{
        book_.say(language, "intake.problem.expired", {{"another", book_.say(language, "intake.another_way")}})};
    if (keys)
      lines.push_back(book_.say(language, "clerk.problem.dates", dates(language, keys->roster.roster.expires_day)));
    return lines;
  }
  if (error.code != Code::kWrongDay || !keys) return {};
  const std::uint32_t pinned = options_.floor ? options_.floor->made_day : 0;
  return {
      book_.say(language, "clerk.problem.not-yet", dates(language, std::max(keys->roster.roster.issued_day, pinned)))};
}

void Clerk::show_problem(const Asked& asked, Answer& answer, const Error& error) {
  const std::string another = book_.say(asked.language, "intake.another_way");
  std::string_view key = "intake.problem.broken";
  if (error.code == Code::kUnavailable || error.code == Code::kNotFound) key = "clerk.problem.unreachable";
  Notice notice{.title = book_.say(asked.language, "intake.problem.title"),
                .lines = about_dates(asked.language, error)};
  if (notice.lines.empty()) notice.lines = {book_.say(asked.language, key, {{"another", another}})};
  if (asked.has_blob) {
    notice.again = "go_refresh";
    notice.again_label = book_.say(asked.language, "intake.problem.try");
    return answer.page(notice_page(context(asked.language), notice, seal(asked.language, answer, asked.visit)), 503);
  }
  notice.link = "/" + std::string{code_of(asked.language)} + "/";
  notice.link_label = book_.say(asked.language, "intake.problem.try");
  answer.page(notice_page(context(asked.language), notice, ""), 503);
}

void Clerk::over(Language language, Answer& answer) {
  const Notice notice{.title = book_.say(language, "clerk.over.title"),
                      .lines = {book_.say(language, "clerk.over.text")},
                      .link = "/" + std::string{code_of(language)} + "/",
                      .link_label = book_.say(language, "clerk.over.again")};
  answer.page(notice_page(context(language), notice, ""), 410);
}

void Clerk::bad(Language language, Answer& answer) { answer.page(bad_page(language), 400); }

std::string Clerk::bad_page(Language language) const {
  const Notice notice{.title = book_.say(language, "clerk.bad.title"),
                      .lines = {book_.say(language, "clerk.bad.text")},
                      .link = "/" + std::string{code_of(language)} + "/",
                      .link_label = book_.say(language, "clerk.over.again")};
  return notice_page(context(language), notice, "");
}

}  // namespace waymark::clerk
