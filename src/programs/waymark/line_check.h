// What `waymark doctor --lines` asks: every answer that a visitor needs from a relay or a mirror, each on a connection
// of its own, and whether it came whole. Nothing is stored anywhere by it: its put is no envelope, and the relay says
// so.
// @source docs/operate/lines.md
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "crypto/random.h"
#include "http/line_probe.h"
#include "roster/roster.h"

namespace waymark::program {

/// How often an answer is asked for before it counts as cut; the pages try more often.
inline constexpr int kLineTries = 3;

/// How one answer came, in the words of a person: `problem` is empty when it was whole.
struct LineFinding {
  std::string what;     ///< address and path
  std::string problem;  ///< a sentence's end, by say()
  int attempt = 1;      ///< the one that came whole, or the last
  std::size_t bytes = 0;
  std::chrono::milliseconds took{0};
  bool silent = false;  ///< cut as the filter cuts
};

struct LineReport {
  std::vector<LineFinding> findings;
  std::optional<std::int64_t> clock_apart;  ///< seconds that the other side is ahead, when that is too much
  [[nodiscard]] std::size_t whole() const;
};

struct LineQuestion {
  std::string address;                                ///< such as "https://relay.example"
  std::optional<roster::VerifiedRoster> roster = {};  ///< what the office has signed; nothing outside the office
  http::ProbeOptions options = {};
};

/// How an exchange ended that did not come whole, as a sentence's end.
std::string how_it_ended(const http::Probe& answer);
/// Asks one address for everything. Blocks, at the worst for minutes.
LineReport look_at_line(const LineQuestion& question, const Clock& clock, crypto::Random& random);

}  // namespace waymark::program
