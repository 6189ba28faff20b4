// PackedSituation: a situation as the bytes of its row, checked once and shared.
//
// An office holds one for each of its cases while somebody is signed in, in the agenda and on each board: a tenth of
// what the situation takes when it is spread out. Copies share the bytes; nobody changes them.
// @source docs/decisions/agenda-in-memory.md
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "desk/queue/situation.h"

namespace waymark::desk {

/// What of a fact can be asked without spreading it out. Borrowed for the time of a call.
struct FactView {
  std::string_view key;
  std::string_view value;
  std::span<const std::pair<std::string_view, std::string_view>> attributes;
  bool superseded = false;
  /// nullptr: it has none of this name
  [[nodiscard]] const std::string_view* attribute(std::string_view name) const;
};

class PackedSituation {
 public:
  /// Of Situation{}.
  PackedSituation();
  /// @error as situation_from_bytes: beyond a limit of situation.h
  static Result<PackedSituation> of(const Situation& situation);
  /// @param owner  becomes that of the situation; empty: nobody  @error as situation_from_bytes
  static Result<PackedSituation> from_bytes(ByteView bytes, std::string* owner = nullptr);

  [[nodiscard]] Situation unpack() const;
  /// The same without facts, dues, told cards and days in court: costs no more than its moments.
  [[nodiscard]] Situation unpack_head() const;
  /// Whether `wanted` takes any of the facts, asked in their order.
  [[nodiscard]] bool any_fact(const std::function<bool(const FactView&)>& wanted) const;
  [[nodiscard]] ByteView bytes() const { return *bytes_; }
  friend bool operator==(const PackedSituation& a, const PackedSituation& b) {
    return a.bytes_ == b.bytes_ || *a.bytes_ == *b.bytes_;
  }

 private:
  explicit PackedSituation(std::shared_ptr<const Bytes> bytes) : bytes_(std::move(bytes)) {}
  std::shared_ptr<const Bytes> bytes_;  ///< that situation_from_bytes() reads; never null
};

}  // namespace waymark::desk
