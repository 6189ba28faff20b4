// World: a fictional year of military courts: who was accused of what, where, what came of it, and what the courts'
// pages show of that on which day. Built from a seed; pages.h writes it down, truth.h counts it.
//
// The world knows more than its pages: hidden names, sentences without a published text, a person behind several cases.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "courts/archive/facts.h"
#include "courts/demo/names.h"
#include "courts/instances/instances.h"

namespace waymark::courts {

struct DemoOptions {
  std::uint64_t seed = 1;
  std::uint32_t courts = 108;
  std::uint32_t cases = 4121;  ///< cases received for the first time in the year
};
inline constexpr std::uint32_t kDemoCourtsMax = 400;
inline constexpr std::uint32_t kDemoCasesMax = 200'000;
inline constexpr int kDemoYear = 2025;

/// Days on which all pages were saved.
inline constexpr std::size_t kSnapshots = 4;
std::int32_t snapshot_day(std::size_t snapshot);
inline constexpr std::uint8_t kNever = 255;

struct DemoCourt {
  std::string code = {}, name = {};
  bool utf8 = false;                 ///< its pages are UTF-8 and declare windows-1251; else they are what they declare
  std::uint8_t captcha_at = kNever;  ///< the snapshot in which its list was a captcha page
};

struct DemoAccused {
  std::uint32_t person = 0;
  FullName name = {};                 ///< as this case writes it, typing errors included
  bool hidden = false;                ///< "Информация скрыта"
  std::string articles = {};          ///< as the court writes them
  std::string normal = {};            ///< what they mean
  std::string result = {};            ///< words of the card
  Outcome real = Outcome::kUnknown;   ///< what was decided
  Outcome words = Outcome::kUnknown;  ///< what the card's words say of it
};

/// What a court changed later, planted.
enum class Edit : std::uint8_t { kNone, kNameHidden, kResult, kJudge, kArticles };

struct DemoCase {
  std::uint32_t court = 0;
  Stage stage = Stage::kFirst;
  std::string number = {}, old_number = {};
  std::string uid = {};  ///< as the card shows it; empty if it does not
  bool uid_valid = false;
  std::int32_t received = kNoDay, decided = kNoDay, in_force = kNoDay;
  std::string decided_written = {}, in_force_written = {};  ///< dates that are none: "31.02.2025", "00.00.0000"
  std::string judge = {};
  std::vector<DemoAccused> accused = {};
  Category category = Category::kUnknown;
  bool has_card = true;  ///< else only its row in lists was saved
  bool has_act = false;
  std::int32_t lower = -1;    ///< index of the case that it is about
  std::int32_t follows = -1;  ///< index of the case that it continues; an appeal for a cassation or a new trial
  bool lower_shown = false;
  std::uint8_t seen_from = kNever;  ///< first snapshot that shows it
  std::uint8_t gone_from = kNever;  ///< not in the lists any more
  std::uint8_t back_from = kNever;  ///< and there again
  Edit edit = Edit::kNone;
  std::uint8_t edit_from = kNever;
  std::uint32_t group = 0;  ///< cases of one group are one case
  Relation relation = Relation::kRoot;
  bool uid_is_foreign = false;  ///< an error: the УИД of another group
  bool stays = false;           ///< nothing is edited or removed here, so that the error can be told

  [[nodiscard]] bool is_listed(std::size_t snapshot) const {
    return seen_from <= snapshot && (snapshot < gone_from || snapshot >= back_from);
  }
  [[nodiscard]] bool is_ever_seen() const { return seen_from < kSnapshots && gone_from > seen_from; }
};

struct World {
  DemoOptions options;
  std::vector<DemoCourt> courts = {};  ///< garrison courts first, then circuits, last the court of cassation
  std::vector<DemoCase> cases = {};
  /// Transfers of which somebody saved the search by УИД, which names courts in words: indices of both cases.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> uid_pages = {};
  std::uint32_t persons = 0;
  std::uint32_t groups = 0;
  std::uint32_t garrisons = 0;
  std::uint32_t circuits = 0;
};

/// @pre options within the limits above
World build_world(const DemoOptions& options);

}  // namespace waymark::courts
