#include "desk/casefile/filing.h"

#include <algorithm>

#include "crypto/verify/hash.h"
#include "desk/casefile/own_id.h"
#include "desk/casefile/relay_audit.h"
#include "desk/casefile/stat_row.h"
#include "desk/keyring/office_values.h"
#include "desk/keyring/sealed_row.h"
#include "desk/staff/access_log.h"
#include "envelope/open.h"
#include "roster/day_keys.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/filing";
/// Stands among the refused ones in the table, and is none: what it counts was filed.
constexpr std::string_view kRedated = "redated";
/// Whoever sees an envelope can put it at the relay under any of the days that are accepted at that moment; no two of
/// them are further apart. Keys of these days are tried before an envelope is given up.
constexpr std::uint32_t kDaysApartMax = roster::kDayAcceptedDays + 1;

using Tag = ByteArray<16>;

Tag tag_of(const Secret<32>& index, std::string_view label, ByteView value) {
  const crypto::Sha256 mac = crypto::hmac_sha256(index.view(), {view_of(label), value});
  Tag tag;
  std::copy_n(mac.begin(), tag.size(), tag.begin());
  return tag;
}

std::uint32_t apart(std::uint32_t one, std::uint32_t other) { return one > other ? one - other : other - one; }

Result<std::vector<PulledEnvelope>> read_inbound(store::Connection& store, unsigned limit) {
  LET(store::Rows rows, store.query("SELECT row_id, day, blob FROM inbound ORDER BY seq LIMIT ?", limit));
  std::vector<PulledEnvelope> inbound;
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) return inbound;
    LET(const auto row_id, ByteReader{rows.blob(0)}.array<16>());
    inbound.push_back({row_id, static_cast<std::uint32_t>(rows.integer(1)), to_bytes(rows.blob(2))});
  }
}

Result<void> count_under(store::Connection& store, std::string_view name) {
  TRY(store.execute("INSERT INTO refused VALUES (?, 1) ON CONFLICT (code) DO UPDATE SET count = count + 1", name));
  return {};
}

/// The work on one batch; keeps what is the same for all envelopes of it.
class Batch {
 public:
  Batch(const FilingDesk& desk, const crypto::InstanceId& instance, const Secret<32>& index,
        const CompartmentKey& first_line)
      : desk_(desk), instance_(instance), index_(index), first_line_(first_line), seeds_(desk.store, desk.keys) {}

  Result<void> file(const PulledEnvelope& row) {
    ++report_.taken_up;
    const OwnId id = own_id_of(row.day, row.blob);
    // The same again means that an acknowledgement was lost: nothing that anybody needs to hear of.
    LET(const std::int64_t opened_before,
        desk_.store.number("SELECT EXISTS (SELECT 1 FROM handled WHERE row_id = ?)", id));
    if (opened_before != 0) return {};
    LET(const std::vector<std::uint32_t> days, days_for(row.day));
    LET(const auto opened, open_by_any(row.blob, days));
    if (!opened.has_value()) {
      TRY(forget_given(desk_.store, id));
      return refuse(word_for(opened.error().code, days, row.day));
    }
    if (opened->key->day != row.day) TRY(note_redated());
    TRY(desk_.store.execute("INSERT INTO handled VALUES (?, ?)", id, opened->message.day));
    LET(const bool first, deliver(opened->message));
    return first ? Result<void>{} : refuse(Code::kReplayed);
  }
  [[nodiscard]] const FilingReport& report() const { return report_; }

  /// Opens it with whichever day key fits, the hinted one first; files it unless this very message was filed before,
  /// however it came; says whose it is.
  Result<PasteFiling> file_pasted(ByteView blob, std::optional<std::uint32_t> hint) {
    LET(const std::vector<std::uint32_t> days, seeds_.days_around(hint.value_or(unix_day(desk_.now))));
    LET(const auto opened, open_by_any(blob, days));
    if (!opened.has_value()) {
      const Code code = opened.error().code;
      return fail(hint ? word_for(code, days, *hint) : code, kWhere);
    }
    ++report_.taken_up;
    TRY(deliver(opened->message));
    LET(const std::optional<CaseId> id, case_of(opened->message));
    return PasteFiling{.report = report_, .case_id = id, .page_before_day = opened->key->replaced_day};
  }

 private:
  struct Opened {
    envelope::Message message;
    const DaySeed* key;
  };

  /// What no key opens was sealed to a key that is gone, if its day says so.
  static Code word_for(Code code, std::span<const std::uint32_t> tried, std::uint32_t day) {
    const bool key_is_gone = std::ranges::find(tried, day) == tried.end();
    return code == Code::kNotForUs && key_is_gone ? Code::kWrongDay : code;
  }

  /// Tries the keys of these days in their order. The inner result is what is to be said of the envelope: kWrongDay
  /// when there was no key to try, kNotForUs when none fits, or what was wrong with what a key opened.
  /// @error kDenied when only somebody else holds keys that could fit; kStorage
  Result<Result<Opened>> open_by_any(ByteView blob, std::span<const std::uint32_t> days) {
    Code code = Code::kWrongDay;
    bool denied = false;
    for (const std::uint32_t day : days) {
      const auto keys = seeds_.of(day);
      // Keys of a time before this person came.
      denied = denied || (!keys.has_value() && keys.error().code == Code::kDenied);
      if (!keys.has_value() && keys.error().code == Code::kDenied) continue;
      if (!keys.has_value()) return std::unexpected(keys.error());
      for (const DaySeed& key : *keys) {
        auto message = envelope::open_message(key.seed, blob, instance_, day);
        if (message.has_value()) return Result<Opened>{Opened{std::move(*message), &key}};
        if (message.error().code != Code::kNotForUs) return Result<Opened>{std::unexpected(message.error())};
        code = Code::kNotForUs;
      }
    }
    if (denied) return fail(Code::kDenied, kWhere);
    return Result<Opened>{fail(code, kWhere)};
  }

  /// The named day, then those that an envelope put under it may really be of; then, because the relay may have named
  /// any day at all, whatever is left of days that have come.
  Result<std::vector<std::uint32_t>> days_for(std::uint32_t named) {
    const std::uint32_t today = unix_day(desk_.now);
    LET(std::vector<std::uint32_t> days, seeds_.days_around(named));
    std::erase_if(days,
                  [=](std::uint32_t day) { return apart(day, named) > kDaysApartMax && day > today + kDaysApartMax; });
    return days;
  }

  /// Turns a message into an event, unless it was one before. @return whether it is new
  Result<bool> deliver(const envelope::Message& message) {
    const Tag seen = tag_of(index_, "waymark/v1/seen tag", message.id);
    LET(const std::int64_t first, desk_.store.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", seen, message.day));
    if (first == 0) return false;
    LET(const std::optional<CaseId> known, case_of(message));
    if (message.kind == envelope::Kind::kErase) {
      if (known) TRY(erase(*known, message));
    } else if (known) {
      TRY(add_to(*known, message));
    } else {
      TRY(open_new(message));
    }
    return true;
  }

  Result<void> note_redated() {
    ++report_.redated;
    return count_under(desk_.store, kRedated);
  }

  Result<void> refuse(Code code) {
    ++report_.refused;
    return count_refused_envelope(desk_.store, code);
  }

  [[nodiscard]] Tag mailbox_tag(const envelope::Message& message) const {
    return tag_of(index_, "waymark/v1/mailbox tag", message.mailbox_secret.secret().view());
  }

  Result<std::optional<CaseId>> case_of(const envelope::Message& message) {
    LET(store::Rows rows, desk_.store.query("SELECT case_id FROM mailbox WHERE tag = ?", mailbox_tag(message)));
    LET(const bool found, rows.next());
    if (!found) return std::nullopt;
    LET(const CaseId id, CaseId::from_bytes(rows.blob(0)));
    return id;
  }

  Result<void> open_new(const envelope::Message& message) {
    ++report_.new_cases;
    const CaseId id{desk_.random.array<CaseId::kSize>()};
    const CaseKey key = CaseKey::generate(id, 1, desk_.random);
    if (!filing_key_) {
      LET(filing_key_, make_filing_key(desk_.store, desk_.random));
    }
    TRY(put_case_key(desk_.store, key, {.filing_key = &*filing_key_}, first_line_, desk_.random));
    TRY(desk_.store.execute("INSERT INTO mailbox VALUES (?, ?)", mailbox_tag(message), id.view()));
    const Event event = message_event(message, desk_.now, true);
    TRY(append_event(desk_.store, key, event, desk_.random));
    AgendaItem item{.code_name = desk_.agenda.free_code_name(desk_.random), .situation = {}};
    apply_to_situation(item.situation, event, desk_.agenda.is_danger());
    TRY(count_request(id, item, message));
    return desk_.agenda.stage(desk_.store, desk_.keys, id, item, desk_.random);
  }

  [[nodiscard]] StatRow stat_row(std::string kind, const CaseId& id, const Situation& situation) const {
    StatRow row{.kind = std::move(kind), .subject = stat_subject(id), .language = situation.language};
    desk_.calendar.stamp(row, desk_.now, situation.received_at);
    return row;
  }

  Result<void> count_request(const CaseId& id, const AgendaItem& item, const envelope::Message& message) {
    StatRow row = stat_row("request", id, item.situation);
    row.assurance = name_of(message.assurance);
    for (const Fact& fact : item.situation.facts) row.answers.push_back(fact.key + "=" + fact.value);
    return put_stat_row(desk_.store, desk_.keys, row, desk_.random);
  }

  Result<void> add_to(const CaseId& id, const envelope::Message& message) {
    ++report_.further;
    const Event event = message_event(message, desk_.now, false);
    if (const std::optional<CaseKey> key = desk_.open_case(id)) {
      TRY(append_event(desk_.store, *key, event, desk_.random));
    } else {
      TRY(put_in_inbox(desk_.store, id, event, desk_.random));
    }
    const AgendaEntry* entry = desk_.agenda.find(id);
    if (entry == nullptr) return fail(Code::kStorage, kWhere, "a case without its agenda row");
    AgendaItem changed = entry->item();
    const Stage before = changed.situation.stage;
    const bool was_closed = before == Stage::kClosed;
    apply_to_situation(changed.situation, event, desk_.agenda.is_danger());
    if (was_closed)
      TRY(put_stat_row(desk_.store, desk_.keys, stat_row("reopened", id, changed.situation), desk_.random));
    TRY(count_stage(desk_.store, desk_.keys, {id, changed.situation, event, desk_.calendar}, before, desk_.random));
    return desk_.agenda.stage(desk_.store, desk_.keys, id, changed, desk_.random);
  }

  /// The requester wants it gone: everything but a row for counting and a line of the log.
  Result<void> erase(const CaseId& id, const envelope::Message& message) {
    ++report_.erased;
    report_.shredded = true;
    const AgendaEntry* entry = desk_.agenda.find(id);
    LogLine line{.at = desk_.now, .what = "case.erased-by-requester", .case_id = id};
    if (entry != nullptr) {
      line.code_name = entry->code_name;
      const Situation head = entry->situation.unpack_head();
      StatRow row = stat_row("erased", id, head);
      row.assurance = name_of(message.assurance);
      row.code = name_of(head.stage);
      TRY(put_stat_row(desk_.store, desk_.keys, row, desk_.random));
    }
    TRY(shred_case_rows(desk_.store, id));
    TRY(desk_.agenda.stage_removal(desk_.store, id));
    desk_.forget_case(id);
    return append_log(desk_.store, line, &desk_.keys, desk_.random);
  }

  const FilingDesk& desk_;
  const crypto::InstanceId& instance_;
  const Secret<32>& index_;
  const CompartmentKey& first_line_;
  DaySeeds seeds_;
  std::optional<StoredFilingKey> filing_key_;  ///< of this batch
  FilingReport report_;
};

}  // namespace

namespace {

/// What somebody of the first line brings along.
struct Means {
  const Secret<32>* index;
  const CompartmentKey* first_line;
  crypto::InstanceId instance;
};

Result<Means> means_of(const FilingDesk& desk) {
  const Secret<32>* index = desk.keys.index_key();
  const CompartmentKey* first_line = desk.keys.newest(Compartment::kFirstLine);
  if (index == nullptr || first_line == nullptr) return fail(Code::kDenied, kWhere);
  LET(const crypto::InstanceId instance, instance_of(desk.store));
  return Means{.index = index, .first_line = first_line, .instance = instance};
}

Result<FilingReport> file_rows(const FilingDesk& desk, std::span<const PulledEnvelope> rows) {
  LET(const Means means, means_of(desk));
  Batch batch(desk, means.instance, *means.index, *means.first_line);
  for (const PulledEnvelope& row : rows) TRY(batch.file(row));
  return batch.report();
}

}  // namespace

Result<FilingReport> file_inbound(const FilingDesk& desk, unsigned limit) {
  LET(const std::vector<PulledEnvelope> rows, read_inbound(desk.store, limit));
  LET(const FilingReport report, file_rows(desk, rows));
  for (const PulledEnvelope& row : rows) TRY(desk.store.execute("DELETE FROM inbound WHERE row_id = ?", row.row_id));
  return report;
}

Result<FilingReport> file_pulled(const FilingDesk& desk, std::span<const PulledEnvelope> pulled) {
  return file_rows(desk, pulled);
}

Result<PasteFiling> file_one_pasted(const FilingDesk& desk, ByteView blob, std::optional<std::uint32_t> day) {
  LET(const Means means, means_of(desk));
  Batch batch(desk, means.instance, *means.index, *means.first_line);
  return batch.file_pasted(blob, day);
}

Result<void> keep_pulled(store::Connection& store, std::span<const PulledEnvelope> pulled) {
  for (const PulledEnvelope& row : pulled) {
    // Nobody is here to open it; its frame can be looked at without a key.
    if (const auto framed = envelope::check_frame(row.blob); !framed.has_value()) {
      TRY(forget_given(store, own_id_of(row.day, row.blob)));
      TRY(count_refused_envelope(store, framed.error().code));
      continue;
    }
    const OwnId id = own_id_of(row.day, row.blob);
    TRY(
        store.execute("INSERT OR IGNORE INTO inbound (row_id, day, blob) SELECT ?, ?, ? "
                      "WHERE NOT EXISTS (SELECT 1 FROM handled WHERE row_id = ?)",
                      id, row.day, row.blob, id));
  }
  return {};
}

Result<void> count_refused_envelope(store::Connection& store, Code code) { return count_under(store, name_of(code)); }

Result<std::uint64_t> redated_envelopes(store::Connection& store) {
  LET(const std::int64_t count, store.number("SELECT coalesce(sum(count), 0) FROM refused WHERE code = ?", kRedated));
  return static_cast<std::uint64_t>(count);
}

}  // namespace waymark::desk
