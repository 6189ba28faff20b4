#include "desk/queue/alike_print.h"

namespace waymark::desk::queue {
namespace {

/// FNV-1a: the same for the same words within one process, which is all that is asked of it.
class Print {
 public:
  Print& add(std::string_view text) {
    for (const char sign : text) mix(static_cast<std::uint8_t>(sign));
    mix(0);
    return *this;
  }
  Print& add(std::uint64_t number) {
    for (unsigned shift = 0; shift < 64; shift += 8) mix(static_cast<std::uint8_t>(number >> shift));
    return *this;
  }
  [[nodiscard]] std::uint64_t value() const { return value_ == 0 ? 1 : value_; }

 private:
  void mix(std::uint8_t byte) { value_ = (value_ ^ byte) * 0x100000001b3ULL; }
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace

std::uint64_t alike_print(const pack::Pack& pack, const Derived& derived, const Placement& placement) {
  const Situation& situation = derived.situation;
  const bool fresh = situation.stage == Stage::kNew && !situation.last_reply_at.has_value();
  if (!fresh || situation.owner.has_value() || placement.override_.has_value()) return 0;
  constexpr std::int64_t kHour = 3'600;
  Print print;
  print.add(static_cast<std::uint64_t>(situation.received_at.time_since_epoch().count() / kHour))
      .add(static_cast<std::uint64_t>(placement.section))
      .add(static_cast<std::uint64_t>(placement.own))
      .add(placement.clock.has_value() ? std::string_view{derived.clocks[*placement.clock].kind} : std::string_view{});
  for (const std::size_t at : weighing_facts(pack, situation.facts)) {
    const Fact& fact = situation.facts[at];
    print.add(fact.key).add(fact.value);
    for (const auto& [name, value] : fact.attributes) print.add(name).add(value);
  }
  return print.value();
}

}  // namespace waymark::desk::queue
