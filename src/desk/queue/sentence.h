// Sentence: why a case stands where it stands, in one or two plain sentences in the language of whoever reads.
//
// "Leave ends: Wed 25 Nov (as the requester says; day known, hour not: counted from 00:00). Help takes 18 h: last safe
// moment Tue 06:00, in 31 h. Nobody owns it; 2 unread, oldest 3 h."
// Thread rule: a Speech is for one thread (see text/dates.h); the functions are pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "desk/queue/placement.h"
#include "text/catalogue.h"
#include "text/dates.h"

namespace waymark::desk::queue {

/// Everything that is needed to speak to one reader. Borrows catalogue, pack and zone.
class Speech {
 public:
  /// @param zone         the organisation's, in which moments are written
  /// @param reader       alias of the person who reads; may be empty
  /// @param reader_zone  borrowed; when given, moments are told in it as well where the hour is another
  Speech(const text::Catalogue& catalogue, const pack::Pack& pack, const text::Zone& zone, Language language,
         std::string reader, const text::Zone* reader_zone = nullptr);

  /// Why it stands there.
  [[nodiscard]] std::string sentence(const Derived& derived, const Placement& placement, TimePoint now) const;
  /// The one reason for its place, for a row that says danger, owner and what is unread by itself. One short line,
  /// beginning with what must not be cut.
  [[nodiscard]] std::string reason(const Derived& derived, const Placement& placement, TimePoint now) const;
  /// For the narrow cell, lower case: "leave ends"; for kNone empty.
  [[nodiscard]] std::string clock_label(const RunningClock& clock) const;
  /// The same by its kind alone.
  [[nodiscard]] std::string clock_label(const std::string& kind) const;
  [[nodiscard]] std::string clock_label(OwnClock own) const;
  /// What is to be done about somebody who does not answer, by the pack's rule; empty where it has none.
  [[nodiscard]] std::string silence_text(const Derived& derived) const;
  /// Of a case that the reader cannot open: the name of any clock, and a sentence that says whose case it is.
  [[nodiscard]] std::string untold_label() const;
  [[nodiscard]] std::string untold_sentence(const Situation& situation) const;
  /// A stated date in words: "about Wed 25 Nov", "November 2026", "date not known"; empty if the fact has no date and
  /// its answer asks for none.
  [[nodiscard]] std::string date_label(const Fact& fact, TimePoint now) const;

  /// A moment in words, in the organisation's zone and the reader's: "Tue 1 Dec, 10:00".
  [[nodiscard]] std::string time_label(TimePoint time, TimePoint now) const { return moment(time, now); }

  [[nodiscard]] Language language() const { return language_; }
  [[nodiscard]] const text::Catalogue& catalogue() const { return catalogue_; }
  [[nodiscard]] const pack::Pack& pack() const { return pack_; }

 private:
  [[nodiscard]] std::string say(std::string_view key, const text::Arguments& arguments = {}) const;
  [[nodiscard]] std::string clock_name(const RunningClock& clock) const;
  [[nodiscard]] std::string said_date(const Fact& fact, TimePoint now) const;
  [[nodiscard]] std::string moment_date(const Fact& fact, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string source(const Fact& fact, const RunningClock& clock) const;
  [[nodiscard]] std::string zone_name(const text::Zone& zone, TimePoint at) const;
  [[nodiscard]] std::string moment(TimePoint time, TimePoint now) const;
  [[nodiscard]] std::string about_danger(const Derived& derived) const;
  [[nodiscard]] std::string about_notes(const Situation& situation) const;
  [[nodiscard]] std::string about_override(const Derived& derived, const Placement& placement, TimePoint now) const;
  [[nodiscard]] std::string about_dated(const Fact& fact, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string due_date(const Due& due, TimePoint now) const;
  [[nodiscard]] std::string about_due(const Derived& derived, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string about_overdue(const Derived& derived, const Placement& placement, TimePoint now) const;
  [[nodiscard]] std::string about_court(const Derived& derived, TimePoint now) const;
  [[nodiscard]] std::string reason_due(const Derived& derived, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string about_reach(const Fact& fact, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string about_doubt(const Fact& fact, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string about_owed(const Derived& derived, const Placement& placement, TimePoint now) const;
  [[nodiscard]] std::string about_ask(const Derived& derived, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string about_waiting(const Derived& derived, const Placement& placement, TimePoint now) const;
  [[nodiscard]] std::string about_silence(const Derived& derived, const Placement& placement,
                                          const std::string& span) const;
  [[nodiscard]] std::string reason_dated(const Fact& fact, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string reason_ask(const Derived& derived, const RunningClock& clock, TimePoint now) const;
  [[nodiscard]] std::string reason_own(const Derived& derived, const Placement& placement, TimePoint now) const;
  [[nodiscard]] std::string about_owner(const Situation& situation, TimePoint now) const;

  const text::Catalogue& catalogue_;
  const pack::Pack& pack_;
  const text::Zone& zone_;
  Language language_;
  std::string reader_;
  text::Dates dates_;
  const text::Zone* reader_zone_;
  std::optional<text::Dates> reader_dates_;
};

}  // namespace waymark::desk::queue
