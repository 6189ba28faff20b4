// Rows of the list; of a case that somebody else leads only what its clock says.
#include "desk/api/queue_json.h"

#include <fmt/format.h>

#include "desk/queue/code_names.h"
#include "desk/queue/labels.h"
#include "desk/queue/question.h"

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
          {"court", nullptr},
          {"dangers", Json::array()},
          {"situation", Json::array()},
          {"stage", nullptr},
          {"silent_since", nullptr},
          {"overdue_since", nullptr},
          {"side", nullptr},
          {"unread", nullptr},
          {"first_words", nullptr},
          {"owner", situation.owner.has_value() ? Json(*situation.owner) : Json(nullptr)},
          {"mine", false},
          {"may_open", false},
          {"sentence", reader.speech.untold_sentence(situation)},
          {"reason", reader.speech.untold_sentence(situation)},
          {"question", nullptr},
          {"waiting_since", nullptr},
          {"answered_at", nullptr},
          {"reply_due", nullptr},
          {"third_person", nullptr},
          {"received_at", nullptr},
          {"language", nullptr},
          {"wave", nullptr}};
}

/// A number of 64 bits is more than a page can hold.
Json write_wave(const std::optional<queue::Wave>& wave) {
  if (!wave) return nullptr;
  return {{"key", fmt::format("{:016x}", wave->key)}, {"count", wave->count}};
}

/// Since when it is the person's turn: our last answer, while nothing that came since is without one.
Json write_answered(const Situation& situation, const queue::Placement& placement) {
  return placement.waiting_since.has_value() ? Json(nullptr) : or_null(situation.last_reply_at);
}

/// Ready to be sent to the person; null where the order goes by something else than a question.
Json write_question(const queue::Derived& derived, const queue::Placement& placement, const Reader& reader) {
  if (placement.own != queue::OwnClock::kNone && placement.own != queue::OwnClock::kPromise) return nullptr;
  if (!placement.clock.has_value() || !derived.clocks[*placement.clock].asks()) return nullptr;
  return queue::ready_question(reader.speech.catalogue(), reader.speech.pack(), derived.situation.language,
                               derived.clocks[*placement.clock]);
}

Json write_facets(const queue::Facets& facets, const Reader& reader) {
  Json languages = Json::array();
  for (const auto& [language, count] : facets.languages)
    languages.push_back({{"language", code_of(language)}, {"count", count}});
  Json clocks = Json::array();
  for (const auto& [kind, count] : facets.clocks)
    clocks.push_back({{"kind", kind}, {"label", reader.speech.clock_label(kind)}, {"count", count}});
  Json stages = Json::array();
  for (const auto& [stage, count] : facets.stages) stages.push_back({{"stage", name_of(stage)}, {"count", count}});
  return {{"languages", std::move(languages)},
          {"stages", std::move(stages)},
          {"clocks", std::move(clocks)},
          {"self", facets.self},
          {"other", facets.other},
          {"us", facets.us},
          {"them", facets.them},
          {"yesterday", facets.yesterday},
          {"late", {{"lead", facets.late_lead}, {"coordinator", facets.late_coordinator}, {"broken", facets.broken}}}};
}

}  // namespace

Json write_row(const queue::BoardRow& row, const Reader& reader) {
  if (!row.open) return write_untold_row(row, reader);
  const queue::Derived& derived = row.entry->derived;
  const Situation& situation = derived.situation;
  queue::RowLabels labels = queue::row_labels(reader.speech.pack(), situation.facts, reader.speech.language());
  Json json = write_placement(derived, row.placement, reader);
  json.update({{"case_id", row.entry->id.text()},
               {"code_name", name_in(reader.speech, row.entry->code_name)},
               {"dangers", std::move(labels.dangers)},
               {"situation", std::move(labels.others)},
               {"stage", name_of(situation.stage)},
               {"silent_since", or_null(row.placement.silent_since)},
               {"overdue_since", or_null(row.placement.overdue_since)},
               {"side", or_null(std::string(name_of(situation.side)))},
               {"unread", situation.unread},
               {"first_words", nullptr},
               {"owner", or_null(situation.owner)},
               {"mine", situation.owner == reader.alias},
               {"may_open", true},
               {"question", write_question(derived, row.placement, reader)},
               {"waiting_since", or_null(row.placement.waiting_since)},
               {"answered_at", write_answered(situation, row.placement)},
               {"reply_due", or_null(row.placement.reply_due)},
               {"third_person", derived.third_person},
               {"received_at", utc(situation.received_at)},
               {"language", code_of(situation.language)},
               {"wave", write_wave(row.wave)}});
  return json;
}

Json write_page(const queue::Page& page, const Reader& reader) {
  Json rows = Json::array();
  for (const queue::BoardRow& row : page.rows) rows.push_back(write_row(row, reader));
  return {{"now", utc(reader.now)},
          {"rows", std::move(rows)},
          {"oldest", page.oldest.has_value() ? write_row(*page.oldest, reader) : Json(nullptr)},
          {"facets", write_facets(page.facets, reader)},
          {"total", page.total},
          {"counts",
           {{"mine", page.mine},
            {"owed", page.owed},
            {"unowned", page.unowned},
            {"waiting", page.waiting},
            {"closed", page.closed},
            {"all", page.all}}}};
}

}  // namespace waymark::desk::api
