#include "bridge/service.h"

#include <fstream>

#include "base/process.h"
#include "bridge/bridge.h"
#include "bridge/imap.h"
#include "bridge/smtp.h"

namespace waymark::bridge {
namespace {

/// The first line of a file.
std::optional<SecretBytes> read_password(const std::filesystem::path& path) {
  constexpr std::size_t kPasswordMax = 1'024;
  std::ifstream file{path, std::ios::binary};
  SecretBytes buffer{kPasswordMax + 1};
  file.read(reinterpret_cast<char*>(buffer.writable().data()), static_cast<std::streamsize>(buffer.size()));
  const std::string_view all = text_of(buffer.view().first(static_cast<std::size_t>(file.gcount())));
  const std::string_view line = all.substr(0, all.find_first_of("\r\n"));
  if (line.empty() || line.size() > kPasswordMax) return std::nullopt;
  return SecretBytes::copy_of(view_of(line));
}

std::vector<std::string> addresses_of(const Config& config) {
  std::vector<std::string> addresses;
  for (const MailboxConfig& mailbox : config.mailboxes) addresses.push_back(mailbox.address);
  return addresses;
}

}  // namespace

/// One mailbox and what was said of it.
struct Service::Line {
  Line(ImapOptions imap, const Config& config, std::function<bool()> stopped)
      : mailbox(std::move(imap)),
        relay(config.relay, http::ClientOptions{.proxy = config.relay_proxy, .cancelled = std::move(stopped)},
              config.instance) {}
  ImapMailbox mailbox;
  HttpRelayDoor relay;
  std::optional<SmtpPostman> postman;
  std::optional<Answering> answering;
  std::optional<Bridge> bridge;
  Counts counts;
  bool mailbox_away = false;
  bool relay_away = false;
};

Service::Service(const Config& config, const Clock& clock, const Log& log)
    : config_(config), clock_(clock), log_(log) {}

Service::~Service() { stop_.request_stop(); }

std::expected<std::unique_ptr<Service>, std::string> Service::make(const Config& config, const Clock& clock,
                                                                   const Log& log) {
  std::unique_ptr<Service> service{new Service(config, clock, log)};  // NOLINT: the constructor is private
  if (!config.keys.empty()) {
    auto seeds = read_seeds(config.keys);
    if (!seeds)
      return std::unexpected("the keys in " + config.keys.string() + " cannot be read (" + describe(seeds.error()) +
                             "); --make-keys makes them.");
    forget_old(*seeds, unix_day(clock.now()));
    if (seeds->empty()) return std::unexpected("no key of these days is left in " + config.keys.string() + ".");
    service->box_.emplace(std::move(*seeds), *config.instance, clock);
  }
  for (const MailboxConfig& mailbox : config.mailboxes) {
    const auto password = read_password(mailbox.password_file);
    if (!password)
      return std::unexpected("the file " + mailbox.password_file.string() + " has no password in its first line.");
    service->add_line(mailbox, *password);
  }
  return service;
}

void Service::add_line(const MailboxConfig& mailbox, const SecretBytes& password) {
  lines_.push_back(std::make_unique<Line>(ImapOptions{.address = mailbox.imap,
                                                      .user = mailbox.user,
                                                      .password = SecretBytes::copy_of(password.view()),
                                                      .stop = stop_.get_token()},
                                          config_, [stop = stop_.get_token()] { return stop.stop_requested(); }));
  Line& line = *lines_.back();
  if (box_) {
    line.postman.emplace(SmtpOptions{.server = mailbox.smtp,
                                     .from = mailbox.address,
                                     .user = mailbox.user,
                                     .password = SecretBytes::copy_of(password.view()),
                                     .stop = stop_.get_token()});
    line.answering.emplace(AnsweringParts{.box = *box_,
                                          .mailbox = line.mailbox,
                                          .relay = line.relay,
                                          .postman = *line.postman,
                                          .clock = clock_,
                                          .random = random_,
                                          .from = mailbox.address,
                                          .own_mails = addresses_of(config_),
                                          .polls_an_hour = config_.polls_an_hour});
  }
  line.bridge.emplace(line.mailbox, line.relay, clock_, config_.letters_an_hour,
                      line.answering ? &*line.answering : nullptr);
}

void Service::start() {
  thread_ = std::jthread{[this] { run(stop_.get_token()); }};
}

std::vector<std::string> Service::check() {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const auto listing = lines_[i]->mailbox.list();
    if (!listing)
      sentences.push_back("mailbox " + std::to_string(i + 1) + " cannot be listed (" + describe(listing.error()) +
                          ").");
    const auto signed_in = lines_[i]->postman ? lines_[i]->postman->check() : Result<void>{};
    if (!signed_in)
      sentences.push_back("the mail server of mailbox " + std::to_string(i + 1) + " does not let us in (" +
                          describe(signed_in.error()) + ").");
  }
  return sentences;
}

void Service::run(const std::stop_token& stop) {
  std::uint32_t day = unix_day(clock_.now());
  while (!stop.stop_requested()) {
    rounds(stop);
    scrub_stack();
    if (const std::uint32_t today = unix_day(clock_.now()); today != day) {
      day = today;
      for (const auto& line : lines_) tell(*line);
    }
    std::unique_lock lock{mutex_};
    waiting_.wait_for(lock, stop, config_.every, [] { return false; });
  }
}

void Service::rounds(const std::stop_token& stop) {
  for (const auto& line : lines_) {
    if (stop.stop_requested()) return;
    line->counts += line->bridge->round();
    const bool mailbox_away = line->bridge->mailbox_error().has_value();
    if (mailbox_away && !line->mailbox_away) log_.event("mailbox-away");
    if (!mailbox_away && line->mailbox_away) log_.event("mailbox-back");
    line->mailbox_away = mailbox_away;
    if (line->bridge->relay_is_away() && !line->relay_away) log_.event("relay-away");
    if (!line->bridge->relay_is_away() && line->relay_away) log_.event("relay-back");
    line->relay_away = line->bridge->relay_is_away();
  }
}

void Service::tell(Line& line) {
  const Counts counts = std::exchange(line.counts, Counts{});
  const auto number = [](std::uint64_t value) { return static_cast<std::int64_t>(value); };
  log_.event("day", {{"stored", number(counts.stored)},
                     {"others", number(counts.others)},
                     {"broken", number(counts.broken)},
                     {"removed", number(counts.removed)},
                     {"too-late", number(counts.too_late)},
                     {"relay-refused", number(counts.relay_refused)},
                     {"mailbox-failed", number(counts.mailbox_failed)}});
  if (!line.answering) return;
  log_.event("day-polls", {{"answered", number(counts.answered)},
                           {"again", number(counts.again)},
                           {"stale", number(counts.stale)},
                           {"foreign", number(counts.foreign)},
                           {"unanswerable", number(counts.unanswerable)},
                           {"mail-refused", number(counts.mail_refused)},
                           {"given-up", number(counts.given_up)},
                           {"unsure", number(counts.unsure)},
                           {"mail-later", number(counts.mail_later)}});
}

}  // namespace waymark::bridge
