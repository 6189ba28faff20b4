// A relay in memory with an organisation behind it, and a browser without scripts. Test code only.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "clerk/relay_link.h"
#include "crypto/xwing_open.h"
#include "envelope/open.h"
#include "envelope/seal.h"
#include "http/routes.h"
#include "mailbox/mailbox.h"
#include "pack/public_piece.h"
#include "roster/freshness.h"
#include "roster/public_cards.h"
#include "roster/test_roster.h"
#include "work/pass.h"

namespace waymark::clerk::testing {

inline constexpr std::uint32_t kToday = roster::testing::kToday;

/// Keeps what is put and what was pushed, as the relay does, and knows the secret half of the day keys.
class TestRelay final : public RelayLink {
 public:
  TestRelay() {
    roster::Roster first = organisation.first_roster();
    first.expires_day = first.issued_day + roster::kRosterDaysMax;
    rosters.push_back(organisation.signed_note(first));
    instance = roster::verify_first(rosters.front())->instance;
    list = list_of(kToday, 1);
  }

  Result<std::string> rosters_from(std::uint32_t serial) override {
    if (down) return fail(Code::kUnavailable, "test");
    std::string chain;
    for (const std::string& one : rosters) chain += one + '\0';
    auto piece = roster::piece_from(chain, serial);
    if (!piece) return fail(Code::kNotFound, "test");
    return *std::move(piece);
  }
  Result<std::string> day_keys() override {
    if (down) return fail(Code::kUnavailable, "test");
    return list;
  }
  Result<std::string> cards_note() override {
    if (down) return fail(Code::kUnavailable, "test");
    if (cards.note.empty()) return fail(Code::kNotFound, "test");
    return cards.note;
  }
  Result<std::string> cards_piece(std::uint32_t serial, Language language, std::uint32_t number) override {
    if (down) return fail(Code::kUnavailable, "test");
    for (std::size_t i = 0; i < cards_named.pieces.size() && i < cards.pieces.size(); ++i)
      if (cards_named.serial == serial && cards_named.pieces[i].language == language && --number == 0)
        return cards.pieces[i];
    return fail(Code::kNotFound, "test");
  }
  /// Publishes these as the desk does, one piece for each card and language.
  void publish_cards(const std::vector<pack::Card>& all, std::uint32_t serial, const crypto::ReplySigningKey& key,
                     std::uint32_t day = kToday) {
    cards = {};
    cards_named = {.instance = instance, .serial = serial, .issued_day = day};
    for (const Language language : kLanguages)
      for (const pack::Card& card : all) {
        cards.pieces.push_back(pack::public_line(card, language));
        cards_named.pieces.push_back({language, crypto::sha256(view_of(cards.pieces.back()))});
      }
    cards.note = roster::write_note(roster::sign_public_cards(cards_named, key));
  }
  /// What the desk publishes on `day`.
  [[nodiscard]] std::string list_of(std::uint32_t day, std::uint32_t serial) {
    roster::DayKeyList made{.instance = instance, .serial = serial, .issued_day = day, .hashes = {}, .keys = {}};
    for (std::uint32_t at = day; at < day + 8; ++at) {
      if (!day_seeds.contains(at)) day_seeds.emplace(at, crypto::XWingSeed::generate(organisation.random));
      const auto key = crypto::xwing_public_key(day_seeds.at(at));
      made.hashes.push_back({at, crypto::sha256(key.bytes)});
      if (at < day + 2) made.keys.push_back({at, key});
    }
    return roster::write_note(roster::sign_day_keys(made, organisation.list_key));
  }
  PutResult put(std::uint32_t day, ByteView body) override {
    asked_days.push_back(day);
    const ByteView envelope = body.first(std::min(body.size(), envelope::kEnvelopeBytes));
    if (body.size() > envelope.size()) shown.push_back(work::parse_pass(body.subspan(envelope.size())).value());
    if (next_put != PutAnswer::kStored) return next_put;
    if (asks.level > 0 && !passes(day, envelope, body.size() > envelope.size())) return PutResult{asks};
    puts.push_back({day, to_bytes(envelope)});
    return PutAnswer::kStored;
  }
  Places places(std::uint32_t day, const ByteArray<16>& row) override {
    asked_rows.push_back({day, row});
    return next_places;
  }
  Result<Bytes> poll(ByteView request) override {
    if (down) return fail(Code::kUnavailable, "test");
    ByteReader in{request};
    const std::uint16_t skip = *in.u16();
    std::vector<std::pair<mailbox::MailboxId, Bytes>> found;
    while (in.remaining() > 0) {
      const auto id = *in.array<mailbox::kMailboxIdBytes>();
      if (const auto reply = replies.find(id); reply != replies.end()) found.push_back({id, reply->second});
    }
    ByteWriter out;
    const std::size_t count = std::min<std::size_t>(1, found.size() - std::min<std::size_t>(skip, found.size()));
    out.u16(static_cast<std::uint16_t>(found.size())).u16(static_cast<std::uint16_t>(count));
    for (std::size_t i = skip; i < skip + count; ++i) out.put(found[i].first).put(found[i].second);
    out.pad_to(8'212);
    return out.finish();
  }
  Result<void> remove(ByteView entries) override {
    // As the relay does: of one size, whether one reply goes or all.
    if (entries.size() != mailbox::kPolledIds * (mailbox::kMailboxIdBytes + mailbox::kDeleteTokenBytes))
      return fail(Code::kWrongSize, "clerk/test_relay");
    if (down) return fail(Code::kUnavailable, "test");
    ByteReader in{entries};
    while (in.remaining() > 0) {
      const auto id = *in.array<mailbox::kMailboxIdBytes>();
      (void)in.take(mailbox::kDeleteTokenBytes);
      replies.erase(id);
    }
    return {};
  }

  /// As the relay: a token passes once, work for this envelope alone.
  bool passes(std::uint32_t day, ByteView envelope, bool shows) {
    if (!shows) return false;
    if (const auto* token = std::get_if<work::Token>(&shown.back())) return std::erase(tokens, *token) > 0;
    const crypto::Sha256 row = crypto::sha256({ByteWriter{}.u32(day).view(), envelope});
    work::Task task{.instance = instance, .row = {}, .challenge = asks.challenge};
    std::copy_n(row.begin(), task.row.size(), task.row.begin());
    const auto& done = std::get<work::DoneWork>(shown.back());
    return !deaf && done.epoch == asks.epoch && work::check(task, done.nonce, asks.level);
  }

  /// What the desk would read of the n-th put.
  envelope::Message opened(std::size_t n) {
    auto message =
        envelope::open_message(day_seeds.at(puts.at(n).first), puts.at(n).second, instance, puts.at(n).first);
    if (!message) throw std::runtime_error("the envelope does not open");
    return std::move(*message);
  }
  /// Puts a reply where the sender of `to` looks for it.
  void answer(const envelope::Message& to, std::uint8_t slot, std::string_view body,
              std::vector<envelope::Token> with = {}) {
    const mailbox::Place place{mailbox::week_of_day(kToday), slot};
    const envelope::Reply reply{.language = Language::kRussian,
                                .instance = instance,
                                .week = place.week,
                                .slot = slot,
                                .arrived = 1,
                                .last_arrived_day = kToday,
                                .sealed_day = kToday,
                                .tokens = std::move(with),
                                .body = SecretBytes::copy_of(view_of(body))};
    replies[mailbox::mailbox_id(to.mailbox_secret, place)] =
        std::move(*envelope::seal_reply(reply, to.reply_key, organisation.reply_key, organisation.random)).take();
  }

  roster::testing::Organisation organisation;
  crypto::InstanceId instance;
  std::map<std::uint32_t, crypto::XWingSeed> day_seeds;
  std::vector<std::pair<std::uint32_t, Bytes>> puts;
  std::vector<std::uint32_t> asked_days;  ///< of all puts, also those that were refused
  std::map<mailbox::MailboxId, Bytes> replies;
  PutAnswer next_put = PutAnswer::kStored;
  work::Demand asks = {};           ///< level 0: nothing
  bool deaf = false;                ///< takes no work, however good
  std::vector<work::Token> tokens;  ///< that pass
  std::vector<work::Pass> shown;    ///< of all puts
  Places next_places = Places::kSingle;
  std::vector<std::pair<std::uint32_t, ByteArray<16>>> asked_rows;
  bool down = false;
  std::vector<std::string> rosters;  ///< what it serves
  std::string list;
  roster::PublicSet cards = {};  ///< without a note: there never were any
  roster::PublicCards cards_named;
};

}  // namespace waymark::clerk::testing
