#include "relay_under_test.h"

#include <fstream>

#include "base/check.h"

namespace waymark::relay {

int files_with(const std::filesystem::path& folder, const Bytes& blob) {
  int hits = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    std::ifstream in{entry.path(), std::ios::binary};
    const std::string content{std::istreambuf_iterator<char>{in}, {}};
    bool found = false;
    for (std::size_t at = 0; at + 64 <= blob.size(); at += 1'000) {
      found = found || content.find(text_of(ByteView{blob}.subspan(at, 64))) != std::string::npos;
    }
    hits += found ? 1 : 0;
  }
  return hits;
}

std::string said(const http::ClientResponse& response) {
  return std::to_string(response.status) + " " + to_string(response.body);
}

RelayUnderTest::RelayUnderTest() : RelayUnderTest(Setup{}) {}

RelayUnderTest::RelayUnderTest(const Setup& setup) : office_(kToday, setup.office_seed) { restart(setup); }

Config RelayUnderTest::config(const Setup& setup) const {
  return {.data = folder_.path(),
          .pages = setup.pages,
          .instance = office_.instance(),
          .transport_key = office_.transport_key(),
          .public_listen = {"127.0.0.1", setup.public_port},
          .desk_listen = {"127.0.0.1", 0},
          .operator_listen = http::Endpoint{"127.0.0.1", 0},
          .quotas = setup.quotas,
          .copies_from = setup.copies_from,
          .second = setup.second};
}

World RelayUnderTest::world(const Setup& setup) {
  return {.clock = clock_,
          .log = log_,
          .fill_random = [](std::span<std::uint8_t> bytes) { crypto::SystemRandom{}.fill(bytes); },
          .database_pages_max = setup.database_pages_max,
          .second_pace = setup.pace};
}

void RelayUnderTest::restart(const Setup& setup) {
  relay_.reset();
  auto relay = Relay::start(config(setup), world(setup));
  CHECK(relay.has_value());
  relay_ = std::move(*relay);
  office_.call_relay(relay_->identity().name, relay_->identity().run);
}

void RelayUnderTest::open_for_requests() {
  CHECK(said(publish(DocumentKind::kRoster, office_.first_roster())) == "200 stored");
  CHECK(said(publish(DocumentKind::kDayKeys, office_.day_keys(1, kToday))) == "200 stored");
}

http::ClientResponse RelayUnderTest::send(const http::ClientRequest& request) {
  auto response = client_.send(request);
  CHECK(response.has_value());
  return std::move(*response);
}

http::ClientResponse RelayUnderTest::get(std::string_view path, std::vector<http::Header> headers) {
  return send({.url = "http://127.0.0.1:" + std::to_string(relay_->public_port()) + std::string{path},
               .headers = std::move(headers)});
}

http::ClientResponse RelayUnderTest::post(std::string_view path, ByteView body) {
  return send({.method = "POST",
               .url = "http://127.0.0.1:" + std::to_string(relay_->public_port()) + std::string{path},
               .headers = {{"Content-Type", "application/octet-stream"}},
               .body = body});
}

http::ClientResponse RelayUnderTest::desk(std::string_view path, ByteView body) {
  return desk_with(path, body, office_.auth(path, body, clock_.now()));
}

http::ClientResponse RelayUnderTest::desk_with(std::string_view path, ByteView body, std::string auth) {
  return send({.method = "POST",
               .url = "http://127.0.0.1:" + std::to_string(relay_->desk_port()) + std::string{path},
               .headers = {{"Waymark-Auth", std::move(auth)}},
               .body = body});
}

http::ClientResponse RelayUnderTest::publish(DocumentKind kind, std::string_view note) {
  return desk("/desk/v1/publish", ByteWriter{}.u8(static_cast<std::uint8_t>(kind)).put(note).finish());
}

http::ClientResponse RelayUnderTest::figure_piece(ByteView set, std::uint16_t number, bool with_bytes) {
  ByteWriter body;
  body.put(crypto::sha256(set)).u32(static_cast<std::uint32_t>(set.size())).u16(number);
  const std::size_t begin = std::min(set.size(), number * kFigurePieceBytes);
  if (with_bytes) body.put(set.subspan(begin, std::min(kFigurePieceBytes, set.size() - begin)));
  return desk("/desk/v1/figures", body.view());
}

http::ClientResponse RelayUnderTest::push_figures(ByteView set) {
  http::ClientResponse answer = figure_piece(set, 0, false);
  while (answer.status == 200 && answer.body.size() == 2) answer = figure_piece(set, *ByteReader{answer.body}.u16());
  return answer;
}

std::vector<RelayUnderTest::Pulled> RelayUnderTest::pull(std::uint16_t limit) {
  const http::ClientResponse response = desk("/desk/v1/pull", ByteWriter{}.u16(limit).finish());
  CHECK(response.status == 200);
  ByteReader reader{response.body};
  std::vector<Pulled> pulled(*reader.u16());
  for (Pulled& one : pulled) {
    one.id = *reader.array<kRowIdBytes>();
    one.day = *reader.u32();
    one.blob = to_bytes(*reader.take(envelope::kEnvelopeBytes));
  }
  CHECK(reader.remaining() == 0);
  return pulled;
}

std::uint16_t RelayUnderTest::ack(const std::vector<RowId>& ids) {
  ByteWriter body;
  body.u16(static_cast<std::uint16_t>(ids.size()));
  for (const RowId& id : ids) body.put(id);
  const http::ClientResponse response = desk("/desk/v1/ack", body.view());
  CHECK(response.status == 200);
  return *ByteReader{response.body}.u16();
}

std::vector<std::string> RelayUnderTest::log_lines() const {
  const std::lock_guard lock{log_mutex_};
  return log_lines_;
}

}  // namespace waymark::relay
