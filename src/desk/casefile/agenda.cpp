#include "desk/casefile/agenda.h"

#include "desk/casefile/agenda_row.h"
#include "desk/casefile/case_store.h"
#include "desk/keyring/sealed_row.h"

namespace waymark::desk {
namespace {

RowPlace place_of(const CaseId& id, std::uint32_t version) {
  return {.table = SealedTable::kAgenda, .owner = id.bytes, .version = version};
}

/// A row that cannot be read is made again from the case itself. Where these keys do not open it, the case stands where
/// it is seen at once, as one whose words nobody has ever read: one damaged row must not shut the list for everybody.
Situation from_case(store::Connection& store, const KeyRing& keys, const CaseId& id, const IsDanger& is_danger) {
  if (const auto key = open_case_key(store, keys, id); key.has_value())
    if (const auto state = fold_case(store, *key, is_danger); state.has_value()) return state->situation();
  return {.oldest_unread_at = TimePoint{}, .unread = 1};
}

}  // namespace

Result<void> Agenda::load(store::Connection& store, const KeyRing& keys) {
  if (loaded_) return {};
  LET(store::Rows rows, store.query("SELECT case_id, compartment, version, blob FROM agenda"));
  for (;;) {
    LET(const bool found, rows.next());
    if (!found) break;
    LET(const CaseId id, CaseId::from_bytes(rows.blob(0)));
    LET(const Compartment compartment, compartment_from(rows.text(1)));
    const auto version = static_cast<std::uint32_t>(rows.integer(2));
    const CompartmentKey* key = keys.find(compartment, version);
    if (key == nullptr) continue;
    LET(const std::string text, open_row(key->agenda_key(), place_of(id, version), rows.blob(3)));
    auto item = agenda_item_from(text);
    if (!item.has_value()) item = AgendaItem{code_name_in(text), from_case(store, keys, id, is_danger_)};
    names_.insert(item->code_name);
    items_.emplace(id, *std::move(item));
  }
  loaded_ = true;
  return {};
}

void Agenda::close() {
  items_.clear();
  staged_.clear();
  names_.clear();
  loaded_ = false;
}

const AgendaItem* Agenda::find(const CaseId& id) const {
  if (const auto staged = staged_.find(id); staged != staged_.end()) return staged->second ? &*staged->second : nullptr;
  const auto kept = items_.find(id);
  return kept == items_.end() ? nullptr : &kept->second;
}

std::uint32_t Agenda::free_code_name(crypto::Random& random) {
  // Random while the pairs last, then the same pairs with a number: 8,192 cases open at once is more than anybody
  // reads.
  const std::uint32_t round = static_cast<std::uint32_t>(names_.size()) / (kCodeNamePairs / 2);
  for (;;) {
    const std::uint32_t name = round * kCodeNamePairs + random.below(kCodeNamePairs);
    if (names_.insert(name).second) return name;
  }
}

Result<void> Agenda::stage(store::Connection& store, const KeyRing& keys, const CaseId& id, AgendaItem item,
                           crypto::Random& random) {
  const CompartmentKey* key = keys.newest(Compartment::kFirstLine);
  if (key == nullptr) return fail(Code::kDenied, "desk/agenda");
  const Bytes sealed =
      seal_row(key->agenda_key(), place_of(id, key->version()), agenda_row_of(item, is_danger_), random);
  TRY(
      store.execute("INSERT INTO agenda VALUES (?, ?, ?, ?) ON CONFLICT (case_id) DO UPDATE SET "
                    "compartment = excluded.compartment, version = excluded.version, blob = excluded.blob",
                    id.view(), name_of(Compartment::kFirstLine), key->version(), sealed));
  staged_.insert_or_assign(id, std::move(item));
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
      items_.insert_or_assign(id, std::move(*item));
    } else if (const auto kept = items_.find(id); kept != items_.end()) {
      names_.erase(kept->second.code_name);
      items_.erase(kept);
    }
  }
  staged_.clear();
  return changed;
}

void Agenda::drop() {
  for (const auto& [id, item] : staged_)
    if (item && !items_.contains(id)) names_.erase(item->code_name);
  staged_.clear();
}

}  // namespace waymark::desk
