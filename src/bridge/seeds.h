// The bridge's keys: one X-Wing seed for each day, made ahead for the portable page, forgotten when its day is over.
//
// The file has a line for each day: unix day, space, 32 bytes in base64. It is rewritten without what is too old; how
// far the disk forgets is the disk's. The running program cannot write: its filter of system calls is on by then.
// @source docs/spec/mail.md "Keys of a bridge"
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "crypto/keys.h"
#include "crypto/random.h"

namespace waymark::bridge {

struct DaySeed {
  std::uint32_t day;
  crypto::XWingSeed seed;
};

/// @return one for each day, days rising. @error kNotFound; kMalformed; kTooLarge; kStorage
Result<std::vector<DaySeed>> read_seeds(const std::filesystem::path& file);
/// Replaces the file at once, mode 0600; the old one stays if anything fails. @error kStorage
Result<void> write_seeds(const std::filesystem::path& file, const std::vector<DaySeed>& seeds);

/// Without those that no letter may be sealed to any more: days before today - kPollDaysBack.
void forget_old(std::vector<DaySeed>& seeds, std::uint32_t today);
/// With one for today and each of the days after it, kSeedDays in all; those that are there stay.
void make_ahead(std::vector<DaySeed>& seeds, std::uint32_t today, crypto::Random& random);

/// What the office puts into the portable page: `{"mails": […], "keys": [{"day", "key"}, …]}` and a line feed.
/// @param mails addresses that roster::is_mail_address takes
std::string public_keys_json(const std::vector<std::string>& mails, const std::vector<DaySeed>& seeds,
                             std::uint32_t today);

}  // namespace waymark::bridge
