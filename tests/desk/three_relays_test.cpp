// Three finished relays and one office: one is killed with -9 as soon as it has said "stored", the line to one falls
// silent after 16 KB, one signs that it keeps copies and throws them away. Nothing is lost, and the liar is named.
#include <fstream>

#include "base/comes_true.h"
#include "base/encoding.h"
#include "crypto/verify/hash.h"
#include "desk/keyring/office_values.h"
#include "desk/sync/http_relay_link.h"
#include "http/raw_socket.h"
#include "office_story.h"
#include "running_program.h"
#include "silent_line.h"

namespace waymark::desk {
namespace {

using relay::RunningProgram;

/// A relay as its operator runs it.
class RelayProcess {
 public:
  RelayProcess(std::filesystem::path folder, std::string settings)
      : folder_(std::move(folder)), settings_(std::move(settings)) {
    std::filesystem::create_directories(folder_ / "data");
  }
  void write_config(const std::string& more) const {
    std::ofstream{config()} << "data = \"" << (folder_ / "data").string() << "\"\n"
                            << settings_ << "[public]\nlisten = \"127.0.0.1:" << public_port
                            << "\"\n[desk]\nlisten = \"127.0.0.1:" << desk_port << "\"\n[quota]\ndisk_reserve_mib = 0\n"
                            << more;
  }
  void start(const std::string& more = "") {
    write_config(more);
    program_ = std::make_unique<RunningProgram>(WAYMARK_RELAY, std::vector<std::string>{"--config", config().string()},
                                                folder_);
    const std::string line = program_->wait_for_line("desk-port=");
    public_port = port_in(line, "public-port=");
    desk_port = port_in(line, "desk-port=");
  }
  /// What `waymark-relay key` prints.
  std::string key() const {
    write_config("");
    RunningProgram asked{WAYMARK_RELAY, {"--config", config().string(), "key"}, folder_};
    EXPECT_EQ(asked.wait(), 0) << asked.errors();
    std::string text = asked.output();
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }
  void kill_9() {
    program_->signal(SIGKILL);
    EXPECT_EQ(program_->wait(), 128 + SIGKILL);
    program_.reset();
  }
  void stop() {
    program_->signal(SIGTERM);
    EXPECT_EQ(program_->wait(), 0);
    program_.reset();
  }
  [[nodiscard]] std::filesystem::path config() const { return folder_ / "relay.toml"; }
  [[nodiscard]] std::filesystem::path database() const { return folder_ / "data" / "relay.db"; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(public_port); }
  std::uint16_t public_port = 0;
  std::uint16_t desk_port = 0;

 private:
  static std::uint16_t port_in(const std::string& line, std::string_view name) {
    const std::size_t at = line.find(name);
    return at == std::string::npos ? 0 : static_cast<std::uint16_t>(std::stoul(line.substr(at + name.size())));
  }
  const std::filesystem::path folder_;
  const std::string settings_;
  std::unique_ptr<RunningProgram> program_;
};

class ThreeRelays : public OfficeStory {
 protected:
  ThreeRelays() { clock_.set(SystemClock{}.now()); }  // sleep: finished relays live in real time
  void SetUp() override {
    OfficeStory::SetUp();
    killed_ = make("killed");
    blocked_ = make("blocked");
    liar_ = make("liar");
  }

  std::unique_ptr<RelayProcess> make(const std::string& name) {
    return std::make_unique<RelayProcess>(
        folder_.path() / name, "name = \"" + name + "\"\ninstance = \"" +
                                   to_base64(instance_.bytes, Padding::kRequired) + "\"\ntransport_key = \"" +
                                   to_base64(transport_.verify_key().bytes(), Padding::kRequired) + "\"\n");
  }
  static std::string second(const std::string& url, const std::string& key) {
    return "[second]\nurl = \"" + url + "\"\nkey = \"" + key + "\"\nbeat_s = 1\n";
  }
  /// One round with a relay over `port`. @return whether it answered
  bool round_with(const std::string& name, std::uint16_t port) {
    http::Client client{
        {.connect_timeout = std::chrono::milliseconds{3'000}, .total_timeout = std::chrono::milliseconds{3'000}}};
    HttpRelayLink link{client, "http://127.0.0.1:" + std::to_string(port), {instance_, name}, transport_, clock_,
                       random_};
    Courier courier{*office_, link, clock_, name};
    return courier.round().has_value();
  }
  /// The roster after the first, with these relays, by the root key.
  void renew_roster(std::vector<std::string> relays) {
    auto store = open_desk_store(file()).value();
    const auto before = newest_roster(*store).value();
    roster::Roster next = before.roster;
    next.serial = before.roster.serial + 1;
    next.instance = instance_;
    next.previous = before.text_hash;
    next.relays = std::move(relays);
    const std::string note = roster::write_note(roster::sign_roster(next, std::span{&*root_, 1}));
    ASSERT_TRUE(store->execute("INSERT INTO roster VALUES (?, ?)", next.serial, view_of(note)).has_value());
  }
  /// All three know each other's keys, have a roster with all, and are published to.
  void start_all() {
    office_->upkeep().know_relays({"killed", "blocked", "liar"});
    for (auto* relay : {killed_.get(), blocked_.get(), liar_.get()}) {
      relay->start();
      relay->stop();
    }
    to_liar_ = liar_->key();
    const std::string key_of_killed = killed_->key();
    liar_->start();
    renew_roster({killed_->url(), blocked_->url(), liar_->url()});
    killed_->start(second(liar_->url(), to_liar_));
    blocked_->start(second(killed_->url(), key_of_killed));
    ASSERT_TRUE(round_with("killed", killed_->desk_port));
    ASSERT_TRUE(round_with("blocked", blocked_->desk_port));
    ASSERT_TRUE(round_with("liar", liar_->desk_port));
  }
  /// It has signed for so many, and forgets them while it is away.
  void let_it_lie(std::int64_t count) {
    auto db = store::Connection::open(liar_->database(), {}).value();
    ASSERT_EQ(db->number("SELECT count(*) FROM envelope").value(), count);
    ASSERT_TRUE(db->execute("DELETE FROM envelope").has_value());
    db.reset();
    liar_->start();
  }
  std::string put(std::uint16_t port, ByteView body) {
    return http::body_of(http::ask(port, http::post("/v1/put/" + std::to_string(today()), text_of(body))));
  }
  Bytes sealed(const std::string& text) {
    const Requester requester = Requester::make(random_);
    const envelope::Message message = message_from(requester, text);
    return envelope::seal_message(message, day_key_of(message.day), random_).value().take();
  }
  /// Puts one more. @return its envelope, which was told "stored"
  Bytes store_at(std::uint16_t port) {
    const Bytes blob = sealed("письмо " + std::to_string(++stored_));
    EXPECT_EQ(put(port, blob), "stored");
    return blob;
  }
  bool becomes_copied(std::uint16_t port, const Bytes& blob) {
    ByteWriter prefix;
    const crypto::Sha256 hash = crypto::sha256({prefix.u32(today()).view(), blob});
    const Bytes question = ByteWriter{}.put(ByteView{hash}.first(16)).u8(3).finish();
    return comes_true([&] { return put(port, question) == "copied"; });
  }
  std::uint64_t broken_words(const SessionToken& token, std::string_view name) {
    const Health health = office_->oversight().health(token).value();
    for (const RelayHealth& relay : health.relays)
      if (relay.name == name) return relay.broken_words;
    return 99;
  }
  crypto::TransportSigningKey transport_ = crypto::TransportSigningKey::generate(random_);
  std::size_t stored_ = 0;
  std::unique_ptr<RelayProcess> killed_;
  std::unique_ptr<RelayProcess> blocked_;
  std::unique_ptr<RelayProcess> liar_;
  std::string to_liar_;
};

TEST_F(ThreeRelays, OneKilledOneBlockedOneLyingNothingIsLost) {
  constexpr std::uint64_t kSilentAfter = 16'384;
  ASSERT_NO_FATAL_FAILURE(start_all());
  // From here on nobody reaches the second one but over a line that falls silent.
  line::SilentLine to_its_public{blocked_->public_port, kSilentAfter};
  line::SilentLine to_its_desk{blocked_->desk_port, kSilentAfter};

  std::vector<Bytes> at_killed;
  std::vector<Bytes> at_blocked;
  for (int i = 0; i < 4; ++i) at_killed.push_back(store_at(killed_->public_port));
  for (int i = 0; i < 4; ++i) at_blocked.push_back(store_at(to_its_public.port()));
  for (const Bytes& blob : at_killed) ASSERT_TRUE(becomes_copied(killed_->public_port, blob));
  for (const Bytes& blob : at_blocked) ASSERT_TRUE(becomes_copied(to_its_public.port(), blob));
  liar_->stop();
  store_at(killed_->public_port);  // and is nowhere else
  killed_->kill_9();
  ASSERT_NO_FATAL_FAILURE(let_it_lie(4));

  const SessionToken token = sign_in(*mira_);
  EXPECT_FALSE(round_with("blocked", to_its_desk.port()));
  EXPECT_GE(to_its_desk.silent(), 1);
  EXPECT_TRUE(round_with("liar", liar_->desk_port));
  EXPECT_FALSE(round_with("killed", killed_->desk_port));
  EXPECT_TRUE(office_->list().rows(token)->empty());
  EXPECT_EQ(broken_words(token, "liar"), 0U) << "nothing is known yet";

  killed_->start(second(liar_->url(), to_liar_));
  EXPECT_TRUE(round_with("killed", killed_->desk_port));
  EXPECT_EQ(office_->list().rows(token)->size(), stored_)
      << "all that was told \"stored\", also at the relay that nobody reaches";
  EXPECT_TRUE(round_with("liar", liar_->desk_port));
  EXPECT_EQ(broken_words(token, "liar"), 4U);
  EXPECT_EQ(broken_words(token, "killed"), 0U);
  EXPECT_EQ(broken_words(token, "blocked"), 0U) << "who cannot be reached is no liar";
  // The line is free again: what comes twice is filed once.
  EXPECT_TRUE(round_with("blocked", blocked_->desk_port));
  EXPECT_EQ(office_->list().rows(token)->size(), stored_);
  EXPECT_TRUE(refused(token).empty());
  EXPECT_EQ(broken_words(token, "blocked"), 0U);
  for (auto* relay : {killed_.get(), blocked_.get(), liar_.get()}) relay->stop();
}

}  // namespace
}  // namespace waymark::desk
