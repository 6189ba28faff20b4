#include "relay_program.h"

#include <fstream>

#include "base/encoding.h"
#include "http/raw_socket.h"
#include "relay/limits.h"

namespace waymark::relay {

std::filesystem::path Program::write_config(std::string_view more) {
  const auto text = [](ByteView bytes) { return to_base64(bytes, Padding::kRequired); };
  std::ofstream{folder_.path() / "relay.toml"}
      << settings_ << "data = \"" << data().string() << "\"\ninstance = \"" << text(office_.instance().bytes)
      << "\"\ntransport_key = \"" << text(office_.transport_key().bytes())
      << "\"\n[public]\nlisten = \"127.0.0.1:0\"\n[desk]\nlisten = \"127.0.0.1:0\"\n"
      << "[quota]\ndisk_reserve_mib = 0\nwork_from = 100000000\nper_hour = 100000000\n"
      << more;
  return folder_.path() / "relay.toml";
}

std::unique_ptr<RunningProgram> Program::start(const std::vector<std::string>& environment) {
  std::vector<std::string> words = environment;
  for (const std::string& word : {std::string{WAYMARK_RELAY}, std::string{"--config"}, write_config().string()})
    words.push_back(word);
  auto program = std::make_unique<RunningProgram>("/usr/bin/env", words, folder_.path());
  const std::string line = program->wait_for_line("desk-port=");
  public_port_ = port_after(line, "public-port=");
  desk_port_ = port_after(line, "desk-port=");
  return program;
}

std::uint16_t Program::port_after(const std::string& line, std::string_view name) {
  const std::size_t at = line.find(name);
  return at == std::string::npos ? 0 : static_cast<std::uint16_t>(std::stoul(line.substr(at + name.size())));
}

int Program::run(const std::vector<std::string>& arguments) {
  RunningProgram program{WAYMARK_RELAY, arguments, folder_.path()};
  const int code = program.wait();
  said_ = program.output() + program.errors();
  return code;
}

std::string Program::desk(std::string_view path, ByteView body) {
  const auto ask = [&] {
    const std::string auth = "Waymark-Auth: " + office_.auth(path, body, SystemClock{}.now()) + "\r\n";
    return http::ask(desk_port_, http::post(path, text_of(body), auth));
  };
  std::string answer = ask();
  // A relay that was started since tells its run.
  const std::size_t at = answer.find("Waymark-Run: ");
  if (at == std::string::npos) return answer;
  office_.call_relay("relay", *array_from_base64<16>(answer.substr(at + 13, 24), Padding::kRequired));
  return ask();
}

void Program::open_for_requests() {
  const Bytes body = ByteWriter{}.u8(1).put(office_.first_roster()).finish();
  ASSERT_EQ(http::body_of(desk("/desk/v1/publish", body)), "stored");
}

std::string Program::put(ByteView envelope) {
  return http::body_of(http::ask(public_port_, http::post("/v1/put/" + std::to_string(today_), text_of(envelope))));
}

std::string Program::health() {
  return http::body_of(http::ask(public_port_, "GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"));
}

int Program::push(const Bytes& id, ByteView envelope, std::uint8_t days) {
  const Bytes body = ByteWriter{}.u16(1).put(id).put(Bytes(kTokenBytes)).u8(days).put(envelope).finish();
  const std::string answer = http::body_of(desk("/desk/v1/push", body));
  return answer.size() == 3 ? answer.back() : -1;
}

int Program::waiting(const Bytes& id) {
  ByteWriter question;
  question.u16(0);
  for (std::size_t i = 0; i < kPollIds; ++i) question.put(id);
  const std::string answer = http::body_of(http::ask(public_port_, http::post("/v1/poll", text_of(question.view()))));
  return answer.size() == kPollAnswerBytes ? ByteReader{view_of(answer)}.u16().value_or(0) : -1;
}

std::map<Bytes, int> Program::pulled() {
  std::map<Bytes, int> blobs;
  while (true) {
    const std::string answer = http::body_of(desk("/desk/v1/pull", Bytes{2, 0}));
    ByteReader reader{view_of(answer)};
    const std::uint16_t count = reader.u16().value_or(0);
    if (count == 0) return blobs;
    ByteWriter ack;
    ack.u16(count);
    for (std::uint16_t i = 0; i < count; ++i) {
      ack.put(*reader.array<16>());
      (void)*reader.u32();
      ++blobs[to_bytes(*reader.take(envelope::kEnvelopeBytes))];
    }
    desk("/desk/v1/ack", ack.view());
  }
}

std::set<Bytes> Program::pulled_blobs() {
  std::set<Bytes> blobs;
  for (const auto& [blob, times] : pulled()) blobs.insert(blob);
  return blobs;
}

}  // namespace waymark::relay
