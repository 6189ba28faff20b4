#include "courts/outcome/outcome.h"

#include <array>

namespace waymark::courts {

std::string_view name_of(Outcome outcome) {
  constexpr std::array<std::string_view, kOutcomes> kNames = {"unknown",
                                                              "suspended",
                                                              "colony-settlement",
                                                              "colony-general",
                                                              "colony-strict",
                                                              "imprisonment",
                                                              "disciplinary-unit",
                                                              "service-restriction",
                                                              "arrest",
                                                              "fine",
                                                              "correctional-work",
                                                              "other-punishment",
                                                              "terminated",
                                                              "released-to-front",
                                                              "proceedings-suspended",
                                                              "returned-to-prosecutor",
                                                              "transferred",
                                                              "compulsory-medical",
                                                              "acquitted",
                                                              "court-fine",
                                                              "suspension-cancelled",
                                                              "changed",
                                                              "reversed",
                                                              "upheld",
                                                              "sentenced",
                                                              "administrative-punishment"};
  return kNames[static_cast<std::size_t>(outcome)];
}

std::string_view name_of(OutcomeBasis basis) {
  constexpr std::array<std::string_view, 4> kNames = {"none", "card", "act-text", "event"};
  return kNames[static_cast<std::size_t>(basis)];
}

std::string_view name_of(Category category) {
  constexpr std::array<std::string_view, kCategories> kNames = {"unknown",   "contract", "mobilised",
                                                                "conscript", "officer",  "volunteer"};
  return kNames[static_cast<std::size_t>(category)];
}

bool is_known_punishment(Outcome outcome) {
  return outcome >= Outcome::kSuspended && outcome <= Outcome::kCorrectionalWork;
}

bool is_sentence(Outcome outcome) {
  return is_known_punishment(outcome) || outcome == Outcome::kOtherPunishment || outcome == Outcome::kSentenced;
}

}  // namespace waymark::courts
