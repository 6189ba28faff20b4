// The shipped metrics and small ones of our own, for tests.
#pragma once

#include <gtest/gtest.h>

#include "figures/metric.h"

namespace waymark::figures::sample {

inline Registry shipped() {
  auto registry = Registry::read(WAYMARK_SOURCE_DIR "/figures/metrics");
  if (!registry.has_value())
    for (const MetricError& error : registry.error()) ADD_FAILURE() << error.file << ": " << error.about;
  return registry.value_or(Registry{});
}

/// A sound definition; `more` goes between its head and its texts.
inline std::string metric(const std::string& id, const std::string& more = "", int version = 1,
                          const std::string& since = "2020-01") {
  std::string text = "id = \"" + id + "\"\nversion = " + std::to_string(version) + "\nsince = \"" + since + "\"\n";
  if (more.find("unit") == std::string::npos) text += "unit = \"request\"\n";
  if (more.find("kinds") == std::string::npos) text += "kinds = [\"request\"]\n";
  text += more + "\n";
  for (const char* language : {"ru", "uk", "en"})
    text += std::string("[") + language +
            "]\nname = \"Name\"\ndefinition = \"What it is.\"\nis_not = \"What it is not.\"\ncounted = \"{count} of "
            "them\"\n";
  return text;
}

}  // namespace waymark::figures::sample
