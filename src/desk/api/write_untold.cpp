// The row of a case that somebody else leads, for those who cannot open it.
#include "desk/api/write.h"
#include "desk/queue/code_names.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

Json write_untold_row(const queue::BoardRow& row, const Reader& reader) {
  const Situation& situation = row.entry->derived.situation;
  const queue::Placement& placement = row.placement;
  const bool runs = placement.clock.has_value() || placement.own != queue::OwnClock::kNone;
  Json clock = nullptr;
  if (runs)
    clock = {{"kind", "term"},
             {"label", reader.speech.untold_label()},
             {"latest_safe", utc(placement.due)},
             {"remaining_s", (placement.due - reader.now).count()},
             {"moment", nullptr},
             {"precision", name_of(Precision::kUnknown)}};
  return {{"case_id", row.entry->id.text()},
          {"code_name", queue::code_name(reader.speech.catalogue(), reader.speech.language(), row.entry->code_name)},
          {"section", queue::name_of(placement.section)},
          {"band", queue::name_of(placement.band)},
          {"danger", false},
          {"override", nullptr},
          {"clock", std::move(clock)},
          {"second", nullptr},
          {"situation", Json::array()},
          {"stage", nullptr},
          {"unread", nullptr},
          {"first_words", nullptr},
          {"owner", situation.owner.has_value() ? Json(*situation.owner) : Json(nullptr)},
          {"mine", false},
          {"may_open", false},
          {"sentence", reader.speech.untold_sentence(situation)},
          {"waiting_since", nullptr},
          {"received_at", nullptr},
          {"language", nullptr}};
}

}  // namespace waymark::desk::api
