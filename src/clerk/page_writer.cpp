#include "clerk/page_writer.h"

#include <zlib.h>

#include "base/check.h"
#include "base/encoding.h"
#include "clerk/limits.h"
#include "crypto/verify/hash.h"

namespace waymark::clerk {
namespace {

constexpr std::string_view kOpen = "<!--";
constexpr std::string_view kClose = "-->";
constexpr int kGzipWindow = 15 + 16;
constexpr int kBestCompression = 9;
constexpr int kMemoryLevel = 8;
constexpr std::string_view kNoPermissions =
    "camera=(), microphone=(), geolocation=(), clipboard-read=(), display-capture=(), payment=(), usb=(), serial=(), "
    "bluetooth=()";

/// One of kPageSizes, or a multiple of the largest: a form full of quotation marks is six times as long in HTML, and
/// neither that nor many long replies may stop the clerk.
std::size_t size_class(std::size_t needed) {
  for (const std::size_t size : kPageSizes) {
    if (needed <= size) return size;
  }
  const std::size_t largest = kPageSizes.back();
  return (needed + largest - 1) / largest * largest;
}

Bytes gzip(std::string_view html, std::string& comment) {
  z_stream stream{};
  CHECK(deflateInit2(&stream, kBestCompression, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) == Z_OK);
  gz_header header{};
  header.os = 255;  // unknown
  header.comment = comment.empty() ? nullptr : reinterpret_cast<Bytef*>(comment.data());
  CHECK(deflateSetHeader(&stream, &header) == Z_OK);
  Bytes out(deflateBound(&stream, html.size()) + comment.size() + 64);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): zlib does not write to its input
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(html.data()));
  stream.avail_in = static_cast<uInt>(html.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

bool takes_gzip(std::string_view accept_encoding) {
  const std::size_t at = accept_encoding.find("gzip");
  return at != std::string_view::npos && !accept_encoding.substr(at).starts_with("gzip;q=0");
}

}  // namespace

std::string padded(std::string html) {
  const std::size_t bare = html.size() + kOpen.size() + kClose.size();
  html += kOpen;
  html.append(size_class(bare) - bare, '.');
  return html += kClose;
}

Bytes compressed(std::string_view html) {
  std::string comment;
  const std::size_t bare = gzip(html, comment).size();
  const std::size_t wanted = size_class(bare + 2);  // a comment of one letter and its zero
  comment.assign(wanted - bare - 1, '.');
  Bytes out = gzip(html, comment);
  CHECK(out.size() == wanted);
  return out;
}

PageWriter::PageWriter(std::string_view style, const std::vector<std::string>& leave_origins) {
  policy_ = "default-src 'none'; style-src 'sha256-" + to_base64(crypto::sha256(view_of(style)), Padding::kRequired) +
            "'; form-action 'self'";
  for (const std::string& origin : leave_origins) policy_ += " " + origin;
  policy_ += "; base-uri 'none'; frame-ancestors 'none'";
}

void PageWriter::add_headers(http::Response& response) const {
  const auto add = [&](std::string name, std::string value) {
    response.headers.push_back({std::move(name), std::move(value)});
  };
  add("Cache-Control", "no-store");
  add("Content-Security-Policy", policy_);
  add("Referrer-Policy", "no-referrer");
  add("X-Content-Type-Options", "nosniff");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  add("Permissions-Policy", std::string{kNoPermissions});
}

http::Response PageWriter::page(int status, std::string html, std::string_view accept_encoding) const {
  http::Response response{.status = status};
  response.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  add_headers(response);
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (takes_gzip(accept_encoding)) {
    response.headers.push_back({"Content-Encoding", "gzip"});
    response.body = to_wiping(compressed(html));
    return response;
  }
  html = padded(std::move(html));
  response.body = to_wiping(view_of(html));
  return response;
}

http::Response PageWriter::elsewhere(std::string_view address) const {
  http::Response response{.status = 303};
  response.headers.push_back({"Location", std::string{address}});
  add_headers(response);
  return response;
}

}  // namespace waymark::clerk
