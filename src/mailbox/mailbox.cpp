#include "mailbox/mailbox.h"

#include <algorithm>

#include "crypto/kdf.h"

namespace waymark::mailbox {
namespace {

constexpr std::string_view kIdLabel = "waymark/v1/mailbox id";
constexpr std::string_view kTokenLabel = "waymark/v1/delete token";

void derive(std::span<std::uint8_t> out, std::string_view label, const crypto::MailboxSecret& secret, Place place) {
  const Bytes where = ByteWriter{5}.u32(place.week).u8(place.slot).finish();
  crypto::hkdf_sha256(out, secret.secret().view(), {}, {view_of(label), where});
}

}  // namespace

MailboxId mailbox_id(const crypto::MailboxSecret& secret, Place place) {
  MailboxId id;
  derive(id, kIdLabel, secret, place);
  return id;
}

DeleteToken delete_token(const crypto::MailboxSecret& secret, Place place) {
  DeleteToken token;
  derive(token.writable(), kTokenLabel, secret, place);
  return token;
}

crypto::Sha256 token_hash(const DeleteToken& token) { return crypto::sha256(token.view()); }

std::vector<std::uint32_t> weeks_for_reply(std::uint32_t today) {
  std::vector<std::uint32_t> weeks;
  for (const std::uint32_t week : {week_of_day(today + 1), week_of_day(today), week_of_day(today) + 1}) {
    const bool fits = week <= newest_polled_week(today) && last_polled_day(week) >= today + kReplyDays;
    if (fits && std::ranges::find(weeks, week) == weeks.end()) weeks.push_back(week);
  }
  return weeks;
}

std::array<PolledPlace, kPolledIds> polled_places(const crypto::MailboxSecret& secret, std::uint32_t today) {
  std::array<PolledPlace, kPolledIds> places{};
  const std::uint32_t first = newest_polled_week(today);
  for (std::size_t i = 0; i < kPolledIds; ++i) {
    const Place place{.week = first - static_cast<std::uint32_t>(i / kSlots),
                      .slot = static_cast<std::uint8_t>(i % kSlots)};
    places[i] = {place, mailbox_id(secret, place)};
  }
  return places;
}

}  // namespace waymark::mailbox
