// Request, Response, Responder: HTTP as plain structs. A file that includes this compiles quickly and knows no library.
//
// A request carries what a handler may know: method, path, a short list of headers and the body. The peer's address,
// the user agent and every other header are dropped where the bytes are parsed; nothing behind it can log them.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/wiping.h"

namespace waymark::http {

/// The only request headers that reach a handler, in lower case.
inline constexpr std::array<std::string_view, 11> kRequestHeaders{
    "content-type",    "content-length", "accept-language", "accept-encoding", "host", "origin",
    "waymark-session", "waymark-zone",   "waymark-auth",    "if-none-match",   "range"};

struct Header {
  std::string name;
  std::string value;
};

/// The headers of a request; their values (tokens, signatures) are wiped when it dies.
class RequestHeaders : public std::vector<Header> {
 public:
  using std::vector<Header>::vector;
  RequestHeaders(std::vector<Header> list) : std::vector<Header>(std::move(list)) {}  // NOLINT: implicit on purpose
  RequestHeaders(const RequestHeaders&) = default;
  RequestHeaders(RequestHeaders&&) noexcept = default;
  RequestHeaders& operator=(RequestHeaders other) noexcept {
    swap(other);
    return *this;
  }
  ~RequestHeaders();
};

struct Request {
  std::string method;
  std::string path;             ///< as it came, up to the question mark; begins with '/'
  std::string query = {};       ///< after the question mark, not decoded
  RequestHeaders headers = {};  ///< of kRequestHeaders, names in lower case
  WipingBytes body = {};
  std::vector<std::string> parts = {};  ///< what the `*` of the route stood for; filled by Routes

  /// The value of a header given in lower case; empty when it is not there.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<Header> headers = {};  ///< Content-Length and Connection are the server's business
  WipingBytes body = {};
  /// Sent instead of `body` when set: bytes that many answers share (their owner is the file set).
  std::shared_ptr<const Bytes> shared_body = {};
  ByteView shared_part = {};  ///< of `shared_body`, when not all of it is sent
  bool closes = false;        ///< the connection ends behind this answer

  [[nodiscard]] ByteView content() const {
    if (!shared_body) return body;
    return shared_part.empty() ? ByteView{*shared_body} : shared_part;
  }
};

/// One word or sentence as text/plain; not to be stored by anyone.
Response text_response(int status, std::string_view text);
/// Bytes as application/octet-stream; not to be stored by anyone.
Response binary_response(ByteView body);
/// `json` as application/json; not to be stored by anyone.
Response json_response(int status, std::string_view json);

/// The standard phrase of a status code.
std::string_view reason_of(int status);

/// Answers one request, once, from any thread, also after the handler has returned. Dropped without an answer it
/// answers 500 itself. Too late (the client has gone, the server has stopped) is no error.
class Responder {
 public:
  using Send = std::move_only_function<void(Response)>;
  explicit Responder(Send send) : send_(std::move(send)) {}
  Responder(Responder&& other) noexcept : send_(std::move(other.send_)) { other.send_ = nullptr; }
  Responder& operator=(Responder&&) = delete;
  ~Responder();
  /// CHECKs that it is the first answer.
  void operator()(Response response);

 private:
  Send send_;
};

using Handler = std::function<void(Request, Responder)>;

/// What the server must know before it reads a body.
struct PathRule {
  enum class Where {
    kPool,    ///< on a worker thread; may block for a moment
    kInline,  ///< on the network thread; must be quick and never block
  };
  std::size_t body_bytes_max = 0;
  Where where = Where::kPool;
};

}  // namespace waymark::http
