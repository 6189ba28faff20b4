// A connection of the HTTP server: bytes in, in pieces, through a socket pair that stands for the network.
//
// The first byte says how the rest is cut. The reader alone must come to the same request or refusal whatever the
// pieces, hold no more than it may, and give no request that two programs could read differently; the whole server
// must answer or close, and hold nothing afterwards.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "base/check.h"
#include "http/request_reader.h"
#include "http/server.h"

using namespace waymark;  // NOLINT: a program of one file

namespace {

constexpr std::size_t kHeaderMax = 1'024;
constexpr std::size_t kBodyMax = 512;
constexpr int kPatienceMs = 60'000;
using State = http::RequestReader::State;

const http::RuleOf kRule = [](std::string_view method, std::string_view) {
  return http::PathRule{.body_bytes_max = method == "POST" ? kBodyMax : 0, .where = http::PathRule::Where::kInline};
};

/// "GET /path header=value body" or "413"; "…" when more is wanted.
std::string read_in_pieces(ByteView bytes, std::size_t step) {
  http::RequestReader reader{kHeaderMax, kRule};
  while (!bytes.empty() && reader.state() != State::kWhole && reader.state() != State::kRefused) {
    const ByteView piece = bytes.first(std::min(step, bytes.size()));
    const std::size_t used = reader.feed(piece);
    CHECK(used <= piece.size());
    CHECK(reader.held() <= 2 * kHeaderMax + kBodyMax);
    bytes = bytes.subspan(used);
    if (used < piece.size()) CHECK(reader.state() == State::kWhole || reader.state() == State::kRefused);
  }
  if (reader.state() == State::kRefused) return std::to_string(reader.refusal().status);
  if (reader.state() != State::kWhole) return "…";
  const http::Request request = reader.take();
  CHECK(request.path.starts_with('/') && request.path.find_first_of(" \r\n?") == std::string::npos);
  std::string all = request.method + " " + request.path + " " + request.query + " ";
  for (const http::Header& header : request.headers) {
    CHECK(header.value.find_first_of("\r\n") == std::string::npos);
    CHECK(header.name != "transfer-encoding");
    all += header.name + "=" + header.value + "\n";
  }
  CHECK(request.body.size() <= (request.method == "POST" ? kBodyMax : 0));
  return all + to_string(request.body) + std::to_string(bytes.size());
}

http::Server& server() {
  static const auto started = http::Server::start({.listen = {"127.0.0.1", 0},
                                                   .limits = {.header_bytes_max = kHeaderMax, .connections_max = 8},
                                                   .rule_of = kRule,
                                                   .handler = [](http::Request request, http::Responder respond) {
                                                     respond(http::binary_response(request.body));
                                                   }});
  CHECK(started.has_value());
  return **started;
}

bool readable(int socket) {
  pollfd poll{.fd = socket, .events = POLLIN, .revents = 0};
  return ::poll(&poll, 1, kPatienceMs) > 0;
}

/// Sends everything, says that no more comes, reads to the end.
std::string converse(ByteView bytes, std::size_t step) {
  std::array<int, 2> pair{};
  CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) == 0);
  server().adopt(pair[1]);
  while (!bytes.empty()) {
    const ByteView piece = bytes.first(std::min(step, bytes.size()));
    if (::send(pair[0], piece.data(), piece.size(), MSG_NOSIGNAL) < 0) break;
    bytes = bytes.subspan(piece.size());
  }
  ::shutdown(pair[0], SHUT_WR);
  std::string answers;
  std::array<char, 4'096> chunk{};
  while (true) {
    CHECK(readable(pair[0]));  // neither answered nor closed: the session hangs
    const ssize_t count = ::recv(pair[0], chunk.data(), chunk.size(), 0);
    if (count <= 0) break;
    answers.append(chunk.data(), static_cast<std::size_t>(count));
  }
  ::close(pair[0]);
  return answers;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 8'192) return 0;
  const ByteView bytes = ByteView{data, size}.subspan(1);
  const std::size_t step = 1 + data[0] % 64;
  const std::string whole = read_in_pieces(bytes, std::max<std::size_t>(bytes.size(), 1));
  CHECK(read_in_pieces(bytes, step) == whole);
  CHECK(read_in_pieces(bytes, 1) == whole);
  if (data[0] < 128) return 0;  // the server is a thousand times as slow
  const std::string answers = converse(bytes, step + 8);
  CHECK(answers.empty() || answers.starts_with("HTTP/1.1 "));
  return 0;
}
