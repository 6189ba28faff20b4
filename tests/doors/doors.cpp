#include "doors.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/encoding.h"
#include "relay/office.h"

namespace waymark::doors {
namespace {

std::string base64(ByteView bytes) { return to_base64(bytes, Padding::kRequired); }

std::uint16_t port_after(const std::string& line, std::string_view name) {
  const std::size_t at = line.find(name);
  return at == std::string::npos ? 0 : static_cast<std::uint16_t>(std::stoul(line.substr(at + name.size())));
}

std::uint16_t free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
                     ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  ::close(socket);
  return bound ? ntohs(address.sin_port) : std::uint16_t{0};
}

std::string get(const std::string& path, std::uint16_t port) {
  return "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n";
}

std::string head(const std::string& path, std::uint16_t port, std::size_t bytes) {
  return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
         "\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n";
}

}  // namespace

Running::Running(const std::string& name) {
  if (name == "clerk") {
    start_clerk();
  } else if (name == "desk") {
    start_desk();
  } else {
    start_relay(name == "relay-desk");
  }
  door_.name = name;
}

void Running::write(const std::string& name, const std::string& text) const { std::ofstream{path(name)} << text; }

void Running::run(const std::string& program, const std::vector<std::string>& arguments, std::string_view line) {
  program_ = std::make_unique<relay::RunningProgram>(program, arguments, folder_.path());
  said_ = program_->wait_for_line(line);
}

void Running::start_relay(bool desk_listener) {
  const relay::Office office{unix_day(SystemClock{}.now())};
  std::filesystem::create_directory(path("data"));
  write("relay.toml", "data = \"" + path("data") + "\"\ninstance = \"" + base64(office.instance().bytes) +
                          "\"\ntransport_key = \"" + base64(office.transport_key().bytes()) +
                          "\"\n[public]\nlisten = \"127.0.0.1:0\"\n[desk]\nlisten = \"127.0.0.1:0\"\n");
  run(WAYMARK_RELAY, {"--config", path("relay.toml")}, "desk-port=");
  const std::uint16_t port = port_after(said_, desk_listener ? "desk-port=" : "public-port=");
  door_.port = port;
  if (desk_listener) {
    door_.probe = head("/desk/v1/status", port, 0);
    door_.good = "401";
    door_.body_head = head("/desk/v1/push", port, 1'000'000);
    door_.body_bytes = 1'000'000;
    door_.page = door_.probe;
    return;
  }
  door_.probe = get("/v1/health", port);
  door_.good = "200";
  door_.body_head = head("/v1/put/20000", port, 8'192);
  door_.body_bytes = 8'192;
  door_.page = head("/v1/poll", port, 770) + std::string(770, '\0');
}

void Running::start_clerk() {
  write("clerk.toml", "instance = \"" + base64(Bytes(32, 7)) +
                          "\"\nlisten = \"127.0.0.1:0\"\nrelay = \"http://127.0.0.1:1\"\n" +
                          "pack = \"" WAYMARK_SOURCE_DIR "/packs/military-refusal\"\n[leave]\n" +
                          "ru = \"https://a.example/\"\nuk = \"https://a.example/\"\nen = \"https://a.example/\"\n");
  run(WAYMARK_CLERK, {"--config", path("clerk.toml")}, "memory-locked=");
  door_.port = port_after(said_, " port=");
  door_.probe = get("/", door_.port);
  door_.good = "200";
  door_.body_head = head("/en/visit", door_.port, 90'000);
  door_.body_bytes = 90'000;
  door_.page = get("/ru/cards", door_.port);
}

void Running::start_desk() {
  const std::uint16_t port = free_port();
  const std::string office = path("office");
  write("passphrase", "marigold keeps seven lanterns\n");
  std::filesystem::create_directory(path("pages"));
  write("pages/index.html", "<!doctype html>");
  relay::RunningProgram init{WAYMARK_BINARY,
                             {"init", office, "--name", "Example", "--alias", "mira", "--root-key", path("root"),
                              "--recovery-to", path("recovery"), "--totp-to", path("totp"), "--passphrase-file",
                              path("passphrase"), "--argon2-kib", "8", "--argon2-passes", "1"},
                             folder_.path()};
  if (init.wait(std::chrono::seconds{120}) != 0) return;
  write("office/desk.toml",
        "name = \"Example\"\n[relay]\ndesk_url = \"http://127.0.0.1:1\"\n[desk]\nlisten = \"127.0.0.1:" +
            std::to_string(port) + "\"\nweb_root = \"" + path("pages") +
            "\"\npack = \"" WAYMARK_SOURCE_DIR "/packs/military-refusal\"\n");
  program_ = std::make_unique<relay::RunningProgram>(
      WAYMARK_BINARY, std::vector<std::string>{"desk", "--office", office}, folder_.path());
  door_.port = port;
  door_.probe = get("/api/meta", port);
  door_.good = "200";
  door_.body_head = head("/api/sign-in", port, 1'000);
  door_.body_bytes = 1'000;
  door_.page = door_.probe;
}

std::size_t Running::resident() const {
  if (!program_) return 0;
  std::ifstream status{"/proc/" + std::to_string(program_->id()) + "/status"};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6)) * 1'024;
  }
  return 0;
}

bool Running::alive() const { return program_ && program_->wait(std::chrono::milliseconds{1}) == -1; }

Crowd::~Crowd() {
  for (const int socket : sockets_) ::close(socket);
}

void Crowd::come(std::size_t count, std::string_view bytes) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  for (std::size_t i = 0; i < count; ++i) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return;
    sockets_.push_back(socket);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) continue;
    ::fcntl(socket, F_SETFL, O_NONBLOCK);
    (void)::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  }
}

void Crowd::send(std::string_view bytes) {
  for (const int socket : sockets_) (void)::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

}  // namespace waymark::doors
