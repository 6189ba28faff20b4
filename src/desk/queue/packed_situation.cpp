#include "desk/queue/packed_situation.h"

#include <algorithm>

#include "base/check.h"
#include "desk/queue/situation_bytes.h"

namespace waymark::desk {

const std::string_view* FactView::attribute(std::string_view name) const {
  const auto found = std::ranges::find(attributes, name, &std::pair<std::string_view, std::string_view>::first);
  return found == attributes.end() ? nullptr : &found->second;
}

namespace {

const std::shared_ptr<const Bytes>& bytes_of_nothing() {
  static const auto bytes = std::make_shared<const Bytes>(to_bytes(Situation{}));
  return bytes;
}

}  // namespace

PackedSituation::PackedSituation() : bytes_(bytes_of_nothing()) {}

Result<PackedSituation> PackedSituation::of(const Situation& situation) { return from_bytes(to_bytes(situation)); }

Result<PackedSituation> PackedSituation::from_bytes(ByteView bytes, std::string* owner) {
  LET(Situation head, check_situation(bytes));
  if (owner != nullptr) *owner = std::move(head.owner).value_or("");
  return PackedSituation(std::make_shared<const Bytes>(bytes.begin(), bytes.end()));
}

Situation PackedSituation::unpack() const {
  auto situation = situation_from_bytes(*bytes_);
  CHECK(situation.has_value());
  return *std::move(situation);
}

Situation PackedSituation::unpack_head() const {
  auto head = head_from_bytes(*bytes_);
  CHECK(head.has_value());
  return *std::move(head);
}

bool PackedSituation::any_fact(const std::function<bool(const FactView&)>& wanted) const {
  const auto any = any_fact_in(*bytes_, wanted);
  CHECK(any.has_value());
  return *any;
}

}  // namespace waymark::desk
