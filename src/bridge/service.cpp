#include "bridge/service.h"

#include <fstream>

#include "base/process.h"
#include "bridge/bridge.h"
#include "bridge/imap.h"

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

}  // namespace

/// One mailbox and what was said of it.
struct Service::Line {
  Line(ImapOptions imap, const Config& config, const Clock& clock)
      : mailbox(std::move(imap)),
        relay(config.relay, http::ClientOptions{.proxy = config.relay_proxy}),
        bridge(mailbox, relay, clock, config.letters_an_hour) {}
  ImapMailbox mailbox;
  HttpRelayDoor relay;
  Bridge bridge;
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
  for (const MailboxConfig& mailbox : config.mailboxes) {
    auto password = read_password(mailbox.password_file);
    if (!password)
      return std::unexpected("the file " + mailbox.password_file.string() + " has no password in its first line.");
    ImapOptions imap{.address = mailbox.imap,
                     .user = mailbox.user,
                     .password = std::move(*password),
                     .stop = service->stop_.get_token()};
    service->lines_.push_back(std::make_unique<Line>(std::move(imap), config, clock));
  }
  return service;
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
    line->counts += line->bridge.round();
    const bool mailbox_away = line->bridge.mailbox_error().has_value();
    if (mailbox_away && !line->mailbox_away) log_.event("mailbox-away");
    if (!mailbox_away && line->mailbox_away) log_.event("mailbox-back");
    line->mailbox_away = mailbox_away;
    if (line->bridge.relay_is_away() && !line->relay_away) log_.event("relay-away");
    if (!line->bridge.relay_is_away() && line->relay_away) log_.event("relay-back");
    line->relay_away = line->bridge.relay_is_away();
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
}

}  // namespace waymark::bridge
