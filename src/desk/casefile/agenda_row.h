// Agenda row: what is sealed in one row of the agenda.
//
// Written as bytes; rows of older desks hold JSON and are read as well, and become bytes when their case changes next.
// @source docs/spec/desk-store.md "Sealed values"
#pragma once

#include <string>
#include <string_view>

#include "desk/casefile/agenda.h"

namespace waymark::desk {

/// Unsealed. Facts are left out, those of danger last, until the situation has kSituationBytesMax at most.
std::string agenda_row_of(const AgendaItem& item, const IsDanger& is_danger);
/// The code name of a row of which the rest cannot be read; 0 where not even that can.
std::uint32_t code_name_in(std::string_view row);
/// Of either form. @error as situation_from_json and situation_from_bytes
Result<AgendaEntry> agenda_entry_from(std::string_view row);
/// @error as situation_from_bytes: beyond a limit of situation.h
Result<AgendaEntry> agenda_entry_of(const AgendaItem& item);

}  // namespace waymark::desk
