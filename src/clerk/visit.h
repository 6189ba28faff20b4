// Visit: what travels from page to page inside a sealed blob, because the clerk keeps nothing about anybody.
//
// The bytes are secret: eight words, keys and text. They exist in the clear only while one request is answered.
// @source docs/spec/clerk.md "The blob"
#pragma once

#include <optional>
#include <vector>

#include "base/secret.h"
#include "clerk/draft.h"
#include "crypto/random.h"
#include "envelope/message.h"
#include "envelope/reply.h"
#include "mailbox/keys.h"
#include "mailbox/phrase.h"

namespace waymark::clerk {

using VisitId = ByteArray<16>;

/// Which three of the eight words are asked for, and the words offered for each.
struct Practice {
  std::vector<std::uint8_t> positions;  ///< 0 … 7, going up
  std::vector<std::uint16_t> words;     ///< indices into the list of the phrase
  bool done = false;
};

/// What the relay calls the message that this visit stored last: for asking in how many places it is kept.
struct StoredAs {
  std::uint32_t day = 0;
  ByteArray<16> row{};
};

struct Visit {
  VisitId id{};
  envelope::MessageId message_id{};  ///< of the message that this visit will send next; fixed before it is sent
  Draft draft = {};
  std::optional<mailbox::Phrase> phrase = {};
  Practice practice = {};
  std::optional<mailbox::RequesterKeys> keys = {};
  std::optional<StoredAs> stored = {};
  std::vector<envelope::Token> tokens = {};        ///< of replies that were read; with one a letter passes before work
  std::vector<envelope::Token> tokens_shown = {};  ///< to a relay: none is shown twice
  std::vector<mailbox::Phrase> candidates = {};    ///< words that fit more than one list: the person is asked which
};

/// A visit with fresh ids and nothing else.
Visit new_visit(crypto::Random& random);
/// Three positions and twelve words for the practice of the visit's phrase.
Practice new_practice(const mailbox::Phrase& phrase, crypto::Random& random);

/// Padded to one of kBlobSizes.
/// @error kTooLarge if the draft is longer than a form can send
Result<SecretBytes> write_visit(const Visit& visit);
/// @error kMalformed, kTruncated, kUnsupported
Result<Visit> parse_visit(ByteView bytes);

}  // namespace waymark::clerk
