// Rows of the list; of a case that somebody else leads only what its clock says.
#include "desk/api/queue_json.h"
#include "desk/queue/code_names.h"
#include "desk/queue/labels.h"

namespace waymark::desk::api {

using Json = nlohmann::json;

namespace {

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

}  // namespace

Json write_row(const queue::BoardRow& row, const Reader& reader) {
  if (!row.open) return write_untold_row(row, reader);
  const queue::Derived& derived = row.entry->derived;
  const Situation& situation = derived.situation;
  Json json = write_placement(derived, row.placement, reader);
  json.update({{"case_id", row.entry->id.text()},
               {"code_name", name_in(reader.speech, row.entry->code_name)},
               {"situation", queue::situation_labels(reader.speech.pack(), situation.facts, reader.speech.language())},
               {"stage", name_of(situation.stage)},
               {"unread", situation.unread},
               {"first_words", nullptr},
               {"owner", or_null(situation.owner)},
               {"mine", situation.owner == reader.alias},
               {"may_open", true},
               {"waiting_since", or_null(row.placement.waiting_since)},
               {"received_at", utc(situation.received_at)},
               {"language", code_of(situation.language)}});
  return json;
}

Json write_page(const queue::Page& page, const Reader& reader) {
  Json rows = Json::array();
  for (const queue::BoardRow& row : page.rows) rows.push_back(write_row(row, reader));
  return {{"now", utc(reader.now)},
          {"rows", std::move(rows)},
          {"total", page.total},
          {"counts",
           {{"mine", page.mine},
            {"owed", page.owed},
            {"unowned", page.unowned},
            {"waiting", page.waiting},
            {"all", page.all}}}};
}

}  // namespace waymark::desk::api
