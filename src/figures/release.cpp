#include "figures/release.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::figures {
namespace {

constexpr std::string_view kWhere = "figures/release";
constexpr std::string_view kFormat = "waymark figures release 1";
constexpr std::array kHows{
    std::pair<std::string_view, How>{"plain", How::kPlain}, std::pair<std::string_view, How>{"rounded", How::kRounded},
    std::pair<std::string_view, How>{"private", How::kPrivate}, std::pair<std::string_view, How>{"floor", How::kFloor}};
using Json = nlohmann::json;

std::unexpected<Error> bad(std::string_view member) { return fail(Code::kMalformed, kWhere, std::string(member)); }

Json write_id(const FigureId& id) {
  Json condition = Json::object();
  for (const auto& [property, values] : id.condition) condition[property] = values;
  return {{"metric", id.metric}, {"version", id.version}, {"period", id.period.text()}, {"where", condition}};
}

Result<std::string> text_in(const Json& json, const char* member) {
  const auto found = json.find(member);
  if (found == json.end() || !found->is_string()) return bad(member);
  return found->get<std::string>();
}

Result<std::int64_t> number_in(const Json& json, const char* member) {
  const auto found = json.find(member);
  if (found == json.end() || !found->is_number_integer()) return bad(member);
  return found->get<std::int64_t>();
}

/// A member that is null or a number.
Result<std::optional<std::int64_t>> maybe_in(const Json& json, const char* member) {
  const auto found = json.find(member);
  if (found == json.end()) return bad(member);
  if (found->is_null()) return std::optional<std::int64_t>{};
  LET(const std::int64_t number, number_in(json, member));
  return std::optional{number};
}

Result<FigureId> parse_id(const Json& json) {
  FigureId id;
  LET(id.metric, text_in(json, "metric"));
  LET(const std::int64_t version, number_in(json, "version"));
  if (version < 1 || version > 999) return bad("version");
  id.version = static_cast<int>(version);
  LET(const std::string period, text_in(json, "period"));
  LET(id.period, Period::parse(period));
  const auto where = json.find("where");
  if (where == json.end() || !where->is_object()) return bad("where");
  for (const auto& [property, values] : where->items()) {
    if (!values.is_array()) return bad("where");
    for (const Json& value : values) {
      if (!value.is_string()) return bad("where");
      id.condition[property].insert(value.get<std::string>());
    }
  }
  return id;
}

/// Two numbers, the upper and the lower.
Result<Fraction> fraction_in(const Json& json, const char* member) {
  const auto found = json.find(member);
  if (found == json.end() || !found->is_array() || found->size() != 2) return bad(member);
  Fraction fraction;
  for (std::uint64_t* part : {&fraction.numerator, &fraction.denominator}) {
    const Json& number = (*found)[part == &fraction.numerator ? 0 : 1];
    if (!number.is_number_unsigned() || number.get<std::uint64_t>() > kPartMax) return bad(member);
    *part = number.get<std::uint64_t>();
  }
  if (fraction.denominator == 0) return bad(member);
  return fraction;
}

Json or_null(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(nullptr); }

Json write_figure(const PrintedFigure& figure) {
  Json json = write_id(figure.id);
  json["rule"] = figure.rule;
  json["shown"] = or_null(figure.shown);
  if (figure.error != 0) json["error"] = figure.error;
  return json;
}

Result<PrintedFigure> parse_figure(const Json& json) {
  if (!json.is_object()) return bad("figures");
  PrintedFigure figure;
  LET(figure.id, parse_id(json));
  LET(figure.rule, text_in(json, "rule"));
  LET(figure.shown, maybe_in(json, "shown"));
  if (json.contains("error")) {
    LET(figure.error, number_in(json, "error"));
  }
  return figure;
}

Json write_change(const Change& change) {
  Json json = write_id(change.id);
  json["kind"] = change.kind == Erratum::kCorrection ? "correction" : "revision";
  json["before"] = or_null(change.before);
  json["reason"] = change.reason;
  return json;
}

Result<Change> parse_change(const Json& json) {
  if (!json.is_object()) return bad("changes");
  Change change;
  LET(change.id, parse_id(json));
  LET(const std::string kind, text_in(json, "kind"));
  if (kind != "correction" && kind != "revision") return bad("kind");
  change.kind = kind == "correction" ? Erratum::kCorrection : Erratum::kRevision;
  LET(change.before, maybe_in(json, "before"));
  LET(change.reason, text_in(json, "reason"));
  return change;
}

template <class T, class Parse>
Result<std::vector<T>> list_in(const Json& json, const char* member, Parse parse) {
  const auto found = json.find(member);
  if (found == json.end() || !found->is_array()) return bad(member);
  std::vector<T> all;
  for (const Json& one : *found) {
    LET(T parsed, parse(one));
    all.push_back(std::move(parsed));
  }
  return all;
}

Result<Period> parse_period(const Json& json) {
  if (!json.is_string()) return bad("announced");
  return Period::parse(json.get<std::string>());
}

Result<PastCalendar> parse_calendar(const Json& json) {
  if (!json.is_object()) return bad("calendars");
  PastCalendar calendar;
  LET(calendar.zone, text_in(json, "zone"));
  LET(const std::string until, text_in(json, "until"));
  LET(calendar.until, day_of_text(until));
  return calendar;
}

const Change* change_of(const Release& release, const FigureId& id) {
  const auto found = std::ranges::find(release.changes, id, &Change::id);
  return found == release.changes.end() ? nullptr : &*found;
}

}  // namespace

std::string text_of(const Condition& condition) {
  std::string text;
  for (const auto& [property, values] : condition) {
    text += (text.empty() ? "" : " ") + property + "=";
    for (const std::string& value : values) text += (value == *values.begin() ? "" : ",") + value;
  }
  return text;
}

std::string FigureId::text() const {
  const std::string head = metric + "@" + std::to_string(version) + " " + period.text();
  return condition.empty() ? head : head + " " + text_of(condition);
}

std::string_view name_of(How how) {
  for (const auto& [name, value] : kHows)
    if (value == how) return name;
  return "";
}

std::optional<How> how_from(std::string_view name) {
  for (const auto& [one, value] : kHows)
    if (one == name) return value;
  return std::nullopt;
}

std::string write_release(const Release& release) {
  Json json{{"format", kFormat},
            {"serial", release.serial},
            {"day", text_of_day(release.day)},
            {"zone", release.zone},
            {"period", release.period.text()},
            {"mode", name_of(release.how)},
            {"epsilon", {release.epsilon.numerator, release.epsilon.denominator}},
            {"epsilon_of_month", {release.epsilon_of_month.numerator, release.epsilon_of_month.denominator}},
            {"previous", release.previous},
            {"figures", Json::array()},
            {"changes", Json::array()},
            {"announced", Json::array()}};
  for (const PastCalendar& one : release.calendars)
    json["calendars"].push_back({{"until", text_of_day(one.until)}, {"zone", one.zone}});
  for (const PrintedFigure& figure : release.figures) json["figures"].push_back(write_figure(figure));
  for (const Change& change : release.changes) json["changes"].push_back(write_change(change));
  for (const Period& period : release.announced) json["announced"].push_back(period.text());
  return json.dump();
}

Result<Release> parse_release(std::string_view text) {
  if (text.size() > kReleaseBytesMax) return fail(Code::kTooLarge, kWhere);
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return bad("");
  LET(const std::string format, text_in(json, "format"));
  if (format != kFormat) return bad("format");
  Release release;
  LET(const std::int64_t serial, number_in(json, "serial"));
  if (serial < 1) return bad("serial");
  release.serial = static_cast<std::uint64_t>(serial);
  LET(const std::string day, text_in(json, "day"));
  LET(release.day, day_of_text(day));
  LET(release.zone, text_in(json, "zone"));
  if (json.contains("calendars")) {
    LET(release.calendars, list_in<PastCalendar>(json, "calendars", parse_calendar));
  }
  LET(const std::string period, text_in(json, "period"));
  LET(release.period, Period::parse(period));
  LET(const std::string how, text_in(json, "mode"));
  const auto known = how_from(how);
  if (!known) return bad("mode");
  release.how = *known;
  LET(release.epsilon, fraction_in(json, "epsilon"));
  LET(release.epsilon_of_month, fraction_in(json, "epsilon_of_month"));
  LET(release.previous, text_in(json, "previous"));
  LET(release.figures, list_in<PrintedFigure>(json, "figures", parse_figure));
  LET(release.changes, list_in<Change>(json, "changes", parse_change));
  LET(release.announced, list_in<Period>(json, "announced", parse_period));
  return release;
}

bool is_of_two_calendars(const Release& release, Month month) {
  return std::ranges::any_of(release.calendars,
                             [&](const PastCalendar& one) { return Month::of_day(one.until) == month; });
}

std::string hash_of(const Release& release) {
  const crypto::Sha256 hash = crypto::sha256({view_of(write_release(release))});
  return to_hex(ByteView{hash});
}

Result<Ledger> Ledger::parse(std::string_view lines) {
  Ledger ledger;
  for (std::size_t number = 1; !lines.empty(); ++number) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    if (number > kReleasesMax) return fail(Code::kTooLarge, kWhere);
    const std::string where = "line " + std::to_string(number);
    auto release = parse_release(line);
    // The text must be ours to the byte, or the hashes would be of something else than what is read.
    if (!release.has_value() || write_release(*release) != line) return bad(where);
    if (!ledger.add(*std::move(release)).has_value()) return bad(where);
  }
  return ledger;
}

std::string Ledger::text() const {
  std::string text;
  for (const Release& release : releases_) text += write_release(release) + "\n";
  return text;
}

const PrintedFigure* Ledger::printed(const FigureId& id) const {
  const auto found = newest_.find(id.text());
  return found == newest_.end() ? nullptr : &releases_[found->second.first].figures[found->second.second];
}

std::vector<const PrintedFigure*> Ledger::standing() const {
  std::vector<const PrintedFigure*> all;
  for (const auto& [name, place] : newest_) all.push_back(&releases_[place.first].figures[place.second]);
  return all;
}

std::string Ledger::head() const { return releases_.empty() ? "" : hash_of(releases_.back()); }

bool Ledger::is_announced(const Period& period) const {
  return std::ranges::any_of(releases_, [&](const Release& release) {
    return std::ranges::any_of(release.announced,
                               [&](const Period& one) { return one.first <= period.first && period.last <= one.last; });
  });
}

Result<void> Ledger::add(Release release) {
  const std::uint64_t next = releases_.empty() ? 1 : releases_.back().serial + 1;
  if (release.serial != next || release.previous != head()) return fail(Code::kConflict, kWhere, "previous");
  if (!releases_.empty() && release.day < releases_.back().day) return fail(Code::kInvalid, kWhere, "day");
  for (const PrintedFigure& figure : release.figures) {
    const PrintedFigure* before = printed(figure.id);
    const Change* change = change_of(release, figure.id);
    if (before == nullptr && change != nullptr) return fail(Code::kConflict, kWhere, figure.id.text());
    if (before == nullptr || *before == figure) continue;
    // Hidden before and printed now is another number for the reader as well.
    if (change == nullptr || change->before != before->shown) return fail(Code::kConflict, kWhere, figure.id.text());
    if (change->kind == Erratum::kRevision && !is_announced(figure.id.period))
      return fail(Code::kConflict, kWhere, figure.id.text());
  }
  for (std::size_t i = 0; i < release.figures.size(); ++i)
    newest_[release.figures[i].id.text()] = {releases_.size(), i};
  releases_.push_back(std::move(release));
  return {};
}

}  // namespace waymark::figures
