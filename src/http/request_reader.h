// RequestReader: one request out of bytes that come in pieces of any size, with a bound on everything it keeps.
//
// It never holds more than header_bytes_max of a head and the Content-Length of a body that the path's rule allows, and
// both only as far as they have arrived. What it holds wipes itself (base/wiping.h).
#pragma once

#include <functional>
#include <string_view>

#include "base/wiping.h"
#include "http/request_head.h"

namespace waymark::http {

/// The rule for a method and a path.
using RuleOf = std::function<PathRule(std::string_view, std::string_view)>;

class RequestReader {
 public:
  enum class State { kHead, kBody, kWhole, kRefused };

  /// @param rule_of  borrowed; outlives the reader
  RequestReader(std::size_t header_bytes_max, const RuleOf& rule_of)
      : header_bytes_max_(header_bytes_max), rule_of_(rule_of) {}

  /// Takes as many of the bytes as belong to this request. @return how many; fewer than given once it is whole or
  ///         refused
  std::size_t feed(ByteView bytes);

  [[nodiscard]] State state() const { return state_; }
  /// What is kept now, in bytes.
  [[nodiscard]] std::size_t held() const { return head_.capacity() + body_.capacity(); }
  [[nodiscard]] const HeadRefusal& refusal() const { return refusal_; }  ///< when kRefused
  // From the end of the head on:
  [[nodiscard]] const PathRule& rule() const { return rule_; }
  [[nodiscard]] bool keep_alive() const { return parsed_.keep_alive; }
  [[nodiscard]] bool is_head_request() const { return parsed_.request.method == "HEAD"; }
  /// Whether the client waits for "100 Continue" before it sends the body.
  [[nodiscard]] bool expects_continue() const { return state_ == State::kBody && parsed_.expects_continue; }
  /// The request, once; the reader is done with afterwards. CHECKs that it is whole.
  Request take();

 private:
  std::size_t feed_head(ByteView bytes);
  std::size_t feed_body(ByteView bytes);
  void end_head();
  void refuse(const HeadRefusal& refusal);

  const std::size_t header_bytes_max_;
  const RuleOf& rule_of_;
  State state_ = State::kHead;
  WipingBytes head_;
  WipingBytes body_;
  RequestHead parsed_;
  PathRule rule_;
  HeadRefusal refusal_;
};

}  // namespace waymark::http
