// Numbers: choosing what is counted, seeing it as the public would, proposing and approving a release.
#include <algorithm>

#include "desk/api/body.h"
#include "desk/api/core.h"
#include "desk/api/numbers_json.h"
#include "desk/api/write.h"

namespace waymark::desk::api {
namespace {

using Json = nlohmann::json;
constexpr std::string_view kWhere = "desk/api";
constexpr std::size_t kReleasesShownMax = 120;
constexpr std::int32_t kSeriesMonths = 12;

Result<const FiguresSetup*> setup_of(office::Numbers& numbers) {
  if (numbers.setup() == nullptr) return fail(Code::kNotFound, kWhere, "no metrics");
  return numbers.setup();
}

/// "requests", or "requests:language" with a table by that.
Result<void> add_section(figures::ReportPlan& plan, const figures::Registry& registry, const std::string& word) {
  const std::size_t colon = word.find(':');
  const std::string id = word.substr(0, colon);
  const figures::Metric* metric = registry.newest(id);
  if (metric == nullptr) return fail(Code::kInvalid, kWhere, "metric");
  auto section = std::ranges::find(plan.sections, id, &figures::Section::metric);
  if (section == plan.sections.end()) {
    if (plan.sections.size() == kFiguresSectionsMax) return fail(Code::kTooLarge, kWhere, "metrics");
    section = plan.sections.insert(section, figures::Section{.metric = id, .by = {}});
  }
  if (colon == std::string::npos) return {};
  const std::string by = word.substr(colon + 1);
  if (std::ranges::find(metric->by, by) == metric->by.end()) return fail(Code::kInvalid, kWhere, "by");
  if (std::ranges::find(section->by, by) == section->by.end()) section->by.push_back(by);
  return {};
}

Result<figures::ReportPlan> plan_in(Body& body, const FiguresSetup& setup) {
  LET(const std::optional<std::string> id, body.optional_word("plan"));
  LET(const std::vector<std::string> metrics, body.optional_words("metrics", 2 * kFiguresSectionsMax));
  if (id) {
    const auto found = std::ranges::find(setup.plans, *id, &figures::ReportPlan::id);
    if (found == setup.plans.end() || !metrics.empty()) return fail(Code::kInvalid, kWhere, "plan");
    return *found;
  }
  if (metrics.empty()) return fail(Code::kInvalid, kWhere, "metrics");
  figures::ReportPlan plan{.id = "chosen", .title = {}, .series_months = kSeriesMonths, .sections = {}};
  for (const Language language : kLanguages)
    plan.title[language] = setup.catalogue.text(language, "figures.chosen_title");
  for (const std::string& word : metrics) TRY(add_section(plan, setup.registry, word));
  return plan;
}

Result<void> changes_in(Body& body, std::string_view key, figures::Erratum kind, FiguresRequest& request) {
  LET(const auto table, body.table(key));
  for (const auto& [figure, reason] : table) {
    if (reason.empty()) return fail(Code::kInvalid, kWhere, "reason");
    request.changes[figure] = {kind, reason};
  }
  return {};
}

/// A period that cannot be meant is told as such by the page, before it is sent, and refused here.
Result<FiguresRequest> request_in(Body& body, const FiguresSetup& setup) {
  const auto invalid = [](const char* what) { return fail(Code::kInvalid, kWhere, what); };
  FiguresRequest request;
  LET(request.plan, plan_in(body, setup));
  LET(const std::string period, body.word("period"));
  const auto parsed = figures::Period::parse(period);
  if (!parsed.has_value()) return invalid("period");
  request.asked.period = *parsed;
  LET(const std::optional<std::string> against, body.optional_word("against"));
  if (against) {
    const auto other = figures::Period::parse(*against);
    if (!other.has_value()) return invalid("against");
    request.asked.against = *other;
  }
  LET(const std::optional<std::string> since, body.optional_word("since"));
  if (since) {
    const auto month = figures::Month::parse(*since);
    if (!month.has_value()) return invalid("since");
    request.asked.since = *month;
  }
  LET(const std::string how, body.word("how"));
  const auto mode = figures::how_from(how);
  if (!mode) return invalid("how");
  request.how = *mode;
  TRY(changes_in(body, "corrections", figures::Erratum::kCorrection, request));
  TRY(changes_in(body, "revisions", figures::Erratum::kRevision, request));
  LET(const std::vector<std::string> announced, body.optional_words("announced", kFiguresAnnouncedMax));
  for (const std::string& text : announced) {
    const auto one = figures::Period::parse(text);
    if (!one.has_value()) return invalid("announced");
    request.announced.push_back(*one);
  }
  LET(request.beside, body.optional_words("beside", kFiguresBesideMax));
  return request;
}

Result<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  if (text.empty() || text.size() > 9) return fail(Code::kMalformed, kWhere);
  for (const char c : text) {
    if (c < '0' || c > '9') return fail(Code::kMalformed, kWhere);
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

}  // namespace

void DeskApi::Core::add_numbers(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("GET", "/api/numbers", handler(&Core::show_numbers))
      .on("POST", "/api/numbers/count", handler(&Core::count_figures), with_body)
      .on("POST", "/api/numbers/series", handler(&Core::import_series), with_body)
      .on("POST", "/api/numbers/series/*/drop", handler(&Core::drop_series), with_body)
      .on("GET", "/api/numbers/drafts/*", handler(&Core::show_draft_figures))
      .on("GET", "/api/numbers/drafts/*/page", handler(&Core::show_draft_page))
      .on("GET", "/api/numbers/drafts/*/figures/*", handler(&Core::trace_figure))
      .on("POST", "/api/numbers/drafts/*/propose", handler(&Core::propose_figures), with_body)
      .on("POST", "/api/numbers/drafts/*/drop", handler(&Core::drop_figures), with_body)
      .on("POST", "/api/numbers/drafts/*/approve", handler(&Core::approve_figures), with_body)
      .on("GET", "/api/numbers/releases/*/page", handler(&Core::show_release_page));
}

Reply DeskApi::Core::show_numbers(Call& call) {
  office::Numbers& numbers = parts_.office.numbers();
  LET(const FiguresRights rights, numbers.rights(call.token));
  LET(const FiguresSetup* setup, setup_of(numbers));
  LET(const Me me, parts_.office.doors().me(call.token));
  LET(const std::vector<FiguresDraft> drafts, numbers.drafts(call.token));
  LET(const figures::Ledger ledger, numbers.ledger(call.token));
  Json json = write_choices(*setup, call.language);
  json["sees_rows"] = rights.sees_rows;
  json["may_approve"] = rights.may_approve;
  json["today"] = figures::text_of_day(
      std::chrono::sys_days{setup->zone.to_local(parts_.clock.now()).day}.time_since_epoch().count());
  json["zone"] = setup->zone.name();
  LET(const std::vector<KeptSeries> series, numbers.series(call.token));
  json["series"] = write_series_choices(series, *setup, call.language);
  json["drafts"] = Json::array();
  for (const FiguresDraft& draft : drafts) json["drafts"].push_back(write_draft_line(draft, call.language, me.alias));
  json["releases"] = Json::array();
  json["releases_total"] = ledger.releases().size();
  LET(const auto relays, numbers.at_relays(call.token));
  json["relays"] = write_relays(relays);
  for (auto release = ledger.releases().rbegin(); release != ledger.releases().rend(); ++release) {
    if (json["releases"].size() == kReleasesShownMax) break;
    LET(const auto hands, numbers.hands(call.token, static_cast<std::uint32_t>(release->serial)));
    json["releases"].push_back(write_release_line(*release, hands));
  }
  return json;
}

Reply DeskApi::Core::count_figures(Call& call) {
  office::Numbers& numbers = parts_.office.numbers();
  LET(const FiguresSetup* setup, setup_of(numbers));
  LET(Body body, Body::of(call.request));
  LET(FiguresRequest request, request_in(body, *setup));
  TRY(body.done());
  LET(const OrRefused<FiguresDraft> made, numbers.make_draft(call.token, std::move(request)));
  return Json{{"draft", made.has_value() ? Json(made->id.text()) : Json(nullptr)},
              {"refused", write_refusal(*setup, call.language, made.has_value() ? nullptr : &made.error())}};
}

Reply DeskApi::Core::import_series(Call& call) {
  office::Numbers& numbers = parts_.office.numbers();
  LET(const FiguresSetup* setup, setup_of(numbers));
  LET(Body body, Body::of(call.request));
  LET(const std::string text, body.text("text", figures::kSeriesBytesMax));
  TRY(body.done());
  LET(const auto made, numbers.import_series(call.token, text));
  return Json{
      {"id", made.has_value() ? Json(made->id) : Json(nullptr)},
      {"refused",
       made.has_value() ? Json(nullptr) : Json(figures::series_error(setup->catalogue, call.language, made.error()))}};
}

Reply DeskApi::Core::drop_series(Call& call) {
  TRY(parts_.office.numbers().drop_series(call.token, std::string(call.request.parts[0])));
  return done(call.token);
}

Reply DeskApi::Core::show_draft_figures(Call& call) {
  office::Numbers& numbers = parts_.office.numbers();
  LET(const FiguresSetup* setup, setup_of(numbers));
  LET(const RecordId id, RecordId::from_text(call.request.parts[0]));
  LET(const FiguresDraft draft, numbers.draft(call.token, id));
  LET(const figures::Ledger ledger, numbers.ledger(call.token));
  LET(const Me me, parts_.office.doors().me(call.token));
  LET(Json json, write_figures(draft, *setup, ledger, call.language));
  json["draft"] = write_draft_line(draft, call.language, me.alias);
  json["overtaken"] = ledger.head() != draft.release.previous;
  return json;
}

Reply DeskApi::Core::show_draft_page(Call& call) {
  LET(const RecordId id, RecordId::from_text(call.request.parts[0]));
  LET(const FigureFiles files, parts_.office.numbers().preview(call.token, id));
  return Json{{"html", page_with_pictures(files, call.language)}};
}

Reply DeskApi::Core::show_release_page(Call& call) {
  LET(const std::uint64_t serial, number_in(call.request.parts[0]));
  if (serial == 0) return fail(Code::kNotFound, kWhere);
  LET(const SignedFigures out, parts_.office.numbers().release(call.token, static_cast<std::uint32_t>(serial)));
  return Json{{"html", page_with_pictures(out.files, call.language)}};
}

Reply DeskApi::Core::trace_figure(Call& call) {
  office::Numbers& numbers = parts_.office.numbers();
  LET(const FiguresSetup* setup, setup_of(numbers));
  LET(const RecordId id, RecordId::from_text(call.request.parts[0]));
  LET(const std::uint64_t number, number_in(call.request.parts[1]));
  LET(const FiguresDraft draft, numbers.draft(call.token, id));
  if (number >= draft.release.figures.size()) return fail(Code::kNotFound, kWhere);
  LET(const FigureTrace trace, numbers.trace(call.token, draft.release.figures[number].id));
  LET(const Me me, parts_.office.doors().me(call.token));
  const queue::Speech speech = speech_for(call, me.alias);
  Json by = Json::array();
  for (const auto& [property, values] : trace.by) {
    Json counts = Json::array();
    for (const auto& [value, rows] : values) counts.push_back({{"value", value}, {"rows", rows}});
    by.push_back({{"by", property}, {"values", std::move(counts)}});
  }
  Json rows = Json::array();
  for (const FigureTrace::Row& one : trace.shown)
    rows.push_back({{"kind", one.row.kind},
                    {"day", figures::text_of_day(one.row.day)},
                    {"code", or_null(one.row.code)},
                    {"evidence", or_null(one.row.evidence)},
                    {"language", one.row.language},
                    {"case_id", one.case_id ? Json(one.case_id->text()) : Json(nullptr)},
                    {"code_name", one.case_id ? Json(name_in(speech, one.code_name)) : Json(nullptr)}});
  return Json{{"label", figure_label(*setup, call.language, trace.id.text())},
              {"total", trace.rows},
              {"by", std::move(by)},
              {"rows", std::move(rows)}};
}

Reply DeskApi::Core::propose_figures(Call& call) {
  LET(const RecordId id, RecordId::from_text(call.request.parts[0]));
  TRY(parts_.office.numbers().propose(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::drop_figures(Call& call) {
  LET(const RecordId id, RecordId::from_text(call.request.parts[0]));
  TRY(parts_.office.numbers().drop(call.token, id));
  return done(call.token);
}

Reply DeskApi::Core::approve_figures(Call& call) {
  office::Numbers& numbers = parts_.office.numbers();
  LET(const FiguresSetup* setup, setup_of(numbers));
  LET(const RecordId id, RecordId::from_text(call.request.parts[0]));
  LET(const OrRefused<ReleaseMade> made, numbers.approve(call.token, id));
  return Json{{"serial", made.has_value() ? Json(made->serial) : Json(nullptr)},
              {"refused", write_refusal(*setup, call.language, made.has_value() ? nullptr : &made.error())}};
}

}  // namespace waymark::desk::api
