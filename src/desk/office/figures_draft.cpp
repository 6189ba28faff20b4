#include "desk/office/figures_draft.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace waymark::desk {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kWhere = "desk/figures-draft";

std::unexpected<Error> bad(std::string_view member) { return fail(Code::kMalformed, kWhere, std::string(member)); }

std::string word_in(const Json& json, const char* member) {
  const auto found = json.find(member);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t number_in(const Json& json, const char* member) {
  const auto found = json.find(member);
  return found != json.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

bool is_set(const Json& json, const char* member) {
  const auto found = json.find(member);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

Json object_in(const Json& json, const char* member) {
  const auto found = json.find(member);
  return found != json.end() ? *found : Json();
}

const Json& list_in(const Json& json, const char* member) {
  static const Json none = Json::array();
  const auto found = json.find(member);
  return found != json.end() && found->is_array() ? *found : none;
}

Json write_plan(const figures::ReportPlan& plan) {
  Json title = Json::object();
  for (const auto& [language, text] : plan.title) title[std::string(code_of(language))] = text;
  Json sections = Json::array();
  for (const figures::Section& section : plan.sections)
    sections.push_back({{"metric", section.metric}, {"by", section.by}});
  return {{"id", plan.id}, {"title", title}, {"series_months", plan.series_months}, {"sections", sections}};
}

Result<figures::ReportPlan> parse_plan(const Json& json) {
  if (!json.is_object()) return bad("plan");
  figures::ReportPlan plan{.id = word_in(json, "id"), .title = {}, .sections = {}};
  const auto title = json.find("title");
  if (title == json.end() || !title->is_object()) return bad("title");
  for (const Language language : kLanguages)
    plan.title[language] = word_in(*title, std::string(code_of(language)).c_str());
  plan.series_months = static_cast<std::int32_t>(number_in(json, "series_months"));
  for (const Json& one : list_in(json, "sections")) {
    figures::Section section{.metric = word_in(one, "metric"), .by = {}};
    for (const Json& property : list_in(one, "by"))
      if (property.is_string()) section.by.push_back(property.get<std::string>());
    plan.sections.push_back(std::move(section));
  }
  return plan;
}

Json write_request(const FiguresRequest& request) {
  Json json{{"plan", write_plan(request.plan)},
            {"period", request.asked.period.text()},
            {"how", figures::name_of(request.how)},
            {"changes", Json::array()},
            {"announced", Json::array()}};
  if (request.asked.against) json["against"] = request.asked.against->text();
  if (request.asked.since) json["since"] = request.asked.since->text();
  for (const auto& [figure, change] : request.changes)
    json["changes"].push_back(
        {{"figure", figure}, {"correction", change.kind == figures::Erratum::kCorrection}, {"reason", change.reason}});
  for (const figures::Period& period : request.announced) json["announced"].push_back(period.text());
  if (!request.others.empty()) json["beside"] = request.beside, json["others"] = request.others;
  return json;
}

Result<FiguresRequest> parse_request(const Json& json) {
  if (!json.is_object()) return bad("request");
  FiguresRequest request;
  LET(request.plan, parse_plan(object_in(json, "plan")));
  LET(request.asked.period, figures::Period::parse(word_in(json, "period")));
  if (json.contains("against")) {
    LET(const figures::Period against, figures::Period::parse(word_in(json, "against")));
    request.asked.against = against;
  }
  if (json.contains("since")) {
    LET(const figures::Month since, figures::Month::parse(word_in(json, "since")));
    request.asked.since = since;
  }
  const auto how = figures::how_from(word_in(json, "how"));
  if (!how) return bad("how");
  request.how = *how;
  for (const Json& one : list_in(json, "changes"))
    request.changes[word_in(one, "figure")] = {
        is_set(one, "correction") ? figures::Erratum::kCorrection : figures::Erratum::kRevision,
        word_in(one, "reason")};
  for (const Json& one : list_in(json, "announced")) {
    if (!one.is_string()) return bad("announced");
    LET(const figures::Period period, figures::Period::parse(one.get<std::string>()));
    request.announced.push_back(period);
  }
  for (const char* member : {"beside", "others"})
    for (const Json& one : list_in(json, member)) {
      if (!one.is_string()) return bad(member);
      (member == std::string_view("beside") ? request.beside : request.others).push_back(one.get<std::string>());
    }
  return request;
}

}  // namespace

Result<std::vector<figures::OtherSeries>> others_in(const FiguresRequest& request, const figures::Registry& registry) {
  std::vector<figures::OtherSeries> all;
  for (const std::string& text : request.others) {
    auto one = figures::parse_series(text, registry);
    if (!one.has_value()) return bad("others");
    all.push_back(*std::move(one));
  }
  return all;
}

std::string write_draft(const FiguresDraft& draft) {
  Json json{{"by", draft.by},
            {"by_id", draft.by_id},
            {"at", draft.at.time_since_epoch().count()},
            {"proposed", draft.proposed},
            {"request", write_request(draft.request)},
            {"release", figures::write_release(draft.release)},
            {"counted", Json::array()}};
  for (const figures::Counted& one : draft.counted) json["counted"].push_back({one.value, one.of});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<FiguresDraft> parse_draft(const RecordId& id, std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return bad("");
  FiguresDraft draft{.id = id, .by = word_in(json, "by"), .by_id = word_in(json, "by_id")};
  draft.at = TimePoint{Seconds{number_in(json, "at")}};
  draft.proposed = is_set(json, "proposed");
  LET(draft.request, parse_request(object_in(json, "request")));
  LET(draft.release, figures::parse_release(word_in(json, "release")));
  for (const Json& one : list_in(json, "counted")) {
    if (!one.is_array() || one.size() != 2 || !one[0].is_number_integer() || !one[1].is_number_integer())
      return bad("counted");
    draft.counted.push_back({one[0].get<std::int64_t>(), one[1].get<std::int64_t>()});
  }
  if (draft.counted.size() != draft.release.figures.size()) return bad("counted");
  return draft;
}

std::vector<figures::SectionFigures> sections_of(const figures::Release& release, const FiguresRequest& request,
                                                 const figures::Registry& registry) {
  std::vector<figures::SectionFigures> sections = figures::lay_out(request.plan, registry, request.asked, {});
  for (figures::SectionFigures& section : sections) {
    section.by.clear();
    for (const figures::PrintedFigure& figure : release.figures) {
      const figures::FigureId& id = figure.id;
      if (id.metric != section.metric->id || id.version != section.metric->version || id.condition.size() != 1 ||
          id.period != request.asked.period)
        continue;
      const auto& [property, values] = *id.condition.begin();
      const auto& wanted = section.section->by;
      if (values.size() == 1 && std::find(wanted.begin(), wanted.end(), property) != wanted.end())
        section.by[property].emplace_back(*values.begin(), id);
    }
  }
  return sections;
}

}  // namespace waymark::desk
