#include "relay/operator_api.h"

#include <algorithm>

#include "roster/freshness.h"

namespace waymark::relay {
namespace {

constexpr std::int64_t kTenths = 10;

/// How full, in whole tenths: one envelope more is not seen, a flood is.
std::int64_t tenths_of(std::int64_t held, std::int64_t quota) {
  return quota <= 0 ? kTenths : std::min(kTenths, held * kTenths / quota);
}

void add(std::string& text, std::string_view name, std::string_view help, std::int64_t value) {
  const std::string full = "waymark_relay_" + std::string{name};
  text += "# HELP " + full + " " + std::string{help} + "\n# TYPE " + full + " gauge\n";
  text += full + " " + std::to_string(value) + "\n";
}

}  // namespace

void OperatorApi::add_routes(http::Routes& routes) {
  routes.on("GET", "/metrics",
            [this](const http::Request&, http::Responder respond) { respond(http::text_response(200, metrics())); });
  routes.on("GET", "/healthz", [this](const http::Request&, http::Responder respond) { health(std::move(respond)); });
}

std::string OperatorApi::trouble() const {
  if (services_.watch.damaged()) return "the database is damaged; nothing is taken in: docs/operate/faults.md";
  const PublishedPtr published = services_.documents.current();
  if (!published->roster) return "no roster yet: the desk has not published";
  if (!published->is_open(services_.clock.now())) return "the roster is past its date: the desk must publish a new one";
  if (const SecondState second = services_.second.state; second == SecondState::kNotInRoster)
    return "the roster does not have the address in second.url: nothing is kept in two places";
  else if (second == SecondState::kOtherKey)
    return "the second relay has another key than second.key or another organisation: nothing is kept in two places";
  if (services_.gate.state().hour_full)
    return "full: more came within an hour than quota.per_hour: docs/operate/floods.md";
  if (services_.watch.full()) return "full: quota or disk";
  return {};
}

void OperatorApi::health(http::Responder respond) {
  services_.store.try_to_write(
      [this, shared = std::make_shared<http::Responder>(std::move(respond))](const Result<void>& wrote) {
        const std::string words = wrote ? trouble() : "the database cannot be written: " + wrote.error().detail;
        (*shared)(words.empty() ? http::text_response(200, "ok\n") : http::text_response(503, words + "\n"));
      });
}

std::string OperatorApi::metrics() const {
  std::string text;
  const PublishedPtr published = services_.documents.current();
  const TimePoint now = services_.clock.now();
  const auto envelopes = services_.store.count_envelopes();
  const auto replies = services_.store.count_replies();
  add(text, "reads", "1 while the database can be read", envelopes && replies ? 1 : 0);
  add(text, "full", "1 after an envelope was refused for want of room, until one is taken in", services_.watch.full());
  add(text, "failing", "1 after the database failed, until it works", services_.watch.fails());
  add(text, "damaged", "1 when the database is damaged and nothing is taken in", services_.watch.damaged());
  const Gate::State gate = services_.gate.state();
  add(text, "work_asked", "1 while work is asked, until it was not for ten minutes", gate.asking ? 1 : 0);
  add(text, "work_level", "bits of work that are asked now, 0 for none", gate.level);
  add(text, "hour_full", "1 after an envelope was refused for quota.per_hour, until half of it is free",
      gate.hour_full);
  if (envelopes)
    add(text, "envelopes_tenths", "tenths of quota.in_all that are held", tenths_of(envelopes->held, quotas_.in_all));
  if (replies)
    add(text, "replies_tenths", "tenths of quota.replies that are held", tenths_of(*replies, quotas_.replies));
  const SecondState second = services_.second.state;
  if (second != SecondState::kNone) {
    add(text, "second_well", "1 while the second relay answers and copies may go there", second == SecondState::kWell);
    if (const auto due = services_.store.count_due_copies(0))
      add(text, "not_copied_tenths", "tenths of quota.in_all that the second relay has not got",
          tenths_of(*due, quotas_.in_all));
  }
  add(text, "roster_days_left", "days the roster is good for, -1 without one",
      published->roster ? std::max(-1, roster::days_left(published->roster->roster, now)) : -1);
  return text;
}

}  // namespace waymark::relay
