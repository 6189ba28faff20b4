// The keys that follow from eight words. Deriving takes about 0.3 s of one core, on purpose.
// @source docs/spec/mailbox.md "Keys from words"
#pragma once

#include "crypto/keys.h"
#include "crypto/verify/instance_id.h"
#include "mailbox/phrase.h"

namespace waymark::mailbox {

inline constexpr std::uint32_t kPhraseRounds = 600'000;

struct RequesterKeys {
  crypto::XWingSeed reply_seed;          ///< opens replies
  crypto::MailboxSecret mailbox_secret;  ///< finds and deletes them
};

RequesterKeys derive_keys(const Phrase& phrase, const crypto::InstanceId& instance);

}  // namespace waymark::mailbox
