// A removed volunteer and a lying relay together: she copied the office's disk and knows her passphrase, and the relay
// serves what it served on the day she left. What is written afterwards must not be sealed to keys that she carries.
#include <algorithm>
#include <map>

#include "clerk/organisation.h"
#include "desk/keyring/day_keys.h"
#include "desk/keyring/office_values.h"
#include "desk/portable/page_pins.h"
#include "office_story.h"
#include "roster/freshness.h"

namespace waymark::desk {
namespace {

/// Serves whatever it was given, signed or not, new or old.
class LyingRelay final : public clerk::RelayLink {
 public:
  Result<std::string> rosters_from(std::uint32_t serial) override {
    std::string chain;
    for (const std::string& one : rosters) chain += one + '\0';
    auto piece = roster::piece_from(chain, serial);
    if (!piece) return fail(Code::kNotFound, "test");
    return *std::move(piece);
  }
  Result<std::string> day_keys() override { return list; }
  Result<std::string> cards_note() override { return fail(Code::kNotFound, "test"); }
  Result<std::string> cards_piece(std::uint32_t, Language, std::uint32_t) override {
    return fail(Code::kNotFound, "test");
  }
  clerk::PutResult put(std::uint32_t, ByteView) override { return clerk::PutAnswer::kStored; }
  clerk::Places places(std::uint32_t, const ByteArray<16>&) override { return clerk::Places::kUnknown; }
  Result<Bytes> poll(ByteView) override { return fail(Code::kUnavailable, "test"); }
  Result<void> remove(ByteView) override { return {}; }

  std::vector<std::string> rosters;
  std::string list;
};

class RemovedReader : public OfficeStory {
 protected:
  void SetUp() override {
    OfficeStory::SetUp();
    Person wren = hire("wren", {"first_line"});
    round();
    left_ = today();
    copy_the_disk(wren);
    const SessionToken mira = sign_in(*mira_);
    ASSERT_TRUE(office_->people().remove(mira, "wren", "").has_value());
    round();
  }

  /// All rosters and lists of the disk, the signed lists of days to come too, and the seeds that her passphrase opens.
  void copy_the_disk(const Person& person) {
    auto store = open_desk_store(file()).value();
    const StaffId id = staff_id_of(*pepper_, person.alias);
    const auto secrets = staff_secrets(*store, id).value();
    const auto wrap = crypto::argon2id(view_of(person.passphrase), secrets->salt, secrets->cost).value();
    auto seed = open_seed(wrap, SeedUse::kPassphrase, id, secrets->sealed_seed).value();
    const KeyRing keys = KeyRing::open(*store, id, std::move(seed)).value();
    DaySeeds seeds(*store, keys);
    for (std::uint32_t day = today(); day < today() + kKeyDays; ++day)
      carried_days_.emplace(day, crypto::xwing_public_key(seeds.of(day).value().front().seed));
    auto rosters = store->query("SELECT note FROM roster ORDER BY serial").value();
    while (rosters.next().value()) relay_then_.rosters.push_back(to_string(rosters.blob(0)));
    auto lists = store->query("SELECT day, note FROM day_list ORDER BY day").value();
    while (lists.next().value())
      carried_lists_.emplace(static_cast<std::uint32_t>(lists.integer(0)), to_string(lists.blob(1)));
    relay_then_.list = carried_lists_.at(today());
  }

  /// What a program that was pinned on this day knows.
  [[nodiscard]] roster::Floor floor_of_today() const {
    auto store = open_desk_store(file()).value();
    const roster::Pins pins = gather_pins(*store, clock_.now()).value();
    return {.roster = roster::pinned_roster(pins).value(), .list_serial = pins.list_serial, .made_day = pins.made_day};
  }

  /// The keys that a clerk seals to now, or why it seals nothing.
  Result<std::vector<roster::DayKey>> keys_of_a_clerk(std::optional<roster::Floor> floor) {
    clerk::Organisation organisation{instance_, std::move(floor), relay_then_, clock_};
    TRY(organisation.refresh());
    LET(const clerk::KeysPtr keys, organisation.current());
    return roster::keys_to_seal(keys->day_keys, today());
  }

  bool she_can_open(const roster::DayKey& key) const {
    const auto found = carried_days_.find(key.day);
    return found != carried_days_.end() && found->second == key.key;
  }

  std::uint32_t left_ = 0;
  LyingRelay relay_then_;
  std::map<std::uint32_t, crypto::XWingPublicKey> carried_days_;
  std::map<std::uint32_t, std::string> carried_lists_;
};

TEST_F(RemovedReader, TheListOfTheDaySheLeftIsRefusedFromTheThirdDayOn) {
  for (std::uint32_t later = 0; later <= 25; ++later) {
    clock_.set(start_of_day(left_ + later) + std::chrono::hours{12});
    const auto keys = keys_of_a_clerk(std::nullopt);
    EXPECT_EQ(keys.has_value(), later <= 2) << later;
    if (!keys) {
      EXPECT_EQ(keys.error().code, Code::kExpired) << "said as stale, not as a broken key";
      continue;
    }
    for (const roster::DayKey& key : *keys) EXPECT_LE(key.day, left_ + 1) << "the days that were published already";
  }
}

TEST_F(RemovedReader, WhoWasPinnedAfterwardsBelievesNoneOfHerLists) {
  const roster::Floor floor = floor_of_today();
  ASSERT_GE(carried_lists_.size(), 25U);
  for (const auto& [day, list] : carried_lists_) {
    clock_.set(start_of_day(day) + std::chrono::hours{12});
    relay_then_.list = list;
    const auto keys = keys_of_a_clerk(floor);
    ASSERT_FALSE(keys.has_value()) << day - left_;
    EXPECT_EQ(keys.error().code, Code::kReplayed) << day - left_;
  }
}

// The limit of it, said in docs/spec/freshness.md: the disk holds lists signed for the days to come, and somebody who
// knows nothing of the time after she left cannot tell them from honest ones. It ends with the roster.
TEST_F(RemovedReader, WhoKnowsNothingNewerBelievesListsOfTheCopiedDiskUntilTheRosterExpires) {
  const std::uint32_t expires = roster::verify_first(relay_then_.rosters.front())->roster.expires_day;
  clock_.set(start_of_day(left_ + 20) + std::chrono::hours{12});
  relay_then_.list = carried_lists_.at(left_ + 20);
  const auto keys = keys_of_a_clerk(std::nullopt);
  ASSERT_TRUE(keys.has_value());
  EXPECT_TRUE(std::ranges::all_of(*keys, [this](const auto& key) { return she_can_open(key); }));
  EXPECT_LE(carried_lists_.rbegin()->first, expires);
  clock_.set(start_of_day(expires + 1) + std::chrono::hours{12});
  EXPECT_EQ(keys_of_a_clerk(std::nullopt).error().code, Code::kExpired);
}

TEST_F(RemovedReader, TheHonestRelayServesKeysThatSheDoesNotHave) {
  clock_.advance(std::chrono::hours{24} * 3);
  const SessionToken mira = sign_in(*mira_);
  (void)mira;
  round();
  auto store = open_desk_store(file()).value();
  relay_then_.list = list_for(*store, today()).value()->note;
  const auto keys = keys_of_a_clerk(floor_of_today());
  ASSERT_TRUE(keys.has_value());
  EXPECT_TRUE(std::ranges::none_of(*keys, [this](const auto& key) { return she_can_open(key); }));
}

}  // namespace
}  // namespace waymark::desk
