// Pack: the questions, branches, clocks and outcomes of one kind of help, as data.
//
// Read from packs/NAME/pack.json and texts.LANGUAGE.json; immutable afterwards. Only the grammar and the types are
// checked here; whether the pack makes sense and asks nothing forbidden is checked by pack/check.h.
// @source docs/spec/pack.md
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/language.h"
#include "base/result.h"
#include "text/zone.h"

namespace waymark::pack {

inline constexpr std::size_t kPackBytesMax = 262'144;
inline constexpr std::size_t kTextsBytesMax = 1'048'576;
inline constexpr std::size_t kQuestionsMax = 64;
inline constexpr std::size_t kAnswersMax = 64;
inline constexpr std::size_t kClocksMax = 64;
inline constexpr std::size_t kOutcomesMax = 128;
inline constexpr std::size_t kZonesMax = 32;
inline constexpr std::size_t kTemplatesMax = 64;
/// Questions of the triage card, and answers that one key each can name.
inline constexpr std::size_t kTriageMax = 9;
inline constexpr std::size_t kTriageKeysMax = 9;
inline constexpr std::size_t kSilenceRulesMax = 16;
inline constexpr std::size_t kOutcomeGroupsMax = 16;
inline constexpr std::int64_t kClockHoursMax = 24 * 366;

enum class QuestionKind { kOne, kMany, kTable, kText, kConsent };
enum class AnswerDate { kNone, kFuture, kPast };
/// What the desk does before a reply is sent, mildest first.
enum class ContactRule { kFree, kNote, kWarn, kBlock };

/// Headings under which staff read what was said.
inline constexpr std::array<std::string_view, 8> kGroups{"danger",  "dates", "documents", "person",
                                                         "service", "place", "need",      "contact"};

/// `is` one of the codes, or none of them.
struct Atom {
  std::string question;
  bool is = true;
  std::vector<std::string> codes;
};

/// A time zone that a pack names; `zone` is empty when ICU does not know the name, which pack/check.h refuses.
struct NamedZone {
  std::string name;
  std::shared_ptr<const text::Zone> zone;
};

struct Answer {
  std::string code;
  std::optional<std::string> needs = {};
  bool exclusive = false;
  bool danger = false;
  bool at_risk = false;  ///< may be in danger: stands with the dangers, but the page shows no crisis card
  AnswerDate date = AnswerDate::kNone;
  bool country = false;
  std::optional<std::string> year = {};
  std::optional<std::string> category = {};
  bool third_person = false;
  ContactRule contact = ContactRule::kFree;
  bool contact_words = false;
  std::vector<NamedZone> zones = {};  ///< the zones that the subject may live in, when this is answered
};

struct Question {
  std::string id;
  QuestionKind kind = QuestionKind::kOne;
  std::vector<Atom> when = {};
  std::vector<Answer> answers = {};
  std::vector<std::string> states = {};  ///< kTable only
  std::optional<std::string> default_code = {};
  std::string group = {};  ///< of kGroups: under which heading staff read its answers; empty: "other"

  /// Nothing if there is no such code. Borrowed from the question.
  [[nodiscard]] const Answer* answer(std::string_view code) const;
};

enum class ClockFrom { kDate, kReceived };

struct Clock {
  std::string id;
  std::string question;
  std::vector<std::string> codes;
  ClockFrom from = ClockFrom::kDate;
  int offset_hours = 0;
  int offset_months = 0;  ///< at most one of the two is not 0
  int lead_hours = 0;
  int ask_within_hours = 2;
  std::vector<Atom> when = {};  ///< runs only while all of them hold
  std::optional<std::string> chain = {};
  std::optional<std::string> source = {};  ///< the rule it rests on; in words: text "source.NAME"
};

/// One question of the triage card, answered by one of us with one key.
struct TriageQuestion {
  std::string question;
  std::optional<std::string> row = {};    ///< of a table: whose state is asked
  std::vector<std::string> answers = {};  ///< offered, in this order; empty: all, but for "unknown"
};

/// When nobody's answer to us counts as silence: the first rule that fits a case.
struct SilenceRule {
  std::string id;
  int after_hours = 0;          ///< from our last reply on
  bool danger = false;          ///< only for who is or may be in danger
  std::vector<Atom> when = {};  ///< fits while all of them hold
};

struct OutcomeGroup {
  std::string id;
  std::vector<std::string> outcomes;
};

struct ShortWay {
  std::vector<Atom> conditions;
  std::vector<std::string> questions;
};

struct Pack {
  std::string id;
  int version = 0;
  std::vector<Language> languages;
  std::string zone;
  std::vector<NamedZone> zones = {};  ///< where subjects may live, when nobody has said where
  std::map<std::string, bool, std::less<>> options;
  std::optional<ShortWay> short_way;
  std::vector<Question> questions;
  std::vector<Clock> clocks;
  std::vector<TriageQuestion> triage = {};
  std::vector<SilenceRule> silence = {};
  std::vector<std::string> outcomes;
  std::vector<OutcomeGroup> outcome_groups = {};  ///< each outcome in one of them, or there are none
  std::vector<std::string> outcomes_before = {};  ///< not offered any more; cases of earlier versions have them
  std::vector<std::string> templates = {};        ///< names of ready replies, in the order in which they are offered
  std::map<Language, std::map<std::string, std::string, std::less<>>> texts;

  /// Borrowed; nothing if there is none.
  [[nodiscard]] const Question* question(std::string_view id) const;
  /// Borrowed; nothing if the language has no such key. An empty text is a text.
  [[nodiscard]] std::optional<std::string_view> text(Language language, std::string_view key) const;
  /// The codes that the triage card offers for one of its questions: of a table the states. Without "unknown", which
  /// has a key of its own.
  [[nodiscard]] std::vector<std::string> triage_codes(const TriageQuestion& asked) const;
  /// "id@version", as in envelopes.
  [[nodiscard]] std::string name() const;
};

/// @param texts  the content of texts.LANGUAGE.json for each language of the pack
/// @error kTooLarge over a limit; kUnsupported for another format; kMalformed for anything else, with the place in
/// detail
Result<Pack> parse_pack(std::string_view pack_json, const std::map<Language, std::string>& texts);

/// Reads the files of packs/NAME. The folder's name must be the pack's id.
/// @error as parse_pack, and kNotFound if a file is missing
Result<Pack> read_pack(const std::filesystem::path& folder);

}  // namespace waymark::pack
