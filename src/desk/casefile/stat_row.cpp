#include "desk/casefile/stat_row.h"

#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/casefile/stat_calendar.h"
#include "desk/keyring/sealed_row.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/stat";
using nlohmann::json;

json write(const StatRow& row) {
  json out{{"kind", row.kind},       {"day", row.day},   {"received_day", row.received_day},
           {"subject", row.subject}, {"zone", row.zone}, {"language", code_of(row.language)}};
  for (const auto& [key, text] : {std::pair{"assurance", &row.assurance},
                                  {"code", &row.code},
                                  {"date", &row.date},
                                  {"evidence", &row.evidence},
                                  {"act", &row.act}})
    if (!text->empty()) out[key] = *text;
  if (!row.answers.empty()) out["answers"] = row.answers;
  if (row.seconds >= 0) out["seconds"] = row.seconds;
  return out;
}

std::string text_at(const json& in, const char* key) {
  const auto found = in.find(key);
  return found != in.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::int64_t number_at(const json& in, const char* key, std::int64_t otherwise) {
  const auto found = in.find(key);
  return found != in.end() && found->is_number_integer() ? found->get<std::int64_t>() : otherwise;
}

Result<StatRow> read(std::string_view text) {
  const json in = json::parse(text, nullptr, false);
  if (!in.is_object()) return fail(Code::kMalformed, kWhere);
  StatRow row;
  row.kind = text_at(in, "kind");
  // Rows of erased cases from before there were kinds.
  if (row.kind.empty()) row.kind = "erased";
  row.received_day = static_cast<std::uint32_t>(number_at(in, "received_day", 0));
  row.day = static_cast<std::uint32_t>(number_at(in, "day", number_at(in, "ended_day", 0)));
  row.subject = text_at(in, "subject");
  row.language = language_from_code(text_at(in, "language")).value_or(Language::kRussian);
  row.assurance = text_at(in, "assurance");
  row.code = text_at(in, "code");
  row.date = text_at(in, "date");
  row.evidence = text_at(in, "evidence");
  row.act = text_at(in, "act");
  row.seconds = number_at(in, "seconds", -1);
  if (std::string zone = text_at(in, "zone"); !zone.empty()) row.zone = std::move(zone);
  if (const auto answers = in.find("answers"); answers != in.end() && answers->is_array())
    for (const json& one : *answers)
      if (one.is_string()) row.answers.push_back(one.get<std::string>());
  return row;
}

}  // namespace

std::string stat_subject(const CaseId& id) {
  const crypto::Sha256 hash = crypto::sha256({view_of("waymark/v1/stat subject"), id.view()});
  return to_hex(ByteView{hash}.first(16));
}

std::optional<StatRow> stage_row(const CountedCase& counted, Stage before) {
  const Situation& after = counted.after;
  if (after.stage == before || after.stage == Stage::kClosed) return std::nullopt;
  StatRow row{.kind = "stage", .subject = stat_subject(counted.id), .language = after.language};
  counted.calendar.stamp(row, counted.event.at, after.received_at);
  row.code = name_of(after.stage);
  if (counted.event.act != RecordId{}) row.act = counted.event.act.text();
  return row;
}

Result<void> count_stage(store::Connection& store, const KeyRing& keys, const CountedCase& counted, Stage before,
                         crypto::Random& random) {
  const auto row = stage_row(counted, before);
  return row ? put_stat_row(store, keys, *row, random) : Result<void>{};
}

Result<void> put_stat_row(store::Connection& store, const KeyRing& keys, const StatRow& row, crypto::Random& random) {
  const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
  if (key == nullptr) return fail(Code::kDenied, kWhere);
  const ByteArray<16> id = random.array<16>();
  const RowPlace place{.table = SealedTable::kStat, .owner = id, .version = key->version()};
  const Bytes sealed = seal_row(key->agenda_key(), place, write(row).dump(), random);
  TRY(store.execute("INSERT INTO stat_row VALUES (?, ?, ?, ?)", id, name_of(key->name()), key->version(), sealed));
  return {};
}

Result<std::vector<StatRow>> read_stat_rows(store::Connection& store, const KeyRing& keys) {
  LET(store::Rows rows, store.query("SELECT id, compartment, version, blob FROM stat_row"));
  std::vector<StatRow> all;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return all;
    LET(const Compartment compartment, compartment_from(rows.text(1)));
    const auto version = static_cast<std::uint32_t>(rows.integer(2));
    const CompartmentKey* key = keys.find(compartment, version);
    if (key == nullptr) continue;
    LET(const auto id, RecordId::from_bytes(rows.blob(0)));
    const RowPlace place{.table = SealedTable::kStat, .owner = id.bytes, .version = version};
    LET(const std::string text, open_row(key->agenda_key(), place, rows.blob(3)));
    LET(StatRow row, read(text));
    all.push_back(std::move(row));
  }
}

}  // namespace waymark::desk
