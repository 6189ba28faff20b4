// The configuration of a linkage from any bytes: what is accepted passes its own check, and its rules are read back.
#include "base/check.h"
#include "linkage/config.h"

using namespace waymark;  // NOLINT: a program of one file

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto config = linkage::parse_config({reinterpret_cast<const char*>(data), size});  // NOLINT: libFuzzer's bytes
  if (!config.has_value()) {
    CHECK(!config.error().detail.empty());
    return 0;
  }
  CHECK(linkage::check(*config).has_value());
  for (const linkage::Rule& rule : config->blocking.rules) CHECK(!linkage::text_of(rule, *config).empty());
  return 0;
}
