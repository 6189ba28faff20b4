// tests/vectors/protocol.json is written by the browser's side of the protocol (web/shared/protocol/make_vectors.ts).
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/xwing_open.h"
#include "mailbox/keys.h"
#include "mailbox/mailbox.h"
#include "mailbox/read_words.h"

namespace waymark::mailbox {
namespace {

nlohmann::json phrases() {
  std::ifstream file{WAYMARK_SOURCE_DIR "/tests/vectors/protocol.json"};
  return nlohmann::json::parse(file).at("phrases");
}

std::string text(const nlohmann::json& vector, const char* name) { return vector.at(name).get<std::string>(); }

Phrase phrase_of(const nlohmann::json& vector) {
  std::array<std::uint16_t, kPhraseWords> indices{};
  std::ranges::copy(vector.at("indices").get<std::vector<std::uint16_t>>(), indices.begin());
  return *Phrase::from_indices(*language_from_code(text(vector, "language")), indices);
}

TEST(SharedVectors, WordsAndCanonicalForm) {
  ASSERT_GE(phrases().size(), 6U);
  for (const auto& vector : phrases()) {
    const Phrase phrase = phrase_of(vector);
    EXPECT_EQ(to_hex(phrase.canonical().view()), text(vector, "canonical"));
    const ReadOutcome read = read_words(text(vector, "words"));
    ASSERT_TRUE(std::holds_alternative<ReadPhrase>(read)) << text(vector, "words");
    EXPECT_EQ(to_hex(std::get<ReadPhrase>(read).phrase.canonical().view()), text(vector, "canonical"));
  }
}

TEST(SharedVectors, KeysIdsAndTokens) {
  for (const auto& vector : phrases()) {
    const Bytes instance = *from_hex(text(vector, "instance_id"));
    const RequesterKeys keys = derive_keys(phrase_of(vector), {*ByteReader{instance}.array<32>()});
    EXPECT_EQ(to_hex(keys.reply_seed.secret().view()), text(vector, "reply_seed"));
    EXPECT_EQ(to_hex(crypto::sha256(crypto::xwing_public_key(keys.reply_seed).bytes)),
              text(vector, "reply_public_key_sha256"));
    EXPECT_EQ(to_hex(keys.mailbox_secret.secret().view()), text(vector, "mailbox_secret"));

    const Place place{.week = vector.at("week").get<std::uint32_t>(), .slot = 5};
    const DeleteToken token = delete_token(keys.mailbox_secret, place);
    EXPECT_EQ(week_of_day(vector.at("day").get<std::uint32_t>()), place.week);
    EXPECT_EQ(to_hex(mailbox_id(keys.mailbox_secret, place)), text(vector, "id_week_slot_5"));
    EXPECT_EQ(to_hex(token.view()), text(vector, "token_week_slot_5"));
    EXPECT_EQ(to_hex(token_hash(token)), text(vector, "token_hash_week_slot_5"));

    ByteWriter ids;
    for (const PolledPlace& polled : polled_places(keys.mailbox_secret, vector.at("day").get<std::uint32_t>()))
      ids.put(polled.id);
    EXPECT_EQ(to_hex(crypto::sha256(ids.view())), text(vector, "poll_ids_sha256"));
  }
}

}  // namespace
}  // namespace waymark::mailbox
