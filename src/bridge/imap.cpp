#include "bridge/imap.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/check.h"
#include "bridge/curl_call.h"
#include "bridge/limits.h"

namespace waymark::bridge {
namespace {

constexpr std::string_view kWhere = "bridge/imap";

struct Receiver {
  WipingBytes bytes;
  std::size_t bytes_max;
  bool too_large = false;
};

std::size_t on_body(const char* data, std::size_t size, std::size_t count, void* user) {
  auto& receiver = *static_cast<Receiver*>(user);
  const std::size_t bytes = size * count;
  if (bytes > receiver.bytes_max - receiver.bytes.size()) {
    receiver.too_large = true;
    return 0;  // anything but `bytes` ends the transfer
  }
  receiver.bytes.insert(receiver.bytes.end(), data, data + bytes);
  return bytes;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

/// What stands between `before` and `after` in a line.
std::optional<std::string_view> between(std::string_view line, std::string_view before, std::string_view after) {
  const std::size_t begin = line.find(before);
  if (begin == std::string_view::npos) return std::nullopt;
  line.remove_prefix(begin + before.size());
  const std::size_t end = line.find_first_of(after);
  return end == std::string_view::npos ? std::nullopt : std::optional{line.substr(0, end)};
}

/// "* 7 EXISTS": the number in front of a word.
std::optional<std::uint32_t> number_before(std::string_view text, std::string_view word) {
  const std::size_t end = text.find(word);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, end);
  return number<std::uint32_t>(before.substr(before.rfind(' ') + 1));
}

/// "22-Nov-2026 13:11:12 +0300", the day perhaps with a blank in front.
std::optional<TimePoint> internal_date(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  constexpr std::size_t kLetters = 26;
  if (text.size() != kLetters || text[11] != ' ') return std::nullopt;
  const auto day = number<unsigned>(text.substr(text[0] == ' ' ? 1 : 0, text[0] == ' ' ? 1 : 2));
  const std::size_t month = kMonths.find(text.substr(3, 3));
  const auto year = number<int>(text.substr(7, 4));
  const auto hour = number<int>(text.substr(12, 2));
  const auto minute = number<int>(text.substr(15, 2));
  const auto second = number<int>(text.substr(18, 2));
  const auto zone = number<int>(text.substr(22, 4));
  if (!day || month == std::string_view::npos || !year || !hour || !minute || !second || !zone) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(month / 3 + 1)}, std::chrono::day{*day}};
  if (!date.ok() || *year < 1970) return std::nullopt;
  const std::chrono::minutes east = std::chrono::hours{*zone / 100} + std::chrono::minutes{*zone % 100};
  return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} + Seconds{*second} -
         (text[21] == '-' ? -east : east);
}

}  // namespace

struct ImapMailbox::Handle {
  CURL* curl = nullptr;
  ~Handle() { curl_easy_cleanup(curl); }
};

ImapMailbox::ImapMailbox(ImapOptions options) : options_(std::move(options)), handle_(std::make_unique<Handle>()) {
  start_curl();
  handle_->curl = curl_easy_init();
  CHECK(handle_->curl != nullptr);
}

ImapMailbox::~ImapMailbox() = default;

Result<WipingBytes> ImapMailbox::perform(const std::string& address, const char* line, std::size_t bytes_max) {
  CURL* const curl = handle_->curl;
  Receiver receiver{{}, bytes_max};
  curl_easy_reset(curl);  // keeps the open connection
  prepare_call(curl, {.address = address,
                      .protocols = "imap,imaps",
                      .user = options_.user,
                      .password = options_.password,
                      .timeout = options_.timeout,
                      .stop = options_.stop});
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &receiver);
  if (line != nullptr) curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, line);
  const CURLcode code = curl_easy_perform(curl);
  if (receiver.too_large) return fail(Code::kTooLarge, kWhere);
  // libcurl's message may hold the address; its number does not.
  if (code != CURLE_OK) return fail(code_of(code), kWhere, "curl " + std::to_string(static_cast<int>(code)));
  return std::move(receiver.bytes);
}

Result<WipingBytes> ImapMailbox::command(const std::string& line, std::size_t bytes_max) {
  return perform(options_.address, line.c_str(), bytes_max);
}

Result<Listing> ImapMailbox::list() {
  constexpr std::size_t kSelectBytesMax = 65'536;
  const std::size_t slash = options_.address.rfind('/');
  const std::string name = options_.address.substr(slash + 1);
  // Selected anew each time: in a mailbox that stays selected, STATUS shows a server's old view of it for ever.
  LET(const WipingBytes selected, command("SELECT " + name, kSelectBytesMax));
  const auto validity = between(text_of(selected), "[UIDVALIDITY ", "]");
  const auto messages = number_before(text_of(selected), " EXISTS");
  const auto value = validity ? number<std::uint32_t>(*validity) : std::nullopt;
  if (!value || !messages) return fail(Code::kMalformed, kWhere, "select");
  validity_ = *value;
  // Some servers call a range over nothing an error.
  if (*messages == 0) return Listing{.validity = validity_, .letters = {}};
  LET(const WipingBytes lines, command("UID FETCH 1:* (UID FLAGS INTERNALDATE)", kListBytesMax));
  Listing listing{.validity = validity_, .letters = read_listing(text_of(lines))};
  std::ranges::sort(listing.letters, {}, &LetterAtHand::uid);
  return listing;
}

Result<WipingBytes> ImapMailbox::fetch(std::uint32_t uid) {
  const std::string address = options_.address + ";UIDVALIDITY=" + std::to_string(validity_) +
                              "/;UID=" + std::to_string(uid) + "/;PARTIAL=0." + std::to_string(kLetterBytesMax);
  return perform(address, nullptr, kLetterBytesMax);
}

Result<void> ImapMailbox::mark_answered(std::uint32_t uid, bool answered) {
  constexpr std::size_t kAnswerBytesMax = 65'536;
  TRY(command("UID STORE " + std::to_string(uid) + (answered ? " +" : " -") + "FLAGS.SILENT (\\Answered)",
              kAnswerBytesMax));
  return {};
}

Result<void> ImapMailbox::remove(const std::vector<std::uint32_t>& uids) {
  constexpr std::size_t kAtOnce = 100;
  constexpr std::size_t kAnswerBytesMax = 65'536;
  if (uids.empty()) return {};
  for (std::size_t at = 0; at < uids.size(); at += kAtOnce) {
    std::string set;
    for (std::size_t i = at; i < std::min(uids.size(), at + kAtOnce); ++i)
      set += (set.empty() ? "" : ",") + std::to_string(uids[i]);
    TRY(command("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)", kAnswerBytesMax));
  }
  TRY(command("EXPUNGE", kListBytesMax));
  return {};
}

std::vector<LetterAtHand> read_listing(std::string_view lines) {
  std::vector<LetterAtHand> letters;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    const std::string_view line = lines.substr(at, end - at);
    at = end + 1;
    const auto uid = between(line, "UID ", " )");
    const auto date = between(line, "INTERNALDATE \"", "\"");
    const auto flags = between(line, "FLAGS (", ")");
    const bool answered = flags && flags->find("\\Answered") != std::string_view::npos;
    const auto number_of = uid ? number<std::uint32_t>(*uid) : std::nullopt;
    const auto arrived = date ? internal_date(*date) : std::nullopt;
    if (number_of && arrived) letters.push_back({.uid = *number_of, .arrived = *arrived, .answered = answered});
  }
  return letters;
}

}  // namespace waymark::bridge
