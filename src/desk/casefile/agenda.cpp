#include "desk/casefile/agenda.h"

#include <span>

#include "base/check.h"
#include "base/parallel.h"
#include "desk/casefile/agenda_row.h"
#include "desk/casefile/case_store.h"
#include "desk/keyring/sealed_row.h"

namespace waymark::desk {
namespace {

RowPlace place_of(const CaseId& id, std::uint32_t version) {
  return {.table = SealedTable::kAgenda, .owner = id.bytes, .version = version};
}

constexpr std::size_t kBatch = 4'096;
constexpr std::size_t kRowsOfRange = 256;

/// A row on its way from the file to the agenda.
struct SealedAgendaRow {
  CaseId id;
  std::uint32_t version = 0;
  const CompartmentKey* key = nullptr;
  std::size_t begin = 0, size = 0;    ///< in the bytes of the batch
  Result<AgendaEntry> entry = {};     ///< once it was opened
  std::uint32_t code_name = 0;        ///< where the rest cannot be read
  std::optional<Error> refused = {};  ///< not what was sealed here
};

/// A case whose row says nothing stands where it is seen at once, as one whose words nobody has ever read.
AgendaEntry seen_at_once(std::uint32_t code_name) {
  auto entry = agenda_entry_of({code_name, {.oldest_unread_at = TimePoint{}, .unread = 1}});
  CHECK(entry.has_value());
  return *std::move(entry);
}

struct Batch {
  std::vector<SealedAgendaRow> rows;
  Bytes bytes;  ///< of all rows: a piece of heap for each is a fifth of the time
  [[nodiscard]] ByteView sealed(const SealedAgendaRow& row) const {
    return ByteView(bytes).subspan(row.begin, row.size);
  }
};

/// What this row will say when it is read again.
AgendaEntry entry_of_row(std::string_view row) {
  auto entry = agenda_entry_from(row);
  return entry.has_value() ? *std::move(entry) : seen_at_once(code_name_in(row));
}

/// Reads the next rows, fewer than kBatch only at the end.
Result<Batch> read_rows(store::Rows& rows, const KeyRing& keys) {
  Batch batch;
  batch.rows.reserve(kBatch);
  while (batch.rows.size() < kBatch) {
    LET(const bool found, rows.next());
    if (!found) break;
    LET(const CaseId id, CaseId::from_bytes(rows.blob(0)));
    LET(const Compartment compartment, compartment_from(rows.text(1)));
    const auto version = static_cast<std::uint32_t>(rows.integer(2));
    const CompartmentKey* key = keys.find(compartment, version);
    if (key == nullptr) continue;
    const ByteView blob = rows.blob(3);
    batch.rows.push_back({.id = id, .version = version, .key = key, .begin = batch.bytes.size(), .size = blob.size()});
    batch.bytes.insert(batch.bytes.end(), blob.begin(), blob.end());
  }
  return batch;
}

/// Each row by itself: neither the store nor the ring is touched.
void open_rows(Batch& batch, std::size_t begin, std::size_t end) {
  for (SealedAgendaRow& row : std::span(batch.rows).subspan(begin, end - begin)) {
    auto text = open_row(row.key->agenda_key(), place_of(row.id, row.version), batch.sealed(row));
    if (!text.has_value()) {
      row.refused = text.error();
      continue;
    }
    row.entry = agenda_entry_from(*text);
    if (!row.entry.has_value()) row.code_name = code_name_in(*text);
  }
}

}  // namespace

Result<void> Agenda::load(store::Connection& store, const KeyRing& keys) {
  if (loaded_) return {};
  LET(store::Rows rows, store.query("SELECT case_id, compartment, version, blob FROM agenda ORDER BY case_id"));
  std::vector<std::pair<CaseId, std::uint32_t>> unreadable;
  // While other threads open a batch, this one reads the next.
  auto batch = read_rows(rows, keys);
  while (batch.has_value() && !batch->rows.empty()) {
    Result<Batch> next;
    in_parallel(
        batch->rows.size(), kRowsOfRange,
        [&batch](std::size_t begin, std::size_t end) { open_rows(*batch, begin, end); },
        [&] {
          if (batch->rows.size() == kBatch) next = read_rows(rows, keys);
        });
    for (SealedAgendaRow& row : batch->rows) {
      if (row.refused.has_value()) return std::unexpected(*row.refused);
      if (row.entry.has_value())
        put(row.id, *std::move(row.entry));
      else
        unreadable.emplace_back(row.id, row.code_name);
    }
    batch = std::move(next);
  }
  if (!batch.has_value()) return std::unexpected(batch.error());
  for (const auto& [id, code_name] : unreadable) put(id, from_case(store, keys, id, code_name));
  loaded_ = true;
  return {};
}

void Agenda::put(const CaseId& id, AgendaEntry entry) {
  entries_.insert_or_assign(entries_.end(), id, std::move(entry));
}

AgendaEntry Agenda::from_case(store::Connection& store, const KeyRing& keys, const CaseId& id,
                              std::uint32_t code_name) const {
  if (const auto key = open_case_key(store, keys, id); key.has_value())
    if (const auto state = fold_case(store, *key, is_danger_); state.has_value())
      return entry_of_row(agenda_row_of({code_name, state->situation()}, is_danger_));
  return seen_at_once(code_name);
}

void Agenda::close() {
  entries_.clear();
  staged_.clear();
  names_.clear();
  loaded_ = false;
}

const AgendaEntry* Agenda::find(const CaseId& id) const {
  if (const auto staged = staged_.find(id); staged != staged_.end()) return staged->second ? &*staged->second : nullptr;
  const auto kept = entries_.find(id);
  return kept == entries_.end() ? nullptr : &kept->second;
}

std::uint32_t Agenda::free_code_name(crypto::Random& random) {
  if (names_.empty()) {
    for (const auto& [id, entry] : entries_) names_.insert(entry.code_name);
    for (const auto& [id, entry] : staged_)
      if (entry) names_.insert(entry->code_name);
  }
  // Random while the pairs last, then the same pairs with a number: 8,192 cases open at once is more than anybody
  // reads.
  const std::uint32_t round = static_cast<std::uint32_t>(names_.size()) / (kCodeNamePairs / 2);
  for (;;) {
    const std::uint32_t name = round * kCodeNamePairs + random.below(kCodeNamePairs);
    if (names_.insert(name).second) return name;
  }
}

Result<void> Agenda::stage(store::Connection& store, const KeyRing& keys, const CaseId& id, const AgendaItem& item,
                           crypto::Random& random) {
  const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
  if (key == nullptr) return fail(Code::kDenied, "desk/agenda");
  const std::string row = agenda_row_of(item, is_danger_);
  const Bytes sealed = seal_row(key->agenda_key(), place_of(id, key->version()), row, random);
  TRY(
      store.execute("INSERT INTO agenda VALUES (?, ?, ?, ?) ON CONFLICT (case_id) DO UPDATE SET "
                    "compartment = excluded.compartment, version = excluded.version, blob = excluded.blob",
                    id.view(), name_of(Compartment::kFirstLine), key->version(), sealed));
  staged_.insert_or_assign(id, entry_of_row(row));
  return {};
}

Result<void> Agenda::stage_removal(store::Connection& store, const CaseId& id) {
  TRY(store.execute("DELETE FROM agenda WHERE case_id = ?", id.view()));
  staged_.insert_or_assign(id, std::nullopt);
  return {};
}

std::vector<CaseId> Agenda::keep() {
  std::vector<CaseId> changed;
  changed.reserve(staged_.size());
  for (auto& [id, item] : staged_) {
    changed.push_back(id);
    if (item) {
      entries_.insert_or_assign(id, std::move(*item));
    } else if (const auto kept = entries_.find(id); kept != entries_.end()) {
      names_.erase(kept->second.code_name);
      entries_.erase(kept);
    }
  }
  staged_.clear();
  return changed;
}

void Agenda::drop() {
  for (const auto& [id, item] : staged_)
    if (item && !entries_.contains(id)) names_.erase(item->code_name);
  staged_.clear();
}

}  // namespace waymark::desk
