// Outcome and category of one accused: what the court decided, from the card where it says so, else from the act's
// text.
//
// The reader of texts abstains rather than guesses: two different punishments that it cannot rank, a text that is not a
// verdict, an earlier suspended sentence beside this one. Every answer keeps the sentence it rests on. Spec:
// docs/courts.md.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "courts/ids/case_number.h"

namespace waymark::courts {

enum class Outcome : std::uint8_t {
  kUnknown = 0,    ///< decided or not: nothing says how
  kSuspended = 1,  ///< article 73 of the УК
  kColonySettlement = 2,
  kColonyGeneral = 3,
  kColonyStrict = 4,
  kPrison = 5,  ///< imprisonment, kind of institution not said (or a prison)
  kDisciplinaryUnit = 6,
  kServiceRestriction = 7,
  kArrest = 8,
  kFine = 9,
  kCorrectionalWork = 10,  ///< also compulsory and forced work
  kOtherPunishment = 11,   ///< sentenced; the punishment is another one or is not said
  kTerminated = 12,
  kReleasedToFront = 13,       ///< article 78.1 of the УК
  kProceedingsSuspended = 14,  ///< article 238 of the УПК
  kReturnedToProsecutor = 15,  ///< article 237 of the УПК
  kTransferred = 16,
  kCompulsoryMedical = 17,
  kAcquitted = 18,
  kCourtFine = 19,            ///< article 76.2 of the УК, 25.1 of the УПК: terminated with a court fine
  kSuspensionCancelled = 20,  ///< execution stage: the suspended sentence became real
  kChanged = 21,              ///< appeal and later: the decision was changed
  kReversed = 22,             ///< appeal and later: the decision was set aside
  kUpheld = 23,
  kSentenced = 24,  ///< the card says only that there is a sentence
  kAdministrativePunishment = 25,
};
std::string_view name_of(Outcome outcome);
inline constexpr int kOutcomes = 26;

/// Whether the outcome is a sentence of guilt whose punishment is known (the "known outcomes" of the tally).
bool is_known_punishment(Outcome outcome);
/// Whether there is a sentence of guilt at all.
bool is_sentence(Outcome outcome);

/// Where the answer is from.
enum class OutcomeBasis : std::uint8_t { kNone = 0, kCard = 1, kActText = 2, kEvent = 3 };
std::string_view name_of(OutcomeBasis basis);

/// Courts call everybody a contract soldier; "mobilised" is who was called up under the mobilisation of autumn 2022,
/// the only one there was, whatever he signed later.
enum class Category : std::uint8_t {
  kUnknown = 0,
  kContract = 1,
  kMobilised = 2,
  kConscript = 3,
  kOfficer = 4,
  kVolunteer = 5
};
std::string_view name_of(Category category);
inline constexpr int kCategories = 6;

struct OutcomeFinding {
  Outcome outcome = Outcome::kUnknown;
  OutcomeBasis basis = OutcomeBasis::kNone;
  std::string sentence = {};  ///< the words it rests on, at most kSentenceBytesMax
  std::string_view why = {};  ///< rule that decided or the reason for abstaining, a literal
};

struct CategoryFinding {
  Category category = Category::kUnknown;
  std::string sentence = {};
};

inline constexpr std::size_t kSentenceBytesMax = 600;

/// From the words of a card ("Результат в отношении лица", result of the case, of an event). Abstains on empty words.
OutcomeFinding outcome_of_words(std::string_view words, Stage stage);
/// Of whom and at which stage an act is asked.
struct ActQuestion {
  Stage stage = Stage::kFirst;
  std::string_view name = {};                ///< of the accused, as the card has it; empty: the card names nobody
  std::span<const std::string> others = {};  ///< names of the other accused of the same case
};
/// From an act's plain text: of the first instance the punishment or the other end, of appeal and later what became of
/// the decision, of execution what became of the suspended sentence. Abstains when two readings remain, when a petition
/// was refused, and when several accused are not told apart.
OutcomeFinding outcome_of_act(std::string_view text, const ActQuestion& question = {});
/// How the accused serves, from what a text says of him and of nobody else; kUnknown where it says nothing, or speaks
/// of several. @param name  of the accused, as the card has it; empty: taken from the text
CategoryFinding category_of_act(std::string_view text, std::string_view name = {});

}  // namespace waymark::courts
