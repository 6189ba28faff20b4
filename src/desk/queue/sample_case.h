// Situations for tests, written in the words of an envelope's answers.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>

#include "desk/queue/packed_situation.h"
#include "desk/queue/placement.h"

namespace waymark::desk::queue::sample {

/// As if everybody lived by Moscow time, so that the hours of a test can be read.
inline pack::Pack shipped_pack() {
  pack::Pack pack = *pack::read_pack(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / "military-refusal");
  pack.zones.clear();
  return pack;
}
/// The same with all the zones that it comes with; `name` is its folder.
inline pack::Pack whole_pack(std::string_view name = "military-refusal") {
  return *pack::read_pack(std::filesystem::path(WAYMARK_SOURCE_DIR) / "packs" / name);
}
inline text::Zone moscow() { return *text::Zone::named("Europe/Moscow"); }
/// A local time of the pack's zone.
inline TimePoint at(std::string_view local) { return moscow().to_utc(*text::local_time_from(local)); }

/// "what_next=leave_ends;date=2026-11-25;precision=day" as a fact.
inline Fact fact(const std::string& answer, TimePoint said_at, Speaker said_by = Speaker::kRequester) {
  Fact made;
  made.said_by = said_by;
  made.said_at = said_at;
  std::istringstream parts(answer);
  for (std::string part; std::getline(parts, part, ';');) {
    const std::size_t equals = part.find('=');
    const std::string key = part.substr(0, equals);
    const std::string value = part.substr(equals + 1);
    if (made.key.empty()) {
      made.key = key;
      made.value = value;
      made.precision = Precision::kUnknown;
    } else if (key == "precision")
      made.precision = *precision_from(value);
    else
      made.attributes.emplace(key, value);
  }
  return made;
}

/// A new request with these answers and one unread message.
inline Situation request(std::initializer_list<std::string> answers, TimePoint received) {
  Situation situation;
  situation.received_at = received;
  situation.oldest_unread_at = received;
  situation.last_message_at = received;
  situation.unread = 1;
  for (const std::string& answer : answers) situation.facts.push_back(fact(answer, received));
  return situation;
}

/// As an agenda hands it to a board.
inline PackedSituation packed(const Situation& situation) { return PackedSituation::of(situation).value(); }

}  // namespace waymark::desk::queue::sample
