// Pages: what courts' sites show of the world on a day, as HTML in the form of `modules.php?name=sud_delo`.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "courts/demo/world.h"

namespace waymark::courts {

struct ShownAccused {
  std::string name = {};      ///< in full; "Информация скрыта"
  std::string initials = {};  ///< as lists have it
  bool hidden = false;
  std::string articles = {}, normal = {}, result = {};
  Outcome words = Outcome::kUnknown;
};

/// A case as its court showed it in a snapshot.
struct Shown {
  std::string number = {}, received = {}, decided = {}, in_force = {}, judge = {};
  bool is_decided = false;
  bool act = false;
  std::vector<ShownAccused> accused = {};
};
/// @pre the case is seen by then
Shown shown_in(const DemoCase& one, std::size_t snapshot);

/// UTF-8 of a page; encode() makes the court's bytes of it.
std::string card_page(const World& world, const DemoCase& one, std::size_t snapshot);
/// One page of a list, `rows` of `all` from number `first` (from 1).
std::string list_page(const World& world, std::uint32_t court, std::span<const DemoCase* const> rows, std::size_t first,
                      std::size_t all, std::size_t snapshot);
/// The search by УИД, which names the courts of both cases.
std::string uid_page(const World& world, const DemoCase& first, const DemoCase& second, std::size_t snapshot);
std::string captcha_page(const DemoCourt& court);
std::string throttle_page(const DemoCourt& court);
std::string nothing_found_page(const DemoCourt& court);
/// The text of the act, one paragraph a line.
std::string act_text(const World& world, const DemoCase& one, std::size_t snapshot);

/// The bytes of a page as this court sends them: windows-1251, or UTF-8 that says it is windows-1251.
std::string encoded(std::string_view page, bool utf8);

}  // namespace waymark::courts
