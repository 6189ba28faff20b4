#include "desk/casefile/agenda_row.h"

#include <charconv>

#include "desk/queue/situation_bytes.h"

namespace waymark::desk {
namespace {

/// First byte of a row in bytes. A row in JSON begins with a digit.
constexpr std::uint8_t kInBytes = 2;

Result<AgendaEntry> from_json_row(std::string_view row) {
  AgendaItem item;
  const auto [end, error] = std::from_chars(row.data(), row.data() + row.size(), item.code_name);
  if (error != std::errc{} || end == row.data() + row.size() || *end != ' ')
    return fail(Code::kMalformed, "desk/agenda");
  row.remove_prefix(static_cast<std::size_t>(end - row.data()) + 1);
  LET(item.situation, situation_from_json(row));
  return agenda_entry_of(item);
}

}  // namespace

std::uint32_t code_name_in(std::string_view row) {
  std::uint32_t name = 0;
  if (row.empty()) return name;
  if (static_cast<std::uint8_t>(row.front()) == kInBytes) {
    ByteReader in(view_of(row.substr(1)));
    return in.u32().value_or(0);
  }
  std::from_chars(row.data(), row.data() + row.size(), name);
  return name;
}

std::string agenda_row_of(const AgendaItem& item, const IsDanger& is_danger) {
  Bytes situation = to_bytes(item.situation);
  if (situation.size() > kSituationBytesMax) {
    Situation shorter = item.situation;
    while (situation.size() > kSituationBytesMax && !shorter.facts.empty()) {
      drop_one_fact(shorter.facts, is_danger);
      situation = to_bytes(shorter);
    }
  }
  return to_string(ByteWriter(5 + situation.size()).u8(kInBytes).u32(item.code_name).put(situation).view());
}

Result<AgendaEntry> agenda_entry_from(std::string_view row) {
  if (row.empty() || static_cast<std::uint8_t>(row.front()) != kInBytes) return from_json_row(row);
  ByteReader in(view_of(row.substr(1)));
  AgendaEntry entry;
  LET(entry.code_name, in.u32());
  LET(entry.situation, PackedSituation::from_bytes(in.rest(), &entry.owner));
  return entry;
}

Result<AgendaEntry> agenda_entry_of(const AgendaItem& item) {
  LET(PackedSituation packed, PackedSituation::of(item.situation));
  return AgendaEntry{item.code_name, item.situation.owner.value_or(""), std::move(packed)};
}

}  // namespace waymark::desk
