#include "office.h"

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "crypto/xwing_key.h"
#include "relay/desk_auth.h"

namespace waymark::relay {
namespace {

std::string sign(const roster::Roster& roster, const crypto::RootSigningKey& root) {
  return roster::write_note(roster::sign_roster(roster, {&root, 1}));
}

}  // namespace

Office::Office(std::uint32_t today, std::uint64_t seed)
    : random_(seed),
      root_(crypto::RootSigningKey::generate(random_)),
      list_(crypto::ListSigningKey::generate(random_)),
      reply_(crypto::ReplySigningKey::generate(random_)),
      transport_(crypto::TransportSigningKey::generate(random_)) {
  const roster::Roster roster{.name = "Test Help Line",
                              .issued_day = today,
                              .expires_day = today + 30,
                              .roots = {root_.verify_key()},
                              .list_key = list_.verify_key(),
                              .reply_keys = {reply_.verify_key()}};
  first_roster_ = sign(roster, root_);
  const auto verified = roster::verify_first(first_roster_);
  CHECK(verified.has_value());
  instance_ = verified->instance;
}

std::string Office::next_roster(const roster::VerifiedRoster& before, std::uint32_t issued, std::uint32_t expires,
                                std::vector<std::string> clerks, std::vector<std::string> relays) {
  roster::Roster next = before.roster;
  next.serial = before.roster.serial + 1;
  next.instance = instance_;
  next.previous = before.text_hash;
  next.issued_day = issued;
  next.expires_day = expires;
  next.clerks = std::move(clerks);
  if (!relays.empty()) next.relays = std::move(relays);
  return sign(next, root_);
}

std::string Office::day_keys(std::uint32_t serial, std::uint32_t today) {
  roster::DayKeyList list{.instance = instance_, .serial = serial, .issued_day = today, .hashes = {}, .keys = {}};
  for (std::uint32_t day = today; day < today + 8; ++day) {
    const crypto::XWingPublicKey key{random_.array<crypto::kXWingPublicKeyBytes>()};
    list.hashes.push_back({day, crypto::sha256(key.bytes)});
    if (day < today + 2) list.keys.push_back({day, key});
  }
  return roster::write_note(roster::sign_day_keys(list, list_));
}

Bytes Office::cards(std::uint32_t serial, std::uint32_t today, const std::vector<std::string>& pieces) {
  roster::PublicCards cards{.instance = instance_, .serial = serial, .issued_day = today};
  for (const std::string& piece : pieces)
    cards.pieces.push_back(
        {language_from_code(piece.substr(0, 2)).value_or(Language::kRussian), crypto::sha256(view_of(piece))});
  return *roster::write_public_set({roster::write_note(roster::sign_public_cards(cards, reply_)), pieces});
}

roster::FigureSet Office::figures(const std::string& chain, const std::vector<std::string>& ledger,
                                  const roster::FigureSet& more) {
  roster::FigureSet files = more;
  files[roster::kFigureIndex] = "<!doctype html>\n<style>b{color:red}</style><a href=\"figures.csv\">CSV</a>\n";
  files["figures.csv"] = "metric,shown\nrequests," + std::to_string(ledger.size()) + "\n";
  for (const std::string& line : ledger) files[roster::kFigureLedger] += line + "\n";
  files[roster::kFigureRelease] = ledger.back() + "\n";
  files[roster::kFigureChain] = chain;
  sign_figures(files, static_cast<std::uint32_t>(ledger.size()));
  return files;
}

roster::FiguresNote Office::sign_figures(roster::FigureSet& files, std::uint32_t serial) {
  roster::Sums sums;
  for (const auto& [name, content] : files)
    if (name != roster::kFigureSums && name != roster::kFigureNote && name != roster::kFigureChain)
      sums[name] = to_hex(ByteView{crypto::sha256(view_of(content))});
  files[roster::kFigureSums] = roster::write_sums(sums);
  const std::string& release = files[roster::kFigureRelease];
  const roster::FiguresNote note{.instance = instance_,
                                 .serial = serial,
                                 .issued_day = 20'779,
                                 .release = crypto::sha256(view_of(release.substr(0, release.size() - 1))),
                                 .sums = crypto::sha256(view_of(files[roster::kFigureSums]))};
  files[roster::kFigureNote] = roster::write_note(roster::sign_figures_note(note, reply_));
  return note;
}

std::string Office::roster_with_new_reply_key(const roster::VerifiedRoster& before) {
  reply_ = crypto::ReplySigningKey::generate(random_);
  roster::Roster next = before.roster;
  next.serial = before.roster.serial + 1;
  next.instance = instance_;
  next.previous = before.text_hash;
  next.reply_keys = {reply_.verify_key()};
  return sign(next, root_);
}

std::string Office::auth(std::string_view path, ByteView body, TimePoint now) {
  return auth_with(path, body, std::to_string(now.time_since_epoch().count()),
                   to_base64(random_.array<16>(), Padding::kRequired));
}

std::string Office::auth_with(std::string_view path, ByteView body, std::string_view time, std::string_view nonce) {
  const crypto::Sha256 hash = crypto::sha256(body);
  const std::string_view newline = "\n";
  const std::string run = to_base64(run_, Padding::kRequired);
  const crypto::Signature signature =
      transport_.sign({view_of(kTransportLabel), instance_.bytes, view_of(relay_name_), view_of(newline), view_of(run),
                       view_of(newline), view_of(path), view_of(newline), view_of(time), view_of(newline),
                       view_of(nonce), view_of(newline), hash});
  return "v2 " + run + " " + std::string{time} + " " + std::string{nonce} + " " +
         to_base64(signature, Padding::kRequired);
}

Bytes Office::envelope() {
  return envelope_with_stanza("-> mlkem768x25519 " +
                              to_base64(random_.array<crypto::kXWingCiphertextBytes>(), Padding::kNone));
}

Bytes Office::envelope_with_stanza(std::string_view stanza_line) {
  ByteWriter writer{envelope::kEnvelopeBytes};
  writer.put("age-encryption.org/v1\n").put(stanza_line).put("\n");
  writer.put(to_base64(random_.array<32>(), Padding::kNone)).put("\n");
  writer.put("--- ").put(to_base64(random_.array<32>(), Padding::kNone)).put("\n");
  Bytes bytes = writer.finish();
  const std::size_t header = bytes.size();
  bytes.resize(envelope::kEnvelopeBytes);
  random_.fill(std::span{bytes}.subspan(header));
  return bytes;
}

}  // namespace waymark::relay
