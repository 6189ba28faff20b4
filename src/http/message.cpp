#include "http/message.h"

#include "base/check.h"

namespace waymark::http {
namespace {

Response plain_response(int status, std::string_view type, ByteView body) {
  return {.status = status,
          .headers = {{"Content-Type", std::string{type}},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}},
          .body = to_wiping(body)};
}

}  // namespace

RequestHeaders::~RequestHeaders() {
  for (Header& header : *this) wipe({reinterpret_cast<std::uint8_t*>(header.value.data()), header.value.size()});
}

std::string_view Request::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

Response text_response(int status, std::string_view text) {
  return plain_response(status, "text/plain; charset=utf-8", view_of(text));
}

Response binary_response(ByteView body) { return plain_response(200, "application/octet-stream", body); }

Response json_response(int status, std::string_view json) {
  return plain_response(status, "application/json", view_of(json));
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    default: return "Status";
  }
}

Responder::~Responder() {
  if (send_ != nullptr) send_(text_response(500, "internal"));
}

void Responder::operator()(Response response) {
  CHECK(send_ != nullptr);
  Send send = std::move(send_);
  send_ = nullptr;
  send(std::move(response));
}

}  // namespace waymark::http
