#include "bridge/poll_corpus.h"

#include <algorithm>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/xwing_open.h"
#include "envelope/age_open.h"
#include "envelope/armor.h"
#include "envelope/seal.h"

namespace waymark::bridge::testing {

Asker::Asker(std::uint64_t seed, std::uint32_t first_day)
    : random_(seed), instance_{random_.array<32>()}, own_(crypto::XWingSeed::generate(random_)) {
  make_ahead(seeds_, first_day, random_);
}

std::vector<DaySeed> Asker::seeds() const {
  std::vector<DaySeed> copy;
  for (const DaySeed& seed : seeds_) copy.push_back({seed.day, seed.seed.duplicate()});
  return copy;
}

envelope::PollLetter Asker::poll(std::uint32_t day) {
  return {.instance = instance_,
          .day = day,
          .nonce = random_.array<envelope::kPollNonceBytes>(),
          .reply_key = crypto::xwing_public_key(own_),
          .poll = random_.array<envelope::kPollBytes>()};
}

std::string Asker::armor(const envelope::PollLetter& poll, std::uint32_t key_day) {
  const auto seed = std::ranges::find(seeds_, key_day, &DaySeed::day);
  CHECK(seed != seeds_.end());
  const auto sealed =
      envelope::seal_plaintext(envelope::write_poll_letter(poll).view(), crypto::xwing_public_key(seed->seed), random_);
  CHECK(sealed.has_value());
  return envelope::to_armor(sealed->view());
}

SecretBytes Asker::read(const std::string& letter) const {
  const std::size_t begin = letter.find("FILE-----\r\n") + 11;
  std::string letters = letter.substr(begin, letter.find("-----END") - begin);
  std::erase_if(letters, [](char c) { return c == '\r' || c == '\n'; });
  const auto file = from_base64(letters, Padding::kRequired);
  CHECK(file.has_value() && file->size() == envelope::kAnswerBytes);
  auto plaintext = envelope::age_open(own_, *file);
  CHECK(plaintext.has_value() && plaintext->size() == envelope::kAnswerPlaintextBytes);
  return std::move(*plaintext);
}

}  // namespace waymark::bridge::testing
