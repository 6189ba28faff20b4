// Lines with labels of their own: cells such as "Информация по делу" and "Стороны". Inside of read_page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "courts/archive/records.h"
#include "courts/pages/page.h"

namespace waymark::courts {

/// Whether a role is that of an accused ("Подсудимый", "ПРИВЛЕКАЕМОЕ ЛИЦО", "Осужденный").
bool is_accused_role(std::string_view role);
/// Adds who bears a role: an accused, with the articles that stand behind the name, or a party.
void add_person_or_party(Card& card, std::string_view role, std::string_view name);
/// "Петров П.П." in a column of people and articles: no role, no article, one line.
bool is_name_alone(std::string_view value);
/// The single ones of "Дубов Д.Д. (Ст. 337, Ч. 5), Липов Л.Л.": a comma or semicolon before a name parts two people.
std::vector<std::string_view> names_in(std::string_view text);
/// "ОБВИНЯЕМЫЙ: …", "Иванов И.И. - ст.337 ч.5 УК РФ", "КАТЕГОРИЯ: …", "Подсудимый:" with names in the lines below;
/// what is none of these is a note.
void take_info_lines(Card& card, const std::string& text, std::vector<Note>& notes);

}  // namespace waymark::courts
