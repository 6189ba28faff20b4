// A message and a reply for tests, with every field filled. Test code only.
#pragma once

#include "crypto/xwing_open.h"
#include "envelope/message.h"
#include "envelope/reply.h"

namespace waymark::envelope::testing {

inline SecretBytes secret_text(std::string_view text) { return SecretBytes::copy_of(view_of(text)); }

inline crypto::InstanceId some_instance() { return {crypto::sha256(view_of("a first roster"))}; }

inline Message some_message(crypto::Random& random) {
  return Message{.kind = Kind::kMessage,
                 .assurance = Assurance::kBrowser,
                 .language = Language::kUkrainian,
                 .instance = some_instance(),
                 .day = 20'779,
                 .id = random.array<kMessageIdBytes>(),
                 .reply_key = crypto::xwing_public_key(crypto::XWingSeed::generate(random)),
                 .mailbox_secret = crypto::MailboxSecret::generate(random),
                 .text = secret_text("Мене хочуть відправити в понеділок. <b>{{x}}</b> 😀"),
                 .pack = PackName{.id = "military-refusal", .version = 1},
                 .answers = {{.question = "status", .code = "mobilised"},
                             {.question = "what_next",
                              .code = "leave_ends",
                              .details = {{"date", "2026-11-25"}, {"precision", "day"}}}},
                 .contact = secret_text("тільки тут, після 20:00")};
}

/// A message without any field.
inline Message bare_message(crypto::Random& random) {
  Message message = some_message(random);
  message.text.reset();
  message.pack.reset();
  message.answers.clear();
  message.contact.reset();
  return message;
}

inline Reply some_reply(std::string_view body) {
  return Reply{.language = Language::kRussian,
               .instance = some_instance(),
               .week = 2'968,
               .slot = 3,
               .arrived = 2,
               .last_arrived_day = 20'778,
               .sealed_day = 20'779,
               .body = secret_text(body)};
}

}  // namespace waymark::envelope::testing
