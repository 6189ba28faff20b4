#include "clerk/visit.h"

#include <algorithm>

#include "base/check.h"
#include "clerk/limits.h"
#include "mailbox/word_list.h"

namespace waymark::clerk {
namespace {

constexpr std::uint8_t kVersion = 4;
constexpr std::size_t kListMax = 0xFFFF;

class Writer {
 public:
  explicit Writer(std::size_t room) : out_(room) {}
  ByteWriter& raw() { return out_; }
  Writer& text(std::string_view text) {
    CHECK(text.size() <= 0xFFFFFF);
    out_.u32(static_cast<std::uint32_t>(text.size())).put(text);
    return *this;
  }
  template <class List>
  void count(const List& list) {
    CHECK(list.size() <= kListMax);
    out_.u16(static_cast<std::uint16_t>(list.size()));
  }

 private:
  ByteWriter out_;
};

Result<std::string> read_text(ByteReader& in) {
  LET(const std::uint32_t size, in.u32());
  LET(const ByteView bytes, in.take(size));
  return to_string(bytes);
}

void write_chosen(Writer& out, const Chosen& one) {
  for (const std::string* part : {&one.code, &one.state, &one.date, &one.hour, &one.days, &one.country, &one.year})
    out.text(*part);
}

Result<Chosen> read_chosen(ByteReader& in) {
  Chosen one;
  for (std::string* part : {&one.code, &one.state, &one.date, &one.hour, &one.days, &one.country, &one.year}) {
    LET(*part, read_text(in));
  }
  return one;
}

void write_set(Writer& out, const std::set<std::string, std::less<>>& names) {
  out.count(names);
  for (const std::string& name : names) out.text(name);
}

Result<std::set<std::string, std::less<>>> read_set(ByteReader& in) {
  std::set<std::string, std::less<>> names;
  LET(const std::uint16_t count, in.u16());
  for (int i = 0; i < count; ++i) {
    LET(std::string name, read_text(in));
    names.insert(std::move(name));
  }
  return names;
}

void write_draft(Writer& out, const Draft& draft) {
  out.count(draft.choices);
  for (const auto& [question, chosen] : draft.choices) {
    out.text(question).count(chosen);
    for (const Chosen& one : chosen) write_chosen(out, one);
  }
  out.text(draft.text).text(draft.contact_words).raw().u8(draft.consent ? 1 : 0);
  write_set(out, draft.shown);
  write_set(out, draft.detailed);
}

Result<Draft> read_draft(ByteReader& in) {
  Draft draft;
  LET(const std::uint16_t questions, in.u16());
  for (int i = 0; i < questions; ++i) {
    LET(const std::string question, read_text(in));
    LET(const std::uint16_t count, in.u16());
    auto& chosen = draft.choices[question];
    for (int k = 0; k < count; ++k) {
      LET(Chosen one, read_chosen(in));
      chosen.push_back(std::move(one));
    }
  }
  LET(draft.text, read_text(in));
  LET(draft.contact_words, read_text(in));
  LET(const std::uint8_t consent, in.u8());
  draft.consent = consent == 1;
  LET(draft.shown, read_set(in));
  LET(draft.detailed, read_set(in));
  return draft;
}

Result<mailbox::Phrase> read_phrase(ByteReader& in) {
  LET(const std::uint8_t byte, in.u8());
  const auto list = language_from_byte(byte);
  if (!list) return fail(Code::kMalformed, "clerk/visit");
  std::array<std::uint16_t, mailbox::kPhraseWords> indices{};
  for (std::uint16_t& index : indices) {
    LET(index, in.u16());
  }
  return mailbox::Phrase::from_indices(*list, indices);
}

void write_practice(Writer& out, const Practice& practice) {
  out.count(practice.positions);
  for (const std::uint8_t position : practice.positions) out.raw().u8(position);
  out.count(practice.words);
  for (const std::uint16_t word : practice.words) out.raw().u16(word);
  out.raw().u8(practice.done ? 1 : 0);
}

Result<Practice> read_practice(ByteReader& in) {
  Practice practice;
  LET(const std::uint16_t positions, in.u16());
  for (int i = 0; i < positions; ++i) {
    LET(const std::uint8_t position, in.u8());
    if (position >= mailbox::kPhraseWords) return fail(Code::kMalformed, "clerk/visit");
    practice.positions.push_back(position);
  }
  LET(const std::uint16_t words, in.u16());
  for (int i = 0; i < words; ++i) {
    LET(const std::uint16_t word, in.u16());
    if (word >= mailbox::kListWords) return fail(Code::kMalformed, "clerk/visit");
    practice.words.push_back(word);
  }
  LET(const std::uint8_t done, in.u8());
  practice.done = done == 1;
  return practice;
}

void write_keys(Writer& out, const std::optional<mailbox::RequesterKeys>& keys) {
  out.raw().u8(keys ? 1 : 0);
  if (keys) out.raw().put(keys->reply_seed.secret().view()).put(keys->mailbox_secret.secret().view());
}

Result<std::optional<mailbox::RequesterKeys>> read_keys(ByteReader& in) {
  LET(const std::uint8_t there, in.u8());
  if (there != 1) return std::optional<mailbox::RequesterKeys>{};
  LET(const ByteView seed, in.take(crypto::kKeyBytes));
  LET(const ByteView secret, in.take(crypto::kKeyBytes));
  return std::optional<mailbox::RequesterKeys>{{crypto::XWingSeed{Secret<32>::copy_of(seed.first<32>())},
                                                crypto::MailboxSecret{Secret<32>::copy_of(secret.first<32>())}}};
}

void write_tokens(Writer& out, const std::vector<envelope::Token>& tokens) {
  out.count(tokens);
  for (const envelope::Token& token : tokens) out.raw().put(token);
}

Result<std::vector<envelope::Token>> read_tokens(ByteReader& in) {
  LET(const std::uint16_t count, in.u16());
  if (count > kTokensShownMax) return fail(Code::kMalformed, "clerk/visit");
  std::vector<envelope::Token> tokens(count);
  for (envelope::Token& token : tokens) {
    LET(token, in.array<envelope::kTokenBytes>());
  }
  return tokens;
}

}  // namespace

Visit new_visit(crypto::Random& random) {
  return {.id = random.array<16>(), .message_id = random.array<envelope::kMessageIdBytes>()};
}

Practice new_practice(const mailbox::Phrase& phrase, crypto::Random& random) {
  Practice practice;
  while (practice.positions.size() < kPracticePicks) {
    const auto position = static_cast<std::uint8_t>(random.below(mailbox::kPhraseWords));
    if (std::ranges::find(practice.positions, position) == practice.positions.end())
      practice.positions.push_back(position);
  }
  std::ranges::sort(practice.positions);
  ByteReader form{phrase.canonical().view()};
  (void)form.u8();
  const auto add = [&](std::uint16_t word) {
    if (std::ranges::find(practice.words, word) == practice.words.end()) practice.words.push_back(word);
  };
  for (std::size_t i = 0; i < mailbox::kPhraseWords; ++i) add(*form.u16());
  while (practice.words.size() < kPracticeWords) add(static_cast<std::uint16_t>(random.below(mailbox::kListWords)));
  for (std::size_t i = practice.words.size(); i > 1; --i) {
    std::swap(practice.words[i - 1], practice.words[random.below(static_cast<std::uint32_t>(i))]);
  }
  return practice;
}

Result<SecretBytes> write_visit(const Visit& visit) {
  Writer out{pack::kDraftBytesMax};
  out.raw().u8(kVersion).put(visit.id).put(visit.message_id);
  out.raw().u8(visit.phrase ? 1 : 0);
  if (visit.phrase) out.raw().put(visit.phrase->canonical().view());
  write_practice(out, visit.practice);
  write_keys(out, visit.keys);
  out.raw().u8(visit.stored ? 1 : 0);
  if (visit.stored) out.raw().u32(visit.stored->day).put(visit.stored->row);
  write_tokens(out, visit.tokens);
  write_tokens(out, visit.tokens_shown);
  out.count(visit.candidates);
  for (const mailbox::Phrase& candidate : visit.candidates) out.raw().put(candidate.canonical().view());
  write_draft(out, visit.draft);
  if (out.raw().size() > pack::kDraftBytesMax) return fail(Code::kTooLarge, "clerk/visit");
  Bytes bytes = out.raw().finish();
  SecretBytes secret = SecretBytes::copy_of(bytes);
  wipe(bytes);
  return secret;
}

Result<Visit> parse_visit(ByteView bytes) {
  ByteReader in{bytes};
  LET(const std::uint8_t version, in.u8());
  if (version != kVersion) return fail(Code::kUnsupported, "clerk/visit");
  Visit visit;
  LET(visit.id, in.array<16>());
  LET(visit.message_id, in.array<envelope::kMessageIdBytes>());
  LET(const std::uint8_t phrase, in.u8());
  if (phrase == 1) {
    LET(visit.phrase, read_phrase(in));
  }
  LET(visit.practice, read_practice(in));
  LET(visit.keys, read_keys(in));
  LET(const std::uint8_t stored, in.u8());
  if (stored == 1) {
    StoredAs as;
    LET(as.day, in.u32());
    LET(as.row, in.array<16>());
    visit.stored = as;
  }
  LET(visit.tokens, read_tokens(in));
  LET(visit.tokens_shown, read_tokens(in));
  LET(const std::uint16_t candidates, in.u16());
  for (int i = 0; i < candidates; ++i) {
    LET(mailbox::Phrase candidate, read_phrase(in));
    visit.candidates.push_back(std::move(candidate));
  }
  LET(visit.draft, read_draft(in));
  if (!in.rest().empty()) return fail(Code::kMalformed, "clerk/visit");
  return visit;
}

}  // namespace waymark::clerk
