#include "desk/sync/http_relay_link.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "base/encoding.h"
#include "crypto/verify/hash.h"

namespace waymark::desk {
namespace {

constexpr std::string_view kWhere = "desk/relay";

/// The answer must end where it ends.
Result<void> expect_end(const ByteReader& reader) {
  if (reader.remaining() != 0) return fail(Code::kMalformed, kWhere);
  return {};
}

}  // namespace

HttpRelayLink::HttpRelayLink(http::Client& client, std::string base_url, RelayTarget target,
                             const crypto::TransportSigningKey& key, const Clock& clock, crypto::Random& random)
    : client_(client),
      base_url_(std::move(base_url)),
      target_(std::move(target)),
      key_(key),
      clock_(clock),
      random_(random) {}

std::string HttpRelayLink::authorisation(std::string_view path, ByteView body) {
  const std::string time = std::to_string(clock_.now().time_since_epoch().count());
  const std::string nonce = to_base64(random_.array<16>(), Padding::kRequired);
  const std::string run = to_base64(run_, Padding::kRequired);
  const crypto::Signature signature =
      key_.sign({view_of("waymark/v2/transport\n"), target_.instance.bytes, view_of(target_.name), view_of("\n"),
                 view_of(run), view_of("\n"), view_of(path), view_of("\n"), view_of(time), view_of("\n"),
                 view_of(nonce), view_of("\n"), crypto::sha256(body)});
  return "v2 " + run + " " + time + " " + nonce + " " + to_base64(signature, Padding::kRequired);
}

Result<http::ClientResponse> HttpRelayLink::exchange(std::string_view path, ByteView body) {
  constexpr int kTries = 2;
  for (int attempt = 1;; ++attempt) {
    const http::ClientRequest request{.method = "POST",
                                      .url = base_url_ + std::string{path},
                                      .headers = {{"Waymark-Auth", authorisation(path, body)}},
                                      .body = body};
    LET(http::ClientResponse response, client_.send(request));
    const bool other_run = response.status == 401 && text_of(response.body).starts_with("run");
    const auto run = array_from_base64<16>(response.header("waymark-run"), Padding::kRequired);
    if (!other_run || !run.has_value() || attempt == kTries) return response;
    run_ = *run;
  }
}

Result<Bytes> HttpRelayLink::call(std::string_view path, ByteView body) {
  LET(http::ClientResponse response, exchange(path, body));
  const std::string_view time = response.header("waymark-time");
  std::int64_t seconds = 0;
  if (!time.empty() && std::from_chars(time.data(), time.data() + time.size(), seconds).ec == std::errc{})
    relay_time_ = seconds;
  if (response.status == 200) return std::move(response.body);
  const std::string_view word = text_of(response.body);
  if (response.status == 401) return fail(word.starts_with("clock") ? Code::kWrongDay : Code::kDenied, kWhere, "401");
  if (response.status == 503 || response.status == 502)
    return fail(Code::kUnavailable, kWhere, std::to_string(response.status));
  if (response.status == 507) return fail(Code::kFull, kWhere, "507");
  if (response.status == 404) return fail(Code::kNotFound, kWhere, "404");
  return fail(Code::kInvalid, kWhere, std::to_string(response.status));
}

Result<std::vector<PulledEnvelope>> HttpRelayLink::pull(std::uint16_t limit) {
  LET(const Bytes answer, call("/desk/v1/pull", ByteWriter{}.u16(limit).view()));
  ByteReader reader(answer);
  LET(const std::uint16_t count, reader.u16());
  if (count > limit) return fail(Code::kMalformed, kWhere);
  std::vector<PulledEnvelope> pulled;
  pulled.reserve(count);
  for (unsigned row = 0; row < count; ++row) {
    LET(const RowId id, reader.array<16>());
    LET(const std::uint32_t day, reader.u32());
    LET(const ByteView blob, reader.take(envelope::kEnvelopeBytes));
    pulled.push_back({id, day, to_bytes(blob)});
  }
  TRY(expect_end(reader));
  return pulled;
}

Result<unsigned> HttpRelayLink::acknowledge(std::span<const RowId> rows) {
  CHECK(rows.size() <= kPullMax);
  ByteWriter body;
  body.u16(static_cast<std::uint16_t>(rows.size()));
  for (const RowId& id : rows) body.put(id);
  LET(const Bytes answer, call("/desk/v1/ack", body.view()));
  ByteReader reader(answer);
  LET(const std::uint16_t purged, reader.u16());
  TRY(expect_end(reader));
  return purged;
}

Result<std::vector<PushAnswer>> HttpRelayLink::push(std::span<const OutboundReply> replies) {
  CHECK(!replies.empty() && replies.size() <= kPushMax);
  ByteWriter body;
  body.u16(static_cast<std::uint16_t>(replies.size()));
  const std::uint32_t today = unix_day(clock_.now());
  for (const OutboundReply& reply : replies)
    body.put(reply.id).put(reply.token_hash).u8(days_to_keep(reply.week, today)).put(reply.blob);
  LET(const Bytes answer, call("/desk/v1/push", body.view()));
  ByteReader reader(answer);
  LET(const std::uint16_t count, reader.u16());
  if (count != replies.size()) return fail(Code::kMalformed, kWhere);
  std::vector<PushAnswer> answers;
  for (unsigned row = 0; row < count; ++row) {
    LET(const std::uint8_t value, reader.u8());
    if (value > static_cast<std::uint8_t>(PushAnswer::kFull)) return fail(Code::kMalformed, kWhere);
    answers.push_back(static_cast<PushAnswer>(value));
  }
  TRY(expect_end(reader));
  return answers;
}

Result<std::optional<RelayWords>> HttpRelayLink::words(std::span<const RowId> rows) {
  CHECK(rows.size() <= kPullMax);
  ByteWriter body;
  body.u16(static_cast<std::uint16_t>(rows.size()));
  for (const RowId& id : rows) body.put(id);
  const Result<Bytes> answer = call("/desk/v1/receipts", body.view());
  if (!answer.has_value() && answer.error().code == Code::kNotFound) return std::optional<RelayWords>{};
  TRY(answer);
  ByteReader reader(*answer);
  RelayWords said;
  LET(said.key, reader.array<crypto::kVerifyKeyBytes>());
  LET(said.second, reader.u8());
  LET(said.not_copied, reader.u32());
  LET(const std::uint16_t count, reader.u16());
  if (count != rows.size()) return fail(Code::kMalformed, kWhere);
  for (unsigned row = 0; row < count; ++row) {
    LET(const crypto::Signature word, reader.array<crypto::kSignatureBytes>());
    said.words.push_back(word);
  }
  TRY(expect_end(reader));
  return std::optional{std::move(said)};
}

Result<void> HttpRelayLink::publish(PublishKind kind, std::string_view text) {
  ByteWriter body(text.size() + 1);
  TRY(call("/desk/v1/publish", body.u8(static_cast<std::uint8_t>(kind)).put(text).view()));
  return {};
}

Bytes figure_piece(const FiguresParcel& parcel, std::optional<std::uint16_t> piece) {
  const ByteView all{*parcel.bytes};
  ByteWriter body;
  body.put(parcel.sum).u32(static_cast<std::uint32_t>(all.size())).u16(piece.value_or(0));
  if (piece) {
    const std::size_t begin = std::min(all.size(), *piece * kFigurePieceBytes);
    body.put(all.subspan(begin, std::min(kFigurePieceBytes, all.size() - begin)));
  }
  return body.finish();
}

Result<HeldFigures> HttpRelayLink::held_figures() {
  LET(const Bytes answer, call("/desk/v1/figures", {}));
  ByteReader reader(answer);
  HeldFigures held;
  LET(held.serial, reader.u32());
  held.note = to_string(reader.rest());
  return held;
}

Result<std::optional<std::uint16_t>> HttpRelayLink::push_figures(const FiguresParcel& parcel,
                                                                 std::optional<std::uint16_t> piece) {
  LET(const Bytes answer, call("/desk/v1/figures", figure_piece(parcel, piece)));
  if (text_of(answer) == "stored") return std::optional<std::uint16_t>{};
  ByteReader reader(answer);
  LET(const std::uint16_t next, reader.u16());
  TRY(expect_end(reader));
  return std::optional{next};
}

Result<HeldTokens> HttpRelayLink::held_tokens() {
  LET(const Bytes answer, call("/desk/v1/tokens", {}));
  ByteReader reader(answer);
  HeldTokens held;
  LET(held.newest, reader.u32());
  LET(held.count, reader.u16());
  TRY(expect_end(reader));
  return held;
}

Result<std::uint16_t> HttpRelayLink::push_tokens(std::uint32_t pool, ByteView hashes) {
  const std::size_t count = hashes.size() / kTokenHashBytes;
  CHECK(count > 0 && count <= kTokensMax && hashes.size() % kTokenHashBytes == 0);
  ByteWriter body;
  body.u32(pool).u16(static_cast<std::uint16_t>(count)).put(hashes);
  LET(const Bytes answer, call("/desk/v1/tokens", body.view()));
  ByteReader reader(answer);
  LET(const std::uint16_t there, reader.u16());
  TRY(expect_end(reader));
  return there;
}

Result<RelayStatus> HttpRelayLink::status() {
  LET(const Bytes answer, call("/desk/v1/status", {}));
  ByteReader reader(answer);
  RelayStatus status;
  LET(status.now, reader.u64());
  for (std::uint32_t* field :
       {&status.waiting, &status.oldest_day, &status.replies, &status.refused_full, &status.roster_serial,
        &status.list_serial, &status.newest_whole_day, &status.cards_serial}) {
    LET(*field, reader.u32());
  }
  TRY(expect_end(reader));
  relay_time_ = static_cast<std::int64_t>(status.now);
  return status;
}

}  // namespace waymark::desk
