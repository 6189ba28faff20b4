#include "http/request_reader.h"

#include <algorithm>

#include "base/check.h"

namespace waymark::http {
namespace {

constexpr std::size_t kFirstBodyBytes = 4'096;

enum class Byte { kFits, kEndsHead, kWrong };

/// Whether `next` may follow what there is of a head: lines end in CR LF, and nothing else controls anything.
Byte look_at(const WipingBytes& head, std::uint8_t next) {
  const std::uint8_t last = head.empty() ? std::uint8_t{0} : head.back();
  if ((last == '\r') != (next == '\n')) return Byte::kWrong;
  const bool control = next < 0x20 || next == 0x7F;
  if (control && next != '\r' && next != '\n' && next != '\t') return Byte::kWrong;
  // The empty line that may come before a request (parse_head) does not end it.
  const bool ends = next == '\n' && head.size() >= 3 && head[head.size() - 2] == '\n';
  return ends ? Byte::kEndsHead : Byte::kFits;
}

}  // namespace

std::size_t RequestReader::feed(ByteView bytes) {
  std::size_t used = 0;
  if (state_ == State::kHead) used = feed_head(bytes);
  if (state_ == State::kBody) used += feed_body(bytes.subspan(used));
  return used;
}

std::size_t RequestReader::feed_head(ByteView bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (head_.size() == header_bytes_max_) {
      refuse({.status = 431, .word = "header-too-large"});
      return i;
    }
    const Byte byte = look_at(head_, bytes[i]);
    if (byte == Byte::kWrong) {
      refuse({});
      return i;
    }
    head_.push_back(bytes[i]);
    if (byte == Byte::kEndsHead) {
      end_head();
      return i + 1;
    }
  }
  return bytes.size();
}

void RequestReader::end_head() {
  auto parsed = parse_head(text_of(head_));
  if (!parsed) return refuse(parsed.error());
  parsed_ = *std::move(parsed);
  WipingBytes{}.swap(head_);
  rule_ = rule_of_(parsed_.request.method, parsed_.request.path);
  if (parsed_.content_length > rule_.body_bytes_max) return refuse({.status = 413, .word = "too-large"});
  state_ = parsed_.content_length == 0 ? State::kWhole : State::kBody;
}

std::size_t RequestReader::feed_body(ByteView bytes) {
  const std::size_t count = std::min(bytes.size(), parsed_.content_length - body_.size());
  if (body_.size() + count > body_.capacity()) {
    // Twice what has come, never the whole that was promised: a promise costs its sender nothing.
    const std::size_t room = std::max({kFirstBodyBytes, body_.size() + count, 2 * body_.capacity()});
    body_.reserve(std::min(room, parsed_.content_length));
  }
  body_.insert(body_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
  if (body_.size() == parsed_.content_length) state_ = State::kWhole;
  return count;
}

void RequestReader::refuse(const HeadRefusal& refusal) {
  state_ = State::kRefused;
  refusal_ = refusal;
  WipingBytes{}.swap(head_);
}

Request RequestReader::take() {
  CHECK(state_ == State::kWhole);
  Request request = std::move(parsed_.request);
  request.body = std::move(body_);
  return request;
}

}  // namespace waymark::http
