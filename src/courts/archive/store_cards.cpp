#include "courts/archive/store_cards.h"

#include <nlohmann/json.hpp>

#include "courts/archive/card_json.h"
#include "courts/archive/packed.h"
#include "text/json.h"

namespace waymark::courts {

Result<std::string> body_at(const store::Rows& rows, int size_column, int body_column) {
  const std::int64_t size = rows.integer(size_column);
  if (size == 0) return to_string(rows.blob(body_column));
  return unpacked(rows.blob(body_column), size);
}

Result<std::string> body_of_entry(store::Connection& db, std::int64_t seq) {
  LET(auto rows, db.query("SELECT size, body FROM entry WHERE seq = ?", seq));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, "courts/archive");
  return body_at(rows, 0, 1);
}

Result<Card> card_of_body(std::string_view body) {
  LET(const nlohmann::json json, text::parse_json(body, {.bytes_max = kBodyBytesMax, .depth_max = 16}));
  const auto card = json.find("card");
  const auto view = json.find("view");
  if (card == json.end() || view == json.end() || !view->is_number_integer())
    return fail(Code::kMalformed, "courts/archive");
  const auto number = view->get<std::int64_t>();
  if (number < 1 || number > kViews) return fail(Code::kMalformed, "courts/archive");
  LET(Card read, card_of(*card));
  read.view = static_cast<View>(number);
  return read;
}

Result<std::string> blob_text(store::Connection& db, const crypto::Sha256& sha256) {
  LET(auto rows, db.query("SELECT size, bytes FROM blob WHERE sha256 = ?", sha256));
  LET(const bool found, rows.next());
  if (!found) return fail(Code::kNotFound, "courts/archive", "a kept text is missing");
  return unpacked(rows.blob(1), rows.integer(0));
}

Result<void> load_acts(store::Connection& db, Card& card) {
  for (ActText& act : card.acts) {
    LET(std::string text, blob_text(db, act.sha256));
    act.text = std::move(text);
  }
  return {};
}

Result<std::vector<ViewNow>> views_of(store::Connection& db, std::int64_t case_id) {
  std::vector<ViewNow> views;
  LET(auto rows,
      db.query("SELECT entry, first_seen, last_seen, gone FROM state WHERE case_id = ? ORDER BY view", case_id));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) break;
    LET(const std::string body, body_of_entry(db, rows.integer(0)));
    LET(Card card, card_of_body(body));
    TRY(load_acts(db, card));
    views.push_back({.card = std::move(card),
                     .first_seen = day_at(rows, 1),
                     .last_seen = day_at(rows, 2),
                     .gone = day_at(rows, 3)});
  }
  return views;
}

Result<std::optional<std::int32_t>> decided_seen_of(store::Connection& db, std::int64_t case_id) {
  LET(auto rows,
      db.query("SELECT entry, day FROM revision WHERE case_id = ? AND gone = 0 ORDER BY day, entry", case_id));
  while (true) {
    LET(const bool more, rows.next());
    if (!more) return std::optional<std::int32_t>{};
    LET(const std::string body, body_of_entry(db, rows.integer(0)));
    LET(const Card card, card_of_body(body));
    if (says_decided(card)) return std::optional{static_cast<std::int32_t>(rows.integer(1))};
  }
}

}  // namespace waymark::courts
