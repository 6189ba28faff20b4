#include "relay_talk.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "relay/limits.h"
#include "work/demand.h"

namespace waymark::fuzz {
namespace {

constexpr std::string_view kNumbered = "EFSIPTWRK";
constexpr std::string_view kAlone = "DOC";
constexpr std::string_view kLength = "Content-Length: ";
constexpr std::string_view kEndOfHead = "\r\n\r\n";
constexpr std::size_t kPaddedMax = 20'000;

/// The name at the beginning of `rest`. @return how many letters it has, 0 if there is none
std::size_t read_name(std::string_view rest, const Names& names, std::string& into) {
  if (rest.size() < 2 || rest[0] != '~') return 0;
  if (kAlone.contains(rest[1])) {
    into += names.of(rest[1], 0);
    return 2;
  }
  if (rest.size() < 3 || !kNumbered.contains(rest[1]) || rest[2] < '0' || rest[2] > '7') return 0;
  into += names.of(rest[1], static_cast<unsigned>(rest[2] - '0'));
  return 3;
}

std::size_t number_behind(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  std::size_t number = 0;
  if (at != std::string_view::npos) {
    const std::string_view digits = text.substr(at + word.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
  }
  return number;
}

void replace_once(std::string& text, std::string_view name, const std::function<std::string()>& value) {
  const std::size_t at = text.find(name);
  if (at != std::string::npos) text.replace(at, name.size(), value());
}

/// "/v1/poll" of "POST /v1/poll HTTP/1.1…".
std::string_view path_of(std::string_view head) {
  const std::size_t begin = head.find(' ');
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = head.substr(begin + 1);
  return rest.substr(0, rest.find_first_of(" ?\r\n"));
}

/// Length, signature and padding, which need the whole request.
std::string finished(std::string_view request, const Names& names) {
  const std::size_t end = request.find(kEndOfHead);
  if (end == std::string_view::npos) return std::string{request};
  std::string head{request.substr(0, end)};
  std::string body{request.substr(end + kEndOfHead.size())};
  if (body.ends_with("~B")) {
    body.resize(body.size() - 2);
    body.resize(std::clamp(number_behind(head, kLength), body.size(), std::max(body.size(), kPaddedMax)));
  }
  replace_once(head, "~L", [&] { return std::to_string(body.size()); });
  replace_once(head, "~A", [&] { return names.sign(path_of(head), body); });
  return head.append(kEndOfHead).append(body);
}

bool is_known(int status) {
  // 500 is not among them: it stands for a handler that gave up its answer.
  static constexpr std::array kKnown{100, 200, 206, 304, 308, 400, 401, 404, 405,
                                     409, 411, 413, 416, 429, 431, 501, 503, 507};
  return std::ranges::find(kKnown, status) != kKnown.end();
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// Of the answer to a connection's first request, where that is one whose answers have one size or a few words.
std::string_view fault_of_first(std::string_view asked, const Answer& first) {
  const auto asks = [&](std::string_view call) { return asked.starts_with(call); };
  if (first.status == 429 && !work::parse_demand(first.body)) return "a demand that is none";
  if (first.status != 200) return {};
  if (asks("POST /v1/poll HTTP/1.1\r\n") && first.body.size() != relay::kPollAnswerBytes)
    return "a poll of another size";
  if (asks("POST /v1/copy/") && first.body.size() != relay::kReceiptBytes) return "a word of another size";
  if (asks("POST /v1/delete HTTP/1.1\r\n") && first.body != "deleted") return "another word for a deletion";
  if (asks("POST /v1/put/") &&
      !is_one_of(first.body, {"stored", "first", "second", "none", "copied", "single", "absent"}))
    return "another word for a put";
  return {};
}

bool holds_canary(std::string_view text) {
  const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };  // header names come back in lower case
  return !std::ranges::search(text, kCanary, same).empty();
}

}  // namespace

How how_of(std::uint8_t first) {
  static constexpr std::array<std::size_t, 8> kPieces{kTalkBytesMax, 1, 7, 64, 536, 1'460, 4'096, 5'000};
  return {.listener = static_cast<Listener>(first & 3U),
          .piece = kPieces[(first >> 2U) & 7U],
          .waits = (first & 32U) != 0,
          .drops_last = (first & 64U) != 0,
          .takes_turns = (first & 128U) != 0};
}

Talk read_talk(ByteView input, const Names& names) {
  Talk talk{.how = how_of(input.front()), .connections = {{}}};
  std::string request;
  std::size_t bytes = 0;
  const auto end_request = [&] {
    if (!request.empty()) talk.connections.back().push_back(finished(request, names));
    request.clear();
  };
  for (std::string_view rest = text_of(input).substr(1); !rest.empty() && bytes + request.size() < kTalkBytesMax;) {
    std::size_t used = rest.starts_with("~|") || rest.starts_with("~;") ? 2 : 0;
    if (used > 0) {
      bytes += request.size();
      end_request();
      if (rest[1] == '|') {
        if (talk.connections.size() == kConnectionsMax) break;
        talk.connections.emplace_back();
        bytes = 0;
      }
    } else {
      used = read_name(rest, names, request);
      if (used == 0) request += rest[used++];
    }
    rest.remove_prefix(used);
  }
  end_request();
  return talk;
}

std::vector<Answer> read_answers(std::string_view text, bool some_are_heads) {
  std::vector<Answer> answers;
  while (!text.empty()) {
    Answer& answer = answers.emplace_back();
    const std::size_t end = text.find(kEndOfHead);
    answer.head = text.substr(0, end);
    if (!text.starts_with("HTTP/1.1 ")) return answers;
    answer.status = static_cast<int>(number_behind(answer.head, "HTTP/1.1 "));
    if (end == std::string_view::npos) return answers;
    text.remove_prefix(end + kEndOfHead.size());
    const bool is_head = some_are_heads && (text.empty() || text.starts_with("HTTP/1.1 "));
    const std::size_t length = is_head ? 0 : number_behind(answer.head, kLength);
    answer.body = text.substr(0, length);
    answer.whole = answer.body.size() == length;
    text.remove_prefix(answer.body.size());
  }
  return answers;
}

std::string_view fault_of(const Said& said) {
  const bool heads = said.asked.contains("HEAD ");
  const std::vector<Answer> answers = read_answers(said.answered, heads);
  // The desk is handed what strangers put; that is what it asks for.
  if (said.listener != Listener::kDesk && holds_canary(said.answered)) return "what was sent comes back";
  for (const Answer& answer : answers) {
    if (answer.status == 0) return "no HTTP";
    if (said.to_its_end && !answer.whole) return "an answer that was cut off";
    if (answer.whole && !is_known(answer.status)) return "a status that should not be";
  }
  const auto first = std::ranges::find_if(answers, [](const Answer& answer) { return answer.status != 100; });
  const bool strangers = said.listener == Listener::kPublic || said.listener == Listener::kUnderFlood;
  if (!strangers || first == answers.end() || !first->whole) return {};
  return fault_of_first(said.asked, *first);
}

bool says_stored(const Said& said) {
  const std::vector<Answer> answers = read_answers(said.answered, true);
  return !answers.empty() && answers.back().status == 200 && answers.back().body == "stored";
}

}  // namespace waymark::fuzz
