// What differs between two revisions of a record: everything the pages said, section by section.
#include <algorithm>
#include <map>

#include "base/encoding.h"
#include "courts/archive/reader.h"

namespace waymark::courts {
namespace {

/// Where → what, in the order of the page (the counter keeps rows of one name apart).
using Flat = std::vector<std::pair<std::string, std::string>>;

void flatten(const Section& section, Flat& flat) {
  for (const Pair& pair : section.pairs) flat.emplace_back(section.title + " / " + pair.label, pair.value);
  for (std::size_t row = 0; row < section.rows.size(); ++row) {
    for (std::size_t i = 0; i < section.rows[row].size(); ++i) {
      const std::string column = i < section.columns.size() ? section.columns[i] : std::to_string(i + 1);
      flat.emplace_back(section.title + " / " + column + " / " + std::to_string(row + 1), section.rows[row][i]);
    }
  }
}

Flat flat_of(const Card& card) {
  Flat flat = {
      {"court", card.court}, {"title", card.title}, {"number", card.number.written}, {"published", card.published}};
  for (const Section& section : card.sections) flatten(section, flat);
  for (const ActText& act : card.acts) flat.emplace_back("act / " + act.title, to_hex(act.sha256));
  return flat;
}

std::map<std::string, std::vector<std::string>> by_place(const Flat& flat) {
  std::map<std::string, std::vector<std::string>> places;
  for (const auto& [where, what] : flat) places[where].push_back(what);
  return places;
}

}  // namespace

std::vector<Change> compare(const Card& before, const Card& after) {
  const auto old_places = by_place(flat_of(before));
  const auto new_places = by_place(flat_of(after));
  std::vector<Change> changes;
  const auto look = [&](const std::string& where, const std::vector<std::string>& was,
                        const std::vector<std::string>& is) {
    for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
      const std::string old_text = i < was.size() ? was[i] : std::string{};
      const std::string new_text = i < is.size() ? is[i] : std::string{};
      if (old_text != new_text) changes.push_back({.where = where, .before = old_text, .after = new_text});
    }
  };
  for (const auto& [where, was] : old_places) {
    const auto found = new_places.find(where);
    look(where, was, found == new_places.end() ? std::vector<std::string>{} : found->second);
  }
  for (const auto& [where, is] : new_places) {
    if (!old_places.contains(where)) look(where, {}, is);
  }
  return changes;
}

}  // namespace waymark::courts
