#include "desk/staff/access_log.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crypto/verify/hash.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/sealed_row.h"
#include "envelope/age_open.h"
#include "envelope/age_seal.h"

namespace waymark::desk {
namespace {

using nlohmann::json;

constexpr std::uint8_t kUnderTeamKey = 1;
constexpr std::uint8_t kToTeamIdentity = 2;

struct Head {
  std::uint64_t sequence = 0;
  crypto::Sha256 hash{};
};

Result<Head> head_of(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT seq, hash FROM access_log ORDER BY seq DESC LIMIT 1"));
  LET(const bool found, rows.next());
  if (!found) return Head{};
  LET(const auto hash, ByteReader{rows.blob(1)}.array<32>());
  return Head{static_cast<std::uint64_t>(rows.integer(0)), hash};
}

crypto::Sha256 chain(const crypto::Sha256& before, std::uint64_t sequence, std::uint8_t kind, ByteView blob) {
  const Bytes place = ByteWriter{}.u64(sequence).u8(kind).finish();
  return crypto::sha256({view_of("waymark/v1/log"), before, place, crypto::sha256(blob)});
}

RowPlace place_of(std::uint64_t sequence, std::uint32_t version) {
  const Bytes owner = ByteWriter{}.u64(sequence).pad_to(16).finish();
  return {.table = SealedTable::kLog, .owner = *ByteReader{owner}.array<16>(), .version = version};
}

std::string text_of_line(const LogLine& line) {
  json out{{"at", line.at.time_since_epoch().count()}, {"who", line.who}, {"what", line.what}};
  if (!line.why.empty()) out["why"] = line.why.substr(0, kLogReasonBytesMax);
  if (line.times > 1) out["times"] = line.times;
  if (line.case_id) out["case"] = line.case_id->text();
  if (line.code_name) out["name"] = *line.code_name;
  if (!line.from.empty()) out["from"] = line.from;
  // A reason that was cut inside a character must not make the line unwritable.
  return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

LogLine unreadable(std::uint64_t sequence) { return {.sequence = sequence, .what = "log.unreadable"}; }

LogLine line_from_text(std::uint64_t sequence, std::string_view text) {
  const json in = json::parse(text, nullptr, false);
  if (!in.is_object() || !in.contains("at") || !in["at"].is_number_integer()) return unreadable(sequence);
  LogLine line{.sequence = sequence, .at = TimePoint{Seconds{in["at"].get<std::int64_t>()}}};
  const auto string_at = [&in](const char* key) {
    return in.contains(key) && in[key].is_string() ? in[key].get<std::string>() : std::string{};
  };
  line.who = string_at("who");
  line.what = string_at("what");
  line.why = string_at("why");
  line.from = string_at("from");
  if (in.contains("times") && in["times"].is_number_unsigned()) line.times = in["times"].get<std::uint64_t>();
  if (const auto id = CaseId::from_text(string_at("case")); id.has_value()) line.case_id = *id;
  if (in.contains("name") && in["name"].is_number_unsigned()) line.code_name = in["name"].get<std::uint32_t>();
  return line;
}

Result<std::string> open_line(const KeyRing& keys, std::uint64_t sequence, std::int64_t kind, ByteView blob) {
  if (kind == kUnderTeamKey) {
    ByteReader reader(blob);
    LET(const std::uint32_t version, reader.u32());
    const CompartmentKey* team = keys.find(Compartment::kTeam, version);
    if (team == nullptr) return fail(Code::kDenied, "desk/log");
    return open_row(team->agenda_key(), place_of(sequence, version), reader.rest());
  }
  const CompartmentKey* newest = keys.newest(Compartment::kTeam);
  for (std::uint32_t version = newest == nullptr ? 0 : newest->version(); version > 0; --version) {
    const CompartmentKey* team = keys.find(Compartment::kTeam, version);
    if (team == nullptr) continue;
    const auto plaintext = envelope::age_open(team->identity(), blob);
    if (plaintext.has_value()) return unpad_row(plaintext->view());
  }
  return fail(Code::kDenied, "desk/log");
}

/// One row as it stands in the chain.
struct ChainedLine {
  std::uint64_t sequence;
  crypto::Sha256 hash;  ///< computed
  bool fits;            ///< the stored hash is the computed one
};

ChainedLine next_line(store::Rows& row, const crypto::Sha256& before) {
  const auto sequence = static_cast<std::uint64_t>(row.integer(0));
  const crypto::Sha256 hash = chain(before, sequence, static_cast<std::uint8_t>(row.integer(1)), row.blob(2));
  return {sequence, hash, equal_constant_time(hash, row.blob(3))};
}

struct SignedLine {
  std::uint64_t sequence;
  crypto::Sha256 hash;
  Bytes signature;
};

bool is_signed(std::span<const crypto::ReplyVerifyKey> keys, std::uint64_t sequence, const crypto::Sha256& hash,
               ByteView bytes) {
  const auto signature = ByteReader{bytes}.array<crypto::kSignatureBytes>();
  if (!signature.has_value()) return false;
  const Bytes place = ByteWriter{}.u64(sequence).finish();
  return std::ranges::any_of(
      keys, [&](const auto& key) { return key.verify({view_of("waymark/v1/log line"), place, hash}, *signature); });
}

}  // namespace

Result<void> append_log(store::Connection& store, const LogLine& line, const KeyRing* keys, crypto::Random& random) {
  LET(const Head head, head_of(store));
  const std::uint64_t sequence = head.sequence + 1;
  const std::string text = text_of_line(line);
  const CompartmentKey* team = keys == nullptr ? nullptr : keys->newest(Compartment::kTeam);
  const std::uint8_t kind = team == nullptr ? kToTeamIdentity : kUnderTeamKey;
  Bytes blob;
  if (team != nullptr) {
    const Bytes sealed = seal_row(team->agenda_key(), place_of(sequence, team->version()), text, random);
    blob = ByteWriter{}.u32(team->version()).put(sealed).finish();
  } else {
    LET(const CompartmentPublic to, compartment_public(store, Compartment::kTeam));
    LET(blob, envelope::age_seal(std::span{&to.key, 1}, pad_row(text).view(), random));
  }
  const crypto::Sha256 hash = chain(head.hash, sequence, kind, blob);
  if (keys != nullptr && keys->reply_key() != nullptr) {
    const Bytes place = ByteWriter{}.u64(sequence).finish();
    const crypto::Signature signature = keys->reply_key()->sign({view_of("waymark/v1/log line"), place, hash});
    TRY(store.execute("INSERT INTO access_log VALUES (?, ?, ?, ?, ?)", sequence, kind, blob, hash, signature));
  } else {
    TRY(store.execute("INSERT INTO access_log VALUES (?, ?, ?, ?, NULL)", sequence, kind, blob, hash));
  }
  return {};
}

Result<std::vector<LogLine>> read_log(store::Connection& store, const KeyRing& keys, std::uint64_t sequence,
                                      unsigned limit) {
  LET(store::Rows rows,
      store.query("SELECT seq, kind, blob FROM access_log WHERE seq > ? ORDER BY seq LIMIT ?", sequence, limit));
  std::vector<LogLine> lines;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return lines;
    const auto at = static_cast<std::uint64_t>(rows.integer(0));
    const auto text = open_line(keys, at, rows.integer(1), rows.blob(2));
    lines.push_back(text.has_value() ? line_from_text(at, *text) : unreadable(at));
  }
}

Result<LogVerdict> verify_log(store::Connection& store, std::span<const crypto::ReplyVerifyKey> keys) {
  LogVerdict verdict{.intact = true};
  crypto::Sha256 before{};
  LET(store::Rows rows, store.query("SELECT seq, kind, blob, hash, signature FROM access_log ORDER BY seq"));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return verdict;
    const ChainedLine line = next_line(rows, before);
    bool good = line.sequence == verdict.lines + 1 && line.fits;
    if (good && !rows.is_null(4)) {
      good = is_signed(keys, line.sequence, line.hash, rows.blob(4));
      if (good) verdict.covered = line.sequence;
    }
    ++verdict.lines;
    if (!good && verdict.intact) {
      verdict.intact = false;
      verdict.first_bad = line.sequence;
    }
    before = line.hash;
  }
}

Result<LogVerdict> LogWatch::look(store::Connection& store, std::span<const crypto::ReplyVerifyKey> keys) {
  if (!verdict_.intact) return verdict_;
  LET(const bool same, head_is_unchanged(store));
  if (!same) return broken_at(verdict_.lines);
  LET(store::Rows rows,
      store.query("SELECT seq, kind, blob, hash, signature FROM access_log WHERE seq > ? ORDER BY seq",
                  verdict_.lines));
  std::optional<SignedLine> newest;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) break;
    const ChainedLine line = next_line(rows, head_);
    if (line.sequence != verdict_.lines + 1 || !line.fits) return broken_at(line.sequence);
    if (!rows.is_null(4)) newest = SignedLine{line.sequence, line.hash, to_bytes(rows.blob(4))};
    verdict_.lines = line.sequence;
    head_ = line.hash;
  }
  if (!newest) return verdict_;
  if (!is_signed(keys, newest->sequence, newest->hash, newest->signature)) return broken_at(newest->sequence);
  verdict_.covered = newest->sequence;
  return verdict_;
}

LogVerdict LogWatch::broken_at(std::uint64_t sequence) {
  verdict_.intact = false;
  verdict_.first_bad = sequence;
  return verdict_;
}

Result<bool> LogWatch::head_is_unchanged(store::Connection& store) const {
  if (verdict_.lines == 0) return true;
  LET(store::Rows rows, store.query("SELECT hash FROM access_log WHERE seq = ?", verdict_.lines));
  LET(const bool found, rows.next());
  return found && equal_constant_time(head_, rows.blob(0));
}

Result<std::vector<crypto::ReplyVerifyKey>> all_reply_keys(store::Connection& store) {
  LET(store::Rows rows, store.query("SELECT note FROM roster ORDER BY serial"));
  std::vector<crypto::ReplyVerifyKey> keys;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return keys;
    LET(const roster::Note note, roster::parse_note(text_of(rows.blob(0))));
    LET(const roster::Roster roster, roster::parse_roster(note.text));
    for (const auto& key : roster.reply_keys)
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
}

}  // namespace waymark::desk
