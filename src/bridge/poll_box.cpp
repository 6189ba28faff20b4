#include "bridge/poll_box.h"

#include "bridge/limits.h"
#include "envelope/open.h"

namespace waymark::bridge {
namespace {

constexpr std::string_view kWhere = "bridge/poll_box";

}  // namespace

PollBox::PollBox(std::vector<DaySeed> seeds, const crypto::InstanceId& instance, const Clock& clock)
    : seeds_(std::move(seeds)), instance_(instance), clock_(clock) {}

std::optional<Result<envelope::PollLetter>> PollBox::open(ByteView envelope) {
  forget();
  for (const DaySeed& seed : seeds_) {
    const auto plaintext = envelope::open_plaintext(seed.seed, envelope);
    if (plaintext) return checked(plaintext->view(), seed.day);
    if (plaintext.error().code != Code::kNotForUs)
      return Result<envelope::PollLetter>{std::unexpected(plaintext.error())};
  }
  return std::nullopt;
}

Result<envelope::PollLetter> PollBox::checked(ByteView plaintext, std::uint32_t key_day) const {
  LET(envelope::PollLetter letter, envelope::parse_poll_letter(plaintext));
  const std::uint32_t today = unix_day(clock_.now());
  if (letter.instance != instance_) return fail(Code::kWrongInstance, kWhere);
  if (letter.day != key_day || key_day + kPollDaysBack < today || key_day > today + kPollDaysAhead)
    return fail(Code::kWrongDay, kWhere);
  if (answered_.contains(letter.nonce)) return fail(Code::kReplayed, kWhere);
  if (answered_.size() >= kAnsweredMax) return fail(Code::kFull, kWhere);
  return letter;
}

void PollBox::answered(const envelope::PollLetter& letter) { answered_.emplace(letter.nonce, letter.day); }

/// A key that is gone opens nothing, so what was sealed to it need not be known any more.
void PollBox::forget() {
  const std::uint32_t today = unix_day(clock_.now());
  forget_old(seeds_, today);
  std::erase_if(answered_, [today](const auto& one) { return one.second + kPollDaysBack < today; });
}

}  // namespace waymark::bridge
