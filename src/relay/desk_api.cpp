#include "relay/desk_api.h"

#include "base/encoding.h"

namespace waymark::relay {
namespace {

using http::Request;
using http::Responder;
using http::text_response;

http::Response malformed(const Error& error) { return text_response(400, name_of(error.code)); }

Result<std::size_t> parse_pull(ByteView body) {
  ByteReader reader{body};
  LET(const std::uint16_t limit, reader.u16());
  if (reader.remaining() != 0 || limit < 1 || limit > kPullMax) return fail(Code::kMalformed, "relay/pull");
  return limit;
}

Result<std::vector<RowId>> parse_ack(ByteView body) {
  ByteReader reader{body};
  LET(const std::uint16_t count, reader.u16());
  if (count > kAckMax || reader.remaining() != count * kRowIdBytes) return fail(Code::kMalformed, "relay/ack");
  std::vector<RowId> ids(count);
  for (RowId& id : ids) {
    LET(id, reader.array<kRowIdBytes>());
  }
  return ids;
}

Result<std::vector<PushedReply>> parse_push(ByteView body) {
  ByteReader reader{body};
  LET(const std::uint16_t count, reader.u16());
  if (count < 1 || count > kPushMax || reader.remaining() != count * kPushEntryBytes) {
    return fail(Code::kMalformed, "relay/push");
  }
  std::vector<PushedReply> replies;
  for (std::uint16_t i = 0; i < count; ++i) {
    LET(const RowId id, reader.array<kRowIdBytes>());
    LET(const crypto::Sha256 token_hash, reader.array<crypto::kSha256Bytes>());
    LET(const std::uint8_t keep_days, reader.u8());
    if (keep_days > kReplyDays) return fail(Code::kMalformed, "relay/push");
    LET(const ByteView blob, reader.take(envelope::kEnvelopeBytes));
    LET(envelope::Envelope envelope, envelope::Envelope::from_bytes(to_bytes(blob)));
    replies.push_back({id, token_hash, keep_days, std::move(envelope)});
  }
  return replies;
}

struct TokenPiece {
  std::uint32_t pool = 0;
  std::vector<work::TokenHash> hashes;
};

Result<TokenPiece> parse_tokens(ByteView body) {
  ByteReader reader{body};
  LET(const std::uint32_t pool, reader.u32());
  LET(const std::uint16_t count, reader.u16());
  if (count < 1 || count > kTokensInPiece || reader.remaining() != count * sizeof(work::TokenHash))
    return fail(Code::kMalformed, "relay/tokens");
  TokenPiece piece{.pool = pool, .hashes = std::vector<work::TokenHash>(count)};
  for (work::TokenHash& hash : piece.hashes) {
    LET(hash, reader.array<sizeof(work::TokenHash)>());
  }
  return piece;
}

/// As docs/spec/mailbox.md counts weeks; they begin on Monday.
constexpr std::uint32_t week_of_day(std::uint32_t day) { return (day + 3) / 7; }

}  // namespace

void DeskApi::add_routes(http::Routes& routes) {
  on(routes, "/desk/v1/pull", 2, [this](ByteView body) { return pull(body); });
  on(routes, "/desk/v1/ack", 2 + kAckMax * kRowIdBytes, [this](ByteView body) { return ack(body); });
  on(routes, "/desk/v1/receipts", 2 + kAckMax * kRowIdBytes, [this](ByteView body) { return receipts(body); });
  on(routes, "/desk/v1/push", 2 + kPushMax * kPushEntryBytes, [this](ByteView body) { return push(body); });
  on(routes, "/desk/v1/publish", 1 + roster::kPublicSetBytesMax, [this](ByteView body) { return publish(body); });
  on(routes, "/desk/v1/figures", kFigureHeadBytes + kFigurePieceBytes, [this](ByteView body) { return figures(body); });
  on(routes, "/desk/v1/tokens", 4 + 2 + kTokensInPiece * sizeof(work::TokenHash),
     [this](ByteView body) { return tokens(body); });
  on(routes, "/desk/v1/status", 0, [this](ByteView) { return status(); });
}

void DeskApi::on(http::Routes& routes, std::string_view path, std::size_t body_bytes_max, Call call) {
  const auto handler = [this, call = std::move(call)](const Request& request, Responder respond) {
    const auto allowed = auth_.check(request.header("waymark-auth"), request.path, request.body);
    if (allowed) {
      proven_day_.agreed();
      return respond(call(request.body));
    }
    respond(refusal(allowed.error().code));
  };
  routes.on("POST", path, handler, {.body_bytes_max = body_bytes_max});
}

http::Response DeskApi::refusal(Code code) const {
  if (code == Code::kExpired) {
    http::Response response = text_response(401, "run");
    response.headers.push_back({std::string{kRunHeader}, to_base64(auth_.identity().run, Padding::kRequired)});
    return response;
  }
  if (code != Code::kWrongDay) return text_response(401, "denied");
  http::Response response = text_response(401, "clock");
  response.headers.push_back({"Waymark-Time", std::to_string(services_.clock.now().time_since_epoch().count())});
  return response;
}

http::Response DeskApi::pull(ByteView body) {
  const auto limit = parse_pull(body);
  if (!limit) return malformed(limit.error());
  auto answer = services_.store.pull(*limit);
  if (answer) return http::binary_response(*answer);
  services_.watch.failed(answer.error());
  return store_refusal(answer.error());
}

http::Response DeskApi::ack(ByteView body) {
  const auto ids = parse_ack(body);
  if (!ids) return malformed(ids.error());
  const auto purged = services_.store.acknowledge(*ids);
  if (!purged) return store_refusal(purged.error());
  return http::binary_response(ByteWriter{}.u16(*purged).finish());
}

http::Response DeskApi::receipts(ByteView body) {
  const auto ids = parse_ack(body);
  if (!ids) return malformed(ids.error());
  const auto found = services_.store.receipts(*ids);
  const auto due = services_.store.count_due_copies(0);
  if (!found) return store_refusal(found.error());
  if (!due) return store_refusal(due.error());
  const SecondState state = services_.second.state;
  ByteWriter answer;
  answer.put(services_.own_key.verify_key().bytes())
      .u8(static_cast<std::uint8_t>(state))
      .u32(state == SecondState::kNone ? 0 : *due)
      .u16(static_cast<std::uint16_t>(found->size()));
  for (const auto& receipt : *found) answer.put(receipt.value_or(crypto::Signature{}));
  return http::binary_response(answer.finish());
}

http::Response DeskApi::push(ByteView body) {
  const auto replies = parse_push(body);
  if (!replies) return malformed(replies.error());
  const auto outcomes = services_.store.push(unix_day(services_.clock.now()), *replies);
  if (!outcomes) return store_refusal(outcomes.error());
  ByteWriter answer;
  answer.u16(static_cast<std::uint16_t>(outcomes->size()));
  for (const PushOutcome outcome : *outcomes) answer.u8(static_cast<std::uint8_t>(outcome));
  return http::binary_response(answer.finish());
}

http::Response DeskApi::publish(ByteView body) {
  ByteReader reader{body};
  const auto kind = reader.u8();
  if (!kind || *kind < 1 || *kind > 3) return text_response(400, "malformed");
  return keep(static_cast<DocumentKind>(*kind), text_of(reader.rest()));
}

/// Without a body the question which release is served; else a piece of one on its way.
http::Response DeskApi::figures(ByteView body) {
  if (body.empty()) {
    const PublishedPtr published = services_.documents.current();
    ByteWriter answer;
    answer.u32(published->figures_serial);
    if (published->figures) answer.put(published->figures->text(roster::kFigureNote));
    return http::binary_response(answer.finish());
  }
  const auto piece = parse_figure_piece(body);
  if (!piece) return malformed(piece.error());
  const auto progress = figures_.take(*piece);
  if (!progress) return malformed(progress.error());
  if (!progress->whole) return http::binary_response(ByteWriter{}.u16(progress->next).finish());
  return keep(DocumentKind::kFigures, text_of(*progress->whole));
}

/// Without a body the question which pool is the newest here; else a piece of one.
http::Response DeskApi::tokens(ByteView body) {
  if (body.empty()) {
    const auto newest = services_.store.newest_tokens();
    if (!newest) return store_refusal(newest.error());
    return http::binary_response(ByteWriter{}.u32(newest->number).u16(newest->count).finish());
  }
  const auto piece = parse_tokens(body);
  if (!piece) return malformed(piece.error());
  if (piece->pool > week_of_day(unix_day(services_.clock.now())) + kPoolWeeksAhead)
    return text_response(400, name_of(Code::kInvalid));
  const auto count = services_.store.keep_tokens(piece->pool, piece->hashes);
  if (!count) return store_refusal(count.error());
  return http::binary_response(ByteWriter{}.u16(*count).finish());
}

http::Response DeskApi::keep(DocumentKind kind, std::string_view text) {
  const std::lock_guard lock{publish_mutex_};
  if (const auto newest = take_over_documents(); !newest) return store_refusal(newest.error());
  auto next = publish_document(services_.store, instance_, *services_.documents.current(), kind, text);
  if (!next) {
    const Code code = next.error().code;
    if (code == Code::kFull || code == Code::kUnavailable || code == Code::kStorage) return store_refusal(next.error());
    log_.event("publish-refused", {{"kind", static_cast<std::int64_t>(kind)}});
    return malformed(next.error());
  }
  services_.documents.replace(*next);
  log_.event("published", {{"kind", static_cast<std::int64_t>(kind)}});
  return text_response(200, "stored");
}

Result<void> DeskApi::look_for_documents() {
  const std::lock_guard lock{publish_mutex_};
  return take_over_documents();
}

Result<void> DeskApi::take_over_documents() {
  const PublishedPtr before = services_.documents.current();
  LET(const std::uint64_t version, services_.store.documents_version());
  if (version == before->version) return {};
  LET(const KeptDocuments kept, services_.store.documents());
  auto next = verify_documents(kept, instance_);
  const bool goes_on = next && (!before->chain_text || kept.chain.starts_with(text_of(*before->chain_text)));
  if (goes_on) {
    services_.documents.replace(*next);
    return {};
  }
  // Not one that any desk of ours published: the database was put back from an old copy, or is another one.
  Published none;
  none.version = version;
  services_.documents.replace(std::make_shared<const Published>(std::move(none)));
  log_.event("rosters-differ");
  return fail(Code::kConflict, "relay/documents");
}

http::Response DeskApi::status() {
  auto answer = write_status();
  return answer ? http::binary_response(*answer) : store_refusal(answer.error());
}

Result<Bytes> DeskApi::write_status() {
  const PublishedPtr published = services_.documents.current();
  LET(const EnvelopeCounts envelopes, services_.store.count_envelopes());
  LET(const std::uint32_t replies, services_.store.count_replies());
  const auto& keys = published->day_keys;
  ByteWriter answer;
  answer.u64(static_cast<std::uint64_t>(services_.clock.now().time_since_epoch().count()))
      .u32(envelopes.held)
      .u32(envelopes.oldest_day)
      .u32(replies)
      .u32(services_.watch.refused_full())
      .u32(published->roster ? published->roster->roster.serial : 0)
      .u32(keys ? keys->serial : 0)
      .u32(keys && !keys->keys.empty() ? keys->keys.back().day : 0)
      .u32(published->cards ? published->cards_serial : 0);
  return answer.finish();
}

}  // namespace waymark::relay
