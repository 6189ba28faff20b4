// Item: what a case holds beside its conversation and its facts: a task, a call that was promised, a contact window, a
// legal matter, a consent, a person who belongs to it. One event writes it down or changes it, another says that it is
// over; both can be taken back. Its dates that are still to come are clocks of the case (queue/due.h).
// @source docs/spec/desk-store.md "Items"
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "desk/keyring/ids.h"
#include "desk/queue/due.h"

namespace waymark::desk {

enum class ItemKind : std::uint8_t { kTask, kCall, kWindow, kMatter, kConsent, kPerson };

/// "task", "call", "window", "matter", "consent", "person"
std::string_view name_of(ItemKind kind);
/// @error kMalformed
Result<ItemKind> item_kind_from(std::string_view name);

struct ItemDate {
  TimePoint at = {};
  envelope::Precision precision = envelope::Precision::kDay;  ///< kDay or kHour
  bool operator==(const ItemDate&) const = default;
};

struct Item {
  RecordId id = {};  ///< of the record that wrote it down first
  ItemKind kind = ItemKind::kTask;
  std::string text = {};   ///< what is to be done; of the others a remark, or empty
  std::string owner = {};  ///< alias; tasks and calls
  /// matter: "article", "court", "stage", "sentence"; consent: "purpose" …; window: "every"
  std::map<std::string, std::string> codes = {};
  std::map<std::string, ItemDate> dates = {};  ///< "due"; "opens", "closes", "until"; "hearing" …; "given", "withdrawn"
  bool operator==(const Item&) const = default;
};

inline constexpr std::size_t kItemTextCodePointsMax = 500;
inline constexpr std::size_t kItemWordsCodePointsMax = 120;  ///< of a code in free words: an article, a court
inline constexpr std::size_t kItemsPerCaseMax = 128;

/// Whether an item says what its kind may say: known names, a text where one is needed, a date where one is needed.
/// @error kInvalid, with the name of what is wrong; kTooLarge
Result<void> check_item(const Item& item);

/// One that stands in a case, with what became of it.
struct NotedItem {
  Item item;
  std::string by = {};  ///< who wrote it down
  TimePoint at = {};
  std::string changed_by = {};  ///< who changed it last; empty: nobody
  std::optional<TimePoint> ended_at = {};
  std::string ended_by = {};
  bool dropped = false;  ///< it was a mistake, or is not needed: it is shown no more
};

/// The dates of an item that are clocks.
std::vector<Due> dues_of(const Item& item);

}  // namespace waymark::desk
