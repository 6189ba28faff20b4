// Facts of a case: what the page may write, and their checks.
#include <algorithm>

#include "desk/api/body.h"
#include "desk/api/core.h"

namespace waymark::desk::api {
namespace {

constexpr std::size_t kAttributeKeyBytesMax = 40;
constexpr std::size_t kAttributeValueBytesMax = 60;

/// `[a-z][a-z0-9_]{0,39}`, as in answers (docs/spec/envelope.md).
bool is_name(std::string_view text) {
  if (text.empty() || text.size() > kAttributeKeyBytesMax || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// `[A-Za-z0-9_.:+-]{1,60}`
bool is_value(std::string_view text) {
  if (text.empty() || text.size() > kAttributeValueBytesMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_.:+-").contains(c);
  });
}

/// The date of a fact, and whether it names an hour.
std::string_view date_in(const Fact& fact) {
  const auto date = fact.attributes.find("date");
  return date == fact.attributes.end() ? std::string_view{} : std::string_view{date->second};
}
bool has_hour(std::string_view date) { return date.contains('T'); }

/// What a date means when nobody says how sharply: as sharply as it is written.
Precision precision_as_written(std::string_view date) {
  if (date.empty()) return Precision::kUnknown;
  return has_hour(date) ? Precision::kHour : Precision::kDay;
}

/// A date with "unknown" would be thrown away, an hour with "day" cut off, "hour" without one made up: all refused, so
/// that what is stored is what was written.
bool fits_date(const Fact& fact) {
  const std::string_view date = date_in(fact);
  if (date.empty()) return true;
  if (!text::local_time_from(date).has_value()) return false;
  const bool by_the_hour = fact.precision == Precision::kHour || fact.precision == Precision::kExact;
  return fact.precision != Precision::kUnknown && by_the_hour == has_hour(date);
}

/// The code must be the pack's, or "unknown"; a date must be a date.
bool fits_pack(const pack::Pack& pack, const Fact& fact) {
  const pack::Question* question = pack.question(fact.key);
  if (question == nullptr || question->answers.empty()) return false;
  if (question->answer(fact.value) == nullptr && fact.value != "unknown") return false;
  if (!fits_date(fact)) return false;
  return std::all_of(fact.attributes.begin(), fact.attributes.end(),
                     [](const auto& one) { return is_name(one.first) && is_value(one.second); });
}

struct FactRequest {
  Fact fact;
  std::optional<std::string> supersedes;
};

Result<FactRequest> read_fact(Body& body) {
  FactRequest request;
  Fact& fact = request.fact;
  LET(fact.key, body.word("key"));
  LET(fact.value, body.word("value"));
  LET(fact.attributes, body.table("attributes"));
  LET(const std::optional<std::string> precision, body.optional_word("precision"));
  fact.precision = precision_as_written(date_in(fact));
  if (precision.has_value()) {
    LET(fact.precision, precision_from(*precision));
  }
  LET(const std::optional<std::string> speaker, body.optional_word("said_by"));
  LET(fact.said_by, speaker_from(speaker.value_or("staff")));
  LET(request.supersedes, body.optional_word("supersedes"));
  TRY(body.done());
  return request;
}

}  // namespace

void DeskApi::Core::add_facts(http::Routes& routes) {
  const http::PathRule with_body{.body_bytes_max = kBodyBytesMax};
  routes.on("POST", "/api/case/*/fact", handler(&Core::set_fact), with_body)
      .on("POST", "/api/case/*/fact/*/check", handler(&Core::check_fact), with_body);
}

Reply DeskApi::Core::set_fact(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const Seen seen, seen_in(body));
  LET(FactRequest wanted, read_fact(body));
  LET(const Me me, parts_.office.doors().me(call.token));
  wanted.fact.author = me.alias;
  wanted.fact.said_at = parts_.clock.now();
  if (!fits_pack(parts_.pack, wanted.fact)) return fail(Code::kInvalid, "desk/api");
  office::Facts& facts = parts_.office.facts();
  TRY(unless_changed(call, id, seen,
                     wanted.supersedes.has_value()
                         ? facts.correct(call.token, id, wanted.fact, *wanted.supersedes, seen)
                         : facts.set(call.token, id, wanted.fact, seen)));
  return done(call.token);
}

Reply DeskApi::Core::check_fact(Call& call) {
  LET(const CaseId id, case_of(call));
  LET(Body body, Body::of(call.request));
  LET(const std::string name, body.word("verification"));
  LET(const Verification verification, verification_from(name));
  LET(const std::string note, body.optional_text("note", kReasonCodePointsMax));
  LET(const Seen seen, seen_in(body));
  TRY(body.done());
  TRY(unless_changed(call, id, seen,
                     parts_.office.facts().check(call.token, id, call.request.parts[1], verification, note, seen)));
  return done(call.token);
}

}  // namespace waymark::desk::api
