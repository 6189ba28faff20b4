// What a person typed: any bytes give an outcome, and a phrase that was read is read again from its own words.
#include "base/check.h"
#include "mailbox/read_words.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const mailbox::ReadOutcome outcome = mailbox::read_words(text_of({data, size}));
  const auto* read = std::get_if<mailbox::ReadPhrase>(&outcome);
  if (read == nullptr) return 0;
  std::string text;
  for (std::size_t i = 0; i < mailbox::kPhraseWords; ++i) text += std::string{read->phrase.word(i)} + " ";
  const mailbox::ReadOutcome again = mailbox::read_words(text);
  CHECK(std::holds_alternative<mailbox::ReadPhrase>(again) || std::holds_alternative<mailbox::AskLanguage>(again));
  return 0;
}
