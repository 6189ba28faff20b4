#include "programs/waymark/line_check.h"

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "programs/waymark/relay_access.h"
#include "programs/waymark/speech.h"
#include "relay/limits.h"
#include "roster/day_keys.h"

namespace waymark::program {
namespace {

/// A chain of so many pieces is more than any organisation has signed.
constexpr int kChainPiecesMax = 256;

/// Nothing when the answer is what was asked for, else what is wrong with it.
using Judge = std::function<std::string(const http::Probe&)>;

struct Piece {
  std::string path;
  std::optional<Bytes> body;
  Judge judge;
};

std::string_view words(const http::Probe& answer) { return text_of(answer.body); }

bool is_page(const http::Probe& answer) { return answer.content_type.starts_with("text/html"); }

/// 200, and no page where there should be none: providers put pages of their own in place of what they do not let
/// through.
std::string expect_ok(const http::Probe& answer) {
  if (answer.status != 200) return say("lines.status", {{"status", std::int64_t{answer.status}}});
  return is_page(answer) ? say("lines.page") : std::string{};
}

std::string judge_front(const http::Probe& answer) {
  if (answer.status != 200) return say("lines.status", {{"status", std::int64_t{answer.status}}});
  // The relay keeps its pages packed and hands them out so to whoever can read that, as we said we can.
  const bool packed = answer.body.size() > 2 && answer.body[0] == 0x1f && answer.body[1] == 0x8b;
  return is_page(answer) && packed ? std::string{} : say("lines.page");
}

std::string judge_roster(const http::Probe& answer, const std::optional<roster::VerifiedRoster>& signed_one) {
  if (std::string problem = expect_ok(answer); !problem.empty()) return problem;
  if (!words(answer).starts_with("waymark roster ")) return say("lines.page");
  if (signed_one && signed_one->note != words(answer)) return say("lines.other-roster");
  return {};
}

std::string judge_day_keys(const http::Probe& answer, const std::optional<roster::VerifiedRoster>& signed_one) {
  if (std::string problem = expect_ok(answer); !problem.empty()) return problem;
  if (!words(answer).starts_with("waymark day keys ")) return say("lines.page");
  if (signed_one && !roster::verify_day_keys(words(answer), *signed_one)) return say("lines.wrong-hash");
  return {};
}

std::string judge_poll(const http::Probe& answer) {
  if (std::string problem = expect_ok(answer); !problem.empty()) return problem;
  return answer.body.size() == relay::kPollAnswerBytes ? std::string{} : say("lines.wrong-size");
}

/// Half an envelope is the most that a page sends on one connection. One that is neither the first nor the second is
/// refused after it has come whole: so the way up is measured, and nothing is kept.
std::string judge_put(const http::Probe& answer) {
  if (is_page(answer)) return say("lines.page");
  if (answer.status == 400 && words(answer).starts_with("malformed")) return {};
  return say("lines.status", {{"status", std::int64_t{answer.status}}});
}

/// One address being looked at.
class Look {
 public:
  Look(const LineQuestion& question, const Clock& clock) : question_(question), clock_(clock) {
    while (base_.ends_with('/')) base_.pop_back();
  }

  /// The answer, when it came whole and was the right one.
  std::optional<http::Probe> ask(const Piece& piece) {
    LineFinding finding{.what = base_ + piece.path, .problem = {}};
    for (finding.attempt = 1;; ++finding.attempt) {
      const std::optional<ByteView> body = piece.body ? std::optional<ByteView>{*piece.body} : std::nullopt;
      http::Probe answer = http::probe(base_ + piece.path, body, question_.options);
      compare_clocks(answer);
      finding.problem = answer.came == http::Came::kWhole ? piece.judge(answer) : how_it_ended(answer);
      finding.bytes = answer.bytes_down + answer.bytes_up;
      finding.took = answer.took;
      finding.silent = finding.silent || answer.came == http::Came::kSilent;
      if (!finding.problem.empty() && finding.attempt < kLineTries) continue;
      report_.findings.push_back(finding);
      return finding.problem.empty() ? std::optional{std::move(answer)} : std::nullopt;
    }
  }

  /// From the first roster on, until the relay says that there are no more.
  void ask_chain() {
    std::size_t next = 1;
    for (int count = 0; count < kChainPiecesMax; ++count) {
      const auto answer = ask({"/v1/roster/chain/" + std::to_string(next), {}, expect_ok});
      if (!answer) return;
      const std::size_t rosters = static_cast<std::size_t>(std::ranges::count(answer->body, std::uint8_t{0}));
      const bool last = answer->body.size() < 2 || answer->body[answer->body.size() - 2] == 0;
      if (last || rosters == 0) return;
      next += rosters;
    }
  }

  LineReport take() { return std::move(report_); }

 private:
  void compare_clocks(const http::Probe& answer) {
    if (!answer.time) return;
    const std::int64_t apart = *answer.time - clock_.now().time_since_epoch().count();
    if (std::llabs(apart) > kClockApartMax_s) report_.clock_apart = apart;
  }

  const LineQuestion& question_;
  const Clock& clock_;
  std::string base_ = question_.address;
  LineReport report_;
};

}  // namespace

std::string how_it_ended(const http::Probe& answer) {
  const text::Arguments bytes{{"down", static_cast<std::int64_t>(answer.bytes_down)},
                              {"up", static_cast<std::int64_t>(answer.bytes_up)}};
  switch (answer.came) {
    case http::Came::kWhole: return {};
    case http::Came::kNoName: return say("lines.no-name");
    case http::Came::kNoConnect: return say("lines.no-connect");
    case http::Came::kTls: return say("lines.tls");
    case http::Came::kReset: return say("lines.reset", bytes);
    case http::Came::kCutShort: return say("lines.cut-short", bytes);
    case http::Came::kTooLarge: return say("lines.page");
    case http::Came::kNoUrl: return say("lines.no-url");
    case http::Came::kSilent: break;
  }
  return say(answer.tls_done || answer.bytes_down > 0 || answer.bytes_up > 0 ? "lines.silent" : "lines.silent-hello",
             bytes);
}

std::size_t LineReport::whole() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(findings, [](const LineFinding& finding) { return finding.problem.empty(); }));
}

LineReport look_at_line(const LineQuestion& question, const Clock& clock, crypto::Random& random) {
  Look look{question, clock};
  const auto& signed_one = question.roster;
  const bool reached = look.ask({"/", {}, judge_front}).has_value();
  const bool answered =
      look.ask({"/v1/roster", {}, [&](const auto& answer) { return judge_roster(answer, signed_one); }}).has_value();
  // Where neither the page nor the roster comes, the rest would only take minutes to say the same.
  if (!reached && !answered) return look.take();
  look.ask_chain();
  look.ask({"/v1/day-keys", {}, [&](const auto& answer) { return judge_day_keys(answer, signed_one); }});
  Bytes poll(relay::kPollBytes);
  random.fill(std::span{poll}.subspan(2));
  look.ask({"/v1/poll", std::move(poll), judge_poll});
  look.ask({"/v1/put/" + std::to_string(unix_day(clock.now())), Bytes(relay::kHalfPutBytes, 0xff), judge_put});
  return look.take();
}

}  // namespace waymark::program
