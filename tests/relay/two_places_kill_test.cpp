// Two finished relays, killed with -9 again and again while one hands on to the other: whatever was told "stored" is at
// both in the end, each once, and "copied" was never said of what the second one had not.
#include <fstream>
#include <random>
#include <thread>

#include "base/comes_true.h"
#include "base/encoding.h"
#include "http/raw_socket.h"
#include "relay/kept.h"
#include "relay_program.h"

namespace waymark::relay {
namespace {

class KilledWhileHandingOn : public Program {
 protected:
  /// One of both, with a folder of its own and a port that it keeps.
  struct Place {
    std::filesystem::path folder;
    std::string second;
    std::uint16_t public_port = 0;
    std::uint16_t desk_port = 0;
    std::unique_ptr<RunningProgram> program;
  };
  void SetUp() override {
    for (Place* place : {&a_, &b_}) {
      place->folder = folder_.path() / (place == &a_ ? "a" : "b");
      std::filesystem::create_directories(place->folder / "data");
    }
  }
  void write(const Place& place) const {
    const auto text = [](ByteView bytes) { return to_base64(bytes, Padding::kRequired); };
    std::ofstream{place.folder / "relay.toml"}
        << "data = \"" << (place.folder / "data").string() << "\"\ninstance = \"" << text(office_.instance().bytes)
        << "\"\ntransport_key = \"" << text(office_.transport_key().bytes())
        << "\"\n[public]\nlisten = \"127.0.0.1:" << place.public_port
        << "\"\n[desk]\nlisten = \"127.0.0.1:" << place.desk_port
        << "\"\n[quota]\ndisk_reserve_mib = 0\nwork_from = 100000000\nper_hour = 100000000\n"
        << place.second;
  }
  void start(Place& place) {
    write(place);
    place.program = std::make_unique<RunningProgram>(
        WAYMARK_RELAY, std::vector<std::string>{"--config", (place.folder / "relay.toml").string()}, place.folder);
    const std::string line = place.program->wait_for_line("desk-port=");
    place.public_port = port_after(line, "public-port=");
    place.desk_port = port_after(line, "desk-port=");
    ASSERT_NE(place.desk_port, 0) << line;
  }
  void kill_and_start(Place& place) {
    place.program->signal(SIGKILL);
    ASSERT_EQ(place.program->wait(), 128 + SIGKILL);
    start(place);
  }
  std::string at_desk(const Place& place, std::string_view path, ByteView body) {
    desk_port_ = place.desk_port;
    return desk(path, body);
  }
  void publish(const Place& place, std::string_view roster) {
    ASSERT_EQ(http::body_of(at_desk(place, "/desk/v1/publish", ByteWriter{}.u8(1).put(roster).finish())), "stored");
  }
  std::string put_at(const Place& place, ByteView body) {
    return http::body_of(http::ask(place.public_port, http::post("/v1/put/" + std::to_string(today_), text_of(body))));
  }
  std::map<Bytes, int> pulled_from(const Place& place) {
    desk_port_ = place.desk_port;
    return pulled();
  }
  Place a_, b_;
};

TEST_F(KilledWhileHandingOn, EachIsAtBothOnce) {
  constexpr int kRounds = 10;
  start(b_);
  start(a_);
  RunningProgram asked{WAYMARK_RELAY, {"--config", (b_.folder / "relay.toml").string(), "key"}, folder_.path()};
  ASSERT_EQ(asked.wait(), 0);
  std::string key = asked.output();
  key.pop_back();
  const std::string url = "http://127.0.0.1:" + std::to_string(b_.public_port);
  for (const Place* place : {&a_, &b_}) {
    publish(*place, office_.first_roster());
    const auto first = roster::verify_first(office_.first_roster());
    if (place == &a_) publish(a_, office_.next_roster(*first, today_, today_ + 30, {"http://clerk.example"}, {url}));
  }
  a_.second = "[second]\nurl = \"" + url + "\"\nkey = \"" + key + "\"\nbeat_s = 1\n";
  kill_and_start(a_);
  std::mt19937 chance{7};
  std::set<Bytes> stored;
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < 10; ++i) {
      const Bytes envelope = office_.envelope();
      if (put_at(a_, envelope) == "stored") stored.insert(envelope);
    }
    const std::chrono::milliseconds pause{chance() % 1'500};
    std::this_thread::sleep_for(pause);  // sleep: where in a round it dies is what is tried
    kill_and_start(chance() % 2 == 0 ? a_ : b_);
  }
  const auto copied = [&](const Bytes& envelope) {
    return put_at(a_, ByteWriter{}.put(row_id_of(today_, envelope)).u8(kPlacesAsk).view()) == "copied";
  };
  for (const Bytes& envelope : stored) ASSERT_TRUE(comes_true([&] { return copied(envelope); }));
  const std::map<Bytes, int> at_b = pulled_from(b_);
  const std::map<Bytes, int> at_a = pulled_from(a_);
  EXPECT_GE(stored.size(), kRounds * 5U) << "or this test tries little";
  for (const Bytes& envelope : stored) {
    EXPECT_EQ(at_a.contains(envelope) ? at_a.at(envelope) : 0, 1);
    EXPECT_EQ(at_b.contains(envelope) ? at_b.at(envelope) : 0, 1);
  }
  for (Place* place : {&a_, &b_}) {
    place->program->signal(SIGTERM);
    EXPECT_EQ(place->program->wait(), 0);
  }
}

}  // namespace
}  // namespace waymark::relay
