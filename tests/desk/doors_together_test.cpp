// Two at the door at once: every pair of the calls that change who may come in, in every order of the moments at which
// the office's lock is free. The rule: the later change wins, a code works once.
//
// Each call runs in a thread of its own; it stops wherever a key is derived (the only places where the lock is given
// back in the middle of a call) until the test lets it go on. So one thread runs at a time, and a list of numbers says
// which: all such lists are tried.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <thread>

#include "desk/staff/access_log.h"
#include "office_story.h"

namespace waymark::desk {
namespace {

SecretBytes secret(std::string_view text) { return SecretBytes::copy_of(view_of(text)); }

/// Lets one of two calls run until its next stop.
class Turns {
 public:
  static constexpr int kNobody = -1;

  /// On a call's own thread: waits until it is let on.
  void stop() {
    if (mine_ == kNobody) return;  // the test's own calls do not stop
    std::unique_lock lock(mutex_);
    turn_ = kNobody;
    changed_.notify_all();
    changed_.wait(lock, [this] { return turn_ == mine_; });
  }
  /// On the test's thread. False when the call has ended already.
  bool let_on(int call) {
    std::unique_lock lock(mutex_);
    if (ended_[call]) return false;
    turn_ = call;
    changed_.notify_all();
    changed_.wait(lock, [this] { return turn_ == kNobody; });
    return true;
  }
  [[nodiscard]] bool ended(int call) const { return ended_[call]; }

  std::thread start(int call, std::function<void()> work) {
    return std::thread([this, call, work = std::move(work)] {
      mine_ = call;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this, call] { return turn_ == call; });
      }
      work();
      const std::lock_guard lock(mutex_);
      ended_[call] = true;
      turn_ = kNobody;
      changed_.notify_all();
    });
  }

 private:
  static thread_local int mine_;
  std::mutex mutex_;
  std::condition_variable changed_;
  int turn_ = kNobody;
  std::array<bool, 2> ended_{};
};
thread_local int Turns::mine_ = Turns::kNobody;

/// Derives at once, after its turn has come.
class StoppingGate final : public PassphraseGate {
 public:
  explicit StoppingGate(Turns*& turns) : turns_(turns) {}
  Result<Secret<32>> derive(ByteView passphrase, const ByteArray<crypto::kArgon2SaltBytes>& salt,
                            crypto::Argon2Cost cost) override {
    if (turns_ != nullptr) turns_->stop();
    return crypto::argon2id(passphrase, salt, cost);
  }

 private:
  Turns*& turns_;
};

enum class Deed { kSignIn, kPassphrase, kFactor, kRemove, kEverywhere, kReset, kLock };
constexpr std::array kDeeds{Deed::kSignIn,     Deed::kPassphrase, Deed::kFactor, Deed::kRemove,
                            Deed::kEverywhere, Deed::kReset,      Deed::kLock};
constexpr std::array<std::string_view, 7> kNames{"sign in",    "passphrase", "factor", "remove",
                                                 "everywhere", "reset",      "lock"};
/// Moments of each deed between two of which the lock is free.
constexpr std::array<int, 7> kMoments{2, 3, 3, 1, 1, 1, 1};

struct Call {
  Deed deed;
  int number;
  bool done = false;  ///< it answered without an error
  SessionToken token = {};
  int began = 0, ended = 0;  ///< moments
};

class DoorsTogether : public OfficeStory {
 protected:
  void SetUp() override {
    found();
    anna_ = hire("anna", {"first_line"});
    office_.reset();
    courier_.reset();
    std::filesystem::copy_file(file(), template_file(), std::filesystem::copy_options::overwrite_existing);
    start_ = clock_.now();
  }
  std::unique_ptr<PassphraseGate> make_gate() override { return std::make_unique<StoppingGate>(turns_); }
  [[nodiscard]] std::filesystem::path template_file() const { return folder_.path() / "template"; }

  /// The office as it was after hiring, with Anna and the coordinator signed in.
  void begin_again() {
    office_.reset();
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(file().string() + part);
    std::filesystem::copy_file(template_file(), file());
    clock_.set(start_);
    restart();
    session_ = sign_in(*anna_);
    coordinator_ = sign_in(*mira_);
    clock_.advance(Seconds{30});
    factors_.clear();
  }

  void act(Call& call) {
    switch (call.deed) {
      case Deed::kSignIn: {
        const auto in = office_->doors().sign_in("anna", secret(anna_->passphrase), code_of_now(*anna_));
        call.done = in.has_value();
        if (call.done) call.token = in->token;
        return;
      }
      case Deed::kPassphrase:
        call.done = office_->account()
                        .change_passphrase(session_, secret(anna_->passphrase), secret(new_passphrase_of(call)))
                        .has_value();
        return;
      case Deed::kFactor: {
        const auto begun = office_->account().begin_second_factor(session_, secret(anna_->passphrase));
        if (!begun.has_value()) return;
        crypto::TotpSecret made = totp_of(*begun);
        const std::string code = crypto::totp_code(made, clock_.now());
        factors_.emplace(call.number, std::move(made));
        turns_->stop();
        call.done = office_->account().confirm_second_factor(session_, code).has_value();
        return;
      }
      case Deed::kRemove: call.done = office_->people().remove(coordinator_, "anna", "").has_value(); return;
      case Deed::kEverywhere: call.done = office_->account().sign_out_everywhere(session_).has_value(); return;
      case Deed::kReset: {
        auto store = open_desk_store(file()).value();  // as `waymark staff reset` does beside a running desk
        call.done = reset_person(*store, *recovery_, *pepper_, "anna", clock_.now(), random_).has_value();
        return;
      }
      case Deed::kLock:
        call.done = office_->doors().me(session_).has_value();
        office_->doors().lock(session_);
        return;
    }
  }
  static std::string new_passphrase_of(const Call& call) {
    return "new phrase of the caller " + std::string(call.number == 0 ? "one" : "two") + ", marigold";
  }

  /// Runs two deeds in one order of moments; what became of them.
  std::array<Call, 2> together(Deed one, Deed other, const std::vector<int>& order) {
    begin_again();
    Turns turns;
    turns_ = &turns;
    std::array<Call, 2> calls{Call{one, 0}, Call{other, 1}};
    std::vector<std::thread> threads;
    for (int number : {0, 1}) threads.push_back(turns.start(number, [this, &calls, number] { act(calls[number]); }));
    int moment = 0;
    std::array<bool, 2> begun{};
    const auto let_on = [&](int number) {
      if (turns.ended(number)) return;
      ++moment;
      if (!std::exchange(begun[number], true)) calls[number].began = moment;
      turns.let_on(number);
      calls[number].ended = moment;
    };
    for (const int number : order) let_on(number);
    for (const int number : {0, 1})
      while (!turns.ended(number)) let_on(number);
    for (std::thread& thread : threads) thread.join();
    turns_ = nullptr;
    return calls;
  }

  void check(std::array<Call, 2> calls);

  std::optional<Person> anna_;
  TimePoint start_{};
  SessionToken session_, coordinator_;
  std::map<int, crypto::TotpSecret> factors_;
  Turns* turns_ = nullptr;
};

bool is_change(Deed deed) { return deed != Deed::kSignIn; }

/// What must be so, whoever was first: written down without looking at how the office does it.
void DoorsTogether::check(std::array<Call, 2> calls) {
  if (calls[0].ended > calls[1].ended) std::swap(calls[0], calls[1]);
  const auto& [first, second] = calls;
  const bool overlap = second.began < first.ended;
  // One session holds one factor that waits for its code: the one that was begun last.
  const bool two_factors = first.deed == Deed::kFactor && second.deed == Deed::kFactor && overlap;
  EXPECT_TRUE(first.done || two_factors) << "whoever ends first has met nobody";
  // A call under way while a change was made is refused; one that began afterwards meets what the change left.
  bool allowed = true;
  if (is_change(first.deed)) {
    allowed = !overlap;
    if (second.deed == Deed::kRemove) allowed = first.deed != Deed::kRemove;
    if (second.deed == Deed::kReset) allowed = first.deed != Deed::kRemove;
    const bool needs_session = second.deed == Deed::kPassphrase || second.deed == Deed::kFactor ||
                               second.deed == Deed::kEverywhere || second.deed == Deed::kLock;
    const bool session_over = first.deed == Deed::kRemove || first.deed == Deed::kReset ||
                              first.deed == Deed::kEverywhere || first.deed == Deed::kLock;
    if (needs_session) allowed = !session_over && (kMoments[static_cast<int>(second.deed)] == 1 || !overlap);
    // It knows the old passphrase or has the old code.
    const bool old_secret =
        first.deed == Deed::kPassphrase && (second.deed == Deed::kPassphrase || second.deed == Deed::kFactor);
    const bool kept_out = second.deed == Deed::kSignIn && first.deed != Deed::kEverywhere && first.deed != Deed::kLock;
    if (old_secret || kept_out) allowed = false;
  } else if (second.deed == Deed::kSignIn) {
    allowed = false;  // the same code
  }
  if (two_factors) allowed = !first.done;
  EXPECT_EQ(second.done, allowed) << "the later change wins";

  // Who is signed in now: nobody by a sign-in that a change has overtaken.
  for (const Call& call : calls) {
    if (call.deed != Deed::kSignIn || !call.done) continue;
    const Call& other = &call == &calls[0] ? calls[1] : calls[0];
    const bool ended_by_other =
        other.done && other.ended > call.ended && is_change(other.deed) && other.deed != Deed::kLock;
    EXPECT_EQ(office_->doors().me(call.token).has_value(), !ended_by_other) << "the session of the sign-in";
  }

  // What opens the door now.
  std::string passphrase = anna_->passphrase;
  crypto::TotpSecret factor = anna_->totp.duplicate();
  bool in = true;
  for (const Call& call : calls) {
    if (!call.done) continue;
    if (call.deed == Deed::kPassphrase) passphrase = new_passphrase_of(call);
    if (call.deed == Deed::kFactor) factor = factors_.at(call.number).duplicate();
    if (call.deed == Deed::kRemove || call.deed == Deed::kReset) in = false;
  }
  clock_.advance(Seconds{60});
  const auto opens = [&](const std::string& with, const crypto::TotpSecret& by) {
    clock_.advance(Seconds{1'000});
    return office_->doors().sign_in("anna", secret(with), crypto::totp_code(by, clock_.now())).has_value();
  };
  EXPECT_EQ(opens(passphrase, factor), in) << "what was changed last is what opens";
  const bool new_passphrase = passphrase != anna_->passphrase;
  EXPECT_FALSE(new_passphrase && opens(anna_->passphrase, factor)) << "the old passphrase";
  EXPECT_FALSE(!factor.equals(anna_->totp) && opens(passphrase, anna_->totp)) << "the old factor";
  auto store = open_desk_store(file()).value();
  EXPECT_TRUE(verify_log(*store, all_reply_keys(*store).value())->intact);
}

/// All orders of `zeros` zeros and `ones` ones.
void orders(int zeros, int ones, std::vector<int>& so_far, const std::function<void()>& visit) {
  if (zeros == 0 && ones == 0) return visit();
  for (const int number : {0, 1}) {
    if ((number == 0 ? zeros : ones) == 0) continue;
    so_far.push_back(number);
    orders(zeros - (number == 0 ? 1 : 0), ones - (number == 1 ? 1 : 0), so_far, visit);
    so_far.pop_back();
  }
}

TEST_F(DoorsTogether, EveryPairInEveryOrder) {
  int runs = 0;
  for (std::size_t one = 0; one < kDeeds.size(); ++one)
    for (std::size_t other = one; other < kDeeds.size(); ++other) {
      std::vector<int> order;
      orders(kMoments[one], kMoments[other], order, [&] {
        std::string trace = std::string(kNames[one]) + " and " + std::string(kNames[other]) + ":";
        for (const int number : order) trace += number == 0 ? " 0" : " 1";
        SCOPED_TRACE(trace);
        check(together(kDeeds[one], kDeeds[other], order));
        ++runs;
      });
    }
  EXPECT_EQ(runs, 150);
}

TEST_F(DoorsTogether, GuessesAtOnceAreNoMoreThanGuessesOneByOne) {
  begin_again();
  std::atomic<int> looked_at = 0;
  std::vector<std::thread> guessers;
  for (int count = 0; count < 8; ++count)
    guessers.emplace_back([&] {
      const auto tried = office_->doors().sign_in("anna", secret("not the passphrase at all"), "000000");
      if (!tried.has_value() && tried.error().code == Code::kBadPassphrase) ++looked_at;
    });
  for (std::thread& guesser : guessers) guesser.join();
  EXPECT_LE(looked_at, 3) << "more than the free tries are not answered, however many were at the door together";
}

// For ThreadSanitizer: everybody at once, without an order. Nothing is asserted but that the office stands afterwards.
TEST_F(DoorsTogether, EverybodyAtOnce) {
  begin_again();
  std::vector<std::thread> threads;
  for (int count = 0; count < 4; ++count) {
    threads.emplace_back(
        [this] { (void)office_->doors().sign_in("anna", secret(anna_->passphrase), code_of_now(*anna_)); });
    threads.emplace_back([this] {
      (void)office_->account().change_passphrase(session_, secret(anna_->passphrase),
                                                 secret("another phrase of nine lanterns"));
    });
    threads.emplace_back([this] { (void)office_->account().begin_second_factor(session_, secret(anna_->passphrase)); });
    threads.emplace_back([this] { (void)office_->upkeep().housekeeping(); });
  }
  threads.emplace_back([this] { (void)office_->account().sign_out_everywhere(session_); });
  threads.emplace_back([this] { office_->doors().lock(session_); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(office_->doors().me(coordinator_).has_value());
  EXPECT_TRUE(office_->oversight().verify_log()->intact);
}

TEST_F(DoorsTogether, StrangersDoNotKeepAKnownDeviceOut) {
  begin_again();
  const std::string code = code_of_now(*anna_);
  const SecretBytes right = secret(anna_->passphrase);
  const std::string device =
      office_->doors().sign_in(Knock{.alias = "anna", .passphrase = right, .totp = code})->device;
  ASSERT_EQ(device.size(), 43U);
  const SecretBytes wrong = secret("not the passphrase at all");
  for (int count = 0; count < 30; ++count) {
    (void)office_->doors().sign_in("anna", wrong, "000000");
    clock_.advance(office_->doors().sign_in_wait("anna"));
  }
  (void)office_->doors().sign_in("anna", wrong, "000000");
  EXPECT_EQ(office_->doors().sign_in_wait("anna"), Seconds{900});
  EXPECT_EQ(office_->doors().sign_in_wait("anna", device), Seconds{0});
  const std::string next = code_of_now(*anna_);
  EXPECT_EQ(office_->doors().sign_in("anna", right, next).error().code, Code::kRateLimited) << "a device nobody knows";
  const auto known =
      office_->doors().sign_in(Knock{.alias = "anna", .passphrase = right, .totp = next, .device = device});
  ASSERT_TRUE(known.has_value()) << describe(known.error());
  EXPECT_EQ(known->device, "") << "it has its secret";
  EXPECT_EQ(office_->doors().sign_in_wait("anna"), Seconds{900}) << "and the strangers wait as before";

  // A new device under attack: the coordinator lets it in, once.
  EXPECT_EQ(office_->people().make_door_code(known->token, "anna").error().code, Code::kDenied);
  const SessionToken lead = sign_in(*mira_);
  const std::string door = office_->people().make_door_code(lead, "anna").value();
  clock_.advance(Seconds{30});
  const std::string third = code_of_now(*anna_);
  const auto let_in =
      office_->doors().sign_in(Knock{.alias = "anna", .passphrase = right, .totp = third, .device = door});
  ASSERT_TRUE(let_in.has_value());
  EXPECT_EQ(let_in->device.size(), 43U);
  EXPECT_FALSE(office_->doors().knows_device("anna", door)) << "it works once";

  // Signing out everywhere forgets the devices.
  ASSERT_TRUE(office_->account().sign_out_everywhere(let_in->token).has_value());
  EXPECT_FALSE(office_->doors().knows_device("anna", device));
  EXPECT_FALSE(office_->doors().knows_device("anna", let_in->device));
}

}  // namespace
}  // namespace waymark::desk
